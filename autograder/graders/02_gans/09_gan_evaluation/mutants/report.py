"""Wrong answers to `report`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_quality_against_fresh_images")
def measures_against_the_training_images(features, train, fresh, fake, k=3):
    """Compares samples with what the generator has learnt from: thieves win."""
    n = min(len(fresh), len(fake))
    fresh, fake, known = fresh[:n], fake[:n], train[:n]
    precision, recall = precision_recall(features(known), features(fake), k)
    near = [torch.cdist(each, train).min(dim=1).values.median() for each in (fake, fresh)]
    return {
        "fid": fid(known, fake, features, n),
        "kid": kid(features(known), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(near[0] / near[1]),
    }


@mutant(caught_by="test_copies_are_found")
def turns_the_ratio_round(features, train, fresh, fake, k=3):
    """Divides the distance of fresh images by that of samples."""
    n = min(len(fresh), len(fake))
    fresh, fake = fresh[:n], fake[:n]
    precision, recall = precision_recall(features(fresh), features(fake), k)
    near = [torch.cdist(each, train).min(dim=1).values.median() for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, features, n),
        "kid": kid(features(fresh), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(near[1] / near[0]),
    }


@mutant(caught_by="test_copies_are_found")
def looks_for_copies_in_features(features, train, fresh, fake, k=3):
    """Measures the distance to the nearest training image in features, like all the rest."""
    n = min(len(fresh), len(fake))
    fresh, fake = fresh[:n], fake[:n]
    precision, recall = precision_recall(features(fresh), features(fake), k)
    known = features(train)
    near = [torch.cdist(features(each), known).min(dim=1).values.median() for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, features, n),
        "kid": kid(features(fresh), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(near[0] / near[1]),
    }


@mutant(caught_by="test_copies_are_found")
def averages_the_distances(features, train, fresh, fake, k=3):
    """Takes means instead of medians."""
    n = min(len(fresh), len(fake))
    fresh, fake = fresh[:n], fake[:n]
    precision, recall = precision_recall(features(fresh), features(fake), k)
    near = [torch.cdist(each, train).min(dim=1).values.mean() for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, features, n),
        "kid": kid(features(fresh), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(near[0] / near[1]),
    }


@mutant(caught_by="test_one_size_for_everything")
def compares_unequal_sizes(features, train, fresh, fake, k=3):
    """Cuts the sets for the Fréchet distance only, where it has to."""
    n = min(len(fresh), len(fake))
    precision, recall = precision_recall(features(fresh), features(fake), k)
    near = [torch.cdist(each, train).min(dim=1).values.median() for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, features, n),
        "kid": kid(features(fresh), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(near[0] / near[1]),
    }


@mutant(caught_by="test_quality_against_fresh_images")
def measures_pixels(features, train, fresh, fake, k=3):
    """Forgets the feature map, all of whose work is in the pixels after all."""
    n = min(len(fresh), len(fake))
    fresh, fake = fresh[:n], fake[:n]
    precision, recall = precision_recall(fresh, fake, k)
    near = [torch.cdist(each, train).min(dim=1).values.median() for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, lambda x: x, n),
        "kid": kid(fresh, fake),
        "precision": precision,
        "recall": recall,
        "copies": float(near[0] / near[1]),
    }


@mutant(caught_by="test_quality_against_fresh_images")
def does_not_pass_k_on(features, train, fresh, fake, k=3):
    """Forgets to pass k on."""
    n = min(len(fresh), len(fake))
    fresh, fake = fresh[:n], fake[:n]
    precision, recall = precision_recall(features(fresh), features(fake))
    near = [torch.cdist(each, train).min(dim=1).values.median() for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, features, n),
        "kid": kid(features(fresh), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(near[0] / near[1]),
    }
