# Generated from lessons/00_prerequisites/07_datasets_and_preprocessing.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "ImageDataset"
points = 6


@test_case()
def public_check(env):
    global image, label, small
    globals().update(env)
    small = ImageDataset(torch.rand(3, 1, 4, 5), torch.tensor([5, 0, 2]), transform=lambda image: image * torch.rand(1))
    assert len(small) == 3, "three pictures"
    image, label = small[0]
    assert image.shape == (1, 4, 5), "one picture, without an axis for a batch"
    assert image.dtype == torch.float32, "the dtype of the pictures"
    assert isinstance(label, int), "the label as an int"
