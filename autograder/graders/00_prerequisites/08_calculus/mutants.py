"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import math

import numpy as np

from autograder.testing import mutant

# --- central_diff


@mutant("central_diff", caught_by="test_a_parabola_has_no_error")
def looks_forward_only(f, x, h=1e-5):
    """Believes that the difference quotient of equation (1) is good enough if the step is small."""
    return (f(x + h) - f(x)) / h


@mutant("central_diff", caught_by="test_a_parabola_has_no_error")
def divides_by_one_step(f, x, h=1e-5):
    """Believes that the two points are one step apart."""
    return (f(x + h) - f(x - h)) / h


@mutant("central_diff", caught_by="test_a_parabola_has_no_error")
def forgets_the_brackets(f, x, h=1e-5):
    """Believes that `/ 2 * h` divides by 2 h."""
    return (f(x + h) - f(x - h)) / 2 * h


@mutant("central_diff", caught_by="test_the_step_is_the_one_that_was_asked_for")
def takes_a_step_of_its_own(f, x, h=1e-5):
    """Believes that a smaller step than the one that was asked for is a service."""
    h = min(h, 1e-5)
    return (f(x + h) - f(x - h)) / (2 * h)


@mutant("central_diff", caught_by="test_the_step_is_the_one_that_was_asked_for")
def looks_at_four_points(f, x, h=1e-5):
    """Believes that a formula of higher order is always welcome."""
    return (8 * (f(x + h) - f(x - h)) - f(x + 2 * h) + f(x - 2 * h)) / (12 * h)


@mutant("central_diff", caught_by="test_shapes_and_the_callers_points")
def moves_the_callers_points(f, x, h=1e-5):
    """Believes that `x += h` makes a new array."""
    x += h
    up = f(x)
    x -= 2 * h
    return (up - f(x)) / (2 * h)


@mutant("central_diff", caught_by="test_shapes_and_the_callers_points")
def flattens_the_points(f, x, h=1e-5):
    """Believes that points always stand in one row."""
    x = np.ravel(x)
    return (f(x + h) - f(x - h)) / (2 * h)


# --- taylor


@mutant("taylor", caught_by="test_polynomials_are_predicted_exactly")
def forgets_the_factorial(derivatives, a, x, M):
    """Believes that the j-th derivative itself is the coefficient."""
    d, k = x - a, len(derivatives)
    return sum(c * d**j for j, c in enumerate(derivatives)) + 0 * d, M * abs(d) ** k / math.factorial(k)


@mutant("taylor", caught_by="test_polynomials_are_predicted_exactly")
def takes_powers_of_x(derivatives, a, x, M):
    """Believes that the polynomial is made of powers of x wherever the derivatives were taken."""
    k = len(derivatives)
    value = sum(c * x**j / math.factorial(j) for j, c in enumerate(derivatives)) + 0 * x
    return value, M * abs(x - a) ** k / math.factorial(k)


@mutant("taylor", caught_by="test_polynomials_are_predicted_exactly")
def leaves_out_the_last_term(derivatives, a, x, M):
    """Believes that the last derivative is for the bound."""
    d, k = x - a, len(derivatives)
    value = sum(c * d**j / math.factorial(j) for j, c in enumerate(derivatives[:-1])) + 0 * d
    return value, M * abs(d) ** k / math.factorial(k)


@mutant("taylor", caught_by="test_bound_of_the_remainder")
def bounds_the_last_term(derivatives, a, x, M):
    """Believes that the error is as large as the last term of the polynomial could be."""
    d, k = x - a, len(derivatives) - 1
    value = sum(c * d**j / math.factorial(j) for j, c in enumerate(derivatives)) + 0 * d
    return value, M * abs(d) ** k / math.factorial(k)


@mutant("taylor", caught_by="test_bound_of_the_remainder")
def keeps_the_sign_of_the_distance(derivatives, a, x, M):
    """Believes that x stands to the right of a."""
    d, k = x - a, len(derivatives)
    value = sum(c * d**j / math.factorial(j) for j, c in enumerate(derivatives)) + 0 * d
    return value, M * d**k / math.factorial(k)


