"""Hidden tests of `slerp`: equation (7), the sphere, a steady walk, small angles, shapes."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, require


def expect(z_0, z_1, t):
    """Equation (7) in float64."""
    u_0, u_1 = (z / z.norm(dim=-1, keepdim=True) for z in (z_0, z_1))
    omega = 2 * torch.atan2((u_1 - u_0).norm(dim=-1, keepdim=True), (u_1 + u_0).norm(dim=-1, keepdim=True))
    t = torch.as_tensor(t, dtype=torch.float64)[..., None]
    return (torch.sin((1 - t) * omega) * z_0 + torch.sin(t * omega) * z_1) / torch.sin(omega)


def cosine(z_0, z_1):
    """Of the angle between rows, as a column."""
    return torch.nn.functional.cosine_similarity(z_0, z_1, dim=-1)[..., None]


@points("slerp", 2)
def test_equation_7(notebook, rng):
    """Values are those of equation (7), also where the two differ in length; t is a float or a tensor."""
    hint = (
        "The weights are sines; their angle is between the directions, so divide by both lengths. They go to the vectors as "
        "those are."
    )
    for d in (2, 5, 16):
        z_0, z_1 = 3 * rng.normal(6, d), rng.normal(6, d)
        z_1 = torch.where(cosine(z_0, z_1) < -0.9, -z_1, z_1)  # nearly opposite directions are not promised
        for t in (0.0, 0.3, 1.0, 1.2):
            assert_close(notebook.slerp(z_0, z_1, t), expect(z_0, z_1, t), what=f"slerp at t = {t}", hint=hint)
        t = rng.uniform(0, 1, (6,))
        what = "slerp with a t for each row"
        assert_close(notebook.slerp(z_0, z_1, t), expect(z_0, z_1, t), what=what, hint=hint)


@points("slerp", 1)
def test_stays_on_the_sphere(notebook, rng):
    """Between two points of equal length all points have that length, and the angle walked grows evenly with t."""
    for d, radius in ((3, 1.0), (16, 4.0)):
        z_0, z_1 = (radius * z / z.norm() for z in (rng.normal(d), rng.normal(d)))
        t = torch.linspace(0, 1, 11, dtype=torch.float64)
        path = as_tensor(notebook.slerp(z_0, z_1, t))
        assert_shape(path, (11, d), what="the path", hint="z_0 of shape [d] and t of shape [11] give [11, d].")
        hint = "A straight line cuts through the ball, also if it is rescaled afterwards it walks unevenly."
        assert_close(path.norm(dim=1), torch.full((11,), radius), what="the length on the way", hint=hint)
        angles = torch.acos((path @ z_0 / radius**2).clamp(-1, 1))
        total = torch.acos((z_0 @ z_1 / radius**2).clamp(-1, 1))
        assert_close(angles, t * total, atol=1e-6, what="the angle walked", hint=hint)


@points("slerp", 1)
def test_small_angles(notebook, rng):
    """Where both point in the same direction, or nearly, the straight line comes out: no NaN, in float32 as in float64."""
    hint = "sin(angle) is 0 there: use the limit 1 - t and t. Rounding may put a cosine above 1."
    for dtype, small in ((torch.float64, 1e-9), (torch.float32, 1e-6), (torch.float32, 0.0)):
        z_0 = rng.normal(40, 16).to(dtype)
        z_1 = ((1 + rng.uniform(0, 1, (40, 1))) * (z_0.double() + small * rng.normal(40, 16))).to(dtype)
        for t in (0.0, 0.5, 0.9):
            wanted = (1 - t) * z_0.double() + t * z_1.double()
            assert_close(notebook.slerp(z_0, z_1, t), wanted, rtol=1e-4, what="slerp of nearly parallel z", hint=hint)
    pair = torch.stack([z_0[0], z_0[1].float()])
    mixed = as_tensor(notebook.slerp(pair, torch.stack([z_0[0], -0.5 * z_0[1] + z_0[2]]), 0.5))
    require(bool(mixed.isfinite().all()), "one parallel pair spoils the others", hint="Decide for each pair.")


@points("slerp", 1)
def test_shapes_and_dtypes(notebook, rng):
    """Any number of axes in front, t broadcast against them, the dtype of the inputs, and inputs that stay as they are."""
    z_0, z_1 = rng.normal(4, 3, 8), rng.normal(4, 3, 8)
    for t in (0.25, rng.uniform(0, 1, (4, 3)), rng.uniform(0, 1, (3,)), rng.uniform(0, 1, (4, 1))):
        hint = "Each pair has an angle of its own; t fits the shape [...] in front of d, and needs one more axis at its end."
        got = notebook.slerp(z_0, z_1, t)
        assert_close(got, expect(z_0, z_1, t), what="slerp with several axes", hint=hint)
    for t in (0.4, torch.tensor(0.4, dtype=torch.float64), rng.uniform(0, 1, (4, 1))):
        got = notebook.slerp(z_0.float(), z_1.float(), t)
        what = "slerp of float32 tensors"
        assert_dtype(
            got, torch.float32, what=what, hint="The dtype of z counts: a t in float64 must not widen the result."
        )
        assert_close(got, expect(z_0, z_1, t), rtol=1e-4, what=what, hint="Keep the inputs' dtype.")
    right = torch.tensor([[1.0, 0.0]], dtype=torch.float64)
    up = torch.tensor([[0.0, 2.0]], dtype=torch.float64)
    half = math.sqrt(0.5)
    assert_close(
        notebook.slerp(right, up, 0.5), [[half, 2 * half]], what="slerp over a right angle", hint="sin(45 degrees)"
    )
