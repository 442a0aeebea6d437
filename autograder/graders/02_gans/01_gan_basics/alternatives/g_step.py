"""Other right answers to `g_step`, which must have full marks. Each docstring says how it differs."""

from autograder.testing import alternative


@alternative
def g_step_that_freezes_d(G, D, opt_G, z, mode="ns"):
    """Switches D's gradients off meanwhile, which saves time."""
    D.requires_grad_(False)
    loss = g_loss(D(G(z)), mode)
    opt_G.zero_grad(set_to_none=False)
    loss.backward()
    opt_G.step()
    D.requires_grad_(True)
    return loss.item()


@alternative
def g_step_with_a_closure(G, D, opt_G, z, mode="ns"):
    """Gives the optimiser a closure, which clears, goes backward and returns the loss."""

    def closure():
        opt_G.zero_grad()
        loss = g_loss(D(G(z)), mode)
        loss.backward()
        return loss

    return float(opt_G.step(closure))


@alternative
def g_step_that_tidies_up(G, D, opt_G, z, mode="ns"):
    """Clears both before and both after."""
    G.zero_grad()
    D.zero_grad()
    loss = g_loss(D(G(z)), mode)
    loss.backward()
    opt_G.step()
    G.zero_grad()
    D.zero_grad()
    return loss.item()
