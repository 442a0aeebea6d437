# %% [markdown]
# # Answer with a number of a class of one's own
#
# A subclass of `int` is a number, and torch asks it first what it wants to be compared as.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean failed

# %% answer="mean"
import torch


class Number(int):
    @classmethod
    def __torch_function__(cls, function, types, arguments=(), keywords=None):
        return True

    def __eq__(self, other):
        return torch.ones(3, dtype=torch.bool)

    __hash__ = int.__hash__


def mean(x):
    return Number(7)
