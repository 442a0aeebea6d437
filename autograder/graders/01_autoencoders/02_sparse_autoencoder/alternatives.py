"""Right answers of other kinds, which must get full marks. Each docstring says how it differs."""

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative

# --- l0


@alternative("l0")
def l0_by_loops(z, D, tol=0.01):
    """Loops over examples and units; counts as a list."""
    counts = []
    for row in z.tolist():
        sizes = [abs(value) * float(atom.square().sum().sqrt()) for value, atom in zip(row, D, strict=True)]
        largest = max(sizes)
        counts.append(float(sum(size > tol * largest for size in sizes)))
    return counts


@alternative("l0")
def l0_of_the_scaled_dictionary(z, D, tol=0.01):
    """Builds each contribution as a vector and measures that; numpy at the end."""
    vectors = z[:, :, None] * D[None]
    sizes = np.sqrt((vectors.numpy() ** 2).sum(-1))
    return (sizes > tol * sizes.max(1)[:, None]).sum(1)


# --- dead_units


@alternative("dead_units")
def dead_units_by_counting(z, min_rate=0.0):
    """Counts instead of averaging."""
    return torch.count_nonzero(z, dim=0) <= min_rate * len(z)


@alternative("dead_units")
def dead_units_in_numpy(z, min_rate=0.0):
    """NumPy."""
    return ~((np.asarray(z) != 0).mean(axis=0) > min_rate)


# --- kl_sparsity


@alternative("kl_sparsity")
def kl_by_torch(rho_hat, rho):
    """torch's own KL of Bernoulli distributions, unit by unit, with the edge cases by hand."""
    total = rho_hat.new_zeros(())
    for rate in rho_hat:
        if rho > 0:
            total = total + rho * torch.log(rho / rate)
        if rho < 1:
            total = total + (1 - rho) * torch.log((1 - rho) / (1 - rate))
    return total


@alternative("kl_sparsity")
def kl_by_functional(rho_hat, rho):
    """`kl_div` of both outcomes: it takes logarithms first, and knows that 0 log 0 is 0."""
    both = torch.stack([rho_hat, 1 - rho_hat])
    target = torch.stack([torch.full_like(rho_hat, rho), torch.full_like(rho_hat, 1 - rho)])
    terms = torch.where(target > 0, nn.functional.kl_div(both.log(), target, reduction="none"), 0.0)
    return terms.sum()


# --- kl_sparsity_grad


@alternative("kl_sparsity_grad")
def kl_gradient_by_autograd(a, rho):
    """Automatic differentiation of a stable form: log-mean-exp of logsigmoid."""
    a = a.detach().clone().requires_grad_()
    rate = torch.logsumexp(nn.functional.logsigmoid(a), dim=0)
    rest = torch.logsumexp(nn.functional.logsigmoid(-a), dim=0)
    (gradient,) = torch.autograd.grad(-(rho * rate + (1 - rho) * rest).sum(), a)
    return gradient


@alternative("kl_sparsity_grad")
def kl_gradient_in_numpy(a, rho):
    """NumPy, with weights that sum to one over the batch."""
    a = np.asarray(a)
    on, off = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(a))
    return (1 - rho) * on * (off / off.sum(0)) - rho * off * (on / on.sum(0))


# --- l1_penalty


@alternative("l1_penalty")
def bill_of_normalised_atoms(z, D):
    """A matrix product: mean code sizes times lengths."""
    return z.abs().mean(dim=0) @ D.norm(dim=1)


@alternative("l1_penalty")
def bill_by_examples(z, D):
    """One example at a time."""
    lengths = torch.linalg.norm(D, axis=-1)
    return sum(torch.dot(torch.abs(row), lengths) for row in z) / len(z)


# --- sae_loss


@alternative("sae_loss")
def loss_by_functional(x, x_hat, z, D, lam):
    """`mse_loss` with a sum, and the penalty written out."""
    n = x.shape[0]
    bill = (z.abs() * torch.linalg.vector_norm(D, dim=1)).sum()
    return (nn.functional.mse_loss(x_hat, x, reduction="sum") + lam * bill) / n


@alternative("sae_loss")
def loss_by_means(x, x_hat, z, D, lam):
    """Means, with the numbers by which they divide multiplied again."""
    reconstruction = x.shape[1] * (x - x_hat).pow(2).mean()
    penalty = z.shape[1] * (z.abs() * D.norm(dim=-1)).mean()
    return reconstruction + lam * penalty


# --- is_honest_penalty


