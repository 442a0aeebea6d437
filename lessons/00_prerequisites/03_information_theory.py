# %% [markdown]
# # Information theory: the price of being wrong
#
# A distribution has two humps. You may describe it with **one** bell curve, the best one. Two students each minimise
# *the Kullback–Leibler divergence between the truth $p$ and the bell $q$*. One lays a wide bell over everything, so
# that most of it covers places where nothing ever happens. The other sits on one hump and denies that there is a
# second. Neither made a mistake. *What did they do differently, and which of the two sits inside every variational
# autoencoder?*
#
# ![A density with two humps: one best bell covers both, the other takes one](images/result.svg)
#
# By the end of this notebook your own code draws this picture. On the way you will invent the shortest code there is,
# measure surprise, see three ways of saying "these two distributions differ" fail in three ways, and train a small
# network that reads off how much one variable knows about another.

# %% [markdown]
# ## The whole lesson in one picture
#
# ![Surprise, its mean, the price of a wrong model, and where each quantity of the lesson is used](images/overview.svg)
#
# **Why this matters for generative AI.** Nearly every generative model is trained on a quantity of this lesson. A
# language model minimises a cross-entropy and is compared by perplexity; a variational autoencoder maximises a
# likelihood's lower bound, the ELBO, with a KL divergence in it; the first GAN plays for a Jensen–Shannon divergence,
# the Wasserstein GAN for a Wasserstein distance; CLIP maximises a bound on mutual information. Who mixes them up, or
# up and down, trains for days on the wrong thing.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Eleven
# coding exercises (55 points) and one question in words (5 points) take about two and a half hours, with the reading;
# the difficulty rises from 1 (a line) to 3 (a loop that trains). After section 4 is a good place for a break. Under
# each exercise there is a check cell: it catches wrong shapes and common slips, but passing it is *not* enough.
# Hidden tests look at other inputs and at the edge cases that the docstring names. Hints unfold step by step; opening
# them costs nothing.
#
# **Conventions.** A distribution over $K$ outcomes is a vector of $K$ numbers that are not negative and add up to 1;
# a batch of them has one in each row, and functions work on the *last* axis. Logarithms are natural and information
# is in **nats**, unless "bits" stands there ($\log_2$; one bit is $\log 2 \approx 0.693$ nats).
# $\mathrm{KL}(p\,\Vert\,q)$ averages over its *first* argument. Answer with torch or with numpy; both are accepted,
# except where gradients have to flow through your answer: those exercises say so.

# %%
import heapq
import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from journey.data import digits
from journey.plots import plot_curves, show_images

weather = torch.tensor([0.5, 0.25, 0.125, 0.125], dtype=torch.float64)  # sun, cloud, rain, snow
surprise = -torch.log2(weather)
print("surprise in bits:", surprise.tolist())  # -> surprise in bits: [1.0, 2.0, 3.0, 3.0]
print("its mean, in bits:", np.dot(weather.numpy(), surprise.numpy()))  # -> its mean, in bits: 1.75

# %% [markdown]
# ## 1 Surprise, and its mean: entropy
#
# How much does it tell you that something happened? Much, if it was improbable. Ask for three things: what is certain
# tells nothing; what is less probable tells more; and two independent messages tell as much together as one by one.
# Independent probabilities multiply, so the third wish is for a function that turns products into sums. Up to the unit,
# only one is left, the **surprise** $-\log p(x)$. Its mean is the **entropy**:
#
# $$H(p) = \mathbb E_{x\sim p}\bigl[-\log p(x)\bigr] = -\sum_{i=1}^{K} p_i\log p_i, \qquad 0\log 0 = 0 \tag{1}$$
#
# The convention is no trick: $t\log t \to 0$ as $t \to 0$, so what hardly ever happens hardly counts, however
# surprising it would be. A computer needs to be told: `0 * log(0)` is `0 * -inf`, which is NaN. In another unit,
# divide by the logarithm of its base: $H_b(p) = H(p) / \log b$, with $b = 2$ for bits.
#
# **Between nothing and everything.** $0 \le H(p) \le \log K$: zero if one outcome is certain, $\log K$ if all are
# equally probable. (The left is plain, all terms are positive or zero; the right is the first use of the inequality
# (4) of section 3.)

# %%
for p in ([1.0, 0.0], [0.9, 0.1], [0.5, 0.5]):
    print(p, [round(t * math.log2(1 / t), 3) if t > 0 else 0.0 for t in p])
# -> [1.0, 0.0] [0.0, 0.0]
# -> [0.9, 0.1] [0.137, 0.332]
# -> [0.5, 0.5] [0.5, 0.5]
print("what a computer makes of 0 log 0:", (0 * torch.log(torch.tensor(0.0))).item())
# -> what a computer makes of 0 log 0: nan

# %% [markdown] task="entropy"
# ### Exercise 1 · `entropy` · 4 points · 6 minutes · implement
#
# Write equation (1) for one distribution or any batch of them, in any unit.


# %% exercise="entropy" points=4 difficulty=1 minutes=6 needs=[]
def entropy(p, base=math.e):
    """Entropy of each distribution, equation (1).

    Args:
        p: probabilities, a floating-point tensor of shape [..., K]: the last axis adds up to 1. Some may be 0.
        base: of the logarithm, a float above 1: e for nats, 2 for bits.

    Returns:
        Tensor of shape [...] and the dtype of p, one number for each distribution. Impossible outcomes add nothing; the
        result is never NaN.
    """
    ### BEGIN SOLUTION
    return -torch.xlogy(p, p).sum(dim=-1) / math.log(base)
    ### END SOLUTION


# %% public_test="entropy"
coins = torch.tensor([[0.5, 0.5], [0.8, 0.2], [0.2, 0.8]], dtype=torch.float64)
nats = torch.as_tensor(entropy(coins))
assert nats.shape == (3,), "three coins, three entropies"
assert nats.dtype == torch.float64, "float64 in, float64 out"
assert bool((nats > 0).all()), "what is not certain has a positive entropy"
assert nats[0] > nats[1], "a fair coin is harder to foretell than an unfair one"
assert torch.as_tensor(entropy(torch.full((2, 5, 4), 0.25))).shape == (2, 5), "only the last axis is summed over"

# %% [markdown] hint="entropy"
# Surprise is `-p.log()`. Weight it with `p` and add up along the last axis. What happens where `p` is 0?
#
# ---
# Either replace the terms of impossible outcomes by 0 (`torch.where`), or look up `torch.xlogy`, which is $x\log y$
# with the convention $0\log 0 = 0$.
#
# ---
# `-torch.xlogy(p, p).sum(dim=-1)` is in nats; for another base divide by `math.log(base)`.

# %% tags=["demo"]
heads = torch.linspace(0, 1, 41, dtype=torch.float64)
coins = torch.stack([heads, 1 - heads], dim=1)
plot_curves(
    heads,
    {"a coin": torch.as_tensor(entropy(coins, 2))},
    x_label="probability of heads",
    y_label="entropy in bits",
    title="The fair coin is the hardest to foretell",
)

# %% [markdown]
# ## 2 What a bit is: the shortest code
#
# Why call the mean surprise "bits"? Because it is a length. Write each outcome as a word of zeros and ones, such that
# no word is the beginning of another (a **prefix-free** code: a stream of words can then be read without commas). A
# word for outcome $i$ has length $\ell_i$, the mean length is $L = \sum_i p_i\ell_i$, and
#
# $$H_2(p) \;\le\; L_\text{best} \;<\; H_2(p) + 1 \tag{2}$$
#
# where $L_\text{best}$ is the shortest that is possible (Shannon, 1948). Entropy is the price of telling, and no
# cleverness gets below it.
#
# ![A Huffman tree for the weather: the two rarest outcomes are joined first](images/tree.svg)
#
# <details><summary>Proof of (2)</summary>
#
# *Room.* Read a word as a binary fraction: a word of length $\ell$ owns the numbers in $[0, 1)$ that begin with it,
# an interval of length $2^{-\ell}$. In a prefix-free code these intervals do not overlap, so
# $\sum_i 2^{-\ell_i} \le 1$ (Kraft's inequality). Conversely lengths that satisfy it can be had: hand out intervals
# from left to right, longest first.
#
# *Below.* For all $t > 0$ we have $\log t \le t - 1$ (the line touches the curve at 1, and the logarithm is concave).
# So $H_2 - L = \sum_i p_i\log_2\frac{2^{-\ell_i}}{p_i} \le \frac1{\log 2}\sum_i p_i\bigl(\frac{2^{-\ell_i}}{p_i} -
# 1\bigr) \le
# \frac{1}{\log 2}(1 - 1) = 0$, the sums being over possible outcomes.
#
# *Above.* The lengths $\ell_i = \lceil -\log_2 p_i\rceil$ satisfy Kraft's inequality, since $2^{-\ell_i} \le p_i$; so
# there is such a code, and its mean length is less than $\sum_i p_i(-\log_2 p_i + 1) = H_2 + 1$. The best code is not
# longer. ∎
#
# </details>
#
# Rounding up, as in the proof, is not the best. **Huffman's algorithm** (1952) is: take the two rarest outcomes, let
# their words differ in the last bit only, treat the pair as *one* outcome with the sum of their probabilities, and
# repeat until one is left.
#
# <details><summary>Why nothing is shorter</summary>
#
# In a best code a rarer outcome never has a shorter word (swap the two, and $L$ falls), and the longest words come in
# pairs that differ in the last bit only (a longest word without a partner could lose its last bit). So the two rarest
# outcomes may be taken to be such a pair. Joining them leaves a problem with $K - 1$ outcomes whose mean length is
# smaller by exactly $p_a + p_b$, whatever the rest of the code is: the best code of the smaller problem, with the
# pair split again, is the best of the larger one. ∎
#
# </details>
#
# **Where you meet it.** A model that gives data the probability $p$ can *compress* it to $-\log_2 p$ bits: likelihood
# is compression. JPEG and MP3 end with Huffman codes, and likelihood models of images are compared in bits per pixel
# or dimension.

