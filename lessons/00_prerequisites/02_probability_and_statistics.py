# %% [markdown]
# # Probability: a digit out of nothing but chance
#
# A computer knows one kind of chance: it can name a number between 0 and 1, any of them as likely as any other. From
# such numbers alone, *draw a handwritten digit that nobody ever wrote. And say how likely your machine is to draw a
# given one.*
#
# The first half of the question asks for a **sampler**, the second for a **density**, and every generative model of
# this course is one of them or both. Here is what this notebook will draw. In the first row are real digits; in the
# second what linear algebra could invent, with one bell curve for all digits; in the third what *you* will invent.
#
# ![Ten real digits, ten that were invented by one bell curve, and ten by a mixture of twenty](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![From uniform numbers to normal ones, to a code, to a digit; below, the ideas of the lesson](images/overview.svg)
#
# **Why this matters for generative AI.** A variational autoencoder is Bayes' rule, a Gaussian KL divergence and the
# formula $z = \mu + \sigma\varepsilon$. A normalising flow is a change of variables. A language model ends in an
# inverse CDF over its vocabulary. A diffusion model walks by noisy gradient steps. None of these lines is longer than
# what you write below.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Eleven coding
# exercises (56 points) and one question in words (4 points) take about two and a half hours; after section 4 is a good
# place for a break. Difficulty rises from 1 to 3. Under each exercise there is a check cell: it catches wrong shapes
# and common slips, but passing it is *not* enough. Hidden tests look at other inputs and at the edge cases that the
# docstring names. Hints unfold step by step; opening them costs nothing.
#
# **What you need.** Vectors, matrices and PCA from the lesson on linear algebra; derivatives and integrals of one
# variable. **Conventions.** One example in each *row*; logarithms are natural; chance is handed in: a function gets its
# uniform numbers `u` or its normal ones `eps` as arguments, so that it can be tested. Answer with torch or with numpy.

# %%
import math

import numpy as np
import torch

from journey.data import digits
from journey.plots import plot_curves, plot_density, plot_points, show_images

float64 = torch.float64
train, test, train_labels, test_labels = digits()
# All the chance that there is: numbers in [0, 1).
u = torch.rand(10_000, 400, dtype=float64, generator=torch.Generator().manual_seed(0))
for n in (4, 100, 400):
    print(f"mean of {n:3d} numbers: {u[:, :n].mean():.2f} on average, give or take {u[:, :n].mean(dim=1).std():.3f}")
# -> mean of 4 numbers: 0.50 on average, give or take 0.144
# -> mean of 100 numbers: 0.50 on average, give or take 0.029
# -> mean of 400 numbers: 0.50 on average, give or take 0.014

# %% [markdown]
# ## 1 What we believe, and what we see: Bayes' rule
#
# A **distribution** over finitely many outcomes is a list of numbers $p(x) \ge 0$ that sum to 1. Over real numbers it
# is a **density**: $p(x) \ge 0$, the area below it is 1, and the probability of an interval is the area above that
# interval (so a density may well exceed 1). The **expectation** of $f$ is its mean, weighted by $p$:
# $\mathbb E_p[f(x)] = \sum_x p(x) f(x)$, or the integral. In practice we rarely sum; we **sample** $x_1, \dots, x_N$
# from $p$ and take the plain mean of $f(x_i)$. The cell above did that for the mean of a uniform number, which is
# $\frac12$, and it shows what it costs: with variance $\sigma^2 = \mathbb E[(f - \mathbb E f)^2]$ for one sample, the
# mean of $N$ is off by about the **standard error** $\sigma/\sqrt N$. Here $\sigma = 1/\sqrt{12} = 0.289$: four times
# the samples, half the error.
#
# <details><summary>Proof of the square root</summary>
#
# Expectation is linear. For independent $x, y$ with means 0,
# $\mathbb E[(x+y)^2] = \mathbb E[x^2] + 2\,\mathbb E[x]\,\mathbb E[y] +
# \mathbb E[y^2]$, and the middle term is 0: variances of independent numbers add. So the sum of $N$ has variance $N\sigma^2$,
# the mean $N\sigma^2/N^2 = \sigma^2/N$, and its root is $\sigma/\sqrt N$. ∎
#
# </details>
#
# Now let something be hidden: a **hypothesis** $h$ (is this picture real or generated? which digit is it?), and let
# $p(x \mid h)$ say how likely the data $x$ are *if* $h$ is true. Before looking we believe $p(h)$, the **prior**; after
# looking, the **posterior**. The joint probability can be split in two ways,
# $p(h \mid x)\,p(x) = p(x, h) = p(x \mid h)\,p(h)$, and dividing by $p(x)$ is all there is to it:
#
# $$p(h \mid x) = \frac{p(x \mid h)\,p(h)}{p(x)}, \qquad p(x) = \sum_{h} p(x \mid h)\,p(h) \tag{1}$$
#
# $p(x \mid h)$ as a function of $h$ is called the **likelihood**, and $p(x)$ the **evidence**: how well the whole
# story, prior and all, foretold what was seen. **Logarithms** are needed as soon as the data are more than a few
# numbers: a page of text has a probability near $e^{-3000}$, and a computer's smallest positive number is about
# $e^{-745}$. In logarithms,
#
# $$
# \log p(h \mid x) = \log p(h) + \log p(x \mid h) - \log p(x), \qquad
# \log p(x) = \operatorname*{logsumexp}_h \bigl[\log p(h) + \log p(x \mid h)\bigr] \tag{2}
# $$
#
# where $\operatorname{logsumexp}_h a_h = m + \log\sum_h e^{a_h - m}$ with $m = \max_h a_h$: the largest term becomes
# $e^0$, and nothing that matters is lost.

# %%
prior = torch.tensor([0.999, 0.001], dtype=float64)  # real, generated: one picture in a thousand is generated
likelihood = torch.tensor([0.01, 0.99], dtype=float64)  # that it rings: right in 99 of 100 cases, both ways
joint = prior * likelihood
print(f"p(generated | it rings) = {joint[1] / joint.sum():.3f}")  # -> p(generated | it rings) = 0.090

far = torch.tensor([-3000.0, -3001.0], dtype=float64)  # log joint probabilities of a page of text under two hypotheses
print("by plain sums:", torch.log(far.exp().sum()).item(), " by logsumexp:", round(torch.logsumexp(far, 0).item(), 4))
# -> by plain sums: -inf by logsumexp: -2999.6867

# %% [markdown]
# Nine alarms in a hundred are right, although the detector is right in 99 cases of 100: the prior counts as much as the
# data do. **Where you meet it.** Classifier guidance steers a diffusion model by equation (2), differentiated; the
# encoder of a VAE imitates a posterior, and its loss bounds the evidence.

# %% [markdown] task="bayes_update"
# ### Exercise 1 · `bayes_update` · 4 points · 6 minutes · implement
#
# Write equation (2) for many observations at once. A probability of exactly 0 has the logarithm $-\infty$; that is a
# fine number to add, and a hypothesis which is impossible must stay so.


# %% exercise="bayes_update" points=4 difficulty=1 minutes=6 needs=[]
def bayes_update(log_prior, log_lik):
    """Turn prior beliefs into posterior ones, equation (2).

    Args:
        log_prior: log p(h), a floating-point tensor of shape [K]; -inf where a hypothesis is impossible.
        log_lik: log p(x | h), shape [..., K] and the same dtype: for each observation x, under each of the K hypotheses.
            Entries may be -inf, or as low as -1e5.

    Returns:
        (log_posterior, log_evidence): log p(h | x), shape [..., K], which is -inf where prior or likelihood are 0;
        and log p(x), shape [...]. Nothing is summed over observations: each is judged by itself.

    Raises:
        ValueError: if an observation is impossible under every hypothesis: then there is no posterior.
    """
    ### BEGIN SOLUTION
    log_joint = log_prior + log_lik
    log_evidence = torch.logsumexp(log_joint, dim=-1)
    if bool((log_evidence == -math.inf).any()):
        raise ValueError("an observation is impossible under every hypothesis")
    return log_joint - log_evidence[..., None], log_evidence
    ### END SOLUTION


# %% public_test="bayes_update"
log_posterior, log_evidence = bayes_update(
    torch.tensor([0.5, 0.3, 0.2], dtype=float64).log(), -torch.rand(4, 3, dtype=float64)
)
log_posterior, log_evidence = torch.as_tensor(log_posterior), torch.as_tensor(log_evidence)
assert log_posterior.shape == (4, 3), "a belief about each of 3 hypotheses, for each of 4 observations"
assert log_evidence.shape == (4,), "one number for each observation"
assert log_posterior.dtype == log_evidence.dtype == float64, "float64 in, float64 out"
assert float((log_posterior.exp().sum(dim=-1) - 1).abs().max()) < 1e-9, "the beliefs about one observation sum to 1"

# %% [markdown] hint="bayes_update"
# Equation (2) has two halves. The second one first: what is the evidence, and over which axis is it summed?
#
# ---
# `log_prior + log_lik` is the logarithm of the joint probability, shape `[..., K]`. `torch.logsumexp(..., dim=-1)` of
# it is the log evidence; subtracting that from the joint gives the posterior.
#
# ---
# `joint - evidence[..., None]` keeps observations apart. Where the evidence is `-inf`, raise `ValueError` *before* you
# subtract: $-\infty - (-\infty)$ is not a number.

# %% [markdown]
# Let it read handwriting. Hypotheses: ten digits. Data: which of the 64 pixels are dark. The model, called *naive
# Bayes*, treats pixels as independent coins, with a bias that is counted in the training images of each digit. It is
# naive, and it is a generative model: it can invent pictures as well as judge them.

# %% tags=["demo"]
dark, dark_test = (train > 0.5).double(), (test > 0.5).double()
bias = torch.stack([(dark[train_labels == d].sum(dim=0) + 1) / ((train_labels == d).sum() + 2) for d in range(10)])
log_lik = dark_test @ bias.log().T + (1 - dark_test) @ (1 - bias).log().T  # [500, 10]
log_posterior = torch.as_tensor(bayes_update(torch.full((10,), 0.1, dtype=float64).log(), log_lik)[0])
print(f"right on {(log_posterior.argmax(dim=1) == test_labels).double().mean():.1%} of the test digits")
show_images(
    {"p(ink | digit)": bias, "invented": (torch.rand(10, 64, dtype=float64) < bias).double()},
    title="Naive Bayes, both ways",
)

