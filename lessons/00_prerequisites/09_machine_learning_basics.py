# %% [markdown]
# # Machine learning: the program that foretold a coin
#
# Fifty tosses of a fair coin, and for each of them three thousand random numbers that have nothing to do with it. A
# program looks at forty tosses and foretells the other ten; then at another forty; until each toss has been foretold
# once, by somebody who had not seen it. It is right in 49 of 50 cases. Nothing can foretell a coin. *Where did the
# program cheat, without a single line that looks like cheating? And could a program find out?*
#
# The same mistake makes a text-to-image model look creative when it copies its training pictures. In this notebook you
# learn how machines learn from examples, and how one finds out what they have really learnt. At its end you have
# written the detector.
#
# ![Right answers over 400 coins: the program stands near 97 of 100, its honest twin around 50](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![Seven ideas, from a line through points to the leak detector, and where generative models use them](images/overview.svg)
#
# **Why this matters for generative AI.** A GAN's discriminator is the classifier of section 4. Weight decay is the
# ridge of section 1. Text-to-image models are compared by scores measured on held-out data (section 3), detectors of
# generated pictures by their ROC curves (section 5), chatbots are tuned by reward (section 6); and the first question
# to every generator is whether it has invented or remembered.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Ten coding
# exercises (56 points) and one question in words (4 points), easy at first and harder later, take two to two and a half
# hours; after section 3 is a good place for a break. Difficulty rises from 1 to 3. Under each exercise there is a check
# cell: it catches wrong shapes and common slips, but passing it is *not* enough. Hidden tests look at other inputs and
# at the edge cases that the docstring names. Hints unfold step by step; opening them costs nothing.
#
# **What you need.** Python and NumPy, and the lesson on calculus: derivatives, gradients, expectations, and its
# paragraph on vectors. In a line: $u^\top v = u_1v_1 + \dots + u_nv_n$; entry $i$ of $Av$ is the dot product of row
# $i$ of $A$ with $v$; `@` is both; `A.T` exchanges rows and columns; $I$ has ones on the diagonal and zeros elsewhere,
# `np.eye(D)`; and `np.linalg.solve(A, c)` finds the $v$ with $Av = c$. Data stand in a matrix $X$ of shape `[N, D]`: $N$
# examples, one in each *row*, with $D$ numbers each, their **features**.

# %%
import math

import numpy as np

from journey.data import digits
from journey.plots import plot_curves, plot_points, show_images


def foretell(X, y, train, test):
    """Look at the tosses y[train], and foretell those with the numbers test: above 0 means heads, 1."""
    link = (y - 0.5) @ X  # for each column: does it tend to be large where heads came?
    chosen = np.argsort(-np.abs(link))[:20]  # the twenty columns that go best with the tosses
    votes = np.sign((y[train] - 0.5) @ X[train])  # learn from the tosses in train how each column votes
    return X[test][:, chosen] @ votes[chosen]


rng = np.random.default_rng(0)
tosses, numbers = rng.permutation(np.repeat([0.0, 1.0], 25)), rng.normal(size=(50, 3000))
right = 0
for first in range(5):
    test = np.arange(first, 50, 5)  # ten of them, and the other forty are for learning
    train = np.setdiff1d(np.arange(50), test)
    right += np.sum((foretell(numbers, tosses, train, test) > 0) == (tosses[test] == 1))
print(f"foretold: {right} of 50")  # -> foretold: 49 of 50

# %% [markdown]
# Keep it in mind; section 7 comes back to it.
#
# ## 1 Learning from examples: regression
#
# Somebody gives us $N$ examples $x_i \in \mathbb R^D$, and for each a number $y_i$ that belongs to it: a house and its
# price, a picture and how much noise is in it. **Regression** means to foretell such a number for an $x$ that nobody
# has seen. The simplest forecast is a weighted sum of the features,
#
# $$\hat y(x) = b + w^\top x \tag{1}$$
#
# with **weights** $w \in \mathbb R^D$ and an **intercept** $b$. It is more general than it looks. Of one number $x$ we
# may make the features $x, x^2, \dots, x^D$, and (1) is any polynomial. The last layer of most networks is (1), on
# features that the layers before it have learnt.
#
# Which weights? Those with the smallest **loss**: the mean squared error, plus a penalty for large weights,
#
# $$L(w, b) = \frac1N\sum_{i=1}^{N}\bigl(b + w^\top x_i - y_i\bigr)^2 + \lambda\,\lVert w\rVert^2 \tag{2}$$
#
# $\lambda \ge 0$ says how dear weights are; $b$ costs nothing, since where the $y_i$ lie is no matter of belief. With
# $\lambda = 0$ this is *least squares*, with $\lambda > 0$ **ridge regression**. The minimum can be written down. Let
# $\bar x$ and $\bar y$ be the means over the examples, $X_c$ the matrix with the rows $x_i - \bar x$, and $y_c$ the
# vector of all $y_i - \bar y$:
#
# $$
# \Bigl(\tfrac1N X_c^\top X_c + \lambda I\Bigr)\,w = \tfrac1N X_c^\top y_c, \qquad b = \bar y - w^\top\bar x \tag{3}
# $$
#
# <details><summary>Proof</summary>
#
# At a minimum all derivatives are zero. By $b$: $\frac2N\sum_i(b + w^\top x_i - y_i) = 0$, so $b = \bar y -
# w^\top\bar x$. Put that into (2): $L = \frac1N\lVert X_cw - y_c\rVert^2 + \lambda\lVert w\rVert^2$. By $w_j$:
# $\frac2N\sum_i (X_cw - y_c)_i\,(X_c)_{ij} + 2\lambda w_j = 0$, and these are the rows of $\frac1N X_c^\top(X_cw -
# y_c) + \lambda w = 0$. It is a minimum: walk from there in any direction $v$, and the second derivative is
# $2\bigl(\frac1N\lVert X_cv\rVert^2 + \lambda\lVert v\rVert^2\bigr)$, never negative, and for $\lambda > 0$ positive.
# So there is one bottom, and (3) has one solution. ∎
#
# </details>
#
# With $\lambda = 0$ and more features than examples, many weights fit perfectly, and (3) has no single solution. Any
# $\lambda > 0$ mends that.
#
# **Where you meet it.** As *weight decay*, $\lambda$ stands in the training loop of nearly every large model. Linear
# probes (what does a network know?) are ridge regressions on its features.

# %%
x, y = np.array([0.0, 1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0, 5.0])
x_c, y_c = x - x.mean(), y - y.mean()
for lam in (0.0, 1.25):  # with one feature, (3) is one division
    slope = np.mean(x_c * y_c) / (np.mean(x_c**2) + lam)
    print(f"lam = {lam:.2f}: y_hat = {y.mean() - slope * x.mean():.3f} + {slope:.2f} x")
# -> lam = 0.00: y_hat = 1.100 + 1.10 x
# -> lam = 1.25: y_hat = 1.925 + 0.55 x

# %% [markdown] task="ridge_fit"
# ### Exercise 1 · `ridge_fit` · 4 points · 8 minutes · implement
#
# Write equation (3).


# %% exercise="ridge_fit" points=4 difficulty=1 minutes=8 needs=[]
def ridge_fit(X, y, lam):
    """Fit a line (a plane, ...) by ridge regression, the minimum of equation (2).

    Args:
        X: the examples, a float64 array of shape [N, D], N and D at least 1. It is not changed.
        y: what belongs to them, a float64 array of shape [N]. It is not changed.
        lam: weight of the penalty, a float of at least 0. Above 0, D may be larger than N; where it is 0, there are more
            examples than features, and one minimum only.

    Returns:
        (w, b): the weights, a float64 array of shape [D], and the intercept, a float.
    """
    ### BEGIN SOLUTION
    N, D = X.shape
    x_mean, y_mean = X.mean(axis=0), y.mean()
    X_c = X - x_mean
    w = np.linalg.solve(X_c.T @ X_c / N + lam * np.eye(D), X_c.T @ (y - y_mean) / N)
    return w, y_mean - w @ x_mean
    ### END SOLUTION


# %% public_test="ridge_fit"
X = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0], [4.0, 1.0]])
w, b = ridge_fit(X, np.array([3.0, 3.0, 3.0, 3.0]), 0.5)
assert np.shape(w) == (2,), "one weight for each feature"
assert np.asarray(w).dtype == np.float64, "float64 in, float64 out"
assert np.ndim(b) == 0, "one intercept"
assert abs(b - 3) < 1e-9, "if y is the same everywhere, no feature is needed: b alone says it, and costs nothing"
small, large = (np.abs(ridge_fit(X, np.array([0.0, 1.0, 2.0, 4.0]), lam)[0]).sum() for lam in (10.0, 0.1))
assert 0 < small < large, "the dearer weights are, the smaller they become"

# %% [markdown] hint="ridge_fit"
# Centre first: take the mean of each column off the columns, and the mean of `y` off `y`. The intercept comes last.
#
# ---
# The left side of (3) is a matrix of shape `[D, D]`, the right side a vector of shape `[D]`: hand both to
# `np.linalg.solve`.
#
# ---
# `X_c.T @ X_c / N + lam * np.eye(D)` is the matrix, `X_c.T @ (y - y_mean) / N` the right side, and
# `b = y_mean - w @ x_mean`.

