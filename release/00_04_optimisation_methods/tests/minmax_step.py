# Generated from lessons/00_prerequisites/04_optimisation_methods.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "minmax_step"
points = 6


@test_case()
def public_check(env):
    global grad_of_psi, grad_of_theta, mode, new_psi, new_theta, psi, theta
    globals().update(env)
    def grad_of_theta(theta, psi):
        return psi.sum() * torch.ones_like(theta)


    def grad_of_psi(theta, psi):
        return theta.sum() * torch.ones_like(psi)


    theta, psi = torch.ones(2), torch.ones(3)
    for mode in ("simultaneous", "alternating", "extragradient"):
        new_theta, new_psi = minmax_step(theta, psi, grad_of_theta, grad_of_psi, 0.1, 0.2, mode)
        assert torch.as_tensor(new_theta).shape == (2,), "theta comes first, in its shape"
        assert torch.as_tensor(new_psi).shape == (3,), "psi comes second, in its shape"
        assert torch.as_tensor(new_theta).dtype == torch.as_tensor(new_psi).dtype == torch.float32, (
            "float32 in, float32 out"
        )
        assert bool((torch.as_tensor(new_theta) < 1).all()), "theta lowers V"
        assert bool((torch.as_tensor(new_psi) > 1).all()), "psi raises V"
    assert bool((theta == 1).all()), "theta was changed"
    assert bool((psi == 1).all()), "psi was changed"
