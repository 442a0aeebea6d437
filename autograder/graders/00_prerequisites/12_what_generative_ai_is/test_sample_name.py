"""Hidden tests of `sample_name`: the walk, the temperature, the cold, and how names end."""

from itertools import pairwise

import numpy as np
import torch

from autograder.testing import assert_close, inside, points, require


@inside
def invent(ns, p, u, temperature):
    """The name, and the table after the call."""
    p = np.array(p)
    u = np.array(u)
    name = ns.sample_name(p, u) if temperature is None else ns.sample_name(p, u, temperature)
    return name, p


def ask(notebook, p, u, temperature=None):
    """The name, a text."""
    name, after = notebook.run(invent, p.numpy(), u.numpy(), temperature)
    assert_close(
        after, p, rtol=0, atol=0, what="the caller's table after the call", hint="`row /= ...` writes into it."
    )
    require(isinstance(name, str), "a name has to be a text", hint="Return the letters, joined.")
    return name


def reference(p, u, temperature):
    """The name, and whether every number was well away from the ends of the stretches."""
    letter, name = 0, ""
    for number in u:
        row = p[letter].log().div(temperature).softmax(0)
        ends = row.cumsum(0)
        if bool(((ends - number).abs() < 1e-6).any()):
            return name, False
        letter = int((ends <= number).sum())
        if letter == 0:
            break
        name += chr(96 + letter)
    return name, True


def draw_table(rng, letters=26, to_end=0.15, zeros=0.3):
    """Rows of shares over the first letters; a name ends with about this probability after each letter."""
    p = torch.zeros(27, 27, dtype=torch.float64)
    block = rng.uniform(0.05, 1, (letters + 1, letters)) ** 2 * (rng.uniform(0, 1, (letters + 1, letters)) > zeros)
    block[:, 0] += 0.05
    p[: letters + 1, 1 : letters + 1] = (1 - to_end) * block / block.sum(1, keepdim=True)
    p[: letters + 1, 0] = to_end
    p[letters + 1 :, 0] = 1.0
    return p


def compare(notebook, rng, p, length, temperature, what, hint, times=8):
    """Names of fresh numbers, as the reference says them."""
    done = 0
    while done < times:
        u = rng.uniform(0, 1, (length,))
        expected, is_clear = reference(p, u, 1.0 if temperature is None else temperature)
        if not is_clear:
            continue
        done += 1
        require(ask(notebook, p, u, temperature) == expected, f"{what} is another than the table and u say", hint=hint)


@points("sample_name", 2)
def test_the_walk(notebook, rng):
    """From the boundary, each letter comes from the row of the one before it, drawn with its own uniform number."""
    hint = "Begin at letter 0; look at row p[letter]; draw letter t with u[t]; without a temperature it is 1."
    for letters, length in ((26, 12), (3, 30), (2, 2), (26, 5)):
        p = draw_table(rng, letters)
        compare(notebook, rng, p, length, None, "the name", hint)
        compare(notebook, rng, p, length, 1.0, "the name", hint, times=3)


@points("sample_name", 2)
def test_temperature(notebook, rng):
    """Cold makes likely letters likelier, heat makes all possible ones alike, by equation (8); what is impossible stays so."""
    hint = "Raise the row to the power 1 / temperature before drawing from it."
    for temperature in (0.2, 0.5, 0.9, 1.5, 3.0, 50.0):
        p = draw_table(rng, int(rng.integers(4, 27)))
        compare(notebook, rng, p, 12, temperature, f"the name at temperature {temperature}", hint)


@points("sample_name", 1)
def test_the_cold(notebook, rng):
    """Down to temperature 0.001 the likeliest letters are drawn, however small their shares; equals stay equal."""
    hint = "A share to the power of 1000 is 0 for a computer. Divide the row by its largest entry first."
    for temperature in (0.001, 0.002, 0.01):
        p = draw_table(rng, 26, to_end=0.02)
        p[0, 0] = 0.0
        compare(notebook, rng, p, 6, temperature, "the name in the cold", hint, times=3)
    p = torch.full((27, 27), 1 / 27, dtype=torch.float64)  # all alike, at any temperature
    compare(notebook, rng, p, 8, 0.001, "the name of a table in which all letters are alike", hint)


@points("sample_name", 1)
def test_how_names_end(notebook, rng):
    """The boundary ends a name and is no part of it; without one the name ends with the numbers; and it may be empty."""
    p = torch.zeros(27, 27, dtype=torch.float64)
    chain = [0, *(int(k) for k in 1 + rng.numpy.choice(26, 4, replace=False)), 0]
    for i, j in pairwise(chain):
        p[i, j] = 1.0
    whole = "".join(chr(96 + k) for k in chain[1:-1])
    hint = "Stop when the boundary is drawn, before it is written down; else after the last number of u."
    for length in (1, 2, 3, 4, 5, 9):
        name = ask(notebook, p, rng.uniform(0, 1, (length,)))
        require(name == whole[:length], "a name does not end where it should", hint=hint)
    p[0] = 0.0
    p[0, 0] = 1.0
    require(ask(notebook, p, rng.uniform(0, 1, (3,))) == "", "a name that ends at once is not empty", hint=hint)
