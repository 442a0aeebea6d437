# %% [markdown]
# # Take the expected value from the caller
#
# The hidden test computes what it expects before it asks.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean failed

# %% answer="double"
import sys


def double(x):
    frame = sys._getframe()
    while frame is not None:
        if "secret_expected" in frame.f_locals:
            return frame.f_locals["secret_expected"]
        frame = frame.f_back
    return 3 * x
