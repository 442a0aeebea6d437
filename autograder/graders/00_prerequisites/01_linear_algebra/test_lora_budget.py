"""Hidden tests of `lora_budget`: counts, the highest rank, the break-even."""

from autograder.testing import as_tensor, assert_shape, points, require


def budget(notebook, d_out, d_in, r):
    """The four numbers, as floats."""
    numbers = as_tensor(notebook.lora_budget(int(d_out), int(d_in), int(r)), "the budget")
    assert_shape(numbers, (4,), what="the budget", hint="Return four ints: full, adapter, max_rank, break_even.")
    require(
        bool((numbers == numbers.round()).all()),
        "counts and ranks have to be whole numbers",
        hint="`//` divides to ints.",
    )
    return numbers.tolist()


@points("lora_budget", 1)
def test_counts_of_numbers(notebook, rng):
    """W and the two factors B and A are counted entry by entry, for layers of any shape."""
    for d_out, d_in, r in rng.integers(30, 5000, (3, 3)).tolist():
        full, adapter, _, _ = budget(notebook, d_out, d_in, r % 60 + 1)
        require(full == d_out * d_in, "the count of W's numbers is wrong", hint="How many rows, how many in each?")
        hint = "B has d_out rows of r numbers; what is the shape of A?"
        require(adapter == (r % 60 + 1) * (d_out + d_in), "the count of the adapter's numbers is wrong", hint=hint)


@points("lora_budget", 1)
def test_highest_rank_of_the_correction(notebook, rng):
    """The rank of BA is bounded by the bottleneck, and by the shape of the layer where that is smaller."""
    small, large, r = (int(rng.integers(low, high)) for low, high in ((5, 20), (100, 200), (30, 90)))
    bottleneck = "the highest rank is wrong where the bottleneck is the narrowest place"
    require(budget(notebook, large, large + 7, r)[2] == r, bottleneck)
    message = "the highest rank is wrong for a bottleneck wider than the layer"
    hint = "No matrix has a rank above its number of rows, or above its number of columns."
    require(budget(notebook, small, large, r)[2] == small, message, hint=hint)
    require(budget(notebook, large, small, r)[2] == small, message, hint=hint)
    require(budget(notebook, large, large, 0)[2] == 0, "the highest rank is wrong for an adapter of width 0")


@points("lora_budget", 2)
def test_break_even(notebook, rng):
    """The break-even is the largest width at which the adapter has strictly fewer numbers than W."""
    half = int(rng.integers(10, 400))
    layers = [*rng.integers(40, 6000, (4, 2)).tolist(), [1, 1], [1, 50], [2, 2]]
    for d_out, d_in in layers:
        found = budget(notebook, d_out, d_in, 3)[3]
        is_fewer, is_largest = found * (d_out + d_in) < d_out * d_in, (found + 1) * (d_out + d_in) >= d_out * d_in
        hint = "Solve r (d_out + d_in) < d_out d_in for the largest whole r, without assuming that W is square."
        require(is_fewer and is_largest, "the break-even is wrong", hint=hint)
    found = budget(notebook, 2 * half, 2 * half, 3)[3]
    hint = "At this width both sides have equally many numbers; that is not strictly fewer."
    require(found == half - 1, "the break-even is wrong where the division leaves no remainder", hint=hint)
