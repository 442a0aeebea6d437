# %% [markdown]
# # Variational autoencoders: throw eight dice, draw a digit
#
# An autoencoder squeezes a picture into eight numbers and draws it again. Now hand it eight numbers that *nobody*
# encoded: throw dice. It draws a smudge, for nobody ever told it what to do with codes that no picture has.
#
# *What must be changed in its training so that dice are enough? And why does the change use a distance between
# distributions that is not symmetric, that way round and not the other?*
#
# Two terms and one trick are the answer. Here is what you will have built: digits that the model has never seen and what
# came back through eight noisy numbers (rows 1 and 2), digits that nobody wrote, drawn from dice alone (row 3). The last
# row is the same network, trained with a loss that a colleague wrote. It fell as a healthy loss should. You will find out
# what is wrong with it.
#
# ![Unseen digits; what came back; digits drawn from dice; ten times the same grey blob](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![Encoder, mean and spread, noise, decoder; below, the six ideas](images/overview.svg)
#
# **Where and why.** Stable Diffusion and its relatives do not paint pixels: they paint in the code space of a variational
# autoencoder, whose penalty keeps that space smooth. The bound that you will derive is also what diffusion models are
# trained on (a diffusion model is a very deep variational autoencoder with a fixed encoder), and the trick with the noise
# is in policy learning, in Bayesian networks and in every layer that samples and still has to learn.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Ten coding
# exercises (59 points) and one question in words (5 points) take about two and a half hours; after section 3 is a good
# place for a break. Under each exercise stands a check cell: it catches wrong shapes and common slips, but passing it is
# *not* enough. Hidden tests look at other inputs and at the edge cases that the docstring names. Hints unfold step by
# step and cost nothing.
#
# **Conventions.** One example in each row; $N$ examples, $D$ latent numbers each. A sum over pixels or latents leaves
# *one value per example*. Encoders give $\log\sigma^2$, called `log_var`, since any real number is one. Noise comes in as
# an argument, so that the same call gives the same answer. Functions keep the dtype that they are given.

# %%
import math

import torch
from torch import nn
from torch.nn import functional

from journey.data import digits
from journey.plots import plot_curves, plot_points, show_images

train, test, train_labels, test_labels = digits()
x_train, x_test = (train > 0.5).float(), (test > 0.5).float()  # ink or no ink: each pixel is 0 or 1
print(tuple(x_train.shape), x_train.unique().tolist())  # -> (1297, 64) [0.0, 1.0]

# %% [markdown]
# ## 1 A story of how pictures come about
#
# Tell it as if you were nature. *First throw the dice*: $z \sim \mathcal N(0, I)$, a few numbers that decide which digit,
# how slanted, how bold. *Then draw*: a network, the **decoder**, turns $z$ into a distribution $p(x \mid z)$ over
# pictures, and a picture is drawn from it. How probable is a picture $x$ in this story? All dice that could have led to it
# count:
#
# $$p(x) = \int p(x \mid z)\, p(z)\,\mathrm dz, \qquad p(z) = \mathcal N(z;\, 0, I) \tag{1}$$
#
# We want the decoder under which the training pictures are most probable: maximise $\sum_n \log p(x_n)$.
#
# **What the decoder says is a distribution.** If pixels are ink or no ink, it gives one number per pixel, the *logit*
# $\ell_d$, and the probability of ink is $\sigma(\ell_d) = 1/(1 + e^{-\ell_d})$. Pixels are independent *given* $z$, so
#
# $$
# \log p(x \mid z) = \sum_{d} \Bigl[x_d \log\sigma(\ell_d) + (1 - x_d)\log\bigl(1 - \sigma(\ell_d)\bigr)\Bigr]
# = \sum_d \Bigl[x_d\,\ell_d - \log\bigl(1 + e^{\ell_d}\bigr)\Bigr] \tag{2}
# $$
#
# (*Why:* $\log\sigma(\ell) = \ell - \log(1+e^\ell)$ and $\log(1-\sigma(\ell)) = -\log(1+e^\ell)$.) For real-valued pixels
# one takes a normal distribution with the mean that the decoder gives,
#
# $$\log p(x \mid z) = -\frac12\sum_d \Bigl[\frac{(x_d - \mu_d)^2}{\sigma_d^2} + \log\sigma_d^2 + \log 2\pi\Bigr] \tag{3}$$
#
# With a fixed $\sigma$ that is the squared error, times a factor and plus a constant. So *cross-entropy or squared error*
# is no matter of taste: it says what you believe about the noise in your pixels. And it comes as a **sum** over pixels,
# for probabilities of independent things multiply. Remember this sum. Section 4 is about what happens without it.
#
# **Beware of rounding.** $\sigma(40)$ is exactly 1 in float32, and then $\log(1 - \sigma(40))$ is $-\infty$; the right
# answer is $-40$. Never take the logarithm of a sigmoid: work with logits.

# %%
logits = torch.tensor([2.0, -1.0, 40.0])
pixels = torch.tensor([1.0, 0.0, 0.0])
naive = pixels * torch.sigmoid(logits).log() + (1 - pixels) * (1 - torch.sigmoid(logits)).log()
print("naive: ", [round(value, 4) for value in naive.tolist()])  # -> naive:  [-0.1269, -0.3133, -inf]
stable = functional.logsigmoid(torch.where(pixels == 1, logits, -logits))
print("stable:", [round(value, 4) for value in stable.tolist()])  # -> stable: [-0.1269, -0.3133, -40.0]

# %% [markdown] task="log_density"
# ### Exercise 1 · `log_density` · 5 points · 10 minutes · implement
#
# Write equations (2) and (3) as one function. You will use it for the pixels *and* (with `family="normal"`) for the code.


# %% exercise="log_density" points=5 difficulty=2 minutes=10 needs=[]
def log_density(value, out, family, log_var=0.0):
    """Log-density of each example under what a network put out, equations (2) and (3); summed over the last axis only.

    Args:
        value: floating-point tensor of shape [..., D]; for "bernoulli" each entry is between 0 and 1.
        out: logits ("bernoulli") or means ("normal"), of a shape that broadcasts with value's: pixels of shape [N, D]
            may meet logits of shape [K, N, D].
        family: "bernoulli" or "normal".
        log_var: logarithm of the variance, a number or a tensor that broadcasts with value. "normal" only: "bernoulli"
            does not look at it.

    Returns:
        Tensor of shape [...] (after broadcasting) and the inputs' dtype: one number for each example, the constant
        log(2 pi) included. It is finite for logits as large as 1e4 in absolute value, also in float32.

    Raises:
        ValueError: for any other family.
    """
    ### BEGIN SOLUTION
    if family == "bernoulli":
        return (value * out - functional.softplus(out)).sum(dim=-1)
    if family != "normal":
        raise ValueError(f"there is no family {family!r}")
    log_var = torch.as_tensor(log_var, dtype=value.dtype)
    terms = (value - out) ** 2 * torch.exp(-log_var) + log_var + math.log(2 * math.pi)
    return -0.5 * terms.sum(dim=-1)
    ### END SOLUTION


# %% public_test="log_density"
answer = torch.as_tensor(log_density(torch.ones(4, 3), torch.zeros(4, 3), "bernoulli"))
assert answer.shape == (4,), "one number for each of the 4 examples"
assert abs(float(answer[0]) + 2.0794) < 1e-3, "three pixels, each ink with probability one half"
answer = torch.as_tensor(log_density(torch.zeros(2, 5, 3), torch.zeros(5, 3), "normal", 1.0))
assert answer.shape == (2, 5), "only the last axis is summed"
assert answer.dtype == torch.float32, "float32 in, float32 out"

