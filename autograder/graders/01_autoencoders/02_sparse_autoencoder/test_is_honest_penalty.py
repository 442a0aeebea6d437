"""Hidden tests of `is_honest_penalty`: what it must accept, and what it must reject. Each test asks for both."""

import torch

from autograder.testing import as_tensor, inside, points, require


@inside
def make_penalty(ns, power, length, sign, gathered, absolute, detached, scale, twist):
    """A penalty out of a family: ``scale * sum(|z| ** power * |d|_length ** ...)`` and what may be wrong with it."""

    def penalty(z, D):
        if z.dtype != torch.float64 or D.dtype != torch.float64:
            raise TypeError("a penalty takes z and D in float64, as the docstring says")
        atoms = D.detach() if detached else D
        if twist == "one atom detached":
            atoms = torch.cat([D[:1].detach(), D[1:]])
        z = z.detach() if twist == "codes detached" else z
        size = z.abs() if absolute else z
        if twist == "negative codes are free":
            size = torch.relu(z)
        elif twist == "negative codes are dear":
            size = torch.relu(z) + 3 * torch.relu(-z)
        elif twist == "one unit is free":
            size = torch.cat([0 * size[:, :1], size[:, 1:]], dim=1)
        lengths = 1.0 if length == 0 else torch.linalg.vector_norm(atoms, ord=abs(length), dim=1)
        if length < 0:
            lengths = lengths**2
        terms = size * lengths
        if gathered == 1:
            total = terms.square().sum(dim=1).clamp_min(1e-300).sqrt().sum()
        elif gathered == 2:
            total = terms.amax(dim=1).sum()
        elif gathered == 3:
            total = terms.square().sum(dim=0).clamp_min(1e-300).sqrt().sum()
        else:
            total = (terms**power).sum()
        return sign * scale * total / len(z)

    return penalty


HONEST = {
    "power": 1,
    "length": 2,
    "sign": 1,
    "gathered": 0,
    "absolute": True,
    "detached": False,
    "scale": 1.0,
    "twist": "",
}


def judge(notebook, cases):
    """Put penalties with their right verdicts to the student's check."""
    for change, verdict, name in cases:
        penalty = notebook.run(make_penalty, *{**HONEST, **change}.values())
        answer = as_tensor(notebook.is_honest_penalty(penalty), "the verdict").reshape(-1)
        require(answer.numel() == 1, "the verdict has to be one bool", hint="Reduce with `.all()`, then `bool(...)`.")
        message = f"your check {'rejects' if verdict else 'accepts'} {name}"
        kept = (
            "It keeps all four promises. Compare relative to the size of the bill, and ask for no more than they say."
        )
        hint = kept if verdict else "Which of the four promises does it break?"
        require(bool(answer[0]) == verdict, message, hint=hint)


@points("is_honest_penalty", 2)
def test_loopholes(notebook):
    """Penalties that an optimiser can escape by rescaling are rejected, however small or large their scale."""
    judge(
        notebook,
        [
            ({}, True, "equation (7)"),
            ({"length": 0}, False, "a penalty that does not look at the atoms"),
            ({"length": -2}, False, "a penalty that squares the lengths of the atoms"),
            ({"length": 0, "scale": 1e-9}, False, "a tiny penalty that does not look at the atoms"),
            ({"scale": 1e-9}, True, "a tiny multiple of equation (7)"),
        ],
    )


@points("is_honest_penalty", 2)
def test_prices(notebook):
    """Squares, roots, norms over groups, a wrong sign and a missing absolute value are rejected; other norms are accepted."""
    judge(
        notebook,
        [
            ({"power": 2}, False, "the sum of the squared contributions"),
            ({"power": 0.5}, False, "the sum of the roots of the contributions"),
            ({"power": 1.001}, False, "contributions to a power that is a thousandth above 1"),
            ({"length": 1}, True, "contributions in another norm"),
            ({"gathered": 1}, False, "the length of all contributions to an example"),
            ({"gathered": 2}, False, "the largest contribution to an example"),
            ({"gathered": 3}, False, "a norm over the examples of a unit"),
            ({"sign": -1}, False, "a penalty with the wrong sign"),
            ({"absolute": False}, False, "a penalty that rewards negative codes"),
            ({"twist": "negative codes are free"}, False, "a penalty that charges nothing for negative codes"),
            ({"twist": "one unit is free"}, False, "a penalty that charges nothing for one of the units"),
            ({"twist": "negative codes are dear"}, True, "a penalty that charges more for negative codes"),
            ({"scale": 50.0}, True, "a large multiple of equation (7)"),
        ],
    )


@points("is_honest_penalty", 2)
def test_gradients(notebook):
    """A penalty of the right value whose gradient does not know the atoms is rejected, without an exception."""
    judge(
        notebook,
        [
            ({"length": float("inf")}, True, "contributions in the maximum norm"),
            ({"detached": True}, False, "a penalty whose atoms are detached"),
            ({"detached": True, "length": 1}, False, "a penalty in another norm whose atoms are detached"),
            ({"twist": "one atom detached"}, False, "a penalty in which the atom of one unit is detached"),
            ({"twist": "codes detached"}, False, "a penalty whose codes are detached"),
            ({"scale": 3.0, "length": 1}, True, "a multiple of a penalty in another norm"),
        ],
    )
    penalty = notebook.run(make_detached)
    answer = as_tensor(notebook.is_honest_penalty(penalty), "the verdict").reshape(-1)
    hint = "If value.requires_grad is False there is nothing to differentiate, and the promise is broken."
    require(not bool(answer.any()), "your check accepts a penalty without any gradient", hint=hint)


@inside
def make_detached(ns):
    """Equation (7) without a graph."""
    return lambda z, D: (z.detach().abs() * D.detach().norm(dim=1)).sum(dim=1).mean()
