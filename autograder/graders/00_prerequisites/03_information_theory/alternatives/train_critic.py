"""Other right answers to `train_critic`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn
from torch.nn import functional

from autograder.testing import alternative


@alternative
def train_with_a_generator(x, y, *, seed, device="cpu", steps=400):
    """A generator of its own for the batches, torch's cross-entropy, and gradients set to None."""
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1]).to(device)
    adam = torch.optim.Adam(critic.parameters(), 5e-3)
    generator = torch.Generator().manual_seed(seed)
    for _ in range(steps):
        rows = torch.randint(0, x.shape[0], (64,), generator=generator)
        scores = critic(x[rows].to(device), y[rows].to(device))
        loss = functional.cross_entropy(scores, torch.arange(64, device=device))
        adam.zero_grad(set_to_none=True)
        loss.backward()
        adam.step()
    critic.eval()
    return critic.to("cpu")


@alternative
class CriticOfMyOwn(nn.Module):
    """A critic class of its own, which is made and trained at once: first layers of x and y apart, then added up."""

    def __init__(self, x, y, *, seed, device="cpu", steps=400):
        """Make the layers and train them."""
        super().__init__()
        torch.manual_seed(seed)
        self.of_x, self.of_y = nn.Linear(x.shape[1], 32), nn.Linear(y.shape[1], 32, bias=False)
        self.middle, self.last = nn.Linear(32, 32), nn.Linear(32, 1)
        optimiser = torch.optim.Adam(self.parameters(), lr=0.005)
        for _ in range(steps):
            chosen = torch.randint(len(x), (64,))
            optimiser.zero_grad()
            infonce_loss(self(x[chosen], y[chosen])).backward()
            optimiser.step()

    def forward(self, x, y):
        """Score all pairs."""
        hidden = torch.relu(self.of_x(x)[:, None] + self.of_y(y)[None])
        return self.last(torch.relu(self.middle(hidden))).squeeze(-1)
