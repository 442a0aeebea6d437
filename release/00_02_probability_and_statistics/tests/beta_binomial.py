# Generated from lessons/00_prerequisites/02_probability_and_statistics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "beta_binomial"
points = 4


@test_case()
def public_check(env):
    global a_post, b_post, log_evidence, mean, prediction
    globals().update(env)
    prediction = beta_binomial(2.0, 3.0, 4, 5)
    assert len(prediction) == 4, "four numbers: a_post, b_post, mean, log_evidence"
    a_post, b_post, mean, log_evidence = (float(number) for number in prediction)
    assert a_post + b_post == 10, "five trials add five to the two counts of the prior"
    assert 0.4 < mean < 0.8, "the mean lies between that of the prior and the share of successes"
    assert log_evidence < 0, "the logarithm of a probability below 1 is negative"
