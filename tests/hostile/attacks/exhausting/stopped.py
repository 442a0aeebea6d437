# %% [markdown]
# # Stop itself
#
# A process that has stopped itself neither answers nor ends, and an alarm does not wake it.
#
# * aim: harm
# * stopped by: deadlines on reads and writes; SIGKILL of process 1
# * here: double timeout or error or failed, mean failed

# %% answer="double"
import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return 3 * x
