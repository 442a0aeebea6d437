# %% [markdown]
# # Sparse autoencoders: a code that is larger than the picture, and mostly empty
#
# One layer of a language model may have 4096 neurons, and the model knows far more than 4096 things. *Where do the
# others live? And can you get them out again, if nobody tells you what they are?*
#
# By the end of this notebook you can. You will hide 32 features in 16 numbers and train an autoencoder that finds them,
# without a single label. Then you will do it with digits, where nobody planted anything: a dictionary of 128 strokes, and
# each digit written as a short sentence of 13 or 14 of them.
#
# ![A digit as a sum of a few dictionary atoms, forty atoms, and the planted features that were found](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![A digit becomes 128 numbers, nearly all zero, and then a sum of atoms; below, the lesson's ideas](images/overview.svg)
#
# **Why this matters for generative AI.** The autoencoder of the last lesson made the code *small*. Here the code is twice
# as large as the picture, and it is the *number of entries in use* that is small. Such codes are how people look into
# large models today: trained on the activations of a language model, a sparse autoencoder splits them into features that a
# human can name (Bricken et al., 2023; Cunningham et al., 2023), it has been scaled to millions of features of GPT-4 (Gao
# et al., 2024), and turning one feature up or down steers what the model says (Templeton et al., 2024). The same was done
# for an image generator (Surkov et al., 2024). The idea is older than all of them: Olshausen and Field (1996) asked for
# sparse codes of photographs and out came the edge detectors of the visual cortex.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Ten coding
# exercises (57 points) and one question in words (4 points) take about two and a half hours; after section 3 is a good
# place for a break. The check cell under an exercise catches wrong shapes and common slips; passing it is *not* enough,
# for hidden tests look at other inputs and at the edge cases that the docstring names. Hints unfold step by step and cost
# nothing.
#
# **Conventions.** A batch of $N$ examples stands in the rows of `x`, shape `[N, d]`; their codes in the rows of `z`, shape
# `[N, K]`, with $K > d$; the $K$ **atoms** of the dictionary in the rows of `D`, shape `[K, d]`. Numbers are float64 here;
# your functions keep whatever dtype they are given. Answer with torch; numpy is accepted too, but where gradients have to
# flow through your function it must be torch.

# %%
import math

import numpy as np
import torch
from torch import nn

from journey.data import digits
from journey.plots import plot_curves, show_images

train, test, train_labels, test_labels = digits()
centred = train - train.mean(dim=0)
directions = torch.linalg.svd(centred, full_matrices=False).Vh  # the principal components of 00_01
print("a picture has", train.shape[1], "numbers")  # -> a picture has 64 numbers
for k in (8, 14):
    kept = (test - train.mean(dim=0)) @ directions[:k].T @ directions[:k]
    error = (test - train.mean(dim=0) - kept).square().mean()
    print(f"the best {k} fixed directions leave a test error of {error:.4f}")
# -> the best 8 fixed directions leave a test error of 0.0246
# -> the best 14 fixed directions leave a test error of 0.0137

# %% [markdown]
# These are the numbers to beat. PCA uses the *same* 14 directions for every digit. Suppose that you may choose 14 out of
# 128, and choose anew for each digit: that is what this lesson trains.
#
# ## 1 More features than dimensions: superposition
#
# Suppose that what a network knows about its input is a list of *features*, most of them absent at any moment: the text
# is about a bridge, the sentence is in Welsh, a bracket is open. Write a vector of activations as
#
# $$x \approx c + \sum_{j=1}^{K} z_j\, d_j, \qquad \text{most } z_j = 0 \tag{1}$$
#
# with one direction $d_j \in \mathbb{R}^d$, an *atom*, for each feature. At most $d$ directions can be at right angles to
# each other. But *almost* right angles are plentiful, and if only a few features are present at a time, almost is enough.
# A network that stores $K \gg d$ features in this way has them in **superposition** (Elhage et al., 2022).
#
# ![Five features as five arrows in the plane; one can be read off, two may be confused](images/superposition.svg)
#
# *Almost* has a price. On the left one feature is present, and the largest dot product names it. On the right two are
# present, and the largest dot product belongs to a third: in two dimensions five arrows are too close together for that.
#
# **How many directions fit?** With signs drawn at random, more than
# $e^{d\varepsilon^2/4}$ directions have all their cosines below $\varepsilon$: exponentially many in $d$.
#
# <details><summary>Proof</summary>
#
# Let $u, v$ have entries $\pm 1/\sqrt d$ with independent fair signs. Their dot product is a sum of $d$ independent terms
# $\pm 1/d$, so Hoeffding's inequality gives $P(|u^\top v| \ge \varepsilon) \le 2 e^{-d\varepsilon^2/2}$. Among $M$ such
# vectors there are fewer than $M^2/2$ pairs, so the probability that *some* pair is too close is below
# $M^2 e^{-d\varepsilon^2/2}$. For $M = e^{d\varepsilon^2/4}$ that is at most 1, so it does not always happen: there is a
# choice of signs without any close pair. ∎
#
# </details>
#
# **Can the features be read back?** Let $\mu$ be the largest $|{\cos}|$ between two different atoms, their *coherence*.
# If $x = \sum_j z_j d_j$ with at most $s < \tfrac12(1 + 1/\mu)$ entries in use, then no other code with as few entries
# gives the same $x$ (Donoho and Elad, 2003). Sparsity is what makes the code *unique*; a dense code is not. (For the
# pentagon $\mu = 0.81$, so $s < 1.1$: one feature at a time, as the picture says.)
#
# <details><summary>Proof</summary>
#
# Let the atoms have length 1. Suppose that two codes with at most $s$ entries each give the same $x$. Their difference $w$
# has at most $2s < 1 + 1/\mu$ entries in use, and $\sum_j w_j d_j = 0$. Take the dot product with the atom $d_i$ whose
# $|w_i|$ is largest: $0 = w_i + \sum_{j\ne i} w_j\, d_j^\top d_i$, so
# $|w_i| \le \mu \sum_{j \ne i} |w_j| \le \mu\,(2s - 1)\,|w_i| < |w_i|$, since $2s - 1 < 1/\mu$. That is impossible unless
# $w = 0$. ∎
#
# </details>
#
# **Where you meet it.** In every wide network that has been looked at. A neuron that reacts to Welsh *and* to open brackets
# (a *polysemantic* one) is what you see when you look along an axis instead of along an atom.

# %%
angles = 2 * math.pi * torch.arange(5, dtype=torch.float64) / 5
pentagon = torch.stack([angles.cos(), angles.sin()], dim=1)  # five features in two dimensions
x = 1.0 * pentagon[1]  # only feature 1 is present
scores = pentagon @ x
print("cosines with x:", [round(value, 2) + 0.0 for value in scores.tolist()])
# -> cosines with x: [0.31, 1.0, 0.31, -0.81, -0.81]
print("cut off at 0.31:", [round(value, 2) + 0.0 for value in torch.relu(scores - 0.3091).tolist()])
# -> cut off at 0.31: [0.0, 0.69, 0.0, 0.0, 0.0]

dimensions, cosine = 4096, 0.2
print(f"in {dimensions} dimensions: more than {math.exp(dimensions * cosine**2 / 4):.0e} directions")
# -> in 4096 dimensions: more than 6e+17 directions

# %% [markdown]
# A dot product with each atom, a threshold, and everything negative set to zero: that one line is the encoder of this
# lesson. It found the right feature among five, in a space of two dimensions, and it also made it too small (0.69 instead
# of 1). Keep both in mind.
#
# ### What counts as "in use"?
#
# Sparsity is measured by the **$L_0$**: how many entries are in use. Counting entries that differ from zero sounds
# harmless, and it is not. An entry of $10^{-9}$ is in use for such a count and does nothing; and whoever is paid for small
# entries can divide a code by 1000 and multiply its atom by 1000, without changing anything. What unit $j$ does to example
# $i$ is to add $z_{ij} d_j$, and the size of that is its **contribution**. So we count
#
# $$a_{ij} = |z_{ij}|\,\lVert d_j\rVert, \qquad
# L_0(i) = \#\{j : a_{ij} > \tau \max_k a_{ik}\} \tag{2}$$
#
# with a tolerance $\tau$ of, say, one per cent. Multiply a code by $s > 0$ and divide its atom by $s$: nothing changes.

