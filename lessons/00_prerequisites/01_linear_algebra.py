# %% [markdown]
# # Linear algebra: one picture, eight numbers
#
# A picture of a handwritten digit has 64 pixels. You may send **eight numbers** instead, any eight you like, and the
# receiver has to draw the digit again. *Which eight do you send? And can you say how wrong the drawing will be before
# anybody has drawn it?*
#
# By the end of this notebook you can answer both, with code that you wrote and a proof that nobody can do better in the
# same way. Here is what it will draw: digits from 2, 8 and 16 numbers each, and, in the last row, digits that nobody
# ever wrote. That row is your first generative model.
#
# ![Ten digits, their reconstructions from 2, 8 and 16 numbers, and ten invented digits](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![A digit is encoded as eight numbers and decoded again; below it, the seven ideas of the lesson](images/overview.svg)
#
# **Why this matters for generative AI.** Almost every generative model works on *codes*: few numbers that stand for a
# big object. Stable Diffusion paints in a latent space, a language model moves vectors about, a fine-tuned model is
# the old one plus a small matrix. The seven boxes above are the tools with which such codes are made, compared and
# judged, and you will write each of them.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Twelve coding
# exercises (62 points) and one question in words (4 points) take between two and two and a half hours; after section 4
# is a good place for a break. Under each exercise there is a check cell: it catches wrong shapes and common slips, but
# passing it is *not* enough. Hidden tests look at other inputs and at the edge cases that the docstring names. Hints
# unfold step by step; opening them costs nothing.
#
# **Conventions.** Vectors in formulas are columns. A data set is a matrix $X$ with one example in each *row*, so
# "apply $W$ to every example" is written $XW^\top$. Numbers are float64. Answer with torch or with numpy; both are
# accepted. **What you need.** Python with arrays, how a matrix is multiplied with a vector and with another matrix,
# and, for section 4, what a derivative is.

# %%
import math

import numpy as np
import torch

from journey.data import digits
from journey.plots import plot_curves, plot_points, show_images

train, test, train_labels, test_labels = digits()
print("training images:", tuple(train.shape), train.dtype)  # -> training images: (1297, 64) torch.float64
print("test images:    ", tuple(test.shape))  # -> test images:     (500, 64)
print((16 * train[0]).int().reshape(8, 8).numpy())

# %% [markdown]
# That is one digit, as the computer has it: 64 numbers from 0 (paper) to 16 (ink), which `digits()` divides by 16. The
# reshape is only for our eyes. From here on **a picture is a vector** $x \in \mathbb{R}^{64}$, and everything we can do
# to vectors we can do to pictures.
#
# ## 1 How alike are two pictures? Dot products
#
# The *dot product* $q^\top k = \sum_i q_i k_i$ is large when two vectors have their large entries in the same places.
# It also grows with their lengths $\lVert q\rVert = \sqrt{q^\top q}$, so to compare directions alone we divide these
# out:
#
# $$\cos(q, k) = \frac{q^\top k}{\lVert q\rVert\,\lVert k\rVert} \tag{1}$$
#
# It lies between $-1$ and $1$, whatever the dimension.
#
# <details><summary>Proof (Cauchy–Schwarz)</summary>
#
# Let $\hat q = q / \lVert q\rVert$ and $\hat k = k / \lVert k\rVert$. A squared length is never negative, so
# $0 \le \lVert \hat q - \hat k \rVert^2 = 1 - 2\,\hat q^\top \hat k + 1$, which says $\hat q^\top \hat k \le 1$. The
# same with $\hat q + \hat k$ gives $\hat q^\top \hat k \ge -1$. Equality holds only if $\hat q = \pm \hat k$: same or
# opposite direction. ∎
#
# </details>
#
# **All pairs at once.** Put $m$ queries into the rows of $Q$ and $n$ keys into the rows of $K$. Then entry $(i, j)$ of
# $QK^\top$ is the dot product of query $i$ with key $j$: one matrix product makes all $m \cdot n$ comparisons.
# With $Q = K$ it is called the *Gram matrix*.
#
# **Where you meet it.** Attention in a transformer begins with this very table of dot products (divided by $\sqrt d$
# instead of by the lengths; then a *softmax* turns each row into weights that are positive and add up to 1). CLIP,
# which steers most text-to-image models, is trained to make the cosine between a picture's vector and its caption's
# vector large. Both do it for a whole batch at a time: $Q$ has shape `[batch, m, d]`, and `Q @ K.mT` multiplies the
# last two axes and leaves the batch alone (`.mT` swaps the last two axes; `.T` would swap all of them).

# %%
q = torch.tensor([3.0, 4.0], dtype=torch.float64)
k = torch.tensor([4.0, 3.0], dtype=torch.float64)
print(f"{q @ k:.0f} divided by {q.norm():.0f} times {k.norm():.0f} is {q @ k / (q.norm() * k.norm()):.2f}")
# -> 24 divided by 5 times 5 is 0.96

# Do pictures of the same digit point in more similar directions than pictures of different digits?
queries = test / test.norm(dim=1, keepdim=True)
keys = train[:500] / train[:500].norm(dim=1, keepdim=True)
cosines = queries @ keys.T  # [500, 500]: a quarter of a million pairs in one product
same_digit = test_labels[:, None] == train_labels[None, :500]
print(f"mean cosine, same digit:  {cosines[same_digit].mean():.3f}")  # -> mean cosine, same digit:  0.818
print(f"mean cosine, other digit: {cosines[~same_digit].mean():.3f}")  # -> mean cosine, other digit: 0.672

batch_of_queries, batch_of_keys = torch.ones(10, 7, 64), torch.ones(10, 5, 64)
print(tuple((batch_of_queries @ batch_of_keys.mT).shape))  # -> (10, 7, 5)

# %% [markdown] task="cosine_similarity"
# ### Exercise 1 · `cosine_similarity` · 4 points · 8 minutes · implement
#
# Write equation (1) for all pairs of a query and a key, with or without batch dimensions in front. A vector of zeros
# has no direction: its similarity to anything shall be 0 (a single NaN in an attention table ruins the whole network).


# %% exercise="cosine_similarity" points=4 difficulty=1 minutes=8 needs=[]
def cosine_similarity(Q, K):
    """Compare every query with every key by the cosine of their angle, equation (1).

    Args:
        Q: queries, a floating-point tensor of shape [..., m, d]: one vector of length d in each row.
        K: keys, shape [..., n, d], of the same dtype and with the same leading (batch) dimensions, perhaps none.

    Returns:
        A tensor of shape [..., m, n] and the inputs' dtype. Entry [..., i, j] is the cosine between query i and key j.
        Nothing is averaged. Where a query or a key is all zeros the entry is 0, never NaN.
    """
    ### BEGIN SOLUTION
    dots = Q @ K.mT
    lengths = torch.linalg.vector_norm(Q, dim=-1)[..., :, None] * torch.linalg.vector_norm(K, dim=-1)[..., None, :]
    return dots / lengths.masked_fill(lengths == 0, 1)
    ### END SOLUTION


# %% public_test="cosine_similarity"
Q = torch.tensor([[1.0, 0.0], [0.0, 2.0], [3.0, 3.0]], dtype=torch.float64)
K = torch.tensor([[5.0, 0.0], [0.0, 1.0]], dtype=torch.float64)
table = torch.as_tensor(cosine_similarity(Q, K))
assert table.shape == (3, 2), "3 queries and 2 keys make a table of 3 rows and 2 columns"
assert table.dtype == torch.float64, "float64 in, float64 out"
assert table.abs().max() <= 1 + 1e-12, "a cosine is never larger than 1: were both lengths divided out?"
assert abs(float(table[0, 0]) - 1) < 1e-9, "vectors of the same direction have cosine 1, whatever their lengths"
batched = torch.as_tensor(cosine_similarity(torch.ones(4, 3, 2), torch.ones(4, 5, 2)))
assert batched.shape == (4, 3, 5), "a batch of 4 stays a batch of 4"
assert batched.dtype == torch.float32, "float32 in, float32 out"

# %% [markdown] hint="cosine_similarity"
# You have $QK^\top$ already: that is the numerator for all pairs. What shape must the table of denominators have?
#
# ---
# Entry $(i, j)$ of the denominator is $\lVert q_i\rVert\,\lVert k_j\rVert$: a column of query lengths times a row of
# key lengths. Broadcasting makes the table out of shapes `[..., m, 1]` and `[..., 1, n]`.
#
# ---
# `lengths = Q.norm(dim=-1)[..., :, None] * K.norm(dim=-1)[..., None, :]`. Where a length is 0 the numerator is 0 as
# well, so dividing by 1 there (for example with `lengths.masked_fill(lengths == 0, 1)`) gives the 0 that is asked for.

# %% [markdown]
# Now let it work. The next cell takes one test image of each digit and fetches the training image that is most
# similar. It is a search engine, and it is one line around your function.

# %% tags=["demo"]
one_of_each = torch.stack([test[test_labels == digit][1] for digit in range(10)])
nearest = torch.as_tensor(cosine_similarity(one_of_each, train)).argmax(dim=1)
show_images({"asked for": one_of_each, "found": train[nearest]}, title="The most similar training image")
print("digits found:", train_labels[nearest].tolist())

