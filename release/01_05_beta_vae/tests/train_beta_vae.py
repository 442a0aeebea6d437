# Generated from lessons/01_autoencoders/05_beta_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_beta_vae"
points = 12


@test_case()
def public_check(env):
    global log_var, model, mu
    globals().update(env)
    model = train_beta_vae(x_train[:, :20], beta=2.0, seed=0, steps=3)
    mu, log_var = model.encode(x_test[:6, :20])
    assert mu.shape == log_var.shape == (6, 6), "the code has 6 means and 6 log-variances"
    assert model.decode(mu).shape == (6, 20), "as many pixels as the training pictures have"
    assert all(bool(parameter.isfinite().all()) for parameter in model.parameters()), "weights that are not finite"