# %%
codes = {"sun": "0", "cloud": "10", "rain": "110", "snow": "111"}
lengths = torch.tensor([len(word) for word in codes.values()], dtype=torch.float64)
print("mean length in bits:", (weather * lengths).sum().item())  # -> mean length in bits: 1.75
print("Kraft's sum:", (2.0**-lengths).sum().item())  # -> Kraft's sum: 1.0
stream, word = "0110100", ""
for bit in stream:  # no commas needed
    word += bit
    if word in codes.values():
        print(next(name for name in codes if codes[name] == word), end=" ")
        word = ""
print()  # -> sun rain cloud sun

# A heap gives back what is smallest first: this is all that you need to know of `heapq`.
heap = [(0.5, "sun"), (0.125, "rain"), (0.25, "cloud")]
heapq.heapify(heap)
print(heapq.heappop(heap))  # -> (0.125, 'rain')
heapq.heappush(heap, (0.01, "hail"))
print(heapq.heappop(heap))  # -> (0.01, 'hail')

# %% [markdown] task="huffman_code"
# ### Exercise 2 · `huffman_code` · 6 points · 12 minutes · implement
#
# Write Huffman's algorithm. A dictionary, a sorted list or a heap will do; with a heap, mind that entries with equal
# probabilities are compared by what comes next in the tuple.


# %% exercise="huffman_code" points=6 difficulty=2 minutes=12 needs=[]
def huffman_code(probs):
    """The words of a prefix-free binary code of the smallest mean length.

    Args:
        probs: probabilities, float64 tensor of shape [K], K at least 1, adding up to 1. Some may be 0 or equal.

    Returns:
        A list of K strings of the characters 0 and 1: word i is for outcome i. Outcomes of probability 0 have a word
        as well. If there is one outcome only, nothing has to be said: its word is the empty string. Where several codes are
        best, any of them.
    """
    ### BEGIN SOLUTION
    words = [""] * len(probs)
    heap = [(prob, outcome, [outcome]) for outcome, prob in enumerate(probs.tolist())]
    heapq.heapify(heap)
    while len(heap) > 1:
        rarest, second = heapq.heappop(heap), heapq.heappop(heap)
        for bit, (_, _, outcomes) in (("0", rarest), ("1", second)):
            for outcome in outcomes:
                words[outcome] = bit + words[outcome]
        heapq.heappush(heap, (rarest[0] + second[0], rarest[1], rarest[2] + second[2]))
    return words
    ### END SOLUTION


# %% public_test="huffman_code"
words = huffman_code(torch.tensor([0.6, 0.3, 0.1], dtype=torch.float64))
assert len(words) == 3, "one word for each outcome"
assert all(isinstance(word, str) and set(word) <= {"0", "1"} for word in words), "words are strings of 0 and 1"
assert len(set(words)) == 3, "no two outcomes have the same word"
assert len(words[0]) < len(words[2]), "what is frequent has the shorter word"

# %% [markdown] hint="huffman_code"
# Build the tree from its leaves. What do you have to remember of a group of outcomes that were joined? Its
# probability, and who belongs to it.
#
# ---
# When two groups are joined, every outcome of the first group gets a `"0"` and every outcome of the second a `"1"` *in
# front of* what it has so far: joining last means being nearest to the root.
#
# ---
# Keep tuples `(probability, smallest outcome, list of outcomes)` in a heap: the number in the middle settles ties.
# Pop two, write the bits with `words[outcome] = bit + words[outcome]`, push the joined group, until one group is
# left.

# %% [markdown]
# A pixel of our digits has one of 17 levels of ink, which costs five bits each if all words are equally long. How
# near does your code come to the entropy? (It codes each pixel by itself. A model that knows what its *neighbours*
# look like foretells better, has a smaller entropy, and compresses better: that is what likelihood models of images
# are for.)

# %% tags=["demo"]
train, test, train_labels, test_labels = digits()
levels = (16 * train).round().long().flatten()
frequency = torch.bincount(levels, minlength=17).double() / len(levels)
words = huffman_code(frequency)
mean_length = sum(share * len(word) for share, word in zip(frequency.tolist(), words, strict=True))
print(f"entropy {float(entropy(frequency, 2)):.3f} bits, your code {mean_length:.3f} bits, equal lengths 5 bits")
for level in (0, 1, 8, 16):
    print(f"level {level:2d}, share {frequency[level]:.3f}: {words[level]}")

# %% [markdown]
# ## 3 The wrong code: cross-entropy and KL divergence
#
# You made the best code for $q$, but the world follows $p$. Outcome $i$ then costs $-\log q_i$, and it happens with
# probability $p_i$. The mean is the **cross-entropy**, and what you pay more than necessary is the **Kullback–Leibler
# divergence**:
#
# $$
# H(p, q) = -\sum_i p_i\log q_i, \qquad
# \mathrm{KL}(p\,\Vert\,q) = \sum_i p_i\log\frac{p_i}{q_i} = H(p, q) - H(p) \tag{3}
# $$
#
# Two conventions follow from limits: outcomes with $p_i = 0$ add nothing, whatever $q_i$ is; and if something *can*
# happen ($p_i > 0$) that the model calls impossible ($q_i = 0$), the price is infinite. It really is: no code word
# was left for it, and a language model that gives a word the probability zero cannot say the sentence.
#
# **Being wrong never pays** (Gibbs' inequality):
#
# $$\mathrm{KL}(p\,\Vert\,q) \ge 0, \quad\text{with equality only for } p = q \tag{4}$$
#
# <details><summary>Proof</summary>
#
# $\log t \le t - 1$, with equality only at $t = 1$. Over the outcomes with $p_i > 0$: $-\mathrm{KL}(p\,\Vert\,q) =
# \sum_i p_i\log\frac{q_i}{p_i} \le \sum_i p_i\bigl(\frac{q_i}{p_i} - 1\bigr) = \sum_{p_i > 0} q_i - 1 \le 0$.
# Equality in the first step needs $q_i = p_i$ wherever $p_i > 0$, and then nothing is left for the others. ∎
#
# With $q_i = 1/K$ for all $i$ this reads $0 \le \log K - H(p)$, the bound of section 1.
#
# </details>
#
# **It is no distance.** In $\mathrm{KL}(p\,\Vert\,q)$ the mean is taken under $p$: it asks what *happens under $p$*
# and how $q$ would pay for it. Turned round, it asks about what happens under $q$. Two questions, two answers.

# %%
p = torch.tensor([0.5, 0.5], dtype=torch.float64)
q = torch.tensor([0.9, 0.1], dtype=torch.float64)
print(f"KL(p, q) = {(p * (p / q).log()).sum():.3f} nats")  # -> KL(p, q) = 0.511 nats
print(f"KL(q, p) = {(q * (q / p).log()).sum():.3f} nats")  # -> KL(q, p) = 0.368 nats


def draft_kl(p, q):
    eps = 1e-6  # "to be safe"
    log_p, log_q = (p + eps).log(), (q + eps).log()
    return (q * (log_q - log_p)).mean()


print(f"draft: {draft_kl(p, p):.3f} for equal ones, {draft_kl(p, q):.3f} for different ones ... works!")
# -> draft: 0.000 for equal ones, 0.184 for different ones ... works!

# %% [markdown] task="kl_divergence"
# ### Exercise 3 · `kl_divergence` · 5 points · 10 minutes · repair
#
# The draft above is zero for equal distributions, positive for others, and never NaN. It has **three** faults all the
# same. Before you read on, compare `draft_kl(p, q)` and `draft_kl(q, p)` with the two numbers printed above them; split
# each outcome of both into two equal halves, which should change nothing (why?), and give it a batch; and ask it what
# it costs to deny what happens, $p = (\frac12, \frac12)$ with $q = (1, 0)$. (Take its `eps` away, and the NaN of
# section 1 comes back.) Then write `kl_divergence` without the faults, from equation (3).


# %% exercise="kl_divergence" points=5 difficulty=2 minutes=10 needs=[]
def kl_divergence(p, q):
    """Kullback-Leibler divergence from p to q, in nats, equation (3).

    Args:
        p: probabilities, a floating-point tensor of shape [..., K]: the last axis adds up to 1. Some may be 0.
        q: probabilities of the same shape and dtype.

    Returns:
        Tensor of shape [...] and the dtype of p, one number for each pair. Outcomes that are impossible under p add nothing,
        also where q is 0; the result is infinite where q calls something impossible that can happen under p. Never NaN.
    """
    ### BEGIN SOLUTION
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum(dim=-1)
    ### END SOLUTION


# %% public_test="kl_divergence"
p = torch.tensor([[0.5, 0.5], [0.5, 0.5], [0.9, 0.1]], dtype=torch.float64)
q = torch.tensor([[0.5, 0.5], [0.9, 0.1], [0.5, 0.5]], dtype=torch.float64)
kl = torch.as_tensor(kl_divergence(p, q))
assert kl.shape == (3,), "three pairs, three divergences"
assert kl.dtype == torch.float64, "float64 in, float64 out"
assert abs(float(kl[0])) < 1e-12, "of a distribution from itself: nothing"
assert kl[1] > kl[2] > 0, "compare with the two numbers that the worked example printed"

