"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""

import copy
import math

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative

dc_generator = dc_discriminator = init_weights = train_round = update_average = None  # stand in the notebook

# --- overlap_counts


@alternative("overlap_counts")
def counts_by_a_layer(size, kernel, stride, padding=0):
    """Lets torch paint ones with ones."""
    if (size - 1) * stride + kernel - 2 * padding < 1:
        raise ValueError("no output")
    painted = nn.functional.conv_transpose1d(torch.ones(1, 1, size), torch.ones(1, 1, kernel), stride=stride)[0, 0]
    return painted[padding : len(painted) - padding].round().long()


@alternative("overlap_counts")
def counts_by_comparison(size, kernel, stride, padding=0):
    """A table of comparisons, equation (2), summed over the inputs; the error is a subclass."""

    class NothingLeftError(ValueError):
        pass

    total = (size - 1) * stride - 2 * padding + kernel
    if total <= 0:
        raise NothingLeftError
    offset = torch.arange(total)[None] + padding - stride * torch.arange(size)[:, None]
    return ((offset >= 0) & (offset < kernel)).sum(dim=0)


@alternative("overlap_counts")
def counts_in_numpy(size, kernel, stride, padding=0):
    """NumPy: counts all places that are painted."""
    places = np.add.outer(stride * np.arange(size), np.arange(kernel)).reshape(-1) - padding
    total = (size - 1) * stride - 2 * padding + kernel
    if total < 1:
        raise ValueError(total)
    places = places[(places >= 0) & (places < total)]
    return torch.from_numpy(np.bincount(places, minlength=total))


# --- dc_generator


@alternative("dc_generator")
class GeneratorModule(nn.Module):
    """A module of its own, with functional activations, layers made in another order, and a view."""

    def __init__(self, z_dim=16, c=16):
        """The layers, last one first."""
        super().__init__()
        self.last = nn.ConvTranspose2d(c, 1, kernel_size=4, stride=2, padding=1)
        self.norm_2 = nn.BatchNorm2d(c)
        self.second = nn.ConvTranspose2d(2 * c, c, kernel_size=4, stride=2, padding=1, bias=False)
        self.norm_1 = nn.BatchNorm2d(2 * c)
        self.first = nn.ConvTranspose2d(z_dim, 2 * c, kernel_size=2, bias=False)

    def forward(self, z):
        """From z to an image."""
        h = torch.relu(self.norm_1(self.first(z[:, :, None, None])))
        h = torch.relu(self.norm_2(self.second(h)))
        return torch.tanh(self.last(h))


@alternative("dc_generator")
def generator_in_a_loop(z_dim=16, c=16):
    """Blocks made in a loop, nested in a Sequential, with ReLUs that work in place."""
    layers = [nn.Unflatten(1, (z_dim, 1, 1))]
    for inside, outside, shape in ((z_dim, 2 * c, (2, 1, 0)), (2 * c, c, (4, 2, 1))):
        layer = nn.ConvTranspose2d(inside, outside, *shape, bias=False)
        layers.append(nn.Sequential(layer, nn.BatchNorm2d(outside), nn.ReLU(inplace=True)))
    return nn.Sequential(*layers, nn.ConvTranspose2d(c, 1, 4, 2, 1), nn.Tanh())


# --- dc_discriminator


@alternative("dc_discriminator")
class DiscriminatorModule(nn.Module):
    """A module of its own, with functional activations."""

    def __init__(self, c=16):
        """The layers, last one first."""
        super().__init__()
        self.score = nn.Conv2d(2 * c, 1, kernel_size=2)
        self.norm = nn.BatchNorm2d(2 * c)
        self.second = nn.Conv2d(c, 2 * c, kernel_size=4, stride=2, padding=1, bias=False)
        self.first = nn.Conv2d(1, c, kernel_size=4, stride=2, padding=1)

    def forward(self, x):
        """From images to logits."""
        h = nn.functional.leaky_relu(self.first(x), 0.2)
        h = nn.functional.leaky_relu(self.norm(self.second(h)), 0.2)
        return self.score(h)[:, 0, 0, 0]


@alternative("dc_discriminator")
def discriminator_with_a_nested_block(c=16):
    """A nested block, activations in place, and two layers to flatten."""
    block = nn.Sequential(
        nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * c), nn.LeakyReLU(0.2, inplace=True)
    )
    first = nn.Sequential(nn.Conv2d(1, c, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True))
    return nn.Sequential(first, block, nn.Conv2d(2 * c, 1, 2), nn.Flatten(1), nn.Flatten(0))


# --- init_weights


