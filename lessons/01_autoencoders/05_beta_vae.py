# %% [markdown]
# # Beta-VAE: what is a nat worth?
#
# Each picture below is one soft dot on 12 × 12 pixels: 144 numbers. Yet only **three** numbers decided how it looks: where
# it stands across, where it stands down, and how large it is. Nobody tells the network. It sees pixels, and it has six
# latents to use as it pleases.
#
# *Can it find out that there are three? And if it finds three, are they **those** three?*
#
# One number in front of one term of the loss nearly answers the first question: it makes the network leave out what is not
# worth its price. The second has an answer that cost a field two years: thousands of models were trained before it was
# believed. Here is what you will have built: the nats in each of the
# six latents, at three prices, and what happens to the picture when one latent walks and the others stand still.
#
# ![Nats in each of six latents at beta 1, 4 and 16; pictures when one latent walks; MIG of five seeds](images/result.svg)

# %% [markdown]
# ## The whole lesson in one picture
#
# ![The KL term of a VAE and its price; below, the six ideas of this lesson](images/overview.svg)
#
# **Where and why.** Many latent diffusion models stand on an autoencoder whose KL term has a weight chosen by hand: it is
# a $\beta$, far below 1. World models give theirs a few nats for free, a cousin of the budget in section 4. The curve that
# you will predict in section 2 is the rate–distortion curve of information theory, and image compression is designed along
# it. And who promises you "disentangled", "interpretable" or "steerable" latents owes you the measurement of section 6.
#
# **How this notebook works.** Each section explains one idea, shows it running, and asks you to build it. Eight coding
# exercises (51 points) and one question in words (6 points) take about two and a quarter hours; after section 3 is a good
# place for a break. Under each exercise stands a check cell: it catches wrong shapes and common slips, but passing it is
# *not* enough. Hidden tests look at other inputs and at the edge cases that the docstring names. Hints unfold step by
# step and cost nothing.
#
# **Conventions.** As in the notebook on variational autoencoders: one example in each row, sums over pixels or latents leave
# *one value per example*, the encoder gives `mu` and `log_var`, noise comes in as an argument, logarithms are natural
# (information is in nats). Losses are **costs** here: what is small is good.

# %%
import math

import torch
from torch import nn
from torch.nn import functional

from journey.plots import plot_curves, plot_latent, show_images

SIDE, SIGMA = 12, 0.1


def draw_dots(factors):
    """Soft dots from factors in [0, 1], shape [N, 3]: across, down, size. Pixels [N, 144] from 0 to 1."""
    across, down, size = 2.5 + 6 * factors[:, 0], 2.5 + 6 * factors[:, 1], 0.8 + 1.2 * factors[:, 2]
    at = torch.arange(SIDE).to(factors.dtype)
    square = (at[None, None, :] - across[:, None, None]) ** 2 + (at[None, :, None] - down[:, None, None]) ** 2
    return torch.exp(-square / (2 * size[:, None, None] ** 2)).flatten(1)


generator = torch.Generator().manual_seed(0)
factors_train, factors_test = torch.rand(2000, 3, generator=generator), torch.rand(1000, 3, generator=generator)
x_train, x_test = draw_dots(factors_train), draw_dots(factors_test)
print(tuple(x_train.shape), tuple(x_test.shape))  # -> (2000, 144) (1000, 144)

# %% tags=["demo"]
show_images(x_train[:10], title="What the network gets to see")

# %% [markdown]
# ## 1 A price on the code
#
# The variational autoencoder minimises, for each picture, two costs in nats: what the *picture* costs, given its code, and
# what the *code* costs, compared with dice. Higgins et al. (2017) put a **price** on the second:
#
# $$
# L_\beta(x) = \underbrace{-\mathbb E_{q(z\mid x)}\bigl[\log p(x \mid z)\bigr]}_{\text{rec}}
# + \beta\,\underbrace{\mathrm{KL}\bigl(q(z \mid x)\,\|\,\mathcal N(0, I)\bigr)}_{\text{kl}} \tag{1}
# $$
#
# $\beta = 1$ is the VAE. With $\beta > 1$ a nat in the code must save more than one nat in the picture, or it is not
# spent. Our pixels are grey values, so we take a normal distribution with fixed $\sigma$ around what the decoder draws,
# $p(x \mid z) = \mathcal N(x;\, \hat x, \sigma^2 I)$. Up to a constant that no network can change,
#
# $$
# \text{rec} = \frac{1}{2\sigma^2}\sum_{d=1}^{P}(x_d - \hat x_d)^2, \qquad
# \text{kl} = \frac12\sum_{j=1}^{D}\bigl[\mu_j^2 + \sigma_j^2 - 1 - \log\sigma_j^2\bigr] \tag{2}
# $$
#
# **Two sums, again.** Who averages over pixels or latents has a $\beta$ already, and does not know which. With the mean over
# $P = 144$ pixels and the sum over latents, "$\beta = 1$" is $\beta = 144$. Papers differ in this, which is why a $\beta$
# from one paper means nothing in another (Higgins et al. name $\beta_\text{norm} = \beta D / P$ for this reason).

# %%
x, x_hat = torch.tensor([[0.0, 0.5, 1.0]]), torch.tensor([[0.1, 0.5, 0.8]])
mu, log_var = torch.tensor([[1.0, 0.0]]), torch.tensor([[-2.0, 0.0]])
rec = ((x - x_hat) ** 2).sum(dim=1) / (2 * SIGMA**2)
kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)
print(f"rec {rec.item():.3f}, kl {kl.item():.3f}")  # -> rec 2.500, kl 1.068
print("beta 1 and 4:", [round((rec + beta * kl).item(), 3) for beta in (1, 4)])  # -> beta 1 and 4: [3.568, 6.771]

# %% [markdown] task="beta_vae_loss"
# ### Exercise 1 · `beta_vae_loss` · 5 points · 8 minutes · implement
#
# Write (1) with (2), for one sample of the code (the noise has been added by whoever made `x_hat`).


# %% exercise="beta_vae_loss" points=5 difficulty=1 minutes=8 needs=[]
def beta_vae_loss(x, x_hat, mu, log_var, beta, sigma=SIGMA):
    """Cost of each example under a beta-VAE with a normal decoder, equations (1) and (2).

    Args:
        x: pictures, floating-point tensor of shape [N, P].
        x_hat: what was drawn from a sample of each code, shape [N, P].
        mu: posterior means, shape [N, D].
        log_var: logarithms of the posterior variances, shape [N, D].
        beta: the price of a nat in the code, a number of at least 0.
        sigma: standard deviation of the decoder's pixels, positive.

    Returns:
        (loss, rec, kl), three tensors of shape [N] and the inputs' dtype, in nats: loss = rec + beta * kl. Constants of the
        normal density are left out. Nothing is averaged over examples. Gradients flow to x_hat, mu and log_var.
    """
    ### BEGIN SOLUTION
    rec = (x - x_hat).square().sum(dim=1) / (2 * sigma**2)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1)
    return rec + beta * kl, rec, kl
    ### END SOLUTION