# %% [markdown] hint="log_density"
# Two formulas, two branches. Which of the two forms of equation (2) takes no logarithm of a probability?
#
# ---
# $\log(1 + e^{\ell})$ is `functional.softplus(l)`, which is exact for large and for small $\ell$. For the normal, all three
# terms of (3) stand inside the sum over $d$: the constant counts once for each dimension, also where `log_var` is one number.
#
# ---
# `(value * out - functional.softplus(out)).sum(dim=-1)`. For the normal, add `log_var` to a tensor of full
# shape before you sum.

# %% [markdown]
# ### Why not compute (1) directly?
#
# The integral is a mean over dice, so one might throw $K$ of them and average: $p(x) \approx \frac1K\sum_k p(x \mid z_k)$.
# Two things go wrong. The first is a matter of arithmetic: a picture of 64 pixels has a probability of perhaps $e^{-200}$
# under a bad $z$, which float32 rounds to 0, and $\log 0 = -\infty$. The cure is to pull the largest term out:
#
# $$
# \log \frac1K \sum_{k=1}^K e^{a_k} = m + \log \frac1K\sum_{k=1}^K e^{a_k - m}, \qquad m = \max_k a_k \tag{4}
# $$
#
# Both sides are equal for every $m$; with this one no exponential overflows and at least one of them is $1$.
#
# The second is no matter of arithmetic: almost all dice belong to *other* pictures. In eight dimensions you would need
# to throw a great many before a single one explains this $x$. Section 6 measures it. First make (4) safe.

# %%
a = torch.tensor([-200.0, -201.0])
print("naive:", a.exp().mean().log().item())  # -> naive: -inf
m = a.max()
print(f"equation (4): {m + (a - m).exp().mean().log():.4f}")  # -> equation (4): -200.3799

# %% [markdown] task="log_mean_exp"
# ### Exercise 2 · `log_mean_exp` · 4 points · 8 minutes · implement
#
# Write equation (4) for one axis of a tensor. A term may be $-\infty$ (a probability of exactly 0): it adds nothing, but
# it counts. If all of them are, the mean is 0 and its logarithm $-\infty$, where a careless $m$ gives
# $-\infty - (-\infty) = \mathrm{NaN}$.


# %% exercise="log_mean_exp" points=4 difficulty=2 minutes=8 needs=[]
def log_mean_exp(a, dim=0):
    """Logarithm of the mean of exponentials along one axis, equation (4).

    Args:
        a: floating-point tensor of at least one dimension. Entries are finite, of any size, or -inf.
        dim: the axis over which the mean is taken; negative numbers count from the end.

    Returns:
        Tensor of a's dtype and of its shape without that axis. -inf where all entries are -inf; never NaN, and never
        infinite because of overflow.
    """
    ### BEGIN SOLUTION
    return torch.logsumexp(a, dim=dim) - math.log(a.shape[dim])
    ### END SOLUTION


# %% public_test="log_mean_exp"
answer = torch.as_tensor(log_mean_exp(torch.zeros(5, 3)))
assert answer.shape == (3,), "the first axis is averaged away, by default"
assert answer.dtype == torch.float32, "float32 in, float32 out"
assert float(answer.abs().max()) < 1e-6, "the mean of ones is one, and its logarithm is zero"
assert torch.as_tensor(log_mean_exp(torch.zeros(5, 3), dim=-1)).shape == (5,), "the last axis is averaged away"
assert math.isfinite(float(log_mean_exp(torch.tensor([-300.0, -300.0])))), "exp(-300) is 0 in float32"

# %% [markdown] hint="log_mean_exp"
# `torch.logsumexp` does most of it, with -inf and all. What is the difference between a sum and a mean, after the
# logarithm?
#
# ---
# $\log\frac1K\sum = \log\sum - \log K$, and $K$ is the length of the axis.
#
# ---
# `torch.logsumexp(a, dim=dim) - math.log(a.shape[dim])`

# %% [markdown]
# ## 2 A bound that can be computed
#
# If only we knew which dice belong to *this* picture! That is the **posterior** $p(z \mid x) = p(x \mid z)\,p(z)/p(x)$, and
# it needs $p(x)$, which is what we cannot compute. So *guess* it: a second network, the **encoder**, looks at $x$ and
# names a distribution $q(z \mid x)$, here a normal one with mean $\mu(x)$ and variances $\sigma^2(x)$. How far it is off
# is measured by the **Kullback–Leibler divergence**
#
# $$\mathrm{KL}(q \,\|\, p) = \mathbb E_{z\sim q}\bigl[\log q(z) - \log p(z)\bigr] \;\ge\; 0, \qquad = 0 \iff q = p$$
#
# **Claim.** For *every* $q$, whatever network made it,
#
# $$
# \log p(x) = \underbrace{\mathbb E_{q(z\mid x)}\bigl[\log p(x \mid z)\bigr] - \mathrm{KL}\bigl(q(z\mid x)\,\|\,p(z)\bigr)}_{
# \text{ELBO}(x)}
# \; + \; \mathrm{KL}\bigl(q(z\mid x)\,\|\,p(z\mid x)\bigr) \tag{5}
# $$
#
# The last term is never negative, so the first two are a **lower bound** on $\log p(x)$, the *evidence lower bound*. And
# they can be computed: no posterior stands in them. The first term says *how well is the picture drawn again*, the second
# *how much does the code of this picture differ from dice*. Pushing the ELBO up pushes $\log p(x)$ up, or pulls $q$ towards
# the true posterior, or both.
#
# You will prove (5) yourself in the question at the end; it takes three lines. That the KL divergence is never negative is
# one line with Jensen's inequality: $-\mathrm{KL}(q\|p) = \mathbb E_q \log (p/q) \le \log \mathbb E_q\,(p/q) \le \log 1 = 0$.
#
# **Which way round, and why it matters.** The KL divergence is an average under its *first* argument. In (5) that is $q$,
# the distribution that we can sample, and this is the reason for its place: the other way round one would need samples of
# the posterior. It has a consequence. Where $q$ has mass and $p$ has none, $\log q - \log p$ is huge; where $p$ has mass
# and $q$ has none, nothing is counted. So minimising $\mathrm{KL}(q\|p)$ over a $q$ with one hump makes it **crawl into
# one** hump of the posterior and forget the other; the other direction would spread it over both and over the gap:
#
# ![A posterior with two humps; the best normal distribution in each direction of KL](images/kl_direction.svg)
#
# Let us see (5) hold to the last digit where everything is known: one latent number, three pixels, and a fine grid in place
# of the integral.

# %%
grid = torch.linspace(-10, 10, 20001, dtype=torch.float64)[:, None]  # [20001, 1]: one latent number
step = 0.001


def toy_decoder(z):
    """Logits of three pixels from one latent number."""
    weight = torch.tensor([4.0, -3.0, 5.0], dtype=z.dtype)
    return z * weight + torch.tensor([0.0, 1.0, -2.0], dtype=z.dtype)


