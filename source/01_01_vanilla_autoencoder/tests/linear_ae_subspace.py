# Generated from lessons/01_autoencoders/01_vanilla_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "linear_ae_subspace"
points = 6


@test_case()
def public_check(env):
    global W, X, before, distance, start
    globals().update(env)
    X = torch.tensor([[3.0, 0.0, 0.1], [-3.0, 0.0, 0.1], [0.0, 1.0, -0.1], [0.0, -1.0, -0.1]], dtype=torch.float64)
    start = torch.tensor([[0.2, 0.3, 0.1]], dtype=torch.float64)
    before = start.clone()
    W, distance = linear_ae_subspace(X, start, 0.02, 3)
    assert torch.as_tensor(W).shape == (1, 3), "the weights keep their shape"
    assert torch.as_tensor(distance).numel() == 1, "the distance is one number"
    assert torch.equal(start, before), "the caller's weights were changed"
    assert float(linear_ae_subspace(X, start, 0.02, 300)[1]) < float(distance), "training brings it nearer to PCA"
