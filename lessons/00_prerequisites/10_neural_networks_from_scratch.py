# %% [markdown]
# # Neural networks from scratch: who is to blame?
#
# A network looks at a handwritten 8 and says "3". It holds 4,810 numbers, and all of them had a hand in the answer. *Which
# of them is to blame, and how much should each of them change?*
#
# For years nobody knew. A single neuron had learnt since 1957; for layers of them the question of blame stood open
# for decades. The answer is a bookkeeping trick of three lines a layer, and you write it in this notebook: no library
# that takes derivatives, NumPy alone. At the end your network reads 98 of 100 digits that it has never seen. These
# are the weights that your kind of bookkeeping finds, from random numbers, in 820 steps:
#
# ![What sixteen hidden units look for before and after training, and unseen digits as they are read](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![From one neuron over layers, loss, start and noise to steps, and where generative models meet each](images/overview.svg)
#
# **Why this matters for generative AI.** An image generator, a language model, a critic: each is a chain of layers
# like those of this lesson, trained by the loop of this lesson. Who has written the chain once by hand reads a stack
# trace, a loss that does not fall, or a "NaN after 200 steps" with other eyes.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Ten coding
# exercises (57 points) and one question in words (4 points), easy at first and harder later, take about two hours and
# a quarter, with the reading; after section 3 is a good place for a break. Under each exercise there is a check cell:
# it catches wrong shapes and common slips, but passing it is *not* enough. Hidden tests look at other inputs and at
# the edge cases that the docstring names. Hints unfold step by step; opening them costs nothing.
#
# **What you need.** Matrices (00_01), and from 00_08: derivatives, the central difference, and that a gradient is
# carried back through a chain by transposed Jacobians. What little probability there is (a mean, a variance) is said
# again.
#
# **Conventions.** A batch $x$ has one example in each *row*, shape `[N, D]`. Weights $W$ have one row for each
# output, shape `[n_out, n_in]`. For any array $a$ inside the network, $g_a$ is $\partial L/\partial a$, the gradient
# of the loss: **it has the shape of $a$**. Everything is a NumPy array; the course's digits come as tensors of a
# library that you do not need here, and `.numpy()` makes arrays of them.

# %%
from itertools import pairwise

import numpy as np

from journey.data import digits
from journey.plots import plot_curves, plot_points, show_images

train, test, train_labels, test_labels = (part.numpy() for part in digits())
print(train.shape, train.dtype, test.shape)  # -> (1297, 64) float64 (500, 64)
print("weights and biases of 64-64-10:", 64 * 64 + 64 + 10 * 64 + 10)  # -> weights and biases of 64-64-10: 4810

# %% [markdown]
# ## 1 One neuron that learns
#
# Rosenblatt's **perceptron** weighs its inputs, adds a bias, and looks at the sign:
#
# $$s(x) = w^\top x + b, \qquad \hat y = +1 \text{ if } s(x) > 0, \text{ else } -1 \tag{1}$$
#
# The points with $s(x) = 0$ form a line (in more dimensions a plane), and the neuron says on which side $x$ stands.
# How does it learn? From $w = 0$ and $b = 0$ it goes through the examples one by one. Where it is right, nothing
# happens. Where $y\,s(x) \le 0$, for labels $y = \pm1$, it has made a **mistake** (to stand *on* the line counts as
# one), and it takes a step:
#
# $$w \leftarrow w + y\,x, \qquad b \leftarrow b + y \tag{2}$$
#
# ![A wrong example pulls the weight vector towards itself, and the line turns with it](images/perceptron.svg)
#
# Afterwards $y\,s(x)$ is larger by $\lVert x\rVert^2 + 1$: a step in the right direction for this example. But it may
# spoil others. Does it ever end? **Novikoff's theorem** (1962): if *some* line $(w_*, b_*)$ separates the data, then
# the number of mistakes, over all passes together, is at most (the index $s$ counts the examples)
#
# $$
# M \le \frac{R^2}{\gamma^2}, \qquad R^2 = \max_s\bigl(\lVert x_s\rVert^2 + 1\bigr), \qquad
# \gamma = \min_s \frac{y_s\,(w_*^\top x_s + b_*)}{\sqrt{\lVert w_*\rVert^2 + b_*^2}} \tag{3}
# $$
#
# Give each point one more coordinate, a 1, to go with the bias: then $\gamma$ is half the width of the street between
# the classes. (In the plane itself the street is wider if $b_* \ne 0$: there $b_*^2$ is missing under the root.) A wide
# street is found fast, in a thousand dimensions as in two.
#
# <details><summary>Proof</summary>
#
# Write $\tilde x = (x, 1)$ and $\tilde w = (w, b)$, so that $s(x) = \tilde w^\top\tilde x$ and (2) is
# $\tilde w \leftarrow \tilde w + y\tilde x$, from $\tilde w = 0$. Scale $\tilde w_*$ to length 1; then
# $y_s\,\tilde w_*^\top\tilde x_s \ge \gamma$ for all $s$. Watch two numbers while mistakes are made. First,
# $\tilde w_*^\top\tilde w$ grows by $y\,\tilde w_*^\top\tilde x \ge \gamma$ each time: after $M$ mistakes it is at
# least $M\gamma$. Second,
# $\lVert\tilde w + y\tilde x\rVert^2 = \lVert\tilde w\rVert^2 + 2y\,\tilde w^\top\tilde x + \lVert\tilde x\rVert^2$,
# where the middle term is at most 0 since it was a mistake: after $M$ mistakes $\lVert\tilde w\rVert^2 \le MR^2$. By
# Cauchy and Schwarz $M\gamma \le \tilde w_*^\top\tilde w \le \lVert\tilde w\rVert \le \sqrt M R$, so
# $M \le R^2/\gamma^2$. ∎
#
# </details>
#
# If *no* line separates the data, it never ends. The smallest such task is XOR, "one or the other, but not both": as in
# 00_08, $s(0,0) + s(1,1) = s(0,1) + s(1,0)$ for all weights, but the left side should be at most 0 and the right side
# above 0.
#
# **Where you meet it.** The last layer of every classifier is a row of such neurons. A GAN's discriminator asks the
# same question, "on which side?", about real pictures and generated ones.

# %%
corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND, XOR = np.array([-1, -1, -1, 1]), np.array([-1, 1, 1, -1])
w_star, b_star = np.array([1.0, 1.0]), -1.5  # a line that we see with our own eyes
scores = corners @ w_star + b_star
print("scores:", scores.tolist(), " right:", (AND * scores > 0).tolist())
# -> scores: [-1.5, -0.5, -0.5, 0.5]  right: [True, True, True, True]
gamma = (AND * scores).min() / np.sqrt(w_star @ w_star + b_star**2)
R_squared = (corners**2).sum(axis=1).max() + 1
print(f"half the street: {gamma:.4f}, so at most {R_squared / gamma**2:.0f} mistakes")
# -> half the street: 0.2425, so at most 51 mistakes

# %% [markdown] task="perceptron"
# ### Exercise 1 · `perceptron` · 5 points · 8 minutes · implement
#
# Write Rosenblatt's rule (2). It goes through the examples in their order, again and again, until a whole pass has no
# mistake, or until it has made as many passes as it may.


# %% exercise="perceptron" points=5 difficulty=1 minutes=8 needs=[]
def perceptron(X, y, max_epochs=100):
    """Train one neuron by Rosenblatt's rule, equations (1) and (2), starting from zeros.

    Args:
        X: the examples, a float64 array of shape [N, D], N at least 1. It is not changed.
        y: their labels, an array of shape [N] whose entries are +1 and -1, of ints or floats.
        max_epochs: how many passes over all examples it may make, an int of at least 0.

    Returns:
        (w, b, mistakes): the weights, a float64 array of shape [D]; the bias, a number; and a list of ints: how many mistakes
        were made in each pass, in order. An example with y s(x) = 0 is a mistake. The weights change at once, so the next
        example meets the new ones. The first pass without a mistake is the last one (its 0 is in the list).
    """
    ### BEGIN SOLUTION
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for s in range(len(X)):
            if y[s] * (w @ X[s] + b) <= 0:
                w = w + y[s] * X[s]
                b = b + y[s]
                wrong += 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes
    ### END SOLUTION


# %% public_test="perceptron"
w, b, mistakes = perceptron(corners, XOR, max_epochs=7)
assert np.shape(w) == (2,), "one weight for each input"
assert np.asarray(w).dtype == np.float64, "float64 in, float64 out"
assert np.ndim(b) == 0, "one bias"
assert len(mistakes) == 7, "no line does XOR: it uses all the passes that it may make, and counts in each"
assert 0 < min(mistakes) <= max(mistakes) <= 4, "each pass over four examples makes a whole number of mistakes, up to 4"

# %% [markdown] hint="perceptron"
# Two loops: over passes, and in each over the examples. What has to be remembered from one example to the next?
#
# ---
# `w`, `b`, and how many mistakes this pass has made. The test for a mistake is "at most 0". With $w = 0$ and $b = 0$
# the very first example is always one.
#
# ---
# `w = w + y[s] * X[s]` and `b = b + y[s]`. After the inner loop append the count, and `break` if it is 0.

