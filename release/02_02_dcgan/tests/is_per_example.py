# Generated from lessons/02_gans/02_dcgan.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_per_example"
points = 5


@test_case()
def public_check(env):
    global verdict
    globals().update(env)
    verdict = is_per_example(lambda z: 2 * z, noise[:6])
    assert isinstance(verdict, (bool, np.bool_, torch.Tensor)), "one answer, True or False"
    assert is_per_example(lambda z: 2 * z, noise[:6]), "twice each row: depends on nothing else"
    assert not is_per_example(lambda z: z - z.mean(), noise[:6]), "subtracts a mean over the batch"