x_toy = torch.tensor([1.0, 0.0, 1.0], dtype=torch.float64)
log_joint = functional.logsigmoid(torch.where(x_toy == 1, toy_decoder(grid), -toy_decoder(grid))).sum(dim=-1)
log_joint = log_joint - 0.5 * grid[:, 0] ** 2 - 0.5 * math.log(2 * math.pi)  # log p(x | z) + log p(z)
log_evidence = (log_joint.exp().sum() * step).log()  # equation (1)
log_posterior = log_joint - log_evidence
print(f"log p(x) = {log_evidence:.4f}")  # -> log p(x) = -1.3339

for mean, sigma in [(0.0, 1.0), (1.0, 0.5), (1.2, 0.6)]:
    log_q = -0.5 * ((grid[:, 0] - mean) / sigma) ** 2 - math.log(sigma * math.sqrt(2 * math.pi))
    elbo_toy = (log_q.exp() * (log_joint - log_q)).sum() * step
    kl_to_posterior = (log_q.exp() * (log_q - log_posterior)).sum() * step
    total = elbo_toy + kl_to_posterior
    print(f"q = N({mean}, {sigma}^2): ELBO {elbo_toy:.4f} + KL {kl_to_posterior:.4f} = {total:.4f}")
# -> q = N(0.0, 1.0^2): ELBO -6.9700 + KL 5.6361 = -1.3339
# -> q = N(1.0, 0.5^2): ELBO -1.4311 + KL 0.0972 = -1.3339
# -> q = N(1.2, 0.6^2): ELBO -1.4122 + KL 0.0783 = -1.3339

# %% [markdown]
# The better the guess, the smaller the gap; the sum is the same each time.
#
# ### The divergence between two normal distributions
#
# For normal distributions with independent entries the KL divergence needs no sampling:
#
# $$
# \mathrm{KL}\bigl(\mathcal N(\mu_q, \sigma_q^2) \,\|\, \mathcal N(\mu_p, \sigma_p^2)\bigr)
# = \frac12\sum_{d=1}^{D} \Bigl[\log\frac{\sigma_{p,d}^2}{\sigma_{q,d}^2} - 1
# + \frac{\sigma_{q,d}^2 + (\mu_{q,d} - \mu_{p,d})^2}{\sigma_{p,d}^2}\Bigr] \tag{6}
# $$
#
# and against the dice, $\mu_p = 0$ and $\sigma_p = 1$, it is
# $\frac12\sum_d \bigl[\mu_d^2 + \sigma_d^2 - 1 - \log\sigma_d^2\bigr]$.
#
# <details><summary>Proof</summary>
#
# Densities of independent entries multiply, so logarithms add, and one dimension is enough. There
# $\log q(z) - \log p(z) = \frac12\log\frac{\sigma_p^2}{\sigma_q^2} - \frac{(z-\mu_q)^2}{2\sigma_q^2} +
# \frac{(z-\mu_p)^2}{2\sigma_p^2}$. Take the mean under $q$: $\mathbb E(z - \mu_q)^2 = \sigma_q^2$, and
# $\mathbb E(z-\mu_p)^2 = \mathbb E(z - \mu_q + \mu_q - \mu_p)^2 = \sigma_q^2 + (\mu_q - \mu_p)^2$, since the mixed term has
# mean zero. ∎
#
# </details>
#
# Look at the sum over $d$ once more. Each dimension *adds* what it costs to say something with it, in *nats* (1 nat is 1.44
# bits). The same unit in which the picture's log-probability (2) is counted: that is why the two may be added at all.