# %% [markdown]
# ## 2 Big matrices with little in them: rank
#
# A matrix $M \in \mathbb{R}^{m\times n}$ is a machine: it takes $x \in \mathbb{R}^n$ and returns
# $Mx = x_1 m_1 + \dots + x_n m_n$, a mixture of its columns $m_1, \dots, m_n$. What it can return is its **column
# space**; the dimension of that space is its **rank**. A matrix of a million entries whose columns are all multiples of
# one vector has rank 1, and two short vectors describe it completely.
#
# That is how fine-tuning became cheap. LoRA (Hu et al., 2021) leaves the big weight matrix $W$ as it is and learns a
# correction that goes through a bottleneck of width $r$:
#
# $$W' = W + BA, \qquad B \in \mathbb{R}^{d_\text{out}\times r}, \quad A \in \mathbb{R}^{r\times d_\text{in}} \tag{2}$$
#
# ![The frozen matrix W plus a thin matrix B times a flat matrix A](images/low_rank.svg)
#
# **A product cannot have a higher rank than its factors:**
# $\operatorname{rank}(BA) \le \min(\operatorname{rank} B, \operatorname{rank} A)$. For $BAx = B(Ax)$ is a mixture of
# the columns of $B$, so the column space of $BA$ lies inside that of $B$; and it is the image under $B$ of the column
# space of $A$, whose dimension a linear map cannot raise. Since a matrix's rank is at most its number of rows and at
# most its number of columns, this bounds the rank of $BA$ by three numbers. For factors with random entries the bound
# is reached.

# %%
generator = torch.Generator().manual_seed(0)
B = torch.randn(6, 2, dtype=torch.float64, generator=generator)
A = torch.randn(2, 5, dtype=torch.float64, generator=generator)
print("entries of BA:", (B @ A).numel(), "  numbers in B and A:", B.numel() + A.numel())
# -> entries of BA: 30   numbers in B and A: 22
print("rank of BA:", torch.linalg.matrix_rank(B @ A).item())  # -> rank of BA: 2

# %% [markdown] task="lora_budget"
# ### Exercise 2 · `lora_budget` · 4 points · 6 minutes · predict
#
# Before anybody trains an adapter, predict what it costs and what it can do. Do it with arithmetic: the hidden tests
# ask about layers far too large to build.


# %% exercise="lora_budget" points=4 difficulty=1 minutes=6 needs=[]
def lora_budget(d_out, d_in, r):
    """Predict the size and the power of the LoRA adapter of equation (2) for one layer.

    Args:
        d_out: rows of W, an int of at least 1.
        d_in: columns of W, an int of at least 1.
        r: width of the bottleneck, an int of at least 0.

    Returns:
        A tuple of four ints:
        full: how many numbers W has;
        adapter: how many numbers B and A have together;
        max_rank: the highest rank that the correction BA can have;
        break_even: the largest r for which the adapter has strictly fewer numbers than W (0 if there is none).
    """
    ### BEGIN SOLUTION
    full = d_out * d_in
    adapter = r * (d_out + d_in)
    max_rank = min(r, d_out, d_in)
    break_even = (full - 1) // (d_out + d_in)
    return full, adapter, max_rank, break_even
    ### END SOLUTION


# %% public_test="lora_budget"
budget = lora_budget(6, 5, 2)
assert len(budget) == 4, "four numbers: full, adapter, max_rank, break_even"
assert all(int(number) == number for number in budget), "counts and ranks are whole numbers"
full, adapter, max_rank, break_even = budget
assert full == 30, "W has d_out rows of d_in numbers"
assert adapter < full, "the example above printed how many numbers B and A have"

# %% [markdown] hint="lora_budget"
# Look at the shapes in equation (2). How many numbers does each of the two factors have?
#
# ---
# The rank of $BA$ is bounded by the rank of each factor, and each factor's rank by its number of rows and of columns.
# For the break-even, solve $r\,(d_\text{out} + d_\text{in}) < d_\text{out}\, d_\text{in}$ for a whole number $r$.
#
# ---
# "Strictly fewer" matters where the division leaves no remainder: for $d_\text{out} = d_\text{in} = 4$ and $r = 2$ both
# sides are 16. With whole numbers, $r s < f$ means $r s \le f - 1$, so the largest $r$ is `(f - 1) // s`.

# %% tags=["demo"]
for name, d_out, d_in in [("attention of a 7-billion model", 4096, 4096), ("its feed-forward layer", 11008, 4096)]:
    full, adapter, max_rank, break_even = lora_budget(d_out, d_in, 8)
    print(f"{name}: {adapter:,} of {full:,} numbers ({adapter / full:.2%}); ranks up to {break_even} save something")

# %% [markdown]
# ## 3 The closest point: projection
#
# You may send only mixtures $Ax$ of a few fixed columns $a_1, \dots, a_n$, but you want to say $b$. The best you can do
# is the point of the column space that is closest to $b$:
#
# $$p = A\hat x, \qquad \hat x = \arg\min_x \lVert Ax - b\rVert^2 \tag{3}$$
#
# ![The closest point p of a plane; the residual stands at right angles to the plane](images/projection.svg)
#
# The picture says all: at the closest point the *residual* $b - p$ stands at right angles to every column. Written out,
#
# $$A^\top (b - A\hat x) = 0 \tag{4}$$
#
# which are the **normal equations** $A^\top A\,\hat x = A^\top b$. If the columns are independent, $A^\top A$ can be
# inverted and $p = A(A^\top A)^{-1}A^\top b$. If they are not (a column repeated, more columns than rows), the inverse
# does not exist. The closest point still does! So it is better to take an *orthonormal* basis of the column space, in
# the columns of a matrix $U$ (then $U^\top U = I$), and to write
#
# $$p = Pb, \qquad P = UU^\top \tag{5}$$
#
# **Claim.** $Pb$ is the only closest point, and $P$ satisfies $P^2 = P = P^\top$. Conversely every matrix with
# $P^2 = P = P^\top$ is the projection onto its own column space.
#
# <details><summary>Proof</summary>
#
# *Closest.* The residual is at right angles to the space: $U^\top(b - UU^\top b) = U^\top b - U^\top b = 0$. Let $v$ be
# any point of the space. Then $b - v = (b - Pb) + (Pb - v)$, where the second part lies in the space and the first is
# at right angles to it, so Pythagoras says $\lVert b - v\rVert^2 = \lVert b - Pb\rVert^2 + \lVert Pb - v\rVert^2$. This
# is smallest for $v = Pb$ and for no other $v$. (So $P$ depends on the space only, not on the basis that we chose.)
#
# *Properties.* $P^\top = (UU^\top)^\top = UU^\top = P$ and $P^2 = U(U^\top U)U^\top = UU^\top = P$.
#
# *Converse.* Let $P^2 = P = P^\top$ and take any $b$ and any point $Pc$ of the column space. Then
# $(Pc)^\top(b - Pb) = c^\top P^\top (b - Pb) = c^\top(Pb - P^2 b) = 0$: the residual is at right angles to the column
# space, and by the first part $Pb$ is the closest point. ∎
#
# </details>
#
# Two words of warning that the exercises take up. $P^2 = P$ alone ("doing it twice changes nothing") is not enough:
# such a matrix may project at a slant, as a shadow in the evening does. And a computer never gives an exact zero:
# "dependent" must mean *dependent up to rounding*.
#
# **Where you meet it.** Linear regression and linear probes are equation (3). Diffusion models that fill in missing
# pixels replace, at each step, what they dreamt by the closest picture that agrees with what is known: a projection
# (Wang et al., 2022).

# %%
A = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], dtype=torch.float64)
b = torch.tensor([1.0, 2.0, 6.0], dtype=torch.float64)
x_hat = torch.linalg.solve(A.T @ A, A.T @ b)  # the normal equations, (4)
p = A @ x_hat
print("x:", [round(value, 4) for value in x_hat.tolist()])  # -> x: [2.0, 3.0]
print("p:", [round(value, 4) for value in p.tolist()])  # -> p: [2.0, 3.0, 5.0]
print("residual:", [round(value, 4) for value in (b - p).tolist()])  # -> residual: [-1.0, -1.0, 1.0]
print("residual against each column:", (A.T @ (b - p)).abs().max().item() < 1e-12)

repeated = torch.cat([A, A[:, :1]], dim=1)  # the same column space, but A^T A is singular now
print("determinant of the singular matrix:", round(torch.linalg.det(repeated.T @ repeated).abs().item(), 6))

slant = torch.tensor([[1.0, 1.0], [0.0, 0.0]], dtype=torch.float64)  # squares to itself, but is not symmetric
print("slanted: twice is once?", torch.equal(slant @ slant, slant), " moves (0, 1) to", (slant[:, 1]).tolist())

# %% [markdown]
# The closest point of the x-axis to $(0, 1)$ is $(0, 0)$; the slanted matrix sends it to $(1, 0)$, which is further
# away.