# %% tags=["demo"]
rng = np.random.default_rng(3)
blue, orange = rng.normal(1.4, 1.0, size=(40, 2)), rng.normal(-1.4, 0.8, size=(40, 2))
X, y = np.concatenate([blue, orange]), np.repeat([1, -1], 40)
mixed = rng.permutation(80)
w, b, mistakes = perceptron(X[mixed], y[mixed])
along = np.linspace(-3, 3, 60)[:, None] * np.array([-w[1], w[0]]) / np.linalg.norm(w) - b * w / (w @ w)
plot_points({"+1": blue, "-1": orange, "s(x) = 0": along}, title=f"mistakes in each pass: {mistakes}")
for name, labels in {"AND": AND, "XOR": XOR}.items():
    print(f"{name}: {perceptron(corners, labels, 12)[2]}")

# %% [markdown]
# ## 2 Layers, there and back
#
# One neuron draws one line. Let many neurons look at the same input, and others look at *their* answers, and any
# region can be cut out. But then a wrong answer at the end no longer says which neuron, somewhere in the middle,
# should change: the sign in (1) jumps, and a jump has no slope. The way out has two halves: replace the jump by a
# bend that has slopes, and carry the slope of the loss back through the layers.
#
# By 00_08, a chain of layers is differentiated from its end: if $g_y$ is the gradient of the loss with respect to a
# layer's *output*, then $J^\top g_y$ is the one with respect to its *input*. Nobody writes $J$ down. Instead each
# layer comes as a pair: its output, and a function that takes $g_y$ and returns the gradients with respect to all
# that went in. We write a layer as a function that returns both:
#
# ```
# y, back = layer(x, W, b)          # there: `back` remembers what it will need
# g_x, g_W, g_b = back(g_y)         # back: one gradient for each argument, in order
# ```
#
# ![Two layers and a loss: arrays go to the right, gradients to the left, and each layer keeps its input](images/network.svg)
#
# **ReLU**, the bend of most networks, is $\max(x, 0)$, entry by entry. Its slope is 1 where $x > 0$, and 0 elsewhere
# (at 0 itself there is none; we take 0). So `back` lets the gradient pass where the *input* was positive:

# %%


def relu(x):
    """The layer max(x, 0), entry by entry."""
    is_on = x > 0

    def back(g):
        return (g * is_on,)  # a tuple, though there is one argument only: all layers look the same from outside

    return np.maximum(x, 0), back


y, back = relu(np.array([[-1.0, 2.0, 3.0]]))
print("there:", y.tolist())  # -> there: [[0.0, 2.0, 3.0]]
print("back: ", back(np.array([[10.0, 20.0, -30.0]]))[0].tolist())  # -> back:  [[0.0, 20.0, -30.0]]

# %% [markdown]
# **The affine layer** is a whole row of neurons, without the sign, for every example of the batch:
#
# $$y = xW^\top + b, \qquad y_{si} = \sum_j x_{sj}W_{ij} + b_i \tag{4}$$
#
# Given $g$, the gradient with respect to $y$, of shape `[N, n_out]`, what are the others? Ask of each number which
# $y_{si}$ it moves, and add up. The input $x_{sj}$ moves $y_{si}$ for all $i$, with slope $W_{ij}$. The weight
# $W_{ij}$ moves $y_{si}$ *for every example* $s$, with slope $x_{sj}$. The bias $b_i$ moves $y_{si}$ for every
# example, with slope 1:
#
# $$
# (g_x)_{sj} = \sum_i g_{si}W_{ij}, \qquad (g_W)_{ij} = \sum_s g_{si}\,x_{sj}, \qquad (g_b)_i = \sum_s g_{si} \tag{5}
# $$
#
# As matrices each is a single product or sum. **The shapes tell you which**: $g_W$ has the shape of $W$, and there is
# only one way to multiply $g$, `[N, n_out]`, and $x$, `[N, n_in]`, to get there.
#
# This is the answer to the question of blame: the weight $W_{ij}$ is to blame for example $s$ by the product of *what
# came in*, $x_{sj}$, and *how much more of $y_{si}$ would have hurt*, $g_{si}$. A weight whose input was silent,
# $x_{sj} = 0$, has an alibi.
#
# **Where you meet it.** Attention, convolutions, the layers of a diffusion model: most of their arithmetic is (4),
# and most of the arithmetic of training them is (5), which is twice as much.

# %%
x, W, b = np.array([[1.0, 2.0]]), np.array([[3.0, 0.0], [1.0, -1.0], [0.0, 5.0]]), np.zeros(3)
g = np.array([[1.0, 10.0, 0.0]])  # how much the loss minds each of the three outputs
h = 1e-6
print("y:", (x @ W.T + b).tolist())  # -> y: [[3.0, -1.0, 10.0]]
change = np.array([[0.0, 0.0], [h, 0.0], [0.0, 0.0]])  # turn one weight, W[1, 0], a little
slope = (g * ((x @ (W + change).T + b) - (x @ (W - change).T + b))).sum() / (2 * h)
print(f"the blame of W[1, 0]: {slope:.4f}, and by (5): {g[0, 1] * x[0, 0]:.4f}")
# -> the blame of W[1, 0]: 10.0000, and by (5): 10.0000

# %% [markdown] task="affine"
# ### Exercise 2 · `affine` · 5 points · 7 minutes · implement
#
# Write the affine layer: equation (4) there, equation (5) back, without loops over entries.


# %% exercise="affine" points=5 difficulty=1 minutes=7 needs=[]
def affine(x, W, b):
    """The layer x W^T + b, equations (4) and (5).

    Args:
        x: the batch, a float32 or float64 array of shape [N, n_in].
        W: the weights, shape [n_out, n_in], of x's dtype.
        b: the biases, shape [n_out], of x's dtype.

    Returns:
        (y, back): the output, shape [N, n_out], and a function. back(g), for g of y's shape, returns the tuple (g_x, g_W, g_b)
        of gradients, with the shapes of x, W and b. All results are of x's dtype; nothing that was handed in is changed; back
        may be called more than once.
    """
    ### BEGIN SOLUTION

    def back(g):
        return g @ W, g.T @ x, g.sum(axis=0)

    return x @ W.T + b, back
    ### END SOLUTION


# %% public_test="affine"
y, back = affine(np.ones((4, 2)), np.ones((3, 2)), np.zeros(3))
assert np.shape(y) == (4, 3), "one row for each example, one column for each neuron"
assert np.asarray(y).dtype == np.float64, "float64 in, float64 out"
gradients = back(np.zeros((4, 3)))
assert [np.shape(each) for each in gradients] == [(4, 2), (3, 2), (3,)], "each gradient has the shape of its argument"
assert all(np.asarray(each).dtype == np.float64 for each in gradients), "gradients, too, are float64"

# %% [markdown] hint="affine"
# Write the shapes below the letters: which products of `[N, n_out]` with `[n_out, n_in]` or `[N, n_in]` exist?
#
# ---
# $g_x$: `[N, n_out]` times `[n_out, n_in]`. $g_W$: `[n_out, N]` times `[N, n_in]`, so $g$ is transposed; the product
# itself does the sum over examples. $g_b$: the sum over examples, the first axis.
#
# ---
# Define `back(g)` inside `affine`; it sees `x` and `W` there. It returns `g @ W`, then `g.T @ x`, then `g.sum(axis=0)`.

# %% [markdown]
# ## 3 What is a wrong answer worth?
#
# The network ends in ten numbers for each example, the **logits** $\ell$: any real numbers, the larger the likelier.
# The **softmax** makes probabilities of them, and the loss is the **surprise** $-\log p$ at what the digit really
# was, averaged over the batch (its full name, cross-entropy, has a lesson of its own to come):
#
# $$
# p_{sk} = \frac{e^{\ell_{sk}}}{\sum_j e^{\ell_{sj}}}, \qquad L = -\frac1N\sum_{s=1}^{N}\log p_{s,y_s} \tag{6}
# $$
#
# Who is certain of the truth is not surprised: $-\log 1 = 0$. Who knows nothing says $\frac1{10}$ to each, and pays
# $\log 10 \approx 2.303$. The gradient is the most pleasant of the whole lesson: *what you said, minus what is true*.
#
# $$(g_\ell)_{sk} = \frac1N\,\bigl(p_{sk} - [k = y_s]\bigr) \tag{7}$$
#
# where $[k = y_s]$ is 1 for the right class and 0 otherwise.
#
# <details><summary>Proof</summary>
#
# For one example $-\log p_y = -\ell_y + \log\sum_j e^{\ell_j}$. The derivative of the first term by $\ell_k$ is
# $-[k = y]$, and that of the second is $e^{\ell_k}/\sum_j e^{\ell_j} = p_k$ (chain rule, with $\log' = 1/x$).
# Examples do not mix, and the mean divides by $N$. ∎
#
# </details>
#
# Two things follow. The rows of $g_\ell$ add up to 0: what one class gains, others lose. And however wrong the
# network is, no entry exceeds $1/N$ in size, so a hopeless example does not blow up the step.
#
# **The computer's trap.** $e^{1000}$ is infinite in floating point, and $\infty/\infty$ is not a number. But (6) does
# not change if a constant is subtracted from all logits of an example: numerator and denominator are multiplied by
# the same factor. Subtract the largest. Then no exponent is above 0, and the sum is at least 1, so that its logarithm
# is harmless. And take the logarithm *by hand*: $\log p_k = \ell_k - \log\sum_j e^{\ell_j}$ stays finite where $p_k$
# itself has rounded to 0.
#
# **Where you meet it.** A language model is trained by (6) with a vocabulary in the place of the ten digits. Its
# classes are tokens, and (7) is the first gradient of its way back.

