# %% [markdown]
# # Evaluating a generator: the prize for the best forgery
#
# Four machines hand in five hundred digits each. One adds grain, one blurs, one never writes a digit above 4, and one
# steals: it sends back the training images, each with a speck of dust. You give the prize by the number that everybody
# quotes, the Fréchet distance. *The thief wins*, and can hardly be told from real digits. Take fewer digits, and real ones
# look worse than grainy ones did.
#
# *So how do you measure something that has no right answer, and how do you notice that your measure is being fooled?*
#
# Here is the table that you will have made at the end, with programs that you wrote and features that you trained. No column
# is right about all five rows (the first is the control: other real digits). Read together, they are.
#
# ![Five sets of digits, and beside each its distance, precision, recall and nearness to the training images](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![Images become features; two clouds are compared as Gaussians, pair by pair, neighbour by neighbour](images/overview.svg)
#
# **Where this is used, and why.** A generator has no test error: nobody can say which image it *should* have made. Nearly every
# paper on image generation has a table of such numbers, and methods are ranked by differences of less than a point of FID. The
# same programs judge molecules, music and synthetic patient data, with other features.
# And they are easy to get wrong: two implementations of FID on the same images can differ by more than two models do.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Ten coding exercises
# (60 points) and one question in words (5 points) take about two and a half hours; after section 3 is a good place for a
# break. The check cell under an exercise catches wrong shapes and common slips, but passing it is *not* enough: hidden tests
# look at other inputs and at the edge cases that the docstring names. Hints unfold step by step; opening them costs nothing.
#
# **Conventions.** One image in each row, 64 pixels from 0 to 1. A *feature map* turns images `[N, 64]` into features `[N, D]`.
# Covariances divide by $N - 1$. Metrics return plain Python floats. Logarithms are natural.

# %%
import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from journey.data import digits
from journey.plots import plot_curves, plot_points, show_images

images, real, labels, real_labels = digits()
x_train, y_train = images[:797], labels[:797]  # what models learn from
fresh = images[797:]  # real digits that no model has seen
generator = torch.Generator().manual_seed(0)


def blur(pictures, sigma=0.5):
    """Blur digits, [N, 64], with a Gaussian of this many pixels."""
    taps = torch.exp(-(torch.arange(-2, 3, dtype=pictures.dtype) ** 2) / (2 * sigma**2))
    kernel = torch.outer(taps, taps) / taps.sum() ** 2
    padded = functional.pad(pictures.reshape(-1, 1, 8, 8), (2, 2, 2, 2))
    return functional.conv2d(padded, kernel[None, None]).reshape(-1, 64)


def noise(scale):
    """Grain for 500 pictures."""
    return scale * torch.randn(500, 64, dtype=torch.float64, generator=generator)


low = (real_labels < 5).nonzero()[:, 0]
contest = {
    "real": real,
    "grainy": (real + noise(0.2)).clamp(0, 1),
    "blurred": blur(real),
    "only 0 to 4": real[low[torch.randint(len(low), (500,), generator=generator)]],
    "copies": (x_train[:500] + noise(0.02)).clamp(0, 1),
}
print(len(contest), "sets of", tuple(real.shape), "against", tuple(fresh.shape))
# -> 5 sets of (500, 64) against (500, 64)
for name, each in contest.items():
    print(f"{name}: mean ink {each.mean():.3f}")
# -> real: mean ink 0.304
# -> grainy: mean ink 0.335

# %% tags=["demo"]
show_images({name: each[:12] for name, each in contest.items()}, title="Who gets the prize?")

# %% [markdown]
# Your eyes see grain and blur at once. They do not see that a row of twelve digits holds no 7 by system rather than by chance,
# and they cannot see a theft. Numbers are needed for what eyes are bad at.
#
# ## 1 Ask a classifier
#
# The first popular answer (Salimans et al., 2016): show each sample $x$ to a classifier, which answers with probabilities
# $p(y \mid x)$. Good samples should make it **certain** each time, and **varied** over all samples. Both are in one number,
#
# $$
# \mathrm{IS} = \exp\Bigl(\frac1N \sum_{i=1}^N \mathrm{KL}\bigl(p(y\mid x_i)\,\Vert\,\hat p(y)\bigr)\Bigr), \qquad
# \hat p(y) = \frac1N\sum_{i=1}^N p(y \mid x_i) \tag{1}
# $$
#
# the *inception score*, after the network that gave the probabilities. Expand the logarithm in the KL: the mean divergence is
# $H(\hat p) - \frac1N\sum_i H\bigl(p(\cdot\mid x_i)\bigr)$, the entropy of the whole minus the mean entropy of each. So
# **$1 \le \mathrm{IS} \le K$** for $K$ classes: 1 if every sample gets the same answer, $K$ if each answer is certain and all
# classes come equally often.
#
# <details><summary>Proof</summary>
#
# A KL divergence is at least 0, so the score is at least $e^0 = 1$, and it is 1 only if every row equals $\hat p$. Because
# $\log\frac{p}{\hat p} = \log p - \log\hat p$, the mean divergence is $\frac1N\sum_i\sum_y p(y|x_i)\log p(y|x_i) - \sum_y
# \hat p(y)\log \hat p(y)$: the first term is minus the mean entropy of the rows, at most 0; the second is $H(\hat p) \le \log
# K$. So the score is at most $e^{\log K} = K$, with equality only if all rows have entropy 0 and $\hat p$ is uniform. ∎
#
# </details>
#
# **What is wrong with it** (Barratt and Sharma, 2018). *It never looks at the data.* One perfect picture of each class,
# printed a thousand times, scores $K$; so does noise that fools the classifier. And it depends on how many samples share one
# $\hat p$: papers split 50,000 samples into 10 parts and average the scores. Here is a classifier, simple and honest: the
# nearer a picture is to a class's mean, the likelier the class.

# %%
class_means = torch.stack([x_train[y_train == digit].mean(dim=0) for digit in range(10)])


def probabilities(pictures):
    """How likely a picture shows each digit, [N, 10]: by its distance to the mean of each class."""
    return torch.softmax(-4 * torch.cdist(pictures, class_means) ** 2, dim=1)


found = probabilities(real)
print(f"right about {(found.argmax(dim=1) == real_labels).double().mean():.3f} of the real digits")
# -> right about 0.900 of the real digits
two = torch.tensor([[0.9, 0.1], [0.1, 0.9]], dtype=torch.float64)  # two samples, two classes; on average half and half
divergence = (two * (two / two.mean(dim=0)).log()).sum(dim=1)
print([round(value, 4) for value in divergence.tolist()], f"score {divergence.mean().exp():.4f}")
# -> [0.3681, 0.3681] score 1.4449

# %% [markdown] task="inception_score"
# ### Exercise 1 · `inception_score` · 5 points · 10 minutes · implement
#
# Write equation (1), in parts. Certain classifiers give probabilities that are exactly 0.


# %% exercise="inception_score" points=5 difficulty=1 minutes=10 needs=[]
def inception_score(probs, splits=1):
    """The inception score, equation (1), averaged over parts of the samples.

    Args:
        probs: a classifier's probabilities, floating-point tensor of shape [N, K]; rows sum to 1, entries may be exactly 0.
        splits: how many parts. The rows are cut, in their order, into parts as equal as possible: the first N % splits of
            them have one row more than the others. Each part has a p(y) of its own.

    Returns:
        A float from 1 to K: the mean of the scores of the parts. 0 log 0 counts as 0.

    Raises:
        ValueError: if splits is less than 1 or larger than N.
    """
    ### BEGIN SOLUTION
    if not 1 <= splits <= len(probs):
        raise ValueError(f"{len(probs)} rows do not make {splits} parts")
    scores = []
    for part in torch.tensor_split(probs.double(), splits):
        terms = torch.special.xlogy(part, part) - torch.special.xlogy(part, part.mean(dim=0))
        scores.append(math.exp(terms.sum(dim=1).mean()))
    return sum(scores) / splits
    ### END SOLUTION


