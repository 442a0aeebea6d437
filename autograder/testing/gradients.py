"""Ready-made helpers about gradients, run beside the student's objects."""

from __future__ import annotations

from typing import Any

import torch

from autograder.testing.marks import inside


@inside
def vjp(ns: Any, name: str, args: list[Any], cotangent: Any) -> Any:
    """Value and vector-Jacobian products of the notebook's function ``name``.

    Floating-point tensors among ``args`` are leaves that require a gradient. Returns ``(value, [gradient, …])`` with one entry
    for each argument: zeros where none flows, None where the argument is no such leaf.
    """

    def to_leaf(value: Any) -> Any:
        is_leaf = torch.is_tensor(value) and value.is_floating_point()
        return value.detach().clone().requires_grad_() if is_leaf else value

    leaves = [to_leaf(value) for value in args]
    wanted = [leaf for leaf in leaves if torch.is_tensor(leaf) and leaf.requires_grad]
    value = getattr(ns, name)(*leaves)
    found = iter(torch.autograd.grad(value, wanted, cotangent, allow_unused=True))
    gradients = []
    for leaf in leaves:
        gradient = next(found) if any(leaf is other for other in wanted) else None
        gradients.append(torch.zeros_like(leaf) if gradient is None and torch.is_tensor(leaf) else gradient)
    return value.detach(), gradients
