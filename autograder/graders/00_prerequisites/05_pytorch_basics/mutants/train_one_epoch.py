"""Wrong answers to `train_one_epoch`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_one_step_for_each_batch")
def never_clears(model, loader, optimiser, loss_fn):
    """Believes that backward replaces the old gradients."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant(caught_by="test_one_step_for_each_batch")
def clears_once_an_epoch(model, loader, optimiser, loss_fn):
    """Believes that gradients have to be cleared once, before the loop."""
    model.train()
    optimiser.zero_grad()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant(caught_by="test_one_step_for_each_batch")
def puts_the_targets_first(model, loader, optimiser, loss_fn):
    """Believes that a loss is the same from either side, as a squared error is."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(y, model(x))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant(caught_by="test_one_step_for_each_batch")
def clears_too_late(model, loader, optimiser, loss_fn):
    """Believes that it is all the same whether gradients are cleared before or after backward."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimiser.zero_grad()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant(caught_by="test_one_step_for_each_batch")
def clears_only_after_the_step(model, loader, optimiser, loss_fn):
    """Believes that nobody has left anything in .grad before the epoch."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant(caught_by="test_one_step_for_each_batch")
def one_step_an_epoch(model, loader, optimiser, loss_fn):
    """Believes that the optimiser steps once all batches are through."""
    model.train()
    optimiser.zero_grad()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        loss.backward()
        total, count = total + loss.item() * len(x), count + len(x)
    optimiser.step()
    return total / count


@mutant(caught_by="test_the_returned_loss")
def mean_of_means(model, loader, optimiser, loss_fn):
    """Believes that the mean of the batches' losses is the mean over examples."""
    model.train()
    losses = []
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


@mutant(caught_by="test_the_returned_loss")
def measures_after_the_step(model, loader, optimiser, loss_fn):
    """Believes that the loss of a batch is what is left of it after the step."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        with torch.no_grad():
            total += loss_fn(model(x), y).item() * len(x)
        count += len(x)
    return total / count


@mutant(caught_by="test_the_returned_loss")
def keeps_every_graph(model, loader, optimiser, loss_fn):
    """Believes that losses can be added up as they are."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, count = total + loss * len(x), count + len(x)
    return total / count


@mutant(caught_by="test_any_loader")
def leaves_out_short_batches(model, loader, optimiser, loss_fn):
    """Believes that a batch that is shorter than the first one is to be left out."""
    model.train()
    total, count, length = 0.0, 0, 0
    for x, y in loader:
        length = max(length, len(x))
        if len(x) < length:
            continue
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant(caught_by="test_any_loader")
def runs_through_it_twice(model, loader, optimiser, loss_fn):
    """Believes that a loader can be run through as often as one likes: first to count the examples."""
    model.train()
    count, total = sum(len(x) for x, _ in loader), 0.0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(x)
    return total / count


@mutant(caught_by="test_training_mode")
def forgets_the_mode(model, loader, optimiser, loss_fn):
    """Believes that a model is in training mode whenever it is trained."""
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count


@mutant(caught_by="test_training_mode")
def leaves_it_in_evaluation_mode(model, loader, optimiser, loss_fn):
    """Believes that whoever trains has to tidy up."""
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, count = total + loss.item() * len(x), count + len(x)
    model.eval()
    return total / count
