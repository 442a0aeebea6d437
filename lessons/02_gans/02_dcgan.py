# %% [markdown]
# # DCGAN: a generator that draws
#
# Last time two small networks learnt a ring of eight blobs. Give the same game pictures instead of points, and it falls
# apart: for a year after GANs were invented nobody got convolutional networks to play it. Then three people tried hundreds
# of architectures and wrote down **five rules** (Radford, Metz and Chintala, 2016). *Which layers, which first weights,
# which line of the training loop decide between handwriting and mush? And what happens if you add and subtract pictures
# that nobody has drawn yet?*
#
# By the end you will have trained a generator of 11,000 numbers that writes digits, in a few seconds. In the picture all
# three rows of samples come from **one architecture, one recipe and the same noise**; behind the last of them, ten times the
# same smear, stands one line that differs, and it looks harmless. You will repair it.
#
# ![Real digits; digits from a generator like yours; without averaging; one smear ten times](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![Noise grows to 8x8 in the generator, an image shrinks to one logit in the discriminator](images/overview.svg)
#
# **Where this is used, and why.** Nearly every image generator since has this skeleton: a small grid with many channels
# that grows, layer by layer, into a large one with few. It stands in StyleGAN, in the decoders of Stable Diffusion, in
# vocoders. Its three bugs stand there too, under other names: checkerboards, batch statistics that leak, and weights that
# never stop wobbling. The cure for the last, an *average of the weights*, is in every diffusion model that you will train
# later.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Ten coding
# exercises (60 points) and one question in words (4 points) take a bit over two hours; after section 4 is a good place for
# a break. The check cell under an exercise catches wrong shapes and common slips, but passing it is *not* enough: hidden
# tests look at other inputs and at the edge cases that the docstring names. Hints unfold step by step; opening them costs
# nothing.
#
# **Conventions.** As in `02_01`: $G$ the generator, $D$ the discriminator, which returns logits; $z$ is standard normal
# noise, here with $d = 16$ numbers. Images are `[N, C, H, W]`. Data have pixels from 0 (paper) to 1 (ink) in rows of 64;
# **networks speak images from -1 to 1**, because the generator ends in a tanh. Somebody has to translate. Guess what
# happens if nobody does.

# %%
import copy
import math

import numpy as np
import torch
from torch import nn

from journey.data import digits
from journey.plots import plot_curves, show_images

x_train = digits().train.float()  # 1297 digits, one in each row of 64 pixels, from 0 (paper) to 1 (ink)
noise = torch.randn(500, 16, generator=torch.Generator().manual_seed(0))


def to_ink(images):
    """Images of a network, [N, 1, 8, 8] from -1 to 1, as rows of 64 pixels from 0 to 1, to look at."""
    return (images.detach() + 1).flatten(1) / 2


print("data:", tuple(x_train.shape), "  noise:", tuple(noise.shape))  # -> data: (1297, 64) noise: (500, 16)
layer = nn.ConvTranspose2d(16, 32, kernel_size=2)  # the first layer of the generator
print("one z as a 1x1 image with 16 channels becomes", tuple(layer(noise.reshape(500, 16, 1, 1)).shape))
# -> one z as a 1x1 image with 16 channels becomes (500, 32, 2, 2)

# %% tags=["demo"]
show_images(x_train[:20], title="Twenty of the digits that the generator shall learn to write")

# %% [markdown]
# ## 1 Growing an image
#
# A convolution with stride 2 halves an image: every output pixel looks at a $k \times k$ patch and patches are 2 apart. A
# **transposed convolution** runs the arrows backwards: every *input* pixel paints a $k \times k$ patch, patches are $s$
# (the stride) apart, and where they overlap, they add up. A padding of $p$ then cuts $p$ pixels off at each border. In one
# dimension, $n$ pixels paint from $0$ to $(n-1)s + k$; so what is left is
#
# $$n_\text{out} = (n - 1)\,s - 2p + k \tag{1}$$
#
# The numbers of DCGAN, $k = 4$, $s = 2$, $p = 1$, double an image exactly: $2(n-1) - 2 + 4 = 2n$.
#
# **How many patches reach an output pixel?** That matters, for with random weights a pixel that gets two contributions
# is livelier than its neighbour that gets one, and the pattern of twos and ones is burnt into every picture: the famous
# **checkerboard** (Odena et al., 2016). Input $i$ paints output $j$ if $0 \le j + p - i s < k$. So the number of
# contributions to $j$ is
#
# $$c_j = \#\{\,i \in \{0, \dots, n-1\} : j + p - k < i s \le j + p\,\} \tag{2}$$
#
# Away from the borders, **$c_j$ is the same for all $j$ exactly if $s$ divides $k$**, and then it is $k/s$.
#
# <details><summary>Proof</summary>
#
# Away from the borders the limits on $i$ do not bind, and $c_j$ counts the multiples of $s$ among the $k$ consecutive
# integers $j+p-k+1, \dots, j+p$. Write $k = qs + r$ with $0 \le r < s$. Any $s$ consecutive integers hold exactly one
# multiple of $s$, so the first $qs$ of them hold $q$. The other $r$ hold one or none. If $r = 0$ there are none left, and
# $c_j = q$ for each $j$. If $0 < r < s$, take $j$ such that the last of them is a multiple of $s$: $c_j = q + 1$. For the
# $j$ before it, the $r$ numbers end one *before* a multiple of $s$ and, being fewer than $s$, hold none: $c_j = q$. ∎
#
# </details>
#
# ![Patches of width 3 and of width 4 at stride 2: ones and twos against an even floor](images/checkerboard.svg)

# %%
ones = torch.ones(1, 1, 5)
for kernel in (3, 4):
    painted = nn.functional.conv_transpose1d(ones, torch.ones(1, 1, kernel), stride=2)
    print(f"kernel {kernel}:", *painted[0, 0].int().tolist())
# -> kernel 3: 1 1 2 1 2 1 2 1 2 1 1
# -> kernel 4: 1 1 2 2 2 2 2 2 2 2 1 1

# %% [markdown] task="overlap_counts"
# ### Exercise 1 · `overlap_counts` · 5 points · 12 minutes · implement
#
# Write equations (1) and (2) as a function, which tells for any layer whether it will print a checkerboard.


# %% exercise="overlap_counts" points=5 difficulty=2 minutes=12 needs=[]
def overlap_counts(size, kernel, stride, padding=0):
    """How many patches of a one-dimensional transposed convolution reach each output pixel, equation (2).

    Args:
        size: input pixels n, at least 1.
        kernel: width k of a patch, at least 1.
        stride: distance s from patch to patch, at least 1; may be larger than the kernel.
        padding: pixels p cut off at each border, at least 0.

    Returns:
        int64 tensor of shape [(n - 1) * s - 2p + k]: the count for each output pixel. Counts may be 0.

    Raises:
        ValueError: if there is no output pixel.
    """
    ### BEGIN SOLUTION
    painted = (size - 1) * stride + kernel
    if painted - 2 * padding < 1:
        raise ValueError("nothing is left of the output")
    counts = torch.zeros(painted, dtype=torch.int64)
    for start in range(0, size * stride, stride):
        counts[start : start + kernel] += 1
    return counts[padding : painted - padding]
    ### END SOLUTION


