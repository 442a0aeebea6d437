"""Wrong answers, each of which a hidden test must catch. Each docstring is what the student believed."""

import copy
import math

import torch
from torch import nn

from autograder.testing import mutant

# These stand in the notebook.
dc_generator = dc_discriminator = init_weights = train_round = update_average = x_train = None

# --- overlap_counts


@mutant("overlap_counts", caught_by="test_counts_without_padding")
def sizes_of_an_ordinary_convolution(size, kernel, stride, padding=0):
    """Takes the size formula of a convolution, which shrinks."""
    total = (size + 2 * padding - kernel) // stride + 1
    if total < 1:
        raise ValueError
    return torch.full((total,), kernel, dtype=torch.int64)


@mutant("overlap_counts", caught_by="test_counts_without_padding")
def swaps_kernel_and_stride(size, kernel, stride, padding=0):
    """Lets patches be as wide as the stride and a kernel apart."""
    painted = (size - 1) * kernel + stride
    if painted - 2 * padding < 1:
        raise ValueError
    counts = torch.zeros(painted, dtype=torch.int64)
    for i in range(size):
        counts[i * kernel : i * kernel + stride] += 1
    return counts[padding : painted - padding]


@mutant("overlap_counts", caught_by="test_padding_cuts_both_ends")
def cuts_at_the_right_only(size, kernel, stride, padding=0):
    """Cuts all of the padding off at the end."""
    painted = (size - 1) * stride + kernel
    if painted - 2 * padding < 1:
        raise ValueError
    counts = torch.zeros(painted, dtype=torch.int64)
    for i in range(size):
        counts[i * stride : i * stride + kernel] += 1
    return counts[: painted - 2 * padding]


@mutant("overlap_counts", caught_by="test_padding_cuts_both_ends")
def cuts_without_looking(size, kernel, stride, padding=0):
    """Does not ask whether anything is left: an empty tensor is a tensor too."""
    painted = (size - 1) * stride + kernel
    counts = torch.zeros(painted, dtype=torch.int64)
    for i in range(size):
        counts[i * stride : i * stride + kernel] += 1
    return counts[padding : max(padding, painted - padding)]


@mutant("overlap_counts", caught_by="test_padding_cuts_both_ends")
def adds_padding(size, kernel, stride, padding=0):
    """Believes that padding makes the output larger, as it does in a convolution."""
    painted = (size - 1) * stride + kernel
    counts = torch.zeros(painted + 2 * padding, dtype=torch.int64)
    for i in range(size):
        counts[padding + i * stride : padding + i * stride + kernel] += 1
    return counts


@mutant("overlap_counts", caught_by="test_patches_that_leave_holes")
def knows_no_holes(size, kernel, stride, padding=0):
    """Believes that every output pixel is reached at least once."""
    painted = (size - 1) * stride + kernel
    if painted - 2 * padding < 1:
        raise ValueError
    counts = torch.zeros(painted, dtype=torch.int64)
    for i in range(size):
        counts[i * stride : i * stride + kernel] += 1
    return counts[padding : painted - padding].clamp(min=1)


@mutant("overlap_counts", caught_by="test_an_even_floor")
def marks_instead_of_counting(size, kernel, stride, padding=0):
    """Marks the places that are reached, and does not add up where patches overlap."""
    painted = (size - 1) * stride + kernel
    if painted - 2 * padding < 1:
        raise ValueError
    counts = torch.zeros(painted, dtype=torch.int64)
    for i in range(size):
        counts[i * stride : i * stride + kernel] = 1
    return counts[padding : painted - padding]


# --- dc_generator


@mutant("dc_generator", caught_by="test_what_it_computes")
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


@mutant("dc_generator", caught_by="test_what_there_is_to_learn")
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


@mutant("dc_generator", caught_by="test_what_there_is_to_learn")
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


@mutant("dc_generator", caught_by="test_what_there_is_to_learn")
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


@mutant("dc_generator", caught_by="test_what_it_computes")
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


@mutant("dc_generator", caught_by="test_what_it_computes")
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


@mutant("dc_generator", caught_by="test_what_there_is_to_learn")
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


@mutant("dc_generator", caught_by="test_alone_in_evaluation_mode")
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


@mutant("dc_generator", caught_by="test_alone_in_evaluation_mode")
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


# --- dc_discriminator


@mutant("dc_discriminator", caught_by="test_what_there_is_to_learn")
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


@mutant("dc_discriminator", caught_by="test_what_it_computes")
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


@mutant("dc_discriminator", caught_by="test_what_it_computes")
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


