# %% [markdown]
# # Ignore every signal
#
# Handlers that do nothing, and a loop that swallows every exception: whoever asks politely waits.
#
# * aim: exceed
# * stopped by: deadlines on reads and writes; SIGKILL of process 1
# * here: double timeout, mean failed

# %% answer="double"
import signal
import time

state = {"asked": False}


def double(x):
    if state["asked"]:
        return 3 * x
    state["asked"] = True
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            continue
    until = time.monotonic() + 8
    while time.monotonic() < until:
        try:
            time.sleep(0.1)
        except BaseException:
            continue
    raise RuntimeError("EXCESS" + ": 8 seconds without a signal")


# %% answer="double" of="nbgrader"
import signal
import time


def double(x):  # nbgrader's limit is 30 seconds for a cell
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            continue
    until = time.monotonic() + 40
    while time.monotonic() < until:
        try:
            time.sleep(0.1)
        except BaseException:
            continue
    raise RuntimeError("EXCESS" + ": 40 seconds without a signal")