# %% public_test="overlap_counts"
counts = overlap_counts(4, 4, 2, 1)
assert torch.is_tensor(counts), "a tensor of counts"
assert counts.dtype == torch.int64, "counts are whole numbers: int64"
assert counts.shape == (8,), "this layer doubles the image"
assert int(overlap_counts(3, 2, 2).sum()) == 6, "three patches of two pixels each"

# %% [markdown] hint="overlap_counts"
# Paint! Start with zeros, and let every input pixel add 1 to the places that its patch covers.
#
# ---
# Without padding the canvas has $(n-1)s + k$ places, and patch $i$ covers $k$ of them from $is$ on. The padding is cut off
# afterwards, at *both* ends.
#
# ---
# `counts[i * stride : i * stride + kernel] += 1` in a loop over i; then a slice from `padding`. Before: is anything left?

# %% tags=["demo"]
places = torch.arange(17)
plot_curves(
    places,
    {"kernel 4, stride 2": overlap_counts(9, 4, 2, 1)[:17], "kernel 3, stride 2": overlap_counts(9, 3, 2, 1)},
    x_label="output pixel",
    y_label="patches that reach it",
    title="Why DCGAN's kernels are 4 wide and not 3",
)

# %% [markdown]
# ## 2 Five rules, two networks
#
# What Radford, Metz and Chintala found, in the order of the layers:
#
# 1. **No pooling.** Strided convolutions shrink in $D$, transposed ones grow in $G$: the networks learn their own resampling.
# 2. **Batch norm in both networks, but not in $G$'s last layer and not in $D$'s first.**
# 3. **No fully connected layers** on top; $z$ is a 1×1 image with $d$ channels.
# 4. **ReLU in $G$**, and a **tanh** at its end.
# 5. **LeakyReLU in $D$**, with slope 0.2 on the negative side.
#
# Batch norm (Ioffe and Szegedy, 2015) takes a channel's values $h$ over the whole batch and all pixels, and makes
#
# $$\hat h = \gamma\,\frac{h - \mu_B}{\sqrt{\sigma_B^2 + \varepsilon}} + \beta \tag{3}$$
#
# with a learnt $\gamma$ and $\beta$ for each channel. Three things follow at once:
#
# - A **bias in the layer before** is subtracted again with $\mu_B$: it does nothing. So there is none.
# - **$G$'s last layer has none.** With it, every batch of fakes would have the same mean and the same spread *by force*:
#   how dark a picture is would depend on the others in its batch, to the last pixel. (On our tiny digits it hardly shows.)
# - **$D$'s first layer has none.** There it would erase what separates fakes from data most easily, their mean and
#   contrast, and so the gradient that leads out of it. (This shows: with it, two of ten digits went missing.)
#
# ReLU in $G$ and *leaky* ReLU in $D$: the gradient that $G$ learns from comes through $D$; a ReLU there would pass nothing
# where a unit is off.

# %%
torch.manual_seed(0)
plain, biased = (nn.Conv2d(3, 4, 3, bias=bias) for bias in (False, True))
biased.weight = plain.weight
norm, images = nn.BatchNorm2d(4), torch.randn(8, 3, 6, 6)
difference = (norm(plain(images)) - norm(biased(images))).abs().max()
print(f"what a bias before a batch norm changes: {difference.item():.3f}")
# -> what a bias before a batch norm changes: 0.000
off = torch.tensor([-3.0], requires_grad=True)
for activation in (nn.ReLU(), nn.LeakyReLU(0.2)):
    (slope,) = torch.autograd.grad(activation(off).sum(), off)
    print(f"slope at -3: {slope.item():.1f}")
# -> slope at -3: 0.0
# -> slope at -3: 0.2

# %% [markdown] task="dc_generator"
# ### Exercise 2 · `dc_generator` · 7 points · 12 minutes · implement
#
# Build $G$ by the rules. From $z$, as a 1×1 image with `z_dim` channels, to 8×8 in three transposed convolutions:
#
# | to | channels | kernel, stride, padding | then |
# | --- | --- | --- | --- |
# | 2×2 | `2 * c` | 2, 1, 0 | batch norm, ReLU |
# | 4×4 | `c` | 4, 2, 1 | batch norm, ReLU |
# | 8×8 | 1 | 4, 2, 1 | tanh |
#
# It takes $z$ as rows `[N, z_dim]`, so something has to unfold them first: `nn.Unflatten(1, (z_dim, 1, 1))` does. Use
# `nn.ConvTranspose2d` and `nn.BatchNorm2d` with their defaults otherwise; no bias where a batch norm follows.


# %% exercise="dc_generator" points=7 difficulty=2 minutes=12 needs=[]
def dc_generator(z_dim=16, c=16):
    """A generator of 8x8 images by the rules of section 2.

    Args:
        z_dim: how many numbers of noise make one image.
        c: channels of the last hidden layer; the one before has 2c.

    Returns:
        An nn.Module, in training mode, with fresh random weights: z of shape [N, z_dim] in, images [N, 1, 8, 8] between -1
        and 1 out. It has three ConvTranspose2d and two BatchNorm2d, as in the table, and nothing else to learn.
    """
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Unflatten(1, (z_dim, 1, 1)),
        nn.ConvTranspose2d(z_dim, 2 * c, 2, bias=False),
        nn.BatchNorm2d(2 * c),
        nn.ReLU(),
        nn.ConvTranspose2d(2 * c, c, 4, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(c),
        nn.ReLU(),
        nn.ConvTranspose2d(c, 1, 4, stride=2, padding=1),
        nn.Tanh(),
    )
    ### END SOLUTION


# %% public_test="dc_generator"
G = dc_generator()
assert isinstance(G, nn.Module), "the network, not its output"
fake = G(noise[:5])
assert fake.shape == (5, 1, 8, 8), "five z in, five images of one channel out"
assert float(fake.detach().abs().max()) <= 1, "images lie between -1 and 1"
assert dc_generator(3, 4)(torch.randn(2, 3)).shape == (2, 1, 8, 8), "other sizes of z and other numbers of channels"

# %% [markdown] hint="dc_generator"
# `nn.Sequential` strings layers together. What is the size after each, by equation (1)?
#
# ---
# Unflatten; then twice: transposed convolution, batch norm, ReLU; then a transposed convolution and the tanh, with nothing
# between.
#
# ---
# `nn.ConvTranspose2d(2 * c, c, 4, stride=2, padding=1, bias=False)` is the middle one. `nn.BatchNorm2d(channels)` counts the
# channels that come in. Only the last layer keeps its bias.

