"""Hidden tests of `minmax_step`: where each way takes its gradients, and what becomes of the smallest game."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, inside, points, raises, require


@inside
def play(ns, M, P, Q, theta, psi, lr_theta, lr_psi, mode, rounds):
    """Rounds of the game tanh(theta)^T M psi + theta^T P theta / 2 - psi^T Q psi / 2; all places, and the start afterwards."""

    def grad_theta(t, p):
        t, p = torch.as_tensor(t), torch.as_tensor(p)
        return (1 - torch.tanh(t) ** 2) * (M @ p) + P @ t

    def grad_psi(t, p):
        t, p = torch.as_tensor(t), torch.as_tensor(p)
        return M.T @ torch.tanh(t) - Q @ p

    theta, psi = theta.clone(), psi.clone()
    t, p, places = theta, psi, []
    for _ in range(rounds):
        t, p = ns.minmax_step(t, p, grad_theta, grad_psi, lr_theta, lr_psi, *([mode] if mode else []))
        places.append(torch.cat([torch.as_tensor(t), torch.as_tensor(p)]))
    return torch.stack(places), theta, psi


@inside
def play_product(ns, start, lr, mode, rounds):
    """Rounds of V = theta psi with two numbers."""
    theta, psi, places = start[:1].clone(), start[1:].clone(), []
    for _ in range(rounds):
        theta, psi = ns.minmax_step(theta, psi, lambda t, p: p, lambda t, p: t, lr, lr, mode)
        places.append(torch.cat([torch.as_tensor(theta), torch.as_tensor(psi)]))
    return torch.stack(places)


def expect(M, P, Q, t, p, lr_theta, lr_psi, mode, rounds):
    """All places of the right game."""

    def grad_theta(t, p):
        return (1 - torch.tanh(t) ** 2) * (M @ p) + P @ t

    def grad_psi(t, p):
        return M.T @ torch.tanh(t) - Q @ p

    places = []
    for _ in range(rounds):
        if mode == "alternating":
            t = t - lr_theta * grad_theta(t, p)
            p = p + lr_psi * grad_psi(t, p)
        else:
            at = (t, p)
            if mode == "extragradient":
                at = (t - lr_theta * grad_theta(t, p), p + lr_psi * grad_psi(t, p))
            t, p = t - lr_theta * grad_theta(*at), p + lr_psi * grad_psi(*at)
        places.append(torch.cat([t, p]))
    return torch.stack(places)


def check(notebook, rng, mode, hint):
    """A few rounds of fresh games agree, with rates and sizes that differ between the players."""
    for n, m, rates in ((3, 2, (0.3, 0.1)), (2, 4, (0.05, 0.4)), (3, 3, (0.2, 0.2))):
        M, P, Q = rng.normal(n, m), rng.normal(n, n), rng.normal(m, m)
        theta, psi = rng.normal(n), rng.normal(m)
        for rounds in (1, 4):
            places, *after = notebook.run(play, M, P, Q, theta, psi, *rates, mode, rounds)
            expected = expect(M, P, Q, theta, psi, *rates, mode or "simultaneous", rounds)
            assert_close(places, expected, what=f"the path of both players (mode {mode or 'left out'})", hint=hint)
            for now, before in zip(after, (theta, psi), strict=True):
                what = "a player's parameters that were handed in"
                assert_close(now, before, rtol=0, atol=0, what=what, hint="`theta -= ...` writes into them.")


@points("minmax_step", 2)
def test_both_at_once(notebook, rng):
    """With simultaneous steps both gradients are taken at the old pair, and theta goes down while psi goes up."""
    hint = "Both gradients before anybody moves; each player has its own rate; theta descends, psi ascends."
    for mode in ("simultaneous", ""):
        check(notebook, rng, mode, hint)


@points("minmax_step", 1)
def test_one_after_the_other(notebook, rng):
    """With alternating steps theta moves first, and psi takes its gradient where theta is now."""
    check(notebook, rng, "alternating", "Theta first; then psi's gradient at (new theta, old psi).")


@points("minmax_step", 2)
def test_a_look_ahead(notebook, rng):
    """The extragradient is taken at the pair after a simultaneous trial step, and the step starts from the old pair."""
    hint = (
        "(16): trial steps of both, with their own rates; both gradients at the trial pair; step from where you were."
    )
    check(notebook, rng, "extragradient", hint)


@points("minmax_step", 1)
def test_the_smallest_game(notebook, rng):
    """On V = theta psi players spiral out, stay on an ellipse, or spiral in, as the claim says; other modes are refused."""
    start, lr = rng.normal(2) + 2, float(rng.uniform(0.2, 0.6))
    for dtype in (torch.float32, torch.float64):
        places = notebook.run(play_product, start.to(dtype), lr, "alternating", 2)
        assert_dtype(places, dtype, what="the places of both players", hint="float32 in, float32 out.")
    squares = {}
    for mode in ("simultaneous", "alternating", "extragradient"):
        places = as_tensor(notebook.run(play_product, start, lr, mode, 60), "the places")
        squares[mode] = torch.cat([start[None], places]).square().sum(dim=1)
        if mode == "alternating":
            theta, psi = torch.cat([start[None], places]).T
            kept = theta**2 + psi**2 - lr * theta * psi  # the ellipse
            message = "alternating players leave their ellipse"
            require(bool(((kept - kept[0]).abs() < 1e-9 * kept[0]).all()), message, hint="Theta first, then psi.")
    for mode, factor in (("simultaneous", 1 + lr**2), ("extragradient", 1 - lr**2 + lr**4)):
        expected = squares[mode][0] * factor ** torch.arange(61, dtype=torch.float64)
        ratio = squares[mode] / expected
        message = f"the distance from the equilibrium does not change as the claim says (mode {mode})"
        require(bool(((ratio - 1).abs() < 1e-7).all()), message, hint="At which pair are the gradients taken?")
    require(math.isfinite(float(squares["alternating"].max())), "alternating players fly away")
    with raises(
        "ValueError", what="an unknown mode", hint="raise ValueError(...) for a mode that is none of the three."
    ):
        notebook.run(play_product, start, lr, "sequential", 1)
