# Generated from lessons/00_prerequisites/06_convolutional_networks.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_adjoint"
points = 5


@test_case()
def public_check(env):
    global answer, double
    globals().update(env)
    def double(x):
        return 2 * x


    answer = is_adjoint(double, double, (3, 4), (3, 4), torch.Generator().manual_seed(0))
    assert isinstance(answer, (bool, np.bool_)) or torch.as_tensor(answer).numel() == 1, "one answer, true or false"
    assert bool(answer), "doubling is its own adjoint: <2x, y> = <x, 2y>"
    answer = is_adjoint(double, lambda y: y, (3, 4), (3, 4), torch.Generator().manual_seed(0))
    assert not bool(answer), "<2x, y> is not <x, y>"
