"""Wrong answers to `train_digits`, which a hidden test must catch. Each docstring says what the student believed."""

from itertools import pairwise

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_it_reads_unseen_digits")
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


@mutant(caught_by="test_every_step")
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


@mutant(caught_by="test_it_reads_unseen_digits")
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


@mutant(caught_by="test_it_reads_unseen_digits")
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


@mutant(caught_by="test_it_reads_unseen_digits")
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


@mutant(caught_by="test_it_reads_unseen_digits")
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


@mutant(caught_by="test_it_starts_as_he_says")
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


@mutant(caught_by="test_it_starts_as_he_says")
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


@mutant(caught_by="test_it_starts_as_he_says")
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


@mutant(caught_by="test_every_step")
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


@mutant(caught_by="test_every_step")
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


@mutant(caught_by="test_every_step")
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


@mutant(caught_by="test_it_learns_32_by_heart")
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


@mutant(caught_by="test_every_example_in_each_epoch_and_nothing_else")
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


@mutant(caught_by="test_every_example_in_each_epoch_and_nothing_else")
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


@mutant(caught_by="test_every_example_in_each_epoch_and_nothing_else")
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