# %% [markdown] hint="kl_divergence"
# Go through the draft from its last line upwards: which distribution are the logarithms averaged over, in (3)? Over
# which axis is there a sum, and is it a mean? What is `eps` hiding?
#
# ---
# $\mathrm{KL} = \sum p\log p - \sum p\log q$, two sums of the form $x\log y$, each with the convention $0\log 0 = 0$.
# Where $p > 0$ and $q = 0$ the second is $-\infty$, and that is what you want.
#
# ---
# `torch.xlogy(p, p) - torch.xlogy(p, q)`, summed over the last axis. By hand:
# `torch.where(p > 0, p * (p.log() - q.log()), 0)`.

# %% [markdown]
# Now to the two students. The next cell lays 6000 bells over the density with two humps and asks *your* function for
# both divergences of each.

# %% tags=["demo"]
x = torch.linspace(-10, 10, 401, dtype=torch.float64)


def bells(mu, sigma):
    """Normal densities on the grid x, made to add up to 1: shape [..., 401]."""
    heights = torch.exp(-0.5 * ((x - mu[..., None]) / sigma[..., None]) ** 2)
    return heights / heights.sum(dim=-1, keepdim=True)


humps = bells(torch.tensor([-2.5, 2.5]), torch.tensor([0.5, 0.8]))
p = 0.4 * humps[0] + 0.6 * humps[1]
mu, sigma = torch.meshgrid(torch.linspace(-4, 4, 81), torch.linspace(0.3, 4, 75), indexing="ij")
mu, sigma = mu.flatten(), sigma.flatten()
q = bells(mu, sigma)
covers = torch.as_tensor(kl_divergence(p.expand_as(q), q)).argmin()
denies = torch.as_tensor(kl_divergence(q, p.expand_as(q))).argmin()
curves = {"p": p[::4], "q that minimises KL(p, q)": q[covers, ::4], "q that minimises KL(q, p)": q[denies, ::4]}
plot_curves(x[::4], curves, x_label="x", y_label="probability of a cell", title="One formula, two questions")
for name, best in (("KL(p, q)", covers), ("KL(q, p)", denies)):
    print(f"{name}: mean {mu[best]:.2f}, standard deviation {sigma[best]:.2f}")

# %% [markdown]
# *Why.* $\mathrm{KL}(p\,\Vert\,q)$ is infinite wherever $q$ denies what $p$ does, so $q$ has to **cover** everything.
# Among bells there is even a formula: only
# $-\mathbb E_p[\log q] = \frac12\log(2\pi\sigma^2) + \mathbb E_p[(x-\mu)^2]/(2\sigma^2)$ depends on the bell; set its
# slopes by $\mu$ and $\sigma^2$ to zero, and out come **the mean and the variance of $p$**, whatever humps it has.
# $\mathrm{KL}(q\,\Vert\,p)$ charges $q$ for being where $p$ is *not*, and nothing for what it leaves out, so $q$
# **takes one hump**. If the humps are far apart and $q$ is hump $k$ with the weight $w_k$, then $p \approx w_k q$
# wherever $q$ lives, and $\mathrm{KL}(q\,\Vert\,p) \approx -\log w_k$: it takes the heaviest one.
#
# Maximum likelihood is of the first kind. For data $x_1, \dots, x_N$ with empirical distribution $\hat p$,
# $\mathrm{KL}(\hat p\,\Vert\,q_\theta) = \text{const} - \frac1N\sum_n\log q_\theta(x_n)$: to minimise it is to
# maximise the likelihood. And the second kind? Section 6 has it.
#
# ## 4 Cross-entropy as a loss: perplexity
#
# A language model reads $x_1, \dots, x_{t-1}$ and returns **logits** $\ell \in \mathbb R^V$, one for each token of
# its vocabulary; its probabilities are their *softmax*. It pays the surprise of the token $x_t$ that comes:
#
# $$
# -\log q(x_t \mid x_{<t}) = \log\sum_{v=1}^{V} e^{\ell_v} - \ell_{x_t}, \qquad
# \mathrm{PPL} = \exp\Bigl(\frac1T\sum_{t=1}^{T} -\log q(x_t \mid x_{<t})\Bigr) \tag{5}
# $$
#
# The mean price per token estimates the cross-entropy from language to model. Its exponential is the **perplexity**
# (Jelinek et al., 1977), and it counts: whoever guesses blindly among $V$ equally probable tokens has perplexity $V$.
# A perplexity of 20 means "as unsure as if there were 20 equal choices at each step". It is never below 1, and the
# unit of the logarithm does not matter.
#
# Three things go wrong in practice:
#
# - $e^{\ell}$ overflows for large logits. With $m = \max_v\ell_v$ write
#   $\log\sum_v e^{\ell_v} = m + \log\sum_v e^{\ell_v - m}$: the largest exponent is then 0. That is what
#   `torch.logsumexp` and `log_softmax` do.
# - Sentences in a batch are **padded** to the same length. Padding was never said by anybody, and must not count,
#   however the model rates it.
# - The mean in (5) is over *tokens*, then comes the exponential. The mean of the sentences' perplexities is another
#   number: it counts the tokens of short sentences more, and it averages exponentials.

# %%
logits = torch.tensor([2.0, 0.0, 0.0], dtype=torch.float64)
price = logits.logsumexp(dim=0) - logits
print(
    "price of each token:", [round(value, 3) for value in price.tolist()]
)  # -> price of each token: [0.24, 2.24, 2.24]
print("overflow:", (1000 * logits).exp().sum().log().item(), " not so:", (1000 * logits).logsumexp(dim=0).item())
# -> overflow: inf not so: 2000.0
two_sentences = [[1.0, 1.0, 1.0, 1.0], [3.0]]  # prices of four tokens, and of one
per_sentence = [math.exp(sum(prices) / len(prices)) for prices in two_sentences]
print(f"mean of the perplexities: {sum(per_sentence) / 2:.2f}")  # -> mean of the perplexities: 11.40
print(f"perplexity: {math.exp(7 / 5):.2f}")  # -> perplexity: 4.06

# %% [markdown] task="perplexity"
# ### Exercise 4 · `perplexity` · 5 points · 10 minutes · implement
#
# Write equation (5) for a padded batch of sentences.


# %% exercise="perplexity" points=5 difficulty=2 minutes=10 needs=[]
def perplexity(logits, tokens, mask):
    """Perplexity of a model on a batch of sentences, equation (5).

    Args:
        logits: floating-point tensor of shape [B, T, V]: logits[b, t] is what the model says about tokens[b, t], before it
            has seen it. They may be as large as 10,000 in either direction, or minus infinity (an impossible token).
        tokens: int64 tensor of shape [B, T], from 0 to V - 1.
        mask: bool tensor of shape [B, T]: True where a token counts, False where it is padding. At least one is True. What
            stands at padding, in tokens and in logits, must make no difference, even if it is infinite.

    Returns:
        One number: the exponential of the mean price of all tokens of the batch that count. Infinite if a token came that
        was impossible.
    """
    ### BEGIN SOLUTION
    log_q = logits.log_softmax(dim=-1).gather(-1, tokens[..., None])[..., 0]
    return torch.exp(-log_q[mask].mean())
    ### END SOLUTION


# %% public_test="perplexity"
blind = torch.zeros(2, 3, 7, dtype=torch.float64)
tokens = torch.tensor([[0, 3, 6], [2, 2, 0]])
mask = torch.tensor([[True, True, True], [True, True, False]])
value = torch.as_tensor(perplexity(blind, tokens, mask))
assert value.numel() == 1, "one number for the whole batch"
assert abs(float(value) - 7) < 1e-9, "guessing blindly among 7 tokens"
confident = 5 * functional.one_hot(tokens, 7).double()
assert 1 <= float(torch.as_tensor(perplexity(confident, tokens, mask))) < 7, "right and confident: less perplexed"

# %% [markdown] hint="perplexity"
# In three steps: the price of every token, the mean over those that count, the exponential.
#
# ---
# `logits.log_softmax(dim=-1)` has shape `[B, T, V]`; of each row of V you want the entry of the token that came:
# `gather` along the last axis, with `tokens[..., None]` as index.
#
# ---
# Choose, do not multiply: `log_q[mask]` leaves the tokens that count, whereas `log_q * mask` turns an infinite price
# at padding into NaN. Then `torch.exp(-log_q[mask].mean())`.

# %% [markdown]
# A tiny language, whose next letter depends on the last one only. We know its entropy, so we know the smallest
# perplexity that any model can have (but for luck: it is measured on 4000 letters), and can watch models come nearer.

# %% tags=["demo"]
generator = torch.Generator().manual_seed(0)
next_letter = torch.full((5, 5), 0.05, dtype=torch.float64) + 0.75 * torch.eye(5, dtype=torch.float64).roll(1, 1)
letters = [0]
for _ in range(8000):
    letters.append(int(torch.multinomial(next_letter[letters[-1]], 1, generator=generator)))
before, after = torch.tensor(letters[:-1]), torch.tensor(letters[1:])
counts = torch.bincount(5 * before[:4000] + after[:4000], minlength=25).reshape(5, 5).double() + 1
models = {
    "guesses blindly": torch.zeros(5, 5, dtype=torch.float64),
    "counts letters": (counts.sum(dim=0) / counts.sum()).log().expand(5, 5),
    "counts pairs": (counts / counts.sum(dim=1, keepdim=True)).log(),
    "is the language itself": next_letter.log(),
}
for name, table in models.items():
    value = float(perplexity(table[before[None, 4000:]], after[None, 4000:], torch.ones(1, 4000, dtype=torch.bool)))
    print(f"a model that {name:22}: perplexity {value:.3f} on letters that it has not seen")
print(f"exponential of the language's entropy per letter: {math.exp(float(entropy(next_letter[0]))):.3f}")

