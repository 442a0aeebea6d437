# %% [markdown]
# # Convolutional networks: one small window, everywhere
#
# Show a network 1297 handwritten digits that all stand in the middle of the paper. Then move a digit by two pixels, to
# where none has ever stood, and ask again. A fully connected network guesses. Another one, with fewer weights,
# reads it as before: *what does it know that nobody taught it?* And why do the very same layers, run backwards in order
# to paint, leave a **checkerboard** on the picture?
#
# ![Accuracy of three networks when digits are moved; checkerboards; a noisy digit cleaned](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![A picture goes down through a U-Net and up again; below, the steps of the lesson](images/overview.svg)
#
# **Why this matters for generative AI.** The generator of a GAN, the autoencoder that Stable Diffusion paints through, and
# the network that takes the noise away in nearly every diffusion model up to 2022 are made of the pieces of this lesson:
# windows, strides, upsampling, normalisation, skips. Each of them has a slip that runs without an error message and shows
# in the pictures. Boxes come last: layout-to-image models are *told* boxes (Li et al., 2023), and whether "a dog left of a
# cat" was painted is *judged* with them (Ghosh et al., 2023).
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Eleven coding
# exercises (60 points) and one question in words (4 points) take about two and a half hours, with the reading; after
# section 4 is a good place for a break. Under each exercise there is a check cell: it catches wrong shapes and common
# slips, but passing it is *not* enough. Hidden tests look at other inputs and at the edge cases that the docstring names.
# Hints unfold step by step; opening them costs nothing.
#
# **Conventions.** A batch of pictures is a tensor of shape `[N, C, H, W]`: $N$ pictures, $C$ channels (1 if grey, 3 for red,
# green and blue, any number inside a network), height, width. Because rows and columns are *places* here, the formulas of
# this lesson count from 0, as the code does. You need tensors, autograd and `nn.Module` from the PyTorch lesson, and Adam.

# %%
import math
from itertools import pairwise

import numpy as np
import torch
from torch import nn

from journey.data import digits
from journey.plots import plot_curves, show_images

F = nn.functional  # as everybody calls it
train, test, train_labels, test_labels = digits()
pictures = test.reshape(-1, 1, 8, 8)  # [N, C, H, W]
print("a batch of pictures:", tuple(pictures.shape), pictures.dtype)
# -> a batch of pictures: (500, 1, 8, 8) torch.float64

# %% [markdown]
# ## 1 One small window, everywhere
#
# A fully connected layer from 64 pixels to 16 maps of 64 numbers has $64 \cdot 1024 = 65{,}536$ weights, and it has to
# learn at each place anew what a stroke looks like. A **convolution** makes two assumptions about pictures:
#
# * *Locality.* What is at a place can be told from a small window around it.
# * *Sharing.* What is worth looking for here is worth looking for there: the same weights at every place.
#
# With a kernel of $k \times k$ weights for each pair of an output channel $o$ and an input channel $c$, the result is
#
# $$y_{n,o,h,w} = b_o + \sum_{c}\sum_{i=0}^{k-1}\sum_{j=0}^{k-1} w_{o,c,i,j}\; \bar x_{n,c,\;sh+i,\;sw+j} \tag{1}$$
#
# where $\bar x$ is $x$ with $p$ rows and columns of zeros added on *each* side (**padding**), and the window moves on by $s$
# pixels at a time (**stride**). For 16 maps with 3 × 3 windows these are $16 \cdot 9 = 144$ weights. Note the channels: they
# are *summed over*. Each output channel looks at all input channels.
#
# ![A 3 by 3 window slides over a padded picture](images/convolution.svg)
#
# (Mathematicians call (1) a *cross-correlation* and speak of a convolution if the kernel is mirrored first. For a network
# that learns its kernels this makes no difference; for one that you load, or for the exercises below, it does.)
#
# **What is gained besides weights.** Let $T_a$ move a picture by $a$ pixels. Away from the borders
#
# $$\operatorname{conv}_s(T_{sa}\,x) = T_a \operatorname{conv}_s(x) \tag{2}$$
#
# so for stride 1 *whatever the layer says about a thing, it says wherever the thing stands*. That is called **translation
# equivariance**. With a stride of $s$ it holds for moves by multiples of $s$ only, which will return to haunt us.
#
# <details><summary>Proof of (2)</summary>
#
# One axis and one channel will do; the others are carried along. $(T_a x)_t = x_{t-a}$, hence
# $\operatorname{conv}_s(T_{sa}x)_h = \sum_i w_i\, x_{sh+i-sa} = \sum_i w_i\, x_{s(h-a)+i} = \operatorname{conv}_s(x)_{h-a}$,
# which is $(T_a \operatorname{conv}_s(x))_h$. A move by $m$ that is no multiple of $s$ gives
# $\sum_i w_i\,x_{sh+i-m}$: windows that begin at places $sh - m$, where the layer, walking in steps of $s$, never began one. ∎
#
# </details>
#
# Cutting out all windows at once is one line, and a helper that you may use:


# %%
def windows(x, height, width, stride=1):
    """All windows of a batch [N, C, H, W], as [N, C, H', W', height, width]; nothing is copied and nothing padded."""
    return x.unfold(2, height, stride).unfold(3, width, stride)


x = torch.arange(16, dtype=torch.float64).reshape(1, 1, 4, 4)
patches = windows(x, 3, 3)
print("windows:", tuple(patches.shape))  # -> windows: (1, 1, 2, 2, 3, 3)
print("the last one:", patches[0, 0, 1, 1].int().tolist())  # -> the last one: [[5, 6, 7], [9, 10, 11], [13, 14, 15]]
edge = torch.tensor([[-1.0, 0.0, 1.0]] * 3, dtype=torch.float64)  # right minus left: how fast it gets darker
print("equation (1):", (patches * edge).sum(dim=(-2, -1))[0, 0].tolist())  # -> equation (1): [[6.0, 6.0], [6.0, 6.0]]
print("padded:", tuple(F.pad(x, (1, 1, 1, 1)).shape))  # -> padded: (1, 1, 6, 6)

# %% [markdown] task="conv2d"
# ### Exercise 1 · `conv2d` · 5 points · 10 minutes · implement
#
# Write equation (1). The exercise is what torch's convolutions do, so it is to be done without them: a hidden test looks.
# `F.pad`, `windows` (or loops, or `F.unfold`) and `torch.einsum` or a matrix product are all that is needed.


# %% exercise="conv2d" points=5 difficulty=1 minutes=10 needs=[]
def conv2d(x, w, b=None, stride=1, padding=0):
    """Convolve a batch of pictures, equation (1), without torch's own convolutions.

    Args:
        x: pictures, floating-point tensor of shape [N, C_in, H, W]; height and width may differ. Not changed.
        w: kernels, shape [C_out, C_in, kh, kw], of the same dtype; a kernel need not be square.
        b: one number for each output channel, shape [C_out], or None for none.
        stride: how far the window moves on, in both directions, an int of at least 1.
        padding: rows and columns of zeros added on each of the four sides, an int of at least 0.

    Returns:
        Tensor of shape [N, C_out, H', W'] and x's dtype; the last windows are those that still fit entirely.
    """
    ### BEGIN SOLUTION
    kh, kw = w.shape[2:]
    patches = windows(F.pad(x, (padding,) * 4), kh, kw, stride)
    y = torch.einsum("nchwij,ocij->nohw", patches, w)
    return y if b is None else y + b[:, None, None]
    ### END SOLUTION


# %% public_test="conv2d"
x, w = torch.ones(2, 3, 5, 7), torch.ones(4, 3, 3, 3)
y = torch.as_tensor(conv2d(x, w))
assert y.shape == (2, 4, 3, 5), (
    "2 pictures, 4 output channels, and a 3 by 3 window fits 3 times down and 5 times across"
)
assert y.dtype == torch.float32, "float32 in, float32 out"
assert float(y[0, 0, 0, 0]) == 27, "a window of ones in 3 channels, weighted by ones: channels are summed, not averaged"
assert torch.as_tensor(conv2d(x, w, torch.ones(4), 2, 1)).shape == (2, 4, 3, 4), "padded to 7 by 9, every other window"

# %% [markdown] hint="conv2d"
# Two steps: add the padding, cut the windows. What remains is a sum of products over three axes.
#
# ---
# The windows have shape `[N, C_in, H', W', kh, kw]`, the kernels `[C_out, C_in, kh, kw]`. The axes that both have disappear.
#
# ---
# `torch.einsum("nchwij,ocij->nohw", patches, w)`, with `patches = windows(F.pad(x, (padding,) * 4), kh, kw, stride)`. The
# offsets belong to axis 1 of the result: `b[:, None, None]`.

# %% tags=["demo"]
sample = torch.stack([pictures[test_labels == digit][1] for digit in range(10)])
kernels = {
    "blur": torch.full((3, 3), 1 / 9),
    "left edges": torch.tensor([[-1.0, 0.0, 1.0]] * 3),
    "top edges": torch.tensor([[-1.0, 0.0, 1.0]] * 3).T,
    "outline": torch.tensor([[-1.0, -1.0, -1.0], [-1.0, 8.0, -1.0], [-1.0, -1.0, -1.0]]),
}
rows = {"digits": sample[:, 0]}
for name, kernel in kernels.items():
    found = torch.as_tensor(conv2d(sample, kernel.double()[None, None], padding=1))[:, 0]
    rows[name] = found.clamp(min=0) / found.max()
