# %% [markdown]
# # Optimisation: one slope, many fates
#
# Three walkers stand at the same place in a curved valley. All feel the *same, perfectly true* slope under their feet.
# One is thrown out of the valley at once, one is still on the way after 5,000 steps, one arrives after a few hundred.
# *What does the third one do with the slope that the others do not?*
#
# And a second riddle. Two players share one landscape; one walks down, one walks up, both by the true slope, and where
# both could rest is plain to see. Yet with every step both get *further away* from it. That is a GAN on a bad day.
# *What has to change so that they arrive?*
#
# ![Three walkers in a curved valley; two players who spiral out, circle, or spiral in](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![A gradient becomes a step in five stages; below it the two-player game and what keeps it calm](images/overview.svg)
#
# **Why this matters for generative AI.** A diffusion model, a language model and a GAN differ in what they minimise.
# *How* they minimise it is nearly the same recipe: Adam with decoupled weight decay, warm-up, a decaying learning rate,
# clipped gradients, and a moving average of the weights, from which one samples in the end. Every part of it is a few
# lines. When training fails, it is one of these lines that you will look at; so here you write all of them, and see
# what each does.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Ten coding
# exercises (55 points) and one question in words (4 points) take, with the reading, about two hours and twenty minutes;
# difficulty rises from 1 to 3 of 5. After section 4 is a good place for a break. The check cell under each exercise
# catches wrong shapes and common slips; hidden tests look at other inputs and at the edge cases that the docstring
# names. Hints unfold step by step, and cost nothing.
#
# **Conventions.** Parameters are called $\theta$, the loss $L(\theta)$, its gradient $g = \nabla L(\theta)$, the
# learning rate $\eta$ (`lr`). From linear algebra you need eigenvalues and norms, from probability mean and variance.
# Gradients are handed to your code: as tensors, or as functions that return them. Answer with torch or with NumPy.

# %%
import math

import numpy as np
import torch

from journey.plots import plot_curves, plot_points


def vector(*numbers):
    """A float64 tensor of these numbers."""
    return torch.tensor(numbers, dtype=torch.float64)


# %% [markdown]
# ## 1 How long may a step be? Gradient descent
#
# The gradient points uphill, and steepest. So walk the other way:
#
# $$\theta_{t+1} = \theta_t - \eta\,\nabla L(\theta_t) \tag{1}$$
#
# Everything about $\eta$ can be learnt from one kind of landscape. Near a minimum every smooth loss looks like a
# quadratic (Taylor), so let $A$ be symmetric with positive eigenvalues $\lambda_1, \dots, \lambda_d$ and
#
# $$L(\theta) = \tfrac12\,\theta^\top A\,\theta - b^\top\theta, \qquad \nabla L(\theta) = A\theta - b \tag{2}$$
#
# The minimum $\theta^\star$ is where $A\theta^\star = b$. How far away from it is step $t$? Subtract $\theta^\star$
# from (1): $\theta_{t+1} - \theta^\star = (I - \eta A)(\theta_t - \theta^\star)$. Along the eigenvector $u_i$ this is
# plain multiplication,
#
# $$
# \theta_t - \theta^\star = \sum_{i=1}^{d} (1 - \eta\lambda_i)^t\, c_i\, u_i, \qquad
# c_i = u_i^\top(\theta_0 - \theta^\star) \tag{3}
# $$
#
# so each direction shrinks by its own factor, and the slowest decides. From *every* start, and for some starts exactly,
#
# $$\lVert\theta_t - \theta^\star\rVert \le \rho^t\,\lVert\theta_0 - \theta^\star\rVert, \qquad
# \rho = \max_i\, \lvert 1 - \eta\lambda_i\rvert \tag{4}$$
#
# Two things follow. **Too long:** if $\eta\lambda_{\max} > 2$, then $\lvert 1 - \eta\lambda_{\max}\rvert > 1$ and the
# steepest direction explodes; at exactly 2 it flips back and forth for ever. **Too slow:** a direction with a small
# $\lambda$ crawls, for its factor is just below 1. Steep directions limit the step that flat directions would need.
#
# <details><summary>How good can it get? (the best rate, and what it costs)</summary>
#
# For a given $\eta$ the maximum in (4) is reached at the smallest or at the largest eigenvalue, since
# $\lvert 1 - \eta\lambda\rvert$ is convex in $\lambda$. The two are equal, and the larger of them smallest, at
# $1 - \eta\lambda_{\min} = \eta\lambda_{\max} - 1$, that is $\eta = 2 / (\lambda_{\min} + \lambda_{\max})$. Then
# $\rho = (\kappa - 1)/(\kappa + 1)$ with the **condition number** $\kappa = \lambda_{\max}/\lambda_{\min}$. To shrink
# the distance by a factor $s$ takes $\log s / \log\rho \approx \tfrac{\kappa}{2}\log\tfrac1s$ steps: proportional to
# $\kappa$. ∎
#
# </details>
#
# ![A long step crosses the narrow valley again and again, a short one crawls along it](images/valley.svg)

# %%
A, b = torch.tensor([[3.0, 1.0], [1.0, 2.0]], dtype=torch.float64), vector(5.0, 5.0)
eigenvalues = torch.linalg.eigvalsh(A)
print("eigenvalues:", [round(value, 3) for value in eigenvalues.tolist()])  # -> eigenvalues: [1.382, 3.618]
print(f"steps must be shorter than {2 / eigenvalues[-1]:.3f}")  # -> steps must be shorter than 0.553
print("the minimum:", [round(value, 6) for value in torch.linalg.solve(A, b).tolist()])  # -> the minimum: [1.0, 2.0]
for lr in (0.1, 0.4, 0.5, 0.6):
    print(f"lr {lr}: in the long run the distance changes by {(1 - lr * eigenvalues).abs().max():.3f} in each step")
# -> lr 0.1: in the long run the distance changes by 0.862 in each step
# -> lr 0.4: in the long run the distance changes by 0.447 in each step
# -> lr 0.5: in the long run the distance changes by 0.809 in each step
# -> lr 0.6: in the long run the distance changes by 1.171 in each step

# %% [markdown] task="gd_minimise"
# ### Exercise 1 · `gd_minimise` · 5 points · 8 minutes · implement
#
# Walk down the quadratic (2) and keep the whole path. And say, *from the eigenvalues* and not from the path, whether
# this learning rate leads to the minimum from every start: in the first steps even a walk that will explode may come
# closer.


# %% exercise="gd_minimise" points=5 difficulty=1 minutes=8 needs=[]
def gd_minimise(A, b, theta, lr, n_steps):
    """Gradient descent (1) on L(theta) = theta^T A theta / 2 - b^T theta, equation (2).

    Args:
        A: symmetric float64 tensor of shape [d, d] with positive eigenvalues.
        b: float64 tensor of shape [d].
        theta: where the walk starts, shape [d]. It is not changed.
        lr: the learning rate, a positive float.
        n_steps: how many steps to take, an int of at least 0.

    Returns:
        (path, converges): path has shape [n_steps + 1, d], with the start in its first row and the place after step t in
        row t. converges is a bool: True if with this learning rate the walk tends to the minimum from every start, however
        few steps are taken here; False also where it would flip back and forth for ever.
    """
    ### BEGIN SOLUTION
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] - lr * (A @ path[-1] - b))
    return torch.stack(path), bool(lr * torch.linalg.eigvalsh(A)[-1] < 2)
    ### END SOLUTION


# %% public_test="gd_minimise"
A, b, start = torch.tensor([[3.0, 1.0], [1.0, 2.0]], dtype=torch.float64), vector(5.0, 5.0), vector(4.0, -1.0)
path, converges = gd_minimise(A, b, start, 0.1, 20)
path = torch.as_tensor(path)
assert path.shape == (21, 2), "the start and 20 steps make 21 rows"
assert path.dtype == torch.float64, "float64 in, float64 out"
assert path[0].tolist() == start.tolist() == [4.0, -1.0], "row 0 is the start, which is not changed"
loss = 0.5 * (path @ A * path).sum(dim=1) - path @ b
assert bool((loss[1:] < loss[:-1]).all()), "with so short steps each should lead downhill"
assert isinstance(converges, (bool, np.bool_)) or torch.as_tensor(converges).numel() == 1, "one verdict"
assert bool(converges), "0.1 is short enough here: look at the numbers above"

# %% [markdown] hint="gd_minimise"
# The gradient stands in (2). For the second answer: which condition on $\eta$ makes all factors in (3) smaller than 1
# in absolute value?
#
# ---
# $\lvert 1 - \eta\lambda_i\rvert < 1$ means $0 < \eta\lambda_i < 2$, for every $i$. All $\lambda_i$ are positive, so
# only the largest matters.
#
# ---
# `path.append(path[-1] - lr * (A @ path[-1] - b))` in a loop, `torch.stack(path)` at the end, and
# `lr * torch.linalg.eigvalsh(A)[-1] < 2`.

# %% [markdown]
# Now walk, with three learning rates, in a valley that is 40 times steeper across than along:

# %% tags=["demo"]
A, b, start = torch.diag(vector(0.05, 2.0)), vector(0.0, 0.0), vector(-6.0, 1.0)
walks = {}
for lr in (0.1, 0.95, 1.01):
    path, converges = gd_minimise(A, b, start, lr, 40)
    walks[f"lr {lr}: {'arrives in the end' if converges else 'flies away'}"] = path
plot_points(walks, title="40 steps in a narrow valley (the minimum is at 0, 0)")