@mutant("taylor", caught_by="test_bound_of_the_remainder")
def divides_the_bound_by_the_wrong_factorial(derivatives, a, x, M):
    """Believes that the bound is divided by k!, as the last term is."""
    d, k = x - a, len(derivatives)
    value = sum(c * d**j / math.factorial(j) for j, c in enumerate(derivatives)) + 0 * d
    return value, M * abs(d) ** k / math.factorial(k - 1)


# --- best_step


@mutant("best_step", caught_by="test_central_difference")
def makes_both_terms_equal(rule, M, delta):
    """Believes that a sum is smallest where its two terms are equal; for the forward difference that happens to be so."""
    if rule == "forward":
        h = 2 * math.sqrt(delta / M)
        return h, h * M / 2 + 2 * delta / h
    if rule == "central":
        h = (6 * delta / M) ** (1 / 3)
        return h, h**2 * M / 6 + delta / h
    raise ValueError(rule)


@mutant("best_step", caught_by="test_central_difference")
def takes_the_root_for_both(rule, M, delta):
    """Believes that the best step is a square root for every rule."""
    if rule == "forward":
        h = 2 * math.sqrt(delta / M)
        return h, h * M / 2 + 2 * delta / h
    if rule == "central":
        h = math.sqrt(3 * delta / M)
        return h, h**2 * M / 6 + delta / h
    raise ValueError(rule)


@mutant("best_step", caught_by="test_forward_difference")
def rounds_one_value_only(rule, M, delta):
    """Believes that only one of the two values of the forward difference is rounded."""
    if rule == "forward":
        h = math.sqrt(2 * delta / M)
        return h, h * M / 2 + delta / h
    if rule == "central":
        h = (3 * delta / M) ** (1 / 3)
        return h, h**2 * M / 6 + delta / h
    raise ValueError(rule)


@mutant("best_step", caught_by="test_forward_difference")
def forgets_the_rounding_in_the_error(rule, M, delta):
    """Believes that at the best step only the Taylor term is left."""
    if rule == "forward":
        h = 2 * math.sqrt(delta / M)
        return h, h * M / 2
    if rule == "central":
        h = (3 * delta / M) ** (1 / 3)
        return h, h**2 * M / 6
    raise ValueError(rule)


@mutant("best_step", caught_by="test_central_difference")
def follows_folklore(rule, M, delta):
    """Believes that the best step of the central difference is the root of the rounding error, as for the forward one."""
    if rule == "forward":
        h = 2 * math.sqrt(delta / M)
        return h, h * M / 2 + 2 * delta / h
    if rule == "central":
        h = 2 * math.sqrt(delta / M)
        return h, h**2 * M / 6 + delta / h
    raise ValueError(rule)


@mutant("best_step", caught_by="test_no_other_step_is_better_and_other_rules_are_refused")
def takes_any_other_rule_for_central(rule, M, delta):
    """Believes that what is not forward is central."""
    if rule == "forward":
        h = 2 * math.sqrt(delta / M)
        return h, h * M / 2 + 2 * delta / h
    h = (3 * delta / M) ** (1 / 3)
    return h, h**2 * M / 6 + delta / h


# --- simpson


@mutant("simpson", caught_by="test_cubics_are_exact")
def adds_trapezoids(f, a, b, n):
    """Believes that straight lines will do."""
    if n < 2 or n % 2:
        raise ValueError(n)
    values = f(np.linspace(a, b, n + 1))
    return (b - a) / n * (values.sum() - (values[0] + values[-1]) / 2)


