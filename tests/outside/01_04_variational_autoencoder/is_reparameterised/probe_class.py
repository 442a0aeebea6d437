"""Right: a small class; non-leaf inputs, random backward directions with .backward(), wide range of log_var, two
dtypes.
"""


class _Probe:
    def __init__(self, rows, columns, dtype, seed):
        source = torch.Generator().manual_seed(seed)
        self.noise = torch.randn(rows, columns, generator=source, dtype=torch.float64).to(dtype)
        self.mean = (5 * torch.randn(rows, columns, generator=source, dtype=torch.float64)).to(dtype)
        self.log_var = (14 * torch.rand(rows, columns, generator=source, dtype=torch.float64) - 8).to(dtype)
        self.direction = torch.randn(rows, columns, generator=source, dtype=torch.float64).to(dtype)
        self.rounding = {"rtol": 1e-4, "atol": 1e-4} if dtype == torch.float32 else {"rtol": 1e-5, "atol": 1e-6}

    def passes(self, sample):
        root_mean, root_log_var = self.mean.clone().requires_grad_(), self.log_var.clone().requires_grad_()
        mean, log_var, noise = root_mean * 1, root_log_var * 1, self.noise.clone()
        z = sample(mean, log_var, noise)
        assert isinstance(z, torch.Tensor) and z.shape == self.mean.shape and z.dtype == self.mean.dtype
        spread = self.log_var.exp().sqrt()
        torch.testing.assert_close(z.detach(), self.mean + spread * self.noise, **self.rounding)
        z.backward(self.direction)
        torch.testing.assert_close(root_mean.grad, self.direction, **self.rounding)
        torch.testing.assert_close(root_log_var.grad, self.direction * spread * self.noise / 2, **self.rounding)
        assert torch.equal(mean.detach(), self.mean)
        assert torch.equal(log_var.detach(), self.log_var)
        assert torch.equal(noise, self.noise)


def is_reparameterised(sample):
    try:
        with torch.enable_grad():
            for seed, (rows, columns) in enumerate([(3, 4), (6, 2), (2, 2)]):
                for dtype in (torch.float32, torch.float64):
                    _Probe(rows, columns, dtype, seed).passes(sample)
    except Exception:  # an AssertionError is one, too
        return False
    return True