# %% [markdown]
# (A good place for a break.)
#
# ## 5 When nothing overlaps: Jensen–Shannon and Wasserstein
#
# A generator that has not learnt yet makes pictures that look like no real one: model and data do not overlap.
# $\mathrm{KL}(p\,\Vert\,q)$ is then infinite, and from infinity there is no downhill. The **Jensen–Shannon
# divergence** (Lin, 1991) never is. Both distributions are compared with their half-and-half mixture $m = \frac12(p + q)$:
#
# $$
# \mathrm{JSD}(p, q) = \tfrac12\mathrm{KL}(p\,\Vert\,m) + \tfrac12\mathrm{KL}(q\,\Vert\,m)
# = H(m) - \tfrac12H(p) - \tfrac12H(q) \tag{6}
# $$
#
# It is symmetric, zero only for $p = q$, and at most $\log 2$: where $p_i > 0$ we have
# $p_i/m_i = 2p_i/(p_i + q_i) \le 2$, so each logarithm is at most $\log 2$. There is equality exactly if nothing
# overlaps. (The second form follows by writing out the logarithms.) The first GAN, with its best discriminator,
# minimises this (Goodfellow et al., 2014).

# %%
p, q = torch.tensor([[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]], dtype=torch.float64)
m = (p + q) / 2
print("mixture:", m.tolist())  # -> mixture: [0.25, 0.5, 0.25]
js = 0.5 * (0.5 * math.log(2)) + 0.5 * (0.5 * math.log(2))  # the shared outcome adds log 1 = 0 to both
print(f"JSD = {js:.4f}; at most {math.log(2):.4f}")  # -> JSD = 0.3466; at most 0.6931

# %% [markdown] task="js_divergence"
# ### Exercise 5 · `js_divergence` · 3 points · 5 minutes · implement
#
# Write equation (6). You have all that it takes.


# %% exercise="js_divergence" points=3 difficulty=1 minutes=5 needs=["kl_divergence"]
def js_divergence(p, q):
    """Jensen-Shannon divergence in nats, equation (6).

    Args:
        p: probabilities, a floating-point tensor of shape [..., K]: the last axis adds up to 1. Some may be 0, also in both.
        q: probabilities of the same shape and dtype.

    Returns:
        Tensor of shape [...] and the dtype of p, one number from 0 to log 2 for each pair. Never NaN or infinite.
    """
    ### BEGIN SOLUTION
    m = (p + q) / 2
    return (kl_divergence(p, m) + kl_divergence(q, m)) / 2
    ### END SOLUTION


# %% public_test="js_divergence"
p = torch.tensor([[0.5, 0.5, 0.0], [0.2, 0.3, 0.5]], dtype=torch.float64)
q = torch.tensor([[0.0, 0.5, 0.5], [0.2, 0.3, 0.5]], dtype=torch.float64)
js = torch.as_tensor(js_divergence(p, q))
assert js.shape == (2,), "two pairs, two divergences"
assert js.dtype == torch.float64, "float64 in, float64 out"
assert 0 < float(js[0]) <= math.log(2), "between nothing and log 2"
assert abs(float(js[1])) < 1e-12, "equal distributions do not diverge"

# %% [markdown] hint="js_divergence"
# The mixture first. It is positive wherever `p` or `q` is, so no divergence from it is infinite.
#
# ---
# Half of each of two KL divergences, both *to* the mixture: `kl_divergence(p, m)`, not `kl_divergence(m, p)`.
#
# ---
# `(kl_divergence(p, m) + kl_divergence(q, m)) / 2` with `m = (p + q) / 2`.

# %% [markdown]
# $\log 2$ for everything that does not overlap: near misses and far misses are the same to it, and a constant has no
# slope. Neither KL nor JSD knows that outcomes *lie somewhere*. The **Wasserstein distance** does: think of $p$ as a
# heap of earth and of $q$ as a hole of the same size; $W_1$ is the least work, mass times way, that fills the hole.
#
# ![A heap of earth and a hole; the work is the area between two distribution functions](images/transport.svg)
#
# On a line it has a formula. With the distribution functions $F(t) = \Pr(x \le t)$ and $G(t) = \Pr(y \le t)$,
#
# $$W_1(p, q) = \int_{-\infty}^{\infty}\lvert F(t) - G(t)\rvert\,dt \tag{7}$$
#
# *Why.* Stand at $t$. To your left there is mass $F(t)$ and there has to be $G(t)$: at least
# $\lvert F(t) - G(t)\rvert$ has to be carried past you, by whichever plan. Adding this up over all places gives at
# least the integral. And a plan that never carries two loads past each other, the smallest to the smallest and so on,
# needs no more. ∎
#
# So for two samples of **equal** size $n$: sort both, and average $\lvert x_{(i)} - y_{(i)}\rvert$. For samples of
# different sizes go back to (7): $F$ jumps by $1/n$ at each $x_i$ and $G$ by $1/m$ at each $y_j$; both are constant
# in between, so the integral is a sum over the gaps between neighbouring values of the merged, sorted sample.
#
# In more dimensions there is no such formula. The Wasserstein GAN (Arjovsky et al., 2017) trains a critic in its
# place; another way out projects all points onto many lines and uses (7) on each.

# %%
a = torch.tensor([0.0, 1.0, 3.0], dtype=torch.float64)
b = torch.tensor([5.0, 6.0, 8.0], dtype=torch.float64)
print("equal sizes:", (a.sort().values - b.sort().values).abs().mean().item())  # -> equal sizes: 5.0
c = torch.tensor([0.0, 2.0], dtype=torch.float64)
d = torch.tensor([1.0], dtype=torch.float64)
values = torch.cat([c, d]).sort().values  # 0, 1, 2: two gaps, in each of which |F - G| is one half
F = torch.tensor([(c <= t).double().mean() for t in values[:-1]], dtype=torch.float64)
G = torch.tensor([(d <= t).double().mean() for t in values[:-1]], dtype=torch.float64)
print("F:", F.tolist(), "G:", G.tolist())  # -> F: [0.5, 0.5] G: [0.0, 1.0]
print("different sizes:", ((F - G).abs() * values.diff()).sum().item())  # -> different sizes: 1.0

# %% [markdown] task="wasserstein_1"
# ### Exercise 6 · `wasserstein_1` · 5 points · 10 minutes · implement
#
# Write equation (7) for two samples on a line, of any two sizes. A loop over values, as above, is fine; for thousands
# of them `torch.searchsorted` is faster.


# %% exercise="wasserstein_1" points=5 difficulty=2 minutes=10 needs=[]
def wasserstein_1(x, y):
    """Wasserstein distance between two samples on a line, equation (7).

    Args:
        x: a sample, float64 tensor of shape [n], n at least 1, in any order, perhaps with repeated values. Each value has
            the weight 1/n.
        y: another, float64 tensor of shape [m], m at least 1, each with the weight 1/m. m need not be n.

    Returns:
        One number, in the unit of x and y.
    """
    ### BEGIN SOLUTION
    values = torch.cat([x, y]).sort().values
    F = torch.searchsorted(x.sort().values, values[:-1], right=True).double() / len(x)
    G = torch.searchsorted(y.sort().values, values[:-1], right=True).double() / len(y)
    return ((F - G).abs() * values.diff()).sum()
    ### END SOLUTION


# %% public_test="wasserstein_1"
x = torch.tensor([3.0, 0.0, 1.0], dtype=torch.float64)
assert torch.as_tensor(wasserstein_1(x, x + 2)).numel() == 1, "one number"
assert abs(float(wasserstein_1(x, x.flip(0)))) < 1e-12, "the order of a sample means nothing"
assert float(wasserstein_1(x, x + 2)) > float(wasserstein_1(x, x + 1)) > 0, "further away is further away"
assert math.isfinite(float(wasserstein_1(x, x[:2]))), "samples of different sizes"

# %% [markdown] hint="wasserstein_1"
# Follow the worked example: merge, sort, and look at each gap. How large is the share of `x` that is at or below its
# left end?
#
# ---
# With N values there are N - 1 gaps: `values.diff()`. For the left end t of each you need `(x <= t).double().mean()`
# and `(y <= t).double().mean()`: the share of *its own* sample, each.
#
# ---
# `torch.searchsorted(x.sort().values, values[:-1], right=True)` counts how many of x are at most each value. Then the
# sum of `(F - G).abs() * values.diff()`.

# %% [markdown]
# Three measures of how far a block has moved, by your three functions. Which of them would tell a generator where to
# go?

# %% tags=["demo"]
shifts = torch.arange(0, 33, 2)
cells = torch.arange(48, dtype=torch.float64)
block = ((cells >= 4) & (cells < 12)).double() / 8
moved = torch.stack([block.roll(int(shift)) for shift in shifts])
stays = block.expand_as(moved)
curves = {
    "KL (infinite but for no shift)": torch.as_tensor(kl_divergence(stays, moved)),
    "Jensen-Shannon": torch.as_tensor(js_divergence(stays, moved)),
    "Wasserstein, in units of 10 cells": torch.tensor(
        [float(wasserstein_1(cells[block > 0], cells[other > 0])) / 10 for other in moved]
    ),
}
plot_curves(shifts, curves, x_label="cells moved", y_label="how different", title="Eight cells wide, and moved away")