# %% tags=["demo"]
print("numbers to learn:", sum(parameter.numel() for parameter in dc_generator().parameters()))
show_images(to_ink(dc_generator()(noise[:20])), title="An untrained generator")

# %% [markdown] task="dc_discriminator"
# ### Exercise 3 · `dc_discriminator` · 6 points · 10 minutes · implement
#
# And $D$, nearly the mirror image, from 8×8 to one number:
#
# | to | channels | kernel, stride, padding | then |
# | --- | --- | --- | --- |
# | 4×4 | `c` | 4, 2, 1 | LeakyReLU with slope 0.2 |
# | 2×2 | `2 * c` | 4, 2, 1 | batch norm, LeakyReLU with slope 0.2 |
# | 1×1 | 1 | 2, 1, 0 | flattened to `[N]` |


# %% exercise="dc_discriminator" points=6 difficulty=2 minutes=10 needs=[]
def dc_discriminator(c=16):
    """A discriminator of 8x8 images by the rules of section 2.

    Args:
        c: channels of the first hidden layer; the second has 2c.

    Returns:
        An nn.Module, in training mode, with fresh random weights: images [N, 1, 8, 8] in, logits [N] out, also for N = 1. It
        has three Conv2d and one BatchNorm2d, as in the table, and nothing else to learn.
    """
    ### BEGIN SOLUTION
    return nn.Sequential(
        nn.Conv2d(1, c, 4, stride=2, padding=1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(c, 2 * c, 4, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(2 * c),
        nn.LeakyReLU(0.2),
        nn.Conv2d(2 * c, 1, 2),
        nn.Flatten(0),
    )
    ### END SOLUTION


# %% public_test="dc_discriminator"
D = dc_discriminator()
assert isinstance(D, nn.Module), "the network, not its output"
assert D(torch.randn(5, 1, 8, 8)).shape == (5,), "one logit for each image"
assert dc_discriminator(3)(torch.randn(4, 1, 8, 8)).shape == (4,), "other numbers of channels"

# %% [markdown] hint="dc_discriminator"
# The same three steps backwards, with `nn.Conv2d`. Which of the three has a batch norm behind it, and so no bias?
#
# ---
# The last convolution covers the whole 2×2 image and leaves `[N, 1, 1, 1]`. $D$ returns *logits*: is there anything to
# squash?
#
# ---
# `nn.Flatten(0)` makes `[N]` out of `[N, 1, 1, 1]`. (A bare `squeeze()` also removes N where N is 1.)

# %% [markdown]
# ## 3 First weights
#
# > "All weights were initialized from a zero-centered Normal distribution with standard deviation 0.02." (Radford et al.)
#
# Why so small, when every other lesson keeps the variance of the signal constant from layer to layer? Because **batch norm
# does not care**: multiply the weights before it by $a > 0$, and $h$, $\mu_B$, $\sigma_B$ all grow $a$-fold; the output
# stays. But the *gradient* shrinks:
#
# $$f(aW) = f(W) \ \text{ for all } a > 0 \quad\Longrightarrow\quad \nabla f(aW) = \tfrac1a\,\nabla f(W) \tag{4}$$
#
# <details><summary>Proof</summary>
#
# Differentiate $f(aW) = f(W)$ with respect to $W$: by the chain rule the left side gives $a\,(\nabla f)(aW)$. ∎ (With the
# $\varepsilon$ of equation (3) this holds as long as $\sigma_B^2$ is much larger than $\varepsilon$.)
#
# </details>
#
# So small first weights are *quick* weights: a step of Adam moves each weight by about the learning rate, whatever the
# gradient, and 0.002 is a tenth of a weight of size 0.02. The batch norms themselves begin near the identity: $\gamma$ from
# $\mathcal N(1, 0.02^2)$ (most programs add this to the paper's sentence), $\beta = 0$, and biases 0.
#
# The usual slip: $\gamma$ drawn from $\mathcal N(0, 0.02^2)$ *like all the others*. Then every batch norm multiplies its
# signal by about 0.02, with random sign, and learns its way out of it only slowly: with the recipe of section 6 the
# distance to real digits doubled. (PyTorch's own first weights, on the other hand, did as well as these. Not every rule of
# a paper matters on every problem; to find out, one measures.)

# %%
torch.manual_seed(0)
weight, images, wanted = torch.randn(4, 3, 3, 3), torch.randn(8, 3, 6, 6), torch.randn(8, 4, 4, 4)
sizes = []
for a in (1.0, 0.1):
    scaled = (a * weight).requires_grad_()
    loss = (nn.BatchNorm2d(4)(nn.functional.conv2d(images, scaled)) * wanted).sum()
    (gradient,) = torch.autograd.grad(loss, scaled)
    sizes.append(gradient.norm().item())
print(f"a tenth of the weights, {sizes[1] / sizes[0]:.1f} times the gradient")
# -> a tenth of the weights, 10.0 times the gradient

# %% [markdown] task="init_weights"
# ### Exercise 4 · `init_weights` · 5 points · 8 minutes · implement
#
# `net.apply(init_weights)` calls a function for every module of a network, the innermost first. Write that function.


# %% exercise="init_weights" points=5 difficulty=1 minutes=8 needs=["dc_generator", "dc_discriminator"]
def init_weights(module):
    """Draw the first weights of one module, in place, by torch's random numbers.

    Conv2d and ConvTranspose2d: weights from N(0, 0.02^2), that is with standard deviation 0.02; biases, if there are any, 0.
    BatchNorm2d with weights (affine): weights from N(1, 0.02^2), biases 0. Running statistics stay, and so do modules of any
    other kind, a Linear for example.

    Args:
        module: any nn.Module.
    """
    ### BEGIN SOLUTION
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d) and module.affine:
        nn.init.normal_(module.weight, 1.0, 0.02)
    else:
        return
    if module.bias is not None:
        nn.init.zeros_(module.bias)
    ### END SOLUTION


# %% public_test="init_weights"
example = nn.Conv2d(3, 8, 4)
init_weights(example)
assert float(example.weight.detach().abs().max()) < 0.2, "weights are small"
assert float(example.bias.detach().abs().max()) == 0, "biases are 0"
dc_generator().apply(init_weights)
dc_discriminator().apply(init_weights)

# %% [markdown] hint="init_weights"
# `isinstance(module, nn.Conv2d)` asks what a module is. Which kinds are there in your two networks?
#
# ---
# `nn.init.normal_(tensor, mean, std)` and `nn.init.zeros_(tensor)` write in place. Some modules have `bias` None.
#
# ---
# Three cases: the convolutions with mean 0, batch norms with mean **1**, and everything else, which is left alone. A
# `BatchNorm2d(4, affine=False)` has no weights at all.

# %% [markdown]
# ## 4 A network that reads its neighbours
#
# Look at (3) once more: $\mu_B$ and $\sigma_B$ are those of the **batch**. In training mode what a network makes of one image
# depends on all the others. In evaluation mode (`net.eval()`) it uses *running* means and variances instead, averages that it
# collected while training, and then each image is on its own again. This has two consequences, one for each network.
#
# *For $D$*, in training: put real and fake images into **one** batch, and equation (3) normalises them together. Whether an
# image is above or below the batch's mean then says at once which half it belongs to, but the mean itself moves with the
# fakes. $D$ wins without looking at a single digit, and $G$ is left to chase a mean. So the rule, easily lost when somebody
# "saves a pass" with `torch.cat`: **real and fake go through $D$ in batches of their own.** Section 5 shows what happens
# otherwise.
#
# *For $G$*, afterwards: in training mode the same $z$ gives another picture in another company, and every call changes the
# running statistics. Who samples from a GAN, or measures it, wants `G.eval()`.

# %%
torch.manual_seed(0)
G = dc_generator().apply(init_weights)
for mode in ("train", "eval"):
    G.train(mode == "train")
    pictures = [G(torch.cat([noise[:1], mates]))[0] for mates in (noise[1:20], noise[20:40])]
    same = torch.allclose(*pictures, atol=1e-6)
    print(f"{mode}: the same z in other company gives the same picture: {same}")
# -> train: the same z in other company gives the same picture: False
# -> eval: the same z in other company gives the same picture: True

# %% [markdown] task="is_per_example"
# ### Exercise 5 · `is_per_example` · 5 points · 12 minutes · write a check
#
# Somebody hands you a sampler: a function from $z$ to images. Write the check that tells whether every image depends on
# **its own $z$ alone**. Your check is judged on samplers that are fine (also with rounding: the same sum in another order),
# and on others, of which each has one fault. Among them: a batch norm that was left in training mode; a network that looks
# at one neighbour only; one that draws noise of its own; one that changes with every call; one that treats the first place
# of a batch, or a batch of one, in another way; one that raises an exception.


# %% exercise="is_per_example" points=5 difficulty=3 minutes=12 needs=[]
def is_per_example(f, z):
    """Tell whether a sampler makes each example out of its own row of z, and nothing else.

    Args:
        f: called with z or any selection of its rows, in any order, at least one; returns a tensor with one entry for each
            row, [N, ...].
        z: floating-point tensor of shape [N, d], N at least 4, with rows that differ.

    Returns:
        A bool. True if f makes the same example of a row, up to 1e-4, wherever it stands, whatever stands beside it, however
        many those are, and whenever it is asked. False otherwise, also if f raises an exception or returns NaN.
    """
    ### BEGIN SOLUTION
    n = len(z)
    selections = [torch.arange(n).flip(0), torch.arange(n).roll(1), torch.arange(n // 2)]
    selections += [torch.tensor([i]) for i in range(n)]
    try:
        first = f(z)
        for rows in selections:
            again = f(z[rows])
            if again.shape != first[rows].shape or not torch.allclose(again, first[rows], rtol=0, atol=1e-4):
                return False
    except Exception:
        return False
    return True
    ### END SOLUTION


# %% public_test="is_per_example"
verdict = is_per_example(lambda z: 2 * z, noise[:6])
assert isinstance(verdict, (bool, np.bool_, torch.Tensor)), "one answer, True or False"
assert is_per_example(lambda z: 2 * z, noise[:6]), "twice each row: depends on nothing else"
assert not is_per_example(lambda z: z - z.mean(), noise[:6]), "subtracts a mean over the batch"

# %% [markdown] hint="is_per_example"
# Ask the same rows again in other circumstances, and compare row by row.
#
# ---
# Circumstances: another order (so that place and neighbours change), fewer rows, each row alone, and simply once more.
# Which of the listed faults shows in which?
#
# ---
# `torch.allclose(f(z[rows]), first[rows], rtol=0, atol=1e-4)` for several `rows`, all inside `try`. NaN is close to nothing,
# itself included.

# %% tags=["demo"]
G = dc_generator().apply(init_weights)
print("in training mode:  ", is_per_example(G.train(), noise[:8]))
print("in evaluation mode:", is_per_example(G.eval(), noise[:8]))

# %% [markdown]
# ## 5 One round of the game
#
# Now the two networks play. A round has a batch of data $x$ and a batch of noise $z$, and the non-saturating losses of
# `02_01`:
#
# $$
# L_D = \overline{\operatorname{softplus}(-D(x))} + \overline{\operatorname{softplus}(D(G(z)))}, \qquad
# L_G = \overline{\operatorname{softplus}(-D(G(z)))} \tag{5}
# $$
#
# The fakes are made **once** and used twice: cut off from $G$ for $D$'s step, attached for $G$'s, as most programs do it;
# it saves a pass through $G$ and is just as good. Here is a draft that somebody wrote after a tutorial. It runs, its losses
# look like losses.


# %%
def draft_round(G, D, opt_G, opt_D, x, z):
    """One round of the game: a step of D, then a step of G. The draft."""
    cross_entropy = nn.functional.binary_cross_entropy_with_logits
    real = x.reshape(-1, 1, 8, 8)
    fake = G(z)
    scores = torch.sigmoid(D(torch.cat([real, fake.detach()])))
    real_scores, fake_scores = scores[: len(real)], scores[len(real) :]
    d_loss = cross_entropy(real_scores, torch.ones_like(real_scores))
    d_loss = d_loss + cross_entropy(fake_scores, torch.zeros_like(fake_scores))
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    scores = torch.sigmoid(D(fake))
    g_loss = cross_entropy(scores, torch.ones_like(scores))
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()


certain = torch.tensor([-50.0, 0.0, 50.0])  # what cross_entropy sees, if it is handed probabilities instead of logits:
print("best loss for a real image:", f"{nn.functional.softplus(-certain.sigmoid()).min().item():.3f}, not 0")
# -> best loss for a real image: 0.313, not 0

# %% tags=["demo"]


def play(play_round, rounds=300, seed=0):
    """Three hundred rounds, and what the generator makes of the same noise afterwards."""
    torch.manual_seed(seed)
    G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    for _ in range(rounds):
        play_round(G, D, opt_G, opt_D, x_train[torch.randint(len(x_train), (64,))], torch.randn(64, 16))
    return to_ink(G.eval()(noise[:20]))


show_images(play(draft_round), title="The draft, after 300 rounds")

# %% [markdown] task="train_round"
# ### Exercise 6 · `train_round` · 8 points · 20 minutes · repair
#
# `draft_round` has **three** faults. None raises an error and each alone is worth looking for: one is about what $D$ is
# shown, one about in whose company, one about what its answer is taken for. Write `train_round` without them. The docstring
# says what it should do, exactly; hidden tests record what $D$ is shown and follow every parameter through a round.


# %% exercise="train_round" points=8 difficulty=3 minutes=20 needs=[]
def train_round(G, D, opt_G, opt_D, x, z):
    """One round of the game: a step of D on L_D, then a step of G on L_G, equation (5).

    Both steps use the same fakes G(z), which G makes once. In L_D they count as data: no gradient reaches G. L_G is computed
    with D as it is after its step. D is shown images from -1 (paper) to 1 (ink), real and fake ones in batches of their own,
    and returns logits. Old gradients, which anything may have left behind, play no part.

    Args:
        G: z [M, d] to images [M, 1, 8, 8] between -1 and 1.
        D: images [N, 1, 8, 8] to logits [N].
        opt_G, opt_D: optimisers of the parameters of G and of D.
        x: real images as rows, [N, 64], from 0 (paper) to 1 (ink). Is not changed.
        z: noise, [M, d].

    Returns:
        (d_loss, g_loss): both losses as Python floats, each as it was before its own step.
    """
    ### BEGIN SOLUTION
    softplus = nn.functional.softplus
    real = 2 * x.reshape(-1, 1, 8, 8) - 1
    fake = G(z)
    d_loss = softplus(-D(real)).mean() + softplus(D(fake.detach())).mean()
    opt_D.zero_grad()
    d_loss.backward()
    opt_D.step()
    g_loss = softplus(-D(fake)).mean()
    opt_G.zero_grad()
    g_loss.backward()
    opt_G.step()
    return d_loss.item(), g_loss.item()
    ### END SOLUTION


# %% public_test="train_round"
torch.manual_seed(0)
G, D = dc_generator().apply(init_weights), dc_discriminator().apply(init_weights)
before = [copy.deepcopy(net.state_dict()) for net in (G, D)]
optimisers = [torch.optim.SGD(net.parameters(), lr=0.1) for net in (G, D)]
losses = train_round(G, D, *optimisers, x_train[:6], noise[:6])
assert len(losses) == 2, "two losses"
assert all(isinstance(loss, float) for loss in losses), "losses as Python floats: loss.item()"
assert abs(losses[0] - 2 * math.log(2)) < 0.2, "an untrained D guesses: its loss is near 2 log 2"
for net, old in zip((G, D), before, strict=True):
    moved = any(not torch.equal(parameter, old[name]) for name, parameter in net.named_parameters())
    assert moved, "both networks take a step"

# %% [markdown] hint="train_round"
# Between which values lie the fakes, and between which the real images of the draft? What does batch norm do to a batch
# that is half one and half the other? And what does the name of the loss end in?
#
# ---
# The images have to be moved to $[-1, 1]$; $D$ is called once for the real and once for the fake images; a loss "with logits"
# takes $D$'s answer as it is.
#
# ---
# `real = 2 * x.reshape(-1, 1, 8, 8) - 1`; `D(real)` and `D(fake.detach())` apart; no sigmoid anywhere.

# %% tags=["demo"]
show_images(play(train_round), title="Repaired, after 300 rounds")

# %% [markdown]
# Which of the three was the worst? Put them back into your `train_round` one at a time, and run the cell above again. (With
# the recipe of section 6, and a few seeds: the shared batch alone ended at a Fréchet distance between 5.8 and 8.2 from real
# digits, one smear for all; the wrong range at 3.6; the second sigmoid between 0.6 and 2.6. Repaired, it is below 0.35.)
#
# ## 6 Stop the wobbling: an average of the weights
#
# A game has no bottom to come to rest in. $G$ answers $D$, $D$ answers $G$, and the weights circle around something good
# without getting there (`02_01`, section 6). One cure costs one line: keep a second copy of $G$ that never plays, but
# follows as a moving average (Yazıcı et al., 2018):
#
# $$\bar\theta \leftarrow \lambda\,\bar\theta + (1 - \lambda)\,\theta \tag{6}$$
#
# after each round, and **sample from the average**. Unrolled, it weights the weights of $i$ rounds ago by
# $(1-\lambda)\lambda^i$: its memory reaches back about $1/(1 - \lambda)$ rounds, which is 50 for $\lambda = 0.98$. What
# circles averages out.
#
# <details><summary>Proof, for a circle</summary>
#
# Let $\theta_t = \theta^* + r\,e^{i\omega t}$ (a point in the plane that circles $\theta^*$). After many rounds
# $\bar\theta_t - \theta^* = (1-\lambda)\sum_{k\ge0}\lambda^k r e^{i\omega(t-k)} = r e^{i\omega
# t}\,\frac{1-\lambda}{1-\lambda e^{-i\omega}}$. For small $\omega$ and $1 - \lambda$ the last factor has size about
# $1/\sqrt{1 + (\omega/(1-\lambda))^2}$: within its memory the circle turns by
# $\omega/(1-\lambda)$ radians, and it shrinks by about that factor. ∎
#
# </details>
#
# A network has more than parameters. Its **buffers**, the running statistics of batch norm and their counter, are no weights;
# they are averages already, and one of them is a whole number. They are copied as they are.

# %%
theta, average = torch.tensor([1.0, 0.0]), torch.tensor([1.0, 0.0])
turn = torch.tensor([[math.cos(0.3), -math.sin(0.3)], [math.sin(0.3), math.cos(0.3)]])
for _ in range(300):
    theta = turn @ theta
    average = 0.98 * average + 0.02 * theta
print(f"distance from the centre: {theta.norm().item():.2f}, of the average: {average.norm().item():.2f}")
# -> distance from the centre: 1.00, of the average: 0.07
print(f"foretold: {0.02 / math.hypot(1 - 0.98 * math.cos(0.3), 0.98 * math.sin(0.3)):.2f}")  # -> foretold: 0.07

# %% [markdown] task="update_average"
# ### Exercise 7 · `update_average` · 5 points · 10 minutes · implement


# %% exercise="update_average" points=5 difficulty=2 minutes=10 needs=[]
def update_average(average, model, decay=0.98):
    """Move an averaged network towards the model that is being trained, equation (6), in place.

    Every parameter becomes decay times itself plus (1 - decay) times the model's. Every buffer (running statistics, counters)
    becomes a copy of the model's. No gradient is recorded, the model does not change, and the two share no memory.

    Args:
        average: an nn.Module of the same architecture as model; its parameters stay the same objects.
        model: the network in training.
        decay: lambda of equation (6), from 0 to 1.
    """
    ### BEGIN SOLUTION
    with torch.no_grad():
        for mean, parameter in zip(average.parameters(), model.parameters(), strict=True):
            mean.mul_(decay).add_(parameter, alpha=1 - decay)
        for kept, buffer in zip(average.buffers(), model.buffers(), strict=True):
            kept.copy_(buffer)
    ### END SOLUTION


# %% public_test="update_average"
model, average = nn.Linear(2, 2), nn.Linear(2, 2)
update_average(average, model, decay=0.0)
assert torch.allclose(average.weight, model.weight), "with decay 0 nothing of the past is left"
update_average(average, nn.Linear(2, 2), decay=1.0)
assert torch.allclose(average.weight, model.weight), "with decay 1 nothing moves"

# %% [markdown] hint="update_average"
# `zip(average.parameters(), model.parameters())` pairs them. In place, and under `torch.no_grad()`: a parameter that requires
# a gradient refuses to be changed otherwise.
#
# ---
# `mean.mul_(decay).add_(parameter, alpha=1 - decay)` for parameters. `parameters()` does not list the running statistics:
# `buffers()` does.
#
# ---
# `kept.copy_(buffer)` copies the values. `average.weight = model.weight` would make both one and the same tensor.

# %% [markdown] task="train_dcgan"
# ### Exercise 8 · `train_dcgan` · 10 points · 20 minutes · train, then evaluate
#
# Write the training. **The recipe is part of the task**:
#
# - `torch.manual_seed(seed)`; then `dc_generator()` and `dc_discriminator()` with their default sizes, both with
#   `init_weights` applied; and a copy of the generator for the average;
# - Adam for each network, learning rate 0.002, `betas=(0.5, 0.99)`, no schedule;
# - 500 rounds (`steps`). In each: 64 images drawn at random with replacement from `x`, and 64 fresh $z$ with 16 numbers
#   each, for one `train_round`; then one `update_average` with decay 0.98;
# - it returns the *average*, in evaluation mode, on the CPU.
#
# One training takes some five seconds; the budget is 60 seconds.
#
# **How it is judged.** The grader trains your function on a hidden split of the digits, all turned or mirrored so that rows
# become columns (a convolution does not mind; weights from elsewhere are worth nothing), and makes 500 images out of 500 $z$
# of its own:
#
# | | Fréchet, components | Fréchet, features | classes | novelty |
# | --- | --- | --- | --- | --- |
# | other real digits | 0.07 | 0.3 to 0.6 | 9.9 | 1.0 |
# | independent pixels (baseline) | 1.1 to 1.6 | 26 | 2 to 3 | 1.9 |
# | a Gaussian with the data's mean and covariance | **0.2** | 10 to 14 | 7.4 to 8.6 | 1.5 |
# | the draft | over 6 | over 50 | 1 | |
# | without the average | 0.4 to 0.7 | 2.4 to 6.2 | 8.8 to 9.8 | 1.5 |
# | the reference, over 20 seeds | 0.21 to 0.31 | 1.4 to 3.1 | 8.8 to 9.8 | 1.3 to 1.4 |
# | **your target** | ≤ {{target:fpd}} | ≤ {{target:features}} | ≥ {{target:classes}} | ≥ {{target:novelty}} |
#
# The Fréchet distance compares the means and covariances of two clouds (`02_09` tells more): once of 16 principal components,
# which are sums of pixels, and once of what a small classifier sees. Neither is enough alone. Look at the Gaussian: it has
# the right mean and covariance by birth, so it beats your generator at the first, and draws no stroke; the second gives it
# away, but is hardly troubled if one digit in ten is missing. *Classes* is the effective number of digits, $e^H$ of the shares
# that the classifier finds; *novelty* is the median distance to the nearest training image, over that of real digits: copies
# have 0. Partial credit is given on the way to the first three targets. The grader also asks whether an image is a continuous
# function of its own $z$ alone, and compares what you return after one round and after two: an average moves slowly.


# %% exercise="train_dcgan" points=10 difficulty=3 minutes=20 seconds=60 needs=["init_weights", "train_round", "update_average"]
def train_dcgan(x, *, seed, device="cpu", steps=500):
    """Train a generator by the recipe above.

    Args:
        x: images as rows, float32 tensor of shape [n, 64] from 0 to 1, on the CPU; all that may be learnt from.
        seed: an int that decides initial weights, batches and noise.
        device: where to train, "cpu" or "cuda".
        steps: how many rounds.

    Returns:
        The averaged generator, in evaluation mode, on the CPU: called with z of shape [N, 16], standard normal, it returns
        images [N, 1, 8, 8] between -1 and 1. It can be pickled.
    """
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    G = dc_generator().apply(init_weights).to(device)
    D = dc_discriminator().apply(init_weights).to(device)
    average = copy.deepcopy(G)
    opt_G, opt_D = (torch.optim.Adam(net.parameters(), lr=0.002, betas=(0.5, 0.99)) for net in (G, D))
    x = x.to(device)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (64,), device=device)]
        train_round(G, D, opt_G, opt_D, batch, torch.randn(64, 16, device=device))
        update_average(average, G, decay=0.98)
    return average.cpu().eval()
    ### END SOLUTION


# %% public_test="train_dcgan"
trained = train_dcgan(x_train[:100], seed=0, steps=2)
fake = trained(noise[:5])
assert torch.is_tensor(fake), "the generator itself is returned: z in, images out"
assert fake.shape == (5, 1, 8, 8), "five z in, five images out"
assert bool(fake.isfinite().all()), "images that are not finite"
assert not trained.training, "in evaluation mode"

# %% [markdown] hint="train_dcgan"
# Networks, a copy, two optimisers, one loop. Which lines of the recipe are inside the loop, and which before it?
#
# ---
# `copy.deepcopy(G)` after the first weights have been drawn. In the loop: a batch (`x[torch.randint(len(x), (64,))]`), fresh
# `torch.randn(64, 16)`, `train_round`, `update_average`.
#
# ---
# `.eval()` returns the network itself, and so does `.cpu()`. Return the average, not G, and not images: the grader draws
# the noise.

# %% tags=["demo"]
G = train_dcgan(x_train, seed=0)
show_images({"data": x_train[:15], "your G": to_ink(G(noise[:15])), "": to_ink(G(noise[15:30]))})
nearest = torch.cdist(to_ink(G(noise[:15])), x_train).argmin(dim=1)
show_images({"your G": to_ink(G(noise[:15])), "nearest data": x_train[nearest]}, title="Copies? Compare")

# %% [markdown]
# ## 7 Walking and reckoning among pictures
#
# $G$ is a smooth map, so a path from one $z$ to another is a film from one picture to another. Which path? In 16 dimensions
# a standard normal $z$ has $\mathbb E\lVert z\rVert^2 = d$ and $\operatorname{Var}\lVert z\rVert^2 = 2d$: **almost all of
# it lies near a sphere of radius $\sqrt d$**, and the larger $d$, the thinner that shell. The straight line between two
# such points cuts through the ball: half-way it is $\mathcal N(0, I/2)$, with a length of about $\sqrt{d/2}$. $G$ has
# hardly ever been asked about such short $z$.
#
# Spherical interpolation walks along the arc instead (White, 2016). With $\Omega$ the angle between $z_0$ and $z_1$,
#
# $$
# \operatorname{slerp}(z_0, z_1; t) = \frac{\sin((1-t)\,\Omega)}{\sin\Omega}\,z_0
# + \frac{\sin(t\,\Omega)}{\sin\Omega}\,z_1 \tag{7}
# $$
#
# **If $z_0$ and $z_1$ are equally long, all points of it are.**
#
# <details><summary>Proof</summary>
#
# Let both have length $r$, $A = (1-t)\Omega$ and $B = t\Omega$, so $A + B = \Omega$. The squared length of (7) is
# $\frac{r^2}{\sin^2\Omega}(\sin^2 A + \sin^2 B + 2\sin A\sin B\cos(A + B))$. Put in
# $\cos(A+B) = \cos A\cos B - \sin A\sin B$: the bracket is
# $\sin^2 A\,(1 - \sin^2 B) + \sin^2 B\,(1 - \sin^2 A) + 2\sin A\sin B\cos A\cos B
# = (\sin A\cos B + \cos A\sin B)^2 = \sin^2(A + B) = \sin^2\Omega$. ∎
#
# </details>

# %%
for d in (16, 100):
    lengths = torch.randn(20000, d, generator=torch.Generator().manual_seed(1)).norm(dim=1)
    rare = torch.special.gammainc(torch.tensor(d / 2), torch.tensor(d / 4)).item()  # P(|z|^2 < d / 2), chi-square
    print(f"d = {d}: length {lengths.mean():.1f} +- {lengths.std():.1f}; as short as half-way: {rare:.0e} of all")
# -> d = 16: length 3.9 +- 0.7; as short as half-way: 5e-02 of all
# -> d = 100: length 10.0 +- 0.7; as short as half-way: 7e-06 of all

# %% [markdown] task="slerp"
# ### Exercise 9 · `slerp` · 5 points · 12 minutes · implement
#
# Write equation (7). The angle comes from the *directions*: $\cos\Omega = \langle z_0, z_1\rangle/(\lVert z_0\rVert\lVert
# z_1\rVert)$. Where both point the same way, $\sin\Omega$ is 0, and the limit of (7) is the straight line.


# %% exercise="slerp" points=5 difficulty=2 minutes=12 needs=[]
def slerp(z_0, z_1, t):
    """Spherical interpolation, equation (7).

    Args:
        z_0, z_1: floating-point tensors of shape [..., d], of one dtype, none of length 0 and never in opposite directions.
            They may differ in length.
        t: a float, or a tensor that fits the shape [...] by the rules of broadcasting: z_0 of shape [d] and t of shape [9] give
            [9, d].

    Returns:
        Tensor [..., d] of the inputs' dtype: z_0 at t = 0, z_1 at t = 1. Finite and right also where z_0 and z_1 point in
        (nearly) the same direction: if the angle is below 1e-4, (1 - t) z_0 + t z_1.
    """
    ### BEGIN SOLUTION
    t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)
    u_0 = z_0 / z_0.norm(dim=-1, keepdim=True)
    u_1 = z_1 / z_1.norm(dim=-1, keepdim=True)
    # The arc cosine is blind to small angles in float32; half the chord is not.
    omega = 2 * torch.atan2((u_1 - u_0).norm(dim=-1, keepdim=True), (u_1 + u_0).norm(dim=-1, keepdim=True))
    is_small = omega < 1e-4
    safe = torch.where(is_small, 1.0, omega)
    w_0 = torch.where(is_small, 1 - t, torch.sin((1 - t) * safe) / torch.sin(safe))
    w_1 = torch.where(is_small, t, torch.sin(t * safe) / torch.sin(safe))
    return w_0 * z_0 + w_1 * z_1
    ### END SOLUTION