# %% [markdown]
# Fifteen noisy points of a cubic curve, and your `ridge_fit` on the features $x, \dots, x^{12}$. (They are powers of
# $x/2$, so that none is larger than 1.) Nearly free weights chase every point; dear ones hardly bend.

# %% tags=["demo"]
rng = np.random.default_rng(3)
x = np.sort(rng.uniform(-2, 2, 15))
y = x**3 - 2 * x + 0.8 * rng.normal(size=15)
ticks = np.linspace(-2, 2, 81)
curves = {"truth": ticks**3 - 2 * ticks}
for lam in (1e-9, 1e-3, 1.0):
    w, b = ridge_fit((x[:, None] / 2) ** np.arange(1, 13), y, lam)
    curves[f"lam = {lam:g}"] = np.clip(b + (ticks[:, None] / 2) ** np.arange(1, 13) @ w, -6, 6)
plot_curves(ticks, curves, x_label="x", y_label="y", title="Twelve powers of x through fifteen points")

# %% [markdown]
# ## 2 Why the best fit is not the best forecast: bias and variance
#
# The wild curve has the smallest error on its own fifteen points, and a bad one on others. Say that the truth is $f$, and
# $y = f(x) + \varepsilon$ with noise of mean 0 and variance $\sigma^2$. (The **variance** of a random number $z$ is
# $\mathrm{Var}\,z = \mathbb E[(z - \mathbb E z)^2]$, its mean squared distance from its mean; the root of it, here $\sigma$,
# is the **standard deviation**.) Had chance dealt us other examples, we should have another fit. So $\hat y(x)$ is random,
# too, and its error on a *new* example has three parts:
#
# $$
# \mathbb E\bigl[(\hat y(x) - y)^2\bigr]
# = \underbrace{\bigl(\mathbb E\,\hat y(x) - f(x)\bigr)^2}_{\text{bias}^2}
# + \underbrace{\mathrm{Var}\,\hat y(x)}_{\text{variance}} + \underbrace{\sigma^2}_{\text{noise}} \tag{4}
# $$
#
# **Bias** is how far off the forecast is *on average* over all data sets that chance might deal: a line cannot bend.
# **Variance** is how much it depends on which of them we got: twelve powers bend to every accident. Nobody can do
# anything about the noise.
#
# <details><summary>Proof</summary>
#
# Write $m = \mathbb E\,\hat y(x)$ and $\hat y - y = (\hat y - m) + (m - f) - \varepsilon$. Square it and take the mean.
# The squares give variance, bias$^2$ (a constant) and $\sigma^2$. The mixed terms vanish: $\mathbb E[\hat y - m] = 0$,
# $\mathbb E[\varepsilon] = 0$, and $\mathbb E[(\hat y - m)\,\varepsilon] = 0\cdot 0$, because the noise of the new
# example is independent of the old ones, from which $\hat y$ was learnt: neither tells anything about the other, and then
# the mean of a product is the product of the means. ∎ (That last step fails if the new example is *not* new. Remember it.)
#
# </details>
#
# In an experiment one can deal many data sets. Train on $R$ of them, and let all fits forecast the same $N$ points:
# $\hat y_r(x_n)$. With $m_n = \frac1R\sum_r\hat y_r(x_n)$ in place of the expectation, and averaged over the points,
#
# $$
# \frac1{RN}\sum_{r,n}\bigl(\hat y_r(x_n) - f(x_n)\bigr)^2
# = \underbrace{\frac1N\sum_n\bigl(m_n - f(x_n)\bigr)^2}_{\text{bias}^2}
# + \underbrace{\frac1{N}\sum_n\frac1R\sum_r\bigl(\hat y_r(x_n) - m_n\bigr)^2}_{\text{variance}} \tag{5}
# $$
#
# *exactly*, by the same proof with means over $r$ in place of expectations.
#
# **Where you meet it.** A generator of little capacity draws blurred averages (bias); one with too much for its data
# draws the training pictures (variance). Averaging the weights of a diffusion model over its last steps is a cure for
# variance.

# %%
rng = np.random.default_rng(1)
at_one = []
for _ in range(2000):  # 2000 data sets of 20 points; a straight line through each; what does it say at x = 1?
    x = rng.uniform(-2, 2, 20)
    y = x**3 - 2 * x + 0.5 * rng.normal(size=20)
    at_one.append(np.polyval(np.polyfit(x, y, 1), 1.0))
at_one = np.array(at_one)
print(f"bias^2 {(at_one.mean() - (-1)) ** 2:.2f}, variance {at_one.var():.2f}, noise {0.5**2:.2f}")
# -> bias^2 1.80, variance 0.20, noise 0.25
print(f"error on new examples {np.mean((at_one - (-1 + 0.5 * rng.normal(size=2000))) ** 2):.2f}")
# -> error on new examples 2.27

# %% [markdown] task="bias_variance"
# ### Exercise 2 · `bias_variance` · 5 points · 7 minutes · implement
#
# Write the two terms on the right of equation (5).


# %% exercise="bias_variance" points=5 difficulty=1 minutes=7 needs=[]
def bias_variance(predictions, truth):
    """Split the error of many fits into bias and variance, the right side of equation (5).

    Args:
        predictions: a float64 array of shape [R, N]: row r has what the r-th fit says at each of N points. R and N are at
            least 1. Forecasts may be large beside their spread: 1e6, and differ by 1e-3 only.
        truth: the values f(x_n) without noise, a float64 array of shape [N].

    Returns:
        (bias_squared, variance): two floats, neither of them negative. Their sum is the mean squared error against the truth.
    """
    ### BEGIN SOLUTION
    mean = predictions.mean(axis=0)
    return np.mean((mean - truth) ** 2), np.mean((predictions - mean) ** 2)
    ### END SOLUTION


# %% public_test="bias_variance"
parts = bias_variance(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]), np.array([1.0, 2.0, 3.0]))
assert len(parts) == 2, "two things: bias squared, variance"
assert all(np.ndim(part) == 0 for part in parts), "averaged over the points: one number each"
assert all(np.asarray(part).dtype == np.float64 for part in parts), "float64 in, float64 out"
assert max(np.abs(parts)) == 0, "forecasts that are all right have neither bias nor variance"
same = bias_variance(np.array([[5.0, 7.0], [5.0, 7.0]]), np.array([1.0, 2.0]))
assert same[1] == 0, "fits that all say the same have no variance"
assert same[0] > 10, "but these have a bias: each forecast is off by four or more, squared"

# %% [markdown] hint="bias_variance"
# Over which axis is the mean of all fits at one point taken?
#
# ---
# `predictions.mean(axis=0)` has one entry for each point: it is $m_n$. Bias: how far that is from the truth. Variance: how
# far the rows are from *it*. Square before you average over points, or biases of opposite signs cancel.
#
# ---
# `np.mean((mean - truth) ** 2)` and `np.mean((predictions - mean) ** 2)`.

# %% [markdown]
# The classic picture, made by your function: 200 data sets of 25 points of a wave, fitted by polynomials of degree 1 to
# 9. Bias falls with the degree, variance grows, and their sum has a bottom.

# %% tags=["demo"]
rng = np.random.default_rng(2)
ticks, degrees = np.linspace(-1.9, 1.9, 60), range(1, 10)
runs = {degree: [] for degree in degrees}
for _ in range(200):
    x = np.linspace(-2, 2, 25)
    y = 2 * np.sin(2 * x + 1) + 0.8 * rng.normal(size=25)
    for degree in degrees:
        runs[degree].append(np.polynomial.Polynomial.fit(x, y, degree)(ticks))
parts = np.array([bias_variance(np.array(runs[degree]), 2 * np.sin(2 * ticks + 1)) for degree in degrees])
plot_curves(
    degrees,
    {"bias squared": parts[:, 0], "variance": parts[:, 1], "sum": parts.sum(axis=1)},
    x_label="degree of the polynomial",
    y_label="mean squared error against the truth",
    title="Too stiff, too wild",
    log_y=True,
)

# %% [markdown]
# ### A little bias pays, always
#
# The smallest case shows what ridge is good for. Measure one number $\theta \ne 0$ (a temperature, say) $N$ times, with
# independent noise of variance $\sigma^2$. The unbiased estimate is the mean $\bar y$, with variance $\sigma^2/N$. Ridge
# without an intercept, with the single feature 1, minimises $\frac1N\sum_i(w - y_i)^2 + \lambda w^2$; set the derivative
# to zero and find $\hat\theta = \frac{\bar y}{1 + \lambda}$. It is too small on average, and steadier:
#
# $$
# \text{bias}^2 = \Bigl(\frac{\theta}{1+\lambda} - \theta\Bigr)^2 = \frac{\lambda^2\theta^2}{(1+\lambda)^2}, \qquad
# \text{variance} = \frac{\sigma^2}{N\,(1+\lambda)^2} \tag{6}
# $$
#
# <details><summary>Why the mean has variance σ²/N, and what a factor does</summary>
#
# For independent $u, v$ of mean 0: $\mathbb E[(u+v)^2] = \mathbb E[u^2] + 2\,\mathbb E[u]\,\mathbb E[v] + \mathbb E[v^2]$,
# and the middle is 0. So variances of independent noise add: the sum of $N$ has $N\sigma^2$. A factor $c$ leaves the
# bracket of a square as $c^2$; the mean is the sum times $\frac1N$, which makes $\frac{N\sigma^2}{N^2}$, and the factor
# $\frac1{1+\lambda}$ comes on top. ∎
#
# </details>

