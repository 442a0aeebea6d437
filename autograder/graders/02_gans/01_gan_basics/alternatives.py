"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""

import math

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative

d_loss = g_loss = d_step = g_step = Generator = Discriminator = None  # stand in the notebook

# --- optimal_discriminator


@alternative("optimal_discriminator")
def optimum_in_numpy(p_data, p_g):
    """NumPy, with masked logarithms; returns a list of arrays."""
    p, q = np.asarray(p_data), np.asarray(p_g)
    d_star, fake = (np.divide(each, p + q, out=np.full_like(p, 0.5), where=p + q > 0) for each in (p, q))
    logs = [np.log(d, out=np.zeros_like(d), where=d > 0) for d in (d_star, fake)]
    return [d_star, (p * logs[0] + q * logs[1]).sum(-1)]


@alternative("optimal_discriminator")
def optimum_by_the_divergence(p_data, p_g):
    """The value by equation (3), with entropies; NaN replaced afterwards."""
    d_star = (p_data / (p_data + p_g)).nan_to_num(0.5)
    m = (p_data + p_g) / 2
    jsd = torch.special.entr(m).sum(-1) - (torch.special.entr(p_data).sum(-1) + torch.special.entr(p_g).sum(-1)) / 2
    return d_star, 2 * jsd - math.log(4)


@alternative("optimal_discriminator")
def optimum_with_logsigmoid(p_data, p_g):
    """Logits, the difference of logarithms, and their sigmoid."""
    logits = (p_data.log() - p_g.log()).nan_to_num(0.0, math.inf, -math.inf)
    d_star = torch.sigmoid(logits)
    real = torch.where(p_data > 0, p_data * nn.functional.logsigmoid(logits), 0)
    fake = torch.where(p_g > 0, p_g * nn.functional.logsigmoid(-logits), 0)
    return d_star, real.sum(-1) + fake.sum(-1)


# --- d_loss


@alternative("d_loss")
def d_loss_by_cross_entropy(real_logits, fake_logits, mode="ns"):
    """torch's binary cross-entropy with logits, and labels; `mse_loss` and `clamp` for the others."""
    bce = nn.functional.binary_cross_entropy_with_logits
    if mode in ("minimax", "ns"):
        real = bce(real_logits, torch.ones_like(real_logits))
        return real + bce(fake_logits, torch.zeros_like(fake_logits))
    if mode == "ls":
        mse = nn.functional.mse_loss
        return (mse(real_logits, torch.ones_like(real_logits)) + mse(fake_logits, torch.zeros_like(fake_logits))) / 2
    if mode == "hinge":
        return (1 - real_logits).clamp(min=0).mean() + (1 + fake_logits).clamp(min=0).mean()
    if mode == "wgan":
        return -(real_logits.mean() - fake_logits.mean())
    raise ValueError(mode)


@alternative("d_loss")
def d_loss_from_a_table(real_logits, fake_logits, mode="ns"):
    """A table of two functions for each mode; the error is a subclass of ValueError."""

    class UnknownModeError(ValueError):
        pass

    table = {
        "ns": (lambda r: -nn.functional.logsigmoid(r), lambda f: -nn.functional.logsigmoid(-f)),
        "ls": (lambda r: (r - 1) ** 2 / 2, lambda f: f**2 / 2),
        "hinge": (lambda r: nn.functional.relu(1 - r), lambda f: nn.functional.relu(1 + f)),
        "wgan": (lambda r: -r, lambda f: f),
    }
    table["minimax"] = table["ns"]
    if mode not in table:
        raise UnknownModeError(mode)
    of_real, of_fake = table[mode]
    return torch.mean(of_real(real_logits)) + torch.mean(of_fake(fake_logits))


@alternative("d_loss")
def d_loss_by_logaddexp(real_logits, fake_logits, mode="ns"):
    """Sums divided by counts, and logaddexp for the softplus."""
    zero = real_logits.new_zeros(())
    if mode in ("minimax", "ns"):
        real, fake = torch.logaddexp(zero, -real_logits), torch.logaddexp(zero, fake_logits)
    elif mode == "ls":
        real, fake = 0.5 * (real_logits - 1) ** 2, 0.5 * fake_logits**2
    elif mode == "hinge":
        real, fake = torch.maximum(zero, 1 - real_logits), torch.maximum(zero, 1 + fake_logits)
    elif mode == "wgan":
        real, fake = -real_logits, fake_logits
    else:
        raise ValueError(mode)
    return real.sum() / real.numel() + fake.sum() / fake.numel()


# --- g_loss


