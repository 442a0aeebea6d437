# Generated from lessons/00_prerequisites/05_pytorch_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "MLP"
points = 6


@test_case()
def public_check(env):
    global model
    globals().update(env)
    model = MLP([4, 7, 3])
    assert isinstance(model, nn.Module), "a module, with super().__init__() called first"
    assert model(torch.randn(5, 4)).shape == (5, 3), "five examples, three numbers each"
    assert "layers.0.weight" in model.state_dict(), "are the layers filed, under the name that the docstring gives?"
    assert MLP([4, 3])(torch.randn(5, 4)).shape == (5, 3), "no hidden layer is possible, too"
