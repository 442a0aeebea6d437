# Generated from lessons/00_prerequisites/01_linear_algebra.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "lora_budget"
points = 4


@test_case()
def public_check(env):
    global adapter, break_even, budget, full, max_rank
    globals().update(env)
    budget = lora_budget(6, 5, 2)
    assert len(budget) == 4, "four numbers: full, adapter, max_rank, break_even"
    assert all(int(number) == number for number in budget), "counts and ranks are whole numbers"
    full, adapter, max_rank, break_even = budget
    assert full == 30, "W has d_out rows of d_in numbers"
    assert adapter < full, "the example above printed how many numbers B and A have"
