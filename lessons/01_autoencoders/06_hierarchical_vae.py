# %% [markdown]
# # Hierarchical VAEs: who does the work?
#
# When you write a digit you decide *which* first, and only then how to move the pen. A variational autoencoder throws all
# its dice at once. So give it two levels: four numbers on top that decide the gist, and eight below them, *drawn from what
# the top says*, that decide the strokes. You train it. The loss is as good as ever.
#
# *And how would you notice that half of your model is dead?*
#
# Here is what you will have built. Left: the top level of a real digit is held, and only the eight numbers below it are
# thrown anew. It decides the gist and leaves the rest to chance. Right: three ways to write the *same* model. Judge them by
# their losses, and then by who does the work in them.
#
# ![Digits with the top level held; bars of the nats in each level for three ways to write the same model](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![The generative ladder downwards, the inference ladder upwards and down again; below, the six ideas](images/overview.svg)
#
# **Where and why.** Hierarchies of latents drew the first variational autoencoders' pictures that could stand beside those
# of other models (NVAE and VDVAE, 2020, with dozens of levels). The bound that you will write has one term for each level;
# give it a thousand levels and fix the encoder, and it is the loss that **diffusion models** come from. You will
# see why fixing the encoder solves the problem that this lesson is about.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Nine coding
# exercises (56 points) and one question in words (6 points) take about two and a quarter hours; after section 3 is a good
# place for a break. Under each exercise stands a check cell: it catches wrong shapes and common slips, but passing it is
# *not* enough. Hidden tests look at other inputs and at the edge cases that the docstring names. Hints unfold step by
# step and cost nothing.
#
# **Conventions.** As in the notebook on variational autoencoders: one example in each row, sums over pixels or latents leave
# *one value per example*, networks give `mu` and `log_var`, noise comes in as an argument, information is in nats. Levels
# are counted from the data: $z_1$ (`z_1`) is next to the picture, $z_2$ (`z_2`) is on top. Papers differ in this.
#
# What you built there is given here:

# %%
import math

import torch
from torch import nn
from torch.nn import functional

from journey.data import digits
from journey.plots import plot_curves, show_images


def reparameterise(mu, log_var, eps):
    """Samples of N(mu, exp(log_var)) out of standard normal noise."""
    return mu + (0.5 * log_var).exp() * eps


def kl_diagonal(mu_q, log_var_q, mu_p, log_var_p):
    """KL(q || p) of normal distributions with independent entries, summed over the last axis."""
    ratio = log_var_q - log_var_p
    distance = (mu_q - mu_p) ** 2 * (-log_var_p).exp()
    return 0.5 * (ratio.exp() + distance - 1 - ratio).sum(-1)


def log_bernoulli(x, logits):
    """log p(x | logits) of binary pixels, summed over the last axis."""
    return (x * logits - functional.softplus(logits)).sum(-1)


train, test, train_labels, test_labels = digits()
x_train, x_test = (train > 0.5).float(), (test > 0.5).float()  # ink or no ink: each pixel is 0 or 1
print(tuple(x_train.shape), tuple(x_test.shape))  # -> (1297, 64) (500, 64)

# %% [markdown]
# ## 1 A story in two acts
#
# *First the gist*: $z_2 \sim \mathcal N(0, I)$. *Then the strokes, given the gist*: $z_1$ from a normal distribution whose
# mean and variances a network computes from $z_2$. *Then the picture, given the strokes.*
#
# $$
# p(x, z_1, z_2) = p(z_2)\; p(z_1 \mid z_2)\; p(x \mid z_1), \qquad
# p(z_1 \mid z_2) = \mathcal N\bigl(z_1;\, \mu_p(z_2), \sigma_p^2(z_2)\bigr) \tag{1}
# $$
#
# What is this good for? In a flat VAE the codes of all digits have to fill *one* round cloud, since the dice are round, and
# whatever hole is left between sevens and fours decodes to nonsense. Here $p(z_1) = \int p(z_1 \mid z_2)\,p(z_2)\,\mathrm
# dz_2$ is a mixture of infinitely many normal distributions: it can have any shape. **The hierarchy learns its own prior.**
#
# To draw a picture, follow the story: throw $z_2$, compute $\mu_p$ and $\sigma_p$, throw $z_1$ with *them*, decode. This is
# called *ancestral sampling*. Large models throw with a **temperature** $\tau < 1$, which shrinks the standard deviations
# (not the variances) at every level; pictures get cleaner, and more alike:
#
# $$z_2 = \tau\,\varepsilon_2, \qquad z_1 = \mu_p(z_2) + \tau\,\sigma_p(z_2)\,\varepsilon_1 \tag{2}$$

# %%
z_2 = torch.tensor([[-1.0], [2.0]])
mu_p, log_var_p = 3 * z_2, -z_2  # a toy prior of the level below: its mean and its variance follow z_2
for temperature in (1.0, 0.5):
    z_1 = mu_p + temperature * (0.5 * log_var_p).exp() * torch.ones(2, 1)
    print(f"temperature {temperature}: {[round(value, 3) for value in z_1[:, 0].tolist()]}")
# -> temperature 1.0: [-1.351, 6.368]
# -> temperature 0.5: [-2.176, 6.184]

# %% [markdown] task="sample_top_down"
# ### Exercise 1 · `sample_top_down` · 4 points · 8 minutes · implement
#
# Write equation (2).


# %% exercise="sample_top_down" points=4 difficulty=1 minutes=8 needs=[]
def sample_top_down(prior, decode, eps_2, eps_1, temperature=1.0):
    """Draw pictures from a hierarchy of two levels by ancestral sampling, equation (2).

    Args:
        prior: a function of z_2 [N, D_2] that returns (mu_p, log_var_p), each [N, D_1]: the distribution of z_1 given z_2.
        decode: a function of z_1 [N, D_1] that returns the pixels' logits [N, P].
        eps_2: standard normal noise for the top, shape [N, D_2].
        eps_1: standard normal noise for the level below, shape [N, D_1]. There is no other randomness.
        temperature: factor of the standard deviations at both levels, at least 0. With 0 there is one picture, always.

    Returns:
        (z_2, z_1, logits): of the shapes [N, D_2], [N, D_1], [N, P] and of the dtype of the noise. The noise that came in
        is left as it was.
    """
    ### BEGIN SOLUTION
    top = temperature * eps_2
    mu_p, log_var_p = prior(top)
    below = reparameterise(mu_p, log_var_p, temperature * eps_1)
    return top, below, decode(below)
    ### END SOLUTION


# %% public_test="sample_top_down"
parts = sample_top_down(lambda z: (z, 0 * z), lambda z: z.repeat(1, 3), torch.ones(5, 2), torch.zeros(5, 2))
assert len(parts) == 3, "three results: z_2, z_1 and the logits"
assert [tuple(torch.as_tensor(part).shape) for part in parts] == [(5, 2), (5, 2), (5, 6)], "one row for each throw"
assert bool((torch.as_tensor(parts[1]) == 1).all()), "without noise of its own z_1 is the mean that the prior gives"
parts = sample_top_down(
    lambda z: (z, 0 * z), lambda z: z.repeat(1, 3), torch.ones(5, 2).double(), torch.zeros(5, 2).double()
)
assert all(torch.as_tensor(part).dtype == torch.float64 for part in parts), "noise in float64, pictures in float64"

# %% [markdown] hint="sample_top_down"
# Four lines: throw, ask the prior, throw again, decode. What does the prior get to see: the noise, or $z_2$?
#
# ---
# At both levels the temperature stands in front of the standard deviation $e^{\frac12\log\sigma^2}$, and nowhere else:
# the mean is not shrunk. At the top the standard deviation is 1.
#
# ---
# $\tau\sigma\varepsilon = \sigma\,(\tau\varepsilon)$: hand `reparameterise` the shrunk noise.

