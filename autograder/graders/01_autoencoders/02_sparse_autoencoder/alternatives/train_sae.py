"""Other right answers to `train_sae`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
def training_in_epochs(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Shuffled epochs instead of independent draws, torch's global generator, gradients set to zero by hand."""
    torch.manual_seed(seed)
    model = SparseAutoencoder(x.mean(0), n_units, torch.default_generator)
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


@alternative
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
