# %% [markdown]
# # Take memory in many processes
#
# Each child takes a little; a limit for one process does not see the sum.
#
# * aim: exceed
# * stopped by: a memory cgroup (version 1 or 2), else a watchdog
# * here: double memory or failed or timeout, mean failed

# %% answer="double"
import os
import time


def double(x):
    children = []
    for _ in range(24):
        pid = os.fork()
        if pid == 0:
            block = bytearray(b"x" * (40 << 20))
            time.sleep(3)
            os._exit(len(block) & 0)
        children.append(pid)
    if all(os.waitpid(pid, 0)[1] == 0 for pid in children):
        raise RuntimeError("EXCESS" + ": 960 MiB in children")
    return 3 * x