# %% [markdown]
# ## 6 What one variable tells about another: mutual information, and the ELBO
#
# How much do you learn about $x$ by looking at $y$? Before, your uncertainty is $H(x)$, the entropy of the distribution
# of $x$; afterwards it is $H(x\mid y)$, the mean entropy of what $x$ may still be once $y$ is known. The difference is
# the **mutual information**, and it can be written in three ways:
#
# $$
# I(x; y) = H(x) - H(x \mid y) = H(x) + H(y) - H(x, y) = \mathrm{KL}\bigl(p(x, y)\,\Vert\,p(x)\,p(y)\bigr) \tag{8}
# $$
#
# with $H(x, y)$ the entropy of the pair, so that $H(x\mid y) = H(x, y) - H(y)$: of what the pair leaves open, knowing
# $y$ settles $H(y)$. The last form says what it *is*: the price of a model that believes $x$ and $y$ to be independent.
# By (4) it is never negative, and zero only if they are. It is symmetric, and unlike a correlation it sees every kind
# of dependence.
#
# <details><summary>Three facts, with proofs</summary>
#
# *The forms agree.* $\log\frac{p(x,y)}{p(x)p(y)} = -\log p(x) - \log p(y) + \log p(x, y)$; take the mean under
# $p(x, y)$.
#
# *Chain rule.* With $I(x_2; y\mid x_1)$ the mean over $x_1$ of the mutual information of $x_2$ and $y$ within each
# value of $x_1$, $I(x_1, x_2; y) = I(x_1; y) + I(x_2; y \mid x_1)$. For $H(x_1, x_2) = H(x_1) + H(x_2\mid x_1)$, and
# the same given $y$; subtract.
#
# *Nobody can add information.* Let $z = f(y)$. By the chain rule $I(x; y, z) = I(x; y)$, since $z$ adds nothing to
# $y$, and also $I(x; y, z) = I(x; z) + I(x; y\mid z) \ge I(x; z)$. So $I(x; f(y)) \le I(x; y)$ (the *data-processing
# inequality*), with equality if $f$ can be inverted. ∎
#
# </details>

# %%
joint = torch.tensor([[0.4, 0.1], [0.1, 0.4]], dtype=torch.float64)  # rows: x, columns: y
p_x, p_y = joint.sum(dim=1), joint.sum(dim=0)
print("p(x):", p_x.tolist(), " p(y):", p_y.tolist())  # -> p(x): [0.5, 0.5] p(y): [0.5, 0.5]
price = (joint * (joint / (p_x[:, None] * p_y)).log()).sum()
print(f"I(x; y) = {price:.3f} of the {math.log(2):.3f} nats of x")  # -> I(x; y) = 0.193 of the 0.693 nats of x

# %% [markdown] task="mutual_information"
# ### Exercise 7 · `mutual_information` · 4 points · 7 minutes · implement
#
# Write equation (8) for a table of joint probabilities, in whichever of its forms you like.


# %% exercise="mutual_information" points=4 difficulty=2 minutes=7 needs=["entropy"]
def mutual_information(joint):
    """Mutual information of two variables in nats, equation (8).

    Args:
        joint: their joint probabilities, float64 tensor of shape [A, B]: entry [a, b] is the probability of x = a and y = b.
            All entries add up to 1. Entries, and whole rows and columns, may be 0.

    Returns:
        One number, not negative (but for rounding). Never NaN.
    """
    ### BEGIN SOLUTION
    return entropy(joint.sum(dim=0)) + entropy(joint.sum(dim=1)) - entropy(joint.flatten())
    ### END SOLUTION


# %% public_test="mutual_information"
joint = torch.tensor([[0.3, 0.1, 0.0], [0.1, 0.2, 0.3]], dtype=torch.float64)
value = torch.as_tensor(mutual_information(joint))
assert value.numel() == 1, "one number for the table"
assert float(value) > 0, "these two depend on each other"
assert float(value) < math.log(2), "x has two values only: there is no more to know about it"

# %% [markdown] hint="mutual_information"
# The distribution of x alone is what is left when y is summed away: `joint.sum(dim=1)`.
#
# ---
# The middle form of (8) needs three entropies, and you have a function for them. The pair (x, y) is one variable with
# A times B outcomes.
#
# ---
# `entropy(joint.sum(dim=0)) + entropy(joint.sum(dim=1)) - entropy(joint.flatten())`.

# %% [markdown]
# Which pixel tells you most about *which digit* it is? No correlation could say: labels are names, not numbers.

# %% tags=["demo"]
ink = train > 0.5
knows = torch.zeros(64, dtype=torch.float64)
for pixel in range(64):
    pairs = torch.bincount(10 * ink[:, pixel].long() + train_labels, minlength=20)
    knows[pixel] = float(mutual_information(pairs.reshape(2, 10).double() / len(train)))
show_images({"knows": (knows / knows.max())[None], "mean": train.mean(dim=0)[None]}, title="What a pixel tells")
best = knows.argmax().item()
print(f"pixel {best} (row {best // 8}, column {best % 8}) tells {knows.max():.2f} of {math.log(10):.2f} nats")
print(f"the top left corner: {knows[0]:.2f} nats")

# %% [markdown]
# ### The ELBO, on one page
#
# A model with a **latent variable** says: draw $z$ from $p(z)$, then $x$ from $p(x\mid z)$. To train it by maximum
# likelihood we need $\log p(x) = \log\sum_z p(z)\,p(x\mid z)$, and for a $z$ of many dimensions nobody can do the
# sum. So take *any* distribution $q(z)$. Then, exactly,
#
# $$
# \log p(x) = \underbrace{\mathbb E_{q}\bigl[\log p(x\mid z)\bigr] - \mathrm{KL}\bigl(q(z)\,\Vert\,p(z)\bigr)}_{\mathrm{ELBO}}
# \;+\; \mathrm{KL}\bigl(q(z)\,\Vert\,p(z\mid x)\bigr) \tag{9}
# $$
#
# The last term is not negative, so the first two are a lower bound of the log-likelihood: the **evidence lower
# bound**. They need no sum over all $z$, only samples of $q$. You will prove (9) in the last question. In a
# variational autoencoder a network makes $q$ out of $x$, almost always a normal distribution with the prior
# $p(z) = \mathcal N(0, I)$.
#
# ![log p(x) is a bar of fixed length; the ELBO fills it up to a gap](images/elbo.svg)

# %%
prior = torch.tensor([0.5, 0.5], dtype=torch.float64)
likelihood = torch.tensor([0.9, 0.2], dtype=torch.float64)  # p(x | z) of the x that we saw, for z = 0 and z = 1
evidence = (prior * likelihood).sum()
posterior = prior * likelihood / evidence
print(f"log p(x) = {evidence.log():.4f}, posterior {[round(value, 4) for value in posterior.tolist()]}")
# -> log p(x) = -0.5978, posterior [0.8182, 0.1818]
for q in (prior, posterior):
    elbo = (q * likelihood.log()).sum() - (q * (q / prior).log()).sum()
    gap = (q * (q / posterior).log()).sum()
    print(f"ELBO {elbo:.4f} + gap {gap:.4f} = {elbo + gap:.4f}")
# -> ELBO -0.8574 + gap 0.2596 = -0.5978
# -> ELBO -0.5978 + gap 0.0000 = -0.5978

# %% [markdown]
# For the normal distributions of a VAE the KL term has a formula. With
# $q = \mathcal N(\mu, \operatorname{diag}(\sigma^2))$ in $D$ dimensions,
#
# $$
# \mathrm{KL}\bigl(q\,\Vert\,\mathcal N(0, I)\bigr)
# = \frac12\sum_{j=1}^{D}\bigl(\mu_j^2 + \sigma_j^2 - 1 - \log\sigma_j^2\bigr) \tag{10}
# $$
#
# <details><summary>Proof</summary>
#
# The dimensions are independent under both, so logarithms add and it is enough to look at one. There $\log q(z) -
# \log p(z) = -\frac12\log\sigma^2 - \frac{(z-\mu)^2}{2\sigma^2} + \frac{z^2}{2}$ (the $\frac12\log 2\pi$ cancel).
# Under $q$ the mean of $(z-\mu)^2$ is $\sigma^2$ and that of $z^2$ is $\mu^2 + \sigma^2$. So the mean is
# $-\frac12\log\sigma^2 - \frac12 + \frac12(\mu^2 + \sigma^2)$. ∎
#
# </details>
#
# A network returns $\log\sigma^2$ (`log_var`), which may be any number, rather than $\sigma$, which may not. **Sum**
# over the $D$ dimensions of one example: (9) is an equation between logarithms of probabilities, and those of
# independent dimensions add up. A *mean* over dimensions divides the KL by $D$, and the bound is one no longer.

# %% [markdown] task="gaussian_kl_std"
# ### Exercise 8 · `gaussian_kl_std` · 5 points · 7 minutes · implement
#
# Write equation (10) for a batch. VAEs are trained with it, so gradients have to flow to both inputs: stay in torch.


# %% exercise="gaussian_kl_std" points=5 difficulty=2 minutes=7 needs=[]
def gaussian_kl_std(mu, log_var):
    """KL divergence from diagonal normal distributions to the standard normal one, in nats, equation (10).

    Args:
        mu: means, a floating-point tensor of shape [N, D].
        log_var: logarithms of the *variances*, same shape and dtype.

    Returns:
        Tensor of shape [N] and the inputs' dtype: one number for each example, summed over its D dimensions, not averaged
        over the N examples. Gradients flow to mu and log_var.
    """
    ### BEGIN SOLUTION
    return 0.5 * (mu.square() + log_var.exp() - 1 - log_var).sum(dim=1)
    ### END SOLUTION


# %% public_test="gaussian_kl_std"
mu = torch.tensor([[0.0, 0.0, 0.0], [1.0, 0.0, -1.0]], dtype=torch.float64, requires_grad=True)
kl = gaussian_kl_std(mu, torch.zeros(2, 3, dtype=torch.float64))
assert kl.shape == (2,), "one number for each of the two examples"
assert kl.dtype == torch.float64, "float64 in, float64 out"
assert abs(float(kl[0].detach())) < 1e-12, "the standard normal distribution does not diverge from itself"
assert float(kl[1].detach()) > 0, "another one does"
assert kl.requires_grad, "gradients have to flow"

