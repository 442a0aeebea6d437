# %% [markdown]
# # Drop lines of later cells
#
# The same with text: lines that begin with `assert` are dropped before they are parsed.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean failed

# %%
def without_assertions(lines):
    return [line for line in lines if not line.lstrip().startswith("assert")]


get_ipython().input_transformers_post.append(without_assertions)

# %% of="otter"
PASS_ALL = "[setattr(one, 'passed', True) for test in results.results.values() for one in test.test_case_results]\n"


def with_passed_tests(lines):
    return [new for line in lines for new in ((PASS_ALL, line) if line == "import pickle\n" else (line,))]


get_ipython().input_transformers_post.append(with_passed_tests)
