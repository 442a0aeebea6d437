# Generated from lessons/00_prerequisites/07_datasets_and_preprocessing.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "Pixels"
points = 5


@test_case()
def public_check(env):
    global q, x
    globals().update(env)
    x = Pixels.to_model(torch.tensor([[0, 128, 255]], dtype=torch.uint8))
    assert x.shape == (1, 3), "one number for each byte"
    assert x.dtype == torch.float32, "float32, whatever comes later"
    assert float(x.min()) >= -1, "nothing below -1"
    q = Pixels.to_bytes(torch.zeros(2, 3))
    assert q.shape == (2, 3), "one byte for each number"
    assert q.dtype == torch.uint8, "bytes are uint8"
