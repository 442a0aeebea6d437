# Generated from lessons/02_gans/01_gan_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "g_loss"
points = 5


@test_case()
def public_check(env):
    global better, loss, mode
    globals().update(env)
    for mode in ("minimax", "ns", "ls", "hinge", "wgan"):
        loss = g_loss(torch.zeros(4), mode)
        assert torch.is_tensor(loss), f"{mode}: a tensor, through which gradients flow"
        assert loss.shape == (), f"{mode}: one number for the whole batch"
        assert loss.dtype == torch.float32, f"{mode}: float32 in, float32 out"
        better = g_loss(torch.full((4,), 0.5), mode)
        assert float(better) < float(loss), f"{mode}: fooling D more has to lower the loss"
