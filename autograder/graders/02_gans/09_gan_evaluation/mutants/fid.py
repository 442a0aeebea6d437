"""Wrong answers to `fid`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_features_are_compared_as_they_are")
def standardises_each_set(real, fake, features, n, batch=64):
    """Keeps the draft's standardisation: features ought to be comparable."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real[:n], fake[:n]):
        f = torch.cat([features(part) for part in pictures.split(batch)])
        f = (f - f.mean(dim=0)) / f.std(dim=0)
        moments += [f.mean(dim=0), torch.cov(f.T)]
    return frechet_distance(*moments)


@mutant(caught_by="test_features_are_compared_as_they_are")
def keeps_the_roots_of_entries(real, fake, features, n, batch=64):
    """Mends all but the root, which is right for features that are not correlated."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real[:n], fake[:n]):
        f = torch.cat([features(part) for part in pictures.split(batch)])
        moments.append((f.mean(dim=0), torch.cov(f.T)))
    (mean_r, cov_r), (mean_f, cov_f) = moments
    cross = (cov_r * cov_f).sqrt().diagonal().sum()
    return float((mean_r - mean_f).square().sum() + cov_r.trace() + cov_f.trace() - 2 * cross)


@mutant(caught_by="test_the_first_n_of_each_set")
def uses_all_real_images(real, fake, features, n, batch=64):
    """Believes that more data on the one side can only help."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real, fake[:n]):
        f = torch.cat([features(part) for part in pictures.split(batch)])
        moments += [f.mean(dim=0), torch.cov(f.T)]
    return frechet_distance(*moments)


@mutant(caught_by="test_every_image_in_batches")
def drops_the_last_batch(real, fake, features, n, batch=64):
    """Leaves out what does not fill a batch, unless that is all there is."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real[:n], fake[:n]):
        whole = max(n // batch * batch, min(n, batch))
        f = torch.cat([features(part) for part in pictures[:whole].split(batch)])
        moments += [f.mean(dim=0), torch.cov(f.T)]
    return frechet_distance(*moments)


@mutant(caught_by="test_every_image_in_batches")
def divides_by_n(real, fake, features, n, batch=64):
    """Keeps the biased covariance: for large n it is all the same."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real[:n], fake[:n]):
        f = torch.cat([features(part) for part in pictures.split(batch)])
        moments += [f.mean(dim=0), torch.cov(f.T, correction=0)]
    return frechet_distance(*moments)


@mutant(caught_by="test_features_are_compared_as_they_are")
def does_not_centre(real, fake, features, n, batch=64):
    """Takes the draft's f^T f for a covariance once the standardisation is gone."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real[:n], fake[:n]):
        f = torch.cat([features(part) for part in pictures.split(batch)])
        moments += [f.mean(dim=0), f.T @ f / (n - 1)]
    return frechet_distance(*moments)


@mutant(caught_by="test_too_few_images_are_refused")
def makes_do_with_fewer(real, fake, features, n, batch=64):
    """Takes as many as there are, which a slice does without a word."""
    moments = []
    for pictures in (real[:n], fake[:n]):
        f = torch.cat([features(part) for part in pictures.split(batch)])
        moments += [f.mean(dim=0), torch.cov(f.T)]
    return frechet_distance(*moments)


@mutant(caught_by="test_every_image_in_batches")
def ignores_the_batch(real, fake, features, n, batch=64):
    """Shows the feature map all images at once, which a large network would not survive."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real[:n], fake[:n]):
        f = features(pictures)
        moments += [f.mean(dim=0), torch.cov(f.T)]
    return frechet_distance(*moments)