# %% [markdown] task="steps_needed"
# ### Exercise 2 · `steps_needed` · 4 points · 8 minutes · predict
#
# Before you start a walk, say how long it will take: the smallest number of steps after which the distance to the
# minimum is *guaranteed*, from every start, to be at most `shrink` times what it was. No walking; equation (4) says it
# all.


# %% exercise="steps_needed" points=4 difficulty=2 minutes=8 needs=[]
def steps_needed(eigenvalues, lr, shrink):
    """Predict how many steps gradient descent needs on a quadratic, equation (4).

    Args:
        eigenvalues: of A, float64 tensor of shape [d], in any order, none negative; zeros (flat directions) may occur.
        lr: the learning rate, a positive float.
        shrink: the factor by which the distance is to shrink, a float above 0 and at most 1.

    Returns:
        The smallest whole number t with |theta_t - theta*| <= shrink * |theta_0 - theta*| for every start; math.inf if
        no number of steps guarantees it. A shrink of 1 needs no step. If one step leads to the minimum from every start,
        then one step is enough for every smaller shrink.
    """
    ### BEGIN SOLUTION
    rate = float((1 - lr * eigenvalues).abs().max())
    if shrink == 1:
        return 0
    if rate >= 1:
        return math.inf
    if rate == 0:
        return 1
    return math.ceil(math.log(shrink) / math.log(rate))
    ### END SOLUTION


# %% public_test="steps_needed"
needed = float(steps_needed(vector(1.0, 3.0), 0.3, 0.01))
assert needed == int(needed) >= 1, "a whole number of steps"
assert float(steps_needed(vector(1.0, 3.0), 0.3, 1e-6)) > needed, "to come closer takes longer"
assert float(steps_needed(vector(1.0, 3.0), 10.0, 0.01)) == math.inf, (
    "steps as long as these lead away: never is math.inf"
)

# %% [markdown] hint="steps_needed"
# What is the smallest $t$ with $\rho^t \le s$? And for which $\rho$ is there none?
#
# ---
# Take logarithms, and mind their signs: both are negative for $\rho < 1$ and $s < 1$, so $t \ge \log s/\log\rho$. A
# flat direction ($\lambda = 0$) has the factor 1: it never shrinks.
#
# ---
# `math.ceil(math.log(shrink) / math.log(rate))`, after the cases `shrink == 1`, `rate >= 1` and `rate == 0` (which has
# no logarithm).

# %% tags=["demo"]
ratios = [2, 5, 10, 20, 50, 100, 200, 500, 1000]
best = [steps_needed(vector(1.0, kappa), 2 / (1 + kappa), 1e-3) for kappa in ratios]
careful = [steps_needed(vector(1.0, kappa), 0.2 / kappa, 1e-3) for kappa in ratios]
plot_curves(
    [math.log10(kappa) for kappa in ratios],
    {"a tenth of the longest step": careful, "the best fixed step": best},
    x_label="condition number (steepest over flattest direction), as a power of ten",
    y_label="steps to a thousandth of the distance",
    title="Ten times the condition number, ten times the steps",
    log_y=True,
)

# %% [markdown]
# ## 2 Ask the landscape: line search
#
# For a real network nobody knows $\lambda_{\max}$. Instead of guessing $\eta$ one can *try*: take a long step, look
# whether the loss went down, and shorten the step until it did. But how much is "down"? Any decrease at all is too
# little: a walk may creep for ever and stop half-way up. Along a direction $d$ the slope is $g^\top d$, which is
# negative if $d$ leads downhill. A straight landscape would give the decrease $\eta\,g^\top d$. **Armijo's condition**
# asks for a small share $c$ of it:
#
# $$L(\theta + \eta d) \le L(\theta) + c\,\eta\,g^\top d \tag{5}$$
#
# ![The loss along a direction, and the line below which a step is accepted](images/armijo.svg)
#
# *Why the search ends.* By the definition of the slope, $L(\theta + \eta d) = L(\theta) + \eta\,g^\top d + R(\eta)$ with
# a remainder for which $R(\eta)/\eta \to 0$. With $g^\top d < 0$ and $c < 1$ the right side of (5) lies above
# $L(\theta) + \eta\,g^\top d$ by $(1-c)\,\eta\,\lvert g^\top d\rvert$, which is proportional to $\eta$ and so, for short
# enough steps, beats the remainder. So some length is accepted, and halving finds one. ∎
#
# **Where you meet it.** Stochastic training cannot afford it, for the loss of the next batch is another one. But L-BFGS
# does it, which fits small problems to many digits: neural style transfer (Gatys et al., 2016) was made with it.

# %%
# L(theta) = 5 theta^2 at theta = 1: the gradient is 10, the direction -10. Which steps are accepted with c = 0.1?
for lr in (1.0, 0.5, 0.25, 0.125):
    left, right = 5 * (1 - 10 * lr) ** 2, 5 - 0.1 * lr * 100
    print(f"lr {lr}: loss {left:.4f}, allowed {right:.4f}, {'accepted' if left <= right else 'too long'}")
# -> lr 1.0: loss 405.0000, allowed -5.0000, too long
# -> lr 0.5: loss 80.0000, allowed 0.0000, too long
# -> lr 0.25: loss 11.2500, allowed 2.5000, too long
# -> lr 0.125: loss 0.3125, allowed 3.7500, accepted

# %% [markdown] task="line_search_armijo"
# ### Exercise 3 · `line_search_armijo` · 5 points · 10 minutes · implement
#
# Try `lr`, then `lr * shrink`, `lr * shrink**2` and so on, and return the first that satisfies (5). Two surprises to be
# ready for: the direction may not lead downhill at all, and the loss may be infinite or NaN far away (a logarithm, an
# overflow).


