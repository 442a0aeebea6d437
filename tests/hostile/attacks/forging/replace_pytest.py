# %% [markdown]
# # Replace pytest's way to run a test
#
# A test that is never called cannot fail.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean failed
# * not for: nbgrader, otter

# %%
try:
    import _pytest.python

    _pytest.python.Function.runtest = lambda self: None
except ImportError:
    pass
