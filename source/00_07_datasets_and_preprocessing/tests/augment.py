# Generated from lessons/00_prerequisites/07_datasets_and_preprocessing.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "augment"
points = 6


@test_case()
def public_check(env):
    global out, x
    globals().update(env)
    x = torch.rand(2, 3, 4, 6)
    out = augment(x, torch.tensor([[1, 0], [0, -2]]), torch.tensor([True, False]), torch.tensor([1.0, 0.5]))
    assert out.shape == x.shape, "pictures of the same shape"
    assert out.dtype == torch.float32, "pictures of the same dtype"
    assert augment(x.double(), torch.zeros(2, 2, dtype=torch.int64)).dtype == torch.float64, "flip and gain may be left out"
