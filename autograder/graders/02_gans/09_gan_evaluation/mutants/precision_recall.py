"""Wrong answers to `precision_recall`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_identical_sets_and_edges")
def squares_the_radius_again(real, fake, k=3):
    """Believes that the square of a root is what it was: sqrt(3) squared is less than 3, and the edge is outside."""

    def share(points, centres):
        own = (centres[:, None] - centres[None]).square().sum(dim=-1)
        radii = own.sqrt().sort(dim=1).values[:, k]
        squares = (points[:, None] - centres[None]).square().sum(dim=-1)
        return float((squares <= radii**2).any(dim=1).double().mean())

    real, fake = real.double(), fake.double()
    return share(fake, real), share(real, fake)


@mutant(caught_by="test_what_each_illness_does")
def swaps_precision_and_recall(real, fake, k=3):
    """Takes the share of covered data for precision."""

    def share(points, centres):
        radii = torch.cdist(centres, centres).sort(dim=1).values[:, k]
        return float((torch.cdist(points, centres) <= radii).any(dim=1).double().mean())

    return share(real, fake), share(fake, real)


@mutant(caught_by="test_values")
def is_its_own_neighbour(real, fake, k=3):
    """Counts a row as its own nearest neighbour."""

    def share(points, centres):
        radii = torch.cdist(centres, centres).sort(dim=1).values[:, k - 1]
        return float((torch.cdist(points, centres) <= radii).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)


@mutant(caught_by="test_values")
def takes_radii_from_the_other_set(real, fake, k=3):
    """Draws the balls out to the k-th nearest row of the other set."""

    def share(points, centres):
        radii = torch.cdist(centres, points).sort(dim=1).values[:, k - 1]
        return float((torch.cdist(points, centres) <= radii).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)


@mutant(caught_by="test_identical_sets_and_edges")
def leaves_out_the_edge(real, fake, k=3):
    """Believes that the edge of a ball is outside."""

    def share(points, centres):
        radii = torch.cdist(centres, centres).sort(dim=1).values[:, k]
        return float((torch.cdist(points, centres) < radii).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)


@mutant(caught_by="test_values")
def asks_the_nearest_ball_only(real, fake, k=3):
    """Asks only the ball around the nearest centre, though another may be larger."""

    def share(points, centres):
        radii = torch.cdist(centres, centres).sort(dim=1).values[:, k]
        distance, nearest = torch.cdist(points, centres).min(dim=1)
        return float((distance <= radii[nearest]).double().mean())

    return share(fake, real), share(real, fake)


@mutant(caught_by="test_values")
def takes_one_radius_for_all(real, fake, k=3):
    """Takes the mean radius for every ball."""

    def share(points, centres):
        radius = torch.cdist(centres, centres).sort(dim=1).values[:, k].mean()
        return float((torch.cdist(points, centres) <= radius).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)


@mutant(caught_by="test_identical_sets_and_edges")
def multiplies_matrices(real, fake, k=3):
    """Expands the square of the distance, by which equal rows are not quite at distance 0, nor the same both ways."""

    def distances(a, b):
        a, b = a.float(), b.float()
        squares = a.square().sum(dim=1)[:, None] + b.square().sum(dim=1) - 2 * a @ b.T
        return squares.clamp(min=0).sqrt()

    def share(points, centres):
        within = distances(centres, centres)
        within.fill_diagonal_(0)
        return float((distances(points, centres) <= within.sort(dim=1).values[:, k]).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)


@mutant(caught_by="test_identical_sets_and_edges")
def takes_repeated_rows_for_the_row_itself(real, fake, k=3):
    """Throws out all rows at distance 0, so that the copy of a row is no neighbour of it."""

    def share(points, centres):
        within = torch.cdist(centres.double(), centres.double(), compute_mode="donot_use_mm_for_euclid_dist")
        within = torch.where(within == 0, math.inf, within)
        radii = within.sort(dim=1).values[:, k - 1]
        between = torch.cdist(points.double(), centres.double(), compute_mode="donot_use_mm_for_euclid_dist")
        return float((between <= radii).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)