# %%
theta, sigma, n = 0.5, 1.0, 4
for lam in (0.0, 0.2, 5.0):
    squared_bias, variance = (lam * theta / (1 + lam)) ** 2, sigma**2 / n / (1 + lam) ** 2
    print(f"lam = {lam}: bias^2 {squared_bias:.3f} + variance {variance:.3f} = {squared_bias + variance:.3f}")
# -> lam = 0.0: bias^2 0.000 + variance 0.250 = 0.250
# -> lam = 0.2: bias^2 0.007 + variance 0.174 = 0.181
# -> lam = 5.0: bias^2 0.174 + variance 0.007 = 0.181

# %% [markdown] task="best_shrinkage"
# ### Exercise 3 · `best_shrinkage` · 5 points · 10 minutes · predict
#
# Before anybody measures anything: which $\lambda$ is best? Minimise the sum of the two terms of (6) over $\lambda
# \ge 0$ with pencil and paper, and say what each of them is then.


# %% exercise="best_shrinkage" points=5 difficulty=2 minutes=10 needs=[]
def best_shrinkage(theta, sigma, n):
    """Predict the penalty with the smallest error, and its two parts, from equation (6).

    Args:
        theta: the number to be measured, a float other than 0, of either sign.
        sigma: standard deviation of the noise of one measurement, a float of at least 0.
        n: how many measurements, an int of at least 1.

    Returns:
        (lam, bias_squared, variance): three floats: the lam of at least 0 for which bias_squared + variance is smallest, and
        both of them at that lam.
    """
    ### BEGIN SOLUTION
    lam = sigma**2 / (n * theta**2)
    return lam, (lam * theta / (1 + lam)) ** 2, sigma**2 / n / (1 + lam) ** 2
    ### END SOLUTION


# %% public_test="best_shrinkage"
prediction = best_shrinkage(0.5, 1.0, 4)
assert len(prediction) == 3, "three things: lam, bias squared, variance"
assert min(prediction) > 0, "with noise, a little bias pays: all three are positive"
assert prediction[1] + prediction[2] < 0.1805, "lam = 0.2, in the table above, is as good as that"
assert best_shrinkage(0.5, 1.0, 400)[0] < prediction[0], "the more measurements, the less needs to be shrunk"

# %% [markdown] hint="best_shrinkage"
# The sum is $\frac{\lambda^2\theta^2 + s}{(1+\lambda)^2}$ with $s = \sigma^2/N$. What is its derivative by $\lambda$?
#
# ---
# By the product rule it is $\frac{2\lambda\theta^2}{(1+\lambda)^2} - \frac{2(\lambda^2\theta^2 + s)}{(1+\lambda)^3}$.
# Multiply by $(1 + \lambda)^3/2$, and most of it cancels.
#
# ---
# What is left is $\lambda\theta^2 - s = 0$. Put the $\lambda$ that you find into both terms of (6).

# %% [markdown]
# At $\lambda = 0$ the sum always *falls*: its derivative there is $-2\sigma^2/N$. So some bias pays whenever there is
# noise, only nobody tells us how much, since the best $\lambda$ contains the unknown $\theta$. Here are 4000 series of
# measurements, shrunk by many a $\lambda$ and judged by your `bias_variance`, and your forecast. (The bottom is *not* where
# the two curves cross. It is where one falls as fast as the other rises.)

# %% tags=["demo"]
rng = np.random.default_rng(4)
theta, sigma, n = 0.8, 1.0, 4
means = (theta + sigma * rng.normal(size=(4000, n))).mean(axis=1)
lams = np.linspace(0, 4, 33)
measured = np.array([bias_variance(means[:, None] / (1 + lam), np.array([theta])) for lam in lams])
plot_curves(
    lams,
    {"bias squared": measured[:, 0], "variance": measured[:, 1], "sum": measured.sum(axis=1)},
    x_label="lam",
    y_label="measured over 4000 series",
    title="A little bias pays",
)
lam, squared_bias, variance = best_shrinkage(theta, sigma, n)
print(f"forecast: smallest at lam = {lam:.2f}, where the sum is {squared_bias + variance:.3f}")
print(f"measured: smallest at lam = {lams[measured.sum(axis=1).argmin()]:.2f}, {measured.sum(axis=1).min():.3f}")

# %% [markdown]
# ## 3 An exam with unseen questions: cross-validation
#
# We have one data set and do not know the truth, so neither (4) nor (6) can be computed. But errors on *new* examples
# can be estimated: by keeping some back. Three parts, three purposes:
#
# - The **training** part: weights are fitted to it. Errors on it are flattering.
# - The **validation** part: choices are made by it (the degree, $\lambda$, when to stop).
# - The **test** part: opened once, at the end, to report a number. Whoever chooses by it has made it a validation part.
#
# Keeping back a fifth wastes a fifth. **$k$-fold cross-validation** lets the parts change places: shuffle the examples,
# cut them into $k$ parts of equal size (as nearly as possible), and let each be the validation part once, with a fit to
# all the others. Every example is forecast once by a fit that has not seen it:
#
# $$
# \mathrm{CV} = \frac1N\sum_{i=1}^{N}\bigl(\hat y^{(-i)}(x_i) - y_i\bigr)^2, \qquad
# \hat y^{(-i)}\text{: fitted without the part in which } i \text{ lies} \tag{7}
# $$
#
# ![Five rows: in each another fifth is kept back; everything is learnt from the rest, mean and width too](images/folds.svg)
#
# Each of these forecasts was made by somebody who did not know the answer, so the last step in the proof of (4) holds,
# and CV is an honest estimate of the error on new examples (of a fit to a little less data).
#
# Why shuffle? Files are often sorted: all cats, then all dogs. A part that is all dogs is an exam on what was never
# taught. But shuffling must not part what belongs together: if a patient has ten rows, or a photograph ten crops, all ten
# go into the same part, or the exam asks about somebody who has been met. And of things that follow each other in time the
# later ones are kept back: nobody learns from the future.
#
# How many parts? More parts mean more data for each fit, and more fits to pay for. Five or ten are usual; $k = N$, "leave
# one out", is for small tables.
#
# **Where you meet it.** Every paper's table says "validation" or "test". Large models are trained too seldom for $k$
# fits, so one part must do; and since their training data is the internet, the test may be in it.

# %%
labels = np.array(["cat"] * 6 + ["dog"] * 4)
print("unshuffled, the last two of five parts:", labels[6:8].tolist(), labels[8:10].tolist())
print("sizes of 4 parts of 10:", [len(part) for part in np.array_split(np.arange(10), 4)])
# -> sizes of 4 parts of 10: [3, 3, 2, 2]
print("shuffled:", labels[np.random.default_rng(0).permutation(10)].tolist())

# %% [markdown] task="kfold_indices"
# ### Exercise 4 · `kfold_indices` · 5 points · 7 minutes · implement
#
# Deal the numbers 0 to $n-1$ into $k$ parts. The chance comes from the generator that is handed in, and from nowhere
# else, so that an experiment can be repeated.


# %% exercise="kfold_indices" points=5 difficulty=2 minutes=7 needs=[]
def kfold_indices(n, k, rng):
    """Deal n examples into k parts, and let each be the validation part once.

    Args:
        n: how many examples, an int.
        k: how many parts, an int. A ValueError is raised unless 2 <= k <= n.
        rng: an np.random.Generator. All shuffling is done with it: every example may come into any part, together with any
            others. The same generator in the same state gives the same parts.

    Returns:
        A list of k pairs (train, val) of integer arrays, each in any order. The k arrays val have no number in common, hold
        all numbers from 0 to n - 1, and differ by at most 1 in length. train holds all the numbers that are not in its val.
    """
    ### BEGIN SOLUTION
    if not 2 <= k <= n:
        raise ValueError("there have to be at least two parts, and at most one for each example")
    parts = np.array_split(rng.permutation(n), k)
    return [(np.concatenate(parts[:i] + parts[i + 1 :]), parts[i]) for i in range(k)]
    ### END SOLUTION


# %% public_test="kfold_indices"
folds = kfold_indices(11, 3, np.random.default_rng(0))
assert len(folds) == 3, "one pair for each part"
for train, val in folds:
    assert np.asarray(train).dtype.kind in "iu", "numbers of examples are integers"
    assert np.ndim(train) == np.ndim(val) == 1, "a plain list of numbers"
    assert len(train) + len(val) == 11, "what is not kept back is learnt from"
try:
    kfold_indices(5, 1, np.random.default_rng(0))
except ValueError:
    pass
else:
    raise AssertionError("with one part nothing is left to learn from: a ValueError")

# %% [markdown] hint="kfold_indices"
# Shuffle all numbers once, then cut. `np.array_split` copes with an $n$ that $k$ does not divide.
#
# ---
# `rng.permutation(n)` is a shuffled `np.arange(n)`. For part `i`, the training numbers are all the *other* parts, one
# after the other: `np.concatenate`.
#
# ---
# With `parts = np.array_split(rng.permutation(n), k)`, the others are `parts[:i] + parts[i + 1 :]`, a list of arrays.

