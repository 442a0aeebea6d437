"""Other right answers to `dc_discriminator`, which must have full marks. Each docstring says how it differs."""

from torch import nn

from autograder.testing import alternative


@alternative
class DiscriminatorModule(nn.Module):
    """A module of its own, with functional activations."""

    def __init__(self, c=16):
        """The layers, last one first."""
        super().__init__()
        self.score = nn.Conv2d(2 * c, 1, kernel_size=2)
        self.norm = nn.BatchNorm2d(2 * c)
        self.second = nn.Conv2d(c, 2 * c, kernel_size=4, stride=2, padding=1, bias=False)
        self.first = nn.Conv2d(1, c, kernel_size=4, stride=2, padding=1)

    def forward(self, x):
        """From images to logits."""
        h = nn.functional.leaky_relu(self.first(x), 0.2)
        h = nn.functional.leaky_relu(self.norm(self.second(h)), 0.2)
        return self.score(h)[:, 0, 0, 0]


@alternative
def discriminator_with_a_nested_block(c=16):
    """A nested block, activations in place, and two layers to flatten."""
    block = nn.Sequential(
        nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * c), nn.LeakyReLU(0.2, inplace=True)
    )
    first = nn.Sequential(nn.Conv2d(1, c, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True))
    return nn.Sequential(first, block, nn.Conv2d(2 * c, 1, 2), nn.Flatten(1), nn.Flatten(0))
