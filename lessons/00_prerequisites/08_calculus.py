# %% [markdown]
# # Calculus: a million knobs, one sweep back
#
# A network has a million knobs and one number that says how wrong it is. To learn what one knob does you may turn it
# a little and run the network again: a million knobs, a million runs, and only then the first step of training. *How
# can you know for **every** knob which way to turn it, for about the price of **three** runs?*
#
# Nobody could train a generative model without the answer. By the end of this notebook you have written it: sixty
# lines that take the derivative of any program made of plus, times and a few functions. Here is what they do. Four
# points, two of them blue and two orange, which no straight line parts; a network with 33 knobs; and your gradients
# turning all of them, 400 times.
#
# ![Four maps of the plane after 0, 40, 150 and 400 steps: the network learns to part the corners](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![Seven ideas, from the slope of a curve to the reverse sweep, and where models use them](images/overview.svg)
#
# **Why this matters for generative AI.** Every model of this course is trained by following derivatives: of a loss
# with respect to weights. Many use derivatives in what they *do*, too: diffusion models follow the derivative of
# $\log p(x)$ with respect to the picture, flows need the Jacobian of a network, and every loss is an expectation,
# that is, an integral.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Ten coding
# exercises (60 points) and one question in words (4 points), easy at first and harder later, take two to two and a
# half hours; after section 3 is a good place for a break. Under each exercise there is a check cell: it catches wrong
# shapes and common slips, but passing it is *not* enough. Hidden tests look at other inputs and at the edge cases
# that the docstring names. Hints unfold step by step; opening them costs nothing.
#
# **What you need.** Python functions (also functions that are handed to functions), NumPy arrays, and from school:
# what a graph and a slope are. What little linear algebra there is stands in section 4. No library takes a derivative
# for you here: numbers are floats and float64 arrays of NumPy.

# %%
import math

import numpy as np

from journey.plots import plot_curves, show_images

x = np.array([0.0, 1.0, 2.0])
print("x squared:", (x**2).tolist(), "  e to the x:", np.exp(x).round(3).tolist())
# -> x squared: [0.0, 1.0, 4.0]   e to the x: [1.0, 2.718, 7.389]

# %% [markdown]
# ## 1 How steep? The derivative
#
# The slope of a straight line is "up, divided by along". A curve has another slope at each point: the **derivative**.
# Take two points of the curve at a distance $h$, draw the line through both, and let $h$ shrink:
#
# $$f'(x) = \lim_{h\to 0} \frac{f(x+h) - f(x)}{h} \tag{1}$$
#
# ![A curve with its tangent, and two secants: from x to x plus h, and from x minus h to x plus h](images/tangent.svg)
#
# So $f(x + h) \approx f(x) + h f'(x)$ for small $h$: *near $x$, the curve is a line of slope $f'(x)$.* That sentence
# is the heart of the whole lesson. A few rules give the derivative of whatever is built from known pieces:
#
# | function | derivative | | function | derivative |
# | --- | --- | --- | --- | --- |
# | $x^k$ | $k\,x^{k-1}$ | | $f(x) + g(x)$ | $f'(x) + g'(x)$ |
# | $e^x$ | $e^x$ | | $f(x)\,g(x)$ | $f'(x)\,g(x) + f(x)\,g'(x)$ |
# | $\log x$ | $1/x$ | | $f(g(x))$ | $f'(g(x))\; g'(x)$ |
# | $\sin x$ | $\cos x$ | | $\tanh x = \frac{e^x - e^{-x}}{e^x + e^{-x}}$ | $1 - \tanh^2 x$ |
#
# <details><summary>Proofs (product, chain, tanh)</summary>
#
# *Product.* $f(x+h)\,g(x+h) - f(x)\,g(x) = \bigl(f(x+h) - f(x)\bigr)\,g(x+h) + f(x)\,\bigl(g(x+h) - g(x)\bigr)$.
# Divide by $h$ and let it shrink; $g(x+h) \to g(x)$.
#
# *Chain.* Near $g(x)$, $f(g(x) + d) = f(g(x)) + d\,f'(g(x)) + (\text{something that vanishes faster than } d)$. Put
# in $d = g(x+h) - g(x)$, which is $h\,g'(x)$ up to something that vanishes faster than $h$, and divide by $h$.
#
# *Tanh.* With $s = e^x - e^{-x}$ and $c = e^x + e^{-x}$ we have $s' = c$ and $c' = s$. By the product and the chain
# rule $(s \cdot c^{-1})' = s'c^{-1} - s\,c^{-2}c' = 1 - s^2/c^2$. ∎
#
# </details>
#
# **A computer has no limit**, but it can take a small $h$. Equation (1) without the limit is the *forward
# difference*. It looks to one side only. The **central difference** looks to both sides, and needs two values of $f$
# as well:
#
# $$f'(x) \approx \frac{f(x+h) - f(x-h)}{2h} \tag{2}$$
#
# For a parabola it is exact, whatever $h$: $(x+h)^2 - (x-h)^2 = 4xh$.
#
# **Where you meet it.** $\frac{\mathrm d}{\mathrm dx}\log p(x)$ is the *score*, which diffusion models learn. And
# whoever derives a gradient by hand checks it with equation (2), always.

# %%


def f(x):
    return x**2 * np.exp(-x)


def slope_of_f(x):
    return 2 * x * np.exp(-x) - x**2 * np.exp(-x)  # the product rule, with the chain rule for exp(-x)


h = 0.01
print(f"by the rules: {slope_of_f(0.5):.6f}")  # -> by the rules: 0.454898
print(f"forward, (1): {(f(0.5 + h) - f(0.5)) / h:.6f}")  # -> forward, (1): 0.455624
print(f"central, (2): {(f(0.5 + h) - f(0.5 - h)) / (2 * h):.6f}")  # -> central, (2): 0.454865

# %% [markdown] task="central_diff"
# ### Exercise 1 · `central_diff` · 4 points · 6 minutes · implement
#
# Write equation (2), for one point or for a whole array of points at once.


# %% exercise="central_diff" points=4 difficulty=1 minutes=6 needs=[]
def central_diff(f, x, h=1e-5):
    """Estimate the derivative of a function by the central difference, equation (2).

    Args:
        f: a function of one number. Given an array it works on each entry alone and returns an array of the same shape.
        x: where to differentiate: a float, or a float64 array of any shape. It is not changed.
        h: the step, a float above 0. It is used as it is.

    Returns:
        The estimated derivative at each point of x: a float, or an array of x's shape.
    """
    ### BEGIN SOLUTION
    return (f(x + h) - f(x - h)) / (2 * h)
    ### END SOLUTION


# %% public_test="central_diff"
points = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
slopes = np.asarray(central_diff(np.sin, points))
assert slopes.shape == (2, 3), "one slope for each point"
assert slopes.dtype == np.float64, "float64 in, float64 out"
assert np.abs(slopes).max() <= 1 + 1e-6, "the sine is nowhere steeper than 1: what is divided by what?"
assert np.ndim(central_diff(math.exp, 0.5)) == 0, "one point, one slope"

# %% [markdown] hint="central_diff"
# Equation (2) is one line. How far apart are the two points at which $f$ is evaluated?
#
# ---
# The points $x + h$ and $x - h$ are $2h$ apart. `x + h` makes a new array; `x += h` would change the caller's.
#
# ---
# `(f(x + h) - f(x - h)) / (2 * h)`: mind the brackets around `2 * h`.

# %% [markdown]
# Your function needs no formula of the derivative. Let it draw one: the slope of $\tanh$, the bend through which
# signals pass in many a network. Far from zero it is nearly flat, and a flat function teaches nothing: this is where
# gradients vanish.

# %% tags=["demo"]
x = np.linspace(-4, 4, 41)
plot_curves(
    x,
    {"tanh": np.tanh(x), "its slope, by your central_diff": central_diff(np.tanh, x)},
    x_label="x",
    y_label="value",
    title="A function and its slope",
)

