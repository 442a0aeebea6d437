# %% [markdown]
# # PyTorch basics: six programs, one of them right
#
# Here are six programs that teach a small network to read handwritten digits. All six run without an error and without a
# warning. All six print a loss that falls. One of them is right, and the other five differ from it in one line each.
# *Which lines? And would you have noticed?*
#
# ![Six training programs: all losses fall, and the number of digits that they misread differs widely](images/result.svg)
#
# PyTorch computes whatever you wrote down. It cannot know what you meant, and a loss that falls is weak evidence. So this
# notebook does not only show how tensors, autograd, modules and training loops are used; it has you build the pieces
# yourself, from broadcasting to checkpoints, so that you know what each line is there for. At the end you train a network
# that reads digits which it has never seen, and you know every line of the program that did it.

# %% [markdown]
# ## The whole lesson in one picture
#
# ![From tensors to a graph, its gradient, a module, a loop and a checkpoint](images/overview.svg)
#
# **Why this matters for generative AI.** Every model of this course, from the first autoencoder to the last diffusion
# model, is a module that is trained by a loop like the one in section 7. Custom gradients carry vector-quantised
# autoencoders past a rounding that has no derivative. The gradient *of a gradient* keeps Wasserstein GANs in check and
# trains score models. The images that a diffusion model shows you come from an exponential moving average of its
# weights, and a training of three weeks survives the night because of its checkpoints.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Nine coding
# exercises (53 points) and one question in words (4 points) take about two and a quarter hours, with the reading; the
# difficulty rises from 1 to 3 of 5. After section 4 is a good place for a break. Under each exercise there is a check
# cell: it catches wrong shapes and common slips, but passing it is *not* enough. Hidden tests look at other inputs and at
# the edge cases that the docstring names. Hints unfold step by step; opening them costs nothing.
#
# **What it leans on.** Matrix products and the gradient of a squared error (linear algebra); the chain rule and gradient
# descent (calculus). Softmax, cross-entropy, momentum and Adam come with a line each that says what they do; why they do it
# is told in the lessons on information theory and on optimisation, before or after this one.
#
# **Conventions.** One example stands in each *row*: data is $X$ of shape `[N, D]`. $\odot$ is the product entry by entry,
# in code `*`. $\theta$ are all parameters of a model together, $L$ is the loss, $\eta$ the learning rate `lr`.

# %%
import copy
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from journey.data import digits
from journey.plots import plot_curves, show_images

F = nn.functional

train, test, train_labels, test_labels = digits()
print(tuple(train.shape), train.dtype, train.device)  # -> (1297, 64) torch.float64 cpu
print(tuple(train_labels.shape), train_labels.dtype)  # -> (1297,) torch.int64

# %% [markdown]
# ## 1 Tensors: numbers, and how to walk through them
#
# A **tensor** is a block of numbers of one kind together with a plan for reading it. Four things belong to it: its
# **shape**; its **dtype** (float32 unless you say otherwise; labels and indices are int64); its **device** (`cpu` or `cuda`;
# both partners of an operation must live on the same one); and its **strides**: how many numbers to walk on in memory for
# one step along each axis.
#
# Because the plan is separate from the numbers, `reshape`, `.T`, `x[0]`, `x[:, None]` and `expand` need not copy
# anything. They return a **view**: another plan for the same numbers. That makes them free, and it makes this possible:

# %%
x = torch.arange(6.0).reshape(2, 3)
print("strides:", x.stride(), "transposed:", x.T.stride())  # -> strides: (3, 1) transposed: (1, 3)
row = x[0]  # a view of the first row, no copy
row += 10  # in place: writes into the memory that x reads
print(x.tolist())  # -> [[10.0, 11.0, 12.0], [3.0, 4.0, 5.0]]
safe = x[0].clone()  # a copy of its own
safe -= 10
print(x[0].tolist())  # -> [10.0, 11.0, 12.0]

array = np.zeros(2)
seen = torch.from_numpy(array)  # a tensor that reads NumPy's memory, and keeps its float64
array += 1
print(seen.tolist(), seen.dtype)  # -> [1.0, 1.0] torch.float64

whole, half = torch.tensor([1, 2]), torch.tensor([0.1, 0.2])
print((whole * half).dtype, (half.double() + half).dtype)  # -> torch.float32 torch.float64

# %% [markdown]
# The number of axes is all that tells a batch of vectors from an image. In this course a batch of flat examples is
# `[N, D]`, a batch of images is `[N, C, H, W]` (channels first), and a batch of token vectors is `[N, T, D]`.
#
# `reshape` keeps the numbers **in the order in which they are read**, last axis fastest, and only draws new lines between
# them. `permute` and `.mT` change the order of the axes. Whoever wants to exchange two axes and uses `reshape` gets the
# right shape and a scrambled picture, with no error.

# %%
x = torch.arange(6).reshape(2, 3)
print("transposed:", x.T.tolist(), " reshaped:", x.reshape(3, 2).tolist())
# -> transposed: [[0, 3], [1, 4], [2, 5]]  reshaped: [[0, 1], [2, 3], [4, 5]]

# %% [markdown]
# ## 2 Broadcasting: the rule, the trap, and the gradient
#
# What is `[N, D] + [D]`? The same vector is added to each row, without a loop and without a copy. The rule, which torch
# took from NumPy (Harris et al., 2020), has three steps:
#
# 1. Write both shapes flush **right**; the shorter one gets ones in front.
# 2. Two sizes **fit** if they are equal, or if one of them is 1. If any pair does not fit, it is an error.
# 3. A size of 1 is **repeated** to the size of its partner (a stride of 0: the same numbers are read again).
#
# ![Shapes flush right: a column of shape 3, 1 and a row of shape 4 make a table of shape 3, 4](images/broadcast.svg)
#
# **The trap.** The rule sees sizes, not meanings. Predictions of shape `[N, 1]` and targets of shape `[N]` fit, and
# their difference is a table of all pairs:

# %%
predicted, target = torch.tensor([[0.0], [0.0], [1.0], [1.0]]), torch.tensor([0.0, 0.0, 1.0, 1.0])  # all right!
difference = predicted - target
print(tuple(difference.shape), "loss:", difference.square().mean().item())  # -> (4, 4) loss: 0.5
print("meant:", (predicted.squeeze(1) - target).square().mean().item())  # -> meant: 0.0

# %% [markdown]
# With that loss a regression learns to answer every input with the mean of the targets, and it *falls* while it does so.
#
# **What broadcasting does to gradients.** Let $c = a + b$, where $a$ was repeated to the shape of $c$. Each number of $a$
# was used once for every place to which it was copied. The chain rule adds up what all of its uses contribute:
#
# $$
# \nabla_a L = \sum_{\text{axes along which } a \text{ was repeated}} \nabla_c L \tag{1}
# $$
#
# and the sum has $a$'s shape again. So the gradient of a bias, which is repeated over the batch, is a *sum over the batch*.
# If the operation is another than $+$, its own derivative comes first, and the sum after it. You need this rule in
# exercise 3, and you know it from both directions: *repeating forwards is summing backwards* (and summing forwards is
# repeating backwards: the gradient of `x.sum()` is all ones).

# %%
a, b = torch.zeros(3, 1, requires_grad=True), torch.zeros(4, requires_grad=True)
weights = torch.arange(12.0).reshape(3, 4)  # plays the gradient that arrives at c
((a + b) * weights).sum().backward()
print(a.grad.tolist(), weights.sum(dim=1).tolist())  # -> [[6.0], [22.0], [38.0]] [6.0, 22.0, 38.0]
print(b.grad.tolist(), weights.sum(dim=0).tolist())  # -> [12.0, 15.0, 18.0, 21.0] [12.0, 15.0, 18.0, 21.0]

# %% [markdown] task="broadcast_plan"
# ### Exercise 1 · `broadcast_plan` · 4 points · 8 minutes · predict
#
# Predict, from two shapes alone, what broadcasting will do: the shape of the result, and the axes over which equation (1)
# sums for each of the two. Work on the shapes; the hidden tests ask about tensors that would fit into no memory.


# %% exercise="broadcast_plan" points=4 difficulty=1 minutes=8 needs=[]
def broadcast_plan(a, b):
    """Predict how two shapes are broadcast together.

    Args:
        a: the shape of the first tensor, a tuple of ints of at least 0; () for a single number.
        b: the shape of the second one.

    Returns:
        None if the shapes do not fit. Otherwise three tuples of ints:
        shape: the shape of the result;
        axes_a: along which axes of the result the first tensor is repeated, ascending, counted from 0 at the left. These
        are the axes that it does not have at all, whatever their size, and those where its size is 1 and that of the
        result is not;
        axes_b: the same for the second tensor.
        A size of 1 beside a size of 0 becomes 0.
    """
    ### BEGIN SOLUTION
    n = max(len(a), len(b))
    padded = [(1,) * (n - len(shape)) + tuple(shape) for shape in (a, b)]
    if any(p != q and 1 not in (p, q) for p, q in zip(*padded, strict=True)):
        return None
    result = tuple(q if p == 1 else p for p, q in zip(*padded, strict=True))
    axes = []
    for shape, full in zip((a, b), padded, strict=True):
        lacking = n - len(shape)
        axes.append(tuple(i for i in range(n) if i < lacking or full[i] != result[i]))
    return result, axes[0], axes[1]
    ### END SOLUTION


