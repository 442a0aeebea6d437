"""Other right answers to `train_one_epoch`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def clears_first_and_sums(model, loader, optimiser, loss_fn):
    """Clears at the top of the loop, through the model; collects detached losses."""
    model.train()
    losses, lengths = [], []
    for x, y in loader:
        model.zero_grad(set_to_none=True)
        loss = loss_fn(model(x), y)
        loss.backward()
        optimiser.step()
        losses.append(loss.detach() * len(y))
        lengths.append(y.shape[0])
    return float(sum(losses) / sum(lengths))


@alternative
def clears_before_and_after(model, loader, optimiser, loss_fn):
    """Turns the loader into a list, clears before the first step and after each, and uses NumPy's weighted average."""
    batches = list(loader)
    model.train(True)
    optimiser.zero_grad(set_to_none=False)
    losses = []
    for x, y in batches:
        loss = loss_fn(model(x), y)
        loss.backward()
        losses.append(loss.item())
        optimiser.step()
        optimiser.zero_grad()
    return float(np.average(losses, weights=[len(x) for x, _ in batches]))