@mutant("simpson", caught_by="test_cubics_are_exact")
def swaps_the_weights(f, a, b, n):
    """Believes that the odd-numbered ends have weight 2 and the even-numbered ones weight 4."""
    if n < 2 or n % 2:
        raise ValueError(n)
    v = f(np.linspace(a, b, n + 1))
    return (b - a) / n / 3 * (v[0] + 2 * v[1:-1:2].sum() + 4 * v[2:-1:2].sum() + v[-1])


@mutant("simpson", caught_by="test_cubics_are_exact")
def takes_n_points(f, a, b, n):
    """Believes that n intervals have n ends."""
    if n < 2 or n % 2:
        raise ValueError(n)
    v = f(np.linspace(a, b, n))
    return (b - a) / n / 3 * (v[0] + 4 * v[1:-1:2].sum() + 2 * v[2:-1:2].sum() + v[-1])


@mutant("simpson", caught_by="test_cubics_are_exact")
def loses_the_sign(f, a, b, n):
    """Believes that an area is always measured from left to right."""
    if n < 2 or n % 2:
        raise ValueError(n)
    a, b = min(a, b), max(a, b)
    v = f(np.linspace(a, b, n + 1))
    return (b - a) / n / 3 * (v[0] + 4 * v[1:-1:2].sum() + 2 * v[2:-1:2].sum() + v[-1])


@mutant("simpson", caught_by="test_cubics_are_exact")
def doubles_the_ends(f, a, b, n):
    """Believes that every even-numbered end has weight 2, the first and the last too."""
    if n < 2 or n % 2:
        raise ValueError(n)
    v = f(np.linspace(a, b, n + 1))
    return (b - a) / n / 3 * (4 * v[1::2].sum() + 2 * v[::2].sum())


@mutant("simpson", caught_by="test_the_sum_of_equation_7")
def takes_more_points_than_asked(f, a, b, n):
    """Believes that more intervals than asked for can do no harm."""
    if n < 2 or n % 2:
        raise ValueError(n)
    n *= 10
    v = f(np.linspace(a, b, n + 1))
    return (b - a) / n / 3 * (v[0] + 4 * v[1:-1:2].sum() + 2 * v[2:-1:2].sum() + v[-1])


@mutant("simpson", caught_by="test_odd_numbers_of_intervals_are_refused")
def rounds_the_number_up(f, a, b, n):
    """Believes that an odd number is best mended in silence."""
    n = max(n + n % 2, 2)
    v = f(np.linspace(a, b, n + 1))
    return (b - a) / n / 3 * (v[0] + 4 * v[1:-1:2].sum() + 2 * v[2:-1:2].sum() + v[-1])


@mutant("simpson", caught_by="test_odd_numbers_of_intervals_are_refused")
def takes_zero_for_an_even_number(f, a, b, n):
    """Believes that looking at the remainder is enough: zero is even."""
    if n % 2:
        raise ValueError(n)
    v = f(np.linspace(a, b, abs(n) + 1))
    h = (b - a) / n if n else 0.0
    return h / 3 * (v[0] + 4 * v[1:-1:2].sum() + 2 * v[2:-1:2].sum() + v[-1])


# --- jacobian_fd


@mutant("jacobian_fd", caught_by="test_rows_are_outputs_and_columns_are_inputs")
def puts_inputs_in_rows(f, x, h=1e-5):
    """Believes that row j belongs to input j."""
    return np.stack([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))])


@mutant("jacobian_fd", caught_by="test_rows_are_outputs_and_columns_are_inputs")
def looks_forward_only_in_columns(f, x, h=1e-5):
    """Believes that one side is enough, and saves half of the evaluations."""
    return np.stack([(f(x + h * e) - f(x)) / h for e in np.eye(len(x))], axis=1)


@mutant("jacobian_fd", caught_by="test_rows_are_outputs_and_columns_are_inputs")
def turns_all_inputs_at_once(f, x, h=1e-5):
    """Believes that all inputs may be turned together."""
    column = (f(x + h) - f(x - h)) / (2 * h)
    return np.stack([column] * len(x), axis=1)