# %% [markdown] task="project"
# ### Exercise 3 · `project` · 6 points · 10 minutes · implement
#
# Project $b$ onto the column space of $A$, for *every* $A$: tall, wide, with dependent columns, even all zeros.
# Inverting $A^\top A$ will not do. `torch.linalg` has what you need: `svd`, or `pinv` (the *pseudo-inverse* $A^+$, for which
# $A A^+ = UU^\top$; section 6 shows why). `lstsq` can do it too, but only with `driver="gelsd"`: several releases of
# PyTorch answer wrongly, now and then, where columns are dependent and the default driver is left in place
# ([issue 187411](https://github.com/pytorch/pytorch/issues/187411)). Whichever you take, tell it where rounding errors begin:
# the limit in the docstring is not a library's default.


# %% exercise="project" points=6 difficulty=2 minutes=10 needs=[]
def project(A, b):
    """Project b onto the column space of A, equations (3) to (5).

    Args:
        A: float64 tensor of shape [m, n]. Its columns may be dependent, n may exceed m, and A may be all zeros.
            Directions whose singular value is below 1e-10 times the largest are rounding errors and do not count.
        b: float64 tensor of shape [m].

    Returns:
        (p, P): the closest point p, shape [m], and the matrix P, shape [m, m], with p = P b and P = P^2 = P^T.
        P depends on A only. For A of zeros both are zero.
    """
    ### BEGIN SOLUTION
    U, sigma, _ = torch.linalg.svd(A, full_matrices=False)
    U = U[:, sigma > 1e-10 * sigma.max()]
    P = U @ U.T
    return P @ b, P
    ### END SOLUTION


# %% public_test="project"
A = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], dtype=torch.float64)
b = torch.tensor([1.0, 2.0, 6.0], dtype=torch.float64)
p, P = project(A, b)
p, P = torch.as_tensor(p), torch.as_tensor(P)
assert p.shape == (3,), "p is a point of the same space as b"
assert P.shape == (3, 3), "P takes a vector of length m and returns one of length m"
assert p.dtype == P.dtype == torch.float64, "float64 in, float64 out"
assert float((A.T @ (b - p)).abs().max()) < 1e-9, "the residual b - p is not at right angles to the columns of A"
assert torch.as_tensor(project(torch.ones(3, 2, dtype=torch.float64), b)[1]).shape == (3, 3), "dependent columns"

# %% [markdown] hint="project"
# You need a basis of the column space, not of $\mathbb{R}^n$: what you build must not depend on how many columns say
# the same thing.
#
# ---
# $P = UU^\top$ with orthonormal columns $U$ that span the column space. Of `torch.linalg.svd(A, full_matrices=False)`
# the first result has orthonormal columns; keep those whose singular value is not (nearly) zero.
#
# ---
# `U = U[:, sigma > 1e-10 * sigma.max()]`, then `P = U @ U.T`. In one line: `P = A @ torch.linalg.pinv(A, rtol=1e-10)`.

# %% [markdown] task="is_projection"
# ### Exercise 4 · `is_projection` · 6 points · 8 minutes · write a check
#
# A colleague hands you a matrix and says that it is an orthogonal projection, as in equation (5). Write the check that
# tells. It is judged like any good test: on matrices that it must accept, and on *wrong* ones, each with a different
# fault, that it must reject. A check must not crash either, whatever matrix it is given.


# %% exercise="is_projection" points=6 difficulty=2 minutes=8 needs=[]
def is_projection(P, tol=1e-8):
    """Tell whether a matrix is an orthogonal projection: P = P^2 = P^T, up to rounding.

    Args:
        P: a floating-point tensor with two dimensions, of any shape and with any entries.
        tol: how far entries may be from what they should be; this much rounding is forgiven, more is not.

    Returns:
        A bool. False for a matrix that is not square, or that has NaN or infinite entries; no exception in either case.
        The zero matrix and the identity are projections (onto nothing, and onto everything).
    """
    ### BEGIN SOLUTION
    if P.shape[0] != P.shape[1]:
        return False
    idempotence, symmetry = (P @ P - P).abs(), (P - P.T).abs()
    return bool((idempotence <= tol).all() and (symmetry <= tol).all())
    ### END SOLUTION


# %% public_test="is_projection"
answer = is_projection(torch.eye(3, dtype=torch.float64))
assert isinstance(answer, (bool, np.bool_)) or torch.as_tensor(answer).numel() == 1, "one answer, true or false"
assert bool(answer), "the identity projects onto everything"
assert not bool(is_projection(2 * torch.eye(3, dtype=torch.float64))), "2 I doubles every vector; a projection does not"

# %% [markdown] hint="is_projection"
# Which two properties does the claim in this section name? A matrix may have one of them without the other.
#
# ---
# Compare $P^2$ with $P$ and $P$ with $P^\top$, entry by entry, in *absolute value*. `P @ P` is the matrix product;
# `P * P` squares each entry, which is something else.
#
# ---
# Look at the shape first. And put the question as "are all differences at most `tol`?", because every comparison with
# NaN is false: `(P @ P - P).abs().max() > tol` would let NaN through.

# %% [markdown]
# ## 4 Which way is downhill? The gradient of least squares
#
# Equation (3) has a formula. Deep networks have none, so they are trained by walking downhill. The step that all of
# them share is the gradient of a squared error with respect to a *matrix* of weights. For one example,
#
# $$L(W) = \lVert Wx - y\rVert^2 \quad\Longrightarrow\quad \nabla_W L = 2\,(Wx - y)\,x^\top \tag{6}$$
#
# a matrix of the same shape as $W$: entry $(i, j)$ says how fast $L$ grows when $W_{ij}$ does.
#
# *Why.* Write $r = Wx - y$ and change $W$ by a small $E$:
# $\lVert (W+E)x - y\rVert^2 = \lVert r\rVert^2 + 2\,r^\top E x + \lVert Ex\rVert^2$. The last part is of second order.
# The middle one is $2\sum_{ij} r_i E_{ij} x_j$, so the number that multiplies $E_{ij}$ is $2 r_i x_j$. ∎
#
# For a batch with the examples in the *rows* of $X$ and $Y$, the mean loss over the $B$ examples and its gradient are
#
# $$
# L(W) = \frac1B\sum_{s=1}^{B} \lVert W x_s - y_s\rVert^2, \qquad
# \nabla_W L = \frac1B\sum_{s=1}^{B} 2\,(W x_s - y_s)\,x_s^\top \tag{7}
# $$
#
# Check a gradient that you derived against the *central difference*, always. With $E$ the matrix that has one 1 at
# $(i, j)$,
#
# $$\frac{\partial L}{\partial W_{ij}} \approx \frac{L(W + hE) - L(W - hE)}{2h} \tag{8}$$
#
# with an error of order $h^2$ (for a quadratic loss: none but rounding).
#
# **Where you meet it.** Equation (6) is the backward pass of every linear layer: "error times input". And each term of
# (7) has rank 1, so a batch of $B$ examples moves a big matrix in at most $B$ directions at a time: one reason to hope
# that the low-rank corrections of LoRA are enough.

# %%
W = torch.tensor([[1.0, 2.0], [0.0, 1.0]], dtype=torch.float64)
x = torch.tensor([1.0, -1.0], dtype=torch.float64)
y = torch.tensor([0.0, 1.0], dtype=torch.float64)


def loss_of_one(W):
    return (W @ x - y).square().sum()


h = 1e-4
numeric = torch.zeros_like(W)
for i in range(2):
    for j in range(2):
        E = torch.zeros_like(W)
        E[i, j] = 1
        numeric[i, j] = (loss_of_one(W + h * E) - loss_of_one(W - h * E)) / (2 * h)  # equation (8)
print("equation (6):", (2 * torch.outer(W @ x - y, x)).tolist())  # -> equation (6): [[-2.0, 2.0], [-4.0, 4.0]]
print("equation (8):", [[round(value, 6) for value in row] for row in numeric.tolist()])
# -> equation (8): [[-2.0, 2.0], [-4.0, 4.0]]

# %% [markdown] task="least_squares_grad"
# ### Exercise 5 · `least_squares_grad` · 5 points · 8 minutes · implement
#
# Write the gradient of equation (7) for a batch. Mind two things that cost people days: the *mean* is over examples
# only (the squared error of one example is a sum over its outputs), and examples stand in rows.


# %% exercise="least_squares_grad" points=5 difficulty=2 minutes=8 needs=[]
def least_squares_grad(W, X, Y):
    """Gradient of the mean squared error of a linear layer with respect to its weights, equation (7).

    Args:
        W: weights, float64 tensor of shape [m, n].
        X: inputs, shape [B, n], one example in each row, B at least 1.
        Y: targets, shape [B, m].

    Returns:
        Tensor of shape [m, n]: the gradient of L(W), where the squared error of an example is summed over its m
        outputs and then averaged over the B examples.
    """
    ### BEGIN SOLUTION
    residuals = X @ W.T - Y
    return 2 / len(X) * residuals.T @ X
    ### END SOLUTION


