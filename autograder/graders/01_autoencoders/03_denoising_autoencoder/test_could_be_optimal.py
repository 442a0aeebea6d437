"""Hidden tests of `could_be_optimal`: what it must accept, and what it must reject. Each test asks for both."""

import torch

from autograder.testing import as_tensor, inside, points, require


@inside
def judge_denoiser(ns, kind, M, b, x):
    """The verdict on a denoiser of this kind."""
    means, variance = M, 0.7**2 + 0.3**2

    def best(x):
        gamma = torch.softmax(-(x[:, None] - means).square().sum(dim=2) / (2 * variance), dim=1)
        pulled = gamma @ means
        return pulled + 0.3**2 / variance * (x - pulled)

    def local(x):
        """Harmless but near the point b, where it turns."""
        near = torch.exp(-20 * (x - b).square().sum(dim=1, keepdim=True))
        turned = torch.cat([x[:, 1:], -x[:, :1]], dim=1) - torch.cat([b[1:], -b[:1]])
        return 0.5 * x + near * turned

    functions = {
        "linear": lambda x: x @ M.T + b,
        "constant": lambda x: b.expand(len(x), -1).clone(),
        "best": best,
        "twice as far": lambda x: x + 2 * (best(x) - x),
        "tied": lambda x: torch.tanh(x @ M.T + 0.3) @ M,
        "sign": lambda x: b - torch.tanh((x - b) @ M.T) @ M,
        "pixelwise": lambda x: torch.sigmoid(3 * x),
        "local": local,
    }
    return ns.could_be_optimal(functions[kind], x)


def judge(notebook, cases):
    """Put denoisers with their right verdicts to the student's check."""
    for kind, M, b, x, verdict, name, hint in cases:
        answer = as_tensor(notebook.run(judge_denoiser, kind, M, b, x), "the verdict").reshape(-1)
        require(answer.numel() == 1, "the verdict has to be one bool", hint="All points together: one verdict.")
        message = f"your check {'rejects' if verdict else 'accepts'} {name}"
        require(bool(answer[0]) == verdict, message, hint=hint)


def with_eigenvalues(rng, values):
    """A symmetric matrix with these eigenvalues."""
    Q = rng.orthogonal(len(values))
    return Q @ torch.diag(torch.tensor(values, dtype=torch.float64)) @ Q.T


def swirl(rng, d, size):
    """A skew-symmetric matrix."""
    A = rng.normal(d, d)
    return size * (A - A.T) / (A - A.T).norm()


@points("could_be_optimal", 2)
def test_symmetry(notebook, rng):
    """Symmetric Jacobians are accepted; a swirl, large or small, is rejected."""
    b, x = rng.normal(4), rng.normal(3, 4)
    fine = with_eigenvalues(rng, [0.9, 0.6, 0.5, 0.3])
    W = rng.normal(6, 4)
    hint = "Compare the Jacobian with its transpose, all of it."
    # An entry of the large one is at least 57, so up to 5.7e-5 is rounding; the swirl makes a difference of 6e-6 to 2e-5.
    large, relative = 100 * fine + swirl(rng, 4, 1e-5), "The tolerance is relative to the largest entry."
    # Entries of the others are less than 1, so a difference between an entry and its mirror image may be 1e-6.
    turn = swirl(rng, 4, 1.0)
    turn = turn / (turn - turn.T).abs().max()
    size = "The docstring says how large an entry of J - J^T may be: no less, no more."
    judge(
        notebook,
        [
            (
                "linear",
                fine,
                b,
                x,
                True,
                "a symmetric denoiser that shrinks",
                "It has both properties: do you return True where nothing was found?",
            ),
            ("linear", fine + swirl(rng, 4, 0.4), b, x, False, "a denoiser that turns", hint),
            ("linear", fine + swirl(rng, 4, 1e-3), b, x, False, "a denoiser that turns a little", hint),
            ("tied", W, b, x, True, "an autoencoder with tied weights", "Allow for rounding: 1e-6."),
            ("linear", fine + 0.6e-6 * turn, b, x, True, "a denoiser whose swirl is within the tolerance", size),
            ("linear", fine + 1.5e-6 * turn, b, x, False, "a denoiser whose swirl is beyond the tolerance", size),
            ("linear", large, b, x, True, "a denoiser with a large Jacobian, which rounding made turn", relative),
        ],
    )


@points("could_be_optimal", 2)
def test_no_negative_eigenvalues(notebook, rng):
    """Projections and constants are accepted; a single negative eigenvalue is rejected, and overshooting with it."""
    b, x = rng.normal(3), rng.normal(3, 3)
    means = 1.5 * rng.normal(3, 3)
    far_from_sure = means[:2].mean(dim=0, keepdim=True)
    inside_one = torch.cat([means[:1], far_from_sure])
    hint = "Look at the eigenvalues; a positive diagonal or determinant is not enough."
    size = "The docstring says how far below 0 an eigenvalue of J may be: no less, no more."
    within, beyond = (with_eigenvalues(rng, [0.9, 0.6, lowest]) for lowest in (-0.6e-6, -1.5e-6))
    zero = "Eigenvalues of 0 are allowed, and a function that does not look at its input has nothing else."
    judge(
        notebook,
        [
            ("linear", with_eigenvalues(rng, [1.0, 1.0, 0.0]), b, x, True, "a projection", zero),
            ("constant", means, b, x, True, "a denoiser that always answers the same", zero),
            (
                "linear",
                with_eigenvalues(rng, [0.9, 0.8, -0.05]),
                b,
                x,
                False,
                "a denoiser with one negative eigenvalue",
                hint,
            ),
            (
                "linear",
                with_eigenvalues(rng, [0.9, -0.8, -0.5]),
                b,
                x,
                False,
                "a denoiser with two negative eigenvalues",
                hint,
            ),
            ("linear", within, b, x, True, "a denoiser whose lowest eigenvalue is within the tolerance", size),
            ("linear", beyond, b, x, False, "a denoiser whose lowest eigenvalue is beyond the tolerance", size),
            ("best", means, b, inside_one, True, "the best denoiser of a mixture", "Allow for rounding: 1e-6."),
            ("twice as far", means, b, inside_one, False, "a denoiser that goes twice as far as it should", hint),
            ("sign", means, b, x, False, "a denoiser that moves backward", hint),
        ],
    )


@points("could_be_optimal", 2)
def test_at_every_point(notebook, rng):
    """The Jacobian of a denoiser that is not linear differs from point to point: one bad point is enough."""
    b, M = 1 + rng.uniform(0, 1, (2,)), torch.eye(2, dtype=torch.float64)
    harmless = b + torch.tensor([[4.0, 0.5], [-4.0, 3.0], [0.3, -5.0]], dtype=torch.float64)
    hint = "Every point has to pass: look at all rows, not at the first or at the mean of all."
    cases = [("local", M, b, harmless, True, "a denoiser that is harmless at these points", "Look at these only.")]
    for place in range(4):
        rows = torch.cat([harmless[:place], b[None], harmless[place:]])
        cases.append(("local", M, b, rows, False, "a denoiser that turns at one of the points", hint))
    cases.append(("pixelwise", M, b, harmless, True, "a denoiser that works pixel by pixel", "It is symmetric."))
    judge(notebook, cases)
