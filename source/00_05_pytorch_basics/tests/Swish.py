# Generated from lessons/00_prerequisites/05_pytorch_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "Swish"
points = 6


@test_case()
def public_check(env):
    global beta, x, y
    globals().update(env)
    x = torch.tensor([[-1.0, 0.0, 2.0], [0.5, 1.0, -3.0]], dtype=torch.float64, requires_grad=True)
    beta = torch.tensor([1.0, 2.0, 0.5], dtype=torch.float64, requires_grad=True)
    y = Swish.apply(x, beta)
    assert y.shape == (2, 3), "entry by entry: the shape of x"
    assert y.dtype == torch.float64, "float64 in, float64 out"
    assert y[0, 1] == 0, "at 0 the function is 0"
    y.sum().backward()
    assert x.grad is not None, "backward returns a gradient for x"
    assert x.grad.shape == (2, 3), "a gradient has the shape of what it is the gradient of"
    assert beta.grad is not None, "backward returns a gradient for beta, too"
    assert beta.grad.shape == (3,), "and it has beta's shape"