# %% public_test="slerp"
walk = slerp(noise[0], noise[1], torch.linspace(0, 1, 9))
assert walk.shape == (9, 16), "nine places on the way, each a z"
assert walk.dtype == torch.float32, "float32 in, float32 out"
assert torch.allclose(walk[0], noise[0], atol=1e-5), "it begins at z_0"
assert torch.allclose(walk[8], noise[1], atol=1e-5), "and ends at z_1"
assert slerp(noise[:5], noise[5:10], 0.3).shape == (5, 16), "many pairs at once, and t a float"

# %% [markdown] hint="slerp"
# The weights of (7) are numbers for each pair; they need one more axis to be multiplied with $z$. So does $t$.
#
# ---
# Divide both by their lengths (`norm(dim=-1, keepdim=True)`), multiply and sum over the last axis for the cosine, then
# `torch.acos` (rounding can push it a hair above 1: `clamp`).
#
# ---
# `t = torch.as_tensor(t, dtype=z_0.dtype).unsqueeze(-1)`. Where the angle is below 1e-4, use the weights 1 - t and t, by
# `torch.where`, with a harmless angle in the branch that is not used.

# %% tags=["demo"]
steps = torch.linspace(0, 1, 11)
straight = (1 - steps)[:, None] * noise[3] + steps[:, None] * noise[7]
arc = slerp(noise[3], noise[7], steps)
show_images({"straight": to_ink(G(straight)), "arc": to_ink(G(arc))}, title="Two ways from one digit to another")
plot_curves(
    steps,
    {"straight": straight.norm(dim=1), "arc": arc.norm(dim=1)},
    x_label="t",
    y_label="length of z",
    title="d = 16",
)

