# %% [markdown]
# # Six small pieces of a network
#
# The notebook of the throughput benchmark: six exercises in torch, as short as those of a weekly assignment. All
# tensors are float64.

# %%
import math

import numpy as np
import torch

X = torch.from_numpy(np.random.default_rng(0).standard_normal((8, 3)))
print("data:", tuple(X.shape), X.dtype)

# %% [markdown] task="standardise"
# ## 1 Standardise
#
# Shift and scale every column of $X$ so that its mean is 0 and its standard deviation (over all $n$ rows, not $n - 1$)
# is 1. A constant column becomes zeros.


# %% exercise="standardise" points=4 difficulty=1 minutes=8 needs=[]
def standardise(X):
    """Standardise the columns of a matrix.

    Args:
        X: a tensor of shape [n, d].

    Returns:
        A tensor of the same shape, whose columns have mean 0 and standard deviation 1, or are zero.
    """
    ### BEGIN SOLUTION
    centred = X - X.mean(dim=0)
    spread = centred.square().mean(dim=0).sqrt()
    return centred / spread.masked_fill(spread == 0, 1)
    ### END SOLUTION


# %% public_test="standardise"
assert standardise(torch.ones(4, 2, dtype=torch.float64)).shape == (4, 2), "the shape stays the same"

# %% [markdown] task="log_softmax"
# ## 2 The logarithm of a softmax
#
# $\log \operatorname{softmax}(z)_i = z_i - \log \sum_j e^{z_j}$, over the last axis. It must not overflow.


# %% exercise="log_softmax" points=4 difficulty=2 minutes=10 needs=[]
def log_softmax(z):
    """Logarithm of the softmax over the last axis, without overflow.

    Args:
        z: logits, a tensor of shape [..., k].

    Returns:
        A tensor of the same shape.
    """
    ### BEGIN SOLUTION
    shifted = z - z.amax(dim=-1, keepdim=True)
    return shifted - shifted.exp().sum(dim=-1, keepdim=True).log()
    ### END SOLUTION


# %% public_test="log_softmax"
assert log_softmax(torch.zeros(2, 3, dtype=torch.float64)).shape == (2, 3), "one number for each logit"

# %% [markdown] task="attention"
# ## 3 Attention
#
# $\operatorname{softmax}(QK^\top / \sqrt d)\,V$; with `causal=True` a position sees itself and what is before it only.


# %% exercise="attention" points=6 difficulty=2 minutes=15 needs=[]
def attention(Q, K, V, causal=False):
    """Scaled dot-product attention.

    Args:
        Q, K: queries and keys, of shape [..., t, d].
        V: values, of shape [..., t, v].
        causal: whether positions are hidden from those before them.

    Returns:
        A tensor of shape [..., t, v].
    """
    ### BEGIN SOLUTION
    scores = Q @ K.mT / math.sqrt(Q.shape[-1])
    if causal:
        t = scores.shape[-1]
        later = torch.ones(t, t, dtype=torch.bool).triu(1)
        scores = scores.masked_fill(later, -math.inf)
    return scores.softmax(dim=-1) @ V
    ### END SOLUTION


# %% public_test="attention"
T = torch.ones(2, 4, 3, dtype=torch.float64)
assert attention(T, T, T).shape == (2, 4, 3), "one value for each query"

# %% [markdown] task="GatedUnit"
# ## 4 A gated linear unit
#
# A module with two weight matrices `value` and `gate`, each of shape [d, k], that maps $x$ to
# $xW_\text{value} \odot \sigma(xW_\text{gate})$.


# %% exercise="GatedUnit" points=6 difficulty=2 minutes=15 needs=[]
class GatedUnit(torch.nn.Module):
    """A gated linear unit: one linear map, gated by the sigmoid of another.

    Args:
        d: numbers that come in.
        k: numbers that go out.
    """

    ### BEGIN SOLUTION
    def __init__(self, d, k):
        super().__init__()
        self.value = torch.nn.Parameter(torch.randn(d, k, dtype=torch.float64) / math.sqrt(d))
        self.gate = torch.nn.Parameter(torch.randn(d, k, dtype=torch.float64) / math.sqrt(d))

    def forward(self, x):
        return (x @ self.value) * torch.sigmoid(x @ self.gate)

    ### END SOLUTION


# %% public_test="GatedUnit"
assert GatedUnit(3, 2)(X).shape == (8, 2), "k numbers for each example"

# %% [markdown] task="ridge"
# ## 5 Ridge regression
#
# The weights that minimise $\lVert Xw - y\rVert^2 + \lambda \lVert w\rVert^2$.


# %% exercise="ridge" points=4 difficulty=2 minutes=10 needs=[]
def ridge(X, y, penalty):
    """The weights of ridge regression.

    Args:
        X: examples in rows, of shape [n, d]; there may be fewer of them than columns.
        y: targets, of shape [n].
        penalty: what the squared length of the weights costs, above 0.

    Returns:
        A tensor of shape [d].
    """
    ### BEGIN SOLUTION
    identity = torch.eye(X.shape[1], dtype=X.dtype)
    return torch.linalg.solve(X.T @ X + penalty * identity, X.T @ y)
    ### END SOLUTION


# %% public_test="ridge"
assert ridge(X, X[:, 0], 1.0).shape == (3,), "one weight for each column"

# %% [markdown] task="descend"
# ## 6 Gradient descent
#
# Start at $w = 0$ and take `steps` steps of length `rate` against the gradient of the *mean* squared error of $Xw$.
# Return the weights and the list of losses: one before each step.


# %% exercise="descend" points=6 difficulty=3 minutes=20 needs=[]
def descend(X, y, steps, rate):
    """Fit a linear model by gradient descent on the mean squared error.

    Args:
        X: examples in rows, of shape [n, d].
        y: targets, of shape [n].
        steps: how many.
        rate: the learning rate.

    Returns:
        The weights, of shape [d], and the losses before each step, a list of numbers.
    """
    ### BEGIN SOLUTION
    w = torch.zeros(X.shape[1], dtype=X.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (X @ w - y).square().mean()
        losses.append(loss.item())
        (slope,) = torch.autograd.grad(loss, w)
        with torch.no_grad():
            w -= rate * slope
    return w.detach(), losses
    ### END SOLUTION


# %% public_test="descend"
assert len(descend(X, X[:, 0], 2, 0.1)) == 2, "the weights and the losses"
