"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import math

import numpy as np

from autograder.testing import alternative

# --- central_diff


@alternative("central_diff")
def slope_point_by_point(f, x, h=1e-5):
    """One point after the other, in a loop of floats."""
    slopes = [(f(float(t) + h) - f(float(t) - h)) / (h + h) for t in np.ravel(x)]
    return np.array(slopes, dtype=np.float64).reshape(np.shape(x))


@alternative("central_diff")
def slope_by_averaging(f, x, h=1e-5):
    """The mean of the slopes to the right and to the left, which is the same."""
    here = f(x)
    return 0.5 * ((f(x + h) - here) / h + (here - f(x - h)) / h)


# --- taylor


@alternative("taylor")
def taylor_by_horner(derivatives, a, x, M):
    """From the highest term down, with a running product in place of powers and factorials."""
    d = np.subtract(x, a)
    value, count = 0 * d, len(derivatives)
    for j in range(count - 1, -1, -1):
        value = derivatives[j] + value * d / (j + 1)
    bound = M + 0 * d
    for j in range(1, count + 1):
        bound = bound * abs(d) / j
    return value, bound


@alternative("taylor")
def taylor_with_polyval(derivatives, a, x, M):
    """NumPy's polynomials, and torch for the bound; returns a list."""
    import torch

    coefficients = [c / math.gamma(j + 1) for j, c in enumerate(derivatives)]
    d = np.asarray(x) - a
    k = len(derivatives)
    return [np.polynomial.polynomial.polyval(d, coefficients), M * torch.as_tensor(d).abs() ** k / math.factorial(k)]


# --- best_step


@alternative("best_step")
def step_in_closed_form(rule, M, delta):
    """Bounds solved by hand, too; refuses in another place."""
    if rule not in ("forward", "central"):
        raise ValueError(f"there is no rule {rule!r}")
    if rule == "central":
        return np.cbrt(3 * delta / M), 0.5 * np.cbrt(9 * M * delta**2)
    return 2 * np.sqrt(delta / M), 2 * np.sqrt(delta * M)


@alternative("best_step")
def step_by_search(rule, M, delta):
    """Looks for the smallest bound among many steps, finer and finer."""
    bounds = {
        "forward": lambda h: h * M / 2 + 2 * delta / h,
        "central": lambda h: h**2 * M / 6 + delta / h,
    }
    if rule not in bounds:
        raise ValueError(rule)
    low, high = -40.0, 10.0
    for _ in range(40):
        grid = np.linspace(low, high, 21)
        best = grid[int(np.argmin(bounds[rule](10.0**grid)))]
        low, high = best - (high - low) / 10, best + (high - low) / 10
    return 10.0**best, bounds[rule](10.0**best)


# --- simpson


