"""Hidden tests of `EMA`, seen from outside: what `copy_to` writes after steps that are known."""

import torch

from autograder.testing import assert_close, assert_dtype, inside, points, require


@inside
def follow(ns, start, steps, decay, dtype_name, spoil):
    """Let a shadow follow a model through known states; what it writes into another model after each, and what else changed."""
    nn, dtype = torch.nn, getattr(torch, dtype_name)

    def make():
        net = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)).to(dtype)
        net.register_buffer("count", torch.zeros((), dtype=torch.int64))
        return net

    def put(net, state):
        with torch.no_grad():
            for name, value in net.state_dict().items():
                value.copy_(state[name])

    def read(net):
        return {name: value.detach().clone() for name, value in net.state_dict().items()}

    def has_past(value, depth=0):
        if torch.is_tensor(value):
            return value.grad_fn is not None
        if isinstance(value, nn.Module):
            return any(has_past(v, depth + 1) for v in [*value.parameters(), *value.buffers()])
        if isinstance(value, dict):
            value = list(value.values())
        return depth < 4 and isinstance(value, (list, tuple)) and any(has_past(v, depth + 1) for v in value)

    model, target = make(), make()
    put(model, start)
    ema = ns.EMA(model, decay)
    if spoil == "model at once":  # the shadow is a copy of what was there
        put(model, {name: value + 7 for name, value in start.items()})
    optimiser = torch.optim.SGD(target.parameters(), lr=1.0)
    addresses = [p.data_ptr() for p in target.parameters()]
    written, disturbed = [], False
    for state in [None, *steps]:
        if state is not None:
            put(model, state)
            ema.update(model)
            disturbed |= any(not torch.equal(value, state[name]) for name, value in read(model).items())
            if (
                spoil == "model after each"
            ):  # the next update overwrites this, so only a shadow that looks on would notice
                put(model, {name: value + 5 for name, value in state.items()})
        ema.copy_to(target)
        written.append(read(target))
        if spoil == "target":
            put(target, {name: value - 3 for name, value in written[-1].items()})
    same = addresses == [p.data_ptr() for p in target.parameters()]
    same = same and all(any(p is q for q in target.parameters()) for p in optimiser.param_groups[0]["params"])
    past = any(has_past(value) for value in vars(ema).values())
    trainable = all(p.requires_grad and p.grad_fn is None for p in target.parameters())
    return {"written": written, "disturbed": disturbed, "same": same, "past": past, "trainable": trainable}


PARAMETERS = ("0.weight", "0.bias", "1.weight", "1.bias")


def draw_state(rng, dtype):
    """A state of the model: parameters, and buffers of which two are whole numbers."""
    state = {"0.weight": rng.normal(2, 3), "0.bias": rng.normal(2), "1.weight": rng.normal(2), "1.bias": rng.normal(2)}
    state |= {"1.running_mean": rng.normal(2), "1.running_var": rng.uniform(1, 2, (2,))}
    state = {name: value.to(dtype) for name, value in state.items()}
    return state | {"1.num_batches_tracked": rng.integers(1, 90, ()), "count": rng.integers(100, 900, ())}


def ask(notebook, rng, n, decay, *, dtype=torch.float64, spoil=""):
    """What the student's shadow writes after 0 to n steps, and the states that the model went through."""
    states = [draw_state(rng, dtype) for _ in range(n + 1)]
    found = notebook.run(follow, states[0], states[1:], decay, str(dtype).removeprefix("torch."), spoil)
    return found, states


def closed_form(states, name, n, decay):
    """Equation (7) after n steps."""
    first = decay**n * states[0][name].double()
    return first + (1 - decay) * sum(decay ** (n - k) * states[k][name].double() for k in range(1, n + 1))


def check_parameters(found, states, decay, hint, *, rtol=1e-6):
    """All that was written of the parameters is the closed form."""
    for n, written in enumerate(found["written"]):
        for name in PARAMETERS:
            right = closed_form(states, name, n, decay)
            what = "the shadow's parameters" if n else "the shadow's parameters before the first update"
            assert_close(written[name], right, rtol=rtol, what=what, hint=hint)


@points("EMA", 2)
def test_closed_form(notebook, rng):
    """After any number of steps the shadow's parameters are the closed form of (7), from a start that is a copy."""
    hint = "The old shadow times the decay, plus the model times one minus the decay; the start is the model's own weights."
    for n, decay in ((6, 0.8), (3, 0.25), (2, 0.0), (2, 1.0), (4, float(rng.uniform(0.9, 0.99)))):
        found, states = ask(notebook, rng, n, decay)
        check_parameters(found, states, decay, hint)
        require(not found["disturbed"], "update changes the model", hint="The model is only read.")
    found, states = ask(notebook, rng, 3, 0.7, dtype=torch.float32)
    check_parameters(found, states, 0.7, hint, rtol=1e-5)
    assert_dtype(found["written"][-1]["0.weight"], torch.float32, what="a float32 parameter", hint="Keep the dtype.")


@points("EMA", 1)
def test_buffers_are_the_latest(notebook, rng):
    """Running means and counts are not averaged: the shadow has the latest, whole numbers among them."""
    hint = "Parameters are in model.named_parameters(); what else is in model.state_dict() is a buffer, and is copied."
    found, states = ask(notebook, rng, 4, 0.6)
    for written, state in zip(found["written"], states, strict=True):
        for name in ("1.running_mean", "1.running_var", "1.num_batches_tracked", "count"):
            assert_close(written[name].double(), state[name].double(), what="a buffer of the shadow", hint=hint)


@points("EMA", 1)
def test_memory_of_its_own(notebook, rng):
    """The shadow shares no memory: neither with the model that it follows nor with one that it was copied to."""
    hint = "Views follow what they look at. clone() makes a copy; copy_ and load_state_dict write copies."
    for spoil in ("model at once", "model after each", "target"):
        found, states = ask(notebook, rng, 3, 0.7, spoil=spoil)
        check_parameters(found, states, 0.7, hint)
        for written, state in zip(found["written"], states, strict=True):
            assert_close(written["count"].double(), state["count"].double(), what="a buffer of the shadow", hint=hint)


@points("EMA", 1)
def test_no_past_and_the_same_objects(notebook, rng):
    """The shadow holds no graph, and copy_to writes into the parameters that are there: an optimiser keeps its hold on them."""
    found, _ = ask(notebook, rng, 3, 0.9)
    require(
        not found["past"], "the shadow holds on to a graph, which grows with each update", hint="no_grad, or detach."
    )
    hint = "Write in place (copy_, load_state_dict); an optimiser has the parameters themselves, not their names."
    require(found["same"], "copy_to puts other objects or other memory in place of the model's parameters", hint=hint)
    require(found["trainable"], "a model that the shadow was copied to cannot be trained any more", hint=hint)