# %% [markdown]
# ## 2 Learning a probability: from counts to beliefs
#
# Each of $n$ people looks at a generated picture, and $k$ of them take it for real. What is the probability $\theta$
# that the next person is fooled? The hypotheses are now all numbers $\theta \in (0, 1)$, and the prior is a density.
# The handiest one is the **Beta** distribution, with the **Beta function** $B(a, b)$ as the number that makes its
# area 1:
#
# $$
# p(\theta) = \frac{\theta^{a-1}(1-\theta)^{b-1}}{B(a, b)}, \qquad B(a, b) = \frac{\Gamma(a)\,\Gamma(b)}{\Gamma(a+b)},
# \qquad \mathbb E[\theta] = \frac{a}{a+b} \tag{3}
# $$
#
# ($\Gamma(m) = (m-1)!$ for whole $m$, and `math.lgamma` is $\log\Gamma$.) Given $\theta$, the number of fooled people
# is **binomial**: $p(k \mid \theta) = \binom nk\theta^k(1-\theta)^{n-k}$, where $\binom nk = \frac{n!}{k!\,(n-k)!}$
# counts the ways to choose who they are. Multiply, and the posterior has the shape of the prior:
#
# $$
# p(\theta \mid k) \propto \theta^{a+k-1}(1-\theta)^{b+n-k-1}, \qquad
# p(k) = \binom nk\,\frac{B(a+k,\; b+n-k)}{B(a, b)} \tag{4}
# $$
#
# So the posterior is $\mathrm{Beta}(a + k,\; b + n - k)$: **learning is counting**, and the prior acts like $a$
# successes and $b$ failures that were seen before. The evidence $p(k)$ is the area below prior times likelihood. It
# averages over all $\theta$, so it is *not* the binomial probability at the best guess.
#
# <details><summary>Why the mean is a / (a + b), and where the evidence comes from</summary>
#
# *Mean.* $\int\theta\,p(\theta)\,\mathrm d\theta = B(a+1, b)/B(a, b)$, since the area below
# $\theta^{a}(1-\theta)^{b-1}$ is $B(a+1, b)$. With $\Gamma(a+1) = a\,\Gamma(a)$ the quotient is $a/(a+b)$. *Evidence.*
# $\int \binom nk\theta^k(1-\theta)^{n-k}\,\theta^{a-1}(1-\theta)^{b-1}/B(a,b)\,\mathrm d\theta$ is the same area with
# other exponents: $\binom nk B(a+k, b+n-k)/B(a, b)$. ∎
#
# </details>

# %%
grid = (torch.arange(100_000, dtype=float64) + 0.5) / 100_000  # the integral over theta, by brute force
joint = 120 * grid**7 * (1 - grid) ** 3  # a = b = 1 (all theta alike), 7 of 10 fooled; "10 choose 7" is 120
print(f"posterior mean {(grid * joint).sum() / joint.sum():.4f}, evidence {joint.mean():.4f}")
# -> posterior mean 0.6667, evidence 0.0909
print(f"binomial probability at theta = 0.7: {120 * 0.7**7 * 0.3**3:.4f}")
# -> binomial probability at theta = 0.7: 0.2668

# %% [markdown]
# The evidence is a third of the binomial probability at the best guess: 7 of 10 is no surprise to somebody who expects 0.7,
# but our prior had expected anything from 0 to 10, all alike. **Where you meet it.** Studies in which people choose between
# the samples of two models are this computation. And the evidence of a model with something hidden is what the loss of a
# VAE bounds.

# %% [markdown] task="beta_binomial"
# ### Exercise 2 · `beta_binomial` · 4 points · 7 minutes · predict
#
# Before the study is run, predict what it will teach. No sampling and no integrals: equations (3) and (4), also where
# $n$ is a million and $\binom nk$ has up to 300,000 digits.


# %% exercise="beta_binomial" points=4 difficulty=1 minutes=7 needs=[]
def beta_binomial(a, b, k, n):
    """Predict what k successes in n trials teach about an unknown probability, equations (3) and (4).

    Args:
        a, b: parameters of the Beta prior, floats above 0.
        k: successes, an int from 0 to n.
        n: trials, an int from 0 to a million.

    Returns:
        A tuple of four numbers:
        a_post, b_post: parameters of the Beta posterior;
        mean: the probability, after seeing k of n, that the next trial is a success;
        log_evidence: log p(k), the natural logarithm of the probability, before any trial, of exactly k successes in n.
    """

    ### BEGIN SOLUTION
    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    a_post, b_post = a + k, b + n - k
    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    log_evidence = log_choose + log_beta(a_post, b_post) - log_beta(a, b)
    return a_post, b_post, a_post / (a_post + b_post), log_evidence
    ### END SOLUTION


# %% public_test="beta_binomial"
prediction = beta_binomial(2.0, 3.0, 4, 5)
assert len(prediction) == 4, "four numbers: a_post, b_post, mean, log_evidence"
a_post, b_post, mean, log_evidence = (float(number) for number in prediction)
assert a_post + b_post == 10, "five trials add five to the two counts of the prior"
assert 0.4 < mean < 0.8, "the mean lies between that of the prior and the share of successes"
assert log_evidence < 0, "the logarithm of a probability below 1 is negative"

# %% [markdown] hint="beta_binomial"
# The posterior is a Beta distribution again: read its two parameters off equation (4), and its mean off equation (3).
#
# ---
# Work with logarithms throughout: $\log\binom nk = \log\Gamma(n+1) - \log\Gamma(k+1) - \log\Gamma(n-k+1)$ and
# $\log B(a, b) = \log\Gamma(a) + \log\Gamma(b) - \log\Gamma(a+b)$.
#
# ---
# Write a small function for $\log B$ with `math.lgamma`. The log evidence is
# `log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)`.

# %% tags=["demo"]
theta = torch.linspace(0.005, 0.995, 100, dtype=float64)
beliefs = {}
for k, n in [(0, 0), (3, 5), (12, 20), (120, 200)]:
    a, b = (float(number) for number in beta_binomial(2.0, 2.0, k, n)[:2])
    log_density = (a - 1) * theta.log() + (b - 1) * (1 - theta).log()
    beliefs[f"{k} of {n}"] = log_density.exp() / log_density.exp().sum() * 100
plot_curves(theta, beliefs, x_label="theta", y_label="density", title="The same share, more and more certain")

# %% [markdown]
# ## 3 From uniform numbers to anything
#
# Now the sampler. The **cumulative distribution function** $F(x) = p(X \le x)$ climbs from 0 to 1. Turn it round: throw
# $u$ uniformly on the vertical axis, walk to the curve, and go down.
#
# $$u \sim \mathcal U(0, 1), \quad x = F^{-1}(u) \quad\Longrightarrow\quad x \text{ has the distribution } F \tag{5}$$
#
# ![Uniform numbers on the vertical axis land where the distribution function is steep](images/inverse_cdf.svg)
#
# *Why.* For continuous, increasing $F$: $p(F^{-1}(u) \le x) = p(u \le F(x)) = F(x)$, since a uniform $u$ lies below $c$
# with probability $c$. ∎ Where $F$ is steep many $u$ land: that is where the density is high. For example, the waiting
# time $F(x) = 1 - e^{-\lambda x}$ (the **exponential distribution**, of mean $1/\lambda$) gives
# $x = -\log(1-u)/\lambda$.
#
# For a list of probabilities $p_1, \dots, p_K$ the curve is a staircase, and "walk to the curve" means: the smallest
# $k$ with $u < p_1 + \dots + p_k$. Step $k$ catches $u$ with probability $p_k$, its height.

# %%
u = torch.rand(100_000, dtype=float64, generator=torch.Generator().manual_seed(1))
waiting = -torch.log(1 - u) / 0.5  # rate 1/2: mean 2, and a share of 1 - exp(-1) is below 2
print(f"mean {waiting.mean():.1f}, below 2: {(waiting < 2).double().mean():.2f} (theory {1 - math.exp(-1):.2f})")
# -> mean 2.0, below 2: 0.63 (theory 0.63)
print((0.1 * torch.ones(10, dtype=float64)).cumsum(0)[-1].item())  # ten times a tenth  # -> 0.9999999999999999

# %% [markdown] task="inverse_cdf_sample"
# ### Exercise 3 · `inverse_cdf_sample` · 4 points · 7 minutes · implement
#
# The last line of every language model: given the probabilities of the next token, and a uniform number, pick one. Two
# traps lie at the ends. A generator of uniform numbers does return 0 now and then, and what is impossible must not be
# drawn then. And sums of floating-point numbers may end below 1, as the cell above shows, so that a $u$ can fall off
# the end.


# %% exercise="inverse_cdf_sample" points=4 difficulty=1 minutes=7 needs=[]
def inverse_cdf_sample(u, p):
    """Sample outcomes from a list of probabilities, the staircase of equation (5).

    Args:
        u: uniform numbers in [0, 1), float64 tensor of any shape.
        p: probabilities, float64 tensor of shape [K]: none negative, with a sum of 1 up to rounding. Zeros may be anywhere.

    Returns:
        int64 tensor of u's shape: for each u the smallest index k with u < p[0] + ... + p[k]. An outcome of probability
        0 is never drawn; where rounding leaves u at or above the last sum, the last outcome with p > 0 is.
    """
    ### BEGIN SOLUTION
    index = torch.searchsorted(p.cumsum(dim=0), u, right=True)
    return index.clamp(max=int(p.nonzero().max()))
    ### END SOLUTION


# %% public_test="inverse_cdf_sample"
drawn = torch.as_tensor(
    inverse_cdf_sample(torch.rand(5, 2, dtype=float64), torch.tensor([0.25, 0.5, 0.25], dtype=float64))
)
assert drawn.shape == (5, 2), "one outcome for each uniform number"
assert drawn.dtype == torch.int64, "outcomes are counted: int64"
assert bool((drawn >= 0).all() and (drawn <= 2).all()), "three outcomes: 0, 1 and 2"

# %% [markdown] hint="inverse_cdf_sample"
# `p.cumsum(0)` has the heights of the staircase. How many of them does $u$ reach or pass?
#
# ---
# The index is the number of heights that are at most $u$: a comparison of `u[..., None]` with the heights, and a sum.
# `torch.searchsorted` does the same faster; look up its argument `right`, and try $u = 0$ with $p_1 = 0$ on paper.
#
# ---
# `torch.searchsorted(p.cumsum(0), u, right=True)`, and afterwards no index above the last one with `p > 0`:
# `.clamp(max=...)`.

# %% tags=["demo"]
letters = " etaoinshrdlcumwfgypbvk"
shares = [18, 10, 7.5, 6.5, 6, 5.7, 5.7, 5.3, 5, 4.9, 3.5, 3.3, 2.3, 2.3, 2, 1.9, 1.8, 1.7, 1.6, 1.5, 1.2, 0.8, 0.6]
p = torch.tensor(shares, dtype=float64) / sum(shares)
for temperature in (0.3, 1.0, 3.0):  # p^(1/T): cold favours what is likely anyway, hot forgets the difference
    warmed = (p.log() / temperature).softmax(dim=0)
    picked = inverse_cdf_sample(torch.rand(70, dtype=float64), warmed)
    print(f"T = {temperature}: " + "".join(letters[int(k)] for k in picked))

