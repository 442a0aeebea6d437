"""Other right answers to `mutual_information`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def information_by_divergence(joint):
    """The divergence from the pair to independence, over possible pairs."""
    product = joint.sum(dim=1, keepdim=True) * joint.sum(dim=0, keepdim=True)
    can = joint > 0
    return (joint[can] * (joint[can] / product[can]).log()).sum()


@alternative
def information_by_conditioning(joint):
    """The entropy of x minus the mean entropy of x within each value of y, in NumPy."""
    joint = np.asarray(joint)

    def entropy_of(p):
        p = p[p > 0]
        return -(p * np.log(p)).sum()

    left = sum(column.sum() * entropy_of(column / column.sum()) for column in joint.T if column.sum() > 0)
    return float(entropy_of(joint.sum(axis=1)) - left)


@alternative
def information_without_rounding_below_zero(joint):
    """Three entropies, and at least zero."""

    def h(p):
        return torch.special.entr(p).sum()

    return (h(joint.sum(0)) + h(joint.sum(1)) - h(joint)).clamp_min(0).reshape(1)
