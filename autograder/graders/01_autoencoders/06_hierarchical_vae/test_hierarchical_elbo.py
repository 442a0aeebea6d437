"""Hidden tests of `hierarchical_elbo`: the bound and its parts, gradients by every path, and that it is a bound."""

import math

import torch

from autograder.metrics import bernoulli_log_likelihood
from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def linear_model(ns, weights):
    """A model whose four networks are linear."""

    class Linear:
        def encode_top(self, x):
            return x @ weights[0], x @ weights[1]

        def prior(self, z_2):
            return z_2 @ weights[2], z_2 @ weights[3]

        def encode_bottom(self, x, z_2):
            return x @ weights[4] + z_2 @ weights[5], x @ weights[6] + z_2 @ weights[7]

        def decode(self, z_1):
            return z_1 @ weights[8]

    return Linear()


@inside
def gradients(ns, weights, x, eps_2, eps_1, which):
    """Of the sum of one of the results, for all weights."""
    leaves = [w.clone().requires_grad_() for w in weights]

    class Linear:
        def encode_top(self, x):
            return x @ leaves[0], x @ leaves[1]

        def prior(self, z_2):
            return z_2 @ leaves[2], z_2 @ leaves[3]

        def encode_bottom(self, x, z_2):
            return x @ leaves[4] + z_2 @ leaves[5], x @ leaves[6] + z_2 @ leaves[7]

        def decode(self, z_1):
            return z_1 @ leaves[8]

    total = ns.hierarchical_elbo(Linear(), x, eps_2, eps_1)[which].sum()
    found = torch.autograd.grad(total, leaves, allow_unused=True)
    return [torch.zeros_like(w) if g is None else g for w, g in zip(leaves, found, strict=True)]


def draw(rng, n=9, pixels=12, top=3, below=5):
    """Weights, pictures and noise."""
    shapes = [(pixels, top), (pixels, top), (top, below), (top, below), (pixels, below), (top, below)]
    shapes += [(pixels, below), (top, below), (below, pixels)]
    weights = [rng.normal(*shape) / 3 for shape in shapes]
    return weights, rng.integers(0, 2, (n, pixels)).double(), rng.normal(n, top), rng.normal(n, below)


def expected(weights, x, eps_2, eps_1):
    """rec, kl_1 and kl_2."""
    mu_2, log_var_2 = x @ weights[0], x @ weights[1]
    z_2 = mu_2 + (log_var_2 / 2).exp() * eps_2
    mu_q, log_var_q = x @ weights[4] + z_2 @ weights[5], x @ weights[6] + z_2 @ weights[7]
    z_1 = mu_q + (log_var_q / 2).exp() * eps_1
    mu_p, log_var_p = z_2 @ weights[2], z_2 @ weights[3]
    ratio = log_var_q - log_var_p
    kl_1 = 0.5 * (ratio.exp() + (mu_q - mu_p) ** 2 * (-log_var_p).exp() - 1 - ratio).sum(1)
    kl_2 = 0.5 * (mu_2**2 + log_var_2.exp() - 1 - log_var_2).sum(1)
    logits = z_1 @ weights[8]
    return (x * logits - torch.nn.functional.softplus(logits)).sum(1), kl_1, kl_2


def ask(notebook, weights, *args):
    """The four results."""
    answer = notebook.hierarchical_elbo(notebook.run(linear_model, weights), *args)
    is_four = isinstance(answer, tuple | list) and len(answer) == 4
    require(is_four, "`hierarchical_elbo` has to return four things", hint="return elbo, rec, kl_1, kl_2")
    return answer


@points("hierarchical_elbo", 2)
def test_bound_of_each_example(notebook, rng):
    """The bound is rec - kl_1 - kl_2 for each example, with both levels drawn from the given noise."""
    hint = "One number per example; sums over pixels and latents; the bound, not its negative."
    for sizes in ({}, {"n": 4, "pixels": 30, "top": 2, "below": 2}):
        drawn = draw(rng, **sizes)
        rec, kl_1, kl_2 = expected(*drawn)
        assert_close(ask(notebook, *drawn)[0], rec - kl_1 - kl_2, what="the bound", hint=hint)


