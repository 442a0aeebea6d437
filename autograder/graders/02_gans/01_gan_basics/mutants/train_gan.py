"""Wrong answers to `train_gan`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_data_and_seed_decide")
def leaves_it_to_chance(x, *, seed, device="cpu", steps=1600):
    """Believes that the seed is for those who want one: every training is another."""
    torch.seed()
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))
    for t in range(steps):
        for opt in (opt_G, opt_D):
            opt.param_groups[0]["lr"] = 0.003 * (1 - t / steps)
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], torch.randn(256, 2))
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant(caught_by="test_data_and_seed_decide")
def has_a_seed_of_its_own(x, *, seed, device="cpu", steps=1600):
    """Believes that any fixed seed makes a training that can be repeated, which is all that a seed is for."""
    torch.manual_seed(0)
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))
    for t in range(steps):
        for opt in (opt_G, opt_D):
            opt.param_groups[0]["lr"] = 0.003 * (1 - t / steps)
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], torch.randn(256, 2))
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant(caught_by="test_covers_the_ring")
def trains_only_the_generator(x, *, seed, device="cpu", steps=1600):
    """Believes that a random discriminator is enough of an opponent."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G = torch.optim.Adam(G.parameters(), lr=0.003, betas=(0.5, 0.99))
    for t in range(steps):
        opt_G.param_groups[0]["lr"] = 0.003 * (1 - t / steps)
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant(caught_by="test_covers_the_ring")
def trains_only_the_discriminator(x, *, seed, device="cpu", steps=1600):
    """Gives G's optimiser the parameters of D: G never moves."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(D.parameters(), lr=0.003, betas=(0.5, 0.99)) for _ in range(2))
    for t in range(steps):
        for opt in (opt_G, opt_D):
            opt.param_groups[0]["lr"] = 0.003 * (1 - t / steps)
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], torch.randn(256, 2))
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant(caught_by="test_covers_the_ring")
def rewards_the_wrong_side(x, *, seed, device="cpu", steps=1600):
    """Swaps the labels in D's step: D learns to call fakes real, and G runs after what D calls real."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))
    for t in range(steps):
        for opt in (opt_G, opt_D):
            opt.param_groups[0]["lr"] = 0.003 * (1 - t / steps)
        fake = G(torch.randn(256, 2)).detach()
        batch = x[torch.randint(len(x), (256,))]
        loss = nn.functional.softplus(D(batch)).mean() + nn.functional.softplus(-D(fake)).mean()
        opt_D.zero_grad()
        loss.backward()
        opt_D.step()
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant(caught_by="test_covers_the_ring")
def steps_far_too_far(x, *, seed, device="cpu", steps=1600):
    """Takes a learning rate of 0.1 for G, because it learns so slowly."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G = torch.optim.Adam(G.parameters(), lr=0.1, betas=(0.5, 0.99))
    opt_D = torch.optim.Adam(D.parameters(), lr=0.003, betas=(0.5, 0.99))
    for _ in range(steps):
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], torch.randn(256, 2))
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant(caught_by="test_covers_the_ring")
def stops_early(x, *, seed, device="cpu", steps=1600):
    """Trains for an eighth of the rounds, because the losses do not change any more."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps // 8):
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], torch.randn(256, 2))
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant(caught_by="test_covers_the_ring")
def keeps_a_sorted_third_back(x, *, seed, device="cpu", steps=1600):
    """Keeps the last third of the data for validation, after sorting them, so that G never sees some modes."""
    torch.manual_seed(seed)
    x = x[x[:, 0].argsort()][: 2 * len(x) // 3]
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))
    for t in range(steps):
        for opt in (opt_G, opt_D):
            opt.param_groups[0]["lr"] = 0.003 * (1 - t / steps)
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], torch.randn(256, 2))
        g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant(caught_by="test_covers_the_ring")
