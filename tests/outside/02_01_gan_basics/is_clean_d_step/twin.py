"""Right: a twin of everything, stepped by my own d_step with plain SGD, and the same state afterwards; .grad None and filled."""

import copy


def is_clean_d_step(step):
    for filled in (False, True):
        torch.manual_seed(7)
        G, D = Generator(), Discriminator()
        x, z = torch.randn(20, 2) + 1, torch.randn(13, 2)
        if filled:
            for p in [*G.parameters(), *D.parameters()]:
                p.grad = torch.randn_like(p)
        G2, D2 = copy.deepcopy(G), copy.deepcopy(D)
        for p, q in zip([*G.parameters(), *D.parameters()], [*G2.parameters(), *D2.parameters()]):
            q.grad = None if p.grad is None else p.grad.clone()  # deepcopy leaves .grad behind
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.3), x.clone(), z.clone())
        except Exception:
            return False
        d_step(G2, D2, torch.optim.SGD(D2.parameters(), lr=0.3), x, z)
        for p, q in zip(G.parameters(), G2.parameters()):
            if not torch.equal(p, q) or (p.grad is None) != (q.grad is None):
                return False
            if p.grad is not None and not torch.equal(p.grad, q.grad):
                return False
        for p, q in zip(D.parameters(), D2.parameters()):
            if not torch.allclose(p, q, rtol=1e-4, atol=1e-6):
                return False
    return True
