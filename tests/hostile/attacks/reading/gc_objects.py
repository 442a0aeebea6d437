# %% [markdown]
# # Look through all objects
#
# The garbage collector knows every container of the process: modules' dictionaries among them, and those of the
# tests.
#
# * aim: read
# * stopped by: grader and student in different processes
# * here: double error, mean failed

# %% answer="double"
import gc


def double(x):
    found = []
    for thing in gc.get_objects():
        if type(thing) is dict:
            found += [value[:80] for value in list(thing.values()) if type(value) is str and "canary-" in value[:80]]
    raise RuntimeError(" ".join(found)[:2000])
