"""Hidden tests of `normalise_decoder`: lengths, right angles, what a step does, and what is left alone."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


def ask(notebook, D, G, dtype=torch.float64):
    """The student's pair as tensors of the right shape and dtype."""
    answer = notebook.normalise_decoder(D, G)
    message = "two things are to be returned: atoms, and gradients"
    require(isinstance(answer, list | tuple) and len(answer) == 2, message, hint="Is a `return` missing?")
    for part in answer:
        assert_dtype(part, dtype, what="one of the two results", hint="Keep the dtype.")
    unit, tangent = (as_tensor(part, "one of the two results") for part in answer)
    assert_shape(unit, tuple(D.shape), what="the matrix of atoms")
    assert_shape(tangent, tuple(D.shape), what="the matrix of gradients")
    return unit, tangent


@inside
def call_and_look(ns, D, G):
    """What is returned, and what the arguments look like afterwards."""
    unit, tangent = ns.normalise_decoder(D, G)
    return unit, tangent, D, G


@points("normalise_decoder", 2)
def test_atoms_have_length_one(notebook, rng):
    """Each atom, long, short or hardly there, keeps its direction and gets length 1; an atom of zeros stays."""
    D, G = rng.normal(9, 5) * 10.0 ** rng.uniform(-4, 4, (9, 1)), rng.normal(9, 5)
    D[3], D[5] = 0, 1e-20 * D[5] / D[5].norm()
    unit, _ = ask(notebook, D, G)
    length = D.square().sum(dim=1, keepdim=True).sqrt()
    length[3] = 1
    hint = "Divide each row by its own length, however short; where that is exactly 0, leave the row alone."
    assert_close(unit, D / length, what="the matrix of atoms", hint=hint)
    found = ask(notebook, D[6:].float(), G[6:].float(), dtype=torch.float32)[0]
    assert_close(found, (D / length)[6:], rtol=1e-5, what="the matrix of float32 atoms")


@points("normalise_decoder", 2)
def test_gradients_stand_at_right_angles(notebook, rng):
    """The part of each gradient along its own atom is taken out, and nothing else, whatever the atom's length."""
    D, G = rng.normal(7, 6) * 10.0 ** rng.uniform(-2, 2, (7, 1)), rng.normal(7, 6)
    D[2] = 0
    _, tangent = ask(notebook, D, G)
    for j in range(7):
        P = torch.outer(D[j], D[j]) / D[j].square().sum() if j != 2 else torch.zeros(6, 6, dtype=torch.float64)
        what = "the gradient of an atom" if j != 2 else "the gradient of an atom of zeros"
        hint = "Subtract the projection onto the atom of the same row: how long is the atom in it, wherever it stands?"
        assert_close(tangent[j], G[j] - P @ G[j], what=what, hint=hint)


@points("normalise_decoder", 1)
def test_lengths_change_in_second_order(notebook, rng):
    """A small step along what is left keeps every length; and neither argument is changed."""
    D, G = 3 * rng.normal(8, 5), rng.normal(8, 5)
    before = D.clone(), G.clone()
    unit, tangent = ask(notebook, D, G)
    eta = 1e-4
    lengths = (unit - eta * tangent).square().sum(dim=1).sqrt()
    hint = "The gradient that is returned still has a part along the atom."
    assert_close(lengths, torch.ones(8), rtol=1e-6, what="the row of lengths after a small step", hint=hint)
    moved = (unit - eta * tangent) @ torch.ones(5, dtype=torch.float64)
    P = unit[:, :, None] * unit[:, None, :]
    straight = (unit - eta * (G - (P @ G[:, :, None])[:, :, 0])) @ torch.ones(5, dtype=torch.float64)
    assert_close(moved, straight, what="where a small step leads", hint="Take out the part along the atom, no more.")
    _, _, D_after, G_after = notebook.run(call_and_look, D, G)
    hint = "Operators such as /= and -= write into what they are given."
    assert_close(D_after, before[0], what="the caller's D after the call", hint=hint)
    assert_close(G_after, before[1], what="the caller's G after the call", hint=hint)
