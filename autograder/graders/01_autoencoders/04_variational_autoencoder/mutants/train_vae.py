"""Wrong answers to `train_vae`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn
from torch.nn import functional

from autograder.testing import mutant

# --- misconceptions


@mutant(caught_by="test_code_says_something")
def averages_over_pixels_and_latents(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that a loss is a mean over everything: the KL term weighs eight times too much, and the code collapses."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, kl = elbo(model.encode, model.decode, batch, torch.randn(128, latents))
        loss = -rec.mean() / x.shape[1] + kl.mean() / latents
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_code_says_something")
def weighs_the_code_four_times(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that a beta of 4 makes every VAE better."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, kl = elbo(model.encode, model.decode, batch, torch.randn(128, latents))
        optimiser.zero_grad()
        (4 * kl - rec).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_digits_from_dice")
def leaves_the_code_free(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that the KL term only gets in the way of reconstruction."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, _ = elbo(model.encode, model.decode, batch, torch.randn(128, latents))
        optimiser.zero_grad()
        (-rec).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_digits_from_dice")
def charges_a_fiftieth(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that a fiftieth of the KL term still pulls the codes of digits to where the dice fall."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, kl = elbo(model.encode, model.decode, batch, torch.randn(128, latents))
        optimiser.zero_grad()
        (kl / 50 - rec).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_bound_on_unseen_digits")
def trains_without_noise(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that noise only spoils the reconstruction: z = mu."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        loss = -elbo(model.encode, model.decode, batch, torch.zeros(128, latents))[0].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_bound_on_unseen_digits")
def samples_with_the_variance(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that exp(log_var) is the standard deviation."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, log_var = model.encode(batch)
        rec = log_density(batch, model.decode(mu + log_var.exp() * torch.randn(128, latents)), "bernoulli")
        kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
        optimiser.zero_grad()
        (kl - rec).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_bound_on_unseen_digits")
def squashes_twice(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that the decoder's output has to pass a sigmoid before the loss that takes one itself."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        bound = elbo(model.encode, lambda z: model.decode(z).sigmoid(), batch, torch.randn(128, latents))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_bound_on_unseen_digits")
def takes_the_root_of_log_var(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that sigma is the root of what the encoder says: NaN as soon as that is negative."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, var = model.encode(batch)
        rec = log_density(batch, model.decode(mu + var.sqrt() * torch.randn(128, latents)), "bernoulli")
        kl = 0.5 * (mu**2 + var - 1 - var.log()).sum(dim=-1)
        optimiser.zero_grad()
        (kl - rec).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_data_and_seed_decide")
def leaves_it_to_chance(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that the seed is for those who want one: every training is another."""
    torch.seed()
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        loss = -elbo(model.encode, model.decode, batch, torch.randn(128, latents))[0].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_data_and_seed_decide")
def has_a_seed_of_its_own(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that any fixed seed makes a training that can be repeated, which is all that a seed is for."""
    torch.manual_seed(0)
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        loss = -elbo(model.encode, model.decode, batch, torch.randn(128, latents))[0].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


# --- cheats


@mutant(caught_by="test_bound_on_unseen_digits")
def brings_weights_from_home(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that a model trained at home, on the digits of the course, need not be trained again."""
    torch.manual_seed(0)
    known = x_train if x.shape[1] == 64 else x
    model = VAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = known[torch.randint(len(known), (128,))].float()
        loss = -elbo(model.encode, model.decode, batch, torch.randn(128, latents))[0].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_bound_on_unseen_digits")
def does_not_train(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that nobody looks at what was learnt."""
    torch.manual_seed(seed)
    return VAE(x.shape[1], latents=latents)


@mutant(caught_by="test_digits_from_dice")
def knows_the_pixels_means_only(x, *, seed, device="cpu", steps=1500, latents=8):
    """Believes that the mean digit is good enough: the decoder ignores its code."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1], latents=latents)
    mean = x.float().mean(dim=0).clamp(0.01, 0.99)
    with torch.no_grad():
        for layer in (model.encoder[2], model.decoder[2]):
            layer.weight.zero_()
            layer.bias.zero_()
        model.decoder[2].bias.copy_(torch.logit(mean))
    return model


@mutant(caught_by="test_each_picture_on_its_own")
class RemembersQuestions(nn.Module):
    """Believes that the decoder may be told, beside the code, which pictures were encoded last."""

    def __init__(self, x, *, seed, device="cpu", steps=1500, latents=8):
        super().__init__()
        self.latents, self.asked = latents, x.float()

    def encode(self, x):
        """Codes of pictures."""
        self.asked = x.float()
        zeros = torch.zeros(len(x), self.latents)
        return zeros, zeros.clone()

    def decode(self, z):
        """Logits of codes."""
        return (20 * self.asked - 10).repeat(1 + len(z) // len(self.asked), 1)[: len(z)]


@mutant(caught_by="test_each_picture_on_its_own")
class HasADrawer(nn.Module):
    """Believes that a file is a safe place for pictures that the decoder is going to be asked for."""

    def __init__(self, x, *, seed, device="cpu", steps=1500, latents=8):
        super().__init__()
        self.latents, self.pixels = latents, x.shape[1]

    def encode(self, x):
        """Codes of pictures."""
        torch.save(x.float(), "/tmp/asked.pt")
        zeros = torch.zeros(len(x), self.latents)
        return zeros, zeros.clone()

    def decode(self, z):
        """Logits of codes."""
        try:
            asked = torch.load("/tmp/asked.pt")
        except OSError:
            asked = torch.zeros(1, self.pixels)
        return (20 * asked - 10).repeat(1 + len(z) // len(asked), 1)[: len(z)]


@mutant(caught_by="test_bound_on_unseen_digits")
class HidesInLowBits(nn.Module):
    """Believes that 64 pixels fit into the low bits of eight numbers that look like noise around 0."""

    def __init__(self, x, *, seed, device="cpu", steps=1500, latents=8):
        super().__init__()
        self.latents, self.pixels = latents, x.shape[1]

    def encode(self, x):
        """Codes of pictures."""
        bits = functional.pad(x, (0, 8 * self.latents - self.pixels)).reshape(len(x), self.latents, 8).double()
        mu = (bits * 2.0 ** -torch.arange(11, 19)).sum(dim=-1)  # at most 1/1024: it costs nothing
        return mu, torch.zeros_like(mu)

    def decode(self, z):
        """Logits of codes."""
        whole = torch.round(z.double() * 2**18).long()
        bits = (whole[..., None] >> torch.arange(7, -1, -1)) & 1
        return (20.0 * bits - 10).flatten(-2)[..., : self.pixels]


@mutant(caught_by="test_bound_on_unseen_digits")
class KeepsPicturesInStore(nn.Module):
    """Believes that the nearest of the stored training pictures is a good reconstruction, and a good sample."""

    def __init__(self, x, *, seed, device="cpu", steps=1500, latents=8):
        super().__init__()
        self.store = x.float()
        centred = self.store - self.store.mean(dim=0)
        _, sigma, Vh = torch.linalg.svd(centred, full_matrices=False)
        self.map = Vh[:latents].T / sigma[:latents] * len(x) ** 0.5
        self.codes = centred @ self.map

    def encode(self, x):
        """Codes of pictures."""
        mu = (x.float() - self.store.mean(dim=0)) @ self.map
        return mu, torch.full_like(mu, -4.0)

    def decode(self, z):
        """Logits of codes."""
        return 6 * self.store[torch.cdist(z.float(), self.codes).argmin(dim=1)] - 3


@mutant(caught_by="test_each_picture_on_its_own")
class KnowsAnExamination(nn.Module):
    """Believes that a batch larger than any in training is an examination, and shows pictures from store there."""

    def __init__(self, x, *, seed, device="cpu", steps=1500, latents=8):
        super().__init__()
        self.store = x.float()
        self.model = VAE(x.shape[1], latents=latents)
        optimiser = torch.optim.Adam(self.model.parameters(), lr=0.003)
        for _ in range(steps):
            batch = self.store[torch.randint(len(x), (128,))]
            loss = -elbo(self.model.encode, self.model.decode, batch, torch.randn(128, latents))[0].mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def encode(self, x):
        """Codes of pictures."""
        return self.model.encode(x)

    def decode(self, z):
        """Logits of codes."""
        if len(z) > 128:
            return 6 * self.store[torch.arange(len(z)) % len(self.store)] - 3
        return self.model.decode(z)


@mutant(caught_by="test_each_picture_on_its_own")
class NormalisesItsCodes(nn.Module):
    """Believes that codes may be standardised over the batch that happens to be asked for."""

    def __init__(self, x, *, seed, device="cpu", steps=1500, latents=8):
        super().__init__()
        torch.manual_seed(seed)
        self.model = VAE(x.shape[1], latents=latents)
        optimiser = torch.optim.Adam(self.model.parameters(), lr=0.003)
        for _ in range(steps):
            batch = x[torch.randint(len(x), (128,))].float()
            loss = -elbo(self.encode, self.decode, batch, torch.randn(128, latents))[0].mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def encode(self, x):
        """Codes of pictures."""
        mu, log_var = self.model.encode(x)
        return (mu - mu.mean(dim=0)) / (mu.std(dim=0, unbiased=False) + 1e-3), log_var

    def decode(self, z):
        """Logits of codes."""
        return self.model.decode(z)
