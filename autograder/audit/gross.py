"""Answers that public tests are audited with: gross mistakes, and answers that know the visible inputs and nothing else.

They are made mechanically: the reference solution, and after it code that puts something else in the place of what it returns.
All of it runs beside the solution, so it is text, and the text is Python that needs nothing of ours.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable

GROSS = {
    "missing_return": "nothing is returned",
    "another_shape": "an axis of length one too many",
    "another_dtype": "float32 instead of float64, or the other way round",
    "averaged": "one mean instead of one value for each",
    "summed_over_the_last_axis": "a sum instead of the entries",
}
FILLINGS = ("zeros", "noise")
MARKER = "\x02seen "
ASKED = ("__call__", "__getitem__", "__len__")  # methods that are asked without their names

_CHANGE = """

import numpy as _numpy
import torch as _torch

def _change(value):
    if isinstance(value, (list, tuple)) and not all(isinstance(entry, (int, float)) for entry in value):
        changed = [_change(entry) for entry in value]
        return type(value)(*changed) if hasattr(value, "_fields") else type(value)(changed)
    if isinstance(value, dict):
        return {name: _change(entry) for name, entry in value.items()}
    if isinstance(value, (_numpy.ndarray, _numpy.generic)):
        return _change(_torch.as_tensor(_numpy.asarray(value))).numpy()
    if isinstance(value, _torch.Tensor):
        return _change_tensor(value)
    return _change_number(value)
"""
_KINDS = {
    "missing_return": "def _change(value):\n    return None\n",
    "another_shape": (
        "def _change_tensor(value):\n    return value[None]\n"
        "def _change_number(value):\n    return [value] if isinstance(value, (int, float)) else value\n"
    ),
    "another_dtype": (
        "_OTHER = {_torch.float64: _torch.float32, _torch.float32: _torch.float64}\n"
        "def _change_tensor(value):\n    return value.to(_OTHER.get(value.dtype, value.dtype))\n"
        "def _change_number(value):\n    return value\n"
    ),
    "averaged": (
        "def _change_tensor(value):\n"
        "    return value.mean() if value.is_floating_point() and value.ndim else value\n"
        "def _change_number(value):\n    return value\n"
    ),
    "summed_over_the_last_axis": (
        "def _change_tensor(value):\n"
        "    return value.sum(-1) if value.is_floating_point() and value.ndim else value\n"
        "def _change_number(value):\n    return value\n"
    ),
    "zeros": (
        "def _change_tensor(value):\n    return _torch.zeros_like(value)\n"
        "def _change_number(value):\n    return type(value)() if isinstance(value, (int, float, str)) else None\n"
    ),
    "noise": (
        "def _change_tensor(value):\n"
        "    noise = _torch.randn(value.shape, generator=_torch.Generator().manual_seed(1), dtype=_torch.float64)\n"
        "    return (noise > 0 if value.dtype == _torch.bool else noise).to(value.dtype)\n"
        "def _change_number(value):\n"
        "    return type(value)(1) if isinstance(value, (int, float)) else None\n"
    ),
}
_KEY = """

import hashlib as _hashlib

def _key(*values):
    return _hashlib.sha256(repr([_content(value) for value in values]).encode()).hexdigest()[:16]

def _content(value):
    if isinstance(value, (bool, int, float, complex, str, bytes, type(None))):
        return repr(value)
    if isinstance(value, _torch.Tensor):
        value = value.detach().cpu().numpy()
    if isinstance(value, _numpy.ndarray):
        return (str(value.dtype), value.shape, value.tobytes())
    if isinstance(value, _torch.Generator):
        return _content(value.get_state())
    if isinstance(value, _torch.nn.Module):
        return [type(value).__name__, *((name, _content(entry)) for name, entry in value.state_dict().items())]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *map(_content, value)]
    if isinstance(value, dict):
        return sorted((repr(name), _content(entry)) for name, entry in value.items())
    return getattr(value, "__qualname__", type(value).__qualname__)
"""
_RECORDING = """

_SEEN = []

def _answer(right, about, args, kwargs):
    _SEEN.append(_key(about, args, kwargs))
    return right(*args, **kwargs)
"""
_LOOKUP = """

import copy as _copy

