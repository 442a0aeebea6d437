"""Wrong answers to `metropolis`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_chain")
def compares_with_u_itself(log_p, x0, step, noise, u):
    """Believes that u is compared with the difference of the logarithms."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = u[t] < log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant(caught_by="test_outcome")
def is_greedy(log_p, x0, step, noise, u):
    """Believes that only uphill steps are taken."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = log_p(proposal) > log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant(caught_by="test_outcome")
def accepts_everything(log_p, x0, step, noise, u):
    """Believes that a random walk finds the distribution by itself."""
    return x0 + step * noise.cumsum(dim=0), 1.0


@mutant(caught_by="test_refused_steps")
def drops_steps_in_which_nothing_moved(log_p, x0, step, noise, u):
    """Believes that a place is recorded only when some chain arrives there; fills up with the last places."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = torch.log(u[t]) < log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        if bool(accept.any()):
            chain.append(x)
        accepted += int(accept.sum())
    chain += [x] * (len(noise) - len(chain))
    return torch.stack(chain), accepted / u.numel()


@mutant(caught_by="test_refused_steps")
def records_the_proposals(log_p, x0, step, noise, u):
    """Believes that the chain is what was proposed."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = torch.log(u[t]) < log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        chain.append(proposal)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant(caught_by="test_chain")
def decides_for_all_chains_together(log_p, x0, step, noise, u):
    """Believes that the chains are one walker."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = torch.log(u[t][:1]) < (log_p(proposal) - log_p(x)).sum()
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
        accepted += int(accept.sum()) * len(x)
    return torch.stack(chain), accepted / u.numel()


@mutant(caught_by="test_chain")
def always_steps_from_the_start(log_p, x0, step, noise, u):
    """Believes that proposals are made around the start."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x0 + step * noise[t]
        accept = torch.log(u[t]) < log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant(caught_by="test_refused_steps")
def counts_what_was_recorded(log_p, x0, step, noise, u):
    """Believes that acceptance is how often the record changes: the first step is forgotten."""
    x, chain = x0, []
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = torch.log(u[t]) < log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
    chain = torch.stack(chain)
    moved = (chain[1:] != chain[:-1]).any(dim=-1)
    return chain, float(moved.double().mean()) if len(moved) else 0.0


@mutant(caught_by="test_refused_steps")
def steps_into_the_void(log_p, x0, step, noise, u):
    """Believes that "below" and "at most" are the same: u = 0 leads to where the density is 0."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = torch.log(u[t]) <= log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant(caught_by="test_start")
def writes_into_the_start(log_p, x0, step, noise, u):
    """Believes that `x = x0` makes a copy."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = torch.log(u[t]) < log_p(proposal) - log_p(x)
        x[accept] = proposal[accept]
        chain.append(x.clone())
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant(caught_by="test_start")
def records_before_it_moves(log_p, x0, step, noise, u):
    """Believes that the start is the first entry of the chain, and the last place is not."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        chain.append(x)
        proposal = x + step * noise[t]
        accept = torch.log(u[t]) < log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant(caught_by="test_chain")
def leaves_logarithms_too_early(log_p, x0, step, noise, u):
    """Believes that densities fit into a float, and divides them."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = u[t] < torch.exp(log_p(proposal)) / torch.exp(log_p(x))
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()
