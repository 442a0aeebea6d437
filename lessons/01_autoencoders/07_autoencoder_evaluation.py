# %% [markdown]
# # How good is an autoencoder, and at what?
#
# Four programs claim to know handwritten digits. Each of them has a number in which it beats the other three: the smallest
# error of its copies, the best likelihood, codes that look most like dice, samples that are nearest to real digits.
#
# *All four numbers were computed correctly. One of the programs is useless, one knows nothing but what it was given by
# heart, one cannot draw. Which one would you use, and how would you have found out?*
#
# ![Four models: digits that each draws from dice, and five numbers of each; every model wins one](images/result.svg)
#
# You will build the measurements of that picture, from the formula to the evaluation of a model that you train, and
# repair an evaluation by a colleague whose numbers look fine and are not what they say. Nobody lied in it. That is what
# makes it dangerous.

# %% [markdown]
# ## The whole lesson in one picture
#
# ![A VAE in the middle; around it what can be measured, and on which data](images/overview.svg)
#
# **Where and why.** A published model comes with a table. The Fréchet distance in it depends on the features and on the
# number of samples, the likelihood on how many samples the bound used, the probe on what it was fitted to. Whoever
# reviews, buys or builds on a model has to know what such a number can and cannot say. The same measurements decide which
# checkpoint is kept, when training stops, and whether a detector of broken parts or of fraud may go live.
#
# **How this notebook works.** Each section explains one measurement, shows it, and asks you to build it. Eight coding
# exercises (55 points) and one question in words (5 points) take about two hours; after section 4 is a good place for a
# break. Under each exercise stands a check cell: it catches wrong shapes and common slips, but passing it is *not*
# enough. Hidden tests look at other inputs and at the edge cases that the docstring names. Hints unfold step by step and
# cost nothing.
#
# **Conventions.** One example in each row; $N$ examples, $D$ latent numbers each. A sum over pixels or latents leaves
# *one value per example*; likelihoods are in nats. Encoders give $\log\sigma^2$, called `log_var`. Noise comes in as an
# argument.

# %%
import math

import torch
from torch import nn
from torch.nn import functional

from journey.data import digits
from journey.plots import plot_curves, plot_points, show_images

train, test, train_labels, test_labels = digits()
x_train, x_test = (train > 0.5).float(), (test > 0.5).float()  # ink or no ink
print(tuple(x_train.shape), tuple(x_test.shape))  # -> (1297, 64) (500, 64)

# %% [markdown]
# The model to be judged is the variational autoencoder of notebook 01_04, with the weight $\beta$ of notebook 01_05 in
# front of the price of the code. It is given; today you are the examiner.


# %%
class VAE(nn.Module):
    """Encoder and decoder with one hidden layer each."""

    def __init__(self, pixels=64, hidden=128, latents=8):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(pixels, hidden), nn.ReLU(), nn.Linear(hidden, 2 * latents))
        self.decoder = nn.Sequential(nn.Linear(latents, hidden), nn.ReLU(), nn.Linear(hidden, pixels))

    def encode(self, x):
        """Pixels [..., P] to (mu, log_var), each [..., D]."""
        return self.encoder(x.to(self.encoder[0].weight.dtype)).chunk(2, dim=-1)

    def decode(self, z):
        """Codes [..., D] to logits [..., P]."""
        return self.decoder(z.to(self.decoder[0].weight.dtype))


def log_weights(encode, decode, x, eps):
    """log w = log p(x | z) + log p(z) - log q(z | x), one for each sample and example: eps [S, N, D] gives [S, N]."""
    mean, spread = encode(x)
    code = mean + torch.exp(spread / 2) * eps
    logits = decode(code)
    log_px = (x * logits - functional.softplus(logits)).sum(dim=-1)
    return log_px + 0.5 * (eps**2 + spread - code**2).sum(dim=-1)  # the two normal densities, without their constants


def train_vae(x, *, seed, device="cpu", beta=1.0, steps=800):
    """A VAE with 8 latents: Adam, learning rate 0.003, 128 examples a step, beta in front of the KL term."""
    torch.manual_seed(seed)
    model = VAE(x.shape[1]).to(device)
    x = x.to(device, torch.float32)
    adam = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        rows = x[torch.randint(len(x), (128,), device=device)]
        mean, spread = model.encode(rows)
        logits = model.decode(mean + torch.exp(spread / 2) * torch.randn_like(mean))
        log_px = (rows * logits - functional.softplus(logits)).sum(dim=-1)
        price = 0.5 * (mean**2 + spread.exp() - 1 - spread).sum(dim=-1)
        adam.zero_grad()
        (beta * price - log_px).mean().backward()
        adam.step()
    return model.cpu()


# %% tags=["demo"]
models = {f"beta = {beta}": train_vae(x_train, seed=0, beta=beta) for beta in (0.05, 1.0, 4.0)}
dice = torch.randn(500, 8, generator=torch.Generator().manual_seed(0))
with torch.no_grad():
    drawn = {name: model.decode(dice).sigmoid() for name, model in models.items()}
show_images({name: images[:10] for name, images in drawn.items()}, title="Drawn from dice by three models")

# %% [markdown]
# ## 1 Copies: an error is not an eye
#
# The first thing to measure of an autoencoder is how well it copies. You know three answers from notebook 01_01: the mean
# squared error, the same in decibels (PSNR), and the structural similarity (SSIM; Wang et al., 2004), which compares means,
# contrasts and correlations in small windows. Here they are again, as tools:


# %%
def psnr(x, x_hat):
    """Decibels below the largest error, for pixels from 0 to 1."""
    return -10 * math.log10(float((x - x_hat).square().mean()))


def ssim(x, x_hat, c_1=0.01**2, c_2=0.03**2):
    """Mean structural similarity of 8 x 8 images over flat windows of 5 x 5 pixels."""
    a, b = x.reshape(-1, 1, 8, 8), x_hat.reshape(-1, 1, 8, 8)
    m_a, m_b = functional.avg_pool2d(a, 5, 1), functional.avg_pool2d(b, 5, 1)
    v_a, v_b = functional.avg_pool2d(a**2, 5, 1) - m_a**2, functional.avg_pool2d(b**2, 5, 1) - m_b**2
    both = functional.avg_pool2d(a * b, 5, 1) - m_a * m_b
    light, shape = (2 * m_a * m_b + c_1) / (m_a**2 + m_b**2 + c_1), (2 * both + c_2) / (v_a + v_b + c_2)
    return float((light * shape).mean())


darker = test + 0.25
speckled = test + 0.25 * torch.sign(torch.randn(test.shape, generator=torch.Generator().manual_seed(0)).double())
print(f"darker:   {psnr(test, darker):.2f} dB, SSIM {ssim(test, darker):.2f}")  # -> darker:   12.04 dB, SSIM 0.89
print(f"speckled: {psnr(test, speckled):.2f} dB, SSIM {ssim(test, speckled):.2f}")  # -> speckled: 12.04 dB, SSIM 0.81

