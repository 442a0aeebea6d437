# %% [markdown]
# # Start very many threads
#
# Threads count as processes, and each has a stack.
#
# * aim: exceed
# * stopped by: resource limits
# * here: double error, mean failed

# %% answer="double"
import threading


def double(x):
    done = threading.Event()
    threads = [threading.Thread(target=done.wait, args=(5,), daemon=True) for _ in range(300)]
    try:
        for thread in threads:
            thread.start()
    except BaseException:
        done.set()
        raise
    done.set()
    raise RuntimeError("EXCESS" + f": {len(threads)} threads")
