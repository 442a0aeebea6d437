"""Hidden tests of `psnr`: equation (1) for each picture, the peak, exact copies."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points


def decibels_of(x_hat, x, peak):
    """Equation (1), one picture at a time."""
    errors = [float((a - b).square().mean()) for a, b in zip(x_hat, x, strict=True)]
    decibels = [10 * math.log10(peak**2 / error) if error else math.inf for error in errors]
    return torch.tensor(decibels, dtype=torch.float64)


@points("psnr", 2)
def test_each_picture_has_its_decibels(notebook, rng):
    """Each picture of a batch has its own decibels: the logarithm to base ten of peak squared over mean squared error."""
    x = rng.uniform(0, 1, (6, 17))
    x_hat = x + rng.uniform(0.001, 0.3, (6, 1)) * rng.normal(6, 17)
    found = notebook.psnr(x_hat, x)
    assert_shape(
        found, (6,), what="the row of decibels", hint="Average over the pixels of a picture, not over the batch."
    )
    assert_dtype(found, torch.float64, what="the row of decibels of float64 pictures", hint="float64 in, float64 out.")
    hint = (
        "Is it the right logarithm, with the right factor? Is the error a mean over the pixels of that picture alone?"
    )
    assert_close(found, decibels_of(x_hat, x, 1.0), what="the row of decibels", hint=hint)
    again = notebook.psnr(x + (x_hat - x) / 10, x)
    hint = "The logarithm is to base ten: an error ten times smaller in each pixel gives 20 dB more."
    assert_close(
        as_tensor(again) - as_tensor(found), torch.full((6,), 20.0), what="the gain of a finer copy", hint=hint
    )


@points("psnr", 1)
def test_the_unit_of_pixels_does_not_matter(notebook, rng):
    """Pictures in bytes, with a peak of 255, have as many decibels as the same pictures from 0 to 1."""
    x, x_hat = rng.uniform(0, 1, (4, 9)), rng.uniform(0, 1, (4, 9))
    expected = decibels_of(x_hat, x, 1.0)
    hint = "How does the peak enter equation (1)? And it is the argument max_value, not what is largest in the batch."
    for peak in (255.0, 3.0):
        found = notebook.psnr(peak * x_hat, peak * x, peak)
        assert_close(found, expected, what="the row of decibels of pictures with another peak", hint=hint)
    assert_close(
        notebook.psnr(x_hat, x, 2.0), decibels_of(x_hat, x, 2.0), what="the row of decibels for a given peak", hint=hint
    )


@points("psnr", 1)
def test_exact_copies_and_float32(notebook, rng):
    """An exact copy has infinitely many decibels, its neighbours in the batch keep theirs, and float32 stays float32."""
    x = rng.uniform(0, 1, (3, 8))
    x_hat = x.clone()
    x_hat[1] += 0.25
    hint = "Where the error is zero the ratio is infinite; a small constant in the denominator hides that."
    assert_close(
        notebook.psnr(x_hat, x), decibels_of(x_hat, x, 1.0), what="the row of decibels with exact copies", hint=hint
    )
    found = notebook.psnr(x_hat.float(), x.float())
    assert_dtype(found, torch.float32, what="the row of decibels of float32 pictures")
    assert_close(found, decibels_of(x_hat, x, 1.0), rtol=1e-5, what="the row of decibels of float32 pictures")