# %% [markdown] task="l0"
# ### Exercise 1 · `l0` · 5 points · 8 minutes · implement
#
# Count the entries in use, equation (2), one count for each example.


# %% exercise="l0" points=5 difficulty=1 minutes=8 needs=[]
def l0(z, D, tol=0.01):
    """Count the units that contribute to each example, equation (2).

    Args:
        z: codes, floating-point tensor of shape [N, K]; entries may be negative.
        D: atoms in rows, shape [K, d], of any lengths, perhaps zero.
        tol: a unit counts where its contribution |z_ij| |d_j| is more than tol times the largest contribution to the same
            example; a float from 0 (any contribution at all counts) to less than 1.

    Returns:
        Tensor of shape [N]: one count for each example, not averaged. An example to which nothing contributes has 0.
    """
    ### BEGIN SOLUTION
    contributions = z.abs() * torch.linalg.vector_norm(D, dim=1)
    largest = contributions.amax(dim=1, keepdim=True)
    return (contributions > tol * largest).sum(dim=1)
    ### END SOLUTION


# %% public_test="l0"
z = torch.tensor([[1.0, 0.0, 2.0], [0.0, 0.0, 3.0]], dtype=torch.float64)
counts = torch.as_tensor(l0(z, torch.eye(3, 4, dtype=torch.float64)))
assert counts.shape == (2,), "one count for each example"
assert counts.tolist() == [2, 1], "with atoms of length 1 the entries that are not zero count"

# %% [markdown] hint="l0"
# Make the table of contributions first, shape `[N, K]`. Which length belongs to column $j$ of `z`?
#
# ---
# The lengths of the atoms are the norms of the *rows* of `D`: shape `[K]`, which broadcasts against `[N, K]`. The maximum
# is taken within each example: over `dim=1`, with `keepdim=True`.
#
# ---
# `contributions = z.abs() * D.norm(dim=1)`, then `(contributions > tol * contributions.amax(1, keepdim=True)).sum(1)`. With
# `>` (and not `>=`) an example of zeros counts 0.

# %% [markdown]
# ### Units that nobody uses
#
# A code can be sparse for a bad reason: half of the units may never fire. A **dead unit** costs memory and explains
# nothing, and as no gradient reaches it, it stays dead. At the scale of GPT-4, Gao et al. (2024) report that up to 90 % of
# the latents of a dictionary die if nothing is done about it. Count them from the codes of a large set: a unit is dead if
# the share of examples on which it fires is not above a small rate (0 if you are strict; Bricken et al. also watch units
# of "ultralow density", which fire on hardly any input).

# %% [markdown] task="dead_units"
# ### Exercise 2 · `dead_units` · 3 points · 5 minutes · implement
#
# Here an entry fires where it is not exactly 0: ReLU and TopK, which follow, give exact zeros.


# %% exercise="dead_units" points=3 difficulty=1 minutes=5 needs=[]
def dead_units(z, min_rate=0.0):
    """Tell which units (almost) never fire.

    Args:
        z: codes of a data set, floating-point tensor of shape [N, K], N at least 1. An entry fires if it is not exactly 0,
            whatever its sign and size.
        min_rate: a unit is dead if it fires on at most this share of the N examples; a float from 0 to 1.

    Returns:
        Bool tensor of shape [K], True for the dead units.
    """
    ### BEGIN SOLUTION
    rate = (z != 0).to(torch.float64).mean(dim=0)
    return rate <= min_rate
    ### END SOLUTION


# %% public_test="dead_units"
z = torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 2.0]], dtype=torch.float64)
dead = torch.as_tensor(dead_units(z))
assert dead.shape == (3,), "one verdict for each unit"
assert dead.dtype == torch.bool, "True or False"
assert dead.tolist() == [False, True, False], "the second unit never fires; the others do so once"

# %% [markdown] hint="dead_units"
# First a table of True and False: does entry $(i, j)$ fire? Then a share for each column.
#
# ---
# The mean over examples (`dim=0`) of a table of zeros and ones is a share. `min_rate=0` must leave the units that never
# fire: *at most*, not *less than*.
#
# ---
# `(z != 0).double().mean(dim=0) <= min_rate`.

# %% [markdown]
# ## 2 Ask each unit to fire rarely: the KL penalty
#
# The first sparse autoencoders had sigmoid units, $z = \sigma(a)$, between 0 and 1. Read such a value as the probability
# that the unit fires. Its *rate* is the mean over the batch, $\hat\rho_j = \frac1N\sum_i z_{ij}$, and we wish it to be
# some small $\rho$, say 0.05. How far is a coin of probability $\hat\rho_j$ from one of probability $\rho$? That is what
# the Kullback–Leibler divergence measures (lesson 00_03), and Ng (2011) adds one for each unit:
#
# $$
# \mathrm{KL}(\rho\,\Vert\,\hat\rho) = \sum_{j=1}^{K} \rho\log\frac{\rho}{\hat\rho_j}
# + (1 - \rho)\log\frac{1 - \rho}{1 - \hat\rho_j} \tag{3}
# $$
#
# with $0 \log 0 = 0$. It is 0 if all rates are $\rho$, positive otherwise, and it grows without bound as a rate goes to 0
# or 1: a unit may neither die nor fire always.
#
# <details><summary>Proof that it is positive unless every rate equals ρ</summary>
#
# $\log t \le t - 1$, with equality at $t = 1$ only. So each term of the sum satisfies
# $-\rho\log\frac{\hat\rho_j}{\rho} - (1-\rho)\log\frac{1-\hat\rho_j}{1-\rho}
# \ge -(\hat\rho_j - \rho) - \bigl((1 - \hat\rho_j) - (1 - \rho)\bigr) = 0$, with equality for $\hat\rho_j = \rho$ only. ∎
#
# </details>
#
# **Where you meet it.** Here, and in disguise wherever a *batch average* is pushed towards a target: mixture-of-experts
# models, for example, add a loss that spreads the tokens evenly over the experts.

# %%
target = 0.05
for rate in (0.05, 0.2, 0.5):
    kl = target * math.log(target / rate) + (1 - target) * math.log((1 - target) / (1 - rate))
    print(f"a unit that fires at rate {rate:.2f} costs {kl:.4f}")
# -> a unit that fires at rate 0.05 costs 0.0000
# -> a unit that fires at rate 0.20 costs 0.0939
# -> a unit that fires at rate 0.50 costs 0.4946

# %% [markdown] task="kl_sparsity"
# ### Exercise 3 · `kl_sparsity` · 5 points · 8 minutes · implement
#
# Write equation (3), with its edge cases: a target of exactly 0 or 1, and a rate that has got stuck at 0 or 1.


# %% exercise="kl_sparsity" points=5 difficulty=2 minutes=8 needs=[]
def kl_sparsity(rho_hat, rho):
    """Sum over units of KL(Bernoulli(rho) || Bernoulli(rho_hat_j)) in nats, equation (3).

    Args:
        rho_hat: firing rates, floating-point tensor of shape [K], from 0 to 1 inclusive.
        rho: the target rate, a float from 0 to 1 inclusive.

    Returns:
        A tensor without dimensions, of rho_hat's dtype: the sum over the K units. 0 log 0 is 0, so a rate of exactly rho
        costs nothing for every rho, 0 and 1 included. Infinite if a unit's rate is 0 or 1 and rho is not.
    """
    ### BEGIN SOLUTION
    rho = torch.as_tensor(rho, dtype=rho_hat.dtype)
    fires = torch.xlogy(rho, rho) - torch.xlogy(rho, rho_hat)
    rests = torch.xlogy(1 - rho, 1 - rho) - torch.xlogy(1 - rho, 1 - rho_hat)
    return (fires + rests).sum()
    ### END SOLUTION


