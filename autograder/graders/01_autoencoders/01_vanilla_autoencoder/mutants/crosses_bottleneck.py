"""Wrong answers to `crosses_bottleneck`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_skips_are_rejected")
def looks_at_the_shape_only(model, x, k):
    """Believes that a code of k numbers is a bottleneck."""
    return tuple(model.encode(x).shape) == (len(x), k)


@mutant(caught_by="test_hidden_digits_are_rejected")
def trusts_the_jacobian(model, x, k):
    """Believes that the rank of the Jacobian tells everything."""
    if tuple(model.encode(x).shape) != (len(x), k):
        return False
    return all(jacobian_rank(model, row) <= k for row in x)


@mutant(caught_by="test_memories_are_rejected")
def decodes_at_once(model, x, k):
    """Believes that decoding right after encoding shows what the code holds."""
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat, again, rounded = model(x), model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again - x_hat).abs().max() <= 1e-6) and bool((rounded - x_hat).abs().max() <= 0.05)


@mutant(caught_by="test_hidden_digits_are_rejected")
def never_rounds(model, x, k):
    """Believes that a code is what the computer stores."""
    with torch.no_grad():
        z = model.encode(x)
        x_hat = model(x)
        model.encode(1 - x)
        again = model.decode(z)
    return tuple(z.shape) == (len(x), k) and bool((again - x_hat).abs().max() <= 1e-6)


@mutant(caught_by="test_hidden_digits_are_rejected")
def averages_the_change(model, x, k):
    """Believes that a mean difference is small wherever something leaks: one pixel among many does not show."""
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat = model(x)
        model.encode(1 - x)
        again, rounded = model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again - x_hat).abs().max() <= 1e-6) and bool((rounded - x_hat).abs().mean() <= 0.05)


@mutant(caught_by="test_skips_are_rejected")
def allows_weak_skips(model, x, k):
    """Believes that what changes a pixel by less than a twentieth is no leak."""
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat = model(x)
        model.encode(1 - x)
        again, rounded = model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again - x_hat).abs().max() <= 0.05) and bool((rounded - x_hat).abs().max() <= 0.05)


@mutant(caught_by="test_codes_have_the_right_length")
def does_not_count(model, x, k):
    """Believes that the length of the code is checked elsewhere."""
    with torch.no_grad():
        z = model.encode(x)
        x_hat = model(x)
        model.encode(1 - x)
        again, rounded = model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again - x_hat).abs().max() <= 1e-6) and bool((rounded - x_hat).abs().max() <= 0.05)


@mutant(caught_by="test_hidden_digits_are_rejected")
def suspects_good_copies(model, x, k):
    """Believes that whoever copies well must cheat, and whoever copies badly is honest."""
    with torch.no_grad():
        z = model.encode(x)
        return tuple(z.shape) == (len(x), k) and bool((model(x) - x).abs().max() > 1e-3)


@mutant(caught_by="test_skips_are_rejected")
def wants_the_same_bits(model, x, k):
    """Believes that two ways to one number end in the same bits."""
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat = model(x)
        model.encode(1 - x)
        again, rounded = model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again == x_hat).all()) and bool((rounded - x_hat).abs().max() <= 0.05)


@mutant(caught_by="test_hidden_digits_are_rejected")
def forgives_a_tenth(model, x, k):
    """Believes that nobody sees a change of a pixel by a tenth."""
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat = model(x)
        model.encode(1 - x)
        again, rounded = model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again - x_hat).abs().max() <= 1e-6) and bool((rounded - x_hat).abs().max() <= 0.1)


@mutant(caught_by="test_hidden_digits_are_rejected")
def looks_one_way(model, x, k):
    """Believes that a difference is large where its largest entry is, and forgets those below zero."""
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat = model(x)
        model.encode(1 - x)
        again, rounded = model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again - x_hat).abs().max() <= 1e-6) and bool((x_hat - rounded).max() <= 0.05)