# %% public_test="broadcast_plan"
plan = broadcast_plan((3, 1), (4,))
assert plan is not None, "these two are in the picture above"
assert len(plan) == 3, "three things: the shape of the result, the axes of a, the axes of b"
assert len(plan[0]) == 2, "the result has as many axes as the longer of the two shapes"
assert all(int(i) == i for part in plan for i in part), "sizes and axes are whole numbers"
assert broadcast_plan((2,), (3,)) is None, "2 and 3 do not fit"

# %% [markdown] hint="broadcast_plan"
# Take the rule literally: first make both shapes equally long, then look at one pair of sizes at a time.
#
# ---
# `(1,) * (n - len(a)) + tuple(a)` puts ones in front. A pair fits if the two are equal or one of them is 1, and the size of
# the result is then that of the partner of the 1 (not the larger one: think of 1 beside 0).
#
# ---
# An axis of the result belongs to `axes_a` if it is one of the `n - len(a)` axes in front that `a` lacks, or if the padded
# size of `a` differs from that of the result.

# %% tags=["demo"]
examples = {
    "a bias for each channel": ((8, 3, 32, 32), (3, 1, 1)),
    "the trap": ((500, 1), (500,)),
    "all queries with all keys": ((500, 1, 64), (1297, 64)),
    "a time for each image, forgotten axes": ((16, 3, 32, 32), (16,)),
}
for name, (a, b) in examples.items():
    print(f"{name:38}: {a} and {b} -> {broadcast_plan(a, b)}")

# %% [markdown] task="Puzzles"
# ### Exercise 2 · `Puzzles` · 7 points · 14 minutes · implement
#
# Six little functions that generative models are full of, in the manner of Rush's *Tensor Puzzles*. Each is one line
# once you see it. Use indexing with `None` (which makes an axis of size 1), comparison, arithmetic, `reshape` and `permute`,
# and **no Python loop** over rows, columns or pixels: the hidden tests count how many tensor operations you ask for, and the
# number must not grow with the size of the input.


