# Generated from lessons/02_gans/02_dcgan.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_dcgan"
points = 10


@test_case()
def public_check(env):
    global fake, trained
    globals().update(env)
    trained = train_dcgan(x_train[:100], seed=0, steps=2)
    fake = trained(noise[:5])
    assert torch.is_tensor(fake), "the generator itself is returned: z in, images out"
    assert fake.shape == (5, 1, 8, 8), "five z in, five images out"
    assert bool(fake.isfinite().all()), "images that are not finite"
    assert not trained.training, "in evaluation mode"
