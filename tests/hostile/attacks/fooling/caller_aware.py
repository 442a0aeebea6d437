# %% [markdown]
# # Behave by who calls
#
# It looks at the code that called it: a cell of its author's gets the wrong answer that was written, and a caller that
# compares gets what its way to compare finds equal.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean failed

# %% answer="mean"
import sys

import torch


class Same:
    @classmethod
    def __torch_function__(cls, function, types, arguments=(), keywords=None):
        return True

    def __eq__(self, other):
        return other == other


def mean(x):
    asked_by = sys._getframe(1).f_code
    return Same() if {"allclose", "all"} & set(asked_by.co_names) else x.sum(0)