# %% exercise="line_search_armijo" points=5 difficulty=2 minutes=10 needs=[]
def line_search_armijo(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Find a step length by backtracking until Armijo's condition (5) holds.

    Args:
        loss: a function; loss(theta) is a number (a float or a tensor with one entry), perhaps infinite or NaN away from
            the start.
        g: the gradient of the loss at theta, float64 tensor of shape [d].
        theta: where we stand, shape [d]. Neither it nor d is changed.
        d: the direction in which to go, shape [d], of any length.
        lr: the first step length to try, a positive float.
        c: the share of the slope's decrease that is asked for, a float from 0 to 1.
        shrink: the factor by which the length is shortened, a float between 0 and 1.

    Returns:
        A float: the first of lr, lr * shrink, lr * shrink ** 2, ... that satisfies (5); equality is enough. A length at
        which the loss is NaN is not accepted. 0.0 if d does not lead downhill (g^T d is not negative), and 0.0 if
        no length of 1e-12 or more is accepted.
    """
    ### BEGIN SOLUTION
    slope = float(g @ d)
    if slope >= 0:
        return 0.0
    here = float(loss(theta))
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) <= here + c * lr * slope:
            return lr
        lr *= shrink
    return 0.0
    ### END SOLUTION


# %% public_test="line_search_armijo"
def bowl(theta):
    return 5 * theta.square().sum()


theta = vector(1.0, -2.0)
found = float(line_search_armijo(bowl, 10 * theta, theta, -10 * theta))
assert 0 < found <= 1, "a length between 0 and the first one tried"
assert float(bowl(theta - found * 10 * theta)) < float(bowl(theta)), "the step that you accepted leads uphill"
assert theta.tolist() == [1.0, -2.0], "theta was changed"

# %% [markdown] hint="line_search_armijo"
# Everything on the right of (5) but $\eta$ is known before the search: compute the loss here and the slope once.
#
# ---
# Put the question as "is it low enough?" with `<=`, and not as "is it too high?": every comparison with NaN is False,
# so the first refuses NaN and the second lets it pass.
#
# ---
# `slope = float(g @ d)`; return 0.0 unless it is negative; then `while lr >= 1e-12:` test (5) at `theta + lr * d`,
# return `lr` if it holds, else `lr *= shrink`.

# %% [markdown]
# The next cell needs no learning rate at all. It walks down Rosenbrock's valley, a curved ravine that has tried
# optimisers since 1960, once with a fixed rate that is safe here and once with your search, which looks anew at every
# step.


# %%
def rosenbrock(theta):
    """(1 - x)^2 + 100 (y - x^2)^2: lowest, with value 0, at (1, 1)."""
    return (1 - theta[0]) ** 2 + 100 * (theta[1] - theta[0] ** 2) ** 2


def rosenbrock_grad(theta):
    """The gradient of rosenbrock."""
    off = theta[1] - theta[0] ** 2
    return torch.stack([-2 * (1 - theta[0]) - 400 * theta[0] * off, 200 * off])


print([round(value, 3) for value in rosenbrock_grad(vector(-1.5, 2.0)).tolist()])  # -> [-155.0, -50.0]

# %% tags=["demo"]
fixed = searched = vector(-1.5, 2.0)
losses = {"fixed rate 0.001": [], "your line search": []}
for _step in range(1000):
    losses["fixed rate 0.001"].append(rosenbrock(fixed).item())
    losses["your line search"].append(rosenbrock(searched).item())
    fixed = fixed - 0.001 * rosenbrock_grad(fixed)
    g = rosenbrock_grad(searched)
    searched = searched - line_search_armijo(rosenbrock, g, searched, -g) * g
every = range(0, 1000, 20)
plot_curves(
    every,
    {name: [values[step] for step in every] for name, values in losses.items()},
    x_label="step",
    y_label="loss",
    title="Rosenbrock's valley, downhill",
    log_y=True,
)

# %% [markdown]
# Better, and no rate to guess; but still a crawl, for the *direction* is bad: straight down the slope, across the
# ravine. To do something about directions one has to remember where one came from.
#
# ## 3 Remember where you came from: momentum
#
# In a ravine the gradient points to one wall, then to the other. *Add up* the gradients and these parts cancel, while
# the small part along the ravine, which is always the same, grows. That is **momentum** (Polyak, 1964): a velocity $v$,
# which a fraction $\mu$ (mu, often 0.9) of the old one stays in,
#
# $$v_{t+1} = \mu\,v_t + g_t, \qquad \theta_{t+1} = \theta_t - \eta\,v_{t+1}, \qquad v_0 = 0 \tag{6}$$
#
# With a constant gradient $g$ the velocity tends to $g\,(1 + \mu + \mu^2 + \dots) = g/(1-\mu)$: with $\mu = 0.9$ the
# steps become ten times as long. **Nesterov's** variant (1983) looks ahead: it uses the gradient once more, on top of the
# velocity that already has it,
#
# $$\theta_{t+1} = \theta_t - \eta\,(g_t + \mu\,v_{t+1}) \tag{7}$$
#
# **Claim.** On the quadratic (2), momentum shrinks the distance like $\sqrt{\mu}^{\,t}$ in *every* direction with
# $(1 - \sqrt{\mu})^2 \le \eta\lambda \le (1 + \sqrt{\mu})^2$. With the best $\eta$ and $\mu$ this is the rate
# $(\sqrt\kappa - 1)/(\sqrt\kappa + 1)$: *the root of the condition number*, where gradient descent pays the condition
# number itself.
#
# <details><summary>Proof</summary>
#
# Along an eigenvector with eigenvalue $\lambda$, let $e_t$ be the distance to the minimum; the gradient is
# $\lambda e_t$. From (6),
# $e_{t+1} - e_t = -\eta v_{t+1} = -\eta\mu v_t - \eta\lambda e_t = \mu(e_t - e_{t-1}) - \eta\lambda e_t$, that is
# $e_{t+1} = (1 + \mu - \eta\lambda)\,e_t - \mu\,e_{t-1}$. Solutions are mixtures of $r_1^t$ and $r_2^t$ (or of $r^t$
# and $t\,r^t$ where both are equal) with the roots of $r^2 - (1 + \mu - \eta\lambda)\,r + \mu = 0$. If
# $(1 + \mu - \eta\lambda)^2 \le 4\mu$, the roots are complex conjugates (or equal) with the product $\mu$, so both have
# the absolute value $\sqrt\mu$. The condition reads $\lvert 1 + \mu - \eta\lambda\rvert \le 2\sqrt\mu$, that is
# $(1-\sqrt\mu)^2 \le \eta\lambda \le (1+\sqrt\mu)^2$.
#
# To have all eigenvalues inside: $\eta\lambda_{\min} = (1-\sqrt\mu)^2$ and $\eta\lambda_{\max} = (1+\sqrt\mu)^2$.
# Divide: $\sqrt\kappa = (1+\sqrt\mu)/(1-\sqrt\mu)$, which gives $\sqrt\mu = (\sqrt\kappa-1)/(\sqrt\kappa+1)$. ∎
#
# </details>
#
# Two conventions are about. Ours (and PyTorch's) keeps $\eta$ out of the velocity; in others the velocity is
# $\mu v - \eta g$. With a constant rate both walk the same path; when the rate changes on the way they do not.

# %%
for kappa in (10, 100, 1000):
    root = math.sqrt(kappa)
    print(f"condition number {kappa}: descent {(kappa - 1) / (kappa + 1):.3f}, momentum {(root - 1) / (root + 1):.3f}")
# -> condition number 10: descent 0.818, momentum 0.519
# -> condition number 100: descent 0.980, momentum 0.818
# -> condition number 1000: descent 0.998, momentum 0.939
velocity = 0.0
for _step in range(50):
    velocity = 0.9 * velocity + 1.0
print(f"a constant gradient of 1 makes a velocity of {velocity:.2f}")
# -> a constant gradient of 1 makes a velocity of 9.95

# %% [markdown] task="sgd_momentum_step"
# ### Exercise 4 · `sgd_momentum_step` · 5 points · 8 minutes · implement
#
# One step of (6) or (7). The function is *pure*: what it needs to remember is handed in and handed back, and nothing
# that it was given is changed. (Training loops reuse memory. If your velocity *is* the tensor `g`, it changes when the
# next gradient is written into it.)


# %% exercise="sgd_momentum_step" points=5 difficulty=2 minutes=8 needs=[]
def sgd_momentum_step(theta, g, v, lr, momentum=0.9, nesterov=False):
    """One step of gradient descent with momentum (6), or with Nesterov's (7).

    Args:
        theta: parameters, a floating-point tensor of any shape.
        g: the gradient at theta, of the same shape. The caller may overwrite it later.
        v: the velocity that the previous step returned, of the same shape; None before the first step.
        lr: the learning rate.
        momentum: mu, from 0 to below 1.
        nesterov: False for (6), True for (7).

    Returns:
        (theta, v): the new parameters and the new velocity, in the inputs' dtype. What was handed in is left unchanged.
    """
    ### BEGIN SOLUTION
    old = torch.zeros_like(g) if v is None else v
    v = momentum * old + g
    return theta - lr * (g + momentum * v if nesterov else v), v
    ### END SOLUTION


# %% public_test="sgd_momentum_step"
theta, g = torch.ones(2, 3), torch.full((2, 3), 0.5)
new, v = sgd_momentum_step(theta, g, None, 0.1)
new, v = torch.as_tensor(new), torch.as_tensor(v)
assert new.shape == v.shape == (2, 3), "parameters and velocity have the shape of theta"
assert new.dtype == v.dtype == torch.float32, "float32 in, float32 out"
assert bool((new < theta).all()), "the gradient is positive, so downhill is to smaller numbers"
assert bool((theta == 1).all()), "theta was changed"
assert bool((g == 0.5).all()), "g was changed"

# %% [markdown] hint="sgd_momentum_step"
# Before the first step the velocity is zero. Which of the two lines of (6) has to come first?
#
# ---
# First the new velocity; then the step uses this *new* one. In (7), too, $v_{t+1}$ is the new one, and $g_t$ is added
# once more.
#
# ---
# `v = momentum * v + g` makes a new tensor, `v *= momentum` and `v += g` write into the old one. The step is
# `g + momentum * v` with Nesterov and `v` without.

# %% [markdown]
# A narrow valley again, with condition number 100. The best rates of the theory for each; your step walks.

# %% tags=["demo"]
A, start = torch.diag(vector(0.02, 2.0)), vector(-6.0, 1.0)
root = math.sqrt(100)
mu = ((root - 1) / (root + 1)) ** 2
recipes = {
    "gradient descent": (2 / 2.02, 0.0, False),
    "momentum": ((1 + math.sqrt(mu)) ** 2 / 2, mu, False),
    "Nesterov": (0.5, (root - 1) / (root + 1), True),
}
curves = {}
for name, (lr, momentum, nesterov) in recipes.items():
    theta, v, curves[name] = start, None, []
    for _step in range(150):
        curves[name].append(torch.as_tensor(theta).norm().item())
        theta, v = sgd_momentum_step(theta, A @ theta, v, lr, momentum, nesterov)
plot_curves(
    range(0, 150, 3),
    {name: values[::3] for name, values in curves.items()},
    x_label="step",
    y_label="distance to the minimum",
    title="What a memory is worth (condition number 100)",
    log_y=True,
)

# %% [markdown]
# ## 4 Running averages, and Adam
#
# **A running average that starts honestly.** Momentum adds gradients up; often one wants their *average*, with more
# weight on the recent ones. The **exponential moving average** (EMA) of $x_1, x_2, \dots$ needs one number of memory:
#
# $$a_t = \beta\,a_{t-1} + (1-\beta)\,x_t, \quad a_0 = 0
# \qquad\Longrightarrow\qquad a_t = (1-\beta)\sum_{s=1}^{t}\beta^{\,t-s}\,x_s, \qquad \hat a_t = \frac{a_t}{1-\beta^t} \tag{8}$$
#
# Why the hat? The weights $(1-\beta)\beta^{t-s}$ add up to $1-\beta^t$ (a geometric sum), which is less than 1 at the
# beginning: the zero that it started from is in there, too. Dividing by $1-\beta^t$ removes that **bias**: then the
# weights add up to 1. About $1/(1-\beta)$ values count: 10 for $\beta = 0.9$, 1000 for $0.999$.

# %%
beta, average = 0.999, 0.0
for step, x in enumerate([5.0, 5.0, 5.0], start=1):
    average = beta * average + (1 - beta) * x
    print(f"step {step}: average {average:.4f}, without its bias {average / (1 - beta**step):.4f}")
# -> step 1: average 0.0050, without its bias 5.0000
# -> step 2: average 0.0100, without its bias 5.0000
# -> step 3: average 0.0150, without its bias 5.0000

# %% [markdown]
# **Adam** (Kingma and Ba, 2014) keeps two of these: of the gradients, and of their squares, entry by entry.
#
# $$
# \begin{aligned}
# m_t &= \beta_1 m_{t-1} + (1-\beta_1)\,g_t, & \hat m_t &= m_t/(1-\beta_1^t)\\
# s_t &= \beta_2 s_{t-1} + (1-\beta_2)\,g_t^2, & \hat s_t &= s_t/(1-\beta_2^t)\\
# \theta_{t} &= \theta_{t-1} - \eta\,\frac{\hat m_t}{\sqrt{\hat s_t} + \epsilon}
# \end{aligned} \tag{9}
# $$
#
# (The paper calls $s$ "$v$", which is our velocity.) All operations are entry by entry; steps count from $t = 1$. The
# point is the quotient. If all gradients of a parameter are a thousand times larger, numerator and denominator both
# are, and the step stays: **each parameter gets steps of about the size $\eta$, whatever the size of its gradients.**
# In the first step $\hat m_1/\sqrt{\hat s_1} = g/\lvert g\rvert$, exactly the sign. Where the sign of the gradient
# keeps changing, $m$ is small beside $\sqrt s$, and the steps are short. A network has layers whose gradients differ by
# orders of magnitude; that one $\eta$ serves them all is why Adam rules.
#
# **Weight decay.** To keep weights small one may add $\tfrac{\lambda}{2}\lVert\theta\rVert^2$ to the loss, which adds
# $\lambda\theta$ to the gradient ("L2"; $\lambda$ is the weight of a penalty here, not an eigenvalue). With plain
# gradient descent this is the same as shrinking $\theta$ by the factor $1 - \eta\lambda$ in each step. With Adam it is
# not: $\lambda\theta$ is divided by $\sqrt{\hat s}$ like the rest, so weights with large gradients are hardly decayed
# at all. **AdamW** (Loshchilov and Hutter, 2017) *decouples* them: the gradient stays as it is, and
#
# $$\theta_t = (1 - \eta\lambda)\,\theta_{t-1} - \eta\,\frac{\hat m_t}{\sqrt{\hat s_t} + \epsilon} \tag{10}$$
#
# **Where you meet it.** DCGAN: Adam with $\beta_1 = 0.5$. DDPM: Adam with $\eta = 2\cdot 10^{-4}$ for small pictures.
# GPT-3: Adam with $\beta_2 = 0.95$ and decoupled decay 0.1. Stable Diffusion: AdamW. The defaults below are those of
# the paper.

# %%
g = vector(1000.0, 1.0, -0.001)
m_hat, s_hat = (0.1 * g) / (1 - 0.9), (0.001 * g**2) / (1 - 0.999)  # equation (9), first step
print("first step over lr:", [round(value, 4) for value in (m_hat / (s_hat.sqrt() + 1e-8)).tolist()])
# -> first step over lr: [1.0, 1.0, -1.0]
print("without the hats:  ", [round(value, 4) for value in ((0.1 * g) / ((0.001 * g**2).sqrt() + 1e-8)).tolist()])
# -> without the hats: [3.1623, 3.1623, -3.1613]

# %% [markdown] task="adam_step"
# ### Exercise 5 · `adam_step` · 7 points · 15 minutes · implement
#
# One step of Adam, with either kind of weight decay. What your state looks like is up to you: `None` goes into the
# first step, and whatever you return goes into the next one. A network has many parameters, each with a state of its
# own, whose steps alternate: do not keep anything in global variables.


# %% exercise="adam_step" points=7 difficulty=3 minutes=15 needs=[]
def adam_step(theta, g, state, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, decoupled=True):
    """One step of Adam (9), or with weight decay of AdamW (10).

    Args:
        theta: parameters, a floating-point tensor of any shape.
        g: the gradient at theta, of the same shape.
        state: what the previous step for this parameter returned; None before its first step.
        lr: the learning rate of this step; it may differ from step to step.
        betas: (beta_1, beta_2), each from 0 to below 1.
        eps: added to the root.
        weight_decay: lambda, at least 0.
        decoupled: True for equation (10); False for L2: weight_decay * theta is added to the gradient, and then (9).

    Returns:
        (theta, state): the new parameters, in theta's dtype, and the state for the next step. theta and g are left unchanged.
    """
    ### BEGIN SOLUTION
    beta_1, beta_2 = betas
    m, s, t = (torch.zeros_like(theta), torch.zeros_like(theta), 0) if state is None else state
    if not decoupled:
        g = g + weight_decay * theta
    t = t + 1
    m = beta_1 * m + (1 - beta_1) * g
    s = beta_2 * s + (1 - beta_2) * g**2
    m_hat, s_hat = m / (1 - beta_1**t), s / (1 - beta_2**t)
    if decoupled:
        theta = (1 - lr * weight_decay) * theta
    return theta - lr * m_hat / (s_hat.sqrt() + eps), (m, s, t)
    ### END SOLUTION


# %% public_test="adam_step"
theta, g = torch.zeros(2, 3), torch.tensor([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]])
new, state = adam_step(theta, g, None, lr=0.1)
new = torch.as_tensor(new)
assert new.shape == (2, 3), "the shape of theta"
assert new.dtype == torch.float32, "float32 in, float32 out"
assert bool((new * g < 0).all()), "each entry should have moved against its gradient"
assert abs(float(new.abs().max() / new.abs().min()) - 1) < 1e-4, (
    "the first step is as long for every entry: equation (9)"
)
assert bool((theta == 0).all()), "theta was changed"
assert adam_step(new, g, state, lr=0.1)[0].shape == (2, 3), "a second step, with the state of the first"

# %% [markdown] hint="adam_step"
# Three things have to be remembered: two averages and how many steps there were. A tuple will do.
#
# ---
# Order: count the step (so that $t = 1$ in the first), L2 if not decoupled, both averages, both hats, decay if
# decoupled, step. The hats are *not* what you remember: keep $m$ and $s$.
#
# ---
# `m = beta_1 * m + (1 - beta_1) * g`, `m_hat = m / (1 - beta_1**t)`, the same for `s` with `g**2`; then
# `theta - lr * m_hat / (s_hat.sqrt() + eps)`: $\epsilon$ stands outside of the root. For AdamW, `theta` is
# `(1 - lr * weight_decay) * theta` beforehand.

# %% [markdown]
# Does it matter how the decay is done? Two weights, both pulled to 1 by noisy gradients, but those of the second are
# 100 times larger. Look at which weights the decay still reaches:

# %% tags=["demo"]
scale, noise = vector(1.0, 100.0), torch.randn(4000, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
curves = {}
for decoupled in (False, True):
    theta, state, rows = vector(0.0, 0.0), None, []
    for eps in noise:
        g = scale * (theta - 1 + eps)
        theta, state = adam_step(theta, g, state, lr=0.01, weight_decay=0.5, decoupled=decoupled)
        theta = torch.as_tensor(theta)
        rows.append(theta)
    averages = torch.stack(rows).reshape(40, 100, 2).mean(dim=1)
    name = "AdamW" if decoupled else "L2"
    curves[f"{name}, small gradients"], curves[f"{name}, large gradients"] = averages[:, 0], averages[:, 1]
plot_curves(
    range(0, 4000, 100),
    curves,
    x_label="step",
    y_label="weight (mean of 100 steps)",
    title="L2 spares the weight with the large gradients, AdamW does not",
)

# %% [markdown]
# ## 5 Noise, and what to do about it: schedules and clipping
#
# In training each gradient comes from a small batch: the true one plus noise. Take one direction with curvature
# $\lambda$ and independent noise of variance $\sigma^2$ in each step,
# $\theta_{t+1} = \theta_t - \eta(\lambda\theta_t + \varepsilon_t)$. The walk never comes to rest. Its variance settles
# at
#
# $$\mathrm{Var}(\theta_\infty) = \frac{\eta\,\sigma^2}{\lambda\,(2 - \eta\lambda)} \tag{11}$$
#
# *Why.* One step multiplies the variance by $(1-\eta\lambda)^2$ and adds $\eta^2\sigma^2$, so at rest
# $V = (1-\eta\lambda)^2 V + \eta^2\sigma^2$, that is $V\,(2\eta\lambda - \eta^2\lambda^2) = \eta^2\sigma^2$. ∎ For
# small $\eta$ the **noise floor is proportional to the learning rate**: a large rate travels fast and ends far from the
# goal, a small one the other way round. Hence **schedules** (Robbins and Monro, 1951): large first, small at the end.
# The most common one begins with a *warm-up* (Goyal et al., 2017; Adam's averages are still made of few gradients then,
# and the first steps are its worst) and goes down along half a cosine (Loshchilov and Hutter, 2016). With $T$ steps,
# counted from $t = 0$, and $W$ of them to warm up,
#
# $$
# \eta_t = \begin{cases}
# \eta_{\max}\,\dfrac{t+1}{W} & t < W\\[2mm]
# \eta_{\min} + \tfrac12(\eta_{\max} - \eta_{\min})\Bigl(1 + \cos\pi\,\dfrac{t - W}{T - 1 - W}\Bigr) & W \le t \le T-1
# \end{cases} \tag{12}
# $$
#
# ![The learning rate rises along a line and falls along half a cosine](images/schedule.svg)

# %%
generator = torch.Generator().manual_seed(0)
for lr in (0.5, 0.05):
    theta = torch.zeros(5000, dtype=torch.float64)  # five thousand walks at once
    for _step in range(200):
        theta = theta - lr * (theta + torch.randn(5000, dtype=torch.float64, generator=generator))
    print(f"lr {lr}: variance foretold {lr / (2 - lr):.3f}, found {theta.var():.2f}")
# -> lr 0.5: variance foretold 0.333, found 0.3
# -> lr 0.05: variance foretold 0.026, found 0.03

# %% [markdown] task="lr_schedule"
# ### Exercise 6 · `lr_schedule` · 4 points · 8 minutes · implement
#
# Write (12). The first step must not have the rate 0 (it would be wasted), and the cosine ends at $\eta_{\min}$ in the last
# step. Mind what happens where nothing is left after the warm-up, and where somebody trains on beyond the end.


# %% exercise="lr_schedule" points=4 difficulty=2 minutes=8 needs=[]
def lr_schedule(step, total, base_lr, warmup=0, min_lr=0.0):
    """The learning rate of a step: linear warm-up, then half a cosine down, equation (12).

    Args:
        step: which step, an int from 0; the last of the run is total - 1, but training may go on.
        total: T, how many steps the run has, an int of at least 1.
        base_lr: eta_max, reached at the end of the warm-up.
        warmup: W, how many steps to warm up, an int from 0 to total.
        min_lr: eta_min, where the cosine ends, and the rate of all steps after the run.

    Returns:
        A float. From step total on the rate is min_lr, whatever W is. Within the run the case t < W of (12) comes first, and
        step W has exactly base_lr, also if it is the last one (where (12) divides by zero).
    """
    ### BEGIN SOLUTION
    if step >= total:
        return min_lr
    if step < warmup:
        return base_lr * (step + 1) / warmup
    progress = (step - warmup) / max(total - 1 - warmup, 1)
    return min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))
    ### END SOLUTION


# %% public_test="lr_schedule"
rates = [float(lr_schedule(step, 20, 0.3, warmup=5, min_lr=0.01)) for step in range(20)]
assert min(rates) > 0, "no step has the rate 0 here"
assert max(rates) < 0.3 + 1e-9, "no rate is above base_lr"
assert rates[:4] == sorted(rates[:4]), "in the warm-up the rate rises"
assert rates[6:] == sorted(rates[6:], reverse=True), "after the warm-up it falls"
assert math.isfinite(float(lr_schedule(0, 1, 0.3))), "a run may have one step"

# %% [markdown] hint="lr_schedule"
# Which cases are there? Beyond the end, warm-up, cosine: three lines, in an order that you have to think about.
#
# ---
# The progress along the cosine goes from 0 at step $W$ to 1 at step $T - 1$. Where these are the same step, any divisor
# other than 0 gives the progress 0 that is asked for.
#
# ---
# `progress = (step - warmup) / max(total - 1 - warmup, 1)`, and then
# `min_lr + 0.5 * (base_lr - min_lr) * (1 + math.cos(math.pi * progress))`.

# %% tags=["demo"]
steps = list(range(0, 300, 4))
plot_curves(
    steps,
    {
        "warm-up 50, down to 0": [lr_schedule(step, 300, 1e-3, warmup=50) for step in steps],
        "no warm-up, down to a tenth": [lr_schedule(step, 300, 1e-3, min_lr=1e-4) for step in steps],
    },
    x_label="step",
    y_label="learning rate",
    title="Your schedule",
)

# %% [markdown]
# **Clipping.** Now and then one batch has a gradient a thousand times larger than usual: a rare example, an exploding
# recurrence. One such step can undo a day. So bound it, and keep its *direction*: with $g_1, \dots, g_n$ the gradients
# of all parameter tensors,
#
# $$
# \lVert g\rVert = \sqrt{\textstyle\sum_i \lVert g_i\rVert^2}, \qquad
# g_i \leftarrow g_i \cdot \min\Bigl(1, \frac{c}{\lVert g\rVert}\Bigr) \quad\text{for all } i \tag{13}
# $$
#
# with *one* norm and *one* factor for all of them (Pascanu et al., 2013). GPT-3, DDPM and Stable Diffusion's
# fine-tuners all clip at $c = 1$. A colleague has written it down. The program runs, training is stable, and in his
# plots "the norm is never above $c$".


# %%
def draft_clip_grad_norm(grads, max_norm):
    """A colleague's. Clips gradients, and returns their norm for the log."""
    norms = [grad.norm() for grad in grads]
    clipped = [grad * max_norm / norm for grad, norm in zip(grads, norms, strict=True)]
    return clipped, max(norms)


steep, flat = vector(30.0, 40.0), vector(0.3, 0.4)
clipped, logged = draft_clip_grad_norm([steep, flat], 1.0)
print("norms afterwards:", [round(grad.norm().item(), 3) for grad in clipped])  # -> norms afterwards: [1.0, 1.0]
cosine = sum((a * b).sum() for a, b in zip(clipped, [steep, flat], strict=True)) / (2 * (50**2 + 0.5**2)) ** 0.5
print(f"cosine with the true direction: {cosine:.3f}")  # -> cosine with the true direction: 0.714

# %% [markdown] task="clip_grad_norm"
# ### Exercise 7 · `clip_grad_norm` · 5 points · 10 minutes · repair
#
# The draft has **four** faults. One shows above: both tensors had the norm 1 afterwards, although one was a hundred
# times larger. Try it on gradients that are small already, look at the norm that it logs for two tensors, and give it a
# layer whose gradient is zero. Then write `clip_grad_norm` without the faults. And one thing that the draft never
# thought of: NaN.


# %% exercise="clip_grad_norm" points=5 difficulty=2 minutes=10 needs=[]
def clip_grad_norm(grads, max_norm):
    """Scale gradients so that their norm, all taken together, is at most max_norm, equation (13).

    Args:
        grads: a list of floating-point tensors of any shapes (perhaps empty); they are not changed.
        max_norm: c, a positive float; math.inf for no limit.

    Returns:
        (clipped, norm): a list of tensors of the same shapes and dtypes, and the norm *before* clipping, a number. A norm of at
        most max_norm changes nothing. If the norm is infinite or NaN there is no direction to keep: then all clipped
        gradients are zeros, so that the step is skipped, and the norm is returned as it is.
    """
    ### BEGIN SOLUTION
    norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))
    if not math.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * grad for grad in grads], norm
    ### END SOLUTION


