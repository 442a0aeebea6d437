"""Hidden tests of `init_weights`: moments and shape of what is drawn, biases, what is left alone."""

import math

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def initialise(ns, kind, seed):
    """A module full of other numbers, after the student's function."""
    torch.manual_seed(seed)
    module = {
        "conv": lambda: torch.nn.Conv2d(40, 60, 4),
        "transposed": lambda: torch.nn.ConvTranspose2d(40, 60, 4),
        "without bias": lambda: torch.nn.ConvTranspose2d(40, 60, 4, bias=False),
        "norm": lambda: torch.nn.BatchNorm2d(6000),
        "plain norm": lambda: torch.nn.BatchNorm2d(5, affine=False),
        "linear": lambda: torch.nn.Linear(30, 20),
        "relu": lambda: torch.nn.ReLU(),
    }[kind]()
    with torch.no_grad():
        for tensor in module.state_dict().values():
            tensor.copy_(torch.full_like(tensor, 3))
    ns.init_weights(module)
    return {name: tensor.clone() for name, tensor in module.state_dict().items()}


def examine(values, mean, what):
    """Normal with this mean and standard deviation 0.02, within seven standard errors, so that a right answer never fails."""
    values, std = as_tensor(values).reshape(-1), 0.02
    n = len(values)
    require(bool(values.isfinite().all()), f"{what} are not finite")
    hint = (
        f"Mean {mean:g} and standard deviation 0.02, by which sigma is meant, not sigma squared. Each of the three kinds has a "
        "class of its own."
    )
    near = abs(float(values.mean()) - mean) < 7 * std / math.sqrt(n)
    require(near, f"the mean of {what} is wrong", hint=hint)
    is_wide = abs(float(values.std()) - std) < 7 * std / math.sqrt(2 * n)
    require(is_wide, f"the spread of {what} is wrong", hint=hint)
    fourth = float(((values - mean) / std).pow(4).mean())  # 3 for a normal distribution, with variance 96 / n
    hint = "The distribution is normal: not uniform, not cut off."
    require(abs(fourth - 3) < 7 * math.sqrt(96 / n), f"{what} are not normally distributed", hint=hint)


def seed_of(rng):
    """A seed of this test's own."""
    return int(rng.integers(0, 2**31))


@points("init_weights", 2)
def test_convolutions(notebook, rng):
    """Weights of both kinds of convolution come from N(0, 0.02^2), with biases of 0 and without any."""
    for kind in ("conv", "transposed", "without bias"):
        after = notebook.run(initialise, kind, seed_of(rng))
        examine(after["weight"], 0.0, f"the weights of a convolution ({kind})")
        if "bias" in after:
            assert_close(after["bias"], torch.zeros(60), what="the vector of biases", hint="Biases begin at 0.")


@points("init_weights", 2)
def test_batch_norms(notebook, rng):
    """Weights of batch norm come from N(1, 0.02^2), its biases are 0, and its running statistics stay what they were."""
    after = notebook.run(initialise, "norm", seed_of(rng))
    examine(after["weight"], 1.0, "the weights of batch norm")
    assert_close(after["bias"], torch.zeros(6000), what="the vector of biases of batch norm", hint="beta begins at 0.")
    for name in ("running_mean", "running_var"):
        hint = "Running statistics are no weights: leave them."
        assert_close(after[name], torch.full((6000,), 3.0), what="the vector of running statistics", hint=hint)


@points("init_weights", 1)
def test_everything_else(notebook, rng):
    """Other modules stay as they were, a batch norm without weights is no problem, and fresh numbers come with each call."""
    for kind in ("linear", "plain norm", "relu"):
        for name, tensor in notebook.run(initialise, kind, seed_of(rng)).items():
            hint = "Only Conv2d, ConvTranspose2d and BatchNorm2d are initialised here."
            what = f"{name} of a module that is none of the three"
            assert_close(tensor, torch.full(tuple(tensor.shape), 3.0), what=what, hint=hint)
    first, second = (as_tensor(notebook.run(initialise, "conv", seed_of(rng))["weight"]) for _ in range(2))
    require(not bool((first == second).all()), "the same weights come for every seed", hint="Do not set a seed inside.")