# %% [markdown]
# The same error, to the last digit, and not the same picture. And none of the three says anything about *drawing*: a
# program that returns its input is perfect in all of them. For a model that draws, there is no original to compare with.
# What then?
#
# ## 2 Two crowds: the Fréchet distance
#
# Compare crowds, not pictures. Take the drawn images and as many real ones, turn each image into a few **features**, and
# ask whether both clouds of features lie in the same place and have the same shape.
#
# **Features.** Published numbers take 2048 features of a large image classifier. For small images, and wherever no fitting
# classifier exists, principal components do: fit them to a *reference* (the training set), once, and describe every image
# by its coordinates. With the mean $m$ of the reference and the $k$ unit eigenvectors $u_1, \dots, u_k$ of its covariance
# that belong to the largest eigenvalues,
#
# $$\varphi(x) = \bigl(u_1^\top(x - m),\ \dots,\ u_k^\top(x - m)\bigr) \in \mathbb R^k \tag{1}$$
#
# The reference decides $m$ and $u$, and nothing else does. Whoever fits them to the images under test has moved the ruler
# to fit the plank: a model that draws everything too light is *centred* by that, and looks fine.

# %% [markdown] task="pca_features"
# ### Exercise 1 · `pca_features` · 5 points · 10 minutes · implement
#
# Write equation (1).


# %% exercise="pca_features" points=5 difficulty=2 minutes=10 needs=[]
def pca_features(reference, x, k):
    """Coordinates of images in the leading principal components of a reference set, equation (1).

    Args:
        reference: the images that decide mean and components, floating-point tensor of shape [M, P], M at least 2; a pixel
            may be the same in all of them.
        x: the images to describe, shape [N, P], of the reference's dtype; N may be 1.
        k: how many components, from 1 to min(M, P).

    Returns:
        Tensor of shape [N, k] in the dtype of x: the component of largest variance first. The sign of each column is yours
        to choose, but is the same for all x.

    Raises:
        ValueError: if k is smaller than 1 or larger than min(M, P).
    """
    ### BEGIN SOLUTION
    if not 1 <= k <= min(reference.shape):
        raise ValueError(f"{tuple(reference.shape)} has no {k} components")
    centre = reference.mean(dim=0)
    _, _, directions = torch.linalg.svd(reference - centre, full_matrices=False)
    return ((x - centre) @ directions[:k].T).to(x.dtype)
    ### END SOLUTION


# %% public_test="pca_features"
answer = torch.as_tensor(pca_features(train, test[:7], 3))
assert answer.shape == (7, 3), "k numbers for each of the 7 images"
assert answer.dtype == torch.float64, "float64 in, float64 out"
assert torch.as_tensor(pca_features(train, train.mean(dim=0)[None], 2)).abs().max() < 1e-9, "the mean has coordinates 0"

# %% [markdown] hint="pca_features"
# Which of the two sets decides the mean? Which decides the directions?
#
# ---
# With the centred reference in rows, the right singular vectors are the eigenvectors of the covariance, sorted by variance.
#
# ---
# `torch.linalg.svd(…, full_matrices=False)` returns the transposed matrix of right singular vectors: its *rows* are the
# directions. Project `x` minus the reference's mean onto the first `k`.

# %% [markdown]
# **Distance.** Fit a Gaussian to each cloud, $\mathcal N(\mu_1, \Sigma_1)$ and $\mathcal N(\mu_2, \Sigma_2)$, and compare
# these by the least squared distance, on average, over which one has to carry the points of one to the other (Dowson and
# Landau, 1982; for images Heusel et al., 2017):
#
# $$
# d^2 = \lVert \mu_1 - \mu_2\rVert^2 + \operatorname{tr}\Sigma_1 + \operatorname{tr}\Sigma_2
# - 2\operatorname{tr}\bigl(\Sigma_1^{1/2}\,\Sigma_2\,\Sigma_1^{1/2}\bigr)^{1/2} \tag{2}
# $$
#
# <details><summary>Where the last term comes from</summary>
#
# Carry $a \sim \mathcal N(0, \Sigma_1)$ to $b \sim \mathcal N(0, \Sigma_2)$: $\mathbb E\lVert a - b\rVert^2 =
# \operatorname{tr}\Sigma_1 + \operatorname{tr}\Sigma_2 - 2\operatorname{tr} C$ with $C = \mathbb E[ab^\top]$. All of it
# hangs on the largest $\operatorname{tr} C$. For invertible $\Sigma_1, \Sigma_2$ every possible $C$ is $\Sigma_1^{1/2}
# K\, \Sigma_2^{1/2}$ with no singular value of $K$ above 1 (the correlation matrix of the whitened pair). So
# $\operatorname{tr} C = \operatorname{tr}(K\,\Sigma_2^{1/2}\Sigma_1^{1/2})$, which by von Neumann's inequality is at most
# the sum of the singular values of $M = \Sigma_2^{1/2}\Sigma_1^{1/2}$, and that is reached by an orthogonal $K$. The sum
# of the singular values of $M$ is $\operatorname{tr}(M^\top M)^{1/2}$. Singular matrices follow as limits. ∎
#
# </details>
#
# In one dimension (2) is $(\mu_1-\mu_2)^2 + (\sigma_1 - \sigma_2)^2$: **standard deviations** are compared, not variances.

# %%
far, wide = torch.tensor([0.0, 0.0]), torch.tensor([3.0, 1.0])
spread = torch.tensor([1.0, 2.0])
terms = (far - wide) ** 2 + (torch.ones(2) - spread) ** 2  # independent coordinates: one dimension at a time
print("means 3 and 1 apart, one spread doubled:", terms.tolist())
# -> means 3 and 1 apart, one spread doubled: [9.0, 2.0]

# %% [markdown] task="fpd"
# ### Exercise 2 · `fpd` · 7 points · 15 minutes · implement
#
# The *Fréchet PCA distance*: equation (2) for the features (1) of two sets of images.


# %% exercise="fpd" points=7 difficulty=3 minutes=15 needs=["pca_features"]
def fpd(reference, x, y, k=16):
    """Fréchet distance of two sets of images on the principal components of a reference, equations (1) and (2).

    Args:
        reference: the images that decide the features, floating-point tensor of shape [M, P].
        x, y: two sets of images, [N, P] and [L, P]; N and L are at least 2, and may be smaller than k.
        k: how many components.

    Returns:
        A float: d squared, with covariances that divide by N - 1 and L - 1. At least 0 (what rounding makes negative is 0),
        the same if x and y change places, finite also where a covariance is singular.
    """
    ### BEGIN SOLUTION
    moments = []
    for images in (x, y):
        features = pca_features(reference.double(), images.double(), k)
        centred = features - features.mean(dim=0)
        values, vectors = torch.linalg.eigh(centred.T @ centred / (len(features) - 1))
        root = (vectors * values.clamp(min=0).sqrt()) @ vectors.T
        moments.append((features.mean(dim=0), values.sum(), root))
    (mean_x, trace_x, root_x), (mean_y, trace_y, root_y) = moments
    overlap = torch.linalg.svdvals(root_x @ root_y).sum()
    return max(0.0, float((mean_x - mean_y).square().sum() + trace_x + trace_y - 2 * overlap))
    ### END SOLUTION


# %% public_test="fpd"
distance = fpd(train, test[:250], test[250:])
assert isinstance(distance, float), "one number, a Python float"
assert 0 < distance < 1, "two halves of the same set are near each other, but not equal"
assert fpd(train, test, test) < 1e-6, "a set has no distance to itself"

