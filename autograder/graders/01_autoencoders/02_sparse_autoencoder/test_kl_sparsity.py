"""Hidden tests of `kl_sparsity`: its values, its minimum, and the ends of the range."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points, require


def reference(rho_hat, rho):
    """Term by term, for rates and targets inside (0, 1)."""
    return sum(rho * math.log(rho / r) + (1 - rho) * math.log((1 - rho) / (1 - r)) for r in rho_hat.tolist())


@points("kl_sparsity", 2)
def test_sum_over_units(notebook, rng):
    """The KL from the target's coin to the rate's coin is summed over the units, in nats."""
    for units, rho in ((1, 0.05), (7, 0.3), (40, 0.01)):
        rho_hat = rng.uniform(0.02, 0.98, (units,))
        cost = notebook.kl_sparsity(rho_hat, rho)
        assert_shape(cost, (), what="the cost", hint="One number for all units together.")
        hint = "Two coins, two outcomes each: which coin stands in front, which below? Which logarithm, and what over units?"
        assert_close(cost, reference(rho_hat, rho), what="the cost", hint=hint)
    small = torch.tensor([0.25, 0.5], dtype=torch.float32)
    hint = "Keep the dtype of rho_hat."
    expected = reference(small, 0.125)
    assert_close(
        notebook.kl_sparsity(small, 0.125), expected, rtol=1e-5, dtype=torch.float32, what="the cost", hint=hint
    )


@points("kl_sparsity", 1)
def test_zero_at_the_target_only(notebook, rng):
    """The cost is 0 where every rate is the target, and positive if one rate, on either side, is not."""
    for rho in (0.05, 0.4, 0.9):
        rates = torch.full((6,), rho, dtype=torch.float64)
        hint = "At the target both logarithms are 0, to the last digit that rho_hat has."
        assert_close(notebook.kl_sparsity(rates, rho), 0, atol=1e-12, what="the cost at the target", hint=hint)
        for factor in (0.7, 1.1):
            moved = rates.clone()
            moved[int(rng.integers(0, 6))] *= factor
            cost = as_tensor(notebook.kl_sparsity(moved, rho), "the cost")
            require(bool(cost > 1e-5), "the cost is not positive off the target", hint="Both coins' sides count.")


@points("kl_sparsity", 2)
def test_ends_of_the_range(notebook, rng):
    """0 log 0 is 0: targets of 0 and 1 are fine; rates that are stuck at 0 or 1 cost infinitely much for other targets."""
    rates = rng.uniform(0.1, 0.9, (5,))
    hint = "Where the target is 0, its first term is 0, whatever the rate; torch.xlogy knows that."
    expected = -(1 - rates).log().sum()
    assert_close(notebook.kl_sparsity(rates, 0.0), expected, what="the cost for a target of 0", hint=hint)
    hint = "Where the target is 1, its second term is 0, whatever the rate."
    assert_close(notebook.kl_sparsity(rates, 1.0), -rates.log().sum(), what="the cost for a target of 1", hint=hint)
    for end in (0.0, 1.0):
        stuck = torch.full((3,), end, dtype=torch.float64)
        hint = "A rate of exactly rho costs nothing."
        assert_close(notebook.kl_sparsity(stuck, end), 0, what="the cost of rates at a target of 0 or 1", hint=hint)
        stuck = torch.cat([rates, stuck])
        hint = "The cost is infinite there: neither NaN, nor what clamped rates would cost."
        assert_close(notebook.kl_sparsity(stuck, 0.3), math.inf, what="the cost of a rate of 0 or 1", hint=hint)
