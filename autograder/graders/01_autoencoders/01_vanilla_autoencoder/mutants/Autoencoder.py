"""Wrong answers to `Autoencoder`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_activations_stand_where_they_should")
class WithoutASigmoid(nn.Module):
    """Believes that the network will find out by itself that pixels lie between 0 and 1."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d))

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant(caught_by="test_activations_stand_where_they_should")
class WithAReluOnTheCode(nn.Module):
    """Believes that every layer ends in a ReLU."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k), nn.ReLU())
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant(caught_by="test_activations_stand_where_they_should")
class WithASquashedCode(nn.Module):
    """Believes that a code has to lie between -1 and 1."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k), nn.Tanh())
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant(caught_by="test_activations_stand_where_they_should")
class WithoutKinks(nn.Module):
    """Believes that two linear layers can do more than one."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant(caught_by="test_activations_stand_where_they_should")
class WithAReluBeforeTheSigmoid(nn.Module):
    """Believes that a ReLU belongs behind each Linear, and adds the sigmoid to it: the output saturates at one half."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.ReLU(), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant(caught_by="test_activations_stand_where_they_should")
class WithReluBeforeTheFirstLayer(nn.Module):
    """Believes that it does not matter on which side of a layer its activation stands: all that is negative is cut off."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.ReLU(), nn.Linear(d, hidden), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant(caught_by="test_activations_stand_where_they_should")
class WithReluOnTheWayIntoTheDecoder(nn.Module):
    """Believes that the decoder begins with an activation: half of each axis of the code is lost."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.ReLU(), nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant(caught_by="test_layers_have_the_right_sizes")
class WithWeightsOfItsOwn(nn.Module):
    """Believes that weights have to be drawn by hand, from a standard normal."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())
        for parameter in self.parameters():
            nn.init.normal_(parameter)

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant(caught_by="test_layers_have_the_right_sizes")
class WithLayersInAList(nn.Module):
    """Believes that a module finds its layers wherever they are kept."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.layers = [nn.Linear(d, hidden), nn.Linear(hidden, k), nn.Linear(k, hidden), nn.Linear(hidden, d)]

    def encode(self, x):
        return self.layers[1](torch.relu(self.layers[0](x)))

    def decode(self, z):
        return torch.sigmoid(self.layers[3](torch.relu(self.layers[2](z))))

    def forward(self, x):
        return self.decode(self.encode(x))


@mutant(caught_by="test_layers_have_the_right_sizes")
class WithAFixedWidth(nn.Module):
    """Believes that the hidden layers have 128 units whatever is asked for."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, 128), nn.ReLU(), nn.Linear(128, k))
        self.decoder = nn.Sequential(nn.Linear(k, 128), nn.ReLU(), nn.Linear(128, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant(caught_by="test_the_copy_goes_through_the_code")
class WithASkip(nn.Module):
    """Believes that a residual connection helps everywhere: the bottleneck is bypassed."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return x + self.decoder(self.encoder(x)) - 0.5


@mutant(caught_by="test_the_copy_goes_through_the_code")
class WithBatchNormalisation(nn.Module):
    """Believes that the code is better normalised over the batch: a copy then depends on its neighbours."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        z = self.encoder(x)
        return z - z.mean(dim=0)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))