# %%
logits = np.array([[2.0, 0.0, -1.0], [1000.0, 0.0, 0.0]])
with np.errstate(over="ignore", invalid="ignore"):
    print("naive: ", (np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)).round(3).tolist())
    # -> naive:  [[0.844, 0.114, 0.042], [nan, 0.0, 0.0]]
shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
print("stable:", (shifted / shifted.sum(axis=1, keepdims=True)).round(3).tolist())
# -> stable: [[0.844, 0.114, 0.042], [1.0, 0.0, 0.0]]
print(f"knowing nothing about ten digits costs {np.log(10):.3f}")  # -> knowing nothing about ten digits costs 2.303

# %% [markdown] task="softmax_ce"
# ### Exercise 3 · `softmax_ce` · 5 points · 8 minutes · implement
#
# Write the loss (6) and its gradient (7), so that no logits, however large, make anything infinite. ("ce" is for
# cross-entropy.) The loss is the end of the chain, where the way back begins; so it needs no $g$, and returns its
# gradient at once.


# %% exercise="softmax_ce" points=5 difficulty=2 minutes=8 needs=[]
def softmax_ce(logits, y):
    """The mean surprise at the right classes, and its gradient, equations (6) and (7).

    Args:
        logits: a float32 or float64 array of shape [N, C], N and C at least 1; its entries may be as large as 1e5 in size. It
            is not changed.
        y: the right classes, an array of N ints from 0 to C - 1.

    Returns:
        (loss, g): the loss, one number, and its gradient with respect to the logits, of their shape and dtype.
    """
    ### BEGIN SOLUTION
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    g = np.exp(log_probs)
    g[rows, y] -= 1
    return -log_probs[rows, y].mean(), g / len(y)
    ### END SOLUTION


# %% public_test="softmax_ce"
loss, g = softmax_ce(np.zeros((3, 10)), np.array([1, 5, 5]))
assert np.ndim(loss) == 0, "one number for the batch"
assert np.shape(g) == (3, 10), "the gradient has the shape of the logits"
assert np.asarray(g).dtype == np.float64, "float64 in, float64 out"
assert np.abs(np.sum(g, axis=1)).max() < 1e-9, "each row of the gradient adds up to 0"
assert 2 < loss < 2.5, "knowing nothing about ten classes costs log(10), whatever the size of the batch"

# %% [markdown] hint="softmax_ce"
# First the logarithms of the probabilities, then everything else from them. Which constant may be subtracted from a
# row?
#
# ---
# `shifted = logits - logits.max(axis=1, keepdims=True)`; minus the logarithm of the row sums of its exponentials this
# is $\log p$. The loss picks one entry in each row: index with `np.arange(N)` and `y`.
#
# ---
# The gradient is the exponential of $\log p$, minus 1 at the entries that the loss has picked, all of it divided by
# $N$.

# %% [markdown]
# ### Is this layer right?
#
# A wrong gradient rarely crashes. The loss still falls, only less, and you blame the learning rate. So every `back`
# gets an examiner. In 00_08 it was for functions with one number as a result; a layer returns an array. But we only
# need what `back` claims: for a fixed $g$ it returns the gradients of the *number*
#
# $$\phi(x, W, \dots) = \sum_{\text{entries}} g \odot y(x, W, \dots) \tag{8}$$
#
# since $\partial\phi/\partial y = g$ ($\odot$ multiplies entry by entry). And of a number we can measure every slope
# by a central difference: two runs of the layer for each entry of each argument.
#
# **Which $g$?** Not all ones! Below is a softmax layer with a wrong `back`. Its author tested it with $g = 1$, where
# the true gradient is zero (each row of $p$ adds up to 1, whatever the logits), and so is his. A $g$ whose entries
# all differ has no such blind spot.


# %%
def wrong_softmax(x):
    p = np.exp(x - x.max(axis=1, keepdims=True))
    p = p / p.sum(axis=1, keepdims=True)
    return p, lambda g: (p * (g - g.mean(axis=1, keepdims=True)),)


def phi(layer, x, g):
    return (g * layer(x)[0]).sum()


x, e, h = np.array([[1.0, 0.0, -1.0]]), np.array([[1.0, 0.0, 0.0]]), 1e-5
for g in (np.ones((1, 3)), np.array([[0.3, -1.2, 0.8]])):
    measured = (phi(wrong_softmax, x + h * e, g) - phi(wrong_softmax, x - h * e, g)) / (2 * h)
    print(f"measured {measured + 0.0:.4f}, claimed {wrong_softmax(x)[1](g)[0][0, 0]:.4f}")
# -> measured 0.0000, claimed 0.0000
# -> measured 0.2143, claimed 0.2217

# %% [markdown] task="check_layer"
# ### Exercise 4 · `check_layer` · 6 points · 10 minutes · write a check
#
# Write the examiner of layers. It is judged like any good test: on right layers that it must accept, and on *wrong*
# ones, each with another fault, that it must reject. One wrong entry in the last argument is enough to be wrong. And
# a check must not crash because a gradient has the wrong shape, or is missing.


# %% exercise="check_layer" points=6 difficulty=2 minutes=10 needs=[]
def check_layer(layer, arrays, tol=1e-5):
    """Tell whether the way back of a layer is right, by central differences of equation (8).

    Args:
        layer: a function of some float64 arrays that returns (y, back): y a float64 array of any shape; back(g), for g of y's
            shape, a tuple with what are said to be the gradients, one for each argument, in their order. Near `arrays` the
            layer is smooth, and its values and derivatives up to the third are at most about 10.
        arrays: a list of the arguments, at least one, of any shapes. They are not changed.
        tol: a float, at least 1e-6: for a g whose entries are of the size of 1, every entry of a gradient may be off by as
            much, in absolute value, and by no more. (You are not asked about errors between tol / 10 and 10 tol.)

    Returns:
        A bool. False also if there are more or fewer gradients than arguments, or if one of them has another shape than its
        argument, or holds NaN or infinities; no exception then.
    """
    ### BEGIN SOLUTION
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed = back(g)
    if len(claimed) != len(arrays):
        return False
    for i, array in enumerate(arrays):
        if np.shape(claimed[i]) != array.shape:
            return False
        measured = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            there, behind = array.copy(), array.copy()
            there[place] += h
            behind[place] -= h
            up, down = (layer(*arrays[:i], moved, *arrays[i + 1 :])[0] for moved in (there, behind))
            measured[place] = (g * (up - down)).sum() / (2 * h)
        if not (np.abs(claimed[i] - measured) <= tol).all():
            return False
    return True
    ### END SOLUTION


# %% public_test="check_layer"
answer = check_layer(relu, [np.array([[1.0, -2.0], [3.0, -0.5]])])
assert isinstance(answer, (bool, np.bool_)), "one answer, true or false"
assert answer, "this layer is right"
assert not check_layer(lambda x: (2 * x, lambda g: (g,)), [np.ones((2, 2))]), "the slope of 2 x is not 1"

# %% [markdown] hint="check_layer"
# Choose one $g$ of the shape of $y$ with entries that differ, and keep it. What has to be measured for each entry of
# each argument?
#
# ---
# For each argument: is there a gradient, and has it the right shape? Then for each place: add $h$ to a *copy*,
# subtract it from another one, run the layer on both, and divide the difference of (8) by $2h$.
# `np.ndindex(array.shape)` walks through the places.
#
# ---
# `g = np.random.default_rng(0).normal(size=np.shape(y))`. Compare with "are all errors at most `tol`?": comparisons
# with NaN are false, so that a NaN fails. `layer(*arrays[:i], moved, *arrays[i + 1:])` puts the changed argument in
# its place.

# %% tags=["demo"]
rng = np.random.default_rng(1)
x, W, b = rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), rng.normal(size=2)


def other_affine(x, W, b):
    return x @ W.T + b, lambda g: (g @ W, g.T @ x, g.mean(axis=0))


for name, layer, arrays in (
    ("your affine", affine, [x, W, b]),
    ("relu", relu, [x]),
    ("the softmax above", wrong_softmax, [x]),
    ("somebody's affine", other_affine, [x, W, b]),
):
    print(f"{name:18} {'is right' if check_layer(layer, arrays) else 'is wrong'}")