# %% public_test="least_squares_grad"
W = torch.tensor([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]], dtype=torch.float64)
X = torch.tensor([[1.0, -1.0, 2.0], [0.0, 3.0, 1.0], [2.0, 2.0, 2.0], [1.0, 0.0, 1.0]], dtype=torch.float64)
gradient = torch.as_tensor(least_squares_grad(W, X, torch.zeros(4, 2, dtype=torch.float64)))
assert gradient.shape == W.shape, "a gradient has the shape of what it is the gradient of"
assert gradient.dtype == torch.float64, "float64 in, float64 out"
at_minimum = torch.as_tensor(least_squares_grad(W, X, X @ W.T))
assert float(at_minimum.abs().max()) < 1e-12, "where every prediction is right there is no downhill"

# %% [markdown] hint="least_squares_grad"
# Start with the residuals of all examples at once: with examples in rows, $W x_s$ for all $s$ is `X @ W.T`.
#
# ---
# $\sum_s r_s x_s^\top$ is a product of two matrices: the residuals $R$ of shape `[B, m]` and the inputs $X$ of shape
# `[B, n]` have to make `[m, n]`, and the axis that disappears is the batch.
#
# ---
# `residuals.T @ X`, times $2 / B$.

# %% [markdown]
# Walking downhill must end where the projection of section 3 stands: the normal equations (4) say nothing else than
# "the gradient is zero". In the next cell your gradient walks, and your projection says how far there is to go.

# %% tags=["demo"]
A = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], dtype=torch.float64)
b = torch.tensor([1.0, 2.0, 6.0], dtype=torch.float64)
goal = torch.as_tensor(project(A, b)[0])
W, distances = torch.zeros(1, 2, dtype=torch.float64), []
for _step in range(40):
    distances.append((A @ W[0] - goal).norm().item())
    W = W - 0.3 * torch.as_tensor(least_squares_grad(W, A, b[:, None]))
plot_curves(
    range(40),
    {"gradient descent": distances},
    x_label="step",
    y_label="distance to the projection",
    title="Walking downhill ends at the projection",
    log_y=True,
)
print("weights:", W[0].tolist())

# %% [markdown]
# After a few steps the curve is straight on a logarithmic axis: each step shrinks what is left by a constant factor.
# *Which* factor is decided by the eigenvalues of $A^\top A$, and that is the next idea. (A good place for a break.)
#
# ## 5 Where a matrix only stretches: eigenvectors
#
# Most directions are turned by a square matrix $S$. An **eigenvector** is not: $Su = \lambda u$, with the
# **eigenvalue** $\lambda$ as its stretch (negative: stretched and flipped). For a *symmetric* $S$ there is a whole
# orthonormal basis of them:
#
# $$
# S = \sum_{i=1}^{n} \lambda_i\, u_i u_i^\top, \qquad
# u_i^\top u_j = 0 \text{ for } i \ne j, \quad \lVert u_i\rVert = 1 \tag{9}
# $$
#
# <details><summary>Proof (the spectral theorem)</summary>
#
# The function $x^\top S x$ is continuous on the unit sphere, so it has a largest value there, at some $u$. At a maximum
# on the sphere the gradient $2Su$ of the function is parallel to the sphere's normal $u$, so $Su = \lambda u$: an
# eigenvector. Now take any $w$ at right angles to $u$. Then $(Sw)^\top u = w^\top S u = \lambda\, w^\top u = 0$, so $S$
# maps the space at right angles to $u$ into itself, and it is symmetric there. That space has one dimension less;
# repeat the argument until none is left. Both sides of (9) do the same to each $u_i$, so they are the same matrix. ∎
#
# </details>
#
# **Power iteration** finds the eigenvector whose eigenvalue is largest in absolute value. Take any vector, apply $S$,
# bring it back to length 1, repeat:
#
# $$v_{t+1} = \frac{S v_t}{\lVert S v_t\rVert}, \qquad \lambda \approx v_t^\top S v_t \tag{10}$$
#
# *Why it works.* Write $v_0 = \sum_i c_i u_i$ with $|\lambda_1| > |\lambda_2| \ge \dots$ and $c_1 \ne 0$. Then
# $S^t v_0 = \lambda_1^t\bigl(c_1 u_1 + \sum_{i>1} (\lambda_i / \lambda_1)^t c_i u_i\bigr)$: everything but $u_1$ dies
# out, at the rate $|\lambda_2/\lambda_1|$ a step. Scaling on the way changes lengths only. If $\lambda_1 < 0$, the
# vector flips at each step, which is no harm: $u_1$ and $-u_1$ span the same line.
#
# The number $v^\top S v$ (for $\lVert v\rVert = 1$) is the **Rayleigh quotient**. At $v = u_1$ it is
# $u_1^\top\lambda_1 u_1 = \lambda_1$, sign included.
#
# **Where you meet it.** Spectral normalisation (Miyato et al., 2018) keeps a GAN's discriminator tame by dividing each
# weight matrix by its largest stretch, found by one power step per update. Whether gradient descent converges, and how
# fast, is a matter of eigenvalues too.
#
# Below is a draft from the internet. It looks right, and it passes its author's test.


# %%
def draft_top_eig(S, v0, n_iter):
    v = v0
    v /= v.norm()
    for _ in range(n_iter):
        v = S @ v
    eigenvalue = (S @ v).norm() / v.norm()
    return eigenvalue, v / v.norm()


S = torch.tensor([[2.0, 1.0], [1.0, 3.0]], dtype=torch.float64)
eigenvalue, v = draft_top_eig(S, torch.tensor([3.0, 4.0], dtype=torch.float64), 30)
print(f"found {eigenvalue:.6f}, true {torch.linalg.eigvalsh(S)[-1]:.6f}")  # -> found 3.618034, true 3.618034
print(f"length of S v - eigenvalue v: {(S @ v - eigenvalue * v).norm():.1e}")

# %% [markdown] task="top_eig"
# ### Exercise 6 · `top_eig` · 6 points · 10 minutes · repair
#
# `draft_top_eig` has **four** faults that its author's test does not see. Before you read on, try it on $-S$, with 3000
# iterations, on a matrix of zeros, and look at `v0` afterwards. Then write `top_eig` without the faults. Start from the
# draft, or afresh from equation (10).


# %% exercise="top_eig" points=6 difficulty=3 minutes=10 needs=[]
def top_eig(S, v0, n_iter):
    """Find the eigenvalue of largest absolute value by power iteration, equation (10).

    Args:
        S: symmetric float64 tensor of shape [n, n]. Its eigenvalues may be negative, huge or tiny.
        v0: where to start, shape [n], not zero, of any length. It is not changed.
        n_iter: how many times to multiply by S and normalise, an int of at least 0.

    Returns:
        (eigenvalue, v): v is the unit vector after exactly n_iter steps, shape [n] (v0 / |v0| for n_iter = 0; its sign
        is free), and eigenvalue is its Rayleigh quotient, a number with its sign. If S v is exactly zero on the way,
        stop: v is an eigenvector with eigenvalue 0.
    """
    ### BEGIN SOLUTION
    v = v0 / torch.linalg.vector_norm(v0)
    for _ in range(n_iter):
        w = S @ v
        length = torch.linalg.vector_norm(w)
        if length == 0:
            break
        v = w / length
    return v @ S @ v, v
    ### END SOLUTION


# %% public_test="top_eig"
S = torch.tensor([[2.0, 1.0], [1.0, 3.0]], dtype=torch.float64)
start = torch.tensor([3.0, 4.0], dtype=torch.float64)
eigenvalue, v = top_eig(S, start, 30)
assert torch.as_tensor(eigenvalue).numel() == 1, "the eigenvalue is one number"
assert torch.as_tensor(v).shape == (2,), "the eigenvector has the length of v0"
assert abs(float(torch.as_tensor(v).norm()) - 1) < 1e-9, "v is to have length 1"
assert start.tolist() == [3.0, 4.0], "v0 was changed"

# %% [markdown] hint="top_eig"
# One fault for each of the four trials: the sign, the size after many steps, a division, and an operator that writes
# into what it was given.
#
# ---
# A length is never negative, so it cannot be the eigenvalue of $-S$; which quantity in this section keeps the sign?
# $3.6^{3000}$ is larger than the largest float64: where does equation (10) normalise?
#
# ---
# Inside the loop: `w = S @ v`, stop if its length is 0, else `v = w / w.norm()`. Afterwards: `v @ S @ v`. And `v /= …`
# changes `v0` in place, where `v = v0 / v0.norm()` makes a new vector.

# %% [markdown]
# The largest stretch of *any* matrix $W$, square or not, is the square root of the top eigenvalue of $W^\top W$, since
# $\lVert Wx\rVert^2 = x^\top (W^\top W)\, x$. That is the number by which spectral normalisation divides. Your function
# finds it:

# %% tags=["demo"]
generator = torch.Generator().manual_seed(1)
weights = torch.randn(128, 64, dtype=torch.float64, generator=generator)
start = torch.randn(64, dtype=torch.float64, generator=generator)
true = torch.linalg.matrix_norm(weights, 2).item()
steps = [1, 2, 5, 10, 20, 50, 100, 200, 300]
errors = [abs(math.sqrt(float(top_eig(weights.T @ weights, start, n)[0])) - true) for n in steps]
plot_curves(
    steps,
    {"power iteration": errors},
    x_label="steps",
    y_label="error of the largest stretch",
    title="Everything but the top eigenvector dies out",
    log_y=True,
)

