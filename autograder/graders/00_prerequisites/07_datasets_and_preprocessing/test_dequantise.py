"""Hidden tests of `Dequantise`: levels to real numbers and back, and bits per dimension."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, inside, points, require


@inside
def dequantise(ns, levels, name, args):
    """What a method returns, and whether it has changed what it was given."""
    before = [value.clone() if torch.is_tensor(value) else value for value in args]
    found = getattr(ns.Dequantise(levels), name)(*args)
    changed = any(torch.is_tensor(value) and not torch.equal(value, old) for value, old in zip(args, before))  # noqa: B905
    return found, changed


def ask(notebook, levels, name, *args):
    """What the student's method returns; it may not have changed its inputs."""
    found, changed = notebook.run(dequantise, levels, name, list(args))
    require(not changed, f"{name} changes what it is given", hint="An operation ending in _ works in place.")
    return found


@points("Dequantise", 2)
def test_levels_fill_the_unit_interval(notebook, rng):
    """Each level becomes the number in its cell that the noise says, in the dtype of the noise."""
    for levels, kind in ((256, torch.uint8), (17, torch.int64), (2, torch.int32), (1000, torch.int16)):
        q, u = rng.integers(0, levels, (5, 7)), rng.uniform(0.001, 0.999, (5, 7))
        x = ask(notebook, levels, "to_real", q.to(kind), u)
        hint = "Add the noise that was handed in, and divide by the number of levels."
        assert_close(x, (q.double() + u) / levels, what="to_real", hint=hint)
        assert_dtype(x, torch.float64, what="to_real", hint="The dtype of the noise.")
    q, u = rng.integers(0, 256, (3, 4, 5)), rng.uniform(0.01, 0.99, (3, 4, 5)).float()
    x = ask(notebook, 256, "to_real", q.to(torch.uint8), u)
    assert_dtype(x, torch.float32, what="to_real with float32 noise", hint="The dtype of the noise.")
    assert_close(x, (q.double() + u.double()) / 256, rtol=1e-5, what="to_real with float32 noise")


@points("Dequantise", 1)
def test_levels_come_back(notebook, rng):
    """Every number in a level's cell is that level, and what lies outside is the first or the last one."""
    for levels in (2, 17, 256):
        q = rng.integers(0, levels, (200,))
        x = (q.double() + rng.uniform(0.002, 0.998, (200,))) / levels
        hint = "The cell of a level begins at the level: round down."
        found = ask(notebook, levels, "to_whole", x)
        assert_close(found, q.double(), what="to_whole", hint=hint)
        assert_dtype(found, torch.int64, what="to_whole", hint="Whole numbers are int64.")
        assert_close(
            ask(notebook, levels, "to_whole", x.float().reshape(4, 50)),
            q.double().reshape(4, 50),
            what="to_whole",
            hint=hint,
        )
        outside = torch.tensor([-3.0, -0.4 / levels, 1.0, 1 + 0.4 / levels, 7.0], dtype=torch.float64)
        right = torch.tensor([0.0, 0.0, levels - 1, levels - 1, levels - 1], dtype=torch.float64)
        hint = "What lies outside [0, 1) belongs to level 0 or level K - 1."
        assert_close(
            ask(notebook, levels, "to_whole", outside), right, what="to_whole outside the unit interval", hint=hint
        )


@points("Dequantise", 2)
def test_bits_per_dimension(notebook, rng):
    """Equation (4), one value for each example; the uniform density needs as many bits as a level has."""
    for levels, D in ((256, 3072), (17, 64), (2, 1)):
        log_density = 50 * rng.normal(6)
        found = ask(notebook, levels, "bits_per_dim", log_density, D)
        right = (math.log2(levels) * D - log_density / math.log(2)) / D
        hint = "Subtract D log K, turn the sign, divide by D for one dimension and by log 2 for bits."
        assert_close(found, right, what="bits per dimension", hint=hint)
        flat = as_tensor(ask(notebook, levels, "bits_per_dim", torch.zeros(4), D), "bits per dimension")
        message = "the bits of the uniform density are not those of a level"
        hint = (
            "Its log density is 0, and each of the K levels is equally likely: how many bits is that for each number?"
        )
        require(tuple(flat.shape) == (4,) and bool((flat - math.log2(levels)).abs().max() < 1e-4), message, hint=hint)
