"""Hidden tests of `is_adjoint`: pairs that belong together, and pairs with one fault each."""

import torch

from autograder.testing import as_tensor, inside, points, require


@inside
def ask_about(ns, kind, A, x_shape, y_shape, seed):
    """The verdict on a pair of maps of this kind, made of the matrix A."""
    B = A.T.clone()
    if kind == "mirrored":
        B = B.flip(0)
    if kind == "columns swapped":
        B[:, [0, 1]] = B[:, [1, 0]]
    if kind == "twice":
        B = 2 * B
    if kind == "opposite":
        B = -B
    if kind == "a few entries":
        B[0] = B[0] + 0.3 * B.abs().max()
    if kind == "inverse":
        B = torch.linalg.pinv(A)
    if kind == "beyond reach":
        U = torch.linalg.svd(A, full_matrices=True).U[:, A.shape[1] :]
        B = B + B.abs().max() * torch.ones(len(B), U.shape[1], dtype=A.dtype) @ U.T
    if kind == "zero":
        A, B = 0 * A, 0 * B
    if kind == "zero and back":
        A = 0 * A

    def f(x):
        y = (A @ x.reshape(-1)).reshape(y_shape)
        if kind == "offset":
            y = y + y.abs().mean() + 1
        if kind == "bent":
            y = y.relu()
        if kind == "thin":
            y = y[..., :1]
        if kind == "nan":
            y = y * float("nan")
        return y

    def g(y):
        x = (B @ y.reshape(-1)).reshape(x_shape)
        if kind == "flat":
            x = x.reshape(-1)
        if kind == "nan back":
            x[..., 0] = float("nan")
        if kind == "summed":
            x = x.sum(0, keepdim=True)
        return x

    return ns.is_adjoint(f, g, tuple(x_shape), tuple(y_shape), torch.Generator().manual_seed(seed))


@inside
def ask_about_numbers(ns, a, b, tol, seed):
    """The verdict on x -> a x and y -> b y for single numbers: how far they are apart is the same for all x and y."""
    generator = torch.Generator().manual_seed(seed)
    return ns.is_adjoint(lambda x: a * x, lambda y: b * y, (1,), (1,), generator, tol)


def judge(notebook, rng, cases, hint):
    """Put pairs to the student's check: (kind, size of the maps, verdict, name)."""
    for kind, scale, verdict, name in cases:
        x_shape, y_shape = ((2, 3, 4), (5, 8)) if rng.integers(0, 2) else ((4, 3), (2, 9))
        rows, columns = (torch.tensor(shape).prod() for shape in (y_shape, x_shape))
        A = scale * rng.normal(int(rows), int(columns))
        seed = int(rng.integers(0, 2**31))
        answer = as_tensor(notebook.run(ask_about, kind, A, x_shape, y_shape, seed), "the verdict").reshape(-1)
        require(answer.numel() == 1, "the verdict has to be one bool", hint="Reduce both sides of (5) to one number.")
        message = f"your check {'rejects' if verdict else 'accepts'} {name}"
        require(bool(answer[0]) == verdict, message, hint=hint)


@points("is_adjoint", 2)
def test_wrong_maps_are_rejected(notebook, rng):
    """Adjoint pairs are accepted; the mirrored, the scaled, the inverse and the nearly right are rejected."""
    cases = [
        ("right", 1.0, True, "a matrix and its transpose"),
        ("mirrored", 1.0, False, "a pair with a mirrored kernel"),
        ("columns swapped", 1.0, False, "a pair with two places swapped"),
        ("twice", 1.0, False, "a pair of which one is twice too large"),
        ("opposite", 1.0, False, "a pair of which one has the opposite sign"),
        ("a few entries", 1.0, False, "a pair with a few wrong entries"),
        ("inverse", 1.0, False, "a matrix and its (pseudo-)inverse"),
        ("beyond reach", 1.0, False, "a pair that is right only for y that f can reach"),
        ("zero and back", 1.0, False, "a map to zero and another one's adjoint"),
        ("right", 3.0, True, "a matrix and its transpose"),
    ]
    judge(notebook, rng, cases, "Both sides of (5), for x and y that are drawn independently and at random.")


@points("is_adjoint", 2)
def test_size_does_not_matter(notebook, rng):
    """Adjoint pairs are accepted and wrong ones rejected, be the maps tiny or huge; maps to zero are adjoint."""
    cases = [
        ("right", 1e9, True, "an adjoint pair of huge maps"),
        ("right", 1e-9, True, "an adjoint pair of tiny maps"),
        ("mirrored", 1e-9, False, "a wrong pair of tiny maps"),
        ("opposite", 1e-12, False, "a pair of tiny maps of which one has the opposite sign"),
        ("twice", 1e9, False, "a wrong pair of huge maps"),
        ("zero", 1.0, True, "two maps to zero"),
    ]
    hint = "Compare the difference with the size of what is compared, as the docstring says."
    judge(notebook, rng, cases, hint)
    for _ in range(8):
        a = float(10 ** rng.uniform(-3, 3))
        b = a * float(1 + rng.uniform(0.05, 0.5))
        apart = (b - a) / (a + b)  # |<a x, y> - <x, b y>| relative to |a x| |y| + |x| |b y|, for all numbers x and y
        for share, verdict in ((1.1, True), (0.9, False)):
            seed = int(rng.integers(0, 2**31))
            answer = as_tensor(notebook.run(ask_about_numbers, a, b, share * apart, seed), "the verdict").reshape(-1)
            require(
                answer.numel() == 1, "the verdict has to be one bool", hint="Reduce both sides of (5) to one number."
            )
            message = "your check accepts a pair that is more than tol apart"
            if verdict:
                message = "your check rejects a pair that is less than tol apart"
            require(bool(answer[0]) == verdict, message, hint=hint)


@points("is_adjoint", 1)
def test_other_shapes_and_other_maps(notebook, rng):
    """Results of another shape, NaN, offsets and bends are rejected, and none of them crashes the check."""
    cases = [
        ("thin", 1.0, False, "a map whose result has another shape and would broadcast"),
        ("summed", 1.0, False, "a way back whose result has another shape and would broadcast"),
        ("flat", 1.0, False, "a way back whose result has the right numbers in another shape"),
        ("nan", 1.0, False, "a map to NaN"),
        ("nan back", 1.0, False, "a way back to NaN"),
        ("offset", 1.0, False, "a map with an offset"),
        ("bent", 1.0, False, "a map with a ReLU"),
        ("right", 1.0, True, "a matrix and its transpose"),
    ]
    judge(notebook, rng, cases, "Shapes first, before anything is multiplied; and NaN is at most nothing.")
