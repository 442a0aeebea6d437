"""Hidden tests of `train_polynomial`: what it learns, the choice, and that a forecast depends on its own point only."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def train(ns, x, y, folds, asked, options):
    """Degree, errors and forecasts for each set of points that is asked; the caller's arrays after the call."""
    x, y = np.array(x), np.array(y)
    folds = [(np.array(train, dtype=np.int64), np.array(val, dtype=np.int64)) for train, val in folds]
    degree, errors, predict = ns.train_polynomial(x, y, folds, **options)
    forecasts, after = [], []
    for t in asked:
        t = np.array(t)
        forecasts.append(predict(t))
        after.append(t)
    return degree, errors, forecasts, x, y, after


def ask(notebook, x, y, folds, asked, **options):
    """Degree, errors, and one tensor of forecasts for each tensor of points."""
    points_asked = [t.numpy() for t in asked]
    degree, errors, forecasts, x_after, y_after, after = notebook.run(
        train, x.numpy(), y.numpy(), folds, points_asked, options
    )
    degree = as_tensor(degree, "the degree").reshape(-1)
    require(degree.numel() == 1, "the degree is one number")
    hint = "`x -= ...` writes into the caller's array."
    for found, given, name in (
        (x_after, x, "x"),
        (y_after, y, "y"),
        *((a, t, "points") for a, t in zip(after, asked, strict=True)),
    ):
        assert_close(found, given, rtol=0, atol=1e-12, what=f"the caller's {name} after the call", hint=hint)
    forecasts = [as_tensor(f, "the forecasts") for f in forecasts]
    for found, t in zip(forecasts, asked, strict=True):
        assert_shape(found, tuple(t.shape), what="the forecasts", hint="One for each point.")
    return float(degree[0]), as_tensor(errors, "the errors"), forecasts


def powers(t, degree):
    """t, t^2, ..., t^degree."""
    return torch.stack([t**j for j in range(1, degree + 1)], dim=1)


def fit(X, y, lam):
    """Ridge regression on standardised features; returns a function of features."""
    mean, width = X.mean(0), X.std(0, correction=0)
    width = torch.where(width > 0, width, torch.ones_like(width))
    Z = (X - mean) / width
    middle = Z.mean(0)
    centred = Z - middle
    square = centred.T @ centred / len(y) + lam * torch.eye(X.shape[1], dtype=torch.float64)
    w = torch.linalg.solve(square, centred.T @ (y - y.mean()) / len(y))
    return lambda features: ((features - mean) / width - middle) @ w + y.mean()


def reference(x, y, folds, max_degree=8, lam=1e-3):
    """Degree, errors, and a function that forecasts."""
    errors = []
    for degree in range(1, max_degree + 1):
        X = powers(x, degree)
        squares = [(fit(X[train], y[train], lam)(X[val]) - y[val]).square() for train, val in folds]
        errors.append(torch.cat(squares).mean())
    errors = torch.stack(errors)
    degree = int(errors.argmin()) + 1
    best = fit(powers(x, degree), y, lam)
    return degree, errors, lambda t: best(powers(t, degree))


def deal(rng, N, k):
    """k parts of N examples, shuffled."""
    parts = [part.tolist() for part in np.array_split(rng.numpy.permutation(N), k)]
    return [([i for other in parts if other is not part for i in other], part) for part in parts]


CURVES = {
    "cubic": lambda t: t**3 - 2 * t,
    "parabola": lambda t: 1.5 * t**2 - t + 2,
    "wave": lambda t: 2 * torch.sin(2.5 * t),
    "line": lambda t: 3 - 2 * t,
}


def draw(rng, kind, N, k, reach=2.0, **options):
    """Examples of a curve, where no two degrees are so nearly equally good that rounding could decide."""
    while True:
        x = rng.uniform(-reach, reach, (N,))
        y = CURVES[kind](x) + 0.3 * rng.normal(N)
        folds = deal(rng, N, k)
        errors = reference(x, y, folds, **options)[1].sort().values
        if len(errors) == 1 or errors[1] > errors[0] * (1 + 1e-5):
            return x, y, folds