# %% [markdown]
# ### What must not be seen
#
# Ridge punishes all weights alike, so features should be of one size: a length in millimetres needs a small weight, the
# same in kilometres a large one. The usual remedy is to **standardise** each feature,
#
# $$x' = \frac{x - m}{s} \tag{8}$$
#
# with its mean $m$ and its standard deviation $s$ (the root of the mean squared distance from $m$: `np.std`). But whose
# mean? $m$ and $s$ are *learnt from data*, as weights are. If validation rows take part in them, something of the exam
# has leaked into the lesson: **data leakage**. The forecast for a new row may use that row, and the training part, and
# nothing else. So $m$ and $s$ are those of the *training part*, and they are kept, and applied to whatever is forecast.
#
# Here is a draft by a colleague, who reports errors with it. (`X[train]` picks the rows with these numbers.)

# %%


def draft_cv_error(X, y, lam, folds):
    X -= X.mean(axis=0)
    X /= X.std(axis=0)
    errors = []
    for train, val in folds:
        w, b = ridge_fit(X[train], y[train], lam)
        errors.append(np.mean((X[val] @ w + b - y[val]) ** 2))
    return np.mean(errors)


# %% [markdown] task="cv_error"
# ### Exercise 5 · `cv_error` · 6 points · 10 minutes · repair
#
# `draft_cv_error` has **four** faults. Its author's test, a friendly table with parts of equal size, shows none of them.
# Look at the table after the call; give it parts of 3, 3, 2 and 2 rows; give it a feature that is the same in all rows;
# and ask where $m$ and $s$ come from. Then write `cv_error` without the faults.


# %% exercise="cv_error" points=6 difficulty=2 minutes=10 needs=["ridge_fit"]
def cv_error(X, y, lam, folds):
    """Estimate the error of ridge regression on standardised features by cross-validation, equations (7) and (8).

    Args:
        X: the examples, a float64 array of shape [N, D]. Features may be in any units, large or tiny. It is not changed.
        y: what belongs to them, a float64 array of shape [N]. It is not changed, and not scaled.
        lam: weight of the penalty of `ridge_fit`, a float above 0.
        folds: a list of pairs (train, val) of integer arrays, as `kfold_indices` returns. Parts may differ in size.

    Returns:
        The mean, over all examples of all validation parts, of the squared error, a float. Features are standardised with mean
        and standard deviation (`np.std`) of the training part; a feature that never varies there is divided by 1.
    """
    ### BEGIN SOLUTION
    squares = []
    for train, val in folds:
        mean, width = X[train].mean(axis=0), X[train].std(axis=0)
        width = np.where(width > 0, width, 1.0)
        w, b = ridge_fit((X[train] - mean) / width, y[train], lam)
        squares.append(((X[val] - mean) / width @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))
    ### END SOLUTION


# %% public_test="cv_error"
X = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0], [4.0, 1.0], [5.0, 1.0]])
parts = [(np.array([2, 3, 4]), np.array([0, 1])), (np.array([0, 1]), np.array([2, 3, 4]))]
error = cv_error(X, np.full(5, 2.0), 0.1, parts)
assert np.ndim(error) == 0, "one number"
assert np.asarray(error).dtype == np.float64, "float64 in, float64 out"
assert abs(error) < 1e-12, "if y is the same everywhere, nobody can be wrong"
assert cv_error(X, np.array([0.0, 0.0, 5.0, 5.0, 5.0]), 0.1, parts) > 0.1, "nor can anybody know what was not taught"
assert X[3, 0] == 4.0, "the caller's table has changed"

# %% [markdown] hint="cv_error"
# `X -= ...` writes into the caller's array. Where in the loop is the training part known?
#
# ---
# The four faults: it changes the caller's table; it learns $m$ and $s$ from all rows; it divides by 0 where a feature
# never varies; it averages averages, in which an example of a small part counts more than one of a large part.
#
# ---
# Inside the loop: mean and `std` of `X[train]`, `np.where(width > 0, width, 1.0)`, scale training and validation rows
# with the *same* two, fit, and collect all squared errors; one mean at the end.

# %% [markdown]
# How much does it matter? In a large, tame table hardly at all. Here is one with 12 rows, one of which is wild. The
# draft's scaling knows the wild row before it is asked about it. (It is the width $s$ that does the harm: with a free
# intercept, another $m$ for all rows alike changes no forecast of ridge regression. In most other models it does.)

# %% tags=["demo"]
rng = np.random.default_rng(5)
X = rng.normal(size=(12, 2))
y = X @ np.array([1.0, -1.0]) + 0.3 * rng.normal(size=12)
X[7, 0] = 40.0  # somebody's slip of the keyboard
folds = kfold_indices(12, 5, np.random.default_rng(0))
print(f"draft, parts of unequal size: {draft_cv_error(X.copy(), y, 0.1, folds):8.2f}")
print(f"your cv_error:                {cv_error(X, y, 0.1, folds):8.2f}")

# %% [markdown] task="train_polynomial"
# ### Exercise 6 · `train_polynomial` · 8 points · 14 minutes · train, then evaluate
#
# Now let the data choose the degree. For each degree $d$ from 1 to `max_degree` make the features $x, x^2, \dots, x^d$
# and measure `cv_error`. Take the degree with the smallest error; then fit ridge regression with that degree to *all*
# examples, on features that are standardised as in `cv_error` (mean and `np.std` of all examples; where a feature never
# varies, divided by 1), and return a function that forecasts.
#
# Nothing here is random, since the folds are handed in: there is one right result, and the grader knows it. It lets *your*
# forecast speak at points that you have not seen. On 60 points of $x^3 - 2x$ between $-2$ and 2, with noise of standard
# deviation 0.3: **baseline**, the best straight line, has a mean squared distance of about 1.5 from the truth.
# **Target**: below 0.05 (over 1000 data sets the right program had 0.011 on average, below 0.05 in 99 of 100), and never
# more than what the right program has on the same data.


# %% exercise="train_polynomial" points=8 difficulty=3 minutes=14 needs=["cv_error"]
def train_polynomial(x, y, folds, max_degree=8, lam=1e-3):
    """Fit a polynomial whose degree is chosen by cross-validation.

    Args:
        x: the examples, a float64 array of shape [N]. It is not changed.
        y: what belongs to them, a float64 array of shape [N]. It is not changed.
        folds: a list of pairs (train, val) of integer arrays, as `kfold_indices` returns.
        max_degree: the largest degree that is tried, an int of at least 1.
        lam: weight of the penalty, for cross-validation and for the last fit, a float above 0.

    Returns:
        (degree, errors, predict): the chosen degree, an int (of several equally good ones the smallest); the list of `cv_error`
        for degrees 1 to max_degree; and a function that takes a float64 array of shape [M], M at least 1, and returns the
        forecasts, of shape [M], of the fit to all examples. What it says of a point does not depend on what else it is asked.
    """
    ### BEGIN SOLUTION

    def powers(t, degree):
        return t[:, None] ** np.arange(1, degree + 1)

    errors = [cv_error(powers(x, degree), y, lam, folds) for degree in range(1, max_degree + 1)]
    degree = int(np.argmin(errors)) + 1
    features = powers(x, degree)
    mean, width = features.mean(axis=0), features.std(axis=0)
    width = np.where(width > 0, width, 1.0)
    w, b = ridge_fit((features - mean) / width, y, lam)

    def predict(t):
        return (powers(t, degree) - mean) / width @ w + b

    return degree, errors, predict
    ### END SOLUTION


# %% public_test="train_polynomial"
x = np.linspace(-1.0, 1.0, 12)
parts = [(np.arange(4, 12), np.arange(4)), (np.arange(8), np.arange(8, 12)), (np.r_[:4, 8:12], np.arange(4, 8))]
degree, errors, predict = train_polynomial(x, np.full(12, 3.0), parts, max_degree=4)
assert 1 <= int(degree) <= 4, "a degree that was tried"
assert np.shape(errors) == (4,), "one error for each degree"
assert np.shape(predict(np.array([0.5, 2.0]))) == (2,), "one forecast for each point"
assert np.asarray(predict(np.array([0.5]))).dtype == np.float64, "float64 in, float64 out"
assert np.abs(predict(np.array([0.5, 2.0])) - 3.0).max() < 1e-9, "where y is always 3, the forecast is 3"

# %% [markdown] hint="train_polynomial"
# Which of the functions that you have written does each sentence of the task call?
#
# ---
# Powers: `t[:, None] ** np.arange(1, degree + 1)` has one row for each point. A list of `cv_error` over the degrees;
# `np.argmin` gives the first of the smallest, counted from 0.
#
# ---
# After the choice: mean and width of the features of *all* examples, `ridge_fit`, and a function `predict(t)` inside
# yours, which makes the powers of `t` and scales them with the mean and the width that were *learnt*, not with those of
# `t`. Then `return degree, errors, predict`.

