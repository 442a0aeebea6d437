# Generated from lessons/01_autoencoders/05_beta_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "kl_parts"
points = 6


@test_case()
def public_check(env):
    global half, parts
    globals().update(env)
    half = torch.full((2,), 0.5, dtype=torch.float64)
    parts = [torch.as_tensor(part) for part in kl_parts(torch.full((3, 2, 2), 0.25, dtype=torch.float64), half, half)]
    assert len(parts) == 3, "three parts"
    assert all(part.shape == () for part in parts), "three numbers, each for the whole data set"
    assert max(abs(float(part)) for part in parts) < 1e-9, "codes that are dice for every picture cost nothing"
