"""Wrong answers to `minibatch_std`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_one_number_for_the_batch")
def varies_over_features(h, eps=1e-8):
    """Takes the standard deviation over the features of each example."""
    s = (h.var(dim=1, correction=0) + eps).sqrt().mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


@mutant(caught_by="test_gradients_also_where_all_are_equal")
def puts_epsilon_outside(h, eps=1e-8):
    """Adds eps to the root instead of to the variance."""
    s = (h.var(dim=0, correction=0).sqrt() + eps).mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


@mutant(caught_by="test_a_batch_of_one_and_shifts")
def divides_by_one_less(h, eps=1e-8):
    """Uses torch's default, which divides by N - 1."""
    s = (h.var(dim=0) + eps).sqrt().mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


@mutant(caught_by="test_one_number_for_the_batch")
def takes_one_root_of_all(h, eps=1e-8):
    """Averages variances first and takes one root."""
    s = (h.var(dim=0, correction=0).mean() + eps).sqrt()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


@mutant(caught_by="test_gradients_also_where_all_are_equal")
def keeps_it_out_of_the_graph(h, eps=1e-8):
    """Detaches the new feature, since it is only a statistic."""
    s = (h.detach().var(dim=0, correction=0) + eps).sqrt().mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


@mutant(caught_by="test_a_batch_of_one_and_shifts")
def appends_the_variance(h, eps=1e-8):
    """Forgets the root."""
    s = (h.var(dim=0, correction=0) + eps).mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)


@mutant(caught_by="test_a_batch_of_one_and_shifts")
def does_not_centre(h, eps=1e-8):
    """Takes the root mean square, without subtracting the mean."""
    s = (h.square().mean(dim=0) + eps).sqrt().mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)
