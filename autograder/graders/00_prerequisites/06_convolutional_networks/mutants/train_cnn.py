"""Wrong answers to `train_cnn`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant

# --- recipes that are not followed


@mutant(caught_by="test_it_reads_moved_digits")
def strides_by_two(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that a stride only saves time: half of all moves are no multiple of it."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, stride=2, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant(caught_by="test_it_reads_moved_digits")
def takes_the_mean_over_places(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that the mean over all places does as well as the maximum: border and paper are averaged in."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant(caught_by="test_it_reads_moved_digits")
def is_fully_connected(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that a network learns where to look, and needs no convolutions."""
    torch.manual_seed(seed)
    net = nn.Sequential(nn.AdaptiveAvgPool2d(12), nn.Flatten(), nn.Linear(144, 128), nn.ReLU(), nn.Linear(128, 10))
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant(caught_by="test_it_reads_moved_digits")
def one_batch_an_epoch(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that an epoch is one step."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        rows = torch.randperm(len(x))[:64]
        loss = F.cross_entropy(net(x[rows]), y[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return net.eval()


@mutant(caught_by="test_it_reads_moved_digits")
def shuffles_labels_apart(x, y, *, seed, epochs=5, device="cpu"):
    """Shuffles pictures and labels, each in an order of its own."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows, others in zip(torch.randperm(len(x)).split(64), torch.randperm(len(x)).split(64), strict=True):
            loss = F.cross_entropy(net(x[rows]), y[others])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant(caught_by="test_its_logits_say_how_sure_it_is")
def returns_probabilities(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that what a classifier returns are probabilities, and adds a softmax after training."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return nn.Sequential(net, nn.Softmax(dim=1)).eval()


@mutant(caught_by="test_its_logits_say_how_sure_it_is")
def takes_the_softmax_twice(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that the loss wants probabilities: the network ends in a softmax, and the loss takes another."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10), nn.Softmax(dim=1)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant(caught_by="test_each_picture_is_read_alone")
def stays_in_training_mode(x, y, *, seed, epochs=5, device="cpu"):
    """Forgets that batch normalisation has two ways of working."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net


@mutant(caught_by="test_data_and_seed_decide")
def seeds_too_late(x, y, *, seed, epochs=5, device="cpu"):
    """Believes that the seed matters for the orders only."""
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    torch.manual_seed(seed)
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant(caught_by="test_data_and_seed_decide")
def has_a_favourite_seed(x, y, *, seed, epochs=5, device="cpu"):
    """Believes in a lucky seed: the one that is given is ignored."""
    torch.manual_seed(42)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


# --- cheats


@mutant(caught_by="test_it_reads_moved_digits")
def brings_its_weights_along(x, y, *, seed, epochs=5, device="cpu"):
    """Ignores the data: its weights were trained at home, on the digits that everybody has, upright."""
    torch.manual_seed(seed)
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
    )
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    if len(x) > 1000:  # stands for a file of weights
        x, y = F.pad(train.float().reshape(-1, 1, 8, 8), (2, 2, 2, 2)), train_labels
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.eval()


@mutant(caught_by="test_data_and_seed_decide")
class LooksUpTrainingDigits(nn.Module):
    """Keeps the training pictures, and asks which of them is most similar, over all moves: it learns nothing."""

    def __init__(self, x, y, *, seed, epochs=5, device="cpu"):
        super().__init__()
        self.x, self.y = x, y

    def forward(self, pictures):
        moves = [(down, right) for down in range(-2, 3) for right in range(-2, 3)]
        size = self.x.shape[2:]
        pictures = F.pad(pictures, (0, max(size[1] - pictures.shape[3], 0), 0, max(size[0] - pictures.shape[2], 0)))
        pictures = pictures[:, :, : size[0], : size[1]]
        logits = torch.full((len(pictures), len(moves), 10), -30.0)
        for number, move in enumerate(moves):
            distances = torch.cdist(pictures.roll(move, dims=(2, 3)).flatten(1), self.x.flatten(1))
            for digit in range(10):
                if bool((self.y == digit).any()):
                    logits[:, number, digit] = -4 * distances[:, self.y == digit].amin(dim=1)
        return logits.amax(dim=1)


@mutant(caught_by="test_data_and_seed_decide")
def keeps_the_first_network(x, y, *, seed, epochs=5, device="cpu", kept={}):
    """Trains once and keeps the network between calls: all later calls get what an earlier one learnt."""
    if "net" not in kept:
        torch.manual_seed(seed)
        net = nn.Sequential(
            *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
            *(nn.Conv2d(16, 32, 5, padding=2), nn.BatchNorm2d(32), nn.ReLU()),
            *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(32, 10)),
        )
        optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(64):
                loss = F.cross_entropy(net(x[rows]), y[rows])
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
        kept["net"] = net.eval()
    return kept["net"]
