"""Other right answers to `train_dcgan`, which must have full marks. Each docstring says how it differs."""

import copy

import torch
from torch import nn

from autograder.testing import alternative


@alternative
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


@alternative
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
