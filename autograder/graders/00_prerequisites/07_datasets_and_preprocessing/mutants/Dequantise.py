"""Wrong answers to `Dequantise`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_levels_fill_the_unit_interval")
class DividesByTheLargestLevel:
    """Believes that the largest level belongs at 1."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / (self.levels - 1)

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return (D * math.log(self.levels) - log_density) / (D * math.log(2))


@mutant(caught_by="test_levels_fill_the_unit_interval")
class CentresTheNoise:
    """Believes that the noise goes to both sides of a level."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u - 0.5) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return (D * math.log(self.levels) - log_density) / (D * math.log(2))


@mutant(caught_by="test_levels_fill_the_unit_interval")
class DrawsNoiseOfItsOwn:
    """Believes that one kind of noise is as good as another."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + torch.rand_like(u)) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return (D * math.log(self.levels) - log_density) / (D * math.log(2))


@mutant(caught_by="test_levels_come_back")
class RoundsToTheNearest:
    """Believes that the nearest level is the one that it was."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / self.levels

    def to_whole(self, x):
        return (x * self.levels).round().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return (D * math.log(self.levels) - log_density) / (D * math.log(2))


@mutant(caught_by="test_levels_come_back")
class NeverClips:
    """Believes that a model stays within the unit cube."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().long()

    def bits_per_dim(self, log_density, D):
        return (D * math.log(self.levels) - log_density) / (D * math.log(2))


@mutant(caught_by="test_bits_per_dimension")
class ForgetsTheCells:
    """Believes that a density is a probability: leaves D log K out."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return -log_density / (D * math.log(2))


@mutant(caught_by="test_bits_per_dimension")
class ReportsNats:
    """Believes that natural logarithms give bits."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return (D * math.log(self.levels) - log_density) / D


@mutant(caught_by="test_bits_per_dimension")
class CountsTheCellOnce:
    """Believes that the volume of a cell is 1 / K, whatever D is."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return (math.log(self.levels) - log_density) / (D * math.log(2))


@mutant(caught_by="test_bits_per_dimension")
class AveragesTheExamples:
    """Believes that one number for all examples is asked for."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return ((D * math.log(self.levels) - log_density) / (D * math.log(2))).mean()