# %% [markdown]
# ## 4 The whole network
#
# A **multi-layer perceptron** (MLP) is affine, ReLU, affine, ReLU, …, affine: a ReLU between two affine layers, and *none*
# after the last one, because logits may be negative. Without the bends the whole chain would be one affine map,
# $W_2(W_1x + b_1) + b_2 = (W_2W_1)x + (W_2b_1 + b_2)$, and XOR would remain out of reach. With one bend, two hidden
# units suffice. By hand:

# %%
W_1, b_1 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])
w_2 = np.array([1.0, -2.0])
hidden = relu(corners @ W_1.T + b_1)[0]
print("hidden:", hidden.tolist())  # -> hidden: [[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [2.0, 1.0]]
print("XOR:   ", (hidden @ w_2).tolist())  # -> XOR:    [0.0, 1.0, 1.0, 0.0]

# %% [markdown]
# The hidden layer has *moved the corners*: the two that should answer 1 now lie on top of each other, and a line
# separates the rest. That is what hidden layers are for: they learn coordinates in which the last layer's line is
# enough.
#
# **Back-propagation** is now nothing but order. On the way there, call each layer, hand its output on, and keep its
# `back` in a list. The loss starts the way back with (7). Then go through the list from its end, and give each `back`
# what the one after it has returned for its input:
#
# $$g_{x_{l-1}},\ g_{W_l},\ g_{b_l} = \mathrm{back}_l\bigl(g_{x_l}\bigr), \qquad l = n, n-1, \dots, 1 \tag{9}$$
#
# where $x_l$ is the output of layer $l$. A ReLU counts as a layer, too; it has no weights, and returns the first only.
#
# What is kept between there and back is each layer's input: the **memory** of training, for models with billions of
# numbers as for this one.

# %% [markdown] task="mlp_loss"
# ### Exercise 5 · `mlp_loss` · 7 points · 12 minutes · implement
#
# Write (9) for an MLP of any depth: the loss, and a gradient for every weight and every bias. You have all the parts:
# `affine`, `relu` (given above), `softmax_ce`. Its examiner is a variant of exercise 4.


# %% exercise="mlp_loss" points=7 difficulty=3 minutes=12 needs=["affine", "softmax_ce"]
def mlp_loss(params, x, y):
    """The loss of a multi-layer perceptron and its gradients, by back-propagation, equation (9).

    Args:
        params: a list of at least one pair (W, b), from the first layer to the last: arrays of shapes [n_out, n_in] and
            [n_out]. Between two layers there is a ReLU, after the last there is none. They are not changed.
        x: the batch, of shape [N, n_in] of the first layer, float32 or float64 like the parameters. It is not changed.
        y: the right classes, N ints.

    Returns:
        (loss, grads): the mean surprise (6) of the batch, one number, and a list of pairs (g_W, g_b) in the order, the shapes
        and the dtype of params.
    """
    ### BEGIN SOLUTION
    backs = []
    for i, (W, b) in enumerate(params):
        if i > 0:
            x, back = relu(x)
            backs.append(back)
        x, back = affine(x, W, b)
        backs.append(back)
    loss, g = softmax_ce(x, y)
    grads = []
    for back in reversed(backs):
        g, *rest = back(g)
        if rest:
            grads.append(tuple(rest))
    return loss, grads[::-1]
    ### END SOLUTION


# %% public_test="mlp_loss"
layers = [(np.ones((5, 2)), np.zeros(5)), (np.ones((3, 5)), np.zeros(3))]
loss, grads = mlp_loss(layers, np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([0, 2]))
assert np.ndim(loss) == 0, "one number for the batch"
assert len(grads) == 2, "one pair of gradients for each layer with weights"
assert [np.shape(part) for pair in grads for part in pair] == [(5, 2), (5,), (3, 5), (3,)], "in the order of params"
assert all(np.asarray(part).dtype == np.float64 for pair in grads for part in pair), "float64 in, float64 out"

# %% [markdown] hint="mlp_loss"
# Two loops, one there and one back. What does the first leave for the second?
#
# ---
# A list of `back` functions, in the order of the calls. A ReLU stands before every affine layer but the first. On the
# way back, `reversed(backs)`; what a `back` returns first is the `g` for the next one.
#
# ---
# `g, *rest = back(g)` splits off the gradient with respect to the input; `rest` is empty for a ReLU, and holds two
# gradients for an affine layer. Collect those, and turn the list round at the end.

# %% [markdown]
# Let it learn something that no line can do: three arms of a spiral. Each step moves all numbers a little *against*
# their gradients, $\theta \leftarrow \theta - \eta\, g_\theta$ with the **learning rate** $\eta$: gradient descent.

# %% tags=["demo"]
rng = np.random.default_rng(0)
turn, arm = np.tile(np.linspace(0.15, 1, 50), 3), np.repeat([0, 1, 2], 50)
angle = 4 * turn + arm * 2 * np.pi / 3 + 0.1 * rng.normal(size=150)
spiral = np.stack([turn * np.cos(angle), turn * np.sin(angle)], axis=1)
widths, net = [2, 32, 32, 3], []
for n_in, n_out in pairwise(widths):
    net.append((rng.normal(size=(n_out, n_in)) * np.sqrt(2 / n_in), np.zeros(n_out)))
losses = []
for _step in range(1500):
    loss, grads = mlp_loss(net, spiral, arm)
    losses.append(loss)
    net = [(W - 0.3 * g_W, b - 0.3 * g_b) for (W, b), (g_W, g_b) in zip(net, grads, strict=True)]
plot_curves(range(0, 1500, 50), {"loss": losses[::50]}, x_label="step", y_label="loss", title="A spiral", log_y=True)
ticks = np.linspace(-1, 1, 41)
grid = np.array([[u, v] for u in ticks for v in ticks])
a = grid
for i, (W, b) in enumerate(net):
    a = affine(relu(a)[0] if i else a, W, b)[0]
says = a.argmax(axis=1)
plot_points({f"arm {k}": spiral[arm == k] for k in range(3)}, title="the task")
plot_points({f"arm {k}": grid[says == k] for k in range(3)}, title="what the network says")

# %% [markdown]
# ## 5 How to start
#
# **Not with zeros.** If all units of a hidden layer start with the same weights, they compute the same, get the same
# gradients, and stay the same for ever: 64 copies of one neuron. (The question at the end lets you prove it.) So
# weights start *random*. But how large?
#
# Follow the size of a signal through the layers. Let the entries of $W$ be independent with mean 0 and standard
# deviation $\sigma$, which then means $\mathbb E[W_{ij}^2] = \sigma^2$ ($\mathbb E$ is the average over all draws). Let
# the biases be 0, and $q = \mathbb E[x_j^2]$ the mean square of the inputs. Since means of mixed products
# $W_{ij}W_{ik}$ vanish, only squares survive:
#
# $$
# \mathbb E\bigl[y_i^2\bigr] = \sum_{j=1}^{n_\text{in}}\mathbb E\bigl[W_{ij}^2\bigr]\,\mathbb E\bigl[x_j^2\bigr]
# = n_\text{in}\,\sigma^2\,q \tag{10}
# $$
#
# A ReLU then removes one half: if the $W_{ij}$ are drawn symmetrically ($W_{ij}$ as likely as $-W_{ij}$), so is $y_i$,
# and the half that is cut off holds half of the square. So
# $\mathbb E[\max(y_i, 0)^2] = \frac12\,\mathbb E[y_i^2]$, and *that* is the $q$ of the next layer. For the
# sizes to stay the same from layer to layer, $\frac12 n_\text{in}\sigma^2$ has to be 1:
#
# $$
# \text{He: } \sigma = \sqrt{\frac{2}{n_\text{in}}}, \qquad\qquad
# \text{Xavier: } \sigma = \sqrt{\frac{2}{n_\text{in} + n_\text{out}}} \tag{11}
# $$
#
# He et al. (2015) is for ReLU. Glorot and Bengio (2010; Xavier is the first name) came before it, for layers whose
# bend is nearly straight around 0, such as $\tanh$: there is no half to make up for. On the way back, (5) sums over
# $n_\text{out}$ where (4) sums over $n_\text{in}$, so gradients would like $n_\text{out}\sigma^2 = 1$; Xavier's rule
# is the compromise between both wishes.
#
# **Where you meet it.** Fifty layers with a factor of 2 each make $10^{15}$; with $\frac12$ each, $10^{-15}$. Much of
# what made deep networks untrainable was such a factor. GPT-2 divides the start of the layers that add to its main
# stream by the root of their number: the same calculation. The last layer of a diffusion U-Net often starts at
# exactly 0, which does no harm, since the layer before it is random.

# %%
rng = np.random.default_rng(0)
x = rng.normal(size=(500, 100))  # mean square 1
for sigma in (0.1, 0.2):
    squares, signal = [], x
    for _layer in range(3):
        signal = signal @ (sigma * rng.normal(size=(100, 100))).T
        squares.append(float((signal**2).mean().round(2)))
        signal = relu(signal)[0]
    print(f"sigma {sigma}: mean squares before each ReLU {squares}")
