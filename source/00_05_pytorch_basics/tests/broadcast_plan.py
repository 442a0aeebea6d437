# Generated from lessons/00_prerequisites/05_pytorch_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "broadcast_plan"
points = 4


@test_case()
def public_check(env):
    global plan
    globals().update(env)
    plan = broadcast_plan((3, 1), (4,))
    assert plan is not None, "these two are in the picture above"
    assert len(plan) == 3, "three things: the shape of the result, the axes of a, the axes of b"
    assert len(plan[0]) == 2, "the result has as many axes as the longer of the two shapes"
    assert all(int(i) == i for part in plan for i in part), "sizes and axes are whole numbers"
    assert broadcast_plan((2,), (3,)) is None, "2 and 3 do not fit"
