"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""

# ruff: noqa: F821 - names of the notebook, which are there when these run

import math

import torch
from torch.nn import functional

from autograder.testing import alternative

# --- log_density


@alternative("log_density")
def density_by_distributions(value, out, family, log_var=0.0):
    """torch.distributions, with `Independent` for the sum over the last axis."""
    from torch.distributions import Bernoulli, Independent, Normal

    if family == "bernoulli":
        value, out = torch.broadcast_tensors(value, out)
        return Independent(Bernoulli(logits=out, validate_args=False), 1).log_prob(value)
    if family == "normal":
        scale = torch.exp(0.5 * torch.as_tensor(log_var, dtype=value.dtype))
        value, out, scale = torch.broadcast_tensors(value, out, scale)
        return Independent(Normal(out, scale), 1).log_prob(value)
    raise ValueError("which family?")


@alternative("log_density")
def density_by_losses(value, out, family, log_var=0.0):
    """The cross-entropy that torch has, and the normal density term by term."""
    if family not in ("bernoulli", "normal"):
        raise ValueError(family)
    value, out = torch.broadcast_tensors(value, out)
    if family == "bernoulli":
        return -functional.binary_cross_entropy_with_logits(out, value, reduction="none").sum(-1)
    log_var = torch.zeros_like(value) + log_var
    return -0.5 * (((value - out) / torch.exp(log_var / 2)).square() + math.log(2 * math.pi) + log_var).sum(-1)


@alternative("log_density")
def density_by_log_sigmoids(value, out, family, log_var=0.0):
    """Both log-sigmoids, weighted; a dictionary of families."""

    def bernoulli():
        return value * functional.logsigmoid(out) + (1 - value) * functional.logsigmoid(-out)

    def normal():
        spread = log_var if torch.is_tensor(log_var) else torch.tensor(log_var, dtype=value.dtype)
        return -((value - out) ** 2) / (2 * spread.exp()) - spread / 2 - math.log(math.sqrt(2 * math.pi))

    families = {"bernoulli": bernoulli, "normal": normal}
    if family not in families:
        raise ValueError(f"not one of {list(families)}")
    return families[family]().sum(-1)


# --- log_mean_exp


@alternative("log_mean_exp")
def mean_by_the_largest(a, dim=0):
    """Equation (4), with 0 pulled out where the largest is -inf."""
    m = a.amax(dim=dim, keepdim=True)
    m = torch.where(m.isinf(), torch.zeros_like(m), m)
    return m.squeeze(dim) + (a - m).exp().mean(dim=dim).log()


@alternative("log_mean_exp")
def mean_in_numpy(a, dim=0):
    """NumPy's logaddexp, one by one; returns an array."""
    import numpy as np

    a = np.moveaxis(np.asarray(a), dim, 0)
    total = a[0].copy()
    for row in a[1:]:
        total = np.logaddexp(total, row)
    return total - np.log(np.array(len(a), dtype=a.dtype))


# --- kl_diagonal


@alternative("kl_diagonal")
def kl_in_numpy(mu_q, log_var_q, mu_p, log_var_p):
    """NumPy, with the terms in another order; returns an array."""
    import numpy as np

    mu_q, log_var_q, mu_p, log_var_p = (np.asarray(part) for part in (mu_q, log_var_q, mu_p, log_var_p))
    ratio = np.exp(log_var_q - log_var_p)
    distance = ((mu_q - mu_p) * np.exp(-log_var_p / 2)) ** 2
    return (ratio + distance - 1 + log_var_p - log_var_q).sum(-1) / 2


@alternative("kl_diagonal")
def kl_with_expm1(mu_q, log_var_q, mu_p, log_var_p):
    """`expm1`, for the divergence of two that are nearly equal, and einsum for the sum."""
    d = log_var_q - log_var_p
    terms = torch.expm1(d) - d + (mu_q - mu_p).square() * torch.exp(-log_var_p)
    return torch.einsum("...d->...", 0.5 * terms)


# --- reparameterise


@alternative("reparameterise")
def sample_by_the_root(mu, log_var, eps):
    """The root of the variance, and `addcmul`."""
    return torch.addcmul(mu, log_var.exp().sqrt(), eps)


@alternative("reparameterise")
def sample_in_place_on_a_copy(mu, log_var, eps):
    """Works in place on a copy of the noise."""
    z = eps.clone()
    sigma = torch.exp(log_var / 2)
    if sigma.shape != z.shape:
        sigma, mu = sigma.expand_as(z), mu.expand_as(z)
    z *= sigma
    z += mu
    return z