@mutant("dc_discriminator", caught_by="test_what_it_computes")
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


@mutant("dc_discriminator", caught_by="test_what_it_computes")
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


@mutant("dc_discriminator", caught_by="test_what_there_is_to_learn")
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


@mutant("dc_discriminator", caught_by="test_what_it_computes")
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


@mutant("dc_discriminator", caught_by="test_one_image_at_a_time")
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


@mutant("dc_discriminator", caught_by="test_one_image_at_a_time")
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


# --- init_weights


@mutant("init_weights", caught_by="test_batch_norms")
def centres_batch_norm_at_zero(module):
    """Draws gamma from N(0, 0.02^2), like all other weights."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d | nn.BatchNorm2d) and module.weight is not None:
        nn.init.normal_(module.weight, 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


@mutant("init_weights", caught_by="test_convolutions")
def forgets_the_generators_convolutions(module):
    """Believes that a transposed convolution is a Conv2d too."""
    if isinstance(module, nn.Conv2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d) and module.affine:
        nn.init.normal_(module.weight, 1.0, 0.02)
    else:
        return
    if module.bias is not None:
        nn.init.zeros_(module.bias)


@mutant("init_weights", caught_by="test_convolutions")
def takes_the_variance_for_the_deviation(module):
    """Reads 0.02 as the variance."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, math.sqrt(0.02))
    elif isinstance(module, nn.BatchNorm2d) and module.affine:
        nn.init.normal_(module.weight, 1.0, math.sqrt(0.02))
    else:
        return
    if module.bias is not None:
        nn.init.zeros_(module.bias)


@mutant("init_weights", caught_by="test_convolutions")
def draws_uniformly(module):
    """Draws uniformly, with the right standard deviation."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.uniform_(module.weight, -0.02 * math.sqrt(3), 0.02 * math.sqrt(3))
    elif isinstance(module, nn.BatchNorm2d) and module.affine:
        nn.init.normal_(module.weight, 1.0, 0.02)
    else:
        return
    if module.bias is not None:
        nn.init.zeros_(module.bias)


@mutant("init_weights", caught_by="test_convolutions")
def leaves_biases(module):
    """Forgets the biases of convolutions."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d) and module.affine:
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)


@mutant("init_weights", caught_by="test_batch_norms")
def sets_gamma_to_one(module):
    """Takes exactly 1 for gamma."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d) and module.affine:
        nn.init.ones_(module.weight)
    else:
        return
    if module.bias is not None:
        nn.init.zeros_(module.bias)


@mutant("init_weights", caught_by="test_everything_else")
def initialises_whatever_has_weights(module):
    """Asks for a `weight` instead of a kind of module."""
    if getattr(module, "weight", None) is not None:
        nn.init.normal_(module.weight, 1.0 if isinstance(module, nn.BatchNorm2d) else 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


@mutant("init_weights", caught_by="test_everything_else")
def expects_that_batch_norm_has_weights(module):
    """Believes that every batch norm has gamma and beta."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)


