# Generated from lessons/00_prerequisites/06_convolutional_networks.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_cnn"
points = 8


@test_case()
def public_check(env):
    global logits, small
    globals().update(env)
    small = train_cnn(torch.rand(64, 1, 8, 8), torch.arange(64) % 10, seed=0, epochs=1)
    with torch.no_grad():
        logits = small(torch.rand(5, 1, 12, 9))
    assert logits.shape == (5, 10), "ten logits for each picture, whatever its size"
    assert logits.dtype == torch.float32, "float32 in, float32 out"