# %% tags=["demo"]
rng = np.random.default_rng(7)
x = rng.uniform(-2, 2, 60)
y = x**3 - 2 * x + 0.3 * rng.normal(size=60)
folds = kfold_indices(60, 5, rng)
degree, errors, predict = train_polynomial(x, y, folds)
ticks = np.linspace(-2, 2, 201)
on_training = [np.mean((np.polynomial.Polynomial.fit(x, y, d)(x) - y) ** 2) for d in range(1, 9)]
plot_curves(
    range(1, 9),
    {"cross-validation": errors, "on the training points": on_training},
    x_label="degree",
    y_label="mean squared error",
    title=f"Degree {degree} is chosen",
    log_y=True,
)
plot_points({"data": np.stack([x, y], axis=1), "your forecast": np.stack([ticks, predict(ticks)], axis=1)})
print(f"mean squared distance from the truth: {np.mean((predict(ticks) - ticks**3 + 2 * ticks) ** 2):.4f}")
wins = [train_polynomial(x, y, kfold_indices(60, 5, np.random.default_rng(seed)))[0] for seed in range(20)]
print("degrees chosen with other shuffles of the same data:", wins)

# %% [markdown]
# The training error falls for ever; the validation error does not. Is degree 3 always chosen? Over 1000 data sets of
# this kind it was in about two of three, and 4 or 5 in most of the others: a term too many costs little. Cross-validation
# finds a *good* choice, which need not be the true one.
#
# (A good place for a break.)
#
# ## 4 Yes or no: classification
#
# Now $y$ is 0 or 1: no or yes, generated or real. Let a weighted sum $\ell = b + w^\top x$, the **logit**, be any number,
# and bend it into a probability by the **sigmoid**:
#
# $$p(y = 1 \mid x) = \sigma(\ell) = \frac{1}{1 + e^{-\ell}}, \qquad \ell = b + w^\top x \tag{9}$$
#
# ($\sigma$ of a logit is this function; the noise of section 2 had $\sigma$ without an argument.) The loss of an example
# is minus the logarithm of the probability that was given to what came true: $-\log\sigma(\ell)$ for $y = 1$ and
# $-\log(1 - \sigma(\ell))$ for $y = 0$. Sure and wrong is dear, and a perfect forecast costs nothing. Both cases in one
# formula, averaged over the examples:
#
# $$
# L(w, b) = \frac1N\sum_{i=1}^N\Bigl(\log\bigl(1 + e^{\ell_i}\bigr) - y_i\,\ell_i\Bigr),
# \qquad \log(1 + e^{\ell}) = \max(\ell, 0) + \log\bigl(1 + e^{-|\ell|}\bigr) \tag{10}
# $$
#
# The form on the right is for the computer: $e^{1000}$ is more than it can hold, $e^{-1000}$ is just 0. (NumPy has it:
# `np.logaddexp(0, l)`.) There is no closed form for the minimum, so we walk down the gradient, as in the lesson on
# calculus; and the gradient is surprisingly simple: *features, weighted by how wrong the probability was*.
#
# $$
# \nabla_w L = \frac1N\sum_{i=1}^N\bigl(\sigma(\ell_i) - y_i\bigr)\,x_i, \qquad
# \frac{\partial L}{\partial b} = \frac1N\sum_{i=1}^N\bigl(\sigma(\ell_i) - y_i\bigr) \tag{11}
# $$
#
# <details><summary>Proofs</summary>
#
# *(10).* $-\log\sigma(\ell) = \log(1 + e^{-\ell}) = \log\bigl(e^{-\ell}(e^{\ell} + 1)\bigr) = \log(1 + e^{\ell}) - \ell$,
# and $1 - \sigma(\ell) = \frac{e^{-\ell}}{1+e^{-\ell}} = \frac{1}{1 + e^{\ell}}$, so $-\log(1 - \sigma(\ell)) = \log(1 +
# e^{\ell})$. For $\ell > 0$, the first of these steps with the signs exchanged is the form for the computer.
#
# *(11).* $\frac{\mathrm d}{\mathrm d\ell}\log(1 + e^{\ell}) = \frac{e^{\ell}}{1 + e^{\ell}} = \sigma(\ell)$. So one
# example's loss has slope $\sigma(\ell) - y$ by its logit, and the logit has slope $x_j$ by $w_j$ and 1 by $b$. ∎
#
# </details>
#
# Every training example pulls at the weights as much as it was wrong, and one that is foretold well hardly pulls at all.
# The loss (10) is a bowl, as (2) is (its second derivative by the logit is $\sigma(\ell)\,(1 - \sigma(\ell)) > 0$), so every
# way down leads to the same bottom. If a line parts the two kinds perfectly there is none: doubling all weights always
# helps a little, and they grow for ever. A penalty as in (2) stops that, and so does stopping early.
#
# **Where you meet it.** The discriminator of a GAN is trained by exactly (10): 1 is "real", 0 is "generated". A language
# model's loss is its sister with 50 000 answers in place of two: one logit for each, and probabilities in proportion to
# $e^{\ell_1}, e^{\ell_2}, \dots$

# %%
X, y = np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([1.0, 0.0])
logits = X @ np.array([0.5, 0.25]) + 0.1
p = 1 / (1 + np.exp(-logits))
print("p:", p.round(3).tolist(), " wrong by:", (p - y).round(3).tolist())
# -> p: [0.75, 0.463]  wrong by: [-0.25, 0.463]
print("losses:", (np.log1p(np.exp(logits)) - y * logits).round(3).tolist())  # -> losses: [0.287, 0.621]
with np.errstate(over="ignore"):
    print("a logit of 1000 by the plain formula:", np.log(1 + np.exp(1000.0)))  # -> plain formula: inf

# %% [markdown] task="logistic_loss_grad"
# ### Exercise 7 · `logistic_loss_grad` · 6 points · 9 minutes · implement
#
# Write equations (10) and (11), for logits of any size.


# %% exercise="logistic_loss_grad" points=6 difficulty=2 minutes=9 needs=[]
def logistic_loss_grad(w, b, X, y):
    """Loss of logistic regression and its gradient, equations (10) and (11).

    Args:
        w: the weights, a float64 array of shape [D]. It is not changed.
        b: the intercept, a float.
        X: the examples, a float64 array of shape [N, D], N and D at least 1.
        y: zeros and ones, a float64 array of shape [N].

    Returns:
        (loss, grad_w, grad_b): the mean loss, a float; its gradient by w, a float64 array of shape [D]; its derivative by b, a
        float. All are finite, and exact up to rounding, for logits between -10000 and 10000: a loss of 5000 is 5000.
    """
    ### BEGIN SOLUTION
    logits = X @ w + b
    loss = np.mean(np.logaddexp(0.0, logits) - y * logits)
    wrong_by = np.exp(-np.logaddexp(0.0, -logits)) - y
    return loss, X.T @ wrong_by / len(y), np.mean(wrong_by)
    ### END SOLUTION


# %% public_test="logistic_loss_grad"
X, y = np.array([[1.0, 0.0, 2.0], [-1.0, 1.0, 0.5], [0.5, 0.0, 1.0], [2.0, 0.0, 1.0]]), np.array([1.0, 0.0, 0.0, 1.0])
loss, grad_w, grad_b = logistic_loss_grad(np.zeros(3), 0.0, X, y)
assert np.ndim(loss) == np.ndim(grad_b) == 0, "one loss, and one derivative by b"
assert np.shape(grad_w) == (3,), "one derivative for each weight"
assert np.asarray(grad_w).dtype == np.float64, "float64 in, float64 out"
assert abs(loss - math.log(2)) < 1e-9, "who says one half of everything has a mean loss of log 2, however many examples"
assert abs(grad_b) < 1e-9, "half of the answers are yes, and half was said: no reason to move b"
assert logistic_loss_grad(np.zeros(3), 0.1, X, y)[2] > 0, "now too much was said: downhill is to the left"

# %% [markdown] hint="logistic_loss_grad"
# First the logits of all examples at once, `X @ w + b`. What is the stable form of $\log(1 + e^\ell)$?
#
# ---
# Loss: the mean of `np.logaddexp(0.0, logits) - y * logits`. Gradients: how wrong each probability was, then the mean of
# that times the features. $e^{-\ell}$ overflows for $\ell = -1000$; how could (10) help?
#
# ---
# $\sigma(\ell) = e^{-\log(1 + e^{-\ell})}$ never overflows. `X.T @ wrong_by / len(y)` is the gradient by `w`.

# %% [markdown]
# Threes and eights, 8 × 8 pixels each; sixty of them to learn from, and 300 steps downhill with your gradient.
# (`digits()` returns tensors of PyTorch, which comes later; `.numpy()` makes arrays of them.) The picture at the right
# shows what was learnt: dark pixels speak for an eight, white ones for a three.

# %% tags=["demo"]
data = digits()
images, kinds = data.train.numpy(), data.train_labels.numpy()
X_digits, y_digits = images[(kinds == 3) | (kinds == 8)], (kinds[(kinds == 3) | (kinds == 8)] == 8) * 1.0
w_digits, b_digits, losses = np.zeros(64), 0.0, []
for _ in range(300):
    loss, grad_w, grad_b = logistic_loss_grad(w_digits, b_digits, X_digits[:60], y_digits[:60])
    w_digits, b_digits = w_digits - 0.5 * grad_w, b_digits - 0.5 * grad_b
    losses.append(loss)
