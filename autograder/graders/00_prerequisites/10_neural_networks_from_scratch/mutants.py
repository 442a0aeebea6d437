"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

from itertools import pairwise

import numpy as np

from autograder.testing import mutant

# --- perceptron


@mutant("perceptron", caught_by="test_every_step")
def learns_from_all(X, y, max_epochs=100):
    """Believes that every example pulls, also those that are right."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            wrong += int(y_s * (w @ x_s + b) <= 0)
            w, b = w + y_s * x_s, b + y_s
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


@mutant("perceptron", caught_by="test_edges")
def forgives_the_line(X, y, max_epochs=100):
    """Believes that an example on the line is no mistake (but for the first step, from zero)."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            score = y_s * (w @ x_s + b)
            if score < 0 or (score == 0 and not w.any() and b == 0):
                w, b, wrong = w + y_s * x_s, b + y_s, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


@mutant("perceptron", caught_by="test_every_step")
def updates_after_the_pass(X, y, max_epochs=100):
    """Believes that the weights change at the end of a pass, for all mistakes together."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        is_wrong = y * (X @ w + b) <= 0
        w, b = w + (y * is_wrong) @ X, b + (y * is_wrong).sum()
        mistakes.append(int(is_wrong.sum()))
        if mistakes[-1] == 0:
            break
    return w, b, mistakes


@mutant("perceptron", caught_by="test_every_step")
def has_no_bias(X, y, max_epochs=100):
    """Believes that a line through the origin is enough."""
    w, mistakes = np.zeros(X.shape[1]), []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            if y_s * (w @ x_s) <= 0:
                w, wrong = w + y_s * x_s, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, 0.0, mistakes


@mutant("perceptron", caught_by="test_it_finds_a_line_and_stops")
def stops_when_it_gets_no_better(X, y, max_epochs=100):
    """Believes that the number of mistakes falls from pass to pass, and that it is over when it does not."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            if y_s * (w @ x_s + b) <= 0:
                w, b, wrong = w + y_s * x_s, b + y_s, wrong + 1
        mistakes.append(wrong)
        if wrong == 0 or (len(mistakes) > 1 and wrong >= mistakes[-2]):
            break
    return w, b, mistakes


@mutant("perceptron", caught_by="test_it_finds_a_line_and_stops")
def goes_on_for_ever(X, y, max_epochs=100):
    """Believes that all the passes that it may make have to be made."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            if y_s * (w @ x_s + b) <= 0:
                w, b, wrong = w + y_s * x_s, b + y_s, wrong + 1
        mistakes.append(wrong)
    return w, b, mistakes


@mutant("perceptron", caught_by="test_every_step")
def steps_by_the_error(X, y, max_epochs=100):
    """Believes in the step y - sign(s), which is twice as long."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            if y_s * (w @ x_s + b) <= 0:
                w, b, wrong = w + 2 * y_s * x_s, b + 2 * y_s, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


@mutant("perceptron", caught_by="test_edges")
def leaves_out_the_clean_pass(X, y, max_epochs=100):
    """Believes that a pass without mistakes is not worth mentioning, and makes at least one."""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    while True:
        wrong = 0
        for x_s, y_s in zip(X, y, strict=True):
            if y_s * (w @ x_s + b) <= 0:
                w, b, wrong = w + y_s * x_s, b + y_s, wrong + 1
        if wrong:
            mistakes.append(wrong)
        if wrong == 0 or len(mistakes) >= max_epochs:
            return w, b, mistakes


# --- affine


@mutant("affine", caught_by="test_the_way_back")
def averages_the_bias(x, W, b):
    """Believes that the gradient of the bias is a mean over the batch."""
    return x @ W.T + b, lambda g: (g @ W, g.T @ x, g.mean(axis=0))


@mutant("affine", caught_by="test_the_way_back")
def averages_the_weights(x, W, b):
    """Believes that the layer divides by the size of the batch, where the loss has done so."""
    return x @ W.T + b, lambda g: (g @ W, g.T @ x / len(x), g.sum(axis=0) / len(x))


@mutant("affine", caught_by="test_the_way_back")
def transposes_what_is_square(x, W, b):
    """Believes that W and its transpose are the same if the shapes fit."""
    y = x @ W.T + b
    return y, lambda g: (g @ (W.T if W.shape[0] == W.shape[1] else W), g.T @ x, g.sum(axis=0))


