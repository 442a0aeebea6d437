"""Other right answers to `EMA`, which must have full marks. Each docstring says how it differs."""

import copy

import torch

from autograder.testing import alternative


@alternative
class KeepsAModel:
    """The shadow is a deep copy of the model; interpolates with lerp."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = copy.deepcopy(model)

    @torch.no_grad()
    def update(self, model):
        for mine, theirs in zip(self.shadow.parameters(), model.parameters(), strict=True):
            mine.lerp_(theirs, 1 - self.decay)
        for mine, theirs in zip(self.shadow.buffers(), model.buffers(), strict=True):
            mine.copy_(theirs)

    def copy_to(self, model):
        model.load_state_dict(self.shadow.state_dict())


@alternative
class KeepsLists:
    """Lists of tensors, new ones in each update."""

    def __init__(self, model, decay):
        self.decay = decay
        self.parameters = [value.detach().clone() for value in model.parameters()]
        self.buffers = [value.clone() for value in model.buffers()]

    def update(self, model):
        with torch.no_grad():
            pairs = zip(self.parameters, model.parameters(), strict=True)
            self.parameters = [self.decay * mine + (1 - self.decay) * theirs for mine, theirs in pairs]
            self.buffers = [value.clone() for value in model.buffers()]

    def copy_to(self, model):
        with torch.no_grad():
            for mine, theirs in zip(self.parameters, model.parameters(), strict=True):
                theirs.copy_(mine)
            for mine, theirs in zip(self.buffers, model.buffers(), strict=True):
                theirs.copy_(mine)
