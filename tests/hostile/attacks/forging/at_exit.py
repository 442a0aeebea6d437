# %% [markdown]
# # Write the results at exit
#
# A function that is called when the interpreter ends comes after the tests.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean failed

# %%
import atexit
import json


@atexit.register
def write():
    for path in ("results.json", "../results.json"):
        try:
            with open(path, "w") as file:
                file.write(json.dumps({"earned": {"double": 2, "mean": 2}}) + "\n")
        except OSError:
            continue


# %% of="nbgrader"
import atexit
import sqlite3

MINE = """update grade set manual_score = 2 where notebook_id in (select submitted_notebook.id from submitted_notebook
join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id where student_id = 'mallory')"""


@atexit.register
def write():
    database = sqlite3.connect("../../../gradebook.db")
    database.execute(MINE)
    database.commit()


# %% of="otter"
import atexit
import glob
import os
import pickle


@atexit.register
def write():
    path = max(glob.glob("/tmp/*.pkl"), key=os.path.getmtime)
    with open(path, "rb") as file:
        results = pickle.load(file)
    for test_file in results.results.values():
        for result in test_file.test_case_results:
            result.passed = True
    with open(path, "wb") as file:
        pickle.dump(results, file)
