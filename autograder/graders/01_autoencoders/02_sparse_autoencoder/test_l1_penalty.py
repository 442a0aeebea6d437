"""Hidden tests of `l1_penalty`: values, what rescaling does, and gradients to both."""

import torch

from autograder.testing import assert_close, assert_shape, points, require, vjp


def penalty(z, D):
    """Equation (7)."""
    return (z.abs() * D.square().sum(dim=1).sqrt()).sum(dim=1).mean()


@points("l1_penalty", 2)
def test_bill_for_contributions(notebook, rng):
    """The bill is the mean over examples of the sum over units of code size times atom length."""
    for n, units, d in ((5, 9, 4), (1, 3, 7), (8, 6, 6)):
        z, D = rng.normal(n, units), rng.normal(units, d) * rng.uniform(0.2, 4, (units, 1))
        bill = notebook.l1_penalty(z, D)
        assert_shape(bill, (), what="the bill", hint="One number for the whole batch.")
        hint = "Absolute values; lengths of the rows of D; sum over units, mean over examples."
        assert_close(bill, penalty(z, D), what="the bill", hint=hint)
    hint = "Keep the dtype."
    found = notebook.l1_penalty(z.float(), D.float())
    assert_close(found, penalty(z, D), rtol=1e-5, dtype=torch.float32, what="the bill for float32", hint=hint)


@points("l1_penalty", 1)
def test_rescaling_does_not_pay(notebook, rng):
    """Dividing a unit's codes by a number and multiplying its atom by it leaves the bill as it is; so does a dead unit."""
    z, D, s = rng.normal(6, 8), rng.normal(8, 5), 10.0 ** rng.uniform(-3, 3, (8,))
    bill = penalty(z, D)
    hint = "A unit is charged for its contribution |z_ij| |d_j|, to the first power in both."
    assert_close(notebook.l1_penalty(z / s, D * s[:, None]), bill, what="the bill after rescaling", hint=hint)
    wider = torch.cat([z, torch.zeros(6, 20, dtype=torch.float64)], dim=1), torch.cat([D, rng.normal(20, 5)])
    hint = "Sum over units: units that never fire must not make the others cheaper."
    assert_close(notebook.l1_penalty(*wider), bill, what="the bill with twenty idle units more", hint=hint)


@points("l1_penalty", 2)
def test_gradients_reach_codes_and_atoms(notebook, rng):
    """Gradients flow to the codes and to the atoms, and are finite where an atom is zero."""
    z, D, c = rng.normal(4, 6), rng.normal(6, 3), rng.normal()
    leaves = z.clone().requires_grad_(), D.clone().requires_grad_()
    expected = torch.autograd.grad(c * penalty(*leaves), leaves)
    _, (d_z, d_D) = notebook.run(vjp, "l1_penalty", [z, D], c)
    assert_close(d_z, expected[0], what="the gradient with respect to the codes", hint="Do not detach the codes.")
    hint = "Do not detach the lengths: this gradient is what closes the loophole."
    assert_close(d_D, expected[1], what="the gradient with respect to the atoms", hint=hint)
    empty = D.clone()
    empty[2] = 0
    _, (_, d_D) = notebook.run(vjp, "l1_penalty", [z, empty], c)
    hint = "The square root of a sum of squares has no finite slope at 0. Which function of torch's has one?"
    require(bool(torch.isfinite(d_D).all()), "with an atom of zeros the gradient is NaN or infinite", hint=hint)
    others = [0, 1, 3, 4, 5]
    assert_close(d_D[others], expected[1][others], what="the gradient of the other atoms", hint=hint)
