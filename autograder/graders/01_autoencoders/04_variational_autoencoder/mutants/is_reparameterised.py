"""Wrong answers to `is_reparameterised`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_gradients_that_are_wrong")
def looks_at_numbers_alone(sample):
    """Believes that right samples have right gradients."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps = torch.randn(3, 5, 3, dtype=torch.float64, generator=generator)
    try:
        z = sample(mu.clone(), log_var.clone(), eps.clone())
        return z.shape == mu.shape and torch.allclose(z, mu + torch.exp(0.5 * log_var) * eps)
    except Exception:
        return False


@mutant(caught_by="test_numbers_that_are_wrong")
def tries_it_at_the_start_of_training(sample):
    """Believes that log_var = 0, where networks start, is as good a place to look as any."""
    generator = torch.Generator().manual_seed(0)
    mu, eps = torch.randn(2, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), torch.zeros_like(mu).requires_grad_(), eps.clone()]
    try:
        z = sample(*given)
        d_mu, _ = torch.autograd.grad(z.sum(), given[:2])
        return z.shape == mu.shape and torch.allclose(z, mu + eps) and torch.allclose(d_mu, torch.ones_like(mu))
    except Exception:
        return False


@mutant(caught_by="test_gradients_that_are_wrong")
def asks_whether_there_is_a_gradient(sample):
    """Believes that a gradient that exists is the right one."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps = torch.randn(3, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()]
    try:
        z = sample(*given)
        torch.autograd.grad(z.sum(), given[:2])
        unchanged = all(torch.equal(a, b) for a, b in zip(given, [mu, log_var, eps], strict=True))
        same = z.shape == mu.shape and torch.allclose(z, mu + torch.exp(0.5 * log_var) * eps)
        return bool(same and unchanged)
    except Exception:
        return False


@mutant(caught_by="test_programs_that_do_anything")
def believes_in_well_behaved_programs(sample):
    """Believes that a program that is handed to a check runs and returns a tensor."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps = torch.randn(3, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps]
    z = sample(*given)
    if not z.requires_grad:
        return False
    d_mu, d_log_var = torch.autograd.grad(z.sum(), given[:2], allow_unused=True)
    if d_mu is None or d_log_var is None:
        return False
    sigma = torch.exp(0.5 * log_var)
    pairs = [(z, mu + sigma * eps), (d_mu, torch.ones_like(mu)), (d_log_var, 0.5 * sigma * eps)]
    return all(torch.allclose(a, b) for a, b in pairs)


@mutant(caught_by="test_numbers_that_are_wrong")
def compares_moments(sample):
    """Believes that a sampler is right if mean and standard deviation of many samples are."""
    generator = torch.Generator().manual_seed(0)
    eps = torch.randn(20_000, 2, dtype=torch.float64, generator=generator)
    mu = torch.tensor([1.0, -2.0], dtype=torch.float64).expand(20_000, 2).clone().requires_grad_()
    log_var = torch.tensor([1.0, -1.0], dtype=torch.float64).expand(20_000, 2).clone().requires_grad_()
    try:
        z = sample(mu, log_var, eps)
        torch.autograd.grad(z.sum(), [mu, log_var])
        near_mean = (z.mean(0) - mu[0]).abs().max() < 0.05
        return bool(near_mean and (z.std(0) - (log_var[0] / 2).exp()).abs().max() < 0.05)
    except Exception:
        return False


@mutant(caught_by="test_programs_that_do_anything")
def lets_shapes_broadcast(sample):
    """Believes that comparing values compares shapes as well, and that inputs stay what they were."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps, weight = torch.randn(4, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()]
    try:
        z = sample(*given)
        d_mu, d_log_var = torch.autograd.grad((weight * z).sum(), given[:2])
    except Exception:
        return False
    sigma = torch.exp(0.5 * log_var)
    pairs = [(z, mu + sigma * eps), (d_mu, weight), (d_log_var, weight * 0.5 * sigma * eps)]
    return all(torch.allclose(a, b) for a, b in pairs)


@mutant(caught_by="test_numbers_that_are_wrong")
def rejects_everything(sample):
    """Believes that to be strict is to be right."""
    return False


@mutant(caught_by="test_gradients_that_are_wrong")
def looks_at_the_mean_only(sample):
    """Believes that a gradient for mu shows that gradients pass."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps = torch.randn(3, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()]
    try:
        z = sample(*given)
        (d_mu,) = torch.autograd.grad(z.sum(), given[:1])
        same = z.shape == mu.shape and torch.allclose(z, mu + torch.exp(0.5 * log_var) * eps)
        return bool(same and torch.allclose(d_mu, torch.ones_like(mu)) and torch.equal(given[2], eps))
    except Exception:
        return False


@mutant(caught_by="test_programs_that_do_anything")
def expects_it_of_what_is_left(sample):
    """Believes that what it hands over is still the same when the program is done with it."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps, weight = torch.randn(4, 5, 3, dtype=torch.float64, generator=generator)
    mu.requires_grad_(), log_var.requires_grad_()
    try:
        z = sample(mu, log_var, eps)
        d_mu, d_log_var = torch.autograd.grad((weight * z).sum(), [mu, log_var])
        sigma = torch.exp(0.5 * log_var)
        pairs = [(z, mu + sigma * eps), (d_mu, weight), (d_log_var, weight * 0.5 * sigma * eps)]
        return z.shape == mu.shape and all(torch.allclose(a, b) for a, b in pairs)
    except Exception:
        return False


@mutant(caught_by="test_programs_that_do_anything")
def compares_in_one_dtype(sample):
    """Believes that samples of another dtype are the same samples."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps, weight = torch.randn(4, 5, 3, generator=generator)
    given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()]
    sigma = torch.exp(0.5 * log_var)
    try:
        z = sample(*given)
        if z.shape != mu.shape:
            return False
        found = [z, *torch.autograd.grad((weight * z).sum(), given[:2]), *given]
        expected = [mu + sigma * eps, weight, weight * 0.5 * sigma * eps, mu, log_var, eps]
        return all(torch.allclose(a.float(), b, atol=1e-5) for a, b in zip(found, expected, strict=True))
    except Exception:
        return False


@mutant(caught_by="test_gradients_that_are_wrong")
def weighs_all_entries_alike(sample):
    """Believes that the gradient of the plain sum shows every wrong gradient."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps = torch.randn(3, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), log_var.clone().requires_grad_(), eps.clone()]
    sigma = torch.exp(0.5 * log_var)
    try:
        z = sample(*given)
        if z.shape != mu.shape or z.dtype != mu.dtype:
            return False
        found = [z, *torch.autograd.grad(z.sum(), given[:2]), *given]
    except Exception:
        return False
    expected = [mu + sigma * eps, torch.ones_like(mu), 0.5 * sigma * eps, mu, log_var, eps]
    return all(torch.allclose(a, b) for a, b in zip(found, expected, strict=True))


@mutant(caught_by="test_gradients_that_are_wrong")
def transforms_the_program(sample):
    """Believes that `torch.func` differentiates every program that autograd does."""
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps, weight = torch.randn(4, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone(), log_var.clone(), eps.clone()]
    sigma = torch.exp(0.5 * log_var)
    try:
        z, pullback = torch.func.vjp(sample, *given)
        if z.shape != mu.shape or z.dtype != mu.dtype:
            return False
        found = [z, *pullback(weight)[:2], *given]
    except Exception:
        return False
    expected = [mu + sigma * eps, weight, weight * 0.5 * sigma * eps, mu, log_var, eps]
    return all(torch.allclose(a, b) for a, b in zip(found, expected, strict=True))
