"""Hidden tests of `Swish`: its values, its first and second derivatives, and that its gradient is its own."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def differentiate(ns, x, beta, cotangent, direction):
    """Values; gradients by x and beta; gradients of a sum of these gradients; what stands in the graph. All as data."""
    x, beta = x.clone().requires_grad_(), beta.clone().requires_grad_()
    y = ns.Swish.apply(x, beta)
    if not torch.is_tensor(y):
        return {"y": None}
    found = {
        "y": y.detach().clone(),
        "own": isinstance(ns.Swish, type) and issubclass(ns.Swish, torch.autograd.Function),
    }
    if y.grad_fn is None:
        return {**found, "flows": False}
    found["node"] = type(y.grad_fn).__name__
    found["parents"] = [type(parent).__name__ for parent, _ in y.grad_fn.next_functions if parent is not None]
    grads = torch.autograd.grad(y, [x, beta], cotangent, create_graph=True, allow_unused=True)
    found["flows"] = all(grad is not None for grad in grads)
    if not found["flows"]:
        return found
    found["grad_x"], found["grad_beta"] = (grad.detach().clone() for grad in grads)
    mixture = (grads[0] * direction).sum() + 2 * grads[1].sum()
    if mixture.requires_grad:
        second = torch.autograd.grad(mixture, [x, beta], allow_unused=True)
        zeros = (torch.zeros_like(x), torch.zeros_like(beta))
        second = [zero if grad is None else grad for grad, zero in zip(second, zeros)]  # noqa: B905 -- two and two
        found["second_x"], found["second_beta"] = second
    return found


def reference(x, beta, cotangent, direction):
    """The same by torch's own graph, in float64."""
    x, beta = x.clone().requires_grad_(), beta.clone().requires_grad_()
    y = x / (1 + torch.exp(-beta * x))
    grads = torch.autograd.grad(y, [x, beta], cotangent, create_graph=True)
    mixture = (grads[0] * direction).sum() + 2 * grads[1].sum()
    second = torch.autograd.grad(mixture, [x, beta])
    return {"y": y.detach(), "grad_x": grads[0].detach(), "grad_beta": grads[1].detach()} | {
        "second_x": second[0],
        "second_beta": second[1],
    }


def ask(notebook, rng, shape, beta_shape):
    """The student's derivatives, and the right ones, at a random place."""
    x, cotangent, direction = (1.5 * rng.normal(*shape) for _ in range(3))
    beta = rng.uniform(0.3, 2.5, beta_shape)
    found = notebook.run(differentiate, x, beta, cotangent, direction)
    require(found["y"] is not None, "forward returns no tensor", hint="Is a `return` missing?")
    message = "the gradient does not reach x and beta"
    require(found["flows"], message, hint="backward returns one gradient for each of the two inputs.")
    return found, reference(x, beta, cotangent, direction)


@points("Swish", 1)
def test_the_function(notebook, rng):
    """The values are x times the sigmoid of beta x, for any shapes, in the dtype of x."""
    hint = "y = x sigmoid(beta x), entry by entry."
    for shape, beta_shape in (((4, 3), (3,)), ((5,), ()), ((2, 3, 2), (3, 1)), ((6, 1), (6, 1))):
        found, right = ask(notebook, rng, shape, beta_shape)
        assert_close(found["y"], right["y"], what="the value", hint=hint)
    x, beta = rng.normal(4, 2).float(), rng.uniform(0.5, 1, (2,)).float()
    found = notebook.run(differentiate, x, beta, torch.ones(4, 2), torch.ones(4, 2))
    assert_dtype(found["y"], torch.float32, what="the value", hint="float32 in, float32 out.")


@points("Swish", 1)
def test_the_gradient_of_x(notebook, rng):
    """The gradient of x is the gradient that arrives times the derivative of equation (3)."""
    hint = "A product has two parts when it is differentiated: the gate, and x times the slope of the gate (with beta)."
    for shape, beta_shape in (((5, 4), (4,)), ((7,), ()), ((3, 2, 2), (1, 2, 1))):
        found, right = ask(notebook, rng, shape, beta_shape)
        assert_close(found["grad_x"], right["grad_x"], what="the gradient of x", hint=hint)


@points("Swish", 1)
def test_the_gradient_of_beta(notebook, rng):
    """The gradient of beta has beta's shape: the sum of (1) over all numbers that this beta serves."""
    hint = (
        "Sum over the axes along which beta was repeated, and over no others: one mean, one axis too many shows here."
    )
    for shape, beta_shape in (((5, 4), (4,)), ((6, 3), ()), ((4, 3), (4, 1)), ((3, 4), (3, 4)), ((2, 3, 4), (3, 1))):
        found, right = ask(notebook, rng, shape, beta_shape)
        assert_shape(found["grad_beta"], beta_shape, what="the gradient of beta", hint=hint)
        assert_close(found["grad_beta"], right["grad_beta"], what="the gradient of beta", hint=hint)


@points("Swish", 2)
def test_second_derivatives(notebook, rng):
    """The gradient can be differentiated once more: by x, by beta, and mixed."""
    hint = "What backward uses must have a past: save inputs, compute the sigmoid again, detach nothing."
    for shape, beta_shape in (((4, 3), (3,)), ((5,), ()), ((2, 3), (2, 1))):
        found, right = ask(notebook, rng, shape, beta_shape)
        message = "the gradient is a bare number: it cannot be differentiated again"
        require("second_x" in found, message, hint=hint)
        assert_close(found["second_x"], right["second_x"], what="the second derivative by x", hint=hint)
        assert_close(found["second_beta"], right["second_beta"], what="the second derivative by beta", hint=hint)


@points("Swish", 1)
def test_one_node_and_large_numbers(notebook, rng):
    """It is one node of the graph, with a backward of its own, and nothing overflows where x is large."""
    found, _ = ask(notebook, rng, (3, 2), (2,))
    hint = "A subclass of torch.autograd.Function, called through .apply, whose node hangs on x and beta directly."
    require(found["own"], "Swish is no torch.autograd.Function", hint=hint)
    is_one_node = found["node"] == "SwishBackward" and found["parents"] == ["AccumulateGrad", "AccumulateGrad"]
    require(is_one_node, "the graph holds more than one node between the inputs and the result", hint=hint)
    far = torch.tensor([-2000.0, -800.0, 800.0, 2000.0], dtype=torch.float64) * float(rng.uniform(1, 2))
    one = torch.ones(4, dtype=torch.float64)
    found = notebook.run(differentiate, far, one[:1], one, one)
    require(found["flows"], "the gradient does not reach x and beta", hint=hint)
    hint = "e to the power of 800 is infinite, and infinity divided by infinity is NaN: torch.sigmoid takes care of it."
    assert_close(found["y"], far.clamp(min=0), what="the value for large x", hint=hint)
    assert_close(found["grad_x"], (far > 0).double(), what="the gradient of x for large x", hint=hint)
    require(bool(torch.isfinite(as_tensor(found["grad_beta"])).all()), "the gradient of beta is not finite", hint=hint)