# %% public_test="beta_vae_loss"
loss, rec, kl = (
    torch.as_tensor(part)
    for part in beta_vae_loss(x_test, x_test, torch.zeros(1000, 6), torch.zeros(1000, 6), beta=4.0)
)
assert loss.shape == rec.shape == kl.shape == (1000,), "one number per example: nothing is averaged"
assert float(loss.abs().max()) < 1e-2, "a perfect picture from a code that is nothing but dice costs nothing"
assert loss.dtype == torch.float32, "float32 in, float32 out"

# %% [markdown] hint="beta_vae_loss"
# Two sums, each over the second axis. Which of the two has the price in front?
#
# ---
# The squared error is divided by twice the *variance* of the pixels. In kl, `log_var.exp()` is $\sigma_j^2$.
#
# ---
# `rec = (x - x_hat).square().sum(dim=1) / (2 * sigma**2)`, and then `rec + beta * kl`.

# %% [markdown]
# ### The price is the noise in another coin
#
# Multiply out what you wrote: with $s = \beta\sigma^2$,
#
# $$\frac{L_\beta(x)}{\beta} = \frac{1}{2 s}\sum_d(x_d - \hat x_d)^2 + \text{kl} \tag{3}$$
#
# That is an *ordinary* VAE, whose pixels have the variance $s$ in place of $\sigma^2$. So with a normal decoder $\beta$ says
# nothing but *how exact a picture has to be*: errors well below $\sqrt{s} = \sqrt\beta\,\sigma$ are not worth describing.
# Remember this when you read that $\beta$ is a "regulariser" or a "pressure". It is a level of detail.

# %% [markdown]
# ## 2 Predict, before you train
#
# For a *linear* decoder everything can be worked out. Turn the data to their principal directions, with variances
# $\lambda_1 \ge \lambda_2 \ge \dots$ (the eigenvalues of the covariance). Then each direction is a problem of its own, and
# the best linear $\beta$-VAE does this with direction $i$, where $s = \beta\sigma^2$:
#
# $$
# \text{rate}_i = \max\Bigl(0,\ \frac12\log\frac{\lambda_i}{s}\Bigr), \qquad
# \text{distortion}_i = \min(\lambda_i,\ s) \tag{4}
# $$
#
# The rate is the mean KL in nats, the distortion the mean squared error. *Read it aloud:* a direction that varies less than
# the level $s$ is switched off, its latent falls asleep and costs nothing. Every other one is described until its error is
# exactly $s$. Pour water up to the level $s$ over a landscape of depth $\lambda_i$: what is under water is the error.
#
# ![Variances of principal directions as bars, and a water level for two prices](images/water.svg)
#
# Shannon's rate–distortion theory has the same formula for the best code that there *is* for normal data, by whatever means.
# The $\beta$-VAE is a machine that walks along this curve, and $\beta$ says where on it you stand.
#
# <details><summary>Proof, for one direction</summary>
#
# The data are $x \sim \mathcal N(0, \lambda)$, the encoder says $q(z\mid x) = \mathcal N(mx, v)$, the decoder $\hat x = wz$.
# Over data and noise, $\mathbb E(x - \hat x)^2 = (1 - wm)^2\lambda + w^2 v$ and
# $\mathbb E\,\text{kl} = \frac12[m^2\lambda + v - 1 - \log v]$. By (3) we minimise
# $\frac1{2s}[(1-wm)^2\lambda + w^2v] + \frac12[m^2\lambda + v - 1 - \log v]$.
#
# Derivatives. By $v$: $w^2/s + 1 - 1/v = 0$, so $v = s/(w^2 + s)$. By $m$: $-w(1-wm)/s + m = 0$, so $m = w/(w^2+s)$. By $w$:
# $-m(1-wm)\lambda + wv = 0$; put in $m$ and $v$: $1 - wm = s/(w^2+s)$, so
# $w\bigl[-\lambda s/(w^2+s)^2 + s/(w^2+s)\bigr] = 0$, thus $w = 0$ or $w^2 = \lambda - s$.
#
# If $\lambda > s$, the second: $v = s/\lambda$, $m^2\lambda = (\lambda - s)/\lambda = 1 - v$, so
# $\mathbb E\,\text{kl} = -\frac12\log v = \frac12\log(\lambda/s)$; the error is
# $(s/\lambda)^2\lambda + (\lambda - s)s/\lambda = s$; the total, $\frac12 + \frac12\log(\lambda/s)$, lies below
# $\lambda/2s$, that of $w = 0$ (since $\log t < t - 1$ for $t = \lambda/s > 1$). Else only $w = 0$ is left: $m = 0$,
# $v = 1$, rate 0 and error $\lambda$. That directions do not help each other is the theorem on probabilistic PCA (Tipping
# and Bishop, 1999), whose maximum likelihood solution this is. ∎
#
# </details>

# %%
variance = 0.36  # of one direction, in squared pixel values
for beta in (1, 4, 16, 64):
    s = beta * SIGMA**2
    rate, distortion = (0.5 * math.log(variance / s), s) if variance > s else (0.0, variance)
    print(f"beta {beta:2d}: level {s:.2f}, {rate:.3f} nats, error {distortion:.2f}")
# -> beta  1: level 0.01, 1.792 nats, error 0.01
# -> beta  4: level 0.04, 1.099 nats, error 0.04
# -> beta 16: level 0.16, 0.405 nats, error 0.16
# -> beta 64: level 0.64, 0.000 nats, error 0.36

# %% [markdown]
# A price four times as high takes $\frac12\log 4 = 0.69$ nats from every latent that is awake, until it falls asleep.

# %% [markdown] task="rate_distortion"
# ### Exercise 2 · `rate_distortion` · 6 points · 10 minutes · predict
#
# Write (4). Then *predict* what a linear $\beta$-VAE would learn from the dots: how many latents awake, how many nats, which
# error. From the picture above guess first: how many more latents wake up at $\beta = 1$, and how many are left at
# $\beta = 64$? Then run the cell below your function, and write down its rows for $\beta = 1, 4, 16$: section 3 trains at
# these prices.


# %% exercise="rate_distortion" points=6 difficulty=2 minutes=10 needs=[]
def rate_distortion(variances, beta, sigma=SIGMA):
    """What the best linear beta-VAE does with each principal direction of its data, equation (4).

    Args:
        variances: of the data along their principal directions, floating-point tensor of shape [P], at least 0, in any
            order. Some may be 0.
        beta: the price of a nat, positive.
        sigma: standard deviation of the decoder's pixels, positive.

    Returns:
        (rate, distortion), two tensors of shape [P] and the inputs' dtype: the mean KL in nats, and the mean squared error
        with a sampled code, direction by direction. Never NaN, infinite or negative.
    """
    ### BEGIN SOLUTION
    level = beta * sigma**2
    return 0.5 * torch.log(variances.clamp(min=level) / level), variances.clamp(max=level)
    ### END SOLUTION


