"""Hidden tests of `check_layer`: layers that it must accept, and layers that it must reject. Each test asks for both."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def ask_about(ns, kind, arrays, error, options):
    """The verdict on a layer with a fault of this kind; `error` is (argument, place, what is added to its gradient there)."""
    arrays = [np.array(a) for a in arrays]
    kind, _, shape = kind.partition(" as ")

    def normed(x):
        root = np.sqrt(((x - x.mean(axis=0)) ** 2).mean(axis=0) + 0.1)
        return (x - x.mean(axis=0)) / root, root

    def softmax(x):
        p = np.exp(x - x.max(axis=-1, keepdims=True))
        return p / p.sum(axis=-1, keepdims=True)

    def layer(*a):
        a = [np.array(each) for each in a]
        if kind.startswith("affine"):
            x, W, b = a
            y = x @ W.T + b

            def back(g):
                if kind == "affine, blind":
                    g = np.ones_like(g)
                g_W = x.T @ g if kind == "affine, transposed" else g.T @ x
                return [g @ W, g_W, g.mean(axis=0) if kind == "affine, mean" else g.sum(axis=0)]

        elif kind.startswith("tanh"):
            y = np.tanh(a[0])

            def back(g):
                return [(1 - y**2) * (g.mean() if kind == "tanh, averaged" else g)]

        elif kind.startswith("product"):
            y = a[0] * a[1]

            def back(g):
                return [g * a[0], g * a[1]] if kind == "product, swapped" else [g * a[1], g * a[0]]

        elif kind.startswith("softmax"):
            y = softmax(a[0])

            def back(g):
                if kind == "softmax, centred":
                    return [y * (g - g.mean(axis=-1, keepdims=True))]
                return [y * (g - (g * y).sum(axis=-1, keepdims=True))]

        elif kind.startswith("wave"):
            y = np.sin(2 * a[0]).sum(axis=0)

            def back(g):
                return [2 * np.cos(2 * a[0]) * g]

        else:
            y, root = normed(a[0])

            def back(g):
                g_x = g - g.mean(axis=0)
                if kind == "normed":
                    g_x = g_x - y * (g * y).mean(axis=0)
                return [g_x / root]

        def bent(g):
            gradients = back(np.array(g))
            if error is not None:
                argument, place, value = error
                gradients[argument] = np.array(gradients[argument])
                gradients[argument].reshape(-1)[place] += value
            last = gradients[-1]
            if shape == "missing":
                gradients.pop()
            if shape == "extra":
                gradients.append(last)
            if shape == "row":
                gradients[-1] = last[None]
            if shape == "column":
                gradients[-1] = last[..., None]
            if shape == "number":
                gradients[-1] = float(np.ravel(last)[0])
            if shape == "long":
                gradients[-1] = np.concatenate([last, last[:1]])
            return gradients if shape == "list" else tuple(gradients)

        return y, bent

    return ns.check_layer(layer, arrays, **options), arrays


def judge(notebook, cases, hint):
    """Put layers to the student's check: (kind, arguments, error, options, verdict, name)."""
    for kind, arrays, error, options, verdict, name in cases:
        answer, after = notebook.run(ask_about, kind, [a.numpy() for a in arrays], error, options)
        answer = as_tensor(answer, "the verdict").reshape(-1)
        require(answer.numel() == 1, "the verdict has to be one bool", hint="Reduce with `.all()`, then `bool(...)`.")
        message = f"your check {'rejects' if verdict else 'accepts'} {name}"
        right = "A central difference of the sum of g times y, for each entry, with the other entries left as they are."
        require(bool(answer[0]) == verdict, message, hint=right if verdict else hint)
        for before, now in zip(arrays, after, strict=True):
            what = "an argument after the check"
            assert_close(now, before, rtol=0, atol=1e-9, what=what, hint="Change copies: `there = array.copy()`.")


def affine_arrays(rng, count=4, inputs=3, outputs=2):
    """Arguments of an affine layer."""
    return [rng.normal(count, inputs), rng.normal(outputs, inputs), rng.normal(outputs)]


