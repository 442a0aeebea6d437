# %% [markdown]
# # Make very many empty files
#
# Empty files need no space, but each needs an inode.
#
# * aim: exceed
# * stopped by: one private tmpfs for `/tmp` and `/dev/shm`, bounded in bytes and inodes
# * here: double error, mean failed

# %% answer="double"
import shutil
import tempfile


def double(x):
    folder = tempfile.mkdtemp(dir="/tmp")
    try:
        for i in range(40_000):
            open(f"{folder}/empty-{i}", "w").close()
    finally:
        shutil.rmtree(folder)
    raise RuntimeError("EXCESS" + ": 40000 files")
