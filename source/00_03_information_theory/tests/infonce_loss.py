# Generated from lessons/00_prerequisites/03_information_theory.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "infonce_loss"
points = 4


@test_case()
def public_check(env):
    global loss, undecided
    globals().update(env)
    undecided = torch.zeros(4, 4, dtype=torch.float64, requires_grad=True)
    loss = infonce_loss(undecided)
    assert torch.as_tensor(loss).numel() == 1, "one number for the table"
    assert loss.dtype == torch.float64, "float64 in, float64 out"
    assert loss.requires_grad, "gradients have to flow to the scores"
    assert abs(float(loss.detach()) - math.log(4)) < 1e-9, "who gives equal scores to four candidates guesses blindly"
    assert float(infonce_loss(5 * torch.eye(4))) < math.log(4), "a critic that knows the partners pays less"
