"""Hidden tests of `reparameterise`: values, broadcasting, gradients, no dice of its own."""

import torch

from autograder.testing import assert_close, inside, points, vjp


@inside
def sample_and_look_again(ns, mu, log_var, eps):
    """The samples of two calls, and what became of the inputs."""
    first = ns.reparameterise(mu, log_var, eps)
    second = ns.reparameterise(mu, log_var, eps)
    return first, second, mu, log_var, eps


@points("reparameterise", 2)
def test_builds_the_samples(notebook, rng):
    """z = mu + sigma eps, where sigma is the standard deviation and log_var the logarithm of the variance."""
    mu, log_var, eps = rng.normal(7, 5), rng.uniform(-4, 4, (7, 5)), rng.normal(7, 5)
    hint = "log_var is the logarithm of sigma squared: what is sigma? And how far does eps move z?"
    assert_close(notebook.reparameterise(mu, log_var, eps), mu + (log_var / 2).exp() * eps, what="z", hint=hint)


@points("reparameterise", 1)
def test_gradients_pass(notebook, rng):
    """Gradients flow through z to mu and to log_var: 1 and half of sigma eps."""
    mu, log_var, eps, c = rng.normal(4, 3), rng.uniform(-2, 2, (4, 3)), rng.normal(4, 3), rng.normal(4, 3)
    _, (d_mu, d_log_var, _) = notebook.run(vjp, "reparameterise", [mu, log_var, eps], c)
    assert_close(d_mu, c, what="the gradient for mu", hint="z moves with mu one to one. Is something detached?")
    hint = "Is something detached, or computed outside of torch? Then nothing would be learnt about the spread."
    assert_close(d_log_var, c * 0.5 * (log_var / 2).exp() * eps, what="the gradient for log_var", hint=hint)


@points("reparameterise", 1)
def test_many_samples_without_own_dice(notebook, rng):
    """Noise of shape [K, N, D] gives K samples each; the same noise gives the same samples; inputs stay as they were."""
    mu, log_var, eps = rng.normal(4, 3).float(), rng.uniform(-2, 2, (4, 3)).float(), rng.normal(6, 4, 3).float()
    first, second, *after = notebook.run(sample_and_look_again, mu, log_var, eps)
    hint = "All randomness comes in as eps, which broadcasts, and which the call leaves as it was."
    expected = mu.double() + (log_var.double() / 2).exp() * eps.double()
    assert_close(first, expected, rtol=1e-5, what="z", dtype=torch.float32, hint=hint)
    assert_close(second, first, what="the same call once more, compared with the first,", hint=hint)
    for given, left, name in zip((mu, log_var, eps), after, ("mu", "log_var", "eps"), strict=True):
        assert_close(left, given, what=f"{name} after the call", hint="`x += …` and `x.exp_()` change what came in.")