# %% [markdown]
# ## 2 One bound, one price for each level
#
# The bound of the flat VAE did not care what $z$ was, so let $z = (z_1, z_2)$ be both: $\text{ELBO} = \mathbb E_q[\log p(x
# \mid z_1)] - \mathrm{KL}\bigl(q(z_1, z_2 \mid x)\,\|\,p(z_1, z_2)\bigr)$. How does one compute the divergence of two
# levels at once? Factorise $q$ *in the order of the story*,
#
# $$q(z_1, z_2 \mid x) = q(z_2 \mid x)\; q(z_1 \mid x, z_2) \tag{3}$$
#
# and use the **chain rule of the KL divergence**:
#
# $$
# \mathrm{KL}\bigl(q(z_1, z_2)\,\|\,p(z_1, z_2)\bigr) = \underbrace{\mathrm{KL}\bigl(q(z_2)\,\|\,p(z_2)\bigr)}_{\text{KL}_2} +
# \underbrace{\mathbb E_{q(z_2)}\Bigl[\mathrm{KL}\bigl(q(z_1 \mid z_2)\,\|\,p(z_1 \mid z_2)\bigr)\Bigr]}_{\text{KL}_1} \tag{4}
# $$
#
# <details><summary>Proof</summary>
#
# $\log\frac{q(z_1, z_2)}{p(z_1, z_2)} = \log\frac{q(z_2)}{p(z_2)} + \log\frac{q(z_1\mid z_2)}{p(z_1\mid z_2)}$, since both
# joints factorise. Take the mean under $q(z_1, z_2)$, first over $z_1$ given $z_2$, then over $z_2$. The first term does
# not depend on $z_1$: its mean is $\text{KL}_2$. The inner mean of the second is, for each $z_2$, a KL divergence of two
# distributions of $z_1$, and the outer mean is over $q(z_2)$. With $L$ levels split off the top one and repeat with the
# rest. ∎
#
# </details>
#
# So
#
# $$
# \text{ELBO}(x) = \mathbb E_q\bigl[\log p(x \mid z_1)\bigr] - \text{KL}_1 - \text{KL}_2
# \qquad \Bigl(\text{in general} - \textstyle\sum_{l=1}^{L} \text{KL}_l\Bigr) \tag{5}
# $$
#
# Each term is the price, in nats, of what *one level* says, and two things about $\text{KL}_1$ are easy to get wrong. It is
# measured against $p(z_1 \mid z_2)$, **not against dice**: the level below pays only for what the top has not told already.
# And $q$ and $p$ are compared *at the same $z_2$*, a sample of $q(z_2 \mid x)$: one sample is enough, as for the picture.
#
# Let us check (4) where both sides can be computed: one number on each level, $q(z_1\mid z_2)$ and $p(z_1\mid z_2)$ with
# means linear in $z_2$.

# %%
mean_2, var_2 = 0.8, 0.3  # q(z_2);        p(z_2) = N(0, 1)
shift, slope, var_1 = 0.2, 1.1, 0.2  # q(z_1 | z_2) = N(shift + slope z_2, var_1)
slope_p, var_p = 0.7, 0.5  # p(z_1 | z_2) = N(slope_p z_2, var_p)
kl_2 = 0.5 * (mean_2**2 + var_2 - 1 - math.log(var_2))
apart = (shift + (slope - slope_p) * mean_2) ** 2 + (slope - slope_p) ** 2 * var_2  # mean squared distance of the means
kl_1 = 0.5 * ((var_1 + apart) / var_p - 1 - math.log(var_1 / var_p))

q = torch.distributions.MultivariateNormal(
    torch.tensor([mean_2, shift + slope * mean_2]),
    torch.tensor([[var_2, slope * var_2], [slope * var_2, slope**2 * var_2 + var_1]]),
)
p = torch.distributions.MultivariateNormal(
    torch.zeros(2), torch.tensor([[1.0, slope_p], [slope_p, slope_p**2 + var_p]])
)
together = torch.distributions.kl_divergence(q, p).item()
print(f"{kl_2:.4f} + {kl_1:.4f} = {kl_2 + kl_1:.4f}; both at once: {together:.4f}")
# -> 0.5720 + 0.4765 = 1.0485; both at once: 1.0485

# %% [markdown] task="kl_per_level"
# ### Exercise 2 · `kl_per_level` · 4 points · 8 minutes · implement
#
# Levels have different widths, so they come as lists, level 1 first. For each level you are given the parameters of $q$ and
# of $p$ at the sample that was drawn above it. Return the price of each level for each example. (`kl_diagonal` is there.)


# %% exercise="kl_per_level" points=4 difficulty=2 minutes=8 needs=[]
def kl_per_level(q, p):
    """KL divergence of each level from its prior, for each example: the terms of equation (5), from one sample.

    Args:
        q: a list of L pairs (mu_q, log_var_q), level 1 first; those of level l are of shape [N, D_l].
        p: a list of L pairs (mu_p, log_var_p), in the same order, of shapes that broadcast with q's, for instance [D_l].

    Returns:
        Tensor of shape [N, L] and the inputs' dtype, in nats: summed over the latents of a level, averaged over nothing.
        Column l - 1 belongs to level l. Gradients flow to all parameters.
    """
    ### BEGIN SOLUTION
    return torch.stack([kl_diagonal(*of_q, *of_p) for of_q, of_p in zip(q, p, strict=True)], dim=1)
    ### END SOLUTION


# %% public_test="kl_per_level"
same = [(torch.ones(6, 3), torch.zeros(6, 3)), (torch.ones(6, 2), torch.zeros(6, 2))]
answer = torch.as_tensor(kl_per_level(same, same))
assert answer.shape == (6, 2), "one row for each example, one column for each level"
assert float(answer.abs().max()) < 1e-6, "a level that says what its prior says costs nothing"
same = [(mu.double(), log_var.double()) for mu, log_var in same]
assert torch.as_tensor(kl_per_level(same, same)).dtype == torch.float64, "float64 in, float64 out"

# %% [markdown] hint="kl_per_level"
# One call of `kl_diagonal` for each level gives `[N]`. How do `L` of them become `[N, L]`?
#
# ---
# `torch.stack` along a new last axis. Mind the order of the arguments: the mean is taken under $q$.
#
# ---
# `[kl_diagonal(*a, *b) for a, b in zip(q, p)]`, stacked with `dim=1`.

# %% [markdown]
# ## 3 Predict: who will do the work?
#
# Before training anything, look at a hierarchy where all is known. One number on each level, each a noisy copy of the one
# above, and a picture that is one number as well:
#
# $$
# z_L \sim \mathcal N(0, 1), \qquad z_l = a_l\, z_{l+1} + \sqrt{1 - a_l^2}\;\varepsilon_l, \qquad
# x = z_1 + s\,\varepsilon_0 \tag{6}
# $$
#
# The factors are chosen such that every $z_l$ has variance 1, **whatever the $a_l$**. So $p(x) = \mathcal N(0, 1 + s^2)$
# whatever the $a_l$. Let the encoder be perfect, $q = $ the true posterior, so that the ELBO *is* $\log p(x)$. What does
# each level cost?
#
# **Claim.** With $\rho_l^2$ the squared correlation of $x$ and $z_l$, and $I_l$ their mutual information,
#
# $$
# \rho_l^2 = \frac{a_1^2\,a_2^2 \cdots a_{l-1}^2}{1 + s^2}, \qquad I_l = -\tfrac12\log\bigl(1 - \rho_l^2\bigr), \qquad
# \mathbb E_x[\text{KL}_l] = I_l - I_{l+1} \quad (I_{L+1} = 0) \tag{7}
# $$
#
# <details><summary>Proof</summary>
#
# Variances are 1, so neighbours $z_l, z_{l+1}$ have correlation $a_l$, $x$ and $z_1$ have $1/\sqrt{1+s^2}$, and along a
# chain of linear copies correlations multiply. For two jointly normal numbers $I = -\frac12\log(1-\rho^2)$.
#
# In the chain, $z_l$ given $z_{l+1}$ does not depend on what is higher up, and neither does $q(z_l \mid x, z_{l+1},
# \dots)$, so $\mathbb E_x[\text{KL}_l] = \mathbb E\bigl[\log\frac{p(z_l \mid x, z_{l+1})}{p(z_l\mid z_{l+1})}\bigr] = I(x;
# z_l \mid z_{l+1})$: this is the definition of conditional mutual information. By its chain rule $I(x; z_l\mid z_{l+1}) =
# I(x; z_l, z_{l+1}) - I(x; z_{l+1})$, and $I(x; z_l, z_{l+1}) = I(x; z_l)$, for given $z_l$ the picture does not depend on
# $z_{l+1}$. ∎
#
# </details>
#
# Now add the levels up. The sum telescopes: $\sum_l \mathbb E_x[\text{KL}_l] = I_1 = \frac12\log(1 + 1/s^2)$, **whatever the
# $a_l$**. The likelihood does not care, the bound does not care, the total price does not care who does the work.

