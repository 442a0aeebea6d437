# %% [markdown]
# # Leave a process behind
#
# A process of its own session outlives the notebook and replaces the results.
#
# * aim: forge
# * stopped by: deadlines on reads and writes; SIGKILL of process 1
# * here: double failed, mean failed

# %%
import json
import os
import time

if os.fork() == 0:
    os.setsid()
    until = time.monotonic() + 30
    while time.monotonic() < until and not (os.path.exists("../results.json") and os.path.getsize("../results.json")):
        time.sleep(0.01)
    try:
        with open("../results.json", "w") as file:
            file.write(json.dumps({"earned": {"double": 2, "mean": 2}}) + "\n")
    finally:
        os._exit(0)