@alternative("g_loss")
def g_loss_by_cross_entropy(fake_logits, mode="ns"):
    """Cross-entropy with logits: fakes labelled real, or D's loss with its sign turned."""
    bce = nn.functional.binary_cross_entropy_with_logits
    if mode == "ns":
        return bce(fake_logits, torch.ones_like(fake_logits))
    if mode == "minimax":
        return -bce(fake_logits, torch.zeros_like(fake_logits))
    if mode == "ls":
        return nn.functional.mse_loss(fake_logits, torch.ones_like(fake_logits)) / 2
    if mode in {"hinge", "wgan"}:
        return fake_logits.mean().neg()
    raise ValueError(mode)


@alternative("g_loss")
def g_loss_with_logsigmoid(fake_logits, mode="ns"):
    """`match`, and logsigmoid; log(1 - sigmoid(l)) is logsigmoid(l) - l."""
    match mode:
        case "minimax":
            losses = nn.functional.logsigmoid(fake_logits) - fake_logits
        case "ns":
            losses = -nn.functional.logsigmoid(fake_logits)
        case "ls":
            losses = (fake_logits - 1).pow(2) / 2
        case "hinge" | "wgan":
            losses = -fake_logits
        case _:
            raise ValueError(mode)
    return losses.sum() / losses.numel()


# --- d_step


@alternative("d_step")
def d_step_under_no_grad(G, D, opt_D, x, z, mode="ns"):
    """Makes fakes under no_grad, and clears to zeros instead of None."""
    with torch.no_grad():
        fake = G(z)
    opt_D.zero_grad(set_to_none=False)
    loss = d_loss(D(x), D(fake), mode=mode)
    loss.backward()
    opt_D.step()
    return float(loss)


@alternative("d_step")
def d_step_in_one_batch(G, D, opt_D, x, z, mode="ns"):
    """Sends reals and fakes through D in one batch, and splits the logits."""
    fake = G(z).detach().to(x)
    logits = D(torch.cat([x, fake]))
    loss = d_loss(logits[: len(x)], logits[len(x) :], mode)
    D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.detach().cpu().item()


@alternative("d_step")
def d_step_with_autograd(G, D, opt_D, x, z, mode="ns"):
    """Asks autograd for D's gradients only, and puts them into .grad."""
    loss = d_loss(D(x), D(G(z)), mode)
    parameters = list(D.parameters())
    for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
        parameter.grad = gradient
    opt_D.step()
    return loss.item()


@alternative("d_step")
def d_step_that_freezes_g(G, D, opt_D, x, z, mode="ns"):
    """Switches G's gradients off, and on again afterwards."""
    G.requires_grad_(False)
    loss = d_loss(D(x), D(G(z)), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    G.requires_grad_(True)
    return loss.item()


# --- g_step


@alternative("g_step")
def g_step_that_freezes_d(G, D, opt_G, z, mode="ns"):
    """Switches D's gradients off meanwhile, which saves time."""
    D.requires_grad_(False)
    loss = g_loss(D(G(z)), mode)
    opt_G.zero_grad(set_to_none=False)
    loss.backward()
    opt_G.step()
    D.requires_grad_(True)
    return loss.item()


@alternative("g_step")
def g_step_with_a_closure(G, D, opt_G, z, mode="ns"):
    """Gives the optimiser a closure, which clears, goes backward and returns the loss."""

    def closure():
        opt_G.zero_grad()
        loss = g_loss(D(G(z)), mode)
        loss.backward()
        return loss

    return float(opt_G.step(closure))


@alternative("g_step")
def g_step_that_tidies_up(G, D, opt_G, z, mode="ns"):
    """Clears both before and both after."""
    G.zero_grad()
    D.zero_grad()
    loss = g_loss(D(G(z)), mode)
    loss.backward()
    opt_G.step()
    G.zero_grad()
    D.zero_grad()
    return loss.item()


# --- is_clean_d_step


@alternative("is_clean_d_step")
def check_against_a_twin(step):
    """Trains copies by hand and compares everything with them, with deeper networks and odd sizes."""
    import copy

    torch.manual_seed(7)
    for fill in (0.0, 2.0, None):
        G = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).double()
        D = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1), nn.Flatten(0)).double()
        x, z = torch.randn(7, 2).double(), torch.randn(7, 3).double()
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = None if fill is None else torch.full_like(p, fill)
        G_twin, D_twin = copy.deepcopy(G), copy.deepcopy(D)
        for p, twin in zip(G.parameters(), G_twin.parameters(), strict=True):
            twin.grad = None if p.grad is None else p.grad.clone()
        opt = torch.optim.SGD(D_twin.parameters(), lr=0.5)
        opt.zero_grad()
        d_loss(D_twin(x), D_twin(G_twin(z).detach()), "ns").backward()
        opt.step()
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.5), x, z)
        except Exception:
            return np.bool_(False)
        for p, twin in zip(G.parameters(), G_twin.parameters(), strict=True):
            if bool((p != twin).any()) or (p.grad is None) != (twin.grad is None):
                return np.bool_(False)
            if p.grad is not None and bool((p.grad != twin.grad).any()):
                return np.bool_(False)
        close = [(p - twin).abs().max() < 1e-9 for p, twin in zip(D.parameters(), D_twin.parameters(), strict=True)]
        if not all(close):
            return np.bool_(False)
    return np.bool_(True)


