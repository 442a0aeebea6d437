"""Hidden tests of `flow_logpdf`: linear maps, chains that do not commute, curved maps, and no map at all."""

import math

import torch

from autograder.testing import assert_close, assert_shape, inside, points, require


@inside
def linear_flow(ns, x, matrices, shifts):
    """Log density of x for a chain of maps z -> A z + b of standard normal noise."""

    def base(z):
        return -0.5 * (z.square().sum(dim=1) + z.shape[1] * math.log(2 * math.pi))

    def layer(A, b):
        stretch = torch.linalg.slogdet(A).logabsdet
        return (lambda x: torch.linalg.solve(A, (x - b).T).T), (lambda z: stretch.expand(len(z)))

    return ns.flow_logpdf(x, base, [layer(A, b) for A, b in zip(matrices, shifts, strict=True)])


@inside
def curved_flow(ns, x, names, spread):
    """Log density of x for a chain of curved maps, entry by entry, of normal noise with this standard deviation."""

    def base(z):
        return -0.5 * ((z / spread).square() + math.log(2 * math.pi * spread**2)).sum(dim=1)

    maps = {
        "exp": (lambda x: x.log(), lambda z: z.sum(dim=1)),
        "sinh": (lambda x: x.asinh(), lambda z: z.cosh().log().sum(dim=1)),
        "double": (lambda x: x / 2, lambda z: math.log(2) * z.shape[1] * torch.ones(len(z), dtype=z.dtype)),
        "softplus": (lambda x: x + torch.log(-torch.expm1(-x)), lambda z: torch.nn.functional.logsigmoid(z).sum(dim=1)),
    }
    return ns.flow_logpdf(x, base, [maps[name] for name in names])


def normal_logpdf(x, mu, cov):
    """Equation (9), by solving and slogdet."""
    offset = x - mu
    squares = (offset * torch.linalg.solve(cov, offset.T).T).sum(dim=1)
    return -0.5 * (squares + torch.linalg.slogdet(cov).logabsdet + len(mu) * math.log(2 * math.pi))


def stretching(rng, d):
    """A matrix with a determinant that is not 1."""
    return rng.orthogonal(d) @ torch.diag(rng.uniform(0.4, 2.5, (d,))) @ rng.orthogonal(d)


@points("flow_logpdf", 1)
def test_one_linear_map(notebook, rng):
    """One linear map of normal noise gives the normal distribution that it should."""
    for d in (1, 3):
        A, b, x = stretching(rng, d), rng.normal(d), 2 * rng.normal(6, d)
        found = notebook.run(linear_flow, x, [A], [b])
        assert_shape(found, (6,), what="the log density", hint="One number per example: nothing is averaged.")
        hint = "Where the map stretches, the density falls: the log determinant is subtracted. The base sees z, not x."
        assert_close(found, normal_logpdf(x, b, A @ A.T), what="the log density", hint=hint)


@points("flow_logpdf", 2)
def test_chain_of_maps(notebook, rng):
    """A chain is undone from its last map to its first, and all stretches count."""
    for count in (2, 3):
        matrices, shifts = [stretching(rng, 2) for _ in range(count)], [2 * rng.normal(2) for _ in range(count)]
        x = 3 * rng.normal(8, 2)
        A, b = torch.eye(2, dtype=torch.float64), torch.zeros(2, dtype=torch.float64)
        for matrix, shift in zip(matrices, shifts, strict=True):
            A, b = matrix @ A, matrix @ b + shift
        found = notebook.run(linear_flow, x, matrices, shifts)
        hint = "x came out of the last map, so that one is undone first. Add up the log determinants of all."
        assert_close(found, normal_logpdf(x, b, A @ A.T), what="the log density after a chain of maps", hint=hint)
    x = rng.uniform(0.2, 3, (5, 2))
    # exp(2 z) is log-normal of twice the spread: the order matters, since 2 exp(z) is another distribution.
    twice = -0.5 * ((x.log() / 2).square() + math.log(8 * math.pi)).sum(dim=1) - x.log().sum(dim=1)
    found = notebook.run(curved_flow, x, ["double", "exp"], 1.0)
    hint = "`layers` is in the order in which samples are made: start with the last."
    assert_close(found, twice, what="the log density of exp(2 z)", hint=hint)


@points("flow_logpdf", 1)
def test_curved_maps(notebook, rng):
    """Curved maps stretch differently everywhere; in one dimension the density has the area 1."""
    x = rng.uniform(0.1, 4, (6, 3))
    expected = -0.5 * ((x.log() / 0.7).square() + math.log(2 * math.pi * 0.49)).sum(dim=1) - x.log().sum(dim=1)
    found = notebook.run(curved_flow, x, ["exp"], 0.7)
    hint = "The stretch is taken at the layer's input: undo the layer first, then ask `log_det` about what came out."
    assert_close(found, expected, what="the log density of exp(z)", hint=hint)
    grid = (torch.arange(40_000, dtype=torch.float64) + 0.5) / 1000 - 20
    for names in (["sinh"], ["softplus", "sinh", "double"]):
        points_on = grid if names == ["sinh"] else grid[grid > 0]
        found = notebook.run(curved_flow, points_on[:, None], names, 0.8)
        assert_shape(found, (len(points_on),), what="the log density")
        area = float(torch.as_tensor(found).exp().sum()) / 1000
        require(abs(area - 1) < 2e-3, "the area below the density is not 1", hint=hint)


@points("flow_logpdf", 1)
def test_no_map_and_examples(notebook, rng):
    """Without maps the base is left; each example is judged by itself; a map that shrinks makes the density grow."""
    x = rng.normal(4, 2)
    round_one = normal_logpdf(x, torch.zeros(2).double(), torch.eye(2).double())
    found = notebook.run(linear_flow, x, [], [])
    assert_close(found, round_one, what="the log density without any map", hint="An empty list: x is z_0 already.")
    A, b = 0.1 * stretching(rng, 2), rng.normal(2)
    x = b + x @ A.T
    together = notebook.run(linear_flow, x, [A], [b])
    hint = "log |det J| has bars inside the logarithm only: where a map shrinks it is negative, and the density grows."
    assert_close(together, normal_logpdf(x, b, A @ A.T), what="the log density after a map that shrinks", hint=hint)
    alone = [notebook.run(linear_flow, x[i : i + 1], [A], [b]) for i in range(4)]
    hint = "What an example's density is does not depend on its neighbours."
    expected = torch.as_tensor(together).reshape(4, 1)
    assert_close(alone, expected, what="the log densities of examples one by one", hint=hint)
