"""Wrong: everything compared, in both cases, on x and z that are one and the same batch of points, and a bad tolerance.

Made quickly: `points = torch.randn(...)` for both, and a learning rate of 1e-5 "so that nothing explodes", under which all
steps end within allclose's tolerance of where they began.
"""


def is_clean_d_step(step):
    for filled in (False, True):
        torch.manual_seed(0)
        G, D = Generator(), Discriminator()
        points = torch.randn(25, 2)
        if filled:
            for p in [*G.parameters(), *D.parameters()]:
                p.grad = torch.randn_like(p)
        state = [(p.detach().clone(), None if p.grad is None else p.grad.clone()) for p in G.parameters()]
        start = [p.detach().clone() for p in D.parameters()]
        slopes = torch.autograd.grad(d_loss(D(points), D(G(points).detach())), list(D.parameters()))
        wanted = [p.detach() - 1e-5 * s for p, s in zip(D.parameters(), slopes)]
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=1e-5), points, points)
        except Exception:
            return False
        for p, (value, grad) in zip(G.parameters(), state):
            if not torch.equal(p, value) or (p.grad is None) != (grad is None):
                return False
            if grad is not None and not torch.equal(p.grad, grad):
                return False
        if all(torch.equal(p, s) for p, s in zip(D.parameters(), start)):
            return False
        if not all(torch.allclose(p, w, atol=1e-4) for p, w in zip(D.parameters(), wanted)):
            return False
    return True
