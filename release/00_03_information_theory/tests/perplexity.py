# Generated from lessons/00_prerequisites/03_information_theory.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "perplexity"
points = 5


@test_case()
def public_check(env):
    global blind, confident, mask, tokens, value
    globals().update(env)
    blind = torch.zeros(2, 3, 7, dtype=torch.float64)
    tokens = torch.tensor([[0, 3, 6], [2, 2, 0]])
    mask = torch.tensor([[True, True, True], [True, True, False]])
    value = torch.as_tensor(perplexity(blind, tokens, mask))
    assert value.numel() == 1, "one number for the whole batch"
    assert abs(float(value) - 7) < 1e-9, "guessing blindly among 7 tokens"
    confident = 5 * functional.one_hot(tokens, 7).double()
    assert 1 <= float(torch.as_tensor(perplexity(confident, tokens, mask))) < 7, "right and confident: less perplexed"
