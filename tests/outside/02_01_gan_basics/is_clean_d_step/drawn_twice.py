"""Right: like the hint, in a helper that is called for both cases; numpy compares; G's grads as a list of bytes or None."""


def case(step, make_grad):
    torch.manual_seed(42)
    G, D = Generator(), Discriminator()
    x, z = torch.rand(30, 2) * 4 - 1, torch.randn(30, 2)
    for p in (*G.parameters(), *D.parameters()):
        p.grad = make_grad(p)

    def photo():
        return [
            (p.detach().numpy().tobytes(), None if p.grad is None else p.grad.numpy().tobytes()) for p in G.parameters()
        ]

    old = photo()
    loss = d_loss(D(x), D(G(z).detach()))
    move = torch.autograd.grad(loss, list(D.parameters()))
    wanted = [(p.detach() - 0.5 * m).numpy() for p, m in zip(D.parameters(), move)]
    opt = torch.optim.SGD(D.parameters(), lr=0.5)
    step(G, D, opt, x, z)
    same_D = all(np.allclose(p.detach().numpy(), w, rtol=1e-4, atol=1e-6) for p, w in zip(D.parameters(), wanted))
    return same_D and photo() == old


def is_clean_d_step(step):
    try:
        return case(step, lambda p: None) and case(step, lambda p: torch.randn_like(p))
    except Exception:
        return False
