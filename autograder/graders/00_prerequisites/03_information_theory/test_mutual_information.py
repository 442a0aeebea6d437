"""Hidden tests of `mutual_information`: tables of any shape, its two ends, zeros, the chain rule."""

import math

import torch

from autograder.testing import as_tensor, assert_close, points, require


def ask(notebook, joint):
    """The student's mutual information: one number."""
    found = as_tensor(notebook.mutual_information(joint), "the mutual information")
    require(found.numel() == 1, "the mutual information has to be one number", hint="Sum over the whole table.")
    return found.reshape(())


def information(joint):
    """The last form of equation (8), entry by entry."""
    rows, columns = joint.sum(dim=1).tolist(), joint.sum(dim=0).tolist()
    cells = [(value, a, b) for a, row in enumerate(joint.tolist()) for b, value in enumerate(row) if value > 0]
    return sum(value * math.log(value / (rows[a] * columns[b])) for value, a, b in cells)


def table(rng, *shape):
    """Random joint probabilities."""
    joint = rng.uniform(0.02, 1, shape) ** 2
    return joint / joint.sum()


@points("mutual_information", 1)
def test_tables_of_any_shape(notebook, rng):
    """It is the KL divergence from the pair to independence, in nats, and the same for the transposed table."""
    for shape in ((2, 2), (3, 7), (6, 2)):
        joint = table(rng, *shape)
        hint = "H(x) + H(y) - H(x, y), with both marginals: sum over rows for one, over columns for the other. In nats."
        assert_close(ask(notebook, joint), information(joint), what="the mutual information", hint=hint)
        turned = ask(notebook, joint.T.contiguous())
        assert_close(turned, information(joint), what="the mutual information of y and x", hint=hint)


@points("mutual_information", 1)
def test_independent_and_determined(notebook, rng):
    """It is zero for independent variables, and all of the entropy where one variable determines the other."""
    p, q = table(rng, 4), table(rng, 3)
    hint = (
        "For independent variables the joint table is the product of its marginals: the price of believing so is zero."
    )
    found = ask(notebook, p[:, None] * q)
    assert_close(found, 0.0, atol=1e-9, what="the mutual information of independent variables", hint=hint)
    order = torch.from_numpy(rng.numpy.permutation(4))
    entropy = -(p * p.log()).sum()
    hint = "If y is known, nothing about x is open: I = H(x). Zeros in the table add nothing."
    what = "the mutual information of a variable and itself, renamed"
    assert_close(ask(notebook, torch.diag(p)[:, order]), entropy, what=what, hint=hint)
    merged = torch.zeros(4, 2, dtype=torch.float64)
    merged[torch.arange(4), torch.tensor([0, 1, 1, 0])] = p
    groups = merged.sum(dim=0)
    what = "the mutual information of a variable and a function of it"
    assert_close(ask(notebook, merged), -(groups * groups.log()).sum(), what=what, hint=hint)


@points("mutual_information", 1)
def test_zeros_in_the_table(notebook, rng):
    """Zeros add nothing, single ones or whole rows and columns; the result is never NaN."""
    joint = table(rng, 4, 5)
    joint[0, 1] = joint[2, 3] = 0
    joint[1] = 0
    joint[:, 4] = 0
    joint = joint / joint.sum()
    hint = "0 log 0 counts as 0; where a whole row is empty, so is its marginal, and 0 / 0 is NaN."
    assert_close(
        ask(notebook, joint), information(joint), what="the mutual information of a table with zeros", hint=hint
    )
    certain = torch.zeros(3, 3, dtype=torch.float64)
    certain[1, 2] = 1
    what = "the mutual information of what is certain"
    assert_close(ask(notebook, certain), 0.0, atol=1e-9, what=what, hint=hint)


@points("mutual_information", 1)
def test_chain_rule(notebook, rng):
    """What two variables tell about y is what the first tells, and what the second tells within each value of the first."""
    joint = table(rng, 3, 2, 4)
    together = ask(notebook, joint.reshape(6, 4))
    first = ask(notebook, joint.sum(dim=1))
    weights = joint.sum(dim=(1, 2))
    second = sum(float(w) * float(ask(notebook, part / w)) for w, part in zip(weights, joint, strict=True))
    hint = "The chain rule of section 6: it holds for no other quantity, such as a normalised one."
    assert_close(first + second, together, what="the sum of what both tell, one after the other,", hint=hint)
    require(bool(together > 1e-3), "dependent variables tell nothing about each other", hint=hint)
