# Generated from lessons/02_gans/01_gan_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_epoch"
points = 7


@test_case()
def public_check(env):
    global D, G, asked, count_and_draw, optimisers
    globals().update(env)
    torch.manual_seed(3)
    G, D = Generator(), Discriminator()
    asked = []


    def count_and_draw(rows):
        asked.append(rows)
        return torch.randn(rows, 2)


    optimisers = [torch.optim.SGD(net.parameters(), lr=0.01) for net in (G, D)]
    train_epoch(G, D, *optimisers, x[:64], torch.arange(64), count_and_draw, batch=32, n_critic=1)
    assert asked == [32] * 4, "two batches, and in each fresh noise once for D and once for G"
