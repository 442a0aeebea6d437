"""Hidden tests of `gd_minimise`: the path, where it ends, and whether the rate is judged by the eigenvalues."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def foresee(ns, cases):
    """The verdicts on many walks."""
    return [ns.gd_minimise(*case)[1] for case in cases]


def unpack(answer):
    """The path, and the verdict as a bool."""
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`gd_minimise` has to return two things", hint="return path, converges")
    verdict = as_tensor(answer[1], "the verdict").reshape(-1)
    require(verdict.numel() == 1, "the verdict has to be one bool")
    return as_tensor(answer[0], "the path"), bool(verdict[0])


def valley(rng, eigenvalues):
    """A matrix with these eigenvalues, and its eigenvectors in columns."""
    U = rng.orthogonal(len(eigenvalues))
    S = U @ torch.diag(eigenvalues) @ U.T
    return (S + S.T) / 2, U


@points("gd_minimise", 2)
def test_each_step_goes_down_the_slope(notebook, rng):
    """Row 0 is the start, and each further row is the previous one minus the rate times the gradient there."""
    for n_steps, lr in ((12, 0.1), (3, 0.45), (1, 0.3), (0, 0.2)):
        A, _ = valley(rng, rng.uniform(0.3, 3, (4,)))
        b, start = rng.normal(4), 2 * rng.normal(4)
        path, _ = unpack(notebook.gd_minimise(A, b, start, lr, n_steps))
        rows = [start]
        for _ in range(n_steps):
            rows.append(rows[-1] - lr * (A @ rows[-1] - b))
        hint = "The gradient of (2) is A theta - b, taken anew at each place; the start is a row, too."
        assert_close(path, torch.stack(rows), what=f"the path of {n_steps} steps", hint=hint)


@points("gd_minimise", 1)
def test_ends_at_the_minimum(notebook, rng):
    """With the best rate a long walk ends where the gradient is zero, and never takes longer than equation (4) allows."""
    A, _ = valley(rng, torch.tensor([0.5, 1.0, 2.0, 4.0]) * rng.uniform(0.9, 1.1, (4,)))
    b, start = rng.normal(4), 3 * rng.normal(4)
    eigenvalues = torch.linalg.eigvalsh(A)
    lr = float(2 / (eigenvalues[0] + eigenvalues[-1]))
    path, converges = unpack(notebook.gd_minimise(A, b, start, lr, 150))
    assert_shape(path, (151, 4), what="the path of 150 steps", hint="The start is a row, and each step is one.")
    assert_dtype(path, torch.float64, what="the path", hint="float64 in, float64 out.")
    goal = torch.linalg.solve(A, b)
    assert_close(path[-1], goal, what="the last place", hint="The gradient A theta - b is zero at the minimum.")
    distances = (path - goal).norm(dim=1)
    rate = float((1 - lr * eigenvalues).abs().max())
    allowed = rate ** torch.arange(151, dtype=torch.float64) * distances[0] * (1 + 1e-9)
    message = "the walk comes closer more slowly than equation (4) says"
    require(bool((distances <= allowed + 1e-9).all()), message, hint="One step for each row.")
    require(converges, "a walk that arrives is said not to")


@points("gd_minimise", 2)
def test_foresees_which_walks_arrive(notebook, rng):
    """Whether the walk converges from every start is told by the largest eigenvalue, however few steps are taken."""
    hint = "From every start, in the long run: compare lr times the largest eigenvalue with 2. A short path misleads."
    for units in (1.0, 1e-3, 1e3):
        eigenvalues = units * torch.tensor([0.2, 1.0, 3.0], dtype=torch.float64) * rng.uniform(0.9, 1.1, (3,))
        A, U = valley(rng, eigenvalues)
        b, top = rng.normal(3), float(eigenvalues.max())
        goal = torch.linalg.solve(A, b)
        along_the_valley = goal + U[:, 0]
        cases, verdicts = [], []
        for share, verdict in ((0.3, True), (1.2, True), (1.99, True), (2.01, False), (3.0, False)):
            for start, n_steps in ((goal + rng.normal(3), 1), (along_the_valley, 5), (goal + U[:, 2], 0)):
                cases.append((A, b, start, share / top, n_steps))
                verdicts.append(verdict)
        for found, verdict in zip(notebook.run(foresee, cases), verdicts, strict=True):
            found = as_tensor(found, "the verdict").reshape(-1)
            require(found.numel() == 1, "the verdict has to be one bool")
            message = f"a rate that {'leads to the minimum' if verdict else 'leads away'} is said not to"
            require(bool(found[0]) is verdict, message, hint=hint)
    four, one = torch.full((1, 1), 4.0, dtype=torch.float64), torch.ones(1, dtype=torch.float64)
    _, converges = unpack(notebook.gd_minimise(four, 0 * one, one, 0.5, 4))
    require(not converges, "a walk that flips back and forth for ever is said to arrive", hint="Strictly below 2.")
