# Generated from lessons/01_autoencoders/06_hierarchical_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_hvae"
points = 12


@test_case()
def public_check(env):
    global log_var, model, mu
    globals().update(env)
    model = train_hvae(x_train[:, :20], seed=0, steps=3)
    mu, log_var = model.encode_top(x_test[:6, :20])
    assert mu.shape == log_var.shape == (6, 4), "the top has 4 means and 4 log-variances"
    mu, log_var = model.encode_bottom(x_test[:6, :20], mu)
    assert mu.shape == log_var.shape == (6, 8), "the level below has 8 means and 8 log-variances"
    assert model.decode(mu).shape == (6, 20), "as many logits as the training pictures have pixels"
    assert all(bool(parameter.isfinite().all()) for parameter in model.parameters()), "weights that are not finite"