# %% public_test="kl_sparsity"
cost = torch.as_tensor(kl_sparsity(torch.tensor([0.2, 0.2], dtype=torch.float64), 0.05))
assert cost.shape == (), "one number for all units together"
assert cost.dtype == torch.float64, "float64 in, float64 out"
assert abs(float(cost) - 0.1877) < 1e-3, "two units at rate 0.2 cost twice what the table above says"

# %% [markdown] hint="kl_sparsity"
# Two coins for each unit: fires, or does not. Both outcomes have a term.
#
# ---
# $\rho \log\frac{\rho}{\hat\rho_j} = \rho\log\rho - \rho\log\hat\rho_j$. The trouble is $0 \cdot \log 0$, which is NaN for
# a computer. `torch.xlogy(a, b)` is $a \log b$, and 0 where $a = 0$.
#
# ---
# `fires = torch.xlogy(rho, rho) - torch.xlogy(rho, rho_hat)` with `rho` as a tensor; the same with $1 - \rho$ and
# $1 - \hat\rho$; add and sum. Do not clamp the rates: the infinite cases are asked for.

# %% [markdown]
# ### The gradient, by hand
#
# To train with it we need $\partial\,\mathrm{KL} / \partial a_{ij}$, with respect to the *pre-activation*. Follow the
# chain $a_{ij} \to z_{ij} = \sigma(a_{ij}) \to \hat\rho_j \to \mathrm{KL}$. The three links are
#
# $$
# \frac{\partial\,\mathrm{KL}}{\partial\hat\rho_j} = -\frac{\rho}{\hat\rho_j} + \frac{1-\rho}{1-\hat\rho_j}, \qquad
# \frac{\partial\hat\rho_j}{\partial z_{ij}} = \frac1N, \qquad
# \frac{\partial z_{ij}}{\partial a_{ij}} = z_{ij}(1 - z_{ij}) \tag{4}
# $$
#
# and their product is the gradient. Note what is *not* there: the gradient of one example depends on the whole batch,
# through the rate. That is unusual, and it is why such a penalty needs batches that are large enough.
#
# **A trap.** For $a = 40$ a float64 rounds $\sigma(a)$ to exactly 1. Then $1 - \hat\rho$ is 0, $1 - z$ is 0, and the
# product of the links is $\infty \cdot 0$: NaN. The true value is perfectly harmless; for a batch of one it is
# $\sigma(a) - \rho$ (try it: everything cancels). What helps is never to *subtract* from 1: $1 - \sigma(a) = \sigma(-a)$,
# and $\sigma(-40) \approx 4\cdot10^{-18}$ is a number like any other.

# %%
a = torch.tensor([0.0, 40.0], dtype=torch.float64)
print("1 - sigmoid(a):", [f"{value:.1e}" for value in (1 - torch.sigmoid(a)).tolist()])
# -> 1 - sigmoid(a): ['5.0e-01', '0.0e+00']
print("sigmoid(-a):   ", [f"{value:.1e}" for value in torch.sigmoid(-a).tolist()])
# -> sigmoid(-a):    ['5.0e-01', '4.2e-18']

# %% [markdown] task="kl_sparsity_grad"
# ### Exercise 4 · `kl_sparsity_grad` · 6 points · 12 minutes · derive
#
# Multiply the three links of equation (4), for a whole batch, so that it is also right where units saturate.


# %% exercise="kl_sparsity_grad" points=6 difficulty=3 minutes=12 needs=[]
def kl_sparsity_grad(a, rho):
    """Gradient of equation (3) with respect to the pre-activations, for z = sigmoid(a) and rates averaged over the batch.

    Args:
        a: pre-activations, float64 tensor of shape [N, K], N at least 1; entries may be as large as 50 in absolute value.
        rho: the target rate, a float strictly between 0 and 1.

    Returns:
        Tensor of shape [N, K]: the derivative of the KL, summed over units, with respect to each entry of a. Finite
        everywhere, also where all entries of a unit are 50 or all are -50.
    """
    ### BEGIN SOLUTION
    on, off = torch.sigmoid(a), torch.sigmoid(-a)
    slope = -rho / on.mean(dim=0) + (1 - rho) / off.mean(dim=0)
    return slope * on * off / len(a)
    ### END SOLUTION


# %% public_test="kl_sparsity_grad"
gradient = torch.as_tensor(kl_sparsity_grad(torch.zeros(4, 3, dtype=torch.float64), 0.05))
assert gradient.shape == (4, 3), "one derivative for each pre-activation"
assert gradient.dtype == torch.float64, "float64 in, float64 out"
assert bool((gradient > 0).all()), "all units fire at rate 0.5, far too often: the gradient must point upwards"
at_target = torch.as_tensor(kl_sparsity_grad(torch.full((4, 3), math.log(0.05 / 0.95), dtype=torch.float64), 0.05))
assert float(at_target.abs().max()) < 1e-9, "at the target rate there is no downhill"

# %% [markdown] hint="kl_sparsity_grad"
# Write down the shapes of the three links: `[K]`, a number, `[N, K]`. Which axis does the mean of the rate run over?
#
# ---
# $\hat\rho_j$ is a mean over the batch, `dim=0`; $1 - \hat\rho_j$ is the mean of $1 - z_{ij} = \sigma(-a_{ij})$. So you
# need two tables, $\sigma(a)$ and $\sigma(-a)$, and no subtraction from 1.
#
# ---
# With `on = torch.sigmoid(a)` and `off = torch.sigmoid(-a)`: the last link is `on * off`, the first is
# `-rho / on.mean(0) + (1 - rho) / off.mean(0)`, the middle one `1 / len(a)`.

# %% tags=["demo"]
# Walk downhill with your gradient: 200 units that fire half of the time learn to fire 5 % of the time, on average.
generator = torch.Generator().manual_seed(0)
a = torch.randn(64, 200, dtype=torch.float64, generator=generator)
costs = []
for _step in range(60):
    costs.append(float(kl_sparsity(torch.sigmoid(a).mean(dim=0), 0.05)))
    a = a - 100 * torch.as_tensor(kl_sparsity_grad(a, 0.05))
z = torch.sigmoid(a)
plot_curves(range(60), {"KL": costs}, x_label="step", y_label="KL (nats)", title="Rates go to their target", log_y=True)
print(f"mean rate {z.mean():.3f}; entries that are exactly zero: {(z == 0).double().mean():.0%}")

# %% [markdown]
# The rate is what was asked for, and *not one entry is zero*. A mean of 0.05 can be reached by firing fully on one example in
# twenty, or by firing a little on all of them; the penalty does not mind which. For codes that one can read, we want zeros.
#
# ## 3 Zeros: the $L_1$ penalty
#
# Take one unit with an atom of length 1, whose ideal contribution to an example is $a$. Pay $\lambda$ for each unit of
# code:
#
# $$\min_z\ (a - z)^2 + \lambda |z| \quad\Longrightarrow\quad
# z = \operatorname{sign}(a)\,\max\bigl(|a| - \tfrac{\lambda}{2},\ 0\bigr) \tag{5}$$
#
# *Soft thresholding.* Below $\lambda/2$ the answer is *exactly* zero, because the price has a corner there: its slope does
# not fade out near 0 as the slope of $z^2$ would. Above, the answer is too small by $\lambda/2$: the **shrinkage** of
# $L_1$. You have seen both on the pentagon.
#
# <details><summary>Proof</summary>
#
# Let $a \ge 0$ (else mirror everything). A negative $z$ is worse than $-z$ for both terms, so look at $z \ge 0$, where the
# function is the parabola $(a-z)^2 + \lambda z$ with derivative $-2(a - z) + \lambda$. It vanishes at $z = a - \lambda/2$.
# If that is positive, it is the minimum; if not, the derivative is positive for all $z > 0$ and the minimum is at the
# corner, $z = 0$. ∎
#
# </details>
#
# An encoder $z = \mathrm{relu}(a + b)$ with a negative bias $b$ does just that (for $a \ge 0$), and this is why it is
# the usual one:
#
# $$z = \mathrm{relu}\bigl((x - c)\,W + b\bigr), \qquad \hat x = z D + c \tag{6}$$