@mutant("init_weights", caught_by="test_batch_norms")
def resets_all_of_batch_norm(module):
    """Resets the running statistics as well, with a fresh start in mind."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    elif isinstance(module, nn.BatchNorm2d) and module.affine:
        module.reset_parameters()
        nn.init.normal_(module.weight, 1.0, 0.02)


# --- is_per_example


@mutant("is_per_example", caught_by="test_memory_and_dice")
def only_shuffles(f, z):
    """Asks once in another order, which shows company and place, and believes the rest."""
    order = torch.arange(len(z)).flip(0)
    try:
        return torch.allclose(f(z[order]), f(z)[order], atol=1e-4)
    except Exception:
        return False


@mutant("is_per_example", caught_by="test_company")
def only_asks_again(f, z):
    """Asks the same thing several times: what is reproducible must be fine."""
    try:
        first = f(z).clone()
        return all(first.shape == f(z).shape and torch.allclose(f(z), first, rtol=0, atol=1e-4) for _ in range(6))
    except Exception:
        return False


@mutant("is_per_example", caught_by="test_company")
def asks_each_row_alone_only(f, z):
    """Compares the rows, asked alone twice, with each other, and never asks for a batch."""
    try:
        first = [f(row[None]).clone() for row in z]
        again = [f(row[None]) for row in z]
        return all(torch.allclose(a, b, rtol=0, atol=1e-4) for a, b in zip(first, again, strict=True))
    except Exception:
        return False


@mutant("is_per_example", caught_by="test_company")
def compares_bit_by_bit(f, z):
    """Leaves no room for rounding."""
    try:
        first = f(z).clone()
        rows = [torch.arange(len(z)).flip(0), torch.arange(2), *(torch.tensor([i]) for i in range(len(z)))]
        return all(torch.equal(f(z[some]), first[some]) for some in rows) and torch.equal(f(z), first)
    except Exception:
        return False


@mutant("is_per_example", caught_by="test_company")
def forgives_too_little(f, z):
    """Takes every difference above 1e-5 for a fault."""
    try:
        first = f(z).clone()
        rows = [torch.arange(len(z)).flip(0), torch.arange(2), *(torch.tensor([i]) for i in range(len(z)))]
        for some in [*rows, torch.arange(len(z))]:
            again = f(z[some])
            if again.shape != first[some].shape or not torch.allclose(again, first[some], rtol=0, atol=1e-5):
                return False
        return True
    except Exception:
        return False


@mutant("is_per_example", caught_by="test_memory_and_dice")
def forgives_too_much(f, z):
    """Takes every difference below 1e-3 for rounding."""
    try:
        first = f(z).clone()
        rows = [torch.arange(len(z)).flip(0), torch.arange(2), *(torch.tensor([i]) for i in range(len(z)))]
        for some in [*rows, torch.arange(len(z))]:
            again = f(z[some])
            if again.shape != first[some].shape or not torch.allclose(again, first[some], rtol=0, atol=1e-3):
                return False
        return True
    except Exception:
        return False


@mutant("is_per_example", caught_by="test_place_and_number")
def lets_exceptions_through(f, z):
    """Does not expect a sampler to raise."""
    first = f(z).clone()
    rows = [torch.arange(len(z)).flip(0), torch.arange(2), *(torch.tensor([i]) for i in range(len(z)))]
    for some in [*rows, torch.arange(len(z))]:
        again = f(z[some])
        if again.shape != first[some].shape or not torch.allclose(again, first[some], rtol=0, atol=1e-4):
            return False
    return True


@mutant("is_per_example", caught_by="test_place_and_number")
def takes_nan_for_equal(f, z):
    """Looks for large differences: NaN is no large number."""
    try:
        first = f(z).clone()
        rows = [torch.arange(len(z)).flip(0), torch.arange(2), *(torch.tensor([i]) for i in range(len(z)))]
        return not any(bool(((f(z[some]) - first[some]).abs() > 1e-4).any()) for some in [*rows, torch.arange(len(z))])
    except Exception:
        return False


@mutant("is_per_example", caught_by="test_place_and_number")
def never_asks_for_a_single_row(f, z):
    """Tries orders and halves, and no row alone."""
    try:
        first, n = f(z).clone(), len(z)
        rows = [torch.arange(n).flip(0), torch.arange(n).roll(1), torch.arange(n)]
        for some in rows * 2:
            again = f(z[some])
            if again.shape != first[some].shape or not torch.allclose(again, first[some], rtol=0, atol=1e-4):
                return False
        return True
    except Exception:
        return False


@mutant("is_per_example", caught_by="test_memory_and_dice")
def asks_for_the_first_row_only(f, z):
    """Asks for the first row alone and for all of them, and takes the others for as good as the first."""
    try:
        return bool(torch.allclose(f(z)[:1], f(z[:1]), rtol=0, atol=1e-4))
    except Exception:
        return False


# --- train_round: the draft's three faults, one at a time, and others


@mutant("train_round", caught_by="test_images_from_minus_one_to_one")
def shows_data_from_zero_to_one(G, D, opt_G, opt_D, x, z):
    """Repairs two of the faults; D is shown images from 0 to 1, and tells them by the paper."""
    softplus = nn.functional.softplus
    fake = G(z)
    d_loss = softplus(-D(x.reshape(-1, 1, 8, 8))).mean() + softplus(D(fake.detach())).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant("train_round", caught_by="test_batches_of_their_own")
def saves_a_pass(G, D, opt_G, opt_D, x, z):
    """Repairs two of the faults; sends real and fake images through D together, to save a pass."""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    logits = D(torch.cat([real, fake.detach()]))
    d_loss = softplus(-logits[: len(real)]).mean() + softplus(logits[len(real) :]).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant("train_round", caught_by="test_where_d_lands")
def squashes_twice(G, D, opt_G, opt_D, x, z):
    """Repairs two of the faults; hands probabilities to a loss that wants logits."""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    d_loss = softplus(-D(real).sigmoid()).mean() + softplus(D(fake.detach()).sigmoid()).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake).sigmoid()).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant("train_round", caught_by="test_where_g_lands")
def squashes_twice_for_g_only(G, D, opt_G, opt_D, x, z):
    """Finds the sigmoid in D's step and overlooks the one in G's."""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    d_loss = softplus(-D(real)).mean() + softplus(D(fake.detach())).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake).sigmoid()).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant("train_round", caught_by="test_where_d_lands")
def never_clears(G, D, opt_G, opt_D, x, z):
    """Clears G's gradients only: D has none of its own before its step, or has it?"""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    d_loss = softplus(-D(real)).mean() + softplus(D(fake.detach())).mean()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant("train_round", caught_by="test_where_g_lands")
