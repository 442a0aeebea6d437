"""Hidden tests of `MLP`: its book of parameters, its formula, its activations and its dropout."""

from itertools import pairwise

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def list_book(ns, sizes, with_slopes):
    """Names and shapes of all that a new model files, and how many parameters an optimiser would see."""
    nn = torch.nn

    class Slope(nn.Module):
        def __init__(self):
            super().__init__()
            self.slope = nn.Parameter(torch.ones(()))

        def forward(self, x):
            return torch.tanh(self.slope * x)

    torch.manual_seed(0)
    model = ns.MLP(sizes, activation=Slope) if with_slopes else ns.MLP(sizes)
    book = {name: list(value.shape) for name, value in model.state_dict().items()}
    trained = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return {"book": book, "trained": trained, "largest": max(float(p.abs().max()) for p in model.parameters())}


@inside
def run_model(ns, sizes, weights, x, options):
    """Give a model these weights by name and run it: in evaluation mode, and several times in training mode."""
    nn = torch.nn

    class Slope(nn.Module):
        def __init__(self):
            super().__init__()
            self.slope = nn.Parameter(torch.ones(()))

        def forward(self, x):
            return torch.tanh(self.slope * x)

    kinds = {"slope": Slope, "identity": nn.Identity, "tanh": nn.Tanh}
    kind = options.get("activation")
    arguments = {} if kind is None else {"activation": kinds[kind]}
    if "dropout" in options:
        arguments["dropout"] = options["dropout"]
    model = ns.MLP(sizes, **arguments).double()
    model.load_state_dict(weights)
    model.eval()
    if model(x) is None:
        return {"evaluated": None}
    found = {"evaluated": model(x).detach().clone(), "again": model(x).detach().clone()}
    model.train()
    found["training"] = [model(x).detach().clone() for _ in range(2)]
    model.zero_grad()
    model.eval()
    model(x).square().sum().backward()
    found["idle"] = [n for n, p in model.named_parameters() if p.grad is None or not bool(p.grad.any())]
    return found


def draw_weights(rng, sizes, *, slopes=False):
    """Weights by name, as the docstring calls them."""
    weights = {}
    for i, (a, b) in enumerate(pairwise(sizes)):
        weights[f"layers.{i}.weight"], weights[f"layers.{i}.bias"] = rng.normal(b, a) / a**0.5, rng.normal(b)
        if slopes and i < len(sizes) - 2:
            weights[f"activations.{i}.slope"] = rng.uniform(0.3, 3, ())
    return weights


def reference(weights, x, kind):
    """Equation (5) in evaluation mode."""
    depth = sum(name.endswith("weight") for name in weights)
    for i in range(depth):
        x = x @ weights[f"layers.{i}.weight"].T + weights[f"layers.{i}.bias"]
        if i < depth - 1:
            x = {
                None: lambda h: h.clamp(min=0),
                "tanh": torch.tanh,
                "identity": lambda h: h,
                "slope": lambda h, i=i: torch.tanh(weights[f"activations.{i}.slope"] * h),
            }[kind](x)
    return x


@points("MLP", 1)
def test_its_book(notebook, rng):
    """The model files each layer's weight and bias under the names of the docstring, and each activation's parameters."""
    hint = "Layers in a plain list are not filed, and one activation that is used everywhere is filed once."
    for sizes in ([3, 5, 4, 2], [4, 3], [6, 7, 1]):
        for with_slopes in (False, True):
            found = notebook.run(list_book, sizes, with_slopes)
            right = {name: list(value.shape) for name, value in draw_weights(rng, sizes, slopes=with_slopes).items()}
            lacking, extra = right.keys() - found["book"].keys(), found["book"].keys() - right.keys()
            require(
                not lacking,
                f"a name is missing in the book (state_dict) of an MLP with {len(sizes) - 1} layers",
                hint=hint,
            )
            require(not extra, "the book (state_dict) has names that do not belong there", hint=hint)
            require(found["book"] == right, "a parameter has the wrong shape", hint="A weight has shape [out, in].")
            count = sum(value.numel() for value in draw_weights(rng, sizes, slopes=with_slopes).values())
            require(found["trained"] == count, "not all that is filed is trained", hint=hint)


