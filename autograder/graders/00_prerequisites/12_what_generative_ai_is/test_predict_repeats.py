"""Hidden tests of `predict_repeats`: every case counted out for small numbers, large numbers, and the ends."""

import itertools
import math

from autograder.testing import as_tensor, assert_close, points, require


def ask(notebook, n, m):
    """The two numbers."""
    answer = notebook.predict_repeats(n, m)
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`predict_repeats` has to return two things", target="(different, no_repeat)")
    different, no_repeat = (as_tensor(part, "a prediction").reshape(-1) for part in answer)
    require(different.numel() == 1 and no_repeat.numel() == 1, "a prediction is one number")
    return different[0], no_repeat[0]


@points("predict_repeats", 2)
def test_every_case_counted_out(notebook, rng):
    """For small numbers, the predictions are the average and the share over all sequences of draws."""
    for n in (1, 2, 3, 4):
        for m in range(6):
            distinct = [len(set(draws)) for draws in itertools.product(range(n), repeat=m)]
            different, no_repeat = ask(notebook, n, m)
            what = f"the average number of different examples, {m} draws from {n}"
            hint = "An example is missed by one draw with probability 1 - 1/n: by all m with its m-th power."
            assert_close(different, sum(distinct) / len(distinct), rtol=1e-9, what=what, hint=hint)
            what = f"the probability of no repetition, {m} draws from {n}"
            hint = (
                "m - 1 factors: the second draw avoids 1 example, ..., the last one m - 1. More draws than examples: 0."
            )
            assert_close(no_repeat, distinct.count(m) / len(distinct), rtol=1e-9, what=what, hint=hint)


@points("predict_repeats", 2)
def test_large_numbers(notebook, rng):
    """Equations (9) and (10) hold up to a million examples and ten thousand draws."""
    cases = [(1_000_000, 10_000), (1_000_000, 1000), (365, 23), (50, 10_000), (10_000, 10_000), (9_999, 10_000)]
    cases += [
        (int(n), int(m)) for n, m in zip(rng.integers(100, 10**6, (6,)), rng.integers(2, 3000, (6,)), strict=True)
    ]
    for n, m in cases:
        different, no_repeat = ask(notebook, n, m)
        expected = n * -math.expm1(m * math.log1p(-1 / n))
        what = f"the number of different examples, {m} draws from {n}"
        hint = "Equation (9) as it stands: floats hold it for any n and m."
        assert_close(different, expected, rtol=1e-6, what=what, hint=hint)
        expected = math.exp(math.fsum(math.log1p(-i / n) for i in range(m))) if m <= n else 0.0
        what = f"the probability of no repetition, {m} draws from {n}"
        hint = "Multiply the factors of (10) themselves: an approximation by e to some power is not exact."
        assert_close(no_repeat, expected, rtol=1e-6, atol=1e-12, what=what, hint=hint)


@points("predict_repeats", 1)
def test_few_draws(notebook, rng):
    """No draw shows nothing and one shows one; neither repeats anything. One more draw than examples must repeat something."""
    for n in (1, 2, 7, int(rng.integers(10, 10**5))):
        different, no_repeat = ask(notebook, n, 0)
        assert_close(different, 0.0, atol=1e-9, what="the number of different examples without a draw")
        assert_close(no_repeat, 1.0, what="the probability that no draw repeats anything")
        different, no_repeat = ask(notebook, n, 1)
        assert_close(different, 1.0, what="the number of different examples after one draw")
        assert_close(no_repeat, 1.0, what="the probability that one draw repeats nothing")
        different, no_repeat = ask(notebook, n, 2)
        assert_close(different, 2 - 1 / n, what="the number of different examples after two draws")
        assert_close(
            no_repeat, 1 - 1 / n, what="the probability that two draws differ", hint="How many factors are there?"
        )
    for n in (1, 5, 120):
        for m in (n + 1, n + 2, 2 * n + 3):
            message = "more draws than examples, and still a chance of no repetition, or a negative one"
            require(
                float(ask(notebook, n, m)[1]) == 0,
                message,
                hint="One of the factors is 0; those after it are negative.",
            )