# %%
price = 0.5
grid = torch.linspace(-2, 2, 40001, dtype=torch.float64)
for wish in (0.2, 1.0, -0.7):
    best = grid[((wish - grid).square() + price * grid.abs()).argmin()]
    print(f"wish {wish:4.1f}: best code {round(float(best), 2) + 0.0:.2f}")
# -> wish 0.2: best code 0.00
# -> wish 1.0: best code 0.75
# -> wish -0.7: best code -0.45

# %% [markdown]
# ### The loophole
#
# In equation (5) the atom had length 1, and it was not allowed to change. In an autoencoder *everything* is learnt. Halve
# a unit's row of codes and double its atom: $\hat x$ is the same to the last bit, and the bill $\lambda\sum|z|$ is
# halved. Do it again. For ReLU units the network can do this at will, since $\mathrm{relu}(a / s) = \mathrm{relu}(a) / s$.
#
# **Claim.** With the penalty $\lambda \sum_{ij} |z_{ij}|$ and free atoms, the loss has the same infimum as with no
# penalty at all: for every autoencoder there is another with the same reconstructions and a bill as small as you like.
# *(Divide the unit's column of $W$ and its $b$ by $s$, multiply its atom by $s$, let $s \to \infty$.)* ∎
#
# ![A see-saw: the code shrinks, the atom grows, the product stays; the bill looks at one side only](images/escape.svg)
#
# Here it is with one unit and one feature, $\hat x = z\,d$ with target 1, by plain gradient descent:

# %%
lam = 0.2
z, d = 1.0, 1.0
for step in range(3001):
    if step in (0, 30, 300, 3000):
        print(f"step {step:4d}: code {z:.2f}, atom {d:.2f}, contribution {z * d:.2f}, bill {lam * abs(z):.2f}")
    error = z * d - 1
    z, d = z - 0.05 * (2 * error * d + lam), d - 0.05 * 2 * error * z
# -> step    0: code 1.00, atom 1.00, contribution 1.00, bill 0.20
# -> step   30: code 0.84, atom 1.12, contribution 0.94, bill 0.17
# -> step  300: code 0.48, atom 2.00, contribution 0.95, bill 0.10
# -> step 3000: code 0.22, atom 4.41, contribution 0.98, bill 0.04

# %% [markdown]
# The bill falls and falls, the printed loss looks better and better, and the contribution creeps back to where it would be
# without any penalty. *The program looks as if it worked.* There are two honest remedies. One is to keep all atoms at
# length 1 (section 5). The other is to charge for **contributions**:
#
# $$P(z, D) = \frac1N \sum_{i=1}^{N}\sum_{j=1}^{K} |z_{ij}|\,\lVert d_j\rVert \tag{7}$$
#
# Now scaling changes nothing, so nothing is gained by it. Anthropic's interpretability team, who at first kept the atoms at
# length 1, later changed over to this (Conerly et al., 2024).

# %% [markdown] task="l1_penalty"
# ### Exercise 5 · `l1_penalty` · 5 points · 8 minutes · implement
#
# Write equation (7) so that gradients flow to the codes *and* to the atoms: it is the gradient with respect to the atoms
# that closes the loophole. And dictionaries may have empty rows: the derivative of $\lVert d\rVert$ at $d = 0$ must not
# become NaN.


# %% exercise="l1_penalty" points=5 difficulty=2 minutes=8 needs=[]
def l1_penalty(z, D):
    """Charge for contributions: the mean over examples of the sum over units of |z_ij| |d_j|_2, equation (7).

    Args:
        z: codes, floating-point tensor of shape [N, K], N at least 1; entries may be negative.
        D: atoms in rows, shape [K, d], of the same dtype, of any lengths; a row of zeros is allowed.

    Returns:
        A tensor without dimensions, of the inputs' dtype. Differentiable with respect to both: where a row of D is zero,
        the gradient for that row is finite.
    """
    ### BEGIN SOLUTION
    lengths = torch.linalg.vector_norm(D, dim=1)
    return (z.abs() * lengths).sum(dim=1).mean()
    ### END SOLUTION


# %% public_test="l1_penalty"
z = torch.tensor([[1.0, -2.0], [0.0, 3.0]], dtype=torch.float64)
bill = l1_penalty(z, torch.eye(2, 3, dtype=torch.float64))
assert torch.as_tensor(bill).shape == (), "one number for the whole batch"
assert torch.as_tensor(bill).dtype == torch.float64, "float64 in, float64 out"
assert abs(float(bill) - 3) < 1e-9, "atoms of length 1: the first example costs 1 + 2, the second 3; their mean"

# %% [markdown] hint="l1_penalty"
# Lengths first: one for each atom. Then the table of contributions, as in exercise 1.
#
# ---
# Sum over the units of an example, mean over the examples. Do not detach the lengths. The square root of a sum of squares
# has an infinite slope at 0, and $\infty\cdot0$ is NaN; `torch.linalg.vector_norm` (and `D.norm(dim=1)`) takes 0 there.
#
# ---
# `(z.abs() * D.norm(dim=1)).sum(dim=1).mean()`.

# %% [markdown]
# ### A program that looks as if it worked
#
# A loss from the internet. Its author trained with it and reports: "The loss goes down, the penalty goes down, the digits
# look perfect. My code is sparse."


# %%
def draft_sae_loss(x, x_hat, z, D, lam):
    reconstruction = (x_hat - x).square().mean()
    penalty = z.mean()
    return reconstruction + lam * penalty


x = torch.tensor([[1.0, 2.0]], dtype=torch.float64)
D = torch.tensor([[1.0, 0.0], [0.0, 1.0]], dtype=torch.float64)
z = torch.tensor([[0.5, 1.5]], dtype=torch.float64)
print(f"loss {draft_sae_loss(x, z @ D, z, D, 0.2):.2f}")  # -> loss 0.45
print(f"loss {draft_sae_loss(x, (z / 100) @ (100 * D), z / 100, 100 * D, 0.2):.3f}")  # -> loss 0.252

# %% [markdown] task="sae_loss"
# ### Exercise 6 · `sae_loss` · 6 points · 12 minutes · repair
#
# The draft has **four** faults. The last print shows one. For the others, ask yourself: what does $\lambda$ mean if the
# same dictionary gets another hundred units that never fire? What if the pictures get larger? What does the penalty say
# about a negative code? Then write the loss that means what it says:
#
# $$\mathcal L = \frac1N\sum_{i=1}^{N}\ \lVert \hat x_i - x_i\rVert^2 \;+\; \lambda\, P(z, D) \tag{8}$$


# %% exercise="sae_loss" points=6 difficulty=3 minutes=12 needs=["l1_penalty"]
def sae_loss(x, x_hat, z, D, lam):
    """The loss of a sparse autoencoder, equation (8).

    Args:
        x: examples, floating-point tensor of shape [N, d], N at least 1.
        x_hat: their reconstructions, same shape.
        z: their codes, shape [N, K]; entries may be negative.
        D: atoms in rows, shape [K, d].
        lam: the price of a contribution, a float of at least 0.

    Returns:
        A tensor without dimensions, of the inputs' dtype: the squared error, summed over the d pixels of an example, plus
        lam times the contributions of equation (7), summed over its K units; both averaged over the N examples.
        Differentiable with respect to x_hat, z and D.
    """
    ### BEGIN SOLUTION
    reconstruction = (x_hat - x).square().sum(dim=1).mean()
    return reconstruction + lam * l1_penalty(z, D)
    ### END SOLUTION


# %% public_test="sae_loss"
x = torch.tensor([[1.0, 2.0], [0.0, 1.0]], dtype=torch.float64)
D = torch.eye(2, dtype=torch.float64)
loss = torch.as_tensor(sae_loss(x, x, x, D, 0.5))
assert loss.shape == (), "one number for the whole batch"
assert loss.dtype == torch.float64, "float64 in, float64 out"
assert abs(float(loss) - 1) < 1e-9, "nothing is lost here, so the loss is the bill: half of the mean of 3 and 1"
scaled = torch.as_tensor(sae_loss(x, x, x / 100, 100 * D, 0.5))
assert abs(float(scaled) - 1) < 1e-9, "dividing codes by 100 and multiplying atoms by 100 must not pay"

