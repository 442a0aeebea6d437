# %% [markdown]
# # Vanilla autoencoders: why train a network to copy?
#
# Take a network with 64 inputs and 64 outputs, show it a picture of a handwritten digit, and ask it for *the same
# picture*. Nothing is easier: connect each input to its output, and the error is zero. *Why, then, is a network that
# copies **badly** where generative models begin?*
#
# Because of one wall with a narrow door in it. If all that the network knows about the picture has to squeeze through
# eight numbers, it can only copy what it has understood. At the end of this notebook your network copies digits that it
# has never seen, through eight numbers, with about half the error of the best linear method. And you will know three
# ways in which a network can cheat at this, each of which has fooled people, and how to catch them.
#
# ![Ten unseen digits; the same from eight numbers by PCA and by an autoencoder](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![An encoder squeezes 64 pixels into 8 numbers, a decoder draws them again; below, the lesson's steps](images/overview.svg)
#
# **Why this matters for generative AI.** Stable Diffusion does not paint pixels: it paints in the code of an autoencoder
# and lets the decoder draw the picture (Rombach et al., 2021). Video and audio models do the same. A variational
# autoencoder is the network of this lesson plus one idea; a masked autoencoder (He et al., 2021) is this lesson with most
# of the input hidden. Whoever can say what goes through the door, and what does not, can read all of them.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Ten coding
# exercises (60 points) and one question in words (4 points) take about two and a half hours, with the reading; after
# section 2 is a good place for a break. Under each exercise there is a check cell: it catches wrong shapes and common
# slips, but passing it is *not* enough. Hidden tests look at other inputs and at the edge cases that the docstring
# names. Hints unfold step by step; opening them costs nothing.
#
# **Conventions.** A picture is a vector $x \in [0, 1]^{64}$; a batch has one picture in each *row*. The code is $z$, the
# copy $\hat x$ (`x_hat`). Numbers are float64 unless an exercise says otherwise.

# %%
import numpy as np
import torch
from torch import nn

from journey.data import digits
from journey.plots import plot_curves, plot_points, show_images

train, test, train_labels, test_labels = digits()
mean = train.mean(dim=0)
components = torch.linalg.svd(train - mean, full_matrices=False).Vh[:8]  # PCA: the baseline of this lesson
pca_copy = mean + (test - mean) @ components.T @ components
print(f"every copy is the mean digit: error {(mean - test).square().mean():.4f}")
# -> every copy is the mean digit: error 0.0743
print(f"eight numbers by PCA:         error {(pca_copy - test).square().mean():.4f}")
# -> eight numbers by PCA:         error 0.0246

# %% [markdown]
# These two numbers frame the lesson: 0.0743 is what you get for sending nothing, 0.0246 what PCA gets, and no *linear*
# code of eight numbers does better on the data that it was fitted to. Zero is what a cheat gets.
#
# ## 1 What is a copy worth?
#
# The **mean squared error** of one copy averages over its $D$ pixels, and the **peak signal-to-noise ratio** puts it on
# the scale of decibels that engineers use for pictures and sound:
#
# $$
# \operatorname{MSE}(\hat x, x) = \frac1D\sum_{i=1}^{D}(\hat x_i - x_i)^2, \qquad
# \operatorname{PSNR}(\hat x, x) = 10\,\log_{10}\frac{L^2}{\operatorname{MSE}(\hat x, x)} \tag{1}
# $$
#
# where $L$ is the largest value that a pixel can have (1 here, 255 for bytes). Why another scale for the same thing?
# Errors span orders of magnitude, and our eyes judge ratios: each time the error is divided by ten, the PSNR grows by
# 10 dB, whatever the unit of the pixels. An exact copy has infinitely many decibels.

# %%
x = torch.tensor([0.0, 0.5, 1.0, 0.5], dtype=torch.float64)
x_hat = torch.tensor([0.1, 0.4, 0.9, 0.6], dtype=torch.float64)
error = (x_hat - x).square().mean()
print(f"MSE {error:.3f}, PSNR {10 * torch.log10(1 / error):.1f} dB")  # -> MSE 0.010, PSNR 20.0 dB
error = (255 * x_hat - 255 * x).square().mean()  # the same picture in bytes
print(f"MSE {error:.1f}, PSNR {10 * torch.log10(255**2 / error):.1f} dB")  # -> MSE 650.2, PSNR 20.0 dB

# %% [markdown] task="psnr"
# ### Exercise 1 · `psnr` · 4 points · 6 minutes · implement
#
# Write equation (1) for a batch: one number for *each* picture.


# %% exercise="psnr" points=4 difficulty=1 minutes=6 needs=[]
def psnr(x_hat, x, max_value=1.0):
    """Peak signal-to-noise ratio of each copy in a batch, equation (1).

    Args:
        x_hat: copies, floating-point tensor of shape [N, D].
        x: the originals, same shape and dtype.
        max_value: L, the largest value that a pixel can have, a float.

    Returns:
        Tensor of shape [N] and the inputs' dtype: decibels, one number for each picture; infinite for an exact copy.
        Nothing is averaged over the batch.
    """
    ### BEGIN SOLUTION
    mse = (x_hat - x).square().mean(dim=1)
    return 10 * torch.log10(max_value**2 / mse)
    ### END SOLUTION


# %% public_test="psnr"
originals = torch.zeros(3, 4, dtype=torch.float64)
copies = originals + torch.tensor([[0.1], [0.01], [0.2]], dtype=torch.float64)
decibels = torch.as_tensor(psnr(copies, originals))
assert decibels.shape == (3,), "one number for each of the three pictures"
assert decibels.dtype == torch.float64, "float64 in, float64 out"
assert abs(float(decibels[0]) - 20) < 1e-9, "an error of 0.1 in each pixel of a picture from 0 to 1 has 20 dB"
assert decibels[1] > decibels[0] > decibels[2], "the better the copy, the more decibels"

# %% [markdown] hint="psnr"
# Which axis of `[N, D]` is averaged away in the MSE of *one* picture?
#
# ---
# `.mean(dim=1)` leaves one error for each picture. Then the logarithm to base ten: `torch.log10`, and the *square* of
# the peak.
#
# ---
# `10 * torch.log10(max_value**2 / mse)`. Dividing a float tensor by a zero entry gives `inf` in torch, which is right
# here; no guard is needed.

# %% tags=["demo"]
decibels = torch.as_tensor(psnr(pca_copy, test))
order = decibels.argsort()
show_images(
    {
        "worst": test[order[:10]],
        "8 numbers": pca_copy[order[:10]],
        "best": test[order[-10:]],
        "": pca_copy[order[-10:]],
    },
    title=f"PCA with 8 numbers: from {decibels.min():.1f} to {decibels.max():.1f} dB",
)
mean_of_decibels, decibels_of_mean = decibels.mean(), 10 * torch.log10(1 / (pca_copy - test).square().mean())
print(f"mean of the decibels {mean_of_decibels:.2f}, decibels of the mean error {decibels_of_mean:.2f}: not the same!")

# %% [markdown]
# ## 2 The simplest copying machine: one matrix, used twice
#
# Let the encoder be linear, $z = Wx$ with $W \in \mathbb{R}^{k\times d}$, and let the decoder be its transpose,
# $\hat x = W^\top z$. Encoder and decoder share one matrix: such weights are called **tied**. The loss over a data set
# with one example in each row of $X$ is
#
# $$L(W) = \frac1N\sum_{n=1}^{N}\lVert W^\top W x_n - x_n\rVert^2
# = \frac1N\lVert X W^\top W - X\rVert_F^2 \tag{2}$$
#
# (summed over the entries of an example, averaged over examples). To walk downhill we need its gradient. Write
# $R = XW^\top W - X$ for the residuals. $W$ occurs **twice**, so by the product rule the gradient has **two** parts:
#
# $$\nabla_W L = W(G + G^\top), \qquad G = \frac2N X^\top R \tag{3}$$
#
# <details><summary>Derivation</summary>
#
# With $M = W^\top W$ the loss is $\frac1N\lVert XM - X\rVert_F^2$. A small change $dM$ changes it by
# $\frac2N\langle R, X\,dM\rangle = \langle G, dM\rangle$, where $\langle A, B\rangle = \sum_{ij}A_{ij}B_{ij}$ and
# $G = \frac2N X^\top R$. Now $dM = dW^\top W + W^\top dW$. The second part gives
# $\langle G, W^\top dW\rangle = \langle WG, dW\rangle$. The first is the transpose of the second, so
# $\langle G, dW^\top W\rangle = \langle G^\top, W^\top dW\rangle = \langle WG^\top, dW\rangle$. Together:
# $\langle W(G+G^\top), dW\rangle$. ∎
#
# </details>
#
# One of the two parts is what the decoder's error does to the decoder, the other what it does to the encoder. Frameworks
# add them up silently whenever a parameter is used more than once: in recurrent networks, in weight-tied language
# models, in every convolution.