@alternative("simpson")
def simpson_pair_by_pair(f, a, b, n):
    """One parabola after the other, in floats."""
    if n <= 0 or n % 2 != 0:
        raise ValueError("n must be even")
    h, area = (b - a) / n, 0.0
    for pair in range(n // 2):
        left = a + 2 * pair * h
        area += h / 3 * (f(left) + 4 * f(left + h) + f(left + 2 * h))
    return area


@alternative("simpson")
def simpson_from_trapezoids(f, a, b, n):
    """Four thirds of the trapezoids with n intervals minus one third of those with n / 2, in torch at the end."""
    import torch

    if n < 2 or n & 1:
        raise ValueError(n)
    values = torch.as_tensor(f(a + (b - a) * np.arange(n + 1) / n))
    fine, coarse = torch.trapezoid(values) / n, torch.trapezoid(values[::2]) / (n // 2)
    return (b - a) * (4 * fine - coarse) / 3


# --- jacobian_fd


@alternative("jacobian_fd")
def jacobian_in_a_loop(f, x, h=1e-5):
    """Fills a table of zeros, with one entry of a copy changed and put back."""
    y = np.array(x)
    J = np.zeros((len(f(x)), len(y)))
    for j in range(len(y)):
        kept = y[j]
        y[j] = kept + h
        up = np.array(f(y))
        y[j] = kept - h
        J[:, j] = (up - f(y)) / (2 * h)
        y[j] = kept
    return J


@alternative("jacobian_fd")
def jacobian_by_central_diff(f, x, h=1e-5):
    """The derivative along each axis, by the notebook's own `central_diff` at 0; returns a tensor."""
    import torch

    columns = [central_diff(lambda t, e=e: f(x + t * e), 0.0, h) for e in np.eye(len(x))]
    return torch.as_tensor(np.array(columns)).T


# --- is_gradient


@alternative("is_gradient")
def check_by_remainders(f, grad, x, tol=1e-4):
    """The Taylor remainder along each axis, to both sides, relative to the step."""
    g = np.asarray(grad(x), dtype=np.float64)
    if g.shape != x.shape or not np.isfinite(g).all():
        return False
    for j in range(len(x)):
        e = np.zeros_like(x)
        e[j] = 2e-5
        right, left = f(x + e) - f(x) - g @ e, f(x - e) - f(x) + g @ e
        if abs(right - left) / 4e-5 > tol:
            return False
    return True


@alternative("is_gradient")
def check_in_torch(f, grad, x, tol=1e-4):
    """Compares tensors, with a smaller step, by `allclose` without a relative tolerance."""
    import torch

    claimed = torch.as_tensor(np.array(grad(x)))
    measured = torch.tensor([(f(x + 3e-6 * e) - f(x - 3e-6 * e)) / 6e-6 for e in np.eye(len(x))], dtype=torch.float64)
    return claimed.shape == measured.shape and torch.allclose(claimed, measured, rtol=0, atol=tol)


# --- hessian_fd


@alternative("hessian_fd")
def hessian_as_jacobian_of_gradient(f, x, h=1e-4):
    """The notebook's `jacobian_fd` twice."""

    def gradient(y):
        return jacobian_fd(lambda z: np.array([f(z)]), y, h)[0]

    return jacobian_fd(gradient, x, h)


@alternative("hessian_fd")
def hessian_by_three_points(f, x, h=1e-4):
    """Three points on the diagonal, four beside it, one half mirrored to the other."""
    import torch

    n, here = len(x), f(x)
    H = torch.zeros(n, n, dtype=torch.float64)
    for i in range(n):
        e_i = h * np.eye(n)[i]
        H[i, i] = (f(x + e_i) - 2 * here + f(x - e_i)) / h**2
        for j in range(i):
            e_j = h * np.eye(n)[j]
            corners = f(x + e_i + e_j) + f(x - e_i - e_j) - f(x + e_i - e_j) - f(x - e_i + e_j)
            H[i, j] = H[j, i] = corners / (2 * h) ** 2
    return H


# --- pull_back


@alternative("pull_back")
def pull_back_by_recursion(layers, x, g):
    """The first layer, and the rest by itself."""
    if not layers:
        return x, g
    (f, jacobian), *rest = layers
    y, g = pull_back(rest, f(x), g)
    return y, g @ jacobian(x)


@alternative("pull_back")
def pull_back_with_kept_jacobians(layers, x, g):
    """Keeps Jacobians in place of inputs, and works in torch on the way back."""
    import torch

    kept = []
    for f, jacobian in layers:
        kept.append(np.array(jacobian(x)))
        x = f(x)
    gradient = torch.tensor(np.array(g), dtype=torch.float64)
    while kept:
        gradient = torch.mv(torch.from_numpy(kept.pop()).T, gradient)
    return x, gradient


# --- train_xor


@alternative("train_xor")
def train_by_hand(start, X, Y, lr=0.1, steps=400):
    """Back-propagation derived by hand, in NumPy."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append((error**2).mean())
        if step < steps:
            error = 2 * error / len(X)
            inner = np.outer(error, w_2) * (1 - hidden**2)
            W_1, b_1 = W_1 - lr * inner.T @ X, b_1 - lr * inner.sum(axis=0)
            w_2, b_2 = w_2 - lr * hidden.T @ error, b_2 - lr * error.sum()
    return (W_1, b_1, w_2, b_2), np.array(losses)


@alternative("train_xor")
def train_with_fresh_values(start, X, Y, lr=0.1, steps=400):
    """New Values in each step, made of plain numbers; one sweep for each example."""

    def answer(W_1, b_1, w_2, b_2, x):
        units = (sum((w * t for w, t in zip(row, x, strict=True)), b).tanh() for row, b in zip(W_1, b_1, strict=True))
        return sum((w * unit for w, unit in zip(w_2, units, strict=True)), b_2)

    W_1, b_1, w_2, b_2 = start
    hidden, inputs = len(W_1), len(W_1[0])
    flat = [w for row in W_1 for w in row] + list(b_1) + list(w_2) + [b_2]

    def unflatten(flat):
        rows = [flat[i * inputs : (i + 1) * inputs] for i in range(hidden)]
        rest = flat[hidden * inputs :]
        return rows, rest[:hidden], rest[hidden : 2 * hidden], rest[-1]

    losses = []
    for step in range(steps + 1):
        total, gradient = 0.0, [0.0] * len(flat)
        for x, y in zip(X, Y, strict=True):
            values = [Value(number) for number in flat]
            loss = (answer(*unflatten(values), x) - y) ** 2 / len(X)
            loss.backward()
            total += loss.data
            gradient = [old + value.grad for old, value in zip(gradient, values, strict=True)]
        losses.append(total)
        if step < steps:
            flat = [number - lr * slope for number, slope in zip(flat, gradient, strict=True)]
    return unflatten(flat), losses


# --- Value


@alternative("Value")
class ValueWithClosures:
    """Each node keeps a function that hands its gradient back, instead of pairs."""

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = float(data), 0.0, parents
        self.hand_back = lambda: None

    def make(self, data, parents, slopes):
        result = Value(data, parents)

        def hand_back():
            for parent, slope in zip(parents, slopes, strict=True):
                parent.grad += slope * result.grad

        result.hand_back = hand_back
        return result

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self.make(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return self.make(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, k):
        return self.make(self.data**k, (self,), (k * self.data ** (k - 1),))

    def exp(self):
        return self.make(math.exp(self.data), (self,), (math.exp(self.data),))

    def log(self):
        return self.make(math.log(self.data), (self,), (1 / self.data,))

    def tanh(self):
        t = math.tanh(self.data)
        return self.make(t, (self,), (1 - t * t,))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node in seen:
                return
            seen.add(node)
            node.grad = 0.0
            for parent in node.parents:
                visit(parent)
            order.append(node)

        visit(self)
        self.grad = 1.0
        while order:
            order.pop().hand_back()

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return (-self) + other

    def __truediv__(self, other):
        return self * (other**-1 if isinstance(other, Value) else 1 / other)

    def __rtruediv__(self, other):
        return self**-1 * other


@alternative("Value")
class ValueWithNumbers:
    """Every node has a number, larger than its parents', so that sorting gives the order; no function calls itself."""

    made = 0

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = float(data), 0.0, parents
        Value.made += 1
        self.number = Value.made

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(math.pow(self.data, k), [(self, k * math.pow(self.data, k - 1))])

    def exp(self):
        return Value(np.exp(self.data), [(self, np.exp(self.data))])

    def log(self):
        return Value(np.log(self.data), [(self, 1 / self.data)])

    def tanh(self):
        return Value(np.tanh(self.data), [(self, 1 - np.tanh(self.data) ** 2)])

    def backward(self):
        found, waiting = {self.number: self}, [self]
        while waiting:
            for parent, _ in waiting.pop().parents:
                if parent.number not in found:
                    found[parent.number] = parent
                    waiting.append(parent)
        for node in found.values():
            node.grad = float(node is self)
        for number in sorted(found, reverse=True):
            for parent, slope in found[number].parents:
                parent.grad += slope * found[number].grad

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + other * -1

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self * -1 + other

    def __rtruediv__(self, other):
        return self**-1 * other
