# %% [markdown]
# # Denoising autoencoders: to clean a picture you must know what pictures look like
#
# Add noise to a photograph and ask a network for the original. The noise is gone for good: nobody can subtract it. *So
# where does the clean picture come from?*
#
# From what the network knows about pictures. It moves the spoilt one to where pictures are more probable, and the best
# possible move is, exactly, a multiple of $\nabla\log p$: a network that was only ever asked to clean has learnt the slope
# of the probability of pictures. Every image generator called *diffusion model* is this lesson, applied again and again.
#
# ![Ten unseen digits, spoilt, cleaned by the best linear rule, and cleaned by the network of this lesson](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![A digit is spoilt, passed through an autoencoder and compared with the clean digit; below, six ideas](images/overview.svg)
#
# **Why this matters for generative AI.** An autoencoder with a wide code can copy without learning anything; the first
# lesson made the code narrow, the second made it sparse. Here the *input* is spoilt, and copying is simply wrong (Vincent
# et al., 2008). Hide words in place of pixels and you have BERT's training (Devlin et al., 2018); hide three quarters of the
# patches of a photograph and you have masked autoencoders (He et al., 2021); train one network for many noise levels, start
# from pure noise and clean a little at a time, and you have a diffusion model (Song and Ermon, 2019; Ho et al., 2020).
# In module 04 the formula of section 3 becomes *denoising score matching*, in module 05 it is the loss of a DDPM.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Eight coding
# exercises (40 points) and one proof (5 points) take about two hours; after section 3 is a good place for a break. The
# check cell under an exercise catches wrong shapes and common slips; passing it is *not* enough, for hidden tests look at
# other inputs and at the edge cases that the docstring names. Hints unfold step by step and cost nothing.
#
# **Conventions.** A batch of $N$ examples stands in the rows of `x`, shape `[N, D]`; spoilt ones are $\tilde x$, `x_noisy`.
# Randomness is handed in. Your functions keep the dtype that they are given and never change their arguments. Answer with
# torch; numpy is accepted too, but where gradients have to flow it must be torch.

# %%
import torch
from torch import nn

from journey.data import digits
from journey.plots import plot_points, show_images

train, test, train_labels, test_labels = digits()
noise = torch.randn(test.shape, dtype=test.dtype, generator=torch.Generator().manual_seed(1))
spoilt = test + 0.3 * noise
print(f"mean squared error of the spoilt digits {(spoilt - test).square().mean():.3f}")
# -> mean squared error of the spoilt digits 0.091
print(f"cut off at 0 and 1: {(spoilt.clamp(0, 1) - test).square().mean():.3f}")
# -> cut off at 0 and 1: 0.052
show_images({"clean": test[:10], "spoilt": spoilt[:10].clamp(0, 1)}, title="Noise with a standard deviation of 0.3")

# %% [markdown]
# You can read most of them. You, too, know what digits look like.
#
# ## 1 Two ways to spoil a picture
#
# **Gaussian noise** adds an independent number to each pixel:
#
# $$\tilde x = x + \sigma\,\varepsilon, \qquad \varepsilon \sim \mathcal N(0, I) \tag{1}$$
#
# Values below 0 and above 1 are *kept*. Cutting them off would throw information away (a pixel of $-0.4$ is surely paper,
# one of $0$ may be a little ink), and the theory of section 3 needs Gaussian noise, not what is left of it.
#
# **Masking** hides pixels. With $u \sim \mathcal U(0, 1)$ for each of them,
#
# $$\tilde x_i = \begin{cases} x_i & \text{if } u_i < p\\ 0 & \text{otherwise}\end{cases} \tag{2}$$
#
# keeps a share $p$ of the pixels *as they are*. Dropout looks the same and divides what it keeps by the share that it keeps,
# so that sums keep their mean. A picture with brighter pixels is another picture, so nothing is rescaled here.
#
# **Where you meet it.** Equation (1) is one step of every diffusion model, equation (2) is inpainting, and, with words for
# pixels, a language model's masked tokens.

# %%
x = torch.tensor([[0.0, 0.5, 1.0, 0.8]], dtype=torch.float64)
eps = torch.tensor([[-1.0, 2.0, 0.5, 0.0]], dtype=torch.float64)
print("noise of 0.2:", [round(value, 2) for value in (x[0] + 0.2 * eps[0]).tolist()])
# -> noise of 0.2: [-0.2, 0.9, 1.1, 0.8]
print("u = (.1, .9, .4, .6) keeps pixels 0 and 2 for p = 0.5")

# %% [markdown] task="corrupt_gaussian"
# ### Exercise 1 · `corrupt_gaussian` · 3 points · 4 minutes · implement
#
# Equation (1), with one noise level for all examples, or one for each: a diffusion model needs the second kind, for in its
# batches every picture is spoilt to another degree.


# %% exercise="corrupt_gaussian" points=3 difficulty=1 minutes=4 needs=[]
def corrupt_gaussian(x, sigma, noise):
    """Add Gaussian noise, equation (1).

    Args:
        x: examples, floating-point tensor of shape [N, D]. Not changed.
        sigma: the standard deviation: a float of at least 0, or a tensor of shape [N] with one for each example.
        noise: standard normal numbers, shape [N, D].

    Returns:
        The noisy examples, shape [N, D], of x's dtype. Nothing is cut off.
    """
    ### BEGIN SOLUTION
    sigma = torch.as_tensor(sigma, dtype=x.dtype)
    return x + sigma.reshape(-1, 1) * noise
    ### END SOLUTION


# %% public_test="corrupt_gaussian"
x = torch.tensor([[0.0, 1.0, 0.5], [1.0, 1.0, 0.0]], dtype=torch.float64)
noisy = torch.as_tensor(corrupt_gaussian(x, 0.5, torch.ones(2, 3, dtype=torch.float64)))
assert noisy.shape == (2, 3), "as many numbers as before"
assert noisy.dtype == torch.float64, "the dtype of x"
assert float(noisy[0, 1]) == 1.5, "half of the noise is added, and nothing is cut off"
assert x[0, 0] == 0, "x itself must not change"

# %% [markdown] hint="corrupt_gaussian"
# A float needs no care. What does `[N]` times `[N, D]` do?
#
# ---
# Broadcasting lines shapes up at the right: `[N]` would be taken for one level for each *pixel*. Make it `[N, 1]`.
#
# ---
# `torch.as_tensor(sigma, dtype=x.dtype).reshape(-1, 1)` is `[1, 1]` or `[N, 1]`.

# %% [markdown] task="corrupt_mask"
# ### Exercise 2 · `corrupt_mask` · 3 points · 6 minutes · implement
#
# Equation (2). A hidden pixel is exactly 0, whatever stood there: in real data what is missing is often stored as NaN, and
# NaN times 0 is not 0.


