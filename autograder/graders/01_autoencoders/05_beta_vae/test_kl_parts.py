"""Hidden tests of `kl_parts`: each part, that they add up, and codes with known answers."""

import math

import torch

from autograder.testing import as_tensor, assert_close, points, require


def tables(rng, *shape, sharpness=1.5):
    """Random distributions over all axes but the first."""
    return (sharpness * rng.normal(*shape)).flatten(1).softmax(1).reshape(shape)


def draw(rng, n=7, k_1=3, k_2=4):
    """Codes and priors."""
    p_1, p_2 = (torch.softmax(rng.normal(k), 0) for k in (k_1, k_2))
    return tables(rng, n, k_1, k_2), p_1, p_2


def ask(notebook, q, p_1, p_2):
    """The three parts as numbers."""
    answer = notebook.kl_parts(q, p_1, p_2)
    is_triple = isinstance(answer, tuple | list) and len(answer) == 3
    require(is_triple, "`kl_parts` has to return three things", hint="mutual information, total correlation, the rest")
    return [as_tensor(part, "a part") for part in answer]


def divergence(a, b):
    """KL of two tables, entries of a may be 0."""
    return (torch.special.xlogy(a, a) - torch.special.xlogy(a, b)).sum()


def expected_parts(q, p_1, p_2):
    """By their definitions as divergences."""
    whole = q.mean(0)
    q_1, q_2 = whole.sum(1), whole.sum(0)
    information = torch.stack([divergence(table, whole) for table in q]).mean()
    return information, divergence(whole, torch.outer(q_1, q_2)), divergence(q_1, p_1) + divergence(q_2, p_2)


NAMES = ("the mutual information", "the total correlation", "the dimension-wise KL")
HINTS = (
    "A mean over n: how far each table is from the mean table.",
    "Of the mean table alone: how far it is from the product of its margins.",
    "Of the two margins of the mean table, each against its own prior: q comes first.",
)


@points("kl_parts", 3)
def test_each_part(notebook, rng):
    """Mutual information, total correlation and dimension-wise KL, for random tables of any size."""
    for sizes in ((7, 3, 4), (20, 2, 5), (1, 3, 3)):
        drawn = draw(rng, *sizes)
        for got, want, name, hint in zip(ask(notebook, *drawn), expected_parts(*drawn), NAMES, HINTS, strict=True):
            assert_close(got, want, what=name, hint=hint)


@points("kl_parts", 1)
def test_parts_add_up(notebook, rng):
    """The three parts are never negative, and add up to the mean KL from each picture's code to the prior."""
    for _ in range(5):
        q, p_1, p_2 = draw(rng)
        parts = ask(notebook, q, p_1, p_2)
        total = torch.stack([divergence(table, torch.outer(p_1, p_2)) for table in q]).mean()
        assert_close(sum(parts), total, what="the sum of the parts", hint="Equation (6): is something counted twice?")
        require(min(float(part) for part in parts) > -1e-9, "a part is negative", hint="Each of them is a divergence.")


@points("kl_parts", 2)
def test_codes_with_known_answers(notebook, rng):
    """Certain codes, full of zeros: each picture its own code; the same said twice; two independent latents."""
    k = int(rng.integers(3, 6))
    uniform = torch.full((k,), 1 / k, dtype=torch.float64)
    twice = torch.zeros(k, k, k, dtype=torch.float64)
    twice[torch.arange(k), torch.arange(k), torch.arange(k)] = 1.0
    hint = "0 log 0 is 0, also where the mean table is 0: `torch.special.xlogy` knows."
    expected = (math.log(k), math.log(k), 0.0)
    for got, want, name in zip(ask(notebook, twice, uniform, uniform), expected, NAMES, strict=True):
        assert_close(got, want, what=f"{name} of two latents that say the same", hint=hint)
    grid = torch.eye(k * k, dtype=torch.float64).reshape(k * k, k, k)
    expected = (2 * math.log(k), 0.0, 0.0)
    for got, want, name in zip(ask(notebook, grid, uniform, uniform), expected, NAMES, strict=True):
        assert_close(got, want, what=f"{name} of two latents with one half of the picture's number each", hint=hint)
    unused, p_1, p_2 = draw(rng)
    unused[:, 1], unused[:, :, 2] = 0.0, 0.0
    unused = unused / unused.sum((1, 2), keepdim=True)
    hint = "0 log 0 is 0 in the margins, too: a latent may have values that no picture uses."
    for got, want, name in zip(ask(notebook, unused, p_1, p_2), expected_parts(unused, p_1, p_2), NAMES, strict=True):
        assert_close(got, want, what=f"{name} where some values are never used", hint=hint)
    alike = tables(rng, 1, 3, 4).expand(6, 3, 4).contiguous()
    information = ask(notebook, alike, *draw(rng)[1:])[0]
    assert_close(
        information, 0.0, what="the mutual information of codes that are alike for all pictures", hint=HINTS[0]
    )
