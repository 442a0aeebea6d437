"""Right: float64, small linear networks, the gradient by autograd.grad, three steps in a row, old gradients in between."""


def is_clean_d_step(step):
    torch.manual_seed(11)
    G = nn.Linear(3, 2).double()
    D = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1), nn.Flatten(0)).double()
    opt = torch.optim.SGD(D.parameters(), lr=0.2)
    for round_ in range(3):
        x, z = torch.randn(9, 2).double() + 2, torch.randn(6, 3).double()
        if round_ == 1:
            for p in list(G.parameters()) + list(D.parameters()):
                p.grad = torch.full_like(p, 0.7)
        g_before = [p.detach().clone() for p in G.parameters()]
        g_grads = [None if p.grad is None else p.grad.clone() for p in G.parameters()]
        with torch.no_grad():
            fake = G(z)
        loss = nn.functional.softplus(-D(x)).mean() + nn.functional.softplus(D(fake)).mean()
        slopes = torch.autograd.grad(loss, list(D.parameters()))
        wanted = [p.detach() - 0.2 * s for p, s in zip(D.parameters(), slopes)]
        try:
            step(G, D, opt, x, z)
        except Exception:
            return False
        if not all(torch.allclose(p, w, rtol=1e-7, atol=1e-9) for p, w in zip(D.parameters(), wanted)):
            return False
        for p, old, grad in zip(G.parameters(), g_before, g_grads):
            if not torch.equal(p, old) or (p.grad is None) is not (grad is None):
                return False
            if grad is not None and not torch.equal(p.grad, grad):
                return False
    return True