# %%
mu, sigma = torch.tensor([1.0, 0.0], dtype=torch.float64), torch.tensor([0.5, 1.0], dtype=torch.float64)
closed_form = 0.5 * (mu**2 + sigma**2 - 1 - torch.log(sigma**2))
print("nats for each dimension:", [round(value, 4) for value in closed_form.tolist()])
# -> nats for each dimension: [0.8181, 0.0]
z = mu + sigma * torch.randn(200_000, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
by_sampling = (-0.5 * ((z - mu) / sigma) ** 2 - sigma.log() + 0.5 * z**2).mean(dim=0)
print("by sampling, to two digits:", [abs(round(value, 2)) for value in by_sampling.tolist()])
# -> by sampling, to two digits: [0.82, 0.0]

# %% [markdown] task="kl_diagonal"
# ### Exercise 3 · `kl_diagonal` · 5 points · 10 minutes · implement
#
# Write equation (6), from log-variances. Mind the edge: in float32 $e^{100}$ is infinite, so a quotient of two variances is
# better made from the *difference* of their logarithms.


# %% exercise="kl_diagonal" points=5 difficulty=2 minutes=10 needs=[]
def kl_diagonal(mu_q, log_var_q, mu_p, log_var_p):
    """KL divergence from q = N(mu_q, exp(log_var_q)) to p = N(mu_p, exp(log_var_p)), in nats, equation (6).

    Args:
        mu_q: means of q, a floating-point tensor of shape [..., D].
        log_var_q: logarithms of q's variances, the same shape.
        mu_p: means of p, of a shape that broadcasts with [..., D], for instance [D].
        log_var_p: logarithms of p's variances, the same shape as mu_p.

    Returns:
        KL(q || p), summed over the D dimensions: shape [...] and the inputs' dtype, one number for each example. It is
        finite for log-variances from -80 to 200 that differ by at most 80, also in float32.
    """
    ### BEGIN SOLUTION
    difference = log_var_q - log_var_p
    terms = difference.exp() + (mu_q - mu_p) ** 2 * torch.exp(-log_var_p) - 1 - difference
    return 0.5 * terms.sum(dim=-1)
    ### END SOLUTION


# %% public_test="kl_diagonal"
zeros = torch.zeros(5, 3)
answer = torch.as_tensor(kl_diagonal(zeros, zeros, zeros, zeros))
assert answer.shape == (5,), "one number for each example"
assert float(answer.abs().max()) < 1e-6, "a distribution does not differ from itself"
assert bool((torch.as_tensor(kl_diagonal(zeros + 1, zeros - 1, zeros[0], zeros[0])) > 0).all()), "never negative"
assert answer.dtype == torch.float32, "float32 in, float32 out"

# %% [markdown] hint="kl_diagonal"
# Four terms for each dimension. Write each of them with `log_var_q` and `log_var_p` and no logarithm at all.
#
# ---
# $\sigma_q^2/\sigma_p^2 = e^{\log\sigma_q^2 - \log\sigma_p^2}$: subtract first, then exponentiate. And
# $\log(\sigma_p^2/\sigma_q^2)$ is a difference of what you are given.
#
# ---
# With `d = log_var_q - log_var_p`: `0.5 * (d.exp() + (mu_q - mu_p) ** 2 * torch.exp(-log_var_p) - 1 - d).sum(-1)`.

# %% [markdown]
# ## 3 Downhill through a random number
#
# The first term of the ELBO is a mean over $z \sim q(z\mid x)$. A few samples estimate it; one is enough, since the
# minibatch averages anyway. But we need its *gradient* with respect to $\mu$ and $\sigma$, and these are parameters of the
# distribution that we sample from. How does one differentiate a throw of dice?
#
# **The trick.** Throw the dice beforehand, and *build* the sample from them:
#
# $$z = \mu + \sigma\,\varepsilon, \qquad \varepsilon \sim \mathcal N(0, I), \qquad \sigma = e^{\frac12\log\sigma^2} \tag{7}$$
#
# Now the randomness is an input like any other, $z$ is a smooth function of $\mu$ and $\log\sigma^2$, and gradients flow
# through it.
#
# ![Left, the gradient stops at the throw; right, the noise comes in from the side and it passes](images/reparameterise.svg)
#
# $$
# \frac{\partial z}{\partial \mu} = 1, \qquad
# \frac{\partial z}{\partial \log\sigma^2} = \tfrac12\,\sigma\,\varepsilon
# $$
#
# Mind the half. Writing $e^{\log\sigma^2}$ for the standard deviation is the most common slip in this subject, and a sly
# one: networks start with `log_var` near 0, where $e^0 = e^{\frac12 \cdot 0}$, so nothing looks wrong at first.

# %%
mu, log_var = torch.tensor([1.0, 1.0]), torch.tensor([0.0, math.log(9.0)])
eps = torch.randn(100_000, 2, generator=torch.Generator().manual_seed(0))
wrong = mu + log_var.exp() * eps
print("wanted standard deviations: 1 and 3; the slip gives", [round(s) for s in wrong.std(dim=0).tolist()])
# -> wanted standard deviations: 1 and 3; the slip gives [1, 9]

# %% [markdown] task="reparameterise"
# ### Exercise 4 · `reparameterise` · 4 points · 5 minutes · implement
#
# Write equation (7).


# %% exercise="reparameterise" points=4 difficulty=1 minutes=5 needs=[]
def reparameterise(mu, log_var, eps):
    """Build samples of N(mu, exp(log_var)) out of standard normal noise, equation (7).

    Args:
        mu: means, a floating-point tensor of shape [..., D].
        log_var: logarithms of the variances, the same shape.
        eps: standard normal noise, of a shape that broadcasts with mu's: [K, N, D] gives K samples for each example.

    Returns:
        The samples, a tensor of the broadcast shape and the inputs' dtype. Gradients flow to mu and to log_var. No other
        randomness is used, and nothing that came in is changed.
    """
    ### BEGIN SOLUTION
    return mu + torch.exp(0.5 * log_var) * eps
    ### END SOLUTION


# %% public_test="reparameterise"
z = reparameterise(torch.ones(5, 3), torch.zeros(5, 3), torch.zeros(7, 5, 3))
assert torch.as_tensor(z).shape == (7, 5, 3), "7 samples for each of 5 examples"
assert bool((torch.as_tensor(z) == 1).all()), "without noise, a sample is the mean"
assert torch.as_tensor(z).dtype == torch.float32, "float32 in, float32 out"

# %% [markdown] hint="reparameterise"
# $\sigma$ is the standard deviation. You have the logarithm of the variance.
#
# ---
# $\sigma = \sqrt{e^{\log\sigma^2}} = e^{\frac12\log\sigma^2}$.
#
# ---
# `mu + torch.exp(0.5 * log_var) * eps`

# %% [markdown]
# ### Is there another way? Is this one better?
#
# There is, and it is older. The **score-function estimator** (REINFORCE; Williams, 1992) never looks inside $f$:
#
# $$
# \nabla\, \mathbb E_{z \sim q}\bigl[f(z)\bigr] = \mathbb E_{z\sim q}\bigl[f(z)\,\nabla \log q(z)\bigr] \tag{8}
# $$
#
# (*Why:* $\nabla\int f q = \int f\,\nabla q$, and $\nabla q = q\,\nabla\log q$.) For a normal distribution with
# $z = \mu + \sigma\varepsilon$,
#
# $$
# \frac{\partial \log q}{\partial \mu} = \frac{z - \mu}{\sigma^2} = \frac{\varepsilon}{\sigma}, \qquad
# \frac{\partial \log q}{\partial \log\sigma^2} = \tfrac12\,(\varepsilon^2 - 1) \tag{9}
# $$
#
# The **pathwise** estimator differentiates through (7) by the chain rule:
#
# $$
# \frac{\partial}{\partial\mu} \approx f'(z), \qquad
# \frac{\partial}{\partial \log\sigma^2} \approx f'(z)\cdot\tfrac12\,\sigma\,\varepsilon \tag{10}
# $$
#
# Both are right on average, when $f$ is smooth. How much they *scatter* is another matter, and so is what happens if $f$
# has a jump. Build both and see.

# %% [markdown] task="gradient_estimates"
# ### Exercise 5 · `gradient_estimates` · 5 points · 12 minutes · implement and compare
#
# Write (8) with (9), and (10), for one latent number and many samples.


# %% exercise="gradient_estimates" points=5 difficulty=3 minutes=12 needs=[]
def gradient_estimates(f, df, mu, log_var, eps):
    """Two estimates of the gradient of E[f(z)], z ~ N(mu, exp(log_var)), from each sample: equations (8) to (10).

    Args:
        f: a function that takes a tensor of samples [S] and returns f(z) for each, [S].
        df: its derivative, in the same manner.
        mu: the mean, a number.
        log_var: the logarithm of the variance, a number.
        eps: standard normal noise, float64 tensor of shape [S].

    Returns:
        (score, pathwise), two float64 tensors of shape [S, 2]. Row s is the estimate from sample s alone, nothing is
        averaged: first the derivative with respect to mu, then the one with respect to log_var.
    """
    ### BEGIN SOLUTION
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma, 0.5 * (eps**2 - 1)], dim=1)
    pathwise = df(z)[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1)
    return score, pathwise
    ### END SOLUTION