# %% [markdown]
# ### Normal numbers
#
# Noise in generative models is almost always **normal** (Gaussian): $\mathcal N(\mu, \sigma^2)$ has the density
# $\frac{1}{\sqrt{2\pi}\,\sigma}e^{-(x-\mu)^2/2\sigma^2}$, with mean $\mu$ and variance $\sigma^2$. Its $F$ has no
# formula to turn round. But *two* independent standard normal numbers ($\mu = 0$, $\sigma = 1$) do: their density
# $\frac1{2\pi}e^{-(z_1^2+z_2^2)/2}$ depends on the radius only, so the angle is uniform, and the radius can be turned
# round:
#
# $$
# r = \sqrt{-2\log(1-u_1)}, \qquad z_1 = r\cos(2\pi u_2), \qquad z_2 = r\sin(2\pi u_2) \tag{6}
# $$
#
# <details><summary>Proof (Box and Muller, 1958)</summary>
#
# The area element in polar coordinates is $r\,\mathrm dr\,\mathrm d\varphi$, so
# $p(\text{radius} \le R) = \int_0^{2\pi}\!\int_0^R \frac1{2\pi}e^{-r^2/2}\,r\,\mathrm dr\,\mathrm d\varphi = 1 - e^{-R^2/2}$.
# This is $F(R)$; solving $u_1 = 1 - e^{-R^2/2}$ for $R$ gives the first part of (6) by equation (5). The angle has the
# constant density $1/2\pi$ whatever the radius is: it is uniform and independent of it. ∎
#
# </details>
#
# ($1 - u_1$ and $u_1$ are both uniform, but $u_1$ may be 0, and $1 - u_1$ may not.) Below is a draft from the internet.
# It looks right, and it passes its author's test.


# %%
def draft_box_muller(u1, u2):
    r = u1.log_().neg_().sqrt()
    angle = math.pi * u2
    return r * torch.cos(angle), r * torch.sin(angle)


first, second = draft_box_muller(*torch.rand(2, 100_000, dtype=float64, generator=torch.Generator().manual_seed(1)))
print(f"mean {first.mean().abs():.2f}; first times second, on average {(first * second).mean().abs():.2f}")
# -> mean 0.00; first times second, on average 0.00

# %% [markdown] task="box_muller"
# ### Exercise 4 · `box_muller` · 5 points · 8 minutes · repair
#
# `draft_box_muller` has **four** faults that its author's test does not see. Before you read on, look at the variance
# of both results, at the sign of the second, at what becomes of $u_1 = 0$, and at `u1` after the call. Then write
# `box_muller` without the faults, from equation (6).


# %% exercise="box_muller" points=5 difficulty=2 minutes=8 needs=[]
def box_muller(u1, u2):
    """Turn two independent uniform numbers into two independent standard normal ones, equation (6).

    Args:
        u1: uniform numbers in [0, 1), a floating-point tensor of any shape. It may hold zeros, and it is not changed.
        u2: others, of the same shape and dtype. Not changed either.

    Returns:
        (z1, z2): two tensors of that shape and dtype. Both are 0 where u1 is 0.
    """
    ### BEGIN SOLUTION
    r = torch.sqrt(-2 * torch.log1p(-u1))
    angle = 2 * math.pi * u2
    return r * torch.cos(angle), r * torch.sin(angle)
    ### END SOLUTION


# %% public_test="box_muller"
u1 = torch.tensor([[0.0, 0.3, 0.9]], dtype=float64)
u2 = torch.tensor([[0.1, 0.5, 0.7]], dtype=float64)
z1, z2 = (torch.as_tensor(z) for z in box_muller(u1, u2))
assert z1.shape == z2.shape == (1, 3), "two normal numbers for each pair of uniform ones"
assert z1.dtype == z2.dtype == float64, "float64 in, float64 out"
assert bool(torch.isfinite(z1).all() and torch.isfinite(z2).all()), "a uniform number of 0 is no reason for infinity"
assert u1.tolist() == [[0.0, 0.3, 0.9]], "u1 was changed"

# %% [markdown] hint="box_muller"
# One fault for each of the four things to look at. Compare the draft with equation (6), symbol by symbol.
#
# ---
# In the draft, where is the 2 under the root? How far round does the angle go? What is the logarithm of 0, and what
# does equation (6) take the logarithm of? And methods whose names end in `_` write into their tensor.
#
# ---
# `r = torch.sqrt(-2 * torch.log(1 - u1))` and `angle = 2 * math.pi * u2`. (`torch.log1p(-u1)` is the same, with less
# rounding.)

# %% tags=["demo"]
cloud = torch.stack([torch.as_tensor(z) for z in box_muller(*torch.rand(2, 1500, dtype=float64))], dim=1)
drafted = torch.stack(draft_box_muller(*torch.rand(2, 1500, dtype=float64)), dim=1)
plot_points({"yours": cloud, "the draft": drafted}, title="Uniform numbers, turned into a round cloud")

# %% [markdown]
# ## 4 Is it really normal? A hypothesis test
#
# The cloud looks round. So did the draft's numbers, to an author who looked at one mean and one product. A **hypothesis
# test** looks at the whole distribution and says, beforehand, how often it will cry wolf.
#
# 1. State the **null hypothesis**: the numbers $x_1, \dots, x_N$ were drawn independently from the distribution $F$.
# 2. Choose a **statistic**: a number that is small if the hypothesis is true and large if it is wrong.
# 3. Choose a **level** $\alpha$, and reject the hypothesis if the statistic is so large that this happens with
#    probability at most $\alpha$ where the hypothesis is true. (The **p-value** is the smallest $\alpha$ at which you
#    would reject.)
#
# The statistic of Kolmogorov and Smirnov is $D$ (here no dimension), the largest gap between $F$ and the staircase
# $F_N(x) = \text{share of samples} \le x$. With the samples sorted, $x_{(1)} \le \dots \le x_{(N)}$,
#
# $$
# D = \sup_x |F_N(x) - F(x)| = \max_i \max\Bigl(\frac iN - F(x_{(i)}),\; F(x_{(i)}) - \frac{i-1}{N}\Bigr) \tag{7}
# $$
#
# because between two samples $F_N$ is flat and $F$ climbs: the gap is largest just *at* a sample, where the staircase
# has jumped to $i/N$, or just *before* it, where it still has $(i-1)/N$. By (5), read backwards, $F(x)$ is uniform
# whatever continuous $F$ we take; so how $D$ is distributed under the hypothesis does not depend on $F$. Large values
# are rare (Dvoretzky, Kiefer and Wolfowitz, 1956; with this constant Massart, 1990; we take it on trust):
#
# $$
# p(D > t) \le 2e^{-2Nt^2}, \qquad\text{so reject if}\quad D > t_\alpha = \sqrt{\frac{\log(2/\alpha)}{2N}} \tag{8}
# $$
#
# A test errs in two ways. A **false alarm** has probability at most $\alpha$. Overlooking a wrong distribution has one
# that depends on how wrong it is, and on $N$: the gap that a test can see shrinks like $1/\sqrt N$. So *not rejected*
# never means *proved*.

# %%
x = torch.tensor([0.5, 0.1, 0.6], dtype=float64)  # uniform?
F = x.sort().values  # for the uniform distribution F(x) = x
i = torch.arange(1, 4, dtype=float64)
print(f"D = {torch.maximum(i / 3 - F, F - (i - 1) / 3).max():.3f}, limit {math.sqrt(math.log(2 / 0.05) / 6):.3f}")
# -> D = 0.400, limit 0.784

# 5000 samples for which the hypothesis is true, of 100 numbers each
F = torch.rand(5000, 100, dtype=float64, generator=torch.Generator().manual_seed(2)).sort(dim=1).values
i = torch.arange(1, 101, dtype=float64)
D = torch.maximum(i / 100 - F, F - (i - 1) / 100).amax(dim=1)
alarms = (math.sqrt(math.log(2 / 0.05) / 200) < D).double().mean()
print(f"false alarms at level 0.05: {alarms:.3f}")  # -> false alarms at level 0.05: 0.042

# %% [markdown]
# **Where you meet it.** "Model A has the better FID" is a claim about two samples, and without its spread it is none.
# Whoever tests twenty things at the level 5 % finds one, on average, where there is nothing: divide $\alpha$ by the
# number of tests. And the hidden tests of this course are hypothesis tests wherever your code throws dice.

# %% [markdown] task="is_sample_of"
# ### Exercise 5 · `is_sample_of` · 6 points · 12 minutes · write a check
#
# Write the check that tells whether a sampler's output can be what it claims to be: the test of equations (7) and (8).
# It is judged like any good test, on samples that it must let pass and on *wrong* ones that it must reject: with the
# right mean and variance but another shape, with a wrong scale, shifted to one side, with a NaN among them. It is asked
# about different levels and sizes, too.


# %% exercise="is_sample_of" points=6 difficulty=2 minutes=12 needs=[]
def is_sample_of(x, cdf, alpha=1e-3):
    """Tell whether numbers may be independent samples of a distribution, by equations (7) and (8).

    Args:
        x: the numbers, float64 tensor of shape [N] in any order, N at least 1. It is not changed. It may hold NaN
            and infinite numbers, which no sampler of a distribution on the real line returns.
        cdf: the distribution function F, continuous; takes a tensor and returns F of each entry, in [0, 1].
        alpha: the level, a float between 0 and 1.

    Returns:
        A bool. False if D is larger than t_alpha, or if an entry is NaN or infinite; True otherwise.
    """
    ### BEGIN SOLUTION
    if not bool(torch.isfinite(x).all()):
        return False
    n = len(x)
    F = cdf(x.sort().values)
    i = torch.arange(1, n + 1, dtype=F.dtype)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    limit = math.sqrt(math.log(2 / alpha) / (2 * n))
    return bool(limit >= D)
    ### END SOLUTION


# %% public_test="is_sample_of"
even = (torch.arange(100, dtype=float64) + 0.5) / 100
verdict = is_sample_of(even, lambda x: x.clamp(0, 1))
assert isinstance(verdict, (bool, np.bool_)) or torch.as_tensor(verdict).numel() == 1, "one answer, True or False"
assert bool(verdict), "evenly spread numbers are as uniform as can be"
assert not bool(is_sample_of(even + 5, lambda x: x.clamp(0, 1))), "numbers above 5 are not uniform on [0, 1]"

# %% [markdown] hint="is_sample_of"
# Sort first: then the staircase has the height $i/N$ at the $i$-th number, and $(i-1)/N$ just before it.
#
# ---
# Two vectors of gaps, $i/N - F$ and $F - (i-1)/N$; the largest entry of both is $D$. One of them alone overlooks
# samples that are shifted to one side. Look for NaN before you sort: a comparison with NaN is always false.
#
# ---
# `F = cdf(x.sort().values)`, `i = torch.arange(1, N + 1)`, `D = torch.maximum(i / N - F, F - (i - 1) / N).max()`; the
# limit is `math.sqrt(math.log(2 / alpha) / (2 * N))`.

