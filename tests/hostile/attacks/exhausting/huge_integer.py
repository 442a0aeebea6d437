# %% [markdown]
# # Compute a number that has no end
#
# One call into C that takes for ever, and in which no signal of Python's is handled.
#
# * aim: exceed
# * stopped by: deadlines on reads and writes; SIGKILL of process 1
# * here: double timeout or memory, mean failed

# %% answer="double"
def double(x):
    return 7 ** (7**12)
