# Generated from lessons/01_autoencoders/03_denoising_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "dae_loss"
points = 5


@test_case()
def public_check(env):
    global loss, x
    globals().update(env)
    x = torch.zeros(2, 4, dtype=torch.float64)
    loss = torch.as_tensor(dae_loss(lambda x_noisy: x_noisy, x, brighten))
    assert loss.shape == (), "one number for the batch"
    assert loss.dtype == torch.float64, "the dtype of x"
    assert float(x.abs().max()) == 0, "the data must survive, also if the corruption works in place"
    assert float(loss) > 0, "doing nothing to a spoilt picture is not free"
