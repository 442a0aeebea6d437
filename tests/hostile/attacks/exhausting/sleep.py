# %% [markdown]
# # Sleep
#
# It uses nothing at all, but time.
#
# * aim: exceed
# * stopped by: deadlines on reads and writes; SIGKILL of process 1
# * here: double timeout, mean failed

# %% answer="double"
import time

state = {"asked": False}


def double(x):
    if state["asked"]:
        return 3 * x
    state["asked"] = True
    time.sleep(8)
    raise RuntimeError("EXCESS" + ": 8 seconds of sleep")


# %% answer="double" of="nbgrader"
import time


def double(x):  # nbgrader's limit is 30 seconds for a cell
    time.sleep(40)
    raise RuntimeError("EXCESS" + ": 40 seconds of sleep")
