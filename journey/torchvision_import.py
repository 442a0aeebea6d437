"""Lets ``import torchvision`` work beside a torch that was built without CUDA.

torchvision's wheel on the package index is compiled against a torch with CUDA. Beside a CPU torch its compiled library does
not load. torchvision forgives that, but then describes two of the operators that the library would have brought, and
torch raises ``RuntimeError: operator torchvision::nms does not exist``. Declaring the two is all that is missing:
transforms, data sets, models and utilities need none of them, and what does (`torchvision.ops.nms`, RoI pooling)
still says so when it is called.

Why a hook on the import system, and why here:

* To declare them at ``import journey`` would import torch each time, which takes seconds where nobody asked for it.
* To declare them before torchvision has tried its library would break every machine where that library *does* load: it
  declares the same names, and torch lets a name be declared once. So it has to happen between two of torchvision's own
  imports, ``torchvision.extension`` (which tries the library) and ``torchvision._meta_registrations`` (which needs the
  names). A finder that answers for ``torchvision.extension`` alone, once, is the smallest thing that stands there.
* A ``.pth`` file would do the same without ``import journey``, in every Python program of the environment, those that have
  nothing to do with the course too. Nobody who looks for the cause of something would look there.

The hook does nothing until torchvision is imported, and nothing then if its library loads.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from types import ModuleType
from typing import Any

_EXTENSION = "torchvision.extension"  # the module that tries to load torchvision's compiled library
_OPERATORS = {
    "nms": "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms": "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
}
_kept: list[Any] = []  # a library that is collected takes its operators with it


def install() -> None:
    """Make later imports of torchvision work; again does nothing more.

    An import that has failed before is mended, too: ``import torchvision``, an error, ``import journey``, and again.
    """
    extension = sys.modules.get(_EXTENSION)
    if extension is not None:
        _declare_what_is_missing(extension)
    elif not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


class _Finder:
    """Answers for one module of torchvision, and is gone once that was asked for."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != _EXTENSION:
            return None
        sys.meta_path.remove(self)
        found = PathFinder.find_spec(name, path, target)
        if found is None or found.origin is None or not isinstance(found.loader, SourceFileLoader):
            return found
        return spec_from_file_location(name, found.origin, loader=_Loader(name, found.origin))


class _Loader(SourceFileLoader):
    """Loads the module as ever, and declares afterwards what it could not load."""

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        _declare_what_is_missing(module)


def _declare_what_is_missing(extension: ModuleType) -> None:
    has_operators = getattr(extension, "_has_ops", None)
    if has_operators is None or has_operators():
        return
    import torch

    missing = [schema for name, schema in _OPERATORS.items() if not hasattr(torch.ops.torchvision, name)]
    if missing:
        library = torch.library.Library("torchvision", "FRAGMENT")
        for schema in missing:
            library.define(schema)
        _kept.append(library)
