# Generated from lessons/00_prerequisites/03_information_theory.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "mutual_information"
points = 4


@test_case()
def public_check(env):
    global joint, value
    globals().update(env)
    joint = torch.tensor([[0.3, 0.1, 0.0], [0.1, 0.2, 0.3]], dtype=torch.float64)
    value = torch.as_tensor(mutual_information(joint))
    assert value.numel() == 1, "one number for the table"
    assert float(value) > 0, "these two depend on each other"
    assert float(value) < math.log(2), "x has two values only: there is no more to know about it"
