"""Hidden tests of `gradient_penalty`: its value, its gradient, and what it leaves behind."""

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def penalise(ns, weights, x, column, needs_grad):
    """The penalty of f(x) = v . tanh(W x + b) + c . x, its gradients by W, b, v, c, and what the call has left behind."""
    W, b, v, c = (value.clone().requires_grad_() for value in weights)

    def critic(x):
        flat = x.flatten(1)
        values = torch.tanh(flat @ W.T + b) @ v + flat @ c
        return values[:, None] if column else values

    given = x.clone().requires_grad_(needs_grad)
    penalty = ns.gradient_penalty(critic, given)
    found = {"changed": not torch.equal(given.detach(), x), "flag": given.requires_grad != needs_grad}
    found["left"] = any(leaf.grad is not None for leaf in (W, b, v, c, given))
    found["value"] = penalty.detach().clone() if torch.is_tensor(penalty) else penalty
    found["flows"] = torch.is_tensor(penalty) and penalty.requires_grad and penalty.numel() == 1
    if found["flows"]:
        grads = torch.autograd.grad(penalty.reshape(()), [W, b, v, c], allow_unused=True)
        leaves = (W, b, v, c)
        found["grads"] = [torch.zeros_like(leaf) if g is None else g for g, leaf in zip(grads, leaves)]  # noqa: B905
    return found


def reference(weights, x):
    """Value and gradients from the critic's derivative, worked out by hand."""
    W, b, v, c = (value.clone().requires_grad_() for value in weights)
    flat = x.flatten(1)
    slopes = (v * (1 - torch.tanh(flat @ W.T + b) ** 2)) @ W + c
    penalty = (torch.linalg.vector_norm(slopes, dim=1) - 1).square().mean()
    return penalty.detach(), torch.autograd.grad(penalty, [W, b, v, c], allow_unused=True)


def draw_weights(rng, d, hidden, *, scale=1.0):
    """A critic whose steepness is neither 0 nor 1."""
    return [rng.normal(hidden, d), rng.normal(hidden), scale * rng.normal(hidden), 0.3 * scale * rng.normal(d)]


def ask(notebook, weights, x, *, column=False, needs_grad=False):
    """What the student's penalty says; it must be a number that can be differentiated."""
    found = notebook.run(penalise, weights, x, column, needs_grad)
    require(
        as_tensor(found["value"], "the penalty").numel() == 1, "the penalty is not one number", hint="Average last."
    )
    return found


@points("gradient_penalty", 1)
def test_value_for_a_batch(notebook, rng):
    """The penalty is the mean over examples of the squared distance of each one's steepness from 1, as [N] or [N, 1]."""
    hint = (
        "One norm, a root, for each example, and how far it is from 1, above or below; "
        "the gradient of a sum over examples, not of their mean."
    )
    for n, d, column, scale in ((1, 3, False, 1.0), (6, 3, True, 0.4), (9, 5, False, 2.0), (4, 1, True, 1.0)):
        weights, x = draw_weights(rng, d, 4, scale=scale), rng.normal(n, d)
        found = ask(notebook, weights, x, column=column)
        assert_close(as_tensor(found["value"]).reshape(()), reference(weights, x)[0], what="the penalty", hint=hint)


@points("gradient_penalty", 2)
def test_its_gradient_reaches_the_critic(notebook, rng):
    """Differentiated by the critic's parameters, the penalty gives the right gradients: they can be trained with it."""
    for n, d in ((5, 3), (8, 2), (1, 4)):
        weights, x = draw_weights(rng, d, 5), rng.normal(n, d)
        found = ask(notebook, weights, x)
        message = "the penalty cannot be differentiated by the critic's parameters"
        require(found["flows"], message, hint="Is the graph of the gradient written down while it is computed?")
        right = reference(weights, x)[1]
        for name, got, want in zip(("W", "b", "v", "c"), found["grads"], right, strict=True):
            hint = "The walk back has to go through the gradient: nothing in it may be detached."
            assert_close(got, want, what=f"the penalty's gradient by the critic's {name}", hint=hint)


@points("gradient_penalty", 1)
def test_images_and_what_is_left_behind(notebook, rng):
    """The norm of an image is over all of its numbers; x is not changed, and no gradient is left anywhere."""
    for shape, needs_grad in (((4, 1, 3, 2), False), ((3, 2, 2, 2), True), ((5, 6), True), ((2, 3, 2), False)):
        x = rng.normal(*shape)
        weights = draw_weights(rng, x[0].numel(), 3)
        found = ask(notebook, weights, x, needs_grad=needs_grad)
        hint = "Flatten everything behind the first axis before you take norms."
        value = as_tensor(found["value"]).reshape(())
        assert_close(value, reference(weights, x)[0], what="the penalty of images", hint=hint)
        require(not found["left"], "the call leaves gradients behind in .grad", hint="torch.autograd.grad leaves none.")
        require(not found["changed"], "x is changed", hint="Work on a copy.")
        require(not found["flag"], "x requires a gradient now, and did not before", hint="Work on a copy.")


@points("gradient_penalty", 1)
def test_where_the_critic_stands_still(notebook, rng):
    """Where the critic does not change at all, its steepness is 0 and nothing becomes NaN; elsewhere all is as always."""
    n, d, hidden = 6, 3, 4
    W, b, v, _ = draw_weights(rng, d, hidden)
    x = rng.normal(n, d)
    x[:2] *= 1e9  # there tanh is flat, exactly
    c = torch.zeros(d, dtype=torch.float64)
    found = ask(notebook, [W, b, v, c], x)
    hint = (
        "The derivative of a root is infinite at 0. torch's own norm has 0 there; a root of a sum of squares has not."
    )
    value, grads = reference([W, b, v, c], x)
    assert_close(as_tensor(found["value"]).reshape(()), value, rtol=1e-3, what="the penalty", hint=hint)
    require(found["flows"], "the penalty cannot be differentiated by the critic's parameters", hint="create_graph")
    for name, got, want in zip(("W", "b", "v"), found["grads"][:3], grads[:3], strict=True):
        assert_close(got, want, rtol=1e-3, what=f"the penalty's gradient by the critic's {name}", hint=hint)
