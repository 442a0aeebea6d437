"""Other right answers to `augment`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
def pads_and_crops(x, shift, flip=None, gain=None):
    """A loop over the pictures: pad by the whole size, and crop."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        if flip is not None and flip[i]:
            image = image.flip(-1)
        d = max(-height, min(height, int(shift[i, 0])))
        r = max(-width, min(width, int(shift[i, 1])))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height - d : 2 * height - d, width - r : 2 * width - r]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@alternative
def multiplies_matrices(x, shift, flip=None, gain=None):
    """Moving and mirroring as matrices with a single 1 in each row."""
    n, _, height, width = x.shape
    h, w = torch.arange(height), torch.arange(width)
    down = (h[:, None] - shift[:, 0, None, None] == h).to(x.dtype)
    right = (w[:, None] - shift[:, 1, None, None] == w).to(x.dtype)
    if flip is not None:
        right = torch.where(flip[:, None, None], right.flip(-1), right)
    a = torch.ones(n, dtype=x.dtype) if gain is None else gain.to(x.dtype)
    return torch.einsum("n,nhi,nwj,ncij->nchw", a, down, right, x)
