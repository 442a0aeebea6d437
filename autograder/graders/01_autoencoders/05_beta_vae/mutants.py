"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""

# ruff: noqa: F821 - names of the notebook, which are there when these run

import torch
from torch import nn
from torch.nn import functional

from autograder.testing import mutant

# --- beta_vae_loss


@mutant("beta_vae_loss", caught_by="test_cost_of_each_example")
def prices_the_picture(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that beta weighs the reconstruction."""
    rec = (x - x_hat).square().sum(dim=1) / (2 * sigma**2)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)
    return beta * rec + kl, rec, kl


@mutant("beta_vae_loss", caught_by="test_cost_of_each_example")
def averages_over_examples(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that a loss is one number for the batch."""
    rec = ((x - x_hat).square().sum(dim=1) / (2 * sigma**2)).mean()
    kl = (0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)).mean()
    return rec + beta * kl, rec, kl


@mutant("beta_vae_loss", caught_by="test_parts_in_nats")
def averages_over_pixels(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that the squared error of a picture is a mean over its pixels."""
    rec = (x - x_hat).square().mean(dim=1) / (2 * sigma**2)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)
    return rec + beta * kl, rec, kl


@mutant("beta_vae_loss", caught_by="test_parts_in_nats")
def averages_over_latents(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that the KL divergence is a mean over latents."""
    rec = (x - x_hat).square().sum(dim=1) / (2 * sigma**2)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=1)
    return rec + beta * kl, rec, kl


@mutant("beta_vae_loss", caught_by="test_parts_in_nats")
def forgets_the_pixels_variance(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that a squared error is in nats as it is."""
    rec = (x - x_hat).square().sum(dim=1)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)
    return rec + beta * kl, rec, kl


@mutant("beta_vae_loss", caught_by="test_parts_in_nats")
def returns_the_priced_code(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that kl is returned with its price."""
    rec = (x - x_hat).square().sum(dim=1) / (2 * sigma**2)
    kl = beta * 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)
    return rec + kl, rec, kl


