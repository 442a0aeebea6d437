# %% [markdown]
# # Data sets and preprocessing: how to predict a coin
#
# Here is a program that predicts tosses of a coin. It was given 60 tosses and 5000 measurements of each (all of them
# noise), it was trained on one half of the tosses and tested on the other half. On tosses that it was *not* trained on it
# is right in 95 of 100 cases. The measurements are random numbers, and so is the coin. *Where is the mistake?*
#
# ![A coin predicted on held-out tosses but not on new ones; false stripes; digits that moved](images/result.svg)
#
# The mistake is not in the model, and no loss will show it. Nor will it show why a resized picture has broad stripes that
# nobody drew, or why a classifier that reads nine digits in ten falls to four in ten when they stand one pixel further
# left. All three happened *before* the first layer, in the lines that few people read twice: the data pipeline. In this
# notebook you build one, from bytes to batches, and find out what each line of it can do to you.

# %% [markdown]
# ## The whole lesson in one picture
#
# ![From bytes through ranges, splits, statistics and augmentation to batches, with the ten exercises](images/overview.svg)
#
# **Why this matters for generative AI.** A generative model learns to imitate what it is *shown*, and that is what the
# pipeline hands over, not what lies on the disk. Show it mirrored text, and it writes mirrored text. Show it whole numbers
# as if they were real ones, and a flow reports an infinite likelihood. Show a GAN's critic augmented pictures the wrong
# way, and the generator learns the augmentation. Resize the pictures with another filter than your competitor, and the
# Fréchet distances that you compare are about filters. And a picture that is in both training and test set turns copying
# into quality.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Ten coding
# exercises (57 points) and one question in words (4 points) take about two and a quarter hours, with the reading; the
# difficulty rises from 1 to 3 of 5. After section 5 is a good place for a break. Under each exercise there is a check
# cell: it catches wrong shapes and common slips, but passing it is *not* enough. Hidden tests look at other inputs and at
# the edge cases that the docstring names. Hints unfold step by step; opening them costs nothing.
#
# **What it leans on.** Tensors, dtypes, `Dataset` and `DataLoader`, modules and the training loop (PyTorch basics). Means and
# covariances (linear algebra).
#
# **Conventions.** Pictures are `[N, C, H, W]`: $N$ pictures, $C$ channels, height, width. $q$ is a pixel as it is stored, a
# whole number out of $K$ levels; $x$ is a pixel as a model sees it.

# %%
import math

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

from journey.data import digits, shapes
from journey.plots import plot_curves, show_images, show_pairs

F = nn.functional

train, test, train_labels, test_labels = digits()  # 8 x 8 pixels, from 0 (paper) to 1 (ink)
pictures = shapes(960, seed=0)  # 3 x 12 x 12, drawn, with captions
print(tuple(pictures.images.shape), pictures.images.dtype, pictures.captions[0])
# -> (960, 3, 12, 12) torch.float32 red circle top-left

# %% [markdown]
# ## 1 From bytes to numbers, and back
#
# A picture on disk is a table of bytes: whole numbers from 0 to 255, `uint8`. Whoever loads it (here `journey.data`;
# elsewhere `torchvision.datasets`, Pillow, a web archive) has to decide what the model gets. Three conventions are in use:
#
# | range | used by | because |
# | --- | --- | --- |
# | $[0, 1]$, perhaps rounded to 0 or 1 | autoencoders, VAEs with a Bernoulli decoder | a pixel is a probability of ink |
# | $[-1, 1]$ | GANs, diffusion models, VAEs with a normal decoder | `tanh` ends there, and noise is centred at 0 |
# | mean 0, variance 1 | classifiers and the feature networks that *judge* pictures | section 3 |
#
# The second one is $x = 2q/255 - 1$, and back
#
# $$
# q = \operatorname{round}\Big(255\,\frac{x + 1}{2}\Big), \text{ and what lies beyond 0 or 255 is set to 0 or 255} \tag{1}
# $$
#
# Both halves have a trap. A byte has no room for a minus sign or for 256: it *wraps around*, without a warning. And a
# conversion to whole numbers cuts off the decimals; it does not round.

# %%
q = torch.tensor([0, 100, 200, 255], dtype=torch.uint8)
print((q + 100).tolist(), (2 * q - 1).tolist())  # -> [100, 200, 44, 99] [255, 199, 143, 253]
print((q.float() + 100).tolist())  # -> [100.0, 200.0, 300.0, 355.0]
print(torch.tensor([254.99]).to(torch.uint8).item())  # -> 254

# %% [markdown] task="Pixels"
# ### Exercise 1 · `Pixels` · 5 points · 6 minutes · implement
#
# Write both directions of (1). A generator's output is never exactly within its range: the way back has to cope.


# %% exercise="Pixels" points=5 difficulty=1 minutes=6 needs=[]
class Pixels:
    """Between bytes and what a GAN or a diffusion model sees. Neither function changes what it is given."""

    @staticmethod
    def to_model(q):
        """Bytes (uint8, any shape) as float32 in [-1, 1], of the same shape: 0 becomes -1 and 255 becomes 1."""
        ### BEGIN SOLUTION
        return q / 127.5 - 1  # a byte by a float is a float
        ### END SOLUTION

    @staticmethod
    def to_bytes(x):
        """Numbers (float32 or float64, any shape, any finite values) as uint8: equation (1)."""
        ### BEGIN SOLUTION
        return ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)
        ### END SOLUTION


# %% public_test="Pixels"
x = Pixels.to_model(torch.tensor([[0, 128, 255]], dtype=torch.uint8))
assert x.shape == (1, 3), "one number for each byte"
assert x.dtype == torch.float32, "float32, whatever comes later"
assert float(x.min()) >= -1, "nothing below -1"
q = Pixels.to_bytes(torch.zeros(2, 3))
assert q.shape == (2, 3), "one byte for each number"
assert q.dtype == torch.uint8, "bytes are uint8"

# %% [markdown] hint="Pixels"
# In which order do converting to float and calculating have to happen? And in which order rounding, clipping and converting?
#
# ---
# `.float()` first. On the way back `.round()` and `.clamp(0, 255)`, and `.to(torch.uint8)` last of all.

# %% tags=["demo"]
x = Pixels.to_model((255 * pictures.images[:8]).round().to(torch.uint8))
noisy = x + 0.4 * torch.randn_like(x)  # beyond [-1, 1] in many places
wrapped = ((noisy + 1) * 127.5).to(torch.int64).remainder(256) / 255  # what a byte makes of it without clipping
rows = {"yours": Pixels.to_bytes(noisy) / 255, "without clipping": wrapped}
show_images(rows, title="Noisy pictures on the way back to bytes")

# %% [markdown]
# ## 2 Whole numbers are no densities: dequantisation
#
# Flows, diffusion models and VAEs with a normal decoder describe data by a *density* $p(x)$. Stored pixels are whole numbers,
# and that does not fit: a density may put an ever narrower bump on each of $K$ levels, and at those points it grows without
# bound. A model that does so has learnt nothing but where the whole numbers are. Watch it happen, for the 17 levels of our
# digits, each with a normal bump of standard deviation $\sigma$ and the weight of its frequency:

# %%
levels = 17
q = (16 * train).round().long()
frequency = torch.bincount(q.flatten(), minlength=levels) / q.numel()
for sigma in (0.1, 0.01, 1e-4):  # log density of a pixel that stands exactly on a level, in a mixture of bumps
    bump = math.log(1 / (sigma * math.sqrt(2 * math.pi)))  # in units of levels; the other bumps are too far to matter
    print(f"sigma {sigma:g}: {(frequency[q].log().mean() + bump).item():.2f} nats per pixel")
# -> sigma 0.1: -0.68 nats per pixel
# -> sigma 0.01: 1.62 nats per pixel
# -> sigma 0.0001: 6.22 nats per pixel

# %% [markdown]
# The cure is to fill the gaps: add uniform noise $u$ as wide as one level (Uria, Murray and Larochelle, 2013).
#
# $$
# x = \frac{q + u}{K}, \quad u \sim \mathcal U(0, 1)^D, \qquad\qquad q = \lfloor K x \rfloor \tag{2}
# $$
#
# Now $x$ fills $[0, 1]^D$, nothing is lost ($q$ comes back exactly), and the density means something. A density on the
# unit cube gives the whole number $q$ the probability $P(q)$, its integral over $q$'s cell, whose sides are $1/K$ long. For it
#
# $$
# \log P(q) \;\ge\; \mathbb E_{u}\Big[\log p\Big(\frac{q + u}{K}\Big)\Big] - D \log K \tag{3}
# $$
#
# so training on dequantised data maximises a *lower bound* of the log probability of the real data (Theis, van den Oord and
# Bethge, 2016), and narrow bumps no longer pay: a bump can only win where the noise hits it. (Noise that is learnt instead
# of uniform makes the bound tighter: Ho et al., 2019.)
#
# <details><summary>Proof of (3)</summary>
#
# Substitute $x = (q + u)/K$; each of the $D$ coordinates shrinks by $K$: $P(q) = \int_{\text{cell}} p(x)\,dx =
# K^{-D}\int_{[0,1]^D} p\big(\tfrac{q+u}{K}\big)\,du = K^{-D}\,\mathbb E_u\big[p\big(\tfrac{q+u}{K}\big)\big]$. The
# logarithm is concave: it lies below each of its tangents. With the tangent at $m = \mathbb E[Y]$,
# $\log Y \le \log m + (Y - m)/m$; take the mean of both sides: $\mathbb E[\log Y] \le \log \mathbb E[Y]$ (Jensen's
# inequality). With $Y = p\big(\tfrac{q+u}{K}\big)$: $\log P(q) = \log\mathbb E_u[Y] - D\log K \ge \mathbb E_u[\log Y] -
# D\log K$. It is an equality if $p$ is constant in each cell. ∎
#
# </details>
#
# Papers report (3) as **bits per dimension**: with the sign turned (so that less is better), per number, in bits:
#
# $$
# \text{bits per dimension} = -\frac{\log p(x) - D \log K}{D \log 2} \tag{4}
# $$
#
# It is what a perfect compressor would need for one pixel. The uniform density, $\log p = 0$, needs $\log_2 K$: 8 bits for a
# byte. Who forgets $D\log K$ publishes a record.

