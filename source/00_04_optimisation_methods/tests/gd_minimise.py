# Generated from lessons/00_prerequisites/04_optimisation_methods.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "gd_minimise"
points = 5


@test_case()
def public_check(env):
    global A, b, converges, loss, path, start
    globals().update(env)
    A, b, start = torch.tensor([[3.0, 1.0], [1.0, 2.0]], dtype=torch.float64), vector(5.0, 5.0), vector(4.0, -1.0)
    path, converges = gd_minimise(A, b, start, 0.1, 20)
    path = torch.as_tensor(path)
    assert path.shape == (21, 2), "the start and 20 steps make 21 rows"
    assert path.dtype == torch.float64, "float64 in, float64 out"
    assert path[0].tolist() == start.tolist() == [4.0, -1.0], "row 0 is the start, which is not changed"
    loss = 0.5 * (path @ A * path).sum(dim=1) - path @ b
    assert bool((loss[1:] < loss[:-1]).all()), "with so short steps each should lead downhill"
    assert isinstance(converges, (bool, np.bool_)) or torch.as_tensor(converges).numel() == 1, "one verdict"
    assert bool(converges), "0.1 is short enough here: look at the numbers above"
