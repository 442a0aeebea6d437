# %% [markdown]
# # Fill the folders that are in memory
#
# `/tmp` and `/dev/shm` are memory; what is written there counts for nobody, unless somebody counts.
#
# * aim: exceed
# * stopped by: one private tmpfs for `/tmp` and `/dev/shm`, bounded in bytes and inodes
# * here: double error, mean failed

# %% answer="double"
import os


def double(x):
    written = []
    try:
        for i in range(16):
            written.append(("/tmp", "/dev/shm")[i % 2] + f"/filler-{i}")
            with open(written[-1], "wb") as file:
                file.write(b"x" * (3 << 20))
    finally:
        for path in written:
            if os.path.exists(path):
                os.unlink(path)
    raise RuntimeError("EXCESS" + ": 48 MiB of files")
