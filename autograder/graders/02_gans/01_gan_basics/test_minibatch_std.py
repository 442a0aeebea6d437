"""Hidden tests of `minibatch_std`: the value, what it is made of, and the collapsed batch."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, vjp


def expected(h, eps=1e-8):
    """Equation (8)."""
    centred = h - h.mean(0, keepdim=True)
    s = ((centred**2).mean(0) + eps).sqrt().mean()
    return torch.cat([h, s.reshape(1, 1).expand(len(h), 1)], dim=1)


def new_column(notebook, h, *eps):
    """What is appended to features, one number for each example."""
    out = as_tensor(notebook.minibatch_std(h, *eps))
    assert_shape(out, (len(h), h.shape[1] + 1), what="the result", hint="One more feature for each example.")
    return out[:, -1]


@points("minibatch_std", 2)
def test_one_number_for_the_batch(notebook, rng):
    """The features stay, and one column is added: the standard deviation over the batch, averaged over features."""
    hint = "Over the batch (rows) first, the variance divided by N; then the root; then the mean over features."
    for n, features in ((6, 4), (9, 1), (2, 5)):
        h = rng.normal(n, features) * rng.uniform(0.2, 4, (features,)) + rng.normal(features)
        out = notebook.minibatch_std(h)
        assert_shape(out, (n, features + 1), what="the result", hint="One more feature for each example.")
        assert_close(out, expected(h), what="the table of features with the new column", hint=hint)
    assert_close(
        notebook.minibatch_std(h, 0.5), expected(h, 0.5), what="the result for eps = 0.5", hint="Use the argument eps."
    )
    assert_dtype(notebook.minibatch_std(h.float()), torch.float32, what="the result of float32 features")


@points("minibatch_std", 1)
def test_a_batch_of_one_and_shifts(notebook, rng):
    """One example varies by nothing; moving all examples together changes nothing; spreading them doubles it."""
    h = rng.normal(7, 3)
    column = new_column(notebook, h)
    moved = new_column(notebook, h + 1000)
    assert_close(
        moved, column, rtol=1e-5, what="the new column after a shift", hint="Subtract the mean over the batch."
    )
    doubled = new_column(notebook, 2 * h, 1e-14)
    hint = "Is it a standard deviation (the root of the variance)?"
    assert_close(doubled, 2 * column, rtol=1e-5, what="the new column for examples twice as far apart", hint=hint)
    single = notebook.minibatch_std(h[:1])
    hint = "A batch of one: the variance divides by N, not by N - 1, so it is 0 and not NaN."
    assert_close(single, expected(h[:1]), what="the result for a batch of one", hint=hint)


@points("minibatch_std", 2)
def test_gradients_also_where_all_are_equal(notebook, rng):
    """Gradients flow through features and new column, and are finite where all examples are the same."""
    h, c = rng.normal(6, 3), rng.normal(6, 4)
    leaf = h.clone().requires_grad_()
    (wanted,) = torch.autograd.grad(expected(leaf), leaf, c)
    _, (gradient, *_) = notebook.run(vjp, "minibatch_std", [h], c)
    hint = (
        "Is the new column computed from detached features, or under no_grad? D's verdict on it must reach the fakes."
    )
    assert_close(gradient, wanted, what="the gradient", hint=hint)
    same = rng.normal(1, 3).expand(6, 3).contiguous()
    value, (gradient, *_) = notebook.run(vjp, "minibatch_std", [same], c)
    hint = "The slope of a root is infinite at 0: eps belongs inside, to the variance."
    assert_close(gradient, c[:, :3], rtol=1e-5, atol=1e-5, what="the gradient for a collapsed batch", hint=hint)
    assert_close(value, expected(same), atol=1e-9, what="the result for a collapsed batch", hint=hint)
