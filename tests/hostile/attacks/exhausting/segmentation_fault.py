# %% [markdown]
# # Read address zero
#
# One line of ctypes ends the process, and all that was in it.
#
# * aim: harm
# * stopped by: grader and student in different processes
# * here: double crash, mean failed

# %% answer="double"
import ctypes


def double(x):
    return ctypes.string_at(0)
