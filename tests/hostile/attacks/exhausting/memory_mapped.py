# %% [markdown]
# # Take memory that is mapped
#
# Shared anonymous mappings are in no resource limit.
#
# * aim: exceed
# * stopped by: a memory cgroup (version 1 or 2), else a watchdog
# * here: double memory or timeout, mean failed

# %% answer="double"
import mmap


def double(x):
    blocks = []
    while len(blocks) < 64:
        blocks.append(mmap.mmap(-1, 16 << 20))
        blocks[-1].write(b"x" * (16 << 20))
    raise RuntimeError("EXCESS" + ": 1 GiB of mapped memory")