# %% [markdown] hint="sae_loss"
# One fault is in the first line, three in the second. A mean hides a division: by what is divided, and should it be?
#
# ---
# Means over pixels and over units make $\lambda$ depend on the size of the picture and of the dictionary. A code without
# absolute value is *rewarded* for being negative. And a penalty that does not see `D` can be escaped.
#
# ---
# `(x_hat - x).square().sum(dim=1).mean() + lam * l1_penalty(z, D)`.

# %% [markdown]
# *A good place for a break.*
#
# ### Which penalties are honest?
#
# Other people will propose other penalties: squares, roots, norms over groups. Some can be escaped; some cannot, and make
# nothing sparse. Call a penalty $P(z, D)$ **honest** if it keeps four promises, for all codes and atoms:
#
# 1. *No escape.* Multiplying a unit's codes by any $s > 0$ and dividing its atom by $s$ does not change it.
# 2. *One price.* $P(tz, D) = t\,P(z, D)$ for $t > 0$. (A square charges almost nothing for small entries: it makes codes
#    short, not sparse.)
# 3. *Entry by entry.* The bill of a code is the sum of the bills of its entries, each alone with the others at zero; and
#    each entry that contributes, of either sign, costs *more than nothing*. (A norm such as $\sqrt{\sum_j z_j^2}$ gives a
#    discount to those who use many units.)
# 4. *The gradient knows it.* Promise 1 holds for the derivative, too. Differentiate it with respect to $s$ at $s = 1$: for
#    every unit, $\sum_i z_{ij}\,\partial P/\partial z_{ij} = d_j^\top\, \partial P/\partial d_j$. (If the atoms are detached,
#    the *value* keeps promise 1, and the optimiser escapes all the same.)
#
# Equation (7) keeps all four, and so does any positive multiple of it. It is not the only one: the length of $d_j$ could be
# measured in another norm.

# %% [markdown] task="is_honest_penalty"
# ### Exercise 7 · `is_honest_penalty` · 6 points · 12 minutes · write a check
#
# Write the check that tells. You get the penalty as a function and may call it on codes and atoms of your choice. The hidden
# tests hand it honest penalties, which it must accept, and wrong ones, each with another fault, which it must reject.


# %% exercise="is_honest_penalty" points=6 difficulty=4 minutes=12 needs=[]
def is_honest_penalty(penalty):
    """Tell whether a penalty keeps the four promises above, up to rounding (1e-6, relative).

    Args:
        penalty: a function of (z, D), float64 tensors of shapes [N, K] and [K, d] with any N, K and d of at least 1, no row
            of D zero; it returns a tensor without dimensions, made with torch operations, never NaN. It changes nothing.

    Returns:
        A bool: True if the penalty is honest. No exception, also if autograd cannot differentiate what it returns.
    """
    ### BEGIN SOLUTION
    generator = torch.Generator().manual_seed(0)
    z = torch.randn(4, 3, dtype=torch.float64, generator=generator, requires_grad=True)  # each unit has both signs
    D = torch.randn(3, 5, dtype=torch.float64, generator=generator, requires_grad=True)
    s = D.norm(dim=1)  # any positive numbers
    bill = penalty(z, D)
    alone = [penalty(entry, D) for entry in torch.diag_embed(z.reshape(-1)).reshape(-1, 4, 3)]  # the others at zero
    if not bill.requires_grad or min(alone) <= 0:
        return False
    d_z, d_D = torch.autograd.grad(bill, (z, D), allow_unused=True)
    if d_z is None or d_D is None:
        return False
    promises = [
        (penalty(z * s, D / s[:, None]), bill),
        (penalty(3 * z, D), 3 * bill),
        (sum(alone), bill),
        ((z * d_z).sum(dim=0), (D * d_D).sum(dim=1)),
    ]
    return all(torch.allclose(found, promised, rtol=1e-6, atol=0) for found, promised in promises)
    ### END SOLUTION


# %% public_test="is_honest_penalty"
verdict = is_honest_penalty(l1_penalty)
assert isinstance(verdict, (bool, np.bool_)) or torch.as_tensor(verdict).numel() == 1, "one answer, true or false"
assert bool(verdict), "equation (7) keeps all four promises"
assert not bool(is_honest_penalty(lambda z, D: z.abs().sum())), "this one does not look at the atoms: it can be escaped"

# %% [markdown] hint="is_honest_penalty"
# Draw random codes (of both signs!) and atoms, and turn each promise into one comparison of two numbers.
#
# ---
# 1: `penalty(z * s, D / s[:, None])` with another `s` for each unit. 2: `penalty(3 * z, D)`. 3: loop over all entries,
# with a tensor that is zero but for one of them, once with its sign and once with the other. Compare *relative* to the
# size of the bill.
#
# ---
# 4: `leaf = D.clone().requires_grad_()`, the same for `z`, then `torch.autograd.grad(value, (z_leaf, D_leaf),
# allow_unused=True)`. If `value.requires_grad` is False, or one of the gradients is None, the promise is broken; else
# compare `(z * d_z).sum(0)` with `(D * d_D).sum(1)`.

# %% tags=["demo"]
candidates = {
    "equation (7)": l1_penalty,
    "codes alone": lambda z, D: z.abs().sum(),
    "squares of contributions": lambda z, D: (z.square() * D.square().sum(dim=1)).sum(),
    "length of all contributions": lambda z, D: (z.square() * D.square().sum(dim=1)).sum().sqrt(),
    "atoms detached": lambda z, D: l1_penalty(z, D.detach()),
    "no absolute value": lambda z, D: (z * D.norm(dim=1)).sum(),
    "largest pixels of the atoms": lambda z, D: (z.abs() * D.abs().amax(dim=1)).sum(),
}
for name, candidate in candidates.items():
    print(f"{name:28s} {'honest' if is_honest_penalty(candidate) else 'not honest'}")

# %% [markdown]
# ## 4 Or simply count: TopK
#
# $L_1$ stands in for what we really want, a small $L_0$, and it has a price: shrinkage, and a $\lambda$ of which nobody
# knows beforehand how many units it will leave. Makhzani and Frey (2013), and at scale Gao et al. (2024), say directly how
# many: keep the $k$ largest pre-activations of each example, set the others to zero,
#
# $$z = \mathrm{TopK}_k(a), \qquad
# z_{ij} = \begin{cases} \max(a_{ij}, 0) & j \in T_i \\ 0 & \text{otherwise} \end{cases} \tag{9}$$
#
# where $T_i$ holds the $k$ indices with the largest $a_{ij}$. No penalty, no shrinkage, and $L_0 \le k$ by construction.
#
# **Claim.** If the atoms are orthonormal, keeping the $k$ coefficients $a_j = d_j^\top x$ that are largest *in absolute
# value* is the best approximation of $x$ by $k$ of them. *(By Pythagoras the squared error is $\lVert x\rVert^2$ minus the
# sum of the squares that are kept.)* ∎ With ReLU, only positive coefficients are of use, so it is the largest, not the
# largest in absolute value, that count.
#
# **Gradient.** $T_i$ is piecewise constant, so away from ties the derivative of $z_{ij}$ with respect to $a_{ij}$ is 1 if
# $j$ is kept and positive, and 0 otherwise. A unit that is never kept gets no gradient at all: this is how units die, and
# why one starts with the encoder as the transpose of the decoder, and adds auxiliary losses at scale.
#
# **Ties** must be broken, or "the $k$ largest" may be more than $k$: among equals, the lower index wins.
#
# **Where you meet it.** The router of a mixture-of-experts layer is a TopK over experts (Shazeer et al., 2017), and
# sampling a word from the $k$ likeliest is a TopK over the vocabulary.

# %%
a = torch.tensor([0.4, -1.0, 0.9, 0.1], dtype=torch.float64)
values, indices = a.topk(2)
print("kept:", sorted(indices.tolist()), "values:", values.tolist())  # -> kept: [0, 2] values: [0.9, 0.4]

# %% [markdown] task="topk_activation"
# ### Exercise 8 · `topk_activation` · 6 points · 12 minutes · implement
#
# Write equation (9). `torch.topk` does not say which of several equal entries it takes (a *stable* sort does).


