# %% [markdown]
# # GAN basics: the forger and the detective
#
# Here are a thousand points. Nobody tells you the formula that they come from, and you may not even measure how far your
# own points are from them. All you get is a critic who says "looks real" or "looks fake", and the critic is a beginner
# too. *Can two beginners who only fight each other end up with a perfect forgery? And why do they so often end with the
# same forged note, printed a thousand times?*
#
# By the end of this notebook you will have trained such a pair yourself. On the left are the data; in the middle is what
# a generator like yours makes of noise; on the right is the **same** network on the same ring after somebody put one
# `for` loop around the wrong line. Finding that line is one of the exercises.
#
# ![Eight clusters of data; a generator that covers all eight; a generator that makes one small spot](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![Noise goes through the generator, real and fake points through the discriminator; two losses go back](images/overview.svg)
#
# **Where this is used, and why.** Generative adversarial networks (Goodfellow et al., 2014) were for years the sharpest
# image generators, and they still are among the fastest: one pass through one network makes a picture. Their second half never
# went away. The decoder of Stable Diffusion is trained with a discriminator beside its reconstruction loss, fast
# "distilled" diffusion models use one, so do most neural vocoders that turn spectrograms into speech. Whoever trains any
# of these meets the two illnesses of this lesson, **instability** and **mode collapse**, and has to know what to look at.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Eleven coding
# exercises (61 points) and one question in words (4 points) take about two and a quarter hours; after section 4 is a good
# place for a break. The check cell under an exercise catches wrong shapes and common slips, but passing it is *not* enough:
# hidden tests look at other inputs and at the edge cases that the docstring names. Hints unfold step by step; opening them
# costs nothing.
#
# **Conventions.** $x$ is data, $z$ is noise, $G$ the generator, $D$ the discriminator. Our $D$ returns **logits**
# $\ell$, any real number; the probability "this is real" is $\sigma(\ell) = 1/(1+e^{-\ell})$. Logarithms are natural.

# %%
import math

import numpy as np
import torch
from torch import nn

from journey.densities import ring_centres, ring_of_gaussians
from journey.plots import plot_curves, plot_points


