# Generated from lessons/00_prerequisites/02_probability_and_statistics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "flow_logpdf"
points = 5


@test_case()
def public_check(env):
    global exponential, log_p, moved, round_logpdf, shift, x
    globals().update(env)
    def round_logpdf(z):
        return -0.5 * (z.square().sum(dim=1) + z.shape[1] * math.log(2 * math.pi))


    x = torch.tensor([[0.5, 1.0], [2.0, 3.0], [1.0, 1.0]], dtype=float64)
    exponential = (lambda x: x.log(), lambda z: z.sum(dim=1))  # x = exp(z), entry by entry
    shift = (lambda x: x - 1, lambda z: torch.zeros(len(z)).double())
    log_p = torch.as_tensor(flow_logpdf(x, round_logpdf, [shift, exponential]))
    assert log_p.shape == (3,), "one log density for each example"
    assert log_p.dtype == float64, "float64 in, float64 out"
    moved = torch.as_tensor(flow_logpdf(x + 1, round_logpdf, [shift]))
    assert torch.allclose(moved, round_logpdf(x)), "a shift stretches nothing: the density only moves"