# %% [markdown]
# **Reckoning.** Radford et al. took three pictures each of smiling women, of women and of men, averaged each three $z$, and
# drew $G$(smiling woman − woman + man): a smiling man. Nobody had told $G$ about smiles. With groups $a, b, c$ of
# latent vectors,
#
# $$v = \bar a - \bar b + \bar c, \qquad z = \sqrt d\;\frac{v}{\lVert v\rVert} \tag{8}$$
#
# They averaged because a single $z$ carries too much that is not meant. But the mean of $n$ standard normal $z$ has a
# length of about $\sqrt{d/n}$ only; the second half of (8) puts the result back onto the shell where $G$ is at home.

# %% [markdown] task="latent_arithmetic"
# ### Exercise 10 · `latent_arithmetic` · 4 points · 8 minutes · implement


# %% exercise="latent_arithmetic" points=4 difficulty=1 minutes=8 needs=[]
def latent_arithmetic(a, b, c):
    """The latent vector of "a is to b as the result is to c", equation (8).

    Args:
        a, b, c: latent vectors of three groups, floating-point tensors of shapes [n_a, d], [n_b, d], [n_c, d]: one in each row,
            at least one; the groups may differ in size.

    Returns:
        Tensor of shape [d] and the inputs' dtype, of length sqrt(d). If v is 0, so is the result.
    """
    ### BEGIN SOLUTION
    v = a.mean(dim=0) - b.mean(dim=0) + c.mean(dim=0)
    length = v.norm()
    return v * (math.sqrt(len(v)) / length) if length > 0 else v
    ### END SOLUTION


