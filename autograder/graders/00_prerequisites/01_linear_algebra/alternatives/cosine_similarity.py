"""Other right answers to `cosine_similarity`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def cosine_in_numpy(Q, K):
    """NumPy's einsum, and `where` for vectors of zeros; returns an array."""
    Q, K = np.asarray(Q), np.asarray(K)
    lengths = np.linalg.norm(Q, axis=-1)[..., :, None] * np.linalg.norm(K, axis=-1)[..., None, :]
    dots = np.einsum("...id,...jd->...ij", Q, K)
    return np.divide(dots, lengths, out=np.zeros_like(dots), where=lengths > 0)


@alternative
def cosine_of_torch(Q, K):
    """torch's own function, with broadcasting over pairs."""
    return torch.nn.functional.cosine_similarity(Q[..., :, None, :], K[..., None, :, :], dim=-1)


@alternative
def cosine_by_normalising(Q, K):
    """Normalises first, in place on copies, with `nan_to_num` for vectors of zeros."""
    Q, K = Q.clone(), K.clone()
    Q /= Q.norm(dim=-1, keepdim=True)
    K /= K.norm(dim=-1, keepdim=True)
    return torch.matmul(Q.nan_to_num(), K.nan_to_num().transpose(-1, -2))
