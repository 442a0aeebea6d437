"""Other right answers to `update_average`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
@torch.no_grad()
def average_through_dictionaries(average, model, decay=0.98):
    """Goes over the state dictionary by names, whose tensors are the network's own."""
    names = {name for name, _ in model.named_parameters()}
    theirs = model.state_dict()
    for name, tensor in average.state_dict().items():
        tensor.copy_(decay * tensor + (1 - decay) * theirs[name] if name in names else theirs[name])


@alternative
def average_with_lerp(average, model, decay=0.98):
    """`lerp_` on detached parameters; buffers through `load_state_dict`."""
    for mean, parameter in zip(average.parameters(), model.parameters(), strict=True):
        mean.detach().lerp_(parameter.detach(), 1 - decay)
    average.load_state_dict(dict(model.named_buffers()), strict=False)
    return average
