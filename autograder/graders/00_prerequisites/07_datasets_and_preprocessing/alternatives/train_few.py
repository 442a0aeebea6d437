"""Other right answers to `train_few`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
def moves_by_the_global_generator(x, y, *, seed, steps=400, device="cpu"):
    """All chance but the batches' from the global generator; statistics by torch; the labels' order is another."""
    torch.manual_seed(seed)
    batches = torch.Generator().manual_seed(seed + 1)
    mean, std = x.mean(dim=(0, 2, 3)), x.std(dim=(0, 2, 3), correction=0)
    layers = [Standardise(mean, std), nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(*layers).to(device=device, dtype=x.dtype).train()
    adam = torch.optim.Adam(network.parameters(), lr=2e-3)
    for _ in range(steps):
        rows = balanced_indices(y, 6, batches)
        shift = torch.randint(3, (len(rows), 2)) - 1
        logits = network(augment(x[rows], shift).to(device))
        loss = nn.CrossEntropyLoss()(logits, y[rows].to(device))
        adam.zero_grad()
        loss.backward()
        adam.step()
    network.eval()
    return network.to("cpu")
