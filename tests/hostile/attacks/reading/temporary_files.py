# %% [markdown]
# # Read temporary files
#
# A grader writes its tests to `/tmp`, or hands arrays on in `/dev/shm`; so do other students' programs.
#
# * aim: read
# * stopped by: one private tmpfs for `/tmp` and `/dev/shm`, bounded in bytes and inodes
# * here: double error, mean failed

# %% answer="double"
import glob
import os


def double(x):
    found = []
    for path in glob.glob("/tmp/*") + glob.glob("/dev/shm/*") + glob.glob("/var/tmp/*"):
        if os.path.isfile(path) and os.path.getsize(path) < 1 << 16:
            text = open(path, errors="ignore").read()
            found += [text] if "canary-" in text else []
    raise RuntimeError(" ".join(found)[:2000])