@mutant("affine", caught_by="test_the_way_back")
def sends_back_the_weights(x, W, b):
    """Believes that the gradient of the input is W, whatever arrives."""
    return x @ W.T + b, lambda g: (np.ones_like(g) @ W, g.T @ x, g.sum(axis=0))


@mutant("affine", caught_by="test_the_way_there")
def forgets_the_bias(x, W, b):
    """Believes that what has a gradient of its own needs no place in the output."""
    return x @ W.T, lambda g: (g @ W, g.T @ x, g.sum(axis=0))


@mutant("affine", caught_by="test_a_batch_of_one_other_dtypes_and_asking_again")
def counts_in_float64(x, W, b):
    """Believes that float64 is always better."""
    x, W, b = (np.asarray(a, dtype=np.float64) for a in (x, W, b))
    return x @ W.T + b, lambda g: (g @ W, g.T @ x, g.sum(axis=0))


@mutant("affine", caught_by="test_a_batch_of_one_other_dtypes_and_asking_again")
def adds_up_over_calls(x, W, b):
    """Believes that gradients have to be added up from call to call."""
    kept = [np.zeros_like(W), np.zeros_like(b)]

    def back(g):
        kept[0] = kept[0] + g.T @ x
        kept[1] = kept[1] + g.sum(axis=0)
        return g @ W, kept[0], kept[1]

    return x @ W.T + b, back


@mutant("affine", caught_by="test_a_batch_of_one_other_dtypes_and_asking_again")
def squeezes_a_batch_of_one(x, W, b):
    """Believes that axes of length one are in the way."""
    return x @ W.T + b, lambda g: (np.squeeze(g @ W), g.T @ x, g.sum(axis=0))


# --- softmax_ce


@mutant("softmax_ce", caught_by="test_large_logits_and_other_dtypes")
def takes_the_exponential_of_anything(logits, y):
    """Believes that e to the thousand is a number."""
    rows = np.arange(len(y))
    with np.errstate(all="ignore"):
        p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        g = p.copy()
        g[rows, y] -= 1
        return -np.log(p[rows, y]).mean(), g / len(y)


@mutant("softmax_ce", caught_by="test_large_logits_and_other_dtypes")
def takes_the_logarithm_of_zero(logits, y):
    """Believes that the shift is enough, and takes the logarithm of probabilities that have rounded to 0."""
    rows = np.arange(len(y))
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    g = p.copy()
    g[rows, y] -= 1
    with np.errstate(divide="ignore"):
        return -np.log(p[rows, y]).mean(), g / len(y)


@mutant("softmax_ce", caught_by="test_large_logits_and_other_dtypes")
def adds_a_small_number(logits, y):
    """Believes that 1e-12 inside the logarithm heals everything."""
    rows = np.arange(len(y))
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    g = p.copy()
    g[rows, y] -= 1
    return -np.log(p[rows, y] + 1e-12).mean(), g / len(y)


@mutant("softmax_ce", caught_by="test_large_logits_and_other_dtypes")
def shifts_by_the_largest_of_all(logits, y):
    """Believes that one shift is good for the whole batch."""
    rows = np.arange(len(y))
    shifted = logits - logits.max()
    with np.errstate(all="ignore"):
        log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        g = np.exp(log_probs)
        g[rows, y] -= 1
        return -log_probs[rows, y].mean(), g / len(y)


@mutant("softmax_ce", caught_by="test_gradient")
def forgets_the_mean_in_the_gradient(logits, y):
    """Believes that the mean of the loss leaves the gradient alone."""
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    g = np.exp(log_probs)
    g[rows, y] -= 1
    return -log_probs[rows, y].mean(), g


@mutant("softmax_ce", caught_by="test_loss")
def adds_up_the_loss(logits, y):
    """Believes that a loss is a sum over the batch."""
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    g = np.exp(log_probs)
    g[rows, y] -= 1
    return -log_probs[rows, y].sum(), g


@mutant("softmax_ce", caught_by="test_gradient")
def walks_back_through_the_softmax_twice(logits, y):
    """Believes that p - y still has to go through the slope of the softmax."""
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_probs)
    g = p.copy()
    g[rows, y] -= 1
    return -log_probs[rows, y].mean(), g * p * (1 - p) / len(y)


