# %% [markdown]
# # What generative AI is: counting, and then inventing
#
# Six chemical elements: *thulium, proranium, hafnium, xenitium, berorbium, europium.* Three of them exist. The others
# were invented by a machine that has read 95 names of elements and has done nothing with them but **count**. It has no
# neural network, and you are going to build it within the hour.
#
# *How can something that only counts invent what nobody has ever written? And how would you prove that it does not
# simply copy?* These two questions are asked of every generative model, up to the largest. Below is what your machines
# will make: names, and digits that nobody has ever written.
#
# ![Names of elements and handwritten digits: real ones, and ones that were invented by counting](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![Examples are counted into a table; the table draws and judges; three checks follow](images/overview.svg)
#
# **Why this matters for generative AI.** A chatbot, a picture generator and your machine of today do the same four
# things: learn from examples how likely what is, draw something new by chance, tell how likely a given thing is (some
# of them), and be judged on examples that they have never seen. Large models replace the *table of counts* by a neural
# network. The rest you build today, and it stays.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Ten coding
# exercises (58 points) and one question in words (4 points), easy at first and harder later (difficulty 1 to 3), take
# about two hours and a quarter; after section 3 is a good place for a break. Under each exercise there is a check cell:
# it catches wrong shapes and common slips, but passing it is *not* enough. Hidden tests look at other inputs and at the
# edge cases that the docstring names. Hints unfold step by step; opening them costs nothing.
#
# **What you need.** A little Python (loops, functions, one class) and NumPy arrays. No calculus, and no probability:
# what we need of it is explained here, in plain words. Anything that is right counts: loops are as welcome as clever
# indexing.

# %%
import math
from itertools import pairwise

import numpy as np

from journey.data import digits
from journey.plots import plot_curves, show_images

NAMES = """
hydrogen helium lithium beryllium boron carbon nitrogen oxygen fluorine neon sodium magnesium aluminium silicon
phosphorus sulfur chlorine argon potassium calcium scandium titanium vanadium chromium manganese iron cobalt nickel
copper zinc gallium germanium arsenic selenium bromine krypton rubidium strontium yttrium zirconium niobium
molybdenum technetium ruthenium rhodium palladium silver cadmium indium tin antimony tellurium iodine xenon caesium
barium lanthanum cerium praseodymium neodymium promethium samarium europium gadolinium terbium dysprosium holmium
erbium thulium ytterbium lutetium hafnium tantalum tungsten rhenium osmium iridium platinum gold mercury thallium
lead bismuth polonium astatine radon francium radium actinium thorium protactinium uranium neptunium plutonium
americium curium berkelium californium einsteinium fermium mendelevium nobelium lawrencium rutherfordium dubnium
seaborgium bohrium hassium meitnerium darmstadtium roentgenium copernicium nihonium flerovium moscovium livermorium
tennessine oganesson
"""
ELEMENTS = NAMES.split()
test_names = ELEMENTS[4::5]  # every fifth name is put aside: no model may learn from it
train_names = [name for name in ELEMENTS if name not in test_names]
print(len(train_names), "names to learn from,", len(test_names), "to be judged on")
# -> 95 names to learn from, 23 to be judged on

train, test, y_train, y_test = (part.numpy() for part in digits())  # handwritten digits, 64 pixels from 0 to 1 in a row
print(train.shape, "images to learn from,", len(test), "to be judged on")
# -> (1297, 64) images to learn from, 500 to be judged on

# %% [markdown]
# ## 1 Two questions about the same data
#
# Somebody has looked at 100 pictures of cats and dogs, and has written down two things about each: the **label** $y$
# (which animal) and one **feature** $x$ (are the ears pointed or floppy?). Count how often each pair occurs:
#
# ![A table of counts of animals and ears, read along its rows and down its columns](images/two_ways.svg)
#
# A **probability** is, for us, a *share*: a number between 0 and 1 that says how large a part of the cases it is. Write
# $n(x, y)$ for a cell of the table, $n(y)$ and $n(x)$ for the sums of its row and of its column, and $N$ for the sum of
# all. Then
#
# $$
# p(y) = \frac{n(y)}{N}, \qquad p(x \mid y) = \frac{n(x, y)}{n(y)}, \qquad p(y \mid x) = \frac{n(x, y)}{n(x)} \tag{1}
# $$
#
# The bar is read "given": $p(\text{pointed} \mid \text{cat})$ is the share of pointed ears *among the cats*. So there
# are two ways to read one table.
#
# - **Down a column**, $p(y \mid x)$: *I see pointed ears; which animal is it?* A model that learns this answers
#   questions about what is there. It is **discriminative**: spam filters, face recognition, medical tests.
# - **Along a row**, $p(x \mid y)$: *I want a cat; what ears shall I draw?* A model that learns this (or $p(x)$, without
#   any label) can make new examples. It is **generative**.
#
# Who has the rows and $p(y)$ also has the columns. That is **Bayes' rule**:
#
# $$p(y \mid x) = \frac{p(x \mid y)\, p(y)}{\sum_{y'} p(x \mid y')\, p(y')} \tag{2}$$
#
# <details><summary>Proof</summary>
#
# By (1), $p(x \mid y)\,p(y) = \frac{n(x, y)}{n(y)}\cdot\frac{n(y)}{N} = \frac{n(x, y)}{N}$. Summed over all labels $y'$
# this is $\frac{n(x)}{N}$. The quotient of the two is $\frac{n(x, y)}{n(x)} = p(y \mid x)$. ∎
#
# </details>
#
# The way back is closed: the columns alone do not tell what is common. A generative model knows *more*, and that is
# why it is harder to get.

# %%
animals = np.array([[45, 5], [15, 35]])  # rows: cat, dog; columns: pointed ears, floppy ears
print("ears of cats:", (animals[0] / animals[0].sum()).tolist())  # -> ears of cats: [0.9, 0.1]
print("pointed ears belong to:", (animals[:, 0] / animals[:, 0].sum()).tolist())  # -> [0.75, 0.25]
print("the same by (2):", 0.9 * 0.5 / (0.9 * 0.5 + 0.3 * 0.5))  # -> the same by (2): 0.75

other = animals * np.array([1, 10])  # another country, with ten times as many floppy ears of either animal
print("its columns:", (other[:, 1] / other[:, 1].sum()).tolist())  # -> its columns: [0.125, 0.875]
print("as before:  ", (animals[:, 1] / animals[:, 1].sum()).tolist())  # -> as before: [0.125, 0.875]
print("but its cats:", (other[0] / other[0].sum()).round(2).tolist())  # -> but its cats: [0.47, 0.53]

# %% [markdown] task="read_both_ways"
# ### Exercise 1 · `read_both_ways` · 4 points · 6 minutes · implement
#
# Write equation (1) for any table of counts.


# %% exercise="read_both_ways" points=4 difficulty=1 minutes=6 needs=[]
def read_both_ways(counts):
    """Read a table of counts along its rows and down its columns, equation (1).

    Args:
        counts: how often each pair was seen, an int64 or float64 array of shape [K, V]: one row for each label y, one column
            for each value of x. Every row and every column has a sum above 0. It is not changed.

    Returns:
        (p_y, p_x_given_y, p_y_given_x): float64 arrays of shapes [K], [K, V] and [K, V]. Entry [y, x] of the second is
        p(x | y), entry [y, x] of the third is p(y | x).
    """
    ### BEGIN SOLUTION
    of_label = counts.sum(axis=1, keepdims=True)
    of_value = counts.sum(axis=0, keepdims=True)
    return of_label[:, 0] / counts.sum(), counts / of_label, counts / of_value
    ### END SOLUTION


# %% public_test="read_both_ways"
shares = [np.asarray(part) for part in read_both_ways(np.array([[4, 0, 1], [2, 2, 1]]))]
assert [part.shape for part in shares] == [(2,), (2, 3), (2, 3)], "one share for each label, and two tables"
assert all(part.dtype == np.float64 for part in shares), "shares are float64, also where counts are whole numbers"
assert all(part.min() >= 0 and part.max() <= 1 for part in shares), "shares lie between 0 and 1"
assert abs(shares[0].sum() - 1) < 1e-9, "the shares of all labels make up the whole"

# %% [markdown] hint="read_both_ways"
# Along a row, what is each cell divided by? And down a column? Which `axis` of `sum` gives the sums of the rows?
#
# ---
# `counts.sum(axis=1)` has one number for each row, $n(y)$; `counts.sum(axis=0)` one for each column, $n(x)$. To divide
# each *row* by its own number, the numbers have to stand in a column, shape `[K, 1]`.
#
# ---
# `counts.sum(axis=1, keepdims=True)` stays a column: `counts / that` is $p(x \mid y)$. Without `keepdims`, NumPy would
# divide columns by the sums of rows, and a square table would not even complain.

