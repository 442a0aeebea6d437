"""Hidden tests of `linear_probe`: the verdicts, the bias, labels of any kind, more numbers than codes."""

import torch

from autograder.testing import as_tensor, assert_close, points


def expected(z, y, z_test, lam):
    """Equation (7) with an explicit, unpenalised bias, in float64."""
    z, z_test = z.double(), z_test.double()
    labels = y.unique()
    Y = (y[:, None] == labels).double()
    design = torch.cat([z, torch.ones(len(z), 1, dtype=torch.float64)], 1)
    penalty = lam * torch.eye(design.shape[1], dtype=torch.float64)
    penalty[-1, -1] = 0
    weights = torch.linalg.solve(design.T @ design + penalty, design.T @ Y)
    return labels[(torch.cat([z_test, torch.ones(len(z_test), 1)], 1) @ weights).argmax(1)]


def draw(rng, n, d, classes):
    """Overlapping clouds, one for each class, of unequal sizes."""
    y = torch.cat(
        [torch.arange(classes), rng.integers(0, classes, (n - classes,)) * rng.integers(0, 2, (n - classes,))]
    )
    return (rng.normal(classes, d) * 1.2)[y] + rng.normal(n, d), y


def check(notebook, z, y, z_test, lam, what, hint):
    """The verdicts must be those of equation (7)."""
    found = notebook.linear_probe(z, y, z_test, lam)
    assert_close(as_tensor(found, what), expected(z, y, z_test, lam).double(), what=what, hint=hint)


@points("linear_probe", 2)
def test_the_verdicts(notebook, rng):
    """The label of the largest output, for every strength of the penalty, for one code or for many."""
    hint = "Targets 0 and 1, centred codes and targets, lam times the identity; a sum over examples, not a mean."
    for n, d, classes, lam in ((60, 4, 3, 1.0), (40, 3, 2, 30.0), (90, 6, 5, 200.0), (50, 4, 4, 0.01)):
        z, y = draw(rng, n, d, classes)
        check(notebook, z, y, 2 * rng.normal(150, d), lam, "the list of labels", hint)
    z, y = draw(rng, 50, 4, 4)
    x = 2 * rng.normal(5, 4)
    check(notebook, z, y, x[:1], 1.0, "the label of a single code", "What you need comes from the training codes.")
    found = as_tensor(notebook.linear_probe(z, y, x), "the list of labels")
    assert_close(
        found, expected(z, y, x, 1.0).double(), what="the list of labels with the default lam", hint="lam = 1."
    )


@points("linear_probe", 2)
def test_codes_far_from_zero(notebook, rng):
    """Where the codes lie does not matter: all of them moved by the same amount get the same labels."""
    z, y = draw(rng, 50, 3, 3)
    shift = 30 * rng.normal(3)
    hint = (
        "The bias has no penalty. Test codes are moved by the mean of the training codes, whoever else is in the test."
    )
    for lam in (1.0, 50.0, 200.0):
        check(notebook, z, y, rng.normal(120, 3), lam, "the list of labels of codes near 0", hint)
        check(notebook, z + shift, y, rng.normal(120, 3) + shift, lam, "the list of labels of codes far from 0", hint)
        lonely = rng.normal(40, 3) + shift + torch.tensor([3.0, 0.0, 0.0])
        check(notebook, z + shift, y, lonely, lam, "the list of labels of test codes that lie elsewhere", hint)


@points("linear_probe", 2)
def test_any_labels_and_many_numbers(notebook, rng):
    """Labels may be any integers; there may be more numbers in a code than codes; a number may be the same in all codes."""
    z, y = draw(rng, 40, 3, 3)
    names = torch.tensor([8, -3, 41])
    hint = "The index of the largest output is not the label: translate it back."
    check(notebook, z, names[y], 2 * rng.normal(60, 3), 1.0, "the list of labels, which are not 0, 1 and 2,", hint)
    z, y = draw(rng, 15, 40, 3)
    z[:, 7] = 1.5
    check(
        notebook,
        z,
        y,
        rng.normal(50, 40),
        0.5,
        "the list of labels with D > N",
        "The penalty makes the system solvable.",
    )
    z, y = draw(rng, 60, 5, 3)
    x = 2 * rng.normal(50, 5)
    found = notebook.linear_probe(z.float(), y, x.float())
    right = expected(z.float(), y, x.float(), 1.0)
    far = (as_tensor(found, "the list of labels") != right).double().sum()
    assert_close((far <= 1).double(), 1.0, what="agreement of the labels of float32 codes", hint="float32 is welcome.")
