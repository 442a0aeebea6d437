"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""
# ruff: noqa: F821 -- methods are the notebook's, and so are the names of its other answers

import torch
from torch import nn

from autograder.testing import alternative


@alternative("corrupt_gaussian")
def noise_in_numpy(x, sigma, noise):
    """NumPy, and an array comes back."""
    import numpy as np

    x, noise = np.asarray(x), np.asarray(noise)
    return (x + np.asarray(sigma).reshape(-1, 1) * noise).astype(x.dtype)


@alternative("corrupt_mask")
def mask_by_assignment(x, p, u):
    """A copy in which the hidden entries are overwritten."""
    x = x.clone()
    x[u >= p] = 0
    return x


@alternative("optimal_denoiser_gmm")
def posterior_by_loops(x_noisy, sigma, weights, means, tau):
    """One example and one component at a time, in float64."""
    rows = []
    for x in x_noisy.double():
        logs = [w.double().log() - (x - m).square().sum() / (2 * (sigma**2 + tau**2)) for w, m in zip(weights, means)]  # noqa: B905
        largest = max(float(value) for value in logs)
        shares = [float((value - largest).exp()) for value in logs]
        guesses = [m.double() + tau**2 / (sigma**2 + tau**2) * (x - m.double()) for m in means]
        rows.append(sum(s * g for s, g in zip(shares, guesses)) / sum(shares))  # noqa: B905
    return torch.stack(rows).to(x_noisy.dtype)


@alternative("optimal_denoiser_gmm")
def posterior_by_the_score(x_noisy, sigma, weights, means, tau):
    """Differentiates the log density of the noisy mixture, and uses equation (5)."""
    variance = sigma**2 + tau**2
    leaf = x_noisy.clone().requires_grad_()
    squares = (leaf[:, None] - means).square().sum(dim=2)
    log_p = torch.logsumexp(torch.log(weights) - squares / (2 * variance), dim=1)
    (score,) = torch.autograd.grad(log_p.sum(), leaf)
    return x_noisy + sigma**2 * score


@alternative("tweedie")
def tweedie_row_by_row(x_noisy, score, sigma):
    """A loop over examples."""
    levels = list(sigma) if torch.is_tensor(sigma) and sigma.ndim else [sigma] * len(x_noisy)
    return torch.stack([x + s * float(level) ** 2 for x, s, level in zip(x_noisy, score, levels)])  # noqa: B905


@alternative("denoise_direction")
def direction_by_loops(denoise, x_noisy, sigma):
    """One row at a time, with a condition."""
    score = (denoise(x_noisy) - x_noisy) * sigma**-2
    rows = []
    for row in score:
        if float(row.abs().max()) > 0:
            row = row / row.abs().max()
            row = row / row.norm()
        rows.append(row)
    return score, torch.stack(rows)


@alternative("denoise_direction")
def direction_by_hypot(denoise, x_noisy, sigma):
    """Lengths by hypot, entry by entry, which squares nothing that could vanish."""
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    lengths = torch.zeros_like(score[:, 0])
    for column in score.T:
        lengths = torch.hypot(lengths, column)
    lengths = lengths[:, None]
    return score, torch.where(lengths > 0, score / lengths, torch.zeros_like(score))


@alternative("could_be_optimal")
def check_by_functional_transforms(denoise, x_noisy):
    """All Jacobians together, from one pass for each output; eigenvalues by a shifted Cholesky factorisation."""
    leaf = x_noisy.clone().requires_grad_()
    out = denoise(leaf)
    if not out.requires_grad:
        return True
    rows = [torch.autograd.grad(out[:, j].sum(), leaf, retain_graph=True)[0] for j in range(out.shape[1])]
    J = torch.stack(rows, dim=1)
    slack = 1e-6 * J.abs().amax(dim=(1, 2)).clamp(min=1)
    symmetric = (J - J.mT).abs().amax(dim=(1, 2)) <= slack
    shifted = (J + J.mT) / 2 + 1.01 * slack[:, None, None] * torch.eye(J.shape[1], dtype=J.dtype)
    failed = torch.linalg.cholesky_ex(shifted).info
    return bool((symmetric & (failed == 0)).all())


@alternative("could_be_optimal")
def check_by_differences(denoise, x_noisy):
    """Central differences instead of automatic differentiation."""
    step, d = 1e-4, x_noisy.shape[1]
    for x in x_noisy:
        E = step * torch.eye(d, dtype=x.dtype)
        J = ((denoise(x + E) - denoise(x - E)) / (2 * step)).T.detach()
        slack = 1e-6 * max(1.0, float(J.abs().max()))
        if bool(((J - J.T).abs() > slack).any()) or bool((torch.linalg.eigvals((J + J.T) / 2).real < -slack).any()):
            return False
    return True


@alternative("dae_loss")
def loss_by_the_library(denoise, x, corrupt):
    """torch's squared error, and a target that was saved before."""
    target = x.detach().clone()
    guess = denoise(corrupt(x.clone()))
    return nn.functional.mse_loss(guess, target, reduction="sum") / len(x)


@alternative("train_dae")
def training_with_its_own_generator(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """A generator of its own, a mean instead of the sum (Adam does not mind), an index that walks through the epoch."""
    generator = torch.Generator().manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1], 256).to(x.dtype)
    with torch.no_grad():
        for layer, fan_in in ((model.encoder, x.shape[1]), (model.decoder, 256)):
            for parameter in layer.parameters():
                parameter.uniform_(-(fan_in**-0.5), fan_in**-0.5, generator=generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(epochs):
        order = torch.randperm(len(x), generator=generator)
        for start in range(0, len(x), 128):
            batch = x[order[start : start + 128]]
            noise = torch.randn(batch.shape, generator=generator, dtype=x.dtype)
            for parameter in model.parameters():
                parameter.grad = None
            (model.denoise(batch + sigma * noise) - batch).pow(2).mean().backward()
            optimiser.step()
    return model