# %% [markdown]
# With real data: $y$ is a handwritten digit, and $x$ is how much ink its image holds. The first plot reads the table
# along rows, *I want to write a 1: how much ink?* The second reads it down columns, *so much ink: which digit?* Very
# little ink says "1"; in the middle, ink alone says hardly anything.

# %% tags=["demo"]
ink = np.clip(train.sum(axis=1).astype(int), 15, 23) - 15  # nine classes of ink, from little to much
table = np.zeros((10, 9))
for label, value in zip(y_train, ink, strict=True):
    table[label, value] += 1
p_y, p_x_given_y, p_y_given_x = read_both_ways(table)
for shares, name in ((p_x_given_y, "p(ink | digit)"), (p_y_given_x, "p(digit | ink)")):
    curves = {f"digit {digit}": shares[digit] for digit in (0, 1, 7, 8)}
    plot_curves(np.arange(15, 24), curves, x_label="ink, in fully dark pixels", y_label=name)

# %% [markdown]
# ## 2 A first sampler
#
# Now *make* something. We have counts of what may come, for example 2, 0, 5 and 1, and want a random outcome, each with
# its share: $\frac28, 0, \frac58, \frac18$. All the chance that a computer offers is a **uniform** number $u$ from 0 to
# 1 (1 itself never comes): every stretch of length $\ell$ is hit with probability $\ell$.
#
# So lay the outcomes end to end, each as long as its count. The whole is $N = 8$ long. Throw $u N$ onto it, and see
# where it lands:
#
# ![Stretches of lengths 2, 0, 5 and 1, end to end; a uniform number times 8 lands in one of them](images/staircase.svg)
#
# Stretch $k$ ends at $n_0 + \dots + n_k$. So the outcome is
#
# $$k = \text{ the smallest index with } \; u\,N < n_0 + n_1 + \dots + n_k \tag{3}$$
#
# *Why it is right.* Outcome $k$ is drawn for $u$ on a stretch of length $n_k/N$, and a stretch of that length is hit
# with that probability. Nothing else is needed: **no shares, no bell curves, any table.** (It is called *inverse CDF
# sampling*.)
#
# **Where you meet it.** The last line of every language model: a network gives one number for each possible next word,
# and equation (3) picks one.
#
# **Chance is handed in.** Our samplers do not make their own random numbers; they get $u$ as an argument. So the same
# $u$ gives the same answer, and a sampler can be tested like any other function.

# %%
counts = np.array([2, 0, 5, 1])
ends = np.cumsum(counts)  # each entry is the sum of all counts up to it
print("the stretches end at", ends.tolist())  # -> the stretches end at [2, 2, 7, 8]
u = np.array([0.0, 0.2, 0.25, 0.6, 0.9])
print("u N =", (8 * u).round(2).tolist())  # -> u N = [0.0, 1.6, 2.0, 4.8, 7.2]
print("a trap:", np.cumsum(np.ones(10) / 10)[-1])  # ten tenths, rounded ten times  # -> a trap: 0.9999999999999999

# %% [markdown] task="draw"
# ### Exercise 2 · `draw` · 5 points · 8 minutes · implement
#
# Write equation (3), for one number $u$ or for a whole array of them. What has the count 0 must never come, wherever it
# stands, not even for $u = 0$. And note the trap of the last line: if you divide the counts by their sum first, the
# last stretch may end a hair's breadth before 1, and a $u$ in between falls off the end. Whole numbers do not round:
# better to stretch $u$.


# %% exercise="draw" points=5 difficulty=1 minutes=8 needs=[]
def draw(counts, u):
    """Draw outcomes in proportion to their counts, equation (3).

    Args:
        counts: an array of shape [K], K at least 1: a whole number or float of at least 0 for each outcome, not all 0. They may
            sum to anything. It is not changed.
        u: uniform numbers, each at least 0 and below 1, however little: a float, or a float64 array of any shape.

    Returns:
        For each u the smallest k with u * N < counts[0] + ... + counts[k], where N is the sum of all counts: int64, of u's
        shape (for a float: a single whole number). An outcome of count 0 is never drawn.
    """
    ### BEGIN SOLUTION
    ends = np.cumsum(counts)
    return np.searchsorted(ends, u * ends[-1], side="right")
    ### END SOLUTION


# %% public_test="draw"
drawn = np.asarray(draw(np.array([3, 1, 2]), np.array([[0.1, 0.5, 0.9], [0.2, 0.3, 0.4]])))
assert drawn.shape == (2, 3), "one outcome for each uniform number"
assert drawn.dtype == np.int64, "outcomes are whole numbers, int64"
assert drawn.min() >= 0, "outcomes are counted from 0"
assert drawn.max() <= 2, "three outcomes: 0, 1 and 2"
assert np.ndim(draw(np.array([1.0, 1.0]), 0.5)) == 0, "one number, one outcome"

# %% [markdown] hint="draw"
# `np.cumsum(counts)` are the ends of the stretches. How many of these ends does $uN$ reach or pass? Try it on paper for
# the picture.
#
# ---
# The answer to the last question *is* the index: it is the number of ends that are at most $uN$. Look at $u = 0$ and a
# count of 0 in front: its end is 0, and it has to be passed.
#
# ---
# `np.searchsorted(ends, values, side="right")` counts for each value the ends that are at most that value. Or compare
# by hand: `(ends <= values[..., None]).sum(axis=-1)` for an array. Take $N$ to be `ends[-1]`.

# %% [markdown]
# Draw a thousand times, and compare the shares with the counts. And your first generated picture: for each of the 64
# pixels alone, count how dark it is in the images of the digit 3 (there are 17 levels, from 0 to 16), and draw.

# %% tags=["demo"]
rng = np.random.default_rng(0)
outcomes = draw(counts, rng.random(1000))
print("wanted:", (counts / 8).tolist(), " drawn:", (np.bincount(outcomes, minlength=4) / 1000).tolist())
threes = np.rint(16 * train[y_train == 3]).astype(int)
of_pixel = [np.bincount(threes[:, j], minlength=17) for j in range(64)]
invented = np.array([draw(of_pixel[j], rng.random(10)) for j in range(64)]).T
show_images({"real": threes[:10] / 16, "invented": invented / 16}, title="The digit 3, pixel by pixel")

# %% [markdown]
# ## 3 Inventing words, letter by letter
#
# A name is too rare to be counted: there are more possible names than atoms in the room. But letters are common. So say
# that the next letter depends on the one before it, and on nothing else; that is a **Markov chain**, and its table of
# pairs is called a **bigram** model. Let `.` stand for the boundary, before the first letter and after the last. Then
#
# $$
# p(\texttt{tin}) = p(\texttt t \mid \texttt .)\; p(\texttt i \mid \texttt t)\; p(\texttt n \mid \texttt i)\;
# p(\texttt . \mid \texttt n) \tag{4}
# $$
#
# ![A walk through the table: from the boundary to t, to i, to n, and back to the boundary](images/chain.svg)
#
# Each factor is a row of a table, read as in section 1, and learning is counting pairs. With $n_{ij}$ for how often
# letter $j$ comes right after letter $i$,
#
# $$p(j \mid i) = \frac{n_{ij} + \alpha}{\sum_{j'} (n_{ij'} + \alpha)} \tag{5}$$
#
# What is the $\alpha$ for? With $\alpha = 0$ a pair that has never been seen gets the probability 0, and with it every
# name in which it occurs. "Never seen in 95 names" is not "impossible". So each cell gets a little more than was
# counted: that is **smoothing**. A small $\alpha$ trusts the data, a large one makes all letters alike.
#
# **Where you meet it.** Equation (4) is what every language model does, with one difference: it looks back at thousands
# of words, not at one letter. Then there are too many rows to count, and a network computes the row that is needed.
# Models that make one piece after the other are called **autoregressive**.

# %%
ALPHABET = ".abcdefghijklmnopqrstuvwxyz"  # 27 symbols; number 0 is the boundary


def codes(name):
    """The numbers of a name's letters, with the boundary at both ends."""
    return [ALPHABET.index(letter) for letter in "." + name + "."]


print("tin:", codes("tin"))  # -> tin: [0, 20, 9, 14, 0]
print("its pairs:", list(pairwise(codes("tin"))))  # -> its pairs: [(0, 20), (20, 9), (9, 14), (14, 0)]
after_q = [name for name in train_names if "q" in name]
print("names with a q:", after_q)  # so nothing is known of its row, and alpha has to fill it  # -> names with a q: []
print("u after i:", sum(name.count("iu") for name in train_names), "of", sum(name.count("i") for name in train_names))
# -> u after i: 65 of 98

# %% [markdown] task="fit_bigram"
# ### Exercise 3 · `fit_bigram` · 5 points · 8 minutes · implement
#
# Write equation (5): count all pairs of neighbours in all names, boundaries included, and make a row of shares for each
# letter.


