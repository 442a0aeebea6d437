"""Hidden tests of `train_critic`: how many nats the trained critic finds, pair by pair, on pairs that it has never seen."""

import math

import pytest
import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require, trained

RHO, PAIRS, UNSEEN, BATCH = 0.8, 4096, 6144, 128
# The truth is 1.022 nats in closed form; the best critic there is gets 0.97 to 1.04 on so many pairs.


class Pairs:
    """Pairs of points in the plane, correlated coordinate by coordinate; x and y are turned, each in its own way."""

    def __init__(self, rng):
        self.turns = rng.orthogonal(2), rng.orthogonal(2)
        while (
            float((self.turns[0] * self.turns[1]).sum()) > 1
        ):  # by less than 60 degrees apart: nearly as in the lesson
            self.turns = rng.orthogonal(2), rng.orthogonal(2)
        self.x, self.y = self.draw(rng, PAIRS)
        self.new_x, self.new_y = self.draw(rng, UNSEEN)

    def draw(self, rng, n):
        """Draw n pairs in float32."""
        x = rng.normal(n, 2)
        y = RHO * x + math.sqrt(1 - RHO**2) * rng.normal(n, 2)
        return (x @ self.turns[0]).float(), (y @ self.turns[1]).float()


@pytest.fixture(scope="module")
def data(module_rng):
    """Pairs that nobody has seen."""
    return Pairs(module_rng("data"))


@trained("train_critic")
def critic(notebook, data, module_rng, device):
    """The student's critic, trained once."""
    seed = int(module_rng("seed").integers(0, 2**31))
    return notebook.train_critic(data.x, data.y, seed=seed, device=device)


@inside
def train_small(ns, x, y, probe_x, probe_y, seed, steps):
    """Train on little; the scores of other pairs."""
    critic = ns.train_critic(x, y, seed=seed, steps=steps)
    with torch.no_grad():
        return critic(probe_x, probe_y).clone()


def score(critic, x, y):
    """A finite table of scores of the right shape."""
    table = as_tensor(critic(x, y), "the scores")
    hint = "critic(x, y) scores every row of x with every row of y."
    assert_shape(table, (len(x), len(y)), what="the table of scores", hint=hint)
    require(bool(table.isfinite().all()), "scores are NaN or infinite", hint="Did the training diverge?")
    return table


def bound_of(critic, x, y, rng):
    """Equation (12) in nats; in each batch the true partners stand in an order that only the trusted side knows."""
    losses = []
    for start in range(0, len(x), BATCH):
        order = torch.from_numpy(rng.numpy.permutation(BATCH))
        table = score(critic, x[start : start + BATCH], y[start : start + BATCH][order])
        partner = order.argsort()
        losses.append((table.logsumexp(dim=1) - table[torch.arange(BATCH), partner]).mean())
    return math.log(BATCH) - float(torch.stack(losses).mean())


@points("train_critic", 5, seconds=20)
def test_it_finds_the_mutual_information(critic, data, threshold, rng):
    """On pairs that it has never seen the critic finds nearly all of the mutual information."""
    bound = bound_of(critic, data.new_x, data.new_y, rng)
    hint = "Follow the recipe: learning rate 0.005, 64 pairs in a batch, 400 steps; one draw of indices for x AND y."
    threshold.above("estimate", bound, what="the bound on the mutual information of unseen pairs", hint=hint)


@points("train_critic", 3)
def test_each_pair_is_scored_by_itself(critic, data, rng):
    """A pair's score depends on this pair alone: not on where it stands, who else is there, or what was asked before."""
    x, y = data.new_x[:30], data.new_y[:30]
    table = score(critic, x, y)
    hint = "Entry [i, j] is the critic's opinion of x_i and y_j, and of nothing else."
    rows, columns = (torch.from_numpy(rng.numpy.permutation(30)) for _ in range(2))
    cases = {
        "in another order": (rows, columns),
        "without their partners": (rows[:12], columns[:5]),
        "one by one": (rows[:1], columns[:1]),
    }
    for name, (i, j) in cases.items():
        found = score(critic, x[i], y[j])
        what = f"the scores of pairs that come {name}"
        assert_close(found, table[i][:, j], rtol=1e-4, atol=1e-5, what=what, hint=hint)


@points("train_critic", 2)
def test_data_and_seed_decide(notebook, rng):
    """Data and seed decide about the critic, and nothing else does; the number of steps and the widths are as asked."""
    x, y, other = rng.normal(90, 3).float(), rng.normal(90, 4).float(), rng.normal(90, 4).float()
    probe_x, probe_y = rng.normal(7, 3).float(), rng.normal(5, 4).float()

    def train(y, seed=3, steps=4):
        table = as_tensor(notebook.run(train_small, x, y, probe_x, probe_y, seed, steps), "the scores")
        hint = "The widths of x and y may differ from each other, and from two."
        assert_shape(table, (7, 5), what="the table of scores of 7 and 5 others", hint=hint)
        return table

    first = train(y)
    hint = "Seed before the first layer is made, and draw nothing from elsewhere."
    what = "what a second training with the same seed gives"
    assert_close(train(y.clone()), first, rtol=1e-4, atol=1e-5, what=what, hint=hint)
    hint = "The critic has to come from these pairs, this seed and so many steps: nothing stored, nothing kept from a call."
    changes = {
        "another seed": train(y, seed=4),
        "other pairs": train(other),
        "more steps": train(y, steps=8),
        "no step at all": train(y, steps=0),
    }
    for name, table in changes.items():
        require(float((table - first).abs().max()) > 1e-4, f"training with {name} gives the same critic", hint=hint)
