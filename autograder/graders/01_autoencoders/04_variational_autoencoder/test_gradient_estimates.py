"""Hidden tests of `gradient_estimates`: each estimator from each sample, their means, and what a jump does to them."""

import math

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def cubic(ns, a):
    """f(z) = (z - a)^3."""
    return lambda z: (z - a) ** 3


@inside
def slope_of_cubic(ns, a):
    """Its derivative."""
    return lambda z: 3 * (z - a) ** 2


@inside
def parabola(ns, a):
    """f(z) = (z - a)^2."""
    return lambda z: (z - a) ** 2


@inside
def slope_of_parabola(ns, a):
    """Its derivative."""
    return lambda z: 2 * (z - a)


@inside
def step(ns, a):
    """1 where z > a, else 0."""
    return lambda z: (z > a) * (0 * z + 1)


@inside
def flat(ns):
    """The derivative of a step, wherever it has one."""
    return lambda z: 0 * z


def estimates(notebook, f, df, mu, log_var, eps):
    """Both tables, checked in shape."""
    answer = notebook.gradient_estimates(f, df, mu, log_var, eps)
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`gradient_estimates` has to return two things", hint="return score, pathwise")
    tables = [as_tensor(part, what) for part, what in zip(answer, ("score", "pathwise"), strict=True)]
    for table in tables:
        shape_is_right = tuple(table.shape) == (len(eps), 2)
        require(shape_is_right, "a table has the wrong shape", hint="One row per sample; nothing is averaged.")
    return tables


@points("gradient_estimates", 2)
def test_score_function_from_each_sample(notebook, rng):
    """The score-function estimate is f(z) times the gradient of log q, for mu and for log_var."""
    mu, log_var, a, eps = float(rng.normal()), float(rng.uniform(-2, 2)), float(rng.normal()), rng.normal(50)
    f, df = notebook.run(cubic, a), notebook.run(slope_of_cubic, a)
    score, _ = estimates(notebook, f, df, mu, log_var, eps)
    sigma = math.exp(log_var / 2)
    value = (mu + sigma * eps - a) ** 3
    hint = (
        "Equations (8) and (9): f(z) as it is, times all of the gradient. Where does sigma stand, and where its square?"
    )
    assert_close(score[:, 0], value * eps / sigma, what="the score estimate for mu", hint=hint)
    assert_close(score[:, 1], value * 0.5 * (eps**2 - 1), what="the score estimate for log_var", hint=hint)


@points("gradient_estimates", 2)
def test_pathwise_from_each_sample(notebook, rng):
    """The pathwise estimate is the chain rule through z = mu + sigma eps."""
    mu, log_var, a, eps = float(rng.normal()), float(rng.uniform(-2, 2)), float(rng.normal()), rng.normal(50)
    f, df = notebook.run(cubic, a), notebook.run(slope_of_cubic, a)
    _, pathwise = estimates(notebook, f, df, mu, log_var, eps)
    sigma = math.exp(log_var / 2)
    slope = 3 * (mu + sigma * eps - a) ** 2
    hint = (
        "Equation (10): the slope at each sample's own z, times how z moves with mu, or with log_var (not with sigma)."
    )
    assert_close(pathwise[:, 0], slope, what="the pathwise estimate for mu", hint=hint)
    assert_close(pathwise[:, 1], slope * 0.5 * sigma * eps, what="the pathwise estimate for log_var", hint=hint)


@points("gradient_estimates", 1)
def test_right_on_average(notebook, rng):
    """Both are right on average for a parabola, the pathwise one with less noise; at a jump only the score function is."""
    n, mu, log_var, a = 20_000, 0.7, -0.5, -2.0
    eps, sigma = rng.normal(n), math.exp(-0.25)
    tables = estimates(notebook, notebook.run(parabola, a), notebook.run(slope_of_parabola, a), mu, log_var, eps)
    truth = torch.tensor([2 * (mu - a), sigma**2], dtype=torch.float64)
    for table, name in zip(tables, ("score-function", "pathwise"), strict=True):
        error = (table.mean(0) - truth).abs() / (table.std(0) / math.sqrt(n))
        hint = "E[(z - a)^2] = (mu - a)^2 + sigma^2, whose derivatives are 2 (mu - a) and, for log_var, sigma^2."
        require(bool((error < 5).all()), f"the {name} estimate is off on average", hint=hint)
    noisier = bool((tables[0].var(0) > 5 * tables[1].var(0)).all())
    message = "the score-function estimate does not have more noise than the pathwise one"
    require(noisier, message, hint="Are they swapped? The score function's comes first.")
    score, pathwise = estimates(notebook, notebook.run(step, 1.0), notebook.run(flat), mu, log_var, eps)
    truth = math.exp(-0.5 * ((1 - mu) / sigma) ** 2) / (sigma * math.sqrt(2 * math.pi))
    error = float((score[:, 0].mean() - truth).abs() / (score[:, 0].std() / math.sqrt(n)))
    hint = "The score function asks for f(z), and never for its derivative."
    require(error < 5, "the score-function estimate is off where f has a jump", hint=hint)
    assert_close(pathwise, torch.zeros(n, 2), what="the pathwise estimate where the derivative is zero", hint=hint)