# %% exercise="Puzzles" points=7 difficulty=2 minutes=14 needs=[]
class Puzzles:
    """Six functions without loops. None of them changes what it is given."""

    @staticmethod
    def one_hot(labels, k):
        """One row for each label (int64 [N], from 0 to k - 1): float32 [N, k], 1 at the label and 0 elsewhere."""
        ### BEGIN SOLUTION
        return (labels[:, None] == torch.arange(k)).float()
        ### END SOLUTION

    @staticmethod
    def pick(table, labels):
        """From each row of a table [N, k] the entry that its label (int64 [N]) points at: [N], in the table's dtype."""
        ### BEGIN SOLUTION
        return table[torch.arange(len(labels)), labels]
        ### END SOLUTION

    @staticmethod
    def squared_distances(x, y):
        """Squared Euclidean distance of each row of x [N, D] from each row of y [M, D]: [N, M]."""
        ### BEGIN SOLUTION
        return (x[:, None] - y).square().sum(dim=-1)
        ### END SOLUTION

    @staticmethod
    def causal_mask(n):
        """Bool [n, n]: True where position i (the row) may look at position j (the column), that is where j <= i."""
        ### BEGIN SOLUTION
        return torch.arange(n)[:, None] >= torch.arange(n)
        ### END SOLUTION

    @staticmethod
    def lift(t, x):
        """Multiply all numbers of example n by t[n]: t [N], x [N, ...] of one axis or more; shape and dtype of x."""
        ### BEGIN SOLUTION
        return t.reshape(-1, *[1] * (x.ndim - 1)) * x
        ### END SOLUTION

    @staticmethod
    def patches(images, p):
        """Cut images [N, H, W] into tiles of p x p pixels (p divides H and W): [N, (H / p) * (W / p), p * p].

        Tiles in reading order (left to right, then the next row of tiles), and in each the pixels in reading order.
        """
        ### BEGIN SOLUTION
        n, height, width = images.shape
        tiles = images.reshape(n, height // p, p, width // p, p)
        return tiles.permute(0, 1, 3, 2, 4).reshape(n, -1, p * p)
        ### END SOLUTION


# %% public_test="Puzzles"
labels = torch.tensor([2, 0, 1, 1, 0])
hot = torch.as_tensor(Puzzles.one_hot(labels, 4))
assert hot.shape == (5, 4), "one row for each label, one column for each class"
assert hot.dtype == torch.float32, "ones and zeros that a network can be given: float32"
assert torch.as_tensor(Puzzles.pick(torch.rand(5, 4), labels)).shape == (5,), "one number from each row"
distances = torch.as_tensor(Puzzles.squared_distances(torch.rand(5, 2), torch.rand(3, 2)))
assert distances.shape == (5, 3), "each of 5 with each of 3"
mask = torch.as_tensor(Puzzles.causal_mask(4))
assert mask.shape == (4, 4), "each position with each position"
assert mask.dtype == torch.bool, "a mask is made of True and False"
assert Puzzles.lift(torch.rand(5), torch.rand(5, 3, 2, 2)).shape == (5, 3, 2, 2), "the shape of x"
assert torch.as_tensor(Puzzles.patches(torch.rand(5, 4, 6), 2)).shape == (5, 6, 4), "2 times 3 tiles of 4 pixels"

# %% [markdown] hint="Puzzles"
# Write down the shape of the result, and give each input axes of size 1 where the result has an axis that it lacks. A
# comparison broadcasts just as a sum does.
#
# ---
# `torch.arange(k)` is a row of all classes to compare a column of labels with. Indexing with two tensors, `table[rows,
# columns]`, takes one entry for each pair. For `lift`, `t` needs `x.ndim - 1` axes of size 1 behind its own.
#
# ---
# A tile has rows and columns *inside* it: `reshape(N, H // p, p, W // p, p)` names all five axes, in the order in which the
# pixels are read. Bring the two axes that count tiles together with `permute(0, 1, 3, 2, 4)`; only then may they merge.

# %% [markdown]
# Now let them work: a classifier without training. Average the training images of each digit (a product with the one-hot
# table does it for all ten at once) and call a test digit what its nearest average is. Keep the number in mind; it is the
# baseline for the network at the end.

# %% tags=["demo"]
hot = torch.as_tensor(Puzzles.one_hot(train_labels, 10)).double()
averages = hot.T @ train / hot.sum(dim=0)[:, None]
nearest = torch.as_tensor(Puzzles.squared_distances(test, averages)).argmin(dim=1)
print(f"read rightly by the nearest average: {(nearest == test_labels).double().mean():.3f}")
tiles = torch.as_tensor(Puzzles.patches(averages.reshape(10, 8, 8), 4))
show_images(
    {"averages": averages, **{f"tile {i}": tiles[:, i] for i in range(4)}},
    title="Ten averages, and their four tiles (what a vision transformer reads)",
)

# %% [markdown]
# ## 3 Autograd: one walk forwards, one walk back
#
# A program that computes a loss is a **graph**: each result $v_j$ is made from some earlier ones by a simple operation. When
# a tensor has `requires_grad=True`, torch writes this graph down while it computes: each result holds, in `grad_fn`, how it
# was made. `loss.backward()` walks the graph back to front and keeps, for each $v_i$, how the loss depends on it:
#
# $$
# \nabla_{v_i} L = \sum_{j\,:\; v_j \text{ is made from } v_i}
# \Big(\frac{\partial v_j}{\partial v_i}\Big)^{\!\top} \nabla_{v_j} L , \qquad \nabla_L L = 1 \tag{2}
# $$
#
# ![The graph of L = (w x + w) squared: values forwards, gradients backwards; two arrows meet at w](images/graph.svg)
#
# The Jacobian $\partial v_j/\partial v_i$ is never formed: each operation only has to know how to multiply its transpose by a
# vector (a *vector-Jacobian product*). For $c = a \odot b$ that is two products entry by entry, for $y = Wx$ it is
# $W^\top \nabla_y L$.
#
# **Claim.** Walked from back to front, each edge once, (2) gives the derivative of the loss by *every* value of the
# graph. In arithmetic this costs at most a small multiple of computing the loss once, however many parameters there are.
#
# <details><summary>Proof</summary>
#
# Number the values so that each is made from earlier ones only, $v_1, \dots, v_m = L$. Let $L_i(v_1, \dots, v_i)$ be the loss
# as a function of the first $i$ values, all later ones being computed from these. The derivative that we want is
# $g_i = \partial L_i/\partial v_i$. We show that $g_i = \sum_{j > i} (\partial v_j/\partial v_i)^\top g_j$, by going from $m$
# downwards. $L_m = v_m$, so $g_m = 1$. And $L_{i}$ arises from $L_{i+1}$ by putting in
# $v_{i+1} = f_{i+1}(v_1, \dots, v_i)$, so by the chain rule
# $\partial L_i/\partial v_k = \partial L_{i+1}/\partial v_k + (\partial v_{i+1}/\partial v_k)^\top g_{i+1}$ for each $k \le
# i$. Start with $\partial L_m/\partial v_k = 0$ for $k < m$ and apply this for $i = m-1, \dots, k$: the derivative $g_k$ is
# the sum of $(\partial v_{j}/\partial v_k)^\top g_{j}$ over all $j > k$, and the summand is zero where $v_j$ is not made
# from $v_k$. That is (2). When the walk comes to $v_k$, all $g_j$ with $j > k$ are finished.
#
# *Cost.* Each edge is used for one product with a transposed Jacobian. For the operations that torch knows (sums,
# products, matrix products, functions entry by entry) it costs no more than a constant times the operation itself. ∎
#
# (Baydin et al., 2018, tell the history; Rumelhart, Hinton and Williams, 1986, made it known as back-propagation.)
#
# </details>
#
# In the picture $w$ is used **twice**, and the sum in (2) has two parts. This is why gradients are *added* where they
# arrive: `backward` adds to what stands in `w.grad`, also to what an earlier `backward` has left there.

# %%
w, x = torch.tensor(2.0, requires_grad=True), torch.tensor(3.0)
loss = (w * x + w) ** 2
print(loss.item(), loss.grad_fn.name())  # -> 64.0 PowBackward0
loss.backward()
print(w.grad.item())  # -> 64.0
((w * x + w) ** 2).backward()
print("once more:", w.grad.item())  # -> once more: 128.0

# Three ways to leave the graph
with torch.no_grad():  # nothing in here is written down: for evaluation, and for changing parameters
    w -= 0.01 * 64
print((w.detach() * x).requires_grad)  # -> False
print(f"{w.item():.2f}")  # -> 1.36

# %% [markdown]
# - `torch.no_grad()` writes no graph at all: for evaluation, and for every change of parameters by hand.
# - `x.detach()` is the same numbers (a view!) without their past: a constant, as far as gradients go. Targets, the fakes that
#   a discriminator learns from, and codebooks are detached.
# - `loss.item()` is a plain number. Who adds up `loss` itself over an epoch keeps every graph of the epoch in memory.
#
# `torch.autograd.grad(L, x)` returns the gradient and leaves every `.grad` alone; `L.backward()` adds it to `.grad` of all
# leaves.
#
# ## 4 Gradients of your own
#
# Sometimes torch cannot know the derivative that you want: the function comes from elsewhere, the formula is cheaper or more
# stable than what the graph would do, or there *is* no useful derivative and you want to put another in its place. A
# `torch.autograd.Function` has two static methods: `forward(ctx, ...)` computes, and `backward(ctx, grad)` is given
# $\nabla_y L$ and returns one gradient for each input (`None` for what needs none). Call it through `.apply`.
#
# The example rounds, whose derivative is zero almost everywhere, and claims on the way back that it did nothing. This
# *straight-through* gradient (Bengio et al., 2013) is what lets a vector-quantised autoencoder learn.


# %%
class Round(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.round()

    @staticmethod
    def backward(ctx, grad):
        return grad


x = torch.tensor([0.4, 1.6], requires_grad=True)
(Round.apply(x) * torch.tensor([10.0, 20.0])).sum().backward()
print(x.grad.tolist())  # -> [10.0, 20.0]
x.grad = None
(x.round() * torch.tensor([10.0, 20.0])).sum().backward()
print(x.grad.tolist())  # -> [0.0, 0.0]

# %% [markdown]
# What `backward` needs from `forward` is kept with `ctx.save_for_backward(...)` and found again in `ctx.saved_tensors`.
#
# **What to save.** Inside `forward` no graph is written. If you save an *input* or the *output*, torch knows where it comes
# from, and the formula in `backward` can itself be differentiated. If you save something *in between*, it is a bare number
# there: first derivatives are right, and second ones are silently wrong. So save inputs (or outputs), and compute the rest
# again.
#
# **The function.** Sigmoid linear units, found by hand and again by a search over formulas, are the usual activation of
# diffusion U-Nets. With a slope $\beta$ that may be learnt (Ramachandran et al., 2017), and with
# $\sigma(u) = 1/(1 + e^{-u})$, whose derivative is $\sigma(1 - \sigma)$:
#
# $$
# y = x \odot \sigma(\beta x), \qquad
# \frac{\partial y}{\partial x} = \sigma(\beta x) + \beta x\,\sigma(\beta x)\,\big(1 - \sigma(\beta x)\big), \qquad
# \frac{\partial y}{\partial \beta} = x^2\,\sigma(\beta x)\,\big(1 - \sigma(\beta x)\big) \tag{3}
# $$
#
# For $\beta = 0$ it is $x/2$, for $\beta \to \infty$ it becomes a ReLU. One $\beta$ serves many numbers of $x$, so its
# gradient is the sum of (1) over all of them; `g.sum_to_size(shape)` sums a tensor down to the shape that it was
# broadcast from.

# %% [markdown] task="Swish"
# ### Exercise 3 · `Swish` · 6 points · 12 minutes · implement
#
# Write equation (3) as a function with a gradient of its own. `torch.autograd.gradcheck` compares a gradient with central
# differences, and `gradgradcheck` does so for second derivatives; use both (in float64) before you hand in.


# %% exercise="Swish" points=6 difficulty=3 minutes=12 needs=[]
class Swish(torch.autograd.Function):
    """x * sigmoid(beta * x), entry by entry, with the derivatives of equation (3) written by hand.

    Called as Swish.apply(x, beta). It is one node of the graph: its gradient comes from `backward`, which must itself be
    differentiable (second derivatives, mixed ones too, are right). Nothing overflows, however large x is.
    """

    @staticmethod
    def forward(ctx, x, beta):
        """Compute the function.

        Args:
            ctx: where to save what backward needs.
            x: floating-point tensor of any shape.
            beta: slope, same dtype, of a shape that broadcasts to x's without enlarging it: (), [D] for x [N, D], …

        Returns:
            A tensor of x's shape and dtype.
        """
        ### BEGIN SOLUTION
        ctx.save_for_backward(x, beta)
        return x * torch.sigmoid(beta * x)
        ### END SOLUTION

    @staticmethod
    def backward(ctx, grad):
        """Turn the gradient that arrives, of the output's shape, into (gradient of x, gradient of beta), each of its shape."""
        ### BEGIN SOLUTION
        x, beta = ctx.saved_tensors
        gate = torch.sigmoid(beta * x)
        slope = gate * (1 - gate)
        return grad * (gate + beta * x * slope), (grad * x * x * slope).sum_to_size(beta.shape)
        ### END SOLUTION


# %% public_test="Swish"
x = torch.tensor([[-1.0, 0.0, 2.0], [0.5, 1.0, -3.0]], dtype=torch.float64, requires_grad=True)
beta = torch.tensor([1.0, 2.0, 0.5], dtype=torch.float64, requires_grad=True)
y = Swish.apply(x, beta)
assert y.shape == (2, 3), "entry by entry: the shape of x"
assert y.dtype == torch.float64, "float64 in, float64 out"
assert y[0, 1] == 0, "at 0 the function is 0"
y.sum().backward()
assert x.grad is not None, "backward returns a gradient for x"
assert x.grad.shape == (2, 3), "a gradient has the shape of what it is the gradient of"
assert beta.grad is not None, "backward returns a gradient for beta, too"
assert beta.grad.shape == (3,), "and it has beta's shape"

# %% [markdown] hint="Swish"
# `forward` saves its two inputs and computes. `backward` computes the sigmoid again. The gradient that arrives is
# multiplied with the derivative entry by entry: the function works on each entry alone.
#
# ---
# With `gate = torch.sigmoid(beta * x)`, the derivative by `x` is `gate + beta * x * gate * (1 - gate)`. `torch.sigmoid` does
# not overflow; a formula with `torch.exp` of your own may.
#
# ---
# For `beta`: `(grad * x * x * gate * (1 - gate)).sum_to_size(beta.shape)`. Return both, in the order of the inputs of
# `forward` (without `ctx`). Use no `detach`, no `.data` and no `no_grad` in `backward`.

# %% tags=["demo"]
x = torch.linspace(-5, 5, 101, dtype=torch.float64, requires_grad=True)
values, slopes = {}, {}
for beta in (0.0, 0.5, 1.0, 4.0):
    y = Swish.apply(x, torch.tensor(beta, dtype=torch.float64))
    values[f"beta = {beta}"] = y.detach()
    (slopes[f"beta = {beta}"],) = torch.autograd.grad(y.sum(), x)
plot_curves(x.detach(), values, x_label="x", y_label="y", title="Swish")
plot_curves(x.detach(), slopes, x_label="x", y_label="dy / dx", title="Its derivative, by your backward")
point = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
slope = torch.rand(3, dtype=torch.float64, requires_grad=True)
print("first derivatives: ", torch.autograd.gradcheck(Swish.apply, (point, slope), raise_exception=False))
print("second derivatives:", torch.autograd.gradgradcheck(Swish.apply, (point, slope), raise_exception=False))

# %% [markdown]
# ## 5 The gradient of a gradient
#
# A gradient is computed by operations, so it can be part of a loss, and that loss has a gradient as well. The only
# condition: while the first gradient is computed, *its* graph has to be written down, too. That is what
# `create_graph=True` asks for; without it the gradient comes back as bare numbers.

# %%
x = torch.tensor(2.0, requires_grad=True)
(slope,) = torch.autograd.grad(x**3, x, create_graph=True)
(bend,) = torch.autograd.grad(slope, x)
print(slope.item(), bend.item())  # -> 12.0 12.0
(slope,) = torch.autograd.grad(x**3, x)
print(slope.requires_grad)  # -> False

# %% [markdown]
# **Where you meet it.** Let $f_\theta$ give each example one number. How steep $f_\theta$ is at an example is
# $\lVert \nabla_x f_\theta(x)\rVert$, a gradient by the *input*. A **gradient penalty** asks for the steepness $1$:
#
# $$
# R(\theta) = \frac1N\sum_{n=1}^N \big(\lVert \nabla_{x_n} f_\theta(x_n)\rVert - 1\big)^2 \tag{4}
# $$
#
# It is added to a loss as $L + \lambda R$, so that training keeps $f_\theta$ from becoming arbitrarily steep. Wasserstein
# GANs with gradient penalty rest on it (Gulrajani et al., 2017), and the same double pass computes the losses of score
# matching. Penalising $\nabla_x L$ to make a classifier steady is older (Drucker and LeCun, 1992). For its gradient by
# $\theta$ the walk goes through the graph of a gradient.
#
# All $N$ gradients come from one call: $f_\theta(x_n)$ depends on $x_n$ alone, so the gradient of the *sum*
# $\sum_n f_\theta(x_n)$ by $x_n$ is $\nabla_{x_n} f_\theta(x_n)$.
#
# Here is a draft, and a small experiment with it: $f$ is to be large on one cloud of numbers and small on another, and the
# penalty is to keep its slope near 1. (Section 7 explains the training loop in it line by line. Adam is a gradient descent
# that gives each parameter a step of its own, by dividing its gradient by the size that it has had lately.)


# %%
def draft_gradient_penalty(critic, x):
    x = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).mean(), x)
    return (gradient.norm() - 1).square()


