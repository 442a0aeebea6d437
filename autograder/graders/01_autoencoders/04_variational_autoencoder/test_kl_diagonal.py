"""Hidden tests of `kl_diagonal`: against the prior, in general, its direction, extreme variances."""

import torch

from autograder.metrics import kl_diagonal, kl_to_standard_normal
from autograder.testing import as_tensor, assert_close, points, require


@points("kl_diagonal", 1)
def test_against_the_dice(notebook, rng):
    """Against N(0, I) it is half the sum of mu^2 + sigma^2 - 1 - log sigma^2, one value per example."""
    mu, log_var, zero = rng.normal(16, 8), rng.uniform(-2, 2, (16, 8)), torch.zeros(8, dtype=torch.float64)
    hint = "A sum over the latents: did you average? Is the factor in front? And exp(log_var) is the variance already."
    assert_close(notebook.kl_diagonal(mu, log_var, zero, zero), kl_to_standard_normal(mu, log_var), hint=hint)


@points("kl_diagonal", 2)
def test_between_any_two(notebook, rng):
    """Equation (6) holds for any two, in the right direction, with p broadcast over q's leading axes."""
    mu_q, log_var_q = rng.normal(4, 3, 5), rng.uniform(-2, 2, (4, 3, 5))
    mu_p, log_var_p = rng.normal(5), rng.uniform(-2, 2, (5,))
    expected = kl_diagonal(mu_q, log_var_q, mu_p.expand(4, 3, 5), log_var_p.expand(4, 3, 5))
    hint = "p is any normal. The mean is under q, the first of the two: p's variance divides q's, and the squared distance."
    assert_close(notebook.kl_diagonal(mu_q, log_var_q, mu_p, log_var_p), expected, hint=hint)
    expected = kl_diagonal(mu_q[0], log_var_q[0], mu_q[1], log_var_q[1])
    answer = notebook.kl_diagonal(mu_q[0], log_var_q[0], mu_q[1], log_var_q[1])
    assert_close(answer, expected, what="the result for parameters of the same shape", hint=hint)


@points("kl_diagonal", 1)
def test_is_a_divergence(notebook, rng):
    """It is zero for equal distributions, positive for others, not symmetric, and adds up over dimensions."""
    mu, log_var, other = rng.normal(6, 4), rng.uniform(-3, 3, (6, 4)), rng.normal(6, 4)
    same = as_tensor(notebook.kl_diagonal(mu, log_var, mu, log_var))
    assert_close(
        same, torch.zeros(6), what="the divergence of a distribution from itself", hint="Which term is missing?"
    )
    apart = as_tensor(notebook.kl_diagonal(mu, log_var, other, -log_var))
    require(bool((apart > 0).all()), "the divergence of two different distributions is not positive")
    back = as_tensor(notebook.kl_diagonal(other, -log_var, mu, log_var))
    hint = "Swap the two distributions: where their variances differ, the divergence differs as well."
    require(bool(((apart - back).abs() > 1e-6).any()), "the divergence is the same in both directions", hint=hint)
    parts = [
        notebook.kl_diagonal(mu[:, d : d + 1], log_var[:, d : d + 1], other[:, :1], log_var[:, :1]) for d in (0, 1)
    ]
    pair = (other[:, :1].expand(6, 2), log_var[:, :1].expand(6, 2))
    together = notebook.kl_diagonal(
        mu[:, :2].contiguous(), log_var[:, :2].contiguous(), *(t.contiguous() for t in pair)
    )
    hint = "Independent dimensions add up: what two cost together is the sum of what each costs."
    assert_close(
        together, as_tensor(parts[0]) + as_tensor(parts[1]), what="the divergence in two dimensions", hint=hint
    )


@points("kl_diagonal", 1)
def test_variances_of_any_size(notebook, rng):
    """Log-variances of 150 or of -80 are no reason for infinities, also in float32."""
    for level in (-79.0, 120.0, 199.0):
        log_var_p = torch.full((3, 4), level)
        log_var_q = (level + 0.5 * rng.normal(3, 4).float()).clamp(-80, 200)
        mu = 0.5 * rng.normal(3, 4).float()
        expected = kl_diagonal(mu.double(), log_var_q.double(), mu.double(), log_var_p.double())
        answer = notebook.kl_diagonal(mu, log_var_q, mu, log_var_p)
        hint = "exp(100) is infinite in float32. Subtract logarithms first, and exponentiate the difference."
        what = (
            "the divergence of two very wide distributions" if level > 0 else "the divergence of two very narrow ones"
        )
        assert_close(answer, expected, rtol=1e-4, atol=1e-5, what=what, dtype=torch.float32, hint=hint)