show_images(rows, title="Four kernels of nine numbers, at every place")

# %% [markdown]
# ## 2 How much does it see?
#
# Along one axis a layer with kernel size $k$, stride $s$ and padding $p$ makes $n'$ numbers out of $n$. With a
# **dilation** $d$ the entries of the window stand $d$ pixels apart, so the window reaches over $d(k-1)+1$ pixels:
#
# $$n' = \left\lfloor\frac{n + 2p - d\,(k-1) - 1}{s}\right\rfloor + 1 \tag{3}$$
#
# (The first window starts at 0, the last one at a multiple of $s$ that is at most $n + 2p - d(k-1) - 1$.) A window of size 3
# sees 3 pixels. But a number in the second layer sees a window of *numbers that see windows*. The **receptive field** $r$ is
# the stretch of the input, from the first to the last pixel, that one output can depend on; the **jump** $j$ is how far
# apart, in input pixels, two neighbouring outputs look. Before the first layer $r_0 = j_0 = 1$, and
#
# $$r_\ell = r_{\ell-1} + d_\ell\,(k_\ell - 1)\,j_{\ell-1}, \qquad j_\ell = j_{\ell-1}\,s_\ell \tag{4}$$
#
# ![Three windows of three see seven pixels; with a stride in between they see nine](images/receptive_field.svg)
#
# <details><summary>Proof of (4)</summary>
#
# Let output $h$ of layer $\ell - 1$ depend on the input pixels from $j_{\ell-1}h + c$ to $j_{\ell-1}h + c + r_{\ell-1} - 1$
# (true for the input itself, with $c = 0$). Output $h$ of layer $\ell$ uses the outputs $s_\ell h - p_\ell + d_\ell i$ for
# $i = 0, \dots, k_\ell - 1$. The first of them starts at $j_{\ell-1}(s_\ell h - p_\ell) + c$, the last one ends
# $j_{\ell-1}d_\ell(k_\ell - 1)$ later than the first does: the stretch has grown by that much. The next output $h+1$ looks
# $j_{\ell-1}s_\ell$ further. Padding only moves the stretch. ∎
#
# </details>
#
# So with stride 1 the field grows by $k - 1$ a layer: twenty layers of 3 × 3 see 41 pixels. Strides make the jump, and with
# it all further growth, larger: that is why networks for pictures go *down* in resolution. WaveNet, which composes sound,
# uses dilations 1, 2, 4, … instead, and keeps every sample.
#
# **Pooling** is a window, too: max pooling takes the largest number in each window of each channel, and equations (3) and
# (4) hold for it. Whoever pads before a maximum has to pad with $-\infty$: a zero is larger than every negative number.

# %%
x = torch.tensor([[-5.0, -1.0, -2.0], [-4.0, -3.0, -6.0], [-7.0, -9.0, -8.0]], dtype=torch.float64)[None, None]
print("padded with zeros:", windows(F.pad(x, (1, 1, 1, 1)), 2, 2, 2).amax(dim=(-2, -1))[0, 0].tolist())
# -> padded with zeros: [[0.0, 0.0], [0.0, -3.0]]
padded = F.pad(x, (1, 1, 1, 1), value=-math.inf)
print("padded with -inf: ", windows(padded, 2, 2, 2).amax(dim=(-2, -1))[0, 0].tolist())
# -> padded with -inf:  [[-5.0, -1.0], [-4.0, -3.0]]

r, j = 1, 1
for k, s in [(3, 1), (3, 2), (3, 1)]:
    r, j = r + (k - 1) * j, j * s
    print(f"kernel {k}, stride {s}: sees {r} pixels, jump {j}")
# -> kernel 3, stride 1: sees 3 pixels, jump 1
# -> kernel 3, stride 2: sees 5 pixels, jump 2
# -> kernel 3, stride 1: sees 9 pixels, jump 2

# %% [markdown] task="conv_stack"
# ### Exercise 2 · `conv_stack` · 5 points · 8 minutes · predict
#
# Predict, before anybody builds it, what a stack of convolutions (or poolings) makes of $n$ pixels and how much each output
# sees. Arithmetic only: hidden tests ask about stacks too large to run.


# %% exercise="conv_stack" points=5 difficulty=1 minutes=8 needs=[]
def conv_stack(n, layers):
    """Predict the size, the receptive field and the jump of a stack of layers along one axis, equations (3) and (4).

    Args:
        n: how many pixels come in, an int of at least 1.
        layers: a list of tuples of four ints (kernel, stride, padding, dilation), the first layer first; perhaps empty.

    Returns:
        (size, field, jump), three ints: how many numbers come out; how many input pixels one of them reaches over, from the
        first to the last, gaps included and borders disregarded; how far apart neighbouring outputs look.

    Raises:
        ValueError: if the (padded) input of some layer is smaller than its window.
    """
    ### BEGIN SOLUTION
    field, jump = 1, 1
    for kernel, stride, padding, dilation in layers:
        room = n + 2 * padding - dilation * (kernel - 1) - 1
        if room < 0:
            raise ValueError("the window does not fit")
        n = room // stride + 1
        field += dilation * (kernel - 1) * jump
        jump *= stride
    return n, field, jump
    ### END SOLUTION


# %% public_test="conv_stack"
found = conv_stack(8, [(3, 1, 1, 1)])
assert len(found) == 3, "three numbers: size, field, jump"
assert all(int(number) == number for number in found), "pixels are whole"
assert found[0] == 8, "a 3 by 3 window with a padding of 1 keeps the size"
assert conv_stack(5, [])[0] == 5, "no layer changes nothing"

# %% [markdown] hint="conv_stack"
# Walk through the layers and carry three numbers along. Which of them does a layer's own stride change?
#
# ---
# The field grows by $d(k-1)$ times the jump *before* this layer. Padding is in the size and nowhere else.
#
# ---
# Let `room = n + 2 * padding - dilation * (kernel - 1) - 1`. If it is negative, raise `ValueError`; else the size is
# `room // stride + 1`. Then the field, and the jump last.

# %% [markdown]
# Now see what your prediction says: take your `conv2d`, change one input pixel after the other, and mark those that move
# the output in the middle. (That is a receptive field, measured.)

