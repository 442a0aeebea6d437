"""Other right answers to `minmax_step`, which must have full marks. Each docstring says how it differs."""

from autograder.testing import alternative


@alternative
def game_by_cases(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Each mode written out; returns a list."""
    if mode == "simultaneous":
        down, up = grad_theta(theta, psi), grad_psi(theta, psi)
        return [theta - lr_theta * down, psi + lr_psi * up]
    if mode == "alternating":
        theta = theta - lr_theta * grad_theta(theta, psi)
        return [theta, psi + lr_psi * grad_psi(theta, psi)]
    if mode == "extragradient":
        ahead = (theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi))
        return [theta - lr_theta * grad_theta(*ahead), psi + lr_psi * grad_psi(*ahead)]
    raise ValueError(mode)


@alternative
def game_by_recursion(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """In place on copies; the look ahead is a simultaneous step by the same function, found by its own name."""

    def move(at_theta, at_psi):
        new_theta, new_psi = theta.clone(), psi.clone()
        new_theta.sub_(grad_theta(at_theta, at_psi), alpha=lr_theta)
        seen = new_theta if mode == "alternating" else at_theta
        new_psi.add_(grad_psi(seen, at_psi), alpha=lr_psi)
        return new_theta, new_psi

    if mode == "extragradient":
        return move(*move(theta, psi))
    if mode in {"simultaneous", "alternating"}:
        return move(theta, psi)
    raise ValueError("simultaneous, alternating or extragradient")
