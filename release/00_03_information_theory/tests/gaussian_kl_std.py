# Generated from lessons/00_prerequisites/03_information_theory.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "gaussian_kl_std"
points = 5


@test_case()
def public_check(env):
    global kl, mu
    globals().update(env)
    mu = torch.tensor([[0.0, 0.0, 0.0], [1.0, 0.0, -1.0]], dtype=torch.float64, requires_grad=True)
    kl = gaussian_kl_std(mu, torch.zeros(2, 3, dtype=torch.float64))
    assert kl.shape == (2,), "one number for each of the two examples"
    assert kl.dtype == torch.float64, "float64 in, float64 out"
    assert abs(float(kl[0].detach())) < 1e-12, "the standard normal distribution does not diverge from itself"
    assert float(kl[1].detach()) > 0, "another one does"
    assert kl.requires_grad, "gradients have to flow"