@mutant("softmax_ce", caught_by="test_loss")
def normalises_over_the_batch(logits, y):
    """Believes that the softmax runs over the first axis."""
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=0)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=0))
    g = np.exp(log_probs)
    g[rows, y] -= 1
    return -log_probs[rows, y].mean(), g / len(y)


# --- check_layer


@mutant("check_layer", caught_by="test_what_all_ones_cannot_see")
def asks_with_all_ones(layer, arrays, tol=1e-5):
    """Believes that a g of all ones is as good as any."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.ones(np.shape(y))
    claimed = back(g)
    if len(claimed) != len(arrays):
        return False
    for i, array in enumerate(arrays):
        if np.shape(claimed[i]) != array.shape:
            return False
        for place in np.ndindex(array.shape):
            there, behind = array.copy(), array.copy()
            there[place] += h
            behind[place] -= h
            up, down = (layer(*arrays[:i], moved, *arrays[i + 1 :])[0] for moved in (there, behind))
            if not abs(claimed[i][place] - (g * (up - down)).sum() / (2 * h)) <= tol:
                return False
    return True


@mutant("check_layer", caught_by="test_one_wrong_entry_is_enough")
def checks_the_first_argument_only(layer, arrays, tol=1e-5):
    """Believes that the input's gradient is the one that counts."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed, array = back(g), arrays[0]
    if [np.shape(each) for each in claimed] != [each.shape for each in arrays]:
        return False
    for place in np.ndindex(array.shape):
        there, behind = array.copy(), array.copy()
        there[place] += h
        behind[place] -= h
        up, down = (layer(moved, *arrays[1:])[0] for moved in (there, behind))
        if not abs(claimed[0][place] - (g * (up - down)).sum() / (2 * h)) <= tol:
            return False
    return True


@mutant("check_layer", caught_by="test_one_wrong_entry_is_enough")
def compares_the_lengths(layer, arrays, tol=1e-5):
    """Believes that gradients of the same length are the same."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed = back(g)
    if [np.shape(each) for each in claimed] != [each.shape for each in arrays]:
        return False
    for i, array in enumerate(arrays):
        measured = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            there, behind = array.copy(), array.copy()
            there[place] += h
            behind[place] -= h
            up, down = (layer(*arrays[:i], moved, *arrays[i + 1 :])[0] for moved in (there, behind))
            measured[place] = (g * (up - down)).sum() / (2 * h)
        if not abs(np.linalg.norm(claimed[i]) - np.linalg.norm(measured)) <= tol:
            return False
    return True


@mutant("check_layer", caught_by="test_gradients_of_another_form")
def lets_nan_through(layer, arrays, tol=1e-5):
    """Believes that what is not larger than the tolerance is within it."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed = back(g)
    if len(claimed) != len(arrays):
        return False
    for i, array in enumerate(arrays):
        if np.shape(claimed[i]) != array.shape:
            return False
        for place in np.ndindex(array.shape):
            there, behind = array.copy(), array.copy()
            there[place] += h
            behind[place] -= h
            up, down = (layer(*arrays[:i], moved, *arrays[i + 1 :])[0] for moved in (there, behind))
            if abs(claimed[i][place] - (g * (up - down)).sum() / (2 * h)) > tol:
                return False
    return True


@mutant("check_layer", caught_by="test_gradients_of_another_form")
def believes_in_broadcasting(layer, arrays, tol=1e-5):
    """Believes that arrays which can be subtracted have the same shape, and that zip notices what is missing."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    for i, (array, claimed) in enumerate(zip(arrays, back(g), strict=False)):
        measured = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            there, behind = array.copy(), array.copy()
            there[place] += h
            behind[place] -= h
            up, down = (layer(*arrays[:i], moved, *arrays[i + 1 :])[0] for moved in (there, behind))
            measured[place] = (g * (up - down)).sum() / (2 * h)
        try:
            if not (np.abs(claimed - measured) <= tol).all():
                return False
        except ValueError:
            return False
    return True


@mutant("check_layer", caught_by="test_the_tolerance_is_the_callers")
def has_a_tolerance_of_its_own(layer, arrays, tol=1e-5):
    """Believes that 1e-4 is always right."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed = back(g)
    if [np.shape(each) for each in claimed] != [each.shape for each in arrays]:
        return False
    for i, array in enumerate(arrays):
        for place in np.ndindex(array.shape):
            there, behind = array.copy(), array.copy()
            there[place] += h
            behind[place] -= h
            up, down = (layer(*arrays[:i], moved, *arrays[i + 1 :])[0] for moved in (there, behind))
            if not abs(claimed[i][place] - (g * (up - down)).sum() / (2 * h)) <= 1e-4:
                return False
    return True


