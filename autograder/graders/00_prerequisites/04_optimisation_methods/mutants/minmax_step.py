"""Wrong answers to `minmax_step`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_both_at_once")
def both_descend(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that both players go downhill."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    at_theta, at_psi = theta, psi
    if mode == "extragradient":
        at_theta, at_psi = theta - lr_theta * grad_theta(theta, psi), psi - lr_psi * grad_psi(theta, psi)
    new_theta = theta - lr_theta * grad_theta(at_theta, at_psi)
    if mode == "alternating":
        at_theta = new_theta
    return new_theta, psi - lr_psi * grad_psi(at_theta, at_psi)


@mutant(caught_by="test_both_at_once")
def overwrites_theta_too_early(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that two lines of code happen at the same time: psi sees the new theta in every mode."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    if mode == "extragradient":
        at = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
        return theta - lr_theta * grad_theta(*at), psi + lr_psi * grad_psi(*at)
    theta = theta - lr_theta * grad_theta(theta, psi)
    psi = psi + lr_psi * grad_psi(theta, psi)
    return theta, psi


@mutant(caught_by="test_both_at_once")
def one_rate_for_both(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that both players have theta's rate."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    at_theta, at_psi = theta, psi
    if mode == "extragradient":
        at_theta, at_psi = theta - lr_theta * grad_theta(theta, psi), psi + lr_theta * grad_psi(theta, psi)
    new_theta = theta - lr_theta * grad_theta(at_theta, at_psi)
    if mode == "alternating":
        at_theta = new_theta
    return new_theta, psi + lr_theta * grad_psi(at_theta, at_psi)


@mutant(caught_by="test_one_after_the_other")
def never_alternates(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that alternating means the same: computes both gradients first."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    at_theta, at_psi = theta, psi
    if mode == "extragradient":
        at_theta, at_psi = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
    return theta - lr_theta * grad_theta(at_theta, at_psi), psi + lr_psi * grad_psi(at_theta, at_psi)


@mutant(caught_by="test_one_after_the_other")
def psi_moves_first(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that the critic moves first, as in most programs for GANs."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    if mode == "alternating":
        psi = psi + lr_psi * grad_psi(theta, psi)
        return theta - lr_theta * grad_theta(theta, psi), psi
    at = theta, psi
    if mode == "extragradient":
        at = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
    return theta - lr_theta * grad_theta(*at), psi + lr_psi * grad_psi(*at)


@mutant(caught_by="test_a_look_ahead")
def takes_two_steps(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that an extragradient step is two steps: goes on from the trial pair."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    if mode == "extragradient":
        theta, psi = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
    new_theta = theta - lr_theta * grad_theta(theta, psi)
    return new_theta, psi + lr_psi * grad_psi(new_theta if mode == "alternating" else theta, psi)


@mutant(caught_by="test_a_look_ahead")
def looks_only_at_the_other(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that only the opponent's trial place matters: takes each gradient at one's own old place."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    if mode == "extragradient":
        trial_theta, trial_psi = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
        return theta - lr_theta * grad_theta(theta, trial_psi), psi + lr_psi * grad_psi(trial_theta, psi)
    new_theta = theta - lr_theta * grad_theta(theta, psi)
    return new_theta, psi + lr_psi * grad_psi(new_theta if mode == "alternating" else theta, psi)


@mutant(caught_by="test_a_look_ahead")
def tries_one_after_the_other(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that psi's trial step sees theta's."""
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(mode)
    at_theta, at_psi = theta, psi
    if mode == "extragradient":
        at_theta = theta - lr_theta * grad_theta(theta, psi)
        at_psi = psi + lr_psi * grad_psi(at_theta, psi)
    new_theta = theta - lr_theta * grad_theta(at_theta, at_psi)
    if mode == "alternating":
        at_theta = new_theta
    return new_theta, psi + lr_psi * grad_psi(at_theta, at_psi)


@mutant(caught_by="test_the_smallest_game")
def falls_back_quietly(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """Believes that a mode that it does not know is simultaneous."""
    at_theta, at_psi = theta, psi
    if mode == "extragradient":
        at_theta, at_psi = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
    new_theta = theta - lr_theta * grad_theta(at_theta, at_psi)
    if mode == "alternating":
        at_theta = new_theta
    return new_theta, psi + lr_psi * grad_psi(at_theta, at_psi)
