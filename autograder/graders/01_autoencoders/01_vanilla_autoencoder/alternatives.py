"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative

# --- psnr


@alternative("psnr")
def decibels_in_numpy(x_hat, x, max_value=1.0):
    """NumPy, with the logarithm of the peak apart; returns an array."""
    x_hat, x = np.asarray(x_hat), np.asarray(x)
    with np.errstate(divide="ignore"):
        return (20 * np.log10(max_value) - 10 * np.log10(((x_hat - x) ** 2).mean(axis=-1))).astype(x.dtype)


@alternative("psnr")
def decibels_by_a_loop(x_hat, x, max_value=1.0):
    """One picture at a time, by the root of the error."""
    import math

    values = []
    for copy, original in zip(x_hat, x, strict=True):
        root = math.sqrt(float((copy - original).pow(2).mean()))
        values.append(20 * math.log10(max_value / root) if root > 0 else math.inf)
    return torch.tensor(values, dtype=x.dtype)


# --- tied_linear_ae


@alternative("tied_linear_ae")
def gradient_by_autograd(W, X):
    """Lets autograd take both parts together."""
    W = W.detach().clone().requires_grad_()
    loss = ((X @ W.T) @ W - X).pow(2).sum() / X.shape[0]
    loss.backward()
    return loss.item(), W.grad


@alternative("tied_linear_ae")
def gradient_in_numpy(W, X):
    """NumPy, by the covariance and without residuals; returns a list of a number and an array."""
    W, X = np.asarray(W), np.asarray(X)
    sigma, left = X.T @ X / len(X), np.eye(X.shape[1]) - W.T @ W
    return [np.trace(left @ sigma @ left), -2 * W @ (sigma @ left + left @ sigma)]


@alternative("tied_linear_ae")
def gradient_by_a_loop(W, X):
    """One example at a time: the outer products of the decoder's and the encoder's part."""
    loss, gradient = 0.0, torch.zeros_like(W)
    for x in X:
        z = W @ x
        r = W.T @ z - x
        loss += float(r @ r) / len(X)
        gradient += 2 / len(X) * (torch.outer(z, r) + torch.outer(W @ r, x))
    return loss, gradient


# --- predict_linear_ae


@alternative("predict_linear_ae")
def prediction_by_all_pairs(eigenvalues, chosen):
    """Looks at every exchange; returns a list of tensors."""
    inside, outside = eigenvalues[chosen], eigenvalues[[i for i in range(len(eigenvalues)) if i not in chosen]]
    bends = 2 * (inside[:, None] - outside[None, :])
    return [eigenvalues.sum() - inside.sum(), bends.min(), (bends >= 0).all()]


@alternative("predict_linear_ae")
def prediction_by_sorting(eigenvalues, chosen):
    """NumPy: the verdict comes from comparing the sum of the chosen with that of the largest."""
    values = np.asarray(eigenvalues)
    mask = np.isin(np.arange(len(values)), chosen)
    kept, rest = np.sort(values[mask]), np.sort(values[~mask])
    return (
        np.sum(rest),
        2 * kept[0] - 2 * rest[-1],
        np.isclose(kept.sum(), np.sort(values)[-len(kept) :].sum(), rtol=1e-12),
    )


@alternative("predict_linear_ae")
def prediction_by_autograd(eigenvalues, chosen):
    """Uses no formula but (2): turns each row towards each other direction, and differentiates the loss twice."""
    d = len(eigenvalues)
    X, unit = torch.diag((d * eigenvalues).sqrt()), torch.eye(d, dtype=eigenvalues.dtype)

    def loss(W):
        return (X @ W.T @ W - X).square().sum() / d

    bends = {}
    for place, p in enumerate(chosen):
        for q in set(range(d)) - set(chosen):
            theta = torch.zeros((), dtype=eigenvalues.dtype, requires_grad=True)
            rows = [unit[i] for i in chosen]
            rows[place] = theta.cos() * unit[p] + theta.sin() * unit[q]
            (slope,) = torch.autograd.grad(loss(torch.stack(rows)), theta, create_graph=True)
            bends[p, q] = float(torch.autograd.grad(slope, theta)[0])
    return loss(unit[chosen]), min(bends.values()), all(eigenvalues[p] >= eigenvalues[q] for p, q in bends)


# --- linear_ae_subspace


@alternative("linear_ae_subspace")
def walk_by_an_optimiser(X, W, lr, steps):
    """torch's SGD on the loss, and projections by QR."""
    centred = X - X.mean(0)
    W = W.detach().clone().requires_grad_()
    optimiser = torch.optim.SGD([W], lr=lr)
    for _ in range(steps):
        optimiser.zero_grad()
        (centred @ W.T @ W - centred).square().sum(1).mean().backward()
        optimiser.step()
    Q = torch.linalg.qr(W.detach().T).Q
    V = torch.linalg.eigh(centred.T @ centred).eigenvectors[:, -len(W) :]
    return W.detach(), (Q @ Q.T - V @ V.T).norm()


