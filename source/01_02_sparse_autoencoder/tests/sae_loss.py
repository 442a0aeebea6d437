# Generated from lessons/01_autoencoders/02_sparse_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "sae_loss"
points = 6


@test_case()
def public_check(env):
    global D, loss, scaled, x
    globals().update(env)
    x = torch.tensor([[1.0, 2.0], [0.0, 1.0]], dtype=torch.float64)
    D = torch.eye(2, dtype=torch.float64)
    loss = torch.as_tensor(sae_loss(x, x, x, D, 0.5))
    assert loss.shape == (), "one number for the whole batch"
    assert loss.dtype == torch.float64, "float64 in, float64 out"
    assert abs(float(loss) - 1) < 1e-9, "nothing is lost here, so the loss is the bill: half of the mean of 3 and 1"
    scaled = torch.as_tensor(sae_loss(x, x, x / 100, 100 * D, 0.5))
    assert abs(float(scaled) - 1) < 1e-9, "dividing codes by 100 and multiplying atoms by 100 must not pay"