@mutant("jacobian_fd", caught_by="test_rows_are_outputs_and_columns_are_inputs")
def does_not_put_inputs_back(f, x, h=1e-5):
    """Believes that the next input can be turned from where the last one was left."""
    y, columns = x.copy(), []
    for j in range(len(x)):
        y[j] += h
        up = f(y)
        y[j] -= 2 * h
        columns.append((up - f(y)) / (2 * h))
    return np.stack(columns, axis=1)


@mutant("jacobian_fd", caught_by="test_rows_are_outputs_and_columns_are_inputs")
def divides_columns_by_one_step(f, x, h=1e-5):
    """Believes that the two points are one step apart."""
    return np.stack([(f(x + h * e) - f(x - h * e)) / h for e in np.eye(len(x))], axis=1)


@mutant("jacobian_fd", caught_by="test_the_step_is_the_one_that_was_asked_for")
def takes_its_own_step(f, x, h=1e-5):
    """Believes that the default is always best."""
    h = 1e-5
    return np.stack([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))], axis=1)


@mutant("jacobian_fd", caught_by="test_smooth_functions_and_the_callers_point")
def leaves_the_callers_point_elsewhere(f, x, h=1e-5):
    """Believes that `y = x` makes a copy; puts the input back but for the rest of a step."""
    columns = []
    for j in range(len(x)):
        y = x
        y[j] += h
        up = f(y)
        y[j] -= 2 * h
        columns.append((up - f(y)) / (2 * h))
    return np.stack(columns, axis=1)


# --- is_gradient


@mutant("is_gradient", caught_by="test_one_direction_is_not_enough")
def looks_in_one_direction(f, grad, x, tol=1e-4):
    """Believes that a Taylor remainder along one direction tells it all."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    v, h = np.ones_like(x), 1e-5
    return bool(abs((f(x + h * v) - f(x - h * v)) / (2 * h) - g @ v) <= tol)


@mutant("is_gradient", caught_by="test_one_direction_is_not_enough")
def looks_along_the_gradient(f, grad, x, tol=1e-4):
    """Believes that the slope along the claimed gradient is all that counts."""
    g = np.asarray(grad(x))
    if g.shape != x.shape or not np.isfinite(g).all():
        return False
    length, h = np.linalg.norm(g), 1e-5
    measured = [(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))]
    return bool(abs(length - np.linalg.norm(measured)) <= tol)


@mutant("is_gradient", caught_by="test_wrong_entries_are_rejected")
def forgets_the_absolute_value(f, grad, x, tol=1e-4):
    """Believes that an error is never negative."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    measured = np.array([(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    return bool((g - measured <= tol).all())


@mutant("is_gradient", caught_by="test_wrong_entries_are_rejected")
def averages_the_errors(f, grad, x, tol=1e-4):
    """Believes that a small error on average is a small error; and forgives ten times as much."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    measured = np.array([(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    return bool(np.mean((g - measured) ** 2) <= tol)


@mutant("is_gradient", caught_by="test_shapes_and_what_is_no_number")
def lets_shapes_broadcast(f, grad, x, tol=1e-4):
    """Believes that a gradient always has the right shape."""
    measured = np.array([(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    try:
        return bool((abs(grad(x) - measured) <= tol).all())
    except ValueError:
        return False


@mutant("is_gradient", caught_by="test_shapes_and_what_is_no_number")
def lets_nan_through(f, grad, x, tol=1e-4):
    """Believes that what is not larger than the tolerance is smaller."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    measured = np.array([(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    return not (abs(g - measured) > tol).any()


@mutant("is_gradient", caught_by="test_the_tolerance_is_the_callers")
def has_a_tolerance_of_its_own(f, grad, x, tol=1e-4):
    """Believes that 1e-4 is good for everybody."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    measured = np.array([(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    return bool((abs(g - measured) <= 1e-4).all())


@mutant("is_gradient", caught_by="test_the_tolerance_is_the_callers")
def measures_with_a_coarse_step(f, grad, x, tol=1e-4):
    """Believes that a forward difference with a step of 1e-5 is exact."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    measured = np.array([(f(x + 1e-5 * e) - f(x)) / 1e-5 for e in np.eye(len(x))])
    return bool((abs(g - measured) <= tol).all())