# %% [markdown] hint="fpd"
# Two means and two covariances of features. For $k = 1$ you could do it with `mean` and `std` alone. What is the root of a
# *symmetric* matrix?
#
# ---
# Take it apart with `torch.linalg.eigh`, set eigenvalues that rounding made negative to 0, take their roots, and put it
# together again. The proof shows that no second root is needed.
#
# ---
# The last trace is the sum of `torch.linalg.svdvals(root_1 @ root_2)`. Work in float64: `reference.double()`.

# %% [markdown]
# Now judge what was drawn. A pixel is *drawn*: thrown with its probability. Beside the three models stands a **copyist**,
# who draws training digits, and a Gaussian that knows mean and covariance of the pixels, and nothing else.

# %% tags=["demo"]
generator = torch.Generator().manual_seed(1)
samples = {name: torch.bernoulli(images, generator=generator) for name, images in drawn.items()}
samples["copyist"] = x_train[torch.randperm(len(x_train), generator=generator)[:500]]
lower = torch.linalg.cholesky(torch.cov(x_train.T.double()) + 1e-6 * torch.eye(64))
gaussian = x_train.double().mean(dim=0) + torch.randn(500, 64, generator=generator, dtype=torch.float64) @ lower.T
samples["Gaussian pixels"] = gaussian.float()
for name, images in samples.items():
    print(f"{name:16s} FPD {fpd(x_train, x_test, images):.3f}")
show_images({name: images[:10] for name, images in samples.items()}, title="Which of these would you publish?")

# %% [markdown]
# Read that list with a pinch of salt. The copyist wins: **FPD cannot see memorisation**. The grey porridge of the
# Gaussian is the runner-up: the distance compares two moments, and it has them right. And there is a third trap. Draw
# sets of several sizes from *one* model:

# %% tags=["demo"]
sizes, distances = (25, 50, 100, 200, 400), []
with torch.no_grad():
    many = models["beta = 1.0"].decode(torch.randn(4000, 8, generator=generator)).sigmoid()
many = torch.bernoulli(many, generator=generator)
for count in sizes:
    parts = [fpd(x_train, x_test, part) for part in many[: 10 * count].split(count)]
    distances.append(sum(parts) / len(parts))
    print(f"{count:3d} pictures: FPD {distances[-1]:.3f} on average over ten sets")
print(f"read off at N = infinity, from 200 and 400: {2 * distances[-1] - distances[-2]:.3f}")

# %% [markdown]
# Same model, same test set, and seven times the distance for 25 pictures: a small crowd is never quite where its model is,
# and with fewer pictures than features it lies in a plane. **The estimate is biased upwards**, by about $c/N$: half the
# bias is gone with twice the pictures, so $2\,d^2(2N) - d^2(N)$ is nearly free of it. Compare Fréchet distances at the
# same $N$ only, and distrust a table that does not give it. (Notebook 02_09 will have one without bias.)
#
# ## 3 How probable are unseen digits?
#
# A generative model says how probable a picture is, and no copyist can fake that on *unseen* pictures: the average
# $\log p(x)$ over a test set cannot be better, in expectation, than that of the true distribution. The VAE only gives a
# bound. With $K$ samples of the encoder (Burda et al., 2015) it is
#
# $$
# \mathcal L_K(x) = \mathbb E\Bigl[\log\frac1K\sum_{k=1}^K w_k\Bigr] \le \log p(x), \qquad
# w_k = \frac{p(x\mid z_k)\,p(z_k)}{q(z_k\mid x)}, \quad z_k \sim q(z\mid x) \tag{3}
# $$
#
# It is the ELBO for $K = 1$ and rises to $\log p(x)$. So a report that does not say $K$ says nothing: with a larger $K$,
# the same model looks better. How much is missing?
#
# **Claim.** If the weights have a finite variance (and their logarithm behaves), $\ \log p(x) - \mathcal L_K(x) \approx
# \dfrac{1}{2K} \cdot\dfrac{\operatorname{Var}(w)}{p(x)^2}$ for large $K$.
#
# <details><summary>Why</summary>
#
# $\bar w = \frac1K\sum_k w_k$ has mean $p(x)$ and variance $\operatorname{Var}(w)/K$. Write $\bar w = p(x)\,(1 +
# \delta)$, so $\mathbb E\,\delta = 0$ and $\mathbb E\,\delta^2 = \operatorname{Var}(w)/(K p(x)^2)$. Then $\log\bar w =
# \log p(x) + \delta - \frac12\delta^2 + \dots$, and the mean of the second-order term is what is missing. ∎
#
# </details>
#
# Twice the samples, half the bias: so one can *see* in a curve over $K$ whether $K$ is large enough. That curve takes one
# sample set of $S$ weights, used for all $K$: cut it into $\lfloor S/K\rfloor$ groups of $K$, take the bound of each group,
# and average the bounds,
#
# $$
# \widehat{\mathcal L}_K = \frac{1}{\lfloor S/K\rfloor}\sum_{g=1}^{\lfloor S/K\rfloor}
# \log\frac1K\sum_{k=1}^{K} w_{(g-1)K + k} \tag{4}
# $$
#
# Every group is an estimate of (3) without bias, so their mean is one too, with less noise. *Outside* the logarithm you
# average over groups; *inside* over the samples of a group. Weights like $e^{-200}$ are 0 in float32, so stay with
# logarithms all along.

# %%
log_w = torch.tensor([-200.0, -203.0, -198.0, -240.0])
print("naive:", log_w.exp().mean().log().item())  # -> naive: -inf
groups = log_w.reshape(2, 2)
print("two groups of two:", [round(v, 3) for v in (torch.logsumexp(groups, 1) - math.log(2)).tolist()])
# -> two groups of two: [-200.645, -198.693]

# %% [markdown] task="iw_loglik"
# ### Exercise 3 · `iw_loglik` · 6 points · 12 minutes · implement
#
# Write equation (4), for each example.


# %% exercise="iw_loglik" points=6 difficulty=2 minutes=12 needs=[]
def iw_loglik(log_w, K):
    """Estimate the importance-weighted bound with K samples from S >= K log-weights, equation (4).

    Args:
        log_w: logarithms of the weights, floating-point tensor of shape [S, N]: S samples for each of N examples. Finite,
            of any size, or -inf (a weight of 0).
        K: samples in a group. Groups are of consecutive samples; what is left over at the end (fewer than K) is not used.

    Returns:
        Tensor of shape [N] and the dtype of log_w, in nats. Never NaN, and -inf only where all weights of a group are 0.

    Raises:
        ValueError: if K is smaller than 1 or larger than S.
    """
    ### BEGIN SOLUTION
    count = len(log_w) // K if K >= 1 else 0
    if count == 0:
        raise ValueError(f"there are no groups of {K} in {len(log_w)} samples")
    grouped = log_w[: count * K].reshape(count, K, -1)
    return (torch.logsumexp(grouped, dim=1) - math.log(K)).mean(dim=0)
    ### END SOLUTION


