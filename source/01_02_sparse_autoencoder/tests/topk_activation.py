# Generated from lessons/01_autoencoders/02_sparse_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "topk_activation"
points = 6


@test_case()
def public_check(env):
    global a, z
    globals().update(env)
    a = torch.tensor([[0.4, -1.0, 0.9, 0.1], [-1.0, -2.0, -3.0, 5.0]], dtype=torch.float64)
    z = torch.as_tensor(topk_activation(a, 2))
    assert z.shape == (2, 4), "entries that are not kept become 0, they do not go away"
    assert z.dtype == torch.float64, "float64 in, float64 out"
    assert z[0].tolist() == [0.4, 0.0, 0.9, 0.0], "0.9 and 0.4 are the two largest of the first row, and keep their places"
    assert torch.as_tensor(topk_activation(a, 9)).shape == (2, 4), "k may be larger than the row is long"