@mutant("beta_vae_loss", caught_by="test_gradients_pass")
def detaches_the_spread(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Believes that only the means have to learn."""
    rec = (x - x_hat).square().sum(dim=1) / (2 * sigma**2)
    kl = 0.5 * (mu**2 + (log_var.exp() - 1 - log_var).detach()).sum(dim=1)
    return rec + beta * kl, rec, kl


# --- rate_distortion


@mutant("rate_distortion", caught_by="test_rates")
def forgets_the_half(variances, beta, sigma=0.1):
    """Believes that a nat is the logarithm of a variance."""
    level = beta * sigma**2
    return torch.log(variances.clamp(min=level) / level), variances.clamp(max=level)


@mutant("rate_distortion", caught_by="test_rates")
def takes_sigma_for_the_variance(variances, beta, sigma=0.1):
    """Believes that the level is beta times sigma."""
    level = beta * sigma
    return 0.5 * torch.log(variances.clamp(min=level) / level), variances.clamp(max=level)


@mutant("rate_distortion", caught_by="test_rates")
def counts_in_bits(variances, beta, sigma=0.1):
    """Believes that information is counted in bits."""
    level = beta * sigma**2
    return 0.5 * torch.log2(variances.clamp(min=level) / level), variances.clamp(max=level)


@mutant("rate_distortion", caught_by="test_rates")
def lets_rates_be_negative(variances, beta, sigma=0.1):
    """Believes that a direction under water gives nats back."""
    level = beta * sigma**2
    return 0.5 * torch.log(variances / level), variances.clamp(max=level)


@mutant("rate_distortion", caught_by="test_distortions")
def forgets_the_noise_of_the_code(variances, beta, sigma=0.1):
    """Believes that the picture is decoded from the mean of the code."""
    level = beta * sigma**2
    high = variances.clamp(min=level)
    return 0.5 * torch.log(high / level), torch.where(variances > level, level**2 / high, variances)


@mutant("rate_distortion", caught_by="test_distortions")
def loses_only_what_is_asleep(variances, beta, sigma=0.1):
    """Believes that directions which are described at all are described exactly, as PCA does."""
    level = beta * sigma**2
    rate = 0.5 * torch.log(variances.clamp(min=level) / level)
    return rate, torch.where(variances > level, torch.zeros_like(variances), variances)


@mutant("rate_distortion", caught_by="test_directions_without_variance")
def multiplies_infinity_by_nothing(variances, beta, sigma=0.1):
    """Believes that a mask removes what is not finite."""
    level = beta * sigma**2
    awake = (variances > level).to(variances.dtype)
    return awake * 0.5 * torch.log(variances / level), variances.clamp(max=level)


@mutant("rate_distortion", caught_by="test_nothing_linear_is_cheaper")
def adds_the_signal_to_the_noise(variances, beta, sigma=0.1):
    """Believes in Shannon's formula for a channel, log(1 + signal / noise), and that the level is the error everywhere."""
    level = beta * sigma**2
    return 0.5 * torch.log(1 + variances / level), torch.full_like(variances, level)


# --- train_beta_vae: misconceptions


@mutant("train_beta_vae", caught_by="test_price_takes_nats_away")
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


@mutant("train_beta_vae", caught_by="test_cost_where_code_is_dear")
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


@mutant("train_beta_vae", caught_by="test_cost_where_code_is_dear")
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


@mutant("train_beta_vae", caught_by="test_price_takes_nats_away")
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


@mutant("train_beta_vae", caught_by="test_cost_where_code_is_cheap")
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


@mutant("train_beta_vae", caught_by="test_cost_where_code_is_cheap")
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


@mutant("train_beta_vae", caught_by="test_cost_where_code_is_cheap")
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


@mutant("train_beta_vae", caught_by="test_data_and_seed_decide")
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


@mutant("train_beta_vae", caught_by="test_data_and_seed_decide")
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


# --- train_beta_vae: cheats


@mutant("train_beta_vae", caught_by="test_cost_where_code_is_cheap")
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


@mutant("train_beta_vae", caught_by="test_cost_where_code_is_dear")
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


@mutant("train_beta_vae", caught_by="test_cost_where_code_is_dear")
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


@mutant("train_beta_vae", caught_by="test_cost_where_code_is_cheap")
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


@mutant("train_beta_vae", caught_by="test_each_picture_on_its_own")
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


@mutant("train_beta_vae", caught_by="test_each_picture_on_its_own")
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


@mutant("train_beta_vae", caught_by="test_each_picture_on_its_own")
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


# --- capacity_loss


@mutant("capacity_loss", caught_by="test_loss_of_a_minibatch")
def gives_each_example_a_budget(rec, kl, step, *, gamma, top, start, end):
    """Believes that every example has to cost C."""
    capacity = top * min(1.0, max(0.0, (step - start) / (end - start)))
    return (rec + gamma * (kl - capacity).abs()).mean(), capacity


@mutant("capacity_loss", caught_by="test_loss_of_a_minibatch")
def caps_the_code(rec, kl, step, *, gamma, top, start, end):
    """Believes that a budget is a cap: who stays below pays nothing."""
    capacity = top * min(1.0, max(0.0, (step - start) / (end - start)))
    return rec.mean() + gamma * (kl.mean() - capacity).clamp(min=0), capacity


@mutant("capacity_loss", caught_by="test_pushes_towards_the_budget")
def squares_the_distance(rec, kl, step, *, gamma, top, start, end):
    """Believes that a distance in a loss is squared."""
    capacity = top * min(1.0, max(0.0, (step - start) / (end - start)))
    return rec.mean() + gamma * (kl.mean() - capacity) ** 2, capacity


@mutant("capacity_loss", caught_by="test_schedule")
def grows_beyond_the_top(rec, kl, step, *, gamma, top, start, end):
    """Believes that the budget goes on growing after `end`."""
    capacity = top * max(0.0, (step - start) / (end - start))
    return rec.mean() + gamma * (kl.mean() - capacity).abs(), capacity


@mutant("capacity_loss", caught_by="test_schedule")
def starts_at_once(rec, kl, step, *, gamma, top, start, end):
    """Believes that the budget grows from step 0, and `start` says when it may be spent."""
    capacity = top * min(1.0, step / end) if step > start else 0.0
    return rec.mean() + gamma * (kl.mean() - capacity).abs(), capacity


@mutant("capacity_loss", caught_by="test_pushes_towards_the_budget")
def detaches_the_code(rec, kl, step, *, gamma, top, start, end):
    """Believes that a budget is a number that one reads off."""
    capacity = top * min(1.0, max(0.0, (step - start) / (end - start)))
    return rec.mean() + gamma * abs(float(kl.mean()) - capacity), capacity


# --- kl_parts


@mutant("kl_parts", caught_by="test_each_part")
def takes_the_prior_for_the_aggregate(q, p_1, p_2):
    """Believes that the code's information is its KL to the prior."""
    whole = q.mean(dim=0)
    q_1, q_2 = whole.sum(dim=1), whole.sum(dim=0)
    prior = torch.outer(p_1, p_2)
    information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, prior)).sum() / len(q)
    margins = torch.special.xlogy(q_1, q_1).sum() + torch.special.xlogy(q_2, q_2).sum()
    total = torch.special.xlogy(whole, whole).sum() - margins
    return information, total, margins - (q_1 * p_1.log()).sum() - (q_2 * p_2.log()).sum()


