"""Hidden tests of `is_clean_d_step`: steps that it must accept and steps that it must reject. Each test asks for both."""

import torch

from autograder.testing import as_tensor, inside, points, require

# What is asked about the helper's steps, in their order there.
RIGHT = (
    "one that detaches",
    "one that makes fakes under no_grad",
    "one that clears to zeros",
    "one with autograd.grad",
)


@inside
def judge(ns, kind, number):
    """The student's verdict on one of the steps below."""
    softplus = torch.nn.functional.softplus

    def loss_of(D, x, fake):
        return softplus(-D(x)).mean() + softplus(D(fake)).mean()

    def update(opt, loss):
        opt.zero_grad()
        loss.backward()
        opt.step()

    def a0(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, loss_of(D, x, G(z).detach()))

    def a1(G, D, opt_D, x, z, mode="ns"):
        with torch.no_grad():
            fake = G(z)
        update(opt_D, loss_of(D, x, fake))
        return 0.0

    def a2(G, D, opt_D, x, z, mode="ns"):
        opt_D.zero_grad(set_to_none=False)
        softplus(-D(x)).mean().backward()
        softplus(D(G(z).detach())).mean().backward()
        opt_D.step()

    def a3(G, D, opt_D, x, z, mode="ns"):
        loss = loss_of(D, x, G(z).data)
        for parameter, gradient in zip(D.parameters(), torch.autograd.grad(loss, list(D.parameters())), strict=True):
            parameter.grad = gradient
        opt_D.step()
        opt_D.zero_grad()
        return loss

    def l0(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, loss_of(D, G(z).detach(), x))

    def l1(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, -loss_of(D, x, G(z).detach()))

    def l2(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, softplus(-D(x)).mean())

    def l3(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, softplus(D(G(z).detach())).mean())

    def l4(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, softplus(-D(x)).sum() + softplus(D(G(z).detach())).sum())

    def l5(G, D, opt_D, x, z, mode="ns"):
        opt_D.zero_grad()
        loss_of(D, x, G(z).detach()).backward()

    def l6(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, loss_of(D, x, G(z).detach()) / 2)

    def l7(G, D, opt_D, x, z, mode="ns"):
        *_, last = D.parameters()
        old = last.detach().clone()
        update(opt_D, loss_of(D, x, G(z).detach()))
        last.data.copy_(old)

    def g0(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, loss_of(D, x, G(z)))

    def g1(G, D, opt_D, x, z, mode="ns"):
        G.zero_grad()
        update(opt_D, loss_of(D, x, G(z).detach()))

    def g2(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, loss_of(D, x, G(z).detach()))
        with torch.no_grad():
            for parameter in G.parameters():
                parameter.mul_(1.01)

    def g3(G, D, opt_D, x, z, mode="ns"):
        parameters = list(G.parameters())
        kept = [torch.zeros_like(p) if p.grad is None else p.grad.clone() for p in parameters]
        update(opt_D, loss_of(D, x, G(z)))
        for parameter, grad in zip(parameters, kept, strict=True):
            parameter.grad = grad

    def g4(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, loss_of(D, x, G(z)))
        for parameter in G.parameters():
            parameter.grad = None

    def g5(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, loss_of(D, x, G(z).detach()))
        G.zero_grad(set_to_none=False)

    def s0(G, D, opt_D, x, z, mode="ns"):
        loss_of(D, x, G(z).detach()).backward()
        opt_D.step()

    def s1(G, D, opt_D, x, z, mode="ns"):
        loss_of(D, x, G(z).detach()).backward()
        opt_D.step()
        opt_D.zero_grad()

    def s2(G, D, opt_D, x, z, mode="ns"):
        for _ in range(2):
            update(opt_D, loss_of(D, x, G(z).detach()))

    def s3(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, loss_of(D, x, G(z).detach()))
        opt_D.step()

    def s4(G, D, opt_D, x, z, mode="ns"):
        raise RuntimeError("this step does not work at all; of such a step your check has to say False")

    def s5(G, D, opt_D, x, z, mode="ns"):
        update(opt_D, loss_of(D, x, G(z).detach()))
        raise RuntimeError("this step fails when all is done; of such a step your check has to say False")

    steps = {
        "right": [a0, a1, a2, a3],
        "loss": [l0, l1, l2, l3, l4, l5, l6, l7],
        "generator": [g0, g1, g2, g3, g4, g5],
        "steps": [s0, s1, s2, s3, s4, s5],
    }
    return ns.is_clean_d_step(steps[kind][number])


def verdict(notebook, kind, number):
    """One bool."""
    answer = as_tensor(notebook.run(judge, kind, number), "the verdict").reshape(-1)
    require(answer.numel() == 1, "the verdict has to be one bool", hint="True or False.")
    return bool(answer[0])


def examine(notebook, kind, names, hint):
    """Right steps are accepted, and each of the wrong ones is rejected."""
    for number, name in enumerate(RIGHT):
        message = f"your check rejects a right step: {name}"
        hint_right = "Compare what changed, not how the step is written; allow for rounding in D's parameters."
        require(verdict(notebook, "right", number), message, hint=hint_right)
    for number, name in enumerate(names):
        require(not verdict(notebook, kind, number), f"your check accepts a step that {name}", hint=hint)


@points("is_clean_d_step", 2)
def test_where_d_lands(notebook):
    """Steps that move D elsewhere than its loss sends it are rejected; right steps are accepted."""
    names = (
        "takes fakes for real and reals for fake",
        "climbs instead of descending",
        "forgets the fakes",
        "forgets the real points",
        "sums over the batch",
        "never moves D",
        "halves the loss",
        "moves only some of D's parameters",
    )
    hint = (
        "With plain SGD you can compute where each parameter has to land; compare, instead of asking whether it moved."
    )
    examine(notebook, "loss", names, hint)


@points("is_clean_d_step", 2)
def test_what_happens_to_g(notebook):
    """Steps that change G, or what G has in .grad, are rejected; right steps are accepted."""
    names = (
        "leaves its gradients in G",
        "throws away the gradients that G had",
        "moves G",
        "leaves zeros where G had no gradient",
        "runs its backward pass through G and then wipes the traces, with what G had before",
        "fills the gradients that G had with zeros",
    )
    hint = (
        "Run it with G's .grad empty, and again with something in it: afterwards it has to be as it was. A copy that a "
        "step cannot reach is a clone."
    )
    examine(notebook, "generator", names, hint)


@points("is_clean_d_step", 1)
def test_old_gradients_and_the_number_of_steps(notebook):
    """Steps that let old gradients add up, step twice, or raise are rejected; right steps are accepted."""
    names = (
        "never clears D's gradients",
        "clears D's gradients only after the step",
        "does two steps",
        "lets the optimiser step twice with one gradient",
        "raises an exception",
        "raises an exception when all is done",
    )
    hint = "Put something into D's .grad before the step; and call the step inside `try`."
    examine(notebook, "steps", names, hint)