# %% exercise="fit_bigram" points=5 difficulty=1 minutes=8 needs=[]
def fit_bigram(names, alpha):
    """Count which letter follows which, equation (5).

    Args:
        names: a list of texts made of the letters a to z, each of at least one letter. The list may be empty: then all rows are
            uniform.
        alpha: what is added to every count, a float above 0.

    Returns:
        float64 array of shape [27, 27]: entry [i, j] is p(j | i), in the order of ALPHABET. Every row sums to 1.
    """
    ### BEGIN SOLUTION
    counts = np.full((27, 27), float(alpha))
    for name in names:
        letters = codes(name)
        for i, j in pairwise(letters):
            counts[i, j] += 1
    return counts / counts.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% public_test="fit_bigram"
p = np.asarray(fit_bigram(["tin", "zinc"], 0.5))
assert p.shape == (27, 27), "a row and a column for each of the 27 symbols"
assert p.dtype == np.float64, "shares are float64"
assert p.min() > 0, "with smoothing, nothing is impossible"
assert np.abs(p.sum(axis=1) - 1).max() < 1e-9, "each row is a list of shares"

# %% [markdown] hint="fit_bigram"
# Which pairs does `tin` contribute? There are four. `codes` gives you five numbers; pair each with the next.
#
# ---
# Begin with a table that is filled with $\alpha$; go through the names; add 1 to the cell of each pair. Then divide
# each row by its own sum, as in Exercise 1.
#
# ---
# `for i, j in pairwise(letters):` goes through the pairs `(i, j)`; `counts[i, j] += 1`; and
# `counts / counts.sum(axis=1, keepdims=True)` at the end.

# %% tags=["demo"]
p = fit_bigram(train_names, 0.01)
for letter in ".iumt":
    row = p[ALPHABET.index(letter)]
    likely = np.argsort(-row)[:5]
    print(f"after '{letter}':", ", ".join(f"'{ALPHABET[j]}' {row[j]:.0%}" for j in likely))

# %% [markdown]
# ### How good is it? Ask it about names that it has not seen
#
# A product of many shares is a tiny number, and soon too small for a computer (below about $10^{-324}$ it says 0). So
# one takes the **logarithm**: $\log$ turns products into sums, it grows with its argument, and $\log 1 = 0$. (We use
# the natural one, `np.log`; it undoes $e^x$, and $e \approx 2.718$.) Equation (4) becomes
#
# $$\log p(\text{name}) = \sum_t \log p(c_t \mid c_{t-1}) \tag{6}$$
#
# over all pairs of neighbours $c_{t-1}, c_t$ in the name, boundaries included. It is never positive, and closer to 0 is
# better. As a function of the model it is called the **log-likelihood**: how well did the model expect what came?
#
# To make it readable, take the average over all letters (ends included), and undo the logarithm. That is the
# **perplexity**
#
# $$
# \mathrm{PPL} = e^{-\frac{1}{M} \sum_{\text{names}} \log p(\text{name})}, \qquad
# M = \text{number of factors in all products} \tag{7}
# $$
#
# It says: the model is as unsure about the next letter as somebody who guesses among PPL equally likely letters. Who
# knows nothing has 27.
#
# **On which names?** Not on those that were counted. *Among all tables, the counted shares ($\alpha = 0$) give the
# training names the highest likelihood that is possible.* So a model can always shine on what it has seen. On names
# that were **held out**, it cannot cheat: what it has learnt by heart is of no use there.
#
# <details><summary>Proof that counting is best on what was counted</summary>
#
# Each row can be looked at alone. Let $n_j$ be its counts, $n$ their sum, $\hat p_j = n_j/n$ the shares, and $q_j$ any
# other row of shares. For every $t > 0$, $\log t \le t - 1$ (the curve of the logarithm lies below its tangent at 1).
# So
#
# $$\sum_j n_j \log q_j - \sum_j n_j \log \hat p_j = n \sum_{j:\, n_j > 0} \hat p_j \log\frac{q_j}{\hat p_j}
# \le n \sum_{j:\, n_j > 0} \hat p_j \Bigl(\frac{q_j}{\hat p_j} - 1\Bigr) = n \Bigl(\sum_{j:\, n_j > 0} q_j - 1\Bigr) \le 0$$
#
# The left side is by how much $q$ beats counting. ∎
#
# </details>

# %%
small = np.full((27, 27), 0.01)  # a made-up table, to see the arithmetic; its rows do not sum to 1
for i, j, share in [(0, 20, 0.5), (20, 9, 0.25), (9, 14, 0.5), (14, 0, 0.5)]:
    small[i, j] = share
print("p(tin) =", 0.5 * 0.25 * 0.5 * 0.5)  # -> p(tin) = 0.03125
print(f"log p(tin) = {sum(math.log(s) for s in (0.5, 0.25, 0.5, 0.5)):.4f}")  # -> log p(tin) = -3.4657
print(f"perplexity {math.exp(3.4657 / 4):.3f}")  # two choices three times, and four once  # -> perplexity 2.378
print("a long text by products:", 0.1**400, " by sums:", round(400 * math.log(0.1), 1))
# -> a long text by products: 0.0 by sums: -921.0

# %% [markdown] task="log_prob"
# ### Exercise 4 · `log_prob` · 5 points · 8 minutes · implement
#
# Write equation (6) for a list of names.


# %% exercise="log_prob" points=5 difficulty=1 minutes=8 needs=[]
def log_prob(p, names):
    """Tell how likely names are under a table of pairs, equation (6).

    Args:
        p: the table, float64 array of shape [27, 27], entry [i, j] is p(j | i). Entries may be 0. It is not changed.
        names: a list of texts made of the letters a to z, each of at least one letter and up to thousands. It may be empty.

    Returns:
        float64 array of shape [len(names)]: the natural logarithm of the probability of each name, both boundaries included;
        -inf for a name with a pair of probability 0.
    """
    ### BEGIN SOLUTION
    log_table = np.full((27, 27), -np.inf)
    log_table[p > 0] = np.log(p[p > 0])
    totals = np.zeros(len(names))
    for n, name in enumerate(names):
        letters = codes(name)
        totals[n] = log_table[letters[:-1], letters[1:]].sum()
    return totals
    ### END SOLUTION


# %% public_test="log_prob"
answer = np.asarray(log_prob(np.full((27, 27), 1 / 27), ["iron", "tin", "gold"]))
assert answer.shape == (3,), "one number for each name"
assert answer.dtype == np.float64, "in float64"
assert answer.max() < 0, "the logarithm of a share below 1 is negative"
assert answer[1] > answer[0], "a longer name has more factors, and each of them is a share"

# %% [markdown] hint="log_prob"
# The factors of (4) are the cells of the pairs that you have counted in Exercise 3. What do their logarithms add up to?
#
# ---
# For each name: go through `pairwise(letters)` and add `np.log(p[i, j])`. Do not multiply first and take
# the logarithm afterwards: long names would give `log(0)`.
#
# ---
# `np.log(0.0)` is `-inf` with a warning, which is harmless here; `math.log(0.0)` raises an exception, so ask for `p[i,
# j] == 0` first if you use it. Put the sums into `np.array(sums, dtype=float)`, so that an empty list works, too.


# %%
def perplexity(p, names):
    """Equation (7)."""
    return math.exp(-log_prob(p, names).sum() / sum(len(name) + 1 for name in names))


# %% [markdown]
# How much smoothing? Let the held-out names decide. On the training names, less is always better, as was proved; on
# the others the curve has a lowest point, and left of it the model has begun to learn by heart.

# %% tags=["demo"]
exponents = np.arange(-4, 1.6, 0.25)
tables = [fit_bigram(train_names, 10.0**e) for e in exponents]
plot_curves(
    exponents,
    {
        "training names": [perplexity(p, train_names) for p in tables],
        "held-out names": [perplexity(p, test_names) for p in tables],
        "who knows nothing": [27.0] * len(exponents),
    },
    x_label="alpha, as a power of ten",
    y_label="perplexity",
    title="Learnt, and learnt by heart",
)

# %% [markdown]
# ### Now let it speak
#
# To invent a name, walk through the table: begin at the boundary, draw the next letter from the row of the last one,
# and stop when the boundary comes again. Often one wants to be more daring, or more careful, than the data. The
# **temperature** $\tau$ bends a row of shares before drawing:
#
# $$p_\tau(j) = \frac{p(j)^{1/\tau}}{\sum_{j'} p(j')^{1/\tau}} \tag{8}$$
#
# With $\tau = 1$ nothing changes. A cold row ($\tau$ near 0) leaves only what is likeliest; a hot one ($\tau$ large)
# makes all possible letters alike. It is the same knob that chatbots have. *Mind the cold*: for $\tau = 0.001$ the
# power is $1000$, and $0.3^{1000}$ is 0 for a computer, for every letter. Divide the row by its largest entry first;
# then the largest stays 1, and the quotient (8) is the same.
#
# Below is a draft from the internet. It looks right, it runs, and it returns letters, which is all that its author has
# looked at.