# %%
W = torch.tensor([[1.0, 1.0]], dtype=torch.float64)  # k = 1, d = 2
X = torch.tensor([[1.0, 0.0]], dtype=torch.float64)
R = X @ W.T @ W - X
G = 2 * X.T @ R
print("residual:", R.tolist())  # -> residual: [[0.0, 1.0]]
print("gradient:", (W @ (G + G.T)).tolist())  # -> gradient: [[2.0, 2.0]]
print("only one of the two parts:", (W @ G).tolist())  # -> only one of the two parts: [[0.0, 2.0]]

# %% [markdown] task="tied_linear_ae"
# ### Exercise 2 · `tied_linear_ae` · 5 points · 10 minutes · implement
#
# Write the loss (2) and its gradient (3). Check your gradient against a central difference, or against autograd, before
# you hand it in; the hidden tests do both.


# %% exercise="tied_linear_ae" points=5 difficulty=2 minutes=10 needs=[]
def tied_linear_ae(W, X):
    """Loss and gradient of a linear autoencoder with tied weights, equations (2) and (3).

    Args:
        W: weights, float64 tensor of shape [k, d]; its rows need be neither orthogonal nor of unit length.
        X: data, shape [N, d], one example in each row, N at least 1. It is used as it comes: not centred here.

    Returns:
        (loss, gradient): a single number, the squared error summed over the d entries and averaged over the N examples;
        and a tensor of shape [k, d].
    """
    ### BEGIN SOLUTION
    residuals = X @ W.T @ W - X
    G = 2 / len(X) * X.T @ residuals
    return residuals.square().sum(dim=1).mean(), W @ (G + G.T)
    ### END SOLUTION


# %% public_test="tied_linear_ae"
W = torch.tensor([[1.0, 1.0, 0.0], [0.0, 1.0, -1.0]], dtype=torch.float64)
X = torch.tensor([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0], [1.0, 1.0, 0.0], [2.0, 0.0, 1.0]], dtype=torch.float64)
loss, gradient = tied_linear_ae(W, X)
assert torch.as_tensor(loss).numel() == 1, "the loss is one number"
assert torch.as_tensor(gradient).shape == W.shape, "a gradient has the shape of what it is the gradient of"
loss, gradient = tied_linear_ae(torch.eye(3, dtype=torch.float64)[:2], X * torch.tensor([1.0, 1.0, 0.0]))
assert abs(float(loss)) < 1e-12, "two numbers are enough for examples that have only two"
assert float(torch.as_tensor(gradient).abs().max()) < 1e-12, "where the copy is exact there is no downhill"

# %% [markdown] hint="tied_linear_ae"
# Start with the copies of all examples at once. With examples in rows, $W^\top W x_n$ for all $n$ is `X @ W.T @ W`.
#
# ---
# `R = X @ W.T @ W - X`, and the loss is `R.square().sum() / len(X)`. The gradient is equation (3), with both parts.
#
# ---
# `G = 2 / len(X) * X.T @ R`, a `[d, d]` matrix, then `W @ (G + G.T)`. It is not symmetric, so `2 * W @ G` is wrong.

# %% [markdown]
# ### Where does downhill end?
#
# The landscape of (2) is not convex, and yet one can say everything about it. Let $\Sigma = \frac1N X^\top X$ have the
# eigenvalues $\lambda_1 \ge \dots \ge \lambda_d$ with orthonormal eigenvectors $u_1, \dots, u_d$ (for centred data:
# variances and principal components).
#
# **Claim** (Bourlard and Kamp, 1988; Baldi and Hornik, 1989). Let $\lambda_k > \lambda_{k+1}$.
#
# 1. *What a perfect training finds.* $L(W) \ge \lambda_{k+1} + \dots + \lambda_d$, with equality exactly where
#    $W^\top W = u_1u_1^\top + \dots + u_ku_k^\top$. A linear autoencoder learns the **subspace of PCA**.
# 2. *What it cannot find.* If $W$ is a minimum, so is $QW$ for each orthogonal $Q$: the subspace is determined, the axes
#    within it are not. The code is PCA's code, rotated (or mirrored) in an arbitrary way.
# 3. *Where it can get stuck.* If the rows of $W$ are $k$ of the eigenvectors, those with indices in a set $S$, the
#    gradient is zero and $L = \sum_{i\notin S}\lambda_i$. Unless these are the largest ones, it is a **saddle**: turn
#    $u_p$, $p \in S$, by an angle $\theta$ towards $u_q$, $q \notin S$, and
#
# $$L(\theta) = L(0) + (\lambda_p - \lambda_q)\sin^2\theta, \qquad L''(0) = 2\,(\lambda_p - \lambda_q) \tag{4}$$
#
# which goes downhill wherever $\lambda_q > \lambda_p$.
#
# <details><summary>Proof</summary>
#
# *1.* $XW^\top W$ has rank at most $k$. By Eckart and Young no matrix of rank $k$ is closer to $X$ than
# $X_k = XP$ with $P = \sum_{i\le k}u_iu_i^\top$, whose squared distance is $N(\lambda_{k+1} + \dots + \lambda_d)$; and
# because $\lambda_k > \lambda_{k+1}$ it is the only one that close. So equality means $XM = XP$ with $M = W^\top W$.
# Then $\Sigma M = \Sigma P$, and, both being symmetric, $M\Sigma = P\Sigma$: applied to $u_i/\lambda_i$ for $i \le k$,
# $Mu_i = u_i$. So the symmetric matrix $M$ has the eigenvalue 1 on all $k$ of them; its rank is at most $k$, so it is
# zero at right angles to them. That is $P$.
#
# *2.* $(QW)^\top(QW) = W^\top Q^\top QW = W^\top W$, and $L$ depends on $W$ only through this product.
#
# *3.* If the rows of $W$ are orthonormal, $M = W^\top W$ is a projection and
# $L = \frac1N\lVert X - XM\rVert_F^2 = \operatorname{tr}\Sigma - \operatorname{tr}(W\Sigma W^\top)$. For eigenvectors the
# last term is $\sum_{i\in S}\lambda_i$. The gradient: $G = 2\Sigma(M - I)$ is then symmetric and
# $WG = 2W\Sigma(M-I) = 2\operatorname{diag}(\lambda_S)\,W(M-I) = 0$, since $WM = W$. Turning keeps the rows orthonormal,
# and replaces $\lambda_p$ in the trace by $\lambda_p\cos^2\theta + \lambda_q\sin^2\theta$. ∎
#
# (Baldi and Hornik show more, without tying: *every* critical point is of this kind, with perhaps fewer than $k$
# directions, so there are no bad local minima at all.)
#
# </details>
#
# ![The loss of a linear autoencoder with one hidden unit: two minima, two saddles and a hill](images/landscape.svg)
#
# That is the landscape for $d = 2$, $k = 1$: two minima, $\pm u_1$ (mirrored codes), saddles at $\pm u_2$, a hill at 0.

# %% [markdown] task="predict_linear_ae"
# ### Exercise 3 · `predict_linear_ae` · 4 points · 8 minutes · predict
#
# Training stands still: the gradient is zero, and the rows of $W$ turn out to be $k$ of the eigenvectors of $\Sigma$.
# You are told which. Predict the loss, and whether there is a way down.


