"""Hidden tests of `Adam`: its walk with several arrays, in place, side by side with another one, and on tiny slopes."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def walk(ns, starts, gradients, options, is_buffer_reused):
    """Where the caller's arrays are after each step, what each step returns, and the last gradients after it."""
    arrays = [np.array(a) for a in starts]
    optimiser, places, answers = ns.Adam(arrays, **options), [], []
    buffers = [np.zeros_like(a) for a in arrays]
    for step in gradients:
        handed = [np.array(g) for g in step]
        if is_buffer_reused:
            for buffer, g in zip(buffers, handed):  # noqa: B905 -- as many, by construction
                buffer[...] = g
            handed = buffers
        moved = optimiser.step(handed)
        answers.append([np.array(a) for a in moved] if isinstance(moved, tuple | list) else moved)
        places.append([a.copy() for a in arrays])
    return places, answers, handed


@inside
def walk_side_by_side(ns, starts, gradients, lrs):
    """Two optimisers that take turns; the second is made when the first has made half of its steps."""
    first = [np.array(a) for a in starts[0]]
    second = [np.array(a) for a in starts[1]]
    one, half = ns.Adam(first, lr=lrs[0]), len(gradients[0]) // 2
    for step in gradients[0][:half]:
        one.step([np.array(g) for g in step])
    other = ns.Adam(second, lr=lrs[1])
    for mine, yours in zip(gradients[0][half:], gradients[1]):  # noqa: B905 -- the shorter one decides
        one.step([np.array(g) for g in mine])
        other.step([np.array(g) for g in yours])
    return first, second


def expect(starts, gradients, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
    """The right walk: all arrays after each step."""
    places = [a.clone() for a in starts]
    m, s, all_places = [torch.zeros_like(a) for a in starts], [torch.zeros_like(a) for a in starts], []
    for t, step in enumerate(gradients, start=1):
        m = [betas[0] * a + (1 - betas[0]) * g for a, g in zip(m, step, strict=True)]
        s = [betas[1] * a + (1 - betas[1]) * g * g for a, g in zip(s, step, strict=True)]
        places = [
            p - lr * (a / (1 - betas[0] ** t)) / ((b / (1 - betas[1] ** t)).sqrt() + eps)
            for p, a, b in zip(places, m, s, strict=True)
        ]
        all_places.append(places)
    return all_places


def draw(rng, shapes, steps, size=1.0):
    """Arrays, and gradients for each step."""
    return [rng.normal(*shape) for shape in shapes], [
        [size * rng.normal(*shape) for shape in shapes] for _ in range(steps)
    ]


def plain(arrays):
    """As NumPy arrays."""
    return [a.numpy() for a in arrays]


def compare(notebook, starts, gradients, hint, is_buffer_reused=False, **options):
    """All places of the walk; the gradients must be as they were."""
    asked = [plain(step) for step in gradients]
    places, answers, handed = notebook.run(walk, plain(starts), asked, options, is_buffer_reused)
    for t, (found, right) in enumerate(zip(places, expect(starts, gradients, **options), strict=True)):
        for i, (one, other, start) in enumerate(zip(found, right, starts, strict=True)):
            what = f"how far array {i + 1} of {len(starts)} has moved after step {t + 1}"
            assert_close(as_tensor(one) - start, other - start, rtol=1e-7, atol=1e-12, what=what, hint=hint)
    for found, right in zip(answers, places, strict=True):
        is_list = isinstance(found, tuple | list) and len(found) == len(right)
        require(is_list, "`step` has to return a list of the arrays", hint="What it returns is in its docstring.")
        for one, other in zip(found, right, strict=True):
            assert_close(
                one, other, rtol=0, atol=0, what="an array that `step` returns", hint="The caller's arrays, moved."
            )
    for before, after in zip(gradients[-1], handed, strict=True):
        what = "the caller's gradient after the step"
        assert_close(after, before, rtol=0, atol=0, what=what, hint="`g *= g` writes into the caller's array.")


@points("Adam", 2)
def test_several_arrays(notebook, rng):
    """Each of several arrays makes the steps of (17), as if it were alone, for any rates and averages."""
    hint = "t counts steps, not arrays; each array has averages of its own, divided by 1 - beta^t."
    for shapes, steps, options in (
        (((4,),), 6, {"lr": 0.1}),
        (((3, 2), (4,)), 5, {"lr": 0.01}),
        (((2, 2), (1,), (3,), (2, 3)), 7, {"lr": 0.05, "betas": (0.5, 0.9)}),
        (((3,), (3,), (3,)), 12, {"lr": 0.3, "betas": (0.0, 0.99)}),
        (((2, 3, 2), (5,)), 1, {}),
    ):
        compare(notebook, *draw(rng, shapes, steps), hint, **options)


@points("Adam", 2)
def test_whose_arrays(notebook, rng):
    """The caller's own arrays move, his gradients do not change, and he may write the next ones into the same place."""
    hint = "The arrays that were handed in are changed in place; of the gradients nothing is kept but the averages."
    for shapes, steps in ((((3, 2), (2,)), 6), (((4,), (2, 2), (1,)), 5)):
        starts, gradients = draw(rng, shapes, steps)
        compare(notebook, starts, gradients, hint, lr=0.02)
        compare(notebook, starts, gradients, hint, is_buffer_reused=True, lr=0.02, betas=(0.8, 0.95))


@points("Adam", 1)
def test_two_optimisers_know_nothing_of_each_other(notebook, rng):
    """A second optimiser begins anew, and neither of them changes what the other one does."""
    for shapes in (((3, 2), (2,)), ((5,),)):
        (one, mine), (two, yours) = draw(rng, shapes, 8), draw(rng, shapes, 4)
        gradients = [[plain(step) for step in mine], [plain(step) for step in yours]]
        found = notebook.run(walk_side_by_side, [plain(one), plain(two)], gradients, [0.05, 0.2])
        rights = expect(one, mine, lr=0.05)[-1], expect(two, yours, lr=0.2)[-1]
        for which, arrays, starts, right in zip(("first", "second"), found, (one, two), rights, strict=True):
            for array, start, other in zip(arrays, starts, right, strict=True):
                what = f"how far an array of the {which} of two optimisers has moved"
                hint = "What stands in the class, outside __init__, belongs to all optimisers together."
                assert_close(as_tensor(array) - start, other - start, rtol=1e-7, what=what, hint=hint)


@points("Adam", 1)
def test_tiny_and_huge_slopes(notebook, rng):
    """Slopes of any size make steps of about the learning rate, until eps counts; where there is no slope nothing moves."""
    hint = (
        "(17) adds eps to the root, not under it; g is squared entry by entry; the defaults are those of the signature."
    )
    for size in (1e-9, 1e-7, 1e-4, 1.0, 1e6):
        compare(notebook, *draw(rng, ((3,), (2, 2)), 4, size), hint, lr=0.01)
    for options in ({}, {"eps": 0.1}, {"lr": 1.0}, {"betas": (0.9, 0.9)}):
        compare(notebook, *draw(rng, ((3,), (2,)), 5, 1e-3), hint, **options)
    starts, gradients = draw(rng, ((3,), (2,)), 3, 0.0)
    compare(notebook, starts, gradients, "No slope, no step: eps keeps the division from being 0 / 0.", lr=0.1)