# %%
row = np.array([0.5, 0.3, 0.2])
for temperature in (0.25, 1.0, 4.0):
    bent = row ** (1 / temperature)
    print(f"temperature {temperature}:", (bent / bent.sum()).round(3).tolist())
# -> temperature 0.25: [0.866, 0.112, 0.022]
# -> temperature 1.0: [0.5, 0.3, 0.2]
# -> temperature 4.0: [0.374, 0.329, 0.297]


def draft_name(p, u, temperature=1.0):
    letter = 1
    name = ""
    for _ in range(len(u)):
        row = p[:, letter] ** temperature
        ends = np.cumsum(row)
        letter = int((ends <= u[0] * ends[-1]).sum())
        name += ALPHABET[letter]
        if letter == 0:
            break
    return name


lili = np.full((27, 27), 0.001)  # a table that knows one word: l, i, l, i, end
for i, j in [(0, 12), (12, 9), (9, 12), (9, 0)]:
    lili[i, j] += 1
print("the draft says:", draft_name(lili, np.array([0.4, 0.4, 0.4, 0.4, 0.9])))  # -> the draft says: jjjjj

# %% [markdown] task="sample_name"
# ### Exercise 5 · `sample_name` · 6 points · 10 minutes · repair
#
# `draft_name` has **five** faults. The table `lili` knows a single word, so a right program would say "li", "lili" or
# "lilil", but hardly ever "jjjjj". Follow the draft with pencil and paper: where does it begin, what does it look up in
# the table, which number of `u` does it use, what does it do with the boundary, and is a high temperature hot? Then
# write `sample_name` without the faults, and safe in the cold.


# %% exercise="sample_name" points=6 difficulty=2 minutes=10 needs=["draw"]
def sample_name(p, u, temperature=1.0):
    """Invent a name by walking through a table of pairs, with equation (8) in each step.

    Args:
        p: the table, float64 array of shape [27, 27], entry [i, j] is p(j | i). Entries may be 0. It is not changed.
        u: uniform numbers in [0, 1), float64 array of shape [L], L at least 1: the first letter is drawn with u[0], the next
            with u[1], and so on.
        temperature: a float, at least 0.001.

    Returns:
        The name, a text without boundaries. It ends where the boundary is drawn (at once, perhaps: then it is empty), or
        after L letters if that does not happen.
    """
    ### BEGIN SOLUTION
    letter, name = 0, ""
    for number in u:
        row = (p[letter] / p[letter].max()) ** (1 / temperature)
        letter = draw(row, number)
        if letter == 0:
            break
        name += ALPHABET[letter]
    return name
    ### END SOLUTION


# %% public_test="sample_name"
always_a = np.zeros((27, 27))
always_a[:, 1] = 1.0
name = sample_name(always_a, np.array([0.3, 0.9, 0.1]))
assert isinstance(name, str), "a name is a text"
assert len(name) <= 3, "no more letters than uniform numbers"
assert name == "aaa", "where only 'a' can come, only 'a' comes"

# %% [markdown] hint="sample_name"
# Compare with the text above, step by step: *begin at the boundary*; *the row of the last letter*; a fresh uniform
# number for each letter.
#
# ---
# The five faults: the draft begins after an `a` (number 1) and not at the boundary (0); it reads a column, where (5)
# has its shares in a row; it raises to the power $\tau$ where (8) says $1/\tau$; it uses `u[0]` every time; and it
# writes the boundary into the name.
#
# ---
# In each step: `row = (p[letter] / p[letter].max()) ** (1 / temperature)`, then `draw(row, u[t])`. There is no need to
# divide by the sum: `draw` takes counts that sum to anything. Stop *before* you add the boundary.

# %% [markdown]
# Here they are, invented by your own program, from cold to hot. A star marks a name that exists. Which temperature do
# you like best?

# %% tags=["demo"]
rng = np.random.default_rng(5)
p = fit_bigram(train_names, 0.03)
for temperature in (0.3, 0.6, 1.0, 2.0):
    invented = [sample_name(p, rng.random(14), temperature) for _ in range(9)]
    print(f"{temperature}: ", ", ".join(name + "*" * (name in ELEMENTS) for name in invented))
lengths = [[len(sample_name(p, rng.random(14), t)) for _ in range(400)] for t in (0.6, 1.0)]
shares = {"real names": np.bincount([len(name) for name in train_names], minlength=15) / len(train_names)}
for temperature, of_one in zip((0.6, 1.0), lengths, strict=True):
    shares[f"invented, temperature {temperature}"] = np.bincount(of_one, minlength=15) / 400
plot_curves(range(15), shares, x_label="letters", y_label="share of names", title="It does not know how long names are")

# %% [markdown]
# The plot shows what one letter of memory cannot know: at any moment the name may end. And it shows a good way of
# asking a generator for its faults: *compare a feature of many samples with the same feature of real examples.*
#
# (A good place for a break.)
#
# ## 4 Is it a sampler at all? And does it only copy?
#
# ### A check for samplers
#
# A colleague hands you a function and says "it draws from these shares $p$". A wrong sampler does not crash. It returns
# perfectly good-looking outcomes, and all that you compute with them is wrong. What does a right one promise?
#
# 1. **Outcomes**: asked for $n$, it returns $n$ of them, each a whole number from 0 to $K - 1$.
# 2. **Possible**: what has probability 0 never comes, not even once in a while.
# 3. **Shares**: outcome $k$ comes with probability $p(k)$.
# 4. **No memory**: what comes next does not depend on what came before. So the *pair* "first $i$, then $j$" comes with
#    probability $p(i)\,p(j)$. (You have counted pairs before!)
# 5. **Fresh**: asked again, it does not return the same outcomes again.
#
# Shares of finitely many draws are never exact. How far off may they be? About $\sqrt{p(1-p)/n}$: with $n = 10{,}000$
# draws that is at most 0.005, and being off by five times as much has a chance of less than one in a million. *Four
# times the draws, half the noise.* So draw enough that noise and fault cannot be confused.

# %%
rng = np.random.default_rng(1)
for n in (100, 10_000):
    shares = [
        (rng.random(n) < 0.3).mean() for _ in range(1000)
    ]  # the share of an outcome with p = 0.3, measured 1000 times
    print(f"n = {n}: off by {np.std(shares):.3f}, typically; by the formula {math.sqrt(0.3 * 0.7 / n):.3f}")
# -> n = 100: off by 0.046, typically; by the formula 0.046
# -> n = 10000: off by 0.005, typically; by the formula 0.005
sorted_draws = np.sort(draw(np.array([1, 1]), rng.random(10_000)))
print(
    "sorted: share of ones",
    sorted_draws.mean().round(2),
    " share of pairs 0, 1:",
    np.mean(np.diff(sorted_draws) == 1).round(2),
)
# -> sorted: share of ones 0.5 share of pairs 0, 1: 0.0

# %% [markdown] task="is_sampler_of"
# ### Exercise 6 · `is_sampler_of` · 6 points · 12 minutes · write a check
#
# Write the check. It is judged like any good test: on right samplers, which it must accept (there are several ways to
# draw), and on *wrong* ones, each with one fault, which it must reject without crashing. The wrong ones are not subtle:
# how far they are off at least is told in the docstring.


# %% exercise="is_sampler_of" points=6 difficulty=3 minutes=12 needs=[]
def is_sampler_of(sample, p):
    """Tell whether a function draws independent outcomes with given probabilities.

    Args:
        sample: a function: `sample(n)` returns n outcomes in an array. You may call it as often as you like, with n up to
            100,000.
        p: float64 array of shape [K], K from 1 to 6: the probabilities of the outcomes 0 to K - 1, which sum to 1; some may
            be 0. It is not changed.

    Returns:
        A bool: True for a right sampler. False for one that breaks any of the five promises: the array has another shape
        than [n], or entries that are not whole numbers from 0 to K - 1 (floats such as 2.0 are fine, NaN is not); an outcome
        of probability 0 comes (once in 500 draws, at least); the share of an outcome, or of a pair of an outcome and the
        next one, is off by more than 0.05; or two calls return the same (where only one outcome is possible that is right,
        of course).
    """
    ### BEGIN SOLUTION
    n, size = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(size)).all():
        return False
    pairs = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            pairs[i, j] = np.mean((x[:-1] == i) & (x[1:] == j))
    shares = np.array([np.mean(x == k) for k in range(size)])
    if (shares[p == 0] > 0).any():
        return False
    if np.abs(shares - p).max() > 0.02 or np.abs(pairs - np.outer(p, p)).max() > 0.02:
        return False
    return bool((p > 0).sum() == 1 or not np.array_equal(x, again))
    ### END SOLUTION


