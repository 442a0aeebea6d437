# %% [markdown]
# # Write results to every descriptor
#
# One of the open descriptors is where the results go; a line of JSON, and a frame of the grader's protocol, to each
# of them.
#
# * aim: forge
# * stopped by: grader and student in different processes; the trusted side believes nothing that comes out
# * here: double failed or crash, mean failed or crash
# * not for: nbgrader, otter

# %%
import json
import os
import struct

line = json.dumps({"earned": {"double": 2, "mean": 2}}).encode() + b"\n"
frame = b"\x82\xa2ok\x02\xa3key\xa1x"
for number in range(3, 256):
    for data in (line, struct.pack(">I", len(frame)) + frame, struct.pack("<I", len(frame)) + frame):
        try:
            os.write(number, data)
        except OSError:
            break