# %% public_test="gradient_estimates"
eps = torch.randn(6, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
score, pathwise = gradient_estimates(lambda z: z**2, lambda z: 2 * z, 0.5, 0.0, eps)
assert torch.as_tensor(score).shape == (6, 2), "one row for each sample: the derivatives for mu and for log_var"
assert torch.as_tensor(pathwise).shape == (6, 2), "one row for each sample: the derivatives for mu and for log_var"
score, pathwise = gradient_estimates(torch.zeros_like, torch.zeros_like, 0.5, 0.0, eps)
assert not torch.cat([torch.as_tensor(score), torch.as_tensor(pathwise)]).any(), "f = 0 has no gradient"

# %% [markdown] hint="gradient_estimates"
# Make $\sigma$ and the samples $z$ first; then each of the four columns is one line of the equations.
#
# ---
# The score function has $f(z)$ in front and $\varepsilon/\sigma$ and $\frac12(\varepsilon^2-1)$ behind; the pathwise
# estimate has $f'(z)$ in front and $1$ and $\frac12\sigma\varepsilon$ behind.
#
# ---
# `torch.stack([eps / sigma, 0.5 * (eps**2 - 1)], dim=1)` has shape `[S, 2]`; multiply it by `f(z)[:, None]`.

# %% [markdown]
# For $f(z) = (z - a)^2$ the truth is known: $\mathbb E f = (\mu - a)^2 + \sigma^2$, so the gradient is
# $\bigl(2(\mu - a),\ \sigma^2\bigr)$. Move $a$ away from the mean and watch what each estimator makes of it.

# %% tags=["demo"]
eps = torch.randn(20_000, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
distances = [0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0]
scatter = {"score function (REINFORCE)": [], "pathwise (reparameterisation)": []}
for a in distances:
    estimates = gradient_estimates(lambda z, a=a: (z - a) ** 2, lambda z, a=a: 2 * (z - a), 0.0, 0.0, eps)
    for name, estimate in zip(scatter, estimates, strict=True):
        scatter[name].append(torch.as_tensor(estimate)[:, 0].var().item())
plot_curves(
    distances,
    scatter,
    x_label="distance of the goal a from the mean",
    y_label="variance of the gradient for mu",
    title="The same gradient on average, with very different noise",
    log_y=True,
)
score, pathwise = gradient_estimates(lambda z: (z > 1).double(), torch.zeros_like, 0.0, 0.0, eps)
print(f"a step at 1: true {math.exp(-0.5) / math.sqrt(2 * math.pi):.3f},", end=" ")
print(f"score function {score[:, 0].mean():.3f}, pathwise {pathwise[:, 0].mean():.3f}")

# %% [markdown]
# Two lessons in one plot and one line. The pathwise estimator knows the *slope* of $f$, so its noise stays small however
# large $f$ gets: that is why variational autoencoders took off in 2013. And where $f$ has a jump, its derivative knows
# nothing and it is confidently wrong, while the score function is right: that is why language models with reward
# training, whose $z$ are words, still use it.

# %% [markdown] task="is_reparameterised"
# ### Exercise 6 · `is_reparameterised` · 6 points · 15 minutes · write a check
#
# Your group's code base has a dozen functions that claim to be equation (7). Some have the slip of the half; some throw
# dice of their own; some give the right *numbers* but no gradient, or a wrong one, because somebody left a `detach`.
# Write the check that tells. It is judged like any good test: on right programs, however they are written, which it must
# accept, and on wrong ones, each with another fault, which it must reject. It must not crash, whatever it is given.


# %% exercise="is_reparameterised" points=6 difficulty=3 minutes=15 needs=[]
def is_reparameterised(sample):
    """Tell whether a function samples by equation (7), and lets the right gradients through.

    Args:
        sample: a function of (mu, log_var, eps), three tensors of shape [N, D], that should return a tensor of the same
            shape and dtype. It may do anything: be wrong, raise an Exception, or return something that is no tensor.

    Returns:
        A bool: True only if what comes back is such a tensor, its values are, up to rounding, those of equation (7) *and* the
        gradients with respect to mu and log_var are the derivatives of equation (7), and the inputs are left as they were.
        No exception.
    """
    ### BEGIN SOLUTION
    generator = torch.Generator().manual_seed(0)
    mu, log_var, eps, weight = torch.randn(4, 5, 3, dtype=torch.float64, generator=generator)
    given = [mu.clone().requires_grad_(), (2 * log_var).requires_grad_(), eps.clone()]
    sigma = torch.exp(log_var)  # half of 2 * log_var
    try:
        z = sample(*given)
        if z.shape != mu.shape or z.dtype != mu.dtype:
            return False
        d_mu, d_log_var = torch.autograd.grad((weight * z).sum(), given[:2])
    except Exception:
        return False
    expected = [mu + sigma * eps, weight, weight * 0.5 * sigma * eps, mu, 2 * log_var, eps]
    found = [z, d_mu, d_log_var, *given]
    return all(map(torch.allclose, found, expected))
    ### END SOLUTION


# %% public_test="is_reparameterised"
verdict = is_reparameterised(lambda mu, log_var, eps: mu)
assert isinstance(verdict, bool), "one answer, True or False"
assert not verdict, "a function that ignores the noise does not sample"

# %% [markdown] hint="is_reparameterised"
# Choose inputs that give no fault a place to hide: several rows and columns, all different, `log_var` well away from 0.
# Compare the values first.
#
# ---
# Give it leaves, `mu.clone().requires_grad_()`, take a *weighted* sum of what comes back (with all weights 1 a mixed-up
# gradient can hide) and compare `torch.autograd.grad` with what equation (7) gives: $1$ and $\frac12\sigma\varepsilon$,
# times the weights.
#
# ---
# Put the call and the gradient in `try: … except Exception: return False`: no gradient at all makes `grad` raise. Look at
# the shape before comparing (broadcasting would hide it), and compare the inputs with copies made beforehand.

# %% [markdown]
# (A good place for a break.)
#
# ## 4 The loss, and a colleague who wrote one
#
# Now put (2), (6) and (7) together. For each example, with one sample of noise,
#
# $$
# \text{ELBO}(x) \approx \underbrace{\log p\bigl(x \mid z\bigr)}_{\text{rec}} -
# \underbrace{\mathrm{KL}\bigl(q(z\mid x)\,\|\,\mathcal N(0, I)\bigr)}_{\text{kl}}, \qquad
# z = \mu(x) + \sigma(x)\,\varepsilon \tag{11}
# $$
#
# and the training loss is the *negative mean over examples*. Your colleague has done this already:


# %%
def draft_loss(encode, decode, x, eps):
    mu, log_var = encode(x)
    z = mu + torch.exp(log_var) * eps
    x_hat = torch.sigmoid(decode(z))
    rec = functional.binary_cross_entropy_with_logits(x_hat, x)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean()
    return rec + kl


stub_encode, stub_decode = lambda x: (x[:, :2], 0 * x[:, :2]), lambda z: z.repeat(1, 32)
loss = draft_loss(stub_encode, stub_decode, x_test, torch.zeros(500, 2))
print(f"it runs, and gives one finite number: {loss:.3f}")  # -> it runs, and gives one finite number: 0.828

# %% [markdown]
# It runs, it is finite, it falls when one trains with it, it has every term. The last row of the picture at the top is what
# it learns: whatever digit goes in, the same grey blob comes out. Here is the log of that training, on 1500 steps of section
# 5's recipe:
#
# | step | colleague's loss | $\mathrm{KL}(q\|p)$, in nats per example | how many of the 8 latents vary |
# | --- | --- | --- | --- |
# | 0 | 0.840 | 0.097 | 1 |
# | 50 | 0.679 | 0.002 | 0 |
# | 200 | 0.676 | 0.000 | 0 |
# | 1500 | 0.676 | 0.000 | 0 |
#
# This is **posterior collapse**: $q(z\mid x) = p(z)$ for every $x$, the code says nothing, and the decoder draws the best
# picture that one can draw without knowing which.

# %% [markdown] task="elbo"
# ### Exercise 7 · `elbo` · 8 points · 15 minutes · repair
#
# `draft_loss` has **four** faults. Each of them is a plausible line that would pass a quick review. Find them; ask for each
# whether it alone would explain the collapse. Then write `elbo` without them: it returns the bound itself, not its
# negative, and its two parts, one number per *example*, so that you can look at each.


# %% exercise="elbo" points=8 difficulty=3 minutes=15 needs=["log_density", "kl_diagonal", "reparameterise"]
def elbo(encode, decode, x, eps):
    """Estimate the evidence lower bound of each example with one sample of the code, equation (11).

    Args:
        encode: a function of x that returns (mu, log_var), each of shape [N, D].
        decode: a function of z, shape [N, D], that returns the pixels' logits, shape [N, P].
        x: binary pixels, floating-point tensor of shape [N, P].
        eps: standard normal noise, shape [N, D]; there is no other randomness.

    Returns:
        (elbo, rec, kl), three tensors of shape [N], in nats: rec = log p(x | z) summed over pixels (never positive),
        kl = KL(q(z | x) || N(0, I)) summed over latents (never negative), and elbo = rec - kl. Nothing is averaged over
        examples. Gradients flow to both networks.
    """
    ### BEGIN SOLUTION
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    rec = log_density(x, decode(z), "bernoulli")
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return rec - kl, rec, kl
    ### END SOLUTION


# %% public_test="elbo"
bound, rec, kl = (torch.as_tensor(part) for part in elbo(stub_encode, stub_decode, x_test, torch.ones(500, 2)))
assert bound.shape == rec.shape == kl.shape == (500,), "one number per example: nothing is averaged"
assert bool((rec <= 0).all()), "rec is the logarithm of a probability"
assert bool((kl >= -1e-6).all()), "a divergence is never negative"
assert float((bound - (rec - kl)).abs().max()) < 1e-4, "elbo = rec - kl"

# %% [markdown] hint="elbo"
# Go through the draft line by line, with section 1 to 3 beside it. What does `binary_cross_entropy_with_logits` expect as
# its first argument, and over what does it average by default?
#
# ---
# (a) $\sigma$ is not $e^{\log\sigma^2}$. (b) Logits go into a function that squashes them itself: squashed twice, a pixel's
# probability stays between 0.5 and 0.73. (c) `rec` is averaged over pixels. (d) `kl` is averaged over latents.
#
# Why do (c) and (d) together cause the collapse? The sum that they should be is divided by 64 in one and by 8 in the other:
# $\frac1{64}\text{rec} + \frac18\text{kl} = \frac1{64}(\text{rec} + 8\,\text{kl})$. The code is made eight times as
# expensive as it is, and then it is cheaper to say nothing. Trained with one fault at a time, the negative ELBO on unseen
# digits was 22 nats for (a), with 5 nats in the code; 99 for (b), with 0.3; and 24.5 for (c) and (d), with 0.001.
#
# ---
# You have all parts already: `z = reparameterise(mu, log_var, eps)`, `rec = log_density(x, decode(z), "bernoulli")`,
# and `kl_diagonal` with zeros for the prior.

# %% [markdown]
# ## 5 Train it
#
# The network is given; it is a module of the notebook, so that it can be stored. One hidden layer each way.


# %%
class VAE(nn.Module):
    """Encoder and decoder with one hidden layer each.

    Args:
        pixels: how many a picture has.
        hidden: the width of the hidden layers.
        latents: how many numbers the code has.
    """

    def __init__(self, pixels=64, hidden=128, latents=8):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(pixels, hidden), nn.ReLU(), nn.Linear(hidden, 2 * latents))
        self.decoder = nn.Sequential(nn.Linear(latents, hidden), nn.ReLU(), nn.Linear(hidden, pixels))

    def encode(self, x):
        """Pixels [..., P] to (mu, log_var), each [..., D]."""
        mu, log_var = self.encoder(x.to(self.encoder[0].weight.dtype)).chunk(2, dim=-1)
        return mu, log_var

    def decode(self, z):
        """Codes [..., D] to logits [..., P]."""
        return self.decoder(z.to(self.decoder[0].weight.dtype))


parameters = sum(parameter.numel() for parameter in VAE().parameters())
print("numbers to learn:", parameters)  # -> numbers to learn: 19792

# %% [markdown] task="train_vae"
# ### Exercise 8 · `train_vae` · 12 points · 20 minutes · train, then evaluate
#
# Write the training. **The recipe is part of the task**, so that your numbers can be compared:
#
# - torch is seeded with `seed`, then a `VAE` is made for P pixels and `latents` latents, with its default width, float32;
# - Adam with learning rate 0.003, 1500 steps (`steps`), no schedule;
# - each step: 128 examples drawn at random with replacement, fresh standard normal noise, and as loss the negative mean of
#   the ELBO over the 128;
# - it returns the model, on the CPU.
#
# It takes about two seconds; the grader allows 60 seconds of training.
#
# **How it is judged.** The grader trains your function on digits that you have not seen and whose pixels have been
# *shuffled*, so that weights from elsewhere are worth nothing; then it codes 500 others with `encode`, adds noise of
# its own, lets a *second copy of your model, which has never seen them,* `decode`, and computes everything itself, in
# nats per picture:
#
# | | negative ELBO | KL | active latents |
# | --- | --- | --- | --- |
# | each pixel on its own, no code at all (baseline) | 24.6 | 0 | 0 |
# | the colleague's loss | 90 | 0.0 | 0 |
# | the reference, over 20 seeds | 18.2 to 18.5 | 6.3 to 6.8 | 8 |
# | **your target** | at most {{target:negative_elbo}} | at least {{target:kl}} | at least {{target:active_units}} |
#
# Digits drawn from dice must look like digits too: their Fréchet distance to real ones, in the 16 principal components, has
# to be at most {{target:fpd}} (reference: 0.13 to 0.20; the mean digit alone: 0.8), and a classifier must find at least
# {{target:classes}} of the ten digits among them (effectively: $e^{H}$ of the shares; reference: 9.6 to 9.9). A bound that is
# *too* good fails as well: then something leaks past the code.


# %% exercise="train_vae" points=12 difficulty=3 minutes=20 seconds=60 needs=["elbo"]
def train_vae(x, *, seed, device="cpu", steps=1500, latents=8):
    """Train a VAE by the recipe of section 5.

    Args:
        x: binary pixels, floating-point tensor of shape [N, P], on the CPU; all that may be learnt from. Not changed.
        seed: decides the initial weights, the minibatches and the noise.
        device: where to train: "cpu" or "cuda".
        steps: how many steps of Adam.
        latents: how many numbers the code has.

    Returns:
        The trained VAE, on the CPU.
    """
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    model = VAE(pixels=x.shape[1], latents=latents).to(device)
    x = x.to(device, torch.float32)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,), device=device)]
        eps = torch.randn(128, latents, device=device)
        loss = -elbo(model.encode, model.decode, batch, eps)[0].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model.cpu()
    ### END SOLUTION


