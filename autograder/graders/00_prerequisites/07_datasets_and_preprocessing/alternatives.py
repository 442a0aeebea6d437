"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import math

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative

# --- Pixels


@alternative("Pixels")
class WithNumpy:
    """NumPy does the calculating, in float64, and rounds by adding a half."""

    @staticmethod
    def to_model(q):
        return torch.from_numpy(np.asarray(q.numpy().astype(np.float64) * 2 / 255 - 1)).float()

    @staticmethod
    def to_bytes(x):
        q = np.floor(255 * (x.detach().numpy().astype(np.float64) + 1) / 2 + 0.5)
        return torch.from_numpy(np.asarray(np.minimum(255, np.maximum(0, q)).astype(np.uint8)))


@alternative("Pixels")
class ClipsTheNumbersFirst:
    """Clips to [-1, 1] before it scales, and counts from the middle."""

    to_model = staticmethod(lambda q: (q.to(torch.float32) - 127.5) / 127.5)
    to_bytes = staticmethod(lambda x: torch.round(127.5 + 127.5 * x.clamp(-1, 1)).byte())


# --- Dequantise


@alternative("Dequantise")
class TakesTwoLogarithms:
    """Logarithms to base 2 from the start; counts with steps of 1 / K."""

    def __init__(self, levels):
        self.levels, self.step = levels, 1 / levels

    def to_real(self, q, u):
        return self.step * q.to(u.dtype) + self.step * u

    def to_whole(self, x):
        whole = torch.floor_divide(x.double(), self.step).to(torch.int64)
        return torch.where(whole < 0, 0, torch.where(whole >= self.levels, self.levels - 1, whole))

    def bits_per_dim(self, log_density, D):
        return math.log2(self.levels) - log_density / math.log(2) / D


@alternative("Dequantise")
class ClipsBeforeItRoundsDown:
    """Clips x below 1, and lets the conversion cut off the decimals."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return torch.add(u, q).div(self.levels)

    def to_whole(self, x):
        return (x.clamp(min=0) * self.levels).long().clamp(max=self.levels - 1)

    def bits_per_dim(self, log_density, D):
        return torch.stack([-(value - D * math.log(self.levels)) / D / math.log(2) for value in log_density])


# --- Moments


@alternative("Moments")
class RowByRow:
    """Welford's recurrence, one row at a time."""

    def __init__(self, D):
        self.n = 0
        self.mean = torch.zeros(D, dtype=torch.float64)
        self.scatter = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        for row in x.double():
            self.n += 1
            before = row - self.mean
            self.mean = self.mean + before / self.n
            self.scatter = self.scatter + torch.outer(before, row - self.mean)

    def cov(self, ddof=1):
        return self.scatter / (self.n - ddof)

    def std(self):
        return torch.sqrt(torch.diag(self.scatter) / self.n)


@alternative("Moments")
class SumsAroundTheFirstRow:
    """Sums and products of the distances from the first row that ever came."""

    def __init__(self, D):
        self.n, self.origin = 0, None
        self.sum, self.products = torch.zeros(D, dtype=torch.float64), torch.zeros(D, D, dtype=torch.float64)

    @property
    def mean(self):
        return self.sum if self.origin is None else self.origin + self.sum / self.n

    def update(self, x):
        if len(x) == 0:
            return
        x = x.double()
        if self.origin is None:
            self.origin = x[0].clone()
        distance = x - self.origin
        self.sum = self.sum + distance.sum(dim=0)
        self.products = self.products + distance.T @ distance
        self.n += len(x)

    def cov(self, ddof=1):
        return (self.products - torch.outer(self.sum, self.sum) / self.n) / (self.n - ddof)

    def std(self):
        return torch.stack([self.cov(0)[j, j] for j in range(len(self.sum))]) ** 0.5


# --- ImageDataset


@alternative("ImageDataset")
class PutsTheStateBack(torch.utils.data.Dataset):
    """Keeps the global state by hand, and mixes by Python's hash of a tuple of ints."""

    def __init__(self, images, labels, seed=0, transform=None):
        self.images, self.labels, self.seed, self.transform = images, labels, seed, transform
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return self.images.shape[0]

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError("beyond the end")
        image, label = self.images[i].clone(), self.labels[i].item()
        if self.transform is None:
            return image, label
        state = torch.get_rng_state()
        try:
            torch.manual_seed(hash((self.seed, self.epoch, i)) % 2**63)
            return self.transform(image), label
        finally:
            torch.set_rng_state(state)