@alternative("linear_ae_subspace")
def walk_in_numpy(X, W, lr, steps):
    """NumPy, on the covariance; the distance from the principal angles."""
    X, W = np.asarray(X), np.array(W)
    sigma = np.cov(X, rowvar=False, bias=True)
    for _ in range(steps):
        left = np.eye(len(sigma)) - W.T @ W
        W = W + 2 * lr * W @ (sigma @ left + left @ sigma)
    Q, V = np.linalg.qr(W.T)[0], np.linalg.eigh(sigma)[1][:, ::-1][:, : len(W)]
    return W, np.linalg.norm(Q @ Q.T - V @ V.T)


# --- Autoencoder


@alternative("Autoencoder")
class WithNamedLayers(nn.Module):
    """Four named layers, and activations as functions."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.to_hidden, self.to_code = nn.Linear(d, hidden), nn.Linear(hidden, k)
        self.from_code, self.to_pixels = nn.Linear(k, hidden), nn.Linear(hidden, d)

    def encode(self, x):
        return self.to_code(torch.relu(self.to_hidden(x)))

    def decode(self, z):
        return self.to_pixels(self.from_code(z).clamp_min(0)).sigmoid()

    def forward(self, x):
        return self.decode(self.encode(x))


@alternative("Autoencoder")
class WithLayersMadeInALoop(nn.Module):
    """A list of layers that the module knows, and the logistic function as a hyperbolic tangent."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        widths = [d, hidden, k, hidden, d]
        self.layers = nn.ModuleList(nn.Linear(widths[i], widths[i + 1]) for i in range(4))

    def encode(self, x):
        first, second, *_ = self.layers
        h = first(x)
        return second(torch.where(h > 0, h, torch.zeros_like(h)))

    def decode(self, z):
        *_, third, fourth = self.layers
        return 0.5 * (1 + torch.tanh(0.5 * fourth(nn.functional.relu(third(z)))))

    def forward(self, x):
        z = self.encode(x)
        return self.decode(z)


# --- crosses_bottleneck


@alternative("crosses_bottleneck")
def checked_one_by_one(model, x, k):
    """Encodes noise in between, decodes picture by picture from the last to the first, and rounds in NumPy."""
    z = model.encode(x)
    if z.ndim != 2 or z.shape[0] != x.shape[0] or z.shape[1] != k:
        return False
    x_hat = model(x).detach()
    model.encode(torch.rand(x.shape, dtype=x.dtype))
    verdicts = []
    for i in reversed(range(len(x))):
        exact = model.decode(z[i : i + 1].detach()).detach()
        rounded = model.decode(torch.from_numpy(np.round(z[i : i + 1].detach().numpy(), 3))).detach()
        verdicts.append(exact.shape == x_hat[i : i + 1].shape and bool(((exact - x_hat[i]).abs() <= 1e-6).all()))
        verdicts.append(bool(((rounded - x_hat[i]).abs() <= 0.05).all()))
    return all(verdicts)


@alternative("crosses_bottleneck")
def checked_with_the_jacobian_first(model, x, k):
    """The rank of the Jacobian first, then what it cannot see; returns a tensor."""
    z = model.encode(x).detach()
    if tuple(z.shape) != (len(x), k) or any(jacobian_rank(model, row) > k for row in x):
        return torch.tensor(False)
    x_hat = model(x).detach()
    with torch.no_grad():
        model(x.roll(1, 0) * 0.5)
        again, rounded = model.decode(z), model.decode((1000 * z).round() / 1000)
    return torch.tensor(
        torch.allclose(again, x_hat, rtol=0, atol=1e-6) and float((rounded - x_hat).abs().max()) <= 0.05
    )


# --- train_epoch


@alternative("train_epoch")
def epoch_by_positions(model, optimiser, x, order, batch_size):
    """Counts positions, clears each gradient by hand, and uses torch's loss."""
    errors, position = [], 0
    while position < len(order):
        batch = x.index_select(0, order[position : position + batch_size])
        position += len(batch)
        for parameter in model.parameters():
            parameter.grad = None
        loss = nn.functional.mse_loss(model(batch), batch)
        loss.backward()
        optimiser.step()
        errors.extend([float(loss.detach())] * len(batch))
    return sum(errors) / len(errors)


