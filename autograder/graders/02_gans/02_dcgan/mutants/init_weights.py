"""Wrong answers to `init_weights`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_batch_norms")
def centres_batch_norm_at_zero(module):
    """Draws gamma from N(0, 0.02^2), like all other weights."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d | nn.BatchNorm2d) and module.weight is not None:
        nn.init.normal_(module.weight, 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


@mutant(caught_by="test_convolutions")
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


@mutant(caught_by="test_convolutions")
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


@mutant(caught_by="test_convolutions")
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


@mutant(caught_by="test_convolutions")
def leaves_biases(module):
    """Forgets the biases of convolutions."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d) and module.affine:
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)


@mutant(caught_by="test_batch_norms")
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


@mutant(caught_by="test_everything_else")
def initialises_whatever_has_weights(module):
    """Asks for a `weight` instead of a kind of module."""
    if getattr(module, "weight", None) is not None:
        nn.init.normal_(module.weight, 1.0 if isinstance(module, nn.BatchNorm2d) else 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


@mutant(caught_by="test_everything_else")
def expects_that_batch_norm_has_weights(module):
    """Believes that every batch norm has gamma and beta."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)


@mutant(caught_by="test_batch_norms")
def resets_all_of_batch_norm(module):
    """Resets the running statistics as well, with a fresh start in mind."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    elif isinstance(module, nn.BatchNorm2d) and module.affine:
        module.reset_parameters()
        nn.init.normal_(module.weight, 1.0, 0.02)