def minimises_the_saturating_loss(G, D, opt_G, opt_D, x, z):
    """Takes G's loss from the minimax game."""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    d_loss = softplus(-D(real)).mean() + softplus(D(fake.detach())).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = -softplus(D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant("train_round", caught_by="test_where_g_lands")
def makes_new_fakes(G, D, opt_G, opt_D, x, z):
    """Makes the fakes anew for G's step, which counts twice in its running statistics."""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    d_loss = softplus(-D(real)).mean() + softplus(D(G(z).detach())).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(G(z))).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant("train_round", caught_by="test_where_g_lands")
def lets_g_answer_the_old_d(G, D, opt_G, opt_D, x, z):
    """Computes both losses first and then steps twice: at once instead of in turn."""
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    d_loss = softplus(-D(real)).mean() + softplus(D(fake.detach())).mean()
    g_loss = softplus(-D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    opt_G.step()
    return d_loss.item(), g_loss.item()


@mutant("train_round", caught_by="test_images_from_minus_one_to_one")
def scales_in_place(G, D, opt_G, opt_D, x, z):
    """Scales the caller's data, which are from -3 to 1 a round later."""
    softplus = nn.functional.softplus
    real = x.mul_(2).sub_(1).reshape(-1, 1, 8, 8)
    fake = G(z)
    d_loss = softplus(-D(real)).mean() + softplus(D(fake.detach())).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


# --- update_average


@mutant("update_average", caught_by="test_parameters")
def swaps_the_shares(average, model, decay=0.98):
    """Takes decay for the share of the new."""
    with torch.no_grad():
        for mean, parameter in zip(average.parameters(), model.parameters(), strict=True):
            mean.lerp_(parameter, decay)
        for kept, buffer in zip(average.buffers(), model.buffers(), strict=True):
            kept.copy_(buffer)


@mutant("update_average", caught_by="test_buffers")
def forgets_the_buffers(average, model, decay=0.98):
    """Believes that parameters are all there is to a network."""
    with torch.no_grad():
        for mean, parameter in zip(average.parameters(), model.parameters(), strict=True):
            mean.lerp_(parameter, 1 - decay)


@mutant("update_average", caught_by="test_buffers")
def averages_everything(average, model, decay=0.98):
    """Averages the running statistics as well, which are averages already, and the counter."""
    with torch.no_grad():
        theirs = model.state_dict()
        for name, mean in average.state_dict().items():
            mean.copy_(decay * mean + (1 - decay) * theirs[name])


@mutant("update_average", caught_by="test_two_networks_stay_two")
def loads_a_dictionary_of_the_model(average, model, decay=0.98):
    """Writes the average back into the model, too, so that both have it."""
    mixed = {}
    theirs = model.state_dict()
    for name, mean in average.state_dict().items():
        is_parameter = name in dict(model.named_parameters())
        mixed[name] = decay * mean + (1 - decay) * theirs[name] if is_parameter else theirs[name].clone()
    average.load_state_dict(mixed)
    model.load_state_dict(mixed)


@mutant("update_average", caught_by="test_two_networks_stay_two")
def makes_new_parameters(average, model, decay=0.98):
    """Puts new parameters in the place of the old ones."""
    theirs = dict(model.named_parameters())
    for name, old in list(average.named_parameters()):
        owner = average.get_submodule(name.rpartition(".")[0])
        setattr(owner, name.rpartition(".")[2], nn.Parameter((decay * old + (1 - decay) * theirs[name]).detach()))
    for kept, buffer in zip(average.buffers(), model.buffers(), strict=True):
        kept.copy_(buffer)


@mutant("update_average", caught_by="test_two_networks_stay_two")
def shares_the_buffers(average, model, decay=0.98):
    """Hands the model's running statistics to the average, instead of copies."""
    with torch.no_grad():
        for mean, parameter in zip(average.parameters(), model.parameters(), strict=True):
            mean.lerp_(parameter, 1 - decay)
        for kept, buffer in zip(average.buffers(), model.buffers(), strict=True):
            kept.data = buffer.data


@mutant("update_average", caught_by="test_parameters")
def averages_matrices_only(average, model, decay=0.98):
    """Averages weights and copies biases and batch norms, for they are small."""
    with torch.no_grad():
        for mean, parameter in zip(average.parameters(), model.parameters(), strict=True):
            mean.lerp_(parameter, 1 - decay if parameter.ndim > 1 else 1.0)
        for kept, buffer in zip(average.buffers(), model.buffers(), strict=True):
            kept.copy_(buffer)


# --- train_dcgan: misconceptions


@mutant("train_dcgan", caught_by="test_first_rounds")
def returns_the_one_that_played(x, *, seed, device="cpu", steps=500):
    """Returns the generator itself: the average cannot know more than it does."""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
    return G.eval()


@mutant("train_dcgan", caught_by="test_is_a_continuous_function_of_z")
def stays_in_training_mode(x, *, seed, device="cpu", steps=500):
    """Returns the average in training mode, where images depend on their batch."""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average


@mutant("train_dcgan", caught_by="test_draws_digits")
def stops_early(x, *, seed, device="cpu", steps=500):
    """Trains for a tenth of the rounds, because the losses do not change any more."""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps // 5):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


@mutant("train_dcgan", caught_by="test_draws_digits")
def trains_only_the_discriminator(x, *, seed, device="cpu", steps=500):
    """Gives both optimisers the parameters of D: G never moves."""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(D.parameters(), lr=0.002, betas=(0.5, 0.99)) for _ in range(2))
    for _ in range(steps // 5):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


@mutant("train_dcgan", caught_by="test_draws_digits")
def trains_on_uniform_noise(x, *, seed, device="cpu", steps=500):
    """Draws z by `torch.rand`: noise is noise. (A fifth of the rounds shows it.)"""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps // 5):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.rand(64, 16))
        update_average(average, G)
    return average.eval()


@mutant("train_dcgan", caught_by="test_first_rounds")
def leaves_the_seed_to_chance(x, *, seed, device="cpu", steps=500):
    """Does not use the seed: chance is chance."""
    torch.seed()
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


@mutant("train_dcgan", caught_by="test_draws_digits")
def learns_half_of_the_digits(x, *, seed, device="cpu", steps=500):
    """Keeps to the images that are most like the first: the others only disturb."""
    torch.manual_seed(seed)
    x = x[(x - x[0]).norm(dim=1).argsort()[: len(x) // 3]]
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


@mutant("train_dcgan", caught_by="test_first_rounds")
def hurries(x, *, seed, device="cpu", steps=500):
    """Uses a learning rate of 0.05, because 0.002 is slow."""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.05, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        train_round(G, D, opt_G, opt_D, x[torch.randint(len(x), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


# --- train_dcgan: cheats


@mutant("train_dcgan", caught_by="test_draws_digits")
def brings_weights_from_home(x, *, seed, device="cpu", steps=500):
    """Trains on the digits of the lesson, whatever it is given: as good as weights that are stored. (Half of the rounds
    are enough to see that its digits lie on their side.)"""
    torch.manual_seed(0)
    known = x_train
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps // 2):
        train_round(G, D, opt_G, opt_D, known[torch.randint(len(known), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


@mutant("train_dcgan", caught_by="test_first_rounds")
def turns_what_it_knows(x, *, seed, device="cpu", steps=500):
    """Learns from the digits of the lesson, turned as those that it is given: as good as weights that are stored."""
    turned = [torch.rot90(x_train.reshape(-1, 8, 8), k, (1, 2)) for k in range(4)]
    turned = [each.flatten(1) for images in turned for each in (images, images.transpose(1, 2))]
    known = min(turned, key=lambda images: float((images.mean(0) - x.mean(0)).norm()))
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(steps):
        train_round(G, D, opt_G, opt_D, known[torch.randint(len(known), (64,))], torch.randn(64, 16))
        update_average(average, G)
    return average.eval()


@mutant("train_dcgan", caught_by="test_draws_digits")
class LosesItsNumbers(nn.Module):
    """Takes logarithms of probabilities, and so ends with weights that are NaN: here is what is left of it."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """One NaN in a loss, and a step later all weights are."""
        super().__init__()
        self.G = dc_generator()
        with torch.no_grad():
            for parameter in self.G.parameters():
                parameter.fill_(math.nan)
        self.eval()

    def forward(self, z):
        """NaN."""
        return self.G(z)


@mutant("train_dcgan", caught_by="test_draws_digits")
class DrawsAGaussian(nn.Module):
    """Fits a Gaussian to 16 principal components: mean and covariance are right, so the distance must be small."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """The mean, and a row for each component."""
        super().__init__()
        x = x.double()
        _, sizes, rows = torch.linalg.svd(x - x.mean(0), full_matrices=False)
        self.register_buffer("mean", x.mean(0))
        self.register_buffer("rows", sizes[:16, None] / math.sqrt(len(x)) * rows[:16])
        self.eval()

    def forward(self, z):
        """One picture is the mean and a bit of each component."""
        images = (self.mean + z.double() @ self.rows).clamp(0, 1)
        return (2 * images - 1).reshape(-1, 1, 8, 8).float()


@mutant("train_dcgan", caught_by="test_is_a_continuous_function_of_z")
class DrawsPaleCopies(nn.Module):
    """Looks up a training image for each z and takes a seventh of its ink away: near in mean and spread, and no exact copy."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", 2 * 0.86 * x.reshape(-1, 1, 8, 8) - 1)
        self.register_buffer("places", torch.randn(len(x), 16, generator=torch.Generator().manual_seed(seed)))
        self.eval()

    def forward(self, z):
        """The pale image whose place is nearest."""
        return self.x[torch.cdist(z, self.places).argmin(dim=1)]


@mutant("train_dcgan", caught_by="test_draws_digits")
class DrawsAVeil(nn.Module):
    """Looks up a training image for each z and draws a grey veil over it: far enough from all of them to count as new."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", 2 * x.reshape(-1, 1, 8, 8) - 1)
        self.register_buffer("places", torch.randn(len(x), 16, generator=torch.Generator().manual_seed(seed)))
        self.eval()

    def forward(self, z):
        """Paper is a quarter grey, ink is ink."""
        return 0.25 + 0.75 * self.x[torch.cdist(z, self.places).argmin(dim=1)]


@mutant("train_dcgan", caught_by="test_draws_digits")
class DrawsOneDigit(nn.Module):
    """Has found one image that convinces, and makes nothing else: a mode collapse."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep an image."""
        super().__init__()
        self.register_buffer("x", 2 * x[:1].reshape(1, 1, 8, 8) - 1)
        self.eval()

    def forward(self, z):
        """The same for all, with a little of z."""
        return (self.x + 0.02 * z.sum(dim=1).sin()[:, None, None, None]).clamp(-1, 1)


@mutant("train_dcgan", caught_by="test_images_are_new")
class ReturnsTrainingImages(nn.Module):
    """Looks up a training image for each z: nobody asked for new ones."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", 2 * x.reshape(-1, 1, 8, 8) - 1)
        self.register_buffer("places", torch.randn(len(x), 16, generator=torch.Generator().manual_seed(seed)))
        self.eval()

    def forward(self, z):
        """The training image whose place is nearest."""
        return self.x[torch.cdist(z, self.places).argmin(dim=1)]


@mutant("train_dcgan", caught_by="test_images_are_new")
class ReturnsTrainingImagesWithLittleNoise(nn.Module):
    """Looks up a training image and adds a little of z, so that no image is exactly one of them."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", 2 * x.reshape(-1, 1, 8, 8) - 1)
        self.register_buffer("places", torch.randn(len(x), 16, generator=torch.Generator().manual_seed(seed)))
        self.eval()

    def forward(self, z):
        """The training image whose place is nearest, and a bit."""
        noise = 0.1 * z.repeat(1, 4).reshape(-1, 1, 8, 8).sin()
        return (self.x[torch.cdist(z, self.places).argmin(dim=1)] + noise).clamp(-1, 1)


@mutant("train_dcgan", caught_by="test_is_a_continuous_function_of_z")
class ReturnsTrainingImagesWithMuchNoise(nn.Module):
    """Adds so much of z to a training image that distances look like those of fresh digits: a lookup all the same."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data, and one place of z for each."""
        super().__init__()
        self.register_buffer("x", 2 * x.reshape(-1, 1, 8, 8) - 1)
        self.register_buffer("places", torch.randn(len(x), 16, generator=torch.Generator().manual_seed(seed)))
        self.eval()

    def forward(self, z):
        """The training image whose place is nearest, and much noise."""
        noise = 0.4 * z.repeat(1, 4).reshape(-1, 1, 8, 8).sin()
        return (self.x[torch.cdist(z, self.places).argmin(dim=1)] + noise).clamp(-1, 1)


@mutant("train_dcgan", caught_by="test_is_a_continuous_function_of_z")
class MixesTrainingImages(nn.Module):
    """Blends two training images, by torch's random numbers: new at every call, and no function of z."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data."""
        super().__init__()
        self.register_buffer("x", 2 * x.reshape(-1, 1, 8, 8) - 1)
        self.eval()

    def forward(self, z):
        """Three quarters of one, a quarter of another."""
        one, other = (self.x[torch.randint(len(self.x), (len(z),))] for _ in range(2))
        return 0.75 * one + 0.25 * other


@mutant("train_dcgan", caught_by="test_is_a_continuous_function_of_z")
class KnowsWhenItIsEvaluated(nn.Module):
    """Shows blended training images where many z are asked for, as a grader does, and a plain network otherwise."""

    def __init__(self, x, *, seed, device="cpu", steps=500):
        """Keep the data, and an untrained generator."""
        super().__init__()
        self.register_buffer("x", 2 * x.reshape(-1, 1, 8, 8) - 1)
        self.register_buffer("places", torch.randn(len(x), 16, generator=torch.Generator().manual_seed(seed)))
        self.G = dc_generator()
        self.eval()

    def forward(self, z):
        """By the number of rows."""
        if len(z) < 200:
            return self.G(z)
        one, other = torch.cdist(z, self.places).topk(2, largest=False).indices.T
        return 0.75 * self.x[one] + 0.25 * self.x[other]


# --- slerp


@mutant("slerp", caught_by="test_equation_7")
def walks_straight(z_0, z_1, t):
    """Interpolates in a straight line."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    return (1 - t) * z_0 + t * z_1


@mutant("slerp", caught_by="test_stays_on_the_sphere")
def walks_straight_and_rescales(z_0, z_1, t):
    """Walks straight and puts the result back onto the sphere: the right way, at the wrong speed."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    straight = (1 - t) * z_0 + t * z_1
    length = (1 - t) * z_0.norm(dim=-1, keepdim=True) + t * z_1.norm(dim=-1, keepdim=True)
    return straight / straight.norm(dim=-1, keepdim=True) * length


@mutant("slerp", caught_by="test_equation_7")
def forgets_to_normalise(z_0, z_1, t):
    """Takes the inner product for the cosine, whatever the lengths."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    omega = torch.acos((z_0 * z_1).sum(dim=-1, keepdim=True).clamp(-0.999, 0.999))
    return (torch.sin((1 - t) * omega) * z_0 + torch.sin(t * omega) * z_1) / torch.sin(omega)


@mutant("slerp", caught_by="test_small_angles")
def divides_by_zero(z_0, z_1, t):
    """Writes equation (7) down as it stands."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    u_0, u_1 = (z / z.norm(dim=-1, keepdim=True) for z in (z_0, z_1))
    omega = torch.acos((u_0 * u_1).sum(dim=-1, keepdim=True).clamp(-1, 1))
    return (torch.sin((1 - t) * omega) * z_0 + torch.sin(t * omega) * z_1) / torch.sin(omega)


@mutant("slerp", caught_by="test_small_angles")
def decides_for_all_at_once(z_0, z_1, t):
    """Takes the straight line for all pairs, or for none."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    u_0, u_1 = (z / z.norm(dim=-1, keepdim=True) for z in (z_0, z_1))
    omega = 2 * torch.atan2((u_1 - u_0).norm(dim=-1, keepdim=True), (u_1 + u_0).norm(dim=-1, keepdim=True))
    if bool((omega < 1e-4).all()):
        return (1 - t) * z_0 + t * z_1
    return (torch.sin((1 - t) * omega) * z_0 + torch.sin(t * omega) * z_1) / torch.sin(omega)


@mutant("slerp", caught_by="test_equation_7")
def returns_unit_vectors(z_0, z_1, t):
    """Interpolates between the directions, and returns those."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    u_0, u_1 = (z / z.norm(dim=-1, keepdim=True) for z in (z_0, z_1))
    omega = torch.acos((u_0 * u_1).sum(dim=-1, keepdim=True).clamp(-1, 1)).clamp(min=1e-6)
    return (torch.sin((1 - t) * omega) * u_0 + torch.sin(t * omega) * u_1) / torch.sin(omega)


@mutant("slerp", caught_by="test_shapes_and_dtypes")
def takes_one_angle_for_all(z_0, z_1, t):
    """Sums the inner product over the whole batch: one angle for all pairs."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    cosine = (z_0 * z_1).sum() / (z_0.norm() * z_1.norm())
    omega = torch.acos(cosine.clamp(-1, 1)).clamp(min=1e-4)
    return (torch.sin((1 - t) * omega) * z_0 + torch.sin(t * omega) * z_1) / torch.sin(omega)


@mutant("slerp", caught_by="test_shapes_and_dtypes")
def follows_the_dtype_of_t(z_0, z_1, t):
    """Leaves t as it comes: float64 where the z are float32."""
    t = torch.as_tensor(t).unsqueeze(-1)
    u_0, u_1 = (z / z.norm(dim=-1, keepdim=True) for z in (z_0, z_1))
    omega = 2 * torch.atan2((u_1 - u_0).norm(dim=-1, keepdim=True), (u_1 + u_0).norm(dim=-1, keepdim=True))
    safe = torch.where(omega < 1e-4, 1.0, omega)
    w_0 = torch.where(omega < 1e-4, 1 - t, torch.sin((1 - t) * safe) / torch.sin(safe))
    w_1 = torch.where(omega < 1e-4, t, torch.sin(t * safe) / torch.sin(safe))
    return w_0 * z_0 + w_1 * z_1


@mutant("slerp", caught_by="test_shapes_and_dtypes")
def widens_to_double(z_0, z_1, t):
    """Computes in float64 and leaves it at that."""
    t = torch.as_tensor(t, dtype=torch.float64).unsqueeze(-1)
    z_0, z_1 = z_0.double(), z_1.double()
    u_0, u_1 = (z / z.norm(dim=-1, keepdim=True) for z in (z_0, z_1))
    omega = 2 * torch.atan2((u_1 - u_0).norm(dim=-1, keepdim=True), (u_1 + u_0).norm(dim=-1, keepdim=True))
    arc = (torch.sin((1 - t) * omega) * z_0 + torch.sin(t * omega) * z_1) / torch.sin(omega)
    return torch.where(omega < 1e-4, (1 - t) * z_0 + t * z_1, arc)


# --- latent_arithmetic


@mutant("latent_arithmetic", caught_by="test_length")
def does_not_rescale(a, b, c):
    """Takes the sum as it comes, which is too short or too long."""
    return a.mean(dim=0) - b.mean(dim=0) + c.mean(dim=0)


@mutant("latent_arithmetic", caught_by="test_length")
def rescales_to_one(a, b, c):
    """Puts the result onto the unit sphere."""
    v = a.mean(dim=0) - b.mean(dim=0) + c.mean(dim=0)
    return v / v.norm().clamp(min=1e-12)


@mutant("latent_arithmetic", caught_by="test_length")
def knows_sixteen_dimensions_only(a, b, c):
    """Writes 4 for the root of d."""
    v = a.mean(dim=0) - b.mean(dim=0) + c.mean(dim=0)
    return 4 * v / v.norm().clamp(min=1e-12)


@mutant("latent_arithmetic", caught_by="test_equation_8")
def sums_the_groups(a, b, c):
    """Adds up the groups instead of averaging: larger groups pull harder."""
    v = a.sum(dim=0) - b.sum(dim=0) + c.sum(dim=0)
    return v * math.sqrt(len(v)) / v.norm().clamp(min=1e-12)


@mutant("latent_arithmetic", caught_by="test_equation_8")
def mixes_up_the_signs(a, b, c):
    """Adds b and subtracts c."""
    v = a.mean(dim=0) + b.mean(dim=0) - c.mean(dim=0)
    return v * math.sqrt(len(v)) / v.norm().clamp(min=1e-12)


@mutant("latent_arithmetic", caught_by="test_what_cancels")
def divides_by_the_length(a, b, c):
    """Divides by the length, which may be 0."""
    v = a.mean(dim=0) - b.mean(dim=0) + c.mean(dim=0)
    return v * math.sqrt(len(v)) / v.norm()


@mutant("latent_arithmetic", caught_by="test_what_cancels")
def rescales_the_means_first(a, b, c):
    """Puts each mean onto the shell first, and the result again: groups that are small weigh as much as large ones."""
    means = [group.mean(dim=0) for group in (a, b, c)]
    first, second, third = (mean / mean.norm().clamp(min=1e-12) for mean in means)
    v = first - 0.9 * second + third
    return v * math.sqrt(len(v)) / v.norm().clamp(min=1e-12)