# %% public_test="clip_grad_norm"
grads = [torch.full((2, 3), 3.0), torch.full((4,), -2.0)]
clipped, norm = clip_grad_norm(grads, 1.0)
assert [tuple(torch.as_tensor(grad).shape) for grad in clipped] == [(2, 3), (4,)], (
    "as many tensors, with the same shapes"
)
assert all(torch.as_tensor(grad).dtype == torch.float32 for grad in clipped), "float32 in, float32 out"
assert torch.as_tensor(norm).numel() == 1, "one norm for all gradients together"
assert sum(float(torch.as_tensor(grad).square().sum()) for grad in clipped) <= 1 + 1e-5, "still longer than max_norm"
assert bool((grads[0] == 3).all()), "the gradients that were handed in are not to be changed"

# %% [markdown] hint="clip_grad_norm"
# What is the norm of all entries of all tensors, as if they stood in one long vector? Compute that first.
#
# ---
# Squares add up, norms do not: $\lVert g\rVert^2 = \sum_i\lVert g_i\rVert^2$. The factor is the same for every tensor,
# and never above 1.
#
# ---
# `norm = math.sqrt(sum(float((grad**2).sum()) for grad in grads))`; zeros if `not math.isfinite(norm)` (zero times NaN
# is NaN, so `0 * grad` will not do); else the factor is `max_norm / norm` if `norm > max_norm`, and 1 otherwise.

