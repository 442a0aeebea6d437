# %% [markdown]
# # Fill the folders that are in memory
#
# `/tmp` and `/dev/shm` are memory; what is written there counts for nobody, unless somebody counts.
#
# * aim: exceed
# * stopped by: one private tmpfs for `/tmp` and `/dev/shm`, bounded in bytes and inodes
# * here: double error, mean failed

# %% answer="double"
def double(x):
    for i in range(16):
        with open(("/tmp", "/dev/shm")[i % 2] + f"/filler-{i}", "wb") as file:
            file.write(b"x" * (3 << 20))
    raise RuntimeError("EXCESS" + ": 48 MiB of files")