@alternative("is_clean_d_step")
def check_in_float32(step):
    """One network of each kind in float32, tried several times, with a tolerance for rounding; returns a tensor."""
    verdicts = []
    for trial in range(4):
        torch.manual_seed(trial)
        G, D = nn.Linear(2, 2), nn.Sequential(nn.Linear(2, 1), nn.Flatten(0))
        x, z = torch.randn(16, 2) + 1, torch.randn(16, 2)
        d_gradients = torch.autograd.grad(d_loss(D(x), D(G(z)), "ns"), list(D.parameters()))
        wanted = [(p - 0.3 * g).detach() for p, g in zip(D.parameters(), d_gradients, strict=True)]
        if trial % 2:
            for p in [*G.parameters(), *D.parameters()]:
                p.grad = torch.randn_like(p)
        before = [(p.detach().clone(), None if p.grad is None else p.grad.clone()) for p in G.parameters()]
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.3), x, z)
        except Exception:
            return torch.tensor(False)
        for p, (value, grad) in zip(G.parameters(), before, strict=True):
            verdicts.append(torch.equal(p, value))
            same = p.grad is None if grad is None else p.grad is not None and torch.equal(p.grad, grad)
            verdicts.append(same)
        verdicts += [torch.allclose(p, w, atol=1e-5) for p, w in zip(D.parameters(), wanted, strict=True)]
    return torch.tensor(all(verdicts))


# --- mode_coverage


@alternative("mode_coverage")
def coverage_by_cdist(samples, centres, sigma, within=3.0, least=1):
    """`cdist`, one-hot counts; returns tensors."""
    samples = samples.double()
    good = samples.isfinite().all(dim=1)
    distances = torch.cdist(samples[good], centres.double(), compute_mode="donot_use_mm_for_euclid_dist")
    nearest = distances.argmin(dim=1)
    hits = distances.amin(dim=1) <= within * sigma
    counts = nn.functional.one_hot(nearest[hits], len(centres)).sum(dim=0)
    return (counts >= least).sum(), hits.sum() / len(samples)


@alternative("mode_coverage")
def coverage_in_a_loop(samples, centres, sigma, within=3.0, least=1):
    """One sample after another, with plain numbers."""
    counts = [0] * len(centres)
    for row in samples.tolist():
        lengths = [math.dist(row, centre) for centre in centres.tolist()]
        if any(math.isnan(length) for length in lengths):
            continue
        nearest = min(range(len(centres)), key=lengths.__getitem__)
        if lengths[nearest] <= within * sigma:
            counts[nearest] += 1
    return sum(count >= least for count in counts), sum(counts) / len(samples)


@alternative("mode_coverage")
def coverage_in_numpy(samples, centres, sigma, within=3.0, least=1):
    """NumPy, with `np.unique` for the counts."""
    points, middles = np.asarray(samples, dtype=float), np.asarray(centres, dtype=float)
    with np.errstate(invalid="ignore"):
        distances = np.linalg.norm(points[:, None] - middles[None], axis=-1)
    distances[np.isnan(distances)] = np.inf
    hits = distances.min(axis=1) <= within * sigma
    _, counts = np.unique(distances.argmin(axis=1)[hits], return_counts=True)
    return int((counts >= least).sum()), float(hits.mean())


# --- train_gan


@alternative("train_gan")
def train_with_a_scheduler(x, *, seed, device="cpu", steps=1600):
    """PyTorch's linear schedule, the steps written out, and one pass of D over both batches."""
    torch.manual_seed(seed)
    G, D = Generator().to(device), Discriminator().to(device)
    optimisers = [torch.optim.Adam(net.parameters(), 0.003, (0.5, 0.99)) for net in (D, G)]
    schedules = [torch.optim.lr_scheduler.LambdaLR(opt, lambda t: 1 - t / steps) for opt in optimisers]
    softplus, x = nn.functional.softplus, x.to(device)
    for _ in range(steps):
        real = x[torch.randint(0, x.shape[0], (256,), device=device)]
        with torch.no_grad():
            fake = G(torch.randn(256, 2, device=device))
        real_logits, fake_logits = D(torch.cat([real, fake])).chunk(2)
        optimisers[0].zero_grad()
        (softplus(-real_logits) + softplus(fake_logits)).mean().backward()
        optimisers[0].step()
        optimisers[1].zero_grad()
        softplus(-D(G(torch.randn(256, 2, device=device)))).mean().backward()
        optimisers[1].step()
        for schedule in schedules:
            schedule.step()
    return G.to("cpu")