# %% public_test="latent_arithmetic"
v = latent_arithmetic(noise[:3], noise[3:8], noise[8:9])
assert v.shape == (16,), "one latent vector"
assert v.dtype == torch.float32, "float32 in, float32 out"
same = latent_arithmetic(noise[:1], noise[1:2], noise[1:2])
assert torch.allclose(same / same.norm(), noise[0] / noise[0].norm(), atol=1e-5), "a - b + b points where a does"

# %% [markdown] hint="latent_arithmetic"
# Means over the rows of each group first: the groups differ in size.
#
# ---
# `a.mean(dim=0)`. Then the length: divide by `v.norm()`, multiply by the root of how many numbers it has.
#
# ---
# `math.sqrt(len(v))`; and dividing by a length of 0 gives NaN, so ask first.

# %% tags=["demo"]
labels = digits().train_labels
centres = torch.stack([x_train[labels == digit].mean(dim=0) for digit in range(10)])
z_many = torch.randn(4000, 16, generator=torch.Generator().manual_seed(2))
made = to_ink(G(z_many))
kind, ink = torch.cdist(made, centres).argmin(dim=1), made.sum(dim=1)


def pick(digit, heavy):
    """The ten latents whose pictures look like a digit, with most or with least ink."""
    rows = (kind == digit).nonzero()[:, 0]
    return z_many[rows[ink[rows].argsort(descending=heavy)[:10]]]


