"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import copy

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative

# --- broadcast_plan


@alternative("broadcast_plan")
def asks_torch(a, b):
    """Lets torch find the shape, and finds the axes from the right; returns lists."""
    try:
        result = torch.broadcast_shapes(tuple(a), tuple(b))
    except RuntimeError:
        return None

    def axes(shape):
        return [i for i in range(len(result)) if i - len(result) < -len(shape) or shape[i - len(result)] != result[i]]

    return [list(result), axes(a), axes(b)]


@alternative("broadcast_plan")
def walks_from_the_right(a, b):
    """One axis at a time from the right, with indices."""
    shape, axes_a, axes_b = [], [], []
    n = max(len(a), len(b))
    for back in range(1, n + 1):
        p = a[len(a) - back] if back <= len(a) else None
        q = b[len(b) - back] if back <= len(b) else None
        if p is not None and q is not None and p != q and p != 1 and q != 1:
            return None
        known = [size for size in (p, q) if size is not None]
        size = known[1] if len(known) == 2 and known[0] == 1 else known[0]
        if p != size:
            axes_a.append(n - back)
        if q != size:
            axes_b.append(n - back)
        shape.append(size)
    return tuple(shape[::-1]), tuple(axes_a[::-1]), tuple(axes_b[::-1])


# --- Puzzles


@alternative("Puzzles")
class AsksTheLibrary:
    """Functions of torch that do the same: gather, cdist, tril, einsum, unfold."""

    @staticmethod
    def one_hot(labels, k):
        return torch.zeros(len(labels), k).scatter_(1, labels[:, None], 1.0)

    @staticmethod
    def pick(table, labels):
        return table.gather(1, labels[:, None]).squeeze(1)

    @staticmethod
    def squared_distances(x, y):
        return torch.cdist(x, y, compute_mode="donot_use_mm_for_euclid_dist") ** 2

    @staticmethod
    def causal_mask(n):
        return torch.ones(n, n, dtype=torch.bool).tril()

    @staticmethod
    def lift(t, x):
        return torch.einsum("n,n...->n...", t, x)

    @staticmethod
    def patches(images, p):
        n = len(images)
        return images.unfold(1, p, p).unfold(2, p, p).reshape(n, -1, p * p)