@alternative("train_gan")
def train_with_generators(x, *, seed, device="cpu", steps=1600):
    """Generators of its own for data and noise, and G's step first in each round."""
    torch.manual_seed(seed)
    draws = torch.Generator().manual_seed(seed + 1)
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))

    def noise():
        return torch.randn(256, 2, generator=draws)

    for t in range(steps):
        opt_G.param_groups[0]["lr"] = opt_D.param_groups[0]["lr"] = 0.003 * (steps - t) / steps
        g_step(G, D, opt_G, noise(), "ns")
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,), generator=draws)], noise(), "ns")
    return G.eval()


# --- train_epoch


@alternative("train_epoch")
def epoch_by_slices(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Shuffles first, then cuts slices."""
    shuffled = x[order]
    for start in range(0, len(shuffled), batch):
        real = shuffled[start : start + batch]
        for _ in range(n_critic):
            d_step(G, D, opt_D, real, draw_z(real.shape[0]), "ns")
        g_step(G, D, opt_G, draw_z(real.shape[0]), "ns")


@alternative("train_epoch")
def epoch_with_noise_beforehand(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Draws all noise of a batch before its first step, in the same order."""
    while len(order):
        rows, order = order[:batch], order[batch:]
        *for_d, for_g = [draw_z(len(rows)) for _ in range(n_critic + 1)]
        for z in for_d:
            d_step(G, D, opt_D, x[rows], z)
        g_step(G, D, opt_G, for_g)


@alternative("train_epoch")
def epoch_without_the_steps(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """Calls neither step: cross-entropies with labels, real and fake through D in one pass, D frozen while G moves."""
    bce = nn.functional.binary_cross_entropy_with_logits
    for rows in order.split(batch):
        real, size = x[rows], len(rows)
        for _ in range(n_critic):
            logits = D(torch.cat([real, G(draw_z(size)).detach()]))
            ones = torch.ones_like(logits[:size])
            opt_D.zero_grad(set_to_none=False)
            (bce(logits[:size], ones) + bce(logits[size:], 0 * ones)).backward()
            opt_D.step()
        D.requires_grad_(False)
        opt_G.zero_grad()
        bce(D(G(draw_z(size))), ones).backward()
        opt_G.step()
        D.requires_grad_(True)


# --- minibatch_std


@alternative("minibatch_std")
def std_by_hand(h, eps=1e-8):
    """Centres by hand, and makes the column with `full`-like arithmetic."""
    centred = h - h.mean(dim=0, keepdim=True)
    s = torch.sqrt(centred.pow(2).mean(dim=0) + eps).mean()
    return torch.cat((h, torch.ones_like(h[:, :1]) * s), dim=-1)


@alternative("minibatch_std")
def std_one_feature_at_a_time(h, eps=1e-8):
    """A loop over features, and `pad` with a value added to the new column."""
    total = 0
    for feature in h.unbind(dim=1):
        total = total + ((feature - feature.mean()).square().sum() / len(feature) + eps) ** 0.5
    padded = nn.functional.pad(h, (0, 1))
    padded[:, -1] = total / h.shape[1]
    return padded


# --- spectral_normalise


@alternative("spectral_normalise")
def normalise_by_detaching(W, u, n_iter=1):
    """Iterates on a detached copy, by hand, with einsum for sigma."""
    M = W.flatten(1)
    fixed, u = M.detach(), u.clone()
    for _ in range(n_iter):
        v = u @ fixed
        v = v / v.norm().clamp(min=1e-12)
        u = fixed @ v
        u = u / u.norm().clamp(min=1e-12)
    sigma = torch.einsum("i,ij,j->", u, M, v)
    return W / torch.maximum(sigma, sigma.new_tensor(1e-12)), u


@alternative("spectral_normalise")
def normalise_with_columns(W, u, n_iter=1):
    """Works with columns of shape [n, 1], and floats for lengths."""
    M = W.reshape(W.shape[0], -1)
    with torch.no_grad():
        column = u.reshape(-1, 1)
        for _ in range(n_iter):
            v = M.mT @ column
            v = v / max(float(v.norm()), 1e-12)
            column = M @ v
            column = column / max(float(column.norm()), 1e-12)
    sigma = (column.mT @ M @ v).squeeze()
    return W / torch.clamp(sigma, min=1e-12), column.squeeze(1)