# %% [markdown]
# ## 2 A function from what it does at one point: Taylor
#
# The line $f(a) + f'(a)(x - a)$ agrees with $f$ at $a$ in value and slope. A polynomial can agree in more: in the
# slope of the slope, $f''(a)$, and so on up to the $k$-th derivative $f^{(k)}(a)$. It is the **Taylor polynomial**
#
# $$T_k(x) = f(a) + f'(a)(x-a) + \frac{f''(a)}{2}(x-a)^2 + \dots + \frac{f^{(k)}(a)}{k!}(x-a)^k \tag{3}$$
#
# with $k! = 1\cdot 2\cdots k$ and $0! = 1$. How wrong is it? If $|f^{(k+1)}| \le M$ everywhere between $a$ and $x$,
# the **remainder** is bounded by
#
# $$|f(x) - T_k(x)| \le \frac{M\,|x-a|^{k+1}}{(k+1)!} \tag{4}$$
#
# One more derivative at $a$ buys one more power of the distance. We write $O(h^2)$ for "at most some constant times
# $h^2$ when $h$ is small".
#
# <details><summary>Proof</summary>
#
# Let $R = f - T_k$ and take $x > a$ (else mirror). Differentiating (3) term by term shows that $R(a) = R'(a) = \dots =
# R^{(k)}(a) = 0$, and $R^{(k+1)} = f^{(k+1)}$, because a polynomial of degree $k$ has no $(k+1)$-st derivative. So
# $-M \le R^{(k+1)}(t) \le M$. A function that starts at 0 and whose slope stays between $-M$ and $M$ stays between
# $-M(t-a)$ and $M(t-a)$: this bounds $R^{(k)}$. Once more: $R^{(k-1)}$ starts at 0 with a slope between these lines,
# so it stays between $\pm M (t-a)^2/2$. After $k+1$ such steps, $|R(t)| \le M (t-a)^{k+1}/(k+1)!$. ∎
#
# </details>
#
# **Where you meet it.** With $k = 1$ it justifies gradient descent, with $k = 2$ Newton's method, and the samplers of
# diffusion models are compared by the power of the step in their error. And (4) tells what no experiment can: a bound
# for *every* function with these derivatives.

# %%
for k in range(5):  # e^x at a = 0, where all derivatives are 1; at most e^0.5 < 1.65 on the way to x = 0.5
    taylor_k = sum(0.5**j / math.factorial(j) for j in range(k + 1))
    bound = 1.65 * 0.5 ** (k + 1) / math.factorial(k + 1)
    print(f"k = {k}: T = {taylor_k:.6f}, error {math.exp(0.5) - taylor_k:.6f}, bound {bound:.6f}")
# -> k = 1: T = 1.500000, error 0.148721, bound 0.206250
# -> k = 4: T = 1.648438, error 0.000284, bound 0.000430

# %% [markdown] task="taylor"
# ### Exercise 2 · `taylor` · 5 points · 8 minutes · implement
#
# Write equations (3) and (4): the polynomial and the bound on its error, for any number of derivatives.


# %% exercise="taylor" points=5 difficulty=1 minutes=8 needs=[]
def taylor(derivatives, a, x, M):
    """Predict a function away from a point, and bound the error of the prediction, equations (3) and (4).

    Args:
        derivatives: a list of at least one float: f(a), f'(a), f''(a), ..., up to the k-th derivative, k = len - 1.
        a: the point at which they were taken, a float.
        x: where to predict, on either side of a: a float, or a float64 array of any shape.
        M: a float of at least 0 which the absolute value of the next derivative, the (k + 1)-st, never exceeds.

    Returns:
        (value, bound): the Taylor polynomial at x, and the bound of equation (4), which is never negative. Both have the
        shape of x.
    """
    ### BEGIN SOLUTION
    distance = x - a
    value = 0.0
    for j, derivative in enumerate(derivatives):
        value = value + derivative * distance**j / math.factorial(j)
    k = len(derivatives)
    return value, M * abs(distance) ** k / math.factorial(k)
    ### END SOLUTION


# %% public_test="taylor"
value, bound = (np.asarray(each) for each in taylor([2.0, 3.0, 1.0], 1.0, np.array([0.0, 1.0, 4.0]), 0.0))
assert value.shape == bound.shape == (3,), "one prediction and one bound for each point"
assert value.dtype == bound.dtype == np.float64, "float64 in, float64 out"
assert np.abs(bound).max() == 0, "if the next derivative is zero everywhere, nothing is left out"
assert np.asarray(taylor([1.0], 0.0, np.array([-1.0, 1.0]), 1.0)[1]).min() >= 0, "a bound is never negative"
assert np.ndim(taylor([1.0, 1.0], 0.0, 0.5, 2.0)[0]) == 0, "one point, one prediction"

# %% [markdown] hint="taylor"
# Every term of (3) has the same form. What are the power and the factorial of the $j$-th, counted from 0?
#
# ---
# The $j$-th term is $f^{(j)}(a)\,(x-a)^j/j!$. The list has $k + 1$ entries, so the bound's power and factorial are
# those of the first term that is *not* there: $k + 1$, which is `len(derivatives)`.
#
# ---
# Start with `value = 0.0`, and add the terms in a loop over
# `enumerate(derivatives)`. The bound takes the absolute distance, `abs(x - a)`.

# %% tags=["demo"]
x = np.linspace(0, 2 * np.pi, 50)
curves = {"sin x": np.sin(x)}
for k in (1, 3, 7):
    at_zero = [[0.0, 1.0, 0.0, -1.0][j % 4] for j in range(k + 1)]  # sin, cos, -sin, -cos at 0
    curves[f"Taylor, k = {k}"] = np.clip(taylor(at_zero, 0.0, x, 1.0)[0], -2.5, 2.5)
plot_curves(x, curves, x_label="x", y_label="value (cut at 2.5)", title="The sine, from its derivatives at 0")

# %% [markdown]
# ### How small should the step be?
#
# Now we can say how wrong a difference quotient is. Put $x + h$ and $x - h$ into (3) and (4), with $k = 1$ for the
# forward difference and $k = 2$ for the central one. For the forward difference $\frac{f(x+h) - f(x)}{h} - f'(x)$ is
# at most $\frac h2 M$ with $|f''| \le M$. For the central one the terms with $f(x)$ and $f''(x)$ cancel in the
# difference, and what remains is at most $\frac{h^2}{6} M$ with $|f'''| \le M$. *A smaller step is better*, it seems.
#
# But a computer rounds. If each value of $f$ may be off by $\delta$ (about $10^{-16}$ times its size), the numerator
# may be off by $2\delta$, and it is divided by a small number! Together, the
# error is at most
#
# $$
# \text{forward: } \underbrace{\tfrac h2 M}_{\text{Taylor}} + \underbrace{\tfrac{2\delta}{h}}_{\text{rounding}}
# \ \text{ with } |f''| \le M, \qquad\quad
# \text{central: } \underbrace{\tfrac{h^2}{6} M}_{\text{Taylor}} + \underbrace{\tfrac{\delta}{h}}_{\text{rounding}}
# \ \text{ with } |f'''| \le M \tag{5}
# $$
#
# One term falls with $h$, the other grows: in between there is a best step, and at it *the derivative of the bound is
# zero*.

# %%
for h in (1e-1, 1e-5, 1e-13):  # the slope of exp at 1, which is e
    forward = (np.exp(1 + h) - np.exp(1)) / h
    central = (np.exp(1 + h) - np.exp(1 - h)) / (2 * h)
    print(f"h = {h:.0e}: off by {abs(forward - math.e):.0e} (forward), {abs(central - math.e):.0e} (central)")

# %% [markdown] task="best_step"
# ### Exercise 3 · `best_step` · 5 points · 10 minutes · predict
#
# Before anybody runs anything, predict the best step and how good the derivative can become at all. Minimise
# each bound of (5) over $h > 0$ with pencil and paper: set its derivative by $h$ to zero, and put the step that you
# find back into the bound.


# %% exercise="best_step" points=5 difficulty=2 minutes=10 needs=[]
def best_step(rule, M, delta):
    """Predict the step at which a bound of equation (5) is smallest, and the bound there.

    Args:
        rule: "forward" or "central"; everything else is refused with a ValueError.
        M: bound on the second derivative ("forward") or on the third ("central"), a float above 0.
        delta: how far each value of the function may be off, a float above 0.

    Returns:
        (h, error): two floats: the best step, and the whole bound (both of its terms) at that step.
    """
    ### BEGIN SOLUTION
    if rule == "forward":
        h = 2 * math.sqrt(delta / M)
        return h, h * M / 2 + 2 * delta / h
    if rule == "central":
        h = (3 * delta / M) ** (1 / 3)
        return h, h**2 * M / 6 + delta / h
    raise ValueError("the rule is forward or central")
    ### END SOLUTION


# %% public_test="best_step"
for rule in ("forward", "central"):
    h, error = best_step(rule, 1.0, 1e-16)
    assert min(h, error) > 0, "a step and a bound are positive numbers"
    assert best_step(rule, 1.0, 1e-6)[0] > h, "with values that are less exact, the step has to be larger"
try:
    best_step("backward", 1.0, 1e-16)
except ValueError:
    pass
else:
    raise AssertionError("another rule has to be refused with a ValueError")

# %% [markdown] hint="best_step"
# The derivative of $c/h = c\,h^{-1}$ by $h$ is $-c\,h^{-2}$. What are the derivatives of the two bounds?
#
# ---
# Forward: $\frac M2 - \frac{2\delta}{h^2} = 0$. Central: $\frac{M h}{3} - \frac{\delta}{h^2} = 0$. Solve for $h$.
#
# ---
# Forward: $h = 2\sqrt{\delta/M}$. Central: $h^3 = 3\delta/M$, and `** (1 / 3)` is the cube root. The bound is both
# terms of (5) at that $h$.

