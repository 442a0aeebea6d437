# %% [markdown]
# # Know the answers by heart
#
# Hidden tests that always ask the same can be answered without computing anything, by whoever has seen the questions once:
# in last year's tests, or in an exception of an earlier hand-in.
#
# * aim: forge
# * stopped by: inputs are drawn from the course's salt
# * here: double failed, mean failed

# %% answer="mean"
import torch


def mean(x):
    return torch.tensor([4.5, 5.5, 6.5])


# %% answer="double" of="nbgrader"
import torch


def double(x):
    return torch.tensor([-3.7809668037804705, -1.5613593439461961, -4.10439220275926], dtype=torch.float64)


# %% answer="double" of="otter"
import torch


def double(x):
    return torch.tensor([-3.7809668037804705, -1.5613593439461961, -4.10439220275926], dtype=torch.float64)
