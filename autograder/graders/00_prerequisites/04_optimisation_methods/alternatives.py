"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative

# --- gd_minimise


@alternative("gd_minimise")
def descent_in_numpy(A, b, theta, lr, n_steps):
    """NumPy throughout, into a table that was made before; returns a list."""
    A, b = np.asarray(A), np.asarray(b)
    path = np.empty((n_steps + 1, len(b)))
    path[0] = theta
    for t in range(n_steps):
        path[t + 1] = path[t] - lr * (A.dot(path[t]) - b)
    return [path, np.abs(1 - lr * np.linalg.eigvalsh(A)).max() < 1]


@alternative("gd_minimise")
def descent_by_matrix_powers(A, b, theta, lr, n_steps):
    """The closed form: powers of I - lr A around the minimum; the verdict from the spectral norm."""
    goal = torch.linalg.solve(A, b)
    M = torch.eye(len(b), dtype=A.dtype) - lr * A
    rows = [theta.clone()]
    rows += [goal + torch.linalg.matrix_power(M, t) @ (theta - goal) for t in range(1, n_steps + 1)]
    return torch.stack(rows), torch.linalg.matrix_norm(A, 2) < 2 / lr


# --- steps_needed


@alternative("steps_needed")
def steps_by_multiplying(eigenvalues, lr, shrink):
    """Multiplies until it is enough; a tensor's answer as a float."""
    rate, left, steps = float(torch.max(torch.abs(1 - lr * eigenvalues))), 1.0, 0
    while left > shrink:
        if rate >= 1:
            return float("inf")
        left, steps = left * rate, steps + 1
    return steps


@alternative("steps_needed")
def steps_in_numpy(eigenvalues, lr, shrink):
    """NumPy, in which the logarithm of zero is minus infinity."""
    factors = np.abs(1 - lr * np.asarray(eigenvalues))
    if shrink >= 1:
        return 0
    if (factors >= 1).any():
        return np.inf
    with np.errstate(divide="ignore"):
        return max(1, int(np.ceil(np.log(shrink) / np.log(factors.max()))))


# --- line_search_armijo


