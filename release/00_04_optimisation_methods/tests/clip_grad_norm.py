# Generated from lessons/00_prerequisites/04_optimisation_methods.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "clip_grad_norm"
points = 5


@test_case()
def public_check(env):
    global clipped, grads, norm
    globals().update(env)
    grads = [torch.full((2, 3), 3.0), torch.full((4,), -2.0)]
    clipped, norm = clip_grad_norm(grads, 1.0)
    assert [tuple(torch.as_tensor(grad).shape) for grad in clipped] == [(2, 3), (4,)], (
        "as many tensors, with the same shapes"
    )
    assert all(torch.as_tensor(grad).dtype == torch.float32 for grad in clipped), "float32 in, float32 out"
    assert torch.as_tensor(norm).numel() == 1, "one norm for all gradients together"
    assert sum(float(torch.as_tensor(grad).square().sum()) for grad in clipped) <= 1 + 1e-5, "still longer than max_norm"
    assert bool((grads[0] == 3).all()), "the gradients that were handed in are not to be changed"
