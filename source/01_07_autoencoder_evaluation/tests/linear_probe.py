# Generated from lessons/01_autoencoders/07_autoencoder_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "linear_probe"
points = 6


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = torch.as_tensor(linear_probe(train, train_labels, test))
    assert answer.shape == (500,), "one label for each code"
    assert answer.dtype == torch.int64, "labels are integers"
    assert float((answer == test_labels).double().mean()) > 0.8, "from the pixels themselves, most digits can be read"
