"""Hidden tests of `log_density`: both families, sums over the last axis alone, extreme logits."""

import torch

from autograder.metrics import bernoulli_log_likelihood, normal_log_density
from autograder.testing import assert_close, points, raises


@points("log_density", 2)
def test_pixels_of_ink_or_paper(notebook, rng):
    """For "bernoulli", log p(x | logits) is summed over pixels, one value per example, whatever axes stand in front."""
    x, logits = rng.integers(0, 2, (7, 6)).double(), 2 * rng.normal(4, 7, 6)
    expected = bernoulli_log_likelihood(x.expand(4, 7, 6), logits)
    hint = "Equation (2): a sum over the last axis, and no average. Are these logits, or probabilities?"
    assert_close(notebook.log_density(x, logits, "bernoulli"), expected, hint=hint)
    grey = rng.uniform(0, 1, (5, 9))
    out = rng.normal(5, 9)
    expected = bernoulli_log_likelihood(grey, out)
    hint = "Equation (2) also holds for pixels between 0 and 1: both terms count, weighted by x and 1 - x."
    assert_close(notebook.log_density(grey, out, "bernoulli", 3.0), expected, what="grey pixels", hint=hint)


@points("log_density", 1)
def test_logits_of_any_size(notebook, rng):
    """Logits of up to 1e4 give finite, exact values, also in float32, and the dtype stays."""
    for dtype in (torch.float32, torch.float64):
        sure = torch.tensor([1e4, -1e4, 60.0, -60.0, 5.0], dtype=dtype)
        right, wrong = torch.tensor([1, 0, 1, 0, 1.0], dtype=dtype), torch.tensor([0, 1, 0, 1, 0.0], dtype=dtype)
        hint = "Take no logarithm of a sigmoid: log(1 + exp(l)) is `softplus(l)`, which is exact for any l."
        x, out = (
            torch.cat([right, wrong])[:, None],
            torch.cat([sure, sure])[:, None],
        )  # one pixel each: none hides another
        expected = bernoulli_log_likelihood(x.double(), out.double())
        answer = notebook.log_density(x, out, "bernoulli")
        what = "the density of huge logits in " + f"{dtype}".removeprefix("torch.")
        assert_close(answer, expected, what=what, hint=hint, dtype=dtype)


@points("log_density", 2)
def test_normal_with_its_constant(notebook, rng):
    """For "normal", log N(x; mean, variance) is summed with its constant; log_var is a number or a tensor; others raise."""
    x, mean, log_var = rng.normal(6, 5), rng.normal(3, 6, 5), rng.uniform(-2, 2, (6, 5))
    expected = normal_log_density(x.expand(3, 6, 5), mean, log_var.expand(3, 6, 5))
    hint = "Equation (3): three terms for each dimension. The second one is log sigma^2, and you divide by sigma^2."
    what = "the density with one variance for each entry"
    assert_close(notebook.log_density(x, mean, "normal", log_var), expected, what=what, hint=hint)
    hint = "A log_var that broadcasts counts once for each of the D dimensions: bring all terms together, then sum."
    for part, what in ((log_var[:, :1], "one variance for each example"), (log_var[0], "one for each dimension")):
        expected = normal_log_density(x, mean[2], part.expand(6, 5))
        answer = notebook.log_density(x, mean[2], "normal", part.contiguous())
        assert_close(answer, expected, what=f"the density with {what}", hint=hint)
    number = float(rng.uniform(-1, 1))
    expected = normal_log_density(x, mean[0], torch.full_like(x, number))
    hint = "Where log_var is one number, it still counts once for each of the D dimensions, and so does log(2 pi)."
    assert_close(
        notebook.log_density(x, mean[0], "normal", number),
        expected,
        what="the density, one variance for all,",
        hint=hint,
    )
    expected = normal_log_density(x, mean[1], torch.zeros_like(x))
    assert_close(notebook.log_density(x, mean[1], "normal"), expected, what="the density with variance 1", hint=hint)
    single = notebook.log_density(x.float(), mean[0].float(), "normal")
    expected = normal_log_density(x, mean[0], torch.zeros_like(x))
    assert_close(
        single, expected, rtol=1e-4, what="a float32 answer", dtype=torch.float32, hint="Keep the inputs' dtype."
    )
    with raises("ValueError", what="another family", hint="What does the docstring promise for any other family?"):
        notebook.log_density(x, mean[0], "cauchy")
