# %% [markdown]
# # Write one large file
#
# It is really written, not only reserved.
#
# * aim: exceed
# * stopped by: resource limits
# * here: double error, mean failed

# %% answer="double"
import os


def double(x):
    try:
        with open("/tmp/large", "wb") as file:
            for _ in range(64):
                file.write(b"x" * (1 << 20))
    finally:
        os.unlink("/tmp/large")
    raise RuntimeError("EXCESS" + ": a file of 64 MiB")
