# Generated from lessons/01_autoencoders/04_variational_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_vae"
points = 12


@test_case()
def public_check(env):
    global log_var, model, mu
    globals().update(env)
    model = train_vae(x_train[:, :20], seed=0, steps=3)
    mu, log_var = model.encode(x_test[:6, :20])
    assert mu.shape == log_var.shape == (6, 8), "the code has 8 means and 8 log-variances"
    assert model.decode(mu).shape == (6, 20), "as many logits as the training pictures have pixels"
    assert all(bool(parameter.isfinite().all()) for parameter in model.parameters()), "weights that are not finite"
