"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import math

import numpy as np

from autograder.testing import alternative

# --- read_both_ways


@alternative("read_both_ways")
def read_cell_by_cell(counts):
    """Cell by cell, in loops, with sums of its own."""
    K, V = len(counts), len(counts[0])
    rows, columns = np.zeros((K, V)), np.zeros((K, V))
    for y in range(K):
        for x in range(V):
            rows[y, x] = counts[y, x] / sum(counts[y, v] for v in range(V))
            columns[y, x] = counts[y, x] / sum(counts[k, x] for k in range(K))
    return np.array([float(sum(row)) for row in counts]) / counts.sum(), rows, columns


@alternative("read_both_ways")
def read_by_bayes_rule(counts):
    """The joint shares first, and the columns by Bayes' rule."""
    joint = counts / np.sum(counts)
    p_y = np.einsum("yx->y", joint)
    rows = (joint.T / p_y).T
    by_bayes = rows * p_y[:, np.newaxis]
    return [p_y, rows, by_bayes / by_bayes.sum(0)]


# --- draw


@alternative("draw")
def draw_by_counting_ends(counts, u):
    """Counts the ends that u N reaches, by broadcasting."""
    ends = np.cumsum(counts)
    return (ends <= np.asarray(u)[..., None] * ends[-1]).sum(axis=-1)


@alternative("draw")
def draw_with_a_walk(counts, u):
    """Walks along the stretches, in a loop for each u."""

    def walk(number):
        target, passed = number * total, 0
        for k, count in enumerate(counts):
            passed = passed + count
            if target < passed:
                return k
        raise AssertionError

    total = 0
    for count in counts:
        total = total + count
    if np.ndim(u) == 0:
        return walk(u)
    return np.array([walk(number) for number in np.ravel(u)], dtype=np.int64).reshape(np.shape(u))


@alternative("draw")
def draw_with_shares(counts, u):
    """Divides by the sum, and catches what falls off the end."""
    counts = np.asarray(counts, dtype=np.float64)
    k = np.searchsorted(np.cumsum(counts / counts.sum()), u, side="right")
    return np.minimum(k, np.flatnonzero(counts)[-1])


# --- fit_bigram


@alternative("fit_bigram")
def fit_with_a_dictionary(names, alpha):
    """Counts pairs of letters in a dictionary, and smooths at the end."""
    seen = {}
    for name in names:
        text = "." + name + "."
        for t in range(len(text) - 1):
            seen[text[t : t + 2]] = seen.get(text[t : t + 2], 0) + 1
    rows = []
    for first in ALPHABET:
        row = [seen.get(first + second, 0) + alpha for second in ALPHABET]
        rows.append([number / math.fsum(row) for number in row])
    return np.array(rows)


@alternative("fit_bigram")
def fit_one_long_text(names, alpha):
    """One long text with a boundary between names, counted at once with `np.add.at`."""
    letters = np.array([ALPHABET.index(c) for c in "." + "".join(name + "." for name in names)])
    counts = np.zeros((27, 27))
    np.add.at(counts, (letters[:-1], letters[1:]), 1)
    return (counts + alpha) / (counts.sum(axis=1) + 27 * alpha)[:, None]


# --- log_prob


@alternative("log_prob")
def log_prob_letter_by_letter(p, names):
    """Letter by letter, in floats of Python, with -inf by hand."""
    totals = []
    for name in names:
        total, last = 0.0, 0
        for letter in name + ".":
            j = ALPHABET.index(letter)
            total += math.log(p[last, j]) if p[last, j] > 0 else -math.inf
            last = j
        totals.append(total)
    return np.array(totals, dtype=float)


@alternative("log_prob")
def log_prob_with_numpy_logs(p, names):
    """The logarithm of the whole table at once, warnings silenced."""
    with np.errstate(divide="ignore"):
        logs = np.log(p)
    return np.array([np.sum([logs[i, j] for i, j in pairwise(codes(n))]) for n in names], float)


# --- sample_name


@alternative("sample_name")
def sample_by_logarithms(p, u, temperature=1.0):
    """Logarithms instead of powers; collects letters in a list."""
    letters, last = [], 0
    with np.errstate(divide="ignore"):
        logs = np.log(p)
    for t in range(len(u)):
        scores = logs[last] / temperature
        weights = np.exp(scores - scores.max())
        last = int(draw(weights, float(u[t])))
        if not last:
            return "".join(letters)
        letters.append(ALPHABET[last])
    return "".join(letters)