# %% [markdown]
# ## 6 The best matrix of rank $k$: the SVD
#
# Eigenvectors need a square matrix. The **singular value decomposition** works for every one. It uses two orthonormal
# families, one for what goes in and one for what comes out:
#
# $$
# A = U\Sigma V^\top = \sum_{i=1}^{r} \sigma_i\, u_i v_i^\top, \qquad
# \sigma_1 \ge \sigma_2 \ge \dots \ge \sigma_r > 0 \tag{11}
# $$
#
# Read from right to left: turn (or mirror) so that $v_i$ becomes the $i$-th axis, stretch that axis by $\sigma_i$, turn
# it to $u_i$. In short, $A v_i = \sigma_i u_i$.
#
# ![A circle is turned, stretched along the axes and turned again](images/svd.svg)
#
# <details><summary>Proof that every matrix has one</summary>
#
# $A^\top A$ is symmetric, so by (9) it has an orthonormal basis of eigenvectors $v_i$ with eigenvalues $\lambda_i$, and
# these are not negative, since $\lambda_i = v_i^\top A^\top A v_i = \lVert Av_i\rVert^2$. Put
# $\sigma_i = \sqrt{\lambda_i}$ in descending order, and $u_i = Av_i/\sigma_i$ for the $r$ that are positive. The $u_i$
# are orthonormal:
# $u_i^\top u_j = v_i^\top A^\top A v_j/(\sigma_i\sigma_j) = \sigma_j^2\, v_i^\top v_j/(\sigma_i\sigma_j)$, which is 1
# for $i = j$ and 0 otherwise. For the others $Av_i = 0$. Both sides of (11) do the same to each $v_i$, so they are the
# same matrix. ∎
#
# (The columns of $U$ therefore span the column space of $A$: this is the $U$ of equation (5). The *pseudo-inverse*
# $A^+ = \sum_i \sigma_i^{-1} v_i u_i^\top$ undoes the stretches that can be undone, and
# $AA^+ = \sum_i u_i u_i^\top = UU^\top = P$.)
#
# </details>
#
# The size of a matrix is measured by the *Frobenius norm*
# $\lVert A\rVert_F^2 = \sum_{ij} A_{ij}^2 = \sum_i \sigma_i^2$. Now the theorem for which all this was built.
# **Eckart–Young (1936):** keep the $k$ largest terms of (11), and no matrix of rank at most $k$ is closer to $A$:
#
# $$
# A_k = \sum_{i=1}^{k} \sigma_i\, u_i v_i^\top, \qquad
# \min_{\operatorname{rank} B \le k} \lVert A - B\rVert_F
# = \lVert A - A_k\rVert_F = \sqrt{\sigma_{k+1}^2 + \dots + \sigma_r^2} \tag{12}
# $$
#
# <details><summary>Proof (with nothing but projections)</summary>
#
# Let $B$ have rank at most $k$, and let $P$ project onto its column space, a space of dimension at most $k$. By section
# 3 each column of $PA$ is the closest point of that space to the same column of $A$, so
# $\lVert A - B\rVert_F^2 \ge \lVert A - PA\rVert_F^2 = \lVert A\rVert_F^2 - \lVert PA\rVert_F^2$ (Pythagoras, column by
# column).
#
# How large can $\lVert PA\rVert_F^2$ be? By (11), $PA = \sum_i \sigma_i (Pu_i) v_i^\top$, and as the $v_i$ are
# orthonormal, $\lVert PA\rVert_F^2 = \sum_i \sigma_i^2 w_i$ with $w_i = \lVert Pu_i\rVert^2$. These weights lie between
# 0 and 1, since a projection never lengthens a vector, and they sum to at most $k$: with an orthonormal basis
# $e_1, \dots, e_q$ ($q \le k$) of the space,
# $\sum_i w_i = \sum_j \sum_i (e_j^\top u_i)^2 \le \sum_j \lVert e_j\rVert^2 = q \le k$. A sum $\sum_i \sigma_i^2 w_i$
# under these two limits is largest when the whole weight lies on the $k$ largest $\sigma_i$, so it is at most
# $\sigma_1^2 + \dots + \sigma_k^2$. Hence $\lVert A - B\rVert_F^2 \ge \sigma_{k+1}^2 + \dots + \sigma_r^2$, and $A_k$
# reaches this. ∎
#
# </details>
#
# **Where you meet it.** Compressing trained weights, starting LoRA's factors from the strongest directions of $W$ (Meng
# et al., 2024), finding what an attention head reads and writes: all cut an SVD at some $k$.

# %%
A = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], dtype=torch.float64)
U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)  # note: the third result is V transposed already
print("shapes:", tuple(U.shape), tuple(sigma.shape), tuple(Vh.shape))  # -> shapes: (3, 2) (2,) (2, 2)
print("singular values:", [round(value, 4) for value in sigma.tolist()])  # -> singular values: [9.5255, 0.5143]
print("put together again:", torch.allclose(U @ torch.diag(sigma) @ Vh, A))  # -> put together again: True
print(f"squares: {A.square().sum():.1f} = {sigma.square().sum():.1f}")  # -> squares: 91.0 = 91.0

# %% [markdown] task="low_rank"
# ### Exercise 7 · `low_rank` · 6 points · 8 minutes · implement
#
# Build $A_k$ of equation (12). For the $3\times2$ matrix above and $k = 1$ the error has to be the singular value that
# was left out.


# %% exercise="low_rank" points=6 difficulty=2 minutes=8 needs=[]
def low_rank(A, k):
    """Find the matrix of rank at most k that is closest to A in the Frobenius norm, equation (12).

    Args:
        A: floating-point tensor of shape [..., m, n]: one matrix, or a batch of them, each treated by itself.
        k: the rank allowed, an int. 0 gives zeros; k of min(m, n) or more gives A itself.

    Returns:
        A tensor of A's shape and dtype.

    Raises:
        ValueError: if k is negative.
    """
    ### BEGIN SOLUTION
    if k < 0:
        raise ValueError(f"a rank cannot be negative, got {k}")
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    return (U[..., :, :k] * sigma[..., None, :k]) @ Vh[..., :k, :]
    ### END SOLUTION


# %% public_test="low_rank"
A = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], dtype=torch.float64)
best = torch.as_tensor(low_rank(A, 1))
assert best.shape == (3, 2), "the approximation has the shape of A"
assert best.dtype == torch.float64, "float64 in, float64 out"
assert abs(float((A - best).norm()) - 0.5143) < 1e-3, "the error is not the singular value that was left out"
assert torch.as_tensor(low_rank(torch.ones(5, 3, 2), 1)).shape == (5, 3, 2), "a batch of 5 stays a batch of 5"

# %% [markdown] hint="low_rank"
# Compute the whole SVD, then cut all three results down to the first $k$.
#
# ---
# Columns of $U$, entries of $\sigma$, rows of $V^\top$. Multiplying column $i$ of $U$ by $\sigma_i$ is broadcasting:
# `U * sigma[..., None, :]`. The dots `...` stand for any batch dimensions.
#
# ---
# `(U[..., :, :k] * sigma[..., None, :k]) @ Vh[..., :k, :]`. With $k = 0$ this is a product over an empty axis: zeros,
# as it should be. A negative `k` would count from the end: refuse it first.

# %% [markdown] task="rank_for"
# ### Exercise 8 · `rank_for` · 4 points · 6 minutes · predict
#
# Equation (12) lets you promise an error *without looking at the matrix*: the singular values are enough. Somebody
# tells you these and how much relative error $\lVert A - A_k\rVert_F / \lVert A\rVert_F$ they can stand. Predict the
# smallest rank that will do.


# %% exercise="rank_for" points=4 difficulty=2 minutes=6 needs=[]
def rank_for(sigma, tolerance):
    """Predict the smallest rank whose best approximation is good enough, equation (12).

    Args:
        sigma: singular values in descending order, float64 tensor of shape [r], none negative, r at least 1.
        tolerance: the largest relative error |A - A_k|_F / |A|_F that is allowed, a float of at least 0.

    Returns:
        The smallest k with a relative error of at most the tolerance, an int between 0 and r. If all singular values
        are zero, A is zero and k = 0 has no error at all.
    """
    ### BEGIN SOLUTION
    energy = sigma.square()
    allowed = tolerance**2 * energy.sum()
    left_out = torch.cat([energy.flip(0).cumsum(0).flip(0), energy.new_zeros(1)])  # entry k: sum beyond the first k
    return int((left_out > allowed).sum())
    ### END SOLUTION


# %% public_test="rank_for"
sigma = torch.tensor([10.0, 3.0, 1.0, 0.5], dtype=torch.float64)
ranks = [rank_for(sigma, tolerance) for tolerance in (0.9, 0.2, 0.01)]
assert all(int(rank) == rank and 0 <= rank <= 4 for rank in ranks), "a rank is a whole number from 0 to r"
assert ranks == sorted(ranks), "the less error you allow, the higher the rank you need"
assert rank_for(sigma, 1.5) == 0, "a tolerance above 1 is met by sending nothing"

