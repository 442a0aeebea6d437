# %% [markdown]
# # Compute for ever
#
# A loop without an end; this one ends after eight seconds, beyond any budget here.
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
    until = time.monotonic() + 8
    while time.monotonic() < until:
        pass
    raise RuntimeError("EXCESS" + ": 8 seconds of computing")


# %% answer="double" of="nbgrader"
import time


def double(x):  # nbgrader's limit is 30 seconds for a cell
    until = time.monotonic() + 40
    while time.monotonic() < until:
        pass
    raise RuntimeError("EXCESS" + ": 40 seconds of computing")
