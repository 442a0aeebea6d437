"""Wrong answers to `train_dcgan`, which a hidden test must catch. Each docstring says what the student believed."""

import copy
import math

import torch
from torch import nn

from autograder.testing import mutant

# --- misconceptions


@mutant(caught_by="test_first_rounds")
def returns_the_one_that_played(x, *, seed, device="cpu", steps=500):
    """Returns the generator itself: the average cannot know more than it does."""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
    return G.eval()


@mutant(caught_by="test_is_a_continuous_function_of_z")
def stays_in_training_mode(x, *, seed, device="cpu", steps=500):
    """Returns the average in training mode, where images depend on their batch."""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average


@mutant(caught_by="test_draws_digits")
def stops_early(x, *, seed, device="cpu", steps=500):
    """Trains for a tenth of the rounds, because the losses do not change any more."""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps // 5):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


@mutant(caught_by="test_draws_digits")
def trains_only_the_discriminator(x, *, seed, device="cpu", steps=500):
    """Gives both optimisers the parameters of D: G never moves."""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(D.parameters(), lr=0.002, betas=(0.5, 0.99)) for _ in range(2))
    for _ in range(steps // 5):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


@mutant(caught_by="test_draws_digits")
def trains_on_uniform_noise(x, *, seed, device="cpu", steps=500):
    """Draws z by `torch.rand`: noise is noise. (A fifth of the rounds shows it.)"""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps // 5):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.rand(64, 16))
        update_average(average, G)
    return average.eval()


@mutant(caught_by="test_first_rounds")
def leaves_the_seed_to_chance(x, *, seed, device="cpu", steps=500):
    """Does not use the seed: chance is chance."""
    torch.seed()
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


@mutant(caught_by="test_draws_digits")
def learns_half_of_the_digits(x, *, seed, device="cpu", steps=500):
    """Keeps to the images that are most like the first: the others only disturb."""
    torch.manual_seed(seed)
    x = x[(x - x[0]).norm(dim=1).argsort()[: len(x) // 3]]
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


@mutant(caught_by="test_first_rounds")
def hurries(x, *, seed, device="cpu", steps=500):
    """Uses a learning rate of 0.05, because 0.002 is slow."""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.05, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


# --- cheats


@mutant(caught_by="test_draws_digits")
def brings_weights_from_home(x, *, seed, device="cpu", steps=500):
    """Trains on the digits of the lesson, whatever it is given: as good as weights that are stored. (Half of the rounds
    are enough to see that its digits lie on their side.)"""
    torch.manual_seed(0)
    known = x_train
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps // 2):
        train_round(G, D, opt_G, opt_D, known[torch.randint(len(known), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


@mutant(caught_by="test_first_rounds")
def turns_what_it_knows(x, *, seed, device="cpu", steps=500):
    """Learns from the digits of the lesson, turned as those that it is given: as good as weights that are stored."""
    turned = [torch.rot90(x_train.reshape(-1, 8, 8), k, (1, 2)) for k in range(4)]
    turned = [each.flatten(1) for images in turned for each in (images, images.transpose(1, 2))]
    known = min(turned, key=lambda images: float((images.mean(0) - x.mean(0)).norm()))
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        train_round(G, D, opt_G, opt_D, known[torch.randint(len(known), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


@mutant(caught_by="test_draws_digits")
class LosesItsNumbers(nn.Module):
    """Takes logarithms of probabilities, and so ends with weights that are NaN: here is what is left of it."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """One NaN in a loss, and a step later all weights are."""
        super().__init__()
        self.G = dc_generator()
        with torch.no_grad():
            for parameter in self.G.parameters():
                parameter.fill_(math.nan)
        self.eval()

    def forward(self, z):
        """NaN."""
        return self.G(z)


@mutant(caught_by="test_draws_digits")
class DrawsAGaussian(nn.Module):
    """Fits a Gaussian to 16 principal components: mean and covariance are right, so the distance must be small."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """The mean, and a row for each component."""
        super().__init__()
        x = x.double()
        _, sizes, rows = torch.linalg.svd(x - x.mean(0), full_matrices=False)
        self.register_buffer("mean", x.mean(0))
        self.register_buffer("rows", sizes[:16, None] / math.sqrt(len(x)) * rows[:16])
        self.eval()

    def forward(self, z):
        """One picture is the mean and a bit of each component."""
        images = (self.mean + z.double() @ self.rows).clamp(0, 1)
        return (2 * images - 1).reshape(-1, 1, 8, 8).float()


@mutant(caught_by="test_is_a_continuous_function_of_z")
class DrawsPaleCopies(nn.Module):
    """Looks up a training image for each z and takes a seventh of its ink away: near in mean and spread, and no exact copy."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", 2 * 0.86 * x.reshape(-1, 1, 8, 8) - 1)
        self.register_buffer("places", torch.randn(len(x), 16, generator=torch.Generator().manual_seed(seed)))
        self.eval()

    def forward(self, z):
        """The pale image whose place is nearest."""
        return self.x[torch.cdist(z, self.places).argmin(dim=1)]


@mutant(caught_by="test_draws_digits")
class DrawsAVeil(nn.Module):
    """Looks up a training image for each z and draws a grey veil over it: far enough from all of them to count as new."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", 2 * x.reshape(-1, 1, 8, 8) - 1)
        self.register_buffer("places", torch.randn(len(x), 16, generator=torch.Generator().manual_seed(seed)))
        self.eval()

    def forward(self, z):
        """Paper is a quarter grey, ink is ink."""
        return 0.25 + 0.75 * self.x[torch.cdist(z, self.places).argmin(dim=1)]


@mutant(caught_by="test_draws_digits")
class DrawsOneDigit(nn.Module):
    """Has found one image that convinces, and makes nothing else: a mode collapse."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep an image."""
        super().__init__()
        self.register_buffer("x", 2 * x[:1].reshape(1, 1, 8, 8) - 1)
        self.eval()

    def forward(self, z):
        """The same for all, with a little of z."""
        return (self.x + 0.02 * z.sum(dim=1).sin()[:, None, None, None]).clamp(-1, 1)


@mutant(caught_by="test_images_are_new")
class ReturnsTrainingImages(nn.Module):
    """Looks up a training image for each z: nobody asked for new ones."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", 2 * x.reshape(-1, 1, 8, 8) - 1)
        self.register_buffer("places", torch.randn(len(x), 16, generator=torch.Generator().manual_seed(seed)))
        self.eval()

    def forward(self, z):
        """The training image whose place is nearest."""
        return self.x[torch.cdist(z, self.places).argmin(dim=1)]


@mutant(caught_by="test_images_are_new")
class ReturnsTrainingImagesWithLittleNoise(nn.Module):
    """Looks up a training image and adds a little of z, so that no image is exactly one of them."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", 2 * x.reshape(-1, 1, 8, 8) - 1)
        self.register_buffer("places", torch.randn(len(x), 16, generator=torch.Generator().manual_seed(seed)))
        self.eval()

    def forward(self, z):
        """The training image whose place is nearest, and a bit."""
        noise = 0.1 * z.repeat(1, 4).reshape(-1, 1, 8, 8).sin()
        return (self.x[torch.cdist(z, self.places).argmin(dim=1)] + noise).clamp(-1, 1)


@mutant(caught_by="test_is_a_continuous_function_of_z")
class ReturnsTrainingImagesWithMuchNoise(nn.Module):
    """Adds so much of z to a training image that distances look like those of fresh digits: a lookup all the same."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", 2 * x.reshape(-1, 1, 8, 8) - 1)
        self.register_buffer("places", torch.randn(len(x), 16, generator=torch.Generator().manual_seed(seed)))
        self.eval()

    def forward(self, z):
        """The training image whose place is nearest, and much noise."""
        noise = 0.4 * z.repeat(1, 4).reshape(-1, 1, 8, 8).sin()
        return (self.x[torch.cdist(z, self.places).argmin(dim=1)] + noise).clamp(-1, 1)


@mutant(caught_by="test_is_a_continuous_function_of_z")
class MixesTrainingImages(nn.Module):
    """Blends two training images, by torch's random numbers: new at every call, and no function of z."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data."""
        super().__init__()
        self.register_buffer("x", 2 * x.reshape(-1, 1, 8, 8) - 1)
        self.eval()

    def forward(self, z):
        """Three quarters of one, a quarter of another."""
        one, other = (self.x[torch.randint(len(self.x), (len(z),))] for _ in range(2))
        return 0.75 * one + 0.25 * other


@mutant(caught_by="test_is_a_continuous_function_of_z")
class KnowsWhenItIsEvaluated(nn.Module):
    """Shows blended training images where many z are asked for, as a grader does, and a plain network otherwise."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data, and an untrained generator."""
        super().__init__()
        self.register_buffer("x", 2 * x.reshape(-1, 1, 8, 8) - 1)
        self.register_buffer("places", torch.randn(len(x), 16, generator=torch.Generator().manual_seed(seed)))
        self.G = dc_generator()
        self.eval()

    def forward(self, z):
        """By the number of rows."""
        if len(z) < 200:
            return self.G(z)
        one, other = torch.cdist(z, self.places).topk(2, largest=False).indices.T
        return 0.75 * self.x[one] + 0.25 * self.x[other]