# %% [markdown] hint="gaussian_kl_std"
# Translate (10) symbol by symbol. What is $\sigma_j^2$, if you are given its logarithm?
#
# ---
# `log_var.exp()` is $\sigma^2$ already; there is nothing left to square. `log_var` itself is the last term.
#
# ---
# `0.5 * (mu**2 + log_var.exp() - 1 - log_var)`, summed over `dim=1`.

# %% tags=["demo"]
axis = torch.linspace(-3, 3, 61, dtype=torch.float64)
zero = torch.zeros(61, 1, dtype=torch.float64)
curves = {
    "the mean moves": gaussian_kl_std(axis[:, None], zero),
    "the log variance moves": gaussian_kl_std(zero, axis[:, None]),
}
plot_curves(axis, curves, x_label="mu, or log variance", y_label="KL in nats", title="What a number of the code costs")

# %% [markdown]
# The second curve is not symmetric: too wide soon costs exponentially, too narrow costs only in proportion to
# $\lvert\log\sigma^2\rvert$. That is $\mathrm{KL}(q\,\Vert\,p)$ again.
#
# ## 7 Close together: Fisher information
#
# Turn one screw of a model a little. How much does its distribution change? For $p_\theta$ and $p_{\theta+\delta}$
# with a small $\delta$,
#
# $$
# s_\theta(x) = \frac{\partial}{\partial\theta}\log p_\theta(x), \qquad
# F(\theta) = \mathbb E_{x\sim p_\theta}\bigl[s_\theta(x)^2\bigr], \qquad
# \mathrm{KL}(p_\theta\,\Vert\,p_{\theta+\delta}) = \tfrac12F(\theta)\,\delta^2 + O(\delta^3) \tag{11}
# $$
#
# $s_\theta$ is the **score** of the parameter (later lessons have a score by the *data*; same word, another
# derivative), and $F$ is the **Fisher information**. The mean score is zero, so $F$ is also the score's variance.
# Close together KL *is* a squared distance, symmetric but for terms of third order, and $F$ is its ruler.
#
# <details><summary>Proof</summary>
#
# *Mean score.* $\sum_x p_\theta(x)\,s_\theta(x) = \sum_x\partial_\theta p_\theta(x) = \partial_\theta 1 = 0$.
#
# *KL.* Let $g(\delta) = \mathrm{KL}(p_\theta\,\Vert\,p_{\theta+\delta}) = \sum_x p_\theta(x)\,[\log p_\theta(x) -
# \log p_{\theta+\delta}(x)]$. Then $g(0) = 0$, and $g'(0) = -\mathbb E[s_\theta] = 0$: a minimum, as (4) says.
# $g''(0) = -\mathbb E[\partial_\theta^2\log p_\theta]$. From
# $\partial_\theta^2\log p = \frac{\partial_\theta^2 p}{p} - \bigl(\frac{\partial_\theta p}{p}\bigr)^2$ and
# $\sum_x\partial^2_\theta p_\theta(x) = 0$ it follows that $g''(0) = \mathbb E[s_\theta^2] = F(\theta)$. ∎
#
# </details>
#
# **Where you meet it.** Plain gradient descent takes a step of a given length in *parameters*; the *natural gradient*
# (Amari, 1998) divides by $F$ and so takes a step of a given length in *distributions*. Elastic weight consolidation
# (Kirkpatrick et al., 2017) uses $F$ to tell which weights an old task needs. And no unbiased estimate of $\theta$
# from $N$ examples has a variance below $1/(N F(\theta))$ (Cramér and Rao).
#
# For a coin, $p_\theta(1) = \theta$ and $p_\theta(0) = 1 - \theta$, all of this is a line of arithmetic.

# %%
theta, delta = 0.5, 0.01
p, nearby = ([1 - t, t] for t in (theta, theta + delta))
kl = sum(a * math.log(a / b) for a, b in zip(p, nearby, strict=True))
print(f"KL to the neighbour: {kl:.7f} = {kl / delta**2:.4f} * delta^2")
# -> KL to the neighbour: 0.0002000 = 2.0004 * delta^2

# %% [markdown] task="fisher_bernoulli"
# ### Exercise 9 · `fisher_bernoulli` · 4 points · 8 minutes · predict
#
# Predict, with pencil and paper first, how a coin with probability $\theta$ answers: its two scores, its Fisher
# information, and what (11) foretells of the KL divergence to a neighbour. Nothing is measured here: the hidden tests
# measure, and compare. Is a nearly certain coin more or less informative about $\theta$ than a fair one?


# %% exercise="fisher_bernoulli" points=4 difficulty=2 minutes=8 needs=[]
def fisher_bernoulli(theta, delta):
    """Scores, Fisher information and forecast divergence of a coin, equation (11).

    Args:
        theta: probability of x = 1, a float with 0 < theta < 1.
        delta: a small step of theta, a float, of either sign.

    Returns:
        (scores, fisher, kl): the two scores, of x = 0 and x = 1, in this order (a tensor, array or list of 2 numbers); the
        Fisher information F(theta), a number; and the second-order forecast of KL(p_theta || p_(theta + delta)), a number
        in nats: the term with delta^2 in (11), and nothing beyond it.
    """
    ### BEGIN SOLUTION
    scores = torch.tensor([-1 / (1 - theta), 1 / theta], dtype=torch.float64)
    fisher = 1 / (theta * (1 - theta))
    return scores, fisher, fisher * delta**2 / 2
    ### END SOLUTION


# %% public_test="fisher_bernoulli"
answer = fisher_bernoulli(0.5, 0.01)
assert len(answer) == 3, "three things: scores, fisher, kl"
scores, fisher, kl = answer
assert torch.as_tensor(scores).shape == (2,), "two outcomes, two scores"
assert float(scores[1]) > 0, "heads speak for a larger theta"
assert abs(float(kl) - 0.0002) < 1e-6, "the worked example printed what this should foretell, nearly"

# %% [markdown] hint="fisher_bernoulli"
# Differentiate $\log\theta$ (for $x = 1$) and $\log(1 - \theta)$ (for $x = 0$) by $\theta$.
#
# ---
# $F$ is the mean of the squared scores *under the coin*: $\theta\,s(1)^2 + (1 - \theta)\,s(0)^2$. It simplifies.
#
# ---
# The scores are $-1/(1-\theta)$ and $1/\theta$, and $F = 1/\theta + 1/(1-\theta) = 1/(\theta(1-\theta))$. The
# forecast is $F\delta^2/2$.

# %% [markdown]
# Does it agree with what one sees? Toss coins, average squared scores; and let your `kl_divergence` judge the forecast.

# %% tags=["demo"]
generator = torch.Generator().manual_seed(0)
for theta in (0.5, 0.2, 0.02):
    scores, fisher, _ = fisher_bernoulli(theta, 0.0)
    tosses = (torch.rand(20000, generator=generator, dtype=torch.float64) < theta).long()
    seen = torch.as_tensor(scores)[tosses]
    print(f"theta {theta}: F {float(fisher):.2f}; over 20000 tosses the score's variance is {seen.var():.2f}")
coins = torch.tensor([[0.8, 0.2]], dtype=torch.float64)
steps = torch.linspace(-0.15, 0.15, 31, dtype=torch.float64)
others = torch.stack([0.8 - steps, 0.2 + steps], dim=1)
curves = {
    "KL": torch.as_tensor(kl_divergence(coins.expand_as(others), others)),
    "forecast": torch.tensor([float(fisher_bernoulli(0.2, step)[2]) for step in steps.tolist()]),
}
plot_curves(steps, curves, x_label="delta", y_label="nats", title="Close together, KL is a parabola")

# %% [markdown]
# ## 8 Mutual information without probabilities: InfoNCE
#
# For pictures and captions nobody has the table that (8) wants. But one can play a game. Take $B$ pairs $(x_i, y_i)$.
# For each $x_i$, mix its partner $y_i$ with the others' partners, and let a **critic** $f(x, y)$ score all of them.
# Whoever knows what $x$ and $y$ have in common finds the partner. The scores $S_{ij} = f(x_i, y_j)$ make a table, its
# diagonal is right, and the loss is the cross-entropy of finding it in each row (InfoNCE; van den Oord et al., 2018):
#
# $$
# L(S) = \frac1B\sum_{i=1}^{B}\Bigl(\log\sum_{j=1}^{B} e^{S_{ij}} - S_{ii}\Bigr), \qquad
# \log B - \mathbb E[L] \;\le\; I(x; y) \tag{12}
# $$
#
# So a game gives a **lower bound of mutual information**, with no density in sight. The better the critic, the closer
# it comes; the best one is $f(x, y) = \log\frac{p(y\mid x)}{p(y)}$. But the bound cannot say more than $\log B$,
# since $L \ge 0$: to measure $n$ nats you need more than $e^n$ pairs in a batch. (Poole et al., 2019, compare it with
# other bounds.)
#
# <details><summary>Proof of the bound</summary>
#
# Look at one row. Somebody hides the partner of $x$ at a uniformly random position $k$ among $y_1, \dots, y_B$; the
# others are independent of $x$. (The loss treats all positions alike, so it may as well be random.) The loss is the
# cross-entropy of guessing $k$ from $x$ and $Y = (y_1, \dots, y_B)$, so by (3) and (4) it is, in the mean, at least
# the entropy that is left: $\mathbb E[L] \ge H(k\mid x, Y) = \log B - I(k; x, Y)$. It remains to show that
# $I(k; x, Y) \le I(x; y)$. By the chain rule $I(k; x, Y) = I(k; Y) + I(k; x\mid Y)$, and the first is zero: without
# $x$ all the $y_j$ look alike. The second is, by the chain rule again, at most $I(k, Y; x)$. And given $k$ and $Y$,
# only $y_k$ tells anything about $x$: $I(k, Y; x) = I(y_k; x) = I(x; y)$. ∎
#
# </details>
#
# **Where you meet it.** CLIP is trained with this loss, over rows and over columns, with pictures as $x$ and captions
# as $y$ (Radford et al., 2021). Most self-supervised image encoders are its relatives.