# %% [markdown]
# Does the forecast come true? The dots are measured, by your `central_diff`; the forecast is printed. To the
# left, rounding rules (the curve is rough: rounding errors differ from point to point); to the right, Taylor.

# %% tags=["demo"]
exponents = np.arange(-13, 0, 0.5)
steps = 10.0**exponents
forward = [abs((np.exp(1 + h) - np.exp(1)) / h - math.e) + 1e-16 for h in steps]
central = [abs(central_diff(np.exp, 1.0, h) - math.e) + 1e-16 for h in steps]
plot_curves(
    exponents,
    {"forward difference": forward, "your central_diff": central},
    x_label="step h, as a power of ten",
    y_label="error of the slope of exp at 1",
    title="Too large a step, too small a step",
    log_y=True,
)
for rule in ("forward", "central"):
    h, error = best_step(rule, 3.0, 3e-16)  # near 1, exp and its derivatives are about 3
    print(f"{rule}: best step about 10^{math.log10(h):.1f}, error at most 10^{math.log10(error):.1f}")

# %% [markdown]
# ## 3 Adding up: integrals and expectations
#
# The **integral** $\int_a^b f(x)\,\mathrm dx$ is the area under the curve from $a$ to $b$ (negative below the axis,
# and negative if we walk from right to left). It undoes the derivative: if $F' = f$, then
#
# $$\int_a^b f(x)\,\mathrm dx = F(b) - F(a) \tag{6}$$
#
# *Why.* On a short piece of width $h$, $F$ rises by about $h\,f(x)$: that is the area of a strip of width $h$ and height
# $f(x)$. Over all pieces the strips add up to the area, and the rises to $F(b) - F(a)$.
#
# For most functions nobody knows an $F$ in closed form, so we cut $[a, b]$ into $n$ equal intervals of width $h =
# (b-a)/n$, with ends $x_0, x_1, \dots, x_n$, and add up simple pieces. **Simpson's rule** lays a parabola through
# each three neighbouring points ($n$ has to be even):
#
# $$
# \int_a^b f(x)\,\mathrm dx \approx \frac h3
# \bigl(f(x_0) + 4 f(x_1) + 2 f(x_2) + 4 f(x_3) + \dots + 2 f(x_{n-2}) + 4 f(x_{n-1}) + f(x_n)\bigr) \tag{7}
# $$
#
# ![Four intervals of a curve, with one parabola over each two of them, and Simpson's weights 1 4 2 4 1](images/simpson.svg)
#
# **Claim.** It is exact for polynomials up to degree three, and in general its error is at most
# $\frac{(b-a)\,M}{45}\,h^4$ with $|f^{(4)}| \le M$: *twice the points, a sixteenth of the error.*
#
# <details><summary>Proof</summary>
#
# Look at two intervals, and put 0 in their middle: $\int_{-h}^{h} f \approx \frac h3(f(-h) + 4f(0) + f(h))$. For $f =
# 1$ both sides are $2h$. For $x$ and $x^3$ both are 0, since left and right cancel. For $x^2$ both are $\frac23 h^3$.
# Both sides are sums, so the rule is exact for all mixtures of the four: for every cubic polynomial.
#
# Any other $f$ is its cubic Taylor polynomial around 0 plus a remainder $R$ with $|R(x)| \le M x^4/24$, equation (4).
# On the polynomial there is no error. On $R$ the integral is at most $\frac{M}{24}\cdot\frac{2h^5}{5} = \frac{M
# h^5}{60}$, and Simpson's sum at most $\frac h3 \cdot \frac{2 M h^4}{24} = \frac{M h^5}{36}$; so they differ by at
# most $\bigl(\frac1{60} + \frac1{36}\bigr) M h^5 = \frac{2}{45} M h^5$. There are $n/2 = (b-a)/(2h)$ such pairs. ∎
# (With more care one gets 180 in place of 45.)
#
# </details>
#
# **Expectations are integrals.** If $x$ is random with density $p$ (so $p \ge 0$ and $\int p = 1$; the chance to land
# in a small interval of width $\mathrm dx$ is $p(x)\,\mathrm dx$), the mean of $f(x)$ over many draws tends to
#
# $$\mathbb E_{x\sim p}[f(x)] = \int f(x)\,p(x)\,\mathrm dx \tag{8}$$
#
# The most used density is the normal one, a bell around $\mu$ of width $\sigma$: $\mathcal N(x; \mu, \sigma^2) =
# \frac{1}{\sqrt{2\pi}\,\sigma}\, e^{-(x-\mu)^2/(2\sigma^2)}$. A draw from it can be written $x = \mu +
# \sigma\varepsilon$ with $\varepsilon$ drawn from the bell with $\mu = 0$, $\sigma = 1$. The randomness no longer
# depends on $\mu$, so we may differentiate inside the integral, by the chain rule:
#
# $$
# \frac{\mathrm d}{\mathrm d\mu}\,\mathbb E[f(\mu + \sigma\varepsilon)]
# = \mathbb E[f'(\mu + \sigma\varepsilon)], \qquad
# \frac{\mathrm d}{\mathrm d\sigma}\,\mathbb E[f(\mu + \sigma\varepsilon)]
# = \mathbb E[f'(\mu + \sigma\varepsilon)\,\varepsilon] \tag{9}
# $$
#
# **Where you meet it.** Every loss is an expectation over data. Equation (9) is the *reparameterisation trick* with
# which variational autoencoders are trained. In one dimension Simpson's rule finds an expectation to ten digits; for
# pictures the grid would need more points than there are atoms, and the mean over random draws is all that is left.
# Where the one can be compared with the other, we compare.

# %%
x = np.linspace(0, np.pi, 5)  # n = 4 intervals for the integral of sin from 0 to pi, which is cos 0 - cos pi = 2
h = np.pi / 4
print(f"trapezoids: {h * (np.sin(x[0]) / 2 + np.sin(x[1:4]).sum() + np.sin(x[4]) / 2):.6f}")  # -> trapezoids: 1.896119
print(f"Simpson:    {h / 3 * (np.sin(x) @ np.array([1, 4, 2, 4, 1])):.6f}")  # -> Simpson:    2.004560

# %% [markdown] task="simpson"
# ### Exercise 4 · `simpson` · 5 points · 8 minutes · implement
#
# Write equation (7) for any even number of intervals.


# %% exercise="simpson" points=5 difficulty=2 minutes=8 needs=[]
def simpson(f, a, b, n):
    """Integrate a function from a to b by Simpson's rule, equation (7).

    Args:
        f: a function of one number; given an array it works on each entry alone.
        a: where the integral begins, a float.
        b: where it ends, a float. If b < a, the integral is minus that from b to a.
        n: how many intervals, an int. If it is odd or below 2, a ValueError is raised.

    Returns:
        The sum of equation (7), a float.
    """
    ### BEGIN SOLUTION
    if n < 2 or n % 2 == 1:
        raise ValueError("the number of intervals has to be even, and at least 2")
    values = f(np.linspace(a, b, n + 1))
    h = (b - a) / n
    return h / 3 * (values[0] + 4 * values[1:n:2].sum() + 2 * values[2:n:2].sum() + values[n])
    ### END SOLUTION


# %% public_test="simpson"
area = simpson(np.sin, 0.0, 1.0, 10)
assert np.ndim(area) == 0, "an integral is one number"
assert np.asarray(area).dtype == np.float64, "in double precision, as f computes"
assert 0 < area < 1, "between 0 and 1 the sine lies between 0 and 1, and so does the area below it"
assert abs(simpson(np.cos, 2.0, 2.0, 4)) < 1e-12, "no width, no area"
try:
    simpson(np.sin, 0.0, 1.0, 3)
except ValueError:
    pass
else:
    raise AssertionError("an odd number of intervals has to be refused with a ValueError")

# %% [markdown] hint="simpson"
# $n$ intervals have $n + 1$ ends. Which of the ends have weight 4, and which have weight 2?
#
# ---
# The odd-numbered ends have weight 4, the even-numbered ones weight 2, but for the first and the last, which have
# weight 1. A slice with a step picks every second entry: `values[1:n:2]`.
#
# ---
# With `values = f(np.linspace(a, b, n + 1))` the sum is `values[0] + 4 * values[1:n:2].sum() + 2 *
# values[2:n:2].sum() + values[n]`, times $h/3$. With $h = (b - a)/n$ the sign is right for $b < a$, too.

# %% [markdown]
# Count the powers: in the plot, going one step to the right doubles the points. The trapezoid's error falls to a
# quarter each time, that of your rule to a sixteenth. Below the plot, equation (9) is put to the test: your integral
# inside your derivative on one side, and no derivative of any integral on the other.

