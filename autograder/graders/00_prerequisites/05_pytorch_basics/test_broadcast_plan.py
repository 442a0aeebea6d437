"""Hidden tests of `broadcast_plan`: the shape of the result, and the axes along which each tensor is repeated."""

from autograder.testing import inside, points, require

Shape = tuple[int, ...]


@inside
def plan_of(ns, pairs):
    """The plan for each pair of shapes, as lists of ints; None where there is none."""
    plans = []
    for a, b in pairs:
        plan = ns.broadcast_plan(tuple(a), tuple(b))
        if plan is not None and (not hasattr(plan, "__len__") or len(plan) != 3):
            plan = ((), (), (), ())  # not three things
        plans.append(None if plan is None else [[int(number) for number in part] for part in plan])
    return plans


def reference(a: Shape, b: Shape) -> list[list[int]] | None:
    """The rule, from the right, one axis at a time."""
    shape, axes = [], ([], [])
    n = max(len(a), len(b))
    for i in range(1, n + 1):
        sizes = [given[-i] if i <= len(given) else None for given in (a, b)]
        known = [size for size in sizes if size is not None]
        size = next((size for size in known if size != 1), 1)
        if any(other not in (1, size) for other in known):
            return None
        shape.insert(0, size)
        for mine, owned in zip(sizes, axes, strict=True):
            if mine is None or mine != size:
                owned.insert(0, n - i)
    return [shape, *axes]


def ask(notebook, pairs: list[tuple[Shape, Shape]]) -> list[tuple[list | None, list | None]]:
    """The student's plans beside the right ones; each must at least be None or three things."""
    found = notebook.run(plan_of, pairs)
    for plan in found:
        message = "a plan is not made of three things: shape, axes of a, axes of b"
        require(plan is None or len(plan) == 3, message, hint="Is a `return` missing?")
    return [(plan, reference(a, b)) for plan, (a, b) in zip(found, pairs, strict=True)]


def draw_fitting(rng, n: int) -> tuple[Shape, Shape]:
    """Two shapes that fit: n axes in the result, some of them of size 1 or missing."""
    full = [int(size) for size in rng.integers(2, 50_000, (n,))]
    shapes = []
    for _ in range(2):
        ones = rng.integers(0, 3, (n,))
        shapes.append([1 if one == 0 else size for one, size in zip(ones.tolist(), full, strict=True)])
    lacking = int(rng.integers(0, n))
    short = int(rng.integers(0, 2))
    shapes[short] = shapes[short][lacking:]
    return tuple(shapes[0]), tuple(shapes[1])


@points("broadcast_plan", 1)
def test_the_shape_of_the_result(notebook, rng):
    """For shapes that fit, of up to six axes, the shape of the result is what the rule says."""
    pairs = [draw_fitting(rng, n) for n in (1, 2, 3, 4, 5, 6) for _ in range(5)] + [((), ()), ((), (5,)), ((7, 1), ())]
    for plan, right in ask(notebook, pairs):
        hint = "Flush right; a missing size counts as 1; a 1 takes the size of its partner. Is what you found returned?"
        require(plan is not None, "your plan is None for two shapes that fit", hint=hint)
        require(plan[0] == right[0], "the shape of the result is wrong", hint=hint)


@points("broadcast_plan", 1)
def test_shapes_that_do_not_fit(notebook, rng):
    """Shapes that do not fit have no plan, also where they would fit from the left; those that fit have one."""
    n, m = (int(size) for size in rng.integers(3, 60, (2,)))
    pairs = [
        ((n,), (n + 1,)),
        ((n, 2), (n,)),
        ((m, n), (m, 1, n + 2)),
        ((4, n, m), (n, 1)),
        ((0,), (n,)),
        ((n, 0), (2,)),
    ]
    pairs += [((3, n, 1, 5), (n + 1, m, 5)), ((2 * n,), (n,)), ((n, 3), (3,)), ((n, 1), (1, m))]
    hint = "Two sizes fit only if they are equal or one of them is 1. Start at the right end of both shapes."
    for plan, right in ask(notebook, pairs):
        if right is None:
            require(plan is None, "your plan is not None for two shapes that do not fit", hint=hint)
        else:
            require(plan is not None, "your plan is None for two shapes that fit", hint=hint)


@points("broadcast_plan", 1)
def test_axes_that_are_summed_over(notebook, rng):
    """The axes of each tensor are those along which it is repeated: those that it lacks, and its ones beside larger sizes."""
    pairs = [draw_fitting(rng, n) for n in (2, 3, 4, 5) for _ in range(6)]
    hint = "Compare the padded shape with the shape of the result; axes are counted in the result, from 0 at the left."
    for plan, right in ask(notebook, pairs):
        require(plan is not None, "your plan is None for two shapes that fit", hint=hint)
        require(plan[1] == right[1], "the axes of the first tensor are wrong", hint=hint)
        require(plan[2] == right[2], "the axes of the second tensor are wrong", hint=hint)


@points("broadcast_plan", 1)
def test_ones_nothings_and_missing_axes(notebook, rng):
    """Edge cases: 1 beside 1 repeats nothing, an axis that is lacking counts whatever its size, and 1 beside 0 becomes 0."""
    n = int(rng.integers(2, 90))
    groups = {
        "where both sizes are 1, nothing is repeated": [((1, n), (1, n)), ((1,), (1,)), ((n, 1), (1, 1))],
        "an axis that a tensor lacks is summed over, also if its size is 1": [
            ((1, n), (n,)),
            ((), (1, 1)),
            ((n,), (1, 1)),
        ],
        "a size of 1 beside a size of 0 becomes 0": [((0,), (1,)), ((n, 1), (0,)), ((1, 0), (n, 1)), ((0, n), (n,))],
        "a number without axes is repeated along all": [((), (n, 2)), ((2, 0), ())],
    }
    for about, pairs in groups.items():
        for plan, right in ask(notebook, pairs):
            require(
                plan == right, f"an edge case of the docstring is not met: {about}", hint="Read the docstring's list."
            )