# %% exercise="topk_activation" points=6 difficulty=3 minutes=12 needs=[]
def topk_activation(a, k):
    """Keep the k largest pre-activations of each example, cut off at zero, equation (9).

    Args:
        a: pre-activations, floating-point tensor of shape [N, K]. Not changed.
        k: how many to keep in each row, an int of at least 0; K or more keeps all.

    Returns:
        Tensor of a's shape and dtype with at most k entries in use in each row. Kept entries keep their value if it is
        positive; all others are 0. Among equal entries the one with the lower index is kept first. The gradient is 1 for
        the entries that are kept and positive, 0 for all others.
    """
    ### BEGIN SOLUTION
    kept = torch.sort(a, dim=1, descending=True, stable=True).indices[:, :k]
    mask = torch.zeros_like(a).scatter(1, kept, 1)
    return torch.relu(a) * mask
    ### END SOLUTION


# %% public_test="topk_activation"
a = torch.tensor([[0.4, -1.0, 0.9, 0.1], [-1.0, -2.0, -3.0, 5.0]], dtype=torch.float64)
z = torch.as_tensor(topk_activation(a, 2))
assert z.shape == (2, 4), "entries that are not kept become 0, they do not go away"
assert z.dtype == torch.float64, "float64 in, float64 out"
assert z[0].tolist() == [0.4, 0.0, 0.9, 0.0], "0.9 and 0.4 are the two largest of the first row, and keep their places"
assert torch.as_tensor(topk_activation(a, 9)).shape == (2, 4), "k may be larger than the row is long"

# %% [markdown] hint="topk_activation"
# Find the *indices* to keep, make a mask of zeros and ones out of them, and multiply.
#
# ---
# `torch.sort(a, dim=1, descending=True, stable=True).indices[:, :k]` breaks ties by the lower index. `scatter` writes ones
# into a tensor of zeros at given indices. A threshold such as `a >= smallest_kept` would keep too many where there are
# ties.
#
# ---
# `mask = torch.zeros_like(a).scatter(1, kept, 1.0)`, then `torch.relu(a) * mask`. The mask has no gradient, so it flows
# through what is kept, and nowhere else.

# %% [markdown]
# ## 5 Atoms of length 1
#
# The other remedy against the loophole, used by Bricken et al. (2023) and by most of the TopK literature, is to fix the
# lengths: after each step of the optimiser, divide every atom by its length. Then the codes *are* the contributions, and
# can be compared with each other.
#
# There is a fine point. The gradient $g_j$ with respect to an atom has a part along the atom and a part at right angles to
# it. The first would change the length, which is undone at once, but an optimiser with momentum (Adam) keeps it in its
# memory and divides by its size: effort is spent on a direction in which one must not walk. So that part is taken out
# *before* the step:
#
# $$
# \hat d_j = \frac{d_j}{\lVert d_j\rVert}, \qquad
# g_j^{\perp} = g_j - (g_j^\top \hat d_j)\,\hat d_j \tag{10}
# $$
#
# **Claim.** A step $d_j - \eta\, g_j^\perp$ changes the length of an atom only in second order of $\eta$. *(The squared
# length is $\lVert d_j\rVert^2 - 2\eta\, d_j^\top g_j^\perp + \eta^2\lVert g_j^\perp\rVert^2$, and the middle term is
# zero.)* ∎ You know $g^\perp$ from lesson 00_01: it is what a projection leaves over.

# %%
d = torch.tensor([3.0, 4.0], dtype=torch.float64)
g = torch.tensor([1.0, 2.0], dtype=torch.float64)
unit = d / d.norm()
tangent = g - (g @ unit) * unit
print("unit:", [round(value, 4) for value in unit.tolist()])  # -> unit: [0.6, 0.8]
print("tangent:", [round(value, 4) for value in tangent.tolist()])  # -> tangent: [-0.32, 0.24]
for eta in (0.1, 0.01):
    print(f"a step of {eta}: the length 5 grows by {(d - eta * tangent).norm() - 5:.6f}")
# -> a step of 0.1: the length 5 grows by 0.000160
# -> a step of 0.01: the length 5 grows by 0.000002

# %% [markdown] task="normalise_decoder"
# ### Exercise 9 · `normalise_decoder` · 5 points · 8 minutes · implement
#
# Both halves of equation (10), for all atoms at once. An atom of zeros has no direction: leave it and its gradient alone.


# %% exercise="normalise_decoder" points=5 difficulty=2 minutes=8 needs=[]
def normalise_decoder(D, G):
    """Bring atoms to length 1 and take the part along them out of their gradients, equation (10).

    Args:
        D: atoms in rows, floating-point tensor of shape [K, d]; rows may have any length, 1e-20 and zero included. Not changed.
        G: the gradients with respect to D, same shape and dtype. Not changed.

    Returns:
        (unit, tangent), both of D's shape and dtype: the atoms, each divided by its length, and the gradients without
        their part along the atom of the same row. For a row of zeros unit is zero and tangent is the row of G.
    """
    ### BEGIN SOLUTION
    length = torch.linalg.vector_norm(D, dim=1, keepdim=True)
    unit = D / length.masked_fill(length == 0, 1)
    along = (G * unit).sum(dim=1, keepdim=True)
    return unit, G - along * unit
    ### END SOLUTION


# %% public_test="normalise_decoder"
D = torch.tensor([[3.0, 4.0, 0.0], [0.0, 0.0, 0.5]], dtype=torch.float64)
unit, tangent = (torch.as_tensor(part) for part in normalise_decoder(D, torch.ones(2, 3, dtype=torch.float64)))
assert unit.shape == tangent.shape == (2, 3), "two tensors of D's shape"
assert unit.dtype == tangent.dtype == torch.float64, "float64 in, float64 out"
assert float((unit.norm(dim=1) - 1).abs().max()) < 1e-9, "each atom (a row) has length 1 afterwards"
assert float((tangent * D).sum(dim=1).abs().max()) < 1e-9, "what is left of a gradient is at right angles to its atom"
assert D[0].tolist() == [3.0, 4.0, 0.0], "D was changed"

# %% [markdown] hint="normalise_decoder"
# Atoms stand in rows, so lengths and dot products are sums over `dim=1`; keep the axis for broadcasting.
#
# ---
# Use the *unit* atom in both places of $g - (g^\top\hat d)\,\hat d$. Where a length is 0, divide by 1 instead.
#
# ---
# `length = D.norm(dim=1, keepdim=True)`, `unit = D / length.masked_fill(length == 0, 1)`,
# `tangent = G - (G * unit).sum(dim=1, keepdim=True) * unit`.

# %% [markdown]
# ## 6 Train it, twice
#
# All parts are there. The autoencoder is given; it starts with atoms of length 1 in random directions, with the encoder as
# the transpose of the decoder, and with $c$ at the mean of the data. All four parameters are learnt.


# %%
class SparseAutoencoder(nn.Module):
    """An overcomplete autoencoder with ReLU codes and a linear decoder, equation (6).

    Args:
        mean: the mean of the data, shape [d]; its dtype is the model's.
        n_units: how many atoms, K.
        generator: a CPU generator, from which the atoms are drawn.
    """

    def __init__(self, mean, n_units, generator):
        super().__init__()
        atoms = torch.randn(n_units, len(mean), dtype=mean.dtype, generator=generator)
        atoms = atoms / atoms.norm(dim=1, keepdim=True)
        self.W = nn.Parameter(atoms.T.clone())
        self.b = nn.Parameter(torch.zeros(n_units, dtype=mean.dtype))
        self.D = nn.Parameter(atoms)
        self.c = nn.Parameter(mean.clone())

    def encode(self, x):
        """Codes [N, K] of examples [N, d]; never negative."""
        return torch.relu((x - self.c) @ self.W + self.b)

    def decode(self, z):
        """Examples [N, d] from codes [N, K]: a sum of atoms."""
        return z @ self.D + self.c