# %%
s = 0.5
for a in (0.1, 0.5, 0.9, 0.99):
    total = 0.5 * math.log(1 + 1 / s**2)
    top = -0.5 * math.log(1 - a**2 / (1 + s**2))
    print(f"a = {a}: the top costs {top:.3f}, the level below {total - top:.3f}, together {total:.3f}")
# -> a = 0.1: the top costs 0.004, the level below 0.801, together 0.805
# -> a = 0.5: the top costs 0.112, the level below 0.693, together 0.805
# -> a = 0.9: the top costs 0.522, the level below 0.283, together 0.805
# -> a = 0.99: the top costs 0.766, the level below 0.038, together 0.805

# %% [markdown] task="nats_per_level"
# ### Exercise 3 · `nats_per_level` · 6 points · 12 minutes · predict
#
# Write (7), for any number of levels. Before you run the cell below the check: sketch on paper what you expect for five
# levels with $a_l = 0.7$ and $s = 0.3$. Which level costs most? Which least?


# %% exercise="nats_per_level" points=6 difficulty=3 minutes=12 needs=[]
def nats_per_level(a, s):
    """Predict the mean price of each level of the linear hierarchy (6), with a perfect encoder: equation (7).

    Args:
        a: how much of level l + 1 is in level l, a_1 first: floating-point tensor of shape [L - 1], entries from -1 to 1.
            With no entries there is one level.
        s: standard deviation of the picture's own noise, at least 0.01.

    Returns:
        Tensor of shape [L] and a's dtype, level 1 first: the mean KL of each level in nats. Never NaN, infinite or
        negative; a level behind an a of 0 costs nothing. Small prices are right to four digits also in float32: with
        s = 1000, for instance, where 1 - rho^2 rounds to 1.
    """
    ### BEGIN SOLUTION
    one = torch.ones(1, dtype=a.dtype)
    squared = torch.cat([one, (a**2).cumprod(dim=0)]) / (1 + s**2)
    information = -0.5 * torch.log1p(-squared)
    return information - torch.cat([information[1:], 0 * one])
    ### END SOLUTION


# %% public_test="nats_per_level"
answer = torch.as_tensor(nats_per_level(torch.tensor([0.5, 0.5, 0.5], dtype=torch.float64), 1.0))
assert answer.shape == (4,), "three links, four levels"
assert answer.dtype == torch.float64, "float64 in, float64 out"
assert bool((answer >= 0).all()), "a price is never negative"
assert torch.as_tensor(nats_per_level(torch.zeros(0), 1.0)).shape == (1,), "no link, one level"

# %% [markdown] hint="nats_per_level"
# First all $\rho_l^2$, then all $I_l$, then differences of neighbours. What stands in the place of $I_{L+1}$?
#
# ---
# The products $1,\ a_1^2,\ a_1^2a_2^2, \dots$ are a `cumprod` with a 1 in front. For small $\rho^2$, `torch.log1p` knows
# $\log(1 - \rho^2)$ to all digits.
#
# ---
# With `information` for all $I_l$: subtract the same tensor moved by one place, with a 0 at its end.

# %% tags=["demo"]
print("five levels, a = 0.7:", [round(n, 3) for n in nats_per_level(torch.full((4,), 0.7), 0.3).tolist()])
thousand = nats_per_level((1 - torch.linspace(1e-4, 0.02, 999)).sqrt(), 0.1)
print(f"a thousand levels: {thousand.sum():.3f} nats together, the dearest costs {thousand.max():.4f}")
plot_curves(
    torch.arange(1, 1001),
    {"price of each level": thousand.clamp(min=1e-8)},
    x_label="level, from the data (1) to the dice (1000)",
    y_label="nats",
    title="A thousand levels share the work",
    log_y=True,
)

# %% [markdown]
# (The last point is the top, which pays for all that is left.)
#
# Two lessons. **The bound is indifferent** to the division of labour when the model is rich enough below; small things, such
# as how a layer starts, will decide. And if *you* fix the $a_l$, so that there is nothing to decide, then no level can fall
# asleep: the thousand levels of the plot are the schedule of a diffusion model. (A good place for a break.)
#
# ## 4 Three ways to write the encoder
#
# **Bottom-up or top-down?** The first deep latent models inferred in the order of the signal: $q(z_1\mid x)\,q(z_2 \mid
# z_1)$, each level from the one below. It looks natural, and it fights the story: $q(z_1 \mid x)$ has to settle the strokes
# before anybody has asked about the gist, $\text{KL}_1$ can no longer be computed in closed form, and the top level sees
# nothing but a noisy $z_1$. Sønderby et al. (2016) went *up* without throwing dice (a deterministic network reads the
# picture) and then *down* in the order of the story, as in (3). Most deep hierarchies since have done so. The true posterior
# tells the same: by Bayes,
#
# $$p(z_1 \mid x, z_2) \;\propto\; p(x \mid z_1)\; p(z_1 \mid z_2) \tag{8}$$
#
# what the picture says about $z_1$, times what the top says about it. The second factor is known! It is the prior that the
# generator computes anyway. There are three ways to use it.
#
# **Direct.** A layer looks at the picture's features and at $z_2$ and says $\mu_q$ and $\log\sigma_q^2$. It may find out
# about (8) by itself.
#
# **Precision-weighted** (the ladder VAE). Say only what the *picture* says about $z_1$, a normal distribution, and multiply.
# The product of two normal densities is normal again, up to a factor; with the *precisions* $\tau = 1/\sigma^2$,
#
# $$
# \mathcal N(z;\, \mu_1, \sigma_1^2)\;\mathcal N(z;\, \mu_2, \sigma_2^2) \;\propto\; \mathcal N(z;\, \mu, \sigma^2), \qquad
# \frac1{\sigma^2} = \tau_1 + \tau_2, \qquad \mu = \frac{\tau_1\mu_1 + \tau_2\mu_2}{\tau_1 + \tau_2} \tag{9}
# $$
#
# Precisions add; the mean is nearer to whoever is more certain.
#
# <details><summary>Proof</summary>
#
# The exponents add: $-\frac12[\tau_1(z-\mu_1)^2 + \tau_2(z - \mu_2)^2] = -\frac12(\tau_1+\tau_2)z^2 + (\tau_1\mu_1 +
# \tau_2\mu_2)z + \text{const}$. Complete the square: $-\frac12(\tau_1+\tau_2)(z - \mu)^2 + \text{const}$ with $\mu$ as
# above. ∎
#
# </details>
#
# In the linear chain this is not a heuristic but exact: there $p(x\mid z_1) = \mathcal N(x; z_1, s^2)$, as a function of
# $z_1$ a normal density around $x$ with variance $s^2$.