@alternative("ImageDataset")
class ManySeedsAtOnce(torch.utils.data.Dataset):
    """Draws the seeds of an epoch by numpy when it begins; lets the tensor raise the IndexError."""

    def __init__(self, images, labels, seed=0, transform=None):
        self.images, self.labels, self.seed, self.transform = images, labels, seed, transform
        self.set_epoch(0)

    def set_epoch(self, epoch):
        self.epoch = epoch
        self.seeds = np.random.default_rng([self.seed, epoch]).integers(0, 2**62, len(self.images))

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        image = torch.clone(self.images[i])
        if self.transform is not None:
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(int(self.seeds[i]))
                image = self.transform(image)
        return image, int(self.labels[i])


# --- stratified_split


@alternative("stratified_split")
def cuts_a_shuffled_order(labels, fractions, generator):
    """One permutation of all; each example's place within its class decides about its part."""
    ends = np.cumsum(fractions)
    parts = [[] for _ in fractions]
    sizes = {int(label): int((labels == label).sum()) for label in labels.unique()}
    seen = dict.fromkeys(sizes, 0)
    for i in torch.randperm(len(labels), generator=generator).tolist():
        label = int(labels[i])
        bounds = np.floor(sizes[label] * ends + 0.5 + 1e-9)
        parts[int(np.searchsorted(bounds, seen[label], side="right"))].append(i)
        seen[label] += 1
    return [torch.tensor(part, dtype=torch.int64) for part in parts]


@alternative("stratified_split")
def gives_what_is_missing(labels, fractions, generator):
    """Rounds all sizes down, and deals the rest out to the parts with the largest remainders."""
    parts = [torch.zeros(0, dtype=torch.int64) for _ in fractions]
    for label in sorted(set(labels.tolist())):
        rows = torch.where(labels == label)[0]
        exact = [len(rows) * fraction for fraction in fractions]
        sizes = [math.floor(size + 1e-9) for size in exact]
        order = sorted(range(len(sizes)), key=lambda j: sizes[j] - exact[j])
        for j in order[: len(rows) - sum(sizes)]:
            sizes[j] += 1
        dealt = rows[torch.rand(len(rows), generator=generator).argsort()].split(sizes)
        parts = [torch.cat(pair) for pair in zip(parts, dealt, strict=True)]
    return parts


# --- is_leak_free


@alternative("is_leak_free")
def compares_row_by_row_and_in_pairs(prepare):
    """Draws other data, of other sizes; each row alone, and with others; numpy compares."""
    rng = np.random.default_rng(3)
    train = torch.from_numpy(rng.normal(size=(12, 4)))

    def differs(a, b):
        a, b = np.asarray(a.detach(), dtype=float), np.asarray(b.detach(), dtype=float)
        return a.shape != b.shape or not np.allclose(a, b, rtol=0, atol=1e-6 * max(abs(a).max(), abs(b).max()))

    for scale in np.logspace(-2, 3, 8):
        test = torch.from_numpy(scale * rng.normal(size=(9, 4)))
        train_out, test_out = prepare(train, test)
        for i in range(9):
            for company in ([i], [i, (i + 4) % 9]):
                train_again, test_again = prepare(train, test[company])
                if differs(train_out, train_again) or differs(test_out[i], test_again[0]):
                    return False
    return True


@alternative("is_leak_free")
def a_mixed_company(prepare):
    """All sizes in one batch; each row alone, and the batch without it."""
    generator = torch.Generator().manual_seed(8)
    train = torch.randn(40, 3, generator=generator, dtype=torch.float64)
    sizes = torch.tensor([0.01, 0.1, 1, 10, 100, 1000, 0.02, 3], dtype=torch.float64)
    for factor in (sizes, sizes.clamp(max=1), sizes.clamp(max=0.1)):
        test = factor[:, None] * torch.randn(8, 3, generator=generator, dtype=torch.float64)
        whole = prepare(train, test)
        for i in range(8):
            keep = [j for j in range(8) if j != i]
            for rows in ([i], keep):
                for a, b in zip((whole[0], whole[1][rows]), prepare(train, test[rows]), strict=True):
                    if a.shape != b.shape:
                        return False
                    if float((a - b).abs().max()) > 2e-6 * float(a.abs().max()):
                        return False
    return True