# %% public_test="inception_score"
score = inception_score(torch.full((6, 3), 1 / 3, dtype=torch.float64))
assert isinstance(score, float), "one number, a Python float"
assert abs(score - 1) < 1e-9, "samples that all get the same answer score 1"
assert isinstance(inception_score(torch.full((6, 3), 1 / 3), splits=4), float), "six rows make four parts, too"

# %% [markdown] hint="inception_score"
# Which mean is taken first: that over samples gives the marginal. Which sum gives one divergence per sample?
#
# ---
# The divergence of one row is $\sum_y p\log p - p\log\hat p$. `torch.special.xlogy(p, q)` is $p\log q$ with $0\log 0 = 0$.
# Mean over the rows of a part, then the exponential, then the mean over parts: in this order.
#
# ---
# `torch.tensor_split(probs, splits)` cuts as the docstring asks. `torch.chunk` does not: it may give fewer parts.

# %% tags=["demo"]
for name, each in contest.items():
    print(f"{name:12s} inception score {inception_score(probabilities(each)):.2f}")
archetypes = torch.eye(10, dtype=torch.float64).repeat(50, 1)
print(f"ten pictures, fifty copies of each, and a classifier that is certain: {inception_score(archetypes):.2f}")

# %% [markdown]
# The machine without 5 to 9 is noticed (there are only half as many classes), and the thief is not. The score of the *real*
# digits is no upper end either: ten pictures beat them.
#
# ## 2 Compare two clouds: the Fréchet distance
#
# Better to compare samples with data. Not pixel by pixel, for no sample has a partner, but as two clouds of features. Heusel
# et al. (2017) summarise each by its mean $\mu$ and covariance $\Sigma$, and take the distance of the two *Gaussians* with
# these moments, which Dowson and Landau (1982) had computed:
#
# $$
# d^2 = \lVert\mu_1 - \mu_2\rVert^2 + \operatorname{Tr}\Sigma_1 + \operatorname{Tr}\Sigma_2
# - 2\operatorname{Tr}\bigl(\Sigma_1^{1/2}\,\Sigma_2\,\Sigma_1^{1/2}\bigr)^{1/2} \tag{2}
# $$
#
# That is FID, if the features are those of the Inception network. Beware: "distance" is the custom; it is a *squared* distance.
#
# **Where it comes from.** Shovel one heap of sand into the shape of the other. A plan for that is a joint distribution of
# pairs $(x, y)$ with the two given margins; its cost is $\mathbb E\lVert x - y\rVert^2$, and the cheapest plan costs the
# squared Wasserstein distance $W_2^2$. Multiply out: with the cross-covariance $C$ of $x$ and $y$ the cost is
# $\lVert\mu_1-\mu_2\rVert^2 + \operatorname{Tr}\Sigma_1 + \operatorname{Tr}\Sigma_2 - 2\operatorname{Tr} C$. Only $C$ depends
# on the plan, so we want its trace large.
#
# <details><summary>Proof: how large the trace can be, and why nothing imaginary turns up</summary>
#
# The covariance of the pair, with blocks $\Sigma_1, C, C^\top, \Sigma_2$, has no negative eigenvalues exactly if $C =
# \Sigma_1^{1/2} K \Sigma_2^{1/2}$ for some $K$ that stretches no vector (largest singular value at most 1). Then
# $\operatorname{Tr} C = \operatorname{Tr}(K A^\top)$ with $A = \Sigma_1^{1/2}\Sigma_2^{1/2}$ (cyclic shift under the trace).
# With $A = U S V^\top$ this is $\operatorname{Tr}(U^\top K V S) = \sum_i s_i\,(U^\top K V)_{ii} \le \sum_i s_i$, since no
# entry of a matrix that stretches nothing exceeds 1; and $K = UV^\top$ reaches it. So the best trace is the **sum of the
# singular values of $\Sigma_1^{1/2}\Sigma_2^{1/2}$**. Their squares are the eigenvalues of $AA^\top =
# \Sigma_1^{1/2}\Sigma_2\Sigma_1^{1/2}$, so the sum is the trace in (2). Gaussian pairs with this $C$ exist, so Gaussians
# reach the bound; others cannot do better. Singular values are real, exist for singular covariances, and are the same for
# $A^\top$: the distance is real and symmetric. ∎
#
# </details>
#
# So *(2) is a lower bound of $W_2^2$ for any two distributions with these moments*, and exact for Gaussians. Distributions with
# the same mean and covariance have distance 0, whatever else is different between them.
#
# **Two traps.** The roots are *matrix* roots, $R R = \Sigma$: with $\Sigma = Q\Lambda Q^\top$ that is
# $Q\Lambda^{1/2}Q^\top$, and not the root of each entry. And $\Sigma_1\Sigma_2$ is not symmetric: the general root of it, which
# many programs take, turns complex by rounding where a covariance is singular, as it is whenever there are fewer samples than
# features.

# %%
sigma = torch.tensor([[2.0, 1.0], [1.0, 2.0]], dtype=torch.float64)
values, Q = torch.linalg.eigh(sigma)
root = Q @ torch.diag(values.sqrt()) @ Q.T
print("eigenvalues", [round(value, 4) for value in values.tolist()])  # -> eigenvalues [1.0, 3.0]
print("its square gives it back:", bool(torch.allclose(root @ root, sigma)))  # -> its square gives it back: True
print(f"trace of the root {root.trace():.4f}, of the roots of the entries {sigma.sqrt().trace():.4f}")
# -> trace of the root 2.7321, of the roots of the entries 2.8284

# %% [markdown] task="frechet_distance"
# ### Exercise 2 · `frechet_distance` · 7 points · 15 minutes · implement
#
# Write equation (2). Hidden tests use covariances that do not commute, that are singular, and that are zero.


# %% exercise="frechet_distance" points=7 difficulty=2 minutes=15 needs=[]
def frechet_distance(mu_1, sigma_1, mu_2, sigma_2):
    """The squared Fréchet (2-Wasserstein) distance of two Gaussians, equation (2).

    Args:
        mu_1, mu_2: means, floating-point tensors of shape [D].
        sigma_1, sigma_2: covariances, [D, D], symmetric, no negative eigenvalue but for rounding; they may be singular.

    Returns:
        A float, real and at least 0 (what rounding makes negative is 0), the same if the Gaussians change places. For
        singular covariances, too, it is right to six digits of the largest trace.
    """
    ### BEGIN SOLUTION
    mu_1, sigma_1, mu_2, sigma_2 = (part.double() for part in (mu_1, sigma_1, mu_2, sigma_2))
    roots = []
    for covariance in (sigma_1, sigma_2):
        eigenvalues, vectors = torch.linalg.eigh(covariance)
        roots.append((vectors * eigenvalues.clamp(min=0).sqrt()) @ vectors.T)
    overlap = torch.linalg.svdvals(roots[0] @ roots[1]).sum()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return max(0.0, float(distance))
    ### END SOLUTION


# %% public_test="frechet_distance"
zero, one = torch.zeros(2, dtype=torch.float64), torch.eye(2, dtype=torch.float64)
assert isinstance(frechet_distance(zero, one, zero, one), float), "one number, a Python float"
assert abs(frechet_distance(zero, one, zero, one)) < 1e-9, "equal Gaussians have distance 0"
assert abs(frechet_distance(zero, one, zero + 1, one) - 2) < 1e-9, "means apart, same covariance: squared length"

