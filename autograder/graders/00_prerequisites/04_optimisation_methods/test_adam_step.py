"""Hidden tests of `adam_step`: the walk of equation (9), both kinds of decay, states of their own."""

import torch

from autograder.testing import assert_close, assert_dtype, assert_shape, inside, points

SECONDS = 30  # torch's own optimisers may be used, and are slow to load


@inside
def walk(ns, theta, gradients, options, rates):
    """All places of a walk, for gradients that are given."""
    state, places = None, []
    for i, g in enumerate(gradients):
        more = {"lr": rates[i]} if rates else {}
        theta, state = ns.adam_step(theta, g.clone(), state, **options, **more)
        places.append(torch.as_tensor(theta).clone())
    return torch.stack(places)


@inside
def alternate(ns, thetas, gradients, lr):
    """Places of two parameters whose steps alternate; then the first begins anew."""
    thetas, states, places = list(thetas), [None, None], [[], []]
    for both in gradients:
        for i in (0, 1):
            thetas[i], states[i] = ns.adam_step(thetas[i], both[i].clone(), states[i], lr=lr)
            places[i].append(torch.as_tensor(thetas[i]).clone())
    fresh, _ = ns.adam_step(thetas[0], gradients[0][0].clone(), None, lr=lr)
    return torch.stack(places[0]), torch.stack(places[1]), torch.as_tensor(thetas[0]), fresh


@inside
def step_once(ns, theta, g, options):
    """Two steps; the first one's result, and what was handed in after both."""
    theta, g = theta.clone(), g.clone()
    new, state = ns.adam_step(theta, g, None, **options)
    new = torch.as_tensor(new).clone()
    ns.adam_step(theta, g, state, **options)
    return new, theta, g


