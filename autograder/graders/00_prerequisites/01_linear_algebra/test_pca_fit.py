"""Hidden tests of `pca_fit`: directions, centring, wide data, the caller's data."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def fit_and_keep_data(ns, X, k):
    """The answer, and what X is after the call."""
    X = X.clone()
    answer = ns.pca_fit(X, k)
    return answer, X


def unpack(answer, k, d):
    """The mean and the components, as tensors of the right shapes."""
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`pca_fit` has to return two things", hint="return mean, components", target="(mean, components)")
    mean, components = as_tensor(answer[0], "the mean"), as_tensor(answer[1], "the matrix of components")
    assert_shape(mean, (d,), what="the mean", hint="Average over the examples, which stand in rows.")
    assert_shape(
        components, (k, d), what="the matrix of components", hint="One component in each row: V^T, not V and not U."
    )
    return mean, components


def cloud(rng, n, d, spread):
    """Data with these singular values around a mean, and the mean and directions themselves."""
    G = rng.normal(n, len(spread))
    U = torch.linalg.qr(G - G.mean(dim=0)).Q
    V, mean = rng.orthogonal(d)[:, : len(spread)], 3 * rng.normal(d)
    return mean + U @ torch.diag(torch.tensor(spread, dtype=torch.float64)) @ V.T, mean, V.T


def check_components(components, expected):
    """The same orthonormal directions in the same order, whatever their signs."""
    k = len(expected)
    overlap = components @ expected.T
    eye = torch.eye(k, dtype=torch.float64)
    assert_close(
        components @ components.T, eye, what="the table of dot products of components", hint="Unit length each."
    )
    captured = overlap.square().sum()
    hint = "Is the data centred, over examples? Are these the right singular vectors of the largest singular values?"
    require(
        float(captured) > k - 1e-6,
        "the components span another subspace than the directions of most variance",
        hint=hint,
    )
    hint = "The direction of most variance comes first; `eigh` sorts the other way."
    assert_close(overlap.abs(), eye, rtol=1e-5, what="the order of the components", hint=hint)


@points("pca_fit", 2)
def test_finds_the_directions_of_most_variance(notebook, rng):
    """The components are orthonormal rows, ordered by falling variance."""
    X, mean, V = cloud(rng, 30, 6, [20.0, 12.0, 7.0, 4.0, 2.0, 1.0])
    found_mean, components = unpack(notebook.pca_fit(X, 3), 3, 6)
    assert_close(found_mean, mean, what="the mean", hint="Average over the examples, which stand in rows.")
    check_components(components, V[:3])


@points("pca_fit", 2)
def test_does_not_care_where_the_data_stands(notebook, rng):
    """Moving all data far away moves the mean and leaves the components; pixels keep their units."""
    X, mean, V = cloud(rng, 25, 5, [9.0, 6.0, 3.0, 1.0, 0.2])
    shift = 100 * rng.normal(5)
    found_mean, components = unpack(notebook.pca_fit(X + shift, 2), 2, 5)
    assert_close(found_mean, mean + shift, what="the mean of the data that was moved")
    check_components(components, V[:2])


@points("pca_fit", 2)
def test_wide_data_and_the_callers_data(notebook, rng):
    """There may be fewer examples than pixels, k runs from 0, and the caller's data is not changed."""
    X, mean, V = cloud(rng, 6, 11, [8.0, 5.0, 3.0, 1.5])
    answer, after = notebook.run(fit_and_keep_data, X, 4)
    assert_close(
        after, X, what="the caller's data after the call", hint="`X -= ...` writes into X; `X - ...` does not."
    )
    found_mean, components = unpack(answer, 4, 11)
    assert_close(found_mean, mean, what="the mean")
    check_components(components, V)
    none = notebook.pca_fit(X, 0)
    hint = "No components at all: shape [0, d]."
    found_mean, _ = unpack(none, 0, 11)
    assert_close(found_mean, mean, what="the mean for k = 0", hint=hint)
