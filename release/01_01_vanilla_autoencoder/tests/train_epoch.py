# Generated from lessons/01_autoencoders/01_vanilla_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_epoch"
points = 6


@test_case()
def public_check(env):
    global examples, losses, net, sgd
    globals().update(env)
    torch.manual_seed(0)
    net = nn.Linear(4, 4).double()
    examples = torch.rand(10, 4, dtype=torch.float64)
    sgd = torch.optim.SGD(net.parameters(), lr=0.1)
    losses = [train_epoch(net, sgd, examples, torch.arange(10), 5) for _ in range(30)]
    assert all(isinstance(loss, float) for loss in losses), "a plain float: a tensor may hold on to its whole graph"
    assert losses[-1] < losses[0], "the error falls"