# %% tags=["demo"]
seen = {}
for name, strides in {"three layers, stride 1": (1, 1, 1), "the second with stride 2": (1, 2, 1)}.items():
    mask = torch.zeros(17, 17)
    for place in range(17 * 17):
        y = torch.zeros(1, 1, 17, 17, dtype=torch.float64)
        y[0, 0, place // 17, place % 17] = 1
        for stride in strides:
            y = torch.as_tensor(conv2d(y, torch.ones(1, 1, 3, 3, dtype=torch.float64), stride=stride, padding=1))
        mask[place // 17, place % 17] = float(y[0, 0, y.shape[2] // 2, y.shape[3] // 2] > 0)
    field = conv_stack(17, [(3, stride, 1, 1) for stride in strides])[1]
    print(f"{name}: predicted {field}, measured {int(mask.any(dim=0).sum())}")
    seen[name] = mask[None]
titles = ["strides\n1, 1, 1", "strides\n1, 2, 1"]
show_images(torch.cat(list(seen.values())), titles=titles, columns=2, title="What one number sees")

# %% [markdown]
# ## 3 The way back
#
# Apart from its offsets, a convolution is linear: there is a (huge, mostly empty) matrix $A$ with $y = Ax$, if pictures are
# written as vectors. Every matrix has a transpose, and here it is a layer of its own, the **transposed convolution**. It
# takes what has the shape of $y$ and returns what has the shape of $x$. Among all maps in that direction it is singled out
# by one equation, for all $x$ and $y$:
#
# $$\langle A x,\; y\rangle = \langle x,\; A^\top y\rangle, \qquad \langle a, b\rangle = \sum_i a_i b_i \tag{5}$$
#
# The transpose is also called the **adjoint**. It is *not* the inverse: it brings back the shape, not the picture.
#
# **Where you meet it.** (i) In every training step: if $y = Ax$, the gradient of a loss by $x$ is $A^\top$ times its gradient
# by $y$. Back-propagation *is* the adjoint. (ii) Generators and decoders use it to go *up* in resolution. (iii) Methods that
# let a diffusion model repair a picture (sharpen, fill in, superresolve) ask for the pair $A$, $A^\top$ of the damage, and
# go wrong without a word if the two do not belong together.
#
# So before using a pair, one tests it. Equation (5) for *random* $x$ and $y$ is two numbers that must agree, and it is such
# a sharp test that it has a name, the **dot-product test**: a pair that is wrong in a single entry fails it almost surely.

# %%
A = torch.tensor([[1.0, 2.0, 0.0], [0.0, 1.0, 2.0]], dtype=torch.float64)  # kernel (1, 2) on three pixels, as a matrix
x, y = torch.tensor([3.0, 1.0, -1.0], dtype=torch.float64), torch.tensor([1.0, -2.0], dtype=torch.float64)
print("<A x, y> =", (A @ x @ y).item(), "  <x, A^T y> =", (x @ (A.T @ y)).item())
# -> <A x, y> = 7.0   <x, A^T y> = 7.0
print("A^T A x:", (A.T @ A @ x).tolist(), "is not x")  # -> A^T A x: [5.0, 9.0, -2.0] is not x

w = torch.tensor([1.0, 2.0], dtype=torch.float64).reshape(1, 1, 1, 2)
leaf = x.reshape(1, 1, 1, 3).clone().requires_grad_()
(F.conv2d(leaf, w).flatten() @ y).backward()
print("autograd:", leaf.grad.flatten().tolist(), "  A^T y:", (A.T @ y).tolist())
# -> autograd: [1.0, 0.0, -4.0]   A^T y: [1.0, 0.0, -4.0]

# %% [markdown] task="is_adjoint"
# ### Exercise 3 · `is_adjoint` · 5 points · 8 minutes · write a check
#
# Somebody hands you two functions and says that `g` is the adjoint of the linear map `f`. Write the check that tells. It is
# judged like any good test: on pairs that it must accept, and on *wrong* pairs, each with another fault, that it must reject.
# Which $x$ and $y$ you ask about is up to you; draw them from the `generator`. Adjoint pairs may be tiny or huge, so
# compare with the size of what you compare: two numbers that differ by more than rounding *relative to*
# $\lVert f(x)\rVert\,\lVert y\rVert + \lVert x\rVert\,\lVert g(y)\rVert$ are different.


# %% exercise="is_adjoint" points=5 difficulty=2 minutes=8 needs=[]
def is_adjoint(f, g, x_shape, y_shape, generator, tol=1e-9):
    """Tell whether g is the adjoint of f by the dot-product test, equation (5).

    Args:
        f: a function that takes float64 tensors of shape x_shape and should return tensors of shape y_shape.
        g: a function that takes float64 tensors of shape y_shape and should return tensors of shape x_shape.
        x_shape: a tuple of ints.
        y_shape: a tuple of ints.
        generator: a torch.Generator on the CPU, for probes that nobody could foresee.
        tol: how far apart the two sides of (5) may be, relative to |f(x)| |y| + |x| |g(y)|.

    Returns:
        A bool. False also where f or g returns another shape, or NaN; no exception in either case. Maps that return only
        zeros are adjoint to each other.
    """
    ### BEGIN SOLUTION
    x = torch.randn(x_shape, generator=generator, dtype=torch.float64)
    y = torch.randn(y_shape, generator=generator, dtype=torch.float64)
    there, back = f(x), g(y)
    if there.shape != y.shape or back.shape != x.shape:
        return False
    difference = ((there * y).sum() - (x * back).sum()).abs()
    return bool(difference <= tol * (there.norm() * y.norm() + x.norm() * back.norm()))
    ### END SOLUTION


# %% public_test="is_adjoint"
def double(x):
    return 2 * x


answer = is_adjoint(double, double, (3, 4), (3, 4), torch.Generator().manual_seed(0))
assert isinstance(answer, (bool, np.bool_)) or torch.as_tensor(answer).numel() == 1, "one answer, true or false"
assert bool(answer), "doubling is its own adjoint: <2x, y> = <x, 2y>"
answer = is_adjoint(double, lambda y: y, (3, 4), (3, 4), torch.Generator().manual_seed(0))
assert not bool(answer), "<2x, y> is not <x, y>"

# %% [markdown] hint="is_adjoint"
# Draw one $x$ and one $y$, compute both sides of (5), compare. What could make two numbers agree by accident?
#
# ---
# `torch.randn(x_shape, generator=generator, dtype=torch.float64)`: a probe of ones cannot tell a matrix from one with its
# columns swapped, and $y = f(x)$ sees only what $f$ can reach. Look at the shapes *before* you multiply: broadcasting
# makes sense out of nonsense.
#
# ---
# Ask "is the difference, in absolute value, at most `tol` times the scale?" Every comparison with NaN is false, so put it
# such that false means rejected; and with `<=`, so that zero maps pass.

# %% [markdown]
# ### The same sum, read from the other side
#
# In (1) output $h$ *gathers* from the pixels $sh + i - p$. Transposed, the same weights *scatter*: each number of $y$ stamps
# the kernel, times itself, onto the larger picture, and where stamps overlap they add up:
#
# $$x_{n,c,\;sh+i-p,\;sw+j-p} \mathrel{+}= \sum_o w_{o,c,i,j}\;y_{n,o,h,w} \quad\text{for all } h, w, i, j \tag{6}$$
#
# What falls outside (a row number below 0, say) is cut off: $p$ rows and columns *come off* each side. The size is
#
# $$n = (n' - 1)\,s + k - 2p \tag{7}$$
#
# ![Three numbers stamp a kernel of three with a stride of two; stamps add up where they overlap](images/transposed.svg)
#
# <details><summary>Proof that (6) is the adjoint of (1)</summary>
#
# One axis, one channel, no padding: $\langle Ax, y\rangle = \sum_h y_h\sum_i w_i\,x_{sh+i}
# = \sum_t x_t \sum_{h,i:\,sh+i=t} w_i\,y_h$. The inner sum is what (6) adds to place $t$, so this is $\langle x, A^\top
# y\rangle$. Padding is a map of its own, $x \mapsto \bar x$, whose adjoint cuts the padding off again; and the adjoint of
# "pad, then gather" is "scatter, then cut": $(BC)^\top = C^\top B^\top$. ∎
#
# </details>
#
# There is a second recipe, by which (6) is again a convolution (with stride 1): put $s - 1$ zeros *between* the numbers of
# $y$, pad by $k - 1 - p$, mirror the kernel in both directions, swap its two channel axes, convolve. The mirror is easily
# forgotten, and the result still has the right shape; so it has without the swap, if both sides have as many channels.
#
# (If $n + 2p - k$ is no multiple of $s$, the convolution never looked at the last rows, and (7) is too small by these; torch's
# `output_padding` appends them. In this lesson sizes fit.)

# %% [markdown] task="conv_transpose2d"
# ### Exercise 4 · `conv_transpose2d` · 6 points · 12 minutes · implement
#
# Write the adjoint of your `conv2d`, with the *same* kernels `w`, by whichever of the two recipes; again without torch's
# own. (`F.conv_transpose2d` takes `w` in the same layout, so "in" and "out" trade places in its documentation.)


# %% exercise="conv_transpose2d" points=6 difficulty=3 minutes=12 needs=["conv2d"]
def conv_transpose2d(y, w, stride=1, padding=0):
    """Transposed convolution, equation (6): the adjoint of conv2d(x, w, None, stride, padding), without torch's own.

    Args:
        y: floating-point tensor of shape [N, C_out, H', W']; not changed.
        w: the kernels of the convolution that is transposed, shape [C_out, C_in, kh, kw], of the same dtype.
        stride: its stride, an int of at least 1, perhaps larger than the kernel.
        padding: its padding, an int of at least 0, perhaps larger than the kernel; (7) leaves at least one pixel.

    Returns:
        Tensor of shape [N, C_in, (H'-1) stride + kh - 2 padding, (W'-1) stride + kw - 2 padding] and y's dtype.
    """
    ### BEGIN SOLUTION
    (rows, columns), (kh, kw) = y.shape[2:], w.shape[2:]
    height, width = (rows - 1) * stride + kh, (columns - 1) * stride + kw
    stamps = torch.einsum("nohw,ocij->ncijhw", y, w)
    x = y.new_zeros(len(y), w.shape[1], height, width)
    for i in range(kh):
        for j in range(kw):
            x[:, :, i : i + (rows - 1) * stride + 1 : stride, j : j + (columns - 1) * stride + 1 : stride] += stamps[
                :, :, i, j
            ]
    return x[:, :, padding : height - padding, padding : width - padding]
    ### END SOLUTION


# %% public_test="conv_transpose2d"
y, w = torch.ones(2, 4, 3, 5), torch.ones(4, 3, 3, 3)
x = torch.as_tensor(conv_transpose2d(y, w))
assert x.shape == (2, 3, 5, 7), "the shape that conv2d has made [2, 4, 3, 5] of; channels go back from 4 to 3"
assert x.dtype == torch.float32, "float32 in, float32 out"
assert torch.as_tensor(conv_transpose2d(y, w, 2, 1)).shape == (2, 3, 5, 9), "equation (7) with stride 2 and padding 1"
assert float(x.sum()) == float(y.sum()) * 27, "each number is stamped with the whole kernel, 9 weights in 3 channels"

# %% [markdown] hint="conv_transpose2d"
# Start without padding: a picture of zeros of the size $(n'-1)s + k$, onto which things are added. Cut at the end.
#
# ---
# Loop over the *kernel's* entries, not over pixels: for fixed $(i, j)$ all $(h, w)$ are stamped at once, onto the places
# $sh + i$, $sw + j$, a slice with step `stride`. The number of places must be that of the rows of $y$.
#
# ---
# `x[:, :, i : i + (rows - 1) * stride + 1 : stride, …] += …` with `torch.einsum("nohw,oc->nchw", y, w[:, :, i, j])` on the
# right. `+=`, because stamps overlap. Finally `x[:, :, padding : height - padding, …]`: a stop of `-padding` fails for 0.

# %% [markdown]
# Let your own check judge your own pair: it must accept yours, and reject the inverse-looking pairs that people believe in.

# %% tags=["demo"]
generator = torch.Generator().manual_seed(0)
w = torch.randn(4, 3, 3, 3, dtype=torch.float64, generator=generator)
pairs = {
    "conv2d and conv_transpose2d": lambda y: torch.as_tensor(conv_transpose2d(y, w, 2, 1)),
    "with the kernel mirrored": lambda y: torch.as_tensor(conv_transpose2d(y, w.flip(2, 3), 2, 1)),
    "mean over overlaps": lambda y: torch.as_tensor(conv_transpose2d(y, w, 2, 1)) / 2.25,
}
for name, g in pairs.items():
    verdict = is_adjoint(lambda x: torch.as_tensor(conv2d(x, w, None, 2, 1)), g, (2, 3, 9, 9), (2, 4, 5, 5), generator)
    print(f"{name}: {bool(verdict)}")

# %% [markdown]
# ## 4 Checkerboards
#
# In 2016 many pictures by GANs had a fine checkerboard on them, and it was not the training (Odena, Dumoulin and Olah). Look
# at (6) with *all* weights and all inputs equal to one. Each output place counts how often it is stamped. Along one axis,
# place $t$ is reached from the inputs $h$ with $0 \le t - sh < k$:
#
# $$c(t) = \#\{\,h \in \{0, \dots, n-1\} : 0 \le t - sh < k\,\}, \qquad
# C(t, u) = c(t)\,c(u) \tag{8}$$
#
# In two dimensions the counts *multiply*, since rows and columns are chosen independently. Away from the borders $c$
# repeats with period $s$. The inputs that reach $t$ are those with $t - sh$ in $\{0, \dots, k - 1\}$: if $k$ is a multiple
# of $s$ there are always $k/s$ of them. If not, there are sometimes $\lceil k/s\rceil$ and sometimes $\lfloor k/s\rfloor$: a
# grid that the weights have to learn to undo. (Two neighbouring counts of 1 and 2 become 1, 2 and 4 in the plane.)
#
# **What to do about it.** (a) Take $k$ as a multiple of $s$, such as $k = 4$, $s = 2$, as many GANs do. (b) Double the size by
# repeating pixels, *then* convolve: most diffusion U-Nets. (c) Let a convolution make $r^2$ times as many channels, and lay
# them out as pixels: the *pixel shuffle* below, of superresolution.

# %%
ones = torch.ones(1, 1, 4, dtype=torch.float64)
for k in (3, 4):
    counts = F.conv_transpose1d(ones, torch.ones(1, 1, k, dtype=torch.float64), stride=2)[0, 0].int().tolist()
    print(f"k = {k}, s = 2:", counts)
# -> k = 3, s = 2: [1, 1, 2, 1, 2, 1, 2, 1, 1]
# -> k = 4, s = 2: [1, 1, 2, 2, 2, 2, 2, 2, 1, 1]

# %% [markdown] task="overlap_map"
# ### Exercise 5 · `overlap_map` · 4 points · 6 minutes · predict
#
# Predict the counts (8) of a transposed convolution without padding, and whether it is free of checkerboards.


# %% exercise="overlap_map" points=4 difficulty=2 minutes=6 needs=[]
def overlap_map(n, k, s):
    """Count how often each output place of a transposed convolution is stamped, equation (8).

    Args:
        n: the input is n by n, an int of at least 1.
        k: the kernel is k by k, an int of at least 1.
        s: stride, an int of at least 1, perhaps larger than k.

    Returns:
        (counts, even): an integer tensor (or array, or lists) of shape [(n-1) s + k, (n-1) s + k] with C(t, u) for an input
        of n by n; and a bool, whether the counts would be the same at every place if the input went on for ever.
    """
    ### BEGIN SOLUTION
    places, inputs = torch.arange((n - 1) * s + k), torch.arange(n)
    offsets = places[:, None] - s * inputs
    along_one_axis = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(along_one_axis, along_one_axis), k % s == 0
    ### END SOLUTION


# %% public_test="overlap_map"
found = overlap_map(3, 2, 1)
assert len(found) == 2, "two results: the counts, and whether they are even"
counts, even = torch.as_tensor(found[0]), found[1]
assert counts.shape == (4, 4), "equation (7): (3 - 1) * 1 + 2 places along each axis"
assert int(counts[0, 0]) == 1, "a corner is stamped once"
assert isinstance(even, (bool, np.bool_)) or torch.as_tensor(even).numel() == 1, "one answer, true or false"

# %% [markdown] hint="overlap_map"
# First along one axis: which inputs reach place $t$? You could simply stamp and count.
#
# ---
# `places[:, None] - s * inputs` is the table of all $t - sh$; count, for each place, how many lie from 0 to $k - 1$. In two
# dimensions take the outer product. (Or let your `conv_transpose2d` stamp ones.)
#
# ---
# The border has fewer stamps in any case, so "even" cannot be read off the counts of a small map. The paragraph under (8)
# says for which $k$ and $s$ the number of inputs is always the same.

# %% tags=["demo"]
cases = [(3, 2), (4, 2), (5, 3), (6, 3), (2, 3)]
maps = [torch.as_tensor(overlap_map(8, k, s)[0]).float()[:16, :16] for k, s in cases]
titles = [f"k={k}, s={s}\n{'even' if overlap_map(8, k, s)[1] else 'uneven'}" for k, s in cases]
show_images(torch.stack([m / m.max() for m in maps]), columns=5, titles=titles, title="How often each place is stamped")

# %% [markdown]
# ### Pixels from channels
#
# Stack $r^2$ channels and you have all the numbers that a picture $r$ times as high and wide needs: nothing is interpolated,
# nothing overlaps. **Pixel shuffle** (Shi et al., 2016) lays them out, so that the channels $c\,r^2, \dots, c\,r^2 + r^2 - 1$
# fill the $r \times r$ block of channel $c$, row by row:
#
# $$y_{n,\;c,\;hr+i,\;wr+j} = x_{n,\;c\,r^2 + i\,r + j,\;h,\;w} \tag{9}$$
#
# Its inverse is how some models *begin*: a "space to depth" or "patchify" layer, as in vision transformers.

# %%
x = torch.arange(4).reshape(1, 4, 1, 1).expand(1, 4, 2, 2)  # four channels, each of one value
print(F.pixel_shuffle(x, 2)[0, 0].tolist())
# -> [[0, 1, 0, 1], [2, 3, 2, 3], [0, 1, 0, 1], [2, 3, 2, 3]]
print(x.reshape(1, 1, 4, 4)[0, 0].tolist(), "is what a reshape alone would make")
# -> [[0, 0, 0, 0], [1, 1, 1, 1], [2, 2, 2, 2], [3, 3, 3, 3]] is what a reshape alone would make
row = torch.tensor([[5, 7]]).reshape(1, 1, 1, 2)
print("nearest neighbours are repeated:", row.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)[0, 0].tolist())
# -> nearest neighbours are repeated: [[5, 5, 7, 7], [5, 5, 7, 7]]

# %% [markdown] task="pixel_shuffle"
# ### Exercise 6 · `pixel_shuffle` · 4 points · 6 minutes · implement
#
# Write (9) without `F.pixel_shuffle`. A reshape alone has the right shape, and puts every pixel in the wrong place.


# %% exercise="pixel_shuffle" points=4 difficulty=2 minutes=6 needs=[]
def pixel_shuffle(x, r):
    """Lay channels out as pixels, equation (9), without torch's own.

    Args:
        x: tensor of shape [N, C r^2, H, W]; height and width may differ.
        r: how many times higher and wider the result is, an int of at least 1.

    Returns:
        Tensor of shape [N, C, H r, W r] and x's dtype.
    """
    ### BEGIN SOLUTION
    N, channels, H, W = x.shape
    blocks = x.reshape(N, channels // r**2, r, r, H, W)
    return blocks.permute(0, 1, 4, 2, 5, 3).reshape(N, channels // r**2, H * r, W * r)
    ### END SOLUTION


# %% public_test="pixel_shuffle"
x = torch.zeros(2, 12, 3, 5)
y = torch.as_tensor(pixel_shuffle(x, 2))
assert y.shape == (2, 3, 6, 10), "12 channels in blocks of 2 by 2 are 3 channels, twice as high and wide"
assert y.dtype == torch.float32, "float32 in, float32 out"
assert float(torch.as_tensor(pixel_shuffle(x + 1, 2)).sum()) == float(x.numel()), (
    "no number is lost, none appears twice"
)

# %% [markdown] hint="pixel_shuffle"
# Name the axes. Which six indices does equation (9) use, and in which order do they stand on either side?
#
# ---
# On the right: $n, c, i, j, h, w$, if the channel axis is split into three. On the left: $n, c, h, i, w, j$, before the
# axes $h, i$ and $w, j$ are merged.
#
# ---
# `x.reshape(N, C, r, r, H, W)`, then `permute(0, 1, 4, 2, 5, 3)`, then reshape to `[N, C, H * r, W * r]`.

# %% [markdown]
# Take every other pixel of a picture, in four ways: your function puts the four small pictures together again. (A good place
# for a break.)

# %% tags=["demo"]
views = torch.stack([sample[:, 0, i::2, j::2] for i in range(2) for j in range(2)], dim=1)  # [10, 4, 4, 4]
rows = {f"channel {channel}": views[:, channel] for channel in range(4)}
show_images(rows | {"shuffled": torch.as_tensor(pixel_shuffle(views, 2))[:, 0]}, title="Four channels, one picture")

# %% [markdown]
# ## 5 Numbers that stay in range: normalisation
#
# Stack twenty layers, and if their weights are a little too large or too small the numbers explode or die out. **Batch
# normalisation** (Ioffe and Szegedy, 2015) brings each channel
# back to mean 0 and variance 1 and then lets it choose its own scale $\gamma$ and offset $\beta$. Let $M = NHW$ be how many
# numbers of a channel there are in the batch. In **training**, for each channel $c$,
#
# $$
# m_c = \frac1M\sum_{n,h,w}x_{nchw},\quad v_c = \frac1M\sum_{n,h,w}(x_{nchw} - m_c)^2,\quad
# y_{nchw} = \gamma_c\,\frac{x_{nchw} - m_c}{\sqrt{v_c + \epsilon}} + \beta_c \tag{10}
# $$
#
# In **evaluation** there may be only one picture, and what a picture is taken for must not depend on its neighbours. So in
# training one keeps running estimates, with a *momentum* $\mu = 0.1$ that is the weight of the *new* value:
#
# $$
# \text{mean} \leftarrow (1 - \mu)\,\text{mean} + \mu\, m_c, \qquad
# \text{var} \leftarrow (1 - \mu)\,\text{var} + \mu\,\frac{M}{M-1}\,v_c \tag{11}
# $$
#
# and in evaluation (10) uses these in the place of $m_c$ and $v_c$, and changes nothing. The factor $M/(M-1)$ makes the
# estimate unbiased: for independent numbers, $v_c$ is too small by that factor on average, since the mean was fitted to the
# very same numbers. In (10) itself nothing is estimated, and $v_c$ stands as it is.
#
# **In training, $m_c$ and $v_c$ are functions of $x$**, and gradients flow through them: adding a constant to a channel changes
# nothing behind (10), so the gradient of each channel sums to zero. Whoever takes them for constants trains another network.
# The *running* estimates, on the other hand, are kept from batch to batch and have to be detached: otherwise each of them holds
# on to the computation of every batch before it, until the memory is full.
#
# The relatives differ only in *what they average over*:
#
# | | averages over | depends on the batch? | where |
# | --- | --- | --- | --- |
# | batch | $N, H, W$ | in training | classifiers, DCGAN |
# | layer | $C$ (and $H, W$) | no | transformers |
# | instance | $H, W$ | no | style transfer, StyleGAN |
# | group (Wu and He, 2018) | $H, W$ and the channels of a group | no | nearly all diffusion U-Nets |
#
# Why groups in diffusion models? Batches are small and pictures of one batch have different amounts of noise, so a batch's
# statistics say little about a picture. And a picture that depends on its neighbours is a leak: a GAN's discriminator
# can tell real *batches* from fake ones.
#
# Below is a draft from the internet. It looks right, and its outputs have mean 0 and (nearly) variance 1.


# %%
def draft_batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    mean = x.mean(dim=(0, 2, 3))
    var = x.var(dim=(0, 2, 3))
    if training:
        running_mean.mul_(momentum).add_((1 - momentum) * mean)
        running_var.mul_(momentum).add_((1 - momentum) * var)
    x_hat = (x - mean[:, None, None]) / (var.sqrt() + eps)[:, None, None]
    return gamma[:, None, None] * x_hat + beta[:, None, None], running_mean, running_var


generator = torch.Generator().manual_seed(0)
x = 3 + 2 * torch.randn(50, 2, 8, 8, dtype=torch.float64, generator=generator)
zero, one = torch.zeros(2, dtype=torch.float64), torch.ones(2, dtype=torch.float64)
y, _, _ = draft_batch_norm(x, one, zero, zero.clone(), one.clone(), True)
print(f"mean {y.mean().abs():.3f}, standard deviation {y.std():.3f}")  # -> mean 0.000, standard deviation 1.000

# %% [markdown] task="batch_norm"
# ### Exercise 7 · `batch_norm` · 6 points · 10 minutes · repair
#
# `draft_batch_norm` has **six** faults. Before you read on, try it on a batch of two pictures of 1 × 1 pixels, in evaluation,
# on a channel whose numbers are tiny; look at `running_mean` before and after; and ask whether it requires a gradient once
# `x` does. Then write `batch_norm` without them, from the draft, or afresh from (10) and (11); without torch's own.


# %% exercise="batch_norm" points=6 difficulty=3 minutes=10 needs=[]
def batch_norm(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Batch normalisation, equations (10) and (11); gradients flow through all of it that depends on x.

    Args:
        x: floating-point tensor of shape [N, C, H, W]; in training each channel has at least two numbers.
        gamma: scale of each channel, shape [C].
        beta: offset of each channel, shape [C].
        running_mean: estimate so far, shape [C]; not changed in place.
        running_var: estimate so far, shape [C], none negative; not changed in place.
        training: a bool: use and record the batch's statistics, or use the running ones.
        momentum: the weight of the new value in (11), a float from 0 to 1.
        eps: what is added to the variance under the root, a float.

    Returns:
        (y, mean, var): the normalised batch, of x's shape and dtype, and the new running estimates, shape [C], which carry
        no gradient. In evaluation the estimates are as they came.
    """
    ### BEGIN SOLUTION
    if training:
        mean, var = x.mean(dim=(0, 2, 3)), x.var(dim=(0, 2, 3), unbiased=False)
        M = x.numel() / x.shape[1]
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * M / (M - 1) * var.detach()
    else:
        mean, var = running_mean, running_var
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var
    ### END SOLUTION


# %% public_test="batch_norm"
x = torch.arange(24, dtype=torch.float64).reshape(2, 3, 2, 2)
zero, one = torch.zeros(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)
found = batch_norm(x, one, zero, zero, one, True)
assert len(found) == 3, "three results: the normalised batch, the running mean, the running variance"
y, mean, var = (torch.as_tensor(part) for part in found)
assert y.shape == x.shape, "every number stays where it is"
assert mean.shape == var.shape == (3,), "one running mean and one running variance for each channel"
assert y.dtype == torch.float64, "float64 in, float64 out"
assert float(y.mean(dim=(0, 2, 3)).abs().max()) < 1e-9, "in training each channel has mean 0 (if beta is 0)"

# %% [markdown] hint="batch_norm"
# The trials show them in this order: a divisor; a mode; a place for eps; a pair of weights, and two methods whose names end
# in an underscore; and a past that is never let go.
#
# ---
# `x.var` divides by $M - 1$ unless it is told `unbiased=False`; (10) wants the one, (11) the other. In evaluation the
# batch's statistics are not used at all. The momentum is the weight of the *new* value.
#
# ---
# $\sqrt{v + \epsilon}$ is `(var + eps).sqrt()`. `running_mean = (1 - momentum) * running_mean + momentum * mean` makes a new
# tensor, where `mul_` writes into what was given. Detach `mean` and `var` in (11), and do not where they stand in (10).

# %% tags=["demo"]
generator = torch.Generator().manual_seed(1)
start = torch.randn(64, 16, 8, 8, dtype=torch.float64, generator=generator)
one, zero = torch.ones(16, dtype=torch.float64), torch.zeros(16, dtype=torch.float64)
spreads = {}
for size in (0.06, 0.2):
    plain, normal = f"weights of {size}", f"weights of {size}, with your batch_norm"
    spreads |= {plain: [], normal: []}
    naive = normalised = start
    for _layer in range(12):
        w = size * torch.randn(16, 16, 3, 3, dtype=torch.float64, generator=generator)
        naive = F.conv2d(naive, w, padding=1).relu()
        y, _, _ = batch_norm(F.conv2d(normalised, w, padding=1), one, zero, zero, one, True)
        normalised = torch.as_tensor(y).relu()
        spreads[plain].append(naive.std())
        spreads[normal].append(normalised.std())
plot_curves(
    range(1, 13), spreads, x_label="layer", y_label="standard deviation", title="Twelve random layers", log_y=True
)

# %% [markdown]
# ## 6 Down, across and up: the U-Net
#
# To clean a noisy picture a network must see *far* (is this a stroke or a speck?) and answer *sharply*, pixel by pixel. Going
# down in resolution gives the first and destroys the second. The **U-Net** (Ronneberger et al., 2015), made for pictures of
# cells, is what diffusion models removed noise with for years, and many still do. Its idea: on the way down keep what each
# level saw, and on the way up lay it beside what comes from below. These **skip connections** carry the details around the
# bottleneck.
#
# ![A U-Net of depth two: down by pooling, across by skips, up by repeating](images/unet.svg)
#
# For a U-Net of depth $L$ with width $m$, a *block* being 3 × 3 convolutions with padding 1, each followed by a ReLU:
#
# $$
# \begin{aligned}
# &\textit{down:} & s_0 &= \operatorname{block}_0(x), & s_i &= \operatorname{block}_i(\operatorname{halve}(s_{i-1})),
# \quad i = 1, \dots, L \\
# &\textit{up:} & u_L &= s_L, & u_{i} &= \operatorname{block}'_{i}\bigl([\operatorname{double}(u_{i+1}),\; s_i]\bigr),
# \quad i = L-1, \dots, 0
# \end{aligned} \tag{12}
# $$
#
# with $2^i m$ channels on level $i$, in $s_i$ and in $u_i$; the output is a 1 × 1 convolution of $u_0$, with no ReLU behind
# it (noise has both signs). $[\cdot, \cdot]$ lays channels side by side. The **bottom** is $s_L$, the **skips** are
# $s_0, \dots, s_{L-1}$. *Halve* is max pooling over 2 × 2; where a side is odd the last row stands alone
# (`ceil_mode=True`), so 9 becomes 5 and not 4. *Double* repeats pixels up to the size of the skip that it meets, whatever
# that is: `F.interpolate(u, size=...)` does.

# %%
x = torch.arange(81, dtype=torch.float64).reshape(1, 1, 9, 9)
halved = F.max_pool2d(x, 2, ceil_mode=True)
print(
    "9 by 9, halved:",
    tuple(halved.shape[2:]),
    "and halved again:",
    tuple(F.max_pool2d(halved, 2, ceil_mode=True).shape[2:]),
)
# -> 9 by 9, halved: (5, 5) and halved again: (3, 3)
doubled = F.interpolate(halved, size=(9, 9))
print(
    "and doubled to the skip's size:",
    tuple(doubled.shape[2:]),
    "  beside the skip:",
    tuple(torch.cat([doubled, x], 1).shape),
)
# -> and doubled to the skip's size: (9, 9)   beside the skip: (1, 2, 9, 9)


def block(c_in, c_out):
    """A 3 by 3 convolution that keeps the size, and a ReLU; a helper that you may use."""
    return nn.Sequential(nn.Conv2d(c_in, c_out, 3, padding=1), nn.ReLU())


# %% [markdown] task="TinyUNet"
# ### Exercise 8 · `TinyUNet` · 8 points · 15 minutes · build
#
# Write (12) as a module, in two halves, so that one can look at what passes between them, and take parts of it away: that is
# how hidden tests prove that your skips work. No batch normalisation and no dropout: what comes out for a picture depends on
# it alone (group normalisation in the blocks is allowed).


# %% exercise="TinyUNet" points=8 difficulty=3 minutes=15 needs=[]
class TinyUNet(nn.Module):
    """A U-Net that returns a picture of the same shape as the one it is given, equation (12).

    Args:
        channels: of the pictures that come in, and of those that come out.
        width: m, the channels on level 0.
        depth: L, how often the size is halved, an int of at least 0; for 0 there are no skips.
    """

    def __init__(self, channels, width, depth):
        """Make the layers: depth + 1 blocks down, depth blocks up, and the last 1 by 1 convolution."""
        ### BEGIN SOLUTION
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)
        ### END SOLUTION

    def down(self, x):
        """The way down, for x of shape [N, channels, H, W] with any H and W of at least 1.

        Returns:
            (bottom, skips): s_L, and the list [s_0, ..., s_{L-1}], the finest first. s_i has 2^i m channels and 2^i times
            fewer rows and columns than x, rounded up.
        """
        ### BEGIN SOLUTION
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips
        ### END SOLUTION

    def up(self, bottom, skips):
        """The way up from tensors as `down` returns them (which may have been changed in between): [N, channels, H, W]."""
        ### BEGIN SOLUTION
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = F.interpolate(u, size=skip.shape[2:])
            u = level(torch.cat([u, skip], dim=1))
        return self.head(u)
        ### END SOLUTION

    def forward(self, x):
        """Down and up again: pictures of x's shape, any real numbers."""
        ### BEGIN SOLUTION
        return self.up(*self.down(x))
        ### END SOLUTION


# %% public_test="TinyUNet"
torch.manual_seed(0)
net = TinyUNet(channels=1, width=4, depth=2)
assert len(list(net.parameters())) > 0, "the module knows no weights: layers in a plain list are not seen (ModuleList)"
bottom, skips = net.down(torch.ones(3, 1, 8, 8))
assert len(skips) == 2, "one skip for each halving"
assert skips[0].shape == (3, 4, 8, 8), "the finest skip comes first, at the size of the picture"
assert net(torch.ones(3, 1, 8, 8)).shape == (3, 1, 8, 8), "a picture goes in, a picture comes out"

# %% [markdown] hint="TinyUNet"
# Count the channels before you write a layer. Which block gets $2^{i+1}m + 2^i m$ channels, and how many does it return?
#
# ---
# Down: block, keep, halve; the last block keeps nothing. Up: walk through levels *and* skips from the coarsest to the
# finest: double to the skip's size, `torch.cat` along axis 1, block. Lists of layers go into `nn.ModuleList`.
#
# ---
# `F.max_pool2d(x, 2, ceil_mode=True)` on the way down, `F.interpolate(u, size=skip.shape[2:])` on the way up. The blocks up
# are `block(a + b, a)` for widths $a = 2^i m$ and $b = 2^{i+1}m$; use `reversed(...)` for both lists.

# %% [markdown]
# Now let it clean digits. Noise is added, and the network is trained to say what was added: in one line, that is how a
# diffusion model learns. Then the skips are cut off in the *trained* network, and, after that, a network is trained that has
# nothing but its bottleneck. It takes some seconds.

# %% tags=["demo"]


def train_denoiser(net, keep_skips, steps=300, noise=0.4):
    torch.manual_seed(0)
    optimiser = torch.optim.Adam(net.parameters(), lr=3e-3)
    clean = train.float().reshape(-1, 1, 8, 8)
    for _step in range(steps):
        x = clean[torch.randint(len(clean), (64,))]
        eps = noise * torch.randn_like(x)
        loss = (through(net, x + eps, keep_skips) - eps).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return net


def through(net, x, keep_skips=True):
    bottom, skips = net.down(x)
    return net.up(bottom, skips if keep_skips else [torch.zeros_like(skip) for skip in skips])


torch.manual_seed(1)
noise = 0.4 * torch.randn(10, 1, 8, 8)
noisy = sample.float() + noise
whole = train_denoiser(TinyUNet(1, 16, 2), keep_skips=True)
narrow = train_denoiser(TinyUNet(1, 16, 2), keep_skips=False)
with torch.no_grad():
    rows = {
        "clean": sample[:, 0],
        "noisy": noisy[:, 0],
        "U-Net": (noisy - whole(noisy))[:, 0],
        "skips cut": (noisy - through(whole, noisy, False))[:, 0],
        "no skips": (noisy - through(narrow, noisy, False))[:, 0],
    }
show_images(rows, title="What the skips carry")
for name, row in rows.items():
    print(f"{name:10} mean squared error {(row - sample[:, 0]).square().mean():.4f}")

# %% [markdown]
# Cut the skips of the trained network, and what it says about the noise is worth nothing. Train it without, and it learns far
# less in the same time: the noise of each of 64 pixels has to be packed into the channels of four places, and unpacked again.
# (A *picture* passes a narrow door more easily, as the autoencoder lessons show, because its pixels have much to do with each
# other. Those of noise have nothing.)

# %% [markdown]
# ## 7 Where is it? Boxes
#
# A **box** is four numbers, $(x_1, y_1, x_2, y_2)$: left, top, right and bottom edge. How well two boxes agree is measured by
# their **intersection over union**, which does not depend on units and is 1 only for equal boxes:
#
# $$
# \operatorname{IoU}(a, b) = \frac{|a \cap b|}{|a| + |b| - |a \cap b|}, \qquad
# |a \cap b| = \bigl[\min(a_{x_2}, b_{x_2}) - \max(a_{x_1}, b_{x_1})\bigr]_+
# \bigl[\min(a_{y_2}, b_{y_2}) - \max(a_{y_1}, b_{y_1})\bigr]_+ \tag{13}
# $$
#
# with $[t]_+ = \max(t, 0)$ and $|a| = (a_{x_2} - a_{x_1})(a_{y_2} - a_{y_1})$. The $[\cdot]_+$ stands on *each* factor: for
# boxes that are apart in both directions two negative numbers would have a positive product.
#
# ![Two boxes with their intersection and union; many boxes of which non-maximum suppression keeps two](images/boxes.svg)

# %%
a, b = torch.tensor([0.0, 0.0, 4.0, 2.0]), torch.tensor([2.0, 0.0, 6.0, 2.0])
sides = torch.minimum(a[2:], b[2:]) - torch.maximum(a[:2], b[:2])
print("sides of the intersection:", sides.tolist())  # -> sides of the intersection: [2.0, 2.0]
print(f"IoU: {4 / (8 + 8 - 4):.4f}")  # -> IoU: 0.3333

# %% [markdown] task="box_iou"
# ### Exercise 9 · `box_iou` · 4 points · 6 minutes · implement
#
# Write (13) for all pairs of two lists of boxes: one table, as in attention.


# %% exercise="box_iou" points=4 difficulty=2 minutes=6 needs=[]
def box_iou(a, b):
    """Intersection over union of all pairs of boxes, equation (13).

    Args:
        a: boxes (x1, y1, x2, y2), floating-point tensor of shape [n, 4], with x1 <= x2 and y1 <= y2; n may be 0.
        b: boxes of the same dtype, shape [m, 4]; m may be 0.

    Returns:
        Tensor of shape [n, m] and the inputs' dtype, entries from 0 to 1. Where both boxes are empty, so that the union is
        0, the entry is 0.
    """
    ### BEGIN SOLUTION
    low = torch.maximum(a[:, None, :2], b[None, :, :2])
    high = torch.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2]).prod(dim=1) for boxes in (a, b))
    union = area_a[:, None] + area_b - shared
    return shared / union.masked_fill(union == 0, 1)
    ### END SOLUTION


# %% public_test="box_iou"
a = torch.tensor([[0.0, 0.0, 4.0, 2.0], [1.0, 1.0, 2.0, 5.0], [0.0, 0.0, 1.0, 1.0]], dtype=torch.float64)
table = torch.as_tensor(box_iou(a, a[:2]))
assert table.shape == (3, 2), "3 boxes against 2 make a table of 3 rows and 2 columns"
assert table.dtype == torch.float64, "float64 in, float64 out"
assert abs(float(table[1, 1]) - 1) < 1e-12, "every box agrees with itself"
assert torch.as_tensor(box_iou(a[:0], a)).shape == (0, 3), "no boxes, no rows"

# %% [markdown] hint="box_iou"
# Where does the intersection begin, where does it end? Along each axis: at the later beginning, at the earlier end.
#
# ---
# `a[:, None, :2]` and `b[None, :, :2]` broadcast to `[n, m, 2]`: all pairs of lower corners at once.
#
# ---
# `(high - low).clamp(min=0).prod(dim=2)` is the intersection. The union is both areas minus it; where it is 0, so is the
# intersection, and dividing by 1 there gives the 0 that is asked for.

# %% [markdown]
# **Non-maximum suppression.** A detector slides a window, too, and finds each thing many times over. So one keeps the box
# with the highest score, drops all that overlap it too much, and goes on with what is left:
#
# 1. Sort the boxes by score, the highest first.
# 2. Take the first. If its IoU with *some box that was kept* is larger than the threshold, drop it; otherwise keep it.
# 3. Go on with the next, until there is none.
#
# A box that was dropped suppresses nothing: of three boxes in a row, each overlapping the next, the first and the third stay.
# (The rule is greedy and learns nothing. Detectors such as DETR, and the mask models that judge generated pictures, train a
# network to say each thing once.)

# %% [markdown] task="nms"
# ### Exercise 10 · `nms` · 5 points · 8 minutes · implement
#
# Write the three steps. Your `box_iou` gives all overlaps in one table; mind that the rows of `boxes` are not in the order of
# their scores.


# %% exercise="nms" points=5 difficulty=2 minutes=8 needs=["box_iou"]
def nms(boxes, scores, threshold):
    """Non-maximum suppression: which boxes stay, the highest score first.

    Args:
        boxes: (x1, y1, x2, y2), float64 tensor of shape [n, 4]; n may be 0. Not changed.
        scores: shape [n], any real numbers; of equal scores the box that stands first comes first. Not changed.
        threshold: the IoU that two kept boxes may have with each other, a float; exactly that much is allowed.

    Returns:
        The numbers of the rows of `boxes` that are kept, as an int64 tensor, an array or a list of ints, in descending
        order of score.
    """
    ### BEGIN SOLUTION
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)
    ### END SOLUTION