# %% public_test="rate_distortion"
rate, distortion = (torch.as_tensor(part) for part in rate_distortion(torch.tensor([2.0, 0.5, 0.0]), beta=4.0))
assert rate.shape == distortion.shape == (3,), "one rate and one error for each direction"
assert rate.dtype == distortion.dtype == torch.float32, "float32 in, float32 out"
assert bool(rate.isfinite().all()), "a direction without variance has a rate of 0, and not of minus infinity"
assert bool((distortion <= torch.tensor([2.0, 0.5, 0.0]) + 1e-6).all()), (
    "no error is larger than what saying nothing has"
)

# %% [markdown] hint="rate_distortion"
# Compute the water level first. Which directions are above it?
#
# ---
# $s = \beta\sigma^2$. The logarithm of 0 never has to be taken: where $\lambda_i < s$, put $s$ in its place first.
#
# ---
# `variances.clamp(min=level)` is $\max(\lambda_i, s)$ and `variances.clamp(max=level)` is $\min(\lambda_i, s)$.

# %% tags=["demo"]
variances = torch.linalg.eigvalsh(torch.cov(x_train.T)).clamp(min=0)
prices = [1, 2, 4, 8, 16, 32, 64]
totals = [[part.sum().item() for part in rate_distortion(variances, price)] for price in prices]
for price, (nats, error) in zip(prices, totals, strict=True):
    awake = int((rate_distortion(variances, price)[0] > 0).sum())
    cost = error / (2 * SIGMA**2) + price * nats
    print(f"beta {price:2d}: {awake:2d} latents awake, {nats:5.2f} nats, squared error {error:.3f}, cost {cost:.1f}")
plot_curves(
    [nats for nats, _ in totals],
    {"linear, predicted": [error for _, error in totals]},
    x_label="nats in the code",
    y_label="squared error of a picture",
    title="What a nat buys",
    log_y=True,
)

# %% [markdown]
# The linear machine needs a latent for every direction of pixel space above the water; a dot that moves a little changes
# many of them. The next one may bend.
#
# ## 3 Train it
#
# The network is given: one hidden layer each way, a sigmoid at the end, since pixels are between 0 and 1.


# %%
class BetaVAE(nn.Module):
    """Encoder and decoder with one hidden layer each.

    Args:
        pixels: how many a picture has.
        hidden: the width of the hidden layers.
        latents: how many numbers the code has.
    """

    def __init__(self, pixels=144, hidden=128, latents=6):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(pixels, hidden), nn.ReLU(), nn.Linear(hidden, 2 * latents))
        self.decoder = nn.Sequential(nn.Linear(latents, hidden), nn.ReLU(), nn.Linear(hidden, pixels))

    def encode(self, x):
        """Pictures [..., P] to (mu, log_var), each [..., D]."""
        mu, log_var = self.encoder(x.to(self.encoder[0].weight.dtype)).chunk(2, dim=-1)
        return mu, log_var

    def decode(self, z):
        """Codes [..., D] to the means of the pixels [..., P], between 0 and 1."""
        return torch.sigmoid(self.decoder(z.to(self.decoder[0].weight.dtype)))


parameters = sum(parameter.numel() for parameter in BetaVAE().parameters())
print("numbers to learn:", parameters)  # -> numbers to learn: 39580

# %% [markdown] task="train_beta_vae"
# ### Exercise 3 · `train_beta_vae` · 12 points · 20 minutes · train, then evaluate
#
# Write the training. **The recipe is part of the task**, so that your numbers can be compared:
#
# - torch is seeded with `seed`, then a `BetaVAE` is made for P pixels and `latents` latents, with its default width, float32;
# - Adam with learning rate 0.003, 800 steps (`steps`), no schedule;
# - each step: 128 examples drawn at random with replacement, codes $z = \mu + \sigma\varepsilon$ with fresh standard normal
#   noise, and as loss the mean of $L_\beta$ over the 128, with $\sigma = 0.1$ for the pixels;
# - it returns the model, on the CPU; the grader stores it, so it must be picklable (a `BetaVAE` is).
#
# One training takes a second or two; the grader gives up after 60 seconds for both together. **How it is judged.** The
# grader trains your function twice, at $\beta = 1$ and at $\beta = 16$, on dots that you have not seen and whose pixels
# have been *shuffled*, so that weights from elsewhere are worth nothing. It codes 1000 others with `encode`, adds noise of
# its own, lets a *second copy of your model, which has never seen them,* `decode`, and computes all costs itself:
#
# | | cost $L_1$ at $\beta = 1$ | cost $L_{16}$ at $\beta = 16$ | share of its nats that the price takes away |
# | --- | --- | --- | --- |
# | the mean picture, no code at all (baseline) | about 208 | about 208 | 0 |
# | the best *linear* $\beta$-VAE (section 2; it may use all 144 latents) | 31 | 131 | 0.82 |
# | the reference, over 20 seeds | 15.5 to 17.2 | 94 to 101 | 0.65 to 0.70 |
# | **your target** | at most {{target:cost_cheap}} | at most {{target:cost_dear}} | at least {{target:share_saved}} |
#
# And at $\beta = 16$ the pictures must still be pictures: at least {{target:explained}} of the variance of the pixels is
# explained (reference: 0.79 to 0.82). Costs that are *too* good fail as well: then something leaks past the code.


# %% exercise="train_beta_vae" points=12 difficulty=3 minutes=20 seconds=60 needs=["beta_vae_loss"]
def train_beta_vae(x, *, beta, seed, device="cpu", steps=800, latents=6):
    """Train a beta-VAE by the recipe of section 3.

    Args:
        x: pictures, floating-point tensor of shape [N, P] with entries from 0 to 1, on the CPU; all that may be learnt
            from. Not changed.
        beta: the price of a nat in the code.
        seed: decides the initial weights, the minibatches and the noise.
        device: where to train: "cpu" or "cuda".
        steps: how many steps of Adam.
        latents: how many numbers the code has.

    Returns:
        The trained BetaVAE, on the CPU.
    """
    ### BEGIN SOLUTION
    torch.manual_seed(seed)
    model = BetaVAE(pixels=x.shape[1], latents=latents).to(device)
    x = x.to(device, torch.float32)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,), device=device)]
        mu, log_var = model.encode(batch)
        z = mu + torch.exp(0.5 * log_var) * torch.randn(128, latents, device=device)
        loss = beta_vae_loss(batch, model.decode(z), mu, log_var, beta)[0].mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model.cpu()
    ### END SOLUTION


# %% public_test="train_beta_vae"
model = train_beta_vae(x_train[:, :20], beta=2.0, seed=0, steps=3)
mu, log_var = model.encode(x_test[:6, :20])
assert mu.shape == log_var.shape == (6, 6), "the code has 6 means and 6 log-variances"
assert model.decode(mu).shape == (6, 20), "as many pixels as the training pictures have"
assert all(bool(parameter.isfinite().all()) for parameter in model.parameters()), "weights that are not finite"