def expect(theta, gradients, rates, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """All places of the right walk, in float64."""
    m, s, places = torch.zeros_like(theta), torch.zeros_like(theta), []
    for t, (g, lr) in enumerate(zip(gradients, rates, strict=True), start=1):
        if not decoupled:
            g = g + weight_decay * theta
        m, s = betas[0] * m + (1 - betas[0]) * g, betas[1] * s + (1 - betas[1]) * g * g
        kept = theta * (1 - lr * weight_decay) if decoupled else theta
        theta = kept - lr * (m / (1 - betas[0] ** t)) / ((s / (1 - betas[1] ** t)).sqrt() + eps)
        places.append(theta)
    return torch.stack(places)


def spread(rng, n, d, exponent=2.0):
    """Gradients whose entries differ in size by orders of magnitude, with a drift."""
    return (rng.normal(n, d) + 0.5) * 10 ** rng.uniform(-exponent, exponent, (d,))


@points("adam_step", 2, seconds=SECONDS)
def test_walk_of_fifty_steps(notebook, rng):
    """For given gradients of all sizes, fifty steps go where equation (9) says, with the defaults and with changing rates."""
    hint = (
        "Count the steps from 1; divide each average by 1 - beta^t with its own beta; keep the averages, not the hats."
    )
    theta, gradients = rng.normal(5), spread(rng, 50, 5)
    places = notebook.run(walk, theta, gradients, {}, [])
    assert_shape(places, (50, 5), what="the places of 50 steps", hint="The new parameters have the shape of the old.")
    assert_close(places - theta, expect(theta, gradients, [1e-3] * 50) - theta, what="the walk", hint=hint)
    rates = rng.uniform(0.01, 0.2, (50,)).tolist()
    places = notebook.run(walk, theta, gradients, {}, rates)
    assert_close(places, expect(theta, gradients, rates), what="the walk with changing rates", hint=hint)


@points("adam_step", 1, seconds=SECONDS)
def test_its_own_constants(notebook, rng):
    """Both betas and epsilon are used where they belong: also where gradients are as small as epsilon, or exactly zero."""
    for betas in ((0.5, 0.9), (0.0, 0.99), (0.9, 0.0)):
        theta, gradients = rng.normal(4), spread(rng, 12, 4)
        places = notebook.run(walk, theta, gradients, {"betas": betas}, [0.05] * 12)
        hint = "beta_1 for the gradients, beta_2 for their squares, in the averages and under the hats."
        assert_close(
            places, expect(theta, gradients, [0.05] * 12, betas=betas), what="the walk, other betas", hint=hint
        )
    for eps in (1e-8, 1e-3):
        theta, gradients = torch.zeros(4, dtype=torch.float64), eps * (rng.normal(12, 4) + 0.5)
        gradients[:, 3] = 0
        places = notebook.run(walk, theta, gradients, {"eps": eps}, [0.05] * 12)
        hint = "Epsilon is added to the root of the second hat: not under the root, and not before the hat."
        expected = expect(theta, gradients, [0.05] * 12, eps=eps)
        assert_close(places, expected, what="the walk with tiny gradients", hint=hint)


@points("adam_step", 2, seconds=SECONDS)
def test_decoupled_decay(notebook, rng):
    """AdamW shrinks the old parameters by 1 - lr * weight_decay and leaves the gradient as it is, equation (10)."""
    hint = "The decay is for the parameters before the step, with the rate as a factor; the averages see the plain gradient."
    for decay in (0.01, 0.7):
        theta, gradients = 3 * rng.normal(5), spread(rng, 30, 5)
        rates = rng.uniform(0.02, 0.3, (30,)).tolist()
        places = notebook.run(walk, theta, gradients, {"weight_decay": decay}, rates)
        assert_close(places, expect(theta, gradients, rates, weight_decay=decay), what="the walk of AdamW", hint=hint)


@points("adam_step", 1, seconds=SECONDS)
def test_decay_as_a_penalty(notebook, rng):
    """With decoupled=False the decay is part of the gradient, in both averages, and the parameters are not shrunk besides."""
    hint = "The penalty's slope joins the gradient before the averages see it; then the step is that of (9)."
    for decay in (0.1, 2.0):
        theta, gradients = 3 * rng.normal(5), spread(rng, 30, 5, 0.5)
        rates = rng.uniform(0.02, 0.3, (30,)).tolist()
        places = notebook.run(walk, theta, gradients, {"weight_decay": decay, "decoupled": False}, rates)
        expected = expect(theta, gradients, rates, weight_decay=decay, decoupled=False)
        assert_close(places, expected, what="the walk with L2", hint=hint)


@points("adam_step", 1, seconds=SECONDS)
def test_every_parameter_has_its_own_state(notebook, rng):
    """Steps of two parameters may alternate, None starts afresh, and what was handed in is left unchanged."""
    thetas, gradients = (rng.normal(3), 5 * rng.normal(3)), rng.normal(15, 2, 3)
    first, second, last, fresh = notebook.run(alternate, thetas, gradients, 0.1)
    hint = "All that is remembered has to be in the state that is handed in and back: no globals, no attributes."
    for i, places in enumerate((first, second)):
        expected = expect(thetas[i], gradients[:, i], [0.1] * 15)
        assert_close(places, expected, what=f"the walk of parameter {i + 1} of 2", hint=hint)
    expected = expect(last, gradients[:1, 0], [0.1])[0]
    assert_close(fresh, expected, what="a step that begins anew", hint=hint)
    for shape, dtype in (((2, 3, 2), torch.float32), ((), torch.float64)):
        for decoupled in (True, False):
            theta, g = rng.normal(*shape).to(dtype) + 2, rng.normal(*shape).to(dtype)
            options = {"weight_decay": 0.1, "decoupled": decoupled}
            new, theta_after, g_after = notebook.run(step_once, theta, g, options)
            assert_shape(new, shape, what="the new parameters")
            assert_dtype(new, dtype, what="the new parameters", hint="float32 in, float32 out.")
            hint = "`theta *= ...` and `g += ...` write into what was handed in."
            assert_close(theta_after, theta, rtol=0, atol=0, what="theta after the call", hint=hint)
            assert_close(g_after, g, rtol=0, atol=0, what="g after the call", hint=hint)
