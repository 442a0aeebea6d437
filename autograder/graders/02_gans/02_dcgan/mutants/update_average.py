"""Wrong answers to `update_average`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_parameters")
def swaps_the_shares(average, model, decay=0.98):
    """Takes decay for the share of the new."""
    with torch.no_grad():
        for mean, parameter in zip(average.parameters(), model.parameters(), strict=True):
            mean.lerp_(parameter, decay)
        for kept, buffer in zip(average.buffers(), model.buffers(), strict=True):
            kept.copy_(buffer)


@mutant(caught_by="test_buffers")
def forgets_the_buffers(average, model, decay=0.98):
    """Believes that parameters are all there is to a network."""
    with torch.no_grad():
        for mean, parameter in zip(average.parameters(), model.parameters(), strict=True):
            mean.lerp_(parameter, 1 - decay)


@mutant(caught_by="test_buffers")
def averages_everything(average, model, decay=0.98):
    """Averages the running statistics as well, which are averages already, and the counter."""
    with torch.no_grad():
        theirs = model.state_dict()
        for name, mean in average.state_dict().items():
            mean.copy_(decay * mean + (1 - decay) * theirs[name])


@mutant(caught_by="test_two_networks_stay_two")
def loads_a_dictionary_of_the_model(average, model, decay=0.98):
    """Writes the average back into the model, too, so that both have it."""
    mixed = {}
    theirs = model.state_dict()
    for name, mean in average.state_dict().items():
        is_parameter = name in dict(model.named_parameters())
        mixed[name] = decay * mean + (1 - decay) * theirs[name] if is_parameter else theirs[name].clone()
    average.load_state_dict(mixed)
    model.load_state_dict(mixed)


@mutant(caught_by="test_two_networks_stay_two")
def makes_new_parameters(average, model, decay=0.98):
    """Puts new parameters in the place of the old ones."""
    theirs = dict(model.named_parameters())
    for name, old in list(average.named_parameters()):
        owner = average.get_submodule(name.rpartition(".")[0])
        setattr(owner, name.rpartition(".")[2], nn.Parameter((decay * old + (1 - decay) * theirs[name]).detach()))
    for kept, buffer in zip(average.buffers(), model.buffers(), strict=True):
        kept.copy_(buffer)


@mutant(caught_by="test_two_networks_stay_two")
def shares_the_buffers(average, model, decay=0.98):
    """Hands the model's running statistics to the average, instead of copies."""
    with torch.no_grad():
        for mean, parameter in zip(average.parameters(), model.parameters(), strict=True):
            mean.lerp_(parameter, 1 - decay)
        for kept, buffer in zip(average.buffers(), model.buffers(), strict=True):
            kept.data = buffer.data


@mutant(caught_by="test_parameters")
def averages_matrices_only(average, model, decay=0.98):
    """Averages weights and copies biases and batch norms, for they are small."""
    with torch.no_grad():
        for mean, parameter in zip(average.parameters(), model.parameters(), strict=True):
            mean.lerp_(parameter, 1 - decay if parameter.ndim > 1 else 1.0)
        for kept, buffer in zip(average.buffers(), model.buffers(), strict=True):
            kept.copy_(buffer)