# %% [markdown] hint="frechet_distance"
# You need the root of a *symmetric* matrix twice. `torch.linalg.eigh` takes it apart; rounding can make an eigenvalue that
# should be 0 slightly negative, and its root NaN.
#
# ---
# The proof shows a way without a second root: the trace in (2) is the sum of the singular values of
# $\Sigma_1^{1/2}\Sigma_2^{1/2}$.
#
# ---
# Root: `Q @ torch.diag(values.clamp(min=0).sqrt()) @ Q.T`. Then `torch.linalg.svdvals` of the product of both roots.

# %% tags=["demo"]
angles = torch.linspace(0, math.pi, 25, dtype=torch.float64)
stretched = torch.diag(torch.tensor([4.0, 0.25], dtype=torch.float64))
turns = [torch.stack([torch.stack([a.cos(), -a.sin()]), torch.stack([a.sin(), a.cos()])]) for a in angles]
plot_curves(
    angles * 180 / math.pi,
    {"distance": [frechet_distance(zero, stretched, zero, turn @ stretched @ turn.T) for turn in turns]},
    x_label="degrees",
    y_label="squared distance",
    title="A long Gaussian, and the same one turned",
)

# %% [markdown]
# ## 3 From images to a number: the pipeline, and its bias
#
# Between images and equation (2) stands a program: images in batches through the feature map, moments, distance. Most
# disasters happen here. What must be the same for both sets: the **features** (one fixed map, that knows nothing of the two
# sets), the **preparation** of the images, and the **number of samples**. For a first lens take 16 principal components of the
# training digits; in section 8 you train a better one.

# %%
centre = x_train.mean(dim=0)
components = torch.linalg.svd(x_train - centre, full_matrices=False)[2][:16]


def pca(pictures):
    """Coordinates of digits in the 16 principal components of the training digits, [N, 16]."""
    return (pictures - centre) @ components.T


def draft_fid(real, fake, features, n, batch=64):
    """FID of the first n images of each set, as somebody wrote it."""
    moments = []
    for images in (real, fake[:n]):
        whole = len(images) // batch
        f = torch.cat([features(images[i * batch : (i + 1) * batch]) for i in range(whole)])
        f = (f - f.mean(dim=0)) / f.std(dim=0)
        moments.append((f.mean(dim=0), f.T @ f / len(f)))
    (mean_r, cov_r), (mean_f, cov_f) = moments
    cross = (cov_r * cov_f).sqrt().diagonal().sum()
    return float((mean_r - mean_f).square().sum() + cov_r.trace() + cov_f.trace() - 2 * cross)


for name in ("real", "grainy", "only 0 to 4"):
    print(f"{name}: {abs(draft_fid(fresh, contest[name], pca, 500)):.4f}")
# -> real: 0.0000
# -> grainy: 0.0000
# -> only 0 to 4: 0.0000

# %% [markdown]
# A distance of 0 for everybody. Somebody may have been very happy with this for a while.

# %% [markdown] task="fid"
# ### Exercise 3 · `fid` · 7 points · 15 minutes · repair
#
# `draft_fid` has **four** faults: two that each make the number worthless (mend one, and the other shows), one
# that compares sets of different sizes, and one that leaves images out. And its covariances divide by $n$ rather than $n - 1$.
# Write `fid` without them. The docstring says what it should do, exactly.


# %% exercise="fid" points=7 difficulty=3 minutes=15 needs=["frechet_distance"]
def fid(real, fake, features, n, batch=64):
    """The Fréchet distance of the features of the first n real and the first n generated images.

    Args:
        real: images, floating-point tensor of shape [M, P].
        fake: images, [L, P].
        features: a feature map: called with at most `batch` images [B, P], returns [B, D]. The distance is that of these
            features as they are.
        n: how many images of each set count, at least 2: those that stand first.
        batch: how many images the feature map may get at a time; n need not be a multiple of it.

    Returns:
        A float: equation (2) with the means and covariances of the features of n images each; covariances divide by n - 1.

    Raises:
        ValueError: if n is less than 2, or a set has fewer than n images: numbers for other sizes do not compare.
    """
    ### BEGIN SOLUTION
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(f"{n} images of each set are needed")
    arguments = []
    for pictures in (real[:n], fake[:n]):
        rows = torch.cat([features(part) for part in pictures.split(batch)]).double()
        centred = rows - rows.mean(dim=0)
        arguments += [rows.mean(dim=0), centred.T @ centred / (n - 1)]
    return frechet_distance(*arguments)
    ### END SOLUTION


# %% public_test="fid"
assert isinstance(fid(fresh, real, pca, 100), float), "one number, a Python float"
assert fid(fresh, fresh, pca, 100) < 1e-6, "a set and itself"
assert fid(fresh, fresh + 1, pca, 128) > 0.1, "a set whose images are all brighter is not the same set"

# %% [markdown] hint="fid"
# Go through the draft line by line, and ask of each: is it the same for both sets, and does every image count?
#
# ---
# After standardising *each set by itself*, what is left of its mean and its variances? And what does the root do entry by
# entry? You have a function for the whole last part.
#
# ---
# Which of the two sets is cut to n? `images.split(batch)` gives the last, smaller batch too. `torch.cov(f.T)` divides by
# n - 1.

# %% tags=["demo"]
for name, each in contest.items():
    print(f"{name:12s} Fréchet distance in 16 principal components {fid(fresh, each, pca, 500):.3f}")
for n in (50, 100, 200, 500):
    print(f"{n} real digits against {n} others: {fid(fresh, real, pca, n):.3f}")

# %% [markdown]
# Look at the last four lines. The same source, real digits against real digits: the truth is 0, and the number falls as $n$
# grows. **FID is biased upwards**: two clouds of samples differ more than what they are samples of. How much? Predict it.
#
# Let both sets come from one Gaussian $\mathcal N(\mu, \Sigma)$ with eigenvalues $\lambda_1, \dots, \lambda_D$, and sizes $n$
# and $m$. In the basis of the eigenvectors the measured moments are right but for small independent errors. Three facts:
#
# * *Mean*: coordinate $i$ of a mean of $n$ samples has variance $\lambda_i / n$.
# * *Covariance*: entry $(i, j)$ of a covariance of $n$ samples has variance $\lambda_i\lambda_j/(n-1)$ for $i \ne j$, and
#   $2\lambda_i^2/(n-1)$ for $i = j$.
# * *What a small error costs*: if two covariances near $\Sigma$ differ by a small symmetric $E$, then the covariance part of
#   (2) is, up to higher orders, $\frac12\sum_{ij} E_{ij}^2/(\lambda_i + \lambda_j)$.
#
# <details><summary>Proof of the third</summary>
#
# Let $\Sigma$ be diagonal and positive, and compare $\Sigma$ with $\Sigma + E$. Let $R =
# (\Sigma^{1/2}(\Sigma+E)\Sigma^{1/2})^{1/2} = \Sigma + X + Y + \dots$ with $X$ of first and $Y$ of second order. From $R^2 =
# \Sigma^2 + \Sigma^{1/2}E\Sigma^{1/2}$, order by order: $\Sigma X + X\Sigma = \Sigma^{1/2}E\Sigma^{1/2}$, so $X_{ij} =
# \sqrt{\lambda_i\lambda_j}\,E_{ij}/(\lambda_i+\lambda_j)$ and $X_{ii} = E_{ii}/2$; and $\Sigma Y + Y\Sigma = -X^2$, so
# $Y_{ii} = -\frac{1}{2\lambda_i}\sum_j X_{ij}^2$. The covariance part of (2) is $2\operatorname{Tr}\Sigma +
# \operatorname{Tr}E - 2\operatorname{Tr}R = -2\operatorname{Tr}Y = \sum_{ij}\frac{1}{\lambda_i}\frac{\lambda_i\lambda_j
# E_{ij}^2}{(\lambda_i+\lambda_j)^2}$. Swap $i$ and $j$ and take the mean of both:
# $\frac12\sum_{ij}\frac{(\lambda_i+\lambda_j)E_{ij}^2}{(\lambda_i+\lambda_j)^2}$. ∎
#
# </details>
#
# For one dimension and $\lambda = 1$, for example: the mean part is $\frac1n + \frac1m$, the covariance part
# $\frac12\cdot\frac{1}{2}\cdot 2\bigl(\frac1{n-1} + \frac1{m-1}\bigr)$.

