"""Hidden tests of `linear_ae_subspace`: the walk, where it ends, and the distance of subspaces."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


def walk(X, W, lr, steps):
    """Gradient descent on centred data, by autograd."""
    centred = X - X.mean(dim=0)
    for _ in range(steps):
        W = W.detach().requires_grad_()
        loss = (centred @ W.T @ W - centred).square().sum(dim=1).mean()
        W = W - lr * torch.autograd.grad(loss, W)[0]
    return W.detach()


def distance_of(X, W):
    """Equation (5) between the rows of W and as many principal components."""
    C = torch.linalg.svd(X - X.mean(dim=0), full_matrices=False).Vh[: len(W)]
    return torch.linalg.norm(torch.linalg.pinv(W) @ W - C.T @ C)


@inside
def call_and_look(ns, X, W, lr, steps):
    """What the arguments look like after a call."""
    ns.linear_ae_subspace(X, W, lr, steps)
    return X, W


def ask(notebook, X, W, lr, steps):
    """The student's weights and distance, of the right shapes."""
    answer = notebook.linear_ae_subspace(X, W, lr, steps)
    message = "two things are to be returned: the weights, and a distance"
    require(isinstance(answer, list | tuple) and len(answer) == 2, message, hint="Is a `return` missing?")
    found, distance = answer
    assert_shape(found, tuple(W.shape), what="the matrix W after training")
    distance = as_tensor(distance, "the distance")
    require(distance.numel() == 1, "the distance has to be one number")
    return as_tensor(found, "the matrix W after training"), distance.reshape(())


def draw_data(rng, n, scales):
    """Data with clearly different variances in d directions, and a mean that is far from zero."""
    d = len(scales)
    scores = rng.normal(n, d)
    scores = torch.linalg.qr(scores - scores.mean(dim=0)).Q * n**0.5  # exactly uncorrelated, of variance 1
    return (scores * torch.tensor(scales, dtype=torch.float64)) @ rng.orthogonal(d) + 3 * rng.normal(d)


@points("linear_ae_subspace", 2)
def test_the_walk_is_gradient_descent(notebook, rng):
    """After so many steps the weights are where gradient descent on the centred data leads; what was given is not changed."""
    X = draw_data(rng, 30, [1.5, 1.0, 0.7, 0.4, 0.2])
    for k, lr, steps in ((2, 0.03, 1), (2, 0.03, 7), (3, 0.01, 20)):
        start = 0.5 * rng.normal(k, 5)
        found, _ = ask(notebook, X, start, lr, steps)
        hint = (
            "Centre the data first; then W minus lr times the gradient of equation (3), on all examples, in each step."
        )
        assert_close(found, walk(X, start, lr, steps), rtol=1e-6, what="the matrix W after training", hint=hint)
    X_after, W_after = notebook.run(call_and_look, X, start, 0.01, 2)
    hint = "Operators such as -= write into what they are given."
    assert_close(X_after, X, what="the caller's X after the call", hint=hint)
    assert_close(W_after, start, what="the caller's W after the call", hint=hint)


@points("linear_ae_subspace", 2)
def test_training_ends_at_the_subspace_of_pca(notebook, rng):
    """Trained for long enough, the rows of W span the space of the first principal components, and the distance says so."""
    X = draw_data(rng, 40, [1.5, 1.2, 1.0, 0.3, 0.2, 0.1])
    start = 0.3 * rng.normal(3, 6)
    found, distance = ask(notebook, X, start, 0.05, 600)
    require(float(distance_of(X, walk(X, start, 0.05, 600))) <= 1e-2, "the walk of the reference does not converge")
    true = float(distance_of(X, found))
    message = "after 600 steps the rows of W do not span the space of PCA"
    require(true <= 1e-2, message, hint="Is the data centred? Does each step go downhill?", measured=f"{true:.1g}")
    message = "the distance does not say that the subspaces agree"
    hint = "Compare projections, not matrices: the axes within a subspace are arbitrary."
    require(float(distance) <= 1e-2, message, hint=hint, measured=f"{float(distance):.1g}")


@points("linear_ae_subspace", 2)
def test_distance_of_weights_that_are_not_orthonormal(notebook, rng):
    """The distance belongs to the spaces: it holds for any weights, also untrained, long, or at odd angles."""
    X = draw_data(rng, 25, [2.0, 1.5, 1.0, 0.5, 0.3])
    components = torch.linalg.svd(X - X.mean(dim=0), full_matrices=False).Vh
    mixing = torch.tensor([[3.0, 1.0], [0.0, 0.2]], dtype=torch.float64)
    starts = [rng.normal(2, 5), 4 * rng.normal(1, 5), mixing @ components[:2], mixing @ components[[0, 3]]]
    for start in starts:
        found, distance = ask(notebook, X, start, 0.05, 0)
        assert_close(found, start, what="the matrix W after no steps", hint="With steps = 0 nothing moves.")
        hint = "The rows of W are not orthonormal: what is the projection onto their space then? Which norm does (5) ask for?"
        expected = distance_of(X, start)
        assert_close(distance, expected, rtol=1e-6, atol=1e-6, what="the distance of the subspaces", hint=hint)
