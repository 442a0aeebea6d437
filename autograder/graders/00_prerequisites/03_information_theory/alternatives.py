"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""

# ruff: noqa: F821 -- some names are those of the notebook

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from autograder.testing import alternative

# --- entropy


@alternative("entropy")
def entropy_in_numpy(p, base=math.e):
    """NumPy, choosing what is possible with `where`; returns an array."""
    p = np.asarray(p)
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    return (-(p * logs).sum(axis=-1) / math.log(base)).astype(p.dtype)


@alternative("entropy")
def entropy_of_torch(p, base=math.e):
    """torch's own `entr`."""
    return torch.special.entr(p).sum(-1) / math.log(base)


@alternative("entropy")
def entropy_by_clamping(p, base=math.e):
    """Clamps inside the logarithm at the smallest number there is: zero times that logarithm is zero."""
    smallest = torch.finfo(p.dtype).tiny
    return torch.einsum("...k,...k->...", p, p.clamp_min(smallest).log()) / -math.log(base)


@alternative("entropy")
def entropy_of_torch_distributions(p, base=math.e):
    """A loop over all distributions, in the dtype of p."""
    flat = p.reshape(-1, p.shape[-1])
    values = [sum(-t * torch.log(t) for t in row if t > 0) for row in flat]
    return torch.stack([torch.as_tensor(v, dtype=p.dtype) for v in values]).reshape(p.shape[:-1]) / math.log(base)


# --- huffman_code


@alternative("huffman_code")
def huffman_by_sorting(probs):
    """Sorts a list in each step, keeps dictionaries of words, and gives the rarer group the 1."""
    groups = [(float(prob), {outcome: ""}) for outcome, prob in enumerate(probs)]
    while len(groups) > 1:
        groups.sort(key=lambda group: group[0])
        (p, rare), (q, other) = groups[:2]
        joined = {outcome: "1" + word for outcome, word in rare.items()}
        joined |= {outcome: "0" + word for outcome, word in other.items()}
        groups = [(p + q, joined), *groups[2:]]
    words = groups[0][1]
    return [words[outcome] for outcome in range(len(probs))]


@alternative("huffman_code")
def huffman_by_tree(probs):
    """Builds a tree of nested tuples and walks it; settles ties by the largest outcome; returns a tuple."""
    nodes = [(prob, -outcome, outcome) for outcome, prob in enumerate(probs.tolist())]
    number = len(nodes)
    while len(nodes) > 1:
        nodes = sorted(nodes, key=lambda node: node[:2])
        a, b, *rest = nodes
        nodes = [*rest, (a[0] + b[0], number, (a[2], b[2]))]
        number += 1
    words = {}

    def walk(node, word):
        if isinstance(node, tuple):
            walk(node[0], word + "0")
            walk(node[1], word + "1")
        else:
            words[node] = word

    walk(nodes[0][2], "")
    return tuple(words[outcome] for outcome in range(len(probs)))


@alternative("huffman_code")
def huffman_by_lengths(probs):
    """Finds the lengths of the words first, by counting joins; then hands out words in order of length (canonical code)."""
    lengths = [0] * len(probs)
    groups = [(prob, [outcome]) for outcome, prob in enumerate(probs.tolist())]
    while len(groups) > 1:
        groups.sort()
        (p, a), (q, b) = groups.pop(0), groups.pop(0)
        for outcome in a + b:
            lengths[outcome] += 1
        groups.append((p + q, a + b))
    words, number, last = [""] * len(probs), 0, 0
    for outcome in sorted(range(len(probs)), key=lambda i: lengths[i]):
        number <<= lengths[outcome] - last
        last = lengths[outcome]
        words[outcome] = format(number, f"0{last}b") if last else ""
        number += 1
    return words


# --- kl_divergence


@alternative("kl_divergence")
def divergence_by_choosing(p, q):
    """`where` chooses the terms of possible outcomes; NaN is made, and not chosen."""
    return torch.where(p > 0, p * (p.log() - q.log()), torch.zeros_like(p)).sum(dim=-1)


@alternative("kl_divergence")
def divergence_in_numpy(p, q):
    """NumPy with masks; returns an array of p's dtype."""
    p, q = np.asarray(p), np.asarray(q)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(p > 0, p * np.log(p / q), 0)
    return terms.sum(axis=-1)


@alternative("kl_divergence")
def divergence_of_scipy(p, q):
    """SciPy's `rel_entr`, which knows both conventions."""
    from scipy.special import rel_entr

    return rel_entr(p.numpy(), q.numpy()).sum(-1)


@alternative("kl_divergence")
def divergence_as_difference(p, q):
    """Cross-entropy minus entropy, pair by pair."""
    values = []
    for a, b in zip(p.reshape(-1, p.shape[-1]), q.reshape(-1, q.shape[-1]), strict=True):
        can = a > 0
        cross_entropy, entropy = -(a[can] * b[can].log()).sum(), -(a[can] * a[can].log()).sum()
        values.append(cross_entropy - entropy)
    return torch.stack(values).reshape(p.shape[:-1])


