# %% [markdown]
# # Read the environment
#
# Secrets are often handed to a program in its environment: to this one, or to another that can be seen in `/proc`.
#
# * aim: read
# * stopped by: bubblewrap: all namespaces, read-only system, cleared environment
# * here: double error, mean failed

# %% answer="double"
import glob
import os


def double(x):
    texts = [" ".join(os.environ.values())]
    for path in glob.glob("/proc/*/environ") + glob.glob("/proc/*/cmdline"):
        try:
            texts.append(open(path, errors="replace").read())
        except OSError:
            continue
    raise RuntimeError(" ".join(part for text in texts for part in text.split("\0") if "canary-" in part)[:2000])