# %% [markdown] hint="rank_for"
# Make a list of the errors for $k = 0, 1, \dots, r$ first, and choose afterwards.
#
# ---
# The error at $k$ is $\sqrt{\sigma_{k+1}^2 + \dots + \sigma_r^2}$ divided by $\sqrt{\sigma_1^2 + \dots + \sigma_r^2}$.
# It falls with $k$, and is 0 at $k = r$. To avoid dividing by zero, compare the error with the tolerance times the
# norm.
#
# ---
# A loop is fine: `for k in range(len(sigma) + 1): if sigma[k:].norm() <= tolerance * sigma.norm(): return k`.

# %% [markdown]
# Now the promise is put to the test on the matrix that we came for: 1297 digits. First your prediction, then your
# approximation.

# %% tags=["demo"]
spectrum = torch.linalg.svdvals(train)
for tolerance in (0.5, 0.3, 0.2, 0.1):
    k = rank_for(spectrum, tolerance)
    measured = (train - torch.as_tensor(low_rank(train, k))).norm() / train.norm()
    print(f"tolerance {tolerance:.0%}: predicted rank {k:2d} of 64, measured error {measured:.1%}")
plot_curves(
    range(1, 65),
    {"digits": spectrum.clamp_min(1e-3)},
    x_label="i",
    y_label="singular value",
    title="A few directions carry most of the digits",
    log_y=True,
)

# %% [markdown]
# ## 7 The best code of $k$ numbers: PCA
#
# We can now answer the opening question. Which code of $k$ numbers, made and undone by linear maps, loses least? Let
# the receiver know a point $m$ and $k$ orthonormal directions, the rows of $C \in \mathbb{R}^{k\times d}$. Then
#
# $$z = C(x - m), \qquad \hat x = m + C^\top z \tag{13}$$
#
# is the closest point to $x$ on the flat $m + \operatorname{span}(\text{rows of } C)$: a projection, around $m$ instead
# of around the origin. **Principal component analysis** chooses $m$ as the mean $\bar x$ of the data and the rows of
# $C$ as the first $k$ right singular vectors $v_i$ of the *centred* data matrix
#
# $$X_c = X - \mathbf{1}\bar x^\top = U\Sigma V^\top, \qquad C = (v_1, \dots, v_k)^\top \tag{14}$$
#
# **Claim.** No other $m$ and $C$ have a smaller squared error on the data $X$, and that error is
# $\sigma_{k+1}^2 + \sigma_{k+2}^2 + \dots$ of $X_c$.
#
# <details><summary>Proof</summary>
#
# *The point.* Let $M = I - C^\top C$, which projects onto what the code cannot see. The error is
# $\sum_s \lVert M(x_s - m)\rVert^2$: the sum of squared distances of the points $Mx_s$ from the point $Mm$. For any
# points, that sum is smallest at their mean, since
# $\sum_s \lVert a_s - c\rVert^2 = \sum_s\lVert a_s - \bar a\rVert^2 + n\lVert\bar a - c\rVert^2$. So $m = \bar x$ is
# best, whatever $C$ is.
#
# *The directions.* With $m = \bar x$ the reconstructions, minus the mean, are the rows of $X_c C^\top C$: a matrix of
# rank at most $k$. By Eckart–Young its squared distance to $X_c$ is at least $\sigma_{k+1}^2 + \dots$, and with the
# first $k$ right singular vectors, $X_c C^\top C = \sum_{i\le k}\sigma_i u_i v_i^\top$ is the best one. ∎
#
# </details>
#
# *Variance.* The data's covariance matrix is $\frac{1}{n-1}X_c^\top X_c = V\,\frac{\Sigma^2}{n-1}V^\top$. So the $v_i$
# are its eigenvectors, and along $v_i$ the data has the variance $\sigma_i^2/(n-1)$: the first component is the
# direction in which the data varies most. Directions have no preferred sign: $v_i$ and $-v_i$ are equally right.
#
# **Where you meet it.** A linear autoencoder that is trained until it stops improving finds this very subspace (Baldi
# and Hornik, 1989): PCA is the baseline that every autoencoder of this course has to beat. Principal components of a
# GAN's latent space turned out to be handles for pose, age or light (Härkönen et al., 2020).

# %%
X = torch.tensor([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0], [6.0, 6.0]], dtype=torch.float64)
X_c = X - X.mean(dim=0)
_, sigma, Vh = torch.linalg.svd(X_c, full_matrices=False)
print("mean:", X.mean(dim=0).tolist())  # -> mean: [3.0, 3.0]
print("variances:", [round(value, 4) for value in (sigma**2 / 3).tolist()])  # -> variances: [9.0, 0.3333]
print("first direction:", [round(abs(value), 4) for value in Vh[0].tolist()])  # -> first direction: [0.7071, 0.7071]
one_number_each = X.mean(dim=0) + (X_c @ Vh[:1].T) @ Vh[:1]
print(f"squared error with k = 1: {(X - one_number_each).square().sum():.4f}")  # -> squared error with k = 1: 1.0000

# %% [markdown] task="pca_fit"
# ### Exercise 9 · `pca_fit` · 6 points · 10 minutes · implement
#
# Write equation (14). Two things go wrong in real projects more often than the mathematics: rows are taken for columns,
# and the caller's data comes back changed (`X -= ...` writes into it).


# %% exercise="pca_fit" points=6 difficulty=3 minutes=10 needs=[]
def pca_fit(X, k):
    """Find the mean and the first k principal components of a data set, equation (14).

    Args:
        X: data, float64 tensor of shape [n, d], one example in each row, n at least 2; d may exceed n. Not changed.
        k: how many components, an int from 0 to min(n, d).

    Returns:
        (mean, components): shapes [d] and [k, d]. The rows of components are orthonormal and ordered by falling
        variance; their signs are free. The data is centred but not rescaled.
    """
    ### BEGIN SOLUTION
    mean = X.mean(dim=0)
    _, _, Vh = torch.linalg.svd(X - mean, full_matrices=False)
    return mean, Vh[:k]
    ### END SOLUTION


# %% public_test="pca_fit"
X = torch.tensor([[1.0, 1.0, 0.0], [2.0, 3.0, 0.0], [3.0, 2.0, 0.0], [6.0, 6.0, 1.0]], dtype=torch.float64)
before = X.clone()
mean, components = (torch.as_tensor(np.ascontiguousarray(part)) for part in pca_fit(X, 2))
assert mean.shape == (3,), "the mean is one point: average over the examples"
assert components.shape == (2, 3), "k components in rows, each as long as an example"
assert float((components @ components.T - torch.eye(2, dtype=X.dtype)).abs().max()) < 1e-9, "rows are not orthonormal"
assert torch.equal(X, before), "the caller's data was changed"

# %% [markdown] hint="pca_fit"
# Three steps: the mean over examples, the centred data (a new tensor), its SVD.
#
# ---
# With examples in rows, directions of *pixels* are the right singular vectors. `torch.linalg.svd` returns $V^\top$, so
# they stand in rows already, in descending order of $\sigma$.
#
# ---
# `_, _, Vh = torch.linalg.svd(X - X.mean(dim=0), full_matrices=False)`, then `Vh[:k]`. (If you use `eigh` on the
# covariance: it sorts *ascending* and puts eigenvectors in columns.)

# %% tags=["demo"]
mean, components = (torch.as_tensor(np.ascontiguousarray(part)) for part in pca_fit(train, 8))
show_images(
    {"mean": mean[None], "mean + 1.5 v": mean + 1.5 * components, "mean - 1.5 v": mean - 1.5 * components},
    title="The eight directions in which digits vary most",
)

# %% [markdown]
# ### Whitening: the same in all directions
#
# PCA leaves the code's entries uncorrelated but of very different size. Divide each by its standard deviation and the
# data becomes a round cloud: mean zero, covariance the identity. For $X_c = U\Sigma V^\top$,
#
# $$Z = \sqrt{n-1}\; X_c V \Sigma^{-1} = \sqrt{n-1}\; U, \qquad \frac{1}{n-1} Z^\top Z = U^\top U = I \tag{15}$$
#
# where only directions with $\sigma_i > 0$ are kept: a direction in which nothing varies cannot be stretched to
# variance 1. That is no corner case. Some pixels at the border are white in every training image, so the digits do not
# have rank 64:

# %%
centred = train - train.mean(dim=0)
print("pixels without any ink:", int((train.sum(dim=0) == 0).sum()))  # -> pixels without any ink: 4
print("rank of the centred digits:", torch.linalg.matrix_rank(centred).item())  # -> rank of the centred digits: 60

# %% [markdown]
# **Where you meet it.** A diffusion model starts from round noise, $\mathcal N(0, I)$, and works best on data of about
# unit variance: latent diffusion multiplies its latents by one constant for this reason. The Fréchet inception distance
# (FID), with which generators are compared, looks at nothing but the mean and the covariance of features. After
# whitening, the plain distance between two points is the *Mahalanobis distance*, which counts in standard deviations.