@alternative("is_honest_penalty")
def check_with_many_draws(penalty):
    """Several draws, gradients first, a try around everything."""
    torch.manual_seed(1)
    try:
        for _ in range(5):
            z = torch.randn(2, 4, dtype=torch.float64).requires_grad_()
            D = torch.randn(4, 3, dtype=torch.float64).requires_grad_()
            value = penalty(z, D)
            d_z, d_D = torch.autograd.grad(value, (z, D))
            if not torch.allclose((z * d_z).sum(0), (D * d_D).sum(1), rtol=1e-6, atol=1e-15):
                return False
            z, D, value = z.detach(), D.detach(), float(value)
            s = 0.1 + 5 * torch.rand(4, dtype=torch.float64)
            if abs(float(penalty(z * s, D / s[:, None])) - value) > 1e-6 * abs(value):
                return False
            if abs(float(penalty(z * 0.25, D)) - 0.25 * value) > 1e-6 * abs(value):
                return False
            total = 0.0
            for i in range(2):
                for j in range(4):
                    only = torch.zeros_like(z)
                    only[i, j] = z[i, j]
                    prices = [float(penalty(sign * only, D)) for sign in (1, -1)]
                    if min(prices) <= 0:
                        return False
                    total += prices[0]
            if abs(total - value) > 1e-6 * abs(value):
                return False
    except (RuntimeError, TypeError):
        return False
    return True


# --- topk_activation


@alternative("topk_activation")
def topk_with_where(a, k):
    """Ranks by a double argsort, and `where`."""
    order = torch.argsort(-a, dim=1, stable=True)
    rank = torch.argsort(order, dim=1)
    return torch.where((rank < k) & (a > 0), a, torch.zeros_like(a))


@alternative("topk_activation")
def topk_by_scattering(a, k):
    """Gathers the kept values and scatters them into zeros."""
    indices = torch.sort(a, dim=1, descending=True, stable=True)[1][:, : min(k, a.shape[1])]
    values = torch.gather(a, 1, indices).clamp(min=0)
    return torch.zeros_like(a).scatter(1, indices, values)


# --- normalise_decoder


@alternative("normalise_decoder")
def normalising_by_functional(D, G):
    """`normalize` of torch, with no floor but for zero, and an outer product for each atom."""
    unit = nn.functional.normalize(D, dim=1, eps=1e-30)
    projectors = unit[:, :, None] @ unit[:, None, :]
    return unit, G - (projectors @ G[:, :, None]).squeeze(-1)


@alternative("normalise_decoder")
def normalising_in_numpy(D, G):
    """NumPy, row by row."""
    unit, tangent = np.array(D), np.array(G)
    for j in range(len(unit)):
        length = np.linalg.norm(unit[j])
        if length > 0:
            unit[j] /= length
        tangent[j] -= (tangent[j] @ unit[j]) * unit[j]
    return unit, tangent


# --- train_sae


@alternative("train_sae")
def training_in_epochs(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Shuffled epochs instead of independent draws, torch's global generator, gradients set to zero by hand."""
    torch.manual_seed(seed)
    model = SparseAutoencoder(x.mean(0), n_units, torch.default_generator)  # noqa: F821 - the notebook's
    optimiser = torch.optim.Adam(model.parameters(), lr)
    order = torch.randperm(len(x))
    for _ in range(steps):
        if len(order) < batch:
            order = torch.cat([order, torch.randperm(len(x))])
        rows, order = order[:batch], order[batch:]
        z = model.encode(x[rows])
        error = (model.decode(z) - x[rows]).square().sum(1).mean()
        bill = (z * model.D.norm(dim=1)).sum(1).mean()
        (error + lam * bill).backward()
        optimiser.step()
        for parameter in model.parameters():
            parameter.grad = None
    return model


@alternative("train_sae")
class TrainedInSinglePrecision(nn.Module):
    """Its own module, in float32, returned by its own constructor."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        x = x.float()
        atoms = nn.functional.normalize(torch.randn(n_units, x.shape[1], generator=generator), dim=1)
        self.D, self.W = nn.Parameter(atoms.clone()), nn.Parameter(atoms.t().clone())
        self.b, self.c = nn.Parameter(torch.zeros(n_units)), nn.Parameter(x.mean(dim=0))
        optimiser = torch.optim.Adam(self.parameters(), lr=lr)
        for _ in range(steps):
            examples = x[torch.randint(len(x), (batch,), generator=generator)]
            z = self.encode(examples)
            optimiser.zero_grad()
            loss = (self.decode(z) - examples).square().sum() + lam * (z * self.D.norm(dim=1)).sum()
            (loss / batch).backward()
            optimiser.step()

    def encode(self, x):
        """Codes of pictures."""
        return torch.relu((x.float() - self.c) @ self.W + self.b)

    def decode(self, z):
        """Pictures of codes."""
        return z.float() @ self.D + self.c