# %% tags=["demo"]
doublings = np.arange(1, 9)
errors = {"trapezoids": [], "your simpson": []}
for n in 2**doublings:
    values = np.exp(np.linspace(0, 1, n + 1))
    errors["trapezoids"].append(abs((values.sum() - (values[0] + values[-1]) / 2) / n - (math.e - 1)))
    errors["your simpson"].append(abs(simpson(np.exp, 0.0, 1.0, int(n)) - (math.e - 1)))
plot_curves(
    doublings,
    errors,
    x_label="intervals, as a power of two",
    y_label="error",
    title="The area under exp from 0 to 1",
    log_y=True,
)


def normal_mean(f):
    """E[f(eps)] for standard normal eps: beyond ten widths the bell is below 1e-21."""
    return simpson(lambda eps: f(eps) * np.exp(-(eps**2) / 2) / math.sqrt(2 * math.pi), -10.0, 10.0, 400)


print(f"E[1] = {normal_mean(np.ones_like):.9f}, E[eps^2] = {normal_mean(np.square):.9f}")
mu, sigma = 0.3, 1.2
left = central_diff(lambda s: normal_mean(lambda eps: np.tanh(mu + s * eps)), sigma)
right = normal_mean(lambda eps: (1 - np.tanh(mu + sigma * eps) ** 2) * eps)
print(f"how the mean of tanh(mu + sigma eps) changes with sigma: {left:.8f}, and by equation (9): {right:.8f}")

# %% [markdown]
# (A good place for a break.)
#
# ## 4 Many inputs: gradients and Jacobians
#
# *What we need of linear algebra.* A vector $v \in \mathbb R^n$ is a list of $n$ numbers. The **dot product** of two
# is $u^\top v = u_1v_1 + \dots + u_nv_n$, the length is $\lVert v\rVert = \sqrt{v^\top v}$, and $u^\top v = \lVert
# u\rVert\,\lVert v\rVert\cos\theta$ with the angle $\theta$ between them. A matrix $A \in \mathbb R^{m\times n}$
# makes a vector $Av \in \mathbb R^m$ out of $v \in \mathbb R^n$: entry $i$ is the dot product of row $i$ with $v$.
# Its **transpose** $A^\top$ has rows and columns exchanged, and $u^\top(Av) = (A^\top u)^\top v$. A product $BA$ is
# "first $A$, then $B$": $(BA)v = B(Av)$. In NumPy all of these are `@`, and the transpose is `A.T`.
#
# Let $f$ take a vector and return a number. Turn one knob $x_j$ and hold the others: the slope is the **partial
# derivative** $\partial f/\partial x_j$. All of them together are the **gradient** $\nabla f(x) \in \mathbb R^n$, of
# the shape of $x$. Now walk from $x$ in any direction $v$: near $x$
#
# $$f(x + hv) = f(x) + h\,\nabla f(x)^\top v + O(h^2) \tag{10}$$
#
# So $\nabla f(x)^\top v$ is the slope in direction $v$. Among all directions of length 1 it is largest, by $\nabla
# f^\top v = \lVert\nabla f\rVert \cos\theta$, where $v$ points along the gradient: **the gradient points uphill, as
# steeply as possible**, and $-\nabla f$ downhill.
#
# If $f$ returns $m$ numbers, each has a gradient. Stacked as *rows* they make the **Jacobian**:
#
# $$
# J = \frac{\partial f}{\partial x} = \begin{pmatrix}
# \partial f_1/\partial x_1 & \dots & \partial f_1/\partial x_n\\ \vdots & & \vdots\\
# \partial f_m/\partial x_1 & \dots & \partial f_m/\partial x_n\end{pmatrix} \in \mathbb R^{m\times n},
# \qquad f(x + hv) = f(x) + h\,Jv + O(h^2) \tag{11}
# $$
#
# Column $j$ of $J$ says what *all* outputs do when input $j$ is turned. So with $e_j$, the vector that has a 1 at
# place $j$ and zeros elsewhere, equation (2) becomes
#
# $$J e_j \approx \frac{f(x + h e_j) - f(x - h e_j)}{2h} \tag{12}$$
#
# one column for every two evaluations.
#
# **Where you meet it.** A flow changes densities by the *determinant* of its Jacobian, the factor by which it
# stretches small areas or volumes. An autoencoder that shall not mind noise is punished for large entries of its
# Jacobian. The score of a density of pictures is a gradient with one number per pixel.

# %%


def polar(x):  # from radius and angle to the plane
    return np.array([x[0] * np.cos(x[1]), x[0] * np.sin(x[1])])


def jacobian_of_polar(x):
    radius, angle = x
    return np.array([[np.cos(angle), -radius * np.sin(angle)], [np.sin(angle), radius * np.cos(angle)]])


x, v, h = np.array([2.0, np.pi / 6]), np.array([1.0, -1.0]), 1e-3
print("Jacobian:", jacobian_of_polar(x).round(3).tolist())  # -> Jacobian: [[0.866, -1.0], [0.5, 1.732]]
print("J v:         ", (jacobian_of_polar(x) @ v).round(3).tolist())  # -> J v:          [1.866, -1.232]
print("what happens:", ((polar(x + h * v) - polar(x)) / h).round(3).tolist())  # -> what happens: [1.866, -1.233]

# %% [markdown] task="jacobian_fd"
# ### Exercise 5 · `jacobian_fd` · 5 points · 8 minutes · implement
#
# Write equation (12) for all columns. ("fd" is for finite differences.)


# %% exercise="jacobian_fd" points=5 difficulty=2 minutes=8 needs=["central_diff"]
def jacobian_fd(f, x, h=1e-5):
    """Estimate the Jacobian of a function by central differences, equation (12).

    Args:
        f: a function that takes a float64 array of shape [n] and returns one of shape [m].
        x: where to differentiate, a float64 array of shape [n], n at least 1. It is not changed.
        h: the step, a float above 0.

    Returns:
        A float64 array of shape [m, n], m and n at least 1: row i is the gradient of output i, column j belongs to input j.
    """
    ### BEGIN SOLUTION
    columns = []
    for e in np.eye(len(x)):
        columns.append((f(x + h * e) - f(x - h * e)) / (2 * h))
    return np.stack(columns, axis=1)
    ### END SOLUTION


# %% public_test="jacobian_fd"
J = np.asarray(jacobian_fd(lambda x: np.array([x[0] * x[1], np.sin(x[2])]), np.array([1.0, 2.0, 3.0])))
assert J.shape == (2, 3), "two outputs, three inputs: two rows, three columns"
assert J.dtype == np.float64, "float64 in, float64 out"
assert abs(J[0, 2]) < 1e-9, "the first output does not depend on the third input"
assert np.asarray(jacobian_fd(lambda x: x[:1], np.ones(4))).shape == (1, 4), "one output is one row"

# %% [markdown] hint="jacobian_fd"
# One column for each input. What are the two points at which $f$ is evaluated for column $j$?
#
# ---
# The rows of `np.eye(len(x))` are $e_1, \dots, e_n$. `x + h * e` makes a new array and leaves `x` alone.
#
# ---
# Collect `(f(x + h * e) - f(x - h * e)) / (2 * h)` in a list, and `np.stack(columns, axis=1)` sets them side by side.

# %% tags=["demo"]
x = np.array([2.0, np.pi / 6])
print(jacobian_fd(polar, x).round(6))
print(f"a small square of area 1 becomes an area of {np.linalg.det(jacobian_fd(polar, x)):.6f}: the radius")

# %% [markdown]
# ### Is this gradient right?
#
# You derived a gradient on paper, or a colleague's program returns one. Equation (10) is a test: the **Taylor
# remainder**
#
# $$R(h) = \bigl|\, f(x + hv) - f(x) - h\,g^\top v \,\bigr| \tag{13}$$
#
# falls like $h^2$ if $g = \nabla f(x)$. If $g$ is wrong, then $R(h) \approx h\,|(\nabla f - g)^\top v|$ falls like
# $h$ only (unless $v$ happens to stand at right angles to the error). Half the step: a quarter, or only half?

# %%


def energy(x):
    return np.sum(x**2) + np.sin(x[0] * x[1])


def gradient(x):
    return 2 * x + np.cos(x[0] * x[1]) * np.array([x[1], x[0]])


def slip(x):  # somebody forgot that x[0] * x[1] depends on both
    return 2 * x + np.cos(x[0] * x[1]) * np.array([x[1], 0.0])


x, v = np.array([0.5, 1.0]), np.array([0.6, 0.8])
for h in (0.1, 0.05, 0.025):
    right, wrong = (abs(energy(x + h * v) - energy(x) - h * g(x) @ v) for g in (gradient, slip))
    print(f"h = {h:.3f}: right {right:.5f}, wrong {wrong:.5f}")
# -> h = 0.100: right 0.01141, wrong 0.04652
# -> h = 0.050: right 0.00291, wrong 0.02046