@alternative("train_epoch")
def epoch_by_a_loader(model, optimiser, x, order, batch_size):
    """A DataLoader over the reordered examples, and a sum of squares for the report."""
    squares = 0.0
    for batch in torch.utils.data.DataLoader(x[order], batch_size=batch_size, shuffle=False, drop_last=False):
        difference = model(batch) - batch
        optimiser.zero_grad(set_to_none=False)
        difference.pow(2).mean().backward()
        optimiser.step()
        squares += difference.detach().pow(2).sum().item()
    return squares / (len(order) * x.shape[1])


# --- contractive_penalty


@alternative("contractive_penalty")
def penalty_by_building_jacobians(W, b, x, activation):
    """Builds each example's Jacobian by broadcasting, and sums its squares."""
    if activation not in ("sigmoid", "tanh"):
        raise ValueError(activation)
    a = torch.einsum("nd,md->nm", x, W) + b
    h = a.sigmoid() if activation == "sigmoid" else a.tanh()
    slope = h - h * h if activation == "sigmoid" else (1 - h) * (1 + h)
    return (slope[:, :, None] * W[None]).pow(2).flatten(1).sum(1)


@alternative("contractive_penalty")
def penalty_by_a_loop(W, b, x, activation):
    """One example at a time, by torch's own formulae for the slopes; sigmoid(-a) for 1 - sigmoid(a)."""
    slopes = {"sigmoid": lambda a: torch.sigmoid(a) * torch.sigmoid(-a), "tanh": lambda a: 1 - torch.tanh(a) ** 2}
    if activation not in slopes:
        raise ValueError("sigmoid or tanh")
    return torch.stack([((slopes[activation](W @ row + b)[:, None] * W) ** 2).sum() for row in x])


# --- ssim


@alternative("ssim")
def ssim_by_pooling(a, b, window=4, max_value=1.0):
    """Average pooling: variances as the mean of squares less the square of the mean."""

    def pool(images):
        return nn.functional.avg_pool2d(images[:, None].double(), window, stride=1)[:, 0]

    mu_a, mu_b = pool(a), pool(b)
    a_2, b_2 = a.double() ** 2, b.double() ** 2
    var_a, var_b, cov = pool(a_2) - mu_a**2, pool(b_2) - mu_b**2, pool(a.double() * b.double()) - mu_a * mu_b
    c_1, c_2 = 1e-4 * max_value**2, 9e-4 * max_value**2
    values = (2 * mu_a * mu_b + c_1) * (2 * cov + c_2) / ((mu_a**2 + mu_b**2 + c_1) * (var_a + var_b + c_2))
    return values.flatten(1).mean(1).to(a.dtype)


@alternative("ssim")
def ssim_in_numpy(a, b, window=4, max_value=1.0):
    """NumPy's sliding windows; returns an array."""
    p, q = (np.lib.stride_tricks.sliding_window_view(np.asarray(x), (window, window), axis=(1, 2)) for x in (a, b))
    axes = (-2, -1)
    mu_p, mu_q = p.mean(axes), q.mean(axes)
    cov = (p * q).mean(axes) - mu_p * mu_q
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    above = (2 * mu_p * mu_q + c_1) * (2 * cov + c_2)
    values = above / ((mu_p**2 + mu_q**2 + c_1) * (p.var(axes) + q.var(axes) + c_2))
    return values.mean(axis=(1, 2)).astype(np.asarray(a).dtype)


# --- train_autoencoder


@alternative("train_autoencoder")
def trains_with_a_loop_of_its_own(x, *, seed, k=8, epochs=60, device="cpu"):
    """Writes the loop out, with a generator for the orders and torch's loss."""
    torch.manual_seed(seed + 1)
    generator = torch.Generator().manual_seed(seed)
    model = Autoencoder(x.size(1), k).to(device=device, dtype=x.dtype)
    optimiser = torch.optim.Adam(list(model.parameters()), 0.005)
    for _ in range(epochs):
        for rows in torch.randperm(len(x), generator=generator).split(128):
            batch = x[rows].to(device)
            optimiser.zero_grad()
            nn.functional.mse_loss(model(batch), batch).backward()
            optimiser.step()
    return model.to("cpu")


@alternative("train_autoencoder")
class TrainsInFloat32(nn.Module):
    """Trains float32 weights in a module of its own, and turns them into the data's dtype at the end."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        super().__init__()
        torch.manual_seed(seed)
        self.net = Autoencoder(x.shape[1], k, 128).to(device)
        optimiser, data = torch.optim.Adam(self.net.parameters(), lr=5e-3), x.float().to(device)
        for _ in range(epochs):
            train_epoch(self.net, optimiser, data, torch.randperm(len(data)).to(device), 128)
        self.net = self.net.cpu().to(x.dtype)

    @torch.no_grad()
    def encode(self, x):
        return self.net.encode(x)

    @torch.no_grad()
    def decode(self, z):
        return self.net.decode(z)
