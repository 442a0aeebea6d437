# Generated from lessons/01_autoencoders/07_autoencoder_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "evaluate_vae"
points = 10


@test_case()
def public_check(env):
    global estimate, model
    globals().update(env)
    model, estimate = evaluate_vae(x_train[:200, :20], x_test[:30, :20], seed=0, steps=2)
    assert model.decode(model.encode(x_test[:6, :20])[0]).shape == (6, 20), "a VAE for as many pixels as the pictures have"
    assert isinstance(estimate, float), "the estimate is one Python float"
    assert 0 < estimate < 1000, "an improbability, in nats: positive and finite"
