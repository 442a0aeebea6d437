"""Wrong answers to `Moments`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_batches_of_equal_length")
class VarianceWithinBatchesOnly:
    """Believes the draft: forgets that the batches' means differ."""

    def __init__(self, D):
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)
        self.scatter = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        x = x.double()
        centred = x - x.mean(dim=0)
        self.scatter = self.scatter + centred.T @ centred
        self.mean = (self.n * self.mean + x.sum(dim=0)) / (self.n + len(x))
        self.n += len(x)

    def cov(self, ddof=1):
        return self.scatter / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant(caught_by="test_batches_of_any_length")
class MeanOfMeans:
    """Believes that batches are equally long."""

    def __init__(self, D):
        self.n, self.batches, self.mean = 0, 0, torch.zeros(D, dtype=torch.float64)
        self.products = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        x = x.double()
        self.products = self.products + x.T @ x
        self.mean = (self.batches * self.mean + x.mean(dim=0)) / (self.batches + 1)
        self.batches += 1
        self.n += len(x)

    def cov(self, ddof=1):
        return (self.products - self.n * torch.outer(self.mean, self.mean)) / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant(caught_by="test_large_numbers_and_other_dtypes")
class SchoolFormula:
    """Believes that the mean of squares minus the square of the mean is the variance, in floating point too."""

    def __init__(self, D):
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)
        self.products = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        x = x.double()
        self.products = self.products + x.T @ x
        self.mean = (self.n * self.mean + x.sum(dim=0)) / (self.n + len(x))
        self.n += len(x)

    def cov(self, ddof=1):
        return (self.products - self.n * torch.outer(self.mean, self.mean)) / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant(caught_by="test_batches_of_equal_length")
class MeanMovesFirst:
    """Believes that the order of the updates does not matter: the distance is taken from the new mean."""

    def __init__(self, D):
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)
        self.scatter = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        x = x.double()
        mean, total = x.mean(dim=0), self.n + len(x)
        self.mean = self.mean + len(x) / total * (mean - self.mean)
        delta, centred = mean - self.mean, x - mean
        self.scatter = self.scatter + centred.T @ centred + self.n * len(x) / total * torch.outer(delta, delta)
        self.n = total

    def cov(self, ddof=1):
        return self.scatter / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant(caught_by="test_batches_of_any_length")
class EmptyBatchesAreErrors:
    """Believes that a batch has at least one row."""

    def __init__(self, D):
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)
        self.scatter = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        x = x.double()
        mean, total = x.mean(dim=0), self.n + len(x)
        delta, centred = mean - self.mean, x - mean
        self.scatter = self.scatter + centred.T @ centred + self.n * len(x) / max(total, 1) * torch.outer(delta, delta)
        self.mean = self.mean + len(x) / max(total, 1) * delta
        self.n = total

    def cov(self, ddof=1):
        return self.scatter / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant(caught_by="test_large_numbers_and_other_dtypes")
class GathersInTheDtypeThatComes:
    """Believes that the dtype of the data is good enough for sums of it."""

    def __init__(self, D):
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)
        self.scatter = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        x = x if x.is_floating_point() else x.float()
        mean, total = x.mean(dim=0), self.n + len(x)
        centred, delta = x - mean, mean.double() - self.mean
        scatter = (centred.T @ centred).double()
        self.scatter = self.scatter + scatter + self.n * len(x) / total * torch.outer(delta, delta)
        self.mean = self.mean + len(x) / total * delta
        self.n = total

    def cov(self, ddof=1):
        return self.scatter / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant(caught_by="test_it_keeps_numbers_and_not_the_data")
class KeepsEverything:
    """Believes that a stream can be kept and looked at in the end."""

    def __init__(self, D):
        self.rows = torch.zeros(0, D, dtype=torch.float64)
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        self.rows = torch.cat([self.rows, x.double()])
        self.n, self.mean = len(self.rows), self.rows.mean(dim=0)

    def cov(self, ddof=1):
        centred = self.rows - self.mean
        return centred.T @ centred / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant(caught_by="test_batches_of_equal_length")
class AlwaysWithoutBias:
    """Believes that n - 1 is right everywhere."""

    def __init__(self, D):
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)
        self.scatter = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        x = x.double()
        mean, total = x.mean(dim=0), self.n + len(x)
        centred, delta = x - mean, mean - self.mean
        self.scatter = self.scatter + centred.T @ centred + self.n * len(x) / total * torch.outer(delta, delta)
        self.mean = self.mean + len(x) / total * delta
        self.n = total

    def cov(self, ddof=1):
        return self.scatter / (self.n - ddof)

    def std(self):
        return self.cov().diagonal().sqrt()