# %% [markdown] hint="train_beta_vae"
# The usual loop: batch, code, noise, picture, loss, `zero_grad`, `backward`, `step`. Where does $\beta$ come in, and where
# must it not?
#
# ---
# `beta_vae_loss(…)[0]` has one number for each of 128 examples. Over *examples* a mean is right. $\sigma = 0.1$ is the
# pixels' standard deviation; that of the code is $e^{\frac12\log\sigma^2}$, from `log_var`.
#
# ---
# `z = mu + torch.exp(0.5 * log_var) * torch.randn(128, latents)`, then
# `beta_vae_loss(batch, model.decode(z), mu, log_var, beta)[0].mean()`.

# %% [markdown]
# Three prices, one seed. Look at the nats in each latent, and compare with what you wrote down for the linear machine.

# %% tags=["demo"]
models = {price: train_beta_vae(x_train, beta=price, seed=0) for price in (1, 4, 16)}
noise = torch.randn(1000, 6, generator=torch.Generator().manual_seed(1))
with torch.no_grad():
    for price, model in models.items():
        mu, log_var = model.encode(x_test)
        x_hat = model.decode(mu + torch.exp(0.5 * log_var) * noise)
        loss, rec, kl = beta_vae_loss(x_test, x_hat, mu, log_var, price)
        nats = (0.5 * (mu**2 + log_var.exp() - 1 - log_var)).mean(dim=0).sort(descending=True).values
        print(f"beta {price:2d}: cost {loss.mean():6.2f}, {kl.mean():5.2f} nats:", [round(n, 2) for n in nats.tolist()])
    rows = {"dots": x_test[:10]}
    rows |= {f"beta {price}": model.decode(model.encode(x_test[:10])[0]) for price, model in models.items()}
    show_images(rows, title="Less and less exact, and still dots")

# %% [markdown]
# At $\beta = 16$ **three latents are awake and three asleep**. Has the network counted the factors? Be careful. At $\beta = 4$
# it kept four and at $\beta = 1$ more, for a curved sheet of three dimensions can be described a bit more exactly with more
# than three numbers. Other seeds keep a fourth at $\beta = 16$ as well (section 6 prints it), and at $\beta = 64$ two
# are left: the size is no longer worth its price. The price decides how many numbers are worth having, as the water level
# did. It is a count only for somebody who knows which level of detail was meant.
#
# What does each of these three *mean*? Hold the code of one picture, move one of its numbers through the dice's range, and look
# at what is drawn: a **latent traversal**.

# %% tags=["demo"]
model = models[16]
with torch.no_grad():
    mu, log_var = model.encode(x_test)
    nats = (0.5 * (mu**2 + log_var.exp() - 1 - log_var)).mean(dim=0)
    rows = {}
    for j in nats.argsort(descending=True)[:4].tolist():
        z = model.encode(draw_dots(torch.tensor([[0.5, 0.5, 0.5]])))[0].repeat(9, 1)
        z[:, j] = torch.linspace(-2, 2, 9)
        rows[f"latent {j}, {nats[j]:.1f} nats"] = model.decode(z)
    show_images(rows, columns=9, title="One number walks, the others stand still")

# %% [markdown]
# It is tempting to give each row a name, and to stop looking. Look again: does *one* thing change in a row, or do two?
# Section 6 measures what the eye is too kind to see.
#
# (A good place for a break.)
#
# ## 4 A budget in place of a price
#
# A price has a side effect: it takes nats from *everything*, from good latents too, and pictures blur. Burgess et al. (2018)
# keep the pressure and give back the nats. They demand that the code costs **exactly** $C$ nats, and let $C$ grow while
# training:
#
# $$
# L = \overline{\text{rec}} + \gamma\,\bigl|\,\overline{\text{kl}} - C(t)\,\bigr|, \qquad
# C(t) = C_\text{max}\cdot\min\Bigl(1, \max\bigl(0, \tfrac{t - t_0}{t_1 - t_0}\bigr)\Bigr) \tag{5}
# $$
#
# with the bars for means over the minibatch, as in the usual implementations, and a large $\gamma$. First nothing may be
# said: the decoder learns the mean picture. Then a little, and whatever saves most per nat comes first: in the paper, on
# small drawn shapes, their position, later their size. Each new factor, so the argument goes, finds the others settled and
# has a reason to take a latent of its own.
#
# Mind that (5) is not a cap. Below the budget the code is charged for what it does *not* say, and the gradient pushes the KL
# *up*. That is the point, and it is why the absolute value stands around the *mean*: the batch together has a budget, and a
# difficult picture may take more of it than an easy one.

# %%
schedule = [25.0 * min(1, max(0, (t - 100) / (500 - 100))) for t in (0, 100, 200, 300, 500, 900)]
print(schedule)  # -> [0.0, 0.0, 6.25, 12.5, 25.0, 25.0]
kl_examples = torch.tensor([1.0, 5.0])
print("of the mean:", abs(kl_examples.mean().item() - 3), " mean of each:", (kl_examples - 3).abs().mean().item())
# -> of the mean: 0.0  mean of each: 2.0

# %% [markdown] task="capacity_loss"
# ### Exercise 4 · `capacity_loss` · 5 points · 8 minutes · implement
#
# Write equation (5).


# %% exercise="capacity_loss" points=5 difficulty=2 minutes=8 needs=[]
def capacity_loss(rec, kl, step, *, gamma, top, start, end):
    """Loss of a minibatch with a budget for its code that grows, equation (5).

    Args:
        rec: cost of each picture in nats, floating-point tensor of shape [N].
        kl: cost of each code in nats, shape [N].
        step: the number of the training step, at least 0.
        gamma: how hard the budget is enforced, positive.
        top: C_max, the budget in the end, in nats.
        start: t_0, the step until which the budget is 0.
        end: t_1, the step from which on the budget is C_max; larger than start.

    Returns:
        (loss, capacity): a tensor with no axes and the dtype of rec, through which gradients flow to rec and kl; and the
        budget C(step), a number.
    """
    ### BEGIN SOLUTION
    capacity = top * min(1.0, max(0.0, (step - start) / (end - start)))
    return rec.mean() + gamma * (kl.mean() - capacity).abs(), capacity
    ### END SOLUTION


# %% public_test="capacity_loss"
loss, capacity = capacity_loss(torch.ones(7), torch.zeros(7), 0, gamma=10.0, top=20.0, start=100, end=200)
assert torch.as_tensor(loss).shape == (), "one number for the minibatch"
assert torch.as_tensor(loss).dtype == torch.float32, "float32 in, float32 out"
assert float(capacity) == 0, "until `start` the budget is 0"
assert abs(float(loss) - 1) < 1e-6, "a code that costs nothing keeps a budget of nothing"

# %% [markdown] hint="capacity_loss"
# First the budget, a number like any other. What is it before `start`, and after `end`?
#
# ---
# $(t - t_0)/(t_1 - t_0)$ is negative before `start` and larger than 1 after `end`: cut it at both sides, then multiply by
# `top`.
#
# ---
# `rec.mean() + gamma * (kl.mean() - capacity).abs()`: mean first, then the absolute value.

# %% [markdown]
# Watch the budget being spent: the nats of each latent, while $C$ grows from 0 to 9 nats. Two latents lead, others follow
# later, some never.

