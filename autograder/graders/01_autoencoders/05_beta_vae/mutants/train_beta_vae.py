"""Wrong answers to `train_beta_vae`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant

# --- misconceptions


@mutant(caught_by="test_price_takes_nats_away")
def ignores_beta(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """Believes that the price is there for the report only."""
    torch.manual_seed(seed)
    model = BetaVAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, log_var = model.encode(batch)
        x_hat = model.decode(mu + torch.exp(0.5 * log_var) * torch.randn(128, latents))
        optimiser.zero_grad()
        beta_vae_loss(batch, x_hat, mu, log_var, 1.0)[0].mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_cost_where_code_is_dear")
def takes_the_root_of_the_price(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """Believes that the price belongs to sigma, not to sigma squared: it pays the root."""
    torch.manual_seed(seed)
    model = BetaVAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, log_var = model.encode(batch)
        x_hat = model.decode(mu + torch.exp(0.5 * log_var) * torch.randn(128, latents))
        optimiser.zero_grad()
        beta_vae_loss(batch, x_hat, mu, log_var, beta**0.5)[0].mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_cost_where_code_is_dear")
def averages_over_pixels_while_training(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """Believes that a mean over pixels and a sum over latents have the same price: the code collapses."""
    torch.manual_seed(seed)
    model = BetaVAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, log_var = model.encode(batch)
        x_hat = model.decode(mu + torch.exp(0.5 * log_var) * torch.randn(128, latents))
        _, rec, kl = beta_vae_loss(batch, x_hat, mu, log_var, beta)
        optimiser.zero_grad()
        (rec / x.shape[1] + beta * kl).mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_price_takes_nats_away")
def squares_the_price(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """Believes that the price counts twice: at 16 nothing is said any more, and that looks like a strong effect."""
    torch.manual_seed(seed)
    model = BetaVAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, log_var = model.encode(batch)
        x_hat = model.decode(mu + torch.exp(0.5 * log_var) * torch.randn(128, latents))
        optimiser.zero_grad()
        beta_vae_loss(batch, x_hat, mu, log_var, beta**2)[0].mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_cost_where_code_is_cheap")
def trains_without_noise(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """Believes that noise only spoils the picture: z = mu."""
    torch.manual_seed(seed)
    model = BetaVAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, log_var = model.encode(batch)
        optimiser.zero_grad()
        beta_vae_loss(batch, model.decode(mu), mu, log_var, beta)[0].mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_cost_where_code_is_cheap")
def samples_with_the_variance(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """Believes that exp(log_var) is the standard deviation."""
    torch.manual_seed(seed)
    model = BetaVAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, log_var = model.encode(batch)
        x_hat = model.decode(mu + log_var.exp() * torch.randn(128, latents))
        optimiser.zero_grad()
        beta_vae_loss(batch, x_hat, mu, log_var, beta)[0].mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_cost_where_code_is_cheap")
def takes_the_logarithm_of_log_var(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """Believes that the encoder says the variance, takes root and logarithm of it, and trains on after the loss is NaN."""
    torch.manual_seed(seed)
    model = BetaVAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(min(steps, 100)):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, var = model.encode(batch)
        x_hat = model.decode(mu + var.sqrt() * torch.randn(128, latents))
        optimiser.zero_grad()
        beta_vae_loss(batch, x_hat, mu, var.log(), beta)[0].mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_data_and_seed_decide")
def leaves_it_to_chance(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """Believes that the seed is for those who want one: every training is another."""
    torch.seed()
    model = BetaVAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, log_var = model.encode(batch)
        x_hat = model.decode(mu + torch.exp(0.5 * log_var) * torch.randn(128, latents))
        optimiser.zero_grad()
        beta_vae_loss(batch, x_hat, mu, log_var, beta)[0].mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_data_and_seed_decide")
def has_a_seed_of_its_own(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """Believes that any fixed seed makes a training that can be repeated, which is all that a seed is for."""
    torch.manual_seed(0)
    model = BetaVAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))].float()
        mu, log_var = model.encode(batch)
        x_hat = model.decode(mu + torch.exp(0.5 * log_var) * torch.randn(128, latents))
        optimiser.zero_grad()
        beta_vae_loss(batch, x_hat, mu, log_var, beta)[0].mean().backward()
        optimiser.step()
    return model


# --- cheats


@mutant(caught_by="test_cost_where_code_is_cheap")
def brings_weights_from_home(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """Believes that a model trained at home, on the dots of the notebook, need not be trained again."""
    torch.manual_seed(0)
    known = x_train if x.shape[1] == 144 else x
    model = BetaVAE(x.shape[1], latents=latents)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = known[torch.randint(len(known), (128,))].float()
        mu, log_var = model.encode(batch)
        x_hat = model.decode(mu + torch.exp(0.5 * log_var) * torch.randn(128, latents))
        optimiser.zero_grad()
        beta_vae_loss(batch, x_hat, mu, log_var, beta)[0].mean().backward()
        optimiser.step()
    return model


@mutant(caught_by="test_cost_where_code_is_dear")
def knows_the_mean_picture_only(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """Believes that the mean picture, from a code that costs nothing, is cheap enough."""
    torch.manual_seed(seed)
    model = BetaVAE(x.shape[1], latents=latents)
    with torch.no_grad():
        for layer in (model.encoder[2], model.decoder[2]):
            layer.weight.zero_()
            layer.bias.zero_()
        model.decoder[2].bias.copy_(torch.logit(x.float().mean(dim=0).clamp(0.001, 0.999)))
    return model


@mutant(caught_by="test_cost_where_code_is_dear")
class PretendsToBeDear(nn.Module):
    """Believes that a price may be faked: a model of beta 1 that, at any other, divides its code by four."""

    def __init__(self, x, *, beta, seed, device="cpu", steps=800, latents=6):
        super().__init__()
        torch.manual_seed(seed)
        self.beta, self.model = beta, BetaVAE(x.shape[1], latents=latents)
        optimiser = torch.optim.Adam(self.model.parameters(), lr=0.003)
        for _ in range(steps):
            batch = x[torch.randint(len(x), (128,))].float()
            mu, log_var = self.model.encode(batch)
            x_hat = self.model.decode(mu + torch.exp(0.5 * log_var) * torch.randn(128, latents))
            optimiser.zero_grad()
            beta_vae_loss(batch, x_hat, mu, log_var, 1.0)[0].mean().backward()
            optimiser.step()

    def encode(self, x):
        """Codes of pictures."""
        mu, log_var = self.model.encode(x)
        return (mu, log_var) if self.beta == 1 else (mu / 4, torch.zeros_like(log_var))

    def decode(self, z):
        """Pictures of codes."""
        return self.model.decode(z if self.beta == 1 else 4 * z)


@mutant(caught_by="test_cost_where_code_is_cheap")
class HidesInLowBits(nn.Module):
    """Believes that where a dot is and how wide fits into the low bits of three numbers that look like noise around 0."""

    def __init__(self, x, *, beta, seed, device="cpu", steps=800, latents=6):
        super().__init__()
        self.latents, self.store = latents, x.float()

    def encode(self, x):
        """Codes of pictures."""
        nearest = torch.cdist(x.float(), self.store).argmin(dim=1)
        mu = torch.zeros(len(x), self.latents, dtype=torch.float64)
        mu[:, 0] = nearest.double() * 2.0**-21  # at most 1/1024: it costs nothing
        return mu, torch.zeros_like(mu)

    def decode(self, z):
        """Pictures of codes."""
        return self.store[torch.round(z[:, 0].double() * 2**21).long() % len(self.store)]


@mutant(caught_by="test_each_picture_on_its_own")
class RemembersQuestions(nn.Module):
    """Believes that the decoder may be told, beside the code, which pictures were encoded last."""

    def __init__(self, x, *, beta, seed, device="cpu", steps=800, latents=6):
        super().__init__()
        self.latents, self.asked = latents, x.float()

    def encode(self, x):
        """Codes of pictures."""
        self.asked = x.float()
        zeros = torch.zeros(len(x), self.latents)
        return zeros, zeros.clone()

    def decode(self, z):
        """Pictures of codes."""
        return self.asked.repeat(1 + len(z) // len(self.asked), 1)[: len(z)]


@mutant(caught_by="test_each_picture_on_its_own")
class KnowsAnExamination(nn.Module):
    """Believes that a batch larger than any in training is an examination, and shows pictures from store there."""

    def __init__(self, x, *, beta, seed, device="cpu", steps=800, latents=6):
        super().__init__()
        self.store = x.float()
        self.model = BetaVAE(x.shape[1], latents=latents)

    def encode(self, x):
        """Codes of pictures."""
        return self.model.encode(x)

    def decode(self, z):
        """Pictures of codes."""
        if len(z) > 128:
            return self.store[torch.arange(len(z)) % len(self.store)]
        return self.model.decode(z)


@mutant(caught_by="test_each_picture_on_its_own")
class NormalisesItsCodes(nn.Module):
    """Believes that codes may be standardised over the batch that happens to be asked for."""

    def __init__(self, x, *, beta, seed, device="cpu", steps=800, latents=6):
        super().__init__()
        torch.manual_seed(seed)
        self.model = BetaVAE(x.shape[1], latents=latents)

    def encode(self, x):
        """Codes of pictures."""
        mu, log_var = self.model.encode(x)
        return (mu - mu.mean(dim=0)) / (mu.std(dim=0, unbiased=False) + 1e-3), log_var

    def decode(self, z):
        """Pictures of codes."""
        return self.model.decode(z)