plot_curves(range(0, 300, 10), {"loss": losses[::10]}, x_label="step", y_label="loss", title="Learning 3 or 8")
show_images(
    np.stack([*X_digits[:4], 0.5 + 0.5 * w_digits / np.abs(w_digits).max()]),
    columns=5,
    titles=["", "", "", "", "the weights"],
)
scores = X_digits[60:] @ w_digits + b_digits
right = np.mean((scores > 0) == (y_digits[60:] == 1))
print(f"right on {100 * right:.1f} % of {len(scores)} digits that it has not seen")

# %% [markdown]
# ## 5 How good is "98 % right"? Metrics
#
# Ten pictures in a thousand are forged. A detector that always says "genuine" is right in 99 % of cases, and worthless.
# So count the four cases apart, in the **confusion table**: say that everything with a **score** of at least a
# *threshold* is flagged (a logit will do as a score); then
#
# | | not flagged | flagged |
# | --- | --- | --- |
# | $y = 0$ | true negatives, TN | false positives, FP |
# | $y = 1$ | false negatives, FN | true positives, TP |
#
# $$
# \text{precision} = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FP}}, \qquad
# \text{recall} = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FN}} \tag{12}
# $$
#
# **Precision**: of what was flagged, how much deserved it? **Recall**: of what deserved it, how much was flagged? A
# lower threshold flags more: recall can only rise, precision usually falls. One number without the other is worth little:
# flag everything, and recall is 1.
#
# ![Scores on a line with a threshold, the four cases, and the curve that the moving threshold draws](images/metrics.svg)
#
# **Where you meet it.** Generators are judged so, too: *precision* asks how many of the generated pictures could be real,
# *recall* how much of what is real can be generated. A GAN that draws one perfect face has the first without the second.

# %%
y = np.array([1, 1, 0, 1, 0, 0, 0, 0])
scores = np.array([3.0, 2.0, 2.0, 0.5, 0.5, -1.0, -2.0, -3.0])
for threshold in (2.5, 2.0, 0.0):
    flagged = scores >= threshold
    both = int(np.sum(flagged & (y == 1)))
    print(f"from {threshold}: {flagged.sum()} flagged, {both} of them rightly, of 3 that deserve it")
# -> from 2.5: 1 flagged, 1 of them rightly, of 3 that deserve it
# -> from 2.0: 3 flagged, 2 of them rightly, of 3 that deserve it

# %% [markdown] task="precision_recall"
# ### Exercise 8 · `precision_recall` · 5 points · 7 minutes · implement
#
# Write the table and equation (12), with the two cases in which there is nothing to divide by.


# %% exercise="precision_recall" points=5 difficulty=2 minutes=7 needs=[]
def precision_recall(y, scores, threshold):
    """Count the four cases at a threshold, and take precision and recall from them, equation (12).

    Args:
        y: zeros and ones, an int64 or float64 array of shape [N], N at least 1.
        scores: a float64 array of shape [N].
        threshold: a float, maybe infinite. Flagged is what has a score of at least the threshold.

    Returns:
        (table, precision, recall): the table [[TN, FP], [FN, TP]] of whole numbers, a list or an array of shape [2, 2], and
        two floats. Where nothing is flagged, nothing was flagged wrongly: precision 1. Where nothing deserves it, recall 1.
    """
    ### BEGIN SOLUTION
    flagged, deserved = scores >= threshold, y == 1
    tp, fp = int(np.sum(flagged & deserved)), int(np.sum(flagged & ~deserved))
    fn, tn = int(np.sum(~flagged & deserved)), int(np.sum(~flagged & ~deserved))
    precision = tp / (tp + fp) if tp + fp else 1.0
    recall = tp / (tp + fn) if tp + fn else 1.0
    return [[tn, fp], [fn, tp]], precision, recall
    ### END SOLUTION


# %% public_test="precision_recall"
table, precision, recall = precision_recall(np.array([1, 1, 0, 0, 0]), np.array([2.0, 1.0, 0.0, -1.0, -2.0]), 0.5)
assert np.shape(table) == (2, 2), "two rows, two columns"
assert np.sum(table) == 5, "each example is counted once"
assert np.asarray(table).dtype.kind in "iu", "counts are whole numbers"
assert np.ndim(precision) == np.ndim(recall) == 0, "one number each"
assert precision == recall == 1, "these scores make no mistake"

# %% [markdown] hint="precision_recall"
# Make two arrays of truth values, `flagged` and `deserved`. Each of the four counts is the sum of one "and" of them.
#
# ---
# `&` is "and" for arrays, `~` is "not". Test for zero before you divide.
#
# ---
# `np.sum(flagged & ~deserved)` is FP. `tp / (tp + fp) if tp + fp else 1.0` is the precision.

# %% tags=["demo"]
scores = X_digits[60:] @ w_digits + b_digits  # of section 4
thresholds = np.linspace(-5, 5, 41)
both = np.array([precision_recall(y_digits[60:], scores, threshold)[1:] for threshold in thresholds])
plot_curves(
    thresholds,
    {"precision": both[:, 0], "recall": both[:, 1]},
    x_label="threshold",
    y_label="share",
    title="Is it an eight? Every threshold is a compromise",
)

# %% [markdown]
# ### All thresholds at once
#
# Which threshold is right depends on what a mistake costs. To compare *scores* without choosing one, let it run from
# high to low, and draw the share of the ones that are flagged (recall) over the share of the zeros that are (false
# alarms): the **ROC curve**, from (0, 0) to (1, 1). The area under it, **AUC**, has a meaning of its own: draw a one
# and a zero at random; it is the chance that the one has the higher score, where a tie counts half:
#
# $$
# \mathrm{AUC} = \frac{1}{N_1 N_0}\sum_{i:\,y_i = 1}\ \sum_{j:\,y_j = 0}
# \Bigl([s_i > s_j] + \tfrac12\,[s_i = s_j]\Bigr) \tag{13}
# $$
#
# with $[\cdot]$ equal to 1 where the statement holds and 0 elsewhere, $N_1$ ones and $N_0$ zeros. Blind guessing has
# $\frac12$, perfect order has 1, and perfectly wrong order 0. Only the order of the scores counts: any strictly increasing
# function of them has the same AUC.
#
# <details><summary>Proof that (13) is the area</summary>
#
# Lower the threshold to the next score $s$ that occurs. Say that $a$ ones and $c$ zeros have exactly this score. The
# curve moves up by $a/N_1$ and to the right by $c/N_0$, in a straight line. Below that piece lies a rectangle of width
# $c/N_0$ and of the height reached before, and a triangle with half of $\frac{a}{N_1}\cdot\frac{c}{N_0}$. The height
# before is the share of ones with scores above $s$. So the rectangle counts all pairs of one of these $c$ zeros with a
# one that stands higher, the triangle half of those that tie with it, each pair divided by $N_1N_0$. Add up over all
# scores. ∎
#
# </details>
#
# Ties matter: scores are often coarse (a grade from 1 to 5, a probability that is 0 or 1). A program which sorts the scores
# and walks through them one by one passes through tied ones in whatever order the file has.

# %%
y, scores = np.array([1, 1, 0, 1, 0]), np.array([3.0, 2.0, 2.0, 0.5, 0.0])
for one in (0, 1, 3):
    print(f"the one with score {scores[one]}: zeros below it {np.sum(scores[[2, 4]] < scores[one])}", end=", ")
    print(f"level with it {np.sum(scores[[2, 4]] == scores[one])}")
# -> the one with score 3.0: zeros below it 2, level with it 0
# -> the one with score 2.0: zeros below it 1, level with it 1
# -> the one with score 0.5: zeros below it 1, level with it 0
print("AUC:", (2 + 1.5 + 1) / (3 * 2))  # -> AUC: 0.75

# %% [markdown] task="roc_auc"
# ### Exercise 9 · `roc_auc` · 6 points · 9 minutes · implement
#
# Write equation (13): by all pairs, by ranks, or as an area, whichever you like.


# %% exercise="roc_auc" points=6 difficulty=3 minutes=9 needs=[]
def roc_auc(y, scores):
    """Area under the ROC curve, equation (13).

    Args:
        y: zeros and ones, an int64 or float64 array of shape [N], N up to 2000. If all are the same, a ValueError is raised.
        scores: a finite float64 array of shape [N]. Scores tie if they are equal, not if they are close.

    Returns:
        A float from 0 to 1. It does not depend on the order of the examples.
    """
    ### BEGIN SOLUTION
    ones, zeros = scores[y == 1], scores[y == 0]
    if len(ones) == 0 or len(zeros) == 0:
        raise ValueError("it takes a one and a zero to compare")
    difference = np.sign(ones[:, None] - zeros[None, :])
    return 0.5 + np.mean(difference) / 2
    ### END SOLUTION


# %% public_test="roc_auc"
area = roc_auc(np.array([1, 0, 1, 0, 0]), np.array([3.0, 1.0, 2.0, 0.0, -1.0]))
assert np.ndim(area) == 0, "an area is one number"
assert np.asarray(area).dtype == np.float64, "in double precision"
assert abs(area - 1.0) < 1e-12, "every one stands above every zero"
try:
    roc_auc(np.array([1, 1]), np.array([0.0, 1.0]))