for source, goal in ((0, 3), (0, 1), (6, 2)):
    groups = pick(source, True), pick(source, False), pick(goal, False)
    result = latent_arithmetic(*groups)
    row = torch.stack([*(latent_arithmetic(g, g, g) for g in groups), result])
    show_images(to_ink(G(row)), titles=["heavy", "- thin", "+ thin", "= ?"], columns=4)

# %% [markdown] written="why_not_shared" points=4 minutes=12
# ### Question 11 · `why_not_shared` · 4 points · 12 minutes · explain
#
# 1. A discriminator consists of *one* batch norm, without $\gamma$ and $\beta$ and with $\varepsilon = 0$, on a single
#    number $h$ per image, which is the logit. A batch holds $n$ real images with $h = 1$ and $n$ fakes with $h = 1 +
#    \delta$. Compute the logits of both when they share a batch. What do they say about how good the fakes are? (1 point)
# 2. And what are the logits if $h$ varies in each group with standard deviation $s > 0$, and each group has a batch of
#    its own? Name one thing about the fakes that $D$ can then *not* see behind this batch norm. (1 point)
# 3. Use 2 to explain why $D$ has no batch norm behind its first layer. (1 point)
# 4. A friend samples digits one at a time from a generator in training mode. Batch norm over one 2×2 image: what goes
#    wrong, and what in the two modes makes it go wrong? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. The mean is $1 + \delta/2$, the standard deviation $|\delta|/2$. So the logits are $-\operatorname{sign}\delta$ for
#    real and $+\operatorname{sign}\delta$ for fake images: $\pm1$, whatever the size of $\delta \ne 0$. They tell the two
#    groups apart perfectly and say nothing about how far the fakes are off; better fakes are recognised as surely as bad
#    ones.
# 2. Each group has mean 0 and standard deviation 1 then: $(h - \text{its own mean})/s$. The means of both groups are
#    equal by construction, so $D$ cannot see that the fakes are on average too dark or too bright in this feature (nor that
#    their contrast is wrong).
# 3. First features are near the pixels: local brightness and contrast. With batch norm there, each batch's mean and spread
#    of them are taken away before any other layer can look, and these are what fakes have most obviously wrong at the
#    beginning. $D$ could not tell $G$ about it. In deeper layers other features have had the chance to carry it on.
# 4. In training mode the mean and variance come from the batch, here the four pixels of one image per channel: every image
#    is forced to mean 0 and variance 1 over its own pixels, which the weights have never seen (they saw statistics of 64
#    images), so all are distorted. The running statistics of evaluation mode are what training collected for this purpose.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: +-1 (either sign convention) with the computation, AND that this does not depend on the size of delta. One: half.
# - 1 point: standardised within each group, AND a shift or a scale of the fakes named as invisible. One: half.
# - 1 point: links the first layer to pixel means or contrast, AND to the gradient or information that G would need.
# - 1 point: statistics of one image's own pixels, AND the difference between batch and running statistics.
# ### END MARK SCHEME

