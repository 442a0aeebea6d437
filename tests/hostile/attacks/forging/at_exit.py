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
