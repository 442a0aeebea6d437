"""Right: a small class with methods for its phases; cosine as a half turn of a complex number."""

import cmath


class _Schedule:
    def __init__(self, total, base_lr, warmup, min_lr):
        self.total, self.base, self.warmup, self.low = total, base_lr, warmup, min_lr

    def rising(self, t):
        return (t + 1) / self.warmup * self.base

    def falling(self, t):
        turns = self.total - 1 - self.warmup
        share = (1 + cmath.rect(1.0, math.pi * (t - self.warmup) / turns).real) / 2 if turns else 1.0
        return share * self.base + (1.0 - share) * self.low

    def __call__(self, t):
        phases = ((self.warmup, self.rising), (self.total, self.falling))
        for end, rate in phases:
            if t < end:
                return float(rate(t))
        return float(self.low)


def lr_schedule(step, total, base_lr, warmup=0, min_lr=0.0):
    return _Schedule(total, base_lr, warmup, min_lr)(step)
