"""Hidden tests of `is_sampler_of`: right samplers that it must accept, and wrong ones that it must reject."""

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def ask(ns, kind, p, seed):
    """The verdict on a sampler of this kind, and p after the call."""
    np = ns.np
    rng = np.random.Generator(np.random.Philox(key=seed))
    ends = np.cumsum(p)
    size = len(p)
    last = int(np.flatnonzero(p)[-1])

    def right(n, law=None):
        stairs = ends if law is None else np.cumsum(law)
        return np.minimum(np.searchsorted(stairs, rng.random(n), side="right"), last)

    def sticky(n):
        x = right(n)
        for t in np.flatnonzero(rng.random(n) < 0.5):
            x[t] = x[t - 1] if t else x[t]
        return x

    def now_and_then(n, value, kind=np.int64):
        x = right(n).astype(kind)
        x[int(rng.integers(0, 100)) :: 400] = value
        return x

    def mirrored(n):
        u = rng.random(n)
        u[1::2] = 1 - u[: 2 * (n // 2) : 2]
        return np.minimum(np.searchsorted(ends, u, side="right"), last)

    def moved(n, by):
        law = p.copy()
        law[int(np.argmax(p))] += by
        law[int(np.argmin(np.where(p > 0, p, 2)))] -= by
        return right(n, law)

    def shy(n):
        law = p + 0.06 / (size - 1)
        law[2] = p[2] - 0.06
        return right(n, law)

    def never_zero_twice(n):  # right shares for p = 1/4 and four times 3/16
        x, drawn = int(right(1)[0]), []
        for u in rng.random(n).tolist():
            x = 1 + int(4 * u) if x == 0 else 0 if u < 1 / 3 else 1 + int(6 * u - 2)
            drawn.append(min(x, 4))
        return np.array(drawn)

    kinds = {
        "right": right,
        "right, by chance of numpy": lambda n: rng.choice(size, n, p=p),
        "right, from the other end": lambda n: np.minimum(np.searchsorted(ends, 1 - rng.random(n)), last),
        "right, by the largest of noisy scores": lambda n: np.argmax(
            np.log(np.maximum(p, 1e-300)) + rng.gumbel(size=(n, size)), axis=1
        ),
        "right, as floats": lambda n: right(n).astype(float),
        "uniform": lambda n: rng.integers(0, size, n),
        "likeliest": lambda n: np.full(n, np.argmax(p)),
        "reversed": lambda n: size - 1 - right(n),
        "shifted": lambda n: (right(n) + 1) % size,
        "too much": lambda n: moved(n, 0.065),
        "too little": lambda n: moved(n, -0.065),
        "shy": shy,
        "never 0 twice": never_zero_twice,
        "squeezed": lambda n: right(n, p + np.array([-0.1, 0.2, -0.1])),
        "cold": lambda n: right(n, p**3 / (p**3).sum()),
        "hot": lambda n: right(n, p**0.2 * (p > 0) / (p**0.2 * (p > 0)).sum()),
        "sorted": lambda n: np.sort(right(n)),
        "twice": lambda n: np.repeat(right(n // 2 + 1), 2)[:n],
        "sticky": sticky,
        "cycle": lambda n: np.repeat(np.arange(size), np.rint(20 * p).astype(int))[(np.arange(n) * 7) % 20],
        "mirrored": mirrored,
        "impossible": lambda n: now_and_then(n, int(np.flatnonzero(p == 0)[0])),
        "too large": lambda n: now_and_then(n, size),
        "negative": lambda n: now_and_then(n, -1),
        "nan": lambda n: now_and_then(n, np.nan, float),
        "halves": lambda n: now_and_then(n, 0.5, float),
        "infinite": lambda n: now_and_then(n, np.inf, float),
        "one too many": lambda n: right(n + 1),
        "one too few": lambda n: right(n - 1),
        "column": lambda n: right(n)[:, None],
        "single": lambda n: right(n)[0],
        "same again": lambda n: np.searchsorted(ends, np.random.default_rng(seed).random(n), side="right"),
        "constant": lambda n: np.full(n, last),
        "constant but wrong": lambda n: np.full(n, (last + 1) % size),
    }
    p = np.array(p)
    return ns.is_sampler_of(kinds[kind], p), p


def judge(notebook, rng, cases, hint):
    """Put samplers to the student's check."""
    for kind, p, verdict, name in cases:
        shares = torch.tensor(p, dtype=torch.float64)
        answer, after = notebook.run(ask, kind, shares.numpy(), int(rng.integers(0, 2**31)))
        assert_close(after, shares, rtol=0, atol=0, what="the caller's p after the call")
        answer = as_tensor(answer, "the verdict").reshape(-1)
        require(answer.numel() == 1, "the verdict has to be one bool", hint="Reduce, then `bool(...)`.")
        message = f"your check {'rejects' if verdict else 'accepts'} {name}"
        accept = "Right shares are off by a little, too: how much is normal for the number of your draws?"
        require(bool(answer[0]) == verdict, message, hint=accept if verdict else hint)


UNEVEN, FOUR = [0.5, 0.3, 0.2], [0.1, 0.4, 0.35, 0.15]


@points("is_sampler_of", 2, seconds=40)
def test_shares(notebook, rng):
    """Right samplers of several makes are accepted; samplers with other shares than p are rejected."""
    cases = [
        ("right", UNEVEN, True, "a right sampler"),
        ("right, by chance of numpy", FOUR, True, "NumPy's own sampler"),
        ("right, from the other end", UNEVEN, True, "a right sampler that walks from the other end"),
        ("right, by the largest of noisy scores", FOUR, True, "a right sampler that works with noisy scores"),
        ("right", [0.05] * 2 + [0.9], True, "a right sampler of one likely outcome and two rare ones"),
        ("right", [1 / 6] * 6, True, "a fair die"),
        ("uniform", UNEVEN, False, "a sampler that forgets the shares"),
        ("likeliest", FOUR, False, "a sampler that always returns the likeliest outcome"),
        ("reversed", UNEVEN, False, "a sampler that counts from behind"),
        ("shifted", FOUR, False, "a sampler that is off by one outcome"),
        ("too much", UNEVEN, False, "a sampler that draws the likeliest outcome too often"),
        ("too little", FOUR, False, "a sampler that draws the likeliest outcome too rarely"),
        ("shy", [1 / 6] * 6, False, "a die that shows one side too rarely, and all others a little more often"),
        ("squeezed", [0.35, 0.3, 0.35], False, "a sampler with the right mean and other shares"),
        ("cold", UNEVEN, False, "a sampler that is too cold"),
        ("hot", [0.8, 0.1, 0.1, 0.0], False, "a sampler that is too hot"),
    ]
    judge(notebook, rng, cases, "Compare the share of each outcome with its probability, from many draws.")


@points("is_sampler_of", 2, seconds=40)
def test_memory(notebook, rng):
    """Samplers with the right shares whose outcomes depend on the one before are rejected."""
    cases = [
        ("right", FOUR, True, "a right sampler"),
        ("sorted", UNEVEN, False, "a sampler that sorts its outcomes"),
        ("twice", UNEVEN, False, "a sampler that returns everything twice"),
        ("sticky", FOUR, False, "a sampler that repeats itself in half of the cases"),
        ("cycle", UNEVEN, False, "a sampler that goes round in a cycle"),
        ("mirrored", [0.5, 0.5], False, "a coin that likes to change sides"),
        ("twice", [0.5, 0.5], False, "a coin that shows each side twice"),
        ("never 0 twice", [0.25] + [0.1875] * 4, False, "a sampler that never draws 0 twice in a row"),
        ("right", [0.5, 0.5, 0.0], True, "a fair coin with a third, impossible outcome"),
    ]
    judge(notebook, rng, cases, "Count pairs of an outcome and the next one: they come with probability p(i) p(j).")


@points("is_sampler_of", 1, seconds=40)
def test_outcomes_that_cannot_be(notebook, rng):
    """What is impossible, does not exist, is no whole number, or comes in another number than asked for is rejected."""
    four = [0.5, 0.0, 0.3, 0.2]
    cases = [
        ("right", four, True, "a right sampler with an impossible outcome in the middle"),
        ("right, as floats", four, True, "a right sampler that returns floats such as 2.0"),
        ("impossible", four, False, "a sampler that draws the impossible now and then"),
        ("impossible", [0.5, 0.5, 0.0], False, "a sampler that draws an impossible last outcome now and then"),
        ("too large", UNEVEN, False, "a sampler that draws an outcome K now and then"),
        ("negative", UNEVEN, False, "a sampler that returns -1 now and then"),
        ("nan", UNEVEN, False, "a sampler that returns NaN now and then"),
        ("halves", UNEVEN, False, "a sampler that returns 0.5 now and then"),
        ("infinite", UNEVEN, False, "a sampler that returns infinity now and then"),
        ("one too many", UNEVEN, False, "a sampler that returns one outcome too many"),
        ("one too few", UNEVEN, False, "a sampler that returns one outcome too few"),
        ("column", UNEVEN, False, "a sampler that returns a table with one column"),
        ("single", UNEVEN, False, "a sampler that returns a single outcome"),
    ]
    judge(notebook, rng, cases, "Look at shape and range first, before you count; a rare fault hardly moves a share.")


@points("is_sampler_of", 1, seconds=40)
def test_fresh_outcomes(notebook, rng):
    """Samplers that return the same again are rejected, unless only one outcome is possible."""
    cases = [
        ("right", UNEVEN, True, "a right sampler"),
        ("same again", UNEVEN, False, "a sampler that returns the same outcomes at each call"),
        ("same again", [0.5, 0.5, 0.0], False, "a coin that falls the same way at each call"),
        ("constant", [0.0, 1.0, 0.0], True, "a sampler whose only possible outcome always comes"),
        ("constant", [1.0], True, "a sampler of one outcome"),
        ("constant", [0.0, 1.0], True, "a sampler of one possible outcome, the second of two"),
        ("constant but wrong", [0.0, 1.0], False, "a sampler that always returns the impossible"),
        ("constant", UNEVEN, False, "a sampler that always returns the same outcome"),
    ]
    judge(notebook, rng, cases, "Call it twice, and compare; where one outcome is certain, sameness is right.")
