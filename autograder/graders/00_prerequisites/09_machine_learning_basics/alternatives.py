"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""
# ruff: noqa: F821 -- the other names are the notebook's answers

import numpy as np

from autograder.testing import alternative

# --- ridge_fit


@alternative("ridge_fit")
def ridge_with_a_column_of_ones(X, y, lam):
    """The intercept as a weight of a column of ones, which is not punished; the normal equations as they are."""
    N, D = X.shape
    A = np.hstack([np.ones((N, 1)), X - X.mean(axis=0)])
    penalty = np.diag([0.0] + [lam * N] * D)
    solution = np.linalg.inv(A.T @ A + penalty) @ A.T @ y
    return solution[1:], float(solution[0] - solution[1:] @ X.mean(axis=0))


@alternative("ridge_fit")
def ridge_as_least_squares_with_more_rows(X, y, lam):
    """Least squares with D rows more, which pull the weights to zero; the answer in a list, the weights in a list."""
    N, D = X.shape
    rows = np.vstack([X - X.mean(axis=0), np.sqrt(lam * N) * np.eye(D)])
    w = np.linalg.lstsq(rows, np.concatenate([y - np.mean(y), np.zeros(D)]), rcond=None)[0]
    return [w, np.mean(y) - np.sum(w * X.mean(axis=0))]


@alternative("ridge_fit")
def ridge_in_torch(X, y, lam):
    """Torch, and the singular values."""
    import torch

    X, y = torch.from_numpy(X), torch.from_numpy(y)
    U, s, Vh = torch.linalg.svd(X - X.mean(0), full_matrices=False)
    shrunk = torch.where(s > 1e-12 * s.max(), s / (s**2 + lam * len(y)), 0 * s) if s.max() > 0 else 0 * s
    w = Vh.T @ (shrunk * (U.T @ (y - y.mean())))
    return w, y.mean() - w @ X.mean(0)


# --- bias_variance


@alternative("bias_variance")
def parts_point_by_point(predictions, truth):
    """Loops over points, and the variance as what the error leaves over the bias, taken after moving everything."""
    bias, variance = 0.0, 0.0
    for n in range(len(truth)):
        column = predictions[:, n]
        mean = sum(column) / len(column)
        bias += (mean - truth[n]) ** 2 / len(truth)
        variance += sum((p - mean) ** 2 for p in column) / len(column) / len(truth)
    return bias, variance


@alternative("bias_variance")
def parts_by_var(predictions, truth):
    """NumPy's own variance; returns an array of two numbers."""
    return np.array([((predictions.mean(axis=0) - truth) ** 2).mean(), predictions.var(axis=0).mean()])


# --- best_shrinkage


@alternative("best_shrinkage")
def shrinkage_by_factor(theta, sigma, n):
    """Finds the best factor first, and the penalty from it."""
    noise = sigma * sigma / n
    factor = theta * theta / (theta * theta + noise)
    return noise / (theta * theta), (theta * (factor - 1)) ** 2, factor**2 * noise


@alternative("best_shrinkage")
def shrinkage_in_a_list(theta, sigma, n):
    """Sizes beside each other; returns a list of NumPy's floats."""
    lam = np.float64(sigma / theta) ** 2 / n
    return [lam, theta**2 * (lam / (1 + lam)) ** 2, theta**2 * lam / (1 + lam) ** 2]


# --- kfold_indices


@alternative("kfold_indices")
def folds_by_labels(n, k, rng):
    """Every example draws the number of its part from a shuffled list; sorted arrays, and comparisons."""
    if k < 2 or n < k:
        raise ValueError(f"cannot deal {n} examples into {k} parts")
    part = np.arange(n) % k
    rng.shuffle(part)
    return [(np.flatnonzero(part != i), np.flatnonzero(part == i)) for i in range(k)]


@alternative("kfold_indices")
def folds_in_lists(n, k, rng):
    """Plain lists, every k-th of a shuffled list; a generator's pairs are lists, too."""
    assert isinstance(rng, np.random.Generator)
    if not (1 < k <= n):
        raise ValueError("k")
    order = [int(i) for i in rng.choice(n, size=n, replace=False)]
    parts = [order[i::k] for i in range(k)]
    return [[np.array(sorted(set(order) - set(part))), np.array(part)] for part in parts]


# --- cv_error


