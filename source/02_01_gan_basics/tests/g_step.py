# Generated from lessons/02_gans/01_gan_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "g_step"
points = 5


@test_case()
def public_check(env):
    global D, G, before, loss
    globals().update(env)
    torch.manual_seed(2)
    G, D = Generator(), Discriminator()
    before = [p.detach().clone() for p in G.parameters()]
    loss = g_step(G, D, torch.optim.SGD(G.parameters(), lr=0.1), z[:50])
    assert isinstance(loss, float), "the loss, as a Python float: loss.item()"
    assert any(not torch.equal(p, old) for p, old in zip(G.parameters(), before, strict=True)), "G has not moved"
