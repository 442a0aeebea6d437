"""Other right answers, which must have full marks."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from autograder.testing import alternative

FeatureNet = frechet_distance = fid = kid = precision_recall = inception_score = None  # stand in the notebook

# --- inception_score


@alternative("inception_score")
def score_through_entropies(probs, splits=1):
    """Entropy of the marginal minus mean entropy of the rows, in NumPy."""
    if splits < 1 or splits > len(probs):
        raise ValueError("splits")

    def entropy(p):
        p = p[p > 0]
        return -np.sum(p * np.log(p))

    parts = np.array_split(probs.double().numpy(), splits)
    return float(np.mean([np.exp(entropy(p.mean(0)) - np.mean([entropy(row) for row in p])) for p in parts]))


@alternative("inception_score")
def score_by_loops(probs, splits=1):
    """Row by row in plain Python."""
    if not 0 < splits <= len(probs):
        raise ValueError("as many parts as rows at most, and at least one")
    rows, total, start = probs.tolist(), 0.0, 0
    for i in range(splits):
        end = start + len(rows) // splits + (1 if i < len(rows) % splits else 0)
        part = rows[start:end]
        marginal = [sum(column) / len(part) for column in zip(*part, strict=True)]
        kl = sum(p * math.log(p / q) for row in part for p, q in zip(row, marginal, strict=True) if p > 0)
        total += math.exp(kl / len(part))
        start = end
    return total / splits


# --- frechet_distance


@alternative("frechet_distance")
def distance_with_two_roots(mu_1, sigma_1, mu_2, sigma_2):
    """Equation (2) as it stands: the root of the symmetric product."""

    def root(sigma):
        values, Q = torch.linalg.eigh((sigma + sigma.T) / 2)
        cut = values.abs().max() * len(values) * torch.finfo(values.dtype).eps
        return Q @ torch.diag(torch.where(values > cut, values, 0).sqrt()) @ Q.T

    s1, s2 = sigma_1.double(), sigma_2.double()
    r = root(s1)
    inner = root(r @ s2 @ r)
    d = (mu_1.double() - mu_2.double()).pow(2).sum() + torch.trace(s1 + s2 - 2 * inner)
    return float(d.clamp(min=0))


@alternative("frechet_distance")
def distance_by_eigenvalues_of_the_product(mu_1, sigma_1, mu_2, sigma_2):
    """The eigenvalues of S1 S2 are those of the symmetric product; what rounding makes of zeros is cut off."""
    mu_1, sigma_1, mu_2, sigma_2 = (np.asarray(part, dtype=np.float64) for part in (mu_1, sigma_1, mu_2, sigma_2))
    values = np.linalg.eigvals(sigma_1 @ sigma_2).real
    cut = np.abs(values).max() * len(values) * 1e-14
    overlap = np.sqrt(np.where(values > cut, values, 0)).sum()
    return max(0.0, float(((mu_1 - mu_2) ** 2).sum() + np.trace(sigma_1) + np.trace(sigma_2) - 2 * overlap))


# --- fid


@alternative("fid")
def fid_in_numpy(real, fake, features, n, batch=64):
    """Batches by slices, moments by NumPy."""
    if n < 2 or len(real) < n or len(fake) < n:
        raise ValueError("too few")

    def moments(images):
        f = np.concatenate([np.asarray(features(images[i : min(i + batch, n)])) for i in range(0, n, batch)])
        return torch.tensor(f.mean(axis=0)), torch.tensor(np.cov(f, rowvar=False).reshape(f.shape[1], f.shape[1]))

    return frechet_distance(*moments(real), *moments(fake))


@alternative("fid")
def fid_with_running_sums(real, fake, features, n, batch=64):
    """Sums over batches, without ever holding all features; one image at a time would do as well."""
    if n < 2:
        raise ValueError("at least 2")
    for images in (real, fake):
        if images.shape[0] < n:
            raise ValueError("not enough images")
    moments = []
    for images in (real, fake):
        offset, total, outer = None, 0, 0
        for i in range(n):
            f = features(images[i : i + 1])[0].double()
            offset = f if offset is None else offset
            total, outer = total + (f - offset), outer + torch.outer(f - offset, f - offset)
        mean = total / n
        moments += [mean + offset, (outer - n * torch.outer(mean, mean)) / (n - 1)]
    return frechet_distance(*moments)


# --- predict_bias


@alternative("predict_bias")
def bias_by_loops(eigenvalues, n, m):
    """The three facts, term by term."""
    lam = [float(value) for value in eigenvalues]
    bias = 0.0
    for i, a in enumerate(lam):
        bias += a / n + a / m
        for j, b in enumerate(lam):
            if a + b > 0:
                bias += 0.5 * a * b * (2 if i == j else 1) * (1 / (n - 1) + 1 / (m - 1)) / (a + b)
    return bias


@alternative("predict_bias")
def bias_without_empty_directions(eigenvalues, n, m):
    """Leaves out directions without variance first: they cost nothing."""
    lam = np.asarray(eigenvalues, dtype=np.float64)
    lam = lam[lam > 0]
    variance = np.outer(lam, lam) * (1 + np.eye(len(lam)))
    covariance_part = 0.5 * (variance / np.add.outer(lam, lam)).sum() * (1 / (n - 1) + 1 / (m - 1))
    return float(lam.sum() / n + lam.sum() / m + covariance_part)


# --- fid_at_infinity


@alternative("fid_at_infinity")
def line_by_hand(real, fake, sizes, orders):
    """The line through the two means, by the formula."""
    reference = real.mean(0), torch.cov(real.T)
    d = []
    for n, order in zip(sizes, orders, strict=True):
        f = fake[order][:n]
        d.append(frechet_distance(*reference, f.mean(0), torch.cov(f.T)))
    u, d = 1 / np.array(sizes), np.array(d)
    slope = ((u - u.mean()) * (d - d.mean())).sum() / ((u - u.mean()) ** 2).sum()
    return float(d.mean() - slope * u.mean()), float(slope)


@alternative("fid_at_infinity")
def line_by_least_squares(real, fake, sizes, orders):
    """The line as a least-squares problem with two columns; a list comes back."""

    def moments(f):
        centred = f - f.mean(0)
        return f.mean(0), centred.T @ centred / (len(f) - 1)

    d = [frechet_distance(*moments(real), *moments(fake[o[:n]])) for n, o in zip(sizes, orders, strict=True)]
    A = torch.tensor([[1.0, 1 / n] for n in sizes], dtype=torch.float64)
    solution = torch.linalg.lstsq(A, torch.tensor(d, dtype=torch.float64)[:, None]).solution
    return [value.item() for value in solution[:, 0]]


@alternative("fid_at_infinity")
def line_in_single_precision(real, fake, sizes, orders):
    """The normal equations, in the dtype that torch gives to a list of floats."""
    d, reference = [], (real.mean(0), real.T.cov())
    for n, order in zip(sizes, orders, strict=True):
        rows = fake[order[:n]]
        d.append(frechet_distance(*reference, rows.mean(0), rows.T.cov()))
    u, d = 1 / torch.tensor(sizes), torch.tensor(d)
    slope = (len(u) * (u * d).sum() - u.sum() * d.sum()) / (len(u) * u.square().sum() - u.sum().square())
    return float((d.sum() - slope * u.sum()) / len(u)), float(slope)


# --- kid


@alternative("kid")
def kid_in_single_precision(x, y):
    """In float32, over the entries above the diagonal."""
    x, y = x.float(), y.float()

    def gram(a, b):
        return torch.addmm(torch.ones(len(a), len(b)), a, b.T, alpha=1 / a.shape[1]) ** 3

    within = [gram(z, z)[*torch.triu_indices(len(z), len(z), 1)].mean() for z in (x, y)]
    return (within[0] + within[1] - 2 * gram(x, y).mean()).item()


@alternative("kid")
def kid_by_loops(x, y):
    """Pair by pair."""
    d = x.shape[1]

    def k(a, b):
        return (float(a.double() @ b.double()) / d + 1) ** 3

    def within(z):
        n = len(z)
        return 2 * sum(k(z[i], z[j]) for i in range(n) for j in range(i)) / (n * (n - 1))

    return within(x) + within(y) - 2 * sum(k(a, b) for a in x for b in y) / (len(x) * len(y))


@alternative("kid")
def kid_with_a_mask(x, y):
    """Means over the entries off the diagonal, in NumPy."""
    x, y = x.double().numpy(), y.double().numpy()

    def gram(a, b):
        return (np.matmul(a, b.T) / a.shape[-1] + 1.0) ** 3

    off = [gram(z, z)[~np.eye(len(z), dtype=bool)].mean() for z in (x, y)]
    return float(off[0] + off[1] - 2 * gram(x, y).mean())


# --- precision_recall


@alternative("precision_recall")
def shares_by_sorting(real, fake, k=3):
    """Distances by differences, radii by sorting with the own row taken out."""

    def away(a, b):
        return (a.double()[:, None] - b.double()[None]).pow(2).sum(-1).sqrt()

    def radii(c):
        d = away(c, c)
        d.fill_diagonal_(math.inf)
        return d.sort(dim=1).values[:, k - 1]

    d = away(real, fake)
    precision = (d <= radii(real)[:, None]).any(dim=0).double().mean().item()
    recall = (d <= radii(fake)[None, :]).any(dim=1).double().mean().item()
    return precision, recall


@alternative("precision_recall")
def shares_in_numpy_by_loops(real, fake, k=3):
    """Point by point, in NumPy; an array comes back."""

    def share(points, centres):
        points, centres = points.double().numpy(), centres.double().numpy()
        reach = [np.sort(np.linalg.norm(np.delete(centres, i, 0) - c, axis=1))[k - 1] for i, c in enumerate(centres)]
        hits = [bool((np.linalg.norm(centres - p, axis=1) <= reach).any()) for p in points]
        return float(np.mean(hits))

    return np.array([share(fake, real), share(real, fake)]).tolist()


# --- report


@alternative("report")
def report_by_loops(features, train, fresh, fake, k=3):
    """Neighbours one by one, medians by NumPy."""
    n = min(fresh.shape[0], fake.shape[0])
    a, b = features(fresh[:n]), features(fake[:n])
    pr = precision_recall(a, b, k)

    def gap(images):
        return np.median([float((train - image).norm(dim=1).min()) for image in images])

    return {
        "copies": float(gap(fake[:n]) / gap(fresh[:n])),
        "fid": fid(fresh, fake, features, n),
        "kid": kid(a, b),
        "precision": pr[0],
        "recall": pr[1],
    }


@alternative("report")
def report_from_moments(features, train, fresh, fake, k=3):
    """Computes the Fréchet distance from features that it has already."""
    n = len(fresh) if len(fresh) < len(fake) else len(fake)
    fresh, fake = fresh[:n], fake[:n]
    f = [features(fresh), features(fake)]
    answer = dict(zip(("precision", "recall"), precision_recall(*f, k=k), strict=True))
    moments = [part for each in f for part in (each.mean(dim=0), torch.cov(each.T))]
    answer.update(fid=frechet_distance(*moments), kid=kid(f[0], f[1]))
    exact = "donot_use_mm_for_euclid_dist"
    nearest = [torch.cdist(each, train, compute_mode=exact).amin(dim=1).median() for each in (fake, fresh)]
    answer["copies"] = (nearest[0] / nearest[1]).item()
    return answer


# --- diagnose


@alternative("diagnose")
def diagnoses_on_known_answers(programs):
    """Known answers, computed by hand in loops, instead of the own functions; a set comes back."""
    rng = np.random.default_rng(5)

    def tensor(values):
        return torch.tensor(np.asarray(values, dtype=float))

    def score(p, splits):
        out = []
        for part in np.array_split(p.numpy(), splits):
            q = part.mean(0)
            out.append(
                math.exp(sum(a * math.log(a / b) for r in part for a, b in zip(r, q, strict=True) if a > 0) / len(part))
            )
        return [sum(out) / splits]

    def mmd(x, y):
        def k(a, b):
            return (float(a @ b) / len(a) + 1) ** 3

        def w(z):
            return np.mean([k(a, b) for i, a in enumerate(z) for j, b in enumerate(z) if i != j])

        return [w(x) + w(y) - 2 * np.mean([k(a, b) for a in x for b in y])]

    def pr(real, fake, k):
        def share(p, c):
            r = [sorted(float((a - b).norm()) for j, b in enumerate(c) if j != i)[k - 1] for i, a in enumerate(c)]
            return np.mean([any(float((a - b).norm()) <= s for b, s in zip(c, r, strict=True)) for a in p])

        return [share(fake, real), share(real, fake)]

    probs = np.vstack([np.eye(3), np.eye(3)[[0, 0, 1]], rng.dirichlet([1, 1, 1], 5)])
    grid = np.array([[i, j] for i in range(4) for j in range(3)], dtype=float)
    inputs = {
        "inception_score": (score, [(tensor(probs), s) for s in (1, 2, 4)]),
        "kid": (
            mmd,
            [(tensor(rng.normal(size=(n, 3))), tensor(rng.normal(size=(m, 3)))) for n, m in ((3, 5), (8, 4), (6, 6))]
            + [(tensor([[0], [1]]), tensor([[0], [1], [2]]))],
        ),
        "precision_recall": (
            pr,
            [(tensor(grid), tensor(grid[:5] * 2), k) for k in (1, 2)]
            + [(tensor(grid[::3]), tensor(grid[::3] * 2), 1), (tensor(grid[::3]), tensor(grid[::3] - 3), 2)]
            + [(tensor(rng.normal(size=(20, 2))), tensor(rng.normal(size=(11, 2)) + 1), k) for k in (1, 2, 5)],
        ),
    }
    wrong = set()
    for name, (right, cases) in inputs.items():
        for case in cases:
            try:
                answer = programs[name](*[c.clone() if torch.is_tensor(c) else c for c in case])
                got, want = np.asarray(answer, dtype=float).reshape(-1), np.asarray(right(*case), dtype=float)
                if len(got) != len(want) or not np.allclose(got, want, rtol=1e-4, atol=1e-4):
                    wrong.add(name)
            except Exception:
                wrong.add(name)
    return wrong


@alternative("diagnose")
def diagnoses_on_many_draws(programs):
    """Throws many small random inputs, with whole numbers among them; a program is named for each that it gets wrong."""
    g = torch.Generator().manual_seed(3)
    wrong = []
    for name, own in (("inception_score", inception_score), ("kid", kid), ("precision_recall", precision_recall)):
        for trial in range(30):
            n, m, d = (int(torch.randint(5, 9, (1,), generator=g)) for _ in range(3))
            whole = torch.randint(0, 4, (n + m, d - 3), generator=g).double()
            real = torch.randn(n + m, d, generator=g, dtype=torch.float64)
            z = whole if trial % 2 else real
            if name == "inception_score":
                probs = real.softmax(dim=1)
                probs[: n // 2] = torch.eye(d, dtype=torch.float64)[: n // 2]
                inputs = (probs, 1 + trial % 4)
            else:
                inputs = (z[:n], z[n:]) if name == "kid" else (z[:n], z[n:], 1 + trial % 4)
            try:
                a, b = (np.array(f(*inputs), dtype=float).ravel() for f in (programs[name], own))
                bad = a.shape != b.shape or not np.allclose(a, b, rtol=1e-4, atol=1e-4)
            except Exception:
                bad = True
            if bad:
                wrong.append(name)
    return tuple(wrong)


# --- train_features


@alternative("train_features")
def train_with_a_generator(x, labels, *, seed, device="cpu", steps=800):
    """A generator for batches and noise, a schedule of torch's, and the loss written as log-softmax."""
    torch.manual_seed(seed)
    g = torch.Generator().manual_seed(seed + 1)
    model = FeatureNet(x.shape[1])
    x = x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda t: 1 - t / steps)
    for _ in range(steps):
        rows = torch.randint(len(x), (128,), generator=g)
        noisy = x[rows] + torch.randn(128, x.shape[1], generator=g) * 0.2
        loss = -functional.log_softmax(model(noisy), dim=1)[torch.arange(128), labels[rows]].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    hidden = model.body(x).detach()
    model.mean[:] = hidden.mean(dim=0)
    model.std[:] = hidden.std(dim=0, correction=0).clamp(min=1e-6)
    return model