# %% exercise="predict_linear_ae" points=4 difficulty=2 minutes=8 needs=[]
def predict_linear_ae(eigenvalues, chosen):
    """Predict where a linear autoencoder stands whose rows are eigenvectors of the data, from equation (4).

    Args:
        eigenvalues: of Sigma, float64 tensor of shape [d], none negative, in *any* order, perhaps with ties.
        chosen: the indices of the eigenvectors that are rows of W, a list of distinct ints; at least 1, fewer than d.

    Returns:
        (loss, curvature, is_minimum): the loss (2), a number; the smallest second derivative L''(0) of equation (4) that
        turning one chosen eigenvector towards one that was not chosen can have, a number; and whether no turning goes
        downhill, a bool. (Turning between equal eigenvalues is level ground, not downhill.)
    """
    ### BEGIN SOLUTION
    is_left_out = torch.ones(len(eigenvalues), dtype=torch.bool)
    is_left_out[chosen] = False
    left_out = eigenvalues[is_left_out]
    curvature = 2 * (eigenvalues[chosen].min() - left_out.max())
    return float(left_out.sum()), float(curvature), bool(curvature >= 0)
    ### END SOLUTION


# %% public_test="predict_linear_ae"
prediction = predict_linear_ae(torch.tensor([5.0, 3.0, 1.0], dtype=torch.float64), [0])
assert len(prediction) == 3, "three things: loss, curvature, is_minimum"
loss, curvature, is_minimum = prediction
assert float(loss) >= 0, "a squared error is never negative"
assert bool(is_minimum), "the one with the largest eigenvalue: there is no better choice"
assert float(curvature) > 0, "at this minimum every turning goes uphill"

# %% [markdown] hint="predict_linear_ae"
# The loss is what is left out. For the curvature, ask which exchange would gain most: whom would you send away, and whom
# would you take in?
#
# ---
# The smallest $\lambda_p - \lambda_q$ has the *smallest* chosen $\lambda_p$ and the *largest* $\lambda_q$ among the
# others. The eigenvalues need not be sorted, so look for both.
#
# ---
# `curvature = 2 * (min(chosen ones) - max(others))`, and no turning goes downhill if this is not negative.

# %% [markdown]
# Now watch it. "The same subspace" needs a measure that does not care which basis somebody took. The projection onto a
# subspace does not (that is what makes it one), so we compare projections. If the rows of $A$ span the subspace, the
# projection onto it is $P_A = A^+A$, with the pseudo-inverse $A^+$ (for orthonormal rows: $A^\top A$), and
#
# $$\operatorname{dist}(A, B) = \lVert P_A - P_B\rVert_F \tag{5}$$
#
# is zero for equal subspaces and at most $\sqrt{2k}$.

# %%
A = torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], dtype=torch.float64)
B = torch.tensor([[2.0, 1.0, 0.0], [0.0, 3.0, 0.0]], dtype=torch.float64)  # another basis of the same plane
C = torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]], dtype=torch.float64)  # another plane
P_A, P_B, P_C = (torch.linalg.pinv(basis) @ basis for basis in (A, B, C))
print(f"A and B: {(A - B).norm():.2f} apart as matrices, {(P_A - P_B).norm():.2f} as planes")
# -> A and B: 2.45 apart as matrices, 0.00 as planes
print(f"A and C: {(P_A - P_C).norm():.2f} as planes")  # -> A and C: 1.41 as planes

# %% [markdown] task="linear_ae_subspace"
# ### Exercise 4 · `linear_ae_subspace` · 6 points · 12 minutes · implement
#
# Train the linear autoencoder on *centred* data by plain gradient descent over the whole data set, from given weights,
# and measure how far its subspace is from that of PCA.


# %% exercise="linear_ae_subspace" points=6 difficulty=2 minutes=12 needs=["tied_linear_ae"]
def linear_ae_subspace(X, W, lr, steps):
    """Train a tied linear autoencoder by gradient descent, and compare its subspace with that of PCA.

    Args:
        X: data, float64 tensor of shape [N, d], one example in each row. It is centred here (mean 0); not changed.
        W: the weights to start from, shape [k, d], k less than d and N. Not changed.
        lr: learning rate, a float: each step is W <- W - lr * gradient of equation (3), on all of the centred data.
        steps: how many steps, an int of at least 0.

    Returns:
        (W, distance): the weights after these steps, shape [k, d]; and the distance (5) between the space that their
        rows span and the space of the first k principal components of X, a number. The rows of W are independent, but
        in general neither orthogonal nor of unit length.
    """
    ### BEGIN SOLUTION
    centred = X - X.mean(dim=0)
    for _ in range(steps):
        W = W - lr * tied_linear_ae(W, centred)[1]
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(torch.linalg.pinv(W) @ W - C.T @ C)
    ### END SOLUTION


# %% public_test="linear_ae_subspace"
X = torch.tensor([[3.0, 0.0, 0.1], [-3.0, 0.0, 0.1], [0.0, 1.0, -0.1], [0.0, -1.0, -0.1]], dtype=torch.float64)
start = torch.tensor([[0.2, 0.3, 0.1]], dtype=torch.float64)
before = start.clone()
W, distance = linear_ae_subspace(X, start, 0.02, 3)
assert torch.as_tensor(W).shape == (1, 3), "the weights keep their shape"
assert torch.as_tensor(distance).numel() == 1, "the distance is one number"
assert torch.equal(start, before), "the caller's weights were changed"
assert float(linear_ae_subspace(X, start, 0.02, 300)[1]) < float(distance), "training brings it nearer to PCA"

# %% [markdown] hint="linear_ae_subspace"
# Three steps: centre, walk, measure. The walking is a loop around `tied_linear_ae`.
#
# ---
# `W = W - lr * gradient` makes a new tensor in each step; `W -= …` would write into the caller's. PCA's components are
# the first $k$ rows of `Vh` in the SVD of the centred data.
#
# ---
# The rows of `C = Vh[:k]` are orthonormal, so $P_C = C^\top C$. Those of `W` are not: `torch.linalg.pinv(W) @ W`. Then
# the Frobenius norm of the difference.

# %% tags=["demo"]
generator = torch.Generator().manual_seed(0)
start = 0.1 * torch.randn(8, 64, dtype=torch.float64, generator=generator)
steps = [0, 3, 10, 30, 100, 300, 1000, 2000]
W, done, distances, differences = start, 0, [], []
for step in steps:
    W, distance = linear_ae_subspace(train, W, 0.1, step - done)
    W, done = torch.as_tensor(W), step
    distances.append(float(distance))
    differences.append((W - components).norm().item())
plot_curves(
    [step + 1 for step in steps],
    {"distance of the subspaces": distances, "distance of W from PCA's components": differences},
    x_label="steps + 1",
    y_label="distance",
    title="The subspace becomes PCA's; the axes within it do not",
    log_y=True,
)
show_images({"PCA's components": 0.5 + components, "rows of W": 0.5 + W}, title="Two bases of (nearly) one subspace")

# %% [markdown]
# The distance of the subspaces falls, quickly at first and then slowly: directions whose eigenvalues are close to each
# other are hard to tell apart, which is (4) again: the way down is almost level. The matrices themselves stay apart for
# ever. (A good place for a break.)
#
# ## 3 Bending the code
#
# A linear code is a flat sheet laid through the data. Digits do not lie on a flat sheet: the average of two digits
# is not a digit. Put one hidden layer with a kink on either side of the code, and the sheet may bend:
#
# $$
# z = f(x) = W_2\,\rho(W_1x + b_1) + b_2, \qquad
# \hat x = g(z) = \sigma\bigl(W_4\,\rho(W_3z + b_3) + b_4\bigr) \tag{6}
# $$
#
# with $\rho(a) = \max(0, a)$ (ReLU) and $\sigma(a) = 1/(1+e^{-a})$ (sigmoid), entry by entry. Three choices in it are
# worth a thought:
#
# - **The code has no activation.** It is a point in $\mathbb{R}^k$. A ReLU on it would cut off half of each axis, and a
#   sigmoid would press all codes into a cube.
# - **The output has one:** pixels lie between 0 and 1, so the sigmoid spares the network from learning that. (Where it
#   saturates, its derivative $\hat x(1-\hat x)$ vanishes: a network that has learnt to draw *exactly* black or white
#   hardly learns any more. Never feed it targets outside of $[0, 1]$.)
# - **The weights are not tied.** With kinks in between, a transpose no longer undoes anything.
#
# How many numbers is that? A layer from $a$ to $b$ has $ab$ weights and $b$ offsets.