# %%
x, z_2, a, s = 1.5, -0.4, 0.8, 0.5
tau_picture, tau_top = 1 / s**2, 1 / (1 - a**2)
mean = (tau_picture * x + tau_top * a * z_2) / (tau_picture + tau_top)
print(f"precision-weighted: mean {mean:.4f}, variance {1 / (tau_picture + tau_top):.4f}")
grid = torch.linspace(-6, 6, 12001, dtype=torch.float64)  # equation (8), by brute force
weight = torch.exp(-0.5 * ((x - grid) / s) ** 2 - 0.5 * (grid - a * z_2) ** 2 / (1 - a**2))
weight = weight / weight.sum()
mean = (weight * grid).sum()
print(f"on a grid:          mean {mean:.4f}, variance {(weight * (grid - mean) ** 2).sum():.4f}")
# -> precision-weighted: mean 0.7541, variance 0.1475
# -> on a grid:          mean 0.7541, variance 0.1475

# %% [markdown] task="combine_normals"
# ### Exercise 4 · `combine_normals` · 6 points · 12 minutes · implement
#
# Write equation (9), entry by entry, from log-variances. One of the two may be very certain or know nothing at all
# ($\log\sigma^2 = \pm 200$, say): a precision of $e^{200}$ does not fit into float32, and the answer is harmless.


# %% exercise="combine_normals" points=6 difficulty=3 minutes=12 needs=[]
def combine_normals(mu_1, log_var_1, mu_2, log_var_2):
    """Normal distribution that is proportional to the product of two normal densities, equation (9), entry by entry.

    Args:
        mu_1: means of the one, floating-point tensor of shape [..., D].
        log_var_1: logarithms of its variances, the same shape.
        mu_2: means of the other, of a shape that broadcasts with mu_1's.
        log_var_2: logarithms of its variances, the same shape as mu_2.

    Returns:
        (mu, log_var), of the broadcast shape and the inputs' dtype. Finite for log-variances from -200 to 200, also in
        float32. Gradients flow to all four.
    """
    ### BEGIN SOLUTION
    share = torch.sigmoid(log_var_2 - log_var_1)  # of the first, in the sum of precisions
    return share * mu_1 + (1 - share) * mu_2, -torch.logaddexp(-log_var_1, -log_var_2)
    ### END SOLUTION


# %% public_test="combine_normals"
mu, log_var = combine_normals(torch.ones(4, 3), torch.zeros(4, 3), torch.zeros(4, 3), torch.zeros(4, 3))
assert torch.as_tensor(mu).shape == torch.as_tensor(log_var).shape == (4, 3), "a mean and a log-variance for each entry"
assert float((torch.as_tensor(mu) - 0.5).abs().max()) < 1e-6, "two that are equally certain meet in the middle"
assert torch.as_tensor(log_var).dtype == torch.float32, "float32 in, float32 out"

# %% [markdown] hint="combine_normals"
# Two separate lines. For the variance: what is the logarithm of a *sum* of exponentials? For the mean: which share of the
# total precision has the first?
#
# ---
# $\log\sigma^2 = -\log\bigl(e^{-\log\sigma_1^2} + e^{-\log\sigma_2^2}\bigr)$, and `torch.logaddexp` computes that without
# overflow. The share is $\frac{\tau_1}{\tau_1 + \tau_2} = \frac1{1 + \tau_2/\tau_1}$, and $\tau_2/\tau_1$ is one exponential.
#
# ---
# $\frac1{1 + e^{-t}}$ is a sigmoid, here with $t = \log\sigma_2^2 - \log\sigma_1^2$.

# %% [markdown]
# **Residual** (NVAE; Vahdat and Kautz, 2020). Say how the posterior *differs* from the prior: by how much the mean is
# moved, and by which factor the spread is changed,
#
# $$
# q(z_1 \mid x, z_2) = \mathcal N\bigl(\mu_p + \Delta\mu,\; \sigma_p^2\,\Delta\sigma^2\bigr), \qquad
# \text{KL}_1 = \frac12\sum_d\Bigl[\frac{\Delta\mu_d^2}{\sigma_{p,d}^2}
# + \Delta\sigma_d^2 - 1 - \log\Delta\sigma_d^2\Bigr] \tag{10}
# $$
#
# (*Why:* put $\mu_q - \mu_p = \Delta\mu$ and $\sigma_q^2/\sigma_p^2 = \Delta\sigma^2$ into the KL divergence of two normal
# distributions.) If the prior moves, the posterior moves along. And $\mu_p$ has left the formula, which is good news for
# rounding: subtracting a large $\mu_p$ from $\mu_p + \Delta\mu$ loses digits that $\Delta\mu$ still has.

# %%
mu_p, delta = torch.tensor(5000.0), torch.tensor(0.0125)
mu_q = mu_p + delta
print(f"by subtraction: {0.5 * (mu_q - mu_p) ** 2:.3e}; from the difference: {0.5 * delta**2:.3e}")
# -> by subtraction: 8.059e-05; from the difference: 7.813e-05

# %% [markdown] task="residual_posterior"
# ### Exercise 5 · `residual_posterior` · 5 points · 10 minutes · implement
#
# Write equation (10). The factor of the variance comes as its logarithm, $\log\Delta\sigma^2$.


# %% exercise="residual_posterior" points=5 difficulty=2 minutes=10 needs=[]
def residual_posterior(mu_p, log_var_p, delta_mu, delta_log_var):
    """Posterior that is told relative to the prior, and what it costs: equation (10).

    Args:
        mu_p: means of the prior, floating-point tensor of shape [N, D].
        log_var_p: logarithms of its variances, shape [N, D].
        delta_mu: by how much the means are moved, shape [N, D].
        delta_log_var: logarithms of the factors of the variances, shape [N, D].

    Returns:
        (mu_q, log_var_q, kl): two tensors of shape [N, D] and one of shape [N], of the inputs' dtype. kl is KL(q || p) in
        nats, summed over latents; how large mu_p and log_var_p are takes no digits from it. Exactly 0 where both
        differences are 0. Gradients flow to all that came in.
    """
    ### BEGIN SOLUTION
    kl = 0.5 * (delta_mu**2 / log_var_p.exp() + delta_log_var.exp() - 1 - delta_log_var).sum(dim=1)
    return mu_p + delta_mu, log_var_p + delta_log_var, kl
    ### END SOLUTION


# %% public_test="residual_posterior"
mu_q, log_var_q, kl = (torch.as_tensor(part) for part in residual_posterior(*torch.zeros(4, 5, 3).double()))
assert mu_q.shape == log_var_q.shape == (5, 3), "a mean and a log-variance for each latent"
assert kl.shape == (5,), "one price for each example"
assert not kl.any(), "who says what the prior says pays nothing"
assert mu_q.dtype == log_var_q.dtype == kl.dtype == torch.float64, "float64 in, float64 out"

# %% [markdown] hint="residual_posterior"
# Multiplying variances is adding their logarithms. Which of the four arguments stand in the formula for the price?
#
# ---
# `delta_mu`, `log_var_p` and `delta_log_var`; `mu_p` does not. `delta_log_var.exp()` is $\Delta\sigma^2$ already.
#
# ---
# For the price: half the sum over the last axis of four terms; the first is `delta_mu**2` divided by the prior's variance.

# %% [markdown]
# ## 5 The loss, and a colleague who wrote one
#
# The network is given: it can be written in all three ways, with your functions. It goes up without dice (`body`), and down
# with them.


