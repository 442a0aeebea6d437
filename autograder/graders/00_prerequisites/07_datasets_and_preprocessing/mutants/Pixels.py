"""Wrong answers to `Pixels`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_what_lies_outside")
class WrapsAround:
    """Believes that a conversion to bytes clips."""

    to_model = staticmethod(lambda q: q.float() / 127.5 - 1)
    to_bytes = staticmethod(lambda x: ((x + 1) * 127.5).round().to(torch.int64).to(torch.uint8))


@mutant(caught_by="test_the_nearest_byte")
class CutsDecimals:
    """Believes that a conversion to whole numbers rounds."""

    to_model = staticmethod(lambda q: q.float() / 127.5 - 1)
    to_bytes = staticmethod(lambda x: ((x + 1) * 127.5 + 1e-3).clamp(0, 255).to(torch.uint8))


@mutant(caught_by="test_all_bytes_there_and_back")
class CalculatesInBytes:
    """Believes that bytes can be doubled."""

    to_model = staticmethod(lambda q: (2 * q).float() / 255 - 1)
    to_bytes = staticmethod(lambda x: ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8))


@mutant(caught_by="test_all_bytes_there_and_back")
class HalvesBy128:
    """Believes that the middle of the bytes is 128."""

    to_model = staticmethod(lambda q: q.float() / 128 - 1)
    to_bytes = staticmethod(lambda x: ((x + 1) * 128).round().clamp(0, 255).to(torch.uint8))


@mutant(caught_by="test_all_bytes_there_and_back")
class FromZeroToOne:
    """Believes that every model sees numbers from 0 to 1."""

    to_model = staticmethod(lambda q: q.float() / 255)
    to_bytes = staticmethod(lambda x: (x * 255).round().clamp(0, 255).to(torch.uint8))


@mutant(caught_by="test_what_lies_outside")
class ClipsOneSide:
    """Believes that a generator can only be too bright."""

    to_model = staticmethod(lambda q: q.float() / 127.5 - 1)
    to_bytes = staticmethod(lambda x: ((x + 1) * 127.5).round().clamp(max=255).long().to(torch.uint8))


@mutant(caught_by="test_the_nearest_byte")
class WorksInPlace:
    """Believes that nobody needs the numbers any more."""

    to_model = staticmethod(lambda q: q.float() / 127.5 - 1)
    to_bytes = staticmethod(lambda x: x.add_(1).mul_(127.5).round().clamp(0, 255).to(torch.uint8))