# %%
layer = nn.Linear(64, 128)
print(sum(p.numel() for p in layer.parameters()), "=", 64 * 128, "+", 128)  # -> 8320 = 8192 + 128
forgetful = [nn.Linear(3, 2)]  # a plain list is not a module …


class Forgetful(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = forgetful


print("parameters that an optimiser would see:", len(list(Forgetful().parameters())))  # … and its layers never learn
# -> parameters that an optimiser would see: 0

# %% [markdown] task="Autoencoder"
# ### Exercise 5 · `Autoencoder` · 6 points · 12 minutes · implement
#
# Write equation (6) as a module. You need it again in the last exercise, where an instance of it is what you hand in.


# %% exercise="Autoencoder" points=6 difficulty=2 minutes=12 needs=[]
class Autoencoder(nn.Module):
    """An autoencoder with one hidden layer on either side of the code, equation (6).

    Layers: d -> hidden (ReLU) -> k, and k -> hidden (ReLU) -> d (sigmoid), all with weights and offsets, initialised as
    torch.nn.Linear does. The code has no activation. The copy depends on the code alone, and each example's copy on that
    example alone.

    Args:
        d: numbers in an example.
        k: numbers in a code.
        hidden: width of both hidden layers.
    """

    def __init__(self, d, k, hidden=128):
        """Make the layers."""
        super().__init__()
        ### BEGIN SOLUTION
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())
        ### END SOLUTION

    def encode(self, x):
        """Encode examples [N, d] as codes [N, k]: any real numbers."""
        ### BEGIN SOLUTION
        return self.encoder(x)
        ### END SOLUTION

    def decode(self, z):
        """Decode codes [N, k] to examples [N, d] between 0 and 1."""
        ### BEGIN SOLUTION
        return self.decoder(z)
        ### END SOLUTION

    def forward(self, x):
        """Copy examples [N, d] through the code: shape [N, d]."""
        ### BEGIN SOLUTION
        return self.decode(self.encode(x))
        ### END SOLUTION


# %% public_test="Autoencoder"
model = Autoencoder(12, 3, hidden=5)
assert model.encode(torch.rand(7, 12)).shape == (7, 3), "seven examples, three numbers each"
assert model.decode(torch.randn(7, 3)).shape == (7, 12), "decoding gives examples again"
assert model(torch.rand(7, 12)).shape == (7, 12), "a copy has the shape of its original"
assert len(list(model.parameters())) > 0, "an optimiser would find nothing to learn: are the layers attributes?"

# %% [markdown] hint="Autoencoder"
# Two stacks of layers, made in `__init__` and called in `encode` and `decode`. `nn.Sequential` chains layers.
#
# ---
# Encoder: `Linear(d, hidden)`, `ReLU()`, `Linear(hidden, k)`, and nothing behind it. Decoder: the mirror image, with a
# `Sigmoid()` at the end. `forward` is one line that uses the other two.
#
# ---
# `self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))`, and
# `return self.decode(self.encode(x))`.

# %% [markdown]
# ## 4 Training it: a program that works, nearly
#
# One **epoch** shows every example once, in a random order, a batch at a time; each batch moves the weights a little
# against the gradient of its mean squared error
#
# $$\ell(\text{batch}) = \frac{1}{|\text{batch}|\,D}\sum_{x\in\text{batch}}\lVert\hat x - x\rVert^2 \tag{7}$$
#
# Below is a draft. It runs, its loss falls, and somebody wrote "works!" under it.


# %%
def draft_epoch(model, optimiser, x, order, batch_size):
    losses = []
    for start in range(0, len(x) - batch_size, batch_size):
        batch = x[order[start : start + batch_size]]
        target = x[start : start + batch_size]
        loss = (model(batch) - target).square().mean()
        loss.backward()
        optimiser.step()
        losses.append(loss)
    return sum(losses) / len(losses)


torch.manual_seed(0)
net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 8), nn.Linear(8, 64), nn.Sigmoid()).double()
adam = torch.optim.Adam(net.parameters(), lr=2e-3)
draft_losses = [draft_epoch(net, adam, train, torch.randperm(len(train)), 100).item() for _ in range(10)]
print("loss:", " ".join(f"{loss:.3f}" for loss in draft_losses), "... works!")

# %% tags=["demo"]
some = torch.stack([test[test_labels == digit][0] for digit in range(10)])
show_images({"original": some, "draft": net(some)}, title="Works?")
print(f"spread over the test set: copies {net(test).std(dim=0).mean():.3f}, digits {test.std(dim=0).mean():.3f}")
print(f"the loss, were every copy the mean digit: {(train - mean).square().mean():.3f}")

# %% [markdown] task="train_epoch"
# ### Exercise 6 · `train_epoch` · 6 points · 12 minutes · repair
#
# All copies are the same grey cloud, and the loss stays above that of the mean digit. The draft has **four** faults. One
# is why it draws a cloud; one makes it stumble about; one leaves some examples out; one returns a number that is not
# what it claims to be (and holds on to memory). Write `train_epoch` without them.


# %% exercise="train_epoch" points=6 difficulty=3 minutes=12 needs=[]
def train_epoch(model, optimiser, x, order, batch_size):
    """Train an autoencoder for one epoch on the mean squared error (7).

    Args:
        model: a module; model(batch) are the copies of a batch.
        optimiser: a torch optimiser of the model's parameters. They may carry old gradients, which must not count.
        x: examples, floating-point tensor of shape [N, D].
        order: indices into x, int64 tensor of shape [M]: the examples of this epoch, in the order in which to use them.
            Often a permutation of all N, but perhaps only some of them.
        batch_size: examples in a batch, an int of at least 1. The last batch has what is left, at least one.

    Returns:
        The mean over the M examples of their squared error per pixel, each measured when its batch was used (before the
        step on it), as a plain float that holds no graph.
    """
    ### BEGIN SOLUTION
    total = 0.0
    for indices in order.split(batch_size):
        batch = x[indices]
        loss = (model(batch) - batch).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(batch)
    return total / len(order)
    ### END SOLUTION


# %% public_test="train_epoch"
torch.manual_seed(0)
net = nn.Linear(4, 4).double()
examples = torch.rand(10, 4, dtype=torch.float64)
sgd = torch.optim.SGD(net.parameters(), lr=0.1)
losses = [train_epoch(net, sgd, examples, torch.arange(10), 5) for _ in range(30)]
assert all(isinstance(loss, float) for loss in losses), "a plain float: a tensor may hold on to its whole graph"
assert losses[-1] < losses[0], "the error falls"

# %% [markdown] hint="train_epoch"
# The picture shows one answer to all inputs. Which single target would make that the best answer? Compare how the draft
# takes `batch` and `target` out of `x`.
#
# ---
# The batch is shuffled and its target is not: the network is asked for *some other* digit, and the best guess is the
# mean. Then: what does `backward()` do with the gradients that are there already? Where does `range` stop, and what if
# `len(order)` is no multiple of the batch size? And a batch of 3 should count for 3.
#
# ---
# `for indices in order.split(batch_size)` visits all of them. Inside: `optimiser.zero_grad()` before
# `loss.backward()`, the batch itself as target, and `total += loss.item() * len(batch)`.

# %% [markdown]
# The same loop, repaired, with the same network, the same seed and the same learning rate:

# %% tags=["demo"]
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 8), nn.Linear(8, 64), nn.Sigmoid()).double()
adam = torch.optim.Adam(net.parameters(), lr=2e-3)
repaired = [train_epoch(net, adam, train, torch.randperm(len(train)), 100) for _ in range(10)]
plot_curves(
    range(1, 11),
    {"draft": draft_losses, "repaired": repaired, "every copy is the mean digit": 10 * [0.0743]},
    x_label="epoch",
    y_label="loss",
    title="A falling loss is no proof",
)
show_images({"original": some, "repaired": net(some)}, title="Ten epochs")