# %% public_test="nms"
boxes = torch.tensor([[0.0, 0.0, 4.0, 4.0], [9.0, 9.0, 12.0, 12.0], [0.0, 0.0, 4.0, 4.5]], dtype=torch.float64)
kept = nms(boxes, torch.tensor([0.5, 0.6, 0.9], dtype=torch.float64), 0.5)
assert torch.as_tensor(kept).shape == (2,), "two things are found: two boxes stay, one number for each"
assert all(int(i) == i and 0 <= int(i) < 3 for i in kept), "the numbers are those of rows of `boxes`"
assert 1 in [int(i) for i in kept], "a box that overlaps no other is kept"

# %% [markdown] hint="nms"
# Keep a list of the rows that were kept. What has a new candidate to be compared with?
#
# ---
# `torch.argsort(scores, descending=True, stable=True)` gives the order (without `stable` equal scores may trade places). The
# table of all IoUs is one call, before the loop.
#
# ---
# `if all(overlaps[i, k] <= threshold for k in kept): kept.append(i)` with `i` a row of `boxes`, not a place in the order.

# %% [markdown]
# The whole way from a convolution to a list of finds: slide the mean picture of a zero over a canvas, call everything above
# a limit a find, and let your `nms` say each thing once.

# %% tags=["demo"]
canvas = torch.zeros(1, 1, 28, 40, dtype=torch.float64)
zeros, others = pictures[test_labels == 0], pictures[test_labels == 7]
for thing, top, left in [
    (zeros[0], 2, 3),
    (others[0], 4, 17),
    (zeros[3], 15, 12),
    (others[2], 17, 25),
    (zeros[5], 3, 29),
]:
    canvas[0, :, top : top + 8, left : left + 8] = thing