@alternative("cv_error")
def error_in_running_sums(X, y, lam, folds):
    """Adds up squares and counts example by example; copies first, then works in place."""
    total, count = 0.0, 0
    for train, val in folds:
        taught, asked = X[train].copy(), X[val].copy()
        for j in range(X.shape[1]):
            m, s = np.mean(taught[:, j]), np.std(taught[:, j])
            if s == 0:
                s = 1
            taught[:, j] = (taught[:, j] - m) / s
            asked[:, j] = (asked[:, j] - m) / s
        w, b = ridge_fit(taught, y[train], lam)
        for row, target in zip(asked, y[val], strict=True):
            total += (row @ w + b - target) ** 2
            count += 1
    return total / count


@alternative("cv_error")
def error_of_forecasts_in_place(X, y, lam, folds):
    """Puts every forecast in its place in one array, and looks at the errors at the end."""
    forecast = np.full(len(y), np.nan)
    for train, val in folds:
        low, high = X[train].min(axis=0), X[train].max(axis=0)
        width = np.where(low == high, 1.0, X[train].std(axis=0))
        Z = (X - X[train].mean(axis=0)) / width
        w, b = ridge_fit(Z[train], y[train], lam)
        forecast[val] = Z[val] @ w + b
    return float(((forecast - y) ** 2).mean())


# --- train_polynomial


@alternative("train_polynomial")
def train_with_loops(x, y, folds, max_degree=8, lam=1e-3):
    """Powers one by one, an array of errors, and a search for the smallest; one forecast after the other."""

    def powers(t, degree):
        return np.stack([t**j for j in range(1, degree + 1)], axis=1)

    errors, best = np.zeros(max_degree), 0
    for d in range(1, max_degree + 1):
        errors[d - 1] = cv_error(powers(x, d), y, lam, folds)
        if errors[d - 1] < errors[best]:
            best = d - 1
    features = powers(x, best + 1)
    mean, width = features.mean(axis=0), features.std(axis=0)
    width[width == 0] = 1
    w, b = ridge_fit((features - mean) / width, y, lam)

    def predict(t):
        return np.array([b + sum(w[j] * (p ** (j + 1) - mean[j]) / width[j] for j in range(best + 1)) for p in t])

    return best + 1, errors, predict


@alternative("train_polynomial")
def train_and_return_a_polynomial(x, y, folds, max_degree=8, lam=1e-3):
    """Turns weights of scaled features into coefficients of powers: a polynomial of NumPy forecasts."""
    tables = [np.vander(x, d + 1, increasing=True)[:, 1:] for d in range(1, max_degree + 1)]
    errors = [float(cv_error(table, y, lam, folds)) for table in tables]
    degree = errors.index(min(errors)) + 1
    table = tables[degree - 1]
    width = np.where(table.std(axis=0) == 0, 1.0, table.std(axis=0))
    w, b = ridge_fit((table - table.mean(axis=0)) / width, y, lam)
    return np.int64(degree), errors, np.polynomial.Polynomial([b - table.mean(axis=0) @ (w / width), *(w / width)])


# --- logistic_loss_grad


@alternative("logistic_loss_grad")
def logistic_by_cases(w, b, X, y):
    """The form for the computer, written out, and the sigmoid by cases; example by example."""
    loss, grad_w, grad_b = 0.0, np.zeros_like(w), 0.0
    for row, label in zip(X, y, strict=True):
        logit = row @ w + b
        loss += (max(logit, 0.0) + np.log1p(np.exp(-abs(logit))) - label * logit) / len(y)
        p = 1 / (1 + np.exp(-logit)) if logit >= 0 else np.exp(logit) / (1 + np.exp(logit))
        grad_w += (p - label) * row / len(y)
        grad_b += (p - label) / len(y)
    return loss, grad_w, grad_b


@alternative("logistic_loss_grad")
def logistic_by_tanh(w, b, X, y):
    """The sigmoid by a hyperbolic tangent, the loss with the sign of the label; returns a list."""
    logits = np.dot(X, w) + b
    wrong_by = 0.5 * (1 + np.tanh(logits / 2)) - y
    loss = np.logaddexp(0, np.where(y == 1, -logits, logits)).mean()
    return [loss, np.mean(wrong_by[:, None] * X, axis=0), wrong_by.mean()]