class Generator(nn.Module):
    """Noise [N, 2] in, points [N, 2] out: two hidden layers of 64."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(2, 64), nn.LeakyReLU(0.2), nn.Linear(64, 64), nn.LeakyReLU(0.2), nn.Linear(64, 2)
        )

    def forward(self, z):
        return self.net(z)


class Discriminator(nn.Module):
    """Points [N, 2] in, one logit for each point out, [N]: two hidden layers of 64."""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(2, 64), nn.LeakyReLU(0.2), nn.Linear(64, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1)
        )

    def forward(self, x):
        return self.net(x).squeeze(-1)


x = ring_of_gaussians(1000, 0).float()  # eight clusters on a circle of radius 2, each with standard deviation 0.1
z = torch.randn(1000, 2, generator=torch.Generator().manual_seed(0))
print("data:", tuple(x.shape), "  noise:", tuple(z.shape))  # -> data: (1000, 2) noise: (1000, 2)
print("fakes:", tuple(Generator()(z).shape), "  logits:", tuple(Discriminator()(x).shape))
# -> fakes: (1000, 2) logits: (1000,)

# %% tags=["demo"]
plot_points({"data": x, "noise": z}, title="Turn the round cloud into the ring")

# %% [markdown]
# That is the whole problem: learn a map $G$ that turns the round cloud of noise into the ring. The ring is the fruit fly of
# this research (Metz et al., 2016), for it has what real data have, **modes** far apart with nothing between them, and it
# can be looked at.
#
# ## 1 The game
#
# $G$ draws noise $z \sim p_z$ and makes $x = G(z)$; call the distribution of what comes out $p_g$. $D$ gets a point that is
# real or fake with equal chance, and says how likely it is real. $D$ wants to be right and $G$ wants $D$ to be wrong, about
# one and the same quantity:
#
# $$
# \min_G \max_D V(G, D), \qquad
# V(G, D) = \mathbb E_{x\sim p_\text{data}}\bigl[\log D(x)\bigr] + \mathbb E_{z\sim p_z}\bigl[\log(1 - D(G(z)))\bigr] \tag{1}
# $$
#
# (here $D(x)$ stands for the probability $\sigma(\ell)$). It is the log-likelihood of an honest classifier; nothing in it
# mentions a distance between points or the density of $p_g$. Neither is ever computed.
#
# **What is the best that $D$ can do against a fixed $G$?** Write both expectations as sums over points. At a point $x$ the
# classifier chooses a number $D$ and earns $p_\text{data}(x)\log D + p_g(x)\log(1 - D)$. The best number is
#
# $$D^*(x) = \frac{p_\text{data}(x)}{p_\text{data}(x) + p_g(x)} \tag{2}$$
#
# <details><summary>Proof</summary>
#
# Let $a, b \ge 0$, not both 0, and $f(D) = a\log D + b\log(1-D)$ on $(0, 1)$. For $a, b > 0$ its derivative
# $a/D - b/(1-D)$ is 0 only for $a(1-D) = bD$, so for $D = a/(a+b)$; and $f'' = -a/D^2 - b/(1-D)^2 < 0$ makes that the
# maximum. If $b = 0$ then $f = a\log D$ grows up to $D = 1 = a/(a+b)$, and likewise for $a = 0$. The choice at one point
# does not restrict the choice at another, so choosing the best at each is the best of all. ∎
#
# </details>
#
# **And what is left for $G$?** Put $D^*$ into (1). With $m = \frac12(p_\text{data} + p_g)$ each fraction is
# $p/(2m)$, and the two 2s come out as $-\log 4$:
#
# $$
# V(G, D^*) = -\log 4 + \mathrm{KL}(p_\text{data}\,\Vert\, m) + \mathrm{KL}(p_g\,\Vert\, m)
# = -\log 4 + 2\,\mathrm{JSD}(p_\text{data}, p_g) \tag{3}
# $$
#
# The Jensen–Shannon divergence is 0 only for equal distributions and $\log 2$ for distributions that do not overlap. So the
# game has the right solution: against a perfect detective **the only best forger is the one who draws from the data
# themselves**, and then $D^* = \frac12$ everywhere and $V = -\log 4 \approx -1.386$. It is worth knowing that number: a
# training log whose discriminator loss $-V$ hovers around 1.386 shows a detective who is guessing.

# %%
p_data = torch.tensor([0.5, 0.5, 0.0], dtype=torch.float64)  # three places where a point may be
p_g = torch.tensor([0.25, 0.25, 0.5], dtype=torch.float64)
print("best discriminator:", [round(v, 3) for v in (p_data / (p_data + p_g)).tolist()])
# -> best discriminator: [0.667, 0.667, 0.0]
by_hand = math.log(2 / 3) + 0.5 * math.log(1 / 3) + 0.5 * math.log(1)  # equation (1), term by term
print(f"value: {by_hand:.4f}, and at the goal {-math.log(4):.4f}")  # -> value: -0.9548, and at the goal -1.3863

# %% [markdown] task="optimal_discriminator"
# ### Exercise 1 · `optimal_discriminator` · 4 points · 10 minutes · implement
#
# Write equations (2) and (3) for distributions over finitely many places. Three edge cases decide whether your function
# survives real histograms: places that neither distribution ever visits, places that only one of them does, and places that
# are so much likelier under one of them that $D^*$ rounds to 1.


# %% exercise="optimal_discriminator" points=4 difficulty=1 minutes=10 needs=[]
def optimal_discriminator(p_data, p_g):
    """The best discriminator against a fixed generator, equation (2), and what the game is worth then, equation (3).

    Args:
        p_data: probabilities of the data, a floating-point tensor of shape [..., K]; each row sums to 1. Entries may be 0.
        p_g: probabilities of the fakes, same shape and dtype.

    Returns:
        (d_star, value): d_star has shape [..., K] and is the probability "real" that the best discriminator gives to each
        place, 0.5 where neither distribution ever is. value has shape [...] (summed over the K places): V(G, D*) in nats,
        with 0 log 0 = 0. No NaN and no infinity in either, also where d_star rounds to 1 though p_g is not quite 0.
    """
    ### BEGIN SOLUTION
    total = p_data + p_g
    safe = torch.where(total > 0, total, 1)
    d_star = torch.where(total > 0, p_data / safe, 0.5)
    # 1 - d_star would round to 0 at a place that fakes hardly ever reach
    value = (torch.special.xlogy(p_data, p_data / safe) + torch.special.xlogy(p_g, p_g / safe)).sum(dim=-1)
    return d_star, value
    ### END SOLUTION


# %% public_test="optimal_discriminator"
answer = optimal_discriminator(torch.tensor([[0.2, 0.8], [0.5, 0.5]]), torch.tensor([[0.2, 0.8], [0.1, 0.9]]))
assert len(answer) == 2, "two things: d_star and value"
d_star, value = (torch.as_tensor(each) for each in answer)
assert d_star.shape == (2, 2), "one probability for each place"
assert value.shape == (2,), "one value for each pair of distributions"
assert d_star.dtype == torch.float32, "float32 in, float32 out"
assert bool((d_star[0] - 0.5).abs().max() < 1e-6), "where both are equally likely nobody can tell"

# %% [markdown] hint="optimal_discriminator"
# Equation (2) divides by $p_\text{data} + p_g$. Where is that 0, and what does the docstring want there?
#
# ---
# For the value, multiply out equation (1): $\sum_k p_\text{data}\log D^* + p_g \log(1-D^*)$. A term whose factor is 0 is 0,
# but the computer finds $0 \cdot (-\infty)$, which is NaN.
#
# ---
# `torch.where(total > 0, …, 0.5)` for the first, with a safe denominator inside; `torch.special.xlogy(p, d)` is
# $p \log d$ with $0\log 0 = 0$. And $1 - D^*$ is better written as $p_g / (p_\text{data} + p_g)$: nothing cancels.

# %% tags=["demo"]
places = torch.linspace(-4, 4, 81, dtype=torch.float64)


def bell(mean, std):
    weights = (-0.5 * ((places - mean) / std) ** 2).exp()
    return weights / weights.sum()


data_histogram = 0.5 * bell(-1.5, 0.5) + 0.5 * bell(1.5, 0.5)
curves = {"D* against a blob between the modes": bell(0, 1), "D* against one of the two modes": bell(1.5, 0.5)}
curves = {name: optimal_discriminator(data_histogram, fake)[0] for name, fake in curves.items()}
plot_curves(places, curves, x_label="x", y_label="probability 'real'", title="What the best detective says")
for shift in (0.0, 0.5, 1.0, 2.0, 4.0):
    worth = float(optimal_discriminator(bell(0, 0.5), bell(shift, 0.5))[1])
    print(f"fakes shifted by {shift}: V = {worth:.3f}")

# %% [markdown]
# Look at the last lines: as the fakes move away, $V$ climbs towards 0 and then *stays* there. A forger so bad that it can be
# told for sure learns nothing from (3) about which way to go. Keep this in mind, it is half of the next section.
#
# ## 2 Losses on logits
#
# Real code minimises two losses, one for each player, and never forms probabilities: $\sigma(80)$ is exactly 1 in float32,
# and $\log(1 - 1)$ is the end of the training. With $\operatorname{softplus}(a) = \log(1 + e^a)$, which libraries
# compute safely, we have $-\log\sigma(\ell) = \operatorname{softplus}(-\ell)$ and
# $-\log(1-\sigma(\ell)) = \operatorname{softplus}(\ell)$.
#
# Five pairs of losses that you will meet; $r$ are logits of real, $f$ of fake points, bars are means over the batch:
#
# | `mode` | loss of $D$ | loss of $G$ | from |
# | --- | --- | --- | --- |
# | `"minimax"` | $-\overline{\log\sigma(r)} - \overline{\log(1-\sigma(f))}$ | $\overline{\log(1-\sigma(f))}$ | equation (1) |
# | `"ns"`, non-saturating | the same | $-\overline{\log\sigma(f)}$ | Goodfellow et al., 2014 |
# | `"ls"`, squares | $\tfrac12\overline{(r-1)^2} + \tfrac12\overline{f^2}$ | $\tfrac12\overline{(f-1)^2}$ | Mao et al., 2016 |
# | `"hinge"` | $\overline{\max(0, 1-r)} + \overline{\max(0, 1+f)}$ | $-\overline{f}$ | Lim and Ye, 2017 |
# | `"wgan"` | $\overline{f} - \overline{r}$ | $-\overline{f}$ | Arjovsky et al., 2017 |
#
# The table is equation (4). Why is there a second loss for $G$ at once in the second row? Look at the slopes:
#
# $$
# \frac{d}{d\ell}\log(1-\sigma(\ell)) = -\sigma(\ell), \qquad
# \frac{d}{d\ell}\bigl(-\log\sigma(\ell)\bigr) = -(1-\sigma(\ell)) \tag{5}
# $$
#
# Both push the logit of a fake up. Early on every fake is recognised, $\ell$ is far below 0, and there the minimax loss has
# slope nearly 0: it **saturates**. The forger hears least when it needs help most. The non-saturating loss has slope nearly
# $-1$ there. It is the standard to this day.

# %%
logit = torch.tensor(-5.0, requires_grad=True)  # a fake that D is sure about
for name, loss in {"minimax": -nn.functional.softplus(logit), "non-saturating": nn.functional.softplus(-logit)}.items():
    (slope,) = torch.autograd.grad(loss, logit)
    print(f"{name}: slope {slope:.4f}")
# -> minimax: slope -0.0067
# -> non-saturating: slope -0.9933
print("by probabilities:", torch.log(1 - torch.sigmoid(torch.tensor(80.0))).item())  # -> by probabilities: -inf
print("by softplus:", -nn.functional.softplus(torch.tensor(80.0)).item())  # -> by softplus: -80.0

# %% [markdown] task="d_loss"
# ### Exercise 2 · `d_loss` · 5 points · 10 minutes · implement
#
# Write the middle column of the table. Hidden tests use logits of $\pm 80$ and more, in float32: the loss must be right
# there, and so must its gradient. The two batches may differ in size, so each has its own mean.


# %% exercise="d_loss" points=5 difficulty=2 minutes=10 needs=[]
def d_loss(real_logits, fake_logits, mode="ns"):
    """Loss of the discriminator, to be minimised: the second column of table (4).

    Args:
        real_logits: D's logits for real points, a floating-point tensor of any shape, at least one entry.
        fake_logits: D's logits for fakes; the number of entries may differ.
        mode: "minimax", "ns", "ls", "hinge" or "wgan".

    Returns:
        A tensor with no dimensions and the inputs' dtype, through which gradients flow to both arguments. Each batch is
        averaged by itself. Finite, with finite gradients, for logits of 80 and -80 and well beyond.

    Raises:
        ValueError: if the mode is another.
    """
    ### BEGIN SOLUTION
    if mode in ("minimax", "ns"):
        return nn.functional.softplus(-real_logits).mean() + nn.functional.softplus(fake_logits).mean()
    if mode == "ls":
        return 0.5 * (real_logits - 1).square().mean() + 0.5 * fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits).mean() + nn.functional.relu(1 + fake_logits).mean()
    if mode == "wgan":
        return fake_logits.mean() - real_logits.mean()
    raise ValueError(f"unknown mode {mode!r}")
    ### END SOLUTION


# %% public_test="d_loss"
for mode in ("minimax", "ns", "ls", "hinge", "wgan"):
    loss = d_loss(torch.zeros(3), torch.zeros(5), mode)
    assert torch.is_tensor(loss), f"{mode}: a tensor, through which gradients flow"
    assert loss.shape == (), f"{mode}: one number for the whole batch"
    assert loss.dtype == torch.float32, f"{mode}: float32 in, float32 out"
assert abs(float(d_loss(torch.zeros(3), torch.zeros(5))) - math.log(4)) < 1e-6, "a detective who guesses: log 4"
try:
    d_loss(torch.zeros(3), torch.zeros(5), "no such mode")
except ValueError:
    pass
else:
    raise AssertionError("an unknown mode raises a ValueError")

# %% [markdown] hint="d_loss"
# For each mode write first what the loss should be at $r = +\infty, f = -\infty$, the perfect detective, and check the sign.
#
# ---
# `nn.functional.softplus` is in the text above; `nn.functional.relu(a)` is $\max(0, a)$. A mean over
# `torch.cat([r, f])` is not the sum of two means.
#
# ---
# `nn.functional.softplus(-real_logits).mean() + nn.functional.softplus(fake_logits).mean()` for the first two modes;
# the others are the table as it stands, and a `raise ValueError(…)` at the end.

# %% [markdown] task="g_loss"
# ### Exercise 3 · `g_loss` · 5 points · 8 minutes · implement
#
# And the third column. Mind which of the five has the slope that vanishes where the detective is sure.


# %% exercise="g_loss" points=5 difficulty=2 minutes=8 needs=[]
def g_loss(fake_logits, mode="ns"):
    """Loss of the generator, to be minimised: the third column of table (4).

    Args:
        fake_logits: D's logits for fakes, a floating-point tensor of any shape, at least one entry.
        mode: "minimax", "ns", "ls", "hinge" or "wgan".

    Returns:
        A tensor with no dimensions and the input's dtype, averaged over all logits. Gradients flow through it. Finite, with
        finite gradients, for logits of 80 and -80 and well beyond.

    Raises:
        ValueError: if the mode is another.
    """
    ### BEGIN SOLUTION
    if mode == "minimax":
        return -nn.functional.softplus(fake_logits).mean()
    if mode == "ns":
        return nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(f"unknown mode {mode!r}")
    ### END SOLUTION


# %% public_test="g_loss"
for mode in ("minimax", "ns", "ls", "hinge", "wgan"):
    loss = g_loss(torch.zeros(4), mode)
    assert torch.is_tensor(loss), f"{mode}: a tensor, through which gradients flow"
    assert loss.shape == (), f"{mode}: one number for the whole batch"
    assert loss.dtype == torch.float32, f"{mode}: float32 in, float32 out"
    better = g_loss(torch.full((4,), 0.5), mode)
    assert float(better) < float(loss), f"{mode}: fooling D more has to lower the loss"

# %% [markdown] hint="g_loss"
# In every row the loss must fall as the logit of a fake rises (for `"ls"`: up to 1, which is what D calls real).
#
# ---
# Minimax is the *second* half of D's loss with the sign turned; non-saturating is what D's loss would be if these fakes
# were labelled real.
#
# ---
# `-nn.functional.softplus(f).mean()` and `nn.functional.softplus(-f).mean()`.

# %% tags=["demo"]
logits = torch.linspace(-8, 8, 65)
pull = {}
for mode in ("minimax", "ns", "ls", "hinge"):
    leaf = logits.clone().requires_grad_()
    (slope,) = torch.autograd.grad(sum(g_loss(one, mode) for one in leaf), leaf)
    pull[mode] = (-slope).clamp(-1, 2)
plot_curves(
    logits, pull, x_label="logit of a fake (left: recognised)", y_label="pull upwards", title="Who helps a beginner?"
)

# %% [markdown]
# On the left, where every training begins, the minimax loss lets the forger starve. The least-squares loss pulls the harder
# the further away (the curve is cut at 2), and pulls *back* beyond 1.
#
# ## 3 Who learns in which step
#
# One round of training: (a) freeze $G$, one gradient step for $D$; (b) freeze $D$, one step for $G$. Both losses run
# through *both* networks, so autograd will happily compute gradients for the player who is not to move. That is where most
# home-made GANs are wrong, often without anybody noticing.
#
# ![In the discriminator's step the gradient stops at the fake points; in the generator's it goes through D](images/steps.svg)
#
# - In (a) the fakes are *data*. Cut the graph (`G(z).detach()`, or make them under `torch.no_grad()`). Otherwise the backward
#   pass also runs through $G$: it costs time, and it leaves in `G`'s `.grad` the gradient that would make $G$ **worse**.
#   If $G$'s optimiser then steps without clearing it, that is what it follows.
# - In (b) the gradient must go *through* $D$ into $G$, so nothing may be cut. It leaves gradients in $D$'s parameters, which
#   belong to nobody: they must be cleared before $D$'s next backward pass.
# - `.grad` **adds up** in PyTorch until somebody clears it. "Clear, backward, step" is one phrase; say it in this order.

# %%
torch.manual_seed(0)
G, D = Generator(), Discriminator()
nn.functional.softplus(D(G(z))).mean().backward()  # the fake half of D's loss, not cut
print("gradients left in G:", sum(p.grad is not None for p in G.parameters()), "of", len(list(G.parameters())))
# -> gradients left in G: 6 of 6
G.zero_grad()
nn.functional.softplus(D(G(z).detach())).mean().backward()
print("and with detach:", sum(p.grad is not None for p in G.parameters()))  # -> and with detach: 0

# %% [markdown] task="d_step"
# ### Exercise 4 · `d_step` · 6 points · 12 minutes · implement
#
# Write step (a). The hidden tests compare every parameter and every gradient of both networks, before and after.


# %% exercise="d_step" points=6 difficulty=2 minutes=12 needs=["d_loss"]
def d_step(G, D, opt_D, x, z, mode="ns"):
    """One step of the discriminator.

    Args:
        G: the generator, a module: noise in, fakes out. Neither its parameters nor their .grad are changed (a .grad that is
            None stays None).
        D: the discriminator, a module: points in, logits out. Its .grad may hold something from before: it does not count.
        opt_D: the optimiser of D's parameters; it steps exactly once.
        x: real points, [N, d].
        z: noise for the fakes, [M, k].
        mode: of `d_loss`.

    Returns:
        The loss before the step, as a Python float.
    """
    ### BEGIN SOLUTION
    fake = G(z).detach()
    loss = d_loss(D(x), D(fake), mode)
    opt_D.zero_grad()
    loss.backward()
    opt_D.step()
    return loss.item()
    ### END SOLUTION


# %% public_test="d_step"
torch.manual_seed(1)
G, D = Generator(), Discriminator()
before = [p.detach().clone() for p in D.parameters()]
loss = d_step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), x[:50], z[:50])
assert isinstance(loss, float), "the loss, as a Python float: loss.item()"
assert any(not torch.equal(p, old) for p, old in zip(D.parameters(), before, strict=True)), "D has not moved"

# %% [markdown] hint="d_step"
# What would have to be true of the fakes for `loss.backward()` not to reach `G`?
#
# ---
# "Clear, backward, step": three lines with `opt_D`, or with `loss`. And the fakes are cut off before D sees them.
#
# ---
# `fake = G(z).detach()`, `loss = d_loss(D(x), D(fake), mode)`, then the three lines, then `return loss.item()`.

# %% [markdown] task="g_step"
# ### Exercise 5 · `g_step` · 5 points · 8 minutes · implement
#
# And step (b).


# %% exercise="g_step" points=5 difficulty=2 minutes=8 needs=["g_loss"]
def g_step(G, D, opt_G, z, mode="ns"):
    """One step of the generator.

    Args:
        G: the generator, a module: noise in, fakes out. Its .grad may hold something from before: it does not count.
        D: the discriminator, a module: points in, logits out. Its parameters are not changed, and every parameter that
            required a gradient before still does afterwards. What its .grad holds afterwards does not matter.
        opt_G: the optimiser of G's parameters; it steps exactly once.
        z: noise, [M, k].
        mode: of `g_loss`.

    Returns:
        The loss before the step, as a Python float.
    """
    ### BEGIN SOLUTION
    loss = g_loss(D(G(z)), mode)
    opt_G.zero_grad()
    loss.backward()
    opt_G.step()
    return loss.item()
    ### END SOLUTION


# %% public_test="g_step"
torch.manual_seed(2)
G, D = Generator(), Discriminator()
before = [p.detach().clone() for p in G.parameters()]
loss = g_step(G, D, torch.optim.SGD(G.parameters(), lr=0.1), z[:50])
assert isinstance(loss, float), "the loss, as a Python float: loss.item()"
assert any(not torch.equal(p, old) for p, old in zip(G.parameters(), before, strict=True)), "G has not moved"

# %% [markdown] hint="g_step"
# Here nothing may be cut: how else would G learn what D thinks of its fakes?
#
# ---
# Four lines: loss, clear, backward, step. Whose optimiser steps, and whose gradients does it clear?
#
# ---
# `loss = g_loss(D(G(z)), mode)`, then `opt_G.zero_grad()`, `loss.backward()`, `opt_G.step()`.

# %% [markdown] task="is_clean_d_step"
# ### Exercise 6 · `is_clean_d_step` · 5 points · 15 minutes · write a check
#
# Somebody sends you a `d_step`. Trained with it, the samples look fine. The bad news of this field is that they often do: on
# our ring, a step that forgets to cut the graph reaches the same eight modes, because the next step happens to clear what
# was left behind. Outcomes do not show such faults; **a check of one single step does**. Write it.
#
# Build two small networks and some points, run the given step once (or a few times), and look at what changed. Your check is
# judged on right steps, written in different ways, which it must accept, and on wrong ones, each with another fault against
# the docstring of exercise 4, which it must reject: among them a step that leaves something in G's `.grad`, one that lets old
# gradients add up, one that mixes up the labels, one that moves G, one that never moves D, one that steps twice.


# %% exercise="is_clean_d_step" points=5 difficulty=3 minutes=15 needs=["d_loss"]
def is_clean_d_step(step):
    """Tell whether a function does what the docstring of `d_step` asks for, with the mode "ns".

    Args:
        step: called as step(G, D, opt_D, x, z). What it returns is not looked at.

    Returns:
        A bool. True if, in one step, D's parameters move exactly as a step on d_loss makes them move, whatever .grad held
        before, and G's parameters and their .grad stay what they were, be it None or a tensor. False otherwise, also if the
        step raises an exception.
    """
    ### BEGIN SOLUTION
    flat = nn.utils.parameters_to_vector
    for is_filled in (False, True):
        torch.manual_seed(0)
        G, D = Generator().double(), Discriminator().double()
        real, noise = x.double(), z.double()
        for p in (*G.parameters(), *D.parameters()):
            p.grad = torch.ones_like(p) if is_filled else None
        before = flat(G.parameters())  # a copy, which the step cannot reach
        slopes = torch.autograd.grad(d_loss(D(real), D(G(noise))), list(D.parameters()))
        wanted = flat(D.parameters()) - 0.1 * flat(slopes)
        try:
            step(G, D, torch.optim.SGD(D.parameters(), lr=0.1), real, noise)
        except Exception:
            return False
        if not torch.equal(flat(G.parameters()), before) or not torch.allclose(flat(D.parameters()), wanted):
            return False
        for p in G.parameters():
            if (p.grad is not None) != is_filled or (is_filled and not torch.equal(p.grad, torch.ones_like(p))):
                return False
    return True
    ### END SOLUTION


# %% public_test="is_clean_d_step"
def does_nothing(G, D, opt_D, x, z, mode="ns"):
    return 0.0


assert isinstance(is_clean_d_step(does_nothing), (bool, np.bool_, torch.Tensor)), "one answer, True or False"
assert not is_clean_d_step(does_nothing), "a step that does nothing teaches D nothing"

# %% [markdown] hint="is_clean_d_step"
# Everything the docstring of `d_step` promises can be compared before and after: parameters of G, `.grad` of G, parameters
# of D. `p.detach().clone()` keeps a copy that the step cannot reach.
#
# ---
# For D: with `torch.optim.SGD(…, lr=0.1)` you can compute by hand where each parameter must land: old value minus 0.1 times
# the gradient of `d_loss`, from `torch.autograd.grad`, which leaves no `.grad` behind. Some faults show only if `.grad` held
# something before: fill it. Others (a `.grad` that should have stayed None) show only if it did not: run both cases.
#
# ---
# For each of two cases: make networks and points; `.grad` None or random; copies; the expected parameters of D; call the
# step inside `try`; compare with `torch.equal` (G) and `torch.allclose` (D).

# %% tags=["demo"]
print("your own d_step is clean:", is_clean_d_step(d_step))

# %% [markdown]
# ## 4 How do you know that it works?
#
# Not by the losses. In a game both losses can be flat while the samples are garbage, or wild while they are fine: $D$'s loss
# says how the *fight* stands, not how good the forgeries are. For the ring we can do better, for we know the truth: count.
#
# A sample *hits* the mode whose centre is nearest if it lies within $3\sigma$ of that centre; otherwise it lies nowhere.
# Then two numbers, and you need both:
#
# - **modes covered**: how many modes have at least `least` hits. Diversity: collapse makes it fall.
# - **share**: which part of all samples hits any mode. Fidelity: a blur makes it fall.
#
# (Of a two-dimensional Gaussian, $1 - e^{-9/2} = 98.9\,\%$ lies within $3\sigma$, so real data have a share of 0.989.)
#
# A generator that only makes one perfect point has share 1 and one mode; a blur over the whole plane covers eight modes with
# a share near 0. Real image generators are measured in the same two directions, by precision and recall; a single number such
# as FID mixes them.

# %%
print(f"within three sigma: {1 - math.exp(-4.5):.4f}")  # -> within three sigma: 0.9889
print("points spread evenly on the circle:", round(16 * math.asin(0.3 / 4) / math.pi, 3))
# -> points spread evenly on the circle: 0.382

# %% [markdown]
# The second line is a baseline: a generator that spreads its points evenly on the circle, and has understood radius but not
# clusters, has a share of 0.38 and *all eight modes*.

# %% [markdown] task="mode_coverage"
# ### Exercise 7 · `mode_coverage` · 4 points · 8 minutes · implement


# %% exercise="mode_coverage" points=4 difficulty=1 minutes=8 needs=[]
def mode_coverage(samples, centres, sigma, within=3.0, least=1):
    """Count the modes that samples cover, and the share of samples that hit a mode.

    Args:
        samples: floating-point tensor of shape [N, d], N at least 1. A sample with a NaN or infinite entry hits nothing.
        centres: of the modes, shape [K, d].
        sigma: standard deviation of a mode, above 0.
        within: a sample hits its *nearest* centre (Euclidean) if it is at most within * sigma away.
        least: how many samples have to hit a mode for it to count as covered.

    Returns:
        (modes, share): an int from 0 to K, and a float from 0 to 1: the part of all N samples that hit a mode.
    """
    ### BEGIN SOLUTION
    distances = (samples[:, None, :] - centres.to(samples)[None]).norm(dim=-1)
    distances = torch.where(distances.isnan(), math.inf, distances)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts >= least).sum()), float(hits.double().mean())
    ### END SOLUTION


# %% public_test="mode_coverage"
modes, share = mode_coverage(x, ring_centres(), 0.1)
assert torch.as_tensor(modes).shape == (), "the number of modes is one number"
assert torch.as_tensor(share).shape == (), "the share is one number"
assert modes == 8, "the data cover all modes of the data"
assert 0.95 < share <= 1, "nearly all data points lie within three standard deviations"

# %% [markdown] hint="mode_coverage"
# First a table of distances [N, K]; then, for each sample, its nearest centre and how far that is.
#
# ---
# `samples[:, None, :] - centres[None]` has shape [N, K, d]. `min(dim=1)` gives both, the distance and the index.
# `torch.bincount(…, minlength=K)` counts hits of each mode.
#
# ---
# A comparison with NaN is False, but `min` prefers NaN: turn NaN distances into `inf` first. The share divides by all N
# samples, not by those that hit.

# %% [markdown]
# ## 5 Train it
#
# Everything is there. What a GAN needs besides is **a recipe that keeps the two players level**, and finding one used to
# take weeks. This one was tried over many seeds:
#
# - `torch.manual_seed(seed)`, then a `Generator()` and a `Discriminator()` as given at the top;
# - Adam for each, learning rate 0.003, `betas=(0.5, 0.99)`: with the usual 0.9 for the first, momentum carries a player on in
#   a direction that the other has made wrong meanwhile;
# - 1600 rounds (`steps`). In each: 256 points drawn at random with replacement from `x` and 256 fresh $z$ from a standard
#   normal for one `d_step`, then 256 fresh $z$ for one `g_step`, both with the non-saturating loss;
# - both learning rates fall in a straight line: in round $t = 0, 1, \dots$ of `steps` they are
#   $0.003\,(1 - t/\text{steps})$. A game has no
#   minimum to settle in; smaller steps make the circling around the solution smaller.
#
# **Why the share will not reach 0.989.** $G$ is a continuous function, and the plane from which $z$ comes is in one piece.
# The image of something in one piece is in one piece. So a path of $z$ from one mode to the next is mapped to a path of
# samples *between* them, where no data are: **a bridge**. The generator can only make bridges steep, so that few $z$ fall on
# them. Eight modes and a share near 0.8 is what a good small generator looks like. It is also how we tell it from a cheat: a
# program that looks up training points has no bridges, because it jumps.

# %% [markdown] task="train_gan"
# ### Exercise 8 · `train_gan` · 10 points · 20 minutes · train, then evaluate
#
# Write the training, by the recipe above: **the recipe is part of the task**. One training takes about three
# seconds; the grader allows 60 seconds of training.
#
# **How it is judged.** The grader trains your function on a ring that is turned, moved and of another size than yours, and
# draws 4000 samples from 4000 $z$ of its own:
#
# | | modes of 8 | share | sliced Wasserstein distance |
# | --- | --- | --- | --- |
# | fresh data | 8 | 0.99 | 0.02 to 0.05 |
# | points spread evenly on the circle (baseline) | 8 | 0.38 | 0.13 |
# | $G$ five steps for each of $D$ | 0 or 1 | 0 to 0.93 | above 1.3 |
# | the reference, over 20 seeds | 8 | 0.73 to 0.82 | 0.05 to 0.21 |
# | **your target** | at least {{target:modes}} | at least {{target:share}} | at most {{target:swd}} |
#
# A mode counts from 40 hits on. Half of the points are given on the way to the target. Distances are measured in units in
# which the ring has radius 2. The grader also asks whether the samples are *new*: their median distance to the nearest
# training point, divided by that of fresh data, has to be at least {{target:novelty}} (reference: 0.75 to 0.88); and whether
# $G$ is what was promised, a continuous function of $z$ alone, the same for a point in whatever batch it comes.


# %% exercise="train_gan" points=10 difficulty=3 minutes=20 seconds=60 needs=["d_step", "g_step"]
def train_gan(x, *, seed, device="cpu", steps=1600):
    """Train a generator by the recipe of section 5.

    Args:
        x: data, float32 tensor of shape [n, 2] on the CPU; all that may be learnt from. Not changed.
        seed: an int that decides initial weights, batches and noise.
        device: where to train, "cpu" or "cuda".
        steps: how many rounds.

    Returns:
        The trained `Generator`, on the CPU: called with z of shape [N, 2], standard normal, it returns N points.
    """
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    G, D = Generator().to(device), Discriminator().to(device)
    x = x.to(device)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))
    for t in range(steps):
        for opt in (opt_G, opt_D):
            opt.param_groups[0]["lr"] = 0.003 * (1 - t / steps)
        batch = x[torch.randint(len(x), (256,), device=device)]
        d_step(G, D, opt_D, batch, torch.randn(256, 2, device=device))
        g_step(G, D, opt_G, torch.randn(256, 2, device=device))
    return G.cpu()
    ### END SOLUTION


# %% public_test="train_gan"
G = train_gan(x, seed=0, steps=3)
made = G(z[:5])
assert torch.is_tensor(made), "the generator itself is returned: z in, points out"
assert made.shape == (5, 2), "five z in, five points out"
assert bool(made.isfinite().all()), "points that are not finite"
assert len(train_gan(x + 1, seed=1, steps=1)(z[:1])) == 1, "other data, another seed"

# %% [markdown] hint="train_gan"
# Networks, two optimisers, one loop. Which lines of the recipe are inside the loop, and which before it?
#
# ---
# `for t in range(steps):` set both learning rates (`opt.param_groups[0]["lr"] = …`), draw a batch
# (`x[torch.randint(len(x), (256,))]`), one `d_step`, one `g_step`, each with its own fresh `torch.randn(256, 2)`.
#
# ---
# Nothing but a blob? Are learning rates set for *both*? Return `G`, not `G(z)`: the grader draws the noise.

# %% tags=["demo"]
G = train_gan(x, seed=0)
with torch.no_grad():
    fake = G(z)
modes, share = mode_coverage(fake, ring_centres(), 0.1, least=10)
plot_points({"data": x, "your generator": fake}, title=f"{modes} of 8 modes, share {share:.2f}")
walk = torch.stack([torch.linspace(-3, 3, 400), torch.zeros(400)], dim=1)
with torch.no_grad():
    plot_points({"data": x, "a straight line of z": G(walk)}, title="The bridges")

# %% [markdown]
# ## 6 Why it is unstable, and one cure
#
# Gradient descent on one loss goes downhill; two players who each go downhill on *their* loss need not get anywhere. The
# smallest GAN shows it (Mescheder et al., 2018): all data sit at 0, the generator puts its one point at $\theta$, the
# discriminator has one slope, $\ell(x) = \psi x$. With the `"wgan"` losses and learning rate $\eta$,
#
# $$
# \text{simultaneous:}\quad
# \begin{pmatrix}\theta\\ \psi\end{pmatrix} \leftarrow
# \begin{pmatrix}1 & \eta\\ -\eta & 1\end{pmatrix}\begin{pmatrix}\theta\\ \psi\end{pmatrix},
# \qquad\text{in turn ($D$ first):}\quad
# \begin{pmatrix}\theta\\ \psi\end{pmatrix} \leftarrow
# \begin{pmatrix}1-\eta^2 & \eta\\ -\eta & 1\end{pmatrix}\begin{pmatrix}\theta\\ \psi\end{pmatrix} \tag{6}
# $$
#
# The goal is $\theta = \psi = 0$. It is never reached: the players chase each other around it.
#
# <details><summary>Proof</summary>
#
# $D$'s loss is $\bar f - \bar r = \psi\theta - 0$ with slope $\theta$ in $\psi$; $G$'s is $-\psi\theta$ with slope $-\psi$ in
# $\theta$. That gives both matrices (in turn: put the new $\psi - \eta\theta$ into $\theta + \eta\psi$). The first has
# eigenvalues $1 \pm i\eta$ of modulus $\sqrt{1 + \eta^2} > 1$ and is a rotation times this number: each step makes the radius
# larger by that factor, for *every* learning rate. The second has determinant $(1 - \eta^2) + \eta^2 = 1$ and trace
# $2 - \eta^2$; for $0 < \eta < 2$ its eigenvalues are a complex pair, so their modulus is the determinant's root: exactly 1.
# It circles for ever and neither comes nearer nor leaves. ∎
#
# </details>
#
# So "one step of $D$, then one of $G$" is not a matter of taste: doing both at once spirals out. And even in turn something
# has to *damp* the circle. A pull of $D$'s weights towards 0 (here $\psi \leftarrow (1 - 0.3\eta)\psi - \eta\theta$) is enough
# in the toy; gradient penalties, weight averages, falling learning rates and **spectral normalisation** are what real GANs use.

# %%
lr = 0.1


def play(step, rounds=100):
    theta, psi = 1.0, 0.0
    for _ in range(rounds):
        theta, psi = step(theta, psi)
    return math.hypot(theta, psi)


def at_once(theta, psi):
    return theta + lr * psi, psi - lr * theta


def in_turn(theta, psi, damping=0.0):
    psi = (1 - damping * lr) * psi - lr * theta
    return theta + lr * psi, psi


print(f"both at once: distance from the goal {play(at_once):.2f}, foretold {(1 + lr * lr) ** 50:.2f}")
# -> both at once: distance from the goal 1.64, foretold 1.64
print(f"in turn: between 0.9 and 1.1 for ever: {all(0.9 < play(in_turn, n) < 1.1 for n in range(2000))}")
# -> in turn: between 0.9 and 1.1 for ever: True
print(f"in turn, damped: {play(lambda theta, psi: in_turn(theta, psi, 0.3)):.2f}")  # -> in turn, damped: 0.23

# %% [markdown]
# **Spectral normalisation** (Miyato et al., 2018) keeps the detective from shouting. A linear layer $x \mapsto Wx$ stretches
# distances by at most $\sigma(W)$, its largest singular value, and LeakyReLU by at most 1. Divide every $W$ by its
# $\sigma(W)$ and no logit can change faster than its input: the gradient that reaches $G$ has length at most 1 per point, at
# any time. The largest singular value comes from *power iteration*: with some vector $u$ to start from, repeat
#
# $$
# v \leftarrow \frac{W^\top u}{\lVert W^\top u\rVert}, \qquad u \leftarrow \frac{W v}{\lVert W v\rVert}, \qquad
# \sigma(W) \approx u^\top W v \tag{7}
# $$
#
# One repetition per training step is enough, because $u$ is kept: $W$ hardly moves from one step to the next. For the
# gradient, $u$ and $v$ count as constants while $W$ in $u^\top W v$ does not. (That is exact once they have converged: the
# slope of a singular value is $uv^\top$.)

# %% [markdown] task="spectral_normalise"
# ### Exercise 9 · `spectral_normalise` · 5 points · 12 minutes · implement
#
# Write equation (7), for the weight of any layer. Which of its parts are constants, and which let gradients through?


# %% exercise="spectral_normalise" points=5 difficulty=3 minutes=12 needs=[]
def spectral_normalise(W, u, n_iter=1):
    """Divide a weight by an estimate of its largest singular value, equation (7).

    Args:
        W: weight of a layer, a floating-point tensor of shape [out, ...]: [out, in] of a linear layer, [out, in, k, k] of a
            convolution, which counts as the matrix [out, in * k * k].
        u: where power iteration starts, shape [out], not zero. It is not changed.
        n_iter: how often to repeat: v from u, then u from v; at least 1.

    Returns:
        (W_bar, u_new): W_bar = W / sigma in W's shape, with sigma = u^T W v of the last repetition; u_new is the last u, of
        shape [out], not part of any graph. Gradients flow to W, also through sigma; u and v count as constants. A vector is
        normalised as a / max(|a|, 1e-12), and sigma counts as at least 1e-12, so that a W of zeros stays zero.
    """
    ### BEGIN SOLUTION
    M = W.reshape(len(W), -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
    sigma = (u @ M @ v).clamp(min=1e-12)
    return W / sigma, u
    ### END SOLUTION


# %% public_test="spectral_normalise"
W_bar, u_new = spectral_normalise(torch.diag(torch.tensor([3.0, 1.0])), torch.ones(2), 50)
assert W_bar.shape == (2, 2), "the normalised weight has the shape of the weight"
assert u_new.shape == (2,), "u has one entry for each output"
assert abs(float(torch.linalg.matrix_norm(W_bar, 2)) - 1) < 1e-4, "after many repetitions the largest stretch is 1"
assert spectral_normalise(torch.ones(4, 3, 2, 2), torch.ones(4))[0].shape == (4, 3, 2, 2), (
    "a convolution keeps its shape"
)

# %% [markdown] hint="spectral_normalise"
# Which lines are to be part of the graph? Put the others under `torch.no_grad()`.
#
# ---
# `M = W.reshape(len(W), -1)` makes one matrix of any weight. `nn.functional.normalize(a, dim=0, eps=1e-12)` is the safe
# normalisation.
#
# ---
# The loop under `torch.no_grad()`; *after* it, `sigma = u @ M @ v` in the graph, clamped from below; return `W / sigma` and
# `u`. Do not write `u /= …`: that changes the caller's vector.

# %% tags=["demo"]
torch.manual_seed(0)
W = torch.randn(64, 64, dtype=torch.float64)
true = float(torch.linalg.matrix_norm(W, 2))
u = torch.randn(64, dtype=torch.float64)
estimates, rounds = [], list(range(1, 26))
for _ in rounds:  # one repetition at a time, with the u that is kept: as in training
    W_bar, u = spectral_normalise(W, u)
    estimates.append(float(W[0, 0] / W_bar[0, 0]))
plot_curves(
    rounds,
    {"estimate": estimates, "true largest singular value": [true] * len(rounds)},
    x_label="repetitions",
    y_label="sigma",
    title="Power iteration finds the largest stretch",
)

# %% [markdown]
# ## 7 Mode collapse, and how to debug it
#
# Swap the order in the game (1): let $G$ play to the end against a $D$ that stands still, $\max_D \min_G V$. What is the best
# answer to a fixed detective? **All mass at the one point that the detective finds most convincing**,
# $G(z) = \arg\max_x D(x)$ for every $z$. It is a perfect answer, and a useless generator. Then $D$ learns about that point, $G$
# moves on to the next, and so on around the ring: the classic picture of *mode collapse*.
#
# Alternating gradient steps do not know in which order we meant the game. Whatever lets $G$ run ahead of $D$ drives it towards
# this answer: more or larger steps for $G$ than for $D$, a $D$ that is too small, a $D$ that sees stale or one-sided data.
#
# ![Against a frozen detective the best forger puts everything on one point; then the detective learns](images/collapse.svg)
#
# Somebody's program does this to you. Data are stored sorted by cluster, `order` is a fresh shuffle for each pass, and
# `n_critic` is how many steps the detective shall get for each step of the forger. Run it, and look at the picture.


# %%
def draft_train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """One pass over the data, as somebody wrote it."""
    for start in range(0, len(order) - batch + 1, batch):
        real = x[start : start + batch]
        d_step(G, D, opt_D, real, draw_z(batch))
        for _ in range(n_critic):
            g_step(G, D, opt_G, draw_z(batch))


# %% tags=["demo"]
def run_epochs(train_epoch, epochs=125, seed=0):
    """Train on sorted data; returns 1000 samples."""
    torch.manual_seed(seed)
    data = ring_of_gaussians(2000, 3).float()
    data = data[torch.cdist(data, ring_centres().float()).argmin(dim=1).argsort()]  # sorted by cluster, as it is stored
    G, D = Generator(), Discriminator()
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.003, betas=(0.5, 0.99)) for net in (G, D))
    for epoch in range(epochs):
        for opt in (opt_G, opt_D):
            opt.param_groups[0]["lr"] = 0.003 * (1 - epoch / epochs)
        train_epoch(G, D, opt_G, opt_D, data, torch.randperm(len(data)), lambda n: torch.randn(n, 2))
    with torch.no_grad():
        return G(z)


collapsed = run_epochs(draft_train_epoch)
modes, share = mode_coverage(collapsed, ring_centres(), 0.1, least=10)
plot_points({"data": x, "the draft": collapsed}, title=f"The draft: {modes} of 8 modes, share {share:.2f}")

# %% [markdown]
# **A doctor's table.** What you see, what it usually is, what to look at first:
#
# | what you see | what it usually is, and what to look at |
# | --- | --- |
# | all samples alike, the spot jumps about | G runs ahead. Steps per round? Both learning rates? |
# | samples smeared between modes, or modes missing | D sees too little at a time. How are batches drawn: shuffled? From all? |
# | D's loss goes to 0, samples freeze | D is sure and G's gradient is gone. Which loss has G? Is D too big or too quick? |
# | D's loss stays at 1.386, samples are bad | D learns nothing. Does `opt_D` hold D's parameters? Labels? |
# | both losses swing wider and wider | the spiral of section 6. First beta of Adam? Rates? Steps in turn? |
# | fine for a while, then NaN | the logarithm of a probability that rounded to 0. Losses on logits? |
# | samples are training points | memorised. Distance to the nearest training point, against that of fresh data? |
#
# Two habits save most of the time: check one step before a thousand (exercise 6), and *look at samples from the same fixed
# $z$* every hundred rounds.

# %% [markdown] task="train_epoch"
# ### Exercise 10 · `train_epoch` · 7 points · 15 minutes · repair
#
# `draft_train_epoch` collapses. It has **two** faults that each ruin the generator, one in each of the first two lines of the
# table, so when you have mended one, plot again: the picture changes, and is still wrong. And **one** more fault quietly wastes
# data. Write `train_epoch` without them. The docstring says what it should do,
# exactly; the hidden tests follow every parameter through a pass over the data.


# %% exercise="train_epoch" points=7 difficulty=3 minutes=15 needs=["d_step", "g_step"]
def train_epoch(G, D, opt_G, opt_D, x, order, draw_z, batch=256, n_critic=3):
    """One pass over the data.

    The rows of x are visited in the order `order`, `batch` at a time; the last batch has what is left over, however few.
    For each batch: n_critic steps of D on this batch, each against fresh noise of as many rows as the batch has, then one
    step of G, with fresh noise of that size again. All with the non-saturating loss.

    Args:
        G, D, opt_G, opt_D: as in d_step and g_step.
        x: the data, [n, d]; rows that lie together in x may be alike.
        order: a permutation of range(n), int64 tensor of shape [n].
        draw_z: called as draw_z(rows), returns fresh noise with that many rows; one call for each step.
        batch: how many rows at a time, at least 1.
        n_critic: steps of D for each step of G, at least 1.
    """
    ### BEGIN SOLUTION
    for rows in order.split(batch):
        for _ in range(n_critic):
            d_step(G, D, opt_D, x[rows], draw_z(len(rows)))
        g_step(G, D, opt_G, draw_z(len(rows)))
    ### END SOLUTION


# %% public_test="train_epoch"
torch.manual_seed(3)
G, D = Generator(), Discriminator()
asked = []


def count_and_draw(rows):
    asked.append(rows)
    return torch.randn(rows, 2)


optimisers = [torch.optim.SGD(net.parameters(), lr=0.01) for net in (G, D)]
train_epoch(G, D, *optimisers, x[:64], torch.arange(64), count_and_draw, batch=32, n_critic=1)
assert asked == [32] * 4, "two batches, and in each fresh noise once for D and once for G"

# %% [markdown] hint="train_epoch"
# Which argument of the draft is never used for what it is there for? And around which of the two steps stands the loop?
#
# ---
# The rows of a batch are `order[start : start + batch]`, so the real points are `x[rows]`. The loop over `n_critic` gives the
# *detective* more steps. And what becomes of the last, smaller batch?
#
# ---
# `for rows in order.split(batch):` walks through everything, the rest included; `len(rows)` is how much noise to draw.

# %% tags=["demo"]
repaired = run_epochs(train_epoch)
modes, share = mode_coverage(repaired, ring_centres(), 0.1, least=10)
plot_points({"data": x, "repaired": repaired}, title=f"Repaired: {modes} of 8 modes, share {share:.2f}")

# %% [markdown]
# **Let the detective see whole batches.** A discriminator that judges one point at a time cannot notice that all fakes are the
# same: each single one looks fine. *Minibatch discrimination* (Salimans et al., 2016) gives it a look at the others. The
# simplest form, which ProGAN and StyleGAN use (Karras et al., 2017), appends **one feature: how much the batch varies.**
# With hidden features $h \in \mathbb R^{N\times F}$ of a batch,
#
# $$
# s_f = \sqrt{\frac1N\sum_{i=1}^N (h_{if} - \bar h_f)^2 + \varepsilon}, \qquad
# s = \frac1F\sum_{f=1}^F s_f, \qquad h_i \leftarrow (h_{i1}, \dots, h_{iF}, s) \tag{8}
# $$
#
# Batches of reals and of fakes go through separately, so a batch of identical fakes gives itself away by an $s$ near 0, and
# the gradient of $s$ pushes the fakes apart. The $\varepsilon$ stands *inside* the root: the slope of $\sqrt v$ at $v = 0$ is
# infinite, and a fully collapsed batch, the very case this is made for, would otherwise end in NaN.

# %%
same = torch.zeros(4, 1, requires_grad=True)
(slope,) = torch.autograd.grad(same.var(dim=0, correction=0).sqrt().sum(), same)
print("slope without epsilon:", slope[0].item())  # -> slope without epsilon: nan

# %% [markdown] task="minibatch_std"
# ### Exercise 11 · `minibatch_std` · 5 points · 8 minutes · implement


# %% exercise="minibatch_std" points=5 difficulty=2 minutes=8 needs=[]
def minibatch_std(h, eps=1e-8):
    """Append the batch's mean standard deviation as one more feature, equation (8).

    Args:
        h: features of one batch, floating-point tensor of shape [N, F], N and F at least 1.
        eps: added to each feature's variance (which divides by N) inside the root.

    Returns:
        Tensor of shape [N, F + 1] and h's dtype: h, and s in the last column, the same number in every row. Gradients flow
        through all of it, and are finite also where all rows are equal.
    """
    ### BEGIN SOLUTION
    s = (h.var(dim=0, correction=0) + eps).sqrt().mean()
    return torch.cat([h, s.expand(len(h), 1)], dim=1)
    ### END SOLUTION


# %% public_test="minibatch_std"
batch = torch.tensor([[0.0, 1.0, 5.0], [2.0, 1.0, 5.0]])
out = minibatch_std(batch)
assert out.shape == (2, 4), "one more feature for each example"
assert torch.equal(out[:, :3], batch), "the features themselves stay as they are"
assert out.dtype == torch.float32, "float32 in, float32 out"
assert float(out[0, 3]) == float(out[1, 3]), "one number for the whole batch"

# %% [markdown] hint="minibatch_std"
# Over which axis is the standard deviation taken, and over which the mean?
#
# ---
# The variance of each *feature*, over the batch: `h.var(dim=0, correction=0)` (by default torch divides by N - 1, which
# fails for a batch of one). Then root, then mean over features.
#
# ---
# `s.expand(len(h), 1)` makes a column; `torch.cat([h, column], dim=1)` appends it.

# %% tags=["demo"]
for name, samples in {"data": x, "the draft": collapsed, "repaired": repaired}.items():
    print(f"{name:10s}: how much a batch varies, s = {float(minibatch_std(samples)[0, -1]):.2f}")

# %% [markdown] written="why_saturating" points=4 minutes=12
# ### Question 12 · `why_saturating` · 4 points · 12 minutes · explain
#
# Suppose that early in training $D$ recognises all fakes: $\ell = D(G(z)) \le -L$ for a large $L$ and every $z$.
#
# 1. Show that the gradient of the minimax loss of $G$ with respect to any parameter $w$ of $G$ is at most $e^{-L}$ times the
#    mean of $|\partial \ell/\partial w|$. (1 point)
# 2. Show that for a single $z$ the minimax and the non-saturating gradient have the same *direction* and differ by the factor
#    $e^{-\ell}$ only. (1 point)
# 3. So why do they not simply differ by their learning rate, once there is more than one $z$ in a batch, and why can Adam not
#    repair the minimax loss altogether? (1 point)
# 4. What does the minimax theory promise at the end of section 1, and which assumption of it fails when $D$ is perfect and
#    $p_\text{data}$ and $p_g$ do not overlap? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. By (5) and the chain rule the gradient is the mean of $-\sigma(\ell)\,\partial\ell/\partial w$. Because
#    $\sigma(\ell) = e^{\ell}/(1+e^{\ell}) \le e^{\ell} \le e^{-L}$, its absolute value is at most $e^{-L}$ times the mean of
#    $|\partial\ell/\partial w|$.
# 2. For one $z$ the gradients are $-\sigma(\ell)\,\nabla\ell$ and $-(1-\sigma(\ell))\,\nabla\ell$. Both factors are negative,
#    so the directions agree, and $(1-\sigma(\ell))/\sigma(\ell) = e^{-\ell}$.
# 3. The factor depends on $\ell$, which differs from one $z$ to another. The minimax loss weights each fake by $\sigma(\ell)$:
#    it listens most to the fakes that already convince, the non-saturating one to those that are recognised. The sums point in
#    different directions. Adam rescales the whole gradient of a parameter, not the contribution of each $z$, so it can undo a
#    common factor but not the weighting (and when the gradients fall below its epsilon or to 0 in float32, not even that).
# 4. It promises that, against the *optimal* $D$ for each $G$, minimising $V$ minimises the JSD, whose only minimum is
#    $p_g = p_\text{data}$. That says where the minimum is, not that there is a slope towards it: without overlap the JSD is
#    $\log 2$ whatever $G$ does, so (3) is constant around the present $G$ and its gradient is 0. The step from "better" to
#    "reachable by gradient steps" assumes that the divergence changes smoothly with $G$'s parameters, which needs overlap.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: chain rule with the factor sigma(l), and sigma(l) <= e^l <= e^-L. Only "sigma is small there": half a point.
# - 1 point: both factors and their ratio e^-l. Direction without the ratio, or the ratio without "same sign": half a point.
# - 1 point: weights differ between the z of a batch (which fakes are listened to), AND a word on why rescaling by Adam does not
#   change such weights. One of the two: half a point.
# - 1 point: JSD at the optimal D, minimum at p_g = p_data, AND that JSD is constant (log 2) without overlap, so that its
#   gradient is 0. "D is not optimal in practice" alone: no point, for here D is.
# ### END MARK SCHEME

# %% [markdown]
# ## 8 The opening question, answered
#
# *Can two beginners who only fight end up with a perfect forgery?* In theory yes: against the best detective the only best
# forger is the data's own distribution, equation (3). In practice they circle around that point, and you have damped the
# circle. *Why the same note a thousand times?* Because against a detective who stands still, the best answer is one single
# note; whoever lets the forger run ahead asks for exactly that.
#
# ## What you have now
#
# - The best discriminator is $p_\text{data}/(p_\text{data}+p_g)$; the game is then worth $-\log 4 + 2\,\mathrm{JSD}$.
# - Losses are written on logits. The non-saturating loss pulls where the minimax loss has given up.
# - In D's step fakes are data; in G's step nothing is cut; gradients are cleared before, not after, they are needed.
# - A GAN is judged by what it makes: modes covered *and* share, and distance to the training points; never by its losses.
# - Simultaneous steps spiral out, alternating ones circle; damping (spectral norm, falling rates) makes them settle.
# - Mode collapse is the right answer to the wrong order of the game. Look at steps per round and at how batches are drawn.
#
# Next: `02_02` builds the same game with convolutions and draws digits.
#
# ## References
#
# - I. Goodfellow et al., Generative adversarial nets, 2014. [arXiv:1406.2661](https://arxiv.org/abs/1406.2661). Sections 1 and
#   2: the game, the optimal discriminator, the non-saturating loss.
# - I. Goodfellow, NIPS 2016 tutorial: generative adversarial networks, 2016.
#   [arXiv:1701.00160](https://arxiv.org/abs/1701.00160). Section 5 explains mode collapse by the order of min and max.
# - M. Arjovsky and L. Bottou, Towards principled methods for training generative adversarial networks, 2017.
#   [arXiv:1701.04862](https://arxiv.org/abs/1701.04862). Why a perfect discriminator leaves no gradient.
# - M. Arjovsky, S. Chintala and L. Bottou, Wasserstein GAN, 2017. [arXiv:1701.07875](https://arxiv.org/abs/1701.07875)
# - X. Mao et al., Least squares generative adversarial networks, 2016.
#   [arXiv:1611.04076](https://arxiv.org/abs/1611.04076)
# - J. H. Lim and J. C. Ye, Geometric GAN, 2017 (the hinge loss). [arXiv:1705.02894](https://arxiv.org/abs/1705.02894)
# - L. Metz, B. Poole, D. Pfau and J. Sohl-Dickstein, Unrolled generative adversarial networks, 2016 (the ring).
#   [arXiv:1611.02163](https://arxiv.org/abs/1611.02163)
# - T. Salimans et al., Improved techniques for training GANs, 2016. [arXiv:1606.03498](https://arxiv.org/abs/1606.03498)
# - T. Karras, T. Aila, S. Laine and J. Lehtinen, Progressive growing of GANs for improved quality, stability, and variation,
#   2017. [arXiv:1710.10196](https://arxiv.org/abs/1710.10196)
# - T. Miyato, T. Kataoka, M. Koyama and Y. Yoshida, Spectral normalization for generative adversarial networks, 2018.
#   [arXiv:1802.05957](https://arxiv.org/abs/1802.05957)
# - L. Mescheder, A. Geiger and S. Nowozin, Which training methods for GANs do actually converge?, 2018 (the Dirac-GAN).
#   [arXiv:1801.04406](https://arxiv.org/abs/1801.04406)
# - M. Heusel et al., GANs trained by a two time-scale update rule converge to a local Nash equilibrium, 2017.
#   [arXiv:1706.08500](https://arxiv.org/abs/1706.08500)
# - R. Rombach et al., High-resolution image synthesis with latent diffusion models, 2021 (a discriminator in the decoder's
#   training). [arXiv:2112.10752](https://arxiv.org/abs/2112.10752)
#
# *Books*
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016, section 20.10.4. Free at
#   [deeplearningbook.org](https://www.deeplearningbook.org).
# - K. P. Murphy, *Probabilistic Machine Learning: Advanced Topics*, MIT Press, 2023, chapter 26. Free at
#   [probml.github.io](https://probml.github.io/pml-book/book2.html).
