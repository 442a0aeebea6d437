"""Hidden tests of `diagnose`: programs that it must let pass, and programs that it must name. Each test asks for both."""

import math

import numpy as np
import torch

from autograder.testing import inside, points, require

NAMES = ("inception_score", "kid", "precision_recall")


@inside
def judge(ns, target):
    """The student's verdict on each program of a kind, among two right ones; the first three are right in other writings."""
    F = torch.float64

    def score(probs, splits=1, *, base=math.e, common=False, turned=False, linear=False, plain=False, eps=0.0):
        found = []
        for part in torch.tensor_split(probs.to(F), splits):
            q = (probs.to(F) if common else part).mean(0)
            if plain:
                terms = part * (part / q).log()
            elif turned:
                terms = q * ((q + 1e-12) / (part + 1e-12)).log()
            else:
                terms = torch.special.xlogy(part + eps, part + eps) - torch.special.xlogy(part + eps, q + eps)
            mean = float(terms.sum(1).mean()) / math.log(base)
            found.append(mean if linear else math.exp(mean))
        return sum(found) / len(found)

    def score_by_entropies(probs, splits=1):
        parts = [np.asarray(part, dtype=np.float32) for part in torch.tensor_split(probs, splits)]
        h = [lambda p: -float(np.sum(p[p > 0] * np.log(p[p > 0])))][0]
        return np.mean([np.exp(h(part.mean(0)) - np.mean([h(row) for row in part])) for part in parts])

    def score_in_pieces(probs, splits=1):
        probs, total, start = probs.numpy(), 0.0, 0
        for i in range(splits):
            end = start + len(probs) // splits + (i < len(probs) % splits)
            part = probs[start:end]
            ratio = np.where(part > 0, part, 1) / np.where(part > 0, part.mean(0), 1)
            total, start = total + np.exp((part * np.log(ratio)).sum(1).mean()), end
        return torch.tensor(total / splits)

    def score_of_the_last(probs, splits=1):
        return score(torch.tensor_split(probs, splits)[-1])

    def score_forgets_the_rest(probs, splits=1):
        return score(probs[: len(probs) // splits * splits], splits)

    def k_of(x, y, d=None, degree=3, offset=1):
        return (x.to(F) @ y.to(F).T / (d or x.shape[1]) + offset) ** degree

    def mmd(x, y, *, diagonal=False, clamp=False, root=False, square=False, twice=2, **kernel):
        k = [k_of(a, b, **kernel) for a, b in ((x, x), (y, y), (x, y))]
        n = [len(x), len(y)]
        if diagonal:
            within = sum(float(part.mean()) for part in k[:2])
        elif square:
            within = sum(float(part.sum() - part.trace()) / m**2 for part, m in zip(k, n, strict=False))
        else:
            within = sum(float(part.sum() - part.trace()) / (m * (m - 1)) for part, m in zip(k, n, strict=False))
        value = within - twice * float(k[2].mean())
        value = max(value, 0.0) if clamp else value
        return math.copysign(math.sqrt(abs(value)), value) if root else value

    def mmd_by_loops(x, y):
        def k(a, b):
            return float((a @ b) / len(a) + 1) ** 3

        def within(z):
            return sum(k(a, b) for i, a in enumerate(z) for j, b in enumerate(z) if i < j) * 2 / (len(z) * (len(z) - 1))

        return within(x) + within(y) - 2 * sum(k(a, b) for a in x for b in y) / (len(x) * len(y))

    def mmd_float32(x, y):
        x, y = x.float(), y.float()
        k = [(a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y))]
        means = [part.fill_diagonal_(0).sum() / (len(part) * (len(part) - 1)) for part in k[:2]]
        return means[0] + means[1] - 2 * k[2].mean()

    def mmd_of_pairs(x, y):
        n = min(len(x), len(y))
        return mmd(x[:n], y[:n])

    def away(a, b):
        return (a.to(F)[:, None] - b.to(F)[None]).square().sum(-1).sqrt()

    def shares(real, fake, k=3, *, swap=False, own=False, strict=False, other=False, fixed=0, squared=False, far=False):
        def share(p, c):
            within = away(c, c).sort(1).values[:, (fixed or k) - own]
            r = within.mean().expand(len(c)) if far else within
            r = away(c, p).sort(1).values[:, k - 1] if other else r
            d = away(p, c) ** 2 if squared else away(p, c)
            return float(((d < r) if strict else (d <= r)).any(1).to(F).mean())

        answer = share(fake, real), share(real, fake)
        return answer[::-1] if swap else answer

    def shares_by_loops(real, fake, k=3):
        def share(p, c):
            r = [sorted(float((a - b).norm()) for j, b in enumerate(c) if j != i)[k - 1] for i, a in enumerate(c)]
            return sum(any(float((a - b).norm()) <= s for b, s in zip(c, r, strict=True)) for a in p) / len(p)

        return [share(fake, real), share(real, fake)]

    def shares_in_numpy(real, fake, k=3):
        def share(p, c):
            p, c = p.numpy(), c.numpy()
            within = np.sqrt(((c[:, None] - c[None]) ** 2).sum(-1))
            between = np.sqrt(((p[:, None] - c[None]) ** 2).sum(-1))
            return (between <= np.partition(within, k, axis=1)[:, k]).any(1).mean()

        return np.array([share(fake, real), share(real, fake)])

    def shares_nearest_only(real, fake, k=3):
        def share(p, c):
            r, nearest = away(c, c).sort(1).values[:, k], away(p, c).argmin(1)
            return float((away(p, c).min(1).values <= r[nearest]).to(F).mean())

        return share(fake, real), share(real, fake)

    def fails(*inputs):
        raise RuntimeError("this program does not work at all")

    def varied(f, **options):
        return lambda *inputs: f(*inputs, **options)

    programs = {
        "inception_score": [
            score, score_by_entropies, score_in_pieces,
            varied(score, common=True), varied(score, plain=True), varied(score, base=2.0), varied(score, linear=True),
            varied(score, turned=True), varied(score, eps=0.02), score_of_the_last, score_forgets_the_rest, fails,
            lambda probs, splits=1: score(probs),
        ],
        "kid": [
            mmd, mmd_by_loops, mmd_float32,
            varied(mmd, diagonal=True), varied(mmd, clamp=True), varied(mmd, d=1), varied(mmd, root=True),
            varied(mmd, square=True), varied(mmd, twice=1), varied(mmd, degree=2), varied(mmd, offset=0), mmd_of_pairs, fails,
        ],
        "precision_recall": [
            shares, shares_by_loops, shares_in_numpy,
            varied(shares, swap=True), varied(shares, own=True), varied(shares, strict=True), varied(shares, other=True),
            varied(shares, fixed=3), varied(shares, squared=True), varied(shares, far=True), shares_nearest_only, fails,
            lambda real, fake, k=3: shares(real, fake, k)[:1],
        ],
    }  # fmt: skip
    right = {name: options[0] for name, options in programs.items()}
    verdicts = [ns.diagnose({**right, target: program}) for program in programs[target]]
    return [None if names is None else [str(name) for name in names] for names in verdicts]


def examine(notebook, target, wrong, hint):
    """Right programs pass; each wrong one is named, and nothing else. Naming one twice does no harm."""
    verdicts = notebook.run(judge, target)
    nothing = "A list, empty if all are right. Is a `return` missing?"
    require(all(names is not None for names in verdicts), "your check returns nothing", hint=nothing)
    for names in verdicts[:3]:
        message = f"your check names a program among three right ones ({target} in another writing)"
        hint_right = "Compare to four digits; answers may be floats, arrays, tensors or lists, in float32 or float64."
        require(not names, message, hint=hint_right)
    for names, name in zip(verdicts[3:], wrong, strict=True):
        require(target in names, f"your check lets a wrong {target} pass: one that {name}", hint=hint)
        require(
            set(names) == {target}, f"beside a wrong {target} your check names a right program", hint="One at a time."
        )


@points("diagnose", 2)
def test_inception_scores(notebook):
    """Wrong inception scores are named, right ones are not."""
    wrong = (
        "takes one marginal for all parts", "turns 0 log 0 into NaN", "takes logarithms to base 2", "forgets the exponential",
        "turns the divergence round", "adds a small number to probabilities", "looks at the last part only",
        "leaves out rows that do not fill a part", "raises an exception", "ignores the splits",
    )  # fmt: skip
    hint = "Probabilities that are exactly 0; a number of rows that the splits do not divide; parts that differ."
    examine(notebook, "inception_score", wrong, hint)


@points("diagnose", 2)
def test_kernel_distances(notebook):
    """Wrong kernel distances are named, right ones are not."""
    wrong = (
        "lets the diagonal in", "is cut off at 0", "does not divide by the number of features", "takes the root",
        "divides by the square of the number of rows", "subtracts the middle term once", "has the square for the cube",
        "does not add 1", "cuts both sets to one size", "raises an exception",
    )  # fmt: skip
    hint = "Sets of unequal size, several features, and a case in which the right answer is negative."
    examine(notebook, "kid", wrong, hint)


@points("diagnose", 2)
def test_precision_and_recall(notebook):
    """Wrong programs for precision and recall are named, right ones are not."""
    wrong = (
        "swaps the two", "counts a row as its own neighbour", "leaves out the edge of a ball",
        "takes the radius from the other set", "ignores k", "compares a squared distance with a radius",
        "takes one radius for all balls", "asks the nearest ball alone", "raises an exception", "returns one of the two",
    )  # fmt: skip
    hint = "Unequal sets, k of 1, 2 and 4, repeated rows, and points of whole numbers, which lie on edges."
    examine(notebook, "precision_recall", wrong, hint)
