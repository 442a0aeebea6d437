"""Wrong answers to `slerp`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_equation_7")
def walks_straight(z_0, z_1, t):
    """Interpolates in a straight line."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    return (1 - t) * z_0 + t * z_1


@mutant(caught_by="test_stays_on_the_sphere")
def walks_straight_and_rescales(z_0, z_1, t):
    """Walks straight and puts the result back onto the sphere: the right way, at the wrong speed."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    straight = (1 - t) * z_0 + t * z_1
    length = (1 - t) * z_0.norm(dim=-1, keepdim=True) + t * z_1.norm(dim=-1, keepdim=True)
    return straight / straight.norm(dim=-1, keepdim=True) * length


@mutant(caught_by="test_equation_7")
def forgets_to_normalise(z_0, z_1, t):
    """Takes the inner product for the cosine, whatever the lengths."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    omega = torch.acos((z_0 * z_1).sum(dim=-1, keepdim=True).clamp(-0.999, 0.999))
    return (torch.sin((1 - t) * omega) * z_0 + torch.sin(t * omega) * z_1) / torch.sin(omega)


@mutant(caught_by="test_small_angles")
def divides_by_zero(z_0, z_1, t):
    """Writes equation (7) down as it stands."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    u_0, u_1 = (z / z.norm(dim=-1, keepdim=True) for z in (z_0, z_1))
    omega = torch.acos((u_0 * u_1).sum(dim=-1, keepdim=True).clamp(-1, 1))
    return (torch.sin((1 - t) * omega) * z_0 + torch.sin(t * omega) * z_1) / torch.sin(omega)


@mutant(caught_by="test_small_angles")
def decides_for_all_at_once(z_0, z_1, t):
    """Takes the straight line for all pairs, or for none."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    u_0, u_1 = (z / z.norm(dim=-1, keepdim=True) for z in (z_0, z_1))
    omega = 2 * torch.atan2((u_1 - u_0).norm(dim=-1, keepdim=True), (u_1 + u_0).norm(dim=-1, keepdim=True))
    if bool((omega < 1e-4).all()):
        return (1 - t) * z_0 + t * z_1
    return (torch.sin((1 - t) * omega) * z_0 + torch.sin(t * omega) * z_1) / torch.sin(omega)


@mutant(caught_by="test_equation_7")
def returns_unit_vectors(z_0, z_1, t):
    """Interpolates between the directions, and returns those."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    u_0, u_1 = (z / z.norm(dim=-1, keepdim=True) for z in (z_0, z_1))
    omega = torch.acos((u_0 * u_1).sum(dim=-1, keepdim=True).clamp(-1, 1)).clamp(min=1e-6)
    return (torch.sin((1 - t) * omega) * u_0 + torch.sin(t * omega) * u_1) / torch.sin(omega)


@mutant(caught_by="test_shapes_and_dtypes")
def takes_one_angle_for_all(z_0, z_1, t):
    """Sums the inner product over the whole batch: one angle for all pairs."""
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    cosine = (z_0 * z_1).sum() / (z_0.norm() * z_1.norm())
    omega = torch.acos(cosine.clamp(-1, 1)).clamp(min=1e-4)
    return (torch.sin((1 - t) * omega) * z_0 + torch.sin(t * omega) * z_1) / torch.sin(omega)


@mutant(caught_by="test_shapes_and_dtypes")
def follows_the_dtype_of_t(z_0, z_1, t):
    """Leaves t as it comes: float64 where the z are float32."""
    t = torch.as_tensor(t).unsqueeze(-1)
    u_0, u_1 = (z / z.norm(dim=-1, keepdim=True) for z in (z_0, z_1))
    omega = 2 * torch.atan2((u_1 - u_0).norm(dim=-1, keepdim=True), (u_1 + u_0).norm(dim=-1, keepdim=True))
    safe = torch.where(omega < 1e-4, 1.0, omega)
    w_0 = torch.where(omega < 1e-4, 1 - t, torch.sin((1 - t) * safe) / torch.sin(safe))
    w_1 = torch.where(omega < 1e-4, t, torch.sin(t * safe) / torch.sin(safe))
    return w_0 * z_0 + w_1 * z_1


@mutant(caught_by="test_shapes_and_dtypes")
def widens_to_double(z_0, z_1, t):
    """Computes in float64 and leaves it at that."""
    t = torch.as_tensor(t, dtype=torch.float64).unsqueeze(-1)
    z_0, z_1 = z_0.double(), z_1.double()
    u_0, u_1 = (z / z.norm(dim=-1, keepdim=True) for z in (z_0, z_1))
    omega = 2 * torch.atan2((u_1 - u_0).norm(dim=-1, keepdim=True), (u_1 + u_0).norm(dim=-1, keepdim=True))
    arc = (torch.sin((1 - t) * omega) * z_0 + torch.sin(t * omega) * z_1) / torch.sin(omega)
    return torch.where(omega < 1e-4, (1 - t) * z_0 + t * z_1, arc)
