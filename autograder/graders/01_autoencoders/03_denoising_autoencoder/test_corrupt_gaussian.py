"""Hidden tests of `corrupt_gaussian`: equation (1), levels for each example, and what must not happen to the data."""

import torch

from autograder.testing import assert_close, inside, points


@inside
def spoil_twice(ns, x, noise):
    """Two calls with the same arguments, and the arguments afterwards."""
    x, noise = x.clone(), noise.clone()
    first = ns.corrupt_gaussian(x, 0.4, noise)
    first = first.clone() if torch.is_tensor(first) else torch.as_tensor(first).clone()
    return first, ns.corrupt_gaussian(x, 0.4, noise), x, noise


@points("corrupt_gaussian", 1)
def test_scaled_noise_is_added(notebook, rng):
    """The noise, times its standard deviation, is added; values below 0 and above 1 stay."""
    x, noise = rng.uniform(0, 1, (6, 9)), rng.normal(6, 9)
    for sigma in (0.0, 0.3, 4.0):
        hint = "Equation (1): sigma is a standard deviation, not a variance, and nothing is cut off."
        assert_close(notebook.corrupt_gaussian(x, sigma, noise), x + sigma * noise, what="the noisy batch", hint=hint)
    found = notebook.corrupt_gaussian(x.float(), 0.5, noise.float())
    expected = x.float() + 0.5 * noise.float()
    assert_close(
        found,
        expected,
        dtype=torch.float32,
        rtol=1e-5,
        atol=1e-6,
        what="the noisy batch for float32",
        hint="Keep the dtype of x.",
    )


@points("corrupt_gaussian", 1)
def test_a_level_for_each_example(notebook, rng):
    """With one noise level for each example, each row gets its own, also where N is D, and x decides the dtype."""
    for n, d in ((4, 4), (1, 6), (5, 3)):
        x, noise, sigma = rng.normal(n, d), rng.normal(n, d), rng.uniform(0.1, 3, (n,))
        hint = "sigma[i] is the level of row i; broadcasting takes [N] for one level for each pixel."
        found = notebook.corrupt_gaussian(x, sigma, noise)
        assert_close(found, x + sigma[:, None] * noise, what="the noisy batch", hint=hint)
    x, noise = x.float(), noise.float()
    found, expected = notebook.corrupt_gaussian(x, sigma, noise), x + sigma.float()[:, None] * noise
    hint = "Levels may be float64 where x is float32: what comes back has x's dtype."
    what = "the noisy batch for float32 with levels in float64"
    assert_close(found, expected, dtype=torch.float32, rtol=1e-5, atol=1e-6, what=what, hint=hint)


@points("corrupt_gaussian", 1)
def test_noise_is_taken_as_it_is(notebook, rng):
    """Spoiling twice with the same noise gives the same, and the clean examples survive."""
    x, noise = rng.normal(5, 7), rng.normal(5, 7)
    found = notebook.run(spoil_twice, x, noise)
    hint = "The arguments stay as they are (x += ... changes x itself), and no other noise is drawn."
    for value, expected, what in zip(
        found,
        (x + 0.4 * noise, x + 0.4 * noise, x, noise),
        ("the first noisy batch", "the second noisy batch", "x after the calls", "the noise after the calls"),
        strict=True,
    ):
        assert_close(value, expected, what=what, hint=hint)