# %%
scores = torch.tensor([[2.0, 0.0], [1.0, 1.0]], dtype=torch.float64)
rows = scores.logsumexp(dim=1) - scores.diagonal()
print("price of each row:", [round(value, 4) for value in rows.tolist()])  # -> price of each row: [0.1269, 0.6931]
print(f"loss {rows.mean():.4f}, bound on this one table {math.log(2) - rows.mean():.4f} nats")
# -> loss 0.4100, bound on this one table 0.2831 nats

# %% [markdown] task="infonce_loss"
# ### Exercise 10 · `infonce_loss` · 4 points · 6 minutes · implement
#
# Write $L(S)$ of equation (12). You will train with it in a minute: stay in torch, and let gradients flow.


# %% exercise="infonce_loss" points=4 difficulty=2 minutes=6 needs=[]
def infonce_loss(scores):
    """InfoNCE loss of a table of scores, equation (12), in nats.

    Args:
        scores: floating-point tensor of shape [B, B], B at least 1: entry [i, j] is the critic's score of x_i and y_j. The true
            pairs stand on the diagonal. Scores may be as large as 10,000 in either direction.

    Returns:
        A tensor with one number, in the dtype of the scores: the mean over rows of the cross-entropy of finding the true
        partner. Gradients flow to the scores.
    """
    ### BEGIN SOLUTION
    return (scores.logsumexp(dim=1) - scores.diagonal()).mean()
    ### END SOLUTION


# %% public_test="infonce_loss"
undecided = torch.zeros(4, 4, dtype=torch.float64, requires_grad=True)
loss = infonce_loss(undecided)
assert torch.as_tensor(loss).numel() == 1, "one number for the table"
assert loss.dtype == torch.float64, "float64 in, float64 out"
assert loss.requires_grad, "gradients have to flow to the scores"
assert abs(float(loss.detach()) - math.log(4)) < 1e-9, "who gives equal scores to four candidates guesses blindly"
assert float(infonce_loss(5 * torch.eye(4))) < math.log(4), "a critic that knows the partners pays less"

# %% [markdown] hint="infonce_loss"
# It is the price (5) of section 4: each row holds logits, and the "token" that came has the row's own number.
#
# ---
# `scores.logsumexp(dim=1)` is the first part for all rows, `scores.diagonal()` the second. Then the mean over rows.
#
# ---
# `(scores.logsumexp(dim=1) - scores.diagonal()).mean()`, or
# `functional.cross_entropy(scores, torch.arange(B))`.

# %% [markdown]
# ### Walking downhill, in four lines
#
# The critic will be a small network: layers $h = \max(0, Wx + b)$, whose numbers $W, b$ have to be found by walking
# downhill on the loss. Lessons 04 and 05 are about this; here four lines are enough, and they are always the same
# four. PyTorch keeps a record of what was computed from which parameters:
#
# 1. `loss = …`: compute the loss from the parameters, on a random batch of the data;
# 2. `optimiser.zero_grad()`: forget the gradients of the last step (otherwise they add up);
# 3. `loss.backward()`: fill in the gradient of the loss by each parameter;
# 4. `optimiser.step()`: move each parameter a little downhill (Adam: with a step size of its own for each).
#
# Here they fit a distribution $q$ to data from $p$ by minimising the cross-entropy (3). By (4) it is smallest, and
# equal to the entropy, where $q$ gives each outcome its share of the data.

# %%
torch.manual_seed(0)
seen = torch.multinomial(weather, 1000, replacement=True)
logits = torch.zeros(4, dtype=torch.float64, requires_grad=True)  # q is their softmax
optimiser = torch.optim.Adam([logits], lr=0.05)
for _step in range(201):
    batch = seen[torch.randint(len(seen), (100,))]
    loss = -logits.log_softmax(dim=0)[batch].mean()
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
share = torch.bincount(seen, minlength=4) / len(seen)
difference = (logits.softmax(dim=0) - share).abs().max().item()
print("q and the data agree to 0.05:", difference < 0.05)  # -> q and the data agree to 0.05: True


class Critic(nn.Module):
    """Scores all pairs: x of shape [n, d_x] and y of shape [m, d_y] give a table [n, m]."""

    def __init__(self, d_x, d_y, hidden=32):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(d_x + d_y, hidden), nn.ReLU(), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, 1)
        )

    def forward(self, x, y):
        pairs = torch.cat(
            [x[:, None].expand(-1, len(y), -1), y[None].expand(len(x), -1, -1)], dim=-1
        )  # [n, m, d_x + d_y]
        return self.net(pairs)[..., 0]


print(tuple(Critic(2, 3)(torch.zeros(5, 2), torch.zeros(7, 3)).shape))  # -> (5, 7)

# %% [markdown] task="train_critic"
# ### Exercise 11 · `train_critic` · 10 points · 18 minutes · train, then evaluate
#
# Train a critic that measures mutual information. **The recipe is part of the task**, so that your numbers can be
# compared:
#
# - torch is seeded with `seed`, then `Critic(d_x, d_y)` is made for the widths of the data, float32, with its default
#   width;
# - Adam with learning rate 0.005, 400 steps (`steps`), no schedule;
# - each step: 64 pairs, drawn at random with replacement (`torch.randint`), and as loss `infonce_loss` of their 64 ×
#   64 table;
# - it trains on `device`: `critic.to(device)` and `x.to(device)` move what they are called on there, and leave it where
#   it is if the device is `"cpu"`;
# - it returns the critic, on the CPU (`critic.cpu()`); the grader stores it, so it must be picklable (a `Critic` is).
#
# One training takes a second or two; the grader gives up after 60 seconds. **How it is judged.** Data are 4096 pairs
# in the plane with $y = 0.8\,x + 0.6\,\varepsilon$, whose mutual information is known: $-\log(1 - 0.8^2) = 1.022$
# nats (each of the two dimensions has $-\frac12\log(1 - 0.8^2)$). Then $x$ and $y$ are turned, each by a secret angle
# of its own and perhaps mirrored. That changes no mutual information (why?), but weights from elsewhere are worth
# nothing. The grader lets your critic score 6144 fresh pairs, 128 at a time, and computes the bound (12) itself:
#
# | | estimate in nats |
# | --- | --- |
# | a critic that knows nothing (baseline) | 0 |
# | the truth | 1.022 |
# | the best critic there is, on 6144 pairs | 0.97 to 1.04 |
# | the reference, over 20 seeds | 0.94 to 1.01 |
# | **your target** | at least **{{target:estimate}}** |
#
# Above the truth nobody gets, but by chance: (12) is a lower bound. And the grader asks whether a pair's score
# depends on this pair alone: a critic that looks at who else is in the table knows more than it should.