@mutant("is_gradient", caught_by="test_the_tolerance_is_the_callers")
def forgives_one_part_in_a_thousand(f, grad, x, tol=1e-4):
    """Believes that `np.allclose` compares with the tolerance alone, whatever its relative one is."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    measured = np.array([(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    return bool(np.allclose(g, measured, rtol=1e-3, atol=tol))


# --- hessian_fd


@mutant("hessian_fd", caught_by="test_every_entry_is_there")
def fills_one_half_only(f, x, h=1e-4):
    """Mends all of the draft but the half of the table that it never fills."""
    n = len(x)
    e, H = h * np.eye(n), np.zeros((n, n))
    for i in range(n):
        for j in range(i, n):
            up = f(x + e[i] + e[j]) - f(x + e[i] - e[j])
            H[i, j] = (up - f(x - e[i] + e[j]) + f(x - e[i] - e[j])) / (4 * h**2)
    return H


@mutant("hessian_fd", caught_by="test_it_looks_to_both_sides")
def still_looks_forward(f, x, h=1e-4):
    """Mends all of the draft but its formula, which looks ahead only."""
    n = len(x)
    e, H = h * np.eye(n), np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            H[i, j] = (f(x + e[i] + e[j]) - f(x + e[i]) - f(x + e[j]) + f(x)) / h**2
    return H


@mutant("hessian_fd", caught_by="test_its_own_step_is_not_drowned_by_rounding")
def keeps_the_tiny_step(f, x, h=1e-8):
    """Mends all of the draft but its step: believes that the smallest step is the best."""
    n = len(x)
    e, H = h * np.eye(n), np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            up = f(x + e[i] + e[j]) - f(x + e[i] - e[j])
            H[i, j] = (up - f(x - e[i] + e[j]) + f(x - e[i] - e[j])) / (4 * h**2)
    return H


@mutant("hessian_fd", caught_by="test_the_callers_point_stays_where_it_is")
def still_moves_the_point(f, x, h=1e-4):
    """Mends all of the draft but its walk: works in the caller's array, and comes back only half of the way."""
    n = len(x)
    e, H, y = h * np.eye(n), np.zeros((n, n)), x.copy()
    for i in range(n):
        for j in range(n):
            up = f(y + e[i] + e[j]) - f(y + e[i] - e[j])
            H[i, j] = (up - f(y - e[i] + e[j]) + f(y - e[i] - e[j])) / (4 * h**2)
            x[j] += h
    return H


@mutant("hessian_fd", caught_by="test_every_entry_is_there")
def forgets_the_four(f, x, h=1e-4):
    """Believes that the denominator is the square of the step, as in the draft."""
    n = len(x)
    e, H = h * np.eye(n), np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            up = f(x + e[i] + e[j]) - f(x + e[i] - e[j])
            H[i, j] = (up - f(x - e[i] + e[j]) + f(x - e[i] - e[j])) / h**2
    return H


@mutant("hessian_fd", caught_by="test_every_entry_is_there")
def takes_second_derivatives_by_one_input(f, x, h=1e-4):
    """Believes that the Hessian is the list of second derivatives, one for each input."""
    return np.diag([(f(x + h * e) - 2 * f(x) + f(x - h * e)) / h**2 for e in np.eye(len(x))])


@mutant("hessian_fd", caught_by="test_every_entry_is_there")
def multiplies_slopes(f, x, h=1e-4):
    """Believes that a second derivative is a product of two first ones."""
    g = np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))])
    return np.outer(g, g)


# --- pull_back


