# Generated from lessons/01_autoencoders/07_autoencoder_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "pca_features"
points = 5


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = torch.as_tensor(pca_features(train, test[:7], 3))
    assert answer.shape == (7, 3), "k numbers for each of the 7 images"
    assert answer.dtype == torch.float64, "float64 in, float64 out"
    assert torch.as_tensor(pca_features(train, train.mean(dim=0)[None], 2)).abs().max() < 1e-9, "the mean has coordinates 0"