# %% public_test="is_sampler_of"
rng = np.random.default_rng(0)
half = np.array([0.5, 0.5])
verdict = is_sampler_of(lambda n: rng.integers(0, 2, n), half)
assert isinstance(verdict, (bool, np.bool_)), "one answer, true or false"
assert verdict, "a fair coin"
assert not is_sampler_of(lambda n: np.zeros(n, dtype=int), half), "a coin that always shows the same side"

# %% [markdown] hint="is_sampler_of"
# Go through the five promises in their order: who has another shape, or outcomes that do not exist, must be sent away
# before you count anything. How do you count pairs in an array `x`? Every entry but the last, and every entry but the
# first.
#
# ---
# Choose n by the rule of thumb: with 40,000 draws, shares are off by at most 0.0025 typically, so a limit of 0.02 is
# eight times the noise and well below the 0.05 of a fault. The pair $i, j$: `np.mean((x[:-1] == i) & (x[1:] == j))`, to
# be compared with `p[i] * p[j]`.
#
# ---
# `np.isin(x, np.arange(len(p))).all()` rejects NaN, halves, negative and too large numbers at once. For promise 5 call
# `sample(n)` twice and use `np.array_equal`, but only if more than one entry of `p` is above 0.

# %% tags=["demo"]
rng = np.random.default_rng(2)
p = np.array([0.5, 0.2, 0.3, 0.0])
suspects = {
    "your draw": lambda n: draw(p, rng.random(n)),
    "forgets the shares": lambda n: rng.integers(0, 4, n),
    "sorts what it draws": lambda n: np.sort(draw(p, rng.random(n))),
    "says everything twice": lambda n: np.repeat(draw(p, rng.random(n)), 2)[:n],
    "always the same seed": lambda n: draw(p, np.random.default_rng(0).random(n)),
}
for name, suspect in suspects.items():
    print(f"{name:22s}", "accepted" if is_sampler_of(suspect, p) else "rejected")

# %% [markdown]
# ### The copyist
#
# Here is a generator that passes almost every test: keep all training examples, and return one of them by chance. Its
# samples are perfect, since they are real. It has learnt nothing. It is called a **memoriser**, and large models do a
# bit of it, too: some sentences and pictures of their training data can be got out of them word by word.
#
# There is a way to notice it *without seeing the training data*: ask often, and look for repetitions. Say that it has
# $n$ examples, each as likely as any other, and we ask $m$ times. An example is missed by one draw with probability
# $1-\frac1n$, and by all with $(1-\frac1n)^m$. The draws have nothing to do with each other, so the probabilities
# multiply. Hence, on average,
#
# $$\text{different examples} = n\,\Bigl(1 - \bigl(1 - \tfrac1n\bigr)^m\Bigr) \tag{9}$$
#
# And no two draws are the same if the second avoids the first, the third avoids both, and so on:
#
# $$p(\text{no repetition}) = \frac{n-1}{n}\cdot\frac{n-2}{n}\cdots\frac{n-m+1}{n} \tag{10}$$
#
# This falls faster than one thinks. With $n = 365$ it is the chance that $m$ people all have different birthdays.

# %%
few = 1.0
for others in range(1, 5):
    few *= (365 - others) / 365
print(f"five people, no shared birthday: {few:.3f}")  # -> five people, no shared birthday: 0.973
rng = np.random.default_rng(3)
counted = [len(set(rng.integers(0, 10, 5).tolist())) for _ in range(20_000)]
print(
    f"n = 10, m = 5: {np.mean(counted):.1f} different, by (9) {10 * (1 - 0.9**5):.1f}"
)  # -> n = 10, m = 5: 4.1 different, by (9) 4.1

# %% [markdown] task="predict_repeats"
# ### Exercise 7 · `predict_repeats` · 5 points · 7 minutes · predict
#
# Before anybody asks the copyist anything, predict what will be seen: equations (9) and (10), without drawing anything.


# %% exercise="predict_repeats" points=5 difficulty=2 minutes=7 needs=[]
def predict_repeats(n, m):
    """Predict how often a generator repeats itself that draws from n stored examples, equations (9) and (10).

    Args:
        n: how many examples it has, an int from 1 to a million, each as likely as any other in every draw.
        m: how many draws, an int from 0 to 10,000; it may be larger than n.

    Returns:
        (different, no_repeat): two floats: how many different examples come, on average; and the probability that no example
        comes twice, which is 1 where there are fewer than two draws.
    """
    ### BEGIN SOLUTION
    different = n * (1 - (1 - 1 / n) ** m)
    no_repeat = 1.0
    for others in range(1, m):
        no_repeat *= max(n - others, 0) / n
    return different, no_repeat
    ### END SOLUTION


# %% public_test="predict_repeats"
different, no_repeat = predict_repeats(50, 10)
assert isinstance(different, float), "a number, a float"
assert isinstance(no_repeat, float), "a number, a float"
assert 1 < different < 10, "some come again: fewer different ones than draws"
assert 0 < no_repeat < 1, "a probability"

# %% [markdown] hint="predict_repeats"
# Equation (9) is one line. For (10): how many factors are there for $m = 2$, and how many for $m = 1$?
#
# ---
# The factors are $(n - i)/n$ for $i = 1, \dots, m - 1$. If more draws are made than there are examples, one of these
# factors is 0, and later ones would be negative: what does that do to the product?
#
# ---
# `for i in range(1, m): no_repeat *= (n - i) / n`, starting with `1.0`. Once a factor is 0 the product stays 0; if you
# prefer logarithms, treat `m > n` by itself.

# %% [markdown]
# How many people until two share a birthday, more likely than not? The forecast is drawn below, and your generator of
# names beside it: if it were a copyist of 95 names, it would follow the lower curve.

# %% tags=["demo"]
print("23 people share no birthday with probability", round(predict_repeats(365, 23)[1], 3))
rng = np.random.default_rng(4)
p = fit_bigram(train_names, 0.03)
invented = [sample_name(p, rng.random(14), 0.8) for _ in range(400)]
asked = np.arange(0, 401, 25)
plot_curves(
    asked,
    {
        "your names: different ones": [len(set(invented[:m])) for m in asked],
        "forecast for a copyist of 95 names": [predict_repeats(95, int(m))[0] for m in asked],
        "nothing ever comes twice": asked,
    },
    x_label="names asked for",
    y_label="different names",
    title="Does it repeat itself?",
)
print(f"of {len(set(invented))} different names, {len(set(invented) & set(train_names))} stand in the training data")

# %% [markdown]
# ## 5 One model that draws and reads
#
# Back to images. One table for all digits would mix them up. So let us make it in two draws, first **which digit**,
# then its pixels:
#
# $$y \sim p(y), \qquad x_j \sim p_j(x_j \mid y) \;\text{ for each pixel } j = 1, \dots, 64 \tag{11}$$
#
# ($\sim$ is read "is drawn from".) A model that first draws which of several simple models to use is called a
# **mixture**. What is drawn first, here $y$, is what decides about the whole; where nobody tells the labels, and the
# model has to invent them for itself, such a thing is called a *latent variable*, and you will meet it in every
# variational autoencoder.
#
# Each $p_j(\cdot \mid y)$ is a row of 17 shares, counted in the images of digit $y$ and smoothed as in (5):
# $\frac{n+\alpha}{\sum(n+\alpha)}$; and $p(y)$ is counted and smoothed in the same way. Pixels are drawn
# *independently* once the digit is known, which is naive, and makes the model simple. The probability of an image
# together with its label is a product again,
#
# $$\log p(x, y) = \log p(y) + \sum_{j=1}^{64} \log p_j(x_j \mid y) \tag{12}$$
#
# and now comes what no discriminative model can do. **The same tables draw and read.** To draw a 7, choose $y = 7$ and
# use (11). To read an image, use Bayes' rule (2): its denominator is the same for all labels, so the likeliest label is
#
# $$\hat y(x) = \text{ the } y \text{ for which } \log p(x, y) \text{ is largest} \tag{13}$$
#
# It reads by asking ten times: *had I wanted to draw a $y$, would I have drawn this?*
#
# **Which is better at reading?** A discriminative model, if there are many labelled examples: it spends all its effort
# on the question. A generative one often learns faster from few, and it can do more: fill in missing pixels, say "this
# is no digit at all" (all ten answers are tiny), and draw.

# %%
LEVELS = 17  # a pixel is 0 (paper) to 16 (ink)
x_train, x_test = np.rint(16 * train).astype(int), np.rint(16 * test).astype(int)
print("images:", x_train.shape, "labels:", y_train.shape, "levels of one pixel:", x_train[:6, 27].tolist())
cell = 8 * 3 + 3  # row 3, column 3: in the middle
for digit in (0, 8):
    dark = (x_train[y_train == digit, cell] >= 8).mean()
    print(f"a pixel in the middle is dark in {dark:.0%} of the digits {digit}")
