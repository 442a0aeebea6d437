# Generated from lessons/02_gans/09_gan_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "diagnose"
points = 6


@test_case()
def public_check(env):
    global says_one, verdict
    globals().update(env)
    def says_one(*inputs):
        return 1.0


    verdict = diagnose({"inception_score": inception_score, "kid": says_one, "precision_recall": precision_recall})
    assert isinstance(verdict, (list, tuple, set)), "a list of names"
    assert set(verdict) <= {"inception_score", "kid", "precision_recall"}, "names as they stand in the dict"
    assert "kid" in verdict, "a program that always says 1 is no KID"
