# Generated from lessons/00_prerequisites/03_information_theory.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "js_divergence"
points = 3


@test_case()
def public_check(env):
    global js, p, q
    globals().update(env)
    p = torch.tensor([[0.5, 0.5, 0.0], [0.2, 0.3, 0.5]], dtype=torch.float64)
    q = torch.tensor([[0.0, 0.5, 0.5], [0.2, 0.3, 0.5]], dtype=torch.float64)
    js = torch.as_tensor(js_divergence(p, q))
    assert js.shape == (2,), "two pairs, two divergences"
    assert js.dtype == torch.float64, "float64 in, float64 out"
    assert 0 < float(js[0]) <= math.log(2), "between nothing and log 2"
    assert abs(float(js[1])) < 1e-12, "equal distributions do not diverge"
