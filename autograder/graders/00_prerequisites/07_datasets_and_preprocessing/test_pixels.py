"""Hidden tests of `Pixels`: all bytes there and back, the nearest byte of any number, and what lies outside."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, inside, points, require


@inside
def convert(ns, name, value):
    """What one of the functions returns, and whether it has changed what it was given."""
    before = value.clone()
    found = getattr(ns.Pixels, name)(value)
    return found, not torch.equal(before, value)


def ask(notebook, name, value):
    """What the student's function returns; it may not have changed its input."""
    found, changed = notebook.run(convert, name, value)
    require(not changed, f"{name} changes what it is given", hint="An operation ending in _ works in place.")
    return found


@points("Pixels", 2)
def test_all_bytes_there_and_back(notebook, rng):
    """Each of the 256 bytes becomes its number between -1 and 1, in float32, and comes back exactly."""
    order = torch.from_numpy(rng.numpy.permutation(256)).to(torch.uint8)
    for q in (order.reshape(4, 1, 8, 8), order[:7], order[3]):
        x = ask(notebook, "to_model", q)
        hint = "Convert to float before you calculate; 0 becomes -1 and 255 becomes 1."
        assert_close(x, q.double() / 127.5 - 1, rtol=1e-6, atol=1e-6, what="to_model", hint=hint)
        assert_dtype(x, torch.float32, what="to_model", hint="Models work in float32.")
        back = ask(notebook, "to_bytes", x)
        assert_dtype(back, torch.uint8, what="to_bytes", hint="Bytes are uint8; convert last.")
        assert_close(
            back, q.double(), what="a byte that went there and back", hint="Is the second the inverse of the first?"
        )


@points("Pixels", 2)
def test_the_nearest_byte(notebook, rng):
    """A number between two bytes becomes the nearer one, in float32 and in float64."""
    for dtype in (torch.float32, torch.float64):
        q = rng.integers(1, 255, (6, 50)).double()
        x = ((q + rng.uniform(-0.47, 0.47, (6, 50))) / 127.5 - 1).to(dtype)
        hint = "Converting to whole numbers cuts off the decimals: round first."
        assert_close(ask(notebook, "to_bytes", x), q, what="the nearest byte", hint=hint)


@points("Pixels", 1)
def test_what_lies_outside(notebook, rng):
    """Numbers beyond -1 and 1, a little or far, become 0 and 255, and nothing wraps around."""
    beyond = 1 + torch.cat(
        [rng.uniform(0.0005, 0.003, (20,)), rng.uniform(0.01, 3, (20,)), 10.0 ** rng.uniform(1, 8, (20,))]
    )
    for dtype in (torch.float32, torch.float64):
        found = as_tensor(ask(notebook, "to_bytes", torch.stack([beyond, -beyond]).to(dtype)), "to_bytes")
        right = torch.tensor([255.0, 0.0], dtype=torch.float64)[:, None].expand(2, 60)
        assert_close(
            found, right, what="the byte of a number beyond the range", hint="Clip before you convert to bytes."
        )