# %% public_test="iw_loglik"
answer = torch.as_tensor(iw_loglik(torch.zeros(10, 3) - 300, 4))
assert answer.shape == (3,), "one number for each example"
assert answer.dtype == torch.float32, "float32 in, float32 out"
assert float((answer + 300).abs().max()) < 1e-3, "if all weights are equal, their mean is that weight"

# %% [markdown] hint="iw_loglik"
# Drop what is left over, then give the samples two axes: group, and place in the group.
#
# ---
# Over the place in the group: `logsumexp` minus $\log K$. Over groups: a plain mean.
#
# ---
# Shape `[S // K, K, N]`, then `dim=1` for the first and `dim=0` for the second.

# %% tags=["demo"]
counts = [1, 2, 5, 10, 30, 100, 300]
with torch.no_grad():
    curves = {}
    for name, model in models.items():
        noise = torch.randn(300, 200, 8, generator=torch.Generator().manual_seed(2))
        weights = log_weights(model.encode, model.decode, x_test[:200], noise)
        curves[name] = [-torch.as_tensor(iw_loglik(weights, K)).mean().item() for K in counts]
        print(f"{name:12s}", {K: round(value, 2) for K, value in zip(counts, curves[name], strict=True)})
plot_curves(
    counts,
    {name: curve for name, curve in curves.items() if name != "beta = 0.05"},
    x_label="samples K",
    y_label="estimate of -log p(x), nats",
    title="The same models, and better with each sample",
)

# %% [markdown]
# The curves flatten at $K$ near 100 for $\beta = 1$; for $\beta = 0.05$ they do not at all: there $q$ is so narrow that
# its weights vary wildly, $\operatorname{Var}(w)$ is huge, and any $K$ that you can pay for reports a bound, not a
# likelihood.
#
# ## 4 Are the codes like dice, and do they say something?
#
# Whoever draws from dice feeds the decoder $z \sim p(z) = \mathcal N(0, I)$. In training it saw the codes of pictures,
# that is the **aggregate posterior** $q(z) = \frac1N\sum_n q(z\mid x_n)$. Where the dice fall and $q(z)$ has nothing, the
# decoder was never asked. How different are the two? The **maximum mean discrepancy** (Gretton et al., 2012) compares two
# distributions by the mean similarity of their points,
#
# $$
# \mathrm{MMD}^2(q, p) = \mathbb E_{z, z'\sim q}\,k(z, z') - 2\,\mathbb E_{z\sim q,\,\zeta\sim p}\,k(z, \zeta)
# + \mathbb E_{\zeta,\zeta'\sim p}\,k(\zeta, \zeta'), \qquad k(a, b) = e^{-\lVert a - b\rVert^2/(2h^2)} \tag{5}
# $$
#
# with independent pairs. For this kernel it is 0 only if $q = p$. The dice need not be thrown: for the standard normal
# $p$ in $D$ dimensions both means are known,
#
# $$
# \mathbb E_{\zeta}\,k(z, \zeta) = \Bigl(\frac{h^2}{h^2+1}\Bigr)^{D/2} e^{-\lVert z\rVert^2 / (2(h^2+1))}, \qquad
# \mathbb E_{\zeta,\zeta'}\,k(\zeta, \zeta') = \Bigl(\frac{h^2}{h^2+2}\Bigr)^{D/2} \tag{6}
# $$
#
# <details><summary>Proof</summary>
#
# Both factorise over dimensions. $e^{-(a-b)^2/(2h^2)} = \sqrt{2\pi h^2}\;\mathcal N(a; b, h^2)$, and a normal variable plus
# independent normal noise is normal: $\int \mathcal N(z; \zeta, h^2)\,\mathcal N(\zeta; 0, 1)\,\mathrm d\zeta =
# \mathcal N(z; 0, h^2+1)$. So one dimension gives $\sqrt{2\pi h^2}\,\mathcal N(z; 0, h^2 + 1) =
# \sqrt{h^2/(h^2+1)}\;e^{-z^2/(2(h^2+1))}$. Average once more over $z\sim\mathcal N(0,1)$:
# $\sqrt{2\pi h^2}\,\mathcal N(0; 0, h^2+2) = \sqrt{h^2/(h^2+2)}$. ∎
#
# </details>
#
# **Without bias.** The first mean is over *independent* pairs. Of $N$ codes, $z_i$ and $z_i$ are no such pair: their
# similarity is always 1. Leave the diagonal out and divide by $N(N-1)$. The estimate is then right on average, *so it has
# to be negative now and then*: where $q = p$ it scatters around 0. Keep the diagonal, and it is too large by about $1/N$.
# (The width is yours to choose: near a typical distance of two dice, or all similarities are nearly 0 or nearly 1. For 8
# latents we take $h = 2.8 \approx \sqrt 8$.)

# %%
h, D = 1.5, 8
clouds = torch.randn(2000, 2, D, generator=torch.Generator().manual_seed(0))
thrown = torch.exp(-(clouds[:, 0] - clouds[:, 1]).square().sum(dim=-1) / (2 * h**2)).mean()
print(f"2000 pairs of dice {thrown:.3f}, equation (6) {(h**2 / (h**2 + 2)) ** (D / 2):.3f}")
# -> 2000 pairs of dice 0.079, equation (6) 0.079

# %% [markdown] task="aggregate_posterior_mmd"
# ### Exercise 4 · `aggregate_posterior_mmd` · 6 points · 12 minutes · implement
#
# Write the unbiased estimate of (5) with (6).


# %% exercise="aggregate_posterior_mmd" points=6 difficulty=3 minutes=12 needs=[]
def aggregate_posterior_mmd(z, h):
    """Unbiased estimate of the squared MMD between codes and N(0, I), equations (5) and (6).

    Args:
        z: samples of the aggregate posterior, floating-point tensor of shape [N, D], N at least 2.
        h: width of the kernel, a positive number.

    Returns:
        One number, a float or a tensor without axes. It may be negative. The order of the codes does not matter. It is right
        to 1e-9 for float64 codes.
    """
    ### BEGIN SOLUTION
    N, D = z.shape
    squared = (z[:, None] - z[None]).square().sum(dim=-1)
    among = (torch.exp(-squared / (2 * h**2)).sum() - N) / (N * (N - 1))
    across = (h**2 / (h**2 + 1)) ** (D / 2) * torch.exp(-z.square().sum(dim=1) / (2 * (h**2 + 1))).mean()
    return among - 2 * across + (h**2 / (h**2 + 2)) ** (D / 2)
    ### END SOLUTION


# %% public_test="aggregate_posterior_mmd"
answer = torch.as_tensor(aggregate_posterior_mmd(torch.randn(300, 2, generator=torch.Generator().manual_seed(0)), 1.0))
assert answer.numel() == 1, "one number for all codes together"
assert abs(float(answer)) < 0.02, "dice do not differ from dice"
assert float(aggregate_posterior_mmd(torch.full((5, 2), 50.0), 1.0)) > 1, "five codes in one far place differ from dice"

# %% [markdown] hint="aggregate_posterior_mmd"
# Three terms. The last is a number, the second a mean over N codes, the first a mean over how many pairs?
#
# ---
# All $N^2$ entries of the kernel matrix but the $N$ on the diagonal, each of which is 1.
#
# ---
# Squared distances: `(z[:, None] - z[None]).square().sum(-1)`. Sum the kernel matrix, subtract $N$, divide by $N(N-1)$.

