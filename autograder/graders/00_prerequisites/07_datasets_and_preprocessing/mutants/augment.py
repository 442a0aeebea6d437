"""Wrong answers to `augment`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_moving")
def rolls(x, shift, flip=None, gain=None):
    """Believes that what leaves on one side comes back in on the other."""
    pictures = []
    for i, image in enumerate(x):
        image = image.flip(-1) if flip is not None and flip[i] else image
        image = image.roll((int(shift[i, 0]), int(shift[i, 1])), dims=(-2, -1))
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant(caught_by="test_moving")
def moves_the_other_way(x, shift, flip=None, gain=None):
    """Believes that the window moves with the picture: crops at +d instead of -d."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        image = image.flip(-1) if flip is not None and flip[i] else image
        d, r = (int(s) for s in shift[i].clamp(-height - width, height + width))
        d, r = max(-height, min(height, d)), max(-width, min(width, r))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height + d : 2 * height + d, width + r : 2 * width + r]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant(caught_by="test_moving")
def swaps_down_and_right(x, shift, flip=None, gain=None):
    """Believes that x comes before y, also in rows and columns."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        image = image.flip(-1) if flip is not None and flip[i] else image
        d, r = max(-height, min(height, int(shift[i, 1]))), max(-width, min(width, int(shift[i, 0])))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height - d : 2 * height - d, width - r : 2 * width - r]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant(caught_by="test_mirroring_and_brightness")
def moves_before_it_mirrors(x, shift, flip=None, gain=None):
    """Believes that the order of mirroring and moving does not matter."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        d, r = max(-height, min(height, int(shift[i, 0]))), max(-width, min(width, int(shift[i, 1])))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height - d : 2 * height - d, width - r : 2 * width - r]
        image = image.flip(-1) if flip is not None and flip[i] else image
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant(caught_by="test_mirroring_and_brightness")
def mirrors_upside_down(x, shift, flip=None, gain=None):
    """Believes that the last axis but one is the one from left to right."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        image = image.flip(-2) if flip is not None and flip[i] else image
        d, r = max(-height, min(height, int(shift[i, 0]))), max(-width, min(width, int(shift[i, 1])))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height - d : 2 * height - d, width - r : 2 * width - r]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant(caught_by="test_mirroring_and_brightness")
def mirrors_all_or_none(x, shift, flip=None, gain=None):
    """Believes that one decision holds for the whole batch."""
    height, width = x.shape[-2:]
    pictures = []
    x = x.flip(-1) if flip is not None and bool(flip[0]) else x
    for i, image in enumerate(x):
        d, r = max(-height, min(height, int(shift[i, 0]))), max(-width, min(width, int(shift[i, 1])))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height - d : 2 * height - d, width - r : 2 * width - r]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant(caught_by="test_gradients_flow_back")
def detaches(x, shift, flip=None, gain=None):
    """Believes that augmentation is data handling, where no gradient is needed."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x.detach()):
        image = image.flip(-1) if flip is not None and flip[i] else image
        d, r = max(-height, min(height, int(shift[i, 0]))), max(-width, min(width, int(shift[i, 1])))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height - d : 2 * height - d, width - r : 2 * width - r]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant(caught_by="test_dtypes")
def whatever_comes_out(x, shift, flip=None, gain=None):
    """Believes that the dtype of a product looks after itself."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        image = image.flip(-1) if flip is not None and flip[i] else image
        d, r = max(-height, min(height, int(shift[i, 0]))), max(-width, min(width, int(shift[i, 1])))
        padded = nn.functional.pad(image, (width, width, height, height))
        pictures.append(padded[:, height - d : 2 * height - d, width - r : 2 * width - r])
    moved = torch.stack(pictures)
    return moved if gain is None else moved * gain[:, None, None, None]


@mutant(caught_by="test_moving")
def pads_too_little(x, shift, flip=None, gain=None):
    """Believes that nobody moves a picture by more than half its size."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        image = image.flip(-1) if flip is not None and flip[i] else image
        p, q = height // 2, width // 2
        d, r = max(-p, min(p, int(shift[i, 0]))), max(-q, min(q, int(shift[i, 1])))
        padded = nn.functional.pad(image, (q, q, p, p))
        image = padded[:, p - d : p - d + height, q - r : q - r + width]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)