# -> sigma 0.1: mean squares before each ReLU [0.99, 0.51, 0.24]
# -> sigma 0.2: mean squares before each ReLU [4.13, 7.72, 16.6]

# %% [markdown] task="plan_init"
# ### Exercise 6 · `plan_init` · 5 points · 8 minutes · predict
#
# Predict, before anybody draws a random number: with which standard deviation are the weights of each layer drawn,
# and how large will its outputs be (before their ReLU)? The inputs of the first layer have mean square 1, and no ReLU
# stands before it.


# %% exercise="plan_init" points=5 difficulty=2 minutes=8 needs=[]
def plan_init(widths, scheme):
    """Predict the size of the signal in a freshly drawn MLP, equations (10) and (11).

    Args:
        widths: a list of at least two ints of at least 1: numbers per example before the first layer, after it, ..., after the
            last. A ReLU stands between every two layers; biases are 0.
        scheme: "he", "xavier", or "unit" (standard deviation 1, everybody's first idea); anything else is refused with a
            ValueError.

    Returns:
        A list with a pair (std, spread) of floats for each layer: the standard deviation of its weights, and the root of the
        mean square of its outputs before the ReLU, if the mean square of the network's inputs is 1.
    """
    ### BEGIN SOLUTION
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs / 2
    return plan
    ### END SOLUTION


# %% public_test="plan_init"
plan = plan_init([64, 32, 16, 10], "he")
assert len(plan) == 3, "three layers between four widths"
assert np.shape(plan) == (3, 2), "two numbers for each layer"
assert np.asarray(plan).dtype == np.float64, "floats"
assert np.min(plan) > 0, "standard deviations and sizes are positive"
assert plan_init([7, 3], "unit")[0][0] == 1, "everybody's first idea"

# %% [markdown] hint="plan_init"
# Carry one number through the layers: the mean square of what goes into the next one. With what does it start?
#
# ---
# For each pair of neighbouring widths: the variance of the scheme; by (10) the mean square of the outputs; then half
# of that goes into the next layer, since a ReLU stands before it. (Roots only in what you return.)
#
# ---
# `pairwise(widths)` yields the pairs (n_in, n_out). He's `std` is `(2 / n_in) ** 0.5`; the mean square of the outputs
# is `n_in * std**2 * square`.

# %% tags=["demo"]
rng = np.random.default_rng(0)
widths, x = [64] + [100] * 15, (train - train.mean()) / train.std()
curves = {}
for scheme in ("he", "xavier", "unit"):
    plan = plan_init(widths, scheme)
    curves[f"{scheme}, predicted"] = [spread for _, spread in plan]
    measured, signal = [], x[:300]
    for (n_in, n_out), (std, _) in zip(pairwise(widths), plan, strict=True):
        signal = affine(signal, std * rng.normal(size=(n_out, n_in)), np.zeros(n_out))[0]
        measured.append(np.sqrt((signal**2).mean()))
        signal = relu(signal)[0]
    curves[f"{scheme}, measured"] = measured
plot_curves(range(1, 16), curves, x_label="layer", y_label="size of the signal", title="A fresh network", log_y=True)

# %% [markdown]
# ## 6 Noise on purpose: dropout
#
# A network with more weights than it needs learns its examples by heart. **Dropout** (Srivastava et al., 2014) makes
# that harder: in each training step every unit is silenced with probability $p$, so that no unit can rely on another
# one being there. With $u$ uniform between 0 and 1, drawn anew for each entry in each step:
#
# $$y = x \odot m, \qquad m = \frac{[u \ge p]}{1 - p} \tag{12}$$
#
# Why divide? An entry survives with probability $1 - p$, so that $\mathbb E[m] = (1-p)\cdot\frac1{1-p} = 1$: *on
# average nothing changes*, and the next layer meets inputs of the size that it will meet later. **In evaluation there
# is no dropout**: $y = x$. (The original paper multiplied by $1 - p$ in evaluation instead; what everybody does today
# is called *inverted* dropout.) And the way back? $y$ is $x$ times something that does not depend on $x$; so
# $g_x = g\odot m$, with the *same* $m$.
#
# **Where you meet it.** In the first transformers after every sublayer; in today's U-Nets inside the residual blocks.
# And classifier-free guidance trains a diffusion model by dropout of a single input: the caption.

# %%
rng = np.random.default_rng(0)
u = rng.uniform(size=(1_000_000,))
for p in (0.2, 0.5, 0.9):
    m = (u >= p) / (1 - p)
    print(f"p = {p}: entries that survive {np.mean(m > 0):.2f}, mean of m {m.mean():.2f}")
# -> p = 0.2: entries that survive 0.80, mean of m 1.00
# -> p = 0.5: entries that survive 0.50, mean of m 1.00
# -> p = 0.9: entries that survive 0.10, mean of m 1.00

# %% [markdown] task="dropout"
# ### Exercise 7 · `dropout` · 4 points · 6 minutes · implement
#
# Write (12) as a layer. The uniform numbers are handed in, so that your examiner of exercise 4 can hold them fixed.


# %% exercise="dropout" points=4 difficulty=2 minutes=6 needs=[]
def dropout(x, p, u=None):
    """Inverted dropout as a layer, equation (12).

    Args:
        x: a float32 or float64 array of any shape. It is not changed.
        p: the probability of being silenced, a float from 0 to below 1.
        u: uniform numbers from 0 to below 1, a float64 array of x's shape, in training; None in evaluation.

    Returns:
        (y, back): the output, of x's shape and dtype, and a function: back(g), for g of x's shape and dtype, returns the tuple
        (g_x,) with the gradient with respect to x, of the same shape and dtype. An entry with u = p survives.
    """
    ### BEGIN SOLUTION
    if u is None:
        return x, lambda g: (g,)
    m = ((u >= p) / (1 - p)).astype(x.dtype)
    return x * m, lambda g: (g * m,)
    ### END SOLUTION


# %% public_test="dropout"
y, back = dropout(np.ones((2, 3)), 0.5, np.array([[0.1, 0.9, 0.2], [0.8, 0.7, 0.3]]))
assert np.shape(y) == (2, 3), "the shape stays"
assert np.asarray(y).dtype == np.float64, "float64 in, float64 out"
assert ((np.asarray(y) != 0) == [[False, True, False], [True, True, False]]).all(), "those with a small u are silent"
assert len(back(np.ones((2, 3)))) == 1, "a tuple with one gradient"
assert np.shape(back(np.ones((2, 3)))[0]) == (2, 3), "of the shape of x"

# %% [markdown] hint="dropout"
# Make $m$ once. It is used there and back.
#
# ---
# `(u >= p) / (1 - p)` is float64, whatever `x` is; `.astype(x.dtype)` helps. In evaluation the layer does nothing, in
# both directions.
#
# ---
# `return x * m, lambda g: (g * m,)`: mind the comma, which makes it a tuple.

# %% tags=["demo"]
rng = np.random.default_rng(0)
u = rng.uniform(size=(4, 3))
print("the examiner says:", check_layer(lambda x: dropout(x, 0.4, u), [rng.normal(size=(4, 3))]))
eight = test[np.flatnonzero(test_labels == 8)[0]]
silenced = [dropout(eight, p, rng.uniform(size=64))[0] * (1 - p) for p in (0.0, 0.2, 0.5, 0.8)]
show_images(
    np.array(silenced), columns=4, titles=["p = 0", "0.2", "0.5", "0.8"], title="What the next layer gets to see"
)

