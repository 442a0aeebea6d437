# Generated from lessons/02_gans/09_gan_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_features"
points = 10


@test_case()
def public_check(env):
    global model
    globals().update(env)
    model = train_features(x_train[:200, :20], y_train[:200], seed=0, steps=5)
    assert model(x_train[:3, :20].float()).shape == (3, 10), "ten logits for each image, whatever its number of pixels"
    assert model.features(x_train[:3, :20]).shape == (3, 16), "16 features for each image"
    assert bool(model.features(x_train[:, :20]).isfinite().all()), "features that are not finite"