# %% [markdown]
# ## 5 Is the door really narrow?
#
# A small error is what we asked for, and an autoencoder that goes *round* the door has the smallest of all. Nobody needs
# bad intentions for it: a U-Net's skip connection left in, a cache, a clever number format. So look at what gets
# through. How many directions of the input still make a difference in the output? The **Jacobian**
# $J = \partial\hat x/\partial x$ knows, and the chain rule bounds its rank:
#
# $$
# J = \frac{\partial g}{\partial z}\,\frac{\partial f}{\partial x}, \qquad
# \operatorname{rank} J \le \min\Bigl(\operatorname{rank}\tfrac{\partial g}{\partial z},
# \operatorname{rank}\tfrac{\partial f}{\partial x}\Bigr) \le k \tag{8}
# $$
#
# since the two factors are $d \times k$ and $k \times d$. An autoencoder whose Jacobian has a rank above $k$ has another
# road from input to output. Here are four models. The first is PCA, dressed as an autoencoder, and honest. The others
# are not.
#
# ![Four roads from a picture to its copy: code, skip connection, memory, low digits](images/doors.svg)


# %%
class Honest:
    """PCA as an autoencoder: encode, decode, and the whole when it is called."""

    def __init__(self, train, k):
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]

    def encode(self, x):
        return (x - self.mean) @ self.components.T

    def decode(self, z):
        return self.mean + z @ self.components

    def __call__(self, x):
        return self.decode(self.encode(x))


class WithSkip(Honest):
    """Half of the picture walks past the door."""

    def __call__(self, x):
        return 0.5 * self.decode(self.encode(x)) + 0.5 * x


class WithMemory(Honest):
    """The decoder remembers what the encoder was shown last."""

    def encode(self, x):
        self.seen = x
        return super().encode(x)

    def decode(self, z):
        return self.seen


class WithLowDigits(Honest):
    """Eight pixels of 17 levels each hide behind the third decimal of each number of the code."""

    powers = 17 ** torch.arange(8, dtype=torch.float64)

    def encode(self, x):
        hidden = ((16 * x).round().reshape(len(x), 8, 8) * self.powers).sum(dim=-1)
        return (1000 * super().encode(x)).floor() / 1000 + 1e-4 + 1e-13 * hidden

    def decode(self, z):
        hidden = (1e13 * (z - (1000 * z).floor() / 1000 - 1e-4)).round()
        return ((hidden[..., None] / self.powers).floor() % 17 / 16).reshape(len(z), 64)


def jacobian_rank(model, x, tolerance=1e-9):
    """How many directions of one example x, shape [d], make a difference in its copy; by autograd and an SVD."""
    J = torch.autograd.functional.jacobian(lambda row: model(row[None])[0], x)
    sigma = torch.linalg.svdvals(J)
    return int((sigma > tolerance * sigma.max()).sum())


for kind in (Honest, WithSkip, WithMemory, WithLowDigits):
    model = kind(train, 8)
    error = (model(test) - test).square().mean()
    print(f"{kind.__name__:13} codes {tuple(model.encode(test).shape)}, error {error:.4f}", end=", ")
    print("rank of the Jacobian:", jacobian_rank(model, test[0]))
# -> Honest codes (500, 8), error 0.0246, rank of the Jacobian: 8
# -> WithSkip codes (500, 8), error 0.0062, rank of the Jacobian: 64
# -> WithMemory codes (500, 8), error 0.0000, rank of the Jacobian: 64
# -> WithLowDigits codes (500, 8), error 0.0000, rank of the Jacobian: 0

# %% [markdown]
# All four have codes of eight numbers, and the three cheats have the better error. The Jacobian exposes two of them. The
# last one has a rank of *zero*: a step function has no slope, so to autograd nothing gets through at all, and yet the
# copy is perfect. A rank above $k$ proves a leak; a rank below proves nothing.
#
# What helps is to ask what a code *is*: numbers, not the digits in which a computer happens to write them. A float64 has
# 52 binary digits, eight of them have 416, and a picture of 64 pixels of 17 levels needs only 262. Real systems do this
# on their own: CycleGAN learnt to hide a photograph in the faint pattern of a map that it drew (Chu et al., 2017).

# %% [markdown] task="crosses_bottleneck"
# ### Exercise 7 · `crosses_bottleneck` · 7 points · 15 minutes · write a check that rejects these
#
# Write a check that accepts honest autoencoders and rejects the three cheats above, and their relatives: a skip of a
# single pixel, a memory in which each code looks up its picture, a code of too many numbers. You may call `encode`,
# `decode` and the model itself, with any inputs you like and in any order.


# %% exercise="crosses_bottleneck" points=7 difficulty=3 minutes=15 needs=[]
def crosses_bottleneck(model, x, k):
    """Check that all that an autoencoder knows of a picture goes through k numbers.

    Args:
        model: has encode(x): [N, d] -> [N, k], decode(z): [N, k] -> [N, d], and model(x), the whole, on float64 tensors.
        x: some examples, float64 tensor of shape [N, d], N at least 2, between 0 and 1.
        k: how many numbers a code may have.

    Returns:
        True if all of these hold, else False (a bool):
        - a code has exactly k numbers;
        - model(x) is what decoding the codes of x gives, to 1e-6, also if other pictures were encoded in between:
          the copy depends on the code, and on nothing else;
        - rounding the codes to three decimals changes no pixel of the copies by more than 0.05.
    """
    ### BEGIN SOLUTION
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat = model(x)
        model.encode(torch.rand_like(x))  # other pictures: who remembers, remembers these
        again = model.decode(z)
        rounded = model.decode(torch.round(z, decimals=3))
    depends_on_code = bool((again - x_hat).abs().max() <= 1e-6)
    return depends_on_code and bool((rounded - x_hat).abs().max() <= 0.05)
    ### END SOLUTION


# %% public_test="crosses_bottleneck"
verdict = crosses_bottleneck(Honest(train, 8), test[:5], 8)
assert isinstance(verdict, (bool, np.bool_)) or torch.as_tensor(verdict).numel() == 1, "one answer, true or false"
assert bool(verdict), "PCA is honest"
assert not bool(crosses_bottleneck(Honest(train, 9), test[:5], 8)), "nine numbers are not eight"

# %% [markdown] hint="crosses_bottleneck"
# Run your check on `WithSkip(train, 8)`, `WithMemory(train, 8)` and `WithLowDigits(train, 8)`. Each of the points of the
# docstring is there for one of them.
#
# ---
# Keep `z = model.encode(x)` and `x_hat = model(x)`. Then let the model see something else, and *only then* decode `z`.
# Whoever decodes from memory is now wrong. A skip shows as well: without it, `model(x)` and `model.decode(z)` agree.
#
# ---
# `model.encode(1 - x.flip(0))` makes it forget; `again = model.decode(z)`, `rounded = model.decode((1000 * z).round() /
# 1000)`. Compare both with `x_hat`, the largest absolute difference over all pixels, once with 1e-6 and once with 0.05.

# %% tags=["demo"]
for kind in (Honest, WithSkip, WithMemory, WithLowDigits):
    print(f"{kind.__name__:13} crosses the bottleneck: {crosses_bottleneck(kind(train, 8), test, 8)}")

# %% [markdown]
# (The grader of the last exercise goes further than your check can: it decodes in *another process*, into which nothing
# came but the trained model and slightly blurred codes.)
#
# ## 6 Forgetting on purpose: the contractive penalty
#
# The Jacobian is good for more than catching thieves. Small pushes of the input in *most* directions are not digits, but
# noise, and a good encoder should not notice them. **Contractive autoencoders** (Rifai et al., 2011) therefore add to the
# error $\beta$ times the size of the *encoder's* Jacobian, averaged over the examples. For one layer $h = s(Wx + b)$,
# whose activation $s$ acts on each entry, the chain rule gives $J_{ij} = s'(a_i)\,W_{ij}$ with $a = Wx + b$, and so
#
# $$\lVert J(x)\rVert_F^2 = \sum_{i=1}^{m} s'(a_i)^2 \sum_{j=1}^{d} W_{ij}^2, \qquad
# s'(a) = \begin{cases} h(1-h) & \text{sigmoid}\\ 1-h^2 & \text{tanh}\end{cases} \tag{9}$$
#
# No Jacobian has to be built: the derivatives come from $h$ itself, and the sums over $W$ are shared by all examples.
#
# *Why this does not forget everything.* The error wants the code to tell apart what occurs in the data; the penalty
# wants it to tell apart nothing. Where they meet, the code keeps the few directions along which the data varies and
# gives up those across: near each example, the Jacobian has a few large singular values and many small ones. It is a
# narrow door for *directions*, also where the code is wide. (The penalty is the limit of adding small noise $\varepsilon$
# of variance $\sigma^2$ to the input: $\mathbb{E}\lVert f(x+\varepsilon) - f(x)\rVert^2 \approx
# \sigma^2\lVert J\rVert_F^2$. That is the next-but-one lesson.)

