"""Wrong answers to `is_clean_d_step`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_where_d_lands")
def asks_only_whether_d_moved(step):
    """Is content if D moves and G does not."""
    torch.manual_seed(0)
    G, D = nn.Linear(2, 2), nn.Linear(2, 1)
    before = [[p.detach().clone() for p in net.parameters()] for net in (G, D)]
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), torch.randn(5, 2), torch.randn(5, 2))
    except Exception:
        return False
    g_same = all(torch.equal(p, old) for p, old in zip(G.parameters(), before[0], strict=True))
    d_moved = any(not torch.equal(p, old) for p, old in zip(D.parameters(), before[1], strict=True))
    return g_same and d_moved and all(p.grad is None for p in G.parameters())


@mutant(caught_by="test_what_happens_to_g")
def looks_at_parameters_only(step):
    """Does not look at .grad of G, since only parameters count."""
    torch.manual_seed(0)
    G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
    x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
    for p in D.parameters():
        p.grad = torch.ones_like(p)
    before = [p.detach().clone() for p in G.parameters()]
    gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
    expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
    except Exception:
        return False
    same = all(torch.equal(p, old) for p, old in zip(G.parameters(), before, strict=True))
    return same and all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True))


@mutant(caught_by="test_where_d_lands")
def compares_under_adam(step):
    """Compares where D lands with Adam, whose first step is as large for half the gradient as for the whole."""
    for filled in (False, True):
        torch.manual_seed(0)
        G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
        x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = torch.ones_like(p) if filled else None
        before = [(p.detach().clone(), p.grad) for p in G.parameters()]
        gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
        expected = [(p - 0.1 * g.sign()).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
        try:
            step(G, D, torch.optim.Adam(D.parameters(), lr=0.1), x, z)
        except Exception:
            return False
        for p, (old, grad) in zip(G.parameters(), before, strict=True):
            if not torch.equal(p, old) or (p.grad is None) != (grad is None):
                return False
            if grad is not None and not bool((p.grad == 1).all()):
                return False
        if not all(torch.allclose(p, e, atol=1e-5) for p, e in zip(D.parameters(), expected, strict=True)):
            return False
    return True


@mutant(caught_by="test_old_gradients_and_the_number_of_steps")
def starts_from_clean_gradients(step):
    """Tries the step on fresh networks only, in which no gradient is old."""
    torch.manual_seed(0)
    G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
    x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
    before = [p.detach().clone() for p in G.parameters()]
    gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
    expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
    except Exception:
        return False
    same = all(torch.equal(p, old) and p.grad is None for p, old in zip(G.parameters(), before, strict=True))
    return same and all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True))


@mutant(caught_by="test_what_happens_to_g")
def wants_no_gradients_in_g(step):
    """Asks that G has no gradients afterwards, instead of those that it had."""
    torch.manual_seed(0)
    G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
    x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
    before = [p.detach().clone() for p in G.parameters()]
    gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
    expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
    for p in D.parameters():
        p.grad = torch.ones_like(p)
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
    except Exception:
        return False
    same = all(torch.equal(p, old) and p.grad is None for p, old in zip(G.parameters(), before, strict=True))
    return same and all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True))


@mutant(caught_by="test_what_happens_to_g")
def keeps_no_copy_of_gradients(step):
    """Remembers G's .grad itself, which a step may change in place, and so compares it with itself."""
    torch.manual_seed(0)
    for old in (None, 1.0):
        G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
        x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
        gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
        expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = None if old is None else torch.full_like(p, old)
        before = [(p.detach().clone(), p.grad) for p in G.parameters()]
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
        except Exception:
            return False
        for p, (value, grad) in zip(G.parameters(), before, strict=True):
            if not torch.equal(p, value) or (p.grad is None) != (grad is None):
                return False
            if grad is not None and not torch.equal(p.grad, grad):
                return False
        if not all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True)):
            return False
    return True


@mutant(caught_by="test_what_happens_to_g")
def fills_every_gradient(step):
    """Puts something into .grad for every trial, so that a .grad that should have stayed None is never looked at."""
    torch.manual_seed(0)
    G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
    x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
    gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
    expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
    for p in [*G.parameters(), *D.parameters()]:
        p.grad = torch.ones_like(p)
    before = [p.detach().clone() for p in G.parameters()]
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
    except Exception:
        return False
    for p, value in zip(G.parameters(), before, strict=True):
        if not torch.equal(p, value) or p.grad is None or not bool((p.grad == 1).all()):
            return False
    return all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True))