@alternative("Puzzles")
class WorksInNumpy:
    """NumPy arrays instead of tensors."""

    @staticmethod
    def one_hot(labels, k):
        return np.eye(k, dtype=np.float32)[labels.numpy()]

    @staticmethod
    def pick(table, labels):
        return np.take_along_axis(table.numpy(), labels.numpy()[:, None], axis=1)[:, 0]

    @staticmethod
    def squared_distances(x, y):
        x, y = x.numpy(), y.numpy()
        return (x**2).sum(1)[:, None] - 2 * x @ y.T + (y**2).sum(1)

    @staticmethod
    def causal_mask(n):
        return np.tri(n, dtype=bool)

    @staticmethod
    def lift(t, x):
        while t.ndim < x.ndim:
            t = t[..., None]
        return (t * x).numpy()

    @staticmethod
    def patches(images, p):
        n, height, width = images.shape
        tiles = images.numpy().reshape(n, height // p, p, width // p, p)
        return tiles.swapaxes(2, 3).reshape(n, (height // p) * (width // p), p * p)


# --- Swish


@alternative("Swish")
class KeepsTheOutput(torch.autograd.Function):
    """Saves inputs and output in `setup_context`, and writes the derivative with the output."""

    @staticmethod
    def forward(x, beta):
        return x * torch.sigmoid(beta * x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs, output)

    @staticmethod
    def backward(ctx, grad):
        x, beta, y = ctx.saved_tensors
        gate = torch.sigmoid(beta * x)
        rest = 1 - gate
        return grad * (gate + beta * y * rest), (grad * x * y * rest).sum_to_size(tuple(beta.shape))


@alternative("Swish")
class SumsAxisByAxis(torch.autograd.Function):
    """The sigmoid from a tanh, its slope from a cosh; the axes of beta's gradient are summed one after the other."""

    @staticmethod
    def forward(ctx, x, beta):
        ctx.save_for_backward(x, beta)
        return 0.5 * x * (1 + torch.tanh(0.5 * beta * x))

    @staticmethod
    def backward(ctx, grad):
        x, beta = ctx.saved_tensors
        t = torch.tanh(0.5 * beta * x)
        slope = 0.25 * (1 - t * t)
        grad_beta = grad * x**2 * slope
        while grad_beta.ndim > beta.ndim:
            grad_beta = grad_beta.sum(dim=0)
        for axis, size in enumerate(beta.shape):
            if size == 1:
                grad_beta = grad_beta.sum(dim=axis, keepdim=True)
        return grad * (0.5 * (1 + t) + beta * x * slope), grad_beta


# --- gradient_penalty


@alternative("gradient_penalty")
def sums_squares_and_guards(critic, x):
    """A root of a sum of squares, with a tiny number inside it; cotangents of ones."""
    x = x.detach().requires_grad_(True)
    values = critic(x)
    (gradient,) = torch.autograd.grad(values, x, grad_outputs=torch.ones_like(values), create_graph=True)
    steepness = torch.sqrt((gradient**2).sum(dim=tuple(range(1, x.dim()))) + 1e-12)
    return torch.mean((steepness - 1.0) ** 2)


@alternative("gradient_penalty")
def one_example_at_a_time(critic, x):
    """A loop over examples, each with a walk of its own."""
    penalties = []
    for example in x:
        leaf = example.detach().clone()[None].requires_grad_()
        (gradient,) = torch.autograd.grad(critic(leaf).squeeze(), leaf, create_graph=True)
        penalties.append((torch.linalg.vector_norm(gradient) - 1) ** 2)
    return torch.stack(penalties).mean()


# --- MLP


@alternative("MLP")
class ChainsByIndex(nn.Module):
    """Appends layer by layer, and asks by index whether one is the last; functional dropout that is told the mode."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.p = dropout
        self.layers, self.activations = nn.ModuleList(), nn.ModuleList()
        for i in range(len(sizes) - 1):
            self.layers.append(nn.Linear(sizes[i], sizes[i + 1]))
            if i < len(sizes) - 2:
                self.activations.append(activation())

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = layer(x)
            if i < len(self.activations):
                x = nn.functional.dropout(self.activations[i](x), self.p, training=self.training)
        return x


@alternative("MLP")
class ComputesByHand(nn.Module):
    """A Sequential of layers, used by hand with matrix products, and a dropout module for each hidden layer."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.Sequential(*[nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)])
        self.activations = nn.Sequential(*[activation() for _ in range(len(sizes) - 2)])
        self.drops = nn.ModuleList([nn.Dropout(dropout) for _ in range(len(sizes) - 2)])

    def forward(self, x):
        for layer, activation, drop in zip(self.layers, self.activations, self.drops, strict=False):
            x = drop(activation(x @ layer.weight.T + layer.bias))
        last = self.layers[len(self.layers) - 1]
        return x @ last.weight.T + last.bias


# --- train_one_epoch


@alternative("train_one_epoch")
def clears_first_and_sums(model, loader, optimiser, loss_fn):
    """Clears at the top of the loop, through the model; collects detached losses."""
    model.train()
    losses, lengths = [], []
    for x, y in loader:
        model.zero_grad(set_to_none=True)
        loss = loss_fn(model(x), y)
        loss.backward()
        optimiser.step()
        losses.append(loss.detach() * len(y))
        lengths.append(y.shape[0])
    return float(sum(losses) / sum(lengths))


@alternative("train_one_epoch")
def clears_before_and_after(model, loader, optimiser, loss_fn):
    """Turns the loader into a list, clears before the first step and after each, and uses NumPy's weighted average."""
    batches = list(loader)
    model.train(True)
    optimiser.zero_grad(set_to_none=False)
    losses = []
    for x, y in batches:
        loss = loss_fn(model(x), y)
        loss.backward()
        losses.append(loss.item())
        optimiser.step()
        optimiser.zero_grad()
    return float(np.average(losses, weights=[len(x) for x, _ in batches]))


# --- EMA


@alternative("EMA")
class KeepsAModel:
    """The shadow is a deep copy of the model; interpolates with lerp."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = copy.deepcopy(model)

    @torch.no_grad()
    def update(self, model):
        for mine, theirs in zip(self.shadow.parameters(), model.parameters(), strict=True):
            mine.lerp_(theirs, 1 - self.decay)
        for mine, theirs in zip(self.shadow.buffers(), model.buffers(), strict=True):
            mine.copy_(theirs)

    def copy_to(self, model):
        model.load_state_dict(self.shadow.state_dict())


@alternative("EMA")
class KeepsLists:
    """Lists of tensors, new ones in each update."""

    def __init__(self, model, decay):
        self.decay = decay
        self.parameters = [value.detach().clone() for value in model.parameters()]
        self.buffers = [value.clone() for value in model.buffers()]

    def update(self, model):
        with torch.no_grad():
            pairs = zip(self.parameters, model.parameters(), strict=True)
            self.parameters = [self.decay * mine + (1 - self.decay) * theirs for mine, theirs in pairs]
            self.buffers = [value.clone() for value in model.buffers()]

    def copy_to(self, model):
        with torch.no_grad():
            for mine, theirs in zip(self.parameters, model.parameters(), strict=True):
                theirs.copy_(mine)
            for mine, theirs in zip(self.buffers, model.buffers(), strict=True):
                theirs.copy_(mine)


# --- Checkpoint


@alternative("Checkpoint")
class WritesThroughAFile:
    """A tuple of parts, through an open file; the generator's state as a list of numbers."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        with open(path, "wb") as file:
            torch.save([model.state_dict(), optimiser.state_dict(), generator.get_state().tolist(), epoch], file)

    @staticmethod
    def load(path, model, optimiser, generator):
        with open(path, "rb") as file:
            weights, memory, state, epoch = torch.load(file, map_location="cpu")
        model.load_state_dict(weights, strict=True)
        optimiser.load_state_dict(memory)
        generator.set_state(torch.tensor(state, dtype=torch.uint8))
        return epoch


@alternative("Checkpoint")
class ChecksByHand:
    """Compares names and shapes itself before it copies anything."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        state = {f"model/{name}": value.clone() for name, value in model.state_dict().items()}
        state["optimiser"] = optimiser.state_dict()
        state["rng"] = generator.get_state()
        state["epoch"] = torch.tensor(epoch)
        torch.save(state, str(path))

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        own = model.state_dict()
        saved = {name[6:]: value for name, value in state.items() if name.startswith("model/")}
        if saved.keys() != own.keys() or any(saved[name].shape != own[name].shape for name in own):
            raise ValueError("this file belongs to another model")
        with torch.no_grad():
            for name, value in own.items():
                value.copy_(saved[name])
        optimiser.load_state_dict(state["optimiser"])
        generator.set_state(state["rng"])
        return int(state["epoch"])


# --- train_digits


@alternative("train_digits")
def trains_with_a_loop_of_its_own(x, y, *, seed, epochs=30, device="cpu"):
    """Writes the loop out, with a generator for the orders and a negative log-likelihood."""
    torch.manual_seed(seed + 1)
    generator = torch.Generator().manual_seed(seed)
    network = MLP((x.size(1), 128, 10), nn.ReLU, 0.2).to(device=device, dtype=x.dtype)
    optimiser = torch.optim.SGD(list(network.parameters()), 0.05, 0.9)
    for _ in range(epochs):
        network.train()
        for rows in torch.randperm(len(x), generator=generator).split(64):
            optimiser.zero_grad()
            log_p = nn.functional.log_softmax(network(x[rows].to(device)), dim=1)
            nn.functional.nll_loss(log_p, y[rows].to(device)).backward()
            optimiser.step()
    network.eval()
    return network.to("cpu")


@alternative("train_digits")
def trains_in_float32(x, y, *, seed, epochs=30, device="cpu"):
    """Trains float32 weights, and turns them into the data's dtype at the end."""
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    data = torch.utils.data.TensorDataset(x.float().to(device), y.to(device))
    loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, nn.CrossEntropyLoss())
    return network.cpu().to(x.dtype).eval()