@mutant("kl_parts", caught_by="test_each_part")
def correlates_each_picture(q, p_1, p_2):
    """Believes that total correlation is that of each picture's own code, averaged."""
    whole = q.mean(dim=0)
    q_1, q_2 = whole.sum(dim=1), whole.sum(dim=0)
    information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, whole)).sum() / len(q)
    product = q.sum(dim=2, keepdim=True) * q.sum(dim=1, keepdim=True)
    total = (torch.special.xlogy(q, q) - torch.special.xlogy(q, product)).sum() / len(q)
    margins = torch.special.xlogy(q_1, q_1).sum() + torch.special.xlogy(q_2, q_2).sum()
    return information, total, margins - (q_1 * p_1.log()).sum() - (q_2 * p_2.log()).sum()


@mutant("kl_parts", caught_by="test_each_part")
def sums_over_pictures(q, p_1, p_2):
    """Believes that the information of all pictures is asked for, not the mean."""
    whole = q.mean(dim=0)
    q_1, q_2 = whole.sum(dim=1), whole.sum(dim=0)
    information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, whole)).sum()
    margins = torch.special.xlogy(q_1, q_1).sum() + torch.special.xlogy(q_2, q_2).sum()
    total = torch.special.xlogy(whole, whole).sum() - margins
    return information, total, margins - (q_1 * p_1.log()).sum() - (q_2 * p_2.log()).sum()


@mutant("kl_parts", caught_by="test_each_part")
def turns_the_last_part_round(q, p_1, p_2):
    """Believes that the divergence to the prior is the one from the prior."""
    whole = q.mean(dim=0)
    q_1, q_2 = whole.sum(dim=1), whole.sum(dim=0)
    information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, whole)).sum() / len(q)
    margins = torch.special.xlogy(q_1, q_1).sum() + torch.special.xlogy(q_2, q_2).sum()
    total = torch.special.xlogy(whole, whole).sum() - margins
    return information, total, (p_1 * (p_1 / q_1).log()).sum() + (p_2 * (p_2 / q_2).log()).sum()


@mutant("kl_parts", caught_by="test_codes_with_known_answers")
def takes_logarithms_of_nothing(q, p_1, p_2):
    """Believes that no probability is ever 0."""
    whole = q.mean(dim=0)
    q_1, q_2 = whole.sum(dim=1), whole.sum(dim=0)
    information = (q * (q / whole).log()).sum() / len(q)
    total = (whole * (whole / torch.outer(q_1, q_2)).log()).sum()
    return information, total, (q_1 * (q_1 / p_1).log()).sum() + (q_2 * (q_2 / p_2).log()).sum()


@mutant("kl_parts", caught_by="test_parts_add_up")
def adds_the_latents_divergences_of_each_picture(q, p_1, p_2):
    """Believes that the dimension-wise part is the KL of each latent's code, picture by picture."""
    whole = q.mean(dim=0)
    information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, whole)).sum() / len(q)
    margins = [whole.sum(dim=1), whole.sum(dim=0)]
    total = torch.special.xlogy(whole, whole).sum() - sum(torch.special.xlogy(m, m).sum() for m in margins)
    each = [(q.sum(dim=2), p_1), (q.sum(dim=1), p_2)]
    rest = sum((torch.special.xlogy(a, a) - a * p.log()).sum() / len(q) for a, p in each)
    return information, total, rest


