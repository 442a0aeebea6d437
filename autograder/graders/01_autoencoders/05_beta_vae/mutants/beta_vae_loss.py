"""Wrong answers to `beta_vae_loss`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_cost_of_each_example")
def prices_the_picture(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that beta weighs the reconstruction."""
    rec = (x - x_hat).square().sum(dim=1) / (2 * sigma**2)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)
    return beta * rec + kl, rec, kl


@mutant(caught_by="test_cost_of_each_example")
def averages_over_examples(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that a loss is one number for the batch."""
    rec = ((x - x_hat).square().sum(dim=1) / (2 * sigma**2)).mean()
    kl = (0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)).mean()
    return rec + beta * kl, rec, kl


@mutant(caught_by="test_parts_in_nats")
def averages_over_pixels(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that the squared error of a picture is a mean over its pixels."""
    rec = (x - x_hat).square().mean(dim=1) / (2 * sigma**2)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)
    return rec + beta * kl, rec, kl


@mutant(caught_by="test_parts_in_nats")
def averages_over_latents(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that the KL divergence is a mean over latents."""
    rec = (x - x_hat).square().sum(dim=1) / (2 * sigma**2)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=1)
    return rec + beta * kl, rec, kl


@mutant(caught_by="test_parts_in_nats")
def forgets_the_pixels_variance(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that a squared error is in nats as it is."""
    rec = (x - x_hat).square().sum(dim=1)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)
    return rec + beta * kl, rec, kl


@mutant(caught_by="test_parts_in_nats")
def returns_the_priced_code(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that kl is returned with its price."""
    rec = (x - x_hat).square().sum(dim=1) / (2 * sigma**2)
    kl = beta * 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)
    return rec + kl, rec, kl


@mutant(caught_by="test_gradients_pass")
def detaches_the_spread(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that only the means have to learn."""
    rec = (x - x_hat).square().sum(dim=1) / (2 * sigma**2)
    kl = 0.5 * (mu**2 + (log_var.exp() - 1 - log_var).detach()).sum(dim=1)
    return rec + beta * kl, rec, kl
