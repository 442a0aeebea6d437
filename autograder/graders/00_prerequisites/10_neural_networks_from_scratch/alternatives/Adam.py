"""Other right answers to `Adam`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
class CorrectsTheRate:
    """Both corrections in the learning rate and in eps; memory in dictionaries; np.subtract with out."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.arrays = params
        self.rate, (self.beta_1, self.beta_2), self.eps = lr, betas, eps
        self.memory, self.steps = {}, 0

    def step(self, grads):
        self.steps = self.steps + 1
        root = (1 - self.beta_2**self.steps) ** 0.5
        for i in range(len(self.arrays)):
            g = grads[i]
            m, s = self.memory.get(i, (0.0, 0.0))
            m, s = m + (1 - self.beta_1) * (g - m), s + (1 - self.beta_2) * (g * g - s)
            self.memory[i] = m, s
            change = self.rate * root / (1 - self.beta_1**self.steps) * m / (s**0.5 + self.eps * root)
            np.subtract(self.arrays[i], change, out=self.arrays[i])
        return self.arrays


@alternative
class RepairsTheDraft:
    """The draft with its five faults mended, one by one."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = {}, {}, 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for i, g in enumerate(grads):
            self.m[i] = beta_1 * self.m.get(i, 0) + (1 - beta_1) * g
            self.s[i] = beta_2 * self.s.get(i, 0) + (1 - beta_2) * g * g
            m_hat = self.m[i] / (1 - beta_1**self.t)
            s_hat = self.s[i] / (1 - beta_2**self.t)
            self.params[i][...] = self.params[i] - self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params