@mutant("pull_back", caught_by="test_gradient_at_the_input")
def takes_jacobians_at_the_first_input(layers, x, g):
    """Believes that all Jacobians are taken at the same point, the input of the chain."""
    y = x
    for f, _ in layers:
        y = f(y)
    for _, jacobian in layers[::-1]:
        g = jacobian(x).T @ g
    return y, g


@mutant("pull_back", caught_by="test_gradient_at_the_input")
def takes_jacobians_at_the_outputs(layers, x, g):
    """Believes that a layer's Jacobian is taken at its output."""
    outputs = []
    for f, _ in layers:
        x = f(x)
        outputs.append(x)
    for (_, jacobian), kept in zip(layers[::-1], outputs[::-1], strict=True):
        g = jacobian(kept).T @ g
    return x, g


@mutant("pull_back", caught_by="test_gradient_at_the_input")
def forgets_to_transpose(layers, x, g):
    """Believes that a Jacobian carries gradients as it carries changes."""
    inputs = []
    for f, _ in layers:
        inputs.append(x)
        x = f(x)
    for (_, jacobian), kept in zip(layers[::-1], inputs[::-1], strict=True):
        g = jacobian(kept) @ g
    return x, g


@mutant("pull_back", caught_by="test_gradient_at_the_input")
def begins_with_the_first_layer(layers, x, g):
    """Believes that the way back goes through the layers in the same order as the way there."""
    for f, jacobian in layers:
        g = jacobian(x).T @ g
        x = f(x)
    return x, g


@mutant("pull_back", caught_by="test_only_vectors_are_carried_back")
def multiplies_the_jacobians(layers, x, g):
    """Believes that the product (16) has to be built before the gradient can be carried through it."""
    J = np.eye(len(x))
    for f, jacobian in layers:
        J = jacobian(x) @ J
        x = f(x)
    return x, J.T @ g


@mutant("pull_back", caught_by="test_output_empty_chains_and_the_callers_arrays")
def returns_the_input(layers, x, g):
    """Believes that what was put in is asked for, beside the gradient."""
    inputs = [x]
    for f, _ in layers:
        inputs.append(f(inputs[-1]))
    for (_, jacobian), kept in zip(layers[::-1], inputs[-2::-1], strict=True):
        g = jacobian(kept).T @ g
    return inputs[0], g


@mutant("pull_back", caught_by="test_output_empty_chains_and_the_callers_arrays")
def needs_a_layer(layers, x, g):
    """Believes that there is always a layer."""
    inputs = []
    for f, _ in layers:
        inputs.append(x)
        y = x = f(x)
    for (_, jacobian), kept in zip(layers[::-1], inputs[::-1], strict=True):
        g = jacobian(kept).T @ g
    return y, g


# --- train_xor


@mutant("train_xor", caught_by="test_each_step_goes_downhill")
def sums_over_examples(start, X, Y, lr=0.1, steps=400):
    """Believes that the loss is a sum over examples: every step is N times as long."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant("train_xor", caught_by="test_it_learns_what_no_line_can")
def walks_uphill(start, X, Y, lr=0.1, steps=400):
    """Believes that the gradient points to where the loss is small."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 + lr * inner.T @ X
        b_1 = b_1 + lr * inner.sum(axis=0)
        w_2 = w_2 + lr * hidden.T @ error
        b_2 = b_2 + lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant("train_xor", caught_by="test_it_learns_what_no_line_can")
