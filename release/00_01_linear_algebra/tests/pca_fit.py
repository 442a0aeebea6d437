# Generated from lessons/00_prerequisites/01_linear_algebra.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "pca_fit"
points = 6


@test_case()
def public_check(env):
    global X, before, components, mean
    globals().update(env)
    X = torch.tensor([[1.0, 1.0, 0.0], [2.0, 3.0, 0.0], [3.0, 2.0, 0.0], [6.0, 6.0, 1.0]], dtype=torch.float64)
    before = X.clone()
    mean, components = (torch.as_tensor(np.ascontiguousarray(part)) for part in pca_fit(X, 2))
    assert mean.shape == (3,), "the mean is one point: average over the examples"
    assert components.shape == (2, 3), "k components in rows, each as long as an example"
    assert float((components @ components.T - torch.eye(2, dtype=X.dtype)).abs().max()) < 1e-9, "rows are not orthonormal"
    assert torch.equal(X, before), "the caller's data was changed"