# %% [markdown]
# ## 7 A layer in which examples meet: batch normalisation
#
# He's rule sets the sizes right at the start; training moves them. **Batch normalisation** (Ioffe and Szegedy, 2015)
# sets them right in every step. Each column of the batch, that is each unit, gets mean 0 and variance 1, and then a
# scale $\gamma$ and an offset $\beta$ that are learnt:
#
# $$
# m_j = \frac1N\sum_s x_{sj}, \quad v_j = \frac1N\sum_s (x_{sj} - m_j)^2, \quad
# \hat x_{sj} = \frac{x_{sj} - m_j}{\sqrt{v_j + \epsilon}}, \quad y_{sj} = \gamma_j\,\hat x_{sj} + \beta_j \tag{13}
# $$
#
# The small $\epsilon$ keeps a unit that is constant over the batch from being divided by zero. (In evaluation,
# averages that were recorded in training stand in for $m$ and $v$; here we train. The hat is a normalised $x$ in this
# section, not a reconstruction.)
#
# Its way back is a favourite question in job interviews, because *every example moves every other one*, through $m$
# and $v$. Fix one unit, leave $j$ away, and write $r = \sqrt{v + \epsilon}$. Turning $x_t$ moves $\hat x_s$ in three
# ways: directly, through the mean, and through the variance:
#
# $$
# \frac{\partial\hat x_s}{\partial x_t} = \frac1r\Bigl(\underbrace{[s = t]}_{\text{directly}} -
# \underbrace{\tfrac1N}_{\text{mean}} - \underbrace{\tfrac1N\,\hat x_s\,\hat x_t}_{\text{variance}}\Bigr) \tag{14}
# $$
#
# Multiply with the gradient that arrives at $\hat x_s$, which is $\gamma g_s$, and sum over all $s$: that is
# $g_{x_t}$. Doing that sum is your exercise. It makes two *means over the batch* appear. For $\gamma$ and $\beta$,
# ask as in section 2 which $y_{sj}$ they move.
#
# <details><summary>Proof of (14)</summary>
#
# $\partial m/\partial x_t = \frac1N$. For the variance,
# $\partial v/\partial x_t = \frac2N\sum_s (x_s - m)\bigl([s=t] - \frac1N\bigr) = \frac2N(x_t - m)$, since
# $\sum_s(x_s - m) = 0$. So $\partial r/\partial x_t = \frac{1}{2r}\cdot\frac2N(x_t - m) = \frac1N\hat x_t$. By the
# quotient rule
# $\frac{\partial}{\partial x_t}\frac{x_s - m}{r} = \frac{[s=t] - \frac1N}{r} - \frac{x_s - m}{r^2}\cdot\frac1N\hat x_t$,
# and $\frac{x_s - m}{r} = \hat x_s$. The $\epsilon$ is inside $r$ all along, so (14) is exact with it. ∎
#
# </details>
#
# **Where you meet it.** DCGAN leans on it to train. Diffusion models and transformers use relatives that average
# over units instead of examples; their way back is (14) along another axis.


# %%
def batchnorm(x, gamma, beta, eps=1e-5):
    """The way there, equation (13)."""
    mean, var = x.mean(axis=0), ((x - x.mean(axis=0)) ** 2).mean(axis=0)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


x = np.array([[0.0, 5.0], [2.0, 5.0], [4.0, 5.0]])
print(batchnorm(x, np.ones(2), np.zeros(2)).round(3).tolist())  # -> [[-1.225, 0.0], [0.0, 0.0], [1.225, 0.0]]
h, push = 1e-5, np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
moved = (batchnorm(x + h * push, 1, 0) - batchnorm(x - h * push, 1, 0)) / (2 * h)
print("turning the first example moves all three:", moved[:, 0].round(3).tolist())
# -> turning the first example moves all three: [0.102, -0.204, 0.102]

# %% [markdown] task="batchnorm_backward"
# ### Exercise 8 · `batchnorm_backward` · 6 points · 10 minutes · implement
#
# Take pencil and paper, do the sum over $s$ of $\gamma g_s$ times (14), and write the way back of (13). Nothing is
# kept from the way there here: the input itself is handed in.


# %% exercise="batchnorm_backward" points=6 difficulty=3 minutes=10 needs=[]
def batchnorm_backward(g, x, gamma, eps=1e-5):
    """The way back of batch normalisation in training, from equations (13) and (14).

    Args:
        g: the gradient with respect to the output y, a float32 or float64 array of shape [N, D], N at least 1.
        x: the input on the way there, of the same shape and dtype.
        gamma: the scales, shape [D], of the same dtype.
        eps: what is added to the variance under the root, a float above 0.

    Returns:
        (g_x, g_gamma, g_beta): the gradients with respect to x, gamma and beta, of shapes [N, D], [D] and [D], in x's dtype.
        Nothing that was handed in is changed.
    """
    ### BEGIN SOLUTION
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).sum(axis=0), g.sum(axis=0)
    ### END SOLUTION


# %% public_test="batchnorm_backward"
x = np.array([[1.0, 2.0], [3.0, 2.5], [-1.0, 0.0]])
gradients = batchnorm_backward(np.array([[0.1, 0.2], [0.3, -0.4], [0.0, 0.5]]), x, np.array([1.0, 2.0]))
assert [np.shape(each) for each in gradients] == [(3, 2), (2,), (2,)], "the shapes of x, gamma and beta"
assert all(np.asarray(each).dtype == np.float64 for each in gradients), "float64 in, float64 out"
assert np.abs(np.sum(gradients[0], axis=0)).max() < 1e-9, "moving all examples together changes nothing"

# %% [markdown] hint="batchnorm_backward"
# The three terms of (14) give three sums over $s$. In which of them does something without $s$ come out of the sum?
#
# ---
# $g_{x_t} = \frac{\gamma}{r}\bigl(g_t - \frac1N\sum_s g_s - \hat x_t\,\frac1N\sum_s g_s\hat x_s\bigr)$: minus the
# mean of $g$, minus $\hat x$ times the mean of $g\hat x$, both over the batch.
#
# ---
# Compute `x_hat` again from `x`, with the variance that divides by $N$. $g_\gamma$ sums $g \odot \hat x$ over the
# batch, $g_\beta$ sums $g$.

# %% tags=["demo"]
rng = np.random.default_rng(0)


def batchnorm_layer(x, gamma, beta):
    return batchnorm(x, gamma, beta), lambda g: batchnorm_backward(g, x, gamma)


arrays = [rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=3)]
print("the examiner says:", check_layer(batchnorm_layer, arrays))
sizes = {"affine, ReLU": [], "affine, batchnorm, ReLU": []}
for name, normed in zip(sizes, (False, True), strict=True):  # gradients on their way back through twenty layers
    signal, backs = rng.normal(size=(64, 50)), []
    for _layer in range(20):
        W = 0.6 * rng.normal(size=(50, 50))
        signal, back = affine(signal, W, np.zeros(50))
        backs.append(back)
        if normed:
            signal, back = batchnorm_layer(signal, np.ones(50), np.zeros(50))
            backs.append(back)
        signal, back = relu(signal)
        backs.append(back)
    g = rng.normal(size=signal.shape)
    for back in reversed(backs):
        g, *rest = back(g)
        if rest and rest[0].ndim == 2:  # an affine layer has been passed
            sizes[name].append(np.sqrt((g**2).mean()))
plot_curves(
    range(20, 0, -1),
    sizes,
    x_label="layer (gradients come from the right)",
    y_label="size of the gradient at its input",
    title="Weights three times as large as He's",
    log_y=True,
)

# %% [markdown]
# ## 8 Steps: momentum and Adam
#
# Gradients are there; how should the numbers move? Three rules, in order of age. For a parameter $\theta$ with the
# gradient $g$ they are
#
# $$\text{gradient descent:}\quad \theta \leftarrow \theta - \eta\,g \tag{15}$$
#
# $$\text{momentum:}\quad v \leftarrow \mu v + g, \qquad \theta \leftarrow \theta - \eta\,v \tag{16}$$
#
# $$
# \text{Adam:}\quad m \leftarrow \beta_1 m + (1-\beta_1)\,g, \quad s \leftarrow \beta_2 s + (1-\beta_2)\,g^2, \quad
# \theta \leftarrow \theta - \eta\,\frac{m/(1-\beta_1^t)}{\sqrt{s/(1-\beta_2^t)} + \epsilon} \tag{17}
# $$
#
# **Stochastic** gradient descent (SGD) takes $g$ from a small batch: a noisy guess of the gradient over all the data,
# here forty times cheaper. **Momentum** remembers a velocity $v$, zero at first: slopes that point the same way in
# many steps add up (to $1/(1-\mu)$ times one of them: ten for $\mu = 0.9$), and those that alternate cancel. **Adam**
# (Kingma and Ba, 2014) keeps two fading averages for every single number, of its gradients and of their squares, from
# zero; $t$ counts the steps from 1, and the two denominators undo that start from zero. The quotient does not care
# how *large* gradients are: each number moves by about $\eta$. (00_04 tells why all this works; here are the
# mechanics.)
#
# An optimiser serves *many* arrays and has a memory. That invites mistakes which no formula shows: what is shared,
# what is copied, what is written in place. In NumPy `p -= step` changes the array that everybody knows as `p`, while
# `p = p - step` makes a new one that only you know.

# %%
p = np.zeros(2)
known_elsewhere = p
p -= 1
print("in place:", known_elsewhere.tolist())  # -> in place: [-1.0, -1.0]
p = p - 1
print("anew:    ", known_elsewhere.tolist(), "and", p.tolist())  # -> anew:     [-1.0, -1.0] and [-2.0, -2.0]


class DraftAdam:
    """Found on the internet. Its author has tested it on one array, a bowl."""

    m, s = {}, {}

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.t = 0

    def step(self, grads):
        beta_1, beta_2 = self.betas
        for i, g in enumerate(grads):
            self.t += 1
            self.m[i] = beta_1 * self.m.get(i, 0) + (1 - beta_1) * g
            g *= g
            self.s[i] = beta_2 * self.s.get(i, 0) + (1 - beta_2) * g
            m_hat = self.m[i] / (1 - beta_1**self.t)
            s_hat = self.s[i] / (1 - beta_2**self.t)
            self.params[i] = self.params[i] - self.lr * m_hat / np.sqrt(s_hat + self.eps)
        return self.params


