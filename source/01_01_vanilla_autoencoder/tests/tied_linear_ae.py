# Generated from lessons/01_autoencoders/01_vanilla_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "tied_linear_ae"
points = 5


@test_case()
def public_check(env):
    global W, X, gradient, loss
    globals().update(env)
    W = torch.tensor([[1.0, 1.0, 0.0], [0.0, 1.0, -1.0]], dtype=torch.float64)
    X = torch.tensor([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0], [2.0, 0.0, 1.0]], dtype=torch.float64)
    loss, gradient = tied_linear_ae(W, X)
    assert torch.as_tensor(loss).numel() == 1, "the loss is one number"
    assert torch.as_tensor(gradient).shape == W.shape, "a gradient has the shape of what it is the gradient of"
    loss, gradient = tied_linear_ae(torch.eye(3, dtype=torch.float64)[:2], X * torch.tensor([1.0, 1.0, 0.0]))
    assert abs(float(loss)) < 1e-12, "two numbers are enough for examples that have only two"
    assert float(torch.as_tensor(gradient).abs().max()) < 1e-12, "where the copy is exact there is no downhill"