@mutant("kl_parts", caught_by="test_codes_with_known_answers")
def knows_zeros_in_tables_only(q, p_1, p_2):
    """Believes that each value of a latent is used by some picture: no margin is ever 0."""
    whole = q.mean(dim=0)
    q_1, q_2 = whole.sum(dim=1), whole.sum(dim=0)
    information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, whole)).sum() / len(q)
    margins = (q_1 * q_1.log()).sum() + (q_2 * q_2.log()).sum()
    total = torch.special.xlogy(whole, whole).sum() - margins
    return information, total, margins - (q_1 * p_1.log()).sum() - (q_2 * p_2.log()).sum()


# --- total_correlation


@mutant("total_correlation", caught_by="test_any_covariance")
def forgets_the_half_of_it(cov):
    """Believes that the entropy of a normal distribution is the logarithm of its determinant."""
    return cov.diagonal().log().sum() - torch.linalg.slogdet(cov).logabsdet


@mutant("total_correlation", caught_by="test_any_covariance")
def sums_squared_correlations(cov):
    """Believes that total correlation is the sum of squared correlations, half of it: right for small ones."""
    scale = cov.diagonal().rsqrt()
    correlation = scale[:, None] * cov * scale[None, :]
    return 0.5 * (correlation.triu(1) ** 2).sum()


@mutant("total_correlation", caught_by="test_what_leaves_it_alone")
def forgets_the_margins(cov):
    """Believes that the variances are 1, as the dice's are."""
    return -0.5 * torch.linalg.slogdet(cov).logabsdet


@mutant("total_correlation", caught_by="test_determinants_out_of_range")
def takes_the_determinant(cov):
    """Believes that a determinant fits into a float."""
    return 0.5 * (cov.diagonal().log().sum() - torch.det(cov).log())


@mutant("total_correlation", caught_by="test_any_covariance")
def turns_the_sign(cov):
    """Believes that dependent latents have less than nothing in common."""
    return 0.5 * (torch.linalg.slogdet(cov).logabsdet - cov.diagonal().log().sum())


# --- mig


@mutant("mig", caught_by="test_known_gaps")
def does_not_normalise(codes, factors):
    """Believes that a gap in nats is a score."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for v in factors.T:
        found = torch.stack([entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v) for z in codes.T])
        first, second = found.topk(2).values
        gaps.append(first - second)
    return torch.stack(gaps).mean()


@mutant("mig", caught_by="test_known_gaps")
def looks_for_the_best_factor_of_each_latent(codes, factors):
    """Believes that the gap is one between factors, for each latent."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for z in codes.T:
        found = [(entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v)) / entropy(v) for v in factors.T]
        first, second = torch.stack([*found, torch.zeros(()).double()]).topk(2).values
        gaps.append(first - second)
    return torch.stack(gaps).mean()


@mutant("mig", caught_by="test_known_gaps")
def compares_with_the_mean_latent(codes, factors):
    """Believes that the best latent is to be compared with the average of the others."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for v in factors.T:
        found = torch.stack([entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v) for z in codes.T])
        first = found.max()
        gaps.append((first - (found.sum() - first) / (len(found) - 1)) / entropy(v))
    return torch.stack(gaps).mean()


@mutant("mig", caught_by="test_known_gaps")
def divides_by_the_best(codes, factors):
    """Believes that the best latent's information is what there is to know."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for v in factors.T:
        found = torch.stack([entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v) for z in codes.T])
        first, second = found.topk(2).values
        gaps.append((first - second) / first)
    return torch.stack(gaps).mean()


@mutant("mig", caught_by="test_random_codes")
def averages_before_it_divides(codes, factors):
    """Believes that all factors have the same entropy: mean gap over mean entropy."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps, entropies = [], []
    for v in factors.T:
        found = torch.stack([entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v) for z in codes.T])
        first, second = found.topk(2).values
        gaps.append(first - second)
        entropies.append(entropy(v))
    return torch.stack(gaps).mean() / torch.stack(entropies).mean()


@mutant("mig", caught_by="test_what_does_not_matter")
def correlates(codes, factors):
    """Believes that squared correlation is as good as information."""
    gaps = []
    for v in factors.T.double():
        found = []
        for z in codes.T.double():
            both = torch.stack([z - z.mean(), v - v.mean()])
            scale = both.square().sum(dim=1).prod()
            found.append((both[0] * both[1]).sum() ** 2 / scale if scale > 0 else torch.zeros(()).double())
        first, second = torch.stack(found).topk(2).values
        gaps.append(first - second)
    return torch.stack(gaps).mean()


@mutant("mig", caught_by="test_random_codes")
def makes_pairs_that_collide(codes, factors):
    """Makes one number of a pair with the number of different values, not with what is larger than all of them."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for v in factors.T:
        found = torch.stack([entropy(z) + entropy(v) - entropy(z * len(v.unique()) + v) for z in codes.T])
        first, second = found.topk(2).values
        gaps.append((first - second) / entropy(v))
    return torch.stack(gaps).mean()


