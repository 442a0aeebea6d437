"""Other right answers to `report`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def report_by_loops(features, train, fresh, fake, k=3):
    """Neighbours one by one, medians by NumPy."""
    n = min(fresh.shape[0], fake.shape[0])
    a, b = features(fresh[:n]), features(fake[:n])
    pr = precision_recall(a, b, k)

    def gap(images):
        return np.median([float((train - image).norm(dim=1).min()) for image in images])

    return {
        "copies": float(gap(fake[:n]) / gap(fresh[:n])),
        "fid": fid(fresh, fake, features, n),
        "kid": kid(a, b),
        "precision": pr[0],
        "recall": pr[1],
    }


@alternative
def report_from_moments(features, train, fresh, fake, k=3):
    """Computes the Fréchet distance from features that it has already."""
    n = len(fresh) if len(fresh) < len(fake) else len(fake)
    fresh, fake = fresh[:n], fake[:n]
    f = [features(fresh), features(fake)]
    answer = dict(zip(("precision", "recall"), precision_recall(*f, k=k), strict=True))
    moments = [part for each in f for part in (each.mean(dim=0), torch.cov(each.T))]
    answer.update(fid=frechet_distance(*moments), kid=kid(f[0], f[1]))
    exact = "donot_use_mm_for_euclid_dist"
    nearest = [torch.cdist(each, train, compute_mode=exact).amin(dim=1).median() for each in (fake, fresh)]
    answer["copies"] = (nearest[0] / nearest[1]).item()
    return answer