# -> dark in 10% of the digits 0
# -> dark in 94% of the digits 8

# %% [markdown] task="DigitTables"
# ### Exercise 8 · `DigitTables` · 10 points · 18 minutes · implement
#
# Write the whole model as a class: count when it is made, then judge, read and draw. It does not care what the images
# show, so it must work for any number of pixels.


# %% exercise="DigitTables" points=10 difficulty=3 minutes=18 needs=["draw"]
class DigitTables:
    """A generative model of labelled images, made by counting: equations (11) to (13).

    Attributes:
        p_label: p(y), float64 array of shape [10].
        p_level: p_j(x_j | y), float64 array of shape [10, D, 17]: for each label and each pixel, a row of 17 shares.

    The methods look these two up when they are called, so that whoever puts other tables there has another model.
    """

    def __init__(self, x, y, alpha):
        """Count.

        Args:
            x: images, int64 array of shape [N, D] with entries from 0 to 16.
            y: their labels, int64 array of shape [N] with entries from 0 to 9. Some labels may not occur.
            alpha: what is added to every count, of labels and of levels, a float above 0.
        """
        ### BEGIN SOLUTION
        n_label = np.full(10, float(alpha))
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        pixels = np.arange(x.shape[1])
        for image, label in zip(x, y, strict=True):
            n_label[label] += 1
            n_level[label, pixels, image] += 1
        self.p_label = n_label / n_label.sum()
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)
        ### END SOLUTION

    def log_joint(self, x):
        """log p(x, y) of equation (12) for each image x, shape [N, D], under each label: float64 array of shape [N, 10]."""
        ### BEGIN SOLUTION
        pixels = np.arange(x.shape[1])
        of_label = [np.log(table)[pixels, x].sum(axis=1) for table in self.p_level]
        return np.log(self.p_label) + np.stack(of_label, axis=1)
        ### END SOLUTION

    def classify(self, x):
        """The likeliest label (13) of each image, shape [N, D]: int64 array of shape [N]."""
        ### BEGIN SOLUTION
        return self.log_joint(x).argmax(axis=1)
        ### END SOLUTION

    def sample(self, y, u):
        """Draw an image for each label, second half of (11).

        Args:
            y: labels, int64 array of shape [N].
            u: uniform numbers in [0, 1), float64 array of shape [N, D]: pixel j of image i is drawn with u[i, j], as in (3).

        Returns:
            The images, int64 array of shape [N, D].
        """
        ### BEGIN SOLUTION
        images = np.zeros(u.shape, dtype=np.int64)
        for i in range(u.shape[0]):
            for j in range(u.shape[1]):
                images[i, j] = draw(self.p_level[y[i], j], u[i, j])
        return images
        ### END SOLUTION


# %% public_test="DigitTables"
tiny = DigitTables(np.array([[0, 16, 3], [1, 16, 3], [0, 2, 5]]), np.array([4, 4, 7]), 0.5)
assert np.shape(tiny.p_label) == (10,), "a share for each label"
assert np.shape(tiny.p_level) == (10, 3, 17), "a table for each label"
assert tiny.p_label.dtype == tiny.p_level.dtype == np.float64, "shares are float64"
assert np.abs(np.sum(tiny.p_level, axis=2) - 1).max() < 1e-9, "the 17 shares of a pixel make up the whole"
scores = np.asarray(tiny.log_joint(np.array([[0, 16, 3], [5, 5, 5]])))
assert scores.shape == (2, 10), "one score for each image and label"
assert scores.dtype == np.float64, "scores are float64"
assert scores.max() < 0, "logarithms of probabilities"
labels = np.asarray(tiny.classify(np.array([[0, 16, 3], [0, 2, 5]])))
assert labels.shape == (2,), "one label for each image"
assert labels.dtype == np.int64, "labels are int64"
drawn = np.asarray(tiny.sample(np.array([4, 7]), np.full((2, 3), 0.5)))
assert drawn.shape == (2, 3), "one level for each uniform number"
assert drawn.dtype == np.int64, "levels are int64"

# %% [markdown] hint="DigitTables"
# Counting is Exercise 3 with another table: start with $\alpha$ everywhere, go through the images, and add 1 to one
# cell for each pixel. Which three numbers name the cell?
#
# ---
# For image `image` with label `label`, pixel `j` adds 1 to `n_level[label, j, image[j]]`; with `pixels = np.arange(D)`
# all pixels at once are `n_level[label, pixels, image] += 1`. The same trick with `np.log(self.p_level[y])[pixels, x]`,
# shape `[N, D]`, picks the shares for (12); sum over pixels.
#
# ---
# `classify` is `log_joint(x).argmax(axis=1)`. `sample` is two loops around `draw(self.p_level[y[i], j], u[i, j])`. (Do
# not count all images at once by `n_level[y, :, x] += 1`: where two images hit the same cell, NumPy adds 1 only once.)

# %% [markdown]
# Which of these were written by people? And how well does it read? (Drawing digits at temperature below 1 is left to
# you: it is one line.)

# %% tags=["demo"]
model = DigitTables(x_train, y_train, 0.3)
rng = np.random.default_rng(6)
wanted = np.arange(10)
show_images(
    {
        "real": np.stack([x_test[y_test == k][0] for k in wanted]) / 16,
        "invented": model.sample(wanted, rng.random((10, 64))) / 16,
        "invented again": model.sample(wanted, rng.random((10, 64))) / 16,
        "average of the table": model.p_level @ np.arange(LEVELS) / 16,
    },
    title="One model, from counting",
)
print(f"it reads {np.mean(model.classify(x_test) == y_test):.1%} of the test digits rightly")
strange = np.stack([x_test[0], x_test[0][::-1], rng.integers(0, 17, 64)])
print("how likely are a digit, a digit on its head, and noise?", model.log_joint(strange).max(axis=1).round(0))

# %% [markdown]
# ### How much smoothing? Train, then evaluate
#
# You know from section 3 that the training data cannot tell how large $\alpha$ should be: they always ask for less. And
# the *test* data must not: who chooses with them has seen them. So one puts a part of the *training* data aside, the
# **validation** set; tries several $\alpha$ on the rest; takes the one with the highest log-likelihood of the
# validation set; and then counts all training data with it.

# %%
aside = np.arange(len(x_train)) % 5 == 4  # every fifth image
print("to count:", (~aside).sum(), " to choose by:", aside.sum())  # -> to count: 1038  to choose by: 259
print(f"who knows nothing: {-64 * math.log(17) - math.log(10):.1f} for an image with its label")
# -> who knows nothing: -183.6 for an image with its label

# %% [markdown] task="train_digits"
# ### Exercise 9 · `train_digits` · 6 points · 10 minutes · train, then evaluate
#
# Choose $\alpha$ with a validation set, and return the model. How you split is up to you. Nothing has to be random, and
# there is no luck in it: the grader has images that your program has never seen (with their pixels in another order, so
# that no stored table helps), fits every $\alpha$ itself, and knows what the best of them reaches.
#
# **Baseline**: with no label at all, one table for all digits reaches about $-107$ for an unseen image; with
# $\alpha=10$ the ten tables reach about $-120$, with $\alpha = 0.001$ about $-102$. **Target**: the mean log-likelihood (12)
# of unseen images with their labels is at most 0.5 below that of the best $\alpha$ in the list, for digits ($-98.9$,
# here) and for other data, where another $\alpha$ is best.


