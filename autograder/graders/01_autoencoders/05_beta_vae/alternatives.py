"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""

# ruff: noqa: F821 - names of the notebook, which are there when these run

import math

import torch

from autograder.testing import alternative

# --- beta_vae_loss


@alternative("beta_vae_loss")
def loss_by_distributions(x, x_hat, mu, log_var, beta, sigma=0.1):
    """torch.distributions for the divergence and for the density, whose constant is taken off; returns a list."""
    from torch.distributions import Normal, kl_divergence

    constant = x.shape[1] * math.log(sigma * math.sqrt(2 * math.pi))
    rec = -Normal(x_hat.double(), sigma, validate_args=False).log_prob(x.double()).sum(-1) - constant
    zero = torch.zeros_like(mu)
    kl = kl_divergence(Normal(mu, (log_var / 2).exp()), Normal(zero, zero + 1)).sum(-1)
    rec = rec.to(x.dtype)
    return [rec + beta * kl, rec, kl]


@alternative("beta_vae_loss")
def loss_by_einsum(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Errors in units of sigma, einsum for the sum, `expm1`."""
    error = (x_hat - x) / sigma
    rec = torch.einsum("nd,nd->n", error, error) / 2
    kl = (mu * mu + torch.expm1(log_var) - log_var).sum(1) / 2
    return torch.add(rec, kl, alpha=beta), rec, kl


# --- rate_distortion


@alternative("rate_distortion")
def prediction_by_relu(variances, beta, sigma=0.1):
    """A difference of logarithms, cut at 0; `minimum` for the error."""
    level = torch.tensor(beta * sigma**2, dtype=variances.dtype)
    rate = torch.relu(variances.clamp_min(1e-38).log() - level.log()) / 2
    return rate, torch.minimum(variances, level)


@alternative("rate_distortion")
def prediction_one_by_one(variances, beta, sigma=0.1):
    """A loop in plain Python, which returns tensors of the inputs' dtype."""
    level = beta * sigma * sigma
    rate = [math.log(v / level) / 2 if v > level else 0.0 for v in variances.tolist()]
    distortion = [min(v, level) for v in variances.tolist()]
    return torch.tensor(rate, dtype=variances.dtype), torch.tensor(distortion, dtype=variances.dtype)


# --- train_beta_vae


@alternative("train_beta_vae")
def train_with_a_generator(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """A generator of its own for batches and noise, the loss as a sum of means, evaluation mode."""
    torch.manual_seed(seed)
    model = BetaVAE(x.shape[1], 128, latents).to(device)
    generator = torch.Generator().manual_seed(seed + 1)
    optimiser = torch.optim.Adam(model.parameters(), 3e-3)
    for _ in range(steps):
        rows = torch.randint(0, len(x), [128], generator=generator)
        batch = x[rows].float().to(device)
        noise = torch.randn(128, latents, generator=generator).to(device)
        mu, log_var = model.encode(batch)
        error = (model.decode(mu + log_var.exp().sqrt() * noise) - batch).pow(2).sum(1).mean()
        kl = 0.5 * (mu.pow(2) + log_var.exp() - 1 - log_var).sum(1).mean()
        model.zero_grad(set_to_none=True)
        (error / 0.02 + beta * kl).backward()
        optimiser.step()
    return model.to("cpu").eval()


# --- capacity_loss


@alternative("capacity_loss")
def budget_in_tensors(rec, kl, step, *, gamma, top, start, end):
    """The budget as a tensor, the distance as a larger one of two."""
    capacity = torch.tensor((step - start) / (end - start)).clamp(0, 1).to(rec.dtype) * top
    gap = kl.sum() / len(kl) - capacity
    return rec.sum() / len(rec) + gamma * torch.maximum(gap, -gap), capacity


@alternative("capacity_loss")
def budget_by_cases(rec, kl, step, *, gamma, top, start, end):
    """Three cases for the schedule, the L1 loss of torch for the distance."""
    if step <= start:
        capacity = 0.0
    elif step >= end:
        capacity = float(top)
    else:
        capacity = top / (end - start) * (step - start)
    mean = kl.mean()
    return rec.mean() + gamma * torch.nn.functional.l1_loss(mean, torch.full_like(mean, capacity)), capacity


# --- kl_parts


@alternative("kl_parts")
def parts_by_entropies(q, p_1, p_2):
    """Entropies by `torch.special.entr`, and the last part as what remains of the whole."""

    def entropy(p):
        return torch.special.entr(p).sum()

    whole = q.mean(0)
    q_1, q_2 = whole.sum(1), whole.sum(0)
    each = torch.stack([entropy(table) for table in q]).mean()
    information, total = entropy(whole) - each, entropy(q_1) + entropy(q_2) - entropy(whole)
    mean_kl = -each - (whole * torch.outer(p_1, p_2).log()).sum()
    return information, total, mean_kl - information - total


@alternative("kl_parts")
def parts_in_numpy(q, p_1, p_2):
    """NumPy and loops over values; returns floats."""
    import numpy as np

    q, p_1, p_2 = (np.asarray(part) for part in (q, p_1, p_2))
    whole = q.mean(axis=0)
    q_1, q_2 = whole.sum(axis=1), whole.sum(axis=0)
    information = total = rest = 0.0
    for a in range(len(p_1)):
        for b in range(len(p_2)):
            for table in q:
                if table[a, b] > 0:
                    information += table[a, b] * np.log(table[a, b] / whole[a, b]) / len(q)
            if whole[a, b] > 0:
                total += whole[a, b] * np.log(whole[a, b] / (q_1[a] * q_2[b]))
    for margin, prior in ((q_1, p_1), (q_2, p_2)):
        rest += sum(m * np.log(m / p) for m, p in zip(margin, prior, strict=True) if m > 0)
    return float(information), float(total), float(rest)


# --- total_correlation


@alternative("total_correlation")
def correlation_by_cholesky(cov):
    """The Cholesky factor of the correlation matrix."""
    scale = cov.diagonal().rsqrt()
    factor = torch.linalg.cholesky(scale[:, None] * cov * scale[None, :])
    return -factor.diagonal().log().sum()


@alternative("total_correlation")
def correlation_latent_by_latent(cov):
    """By the chain rule: how much of each latent's variance the earlier ones explain."""
    factor = torch.linalg.cholesky(cov.double())
    unexplained = factor.diagonal() ** 2 / cov.double().diagonal()
    return (-0.5 * unexplained.log().sum()).to(cov.dtype)


# --- mig


@alternative("mig")
def gap_by_tables(codes, factors):
    """Tables of counts and `xlogy`; returns a float."""
    gaps = []
    for k in range(factors.shape[1]):
        found = []
        for j in range(codes.shape[1]):
            z, v = codes[:, j], factors[:, k]
            table = torch.zeros(int(z.max()) + 1, int(v.max()) + 1, dtype=torch.float64)
            table.index_put_((z, v), torch.ones(len(z), dtype=torch.float64), accumulate=True)
            table /= len(z)
            margins = table.sum(1, keepdim=True) * table.sum(0, keepdim=True)
            found.append((torch.special.xlogy(table, table) - torch.special.xlogy(table, margins)).sum().item())
        entropy = torch.special.entr(table.sum(0)).sum().item()
        found.sort()
        gaps.append((found[-1] - found[-2]) / entropy)
    return sum(gaps) / len(gaps)


@alternative("mig")
def gap_by_scikit_learn(codes, factors):
    """scikit-learn's mutual information, NumPy for the rest."""
    import numpy as np
    from sklearn.metrics import mutual_info_score

    z, v = codes.numpy(), factors.numpy()
    table = np.array([[mutual_info_score(a, b) for a in z.T] for b in v.T])
    entropies = np.array([mutual_info_score(b, b) for b in v.T])
    table.sort(axis=1)
    return float(((table[:, -1] - table[:, -2]) / entropies).mean())


# --- gumbel_softmax


@alternative("gumbel_softmax")
def sample_by_exponentials(logits, tau, u, hard=False):
    """Exponential variables in place of Gumbel ones, log-softmax; the one-hot vector by `scatter`."""
    race = logits - (-u.log()).log()
    y = torch.log_softmax(race / tau, dim=-1).exp()
    if hard:
        winner = race.argmax(dim=-1, keepdim=True)
        y = y + (torch.zeros_like(y).scatter(-1, winner, 1.0) - y).detach()
    return y


@alternative("gumbel_softmax")
def sample_with_its_own_backward(logits, tau, u, hard=False):
    """An autograd function that passes the gradient on as it is."""

    class StraightThrough(torch.autograd.Function):
        @staticmethod
        def forward(ctx, soft):
            return (soft == soft.amax(dim=-1, keepdim=True)).to(soft.dtype)

        @staticmethod
        def backward(ctx, gradient):
            return gradient

    y = torch.nn.functional.softmax((logits - torch.log(-torch.log(u))).div(tau), -1)
    return StraightThrough.apply(y) if hard else y
