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
