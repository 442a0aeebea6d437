"""Wrong answers to `pixel_shuffle`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_every_number_has_its_place")
def reshapes_only(x, r):
    """Believes that the right shape is the right order."""
    N, channels, H, W = x.shape
    return x.reshape(N, channels // r**2, H * r, W * r)


@mutant(caught_by="test_every_number_has_its_place")
def swaps_rows_and_columns_of_the_block(x, r):
    """Lays the channels out column by column."""
    N, channels, H, W = x.shape
    blocks = x.reshape(N, channels // r**2, r, r, H, W)
    return blocks.permute(0, 1, 4, 3, 5, 2).reshape(N, channels // r**2, H * r, W * r)


@mutant(caught_by="test_every_number_has_its_place")
def splits_the_channels_the_other_way(x, r):
    """Takes the first C channels for the first pixel of each block, as some other frameworks do."""
    N, channels, H, W = x.shape
    blocks = x.reshape(N, r, r, channels // r**2, H, W)
    return blocks.permute(0, 3, 4, 1, 5, 2).reshape(N, channels // r**2, H * r, W * r)


@mutant(caught_by="test_every_number_has_its_place")
def tiles_instead(x, r):
    """Sets the channels side by side, each as a whole."""
    N, channels, H, W = x.shape
    blocks = x.reshape(N, channels // r**2, r, r, H, W)
    return blocks.permute(0, 1, 2, 4, 3, 5).reshape(N, channels // r**2, H * r, W * r)


@mutant(caught_by="test_it_can_be_undone")
def repeats_the_first_channel(x, r):
    """Believes that upsampling repeats pixels, and leaves the other channels out."""
    return x[:, :: r**2].repeat_interleave(r, dim=2).repeat_interleave(r, dim=3)


@mutant(caught_by="test_it_is_your_own")
def shuffles_by_the_library(x, r):
    """Takes torch's own, against the task."""
    return F.pixel_shuffle(x, r)