# --- gradient_estimates


@alternative("gradient_estimates")
def estimates_by_autograd(f, df, mu, log_var, eps):
    """autograd for the derivatives of log q and of z; loops over parameters."""
    mu, log_var = (torch.full_like(eps, value).requires_grad_() for value in (mu, log_var))
    z = mu + torch.exp(log_var / 2) * eps
    fixed = z.detach()
    log_q = -0.5 * ((fixed - mu) ** 2 * torch.exp(-log_var) + log_var)
    of_log_q = torch.autograd.grad(log_q.sum(), [mu, log_var])
    of_z = torch.autograd.grad(z.sum(), [mu, log_var])
    score = torch.stack([f(fixed) * g for g in of_log_q], dim=1)
    return score, torch.stack([df(fixed) * g for g in of_z], dim=1)


@alternative("gradient_estimates")
def estimates_column_by_column(f, df, mu, log_var, eps):
    """Fills tables column by column, with (z - mu) / sigma^2; returns a list."""
    variance = torch.exp(torch.tensor(log_var, dtype=torch.float64))
    z = mu + variance.sqrt() * eps
    score, pathwise = torch.empty(len(eps), 2, dtype=torch.float64), torch.empty(len(eps), 2, dtype=torch.float64)
    score[:, 0] = f(z) * (z - mu) / variance
    score[:, 1] = f(z) * ((z - mu) ** 2 / variance - 1) / 2
    pathwise[:, 0] = df(z)
    pathwise[:, 1] = df(z) * (z - mu) / 2
    return [score, pathwise]


# --- is_reparameterised


@alternative("is_reparameterised")
def check_by_differences(sample):
    """Fixed inputs in place of random ones; one probe for each weight."""
    mu = torch.linspace(-2, 3, 12, dtype=torch.float64).reshape(4, 3)
    log_var = torch.linspace(3, -2.5, 12, dtype=torch.float64).reshape(4, 3)
    eps = torch.tensor([0.3, -1.2, 2.2, 0.7, -0.4, 1.9, -2.6, 0.1, 1.1, -0.8, 0.5, -1.5]).double().reshape(4, 3)
    sigma = (log_var / 2).exp()
    for weight in (torch.ones_like(mu), mu**2 + 1):
        leaves = [mu.clone().requires_grad_(), log_var.clone().requires_grad_()]
        noise = eps.clone()
        try:
            z = sample(*leaves, noise)
            (z * weight).sum().backward()
            fine = z.shape == mu.shape and torch.allclose(z, mu + sigma * eps)
            fine = fine and torch.allclose(leaves[0].grad, weight)
            fine = fine and torch.allclose(leaves[1].grad, weight * sigma * eps / 2)
            fine = fine and torch.equal(noise, eps) and torch.equal(leaves[0].detach(), mu)
        except Exception:
            return False
        if not (fine and torch.equal(leaves[1].detach(), log_var)):
            return False
    return True


@alternative("is_reparameterised")
def check_against_a_copy(sample):
    """Writes equation (7) once more, differentiates both, and compares all."""
    generator = torch.Generator().manual_seed(3)
    data = [scale * torch.randn(6, 4, dtype=torch.float64, generator=generator) for scale in (1, 2, 1)]
    weight = torch.randn(6, 4, dtype=torch.float64, generator=generator)

    def right(mu, log_var, eps):
        return mu + torch.exp(0.5 * log_var) * eps

    found = []
    for function in (right, sample):
        try:
            given = [data[0].clone().requires_grad_(), data[1].clone().requires_grad_(), data[2].clone()]
            z = function(*given)
            gradients = torch.autograd.grad((weight * z).sum(), given[:2])
            found.append([z.detach(), *gradients, *(part.detach() for part in given)])
        except Exception:
            return False
    same_kind = all(a.shape == b.shape and a.dtype == b.dtype for a, b in zip(*found, strict=True))
    return same_kind and all(torch.allclose(a, b) for a, b in zip(*found, strict=True))


# --- elbo


@alternative("elbo")
def bound_written_out(encode, decode, x, eps):
    """All formulas written out, with torch's cross-entropy; returns a list."""
    mu, log_var = encode(x)
    z = mu + log_var.exp().sqrt() * eps
    rec = -functional.binary_cross_entropy_with_logits(decode(z), x, reduction="none").sum(1)
    kl = (mu.square() + log_var.exp() - 1 - log_var).sum(1) / 2
    return [rec - kl, rec, kl]