def fit_critic(penalty, steps=150):
    """Train a small f on two clouds of numbers, with the penalty at points between them; f on a grid."""
    torch.manual_seed(3)
    critic = nn.Sequential(nn.Linear(1, 32), nn.Tanh(), nn.Linear(32, 1))
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.01)
    high, low = 2 + 0.3 * torch.randn(64, 1), -2 + 0.3 * torch.randn(64, 1)
    for _ in range(steps):
        between = low + torch.rand(64, 1) * (high - low)
        loss = critic(low).mean() - critic(high).mean() + 20 * penalty(critic, between)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    grid = torch.linspace(-3, 3, 61)[:, None]
    with torch.no_grad():
        values = critic(grid) - critic(torch.zeros(1, 1))
    return grid[:, 0], values[:, 0]


# %% tags=["demo"]
grid, steep = fit_critic(draft_gradient_penalty)
plot_curves(grid, {"f with the draft": steep, "slope 1": grid}, x_label="x", y_label="f(x)", title="Is it kept near 1?")

# %% [markdown] task="gradient_penalty"
# ### Exercise 4 · `gradient_penalty` · 5 points · 10 minutes · repair
#
# The draft runs, returns a plausible number, and the training with it raises no error; $f$ becomes as steep as it likes.
# It has **three** faults: one makes it useless for training, the two others make it another number than (4) as soon as there
# is more than one example. Write `gradient_penalty` without them.


# %% exercise="gradient_penalty" points=5 difficulty=3 minutes=10 needs=[]
def gradient_penalty(critic, x):
    """How far the critic's steepness is from 1, equation (4).

    Args:
        critic: maps examples [N, ...] to one number each, shape [N] or [N, 1]; an example's number depends on it alone.
        x: where to look: floating-point tensor of shape [N, ...], one axis or more behind the first (vectors, images, …). It
            is not changed, and may or may not require a gradient itself.

    Returns:
        A single number R that can be differentiated by the critic's parameters: R.backward() gives them the right
        gradients. The norm of an example is taken over all of its numbers, the mean over the N examples. The call itself
        leaves no gradient behind, neither in a parameter's .grad nor in x.grad. If the critic does not change at all at an
        example, its steepness is 0, and neither R nor its gradients may become NaN.
    """
    ### BEGIN SOLUTION
    x = x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.flatten(1).norm(dim=1) - 1).square().mean()
    ### END SOLUTION


# %% public_test="gradient_penalty"
critic = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 1)).double()
penalty = gradient_penalty(critic, torch.randn(7, 3, dtype=torch.float64))
assert penalty.numel() == 1, "one number for the whole batch"
assert penalty.dtype == torch.float64, "float64 in, float64 out"
assert penalty.item() >= 0, "a mean of squares"
assert penalty.requires_grad, "nothing that is learnt could be changed by it: the number has no graph"

# %% [markdown] hint="gradient_penalty"
# Print `draft_gradient_penalty(critic, x).requires_grad`. Then ask: what does it return for a critic that is exactly linear
# with slope 1, for one example and for a hundred?
#
# ---
# `create_graph=True`; the gradient of a *mean* over N examples is N times too small; and `gradient.norm()` is one norm of
# everything, where (4) has one for each example.
#
# ---
# `gradient.flatten(1).norm(dim=1)` is a norm for each example, whatever its shape, and torch's `norm` has a finite derivative
# at zero (a root of a sum of squares has not). Average at the very end.

# %% tags=["demo"]
grid, kept = fit_critic(gradient_penalty)
plot_curves(
    grid,
    {"with the draft": steep, "with yours": kept, "slope 1": grid},
    x_label="x",
    y_label="f(x)",
    title="The same training, with and without a graph of the gradient",
)
rises = [float(f[50] - f[10]) / 4 for f in (kept, steep)]
print(f"for each step of 1, yours rises by {rises[0]:.2f} and the draft's by {rises[1]:.1f}")

# %% [markdown]
# A little above 1: the loss pulls upwards and the penalty holds, and they settle where both pull alike. (The penalty would be
# just as content with slope $-1$. Try other seeds in `fit_critic`: from the wrong side, a penalty of this weight holds $f$
# there.)

# %% [markdown]
# ## 6 Modules: functions that own their parameters
#
# An `nn.Module` is a function with parameters, and it keeps book of them. Whatever you assign to an attribute is filed:
#
# - an `nn.Parameter` is trained: it appears in `model.parameters()`, which the optimiser is given;
# - a tensor registered with `register_buffer` is kept and moved along, but not trained (running means, a noise schedule);
# - another module brings its own parameters and buffers, under its name: `layers.0.weight`.
#
# A plain Python list of layers is not filed: its layers compute, and never learn. `nn.ModuleList` is the list that is.
# `state_dict()` is the book itself, a dictionary from names to tensors, and `load_state_dict` reads it back. And
# `model.train()` and `model.eval()` set a switch, `self.training`, in a module and all that it contains: **dropout**
# (Srivastava et al., 2014) sets each number to 0 with probability $p$ and divides the others by $1 - p$, so that the mean
# stays the same, but only while training.


# %%
class Forgetful(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(3, 2)]  # should be nn.ModuleList([...])
        self.scale = nn.Parameter(torch.ones(()))
        self.register_buffer("seen", torch.zeros((), dtype=torch.int64))


print(list(Forgetful().state_dict()))  # -> ['scale', 'seen']
print([name for name, _ in nn.Linear(3, 2).named_parameters()])  # -> ['weight', 'bias']

dropout = nn.Dropout(0.5)
ones = torch.ones(10_000)
print(sorted(set(dropout(ones).tolist())), bool(abs(dropout(ones).mean() - 1) < 0.1))  # -> [0.0, 2.0] True
model = nn.Sequential(nn.Linear(3, 2), dropout)
model.eval()  # passes the switch on to all that it contains
print(dropout.training, dropout(ones).equal(ones))  # -> False True
model.train()
print(dropout.training)  # -> True


