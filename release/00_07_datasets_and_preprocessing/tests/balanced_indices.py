# Generated from lessons/00_prerequisites/07_datasets_and_preprocessing.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "balanced_indices"
points = 4


@test_case()
def public_check(env):
    global indices
    globals().update(env)
    indices = balanced_indices(torch.tensor([7, 7, 7, 2]), 2, torch.Generator().manual_seed(0))
    assert indices.shape == (4,), "two classes, two of each"
    assert indices.dtype == torch.int64, "indices are int64"
    assert set(indices.tolist()) <= {0, 1, 2, 3}, "indices, not labels"
