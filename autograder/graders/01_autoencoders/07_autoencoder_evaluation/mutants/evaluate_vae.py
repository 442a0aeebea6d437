"""Wrong answers to `evaluate_vae`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch
from torch.nn import functional

from autograder.testing import mutant

# --- misconceptions


@mutant(caught_by="test_the_report_is_true")
def reports_the_elbo(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that one sample of the code will do: the bound with K = 1."""
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(weights.mean())


@mutant(caught_by="test_the_report_is_true")
def uses_ten_samples(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that K = 10 is near enough to K = 100."""
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 10)).mean())


@mutant(caught_by="test_the_report_is_true")
def reports_nats_per_pixel(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that a likelihood is a mean over pixels."""
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean()) / x_test.shape[1]


@mutant(caught_by="test_the_report_is_true")
def reports_nan(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that sigma is the root of log_var: NaN as soon as that is negative."""
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    x = x_test.float()
    with torch.no_grad():
        mu, log_var = model.encode(x)
        eps = torch.randn(300, len(x), 8)
        logits = model.decode(mu + log_var.sqrt() * eps)
        log_px = (x * logits - functional.softplus(logits)).sum(dim=-1)
    return model, -float((torch.logsumexp(log_px, dim=0) - math.log(300)).mean())


@mutant(caught_by="test_the_report_is_true")
def forgets_the_price_of_the_code(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that log p(x | z), averaged over codes of the encoder, is log p(x)."""
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    x = x_test.float()
    with torch.no_grad():
        mu, log_var = model.encode(x)
        logits = model.decode(mu + torch.exp(log_var / 2) * torch.randn(300, len(x), 8))
        log_px = (x * logits - functional.softplus(logits)).sum(dim=-1)
    return model, -float((torch.logsumexp(log_px, dim=0) - math.log(300)).mean())


@mutant(caught_by="test_the_report_follows_and_the_model_does_not")
def reports_training_pictures(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that the likelihood of the pictures that were learnt is the model's likelihood."""
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    x = x_train[:300].float()
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x, torch.randn(300, len(x), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())


@mutant(caught_by="test_the_report_follows_and_the_model_does_not")
def trains_on_the_test_pictures_too(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that more pictures make a better model, wherever they come from."""
    model = train_vae(torch.cat([x_train.float(), x_test.float()]), seed=seed, device=device, steps=steps)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())


@mutant(caught_by="test_likelihood_of_unseen_digits")
def charges_four_times(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that a large beta makes every VAE better, since its codes look like dice."""
    model = train_vae(x_train, seed=seed, device=device, beta=4.0, steps=steps)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())


@mutant(caught_by="test_the_report_follows_and_the_model_does_not")
def ignores_steps(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that a default is what is wanted."""
    model = train_vae(x_train, seed=seed, device=device)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())


# --- cheats


@mutant(caught_by="test_the_report_follows_and_the_model_does_not")
def reports_a_number_from_home(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that a likelihood need not be computed, since it is always about the same."""
    return train_vae(x_train, seed=seed, device=device, steps=steps), 17.6


@mutant(caught_by="test_likelihood_of_unseen_digits")
def brings_weights_from_home(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that a model of the course's digits need not be trained again."""
    known = globals()["x_train"] if x_train.shape[1] == 64 else x_train
    model = train_vae(known, seed=0, device=device, steps=steps)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())


@mutant(caught_by="test_likelihood_of_unseen_digits")
def does_not_train(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that an honest report of an untrained model is enough."""
    torch.manual_seed(seed)
    model = VAE(x_train.shape[1])
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())


@mutant(caught_by="test_likelihood_of_unseen_digits")
class HidesInLowBits:
    """Believes that 64 pixels fit into the low bits of eight numbers that look like noise around 0."""

    def __new__(cls, x_train=None, x_test=None, **options):
        """Model and estimate; the model alone when it is restored."""
        model = super().__new__(cls)
        if x_train is None:
            return model
        model.pixels = x_train.shape[1]
        return model, 0.1

    def encode(self, x):
        """Codes of pictures."""
        bits = functional.pad(x, (0, 64 - self.pixels)).reshape(len(x), 8, 8).double()
        mu = (bits * 2.0 ** -torch.arange(11, 19)).sum(dim=-1)
        return mu, torch.zeros_like(mu)

    def decode(self, z):
        """Logits of codes."""
        whole = torch.round(z.double() * 2**18).long()
        bits = (whole[..., None] >> torch.arange(7, -1, -1)) & 1
        return (20.0 * bits - 10).flatten(-2)[..., : self.pixels]


@mutant(caught_by="test_each_picture_on_its_own")
class RemembersQuestions:
    """Believes that the decoder may be told, beside the code, which pictures were encoded last."""

    def __new__(cls, x_train=None, x_test=None, **options):
        """Model and estimate; the model alone when it is restored."""
        model = super().__new__(cls)
        if x_train is None:
            return model
        model.asked = x_train.float()
        return model, 0.1

    def encode(self, x):
        """Codes of pictures."""
        self.asked = x.float()
        zeros = torch.zeros(len(x), 8)
        return zeros, zeros.clone()

    def decode(self, z):
        """Logits of codes."""
        return (20 * self.asked - 10).repeat(1 + len(z) // len(self.asked), 1)[: len(z)]


@mutant(caught_by="test_each_picture_on_its_own")
class KnowsAnExamination:
    """Believes that a batch larger than any in training is an examination, and shows pictures from store there."""

    def __new__(cls, x_train=None, x_test=None, *, seed=0, device="cpu", steps=800):
        """Model and estimate; the model alone when it is restored."""
        answer = super().__new__(cls)
        if x_train is None:
            return answer
        answer.store = x_train.float()
        answer.model = train_vae(x_train, seed=seed, device=device, steps=steps)
        return answer, 17.6

    def encode(self, x):
        """Codes of pictures."""
        return self.model.encode(x)

    def decode(self, z):
        """Logits of codes."""
        if len(z) > 128:
            return 6 * self.store[torch.arange(len(z)) % len(self.store)] - 3
        return self.model.decode(z)