# %% [markdown]
# Judge your own sampler, the draft, and an old trick: the sum of twelve uniform numbers, minus 6, has mean 0 and
# variance 1 and is *nearly* normal. It takes many samples to see that it is not.


# %% tags=["demo"]
def normal_cdf(x):
    return torch.special.ndtr(x)


for n in (200, 20_000, 1_000_000):
    candidates = {
        "box_muller": torch.as_tensor(box_muller(*torch.rand(2, n, dtype=float64))[0]),
        "the draft": draft_box_muller(*torch.rand(2, n, dtype=float64))[0],
        "twelve uniform numbers": sum(torch.rand(n, dtype=float64) for _ in range(12)) - 6,
    }
    print(f"N = {n:7,}:", {name: bool(is_sample_of(x, normal_cdf)) for name, x in candidates.items()})

# %% [markdown]
# (A good place for a break.)
#
# ## 5 The bell in many dimensions
#
# A picture has many numbers, and they belong together. The normal distribution in $D$ dimensions has a mean $\mu$ and a
# covariance matrix $\Sigma$, symmetric with positive eigenvalues:
#
# $$
# \log \mathcal N(x; \mu, \Sigma) = -\tfrac12\Bigl[(x-\mu)^\top\Sigma^{-1}(x-\mu) + \log\det\Sigma + D\log 2\pi\Bigr] \tag{9}
# $$
#
# Do not compute it like that. The inverse loses digits, and the determinant is a product of $D$ numbers: with variances
# of 0.01 in 200 dimensions it is $10^{-400}$, which a computer rounds to 0. Take the **Cholesky decomposition**
# $\Sigma = LL^\top$ instead, with $L$ lower triangular and positive on its diagonal (`torch.linalg.cholesky`). Then
#
# $$
# y = L^{-1}(x-\mu), \qquad (x-\mu)^\top\Sigma^{-1}(x-\mu) = \lVert y\rVert^2, \qquad
# \log\det\Sigma = 2\sum_{i}\log L_{ii} \tag{10}
# $$
#
# since $\Sigma^{-1} = L^{-\top}L^{-1}$, and $\det\Sigma = (\det L)^2$ with the diagonal's product as $\det L$. There is
# no inverse in $y$: a triangular system is solved row by row (`torch.linalg.solve_triangular`). Read backwards, (10) is
# a sampler:
#
# $$x = \mu + L\varepsilon, \qquad \varepsilon \sim \mathcal N(0, I) \tag{11}$$
#
# with the mean $\mu$ and the covariance $\mathbb E[L\varepsilon\varepsilon^\top L^\top] = LL^\top = \Sigma$. That it is
# normal, too, follows in section 6.

# %%
cov = 0.01 * torch.eye(200, dtype=float64)
L = torch.linalg.cholesky(cov)
print("determinant:", torch.linalg.det(cov).item(), " log determinant:", round(2 * L.diagonal().log().sum().item(), 3))
# -> determinant: 0.0 log determinant: -921.034

cov = torch.tensor([[4.0, 2.0], [2.0, 3.0]], dtype=float64)
L = torch.linalg.cholesky(cov)
print("L:", [[round(entry, 4) for entry in row] for row in L.tolist()])  # -> L: [[2.0, 0.0], [1.0, 1.4142]]
eps = torch.randn(100_000, 2, dtype=float64, generator=torch.Generator().manual_seed(3))
x = eps @ L.T  # equation (11) for examples in rows
print("covariance of the samples:", [[round(entry, 1) for entry in row] for row in torch.cov(x.T).tolist()])
# -> covariance of the samples: [[4.0, 2.0], [2.0, 3.0]]

# %% [markdown]
# **The reparameterisation trick.** In (11) all chance sits in $\varepsilon$, which has no parameters; $x$ is a
# differentiable function of $\mu$ and $L$. So the gradient of an expectation is the expectation of a gradient. For one
# dimension, $z = \mu + \sigma\varepsilon$:
#
# $$
# \frac{\partial}{\partial\mu}\,\mathbb E_{z\sim\mathcal N(\mu,\sigma^2)}[f(z)]
# = \mathbb E\bigl[f'(\mu + \sigma\varepsilon)\bigr]
# = \mathbb E\Bigl[f(z)\,\frac{z-\mu}{\sigma^2}\Bigr] \tag{12}
# $$
#
# The first form is the *pathwise* one: differentiate through the sample. The second, the *score-function* or
# REINFORCE estimator (Williams, 1992), needs no derivative of $f$. (It comes from differentiating the density:
# $\partial_\mu\,p = p\,\partial_\mu\log p = p\,(z-\mu)/\sigma^2$.) Both are right. They are not equally good:

# %%
mu, sigma = 2.0, 0.5
eps = torch.randn(200_000, dtype=float64, generator=torch.Generator().manual_seed(4))
z = mu + sigma * eps
pathwise = 2 * z  # f(z) = z^2, so f'(z) = 2 z, and the true gradient of mu^2 + sigma^2 is 2 mu = 4
score_function = z**2 * (z - mu) / sigma**2
print(f"pathwise {pathwise.mean():.1f}, one sample is off by {pathwise.std():.1f}")
# -> pathwise 4.0, one sample is off by 1.0
print(f"score function {score_function.mean():.1f}, one sample is off by {score_function.std():.1f}")
# -> score function 4.0, one sample is off by 11

# %% [markdown]
# By the standard error of section 1, the second needs more than a hundred times as many samples for the same accuracy. **Where
# you meet it.** VAEs train their encoders with the first form; reinforcement learning, where no derivative of the
# reward exists, has to live with the second.

# %% [markdown] task="gaussian_logpdf"
# ### Exercise 6 · `gaussian_logpdf` · 6 points · 10 minutes · implement
#
# Write equation (9) by way of equation (10), for many examples at once, and for 200 dimensions as well as for two.


# %% exercise="gaussian_logpdf" points=6 difficulty=2 minutes=10 needs=[]
def gaussian_logpdf(x, mu, cov):
    """Log density of a normal distribution, equations (9) and (10).

    Args:
        x: examples in rows, floating-point tensor of shape [N, D].
        mu: mean, shape [D], of the same dtype.
        cov: covariance, shape [D, D], symmetric with positive eigenvalues. Its determinant may be too large or too small
            for a floating-point number.

    Returns:
        Tensor of shape [N] and x's dtype: log N(x; mu, cov) in nats, summed over dimensions, one number per example.
    """
    ### BEGIN SOLUTION
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)  # [D, N]
    log_det = 2 * L.diagonal().log().sum()
    return -0.5 * (y.square().sum(dim=0) + log_det + x.shape[1] * math.log(2 * math.pi))
    ### END SOLUTION


# %% public_test="gaussian_logpdf"
cov = torch.tensor([[4.0, 2.0], [2.0, 3.0]], dtype=float64)
log_p = torch.as_tensor(gaussian_logpdf(torch.ones(5, 2, dtype=float64), torch.zeros(2, dtype=float64), cov))
assert log_p.shape == (5,), "one number for each example: sum over dimensions, and nothing else"
assert log_p.dtype == float64, "float64 in, float64 out"
peak = torch.as_tensor(gaussian_logpdf(torch.zeros(1, 2, dtype=float64), torch.zeros(2, dtype=float64), cov))
assert float(peak[0]) > float(log_p[0]), "the density is highest at the mean"
many = torch.as_tensor(
    gaussian_logpdf(torch.zeros(3, 200).double(), torch.zeros(200).double(), 0.01 * torch.eye(200).double())
)
assert bool(torch.isfinite(many).all()), "in 200 dimensions the determinant is too small for a float64"

# %% [markdown] hint="gaussian_logpdf"
# Three terms, of which the last is a constant. The first two both come from $L$.
#
# ---
# With examples in rows, $(x - \mu)$ for all of them is `[N, D]`, and a triangular system wants its right-hand sides in
# columns: transpose. $\lVert y\rVert^2$ is then a sum over *rows* of `[D, N]`.
#
# ---
# `y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)`, then `y.square().sum(0)`; and
# `2 * L.diagonal().log().sum()`.

# %% tags=["demo"]
mu, cov = torch.tensor([0.5, -0.5], dtype=float64), torch.tensor([[1.0, 0.8], [0.8, 1.2]], dtype=float64)
eps = torch.stack([torch.as_tensor(z) for z in box_muller(*torch.rand(2, 400, dtype=float64))], dim=1)
plot_density(
    lambda x: gaussian_logpdf(x.double(), mu, cov),
    mu + eps @ torch.linalg.cholesky(cov).T,
    title="Your density, and your samples by equation (11)",
)

# %% [markdown]
# ## 6 Stretching space: the change of variables
#
# Send $z \sim p_Z$ through an invertible map, $x = f(z)$. What is the density of $x$? Probability is like a fixed
# amount of sand: where the map stretches, the sand lies thinner.
#
# ![Equal areas on both axes: where f is steep the density of x is low](images/change_of_variables.svg)
#
# $$
# p_X(x) = \frac{p_Z(z)}{\bigl|\det J_f(z)\bigr|}, \qquad z = f^{-1}(x), \qquad
# J_f(z)_{ij} = \frac{\partial f_i}{\partial z_j} \tag{13}
# $$
#
# <details><summary>Proof</summary>
#
# *One dimension.* If $f$ increases, $F_X(x) = p(f(Z) \le x) = F_Z(f^{-1}(x))$. Differentiate:
# $p_X(x) = p_Z(z)\cdot(f^{-1})'(x) = p_Z(z)/f'(z)$. If $f$ decreases, $F_X(x) = 1 - F_Z(f^{-1}(x))$, and the minus sign
# makes $|f'|$ out of $f'$. *Many dimensions.* Near $z$ the map is linear up to terms of second order,
# $f(z + h) \approx f(z) + J_f(z)\,h$, so a small cube of volume $v$ becomes a parallelepiped of volume
# $|\det J_f(z)|\,v$. The cube and its image hold the same probability: $p_Z(z)\,v \approx p_X(x)\,|\det J_f(z)|\,v$,
# exactly so in the limit $v \to 0$. ∎
#
# </details>
#
# *Example.* $f(\varepsilon) = \mu + L\varepsilon$ has $J = L$, and (13) turns $\log\mathcal N(\varepsilon; 0, I)$ into
# $\log\mathcal N(\varepsilon; 0, I) - \sum_i\log L_{ii}$: that is equation (9), and so (11) is normal, as promised.
#
# **A chain of maps**, $z_0 \to z_1 \to \dots \to z_K = x$ with $z_k = f_k(z_{k-1})$, multiplies the stretches. In
# logarithms:
#
# $$\log p_X(x) = \log p_Z(z_0) - \sum_{k=1}^{K}\log\bigl|\det J_{f_k}(z_{k-1})\bigr|, \qquad z_{k-1} = f_k^{-1}(z_k) \tag{14}$$
#
# Note what is needed: the inverses, applied from the *last* map to the first, and each map's stretch at its *input*.
# **Where you meet it.** (14) is the loss of every normalising flow (module 03), and the reason why two papers'
# log-likelihoods can only be compared if both say whether pixels run to 1 or to 255: rescaling by $c$ in $D$ dimensions
# shifts the logarithm by $D\log c$.