# %% [markdown]
# **Samples, not means.** $q(z)$ is a mixture of *clouds*. Measured with the means $\mu(x)$ alone, a healthy VAE looks
# bad: its means have less variance than the dice, by just the variance that the noise adds.

# %% tags=["demo"]
with torch.no_grad():
    for name, model in models.items():
        mean, spread = model.encode(x_test)
        code = mean + torch.exp(spread / 2) * dice
        print(f"{name:12s} MMD^2: samples {float(aggregate_posterior_mmd(code, 2.8)):.4f}", end="")
        print(f", means {float(aggregate_posterior_mmd(mean, 2.8)):.4f}")
    clouds = {name: model.encode(x_test)[0][:, :2] for name, model in models.items()}
plot_points({"dice": dice[:, :2], **clouds}, title="Two of eight latents: means of the codes")

# %% [markdown]
# The winner is $\beta = 4$, whose code says almost nothing: $q(z \mid x) = p(z)$ for every $x$ makes $q(z) = p(z)$,
# perfectly. So ask as well what a code *says*. The usual question is whether a **linear probe** (Alain and Bengio, 2016)
# can read the label from it. The encoder never saw a label; the probe is so simple that it can only read what lies open.
#
# One target for each class, $Y_{nc} = 1$ if $y_n = c$ and else 0, and least squares with a penalty (ridge):
#
# $$
# \min_{W, b}\ \sum_n \bigl\lVert Y_n - W^\top z_n - b \bigr\rVert^2 + \lambda\lVert W\rVert_F^2
# \quad\Longrightarrow\quad W = \bigl(Z_c^\top Z_c + \lambda I\bigr)^{-1} Z_c^\top Y_c, \qquad b = \bar Y - W^\top\bar z \tag{7}
# $$
#
# where $Z_c = Z - \bar z$ and $Y_c = Y - \bar Y$ are centred. (*Why:* for a given $W$ the best $b$ is $\bar Y -
# W^\top\bar z$, for it has no penalty; put it in, and what remains is ridge on centred data.) A code gets the class whose
# output is largest.

# %% [markdown] task="linear_probe"
# ### Exercise 5 · `linear_probe` · 6 points · 12 minutes · implement
#
# Write equation (7) and the verdict.


# %% exercise="linear_probe" points=6 difficulty=2 minutes=12 needs=[]
def linear_probe(z_train, y_train, z_test, lam=1.0):
    """Predict labels of codes by ridge regression, one class against the rest, equation (7).

    Args:
        z_train: codes to learn from, floating-point tensor of shape [N, D]; D may exceed N.
        y_train: their labels, int64 tensor of shape [N]: any integers, such as 3 and 8, at least two different ones.
        z_test: codes to judge, shape [M, D]; M may be 1.
        lam: weight of the penalty, positive. The bias is not penalised.

    Returns:
        int64 tensor of shape [M]: for each code the label, one of those in y_train, whose output is largest.
    """
    ### BEGIN SOLUTION
    labels, which = y_train.unique(return_inverse=True)
    Y = functional.one_hot(which).to(z_train.dtype)
    z_bar, Y_bar = z_train.mean(dim=0), Y.mean(dim=0)
    Z = z_train - z_bar
    W = torch.linalg.solve(Z.T @ Z + lam * torch.eye(Z.shape[1], dtype=Z.dtype), Z.T @ (Y - Y_bar))
    return labels[((z_test - z_bar) @ W + Y_bar).argmax(dim=1)]
    ### END SOLUTION


# %% public_test="linear_probe"
answer = torch.as_tensor(linear_probe(train, train_labels, test))
assert answer.shape == (500,), "one label for each code"
assert answer.dtype == torch.int64, "labels are integers"
assert float((answer == test_labels).double().mean()) > 0.8, "from the pixels themselves, most digits can be read"

# %% [markdown] hint="linear_probe"
# Which labels are there? `y_train.unique(return_inverse=True)` tells them, and for each example which one it has.
#
# ---
# Centre both, by the means of the *training* codes; solve the system in (7); predict for `z_test` minus that same mean,
# and add the mean of the targets.
#
# ---
# `torch.linalg.solve(A, B)` with `A` of shape `[D, D]`; then `argmax` over classes, and translate the index to a label.

# %% tags=["demo"]
with torch.no_grad():
    for name, model in models.items():
        (mu_1, spread_1), (mu_2, spread_2) = model.encode(x_train), model.encode(x_test)
        noise = torch.randn(1797, 8, generator=torch.Generator().manual_seed(4))
        noisy = mu_1 + torch.exp(spread_1 / 2) * noise[:1297], mu_2 + torch.exp(spread_2 / 2) * noise[1297:]
        shares = []
        for known, asked in ((mu_1, mu_2), noisy):
            scale = known.std(dim=0)
            right = torch.as_tensor(linear_probe(known / scale, train_labels, asked / scale)) == test_labels
            shares.append(right.double().mean().item())
        print(f"{name:12s} labels read from means: {shares[0]:.0%}, from samples: {shares[1]:.0%}")

# %% [markdown]
# Mind the last line. From *means*, the probe reads most labels of a code that says almost nothing, and from *samples* of
# the same code it does hardly better than guess. There is no contradiction: the means of $\beta = 4$ differ by a tenth or
# so, under noise of size 1. Who divides them by their tiny standard deviation looks through a magnifying glass that the
# decoder, which gets samples, does not have. A probe on means is what papers report; it says what the *encoder* has
# noticed, and not what the *code* carries.
#
# (A good place for a break.)
#
# ## 5 Strangers: is a large error a sign?
#
# A model of healthy parts can find broken ones: what it copies badly, or finds improbable, is odd. The score is $s(x) =
# -\log p(x)$, or the error of the copy. But where is the limit? One need not choose one to say how good a score is. Take
# a healthy and an odd part at random: how often does the odd one have the larger score? That is the **area under the ROC
# curve**,
#
# $$
# \mathrm{AUC} = P(s_\text{odd} > s_\text{normal}) + \tfrac12\,P(s_\text{odd} = s_\text{normal}) \tag{8}
# $$
#
# 1 is perfect, 0.5 a coin, below 0.5 the score points the wrong way. It depends on the *order* of the scores alone. Ties
# are counted half: a score that is the same for everybody is a coin, no more and no less. With $r$ the ranks in both sets
# together (equal scores share the mean of their ranks), $n$ odd and $m$ normal scores, it is
#
# $$\mathrm{AUC} = \frac{1}{nm}\Bigl(\sum_{\text{odd}} r_i - \frac{n(n+1)}{2}\Bigr) \tag{9}$$
#
# (*Why:* the rank of an odd score is 1 plus the number of scores below it plus half of its ties with others. The odd ones
# among themselves make up $n(n+1)/2$ in the sum; what remains counts the normal ones below, and half of those that tie.)
# For a score that is rounded, clipped or counted, ties are the rule. What a program does with them shows in no test that
# has none.

