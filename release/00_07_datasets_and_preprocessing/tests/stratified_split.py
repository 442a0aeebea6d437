# Generated from lessons/00_prerequisites/07_datasets_and_preprocessing.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "stratified_split"
points = 5


@test_case()
def public_check(env):
    global parts
    globals().update(env)
    parts = stratified_split(torch.tensor([4, 4, 4, 4, 9, 9]), (0.5, 0.5), torch.Generator().manual_seed(0))
    assert len(parts) == 2, "as many parts as fractions"
    assert all(part.dtype == torch.int64 and part.ndim == 1 for part in parts), "indices are int64 tensors with one axis"
    assert sum(len(part) for part in parts) == 6, "each example is in one part"