# %%
x = torch.tensor([0.5, 1.0, 2.0], dtype=float64)  # x = exp(z), z standard normal: the log-normal distribution
z = x.log()  # the inverse; the stretch is f'(z) = exp(z) = x
log_p = -0.5 * (z**2 + math.log(2 * math.pi)) - x.log()
print("densities:", [round(value, 4) for value in log_p.exp().tolist()])  # -> densities: [0.6275, 0.3989, 0.1569]

grid = (torch.arange(1_000_000, dtype=float64) + 0.5) / 5000  # from 0 to 200
density = torch.exp(-0.5 * grid.log() ** 2) / math.sqrt(2 * math.pi)
print(f"area with the stretch: {(density / grid).sum() / 5000:.3f}, without: {density.sum() / 5000:.3f}")
# -> area with the stretch: 1.000, without: 1.649

# %% [markdown] task="flow_logpdf"
# ### Exercise 7 · `flow_logpdf` · 5 points · 9 minutes · implement
#
# Write equation (14) for any base distribution and any chain of maps.


# %% exercise="flow_logpdf" points=5 difficulty=2 minutes=9 needs=[]
def flow_logpdf(x, base_logpdf, layers):
    """Log density of x = f_K(... f_1(z)) for z of a base distribution, equation (14).

    Args:
        x: examples in rows, float64 tensor of shape [N, D].
        base_logpdf: takes z_0, shape [N, D], and returns its log density, shape [N].
        layers: a list of pairs (inverse, log_det), one for each of f_1, ..., f_K, in this order; it may be empty.
            inverse(z_k), shape [N, D], returns z_{k-1}. log_det(z_{k-1}) returns log |det J_{f_k}|
            at the layer's input, shape [N].

    Returns:
        Tensor of shape [N]: one log density per example.
    """
    ### BEGIN SOLUTION
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        z = inverse(z)
        stretch = stretch + log_det(z)
    return base_logpdf(z) - stretch
    ### END SOLUTION


# %% public_test="flow_logpdf"
def round_logpdf(z):
    return -0.5 * (z.square().sum(dim=1) + z.shape[1] * math.log(2 * math.pi))


x = torch.tensor([[0.5, 1.0], [2.0, 3.0], [1.0, 1.0]], dtype=float64)
exponential = (lambda x: x.log(), lambda z: z.sum(dim=1))  # x = exp(z), entry by entry
shift = (lambda x: x - 1, lambda z: torch.zeros(len(z)).double())
log_p = torch.as_tensor(flow_logpdf(x, round_logpdf, [shift, exponential]))
assert log_p.shape == (3,), "one log density for each example"
assert log_p.dtype == float64, "float64 in, float64 out"
moved = torch.as_tensor(flow_logpdf(x + 1, round_logpdf, [shift]))
assert torch.allclose(moved, round_logpdf(x)), "a shift stretches nothing: the density only moves"

# %% [markdown] hint="flow_logpdf"
# You know $x = z_K$. Which layer was applied last, and so has to be undone first?
#
# ---
# Go through the layers in reverse. In each: first the inverse, which gives the layer's input $z_{k-1}$; then `log_det`
# *of that input*. Add the stretches up, per example.
#
# ---
# `for inverse, log_det in reversed(layers): z = inverse(z); stretch = stretch + log_det(z)`, and at the end
# `base_logpdf(z) - stretch`.

# %% [markdown]
# Three simple maps make a distribution that no Gaussian can: scale, bend, turn. Samples go forward through the maps,
# the density comes from your function.

# %% tags=["demo"]
scale, angle = torch.tensor([1.2, 0.35], dtype=float64), 0.6
turn = torch.tensor([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]], dtype=float64)


def bend(z, sign):
    return torch.stack([z[:, 0], z[:, 1] + sign * (0.6 * z[:, 0] ** 2 - 0.8)], dim=1)


layers = [
    (lambda x: x / scale, lambda z: scale.log().sum().expand(len(z))),
    (lambda x: bend(x, -1), lambda z: torch.zeros(len(z), dtype=float64)),  # its Jacobian is triangular, with ones
    (lambda x: x @ turn, lambda z: torch.zeros(len(z), dtype=float64)),  # a rotation keeps areas
]
z = torch.randn(500, 2, dtype=float64)
plot_density(
    lambda x: flow_logpdf(x.double(), round_logpdf, layers),
    bend(z * scale, 1) @ turn.T,
    title="A flow of three maps",
)

# %% [markdown]
# ## 7 How far is one distribution from another?
#
# To train a model means to bring its distribution closer to another. The measure that comes out of likelihoods is the
# **Kullback–Leibler divergence**, the mean surplus of log density under the *first* distribution:
#
# $$\mathrm{KL}(q \,\Vert\, p) = \mathbb E_{x\sim q}\bigl[\log q(x) - \log p(x)\bigr] \tag{15}$$
#
# It is never negative, and 0 only for $q = p$. It is not symmetric: only where $q$ puts its samples is anybody asked.
#
# <details><summary>Proof (Gibbs' inequality)</summary>
#
# $\log t \le t - 1$ for all $t > 0$, with equality only at $t = 1$. With $t = p(x)/q(x)$:
# $-\mathrm{KL}(q\Vert p) = \mathbb E_q[\log (p/q)] \le \mathbb E_q[p/q - 1] = \int_{q > 0} p\,\mathrm dx - 1 \le 0$.
# Equality needs $p = q$ wherever $q > 0$. ∎
#
# </details>
#
# Between two normal distributions it has a closed form, the one that stands in the loss of every VAE:
#
# $$
# \mathrm{KL}\bigl(\mathcal N(\mu_q, \Sigma_q)\,\Vert\,\mathcal N(\mu_p, \Sigma_p)\bigr)
# = \tfrac12\Bigl[\operatorname{tr}(\Sigma_p^{-1}\Sigma_q)
# + (\mu_p - \mu_q)^\top\Sigma_p^{-1}(\mu_p - \mu_q) - D + \log\det\Sigma_p - \log\det\Sigma_q\Bigr] \tag{16}
# $$
#
# <details><summary>Proof</summary>
#
# Put (9) into (15). The constants $D\log 2\pi$ cancel, and $\frac12(\log\det\Sigma_p - \log\det\Sigma_q)$ is there. For
# a vector $v$ with mean $m$ and covariance $\Sigma_q$,
# $\mathbb E[v^\top A v] = \mathbb E[\operatorname{tr}(A v v^\top)] = \operatorname{tr}(A\Sigma_q) + m^\top A m$. With
# $v = x - \mu_p$, $m = \mu_q - \mu_p$ and $A = \Sigma_p^{-1}$ this gives the first two terms; with $v = x - \mu_q$,
# $m = 0$ and $A = \Sigma_q^{-1}$ it is $\operatorname{tr} I = D$, with a minus sign. ∎
#
# </details>
#
# If both covariances are diagonal it falls apart into one term per dimension, and against $\mathcal N(0, I)$ little is
# left:
#
# $$
# \mathrm{KL} = \tfrac12\sum_{i}\Bigl[\frac{\sigma_{q,i}^2 + (\mu_{q,i} - \mu_{p,i})^2}{\sigma_{p,i}^2} - 1
# + \log\frac{\sigma_{p,i}^2}{\sigma_{q,i}^2}\Bigr], \qquad
# \mathrm{KL}(q\,\Vert\,\mathcal N(0, I)) = \tfrac12\sum_i\bigl[\sigma_i^2 + \mu_i^2 - 1 - \log\sigma_i^2\bigr] \tag{17}
# $$


# %%
def kl_diag(mu_q, log_var_q, mu_p, log_var_p):
    """Equation (17) for a batch: [N, D] in, [N] out, with log variances as networks speak them."""
    squares = log_var_q.exp() + (mu_q - mu_p).square()
    return 0.5 * (squares * torch.exp(-log_var_p) - 1 + log_var_p - log_var_q).sum(dim=1)


mu_q, mu_p = torch.tensor([[1.0, 0.0]], dtype=float64), torch.tensor([[0.0, 0.5]], dtype=float64)
log_var_q, log_var_p = torch.tensor([[0.25, 1.0]], dtype=float64).log(), torch.tensor([[1.0, 2.0]], dtype=float64).log()
eps = torch.randn(200_000, 2, dtype=float64, generator=torch.Generator().manual_seed(5))
x = mu_q + torch.exp(0.5 * log_var_q) * eps  # samples of q; the constants with 2 pi cancel in (15)
log_q = -0.5 * ((x - mu_q) ** 2 * torch.exp(-log_var_q) + log_var_q).sum(dim=1)
log_p = -0.5 * ((x - mu_p) ** 2 * torch.exp(-log_var_p) + log_var_p).sum(dim=1)
print(f"closed form {kl_diag(mu_q, log_var_q, mu_p, log_var_p).item():.4f}")  # -> closed form 0.9772
print(f"by sampling {(log_q - log_p).mean():.2f}, give or take {(log_q - log_p).std() / math.sqrt(200_000):.4f}")
# -> by sampling 0.98, give or take 0.0
print(f"the other way round {kl_diag(mu_p, log_var_p, mu_q, log_var_q).item():.4f}")  # -> the other way round 3.0853

# %% [markdown] task="kl_gaussians"
# ### Exercise 8 · `kl_gaussians` · 5 points · 8 minutes · implement
#
# Write equation (16) for full covariance matrices. Section 5 has all the tools: no inverse, and no determinant.


# %% exercise="kl_gaussians" points=5 difficulty=2 minutes=8 needs=[]
def kl_gaussians(mu_q, cov_q, mu_p, cov_p):
    """Kullback-Leibler divergence from one normal distribution to another, equation (16).

    Args:
        mu_q, cov_q: mean, float64 tensor of shape [D], and covariance, [D, D], of the first: the one that is averaged over.
        mu_p, cov_p: those of the second. Both covariances are symmetric with positive eigenvalues; their determinants
            may be too large or too small for a floating-point number.

    Returns:
        KL(q || p) in nats: one number, summed over dimensions, as a float or a tensor of one entry.
    """
    ### BEGIN SOLUTION
    L_q, L_p = torch.linalg.cholesky(cov_q), torch.linalg.cholesky(cov_p)
    spread = torch.linalg.solve_triangular(L_p, L_q, upper=False).square().sum()
    shift = torch.linalg.solve_triangular(L_p, (mu_p - mu_q)[:, None], upper=False).square().sum()
    log_dets = 2 * (L_p.diagonal().log().sum() - L_q.diagonal().log().sum())
    return 0.5 * (spread + shift - len(mu_q) + log_dets)
    ### END SOLUTION