# %% exercise="corrupt_mask" points=3 difficulty=2 minutes=6 needs=[]
def corrupt_mask(x, p, u):
    """Hide pixels, equation (2).

    Args:
        x: examples, floating-point tensor of shape [N, D]; entries may be NaN or infinite. Not changed.
        p: the share of pixels to keep, a float from 0 to 1: 0 hides all, 1 keeps all.
        u: uniform numbers of [0, 1), shape [N, D]. A pixel is kept if its u is less than p.

    Returns:
        The masked examples, shape [N, D], of x's dtype: x where it is kept, not rescaled, and 0 elsewhere.
    """
    ### BEGIN SOLUTION
    return torch.where(u < p, x, torch.zeros_like(x))
    ### END SOLUTION


# %% public_test="corrupt_mask"
x = torch.full((1, 4), 0.5, dtype=torch.float64)
masked = torch.as_tensor(corrupt_mask(x, 0.5, torch.tensor([[0.1, 0.9, 0.2, 0.3]], dtype=torch.float64)))
assert masked.shape == (1, 4), "as many pixels as before"
assert masked.dtype == torch.float64, "the dtype of x"
assert int((masked != 0).sum()) == 3, "three of these four pixels are kept"
assert x[0, 1] == 0.5, "x itself must not change"

# %% [markdown] hint="corrupt_mask"
# A comparison gives the mask; then choose, pixel by pixel.
#
# ---
# Multiplying with the mask fails for NaN. `torch.where(condition, a, b)` *chooses*.
#
# ---
# `torch.where(u < p, x, torch.zeros_like(x))`.

# %% tags=["demo"]
rows = {"clean": test[:10]}
for level in (0.15, 0.3, 0.6):
    rows[f"noise {level}"] = torch.as_tensor(corrupt_gaussian(test[:10], level, noise[:10])).clamp(0, 1)