# %%
W = torch.tensor([[1.0, 2.0], [0.0, -1.0]], dtype=torch.float64)
x = torch.tensor([1.0, -0.5], dtype=torch.float64)
h = torch.sigmoid(W @ x)
print("a =", (W @ x).tolist(), " h =", [round(value, 4) for value in h.tolist()])
# -> a = [0.0, 0.5] h = [0.5, 0.6225]
J = torch.autograd.functional.jacobian(lambda x: torch.sigmoid(W @ x), x)
print(f"by the Jacobian:     {J.square().sum():.4f}")  # -> by the Jacobian:     0.3677
print(f"by hand: (1/4)^2 * 5 + {h[1] * (1 - h[1]):.4f}^2 * 1 = {5 / 16 + (h[1] * (1 - h[1])) ** 2:.4f}")
# -> by hand: (1/4)^2 * 5 + 0.2350^2 * 1 = 0.3677

# %% [markdown] task="contractive_penalty"
# ### Exercise 8 · `contractive_penalty` · 6 points · 10 minutes · implement
#
# Write equation (9) for a batch. It is made to be *trained* with, so gradients have to flow through it to $W$, $b$ and
# $x$: stay in torch, and cut nothing off.


# %% exercise="contractive_penalty" points=6 difficulty=2 minutes=10 needs=[]
def contractive_penalty(W, b, x, activation):
    """Squared Frobenius norm of the Jacobian of one encoder layer, equation (9), for each example.

    Args:
        W: weights, floating-point tensor of shape [m, d].
        b: offsets, shape [m].
        x: examples, shape [N, d].
        activation: "sigmoid" or "tanh".

    Returns:
        Tensor of shape [N] and the inputs' dtype, one number for each example, not averaged. Gradients flow to W, b, x.

    Raises:
        ValueError: for any other activation.
    """
    ### BEGIN SOLUTION
    a = x @ W.T + b
    if activation == "sigmoid":
        slope = torch.sigmoid(a) * (1 - torch.sigmoid(a))
    elif activation == "tanh":
        slope = 1 - torch.tanh(a).square()
    else:
        raise ValueError(f"unknown activation {activation!r}")
    return slope.square() @ W.square().sum(dim=1)
    ### END SOLUTION


# %% public_test="contractive_penalty"
W, b = torch.ones(4, 3, dtype=torch.float64, requires_grad=True), torch.zeros(4, dtype=torch.float64)
penalty = contractive_penalty(W, b, torch.zeros(5, 3, dtype=torch.float64), "tanh")
assert penalty.shape == (5,), "one number for each example"
assert penalty.dtype == torch.float64, "float64 in, float64 out"
assert penalty.requires_grad, "gradients have to flow to the weights"
assert bool((penalty >= 0).all()), "a squared norm is never negative"

# %% [markdown] hint="contractive_penalty"
# Start with $a$ for all examples: `x @ W.T + b`, shape `[N, m]`. Then the slopes $s'(a)$, same shape.
#
# ---
# In (9) the inner sum, $\sum_j W_{ij}^2$, does not depend on the example: a vector of length $m$. The outer sum is a
# product of a matrix and this vector. Both factors are *squared*.
#
# ---
# `slope.square() @ W.square().sum(dim=1)`, with `slope = h * (1 - h)` or `1 - h**2`; `raise ValueError(...)` for
# anything else.

# %% [markdown]
# See what it does. The next cell trains a *wide* code, 128 sigmoids for 64 pixels, twice: with and without the penalty.
# Then it asks how many directions the encoder still notices around a test image.

# %% tags=["demo"]
spectra = {}
for beta in (0.0, 0.0005):
    torch.manual_seed(0)
    layer, out = nn.Linear(64, 128).double(), nn.Linear(128, 64).double()
    adam = torch.optim.Adam([*layer.parameters(), *out.parameters()], lr=3e-3)
    for _ in range(25):
        for batch in train[torch.randperm(len(train))].split(128):
            error = (torch.sigmoid(out(torch.sigmoid(layer(batch)))) - batch).square().mean()
            penalty = contractive_penalty(layer.weight, layer.bias, batch, "sigmoid").mean()
            adam.zero_grad()
            (error + beta * penalty).backward()
            adam.step()
    slopes = torch.sigmoid(layer(test)) * (1 - torch.sigmoid(layer(test)))
    J = slopes[:100, :, None] * layer.weight  # [100, 128, 64]
    spectra[f"penalty {beta}"] = torch.linalg.svdvals(J).mean(dim=0).detach()
    print(f"penalty {beta}: error {error:.4f}, squared norm of the Jacobian {J.square().sum(dim=(1, 2)).mean():.2f}")
plot_curves(
    range(1, 65),
    spectra,
    x_label="direction (singular value number)",
    y_label="how much the encoder notices it",
    title="The penalty keeps a few directions and drops the rest",
)

# %% [markdown]
# ## 7 The same error, another picture: SSIM
#
# Two copies of the same digit. One is a little darker everywhere, the other is covered in noise. They have the *same* MSE,
# so (1) calls them equally good. Nobody who reads digits would. The **structural similarity index**
# (Wang et al., 2004) slides a small window over both pictures, and compares in each position means (luminance),
# variances (contrast) and covariance (structure):
#
# $$
# \operatorname{SSIM}(a, b) = \frac{(2\mu_a\mu_b + C_1)\,(2\sigma_{ab} + C_2)}
# {(\mu_a^2 + \mu_b^2 + C_1)\,(\sigma_a^2 + \sigma_b^2 + C_2)}, \qquad
# C_1 = (0.01\,L)^2,\; C_2 = (0.03\,L)^2 \tag{10}
# $$
#
# with the mean $\mu_a$, the variance $\sigma_a^2$ (dividing by the number $n$ of pixels in the window) and the covariance
# $\sigma_{ab} = \frac1n\sum_i(a_i-\mu_a)(b_i-\mu_b)$ within one window. The small constants keep it finite where a
# window is blank. The SSIM of a picture is the mean over all positions in which the window lies wholly inside.
#
# Each factor has the form $(2uv + c)/(u^2 + v^2 + c)$, which is at most 1, with equality only for $u = v$: for
# $(u - v)^2 \ge 0$ says $2uv \le u^2 + v^2$. (For the second factor use $|\sigma_{ab}| \le \sigma_a\sigma_b$, which is
# Cauchy–Schwarz; pixels are not negative.) So $\operatorname{SSIM} \le 1$, and it is 1 only for equal windows. It can be
# negative: invert a picture, and its covariance with the original changes sign.
#
# (Wang et al. weight the pixels of an 11 × 11 window by a Gaussian; for pictures of 8 × 8 a flat window of 4 × 4 does.)

# %%
a = torch.tensor([0.0, 0.0, 1.0, 1.0], dtype=torch.float64)  # the four pixels of one window of 2 x 2
b = torch.tensor([0.2, 0.2, 1.0, 1.0], dtype=torch.float64)
mu_a, mu_b = a.mean(), b.mean()
var_a, var_b, cov = (a - mu_a).square().mean(), (b - mu_b).square().mean(), ((a - mu_a) * (b - mu_b)).mean()
print(f"means {mu_a:.2f} {mu_b:.2f}, variances {var_a:.2f} {var_b:.2f}, covariance {cov:.2f}")
# -> means 0.50 0.60, variances 0.25 0.16, covariance 0.20
C_1, C_2 = 0.01**2, 0.03**2
luminance = (2 * mu_a * mu_b + C_1) / (mu_a**2 + mu_b**2 + C_1)
structure = (2 * cov + C_2) / (var_a + var_b + C_2)
print(f"luminance {luminance:.4f} times contrast and structure {structure:.4f} is {luminance * structure:.4f}")
# -> luminance 0.9836 times contrast and structure 0.9757 is 0.9597

