"""Hidden tests of `kl_sparsity_grad`: against autograd, against the definition of a derivative, and where units saturate."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points


def loss(a, rho):
    """Equation (3) of the rates of sigmoid units, in a form that autograd can differentiate."""
    rate, rest = torch.sigmoid(a).mean(dim=0), torch.sigmoid(-a).mean(dim=0)
    return -(rho * rate.log() + (1 - rho) * rest.log()).sum()


def gradient_of(a, rho):
    """By hand, without a subtraction from 1."""
    on, off = torch.sigmoid(a), torch.sigmoid(-a)
    return on * off / len(a) * ((1 - rho) / off.mean(dim=0) - rho / on.mean(dim=0))


@points("kl_sparsity_grad", 2)
def test_gradient_of_a_batch(notebook, rng):
    """The gradient agrees with automatic differentiation, for batches of several sizes."""
    for n, units, rho in ((5, 3, 0.05), (2, 6, 0.4), (12, 12, 0.1)):
        a = (2 * rng.normal(n, units)).requires_grad_()
        (expected,) = torch.autograd.grad(loss(a, rho), a)
        gradient = notebook.kl_sparsity_grad(a.detach(), rho)
        assert_shape(gradient, (n, units), what="the gradient", hint="One derivative for each pre-activation.")
        hint = "Multiply all three links of equation (4); the rate is the mean over the batch."
        assert_close(gradient, expected, what="the gradient", hint=hint)


@points("kl_sparsity_grad", 2)
def test_gradient_predicts_how_the_cost_changes(notebook, rng):
    """Moving the pre-activations a little in any direction changes the cost as the gradient says (central difference)."""
    a, rho, step = 1.5 * rng.normal(7, 4), 0.2, 1e-4
    gradient = as_tensor(notebook.kl_sparsity_grad(a, rho), "the gradient")
    assert_shape(gradient, (7, 4), what="the gradient")
    for E in rng.normal(4, 7, 4):
        slope = (loss(a + step * E, rho) - loss(a - step * E, rho)) / (2 * step)
        hint = "Check your own gradient in this way. The penalty grows where a unit fires too often."
        assert_close((gradient * E).sum(), slope, rtol=1e-5, what="the slope that the gradient predicts", hint=hint)


@points("kl_sparsity_grad", 2)
def test_saturated_units(notebook, rng):
    """For a batch of one the gradient is sigmoid(a) - rho; it stays right and finite where all entries are up to 50."""
    a = torch.tensor([[-50.0, -38, -3, 0, 3, 38, 50]], dtype=torch.float64)
    hint = "sigmoid(40) is 1 for a float64, but sigmoid(-40) is not 0: never subtract from 1."
    assert_close(
        notebook.kl_sparsity_grad(a, 0.1), torch.sigmoid(a) - 0.1, what="the gradient of one example", hint=hint
    )
    a = torch.cat([rng.uniform(40, 50, (6, 2)), -rng.uniform(40, 50, (6, 2))], dim=1)
    a[:3, 1] = 50.0
    expected = gradient_of(a, 0.05)
    for unit, where in enumerate(("1", "1", "0", "0")):
        what = f"the gradient of a unit that is stuck at {where}"
        assert_close(notebook.kl_sparsity_grad(a, 0.05)[:, unit], expected[:, unit], what=what, hint=hint)