@alternative("init_weights")
def initialise_by_name(module):
    """Asks for the name of the class, as many programs do, and writes into `.data`."""
    name = type(module).__name__
    if name in ("Conv2d", "ConvTranspose2d"):
        module.weight.data = 0.02 * torch.randn_like(module.weight.data)
        if module.bias is not None:
            module.bias.data.fill_(0)
    elif name == "BatchNorm2d" and module.weight is not None:
        module.weight.data.normal_(1.0, 0.02)
        module.bias.data.zero_()


@alternative("init_weights")
@torch.no_grad()
def initialise_over_parameters(module):
    """Goes over the module's own parameters; returns the module."""
    means = {nn.Conv2d: 0.0, nn.ConvTranspose2d: 0.0, nn.BatchNorm2d: 1.0}
    if type(module) in means:
        for name, parameter in module.named_parameters(recurse=False):
            if name == "weight":
                parameter.copy_(torch.normal(means[type(module)], 0.02, parameter.shape))
            else:
                parameter.zero_()
    return module


# --- is_per_example


@alternative("is_per_example")
def check_at_random(f, z):
    """Many random selections, as NumPy arrays; the verdict is NumPy's."""
    generator = torch.Generator().manual_seed(0)
    try:
        first = np.array(f(z).detach())
        for trial in range(60):
            count = 1 + trial % len(z)
            rows = torch.randperm(len(z), generator=generator)[:count]
            again = np.array(f(z[rows]).detach())
            if again.shape != first[rows.numpy()].shape or not np.all(np.abs(again - first[rows.numpy()]) <= 1e-4):
                return np.bool_(False)
    except Exception:
        return np.bool_(False)
    return np.bool_(True)


@alternative("is_per_example")
def check_against_single_rows(f, z):
    """Takes rows alone for the truth, and compares batches with them, twice."""
    try:
        alone = torch.cat([f(row[None]).double() for row in z])
        if len(alone) != len(z):
            return torch.tensor(False)
        verdict = True
        for rows in [list(range(len(z))), list(range(len(z)))[::-1], [1, 0], [2], [0, 2, 3], list(range(len(z)))] * 2:
            difference = f(z[rows]).double() - alone[rows]
            verdict = verdict and bool(difference.abs().max() <= 1e-4)
        return torch.tensor(verdict)
    except Exception:
        return torch.tensor(False)


# --- train_round


@alternative("train_round")
def round_by_cross_entropy(G, D, opt_G, opt_D, x, z):
    """The draft's cross-entropy with logits, two backward passes for D, and old gradients set to zero."""
    bce = nn.functional.binary_cross_entropy_with_logits
    fake = G(z)
    opt_D.zero_grad(set_to_none=False)
    real_logits = D((x - 0.5).div(0.5).view(len(x), 1, 8, 8))
    on_real = bce(real_logits, torch.ones_like(real_logits))
    on_real.backward()
    fake_logits = D(fake.detach())
    on_fake = bce(fake_logits, torch.zeros_like(fake_logits))
    on_fake.backward()
    opt_D.step()
    logits = D(fake)
    loss = bce(logits, torch.ones_like(logits))
    opt_G.zero_grad(set_to_none=False)
    loss.backward()
    opt_G.step()
    return float(on_real) + float(on_fake), float(loss)


@alternative("train_round")
def round_with_autograd(G, D, opt_G, opt_D, x, z):
    """Asks autograd for the gradients of one network at a time, fakes first, and returns a list."""
    fake = G(z)

    def step(net, opt, loss):
        parameters = list(net.parameters())
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
            parameter.grad = gradient
        opt.step()
        return loss.item()

    log_sigmoid = nn.functional.logsigmoid
    real = (x * 2 - 1).unflatten(1, (1, 8, 8))
    on_fake = -log_sigmoid(-D(fake.detach())).mean()
    d_loss = step(D, opt_D, on_fake - log_sigmoid(D(real)).mean())
    return [d_loss, step(G, opt_G, -log_sigmoid(D(fake)).mean())]


# --- update_average


@alternative("update_average")
@torch.no_grad()
def average_through_dictionaries(average, model, decay=0.98):
    """Goes over the state dictionary by names, whose tensors are the network's own."""
    names = {name for name, _ in model.named_parameters()}
    theirs = model.state_dict()
    for name, tensor in average.state_dict().items():
        tensor.copy_(decay * tensor + (1 - decay) * theirs[name] if name in names else theirs[name])