class LearnableSwish(nn.Module):
    """Your function as a module: its slope is a parameter."""

    def __init__(self):
        super().__init__()
        self.beta = nn.Parameter(torch.tensor(1.0))

    def forward(self, x):
        return Swish.apply(x, self.beta)


# %% [markdown]
# A **multilayer perceptron** with layers $(W_1, b_1), \dots, (W_K, b_K)$, activations $\phi_1, \dots, \phi_{K-1}$ and
# dropout is
#
# $$
# h_0 = x, \qquad h_i = \operatorname{dropout}\big(\phi_i(W_i h_{i-1} + b_i)\big) \;\text{ for } i < K, \qquad
# f_\theta(x) = W_K h_{K-1} + b_K \tag{5}
# $$
#
# The last layer has neither activation nor dropout: its numbers are *logits*, and any real number is one. (In code a layer
# keeps $W_i$ with shape `[out, in]` and computes `h @ W.T + b`.)

# %% [markdown] task="MLP"
# ### Exercise 5 · `MLP` · 6 points · 10 minutes · implement
#
# Write equation (5) as a module. The names in its book are part of the task, so that the weights can be exchanged with anyone
# who keeps to them.


# %% exercise="MLP" points=6 difficulty=2 minutes=10 needs=[]
class MLP(nn.Module):
    """A multilayer perceptron, equation (5).

    Args:
        sizes: numbers in the input, in each hidden layer, and in the output: a list of at least two ints.
        activation: called without arguments, makes a module: a new one for *each* hidden layer, since it may have
            parameters of its own.
        dropout: the probability p with which each number behind an activation is set to 0 in training mode, a float from
            0 to 1; in evaluation mode nothing is dropped.

    Attributes:
        layers: the nn.Linear layers, in order, initialised as nn.Linear does. In state_dict they are "layers.0.weight",
            "layers.0.bias", "layers.1.weight", …
        activations: the activations, in order, one less than layers: "activations.0.…" where they have parameters.
    """

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        """Make the layers."""
        super().__init__()
        ### BEGIN SOLUTION
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(dropout)
        ### END SOLUTION

    def forward(self, x):
        """Logits [..., sizes[-1]] of inputs [..., sizes[0]]."""
        ### BEGIN SOLUTION
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x)
        ### END SOLUTION


# %% public_test="MLP"
model = MLP([4, 7, 3])
assert isinstance(model, nn.Module), "a module, with super().__init__() called first"
assert model(torch.randn(5, 4)).shape == (5, 3), "five examples, three numbers each"
assert "layers.0.weight" in model.state_dict(), "are the layers filed, under the name that the docstring gives?"
assert MLP([4, 3])(torch.randn(5, 4)).shape == (5, 3), "no hidden layer is possible, too"

# %% [markdown] hint="MLP"
# Pair up neighbouring sizes: (first, second), (second, third), … How many layers is that, and how many of them are hidden?
#
# ---
# `nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))` (from `itertools`), and one activation for all layers but the
# last, made inside the loop. `nn.Dropout(p)` is a module that knows about training mode.
#
# ---
# In `forward`, run through the hidden layers with their activations, `x = self.dropout(activation(layer(x)))`, and return
# `self.layers[-1](x)`.

# %% tags=["demo"]
model = MLP([64, 128, 32, 10], activation=LearnableSwish, dropout=0.2)
for name, value in model.state_dict().items():
    print(f"{name:22} {tuple(value.shape)}")
print("parameters:", sum(p.numel() for p in model.parameters()))

# %% [markdown]
# ## 7 The loop
#
# One step of training is four lines, and their order matters:
#
# ```python
# loss = loss_fn(model(x), y)   # forwards: the graph is written down
# optimiser.zero_grad()         # clear what earlier walks have left in .grad
# loss.backward()               # backwards: add the gradient of this loss to .grad
# optimiser.step()              # change the parameters by what stands in .grad
# ```
#
# What the last line does is up to the optimiser. `torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)` keeps a
# velocity $v$ for each parameter, $v \leftarrow 0.9\,v + g$ with the gradient $g$, and takes $\eta v$ off the parameter:
# directions that persist add up, and those that change from batch to batch cancel.
#
# An **epoch** goes once through all data, in batches. A `DataLoader` shuffles the examples, cuts them into batches and stacks
# each; the last batch has what is left. A `TensorDataset` keeps each example and its label together: whoever shuffles them
# separately teaches noise, and the loss still falls, since noise can be learnt by heart.
#
# A classifier turns its logits $\ell_1, \dots, \ell_k$ into probabilities by a **softmax**,
# $p_\theta(y\mid x) = e^{\ell_y}/\sum_j e^{\ell_j}$, and its loss is the **cross-entropy**: the mean over the batch of
# $-\log p_\theta(y\mid x)$, the surprise at the right label (in *nats*, as the logarithm is natural).
# `F.cross_entropy(logits, labels)` takes **logits**, and applies the softmax itself; whoever applies one before it trains a
# network that cannot become certain.

# %%
loader = DataLoader(TensorDataset(torch.arange(10.0)[:, None], torch.arange(10)), batch_size=4, shuffle=True)
print([len(labels) for _, labels in loader])  # -> [4, 4, 2]
logits, label = torch.tensor([[20.0, 0.0, 0.0]]), torch.tensor([0])
print(f"sure and right: {F.cross_entropy(logits, label):.3f}")  # -> sure and right: 0.000
print(f"after a softmax too many: {F.cross_entropy(logits.softmax(1), label):.3f}")
# -> after a softmax too many: 0.551

# %% [markdown]
# **What to report.** If batch $b$ has $n_b$ examples and mean loss $L_b$, then the mean over all examples is
#
# $$
# \bar L = \frac{\sum_b n_b\, L_b}{\sum_b n_b} \tag{6}
# $$
#
# and not the mean of the $L_b$: there the two examples of the small last batch would count as much as four.

# %%
means, counts = torch.tensor([1.0, 1.0, 5.0]), torch.tensor([4, 4, 2])
print(f"{(means * counts).sum() / counts.sum():.2f}, not {means.mean():.2f}")  # -> 1.80, not 2.33

# %% [markdown] task="train_one_epoch"
# ### Exercise 6 · `train_one_epoch` · 6 points · 10 minutes · implement
#
# Write the loop that (nearly) all lessons to come will run.


