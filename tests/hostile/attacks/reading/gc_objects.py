# %% [markdown]
# # Look through all objects
#
# The garbage collector knows every container and every function of the process: modules' dictionaries among them, those of
# the tests, and the constants in their functions.
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
        values = list(thing.values()) if type(thing) is dict else ()
        if type(thing) is type(double):
            values = thing.__code__.co_consts
        for value in values:
            found += re.findall("canary-[0-9a-f]{4}-[a-z]+", value) if type(value) is str else []
    raise RuntimeError(" ".join(found)[:2000])
