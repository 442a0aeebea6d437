"""Wrong answers to `sae_loss`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_price_means_what_it_says")
def leaves_the_draft_as_it_is(x, x_hat, z, D, lam):
    """Believes the author of the draft."""
    return (x_hat - x).square().mean() + lam * z.mean()


@mutant(caught_by="test_price_means_what_it_says")
def mends_the_penalty_only(x, x_hat, z, D, lam):
    """Believes that a mean over pixels is the usual squared error."""
    return (x_hat - x).square().mean() + lam * l1_penalty(z, D)


@mutant(caught_by="test_price_means_what_it_says")
def mends_the_error_only(x, x_hat, z, D, lam):
    """Believes that only the first line was wrong."""
    return (x_hat - x).square().sum(dim=1).mean() + lam * z.mean()


@mutant(caught_by="test_price_means_what_it_says")
def keeps_the_loophole(x, x_hat, z, D, lam):
    """Believes that sums and absolute values were all that was missing."""
    return (x_hat - x).square().sum(dim=1).mean() + lam * z.abs().sum(dim=1).mean()


@mutant(caught_by="test_error_and_bill")
def subtracts_the_bill(x, x_hat, z, D, lam):
    """Believes that sparsity is a gain, and gains are subtracted."""
    return (x_hat - x).square().sum(dim=1).mean() - lam * l1_penalty(z, D)


@mutant(caught_by="test_gradients_reach_everything_that_is_learnt")
def detaches_the_codes(x, x_hat, z, D, lam):
    """Believes that the penalty is for the dictionary alone."""
    return (x_hat - x).square().sum(dim=1).mean() + lam * l1_penalty(z.detach(), D)


@mutant(caught_by="test_error_and_bill")
def prices_both(x, x_hat, z, D, lam):
    """Believes that lam weighs the one part against the other, as lam and 1 - lam."""
    return (1 - lam) * (x_hat - x).square().sum(dim=1).mean() + lam * l1_penalty(z, D)


@mutant(caught_by="test_error_and_bill")
def takes_the_root_of_the_error(x, x_hat, z, D, lam):
    """Believes that the distance and the squared distance are minimised alike."""
    return (x_hat - x).norm(dim=1).mean() + lam * l1_penalty(z, D)


@mutant(caught_by="test_error_and_bill")
def computes_in_double(x, x_hat, z, D, lam):
    """Believes that more digits are always welcome: what was float32 comes back as float64."""
    x, x_hat, z, D = (part.double() for part in (x, x_hat, z, D))
    return (x_hat - x).square().sum(dim=1).mean() + lam * l1_penalty(z, D)