template = zeros.mean(dim=0, keepdim=True)
template = (template - template.mean()) / (template - template.mean()).norm()
score = torch.as_tensor(conv2d(canvas, template))[0, 0]  # one number for each place of the window
finds = (score > 0.6 * score.max()).nonzero()
boxes = torch.stack([finds[:, 1], finds[:, 0], finds[:, 1] + 8, finds[:, 0] + 8], dim=1).double()
kept = [int(i) for i in nms(boxes, score[finds[:, 0], finds[:, 1]], 0.2)]


def draw(rows):
    picture = (1 - canvas[0]).repeat(3, 1, 1)
    for x1, y1, x2, y2 in boxes[rows].long().tolist():
        for channel, value in enumerate((0.85, 0.2, 0.1)):
            picture[channel, y1, x1:x2] = picture[channel, y2 - 1, x1:x2] = value
            picture[channel, y1:y2, x1] = picture[channel, y1:y2, x2 - 1] = value
    return picture


titles = [f"{len(boxes)} finds", f"{len(kept)} after nms"]
show_images(torch.stack([draw(list(range(len(boxes)))), draw(kept)]), columns=2, titles=titles)

# %% [markdown]
# ## 8 The whole thing: train, then evaluate
#
# Back to the question at the top. All training digits stand in the *middle* of a canvas of 12 × 12 pixels. The grader moves
# each unseen digit by up to two pixels, in a direction of its own, and asks what it is.
#
# By (2) a stack of convolutions with stride 1 says the same about a digit wherever it stands, only elsewhere. Take the
# *largest* number in each channel over all places (`nn.AdaptiveMaxPool2d(1)`), and even the "elsewhere" is gone: what is
# left does not depend on the place at all. Such a network is **invariant** by its making, and needs to be taught nothing.
#
# | what is trained on digits in the middle | read rightly when moved by up to two pixels |
# | --- | --- |
# | 144-128-10 fully connected | about 0.2 |
# | convolutions, flattened into a fully connected layer | about 0.2 |
# | convolutions, one of them with stride 2, then the maximum | about 0.65 |
# | **the recipe below: the target** | at least **{{target:moved_accuracy}}** |
# | the reference solution, over 20 seeds | 0.93 to 0.99 |
#
# The third row is (2) again: with a stride of 2 nothing is promised for a move by one pixel. Generators have the same fault the
# other way round: when a face painted by StyleGAN2 turns, fine detail such as hair stays glued to the pixels, which StyleGAN3
# (Karras et al., 2021) cured with much care about strides.
#
# How the grader looks at it: it trains your network on digits that are *mirrored or turned* (a convolution does not mind
# which; stored weights do), shows it digits that were held back, and measures two things itself: how many are read rightly,
# and the cross-entropy of the **logits** that your network returns, which is to be at most
# {{target:moved_cross_entropy}}.

