"""Hidden tests of `inception_score`: the extremes, values, parts, zeros."""

import math

import torch

from autograder.testing import as_tensor, assert_close, points, raises, require


def score_by_definition(probs, splits=1):
    """Equation (1), row by row."""
    base, extra = divmod(len(probs), splits)
    rows = probs.tolist()
    scores, start = [], 0
    for part in range(splits):
        end = start + base + (part < extra)
        chosen = rows[start:end]
        marginal = [sum(column) / len(chosen) for column in zip(*chosen, strict=True)]
        terms = [p * math.log(p / q) for row in chosen for p, q in zip(row, marginal, strict=True) if p > 0]
        scores.append(math.exp(sum(terms) / len(chosen)))
        start = end
    return sum(scores) / splits


def ask(notebook, probs, *splits):
    """One finite number."""
    score = as_tensor(notebook.inception_score(probs, *splits), "the score")
    require(score.numel() == 1, "the score has to be one number", hint="A mean over samples, then over parts.")
    require(bool(score.isfinite().all()), "the score is NaN or infinite", hint="0 log 0 is 0: torch.special.xlogy.")
    return score.reshape(())


@points("inception_score", 2)
def test_extremes_and_values(notebook, rng):
    """1 where all samples get the same answer, K where answers are certain and even, and equation (1) between."""
    for classes in (2, 5, 10):
        row = torch.from_numpy(rng.numpy.dirichlet([1.0] * classes, 1))
        hint = "If every row is the marginal, all divergences are 0, and the exponential of 0 is 1."
        assert_close(ask(notebook, row.repeat(7, 1)), 1.0, what="the score of samples that are all alike", hint=hint)
        certain = torch.eye(classes, dtype=torch.float64).repeat(3, 1)
        hint = (
            "Each divergence is log K: natural, a SUM over classes, from the row to the marginal. Then the exponential."
        )
        assert_close(ask(notebook, certain), float(classes), what="the score of certain and even answers", hint=hint)
        probs = torch.from_numpy(rng.numpy.dirichlet([0.3] * classes, 23))
        hint = "Sum over classes, mean over samples, exponential last. KL from each row to the marginal, not the other way."
        what = "the score of random probabilities"
        assert_close(ask(notebook, probs), score_by_definition(probs), rtol=1e-5, what=what, hint=hint)


@points("inception_score", 2)
def test_each_part_has_its_own_marginal(notebook, rng):
    """With several parts each has a p(y) of its own, the first ones are a row longer, and their scores are averaged."""
    for count, splits in ((20, 4), (23, 5), (7, 7), (11, 2)):
        probs = torch.from_numpy(rng.numpy.dirichlet([0.4] * 6, count))
        hint = "Consecutive parts, all rows, sizes as torch.tensor_split makes them; the mean of scores, not of divergences."
        what = f"the score of {count} rows in {splits} parts"
        found = ask(notebook, probs, splits)
        assert_close(found, score_by_definition(probs, splits), rtol=1e-5, what=what, hint=hint)


@points("inception_score", 1)
def test_zeros_and_impossible_splits(notebook, rng):
    """Probabilities of exactly 0 do no harm, float32 is understood, and splits that cannot be are refused."""
    probs = torch.from_numpy(rng.numpy.dirichlet([0.5] * 4, 9))
    probs = torch.cat([probs, torch.eye(4, dtype=torch.float64)[rng.integers(0, 3, (6,))]])
    probs[:, 3] = 0.0  # a class that nobody ever names
    probs = probs / probs.sum(dim=1, keepdim=True)
    hint = "A small number that is added to every probability changes the score; 0 log 0 is exactly 0."
    what = "the score of probabilities with zeros"
    assert_close(ask(notebook, probs, 3), score_by_definition(probs, 3), rtol=1e-6, what=what, hint=hint)
    found = ask(notebook, probs.float())
    assert_close(found, score_by_definition(probs), rtol=1e-4, what="the score of float32 probabilities", hint=hint)
    for splits in (0, -1, len(probs) + 1):
        with raises("ValueError", what="inception_score with an impossible number of parts", hint="See the docstring."):
            notebook.inception_score(probs, splits)