# %%
normal, odd = torch.tensor([0.1, 0.4, 0.4]), torch.tensor([0.4, 0.9])
pairs = (odd[:, None] > normal).double() + 0.5 * (odd[:, None] == normal).double()
print(f"six pairs, two of them ties: {pairs.mean():.4f}")  # -> six pairs, two of them ties: 0.8333

# %% [markdown] task="is_auc"
# ### Exercise 6 · `is_auc` · 7 points · 15 minutes · write a check
#
# Half a dozen functions of your group claim to compute (8). One ignores ties, one counts them in full; one returns
# whichever is larger, AUC or $1 -$ AUC; one sorts what it was given, in place. Write the check that tells. It is judged
# on right programs, however they are written, which it must accept, and on wrong ones, each with another fault, which it
# must reject. It must not crash.


# %% exercise="is_auc" points=7 difficulty=3 minutes=15 needs=[]
def is_auc(auc):
    """Tell whether a function computes the area under the ROC curve, equation (8).

    Args:
        auc: a function of (normal, odd), two float64 tensors of shapes [m] and [n], that should return one number: a float, or
            a tensor or NumPy number without axes. It may do anything: be wrong, raise an Exception, or return no number.

    Returns:
        A bool: True only if, up to rounding, the values are those of equation (8) for all scores (any finite numbers, with
        ties, m and n different, m or n 1), *and* what it was given is left as it was. No exception.
    """
    ### BEGIN SOLUTION
    sizes = range(1, 12)
    for m, n in [(m, n) for m in sizes for n in sizes]:
        unit = math.exp(m - n)  # scores from thousandths to thousands, in so large steps that many are equal
        normal, odd = (unit * torch.randn(count).double().round() for count in (m, n))
        right = (odd[:, None] > normal).double().mean() + 0.5 * (odd[:, None] == normal).double().mean()
        given = normal.clone(), odd.clone()
        try:
            answer = torch.as_tensor(auc(*given)).double()
            if answer.numel() != 1 or not torch.allclose(answer, right):
                return False
        except Exception:
            return False
        if not (torch.equal(given[0], normal) and torch.equal(given[1], odd)):
            return False
    return True
    ### END SOLUTION


# %% public_test="is_auc"
verdict = is_auc(lambda normal, odd: 0.5)
assert isinstance(verdict, bool), "one answer, True or False"
assert not verdict, "a program that always answers one half has computed nothing"

# %% [markdown] hint="is_auc"
# Equation (8) for all pairs is two lines, and slow; that does not matter in a check. Compare on many small inputs.
#
# ---
# Which inputs would unmask each fault? Ties *between* the sets; an AUC well below 0.5; sets of different sizes, also of
# one; negative scores; scores that differ by little.
#
# ---
# Give the function copies, and compare them with the originals afterwards. Put the call into
# `try: … except Exception: return False`; write the comparison so that NaN fails it (`not abs(a - b) < 1e-6`).

# %% tags=["demo"]
strange = x_test.reshape(-1, 8, 8).flip(2).reshape(-1, 64)  # mirrored digits
normal_scores, odd_scores = [], []
with torch.no_grad():
    for images, scores in ((x_test, normal_scores), (strange, odd_scores)):
        model = models["beta = 1.0"]
        weights = log_weights(model.encode, model.decode, images, torch.randn(100, 500, 8))
        scores.append(-torch.as_tensor(iw_loglik(weights, 100)))
    ink = [images.sum(dim=1) for images in (x_test, strange)]
above = (odd_scores[0][:, None] > normal_scores[0]).double().mean()
print(f"mirrored digits, by -log p(x): AUC {above:.3f}")
ties = (ink[1][:, None] == ink[0]).double().mean()
more = (ink[1][:, None] > ink[0]).double().mean()
print(f"by the amount of ink: {more:.3f} if ties are lost, {more + ties / 2:.3f} if they count half")

# %% [markdown]
# Mirrored digits have exactly as much ink as digits: the truth is 0.5. Ignoring ties makes a useless score seem to point
# the other way.
#
# ## 6 The whole report, and a colleague who wrote one
#
# Two numbers summarise a VAE as a code (Alemi et al., 2018): the **rate**, what a code costs, and the **distortion**,
# what a picture still costs if one has the code,
#
# $$
# R = \mathbb E_x\,\mathrm{KL}\bigl(q(z\mid x)\,\|\,p(z)\bigr), \qquad D = -\mathbb E_x\,\mathbb E_{q(z\mid x)}\log p(x\mid z),
# \qquad R + D = -\mathrm{ELBO} \tag{10}
# $$
#
# **Claim.** $H - D \le I_q(x; z) \le R$, where $H$ is the entropy of the data and $I_q$ the information that the code has
# about the picture.
# <details><summary>Proof</summary>
#
# *Right.* $R = \mathbb E_x\mathbb E_q\log\frac{q(z\mid x)}{p(z)} = \mathbb E_x\mathbb E_q\log\frac{q(z\mid x)}{q(z)} +
# \mathbb E_{q(z)}\log\frac{q(z)}{p(z)} = I_q(x; z) + \mathrm{KL}(q(z)\,\|\,p(z))$, and a divergence is not negative.
# *Left.* $I_q(x;z) = H - H_q(x\mid z)$, and $H_q(x\mid z) = -\mathbb E\log q(x\mid z) \le -\mathbb E\log p(x\mid z) = D$,
# since the cross-entropy with another distribution is never below the entropy. ∎
#
# </details>
#
# So models with the same ELBO can be quite different: all rate and hardly a distortion, or no rate and pure decoder.
# $\beta$ chooses a point on the curve. One number does not show that; two do. Your colleague's report has both, and the
# accuracy of the probe:


# %%
def draft_report(encode, decode, x_train, y_train, x_test, y_test, eps):
    mu_train, log_var_train = encode(x_train)
    mu, log_var = encode(x_test)
    z = mu + torch.exp(log_var / 2) * eps
    distortion = functional.binary_cross_entropy_with_logits(decode(z), x_test)
    rate = 0.5 * (mu_train**2 + log_var_train.exp() - 1 - log_var_train).sum(dim=1).mean()
    known = (mu_train - mu_train.mean(dim=0)) / mu_train.std(dim=0)
    asked = (mu - mu.mean(dim=0)) / mu.std(dim=0)
    predicted = linear_probe(torch.cat([known, asked]), torch.cat([y_train, y_test]), asked)
    accuracy = (predicted == y_test).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}


# %% [markdown] task="evaluation_report"
# ### Exercise 7 · `evaluation_report` · 8 points · 15 minutes · repair
#
# `draft_report` has **four** faults. It runs, its numbers are plausible, and nobody would stop at them. Find them, and
# ask for each which weakness of a model it would hide. Then write `evaluation_report` without them.