# %% tags=["demo"]
torch.manual_seed(0)
model, history = BetaVAE(), []
optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
for step in range(1500):
    batch = x_train[torch.randint(len(x_train), (128,))]
    mu, log_var = model.encode(batch)
    x_hat = model.decode(mu + torch.exp(0.5 * log_var) * torch.randn(128, 6))
    _, rec, kl = beta_vae_loss(batch, x_hat, mu, log_var, 1.0)
    loss, _ = capacity_loss(rec, kl, step, gamma=50.0, top=9.0, start=100, end=1300)
    optimiser.zero_grad()
    loss.backward()
    optimiser.step()
    if step % 50 == 0:
        history.append((0.5 * (mu**2 + log_var.exp() - 1 - log_var)).mean(dim=0).detach())
history = torch.stack(history)
plot_curves(
    [50 * i for i in range(len(history))],
    {f"latent {j}": history[:, j] for j in range(6)},
    x_label="step",
    y_label="nats",
    title="Who gets the next nat?",
)

# %% [markdown]
# ## 5 What is in the KL term?
#
# Charging more for everything is a blunt tool. What do we charge *for*? Number the training pictures $n = 1 \dots N$, draw
# one at random and then its code: $q(z, n) = \frac1N q(z \mid n)$. The codes of all pictures together have the
# **aggregate** distribution $q(z) = \frac1N\sum_n q(z\mid n)$, and its entries have margins $q(z_j)$. Then (Hoffman and
# Johnson, 2016; Chen et al., 2018)
#
# $$
# \frac1N\sum_n \mathrm{KL}\bigl(q(z\mid n)\,\|\,p(z)\bigr) =
# \underbrace{\mathbb E\log\frac{q(z \mid n)}{q(z)}}_{\text{index-code mutual information } I(z;\,n)}
# + \underbrace{\mathbb E\log\frac{q(z)}{\prod_j q(z_j)}}_{\text{total correlation}}
# + \underbrace{\sum_j \mathbb E\log\frac{q(z_j)}{p(z_j)}}_{\text{dimension-wise KL}} \tag{6}
# $$
#
# for a prior with independent entries, and with all means under $q(z, n)$. *Proof:* the three logarithms add up to
# $\log q(z\mid n) - \sum_j \log p(z_j) = \log q(z \mid n) - \log p(z)$. ∎ Each of the three is a KL divergence, hence never
# negative:
#
# - $I(z; n)$: what the code says about *which* picture it is. That is what we want a code for! A larger $\beta$ charges it
#   too.
# - **Total correlation**: how far latents, over all pictures, are from being independent. *This* is what ought to be
#   small if each latent is to be a factor.
# - Dimension-wise KL: how far each latent's margin is from the dice.
#
# The $\beta$-TCVAE of Chen et al. and FactorVAE (Kim and Mnih, 2018) put the price on the middle term alone. With tables
# in place of densities all of it is a few sums:

# %%
same = torch.zeros(2, 2, 2, dtype=torch.float64)  # [N, K1, K2]
same[0, 0, 0] = same[1, 1, 1] = 1.0  # picture 0 has the code (0, 0), picture 1 the code (1, 1)
whole = same.mean(dim=0)  # q(z)
margins = whole.sum(dim=1)[:, None] * whole.sum(dim=0)[None, :]  # q(z_1) q(z_2)
print("q(z):", whole.tolist(), " product of margins:", margins.tolist())
# -> q(z): [[0.5, 0.0], [0.0, 0.5]]  product of margins: [[0.25, 0.25], [0.25, 0.25]]
print(f"total correlation: {torch.special.xlogy(whole, whole / margins).sum():.4f}")  # -> total correlation: 0.6931

# %% [markdown]
# Two pictures, one bit to say which: but both latents say it, so the code costs $2\log 2$, of which $\log 2$ is $I(z; n)$ and
# $\log 2$ is total correlation, the price of saying it twice. (`torch.special.xlogy(a, b)` is $a \log b$, and $0$ where
# $a = 0$.)

# %% [markdown] task="kl_parts"
# ### Exercise 5 · `kl_parts` · 6 points · 15 minutes · implement
#
# Write the three parts of (6) for two latents with finitely many values.


# %% exercise="kl_parts" points=6 difficulty=3 minutes=15 needs=[]
def kl_parts(q, p_1, p_2):
    """Split the mean KL of two discrete latents into the three parts of equation (6).

    Args:
        q: q(z_1, z_2 | n), tables of probabilities, floating-point tensor of shape [N, K1, K2]; each of the N tables sums to
            1. Entries may be 0. The two latents need not be independent given n.
        p_1: prior of the first latent, shape [K1], positive.
        p_2: prior of the second latent, independent of the first, shape [K2], positive.

    Returns:
        (mutual_information, total_correlation, dimension_wise), three tensors with no axes, in nats. Their sum is the mean
        over n of KL(q(z | n) || p_1 p_2). Never NaN.
    """
    ### BEGIN SOLUTION
    aggregate = q.mean(dim=0)
    q_1, q_2 = aggregate.sum(dim=1), aggregate.sum(dim=0)
    mutual_information = (torch.special.xlogy(q, q) - torch.special.xlogy(q, aggregate)).sum() / len(q)
    margins = torch.special.xlogy(q_1, q_1).sum() + torch.special.xlogy(q_2, q_2).sum()
    total_correlation = torch.special.xlogy(aggregate, aggregate).sum() - margins
    dimension_wise = margins - (q_1 * p_1.log()).sum() - (q_2 * p_2.log()).sum()
    return mutual_information, total_correlation, dimension_wise
    ### END SOLUTION


# %% public_test="kl_parts"
half = torch.full((2,), 0.5, dtype=torch.float64)
parts = [torch.as_tensor(part) for part in kl_parts(torch.full((3, 2, 2), 0.25, dtype=torch.float64), half, half)]
assert len(parts) == 3, "three parts"
assert all(part.shape == () for part in parts), "three numbers, each for the whole data set"
assert max(abs(float(part)) for part in parts) < 1e-9, "codes that are dice for every picture cost nothing"

# %% [markdown] hint="kl_parts"
# Make $q(z)$ first, shape `[K1, K2]`, then its two margins. All means are under $q(z, n) = \frac1N q(z\mid n)$.
#
# ---
# $\mathbb E\log\frac{q(z\mid n)}{q(z)} = \frac1N\sum_n\sum_z q(z\mid n)\log\frac{q(z\mid n)}{q(z)}$. In the second part
# only $q(z)$ is left of the mean, in the third only $q(z_1)$ and $q(z_2)$.
#
# ---
# Against $0\log 0$: `torch.special.xlogy(q, q) - torch.special.xlogy(q, aggregate)`, summed over everything and divided by
# `len(q)`.

