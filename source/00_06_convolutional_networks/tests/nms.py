# Generated from lessons/00_prerequisites/06_convolutional_networks.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "nms"
points = 5


@test_case()
def public_check(env):
    global boxes, kept
    globals().update(env)
    boxes = torch.tensor([[0.0, 0.0, 4.0, 4.0], [9.0, 9.0, 12.0, 12.0], [0.0, 0.0, 4.0, 4.5]], dtype=torch.float64)
    kept = nms(boxes, torch.tensor([0.5, 0.6, 0.9], dtype=torch.float64), 0.5)
    assert torch.as_tensor(kept).shape == (2,), "two things are found: two boxes stay, one number for each"
    assert all(int(i) == i and 0 <= int(i) < 3 for i in kept), "the numbers are those of rows of `boxes`"
    assert 1 in [int(i) for i in kept], "a box that overlaps no other is kept"