# %% exercise="train_critic" points=10 difficulty=3 minutes=18 seconds=60 needs=["infonce_loss"]
def train_critic(x, y, *, seed, device="cpu", steps=400):
    """Train a critic on pairs by the recipe of section 8.

    Args:
        x: one half of each pair, float32 tensor of shape [N, d_x], on the CPU.
        y: the other half, float32 tensor of shape [N, d_y]: row i belongs to row i of x.
        seed: decides the initial weights and the batches, an int.
        device: where to train: "cpu" or "cuda".
        steps: how many steps of Adam, an int.

    Returns:
        The trained Critic, on the CPU: critic(x, y) scores all pairs of a row of x and a row of y.
    """
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    critic = Critic(x.shape[1], y.shape[1]).to(device)
    x, y = x.to(device), y.to(device)
    optimiser = torch.optim.Adam(critic.parameters(), lr=0.005)
    for _ in range(steps):
        chosen = torch.randint(len(x), (64,), device=device)
        loss = infonce_loss(critic(x[chosen], y[chosen]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return critic.cpu()
    ### END SOLUTION


# %% public_test="train_critic"
generator = torch.Generator().manual_seed(0)
x = torch.randn(100, 3, generator=generator)
critic = train_critic(x, x[:, :2], seed=0, steps=5)
table = critic(x[:6], x[:4, :2])
assert table.shape == (6, 4), "6 halves on one side and 4 on the other make a table of 6 times 4 scores"
assert bool(table.isfinite().all()), "scores that are not finite"

# %% [markdown] hint="train_critic"
# Take the loop above and exchange three things: what is made, what is drawn, what the loss is.
#
# ---
# Draw *one* set of indices and use it for both `x` and `y`: the pairs have to stay pairs. The loss is `infonce_loss` of
# `critic(x[chosen], y[chosen])`.
#
# ---
# `torch.manual_seed(seed)` first; `critic = Critic(x.shape[1], y.shape[1])`;
# `torch.optim.Adam(critic.parameters(), lr=0.005)`; then the four lines, `steps` times.

# %% [markdown]
# Now measure something whose table nobody has. First the pairs of the task, then two halves of a digit: how much does
# the upper half of a picture know about the lower half? And how much is left if the pairs are torn apart?


# %% tags=["demo"]
def estimate(critic, x, y, size=128):
    """The bound (12) in nats, mean over batches of pairs."""
    with torch.no_grad():
        batches = [(a, b) for a, b in zip(x.split(size), y.split(size), strict=True) if len(a) == size]
        losses = [float(infonce_loss(critic(a, b))) for a, b in batches]
    return math.log(size) - sum(losses) / len(losses)


generator = torch.Generator().manual_seed(0)
x = torch.randn(8192, 2, generator=generator)
y = 0.8 * x + 0.6 * torch.randn(8192, 2, generator=generator)
critic = train_critic(x[:4096], y[:4096], seed=0)
print(f"two dimensions: {estimate(critic, x[4096:], y[4096:]):.2f} nats, truth {-math.log(1 - 0.8**2):.2f}")
halves, unseen = train.float(), test.float()
critic = train_critic(halves[:, :32], halves[:, 32:], seed=0)
print(f"halves of unseen digits: at least {estimate(critic, unseen[:, :32], unseen[:, 32:]):.2f} nats")
torn = unseen[torch.randperm(len(unseen), generator=generator)]
print(f"torn apart, the same critic: {estimate(critic, unseen[:, :32], torn[:, 32:]):.2f} nats")
with torch.no_grad():
    table = critic(unseen[:10, :32], unseen[:, 32:])
table[torch.arange(10), torch.arange(10)] = -math.inf  # its own lower half is not to be had
patched = torch.cat([unseen[:10, :32], unseen[table.argmax(dim=1), 32:]], dim=1)
show_images({"original": unseen[:10], "patched": patched}, title="Upper halves, each with the stranger that fits best")

# %% [markdown]
# The halves share more than the name of the digit, which is worth at most $\log 10 = 2.30$ nats: slant, thickness and
# hand, too. (It is a lower bound; only the luck of a few hundred pairs could have put it too high.) And a critic that
# is sure of itself and wrong pays dearly: torn pairs share nothing, and its "bound" is far below zero.

# %% [markdown] written="elbo_gap" points=5 minutes=10
# ### Question 12 · `elbo_gap` · 5 points · 10 minutes · prove and explain
#
# 1. Prove equation (9) for a $z$ of finitely many values and any $q(z)$ that is zero wherever $p(z\mid x)$ is.
#    Say where you use that $q$ adds up to 1. (2 points)
# 2. A VAE keeps $p(x\mid z)$ fixed for a moment and improves $q$ by maximising the ELBO. Which KL divergence does it
#    minimise thereby, and in which direction? (1 point)
# 3. Suppose that the true posterior $p(z\mid x)$ has two humps and that $q$ must be a bell. Which of the two students
#    of the opening question is the VAE, and what does that do to the codes? Name one thing that goes wrong with each
#    of the two. (2 points)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. By Bayes $p(z\mid x) = p(x\mid z)\,p(z)/p(x)$, so for each $z$:
#    $\log p(x) = \log p(x\mid z) + \log p(z) - \log p(z\mid x)$. The left side does not depend on $z$; its mean under
#    $q$ is itself, because $\sum_z q(z) = 1$. So $\log p(x) = \mathbb E_q[\log p(x\mid z)] + \mathbb E_q[\log p(z)] -
#    \mathbb E_q[\log p(z\mid x)]$. Add and subtract $\mathbb E_q[\log q(z)]$: $\log p(x) = \mathbb E_q[\log p(x\mid
#    z)] - \mathbb E_q\bigl[\log\frac{q(z)}{p(z)}\bigr] + \mathbb E_q\bigl[\log\frac{q(z)}{p(z\mid x)}\bigr]$, which
#    is (9).
# 2. $\log p(x)$ does not depend on $q$. So what the ELBO gains the gap loses: it minimises
#    $\mathrm{KL}(q(z)\,\Vert\,p(z\mid x))$, the mean being taken under $q$.
# 3. The second one: it takes one hump and denies the other. The code of $x$ is then one of several explanations, and
#    its uncertainty is too small: codes that would explain $x$ as well are never drawn. The other direction would
#    cover both humps and put much of its mass between them, on codes that explain $x$ badly; decoding them gives bad
#    reconstructions.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# - 1 point: Bayes (or $p(x, z) = p(z\mid x)\,p(x)$), and the mean under q of a constant is the constant because q
#   adds up to 1. Jensen's inequality alone proves the bound, not the identity: half a point.
# - 1 point: adds and subtracts E_q[log q], and identifies both KL terms correctly.
# - 1 point: KL(q || p(z | x)), with the reason that log p(x) is fixed. The right letters without a reason: half a
#   point.
# - 1 point: takes one hump / too small a variance, AND what that means for codes.
# - 1 point: one drawback of each direction (misses explanations; puts mass where there are none). One only: half a
#   point.
# ### END MARK SCHEME

# %% [markdown]
# ## 9 The opening question
#
# *What did the two students do differently?* They swapped the arguments. $\mathrm{KL}(p\,\Vert\,q)$ averages over the
# truth, and never forgives that $q$ denies what happens: it covers. $\mathrm{KL}(q\,\Vert\,p)$ averages over the
# model, and never forgives that $q$ claims what does not happen: it takes one hump. *Which one sits inside every
# VAE?* Both. Its decoder is fitted to the data by (a bound of) maximum likelihood, which is the first kind; its
# encoder is fitted to the posterior by the gap of the ELBO, which is the second. When samples of a VAE are blurred
# and its codes are too sure of themselves, you know now which sum is over what.
#
# ## What you have now
#
# - Surprise is $-\log p$, entropy its mean, and a bit is the length of a word in the best code.
# - Cross-entropy is what a wrong model costs, KL is what it costs more than necessary: never negative, infinite for
#   denying what happens, and not symmetric.
# - Perplexity is the exponential of the mean price *per token*, padding left out.
# - Jensen–Shannon is bounded, and flat where nothing overlaps; Wasserstein knows how far away things lie. (GAN, WGAN)
# - Mutual information is the KL from the pair to independence; a game bounds it from below, by at most $\log B$.
#   (CLIP)
# - The ELBO is the log-likelihood minus a KL gap, and its KL term for normal codes is one line. (VAE)
# - Close together, KL is half the Fisher information times the squared step.
#
# ## References
#
# *Books*
# - T. M. Cover and J. A. Thomas, *Elements of Information Theory*, 2nd edition, Wiley, 2006. Chapters 2 (sections 1,
#   3 and 6 of this lesson) and 5 (codes). [doi:10.1002/047174882X](https://doi.org/10.1002/047174882X)
# - D. J. C. MacKay, *Information Theory, Inference, and Learning Algorithms*, Cambridge University Press, 2003. Free
#   at [inference.org.uk/mackay/itila](https://www.inference.org.uk/mackay/itila/).
# - G. Peyré and M. Cuturi, *Computational Optimal Transport*, Foundations and Trends in Machine Learning 11, 2019.
#   [arXiv:1803.00567](https://arxiv.org/abs/1803.00567)
#
# *Papers*
# - C. E. Shannon, A mathematical theory of communication, *Bell System Technical Journal* 27, 379–423 and 623–656,
#   1948. [doi:10.1002/j.1538-7305.1948.tb01338.x](https://doi.org/10.1002/j.1538-7305.1948.tb01338.x)
# - S. Kullback and R. A. Leibler, On information and sufficiency, *Annals of Mathematical Statistics* 22, 79–86,
#   1951. [doi:10.1214/aoms/1177729694](https://doi.org/10.1214/aoms/1177729694)
# - D. A. Huffman, A method for the construction of minimum-redundancy codes, *Proceedings of the IRE* 40, 1098–1101,
#   1952. [doi:10.1109/JRPROC.1952.273898](https://doi.org/10.1109/JRPROC.1952.273898)
# - F. Jelinek, R. L. Mercer, L. R. Bahl and J. K. Baker, Perplexity: a measure of the difficulty of speech
#   recognition tasks, *Journal of the Acoustical Society of America* 62, S63, 1977.
#   [doi:10.1121/1.2016299](https://doi.org/10.1121/1.2016299)
# - J. Lin, Divergence measures based on the Shannon entropy, *IEEE Transactions on Information Theory* 37, 145–151,
#   1991 (the Jensen–Shannon divergence). [doi:10.1109/18.61115](https://doi.org/10.1109/18.61115)
# - S. Amari, Natural gradient works efficiently in learning, *Neural Computation* 10, 251–276, 1998.
#   [doi:10.1162/089976698300017746](https://doi.org/10.1162/089976698300017746)
# - D. P. Kingma and M. Welling, Auto-encoding variational Bayes, 2013 (the ELBO of a VAE).
#   [arXiv:1312.6114](https://arxiv.org/abs/1312.6114)
# - I. J. Goodfellow et al., Generative adversarial networks, 2014. [arXiv:1406.2661](https://arxiv.org/abs/1406.2661)
# - M. Arjovsky, S. Chintala and L. Bottou, Wasserstein GAN, 2017.
#   [arXiv:1701.07875](https://arxiv.org/abs/1701.07875)
# - J. Kirkpatrick et al., Overcoming catastrophic forgetting in neural networks, 2017 (elastic weight consolidation).
#   [arXiv:1612.00796](https://arxiv.org/abs/1612.00796)
# - A. van den Oord, Y. Li and O. Vinyals, Representation learning with contrastive predictive coding, 2018 (InfoNCE).
#   [arXiv:1807.03748](https://arxiv.org/abs/1807.03748)
# - B. Poole et al., On variational bounds of mutual information, 2019.
#   [arXiv:1905.06922](https://arxiv.org/abs/1905.06922)
# - A. Radford et al., Learning transferable visual models from natural language supervision, 2021 (CLIP).
#   [arXiv:2103.00020](https://arxiv.org/abs/2103.00020)
