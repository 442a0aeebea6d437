"""Wrong answers to `broadcast_plan`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_the_shape_of_the_result")
def aligns_on_the_left(a, b):
    """Believes that shapes are compared from the left, and that the shorter one gets ones behind."""
    n = max(len(a), len(b))
    p, q = (tuple(shape) + (1,) * (n - len(shape)) for shape in (a, b))
    if any(i != j and 1 not in (i, j) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(j if i == 1 else i for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(n) if i >= len(s) or s[i] != result[i]) for s in (a, b)]
    return result, axes[0], axes[1]


@mutant(caught_by="test_shapes_that_do_not_fit")
def everything_fits(a, b):
    """Believes that the larger of two sizes wins, whatever they are."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    result = tuple(0 if 0 in (i, j) else max(i, j) for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(n) if i < n - len(s) or full[i] != result[i]) for s, full in ((a, p), (b, q))]
    return result, axes[0], axes[1]


@mutant(caught_by="test_shapes_that_do_not_fit")
def whole_multiples_fit(a, b):
    """Believes that a size is repeated as often as it needs to be, if it divides its partner."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    if any(max(i, j) % max(1, min(i, j)) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(0 if 0 in (i, j) else max(i, j) for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(n) if i < n - len(s) or full[i] != result[i]) for s, full in ((a, p), (b, q))]
    return result, axes[0], axes[1]


@mutant(caught_by="test_axes_that_are_summed_over")
def forgets_axes_that_are_lacking(a, b):
    """Believes that only a size of 1 is repeated: axes in front that a tensor lacks are left out."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    if any(i != j and 1 not in (i, j) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(j if i == 1 else i for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(n - len(s), n) if full[i] != result[i]) for s, full in ((a, p), (b, q))]
    return result, axes[0], axes[1]


@mutant(caught_by="test_axes_that_are_summed_over")
def counts_axes_in_the_tensor(a, b):
    """Believes that axes are counted in the tensor's own shape, not in that of the result."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    if any(i != j and 1 not in (i, j) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(j if i == 1 else i for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(len(s)) if s[i] != result[n - len(s) + i]) for s in (a, b)]
    return result, axes[0], axes[1]


@mutant(caught_by="test_ones_nothings_and_missing_axes")
def counts_every_one(a, b):
    """Believes that every axis of size 1 is repeated, also beside another 1."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    if any(i != j and 1 not in (i, j) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(j if i == 1 else i for i, j in zip(p, q, strict=True))
    return result, tuple(i for i in range(n) if p[i] == 1), tuple(i for i in range(n) if q[i] == 1)


@mutant(caught_by="test_ones_nothings_and_missing_axes")
def takes_the_larger_size(a, b):
    """Believes that the larger size wins, also where one of them is 0."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    if any(i != j and 1 not in (i, j) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(max(i, j) for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(n) if i < n - len(s) or full[i] != result[i]) for s, full in ((a, p), (b, q))]
    return result, axes[0], axes[1]


@mutant(caught_by="test_ones_nothings_and_missing_axes")
def compares_padded_shapes_only(a, b):
    """Believes that an axis which is lacking is the same as one of size 1, also beside another 1."""
    n = max(len(a), len(b))
    p, q = ((1,) * (n - len(shape)) + tuple(shape) for shape in (a, b))
    if any(i != j and 1 not in (i, j) for i, j in zip(p, q, strict=True)):
        return None
    result = tuple(j if i == 1 else i for i, j in zip(p, q, strict=True))
    axes = [tuple(i for i in range(n) if full[i] != result[i]) for full in (p, q)]
    return result, axes[0], axes[1]
