"""Other right answers to `best_step`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def step_in_closed_form(rule, M, delta):
    """Bounds solved by hand, too; refuses in another place."""
    if rule not in ("forward", "central"):
        raise ValueError(f"there is no rule {rule!r}")
    if rule == "central":
        return np.cbrt(3 * delta / M), 0.5 * np.cbrt(9 * M * delta**2)
    return 2 * np.sqrt(delta / M), 2 * np.sqrt(delta * M)


@alternative
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