draft = DraftAdam([np.array([3.0, -2.0])], lr=0.05)
for _step in range(300):
    draft.step([2 * draft.params[0]])  # the gradient of the bowl
print(f"distance from the bottom after 300 steps: {np.abs(draft.params[0]).max():.3f}")
# -> distance from the bottom after 300 steps: 0.000

# %% [markdown] task="Adam"
# ### Exercise 9 · `Adam` · 6 points · 10 minutes · repair
#
# `DraftAdam` gets to the bottom of its bowl, and has **five** faults. Try it with two arrays and compare their first
# steps; make a second optimiser after the first; print a gradient before and after a step; look at the array that you
# handed in; and try gradients of the size of $10^{-6}$. Then write `Adam` without the faults, from the draft or
# afresh from (17).


# %% exercise="Adam" points=6 difficulty=3 minutes=10 needs=[]
class Adam:
    """Adam, equation (17), for a list of arrays that it changes in place.

    Args:
        params: the arrays to train, a list of float64 arrays of any shapes. After each step *these very arrays* hold the new
            numbers.
        lr: the learning rate.
        betas: (beta_1, beta_2), each from 0 to below 1.
        eps: what is added to the root.
    """

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        ### BEGIN SOLUTION
        self.params, self.lr, self.betas, self.eps = list(params), lr, betas, eps
        self.m = [np.zeros_like(p) for p in self.params]
        self.s = [np.zeros_like(p) for p in self.params]
        self.t = 0
        ### END SOLUTION

    def step(self, grads):
        """Make one step.

        Args:
            grads: the gradients, a list of arrays, in the order and of the shapes of params. They are not changed, and the
                caller may overwrite them afterwards.

        Returns:
            A list of the arrays that were handed in, which now hold the new numbers.
        """
        ### BEGIN SOLUTION
        beta_1, beta_2 = self.betas
        self.t += 1
        for p, g, m, s in zip(self.params, grads, self.m, self.s, strict=True):
            m[...] = beta_1 * m + (1 - beta_1) * g
            s[...] = beta_2 * s + (1 - beta_2) * g**2
            m_hat, s_hat = m / (1 - beta_1**self.t), s / (1 - beta_2**self.t)
            p -= self.lr * m_hat / (np.sqrt(s_hat) + self.eps)
        return self.params
        ### END SOLUTION


# %% public_test="Adam"
theta, slope = np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.5, -0.5])
optimiser = Adam([theta], lr=0.01)
moved = optimiser.step([slope])
assert [np.shape(array) for array in moved] == [(3,)], "a list of the arrays, with their shapes"
assert np.asarray(moved[0]).dtype == np.float64, "float64 stays float64"
assert theta[0] != 1, "the array that was handed in has not moved"
assert theta[0] < 1, "a number with a positive slope becomes smaller"
assert theta[2] > 3, "a number with a negative slope becomes larger"
assert slope.tolist() == [0.5, 0.5, -0.5], "a gradient was changed"

# %% [markdown] hint="Adam"
# One fault for each of the five trials. Which lines of the draft write into something that is not its own, and which
# do not write where they should?
#
# ---
# `m, s = {}, {}` in the class, outside `__init__`, belongs to *all* optimisers together. `self.t += 1` stands inside
# the loop over arrays. `g *= g` writes into the caller's gradient. `self.params[i] = …` makes a new array. And (17)
# adds $\epsilon$ outside the root.
#
# ---
# Make a list of `np.zeros_like(p)` for `m` and another for `s` in `__init__`; count `t` once in each step; use
# `g**2`; and end the loop with `p -= …`.

# %% tags=["demo"]


def race(rule, lr, epochs=5):
    """The loss on small batches of the digits under one of the three rules, a value for each epoch."""
    rng, net = np.random.default_rng(0), []
    for n_in, n_out in pairwise([64, 64, 10]):
        net.append((rng.normal(size=(n_out, n_in)) * np.sqrt(2 / n_in), np.zeros(n_out)))
    arrays = [part for pair in net for part in pair]
    velocities, adam, curve = [np.zeros_like(part) for part in arrays], Adam(arrays, lr), []
    for _epoch in range(epochs):
        order, losses = rng.permutation(len(train)), []
        for start in range(0, len(train), 32):
            rows = order[start : start + 32]
            loss, grads = mlp_loss(net, train[rows], train_labels[rows])
            grads = [part for pair in grads for part in pair]
            losses.append(loss)
            if rule == "Adam":
                adam.step(grads)
            for part, v, g in zip(arrays, velocities, grads, strict=True):
                v *= 0.9 if rule == "momentum" else 0.0
                v += g
                part -= 0.0 if rule == "Adam" else lr * v
        curve.append(np.mean(losses))
    return curve


races = {f"{rule}, {lr}": race(rule, lr) for rule, lr in (("SGD", 0.1), ("momentum", 0.1), ("Adam", 0.003))}
plot_curves(range(1, 6), races, x_label="epoch", y_label="mean loss in the epoch", title="Three rules", log_y=True)

# %% [markdown]
# ## 9 The whole thing: train, then evaluate
#
# Now train, and be judged on digits that your network has never seen. Before anybody trains for a day, three **sanity
# checks** of a minute each; they find most mistakes that there are:
#
# 1. **The loss at the start** should be near $\log 10 \approx 2.3$ (a little above: random logits are confident of
#    nonsense). If it is 20, the start is too large; if it is exactly $\log 10$, look whether the logits depend on
#    anything.
# 2. **Overfit 32 examples.** A network of 4,810 numbers can learn 32 digits by heart. If its loss does not go to zero
#    in 300 steps, the gradient, the step or the labels are wrong, and more data will not help.
# 3. **Shuffle.** The digits may come in any order, sorted by class, say. A network that sees all the 0s first and all
#    the 9s last forgets the 0s.
#
# | who reads the test digits | read rightly |
# | --- | --- |
# | chance | 0.10 |
# | your network after one epoch (one pass over all examples) | about 0.9 |
# | **your network: the target** | at least **{{target:accuracy}}** |
# | the reference solution, over 20 seeds | 0.962 to 0.988 |
#
# The grader trains your network on digits with *shuffled pixels* (a network of this kind does not mind; stored
# weights do), in the order of their labels, and computes the logits itself from the weights that you return. It also
# looks at the start, at single steps, and lets you overfit 32 digits: after 300 epochs of one batch each, the loss
# has to be below 0.05.

# %% [markdown] task="train_digits"
# ### Exercise 10 · `train_digits` · 8 points · 12 minutes · train, then evaluate
#
# **The recipe**, which is part of the task: one hidden layer of 64 units and ten logits. Weights are drawn from a
# normal distribution with mean 0 and He's standard deviation, biases start at 0. Each epoch goes through all examples
# once, in a new random order, in batches of 32 (the last one is smaller if they do not divide evenly: it is used,
# too). Each batch makes one step of momentum (16) with $\mu = 0.9$ and $\eta = 0.1$, from velocities 0. It takes a
# fraction of a second; the grader allows 60 seconds of training.


