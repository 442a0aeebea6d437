"""Right: a class of probes; the truth is my own `reparameterise` of exercise 4, and the same questions go to both."""

import torch


class Probe:
    def __init__(self, seed, n, d):
        generator = torch.Generator().manual_seed(seed)
        self.values = [torch.randn(n, d, generator=generator, dtype=torch.float64) for _ in range(3)]
        self.weights = torch.linspace(1, 2, n * d, dtype=torch.float64).reshape(n, d)

    def ask(self, program):
        mu, log_var, eps = (value.clone() for value in self.values)
        mu.requires_grad_()
        log_var.requires_grad_()
        z = program(mu, log_var, eps)
        assert z.shape == eps.shape and z.dtype == eps.dtype
        grads = torch.autograd.grad((self.weights * z).sum(), (mu, log_var))
        return [z.detach(), *grads, mu.detach(), log_var.detach(), eps]


def is_reparameterised(sample):
    for probe in (Probe(0, 4, 3), Probe(1, 1, 5), Probe(2, 6, 1)):
        try:
            answers = probe.ask(sample)
        except Exception:
            return False
        if not all(torch.allclose(a, b) for a, b in zip(answers, probe.ask(reparameterise))):
            return False
    return True