except ValueError:
    pass
else:
    raise AssertionError("without a zero there is nothing to compare: a ValueError")

# %% [markdown] hint="roc_auc"
# Split the scores into those of ones and those of zeros. How can all pairs be compared at once?
#
# ---
# `ones[:, None] - zeros[None, :]` is a table of all differences. Its signs are 1, 0 or $-1$; what should these count?
#
# ---
# A win counts 1, a tie ½, a loss 0: that is `(sign + 1) / 2`. Take the mean over the table.

# %% tags=["demo"]
print(f"AUC of your classifier on unseen digits: {roc_auc(y_digits[60:], X_digits[60:] @ w_digits + b_digits):.4f}")
ink = X_digits[60:].sum(axis=1)
print(f"AUC of the amount of ink alone:          {roc_auc(y_digits[60:], ink):.4f}")
rng = np.random.default_rng(8)
distances, areas = np.linspace(0, 3, 13), []
labels = np.repeat([0, 1], 500)
for distance in distances:
    areas.append(roc_auc(labels, rng.normal(size=1000) + distance * labels))
plot_curves(
    distances,
    {"AUC of 500 and 500 draws": areas},
    x_label="distance between the two bells, in widths",
    y_label="AUC",
    title="The further apart, the better the order",
)

# %% [markdown]
# ## 6 Two more ways to learn, on a page each
#
# **Without answers: clustering.** Nobody says what belongs to $x$; we look for groups. **$k$-means** places $k$ centres
# $c_1, \dots, c_k$ such that the mean squared distance of the examples to their nearest centre is small:
#
# $$J(c_1, \dots, c_k) = \frac1N\sum_{i=1}^N\min_j\,\lVert x_i - c_j\rVert^2 \tag{14}$$
#
# Two steps in turn: (a) give each example to its nearest centre; (b) move each centre to the mean of its examples. Neither
# can raise $J$: (a) chooses the smallest distance for each example, and (b) the mean is the point with the least mean
# squared distance. So it comes to rest, in *a* valley: where it starts decides in which. **Where you meet it**: the
# "codebook" of a VQ-VAE, the words out of which images are made for a transformer, is a set of centres in step with (14).

# %%


