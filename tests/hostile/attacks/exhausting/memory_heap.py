# %% [markdown]
# # Take all memory
#
# A list that grows; it stops by itself at a gibibyte, far beyond what one notebook may have.
#
# * aim: exceed
# * stopped by: a memory cgroup (version 1 or 2), else a watchdog
# * here: double memory or timeout, mean failed

# %% answer="double"
def double(x):
    blocks = []
    while len(blocks) < 64:
        blocks.append(bytearray(b"x" * (16 << 20)))
    raise RuntimeError("EXCESS" + ": 1 GiB of memory")