# %% [markdown]
# ## 6 All of it together, and an average on top
#
# One part is missing. At the end of training the weights still tremble around the goal, by (11). Each of them is as
# wrong as the next; but they are wrong in *different directions*. So average them (Polyak and Juditsky, 1992), with the
# EMA of section 4:
#
# $$
# a_t = \beta\,a_{t-1} + (1-\beta)\,\theta_t, \qquad a_0 = 0, \qquad
# \hat\theta_T = \frac{a_T}{1 - \beta^T} \tag{14}
# $$
#
# Training goes on with $\theta_t$ and never sees the average; one *samples* from $\hat\theta$. Nearly every image
# generator does this: DDPM and BigGAN with $\beta = 0.9999$, StyleGAN, too. (They start the average at $\theta_0$
# instead of 0 and need no hat; after many times $1/(1-\beta)$ steps that is the same.) For independent values of
# variance $V$ the average has the variance $V\,\frac{1-\beta}{1+\beta}$, by (8) and a geometric sum: with
# $\beta = 0.99$, a two-hundredth.

# %%
draws = torch.randn(
    2000, 2000, dtype=torch.float64, generator=torch.Generator().manual_seed(0)
)  # 2000 steps, 2000 runs
average = torch.zeros(2000, dtype=torch.float64)
for x in draws:
    average = 0.99 * average + 0.01 * x
print(f"foretold {(1 - 0.99) / (1 + 0.99):.4f}, found {average.var():.3f}")  # -> foretold 0.0050, found 0.005

# %% [markdown] task="minimise"
# ### Exercise 8 · `minimise` · 9 points · 15 minutes · train, then evaluate
#
# The training loop of this lesson, out of what you wrote. In each step, in this order: ask for the gradient where you
# are; clip it with `clip_grad_norm`; take the step's rate from `lr_schedule` (from `base_lr` to 0); do one `adam_step`
# with it, all else as by default; update the average (14).
#
# It is judged by what it does, step by step, and by where it arrives, with recipes that are fixed: on Rosenbrock's
# valley from $(-1.5, 2)$ with 2,000 steps, `base_lr=0.1`, `warmup=100`, `max_norm=10` the loss ends below $10^{-6}$
# (it starts at 12.5; plain gradient descent with the rate 0.001 is still at 0.2 by then). And on a **logistic
# regression** (a weight for each pixel, and a sum that says which of two digits it is), with fresh digits and 300
# steps, the loss ends within $10^{-4}$ of the best that any weights reach, which a convex problem lets us compute. It
# ends there with or without warm-up.