def forgets_the_bend(start, X, Y, lr=0.1, steps=400):
    """Believes that a network without tanh can learn whatever one with it can."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = X @ W_1.T + b_1
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        inner = np.outer(error, w_2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant("train_xor", caught_by="test_each_step_goes_downhill")
def does_not_train_the_biases(start, X, Y, lr=0.1, steps=400):
    """Believes that only weights are trained."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 + 0
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 + 0
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant("train_xor", caught_by="test_each_step_goes_downhill")
def trains_the_last_layer_only(start, X, Y, lr=0.1, steps=400):
    """Believes that the hidden units may stay as they were drawn."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant("train_xor", caught_by="test_each_step_goes_downhill")
def uses_weights_that_have_moved(start, X, Y, lr=0.1, steps=400):
    """Believes that weights may be moved one after the other, and gradients taken in between."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        w_2 = w_2 - lr * hidden.T @ error
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant("train_xor", caught_by="test_each_step_goes_downhill")
def adds_up_the_gradients_of_all_steps(start, X, Y, lr=0.1, steps=400):
    """Believes that gradients need not be cleared: every step goes along the sum of all gradients so far."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    sums = [0.0, 0.0, 0.0, 0.0]
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        gradients = [inner.T @ X, inner.sum(axis=0), hidden.T @ error, error.sum()]
        sums = [total + gradient for total, gradient in zip(sums, gradients, strict=True)]
        W_1, b_1, w_2, b_2 = (w - lr * g for w, g in zip((W_1, b_1, w_2, b_2), sums, strict=True))
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant("train_xor", caught_by="test_each_step_goes_downhill")
def brings_its_data_along(start, X, Y, lr=0.1, steps=400):
    """Believes that there is only one task in the world, and trains on XOR whatever is handed in."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0.0, 1.0, 1.0, 0.0]), []
    X = np.resize(X, (4, W_1.shape[1]))
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant("train_xor", caught_by="test_losses_are_those_on_the_way")
def makes_one_step_more(start, X, Y, lr=0.1, steps=400):
    """Believes that steps + 1 losses mean steps + 1 steps."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for _ in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant("train_xor", caught_by="test_losses_are_those_on_the_way")
def forgets_the_last_loss(start, X, Y, lr=0.1, steps=400):
    """Believes that the losses before each step are all there are."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        if step == steps:
            break
        losses.append(float((error**2).mean()))
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant("train_xor", caught_by="test_losses_are_those_on_the_way")
def tells_the_losses_of_the_sum(start, X, Y, lr=0.1, steps=400):
    """Believes that the mean is needed for the gradient only."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).sum()))
        if step == steps:
            break
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


# --- Value: each has one slip in a class that is right otherwise


@mutant("Value", caught_by="test_a_node_that_is_used_twice")
class OverwritesGradients:
    """Believes that a node hears from one child only: what comes back is set, and not added up."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(self.data**k, ((self, k * self.data ** (k - 1)),))

    def exp(self):
        value = math.exp(self.data)
        return Value(value, ((self, value),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def tanh(self):
        value = math.tanh(self.data)
        return Value(value, ((self, 1 - value**2),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad = slope * node.grad

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

    def __repr__(self):
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g})"


@mutant("Value", caught_by="test_a_node_that_is_used_twice")
class HandsOnTooEarly:
    """Believes that a node may hand on as soon as it is met: treats every node once, in the order of meeting."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(self.data**k, ((self, k * self.data ** (k - 1)),))

    def exp(self):
        value = math.exp(self.data)
        return Value(value, ((self, value),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def tanh(self):
        value = math.tanh(self.data)
        return Value(value, ((self, 1 - value**2),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                order.insert(0, node)
                for parent, _ in node.parents:
                    visit(parent)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

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

    def __repr__(self):
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g})"


@mutant("Value", caught_by="test_price_of_many_ways")
class WalksEveryWay:
    """Believes that the sum over all ways has to be taken way by way: right, and slower than anybody can wait."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(self.data**k, ((self, k * self.data ** (k - 1)),))

    def exp(self):
        value = math.exp(self.data)
        return Value(value, ((self, value),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def tanh(self):
        value = math.tanh(self.data)
        return Value(value, ((self, 1 - value**2),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0

        def hand_back(node, gradient):
            node.grad += gradient
            for parent, slope in node.parents:
                hand_back(parent, slope * gradient)

        hand_back(self, 1.0)

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

    def __repr__(self):
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g})"


@mutant("Value", caught_by="test_sweeps_do_not_disturb_each_other")
class AddsToWhatIsThere:
    """Believes that every gradient is zero when a sweep begins."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(self.data**k, ((self, k * self.data ** (k - 1)),))

    def exp(self):
        value = math.exp(self.data)
        return Value(value, ((self, value),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def tanh(self):
        value = math.tanh(self.data)
        return Value(value, ((self, 1 - value**2),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

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

    def __repr__(self):
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g})"


@mutant("Value", caught_by="test_sweeps_do_not_disturb_each_other")
class ClearsLeavesOnly:
    """Believes that only the inputs keep what an earlier sweep left behind."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(self.data**k, ((self, k * self.data ** (k - 1)),))

    def exp(self):
        value = math.exp(self.data)
        return Value(value, ((self, value),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def tanh(self):
        value = math.tanh(self.data)
        return Value(value, ((self, 1 - value**2),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            if not node.parents:
                node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

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

    def __repr__(self):
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g})"


@mutant("Value", caught_by="test_operations_and_their_slopes")
class KeepsThePower:
    """Believes that the slope of x^k is k x^k."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(self.data**k, ((self, k * self.data**k),))

    def exp(self):
        value = math.exp(self.data)
        return Value(value, ((self, value),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def tanh(self):
        value = math.tanh(self.data)
        return Value(value, ((self, 1 - value**2),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

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

    def __repr__(self):
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g})"


@mutant("Value", caught_by="test_operations_and_their_slopes")
class SquaresTheInputOfTanh:
    """Believes that the slope of tanh is 1 - x^2, with the input in place of the result."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(self.data**k, ((self, k * self.data ** (k - 1)),))

    def exp(self):
        value = math.exp(self.data)
        return Value(value, ((self, value),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def tanh(self):
        value = math.tanh(self.data)
        return Value(value, ((self, 1 - self.data**2),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

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

    def __repr__(self):
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g})"


@mutant("Value", caught_by="test_operations_and_their_slopes")
class ComputesTanhWithExponentials:
    """Believes that exponentials never overflow."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(self.data**k, ((self, k * self.data ** (k - 1)),))

    def exp(self):
        value = math.exp(self.data)
        return Value(value, ((self, value),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def tanh(self):
        value = (math.exp(2 * self.data) - 1) / (math.exp(2 * self.data) + 1)
        return Value(value, ((self, 1 - value**2),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

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

    def __repr__(self):
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g})"


@mutant("Value", caught_by="test_operations_and_their_slopes")
class MistakesItsOwnFactor:
    """Believes that the slope of a product with respect to a factor is that factor."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, self.data), (other, other.data)))

    def __pow__(self, k):
        return Value(self.data**k, ((self, k * self.data ** (k - 1)),))

    def exp(self):
        value = math.exp(self.data)
        return Value(value, ((self, value),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def tanh(self):
        value = math.tanh(self.data)
        return Value(value, ((self, 1 - value**2),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

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

    def __repr__(self):
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g})"


@mutant("Value", caught_by="test_operations_and_their_slopes")
class DifferentiatesExpAsAPower:
    """Believes that the slope of e^x is x e^(x - 1)."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(self.data**k, ((self, k * self.data ** (k - 1)),))

    def exp(self):
        value = math.exp(self.data)
        return Value(value, ((self, self.data * value / math.e),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def tanh(self):
        value = math.tanh(self.data)
        return Value(value, ((self, 1 - value**2),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

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

    def __repr__(self):
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g})"


@mutant("Value", caught_by="test_operations_and_their_slopes")
class ForgetsTheEnd:
    """Believes that the gradient of the last node sets itself."""

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, k):
        return Value(self.data**k, ((self, k * self.data ** (k - 1)),))

    def exp(self):
        value = math.exp(self.data)
        return Value(value, ((self, value),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def tanh(self):
        value = math.tanh(self.data)
        return Value(value, ((self, 1 - value**2),))

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad

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

    def __repr__(self):
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g})"
