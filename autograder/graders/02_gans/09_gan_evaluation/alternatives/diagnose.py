"""Other right answers to `diagnose`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def diagnoses_on_known_answers(programs):
    """Known answers, computed by hand in loops, instead of the own functions; a set comes back."""
    rng = np.random.default_rng(5)

    def tensor(values):
        return torch.tensor(np.asarray(values, dtype=float))

    def score(p, splits):
        out = []
        for part in np.array_split(p.numpy(), splits):
            q = part.mean(0)
            out.append(
                math.exp(sum(a * math.log(a / b) for r in part for a, b in zip(r, q, strict=True) if a > 0) / len(part))
            )
        return [sum(out) / splits]

    def mmd(x, y):
        def k(a, b):
            return (float(a @ b) / len(a) + 1) ** 3

        def w(z):
            return np.mean([k(a, b) for i, a in enumerate(z) for j, b in enumerate(z) if i != j])

        return [w(x) + w(y) - 2 * np.mean([k(a, b) for a in x for b in y])]

    def pr(real, fake, k):
        def share(p, c):
            r = [sorted(float((a - b).norm()) for j, b in enumerate(c) if j != i)[k - 1] for i, a in enumerate(c)]
            return np.mean([any(float((a - b).norm()) <= s for b, s in zip(c, r, strict=True)) for a in p])

        return [share(fake, real), share(real, fake)]

    probs = np.vstack([np.eye(3), np.eye(3)[[0, 0, 1]], rng.dirichlet([1, 1, 1], 5)])
    grid = np.array([[i, j] for i in range(4) for j in range(3)], dtype=float)
    inputs = {
        "inception_score": (score, [(tensor(probs), s) for s in (1, 2, 4)]),
        "kid": (
            mmd,
            [(tensor(rng.normal(size=(n, 3))), tensor(rng.normal(size=(m, 3)))) for n, m in ((3, 5), (8, 4), (6, 6))]
            + [(tensor([[0], [1]]), tensor([[0], [1], [2]]))],
        ),
        "precision_recall": (
            pr,
            [(tensor(grid), tensor(grid[:5] * 2), k) for k in (1, 2)]
            + [(tensor(grid[::3]), tensor(grid[::3] * 2), 1), (tensor(grid[::3]), tensor(grid[::3] - 3), 2)]
            + [(tensor(rng.normal(size=(20, 2))), tensor(rng.normal(size=(11, 2)) + 1), k) for k in (1, 2, 5)],
        ),
    }
    wrong = set()
    for name, (right, cases) in inputs.items():
        for case in cases:
            try:
                answer = programs[name](*[c.clone() if torch.is_tensor(c) else c for c in case])
                got, want = np.asarray(answer, dtype=float).reshape(-1), np.asarray(right(*case), dtype=float)
                if len(got) != len(want) or not np.allclose(got, want, rtol=1e-4, atol=1e-4):
                    wrong.add(name)
            except Exception:
                wrong.add(name)
    return wrong


@alternative
def diagnoses_on_many_draws(programs):
    """Throws many small random inputs, with whole numbers among them; a program is named for each that it gets wrong."""
    g = torch.Generator().manual_seed(3)
    wrong = []
    for name, own in (("inception_score", inception_score), ("kid", kid), ("precision_recall", precision_recall)):
        for trial in range(30):
            n, m, d = (int(torch.randint(5, 9, (1,), generator=g)) for _ in range(3))
            whole = torch.randint(0, 4, (n + m, d - 3), generator=g).double()
            real = torch.randn(n + m, d, generator=g, dtype=torch.float64)
            z = whole if trial % 2 else real
            if name == "inception_score":
                probs = real.softmax(dim=1)
                probs[: n // 2] = torch.eye(d, dtype=torch.float64)[: n // 2]
                inputs = (probs, 1 + trial % 4)
            else:
                inputs = (z[:n], z[n:]) if name == "kid" else (z[:n], z[n:], 1 + trial % 4)
            try:
                a, b = (np.array(f(*inputs), dtype=float).ravel() for f in (programs[name], own))
                bad = a.shape != b.shape or not np.allclose(a, b, rtol=1e-4, atol=1e-4)
            except Exception:
                bad = True
            if bad:
                wrong.append(name)
    return tuple(wrong)