# %% public_test="train_vae"
model = train_vae(x_train[:, :20], seed=0, steps=3)
mu, log_var = model.encode(x_test[:6, :20])
assert mu.shape == log_var.shape == (6, 8), "the code has 8 means and 8 log-variances"
assert model.decode(mu).shape == (6, 20), "as many logits as the training pictures have pixels"
assert all(bool(parameter.isfinite().all()) for parameter in model.parameters()), "weights that are not finite"

# %% [markdown] hint="train_vae"
# The usual loop: batch, noise, loss, `zero_grad`, `backward`, `step`. Which sign does the loss have, and over what is it
# averaged?
#
# ---
# `elbo(model.encode, model.decode, batch, eps)[0]` has one number for each of 128 examples. Over *examples* a mean is right:
# it only scales the learning rate. Over pixels and latents there is nothing left to average.
#
# ---
# `batch = x[torch.randint(len(x), (128,))]`, `eps = torch.randn(128, latents)`, `loss = -elbo(…)[0].mean()`.

# %% [markdown]
# Train, and look: unseen digits and what came back, digits from dice, and a walk in a straight line from the code of one
# digit to that of another.

# %% tags=["demo"]
model = train_vae(x_train, seed=0)
with torch.no_grad():
    chosen = torch.stack([x_test[test_labels == digit][1] for digit in range(10)])
    mu, log_var = model.encode(chosen)
    z = torch.as_tensor(reparameterise(mu, log_var, torch.randn(10, 8)))
    dice = torch.randn(2, 10, 8)
    walk = mu[3] + torch.linspace(0, 1, 10)[:, None] * (mu[8] - mu[3])
    rows = {"unseen": chosen, "came back": z, "from dice": dice[0], "more dice": dice[1], "from 3 to 8": walk}
    show_images({k: v if k == "unseen" else model.decode(v).sigmoid() for k, v in rows.items()}, title="Your VAE")
    bound, rec, kl = elbo(model.encode, model.decode, x_test, torch.randn(500, 8))
print(f"negative ELBO {-bound.mean():.2f} = {-rec.mean():.2f} for the picture + {kl.mean():.2f} for the code, in nats")

