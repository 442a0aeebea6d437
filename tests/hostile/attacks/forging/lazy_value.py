# %% [markdown]
# # Answer when the answer is compared
#
# A value that is computed as late as can be: when it is compared, it sees with what, and is that.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean error or failed

# %% answer="mean"
import torch


class Late:
    @classmethod
    def __torch_function__(cls, function, types, arguments=(), keywords=None):
        expected = next(argument for argument in arguments if not isinstance(argument, cls))
        values = [expected if isinstance(argument, cls) else argument for argument in arguments]
        return function(*values, **(keywords or {}))

    def __eq__(self, other):
        return other == other


def mean(x):
    return Late()
