"""Wrong answers to `PCACodec`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_error_on_unseen_digits")
class CodecWithoutMean:
    """Believes that centring is cosmetic."""

    def __init__(self, train, k):
        """Keep the first right singular vectors of the raw data."""
        self.components = torch.linalg.svd(train, full_matrices=False).Vh[:k]

    def encode(self, X):
        """Project."""
        return X @ self.components.T

    def decode(self, Z):
        """Add up."""
        return Z @ self.components


@mutant(caught_by="test_code_is_all_that_counts")
class CodecThatCentresWhatItEncodes:
    """Believes that each batch is centred with its own mean."""

    def __init__(self, train, k):
        """Keep the mean and the components."""
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]

    def encode(self, X):
        """Subtract the mean of what is encoded."""
        return (X - X.mean(dim=0)) @ self.components.T

    def decode(self, Z):
        """Add the training mean."""
        return self.mean + Z @ self.components


@mutant(caught_by="test_error_on_unseen_digits")
class CodecThatForgetsToCentreTheInput:
    """Believes that the mean matters in decoding only."""

    def __init__(self, train, k):
        """Keep the mean and the components."""
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]

    def encode(self, X):
        """Project without centring."""
        return X @ self.components.T

    def decode(self, Z):
        """Add the training mean."""
        return self.mean + Z @ self.components


@mutant(caught_by="test_error_on_unseen_digits")
class CodecThatForgetsTheMeanAtTheEnd:
    """Believes that decoding needs no mean."""

    def __init__(self, train, k):
        """Keep the mean and the components."""
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]

    def encode(self, X):
        """Centre and project."""
        return (X - self.mean) @ self.components.T

    def decode(self, Z):
        """Add up the directions only."""
        return Z @ self.components


@mutant(caught_by="test_error_on_unseen_digits")
class CodecThatRemembers:
    """Believes that the receiver may keep what was sent: decoding returns what was encoded last."""

    def __init__(self, train, k):
        """Keep the mean and the components."""
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]
        self.seen = None

    def encode(self, X):
        """Keep what is encoded."""
        self.seen = X
        return (X - self.mean) @ self.components.T

    def decode(self, Z):
        """Return what was kept."""
        return self.mean + Z @ self.components if self.seen is None else self.seen


@mutant(caught_by="test_error_on_unseen_digits")
class CodecOfTheLeastComponents:
    """Believes that the last components carry the most."""

    def __init__(self, train, k):
        """Keep the mean and the last components."""
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[-k:]

    def encode(self, X):
        """Centre and project."""
        return (X - self.mean) @ self.components.T

    def decode(self, Z):
        """Add up."""
        return self.mean + Z @ self.components


@mutant(caught_by="test_code_is_all_that_counts")
class CodecThatClipsPixels:
    """Believes that all data are pictures: what is decoded is clipped to the range from 0 to 1."""

    def __init__(self, train, k):
        """Keep the mean and the components."""
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]

    def encode(self, X):
        """Centre and project."""
        return (X - self.mean) @ self.components.T

    def decode(self, Z):
        """Add up and clip."""
        return (self.mean + Z @ self.components).clamp(0, 1)


@mutant(caught_by="test_error_on_unseen_digits")
class CodecOfTooManyNumbers:
    """Believes that the code may be longer than k: the whole example is sent."""

    def __init__(self, train, k):
        """Keep the mean."""
        self.mean = train.mean(dim=0)

    def encode(self, X):
        """Send it all."""
        return X - self.mean

    def decode(self, Z):
        """Undo the centring."""
        return self.mean + Z
