# Generated from lessons/00_prerequisites/04_optimisation_methods.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "spectral_normalise"
points = 5


@test_case()
def public_check(env):
    global W, W_bar, new, sigma, u
    globals().update(env)
    W, u = torch.arange(24, dtype=torch.float64).reshape(2, 3, 2, 2) - 8, vector(1.0, 2.0)
    W_bar, sigma, new = spectral_normalise(W, u, 30)
    assert torch.as_tensor(W_bar).shape == (2, 3, 2, 2), "the weight keeps its shape"
    assert torch.as_tensor(W_bar).dtype == torch.as_tensor(new).dtype == torch.float64, "float64 in, float64 out"
    assert torch.as_tensor(sigma).numel() == 1, "sigma is one number"
    assert float(sigma) > 0, "a singular value is not negative, and this one is not zero"
    assert torch.as_tensor(new).shape == (2,), "u has one entry for each output"
    assert abs(float(torch.as_tensor(new).norm()) - 1) < 1e-9, "u comes back with length 1"
    assert u.tolist() == [1.0, 2.0], "u was changed"