@alternative("update_average")
def average_with_lerp(average, model, decay=0.98):
    """`lerp_` on detached parameters; buffers through `load_state_dict`."""
    for mean, parameter in zip(average.parameters(), model.parameters(), strict=True):
        mean.detach().lerp_(parameter.detach(), 1 - decay)
    average.load_state_dict(dict(model.named_buffers()), strict=False)
    return average


# --- train_dcgan


@alternative("train_dcgan")
def train_with_generators(x, *, seed, device="cpu", steps=500):
    """Generators of its own for data and noise, and the average in a class of torch's."""
    torch.manual_seed(seed)
    draws = torch.Generator().manual_seed(seed + 1)
    D, G = dc_discriminator(), dc_generator()
    for net in (D, G):
        net.apply(init_weights)
    average = torch.optim.swa_utils.AveragedModel(G, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.98))
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        rows = torch.randint(len(x), (64,), generator=draws)
        train_round(G, D, opt_G, opt_D, x[rows], torch.randn(64, 16, generator=draws))
        average.update_parameters(G)
    average.module.load_state_dict(dict(G.named_buffers()), strict=False)
    return average.module.eval()


@alternative("train_dcgan")
def train_written_out(x, *, seed, device="cpu", steps=500):
    """The round written out, fakes made twice, the average kept as tensors and loaded at the end."""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    images, softplus = 2 * x.reshape(-1, 1, 8, 8) - 1, nn.functional.softplus
    means = [parameter.detach().clone() for parameter in G.parameters()]
    for _ in range(steps):
        real = images[torch.randint(len(images), (64,))]
        z = torch.randn(64, 16)
        opt_D.zero_grad()
        (softplus(-D(real)).mean() + softplus(D(G(z).detach())).mean()).backward()
        opt_D.step()
        opt_G.zero_grad()
        softplus(-D(G(z))).mean().backward()
        opt_G.step()
        means = [0.98 * mean + 0.02 * p.detach() for mean, p in zip(means, G.parameters(), strict=True)]
    average = copy.deepcopy(G)
    with torch.no_grad():
        for parameter, mean in zip(average.parameters(), means, strict=True):
            parameter.copy_(mean)
    return average.eval()


# --- slerp


@alternative("slerp")
def slerp_by_the_cosine(z_0, z_1, t):
    """The arc cosine in float64, rows that are parallel mended afterwards, back to the inputs' dtype."""
    a, b = z_0.double(), z_1.double()
    t = torch.as_tensor(t).double()[..., None]
    cosine = nn.functional.cosine_similarity(a, b, dim=-1).clamp(-1, 1)[..., None]
    omega = cosine.acos()
    arc = (((1 - t) * omega).sin() * a + (t * omega).sin() * b) / omega.sin()
    straight = (1 - t) * a + t * b
    return torch.where(omega < 1e-4, straight, arc).to(z_0.dtype)


@alternative("slerp")
def slerp_in_numpy(z_0, z_1, t):
    """NumPy, with np.where and a harmless sine; returns an array."""
    a, b = z_0.numpy().astype(np.float64), z_1.numpy().astype(np.float64)
    t = np.asarray(t, dtype=np.float64)[..., None]
    cosine = (a * b).sum(-1, keepdims=True) / (
        np.linalg.norm(a, axis=-1, keepdims=True) * np.linalg.norm(b, axis=-1, keepdims=True)
    )
    omega = np.arccos(np.clip(cosine, -1, 1))
    small = omega < 1e-4
    sine = np.where(small, 1.0, np.sin(omega))
    w_0 = np.where(small, 1 - t, np.sin((1 - t) * omega) / sine)
    w_1 = np.where(small, t, np.sin(t * omega) / sine)
    return torch.from_numpy((w_0 * a + w_1 * b).astype(z_0.numpy().dtype))


# --- latent_arithmetic


@alternative("latent_arithmetic")
def arithmetic_with_normalize(a, b, c):
    """torch's `normalize`, which leaves zeros alone."""
    v = torch.stack([a.mean(0), -b.mean(0), c.mean(0)]).sum(0)
    return nn.functional.normalize(v, dim=0) * v.numel() ** 0.5


@alternative("latent_arithmetic")
def arithmetic_in_numpy(a, b, c):
    """NumPy, sums divided by counts; returns a tensor of the inputs' dtype."""
    sums = [np.asarray(group, dtype=np.float64).sum(axis=0) / len(group) for group in (a, b, c)]
    v = sums[0] - sums[1] + sums[2]
    length = math.sqrt(float(v @ v))
    if length:
        v = v / length * math.sqrt(len(v))
    return torch.from_numpy(v).to(a.dtype)
