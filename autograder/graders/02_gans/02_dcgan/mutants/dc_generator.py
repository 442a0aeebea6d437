"""Wrong answers to `dc_generator`, which a hidden test must catch. Each docstring says what the student believed."""

from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_what_it_computes")
def ends_in_a_sigmoid(z_dim=16, c=16):
    """Ends in a sigmoid, because images have pixels from 0 to 1."""
    return nn.Sequential(
        nn.Unflatten(1, (z_dim, 1, 1)),
        nn.ConvTranspose2d(z_dim, 2 * c, 2, bias=False),
        nn.BatchNorm2d(2 * c),
        nn.ReLU(),
        nn.ConvTranspose2d(2 * c, c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(c),
        nn.ReLU(),
        nn.ConvTranspose2d(c, 1, 4, 2, 1),
        nn.Sigmoid(),
    )


@mutant(caught_by="test_what_there_is_to_learn")
def normalises_the_last_layer_too(z_dim=16, c=16):
    """Puts a batch norm behind every layer."""
    return nn.Sequential(
        nn.Unflatten(1, (z_dim, 1, 1)),
        nn.ConvTranspose2d(z_dim, 2 * c, 2, bias=False),
        nn.BatchNorm2d(2 * c),
        nn.ReLU(),
        nn.ConvTranspose2d(2 * c, c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(c),
        nn.ReLU(),
        nn.ConvTranspose2d(c, 1, 4, 2, 1, bias=False),
        nn.BatchNorm2d(1),
        nn.Tanh(),
    )


@mutant(caught_by="test_what_there_is_to_learn")
def keeps_all_biases(z_dim=16, c=16):
    """Leaves the bias in layers whose batch norm takes it away again."""
    return nn.Sequential(
        nn.Unflatten(1, (z_dim, 1, 1)),
        nn.ConvTranspose2d(z_dim, 2 * c, 2),
        nn.BatchNorm2d(2 * c),
        nn.ReLU(),
        nn.ConvTranspose2d(2 * c, c, 4, 2, 1),
        nn.BatchNorm2d(c),
        nn.ReLU(),
        nn.ConvTranspose2d(c, 1, 4, 2, 1),
        nn.Tanh(),
    )


@mutant(caught_by="test_what_there_is_to_learn")
def drops_the_last_bias_as_well(z_dim=16, c=16):
    """Leaves out every bias, also where no batch norm follows."""
    return nn.Sequential(
        nn.Unflatten(1, (z_dim, 1, 1)),
        nn.ConvTranspose2d(z_dim, 2 * c, 2, bias=False),
        nn.BatchNorm2d(2 * c),
        nn.ReLU(),
        nn.ConvTranspose2d(2 * c, c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(c),
        nn.ReLU(),
        nn.ConvTranspose2d(c, 1, 4, 2, 1, bias=False),
        nn.Tanh(),
    )


@mutant(caught_by="test_what_it_computes")
def leaks_in_the_generator(z_dim=16, c=16):
    """Takes the discriminator's LeakyReLU for both networks."""
    return nn.Sequential(
        nn.Unflatten(1, (z_dim, 1, 1)),
        nn.ConvTranspose2d(z_dim, 2 * c, 2, bias=False),
        nn.BatchNorm2d(2 * c),
        nn.LeakyReLU(0.2),
        nn.ConvTranspose2d(2 * c, c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(c),
        nn.LeakyReLU(0.2),
        nn.ConvTranspose2d(c, 1, 4, 2, 1),
        nn.Tanh(),
    )


@mutant(caught_by="test_what_it_computes")
def normalises_behind_the_activation(z_dim=16, c=16):
    """Puts the ReLU before the batch norm."""
    return nn.Sequential(
        nn.Unflatten(1, (z_dim, 1, 1)),
        nn.ConvTranspose2d(z_dim, 2 * c, 2, bias=False),
        nn.ReLU(),
        nn.BatchNorm2d(2 * c),
        nn.ConvTranspose2d(2 * c, c, 4, 2, 1, bias=False),
        nn.ReLU(),
        nn.BatchNorm2d(c),
        nn.ConvTranspose2d(c, 1, 4, 2, 1),
        nn.Tanh(),
    )


@mutant(caught_by="test_what_there_is_to_learn")
def takes_kernels_of_three(z_dim=16, c=16):
    """Takes kernels of 3 and mends the size with an output padding: the checkerboard of section 1."""
    return nn.Sequential(
        nn.Unflatten(1, (z_dim, 1, 1)),
        nn.ConvTranspose2d(z_dim, 2 * c, 2, bias=False),
        nn.BatchNorm2d(2 * c),
        nn.ReLU(),
        nn.ConvTranspose2d(2 * c, c, 3, 2, 1, output_padding=1, bias=False),
        nn.BatchNorm2d(c),
        nn.ReLU(),
        nn.ConvTranspose2d(c, 1, 3, 2, 1, output_padding=1),
        nn.Tanh(),
    )


@mutant(caught_by="test_alone_in_evaluation_mode")
def always_uses_the_batch(z_dim=16, c=16):
    """Switches running statistics off, because the batch's own are more up to date."""
    return nn.Sequential(
        nn.Unflatten(1, (z_dim, 1, 1)),
        nn.ConvTranspose2d(z_dim, 2 * c, 2, bias=False),
        nn.BatchNorm2d(2 * c, track_running_stats=False),
        nn.ReLU(),
        nn.ConvTranspose2d(2 * c, c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(c, track_running_stats=False),
        nn.ReLU(),
        nn.ConvTranspose2d(c, 1, 4, 2, 1),
        nn.Tanh(),
    )


@mutant(caught_by="test_alone_in_evaluation_mode")
def lets_statistics_stand_still(z_dim=16, c=16):
    """Believes that a momentum of 0 keeps batch norm from being too quick: nothing is ever collected."""
    return nn.Sequential(
        nn.Unflatten(1, (z_dim, 1, 1)),
        nn.ConvTranspose2d(z_dim, 2 * c, 2, bias=False),
        nn.BatchNorm2d(2 * c, momentum=0.0),
        nn.ReLU(),
        nn.ConvTranspose2d(2 * c, c, 4, 2, 1, bias=False),
        nn.BatchNorm2d(c, momentum=0.0),
        nn.ReLU(),
        nn.ConvTranspose2d(c, 1, 4, 2, 1),
        nn.Tanh(),
    )
