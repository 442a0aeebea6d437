"""Hidden tests of `capacity_loss`: the schedule, the loss of a minibatch, gradients on both sides of the budget."""

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require

SETTINGS = {"gamma": 30.0, "top": 12.0, "start": 100, "end": 500}


@inside
def gradients(ns, rec, kl, step, settings):
    """Of the loss, for the costs of each example."""
    leaves = [rec.clone().requires_grad_(), kl.clone().requires_grad_()]
    found = torch.autograd.grad(ns.capacity_loss(*leaves, step, **settings)[0], leaves, allow_unused=True)
    return [torch.zeros_like(leaf) if g is None else g for leaf, g in zip(leaves, found, strict=True)]


def ask(notebook, *args, **settings):
    """The two results."""
    answer = notebook.capacity_loss(*args, **settings)
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`capacity_loss` has to return two things", hint="return loss, capacity")
    return answer


@points("capacity_loss", 2)
def test_schedule(notebook, rng):
    """The budget is 0 until `start`, grows in a straight line, and stays at `top` from `end` on."""
    rec, kl = rng.uniform(0, 5, (6,)), rng.uniform(0, 5, (6,))
    for start, end, top in ((100, 500, 12.0), (0, 7, 3.0)):
        settings = {"gamma": 10.0, "top": top, "start": start, "end": end}
        middle = [int(step) for step in rng.integers(start + 1, end, (3,))]
        for step in (0, start, *middle, end, end + 1, 10 * end):
            expected = top * min(1.0, max(0.0, (step - start) / (end - start)))
            where = "before or at start" if step <= start else "on the way" if step < end else "at end or later"
            found = as_tensor(ask(notebook, rec, kl, step, **settings)[1], "the budget")
            hint = "A straight line from (start, 0) to (end, top), cut at both sides."
            require(found.numel() == 1, "the budget is not one number", hint="The whole minibatch has one budget.")
            assert_close(found.reshape(()), expected, what=f"the budget {where}", hint=hint)


@points("capacity_loss", 2)
def test_loss_of_a_minibatch(notebook, rng):
    """The loss is the mean of rec plus gamma times the distance of the mean kl from the budget, above and below it."""
    hint = "Means over the batch first, then the distance: the batch has a budget together, examples have none."
    for shift in (0.0, 3.0, 20.0):
        rec, kl = rng.uniform(0, 50, (16,)), shift + rng.uniform(0, 6, (16,))
        for step in (0, 260, 900):
            capacity = 12.0 * min(1.0, max(0.0, (step - 100) / 400))
            expected = rec.mean() + 30.0 * (kl.mean() - capacity).abs()
            assert_close(ask(notebook, rec, kl, step, **SETTINGS)[0], expected, what="the loss", hint=hint)
    rec, kl = rng.uniform(0, 50, (5,)).float(), rng.uniform(0, 6, (5,)).float()
    expected = rec.double().mean() + 30.0 * (kl.double().mean() - 12.0).abs()
    loss = ask(notebook, rec, kl, 900, **SETTINGS)[0]
    assert_close(loss, expected, rtol=1e-5, what="the loss", dtype=torch.float32, hint=hint)


@points("capacity_loss", 1)
def test_pushes_towards_the_budget(notebook, rng):
    """Below the budget the gradient pushes the kl up, above it down, on every example alike; rec has its own gradient."""
    n = 8
    rec = rng.uniform(0, 50, (n,))
    for mean, side in ((2.0, -1.0), (25.0, 1.0)):
        kl = mean + rng.uniform(-1, 1, (n,))
        d_rec, d_kl = notebook.run(gradients, rec, kl, 900, SETTINGS)
        hint = (
            "A code that costs too little is charged as well: a budget is to be spent, it is no cap. The distance is taken "
            "as it is, and of a kl through which gradients flow."
        )
        assert_close(d_kl, torch.full((n,), side * 30.0 / n), what="the gradient for kl", hint=hint)
        assert_close(d_rec, torch.full((n,), 1.0 / n), what="the gradient for rec", hint="rec stands in it once.")
