# %% [markdown]
# # Climb a traceback
#
# An exception that is raised and caught here carries frames, and a frame knows who called it: the hidden test, with
# its file's text and its module's names.
#
# * aim: read
# * stopped by: grader and student in different processes
# * here: double error, mean failed

# %% answer="double"
import linecache


def double(x):
    found = []
    try:
        raise ValueError
    except ValueError as error:
        frame = error.__traceback__.tb_frame
    while frame is not None:
        found += [line.strip() for line in linecache.getlines(frame.f_code.co_filename) if "canary-" in line]
        frame = frame.f_back
    raise RuntimeError(" ".join(found)[:2000])
