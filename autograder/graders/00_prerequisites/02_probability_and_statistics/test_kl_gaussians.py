"""Hidden tests of `kl_gaussians`: values, the diagonal case, direction and zero, many dimensions."""

import torch

from autograder.testing import as_tensor, assert_close, points, require


def covariance(rng, d, low=0.3, high=3.0):
    """Symmetric, with eigenvalues between these."""
    Q = rng.orthogonal(d)
    cov = Q @ torch.diag(rng.uniform(low, high, (d,))) @ Q.T
    return (cov + cov.T) / 2


def ask(notebook, *parameters):
    """One number."""
    answer = as_tensor(notebook.kl_gaussians(*parameters), "the divergence")
    require(
        answer.numel() == 1, "the divergence has to be one number", hint="Summed over dimensions, not one for each."
    )
    return answer.reshape(())


def reference(mu_q, cov_q, mu_p, cov_p):
    """Equation (16), by eigenvalues of p's covariance."""
    values, Q = torch.linalg.eigh(cov_p)
    inverse = Q @ torch.diag(1 / values) @ Q.T
    offset = mu_p - mu_q
    log_dets = values.log().sum() - torch.linalg.eigvalsh(cov_q).log().sum()
    return 0.5 * ((inverse @ cov_q).trace() + offset @ inverse @ offset - len(mu_q) + log_dets)


@points("kl_gaussians", 2, seconds=20)
def test_values(notebook, rng):
    """The divergence is that of equation (16), means and covariances all different."""
    for d in (1, 2, 5):
        q, p = (rng.normal(d), covariance(rng, d)), (2 * rng.normal(d), covariance(rng, d))
        hint = "Four terms: which covariance is inverted, which log determinant is subtracted, and is D taken off?"
        assert_close(ask(notebook, *q, *p), reference(*q, *p), what="the divergence", hint=hint)


@points("kl_gaussians", 1, seconds=20)
def test_zero_and_direction(notebook, rng):
    """From a distribution to itself it is 0, else it is positive, and the two directions differ."""
    mu, cov, other = rng.normal(4), covariance(rng, 4), covariance(rng, 4)
    hint = "Put q = p into equation (16): which terms cancel?"
    assert_close(ask(notebook, mu, cov, mu, cov), 0.0, what="the divergence from a distribution to itself", hint=hint)
    narrow, wide = 0.2 * cov, 4 * cov
    there, back = float(ask(notebook, mu, narrow, mu, wide)), float(ask(notebook, mu, wide, mu, narrow))
    require(min(there, back) > 0, "the divergence between different distributions is not positive")
    hint = "From q to p: the covariance of p, the second, is the one that is inverted."
    require(there < back, "from a wide to a narrow distribution it should be more than the other way round", hint=hint)
    moved = ask(notebook, mu + 1, cov, mu, cov) - ask(notebook, mu, cov, mu, cov)
    expected = 0.5 * torch.linalg.solve(cov, torch.ones(4).double()).sum()
    hint = "Equal covariances: what is left is half the squared distance of the means, in units of that covariance."
    assert_close(moved, expected, what="what moving a mean costs", hint=hint)
    expected = reference(mu, cov, mu, other)
    hint = "Equal means: only the covariances count."
    assert_close(ask(notebook, mu, cov, mu, other), expected, what="the divergence for equal means", hint=hint)


@points("kl_gaussians", 1, seconds=20)
def test_diagonal_covariances(notebook, rng):
    """For diagonal covariances it is the sum over dimensions of equation (17); it keeps its value in other units."""
    d = 4
    mu_q, mu_p, var_q, var_p = rng.normal(d), rng.normal(d), rng.uniform(0.1, 3, (d,)), rng.uniform(0.1, 3, (d,))
    expected = 0.5 * ((var_q + (mu_q - mu_p).square()) / var_p - 1 + (var_p / var_q).log()).sum()
    found = ask(notebook, mu_q, torch.diag(var_q), mu_p, torch.diag(var_p))
    hint = "A sum over dimensions, with the factor 1/2."
    assert_close(found, expected, what="the divergence for diagonal covariances", hint=hint)
    A = rng.orthogonal(d) * rng.uniform(0.2, 5, (d,))
    cov_q, cov_p = A @ torch.diag(var_q) @ A.T, A @ torch.diag(var_p) @ A.T
    found = ask(notebook, A @ mu_q, (cov_q + cov_q.T) / 2, A @ mu_p, (cov_p + cov_p.T) / 2)
    hint = "Stretch all space, and both distributions with it: the divergence stays as it is."
    assert_close(found, expected, what="the divergence in other units", hint=hint)


@points("kl_gaussians", 1, seconds=20)
def test_two_hundred_dimensions(notebook, rng):
    """In 200 dimensions, where determinants are 0 or infinite for a computer, it is right, too."""
    for scale in (1e-4, 1e4):
        q = rng.normal(200), covariance(rng, 200, 0.5 * scale, 2 * scale)
        p = q[0] + scale**0.5 * rng.normal(200), covariance(rng, 200, 0.5 * scale, 2 * scale)
        hint = "Subtract logarithms of determinants, each made by adding logarithms."
        what = "the divergence in 200 dimensions"
        assert_close(ask(notebook, *q, *p), reference(*q, *p), what=what, hint=hint)