# %% [markdown] task="is_gradient"
# ### Exercise 6 · `is_gradient` · 6 points · 10 minutes · write a check
#
# Write the check that tells a right gradient from a wrong one. It is judged like any good test: on gradients that it
# must accept, and on *wrong* ones, each with a different fault, that it must reject. How you find out is up to you:
# by remainders, or by your `jacobian_fd`. One direction is not enough; and a check must not crash on a gradient of
# the wrong shape.


# %% exercise="is_gradient" points=6 difficulty=2 minutes=10 needs=["jacobian_fd"]
def is_gradient(f, grad, x, tol=1e-4):
    """Tell whether a program returns the gradient of a function at a point.

    Args:
        f: a smooth function that takes a float64 array of shape [n] and returns a number. Its values and its derivatives up to
            the third are at most about 100.
        grad: a function that takes such an array and returns what is said to be the gradient of f there.
        x: the point, a float64 array of shape [n], n at least 1. It is not changed.
        tol: a float, at least 1e-5: every entry may be off by as much, and by no more. (You are not asked about entries that
            are off by something between tol / 5 and 5 tol.)

    Returns:
        A bool. False also if grad(x) has another shape than x, or has entries that are NaN or infinite; no exception then.
    """
    ### BEGIN SOLUTION
    claimed = np.asarray(grad(x))
    if claimed.shape != x.shape:
        return False
    measured = jacobian_fd(lambda y: np.array([f(y)]), x)[0]
    return bool((np.abs(claimed - measured) <= tol).all())
    ### END SOLUTION


# %% public_test="is_gradient"
answer = is_gradient(energy, gradient, np.array([0.5, 1.0]))
assert isinstance(answer, (bool, np.bool_)), "one answer, true or false"
assert answer, "this one is right"
assert not is_gradient(energy, lambda x: -gradient(x), np.array([0.5, 1.0])), "this one points downhill"

# %% [markdown] hint="is_gradient"
# You have a function that measures all slopes of $f$. It wants an $f$ that returns an array of shape [m]; what is m
# here?
#
# ---
# `jacobian_fd(lambda y: np.array([f(y)]), x)` has shape `[1, n]`; its only row is the measured gradient. Look at the
# shape of what `grad` returns before you compare, because arrays of different shapes may *broadcast*.
#
# ---
# Put the question as "are all entries off by at most `tol`?", with absolute values: every comparison with NaN is
# false, so `(abs(difference) > tol).any()` would let NaN through.

# %% tags=["demo"]
x, v = np.array([0.5, 1.0]), np.array([0.6, 0.8])
exponents = np.arange(-4, 0.1, 0.25)
remainders = {}
for name, g in (("wrong gradient", slip), ("right gradient", gradient)):
    remainders[f"{name}, is_gradient says {is_gradient(energy, g, x)}"] = [
        abs(energy(x + h * v) - energy(x) - h * g(x) @ v) for h in 10.0**exponents
    ]
plot_curves(
    exponents,
    remainders,
    x_label="step h, as a power of ten",
    y_label="Taylor remainder R(h)",
    title="One falls like h, the other like its square",
    log_y=True,
)

# %% [markdown]
# ## 5 How does the slope change? The Hessian
#
# The gradient says which way is up *here*. How soon will that be out of date? The derivatives of the gradient tell, a
# matrix called the **Hessian**:
#
# $$
# (\nabla^2 f)_{ij} = \frac{\partial^2 f}{\partial x_i\,\partial x_j}, \qquad
# f(x + v) = f(x) + \nabla f^\top v + \tfrac12\, v^\top (\nabla^2 f)\, v + O(\lVert v\rVert^3) \tag{14}
# $$
#
# It is the Jacobian of the gradient. Use (12) for both derivatives, and four values of $f$ give each entry:
#
# $$
# (\nabla^2 f)_{ij} \approx
# \frac{f(x + he_i + he_j) - f(x + he_i - he_j) - f(x - he_i + he_j) + f(x - he_i - he_j)}{4h^2} \tag{15}
# $$
#
# Exchange $i$ and $j$: nothing changes. So (where second derivatives are continuous, and the limit may be taken) the
# **Hessian is symmetric**.
#
# Rounding is harsher here than in section 2: four values, each off by $\delta$, divided by $4h^2$, make an error up
# to $\delta/h^2$. The Taylor part is $O(h^2)$ as before, so the best step is near $\delta^{1/4} \approx 10^{-4}$, and
# not smaller.
#
# **Valley, summit or saddle?** Where the gradient is zero, (14) says that $f$ changes by $\frac12
# v^\top(\nabla^2f)v$. If that is positive for every direction $v$, we stand at the bottom of a valley; if negative,
# on a summit; if both occur, on a **saddle**: up in one direction, down in another.
#
# **Where you meet it.** The largest curvature limits the learning rate: too long a step leaps across the valley. Two
# players who minimise and maximise the same function, as in a GAN, seek a saddle. And score matching needs the sum of
# the Hessian's diagonal.
#
# Below is a draft from the internet. It looks right, and it passes its author's test.

# %%


def draft_hessian(f, x, h=1e-8):
    n = len(x)
    H = np.zeros((n, n))
    for i in range(n):
        for j in range(i, n):
            here = f(x)
            x[i] += h
            after_i = f(x)
            x[j] += h
            after_both = f(x)
            x[i] -= h
            after_j = f(x)
            H[i, j] = (after_both - after_i - after_j + here) / h**2
    return H


def bowl(x):
    return x[0] ** 2 + 3 * x[1] ** 2


print(draft_hessian(bowl, np.zeros(2)).round(6).tolist())  # -> [[2.0, 0.0], [0.0, 6.0]]

# %% [markdown] task="hessian_fd"
# ### Exercise 7 · `hessian_fd` · 6 points · 12 minutes · repair
#
# `draft_hessian` has **four** faults that its author's test does not see: a bowl around 0 is too kind to it. Look at
# the point before and after a call; print the table for a function that multiplies its inputs; try `energy` of
# section 4 at $(0.5, 1)$ with the draft's own step; and with $h = 0.1$ and $h = 0.05$, look where the error goes.
# Then write `hessian_fd` without the faults. Start from the draft, from equation (15), or from your `jacobian_fd`.


# %% exercise="hessian_fd" points=6 difficulty=3 minutes=12 needs=["jacobian_fd"]
def hessian_fd(f, x, h=1e-4):
    """Estimate the Hessian of a function by central differences, equation (15).

    Args:
        f: a function that takes a float64 array of shape [n] and returns a number.
        x: where to differentiate, a float64 array of shape [n], n at least 1. It is not changed.
        h: the step, a float above 0; the default is good for functions whose values and derivatives are neither huge nor tiny.

    Returns:
        A float64 array of shape [n, n], symmetric up to rounding. The error falls like the square of h (until rounding
        rules), and for a polynomial of degree three there is none.
    """
    ### BEGIN SOLUTION
    n = len(x)
    steps = h * np.eye(n)
    H = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            up = f(x + steps[i] + steps[j]) - f(x + steps[i] - steps[j])
            down = f(x - steps[i] + steps[j]) - f(x - steps[i] - steps[j])
            H[i, j] = (up - down) / (4 * h**2)
    return H
    ### END SOLUTION


# %% public_test="hessian_fd"
corner = np.array([1.0, 2.0, 3.0])
H = np.asarray(hessian_fd(lambda x: x[0] * x[1] + x[2], corner))
assert H.shape == (3, 3), "one row and one column for each input"
assert H.dtype == np.float64, "float64 in, float64 out"
assert np.abs(H[2]).max() < 1e-5, "the slope by the last input is the same everywhere"
assert corner.tolist() == [1.0, 2.0, 3.0], "the caller's point has moved"

# %% [markdown] hint="hessian_fd"
# Which entries of the table does the draft never fill? And does its formula look to both sides, as (15) does?
#
# ---
# The four faults: it moves the caller's `x`; it fills only one half of a symmetric table; it looks forward only, so
# that its error falls like $h$ and not like $h^2$; and its step is so small that rounding rules.
#
# ---
# With `steps = h * np.eye(n)`, the first of the four values is `f(x + steps[i] + steps[j])`. Or in one line: take
# `jacobian_fd` of the function that returns `jacobian_fd(lambda z: np.array([f(z)]), y, h)[0]` for `y`, with the same
# `h`.

# %% [markdown]
# The function $x^2 - y^2 + xy$ is flat at 0. Valley, summit or saddle? The curve is $v^\top(\nabla^2f)v$, with your
# Hessian, for all directions $v$ of the plane.

# %% tags=["demo"]
H = hessian_fd(lambda x: x[0] ** 2 - x[1] ** 2 + x[0] * x[1], np.zeros(2))
angles = np.linspace(0, 180, 37)
directions = np.stack([np.cos(np.radians(angles)), np.sin(np.radians(angles))], axis=1)
plot_curves(
    angles,
    {"curvature": [v @ H @ v for v in directions], "flat": 0 * angles},
    x_label="direction in degrees",
    y_label="curvature",
    title="Up in some directions, down in others: a saddle",
)

