# Generated from lessons/00_prerequisites/03_information_theory.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "fisher_bernoulli"
points = 4


@test_case()
def public_check(env):
    global answer, fisher, kl, scores
    globals().update(env)
    answer = fisher_bernoulli(0.5, 0.01)
    assert len(answer) == 3, "three things: scores, fisher, kl"
    scores, fisher, kl = answer
    assert torch.as_tensor(scores).shape == (2,), "two outcomes, two scores"
    assert float(scores[1]) > 0, "heads speak for a larger theta"
    assert abs(float(kl) - 0.0002) < 1e-6, "the worked example printed what this should foretell, nearly"