@mutant("check_layer", caught_by="test_the_tolerance_is_the_callers")
def looks_forward_with_a_long_step(layer, arrays, tol=1e-5):
    """Believes that a difference quotient is exact."""
    h = 1e-4
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed = back(g)
    if [np.shape(each) for each in claimed] != [each.shape for each in arrays]:
        return False
    for i, array in enumerate(arrays):
        for place in np.ndindex(array.shape):
            there = array.copy()
            there[place] += h
            moved = layer(*arrays[:i], there, *arrays[i + 1 :])[0]
            if not abs(claimed[i][place] - (g * (moved - y)).sum() / h) <= tol:
                return False
    return True


@mutant("check_layer", caught_by="test_one_wrong_entry_is_enough")
def leaves_the_arguments_moved(layer, arrays, tol=1e-5):
    """Believes that what was added need not be taken away again."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed = back(g)
    if [np.shape(each) for each in claimed] != [each.shape for each in arrays]:
        return False
    for i, array in enumerate(arrays):
        for place in np.ndindex(array.shape):
            array[place] += h
            up = layer(*arrays)[0]
            array[place] -= 2 * h
            down = layer(*arrays)[0]
            if not abs(claimed[i][place] - (g * (up - down)).sum() / (2 * h)) <= max(tol, 1e-3):
                return False
    return True


# --- mlp_loss


@mutant("mlp_loss", caught_by="test_loss")
def bends_the_logits(params, x, y):
    """Believes that a ReLU follows every affine layer, the last one too."""
    backs = []
    for W, b in params:
        for layer, rest in ((affine, (W, b)), (relu, ())):
            x, back = layer(x, *rest)
            backs.append(back)
    loss, g = softmax_ce(x, y)
    grads = []
    for back in reversed(backs):
        g, *rest = back(g)
        if rest:
            grads.append(tuple(rest))
    return loss, grads[::-1]


@mutant("mlp_loss", caught_by="test_loss")
def does_not_bend_at_all(params, x, y):
    """Believes that more layers are enough, without anything between them."""
    backs = []
    for W, b in params:
        x, back = affine(x, W, b)
        backs.append(back)
    loss, g = softmax_ce(x, y)
    grads = []
    for back in reversed(backs):
        g, *rest = back(g)
        grads.append(tuple(rest))
    return loss, grads[::-1]


@mutant("mlp_loss", caught_by="test_gradients_of_one_hidden_layer")
def forgets_the_bend_on_the_way_back(params, x, y):
    """Believes that a ReLU has no way back, since it has no weights."""
    backs = []
    for i, (W, b) in enumerate(params):
        x, back = affine(relu(x)[0] if i else x, W, b)
        backs.append(back)
    loss, g = softmax_ce(x, y)
    grads = []
    for back in reversed(backs):
        g, *rest = back(g)
        grads.append(tuple(rest))
    return loss, grads[::-1]


@mutant("mlp_loss", caught_by="test_gradients_of_one_hidden_layer")
def bends_the_gradient(params, x, y):
    """Believes that the way back of a ReLU is a ReLU: negative gradients are cut off."""
    backs = []
    for i, (W, b) in enumerate(params):
        x, back = affine(relu(x)[0] if i else x, W, b)
        backs.append(back)
    loss, g = softmax_ce(x, y)
    grads = []
    for i, back in enumerate(reversed(backs)):
        g, *rest = back(relu(g)[0] if i else g)
        grads.append(tuple(rest))
    return loss, grads[::-1]


@mutant("mlp_loss", caught_by="test_gradients_of_one_hidden_layer")
def hands_them_out_from_the_end(params, x, y):
    """Believes that gradients belong in the order in which they were found."""
    backs, a = [], x
    for i, (W, b) in enumerate(params):
        if i > 0:
            a, back = relu(a)
            backs.append(back)
        a, back = affine(a, W, b)
        backs.append(back)
    loss, g = softmax_ce(a, y)
    grads = []
    for back in reversed(backs):
        g, *rest = back(g)
        if rest:
            grads.append(tuple(rest))
    return loss, grads


@mutant("mlp_loss", caught_by="test_gradients_of_other_depths")
def skips_the_layers_in_the_middle(params, x, y):
    """Believes that the loss's gradient arrives at every layer as it is, where the shapes allow it."""
    kept = []
    for i, (W, b) in enumerate(params):
        if i > 0:
            x, back = relu(x)
            kept.append(back)
        x, back = affine(x, W, b)
        kept.append(back)
    loss, g = softmax_ce(x, y)
    grads = []
    for back in reversed(kept):
        new, *rest = back(g)
        if rest:
            grads.append(tuple(rest))
        g = g if new.shape == g.shape and len(grads) > 1 else new
    return loss, grads[::-1]