# %% [markdown]
# ## 8 The opening questions, answered
#
# *What decides between handwriting and mush?* Less than one would think, and other things: that real and fake never share a
# batch norm; that $\gamma$ begins at 1; that images and tanh speak the same range; that you sample from an average. *Adding
# and subtracting pictures?* Works on the shell where $G$ is at home, for differences that are directions in $z$. (Look at your
# rows: not each comes out.)
#
# ## What you have now
#
# - A transposed convolution has $(n-1)s - 2p + k$ outputs and paints no checkerboard if $s$ divides $k$.
# - DCGAN: strides, batch norm in the middle but neither at the image's end of $G$ nor of $D$, ReLU up, LeakyReLU down, tanh.
# - Before a batch norm the size of weights only decides how quickly they turn.
# - Batch norm makes examples depend on each other: batches of one kind while training, running statistics afterwards.
# - An average of the weights settles what a game cannot; judge it by distance, classes and novelty together.
# - $z$ lives on a shell: interpolate along the arc, rescale after arithmetic.
#
# Next: `02_03` tells the generator *which* digit to write.
#
# ## References
#
# - A. Radford, L. Metz and S. Chintala, Unsupervised representation learning with deep convolutional generative adversarial
#   networks, 2015 (ICLR 2016). [arXiv:1511.06434](https://arxiv.org/abs/1511.06434). Section 3: the rules; section 6.3:
#   arithmetic.
# - S. Ioffe and C. Szegedy, Batch normalization: accelerating deep network training by reducing internal covariate shift,
#   2015. [arXiv:1502.03167](https://arxiv.org/abs/1502.03167)
# - A. Odena, V. Dumoulin and C. Olah, Deconvolution and checkerboard artifacts, Distill, 2016.
#   [doi:10.23915/distill.00003](https://doi.org/10.23915/distill.00003)
# - V. Dumoulin and F. Visin, A guide to convolution arithmetic for deep learning, 2016.
#   [arXiv:1603.07285](https://arxiv.org/abs/1603.07285). Chapter 4: transposed convolutions.
# - T. Salimans et al., Improved techniques for training GANs, 2016. [arXiv:1606.03498](https://arxiv.org/abs/1606.03498).
#   Section 3.5: examples that depend on their batch mates.
# - T. White, Sampling generative networks, 2016. [arXiv:1609.04468](https://arxiv.org/abs/1609.04468). Slerp.
# - Y. Yazıcı et al., The unusual effectiveness of averaging in GAN training, 2018.
#   [arXiv:1806.04498](https://arxiv.org/abs/1806.04498)
# - I. Goodfellow et al., Generative adversarial nets, 2014. [arXiv:1406.2661](https://arxiv.org/abs/1406.2661)
#
# *Books*
# - S. J. D. Prince, *Understanding Deep Learning*, MIT Press, 2023, chapter 15. Free at
#   [udlbook.github.io](https://udlbook.github.io/udlbook/).
# - K. P. Murphy, *Probabilistic Machine Learning: Advanced Topics*, MIT Press, 2023, chapter 26. Free at
#   [probml.github.io](https://probml.github.io/pml-book/book2.html).