# %% [markdown]
# ### Total correlation of a cloud
#
# With many continuous latents $q(z)$ is a mixture of $N$ normals, and its total correlation has to be estimated, from
# minibatches (Chen et al.) or by a classifier (Kim and Mnih). A quick look takes *one* normal distribution with the codes'
# covariance $\Sigma$ for it, and then there is a closed form. Its entropy is $\frac12\log\det(2\pi e\Sigma)$, that of each
# margin $\frac12\log(2\pi e\,\Sigma_{jj})$, and the total correlation is what the margins' entropies have too much:
#
# $$\mathrm{TC} = \frac12\Bigl[\sum_j \log\Sigma_{jj} - \log\det\Sigma\Bigr] \tag{7}$$
#
# It is 0 exactly if $\Sigma$ is diagonal (Hadamard's inequality), and stretching a latent does not change it. One warning:
# 6 variances of $10^{-8}$ have a determinant of $10^{-48}$, which float32 rounds to 0. Take the logarithm's *own* function.

# %%
cov = torch.tensor([[1.0, 0.6], [0.6, 1.0]])
print(f"correlation 0.6: {-0.5 * math.log(1 - 0.6**2):.4f} nats")  # -> correlation 0.6: 0.2231 nats
print(f"determinant of six variances: {torch.det(1e-8 * torch.eye(6)).item()}, its logarithm: {6 * math.log(1e-8):.1f}")
# -> determinant of six variances: 0.0, its logarithm: -110.5

# %% [markdown] task="total_correlation"
# ### Exercise 6 · `total_correlation` · 4 points · 6 minutes · implement
#
# Write equation (7).


# %% exercise="total_correlation" points=4 difficulty=2 minutes=6 needs=[]
def total_correlation(cov):
    """Total correlation of a normal distribution, in nats, equation (7).

    Args:
        cov: covariance, floating-point tensor of shape [D, D], symmetric and positive definite; D up to 300, variances from
            1e-8 to 1e8.

    Returns:
        Tensor with no axes and cov's dtype. Finite also where the determinant underflows or overflows.
    """
    ### BEGIN SOLUTION
    return 0.5 * (cov.diagonal().log().sum() - torch.linalg.slogdet(cov).logabsdet)
    ### END SOLUTION


# %% public_test="total_correlation"
answer = torch.as_tensor(total_correlation(torch.eye(3)))
assert answer.shape == (), "one number"
assert abs(float(answer)) < 1e-6, "independent latents have no total correlation"
assert answer.dtype == torch.float32, "float32 in, float32 out"

# %% [markdown] hint="total_correlation"
# Sum of the logarithms of the diagonal, minus the logarithm of the determinant.
#
# ---
# `torch.linalg.slogdet` gives sign and logarithm of a determinant without ever computing the determinant. (So does twice the
# sum of the logarithms of the Cholesky factor's diagonal.)
#
# ---
# `0.5 * (cov.diagonal().log().sum() - torch.linalg.slogdet(cov).logabsdet)`

# %% [markdown]
# ## 6 Are they *those* three?
#
# We drew the dots ourselves, so we can ask: does one latent know *across*, and no other latent know it too? Let
# $I(z_j; v_k)$ be the mutual information of latent $j$ and factor $k$, over the data. The **mutual information gap** (Chen
# et al., 2018) compares the best-informed latent with the second best, for each factor:
#
# $$
# \mathrm{MIG} = \frac1F\sum_{k=1}^{F}\frac{1}{H(v_k)}\Bigl(I(z_{j_1}; v_k) - I(z_{j_2}; v_k)\Bigr), \qquad
# j_1, j_2 \text{: the two largest for factor } k \tag{8}
# $$
#
# 1: for every factor there is a latent that knows it all, and no other knows anything. 0: everything is known twice, or
# nothing at all. The score does not mind which latent it is, nor how its values are named, but it minds *rotation*: a
# latent for "across plus down" and one for "across minus down" describe the dot just as well, and share both factors.
#
# Codes and factors are put into bins, so that probabilities are counts: `to_bins` (given) makes equally full ones.


# %%
def to_bins(values, bins=10):
    """Put each column of [N, D] into bins with (nearly) the same number of entries. int64, from 0 to bins - 1."""
    return values.argsort(dim=0).argsort(dim=0) * bins // len(values)