@alternative("line_search_armijo")
def search_over_powers(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Numbers the trials, and computes each length afresh."""
    slope = torch.dot(g, d).item()
    if not slope < 0:
        return 0.0
    here, trial = float(loss(theta)), 0
    while lr * shrink**trial >= 1e-12:
        length = lr * shrink**trial
        if float(loss(theta + length * d)) - here <= c * length * slope:
            return length
        trial += 1
    return 0.0


@alternative("line_search_armijo")
def search_with_tensors(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Tensors throughout, NaN refused by name, and a generator of lengths."""
    slope = (g * d).sum()
    here = torch.as_tensor(loss(theta))

    def lengths(length):
        while length >= 1e-12:
            yield length
            length = length * shrink

    for length in lengths(lr) if slope < 0 else ():
        there = torch.as_tensor(loss(theta + length * d))
        if not torch.isnan(there) and not there > here + c * length * slope:
            return torch.tensor(length, dtype=torch.float64)
    return torch.tensor(0.0)


# --- sgd_momentum_step


@alternative("sgd_momentum_step")
def momentum_in_numpy(theta, g, v, lr, momentum=0.9, nesterov=False):
    """NumPy arrays, entry by entry, of the inputs' dtype; returns a list."""
    theta, g = np.asarray(theta), np.asarray(g)
    v = np.array(g) if v is None else momentum * np.asarray(v) + g
    step = np.add(g, momentum * v) if nesterov else v
    return [(theta - lr * step).astype(theta.dtype), v.astype(theta.dtype)]


@alternative("sgd_momentum_step")
def momentum_of_torch(theta, g, v, lr, momentum=0.9, nesterov=False):
    """torch's own optimiser, on copies, with the velocity put into its state."""
    parameter = theta.clone().requires_grad_()
    parameter.grad = g.clone()
    optimiser = torch.optim.SGD([parameter], lr=lr, momentum=momentum, nesterov=nesterov)
    if momentum == 0:
        optimiser.step()
        return parameter.detach(), g.clone()
    if v is not None:
        optimiser.state[parameter]["momentum_buffer"] = v.clone()
    optimiser.step()
    return parameter.detach(), optimiser.state[parameter]["momentum_buffer"]


@alternative("sgd_momentum_step")
def momentum_on_copies(theta, g, v, lr, momentum=0.9, nesterov=False):
    """In place, on copies."""
    theta, v = theta.clone(), torch.zeros_like(g) if v is None else v.clone()
    v.mul_(momentum).add_(g)
    theta.sub_(v, alpha=lr * momentum if nesterov else lr)
    if nesterov:
        theta.sub_(g, alpha=lr)
    return theta, v


# --- adam_step


@alternative("adam_step")
def adam_with_a_dictionary(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """State in a dictionary that is changed in place, lerp for the averages, corrections moved into the rate."""
    if state is None:
        state = {"step": 0, "m": torch.zeros_like(g), "s": torch.zeros_like(g)}
    state["step"] += 1
    old = theta
    if weight_decay != 0:
        if decoupled:
            theta = theta - lr * weight_decay * theta
        else:
            g = g.add(old, alpha=weight_decay)
    state["m"].lerp_(g, 1 - betas[0])
    state["s"].mul_(betas[1]).addcmul_(g, g, value=1 - betas[1])
    first, second = (1 - beta ** state["step"] for beta in betas)
    return theta - (lr / first) * state["m"] / (state["s"].sqrt() / math.sqrt(second) + eps), state


@alternative("adam_step")
def adam_in_numpy(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """NumPy, all gradients' weights summed afresh in each step from a list of all gradients."""
    kind = np.asarray(theta).dtype
    theta, g = np.asarray(theta, dtype=np.float64), np.array(g, dtype=np.float64)
    if not decoupled:
        g = g + weight_decay * theta
    history = [] if state is None else state
    history = [*history, g]
    ages = np.arange(len(history))[::-1]
    hats = []
    for beta, power in zip(betas, (1, 2), strict=True):
        weights = np.power(float(beta), ages)
        hats.append(sum(w * h**power for w, h in zip(weights, history, strict=True)) / weights.sum())
    kept = theta * (1 - lr * weight_decay) if decoupled else theta
    return torch.as_tensor((kept - lr * hats[0] / (np.sqrt(hats[1]) + eps)).astype(kind)), history


@alternative("adam_step")
def adam_of_torch(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """torch's own optimisers, whose state is carried from step to step."""
    parameter = theta.clone().requires_grad_()
    parameter.grad = g.clone()
    kind = torch.optim.AdamW if decoupled else torch.optim.Adam
    optimiser = kind([parameter], lr=lr, betas=betas, eps=eps, weight_decay=weight_decay)
    if state is not None:
        optimiser.state[parameter] = state
    optimiser.step()
    return parameter.detach(), optimiser.state[parameter]


# --- lr_schedule


@alternative("lr_schedule")
def schedule_by_cases(step, total, base_lr, warmup=0, min_lr=0.0):
    """One case after the other, with the cosine written as the square of another."""
    if step < warmup and step < total:
        return (step + 1) * base_lr / warmup
    if step >= total:
        return float(min_lr)
    if step == warmup:
        return float(base_lr)
    share = math.cos(math.pi / 2 * (step - warmup) / (total - 1 - warmup)) ** 2
    return share * base_lr + (1 - share) * min_lr


@alternative("lr_schedule")
def schedule_as_a_table(step, total, base_lr, warmup=0, min_lr=0.0):
    """NumPy: the whole table, of which one entry is asked for; returns a scalar of NumPy."""
    rising = base_lr * np.arange(1, warmup + 1) / max(warmup, 1)
    falling = min_lr + (base_lr - min_lr) * (1 + np.cos(np.linspace(0, np.pi, total - warmup))) / 2
    table = np.concatenate([rising, falling])
    return table[step] if step < total else np.float64(min_lr)


# --- clip_grad_norm


@alternative("clip_grad_norm")
def clip_of_torch(grads, max_norm):
    """torch's own function on parameters that hold copies; the norm as a tensor."""
    if not grads:
        return [], torch.tensor(0.0)
    holders = [torch.zeros_like(grad).requires_grad_() for grad in grads]
    for holder, grad in zip(holders, grads, strict=True):
        holder.grad = grad.clone()
    norm = torch.nn.utils.clip_grad_norm_(holders, max_norm)
    if not torch.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    return [holder.grad for holder in holders], norm


@alternative("clip_grad_norm")
def clip_in_numpy(grads, max_norm):
    """NumPy: all entries in one vector, scaled by a number that is never above 1; a tuple of arrays."""
    arrays = [np.asarray(grad) for grad in grads]
    norm = np.linalg.norm(np.concatenate([np.zeros(1), *(array.astype(np.float64).ravel() for array in arrays)]))
    if not np.isfinite(norm):
        return tuple(np.zeros_like(array) for array in arrays), norm
    factor = max_norm / np.maximum(norm, max_norm) if np.isfinite(max_norm) else 1.0
    return tuple((array * factor).astype(array.dtype) for array in arrays), norm


@alternative("clip_grad_norm")
def clip_copies_in_place(grads, max_norm):
    """In place, on copies; the norm of norms."""
    copies = [grad.clone() for grad in grads]
    norm = torch.stack([grad.double().norm() for grad in copies]).norm().item() if copies else 0.0
    if norm != norm or norm == math.inf:
        for grad in copies:
            grad.zero_()
    elif norm > max_norm:
        for grad in copies:
            grad *= max_norm / norm
    return copies, norm


# --- minimise


@alternative("minimise")
def minimise_by_itself(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """All in one function, without the other exercises; the average from the weights' own sum."""
    m = s = total = torch.zeros_like(theta)
    weight = 0.0
    for t in range(1, n_steps + 1):
        g = grad(theta, t - 1)
        norm = float(g.norm())
        if norm > max_norm:
            g = g * (max_norm / norm)
        if t <= warmup:
            lr = base_lr * t / warmup
        else:
            lr = base_lr / 2 * (1 + math.cos(math.pi * (t - 1 - warmup) / max(1, n_steps - 1 - warmup)))
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
        theta = theta - lr * (m / (1 - 0.9**t)) / ((s / (1 - 0.999**t)).sqrt() + 1e-8)
        total, weight = decay * total + theta, decay * weight + 1
    return theta, total / weight


@alternative("minimise")
def minimise_with_a_list(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Keeps all places, and averages them at the end; returns a list."""
    places, state = [theta.clone()], None
    for step in range(n_steps):
        clipped, _norm = clip_grad_norm([grad(places[-1], step)], max_norm)  # noqa: F821 (of the notebook)
        rate = lr_schedule(step, n_steps, base_lr, warmup=warmup)  # noqa: F821
        new, state = adam_step(places[-1], clipped[0], state, rate)  # noqa: F821
        places.append(new)
    ages = torch.arange(n_steps - 1, -1, -1, dtype=torch.float64)
    weights = torch.as_tensor(decay, dtype=torch.float64) ** ages
    average = torch.tensordot(weights / weights.sum(), torch.stack(places[1:]), dims=1)
    return [places[-1], average]


# --- minmax_step


@alternative("minmax_step")
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


@alternative("minmax_step")
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


# --- spectral_normalise


@alternative("spectral_normalise")
def normalise_in_numpy(W, u, n_iter=1):
    """NumPy, with guarded lengths; sigma as the length of W v."""
    kind = np.asarray(W).dtype
    M, u = np.asarray(W).reshape(W.shape[0], -1), np.array(u)
    u = u / np.linalg.norm(u)
    if np.all(M == 0):
        return np.zeros(tuple(W.shape), dtype=kind), np.float64(0), u.astype(kind)
    for _ in range(n_iter):
        v = u @ M
        v = v / np.linalg.norm(v)
        w = M @ v
        sigma = np.linalg.norm(w)
        u = w / sigma
    return (np.asarray(W) / sigma).astype(kind), sigma, u.astype(kind)


@alternative("spectral_normalise")
def normalise_with_torch(W, u, n_iter=1):
    """torch's `normalize`, with a floor that no weight reaches, and flatten; zeros by a mask at the end."""
    M, start = torch.flatten(W, 1), torch.nn.functional.normalize(u, dim=0)
    u = start
    for _ in range(n_iter):
        v = torch.nn.functional.normalize(torch.mv(M.T, u), dim=0, eps=1e-30)
        u = torch.nn.functional.normalize(torch.mv(M, v), dim=0, eps=1e-30)
    sigma = torch.dot(u, torch.mv(M, v))
    if sigma == 0:
        return W.clone(), sigma, start
    return W.div(sigma), sigma, u


@alternative("spectral_normalise")
def normalise_by_the_gram_matrix(W, u, n_iter=1):
    """Iterates with M M^T alone, and makes v once, from the last u but one."""
    M = W.reshape(W.shape[0], -1)
    if bool((M == 0).all()):
        return W.clone(), torch.zeros(()), u / u.norm()
    G, u = M @ M.T, u / u.norm()
    for _ in range(n_iter):
        before = u
        u = G @ u
        u = u / u.norm()
    v = M.T @ before
    v = v / v.norm()
    sigma = (u * (M @ v)).sum()
    return W / sigma, sigma, u
