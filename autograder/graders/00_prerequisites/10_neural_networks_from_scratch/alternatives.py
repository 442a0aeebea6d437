"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import numpy as np

from autograder.testing import alternative

# --- perceptron


@alternative("perceptron")
def with_a_column_of_ones(X, y, max_epochs=100):
    """The bias as the weight of an input that is always 1; `while`; lists."""
    ones = np.hstack([X, np.ones((len(X), 1))])
    weights, mistakes = np.zeros(ones.shape[1]), []
    while len(mistakes) < max_epochs and (not mistakes or mistakes[-1] > 0):
        mistakes.append(0)
        for s in range(len(ones)):
            if y[s] * np.dot(ones[s], weights) <= 0:
                weights += y[s] * ones[s]
                mistakes[-1] += 1
    return weights[:-1], float(weights[-1]), mistakes


@alternative("perceptron")
def by_the_sign(X, y, max_epochs=100):
    """Compares the sign with the label, and changes the weights in place; returns arrays."""
    w, b, mistakes = np.zeros(X.shape[1]), np.zeros(1), []
    for _ in range(max_epochs):
        before = w.copy(), b.copy()
        count = 0
        for i in range(X.shape[0]):
            if np.sign((X[i] * w).sum() + b[0]) != y[i]:
                w += X[i] * y[i]
                b += y[i]
                count = count + 1
        mistakes += [count]
        if count == 0:
            w, b = before
            return w, b[0], np.array(mistakes)
    return w, b[0], np.array(mistakes)


# --- affine


@alternative("affine")
def by_einsum(x, W, b):
    """Sums written out as such; a list in place of a tuple."""

    def back(g):
        return [np.einsum("si,ij->sj", g, W), np.einsum("si,sj->ij", g, x), np.einsum("si->i", g)]

    return [np.einsum("sj,ij->si", x, W) + b, back]


@alternative("affine")
def example_by_example(x, W, b):
    """Loops over examples, and adds outer products up."""

    def back(g):
        g_x, g_W, g_b = np.zeros_like(x), np.zeros_like(W), np.zeros_like(b)
        for s in range(len(x)):
            g_x[s] = W.T @ g[s]
            g_W += np.outer(g[s], x[s])
            g_b += g[s]
        return g_x, g_W, g_b

    return np.stack([W @ row + b for row in x]), back


# --- softmax_ce


@alternative("softmax_ce")
def with_a_table_of_truth(logits, y):
    """One-hot rows, and logaddexp for the sum."""
    log_probs = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    truth = np.eye(logits.shape[1], dtype=logits.dtype)[y]
    return -(truth * log_probs).sum() / len(y), (np.exp(log_probs) - truth) / len(y)


@alternative("softmax_ce")
def one_example_at_a_time(logits, y):
    """Loops over examples; the loss is a float."""
    total, g = 0.0, np.empty_like(logits)
    for s, right in enumerate(y):
        top = logits[s].max()
        e = np.exp(logits[s] - top)
        total += float(np.log(e.sum()) + top - logits[s, right])
        g[s] = e / e.sum() / len(y)
        g[s, right] -= 1 / len(y)
    return total / len(y), g


# --- check_layer


@alternative("check_layer")
def by_the_whole_jacobian(layer, arrays, tol=1e-5):
    """Asks back for one output after the other: no g is needed that sees everything."""
    y, back = layer(*arrays)
    basis = np.eye(np.size(y)).reshape(-1, *np.shape(y))
    answers = [back(e) for e in basis]
    if any(len(answer) != len(arrays) for answer in answers):
        return False
    for i, array in enumerate(arrays):
        if any(np.shape(answer[i]) != np.shape(array) for answer in answers):
            return False
        claimed = np.stack([np.ravel(answer[i]) for answer in answers])
        for j in range(array.size):
            d = np.zeros(array.size)
            d[j] = 1e-5
            d = d.reshape(array.shape)
            up = layer(*arrays[:i], array + d, *arrays[i + 1 :])[0]
            down = layer(*arrays[:i], array - d, *arrays[i + 1 :])[0]
            if not np.all(np.abs(claimed[:, j] - np.ravel(up - down) / 2e-5) <= tol):
                return False
    return True