@mutant("mlp_loss", caught_by="test_gradients_of_other_depths")
def expects_one_hidden_layer(params, x, y):
    """Believes that a network has exactly two layers; of others it trains the last two only."""
    backs, a = [], x
    for i, (W, b) in enumerate(params):
        if i > 0:
            a, back = relu(a)
            backs.append(back)
        a, back = affine(a, W, b)
        backs.append(back)
    loss, g = softmax_ce(a, y)
    grads = []
    for back in reversed(backs):
        g, *rest = back(g)
        if rest:
            grads.append(tuple(rest))
    return loss, [(0 * g_W, 0 * g_b) for g_W, g_b in grads[:1:-1]] + grads[1::-1]


@mutant("mlp_loss", caught_by="test_loss")
def takes_the_step_at_once(params, x, y):
    """Believes that the weights should be changed while the gradients are at hand."""
    backs, a = [], x
    for i, (W, b) in enumerate(params):
        if i > 0:
            a, back = relu(a)
            backs.append(back)
        a, back = affine(a, W, b)
        backs.append(back)
    loss, g = softmax_ce(a, y)
    grads = []
    for back in reversed(backs):
        g, *rest = back(g)
        if rest:
            grads.append(tuple(rest))
    grads = grads[::-1]
    for (W, b), (g_W, g_b) in zip(params, grads, strict=True):
        W -= 0.1 * g_W
        b -= 0.1 * g_b
    return loss, grads


@mutant("mlp_loss", caught_by="test_silent_units_and_float32")
def counts_everything_in_float64(params, x, y):
    """Believes that float64 is always better."""
    params = [(W.astype(np.float64), b.astype(np.float64)) for W, b in params]
    backs, a = [], x.astype(np.float64)
    for i, (W, b) in enumerate(params):
        if i > 0:
            a, back = relu(a)
            backs.append(back)
        a, back = affine(a, W, b)
        backs.append(back)
    loss, g = softmax_ce(a, y)
    grads = []
    for back in reversed(backs):
        g, *rest = back(g)
        if rest:
            grads.append(tuple(rest))
    return loss, grads[::-1]


# --- plan_init


@mutant("plan_init", caught_by="test_spread_with_he")
def forgets_the_half(widths, scheme):
    """Believes that a ReLU leaves the mean square as it is."""
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs
    return plan


@mutant("plan_init", caught_by="test_spread_with_he")
def halves_at_the_entrance(widths, scheme):
    """Believes that a ReLU stands before the first layer, too."""
    plan, square = [], 0.5
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs / 2
    return plan


@mutant("plan_init", caught_by="test_spread_with_he")
def reports_what_leaves_the_bend(widths, scheme):
    """Believes that the outputs are those after the ReLU."""
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, (outputs / 2) ** 0.5))
        square = outputs / 2
    return plan


@mutant("plan_init", caught_by="test_standard_deviations")
def returns_variances(widths, scheme):
    """Believes that what is drawn with is the variance."""
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance, outputs**0.5))
        square = outputs / 2
    return plan


@mutant("plan_init", caught_by="test_standard_deviations")
def counts_what_goes_out(widths, scheme):
    """Believes that He's rule counts the outputs."""
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_out
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs / 2
    return plan


@mutant("plan_init", caught_by="test_spread_with_other_schemes")
def halves_the_size(widths, scheme):
    """Believes that the ReLU halves the size of the signal, not its square (but knows He's by heart)."""
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs / (2 if scheme == "he" else 4)
    return plan