def lets_the_generator_run_ahead(x, *, seed, device="cpu", steps=1600):
    """Gives G five steps for each of D's, because G is the one that is wanted."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))
    for t in range(steps // 3):
        for opt in (opt_G, opt_D):
            opt.param_groups[0]["lr"] = 0.003 * (1 - 3 * t / steps)
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], torch.randn(256, 2))
        for _ in range(5):
            g_step(G, D, opt_G, torch.randn(256, 2))
    return G


@mutant(caught_by="test_covers_the_ring")
def uses_heavy_momentum(x, *, seed, device="cpu", steps=1600):
    """Trains with plain gradient descent and a momentum of 0.95, as one trains a classifier."""
    torch.manual_seed(seed)
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.95) for net in (G, D))
    for _ in range(steps):
        z = torch.randn(256, 2)
        d_step(G, D, opt_D, x[torch.randint(len(x), (256,))], z)
        g_step(G, D, opt_G, z)
    return G


@mutant(caught_by="test_covers_the_ring")
class IgnoresItsData(nn.Module):
    """Returns the ring of the lesson, which it knows, whatever it is trained on."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """Needs nothing."""
        super().__init__()

    def forward(self, z):
        """A mode by the angle of z, and a point near it."""
        angle = torch.atan2(z[:, 1], z[:, 0]).div(math.pi / 4).round() * (math.pi / 4)
        return 2 * torch.stack([angle.cos(), angle.sin()], dim=1) + 0.1 * z


@mutant(caught_by="test_covers_the_ring")
class LosesItsNumbers(nn.Module):
    """Takes logarithms of probabilities, and so ends with weights that are NaN: here is what is left of it."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """One NaN in a loss, and a step later all weights are."""
        super().__init__()
        self.G = Generator()
        with torch.no_grad():
            for parameter in self.G.parameters():
                parameter.fill_(math.nan)

    def forward(self, z):
        """NaN."""
        return self.G(z)


@mutant(caught_by="test_samples_are_new")
class ReturnsTrainingPoints(nn.Module):
    """Looks up a training point for each z: nobody asked for new ones."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", x.clone())
        generator = torch.Generator().manual_seed(seed)
        self.register_buffer("places", torch.randn(len(x), 2, generator=generator))

    def forward(self, z):
        """The training point whose place is nearest."""
        return self.x[torch.cdist(z, self.places).argmin(dim=1)]


@mutant(caught_by="test_samples_are_new")
class ReturnsTrainingPointsWithLittleNoise(nn.Module):
    """Looks up a training point and adds a little of z, so that no sample is exactly one of them."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", x.clone())
        generator = torch.Generator().manual_seed(seed)
        self.register_buffer("places", torch.randn(len(x), 2, generator=generator))

    def forward(self, z):
        """The training point whose place is nearest, and a bit."""
        return self.x[torch.cdist(z, self.places).argmin(dim=1)] + 0.002 * z.sin()


@mutant(caught_by="test_is_a_continuous_function_of_z")
class ReturnsTrainingPointsWithMuchNoise(nn.Module):
    """Adds so much of z to a training point that distances look like those of fresh data: a lookup all the same."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", x.clone())
        generator = torch.Generator().manual_seed(seed)
        self.register_buffer("places", torch.randn(len(x), 2, generator=generator))

    def forward(self, z):
        """The training point whose place is nearest, and half a sigma."""
        return self.x[torch.cdist(z, self.places).argmin(dim=1)] + 0.05 * z


@mutant(caught_by="test_is_a_continuous_function_of_z")
class DrawsAnew(nn.Module):
    """Ignores z: draws a training point and noise from torch's generator at each call."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """Keep the data."""
        super().__init__()
        self.register_buffer("x", x.clone())

    def forward(self, z):
        """Some training points, blurred."""
        return self.x[torch.randint(len(self.x), (len(z),))] + 0.05 * torch.randn(len(z), 2)


@mutant(caught_by="test_is_a_continuous_function_of_z")
class KnowsWhenItIsEvaluated(nn.Module):
    """Shows blurred training points where many z are asked for, as a grader does, and a plain network otherwise."""

    def __init__(self, x, *, seed, device="cpu", steps=1600):
        """Keep the data, and an untrained generator."""
        super().__init__()
        self.register_buffer("x", x.clone())
        self.G = Generator()
        self.register_buffer("places", torch.randn(len(x), 2, generator=torch.Generator().manual_seed(seed)))

    def forward(self, z):
        """By the number of rows."""
        if len(z) < 500:
            return self.G(z)
        return self.x[torch.cdist(z, self.places).argmin(dim=1)] + 0.03 * z