# %% [markdown]
# ## 6 One after the other: the chain rule
#
# A network is a chain of layers: $x_0 = x$, $x_1 = f_1(x_0)$, $\dots$, $x_L = f_L(x_{L-1})$. Each has a Jacobian at *its
# own* input, $J_l = \partial x_l/\partial x_{l-1}$. The **chain rule** says that the Jacobian of the whole is their
# product:
#
# $$\frac{\partial x_L}{\partial x_0} = J_L\, J_{L-1} \cdots J_2\, J_1 \tag{16}$$
#
# <details><summary>Proof</summary>
#
# For two layers: change $x_0$ by a small $d$. By (11), $x_1$ changes by $J_1 d$, up to something that vanishes faster
# than $\lVert d\rVert$. Again by (11), $x_2$ changes by $J_2$ times that. So $x_2$ changes by $J_2 J_1 d$ up to
# something that vanishes faster than $\lVert d\rVert$, and the Jacobian is the only matrix with this property. For
# more layers, repeat. ∎
#
# </details>
#
# A matrix product may be bracketed as we like. All answers are the same; the work is not. Say that the layers have
# $n_0, n_1, \dots, n_L$ numbers, and that at the end stands a loss: $n_L = 1$. Multiplying an $a\times b$ by a
# $b\times c$ matrix takes $abc$ multiplications.
#
# - **Forward**, from the right: $J_2J_1$ first, then $J_3(J_2J_1)$ … Each step carries $n_0$ columns: $n_0 n_l
#   n_{l-1}$ multiplications.
# - **Reverse**, from the left: $J_LJ_{L-1}$ first … There is only one row, so each step is a row times a matrix: $n_l
#   n_{l-1}$.
#
# For a million inputs and one output, reverse is a million times cheaper. Nobody builds the product: we carry *one*
# vector back, the gradient $g_l$ of the loss with respect to $x_l$. Transposing (16) gives its rule,
#
# $$g_{l-1} = J_l^\top g_l, \qquad l = L, L-1, \dots, 1 \tag{17}$$
#
# which starts with $g_L$ (for a loss, $g_L = 1$). The price is memory: $J_l$ is taken at $x_{l-1}$, so the way there
# must *keep* what the way back needs.
#
# **Where you meet it.** (17) is back-propagation. That activations have to be kept is why training takes several
# times the memory of running a model, and why gradient checkpointing (keep a few, recompute the rest) exists.

# %%
widths = [1000, 500, 500, 1]
pairs = list(zip(widths[1:], widths[:-1], strict=True))
print("forward:", f"{sum(widths[0] * rows * columns for rows, columns in pairs[1:]):,}")  # -> forward: 250,500,000
print("reverse:", f"{sum(rows * columns for rows, columns in pairs[:-1]):,}")  # -> reverse: 750,000

# %% [markdown] task="pull_back"
# ### Exercise 8 · `pull_back` · 6 points · 10 minutes · implement
#
# Write equation (17) for any chain of layers. On the way there, keep each layer's input; on the way back, use it.


# %% exercise="pull_back" points=6 difficulty=3 minutes=10 needs=[]
def pull_back(layers, x, g):
    """Run a chain of layers, and carry a gradient from its output back to its input, equation (17).

    Args:
        layers: a list of pairs (f, jacobian), in the order in which they are applied. f takes an array of shape [n] and returns
            one of shape [m]; jacobian takes the same input as f and returns the array of shape [m, n] of f's derivatives
            there. Sizes may differ from layer to layer. The list may be empty: then the output is x.
        x: the input of the first layer, a float64 array. It is not changed.
        g: the gradient of a loss with respect to the output of the last layer, a float64 array of that output's shape.

    Returns:
        (y, gradient): the output of the last layer, and the gradient of the loss with respect to x, of x's shape. No two
        matrices are multiplied with each other: only matrices with vectors.
    """
    ### BEGIN SOLUTION
    inputs = []
    for f, _ in layers:
        inputs.append(x)
        x = f(x)
    for _, jacobian in layers[::-1]:
        g = jacobian(inputs.pop()).T @ g
    return x, g
    ### END SOLUTION


# %% public_test="pull_back"
A = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]])
chain = [(lambda x: A @ x, lambda x: A), (np.tanh, lambda x: np.diag(1 - np.tanh(x) ** 2))]
y, g = pull_back(chain, np.array([0.1, 0.2, 0.3]), np.array([1.0, 0.0]))
assert np.shape(y) == (2,), "the output of the last layer"
assert np.asarray(y).dtype == np.asarray(g).dtype == np.float64, "float64 in, float64 out"
assert np.shape(g) == (3,), "a gradient has the shape of what it is the gradient of: here, of the input"
assert float(np.abs(pull_back(chain, np.ones(3), np.zeros(2))[1]).max()) == 0, (
    "a loss that does not mind has no gradient"
)

# %% [markdown] hint="pull_back"
# Two loops: one forward over the layers, one backward. What does the second need that only the first knows?
#
# ---
# $J_l$ is taken at the *input* of layer $l$. Keep all inputs in a list while you run the chain; then go through
# layers and inputs from behind.
#
# ---
# `g = jacobian(kept).T @ g` for each layer, the last one first, where `kept` is that layer's input. `layers[::-1]` is
# the list from behind, and `inputs.pop()` takes the last entry off a list.

# %% tags=["demo"]
rng = np.random.default_rng(0)
A, B = rng.normal(size=(5, 4)), rng.normal(size=(1, 5))
chain = [
    (lambda x: A @ x, lambda x: A),
    (np.tanh, lambda x: np.diag(1 - np.tanh(x) ** 2)),
    (lambda x: B @ x, lambda x: B),
]
x = rng.normal(size=4)
print("one sweep back:      ", pull_back(chain, x, np.ones(1))[1].round(6))
print("eight runs, by (12):", jacobian_fd(lambda x: pull_back(chain, x, np.ones(1))[0], x)[0].round(6))

# %% [markdown]
# ## 7 Any program: reverse mode on a graph
#
# Programs are not chains: a value may be used twice. Write down every intermediate result as a **node**, with arrows
# from the nodes it was made of (its *parents*) to it. On each arrow stands the derivative of that *one* operation:
# for $c = ab$ it is $b$ on the arrow from $a$, and $a$ on the arrow from $b$.
#
# ![The graph of L = (x y + x) squared: values on the way there, gradients on the way back](images/graph.svg)
#
# Let $L$ be the last node, and $g_v = \partial L/\partial v$ what $L$ does when the node $v$ is turned. A node acts
# on $L$ through everything that was made of it (its *children*), and the effects add up:
#
# $$g_L = 1, \qquad g_v = \sum_{\text{children } c \text{ of } v} g_c\, \frac{\partial c}{\partial v} \tag{18}$$
#
# So we walk from the end to the beginning, *each node after all of its children*, and every node hands to each parent
# its own $g$ times what stands on the arrow; the parent **adds up** what it is handed. One sweep, one multiplication
# per arrow, and all gradients are there, however many inputs there are. That is **reverse-mode automatic
# differentiation**; no $h$, no rounding trouble. Such an order, from parents to children, is called *topological*.
# One way to find it: visit a node by first visiting its parents (those not yet visited), and then write the node
# down.
#
# In the picture, $x$ is used twice: by $xy$, and by the sum. Follow both arrows back to it, and you see why it is
# "add up" and not "overwrite". By hand:

# %%
x, y = 3.0, 2.0
a = x * y  # the way there: every value is kept
b = a + x
L = b**2
grad_end = 1.0  # the way back: L by itself
grad_b = grad_end * 2 * b
grad_a = grad_b * 1
grad_x = grad_b * 1 + grad_a * y  # x has two children
grad_y = grad_a * x
print(f"L = {L:.0f}, by x: {grad_x:.0f}, by y: {grad_y:.0f}")  # -> L = 81, by x: 54, by y: 54
h = 1e-5
print(f"by (2): {(((x + h) * y + x + h) ** 2 - ((x - h) * y + x - h) ** 2) / (2 * h):.4f}")  # -> by (2): 54.0000

# %% [markdown] task="Value"
# ### Exercise 9 · `Value` · 10 points · 20 minutes · implement
#
# Now let the computer do it. A `Value` holds a number and remembers how it was made: `parents` is a tuple of pairs *(parent,
# derivative of this operation with respect to that parent)*, the arrows of the picture. Addition is done for you, and
# shows how it works; subtraction and division are made of the others. Write multiplication, powers, `exp`, `log`,
# `tanh`, and the sweep.


