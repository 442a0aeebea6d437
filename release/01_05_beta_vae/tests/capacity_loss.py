# Generated from lessons/01_autoencoders/05_beta_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "capacity_loss"
points = 5


@test_case()
def public_check(env):
    global capacity, loss
    globals().update(env)
    loss, capacity = capacity_loss(torch.ones(7), torch.zeros(7), 0, gamma=10.0, top=20.0, start=100, end=200)
    assert torch.as_tensor(loss).shape == (), "one number for the minibatch"
    assert torch.as_tensor(loss).dtype == torch.float32, "float32 in, float32 out"
    assert float(capacity) == 0, "until `start` the budget is 0"
    assert abs(float(loss) - 1) < 1e-6, "a code that costs nothing keeps a budget of nothing"