# %%
torch.manual_seed(0)
x = (q + torch.rand(q.shape)) / levels
print("within the unit cube:", 0 <= x.min().item() < x.max().item() < 1)  # -> within the unit cube: True
print("nothing is lost:", (levels * x).floor().long().equal(q))  # -> nothing is lost: True
print(f"uniform: {math.log2(levels):.3f} bits per pixel")  # -> uniform: 4.087 bits per pixel

# %% [markdown] task="Dequantise"
# ### Exercise 2 · `Dequantise` · 5 points · 8 minutes · implement
#
# Write (2) and (4) for any number of levels. The noise is handed in, so that the result is determined.


# %% exercise="Dequantise" points=5 difficulty=2 minutes=8 needs=[]
class Dequantise:
    """Between K levels and real numbers. Nothing that is given is changed.

    Args:
        levels: K, an int of at least 2. Stored values are the whole numbers 0 to K - 1.
    """

    def __init__(self, levels):
        """Keep the number of levels."""
        self.levels = levels

    def to_real(self, q, u):
        """Equation (2), first half.

        Args:
            q: whole numbers, any integer dtype (uint8 too), any shape.
            u: noise above 0 and below 1, float32 or float64, of the same shape.

        Returns:
            x, in u's dtype.
        """
        ### BEGIN SOLUTION
        return (q + u) / self.levels
        ### END SOLUTION

    def to_whole(self, x):
        """Equation (2), second half: int64. What lies outside [0, 1) belongs to the nearest level, 0 or K - 1."""
        ### BEGIN SOLUTION
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()
        ### END SOLUTION

    def bits_per_dim(self, log_density, D):
        """Equation (4).

        Args:
            log_density: log p(x) of N examples in nats, where each is the sum over its D numbers; float tensor [N].
            D: numbers in one example, an int.

        Returns:
            One value for each example, [N].
        """
        ### BEGIN SOLUTION
        return (D * math.log(self.levels) - log_density) / (D * math.log(2))
        ### END SOLUTION


# %% public_test="Dequantise"
byte = Dequantise(256)
x = byte.to_real(torch.tensor([[3, 200]], dtype=torch.uint8), torch.full((1, 2), 0.5))
assert x.shape == (1, 2), "one number for each pixel"
assert x.dtype == torch.float32, "the dtype of the noise"
assert byte.to_whole(x).dtype == torch.int64, "whole numbers are int64"
assert byte.bits_per_dim(torch.tensor([-10.0, 5.0]), 4).shape == (2,), "one value for each example"

# %% [markdown] hint="Dequantise"
# Which of the three has to round down, and which of them has to know D?
#
# ---
# `floor`, not `round`: the noise has moved each level upwards, by up to one. Clip after it.
#
# ---
# Nats become bits by dividing by `math.log(2)`. Subtract $D\log K$ from `log_density` before you turn the sign.