# --- balanced_indices


@alternative("balanced_indices")
def deals_card_by_card(labels, per_class, generator):
    """A pack for each class, shuffled again whenever it is used up; lists until the end."""
    chosen = []
    for label in sorted(set(labels.tolist())):
        rows, pack = [i for i, other in enumerate(labels.tolist()) if other == label], []
        for _ in range(per_class):
            if not pack:
                pack = [rows[j] for j in torch.randperm(len(rows), generator=generator).tolist()]
            chosen.append(pack.pop())
    order = torch.rand(len(chosen), generator=generator).argsort()
    return torch.tensor(chosen, dtype=torch.int64)[order]


@alternative("balanced_indices")
def whole_rounds_and_a_rest(labels, per_class, generator):
    """Every example as often as the whole rounds go, and a random choice for the rest."""
    parts = []
    for label in labels.unique():
        rows = torch.where(labels == label)[0]
        rounds, rest = divmod(per_class, len(rows))
        extra = rows[torch.randperm(len(rows), generator=generator)[:rest]]
        parts += [rows.repeat(rounds), extra]
    joined = torch.cat(parts)
    return joined[torch.randperm(len(joined), generator=generator)]


# --- augment


@alternative("augment")
def pads_and_crops(x, shift, flip=None, gain=None):
    """A loop over the pictures: pad by the whole size, and crop."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        if flip is not None and flip[i]:
            image = image.flip(-1)
        d = max(-height, min(height, int(shift[i, 0])))
        r = max(-width, min(width, int(shift[i, 1])))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height - d : 2 * height - d, width - r : 2 * width - r]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@alternative("augment")
def multiplies_matrices(x, shift, flip=None, gain=None):
    """Moving and mirroring as matrices with a single 1 in each row."""
    n, _, height, width = x.shape
    h, w = torch.arange(height), torch.arange(width)
    down = (h[:, None] - shift[:, 0, None, None] == h).to(x.dtype)
    right = (w[:, None] - shift[:, 1, None, None] == w).to(x.dtype)
    if flip is not None:
        right = torch.where(flip[:, None, None], right.flip(-1), right)
    a = torch.ones(n, dtype=x.dtype) if gain is None else gain.to(x.dtype)
    return torch.einsum("n,nhi,nwj,ncij->nchw", a, down, right, x)


# --- resize_matrix


@alternative("resize_matrix")
def loops_over_all_pixels(n_in, n_out, antialias=True):
    """Two loops and Python's floats."""
    s = n_in / n_out
    v = s if antialias and s > 1 else 1
    rows = []
    for i in range(n_out):
        row = [max(0.0, 1 - abs(j + 0.5 - s * (i + 0.5)) / v) for j in range(n_in)]
        rows.append([weight / sum(row) for weight in row])
    return torch.tensor(rows, dtype=torch.float64)


@alternative("resize_matrix")
def with_numpy(n_in, n_out, antialias=True):
    """NumPy, and an array is returned."""
    s = n_in / n_out
    v = max(1.0, s) if antialias else 1.0
    place = s * (np.arange(n_out) + 0.5) - 0.5
    tent = np.maximum(0, v - np.abs(np.arange(n_in)[None] - place[:, None]))
    return torch.from_numpy(tent / tent.sum(axis=1, keepdims=True))


# --- train_few


@alternative("train_few")
def moves_by_the_global_generator(x, y, *, seed, steps=400, device="cpu"):
    """All chance but the batches' from the global generator; statistics by torch; the labels' order is another."""
    torch.manual_seed(seed)
    batches = torch.Generator().manual_seed(seed + 1)
    mean, std = x.mean(dim=(0, 2, 3)), x.std(dim=(0, 2, 3), correction=0)
    layers = [Standardise(mean, std), nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(*layers).to(device=device, dtype=x.dtype).train()
    adam = torch.optim.Adam(network.parameters(), lr=2e-3)
    for _ in range(steps):
        rows = balanced_indices(y, 6, batches)
        shift = torch.randint(3, (len(rows), 2)) - 1
        logits = network(augment(x[rows], shift).to(device))
        loss = nn.CrossEntropyLoss()(logits, y[rows].to(device))
        adam.zero_grad()
        loss.backward()
        adam.step()
    network.eval()
    return network.to("cpu")
