# %% [markdown]
# # Walk the frames up to the test
#
# The hidden test called this function, so its local variables, the expected value among them, and its
# module's names are a few frames up.
#
# * aim: read
# * stopped by: grader and student in different processes
# * here: double error, mean failed

# %% answer="double"
import sys


def double(x):
    frame, found = sys._getframe(), []
    while frame is not None:
        names = {**frame.f_globals, **frame.f_locals}
        found += [value for value in names.values() if isinstance(value, str) and value.startswith("canary-")]
        found += [str(frame.f_locals[name]) for name in names if name.startswith("secret_") and name in frame.f_locals]
        frame = frame.f_back
    raise RuntimeError(" ".join(found))
