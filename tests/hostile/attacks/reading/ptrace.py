# %% [markdown]
# # Trace another process
#
# Who traces a process is its debugger: all of its memory, registers and system calls are at hand.
#
# * aim: read
# * stopped by: second set of namespaces for each notebook; no capabilities, no new privileges, seccomp
# * here: double error, mean failed

# %% answer="double"
import ctypes
import os
import re

PEEKDATA, ATTACH, DETACH = 2, 16, 17
WALL = 0x40000000


def traced(libc, pid):
    if libc.ptrace(ATTACH, pid, None, None):
        return b""
    os.waitpid(pid, WALL)
    try:
        fields = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()
        begin, end = int(fields[45]) & -8, int(fields[48])  # of its arguments, and of its environment
        places = range(begin, min(end, begin + 65536), 8)
        words = [libc.ptrace(PEEKDATA, pid, ctypes.c_void_p(at), None) for at in places]
    finally:
        libc.ptrace(DETACH, pid, None, None)
    return b"".join(ctypes.c_long(word) for word in words)


def double(x):
    libc = ctypes.CDLL(None)
    libc.ptrace.restype = ctypes.c_long
    libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    for pid in sorted((int(name) for name in os.listdir("/proc") if name.isdigit()), reverse=True):
        if pid != os.getpid():
            found = re.findall(b"canary" + b"-[0-9a-f]{4}-[a-z]+", traced(libc, pid))
            if found:
                raise RuntimeError(b" ".join(found).decode())
    raise RuntimeError("nothing")
