"""Wrong answers to `mlp_loss`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_loss")
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


@mutant(caught_by="test_loss")
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


@mutant(caught_by="test_gradients_of_one_hidden_layer")
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


@mutant(caught_by="test_gradients_of_one_hidden_layer")
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


@mutant(caught_by="test_gradients_of_one_hidden_layer")
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


@mutant(caught_by="test_gradients_of_other_depths")
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


@mutant(caught_by="test_gradients_of_other_depths")
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


@mutant(caught_by="test_loss")
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


@mutant(caught_by="test_silent_units_and_float32")
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