@alternative("sample_name")
def sample_without_draw(p, u, temperature=1.0):
    """Its own staircase; bends the whole table before the walk; cuts at the boundary afterwards."""
    bent = (p / p.max(axis=1, keepdims=True)) ** (1 / temperature)
    ends = (bent / bent.sum(axis=1, keepdims=True)).cumsum(axis=1)
    text, letter = "", 0
    for number in u:
        letter = min(int((ends[letter] <= number).sum()), 26)
        text += ALPHABET[letter]
    return text.split(".")[0]


# --- is_sampler_of


@alternative("is_sampler_of")
def check_with_one_long_run(sample, p):
    """One table of pairs tells the shares, too; 90,000 draws in one call and a second call with as many."""
    n, K = 90_000, len(p)
    x = sample(n)
    if np.shape(x) != (n,):
        return False
    if any(value not in range(K) for value in np.unique(x).tolist()):
        return False
    x = np.asarray(x).astype(int)
    table = np.bincount(K * x[:-1] + x[1:], minlength=K * K).reshape(K, K) / (n - 1)
    shares = np.bincount(x, minlength=K) / n
    if any(share > 0 and wanted == 0 for share, wanted in zip(shares, p, strict=True)):
        return False
    if max(abs(shares - p)) > 0.025 or np.max(np.abs(table - p[:, None] * p)) > 0.025:
        return False
    return max(p) == 1 or bool(np.any(np.asarray(sample(n)).astype(int) != x))


@alternative("is_sampler_of")
def check_promise_by_promise(sample, p):
    """One promise after the other, in loops, each with draws of its own."""
    n = 50_000
    possible = [k for k in range(len(p)) if p[k] > 0]
    x = np.array(sample(n))
    if x.ndim != 1 or len(x) != n or not np.all(np.isfinite(x)):
        return False
    if not set(x.tolist()) <= set(possible):
        return False
    for k in possible:
        if not p[k] - 0.022 < np.count_nonzero(x == k) / n < p[k] + 0.022:
            return False
    x = np.array(sample(n))
    for i in possible:
        after = x[1:][x[:-1] == i]
        for j in possible:
            if abs(np.count_nonzero(after == j) / (n - 1) - p[i] * p[j]) > 0.022:
                return False
    return len(possible) == 1 or list(sample(2000)) != list(sample(2000))


# --- predict_repeats


@alternative("predict_repeats")
def repeats_with_logarithms(n, m):
    """Logarithms in place of products and powers."""
    no_repeat = 0.0 if m > n else math.exp(sum(math.log(n - i) - math.log(n) for i in range(m)))
    missed = 0.0 if n == 1 and m > 0 else math.exp(m * math.log1p(-1 / n)) if m else 1.0
    return n - n * missed, no_repeat


@alternative("predict_repeats")
def repeats_draw_by_draw(n, m):
    """Draw by draw: each finds something new with the probability of what is missing."""
    different = 0.0
    for _ in range(m):
        different += (n - different) / n
    factors = (n - np.arange(1, max(m, 1))) / n
    return different, float(np.prod(np.maximum(factors, 0)))


# --- DigitTables


@alternative("DigitTables")
class TablesByLabel:
    """One label after the other, with `bincount`; draws with broadcasting; reads in a loop."""

    def __init__(self, x, y, alpha):
        D = x.shape[1]
        self.p_label = np.array([np.sum(y == k) + alpha for k in range(10)]) / (len(y) + 10 * alpha)
        self.p_level = np.zeros((10, D, 17))
        for k in range(10):
            own = x[y == k]
            for j in range(D):
                self.p_level[k, j] = (np.bincount(own[:, j], minlength=17) + alpha) / (len(own) + 17 * alpha)

    def log_joint(self, x):
        scores = np.empty((len(x), 10))
        for i, image in enumerate(x):
            for k in range(10):
                scores[i, k] = math.log(self.p_label[k]) + sum(
                    math.log(self.p_level[k, j, level]) for j, level in enumerate(image)
                )
        return scores

    def classify(self, x):
        return np.array([int(np.argmax(row)) for row in self.log_joint(x)], dtype=np.int64)

    def sample(self, y, u):
        ends = self.p_level[y].cumsum(axis=2)
        return (ends <= u[:, :, None] * ends[:, :, -1:]).sum(axis=2)