# %% exercise="minimise" points=9 difficulty=3 minutes=15 needs=["adam_step", "lr_schedule", "clip_grad_norm"]
def minimise(grad, theta, n_steps, base_lr, warmup=0, max_norm=math.inf, decay=0.99):
    """Adam with warm-up, cosine schedule, clipping, and an average of the weights (14).

    Args:
        grad: a function; grad(theta, step) is the gradient of step 0, 1, ... at theta, of theta's shape. It is called once
            in each step, and may be noisy.
        theta: where to start, a float64 tensor of any shape. It is not changed.
        n_steps: how many steps, an int of at least 1.
        base_lr: the highest rate of the schedule, which ends at 0.
        warmup: how many of the steps are warm-up.
        max_norm: the norm to which each gradient is clipped.
        decay: beta of the average (14), from 0 to below 1.

    Returns:
        (theta, average): the parameters after the last step, and the average of the parameters after each of the steps
        1 to n_steps, without bias (the hat of (14)); both of theta's shape.
    """
    ### BEGIN SOLUTION
    state, average = None, torch.zeros_like(theta)
    for step in range(n_steps):
        (g,), _ = clip_grad_norm([grad(theta, step)], max_norm)
        theta, state = adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))
        average = decay * average + (1 - decay) * theta
    return theta, average / (1 - decay**n_steps)
    ### END SOLUTION


# %% public_test="minimise"
asked = []


def towards_one(theta, step):
    asked.append(step)
    return theta - 1


start = torch.zeros(2, 2, dtype=torch.float64)
theta, average = minimise(towards_one, start, 5, 0.1)
assert torch.as_tensor(theta).shape == torch.as_tensor(average).shape == (2, 2), "both have theta's shape"
assert asked == [0, 1, 2, 3, 4], "one gradient for each step, and the steps count from 0"
assert bool((torch.as_tensor(theta) > 0).all()), "the walk should have begun to move towards 1"
assert bool((start == 0).all()), "theta was changed"

# %% [markdown] hint="minimise"
# Four lines in a loop, one for each of your functions and one for the average. What has to stand before the loop?
#
# ---
# Before the loop: the state is None, the average zeros. `clip_grad_norm` takes and returns a *list*, and the norm. The
# average is of the *new* parameters.
#
# ---
# `(g,), _ = clip_grad_norm([grad(theta, step)], max_norm)`, then
# `adam_step(theta, g, state, lr=lr_schedule(step, n_steps, base_lr, warmup))`; at the end
# `average / (1 - decay**n_steps)`.

# %% [markdown]
# Rosenbrock's valley once more. And below it what the average is for: gradients as noisy as those of small batches, and
# a hundred numbers to find.

# %% tags=["demo"]
places = []


def watched(theta, step):
    places.append(torch.as_tensor(theta).clone())
    return rosenbrock_grad(torch.as_tensor(theta))


goal, _ = minimise(watched, vector(-1.5, 2.0), 2000, 0.1, warmup=100, max_norm=10.0)
print(f"loss at the end: {rosenbrock(torch.as_tensor(goal)):.1e}")
plot_points({"every 10th place of 2000": torch.stack(places)[::10], "goal": vector(1.0, 1.0)[None]}, title="Your walk")