# %% [markdown] task="train_cnn"
# ### Exercise 11 · `train_cnn` · 8 points · 12 minutes · train, then evaluate
#
# **The recipe**, which is part of the task. The network, in float32: 3 × 3 convolution to 16 channels, padding 1; batch
# normalisation; ReLU; 5 × 5 convolution to 32 channels, padding 2; batch normalisation; ReLU; the maximum over all places;
# a linear layer to 10 logits. All strides are 1. Adam with learning rate 0.01 and otherwise torch's defaults, cross-entropy,
# `epochs` times through all examples in a new random order, in batches of 64. It takes about two seconds; the grader allows
# 60 seconds of training. What you return has to be picklable: `nn.Sequential`, or a class that stands in a cell.


# %% exercise="train_cnn" points=8 difficulty=3 minutes=12 seconds=60 needs=[]
def train_cnn(x, y, *, seed, epochs=5, device="cpu"):
    """Train a convolutional network to read digits, by the recipe above.

    Args:
        x: pictures, float32 tensor of shape [N, 1, H, W] on the CPU, values between 0 and 1. Not changed.
        y: their labels from 0 to 9, int64 tensor of shape [N].
        seed: an int that decides the initial weights and all orders: the same seed and data give the same network.
        epochs: how often each example is used.
        device: where to train: "cpu" or "cuda".

    Returns:
        The trained network, on the CPU and ready to be used: called with pictures [n, 1, H', W'] of any size from 8 by 8 on it
        returns logits [n, 10], and those of a picture depend on that picture alone.
    """
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    net = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 5, padding=2),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(32, 10),
    ).to(device)
    optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
    x, y = x.to(device), y.to(device)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).to(device).split(64):
            loss = F.cross_entropy(net(x[rows]), y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return net.cpu().eval()
    ### END SOLUTION


# %% public_test="train_cnn"
small = train_cnn(torch.rand(64, 1, 8, 8), torch.arange(64) % 10, seed=0, epochs=1)
with torch.no_grad():
    logits = small(torch.rand(5, 1, 12, 9))
assert logits.shape == (5, 10), "ten logits for each picture, whatever its size"
assert logits.dtype == torch.float32, "float32 in, float32 out"

# %% [markdown] hint="train_cnn"
# Seed, network, optimiser, loop, return. Write the layers of the recipe into an `nn.Sequential`, in order.
#
# ---
# After `nn.AdaptiveMaxPool2d(1)` the shape is `[N, 32, 1, 1]`: `nn.Flatten()` before the linear layer. `F.cross_entropy` takes
# logits and applies the softmax itself. `torch.randperm(len(x)).split(64)` gives the batches of an epoch.
#
# ---
# A network with batch normalisation has two ways of working (section 5). Which one has it to be in when it is returned?
# `return net.cpu().eval()`.

# %% [markdown]
# Look at the three maps: each square is a move, its shade the share of unseen digits that are read rightly. The one in the
# middle has learnt the same things as the last one, and forgets them at every other step.

# %% tags=["demo"]


def on_canvas(images, down=0, right=0):
    canvas = torch.zeros(len(images), 1, 12, 12)
    canvas[:, 0, 2 + down : 10 + down, 2 + right : 10 + right] = images.reshape(-1, 8, 8).float()
    return canvas


def train_other(net):
    torch.manual_seed(0)
    optimiser, x = torch.optim.Adam(net.parameters(), lr=0.01), on_canvas(train)
    for rows in torch.cat([torch.randperm(len(x)) for _ in range(5)]).split(64):
        loss = F.cross_entropy(net(x[rows]), train_labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return net.eval()


connected = train_other(nn.Sequential(nn.Flatten(1), nn.Linear(144, 128), nn.ReLU(), nn.Linear(128, 10)))
start = [nn.Conv2d(1, 16, kernel_size=3, padding=1), nn.BatchNorm2d(num_features=16), nn.ReLU()]
middle = [nn.Conv2d(16, 32, kernel_size=5, padding=2, stride=2), nn.BatchNorm2d(num_features=32), nn.ReLU()]
end = [nn.AdaptiveMaxPool2d((1, 1)), nn.Flatten(1), nn.Linear(in_features=32, out_features=10)]
strided = train_other(nn.Sequential(*start, *middle, *end))
maps = {}
for name, net in {
    "connected": connected,
    "stride 2": strided,
    "yours": train_cnn(on_canvas(train), train_labels, seed=0),
}.items():
    table = torch.zeros(5, 5)
    for down in range(-2, 3):
        for right in range(-2, 3):
            with torch.no_grad():
                right_answers = net(on_canvas(test, down, right)).argmax(dim=1) == test_labels
            table[down + 2, right + 2] = right_answers.double().mean()
    print(f"{name:10} in the middle {table[2, 2]:.3f}, over all moves {table.mean():.3f}")
    maps[name] = table
show_images(
    torch.stack(list(maps.values())), columns=3, titles=list(maps), title="Read rightly, by how the digit was moved"
)

# %% [markdown] written="why_convolution" points=4 minutes=8
# ### Question 12 · `why_convolution` · 4 points · 8 minutes · prove and explain
#
# Signals of $n$ numbers, with indices modulo $n$ (a ring, so that there are no borders); $T$ moves by one place:
# $(Tx)_t = x_{t-1}$.
#
# 1. Show the converse of (2): if a linear map $A$ commutes with $T$, $AT = TA$, then $A$ is a convolution: there are numbers
#    $w_0, \dots, w_{n-1}$ with $(Ax)_t = \sum_i w_i\,x_{t+i}$. (2 points)
# 2. A network has two convolutions of stride 2, then the maximum over all places. For which moves of the input is its output
#    sure to stay the same, and which share of all moves in the plane is that? (1 point)
# 3. Real pictures have borders, padded with zeros. Why can a deep network with padding tell *where* something stands, although
#    each of its layers treats all places alike, and when is that welcome? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. Let $e$ be the signal with a 1 at place 0 and zeros elsewhere. Every signal is a mixture of moved copies of it:
#    $x = \sum_m x_m\,T^m e$. Since $A$ is linear and commutes with $T$, and so with each power of it,
#    $Ax = \sum_m x_m\,T^m Ae$. With $g = Ae$ this says $(Ax)_t = \sum_m x_m\,g_{t-m}$. Put $m = t + i$ and $w_i = g_{-i}$
#    (indices modulo $n$): $(Ax)_t = \sum_i w_i\,x_{t+i}$.
# 2. By (2), used twice, moves by multiples of $2 \cdot 2 = 4$ pixels along each axis move the last map by whole places, and the
#    maximum does not see that. Along an axis this is one move in four, in the plane one in sixteen.
# 3. Near a border the window reaches into zeros that are nowhere else, so a layer answers differently there; each further
#    layer carries this further in, by its field. (Equation (2) holds away from the borders only.) It is welcome where place
#    has a meaning: a generator should know that the sky is above; it is not where things may stand anywhere.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: writes x as a mixture of moved unit impulses (or: column m of A is column 0, moved by m).
# - 1 point: uses linearity AND that A commutes with all powers of T, and arrives at the form of a convolution. Signs of
#   indices do not matter. Only "the matrix is circulant" without a reason: half a point.
# - 1 point: multiples of 4, and one in sixteen. Only one of the two: half a point.
# - 1 point: the zeros outside mark the border AND this spreads inwards with depth, with one sensible example of use. One
#   of the two: half a point.
# ### END MARK SCHEME

# %% [markdown]
# ## 9 The opening question
#
# *What does it know that nobody taught it?* That a digit is the same thing wherever it stands: not learnt, but built in, by
# using the same few weights at every place and asking only for the largest answer. *Why do the same layers, run backwards,
# paint checkerboards?* Because a stamp of three with a step of two covers some places twice. Both are consequences of (1), and
# neither needs a single training step to be seen.
#
# In the autoencoder and GAN lessons these layers draw; in the diffusion lessons your `TinyUNet` gets a time and a caption, and
# removes noise until there is a picture.
#
# ## What you have now
#
# - A convolution is a sum over windows and channels, with the same weights at every place; that makes it equivariant.
# - Sizes and receptive fields are arithmetic: stride and dilation make a network see far.
# - The transposed convolution is the adjoint, not the inverse; the dot-product test finds every wrong pair.
# - Kernel sizes that are no multiple of the stride paint checkerboards; repeated pixels and pixel shuffle do not.
# - Batch normalisation has two ways of working, and its statistics are part of the gradient.
# - A U-Net sees far and answers sharply, because skips carry details around the bottleneck.
# - IoU compares boxes, and non-maximum suppression says each thing once.
#
# ## References
#
# *Books*
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016. Chapter 9, on convolutional networks. Free at
#   [deeplearningbook.org](https://www.deeplearningbook.org).
# - C. M. Bishop and H. Bishop, *Deep Learning: Foundations and Concepts*, Springer, 2024. Chapter 10. Free to read at
#   [bishopbook.com](https://www.bishopbook.com).
#
# *Papers*
# - Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, Gradient-based learning applied to document recognition, *Proceedings of the
#   IEEE* 86, 2278–2324, 1998. [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791)
# - V. Dumoulin and F. Visin, A guide to convolution arithmetic for deep learning, 2016 (equations (3) and (7), with pictures).
#   [arXiv:1603.07285](https://arxiv.org/abs/1603.07285)
# - A. van den Oord et al., WaveNet: a generative model for raw audio, 2016.
#   [arXiv:1609.03499](https://arxiv.org/abs/1609.03499)
# - A. Odena, V. Dumoulin and C. Olah, Deconvolution and checkerboard artifacts, *Distill*, 2016.
#   [doi:10.23915/distill.00003](https://doi.org/10.23915/distill.00003)
# - W. Shi et al., Real-time single image and video super-resolution using an efficient sub-pixel convolutional neural network,
#   2016. [arXiv:1609.05158](https://arxiv.org/abs/1609.05158)
# - S. Ioffe and C. Szegedy, Batch normalization: accelerating deep network training by reducing internal covariate shift, 2015.
#   [arXiv:1502.03167](https://arxiv.org/abs/1502.03167)
# - Y. Wu and K. He, Group normalization, 2018. [arXiv:1803.08494](https://arxiv.org/abs/1803.08494)
# - O. Ronneberger, P. Fischer and T. Brox, U-Net: convolutional networks for biomedical image segmentation, 2015.
#   [arXiv:1505.04597](https://arxiv.org/abs/1505.04597)
# - J. Ho, A. Jain and P. Abbeel, Denoising diffusion probabilistic models, 2020 (a U-Net that removes noise).
#   [arXiv:2006.11239](https://arxiv.org/abs/2006.11239)
# - R. Zhang, Making convolutional networks shift-invariant again, 2019. [arXiv:1904.11486](https://arxiv.org/abs/1904.11486)
# - T. Karras et al., Alias-free generative adversarial networks, 2021 (StyleGAN3).
#   [arXiv:2106.12423](https://arxiv.org/abs/2106.12423)
# - N. Carion et al., End-to-end object detection with transformers, 2020 (DETR).
#   [arXiv:2005.12872](https://arxiv.org/abs/2005.12872)
# - Y. Li et al., GLIGEN: open-set grounded text-to-image generation, 2023. [arXiv:2301.07093](https://arxiv.org/abs/2301.07093)
# - D. Ghosh, H. Hajishirzi and L. Schmidt, GenEval: an object-focused framework for evaluating text-to-image alignment, 2023.
#   [arXiv:2310.11513](https://arxiv.org/abs/2310.11513)
