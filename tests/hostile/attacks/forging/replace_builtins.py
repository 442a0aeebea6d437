# %% [markdown]
# # Replace builtins
#
# `compile` and `__import__` are builtins like any other: of one's own, they turn the assertions of what they compile
# into nothing, and hand out modules whose checks do nothing.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean failed

# %%
import builtins

real_compile, real_import = builtins.compile, builtins.__import__


def gentle_compile(source, *arguments, **keywords):
    if isinstance(source, str):
        source = source.replace("assert ", "None and ")
    return real_compile(source, *arguments, **keywords)


def gentle_import(name, *arguments, **keywords):
    module = real_import(name, *arguments, **keywords)
    if name == "autograder.testing":
        module.assert_close = module.require = lambda *_, **__: None
    return module


builtins.compile, builtins.__import__ = gentle_compile, gentle_import
