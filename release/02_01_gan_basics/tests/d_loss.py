# Generated from lessons/02_gans/01_gan_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "d_loss"
points = 5


@test_case()
def public_check(env):
    global loss, mode
    globals().update(env)
    for mode in ("minimax", "ns", "ls", "hinge", "wgan"):
        loss = d_loss(torch.zeros(3), torch.zeros(5), mode)
        assert torch.is_tensor(loss), f"{mode}: a tensor, through which gradients flow"
        assert loss.shape == (), f"{mode}: one number for the whole batch"
        assert loss.dtype == torch.float32, f"{mode}: float32 in, float32 out"
    assert abs(float(d_loss(torch.zeros(3), torch.zeros(5))) - math.log(4)) < 1e-6, "a detective who guesses: log 4"
    try:
        d_loss(torch.zeros(3), torch.zeros(5), "no such mode")
    except ValueError:
        pass
    else:
        raise AssertionError("an unknown mode raises a ValueError")
