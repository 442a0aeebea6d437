"""Wrong answers to `train_sae`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant

# --- misconceptions


@mutant(caught_by="test_data_and_seed_decide")
def leaves_it_to_chance(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that the seed is for those who want one: every training is another."""
    generator = torch.Generator()
    generator.seed()
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = sae_loss(examples, model.decode(z), z, model.D, lam)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_data_and_seed_decide")
def has_a_seed_of_its_own(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that any fixed seed makes a training that can be repeated, which is all that a seed is for."""
    generator = torch.Generator().manual_seed(0)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = sae_loss(examples, model.decode(z), z, model.D, lam)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_data_and_seed_decide")
def has_a_learning_rate_of_its_own(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that a learning rate that was found once is found for all data."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-2)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = sae_loss(examples, model.decode(z), z, model.D, lam)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_few_entries_and_a_small_error")
def forgets_the_penalty(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that an overcomplete autoencoder becomes sparse by itself."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        optimiser.zero_grad()
        (model.decode(model.encode(examples)) - examples).square().sum(dim=1).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_few_entries_and_a_small_error")
def leaves_a_loophole(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that charging for codes is enough: the codes shrink, the atoms grow."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        optimiser.zero_grad()
        ((model.decode(z) - examples).square().sum(dim=1) + lam * z.sum(dim=1)).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_finds_the_planted_features")
def divides_the_price_by_the_units(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that the mean over units is the penalty: the price is divided by the number of units."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = sae_loss(examples, model.decode(z), z, model.D, lam / n_units)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_finds_the_planted_features")
def leaves_a_loophole_for_features(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that charging for codes is enough, also where features are hidden."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        optimiser.zero_grad()
        ((model.decode(z) - examples).square().sum(dim=1) + lam * z.sum(dim=1)).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_few_entries_and_a_small_error")
def rewards_activity(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that the penalty is subtracted."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = sae_loss(examples, model.decode(z), z, model.D, -lam)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_few_entries_and_a_small_error")
def never_clears_gradients(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that `backward` starts afresh: gradients of all steps add up."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        sae_loss(examples, model.decode(z), z, model.D, lam).backward()
        optimiser.step()
    return model


@mutant(caught_by="test_few_entries_and_a_small_error")
def detaches_the_atoms(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that the lengths in the penalty are weights: the atoms grow, and the price of codes with them."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = sae_loss(examples, model.decode(z), z, model.D.detach(), lam)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_few_entries_and_a_small_error")
def takes_the_root_and_gets_nan(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that the root of a contribution is an even better penalty: its slope at 0 is infinite."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(3):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = (model.decode(z) - examples).square().sum(dim=1).mean() + lam * (z * model.D.norm(dim=1)).sqrt().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_few_entries_and_a_small_error")
def halves_the_error(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that half of the squared error, whose derivative is nicer, is the same loss: it doubles the price."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = (model.decode(z) - examples).square().sum(dim=1).mean() / 2 + lam * l1_penalty(z, model.D)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


# --- cheats


@mutant(caught_by="test_few_entries_and_a_small_error")
def does_not_train(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that nobody looks at what was learnt."""
    return SparseAutoencoder(x.mean(dim=0), n_units, torch.Generator().manual_seed(seed))


@mutant(caught_by="test_few_entries_and_a_small_error")
def brings_weights_from_home(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that a model trained at home, on the digits of the course, need not be trained again."""
    known = train if x.shape[1] == 64 else x
    generator = torch.Generator().manual_seed(0)
    model = SparseAutoencoder(known.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = known[torch.randint(len(known), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = sae_loss(examples, model.decode(z), z, model.D, lam)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant(caught_by="test_few_entries_and_a_small_error")
class DrawsOneOfItsPictures(nn.Module):
    """Believes that the nearest of 128 training pictures is a good description: one entry is in use."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        super().__init__()
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
        self.centres = x[order[:n_units]].clone()
        for _ in range(20):
            nearest = torch.cdist(x, self.centres).argmin(dim=1)
            for j in range(n_units):
                if (nearest == j).any():
                    self.centres[j] = x[nearest == j].mean(dim=0)

    def encode(self, x):
        """Codes of pictures."""
        nearest = torch.cdist(x, self.centres).argmin(dim=1)
        return nn.functional.one_hot(nearest, len(self.centres)).to(x.dtype)

    def decode(self, z):
        """Pictures of codes."""
        return z @ self.centres


@mutant(caught_by="test_few_entries_and_a_small_error")
class WhispersInTinyEntries(nn.Module):
    """Believes that entries below the threshold are free: pixels in millionths, beside one loud entry."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        super().__init__()
        self.pixels, self.n_units = x.shape[1], n_units

    def encode(self, x):
        """Codes of pictures."""
        z = torch.zeros(len(x), self.n_units, dtype=x.dtype)
        z[:, -1] = 1
        count = min(self.pixels, self.n_units - 1)
        z[:, :count] = 1e-6 * x[:, :count]
        return z

    def decode(self, z):
        """Pictures of codes: the loud entry's atom is as long as the others together."""
        x = torch.zeros(len(z), self.pixels, dtype=z.dtype)
        count = min(self.pixels, self.n_units - 1)
        x[:, :count] = 1e6 * z[:, :count]
        return x + 1e9 * z[:, -1:] - 1e9


@mutant(caught_by="test_few_entries_and_a_small_error")
class HidesInLowBits(nn.Module):
    """Believes that 64 pixels fit into the decimals of eight entries."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        super().__init__()
        self.pixels, self.n_units = x.shape[1], n_units

    def encode(self, x):
        """Codes of pictures: five bits a pixel, eight pixels an entry."""
        levels = (x.clamp(0, 1) * 31).round()
        levels = nn.functional.pad(levels, (0, -self.pixels % 8)).reshape(len(x), -1, 8)
        numbers = (levels * 32.0 ** -torch.arange(1, 9)).sum(dim=-1)
        return nn.functional.pad(1 + numbers, (0, self.n_units - numbers.shape[1]))

    def decode(self, z):
        """Pictures of codes."""
        numbers = (z[:, : -(-self.pixels // 8)] - 1)[..., None] * 32.0 ** torch.arange(1, 9)
        return (numbers.floor() % 32).flatten(1)[:, : self.pixels] / 31


@mutant(caught_by="test_few_entries_and_a_small_error")
class RemembersQuestions(nn.Module):
    """Believes that the decoder may keep the pictures that were encoded, and look them up by their number."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        super().__init__()
        self.asked, self.n_units = x, n_units

    def encode(self, x):
        """Codes of pictures: one entry, the number of the picture."""
        self.asked = x
        z = torch.zeros(len(x), self.n_units, dtype=x.dtype)
        z[:, 0] = 1 + torch.arange(len(x))
        return z

    def decode(self, z):
        """Pictures of codes."""
        return self.asked[z[:, 0].round().long().clamp(1, len(self.asked)) - 1]


@mutant(caught_by="test_decoding_adds_atoms_up")
class BendsItsAnswers(SparseAutoencoder):
    """Believes that pixels are to be cut off at 0 and 1."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        generator = torch.Generator().manual_seed(seed)
        super().__init__(x.mean(dim=0), n_units, generator)
        optimiser = torch.optim.Adam(self.parameters(), lr=lr)
        for _ in range(steps):
            examples = x[torch.randint(len(x), (batch,), generator=generator)]
            z = SparseAutoencoder.encode(self, examples)
            loss = sae_loss(examples, SparseAutoencoder.decode(self, z), z, self.D, lam)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def decode(self, z):
        """Pictures of codes."""
        return super().decode(z).clamp(0, 1)


@mutant(caught_by="test_each_picture_on_its_own")
class KnowsAnExamination(SparseAutoencoder):
    """Believes that a batch larger than any in training is an examination, and tidies up only there."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        generator = torch.Generator().manual_seed(seed)
        super().__init__(x.mean(dim=0), n_units, generator)
        optimiser = torch.optim.Adam(self.parameters(), lr=lr)
        for _ in range(steps):
            examples = x[torch.randint(len(x), (batch,), generator=generator)]
            z = SparseAutoencoder.encode(self, examples)
            loss = sae_loss(examples, SparseAutoencoder.decode(self, z), z, self.D, lam)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def encode(self, x):
        """Codes of pictures."""
        z = super().encode(x)
        if len(x) <= 128:
            return z
        return z * (z >= z.topk(12, dim=1).values[:, -1:])


@mutant(caught_by="test_each_picture_on_its_own")
class CentresWhatItEncodes(SparseAutoencoder):
    """Believes that a batch is centred with its own mean before it is encoded."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        generator = torch.Generator().manual_seed(seed)
        super().__init__(x.mean(dim=0), n_units, generator)
        optimiser = torch.optim.Adam(self.parameters(), lr=lr)
        for _ in range(steps):
            examples = x[torch.randint(len(x), (batch,), generator=generator)]
            z = SparseAutoencoder.encode(self, examples)
            loss = sae_loss(examples, SparseAutoencoder.decode(self, z), z, self.D, lam)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def encode(self, x):
        """Codes of pictures."""
        return torch.relu((x - x.mean(dim=0)) @ self.W + self.b)
