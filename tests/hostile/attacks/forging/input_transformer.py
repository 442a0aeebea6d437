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
