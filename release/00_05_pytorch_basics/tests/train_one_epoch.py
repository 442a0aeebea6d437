# Generated from lessons/00_prerequisites/05_pytorch_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_one_epoch"
points = 6


@test_case()
def public_check(env):
    global batches, inputs, losses, net, sgd
    globals().update(env)
    torch.manual_seed(0)
    net = nn.Linear(2, 1).double()
    inputs = torch.randn(10, 2, dtype=torch.float64)
    batches = [(inputs[:4], inputs[:4, :1]), (inputs[4:8], inputs[4:8, :1]), (inputs[8:], inputs[8:, :1])]
    sgd = torch.optim.SGD(net.parameters(), lr=0.1)
    losses = [train_one_epoch(net, batches, sgd, F.mse_loss) for _ in range(20)]
    assert all(isinstance(loss, float) for loss in losses), "a plain float: a tensor may hold on to its whole graph"
    assert losses[-1] < losses[0], "the loss falls"
