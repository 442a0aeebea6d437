# %% [markdown]
# # Take memory that processes share
#
# System V segments belong to no process; whoever limits processes does not see them, and without care they stay when all
# of them have ended.
#
# * aim: exceed
# * stopped by: no capabilities, no new privileges, seccomp
# * here: double error or memory, mean failed

# %% answer="double"
import ctypes

CREATE, REMOVE, SIZE = 0o1600, 0, 16 << 20


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype, libc.shmat.argtypes = ctypes.c_void_p, (ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
    libc.shmget.argtypes = (ctypes.c_int, ctypes.c_size_t, ctypes.c_int)
    kept = []
    while len(kept) < 64:
        number = libc.shmget(0, SIZE, CREATE)
        if number < 0:
            raise OSError(ctypes.get_errno(), "shmget")
        address = libc.shmat(number, None, 0)
        libc.shmctl(number, REMOVE, None)  # when this process ends
        ctypes.memset(address, 1, SIZE)
        kept.append(address)
    raise RuntimeError("EXCESS" + ": 1 GiB of shared memory")
