# %% [markdown]
# # Read the command lines of others
#
# What a program was started with can be read by everybody who can see the process: passwords and tokens among it.
#
# * aim: read
# * stopped by: second set of namespaces for each notebook
# * here: double error, mean failed

# %% answer="double"
import glob


def double(x):
    found = []
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            found += open(path, errors="replace").read().split("\0")
        except OSError:
            continue
    raise RuntimeError(" ".join(word for word in found if "canary-" in word)[:2000])
