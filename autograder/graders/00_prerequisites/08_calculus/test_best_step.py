"""Hidden tests of `best_step`: both rules, and that no other step has a smaller bound."""

from autograder.testing import as_tensor, assert_close, points, raises, require


def bound(rule, M, delta, h):
    """Equation (5)."""
    return h * M / 2 + 2 * delta / h if rule == "forward" else h**2 * M / 6 + delta / h


def best(rule, M, delta):
    """The step at which the bound's derivative is zero."""
    return 2 * (delta / M) ** 0.5 if rule == "forward" else (3 * delta / M) ** (1 / 3)


def ask(notebook, rule, M, delta):
    """Step and error, two positive numbers."""
    answer = notebook.best_step(rule, M, delta)
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`best_step` has to return two things", hint="return h, error", target="(h, error)")
    h, error = (as_tensor(part, what).reshape(-1) for part, what in zip(answer, ("the step", "the error"), strict=True))
    require(h.numel() == 1 and error.numel() == 1, "step and error are one number each")
    message = "step and error have to be positive"
    require(bool(h[0] > 0 and error[0] > 0), message)
    return float(h[0]), float(error[0])


def draw(rng):
    """A bound on the derivative and a size of rounding errors."""
    return float(10 ** rng.uniform(-2, 3)), float(10 ** rng.uniform(-17, -5))


def check(notebook, rng, rule):
    """The step and the whole bound at it, for several sizes."""
    for _ in range(4):
        M, delta = draw(rng)
        h, error = ask(notebook, rule, M, delta)
        expected = best(rule, M, delta)
        hint = f"Set the derivative by h of the bound of the {rule} difference to zero, and solve for h."
        assert_close(h, expected, rtol=1e-3, atol=0, what=f"the best step of the {rule} difference", hint=hint)
        hint = "The bound has two terms: put the best step into both and add them."
        what = f"the bound of the {rule} difference at its best step"
        assert_close(error, bound(rule, M, delta, expected), rtol=1e-5, atol=0, what=what, hint=hint)


@points("best_step", 2)
def test_forward_difference(notebook, rng):
    """For the forward difference the step is right, and the error is the whole bound at that step."""
    check(notebook, rng, "forward")


@points("best_step", 2)
def test_central_difference(notebook, rng):
    """For the central difference the step is right, and the error is the whole bound at that step."""
    check(notebook, rng, "central")


@points("best_step", 1)
def test_no_other_step_is_better_and_other_rules_are_refused(notebook, rng):
    """A little more or less of the step makes either bound larger, and a rule that is not known is refused."""
    for rule in ("forward", "central"):
        M, delta = draw(rng)
        h, error = ask(notebook, rule, M, delta)
        nearby = min(bound(rule, M, delta, factor * h) for factor in (0.8, 0.95, 1.05, 1.25))
        message = f"another step has a smaller bound for the {rule} difference"
        require(error < nearby, message, hint="At the best step the derivative of the bound is zero.")
    for rule in ("backward", "Forward", ""):
        with raises("ValueError", what="a rule that is neither forward nor central"):
            notebook.best_step(rule, 1.0, 1e-10)