# %%
class HVAE(nn.Module):
    """A variational autoencoder of two levels: 4 numbers on top, 8 below, next to the picture.

    Args:
        pixels: how many a picture has.
        hidden: the width of the hidden layers.
        posterior: how q(z_1 | x, z_2) is written: "direct", "precision" or "residual".
    """

    def __init__(self, pixels=64, hidden=128, posterior="direct"):
        super().__init__()
        self.posterior = posterior
        self.body = nn.Sequential(nn.Linear(pixels, hidden), nn.ReLU())
        self.top = nn.Linear(hidden, 2 * 4)
        self.bottom = nn.Linear(hidden + 4 if posterior == "direct" else hidden, 2 * 8)
        self.down = nn.Sequential(nn.Linear(4, 64), nn.ReLU(), nn.Linear(64, 2 * 8))
        self.decoder = nn.Sequential(nn.Linear(8, hidden), nn.ReLU(), nn.Linear(hidden, pixels))

    def encode_top(self, x):
        """Pixels [N, P] to (mu, log_var) of q(z_2 | x), each [N, 4]."""
        mu, log_var = self.top(self.body(x.to(self.top.weight.dtype))).chunk(2, dim=-1)
        return mu, log_var

    def prior(self, z_2):
        """Top level [N, 4] to (mu, log_var) of p(z_1 | z_2), each [N, 8]."""
        mu, log_var = self.down(z_2.to(self.top.weight.dtype)).chunk(2, dim=-1)
        return mu, log_var

    def encode_bottom(self, x, z_2):
        """Pixels [N, P] and top level [N, 4] to (mu, log_var) of q(z_1 | x, z_2), each [N, 8]."""
        features = self.body(x.to(self.top.weight.dtype))
        if self.posterior == "direct":
            features = torch.cat([features, z_2.to(features.dtype)], dim=-1)
        mu, log_var = self.bottom(features).chunk(2, dim=-1)
        if self.posterior == "precision":
            mu, log_var = combine_normals(mu, log_var, *self.prior(z_2))
        if self.posterior == "residual":
            mu, log_var, _ = residual_posterior(*self.prior(z_2), mu, log_var)
        return mu, log_var

    def decode(self, z_1):
        """Level next to the picture [N, 8] to logits [N, P]."""
        return self.decoder(z_1.to(self.top.weight.dtype))


parameters = sum(parameter.numel() for parameter in HVAE().parameters())
print("numbers to learn:", parameters)  # -> numbers to learn: 22248

# %% [markdown]
# With one sample on each level, the bound (5) of each example is
#
# $$
# \begin{aligned}
# z_2 &= \mu_2(x) + \sigma_2(x)\,\varepsilon_2, \quad z_1 = \mu_q(x, z_2) + \sigma_q(x, z_2)\,\varepsilon_1, \\
# \text{ELBO}(x) &\approx \underbrace{\log p(x\mid z_1)}_{\text{rec}}
# - \underbrace{\mathrm{KL}\bigl(q(z_1\mid x, z_2)\,\|\,p(z_1 \mid z_2)\bigr)}_{\text{kl\_1}}
# - \underbrace{\mathrm{KL}\bigl(q(z_2\mid x)\,\|\,\mathcal N(0, I)\bigr)}_{\text{kl\_2}}
# \end{aligned} \tag{11}
# $$
#
# Your colleague has done this already:


# %%
def draft_elbo(model, x, eps_2, eps_1):
    mu_2, log_var_2 = model.encode_top(x)
    z_2 = reparameterise(mu_2, log_var_2, eps_2)
    mu_q, log_var_q = model.encode_bottom(x, mu_2)
    mu_p, log_var_p = model.prior(z_2.detach())
    z_1 = reparameterise(mu_q, log_var_q, eps_1)
    rec = log_bernoulli(x, model.decode(z_1))
    kl_1 = kl_diagonal(mu_q, log_var_q, torch.zeros_like(mu_p), torch.zeros_like(log_var_p))
    kl_2 = 0.5 * (mu_2**2 + log_var_2.exp() - 1 - log_var_2).mean(-1)
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


torch.manual_seed(0)
drafted = draft_elbo(HVAE(), x_test, torch.zeros(500, 4), torch.zeros(500, 8))
print(f"before training: {-drafted[0].mean().item():.0f} nats, every part finite")
# -> before training: 45 nats, every part finite

# %% [markdown]
# It runs, and it trains as well as one could wish. After 1000 steps of section 6's recipe it reports a negative ELBO of 18.4
# nats on unseen digits, as good as any in this course:
#
# | | negative ELBO | KL of level 1 | KL of the top |
# | --- | --- | --- | --- |
# | what the colleague's function says about the model | 18.4 to 18.6 | 6.2 to 6.5 | 0.002 |
# | what the same model costs by (11) | 19.1 to 19.6 | 6.7 to 7.1 | 0.01 |
#
# The report is better than the truth by nearly a nat. It is the bound of *another* model, a flat VAE that throws $z_1$ as
# dice; this one throws it from a prior that nobody has trained. And the top is dead: an ornament on a flat VAE.

# %% [markdown] task="hierarchical_elbo"
# ### Exercise 6 · `hierarchical_elbo` · 8 points · 18 minutes · repair
#
# `draft_elbo` has **four** faults; each is a plausible line. Find them with (11) beside it; ask for each which part of
# the model stops learning because of it, or what is no longer a bound. Then write `hierarchical_elbo` without them.


# %% exercise="hierarchical_elbo" points=8 difficulty=4 minutes=18 needs=[]
def hierarchical_elbo(model, x, eps_2, eps_1):
    """Estimate the evidence lower bound of each example with one sample on each level, equation (11).

    Args:
        model: has `encode_top(x)`, `prior(z_2)`, `encode_bottom(x, z_2)`, each of which returns (mu, log_var), and
            `decode(z_1)`, which returns logits; as HVAE has them, for any widths.
        x: binary pixels, floating-point tensor of shape [N, P].
        eps_2: standard normal noise for the top, shape [N, D_2].
        eps_1: standard normal noise for the level below, shape [N, D_1]. There is no other randomness.

    Returns:
        (elbo, rec, kl_1, kl_2), four tensors of shape [N], in nats: rec summed over pixels, each KL summed over its
        latents, elbo = rec - kl_1 - kl_2. Nothing is averaged over examples. Gradients flow to all four networks, by
        every path that (11) has.
    """
    ### BEGIN SOLUTION
    mu_2, log_var_2 = model.encode_top(x)
    z_2 = reparameterise(mu_2, log_var_2, eps_2)
    of_q, of_p = model.encode_bottom(x, z_2), model.prior(z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*of_q, eps_1)))
    kl_1, kl_2 = kl_diagonal(*of_q, *of_p), kl_diagonal(mu_2, log_var_2, 0 * mu_2, 0 * mu_2)
    return rec - kl_1 - kl_2, rec, kl_1, kl_2
    ### END SOLUTION


# %% public_test="hierarchical_elbo"
torch.manual_seed(0)
parts = hierarchical_elbo(HVAE(), x_test, torch.randn(500, 4), torch.randn(500, 8))
assert len(parts) == 4, "four results: elbo, rec, kl_1, kl_2"
assert all(torch.as_tensor(part).shape == (500,) for part in parts), "one number per example: nothing is averaged"
assert bool((parts[1] <= 0).all()), "rec is the logarithm of a probability"
assert bool((parts[2] >= -1e-5).all() and (parts[3] >= -1e-5).all()), "a divergence is never negative"
assert float((parts[0] - (parts[1] - parts[2] - parts[3])).detach().abs().max()) < 1e-4, "elbo = rec - kl_1 - kl_2"

# %% [markdown] hint="hierarchical_elbo"
# Go through the draft line by line. At which $z_2$ is $q(z_1\mid x, z_2)$ taken, and at which the prior? From what does the
# price of level 1 count? Who would ever train `down`?
#
# ---
# (a) $q(z_1 \mid x, \cdot)$ looks at the mean $\mu_2$, the prior at the sample: the chain rule wants the *same sample* in
# both. (b) `detach` cuts the top off from all that happens below: only $\text{KL}_2$ reaches it, and that says "fall
# asleep". (c) $\text{KL}_1$ counts from dice and not from $p(z_1\mid z_2)$: the prior is never trained, and
# what the top has told is paid for once more below. (d) $\text{KL}_2$ is averaged over latents.
#
# ---
# `of_q = model.encode_bottom(x, z_2)`, `of_p = model.prior(z_2)`, one call of `kl_diagonal` with both, and for the top one
# with zeros for its prior.

# %% [markdown]
# ## 6 Train it
#
# Now the whole. The posterior is *direct*; you will see in section 7 why.