@alternative("check_layer")
def in_place_and_back_again(layer, arrays, tol=1e-5):
    """Moves entries of copies in place, with a g of its own and a longer step; counts the errors."""
    arrays = [np.array(a) for a in arrays]
    y, back = layer(*arrays)
    g = np.cos(1.0 + 2.3 * np.arange(np.size(y))).reshape(np.shape(y)) + 0.5
    claimed, errors = list(back(g)), 0
    if [np.shape(c) for c in claimed] != [a.shape for a in arrays]:
        return False
    for a, c in zip(arrays, claimed, strict=True):
        flat, wanted = a.reshape(-1), np.ravel(c)
        for j in range(flat.size):
            kept, values = flat[j], []
            for sign in (1, -1):
                flat[j] = kept + sign * 2e-5
                values.append(float(np.sum(g * layer(*arrays)[0])))
            flat[j] = kept
            errors += not (abs(wanted[j] - (values[0] - values[1]) / 4e-5) < tol)
    return errors == 0


# --- mlp_loss


@alternative("mlp_loss")
def with_its_own_hands(params, x, y):
    """Without the layers: keeps activations and writes both ways out."""
    inputs = [x]
    for i, (W, b) in enumerate(params):
        a = inputs[-1] @ W.T + b
        inputs.append(np.maximum(a, 0) if i < len(params) - 1 else a)
    z = inputs[-1] - inputs[-1].max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    g = np.exp(log_p)
    g[np.arange(len(y)), y] -= 1
    g /= len(y)
    grads = [None] * len(params)
    for i in range(len(params) - 1, -1, -1):
        grads[i] = [g.T @ inputs[i], g.sum(axis=0)]
        if i:
            g = (g @ params[i][0]) * (inputs[i] > 0)
    return -log_p[np.arange(len(y)), y].mean(), grads


@alternative("mlp_loss")
def by_recursion(params, x, y):
    """The network after the first layer is a network: its gradient with respect to its input is handed back."""

    def go(rest, a):
        (W, b), *others = rest
        z, back = affine(a, W, b)
        if not others:
            loss, g = softmax_ce(z, y)
            tail = []
        else:
            h, bend = relu(z)
            loss, tail, g = go(others, h)
            (g,) = bend(g)
        g_a, g_W, g_b = back(g)
        return loss, [(g_W, g_b), *tail], g_a

    loss, grads, _ = go(list(params), x)
    return loss, grads


# --- plan_init


@alternative("plan_init")
def in_standard_deviations(widths, scheme):
    """Carries the size, not its square; NumPy; a table."""
    rules = {
        "he": lambda n_in, n_out: np.sqrt(2.0 / n_in),
        "xavier": lambda n_in, n_out: np.sqrt(2.0) / np.sqrt(n_in + n_out),
        "unit": lambda n_in, n_out: np.float64(1),
    }
    if scheme not in rules:
        raise ValueError(scheme)
    table, size = [], 1.0
    for i in range(len(widths) - 1):
        std = rules[scheme](widths[i], widths[i + 1])
        size = std * np.sqrt(widths[i]) * size / (np.sqrt(2) if i else 1)
        table.append([std, size])
    return np.array(table)


# --- dropout


@alternative("dropout")
def with_where(x, p, u=None):
    """Chooses by where, and divides what survives."""

    def pass_on(a):
        return np.array(a) if u is None else np.where(u < p, 0, a / (1 - p)).astype(a.dtype)

    return pass_on(x), lambda g: [pass_on(g)]


@alternative("dropout")
def entry_by_entry(x, p, u=None):
    """Loops over the entries."""
    m = np.ones(x.shape, dtype=x.dtype)
    if u is not None:
        for place in np.ndindex(x.shape):
            m[place] = 0 if u[place] < p else 1 / (1 - p)

    def back(g):
        return (g * m,)

    return x * m, back


# --- batchnorm_backward


@alternative("batchnorm_backward")
def by_the_graph(g, x, gamma, eps=1e-5):
    """Every intermediate result by itself, as on the graph: through the variance, then through the mean."""
    N = x.shape[0]
    m = x.sum(axis=0) / N
    c = x - m
    v = (c * c).sum(axis=0) / N
    inverse = (v + eps) ** -0.5
    g_hat = g * gamma
    g_v = (g_hat * c).sum(axis=0) * -0.5 * inverse**3
    g_c = g_hat * inverse + 2 * c * g_v / N
    g_m = -g_c.sum(axis=0)
    return g_c + g_m / N, (g * c * inverse).sum(axis=0), np.sum(g, 0)