# %% [markdown]
# And the codes themselves? With two latents in place of eight one can look at them. Each dot is a digit, all of them
# together cover the dice's round cloud without a hole: that is what the KL term bought.

# %% tags=["demo"]
flat = train_vae(x_train, seed=0, latents=2)
means, _ = flat.encode(x_train)
plot_points({str(k): means[train_labels == k] for k in range(10)}, title="1297 digits on two numbers")

# %% [markdown]
# ## 6 How good is the bound, and who does the work?
#
# The ELBO is below $\log p(x)$ by the gap in (5). With $K$ samples of the *encoder* in place of one the gap shrinks (Burda
# et al., 2015). Draw $z_1, \dots, z_K \sim q(z\mid x)$ and correct for where they were drawn from:
#
# $$
# \mathcal L_K(x) = \mathbb E\Bigl[\log \frac1K\sum_{k=1}^K w_k\Bigr], \qquad
# w_k = \frac{p(x\mid z_k)\,p(z_k)}{q(z_k\mid x)} \tag{12}
# $$
#
# **Claim.** $\text{ELBO} = \mathcal L_1 \le \mathcal L_2 \le \dots \le \log p(x)$, and $\mathcal L_K \to \log p(x)$ if the
# weights $w_k$ are bounded.
#
# <details><summary>Proof</summary>
#
# *Below the evidence.* $\mathbb E_q\, w = \int q\,\frac{p(x, z)}{q} = p(x)$, so the mean of the weights has expectation
# $p(x)$, and Jensen says $\mathbb E\log \frac1K\sum_k w_k \le \log p(x)$.
#
# *Rising.* Let $M < K$ and let $I$ be $M$ of the $K$ indices, picked at random. The mean over the $K$ weights is the
# expectation, over $I$, of the mean over the $M$ picked: $\frac1K\sum_k w_k = \mathbb E_I\,\frac1M\sum_{k \in I} w_k$. The
# logarithm is concave, so
# $\mathcal L_K = \mathbb E\log\mathbb E_I\frac1M\sum_{k\in I} w_k \ge \mathbb E\,\mathbb E_I\log\frac1M\sum_{k\in I} w_k =
# \mathcal L_M$.
#
# *Limit.* By the law of large numbers $\frac1K\sum_k w_k \to p(x)$; bounded weights (and $\mathcal L_1$ finite) let limit
# and expectation be exchanged. ∎
#
# </details>
#
# All of it is done with logarithms, by your `log_mean_exp`:
# $\log w_k = \log p(x\mid z_k) + \log p(z_k) - \log q(z_k\mid x)$, three calls of your `log_density`.

# %% [markdown] task="iwae_bound"
# ### Exercise 9 · `iwae_bound` · 6 points · 12 minutes · implement
#
# Write equation (12), one number per example.


# %% exercise="iwae_bound" points=6 difficulty=3 minutes=12 needs=["log_density", "log_mean_exp", "reparameterise"]
def iwae_bound(encode, decode, x, eps):
    """Estimate the importance-weighted bound of each example with K samples of the code, equation (12).

    Args:
        encode: a function of x that returns (mu, log_var), each of shape [N, D].
        decode: a function of z, shape [K, N, D], that returns the pixels' logits, shape [K, N, P].
        x: binary pixels, floating-point tensor of shape [N, P].
        eps: standard normal noise, shape [K, N, D]; there is no other randomness.

    Returns:
        Tensor of shape [N] and the dtype of x, in nats. Finite also where every log w is below -1000.
    """
    ### BEGIN SOLUTION
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli")
    log_w = log_w + log_density(z, torch.zeros_like(z), "normal") - log_density(z, mu, "normal", log_var)
    return log_mean_exp(log_w, dim=0)
    ### END SOLUTION


# %% public_test="iwae_bound"
dice = torch.randn(4, 500, 2, generator=torch.Generator().manual_seed(0))
answer = torch.as_tensor(
    iwae_bound(lambda x: (x[:, :2], x[:, 2:4]), lambda z: z.repeat(1, 1, 32), x_test, dice),
)
assert answer.shape == (500,), "the samples are averaged away, the examples are not"
assert bool((answer < 0).all()), "these are logarithms of probabilities"
assert answer.dtype == torch.float32, "float32 in, float32 out"

# %% [markdown] hint="iwae_bound"
# Samples first, shape `[K, N, D]`. Then three log-densities, each of shape `[K, N]`.
#
# ---
# $\log p(x\mid z)$ is "bernoulli" with `decode(z)`; $\log p(z)$ is "normal" with mean 0 and log-variance 0;
# $\log q(z\mid x)$ is "normal" with `mu` and `log_var`, at the *same* $z$.
#
# ---
# `log_mean_exp(log_px_z + log_pz - log_qz_x, dim=0)`

# %% [markdown]
# Now see three things at once: how the bound rises with $K$, how far the ELBO was off, and what becomes of section 1's naive
# idea to throw the dice blindly (that is the same function, with an encoder that always says $\mathcal N(0, I)$).

# %% tags=["demo"]


def blind(x):
    """Throw dice without looking."""
    return torch.zeros(len(x), 8), torch.zeros(len(x), 8)


counts, curves = [1, 3, 10, 30, 100, 300], {"encoder's samples": [], "blind dice": []}
with torch.no_grad():
    for count in counts:
        noise = torch.randn(count, 200, 8, generator=torch.Generator().manual_seed(count))
        for name, encode in zip(curves, (model.encode, blind), strict=True):
            curves[name].append(iwae_bound(encode, model.decode, x_test[:200], noise).mean().item())
plot_curves(counts, curves, x_label="samples K", y_label="bound on log p(x), nats", title="Looking pays")
print(
    "gap of the ELBO that 300 samples close:",
    round(curves["encoder's samples"][-1] - curves["encoder's samples"][0], 2),
)

# %% [markdown]
# ### Which latents work?
#
# A VAE that has no use for a latent number switches it off: $q(z_d \mid x) = \mathcal N(0, 1)$ for all $x$, which costs 0
# nats. Two measurements tell. A unit is **active** if the posterior mean moves with the picture (Burda et al., 2015),
#
# $$A_d = \operatorname{Var}_x\bigl[\mu_d(x)\bigr] > 0.01 \tag{13}$$
#
# and the mean over the data of its own share of (6) says how many nats it carries.

# %% [markdown] task="active_units"
# ### Exercise 10 · `active_units` · 4 points · 8 minutes · measure
#
# Write both. (Variances divide by $N$ or by $N-1$, as you like.)


# %% exercise="active_units" points=4 difficulty=2 minutes=8 needs=[]
def active_units(mu, log_var, threshold=0.01):
    """Tell which latents are used, equation (13), and what each costs.

    Args:
        mu: posterior means of a data set, floating-point tensor of shape [N, D], N at least 2.
        log_var: logarithms of the posterior variances, shape [N, D].
        threshold: a unit is active if the variance of its mean is larger.

    Returns:
        (active, nats): a bool tensor of shape [D]; and a tensor of shape [D], the KL divergence of each latent to
        N(0, 1), as a mean over the N examples.
    """
    ### BEGIN SOLUTION
    active = mu.var(dim=0) > threshold
    nats = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)
    return active, nats
    ### END SOLUTION


# %% public_test="active_units"
active, nats = (torch.as_tensor(part) for part in active_units(torch.zeros(6, 3), torch.zeros(6, 3)))
assert active.shape == nats.shape == (3,), "one answer for each latent"
assert not active.any(), "N(0, 1) for every example: these latents say nothing"
assert float(nats.abs().max()) < 1e-6, "N(0, 1) for every example: these latents cost nothing"

