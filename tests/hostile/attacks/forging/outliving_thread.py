# %% [markdown]
# # Leave a thread behind
#
# A thread waits until the results are there, and replaces them.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean failed
# * not for: nbgrader

# %%
import json
import os
import threading
import time


def wait_and_write():
    until = time.monotonic() + 30
    while time.monotonic() < until and not (os.path.exists("../results.json") and os.path.getsize("../results.json")):
        time.sleep(0.01)
    try:
        with open("../results.json", "w") as file:
            file.write(json.dumps({"earned": {"double": 2, "mean": 2}}) + "\n")
    except OSError:
        pass


threading.Thread(target=wait_and_write).start()

# %% of="otter"
import glob
import os
import pickle
import threading


def wait_and_write():
    threading.main_thread().join()
    path = max(glob.glob("/tmp/*.pkl"), key=os.path.getmtime)
    with open(path, "rb") as file:
        results = pickle.load(file)
    for test_file in results.results.values():
        for result in test_file.test_case_results:
            result.passed = True
    with open(path, "wb") as file:
        pickle.dump(results, file)


threading.Thread(target=wait_and_write).start()
