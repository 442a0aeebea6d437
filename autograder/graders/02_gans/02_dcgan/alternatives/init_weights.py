"""Other right answers to `init_weights`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
def initialise_by_name(module):
    """Asks for the name of the class, as many programs do, and writes into `.data`."""
    name = type(module).__name__
    if name in ("Conv2d", "ConvTranspose2d"):
        module.weight.data = 0.02 * torch.randn_like(module.weight.data)
        if module.bias is not None:
            module.bias.data.fill_(0)
    elif name == "BatchNorm2d" and module.weight is not None:
        module.weight.data.normal_(1.0, 0.02)
        module.bias.data.zero_()


@alternative
@torch.no_grad()
def initialise_over_parameters(module):
    """Goes over the module's own parameters; returns the module."""
    means = {nn.Conv2d: 0.0, nn.ConvTranspose2d: 0.0, nn.BatchNorm2d: 1.0}
    if type(module) in means:
        for name, parameter in module.named_parameters(recurse=False):
            if name == "weight":
                parameter.copy_(torch.normal(means[type(module)], 0.02, parameter.shape))
            else:
                parameter.zero_()
    return module