# %% exercise="evaluation_report" points=8 difficulty=3 minutes=15 needs=["linear_probe"]
def evaluation_report(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Rate, distortion and probe accuracy of a VAE on unseen pictures, equations (7) and (10).

    Args:
        encode: a function of x that returns (mu, log_var), each of shape [N, D].
        decode: a function of z, shape [N, D], that returns the pixels' logits, shape [N, P].
        x_train: pictures that the probe may learn from, shape [M, P]; for nothing else.
        y_train: their labels, int64 of shape [M].
        x_test: binary pixels of unseen pictures, floating-point tensor of shape [N, P]; N may be 1.
        y_test: their labels, int64 of shape [N].
        eps: standard normal noise, shape [N, D], one sample for each test picture; no other randomness.

    Returns:
        A dict of three floats: "distortion" and "rate", in nats for each test picture, summed over pixels and latents and
        averaged over test pictures; and "probe_accuracy", the share of test pictures whose label `linear_probe` (lam = 1)
        reads from the means mu. Before that, mu is standardised by mean and standard deviation (N - 1) of the
        training pictures' mu, for all pictures alike. What the report says of a test picture does not depend on the other ones.
    """
    ### BEGIN SOLUTION
    mu_train, _ = encode(x_train)
    mu, log_var = encode(x_test)
    logits = decode(mu + torch.exp(log_var / 2) * eps)
    distortion = (functional.softplus(logits) - x_test * logits).sum(dim=1).mean()
    rate = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean()
    centre, scale = mu_train.mean(dim=0), mu_train.std(dim=0)
    predicted = linear_probe((mu_train - centre) / scale, y_train, (mu - centre) / scale)
    accuracy = (predicted == y_test).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}
    ### END SOLUTION


# %% public_test="evaluation_report"
stub_encode, stub_decode = lambda x: (x[:, :2], 0 * x[:, :2]), lambda z: z.repeat(1, 32)
stub_x = torch.rand(80, 64, generator=torch.Generator().manual_seed(0)).round()
stub_x[0, :2], stub_x[1, :2] = torch.tensor([0.0, 1.0]), torch.tensor([1.0, 0.0])
stub_y = stub_x[:, 0].long()
report = evaluation_report(
    stub_encode, stub_decode, stub_x[:50], stub_y[:50], stub_x[50:], stub_y[50:], torch.zeros(30, 2)
)
assert sorted(report) == ["distortion", "probe_accuracy", "rate"], "three numbers, by name"
assert all(isinstance(value, float) for value in report.values()), "Python floats"
assert report["probe_accuracy"] == 1, "here the first latent number is the label"

# %% [markdown] hint="evaluation_report"
# Go line by line and ask of each number: from which pictures does it come? Over what is it averaged?
#
# ---
# (a) The cross-entropy is averaged over pixels by default: 64 times too small. (b) The rate is that of *training*
# pictures, so $R + D$ is the ELBO of nothing. (c) Test codes are standardised by statistics of the test set: a shift of
# the test pictures disappears, and each verdict depends on who else is there. (d) The probe learns from the test codes
# and their labels.
#
# ---
# Keep the two lines for centre and scale of the training codes, and apply them to both sets. Give the probe
# `y_train` alone. Sum over `dim=1`, then average.

# %% tags=["demo"]
with torch.no_grad():
    for name, model in models.items():
        arguments = (model.encode, model.decode, x_train, train_labels, x_test, test_labels, dice)
        report, draft = evaluation_report(*arguments), draft_report(*arguments)
        print(f"{name:12s} report", {key: round(value, 3) for key, value in report.items()})
        print(f"{'':12s} draft ", {key: round(value, 3) for key, value in draft.items()})

# %% [markdown]
# The draft's distortion looks like a triumph, until one knows that it is nats for each *pixel*. And the report settles
# section 4: for $\beta = 4$ the rate is less than a tenth of a nat, so by the claim above the code carries no more, and
# ten classes cannot be told by that. The probe's 60 per cent are the magnifying glass again.
#
# ## 7 Train one, and say how good it is
#
# Now all together. A number in a paper is a promise: *whoever measures it again, on these pictures, finds the same.* That
# is how you are judged.

# %% [markdown] task="evaluate_vae"
# ### Exercise 8 · `evaluate_vae` · 10 points · 15 minutes · train, then evaluate
#
# Write the function that trains a VAE on `x_train` and says how improbable it finds `x_test`. **The recipe is part of the
# task:**
#
# - the model is what the given `train_vae` makes of `x_train`, with $\beta = 1$ and `steps` steps, from `seed`, on
#   `device`;
# - the estimate is the mean over `x_test` of $-\widehat{\mathcal L}_{100}(x)$: equation (3) with $K = 100$, in nats for
#   each picture. Take 300 samples of the code for each picture, so three groups (or more); the noise is your own. Nothing
#   of `x_test` gets into the model.
#
# Training takes about a second; you have 60 seconds. What you return must be picklable (a `VAE` is).
#
# **How it is judged.** The grader trains on digits that you have not seen, with their pixels *shuffled*, gives 250 others
# as `x_test`, and keeps 250 more to itself. It estimates $\mathcal L_{100}$ on its own, on both halves: codes from one
# copy of your model, noise from the grader, and a second copy, which has never seen the pictures, decodes.
#
# | | $-\mathcal L_{100}$ on its own pictures | your estimate, against the grader's |
# | --- | --- | --- |
# | each pixel on its own, no code at all (baseline) | 24.6 | |
# | $\beta = 1$, reported with $K = 1$ | as the reference | off by about 0.8 |
# | the reference, over 20 splits and seeds | 17.3 to 18.2 | off by at most 0.02 |
# | **your target** | at most {{target:negative_log_likelihood}} | off by at most {{target:report_error}} |
#
# A model that is *too* good fails as well: then something leaks. And the grader asks again after another number of steps
# and with other test pictures: the estimate has to follow, and the model must not.


# %% exercise="evaluate_vae" points=10 difficulty=3 minutes=15 seconds=60 needs=["iw_loglik"]
def evaluate_vae(x_train, x_test, *, seed, device="cpu", steps=800):
    """Train a VAE and estimate the negative log-likelihood of unseen pictures with K = 100, by the recipe of section 7.

    Args:
        x_train: binary pixels, floating-point tensor of shape [N, P], on the CPU; all that the model may learn from.
        x_test: binary pixels of other pictures, shape [M, P], on the CPU.
        seed: decides the training; the same seed and training pictures give the same model, whatever x_test is.
        device: where to train: "cpu" or "cuda".
        steps: how many steps to train.

    Returns:
        (model, estimate): the trained VAE, on the CPU, and a float: the mean over x_test of -L_100(x), in nats.
    """
    ### BEGIN SOLUTION
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    x_test = x_test.float()
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test, torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())
    ### END SOLUTION


# %% public_test="evaluate_vae"
model, estimate = evaluate_vae(x_train[:200, :20], x_test[:30, :20], seed=0, steps=2)
assert model.decode(model.encode(x_test[:6, :20])[0]).shape == (6, 20), "a VAE for as many pixels as the pictures have"
assert isinstance(estimate, float), "the estimate is one Python float"
assert 0 < estimate < 1000, "an improbability, in nats: positive and finite"

# %% [markdown] hint="evaluate_vae"
# Three lines: train; weights of 300 samples for each test picture; equation (4), averaged over pictures, with which sign?
#
# ---
# `log_weights` is given; its noise has shape `[300, M, 8]`. Use `torch.no_grad()`, for there is nothing to learn any more.
#
# ---
# `iw_loglik(weights, 100)` is one bound for each picture. The mean over pictures comes last.

# %% tags=["demo"]
estimates = {}
for seed in range(3):
    model, estimates[seed] = evaluate_vae(x_train, x_test, seed=seed)
print("three trainings:", [round(value, 2) for value in estimates.values()])
noise = torch.Generator().manual_seed(0)
with torch.no_grad():
    rows = x_test[:250], x_test[250:]
    halves = [
        -float(
            torch.as_tensor(
                iw_loglik(log_weights(model.encode, model.decode, part, torch.randn(100, 250, 8, generator=noise)), 100)
            ).mean()
        )
        for part in rows
    ]
print("one model, two halves of the test set:", [round(value, 2) for value in halves])

# %% [markdown]
# Look at the sizes. Noise of the samples moves the number by a hundredth, another training by a tenth, and so does
# another half of the test pictures (or by more: over other splits of the digits, up to four tenths). A paper that reports
# "17.4 against 17.5" on one seed and one split has reported nothing.

# %% [markdown] written="four_models" points=5 minutes=12
# ### Question 9 · `four_models` · 5 points · 12 minutes · diagnose
#
# Look at the picture at the top again: models A to D, with five numbers each.
#
# 1. Which of the four is the copyist? Name the number that gives it away, and one measurement that is not in the table
#    and would have given it away as well. (1 point)
# 2. One model has a better MMD than all others and cannot be used for anything. What has happened to it, and which *two*
#    numbers of the table show it? Why does the MMD not, and why is its probe accuracy, far above guessing, no defence?
#    (2 points)
# 3. A paper compares its model, $-\mathcal L_{5000}$, with the ELBO of an older one, and finds it better by 0.9 nats. Why
#    is this no comparison, and in which direction is it unfair? Give a measurement from this notebook that says how much
#    of the 0.9 nats may come from it. (2 points)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. D. It has the smallest Fréchet distance of all and no likelihood: unseen pictures have probability 0 (or the
#    probability of their neighbourhood). The distance of each sample to its nearest training picture, compared with that
#    of test pictures, would be 0 instead of about 1; any measurement on *unseen* pictures does as well.
# 2. C: posterior collapse. $q(z\mid x) \approx p(z)$ for every picture, so the mixture $q(z)$ is $p(z)$ and the MMD is
#    zero, as it should be: it compares $q(z)$ and $p(z)$ and never looks at whether $z$ depends on $x$. The error of the
#    copies is three times that of the others, and its likelihood is hardly better than that of pixels without any code
#    (24.6; its samples' FPD is the worst as well). The probe reads *means*, divided by their tiny spread; the samples, which
#    are what the decoder gets, bury that under noise, and the rate, near 0, bounds what they can carry.
# 3. $\mathcal L_K$ rises with $K$ for the same model, so the newer model is measured by a better bound: unfair to the
#    older one. In section 3 the VAE with $\beta = 1$ gains 0.8 nats from $K=1$ to $K=300$: nearly all of the 0.9 may come
#    from $K$. Measure both with the same $K$, large enough for the curve to be flat.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# 1. D, with the missing or infinite likelihood or the FPD that is below all others: 0.5. Nearest neighbours, or another
#    measurement of memorisation on unseen data: 0.5.
# 2. Collapse (the code does not depend on the picture), with two of error of the copies, likelihood, FPD: 1. MMD compares
#    the aggregate with the prior, and these are equal here: 0.5. The probe sees means without their noise (or: the rate
#    bounds the information): 0.5.
# 3. Bound rises with K, so it favours the paper's model: 1. The curve over K: nearly one nat between K = 1 and 100 or
#    more: 1.
# ### END MARK SCHEME

# %% [markdown]
# ## What you have now
#
# - Errors of copies say nothing about drawing; distances of crowds say nothing about memorising; and a perfect $q(z)$
#   says nothing about whether the code is used. **Never one number.**
# - Whatever is fitted (components, probe, mean, scale, limit) is fitted to training pictures, and whatever is reported
#   comes from others.
# - A bound is reported with its $K$, an AUC with its ties, a likelihood as a sum over pixels.
# - Rate and distortion separate what their sum hides.
# - An estimate that is unbiased may be negative, and one that never is, is biased.
#
# **What it still cannot do.** None of these asks a person. Features decide what a Fréchet distance can see; the
# adversarial notebooks (02_09) will go on from here, with precision and recall, and with features that were learnt.
#
# ## References
#
# *Papers*
# - Y. Burda, R. Grosse and R. Salakhutdinov, Importance weighted autoencoders, 2015.
#   [arXiv:1509.00519](https://arxiv.org/abs/1509.00519)
# - A. Gretton, K. Borgwardt, M. Rasch, B. Schölkopf and A. Smola, A kernel two-sample test, *Journal of Machine Learning
#   Research* 13, 723–773, 2012. [jmlr.org](https://jmlr.org/papers/v13/gretton12a.html)
# - A. Alemi et al., Fixing a broken ELBO, 2018 (rate and distortion). [arXiv:1711.00464](https://arxiv.org/abs/1711.00464)
# - M. Heusel et al., GANs trained by a two time-scale update rule converge to a local Nash equilibrium, 2017 (the Fréchet
#   distance for images). [arXiv:1706.08500](https://arxiv.org/abs/1706.08500)
# - D. C. Dowson and B. V. Landau, The Fréchet distance between multivariate normal distributions, *Journal of
#   Multivariate Analysis* 12, 450–455, 1982.
#   [doi:10.1016/0047-259X(82)90077-X](https://doi.org/10.1016/0047-259X(82)90077-X)
# - G. Alain and Y. Bengio, Understanding intermediate layers using linear classifier probes, 2016.
#   [arXiv:1610.01644](https://arxiv.org/abs/1610.01644)
# - Z. Wang, A. Bovik, H. Sheikh and E. Simoncelli, Image quality assessment: from error visibility to structural
#   similarity, *IEEE Transactions on Image Processing* 13, 600–612, 2004.
#   [doi:10.1109/TIP.2003.819861](https://doi.org/10.1109/TIP.2003.819861)
# - L. Theis, A. van den Oord and M. Bethge, A note on the evaluation of generative models, 2015 (likelihood, samples and
#   distances can disagree). [arXiv:1511.01844](https://arxiv.org/abs/1511.01844)
# - I. Tolstikhin, O. Bousquet, S. Gelly and B. Schölkopf, Wasserstein auto-encoders, 2017 (the MMD of the aggregate
#   posterior as a loss). [arXiv:1711.01558](https://arxiv.org/abs/1711.01558)
# - T. Fawcett, An introduction to ROC analysis, *Pattern Recognition Letters* 27, 861–874, 2006.
#   [doi:10.1016/j.patrec.2005.10.010](https://doi.org/10.1016/j.patrec.2005.10.010)
# - Y. Wu, Y. Burda, R. Salakhutdinov and R. Grosse, On the quantitative analysis of decoder-based generative models, 2016.
#   [arXiv:1611.04273](https://arxiv.org/abs/1611.04273)
#
# *Longer reads*
# - K. P. Murphy, *Probabilistic Machine Learning: Advanced Topics*, MIT Press, 2023, chapter 20. Free at
#   [probml.github.io](https://probml.github.io/pml-book/book2.html).
