"""Hidden tests of `pca_features`: the subspace and its order, whose statistics they are, one image, and bad k."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, raises


def directions(reference, k):
    """Mean, and the k leading directions in rows, in float64."""
    mean = reference.double().mean(0)
    return mean, torch.linalg.svd(reference.double() - mean, full_matrices=False).Vh[:k]


def draw(rng, m, pixels):
    """A reference whose principal axes are far apart in size and lie across the pixels."""
    scales = 3.0 ** -torch.arange(pixels, dtype=torch.float64)
    return 5 * rng.normal(pixels) + (rng.normal(m, pixels) * scales) @ rng.orthogonal(pixels)


@points("pca_features", 2)
def test_coordinates_of_the_reference(notebook, rng):
    """Each column is the projection on one principal direction, largest variance first, up to its sign."""
    hint = "The directions of largest variance of the centred reference, of unit length, in this order; no rescaling after."
    for m, pixels, k in ((40, 6, 3), (9, 5, 5), (4, 7, 2), (12, 4, 1)):
        reference = draw(rng, m, pixels)
        mean, rows = directions(reference, k)
        expected = (reference - mean) @ rows.T
        found = notebook.pca_features(reference, reference, k)
        assert_dtype(found, torch.float64, what="the table of features", hint="float64 in, float64 out.")
        found = as_tensor(found, "the features")
        assert_shape(found, tuple(expected.shape), what="the table of features", hint="k numbers for each image.")
        signs = torch.where((found * expected).sum(0) < 0, -1.0, 1.0)
        assert_close(found, expected * signs, what="the table of features of the reference, but for signs,", hint=hint)


@points("pca_features", 2)
def test_only_the_reference_decides(notebook, rng):
    """Other images are described by the reference's mean and directions: alone, in a crowd, far away, all the same."""
    reference = draw(rng, 30, 6)
    x = reference.mean(0) + 40 + 3 * rng.normal(20, 6)
    mean, rows = directions(reference, 3)
    found = as_tensor(notebook.pca_features(reference, x, 3), "the features")
    hint = "Mean and directions come from the reference, and nothing else does."
    distances = ((x - mean) @ rows.T).square()
    assert_close(
        found.square(), distances, what="the table of squared features of images far from the reference", hint=hint
    )
    alone = as_tensor(notebook.pca_features(reference, x[4:5], 3), "the features")
    assert_close(
        alone, found[4:5], what="the row of features of one image alone, compared with that in a crowd,", hint=hint
    )


@points("pca_features", 1)
def test_edges(notebook, rng):
    """A pixel that never changes is no problem, float32 stays float32, and a k that cannot be raises ValueError."""
    reference = draw(rng, 12, 5)
    reference[:, 2] = 0.5
    x = rng.normal(6, 5).float()
    found = notebook.pca_features(reference.float(), x, 2)
    mean, rows = directions(reference.float(), 2)
    expected = ((x.double() - mean) @ rows.T).abs()
    hint = "A pixel that never changes has no variance: nothing is to be divided by it."
    what = "the table of features where a pixel never changes"
    assert_close(as_tensor(found, "the features").abs(), expected, rtol=1e-3, what=what, hint=hint)
    assert_dtype(found, torch.float32, what="the table of features", hint="float32 in, float32 out.")
    for k in (0, 6):
        with raises("ValueError", what=f"k = {k} for 12 images of 5 pixels", hint="From 1 to min(M, P)."):
            notebook.pca_features(reference, reference, k)
    with raises("ValueError", what="k = 4 for 3 images", hint="From 1 to min(M, P)."):
        notebook.pca_features(reference[:3], reference, 4)