# %% [markdown] hint="active_units"
# Variance and mean are taken over examples, the first axis. What does a latent say whose mean is 3 for every picture?
#
# ---
# Nothing: it is not active (its mean does not vary), and yet it costs nats. The two measurements are different things.
#
# ---
# `mu.var(dim=0) > threshold` and `0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)`.

# %% tags=["demo"]
with torch.no_grad():
    active, nats = active_units(*model.encode(x_test))
print("active:", int(torch.as_tensor(active).sum()), " nats for each latent:", [round(n, 2) for n in nats.tolist()])

# %% [markdown] written="the_gap" points=5 minutes=12
# ### Question 11 · `the_gap` · 5 points · 12 minutes · prove and explain
#
# 1. Prove equation (5): for every $q(z\mid x)$ with $q > 0$ only where $p(z \mid x) > 0$,
#    $\log p(x) - \text{ELBO}(x) = \mathrm{KL}\bigl(q(z\mid x)\,\|\,p(z\mid x)\bigr)$. (2 points)
# 2. When is the gap zero? Name two different reasons why it is not zero for the VAE that you trained. (1 point)
# 3. A decoder draws the same for $z$ and for $-z$, so the posterior has two equal humps. What does the encoder's normal $q$
#    do, and what about the direction of the KL divergence is the reason? About how large is the gap then, at least, if the
#    humps are far apart? (2 points)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. By Bayes, $p(z\mid x) = p(x\mid z)\,p(z)/p(x)$, so $\log p(x) = \log p(x\mid z) + \log p(z) - \log p(z\mid x)$ for every
#    $z$. Add and subtract $\log q(z\mid x)$ and take the mean under $q$ (the left side does not depend on $z$):
#    $\log p(x) = \mathbb E_q[\log p(x\mid z)] - \mathbb E_q[\log q(z\mid x) - \log p(z)] + \mathbb E_q[\log q(z\mid x) -
#    \log p(z\mid x)]$, which is ELBO plus $\mathrm{KL}(q\,\|\,p(z\mid x))$.
# 2. Exactly if $q(z\mid x) = p(z\mid x)$ (almost everywhere). Here it is not: the true posterior is not a normal
#    distribution with independent entries (approximation gap), and one network has to serve all pictures, and unseen ones,
#    instead of a best $\mu, \sigma$ for each (amortisation gap). Also right: training has not ended.
# 3. It settles on one hump, with that hump's width. $\mathrm{KL}(q\|p)$ is a mean under $q$: mass of $q$ in the valley, where
#    $p(z\mid x) \approx 0$, is punished without limit, and a hump that $q$ leaves out costs nothing there. The humps have half
#    the mass each, so on its hump $q \approx 2\,p(z\mid x)$ and the gap is about $\log 2 \approx 0.69$ nats, or more if the
#    hump itself is not normal.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# 1. Bayes' rule in logarithms, or the definition of the KL with $p(x, z) / p(x)$: 1. Mean under $q$, with the remark or the
#    visible use that $\log p(x)$ does not depend on $z$, and terms collected into ELBO and KL: 1. A proof by Jensen's
#    inequality alone shows the bound but not the gap: 1 of the 2.
# 2. "If $q$ is the posterior" and two different reasons (family, amortisation, optimisation): 1. One missing: 0.5.
# 3. One hump, because the mean is under $q$ (zero-forcing): 1. $\log 2$ with a reason: 1; "the gap is not zero" without a
#    size: 0.5.
# ### END MARK SCHEME

# %% [markdown]
# ## What you have now
#
# - A decoder is a story: dice, then a distribution over pictures. Cross-entropy and squared error are its log-likelihoods,
#   and they are **sums** over pixels.
# - $\log p(x)$ is out of reach, a lower bound is not: reconstruction minus the cost of the code. The gap is the KL divergence
#   from $q$ to the true posterior, and its direction makes $q$ pick one hump.
# - $z = \mu + \sigma\varepsilon$ lets gradients through with little noise, for smooth functions; the score function needs no
#   derivative and pays in variance.
# - Averaging over pixels and latents changes the price of the code. Too dear, and it collapses: one reason why people write
#   $\beta$ in front of the KL term on purpose, which is the next notebook.
# - Many samples tighten the bound; few latents may do all the work; measure both.
#
# **What it still cannot do.** Its digits are soft, since each pixel is drawn independently given $z$, and a normal $q$ cannot
# follow every posterior. Hierarchies of latents, flows and diffusion mend one or the other.
#
# ## References
#
# *Papers*
# - D. P. Kingma and M. Welling, Auto-encoding variational Bayes, 2013. [arXiv:1312.6114](https://arxiv.org/abs/1312.6114)
# - D. J. Rezende, S. Mohamed and D. Wierstra, Stochastic backpropagation and approximate inference in deep generative models,
#   2014. [arXiv:1401.4082](https://arxiv.org/abs/1401.4082)
# - Y. Burda, R. Grosse and R. Salakhutdinov, Importance weighted autoencoders, 2015 (section 6, active units).
#   [arXiv:1509.00519](https://arxiv.org/abs/1509.00519)
# - S. R. Bowman et al., Generating sentences from a continuous space, 2015 (posterior collapse in the wild).
#   [arXiv:1511.06349](https://arxiv.org/abs/1511.06349)
# - J. Lucas, G. Tucker, R. Grosse and M. Norouzi, Don't blame the ELBO! A linear VAE perspective on posterior collapse, 2019.
#   [arXiv:1911.02469](https://arxiv.org/abs/1911.02469)
# - C. Cremer, X. Li and D. Duvenaud, Inference suboptimality in variational autoencoders, 2018 (approximation and amortisation
#   gaps). [arXiv:1801.03558](https://arxiv.org/abs/1801.03558)
# - R. J. Williams, Simple statistical gradient-following algorithms for connectionist reinforcement learning, *Machine
#   Learning* 8, 229–256, 1992. [doi:10.1007/BF00992696](https://doi.org/10.1007/BF00992696)
# - S. Mohamed, M. Rosca, M. Figurnov and A. Mnih, Monte Carlo gradient estimation in machine learning, 2019.
#   [arXiv:1906.10652](https://arxiv.org/abs/1906.10652)
# - M. I. Jordan, Z. Ghahramani, T. S. Jaakkola and L. K. Saul, An introduction to variational methods for graphical models,
#   *Machine Learning* 37, 183–233, 1999. [doi:10.1023/A:1007665907178](https://doi.org/10.1023/A:1007665907178)
# - R. Rombach et al., High-resolution image synthesis with latent diffusion models, 2021.
#   [arXiv:2112.10752](https://arxiv.org/abs/2112.10752)
#
# *Longer reads*
# - D. P. Kingma and M. Welling, An introduction to variational autoencoders, 2019.
#   [arXiv:1906.02691](https://arxiv.org/abs/1906.02691)
# - K. P. Murphy, *Probabilistic Machine Learning: Advanced Topics*, MIT Press, 2023, chapters 10 and 21. Free at
#   [probml.github.io](https://probml.github.io/pml-book/book2.html).
# - S. J. D. Prince, *Understanding Deep Learning*, MIT Press, 2023, chapter 17. Free at
#   [udlbook.github.io](https://udlbook.github.io/udlbook/).