u = torch.rand(10, 64, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
rows["half is kept"] = corrupt_mask(test[:10], 0.5, u)
show_images(rows, title="Spoilt in four ways")

# %% [markdown]
# ## 2 What is the best that anybody can do?
#
# A denoiser is a function $r$ of the spoilt example. Measure it by $\mathbb E\,\lVert r(\tilde x) - x\rVert^2$, over
# pictures *and* noise. Which function is the best of all, networks and everything else included?
#
# $$r^*(\tilde x) = \mathbb E[x \mid \tilde x] \tag{3}$$
#
# the mean of all the clean examples that might be behind this spoilt one, each as often as it is.
#
# <details><summary>Proof</summary>
#
# For any $r$ write $r(\tilde x) - x = (r(\tilde x) - r^*(\tilde x)) + (r^*(\tilde x) - x)$. Given $\tilde x$, the first
# bracket is fixed and the second has mean 0 by (3), so the product has mean 0, and
#
# $$\mathbb E\lVert r(\tilde x) - x\rVert^2
# = \mathbb E\lVert r(\tilde x) - r^*(\tilde x)\rVert^2 + \mathbb E\lVert r^*(\tilde x) - x\rVert^2.$$
#
# The last term does not depend on $r$, the first is 0 exactly for $r = r^*$ (where $\tilde x$ has density at all). ∎
#
# </details>
#
# Two consequences. The error has a floor, $\mathbb E\lVert r^*(\tilde x) - x\rVert^2$, which no network can break; a
# measured error *below* it is no success but a leak. And a mean of many digits is blurred: a denoiser trained on squared
# error is blurred where it is unsure, and has to be.
#
# **Where you meet it.** This is why a diffusion model does not paint in one stroke: the best guess from pure noise is the
# mean of all pictures, a grey smear. It takes many small steps, each of which leaves little to be unsure about.
#
# ### A case that can be solved
#
# Let the clean examples come from a mixture of $K$ Gaussians, $x \sim \sum_k w_k\,\mathcal N(\mu_k, \tau^2 I)$. Then the
# spoilt ones do, too, with the variance $\sigma^2 + \tau^2$, and
#
# $$r^*(\tilde x) = \sum_{k=1}^{K} \gamma_k \Bigl(\mu_k + \frac{\tau^2}{\sigma^2 + \tau^2}(\tilde x - \mu_k)\Bigr), \qquad
# \gamma_k = \frac{w_k \exp\bigl(-\lVert\tilde x - \mu_k\rVert^2 / 2(\sigma^2 + \tau^2)\bigr)}
# {\sum_j w_j \exp\bigl(-\lVert\tilde x - \mu_j\rVert^2 / 2(\sigma^2 + \tau^2)\bigr)} \tag{4}$$
#
# <details><summary>Proof</summary>
#
# Let $c$ be the component. By Bayes' rule $\gamma_k = P(c = k \mid \tilde x)$ is proportional to $w_k\, p(\tilde x\mid c=k)$,
# and $\tilde x \mid c = k$ is normal with mean $\mu_k$ and variance $\sigma^2+\tau^2$: this is $\gamma_k$. Within a component
# $x$ and $\tilde x$ are jointly normal, with covariance $\tau^2 I$ between them, and the mean of $x$ given $\tilde x$ is a
# straight line with the slope "covariance over variance of $\tilde x$": $\mathbb E[x\mid\tilde x, c=k] = \mu_k +
# \frac{\tau^2}{\sigma^2+\tau^2}(\tilde x-\mu_k)$. The law of total expectation adds them up. ∎
#
# </details>
#
# **Worked example.** Let $x$ be $-1$ or $+1$, equally likely ($\tau = 0$). Then (4) is
# $r^*(\tilde x) = \tanh(\tilde x/\sigma^2)$: unsure near 0, sure far away. Note that for $\tilde x = 0.5$ and $\sigma = 1$
# the answer, 0.46, is a number that *no* clean example has.

# %%
for sigma in (0.5, 1.0):
    x_noisy = torch.tensor([0.0, 0.5, 2.0], dtype=torch.float64)
    plus, minus = (torch.exp(-((x_noisy - m) ** 2) / (2 * sigma**2)) for m in (1.0, -1.0))
    print(f"sigma {sigma}:", [round(v, 3) for v in ((plus - minus) / (plus + minus)).tolist()])
# -> sigma 0.5: [0.0, 0.964, 1.0]
# -> sigma 1.0: [0.0, 0.462, 0.964]

# %% [markdown] task="optimal_denoiser_gmm"
# ### Exercise 3 · `optimal_denoiser_gmm` · 6 points · 18 minutes · implement
#
# Equation (4), for a batch. Far from all components every exponential is 0 in floating point, and 0/0 is no answer: work
# with logarithms.


# %% exercise="optimal_denoiser_gmm" points=6 difficulty=3 minutes=18 needs=[]
def optimal_denoiser_gmm(x_noisy, sigma, weights, means, tau):
    """The best denoiser for a mixture of Gaussians, equation (4).

    Args:
        x_noisy: noisy examples, floating-point tensor of shape [N, D]; they may be far from all components.
        sigma: standard deviation of the noise, a float of at least 0.
        weights: of the components, shape [K], at least 0 (some may be 0), sum 1.
        means: of the components, shape [K, D].
        tau: their standard deviation, a float of at least 0; sigma and tau are not both 0.

    Returns:
        The posterior means E[x | x_noisy], shape [N, D], of the dtype of x_noisy; finite.
    """
    ### BEGIN SOLUTION
    variance = sigma**2 + tau**2
    distances = (x_noisy[:, None, :] - means).square().sum(dim=2)
    gamma = torch.softmax(weights.log() - distances / (2 * variance), dim=1)
    pulled = gamma @ means
    return pulled + tau**2 / variance * (x_noisy - pulled)
    ### END SOLUTION


# %% public_test="optimal_denoiser_gmm"
x_noisy = torch.tensor([[0.0, 0.0], [3.0, 0.0]], dtype=torch.float64)
means = torch.tensor([[-1.0, 0.0], [1.0, 0.0]], dtype=torch.float64)
half = torch.tensor([0.5, 0.5], dtype=torch.float64)
cleaned = torch.as_tensor(optimal_denoiser_gmm(x_noisy, 1.0, half, means, 0.0))
assert cleaned.shape == (2, 2), "one clean example for each noisy one"
assert cleaned.dtype == torch.float64, "the dtype of x_noisy"
assert cleaned[0].abs().max() < 1e-12, "half way between two equal components the mean is half way"
assert abs(float(cleaned[1, 0]) - 0.995055) < 1e-5, "tanh(3)"

# %% [markdown] hint="optimal_denoiser_gmm"
# First the distances `[N, K]`, then the shares `[N, K]`, then a weighted mean of the components' answers.
#
# ---
# $\gamma$ is a softmax, over the components, of $\log w_k - \lVert\tilde x-\mu_k\rVert^2/2(\sigma^2+\tau^2)$. torch's
# softmax subtracts the largest entry first, and $\log 0 = -\infty$ does no harm in it.
#
# ---
# Since the shares add up to 1, (4) is $m + \frac{\tau^2}{\sigma^2+\tau^2}(\tilde x - m)$ with $m = \sum_k\gamma_k\mu_k$.

# %% [markdown]
# ### The digits you have are a mixture, too
#
# Put a component on each of the 1297 training digits, with $\tau = 0$. Then (4) is a weighted mean of stored pictures: a
# denoiser without any training.

# %% tags=["demo"]
shares = torch.full((len(train),), 1 / len(train), dtype=torch.float64)
from_memory = torch.as_tensor(optimal_denoiser_gmm(spoilt, 0.3, shares, train, 0.0))
print(f"error on unseen digits {(from_memory - test).square().mean():.4f}")
again = train[:500] + 0.3 * noise
seen = torch.as_tensor(optimal_denoiser_gmm(again, 0.3, shares, train, 0.0))
print(f"error on the stored digits themselves {(seen - train[:500]).square().mean():.4f}")
show_images(
    {"clean": test[:10], "spoilt": spoilt[:10].clamp(0, 1), "from memory": from_memory[:10]},
    title="A weighted mean of stored digits",
)

# %% [markdown]
# It is the best possible denoiser *of the stored digits*, and its error there is seven times smaller than on new ones. That
# gap is what *learning by heart* looks like. It also has to carry all its pictures along. We want what is common to digits,
# not a list of them.
#
# ## 3 The direction of cleaning is the score
#
# Here is the formula that this lesson exists for. Let $p_\sigma$ be the density of the *spoilt* examples. For Gaussian noise
#
# $$r^*(\tilde x) = \mathbb E[x \mid \tilde x] = \tilde x + \sigma^2\,\nabla_{\tilde x} \log p_\sigma(\tilde x) \tag{5}$$
#
# It is called **Tweedie's formula** (Robbins, 1956, who credits Tweedie; Miyasawa, 1961, for normal noise; Efron, 2011).
# The right-hand side does not mention clean examples at all.
# The gradient $\nabla\log p_\sigma$, taken with respect to the *data* and not to parameters, is called the **score**; it
# points uphill, to where spoilt examples are more common. You will prove (5) at the end of this notebook; it takes four
# lines.
#
# ![Left, three clusters and arrows from noisy points to their best guesses; right, the score's arrows](images/field.svg)
#
# **Worked example.** Let $x$ be $\pm 1$ again. $\log p_\sigma(\tilde x) = \text{const} - \tilde x^2/2\sigma^2 +
# \log\cosh(\tilde x/\sigma^2)$, since the squares expand into $\mp 2\tilde x$. Its derivative is
# $(-\tilde x + \tanh(\tilde x/\sigma^2))/\sigma^2$, and (5) gives $\tanh(\tilde x/\sigma^2)$. Right.
#
# ### Read it from left to right: denoising learns the score
#
# A network trained to denoise approximates $r^*$. So $(r(\tilde x) - \tilde x)/\sigma^2$ approximates the score of data that
# nobody has a formula for. Vincent (2011) showed that this is not only so at the optimum: for *every* function $s$
#
# $$\mathbb E\,\Bigl\lVert s(\tilde x) - \frac{x - \tilde x}{\sigma^2}\Bigr\rVert^2
# = \mathbb E\,\bigl\lVert s(\tilde x) - \nabla\log p_\sigma(\tilde x)\bigr\rVert^2 + \text{const} \tag{6}$$
#
# On the right stands *score matching* (Hyvärinen, 2005), which you want; on the left a denoising loss, which you can
# compute. For put the denoiser $r(\tilde x) = \tilde x + \sigma^2 s(\tilde x)$ in it:
# $r(\tilde x) - x = \sigma^2\,\bigl(s(\tilde x) - (x - \tilde x)/\sigma^2\bigr)$, so the mean squared error of $r$ is the left
# side times $\sigma^4$. To train a denoiser *is* score matching, up to a scale and a constant. (The scale matters when many
# noise levels are trained together, as in module 04: which of them should count most?)
#
# <details><summary>Proof</summary>
#
# Expand both squares. $\mathbb E\lVert s\rVert^2$ is the same, and terms without $s$ are constants. What is left are the
# inner products. Given $x$, $p(\tilde x\mid x)$ is normal, so
# $\nabla_{\tilde x} \log p(\tilde x\mid x) = (x-\tilde x)/\sigma^2$, and
#
# $$\mathbb E\Bigl[s(\tilde x)^\top \frac{x-\tilde x}{\sigma^2}\Bigr]
# = \iint p(x)\, p(\tilde x\mid x)\, s(\tilde x)^\top\nabla\log p(\tilde x\mid x)\,dx\,d\tilde x
# = \int s(\tilde x)^\top\, \nabla\!\int p(x)\,p(\tilde x\mid x)\,dx\; d\tilde x
# = \mathbb E\bigl[s(\tilde x)^\top\nabla\log p_\sigma(\tilde x)\bigr],$$
#
# where $p\,\nabla\log p = \nabla p$ was used twice, and the gradient may be taken out of the integral because the normal
# density is smooth with bounded derivatives. ∎
#
# </details>
#
# For small $\sigma$ the spoilt data are nearly the data, and the denoiser's displacement estimates the slope of $\log p$
# itself (Alain and Bengio, 2014).
#
# **Where you meet it.** A sampler of a diffusion model calls (5) in every step, to see which picture it is heading for; and
# "plug and play" restoration hands a trained denoiser, in place of a prior, to whoever sharpens or fills in photographs.
#
# Both formulas in numbers, for $x = \pm 1$ and $\sigma = 0.7$. The second part has three functions $s$, bad, better, best:
# left and right side of (6) differ by the same constant.

# %%
sigma, x_noisy = 0.7, torch.tensor([-1.2, 0.1, 0.6], dtype=torch.float64, requires_grad=True)
bumps = torch.stack([-((x_noisy - m) ** 2) / (2 * sigma**2) for m in (-1.0, 1.0)])
(slope,) = torch.autograd.grad(torch.logsumexp(bumps, dim=0).sum(), x_noisy)
print("noisy plus sigma^2 score:", [round(v, 4) for v in (x_noisy + sigma**2 * slope).tolist()])
# -> noisy plus sigma^2 score: [-0.9852, 0.2013, 0.841]
print("tanh(noisy / sigma^2):   ", [round(v, 4) for v in torch.tanh(x_noisy / sigma**2).tolist()])
# -> tanh(noisy / sigma^2):    [-0.9852, 0.2013, 0.841]

grid = torch.linspace(-8, 8, 4001, dtype=torch.float64)
density = {m: torch.exp(-((grid - m) ** 2) / (2 * sigma**2)) / (sigma * (2 * torch.pi) ** 0.5) for m in (-1.0, 1.0)}
slope = (torch.tanh(grid / sigma**2) - grid) / sigma**2
for name, s in {"nothing": 0 * grid, "a Gaussian's": -grid / (1 + sigma**2), "the score": slope}.items():
    left = sum((0.5 * p * (s - (m - grid) / sigma**2) ** 2).sum() for m, p in density.items()) * 16 / 4000
    right = sum((0.5 * p * (s - slope) ** 2).sum() for p in density.values()) * 16 / 4000
    print(f"{name:12s} left {left:.4f}, right {right:.4f}, difference {left - right:.4f}")
# -> nothing      left 2.0408, right 1.1033, difference 0.9375
# -> a Gaussian's left 1.3697, right 0.4322, difference 0.9375
# -> the score    left 0.9375, right 0.0000, difference 0.9375

# %% [markdown] task="tweedie"
# ### Exercise 4 · `tweedie` · 3 points · 5 minutes · implement
#
# Equation (5): a score comes in, a clean guess goes out. Samplers of diffusion models call this line at every step, with
# another noise level for each example of the batch.


# %% exercise="tweedie" points=3 difficulty=1 minutes=5 needs=[]
def tweedie(x_noisy, score, sigma):
    """The posterior mean from the score of the noisy data, equation (5).

    Args:
        x_noisy: noisy examples, floating-point tensor of shape [N, D]. Not changed.
        score: the gradient of log p_sigma at them, shape [N, D].
        sigma: standard deviation of the noise: a float of at least 0, or a tensor of shape [N], one for each example.

    Returns:
        E[x | x_noisy], shape [N, D], of the dtype of x_noisy.
    """
    ### BEGIN SOLUTION
    variance = torch.as_tensor(sigma, dtype=x_noisy.dtype).square()
    return x_noisy + variance.reshape(-1, 1) * score
    ### END SOLUTION


# %% public_test="tweedie"
x_noisy = torch.tensor([[1.0, 2.0, 0.0], [0.0, 0.0, 1.0]], dtype=torch.float64)
guess = torch.as_tensor(tweedie(x_noisy, torch.zeros(2, 3, dtype=torch.float64), 0.5))
assert guess.shape == (2, 3), "one guess for each example"
assert guess.dtype == torch.float64, "the dtype of x_noisy"
assert torch.equal(guess, x_noisy), "where the score is 0 nothing moves"

# %% [markdown] hint="tweedie"
# Uphill, by the variance of the noise.
#
# ---
# As in exercise 1: levels of shape `[N]` have to become `[N, 1]`.
#
# ---
# $\tilde x + \sigma^2 s$, with `sigma` reshaped by `.reshape(-1, 1)`.

# %% [markdown] task="denoise_direction"
# ### Exercise 5 · `denoise_direction` · 4 points · 8 minutes · implement
#
# The other way round: a denoiser comes in, the score goes out, and the direction in which it points.


# %% exercise="denoise_direction" points=4 difficulty=2 minutes=8 needs=[]
def denoise_direction(denoise, x_noisy, sigma):
    """The score that a denoiser implies, by solving equation (5) for it, and its direction.

    Args:
        denoise: a function from noisy examples [N, D] to guesses [N, D]. It is called once, with all of x_noisy.
        x_noisy: noisy examples, floating-point tensor of shape [N, D]. Not changed.
        sigma: standard deviation of the noise, a float greater than 0.

    Returns:
        (score, direction), both [N, D], of the dtype of x_noisy. Each row of direction has length 1 and points as the
        score does, however small that is: also where its entries are 1e-200, whose squares are 0 in floating point.
        Where the score is exactly 0 the direction is 0, not NaN.
    """
    ### BEGIN SOLUTION
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    largest = score.abs().amax(dim=1, keepdim=True)
    scaled = score / torch.where(largest > 0, largest, 1.0)
    lengths = scaled.norm(dim=1, keepdim=True)
    return score, scaled / torch.where(lengths > 0, lengths, 1.0)
    ### END SOLUTION


# %% public_test="denoise_direction"
x_noisy = torch.tensor([[3.0, 4.0], [0.0, 0.0]], dtype=torch.float64)
score, direction = denoise_direction(lambda x: 0.5 * x, x_noisy, 1.0)
score, direction = torch.as_tensor(score), torch.as_tensor(direction)
assert score.shape == direction.shape == (2, 2), "a score and a direction for each example"
assert score.dtype == direction.dtype == torch.float64, "the dtype of x_noisy"
assert abs(float(direction[0].norm()) - 1) < 1e-9, "a direction has length 1"
assert not direction.isnan().any(), "where the score is 0 there is no direction: 0, not NaN"

# %% [markdown] hint="denoise_direction"
# Solve $r = \tilde x + \sigma^2 s$ for $s$.
#
# ---
# Divide each row by its length, and a row of zeros by anything else. Adding a small number to the length would make the
# directions of small scores too short.
#
# ---
# `torch.where(lengths > 0, lengths, 1.0)` is safe to divide by. (For scores near $10^{-200}$ the *square* in the length is 0:
# divide by the largest entry first.)

# %% [markdown]
# Is it really the score? Here is the logarithm of a mixture's density, without constants, and autograd's gradient of it.

# %%
weights = torch.tensor([0.5, 0.3, 0.2], dtype=torch.float64)
centres = torch.tensor([[-1.5, -0.8], [1.4, -0.6], [0.2, 1.5]], dtype=torch.float64)


def gmm_score(x_noisy, sigma, weights, means, tau):
    """The score of a noisy mixture of Gaussians by automatic differentiation, shape [N, D]."""
    leaf = x_noisy.detach().clone().requires_grad_()
    squares = torch.cdist(leaf, means).square()
    log_p = torch.logsumexp(weights.log() - squares / (2 * (sigma**2 + tau**2)), dim=1)
    return torch.autograd.grad(log_p.sum(), leaf)[0]


# %% tags=["demo"]
generator = torch.Generator().manual_seed(4)
component = torch.multinomial(weights, 300, replacement=True, generator=generator)
clean = centres[component] + 0.25 * torch.randn(300, 2, dtype=torch.float64, generator=generator)
x_noisy = torch.as_tensor(corrupt_gaussian(clean, 0.6, torch.randn(300, 2, dtype=torch.float64, generator=generator)))
exact = gmm_score(x_noisy, 0.6, weights, centres, 0.25)
guess = torch.as_tensor(tweedie(x_noisy, exact, 0.6))
best = torch.as_tensor(optimal_denoiser_gmm(x_noisy, 0.6, weights, centres, 0.25))
print(f"largest difference between (4) and (5): {(guess - best).abs().max():.1e}")
_, direction = denoise_direction(lambda x: optimal_denoiser_gmm(x, 0.6, weights, centres, 0.25), x_noisy, 0.6)
cosines = (torch.as_tensor(direction) * exact).sum(dim=1) / exact.norm(dim=1)
print(f"smallest cosine between the direction and the score: {cosines.min():.6f}")
plot_points({"clean": clean, "noisy": x_noisy, "cleaned": best}, title="Noise 0.6, and the best that anybody can do")

# %% [markdown]
# The cleaned points lie *between* the clusters where the noise made it unclear which one is meant: posterior means.
#
# *A good place for a break.*
#
# ## 4 How sure is it? The derivative of a denoiser
#
# Differentiate (5) once more and out comes the *uncertainty* of the guess:
#
# $$\mathrm{Cov}[x \mid \tilde x] = \sigma^2\,\frac{\partial r^*(\tilde x)}{\partial\tilde x} \tag{7}$$
#
# A single network, trained to say one answer, also says how sure it is: where moving the input moves the output, the data
# left it undecided; where the output stays, it is sure. (Manor and Michaeli, 2024, draw it for photographs.)
#
# <details><summary>Proof</summary>
#
# Write $p(x\mid\tilde x) = p(x)\,\mathcal N(\tilde x; x, \sigma^2 I)/p_\sigma(\tilde x)$. Then
# $\nabla_{\tilde x}\log p(x\mid\tilde x) = (x-\tilde x)/\sigma^2 - \nabla\log p_\sigma(\tilde x)
# = (x - r^*(\tilde x))/\sigma^2$ by (5). So $\partial r^*/\partial\tilde x = \int x\,\nabla p(x\mid\tilde x)^\top dx =
# \frac1{\sigma^2}\,\mathbb E\bigl[x\,(x - r^*)^\top \mid \tilde x\bigr] = \frac1{\sigma^2}\,\mathrm{Cov}[x\mid\tilde x]$,
# because $\mathbb E[r^*(x-r^*)^\top\mid\tilde x] = 0$. ∎
#
# </details>
#
# A covariance is symmetric and has no negative eigenvalue. So the Jacobian $\partial r^*/\partial\tilde x$ of the best
# denoiser has, at *every* point, two properties, whatever the data:
#
# 1. it is **symmetric** (the displacement is a gradient: no swirl);
# 2. it is **positive semidefinite** (moving the input forward never moves the guess backward).
#
# A function that breaks either is the best denoiser of *no* data at all. (The converse is false: many functions pass both.)

# %%
sigma, x_noisy = 1.0, torch.tensor([0.0, 0.5, 2.0], dtype=torch.float64)
slope = (1 - torch.tanh(x_noisy / sigma**2) ** 2) / sigma**2  # the derivative of the worked example
print("variance by (7):  ", [round(v, 3) for v in (sigma**2 * slope).tolist()])
# -> variance by (7):   [1.0, 0.786, 0.071]
plus = torch.sigmoid(2 * x_noisy / sigma**2)  # the probability of +1
print("variance of +-1:  ", [round(v, 3) for v in (4 * plus * (1 - plus)).tolist()])
# -> variance of +-1:   [1.0, 0.786, 0.071]

# %% [markdown] task="could_be_optimal"
# ### Exercise 6 · `could_be_optimal` · 6 points · 15 minutes · write a check
#
# Somebody hands you a denoiser. Write the check that looks at its Jacobian at the given points. The hidden tests hand it
# denoisers that keep both properties, which it must accept, and others that break one, some at a single point, which it
# must reject.


# %% exercise="could_be_optimal" points=6 difficulty=4 minutes=15 needs=[]
def could_be_optimal(denoise, x_noisy):
    """Tell whether the Jacobian of a denoiser is symmetric and positive semidefinite at all the given points.

    Args:
        denoise: a differentiable torch function from [N, D] to [N, D], for any N; each row of the output depends on the
            same row of the input only. It may also be constant.
        x_noisy: the points, float64 tensor of shape [N, D]. Not changed.

    Returns:
        A bool. Entries of J - J^T, and negative eigenvalues, of a size up to 1e-6 times max(1, largest |entry| of J), are
        taken for rounding.
    """
    ### BEGIN SOLUTION
    for row in x_noisy:
        jacobian = torch.autograd.functional.jacobian(lambda point: denoise(point[None])[0], row)
        slack = 1e-6 * max(1.0, float(jacobian.abs().max()))
        swirl = float((jacobian - jacobian.T).abs().max())
        lowest = float(torch.linalg.eigvalsh(jacobian).min())
        if max(swirl, -lowest) > slack:
            return False
    return True
    ### END SOLUTION


# %% public_test="could_be_optimal"
points_here = torch.tensor([[0.3, -0.2], [1.0, 2.0]], dtype=torch.float64)
assert could_be_optimal(lambda x: 0.5 * x, points_here) in (True, False), "the answer is a bool"
assert could_be_optimal(lambda x: 0.5 * x, points_here), "shrinking is the best denoiser of Gaussian data"
assert not could_be_optimal(lambda x: -0.5 * x, points_here), "this one moves backward"

# %% [markdown] hint="could_be_optimal"
# `torch.autograd.functional.jacobian(f, point)` gives a `[D, D]` matrix for a function of one point `[D]`. Which matrices
# have eigenvalues that you may compare with 0?
#
# ---
# Symmetry first, then `torch.linalg.eigvalsh`, which reads one triangle of the matrix only: that is safe once it is
# symmetric. Every point has to pass.
#
# ---
# A function of one point: `lambda point: denoise(point[None])[0]`. Zero eigenvalues are fine (a projection has some), so
# compare with a small negative number.

# %% tags=["demo"]
around = torch.randn(8, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(5))


def one_step_too_many(x):
    """Moves twice as far as equation (5) says: fast, and overshooting."""
    return x + 2 * 0.6**2 * gmm_score_differentiable(x)


def gmm_score_differentiable(x):
    """The score of the mixture above as a function that can be differentiated again."""
    return (optimal_denoiser_gmm(x, 0.6, weights, centres, 0.25) - x) / 0.6**2


quarter_turn = torch.tensor([[0.0, 0.2], [-0.2, 0.0]], dtype=torch.float64)
print("the best one:      ", could_be_optimal(lambda x: x + 0.6**2 * gmm_score_differentiable(x), around))
print("twice as far:      ", could_be_optimal(one_step_too_many, around))
print("with a small swirl:", could_be_optimal(lambda x: 0.5 * x + x @ quarter_turn, around))

# %% [markdown]
# ## 5 A loss that looks fine
#
# Nobody has (4) for photographs. So take a network $r_\theta$ and minimise what (3) minimises, over *samples* of pictures
# and noise:
#
# $$\mathcal L(\theta) = \frac1N\sum_{i=1}^{N}\ \bigl\lVert r_\theta(\tilde x_i) - x_i \bigr\rVert^2,
# \qquad \tilde x_i = \text{corrupt}(x_i) \tag{8}$$
#
# with the square summed over pixels. Here is a colleague's draft. Training runs, the loss falls and falls.


# %%
def draft_dae_loss(denoise, x, corrupt):
    x_noisy = corrupt(x).clamp(0, 1)
    guess = denoise(x_noisy)
    return (guess - x_noisy).square().mean()


def brighten(x):
    """A corruption that works in place, as a fast one may."""
    return x.add_(0.5)


x = torch.zeros(2, 4, dtype=torch.float64)
print(f"loss of doing nothing: {draft_dae_loss(lambda x_noisy: x_noisy, x, brighten):.2f}")
# -> loss of doing nothing: 0.00
print("the data afterwards:", x[0].tolist())
# -> the data afterwards: [0.5, 0.5, 0.5, 0.5]

# %% [markdown] task="dae_loss"
# ### Exercise 7 · `dae_loss` · 5 points · 12 minutes · repair
#
# The draft has **four** faults; the two prints show two of them. For the others, read section 1 again, and compare with
# equation (8). Write the loss that means what it says.


# %% exercise="dae_loss" points=5 difficulty=3 minutes=12 needs=[]
def dae_loss(denoise, x, corrupt):
    """The loss of a denoising autoencoder, equation (8).

    Args:
        denoise: a function (a network, for instance) from noisy examples [N, D] to guesses [N, D].
        x: clean examples, floating-point tensor of shape [N, D]. Not changed, whatever corrupt does.
        corrupt: a function from examples [N, D] to spoilt ones [N, D]. It draws fresh randomness in each call and is
            called once, with all examples together. It may work in place, on what it is given.

    Returns:
        A tensor without dimensions, of x's dtype: the squared error against the clean examples, summed over the D pixels
        and averaged over the N examples. Differentiable with respect to the parameters of denoise. What corrupt returns
        is handed to denoise as it is.
    """
    ### BEGIN SOLUTION
    x_noisy = corrupt(x.clone())
    return (denoise(x_noisy) - x).square().sum(dim=1).mean()
    ### END SOLUTION


# %% public_test="dae_loss"
x = torch.zeros(2, 4, dtype=torch.float64)
loss = torch.as_tensor(dae_loss(lambda x_noisy: x_noisy, x, brighten))
assert loss.shape == (), "one number for the batch"
assert loss.dtype == torch.float64, "the dtype of x"
assert float(x.abs().max()) == 0, "the data must survive, also if the corruption works in place"
assert float(loss) > 0, "doing nothing to a spoilt picture is not free"

# %% [markdown] hint="dae_loss"
# What is compared with what? What is summed, what averaged? What happens to `x`?
#
# ---
# The target is the *clean* picture, before anything was done to it; a corruption in place would spoil that too, and the
# whole data set with it, a little more in every epoch. Clamping is not part of the corruption.
#
# ---
# Give `corrupt` a copy, `x.clone()`. Then: difference to `x`, square, sum over `dim=1`, mean.

# %% [markdown]
# ### One more fault, which no loss function can show
#
# Suppose that the noise is drawn *once*, before training, and the same spoilt pictures are shown in all epochs. The loss
# is right, line by line. But there are only 1297 pairs now, and a network with 33,000 weights begins to learn by heart which
# speckle belongs to which digit. With fresh noise in each step it never sees the same input twice: the corruption makes
# data without end. Your training loop decides which of the two it is.
#
# ## 6 Train one
#
# The network has one hidden layer of **256** units for 64 pixels: no bottleneck at all. Trained to copy, such a network
# may learn the identity. Trained to clean, it cannot profit from copying: the identity costs 0.09.


# %%
class DenoisingAutoencoder(nn.Module):
    """An overcomplete autoencoder with one hidden layer.

    Args:
        d: pixels of an example.
        hidden: numbers in the code.
    """

    def __init__(self, d, hidden=256):
        super().__init__()
        self.encoder = nn.Linear(d, hidden)
        self.decoder = nn.Linear(hidden, d)

    def denoise(self, x_noisy):
        """Clean guesses [N, d], between 0 and 1, for noisy examples [N, d]."""
        return torch.sigmoid(self.decoder(torch.relu(self.encoder(x_noisy))))


mean, covariance = train.mean(dim=0), torch.cov(train.T, correction=0)
gain = torch.linalg.solve(covariance + 0.3**2 * torch.eye(64, dtype=torch.float64), covariance)
linear = (mean + (spoilt - mean) @ gain).clamp(0, 1)
print(f"the best linear rule, cut off at 0 and 1: {(linear - test).square().mean():.3f}")
# -> the best linear rule, cut off at 0 and 1: 0.022

# %% [markdown]
# **Is it good?** The yardstick that needs no training is the best *linear* denoiser (Wiener's filter: $\mu + C(C +
# \sigma^2 I)^{-1}(\tilde x - \mu)$ with the mean and covariance of the data; what (5) says for Gaussian data). All numbers are
# mean squared errors on unseen digits with $\sigma = 0.3$:
#
# | | error |
# | --- | --- |
# | the spoilt digits | 0.091 |
# | the same, cut off at 0 and 1 | 0.052 |
# | the nearest stored digit | 0.026 |
# | Wiener's filter, cut off at 0 and 1 | 0.022 |
# | noise drawn once for all epochs | 0.021 |
# | weighted mean of stored digits, equation (4), $\tau = 0$ | 0.020 |
# | **the reference** | 0.017 |
# | **your target** | at most {{target:denoised_mse}} |
#
# A weighted mean of stored digits gets there, too (with $\tau = 0.1$ in place of 0 its error is 0.018). What gives it away is
# its error on the *stored* digits, spoilt anew: a fifth of that on unseen ones. So the grader measures both, and the error on
# training digits has to be at least {{target:seen_over_unseen_mse}} of that on unseen ones.
#
# The grader trains your function on *its own* split of the digits, with the pixels in an order that you do not know, and
# draws its own noise. Each picture is cleaned on its own: what the model returns may not depend on the batch, or on what it
# was asked before. An error that is too small to be true counts as a leak. The model is saved and loaded again, so it has to
# be picklable: an instance of a class that the notebook defines, without lambdas.

# %% [markdown] task="train_dae"
# ### Exercise 8 · `train_dae` · 10 points · 20 minutes · train, then evaluate
#
# **The recipe**, which is part of the task: the `DenoisingAutoencoder` above with 256 hidden units, in the dtype of the data;
# Adam with a learning rate of 0.003; in each epoch a new random order of all examples, in batches of 128; **fresh noise** of
# standard deviation `sigma` for each batch; the loss of equation (8); `epochs` passes over the data, 100 unless told
# otherwise. It takes a few seconds; the budget is 30 seconds.


# %% exercise="train_dae" points=10 difficulty=3 minutes=20 seconds=30 needs=["corrupt_gaussian", "dae_loss"]
def train_dae(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Train a denoising autoencoder by the recipe above.

    Args:
        x: clean training data, float32 or float64 tensor of shape [N, D] on the CPU, values from 0 to 1. Not changed.
        seed: an int that decides the initial weights, all orders and all noise: same seed and data, same model.
        sigma: standard deviation of the noise.
        epochs: how often each example is used.
        device: where to train: "cpu" or "cuda".

    Returns:
        The trained model, on the CPU, in x's dtype, with denoise(x_noisy): [n, D] -> [n, D]. It has learnt from x and
        nothing else; its guess for an example depends on that example alone, and is always the same.
    """

    ### BEGIN SOLUTION
    def corrupt(clean):
        return corrupt_gaussian(clean, sigma, torch.randn_like(clean))

    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(device, x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    data = x.to(device)
    for _ in range(epochs):
        for rows in torch.randperm(len(data)).split(128):
            loss = dae_loss(model.denoise, data[rows.to(device)], corrupt)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return model.cpu()
    ### END SOLUTION


# %% public_test="train_dae"
small = train_dae(train[:100], seed=0, epochs=1)
cleaned = torch.as_tensor(small.denoise(spoilt[:5])).detach()
assert cleaned.shape == (5, 64), "a clean guess for each spoilt picture"
assert cleaned.dtype == torch.float64, "float64 in, float64 out"
longer = train_dae(train[:100], seed=0, epochs=15)
errors = [float((torch.as_tensor(m.denoise(spoilt)).detach() - test).square().mean()) for m in (small, longer)]
assert errors[1] < errors[0], "more epochs, less error: do the weights change at all?"

# %% [markdown] hint="train_dae"
# Seed, model, optimiser, two loops, return. What is drawn inside the inner loop?
#
# ---
# `torch.manual_seed(seed)` before the first layer is made; `torch.randperm(len(x)).split(128)` is an epoch's batches;
# `.to(device, x.dtype)` makes the model's numbers those of the data. The corruption is a function that draws when it is
# called: `lambda clean: corrupt_gaussian(clean, sigma, torch.randn_like(clean))`.
#
# ---
# Inside: `loss = dae_loss(model.denoise, batch, corrupt)`, then `optimiser.zero_grad()`, `loss.backward()`,
# `optimiser.step()`. Return `model.cpu()`, not the noise or the function.

# %% tags=["demo"]
model = train_dae(train, seed=0)
with torch.no_grad():
    cleaned = model.denoise(spoilt)
    seen = model.denoise(train[:500] + 0.3 * noise)
print(f"error on unseen digits {(cleaned - test).square().mean():.4f} (linear: {(linear - test).square().mean():.4f})")
print(f"error on training digits, spoilt anew: {(seen - train[:500]).square().mean():.4f}")
show_images(
    {"clean": test[:10], "spoilt": spoilt[:10].clamp(0, 1), "linear": linear[:10], "network": cleaned[:10]},
    title="Unseen digits, cleaned",
)

# %% [markdown]
# ### Could it be optimal?
#
# Your check of exercise 6 has a verdict on your network. It will not be kind: nothing in the loss asks for a symmetric
# Jacobian, and an approximation has none. How far it is from one is a measure of the approximation.

# %% tags=["demo"]
print("could be optimal, strictly:", could_be_optimal(model.denoise, spoilt[:3]))
J = torch.autograd.functional.jacobian(lambda point: model.denoise(point[None])[0], spoilt[0])
print(f"share of the Jacobian that is a swirl: {(J - J.T).norm() / (2 * J.norm()):.2f}")
variance = 0.3**2 * torch.stack(
    [torch.autograd.functional.jacobian(lambda p: model.denoise(p[None])[0], row).diagonal() for row in spoilt[:10]]
).clamp(min=0)
show_images(
    {"cleaned": cleaned[:10], "how unsure": variance / variance.max()},
    title="Equation (7): where the network is unsure, pixel by pixel",
)

# %% [markdown]
# It is unsure along the *edges* of strokes: that there is a stroke is clear, where exactly it ends is not.
#
# And it is honest about it, symmetric or not. Measured on 300 unseen digits: where the guess is a grey between 0.3 and 0.7 the
# variance by (7) is 0.041 on average, and the squared error 0.046; where it is nearly white, below 0.05, they are both 0.001.
# Nobody asked the network for either.
#
# ### Is it a generative model?
#
# Equation (5) says that cleaning goes uphill. Start from pure noise and clean, add noise of 0.3, clean again, and so on.
# (Bengio et al., 2013, prove that such a chain samples from the data's own distribution if each cleaning *draws* from
# $p(x\mid\tilde x)$. Ours takes the mean, and the first noise is not what it was trained for: a crude sampler. Modules 04
# and 05 make it a good one.)

# %% tags=["demo"]
generator = torch.Generator().manual_seed(6)
state = 0.5 + 0.5 * torch.randn(10, 64, dtype=torch.float64, generator=generator)
rows = {"noise": state.clamp(0, 1)}
with torch.no_grad():
    for step in range(1, 31):
        guess = model.denoise(state)
        state = guess + 0.3 * torch.randn(10, 64, dtype=torch.float64, generator=generator)
        if step in (1, 3, 10, 30):
            rows[f"step {step}"] = guess
show_images(rows, title="Clean, spoil, clean, spoil, ...")

# %% [markdown]
# Something between digits and ghosts: one noise level is not enough. Many of them are a diffusion model.

# %% [markdown] written="prove_tweedie" points=5 minutes=15
# ### Question 9 · `prove_tweedie` · 5 points · 15 minutes · prove
#
# Let $x$ have any distribution $p(x)$ on $\mathbb R^D$, and $\tilde x = x + \sigma\varepsilon$ with
# $\varepsilon\sim\mathcal N(0, I)$ independent of it, $\sigma > 0$.
#
# 1. Write $p_\sigma(\tilde x)$ as an integral and prove Tweedie's formula (5). Say where you use that the noise is Gaussian,
#    and why the derivative may be taken under the integral. (3 points)
# 2. A friend adds *uniform* noise, $\varepsilon_i\sim\mathcal U(-1, 1)$, and uses (5) to denoise. Take $x = 0$, always, in
#    one dimension. What does (5) say inside the noise's range, and what is right? (1 point)
# 3. What does (5) become for anisotropic noise, $\varepsilon\sim\mathcal N(0, \Sigma)$ added to $x$ with a known invertible
#    covariance $\Sigma$? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. $p_\sigma(\tilde x) = \int p(x)\,\mathcal N(\tilde x; x, \sigma^2 I)\,dx$. For the normal density
#    $\nabla_{\tilde x}\,\mathcal N(\tilde x; x,\sigma^2 I) = \frac{x-\tilde x}{\sigma^2}\,\mathcal N(\tilde x; x,\sigma^2 I)$:
#    here, and only here, the noise is Gaussian. This gradient is bounded by a constant for all $x$ and $\tilde x$ (a
#    polynomial times a Gaussian), and $p(x)$ integrates to 1, so by dominated convergence the gradient may be taken under the
#    integral: $\nabla p_\sigma(\tilde x) = \frac1{\sigma^2}\int (x-\tilde x)\,p(x)\,\mathcal N(\tilde x; x,\sigma^2 I)\,dx$.
#    Divide by $p_\sigma(\tilde x) > 0$: by Bayes' rule $p(x)\,\mathcal N(\tilde x; x, \sigma^2 I)/p_\sigma(\tilde x) =
#    p(x\mid\tilde x)$, so $\nabla\log p_\sigma(\tilde x) = \frac1{\sigma^2}\,(\mathbb E[x\mid\tilde x]-\tilde x)$. Solve for
#    the mean. ∎
# 2. $p_\sigma$ is constant on $(-\sigma,\sigma)$, so the score is 0 and (5) returns $\tilde x$, the noisy value, unchanged.
#    Right is $\mathbb E[x\mid\tilde x] = 0$.
# 3. $\nabla_{\tilde x}\,\mathcal N(\tilde x; x,\Sigma) = \Sigma^{-1}(x-\tilde x)\,\mathcal N$, and the same lines give
#    $\mathbb E[x\mid\tilde x] = \tilde x + \Sigma\,\nabla\log p_\sigma(\tilde x)$.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 3 points: 1 for the integral and the derivative of the normal density, naming it as the place where Gaussianity enters;
#   1 for dividing by $p_\sigma$ and recognising the posterior; 1 for a reason why derivative and integral may be exchanged
#   (bounded derivative, dominated convergence, "the Gaussian is smooth with bounded derivatives"). For discrete $x$ with sums
#   in place of integrals: full marks if it is said that the general case is the same. Quoting equation (6) without deriving
#   (5) from it: at most 1 point; deriving it as the minimiser of both sides, with reasons: full marks.
# - 1 point: score 0 inside, so (5) changes nothing, AND the right answer is 0. Only one of them: half a point.
# - 1 point: $\Sigma$ in the place of $\sigma^2$, as a matrix from the left, with the one line that changes. Without any
#   reason: half a point.
# ### END MARK SCHEME

# %% [markdown]
# ## 7 What you have now
#
# - Spoiling the input makes copying wrong, so that an autoencoder of any width has to learn what its data look like.
# - The best denoiser is the posterior mean; its error is a floor that nobody can break.
# - For Gaussian noise the posterior mean is $\tilde x + \sigma^2\nabla\log p_\sigma(\tilde x)$: to denoise *is* to know the
#   score.
# - Its derivative is the posterior covariance, so it is symmetric and positive semidefinite.
# - The target is the clean picture, the noise is fresh, and nothing is cut off. The loss curve shows none of it.
#
# The next lesson keeps the noise and moves it: into the code. That makes the variational autoencoder.
#
# ## References
#
# *Books*
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016, section 14.5. Free at
#   [deeplearningbook.org](https://www.deeplearningbook.org).
#
# *Papers*
# - H. Robbins, An empirical Bayes approach to statistics, *Proc. Third Berkeley Symposium* 1, 157–163, 1956.
# - K. Miyasawa, An empirical Bayes estimator of the mean of a normal population, *Bulletin of the International
#   Statistical Institute* 38, 181–188, 1961.
# - A. Hyvärinen, Estimation of non-normalized statistical models by score matching, *JMLR* 6, 695–709, 2005.
#   [jmlr.org](https://www.jmlr.org/papers/v6/hyvarinen05a.html)
# - P. Vincent, H. Larochelle, Y. Bengio and P.-A. Manzagol, Extracting and composing robust features with denoising
#   autoencoders, *ICML*, 2008. [doi:10.1145/1390156.1390294](https://doi.org/10.1145/1390156.1390294)
# - P. Vincent et al., Stacked denoising autoencoders, *JMLR* 11, 3371–3408, 2010.
#   [jmlr.org](https://www.jmlr.org/papers/v11/vincent10a.html)
# - P. Vincent, A connection between score matching and denoising autoencoders, *Neural Computation* 23, 1661–1674, 2011.
#   [doi:10.1162/NECO_a_00142](https://doi.org/10.1162/NECO_a_00142)
# - B. Efron, Tweedie's formula and selection bias, *JASA* 106, 1602–1614, 2011.
#   [doi:10.1198/jasa.2011.tm11181](https://doi.org/10.1198/jasa.2011.tm11181)
# - Y. Bengio, L. Yao, G. Alain and P. Vincent, Generalized denoising auto-encoders as generative models, 2013.
#   [arXiv:1305.6663](https://arxiv.org/abs/1305.6663)
# - G. Alain and Y. Bengio, What regularized auto-encoders learn from the data-generating distribution, *JMLR* 15,
#   3563–3593, 2014. [arXiv:1211.4246](https://arxiv.org/abs/1211.4246)
# - J. Devlin et al., BERT: pre-training of deep bidirectional transformers for language understanding, 2018.
#   [arXiv:1810.04805](https://arxiv.org/abs/1810.04805)
# - Y. Song and S. Ermon, Generative modeling by estimating gradients of the data distribution, 2019.
#   [arXiv:1907.05600](https://arxiv.org/abs/1907.05600)
# - J. Ho, A. Jain and P. Abbeel, Denoising diffusion probabilistic models, 2020.
#   [arXiv:2006.11239](https://arxiv.org/abs/2006.11239)
# - K. He et al., Masked autoencoders are scalable vision learners, 2021.
#   [arXiv:2111.06377](https://arxiv.org/abs/2111.06377)
# - H. Manor and T. Michaeli, On the posterior distribution in denoising: application to uncertainty quantification, 2024.
#   [arXiv:2309.13598](https://arxiv.org/abs/2309.13598)
