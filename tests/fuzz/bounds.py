"""What reading may cost: processor time and memory in proportion to what is read, and no more."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

FIXED_SECONDS = 0.3
SECONDS_PER_BYTE = 3e-6  # a frame of small items takes a quarter of it
FIXED_BYTES = 48 << 20
BYTES_PER_BYTE = 60  # an object of an empty list's size for each byte


class Allowance:
    """How much more than usual reading may take, where something slows it down: each counted line of a reader does.

    Attributes:
        factor: on processor time.
    """

    factor = 1.0


class TooMuch(AssertionError):
    """Reading cost more than what was read may cost."""


@contextmanager
def within_bounds(size: int) -> Iterator[None]:
    """Assert that what happens takes time and memory in proportion.

    Memory is told by the process's high-water mark, so only what rises above all that came before is seen.

    Args:
        size: of what is read, in bytes.

    Raises:
        TooMuch: if it does not.
    """
    before, started = _high_water(), time.process_time()
    yield
    seconds, grown = time.process_time() - started, _high_water() - before
    if seconds > Allowance.factor * (FIXED_SECONDS + SECONDS_PER_BYTE * size):
        raise TooMuch(f"{size} bytes took {seconds:.2f} s")
    if grown > FIXED_BYTES + BYTES_PER_BYTE * size:
        raise TooMuch(f"{size} bytes took {grown >> 20} MiB")


def patient(check: Callable[[bytes], str]) -> Callable[[bytes], str]:
    """A check that tries again what took too long: the collector, or what is imported late, comes but once."""

    def check_patiently(data: bytes) -> str:
        try:
            return check(data)
        except TooMuch:
            return check(data)

    return check_patiently


def _high_water() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
