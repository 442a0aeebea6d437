"""Wrong: a twin of everything by deepcopy, stepped by my own d_step, and the same state afterwards.

I believed it right, and it rejects every right step: deepcopy of a module's parameters leaves .grad behind, so the twin's G
has None where G has what I filled in.
"""

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