def k_means(X, centres, steps):
    losses = []
    for _ in range(steps):
        squares = ((X[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)  # shape [N, k]
        nearest = squares.argmin(axis=1)
        losses.append(squares.min(axis=1).mean())
        groups = [X[nearest == j] for j in range(len(centres))]
        centres = np.array([g.mean(axis=0) if len(g) else c for g, c in zip(groups, centres, strict=True)])
    return centres, losses


rng = np.random.default_rng(0)
blobs = np.concatenate([rng.normal(size=(50, 2)) + centre for centre in ([0, 0], [6, 0], [30, 0])])
for start in ([0, 50, 100], [0, 100, 101]):
    print("J:", np.array(k_means(blobs, blobs[start], 5)[1]).round(2).tolist())
# -> J: [2.69, 2.02, 2.02, 2.02, 2.02]
# -> J: [12.97, 7.54

# %% tags=["demo"]
data = digits()
centres, _ = k_means(data.train.numpy(), data.train.numpy()[:10], 30)
show_images(centres, columns=10, title="Ten centres of 1297 digits: nobody told what a digit is")

# %% [markdown]
# **By reward: reinforcement learning.** An agent sees a **state** $s$, chooses an **action** $a$, gets a **reward** $r$
# and comes into a next state $s'$. Nobody tells it the right action; a reward may come long after the deed that earned it.
# What it wants is a large **return**, in which what comes later counts less, by a factor $\gamma < 1$ for each step:
#
# $$G = r_1 + \gamma r_2 + \gamma^2 r_3 + \dots \tag{15}$$
#
# ![An agent acts, the world answers with a reward and a new state; below, a corridor of five cells](images/agent.svg)
#
# How good is it to be in a state? Its **value** $V(s)$ is the largest return that can be had from there. By (15), a return
# is the reward now, plus $\gamma$ times the return from the next state on, $G = r_1 + \gamma\,(r_2 + \gamma r_3 + \dots)$. So
# the value is the best of reward now plus $\gamma$ times the value of where we come to: **Bellman's equation**,
#
# $$V(s) = \max_a\bigl(r(s, a) + \gamma\,V(s')\bigr) \tag{16}$$
#
# (with an expectation over $s'$ where chance has a say). Whoever knows $V$ knows how to act: take the action for which the
# maximum is reached. Start with $V = 0$ and put the right side into the left, again and
# again: the news of the reward spreads backwards through the states, a step at a time. Each round shrinks all errors by
# $\gamma$, so it converges.
#
# That works where rules and rewards are known. Where they are not, the agent has to try, and faces a dilemma that no other
# learner has: its data are the consequences of its own actions. Who always does what seems best never finds out what is
# better; who always tries something new earns little. (The simplest way out: now and then, act at random.)
#
# **Where you meet it.** A chatbot's state is the text so far, its action the next word, and its reward what a model of
# human judgement says at the end. Beware: whatever is rewarded will be found, also when it is not what was meant. A
# reward is a metric, and an agent overfits to it as a polynomial does to points.

# %%
gamma, V = 0.9, np.zeros(5)  # cells 0 to 4; a step from 3 to 4 is rewarded by 1 and ends it; 4 stays 0
for sweep in range(1, 5):
    left = gamma * V[[0, 0, 1, 2]]  # where a step to the left leads from cells 0 to 3; cell 0 has a wall
    to_the_right = np.array([0.0, 0.0, 0.0, 1.0]) + gamma * V[[1, 2, 3, 4]]
    V[:4] = np.maximum(left, to_the_right)
    print(f"after {sweep} rounds:", V.round(3).tolist())
# -> after 1 rounds: [0.0, 0.0, 0.0, 1.0, 0.0]
# -> after 2 rounds: [0.0, 0.0, 0.9, 1.0, 0.0]
# -> after 4 rounds: [0.729, 0.81, 0.9, 1.0, 0.0]

# %% [markdown]
# ## 7 Who foretold the coin? Leaks
#
# Back to the first cell. `foretell` learns its votes from `train` only, as it should. But it *chooses* its twenty
# columns by `y` and `X`, all of them: the tosses that it will be asked about take part in the choice. Among 3000 random
# columns there are always some that happen to go with 50 tosses, and the choice finds them, test tosses included.
# **Choosing is learning**, and has to happen inside the training part, anew in every fold.
#
# Leaks have many forms, and most look innocent: scaling with all rows; filling gaps with the mean of all rows; the same
# picture, cropped differently, on both sides; patients on both sides, though rows are visits; tomorrow's prices among
# today's features; a benchmark's questions on the web pages that a language model was trained on.
#
# They have one thing in common. Call a program *honest* if its forecast for a test example depends on the training rows
# and on *that example's own features*, and on nothing else. Dependence can be *tried out*: change what must not matter,
# and look whether the forecast moves. What must not matter for the forecast of test example $j$: any test label (its own
# included), and the features of the other test examples.


# %%
def scales_with_everybody(X, y, train, test):
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return X[test] @ (X[train].T @ (y[train] - 0.5)) / len(train)


rng = np.random.default_rng(1)
X, y = rng.normal(size=(6, 2)), np.array([0.0, 1.0, 0.0, 1.0, 0.0, 1.0])
train, test = np.arange(4), np.array([4, 5])
X_other = X.copy()
X_other[5] += 3.0  # another row is moved: what has it to do with row 4?
print("forecast for row 4:", scales_with_everybody(X, y, train, test)[0].round(3), end=", ")
print("and when row 5 has moved:", scales_with_everybody(X_other, y, train, test)[0].round(3))

# %% [markdown] task="is_honest"
# ### Exercise 10 · `is_honest` · 6 points · 12 minutes · write a check
#
# Write the detector. It is judged like any good test: on honest programs, which it must accept, and on leaking ones, each
# with another leak, that it must catch. Two pieces of advice. Flipping *all* test labels at once leaves their mean where
# it was, if half of them are ones. And a program may write into the arrays that it is handed.


# %% exercise="is_honest" points=6 difficulty=3 minutes=12 needs=[]
def is_honest(program, X, y, train, test):
    """Tell whether a program's forecasts for test rows use only the training rows and each test row's own features.

    Args:
        program: a function (X, y, train, test) -> forecasts, an array with a float for each entry of test. It is deterministic.
            It may refuse, with an exception, features that are not finite and labels other than 0 and 1; and it may write
            into the arrays it is handed.
        X: the features, a float64 array of shape [N, D]; every column varies, in whatever units. It is not changed.
        y: zeros and ones, a float64 array of shape [N]. It is not changed.
        train: numbers of the rows to learn from, an int64 array.
        test: numbers of the rows to forecast, an int64 array with at least one entry, none twice.

    Returns:
        A bool. False if train and test have a number in common; False if the program leaks. Forecasts of an honest program
        may change by rounding, up to 1e-9. In a leaking one, for at least one test row, this moves a forecast that it must
        not move by more than 1e-4: flipping that row's label (no forecast may move), or moving its features by five standard
        deviations of their columns, all of them up, or all of them down (no forecast of another row may move).
    """
    ### BEGIN SOLUTION
    if set(np.asarray(train).tolist()) & set(np.asarray(test).tolist()):
        return False

    def forecast(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()))

    before = forecast(X, y)

    def who_moves(X, y):
        return np.abs(forecast(X, y) - before) > 1e-6

    for place, row in enumerate(test):
        others = np.arange(len(test)) != place
        flipped = y.copy()
        flipped[row] = 1 - flipped[row]
        if who_moves(X, flipped).any():
            return False
        for widths in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += widths * X.std(axis=0)
            if who_moves(moved, y)[others].any():
                return False
    return True
    ### END SOLUTION


# %% public_test="is_honest"
rng = np.random.default_rng(0)
X, y, train, test = rng.normal(size=(10, 3)), np.array([0.0, 1.0] * 5), np.arange(6), np.arange(6, 10)
verdict = is_honest(lambda X, y, train, test: X[test].sum(axis=1) * y[train].mean(), X, y, train, test)
assert isinstance(verdict, (bool, np.bool_)), "one answer, true or false"
assert verdict, "this one uses training labels and each row's own features"
assert not is_honest(lambda X, y, train, test: y[test], X, y, train, test), "this one reads the answers"

# %% [markdown] hint="is_honest"
# First forecast with everything as it is. Then change one thing that must not matter, forecast again, and compare. Which
# things are there, and which forecasts may not move?
#
# ---
# For each test row by itself: flip its label (0 becomes 1, 1 becomes 0): no forecast may move. Move its features: its own
# forecast may move, the others may not. Do it upwards and downwards, since some leaks see only the largest value.
#
# ---
# Hand the program copies, `X.copy()`, in *every* call. Compare with a tolerance between 1e-9 and 1e-4. Leave the row itself
# out by an array of truth values, `np.arange(len(test)) != place`; with a single test row, nothing is left, and `.any()`
# of nothing is false.

# %% [markdown]
# And now the coin. The honest twin differs in one line: it looks at `y[train]` and `X[train]` where it chooses.

# %% tags=["demo"]


def foretell_honestly(X, y, train, test):
    link = (y[train] - 0.5) @ X[train]
    chosen = np.argsort(-np.abs(link))[:20]
    return X[test][:, chosen] @ np.sign(link[chosen])


hits = {foretell: [], foretell_honestly: []}
for seed in range(60):
    rng = np.random.default_rng(seed)
    tosses, numbers = rng.permutation(np.repeat([0.0, 1.0], 25)), rng.normal(size=(50, 3000))
    folds = kfold_indices(50, 5, rng)
    for program, shares in hits.items():
        right = [(program(numbers, tosses, *fold) > 0) == (tosses[fold[1]] == 1) for fold in folds]
        shares.append(np.mean(np.concatenate(right)))
for program, shares in hits.items():
    honest = is_honest(program, numbers[:, :300], tosses, *folds[0])
    print(f"{program.__name__}: {100 * np.mean(shares):.0f} % right; is_honest says {honest}")
plot_curves(
    range(60),
    {program.__name__: sorted(shares) for program, shares in hits.items()},
    x_label="sixty coins, from worst to best",
    y_label="share of tosses foretold",
    title="One line apart",
)

# %% [markdown] written="why_choosing_is_learning" points=4 minutes=8
# ### Question 11 · `why_choosing_is_learning` · 4 points · 8 minutes · prove and explain
#
# Somebody tries $M$ settings of a model, each of which has the same true error $e$ on new examples. Setting $m$ gets a
# cross-validated error $E_m$, which is honest: $\mathbb E[E_m] = e$. The smallest, $\min_m E_m$, is what the paper reports.
#
# 1. Prove that $\mathbb E[\min_m E_m] \le e$, and say when the two are equal. (2 points)
# 2. What should be done so that the reported number is honest, and why does your argument from 1 no longer apply? (1 point)
# 3. A team trains an image generator, keeps the one checkpoint of a hundred whose pictures are most similar to the
#    pictures of the test set, and reports that similarity. Which two things are wrong with it, if the question is
#    whether the generator can *invent*? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. Whatever chance deals, $\min_m E_m \le E_1$. Expectations keep the order: $\mathbb E[\min_m E_m] \le \mathbb E[E_1] =
#    e$. The difference $E_1 - \min_m E_m$ is never negative, so its mean is zero only if it is zero always (with
#    probability 1); the same holds for every $E_m$. So both are equal only if all $E_m$ are the same number in (nearly)
#    every case, for instance for $M = 1$. As soon as the $E_m$ differ by chance, the report is too good.
# 2. Choose by $E_m$, then measure the chosen setting on test data that took no part in the choice (or repeat the whole
#    choice inside the training part of an outer cross-validation). The chosen setting is then fixed before the test data are
#    looked at; there is one number, no minimum over several, and its expectation is the error of what was chosen.
# 3. The checkpoint was chosen by the test set, so the report is a best of a hundred, as in 1: the choice needs a validation
#    set. And similarity to given pictures is no sign of invention: a generator that copies (training pictures that are
#    close to the test pictures, or that are in both) would be best. Compare the distances to training pictures with those
#    to unseen ones.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: min ≤ each, then expectations on both sides. (By an example only: half a point.)
# - 1 point: equality only if all agree with probability 1 (or: only if the minimum always equals each of them), with the
#   reason that a non-negative number of mean 0 is 0. "If M = 1" only: half.
# - 1 point: held-out test data or nested cross-validation AND that the choice is fixed before it is measured. Only one: half.
# - 1 point: choice by the test set; similarity rewards copying. Half a point each.
# ### END MARK SCHEME

# %% [markdown]
# ## 8 The opening question
#
# *Where did the program cheat?* In the line that chooses the columns: it had seen the answers. No line looks like
# cheating, because every line is what one does in a notebook: look at the data, keep what looks promising, then split and
# test. And a program can find out: change what must not matter, and see who moves.
#
# ## What you have now
#
# - Ridge regression: least squares with a price on weights, in closed form.
# - Error on new examples = bias² + variance + noise. Some bias always pays; how much, the data must say.
# - Cross-validation forecasts each example by somebody who has not seen it. Everything that is learnt, scaling and choices
#   included, is learnt inside the training part.
# - Logistic regression: probabilities by a sigmoid, a loss that never overflows, a gradient that is "said minus true".
# - Precision and recall at a threshold; AUC over all of them; ties count half.
# - Clusters without answers, actions by reward.
# - A leak is a dependence that must not be there, and dependence can be tried out.
#
# ## References
#
# *Books*
# - T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning*, 2nd edition, Springer, 2009. Chapters
#   3, 4 and 7; section 7.10 tells of choosing features before cross-validation.
#   [doi:10.1007/978-0-387-84858-7](https://doi.org/10.1007/978-0-387-84858-7)
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer, 2006. Regression, classification and clustering, with
#   all proofs.
# - R. S. Sutton and A. G. Barto, *Reinforcement Learning: An Introduction*, 2nd edition, MIT Press, 2018. The page on
#   reinforcement, at length.
#
# *Papers*
# - A. E. Hoerl and R. W. Kennard, Ridge regression: biased estimation for nonorthogonal problems, *Technometrics* 12, 55–67,
#   1970. [doi:10.1080/00401706.1970.10488634](https://doi.org/10.1080/00401706.1970.10488634)
# - M. Stone, Cross-validatory choice and assessment of statistical predictions, *Journal of the Royal Statistical Society B*
#   36, 111–147, 1974. [doi:10.1111/j.2517-6161.1974.tb00994.x](https://doi.org/10.1111/j.2517-6161.1974.tb00994.x)
# - S. Geman, E. Bienenstock and R. Doursat, Neural networks and the bias/variance dilemma, *Neural Computation* 4, 1–58, 1992.
#   [doi:10.1162/neco.1992.4.1.1](https://doi.org/10.1162/neco.1992.4.1.1)
# - C. Ambroise and G. J. McLachlan, Selection bias in gene extraction on the basis of microarray gene-expression data,
#   *Proceedings of the National Academy of Sciences* 99, 6562–6566, 2002. The coin, in earnest.
#   [doi:10.1073/pnas.102102699](https://doi.org/10.1073/pnas.102102699)
# - T. Fawcett, An introduction to ROC analysis, *Pattern Recognition Letters* 27, 861–874, 2006.
#   [doi:10.1016/j.patrec.2005.10.010](https://doi.org/10.1016/j.patrec.2005.10.010)
# - S. P. Lloyd, Least squares quantization in PCM, *IEEE Transactions on Information Theory* 28, 129–137, 1982. $k$-means.
#   [doi:10.1109/TIT.1982.1056489](https://doi.org/10.1109/TIT.1982.1056489)
# - A. van den Oord, O. Vinyals and K. Kavukcuoglu, Neural discrete representation learning, 2017. The codebook of the
#   VQ-VAE. [arXiv:1711.00937](https://arxiv.org/abs/1711.00937)
# - S. Kapoor and A. Narayanan, Leakage and the reproducibility crisis in machine-learning-based science, *Patterns* 4, 2023.
#   [arXiv:2207.07048](https://arxiv.org/abs/2207.07048)