# %% [markdown] task="train_hvae"
# ### Exercise 7 · `train_hvae` · 12 points · 20 minutes · train, then evaluate
#
# Write the training. **The recipe is part of the task**, so that your numbers can be compared:
#
# - torch is seeded with `seed`, then an `HVAE` is made for P pixels and the given `posterior`, with its default width,
#   float32;
# - Adam with learning rate 0.003, 1000 steps (`steps`), no schedule;
# - each step: 128 examples drawn at random with replacement, fresh standard normal noise for both levels, and as loss the
#   negative mean of the ELBO (11) over the 128, all terms with weight 1;
# - it returns the model, on the CPU; the grader stores it, so it must be picklable (an `HVAE` is).
#
# It takes about three seconds; the grader allows 60 seconds of training.
#
# **How it is judged.** The grader trains your function on digits that you have not seen and whose pixels have been
# *shuffled*, so that weights from elsewhere are worth nothing. It then asks `encode_top` for 500 others, throws $z_2$, asks
# `encode_bottom`, throws $z_1$, and lets *second copies of your model, which have never seen the pictures,* say what
# `prior` and `decode` have to say about these numbers. It computes everything itself, in nats per picture:
#
# | | negative ELBO | KL of the top | KL of the level below |
# | --- | --- | --- | --- |
# | each pixel on its own, no code at all (baseline) | 24.6 | 0 | 0 |
# | a flat VAE of 8 latents, the top an ornament | 18.2 to 18.5 | 0.0 | 6.3 to 6.8 |
# | the colleague's loss | 19.1 to 19.6 | 0.01 | 6.7 to 7.1 |
# | the reference, over 20 seeds | 18.1 to 18.6 | 0.7 to 2.0 | 4.1 to 5.5 |
# | **your target** | at most {{target:negative_elbo}} | see below | at least {{target:kl_bottom}} |
#
# How much the top says differs from run to run, so it is judged by $e^{-\text{KL}_2}$: about the share of the dice's cloud in
# which a picture's $z_2$ lies. It has to be at most {{target:top_cloud}} (reference: 0.13 to 0.51; a top that is asleep: 1).
#
# What the top says must also *arrive*: of some latent of level 1, thrown from $p(z_1\mid z_2)$ without another look at the
# picture, the picture must decide a share $R$ of the variance (equation (13) of section 7) with $\sqrt R$ at least
# {{target:top_correlation}} (reference: 0.49 to 0.74; flat: 0). Digits drawn top-down must look like digits: their Fréchet
# distance to real ones, in the 16 principal components, has to be at most {{target:fpd}} (reference: 0.13 to 0.21). A bound
# that is *too* good fails as well: then something leaks past the code.


# %% exercise="train_hvae" points=12 difficulty=3 minutes=20 seconds=60 needs=["hierarchical_elbo"]
def train_hvae(x, *, seed, device="cpu", steps=1000, posterior="direct"):
    """Train a hierarchical VAE by the recipe of section 6.

    Args:
        x: binary pixels, floating-point tensor of shape [N, P], on the CPU; all that may be learnt from. Not changed.
        seed: decides the initial weights, the minibatches and the noise.
        device: where to train: "cpu" or "cuda".
        steps: how many steps of Adam.
        posterior: how q(z_1 | x, z_2) is written, see HVAE.

    Returns:
        The trained HVAE, on the CPU.
    """
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    model = HVAE(pixels=x.shape[1], posterior=posterior).to(device)
    x = x.to(device, torch.float32)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,), device=device)]
        eps_2, eps_1 = torch.randn(128, 4, device=device), torch.randn(128, 8, device=device)
        loss = -hierarchical_elbo(model, batch, eps_2, eps_1)[0].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model.cpu()
    ### END SOLUTION


# %% public_test="train_hvae"
model = train_hvae(x_train[:, :20], seed=0, steps=3)
mu, log_var = model.encode_top(x_test[:6, :20])
assert mu.shape == log_var.shape == (6, 4), "the top has 4 means and 4 log-variances"
mu, log_var = model.encode_bottom(x_test[:6, :20], mu)
assert mu.shape == log_var.shape == (6, 8), "the level below has 8 means and 8 log-variances"
assert model.decode(mu).shape == (6, 20), "as many logits as the training pictures have pixels"
assert all(bool(parameter.isfinite().all()) for parameter in model.parameters()), "weights that are not finite"

# %% [markdown] hint="train_hvae"
# The loop of every variational autoencoder: batch, noise, loss, `zero_grad`, `backward`, `step`. What is new is that there
# is noise for two levels.
#
# ---
# The first of the four results of `hierarchical_elbo` has one number for each of 128 examples. Over *examples* a mean is
# right. It is a bound that should *rise*.
#
# ---
# Noise of shape `(128, 4)` for the top and `(128, 8)` for the level below, and minus the mean of the first result.

# %% [markdown]
# Train, and ask the model what each level knows. *Top held*: $z_2$ of a real digit stands still, and $z_1$ is thrown anew
# from $p(z_1\mid z_2)$. *Both*: both levels from the encoder.

# %% tags=["demo"]
model = train_hvae(x_train, seed=0)
with torch.no_grad():
    chosen = torch.stack([x_test[test_labels == digit][1] for digit in range(10)])
    z_2 = reparameterise(*model.encode_top(chosen), torch.randn(10, 4))
    z_1 = reparameterise(*model.encode_bottom(chosen, z_2), torch.randn(10, 8))
    rows = {"unseen": chosen, "both levels": model.decode(z_1).sigmoid()}
    for number in (1, 2):
        held = reparameterise(*model.prior(z_2), torch.randn(10, 8))
        rows[f"top held, {number}"] = model.decode(held).sigmoid()
    for temperature in (1.0, 0.6):
        dice = sample_top_down(model.prior, model.decode, torch.randn(10, 4), torch.randn(10, 8), temperature)
        rows[f"dice, temperature {temperature}"] = dice[2].sigmoid()
    show_images(rows, title="Your hierarchy")
    bound, rec, kl_1, kl_2 = hierarchical_elbo(model, x_test, torch.randn(500, 4), torch.randn(500, 8))
print(f"negative ELBO {-bound.mean():.2f} = {-rec.mean():.2f} for the picture", end=" ")
print(f"+ {kl_1.mean():.2f} for level 1 + {kl_2.mean():.2f} for level 2, in nats")

# %% [markdown]
# ## 7 Asleep
#
# In section 4 there were three ways to write $q(z_1\mid x, z_2)$, two of them famous improvements. Before you look on: *which
# of the three do you expect to use its top level best?*
#
# Here is what we measured, with your recipe and three seeds each. *Annealed* means that both KL terms are multiplied by a
# weight that rises from 0 to 1 over the first 400 steps, a remedy that most tutorials recommend (Bowman et al., 2015).
#
# ![Stacked bars: nats of level 1 and level 2 for each way to write the posterior, with and without remedies](images/levels.svg)
#
# Read the bars slowly, for they contradict most of what one reads.
#
# - *Direct*, the plainest, uses both levels. Annealing moves up to a nat from level 1 to the top, and gains nothing.
# - *Residual*: the top is **asleep**, in every run (less than 0.01 nats), and annealing does not wake it. The model is a
#   flat VAE with an ornament. Its loss is worse by a quarter of a nat: who would have noticed?
# - *Precision-weighted*: here it is the **level below** that falls asleep, in two runs of three exactly to 0.00 nats: to
#   know nothing about $z_1$ it has to say a large variance, once. All the work is left to four numbers, and the loss is
#   worse by a nat. Here annealing does help.
# - *Free nats* (below) woke every level in every run, and made the seeds differ more.
#
# Section 3 said so: the bound is indifferent, so *small things decide*, here how easily each way of writing says "the same
# as the prior". None of this is a verdict on residual or precision-weighted posteriors, which work well in deep
# convolutional hierarchies. It is a warning against folklore: **measure each level, in your model, every time.**
#
# ### Free nats
#
# One remedy acts on the cause: levels fall asleep early, when what they say is still noise and its price is due at
# once. So let a little be free. Group the latents (here one group for each level), and charge for a group only what exceeds
# $\lambda$ nats *on average over the minibatch* (Kingma et al., 2016):
#
# $$\text{price} = \sum_{k} \max\Bigl(\lambda_k,\ \frac1N\sum_{n=1}^N \text{KL}_{n,k}\Bigr) \tag{12}$$
#
# The mean comes *before* the maximum: a picture may cost nothing if another costs more. Below $\lambda$ the gradient is zero,
# so nobody is pushed to sleep; and nobody is paid for being awake.