# %% public_test="kl_gaussians"
one, two = torch.eye(3, dtype=float64), 2 * torch.eye(3, dtype=float64)
here, there = torch.zeros(3, dtype=float64), torch.ones(3, dtype=float64)
assert torch.as_tensor(kl_gaussians(here, one, there, two)).numel() == 1, "one number for two distributions"
assert abs(float(kl_gaussians(here, two, here, two))) < 1e-9, "from a distribution to itself it is no distance at all"
assert float(kl_gaussians(here, one, there, one)) > 0, "different means: the divergence is positive"

# %% [markdown] hint="kl_gaussians"
# Four terms. Which of the two covariances is inverted, and which of the log determinants comes with a minus sign?
#
# ---
# The trace: $\operatorname{tr}(\Sigma_p^{-1}\Sigma_q) = \lVert L_p^{-1}L_q\rVert_F^2$. The second term:
# $\lVert L_p^{-1}(\mu_p-\mu_q)\rVert^2$. Both need one triangular solve. (`torch.linalg.solve(cov_p, cov_q).trace()`
# and `torch.linalg.slogdet` do as well.)
#
# ---
# `spread = torch.linalg.solve_triangular(L_p, L_q, upper=False).square().sum()`; log determinants as in equation (10),
# $p$ minus $q$.

# %% tags=["demo"]
widths = torch.linspace(0.3, 3, 28, dtype=float64)
nothing, unit = torch.zeros(1, dtype=float64), torch.eye(1, dtype=float64)
plot_curves(
    widths,
    {
        "KL(q || p), q of width s": [float(kl_gaussians(nothing, s**2 * unit, nothing, unit)) for s in widths],
        "KL(p || q)": [float(kl_gaussians(nothing, unit, nothing, s**2 * unit)) for s in widths],
    },
    x_label="s, the standard deviation of q (that of p is 1)",
    y_label="nats",
    title="Too narrow and too wide cost differently, both ways",
)

# %% [markdown]
# ## 8 Sampling from a formula: rejection, Metropolis, Langevin
#
# Often you can write down how likely $x$ is *compared with* another, but not the number that makes the total 1:
# $p(x) = \tilde p(x)/Z$ with $\tilde p$ known and $Z$ unknown. A posterior is of this kind (its $Z$ is the evidence),
# and so is every energy-based model, $\tilde p = e^{-\text{energy}}$. Three ways to sample from it:
#
# **Rejection.** Draw a proposal $x \sim q$ from a distribution that you can sample, choose $M$ with
# $\tilde p(x) \le M q(x)$ everywhere, and
#
# $$\text{accept } x \text{ if } \quad u < \frac{\tilde p(x)}{M\,q(x)}, \qquad u \sim \mathcal U(0, 1) \tag{18}$$
#
# *Why.* The chance to draw $x$ *and* accept it is $q(x)\cdot\tilde p(x)/(M q(x)) = \tilde p(x)/M$: the right shape. The
# total, $Z/M$, is the share that is accepted. ∎ That share is the weak point. Take $p = \mathcal N(0, I)$ and, ten per
# cent too wide, $q = \mathcal N(0, 1.1^2 I)$: at 0 the quotient is largest, $M = 1.1^D$, and $1.1^{-D}$ is accepted.

# %%
for D in (1, 10, 100, 1000):
    print(f"D = {D:4d}: one in {1.1**D:.3g} is accepted")
# -> D = 1: one in 1.1 is accepted
# -> D = 10: one in 2.59 is accepted
# -> D = 100: one in 1.38e+04 is accepted
# -> D = 1000: one in 2.47e+41 is accepted

# %% [markdown] task="rejection_sample"
# ### Exercise 9 · `rejection_sample` · 4 points · 7 minutes · implement
#
# Write equation (18) with logarithms: an unnormalised density may be $e^{1000}$ as well as 0. And if $M$ turns out to
# be too small, say so: the samples would be wrong, and nobody would notice.


# %% exercise="rejection_sample" points=4 difficulty=2 minutes=7 needs=[]
def rejection_sample(x, log_p, log_q, log_M, u):
    """Keep those proposals that rejection sampling accepts, equation (18).

    Args:
        x: proposals drawn from q, tensor of shape [N, D].
        log_p: the unnormalised log density log p~(x) of each, float64 tensor of shape [N]; -inf where it is 0.
        log_q: log q(x) of each, float64 tensor of shape [N], finite.
        log_M: log M, a float.
        u: uniform numbers in [0, 1), float64 tensor of shape [N]: one for each proposal.

    Returns:
        The accepted rows of x, in their order: shape [n, D] with n from 0 to N. Where the density is 0 none is accepted.

    Raises:
        ValueError: if M is too small for some proposal: if log p~ exceeds log M + log q by more than 1e-9.
    """
    ### BEGIN SOLUTION
    log_ratio = log_p - log_q - log_M
    if bool((log_ratio > 1e-9).any()):
        raise ValueError("M is too small: some density lies above M q")
    return x[torch.log(u) < log_ratio]
    ### END SOLUTION


# %% public_test="rejection_sample"
x = torch.arange(8, dtype=float64).reshape(4, 2)
log_q, u = torch.zeros(4, dtype=float64), torch.tensor([0.1, 0.6, 0.3, 0.9], dtype=float64)
kept = torch.as_tensor(rejection_sample(x, torch.tensor([0.5, 0.5, 0.5, 0.5], dtype=float64).log(), log_q, 0.0, u))
assert kept.shape == (len(kept), 2), "some rows of x, each as long as before"
assert kept.dtype == float64, "the rows of x as they are"
assert len(kept) < 4, "where the density is half as high as the proposals', not everything is accepted"

# %% [markdown] hint="rejection_sample"
# Take the logarithm of both sides of (18): what does the quotient become?
#
# ---
# Accept where $\log u < \log\tilde p - \log q - \log M$. The same right-hand side tells whether $M$ is large enough: by
# its sign.
#
# ---
# `log_ratio = log_p - log_q - log_M`, then `x[torch.log(u) < log_ratio]`. ($\log 0 = -\infty$ does the right thing on
# both sides.)


# %% tags=["demo"]
def ring(x):
    """An unnormalised log density: a ring of radius 2, heavier on the right."""
    return -8 * (x.norm(dim=1) - 2) ** 2 + 0.8 * x[:, 0] / x.norm(dim=1).clamp_min(1e-9)


box = 6 * torch.rand(4000, 2, dtype=float64) - 3  # proposals: uniform on a square, of density 1/36
kept = rejection_sample(
    box,
    ring(box),
    torch.full((4000,), -math.log(36.0), dtype=float64),
    math.log(36) + 0.8,
    torch.rand(4000, dtype=float64),
)
print(f"accepted: {len(kept)} of 4000")
plot_density(ring, torch.as_tensor(kept), title="Rejection sampling from a formula")

# %% [markdown]
# **Metropolis** (1953). Do not start afresh each time: *walk*. From $x$, propose a small step, and compare only two
# points, so that $Z$ cancels:
#
# $$
# x' = x + s\,\varepsilon; \qquad \text{go to } x' \text{ if } \log u < \log\tilde p(x') - \log\tilde p(x), \quad
# \text{else stay at } x \text{, and count } x \text{ once more} \tag{19}
# $$
#
# Uphill steps are always taken, downhill steps with probability $\tilde p(x')/\tilde p(x)$. The places that are
# visited form a **Markov chain**: where it goes depends on where it is, and on nothing before. Its samples are not
# independent, but in the long run it spends at each place the time that $p$ asks for (question 11 proves the heart of
# it: what has the distribution $p$ keeps it). This is **MCMC**, Markov chain Monte Carlo. The step size $s$ is the
# craft: tiny steps are always accepted and lead nowhere, giant ones are always refused. Below is a draft, and a test
# that its author was happy with.


# %%
def draft_metropolis(log_p, x0, step, noise, u):
    x, chain = x0, []
    for eps, threshold in zip(noise, u, strict=True):
        proposal = x + step * eps
        accept = threshold < log_p(proposal) - log_p(x)
        x[accept] = proposal[accept]
        if accept.any():
            chain.append(x.clone())
    chain = torch.stack(chain)
    moved = (chain[1:] != chain[:-1]).any(dim=-1)
    return chain, float(moved.double().mean())


def standard_normal(x):
    return -0.5 * x.square().sum(dim=1)


generator = torch.Generator().manual_seed(6)
noise, u = (
    torch.randn(2000, 1, 1, dtype=float64, generator=generator),
    torch.rand(2000, 1, dtype=float64, generator=generator),
)
chain, rate = draft_metropolis(standard_normal, torch.full((1, 1), 2.5, dtype=float64), 1.0, noise, u)
print(f"from 2.5 it walked to within {chain[-1].abs().item():.1f} of the top; rate of acceptance {rate:.2f}")
# -> from 2.5 it walked to within 0.0 of the top; rate of acceptance 1.00

# %% [markdown] task="metropolis"
# ### Exercise 10 · `metropolis` · 6 points · 12 minutes · repair
#
# `draft_metropolis` has **four** faults. Before you read on, look at the length of its chain and at its variance (which
# should be 1), think about where downhill steps went, look at `x0` after the call, and ask what its rate of acceptance
# counts. Then write `metropolis` without the faults. Many chains walk at once, each for itself.


# %% exercise="metropolis" points=6 difficulty=3 minutes=12 needs=[]
def metropolis(log_p, x0, step, noise, u):
    """Walk through a distribution by the Metropolis rule, equation (19).

    Args:
        log_p: unnormalised log density: takes points of shape [C, D], returns shape [C]; -inf where the density is 0.
        x0: where the C chains start, float64 tensor of shape [C, D], with positive density. It is not changed.
        step: the step size s, a float above 0.
        noise: standard normal numbers, shape [n, C, D], n at least 1: noise[t] makes the proposals of step t.
        u: uniform numbers in [0, 1), shape [n, C]: u[t, c] decides about chain c in step t.

    Returns:
        (chain, acceptance): chain has shape [n, C, D] and holds where the chains are after each step, whether they moved or
        stayed (the start is not in it); acceptance is the share of all n * C proposals that were accepted, a number.
    """
    ### BEGIN SOLUTION
    x, log_p_x = x0, log_p(x0)
    chain, accepted = torch.empty_like(noise), 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        log_p_proposal = log_p(proposal)
        accept = torch.log(u[t]) < log_p_proposal - log_p_x
        x = torch.where(accept[:, None], proposal, x)
        log_p_x = torch.where(accept, log_p_proposal, log_p_x)
        chain[t] = x
        accepted += int(accept.sum())
    return chain, accepted / u.numel()
    ### END SOLUTION


