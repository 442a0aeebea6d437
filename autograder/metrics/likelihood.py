"""Log-likelihoods and their bounds. All are sums over the last dimension, in nats: one value per example."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch.nn.functional import softplus

from autograder.metrics.inputs import as_float64

LOG_2_PI = math.log(2 * math.pi)


def log_mean_exp(log_w: Any, dim: int = 0) -> torch.Tensor:
    """``log mean exp(log_w)`` over one dimension, without overflow.

    Args:
        log_w: any shape; minus infinity is a weight of zero.
        dim: the dimension to average over.

    Raises:
        ValueError: if that dimension is empty.
    """
    log_w = as_float64(log_w)
    if log_w.ndim == 0 or log_w.shape[dim] == 0:
        raise ValueError(f"there is nothing to average over in shape {tuple(log_w.shape)}")
    return torch.logsumexp(log_w, dim) - math.log(log_w.shape[dim])


def iwae_bound(log_w: Any) -> torch.Tensor:
    """The importance-weighted bound on ``log p(x)`` for each example; the ELBO for K = 1, tighter for more.

    Args:
        log_w: ``log p(x, z_k) - log q(z_k | x)`` for z_k from q, shape ``[K, N]``.

    Returns:
        float64 ``[N]``.

    Raises:
        ValueError: if the shape is another.

    Source:
        Y. Burda et al., *Importance Weighted Autoencoders*, arXiv:1509.00519, equation 8.
    """
    log_w = as_float64(log_w)
    if log_w.ndim != 2:
        raise ValueError(f"log weights must be [K, N], not {tuple(log_w.shape)}")
    return log_mean_exp(log_w, 0)


def bernoulli_log_likelihood(x: Any, logits: Any) -> torch.Tensor:
    """``log p(x)`` of independent pixels with ``P(x_i = 1) = sigmoid(logits_i)``, stable for any size of logit.

    Args:
        x: between 0 and 1, ``[..., D]``.
        logits: ``[..., D]``; leading dimensions may broadcast (``[K, N, D]`` with x ``[N, D]``).

    Returns:
        float64 ``[...]``.

    Raises:
        ValueError: if the last dimensions differ.
    """
    x, logits = as_float64(x), as_float64(logits)
    _check_last(x, logits)
    return torch.sum(x * logits - softplus(logits), -1)


def normal_log_density(x: Any, mu: Any, log_var: Any) -> torch.Tensor:
    """``log N(x; mu, diag exp(log_var))``, summed over the last dimension.

    Args:
        x: ``[..., D]``.
        mu: ``[..., D]``; leading dimensions may broadcast.
        log_var: the logarithm of the variances, the same.

    Returns:
        float64 ``[...]``.

    Raises:
        ValueError: if the last dimensions differ.
    """
    x, mu, log_var = as_float64(x), as_float64(mu), as_float64(log_var)
    _check_last(x, mu, log_var)
    return -0.5 * torch.sum((x - mu).square() * torch.exp(-log_var) + log_var + LOG_2_PI, -1)


def kl_to_standard_normal(mu: Any, log_var: Any) -> torch.Tensor:
    """``KL(N(mu, diag exp(log_var)) || N(0, I))``, for each example.

    Args:
        mu: ``[..., D]``.
        log_var: ``[..., D]``.

    Returns:
        float64 ``[...]``, 0 or more.

    Raises:
        ValueError: if the last dimensions differ.

    Source:
        D. Kingma and M. Welling, *Auto-Encoding Variational Bayes*, arXiv:1312.6114, appendix B.
    """
    mu = as_float64(mu)
    return kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))


def kl_diagonal(mu_q: Any, log_var_q: Any, mu_p: Any, log_var_p: Any) -> torch.Tensor:
    """``KL(N(mu_q, diag exp(log_var_q)) || N(mu_p, diag exp(log_var_p)))``, for each example.

    Args:
        mu_q: ``[..., D]``; so are the others, and leading dimensions may broadcast.
        log_var_q: the logarithm of q's variances.
        mu_p: the mean of p.
        log_var_p: the logarithm of p's variances.

    Returns:
        float64 ``[...]``, 0 or more.

    Raises:
        ValueError: if the last dimensions differ.
    """
    mu_q, log_var_q, mu_p, log_var_p = (as_float64(value) for value in (mu_q, log_var_q, mu_p, log_var_p))
    _check_last(mu_q, log_var_q, mu_p, log_var_p)
    ratio = torch.exp(log_var_q - log_var_p) + (mu_q - mu_p).square() * torch.exp(-log_var_p)
    return 0.5 * torch.sum(ratio - 1 + log_var_p - log_var_q, -1)


def elbo(x: Any, logits: Any, mu: Any, log_var: Any) -> torch.Tensor:
    """The evidence lower bound of a Bernoulli VAE with a standard normal prior, for each example, from one sample of z.

    Args:
        x: images, ``[N, D]``, between 0 and 1.
        logits: decoded from ``z ~ N(mu, diag exp(log_var))``, ``[N, D]``.
        mu: the mean of the posterior, ``[N, d]``.
        log_var: the logarithm of its variances, ``[N, d]``.

    Returns:
        float64 ``[N]``: ``log p(x | z) - KL(q(z | x) || p(z))``.

    Raises:
        ValueError: if the shapes do not fit.
    """
    return bernoulli_log_likelihood(x, logits) - kl_to_standard_normal(mu, log_var)


def _check_last(*tensors: torch.Tensor) -> None:
    """Broadcasting over the dimension that is summed would count one number D times."""
    if any(tensor.ndim == 0 or tensor.shape[-1] != tensors[0].shape[-1] for tensor in tensors):
        raise ValueError(f"the last dimensions differ: {[tuple(tensor.shape) for tensor in tensors]}")
