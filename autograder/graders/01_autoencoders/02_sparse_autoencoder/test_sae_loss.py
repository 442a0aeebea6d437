"""Hidden tests of `sae_loss`: both parts, what each of the draft's faults would change, and gradients."""

import pytest
import torch

from autograder.testing import assert_close, assert_shape, points, vjp


def loss(x, x_hat, z, D, lam):
    """Equation (8)."""
    return (x - x_hat).square().sum() / len(x) + lam * (z.abs() * D.square().sum(dim=1).sqrt()).sum() / len(x)


@pytest.fixture
def parts(rng):
    """A batch, its reconstructions, codes of both signs, and atoms."""
    return rng.normal(6, 5), rng.normal(6, 5), rng.normal(6, 9), rng.normal(9, 5) * rng.uniform(0.2, 3, (9, 1))


@points("sae_loss", 2)
def test_error_and_bill(notebook, parts):
    """The loss is the squared error, summed over pixels, plus the price of the contributions; averaged over examples."""
    for lam in (0.0, 0.3, 5.0):
        value = notebook.sae_loss(*parts, lam)
        assert_shape(value, (), what="the loss", hint="One number for the whole batch.")
        hint = "Sum over pixels and over units, mean over examples; lam multiplies the penalty only."
        assert_close(value, loss(*parts, lam), what="the loss", hint=hint)
    found, expected = notebook.sae_loss(*(part.float() for part in parts), 0.3), loss(*parts, 0.3)
    assert_close(found, expected, rtol=1e-5, dtype=torch.float32, what="the loss for float32", hint="Keep the dtype.")


@points("sae_loss", 2)
def test_price_means_what_it_says(notebook, rng, parts):
    """Idle units, blank pixels, the signs of codes and rescaled atoms change nothing; more of the same examples neither."""
    x, x_hat, z, D = parts
    expected = loss(x, x_hat, z, D, 0.7)
    idle = torch.zeros(6, 30, dtype=torch.float64)
    wider = notebook.sae_loss(x, x_hat, torch.cat([z, idle], 1), torch.cat([D, rng.normal(30, 5)]), 0.7)
    hint = "A mean over units makes the price depend on the size of the dictionary."
    assert_close(wider, expected, what="the loss with thirty idle units more", hint=hint)
    blank, nothing = torch.zeros(6, 11, dtype=torch.float64), torch.zeros(9, 11, dtype=torch.float64)
    padded = [torch.cat(pair, 1) for pair in ((x, blank), (x_hat, blank))]
    hint = "A mean over pixels makes the price depend on the size of the picture."
    larger = notebook.sae_loss(*padded, z, torch.cat([D, nothing], 1), 0.7)
    assert_close(larger, expected, what="the loss with blank pixels around the picture", hint=hint)
    hint = "A negative code contributes as much as a positive one."
    assert_close(notebook.sae_loss(x, x_hat, -z, D, 0.7), expected, what="the loss with mirrored codes", hint=hint)
    s = 10.0 ** rng.uniform(-2, 2, (9,))
    hint = "Charge for contributions."
    rescaled = notebook.sae_loss(x, x_hat, z / s, D * s[:, None], 0.7)
    assert_close(rescaled, expected, what="the loss after rescaling", hint=hint)
    twice = notebook.sae_loss(*(torch.cat([part, part]) for part in (x, x_hat, z)), D, 0.7)
    assert_close(twice, expected, what="the loss of every example twice", hint="Average over examples.")


@points("sae_loss", 2)
def test_gradients_reach_everything_that_is_learnt(notebook, rng, parts):
    """Gradients flow through the reconstructions, the codes and the atoms."""
    leaves = [part.clone().requires_grad_() for part in parts]
    c = rng.normal()
    expected = torch.autograd.grad(c * loss(*leaves, 0.4), leaves)
    _, found = notebook.run(vjp, "sae_loss", [*parts, 0.4], c)
    for position, name in ((1, "the reconstructions"), (2, "the codes"), (3, "the atoms")):
        hint = "Nothing that is learnt may be detached."
        assert_close(found[position], expected[position], what=f"the gradient with respect to {name}", hint=hint)
