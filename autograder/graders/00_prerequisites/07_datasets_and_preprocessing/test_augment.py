"""Hidden tests of `augment`: equation (9), the order of its parts, and that gradients flow back through it."""

import torch

from autograder.testing import assert_close, assert_dtype, inside, points, require, vjp


@inside
def augment_and_look(ns, x, args):
    """What augment returns, and whether anything that it was given has changed."""
    given = [x, *args]
    before = [value.clone() if torch.is_tensor(value) else value for value in given]
    found = ns.augment(*given)
    changed = any(torch.is_tensor(value) and not torch.equal(value, old) for value, old in zip(given, before))  # noqa: B905
    return found, changed


def reference(x, shift, flip=None, gain=None):
    """Pixel by pixel along each axis."""
    out = torch.zeros_like(x, dtype=torch.float64)
    n, _, height, width = x.shape
    for i in range(n):
        picture = x[i].double()
        if flip is not None and bool(flip[i]):
            picture = picture.flip(-1)
        down, right = shift[i].tolist()
        for h in range(max(0, down), min(height, height + down)):
            for w in range(max(0, right), min(width, width + right)):
                out[i, :, h, w] = picture[:, h - down, w - right]
        if gain is not None:
            out[i] *= float(gain[i])
    return out


def ask(notebook, x, *args):
    """What the student's function returns; it may not have changed its inputs."""
    found, changed = notebook.run(augment_and_look, x, list(args))
    require(not changed, "augment changes what it is given", hint="Make new pictures: no `*=` on what was given.")
    return found


def draw_flips(rng, n):
    """Some yes, some no."""
    flip = rng.integers(0, 2, (n,)).bool()
    flip[:2] = torch.tensor([True, False])
    return flip


@points("augment", 2)
def test_moving(notebook, rng):
    """Each picture is moved down and to the right by its own numbers, and zeros come in from outside."""
    for c, height, width in ((3, 6, 6), (1, 4, 9), (2, 7, 3)):
        x = 1 + rng.uniform(0, 1, (7, c, height, width))
        shift = torch.stack([rng.integers(-2, 3, (7,)), rng.integers(-2, 3, (7,))], dim=1)
        shift[:3] = torch.tensor([[1, 0], [0, -1], [0, 0]])
        hint = "What stands at (h, w) came from (h - d, w - r); from outside come zeros, not what has left on the other side."
        assert_close(ask(notebook, x, shift), reference(x, shift), what="pictures that were moved", hint=hint)
    x = 1 + rng.uniform(0, 1, (8, 2, 3, 5))
    far = torch.tensor([[2, 4], [-2, -4], [3, 0], [0, -5], [-3, 1], [9, 0], [0, 60], [-7, -11]])
    hint = "Of a picture that is moved by its size or more, nothing is left."
    assert_close(ask(notebook, x, far), reference(x, far), what="pictures that were moved far", hint=hint)
    one = torch.tensor([[1, -1]])
    assert_close(ask(notebook, x[:1], one), reference(x[:1], one), what="a batch of one picture", hint="N may be 1.")


@points("augment", 1)
def test_mirroring_and_brightness(notebook, rng):
    """A picture is mirrored left to right before it is moved, and all of it is multiplied by its own number."""
    x, n = rng.uniform(0.5, 1.5, (6, 2, 4, 5)), 6
    shift = torch.tensor([[0, 1], [1, 2], [0, 0], [-1, -2], [2, 1], [0, -1]])
    flip, gain = draw_flips(rng, n), rng.uniform(0.2, 3, (n,))
    nothing = torch.zeros_like(shift)
    hint = "Mirror left to right where flip says so, and only there."
    assert_close(ask(notebook, x, nothing, flip), reference(x, nothing, flip), what="mirrored pictures", hint=hint)
    hint = "Mirror first, then move: otherwise a picture goes to the other side."
    assert_close(
        ask(notebook, x, shift, flip), reference(x, shift, flip), what="mirrored and moved pictures", hint=hint
    )
    hint = "Each picture is multiplied by its own entry of gain."
    found = ask(notebook, x, shift, None, gain)
    assert_close(found, reference(x, shift, None, gain), what="brightened pictures", hint=hint)
    found = ask(notebook, x, shift, flip, gain)
    assert_close(found, reference(x, shift, flip, gain), what="mirrored, moved and brightened pictures", hint=hint)


@points("augment", 2)
def test_gradients_flow_back(notebook, rng):
    """Gradients come back to where a pixel came from, times its brightness: the adjoint of what was done."""
    for options in (False, True):
        n = 5
        x, cotangent = rng.normal(n, 2, 4, 6), rng.normal(n, 2, 4, 6)
        shift = torch.stack([rng.integers(-3, 4, (n,)), rng.integers(-3, 4, (n,))], dim=1)
        flip, gain = (draw_flips(rng, n), rng.uniform(0.3, 2, (n,))) if options else (None, None)
        value, gradients = notebook.run(vjp, "augment", [x, shift, flip, gain], cotangent)
        assert_close(value, reference(x, shift, flip, gain), what="pictures of which gradients are taken")
        lit = reference(torch.ones_like(x), shift, flip, gain)
        probe = torch.zeros_like(x)
        for i in range(n):  # the adjoint, by moving back and mirroring back
            scaled = cotangent[i : i + 1] * lit[i : i + 1]
            back = reference(scaled, -shift[i : i + 1])
            probe[i] = back[0].flip(-1) if options and bool(flip[i]) else back[0]
        hint = "No detach, no NumPy, no .data, no no_grad: index, pad and multiply, which torch can take back."
        require(gradients[0] is not None, "no gradient reaches the pictures", hint=hint)
        assert_close(gradients[0], probe, what="the gradient of the pictures", hint=hint)


@points("augment", 1)
def test_dtypes(notebook, rng):
    """The result has the pictures' dtype, whatever the dtype of the brightness."""
    x, shift, gain = rng.uniform(0, 1, (3, 1, 4, 4)), torch.tensor([[1, 1], [0, 0], [-1, 2]]), rng.uniform(0.5, 2, (3,))
    for dtype, other in (
        (torch.float32, torch.float64),
        (torch.float64, torch.float32),
        (torch.float32, torch.float32),
    ):
        pictures = x.to(dtype)
        for args in ((shift,), (shift, torch.tensor([True, False, True]), gain.to(other))):
            found = ask(notebook, pictures, *args)
            assert_dtype(found, dtype, what="the result", hint="Keep the dtype of x; float32 times float64 is float64.")
            assert_close(found, reference(pictures, *args), rtol=1e-5, atol=1e-6, what="the result")