# %% [markdown] task="whiten"
# ### Exercise 10 · `whiten` · 5 points · 8 minutes · implement
#
# Whiten a data set by equation (15). Any choice of axes for the round cloud is accepted, as long as the directions
# without variance are dropped.


# %% exercise="whiten" points=5 difficulty=3 minutes=8 needs=["pca_fit"]
def whiten(X):
    """Turn a data set into a round cloud: mean 0, covariance the identity, equation (15).

    Args:
        X: data, float64 tensor of shape [n, d], one example in each row, n at least 2; d may exceed n.

    Returns:
        Z, shape [n, r], a linear function of the centred data. r is the number of directions in which X varies: those
        whose variance is more than 1e-10 times the largest. The covariance divides by n - 1. Any orthonormal choice of
        axes for the r columns is right.
    """
    ### BEGIN SOLUTION
    U, sigma, _ = torch.linalg.svd(X - X.mean(dim=0), full_matrices=False)
    varies = sigma**2 > 1e-10 * sigma.max() ** 2
    return math.sqrt(len(X) - 1) * U[:, varies]
    ### END SOLUTION


# %% public_test="whiten"
X = torch.tensor([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0], [6.0, 6.0]], dtype=torch.float64)
Z = torch.as_tensor(whiten(X))
assert Z.shape == (4, 2), "these points vary in two directions"
assert Z.dtype == torch.float64, "float64 in, float64 out"
assert float(Z.mean(dim=0).abs().max()) < 1e-9, "whitened data has mean zero"
assert torch.as_tensor(whiten(torch.cat([X, X], dim=1))).shape == (4, 2), "the same two directions, said twice"

# %% [markdown] hint="whiten"
# Centre, take the SVD, and look at equation (15): how much of it do you have already?
#
# ---
# $\sqrt{n-1}\,U$, without the columns whose $\sigma_i$ is (nearly) zero. The limit is on the *variance*,
# $\sigma_i^2/(n-1)$.
#
# ---
# `varies = sigma**2 > 1e-10 * sigma.max() ** 2`, then `math.sqrt(len(X) - 1) * U[:, varies]`.

# %% [markdown]
# ## 8 The codec: answer the question
#
# Put the pieces together: fit on the training digits, send $k$ numbers per *test* digit, draw it again. This is the
# first exercise in the course of the kind *train, then evaluate*: what counts is the error on images that the code has
# not seen.
#
# | what you send | test error (mean squared error per pixel) |
# | --- | --- |
# | nothing: the receiver draws the mean digit | 0.0743 |
# | 8 numbers by PCA (the reference) | 0.0246 |
# | 16 numbers by PCA (the reference) | 0.0116 |
#
# PCA has no random numbers and no learning rate, so the target is the reference itself: your error must agree with it
# to six decimals. It takes a few milliseconds.

# %% [markdown] task="PCACodec"
# ### Exercise 11 · `PCACodec` · 6 points · 10 minutes · train, then evaluate
#
# Write the codec of equation (13) as a class, with your `pca_fit`. Everything that is learnt is learnt in `__init__`,
# from the training data: `encode` may be given one image or a thousand and must treat each in the same way, and
# `decode` sees nothing but codes.


# %% exercise="PCACodec" points=6 difficulty=3 minutes=10 needs=["pca_fit"]
class PCACodec:
    """A code of k numbers for each example, equation (13), fitted by PCA.

    Args:
        train: training data, float64 tensor of shape [n, d], one example in each row.
        k: how many numbers the code has, an int from 1 to min(n, d).
    """

    def __init__(self, train, k):
        """Learn the mean and k components from the training data; all that the codec knows, it learns here."""
        ### BEGIN SOLUTION
        self.mean, self.components = pca_fit(train, k)
        ### END SOLUTION

    def encode(self, X):
        """Encode examples [n, d] (n at least 1) as codes [n, k]; the code of an example depends on it alone."""
        ### BEGIN SOLUTION
        return (X - self.mean) @ self.components.T
        ### END SOLUTION

    def decode(self, Z):
        """Decode codes [n, k] to examples [n, d]; the code of zeros decodes to the training mean."""
        ### BEGIN SOLUTION
        return self.mean + Z @ self.components
        ### END SOLUTION


# %% public_test="PCACodec"
codec = PCACodec(train, 8)
codes = torch.as_tensor(codec.encode(test))
assert codes.shape == (500, 8), "eight numbers for each test image"
drawn = torch.as_tensor(codec.decode(codes))
assert drawn.shape == test.shape, "decoding gives images again"
assert float((drawn - test).square().mean()) < 0.0743, "the receiver would have done better with the mean digit"

# %% [markdown] hint="PCACodec"
# Equation (13) is for one example as a column. What does it say for examples in rows?
#
# ---
# $Z = (X - \bar x)\,C^\top$ and $\hat X = \bar x + ZC$, with the mean *of the training data* in both. Keep `mean` and
# `components` as attributes.
#
# ---
# `self.mean, self.components = pca_fit(train, k)` in `__init__`; `(X - self.mean) @ self.components.T` to encode.

# %% tags=["demo"]
one_of_each = torch.stack([test[test_labels == digit][1] for digit in range(10)])
rows = {"original": one_of_each}
for k in (2, 8, 16):
    codec = PCACodec(train, k)
    rows[f"k = {k}"] = torch.as_tensor(codec.decode(codec.encode(one_of_each)))
    error = (torch.as_tensor(codec.decode(codec.encode(test))) - test).square().mean()
    foretold = torch.linalg.svdvals(centred)[k:].square().sum() / train.numel()  # from singular values alone
    print(f"k = {k:2d}: foretold {foretold:.4f}, error on the test digits {error:.4f}")
show_images(rows, title="Sent as 2, 8 and 16 numbers")

# %% [markdown] task="ablate"
# ### Exercise 12 · `ablate` · 4 points · 10 minutes · ablate
#
# Is it the mean that makes the codec good? The choice of directions? Or would *any* $k$ directions do? An **ablation**
# takes one part out at a time and measures what is lost. Measure the test error, for several $k$, of
#
# 0. the whole codec, as above;
# 1. the codec without centring: $m = 0$, and directions from the SVD of the raw training data;
# 2. the codec with the training mean but with arbitrary directions: those spanned by the first $k$ columns of a given
#    matrix $R$.
#
# For the third you need an orthonormal basis of the span of these columns; `torch.linalg.qr` makes one (or use the $P$
# of section 3).


# %% exercise="ablate" points=4 difficulty=3 minutes=10 needs=["pca_fit", "PCACodec"]
def ablate(train, test, ks, R):
    """Measure what the parts of a PCA codec are worth.

    Args:
        train: training data, float64 tensor of shape [n, d]; everything is fitted on it alone.
        test: test data, shape [n_test, d]; errors are measured on it alone.
        ks: a list of code lengths, each from 1 to min(n, d).
        R: float64 tensor of shape [d, r] with independent columns, r at least max(ks).

    Returns:
        Tensor of shape [3, len(ks)]: the mean squared error (mean over examples and pixels) of, in this order, the
        whole codec; the codec without centring; the codec with the mean but with the directions of R's first k columns.
    """
    ### BEGIN SOLUTION
    zero = torch.zeros_like(train[0])
    raw_directions = torch.linalg.svd(train, full_matrices=False).Vh
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for column, k in enumerate(ks):
        mean, components = pca_fit(train, k)
        random_directions = torch.linalg.qr(R[:, :k]).Q.T
        variants = [(mean, components), (zero, raw_directions[:k]), (mean, random_directions)]
        for row, (m, C) in enumerate(variants):
            drawn = m + (test - m) @ C.T @ C
            errors[row, column] = (drawn - test).square().mean()
    return errors
    ### END SOLUTION


# %% public_test="ablate"
R = torch.eye(64, dtype=torch.float64)[:, 20:40]
errors = torch.as_tensor(ablate(train, test, [2, 8], R))
assert errors.shape == (3, 2), "one row for each variant, one column for each k"
assert bool((errors > 0).all()), "with so few numbers no variant is without error"
assert bool((errors[:, 1] < errors[:, 0]).all()), "more numbers, less error, in each variant"

# %% [markdown] hint="ablate"
# All three variants are equation (13) with another $m$ and another $C$. Write one expression for the error, and use it
# three times.
#
# ---
# Variant 1 has $m = 0$ when it encodes *and* when it decodes. In variant 2 the columns of $R$ are not orthonormal, and
# $C^\top C$ is a projection only if the rows of $C$ are.
#
# ---
# `C = torch.linalg.qr(R[:, :k]).Q.T`, and `error = ((m + (test - m) @ C.T @ C) - test).square().mean()`.

# %% [markdown]
# Look at the two curves at the top and the bottom, and then, closely, at the two that seem to be one.

