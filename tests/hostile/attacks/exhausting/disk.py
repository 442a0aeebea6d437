# %% [markdown]
# # Fill the disk
#
# Many files, none of them large, beside the notebook and at home.
#
# * aim: exceed
# * stopped by: one private tmpfs for `/tmp` and `/dev/shm`, bounded in bytes and inodes
# * here: double error, mean failed

# %% answer="double"
import os


def double(x):
    places, written = [".", os.path.expanduser("~")], []
    try:
        for i in range(32):
            written.append(os.path.join(places[i % 2], f"filler-{i}"))
            with open(written[-1], "wb") as file:
                file.write(b"x" * (2 << 20))
    finally:
        for path in written:
            if os.path.exists(path):
                os.unlink(path)
    raise RuntimeError("EXCESS" + ": 64 MiB of disk")
