"""Hidden tests of `evaluation_report`: nats, whose rate it is, and a probe that has seen nothing of the test."""

import torch

from autograder.metrics import bernoulli_log_likelihood, kl_to_standard_normal
from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def linear_encoder(ns, A, B, shift):
    """x to (mu, log_var), both linear in x."""
    return lambda x: (x @ A, x @ B + shift)


@inside
def linear_decoder(ns, C, b):
    """z to logits."""
    return lambda z: z @ C + b


def draw(rng, pixels=12, latents=3, train=60, test=40):
    """Weights, pictures, labels and noise; test pictures have less ink than training pictures."""
    weights = (
        rng.normal(pixels, latents),
        rng.normal(pixels, latents) / 3,
        rng.normal(latents, pixels),
        rng.normal(pixels),
    )
    x_train = (rng.uniform(0, 1, (train, pixels)) < 0.7).double()
    x_test = (rng.uniform(0, 1, (test, pixels)) < 0.35).double()
    labels = [x[:, :3].argmax(1) + 4 * (x[:, 3] > 0).long() for x in (x_train, x_test)]
    return weights, x_train, labels[0], x_test, labels[1], rng.normal(test, latents)


def ask(notebook, weights, *arguments):
    """The student's report, checked for its names."""
    A, B, C, b = weights
    encode, decode = notebook.run(linear_encoder, A, B, -0.5), notebook.run(linear_decoder, C, b)
    report = notebook.evaluation_report(encode, decode, *arguments)
    names = ("distortion", "rate", "probe_accuracy")
    is_report = isinstance(report, dict) and all(name in report for name in names)
    require(is_report, "the report is no dict of distortion, rate and probe_accuracy", hint="return {…}")
    return {name: as_tensor(report[name], name) for name in names}


def code(weights, x):
    """What the encoder says."""
    return x @ weights[0], x @ weights[1] - 0.5


def accuracy(weights, x_train, y_train, x_test, y_test):
    """The probe's accuracy on standardised codes, with an explicit bias, in float64."""
    z, z_test = code(weights, x_train)[0], code(weights, x_test)[0]
    mean, scale = z.mean(0), z.std(0)
    z, z_test = (z - mean) / scale, (z_test - mean) / scale
    labels = y_train.unique()
    Y = (y_train[:, None] == labels).double()
    W = torch.linalg.solve(z.T @ z + torch.eye(z.shape[1], dtype=torch.float64), z.T @ (Y - Y.mean(0)))
    return (labels[(z_test @ W + Y.mean(0)).argmax(1)] == y_test).double().mean()


@points("evaluation_report", 2)
def test_distortion_in_nats(notebook, rng):
    """The distortion is what an unseen picture costs, given a noisy code: summed over pixels, averaged over pictures."""
    hint = "A sum over pixels for each picture: which default does the cross-entropy have? Noise goes into the code."
    for size in ({}, {"pixels": 30, "test": 7}, {"test": 1}):
        drawn = draw(rng, **size)
        weights, _, _, x_test, _, eps = drawn
        mu, log_var = code(weights, x_test)
        logits = (mu + (log_var / 2).exp() * eps) @ weights[2] + weights[3]
        right = -bernoulli_log_likelihood(x_test, logits).mean()
        assert_close(ask(notebook, *drawn)["distortion"], right, what="the distortion", hint=hint)


@points("evaluation_report", 3)
def test_rate_of_unseen_pictures(notebook, rng):
    """The rate is that of the test pictures, whatever the training pictures are; rate and distortion add up to an ELBO."""
    hint = (
        "Both numbers are about the same pictures: those that the model has not seen. Sum over latents, then average."
    )
    for size in ({}, {"latents": 5, "test": 9}, {"test": 1}):
        drawn = draw(rng, **size)
        weights, x_train, y_train, x_test, y_test, eps = drawn
        right = kl_to_standard_normal(*code(weights, x_test)).mean()
        assert_close(ask(notebook, *drawn)["rate"], right, what="the rate", hint=hint)
        fewer = ask(notebook, weights, x_train[:30], y_train[:30], x_test, y_test, eps)["rate"]
        assert_close(fewer, right, what="the rate, with other training pictures,", hint=hint)


@points("evaluation_report", 3)
def test_a_probe_that_has_seen_nothing(notebook, rng):
    """The probe and the scale of its codes come from training pictures: test labels and test crowds change nothing."""
    hint = "Whatever is fitted is fitted to training pictures: the probe, the mean, the standard deviation."
    for _ in range(4):
        drawn = draw(rng, train=80, test=150)
        found = ask(notebook, *drawn)["probe_accuracy"]
        assert_close(found, accuracy(*drawn[:5]), what="the probe's accuracy", hint=hint)
    weights, x_train, y_train, x_test, y_test, eps = draw(rng, train=14, test=30, latents=10)
    noise = y_train[torch.from_numpy(rng.numpy.integers(0, 14, 30))]  # labels that have nothing to do with the pictures
    found = ask(notebook, weights, x_train, y_train, x_test, noise, eps)["probe_accuracy"]
    right = accuracy(weights, x_train, y_train, x_test, noise)
    assert_close(found, right, what="the probe's accuracy on labels that mean nothing", hint=hint)
    alone = ask(notebook, weights, x_train, y_train, x_test[:1], y_test[:1], eps[:1])["probe_accuracy"]
    right = accuracy(weights, x_train, y_train, x_test[:1], y_test[:1])
    assert_close(alone, right, what="the probe's accuracy on a single picture", hint=hint)
