# Generated from lessons/01_autoencoders/01_vanilla_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "crosses_bottleneck"
points = 7


@test_case()
def public_check(env):
    global verdict
    globals().update(env)
    verdict = crosses_bottleneck(Honest(train, 8), test[:5], 8)
    assert isinstance(verdict, (bool, np.bool_)) or torch.as_tensor(verdict).numel() == 1, "one answer, true or false"
    assert bool(verdict), "PCA is honest"
    assert not bool(crosses_bottleneck(Honest(train, 9), test[:5], 8)), "nine numbers are not eight"