# %%
n, m = 50, 80
print(f"predicted {1 / n + 1 / m + 0.5 * (1 / (n - 1) + 1 / (m - 1)):.4f}")  # -> predicted 0.0490
draws = torch.randn(20000, n + m, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
mean_part = (draws[:, :n].mean(dim=1) - draws[:, n:].mean(dim=1)) ** 2
spread_part = (draws[:, :n].std(dim=1) - draws[:, n:].std(dim=1)) ** 2  # equation (2) in one dimension
print(f"measured, over 20000 draws, {(mean_part + spread_part).mean():.3f}")  # -> measured, over 20000 draws, 0.049

# %% [markdown] task="predict_bias"
# ### Exercise 4 · `predict_bias` · 4 points · 12 minutes · predict
#
# *Before you measure*: how large is the FID of a **perfect** generator? Put the three facts together for $D$ dimensions. The
# hidden tests ask for many sets of eigenvalues, also for some that are 0 (directions in which nothing varies cost nothing),
# and compare with what is measured over many draws.


# %% exercise="predict_bias" points=4 difficulty=3 minutes=12 needs=[]
def predict_bias(eigenvalues, n, m):
    """The expected Fréchet distance of n and m samples of one and the same Gaussian, to leading order.

    Args:
        eigenvalues: of the covariance, floating-point tensor of shape [D], 0 or more.
        n: samples in the one set, at least 2.
        m: samples in the other set, at least 2.

    Returns:
        A float: the expectation of the mean part plus, by the three facts, that of the covariance part. Both sets have
        errors; they are independent. Pairs of directions that are both without variance count 0.
    """
    ### BEGIN SOLUTION
    lam = eigenvalues.double()
    sums = lam[:, None] + lam
    cost = torch.where(sums > 0, lam[:, None] * lam / sums, 0)
    total = 0.5 * (cost.sum() + cost.trace())  # a diagonal entry has twice the variance
    return float(lam.sum() * (1 / n + 1 / m) + total * (1 / (n - 1) + 1 / (m - 1)))
    ### END SOLUTION


# %% public_test="predict_bias"
bias = predict_bias(torch.ones(3, dtype=torch.float64), 10, 20)
assert isinstance(bias, float), "one number, a Python float"
assert 0 < bias < 10, "a squared distance is positive, and this one is not that large"
assert math.isfinite(predict_bias(torch.tensor([1.0, 0.0, 0.0]), 10, 20)), "directions without variance"

# %% [markdown] hint="predict_bias"
# The mean part is a sum over coordinates of the variance of a difference of two independent means.
#
# ---
# In the covariance part $E$ is a difference of two independent errors, so its variance is that of the one plus that of the
# other. Sum over *all* $i, j$, the diagonal with its factor 2.
#
# ---
# For equal eigenvalues 1 all denominators are 2: the off-diagonal sum is $\frac12\cdot\frac{D(D-1)}{2}$, the diagonal one
# $\frac12 D$, each times $\frac1{n-1} + \frac1{m-1}$. Does your function agree?

# %% tags=["demo"]
lam = torch.linalg.eigvalsh(torch.cov(pca(images).T))
sizes, measured = [25, 50, 100, 200, 400], []
for n in sizes:
    orders = [torch.randperm(len(images), generator=generator)[: 2 * n] for _ in range(20)]
    values = [fid(images[order[:n]], images[order[n:]], pca, n) for order in orders]
    measured.append(np.mean(values))
plot_curves(
    sizes,
    {"predicted, before anything was measured": [predict_bias(lam, n, n) for n in sizes], "real digits": measured},
    x_label="n",
    y_label="Fréchet distance of digits and digits",
    title="What is perfect, and does not look it",
)
for d in (64, 2048):
    print(f"{d} features of variance 1, 50,000 against 50,000: {predict_bias(torch.ones(d), 50_000, 50_000):.2f}")

# %% [markdown]
# ![Measured distances of real digits from real digits fall towards zero as the number of samples grows](images/bias.svg)
#
# So an FID *without its number of samples means nothing*, and a paper that compares its 50,000 samples with another's 5,000
# has measured the difference of sizes. Worse (Chong and Forsyth, 2020): the bias depends on the generator, so at equal $n$,
# too, the order of two models may be wrong. What helps: the bias is nearly a straight line in $1/n$, so **measure at several
# $n$, fit a line, and read it at $1/n = 0$**:
#
# $$d^2(n) \approx d^2(\infty) + \frac{b}{n} \tag{3}$$

# %% [markdown] task="fid_at_infinity"
# ### Exercise 5 · `fid_at_infinity` · 5 points · 10 minutes · measure
#
# The reference stays whole, subsets of the generated features shrink, and a least-squares line in $1/n$ goes through the
# distances. What remains is the bias of the reference's own size: small if it is large, and about the same for all generators
# that are near to it.


# %% exercise="fid_at_infinity" points=5 difficulty=2 minutes=10 needs=["frechet_distance"]
def fid_at_infinity(real, fake, sizes, orders):
    """Measure the bias and take it off: equation (3).

    Args:
        real: features of data, floating-point tensor of shape [M, D]; all of them count, always.
        fake: features of samples, [N, D].
        sizes: a list of subset sizes, at least two different ones, each from 2 to N.
        orders: as many permutations of range(N), int64 tensors: the i-th distance is measured on the first sizes[i] rows
            of fake in the order orders[i].

    Returns:
        (at_infinity, slope): two floats, d^2(infinity), which may be slightly negative, and b: of the line that least squares
        fits to the distances over 1 / n. Covariances divide by the number of rows minus 1.
    """
    ### BEGIN SOLUTION
    target = [real.mean(dim=0), torch.cov(real.T)]
    distances = []
    for size, order in zip(sizes, orders, strict=True):
        subset = fake[order[:size]]
        distances.append(frechet_distance(*target, subset.mean(dim=0), torch.cov(subset.T)))
    slope, at_infinity = np.polyfit([1 / size for size in sizes], distances, 1)
    return float(at_infinity), float(slope)
    ### END SOLUTION


# %% public_test="fid_at_infinity"
orders = [torch.arange(60) for _ in range(3)]
line = fid_at_infinity(pca(fresh), pca(real[:60]), [20, 30, 60], orders)
assert len(line) == 2, "two things: at_infinity and slope"
assert all(isinstance(value, float) for value in line), "both are Python floats"
assert line[1] > 0, "fewer samples, larger distance: the line rises with 1 / n"

# %% [markdown] hint="fid_at_infinity"
# One distance for each pair of size and order. What stands on the horizontal axis of the line?
#
# ---
# $b = \sum_i (u_i - \bar u)(d_i - \bar d)\,/\,\sum_i (u_i - \bar u)^2$ with $u_i = 1/n_i$, and the line goes through
# $(\bar u, \bar d)$.
#
# ---
# Or let `np.polyfit(1 / n, d, 1)` do it: it returns the slope first.

# %% tags=["demo"]
sizes = [100, 150, 200, 300, 400, 500] * 5
orders = [torch.randperm(500, generator=generator) for _ in sizes]
for name in ("real", "grainy"):
    at_infinity, slope = fid_at_infinity(pca(fresh), pca(contest[name]), sizes, orders)
    at_500 = fid(fresh, contest[name], pca, 500)
    print(f"{name:7s} at 500: {at_500:.3f}   at infinity: {at_infinity:.3f}   slope {slope:.1f}")

# %% [markdown]
# ## 4 Without bias: the kernel distance
#
# Take a kernel $k(a, b)$, a similarity of two features. Compare how similar samples are *among themselves*, data among
# themselves, and both to each other:
#
# $$
# \mathrm{MMD}^2 = \mathbb E\,k(x, x') + \mathbb E\,k(y, y') - 2\,\mathbb E\,k(x, y), \qquad
# k(a, b) = \Bigl(\frac{a^\top b}{D} + 1\Bigr)^3 \tag{4}
# $$
#
# with $x, x'$ *independent* data and $y, y'$ *independent* samples. With the cubic kernel it is **KID** (Bińkowski et al.,
# 2018), which is 0 exactly if all moments up to the third agree: it sees more than FID does. Estimate it by means over
# **pairs of different rows**:
#
# $$
# \widehat{\mathrm{KID}} = \frac{\sum_{i\ne j} k(x_i, x_j)}{N(N-1)} + \frac{\sum_{i \ne j} k(y_i, y_j)}{M(M-1)}
# - \frac{2}{NM}\sum_{i,j} k(x_i, y_j) \tag{5}
# $$
#
# Each term is a mean of numbers that each have the right expectation, so the estimate has it too, *for every* $N$ and $M$:
# **unbiased**. The price: it scatters around the truth, so equal distributions often get a *negative* number. Leave it
# negative. Cut off at 0, or with the pairs $i = j$ let in ($k(x_i, x_i)$ is the similarity of a thing to itself, and large),
# the bias is back.

# %%
x, y = torch.tensor([[0.0], [1.0]]), torch.tensor([[0.0], [1.0], [2.0]])
kernel = (x @ y.T + 1) ** 3  # one feature: D = 1
print(kernel.tolist())  # -> [[1.0, 1.0, 1.0], [1.0, 8.0, 27.0]]
within_x, within_y = 2 * 1 / 2, 2 * (1 + 1 + 27) / 6  # pairs of different rows, in both orders
print(f"{within_x:.4f} {within_y:.4f} {kernel.mean():.4f}, so KID is {within_x + within_y - 2 * kernel.mean():.4f}")
# -> 1.0000 9.6667 6.5000, so KID is -2.3333

# %% [markdown] task="kid"
# ### Exercise 6 · `kid` · 5 points · 10 minutes · implement
#
# Write equation (5). The two sets may differ in size, and the answer may be negative.


# %% exercise="kid" points=5 difficulty=2 minutes=10 needs=[]
def kid(x, y):
    """The unbiased estimate of the squared maximum mean discrepancy with the cubic kernel, equations (4) and (5).

    Args:
        x: features, floating-point tensor of shape [N, D], N at least 2.
        y: features, [M, D], M at least 2; M may differ from N.

    Returns:
        A float, negative where chance has it so; its expectation is (4) for all N and M.
    """
    ### BEGIN SOLUTION
    x, y = x.double(), y.double()

    def similarity(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    parts = []
    for z in (x, y):
        within = similarity(z, z)
        parts.append((within.sum() - within.trace()) / (len(z) * (len(z) - 1)))
    return float(sum(parts) - 2 * similarity(x, y).mean())
    ### END SOLUTION


# %% public_test="kid"
assert isinstance(kid(pca(fresh[:20]), pca(real[:30])), float), "one number, a Python float, for sets of 20 and of 30"
assert kid(torch.zeros(4, 2), torch.zeros(3, 2)) == 0, "features that are all 0 are all alike"
assert kid(torch.zeros(4, 2), 3 * torch.ones(3, 2)) > 1, "far apart"

# %% [markdown] hint="kid"
# Three matrices of similarities. In which of them does the diagonal compare a thing with itself?
#
# ---
# `(K.sum() - K.trace()) / (n * (n - 1))` is a mean over pairs of different rows. Between x and y every pair counts.
#
# ---
# $D$ in the kernel is the number of features, `x.shape[1]`, and not the number of rows.

# %% tags=["demo"]
for n in (25, 50, 100, 200):
    values = []
    for _ in range(50):
        order = torch.randperm(len(images), generator=generator)
        values.append([kid(pca(images[order[:n]]), pca(images[order[n : 2 * n]]))])
    values = torch.tensor(values)
    print(f"digits against digits, n = {n:3d}: KID {values.mean():+.5f}, and it scatters by {values.std():.5f}")

# %% [markdown]
# The mean is about 0 at every $n$, the scatter is not. Report both: the mean over several draws, and its spread.
#
# ## 5 Two numbers instead of one: precision and recall
#
# A large distance does not say what is wrong. Are the samples *bad*, or are some *missing*? Kynkäänniemi et al. (2019) ask the
# two questions one by one. Draw a ball around each feature of a set, out to its $k$-th nearest *other* feature of this set; all
# balls together are the set's estimated manifold. Then
#
# * **precision**: the share of samples that lie in a ball of the *data*: do fakes look real?
# * **recall**: the share of data that lie in a ball of the *samples*: can the generator make what is real?
#
# $$
# r_k(a; A) = \text{distance from } a \text{ to its } k\text{-th nearest other row of } A, \quad
# \mathrm{precision} = \frac1M \sum_{j} \Bigl[\exists\, i: \lVert y_j - x_i\rVert \le r_k(x_i; X)\Bigr] \tag{6}
# $$
#
# and recall the same with $X$ and $Y$ in each other's place.
#
# ![Balls around data hold most samples; over the mode that is dropped stands no ball of a sample](images/precision_recall.svg)
#
# A generator that makes one perfect 3 over and over has precision 1 and recall near 0; one that makes noise all over the place
# has the opposite. A single number averages these two illnesses away, and their cures are opposite too: truncating the noise
# $z$ buys precision with recall. (Balls around *samples* that are outliers are large, so noise can win recall: look at both.)

# %%
X = torch.tensor([[0.0], [1.0], [3.0]])
Y = torch.tensor([[2.0], [10.0]])
between = torch.cdist(X, X)
radii = between.sort(dim=1).values[:, 1]  # k = 1; column 0 is the distance of each point to itself
print("radii", radii.tolist())  # -> radii [1.0, 1.0, 2.0]
print((torch.cdist(Y, X) <= radii).tolist())  # -> [[False, True, True], [False, False, False]]
print("precision", (torch.cdist(Y, X) <= radii).any(dim=1).double().mean().item())  # -> precision 0.5

# %% [markdown] task="precision_recall"
# ### Exercise 7 · `precision_recall` · 6 points · 15 minutes · implement
#
# Write equation (6) both ways. A row is no neighbour of *itself*, but another row with the same features is one. On the edge
# of a ball counts as inside. And a trap of libraries: for larger sets `torch.cdist` multiplies matrices to find distances,
# and then equal rows are not quite at distance 0; `compute_mode="donot_use_mm_for_euclid_dist"` is exact.


# %% exercise="precision_recall" points=6 difficulty=3 minutes=15 needs=[]
def precision_recall(real, fake, k=3):
    """Improved precision and recall, equation (6).

    Args:
        real: features of data, floating-point tensor of shape [N, D], N greater than k. Rows may be equal.
        fake: features of samples, [M, D], M greater than k.
        k: which neighbour the radius reaches to, at least 1.

    Returns:
        (precision, recall): two floats from 0 to 1. Two identical sets have (1, 1), also where rows are repeated.
    """

    ### BEGIN SOLUTION
    def distances(a, b):
        return torch.cdist(a.double(), b.double(), compute_mode="donot_use_mm_for_euclid_dist")

    def share_inside(points, centres):
        reach = distances(centres, centres).kthvalue(k + 1, dim=1).values  # the first is the centre itself
        return float((distances(points, centres) <= reach).any(dim=1).double().mean())

    return share_inside(fake, real), share_inside(real, fake)
    ### END SOLUTION


# %% public_test="precision_recall"
answer = precision_recall(pca(fresh[:30]), pca(real[:20]), k=3)
assert len(answer) == 2, "two things: precision and recall"
assert all(isinstance(value, float) for value in answer), "both are Python floats"
assert all(0 <= value <= 1 for value in answer), "they are shares"
assert tuple(precision_recall(pca(fresh[:9]), pca(fresh[:9]))) == (1, 1), "a set covers itself"

# %% [markdown] hint="precision_recall"
# Both numbers are the same function with its two arguments swapped. Whose radii does precision need?
#
# ---
# `torch.cdist(centres, centres)` has a 0 on its diagonal, the row itself. So among the sorted distances of a row the $k$-th
# nearest other one stands at index $k$, counting from 0.
#
# ---
# `(torch.cdist(points, centres) <= radii)` compares column $i$ with radius $i$; `.any(dim=1)` asks each point whether any ball
# holds it.

# %% tags=["demo"]
for name, each in contest.items():
    precision, recall = precision_recall(pca(fresh), pca(each))
    print(f"{name:12s} precision {precision:.2f}   recall {recall:.2f}")
plot_points(
    {"digits": pca(fresh)[:, 2:4], "only 0 to 4": pca(contest["only 0 to 4"])[:, 2:4]}, title="What is missing?"
)

# %% [markdown]
# ## 6 Who stole? Neighbours, and the whole report
#
# Copies of the training images are perfect by all measures so far: they *are* real. What gives them away is that they lie too
# near. Too near compared with what? With **fresh data**, which are as near to the training images as honest digits are:
#
# $$
# \mathrm{copies} =
# \frac{\operatorname{median}_j\, \min_i \lVert y_j - t_i\rVert}{\operatorname{median}_j\, \min_i \lVert x_j - t_i\rVert}
# \qquad t: \text{training images},\ x: \text{fresh},\ y: \text{samples} \tag{7}
# $$
#
# About 1 for honest samples, near 0 for stolen ones. We measure it in *pixels*: features are made to forget what tells two
# threes from each other, and a copy is a copy of *this* three. (Shift a copy by a pixel, and the ratio is fooled. No measure
# here sees every theft.)
#
# And who is compared with whom? **Quality is measured against fresh data, not against the training images**: a thief has
# distance 0 from those.

# %% [markdown] task="report"
# ### Exercise 8 · `report` · 5 points · 12 minutes · implement
#
# Put the pipeline together. One sample size for everything: the smaller of the two sets cuts the other.


# %% exercise="report" points=5 difficulty=2 minutes=12 needs=["fid", "kid", "precision_recall"]
def report(features, train, fresh, fake, k=3):
    """All that this lesson measures about a set of samples.

    Args:
        features: a feature map, images [B, P] to features [B, D]; called with any number of images.
        train: the images that the generator has learnt from, floating-point tensor of shape [T, P].
        fresh: other real images, [M, P]; quality is measured against these.
        fake: samples, [L, P].
        k: neighbours, for precision and recall.

    Returns:
        A dict of floats "fid", "kid", "precision", "recall", "copies". With n = min(M, L), only the first n images of fresh
        and the first n of fake count, for all five. The first four compare features of fresh and fake; "copies" is
        equation (7), with Euclidean distances of pixels to all of train.
    """
    ### BEGIN SOLUTION
    n = min(len(fresh), len(fake))
    fresh, fake = fresh[:n], fake[:n]
    precision, recall = precision_recall(features(fresh), features(fake), k)
    nearest = [torch.cdist(each, train).min(dim=1).values.quantile(0.5) for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, features, n),
        "kid": kid(features(fresh), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(nearest[0] / nearest[1]),
    }
    ### END SOLUTION


# %% public_test="report"
row = report(pca, x_train, fresh[:40], real[:30])
assert set(row) == {"fid", "kid", "precision", "recall", "copies"}, "five numbers, by these names"
assert all(isinstance(value, float) for value in row.values()), "floats"
assert row["copies"] > 0.5, "real digits are no copies"

# %% [markdown] hint="report"
# Four of the five are calls of what you have. Which set is the reference in each?
#
# ---
# Cut both sets to n first. For (7) you need the distance of each image to *its nearest* training image, then the median of
# these distances; once for samples, once for fresh images.
#
# ---
# `torch.cdist(images, train).min(dim=1).values` are the distances to the nearest. Which of the two medians is divided by which?

# %% tags=["demo"]
for name, each in contest.items():
    print(f"{name:12s}", "   ".join(f"{key} {value:6.3f}" for key, value in report(pca, x_train, fresh, each).items()))

# %% [markdown]
# ## 7 Who judges the judges?
#
# A metric is a program, and nobody sees from a number that the program is wrong. What catches it are inputs on which you
# *know* the answer: the extremes ($1$ and $K$; a set and itself), cases small enough to do by hand, properties (swap the
# sets: precision and recall change places), and inputs in which nothing is accidentally equal: different sizes, several $k$,
# zeros, ties.

# %% [markdown] task="diagnose"
# ### Exercise 9 · `diagnose` · 6 points · 15 minutes · write a check
#
# Three programs come from elsewhere: somebody's `inception_score`, `kid` and `precision_recall`, which claim to do what the
# docstrings of exercises 1, 6 and 7 say. Find out which of them are wrong. Your check is judged on right programs, written in
# different ways (some in float32), and on wrong ones: a marginal of all rows instead of each part, a NaN from a zero, a
# diagonal that is let in, a number cut off at 0, a $D$ that is forgotten, precision and recall swapped, a row that is its own
# neighbour, an edge that does not count, and others.


# %% exercise="diagnose" points=6 difficulty=3 minutes=15 needs=["inception_score", "kid", "precision_recall"]
def diagnose(programs):
    """Tell which of three programs do not do what they should.

    Args:
        programs: a dict with the keys "inception_score", "kid" and "precision_recall"; each value is a function that is
            called as yours are: inception_score(probs, splits), kid(x, y), precision_recall(real, fake, k). You may rely on
            your own functions, and on float64 tensors being understood. Numbers may come back as floats, arrays or
            tensors, two of them as a tuple, a list, an array or a tensor.

    Returns:
        A list of the names of those that are wrong, in any order; empty if all are right. Wrong is also what raises an
        exception or returns NaN. Right is what agrees with the docstring to four digits.
    """

    ### BEGIN SOLUTION
    def column(*values):
        return torch.tensor(values, dtype=torch.float64)[:, None]

    sure = torch.tensor([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1], [0, 0, 1]], dtype=torch.float64)
    unsure = torch.tensor([[0.9, 0.1], [0.1, 0.9]], dtype=torch.float64)
    corner = torch.tensor([[0, 0], [0, 0], [1, 1], [1, 1]], dtype=torch.float64)
    cases = {  # inputs small enough to work the answer out by hand
        "inception_score": [((sure[:3], 1), [3]), ((sure, 2), [(3 + 1) / 2]), ((unsure, 1), [1.44493])],
        "kid": [((column(0, 1), column(0, 1, 2)), [-7 / 3]), ((corner[:2], corner[2:]), [1 + 8 - 2])],
        "precision_recall": [
            ((column(0, 0, 4, 6), column(1, 8, 8), 1), [2 / 3, 1]),
            ((column(1, 8, 8, 8), column(4, 6, 6), 2), [1, 3 / 4]),
        ],
    }
    wrong = []
    for name, program in programs.items():
        try:
            pairs = [
                (torch.as_tensor(program(*inputs)).reshape(-1), torch.tensor(known)) for inputs, known in cases[name]
            ]
            sound = all(a.shape == b.shape and bool(((a - b).abs() < 1e-4).all()) for a, b in pairs)  # NaN is not below
        except Exception:
            sound = False
        if not sound:
            wrong.append(name)
    return wrong
    ### END SOLUTION


# %% public_test="diagnose"
def says_one(*inputs):
    return 1.0


verdict = diagnose({"inception_score": inception_score, "kid": says_one, "precision_recall": precision_recall})
assert isinstance(verdict, (list, tuple, set)), "a list of names"
assert set(verdict) <= {"inception_score", "kid", "precision_recall"}, "names as they stand in the dict"
assert "kid" in verdict, "a program that always says 1 is no KID"

# %% [markdown] hint="diagnose"
# Comparing with your own function is a good start. The art is in the inputs: on which inputs would a wrong program *differ*?
#
# ---
# For the score: zeros, and several splits whose parts differ. For KID: unequal sizes, more than one feature, a case whose
# right answer is negative. For precision and recall: unequal sizes, $k$ of 1 and of more, points of whole numbers that lie on
# the edge of a ball, repeated rows.
#
# ---
# Call the program inside `try`. Turn answers into tensors (`torch.as_tensor(answer)`), compare with `math.isclose` or
# `torch.allclose` to four digits; both are False for NaN.


# %% tags=["demo"]
def with_the_diagonal(x, y):
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    return float(k_xx.mean() + k_yy.mean() - 2 * k_xy.mean())


suspects = {"inception_score": inception_score, "kid": with_the_diagonal, "precision_recall": precision_recall}
print("wrong:", diagnose(suspects))

# %% [markdown]
# ## 8 Better eyes: train the features
#
# Principal components keep what varies most in the ink. Nobody has told them what matters to a reader. Features that know it
# come from a network that had to *learn* it: a classifier. Cut off its head, and take what stands before it. That is what the
# Inception network is to FID: a classifier of ImageNet. (And it sees what ImageNet's labels asked for: Kynkäänniemi et al.,
# 2022, moved FID by matching its classes, without improving a single image.)
#
# The network is given. The **recipe** is part of the task, so that numbers compare:
#
# - torch is seeded with `seed`; then a `FeatureNet` is made for the images' pixels; all in float32;
# - Adam; the learning rate of step $t = 0, 1, \dots$ is $0.005\,(1 - t/\texttt{steps})$; 800 steps;
# - each step: 128 examples drawn at random with replacement, **plus normal noise of standard deviation 0.2 on every pixel**,
#   fresh each time and not clipped: grain shall not matter; loss: cross-entropy of the *logits*;
# - at the end: mean and standard deviation (at least $10^{-6}$) of what `body` says about all training images, without noise,
#   go into the buffers `mean` and `std`, so that each feature counts the same. *Once, from the training images*: the same
#   numbers for every set that is measured later.


# %%
class FeatureNet(nn.Module):
    """Images [N, P] in, logits of ten classes out, [N, 10]; `features` gives the 16 numbers behind them, standardised."""

    def __init__(self, pixels=64):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(pixels, 64), nn.ReLU(), nn.Linear(64, 16))
        self.head = nn.Linear(16, 10)
        self.register_buffer("mean", torch.zeros(16))
        self.register_buffer("std", torch.ones(16))

    def forward(self, x):
        return self.head(torch.relu(self.body(x)))

    @torch.no_grad()
    def features(self, x):
        return (self.body(x.float()) - self.mean) / self.std