# %% exercise="train_one_epoch" points=6 difficulty=2 minutes=10 needs=[]
def train_one_epoch(model, loader, optimiser, loss_fn):
    """Train a model for one epoch: one step of the optimiser for each batch.

    Args:
        model: a module; model(x) goes into the loss. It may be in evaluation mode when it comes.
        loader: yields pairs (x, y) of tensors, the examples along the first axis, N in all; batches differ in length. Any
            iterable, perhaps one that can be run through only once and has no length.
        optimiser: of the model's parameters, which may carry old gradients: these must not count.
        loss_fn: loss_fn(model(x), y) is the mean loss of the batch, a tensor of one number.

    Returns:
        The mean loss of equation (6) over the N examples, each measured when its batch was used (before the step on it), as
        a plain float. The model is left in training mode.
    """
    ### BEGIN SOLUTION
    model.train()
    total, count = 0.0, 0
    for x, y in loader:
        loss = loss_fn(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count
    ### END SOLUTION


# %% public_test="train_one_epoch"
torch.manual_seed(0)
net = nn.Linear(2, 1).double()
inputs = torch.randn(10, 2, dtype=torch.float64)
batches = [(inputs[:4], inputs[:4, :1]), (inputs[4:8], inputs[4:8, :1]), (inputs[8:], inputs[8:, :1])]
sgd = torch.optim.SGD(net.parameters(), lr=0.1)
losses = [train_one_epoch(net, batches, sgd, F.mse_loss) for _ in range(20)]
assert all(isinstance(loss, float) for loss in losses), "a plain float: a tensor may hold on to its whole graph"
assert losses[-1] < losses[0], "the loss falls"

# %% [markdown] hint="train_one_epoch"
# The four lines stand above. What has to happen before the loop, and what has to be counted in it?
#
# ---
# `model.train()` first: somebody may have evaluated the model. Count examples as you go, since `loader` may have no length.
#
# ---
# `total += loss.item() * len(x)` and `count += len(x)` in the loop, `total / count` at the end.

# %% tags=["demo"]
torch.manual_seed(0)
loader = DataLoader(TensorDataset(train, train_labels), batch_size=64, shuffle=True)
curves = {}
for name, activation in {"ReLU": nn.ReLU, "your Swish, slope learnt": LearnableSwish}.items():
    model = MLP([64, 64, 10], activation=activation).double()
    sgd = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    curves[name] = torch.tensor([train_one_epoch(model, loader, sgd, F.cross_entropy) for _ in range(15)])
plot_curves(
    torch.arange(1, 16), curves, x_label="epoch", y_label="training loss", log_y=True, title="Your loop at work"
)
print(f"the slope began at 1 and is now {model.activations[0].beta.item():.2f}")

# %% [markdown]
# ### Coming from TensorFlow or Keras?
#
# | TensorFlow / Keras | PyTorch | mind |
# | --- | --- | --- |
# | `tf.Variable` | `nn.Parameter` | |
# | `tape.gradient(loss, w)`, with `tf.GradientTape()` | `loss.backward()`, then `w.grad` | it *adds* to `.grad`: clear it |
# | two tapes, one inside the other | `create_graph=True` | |
# | `tf.stop_gradient(x)` | `x.detach()` | |
# | `@tf.custom_gradient` | `torch.autograd.Function` | |
# | `keras.layers.Layer`: `build`, `call` | `nn.Module`: `__init__`, `forward` | layers are told their input size |
# | `Dense(128, activation="relu")` | `nn.Linear(64, 128)`, then `nn.ReLU()` | other initial weights |
# | `kernel` of shape `[in, out]` | `weight` of shape `[out, in]` | transpose what you carry over |
# | images `[N, H, W, C]` | `[N, C, H, W]` | `x.permute(0, 3, 1, 2)` |
# | `model(x, training=True)` | `model.train()`, `model.eval()` | a switch that *stays* |
# | `SparseCategoricalCrossentropy(from_logits=True)` | `nn.CrossEntropyLoss()` | always from logits |
# | `BatchNormalization(momentum=0.99)` | `nn.BatchNorm2d(c, momentum=0.01)` | one counts the old, the other the new |
# | `Adam(epsilon=1e-7)` | `Adam(eps=1e-8)` | the defaults differ |
# | `model.compile`, `model.fit` | the loop above | |
# | `model.save_weights`, `tf.train.Checkpoint` | `torch.save(model.state_dict(), …)` | section 9 |
# | `tf.data.Dataset` | `Dataset`, `DataLoader` | |
# | `tf.random.set_seed(0)` | `torch.manual_seed(0)` | |
#
# ## 8 The weights that you show: a moving average
#
# The last step of a training is no better than the one before it: with a constant learning rate the weights keep jittering
# around what they have learnt. Averages of them jitter less (Polyak and Juditsky, 1992). An **exponential moving
# average** (EMA) keeps a second set of weights $\bar\theta$, the *shadow*, beside the trained ones, starts as a copy of them,
# and follows after each step with a decay $\gamma$ slightly below 1:
#
# $$
# \bar\theta_n = \gamma\,\bar\theta_{n-1} + (1 - \gamma)\,\theta_n, \qquad \text{so} \qquad
# \bar\theta_n = \gamma^n\,\theta_0 + (1 - \gamma)\sum_{k=1}^{n}\gamma^{\,n-k}\,\theta_k \tag{7}
# $$
#
# The shadow is never trained; it is what you evaluate, sample from and publish. What diffusion models show you was drawn with
# such weights, with $\gamma = 0.9999$ in Ho et al. (2020); Karras et al. (2023) choose the length of the average after
# training.
#
# <details><summary>Proof of the closed form, by induction</summary>
#
# For $n = 0$ both sides are $\theta_0$. If it holds for $n - 1$, then
# $\gamma\,\bar\theta_{n-1} + (1-\gamma)\,\theta_n = \gamma^{n}\theta_0 + (1-\gamma)\sum_{k=1}^{n-1}\gamma^{\,n-k}\theta_k +
# (1-\gamma)\,\theta_n$, and the last term is the summand for $k = n$. ∎
#
# </details>
#
# Three traps are waiting, all about *which memory is meant* (section 1): a shadow that is a view of the weights follows them
# exactly and averages nothing; one that is computed outside `no_grad` drags a growing graph along; and copying the shadow
# back must write *into* the model's parameters, since the optimiser holds on to these.

# %%
weight = nn.Parameter(torch.zeros(1))
view, snapshot = weight.detach(), weight.detach().clone()
with torch.no_grad():
    weight.copy_(torch.tensor([5.0]))  # in place: the same parameter, with other numbers
print(view.item(), snapshot.item())  # -> 5.0 0.0

# %% [markdown] task="EMA"
# ### Exercise 7 · `EMA` · 5 points · 10 minutes · implement
#
# Write (7) for a whole model. What is no parameter, but a buffer (a running mean, a count of batches), is not averaged: the
# shadow has the latest.


# %% exercise="EMA" points=5 difficulty=3 minutes=10 needs=[]
class EMA:
    """An exponential moving average of a model's parameters, equation (7).

    Args:
        model: any module, with parameters and buffers of any dtypes (buffers may be whole numbers). The shadow starts as a
            copy of what it is now, and shares no memory with it.
        decay: gamma, a float from 0 to 1.
    """

    def __init__(self, model, decay):
        """Copy the model's parameters and buffers."""
        ### BEGIN SOLUTION
        self.decay = decay
        self.shadow = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.averaged = {name for name, _ in model.named_parameters()}
        ### END SOLUTION

    def update(self, model):
        """Follow the model by one step of (7): parameters are averaged, buffers copied. The model is not changed.

        No graph is written: nothing that the shadow holds has a past.
        """
        ### BEGIN SOLUTION
        for name, value in model.state_dict().items():
            if name in self.averaged:
                self.shadow[name].mul_(self.decay).add_(value.detach(), alpha=1 - self.decay)
            else:
                self.shadow[name].copy_(value)
        ### END SOLUTION

    def copy_to(self, model):
        """Write the shadow into a model of the same kind: its parameters and buffers stay the same objects.

        Afterwards the two share no memory: whatever happens to the model, the shadow stays as it is.
        """
        ### BEGIN SOLUTION
        model.load_state_dict(self.shadow)
        ### END SOLUTION


# %% public_test="EMA"
model, other = nn.Linear(3, 2), nn.Linear(3, 2)
ema = EMA(model, 0.9)
ema.update(model)
ema.copy_to(other)
assert other.weight.shape == (2, 3), "the shadow has the shapes of the model"
assert other.weight.requires_grad, "a model that the shadow was copied to can be trained on"
assert float((other.weight - model.weight).detach().abs().max()) < 1e-6, "the average of twice the same is the same"

# %% [markdown] hint="EMA"
# Everything that a model holds has a name: `model.state_dict()` has parameters and buffers, `model.named_parameters()` only
# the parameters. A dictionary of copies is all that the shadow needs to be.
#
# ---
# `value.detach().clone()` makes a copy without a past. `load_state_dict` writes in place, and copies.
#
# ---
# `shadow.mul_(decay).add_(value.detach(), alpha=1 - decay)` for parameters, `shadow.copy_(value)` for buffers: whole numbers
# cannot be averaged.

# %% [markdown]
# Turn the learning rate up until training is restless, and look at both sets of weights after each epoch:

# %% tags=["demo"]
torch.manual_seed(0)
model = MLP([64, 32, 10]).double()
shadow_model = copy.deepcopy(model)
sgd = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
loader = DataLoader(TensorDataset(train[:300], train_labels[:300]), batch_size=8, shuffle=True)
ema = EMA(model, 0.8)
wrong = {"trained weights": [], "their moving average": []}
for _ in range(30):
    train_one_epoch(model, loader, sgd, F.cross_entropy)
    ema.update(model)
    ema.copy_to(shadow_model)
    for name, each in zip(wrong, (model, shadow_model), strict=True):
        with torch.no_grad():
            wrong[name].append((each.eval()(test).argmax(dim=1) != test_labels).double().mean())
curves = {name: torch.stack(values) for name, values in wrong.items()}
plot_curves(
    torch.arange(1, 31), curves, x_label="epoch", y_label="share of test digits misread", title="Restless training"
)

# %% [markdown]
# ## 9 Checkpoints: as if nothing had happened
#
# A checkpoint is right if a training that was interrupted, and went on from it, ends *exactly* where it would have ended
# without the interruption. So it must hold everything that the future depends on, and that is more than the weights:
#
# - the model's `state_dict()`: parameters and buffers;
# - the optimiser's `state_dict()`: momentum, Adam's running moments and step count, and the learning rate, which a schedule
#   may have changed;
# - where the data is: the state of the generator that shuffles, `generator.get_state()`;
# - how many epochs are done.
#
# (Dropout draws from a generator, too: torch's own. A training that uses it also keeps `torch.get_rng_state()`. Those of
# this section drop nothing.)
#
# **Keep data, not objects.** `torch.save(model)` would store the *class* by name and break as soon as its file is renamed.
# And Python's way of storing objects can run any code when it is read. A file from a stranger is a program from a stranger,
# unless it is read with `torch.load(path, weights_only=True)`, which accepts tensors, numbers, texts, lists and dictionaries,
# and nothing else. (It is the default since torch 2.6. Published weights come as *safetensors* for the same reason.)

# %%
folder = Path(tempfile.mkdtemp())
generator = torch.Generator().manual_seed(7)
state = generator.get_state()
first = torch.randperm(5, generator=generator)
generator.set_state(state)
print(first.equal(torch.randperm(5, generator=generator)))  # -> True
layer = nn.Linear(3, 2)
torch.save({"model": layer.state_dict(), "note": "tensors and plain things"}, folder / "example.pt")
print(list(torch.load(folder / "example.pt", weights_only=True)))  # -> ['model', 'note']


class DraftCheckpoint:
    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        rates = [group["lr"] for group in optimiser.param_groups]
        torch.save({"model": model.state_dict(), "rates": rates, "epoch": epoch}, path)

    @staticmethod
    def load(path, model, optimiser, generator):
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"], strict=False)
        for group, rate in zip(optimiser.param_groups, state["rates"], strict=True):
            group["lr"] = rate
        return state["epoch"]


def interrupted(checkpoint, stop, epochs=12):
    """Train for some epochs; after `stop` of them save, forget everything, load and go on. All losses."""

    def begin():
        torch.manual_seed(0)
        model = MLP([64, 16, 10]).double()
        optimiser = torch.optim.Adam(model.parameters(), lr=0.02)
        generator = torch.Generator().manual_seed(0)
        return model, optimiser, generator

    model, optimiser, generator = begin()
    losses, epoch = [], 0
    while epoch < epochs:
        order = torch.randperm(len(train), generator=generator)
        batches = [(train[rows], train_labels[rows]) for rows in order.split(64)]
        losses.append(train_one_epoch(model, batches, optimiser, F.cross_entropy))
        epoch += 1
        if epoch == stop:
            checkpoint.save(str(folder / "training.pt"), model, optimiser, generator, epoch)
            model, optimiser, generator = begin()
            epoch = checkpoint.load(str(folder / "training.pt"), model, optimiser, generator)
    return torch.tensor(losses)


# %% tags=["demo"]
whole, resumed = interrupted(None, stop=None), interrupted(DraftCheckpoint, stop=6)
plot_curves(
    torch.arange(1, 13),
    {"without interruption": whole, "draft, interrupted after 6": resumed},
    x_label="epoch",
    y_label="training loss",
    log_y=True,
    title="Both fall. Are they the same training?",
)
print("largest difference after the interruption:", f"{(whole - resumed)[6:].abs().max():.4f}")

# %% [markdown] task="Checkpoint"
# ### Exercise 8 · `Checkpoint` · 6 points · 10 minutes · repair
#
# The draft saves and loads without complaint, and the loss goes on falling. It loses **two** things that the future depends
# on, and it keeps silent when the file belongs to **another** model. Write `Checkpoint` without these faults.


# %% exercise="Checkpoint" points=6 difficulty=3 minutes=10 needs=[]
class Checkpoint:
    """Save a training, and take it up again exactly where it was."""

    @staticmethod
    def save(path, model, optimiser, generator, epoch):
        """Write one file. Nothing that is given is changed.

        The file holds tensors and plain values only: torch.load(path, weights_only=True) can read it.

        Args:
            path: where, a str.
            model: a module.
            optimiser: any torch optimiser of its parameters.
            generator: a torch.Generator, from which the orders of the epochs are drawn.
            epoch: how many epochs are done, an int.
        """
        ### BEGIN SOLUTION
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "generator": generator.get_state(), "epoch": epoch}, path)
        ### END SOLUTION

    @staticmethod
    def load(path, model, optimiser, generator):
        """Read such a file into a model, an optimiser and a generator of the same kinds, in place.

        They may be in any state before. A file that is not what it should be raises an error of any kind: if a name is missing
        in it or has no place in the model, if shapes differ, or if it holds more than tensors and plain values: code in it is
        never run.

        Returns:
            How many epochs were done, an int.
        """
        ### BEGIN SOLUTION
        state = torch.load(path, weights_only=True)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        generator.set_state(state["generator"])
        return state["epoch"]
        ### END SOLUTION