@alternative("batchnorm_backward")
def by_the_jacobian(g, x, gamma, eps=1e-5):
    """Writes (14) out as a matrix for each unit."""
    N, D = x.shape
    g_x, g_gamma = np.zeros_like(x), np.zeros_like(gamma)
    for j in range(D):
        r = np.sqrt(x[:, j].var() + eps)
        h = (x[:, j] - x[:, j].mean()) / r
        J = (np.eye(N) - 1 / N - np.outer(h, h) / N) / r
        g_x[:, j] = J.T @ (gamma[j] * g[:, j])
        g_gamma[j] = h @ g[:, j]
    return [g_x, g_gamma, g.sum(axis=0)]


# --- Adam


@alternative("Adam")
class CorrectsTheRate:
    """Both corrections in the learning rate and in eps; memory in dictionaries; np.subtract with out."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.arrays = params
        self.rate, (self.beta_1, self.beta_2), self.eps = lr, betas, eps
        self.memory, self.steps = {}, 0

    def step(self, grads):
        self.steps = self.steps + 1
        root = (1 - self.beta_2**self.steps) ** 0.5
        for i in range(len(self.arrays)):
            g = grads[i]
            m, s = self.memory.get(i, (0.0, 0.0))
            m, s = m + (1 - self.beta_1) * (g - m), s + (1 - self.beta_2) * (g * g - s)
            self.memory[i] = m, s
            change = self.rate * root / (1 - self.beta_1**self.steps) * m / (s**0.5 + self.eps * root)
            np.subtract(self.arrays[i], change, out=self.arrays[i])
        return self.arrays


@alternative("Adam")
class RepairsTheDraft:
    """The draft with its five faults mended, one by one."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m, self.s, self.t = {}, {}, 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for i, g in enumerate(grads):
            self.m[i] = beta_1 * self.m.get(i, 0) + (1 - beta_1) * g
            self.s[i] = beta_2 * self.s.get(i, 0) + (1 - beta_2) * g * g
            m_hat = self.m[i] / (1 - beta_1**self.t)
            s_hat = self.s[i] / (1 - beta_2**self.t)
            self.params[i][...] = self.params[i] - self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


# --- train_digits


@alternative("train_digits")
def makes_new_arrays(x, y, *, seed, epochs=20):
    """New lists in each step in place of changes in place, another generator, and array_split's kind of batches."""
    rng = np.random.Generator(np.random.Philox(seed))
    W_1 = rng.standard_normal((64, x.shape[1])) * plan_init([x.shape[1], 64, 10], "he")[0][0]
    W_2 = rng.normal(0.0, np.sqrt(2 / 64), (10, 64))
    theta = [W_1, np.zeros(64), W_2, np.zeros(10)]
    v = [0 * part for part in theta]
    for _ in range(epochs):
        order = np.argsort(rng.random(len(x)))
        while len(order):
            rows, order = order[:32], order[32:]
            _, ((a, b), (c, d)) = mlp_loss([tuple(theta[:2]), tuple(theta[2:])], x[rows], y[rows])
            v = [0.9 * old + g for old, g in zip(v, (a, b, c, d), strict=True)]
            theta = [part - 0.1 * each for part, each in zip(theta, v, strict=True)]
    return [theta[:2], theta[2:]]


@alternative("train_digits")
def shuffles_copies(x, y, *, seed, epochs=20):
    """Shuffles copies of the data, with the rate inside the velocity; seeds the global generator."""
    np.random.seed(seed % 2**32)
    params = [(np.random.randn(b, a) * np.sqrt(2 / a), np.zeros(b)) for a, b in ((x.shape[1], 64), (64, 10))]
    v = [[np.zeros_like(part) for part in pair] for pair in params]
    for _ in range(epochs):
        rows = np.arange(len(x))
        np.random.shuffle(rows)
        images, labels = x[rows], y[rows]
        for i in range((len(x) + 31) // 32):
            _, grads = mlp_loss(params, images[32 * i : 32 * (i + 1)], labels[32 * i : 32 * (i + 1)])
            for k, pair in enumerate(grads):
                for j, g in enumerate(pair):
                    v[k][j] = 0.9 * v[k][j] - 0.1 * g
                    params[k][j][...] += v[k][j]
    return params
