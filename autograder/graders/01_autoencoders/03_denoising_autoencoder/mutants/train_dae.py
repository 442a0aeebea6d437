"""Wrong answers to `train_dae`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant

# --- misconceptions


@mutant(caught_by="test_it_cleans_unseen_digits")
def leaks_the_noise_into_the_target(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that the target is what went in: the network learns to copy noise."""
    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            x_noisy = corrupt_gaussian(x[rows], sigma, torch.randn_like(x[rows]))
            optimiser.zero_grad()
            (model.denoise(x_noisy) - x_noisy).square().sum(dim=1).mean().backward()
            optimiser.step()
    return model


@mutant(caught_by="test_it_cleans_unseen_digits")
def draws_the_noise_once(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that noise is part of the data set: drawn once, it is shown in every epoch."""
    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    x_noisy = corrupt_gaussian(x, sigma, torch.randn_like(x))
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            optimiser.zero_grad()
            (model.denoise(x_noisy[rows]) - x[rows]).square().sum(dim=1).mean().backward()
            optimiser.step()
    return model


@mutant(caught_by="test_it_cleans_unseen_digits")
def spoils_its_data(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that adding in place saves memory: noise upon noise, and the targets drown in it."""
    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    data = x.clone()
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            x_noisy = data[rows] + sigma * torch.randn_like(data[rows])
            loss = dae_loss(model.denoise, data[rows], lambda clean, x_noisy=x_noisy: x_noisy)
            data[rows] = x_noisy
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return model


@mutant(caught_by="test_it_cleans_unseen_digits")
def trains_without_noise(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that an autoencoder cleans by itself."""
    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            optimiser.zero_grad()
            (model.denoise(x[rows]) - x[rows]).square().sum(dim=1).mean().backward()
            optimiser.step()
    return model


@mutant(caught_by="test_it_cleans_unseen_digits")
class IsLinear:
    """Believes that the best linear rule is the best rule."""

    def __init__(self, x, *, seed, sigma=0.3, epochs=100, device="cpu"):
        C = torch.cov(x.T, correction=0)
        self.mean, self.gain = x.mean(dim=0), torch.linalg.solve(C + sigma**2 * torch.eye(len(C), dtype=x.dtype), C)

    def denoise(self, x_noisy):
        """Guesses."""
        return (self.mean + (x_noisy - self.mean) @ self.gain).clamp(0, 1)


@mutant(caught_by="test_it_cleans_unseen_digits")
def divides_by_pixels_without_ink(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that every pixel varies, and standardises by a spread of zero: the loss is NaN."""
    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    data = (x - x.mean(dim=0)) / (x - x.mean(dim=0)).square().mean(dim=0).sqrt()
    data[:, 0] = data[:, 0] / 0
    for rows in torch.randperm(len(x)).split(128):
        loss = dae_loss(model.denoise, data[rows], lambda clean: clean + sigma * torch.randn_like(clean))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_data_and_seed_decide")
def has_a_favourite_noise(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that 0.3 is what noise is, whatever sigma says."""
    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            loss = dae_loss(model.denoise, x[rows], lambda clean: clean + 0.3 * torch.randn_like(clean))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return model


@mutant(caught_by="test_data_and_seed_decide")
def seeds_too_late(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that the seed matters for noise and orders only."""
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    torch.manual_seed(seed)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            loss = dae_loss(model.denoise, x[rows], lambda clean: clean + sigma * torch.randn_like(clean))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return model


# --- cheats


@mutant(caught_by="test_it_cleans_unseen_digits")
def brings_weights_from_home(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Ignores the data: trained on the digits that everybody has, which stand in another order here."""
    known = train.to(x.dtype) if x.shape[1] == 64 else x
    torch.manual_seed(0)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(min(epochs, 30)):
        for rows in torch.randperm(len(known)).split(128):
            loss = dae_loss(model.denoise, known[rows], lambda clean: clean + sigma * torch.randn_like(clean))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return model


@mutant(caught_by="test_it_cleans_unseen_digits")
class ReturnsTheNearestPicture:
    """Keeps the training pictures, and returns the nearest of them."""

    def __init__(self, x, *, seed, sigma=0.3, epochs=100, device="cpu"):
        self.pictures = x.clone()

    def denoise(self, x_noisy):
        """Guesses."""
        return self.pictures[torch.cdist(x_noisy, self.pictures).argmin(dim=1)]


@mutant(caught_by="test_it_has_not_learnt_by_heart")
class AveragesStoredPictures:
    """Keeps the training pictures and returns their weighted mean, as equation (4) says: no training, and a good error."""

    def __init__(self, x, *, seed, sigma=0.3, epochs=100, device="cpu"):
        self.pictures, self.sigma, self.tau = x.clone(), sigma, 0.1

    def denoise(self, x_noisy):
        """Guesses."""
        variance = self.sigma**2 + self.tau**2
        shares = torch.softmax(-torch.cdist(x_noisy, self.pictures).square() / (2 * variance), dim=1)
        return (self.sigma**2 * shares @ self.pictures + self.tau**2 * x_noisy) / variance


@mutant(caught_by="test_it_cleans_unseen_digits")
class AddsNoiseWhenAsked(nn.Module):
    """Believes that the corruption is a layer of the model, which is never switched off."""

    def __init__(self, x, *, seed, sigma=0.3, epochs=100, device="cpu"):
        super().__init__()
        torch.manual_seed(seed)
        self.sigma = sigma
        self.net = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
        optimiser = torch.optim.Adam(self.parameters(), lr=3e-3)
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(128):
                optimiser.zero_grad()
                (self.denoise(x[rows]) - x[rows]).square().sum(dim=1).mean().backward()
                optimiser.step()

    def denoise(self, x_noisy):
        """Guesses."""
        return self.net.denoise(x_noisy + self.sigma * torch.randn_like(x_noisy))


@mutant(caught_by="test_each_picture_on_its_own")
class NoticesThatItIsExamined:
    """Recognises an examination by its 500 rows, and only then cleans with the help of the whole batch."""

    def __init__(self, x, *, seed, sigma=0.3, epochs=100, device="cpu"):
        torch.manual_seed(seed)
        self.net = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
        optimiser = torch.optim.Adam(self.net.parameters(), lr=3e-3)
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(128):
                loss = dae_loss(self.net.denoise, x[rows], lambda clean: clean + sigma * torch.randn_like(clean))
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()

    def denoise(self, x_noisy):
        """Guesses."""
        with torch.no_grad():
            guess = self.net.denoise(x_noisy)
            if len(x_noisy) < 500:
                return guess
            shares = torch.softmax(-torch.cdist(x_noisy, guess).square() / (2 * 0.3**2), dim=1)
            return 0.8 * guess + 0.2 * shares @ guess


@mutant(caught_by="test_each_picture_on_its_own")
class RemembersWhatItIsAsked:
    """Keeps every question, and averages the new one with the most similar old one: with two noises there is less noise."""

    def __init__(self, x, *, seed, sigma=0.3, epochs=100, device="cpu"):
        torch.manual_seed(seed)
        self.asked = None
        self.net = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
        optimiser = torch.optim.Adam(self.net.parameters(), lr=3e-3)
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(128):
                loss = dae_loss(self.net.denoise, x[rows], lambda clean: clean + sigma * torch.randn_like(clean))
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()

    def denoise(self, x_noisy):
        """Guesses."""
        with torch.no_grad():
            mixed = x_noisy
            if self.asked is not None and self.asked.shape[1] == x_noisy.shape[1]:
                mixed = (x_noisy + self.asked[torch.cdist(x_noisy, self.asked).argmin(dim=1)]) / 2
            self.asked = x_noisy.clone() if self.asked is None else torch.cat([self.asked, x_noisy])
            return self.net.denoise(mixed)


@mutant(caught_by="test_data_and_seed_decide")
def returns_the_first_model_again(x, *, seed, sigma=0.3, epochs=100, device="cpu", kept={}):
    """Trains once and keeps the model between calls: all later calls get what an earlier one learnt."""
    key = (x.shape[1], x.dtype)
    if key not in kept:
        torch.manual_seed(seed)
        kept[key] = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
        optimiser = torch.optim.Adam(kept[key].parameters(), lr=3e-3)
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(128):
                draw = lambda clean: clean + sigma * torch.randn_like(clean)  # noqa: E731 -- short
                loss = dae_loss(kept[key].denoise, x[rows], draw)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
    return kept[key]