# %% tags=["demo"]
generator = torch.Generator().manual_seed(2)
R = torch.randn(64, 64, dtype=torch.float64, generator=generator)
ks = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48]
whole, uncentred, random_directions = torch.as_tensor(ablate(train, test, ks, R))
plot_curves(
    ks,
    {"random directions": random_directions, "PCA without centring": uncentred, "PCA": whole},
    x_label="numbers sent (k)",
    y_label="test error",
    title="What the parts of the codec are worth",
)
for k, a, b in zip(ks, whole, uncentred, strict=True):
    print(f"k = {k:2d}: PCA {a:.6f}, without centring {b:.6f}")
whole, uncentred, _ = torch.as_tensor(ablate(train, test, [7, 8], R))
print(f"without centring, k = 8: {uncentred[1]:.4f}, between PCA at 8 ({whole[1]:.4f}) and at 7 ({whole[0]:.4f})")

# %% [markdown] written="why_centre" points=4 minutes=8
# ### Question 13 · `why_centre` · 4 points · 8 minutes · explain
#
# Your plot shows that the uncentred codec with $k$ numbers lies between the centred ones with $k$ and with $k - 1$
# numbers; for $k = 24$ and $k = 32$ it is even a hair *better* than the centred one. Explain in your own words:
#
# 1. What is, nearly, the first direction that the uncentred codec finds, and why? (1 point)
# 2. Let $e_c(k)$ and $e_0(k)$ be the squared errors on the **training** data with and without centring. Show that
#    $e_c(k) \le e_0(k) \le e_c(k-1)$ for every $k \ge 1$. (2 points)
# 3. Why is it no contradiction that, on the **test** data, the uncentred codec can win? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. Nearly the direction of the mean image. The first right singular vector of $X$ maximises
#    $\lVert Xv\rVert^2 = \lVert X_c v\rVert^2 + n(\bar x^\top v)^2$ over unit vectors. All pixels are non-negative, so
#    the mean is long compared with the spread around it, and the second term decides: $v$ points almost along $\bar x$.
#    One of the $k$ numbers is spent on saying "this is a digit".
# 2. *Left.* The uncentred codec is equation (13) with $m = 0$. By the claim of section 7 no choice of $m$ and of $k$
#    directions has a smaller training error than PCA, so $e_c(k) \le e_0(k)$. *Right.* The reconstructions of the
#    centred codec with $k - 1$ numbers are $\bar x$ plus mixtures of $k - 1$ directions: all of them lie in the span of
#    $\bar x$ and these directions, a linear subspace of dimension at most $k$. The uncentred codec uses the best linear
#    subspace of dimension $k$ (Eckart–Young for the raw $X$), so its error is not larger: $e_0(k) \le e_c(k-1)$.
# 3. Both optimality claims are about the training data. Mean and directions are estimates; on new data another subspace
#    may by chance fit a little better, above all for large $k$, where both errors are small and the last directions are
#    determined by few training images.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: names the mean's direction AND says why (the mean is long compared with the spread, or the formula above).
#   "The mean" without a reason: half a point.
# - 1 point: left inequality, by optimality of PCA among all flats of dimension k (m = 0 is one of the candidates).
# - 1 point: right inequality, by the span of the mean and k - 1 components, of dimension at most k, and optimality
#   among linear subspaces. An argument with pictures for k = 1 or 2 only: half a point.
# - 1 point: optimality holds on the data that was fitted; test error is another quantity. "Overfitting" or "estimation
#   noise" with this distinction is enough; the bare word is not.
# ### END MARK SCHEME

# %% [markdown]
# ## 9 The opening question, and one more
#
# *Which eight numbers?* The eight codes $C(x - \bar x)$: no other linear code loses less on the data that it was made
# from. *How wrong will the drawing be?* As wrong as the singular values that are left out,
# $\sigma_9^2 + \sigma_{10}^2 + \dots$, divided by the number of pixels: you printed that forecast under exercise 11,
# next to the error on digits that nobody had looked at.
#
# And now for the last row of the picture at the top.
# You can decode *any* eight numbers, also numbers that no digit was encoded to. Which should you choose? The codes of
# the training digits have mean zero and (uncorrelated) variances $\sigma_i^2/(n-1)$. Draw new codes with these
# variances and decode them: a generative model, three lines long, and in spirit the probabilistic PCA of Tipping and
# Bishop (1999). Run the cell a few times.

# %% tags=["demo"]
codec = PCACodec(train, 16)
codes = torch.as_tensor(codec.encode(train))
invented = torch.as_tensor(codec.decode(codes.std(dim=0) * torch.randn(10, 16, dtype=torch.float64)))
zeros, ones = (codes[train_labels == digit][:, :2] for digit in (0, 1))
plot_points({"all digits": codes[:, :2], "zeros": zeros, "ones": ones}, title="Two numbers of the code")
show_images({"invented": invented}, title="Digits that nobody wrote")

# %% [markdown]
# Some could be digits; many are blends of two. The plot shows why: the codes of real digits do not fill a round cloud,
# they lie in clumps, and a draw from the cloud often falls between them. A *linear* code with a *Gaussian* for it can
# do no better. Everything that follows in this course mends one of the two: autoencoders and VAEs bend the code, GANs,
# flows and diffusion models learn the distribution.
#
# ## What you have now
#
# - All pairs of dot products are one matrix product; cosines ignore length. (Attention, CLIP)
# - A product of thin matrices has low rank, and costs little. (LoRA)
# - The closest point of a subspace is $Pb$ with $P = P^2 = P^\top$, and it exists for dependent columns too.
# - The gradient of a squared error is error times input, averaged over the batch.
# - Power iteration finds the direction of the strongest stretch, if it is normalised in each step; the Rayleigh
#   quotient keeps the sign.
# - Cutting the SVD at $k$ gives the best matrix of rank $k$, and its error is known beforehand.
# - PCA is that theorem for centred data: the best linear code. Whitening makes the code round.
#
# ## References
#
# *Books*
# - G. Strang, *Introduction to Linear Algebra*, 6th edition, Wellesley-Cambridge Press, 2023. Sections 1 to 6 of this
#   lesson, at length. Lectures: [MIT 18.06](https://ocw.mit.edu/courses/18-06-linear-algebra-spring-2010/).
# - L. N. Trefethen and D. Bau, *Numerical Linear Algebra*, SIAM, 1997. Projectors, least squares and the SVD as a
#   computer sees them (lectures 4 to 11), power iteration (27).
# - G. H. Golub and C. F. Van Loan, *Matrix Computations*, 4th edition, Johns Hopkins University Press, 2013. The
#   reference for algorithms.
# - I. T. Jolliffe, *Principal Component Analysis*, 2nd edition, Springer, 2002.
#   [doi:10.1007/b98835](https://doi.org/10.1007/b98835)
# - M. P. Deisenroth, A. A. Faisal and C. S. Ong, *Mathematics for Machine Learning*, Cambridge University Press, 2020.
#   Free at [mml-book.github.io](https://mml-book.github.io).
#
# *Papers*
# - C. Eckart and G. Young, The approximation of one matrix by another of lower rank, *Psychometrika* 1, 211–218, 1936.
#   [doi:10.1007/BF02288367](https://doi.org/10.1007/BF02288367)
# - P. Baldi and K. Hornik, Neural networks and principal component analysis: learning from examples without local
#   minima, *Neural Networks* 2, 53–58, 1989.
#   [doi:10.1016/0893-6080(89)90014-2](https://doi.org/10.1016/0893-6080%2889%2990014-2)
# - M. E. Tipping and C. M. Bishop, Probabilistic principal component analysis, *Journal of the Royal Statistical
#   Society B* 61, 611–622, 1999. [doi:10.1111/1467-9868.00196](https://doi.org/10.1111/1467-9868.00196)
# - A. Vaswani et al., Attention is all you need, 2017. [arXiv:1706.03762](https://arxiv.org/abs/1706.03762)
# - M. Heusel et al., GANs trained by a two time-scale update rule converge to a local Nash equilibrium, 2017 (the FID).
#   [arXiv:1706.08500](https://arxiv.org/abs/1706.08500)
# - T. Miyato et al., Spectral normalization for generative adversarial networks, 2018.
#   [arXiv:1802.05957](https://arxiv.org/abs/1802.05957)
# - E. Härkönen et al., GANSpace: discovering interpretable GAN controls, 2020.
#   [arXiv:2004.02546](https://arxiv.org/abs/2004.02546)
# - A. Radford et al., Learning transferable visual models from natural language supervision, 2021 (CLIP).
#   [arXiv:2103.00020](https://arxiv.org/abs/2103.00020)
# - E. J. Hu et al., LoRA: low-rank adaptation of large language models, 2021.
#   [arXiv:2106.09685](https://arxiv.org/abs/2106.09685)
# - F. Meng, Z. Wang and M. Zhang, PiSSA: principal singular values and singular vectors adaptation of large language
#   models, 2024. [arXiv:2404.02948](https://arxiv.org/abs/2404.02948)
# - R. Rombach et al., High-resolution image synthesis with latent diffusion models, 2021.
#   [arXiv:2112.10752](https://arxiv.org/abs/2112.10752)
# - Y. Wang, J. Yu and J. Zhang, Zero-shot image restoration using denoising diffusion null-space model, 2022.
#   [arXiv:2212.00490](https://arxiv.org/abs/2212.00490)
