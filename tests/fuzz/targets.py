"""The three readers, each as what an engine needs of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

from hypothesis.strategies import SearchStrategy

from tests.fuzz import archives, frames, notebooks
from tests.fuzz.bounds import patient


@dataclass(frozen=True)
class Target:
    """One reader.

    Attributes:
        name: of it.
        check: reads an input, raises where a property does not hold, and returns how reading ended.
        nearly_valid: inputs for Hypothesis.
        seeds: valid inputs.
        tokens: words of its format.
        most_bytes: of an input that bytes are changed in.
    """

    name: str
    check: Callable[[bytes], str]
    nearly_valid: SearchStrategy[bytes]
    seeds: Callable[[], Sequence[bytes]]
    tokens: Sequence[bytes]
    most_bytes: int


def _target(name: str, module: ModuleType, most_bytes: int) -> Target:
    return Target(name, patient(module.check), module.nearly_valid, module.seeds, module.TOKENS, most_bytes)


TARGETS = {
    target.name: target
    for target in (
        _target("frames", frames, 4_096),
        _target("notebooks", notebooks, 16_384),
        _target("archives", archives, 4_096),
    )
}
