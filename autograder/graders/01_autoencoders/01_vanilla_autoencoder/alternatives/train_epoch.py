"""Other right answers to `train_epoch`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
def epoch_by_positions(model, optimiser, x, order, batch_size):
    """Counts positions, clears each gradient by hand, and uses torch's loss."""
    errors, position = [], 0
    while position < len(order):
        batch = x.index_select(0, order[position : position + batch_size])
        position += len(batch)
        for parameter in model.parameters():
            parameter.grad = None
        loss = nn.functional.mse_loss(model(batch), batch)
        loss.backward()
        optimiser.step()
        errors.extend([float(loss.detach())] * len(batch))
    return sum(errors) / len(errors)


@alternative
def epoch_by_a_loader(model, optimiser, x, order, batch_size):
    """A DataLoader over the reordered examples, and a sum of squares for the report."""
    squares = 0.0
    for batch in torch.utils.data.DataLoader(x[order], batch_size=batch_size, shuffle=False, drop_last=False):
        difference = model(batch) - batch
        optimiser.zero_grad(set_to_none=False)
        difference.pow(2).mean().backward()
        optimiser.step()
        squares += difference.detach().pow(2).sum().item()
    return squares / (len(order) * x.shape[1])