# %% exercise="train_digits" points=6 difficulty=3 minutes=10 needs=["DigitTables"]
def train_digits(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Choose how much to smooth by images that were put aside, and count all images with it.

    Args:
        x: images, int64 array of shape [N, D] with entries from 0 to 16, in random order; N at least 100. It is not changed.
        y: their labels, int64 array of shape [N] with entries from 0 to 9.
        alphas: which amounts of smoothing to try, in any order.

    Returns:
        A DigitTables, made of all of x and y, with the best of the alphas.
    """
    ### BEGIN SOLUTION
    aside = np.arange(len(x)) % 5 == 4
    rows = np.arange(aside.sum())
    scores = []
    for alpha in alphas:
        model = DigitTables(x[~aside], y[~aside], alpha)
        scores.append(model.log_joint(x[aside])[rows, y[aside]].mean())
    return DigitTables(x, y, alphas[int(np.argmax(scores))])
    ### END SOLUTION


# %% public_test="train_digits"
chosen = train_digits(x_train[:200], y_train[:200], alphas=(0.1, 1.0))
assert isinstance(chosen, DigitTables), "a model comes back"
assert np.shape(chosen.p_level) == (10, 64, 17), "for the 64 pixels of the images"
assert np.asarray(chosen.p_level).dtype == np.float64, "float64"
assert np.min(chosen.p_level) > 0, "with smoothing, nothing is impossible"

# %% [markdown] hint="train_digits"
# Three steps: split; for each $\alpha$ count one part and judge the other; count everything with the winner. Which
# column of `log_joint` belongs to an image with the label `y[i]`?
#
# ---
# `scores[i, y[i]]` for all `i` at once is `scores[np.arange(len(y)), y]`. Its mean is what (12) gives per image.
#
# ---
# `aside = np.arange(len(x)) % 5 == 4` is one way to split; `x[~aside]` are the others. Keep one score for each
# $\alpha$, and end with `DigitTables(x, y, best)`: all of the images again.

# %% tags=["demo"]
exponents = np.arange(-3, 1.1, 0.5)
tried = [DigitTables(x_train, y_train, 10.0**e) for e in exponents]
rows_train, rows_test = np.arange(len(x_train)), np.arange(len(x_test))
best = train_digits(x_train, y_train)
plot_curves(
    exponents,
    {
        "training images": [m.log_joint(x_train)[rows_train, y_train].mean() for m in tried],
        "test images": [m.log_joint(x_test)[rows_test, y_test].mean() for m in tried],
        "test images, your choice": [best.log_joint(x_test)[rows_test, y_test].mean()] * len(exponents),
    },
    x_label="alpha, as a power of ten",
    y_label="mean log-likelihood (12)",
    title="The validation set found it without seeing the test images",
)

# %% [markdown]
# ## 6 Three questions for every generator
#
# A likelihood is not all. Some models cannot tell one, and a high one does not make samples beautiful. So one looks at
# *samples*, and asks three questions, always together, since each alone is easy to please:
#
# 1. **Fidelity**: do they look right? Let a *classifier* read them: the share of samples that it reads as the label
#    that was asked for. Pleased by: always returning the same perfect 3 when a 3 is wanted.
# 2. **Variety**: are they as different as real ones? The average distance of an image from the average image of its
#    label, for samples, divided by the same for real images. Pleased by: noise.
# 3. **Novelty**: are they new? The distance from a sample to the *nearest* training image. Half of the samples are
#    nearer than the **median** of these. It is divided by the median for real images that were held out. Near 0 means
#    copied. Pleased by: noise.
#
# The distance of two images is $\lVert x - x'\rVert = \sqrt{\sum_j (x_j - x'_j)^2}$. With $S$ for samples, $R$ for real
# images that were held out, and $\bar x_y$ for the average of those images of a set that have the label $y$,
#
# $$
# \text{variety} = \frac{\operatorname{mean}_{x \in S} \lVert x - \bar x_{y}\rVert}
# {\operatorname{mean}_{x \in R} \lVert x - \bar x_{y}\rVert}, \qquad
# \text{novelty} = \frac{\operatorname{median}_{x \in S}\, \min_{t} \lVert x - t\rVert}
# {\operatorname{median}_{x \in R}\, \min_{t} \lVert x - t\rVert} \tag{14}
# $$
#
# where $t$ runs over all training images, and $\bar x_y$ is taken in the set to which $x$ belongs. For a perfect
# generator both are 1.

# %%
tiny_train = np.array([[0.0, 0.0], [10.0, 0.0]])
tiny_samples = np.array([[0.0, 3.0], [10.0, 4.0], [6.0, 0.0]])
to_nearest = [min(math.dist(s, t) for t in tiny_train) for s in tiny_samples]
print("nearest:", to_nearest, "median:", np.median(to_nearest))  # -> nearest: [3.0, 4.0, 4.0] median: 4.0

# %% [markdown] task="judge_samples"
# ### Exercise 10 · `judge_samples` · 6 points · 12 minutes · implement
#
# Write the three measures. Below, they judge five generators, each of which lacks something.


# %% exercise="judge_samples" points=6 difficulty=3 minutes=12 needs=[]
def judge_samples(samples, labels, classify, train, real, real_labels):
    """Judge what a generator makes by fidelity, variety and novelty, equation (14).

    Args:
        samples: what it made, array of whole numbers or floats, shape [S, D].
        labels: the labels that were asked for, int64 array of shape [S].
        classify: a function that takes images, shape [N, D], and returns their labels, shape [N].
        train: the training images, shape [T, D].
        real: real images that were held out, shape [R, D]. None is in the training set, and some with the same label
            differ.
        real_labels: their labels, shape [R]. The sets need not have the same labels, nor the same sizes.

    Returns:
        (fidelity, variety, novelty): three floats. Samples that are copies of training images have the novelty 0.
    """

    ### BEGIN SOLUTION
    def spread(images, their_labels):
        distances = []
        for image, label in zip(images, their_labels, strict=True):
            average = images[their_labels == label].mean(axis=0)
            distances.append(np.sqrt(((image - average) ** 2).sum()))
        return np.mean(distances)

    def to_nearest(images):
        return np.median([np.sqrt(((image - train) ** 2).sum(axis=1).min()) for image in images])

    fidelity = np.mean(classify(samples) == labels)
    variety = spread(samples, labels) / spread(real, real_labels)
    return float(fidelity), float(variety), float(to_nearest(samples) / to_nearest(real))
    ### END SOLUTION


# %% public_test="judge_samples"
judged = judge_samples(
    x_test[:40],
    y_test[:40],
    lambda images: np.zeros(len(images), dtype=int),
    x_train[:90],
    x_test[40:60],
    y_test[40:60],
)
assert len(judged) == 3, "fidelity, variety, novelty"
assert all(isinstance(number, float) for number in judged), "three floats"
assert 0 <= judged[0] <= 1, "fidelity is a share"
assert 0.5 < judged[1] < 2, "real images, beside real images: variety is near 1"
assert 0.5 < judged[2] < 2, "real images, beside real images: novelty is near 1"

# %% [markdown] hint="judge_samples"
# Fidelity is a mean of yes and no. For the others, write one helper for a set of images, and use it for both sets: once
# for the samples, once for the real images.
#
# ---
# For novelty: `((image - train) ** 2).sum(axis=1)` has the squared distance of one image to every training image;
# `.min()`, then the root; then the median over images. A loop over images is fine. For variety the average is that of
# images with the same label *in the same set*.
#
# ---
# `images[labels == label].mean(axis=0)` is $\bar x_y$. Mean of distances for variety, median for novelty; each is
# divided by the same number for `real`.

# %% tags=["demo"]
rng = np.random.default_rng(7)
asked = np.arange(200) % 10
model = DigitTables(x_train, y_train, 0.3)
average = np.rint(model.p_level @ np.arange(LEVELS)).astype(int)
copies = np.stack([x_train[y_train == k][i // 10] for i, k in enumerate(asked)])
generators = {
    "copies training images": copies,
    "always the average": average[asked],
    "copies, plus noise": np.clip(copies + rng.integers(-5, 6, copies.shape), 0, 16),
    "noise": rng.integers(0, 17, (200, 64)),
    "your tables": model.sample(asked, rng.random((200, 64))),
}


def read_by_neighbour(images):
    """The label of the most similar of 300 real images that no generator has seen: a judge from outside."""
    return np.array([y_test[200:][((image - x_test[200:]) ** 2).sum(axis=1).argmin()] for image in images])


print(f"{'':24s} fidelity  variety  novelty")
for name, samples in generators.items():
    judged = judge_samples(samples, asked, read_by_neighbour, x_train, x_test[:200], y_test[:200])
    print(f"{name:24s}" + "".join(f"{number:9.2f}" for number in judged))
show_images({name: samples[:10] / 16 for name, samples in generators.items()}, title="Five generators")

# %% [markdown]
# Only all three together tell them apart; and yours has too *much* novelty. Its pixels are drawn without looking at
# each other, so its strokes are ragged, and it lands farther from real images than real images do. What is missing is
# what the rest of this course is about: models in which pixels know of each other.
#
# ## 7 The families, on one page
#
# All generative models turn chance into examples, and all must somehow tie what they make together. They differ in
# *how*, and that decides what each can do:
#
# ![Five small diagrams: autoencoder, adversarial network, flow, autoregressive model and diffusion model](images/families.svg)
#
# | family | how it makes an example | sampling | likelihood | weakness |
# | --- | --- | --- | --- | --- |
# | **Variational autoencoder** (VAE) | draws a short code, and decodes it | 1 run | a bound | blurred |
# | **Adversarial network** (GAN) | turns noise into an example in one go | 1 run | none | little variety, hard to train |
# | **Normalising flow** | bends noise, in steps that can be undone | 1 run | exact | large networks |
# | **Autoregressive** | one piece after the other, given those before | 1 run *per piece* | exact | slow, one order only |
# | **Diffusion**, score models | removes a little noise, many times | 10 to 1000 runs | a bound, or nearly exact | slow |
#
# A *run* is one pass through the network. *A bound* means: a number that the log-likelihood is never below.
#
# What is trained differs, too. An autoregressive model and a flow learn as you did: make the log-likelihood of the
# training data large. A VAE does the same with its bound. A GAN trains a *judge* that tells fake from real, and a
# generator that fools it. A diffusion model learns a harmless-looking task: given a noisy image, guess the noise.
#
# (A plain *autoencoder* compresses and restores; it becomes generative when its codes can be drawn, which is what the V
# adds.)
#
# You have met all the ideas in the small. `sample_name` is autoregressive: exact likelihood, one draw per letter.
# `DigitTables` draws a hidden choice first and the image given it, like the decoder of a VAE. `draw` bends a uniform
# number into something else, and going back from the outcome to its stretch is possible, as in a flow. Your
# `is_sampler_of` is a judge who tries to tell a sampler from the real thing; let it learn, and let the sampler learn
# from its verdicts, and you have a GAN. Only diffusion has no little brother here: instead of drawing all pixels at
# once from tables, it goes from noise to image in many small steps, and after each step *all pixels see each other*.
#
# **Why nobody has won.** One wants samples of high quality, great variety, and fast; each family gives up a little of
# one of them. How many runs does it take for one picture of $256 \times 256$ pixels in three colours, and how long at
# 20 milliseconds for a run?

# %%
pieces = 256 * 256 * 3
runs = {"VAE, GAN, flow": 1, "diffusion, 50 steps": 50, "diffusion, 1000 steps": 1000, "autoregressive": pieces}
for family, number in runs.items():
    print(f"{family:22s} {number:7d} runs: {0.02 * number:8.2f} seconds")
# -> VAE, GAN, flow 1 runs: 0.02 seconds
# -> diffusion, 50 steps 50 runs: 1.00 seconds
# -> autoregressive 196608 runs: 3932.16 seconds

# %% [markdown]
# ### What it is used for
#
# | what is made | for example | which family, mostly |
# | --- | --- | --- |
# | text, code | chat, translation, summaries, programs | autoregressive |
# | images, video | illustration, design, editing, filling in what is missing | diffusion (GANs where it has to be fast) |
# | speech, music | reading aloud, voices, accompaniment | autoregressive, diffusion, flows |
# | molecules, materials | candidates for drugs and catalysts | VAEs, diffusion |
# | data itself | practice data for rare cases, without anybody's private ones | all of them |
#
# And for what is *not* made: a likelihood finds what is unusual (fraud, a machine about to break), compresses files,
# and judges other models. The dangers come from the same abilities: faked voices and faces, invented facts in good
# style, training examples that come out again. The three questions of section 6, and the copyist's test, are where
# defence begins.

# %% [markdown] written="which_model" points=4 minutes=8
# ### Question 11 · `which_model` · 4 points · 8 minutes · explain
#
# 1. Somebody sets $\alpha = 0$ in `fit_bigram` (and rows without counts aside). Show that the perplexity on the
#    *training* names is at most that for any other $\alpha$, and that a *single* held-out name can make the perplexity
#    on held-out names infinite. What does this say about judging models on training data? You may use what was proved
#    in section 3. (2 points)
# 2. A factory wants to notice unusual sounds of a machine, with a number that says *how* unusual. A game wants a new
#    face for each of a thousand people in a crowd, within a second. For each, name a family that is suited and one that
#    is not, with the reason. (1 point)
# 3. A start-up shows a generator with fidelity 0.99, variety 1.0 and novelty 0.02, on (14). What has it built, and how
#    would you have noticed without its training data? (1 point)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. With $\alpha = 0$ every row holds the counted shares. By the claim of section 3 no other rows of shares give the
#    training names a higher likelihood, and those of (5) with $\alpha > 0$ are such rows. Perplexity (7) is $e$ to the
#    power of *minus* the log-likelihood divided by the fixed number $M$, so it falls when the likelihood rises: at
#    $\alpha = 0$ it is smallest. If a held-out name has one pair that never occurs in the training names, its share is
#    0, the product (4) is 0 and its logarithm $-\infty$; the sum over all held-out names is $-\infty$, too, and the
#    perplexity $e^{+\infty}$. So the very model that is best on training data can be the worst possible on new data:
#    training likelihood rewards learning by heart, and only held-out data show what was learnt.
# 2. Sounds: a family with a likelihood, exact or bounded (flow, autoregressive, VAE): unusual sounds have a low one. A
#    GAN has none. Crowd: one run per face, so a GAN or a VAE (or a flow); an autoregressive model pixel by pixel (or
#    diffusion with many steps) is too slow: thousands of runs for each face.
# 3. A memoriser: its samples are training images (or nearly). They look right and are as varied as real ones because
#    they *are* real ones, but their distance to the nearest training image is a fiftieth of normal. Without the data:
#    ask it many times and look for repetitions, and compare with (9) and (10).
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: best on training data, from the claim of section 3 *and* the link between likelihood and perplexity (falls
#   as the other rises). Without the link: half.
# - 1 point: one unseen pair gives a factor 0, logarithm minus infinity, perplexity infinite; AND the lesson (training
#   data reward learning by heart; judge on held-out data). Each half.
# - 1 point: sounds: a family with a likelihood, GAN not; crowd: a family with one run, autoregressive or many-step
#   diffusion not; with reasons. Each half.
# - 1 point: a memoriser (half); repetitions in many samples, birthday argument (half). "Compare with the training data"
#   is what was excluded: no half for it.
# ### END MARK SCHEME

# %% [markdown]
# ## 8 The opening question
#
# *How can something that only counts invent what nobody has ever written?* It does not count whole names, it counts
# pieces; and pieces that were never seen together can be put together by chance. *How would you prove that it does not
# simply copy?* Judge it on what it has not seen; look for repetitions; and measure how far its samples are from what it
# has learnt from.
#
# ## What you have now
#
# - A discriminative model answers, $p(y \mid x)$; a generative one can make, $p(x \mid y)$ or $p(x)$, and with Bayes'
#   rule answer, too.
# - Any table of counts can be drawn from with one uniform number.
# - Learning is counting, at first; a little smoothing leaves room for what was not seen.
# - The log-likelihood of *held-out* data says how good a model is. On training data, learning by heart wins.
# - Temperature makes a sampler careful or daring.
# - A wrong sampler does not crash. Check shares, pairs and repetitions.
# - Fidelity, variety and novelty are asked together, always.
# - Families differ in what they can do: sample fast, tell a likelihood, cover everything. You know which is which.
#
# ## References
#
# *Books*
# - C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer, 2006. Section 1.5.4: generative and
#   discriminative models.
# - D. Jurafsky and J. H. Martin, *Speech and Language Processing*, 2nd edition, Prentice Hall, 2009. Chapter 4: models
#   of text by counting, smoothing, perplexity.
# - K. P. Murphy, *Probabilistic Machine Learning: Advanced Topics*, MIT Press, 2023. Part IV: all families, at length.
#
# *Papers*
# - C. E. Shannon, A mathematical theory of communication, *Bell System Technical Journal* 27, 379–423, 1948. Section 3
#   invents English, letter by letter, by counting.
#   [doi:10.1002/j.1538-7305.1948.tb01338.x](https://doi.org/10.1002/j.1538-7305.1948.tb01338.x)
# - A. Y. Ng and M. I. Jordan, On discriminative vs. generative classifiers: a comparison of logistic regression and
#   naive Bayes, *Advances in Neural Information Processing Systems* 14, 2001.
# - L. Theis, A. van den Oord and M. Bethge, A note on the evaluation of generative models, *ICLR*, 2016. Why no single
#   number will do. [arXiv:1511.01844](https://arxiv.org/abs/1511.01844)
# - S. Arora and Y. Zhang, Do GANs actually learn the distribution? An empirical study, 2017. Equation (10), used on
#   real generators. [arXiv:1706.08224](https://arxiv.org/abs/1706.08224)
# - N. Carlini and others, Extracting training data from diffusion models, 2023. Copyists among the large models.
#   [arXiv:2301.13188](https://arxiv.org/abs/2301.13188)
#
# *One of each family*
# - VAE: D. P. Kingma and M. Welling, Auto-encoding variational Bayes, 2013.
#   [arXiv:1312.6114](https://arxiv.org/abs/1312.6114)
# - GAN: I. Goodfellow and others, Generative adversarial networks, 2014.
#   [arXiv:1406.2661](https://arxiv.org/abs/1406.2661)
# - Flow: L. Dinh, J. Sohl-Dickstein and S. Bengio, Density estimation using Real NVP, 2016.
#   [arXiv:1605.08803](https://arxiv.org/abs/1605.08803)
# - Autoregressive: A. van den Oord, N. Kalchbrenner and K. Kavukcuoglu, Pixel recurrent neural networks, 2016.
#   [arXiv:1601.06759](https://arxiv.org/abs/1601.06759)
# - Diffusion: J. Ho, A. Jain and P. Abbeel, Denoising diffusion probabilistic models, 2020.
#   [arXiv:2006.11239](https://arxiv.org/abs/2006.11239)
