"""Hidden tests of `Autoencoder`: its layers, its activations, and that the copy goes through the code."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def examine(ns, sizes, x, z, without_offsets):
    """What a new model does with examples and codes, and how many numbers it learns; all as data."""
    torch.manual_seed(0)
    model = ns.Autoencoder(*sizes)
    parameters = list(model.parameters())
    count = sum(parameter.numel() for parameter in parameters)
    if not count:
        return {"count": 0}
    model = model.double()
    found = {"codes": model.encode(x), "drawn": model.decode(z), "copies": model(x)}
    for name, value in found.items():
        if not torch.is_tensor(value):
            return {"count": count, "silent": {"codes": "encode", "drawn": "decode", "copies": "forward"}[name]}
    size = sum(float(parameter.square().sum()) for parameter in parameters)
    largest = max(float(parameter.abs().max()) for parameter in parameters)
    if without_offsets:
        with torch.no_grad():
            for parameter in model.parameters():
                if max(parameter.shape) == parameter.numel():
                    parameter.zero_()
    with torch.no_grad():
        found = {"codes": model.encode(x), "twice": model.encode(2 * x), "mirrored": model.encode(-x)}
        found |= {"cut": model.encode(x.clamp(min=0)), "drawn_cut": model.decode(z.clamp(min=0))}
        found |= {"drawn": model.decode(z), "drawn_twice": model.decode(2 * z)}
        found |= {"through": model.decode(model.encode(x)), "alone": model(x[:1])}
    copies = model(x)
    (copies - x).square().mean().backward()
    idle = sum(parameter.grad is None or not bool(parameter.grad.any()) for parameter in model.parameters())
    return {**found, "copies": copies.detach(), "count": count, "idle": idle, "size": size, "largest": largest}


def ask(notebook, rng, d, k, hidden, *, scale=1.0, without_offsets=False):
    """Examples, and what a model of these sizes makes of them; there has to be something to learn."""
    x, z = scale * rng.normal(9, d), scale * rng.normal(6, k)
    sizes = [d, k] if hidden is None else [d, k, hidden]
    found = notebook.run(examine, sizes, x, z, without_offsets)
    hint = "A module knows the layers that are its attributes; those in a plain list or tuple it does not see."
    require(found["count"] > 0, "the model has no parameters: an optimiser would find nothing to learn", hint=hint)
    silent = found.get("silent")
    require(silent is None, f"{silent} returns no tensor", hint="Is a `return` missing?")
    return found


@points("Autoencoder", 2)
def test_layers_have_the_right_sizes(notebook, rng):
    """For any d, k and hidden, shapes are right, and the four layers have the right sizes and begin as usual."""
    for d, k, hidden in ((10, 3, 7), (6, 5, 4), (5, 2, 40), (12, 2, None)):
        found = ask(notebook, rng, d, k, hidden)
        assert_shape(found["codes"], (9, k), what="the table of codes", hint="k numbers for each example.")
        assert_shape(found["drawn"], (6, d), what="what was decoded", hint="d numbers for each code.")
        assert_shape(found["copies"], (9, d), what="the table of copies")
        width = hidden or 128
        count = 2 * d * width + 2 * width * k + 2 * width + k + d
        hint = "Two layers on either side, hidden units between them, each layer with weights and offsets."
        message = f"the model has {'more' if found['count'] > count else 'fewer'} parameters than equation (6)"
        require(found["count"] == count, message, hint=hint)
    d, k, hidden = 50, 40, 300
    found = ask(notebook, rng, d, k, hidden)
    shapes = ((hidden, d), (k, hidden), (hidden, k), (d, hidden))
    expected = sum((outputs * inputs + outputs) / (3 * inputs) for outputs, inputs in shapes)
    ratio = found["size"] / expected
    message = (
        f"the parameters of a new model are much {'larger' if ratio > 1 else 'smaller'} than torch.nn.Linear makes them"
    )
    is_usual = 0.9 < ratio < 1.1 and found["largest"] <= k**-0.5
    require(is_usual, message, hint="Leave the weights and offsets as they are when nn.Linear has made them.")


@points("Autoencoder", 2)
def test_activations_stand_where_they_should(notebook, rng):
    """The hidden layers have ReLUs, the code is free to be any real numbers, and pixels lie between 0 and 1."""
    found = {name: as_tensor(value, name) for name, value in ask(notebook, rng, 9, 4, 30, without_offsets=True).items()}
    codes, drawn = found["codes"], found["drawn"]
    hint = "The code is a point in R^k: no ReLU and no sigmoid on it."
    require(bool((codes < 0).any()) and bool((codes > 0).any()), "all codes have the same sign", hint=hint)
    inner = "Without offsets, layers with ReLUs between them do to 2x exactly twice what they do to x."
    assert_close(found["twice"], 2 * codes, what="the code of a doubled example, without offsets,", hint=inner)
    message = "the encoder is linear: one layer would do the same"
    require(float((found["mirrored"] + codes).abs().max()) > 1e-6, message, hint="Is there a ReLU between the layers?")
    hint = "The ReLUs stand behind the first layer and behind the third: what goes in is not cut off."
    message = "setting the negative numbers of an example to zero does not change its code"
    require(float((found["cut"] - codes).abs().max()) > 1e-6, message, hint=hint)
    message = "setting the negative numbers of a code to zero does not change what is decoded"
    require(float((found["drawn_cut"] - drawn).abs().max()) > 1e-6, message, hint=hint)
    message = "decoded numbers lie outside of 0 to 1"
    require(bool((drawn > 0).all()) and bool((drawn < 1).all()), message, hint="What keeps pixels in that range?")
    message = "no number that is decoded is below one half"
    require(
        bool((drawn < 0.5).any()), message, hint="The last layer goes straight into the sigmoid, with no ReLU between."
    )
    logits = [torch.logit(found[name]) for name in ("drawn", "drawn_twice")]
    assert_close(
        logits[1], 2 * logits[0], what="what the sigmoid is given, for doubled codes without offsets,", hint=inner
    )


@points("Autoencoder", 2)
def test_the_copy_goes_through_the_code(notebook, rng):
    """The copy is what decoding the code gives, each example's depends on it alone, and all that is there learns."""
    for d, k, hidden in ((11, 2, 16), (8, 8, 20)):
        found = ask(notebook, rng, d, k, hidden)
        hint = "forward is decode(encode(x)): nothing beside it, nothing added."
        assert_close(found["copies"], found["through"], what="the copy, compared with the decoded code,", hint=hint)
        hint = "No batch normalisation and no dropout here: they make a copy depend on others, or on chance."
        alone = as_tensor(found["copies"], "the copies")[:1]
        assert_close(found["alone"], alone, what="the copy of an example that is copied alone", hint=hint)
        message = "some of the parameters have no influence on the error"
        require(found["idle"] == 0, message, hint="Is each layer used, in encode or in decode?")
