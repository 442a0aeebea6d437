"""Hidden tests of `sgd_momentum_step`: the walk with and without a look ahead, the velocity, what is left unchanged."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points

SECONDS = 30  # torch's own optimisers may be used, and are slow to load


@inside
def walk(ns, theta, gradients, rates, options, is_buffer_reused):
    """All places and velocities of a walk; perhaps the caller writes each gradient into the same tensor."""
    buffer, v, places, velocities = torch.empty_like(gradients[0]), None, [], []
    for g, lr in zip(gradients, rates, strict=True):
        if is_buffer_reused:
            buffer.copy_(g)
        theta, v = ns.sgd_momentum_step(theta, buffer if is_buffer_reused else g.clone(), v, lr, **options)
        places.append(torch.as_tensor(theta).clone())
        velocities.append(torch.as_tensor(v).clone())
    return torch.stack(places), torch.stack(velocities)


@inside
def step_once(ns, theta, g, v, lr, options):
    """One step's results, and what was handed in after it."""
    theta, g, v = theta.clone(), g.clone(), None if v is None else v.clone()
    new, velocity = ns.sgd_momentum_step(theta, g, v, lr, **options)
    return [new, velocity, theta, g, v]


def expect(theta, gradients, rates, momentum=0.9, nesterov=False):
    """All places and velocities of the right walk."""
    v, places, velocities = torch.zeros_like(theta), [], []
    for g, lr in zip(gradients, rates, strict=True):
        v = momentum * v + g
        theta = theta - lr * (g + momentum * v) if nesterov else theta - lr * v
        places.append(theta)
        velocities.append(v)
    return torch.stack(places), torch.stack(velocities)


def check(notebook, theta, gradients, rates, hint, is_buffer_reused=False, **options):
    """Places and velocities agree."""
    places, velocities = notebook.run(walk, theta, gradients, rates, options, is_buffer_reused)
    wanted_places, wanted_velocities = expect(theta, gradients, rates, **options)
    assert_close(places, wanted_places, rtol=1e-9, what="the walk", hint=hint)
    assert_close(velocities, wanted_velocities, rtol=1e-9, what="the velocity on the walk", hint=hint)


@points("sgd_momentum_step", 2, seconds=SECONDS)
def test_walks_with_momentum(notebook, rng):
    """Given the gradients, places and velocities are those of equation (6), for any momentum and for rates that change."""
    hint = "First the new velocity mu v + g, then the step with it; the rate is not part of the velocity."
    for options in ({}, {"momentum": 0.5}, {"momentum": 0.0}):
        rates = rng.uniform(0.01, 0.3, (12,)).tolist()
        check(notebook, rng.normal(3, 2), rng.normal(12, 3, 2), rates, hint, **options)


@points("sgd_momentum_step", 1, seconds=SECONDS)
def test_walks_that_look_ahead(notebook, rng):
    """With Nesterov's look ahead the step is made of the gradient and the new velocity, equation (7)."""
    hint = "(7): the gradient plus mu times the NEW velocity; the velocity itself is that of (6)."
    for momentum in (0.9, 0.3):
        rates = rng.uniform(0.01, 0.3, (10,)).tolist()
        check(notebook, rng.normal(4), rng.normal(10, 4), rates, hint, momentum=momentum, nesterov=True)


@points("sgd_momentum_step", 1, seconds=SECONDS)
def test_memory_is_its_own(notebook, rng):
    """The caller may write the next gradient into the same tensor: the velocity does not change with it."""
    hint = "In the first step, do not return the tensor g itself as the velocity: make a new one."
    for nesterov in (False, True):
        gradients, rates = rng.normal(6, 5), [0.1] * 6
        check(notebook, rng.normal(5), gradients, rates, hint, is_buffer_reused=True, nesterov=nesterov)


@points("sgd_momentum_step", 1, seconds=SECONDS)
def test_what_was_handed_in_stays(notebook, rng):
    """Parameters, gradient and velocity that were handed in are unchanged; shapes and dtypes stay, of a scalar too."""
    for shape, dtype in (((2, 3, 2), torch.float32), ((), torch.float64), ((4,), torch.float64)):
        for nesterov in (False, True):
            theta, g, v = (rng.normal(*shape).to(dtype) for _ in range(3))
            new, velocity, *after = notebook.run(step_once, theta, g, v, 0.1, {"nesterov": nesterov})
            for name, result in (("the new parameters", new), ("the new velocity", velocity)):
                assert_shape(result, shape, what=name)
                assert_dtype(result, dtype, what=name, hint="float32 in, float32 out.")
            hint = "`v *= momentum` and `theta -= ...` write into what was handed in."
            for name, now, before in zip(("theta", "g", "v"), after, (theta, g, v), strict=True):
                assert_close(now, before, rtol=0, atol=0, what=f"{name} after the call", hint=hint)
            expected = 0.9 * as_tensor(v) + as_tensor(g)
            assert_close(velocity, expected, rtol=1e-5, what="the new velocity", hint="mu v + g")
