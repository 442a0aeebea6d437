# Generated from lessons/01_autoencoders/02_sparse_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "normalise_decoder"
points = 5


@test_case()
def public_check(env):
    global D, tangent, unit
    globals().update(env)
    D = torch.tensor([[3.0, 4.0, 0.0], [0.0, 0.0, 0.5]], dtype=torch.float64)
    unit, tangent = (torch.as_tensor(part) for part in normalise_decoder(D, torch.ones(2, 3, dtype=torch.float64)))
    assert unit.shape == tangent.shape == (2, 3), "two tensors of D's shape"
    assert unit.dtype == tangent.dtype == torch.float64, "float64 in, float64 out"
    assert float((unit.norm(dim=1) - 1).abs().max()) < 1e-9, "each atom (a row) has length 1 afterwards"
    assert float((tangent * D).sum(dim=1).abs().max()) < 1e-9, "what is left of a gradient is at right angles to its atom"
    assert D[0].tolist() == [3.0, 4.0, 0.0], "D was changed"
