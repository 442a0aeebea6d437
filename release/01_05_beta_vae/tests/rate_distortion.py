# Generated from lessons/01_autoencoders/05_beta_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "rate_distortion"
points = 6


@test_case()
def public_check(env):
    global distortion, rate
    globals().update(env)
    rate, distortion = (torch.as_tensor(part) for part in rate_distortion(torch.tensor([2.0, 0.5, 0.0]), beta=4.0))
    assert rate.shape == distortion.shape == (3,), "one rate and one error for each direction"
    assert rate.dtype == distortion.dtype == torch.float32, "float32 in, float32 out"
    assert bool(rate.isfinite().all()), "a direction without variance has a rate of 0, and not of minus infinity"
    assert bool((distortion <= torch.tensor([2.0, 0.5, 0.0]) + 1e-6).all()), (
        "no error is larger than what saying nothing has"
    )
