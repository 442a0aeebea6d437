# %% [markdown]
# # Replace builtins
#
# `__import__` is a builtin like any other: one of one's own hands out modules whose checks do nothing.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean failed

# %%
import builtins

real_import = builtins.__import__


def gentle_import(name, *arguments, **keywords):
    module = real_import(name, *arguments, **keywords)
    if name == "autograder.testing":
        module.assert_close = module.require = lambda *_, **__: None
    return module


builtins.__import__ = gentle_import