# %%
kl = torch.tensor([[0.0, 5.0], [3.0, 7.0]])  # two examples; two groups: means 1.5 and 6
for floor in (1.0, 2.0):
    per_group = kl.mean(dim=0)
    print(f"{floor:.0f} nats free: {sum(max(floor, nats) for nats in per_group.tolist()):.1f}")
# -> 1 nats free: 7.5
# -> 2 nats free: 8.0

# %% [markdown] task="free_nats"
# ### Exercise 8 · `free_nats` · 5 points · 8 minutes · implement
#
# Write equation (12).


# %% exercise="free_nats" points=5 difficulty=2 minutes=8 needs=[]
def free_nats(kl, floor):
    """Price of the code of a minibatch, of which some nats in each group are free: equation (12).

    Args:
        kl: KL divergence of each example and group, floating-point tensor of shape [N, K].
        floor: how many nats of each group are free: a number of at least 0, or a tensor of shape [K] and any dtype.

    Returns:
        One number, a tensor with no axes, of kl's dtype. Its gradient for the groups whose mean is below the floor is
        zero, and for the others 1/N in every row.
    """
    ### BEGIN SOLUTION
    spent = kl.mean(dim=0)
    return torch.maximum(spent, torch.as_tensor(floor, dtype=kl.dtype)).sum()
    ### END SOLUTION


# %% public_test="free_nats"
answer = torch.as_tensor(free_nats(torch.ones(6, 3).double(), 0.0))
assert answer.shape == (), "one number for the minibatch"
assert answer.dtype == torch.float64, "float64 in, float64 out"
assert abs(float(answer) - 3) < 1e-6, "where nothing is free, three groups of one nat cost three"
assert torch.as_tensor(free_nats(torch.ones(6, 3), torch.zeros(3))).shape == (), (
    "each group may have a floor of its own"
)

# %% [markdown] hint="free_nats"
# Three steps in this order: mean, maximum, sum. Over which axis is each?
#
# ---
# The mean over examples (axis 0) leaves `[K]`. `torch.maximum` wants two tensors: make one of the floor.
#
# ---
# `torch.maximum(kl.mean(dim=0), torch.as_tensor(floor, dtype=kl.dtype))`, and its sum.

# %% tags=["demo"]


def train_with_free_nats(floor, seed=0):
    """Section 6's recipe, with a residual posterior, and `floor` nats free on each level."""
    torch.manual_seed(seed)
    found = HVAE(posterior="residual")
    adam = torch.optim.Adam(found.parameters(), lr=0.003)
    for _ in range(1000):
        picked = x_train[torch.randint(len(x_train), (128,))]
        _, rec, *levels = hierarchical_elbo(found, picked, torch.randn(128, 4), torch.randn(128, 8))
        adam.zero_grad()
        (free_nats(torch.stack(levels, dim=1), floor) - rec.mean()).backward()
        adam.step()
    return found


for floor in (0.0, 1.0):
    found = train_with_free_nats(floor)
    with torch.no_grad():
        bound, _, kl_1, kl_2 = hierarchical_elbo(found, x_test, torch.randn(500, 4), torch.randn(500, 8))
    print(f"{floor} nats free: negative ELBO {-bound.mean():.2f}, level 1 {kl_1.mean():.2f}, level 2 {kl_2.mean():.3f}")

# %% [markdown]
# ### Paid is not used
#
# Free nats show in the numbers. But *a level that costs nats need not be of any use*. It can be awake in four ways that
# help nobody: it says the same about every picture; what it says drowns in its own noise; the level below does not listen;
# or it listens to other latents than those that speak. What matters is what arrives. Draw $z_2 \sim q(z_2\mid x)$ and $z_1
# \sim p(z_1 \mid z_2)$, *without* looking at the picture again. Which share of the variance of each latent of $z_1$ is
# decided by the picture? By the law of total variance
#
# $$
# R_d = \frac{\operatorname{Var}_x\bigl[m_d(x)\bigr]}{\operatorname{Var}_x\bigl[m_d(x)\bigr] +
# \mathbb E_x\bigl[\operatorname{Var}_{z_2\mid x}[\mu_{p,d}(z_2)]\bigr] + \mathbb E\bigl[\sigma_{p,d}^2(z_2)\bigr]}, \qquad
# m_d(x) = \mathbb E_{q(z_2\mid x)}\bigl[\mu_{p,d}(z_2)\bigr] \tag{13}
# $$
#
# The top level is used if some $R_d$ is not near zero.

# %% [markdown] task="is_top_used"
# ### Exercise 9 · `is_top_used` · 6 points · 15 minutes · write a check
#
# Write a check that tells whether a top level is of any use. It is judged like any good test: on models that use theirs,
# which it must accept, and on models whose top level is asleep, or awake in vain, which it must reject.


# %% exercise="is_top_used" points=6 difficulty=3 minutes=15 needs=[]
def is_top_used(encode_top, prior, x):
    """Tell whether what the top level says about a picture reaches the level below it.

    Args:
        encode_top: a function of x [N, P] that returns (mu, log_var) of q(z_2 | x), each [N, D_2].
        prior: a function of z_2 [M, D_2], for any M, that returns (mu_p, log_var_p) of p(z_1 | z_2), each [M, D_1].
        x: binary pixels, floating-point tensor of shape [N, P], N at least 200.

    Returns:
        A bool: True if the largest R_d of equation (13) is above 0.2, False if it is below 0.01. In between either answer
        is right. Estimate it with noise of your own; 50 or more throws for each picture are enough.
    """
    ### BEGIN SOLUTION
    mu, log_var = encode_top(x)
    z_2 = reparameterise(mu, log_var, torch.randn(100, *mu.shape))
    mu_p, log_var_p = (part.reshape(100, len(x), -1) for part in prior(z_2.reshape(-1, mu.shape[1])))
    between = mu_p.mean(dim=0).var(dim=0)
    within = mu_p.var(dim=0).mean(dim=0) + log_var_p.exp().mean(dim=(0, 1))
    return bool((between / (between + within)).max() > 0.06)
    ### END SOLUTION


# %% public_test="is_top_used"
verdict = is_top_used(lambda x: (0 * x[:, :2], 0 * x[:, :2]), lambda z: (z, 0 * z), x_test)
assert isinstance(verdict, bool), "one answer, True or False"
assert not verdict, "this top level says the same about every picture"

# %% [markdown] hint="is_top_used"
# Throw many $z_2$ for each picture, ask `prior` about all of them at once, and look at how its means vary: from throw to
# throw, and from picture to picture.
#
# ---
# With means of shape `[K, N, D_1]`: average over throws, then take the variance over pictures, for the numerator. For the
# rest take the variance over throws, averaged over pictures, and the mean of the prior's own variance.
#
# ---
# `prior(z_2.flatten(0, 1))` asks about all throws in one call, and `.reshape(K, N, -1)` puts them in order again. Cut
# somewhere between 0.02 and 0.2: with $K$ throws even a useless level seems to explain about $1/K$.

# %% tags=["demo"]
for posterior in ("direct", "residual"):
    found = train_hvae(x_train, seed=0, posterior=posterior)
    with torch.no_grad():
        print(f"{posterior}: is the top level used? {is_top_used(found.encode_top, found.prior, x_test)}")