# %% public_test="metropolis"
start = torch.tensor([[0.0, 0.0], [1.0, 1.0], [5.0, 5.0]], dtype=float64)
chain, acceptance = metropolis(
    standard_normal, start, 0.5, torch.ones(7, 3, 2, dtype=float64), torch.full((7, 3), 0.5, dtype=float64)
)
chain = torch.as_tensor(chain)
assert chain.shape == (7, 3, 2), "7 steps of 3 chains in 2 dimensions: a step that is refused counts, too"
assert chain.dtype == float64, "float64 in, float64 out"
assert torch.as_tensor(acceptance).numel() == 1, "the acceptance is one number"
assert 0 <= float(acceptance) <= 1, "the acceptance is a share"
assert start.tolist() == [[0.0, 0.0], [1.0, 1.0], [5.0, 5.0]], "x0 was changed"

# %% [markdown] hint="metropolis"
# One fault for each of the four things to look at. Compare the draft with equation (19), line by line.
#
# ---
# In the draft, a uniform number is compared with a difference of *logarithms*. What is recorded if every chain stays?
# `x[accept] = ...` writes into a tensor: into which one, in the first step? And a rate over what was recorded leaves
# out what was not.
#
# ---
# In the loop: `accept = torch.log(u[t]) < log_p(proposal) - log_p(x)`, `x = torch.where(accept[:, None], proposal, x)`,
# then always `chain.append(x)`, and count `accept.sum()`. At the end divide the count by `u.numel()`.


# %% tags=["demo"]
def two_hills(x):
    hills = torch.stack([(x - x.new_tensor(c)).square().sum(dim=1) for c in ([-1.2, -0.8], [1.2, 0.8])])
    return torch.logsumexp(torch.tensor([0.3, 0.7]).log().to(x)[:, None] - hills, dim=0)


for step in (0.02, 0.8, 12.0):
    noise, u = torch.randn(300, 4, 2, dtype=float64), torch.rand(300, 4, dtype=float64)
    chain, acceptance = metropolis(two_hills, torch.zeros(4, 2, dtype=float64), step, noise, u)
    title = f"step {step}: {float(acceptance):.0%} accepted"
    plot_density(two_hills, torch.as_tensor(chain).reshape(-1, 2), title=title, cells=100)

# %% [markdown]
# **Langevin.** A random step in 1000 dimensions nearly always goes the wrong way. If you know the gradient of
# $\log\tilde p$, which $Z$ does not change either, let it lead, and add just enough noise that you do not end on the
# top:
#
# $$x' = x + \eta\,\nabla_x\log\tilde p(x) + \sqrt{2\eta}\;\varepsilon \tag{20}$$
#
# Nothing is refused. The price is a bias that vanishes with $\eta$. For $p = \mathcal N(0, 1)$ the gradient is $-x$, so
# $x' = (1-\eta)x + \sqrt{2\eta}\,\varepsilon$, and a variance $v$ that no longer changes satisfies
# $v = (1-\eta)^2 v + 2\eta$, which gives $v = 1/(1 - \eta/2)$ instead of 1. The gradient $\nabla_x\log p$ is called the
# **score**, and it is all that (20) needs to know about $p$: a network that learns the score from data can sample. That
# is where score-based and diffusion models begin (modules 04 and 05).

# %%
generator = torch.Generator().manual_seed(7)
for eta in (0.5, 0.05):
    x = torch.zeros(20_000, dtype=float64)
    for _step in range(100):
        x = x - eta * x + math.sqrt(2 * eta) * torch.randn(20_000, dtype=float64, generator=generator)
    print(f"eta {eta}: variance {x.var():.2f}, foretold {1 / (1 - eta / 2):.2f}")
# -> eta 0.5: variance 1.32, foretold 1.33
# -> eta 0.05: variance 1.02, foretold 1.03

# %% [markdown] written="detailed_balance" points=4 minutes=10
# ### Question 11 · `detailed_balance` · 4 points · 10 minutes · prove and explain
#
# Let $x$ take finitely many values with $p(x) > 0$, and let the proposal be symmetric: $g(x \to x') = g(x' \to x)$.
# Write $T(x \to x')$ for the probability that one step of the Metropolis rule (19) leads from $x$ to $x'$.
#
# 1. Show **detailed balance**: $p(x)\,T(x\to x') = p(x')\,T(x'\to x)$ for all $x \ne x'$. (1.5 points)
# 2. Conclude that $p$ is **stationary**: if $x$ has the distribution $p$ before a step, it has the distribution $p$
#    after it. (1 point)
# 3. Somebody records only the places to which the chain *moved*, and drops the repetitions. From which distribution do
#    the recorded places come, in the long run? Is it more or less concentrated on the hills of $p$ than $p$ itself?
#    (1.5 points)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. For $x \ne x'$ one has to propose $x'$ and to accept it: $T(x\to x') = g(x\to x')\min(1, p(x')/p(x))$, since
#    $\log u < \log a$ has probability $\min(1, a)$. Hence $p(x)T(x\to x') = g(x\to x')\min(p(x), p(x'))$, which does
#    not change if $x$ and $x'$ are exchanged, because $g$ is symmetric.
# 2. After the step, $p'(x') = \sum_x p(x)T(x\to x') = \sum_x p(x')T(x'\to x) = p(x')\sum_x T(x'\to x) = p(x')$: the
#    terms with $x \ne x'$ by 1., the term $x = x'$ trivially, and the sum is 1 because from $x'$ the chain goes
#    somewhere.
# 3. Each visit to $x$ lasts on average $1/A(x)$ steps, where $A(x) = \sum_{x'\ne x}T(x\to x')$ is the probability to
#    leave it. Without repetitions each visit counts once, so the recorded places have the distribution proportional to
#    $p(x)A(x)$. On a hill most proposals lead down and are refused, so $A$ is small there; in the plains it is large.
#    The record is *less* concentrated than $p$: too flat.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# 1. T as proposal times acceptance: 0.5. The minimum, or the two cases p(x') larger and smaller: 0.5. Symmetry of g
#    used, and said: 0.5.
# 2. Sum over x of p(x) T(x to x') written down and turned round with 1.: 0.5. The rows of T sum to 1, said: 0.5.
# 3. Proportional to p(x) times the probability of leaving x, with the reason (a visit lasts a geometric time of mean
#    1/A): 1. "Another distribution" with a correct example instead of the formula: 0.5. Less concentrated, because
#    proposals on hills are refused more often: 0.5.
# ### END MARK SCHEME

# %% [markdown]
# ## 9 Clumps: mixtures, and the answer
#
# Now the opening question. The lesson on linear algebra turned each digit into 16 numbers by PCA and drew new codes
# from *one* normal distribution; what came out was often half a 3 and half an 8, because the codes lie in clumps, and
# one bell covers the empty places between them as well. So take many bells:
#
# $$p(x) = \sum_{k=1}^{K}\pi_k\,\mathcal N(x; \mu_k, \Sigma_k), \qquad \pi_k > 0, \quad \sum_k\pi_k = 1 \tag{21}$$
#
# To sample: pick $k$ with probability $\pi_k$ (exercise 3), then $x = \mu_k + L_k\varepsilon$ (exercise 4, equation
# 11). To fit it to data we would have to know which example belongs to which bell, and to know that, we would need
# the bells. **Expectation–maximisation** (Dempster et al., 1977) does both in turns. First *believe*: with the
# present parameters, how strongly does example $n$ belong to bell $k$? That is Bayes' rule (2), once more; the answer
# is called the **responsibility**:
#
# $$
# r_{nk} = p(k \mid x_n)
# = \frac{\pi_k\,\mathcal N(x_n; \mu_k, \Sigma_k)}{\sum_j\pi_j\,\mathcal N(x_n; \mu_j, \Sigma_j)} \tag{22}
# $$
#
# Then *update*: proportions, means and covariances, with every example counted as often as it belongs:
#
# $$
# N_k = \sum_n r_{nk}, \qquad \pi_k = \frac{N_k}{N}, \qquad \mu_k = \frac1{N_k}\sum_n r_{nk}\,x_n, \qquad
# \Sigma_k = \frac1{N_k}\sum_n r_{nk}\,(x_n - \mu_k)(x_n - \mu_k)^\top + \lambda I \tag{23}
# $$
#
# with the *new* means in $\Sigma_k$. For $\lambda = 0$ **the likelihood never falls**. The small **ridge**
# $\lambda > 0$ keeps a bell from collapsing onto one example, where its density would grow without limit.
#
# <details><summary>Proof that the likelihood never falls (λ = 0)</summary>
#
# For any weights $r_k > 0$ with $\sum_k r_k = 1$, and with $p(x, k) = \pi_k\mathcal N(x; \mu_k, \Sigma_k)$, we have
# $\log p(x) = \log p(x, k) - \log p(k\mid x)$ for every $k$, so, averaged with the $r_k$,
# $$\log p(x) = \sum_k r_k\log\frac{p(x, k)}{r_k} + \sum_k r_k\log\frac{r_k}{p(k\mid x)}.$$
# The second sum is a KL divergence: not negative, and 0 if $r$ is the posterior (22). So, with $r$ from the present
# parameters, the first sum equals $\log p(x)$. Now keep $r$ and change the parameters so that the first sum, added up
# over the examples, becomes as large as possible: the second sum can only grow from 0, so $\log p$ grows at least as
# much. The first sum is a log-likelihood in which example $n$ counts $r_{nk}$ times for bell $k$. Its maximum is (23):
# in $\pi$, by Gibbs' inequality for the shares $N_k/N$; in $\mu_k$ and $\Sigma_k$, since the mean of
# $-\log\mathcal N(x;\mu,\Sigma)$ over a (weighted) sample with mean $m$ and covariance $S$ is, up to a constant, the KL
# divergence (16) from $\mathcal N(m, S)$, and that is smallest, 0, at $\mu = m$, $\Sigma = S$. ∎
#
# (This first sum is the *evidence lower bound* of the VAE, where a network guesses $r$ instead of Bayes' rule.)
#
# </details>

# %%
X = torch.tensor([[-2.0], [-1.0], [1.0], [2.0]], dtype=float64)
log_joint = torch.stack([-0.5 * (X[:, 0] - m) ** 2 - math.log(2 * math.sqrt(2 * math.pi)) for m in (-1.0, 1.0)], dim=1)
r = log_joint.softmax(dim=1)  # two bells at -1 and 1, equally likely, of variance 1
print("responsibilities of the second:", [round(value, 3) for value in r[:, 1].tolist()])
# -> responsibilities of the second: [0.018, 0.119, 0.881, 0.982]
print(f"its new mean: {(r[:, 1] @ X[:, 0] / r[:, 1].sum()).item():.4f}")  # -> its new mean: 1.3448

