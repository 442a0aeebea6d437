# Generated from lessons/00_prerequisites/04_optimisation_methods.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "lr_schedule"
points = 4


@test_case()
def public_check(env):
    global rates
    globals().update(env)
    rates = [float(lr_schedule(step, 20, 0.3, warmup=5, min_lr=0.01)) for step in range(20)]
    assert min(rates) > 0, "no step has the rate 0 here"
    assert max(rates) < 0.3 + 1e-9, "no rate is above base_lr"
    assert rates[:4] == sorted(rates[:4]), "in the warm-up the rate rises"
    assert rates[6:] == sorted(rates[6:], reverse=True), "after the warm-up it falls"
    assert math.isfinite(float(lr_schedule(0, 1, 0.3))), "a run may have one step"