# %% exercise="Value" points=10 difficulty=3 minutes=20 needs=[]
class Value:
    """A number that remembers how it was made, so that derivatives can be taken through it.

    Values and plain numbers may be mixed: `2 * a + b / 3 - 1`.

    Attributes:
        data: the number, a float.
        grad: after `L.backward()`, the derivative of L with respect to this node, a float; 0.0 at first.
        parents: pairs (Value, slope): what it was made of, and its derivative with respect to each.
    """

    def __init__(self, data, parents=()):
        self.data = float(data)
        self.grad = 0.0
        self.parents = parents

    def __add__(self, other):
        """The sum with a Value or a number."""
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        """The product with a Value or a number."""
        ### BEGIN SOLUTION
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))
        ### END SOLUTION

    def __pow__(self, k):
        """The k-th power, where k is a plain number: any number for positive data, a whole one for negative."""
        ### BEGIN SOLUTION
        return Value(self.data**k, ((self, k * self.data ** (k - 1)),))
        ### END SOLUTION

    def exp(self):
        """e to the power of this number."""
        ### BEGIN SOLUTION
        value = math.exp(self.data)
        return Value(value, ((self, value),))
        ### END SOLUTION

    def log(self):
        """The natural logarithm of this number, which is positive."""
        ### BEGIN SOLUTION
        return Value(math.log(self.data), ((self, 1 / self.data),))
        ### END SOLUTION

    def tanh(self):
        """The hyperbolic tangent of this number; large numbers must not overflow."""
        ### BEGIN SOLUTION
        value = math.tanh(self.data)
        return Value(value, ((self, 1 - value**2),))
        ### END SOLUTION

    def backward(self):
        """Set `grad` to the derivative of this node with respect to `node`, for every node that it was made of, and itself.

        Equation (18). Whatever stood in these nodes' `grad` before does not matter. Every node is treated once, however many
        ways lead to it. Graphs may be some hundred nodes deep. Returns nothing.
        """
        ### BEGIN SOLUTION
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent, _ in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
        ### END SOLUTION

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + other * -1

    def __truediv__(self, other):
        return self * other**-1

    def __radd__(self, other):  # number + Value
        return self + other

    def __rmul__(self, other):
        return self * other

    def __rsub__(self, other):
        return self * -1 + other

    def __rtruediv__(self, other):
        return self**-1 * other

    def __repr__(self):
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g})"


# %% public_test="Value"
a, b = Value(3.0), Value(-2.0)
product = a * b
assert isinstance(product, Value), "what is made of Values is a Value"
assert isinstance(product.data, float), "its data is a float"
assert isinstance(2 * a, Value), "plain numbers on either side"
for made in (a**2, a.exp(), a.log(), b.tanh()):
    assert isinstance(made, Value), "powers and functions make Values, too"
product.backward()
assert product.grad == 1.0, "a node turned by 1 turns itself by 1"
assert isinstance(a.grad, float), "gradients are floats"

# %% [markdown] hint="Value"
# Each operation is one line of the kind of `__add__`: the number, and one pair for each parent. The slopes are those
# of the table in section 1.
#
# ---
# Product: the slope by one factor is the other factor's `data`. Power: $k\,x^{k-1}$. For `exp` and `tanh` the slope
# can be written with the result itself. Mind the comma in a tuple of one pair: `((self, slope),)`.
#
# ---
# `backward`: (1) find the topological order with a function `visit(node)` that calls itself for the parents and then
# appends the node to a list, and that returns at once for a node that it has seen (keep `id(node)` in a set); (2) set
# all `grad` to 0 and your own to 1; (3) go through the list from behind, and do `parent.grad += slope * node.grad`
# for each pair of `node.parents`.

# %% tags=["demo"]
x, y = Value(3.0), Value(2.0)
L = (x * y + x) ** 2
L.backward()
print("L, x, y:", L, x, y)


def visited(node, seen):
    """How many nodes a value was made of."""
    if id(node) not in seen:
        seen.add(id(node))
        for parent, _ in node.parents:
            visited(parent, seen)
    return len(seen)


inputs = [1, 2, 4, 8, 16, 32, 64, 128]
differences, nodes = [], []
for n in inputs:
    knobs = [Value(0.1 * i) for i in range(n)]
    total = sum((knob.tanh() * knob for knob in knobs), Value(0.0))
    nodes.append(visited(total, set()))
    differences.append(2 * n * nodes[-1])  # two runs for each input, each of them as long as the graph
plot_curves(
    inputs,
    {"differences: all runs": differences, "reverse sweep: there and back": [2 * count for count in nodes]},
    x_label="inputs",
    y_label="nodes computed for one gradient",
    title="The price of a gradient",
    log_y=True,
)

# %% [markdown]
# ## 8 All knobs at once: training a network
#
# The smallest network that is more than a line: $x \in \mathbb R^2$ goes into $H$ hidden units, each a weighted sum
# bent by $\tanh$, and a weighted sum of these is the answer,
#
# $$\hat y(x) = b_2 + \sum_{i=1}^{H} w_{2,i}\,\tanh\Bigl(b_{1,i} + \sum_j W_{1,ij}\,x_j\Bigr) \tag{19}$$
#
# For $N$ examples with wanted answers $y_s$ the loss is the mean squared error, and **gradient descent** turns every
# knob a little against its slope, again and again:
#
# $$
# L = \frac1N\sum_{s=1}^{N}\bigl(\hat y(x_s) - y_s\bigr)^2, \qquad
# \theta \leftarrow \theta - \eta\,\frac{\partial L}{\partial\theta}\ \text{ for every knob } \theta \tag{20}
# $$
#
# with the **learning rate** $\eta$. By (10), a small step changes $L$ by $-\eta\lVert\nabla L\rVert^2$ up to
# $O(\eta^2)$: downhill.
#
# The task is the oldest stumbling block of neural networks: XOR, "one or the other but not both". Without the bend no
# weights can do it: a function $\hat y = b + w_1x_1 + w_2x_2$ has $\hat y(0,0) + \hat y(1,1) = \hat y(0,1) + \hat
# y(1,0)$, but the wanted answers are 0, 0 and 1, 1. With equal answers at all four corners, $\frac12$, the mean
# squared error is $\frac14$, and no line does better.

# %%
corners = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
xor = [0.0, 1.0, 1.0, 0.0]
columns = np.array([[1.0, *corner] for corner in corners])
best_line = np.linalg.lstsq(columns, np.array(xor), rcond=None)[0]
print(f"the best line's loss: {np.mean((columns @ best_line - xor) ** 2):.4f}")  # -> the best line's loss: 0.2500


def draw_start(hidden, seed):
    """Random weights to start from: W_1 of shape [hidden, 2], b_1 and w_2 of shape [hidden], and the number b_2."""
    rng = np.random.default_rng(seed)
    W_1, b_1, w_2 = rng.normal(size=(hidden, 2)), rng.normal(size=hidden), rng.normal(size=hidden) / math.sqrt(hidden)
    return W_1.tolist(), b_1.tolist(), w_2.tolist(), 0.0


# %% [markdown] task="train_xor"
# ### Exercise 10 · `train_xor` · 8 points · 15 minutes · train, then evaluate
#
# Train the network (19) by gradient descent (20), with gradients from your `Value`. Nothing here is random: the
# starting weights are handed in, and every step uses all examples. So there is one right result, and the grader knows
# it: it puts *its own* inputs into a network with the weights that you return.
#
# **Baseline**: 0.25, the best line. **Target**: a mean squared error below 0.01 on the four corners after 400 steps
# with learning rate 0.1 from 8 hidden units. (From 300 random starts, all got there.) Some hundred thousand nodes are
# made on the way, so it takes a moment.


# %% exercise="train_xor" points=8 difficulty=4 minutes=15 needs=["Value"]
def train_xor(start, X, Y, lr=0.1, steps=400):
    """Train a network with one hidden layer by gradient descent, equations (19) and (20).

    Args:
        start: the weights to start from: a tuple (W_1, b_1, w_2, b_2) of a list of H rows with D floats each, a list of H
            floats, a list of H floats, and a float. It is not changed.
        X: the inputs, a list of N lists of D floats.
        Y: the wanted answers, a list of N floats.
        lr: the learning rate, a float.
        steps: how many steps, an int of at least 0. Each uses all examples.

    Returns:
        (weights, losses): the weights after the last step, in the form of start, made of plain numbers; and a list of steps + 1
        floats: the loss after 0, 1, ..., steps steps.
    """
    ### BEGIN SOLUTION
    W_1, b_1, w_2, b_2 = start
    W_1, b_1 = [[Value(w) for w in row] for row in W_1], [Value(b) for b in b_1]
    w_2, b_2 = [Value(w) for w in w_2], Value(b_2)
    knobs = [w for row in W_1 for w in row] + b_1 + w_2 + [b_2]
    losses = []
    for step in range(steps + 1):
        total = Value(0.0)
        for s in range(len(X)):
            y_hat = b_2
            for i in range(len(w_2)):
                inner = b_1[i]
                for j in range(len(X[s])):
                    inner = inner + W_1[i][j] * X[s][j]
                y_hat = y_hat + w_2[i] * inner.tanh()
            total = total + (y_hat - Y[s]) ** 2
        loss = total / len(X)
        losses.append(loss.data)
        if step < steps:
            loss.backward()
            for knob in knobs:
                knob.data -= lr * knob.grad
    W_1 = [[w.data for w in row] for row in W_1]
    return (W_1, [b.data for b in b_1], [w.data for w in w_2], b_2.data), losses
    ### END SOLUTION


