"""Log-likelihoods and bounds: against torch.distributions, scipy, and a model whose evidence is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.special
import torch
from torch.distributions import Bernoulli, Independent, Normal, kl_divergence

from autograder.metrics import (
    bernoulli_log_likelihood,
    elbo,
    iwae_bound,
    kl_diagonal,
    kl_to_standard_normal,
    log_mean_exp,
    normal_log_density,
)

Generator = np.random.Generator


def normal(generator: Generator, *shape: int) -> torch.Tensor:
    return torch.from_numpy(generator.standard_normal(shape))


def diagonal(mu: torch.Tensor, log_var: torch.Tensor) -> Independent:
    return Independent(Normal(mu, torch.exp(0.5 * log_var)), 1)


@pytest.mark.parametrize("dim", [0, 1, -1])
def test_log_mean_exp_is_scipys(generator: Generator, dim: int) -> None:
    x = 5 * normal(generator, 6, 4)
    expected = scipy.special.logsumexp(x.numpy(), axis=dim) - math.log(x.shape[dim])
    np.testing.assert_allclose(log_mean_exp(x, dim), expected, rtol=1e-12)


def test_log_mean_exp_neither_overflows_nor_loses_zeros() -> None:
    assert float(log_mean_exp(torch.tensor([1000.0, 1000.0]))) == 1000.0
    assert float(log_mean_exp(torch.tensor([-1000.0, -math.inf]))) == pytest.approx(-1000 - math.log(2))
    assert float(log_mean_exp(torch.tensor([-math.inf, -math.inf]))) == -math.inf
    with pytest.raises(ValueError, match="nothing to average over"):
        log_mean_exp(torch.zeros(0, 3))


def test_bernoulli_is_torchs_and_stable(generator: Generator) -> None:
    logits, x = 3 * normal(generator, 5, 64), (normal(generator, 5, 64) > 0).double()
    expected = Independent(Bernoulli(logits=logits), 1).log_prob(x)
    torch.testing.assert_close(bernoulli_log_likelihood(x, logits), expected)
    extreme = torch.tensor([[800.0, -800.0]])
    assert bernoulli_log_likelihood(torch.tensor([[1.0, 0.0]]), extreme).tolist() == [0.0]
    assert bernoulli_log_likelihood(torch.tensor([[0.0, 1.0]]), extreme).tolist() == [-1600.0]


def test_normal_density_is_torchs(generator: Generator) -> None:
    x, mu, log_var = normal(generator, 3, 5, 4), normal(generator, 5, 4), normal(generator, 5, 4)
    torch.testing.assert_close(normal_log_density(x, mu, log_var), diagonal(mu, log_var).log_prob(x))
    assert normal_log_density(x, mu, log_var).shape == (3, 5), "leading dimensions broadcast"


def test_divergences_are_torchs(generator: Generator) -> None:
    mu_q, log_var_q, mu_p, log_var_p = (normal(generator, 7, 4) for _ in range(4))
    expected = kl_divergence(diagonal(mu_q, log_var_q), diagonal(mu_p, log_var_p))
    torch.testing.assert_close(kl_diagonal(mu_q, log_var_q, mu_p, log_var_p), expected)
    standard = diagonal(torch.zeros(7, 4).double(), torch.zeros(7, 4).double())
    torch.testing.assert_close(
        kl_to_standard_normal(mu_q, log_var_q), kl_divergence(diagonal(mu_q, log_var_q), standard)
    )
    assert float(kl_diagonal(mu_q, log_var_q, mu_q, log_var_q).abs().max()) < 1e-12


def linear_model(generator: Generator, k: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """``z ~ N(0, I)``, ``x | z ~ N(z, I)``, q a little off: log weights ``[k, N]``, the exact log p(x), and the exact ELBO."""
    x = normal(generator, 50, 2) * math.sqrt(2)
    mu, log_var = 0.5 * x + 0.2, torch.full_like(x, math.log(0.7))
    zeros = torch.zeros_like(x)
    z = mu + torch.exp(0.5 * log_var) * normal(generator, k, 50, 2)
    log_w = normal_log_density(x, z, zeros) + normal_log_density(z, zeros, zeros) - normal_log_density(z, mu, log_var)
    evidence = normal_log_density(x, zeros, torch.full_like(x, math.log(2)))
    gap = kl_diagonal(mu, log_var, 0.5 * x, torch.full_like(x, math.log(0.5)))  # to the true posterior N(x / 2, I / 2)
    return log_w, evidence, evidence - gap


def test_the_bounds_of_a_model_whose_evidence_is_known(generator: Generator) -> None:
    k = 20_000
    log_w, evidence, lower = linear_model(generator, k)
    error = float((log_w.std(0) / math.sqrt(k)).max())
    single = iwae_bound(log_w.reshape(1, -1)).reshape(k, 50).mean(0)
    assert float((single - lower).abs().max()) < 5 * error, "for K = 1 it is the ELBO"
    ten = iwae_bound(log_w.reshape(10, -1)).reshape(k // 10, 50).mean(0)
    assert bool((single < ten).all())
    assert bool((ten < evidence).all())
    torch.testing.assert_close(iwae_bound(log_w), evidence, atol=0.05, rtol=0)


def test_the_evidence_lower_bound_is_its_two_terms(generator: Generator) -> None:
    x, logits = (normal(generator, 6, 64) > 0).double(), normal(generator, 6, 64)
    mu, log_var = normal(generator, 6, 8), normal(generator, 6, 8)
    standard = diagonal(torch.zeros_like(mu), torch.zeros_like(mu))
    reconstruction = Independent(Bernoulli(logits=logits), 1).log_prob(x)
    expected = reconstruction - kl_divergence(diagonal(mu, log_var), standard)
    torch.testing.assert_close(elbo(x.float(), logits, mu, log_var), expected)


def test_the_summed_dimension_is_not_broadcast() -> None:
    with pytest.raises(ValueError, match="the last dimensions differ"):
        bernoulli_log_likelihood(torch.zeros(5, 64), torch.zeros(5, 1))
    with pytest.raises(ValueError, match="the last dimensions differ"):
        normal_log_density(torch.zeros(5, 3), torch.zeros(5, 3), torch.tensor(0.0))
    with pytest.raises(ValueError, match="the last dimensions differ"):
        kl_to_standard_normal(torch.zeros(5, 3), torch.zeros(5))
    with pytest.raises(ValueError, match=r"log weights must be \[K, N\], not \(7,\)"):
        iwae_bound(torch.zeros(7))


def test_nan_is_passed_on() -> None:
    broken = torch.tensor([[math.nan, 0.0], [0.0, 0.0]])
    for values in (
        bernoulli_log_likelihood(torch.zeros(2, 2), broken),
        normal_log_density(torch.zeros(2, 2), torch.zeros(2, 2), broken),
        kl_to_standard_normal(broken, torch.zeros(2, 2)),
    ):
        assert values.isnan().tolist() == [True, False]
