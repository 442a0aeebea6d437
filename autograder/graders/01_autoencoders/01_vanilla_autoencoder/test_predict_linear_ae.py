"""Hidden tests of `predict_linear_ae`: loss, steepest turning, and the verdict, each against a real landscape."""

import math

import torch

from autograder.testing import as_tensor, assert_close, points, require


def loss_at(W, eigenvalues):
    """Equation (2) for data whose covariance is diagonal."""
    M = W.T @ W - torch.eye(len(eigenvalues), dtype=torch.float64)
    return float(torch.trace(M @ torch.diag(eigenvalues) @ M))


def turned(eigenvalues, chosen, p, q, angle):
    """The loss after turning eigenvector p, a chosen one, towards q."""
    W = torch.eye(len(eigenvalues), dtype=torch.float64)[chosen]
    row = chosen.index(p)
    W[row, p], W[row, q] = math.cos(angle), math.sin(angle)
    return loss_at(W, eigenvalues)


def ask(notebook, eigenvalues, chosen):
    """The three predictions, as floats and a bool."""
    answer = notebook.predict_linear_ae(eigenvalues, chosen)
    require(
        isinstance(answer, list | tuple) and len(answer) == 3,
        "three things are to be predicted",
        hint="Is a `return` missing?",
    )
    loss, curvature, verdict = (as_tensor(part, "a prediction").reshape(-1) for part in answer)
    require(all(part.numel() == 1 for part in (loss, curvature, verdict)), "each prediction is one number or bool")
    return float(loss), float(curvature), bool(verdict)


def draw_tie(rng):
    """The same, with two equal eigenvalues, of which one is chosen, above or below the others."""
    eigenvalues = rng.uniform(0.1, 5, (5,))
    twin = int(rng.integers(0, 5))
    eigenvalues = torch.cat([eigenvalues, eigenvalues[twin : twin + 1]])
    return eigenvalues, [5, (twin + 1) % 5]


def draw_case(rng, d, k):
    """Eigenvalues in no order, and k of their indices in no order."""
    eigenvalues = rng.uniform(0.1, 5, (d,))
    return eigenvalues, torch.from_numpy(rng.numpy.permutation(d))[:k].tolist()


@points("predict_linear_ae", 1)
def test_loss_is_what_is_left_out(notebook, rng):
    """The loss is what the model has when its rows are the chosen eigenvectors, in whatever order both come."""
    cases = [draw_case(rng, d, k) for d, k in ((3, 1), (6, 2), (5, 4), (9, 5))]
    for eigenvalues, chosen in cases:
        W = torch.eye(len(eigenvalues), dtype=torch.float64)[chosen]
        hint = (
            "What is lost is the variance along some of the directions: which? It is a variance, not a share of one. "
            "`chosen` are indices into the eigenvalues as they come."
        )
        assert_close(ask(notebook, eigenvalues, chosen)[0], loss_at(W, eigenvalues), what="the loss", hint=hint)
    eigenvalues, chosen = draw_tie(rng)
    wanted = loss_at(torch.eye(6, dtype=torch.float64)[chosen], eigenvalues)
    hint = "Two directions may have the same eigenvalue: tell them apart by their index, not by their value."
    what = "the loss where a chosen eigenvalue equals one that was not chosen"
    assert_close(ask(notebook, eigenvalues, chosen)[0], wanted, what=what, hint=hint)


@points("predict_linear_ae", 2)
def test_steepest_turning(notebook, rng):
    """The curvature is that of the best exchange: no turning bends down more, and one bends down as much."""
    cases = [draw_case(rng, d, k) for d, k in ((3, 1), (5, 2), (6, 4))]
    down = rng.uniform(0.1, 5, (5,))
    cases.append((down, down.argsort()[:2].tolist()))  # from here all turnings go downhill
    for eigenvalues, chosen in cases:
        d = len(eigenvalues)
        step, others = 1e-3, [i for i in range(d) if i not in chosen]
        here = turned(eigenvalues, chosen, chosen[0], others[0], 0.0)
        pairs = [(p, q) for p in chosen for q in others]
        bends = [
            (turned(eigenvalues, chosen, p, q, step) - 2 * here + turned(eigenvalues, chosen, p, q, -step)) / step**2
            for p, q in pairs
        ]
        hint = (
            "It is the second derivative of equation (4). Which of the chosen ones is turned, and towards which of the "
            "others, so that it is smallest? Of several ways down it is the steepest."
        )
        found = ask(notebook, eigenvalues, chosen)[1]
        assert_close(found, min(bends), rtol=1e-4, atol=1e-4, what="the smallest curvature", hint=hint)


@points("predict_linear_ae", 1)
def test_minimum_or_saddle(notebook, rng):
    """A minimum is told from a saddle for unsorted eigenvalues, and level ground between equal ones is no way down."""
    cases = []
    for d, k in ((4, 2), (6, 3), (5, 1), (8, 4), (9, 3), (10, 5), (11, 6), (12, 5)):
        eigenvalues = rng.uniform(0.5, 1, (d,)).cumsum(0)[torch.from_numpy(rng.numpy.permutation(d))]
        order = eigenvalues.argsort(descending=True).tolist()
        cases.append((eigenvalues, order[:k][::-1], True, "the largest eigenvalues, in another order"))
        cases.append((eigenvalues, [*order[: k - 1], order[k]], False, "all but one of the largest eigenvalues"))
        cases.append((eigenvalues, order[-k:], False, "the smallest eigenvalues"))
    equal = torch.tensor([2.0, 3.0, 2.0, 1.0], dtype=torch.float64)
    cases.append((equal, [1, 2], True, "one of two equal eigenvalues, whichever it is"))
    cases.append((equal, [1, 0], True, "one of two equal eigenvalues, whichever it is"))
    cases.append((equal, [0, 2], False, "two equal eigenvalues, with a larger one left out"))
    close = torch.tensor([2.0, 3.0, 2.01, 1.0], dtype=torch.float64)
    cases.append((close, [1, 0], False, "two eigenvalues, one of them a little smaller than one that was left out"))
    for eigenvalues, chosen, verdict, name in cases:
        message = f"you call a {'minimum a saddle' if verdict else 'saddle a minimum'} for {name}"
        hint = "The gradient is zero at all of them. Is there an eigenvalue outside that is larger than one inside?"
        require(ask(notebook, eigenvalues, chosen)[2] == verdict, message, hint=hint)
