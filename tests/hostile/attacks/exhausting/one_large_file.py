# %% [markdown]
# # Write one large file
#
# A sparse file of many gibibytes, and one that is really written.
#
# * aim: exceed
# * stopped by: resource limits
# * here: double error, mean failed

# %% answer="double"
def double(x):
    with open("/tmp/large", "wb") as file:
        for _ in range(64):
            file.write(b"x" * (1 << 20))
    raise RuntimeError("EXCESS" + ": a file of 64 MiB")