@points("check_layer", 2)
def test_one_wrong_entry_is_enough(notebook, rng):
    """Right layers are accepted, of one argument or of several; a gradient with a single wrong entry anywhere is rejected."""
    arrays, pair = affine_arrays(rng), [rng.normal(3, 2), rng.normal(3, 2)]
    square = [rng.normal(3, 3), rng.normal(3, 3), rng.normal(3)]
    cases = [
        ("affine", arrays, None, {}, True, "a right layer of three arguments"),
        ("tanh", [rng.normal(2, 3, 2)], None, {}, True, "a right layer of one argument with three axes"),
        ("product", pair, None, {}, True, "a right layer of two arguments"),
        ("wave", [rng.normal(4, 2)], None, {}, True, "a right layer whose output is smaller than its input"),
        ("affine", arrays, (0, 0, 0.3), {}, False, "a layer with its first input's gradient wrong"),
        ("affine", arrays, (0, 11, -0.3), {}, False, "a layer with its last input's gradient wrong"),
        ("affine", arrays, (1, 4, -0.01), {}, False, "a layer with the gradient of one weight wrong"),
        ("affine", arrays, (2, 1, 0.02), {}, False, "a layer with the gradient of its last bias wrong"),
        ("wave", [rng.normal(4, 2)], (0, 7, 0.5), {}, False, "a layer with the last entry wrong"),
        ("affine, mean", arrays, None, {}, False, "a layer that averages where it should add up"),
        ("affine, transposed", square, None, {}, False, "a layer with a gradient that is transposed"),
        ("product, swapped", pair, None, {}, False, "a layer whose gradients are in the wrong order"),
    ]
    judge(notebook, cases, "Measure each entry of each argument, and compare absolute differences, one by one.")


@points("check_layer", 2)
def test_what_all_ones_cannot_see(notebook, rng):
    """Right layers whose examples or classes meet are accepted; those that are right for one kind of g only are rejected."""
    x, arrays = rng.normal(5, 3), affine_arrays(rng)
    cases = [
        ("softmax", [x], None, {}, True, "a right softmax"),
        ("normed", [x], None, {}, True, "a right normalisation over the batch"),
        ("softmax, centred", [x], None, {}, False, "a layer whose gradient is right only where it vanishes"),
        ("normed, constant", [x], None, {}, False, "a normalisation that takes its variance for a constant"),
        ("affine, blind", arrays, None, {}, False, "a layer that does not look at the g that it is given"),
        ("tanh, averaged", [x], None, {}, False, "a layer that takes the mean of g for all of its entries"),
    ]
    judge(notebook, cases, "For which g have you asked? Its entries should all differ, within rows and columns.")


@points("check_layer", 1)
def test_gradients_of_another_form(notebook, rng):
    """Gradients that are missing, too many, of another shape or not finite are rejected without an exception."""
    arrays, x = affine_arrays(rng), [rng.normal(3, 2)]
    ones = [torch.ones(1, 1, dtype=torch.float64), rng.normal(1, 1), rng.normal(1)]
    cases = [
        ("affine as list", arrays, None, {}, True, "a right layer whose gradients come in a list"),
        ("affine", ones, None, {}, True, "a right layer with one entry in each argument"),
        ("affine as missing", arrays, None, {}, False, "a layer without a gradient of its last argument"),
        ("affine as extra", arrays, None, {}, False, "a layer with a gradient too many"),
        ("affine as row", arrays, None, {}, False, "a layer with a gradient of shape [1, n] in place of [n]"),
        ("affine as column", arrays, None, {}, False, "a layer with a gradient of shape [n, 1] in place of [n]"),
        ("affine as row", ones, None, {}, False, "a layer with a gradient of shape [1, 1] in place of [1]"),
        ("affine as number", arrays, None, {}, False, "a layer with one number in place of a gradient"),
        ("affine as long", arrays, None, {}, False, "a layer with a gradient that has an entry too many"),
        ("tanh", x, (0, 2, float("nan")), {}, False, "a layer with NaN in a gradient"),
        ("tanh", x, (0, 5, float("inf")), {}, False, "a layer with an infinite gradient"),
    ]
    judge(notebook, cases, "How many gradients, of which shapes? And every comparison with NaN is false.")


@points("check_layer", 1)
def test_the_tolerance_is_the_callers(notebook, rng):
    """Errors well within the tolerance are forgiven, and those well beyond it are not, whatever it is."""
    arrays, x = affine_arrays(rng), [rng.normal(3, 2)]
    cases = [
        ("affine", arrays, (1, 2, 5e-7), {}, True, "an error that is within the tolerance of the signature"),
        ("affine", arrays, (1, 2, -3e-4), {}, False, "an error that is beyond the tolerance of the signature"),
        ("wave", x, None, {"tol": 1e-6}, True, "a right layer under a small tolerance"),
        ("wave", x, (0, 3, 3e-5), {"tol": 1e-6}, False, "an error that is beyond a small tolerance"),
        ("tanh", x, (0, 0, 0.004), {"tol": 0.05}, True, "an error that is within a generous tolerance"),
        ("tanh", x, (0, 0, -0.8), {"tol": 0.05}, False, "an error that is beyond a generous tolerance"),
        ("product", [*x, *x], (1, 4, 8e-6), {"tol": 1e-4}, True, "an error that is within the tolerance"),
    ]
    judge(notebook, cases, "Measure more exactly than `tol`, and compare absolute errors with it.")
