"""Wrong answers to `EMA`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_closed_form")
class SwapsTheWeights:
    """Believes that the decay is the share of the new weights."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].mul_(1 - self.decay).add_(value, alpha=self.decay)
            else:
                self.shadow[name].copy_(value)

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant(caught_by="test_closed_form")
class StartsFromZero:
    """Believes that an average starts from zero."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: torch.zeros_like(value) for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].mul_(self.decay).add_(value, alpha=1 - self.decay)
            else:
                self.shadow[name].copy_(value)

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant(caught_by="test_closed_form")
class PlainMean:
    """Believes that it is the mean of all weights so far, each counting alike."""

    def __init__(self, model, decay):
        self.n = 1
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        self.n += 1
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].add_((value - self.shadow[name]) / self.n)
            else:
                self.shadow[name].copy_(value)

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant(caught_by="test_buffers_are_the_latest")
class AveragesBuffersToo:
    """Believes that everything that is not a whole number is averaged."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}

    def update(self, model):
        for name, value in model.state_dict().items():
            if value.is_floating_point():
                self.shadow[name].mul_(self.decay).add_(value, alpha=1 - self.decay)
            else:
                self.shadow[name].copy_(value)

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant(caught_by="test_buffers_are_the_latest")
class ForgetsBuffers:
    """Believes that a model is its parameters."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.named_parameters()}

    def update(self, model):
        for name, value in model.named_parameters():
            self.shadow[name].mul_(self.decay).add_(value.detach(), alpha=1 - self.decay)

    def copy_to(self, model):
        model.load_state_dict(self.shadow, strict=False)


@mutant(caught_by="test_buffers_are_the_latest")
class KeepsTheFirstBuffers:
    """Believes that buffers never change."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}

    def update(self, model):
        for name, value in model.named_parameters():
            self.shadow[name].mul_(self.decay).add_(value.detach(), alpha=1 - self.decay)

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant(caught_by="test_memory_of_its_own")
class LooksOn:
    """Believes that detach makes a copy: the first shadow is the model itself."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        for name, value in model.state_dict().items():
            is_averaged = name in self.averaged
            self.shadow[name] = (
                self.decay * self.shadow[name] + (1 - self.decay) * value if is_averaged else value.clone()
            )

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant(caught_by="test_memory_of_its_own")
class KeepsTheModelsBuffers:
    """Believes that a buffer need not be copied, since it is not averaged."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].mul_(self.decay).add_(value, alpha=1 - self.decay)
            else:
                self.shadow[name] = value

    def copy_to(self, model):
        model.load_state_dict(self.shadow)


@mutant(caught_by="test_memory_of_its_own")
class HandsItsMemoryOver:
    """Believes that assigning to .data copies: from then on the model trains the shadow."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].mul_(self.decay).add_(value, alpha=1 - self.decay)
            else:
                self.shadow[name].copy_(value)

    def copy_to(self, model):
        for name, value in [*model.named_parameters(), *model.named_buffers()]:
            value.data = self.shadow[name]


@mutant(caught_by="test_no_past_and_the_same_objects")
class GrowsAGraph:
    """Believes that an average outside of no_grad costs nothing."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.named_parameters()}
        self.buffers = {name: value.clone() for name, value in model.named_buffers()}

    def update(self, model):
        for name, value in model.named_parameters():
            self.shadow[name] = self.decay * self.shadow[name] + (1 - self.decay) * value.clone()
        self.buffers = {name: value.clone() for name, value in model.named_buffers()}

    def copy_to(self, model):
        model.load_state_dict({**self.shadow, **self.buffers})


@mutant(caught_by="test_no_past_and_the_same_objects")
class PutsNewParameters:
    """Believes that a new Parameter in the old one's place is the same for everybody."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}

    def update(self, model):
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].mul_(self.decay).add_(value, alpha=1 - self.decay)
            else:
                self.shadow[name].copy_(value)

    def copy_to(self, model):
        model.load_state_dict({name: value.clone() for name, value in self.shadow.items()}, assign=True)