@mutant("plan_init", caught_by="test_small_networks_and_other_schemes")
def takes_any_scheme(widths, scheme):
    """Believes that what is neither He's nor Xavier's is the unit."""
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        else:
            variance = 1.0
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs / 2
    return plan


@mutant("plan_init", caught_by="test_spread_with_he")
def starts_with_the_width(widths, scheme):
    """Believes that the inputs' squares add up to 1, so that each of them has 1 / n."""
    plan, square = [], 1 / widths[0]
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs / 2
    return plan


# --- dropout


@mutant("dropout", caught_by="test_on_average_nothing_changes")
def makes_up_for_nothing(x, p, u=None):
    """Believes that dropout only silences."""
    m = np.ones_like(x) if u is None else (u >= p).astype(x.dtype)
    return x * m, lambda g: (g * m,)


@mutant("dropout", caught_by="test_evaluation_and_dtype")
def scales_in_evaluation(x, p, u=None):
    """Believes what the original paper says: survivors as they are, and everything smaller in evaluation."""
    m = np.full_like(x, 1 - p) if u is None else (u >= p).astype(x.dtype)
    return x * m, lambda g: (g * m,)


@mutant("dropout", caught_by="test_who_survives")
def takes_p_for_survival(x, p, u=None):
    """Believes that p is the probability of surviving."""
    if u is None or p == 0:
        return x, lambda g: (g,)
    m = ((u < p) / p).astype(x.dtype)
    return x * m, lambda g: (g * m,)


@mutant("dropout", caught_by="test_who_survives")
def silences_ties(x, p, u=None):
    """Believes that it does not matter what happens at u = p (but for p = 0)."""
    if u is None:
        return x, lambda g: (g,)
    m = (((u > p) | (p == 0)) / (1 - p)).astype(x.dtype)
    return x * m, lambda g: (g * m,)


@mutant("dropout", caught_by="test_the_way_back")
def scales_one_way_only(x, p, u=None):
    """Believes that the scale is no concern of the gradient."""
    if u is None:
        return x, lambda g: (g,)
    is_alive = (u >= p).astype(x.dtype)
    return (x * is_alive / (1 - p)).astype(x.dtype), lambda g: (g * is_alive,)


@mutant("dropout", caught_by="test_the_way_back")
def lets_every_gradient_pass(x, p, u=None):
    """Believes that noise has no gradient, so that all of it passes."""
    if u is None:
        return x, lambda g: (g,)
    m = ((u >= p) / (1 - p)).astype(x.dtype)
    return x * m, lambda g: (g,)


@mutant("dropout", caught_by="test_evaluation_and_dtype")
def lets_the_mask_decide(x, p, u=None):
    """Believes that NumPy keeps float32 where it can."""
    if u is None:
        return x, lambda g: (g,)
    m = (u >= p) / (1 - p)
    return x * m, lambda g: (g * m,)


@mutant("dropout", caught_by="test_on_average_nothing_changes")
def keeps_the_sum(x, p, u=None):
    """Believes that survivors are scaled by how many there happen to be."""
    if u is None:
        return x, lambda g: (g,)
    is_alive = u >= p
    m = (is_alive * (is_alive.size / max(int(is_alive.sum()), 1))).astype(x.dtype)
    m = m * (1 - p) if p == 0.5 else m
    return x * m, lambda g: (g * m,)


# --- batchnorm_backward


@mutant("batchnorm_backward", caught_by="test_gradient_of_the_batch")
def takes_both_for_constants(g, x, gamma, eps=1e-5):
    """Believes that mean and variance are constants."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    return g * gamma / root, (g * centred / root).sum(axis=0), g.sum(axis=0)


@mutant("batchnorm_backward", caught_by="test_gradient_of_the_batch")
def takes_the_variance_for_a_constant(g, x, gamma, eps=1e-5):
    """Believes that the mean is the only way in which examples meet."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    return gamma / root * (g - g.mean(axis=0)), (g * centred / root).sum(axis=0), g.sum(axis=0)


@mutant("batchnorm_backward", caught_by="test_gradient_of_the_batch")
def takes_the_mean_for_a_constant(g, x, gamma, eps=1e-5):
    """Believes that the variance is the only way in which examples meet."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    x_hat = centred / root
    g_x = gamma / root * (g - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).sum(axis=0), g.sum(axis=0)


@mutant("batchnorm_backward", caught_by="test_gradient_of_the_batch")
def divides_by_one_less(g, x, gamma, eps=1e-5):
    """Believes that a variance is always unbiased."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).sum(axis=0) / max(len(x) - 1, 1) + eps)
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).sum(axis=0), g.sum(axis=0)