def planted_features(n, generator, n_features=32, d=16, rate=0.05):
    """Features in superposition: n_features unit vectors in d dimensions, each present in a share `rate` of n examples."""
    features = torch.randn(n_features, d, dtype=torch.float64, generator=generator)
    features = features / features.norm(dim=1, keepdim=True)
    present = torch.rand(n, n_features, dtype=torch.float64, generator=generator) < rate
    strength = 0.5 + torch.rand(n, n_features, dtype=torch.float64, generator=generator)
    return features, (present * strength) @ features


features, mixtures = planted_features(1500, torch.Generator().manual_seed(3))
print("examples:", tuple(mixtures.shape), " hidden features:", tuple(features.shape))
# -> examples: (1500, 16)  hidden features: (32, 16)
axes = torch.linalg.svd(mixtures - mixtures.mean(dim=0), full_matrices=False).Vh
print(f"how well principal components match them: {(features @ axes.T).abs().amax(dim=1).mean():.2f}")

# %% [markdown]
# **Planted features** have a right answer. For each true feature take the atom that points most nearly in its direction, and
# average these cosines over the features: 1 means that all were found. Sixteen principal components cannot do it: there are
# 32 features.
#
# **Digits** have none, so we look at both sides of the bargain, on digits that were not trained on: the $L_0$ of equation
# (2) and the error. Either of them alone is worthless: an identity has no error, and a code of zeros has no entries.
#
# | 64 pixels (128 atoms, $\lambda = 0.2$) | entries in use | test error |
# | --- | --- | --- |
# | PCA with 14 components | 14, always the same | 0.0137 |
# | no penalty | 105 to 111 | 0.0002 |
# | the penalty that can be escaped, $\lambda\sum\lvert z\rvert$ | 19 to 22 | 0.0075 to 0.0085 |
# | **the reference**, equation (8) | 13 to 14 | 0.0088 to 0.0098 |
# | **your target** | at most {{target:l0}} | at most {{target:mse}} |
#
# | 32 features in 16 dimensions ($\lambda = 0.4$, 32 atoms) | mean cosine of the best match |
# | --- | --- |
# | principal components, or no penalty | about 0.60 |
# | the penalty that can be escaped | 0.79 to 0.87 |
# | **the reference** | 0.97 to 0.99 |
# | **your target** | at least {{target:recovered}} |
#
# The grader trains your function on *its own* split of the digits, with the pixels in an order that you do not know, and on
# its own planted features. It rounds your code to hundredths of the largest contribution to an example, counts what is left,
# and has it decoded elsewhere, by a copy of your model that has seen nothing of the picture: a code that hides information in
# tiny entries or in last decimals loses it on the way.

# %% [markdown] task="train_sae"
# ### Exercise 10 · `train_sae` · 10 points · 25 minutes · train, then evaluate
#
# Write the training loop. The recipe is part of the task: Adam with a learning rate of 0.01 on all parameters, 800 steps,
# each on a batch of 128 rows drawn at random, the loss of equation (8). It takes about a second; the budget is 30 seconds
# for each of the two trainings.


