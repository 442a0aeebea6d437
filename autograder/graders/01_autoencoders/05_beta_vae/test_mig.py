"""Hidden tests of `mig`: codes whose gap is known, random ones, what does not matter."""

import torch

from autograder.testing import as_tensor, assert_close, points


def entropy(values):
    """Of counts, in nats."""
    p = torch.unique(values, return_counts=True)[1].double() / len(values)
    return float(-(p * p.log()).sum())


def expected(codes, factors):
    """By entropies of pairs."""
    gaps = []
    for v in factors.T:
        found = []
        for z in codes.T:
            pair = z * (int(v.max()) + 1) + v
            found.append(entropy(z) + entropy(v) - entropy(pair))
        first, second = sorted(found, reverse=True)[:2]
        gaps.append((first - second) / entropy(v))
    return sum(gaps) / len(gaps)


def ask(notebook, codes, factors):
    """The gap as a number."""
    return as_tensor(notebook.mig(codes, factors), "the gap").reshape(-1)


def grid_of(*sizes):
    """All combinations of values, one in each row."""
    return torch.cartesian_prod(*[torch.arange(size) for size in sizes])


@points("mig", 3, seconds=20)  # scikit-learn is welcome, and takes its time to load
def test_known_gaps(notebook, rng):
    """1 for a latent of its own for each factor, 0 where everything is known twice or not at all, one half in between."""
    factors = grid_of(4, 8, 3)
    factors = factors[torch.from_numpy(rng.numpy.permutation(len(factors)))]
    hint = "For each factor: the two best-informed latents, their difference, over the *factor's* entropy."
    idle = torch.zeros(len(factors), 2, dtype=torch.int64)
    alone = torch.cat([idle, factors.flip(1)], dim=1)
    assert_close(ask(notebook, alone, factors), [1.0], what="the gap of a latent for each factor", hint=hint)
    twice = torch.cat([factors, factors], dim=1)
    assert_close(ask(notebook, twice, factors), [0.0], atol=1e-7, what="the gap where all is known twice", hint=hint)
    assert_close(ask(notebook, idle, factors), [0.0], atol=1e-7, what="the gap of latents that never move", hint=hint)
    bits = factors[:, :1]
    half = torch.cat([bits // 2, bits, idle], dim=1)
    what = "the gap where the second best knows one of two bits"
    assert_close(ask(notebook, half, bits), [0.5], what=what, hint=hint)
    three = factors[:, 1:2]
    third = torch.cat([three, three // 2], dim=1)
    what = "the gap where the second best knows two of three bits"
    assert_close(ask(notebook, third, three), [1 / 3], what=what, hint=hint)
    mixed = torch.cat([bits, bits // 2, three], dim=1)
    what = "the mean gap of one factor known once and a half, and one known once"
    assert_close(ask(notebook, mixed, factors[:, :2]), [0.75], what=what, hint="The mean over factors comes last.")
    both = torch.cat([idle, 8 * bits + three], dim=1)
    hint = "Each factor is asked by itself for its two best: a latent may be the best for several."
    assert_close(ask(notebook, both, factors[:, :2]), [1.0], what="the gap of one latent for two factors", hint=hint)


@points("mig", 2, seconds=20)  # scikit-learn is welcome, and takes its time to load
def test_random_codes(notebook, rng):
    """Any codes and factors, of unequal numbers of values, with probabilities that are counts."""
    for n, latents, kinds in ((60, 5, (2, 7, 3)), (200, 2, (4,)), (150, 3, (2, 2, 5, 6))):
        factors = torch.stack([rng.integers(0, kind, (n,)) for kind in kinds], dim=1)
        noise = rng.integers(0, 3, (n, latents))
        codes = factors[:, torch.arange(latents) % len(kinds)] + noise
        factors[:, 0] *= 3  # not every number up to the largest needs to occur
        factors[:, -1] *= kinds[-1]  # a pair as one number collides if only different values are counted
        hint = (
            "I(z; v) from the table of counts; each factor has its own entropy. Look for log 0, and for two different "
            "pairs that get one number: values may be 0 and 12, and nothing in between."
        )
        assert_close(ask(notebook, codes, factors), [expected(codes, factors)], what="the gap", hint=hint)


@points("mig", 1, seconds=20)  # scikit-learn is welcome, and takes its time to load
def test_what_does_not_matter(notebook, rng):
    """The order of examples and latents and the names of their values do not matter; a rotation of two latents does."""
    factors = rng.integers(0, 4, (300, 2))
    codes = torch.cat([factors + rng.integers(0, 2, (300, 2)), rng.integers(0, 5, (300, 1))], dim=1)
    want = expected(codes, factors)
    rows, columns = (torch.from_numpy(rng.numpy.permutation(size)) for size in (300, 3))
    names = torch.from_numpy(rng.numpy.permutation(40)[:5])
    renamed = names[codes][rows][:, columns]
    hint = "Only counts of equal pairs matter, not sizes: mutual information, and no correlation."
    found = ask(notebook, renamed.contiguous(), factors[rows].contiguous())
    assert_close(found, [want], what="the gap of reordered and renamed codes", hint=hint)
    grid = grid_of(8, 8)
    turned = torch.stack([grid[:, 0] + grid[:, 1], grid[:, 0] - grid[:, 1] + 7], dim=1)
    found = ask(notebook, turned, grid)
    hint = "Sum and difference know equally much about each factor."
    assert_close(found, [0.0], atol=1e-7, what="the gap of two latents that were rotated", hint=hint)
