"""Seeds: the same numbers again, on this machine, and what nobody can promise.

What a seed does *not* guarantee:

* **Other machines.** torch's normal numbers, matrix products and convolutions differ in the last bits between processors,
  numbers of threads, devices and versions. Training magnifies last bits; two machines end at different weights.
* **CUDA without** ``deterministic=True``. Several kernels add numbers in the order in which threads happen to finish.
* **Another order of calls.** One global generator serves every call in turn: a layer that is made first, or a cell that is
  run twice, shifts all that follows. Code that takes a generator of its own does not depend on it.
* **Other processes.** A ``DataLoader`` seeds torch and `random` in its workers anew (from torch's global generator, so the same
  again), but numpy in workers only in recent versions of torch.
* **Python's hashes.** The order of a set of strings depends on ``PYTHONHASHSEED``, which only counts before Python starts.
"""

from __future__ import annotations

import os
import random

import numpy as np
import torch

_LARGEST = 2**32 - 1  # numpy's global generator takes no more


def seed_everything(seed: int, *, deterministic: bool = False) -> torch.Generator:
    """Seed the global generators of Python, numpy and torch (on the CPU and on every CUDA device).

    Args:
        seed: a whole number from 0 to 2**32 - 1.
        deterministic: also tell torch to use deterministic algorithms only, for the rest of the process. An operation that
            has none then raises ``RuntimeError`` and says so; others may be slower. On CUDA call it before the first
            operation: cuBLAS reads its setting once. False leaves these settings as they are.

    Returns:
        A generator on the CPU with a stream of its own. It is *not* the global generator with the same numbers over
        again, so data that is drawn from it has nothing to do with weights that are initialised from the global one.

    Raises:
        ValueError: if the seed is out of range.

    Example:
        >>> generator = seed_everything(0)
        >>> first = torch.rand(3), torch.rand(3, generator=generator)
        >>> generator = seed_everything(0)
        >>> again = torch.rand(3), torch.rand(3, generator=generator)
        >>> [torch.equal(a, b) for a, b in zip(first, again)]
        [True, True]
        >>> torch.equal(*first)
        False
    """
    generator = make_generator(seed, "seed_everything")
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)  # CUDA too, and without starting it: a fork of this process may still want to
    if deterministic:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.backends.cudnn.benchmark = False
        torch.use_deterministic_algorithms(True)
    return generator


def make_generator(seed: int | torch.Generator, purpose: str) -> torch.Generator:
    """Make a generator out of a seed, with a different stream for each purpose; a generator is passed through.

    ``torch.Generator().manual_seed(0)`` repeats the stream of ``torch.manual_seed(0)``: noise that is drawn from both is
    the *same* noise. So the seed is mixed with the purpose first.

    Args:
        seed: a whole number from 0 to 2**32 - 1, or a generator on the CPU, which is returned as it is.
        purpose: what the numbers are for; any text.

    Raises:
        ValueError: if the seed is out of range.
    """
    if isinstance(seed, torch.Generator):
        return seed
    if not 0 <= seed <= _LARGEST:
        raise ValueError(f"a seed is a whole number from 0 to {_LARGEST}, not {seed}")
    mixed = np.random.SeedSequence([int(seed), *purpose.encode()]).generate_state(1)
    return torch.Generator().manual_seed(int(mixed[0]))