# --- perplexity


@alternative("perplexity")
def perplexity_by_cross_entropy(logits, tokens, mask):
    """torch's cross-entropy on the chosen tokens; returns a float."""
    return math.exp(functional.cross_entropy(logits[mask], tokens[mask]).item())


@alternative("perplexity")
def perplexity_by_padding_label(logits, tokens, mask):
    """Cross-entropy with a label for padding that is left out of the mean."""
    labels = tokens.masked_fill(~mask, -100)
    return functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=-100).exp()


@alternative("perplexity")
def perplexity_in_a_loop(logits, tokens, mask):
    """Token by token in NumPy, subtracting the largest logit."""
    total, count = 0.0, 0
    for row, said, counts in zip(logits.numpy(), tokens.numpy(), mask.numpy(), strict=True):
        for values, token, is_token in zip(row, said, counts, strict=True):
            if is_token:
                top = values.max()
                total += top + np.log(np.exp(values - top).sum()) - values[token]
                count += 1
    return np.exp(total / count)


# --- js_divergence


@alternative("js_divergence")
def jensen_by_entropies(p, q):
    """The second form: the entropy of the mixture minus the mean entropy."""
    m = (p + q) / 2
    return torch.special.entr(m).sum(-1) - (torch.special.entr(p).sum(-1) + torch.special.entr(q).sum(-1)) / 2


@alternative("js_divergence")
def jensen_of_scipy(p, q):
    """The square of SciPy's Jensen-Shannon distance."""
    from scipy.spatial.distance import jensenshannon

    return torch.as_tensor(jensenshannon(p.numpy(), q.numpy(), axis=-1) ** 2, dtype=p.dtype)


@alternative("js_divergence")
def jensen_by_information(p, q):
    """What a sample tells about the coin that chose between p and q, term by term in NumPy."""
    p, q = np.asarray(p), np.asarray(q)
    m = (p + q) / 2
    total = np.zeros(p.shape[:-1], dtype=p.dtype)
    for r in (p, q):
        ratio = np.divide(r, m, out=np.ones_like(r), where=r > 0)
        total += 0.5 * (r * np.log(ratio)).sum(axis=-1)
    return total


# --- wasserstein_1


@alternative("wasserstein_1")
def transport_by_repeating(x, y):
    """Repeats each value so that both samples are of one size."""
    many_x, many_y = x.repeat_interleave(len(y)), y.repeat_interleave(len(x))
    return (many_x.sort().values - many_y.sort().values).abs().mean()


@alternative("wasserstein_1")
def transport_in_a_loop(x, y):
    """A loop over the gaps in plain Python; returns a float."""
    from itertools import pairwise

    total = 0.0
    for left, right in pairwise(sorted([*x.tolist(), *y.tolist()])):
        f = sum(value <= left for value in x.tolist()) / len(x)
        g = sum(value <= left for value in y.tolist()) / len(y)
        total += abs(f - g) * (right - left)
    return total


@alternative("wasserstein_1")
def transport_by_carrying(x, y):
    """Carries earth from the smallest to the smallest, as much as fits, and adds up the work."""
    heap, hole = sorted(x.tolist()), sorted(y.tolist())
    i = j = 0
    left, room, work = 1 / len(heap), 1 / len(hole), 0.0
    while i < len(heap) and j < len(hole):
        load = min(left, room)
        work += load * abs(heap[i] - hole[j])
        left, room = left - load, room - load
        if left <= 1e-15:
            i, left = i + 1, 1 / len(heap)
        if room <= 1e-15:
            j, room = j + 1, 1 / len(hole)
    return np.float64(work)


# --- mutual_information


@alternative("mutual_information")
def information_by_divergence(joint):
    """The divergence from the pair to independence, over possible pairs."""
    product = joint.sum(dim=1, keepdim=True) * joint.sum(dim=0, keepdim=True)
    can = joint > 0
    return (joint[can] * (joint[can] / product[can]).log()).sum()


@alternative("mutual_information")
def information_by_conditioning(joint):
    """The entropy of x minus the mean entropy of x within each value of y, in NumPy."""
    joint = np.asarray(joint)

    def entropy_of(p):
        p = p[p > 0]
        return -(p * np.log(p)).sum()

    left = sum(column.sum() * entropy_of(column / column.sum()) for column in joint.T if column.sum() > 0)
    return float(entropy_of(joint.sum(axis=1)) - left)


@alternative("mutual_information")
def information_without_rounding_below_zero(joint):
    """Three entropies, and at least zero."""

    def h(p):
        return torch.special.entr(p).sum()

    return (h(joint.sum(0)) + h(joint.sum(1)) - h(joint)).clamp_min(0).reshape(1)


# --- gaussian_kl_std


@alternative("gaussian_kl_std")
def normals_of_torch(mu, log_var):
    """Term by term, with `expm1` for small log variances."""
    return 0.5 * mu.pow(2).sum(-1) + 0.5 * (torch.expm1(log_var) - log_var).sum(-1)