@points("hierarchical_elbo", 2)
def test_price_of_each_level(notebook, rng):
    """Level 1 pays for what the top has not told, both compared at the sample of the top; the top pays from dice."""
    drawn = draw(rng)
    rec, kl_1, kl_2 = expected(*drawn)
    _, found_rec, found_1, found_2 = ask(notebook, *drawn)
    hint = "A sum over the top's latents, against N(0, I)."
    assert_close(found_2, kl_2, what="kl_2", hint=hint)
    hint = "q(z_1 | x, z_2) from p(z_1 | z_2), and both at the *sample* z_2. In which order?"
    assert_close(found_1, kl_1, what="kl_1", hint=hint)
    hint = (
        "The picture is decoded from a sample of q(z_1 | x, z_2): z_2 a sample, too, and the spread exp(log_var / 2)."
    )
    assert_close(found_rec, rec, what="rec", hint=hint)
    weights, x, eps_2, eps_1 = drawn
    weights[4], weights[5], weights[6], weights[7] = 0 * weights[4], weights[2], 0 * weights[6], weights[3]
    free = ask(notebook, weights, x, eps_2, eps_1)[2]
    what = "kl_1 of a level that says what the top has told"
    assert_close(free, torch.zeros(len(x)), atol=1e-9, what=what, hint="That costs nothing.")
    weights[0], weights[1] = 0 * weights[0], 0 * weights[1]
    asleep = ask(notebook, weights, x, eps_2, eps_1)[3]
    what = "kl_2 of a top that says the same as dice about every picture"
    assert_close(asleep, torch.zeros(len(x)), atol=1e-9, what=what, hint="That costs nothing, and is no division by 0.")


@points("hierarchical_elbo", 2)
def test_learns_by_every_path(notebook, rng):
    """Gradients flow to all four networks: the top learns from the picture and from the level below, the prior from level 1."""
    weights, *args = draw(rng)
    for part, name in zip(ask(notebook, weights, *args), ("the bound", "rec", "kl_1", "kl_2"), strict=True):
        assert_shape(part, (len(args[0]),), what=name, hint="One number per example.")
    leaves = [w.clone().requires_grad_() for w in weights]
    parts = expected(leaves, *args)
    names = ["the top's means", "the top's spread", "the prior's means", "the prior's spread"]
    names += [
        "level 1's means",
        "level 1's means, from z_2",
        "level 1's spread",
        "level 1's spread, from z_2",
        "the decoder",
    ]
    for which, part in ((1, parts[0]), (2, parts[1]), (0, parts[0] - parts[1] - parts[2])):
        want = torch.autograd.grad(part.sum(), leaves, allow_unused=True, retain_graph=True)
        found = notebook.run(gradients, weights, *args, which)
        for got, right, name, w in zip(found, want, names, weights, strict=True):
            right = torch.zeros_like(w) if right is None else right
            what = f"the gradient of {('elbo', 'rec', 'kl_1')[which]} for {name}"
            assert_close(got, right, what=what, hint="Is something detached on the way?")


@points("hierarchical_elbo", 2)
def test_never_above_the_evidence(notebook, rng):
    """On average over the noise the bound lies below log p(x), by the KL divergence from q to the true posterior."""
    side, pixels, draws = 401, 6, 40000
    weights, x, _, _ = draw(rng, n=1, pixels=pixels, top=1, below=1)
    weights[8] = 3 * weights[8]
    # Ink moves level 1 to one side, of which the top tells nothing: that has its price.
    x[:, :2], weights[4], weights[5] = 1, weights[4].abs() + 0.5, weights[2]
    for spread in (1, 3, 6, 7):  # moderate, so that the grid holds them
        weights[spread] = weights[spread] / 3
    at = torch.linspace(-12, 12, side, dtype=torch.float64)
    z_2, z_1 = (part.reshape(-1, 1) for part in torch.meshgrid(at, at, indexing="ij"))
    log_area = 2 * math.log(24 / (side - 1))

    def log_normal(z, mu, log_var):
        return (-0.5 * ((z - mu) ** 2 * (-log_var).exp() + log_var + math.log(2 * math.pi)))[:, 0]

    wide = x.expand(side**2, pixels)
    zero = torch.zeros_like(z_2)
    log_joint = log_normal(z_2, zero, zero) + log_normal(z_1, z_2 @ weights[2], z_2 @ weights[3])
    log_joint = log_joint + bernoulli_log_likelihood(wide, z_1 @ weights[8])
    evidence = float(torch.logsumexp(log_joint, 0) + log_area)
    log_q = log_normal(z_2, x @ weights[0] + zero, x @ weights[1] + zero)
    bottom = x @ weights[4] + z_2 @ weights[5], x @ weights[6] + z_2 @ weights[7]
    log_q = log_q + log_normal(z_1, *bottom)
    gap = float((log_q.exp() * (log_q - log_joint + evidence)).sum() * math.exp(log_area))
    answer = ask(notebook, weights, x.expand(draws, pixels).contiguous(), rng.normal(draws, 1), rng.normal(draws, 1))
    bounds = as_tensor(answer[0], "the bound")
    require(tuple(bounds.shape) == (draws,), "the bound is not one number per example", hint="Nothing is averaged.")
    error = 6 * float(bounds.std()) / math.sqrt(draws) + 1e-3
    mean = float(bounds.mean())
    require(mean < evidence + error, "on average your bound is above log p(x)", hint="Then it is no bound. Which term?")
    hint = "The gap is the divergence from q to the posterior of both levels. A level, a sum or a sign is off."
    require(abs(evidence - gap - mean) < error, "the gap to log p(x) is not the one that it must be", hint=hint)
