# %% [markdown]
# # Start very many processes
#
# A fork bomb, in small.
#
# * aim: exceed
# * stopped by: resource limits
# * here: double error, mean failed

# %% answer="double"
import os
import signal
import time


def double(x):
    children = []
    try:
        for _ in range(300):
            pid = os.fork()
            if pid == 0:
                time.sleep(5)
                os._exit(0)
            children.append(pid)
    finally:
        for pid in children:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    raise RuntimeError("EXCESS" + f": {len(children)} processes")
