"""Hidden tests of `batch_norm`: training, evaluation, running estimates, and the gradient through the statistics."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, inside, points, require


@inside
def ask(ns, x, gamma, beta, mean, var, training, options):
    """The three answers, and whether the running estimates that were given have been changed."""
    given = mean.clone(), var.clone()
    y, new_mean, new_var = ns.batch_norm(x, gamma, beta, mean, var, training, **options)
    changed = not (torch.equal(given[0], mean) and torch.equal(given[1], var))
    return y, new_mean, new_var, changed


@inside
def gradients_of(ns, x, gamma, beta, mean, var, training, cotangent):
    """Gradients by x, gamma and beta of the normalised batch, zeros where none flows; and whether the estimates carry any."""
    leaves = [value.clone().requires_grad_() for value in (x, gamma, beta)]
    y, *estimates = ns.batch_norm(*leaves, mean, var, training)
    carried = any(torch.is_tensor(estimate) and estimate.requires_grad for estimate in estimates)
    if not (torch.is_tensor(y) and y.requires_grad):
        return [torch.zeros_like(leaf) for leaf in leaves], carried
    found = torch.autograd.grad(y, leaves, cotangent, allow_unused=True)
    pairs = zip(leaves, found)  # noqa: B905 -- of one length
    return [torch.zeros_like(leaf) if gradient is None else gradient for leaf, gradient in pairs], carried


def draw(rng, n=3, channels=4, height=2, width=3, spread=1.0):
    """A batch with other means and spreads in each channel, scales, offsets, and running estimates."""
    stretch, shift = rng.uniform(0.5, 3, (channels, 1, 1)), 3 * rng.normal(channels, 1, 1)
    x = spread * (stretch * rng.normal(n, channels, height, width) + shift)
    gamma, beta, mean = (rng.normal(channels) for _ in range(3))
    return x, gamma, beta, mean, rng.uniform(0.5, 2, (channels,))


def columns(value):
    """One number for each channel, to be broadcast over [N, C, H, W]."""
    return value[:, None, None]


@points("batch_norm", 2)
def test_training_normalises_each_channel(notebook, rng):
    """In training each channel is normalised by its own mean and biased variance, eps under the root, then scaled."""
    for shape, spread, eps in (((3, 4, 2, 3), 1.0, 1e-5), ((2, 3, 1, 1), 1.0, 1e-5), ((4, 2, 3, 3), 0.01, 1e-3)):
        x, gamma, beta, mean, var = draw(rng, *shape, spread=spread)
        found, *_ = notebook.run(ask, x, gamma, beta, mean, var, True, {"eps": eps})
        m = x.mean(dim=(0, 2, 3), keepdim=True)
        v = (x - m).square().mean(dim=(0, 2, 3), keepdim=True)
        expected = columns(gamma) * (x - m) / (v + eps).sqrt() + columns(beta)
        hint = "Equation (10): sums over n, h and w for each channel; the variance divides by M, and eps stands under the root."
        assert_close(found, expected, what="the normalised batch", hint=hint)


@points("batch_norm", 1)
def test_running_estimates(notebook, rng):
    """In training the running estimates move a little towards the batch's mean and unbiased variance; none is overwritten."""
    for shape, momentum in (((3, 4, 2, 3), 0.1), ((2, 2, 1, 2), 0.3), ((2, 3, 2, 2), 1.0), ((2, 3, 2, 2), 0.0)):
        x, gamma, beta, mean, var = draw(rng, *shape)
        options = {} if momentum == 0.1 else {"momentum": momentum}
        _, new_mean, new_var, changed = notebook.run(ask, x, gamma, beta, mean, var, True, options)
        hint = "The momentum is the weight of the new value in equation (11)."
        expected = (1 - momentum) * mean + momentum * x.mean(dim=(0, 2, 3))
        assert_close(new_mean, expected, what="the running mean", hint=hint)
        hint = "Equation (11): here the variance is the unbiased one, which divides by M - 1."
        expected = (1 - momentum) * var + momentum * x.var(dim=(0, 2, 3), unbiased=True)
        assert_close(new_var, expected, what="the running variance", hint=hint)
        hint = "mul_ and add_ write into the tensor that was given. Return new ones."
        require(not changed, "the running estimates that were given have been changed in place", hint=hint)


@points("batch_norm", 2)
def test_evaluation_uses_the_running_estimates(notebook, rng):
    """In evaluation the running estimates normalise, and come back as they were; a picture does not depend on its batch."""
    x, gamma, beta, mean, var = draw(rng, 5)
    found, new_mean, new_var, changed = notebook.run(ask, x, gamma, beta, mean, var, False, {})
    expected = columns(gamma) * (x - columns(mean)) / (columns(var) + 1e-5).sqrt() + columns(beta)
    hint = "In evaluation the batch's own mean and variance are not used at all; the rest of (10) stays, eps too."
    assert_close(found, expected, what="the batch, normalised in evaluation,", hint=hint)
    alone, *_ = notebook.run(ask, x[:1, :, :1, :1], gamma, beta, mean, var, False, {})
    assert_close(alone, expected[:1, :, :1, :1], what="a single number, normalised in evaluation,", hint=hint)
    assert_close(new_mean, mean, what="the running mean after evaluation", hint="Evaluation changes nothing.")
    assert_close(new_var, var, what="the running variance after evaluation", hint="Evaluation changes nothing.")
    require(not changed, "evaluation has changed the running estimates in place", hint="Evaluation changes nothing.")
    tiny = 1e-7 * var
    found, *_ = notebook.run(ask, x, gamma, beta, mean, tiny, False, {"eps": 1e-3})
    expected = columns(gamma) * (x - columns(mean)) / (columns(tiny) + 1e-3).sqrt() + columns(beta)
    hint = "eps is added to the variance, under the root."
    assert_close(found, expected, what="the batch, normalised by tiny variances,", hint=hint)
    small = [value.float() for value in (x, gamma, beta, mean, var)]
    found, *_ = notebook.run(ask, *small, True, {})
    assert_dtype(found, torch.float32, what="the normalised float32 batch", hint="Keep the dtype of x.")


@points("batch_norm", 1)
def test_gradients_flow_through_the_statistics(notebook, rng):
    """In training mean and variance are functions of x and have their part in the gradient; in evaluation they have none."""
    x, gamma, beta, mean, var = draw(rng)
    cotangent = rng.normal(*x.shape)
    for training in (True, False):
        found, carried = notebook.run(gradients_of, x, gamma, beta, mean, var, training, cotangent)
        leaves = [value.clone().requires_grad_() for value in (x, gamma, beta)]
        m = leaves[0].mean(dim=(0, 2, 3)) if training else mean
        v = leaves[0].var(dim=(0, 2, 3), unbiased=False) if training else var
        y = columns(leaves[1]) * (leaves[0] - columns(m)) / (columns(v) + 1e-5).sqrt() + columns(leaves[2])
        expected = torch.autograd.grad(y, leaves, cotangent)
        mode = "training" if training else "evaluation"
        hint = "In training m and v depend on x: no detach, no no_grad, where they stand in equation (10)."
        for name, gradient, right in zip(("x", "gamma", "beta"), found, expected, strict=True):
            assert_close(as_tensor(gradient), right, what=f"the gradient by {name} in {mode}", hint=hint)
        hint = "They are kept from batch to batch: detach them, or each holds on to all batches before it."
        require(not carried, f"the running estimates carry gradients after {mode}", hint=hint)
