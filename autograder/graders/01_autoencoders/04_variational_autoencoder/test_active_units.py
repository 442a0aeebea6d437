"""Hidden tests of `active_units`: what varies, what it costs, and that the two are different things."""

import torch

from autograder.testing import as_tensor, assert_close, points, require


def ask(notebook, *args):
    """The two results."""
    answer = notebook.active_units(*args)
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`active_units` has to return two things", hint="return active, nats")
    return answer


@points("active_units", 2)
def test_who_moves_with_the_picture(notebook, rng):
    """A unit is active where the variance of its mean over the data exceeds the threshold."""
    spread = torch.tensor(
        [1.0, 0.05, 0.5, 0.01, 0.3, 0.0], dtype=torch.float64
    )  # variances: 1, .0025, .25, .0001, .09, 0
    unit = rng.normal(200, 6)
    unit = (unit - unit.mean(0)) / unit.std(0)
    mu, log_var = 2 * rng.normal(6) + spread * unit, rng.uniform(-2, 0, (200, 6))
    hint = "The *variance* of mu over the examples: not its size, not its standard deviation, not sigma."
    for threshold, expected in ((0.01, spread**2 > 0.01), (0.5, spread**2 > 0.5), (0.001, spread**2 > 0.001)):
        active = as_tensor(ask(notebook, mu, log_var, threshold)[0], "active")
        assert_close(active, expected.double(), what=f"active with threshold {threshold}", hint=hint)
    active = as_tensor(ask(notebook, mu, log_var)[0], "active")
    assert_close(active, (spread**2 > 0.01).double(), what="active with the default threshold", hint=hint)


@points("active_units", 1)
def test_what_each_costs(notebook, rng):
    """nats is each latent's own KL divergence to N(0, 1), as a mean over the examples."""
    mu, log_var = rng.normal(50, 4) * torch.tensor([0.1, 1, 2, 0.5]), rng.uniform(-3, 1, (50, 4))
    expected = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(0)
    hint = "Equation (6) without its sum, against N(0, 1), averaged over the first axis."
    assert_close(ask(notebook, mu, log_var)[1], expected, what="nats", hint=hint)


@points("active_units", 1)
def test_cost_without_use(notebook, rng):
    """A latent that is far from 0 and the same for all pictures costs nats and is not active; a silent one costs none."""
    n = 40
    mu = torch.stack([torch.full((n,), 3.0), torch.zeros(n), rng.normal(n).float()], 1).double()
    log_var = torch.stack([torch.zeros(n), torch.zeros(n), torch.full((n,), -2.0)], 1).double()
    active, nats = ask(notebook, mu, log_var)
    hint = "Subtract the mean over the examples: a constant says nothing about a picture."
    assert_close(as_tensor(active, "active"), torch.tensor([0.0, 0.0, 1.0]), what="active", hint=hint)
    hint = "Active is what varies by *more* than the threshold: what does not vary at all never is."
    active = as_tensor(ask(notebook, mu, log_var, 0.0)[0], "active")
    assert_close(active, torch.tensor([0.0, 0.0, 1.0]), what="active with a threshold of 0", hint=hint)
    expected = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(0)
    assert_close(nats, expected, what="nats", hint="A constant mean of 3 still has to be paid for.")