@mutant(caught_by="test_where_d_lands")
def looks_at_one_parameter_of_d(step):
    """Computes where the first weight of D lands, and takes the others for as good."""
    torch.manual_seed(0)
    for old in (None, 1.0):
        G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
        x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
        (gradient,) = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), [D.weight])
        expected = (D.weight - 0.1 * gradient).detach()
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = None if old is None else torch.full_like(p, old)
        before = [p.detach().clone() for p in G.parameters()]
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
        except Exception:
            return False
        for p, value in zip(G.parameters(), before, strict=True):
            if not torch.equal(p, value) or (p.grad is None) != (old is None):
                return False
            if old is not None and not bool((p.grad == old).all()):
                return False
        if not torch.allclose(D.weight, expected):
            return False
    return True


@mutant(caught_by="test_old_gradients_and_the_number_of_steps")
def swallows_exceptions(step):
    """Catches what a step raises, and goes on to compare."""
    torch.manual_seed(0)
    for old in (None, 1.0):
        G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
        x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
        gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
        expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = None if old is None else torch.full_like(p, old)
        before = [p.detach().clone() for p in G.parameters()]
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
        except Exception:
            print("the step raised something")
        for p, value in zip(G.parameters(), before, strict=True):
            if not torch.equal(p, value) or (p.grad is None) != (old is None):
                return False
            if old is not None and not bool((p.grad == old).all()):
                return False
        if not all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True)):
            return False
    return True


@mutant(caught_by="test_old_gradients_and_the_number_of_steps")
def lets_exceptions_through(step):
    """Does not expect a step to raise."""
    torch.manual_seed(0)
    for old in (None, 1.0):
        G, D = nn.Linear(2, 2).double(), nn.Linear(2, 1).double()
        x, z = torch.randn(5, 2, dtype=torch.float64), torch.randn(5, 2, dtype=torch.float64)
        before = [p.detach().clone() for p in G.parameters()]
        gradients = torch.autograd.grad(d_loss(D(x), D(G(z).detach())), list(D.parameters()))
        expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = None if old is None else torch.full_like(p, old)
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
        for p, value in zip(G.parameters(), before, strict=True):
            if not torch.equal(p, value) or (p.grad is None) != (old is None):
                return False
            if old is not None and not bool((p.grad == old).all()):
                return False
        if not all(torch.allclose(p, e) for p, e in zip(D.parameters(), expected, strict=True)):
            return False
    return True


@mutant(caught_by="test_where_d_lands")
def compares_bit_by_bit(step):
    """Leaves no room for rounding, so that a right step that adds in another order is rejected."""
    torch.manual_seed(0)
    for old in (None, 1.0):
        G, D = nn.Linear(2, 2), nn.Linear(2, 1)
        x, z = torch.randn(50, 2), torch.randn(50, 2)
        before = [p.detach().clone() for p in G.parameters()]
        loss = d_loss(D(x.flip(0)), D(G(z.flip(0)).detach()))
        gradients = torch.autograd.grad(loss, list(D.parameters()))
        expected = [(p - 0.1 * g).detach() for p, g in zip(D.parameters(), gradients, strict=True)]
        for p in [*G.parameters(), *D.parameters()]:
            p.grad = None if old is None else torch.full_like(p, old)
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x, z)
        except Exception:
            return False
        for p, value in zip(G.parameters(), before, strict=True):
            if not torch.equal(p, value) or (p.grad is None) != (old is None):
                return False
            if old is not None and not bool((p.grad == old).all()):
                return False
        if not all(torch.equal(p, e) for p, e in zip(D.parameters(), expected, strict=True)):
            return False
    return True


@mutant(caught_by="test_where_d_lands")
def trusts_everybody(step):
    """Accepts whatever runs."""
    G, D = nn.Linear(2, 2), nn.Linear(2, 1)
    before = [p.detach().clone() for p in D.parameters()]
    try:
        step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), torch.randn(5, 2), torch.randn(5, 2))
    except Exception:
        return False
    return any(not torch.equal(p, old) for p, old in zip(D.parameters(), before, strict=True))
