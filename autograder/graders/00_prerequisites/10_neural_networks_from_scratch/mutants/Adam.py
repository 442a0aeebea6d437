"""Wrong answers to `Adam`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_several_arrays")
class CountsArrays:
    """Believes that t counts how often anything was changed."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            self.t += 1
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


@mutant(caught_by="test_whose_arrays")
class KeepsItsOwnArrays:
    """Believes that a new array under the old name is the old array."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for i, (p, g, m, s) in enumerate(zip(self.params, grads, self.m, self.s, strict=True)):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            self.params[i] = p - self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


@mutant(caught_by="test_whose_arrays")
class SquaresTheCallersGradient:
    """Believes that the gradient is its own, to be squared in place."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            g *= g
            s[...] = beta_2 * s + (1 - beta_2) * g
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


@mutant(caught_by="test_two_optimisers_know_nothing_of_each_other")
class SharesItsMemory:
    """Believes that what stands in the class belongs to each optimiser by itself."""

    memory = {}  # noqa: RUF012 -- that it is shared is the mistake

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0
        for i, p in enumerate(self.params):
            zeros = np.zeros_like(p), np.zeros_like(p)
            self.m[i], self.s[i] = self.memory.setdefault((i, p.shape), zeros)

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


@mutant(caught_by="test_tiny_and_huge_slopes")
class AddsEpsUnderTheRoot:
    """Believes that eps stands under the root."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / np.sqrt(s_hat + self.eps)
        return self.params


@mutant(caught_by="test_several_arrays")
class StartsFromZero:
    """Believes that averages which start at zero need no correction."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            p -= self.lr * m / (np.sqrt(s) + self.eps)
        return self.params


@mutant(caught_by="test_several_arrays")
class SquaresOneNumber:
    """Believes that one size for the whole array is enough."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * np.mean(g**2)
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


@mutant(caught_by="test_whose_arrays")
class KeepsTheGradient:
    """Believes that the first gradient is the first average, and keeps the caller's array for it."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        if self.t == 1:
            self.m = list(grads)
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            g = np.array(g)
            m[...] = (1 - beta_1) * g if self.t == 1 else beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


@mutant(caught_by="test_several_arrays")
class MixesUpTheAverages:
    """Believes that beta_1 belongs to the squares."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas[::-1], eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params