# %% [markdown] task="gmm_em_step"
# ### Exercise 12 · `gmm_em_step` · 7 points · 14 minutes · implement
#
# Write one round of (22) and (23), with your `gaussian_logpdf`. Work with logarithms: an example that is far from all
# bells has a density of 0 under each, as far as a computer can tell, and must still know where it belongs.
#
# This is also an exercise of the kind *train, then evaluate*: a hidden test fits five bells to a part of the digits with
# your function, twelve rounds from a given start, and measures the mean log-likelihood of digits that it has not seen.
# There is no chance in it, so the target is the reference itself, to five digits. One single bell is the baseline.


# %% exercise="gmm_em_step" points=7 difficulty=3 minutes=14 needs=["gaussian_logpdf"]
def gmm_em_step(X, pi, mu, cov, ridge=0.0):
    """One round of expectation-maximisation for a mixture of normal distributions, equations (22) and (23).

    Args:
        X: examples in rows, float64 tensor of shape [N, D]; they may be far from every component.
        pi: mixing proportions, shape [K], positive, with sum 1.
        mu: means, shape [K, D].
        cov: covariances, shape [K, D, D], symmetric with positive eigenvalues.
        ridge: lambda, a float of at least 0, added to the diagonal of each new covariance.

    Returns:
        (pi, mu, cov, log_lik): the new parameters, of the same shapes; and the mean log-likelihood of an example
        under the parameters that were *given*, a number: the mean over n of log p(x_n). The arguments are not changed.
    """
    ### BEGIN SOLUTION
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    log_p = torch.logsumexp(log_joint, dim=1)
    r = torch.exp(log_joint - log_p[:, None])
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    scatter = (r.T[:, :, None] * offsets).mT @ offsets
    new_cov = scatter / counts[:, None, None] + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, log_p.mean()
    ### END SOLUTION


# %% public_test="gmm_em_step"
X = torch.tensor([[-2.0, 0.0], [-1.0, 1.0], [1.0, 1.0], [2.0, 0.0], [0.5, 3.0]], dtype=float64)
start = (
    torch.tensor([0.5, 0.5]).double(),
    torch.tensor([[-1.0, 0.0], [1.0, 0.0]]).double(),
    torch.eye(2).double().repeat(2, 1, 1),
)
pi, mu, cov, log_lik = gmm_em_step(X, *start)
assert torch.as_tensor(pi).shape == (2,), "one proportion for each component"
assert torch.as_tensor(mu).shape == (2, 2), "a mean for each component: [K, D]"
assert torch.as_tensor(cov).shape == (2, 2, 2), "a covariance for each component: [K, D, D]"
assert torch.as_tensor(mu).dtype == float64, "float64 in, float64 out"
assert torch.as_tensor(log_lik).numel() == 1, "the log-likelihood is one number: the mean over examples"
assert abs(float(torch.as_tensor(pi).sum()) - 1) < 1e-9, "proportions sum to 1"

# %% [markdown] hint="gmm_em_step"
# Three steps: a table of log joint probabilities, `[N, K]`; the responsibilities, as in exercise 1; weighted averages.
#
# ---
# Column $k$ of the table is `pi[k].log() + gaussian_logpdf(X, mu[k], cov[k])`. `logsumexp` over *components* gives
# $\log p(x_n)$; the mean of that is the log-likelihood. The responsibilities of an example sum to 1 over components.
#
# ---
# `r.T @ X / counts[:, None]` has all new means. For the covariances a loop over $k$ is fine: with
# `offset = X - new_mu[k]`, `(r[:, k, None] * offset).T @ offset / counts[k] + ridge * torch.eye(D)`.

# %% [markdown]
# Now everything comes together. The codes are made by PCA, as in linear algebra; the rest is yours: the fit by
# exercise 12 (with exercise 6 inside), and, for the last row, a bell by exercise 3, noise by exercise 4, a code by
# equation (11). All chance that enters is uniform.

# %% tags=["demo"]
mean = train.mean(dim=0)
components = torch.linalg.svd(train - mean, full_matrices=False).Vh[:16]
codes, codes_test = (train - mean) @ components.T, (test - mean) @ components.T
one_bell = codes.mean(dim=0), torch.cov(codes.T)
print(f"one bell:     {torch.as_tensor(gaussian_logpdf(codes_test, *one_bell)).mean():6.2f} nats per test digit")

K, ridge = 20, 0.01
some = codes[torch.randperm(len(codes), generator=torch.Generator().manual_seed(0))[:K]]
bells = torch.full((K,), 1 / K, dtype=float64), some, (one_bell[1] / 4).repeat(K, 1, 1)
seen, unseen = [], []
for _round in range(40):
    unseen.append(float(gmm_em_step(codes_test, *bells, ridge)[3]))
    *bells, log_lik = (torch.as_tensor(part) for part in gmm_em_step(codes, *bells, ridge))
    seen.append(float(log_lik))
print(f"twenty bells: {unseen[-1]:6.2f} nats per test digit")
plot_curves(
    range(40), {"training digits": seen, "test digits": unseen}, x_label="round", y_label="nats per digit", title="EM"
)


# %% tags=["demo"]
def normal_numbers(n):
    return torch.stack([torch.as_tensor(box_muller(*torch.rand(2, n, dtype=float64))[0]) for _ in range(16)], dim=1)


pi, mu, cov = bells
which = torch.as_tensor(inverse_cdf_sample(torch.rand(10, dtype=float64), pi))
from_twenty = mu[which] + (torch.linalg.cholesky(cov)[which] @ normal_numbers(10)[:, :, None])[:, :, 0]
from_one = one_bell[0] + normal_numbers(10) @ torch.linalg.cholesky(one_bell[1]).T
show_images(
    {"one bell": mean + from_one @ components, "twenty bells": mean + from_twenty @ components},
    title="Nobody wrote these",
)

# %% [markdown]
# *Draw a digit that nobody wrote*: done, out of uniform numbers. *And say how likely it is*: equation (21) says it, as a
# density of the code, for these digits and for any other. The mixture gives a digit that it has never seen a log density
# that is almost 7 nats higher, on average: a density about $e^{6.7} \approx 800$ times as high. That comparison, the mean
# log-likelihood of unseen data, is how flows and autoregressive models are judged to this day.
#
# What limits it? Someone chose 16 linear codes, 20 bells, and a ridge. Note the gap between the two curves: bells are
# hungry for data. The models of this course replace each part by something learnt: the code by an autoencoder, the
# bells by a flow or a diffusion model.
#
# ## What you have now
#
# - Bayes' rule in logarithms, with the evidence as a by-product. (Classifier guidance, ELBO)
# - Learning a probability is counting; predictions average over what is unknown. (Human studies)
# - A uniform number turns into anything: by an inverse CDF, by Box–Muller. (The last line of a language model)
# - A test has a level, fixed beforehand, and passing it proves nothing. (Comparing models)
# - Gaussians by Cholesky: density, sample, gradient through the sample. (VAE)
# - Densities thin out where a map stretches. (Flows)
# - KL between Gaussians in closed form, and not symmetric. (VAE, diffusion)
# - Sampling from a formula: reject, walk, or follow the score. (Energy-based and score-based models)
# - Mixtures and EM, the first latent-variable model. (VAE)
#
# ## References
#
# *Books*
# - L. Wasserman, *All of Statistics*, Springer, 2004. Sections 1 to 4 of this lesson, at length.
#   [doi:10.1007/978-0-387-21736-9](https://doi.org/10.1007/978-0-387-21736-9)
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer, 2006. Chapters 2 (distributions), 9 (mixtures
#   and EM), 11 (sampling).
# - D. J. C. MacKay, *Information Theory, Inference, and Learning Algorithms*, Cambridge University Press, 2003.
#   Chapters 2, 29 and 30. Free at [inference.org.uk/mackay/itila](https://www.inference.org.uk/mackay/itila/).
# - L. Devroye, *Non-Uniform Random Variate Generation*, Springer, 1986.
#   [doi:10.1007/978-1-4613-8643-8](https://doi.org/10.1007/978-1-4613-8643-8)
# - M. P. Deisenroth, A. A. Faisal and C. S. Ong, *Mathematics for Machine Learning*, Cambridge University Press, 2020.
#   Chapters 6 and 11. Free at [mml-book.github.io](https://mml-book.github.io).
#
# *Papers*
# - N. Metropolis, A. W. Rosenbluth, M. N. Rosenbluth, A. H. Teller and E. Teller, Equation of state calculations by
#   fast computing machines, *Journal of Chemical Physics* 21, 1087–1092, 1953.
#   [doi:10.1063/1.1699114](https://doi.org/10.1063/1.1699114)
# - A. Dvoretzky, J. Kiefer and J. Wolfowitz, Asymptotic minimax character of the sample distribution function and of
#   the classical multinomial estimator, *Annals of Mathematical Statistics* 27, 642–669, 1956.
#   [doi:10.1214/aoms/1177728174](https://doi.org/10.1214/aoms/1177728174)
# - G. E. P. Box and M. E. Muller, A note on the generation of random normal deviates, *Annals of Mathematical
#   Statistics* 29, 610–611, 1958. [doi:10.1214/aoms/1177706645](https://doi.org/10.1214/aoms/1177706645)
# - A. P. Dempster, N. M. Laird and D. B. Rubin, Maximum likelihood from incomplete data via the EM algorithm, *Journal
#   of the Royal Statistical Society B* 39, 1–38, 1977.
# - P. Massart, The tight constant in the Dvoretzky–Kiefer–Wolfowitz inequality, *Annals of Probability* 18, 1269–1283,
#   1990. [doi:10.1214/aop/1176990746](https://doi.org/10.1214/aop/1176990746)
# - R. J. Williams, Simple statistical gradient-following algorithms for connectionist reinforcement learning, *Machine
#   Learning* 8, 229–256, 1992. [doi:10.1007/BF00992696](https://doi.org/10.1007/BF00992696)
# - G. O. Roberts and R. L. Tweedie, Exponential convergence of Langevin distributions and their discrete
#   approximations, *Bernoulli* 2, 341–363, 1996.
# - M. Welling and Y. W. Teh, Bayesian learning via stochastic gradient Langevin dynamics, *ICML*, 2011.
# - D. P. Kingma and M. Welling, Auto-encoding variational Bayes, 2013.
#   [arXiv:1312.6114](https://arxiv.org/abs/1312.6114)
# - D. J. Rezende, S. Mohamed and D. Wierstra, Stochastic backpropagation and approximate inference in deep generative
#   models, 2014. [arXiv:1401.4082](https://arxiv.org/abs/1401.4082)
# - D. J. Rezende and S. Mohamed, Variational inference with normalizing flows, 2015.
#   [arXiv:1505.05770](https://arxiv.org/abs/1505.05770)
# - Y. Song and S. Ermon, Generative modeling by estimating gradients of the data distribution, 2019.
#   [arXiv:1907.05600](https://arxiv.org/abs/1907.05600)
