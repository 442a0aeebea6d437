"""Hidden tests of `dropout`: who survives, the way back, what holds on average, and evaluation."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def pass_through(ns, x, p, u, gs):
    """Output, what `back` makes of each g, and what was handed in, afterwards. None if it is no pair."""
    x, gs = np.array(x), [np.array(g) for g in gs]
    rest = () if u is None else (np.array(u),)
    answer = ns.dropout(x, p, *rest)
    if not isinstance(answer, tuple | list) or len(answer) != 2 or not callable(answer[1]):
        return None
    return answer[0], [answer[1](g) for g in gs], x, rest, gs


def ask(notebook, x, p, u, gs):
    """Output and the gradient for each g, of the right form."""
    plain = None if u is None else u.numpy()
    answer = notebook.run(pass_through, x.numpy(), p, plain, [g.numpy() for g in gs])
    require(answer is not None, "`dropout` has to return a pair: the output, and a function", hint="return y, back")
    y, gradients, x_after, rest, gs_after = answer
    assert_shape(y, tuple(x.shape), what="the output", hint="Each entry stays where it is.")
    for each in gradients:
        is_single = isinstance(each, tuple | list) and len(each) == 1
        require(is_single, "`back` has to return a tuple with one gradient", hint="(g_x,): the comma makes the tuple.")
        assert_shape(each[0], tuple(x.shape), what="the gradient", hint="It has the shape of x.")
    before, after = [x, *gs, *([] if u is None else [u])], [x_after, *gs_after, *rest]
    hint = "`x *= m` writes into the caller's array."
    for was, now in zip(before, after, strict=True):
        assert_close(now, was, rtol=0, atol=0, what="an array that was handed in, after the call", hint=hint)
    return y, [each[0] for each in gradients]


def draw(rng, *shape):
    """Entries, none of them near 0."""
    x = rng.normal(*shape)
    return x + 0.1 * torch.where(x < 0, -1.0, 1.0)


@points("dropout", 1)
def test_who_survives(notebook, rng):
    """Entries with u below p are silent, and the others are scaled up; u = p survives."""
    hint = "The mask of (12): 0 where u is below p, and otherwise one over the share that survives."
    for shape, p in (((5, 4), 0.3), ((30,), 0.8), ((2, 3, 4), 0.5), ((7, 2), 0.1)):
        x, u = draw(rng, *shape), rng.uniform(0, 1, shape)
        u.view(-1)[0], u.view(-1)[1], u.view(-1)[2] = p, np.nextafter(p, 0), np.nextafter(p, 1)
        y, _ = ask(notebook, x, p, u, [])
        assert_close(y, torch.where(u >= p, x / (1 - p), 0.0), rtol=1e-9, what="the output", hint=hint)


@points("dropout", 1)
def test_the_way_back(notebook, rng):
    """The gradient goes the way that the signal went: through the same mask, whenever and for whatever g it is asked."""
    for shape, p in (((5, 4), 0.3), ((20,), 0.7), ((2, 3, 4), 0.5)):
        x, u = draw(rng, *shape), rng.uniform(0, 1, shape)
        gs = [rng.normal(*shape), rng.normal(*shape), torch.zeros(shape, dtype=torch.float64)]
        _, gradients = ask(notebook, x, p, u, gs)
        hint = "y is x times m, so g is multiplied by m: the same mask, and the same scale."
        for g, found in zip(gs, gradients, strict=True):
            right = torch.where(u >= p, g / (1 - p), 0.0)
            assert_close(found, right, rtol=1e-9, what="the gradient", hint=hint)


@points("dropout", 1)
def test_on_average_nothing_changes(notebook, rng):
    """Over all u the mean of the output is x, for each entry, whatever p is; and nothing is silenced if p is 0."""
    for p in (0.0, 0.25, 0.5, 0.9):
        x = draw(rng, 3)
        grid = (torch.arange(20, dtype=torch.float64) + 0.5) / 20  # p of them are below p, exactly
        u = grid[torch.from_numpy(rng.numpy.permutation(20))][:, None].expand(20, 3).contiguous()
        y, _ = ask(notebook, x.expand(20, 3).contiguous(), p, u, [])
        hint = "Inverted dropout makes up for the silent ones in training: survivors are divided by 1 - p."
        assert_close(as_tensor(y).mean(dim=0), x, rtol=1e-9, what="the mean of the output over all u", hint=hint)
    u = torch.zeros(4, dtype=torch.float64)
    y, _ = ask(notebook, draw(rng, 4).abs(), 0.0, u, [])
    require(
        bool((as_tensor(y) > 0).all()), "with p = 0 an entry is silent", hint="u = p survives, also where both are 0."
    )


@points("dropout", 1)
def test_evaluation_and_dtype(notebook, rng):
    """In evaluation nothing happens, there and back; float32 stays float32, though u is float64."""
    for dtype in (torch.float64, torch.float32):
        x, g = draw(rng, 4, 3).to(dtype), rng.normal(4, 3).to(dtype)
        for p in (0.0, 0.4, 0.9):
            y, (found,) = ask(notebook, x, p, None, [g])
            hint = "Without u there is no dropout, and nothing to make up for."
            assert_close(y, x, rtol=0, atol=0, what="the output in evaluation", hint=hint)
            assert_close(found, g, rtol=0, atol=0, what="the gradient in evaluation", hint=hint)
            y, (found,) = ask(notebook, x, p, rng.uniform(0, 1, (4, 3)), [g])
            for name, result in (("the output", y), ("the gradient", found)):
                hint = "(u >= p) / (1 - p) is float64: `.astype(x.dtype)`."
                assert_dtype(result, dtype, what=name, hint=hint)