@alternative("logistic_loss_grad")
def logistic_in_torch(w, b, X, y):
    """By PyTorch's loss and gradients."""
    import torch

    w, X, y = torch.tensor(w, requires_grad=True), torch.from_numpy(X), torch.from_numpy(y)
    b = torch.tensor(float(b), dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(X @ w + b, y)
    loss.backward()
    return loss.detach(), w.grad, b.grad


# --- precision_recall


@alternative("precision_recall")
def recall_by_counting(y, scores, threshold):
    """Counts in a loop, in an array of integers."""
    table = np.zeros((2, 2), dtype=np.int64)
    for label, score in zip(y, scores, strict=True):
        table[int(label), 1 if score >= threshold else 0] += 1
    flagged, deserved = table[:, 1].sum(), table[1].sum()
    precision = 1.0 if flagged == 0 else table[1, 1] / flagged
    return table, precision, 1.0 if deserved == 0 else table[1, 1] / deserved


@alternative("precision_recall")
def recall_by_bincount(y, scores, threshold):
    """One number for each of the four cases, and a count of these."""
    said = ~(scores < threshold)
    table = np.bincount((2 * y + said).astype(int), minlength=4).reshape(2, 2)
    (_, fp), (fn, tp) = table.tolist()
    return table.tolist(), float(tp / (tp + fp)) if said.any() else 1.0, float(tp / (tp + fn)) if y.any() else 1.0


# --- roc_auc


@alternative("roc_auc")
def area_by_ranks(y, scores):
    """By ranks, where tied scores share the mean of theirs (Mann and Whitney)."""
    n_1 = int(np.sum(y))
    n_0 = len(y) - n_1
    if n_1 == 0 or n_0 == 0:
        raise ValueError("one kind only")
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    rank = (last - (count - 1) / 2)[place]
    return (rank[y == 1].sum() - n_1 * (n_1 + 1) / 2) / (n_1 * n_0)


@alternative("roc_auc")
def area_under_the_curve(y, scores):
    """The curve itself, with one point for each score that occurs, and trapezoids."""
    if np.all(y == 1) or np.all(y == 0):
        raise ValueError("one kind only")
    hits, alarms = [0.0], [0.0]
    for threshold in sorted(set(scores.tolist()), reverse=True):
        hits.append(np.mean(scores[y == 1] >= threshold))
        alarms.append(np.mean(scores[y == 0] >= threshold))
    return sum((alarms[i + 1] - alarms[i]) * (hits[i + 1] + hits[i]) / 2 for i in range(len(hits) - 1))


# --- is_honest


@alternative("is_honest")
def honest_if_strangers_can_be_exchanged(program, X, y, train, test):
    """Everything that must not matter is drawn anew at once, some dozens of times, for each test row."""
    if np.isin(test, train).any():
        return False
    rng = np.random.default_rng(0)
    before = np.asarray(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)
    for place, row in enumerate(test):
        others = test[test != row]
        for attempt in range(24):
            X_new, y_new = X.copy(), y.copy()
            if attempt % 3:
                y_new[test] = rng.integers(0, 2, len(test))
            if attempt % 2 and len(others):
                X_new[others] += rng.choice([-5.0, 5.0], len(others))[:, None] * X.std(axis=0)
            elif len(others) > 1:
                X_new[rng.choice(others)] += rng.choice([-5.0, 5.0]) * X.std(axis=0)
            after = np.asarray(program(X_new, y_new, train.copy(), test.copy()), dtype=float)
            if abs(after[place] - before[place]) > 1e-7:
                return False
    return True


@alternative("is_honest")
def honest_if_alone_it_says_the_same(program, X, y, train, test):
    """What is said of a row alone, with either label, is what is said among others, and among others that moved away."""
    train, test = list(map(int, train)), list(map(int, test))
    if set(train) & set(test):
        return False
    learn, ask = np.arange(len(train)), np.array([len(train)])
    for widths in (0.0, 5.0, -5.0):
        for place, row in enumerate(test):
            X_new = X.copy()
            for other in set(test) - {row}:
                X_new[other] += widths * X.std(axis=0)
            together = np.array(program(X_new, y.copy(), np.array(train), np.array(test)), dtype=float)
            for label in (0.0, 1.0):
                alone = program(X[[*train, row]], np.append(y[train], label), learn.copy(), ask.copy())
                if abs(float(np.ravel(alone)[0]) - together[place]) > 1e-7:
                    return False
    return True
