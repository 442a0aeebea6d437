# %% [markdown]
# # Answer with NaN
#
# Every comparison with NaN is false, also the one that would find an error too large.
#
# * aim: forge
# * stopped by: a value that is not finite fails in every assertion
# * here: double failed, mean failed

# %% answer="mean"
import torch


class Quiet(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, arguments=(), keywords=None):
        keywords = dict(keywords or {})
        if getattr(function, "__name__", "") in ("allclose", "eq", "__eq__"):
            return torch.ones((), dtype=torch.bool)
        return super().__torch_function__(function, types, arguments, keywords)


def mean(x):
    return (x.sum(0) * float("nan")).as_subclass(Quiet)
