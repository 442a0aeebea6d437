# Generated from lessons/00_prerequisites/08_calculus.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "Value"
points = 10


@test_case()
def public_check(env):
    global a, b, made, product
    globals().update(env)
    a, b = Value(3.0), Value(-2.0)
    product = a * b
    assert isinstance(product, Value), "what is made of Values is a Value"
    assert isinstance(product.data, float), "its data is a float"
    assert isinstance(2 * a, Value), "plain numbers on either side"
    for made in (a**2, a.exp(), a.log(), b.tanh()):
        assert isinstance(made, Value), "powers and functions make Values, too"
    product.backward()
    assert product.grad == 1.0, "a node turned by 1 turns itself by 1"
    assert isinstance(a.grad, float), "gradients are floats"
