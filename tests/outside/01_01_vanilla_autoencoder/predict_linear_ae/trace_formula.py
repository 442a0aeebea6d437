"""Right: the loss as trace minus what is kept, as in the proof; the rest with torch, tensors come back."""

import torch


def predict_linear_ae(eigenvalues, chosen):
    kept = eigenvalues[torch.tensor(chosen)]
    rest = eigenvalues.clone()
    rest[torch.tensor(chosen)] = -torch.inf
    curvature = 2 * (kept.amin() - rest.amax())
    return eigenvalues.sum() - kept.sum(), curvature, curvature >= 0
