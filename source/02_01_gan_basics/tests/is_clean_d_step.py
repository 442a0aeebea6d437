# Generated from lessons/02_gans/01_gan_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_clean_d_step"
points = 5


@test_case()
def public_check(env):
    global does_nothing
    globals().update(env)
    def does_nothing(G, D, opt_D, x, z, mode="ns"):
        return 0.0


    assert isinstance(is_clean_d_step(does_nothing), (bool, np.bool_, torch.Tensor)), "one answer, True or False"
    assert not is_clean_d_step(does_nothing), "a step that does nothing teaches D nothing"
