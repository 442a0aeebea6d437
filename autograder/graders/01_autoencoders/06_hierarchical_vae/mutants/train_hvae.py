"""Wrong answers to `train_hvae`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn
from torch.nn import functional

from autograder.testing import mutant

# --- misconceptions


@mutant(caught_by="test_both_levels_work")
def keeps_the_top_from_learning(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that z_2 is data for the level below, and detaches it: only the top's price reaches the top."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        top = model.encode_top(batch)
        z_2 = reparameterise(*top, torch.randn(128, 4)).detach()
        below = model.encode_bottom(batch, z_2)
        rec = log_bernoulli(batch, model.decode(reparameterise(*below, torch.randn(128, 8))))
        kl_1, kl_2 = kl_diagonal(*below, *model.prior(z_2)), kl_diagonal(*top, 0 * top[0], 0 * top[0])
        optimiser.zero_grad()
        (kl_1 + kl_2 - rec).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_both_levels_work")
def counts_level_1_from_dice_while_training(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that each level's KL counts from N(0, I): the prior is never trained, and the top is of no use."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        top = model.encode_top(batch)
        below = model.encode_bottom(batch, reparameterise(*top, torch.randn(128, 4)))
        rec = log_bernoulli(batch, model.decode(reparameterise(*below, torch.randn(128, 8))))
        kl_1, kl_2 = kl_diagonal(*below, 0 * below[0], 0 * below[0]), kl_diagonal(*top, 0 * top[0], 0 * top[0])
        optimiser.zero_grad()
        (kl_1 + kl_2 - rec).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_both_levels_work")
def weighs_the_top_four_times(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that the top needs a stronger regulariser; the bound hardly shows it."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, kl_1, kl_2 = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))
        optimiser.zero_grad()
        (kl_1 + 4 * kl_2 - rec).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_both_levels_work")
def makes_the_posterior_residual(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that a residual posterior is always the better one, whatever was asked for; the top falls asleep."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1], posterior="residual")
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        bound = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_both_levels_work")
def throws_level_1_from_the_prior(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that z_1 is drawn from p(z_1 | z_2) while training, for so it will be when sampling."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        top = model.encode_top(batch)
        z_2 = reparameterise(*top, torch.randn(128, 4))
        below, prior = model.encode_bottom(batch, z_2), model.prior(z_2)
        rec = log_bernoulli(batch, model.decode(reparameterise(*prior, torch.randn(128, 8))))
        kl_1, kl_2 = kl_diagonal(*below, *prior), kl_diagonal(*top, 0 * top[0], 0 * top[0])
        optimiser.zero_grad()
        (kl_1 + kl_2 - rec).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_bound_on_unseen_digits")
def averages_over_pixels_and_latents(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that all terms of a loss are means."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, kl_1, kl_2 = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))
        optimiser.zero_grad()
        (kl_1 / 8 + kl_2 / 4 - rec / x.shape[1]).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_bound_on_unseen_digits")
def samples_with_the_variance(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that exp(log_var) is the standard deviation."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        top = model.encode_top(batch)
        z_2 = top[0] + top[1].exp() * torch.randn(128, 4)
        below = model.encode_bottom(batch, z_2)
        rec = log_bernoulli(batch, model.decode(below[0] + below[1].exp() * torch.randn(128, 8)))
        kl_1, kl_2 = kl_diagonal(*below, *model.prior(z_2)), kl_diagonal(*top, 0 * top[0], 0 * top[0])
        optimiser.zero_grad()
        (kl_1 + kl_2 - rec).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_bound_on_unseen_digits")
def throws_no_dice_on_top(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that noise on one level is enough: z_2 = mu."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        bound = hierarchical_elbo(model, batch, torch.zeros(128, 4), torch.randn(128, 8))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_bound_on_unseen_digits")
def stops_as_soon_as_the_loss_is_flat(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that after a sixth of the steps, when the curve bends, the rest is a waste of time."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps // 6):
        batch = x[torch.randint(len(x), (128,))].float()
        bound = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_digits_from_dice")
def leaves_the_top_free(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that a small weight keeps the top awake: it is awake, and where its codes are no dice ever fall."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        _, rec, kl_1, kl_2 = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))
        optimiser.zero_grad()
        (kl_1 + 0.02 * kl_2 - rec).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_data_and_seed_decide")
def leaves_it_to_chance(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that the seed is for those who want one: every training is another."""
    torch.seed()
    model = HVAE(x.shape[1], posterior=posterior)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        bound = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_data_and_seed_decide")