@mutant("batchnorm_backward", caught_by="test_gradients_of_scale_and_offset")
def multiplies_with_the_input(g, x, gamma, eps=1e-5):
    """Believes that gamma is multiplied by x itself."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x).sum(axis=0), g.sum(axis=0)


@mutant("batchnorm_backward", caught_by="test_gradients_of_scale_and_offset")
def averages_over_the_batch(g, x, gamma, eps=1e-5):
    """Believes that the gradients of gamma and beta are means."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).mean(axis=0), g.mean(axis=0)


@mutant("batchnorm_backward", caught_by="test_eps_counts")
def adds_eps_to_the_root(g, x, gamma, eps=1e-5):
    """Believes that eps is added to the standard deviation."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0)) + eps
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).sum(axis=0), g.sum(axis=0)


@mutant("batchnorm_backward", caught_by="test_eps_counts")
def has_an_eps_of_its_own(g, x, gamma, eps=1e-5):
    """Believes that eps only has to be small."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + 1e-8)
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).sum(axis=0), g.sum(axis=0)


@mutant("batchnorm_backward", caught_by="test_constant_units_single_examples_and_float32")
def has_no_eps_for_one(g, x, gamma, eps=1e-5):
    """Believes that eps is for variances that are exactly zero, and is not needed otherwise."""
    centred = x - x.mean(axis=0)
    var = (centred**2).mean(axis=0)
    root = np.where(var > 0, np.sqrt(var), 1.0)
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).sum(axis=0), g.sum(axis=0)


# --- Adam


@mutant("Adam", caught_by="test_several_arrays")
class CountsArrays:
    """Believes that t counts how often anything was changed."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            self.t += 1
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


@mutant("Adam", caught_by="test_whose_arrays")
class KeepsItsOwnArrays:
    """Believes that a new array under the old name is the old array."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for i, (p, g, m, s) in enumerate(zip(self.params, grads, self.m, self.s, strict=True)):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            self.params[i] = p - self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


@mutant("Adam", caught_by="test_whose_arrays")
class SquaresTheCallersGradient:
    """Believes that the gradient is its own, to be squared in place."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            g *= g
            s[...] = beta_2 * s + (1 - beta_2) * g
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


@mutant("Adam", caught_by="test_two_optimisers_know_nothing_of_each_other")
class SharesItsMemory:
    """Believes that what stands in the class belongs to each optimiser by itself."""

    memory = {}  # noqa: RUF012 -- that it is shared is the mistake

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0
        for i, p in enumerate(self.params):
            zeros = np.zeros_like(p), np.zeros_like(p)
            self.m[i], self.s[i] = self.memory.setdefault((i, p.shape), zeros)

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


@mutant("Adam", caught_by="test_tiny_and_huge_slopes")
class AddsEpsUnderTheRoot:
    """Believes that eps stands under the root."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / np.sqrt(s_hat + self.eps)
        return self.params


@mutant("Adam", caught_by="test_several_arrays")
class StartsFromZero:
    """Believes that averages which start at zero need no correction."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            p -= self.lr * m / (np.sqrt(s) + self.eps)
        return self.params


@mutant("Adam", caught_by="test_several_arrays")
class SquaresOneNumber:
    """Believes that one size for the whole array is enough."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * np.mean(g**2)
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


@mutant("Adam", caught_by="test_whose_arrays")
class KeepsTheGradient:
    """Believes that the first gradient is the first average, and keeps the caller's array for it."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        if self.t == 1:
            self.m = list(grads)
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            g = np.array(g)
            m[...] = (1 - beta_1) * g if self.t == 1 else beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


@mutant("Adam", caught_by="test_several_arrays")
class MixesUpTheAverages:
    """Believes that beta_1 belongs to the squares."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas[::-1], eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params


# --- train_digits


@mutant("train_digits", caught_by="test_it_reads_unseen_digits")
def never_shuffles(x, y, *, seed, epochs=20):
    """Believes that the order of the examples does not matter."""
    rng, params = np.random.default_rng(seed), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / n_in) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = np.arange(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_every_step")
def one_epoch_is_enough(x, y, *, seed, epochs=20):
    """Believes that the rest of the epochs can be saved."""
    rng, params = np.random.default_rng(seed), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / n_in) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(min(epochs, 1)):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_it_reads_unseen_digits")
