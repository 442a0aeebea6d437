# Generated from lessons/01_autoencoders/06_hierarchical_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "sample_top_down"
points = 4


@test_case()
def public_check(env):
    global parts
    globals().update(env)
    parts = sample_top_down(lambda z: (z, 0 * z), lambda z: z.repeat(1, 3), torch.ones(5, 2), torch.zeros(5, 2))
    assert len(parts) == 3, "three results: z_2, z_1 and the logits"
    assert [tuple(torch.as_tensor(part).shape) for part in parts] == [(5, 2), (5, 2), (5, 6)], "one row for each throw"
    assert bool((torch.as_tensor(parts[1]) == 1).all()), "without noise of its own z_1 is the mean that the prior gives"
    parts = sample_top_down(
        lambda z: (z, 0 * z), lambda z: z.repeat(1, 3), torch.ones(5, 2).double(), torch.zeros(5, 2).double()
    )
    assert all(torch.as_tensor(part).dtype == torch.float64 for part in parts), "noise in float64, pictures in float64"