v = torch.tensor([0, 1, 2, 3]).repeat(6)  # a factor with four values: H = log 4
table = torch.zeros(2, 4).index_put_((v // 2, v), torch.ones(24), accumulate=True) / 24  # with the code z = v // 2
independent = table.sum(dim=1, keepdim=True) * table.sum(dim=0, keepdim=True)
print("counts:", (24 * table).int().tolist())  # -> counts: [[6, 6, 0, 0], [0, 0, 6, 6]]
information = torch.special.xlogy(table, table / independent).sum()
print(f"I(z; v) = {information:.4f} of H(v) = {math.log(4):.4f}")  # -> I(z; v) = 0.6931 of H(v) = 1.3863

# %% [markdown]
# The code $\lfloor v/2\rfloor$ knows one of the factor's two bits. Beside a latent that knows both, the gap would be one
# half.

# %% [markdown] task="mig"
# ### Exercise 7 · `mig` · 6 points · 15 minutes · measure
#
# Write equation (8) for binned codes.


# %% exercise="mig" points=6 difficulty=3 minutes=15 needs=[]
def mig(codes, factors):
    """Mutual information gap of codes and factors, equation (8), with probabilities that are counts.

    Args:
        codes: bins of each latent, int64 tensor of shape [N, D], entries at least 0, D at least 2. A latent may be
            constant.
        factors: values of each factor, int64 tensor of shape [N, F], entries at least 0. Each factor has at least two
            different values; not every number up to the largest needs to occur.

    Returns:
        The gap, a number from 0 to 1 (up to rounding), a float or a tensor with no axes.
    """

    ### BEGIN SOLUTION
    def entropy(values):
        p = values.unique(return_counts=True)[1].double() / len(values)
        return -(p * p.log()).sum()

    gaps = []
    for v in factors.T:
        known = torch.stack([entropy(z) + entropy(v) - entropy(z * (v.max() + 1) + v) for z in codes.T])
        first, second = known.topk(2).values
        gaps.append((first - second) / entropy(v))
    return torch.stack(gaps).mean()
    ### END SOLUTION


# %% public_test="mig"
values = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).repeat(5, 1)
answer = torch.as_tensor(mig(values, values))
assert answer.shape == (), "one number for all factors"
assert abs(float(answer) - 1) < 1e-6, "each latent is one factor: nothing could be better"

# %% [markdown] hint="mig"
# Three loops or one table: for each pair of latent and factor you need $I$, for each factor $H$. Then sort.
#
# ---
# $I(z; v) = H(z) + H(v) - H(z, v)$, and the entropy of a pair is that of one number made of both, `z * K + v` with
# $K$ larger than every $v$. Probabilities: `values.unique(return_counts=True)[1] / N`, all of them positive.
#
# ---
# For each factor `first, second = information_of_all_latents.topk(2).values`, then `(first - second) / entropy(v)`; the
# mean over factors comes last.

# %% [markdown]
# Now the moment of truth. Five seeds, two prices, nothing else changes:

# %% tags=["demo"]
bins = to_bins(factors_test)
for price in (1, 16):
    scores, costs, awake = [], [], []
    for seed in range(5):
        model = train_beta_vae(x_train, beta=price, seed=seed)
        with torch.no_grad():
            mu, log_var = model.encode(x_test)
            x_hat = model.decode(mu + torch.exp(0.5 * log_var) * noise)
            costs.append(beta_vae_loss(x_test, x_hat, mu, log_var, price)[0].mean().item())
            nats = (0.5 * (mu**2 + log_var.exp() - 1 - log_var)).mean(dim=0)
        awake.append(int((nats > 0.05).sum()))
        scores.append(float(mig(to_bins(mu), bins)))
    print(f"beta {price:2d}: MIG {[round(score, 2) for score in scores]}, cost {[round(cost, 1) for cost in costs]}")
    print(f"         latents awake: {awake}")
plot_latent(mu[:, log_var.mean(dim=0).argsort()[:2]], bins[:, 0], title="Two busiest latents; colour: across")

# %% [markdown]
# At one price the costs hardly differ. The scores do, and sometimes the number of latents awake: the price helps on
# average, and it is the *seed* that decides how far the axes line up. **Nothing in the loss could have told the good model
# from the bad one.** This is no accident of ours. Locatello et al. (2019) proved that without further assumptions it
# *cannot* be told, and found in more than 12 000 trained models that seeds and hyperparameters mattered more than which
# method was used. You will give the heart of the proof in the question at the end. What helps is to say more: a few labels,
# pairs that share a factor, actions that change one.

# %% [markdown]
# ## 7 Factors that come in kinds
#
# "Which digit", "circle or square": such a factor has $K$ values and no order, and a normal latent can only pretend. We want
# $z$ to be a draw from the categories with probabilities $\pi = \operatorname{softmax}(\ell)$, *and* a gradient. But a
# draw among $K$ has jumps, and pathwise gradients do not see jumps.
#
# **First half of the trick** (Gumbel, 1954): there is a reparameterisation. With $u_k$ uniform on $(0, 1)$,
#
# $$
# g_k = -\log(-\log u_k), \qquad \arg\max_k\,(\ell_k + g_k) \sim \pi \tag{9}
# $$
#
# <details><summary>Proof</summary>
#
# $\Pr(g \le t) = \Pr(u \le e^{-e^{-t}}) = e^{-e^{-t}}$. Then $a_k = \ell_k + g_k$ has the distribution function
# $e^{-e^{\ell_k - t}}$ and the density $e^{\ell_k - t}e^{-e^{\ell_k - t}}$. Category $k$ wins if all others are below:
#
# $$
# \int e^{\ell_k - t}e^{-e^{\ell_k-t}} \prod_{i \ne k} e^{-e^{\ell_i - t}}\,\mathrm dt
# = e^{\ell_k}\int e^{-t} e^{-S e^{-t}}\,\mathrm dt = \frac{e^{\ell_k}}{S} = \pi_k, \qquad S = \sum_i e^{\ell_i}
# $$
#
# (put $y = e^{-t}$: the integral is $\int_0^\infty e^{-Sy}\,\mathrm dy = 1/S$). ∎
#
# </details>
#
# **Second half** (Jang et al., 2017; Maddison et al., 2017): replace the arg max by a softmax with temperature $\tau$,
#
# $$y = \operatorname{softmax}\Bigl(\frac{\ell + g}{\tau}\Bigr) \tag{10}$$
#
# As $\tau \to 0$ this becomes one-hot; its largest entry is *always* the winner of (9), whatever $\tau$ is. Now $y$ is
# smooth in $\ell$. And where one needs a true one-hot vector, the **straight-through** estimator passes the one-hot
# forward and the gradient of $y$ backward.
#
# Your colleague has done this already:


# %%
def draft_gumbel(logits, tau, u, hard=False):
    g = torch.log(-torch.log(u))
    y = torch.softmax(logits / tau + g, dim=-1)
    if hard:
        y = functional.one_hot(y.argmax(dim=-1), logits.shape[-1]).to(logits.dtype)
    return y


wanted = torch.tensor([0.7, 0.2, 0.1])
u = torch.rand(20_000, 3, generator=torch.Generator().manual_seed(0)).clamp(1e-6, 1 - 1e-6)
drawn = draft_gumbel(wanted.log().expand(20_000, 3), 0.5, u, hard=True)
print("every row is one-hot:", bool((drawn.sum(dim=1) == 1).all()))  # -> every row is one-hot: True
print("shares:", [round(share, 1) for share in drawn.mean(dim=0).tolist()])  # -> shares: [0.9, 0.1, 0.0]

# %% [markdown]
# It runs, each row is one-hot, and the most probable category comes most often. A model that uses it trains, too: a decoder
# can learn with any code, so the loss falls. But the shares are not 0.7, 0.2, 0.1, they change with $\tau$, and no
# gradient of a hard sample reaches the encoder.

# %% [markdown] task="gumbel_softmax"
# ### Exercise 8 · `gumbel_softmax` · 7 points · 15 minutes · repair
#
# `draft_gumbel` has **three** faults. Find out which of the three symptoms (wrong shares, shares that change with $\tau$,
# an encoder that does not learn) belongs to which. Then write `gumbel_softmax` without them.


# %% exercise="gumbel_softmax" points=7 difficulty=3 minutes=15 needs=[]
def gumbel_softmax(logits, tau, u, hard=False):
    """Draw relaxed or one-hot samples of categories, equations (9) and (10).

    Args:
        logits: unnormalised log-probabilities, floating-point tensor of shape [..., K].
        tau: temperature, positive.
        u: uniform noise strictly between 0 and 1, of the same shape; there is no other randomness.
        hard: whether to return one-hot samples with the gradient of the relaxed ones (straight-through).

    Returns:
        Tensor of the shape and dtype of logits, whose rows sum to 1. Gradients flow to logits: with hard=True exactly those
        that hard=False has.
    """
    ### BEGIN SOLUTION
    g = -torch.log(-torch.log(u))
    y = torch.softmax((logits + g) / tau, dim=-1)
    if not hard:
        return y
    one_hot = functional.one_hot(y.argmax(dim=-1), y.shape[-1]).to(y.dtype)
    return one_hot + y - y.detach()
    ### END SOLUTION


# %% public_test="gumbel_softmax"
u = torch.rand(50, 4, generator=torch.Generator().manual_seed(0)).clamp(1e-6, 1 - 1e-6)
for is_hard in (False, True):
    drawn = gumbel_softmax(torch.zeros(50, 4), 0.7, u, hard=is_hard)
    assert torch.as_tensor(drawn).shape == (50, 4), "one entry for each category"
    assert float((torch.as_tensor(drawn).sum(dim=-1) - 1).abs().max()) < 1e-5, "each row sums to 1"
assert torch.as_tensor(drawn).dtype == torch.float32, "float32 in, float32 out"

# %% [markdown] hint="gumbel_softmax"
# Compare with (9) and (10) sign by sign and bracket by bracket. Then: what is the gradient of `argmax`?
#
# ---
# There are two minus signs in (9). In (10) the noise is divided by $\tau$ as well, or a small $\tau$ drowns it. And a one-hot
# vector made of an index is a new leaf: nothing flows through it.
#
# ---
# A number that is 0 and has a gradient: `y - y.detach()`. Add it to what goes forward.

# %% [markdown] written="which_price" points=6 minutes=12
# ### Question 9 · `which_price` · 6 points · 12 minutes · prove and judge
#
# 1. A colleague trains a VAE with a normal decoder of *fixed* $\sigma = 0.1$ and $\beta = 4$; you train one with
#    $\sigma = 0.2$ and $\beta = 1$. What do the two optima have in common, and why? What changes if $\sigma$ is *learnt*
#    in both? (2 points)
# 2. Let $R$ be an orthogonal matrix, for instance a rotation of two latents by 45°. Show that for every decoder $g$ there
#    is another, $g'$, such that pictures from dice $z \sim \mathcal N(0, I)$ have the same distribution under both, and
#    with encoders to match the bound (1) is the same too (let $q(z\mid x)$ be any normal distribution). What follows for
#    somebody who wants to pick the disentangled one of the two without labels? (2 points)
# 3. A paper reports: "with our method MIG rises from 0.21 to 0.27 (best of ten runs each, hyperparameters tuned for
#    ours)". Name two things that you would ask for before you believe it. (2 points)
#
# ### BEGIN SOLUTION
# *A model answer.*
#
# 1. The same: $L_4/4$ with $\sigma = 0.1$ is $\frac{1}{2\cdot 4\cdot 0.01}\sum(x - \hat x)^2 + \text{kl}$, and
#    $4\cdot 0.01 = 0.2^2$, so it is your loss; one is four times the other, and they have the same minimisers. If $\sigma$
#    is learnt, the term $\frac P2\log\sigma^2$ counts as well: $L_\beta/\beta$ then has $\frac{P}{2\beta}\log\sigma^2$ in
#    place of $\frac P2\log\sigma^2$, so $\beta$ is no longer just another name of the variance, and different optima result.
# 2. Take $g'(z) = g(R z)$ and $q'(z\mid x)$ the distribution of $R^\top z$ with $z \sim q(z\mid x)$. Since
#    $Rz \sim \mathcal N(0, I)$ if $z$ is, pictures from dice are distributed alike. Under $q'$,
#    $g'(z) = g(RR^\top z) = g(z)$, so rec is the same; the KL divergence does not change under an invertible map of both
#    arguments, and the prior is mapped to itself, so kl is the same. Data, bound and samples are the same, the axes are
#    not: no criterion that looks only at these can pick. It needs something else: labels, pairs, a restricted family such
#    as diagonal $q$ (which fixes the axes, but not necessarily to the factors).
# 3. All runs, with mean and spread over seeds (best of ten is a draw from the tail, and spreads of 0.1 are usual); the same
#    tuning effort for the baseline; how hyperparameters and seeds were chosen without labels, or that labels were used;
#    other metrics and data sets; bins and code of the MIG.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# 1. Same minimisers, with $\beta\sigma^2 = 0.04$ in both or equation (3): 1. With learnt $\sigma$ the log-variance term
#    has another weight, so the equivalence fails: 1.
# 2. $g' = g\circ R$ and the invariance of the normal prior: 0.5. rec and kl unchanged with $q'$ the rotated $q$: 1 (kl
#    asserted without a reason: 0.5). The conclusion that nothing unsupervised in data, samples or bound can choose: 0.5.
# 3. One point each for two different, sound requests (seeds with spread; equal tuning; selection without labels; other
#    metrics or data).
# ### END MARK SCHEME

# %% [markdown]
# ## What you have now
#
# - $\beta$ is the price of a nat of code, in nats of picture. With a normal decoder it is a level of detail,
#   $s = \beta\sigma^2$.
# - In the linear case water filling says which latents live and what each costs; it is Shannon's rate–distortion curve.
# - A dear code leaves out what is not worth its price: from six latents to three or four, then to two. It names nothing.
# - A budget in place of a price keeps the pressure and gives the nats back.
# - The KL term is mutual information plus total correlation plus margins; only the middle one is about disentanglement.
# - Without labels, disentanglement is luck and assumptions. Measure it, over seeds, or do not claim it.
# - Discrete latents have a reparameterisation too: Gumbel noise, a temperature, and a gradient that is passed straight
#   through.
#
# ## References
#
# *Papers*
# - I. Higgins et al., beta-VAE: learning basic visual concepts with a constrained variational framework, ICLR 2017.
#   [openreview.net/forum?id=Sy2fzU9gl](https://openreview.net/forum?id=Sy2fzU9gl)
# - C. P. Burgess et al., Understanding disentangling in β-VAE, 2018. [arXiv:1804.03599](https://arxiv.org/abs/1804.03599)
# - R. T. Q. Chen, X. Li, R. Grosse and D. Duvenaud, Isolating sources of disentanglement in variational autoencoders, 2018.
#   [arXiv:1802.04942](https://arxiv.org/abs/1802.04942)
# - H. Kim and A. Mnih, Disentangling by factorising, 2018. [arXiv:1802.05983](https://arxiv.org/abs/1802.05983)
# - F. Locatello et al., Challenging common assumptions in the unsupervised learning of disentangled representations, 2019.
#   [arXiv:1811.12359](https://arxiv.org/abs/1811.12359)
# - M. D. Hoffman and M. J. Johnson, ELBO surgery: yet another way to carve up the variational evidence lower bound,
#   workshop on Advances in Approximate Bayesian Inference, NIPS 2016.
# - A. A. Alemi et al., Fixing a broken ELBO, 2018 (rate and distortion). [arXiv:1711.00464](https://arxiv.org/abs/1711.00464)
# - M. E. Tipping and C. M. Bishop, Probabilistic principal component analysis, *Journal of the Royal Statistical Society
#   B* 61, 611–622, 1999. [doi:10.1111/1467-9868.00196](https://doi.org/10.1111/1467-9868.00196)
# - M. Rolínek, D. Zietlow and G. Martius, Variational autoencoders pursue PCA directions (by accident), 2019.
#   [arXiv:1812.06775](https://arxiv.org/abs/1812.06775)
# - E. J. Gumbel, *Statistical Theory of Extreme Values and Some Practical Applications*, National Bureau of Standards,
#   Applied Mathematics Series 33, 1954.
# - E. Jang, S. Gu and B. Poole, Categorical reparameterization with Gumbel-Softmax, 2017.
#   [arXiv:1611.01144](https://arxiv.org/abs/1611.01144)
# - C. J. Maddison, A. Mnih and Y. W. Teh, The concrete distribution, 2017.
#   [arXiv:1611.00712](https://arxiv.org/abs/1611.00712)
#
# *Longer reads*
# - K. P. Murphy, *Probabilistic Machine Learning: Advanced Topics*, MIT Press, 2023, chapter 21. Free at
#   [probml.github.io](https://probml.github.io/pml-book/book2.html).
# - T. M. Cover and J. A. Thomas, *Elements of Information Theory*, 2nd edition, Wiley, 2006, chapter 10 (rate distortion,
#   reverse water filling).