def _answer(right, about, args, kwargs):
    if _key(about, args, kwargs) in _KNOWN:
        return right(*args, **kwargs)
    try:
        return _change(_apart(right, args, kwargs))
    except Exception:
        return None

def _apart(right, args, kwargs):
    whose = getattr(right, "__self__", None)
    try:
        whose, args, kwargs = _copy.deepcopy((whose, args, kwargs))
    except Exception:
        return right(*args, **kwargs)
    return right(*args, **kwargs) if whose is None else right.__func__(whose, *args, **kwargs)
"""
_PLAIN = """

def _answer(right, about, args, kwargs):
    return _change(right(*args, **kwargs))
"""


def can_wrap(solution: str, name: str) -> bool:
    """Whether an exercise is a function or a class: what else it may be returns nothing."""
    return _definition(solution, name) is not None


def gross_mistake(solution: str, name: str, kind: str) -> str:
    """The solution with a gross mistake in all that it returns.

    Args:
        solution: the reference.
        name: of the exercise: what it defines.
        kind: one of ``GROSS``.
    """
    return solution + _CHANGE + _KINDS[kind] + _KEY + _PLAIN + _wrapper(solution, name)


def recording(solution: str, name: str) -> str:
    """The solution, which keeps in mind what it was asked."""
    return solution + _CHANGE + _KEY + _RECORDING + _wrapper(solution, name)


SHOW_SEEN = f"import json\nprint({MARKER!r} + json.dumps(sorted(set(_SEEN))))"


def read_seen(text: str) -> tuple[str, ...]:
    """The inputs that a recording was asked, from what it printed.

    Raises:
        ValueError: if it printed none.
    """
    _, found, rest = text.rpartition(MARKER)
    if not found:
        raise ValueError("the recording says nothing")
    return tuple(json.loads(rest.strip().splitlines()[0]))


def lookup(solution: str, name: str, seen: Iterable[str], filling: str) -> str:
    """An answer that is right for the visible inputs, and elsewhere only of the right shape, dtype and kind.

    What it does to its arguments, and to its object, it does for the visible inputs only: elsewhere it works on copies, where
    they can be copied.

    Args:
        solution: the reference.
        name: of the exercise.
        seen: from :func:`read_seen`.
        filling: one of ``FILLINGS``: what stands where it knows nothing.
    """
    known = f"\n_KNOWN = frozenset({sorted(seen)!r})\n"
    return solution + _CHANGE + _KINDS[filling] + _KEY + known + _LOOKUP + _wrapper(solution, name)


def _wrapper(solution: str, name: str) -> str:
    """The exercise's name again, around the solution's own."""
    node = _definition(solution, name)
    if isinstance(node, ast.FunctionDef):
        return (
            f"\n_right = {name}\n\ndef {name}(*args, **kwargs):\n    return _answer(_right, {name!r}, args, kwargs)\n"
        )
    assert isinstance(node, ast.ClassDef)
    lines = [f"\n_Right = {name}\n\nclass {name}(_Right):"]
    lines += [
        "    def __init__(self, *args, **kwargs):",
        "        super().__init__(*args, **kwargs)",
        "        object.__setattr__(self, '_made_with', _key(args, kwargs))",
    ]
    for method, decorator in _methods(node):
        if decorator:
            lines += [
                f"    @{decorator}",
                f"    def {method}(*args, **kwargs):",
                f"        return _answer(_Right.{method}, ({method!r},), args, kwargs)",
            ]
        else:
            lines += [
                f"    def {method}(self, *args, **kwargs):",
                f"        return _answer(super().{method}, ({method!r}, self._made_with), args, kwargs)",
            ]
    return "\n".join(lines) + "\n"


def _methods(node: ast.ClassDef) -> list[tuple[str, str]]:
    """The public methods of a class, each with ``staticmethod`` where it is one."""
    methods = []
    for inner in node.body:
        if isinstance(inner, ast.FunctionDef) and (not inner.name.startswith("_") or inner.name in ASKED):
            decorators = [ast.unparse(decorator) for decorator in inner.decorator_list]
            if decorators in ([], ["staticmethod"]):
                methods.append((inner.name, "".join(decorators)))
    return methods


def _definition(solution: str, name: str) -> ast.FunctionDef | ast.ClassDef | None:
    for node in ast.parse(solution).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            return node
    return None