# %% exercise="train_digits" points=8 difficulty=3 minutes=12 seconds=60 needs=["plan_init", "mlp_loss"]
def train_digits(x, y, *, seed, epochs=20):
    """Train a classifier of ten kinds by the recipe above.

    Args:
        x: training data, a float64 array of shape [N, D], N at least 1. It is not changed.
        y: labels, ints from 0 to 9, shape [N].
        seed: an int that decides the initial weights and all orders: the same seed and data give the same network.
        epochs: how often each example is used, an int of at least 0. With 0, the initial weights are returned: the same from
            which this seed starts with any number of epochs.

    Returns:
        The trained network, as `mlp_loss` takes it: a list of two pairs (W, b) of float64 arrays, of shapes [64, D], [64] and
        [10, 64], [10].
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    widths = [x.shape[1], 64, 10]
    params = []
    for (n_in, n_out), (std, _) in zip(pairwise(widths), plan_init(widths, "he"), strict=True):
        params.append((std * rng.normal(size=(n_out, n_in)), np.zeros(n_out)))
    arrays = [part for pair in params for part in pair]
    velocities = [np.zeros_like(part) for part in arrays]
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), 32):
            rows = order[start : start + 32]
            _, grads = mlp_loss(params, x[rows], y[rows])
            for part, v, g in zip(arrays, velocities, [g for pair in grads for g in pair], strict=True):
                v *= 0.9
                v += g
                part -= 0.1 * v
    return params
    ### END SOLUTION


# %% public_test="train_digits"
small = train_digits(train[:50], train_labels[:50], seed=0, epochs=1)
assert [np.shape(part) for pair in small for part in pair] == [(64, 64), (64,), (10, 64), (10,)], "two layers, W and b"
assert all(np.asarray(part).dtype == np.float64 for pair in small for part in pair), "float64"
again = train_digits(train[:50], train_labels[:50], seed=0, epochs=1)
assert np.array_equal(small[0][0], again[0][0]), "the same seed and data give the same network"

# %% [markdown] hint="train_digits"
# One generator, `np.random.default_rng(seed)`, for everything that is random, and the weights drawn from it first.
# Then two loops: epochs, and batches in each.
#
# ---
# `std * rng.normal(size=(n_out, n_in))` draws the weights of a layer; the `std` stands in your
# `plan_init(widths, "he")`. In each epoch `order = rng.permutation(len(x))`; the batches are
# `order[start : start + 32]` for `start` in `range(0, len(x), 32)`.
#
# ---
# Keep one velocity for each array, made once, before all epochs. Change arrays in place (`v *= 0.9`, `v += g`,
# `part -= 0.1 * v`), or make new lists in each step; both are right.

# %% tags=["demo"]


def logits_of(params, x):
    """What a network says."""
    (W_1, b_1), (W_2, b_2) = params
    return affine(relu(affine(x, W_1, b_1)[0])[0], W_2, b_2)[0]


start = train_digits(train, train_labels, seed=0, epochs=0)
print(f"check 1, loss at the start: {mlp_loss(start, train, train_labels)[0]:.2f}")
few = [train_digits(train[:32], train_labels[:32], seed=0, epochs=epochs) for epochs in range(0, 301, 20)]
few_losses = [mlp_loss(network, train[:32], train_labels[:32])[0] for network in few]
plot_curves(
    range(0, 301, 20), {"32 digits": few_losses}, x_label="step", y_label="loss", title="Check 2: overfit", log_y=True
)
network = train_digits(train, train_labels, seed=0)
says = logits_of(network, test).argmax(axis=1)
print(f"unseen digits read rightly: {np.mean(says == test_labels):.3f}")
busiest = np.linalg.norm(network[1][0], axis=0).argsort()[::-1][:16]
weights = np.concatenate([start[0][0][busiest], network[0][0][busiest]])
show_images(0.5 + weights, columns=16, title="What sixteen hidden units look for: at the start (above), and in the end")
wrong = np.flatnonzero(says != test_labels)[:10]
show_images(
    test[wrong], titles=[f"{t}, not {k}" for t, k in zip(test_labels[wrong], says[wrong], strict=True)], title="Misread"
)

# %% [markdown] written="why_random" points=4 minutes=8
# ### Question 11 · `why_random` · 4 points · 8 minutes · prove
#
# An MLP with one hidden layer of 64 units, ReLU, and two or more outputs is trained by gradient descent (15).
#
# 1. At some step two hidden units $i$ and $k$ have the same incoming weights and bias, $W_{1,i\cdot} = W_{1,k\cdot}$
#    and $b_{1,i} = b_{1,k}$, and the same outgoing weights, $W_{2,\cdot i} = W_{2,\cdot k}$. Prove from (5) that this
#    holds after the step, too, and so for ever, whatever the data. (2 points)
# 2. Now *all* weights and biases start at 0. Which of $W_1, b_1, W_2, b_2$ ever change? What is the best that such a
#    network can learn about the digits? (1 point)
# 3. Only $W_2$ and the biases start at 0, and $W_1$ is drawn by He's rule. Why can this network learn? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. Let $x$ be the batch, $a = xW_1^\top + b_1$, $h = \max(a, 0)$, $\ell = hW_2^\top + b_2$. Equal incoming numbers
#    give $a_{si} = a_{sk}$ for every example, so $h_{si} = h_{sk}$. By (5) for the second layer
#    $(g_{W_2})_{ci} = \sum_s (g_\ell)_{sc}\,h_{si} = (g_{W_2})_{ck}$: the outgoing weights move alike. Also by (5)
#    $(g_h)_{si} = \sum_c (g_\ell)_{sc}W_{2,ci} = (g_h)_{sk}$, since the outgoing weights are equal. The ReLU
#    multiplies both with the same $[a_{si} > 0] = [a_{sk} > 0]$, so $(g_a)_{si} = (g_a)_{sk}$; and by (5) for the
#    first layer $(g_{W_1})_{ij} = \sum_s (g_a)_{si}x_{sj} = (g_{W_1})_{kj}$, and likewise for the bias. Equal numbers
#    minus $\eta$ times equal gradients are equal. By induction it holds after every step. (Momentum and Adam do not
#    help: they are functions of the gradients so far.)
# 2. At the start $h = 0$, so $g_{W_2} = 0$; and $W_2 = 0$, so $g_h = 0$, and with it $g_{W_1}$ and $g_{b_1}$. Only
#    $b_2$ has a gradient. After the step the other three are still 0, so this remains so for ever. The logits are the
#    same for every picture: the network can learn how frequent each digit is, and nothing else.
# 3. The hidden units differ from one another, $h \ne 0$, and $g_{W_2} = g_\ell^\top h$ is not zero: its columns
#    differ as the units do. After the first step $W_2 \ne 0$, its columns differ, and then $g_h$ and $g_{W_1}$ are
#    not zero either. One random layer breaks the symmetry.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: equal activations, and hence equal gradients of the *outgoing* weights, from (5).
# - 1 point: equal $g_h$ because of equal outgoing weights, the same ReLU mask, equal gradients of the incoming
#   weights and biases, and the induction over steps. Without the outgoing weights' part in it: half a point.
# - 1 point: only $b_2$ changes, with the reason (both $h$ and $W_2$ are zero), AND the best is the frequencies of the
#   digits. One of the two: half a point.
# - 1 point: $g_{W_2}$ is not zero since $h$ is not, its columns differ, and after one step gradients reach $W_1$.
#   "Because it is random" alone: half a point.
# ### END MARK SCHEME

# %% [markdown]
# ## 10 The opening question
#
# *Which of the 4,810 numbers is to blame, and how much?* Each of them, by its entry of the gradient: for a weight,
# what came in times how much the loss minds what went out, summed over the examples. One way there, one way back
# through the same layers, and every number has its share. All that a library such as PyTorch adds is that it writes
# `back` for you: each of its operations carries such a function with it, and its `backward()` is your loop over
# `reversed(backs)`.
#
# ## What you have now
#
# - One neuron finds a line, if there is one, after at most $R^2/\gamma^2$ mistakes; XOR needs a hidden layer.
# - A layer is a way there and a way back. A gradient has the shape of what it belongs to, and sums over all who use it.
# - Softmax and surprise together have the gradient "said minus true". Subtract the largest logit first.
# - No gradient without an examiner, and never with $g = 1$.
# - Random weights break symmetry, and their size is a calculation: He for ReLU.
# - Dropout divides by what survives. Batch normalisation makes every example answer for all.
# - Adam has a memory for each number; who shares it, copies it or writes it elsewhere trains something else.
# - Look at the first loss, overfit 32 examples, shuffle. Then train.
#
# ## References
#
# *Books*
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016. Chapters 6 to 8. Free at
#   [deeplearningbook.org](https://www.deeplearningbook.org).
# - M. A. Nielsen, *Neural Networks and Deep Learning*, Determination Press, 2015. Free at
#   [neuralnetworksanddeeplearning.com](http://neuralnetworksanddeeplearning.com).
# - S. J. D. Prince, *Understanding Deep Learning*, MIT Press, 2023. Chapters 3 to 9. Free at
#   [udlbook.github.io](https://udlbook.github.io/udlbook/).
# - M. Minsky and S. Papert, *Perceptrons*, MIT Press, 1969. What one layer cannot do.
#
# *Papers*
# - F. Rosenblatt, The perceptron: a probabilistic model for information storage and organization in the brain, *Psychological
#   Review* 65, 386–408, 1958. [doi:10.1037/h0042519](https://doi.org/10.1037/h0042519)
# - A. B. J. Novikoff, On convergence proofs on perceptrons, *Symposium on the Mathematical Theory of Automata* 12,
#   615–622, 1962.
# - D. E. Rumelhart, G. E. Hinton and R. J. Williams, Learning representations by back-propagating errors, *Nature*
#   323, 533–536, 1986. [doi:10.1038/323533a0](https://doi.org/10.1038/323533a0)
# - X. Glorot and Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, *AISTATS*, 2010.
#   [proceedings.mlr.press/v9/glorot10a](https://proceedings.mlr.press/v9/glorot10a.html)
# - N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, Dropout: a simple way to prevent
#   neural networks from overfitting, *Journal of Machine Learning Research* 15, 1929–1958, 2014.
#   [jmlr.org/papers/v15/srivastava14a](https://jmlr.org/papers/v15/srivastava14a.html)
# - D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, 2014.
#   [arXiv:1412.6980](https://arxiv.org/abs/1412.6980)
# - K. He, X. Zhang, S. Ren and J. Sun, Delving deep into rectifiers: surpassing human-level performance on ImageNet
#   classification, 2015. [arXiv:1502.01852](https://arxiv.org/abs/1502.01852)
# - S. Ioffe and C. Szegedy, Batch normalization: accelerating deep network training by reducing internal covariate
#   shift, 2015. [arXiv:1502.03167](https://arxiv.org/abs/1502.03167)
