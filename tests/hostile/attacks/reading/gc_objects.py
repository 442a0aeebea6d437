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
import re


def double(x):
    found = []
    for thing in gc.get_objects():
        if type(thing) is dict:
            for value in list(thing.values()):
                found += re.findall("canary-[0-9a-f]{4}-[a-z]+", value) if type(value) is str else []
    raise RuntimeError(" ".join(found)[:2000])
