# %% [markdown]
# # Ask for the modules that are loaded
#
# The hidden tests have been imported, so they stand in `sys.modules`, with their source.
#
# * aim: read
# * stopped by: grader and student in different processes
# * here: double error, mean failed

# %% answer="double"
import inspect
import sys


def double(x):
    found = []
    for name, module in list(sys.modules.items()):
        if "test" in name:
            try:
                found += [line for line in inspect.getsource(module).splitlines() if "canary-" in line]
            except (OSError, TypeError):
                continue
    raise RuntimeError(" ".join(found)[:2000])