# %% [markdown]
# ## 8 A thousand levels, and an encoder that cannot fall asleep
#
# Take (6) once more, and turn it round. Let $x$ be the lowest level and let the *encoder* be the fixed chain: at each step
# the picture is shrunk a little and a little noise is added, $z_{l+1} = a_l z_l + \sqrt{1 - a_l^2}\,\varepsilon$, until
# nothing but dice are left. Only the way *down*, $p(z_l \mid z_{l+1})$, is learnt. The bound is (5), with a thousand terms.
# Since nobody can change $q$, nobody can move nats from one level to another or put a level to sleep: the division of
# labour is a *schedule*, chosen by hand, as in your plot of section 3. And since every level has the size of the picture
# and does nearly the same, one network serves all.
#
# That is a diffusion model (Sohl-Dickstein et al., 2015; Ho et al., 2020): a very deep hierarchical VAE which gave up
# learning its encoder. Kingma et al. (2021) train it by this very bound. What has been lost is a short code: the top of a
# diffusion model knows nothing at all.

# %% [markdown] written="why_asleep" points=6 minutes=15
# ### Question 10 · `why_asleep` · 6 points · 15 minutes · prove and explain
#
# 1. Show that for every hierarchy (1) and every flat model with the same decoder $p(x\mid z_1)$ and the prior $\tilde
#    p(z_1) = \int p(z_1\mid z_2)\,p(z_2)\,\mathrm dz_2$ the likelihood $p(x)$ is the same. What is then the only thing that
#    a top level can do for the likelihood, and when is it of no use? (2 points)
# 2. Suppose the top is asleep in the model of (3): $q(z_2\mid x) = p(z_2)$ for all $x$. A colleague says: "then $p(z_1\mid
#    z_2)$ does not depend on $z_2$ either". Is it so? Give an argument or a counterexample, and say what the gradient of
#    (11) with respect to the parameters of $q(z_2\mid x)$ is, if $p(z_1\mid z_2)$ and $q(z_1\mid x, z_2)$ both ignore
#    $z_2$. (2 points)
# 3. Why can no level of a diffusion model collapse in this way? And name one thing that a hierarchical VAE can do and a
#    diffusion model cannot, for this reason. (2 points)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. $p(x) = \iint p(z_2)\,p(z_1\mid z_2)\,p(x\mid z_1)\,\mathrm dz_2\,\mathrm dz_1 = \int p(x\mid z_1)\,\tilde
#    p(z_1)\,\mathrm dz_1$, for $p(x\mid z_1)$ does not depend on $z_2$. So all that the top can do is give $z_1$ a richer
#    prior than one normal distribution. If the aggregate of the codes that suit the decoder is normal already (the decoder
#    and encoder can arrange for that), a richer prior is of no use, and the likelihood is as high without it.
# 2. It is not so. $q(z_2 \mid x) = p(z_2)$ makes $\text{KL}_2 = 0$, but $p(z_1\mid z_2)$ may depend on $z_2$: for instance
#    $z_1 = z_2 + $ small noise in the prior, and a $q(z_1\mid x, z_2)$ that corrects every $z_2$ to what the picture needs.
#    It pays for it in $\text{KL}_1$, so it is not optimal unless the dependence is switched off, but nothing in the
#    definition forbids it. If both ignore $z_2$, neither rec nor $\text{KL}_1$ depends on it, so the gradient is that of
#    $-\text{KL}_2$ alone, which is zero at $q = p$: sleep is a stationary point, and from anywhere else the way leads
#    there.
# 3. There $q$ is fixed and has no parameters: each level's $q(z_l\mid \cdot)$ depends on the picture by the schedule,
#    whatever is learnt, and the price of the levels is shared out by hand. Lost with it: a short code of the picture on top
#    (the top is pure noise), so no representation, interpolation or compression in few numbers; also right: sampling in few
#    steps.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# 1. Integrating $z_2$ out, with the remark that $x$ does not depend on $z_2$ given $z_1$: 1. "A richer prior of $z_1$", and
#    of no use where a normal one fits: 1 (one of the two: 0.5).
# 2. "No", with a counterexample or a sound argument: 1. Only $-\text{KL}_2$ has a gradient, so the top is pulled to sleep and
#    stays there: 1.
# 3. The encoder is fixed: 1. A short code, learnt representation, few steps of sampling, or the like: 1.
# ### END MARK SCHEME

# %% [markdown]
# ## What you have now
#
# - A hierarchy is a story in acts, and it learns its own prior. Sample it in the order of the story, with the prior's own
#   means and spreads.
# - The chain rule splits the divergence into one price for each level, measured against what the level above has already
#   told.
# - Infer in the same order: up without dice, down with them. Direct, precision-weighted and residual posteriors are three
#   ways to write it.
# - The bound does not care who does the work. In a linear chain you can predict the division; in a network small things
#   decide it, and famous remedies may do the opposite of what is said of them.
# - A loss tells nothing about a level. Its price tells more; whether what it says *arrives* tells all.
# - Fix the encoder, and nothing can fall asleep. This is the road to diffusion.
#
# ## References
#
# *Papers*
# - D. J. Rezende, S. Mohamed and D. Wierstra, Stochastic backpropagation and approximate inference in deep generative models,
#   2014 (deep latent Gaussian models). [arXiv:1401.4082](https://arxiv.org/abs/1401.4082)
# - C. K. Sønderby, T. Raiko, L. Maaløe, S. K. Sønderby and O. Winther, Ladder variational autoencoders, 2016.
#   [arXiv:1602.02282](https://arxiv.org/abs/1602.02282)
# - D. P. Kingma, T. Salimans, R. Jozefowicz, X. Chen, I. Sutskever and M. Welling, Improving variational inference with
#   inverse autoregressive flow, 2016 (free bits). [arXiv:1606.04934](https://arxiv.org/abs/1606.04934)
# - S. R. Bowman et al., Generating sentences from a continuous space, 2015 (annealing the KL term).
#   [arXiv:1511.06349](https://arxiv.org/abs/1511.06349)
# - X. Chen et al., Variational lossy autoencoder, 2016 (when a latent is of no use to the bound).
#   [arXiv:1611.02731](https://arxiv.org/abs/1611.02731)
# - S. Zhao, J. Song and S. Ermon, Learning hierarchical features from generative models, 2017 (what a hierarchy cannot
#   learn). [arXiv:1702.08396](https://arxiv.org/abs/1702.08396)
# - L. Maaløe, M. Fraccaro, V. Liévin and O. Winther, BIVA: a very deep hierarchy of latent variables for generative modeling,
#   2019. [arXiv:1902.02102](https://arxiv.org/abs/1902.02102)
# - A. Vahdat and J. Kautz, NVAE: a deep hierarchical variational autoencoder, 2020 (residual posteriors).
#   [arXiv:2007.03898](https://arxiv.org/abs/2007.03898)
# - R. Child, Very deep VAEs generalize autoregressive models and can outperform them on images, 2020.
#   [arXiv:2011.10650](https://arxiv.org/abs/2011.10650)
# - J. Sohl-Dickstein, E. A. Weiss, N. Maheswaranathan and S. Ganguli, Deep unsupervised learning using nonequilibrium
#   thermodynamics, 2015. [arXiv:1503.03585](https://arxiv.org/abs/1503.03585)
# - J. Ho, A. Jain and P. Abbeel, Denoising diffusion probabilistic models, 2020.
#   [arXiv:2006.11239](https://arxiv.org/abs/2006.11239)
# - D. P. Kingma, T. Salimans, B. Poole and J. Ho, Variational diffusion models, 2021.
#   [arXiv:2107.00630](https://arxiv.org/abs/2107.00630)
#
# *Longer reads*
# - C. Luo, Understanding diffusion models: a unified perspective, 2022 (from hierarchical VAEs to diffusion, step by step).
#   [arXiv:2208.11970](https://arxiv.org/abs/2208.11970)
# - K. P. Murphy, *Probabilistic Machine Learning: Advanced Topics*, MIT Press, 2023, chapter 21. Free at
#   [probml.github.io](https://probml.github.io/pml-book/book2.html).