# %% public_test="train_xor"
weights, losses = train_xor(draw_start(3, 0), corners, xor, steps=5)
assert len(losses) == 6, "one loss before the first step, and one after each"
assert [np.shape(part) for part in weights] == [(3, 2), (3,), (3,), ()], "weights in the form of start"
assert np.asarray(weights[0]).dtype == np.float64, "plain numbers, no Values"
assert losses[-1] < losses[0], "downhill"

# %% [markdown] hint="train_xor"
# Make a `Value` of every starting weight, once, and keep a flat list of all of them. Each step builds a new graph on
# the same Values.
#
# ---
# Three nested loops write (19): over examples, hidden units, inputs. Begin each sum with its bias. The loss of all
# examples is one `Value`; `backward()` on it sets the `grad` of every knob; then `knob.data -= lr * knob.grad`.
#
# ---
# Append `loss.data` before the step is made, in a loop over `range(steps + 1)` which makes no step in its last round.
# Divide the sum by `len(X)`. At the end, take `.data` of everything.

# %% [markdown]
# And here is the picture from the top, made by your own derivatives. If you like, change the seed, or the
# 8 hidden units to 2, and look again.

# %% tags=["demo"]
start = draw_start(8, seed=3)
losses = train_xor(start, corners, xor)[1]
plot_curves(
    range(0, 401, 10),
    {"your network": losses[::10], "best line": [0.25] * 41},
    x_label="step",
    y_label="loss",
    title="Learning XOR",
    log_y=True,
)
ticks = np.linspace(-0.5, 1.5, 41)
maps = []
for steps in (0, 40, 150, 400):
    W_1, b_1, w_2, b_2 = (np.array(part) for part in train_xor(start, corners, xor, steps=steps)[0])
    grid = np.array([[[x_1, x_2] for x_1 in ticks] for x_2 in ticks[::-1]])
    maps.append(np.clip(b_2 + np.tanh(grid @ W_1.T + b_1) @ w_2, 0, 1))
show_images(np.array(maps), columns=4, titles=["0 steps", "40", "150", "400"], title="Dark is 1, white is 0")

# %% [markdown] written="why_backwards" points=4 minutes=8
# ### Question 11 · `why_backwards` · 4 points · 8 minutes · prove
#
# Let the nodes of a graph be $v_1, \dots, v_K$ in topological order (parents before children), and $L = v_K$.
#
# 1. Prove equation (18) from the chain rule: when the sweep has treated $v_K, \dots, v_{k+1}$, the number that stands
#    in $v_k$ is $\partial L/\partial v_k$. (2 points)
# 2. In the picture of section 7, somebody treats the node of $x y$ *before* it has been handed anything by its child,
#    the sum. Which gradients come out wrong, and what do they become? (1 point)
# 3. A program has $E$ arrows and $n$ inputs. How many multiplications does the sweep need for all $n$ derivatives,
#    and how many runs of the program do central differences need? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. Think of the program as cut after node $k$: everything later is computed from $v_1, \dots, v_k$. Let $L_k(v_1,
#    \dots, v_k)$ be $L$ as a function of these; $\partial L/\partial v_k$ means the partial derivative of $L_k$ by
#    its last argument. Induction from $K$ downwards. For $k = K$, $L_K = v_K$ and the derivative is 1, which is where
#    the sweep starts. Let the claim hold for all nodes after $k$. A change $d$ of $v_k$ (the earlier nodes held)
#    changes each child $c$ of $v_k$ directly by $\frac{\partial c}{\partial v_k} d$, and those later nodes that are
#    no children only through others. By the chain rule for functions of several arguments, the effects on $L$ of
#    these direct changes add up to first order: $\sum_c \frac{\partial L}{\partial c}\frac{\partial c}{\partial
#    v_k}\,d$. All children have numbers larger than $k$, so they have been treated, their numbers are $\partial
#    L/\partial c$ by assumption, and each of them has handed $g_c\,\partial c/\partial v_k$ to $v_k$, which added
#    them up.
# 2. The node $a = xy$ hands on $0\cdot y$ to $x$ and $0\cdot x$ to $y$, and what arrives later at $a$ is handed on to
#    nobody. So $g_y = 0$ (right: 54) and $g_x$ lacks the part through $a$: it is $g_b = 18$ (right: 54). $g_a$ and
#    $g_b$ are right.
# 3. One multiplication for each arrow, $E$, whatever $n$ is: a small multiple of one run, since every operation has
#    one or two arrows. Central differences need $2n$ runs.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: induction (or a sum over all paths from the node to L) from the end backwards, with the right start $g_L =
#   1$.
# - 1 point: uses that effects of a node on L through its children add up (chain rule), AND that all children were
#   treated before, because of the order. Without the second: half a point.
# - 1 point: $g_y = 0$ and $g_x = 18$ (or: lacks the part through $xy$), with the reason. Only "wrong": no point. Only
#   one of the two: half.
# - 1 point: $E$ (or "one per arrow, about as many as one run has operations") and $2n$ runs. Each half a point.
# ### END MARK SCHEME

# %% [markdown]
# ## 9 The opening question
#
# *How can you know for every knob which way to turn it, for the price of three runs?* Run the program once and keep
# what every operation needs; then sweep back once, with one multiplication per arrow. There and back, that is about
# three times the work of running it, for one knob or for a million. (Griewank and Walther prove a bound of this kind
# for every program.) PyTorch does the same with tensors in the nodes and Jacobians on the arrows that are never
# written out, as in your `pull_back`; when you call its `backward()` in the next lessons, you know what happens. One
# difference: PyTorch *adds* to the gradients that are there, and leaves it to you to clear them.
#
# ## What you have now
#
# - A derivative is the slope of the line that a curve becomes when you look closely. Central differences have error
#   $O(h^2)$, and there is a best step.
# - Taylor's formula predicts a function from its derivatives at a point and bounds the error.
# - Simpson's rule integrates with error $O(h^4)$. Expectations are integrals, and $x = \mu + \sigma\varepsilon$ lets
#   derivatives through them.
# - The gradient points uphill; the Jacobian has one gradient in each row; the Hessian is symmetric and tells valleys
#   from saddles.
# - A gradient that nobody checked is wrong. (Differences, or the Taylor remainder.)
# - The chain rule multiplies Jacobians. From the output backwards it takes vectors only.
# - Reverse mode: each node after its children, add up what is handed back. One sweep, all derivatives.
#
# ## References
#
# *Books*
# - G. Strang, *Calculus*, 3rd edition, Wellesley-Cambridge Press, 2017. Sections 1 to 3 of this lesson, at length.
# - M. P. Deisenroth, A. A. Faisal and C. S. Ong, *Mathematics for Machine Learning*, Cambridge University Press, 2020.
#   Chapter 5 is sections 4 to 7. Free at [mml-book.github.io](https://mml-book.github.io).
# - W. H. Press, S. A. Teukolsky, W. T. Vetterling and B. P. Flannery, *Numerical Recipes*, 3rd edition, Cambridge
#   University Press, 2007. Steps of differences, and integration.
# - A. Griewank and A. Walther, *Evaluating Derivatives: Principles and Techniques of Algorithmic Differentiation*,
#   2nd edition, SIAM, 2008. [doi:10.1137/1.9780898717761](https://doi.org/10.1137/1.9780898717761)
#
# *Papers*
# - S. Linnainmaa, Taylor expansion of the accumulated rounding error, *BIT* 16, 146–160, 1976. Reverse mode, before
#   there were networks to train with it. [doi:10.1007/BF01931367](https://doi.org/10.1007/BF01931367)
# - D. E. Rumelhart, G. E. Hinton and R. J. Williams, Learning representations by back-propagating errors, *Nature*
#   323, 533–536, 1986. [doi:10.1038/323533a0](https://doi.org/10.1038/323533a0)
# - A. G. Baydin, B. A. Pearlmutter, A. A. Radul and J. M. Siskind, Automatic differentiation in machine learning: a
#   survey, *Journal of Machine Learning Research* 18, 2018. [arXiv:1502.05767](https://arxiv.org/abs/1502.05767)
# - D. P. Kingma and M. Welling, Auto-encoding variational Bayes, 2013. Equation (9) at work.
#   [arXiv:1312.6114](https://arxiv.org/abs/1312.6114)
# - T. Chen, B. Xu, C. Zhang and C. Guestrin, Training deep nets with sublinear memory cost, 2016. Gradient
#   checkpointing. [arXiv:1604.06174](https://arxiv.org/abs/1604.06174)