# %% [markdown] task="ssim"
# ### Exercise 9 · `ssim` · 6 points · 12 minutes · implement
#
# Write equation (10) for a batch of pictures, with a flat window.


# %% exercise="ssim" points=6 difficulty=3 minutes=12 needs=[]
def ssim(a, b, window=4, max_value=1.0):
    """Structural similarity of two batches of pictures, equation (10), with a flat square window.

    Args:
        a: pictures, floating-point tensor of shape [N, H, W].
        b: pictures, same shape and dtype.
        window: side of the window in pixels, an int from 1 to min(H, W). It moves by one pixel at a time, and every
            position in which it lies wholly inside the picture counts: (H - window + 1) * (W - window + 1) of them.
        max_value: L, the largest value that a pixel can have, a float.

    Returns:
        Tensor of shape [N] and the inputs' dtype: for each pair of pictures, the mean of (10) over all positions.
        Variances and covariance divide by the number of pixels in the window.
    """

    ### BEGIN SOLUTION
    def patches(images):
        return images.unfold(1, window, 1).unfold(2, window, 1).flatten(-2)  # [N, rows, columns, window ** 2]

    p, q = patches(a), patches(b)
    mu_p, mu_q = p.mean(dim=-1), q.mean(dim=-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    structure = (2 * (p * q).mean(dim=-1) + c_2) / (p.square().mean(dim=-1) + q.square().mean(dim=-1) + c_2)
    return (luminance * structure).mean(dim=(1, 2))
    ### END SOLUTION


# %% public_test="ssim"
pictures = test[:3].reshape(3, 8, 8)
values = torch.as_tensor(ssim(pictures, pictures))
assert values.shape == (3,), "one number for each pair of pictures"
assert values.dtype == torch.float64, "float64 in, float64 out"
assert float((values - 1).abs().max()) < 1e-9, "every picture is like itself"
assert float(torch.as_tensor(ssim(pictures, pictures.roll(1, 0))).max()) < 1, "other pictures are less like it"

# %% [markdown] hint="ssim"
# First cut every picture into all its windows; then (10) is a formula about the last axis.
#
# ---
# `a.unfold(1, window, 1).unfold(2, window, 1)` has shape `[N, rows, columns, window, window]`; flatten the last two. A
# mean over them is $\mu_a$, shape `[N, rows, columns]`. (`F.avg_pool2d(…, window, stride=1)` does it as well.)
#
# ---
# Subtract the means from the patches; then variances and the covariance are means of products. Multiply the two
# fractions *in each window*, and average over windows only at the end: `.mean(dim=(1, 2))`.

# %% tags=["demo"]
generator = torch.Generator().manual_seed(0)
originals = torch.stack([test[test_labels == digit][2] for digit in range(10)]) * 0.8
darker = originals + 0.15
noise = torch.randn(10, 64, dtype=torch.float64, generator=generator)
noisy = originals + 0.15 * noise / noise.square().mean(dim=1, keepdim=True).sqrt()
show_images({"original": originals, "darker": darker, "noisy": noisy}, title="The same mean squared error")
for name, copy in {"darker": darker, "noisy": noisy}.items():
    decibels = torch.as_tensor(psnr(copy, originals)).mean()
    similarity = torch.as_tensor(ssim(copy.reshape(-1, 8, 8), originals.reshape(-1, 8, 8))).mean()
    print(f"{name:8}: {decibels:.2f} dB, SSIM {similarity:.3f}")

# %% [markdown]
# ## 8 The whole thing: train, then evaluate
#
# Everything is there: the module, the epoch, the measures. Now train on the digits and be judged on digits that your
# model has never seen.
#
# | what is sent | error on unseen digits (MSE per pixel) |
# | --- | --- |
# | nothing: the mean digit | 0.074 |
# | 8 numbers by PCA (the baseline) | 0.0246 |
# | the index of the most similar training image, which the receiver has | 0.018 |
# | **8 numbers by your autoencoder: the target** | at most **{{target:reconstruction_mse}}** |
# | the reference solution, over 20 seeds | 0.0130 to 0.0143 |
#
# How the grader looks at it: it trains your model on digits with *shuffled pixels* (a network of this kind does not mind;
# stored weights do), encodes digits that were held back, blurs the codes by a hundredth of their spread, and lets
# another copy of your trained model decode them, in a process where nothing else is known. Then it computes the error
# itself. An error that is *too* good fails, too: nothing honest gets 64 pixels through eight numbers for free.

# %% [markdown] task="train_autoencoder"
# ### Exercise 10 · `train_autoencoder` · 10 points · 15 minutes · train, then evaluate
#
# **The recipe**, which is part of the task: your `Autoencoder` with 128 hidden units, in the dtype of the data; Adam with
# learning rate 0.005 and otherwise torch's defaults; `epochs` times your `train_epoch`, each with a new random order of
# all examples and batches of 128. It takes about a second; the grader allows 30 seconds of training.


# %% exercise="train_autoencoder" points=10 difficulty=3 minutes=15 seconds=30 needs=["Autoencoder", "train_epoch"]
def train_autoencoder(x, *, seed, k=8, epochs=60, device="cpu"):
    """Train an autoencoder by the recipe above.

    Args:
        x: training data, float32 or float64 tensor of shape [N, d] on the CPU, values between 0 and 1. Not changed.
        seed: an int that decides the initial weights and all orders: the same seed and data give the same model.
        k: how many numbers the code has.
        epochs: how often each example is used.
        device: where to train: "cpu" or "cuda".

    Returns:
        The trained model, on the CPU, in x's dtype, with encode(x): [N, d] -> [N, k] and decode(z): [N, k] -> [N, d]. It
        has learnt from x and nothing else; what it returns for an example depends on that example alone.
    """
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(device, x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    data = x.to(device)
    for _ in range(epochs):
        train_epoch(model, optimiser, data, torch.randperm(len(data)).to(device), 128)
    return model.cpu()
    ### END SOLUTION


# %% public_test="train_autoencoder"
small = train_autoencoder(train[:50], seed=0, k=3, epochs=1)
assert small is not None, "the trained model has to be returned: is a `return` missing?"
assert small.encode(train[:5]).shape == (5, 3), "codes of k numbers"
assert small.decode(small.encode(train[:5])).shape == (5, 64), "copies of 64 pixels"
assert small.decode(small.encode(train[:5])).dtype == torch.float64, "float64 in, float64 out"

# %% [markdown] hint="train_autoencoder"
# Five steps: seed, model, optimiser, loop, return. Exercises 5 and 6 did the work.
#
# ---
# `torch.manual_seed(seed)` before the first layer is made. `.to(device, x.dtype)` makes the model's numbers those of the
# data. A new order in each epoch: `torch.randperm(len(x))`.
#
# ---
# `optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)`; in the loop
# `train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)`; at the end `return model.cpu()`.

# %% tags=["demo"]
model = train_autoencoder(train, seed=0)
with torch.no_grad():
    copies = model.decode(model.encode(test))
    seen = model.decode(model.encode(train))
print(f"error on unseen digits {(copies - test).square().mean():.4f} (PCA {(pca_copy - test).square().mean():.4f})")
print(f"error on training digits {(seen - train).square().mean():.4f}: it has learnt digits, and a little by heart")
for name, copy in {"PCA": pca_copy, "autoencoder": copies}.items():
    decibels = torch.as_tensor(psnr(copy, test)).mean()
    similarity = torch.as_tensor(ssim(copy.reshape(-1, 8, 8), test.reshape(-1, 8, 8))).mean()
    print(f"{name:11}: {decibels:.2f} dB, SSIM {similarity:.3f}")
print("crosses the bottleneck:", crosses_bottleneck(model, test, 8))
ten = torch.stack([test[test_labels == digit][1] for digit in range(10)])
ten_by_pca = mean + (ten - mean) @ components.T @ components
show_images({"unseen": ten, "PCA": ten_by_pca, "autoencoder": model(ten).detach()}, title="Through eight numbers")

# %% [markdown]
# ### Two numbers, and a map of the digits
#
# With $k = 2$ the code can be drawn. Nobody told the network which digit is which.

# %% tags=["demo"]
flat = train_autoencoder(train, seed=1, k=2)
with torch.no_grad():
    z = flat.encode(test)
plot_points({str(digit): z[test_labels == digit] for digit in range(10)}, title="Each test digit as two numbers")

# %% [markdown]
# ### Is it a generative model?
#
# It has a decoder, so give it codes that nobody encoded: points on the line between two codes, and random ones.

# %% tags=["demo"]
with torch.no_grad():
    z_train, z_ends = model.encode(train), model.encode(ten)
    t = torch.linspace(0, 1, 10, dtype=torch.float64)[:, None]
    between = model.decode((1 - t) * z_ends[0] + t * z_ends[4])
    mixed = (1 - t) * ten[0] + t * ten[4]
    torch.manual_seed(0)
    random = model.decode(z_train.mean(dim=0) + z_train.std(dim=0) * torch.randn(10, 8, dtype=torch.float64))
    far = model.decode(4 * z_train.std(dim=0) * torch.randn(10, 8, dtype=torch.float64))
show_images(
    {"pixels mixed": mixed, "codes mixed": between, "random": random, "far out": far}, title="Nobody encoded these"
)

# %% [markdown] written="why_codes_differ" points=4 minutes=8
# ### Question 11 · `why_codes_differ` · 4 points · 8 minutes · explain
#
# Ada and Ben each train an autoencoder on the same digits, with the same recipe and different seeds. Both reach the same
# error. Ada sends Ben the code of a digit; Ben decodes it with *his* decoder and sees a smudge.
#
# 1. For linear autoencoders without tying, $z = Ex$ and $\hat x = Dz$, show that for every invertible $k \times k$ matrix
#    $A$ there is another pair $(E', D')$ that makes the same copies with the codes $Az$. Which $A$ remain possible if the
#    weights are tied, $D = E^\top$? (2 points)
# 2. So what *is* determined about the code, and how could Ben, given a thousand digits together with Ada's codes of them,
#    read her codes after all? (1 point)
# 3. You saw that many random codes decode to no digit. The decoder is the same that draws unseen digits well. What does
#    training never ask of it, and what would one have to know about the codes in order to draw *new* digits? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. Take $E' = AE$ and $D' = DA^{-1}$. Then $z' = AEx = Az$, and $D'z' = DA^{-1}AEx = DEx = \hat x$: the same copies, so
#    the same loss. With tying, $D' = E'^\top$ means $DA^{-1} = E^\top A^{-1} = E^\top A^\top$; for an $E$ of full rank
#    $E^\top$ can be cancelled, and $A^{-1} = A^\top$: only orthogonal $A$ (rotations and mirrors), as in section 2.
# 2. Determined is what the code lets through: the subspace (for a non-linear one: which pictures share a code, and the
#    set of all copies), not its coordinates. Ben can learn the map between the two codes from pairs: he encodes the
#    thousand digits himself and fits a regression from Ada's codes to his (a matrix if both are linear, a small network
#    otherwise); or he fits a decoder to Ada's codes. Then he decodes with it.
# 3. The loss looks only at codes of training pictures; between and beyond them the decoder may do anything. To draw new
#    digits one has to know how the codes are *distributed*, to draw from that distribution: either learn it (a density or
#    a diffusion model of the codes) or force the codes into a known one, which is what the variational autoencoder does.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: E' = AE, D' = D A^-1, and the copies are shown to be equal. Without the calculation: half a point.
# - 1 point: orthogonal A for tied weights, with the reason (A^-1 = A^T). "Rotations" without a reason: half a point.
# - 1 point: what is determined (the subspace, or which pictures share a code) AND a way to read her codes (regression
#   from pairs, or a decoder fitted to her codes). One of the two: half a point.
# - 1 point: only codes of training pictures are ever decoded in training, AND the distribution of codes is needed. One
#   of the two: half a point.
# ### END MARK SCHEME

# %% [markdown]
# ## 9 The opening question
#
# *Why is a network that copies badly where generative models begin?* Because a copy through a narrow door forces it to
# find the few numbers in which digits differ, and a decoder that turns such numbers into a digit is half of a generator.
# The other half, knowing *which* numbers to feed it, is missing: the random codes above show it. The sparse autoencoder
# (next) looks for codes that one can read, the denoising one learns to go back to the data from beside it, and the
# variational one makes the codes fill a round cloud, from which one can draw.
#
# ## What you have now
#
# - PSNR is the error on a logarithmic scale; SSIM sees structure where the error does not.
# - A linear autoencoder finds the subspace of PCA, and nothing but the subspace. Its landscape has saddles, but no bad
#   minima.
# - Where a weight is used twice, its gradient has two parts.
# - A falling loss proves little: look at the copies, and at what the loss of a trivial answer would be.
# - A rank of the Jacobian above $k$ proves a leak; a small one does not prove that there is none. Blur the code, and
#   decode where nothing else is known.
# - The contractive penalty is the size of the encoder's Jacobian in closed form: a narrow door for directions.
#
# ## References
#
# *Books*
# - I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016. Chapter 14, on autoencoders. Free at
#   [deeplearningbook.org](https://www.deeplearningbook.org).
# - C. M. Bishop and H. Bishop, *Deep Learning: Foundations and Concepts*, Springer, 2024. Chapter 19. Free to read at
#   [bishopbook.com](https://www.bishopbook.com).
#
# *Papers*
# - H. Bourlard and Y. Kamp, Auto-association by multilayer perceptrons and singular value decomposition, *Biological
#   Cybernetics* 59, 291–294, 1988. [doi:10.1007/BF00332918](https://doi.org/10.1007/BF00332918)
# - P. Baldi and K. Hornik, Neural networks and principal component analysis: learning from examples without local minima,
#   *Neural Networks* 2, 53–58, 1989.
#   [doi:10.1016/0893-6080(89)90014-2](https://doi.org/10.1016/0893-6080%2889%2990014-2)
# - Z. Wang, A. C. Bovik, H. R. Sheikh and E. P. Simoncelli, Image quality assessment: from error visibility to structural
#   similarity, *IEEE Transactions on Image Processing* 13, 600–612, 2004.
#   [doi:10.1109/TIP.2003.819861](https://doi.org/10.1109/TIP.2003.819861)
# - G. E. Hinton and R. R. Salakhutdinov, Reducing the dimensionality of data with neural networks, *Science* 313,
#   504–507, 2006. [doi:10.1126/science.1127647](https://doi.org/10.1126/science.1127647)
# - S. Rifai, P. Vincent, X. Muller, X. Glorot and Y. Bengio, Contractive auto-encoders: explicit invariance during feature
#   extraction, *ICML*, 2011. [mlanthology.org](https://mlanthology.org/icml/2011/rifai2011icml-contractive/); see also
#   [arXiv:1104.4153](https://arxiv.org/abs/1104.4153)
# - C. Chu, A. Zhmoginov and M. Sandler, CycleGAN, a master of steganography, 2017.
#   [arXiv:1712.02950](https://arxiv.org/abs/1712.02950)
# - E. Plaut, From principal subspaces to principal components with linear autoencoders, 2018.
#   [arXiv:1804.10253](https://arxiv.org/abs/1804.10253)
# - D. Kunin, J. M. Bloom, A. Goeva and C. Seed, Loss landscapes of regularized linear autoencoders, 2019.
#   [arXiv:1901.08168](https://arxiv.org/abs/1901.08168)
# - K. He, X. Chen, S. Xie, Y. Li, P. Dollár and R. Girshick, Masked autoencoders are scalable vision learners, 2021.
#   [arXiv:2111.06377](https://arxiv.org/abs/2111.06377)
# - R. Rombach, A. Blattmann, D. Lorenz, P. Esser and B. Ommer, High-resolution image synthesis with latent diffusion
#   models, 2021. [arXiv:2112.10752](https://arxiv.org/abs/2112.10752)
