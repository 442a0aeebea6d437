# Generated from lessons/01_autoencoders/02_sparse_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_honest_penalty"
points = 6


@test_case()
def public_check(env):
    global verdict
    globals().update(env)
    verdict = is_honest_penalty(l1_penalty)
    assert isinstance(verdict, (bool, np.bool_)) or torch.as_tensor(verdict).numel() == 1, "one answer, true or false"
    assert bool(verdict), "equation (7) keeps all four promises"
    assert not bool(is_honest_penalty(lambda z, D: z.abs().sum())), "this one does not look at the atoms: it can be escaped"
