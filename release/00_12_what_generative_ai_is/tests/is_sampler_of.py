# Generated from lessons/00_prerequisites/12_what_generative_ai_is.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_sampler_of"
points = 6


@test_case()
def public_check(env):
    global half, rng, verdict
    globals().update(env)
    rng = np.random.default_rng(0)
    half = np.array([0.5, 0.5])
    verdict = is_sampler_of(lambda n: rng.integers(0, 2, n), half)
    assert isinstance(verdict, (bool, np.bool_)), "one answer, true or false"
    assert verdict, "a fair coin"
    assert not is_sampler_of(lambda n: np.zeros(n, dtype=int), half), "a coin that always shows the same side"
