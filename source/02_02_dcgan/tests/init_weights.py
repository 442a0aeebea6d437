# Generated from lessons/02_gans/02_dcgan.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "init_weights"
points = 5


@test_case()
def public_check(env):
    global example
    globals().update(env)
    example = nn.Conv2d(3, 8, 4)
    init_weights(example)
    assert float(example.weight.detach().abs().max()) < 0.2, "weights are small"
    assert float(example.bias.detach().abs().max()) == 0, "biases are 0"
    dc_generator().apply(init_weights)
    dc_discriminator().apply(init_weights)
