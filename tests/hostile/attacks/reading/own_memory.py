# %% [markdown]
# # Search this process's memory
#
# Whatever this process has read stands in its memory, also where no name leads to it any more.
#
# * aim: read
# * stopped by: grader and student in different processes
# * here: double error, mean failed

# %% answer="double"
import re


def double(x):
    pattern = re.compile(b"canary" + b"-[0-9a-f]{4}-[a-z]+")
    found = set()
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            if " rw-p " not in line:
                continue
            begin, end = (int(part, 16) for part in line.split()[0].split("-"))
            try:
                memory.seek(begin)
                found |= set(pattern.findall(memory.read(min(end - begin, 64 << 20))))
            except (OSError, ValueError, OverflowError):
                continue
    raise RuntimeError(b" ".join(found).decode()[:2000])
