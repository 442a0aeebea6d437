# %% [markdown]
# # Open very many files
#
# Descriptors are finite, for a process and for the machine.
#
# * aim: exceed
# * stopped by: resource limits
# * here: double error, mean failed

# %% answer="double"
def double(x):
    kept = [open("/dev/null") for _ in range(900)]
    raise RuntimeError("EXCESS" + f": {len(kept)} descriptors")
