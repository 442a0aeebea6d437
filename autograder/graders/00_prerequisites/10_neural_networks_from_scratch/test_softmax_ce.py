"""Hidden tests of `softmax_ce`: the loss, its gradient, and logits that are too large for an exponential."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def ask_loss(ns, logits, y):
    """What is returned, and the arguments after the call."""
    logits, y = np.array(logits), np.array(y)
    return ns.softmax_ce(logits, y), logits, y


def ask(notebook, logits, y):
    """Loss and gradient, of the right form; the arguments must be as they were."""
    answer, logits_after, y_after = notebook.run(ask_loss, logits.numpy(), y.numpy())
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`softmax_ce` has to return two things", hint="return loss, g")
    hint = "`logits -= ...` writes into the caller's array; so does `g -= 1` if g is a view of it."
    assert_close(logits_after, logits, rtol=0, atol=0, what="the caller's logits after the call", hint=hint)
    assert_close(y_after, y, rtol=0, atol=0, what="the caller's classes after the call", hint=hint)
    loss, g = answer
    assert_shape(loss, (), what="the loss", hint="One number: the mean over the batch.")
    assert_shape(g, tuple(logits.shape), what="the gradient", hint="It has the shape of the logits.")
    return loss, g


def reference(logits, y):
    """Loss and gradient by autograd."""
    leaf = logits.double().clone().requires_grad_()
    log_probs = leaf - leaf.logsumexp(dim=1, keepdim=True)
    loss = -log_probs[torch.arange(len(y)), y].mean()
    return loss.detach(), torch.autograd.grad(loss, leaf)[0]


def draw(rng, count, classes, size=2.0):
    """Logits and classes."""
    return size * rng.normal(count, classes), rng.integers(0, classes, (count,))


SIZES = ((4, 3), (7, 10), (10, 7), (3, 3), (1, 5), (12, 2))


@points("softmax_ce", 2)
def test_loss(notebook, rng):
    """The loss is the mean over the batch of the surprise at the right class, whatever the size of the batch."""
    hint = "log p at the right class of each example, with a minus; then the mean over examples."
    for count, classes in SIZES:
        logits, y = draw(rng, count, classes)
        loss, _ = ask(notebook, logits, y)
        assert_close(loss, reference(logits, y)[0], rtol=1e-9, what="the loss", hint=hint)
        twice, _ = ask(notebook, torch.cat([logits, logits]), torch.cat([y, y]))
        message = "the loss of every example taken twice is another one"
        is_same = abs(float(as_tensor(twice)) - float(as_tensor(loss))) < 1e-9
        require(is_same, message, hint="A mean over the batch does not care how often all of it is there.")


@points("softmax_ce", 2)
def test_gradient(notebook, rng):
    """The gradient is that of the loss, entry by entry, for all sizes of batches."""
    hint = "Said minus true, for the mean loss: what the softmax says, less one at the right class of each example."
    for count, classes in SIZES:
        logits, y = draw(rng, count, classes)
        _, g = ask(notebook, logits, y)
        assert_close(g, reference(logits, y)[1], rtol=1e-9, atol=1e-12, what="the gradient", hint=hint)


@points("softmax_ce", 1)
def test_large_logits_and_other_dtypes(notebook, rng):
    """Logits of a hundred thousand, up or down, give finite numbers; float32 stays float32; one class is no surprise."""
    hint = "Take the largest logit of each example off first, and the logarithm by hand: log p = l - log(sum of exp)."
    for size, shift in ((1e3, 0.0), (2e4, 0.0), (1.0, 1e5), (1.0, -1e5)):
        logits, y = draw(rng, 6, 4, size)
        logits = logits + shift * torch.tensor([1.0, -1.0, 1.0, 1.0, -1.0, 1.0], dtype=torch.float64)[:, None]
        loss, g = ask(notebook, logits, y)
        right_loss, right = reference(logits, y)
        assert_close(loss, right_loss, rtol=1e-6, what="the loss of large logits", hint=hint)
        assert_close(g, right, rtol=1e-6, what="the gradient of large logits", hint=hint)
    logits, y = draw(rng, 5, 4)
    loss, g = ask(notebook, logits.float(), y)
    assert_dtype(
        g, torch.float32, what="the gradient of float32 logits", hint="A table of float64 zeros makes it float64."
    )
    assert_close(g, reference(logits.float(), y)[1], rtol=1e-5, what="the gradient of float32 logits")
    loss, g = ask(notebook, rng.normal(3, 1), torch.zeros(3, dtype=torch.int64))
    assert_close(loss, torch.zeros(()), atol=1e-12, what="the loss if there is one class only")
    assert_close(g, torch.zeros(3, 1), atol=1e-12, what="the gradient if there is one class only")
