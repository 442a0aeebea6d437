"""Wrong: networks straight from the factory, whose .grad is None everywhere; one case, as the text says "once".

A step that lets old gradients add up does nothing wrong the first time.
"""


def is_clean_d_step(step):
    torch.manual_seed(0)
    G, D = Generator(), Discriminator()
    x, z = torch.randn(25, 2) + 1, torch.randn(25, 2)
    before = [p.detach().clone() for p in G.parameters()]
    slopes = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
    wanted = [p.detach() - 0.1 * s for p, s in zip(D.parameters(), slopes)]
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
    except Exception:
        return False
    still = all(torch.equal(p, b) and p.grad is None for p, b in zip(G.parameters(), before))
    return still and all(torch.allclose(p, w, atol=1e-6) for p, w in zip(D.parameters(), wanted))