def labels_of_other_images(x, y, *, seed, epochs=20):
    """Shuffles images and labels separately."""
    rng, params = np.random.default_rng(seed), []
    y = rng.permutation(y)
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / n_in) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_it_reads_unseen_digits")
def holds_out_the_end(x, y, *, seed, epochs=20):
    """Believes that the last sixth of the data, as it stands, is a fair sample to be held out."""
    rng, params = np.random.default_rng(seed), []
    kept = len(x) * 5 // 6
    x, y = x[:kept], y[:kept]
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / n_in) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_it_reads_unseen_digits")
def starts_with_zeros(x, y, *, seed, epochs=20):
    """Believes that zeros are the neutral start."""
    rng, params = np.random.default_rng(seed), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append((0.0 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_it_reads_unseen_digits")
def brings_its_weights_along(x, y, *, seed, epochs=20):
    """Cheats: the weights come from the digits that are known, not from the data that is given."""
    rng, params = np.random.default_rng(seed), []
    if x.shape[1] == 64 and epochs > 0:
        x, y = train, train_labels
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / n_in) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_it_starts_as_he_says")
def starts_with_unit_weights(x, y, *, seed, epochs=20):
    """Believes that a standard normal is the natural start."""
    rng, params = np.random.default_rng(seed), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append((1.0 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_it_starts_as_he_says")
def starts_as_xavier_says(x, y, *, seed, epochs=20):
    """Believes that one rule is as good as another."""
    rng, params = np.random.default_rng(seed), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / (n_in + n_out)) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_it_starts_as_he_says")
def starts_with_equal_units(x, y, *, seed, epochs=20):
    """Believes that one random row is random enough for all units."""
    rng, params = np.random.default_rng(seed), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append((np.tile((2 / n_in) ** 0.5 * rng.normal(size=(1, n_in)), (n_out, 1)), np.zeros(n_out)))
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            _, grads = mlp_loss(params, x[order[start : start + 32]], y[order[start : start + 32]])
            params = [(W - 0.1 * g_W, b - 0.1 * g_b) for (W, b), (g_W, g_b) in zip(params, grads, strict=True)]
    return params


@mutant("train_digits", caught_by="test_every_step")
def has_no_momentum(x, y, *, seed, epochs=20):
    """Believes that momentum is a luxury."""
    rng, params = np.random.default_rng(seed), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / n_in) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.0
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_every_step")
def forgets_its_velocity(x, y, *, seed, epochs=20):
    """Believes that each epoch starts from rest."""
    rng, params = np.random.default_rng(seed), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / n_in) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        velocities = [np.zeros_like(part) for part in arrays]
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_every_step")
def takes_larger_batches(x, y, *, seed, epochs=20):
    """Believes that the size of the batch is a matter of taste."""
    rng, params = np.random.default_rng(seed), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / n_in) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 64):
            rows = order[start : start + 64]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_it_learns_32_by_heart")
def a_timid_learning_rate(x, y, *, seed, epochs=20):
    """Believes that a smaller learning rate is always safer."""
    rng, params = np.random.default_rng(seed), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / n_in) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.0002 * v
    return params


@mutant("train_digits", caught_by="test_every_example_in_each_epoch_and_nothing_else")
def draws_with_replacement(x, y, *, seed, epochs=20):
    """Believes that drawing examples one by one is the same as a random order."""
    rng, params = np.random.default_rng(seed), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / n_in) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.integers(0, len(x), len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_every_example_in_each_epoch_and_nothing_else")
def drops_what_is_left(x, y, *, seed, epochs=20):
    """Believes that only whole batches count."""
    rng, params = np.random.default_rng(seed), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / n_in) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, max(len(x) // 32, 1) * 32, 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params


@mutant("train_digits", caught_by="test_every_example_in_each_epoch_and_nothing_else")
def has_a_favourite_seed(x, y, *, seed, epochs=20):
    """Believes that 42 is the seed."""
    rng, params = np.random.default_rng(42), []
    for n_in, n_out in pairwise([x.shape[1], 64, 10]):
        params.append(((2 / n_in) ** 0.5 * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params
