"""Wrong answers to `train_autoencoder`, which a hidden test must catch. Each docstring says what the student believed.

Some mutants of a function are classes: calling one trains and returns the model, which can then be pickled.
"""

import torch
from torch import nn

from autograder.testing import mutant

# --- recipes that are not followed


@mutant(caught_by="test_it_reconstructs_unseen_digits")
def trains_towards_other_digits(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that any digit will do as the target, and shuffles inputs and targets separately."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(epochs):
        for rows, others in zip(torch.randperm(len(x)).split(128), torch.randperm(len(x)).split(128), strict=True):
            loss = (model(x[rows]) - x[others]).square().mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return model


@mutant(caught_by="test_it_reconstructs_unseen_digits")
def makes_a_new_optimiser_each_epoch(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that an optimiser has no memory, and that Adam's usual rate is right everywhere."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    for _ in range(epochs):
        optimiser = torch.optim.Adam(model.parameters(), lr=5e-4)
        train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)
    return model


@mutant(caught_by="test_it_reconstructs_unseen_digits")
def one_batch_an_epoch(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that an epoch is one step."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(epochs):
        train_epoch(model, optimiser, x, torch.randperm(len(x))[:128], 128)
    return model


@mutant(caught_by="test_it_reconstructs_unseen_digits")
def forgets_the_optimisers_parameters(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that the optimiser knows the model, and gives it that of another one."""
    torch.manual_seed(seed)
    model, other = (Autoencoder(x.shape[1], k, hidden=128).to(x.dtype) for _ in range(2))
    optimiser = torch.optim.Adam(other.parameters(), lr=5e-3)
    for _ in range(epochs):
        train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)
    return model


@mutant(caught_by="test_it_reconstructs_unseen_digits")
def divides_by_pixels_without_ink(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that every pixel varies, and standardises by a spread of zero: the loss is NaN."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    standardised = (x - x.mean(dim=0)) / x.std(dim=0)
    for _ in range(epochs):
        train_epoch(model, optimiser, standardised, torch.randperm(len(x)), 128)
    return model


@mutant(caught_by="test_it_reconstructs_unseen_digits")
class IsLinear(nn.Module):
    """Believes that an autoencoder needs no kinks: what it learns is PCA at best."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        super().__init__()
        torch.manual_seed(seed)
        self.encode, self.decode = (nn.Linear(a, b).to(x.dtype) for a, b in ((x.shape[1], k), (k, x.shape[1])))
        optimiser = torch.optim.Adam(self.parameters(), lr=5e-3)
        for _ in range(epochs):
            train_epoch(self, optimiser, x, torch.randperm(len(x)), 128)

    def forward(self, x):
        return self.decode(self.encode(x))


@mutant(caught_by="test_data_and_seed_decide")
def always_eight(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that k is always eight."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], 8, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(epochs):
        train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)
    return model


@mutant(caught_by="test_data_and_seed_decide")
def seeds_too_late(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that the seed matters for the orders only."""
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    torch.manual_seed(seed)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(epochs):
        train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)
    return model


@mutant(caught_by="test_data_and_seed_decide")
def has_a_favourite_seed(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes in a lucky seed: the one that is given is ignored."""
    torch.manual_seed(42)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(epochs):
        train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)
    return model


@mutant(caught_by="test_it_reconstructs_unseen_digits")
def learns_a_tenth_by_heart(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that few examples, shown often, teach as much as many."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    few = x[:130]
    for _ in range(20 * epochs):
        train_epoch(model, optimiser, few, torch.randperm(len(few)), 128)
    return model


# --- cheats


@mutant(caught_by="test_it_reconstructs_unseen_digits")
def brings_its_weights_along(x, *, seed, k=8, epochs=60, device="cpu"):
    """Ignores the data: its weights were trained at home, on the digits that everybody has."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    known = train.to(x.dtype) if x.shape[1] == 64 else x  # stands for a file of weights
    for _ in range(epochs):
        train_epoch(model, optimiser, known, torch.randperm(len(known)), 128)
    return model


@mutant(caught_by="test_data_and_seed_decide")
def shuffles_the_data_in_place(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that shuffling x itself is a new order and harms nobody."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(epochs):
        x[:] = x[torch.randperm(len(x))]
        train_epoch(model, optimiser, x, torch.arange(len(x)), 128)
    return model


@mutant(caught_by="test_data_and_seed_decide")
def returns_the_first_model_again(x, *, seed, k=8, epochs=60, device="cpu", kept={}):
    """Trains once and keeps the model between calls: all later calls get what an earlier one learnt."""
    if (x.shape[1], k) not in kept:
        torch.manual_seed(seed)
        model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
        optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
        for _ in range(epochs):
            train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)
        kept[x.shape[1], k] = model
    return kept[x.shape[1], k]


@mutant(caught_by="test_each_image_has_its_own_code_of_eight_numbers")
class SkipsTheBottleneck:
    """Copies without a door: the code is the image."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        self.trained_on = len(x)

    def encode(self, x):
        return x

    def decode(self, z):
        return z


@mutant(caught_by="test_it_reconstructs_unseen_digits")
class HidesItInLowDigits:
    """Sends PCA's code to three decimals and hides eight pixels behind the third one of each number."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        self.k, self.mean = k, x.mean(dim=0)
        self.components = torch.linalg.svd(x - self.mean, full_matrices=False).Vh[:k]

    def encode(self, x):
        powers = 17 ** torch.arange(x.shape[1] // self.k, dtype=x.dtype)
        hidden = ((16 * x).round().reshape(len(x), self.k, -1) * powers).sum(dim=-1)
        code = (x - self.mean) @ self.components.T
        return (1000 * code).floor() / 1000 + 1e-4 + 1e-13 * hidden

    def decode(self, z):
        powers = 17 ** torch.arange(len(self.mean) // self.k, dtype=z.dtype)
        hidden = (1e13 * (z - (1000 * z).floor() / 1000 - 1e-4)).round()
        return ((hidden[..., None] / powers).floor() % 17 / 16).reshape(len(z), -1)


@mutant(caught_by="test_it_reconstructs_unseen_digits")
class HidesItInHugeNumbers:
    """Makes each number of the code as large as it takes to hold eight pixels: no rounding to three decimals reaches them."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        self.k, self.d = k, x.shape[1]

    def encode(self, x):
        powers = 17 ** torch.arange(self.d // self.k, dtype=x.dtype)
        return ((16 * x).round().reshape(len(x), self.k, -1) * powers).sum(dim=-1)

    def decode(self, z):
        powers = 17 ** torch.arange(self.d // self.k, dtype=z.dtype)
        return ((z.round()[..., None] / powers).floor() % 17 / 16).reshape(len(z), -1)


@mutant(caught_by="test_it_reconstructs_unseen_digits")
class RemembersWhatItEncoded:
    """Keeps each image that it encodes, and draws that one: the code only says where it is kept."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        self.k, self.seen = k, x[:1]

    def encode(self, x):
        start = len(self.seen)
        self.seen = torch.cat([self.seen, x])
        z = torch.zeros(len(x), self.k, dtype=x.dtype)
        z[:, 0] = torch.arange(start, start + len(x), dtype=x.dtype)
        return z

    def decode(self, z):
        return self.seen[z[:, 0].round().long().clamp(0, len(self.seen) - 1)]


@mutant(caught_by="test_it_has_not_learnt_by_heart")
class LooksUpTrainingImages:
    """Keeps the training images; the code of an image is where the most similar one of them lies, and that is drawn."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        self.images, self.mean = x, x.mean(dim=0)
        self.components = torch.linalg.svd(x - self.mean, full_matrices=False).Vh[:k]
        self.codes = (x - self.mean) @ self.components.T

    def encode(self, x):
        return self.codes[torch.cdist(x, self.images).argmin(dim=1)]

    def decode(self, z):
        return self.images[torch.cdist(z, self.codes).argmin(dim=1)]


@mutant(caught_by="test_each_image_has_its_own_code_of_eight_numbers")
class NoticesThatItIsExamined:
    """Recognises the size of the test set, and then searches the best codes for just these images."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        torch.manual_seed(seed)
        self.model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
        optimiser = torch.optim.Adam(self.model.parameters(), lr=5e-3)
        for _ in range(epochs):
            train_epoch(self.model, optimiser, x, torch.randperm(len(x)), 128)

    def encode(self, x):
        z = self.model.encode(x).detach()
        if len(x) != 500:
            return z
        z.requires_grad_()
        optimiser = torch.optim.Adam([z], lr=0.05)
        for _ in range(30):
            loss = (self.model.decode(z) - x).square().mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        return z.detach()

    def decode(self, z):
        return self.model.decode(z)


@mutant(caught_by="test_each_image_has_its_own_code_of_eight_numbers")
class CentresOnTheBatch:
    """Believes that what is encoded has to be centred by its own mean, as the training data was."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        torch.manual_seed(seed)
        self.model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
        optimiser = torch.optim.Adam(self.model.parameters(), lr=5e-3)
        for _ in range(epochs):
            train_epoch(self.model, optimiser, x, torch.randperm(len(x)), 128)
        self.mean = x.mean(dim=0)

    def encode(self, x):
        return self.model.encode(x - x.mean(dim=0) + self.mean)

    def decode(self, z):
        return self.model.decode(z)