# %% tags=["demo"]
dequantise = Dequantise(levels)
u = torch.rand(q.shape, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
x = dequantise.to_real(q, u)
widths = torch.logspace(-2.5, -0.5, 9, dtype=torch.float64)  # of bumps in the middle of each level, now judged fairly
bits = []
for width in widths:
    centre = (torch.arange(levels) + 0.5) / levels
    z = (x[:300].flatten()[:, None] - centre) / (width / levels)
    log_density = (frequency.log() - z.square() / 2 - (width / levels * math.sqrt(2 * math.pi)).log()).logsumexp(dim=1)
    bits.append(dequantise.bits_per_dim(log_density.reshape(300, 64).sum(dim=1), 64).mean())
plot_curves(
    widths,
    {"bits per pixel, dequantised": torch.stack(bits), "uniform": torch.full((9,), math.log2(levels))},
    x_label="width of the bumps, in levels",
    y_label="bits per pixel",
    title="Narrow bumps no longer pay",
    log_y=True,
)

# %% [markdown]
# ## 3 Statistics of a stream: normalisation
#
# A network learns fastest if its inputs are of about size 1 and centred. **Standardising** subtracts each channel's mean
# $\mu$ and divides by its standard deviation $\sigma$, measured *on the training set*:
#
# $$
# x' = \frac{x - \mu}{\sigma} \tag{5}
# $$
#
# The two numbers are part of the model from then on: who uses the network needs exactly *these*, not those of his own
# pictures. That is why published networks come with lines like `mean=[0.485, 0.456, 0.406]` (ImageNet's).
#
# A real training set does not fit into memory, so mean and variance must be gathered batch by batch. It is tempting to
# average the batches' standard deviations. That is wrong, and not by a little if a loader comes sorted: for batches of $n_b$
# numbers with means $\mu_b$ and variances $\sigma_b^2$, and $N = \sum_b n_b$,
#
# $$
# \sigma^2 = \sum_b \frac{n_b}{N}\,\sigma_b^2 \;+\; \sum_b \frac{n_b}{N}\,(\mu_b - \mu)^2 \tag{6}
# $$
#
# Variance *within* the batches is only the first part; the other is variance *between* them. (And the root of a mean is not
# the mean of roots.) Vectors need the whole covariance: the Fréchet distance, by which generative models are compared, is
# computed from the mean and the covariance of thousands of feature vectors (you will meet it when GANs are evaluated). For
# that, keep the count $n$, the mean $\mu$ and the **scatter** $S = \sum_i (x_i - \mu)(x_i - \mu)^\top$ of what came so far.
# A batch with $n_b$, $\mu_b$, $S_b$ is merged by
#
# $$
# \delta = \mu_b - \mu, \qquad \mu \leftarrow \mu + \frac{n_b}{n + n_b}\,\delta, \qquad
# S \leftarrow S + S_b + \frac{n\,n_b}{n + n_b}\,\delta\delta^\top, \qquad n \leftarrow n + n_b \tag{7}
# $$
#
# (Chan, Golub and LeVeque, 1983; Welford, 1962, for one number at a time). At the end the covariance is $S/(n - \text{ddof})$:
# `ddof=1` for the estimate without bias, `ddof=0` for the variance *of these data*.
#
# <details><summary>Proof of (7), and of (6)</summary>
#
# The new mean is $\mu' = (n\mu + n_b\mu_b)/(n + n_b) = \mu + \frac{n_b}{n+n_b}\delta$. Around any point $c$ the sum over
# the old part is $\sum_i (x_i - c)(x_i - c)^\top = S + n(\mu - c)(\mu - c)^\top$: write $x_i - c = (x_i - \mu) + (\mu - c)$
# and multiply out; the mixed terms vanish, for $\sum_i (x_i - \mu) = 0$. Take $c = \mu'$ for both parts, with
# $\mu - \mu' = -\frac{n_b}{n+n_b}\delta$ and $\mu_b - \mu' = \frac{n}{n+n_b}\delta$: the new scatter is $S + S_b +
# \big(n\frac{n_b^2}{(n+n_b)^2} + n_b\frac{n^2}{(n+n_b)^2}\big)\delta\delta^\top$, and the bracket is $\frac{n n_b (n_b +
# n)}{(n+n_b)^2} = \frac{n n_b}{n+n_b}$. For (6) use the same identity in each batch with $c =
# \mu$, add the batches up, and divide by $N$. ∎
#
# </details>
#
# Why not the school formula, the mean of squares minus the square of the mean? It subtracts two large numbers that agree in
# nearly all of their digits:

# %%
x = torch.tensor([1e8 + 1, 1e8 + 2, 1e8 + 3], dtype=torch.float64)  # variance 2/3, in any units
print((x**2).mean().item() - x.mean().item() ** 2)  # -> 0.0
print(f"{(x - x.mean()).square().mean().item():.4f}")  # -> 0.6667


class DraftMoments:
    """Mean and covariance, batch by batch: runs, and looks right."""

    def __init__(self, D):
        self.n = 0
        self.mean = torch.zeros(D)
        self.scatter = torch.zeros(D, D)

    def update(self, x):
        self.mean = (self.n * self.mean + x.sum(dim=0)) / (self.n + len(x))
        centred = x - x.mean(dim=0)
        self.scatter = self.scatter + centred.T @ centred
        self.n += len(x)

    def cov(self, ddof=1):
        return self.scatter / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


def rows_of(images):
    """Pictures [N, C, H, W] as rows of C numbers, one for each pixel."""
    return images.permute(0, 2, 3, 1).reshape(-1, images.shape[1])


sorted_loader = DataLoader(pictures.images[pictures.labels.argsort()], batch_size=64)  # as from a folder for each class
draft = DraftMoments(3)
for batch in sorted_loader:
    draft.update(rows_of(batch))
whole = rows_of(pictures.images.double())
print("draft:", [f"{s:.3f}" for s in draft.std().tolist()], "whole:", [f"{s:.3f}" for s in whole.std(dim=0).tolist()])
# -> draft: ['0.152', '0.138', '0.118'] whole: ['0.155', '0.140', '0.121']
x = torch.cat([torch.full((50, 1), 1.0), torch.full((50, 1), 3.0)])
draft = DraftMoments(1)
for batch in x.split(50):
    draft.update(batch)
print("two batches, each constant:", draft.std().tolist(), "truth:", x.std(correction=0).item())
# -> two batches, each constant: [0.0] truth: 1.0

# %% [markdown] task="Moments"
# ### Exercise 3 · `Moments` · 6 points · 10 minutes · repair
#
# The draft has three faults: it forgets a part of the variance; it gathers in float32, where a sum of millions loses its
# last digits, and cannot take bytes; and a batch without rows turns it into NaN. Write `Moments` without them. It keeps
# numbers, not the data: what it needs must not grow with what it has seen.


# %% exercise="Moments" points=6 difficulty=2 minutes=10 needs=[]
class Moments:
    """Mean and covariance of rows that come batch by batch, equation (7).

    Args:
        D: numbers in a row.

    Attributes:
        n: how many rows came so far, an int.
        mean: their mean, float64 [D]; zeros before the first one.
    """

    def __init__(self, D):
        """Begin with nothing."""
        ### BEGIN SOLUTION
        self.n = 0
        self.mean = torch.zeros(D, dtype=torch.float64)
        self.scatter = torch.zeros(D, D, dtype=torch.float64)
        ### END SOLUTION

    def update(self, x):
        """Take in a batch [n_b, D] of any real dtype (uint8, float32, float64, …); n_b may be 0 or 1. x is not changed."""
        ### BEGIN SOLUTION
        if len(x) == 0:
            return
        x = x.double()
        mean = x.mean(dim=0)
        centred, delta, total = x - mean, mean - self.mean, self.n + len(x)
        self.scatter = self.scatter + centred.T @ centred + self.n * len(x) / total * torch.outer(delta, delta)
        self.mean = self.mean + len(x) / total * delta
        self.n = total
        ### END SOLUTION

    def cov(self, ddof=1):
        """The covariance of the n > ddof rows, divided by n - ddof: float64 [D, D]."""
        ### BEGIN SOLUTION
        return self.scatter / (self.n - ddof)
        ### END SOLUTION

    def std(self):
        """The standard deviation of each number of a row, divided by n: float64 [D]."""
        ### BEGIN SOLUTION
        return self.cov(ddof=0).diagonal().sqrt()
        ### END SOLUTION


# %% public_test="Moments"
moments = Moments(2)
moments.update(torch.tensor([[1.0, 2.0], [3.0, 5.0], [4.0, 0.0]]))
assert moments.n == 3, "three rows came"
assert moments.mean.shape == (2,), "one mean for each column"
assert moments.mean.dtype == torch.float64, "gather in float64"
assert moments.cov().shape == (2, 2), "every column with every column"
assert moments.std().shape == (2,), "one standard deviation for each column"
assert moments.cov().dtype == moments.std().dtype == torch.float64, "and answer in it"

# %% [markdown] hint="Moments"
# Convert first, then compute the batch's own count, mean and scatter. Which of the three updates of (7) has to come last?
#
# ---
# $\delta$ uses the old mean, and both fractions use the old $n$. `torch.outer(delta, delta)` is $\delta\delta^\top$.
#
# ---
# An empty batch has no mean: leave early. With $n = 0$ the factor $n\,n_b/(n + n_b)$ is 0, so the first batch needs nothing
# special.

# %% tags=["demo"]
moments = Moments(3)
for batch in sorted_loader:
    moments.update(rows_of(batch))
mean, std = moments.mean.reshape(3, 1, 1).float(), moments.std().reshape(3, 1, 1).float()
standardised = (pictures.images[:8] - mean) / std
print("standardised values from", f"{standardised.min():.2f} to {standardised.max():.2f}")
show_images(
    {"as loaded": pictures.images[:8], "standardised": standardised / 8 + 0.2},  # squeezed, so as to be seen
    title="Standardising moves and stretches colours, and keeps what is shown",
)

# %% [markdown]
# ## 4 A data set that gives the same answer twice
#
# Where pictures come from differs: from one file of numbers (our digits; `torchvision.datasets.MNIST`, which
# `journey.data.mnist` wraps), from a folder for each class (`torchvision.datasets.ImageFolder`), or, if they are many, from
# large archives that are read from front to back and cannot be shuffled freely. What a training sees of it is always the
# same two objects.
#
# A **`Dataset`** answers two questions: how many examples are there (`__len__`), and what is number $i$ (`__getitem__`)? A
# **`DataLoader`** decides in which order to ask, in batches, and can have several worker processes ask at the same time.
# What is decoded and transformed *per example* belongs into `__getitem__`, so that the workers do it. `drop_last=True`
# leaves out the short batch at the end: for *training* only, since what is left out of an evaluation was not evaluated.
#
# Transforms for pictures come from `torchvision.transforms.v2`. They take tensors `[..., C, H, W]`, are chained by
# `v2.Compose`, and transform a picture *together with* its mask and its boxes, if these are wrapped as `tv_tensors`:

# %% tags=["demo"]
from torchvision import tv_tensors
from torchvision.transforms import v2

pipeline = v2.Compose(
    [
        v2.ToImage(),  # arrays and Pillow pictures become tensors [C, H, W]; tensors stay
        v2.RandomCrop(12, padding=1),  # random: moved by up to one pixel
        v2.ToDtype(torch.float32, scale=True),  # bytes become [0, 1]; floats stay
        v2.Normalize(mean=[0.5] * 3, std=[0.5] * 3),  # [0, 1] becomes [-1, 1]
    ]
)
x = pipeline((255 * pictures.images[0]).to(torch.uint8))
print(tuple(x.shape), x.dtype, f"from {x.min():.0f} to {x.max():.2f}")
mask = tv_tensors.Mask((pictures.images[0] > 0).any(dim=0))
image, mask = v2.RandomHorizontalFlip(p=1.0)(pictures.images[0], mask)
print("picture and mask were mirrored together:", mask.equal((image > 0).any(dim=0)))

# %% [markdown]
# Where does a random transform get its chance from? From torch's **global generator** (v2 has no argument for another).
# That is convenient and has three consequences. What becomes of picture 17 depends on how many were asked before it. With
# workers, each of which has a generator of its own, it depends on how many workers there are. And a transform that draws
# one more number changes the dropout masks and initial weights of all that follows. You cannot repeat an experiment like
# that.
#
# The way out is to make chance a *function of the example*: seed with a number that is mixed from the seed, the epoch and $i$,
# draw, and put the global generator back as it was. The epoch must be in it: otherwise each picture gets *one* augmentation
# for ever, which is no augmentation at all. And mixing is not adding: with seed + epoch + $i$ picture 1 in epoch 0 shares its
# numbers with picture 0 in epoch 1.


# %%
def mix(*numbers):
    """One number below 2**32 out of several whole numbers of at least 0, all of which matter, as does their order."""
    return int(np.random.SeedSequence(numbers).generate_state(1)[0])


print(mix(7, 0, 1) == mix(7, 0, 1), mix(7, 0, 1) == mix(7, 1, 0))  # -> True False
torch.manual_seed(0)
expected = torch.rand(2)
torch.manual_seed(0)
with torch.random.fork_rng(devices=[]):  # what happens in here leaves the global generator (of the CPU) as it was
    torch.manual_seed(mix(7, 0, 1))
    torch.rand(100)
print(torch.rand(2).equal(expected))  # -> True

# %% [markdown] task="ImageDataset"
# ### Exercise 4 · `ImageDataset` · 6 points · 9 minutes · implement
#
# Write a data set whose random transforms depend on the seed, the epoch and the index alone: not on the order of asking, the
# number of workers, or the state of the global generator.


# %% exercise="ImageDataset" points=6 difficulty=2 minutes=9 needs=[]
class ImageDataset(Dataset):
    """Pictures with labels, transformed at random and repeatably.

    Args:
        images: tensor [N, C, H, W]. Never changed, even if the transform works in place.
        labels: int64 tensor [N].
        seed: an int from 0 to 2**31.
        transform: takes one picture [C, H, W] and returns what is to be shown of it (perhaps in another size). It draws from
            torch's global generator. None: pictures are shown as they are.

    Attributes:
        epoch: an int, 0 at the start; set_epoch changes it.
    """

    def __init__(self, images, labels, seed=0, transform=None):
        """Keep what is given."""
        self.images, self.labels, self.seed, self.transform = images, labels, seed, transform
        self.epoch = 0

    def set_epoch(self, epoch):
        """Set the epoch, an int of at least 0: all random transforms are others in each epoch."""
        self.epoch = epoch

    def __len__(self):
        """How many pictures there are."""
        ### BEGIN SOLUTION
        return len(self.images)
        ### END SOLUTION

    def __getitem__(self, i):
        """Picture i and its label, an int.

        What the transform draws is a function of the seed, the epoch and i: the same each time, in each process, and
        different for each of the three. The global generator is left as it was, also if the transform raises an error.

        Raises:
            IndexError: if i is N or more.
        """
        ### BEGIN SOLUTION
        image = self.images[i].clone()  # a tensor raises the IndexError
        if self.transform is not None:
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(mix(self.seed, self.epoch, i))
                image = self.transform(image)
        return image, int(self.labels[i])
        ### END SOLUTION


# %% public_test="ImageDataset"
small = ImageDataset(torch.rand(3, 1, 4, 5), torch.tensor([5, 0, 2]), transform=lambda image: image * torch.rand(1))
assert len(small) == 3, "three pictures"
image, label = small[0]
assert image.shape == (1, 4, 5), "one picture, without an axis for a batch"
assert image.dtype == torch.float32, "the dtype of the pictures"
assert isinstance(label, int), "the label as an int"

# %% [markdown] hint="ImageDataset"
# What happens to `images` if the transform writes into what it gets? And what must surround the seeding?
#
# ---
# Hand over a `clone()`. Everything random stands inside `with torch.random.fork_rng(devices=[]):`, seeding included.
#
# ---
# `torch.manual_seed(mix(self.seed, self.epoch, i))`. Python's `for` asks for 0, 1, 2, … until an `IndexError` comes; a
# tensor raises one by itself, a list that was joined by hand may not.

# %% tags=["demo"]
dataset = ImageDataset(pictures.images[:24], pictures.labels[:24], seed=1, transform=v2.RandomCrop(12, padding=3))
one = torch.cat([images for images, _ in DataLoader(dataset, batch_size=8)])
two = torch.cat([images for images, _ in DataLoader(dataset, batch_size=5, num_workers=2)])
print("two workers and none agree:", one.equal(two))
rows = {"as loaded": pictures.images[:8]}
for epoch in (0, 1, 2):
    dataset.set_epoch(epoch)
    rows[f"epoch {epoch}"] = torch.stack([dataset[i][0] for i in range(8)])
show_images(rows, title="The same eight pictures in three epochs")

# %% [markdown]
# ## 5 Splitting
#
# Three parts, three purposes: fit on the **training** set, choose on the **validation** set (widths, learning rates, when
# to stop), report on the **test** set, once. A random split of few examples is a gamble: of a class with 10 examples a test
# part of 20% has none in one case of ten ($0.8^{10} \approx 0.11$), and nothing that you measure there says anything about
# it. A **stratified** split deals out each class by itself, so that each part has each class in (nearly) the right
# proportion.
#
# Whole numbers do not divide evenly, so "nearly" needs care. Rounding each part for itself may deal out 11 of 10 examples, or
# 9. Rounding the *boundaries* cannot: with $f_1, \dots, f_m$ the wanted fractions, part $j$ of a class with $n_c$ examples
#    gets the shuffled examples between
#
# $$
# b_{j-1} \text{ and } b_j, \qquad b_j = \operatorname{round}\big(n_c\,(f_1 + \dots + f_j)\big) \tag{8}
# $$
#
# Each boundary is off by at most $\frac12$, so each part's size is off by at most 1, and nothing is lost or dealt twice.

# %%
fractions = (0.25, 0.25, 0.5)
print("each for itself:", [round(10 * f) for f in fractions])  # -> each for itself: [2, 2, 5]
bounds = [round(10 * sum(fractions[: j + 1])) for j in range(3)]
print("boundaries:", bounds)  # -> boundaries: [2, 5, 10]
order = torch.randperm(
    5, generator=torch.Generator().manual_seed(0)
)  # chance is handed in, not taken from a global state
print(sorted(order.tolist()))  # -> [0, 1, 2, 3, 4]

# %% [markdown] task="stratified_split"
# ### Exercise 5 · `stratified_split` · 5 points · 8 minutes · implement
#
# Split a data set class by class, by indices: nothing is copied.


# %% exercise="stratified_split" points=5 difficulty=2 minutes=8 needs=[]
def stratified_split(labels, fractions, generator):
    """Split at random, class by class.

    Args:
        labels: int64 tensor [N]; classes are the values that occur, any whole numbers. Not changed.
        fractions: of each part, floats of at least 0 that add up to 1 (up to rounding).
        generator: a torch.Generator, from which all chance comes.

    Returns:
        A list of int64 tensors, one for each fraction: the indices of its examples, in any order. Each of 0 to N - 1 is in
        exactly one part, each is equally likely to come into a part as others of its class, and the number of
        examples of a class in a part differs from its fraction of the class by at most 1. A part may be empty.
    """
    ### BEGIN SOLUTION
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rows = rows[torch.randperm(len(rows), generator=generator)]
        start, total = 0, 0.0
        for part, fraction in zip(parts, fractions, strict=True):
            total += fraction
            end = round(len(rows) * total)
            part.append(rows[start:end])
            start = end
    return [torch.cat(part) for part in parts]
    ### END SOLUTION


# %% public_test="stratified_split"
parts = stratified_split(torch.tensor([4, 4, 4, 4, 9, 9]), (0.5, 0.5), torch.Generator().manual_seed(0))
assert len(parts) == 2, "as many parts as fractions"
assert all(part.dtype == torch.int64 and part.ndim == 1 for part in parts), "indices are int64 tensors with one axis"
assert sum(len(part) for part in parts) == 6, "each example is in one part"

# %% [markdown] hint="stratified_split"
# Deal out one class at a time: find its indices, shuffle them, cut them at the boundaries of (8).
#
# ---
# `(labels == label).nonzero().flatten()` are the indices of a class; index them with a random permutation drawn from
# `generator`.
#
# ---
# Add up the fractions as you go. `round(len(rows) * total)` is the next boundary; the part is what lies between it and the
# one before.

# %% tags=["demo"]
few = torch.cat(
    [(train_labels == c).nonzero().flatten()[: 10 + 12 * c] for c in range(10)]
)  # more and more of each class
generator = torch.Generator().manual_seed(0)
stratified = stratified_split(train_labels[few], (0.7, 0.1, 0.2), generator)[2]
plain = torch.randperm(len(few), generator=generator)[: len(few) // 5]
counts = [torch.bincount(train_labels[few][rows], minlength=10) for rows in (stratified, plain)]
plot_curves(
    torch.arange(10),
    {"stratified": counts[0], "plain random": counts[1], "20%": 0.2 * (10 + 12 * torch.arange(10))},
    x_label="class",
    y_label="test examples",
    title="Test parts of an uneven data set",
)

# %% [markdown]
# ## 6 Leakage: what the test set must not have told
#
# Now to the coin. This is the program, whole:


# %%
def predict_coin(select_on_everything, seed=0, n=60, D=5000, keep=20):
    """Share of right predictions on held-out tosses, and on new ones."""
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(2 * n, D, generator=generator, dtype=torch.float64)
    y = torch.randint(2, (2 * n,), generator=generator)
    is_train = torch.arange(2 * n) < n // 2
    is_held_out = (torch.arange(2 * n) < n) & ~is_train  # and the second half of all: tosses of another day

    seen = torch.arange(2 * n) < n if select_on_everything else is_train
    gap = x[seen & (y == 1)].mean(dim=0) - x[seen & (y == 0)].mean(dim=0)
    best = gap.abs().argsort(descending=True)[:keep]  # the measurements in which heads and tails differ most

    heads, tails = (x[is_train & (y == side)][:, best].mean(dim=0) for side in (1, 0))
    says_heads = (x[:, best] - heads).norm(dim=1) < (x[:, best] - tails).norm(dim=1)
    is_right = (says_heads == (y == 1)).double()
    return is_right[is_held_out].mean().item(), is_right[n:].mean().item()


print("held out {:.2f}, new {:.2f}".format(*predict_coin(select_on_everything=True)))  # -> held out 0.97, new 0.43
print("held out {:.2f}, new {:.2f}".format(*predict_coin(select_on_everything=False)))  # -> held out 0.57, new 0.38

# %% [markdown]
# The classifier never saw the held-out tosses. But the 20 measurements were *chosen* by looking at all 60, held-out ones
# included. Among 5000 columns of noise some agree with any 60 tosses by accident, and these were picked. (The story is Hastie,
# Tibshirani and Friedman's, who found it in published studies.) This is **leakage**: *anything that was fitted on the test
# set, however innocent, is a part of the training.* Where it hides:
#
# | what | why it leaks |
# | --- | --- |
# | means, deviations, minima, principal axes, features, computed *before* the split | test rows have shaped them |
# | a batch of test rows, standardised *by itself* | a row's value depends on its companions, which nobody will have later |
# | copies: a picture twice, augmented before the split, frames of one film, one writer | knowing by heart pays |
# | choosing among fifty models by their test score | the maximum of fifty noisy numbers is too large |
#
# Barz and Denzler (2020) found that 3.3% of the test pictures of CIFAR-10 and 10% of those of CIFAR-100 have a near copy in
# the training set. For a *generative* model this is worse than for a classifier: a copy in the test set makes memorising
# look like generalising. Exact copies are found by comparing bytes, for all pairs at once, with a set:


# %%
def count_copies(images, others):
    """How many of `images` are also among `others`, byte for byte."""
    known = {image.numpy().tobytes() for image in others}
    return sum(image.numpy().tobytes() in known for image in images)


print("test digits that are also in training:", count_copies(test, train))
# -> test digits that are also in training: 0
moved = torch.cat(
    [train, train.reshape(-1, 8, 8).flip(2).reshape(-1, 64)]
)  # augmented: each picture, and its mirror image
order = torch.randperm(len(moved), generator=torch.Generator().manual_seed(0))
in_train, in_test = order[:2075], order[2075:]  # … and split afterwards, 80 to 20
twins = (in_test + len(train)) % len(moved)  # where the other one of the pair stands
print(f"share of test pictures whose twin is in training: {torch.isin(twins, in_train).double().mean():.2f}")
# -> share of test pictures whose twin is in training: 0.79

# %% [markdown]
# If pictures belong together (copies, frames of a film, pages of a writer, slices of a patient), then what has to be split is
# the **groups**: all of a group into one part. It costs one line, and the knowledge of what belongs together:

# %%
groups = torch.arange(len(moved)) % len(train)  # which original each picture was made of
chosen = torch.randperm(len(train), generator=torch.Generator().manual_seed(0))[: len(train) // 5]
in_test = torch.isin(groups, chosen).nonzero().flatten()
in_train = (~torch.isin(groups, chosen)).nonzero().flatten()
twins = (in_test + len(train)) % len(moved)
print(f"twins in training, split by groups: {torch.isin(twins, in_train).double().mean():.2f}")
# -> twins in training, split by groups: 0.00

# %% [markdown]
# **A test for it.** Think of preprocessing as a function `prepare(train, test)` that returns both parts, prepared. It is
# free of leaks if
#
# 1. what it makes of the training rows depends on the training rows alone, and
# 2. what it makes of a test row depends on the training rows and on *this* row alone: not on the other test rows, their
#    number, or their order.
#
# Neither can be read off one result, but both can be *probed*: change what must not matter, and see whether something
# changes. A program may hide its dependence. The smallest and largest values (min–max scaling) only move if a test row lies
# *beyond* the training rows; a selection of columns only changes if the test rows speak loudly.

# %%
generator = torch.Generator().manual_seed(0)
probe_train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
probe_test = torch.randn(7, 5, generator=generator, dtype=torch.float64)
loudness = (0.01, 1.0, 30.0, 1000.0)


def min_max(train, test):
    """A program with a leak."""
    both = torch.cat([train, test])
    low, high = both.min(dim=0).values, both.max(dim=0).values
    return (train - low) / (high - low), (test - low) / (high - low)


for scale in (0.01, 1000.0):  # the same probe, quiet and loud
    test_rows = scale * probe_test
    same = min_max(probe_train, test_rows)[0].allclose(min_max(probe_train, test_rows[:1])[0])
    print(f"test rows times {scale}: the training rows come out the same: {same}")
# -> test rows times 0.01: the training rows come out the same: True
# -> test rows times 1000.0: the training rows come out the same: False

# %% [markdown] task="is_leak_free"
# ### Exercise 6 · `is_leak_free` · 6 points · 11 minutes · write a check
#
# Write a check that accepts preprocessing which satisfies 1 and 2 and rejects what does not. You choose the data that it is
# probed with; `probe_train`, `probe_test` and `loudness` of the cell above are there. The hidden tests hand over some
# thirty programs, right ones and wrong ones.


# %% exercise="is_leak_free" points=6 difficulty=3 minutes=11 needs=[]
def is_leak_free(prepare):
    """Probe whether preprocessing lets test rows tell anything that they must not.

    Args:
        prepare: prepare(train, test) -> (train_out, test_out). It takes float64 tensors [N, D] and [M, D] with N >= 10, M >= 1
            and D >= 3, without missing values, and returns float tensors with N and M rows, of any width (perhaps another
            for other data). It uses no chance, raises no error, and changes nothing that it is given. If it leaks, it does
            so for test rows of some size between a hundredth of the training rows' and a thousand times it, if not for all.

    Returns:
        True if 1 and 2 hold, False otherwise. Values that agree up to 1e-6 of the largest count as equal, for
        sums that are taken in another order differ in their last digits; a difference of more than 1e-4 of it is a leak.
    """
    ### BEGIN SOLUTION
    for scale in loudness:
        test = scale * probe_test
        train_out, test_out = prepare(probe_train, test)
        for i, row in enumerate(test_out):
            train_alone, row_alone = prepare(probe_train, test[i : i + 1])
            for a, b in ((train_out, train_alone), (row[None], row_alone)):
                if a.shape != b.shape or (a - b).abs().max() > 1e-6 * a.abs().max():
                    return False
    return True
    ### END SOLUTION


# %% public_test="is_leak_free"
verdict = is_leak_free(lambda train, test: (train, test))
assert isinstance(verdict, bool), "one bool"
assert verdict, "to do nothing at all leaks nothing"

# %% [markdown] hint="is_leak_free"
# If a test row may not know of its companions, then its result must be the same as if it came alone. And so must the
# training rows' result.
#
# ---
# Call `prepare(train, test)` once, and `prepare(train, test[i:i+1])` for each row `i`. Compare the training part and row `i`.
#
# ---
# Do so for test rows of every size in `loudness`. Compare shapes before values, and
# values with a tolerance that grows with the largest of them.

# %% tags=["demo"]
programs = {
    "min-max over everything": min_max,
    "standardised by the training rows": lambda a, b: ((a - a.mean(0)) / a.std(0), (b - a.mean(0)) / a.std(0)),
    "each row divided by its length": lambda a, b: (a / a.norm(dim=1, keepdim=True), b / b.norm(dim=1, keepdim=True)),
    "the test rows centred by themselves": lambda a, b: (a - a.mean(0), b - b.mean(0)),
}
for name, prepare in programs.items():
    print(f"{name:40} {'no leak found' if is_leak_free(prepare) else 'LEAKS'}")
results = torch.tensor([[predict_coin(choice, seed)[0] for seed in range(12)] for choice in (True, False)])
plot_curves(
    torch.arange(12),
    {"measurements chosen on all tosses": results[0], "on the training half": results[1]},
    x_label="coin",
    y_label="share right, held out",
    title="The same classifier on twelve coins",
)

# %% [markdown]
# ## 7 Balance
#
# Real data have a few large classes and many small ones. The mean loss over such data is the mean over the large classes,
# and a network that never says "rare" is right nearly always. A classifier trained to the end estimates $p(y \mid x)$ *for the
# frequencies that it was shown*; where two classes look alike it takes the larger. Three remedies:
#
# * **Sampling** each class equally often (`WeightedRandomSampler`, or the exercise below). Rare examples come again and again,
#   and are learnt by heart: it needs augmentation.
# * **Weighting** the loss of class $c$ by $1/n_c$. The same on average, with few and large steps for the rare.
# * **Correcting** afterwards. If the classes are shown with frequencies $\pi_c$ and are to be judged as if these were
#   $\pi'_c$, add $\log(\pi'_c/\pi_c)$ to the logits: by Bayes' rule $p(y \mid x)$ is proportional to $p(x \mid y)$ times
#   the frequency of $y$.
#
# For generative models balance is a decision about *what to imitate*. A model of $p(x)$ that is trained on balanced batches
# imitates the balanced world; one of $p(x \mid y)$ is not changed by it in what it aims at, only in how well it learns the
# rare classes.

# %%
labels = torch.tensor([0] * 90 + [1] * 10)  # ninety and ten, and all of them look the same: what should a network say?
for name, weight in {"as they come": None, "weighted": torch.tensor([1 / 90, 1 / 10])}.items():
    logits = torch.zeros(2, requires_grad=True)
    optimiser = torch.optim.SGD([logits], lr=2.0)
    for _ in range(100):
        optimiser.zero_grad()
        F.cross_entropy(logits.expand(100, 2), labels, weight=weight).backward()
        optimiser.step()
    print(f"{name}: p(rare) = {logits.softmax(dim=0)[1].item():.2f}")
# -> as they come: p(rare) = 0.10
# -> weighted: p(rare) = 0.50

# %% [markdown] task="balanced_indices"
# ### Exercise 7 · `balanced_indices` · 4 points · 7 minutes · implement
#
# Draw a balanced batch. Drawing each time anew with replacement would leave some examples of a small class out by chance
# and take others three times; deal them out evenly instead.


# %% exercise="balanced_indices" points=4 difficulty=2 minutes=7 needs=[]
def balanced_indices(labels, per_class, generator):
    """Indices of a batch in which each class comes equally often.

    Args:
        labels: int64 tensor [N]; classes are the values that occur, any whole numbers. Not changed.
        per_class: how many examples of each class, an int of at least 1.
        generator: a torch.Generator, from which all chance comes.

    Returns:
        int64 tensor [K * per_class] for K classes, in random order over all classes. Of each class exactly per_class, and
        no example of a class more often than another by more than one: none twice if there are enough. Which ones come,
        or come once more, is decided by chance, each with the same probability.
    """
    ### BEGIN SOLUTION
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rounds = -(-per_class // len(rows))  # rounded up
        dealt = [rows[torch.randperm(len(rows), generator=generator)] for _ in range(rounds)]
        chosen.append(torch.cat(dealt)[:per_class])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices), generator=generator)]
    ### END SOLUTION


# %% public_test="balanced_indices"
indices = balanced_indices(torch.tensor([7, 7, 7, 2]), 2, torch.Generator().manual_seed(0))
assert indices.shape == (4,), "two classes, two of each"
assert indices.dtype == torch.int64, "indices are int64"
assert set(indices.tolist()) <= {0, 1, 2, 3}, "indices, not labels"

# %% [markdown] hint="balanced_indices"
# Think of a pack of cards for each class: shuffle, deal; when it is used up, shuffle again.
#
# ---
# Chain as many shuffled packs as are needed (`per_class / n_c`, rounded up), and cut at `per_class`. Only the last pack is
# used in part.
#
# ---
# Join the classes with `torch.cat`, and shuffle the whole with one more `torch.randperm(..., generator=generator)`.

# %% tags=["demo"]
uneven = torch.cat([(train_labels == c).nonzero().flatten()[: 60 if c < 2 else 4] for c in range(10)])
drawn = uneven[balanced_indices(train_labels[uneven], 2, torch.Generator().manual_seed(0))]
plain = uneven[torch.randperm(len(uneven), generator=torch.Generator().manual_seed(0))[:20]]
show_images(
    {"a plain batch": train[plain], "a balanced batch": train[drawn]},
    title="Of 120 zeros and ones, and four of each other digit",
)

# %% [markdown]
# ## 8 Augmentation: the same thing, seen otherwise
#
# Augmentation shows the network changed copies of its examples: moved, mirrored, brighter. It is the cheapest data there is,
# *if what is changed does not matter*. That depends on the question. A mirrored cat is a cat. A mirrored **2** is not a 2, and
# a mirrored "red circle top-left" is a red circle top-**right**: the caption has to change with the picture. For a generative
# model the condition is stricter still: it imitates what it is shown, so a change must not only leave the label right, it must
# give a picture *that you would want it to make*.
#
# To move a picture by $d$ rows down and $r$ columns to the right means
#
# $$
# x'_{c,h,w} = a\,x_{c,\;h-d,\;w-r}, \quad \text{and } 0 \text{ where } (h - d,\, w - r) \text{ is outside the picture} \tag{9}
# $$
#
# (with brightness $a$; mirroring comes first). It is what "pad with zeros, then crop" does. `torch.roll` does something
# else: what leaves at the right comes back in at the left.

# %%
x = torch.tensor([[1, 2, 3]])
print("moved by one:", F.pad(x, (1, 0))[:, :3].tolist(), "rolled:", x.roll(1, dims=1).tolist())
# -> moved by one: [[0, 1, 2]] rolled: [[3, 1, 2]]
print("mirrored, then moved:", F.pad(x.flip(1), (1, 0))[:, :3].tolist())  # -> mirrored, then moved: [[0, 3, 2]]
print("moved, then mirrored:", F.pad(x, (1, 0))[:, :3].flip(1).tolist())  # -> moved, then mirrored: [[2, 1, 0]]

# %% [markdown]
# **Augmenting a GAN.** With few pictures a GAN's critic learns them by heart. Augmenting only the *real* ones makes the
# generator imitate the augmentations: they leak into the pictures (Karras et al., 2020). Zhao et al. (2020) augment real
# *and* generated pictures, in both players' losses, by a function $T$ through which gradients flow:
#
# $$
# \nabla_\theta\, L\big(T(G_\theta(z))\big) = \Big(\frac{\partial G_\theta}{\partial\theta}\Big)^{\!\top}
# \Big(\frac{\partial T}{\partial x}\Big)^{\!\top} \nabla L \tag{10}
# $$
#
# For $T$ of (9) the matrix $(\partial T/\partial x)^\top$ moves the gradient *back*, by $-d$ and $-r$, times $a$: nothing
# to be written down, if the picture was moved by indexing. Somebody who goes through bytes, NumPy or `detach` gets the
# right pictures, and a generator that never learns.

# %% [markdown] task="augment"
# ### Exercise 8 · `augment` · 6 points · 11 minutes · implement
#
# Write (9) for a batch. What is done to each picture is handed in, not drawn: so the same can be done to real and to
# generated ones, and to a picture and its mask.


# %% exercise="augment" points=6 difficulty=3 minutes=11 needs=[]
def augment(x, shift, flip=None, gain=None):
    """Mirror, then move, then brighten each picture by numbers of its own, equation (9). Differentiable in x.

    Args:
        x: pictures, float tensor [N, C, H, W]; height and width may differ. Not changed.
        shift: int64 tensor [N, 2]: rows down and columns to the right; negative for up and left. It may be larger than the
            picture, of which then nothing is left.
        flip: bool tensor [N]: whether a picture is mirrored left to right, *before* it is moved. None: no picture is.
        gain: float tensor [N]: a. None: 1 for all.

    Returns:
        New pictures of x's shape and dtype.
    """
    ### BEGIN SOLUTION
    n, _, height, width = x.shape
    h = torch.arange(height) - shift[:, :1]  # [N, H]: the row that each row comes from
    w = torch.arange(width) - shift[:, 1:]
    inside = ((h >= 0) & (h < height))[:, :, None] & ((w >= 0) & (w < width))[:, None, :]
    if flip is not None:
        w = torch.where(flip[:, None], width - 1 - w, w)
    h, w = h.clamp(0, height - 1), w.clamp(0, width - 1)
    moved = x[torch.arange(n)[:, None, None], :, h[:, :, None], w[:, None, :]].permute(0, 3, 1, 2)
    scale = inside if gain is None else inside * gain.to(x.dtype)[:, None, None]
    return moved * scale[:, None]
    ### END SOLUTION


# %% public_test="augment"
x = torch.rand(2, 3, 4, 6)
out = augment(x, torch.tensor([[1, 0], [0, -2]]), torch.tensor([True, False]), torch.tensor([1.0, 0.5]))
assert out.shape == x.shape, "pictures of the same shape"
assert out.dtype == torch.float32, "pictures of the same dtype"
assert augment(x.double(), torch.zeros(2, 2, dtype=torch.int64)).dtype == torch.float64, "flip and gain may be left out"

# %% [markdown] hint="augment"
# A loop over the pictures is fine. For one picture: pad with zeros on all sides, and cut out a window of the old size at
# the right place. Or ask for each row and column of the result where it comes from.
#
# ---
# Padded by $p$ rows, the row $h - d$ of the picture is row $h - d + p$ of the padded one: the window begins at $p - d$. A
# shift beyond the size of the picture is no different from one by exactly that size.
#
# ---
# `F.pad(image, (W, W, H, H))`, clamp the shift to ±H and ±W, then `padded[:, H - d : 2 * H - d, W - r : 2 * W - r]`.
# Collect with `torch.stack`, which lets gradients through.

# %% tags=["demo"]
generator = torch.Generator().manual_seed(0)
x = pictures.images[:8]
shift = torch.randint(-2, 3, (8, 2), generator=generator)
out = augment(x, shift, torch.rand(8, generator=generator) < 0.5, 0.5 + torch.rand(8, generator=generator))
show_pairs(x, out, names=("as loaded", "augmented"), title="Would you want a generator to make the lower row?")
fake = torch.rand(1, 1, 12, 12, requires_grad=True)
augment(fake, torch.tensor([[2, 3]]))[..., 6:, 6:].sum().backward()
print(
    "rows and columns that the gradient reaches:",
    *[fake.grad[0, 0].sum(dim=d).nonzero().flatten().tolist() for d in (1, 0)],
)

# %% [markdown]
# ## 9 Resizing without inventing stripes
#
# Data sets come in other sizes than your network wants. Halving a picture by taking every second pixel looks harmless. Take
# stripes, one pixel black, one white: every second pixel is always black, or always white. Stripes of nearly that width
# come out as broad bands that were never there. This is **aliasing**: what is too fine for the new grid does not vanish, it
# returns as something coarse.
#
# ![Tents over twelve striped pixels: narrow ones see one stripe each, wide ones see grey](images/resize.svg)
#
# Resizing along one axis is a matrix: each new pixel is a weighted mean of old ones. Let $s = n_\text{in}/n_\text{out}$.
# Pixel $j$ has its *centre* at $j + \frac12$, so new pixel $i$ stands at $s\,(i + \frac12)$ on the old picture, and
#
# $$
# R_{ij} \;\propto\; \max\Big(0,\; 1 - \frac{\lvert\, j + \frac12 - s\,(i + \frac12)\,\rvert}{v}\Big), \qquad
# \sum_j R_{ij} = 1, \qquad v = \begin{cases} 1 & \text{bilinear} \\ \max(1, s) & \text{antialiased} \end{cases} \tag{11}
# $$
#
# A tent of half-width $v$: with $v = 1$ it covers the two nearest old pixels, however many lie between two new ones. The
# antialiased tent is as wide as the new pixels are apart, so each old pixel is heard. A picture is resized along both axes,
# $x' = R^{(H)} x\, {R^{(W)}}^{\!\top}$. `F.interpolate` and `v2.Resize` do (11); only the latter is antialiased unless you
# ask for something else. Parmar, Zhang and Zhu (2022) found that
# libraries disagree about it, and that the Fréchet distance of one and the same set of pictures depends on which one was used.

# %%
stripes = (torch.arange(12) % 2).double().reshape(1, 1, 1, 12)
print("every second:", stripes[0, 0, 0, ::2].tolist())  # -> every second: [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
for antialias in (False, True):
    fine = torch.cos(2 * math.pi * torch.arange(60, dtype=torch.float64) * 17 / 60).reshape(
        1, 1, 1, 60
    )  # 17 stripes, a third as many pixels
    small = F.interpolate(fine, size=(1, 20), mode="bilinear", antialias=antialias)[0, 0, 0]
    print(f"antialias={antialias}: contrast {small.max() - small.min():.2f} of 2")
# -> antialias=False: contrast 1.99 of 2
# -> antialias=True: contrast 0.20 of 2

# %% [markdown] task="resize_matrix"
# ### Exercise 9 · `resize_matrix` · 6 points · 10 minutes · implement
#
# Write (11). The exercise is what torch's own resizing does, so it is to be done without it: a hidden test looks.
# Afterwards you can check yourself against `F.interpolate`.


# %% exercise="resize_matrix" points=6 difficulty=3 minutes=10 needs=[]
def resize_matrix(n_in, n_out, antialias=True):
    """The matrix that resizes one axis, equation (11).

    Args:
        n_in: old pixels, an int of at least 1.
        n_out: new pixels, an int of at least 1; fewer, as many, or more.
        antialias: whether the tent widens when pixels get fewer.

    Returns:
        R, float64 [n_out, n_in].
    """
    ### BEGIN SOLUTION
    s = n_in / n_out
    v = max(1.0, s) if antialias else 1.0
    old = torch.arange(n_in, dtype=torch.float64) + 0.5
    new = s * (torch.arange(n_out, dtype=torch.float64) + 0.5)
    tent = (1 - (old - new[:, None]).abs() / v).clamp(min=0)
    return tent / tent.sum(dim=1, keepdim=True)
    ### END SOLUTION


# %% public_test="resize_matrix"
R = resize_matrix(6, 4)
assert R.shape == (4, 6), "a row for each new pixel, a column for each old one"
assert R.dtype == torch.float64, "float64"
assert torch.allclose(R.sum(dim=1), torch.ones(4, dtype=torch.float64)), "each row is a weighted mean"

# %% [markdown] hint="resize_matrix"
# Two lists of places: the centres of the old pixels, and where the new ones stand among them. Then a table of their
# distances.
#
# ---
# `old = arange(n_in) + 0.5`, `new = s * (arange(n_out) + 0.5)`; the table is `(old - new[:, None]).abs()`.
#
# ---
# The tent is `(1 - distance / v).clamp(min=0)`. Divide each row by its sum: at the borders a part of the tent hangs over.


# %% tags=["demo"]
def resize(x, size, antialias=True):
    """Pictures [..., H, W] resized to [..., *size] by your matrices."""
    R_h, R_w = (resize_matrix(a, b, antialias).to(x.dtype) for a, b in zip(x.shape[-2:], size, strict=True))
    return R_h @ x @ R_w.mT


y = torch.arange(96.0)
rings = 0.5 + 0.5 * torch.cos((y[:, None] ** 2 + y**2) / 96)  # finer and finer to the right and below
show_images(
    torch.stack(
        [F.interpolate(rings[None, None, ::3, ::3], size=(96, 96))[0, 0]]
        + [
            F.interpolate(resize(rings, (32, 32), antialias)[None, None], size=(96, 96))[0, 0]
            for antialias in (False, True)
        ]
        + [rings]
    ),
    titles=["every third", "bilinear", "antialiased", "the original"],
    columns=4,
    title="From 96 to 32 pixels",
)
x = pictures.images[:4]
print(
    "as torch does:", resize(x, (7, 17)).allclose(F.interpolate(x, (7, 17), mode="bilinear", antialias=True), atol=1e-5)
)

# %% [markdown]
# **Who asks for what.** The pieces are together. This is how the models of this course will ask for them:
#
# | model | range | and then | augmentation |
# | --- | --- | --- | --- |
# | VAE, Bernoulli decoder | $[0, 1]$ | rounded to 0 or 1, or drawn: 1 with probability $x$ | rarely |
# | GAN | $[-1, 1]$, as the generator's `tanh` | | of real and generated pictures, (10) |
# | flow | $[0, 1]$, dequantised (2) | stretched to all of $\mathbb R$; bits per dimension (4) | mirroring, if harmless |
# | diffusion, VAE with a normal decoder | $[-1, 1]$ | noise of scale 1 comes on top | mirroring, if harmless |
# | network that judges | as it was trained, with *its* $\mu$ and $\sigma$ (5) and *its* resizing (11) | | never |
#
# Two rows deserve a second look. Ink that is *drawn* anew in each epoch ("dynamic binarisation") is an augmentation, too: a
# pixel of 0.3 is ink in three epochs of ten. And a diffusion model relies on the range more than others: its schedule of
# noise was chosen for data of scale 1, and pictures in $[0, 255]$ would still be readable at the end of it.

# %%
u = torch.rand(4000, 64, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
pixel = train[:1].expand(4000, 64)
drawn = (u < pixel).double()  # binarised 4000 times
print(f"largest difference of the mean from x: {(drawn.mean(dim=0) - train[0]).abs().max():.2f}")
# -> largest difference of the mean from x: 0.02
print("rounded instead, how much ink is lost or won:", f"{((train > 0.5).double() - train).abs().mean():.2f}")
# -> rounded instead, how much ink is lost or won: 0.11

# %% [markdown]
# ## 10 The whole thing: train, then evaluate
#
# Now a classifier under hard conditions, which are the usual ones. Its pictures come from a scanner that counts to some
# number between a thousand and a million, on sheets of 10 × 10 pixels; paper is 0. There are few: about fifty of five of
# the digits, fifteen of each of the others. All of them stand in the *middle* of the sheet. It will be judged on digits
# that it has never seen, equally many of each, that stand one pixel *off* the middle, in any of the eight directions.
#
# | who reads unseen, moved digits | read rightly |
# | --- | --- |
# | chance | 0.10 |
# | the same network, training and pictures, without augmentation | 0.28 to 0.31 |
# | **your network: the target** | at least **{{target:accuracy}}** |
# | the reference solution, over 20 seeds | 0.872 to 0.927 |
#
# The module that standardises is given: the statistics are buffers of the network, saved and moved with it, so that nobody
# can use it without them.


# %%
class Standardise(nn.Module):
    """Equation (5), channel by channel, with numbers that were measured on the training set."""

    def __init__(self, mean, std):
        """Keep mean and std, each [C], as buffers."""
        super().__init__()
        self.register_buffer("mean", torch.as_tensor(mean).reshape(-1, 1, 1))
        self.register_buffer("std", torch.as_tensor(std).reshape(-1, 1, 1))

    def forward(self, x):
        """Pictures [N, C, H, W], standardised."""
        return (x - self.mean) / self.std


def sheets(images, shift=None):
    """Digits [N, 64] on sheets of 10 x 10, moved by shift [N, 2] from -1 to 1 off the middle; a scanner that counts to 4095."""
    out = torch.zeros(len(images), 1, 10, 10, dtype=images.dtype)
    shift = torch.zeros(len(images), 2, dtype=torch.int64) if shift is None else shift
    for sheet, image, (down, right) in zip(out, images.reshape(-1, 8, 8), shift.tolist(), strict=True):
        sheet[0, 1 + down : 9 + down, 1 + right : 9 + right] = image
    return 4095 * out


print(Standardise([2.0], [4.0])(torch.tensor([[[[10.0]]]])).item())  # -> 2.0
print(tuple(sheets(test[:3]).shape), sheets(test[:3]).max().item())  # -> (3, 1, 10, 10) 4095.0

# %% [markdown] task="train_few"
# ### Exercise 10 · `train_few` · 8 points · 12 minutes · train, then evaluate
#
# **The recipe**, which is part of the task. The network: `Standardise` with mean and standard deviation of each channel
# over all pixels of `x` (your `Moments`), `nn.Flatten()`, a layer of 128 units, ReLU, a layer of 10 logits, in the dtype of
# `x`. Each of `steps` steps: a batch of 6 of each class (your `balanced_indices`), each picture moved by its own random
# shift of −1, 0 or 1 in both directions (your `augment`), the cross-entropy, one step of `torch.optim.Adam` with learning
# rate 0.002. Move the pictures *before* they are standardised: 0 is paper there, and would be grey afterwards. It takes
# about a second; the grader allows 60 seconds of training. What you return must be picklable: `nn.Sequential` and modules
# of this notebook are.


# %% exercise="train_few" points=8 difficulty=3 minutes=12 seconds=60 needs=["Moments", "balanced_indices", "augment"]
def train_few(x, y, *, seed, steps=400, device="cpu"):
    """Train a classifier on few, uneven, off-scale pictures by the recipe above.

    Args:
        x: pictures, float32 or float64 tensor [N, C, H, W] on the CPU, in the scanner's units, no channel all of one
            grey. Not changed.
        y: labels, int64 tensor [N], from 0 to 9; classes may be missing.
        seed: an int that decides the initial weights and all chance: the same seed and data give the same network.
        steps: how many batches.
        device: where to train: "cpu" or "cuda".

    Returns:
        The trained network, on the CPU, in x's dtype and in evaluation mode: network(x) takes pictures in the scanner's
        units and returns logits [N, 10] that depend on each picture alone.
    """
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = F.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()
    ### END SOLUTION


# %% public_test="train_few"
small = train_few(sheets(train[:30]), train_labels[:30], seed=0, steps=2)
assert small(sheets(test[:5])).shape == (5, 10), "ten logits for each picture"
assert small(sheets(test[:5])).dtype == torch.float64, "float64 in, float64 out"

# %% [markdown] hint="train_few"
# Seed, statistics, network, optimiser, loop, return: everything in the loop is a call of something that you wrote.
#
# ---
# A generator of your own, `torch.Generator().manual_seed(seed)`, for batches and shifts. Pixels as rows of C numbers:
# `x.permute(0, 2, 3, 1).reshape(-1, C)`, as `rows_of` above.
#
# ---
# `torch.randint(-1, 2, (len(rows), 2), generator=generator)` are the shifts. At the end `return network.cpu().eval()`.

# %% tags=["demo"]
generator = torch.Generator().manual_seed(0)
rows = torch.cat([(train_labels == c).nonzero().flatten()[: 50 if c % 2 else 15] for c in range(10)])
x, y = sheets(train[rows]), train_labels[rows]
network = train_few(x, y, seed=0)
moved_by = torch.randint(-1, 2, (len(test), 2), generator=generator)
for name, sheet in {"in the middle": sheets(test), "moved": sheets(test, moved_by)}.items():
    with torch.no_grad():
        is_right = network(sheet).argmax(dim=1) == test_labels
    rare = is_right[test_labels % 2 == 0].double().mean()
    print(f"{name:14} read rightly: {is_right.double().mean():.3f}, those of the rare classes: {rare:.3f}")
wrong = (~is_right).nonzero().flatten()[:10]
guesses = network(sheets(test, moved_by)).argmax(dim=1)
show_images(
    sheets(test, moved_by)[wrong] / 4095,
    titles=[f"{t}, not {g}" for t, g in zip(test_labels[wrong].tolist(), guesses[wrong].tolist(), strict=True)],
    title="Moved digits that it misreads (right label first)",
)

# %% [markdown] written="why_copies" points=4 minutes=8
# ### Question 11 · `why_copies` · 4 points · 8 minutes · explain
#
# 1. A data set of $N$ pictures is augmented so that each has $c$ copies, and only *then* split at random, a share $f$ of
#    all rows for testing. About how likely is it that a test row has no copy of the same original in the training part?
#    Evaluate for $f = 0.2$ and $c = 2$ and $c = 5$. (1 point)
# 2. In which order must splitting, augmenting and computing statistics be done, and what is split if several pictures come
#    from one patient or one film? (1 point)
# 3. A colleague standardises $10^6$ training and $10^4$ test pictures by the mean of all of them. About how far does his
#    mean differ from that of the training pictures, in standard deviations of a pixel, if both parts are from the same
#    distribution? Why is it still wrong to do so, and in which case would it matter? (1 point)
# 4. You train a generator on a set in which one picture of a hundred is also in the test set, and you choose among
#    checkpoints by a distance between generated pictures and test pictures. Which behaviour do you reward, and how would
#    you notice? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. The other $c - 1$ copies must all be in the test part. Each is there with probability about $f$ (for large $N$ nearly
#    independently), so it is $f^{c-1}$: 0.2 for $c = 2$, $0.2^4 = 0.0016$ for $c = 5$. (Exactly, for $c = 2$:
#    $(fcN - 1)/(cN - 1)$.)
# 2. Split first, then compute statistics on the training part, then augment the training part only (or, for an average over
#    augmentations at test time, each test picture by itself). What is split are the groups (patients, films): all pictures
#    of one go into the same part, since pictures of one group are near copies.
# 3. The mean of all is a weighted mean with weight about $0.01$ on the test pictures; the two parts' means differ by about
#    $\sigma\sqrt{10^{-6} + 10^{-4}} \approx 0.01\,\sigma$, so the difference is about $10^{-4}\sigma$. It is harmless in
#    size, but the test score is no longer that of a procedure that can be used on new data, nobody checks the size, and it
#    matters as soon as the test part is large beside the training part, comes from elsewhere (another scanner), or more
#    than a mean is fitted (feature selection: the coin).
# 4. Memorising: a checkpoint that reproduces training pictures comes close to their copies in the test set. Look for the
#    nearest training picture of each generated one, and compare with the distances of held-out pictures; or remove the
#    copies and see whether the ranking of checkpoints changes.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: f^(c-1) with a reason AND both numbers (0.2; about 0.0016 or 0.002). Formula or numbers alone: half a point.
# - 1 point: split, then statistics and augmentation on the training part, AND splitting by groups. One of the two: half a
#   point.
# - 1 point: about 1e-4 sigma (3e-5 to 3e-4 accepted with a derivation) AND a case in which it matters. One of the two: half a
#   point.
# - 1 point: memorising AND a way to notice it (nearest neighbours in the training set, removal of copies). One: half a point.
# ### END MARK SCHEME

# %% [markdown]
# ## 11 The opening question
#
# *Where is the mistake in the program that predicts coins?* In the line that looked at all tosses before the split. *Where
# do the broad stripes come from?* From old pixels that no new pixel listens to. *And why did a good classifier fall to four
# in ten?* It had seen only digits in the middle, and nobody had told it that the place does not matter. None of the three
# is an error that a computer could report. The habit to take along: **look at what goes into the model, not at what lies on
# the disk, and change what must not matter to see whether it does.**
#
# ## What you have now
#
# - Bytes to $[-1, 1]$ and back: convert before you calculate, round and clip before you convert. (GANs, diffusion models)
# - Dequantisation turns levels into a density, and bits per dimension account for it. (Flows, likelihoods)
# - Count, mean and scatter can be merged exactly; standard deviations cannot be averaged. (Fréchet distance)
# - A transform whose chance is a function of seed, epoch and index can be repeated. (Every training)
# - Split by class, by group, and first of all. What was fitted on test data is training.
# - Balanced batches change what is imitated. (Class-conditional models)
# - Augment what must not matter; real and generated pictures alike, by something differentiable. (GANs with few data)
# - Resize with a tent as wide as the new pixels. (Every comparison of generated pictures)
#
# ## References
#
# *Books and pages*
# - T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning*, 2nd edition, Springer, 2009. Section
#   7.10.2, "The wrong and right way to do cross-validation", is the coin.
# - torchvision: [transforms v2](https://pytorch.org/vision/stable/transforms.html); PyTorch:
#   [data loading](https://pytorch.org/docs/stable/data.html),
#   [reproducibility](https://pytorch.org/docs/stable/notes/randomness.html).
#
# *Papers*
# - B. P. Welford, Note on a method for calculating corrected sums of squares and products, *Technometrics* 4, 419–420,
#   1962. [doi:10.1080/00401706.1962.10490022](https://doi.org/10.1080/00401706.1962.10490022)
# - T. F. Chan, G. H. Golub and R. J. LeVeque, Algorithms for computing the sample variance: analysis and recommendations,
#   *The American Statistician* 37, 242–247,
#   1983. [doi:10.1080/00031305.1983.10483115](https://doi.org/10.1080/00031305.1983.10483115)
# - B. Uria, I. Murray and H. Larochelle, RNADE: the real-valued neural autoregressive density-estimator, 2013 (uniform
#   dequantisation). [arXiv:1306.0186](https://arxiv.org/abs/1306.0186)
# - L. Theis, A. van den Oord and M. Bethge, A note on the evaluation of generative models, 2016 (the bound).
#   [arXiv:1511.01844](https://arxiv.org/abs/1511.01844)
# - J. Ho, X. Chen, A. Srinivas, Y. Duan and P. Abbeel, Flow++: improving flow-based generative models with variational
#   dequantization and architecture design, 2019 (noise that is learnt). [arXiv:1902.00275](https://arxiv.org/abs/1902.00275)
# - B. Barz and J. Denzler, Do we train on test data? Purging CIFAR of near-duplicates, *Journal of Imaging* 6, 41, 2020.
#   [arXiv:1902.00423](https://arxiv.org/abs/1902.00423)
# - S. Zhao, Z. Liu, J. Lin, J.-Y. Zhu and S. Han, Differentiable augmentation for data-efficient GAN training, 2020.
#   [arXiv:2006.10738](https://arxiv.org/abs/2006.10738)
# - T. Karras, M. Aittala, J. Hellsten, S. Laine, J. Lehtinen and T. Aila, Training generative adversarial networks with
#   limited data, 2020 (when augmentations leak). [arXiv:2006.06676](https://arxiv.org/abs/2006.06676)
# - G. Parmar, R. Zhang and J.-Y. Zhu, On aliased resizing and surprising subtleties in GAN evaluation, 2022.
#   [arXiv:2104.11222](https://arxiv.org/abs/2104.11222)
