"""Hidden tests of `infonce_loss`: cross-entropy in rows, gradients, the bound, extreme scores."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, inside, points, require


@inside
def gradient_of(ns, scores, factor):
    """The gradient of a multiple of the loss, which may have the shape () or [1]; zeros where none flows."""
    scores = scores.clone().requires_grad_()
    loss = ns.infonce_loss(scores)
    if torch.is_tensor(loss) and loss.requires_grad:
        (factor * loss.sum()).backward()
    return torch.zeros_like(scores) if scores.grad is None else scores.grad


def loss_of(scores):
    """Equation (12), row by row, without overflow."""
    rows = scores.tolist()
    prices = [max(row) + math.log(sum(math.exp(s - max(row)) for s in row)) - row[i] for i, row in enumerate(rows)]
    return sum(prices) / len(prices)


def ask(notebook, scores):
    """The student's loss: one number."""
    found = as_tensor(notebook.infonce_loss(scores), "the loss")
    require(found.numel() == 1, "the loss has to be one number", hint="The mean over rows.")
    return found.reshape(())


@points("infonce_loss", 1)
def test_cross_entropy_in_rows(notebook, rng):
    """The loss is the mean over rows of the price of the true partner, which competes with all candidates, itself included."""
    for size in (2, 7, 20):
        scores = 2 * rng.normal(size, size)
        hint = "A softmax over each ROW, the diagonal entry as the right one, the mean over rows."
        found = ask(notebook, scores)
        assert_close(found, loss_of(scores), what="the loss", hint=hint)
        lifted = scores + 5 * rng.normal(size, 1)
        hint = "A constant that is added to a whole row helps nobody in it: candidates compete in rows, not in columns."
        assert_close(ask(notebook, lifted), found, what="the loss after such a shift", hint=hint)


@points("infonce_loss", 1)
def test_gradients_push_and_pull(notebook, rng):
    """Gradients flow: each true score is pulled up, the others are pushed down as much as the softmax believes in them."""
    scores = rng.normal(6, 6)
    gradient = notebook.run(gradient_of, scores, 1.7)
    expected = 1.7 * (scores.softmax(dim=1) - torch.eye(6, dtype=torch.float64)) / 6
    hint = "Stay in torch, and cut nothing off: no detach, no .item(), no NumPy."
    assert_close(gradient, expected, what="the gradient by the scores", hint=hint)


@points("infonce_loss", 1)
def test_bound_is_never_above_log_of_the_batch(notebook, rng):
    """However sure the critic is, log B minus the loss is not above log B; blind guessing bounds by zero."""
    for size in (1, 5, 128):
        sure = 40 * torch.eye(size, dtype=torch.float64) + rng.normal(size, size)
        bound = math.log(size) - ask(notebook, sure)
        hint = "The true partner is one of the B candidates: it belongs into the sum of exponentials, too."
        require(bool(bound <= math.log(size) + 1e-9), "the bound is above log B, so the loss is negative", hint=hint)
        assert_close(bound, math.log(size), atol=1e-6, what="the bound of a critic that is sure, and right,", hint=hint)
        blind = ask(notebook, torch.full((size, size), 3.0, dtype=torch.float64))
        assert_close(blind, math.log(size), what="the loss of blind guessing", hint="A mean over rows, of logarithms.")


@points("infonce_loss", 1)
def test_extreme_scores_and_float32(notebook, rng):
    """Scores in the thousands give the right loss, and float32 stays float32."""
    scores = rng.normal(5, 5)
    hint = "The exponential of a large score overflows: logsumexp, or the largest subtracted first."
    for shift in (1e4, -1e4):
        found = ask(notebook, scores + shift)
        assert_close(found, loss_of(scores + shift), what="the loss of scores in the thousands", hint=hint)
    wide = 3000 * rng.normal(5, 5)
    assert_close(ask(notebook, wide), loss_of(wide), what="the loss of scores that are thousands apart", hint=hint)
    found = notebook.infonce_loss(scores.float())
    assert_dtype(found, torch.float32, what="the loss of float32 scores")
    assert_close(as_tensor(found).reshape(()), loss_of(scores), rtol=1e-5, what="the loss of float32 scores")