@alternative("elbo")
def bound_by_distributions(encode, decode, x, eps):
    """torch.distributions for the densities and for the divergence."""
    from torch.distributions import Bernoulli, Normal, kl_divergence

    mu, log_var = encode(x)
    q = Normal(mu, torch.exp(log_var / 2))
    rec = Bernoulli(logits=decode(q.loc + q.scale * eps)).log_prob(x).sum(dim=-1)
    kl = kl_divergence(q, Normal(torch.zeros_like(mu), torch.ones_like(mu))).sum(dim=-1)
    return rec - kl, rec, kl


# --- train_vae


@alternative("train_vae")
def train_with_a_generator(x, *, seed, device="cpu", steps=1500, latents=8):
    """A generator of its own for batches and noise, the loss as a sum of means, `set_to_none`, evaluation mode."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], 128, latents).to(device)
    generator = torch.Generator().manual_seed(seed + 1)
    optimiser = torch.optim.Adam(model.parameters(), 3e-3)
    for _ in range(steps):
        rows = torch.randint(0, len(x), [128], generator=generator)
        noise = torch.randn(128, latents, generator=generator).to(device)
        _, rec, kl = elbo(model.encode, model.decode, x[rows].float().to(device), noise)
        model.zero_grad(set_to_none=True)
        (kl.mean() - rec.mean()).backward()
        optimiser.step()
    return model.to("cpu").eval()


@alternative("train_vae")
def train_through_epochs(x, *, seed, device="cpu", steps=1500, latents=8):
    """Shuffles and goes through the data in order, ten whole batches an epoch, instead of drawing with replacement."""
    torch.manual_seed(seed)
    model = VAE(pixels=x.shape[1], latents=latents).to(device)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    x = x.float().to(device)
    order = torch.randperm(len(x))
    at = 0
    for _ in range(steps):
        if at + 128 > len(order):
            order, at = torch.cat([order[at:], torch.randperm(len(x))]), 0
        batch = x[order[at : at + 128]]
        at += 128
        bound, _, _ = elbo(model.encode, model.decode, batch, torch.randn(len(batch), latents, device=device))
        loss = bound.mean().neg()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model.cpu()


# --- iwae_bound


@alternative("iwae_bound")
def bound_sample_by_sample(encode, decode, x, eps):
    """A loop over samples, with p(z) / q(z | x) simplified: only the noise and log_var remain of q."""
    mu, log_var = encode(x)
    weights = []
    for noise in eps:
        z = mu + torch.exp(log_var / 2) * noise
        logits = decode(z[None])[0]
        log_px = (x * logits - functional.softplus(logits)).sum(-1)
        weights.append(log_px + 0.5 * (noise**2 + log_var - z**2).sum(-1))
    return torch.stack(weights).logsumexp(0) - math.log(len(eps))


@alternative("iwae_bound")
def bound_by_importance(encode, decode, x, eps):
    """torch.distributions for all three densities."""
    from torch.distributions import Bernoulli, Independent, Normal

    mu, log_var = encode(x)
    q = Independent(Normal(mu, torch.exp(log_var / 2)), 1)
    prior = Independent(Normal(torch.zeros_like(mu), torch.ones_like(mu)), 1)
    z = mu + torch.exp(log_var / 2) * eps
    logits = decode(z)
    log_px = Independent(Bernoulli(logits=logits), 1).log_prob(x.expand_as(logits))
    log_w = log_px + prior.log_prob(z) - q.log_prob(z)
    return torch.logsumexp(log_w, dim=0) - math.log(eps.shape[0])


# --- active_units


@alternative("active_units")
def units_in_numpy(mu, log_var, threshold=0.01):
    """NumPy, whose variance divides by N; returns arrays."""
    import numpy as np

    mu, log_var = np.asarray(mu), np.asarray(log_var)
    return mu.var(axis=0) > threshold, (mu**2 + np.exp(log_var) - 1 - log_var).mean(axis=0) / 2


@alternative("active_units")
def units_one_by_one(mu, log_var, threshold=0.01):
    """A loop over latents; returns lists."""
    active, nats = [], []
    for m, v in zip(mu.T, log_var.T, strict=True):
        active.append(bool(((m - m.mean()) ** 2).mean() > threshold))
        nats.append(float(0.5 * (m**2 + v.exp() - 1 - v).mean()))
    return active, nats