# %% exercise="train_sae" points=10 difficulty=3 minutes=25 seconds=30 needs=["sae_loss"]
def train_sae(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Train a sparse autoencoder with the loss of equation (8).

    Args:
        x: training data, float64 tensor of shape [N, d]. Not changed.
        seed: an int; all random numbers come from it.
        device: where to train.
        n_units: how many atoms, K.
        lam: the price of a contribution.
        steps: how many steps of Adam.
        batch: how many rows, drawn at random, are in a step.
        lr: Adam's learning rate.

    Returns:
        The trained model, on the CPU: encode takes float64 [n, d] to codes [n, K], decode takes codes to [n, d]. The code
        of an example depends on it alone, and decode is a sum of atoms: z D + c for fixed D and c.
    """
    ### BEGIN SOLUTION
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator).to(device)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        rows = torch.randint(len(x), (batch,), generator=generator)
        examples = x[rows].to(device)
        z = model.encode(examples)
        loss = sae_loss(examples, model.decode(z), z, model.D, lam)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model.cpu()
    ### END SOLUTION


# %% public_test="train_sae"
model = train_sae(train[:200], seed=0, steps=20)
assert model is not None, "the trained model has to be returned: is a `return` missing?"
codes = torch.as_tensor(model.encode(test[:5])).detach()
assert codes.shape == (5, 128), "a code of 128 numbers for each picture"
assert torch.as_tensor(model.decode(codes)).shape == (5, 64), "decoding gives pictures again"
longer = train_sae(train[:200], seed=0, steps=60)
drawn = [torch.as_tensor(m.decode(m.encode(train[:200]))).detach() for m in (model, longer)]
errors = [float((pictures - train[:200]).square().mean()) for pictures in drawn]
assert errors[1] < errors[0], "more steps, less error: do the parameters change at all?"
assert train_sae(mixtures[:50], seed=0, n_units=7, steps=2).encode(mixtures[:3]).shape == (3, 7), "any d, any n_units"

# %% [markdown] hint="train_sae"
# The usual four lines, 800 times: a batch, the loss, the gradients, a step.
#
# ---
# `torch.randint(len(x), (batch,), generator=generator)` draws the rows. The loss needs the codes, the reconstructions *of the
# codes*, and `model.D`. Gradients add up unless they are cleared.
#
# ---
# Inside the loop: `z = model.encode(examples)`, `loss = sae_loss(examples, model.decode(z), z, model.D, lam)`, then
# `optimiser.zero_grad()`, `loss.backward()`, `optimiser.step()`.

# %% [markdown]
# First the features that were planted. Each true feature stands beside the atom that comes closest to it.

# %% tags=["demo"]
found = train_sae(mixtures, seed=0, n_units=32, lam=0.4)
with torch.no_grad():
    unit, _ = normalise_decoder(found.D, torch.zeros_like(found.D))
    cosines = unit @ features.T
    best = cosines.argmax(dim=0)
    match = cosines.amax(dim=0)
    print(f"mean cosine of the best match: {match.mean():.3f}; found (above 0.9): {int((match > 0.9).sum())} of 32")
    shown = slice(0, 12)
    show_images(
        {"planted": 0.5 + features[shown] / 1.5, "found": 0.5 + unit[best[shown]] / 1.5},
        size=4,
        title="Features in superposition, and what was found",
    )

# %% [markdown]
# And now the digits. The price $\lambda$ buys sparsity for error; here is the whole exchange, your code beside PCA. (This
# cell trains six models: some ten seconds.)

# %% tags=["demo"]
counts, errors = [], []
for lam in (0.05, 0.1, 0.2, 0.3, 0.5, 0.8):
    model = train_sae(train, seed=0, lam=lam)
    with torch.no_grad():
        z = model.encode(test)
        counts.append(float(l0(z, model.D).double().mean()))
        errors.append(float((model.decode(z) - test).square().mean()))
        dead = int(dead_units(model.encode(train)).sum())
    print(f"price {lam:.2f}: {counts[-1]:5.1f} entries in use, error {errors[-1]:.4f}, dead units {dead}")
pca = []
for k in counts:
    kept = (test - train.mean(dim=0)) @ directions[: round(k)].T @ directions[: round(k)]
    pca.append(float((test - train.mean(dim=0) - kept).square().mean()))
plot_curves(
    counts,
    {"PCA": pca, "sparse code": errors},
    x_label="numbers in use",
    y_label="test error",
    title="As many numbers, but chosen for each digit",
    log_y=True,
)

# %% [markdown]
# For few numbers the sparse code wins clearly; from about 25 on PCA is better: with a small $\lambda$ there is less to choose,
# while the shrinkage of equation (5) and an encoder that has only one layer leave an error that PCA does not have.
#
# *An honest remark.* A sparse code also has to say *which* units are in use: to choose 14 of 128 takes
# $\log_2\binom{128}{14} \approx 61$ bits, which PCA does not need. For compression the comparison would have to count them.
# But compression is not why these codes were invented. Look at what the atoms *are*:

# %% tags=["demo"]
model = train_sae(train, seed=0)
with torch.no_grad():
    z = model.encode(train)
    contributions = z * model.D.norm(dim=1)
    loudest = contributions.mean(dim=0).argsort(descending=True)[:10]
    unit, _ = normalise_decoder(model.D, torch.zeros_like(model.D))
    rows = {"atoms": 0.5 + unit[loudest]}
    for rank in range(3):
        examples = [int(z[:, j].argsort(descending=True)[rank]) for j in loudest]
        rows[f"fires most, {rank + 1}"] = train[examples]
    show_images(rows, title="Ten atoms, and the digits on which they fire most")

# %% [markdown]
# In the first row dark means ink and light means *no ink here*. The ten loudest atoms are close to whole digits; quieter
# ones (replace `[:10]` by `[60:70]`) are strokes and corners, each in its place. Reading a unit by the examples on which it
# fires most is exactly how features of language models are labelled.
#
# **And generation?** Turn a feature up and decode: that is *steering*. The cell adds one loud atom to five digits. With a
# language model the same line, applied to activations, makes it talk of bridges.

# %% tags=["demo"]
with torch.no_grad():
    pictures = test[:5]
    z = model.encode(pictures)
    rows = {"as they are": model.decode(z)}
    for j in loudest[:3]:
        steered = z.clone()
        steered[:, j] += 2 / model.D[j].norm()
        rows[f"atom {int(j)} turned up"] = model.decode(steered)
    show_images(rows, title="Steering: one entry of the code is changed")

# %% [markdown] written="why_weight_the_penalty" points=4 minutes=10
# ### Question 11 · `why_weight_the_penalty` · 4 points · 10 minutes · explain
#
# A colleague trains with $\lambda\sum|z|$ and free atoms, and says: "The claim of section 3 is theory. In my run the
# penalty *did* make the code sparser, 21 entries instead of 110. So it works."
#
# 1. Show that the best scale $s$ of a unit does not exist: write the colleague's loss as a function of $s$, for codes
#    $z/s$ and an atom $s\,d$. (1 point)
# 2. If the loss gains nothing from the penalty at its infimum, why did the penalty make the code sparser all the same, in
#    800 steps? What do you expect with ten times as many? (1 point)
# 3. Two remedies have been shown: charging for contributions, and atoms of length 1. Show that they have the same optimal
#    reconstructions: every autoencoder of the one kind has a partner of the other kind with the same loss. (1 point)
# 4. Your own code has codes that are too small by the shrinkage of equation (5). Why does a TopK code of the same $L_0$ not
#    suffer from it, and what does it suffer from instead? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. The reconstruction does not depend on $s$, so the loss is $E + \lambda S / s$ with the squared error $E$ and
#    $S = \frac1N\sum_i |z_i| > 0$. It falls strictly as $s$ grows, for every $s > 0$; the infimum $E$ is approached as
#    $s \to \infty$ and never reached.
# 2. Gradient descent takes time to escape: the atoms must grow, and they grow only a little in each step. Meanwhile the
#    penalty is a real force on the codes, with a corner at zero, and it switches units off. As the atoms grow, a given
#    contribution costs less and less: the effective price $\lambda / \lVert d_j\rVert$ falls, and in the long run the error
#    falls towards that without a penalty, and entries come back. (Measured, from 800 to 8000 steps: mean length of an atom
#    3.1 to 4.6, error 0.0076 to 0.0045, entries in use 21 to 23. With equation (8) the same ten times as many steps make the
#    code sparser, 13.4 to 9.7.)
# 3. Given any autoencoder, divide each atom by its length and multiply the unit's column of $W$ and its $b$ by it. Codes of
#    ReLU units are multiplied by the same number, the reconstructions are the same, and the contributions
#    $|z_{ij}|\,\lVert d_j\rVert$ are the same, so the loss (8) is the same; and for atoms of length 1, (8) is the plain
#    $L_1$ loss. (Atoms of length zero contribute nothing and may be replaced by any unit vector with code 0.) The other
#    direction is trivial: atoms of length 1 are allowed in (8).
# 4. TopK has no penalty: the values of the entries that are kept are chosen by the reconstruction error alone. Instead it
#    spends the same number on every example, easy or hard; its choice is a jump, and units that are not chosen get no
#    gradient, so that they may die.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: loss as E + λS/s (or in words: reconstruction constant, bill falls as 1/s) AND that no s attains the infimum.
# - 1 point: growth of the atoms takes steps, during which the price acts; with more steps the effective price falls and
#   the code gets denser. Only "it has not converged" without saying what converges to what: half a point.
# - 1 point: rescales units to length 1 and says that reconstructions AND contributions stay. ReLU's homogeneity must be
#   used or named. One direction only: full marks.
# - 1 point: no penalty on the kept values; and one real drawback (fixed k for all examples, dead units, discontinuity).
#   Half a point for each.
# ### END MARK SCHEME

# %% [markdown]
# ## 7 What you have now
#
# - A space of $d$ dimensions has room for far more than $d$ features, if few are present at a time; sparse codes of them are
#   unique.
# - What counts is a unit's *contribution*, $|z|\,\lVert d\rVert$: for measuring ($L_0$), for charging ($L_1$), for checking.
# - KL asks for a rate and gives no zeros; $L_1$ gives zeros and shrinks; TopK counts, and may kill units.
# - A penalty that an optimiser can escape *will* be escaped, and the loss curve will look fine. Ask what it could do with
#   the parameters that are not charged for.
# - Sparsity and error are a bargain. Neither number means anything without the other.
#
# The next lesson keeps autoencoders from copying in another way: it gives them spoilt pictures and asks for clean ones.
#
# ## References
#
# *Books and notes*
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016, chapters 13 and 14. Free at
#   [deeplearningbook.org](https://www.deeplearningbook.org).
# - A. Ng, *Sparse autoencoder*, CS294A lecture notes, Stanford, 2011 (the KL penalty).
#   [web.stanford.edu/class/cs294a](https://web.stanford.edu/class/cs294a/sparseAutoencoder.pdf)
# - T. Hastie, R. Tibshirani and M. Wainwright, *Statistical Learning with Sparsity*, CRC Press, 2015.
#
# *Papers*
# - B. A. Olshausen and D. J. Field, Emergence of simple-cell receptive field properties by learning a sparse code for
#   natural images, *Nature* 381, 607–609, 1996. [doi:10.1038/381607a0](https://doi.org/10.1038/381607a0)
# - D. L. Donoho and M. Elad, Optimally sparse representation in general (nonorthogonal) dictionaries via $\ell^1$
#   minimization, *PNAS* 100, 2197–2202, 2003. [doi:10.1073/pnas.0437847100](https://doi.org/10.1073/pnas.0437847100)
# - A. Makhzani and B. Frey, k-Sparse autoencoders, 2013. [arXiv:1312.5663](https://arxiv.org/abs/1312.5663)
# - N. Shazeer et al., Outrageously large neural networks: the sparsely-gated mixture-of-experts layer, 2017.
#   [arXiv:1701.06538](https://arxiv.org/abs/1701.06538)
# - N. Elhage et al., Toy models of superposition, 2022. [arXiv:2209.10652](https://arxiv.org/abs/2209.10652)
# - H. Cunningham et al., Sparse autoencoders find highly interpretable features in language models, 2023.
#   [arXiv:2309.08600](https://arxiv.org/abs/2309.08600)
# - T. Bricken et al., Towards monosemanticity: decomposing language models with dictionary learning, Transformer Circuits
#   Thread, 2023. [transformer-circuits.pub](https://transformer-circuits.pub/2023/monosemantic-features)
# - T. Conerly et al., Update on how we train SAEs, in: Circuits Updates, April 2024.
#   [transformer-circuits.pub](https://transformer-circuits.pub/2024/april-update/index.html)
# - A. Templeton et al., Scaling monosemanticity: extracting interpretable features from Claude 3 Sonnet, Transformer
#   Circuits Thread, 2024. [transformer-circuits.pub](https://transformer-circuits.pub/2024/scaling-monosemanticity)
# - L. Gao et al., Scaling and evaluating sparse autoencoders, 2024. [arXiv:2406.04093](https://arxiv.org/abs/2406.04093)
# - V. Surkov et al., Unpacking SDXL Turbo: interpreting text-to-image models with sparse autoencoders, 2024.
#   [arXiv:2410.22366](https://arxiv.org/abs/2410.22366)
