# Generated from lessons/01_autoencoders/02_sparse_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_sae"
points = 10


@test_case()
def public_check(env):
    global codes, drawn, errors, longer, model
    globals().update(env)
    model = train_sae(train[:200], seed=0, steps=20)
    assert model is not None, "the trained model has to be returned: is a `return` missing?"
    codes = torch.as_tensor(model.encode(test[:5])).detach()
    assert codes.shape == (5, 128), "a code of 128 numbers for each picture"
    assert torch.as_tensor(model.decode(codes)).shape == (5, 64), "decoding gives pictures again"
    longer = train_sae(train[:200], seed=0, steps=60)
    drawn = [torch.as_tensor(m.decode(m.encode(train[:200]))).detach() for m in (model, longer)]
    errors = [float((pictures - train[:200]).square().mean()) for pictures in drawn]
    assert errors[1] < errors[0], "more steps, less error: do the parameters change at all?"
    assert train_sae(mixtures[:50], seed=0, n_units=7, steps=2).encode(mixtures[:3]).shape == (3, 7), "any d, any n_units"
