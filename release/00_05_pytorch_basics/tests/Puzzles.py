# Generated from lessons/00_prerequisites/05_pytorch_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "Puzzles"
points = 7


@test_case()
def public_check(env):
    global distances, hot, labels, mask
    globals().update(env)
    labels = torch.tensor([2, 0, 1, 1, 0])
    hot = torch.as_tensor(Puzzles.one_hot(labels, 4))
    assert hot.shape == (5, 4), "one row for each label, one column for each class"
    assert hot.dtype == torch.float32, "ones and zeros that a network can be given: float32"
    assert torch.as_tensor(Puzzles.pick(torch.rand(5, 4), labels)).shape == (5,), "one number from each row"
    distances = torch.as_tensor(Puzzles.squared_distances(torch.rand(5, 2), torch.rand(3, 2)))
    assert distances.shape == (5, 3), "each of 5 with each of 3"
    mask = torch.as_tensor(Puzzles.causal_mask(4))
    assert mask.shape == (4, 4), "each position with each position"
    assert mask.dtype == torch.bool, "a mask is made of True and False"
    assert Puzzles.lift(torch.rand(5), torch.rand(5, 3, 2, 2)).shape == (5, 3, 2, 2), "the shape of x"
    assert torch.as_tensor(Puzzles.patches(torch.rand(5, 4, 6), 2)).shape == (5, 6, 4), "2 times 3 tiles of 4 pixels"