@points("MLP", 3)
def test_its_formula(notebook, rng):
    """With given weights it computes equation (5): an activation behind every layer but the last, for any depth and shape."""
    hint = "Hidden layers: layer, then activation. The last layer's numbers are logits: nothing behind them."
    for sizes, kind in (([4, 6, 5, 3], None), ([3, 4], None), ([5, 8, 2], "tanh"), ([2, 3, 3, 3, 2], "tanh")):
        weights, x = draw_weights(rng, sizes), rng.normal(7, sizes[0])
        found = notebook.run(run_model, sizes, weights, x, {"activation": kind} if kind else {})
        assert_close(found["evaluated"], reference(weights, x, kind), what="the logits", hint=hint)
        assert_close(found["training"][0], found["evaluated"], what="the logits in training mode, without dropout,")
    sizes = [3, 4, 2]
    weights, x = draw_weights(rng, sizes), rng.normal(2, 5, 3)
    found = notebook.run(run_model, sizes, weights, x, {})
    assert_shape(
        found["evaluated"], (2, 5, 2), what="the logits of inputs [2, 5, 3]", hint="nn.Linear takes the last axis."
    )
    assert_close(found["evaluated"], reference(weights, x, None), what="the logits of inputs [2, 5, 3]", hint=hint)


@points("MLP", 1)
def test_activations_of_their_own(notebook, rng):
    """Each hidden layer has an activation of its own, whose parameters are its own, used and trained."""
    hint = "Call `activation()` once for each hidden layer, and keep what it makes in an nn.ModuleList."
    for sizes in ([3, 5, 4, 2], [4, 3, 3, 3, 3]):
        weights, x = draw_weights(rng, sizes, slopes=True), rng.normal(6, sizes[0])
        found = notebook.run(run_model, sizes, weights, x, {"activation": "slope"})
        assert_close(found["evaluated"], reference(weights, x, "slope"), what="the logits", hint=hint)
        require(found["idle"] == [], "some of the parameters have no influence on the result", hint=hint)


@points("MLP", 1)
def test_dropout(notebook, rng):
    """Dropout acts behind each activation, in training mode only, and keeps the mean."""
    sizes = [4, 40, 30, 3]
    weights, x = draw_weights(rng, sizes), rng.normal(5, 4)
    found = notebook.run(run_model, sizes, weights, x, {"dropout": 0.5})
    hint = "nn.Dropout as a submodule follows model.train() and model.eval()."
    right = reference(weights, x, None)
    assert_close(found["evaluated"], right, what="the logits in evaluation mode", hint=hint)
    first, second = (as_tensor(logits) for logits in found["training"])
    require(bool((first - second).abs().max() > 1e-6), "in training mode nothing is dropped", hint=hint)

    everything = notebook.run(run_model, sizes, weights, x, {"dropout": 1.0})["training"][0]
    hint = "Behind the activation of each hidden layer, and nowhere else: not on the input, not on the logits."
    only_bias = weights["layers.2.bias"].expand(5, 3)
    assert_close(everything, only_bias, what="the logits in training mode where dropout drops all,", hint=hint)

    wide = 40
    eye, zero = torch.eye(wide, dtype=torch.float64), torch.zeros(wide, dtype=torch.float64)
    weights = {"layers.0.weight": eye, "layers.0.bias": zero, "layers.1.weight": eye, "layers.1.bias": zero}
    x = rng.uniform(1, 2, (30, wide))
    options = {"activation": "identity", "dropout": 0.25}
    ratio = as_tensor(notebook.run(run_model, [wide] * 3, weights, x, options)["training"][0]) / x
    is_kept = ratio.abs() > 1e-9
    share = float(is_kept.double().mean())
    hint = "dropout is the share to drop, and it is dropped once: behind the activation, and not in front of the layer too."
    require(0.6 < share < 0.9, "the share of numbers that is dropped is not p", hint=hint)
    for axis, about in ((0, "columns"), (1, "rows")):
        is_mixed = is_kept.any(dim=axis) & ~is_kept.all(dim=axis)
        require(bool(is_mixed.any()), f"whole {about} are dropped", hint="Each number is dropped or kept on its own.")
    hint = "What is kept is divided by 1 - p, once."
    assert_close(
        ratio[is_kept], torch.full_like(ratio[is_kept], 1 / 0.75), what="what is kept, beside its input,", hint=hint
    )
