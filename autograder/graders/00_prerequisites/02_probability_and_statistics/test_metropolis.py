"""Hidden tests of `metropolis`: the chain, refused steps, chains by themselves, the caller's start, the outcome."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def walk(ns, law, x0, step, noise, u):
    """The chain, the acceptance, and what x0 is after the call."""

    def slope(x):
        return -x.abs().sum(dim=1)

    def bell(x):
        return -0.5 * x.square().sum(dim=1) + 800.0

    def positive(x):
        return torch.where((x > 0).all(dim=1), -x.clamp(min=0).sum(dim=1), -math.inf)

    def hills(x):
        centres = torch.tensor([[-1.0, 0.0], [1.0, 0.5]], dtype=x.dtype)
        weights = torch.tensor([0.3, 0.7], dtype=x.dtype)
        return torch.logsumexp(weights.log() - (x[:, None] - centres).square().sum(dim=2) / 0.72, dim=1)

    x0 = x0.clone()
    log_p = {"slope": slope, "bell": bell, "positive": positive, "hills": hills}[law]
    answer = ns.metropolis(log_p, x0, step, noise, u)
    return answer, x0


def unpack(answer, shape):
    """The chain and the share."""
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`metropolis` has to return two things", target="(chain, acceptance)")
    hint = "One entry for each step, also for a step in which no chain moved."
    assert_shape(answer[0], shape, what="the chain", hint=hint)
    acceptance = as_tensor(answer[1], "the acceptance").reshape(-1)
    require(acceptance.numel() == 1, "the acceptance has to be one number", hint="One share for all steps and chains.")
    return as_tensor(answer[0]), acceptance[0]


def reference(log_p, x0, step, noise, u):
    """One chain and one step at a time."""
    n, chains, d = noise.shape
    visited, accepted = torch.empty(n, chains, d, dtype=torch.float64), 0
    for c in range(chains):
        x = x0[c]
        for t in range(n):
            proposal = x + step * noise[t, c]
            if float(u[t, c].log()) < log_p(proposal) - log_p(x):
                x, accepted = proposal, accepted + 1
            visited[t, c] = x
    return visited, accepted / (n * chains)


@points("metropolis", 2)
def test_chain(notebook, rng):
    """Each chain follows equation (19), step by step, with its own noise and its own uniform numbers."""
    for d, step in ((1, 1.5), (3, 0.7)):
        x0, noise, u = rng.normal(4, d), rng.normal(40, 4, d), rng.uniform(0, 1, (40, 4))
        answer, _ = notebook.run(walk, "bell", x0, step, noise, u)
        chain, _ = unpack(answer, (40, 4, d))
        expected, _ = reference(lambda x: -0.5 * float(x.square().sum()), x0, step, noise, u)
        hint = "From where the chain is now: log u is compared with the difference of the log densities."
        assert_close(chain, expected, what="the chain", hint=hint)


@points("metropolis", 1)
def test_refused_steps(notebook, rng):
    """A refused step counts: the place is recorded once more, and the acceptance is the share of all proposals."""
    noise, u = rng.normal(60, 3, 1), rng.uniform(0.2, 1, (60, 3))
    x0 = rng.uniform(0.5, 1.5, (3, 1))
    answer, _ = notebook.run(walk, "positive", x0, 3.0, noise, u)
    chain, acceptance = unpack(answer, (60, 3, 1))
    require(bool((chain > 0).all()), "the chain went where the density is 0", hint="exp(-inf) is 0, and no u is below.")

    def positive(x):
        return -float(x.sum()) if bool((x > 0).all()) else -math.inf

    expected, share = reference(positive, x0, 3.0, noise, u)
    hint = "Where a step is refused the chain stays, and where it stays is recorded again."
    assert_close(chain, expected, what="the chain with long steps", hint=hint)
    hint = "Accepted proposals, of all n * C that were made. In the first step, too."
    assert_close(acceptance, share, what="the acceptance", hint=hint)
    away, zero = -torch.ones(4, 3, 1).double(), torch.zeros(4, 3).double()
    answer, _ = notebook.run(walk, "positive", x0, 3.0, away, zero)
    what = "the chain for u = 0, if all proposals have density 0"
    hint_of_zero = "log 0 is minus infinity on both sides, and not below itself: such a step is refused."
    assert_close(unpack(answer, (4, 3, 1))[0], x0.expand(4, 3, 1), what=what, hint=hint_of_zero)
    none, _ = notebook.run(walk, "bell", torch.zeros(2, 1).double(), 50.0, torch.ones(5, 2, 1).double(), u[:5, :2])
    chain, acceptance = unpack(none, (5, 2, 1))
    assert_close(chain, torch.zeros(5, 2, 1), what="the chain if everything is refused", hint="It stays at x0.")
    assert_close(acceptance, 0.0, what="the acceptance if everything is refused", hint=hint)


@points("metropolis", 1)
def test_start(notebook, rng):
    """The start is not changed, and is not part of the chain; entry t is where the chain is after step t + 1."""
    x0, noise = rng.normal(3, 2), rng.normal(6, 3, 2)
    answer, after = notebook.run(walk, "slope", x0, 0.4, noise, torch.zeros(6, 3).double())
    assert_close(after, x0, what="x0 after the call", hint="`x[accept] = ...` writes into x0, if x is x0.")
    chain, acceptance = unpack(answer, (6, 3, 2))
    hint = "With u = 0 every step is taken: the first entry is x0 plus the first step, and steps add up."
    assert_close(chain, x0 + 0.4 * noise.cumsum(dim=0), what="the chain for u = 0", hint=hint)
    assert_close(acceptance, 1.0, what="the acceptance if everything is accepted", hint="A share of the proposals.")


@points("metropolis", 2, seconds=20)
def test_outcome(notebook, rng):
    """Two hills, 40 chains, 500 steps: mean, variance and acceptance of the places are those of the distribution."""
    x0, noise, u = rng.normal(40, 2), rng.normal(500, 40, 2), rng.uniform(0, 1, (500, 40))
    answer, _ = notebook.run(walk, "hills", x0, 1.2, noise, u)
    chain, acceptance = unpack(answer, (500, 40, 2))
    places = chain[50:].reshape(-1, 2)
    # Over seeds, the mean of a right chain is off by 0.03 (one standard deviation), its variance by 0.025.
    mean = torch.tensor([0.4, 0.35]).double()
    hint = "Draw the chain: does it stay on one hill, or forget to come down?"
    require(float((places.mean(dim=0) - mean).abs().max()) < 0.25, "the mean of the places is wrong", hint=hint)
    variance = torch.tensor([1.2, 0.4125]).double()
    hint = "Downhill steps are taken as well, now and then; and refused steps repeat a place."
    require(float((places.var(dim=0) - variance).abs().max()) < 0.2, "the variance of the places is wrong", hint=hint)
    require(0.32 < float(acceptance) < 0.41, "the acceptance is not that of this step size", hint=hint)
