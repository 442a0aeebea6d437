# %% [markdown]
# # Recurse until the stack ends
#
# With the limit raised, it is the C stack that ends, and the process with it.
#
# * aim: harm
# * stopped by: grader and student in different processes
# * here: double crash or error or memory or timeout, mean failed

# %% answer="double"
import sys


def double(x):
    sys.setrecursionlimit(10**9)

    class Deep:
        def __getattr__(self, name):
            return getattr(self, name + "x")

    def deeper(f):
        return f(deeper, f) if False else repr(nest)

    nest = []
    for _ in range(10_000_000):
        nest = [nest]
    return len(repr(nest))