@mutant("mig", caught_by="test_known_gaps")
def gives_each_factor_another_latent(codes, factors):
    """Believes that a latent which is taken for one factor cannot be the best for another."""

    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return float(-(p * p.log()).sum())

    taken, gaps = set(), []
    for v in factors.T:
        found = [entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v) for z in codes.T]
        best = max((j for j in range(len(found)) if j not in taken or len(taken) == len(found)), key=found.__getitem__)
        taken.add(best)
        second = max(value for j, value in enumerate(found) if j != best)
        gaps.append((found[best] - second) / entropy(v))
    return sum(gaps) / len(gaps)


# --- gumbel_softmax


@mutant("gumbel_softmax", caught_by="test_shares_of_categories")
def the_colleagues_draft(logits, tau, u, hard=False):
    """Believes that the draft was right."""
    g = torch.log(-torch.log(u))
    y = torch.softmax(logits / tau + g, dim=-1)
    if hard:
        y = functional.one_hot(y.argmax(dim=-1), logits.shape[-1]).to(logits.dtype)
    return y


@mutant("gumbel_softmax", caught_by="test_shares_of_categories")
def keeps_the_sign(logits, tau, u, hard=False):
    """Finds the bracket and the gradient, and not that the noise stands upside down."""
    g = torch.log(-torch.log(u))
    y = torch.softmax((logits + g) / tau, dim=-1)
    if not hard:
        return y
    return functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype) + y - y.detach()


@mutant("gumbel_softmax", caught_by="test_shares_of_categories")
def keeps_the_bracket(logits, tau, u, hard=False):
    """Finds the sign and the gradient, and not that the noise is to be divided by tau."""
    g = -torch.log(-torch.log(u))
    y = torch.softmax(logits / tau + g, dim=-1)
    if not hard:
        return y
    return functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype) + y - y.detach()


@mutant("gumbel_softmax", caught_by="test_straight_through")
def keeps_the_new_leaf(logits, tau, u, hard=False):
    """Finds sign and bracket, and not that nothing flows through an index."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, dim=-1)
    return functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype) if hard else y


@mutant("gumbel_softmax", caught_by="test_straight_through")
def masks_the_sample(logits, tau, u, hard=False):
    """Believes that the winner alone has a gradient."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, dim=-1)
    return functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype) * y / y.detach() if hard else y


@mutant("gumbel_softmax", caught_by="test_shares_of_categories")
def takes_the_most_probable(logits, tau, u, hard=False):
    """Believes that a one-hot sample is the most probable category."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, dim=-1)
    if not hard:
        return y
    return functional.one_hot(logits.argmax(dim=-1), y.shape[-1]).to(y.dtype) + y - y.detach()


@mutant("gumbel_softmax", caught_by="test_relaxed_samples")
def multiplies_by_the_temperature(logits, tau, u, hard=False):
    """Believes that a high temperature makes samples hard."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) * tau, dim=-1)
    if not hard:
        return y
    return functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype) + y - y.detach()


@mutant("gumbel_softmax", caught_by="test_straight_through")
def counts_the_gradient_twice(logits, tau, u, hard=False):
    """Believes that the gradient has to make up for what the one-hot vector lost."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, dim=-1)
    if not hard:
        return y
    one_hot = functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype)
    return one_hot + y / tau - (y / tau).detach()


@mutant("gumbel_softmax", caught_by="test_straight_through")
def counts_the_second_axis(logits, tau, u, hard=False):
    """Believes that there are always rows and columns, and that the categories are the columns."""
    y = torch.softmax((logits - torch.log(-torch.log(u))) / tau, dim=-1)
    if not hard:
        return y
    return functional.one_hot(y.argmax(dim=-1), y.shape[1]).to(y.dtype) + y - y.detach()