@alternative("DigitTables")
class TablesOneHot:
    """One-hot arrays and matrix products."""

    def __init__(self, x, y, alpha):
        labels, levels = np.eye(10)[y], np.eye(17)[x]
        counts = np.einsum("nk,njl->kjl", labels, levels) + alpha
        self.p_level = counts / np.einsum("kjl->kj", counts)[..., None]
        self.p_label = (labels.sum(0) + alpha) / (labels + alpha / len(labels)).sum()

    def log_joint(self, x):
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.where(self.p_level > 0, np.log(self.p_level), -1e300)
        return np.log(self.p_label)[None] + np.tensordot(np.eye(17)[x], logs, axes=([1, 2], [1, 2]))

    def classify(self, x):
        return np.argsort(-self.log_joint(x), axis=1, kind="stable")[:, 0]

    def sample(self, y, u):
        rows = [
            [draw(self.p_level[label, j], row[j]) for j in range(len(row))] for label, row in zip(y, u, strict=True)
        ]
        return np.array(rows, dtype=np.int64)


# --- train_digits


@alternative("train_digits")
def train_with_five_folds(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Every image is put aside once: five folds, and the sum of all scores decides."""
    fold = np.arange(len(y)) % 5
    best, best_score = None, -math.inf
    for alpha in sorted(alphas):
        score = 0.0
        for part in range(5):
            model = DigitTables(x[fold != part], y[fold != part], alpha)
            joint = model.log_joint(x[fold == part])
            score += sum(row[label] for row, label in zip(joint, y[fold == part], strict=True))
        if score > best_score:
            best, best_score = alpha, score
    return DigitTables(x, y, best)


@alternative("train_digits")
def train_with_a_random_third(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """A third, chosen by chance, is put aside."""
    order = np.random.default_rng(0).permutation(len(x))
    few, many = order[: len(x) // 3], order[len(x) // 3 :]

    def score(alpha):
        joint = DigitTables(x[many], y[many], alpha).log_joint(x[few])
        return np.take_along_axis(joint, y[few, None], axis=1).sum()

    return DigitTables(x, y, max(alphas, key=score))


# --- judge_samples


@alternative("judge_samples")
def judge_by_matrices(samples, labels, classify, train, real, real_labels):
    """All distances at once, by broadcasting; averages by one-hot matrices."""

    def spread(images, names):
        same = (names[:, None] == names[None]).astype(float)
        averages = (same / same.sum(axis=1, keepdims=True)) @ images
        return np.linalg.norm(images - averages, axis=1).mean()

    def nearest(images):
        return np.quantile(np.linalg.norm(images[:, None] - train[None], axis=2).min(axis=1), 0.5)

    agreed = sum(int(a == b) for a, b in zip(classify(samples), labels, strict=True))
    return agreed / len(labels), spread(samples, labels) / spread(real, real_labels), nearest(samples) / nearest(real)


@alternative("judge_samples")
def judge_in_loops(samples, labels, classify, train, real, real_labels):
    """Loops, dictionaries and `math.dist`."""

    def spread(images, names):
        groups = {}
        for image, name in zip(images.tolist(), names.tolist(), strict=True):
            groups.setdefault(name, []).append(image)
        middles = {
            name: [sum(column) / len(group) for column in zip(*group, strict=True)] for name, group in groups.items()
        }
        every = [math.dist(image, middles[name]) for image, name in zip(images.tolist(), names.tolist(), strict=True)]
        return sum(every) / len(every)

    def middle(images):
        every = sorted(min(math.dist(image, other) for other in train.tolist()) for image in images.tolist())
        half = len(every) // 2
        return every[half] if len(every) % 2 else (every[half - 1] + every[half]) / 2

    fidelity = float(np.count_nonzero(np.equal(classify(samples), labels))) / len(samples)
    return fidelity, spread(samples, labels) / spread(real, real_labels), middle(samples) / middle(real)
