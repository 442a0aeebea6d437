"""Other right answers to `train_autoencoder`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
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


@alternative
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
