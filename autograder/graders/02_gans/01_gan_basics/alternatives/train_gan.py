"""Other right answers to `train_gan`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
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


@alternative
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