# %% public_test="Checkpoint"
model, other = nn.Linear(3, 2), nn.Linear(3, 2)
optimisers = [torch.optim.SGD(each.parameters(), lr=0.1) for each in (model, other)]
place = str(folder / "public.pt")
Checkpoint.save(place, model, optimisers[0], torch.Generator(), 3)
assert Path(place).is_file(), "one file, at the path that is given"
done = Checkpoint.load(place, other, optimisers[1], torch.Generator())
assert int(done) == 3, "load returns what save was told: how many epochs are done"
assert bool((model.weight == other.weight).all()), "the weights are back"

# %% [markdown] hint="Checkpoint"
# Go through the list above the draft, line by line. Which of its entries are in the draft's file?
#
# ---
# `optimiser.state_dict()` and `generator.get_state()` go into the file, and `load_state_dict` and `set_state` take them out.
# The learning rates are in the optimiser's state already.
#
# ---
# `strict=False` means: ignore names that do not match. Leave it out. And leave `weights_only=True` in.

# %% tags=["demo"]
resumed = interrupted(Checkpoint, stop=6)
print("largest difference after the interruption:", f"{(whole - resumed)[6:].abs().max():.4f}")

# %% [markdown]
# ## 10 The whole thing: train, then evaluate
#
# Everything is there. Now put it together, and be judged on digits that your network has never seen.
#
# | who reads the test digits | read rightly | cross-entropy in nats |
# | --- | --- | --- |
# | chance | 0.10 | 2.303 |
# | the nearest average (under exercise 2): the baseline | 0.90 | |
# | **your network: the target** | at least **{{target:accuracy}}** | at most **{{target:cross_entropy}}** |
# | the reference solution, over 20 seeds | 0.952 to 0.984 | 0.07 to 0.16 |
#
# Two numbers, because one is not enough: the share of digits that are read rightly looks only at which logit is the largest,
# and in it the programs B and C of the first picture hardly differ from A. The cross-entropy also asks whether the network
# knows how sure it may be. The grader trains your network on digits with *shuffled pixels* (a network of this kind does not
# mind; stored weights do), gives it images that were held back, and computes both itself. It also trains it on a few examples
# that are easy: six steps by the recipe should be plenty.

# %% [markdown] task="train_digits"
# ### Exercise 9 · `train_digits` · 8 points · 12 minutes · train, then evaluate
#
# **The recipe**, which is part of the task: your `MLP` with one hidden layer of 128 units, ReLU and dropout 0.2, in the dtype
# of the data; stochastic gradient descent with learning rate 0.05 and momentum 0.9; `epochs` times your `train_one_epoch`,
# with batches of 64 in a new random order each time, on the cross-entropy. It takes about a second; the grader allows 60
# seconds of training.


# %% exercise="train_digits" points=8 difficulty=3 minutes=12 seconds=60 needs=["MLP", "train_one_epoch"]
def train_digits(x, y, *, seed, epochs=30, device="cpu"):
    """Train a classifier of ten kinds by the recipe above.

    Args:
        x: training data, float32 or float64 tensor of shape [N, D] on the CPU. Not changed.
        y: labels, int64 tensor of shape [N], from 0 to 9.
        seed: an int that decides the initial weights, all orders and what dropout drops: the same seed and data give the same
            network.
        epochs: how often each example is used.
        device: where to train: "cpu" or "cuda".

    Returns:
        The trained network, on the CPU, in x's dtype and in evaluation mode: network(x) are logits [N, 10], which depend on
        each example alone.
    """
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    network = MLP([x.shape[1], 128, 10], dropout=0.2).to(device, x.dtype)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    loader = DataLoader(TensorDataset(x.to(device), y.to(device)), batch_size=64, shuffle=True)
    for _ in range(epochs):
        train_one_epoch(network, loader, optimiser, F.cross_entropy)
    return network.cpu().eval()
    ### END SOLUTION


# %% public_test="train_digits"
small = train_digits(train[:50], train_labels[:50], seed=0, epochs=1)
assert small(test[:5]).shape == (5, 10), "ten logits for each image"
assert small(test[:5]).dtype == torch.float64, "float64 in, float64 out"

# %% [markdown] hint="train_digits"
# Seed, network, optimiser, loader, loop, return. Exercises 5 and 6 did the work.
#
# ---
# `torch.manual_seed(seed)` before the first layer is made. `.to(device, x.dtype)` makes the network's numbers those of the
# data. `DataLoader(TensorDataset(x, y), batch_size=64, shuffle=True)` draws a new order each time it is run through.
#
# ---
# The loss is `F.cross_entropy`, on logits. At the end `return network.cpu().eval()`: `train_one_epoch` has left it in
# training mode, in which dropout is at work.