def has_a_seed_of_its_own(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that any fixed seed makes a training that can be repeated, which is all that a seed is for."""
    torch.manual_seed(0)
    model = HVAE(x.shape[1], posterior=posterior)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        bound = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_data_and_seed_decide")
def has_one_posterior_for_all(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that an argument with a default may be left at it."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        bound = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_bound_on_unseen_digits")
def takes_the_root_of_log_var(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that networks say variances, takes their roots and logarithms, and trains on after the loss is NaN."""
    torch.manual_seed(seed)
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(min(steps, 50)):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, var = model.encode_top(batch)
        z_2 = mu + var.sqrt() * torch.randn(128, 4)
        below = model.encode_bottom(batch, z_2)
        rec = log_bernoulli(batch, model.decode(reparameterise(*below, torch.randn(128, 8))))
        kl = 0.5 * (mu**2 + var - 1 - var.log()).sum(-1) + kl_diagonal(*below, *model.prior(z_2))
        optimiser.zero_grad()
        (kl - rec).mean().backward()
        optimiser.step()
    return model


# --- cheats


@mutant(caught_by="test_both_levels_work")
class IsFlatAndPaysInVain(nn.Module):
    """Believes that a flat model passes for a hierarchy if its top pays a nat to say the same about every picture."""

    def __init__(self, x, *, seed, device="cpu", steps=1000, posterior="direct"):
        super().__init__()
        torch.manual_seed(seed)
        self.encoder = nn.Sequential(nn.Linear(x.shape[1], 128), nn.ReLU(), nn.Linear(128, 16))
        self.decoder = nn.Sequential(nn.Linear(8, 128), nn.ReLU(), nn.Linear(128, x.shape[1]))
        optimiser = torch.optim.Adam(self.parameters(), lr=0.003)
        for _ in range(steps):
            batch = x[torch.randint(len(x), (128,))].float()
            mu, log_var = self.encoder(batch).chunk(2, dim=-1)
            rec = log_bernoulli(batch, self.decoder(reparameterise(mu, log_var, torch.randn(128, 8))))
            optimiser.zero_grad()
            (kl_diagonal(mu, log_var, 0 * mu, 0 * mu) - rec).mean().backward()
            optimiser.step()

    def encode_top(self, x):
        """The same for every picture, at the price of a nat."""
        return torch.full((len(x), 4), 0.5**0.5), torch.zeros(len(x), 4)

    def prior(self, z_2):
        """Dice."""
        return torch.zeros(len(z_2), 8), torch.zeros(len(z_2), 8)

    def encode_bottom(self, x, z_2):
        """A flat VAE's code."""
        mu, log_var = self.encoder(x.float()).chunk(2, dim=-1)
        return mu, log_var

    def decode(self, z_1):
        """Logits of codes."""
        return self.decoder(z_1.float())


@mutant(caught_by="test_bound_on_unseen_digits")
def brings_weights_from_home(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that a model trained at home, on the digits of the course, need not be trained again."""
    torch.manual_seed(0)
    known = x_train if x.shape[1] == 64 else x
    model = HVAE(x.shape[1])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = known[torch.randint(len(known), (128,))].float()
        bound = hierarchical_elbo(model, batch, torch.randn(128, 4), torch.randn(128, 8))[0]
        optimiser.zero_grad()
        (-bound).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_bound_on_unseen_digits")
def does_not_train(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Believes that nobody looks at what was learnt."""
    torch.manual_seed(seed)
    return HVAE(x.shape[1])


@mutant(caught_by="test_bound_on_unseen_digits")
class HidesInLowBits(nn.Module):
    """Believes that 64 pixels fit into the low bits of eight numbers that look like noise around 0: past both levels."""

    def __init__(self, x, *, seed, device="cpu", steps=1000, posterior="direct"):
        super().__init__()
        self.pixels = x.shape[1]

    def encode_top(self, x):
        """Nothing."""
        return torch.zeros(len(x), 4), torch.zeros(len(x), 4)

    def prior(self, z_2):
        """Dice."""
        return torch.zeros(len(z_2), 8), torch.zeros(len(z_2), 8)

    def encode_bottom(self, x, z_2):
        """At most 1/1024 each: it costs nothing."""
        bits = functional.pad(x, (0, 64 - self.pixels)).reshape(len(x), 8, 8).double()
        mu = (bits * 2.0 ** -torch.arange(11, 19)).sum(dim=-1)
        return mu, torch.zeros_like(mu)

    def decode(self, z_1):
        """Logits of codes."""
        whole = torch.round(z_1.double() * 2**18).long()
        bits = (whole[..., None] >> torch.arange(7, -1, -1)) & 1
        return (20.0 * bits - 10).flatten(-2)[..., : self.pixels]


@mutant(caught_by="test_bound_on_unseen_digits")
class KeepsPicturesInStore(nn.Module):
    """Believes that the nearest of the stored training pictures is a good reconstruction, and a good sample."""

    def __init__(self, x, *, seed, device="cpu", steps=1000, posterior="direct"):
        super().__init__()
        self.store = x.float()
        centred = self.store - self.store.mean(dim=0)
        _, sigma, Vh = torch.linalg.svd(centred, full_matrices=False)
        self.map = Vh[:8].T / sigma[:8] * len(x) ** 0.5
        self.codes = centred @ self.map

    def code(self, x):
        """Principal components, scaled to variance 1."""
        return (x.float() - self.store.mean(dim=0)) @ self.map

    def encode_top(self, x):
        """The first four."""
        mu = self.code(x)[:, :4]
        return mu, torch.full_like(mu, -4.0)

    def prior(self, z_2):
        """The first four from the top, the others from dice."""
        z_2 = z_2.float()
        return functional.pad(z_2, (0, 4)), functional.pad(torch.full_like(z_2, -4.0), (0, 4))

    def encode_bottom(self, x, z_2):
        """All eight."""
        mu = self.code(x)
        return torch.cat([z_2.float(), mu[:, 4:]], dim=1), torch.full_like(mu, -4.0)

    def decode(self, z_1):
        """Logits of the nearest."""
        return 6 * self.store[torch.cdist(z_1.float(), self.codes).argmin(dim=1)] - 3


@mutant(caught_by="test_each_picture_on_its_own")
class RemembersQuestions(nn.Module):
    """Believes that the decoder may be told, beside the code, which pictures were encoded last."""

    def __init__(self, x, *, seed, device="cpu", steps=1000, posterior="direct"):
        super().__init__()
        self.asked = x.float()

    def encode_top(self, x):
        """Nothing."""
        self.asked = x.float()
        return torch.zeros(len(x), 4), torch.zeros(len(x), 4)

    def prior(self, z_2):
        """Dice."""
        return torch.zeros(len(z_2), 8), torch.zeros(len(z_2), 8)

    def encode_bottom(self, x, z_2):
        """Nothing either."""
        self.asked = x.float()
        return torch.zeros(len(x), 8), torch.zeros(len(x), 8)

    def decode(self, z_1):
        """Logits of what was asked for last."""
        return (20 * self.asked - 10).repeat(1 + len(z_1) // len(self.asked), 1)[: len(z_1)]


@mutant(caught_by="test_each_picture_on_its_own")
class KnowsAnExamination(nn.Module):
    """Believes that a batch larger than any in training is an examination, and shows pictures from store there."""

    def __init__(self, x, *, seed, device="cpu", steps=1000, posterior="direct"):
        super().__init__()
        torch.manual_seed(seed)
        self.store, self.model = x.float(), HVAE(x.shape[1])

    def encode_top(self, x):
        """As the model does."""
        return self.model.encode_top(x)

    def prior(self, z_2):
        """As the model does."""
        return self.model.prior(z_2)

    def encode_bottom(self, x, z_2):
        """As the model does."""
        return self.model.encode_bottom(x, z_2)

    def decode(self, z_1):
        """Pictures from store where many are asked for."""
        if len(z_1) > 128:
            return 6 * self.store[torch.arange(len(z_1)) % len(self.store)] - 3
        return self.model.decode(z_1)


@mutant(caught_by="test_each_picture_on_its_own")
class NormalisesItsCodes(nn.Module):
    """Believes that codes may be standardised over the batch that happens to be asked for."""

    def __init__(self, x, *, seed, device="cpu", steps=1000, posterior="direct"):
        super().__init__()
        torch.manual_seed(seed)
        self.model = HVAE(x.shape[1])

    def encode_top(self, x):
        """Standardised over the batch."""
        mu, log_var = self.model.encode_top(x)
        return (mu - mu.mean(dim=0)) / (mu.std(dim=0, unbiased=False) + 1e-3), log_var

    def prior(self, z_2):
        """As the model does."""
        return self.model.prior(z_2)

    def encode_bottom(self, x, z_2):
        """As the model does."""
        return self.model.encode_bottom(x, z_2)

    def decode(self, z_1):
        """As the model does."""
        return self.model.decode(z_1)
