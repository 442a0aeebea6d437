"""Hidden tests of `minimise`: every step of it, its average, and where it arrives on two landscapes."""

import math

import pytest
import torch

from autograder.testing import as_tensor, assert_close, assert_shape, hidden_digits, inside, points, require

SECONDS = 20  # thousands of steps


@inside
def follow(ns, A, b, noise, theta, n_steps, base_lr, options):
    """Both results on a noisy quadratic, where gradients were asked for, and theta after the call."""
    places, steps, theta = [], [], theta.clone()

    def grad(x, step):
        x = torch.as_tensor(x)
        places.append(x.clone())
        steps.append(int(step))
        return (A @ x.reshape(-1) - b + noise[int(step)]).reshape(x.shape)

    last, average = ns.minimise(grad, theta, n_steps, base_lr, **options)
    return last, average, torch.stack(places), steps, theta


@inside
def cross_the_valley(ns, shift):
    """Rosenbrock's valley, moved: the last place and how often the gradient was asked for."""
    asked = []

    def grad(x, step):
        asked.append(int(step))
        x = torch.as_tensor(x) - shift
        off = x[1] - x[0] ** 2
        return torch.stack([-2 * (1 - x[0]) - 400 * x[0] * off, 200 * off])

    start = shift + torch.tensor([-1.5, 2.0], dtype=torch.float64)
    last, _ = ns.minimise(grad, start, 2000, 0.1, warmup=100, max_norm=10.0)
    return last, len(asked)


@inside
def tell_digits_apart(ns, X, y, lam, warmup):
    """Weights of a logistic regression, and how often the gradient was asked for."""
    asked = []

    def grad(w, step):
        asked.append(int(step))
        w = torch.as_tensor(w)
        return X.T @ (torch.sigmoid(X @ w) - y) / len(X) + lam * w

    last, _ = ns.minimise(grad, torch.zeros(X.shape[1], dtype=torch.float64), 300, 0.1, warmup=warmup)
    return last, len(asked)


def expect(A, b, noise, theta, n_steps, base_lr, warmup=0, max_norm=math.inf):
    """All places from the start on, in float64."""
    m, s, places = torch.zeros_like(theta), torch.zeros_like(theta), [theta]
    for t in range(n_steps):
        g = A @ theta - b + noise[t]
        g = g * min(1.0, max_norm / float(g.norm()))
        if t < warmup:
            lr = base_lr * (t + 1) / warmup
        else:
            lr = base_lr * (1 + math.cos(math.pi * (t - warmup) / max(n_steps - 1 - warmup, 1))) / 2
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
        theta = theta - lr * (m / (1 - 0.9 ** (t + 1))) / ((s / (1 - 0.999 ** (t + 1))).sqrt() + 1e-8)
        places.append(theta)
    return torch.stack(places)


def ask(notebook, rng, n_steps, base_lr, **options):
    """The student's results on a fresh noisy quadratic, and the right places; one gradient for each step."""
    U = rng.orthogonal(4)
    A, b = U @ torch.diag(rng.uniform(0.2, 5, (4,))) @ U.T, rng.normal(4)
    noise, theta = rng.normal(n_steps, 4) * rng.uniform(0.01, 2, (n_steps, 1)), 2 * rng.normal(4)
    last, average, places, steps, after = notebook.run(follow, A, b, noise, theta, n_steps, base_lr, options)
    message = "the gradient has to be asked for once in each step, with the steps 0, 1, 2, ..."
    require(list(steps) == list(range(n_steps)), message, hint="grad(theta, step), and nothing else.")
    assert_close(after, theta, rtol=0, atol=0, what="theta after the call", hint="Nothing handed in is changed.")
    options.pop("decay", None)
    last = as_tensor(last, "the last parameters")
    assert_shape(last, (4,), what="the last parameters", hint="They have the shape of theta.")
    places = torch.cat([as_tensor(places), last[None]])
    return places, as_tensor(average, "the average"), expect(A, b, noise, theta, n_steps, base_lr, **options)


