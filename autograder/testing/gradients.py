"""Ready-made helpers about gradients, run beside the student's objects."""

from __future__ import annotations

from typing import Any

import torch

from autograder.testing.marks import inside


@inside
def vjp(ns: Any, name: str, args: list[Any], cotangent: Any) -> Any:
    """Value and vector-Jacobian products of the notebook's function ``name``.

    Floating-point tensors among ``args`` are leaves that require a gradient. Returns ``(value, [gradient, …])`` with one entry
    for each argument: zeros where none flows, None where the argument is no such leaf. Raises TypeError if the value is no
    tensor.
    """

    def to_leaf(value: Any) -> Any:
        is_leaf = torch.is_tensor(value) and value.is_floating_point()
        return value.detach().clone().requires_grad_() if is_leaf else value

    leaves = [to_leaf(value) for value in args]
    wanted = [leaf for leaf in leaves if torch.is_tensor(leaf) and leaf.requires_grad]
    value = getattr(ns, name)(*leaves)
    if not torch.is_tensor(value):
        raise TypeError(f"a tensor is needed to take gradients of, not {type(value).__name__}")
    flows = value.requires_grad and wanted
    found = torch.autograd.grad(value, wanted, cotangent, allow_unused=True) if flows else [None] * len(wanted)
    gradient_of = {id(leaf): torch.zeros_like(leaf) if g is None else g for leaf, g in zip(wanted, found, strict=True)}
    return value.detach(), [gradient_of.get(id(leaf)) for leaf in leaves]