@alternative("train_features")
class TrainsItself(nn.Module):
    """A network of its own, which trains as it is made; every parameter has the recipe's size and first values."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.first, self.second = nn.Linear(x.shape[1], 64), nn.Linear(64, 16)
        self.third = nn.Linear(16, 10)
        self.moments = (torch.zeros(16), torch.ones(16))
        self.train_on(x.float(), labels, steps)

    def train_on(self, x, labels, steps):
        """The recipe."""
        optimiser = torch.optim.Adam(self.parameters(), lr=0.005)
        for t in range(steps):
            for group in optimiser.param_groups:
                group["lr"] = 0.005 * (steps - t) / steps
            rows = torch.randint(0, len(x), (128,))
            out = self(x[rows] + torch.normal(0.0, 0.2, (128, x.shape[1])))
            nn.CrossEntropyLoss()(out, labels[rows]).backward()
            optimiser.step()
            self.zero_grad()
        with torch.no_grad():
            h = self.hidden(x)
            self.moments = (h.mean(dim=0), torch.maximum(h.std(dim=0), torch.tensor(1e-6)))

    def hidden(self, x):
        """What stands before the head."""
        return self.second(self.first(x).relu())

    def forward(self, x):
        """Logits."""
        return self.third(self.hidden(x).relu())

    def features(self, x):
        """Standardised."""
        with torch.no_grad():
            return (self.hidden(x.float()) - self.moments[0]) / self.moments[1]