@alternative("gaussian_kl_std")
def normals_with_the_minus_in_front(mu, log_var):
    """The form of the VAE paper, with its minus sign."""
    return -0.5 * torch.sum(1 + log_var - mu**2 - torch.exp(log_var), dim=1)


@alternative("gaussian_kl_std")
def normals_in_a_loop(mu, log_var):
    """Example by example."""
    rows = zip(mu, log_var, strict=True)
    return torch.stack([(m @ m + v.exp().sum() - len(m) - v.sum()) / 2 for m, v in rows])


# --- fisher_bernoulli


@alternative("fisher_bernoulli")
def fisher_by_the_mean_square(theta, delta):
    """The mean of the squared scores, in NumPy; returns a list."""
    scores = np.array([1 / (theta - 1), 1 / theta])
    fisher = np.array([1 - theta, theta]) @ scores**2
    return [scores, fisher, 0.5 * fisher * delta * delta]


@alternative("fisher_bernoulli")
def fisher_by_autograd(theta, delta):
    """Lets autograd differentiate the two log-probabilities."""
    t = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    (tails,) = torch.autograd.grad(torch.log1p(-t), t)
    (heads,) = torch.autograd.grad(torch.log(t), t)
    fisher = (1 - theta) * tails**2 + theta * heads**2
    return (tails, heads), fisher, fisher * delta**2 / 2


@alternative("fisher_bernoulli")
def fisher_as_a_named_tuple(theta, delta):
    """Two fractions added; returns a named tuple of plain numbers."""
    from collections import namedtuple

    fisher = 1 / theta + 1 / (1 - theta)
    return namedtuple("Coin", "scores fisher kl")([-1 / (1 - theta), 1 / theta], fisher, delta**2 * fisher / 2)


@alternative("fisher_bernoulli")
def fisher_in_float32(theta, delta):
    """Leaves torch its default dtype."""
    scores = torch.tensor([1 / (theta - 1), 1 / theta])
    fisher = 1 / theta + 1 / (1 - theta)
    return scores, fisher, fisher * delta**2 / 2


# --- infonce_loss


@alternative("infonce_loss")
def noise_by_cross_entropy(scores):
    """torch's cross-entropy with the rows' own numbers as labels."""
    return functional.cross_entropy(scores, torch.arange(len(scores)))


@alternative("infonce_loss")
def noise_by_log_softmax(scores):
    """The trace of the log-softmax."""
    return -torch.trace(torch.log_softmax(scores, dim=-1)) / scores.shape[0]


@alternative("infonce_loss")
def noise_in_a_loop(scores):
    """Row by row, relative to the true score."""
    total = 0
    for i, row in enumerate(scores):
        total = total + torch.logsumexp(row - row[i], dim=0)
    return total / len(scores)


@alternative("infonce_loss")
def noise_in_a_tensor_of_one(scores):
    """Sums and divides, and keeps an axis of length one."""
    right = scores.diagonal().sum(dim=0, keepdim=True)
    return (scores.logsumexp(dim=1).sum(dim=0, keepdim=True) - right) / len(scores)


# --- train_critic


@alternative("train_critic")
def train_with_a_generator(x, y, *, seed, device="cpu", steps=400):
    """A generator of its own for the batches, torch's cross-entropy, and gradients set to None."""
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1]).to(device)
    adam = torch.optim.Adam(critic.parameters(), 5e-3)
    generator = torch.Generator().manual_seed(seed)
    for _ in range(steps):
        rows = torch.randint(0, x.shape[0], (64,), generator=generator)
        scores = critic(x[rows].to(device), y[rows].to(device))
        loss = functional.cross_entropy(scores, torch.arange(64, device=device))
        adam.zero_grad(set_to_none=True)
        loss.backward()
        adam.step()
    critic.eval()
    return critic.to("cpu")


@alternative("train_critic")
class CriticOfMyOwn(nn.Module):
    """A critic class of its own, which is made and trained at once: first layers of x and y apart, then added up."""

    def __init__(self, x, y, *, seed, device="cpu", steps=400):
        """Make the layers and train them."""
        super().__init__()
        torch.manual_seed(seed)
        self.of_x, self.of_y = nn.Linear(x.shape[1], 32), nn.Linear(y.shape[1], 32, bias=False)
        self.middle, self.last = nn.Linear(32, 32), nn.Linear(32, 1)
        optimiser = torch.optim.Adam(self.parameters(), lr=0.005)
        for _ in range(steps):
            chosen = torch.randint(len(x), (64,))
            optimiser.zero_grad()
            infonce_loss(self(x[chosen], y[chosen])).backward()
            optimiser.step()

    def forward(self, x, y):
        """Score all pairs."""
        hidden = torch.relu(self.of_x(x)[:, None] + self.of_y(y)[None])
        return self.last(torch.relu(self.middle(hidden))).squeeze(-1)
