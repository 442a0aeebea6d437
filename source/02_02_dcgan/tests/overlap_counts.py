# Generated from lessons/02_gans/02_dcgan.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "overlap_counts"
points = 5


@test_case()
def public_check(env):
    global counts
    globals().update(env)
    counts = overlap_counts(4, 4, 2, 1)
    assert torch.is_tensor(counts), "a tensor of counts"
    assert counts.dtype == torch.int64, "counts are whole numbers: int64"
    assert counts.shape == (8,), "this layer doubles the image"
    assert int(overlap_counts(3, 2, 2).sum()) == 6, "three patches of two pixels each"