# %% tags=["demo"]
network = train_digits(train, train_labels, seed=0)
with torch.no_grad():
    logits = network(test)
surprise = F.cross_entropy(logits, test_labels, reduction="none")
guesses = logits.argmax(dim=1)
print(f"read rightly: {(guesses == test_labels).double().mean():.3f}, cross-entropy: {surprise.mean():.3f} nats")
worst = surprise.argsort(descending=True)[:10]
show_images(
    test[worst],
    columns=10,
    titles=[
        f"{t}, not {g}" if t != g else f"{t}"
        for t, g in zip(test_labels[worst].tolist(), guesses[worst].tolist(), strict=True)
    ],
    title="The ten that surprised it most (right label first)",
)

# %% [markdown] written="why_add" points=4 minutes=8
# ### Question 10 · `why_add` · 4 points · 8 minutes · explain
#
# 1. `backward` *adds* to `.grad`. Show with the chain rule that for a weight that is used twice, $L(w) = F(w, w)$, adding is
#    the right thing to do. (1 point)
# 2. Your graphics card holds only small batches. You cut a batch of $N$ examples into parts of $n_1, \dots, n_m$ examples,
#    call `backward` for each part on a factor $c_b$ times its *mean* loss $L_b$, and take one step at the end. Which $c_b$
#    make the step exactly that of the whole batch? Why is it not $1/m$ in general? (1 point)
# 3. *Batch normalisation* is a module that subtracts from each number its mean over the batch and divides it by its standard
#    deviation there. Why does the step of a model that has one differ all the same? (1 point)
# 4. Show that the weights of $\theta_0, \dots, \theta_n$ in (7) add up to 1. With $\gamma = 0.9999$, how much of the shadow
#    is still the random initialisation after 1000 steps, and what follows for short trainings? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. By the chain rule $L'(w) = \partial_1 F(w, w)\cdot 1 + \partial_2 F(w, w)\cdot 1$: the derivative by each use, as if the
#    other were constant, and then their sum. The walk back arrives at $w$ once for each use, with one of the summands; adding
#    them gives $L'(w)$, and overwriting would keep only one.
# 2. The loss of the whole batch is $\bar L = \sum_b (n_b/N)\,L_b$ by (6). A gradient is linear, so the sum of the gradients
#    of $c_b L_b$ is the gradient of $\bar L$ for $c_b = n_b/N$. With $1/m$ it would be the gradient of the mean of means, in
#    which an example of a short part counts more; the two agree only if all $n_b = N/m$.
# 3. It takes mean and standard deviation *of the batch that it sees*: of a part, where the whole batch would have others. So
#    an example's loss depends on its companions, and the mean (6) of the parts' losses is no longer the loss of the whole
#    batch. (So it is with a loss that compares examples with each other, as a contrastive loss does.)
# 4. $\gamma^n + (1-\gamma)\sum_{k=1}^n\gamma^{n-k} = \gamma^n + (1-\gamma)\frac{1-\gamma^n}{1-\gamma} = 1$. After 1000 steps
#    $\gamma^n = 0.9999^{1000} \approx e^{-0.1} \approx 0.905$: nine tenths of the shadow are still the initial weights, so
#    for short trainings $\gamma$ must be smaller, grow during training, or the start must be divided out.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: the two partial derivatives and their sum, tied to the two arrivals at w. "Because gradients add up": half a
#   point.
# - 1 point: c_b = n_b / N with linearity, AND why 1/m is wrong for parts of different lengths. One of the two: half a point.
# - 1 point: the statistics are those of the part, AND so an example's loss depends on which others are in its part. Only
#   "its mean is another one": half a point.
# - 1 point: geometric sum AND about 0.9 with a consequence. One of the two: half a point.
# ### END MARK SCHEME

# %% [markdown]
# ## 11 The opening question
#
# *Which lines were wrong?* Here are the five, in the order of the picture; you have met each of them.
#
# | program | its line | where |
# | --- | --- | --- |
# | B: evaluated in training mode | `network.eval()` is missing: dropout is still at work | sections 6, 10 |
# | C: a softmax too many | `F.cross_entropy(model(x).softmax(1), y)` | section 7 |
# | D: layers in a plain list | `self.layers = [...]`: only the last layer was filed, and learnt | section 6 |
# | E: gradients never cleared | no `zero_grad()`: each step walks along the sum of all gradients so far | sections 3, 7 |
# | F: labels of other images | images and labels were shuffled separately | section 7 |
#
# *Would you have noticed?* From the falling loss alone, no. From a baseline, from unseen data, from a second number, and from
# checks of the parts, yes. That is the habit to take along: **test the parts on inputs whose answer you know, compare with
# something simple, and never believe one number.**
#
# ## What you have now
#
# - A tensor is numbers and a plan for reading them; views share the numbers.
# - Broadcasting goes by sizes from the right; repeating forwards is summing backwards.
# - `backward` is one walk through the graph, as cheap as the way there, and it adds.
# - A custom `Function` gives any derivative you like; save inputs, not what lies in between.
# - `create_graph=True` makes gradients differentiable. (Gradient penalties, score matching)
# - A module files parameters, buffers and modules; a plain list hides them.
# - Four lines make a step, and a mean is weighted by the number of examples. (Every lesson to come)
# - The EMA is what you show, a checkpoint is all that the future depends on. (Diffusion models)
#
# ## References
#
# *Books and pages*
# - E. Stevens, L. Antiga and T. Viehmann, *Deep Learning with PyTorch*, Manning, 2020. Chapters 3 to 6 are this lesson at
#   length.
# - A. Griewank and A. Walther, *Evaluating Derivatives: Principles and Techniques of Algorithmic Differentiation*, 2nd
#   edition, SIAM, 2008. [doi:10.1137/1.9780898717761](https://doi.org/10.1137/1.9780898717761)
# - PyTorch: [autograd mechanics](https://pytorch.org/docs/stable/notes/autograd.html),
#   [extending PyTorch](https://pytorch.org/docs/stable/notes/extending.html).
# - S. Rush, [Tensor Puzzles](https://github.com/srush/Tensor-Puzzles): twenty-one more of exercise 2.
#
# *Papers*
# - D. E. Rumelhart, G. E. Hinton and R. J. Williams, Learning representations by back-propagating errors, *Nature* 323,
#   533–536, 1986. [doi:10.1038/323533a0](https://doi.org/10.1038/323533a0)
# - B. T. Polyak and A. B. Juditsky, Acceleration of stochastic approximation by averaging, *SIAM Journal on Control and
#   Optimization* 30, 838–855, 1992. [doi:10.1137/0330046](https://doi.org/10.1137/0330046)
# - H. Drucker and Y. LeCun, Improving generalization performance using double backpropagation, *IEEE Transactions on Neural
#   Networks* 3, 991–997, 1992. [doi:10.1109/72.165600](https://doi.org/10.1109/72.165600)
# - Y. Bengio, N. Léonard and A. Courville, Estimating or propagating gradients through stochastic neurons for conditional
#   computation, 2013 (straight-through). [arXiv:1308.3432](https://arxiv.org/abs/1308.3432)
# - N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, Dropout: a simple way to prevent neural
#   networks from overfitting, *Journal of Machine Learning Research* 15, 1929–1958, 2014.
#   [jmlr.org](https://jmlr.org/papers/v15/srivastava14a.html)
# - P. Ramachandran, B. Zoph and Q. V. Le, Searching for activation functions, 2017 (Swish).
#   [arXiv:1710.05941](https://arxiv.org/abs/1710.05941)
# - I. Gulrajani, F. Ahmed, M. Arjovsky, V. Dumoulin and A. Courville, Improved training of Wasserstein GANs, 2017.
#   [arXiv:1704.00028](https://arxiv.org/abs/1704.00028)
# - A. G. Baydin, B. A. Pearlmutter, A. A. Radul and J. M. Siskind, Automatic differentiation in machine learning: a survey,
#   *Journal of Machine Learning Research* 18, 1–43, 2018. [arXiv:1502.05767](https://arxiv.org/abs/1502.05767)
# - A. Paszke et al., PyTorch: an imperative style, high-performance deep learning library, 2019.
#   [arXiv:1912.01703](https://arxiv.org/abs/1912.01703)
# - C. R. Harris et al., Array programming with NumPy, *Nature* 585, 357–362, 2020.
#   [doi:10.1038/s41586-020-2649-2](https://doi.org/10.1038/s41586-020-2649-2)
# - J. Ho, A. Jain and P. Abbeel, Denoising diffusion probabilistic models, 2020.
#   [arXiv:2006.11239](https://arxiv.org/abs/2006.11239)
# - T. Karras, M. Aittala, J. Lehtinen, J. Hellsten, T. Aila and S. Laine, Analyzing and improving the training dynamics of
#   diffusion models, 2023. [arXiv:2312.02696](https://arxiv.org/abs/2312.02696)