@points("minimise", 3)
def test_step_by_step(notebook, rng):
    """Each step clips the gradient, then takes one Adam step with the rate that the schedule has for it."""
    hint = "In this order: gradient at the current place, clip, rate of this step, adam_step with the state of the last one."
    for n_steps, options in (
        (25, {}),
        (30, {"warmup": 6}),
        (30, {"max_norm": 1.0}),
        (20, {"warmup": 20, "max_norm": 0.5}),
        (1, {}),
    ):
        places, _, expected = ask(notebook, rng, n_steps, 0.2, **options)
        assert_close(places, expected, what="the walk", hint=hint)


@points("minimise", 2)
def test_average_of_the_weights(notebook, rng):
    """The second result averages the parameters after each step with weights that fade and add up to one."""
    hint = "(14): the new parameters of every step, not the start; divide by 1 - beta^T at the end."
    for n_steps, options in (
        (1, {}),
        (12, {}),
        (40, {"decay": 0.8}),
        (7, {"decay": 0.0, "warmup": 2}),
        (90, {"decay": 0.9}),
    ):
        places, average, _ = ask(notebook, rng, n_steps, 0.1, **options)
        decay = options.get("decay", 0.99)
        weights = decay ** torch.arange(n_steps - 1, -1, -1, dtype=torch.float64)
        expected = (weights[:, None] * places[1:]).sum(dim=0) / weights.sum()
        assert_shape(average, (4,), what="the average")
        assert_close(average, expected, what="the average", hint=hint)


@points("minimise", 2, seconds=SECONDS)
def test_crosses_a_curved_valley(notebook, rng):
    """In 2,000 steps the walk crosses Rosenbrock's valley, wherever that lies, to a loss below a millionth."""
    shift = 3 * rng.normal(2)
    last, asked = notebook.run(cross_the_valley, shift)
    require(asked == 2000, "the recipe has 2,000 steps, and one gradient in each")
    last = as_tensor(last, "the last parameters")
    assert_shape(last, (2,), what="the last parameters")
    x, y = (last - shift).tolist()
    loss = (1 - x) ** 2 + 100 * (y - x * x) ** 2
    hint = "Is the schedule's rate handed to adam_step, and its state to the next step?"
    require(loss < 1e-6, "the walk through the valley did not arrive", hint=hint, target="a loss below 10^-6")


@pytest.fixture(scope="module")
def two_digits(module_rng):
    """Disguised images of two digits, with a column of ones, and labels 0 and 1."""
    rng = module_rng("digits")
    data = hidden_digits(rng)
    first, second = rng.numpy.choice(10, size=2, replace=False).tolist()
    kept = (data.train_labels == first) | (data.train_labels == second)
    X = torch.cat([data.train[kept], torch.ones(int(kept.sum()), 1, dtype=torch.float64)], dim=1)
    return X, (data.train_labels[kept] == second).double()


@points("minimise", 2, seconds=SECONDS)
def test_tells_digits_apart(notebook, two_digits):
    """On fresh digits, a logistic regression that is trained with it is within 1e-4 of the lowest loss that there is."""
    X, y = two_digits
    lam = 1e-2

    def loss(w):
        z = X @ w
        return float((torch.nn.functional.softplus(z) - y * z).mean() + lam / 2 * w.square().sum())

    w = torch.zeros(X.shape[1], dtype=torch.float64)
    for _ in range(30):  # Newton's method: the loss is convex, so this is the lowest
        p = torch.sigmoid(X @ w)
        hessian = (X * (p * (1 - p))[:, None]).T @ X / len(X) + lam * torch.eye(len(w), dtype=torch.float64)
        w = w - torch.linalg.solve(hessian, X.T @ (p - y) / len(X) + lam * w)
    lowest = loss(w)
    for warmup in (0, 30):
        last, asked = notebook.run(tell_digits_apart, X, y, lam, warmup)
        require(asked == 300, "the recipe has 300 steps, and one gradient in each")
        last = as_tensor(last, "the weights")
        assert_shape(last, tuple(w.shape), what="the weights")
        require(bool(last.isfinite().all()), "the weights are NaN or infinite")
        hint = "Does the rate go down to 0 along the cosine, and is Adam's state kept from step to step?"
        message = "the loss on the digits is not close enough to the lowest that there is"
        require(loss(last) - lowest < 1e-4, message, hint=hint, target="within 10^-4")
