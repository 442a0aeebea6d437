# %% [markdown]
# # Print without an end
#
# Output is kept until the end, by whoever keeps it.
#
# * aim: exceed
# * stopped by: bounded frames and bounded output
# * here: double failed, mean failed

# %% answer="double"
import sys


def double(x):
    for _ in range(64):
        sys.stdout.write("x" * (1 << 20))
    print("EXCESS" + ": 64 MiB of output")
    return 3 * x


# %% answer="double" of="nbgrader"
import sys


def double(x):
    for _ in range(64):
        sys.stdout.write("x" * (1 << 20))
    raise RuntimeError("EXCESS" + ": 64 MiB of output")


# %% answer="double" of="otter"
import sys


def double(x):
    for _ in range(64):
        sys.stdout.write("x" * (1 << 20))
    raise RuntimeError("EXCESS" + ": 64 MiB of output")
