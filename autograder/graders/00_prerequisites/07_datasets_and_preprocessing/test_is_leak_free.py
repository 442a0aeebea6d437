"""Hidden tests of `is_leak_free`: what it must accept, and what it must reject. Each test asks for both."""

import torch

from autograder.testing import as_tensor, inside, points, require


@inside
def ask_about(ns, name, size):
    """The verdict on one of these programs."""

    def standard(by, x):
        return (x - by.mean(dim=0)) / by.std(dim=0)

    def unit(by, x):
        low, high = by.min(dim=0).values, by.max(dim=0).values
        return (x - low) / (high - low)

    def axes(by, x):
        return (x - by.mean(dim=0)) @ torch.linalg.svd(by - by.mean(dim=0), full_matrices=False).Vh[:2].T

    def spread(by, x):
        return x[:, by.var(dim=0).argsort(descending=True)[:1]]

    def rank(by, x):
        return (x[:, None, :] > by).double().mean(dim=1)

    def nearest(by, x):
        return torch.cdist(x, by).min(dim=1).values[:, None]

    def small(by, x):
        return x / by.norm(dim=1).min()

    def row(x):
        return x / x.norm(dim=1, keepdim=True)

    def both(a, b):
        return torch.cat([a, b])

    def reach(a, b):
        return torch.maximum(10 * a.abs().max(), b.abs().max())

    def quiet(a, b):
        return torch.minimum(0.1 * a.norm(dim=1).median(), b.norm(dim=1).min())

    def first_column(by, x):
        return torch.cat([x[:, :1] - by[:, :1].mean(dim=0), x[:, 1:]], dim=1)

    def with_zeros(x):
        return torch.cat([x, 0 * x], dim=1)

    def nudge(b):
        return size * torch.sign(b.sum())

    programs = {
        "standardises by the training rows": lambda a, b: (standard(a, a), standard(a, b)),
        "standardises by all rows": lambda a, b: (standard(both(a, b), a), standard(both(a, b), b)),
        "centres the test rows by themselves": lambda a, b: (standard(a, a), b - b.mean(dim=0)),
        "centres each part by itself": lambda a, b: (a - a.mean(dim=0), b - b.mean(dim=0)),
        "projects on axes of the training rows": lambda a, b: (axes(a, a), axes(a, b)),
        "projects on axes of all rows": lambda a, b: (axes(both(a, b), a).abs(), axes(both(a, b), b).abs()),
        "mixes a thousandth of the test mean in": lambda a, b: (
            a - 0.999 * a.mean(dim=0) - 0.001 * b.mean(dim=0),
            b - 0.999 * a.mean(dim=0) - 0.001 * b.mean(dim=0),
        ),
        "scales each row by itself": lambda a, b: (row(a), row(b)),
        "min-max scales by the training rows": lambda a, b: (unit(a, a), unit(a, b)),
        "min-max scales by all rows": lambda a, b: (unit(both(a, b), a), unit(both(a, b), b)),
        "min-max scales the training rows by all, the test rows by training": lambda a, b: (
            unit(both(a, b), a),
            unit(a, b),
        ),
        "clips to the range of the training rows": lambda a, b: (
            a,
            torch.minimum(torch.maximum(b, a.min(dim=0).values), a.max(dim=0).values),
        ),
        "chooses a column by the training rows": lambda a, b: (spread(a, a), spread(a, b)),
        "chooses a column by all rows": lambda a, b: (spread(both(a, b), a), spread(both(a, b), b)),
        "divides by the shortest of all rows": lambda a, b: (small(both(a, b), a), small(both(a, b), b)),
        "divides by the shortest training row": lambda a, b: (small(a, a), small(a, b)),
        "rescales if a test row is ten times as loud": lambda a, b: (a / reach(a, b), b / reach(a, b)),
        "rescales if a test row is ten times as quiet": lambda a, b: (a / quiet(a, b), b / quiet(a, b)),
        "rescales by ten times the loudest training value": lambda a, b: (a / reach(a, a), b / reach(a, a)),
        "centres one column by all rows": lambda a, b: (first_column(both(a, b), a), first_column(both(a, b), b)),
        "centres one column by the training rows": lambda a, b: (first_column(a, a), first_column(a, b)),
        "ranks among the training rows": lambda a, b: (rank(a, a), rank(a, b)),
        "ranks among the test rows": lambda a, b: (rank(a, a), rank(b, b)),
        "subtracts the test row before": lambda a, b: (a, torch.cat([b[:1], b[1:] - b[:-1]])),
        "subtracts the first test row from the last": lambda a, b: (
            a,
            torch.cat([b[:-1], b[-1:] - (b[:1] if len(b) > 1 else 0)]),
        ),
        "divides by the number of test rows": lambda a, b: (a, b / len(b)),
        "scales the training rows by the largest test value": lambda a, b: (a / b.abs().max(), b),
        "measures the distance to the nearest training row": lambda a, b: (a, nearest(a, b)),
        "measures the distance to the nearest of all other rows": lambda a, b: (
            a,
            torch.stack([nearest(both(a, both(b[:i], b[i + 1 :])), b[i : i + 1])[0] for i in range(len(b))]),
        ),
        "returns zeros": lambda a, b: (torch.zeros(len(a), 2), torch.zeros(len(b), 2)),
        "works in float32": lambda a, b: (standard(a, a).float(), standard(a, b).float()),
        "rounds differently": lambda a, b: (
            with_zeros(torch.sign(a) + nudge(b)),
            with_zeros(torch.sign(b) + nudge(b)),
        ),
        "lets a little into the training rows": lambda a, b: (torch.sign(a) + nudge(b), torch.sign(b)),
        "lets a little into the test rows": lambda a, b: (torch.sign(a), torch.sign(b) + nudge(b)),
        "returns small numbers with a leak": lambda a, b: (
            1e-9 * torch.sign(a),
            1e-9 * (torch.sign(b) + 0.01 * nudge(b) / size),
        ),
        "returns large numbers, rounded differently": lambda a, b: (
            1e9 * (torch.sign(a) + nudge(b)),
            1e9 * (torch.sign(b) + nudge(b)),
        ),
        "keeps as many columns as there are test rows": lambda a, b: (
            a[:, :1].repeat(1, 1 + len(b) // 2),
            b[:, :1].repeat(1, 1 + len(b) // 2),
        ),
    }

    def prepare(train, test):
        if len(train) < 10 or len(test) < 1 or train.shape[1] < 3:
            raise ValueError("this program was promised at least 10 training rows, a test row and 3 columns")
        return programs[name](train, test)

    return ns.is_leak_free(prepare)


def judge(notebook, cases, hint, size=1.0):
    """Put programs to the student's check: (name, verdict)."""
    for name, verdict in cases:
        answer = as_tensor(notebook.run(ask_about, name, size), "the verdict").reshape(-1)
        require(answer.numel() == 1, "the verdict has to be one bool", hint="Reduce with `.all()`, then `bool(...)`.")
        message = f"your check {'rejects' if verdict else 'accepts'} a program that {name}"
        keep = "Only what must not matter may be changed: the training rows and the row at hand stay as they are."
        require(bool(answer[0]) == verdict, message, hint=keep if verdict else hint)


@points("is_leak_free", 2)
def test_statistics_of_the_wrong_rows(notebook):
    """Statistics of the training rows are fine; those of all rows, or of the test rows, are leaks."""
    cases = [
        ("standardises by the training rows", True),
        ("projects on axes of the training rows", True),
        ("scales each row by itself", True),
        ("standardises by all rows", False),
        ("centres the test rows by themselves", False),
        ("centres each part by itself", False),
        ("centres one column by the training rows", True),
        ("centres one column by all rows", False),
        ("projects on axes of all rows", False),
        ("mixes a thousandth of the test mean in", False),
    ]
    judge(
        notebook, cases, "Compare what becomes of a test row in company and alone, and both parts of what is returned."
    )


@points("is_leak_free", 2)
def test_leaks_that_need_a_loud_or_a_quiet_row(notebook):
    """Minima, maxima and choices leak only if a test row is larger, or smaller, than the training rows."""
    cases = [
        ("min-max scales by the training rows", True),
        ("clips to the range of the training rows", True),
        ("chooses a column by the training rows", True),
        ("divides by the shortest training row", True),
        ("rescales by ten times the loudest training value", True),
        ("rescales if a test row is ten times as loud", False),
        ("rescales if a test row is ten times as quiet", False),
        ("min-max scales by all rows", False),
        ("min-max scales the training rows by all, the test rows by training", False),
        ("chooses a column by all rows", False),
        ("divides by the shortest of all rows", False),
    ]
    judge(
        notebook, cases, "Probe with test rows of several sizes, from far smaller to far larger than the training rows."
    )


@points("is_leak_free", 1)
def test_companions(notebook):
    """What becomes of a test row may depend on none of its companions, nor on their number or order."""
    cases = [
        ("ranks among the training rows", True),
        ("measures the distance to the nearest training row", True),
        ("ranks among the test rows", False),
        ("subtracts the test row before", False),
        ("subtracts the first test row from the last", False),
        ("divides by the number of test rows", False),
        ("scales the training rows by the largest test value", False),
        ("measures the distance to the nearest of all other rows", False),
    ]
    judge(notebook, cases, "Each test row, the first and the last too, must come out the same if it comes alone.")


@points("is_leak_free", 1)
def test_rounding_and_shapes(notebook):
    """Last digits are forgiven, whatever the size of the numbers; small leaks are not, nor shapes that test rows decide."""
    judge(notebook, [("returns zeros", True), ("works in float32", True)], "")
    hint = "Forgive a millionth of the largest value, and no more than a hundred times that."
    judge(
        notebook, [("rounds differently", True), ("returns large numbers, rounded differently", True)], hint, size=2e-7
    )
    cases = [
        ("lets a little into the training rows", False),
        ("lets a little into the test rows", False),
        ("returns small numbers with a leak", False),
    ]
    judge(notebook, cases, hint, size=2e-4)
    judge(
        notebook, [("keeps as many columns as there are test rows", False)], "Compare shapes before you compare values."
    )
