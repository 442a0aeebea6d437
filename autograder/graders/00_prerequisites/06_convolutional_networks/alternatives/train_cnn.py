"""Other right answers to `train_cnn`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
def trains_with_a_generator_of_its_own(x, y, *, seed, epochs=5, device="cpu"):
    """Draws orders from a generator, and writes the maximum as flattening and amax."""
    torch.manual_seed(seed + 1)
    generator = torch.Generator().manual_seed(seed)
    layers = [nn.Conv2d(1, 16, (3, 3), padding="same"), nn.BatchNorm2d(16), nn.ReLU(inplace=True)]
    layers += [nn.Conv2d(16, 32, (5, 5), padding="same"), nn.BatchNorm2d(32), nn.ReLU(inplace=True)]
    net = nn.Sequential(*layers, nn.AdaptiveMaxPool2d((1, 1)), nn.Flatten(1), nn.Linear(32, 10)).to(device)
    optimiser, loss_function = torch.optim.Adam(net.parameters(), 1e-2), nn.CrossEntropyLoss()
    for _ in range(epochs):
        order = torch.randperm(len(x), generator=generator)
        for start in range(0, len(x), 64):
            rows = order[start : start + 64]
            optimiser.zero_grad(set_to_none=True)
            loss_function(net(x[rows].to(device)), y[rows].to(device)).backward()
            optimiser.step()
    net.eval()
    return net.to("cpu")


@alternative
class TrainsInAModule(nn.Module):
    """Is a module of its own that trains when it is made, and takes the maximum by hand."""

    def __init__(self, x, y, *, seed, epochs=5, device="cpu"):
        super().__init__()
        torch.manual_seed(seed)
        self.first, self.second = nn.Conv2d(1, 16, 3, padding=1), nn.Conv2d(16, 32, 5, padding=2)
        self.norms = nn.ModuleList([nn.BatchNorm2d(16), nn.BatchNorm2d(32)])
        self.last = nn.Linear(32, 10)
        self.to(device)
        optimiser = torch.optim.Adam(self.parameters(), lr=0.01)
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(64):
                loss = F.cross_entropy(self(x[rows].to(device)), y[rows].to(device))
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
        self.cpu().eval()

    def forward(self, x):
        h = self.norms[0](self.first(x)).relu()
        h = self.norms[1](self.second(h)).relu()
        return self.last(h.amax(dim=(2, 3)))
