"""Wrong answers to `evaluation_report`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch.nn import functional

from autograder.testing import mutant


@mutant(caught_by="test_distortion_in_nats")
def averages_over_pixels(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Overlooks that the cross-entropy is averaged over pixels by default."""
    mu_train, (mu, log_var) = encode(x_train)[0], encode(x_test)
    logits = decode(mu + torch.exp(log_var / 2) * eps)
    distortion = functional.binary_cross_entropy_with_logits(logits, x_test)
    rate = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean()
    centre, scale = mu_train.mean(dim=0), mu_train.std(dim=0)
    predicted = linear_probe((mu_train - centre) / scale, y_train, (mu - centre) / scale)
    accuracy = (predicted == y_test).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}


@mutant(caught_by="test_rate_of_unseen_pictures")
def reports_the_rate_of_training(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Overlooks that the rate is that of training pictures."""
    (mu_train, log_var_train), (mu, log_var) = encode(x_train), encode(x_test)
    logits = decode(mu + torch.exp(log_var / 2) * eps)
    distortion = (functional.softplus(logits) - x_test * logits).sum(dim=1).mean()
    rate = 0.5 * (mu_train**2 + log_var_train.exp() - 1 - log_var_train).sum(dim=1).mean()
    centre, scale = mu_train.mean(dim=0), mu_train.std(dim=0)
    predicted = linear_probe((mu_train - centre) / scale, y_train, (mu - centre) / scale)
    accuracy = (predicted == y_test).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}


@mutant(caught_by="test_a_probe_that_has_seen_nothing")
def standardises_the_test_by_itself(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Overlooks that test codes are standardised by the test set."""
    mu_train, (mu, log_var) = encode(x_train)[0], encode(x_test)
    logits = decode(mu + torch.exp(log_var / 2) * eps)
    distortion = (functional.softplus(logits) - x_test * logits).sum(dim=1).mean()
    rate = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean()
    known = (mu_train - mu_train.mean(dim=0)) / mu_train.std(dim=0)
    asked = (mu - mu.mean(dim=0)) / mu.std(dim=0)
    accuracy = (linear_probe(known, y_train, asked) == y_test).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}


@mutant(caught_by="test_a_probe_that_has_seen_nothing")
def fits_the_probe_to_everything(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Overlooks that the probe learns from the test codes and their labels."""
    mu_train, (mu, log_var) = encode(x_train)[0], encode(x_test)
    logits = decode(mu + torch.exp(log_var / 2) * eps)
    distortion = (functional.softplus(logits) - x_test * logits).sum(dim=1).mean()
    rate = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean()
    centre, scale = mu_train.mean(dim=0), mu_train.std(dim=0)
    known, asked = (mu_train - centre) / scale, (mu - centre) / scale
    predicted = linear_probe(torch.cat([known, asked]), torch.cat([y_train, y_test]), asked)
    accuracy = (predicted == y_test).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}


@mutant(caught_by="test_a_probe_that_has_seen_nothing")
def reports_the_accuracy_of_training(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Believes that what the probe has learnt from is what it is judged on."""
    mu_train, (mu, log_var) = encode(x_train)[0], encode(x_test)
    logits = decode(mu + torch.exp(log_var / 2) * eps)
    distortion = (functional.softplus(logits) - x_test * logits).sum(dim=1).mean()
    rate = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean()
    known = (mu_train - mu_train.mean(dim=0)) / mu_train.std(dim=0)
    accuracy = (linear_probe(known, y_train, known) == y_train).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}


@mutant(caught_by="test_distortion_in_nats")
def decodes_the_mean(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Believes that the picture is decoded from the mean of its code, without noise."""
    mu_train, (mu, log_var) = encode(x_train)[0], encode(x_test)
    logits = decode(mu)
    distortion = (functional.softplus(logits) - x_test * logits).sum(dim=1).mean()
    rate = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean()
    centre, scale = mu_train.mean(dim=0), mu_train.std(dim=0)
    predicted = linear_probe((mu_train - centre) / scale, y_train, (mu - centre) / scale)
    accuracy = (predicted == y_test).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}