noise = torch.randn(1000, 100, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
curves = {"schedule: last weights": [], "schedule: average": [], "constant rate: last weights": []}
curves["constant rate: average"] = []
lengths = [50, 100, 200, 400, 700, 1000]


def error(theta):
    return (torch.as_tensor(theta) - 1).square().mean().item()


for n_steps in lengths:
    ends = minimise(
        lambda theta, step: theta - 1 + 3 * noise[step], torch.zeros(100, dtype=torch.float64), n_steps, 0.1
    )
    theta, state, average = torch.zeros(100, dtype=torch.float64), None, 0.0
    for step in range(n_steps):
        theta, state = adam_step(theta, theta - 1 + 3 * noise[step], state, lr=0.1)
        average = 0.99 * average + 0.01 * torch.as_tensor(theta)
    ends = [*ends, theta, average / (1 - 0.99**n_steps)]
    for name, end in zip(curves, ends, strict=True):
        curves[name].append(error(end))
plot_curves(lengths, curves, x_label="steps", y_label="squared error", title="Noisy gradients", log_y=True)

# %% [markdown]
# With the schedule down to 0 the last weights come to rest by themselves, and the average adds little, or is even
# behind, for it remembers the way there. Where rates stay constant, as with DDPM and most GANs, it makes the
# difference: that is (11).
#
# ## 7 Two players: why a GAN does not simply converge
#
# In a GAN a generator with parameters $\theta$ and a critic with parameters $\psi$ share one value $V(\theta, \psi)$:
# $\theta$ wants it low, $\psi$ wants it high. Both follow their own gradients:
#
# $$\theta_{t+1} = \theta_t - \eta_\theta\,\nabla_\theta V, \qquad \psi_{t+1} = \psi_t + \eta_\psi\,\nabla_\psi V \tag{15}$$
#
# The smallest game is $V = \theta\psi$ with two numbers. Whoever sits at $(0, 0)$ has no reason to move: that is the
# **equilibrium**. What the pair does depends on *where* the gradients are taken:
#
# - **simultaneous**: both at $(\theta_t, \psi_t)$;
# - **alternating**: first $\theta$ moves, then $\psi$ takes its gradient at the new place $(\theta_{t+1}, \psi_t)$;
# - **extragradient** (Korpelevich, 1976; for GANs Gidel et al., 2018): both make a trial step, and then step *from where
#   they were* with the gradients that they find there:
#
# $$
# \begin{aligned}
# (\bar\theta, \bar\psi) &= \text{where a simultaneous step from } (\theta_t, \psi_t) \text{ leads,}\\
# \theta_{t+1} &= \theta_t - \eta_\theta\,\nabla_\theta V(\bar\theta, \bar\psi), \qquad
# \psi_{t+1} = \psi_t + \eta_\psi\,\nabla_\psi V(\bar\theta, \bar\psi)
# \end{aligned} \tag{16}
# $$
#
# **Claim.** On $V = \theta\psi$ with both rates $\eta < 1$, the distance $r$ from $(0, 0)$ grows by the factor
# $\sqrt{1 + \eta^2}$ in each simultaneous step, shrinks by $\sqrt{1 - \eta^2 + \eta^4}$ in each extragradient step, and
# neither grows nor shrinks in the long run with alternating steps.
#
# <details><summary>Proof</summary>
#
# *Simultaneous.* $(\theta - \eta\psi)^2 + (\psi + \eta\theta)^2 = (1+\eta^2)(\theta^2 + \psi^2)$: the mixed terms
# cancel.
#
# *Extragradient.* $\bar\theta = \theta - \eta\psi$, $\bar\psi = \psi + \eta\theta$, so
# $\theta_{t+1} = \theta - \eta\bar\psi = (1-\eta^2)\,\theta - \eta\psi$ and
# $\psi_{t+1} = \psi + \eta\bar\theta = (1-\eta^2)\,\psi + \eta\theta$. The squares add up to
# $\bigl((1-\eta^2)^2 + \eta^2\bigr)(\theta^2+\psi^2)$, and $(1-\eta^2)^2 + \eta^2 = 1 - \eta^2 + \eta^4 < 1$.
#
# *Alternating.* The step is linear with the matrix $\begin{pmatrix}1 & -\eta\\ \eta & 1-\eta^2\end{pmatrix}$, of
# determinant 1 and trace $2 - \eta^2$. Its eigenvalues are complex for $\eta < 2$ (trace below 2 in absolute value),
# conjugate, with product 1: both on the unit circle, and different. So the powers of the matrix stay bounded, and so do
# those of its inverse: the pair circles on an ellipse. ∎
#
# </details>

# %%
theta, psi, lr = 1.0, 0.0, 0.5
for _step in range(3):
    theta, psi = theta - lr * psi, psi + lr * theta  # simultaneous: the right side is computed before anything changes
    print(f"at ({theta:.3f}, {psi:.3f}), squared distance {theta**2 + psi**2:.4f}")
# -> at (1.000, 0.500), squared distance 1.2500
# -> at (0.750, 1.000), squared distance 1.5625
# -> at (0.250, 1.375), squared distance 1.9531
print(f"the claim: {1.25**3:.4f}; an extragradient step would have multiplied by {1 - 0.5**2 + 0.5**4:.4f} each time")
# -> the claim: 1.9531; an extragradient step would have multiplied by 0.8125 each time

# %% [markdown] task="minmax_step"
# ### Exercise 9 · `minmax_step` · 6 points · 12 minutes · implement
#
# One round of any game, in the three ways. The gradients come as functions, which take both players' parameters.


# %% exercise="minmax_step" points=6 difficulty=3 minutes=12 needs=[]
def minmax_step(theta, psi, grad_theta, grad_psi, lr_theta, lr_psi, mode="simultaneous"):
    """One round of a game in which theta lowers V(theta, psi) and psi raises it, equations (15) and (16).

    Args:
        theta: parameters of the player who minimises, a floating-point tensor of any shape. It is not changed.
        psi: parameters of the player who maximises; their shape may be another. They are not changed.
        grad_theta: a function; grad_theta(theta, psi) is the gradient of V with respect to theta, of theta's shape.
        grad_psi: a function; grad_psi(theta, psi) is the gradient of V with respect to psi, of psi's shape.
        lr_theta: learning rate of theta.
        lr_psi: learning rate of psi.
        mode: "simultaneous"; "alternating" (theta first, then psi, which sees the new theta); or "extragradient" (16).

    Returns:
        (theta, psi) after the round, in the dtype that they had.

    Raises:
        ValueError: for any other mode.
    """
    ### BEGIN SOLUTION
    if mode not in ("simultaneous", "alternating", "extragradient"):
        raise ValueError(f"no such mode: {mode}")
    at_theta, at_psi = theta, psi
    if mode == "extragradient":
        at_theta, at_psi = theta - lr_theta * grad_theta(theta, psi), psi + lr_psi * grad_psi(theta, psi)
    new_theta = theta - lr_theta * grad_theta(at_theta, at_psi)
    if mode == "alternating":
        at_theta = new_theta
    return new_theta, psi + lr_psi * grad_psi(at_theta, at_psi)
    ### END SOLUTION


# %% public_test="minmax_step"
def grad_of_theta(theta, psi):
    return psi.sum() * torch.ones_like(theta)


def grad_of_psi(theta, psi):
    return theta.sum() * torch.ones_like(psi)


theta, psi = torch.ones(2), torch.ones(3)
for mode in ("simultaneous", "alternating", "extragradient"):
    new_theta, new_psi = minmax_step(theta, psi, grad_of_theta, grad_of_psi, 0.1, 0.2, mode)
    assert torch.as_tensor(new_theta).shape == (2,), "theta comes first, in its shape"
    assert torch.as_tensor(new_psi).shape == (3,), "psi comes second, in its shape"
    assert torch.as_tensor(new_theta).dtype == torch.as_tensor(new_psi).dtype == torch.float32, (
        "float32 in, float32 out"
    )
    assert bool((torch.as_tensor(new_theta) < 1).all()), "theta lowers V"
    assert bool((torch.as_tensor(new_psi) > 1).all()), "psi raises V"
assert bool((theta == 1).all()), "theta was changed"
assert bool((psi == 1).all()), "psi was changed"

# %% [markdown] hint="minmax_step"
# Of the three ways, only one thing differs: at which pair $(\theta, \psi)$ each gradient is taken.
#
# ---
# In all three the step starts from the old $\theta$ and $\psi$. In (16), too: the trial step is only a place to look
# from. And each player has its own rate, in the trial step as well.
#
# ---
# Let `at_theta, at_psi` be where the gradients are taken: the old pair; for the extragradient the pair after a trial
# step; and for the alternating step of `psi` the new `theta` and the old `psi`. At the top, `raise ValueError(...)` for
# an unknown mode.

# %% tags=["demo"]
games = {}
for mode in ("simultaneous", "alternating", "extragradient"):
    theta, psi, places = vector(1.0), vector(0.0), []
    for _step in range(60):
        places.append(torch.stack([torch.as_tensor(theta)[0], torch.as_tensor(psi)[0]]))
        theta, psi = minmax_step(theta, psi, lambda t, p: p, lambda t, p: t, 0.2, 0.2, mode)
    games[mode] = torch.stack(places)
plot_points(games, title="60 rounds of V = theta times psi")

# %% [markdown]
# **Two time scales.** Extragradients cost twice as much, and most GANs are trained without. Another remedy is cheap:
# *different rates*. Give the critic some curvature of its own, as regularised critics have (Mescheder et al., 2018),
#
# $$V(\theta, \psi) = \theta\,\psi - \tfrac a2\,\psi^2, \qquad a > 0 \tag{17}$$
#
# For a fixed $\theta$ the best answer is $\psi = \theta/a$, where $V = \theta^2/2a$: a bowl. If the critic *kept up*
# with its best answer, $\theta$ would simply walk down this bowl. It keeps up if $\theta$ is slow. Exactly how slow you
# will prove in question 10: with simultaneous steps and $\eta_\psi \le 1/a$ the pair converges *if and only if
# $\eta_\theta < a$*. The critic's rate does not enter; only the generator has to be slow enough for the critic's
# curvature. This is the **two time-scale update rule** (TTUR, Heusel et al., 2017) in the smallest case; BigGAN, for
# one, trains $D$ with four times the rate of $G$. Same game, same critic, two generators:

# %% tags=["demo"]
a, rounds = 0.1, range(0, 300, 6)
curves = {}
for lr_theta in (0.2, 0.02):
    theta, psi, distance = vector(1.0), vector(0.0), []
    for _step in range(300):
        distance.append(math.hypot(float(theta), float(psi)))
        theta, psi = minmax_step(theta, psi, lambda t, p: p, lambda t, p: t - a * p, lr_theta, 0.2)
    curves[f"generator's rate {lr_theta}, critic's 0.2"] = [distance[step] for step in rounds]
plot_curves(
    rounds,
    curves,
    x_label="round",
    y_label="distance from the equilibrium",
    title="Two time scales, a = 0.1",
    log_y=True,
)

# %% [markdown] written="why_two_rates" points=4 minutes=10
# ### Question 10 · `why_two_rates` · 4 points · 10 minutes · prove and explain
#
# Take the game (17) with simultaneous steps (15), and let $0 < \eta_\psi \le 1/a$.
#
# 1. Write one round as a $2\times 2$ matrix that multiplies $(\theta, \psi)$, and compute its determinant and its
#    trace. (1 point)
# 2. Suppose that the eigenvalues of this matrix are not real (this is so whenever $4\,\eta_\theta > a^2\eta_\psi$).
#    Prove that the distance from $(0, 0)$ tends to 0 from every start if and only if $\eta_\theta < a$. (2 points)
# 3. Say in words why a *slow* generator helps here, and what is lost if it is far too slow. (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. $\nabla_\theta V = \psi$ and $\nabla_\psi V = \theta - a\psi$, so
#    $M = \begin{pmatrix}1 & -\eta_\theta\\ \eta_\psi & 1 - a\eta_\psi\end{pmatrix}$ with
#    $\det M = 1 - a\eta_\psi + \eta_\theta\eta_\psi$ and trace $2 - a\eta_\psi$.
# 2. A real matrix with eigenvalues that are not real has a conjugate pair $r, \bar r$, with
#    $r\bar r = \lvert r\rvert^2 = \det M$. They are different, so $M$ is diagonalisable (over the complex numbers),
#    $M^t = S\,\mathrm{diag}(r^t, \bar r^t)\,S^{-1}$, and $M^t$ tends to zero if and only if $\lvert r\rvert < 1$: if
#    $\lvert r\rvert \ge 1$, then $\lVert M^t\rVert \ge \lvert r\rvert^t$ does not. Since
#    $\lvert r\rvert^2 = \det M = 1 - \eta_\psi(a - \eta_\theta)$ and $\eta_\psi > 0$, this is less than 1 exactly when
#    $\eta_\theta$ is below $a$.
# 3. A slow generator leaves the critic time to come close to its best answer $\psi = \theta/a$ before $\theta$ has
#    moved much; then $\theta$ feels the gradient of the bowl $\theta^2/2a$, which points to the equilibrium, instead of
#    chasing an outdated critic in circles. Far too slow: convergence, but at a crawl (the slow direction shrinks by
#    about $1 - \eta_\theta/a$ in each round).
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: matrix, determinant and trace. A sign slip in one entry, carried through consistently: half a point here,
#   full points below.
# - 1 point: the modulus of a conjugate pair is the root of the determinant, and the powers tend to zero if and only if
#   it is below 1.
# - 1 point: both directions of "if and only if" from the determinant. Only one direction shown: half a point.
# - 1 point: the critic keeps up with its best answer, so that the generator walks down a bowl; and slow progress as the
#   price. One of the two: half a point. "The critic has to be stronger" alone, without the best answer or the outdated
#   gradient: no point.
# ### END MARK SCHEME

# %% [markdown]
# ## 8 A critic that cannot shout: spectral normalisation
#
# A slope that gets steep makes every step too long: section 1. In a game this happens by itself, for the critic is
# *paid* for telling real from fake ever more loudly, and its output may become as steep as it likes. So forbid it. A
# function is **$K$-Lipschitz** if $\lVert f(x) - f(y)\rVert \le K\,\lVert x - y\rVert$ for all $x, y$. A linear layer
# $x \mapsto Wx + b$ is Lipschitz with its largest singular value $\sigma_1(W)$ and with nothing smaller; ReLU and tanh
# with 1; and layers behind each other multiply:
#
# $$
# f = f_k\circ\dots\circ f_1 \quad\Longrightarrow\quad
# \lVert f(x) - f(y)\rVert \le \sigma_1(W_k)\cdots\sigma_1(W_1)\,\lVert x - y\rVert \tag{18}
# $$
#
# *Why.* $\lVert Wx - Wy\rVert \le \sigma_1(W)\,\lVert x-y\rVert$ is what the largest singular value means, with
# equality along the first right singular vector. Apply it layer after layer. ∎ **Spectral normalisation** (Miyato et
# al., 2018) divides each $W$ by $\sigma_1(W)$, so that the whole critic is 1-Lipschitz. The $\sigma_1$ comes from power
# iteration, as in linear algebra, with a left vector $u$ and a right vector $v$ for a $W$ that need not be square:
#
# $$
# v \leftarrow \frac{W^\top u}{\lVert W^\top u\rVert}, \qquad u \leftarrow \frac{W v}{\lVert W v\rVert}, \qquad
# \sigma = u^\top W v, \qquad \bar W = W/\sigma \tag{19}
# $$
#
# The trick that makes it cheap: *keep $u$*. Between two steps of training $W$ hardly changes, so $u$ from the last step
# is nearly right, and **one** repetition in each step is enough. One repetition from a fresh random $u$ is not.

# %%
W, u = torch.tensor([[3.0, 0.0, 0.0], [0.0, 1.0, 0.0]], dtype=torch.float64), vector(0.6, 0.8)
for repetition in (1, 2, 3):
    v = W.T @ u / (W.T @ u).norm()
    u = W @ v / (W @ v).norm()
    print(f"repetition {repetition}: sigma {u @ W @ v:.5f}")
# -> repetition 1: sigma 2.77136
# -> repetition 2: sigma 2.99675
# -> repetition 3: sigma 2.99996

# %% [markdown] task="spectral_normalise"
# ### Exercise 11 · `spectral_normalise` · 5 points · 10 minutes · implement
#
# Write (19). A convolution's weight has four axes, `[out, in, height, width]`; it counts as the matrix with one row for
# each output and everything else in the row.


# %% exercise="spectral_normalise" points=5 difficulty=3 minutes=10 needs=[]
def spectral_normalise(W, u, n_iter=1):
    """Divide a weight by an estimate of its largest singular value, equation (19).

    Args:
        W: weight of a layer, a floating-point tensor of shape [out, ...] with at least two axes; it counts as the matrix
            [out, all the rest]. It is not changed.
        u: where power iteration starts, shape [out], not zero, of any length. It is not changed.
        n_iter: how many repetitions (first v, then u), an int of at least 1.

    Returns:
        (W_bar, sigma, u): the normalised weight in W's shape, the estimate sigma (a number) of the last repetition, and the
        last u, a unit vector of shape [out], from which the next call may go on. All but sigma keep the inputs' dtype. For a
        W of zeros, W_bar is zeros, sigma is 0, and the u that was passed in comes back with length 1; nothing is NaN.
    """
    ### BEGIN SOLUTION
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / torch.linalg.vector_norm(u)
    for _ in range(n_iter):
        v = M.T @ u
        v = v / torch.linalg.vector_norm(v)
        u = M @ v
        u = u / torch.linalg.vector_norm(u)
    sigma = u @ M @ v
    return W / sigma, sigma, u
    ### END SOLUTION


# %% public_test="spectral_normalise"
W, u = torch.arange(24, dtype=torch.float64).reshape(2, 3, 2, 2) - 8, vector(1.0, 2.0)
W_bar, sigma, new = spectral_normalise(W, u, 30)
assert torch.as_tensor(W_bar).shape == (2, 3, 2, 2), "the weight keeps its shape"
assert torch.as_tensor(W_bar).dtype == torch.as_tensor(new).dtype == torch.float64, "float64 in, float64 out"
assert torch.as_tensor(sigma).numel() == 1, "sigma is one number"
assert float(sigma) > 0, "a singular value is not negative, and this one is not zero"
assert torch.as_tensor(new).shape == (2,), "u has one entry for each output"
assert abs(float(torch.as_tensor(new).norm()) - 1) < 1e-9, "u comes back with length 1"
assert u.tolist() == [1.0, 2.0], "u was changed"

# %% [markdown] hint="spectral_normalise"
# Make a matrix of $W$ first: `W.reshape(len(W), -1)`. Its rows belong to $u$, its columns to $v$.
#
# ---
# In each repetition first $v$ from $u$, then $u$ from the *new* $v$, both normalised. After the last one,
# $\sigma = u^\top M v$; divide $W$ in its own shape.
#
# ---
# `v = M.T @ u; v = v / v.norm(); u = M @ v; u = u / u.norm()`, and `sigma = u @ M @ v`. A weight of zeros has to be
# caught before: `if not M.any()`.

# %% [markdown]
# A weight that drifts, as in training. One repetition in each step, once with a $u$ that is kept and once with a fresh
# one each time:

# %% tags=["demo"]
generator = torch.Generator().manual_seed(3)
W = torch.randn(32, 64, dtype=torch.float64, generator=generator)
u = torch.randn(32, dtype=torch.float64, generator=generator)
curves = {"true largest singular value": [], "u kept, one repetition": [], "fresh u, one repetition": []}
for _step in range(60):
    W = W + 0.02 * torch.randn(32, 64, dtype=torch.float64, generator=generator)
    _, sigma, u = spectral_normalise(W, u)
    _, fresh, _ = spectral_normalise(W, torch.randn(32, dtype=torch.float64, generator=generator))
    for name, value in zip(curves, (torch.linalg.matrix_norm(W, 2), sigma, fresh), strict=True):
        curves[name].append(float(value))
plot_curves(range(60), curves, x_label="step", y_label="estimate", title="Why u is kept")

# %% [markdown]
# ## 9 The two riddles
#
# *What does the third walker do with the slope?* He remembers: momentum cancels what changes sign and keeps what does
# not, and Adam divides each direction by its usual slope, so that one learning rate fits all. He was never told a
# better slope than the others.
#
# *What has to change so that the two players arrive?* Not the gradients: where they are taken (with a look ahead; in turn
# keeps the players at least from flying away), how fast each player moves (two time scales), and how steep the landscape
# may get (spectral normalisation).
#
# ## What you have now
#
# - Gradient descent shrinks each eigendirection by $1 - \eta\lambda$: the steepest one bounds the rate, the flattest
#   one sets the time.
# - Armijo's condition finds a step length without knowing either.
# - Momentum pays the root of the condition number. Nesterov looks ahead.
# - Adam: two running averages without bias, and a quotient that does not know units. AdamW decays weights, not
#   gradients.
# - The noise floor is proportional to the rate: schedules lower it, averages smooth it; clipping keeps one bad batch
#   from ruining all.
# - In games the true gradient may lead away. Taking turns keeps the players from spiralling out, extragradients and two
#   time scales bring them in, and a Lipschitz critic keeps the landscape from getting steep.
#
# ## References
#
# *Books*
# - J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd edition, Springer, 2006. Line search (chapter 3),
#   quasi-Newton methods (6, 7). [doi:10.1007/978-0-387-40065-5](https://doi.org/10.1007/978-0-387-40065-5)
# - S. Boyd and L. Vandenberghe, *Convex Optimization*, Cambridge University Press, 2004. Chapter 9: gradient descent
#   and its rates. Free at [web.stanford.edu/~boyd/cvxbook](https://web.stanford.edu/~boyd/cvxbook/).
#
# *Papers*
# - H. Robbins and S. Monro, A stochastic approximation method, *Annals of Mathematical Statistics* 22, 400–407, 1951.
# - H. H. Rosenbrock, An automatic method for finding the greatest or least value of a function, *The Computer Journal*
#   3, 175–184, 1960.
# - B. T. Polyak, Some methods of speeding up the convergence of iteration methods, *USSR Computational Mathematics and
#   Mathematical Physics* 4, 1–17, 1964 (momentum).
# - L. Armijo, Minimization of functions having Lipschitz continuous first partial derivatives, *Pacific Journal of
#   Mathematics* 16, 1–3, 1966.
# - G. M. Korpelevich, The extragradient method for finding saddle points and other problems, *Matecon* 12, 747–756,
#   1976.
# - Y. Nesterov, A method for solving the convex programming problem with convergence rate O(1/k²), *Doklady AN SSSR*
#   269, 543–547, 1983.
# - B. T. Polyak and A. B. Juditsky, Acceleration of stochastic approximation by averaging, *SIAM Journal on Control and
#   Optimization* 30, 838–855, 1992.
# - R. Pascanu, T. Mikolov and Y. Bengio, On the difficulty of training recurrent neural networks, 2013 (clipping).
#   [arXiv:1211.5063](https://arxiv.org/abs/1211.5063)
# - I. Goodfellow et al., Generative adversarial networks, 2014. [arXiv:1406.2661](https://arxiv.org/abs/1406.2661)
# - D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, 2014.
#   [arXiv:1412.6980](https://arxiv.org/abs/1412.6980)
# - A. Radford, L. Metz and S. Chintala, Unsupervised representation learning with deep convolutional generative
#   adversarial networks, 2015 (DCGAN). [arXiv:1511.06434](https://arxiv.org/abs/1511.06434)
# - L. A. Gatys, A. S. Ecker and M. Bethge, Image style transfer using convolutional neural networks, *CVPR*, 2016.
# - I. Loshchilov and F. Hutter, SGDR: stochastic gradient descent with warm restarts, 2016 (the cosine).
#   [arXiv:1608.03983](https://arxiv.org/abs/1608.03983)
# - P. Goyal et al., Accurate, large minibatch SGD: training ImageNet in 1 hour, 2017 (warm-up).
#   [arXiv:1706.02677](https://arxiv.org/abs/1706.02677)
# - M. Heusel et al., GANs trained by a two time-scale update rule converge to a local Nash equilibrium, 2017.
#   [arXiv:1706.08500](https://arxiv.org/abs/1706.08500)
# - I. Loshchilov and F. Hutter, Decoupled weight decay regularization, 2017 (AdamW).
#   [arXiv:1711.05101](https://arxiv.org/abs/1711.05101)
# - L. Mescheder, A. Geiger and S. Nowozin, Which training methods for GANs do actually converge?, 2018.
#   [arXiv:1801.04406](https://arxiv.org/abs/1801.04406)
# - T. Miyato et al., Spectral normalization for generative adversarial networks, 2018.
#   [arXiv:1802.05957](https://arxiv.org/abs/1802.05957)
# - G. Gidel et al., A variational inequality perspective on generative adversarial networks, 2018 (extragradients for
#   GANs). [arXiv:1802.10551](https://arxiv.org/abs/1802.10551)
# - A. Brock, J. Donahue and K. Simonyan, Large scale GAN training for high fidelity natural image synthesis, 2018
#   (BigGAN). [arXiv:1809.11096](https://arxiv.org/abs/1809.11096)
# - T. Karras, S. Laine and T. Aila, A style-based generator architecture for generative adversarial networks, 2018
#   (StyleGAN). [arXiv:1812.04948](https://arxiv.org/abs/1812.04948)
# - T. B. Brown et al., Language models are few-shot learners, 2020 (GPT-3).
#   [arXiv:2005.14165](https://arxiv.org/abs/2005.14165)
# - J. Ho, A. Jain and P. Abbeel, Denoising diffusion probabilistic models, 2020 (DDPM).
#   [arXiv:2006.11239](https://arxiv.org/abs/2006.11239)
