# Generated from lessons/00_prerequisites/06_convolutional_networks.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "overlap_map"
points = 4


@test_case()
def public_check(env):
    global counts, even, found
    globals().update(env)
    found = overlap_map(3, 2, 1)
    assert len(found) == 2, "two results: the counts, and whether they are even"
    counts, even = torch.as_tensor(found[0]), found[1]
    assert counts.shape == (4, 4), "equation (7): (3 - 1) * 1 + 2 places along each axis"
    assert int(counts[0, 0]) == 1, "a corner is stamped once"
    assert isinstance(even, (bool, np.bool_)) or torch.as_tensor(even).numel() == 1, "one answer, true or false"
