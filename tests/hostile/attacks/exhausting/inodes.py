# %% [markdown]
# # Make very many empty files
#
# Empty files need no space, but each needs an inode.
#
# * aim: exceed
# * stopped by: one private tmpfs for `/tmp` and `/dev/shm`, bounded in bytes and inodes
# * here: double error, mean failed

# %% answer="double"
def double(x):
    for i in range(40_000):
        open(f"/tmp/empty-{i}", "w").close()
    raise RuntimeError("EXCESS" + ": 40000 files")