network = FeatureNet()
print(tuple(network(x_train[:3].float()).shape), tuple(network.features(x_train[:3]).shape))  # -> (3, 10) (3, 16)

# %% [markdown] task="train_features"
# ### Exercise 10 · `train_features` · 10 points · 20 minutes · train, then evaluate
#
# Write the training, by the recipe above. It takes about one second; the budget is 60 seconds and 2048 MiB.
#
# **How it is judged.** The grader trains your function on 797 digits that you have not seen in this split, with their pixels
# *shuffled*, so that weights from elsewhere are worth nothing. Then it shows the network 500 others:
#
# | | accuracy on unseen, slightly grainy digits | grain over missing |
# | --- | --- | --- |
# | chance; a network that has not been trained | 0.1 | 0.7 to 2.0 |
# | the same recipe without noise | 0.92 to 0.97 | 0.22 to 0.83 |
# | the reference, over 20 seeds | 0.95 to 0.98 | 0.11 to 0.28 |
# | **your target** | at least {{target:accuracy}} | at most {{target:grain_over_missing}} |
#
# *Grain over missing* is a ratio of two Fréchet distances in your features, both from 500 real digits that were not trained on,
# computed by the grader: that of digits with grain of 0.3, divided by that of sets in which half of the digits are missing
# (the mean of two such sets). Features that see ink put it near 1; features that know what matters put it far below.
#
# It also asks whether `features` are standardised on the training images, the same for an image in whatever company it comes,
# and whether the logits say how sure the network is: a picture that is called 3 in three of four cases, and 7 in the fourth,
# should get probabilities near 0.75 and 0.25. And two pictures that differ by less than the noise may not be told apart with
# certainty: by Bayes' rule, you can work out how sure a network can be whose noise has a standard deviation of 0.2.


