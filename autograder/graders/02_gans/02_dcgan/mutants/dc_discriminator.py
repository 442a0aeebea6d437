"""Wrong answers to `dc_discriminator`, which a hidden test must catch. Each docstring says what the student believed."""

from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_what_there_is_to_learn")
def normalises_the_first_layer_too(c=16):
    """Puts a batch norm behind both hidden layers."""
    return nn.Sequential(
        nn.Conv2d(1, c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(c),
        nn.LeakyReLU(0.2),
        nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(2 * c),
        nn.LeakyReLU(0.2),
        nn.Conv2d(2 * c, 1, 2),
        nn.Flatten(0),
    )


@mutant(caught_by="test_what_it_computes")
def returns_probabilities(c=16):
    """Ends in a sigmoid, for it shall say how likely an image is real."""
    return nn.Sequential(
        nn.Conv2d(1, c, 4, 2, 1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(2 * c),
        nn.LeakyReLU(0.2),
        nn.Conv2d(2 * c, 1, 2),
        nn.Flatten(0),
        nn.Sigmoid(),
    )


@mutant(caught_by="test_what_it_computes")
def does_not_leak(c=16):
    """Takes the ReLU of the generator."""
    return nn.Sequential(
        nn.Conv2d(1, c, 4, 2, 1),
        nn.ReLU(),
        nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(2 * c),
        nn.ReLU(),
        nn.Conv2d(2 * c, 1, 2),
        nn.Flatten(0),
    )


@mutant(caught_by="test_what_it_computes")
def leaks_by_default(c=16):
    """Leaves the slope of LeakyReLU at its default."""
    return nn.Sequential(
        nn.Conv2d(1, c, 4, 2, 1),
        nn.LeakyReLU(),
        nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(2 * c),
        nn.LeakyReLU(),
        nn.Conv2d(2 * c, 1, 2),
        nn.Flatten(0),
    )


@mutant(caught_by="test_what_it_computes")
def pools(c=16):
    """Shrinks by pooling, with convolutions that keep the size: as many numbers, another network."""
    return nn.Sequential(
        nn.Conv2d(1, c, 4, 1, padding="same"),
        nn.LeakyReLU(0.2),
        nn.MaxPool2d(2),
        nn.Conv2d(c, 2 * c, 4, 1, padding="same", bias=False),
        nn.BatchNorm2d(2 * c),
        nn.LeakyReLU(0.2),
        nn.MaxPool2d(2),
        nn.Conv2d(2 * c, 1, 2),
        nn.Flatten(0),
    )


@mutant(caught_by="test_what_there_is_to_learn")
def forgets_batch_norm(c=16):
    """Leaves batch norm to the generator."""
    return nn.Sequential(
        nn.Conv2d(1, c, 4, 2, 1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(c, 2 * c, 4, 2, 1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(2 * c, 1, 2),
        nn.Flatten(0),
    )


@mutant(caught_by="test_what_it_computes")
def begins_in_evaluation_mode(c=16):
    """Hands the network over in evaluation mode, ready to be used."""
    return nn.Sequential(
        nn.Conv2d(1, c, 4, 2, 1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(2 * c),
        nn.LeakyReLU(0.2),
        nn.Conv2d(2 * c, 1, 2),
        nn.Flatten(0),
    ).eval()


@mutant(caught_by="test_one_image_at_a_time")
class SqueezesEverything(nn.Module):
    """Removes all axes of length 1, also the batch's where that is 1."""

    def __init__(self, c=16):
        """The layers of the table."""
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(1, c, 4, 2, 1),
            nn.LeakyReLU(0.2),
            nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False),
            nn.BatchNorm2d(2 * c),
            nn.LeakyReLU(0.2),
            nn.Conv2d(2 * c, 1, 2),
        )

    def forward(self, x):
        """Squeeze."""
        return self.net(x).squeeze()


@mutant(caught_by="test_one_image_at_a_time")
def never_uses_running_statistics(c=16):
    """Switches running statistics off, because D is only ever used in training."""
    return nn.Sequential(
        nn.Conv2d(1, c, 4, 2, 1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(c, 2 * c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(2 * c, track_running_stats=False),
        nn.LeakyReLU(0.2),
        nn.Conv2d(2 * c, 1, 2),
        nn.Flatten(0),
    )
