"""Wrong answers to `hierarchical_elbo`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_price_of_each_level")
def counts_level_1_from_dice(model, x, eps_2, eps_1):
    """Believes that every level's prior is N(0, I)."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below = model.encode_bottom(x, z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1 = kl_diagonal(*below, 0 * below[0], 0 * below[0])
    kl_2 = kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


@mutant(caught_by="test_price_of_each_level")
def asks_the_encoder_about_the_mean(model, x, eps_2, eps_1):
    """Believes that q(z_1 | x, z_2) may look at the top's mean while the prior looks at the sample."""
    top = model.encode_top(x)
    below, prior = model.encode_bottom(x, top[0]), model.prior(reparameterise(*top, eps_2))
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1, kl_2 = kl_diagonal(*below, *prior), kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


@mutant(caught_by="test_price_of_each_level")
def averages_the_tops_price(model, x, eps_2, eps_1):
    """Believes that the top's price is a mean over its latents."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below = model.encode_bottom(x, z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1 = kl_diagonal(*below, *model.prior(z_2))
    kl_2 = kl_diagonal(*top, 0 * top[0], 0 * top[0]) / top[0].shape[1]
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


@mutant(caught_by="test_price_of_each_level")
def measures_from_the_prior(model, x, eps_2, eps_1):
    """Believes that the direction of the divergence does not matter."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below = model.encode_bottom(x, z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1, kl_2 = kl_diagonal(*model.prior(z_2), *below), kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


@mutant(caught_by="test_price_of_each_level")
def decodes_what_the_prior_throws(model, x, eps_2, eps_1):
    """Believes that z_1 is drawn from the prior while training too: that is how the model will be used."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below, prior = model.encode_bottom(x, z_2), model.prior(z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*prior, eps_1)))
    kl_1, kl_2 = kl_diagonal(*below, *prior), kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


@mutant(caught_by="test_learns_by_every_path")
def cuts_the_top_off(model, x, eps_2, eps_1):
    """Believes that the prior takes z_2 as a given input, which is detached."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below = model.encode_bottom(x, z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1, kl_2 = kl_diagonal(*below, *model.prior(z_2.detach())), kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return rec - kl_1 - kl_2, rec, kl_1, kl_2


@mutant(caught_by="test_never_above_the_evidence")
def forgets_level_1(model, x, eps_2, eps_1):
    """Believes that only the top is compared with a prior."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below = model.encode_bottom(x, z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1, kl_2 = kl_diagonal(*below, *model.prior(z_2)), kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return rec - kl_2, rec, kl_1, kl_2


@mutant(caught_by="test_bound_of_each_example")
def returns_the_loss(model, x, eps_2, eps_1):
    """Believes that the bound is what is minimised."""
    top = model.encode_top(x)
    z_2 = reparameterise(*top, eps_2)
    below = model.encode_bottom(x, z_2)
    rec = log_bernoulli(x, model.decode(reparameterise(*below, eps_1)))
    kl_1, kl_2 = kl_diagonal(*below, *model.prior(z_2)), kl_diagonal(*top, 0 * top[0], 0 * top[0])
    return kl_1 + kl_2 - rec, rec, kl_1, kl_2