@points("train_polynomial", 3)
def test_it_foretells_unseen_points(notebook, rng, picture):
    """At unseen points the forecast is as close to the truth as that of the right program, on five data sets."""
    hint = "Choose the degree by cross-validation, then fit it to all examples, with the scaling of all examples."
    for number in range(5):
        x, y, folds = draw(rng, "cubic", 60, 5)
        t = rng.uniform(-2, 2, (200,))
        degree, _, (forecast,) = ask(notebook, x, y, folds, [t])
        right_degree, _, best = reference(x, y, folds)
        truth = CURVES["cubic"](t)
        error, allowed = ((f - truth).square().mean() for f in (forecast, best(t)))
        if number == 0:
            order = t.argsort()
            cloud = torch.stack([t, forecast.clamp(-8, 8)], dim=1)[order]
            picture.points("your forecast (and the data)", cloud, torch.stack([x, y], dim=1))
        require(
            bool(error <= 1.001 * allowed + 1e-9),
            "forecasts at unseen points are further from the truth than they need to be",
            hint=hint,
            measured=f"a mean squared distance of about {float(error):.0e}",
            target="that of the right program on the same data",
        )
        require(
            degree == right_degree, "the degree is not that with the smallest `cv_error`", hint="Degrees count from 1."
        )
        assert_close(forecast, best(t), rtol=1e-6, what="the forecasts at unseen points", hint=hint)


@points("train_polynomial", 2)
def test_the_errors_and_the_choice(notebook, rng):
    """There is one cross-validated error for each degree, the smallest decides, and of equal ones the smallest degree."""
    cases = (
        ("line", 20, 4, {}),
        ("parabola", 17, 3, {"max_degree": 5}),
        ("wave", 40, 6, {"max_degree": 7, "lam": 0.01}),
        ("cubic", 9, 2, {"max_degree": 1}),
    )
    for kind, N, k, options in cases:
        x, y, folds = draw(rng, kind, N, k, **options)
        degree, errors, (forecast,) = ask(notebook, x, y, folds, [x], **options)
        right_degree, right_errors, best = reference(x, y, folds, **options)
        hint = "`cv_error` on the first d powers of x, for d = 1 to max_degree, with the lam that was asked for."
        assert_close(errors, right_errors, rtol=1e-6, atol=0, what="the list of errors", hint=hint)
        require(
            degree == right_degree,
            "the degree is not that with the smallest error",
            hint="The first of the list is degree 1.",
        )
        hint = "The last fit uses all examples, and the same lam."
        assert_close(forecast, best(x), rtol=1e-6, what="the forecasts at the examples", hint=hint)
    x, y, folds = draw(rng, "wave", 30, 3, reach=0.6)  # powers of less than 1 have widths of less than 1
    forecast = ask(notebook, x, y, folds, [x])[2][0]
    assert_close(forecast, reference(x, y, folds)[2](x), rtol=1e-6, what="the forecasts at examples near 0", hint=hint)
    x, nothing = rng.uniform(-1, 1, (8,)), torch.zeros(8, dtype=torch.float64)
    degree, _, (forecast,) = ask(notebook, x, nothing, deal(rng, 8, 2), [x], max_degree=4)
    message = "where all degrees are equally good, the smallest is not chosen"
    require(degree == 1, message, hint="The first of the smallest.")
    assert_close(forecast, torch.zeros(8), what="the forecasts where y is always 0")


@points("train_polynomial", 2)
def test_a_forecast_depends_on_its_own_point(notebook, rng):
    """What is said of a point is the same alone and among others, near and far from the examples."""
    x, y, folds = draw(rng, "wave", 30, 5)
    t = torch.cat([rng.uniform(-2, 2, (6,)), rng.uniform(2, 3, (1,))])
    _, _, (together, *alone) = ask(notebook, x, y, folds, [t, *(t[i : i + 1] for i in range(7)), t[:3]])
    hint = "Mean and width of the features are learnt from the examples, and kept: not taken from what is asked."
    assert_close(together, reference(x, y, folds)[2](t), rtol=1e-6, what="forecasts at new points", hint=hint)
    assert_close(torch.cat(alone[:7]), together, rtol=1e-7, what="forecasts of one point at a time", hint=hint)
    assert_close(alone[7], together[:3], rtol=1e-7, what="forecasts of three points", hint=hint)


@points("train_polynomial", 1)
def test_points_whose_square_never_varies(notebook, rng):
    """Where all examples stand at 1 and -1, the even powers never vary, and forecasts are finite and right."""
    x = torch.tensor([1.0, -1.0] * 5, dtype=torch.float64)
    y = x + 2 + 0.01 * rng.normal(10)
    folds = [(list(range(5, 10)), list(range(5))), (list(range(5)), list(range(5, 10)))]
    _, errors, (forecast,) = ask(notebook, x, y, folds, [x], max_degree=3, lam=0.1)
    hint = "A feature that never varies is divided by 1, as in `cv_error`."
    _, right_errors, best = reference(x, y, folds, max_degree=3, lam=0.1)
    assert_close(errors, right_errors, rtol=1e-6, atol=0, what="the list of errors", hint=hint)
    assert_close(forecast, best(x), rtol=1e-6, what="the forecasts", hint=hint)
