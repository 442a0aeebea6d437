# Generated from lessons/02_gans/01_gan_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "optimal_discriminator"
points = 4


@test_case()
def public_check(env):
    global answer, d_star, value
    globals().update(env)
    answer = optimal_discriminator(torch.tensor([[0.2, 0.8], [0.5, 0.5]]), torch.tensor([[0.2, 0.8], [0.1, 0.9]]))
    assert len(answer) == 2, "two things: d_star and value"
    d_star, value = (torch.as_tensor(each) for each in answer)
    assert d_star.shape == (2, 2), "one probability for each place"
    assert value.shape == (2,), "one value for each pair of distributions"
    assert d_star.dtype == torch.float32, "float32 in, float32 out"
    assert bool((d_star[0] - 0.5).abs().max() < 1e-6), "where both are equally likely nobody can tell"