# %% exercise="train_features" points=10 difficulty=3 minutes=20 seconds=60 memory_mib=2048 needs=[]
def train_features(x, labels, *, seed, device="cpu", steps=800):
    """Train a feature network by the recipe of section 8.

    Args:
        x: images, floating-point tensor of shape [N, P], on the CPU; all that may be learnt from. Not changed.
        labels: which digit each shows, int64, [N].
        seed: decides initial weights, batches and noise.
        device: where to train: "cpu" or "cuda".
        steps: how many steps of Adam.

    Returns:
        The trained `FeatureNet`, on the CPU, with its buffers `mean` and `std` set. (An object of a class of your own must
        be picklable, and have `features` and be callable in the same way.)
    """
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    model = FeatureNet(x.shape[1]).to(device)
    x, labels = x.to(device, torch.float32), labels.to(device)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,), device=device)
        grainy = x[rows] + 0.2 * torch.randn(128, x.shape[1], device=device)
        loss = functional.cross_entropy(model(grainy), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        hidden = model.body(x)
        model.mean.copy_(hidden.mean(dim=0))
        model.std.copy_(hidden.std(dim=0).clamp(min=1e-6))
    return model.cpu()
    ### END SOLUTION


# %% public_test="train_features"
model = train_features(x_train[:200, :20], y_train[:200], seed=0, steps=5)
assert model(x_train[:3, :20].float()).shape == (3, 10), "ten logits for each image, whatever its number of pixels"
assert model.features(x_train[:3, :20]).shape == (3, 16), "16 features for each image"
assert bool(model.features(x_train[:, :20]).isfinite().all()), "features that are not finite"

# %% [markdown] hint="train_features"
# The usual loop: batch, noise, loss, `zero_grad`, `backward`, `step`, and the learning rate set before it. What comes after the
# loop?
#
# ---
# `functional.cross_entropy` takes *logits* and does the softmax itself. Labels are drawn with the same row numbers as images.
#
# ---
# After the loop, under `torch.no_grad()`: `h = model.body(x)`, and its mean and standard deviation over rows into
# `model.mean.copy_(…)` and `model.std.copy_(…)`.

# %% tags=["demo"]
model = train_features(x_train, y_train, seed=0)
print(f"right about {(model(real.float()).argmax(dim=1) == real_labels).double().mean():.3f} of unseen digits")
for name, each in contest.items():
    row = report(model.features, x_train, fresh, each)
    print(f"{name:12s}", "   ".join(f"{key} {value:6.3f}" for key, value in row.items()))

# %% [markdown]
# There is the table of the beginning. Of the four machines the thief has the smallest Fréchet distance, and precision and
# recall show no fault in its work; the last column does. Beside other real digits, missing digits and blur now stand out by a
# factor of 12 to 15, where principal components gave 7 to 10. But the network has never seen blur: *what a distance says
# about things that its features never had to know is luck.*
#
# **A doctor's table.** What you see, and what to look at:
#
# | what you see | what it usually is |
# | --- | --- |
# | FID good, precision low, recall high | samples all over the place: undertrained, or $z$ too wide |
# | FID middling, precision high, recall low | modes dropped, or truncated noise |
# | all good, copies well below 1 | memorised |
# | FID differs from the paper's by a constant | other $n$, other resizing or compression, other weights (Parmar et al., 2022) |
# | inception score above that of real data | the classifier is being fooled, or one picture of each class |
# | KID slightly negative | nothing: as good as can be told from so few samples |

# %% [markdown] written="why_commuting" points=5 minutes=12
# ### Question 11 · `why_commuting` · 5 points · 12 minutes · prove
#
# 1. In one dimension, let $x$ have mean $\mu_1$ and standard deviation $\sigma_1$, and $y$ mean $\mu_2$ and $\sigma_2$. Show
#    that for *every* joint distribution of them $\mathbb E(x-y)^2 \ge (\mu_1-\mu_2)^2 + (\sigma_1-\sigma_2)^2$, and name one
#    for which equality holds if both are Gaussian. (2 points)
# 2. Let $\Sigma_1$ and $\Sigma_2$ commute, so that one orthogonal $Q$ makes both diagonal. Show that equation (2) becomes
#    $\lVert\mu_1-\mu_2\rVert^2 + \lVert\Sigma_1^{1/2} - \Sigma_2^{1/2}\rVert_F^2$. (1 point)
# 3. A colleague tests a program that takes roots *entry by entry*, on diagonal covariances, and finds it right. Why does this
#    test show nothing, and which would? (1 point)
# 4. Name two different distributions with Fréchet distance 0, and one measure of this lesson that can tell them apart.
#    (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. $\mathbb E(x-y)^2 = (\mathbb E(x - y))^2 + \mathrm{Var}(x-y) = (\mu_1-\mu_2)^2 + \sigma_1^2 + \sigma_2^2 -
#    2\,\mathrm{Cov}(x,y)$. By Cauchy and Schwarz $\mathrm{Cov}(x, y) \le \sigma_1\sigma_2$, which gives the bound. Equality
#    for $y = \mu_2 + \frac{\sigma_2}{\sigma_1}(x - \mu_1)$: it is Gaussian with the right moments, and its covariance with
#    $x$ is $\sigma_1\sigma_2$.
# 2. $\Sigma_a = Q\Lambda_a Q^\top$, so $\Sigma_1^{1/2}\Sigma_2\Sigma_1^{1/2} = Q\Lambda_1\Lambda_2Q^\top$ and the trace of
#    its root is $\sum_i\sqrt{\lambda_{1i}\lambda_{2i}}$. The covariance part is $\sum_i (\lambda_{1i} + \lambda_{2i} -
#    2\sqrt{\lambda_{1i}\lambda_{2i}}) = \sum_i(\sqrt{\lambda_{1i}} - \sqrt{\lambda_{2i}})^2$, and that is $\lVert
#    Q(\Lambda_1^{1/2} - \Lambda_2^{1/2})Q^\top\rVert_F^2$, since $Q$ does not change the norm.
# 3. For a diagonal matrix the matrix root is the root of each entry, so right and wrong agree there. Turn both by the same
#    rotation: the distance must not change, and the entry-by-entry one does (or compare with covariances that do not commute).
# 4. A Gaussian and, say, a mixture of two points with the same mean and variance (in one dimension $\mathcal N(0, 1)$ and
#    $\pm1$ with equal chance). Precision and recall tell them apart: most samples of the Gaussian lie in no (tiny) ball of
#    the two points. KID does *not* in this example: the first three moments agree.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 2 points: 1 for the decomposition with the covariance and the bound by Cauchy-Schwarz; 1 for the increasing linear map (or
#   "correlation 1"), with a word on why its margin is right. Only "equal quantiles" without a reason: half a point.
# - 1 point: common eigenvectors, trace of the root as sum of roots of products, and the square completed. The norm's invariance
#   under Q may be taken as known.
# - 1 point: both agree on diagonal matrices AND a test that tells them apart (rotate both; or matrices that do not commute).
#   One of the two: half a point.
# - 1 point: two distributions with equal mean and covariance, and a measure that differs on THEM. KID counts if their third
#   moments differ. No measure, or one that does not differ: half a point.
# ### END MARK SCHEME

# %% [markdown]
# ## 9 The opening question, answered
#
# *How do you measure something that has no right answer?* By comparing clouds, in features that know what matters, at one
# stated number of samples, against data that nobody has trained on. *How do you notice that your measure is fooled?* By never
# having only one: each of the four machines fools some column, and none fools all.
#
# ## What you have now
#
# - The inception score lies between 1 and $K$ and never looks at the data.
# - The Fréchet distance is that of two Gaussians, by matrix roots; it sees two moments.
# - It is biased upwards, by a constant over $n$ that you can predict; a line in $1/n$ takes it off.
# - KID is unbiased, and negative now and then. Precision and recall say *what* is wrong. Neighbours catch thieves.
# - A metric is a program: check it on answers that you know. Features decide what a distance sees.
#
# ## References
#
# - T. Salimans et al., Improved techniques for training GANs, 2016. [arXiv:1606.03498](https://arxiv.org/abs/1606.03498).
#   Section 4: the inception score.
# - S. Barratt and R. Sharma, A note on the inception score, 2018. [arXiv:1801.01973](https://arxiv.org/abs/1801.01973)
# - D. C. Dowson and B. V. Landau, The Fréchet distance between multivariate normal distributions, *Journal of Multivariate
#   Analysis* 12, 1982. [doi:10.1016/0047-259X(82)90077-X](https://doi.org/10.1016/0047-259X%2882%2990077-X)
# - M. Heusel et al., GANs trained by a two time-scale update rule converge to a local Nash equilibrium, 2017.
#   [arXiv:1706.08500](https://arxiv.org/abs/1706.08500). FID.
# - M. J. Chong and D. Forsyth, Effectively unbiased FID and inception score and where to find them, 2020.
#   [arXiv:1911.07023](https://arxiv.org/abs/1911.07023)
# - M. Bińkowski et al., Demystifying MMD GANs, 2018. [arXiv:1801.01401](https://arxiv.org/abs/1801.01401). KID.
# - A. Gretton et al., A kernel two-sample test, *Journal of Machine Learning Research* 13, 2012.
#   [jmlr.org](https://www.jmlr.org/papers/v13/gretton12a.html)
# - T. Kynkäänniemi et al., Improved precision and recall metric for assessing generative models, 2019.
#   [arXiv:1904.06991](https://arxiv.org/abs/1904.06991)
# - T. Kynkäänniemi et al., The role of ImageNet classes in Fréchet inception distance, 2022.
#   [arXiv:2203.06026](https://arxiv.org/abs/2203.06026)
# - G. Parmar, R. Zhang and J.-Y. Zhu, On aliased resizing and surprising subtleties in GAN evaluation, 2022.
#   [arXiv:2104.11222](https://arxiv.org/abs/2104.11222)
# - A. Borji, Pros and cons of GAN evaluation measures: new developments, 2021.
#   [arXiv:2103.09396](https://arxiv.org/abs/2103.09396)
#
# *Books*
# - K. P. Murphy, *Probabilistic Machine Learning: Advanced Topics*, MIT Press, 2023, section 20.4 (evaluating generative
#   models). Free at [probml.github.io](https://probml.github.io/pml-book/book2.html).
