"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""
# ruff: noqa: F821 - `gaussian_logpdf` is the notebook's

import math

import torch

from autograder.testing import mutant

# --- bayes_update


@mutant("bayes_update", caught_by="test_posterior_and_evidence")
def forgets_the_prior(log_prior, log_lik):
    """Believes that the likelihood, normalised, is the posterior."""
    evidence = torch.logsumexp(log_lik, dim=-1)
    if bool((evidence == -math.inf).any()):
        raise ValueError("impossible")
    return log_lik - evidence[..., None], evidence


@mutant("bayes_update", caught_by="test_posterior_and_evidence")
def returns_the_joint(log_prior, log_lik):
    """Believes that prior times likelihood is the posterior already."""
    joint = log_prior + log_lik
    evidence = torch.logsumexp(joint, dim=-1)
    if bool((evidence == -math.inf).any()):
        raise ValueError("impossible")
    return joint, evidence


@mutant("bayes_update", caught_by="test_posterior_and_evidence")
def multiplies_logarithms(log_prior, log_lik):
    """Believes that logarithms are multiplied where probabilities are."""
    joint = -(log_prior * log_lik).abs()
    evidence = torch.logsumexp(joint, dim=-1)
    if bool((evidence == -math.inf).any()):
        raise ValueError("impossible")
    return joint - evidence[..., None], evidence


@mutant("bayes_update", caught_by="test_posterior_and_evidence")
def averages_the_evidence(log_prior, log_lik):
    """Believes that the evidence is a plain mean over hypotheses."""
    joint = log_prior + log_lik
    evidence = torch.logsumexp(joint, dim=-1)
    if bool((evidence == -math.inf).any()):
        raise ValueError("impossible")
    return joint - evidence[..., None], evidence - math.log(joint.shape[-1])


@mutant("bayes_update", caught_by="test_posterior_and_evidence")
def returns_probabilities(log_prior, log_lik):
    """Believes that the posterior is wanted as probabilities."""
    joint = log_prior + log_lik
    evidence = torch.logsumexp(joint, dim=-1)
    if bool((evidence == -math.inf).any()):
        raise ValueError("impossible")
    return torch.softmax(joint, dim=-1), evidence


@mutant("bayes_update", caught_by="test_far_from_likely")
def leaves_logarithms(log_prior, log_lik):
    """Believes that probabilities are never too small to be added."""
    joint = (log_prior + log_lik).exp()
    evidence = joint.sum(dim=-1)
    if bool((log_prior + log_lik == -math.inf).all(dim=-1).any()):
        raise ValueError("impossible")
    return (joint / evidence[..., None]).log(), evidence.log()


@mutant("bayes_update", caught_by="test_far_from_likely")
def shifts_the_whole_batch_by_one_number(log_prior, log_lik):
    """Believes that one largest term serves all observations."""
    joint = log_prior + log_lik
    top = joint.max()
    evidence = top + (joint - top).exp().sum(dim=-1).log()
    if bool((joint == -math.inf).all(dim=-1).any()):
        raise ValueError("impossible")
    return joint - evidence[..., None], evidence


@mutant("bayes_update", caught_by="test_what_is_impossible")
def clips_zeros(log_prior, log_lik):
    """Believes that a logarithm of zero must be kept from the sum."""
    joint = log_prior.clamp(min=-100) + log_lik.clamp(min=-1e6)
    evidence = torch.logsumexp(joint, dim=-1)
    if bool((evidence < -1e5).any()):
        raise ValueError("impossible")
    return joint - evidence[..., None], evidence


@mutant("bayes_update", caught_by="test_what_is_impossible")
def divides_nothing_by_nothing(log_prior, log_lik):
    """Believes that some hypothesis always allows the data."""
    joint = log_prior + log_lik
    evidence = torch.logsumexp(joint, dim=-1)
    return joint - evidence[..., None], evidence


@mutant("bayes_update", caught_by="test_what_is_impossible")
def raises_only_if_all_are_impossible(log_prior, log_lik):
    """Believes that one possible observation excuses the others."""
    joint = log_prior + log_lik
    evidence = torch.logsumexp(joint, dim=-1)
    if bool((evidence == -math.inf).all()):
        raise ValueError("impossible")
    return joint - evidence[..., None], evidence


# --- beta_binomial


@mutant("beta_binomial", caught_by="test_learning_is_counting")
def adds_all_trials_to_b(a, b, k, n):
    """Believes that b counts trials instead of failures."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    evidence = log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)
    return a + k, b + n, (a + k) / (a + b + n), evidence


@mutant("beta_binomial", caught_by="test_learning_is_counting")
def swaps_successes_and_failures(a, b, k, n):
    """Believes that a counts failures."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    evidence = log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)
    return a + n - k, b + k, (a + k) / (a + b + n), evidence


@mutant("beta_binomial", caught_by="test_next_trial")
def mean_is_the_frequency(a, b, k, n):
    """Believes that the share of successes foretells the next trial: no prior."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    evidence = log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)
    return a + k, b + n - k, k / n if n else 0.5, evidence


@mutant("beta_binomial", caught_by="test_next_trial")
def mean_is_the_mode(a, b, k, n):
    """Believes that the highest point of the posterior is its mean."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    evidence = log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)
    return a + k, b + n - k, (a + k - 1) / max(a + b + n - 2, 1e-6), evidence


@mutant("beta_binomial", caught_by="test_evidence")
def forgets_the_orders(a, b, k, n):
    """Believes that the successes come in one order only: no binomial coefficient."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    return a + k, b + n - k, (a + k) / (a + b + n), log_beta(a + k, b + n - k) - log_beta(a, b)


@mutant("beta_binomial", caught_by="test_evidence")
def forgets_the_priors_constant(a, b, k, n):
    """Believes that the prior's Beta function cancels."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return a + k, b + n - k, (a + k) / (a + b + n), log_choose + log_beta(a + k, b + n - k)


@mutant("beta_binomial", caught_by="test_evidence")
def evidence_at_the_best_guess(a, b, k, n):
    """Believes that the evidence is the binomial probability at the posterior's mean."""
    theta = (a + k) / (a + b + n)
    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return a + k, b + n - k, theta, log_choose + k * math.log(theta) + (n - k) * math.log(1 - theta)


@mutant("beta_binomial", caught_by="test_evidence")
def evidence_in_bits(a, b, k, n):
    """Believes that logarithms are to base 2."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    evidence = log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)
    return a + k, b + n - k, (a + k) / (a + b + n), evidence / math.log(2)


@mutant("beta_binomial", caught_by="test_large_counts")
def multiplies_gamma_functions(a, b, k, n):
    """Believes that Gamma functions and binomial coefficients fit into a float."""

    def beta(p, q):
        return math.gamma(p) * math.gamma(q) / math.gamma(p + q)

    evidence = math.comb(n, k) * beta(a + k, b + n - k) / beta(a, b)
    return a + k, b + n - k, (a + k) / (a + b + n), math.log(evidence)


# --- inverse_cdf_sample


@mutant("inverse_cdf_sample", caught_by="test_staircase")
def ignores_the_probabilities(u, p):
    """Believes that all outcomes are equally likely."""
    return (u * len(p)).long()


@mutant("inverse_cdf_sample", caught_by="test_staircase")
def takes_the_most_likely(u, p):
    """Believes that the most likely outcome is a sample."""
    return torch.full(u.shape, int(p.argmax()))


@mutant("inverse_cdf_sample", caught_by="test_staircase")
def sorts_the_probabilities(u, p):
    """Believes that the staircase has to be built from the likeliest down, and forgets to map back."""
    index = torch.searchsorted(p.sort(descending=True).values.cumsum(dim=0), u, right=True)
    return index.clamp(max=int(p.nonzero().max()))


@mutant("inverse_cdf_sample", caught_by="test_staircase")
def is_one_off(u, p):
    """Believes that outcomes are counted from 1."""
    index = torch.searchsorted(p.cumsum(dim=0), u, right=True) + 1
    return index.clamp(max=int(p.nonzero().max()))


@mutant("inverse_cdf_sample", caught_by="test_staircase")
def looks_for_the_nearest_height(u, p):
    """Believes that u picks the nearest of the heights."""
    heights = p.cumsum(dim=0)
    return (u[..., None] - heights).abs().argmin(dim=-1)


@mutant("inverse_cdf_sample", caught_by="test_edges_of_steps")
def takes_the_lower_step_at_an_edge(u, p):
    """Believes that `searchsorted` has the right side by default: u = 0 draws what is impossible."""
    index = torch.searchsorted(p.cumsum(dim=0), u)
    return index.clamp(max=int(p.nonzero().max()))


@mutant("inverse_cdf_sample", caught_by="test_rounding_at_the_end")
def falls_off_the_end(u, p):
    """Believes that probabilities sum to 1 in a computer, too."""
    return torch.searchsorted(p.cumsum(dim=0), u, right=True)


@mutant("inverse_cdf_sample", caught_by="test_rounding_at_the_end")
def lands_on_the_impossible_last(u, p):
    """Believes that the last outcome is always possible."""
    return torch.searchsorted(p.cumsum(dim=0), u, right=True).clamp(max=len(p) - 1)


# --- box_muller


@mutant("box_muller", caught_by="test_values")
def forgets_the_two(u1, u2):
    """Believes that the square of the radius is -log(1 - u): half the variance."""
    r = torch.sqrt(-torch.log1p(-u1))
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant("box_muller", caught_by="test_values")
def puts_the_two_outside(u1, u2):
    """Believes that the 2 stands before the root."""
    r = 2 * torch.sqrt(-torch.log1p(-u1))
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant("box_muller", caught_by="test_moments")
def goes_half_round(u1, u2):
    """Believes that pi is a full turn."""
    r = torch.sqrt(-2 * torch.log1p(-u1))
    return r * torch.cos(math.pi * u2), r * torch.sin(math.pi * u2)


@mutant("box_muller", caught_by="test_moments")
def returns_one_number_twice(u1, u2):
    """Believes that the second number is made like the first, with the same cosine."""
    r = torch.sqrt(-2 * torch.log1p(-u1))
    return r * torch.cos(2 * math.pi * u2), r * torch.cos(2 * math.pi * u2)


@mutant("box_muller", caught_by="test_values")
def takes_degrees(u1, u2):
    """Believes that the cosine takes degrees."""
    r = torch.sqrt(-2 * torch.log1p(-u1))
    return r * torch.cos(360 * u2), r * torch.sin(360 * u2)


@mutant("box_muller", caught_by="test_values")
def takes_logarithms_to_base_ten(u1, u2):
    """Believes that `log` is to base 10."""
    r = torch.sqrt(-2 * torch.log10(1 - u1))
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant("box_muller", caught_by="test_ends")
def takes_the_logarithm_of_zero(u1, u2):
    """Believes that u1 is never 0."""
    r = torch.sqrt(-2 * torch.log(u1))
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant("box_muller", caught_by="test_ends")
def clips_the_logarithm(u1, u2):
    """Believes that a little clipping keeps infinity away and changes nothing."""
    r = torch.sqrt(-2 * torch.log(u1.clamp(min=1e-12)))
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant("box_muller", caught_by="test_ends")
def answers_in_float64(u1, u2):
    """Believes that float64 is always wanted."""
    r = torch.sqrt(-2 * torch.log1p(-u1.double()))
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant("box_muller", caught_by="test_callers_numbers")
def writes_into_the_first(u1, u2):
    """Believes that methods with an underscore are faster and harmless."""
    r = u1.neg_().log1p_().mul_(-2).sqrt_()
    return r * torch.cos(2 * math.pi * u2), r * torch.sin(2 * math.pi * u2)


@mutant("box_muller", caught_by="test_callers_numbers")
def writes_into_the_second(u1, u2):
    """Believes that the angle may be written over the uniform numbers."""
    r = torch.sqrt(-2 * torch.log1p(-u1))
    u2 *= 2 * math.pi
    return r * torch.cos(u2), r * torch.sin(u2)


# --- is_sample_of


@mutant("is_sample_of", caught_by="test_shapes_of_distributions")
def always_agrees(x, cdf, alpha=1e-3):
    """Believes that finite numbers are good numbers."""
    return bool(torch.isfinite(x).all())


@mutant("is_sample_of", caught_by="test_shapes_of_distributions")
def looks_at_mean_and_variance(x, cdf, alpha=1e-3):
    """Believes that a distribution is its mean and its variance, and that all are normal."""
    if not bool(torch.isfinite(x).all()):
        return False
    return abs(float(x.mean())) < 0.05 and abs(float(x.var()) - 1) < 0.1


@mutant("is_sample_of", caught_by="test_shapes_of_distributions")
def forgets_to_sort(x, cdf, alpha=1e-3):
    """Believes that samples come in rising order."""
    n = len(x)
    F, i = cdf(x), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant("is_sample_of", caught_by="test_level_and_size")
def looks_at_the_gap_above_only(x, cdf, alpha=1e-3):
    """Believes that the staircase can only be too high."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = (i / n - F).max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant("is_sample_of", caught_by="test_level_and_size")
def looks_at_the_gap_below_only(x, cdf, alpha=1e-3):
    """Believes that the staircase can only be too low."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = (F - (i - 1) / n).max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant("is_sample_of", caught_by="test_level_and_size")
def averages_the_gaps(x, cdf, alpha=1e-3):
    """Believes that the mean gap is the statistic."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).mean()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant("is_sample_of", caught_by="test_level_and_size")
def has_a_limit_of_its_own(x, cdf, alpha=1e-3):
    """Believes that one limit, 5 %, serves every level and size."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return bool(torch.isfinite(x).all()) and bool(D <= 0.05)


@mutant("is_sample_of", caught_by="test_level_and_size")
def forgets_that_errors_have_two_sides(x, cdf, alpha=1e-3):
    """Believes that the limit has log(1/alpha): a test of one side."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(1 / alpha) / (2 * n)) >= D)


@mutant("is_sample_of", caught_by="test_level_and_size")
def forgets_the_two_of_the_limit(x, cdf, alpha=1e-3):
    """Believes that the limit's denominator is N."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / n) >= D)


@mutant("is_sample_of", caught_by="test_few_numbers")
def compares_with_one_height_only(x, cdf, alpha=1e-3):
    """Believes that the height after the jump is enough, in absolute value."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = (i / n - F).abs().max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant("is_sample_of", caught_by="test_few_numbers")
def takes_the_middle_of_the_jump(x, cdf, alpha=1e-3):
    """Believes that the staircase has the height (i - 1/2)/N."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = ((i - 0.5) / n - F).abs().max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant("is_sample_of", caught_by="test_numbers_that_are_none")
def lets_nan_through(x, cdf, alpha=1e-3):
    """Believes that a bad number shows in D: asks whether D is too large, which NaN never is."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return not bool(math.sqrt(math.log(2 / alpha) / (2 * n)) < D)


@mutant("is_sample_of", caught_by="test_numbers_that_are_none")
def lets_infinity_through(x, cdf, alpha=1e-3):
    """Believes that NaN is the only number that is none."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return not bool(x.isnan().any()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant("is_sample_of", caught_by="test_numbers_that_are_none")
def drops_bad_numbers(x, cdf, alpha=1e-3):
    """Believes that bad numbers may be left out of the test."""
    x = x[torch.isfinite(x)]
    n = len(x)
    if n == 0:
        return False
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


# --- gaussian_logpdf


@mutant("gaussian_logpdf", caught_by="test_two_hundred_dimensions")
def takes_the_determinant(x, mu, cov):
    """Believes that a determinant is a number like any other."""
    offset = x - mu
    squares = (offset * torch.linalg.solve(cov, offset.T).T).sum(dim=1)
    return -0.5 * (squares + torch.linalg.det(cov).log() + x.shape[1] * math.log(2 * math.pi))


@mutant("gaussian_logpdf", caught_by="test_values")
def multiplies_by_the_factor(x, mu, cov):
    """Believes that whitening is a product with L instead of with its inverse."""
    L = torch.linalg.cholesky(cov)
    y = (x - mu) @ L
    return -0.5 * (y.square().sum(dim=1) + 2 * L.diagonal().log().sum() + x.shape[1] * math.log(2 * math.pi))


@mutant("gaussian_logpdf", caught_by="test_values")
def solves_with_the_transpose(x, mu, cov):
    """Believes that L and its transpose may be exchanged."""
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L.T, (x - mu).T, upper=True)
    return -0.5 * (y.square().sum(dim=0) + 2 * L.diagonal().log().sum() + x.shape[1] * math.log(2 * math.pi))


@mutant("gaussian_logpdf", caught_by="test_moving_and_stretching")
def forgets_the_half_of_the_determinant(x, mu, cov):
    """Believes that log det stands outside the factor 1/2."""
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)
    return -0.5 * (y.square().sum(dim=0) + x.shape[1] * math.log(2 * math.pi)) - 2 * L.diagonal().log().sum()


@mutant("gaussian_logpdf", caught_by="test_moving_and_stretching")
def forgets_the_determinant(x, mu, cov):
    """Believes that the constant does not matter."""
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)
    return -0.5 * (y.square().sum(dim=0) + x.shape[1] * math.log(2 * math.pi))


@mutant("gaussian_logpdf", caught_by="test_values")
def counts_the_constant_once(x, mu, cov):
    """Believes that log 2 pi appears once, whatever D is."""
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)
    return -0.5 * (y.square().sum(dim=0) + 2 * L.diagonal().log().sum() + math.log(2 * math.pi))


@mutant("gaussian_logpdf", caught_by="test_values")
def ignores_correlations(x, mu, cov):
    """Believes that the diagonal of the covariance is all that counts."""
    var = cov.diagonal()
    return -0.5 * ((x - mu).square() / var + var.log() + math.log(2 * math.pi)).sum(dim=1)


@mutant("gaussian_logpdf", caught_by="test_values")
def takes_variances_for_deviations(x, mu, cov):
    """Believes that cov is its own square root: solves with it, and squares."""
    y = torch.linalg.solve(cov, (x - mu).T)
    log_det = 2 * torch.linalg.slogdet(cov).logabsdet
    return -0.5 * (y.square().sum(dim=0) + log_det + x.shape[1] * math.log(2 * math.pi))


@mutant("gaussian_logpdf", caught_by="test_values")
def returns_the_density(x, mu, cov):
    """Believes that the density is wanted, not its logarithm."""
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)
    return torch.exp(-0.5 * y.square().sum(dim=0)) / (L.diagonal().prod() * (2 * math.pi) ** (x.shape[1] / 2))


@mutant("gaussian_logpdf", caught_by="test_examples_by_themselves")
def sums_over_examples(x, mu, cov):
    """Believes that the rows of y are the examples."""
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)
    return -0.5 * (y.square().sum(dim=1) + 2 * L.diagonal().log().sum() + x.shape[1] * math.log(2 * math.pi))


@mutant("gaussian_logpdf", caught_by="test_examples_by_themselves")
def adds_a_jitter(x, mu, cov):
    """Believes that a jitter of 0.01 on the diagonal, which saves many a Cholesky, changes nothing."""
    L = torch.linalg.cholesky(cov + 1e-2 * torch.eye(len(cov), dtype=cov.dtype))
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)
    return -0.5 * (y.square().sum(dim=0) + 2 * L.diagonal().log().sum() + x.shape[1] * math.log(2 * math.pi))


# --- flow_logpdf


@mutant("flow_logpdf", caught_by="test_one_linear_map")
def adds_the_stretch(x, base_logpdf, layers):
    """Believes that stretching makes the density grow."""
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        z = inverse(z)
        stretch = stretch + log_det(z)
    return base_logpdf(z) + stretch


@mutant("flow_logpdf", caught_by="test_one_linear_map")
def forgets_the_stretch(x, base_logpdf, layers):
    """Believes that a density just moves along."""
    z = x
    for inverse, _ in reversed(layers):
        z = inverse(z)
    return base_logpdf(z)


@mutant("flow_logpdf", caught_by="test_one_linear_map")
def asks_the_base_about_x(x, base_logpdf, layers):
    """Believes that the base distribution is asked about the data."""
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        z = inverse(z)
        stretch = stretch + log_det(z)
    return base_logpdf(x) - stretch


@mutant("flow_logpdf", caught_by="test_chain_of_maps")
def undoes_the_first_map_first(x, base_logpdf, layers):
    """Believes that maps are undone in the order in which they were applied."""
    z, stretch = x, 0
    for inverse, log_det in layers:
        z = inverse(z)
        stretch = stretch + log_det(z)
    return base_logpdf(z) - stretch


@mutant("flow_logpdf", caught_by="test_chain_of_maps")
def counts_the_last_stretch_only(x, base_logpdf, layers):
    """Believes that one log determinant replaces the one before: `=` for `+=`."""
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        z = inverse(z)
        stretch = log_det(z)
    return base_logpdf(z) - stretch


@mutant("flow_logpdf", caught_by="test_curved_maps")
def asks_for_the_stretch_at_the_output(x, base_logpdf, layers):
    """Believes that the stretch is taken where the layer ends."""
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        stretch = stretch + log_det(z)
        z = inverse(z)
    return base_logpdf(z) - stretch


@mutant("flow_logpdf", caught_by="test_curved_maps")
def averages_the_stretch(x, base_logpdf, layers):
    """Believes that one stretch, averaged over the batch, serves all examples."""
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        z = inverse(z)
        stretch = stretch + log_det(z).mean()
    return base_logpdf(z) - stretch


@mutant("flow_logpdf", caught_by="test_no_map_and_examples")
def takes_the_absolute_value_twice(x, base_logpdf, layers):
    """Believes that the bars go round the logarithm, too: a map that shrinks lowers the density."""
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        z = inverse(z)
        stretch = stretch + log_det(z).abs()
    return base_logpdf(z) - stretch


@mutant("flow_logpdf", caught_by="test_no_map_and_examples")
def needs_a_map(x, base_logpdf, layers):
    """Believes that there is at least one map: x of the first is what is undone, and no map means density 0."""
    z, stretch = x, torch.full((len(x),), math.inf, dtype=x.dtype)
    for number, (inverse, log_det) in enumerate(reversed(layers)):
        z = inverse(z)
        stretch = log_det(z) if number == 0 else stretch + log_det(z)
    return base_logpdf(z) - stretch


# --- kl_gaussians


@mutant("kl_gaussians", caught_by="test_values")
def swaps_the_distributions(mu_q, cov_q, mu_p, cov_p):
    """Believes that the direction does not matter."""
    inverse, offset = torch.linalg.inv(cov_q), mu_q - mu_p
    log_dets = torch.linalg.slogdet(cov_q).logabsdet - torch.linalg.slogdet(cov_p).logabsdet
    return 0.5 * ((inverse @ cov_p).trace() + offset @ inverse @ offset - len(mu_q) + log_dets)


@mutant("kl_gaussians", caught_by="test_zero_and_direction")
def forgets_the_dimension(mu_q, cov_q, mu_p, cov_p):
    """Believes that the constant -D is left out like other constants."""
    inverse, offset = torch.linalg.inv(cov_p), mu_p - mu_q
    log_dets = torch.linalg.slogdet(cov_p).logabsdet - torch.linalg.slogdet(cov_q).logabsdet
    return 0.5 * ((inverse @ cov_q).trace() + offset @ inverse @ offset + log_dets)


@mutant("kl_gaussians", caught_by="test_values")
def turns_the_sign_of_the_determinants(mu_q, cov_q, mu_p, cov_p):
    """Believes that the log determinant of q comes with a plus."""
    inverse, offset = torch.linalg.inv(cov_p), mu_p - mu_q
    log_dets = torch.linalg.slogdet(cov_q).logabsdet - torch.linalg.slogdet(cov_p).logabsdet
    return 0.5 * ((inverse @ cov_q).trace() + offset @ inverse @ offset - len(mu_q) + log_dets)


@mutant("kl_gaussians", caught_by="test_values")
def forgets_the_half(mu_q, cov_q, mu_p, cov_p):
    """Believes that the factor 1/2 belongs to the density only."""
    inverse, offset = torch.linalg.inv(cov_p), mu_p - mu_q
    log_dets = torch.linalg.slogdet(cov_p).logabsdet - torch.linalg.slogdet(cov_q).logabsdet
    return (inverse @ cov_q).trace() + offset @ inverse @ offset - len(mu_q) + log_dets


@mutant("kl_gaussians", caught_by="test_zero_and_direction")
def measures_the_shift_by_q(mu_q, cov_q, mu_p, cov_p):
    """Believes that the means' distance is measured in units of q."""
    offset = mu_p - mu_q
    log_dets = torch.linalg.slogdet(cov_p).logabsdet - torch.linalg.slogdet(cov_q).logabsdet
    shift = offset @ torch.linalg.solve(cov_q, offset) * 0.5 + offset @ torch.linalg.solve(cov_p, offset) * 0.25
    return 0.5 * (torch.linalg.solve(cov_p, cov_q).trace() - len(mu_q) + log_dets) + 0.5 * shift


@mutant("kl_gaussians", caught_by="test_zero_and_direction")
def forgets_the_means(mu_q, cov_q, mu_p, cov_p):
    """Believes that only covariances differ."""
    log_dets = torch.linalg.slogdet(cov_p).logabsdet - torch.linalg.slogdet(cov_q).logabsdet
    return 0.5 * (torch.linalg.solve(cov_p, cov_q).trace() - len(mu_q) + log_dets)


@mutant("kl_gaussians", caught_by="test_values")
def looks_at_diagonals(mu_q, cov_q, mu_p, cov_p):
    """Believes that correlations do not count: equation (17) with the diagonals."""
    var_q, var_p = cov_q.diagonal(), cov_p.diagonal()
    return 0.5 * ((var_q + (mu_q - mu_p).square()) / var_p - 1 + (var_p / var_q).log()).sum()


@mutant("kl_gaussians", caught_by="test_diagonal_covariances")
def averages_over_dimensions(mu_q, cov_q, mu_p, cov_p):
    """Believes that a divergence is a mean over dimensions."""
    inverse, offset = torch.linalg.inv(cov_p), mu_p - mu_q
    log_dets = torch.linalg.slogdet(cov_p).logabsdet - torch.linalg.slogdet(cov_q).logabsdet
    return 0.5 * ((inverse @ cov_q).trace() + offset @ inverse @ offset - len(mu_q) + log_dets) / len(mu_q)


@mutant("kl_gaussians", caught_by="test_two_hundred_dimensions")
def divides_determinants(mu_q, cov_q, mu_p, cov_p):
    """Believes that determinants may be divided first."""
    inverse, offset = torch.linalg.inv(cov_p), mu_p - mu_q
    log_dets = torch.log(torch.linalg.det(cov_p) / torch.linalg.det(cov_q))
    return 0.5 * ((inverse @ cov_q).trace() + offset @ inverse @ offset - len(mu_q) + log_dets)


# --- rejection_sample


@mutant("rejection_sample", caught_by="test_who_is_accepted")
def forgets_the_logarithm(x, log_p, log_q, log_M, u):
    """Believes that u itself is compared with the logarithm."""
    log_ratio = log_p - log_q - log_M
    if bool((log_ratio > 1e-9).any()):
        raise ValueError("M is too small")
    return x[u < log_ratio]


@mutant("rejection_sample", caught_by="test_who_is_accepted")
def forgets_the_proposal(x, log_p, log_q, log_M, u):
    """Believes that proposals are always uniform."""
    if bool((log_p - log_q - log_M > 1e-9).any()):
        raise ValueError("M is too small")
    return x[torch.log(u) < log_p - log_M]


@mutant("rejection_sample", caught_by="test_who_is_accepted")
def forgets_the_bound(x, log_p, log_q, log_M, u):
    """Believes that M is needed for the check only."""
    if bool((log_p - log_q - log_M > 1e-9).any()):
        raise ValueError("M is too small")
    return x[torch.log(u) < log_p - log_q]


@mutant("rejection_sample", caught_by="test_who_is_accepted")
def keeps_the_rejected(x, log_p, log_q, log_M, u):
    """Believes that large u are accepted."""
    log_ratio = log_p - log_q - log_M
    if bool((log_ratio > 1e-9).any()):
        raise ValueError("M is too small")
    return x[(torch.log(u) > log_ratio) & (log_ratio > -math.inf)]


@mutant("rejection_sample", caught_by="test_who_is_accepted")
def keeps_the_likeliest(x, log_p, log_q, log_M, u):
    """Believes that the right number of proposals, the best ones, is a sample."""
    log_ratio = log_p - log_q - log_M
    if bool((log_ratio > 1e-9).any()):
        raise ValueError("M is too small")
    count = int((torch.log(u) < log_ratio).sum())
    return x[log_ratio.argsort(descending=True)[:count].sort().values]


@mutant("rejection_sample", caught_by="test_logarithms_far_from_zero")
def takes_exponentials_first(x, log_p, log_q, log_M, u):
    """Believes that densities fit into a float."""
    if bool((log_p - log_q - log_M > 1e-9).any()):
        raise ValueError("M is too small")
    return x[u < torch.exp(log_p) / (math.exp(min(log_M, 700)) * torch.exp(log_q))]


@mutant("rejection_sample", caught_by="test_logarithms_far_from_zero")
def accepts_zero(x, log_p, log_q, log_M, u):
    """Believes that "at most" and "below" are the same: u = 0 accepts what has density 0."""
    log_ratio = log_p - log_q - log_M
    if bool((log_ratio > 1e-9).any()):
        raise ValueError("M is too small")
    return x[torch.log(u) <= log_ratio]


@mutant("rejection_sample", caught_by="test_bound_that_is_broken")
def trusts_the_bound(x, log_p, log_q, log_M, u):
    """Believes that M is always large enough."""
    return x[torch.log(u) < log_p - log_q - log_M]


@mutant("rejection_sample", caught_by="test_bound_that_is_broken")
def raises_only_if_all_are_above(x, log_p, log_q, log_M, u):
    """Believes that a bound is broken only where it is broken everywhere."""
    log_ratio = log_p - log_q - log_M
    if float(log_ratio.mean()) > 1e-9:
        raise ValueError("M is too small")
    return x[torch.log(u) < log_ratio]


@mutant("rejection_sample", caught_by="test_bound_that_is_broken")
def forbids_to_reach_the_bound(x, log_p, log_q, log_M, u):
    """Believes that M q has to lie above the density, strictly."""
    log_ratio = log_p - log_q - log_M
    if bool((log_ratio > -1e-9).any()):
        raise ValueError("M is too small")
    return x[torch.log(u) < log_ratio]


# --- metropolis


@mutant("metropolis", caught_by="test_chain")
def compares_with_u_itself(log_p, x0, step, noise, u):
    """Believes that u is compared with the difference of the logarithms."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = u[t] < log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant("metropolis", caught_by="test_outcome")
def is_greedy(log_p, x0, step, noise, u):
    """Believes that only uphill steps are taken."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = log_p(proposal) > log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant("metropolis", caught_by="test_outcome")
def accepts_everything(log_p, x0, step, noise, u):
    """Believes that a random walk finds the distribution by itself."""
    return x0 + step * noise.cumsum(dim=0), 1.0


@mutant("metropolis", caught_by="test_refused_steps")
def drops_steps_in_which_nothing_moved(log_p, x0, step, noise, u):
    """Believes that a place is recorded only when some chain arrives there; fills up with the last places."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = torch.log(u[t]) < log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        if bool(accept.any()):
            chain.append(x)
        accepted += int(accept.sum())
    chain += [x] * (len(noise) - len(chain))
    return torch.stack(chain), accepted / u.numel()


@mutant("metropolis", caught_by="test_refused_steps")
def records_the_proposals(log_p, x0, step, noise, u):
    """Believes that the chain is what was proposed."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = torch.log(u[t]) < log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        chain.append(proposal)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant("metropolis", caught_by="test_chain")
def decides_for_all_chains_together(log_p, x0, step, noise, u):
    """Believes that the chains are one walker."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = torch.log(u[t][:1]) < (log_p(proposal) - log_p(x)).sum()
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
        accepted += int(accept.sum()) * len(x)
    return torch.stack(chain), accepted / u.numel()


@mutant("metropolis", caught_by="test_chain")
def always_steps_from_the_start(log_p, x0, step, noise, u):
    """Believes that proposals are made around the start."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x0 + step * noise[t]
        accept = torch.log(u[t]) < log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant("metropolis", caught_by="test_refused_steps")
def counts_what_was_recorded(log_p, x0, step, noise, u):
    """Believes that acceptance is how often the record changes: the first step is forgotten."""
    x, chain = x0, []
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = torch.log(u[t]) < log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
    chain = torch.stack(chain)
    moved = (chain[1:] != chain[:-1]).any(dim=-1)
    return chain, float(moved.double().mean()) if len(moved) else 0.0


@mutant("metropolis", caught_by="test_refused_steps")
def steps_into_the_void(log_p, x0, step, noise, u):
    """Believes that "below" and "at most" are the same: u = 0 leads to where the density is 0."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = torch.log(u[t]) <= log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant("metropolis", caught_by="test_start")
def writes_into_the_start(log_p, x0, step, noise, u):
    """Believes that `x = x0` makes a copy."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = torch.log(u[t]) < log_p(proposal) - log_p(x)
        x[accept] = proposal[accept]
        chain.append(x.clone())
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant("metropolis", caught_by="test_start")
def records_before_it_moves(log_p, x0, step, noise, u):
    """Believes that the start is the first entry of the chain, and the last place is not."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        chain.append(x)
        proposal = x + step * noise[t]
        accept = torch.log(u[t]) < log_p(proposal) - log_p(x)
        x = torch.where(accept[:, None], proposal, x)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


@mutant("metropolis", caught_by="test_chain")
def leaves_logarithms_too_early(log_p, x0, step, noise, u):
    """Believes that densities fit into a float, and divides them."""
    x, chain, accepted = x0, [], 0
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = u[t] < torch.exp(log_p(proposal)) / torch.exp(log_p(x))
        x = torch.where(accept[:, None], proposal, x)
        chain.append(x)
        accepted += int(accept.sum())
    return torch.stack(chain), accepted / u.numel()


# --- gmm_em_step


@mutant("gmm_em_step", caught_by="test_one_round")
def normalises_over_the_data(X, pi, mu, cov, ridge=0.0):
    """Believes that the responsibilities of a component sum to 1 over the examples."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=0)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / counts.sum(), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant("gmm_em_step", caught_by="test_one_round")
def measures_from_the_old_means(X, pi, mu, cov, ridge=0.0):
    """Believes that the covariances are taken around the means that were given."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    offsets = X - mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), (r.T @ X) / counts[:, None], new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant("gmm_em_step", caught_by="test_one_round")
def forgets_the_proportions(X, pi, mu, cov, ridge=0.0):
    """Believes that all components are equally likely beforehand."""
    log_joint = torch.stack([gaussian_logpdf(X, m, c) for m, c in zip(mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, (torch.logsumexp(log_joint, dim=1) - math.log(len(pi))).mean()


@mutant("gmm_em_step", caught_by="test_one_round")
def divides_by_all_examples(X, pi, mu, cov, ridge=0.0):
    """Believes that a weighted scatter is divided by N."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / len(X)
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant("gmm_em_step", caught_by="test_one_round")
def belongs_to_one_only(X, pi, mu, cov, ridge=0.0):
    """Believes that each example belongs to its likeliest component alone, as in k-means."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = torch.nn.functional.one_hot(log_joint.argmax(dim=1), len(pi)).to(X.dtype)
    counts = r.sum(dim=0).clamp(min=1e-9)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant("gmm_em_step", caught_by="test_one_round")
def sums_the_log_likelihood(X, pi, mu, cov, ridge=0.0):
    """Believes that the log-likelihood is the sum over examples."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).sum()


@mutant("gmm_em_step", caught_by="test_thirty_rounds")
def keeps_the_diagonal(X, pi, mu, cov, ridge=0.0):
    """Believes that components have no correlations."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    squares = (X - new_mu[:, None]).square()
    new_cov = torch.diag_embed((r.T[:, :, None] * squares).sum(dim=1) / counts[:, None] + ridge)
    return counts / len(X), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant("gmm_em_step", caught_by="test_thirty_rounds")
def never_updates_the_proportions(X, pi, mu, cov, ridge=0.0):
    """Believes that the proportions are given once and for all."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return pi, new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant("gmm_em_step", caught_by="test_far_from_everything")
def leaves_logarithms_in_the_e_step(X, pi, mu, cov, ridge=0.0):
    """Believes that densities are never too small to be divided."""
    joint = torch.stack([w * gaussian_logpdf(X, m, c).exp() for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = joint / joint.sum(dim=1, keepdim=True)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, joint.sum(dim=1).log().mean()


@mutant("gmm_em_step", caught_by="test_far_from_everything")
def keeps_densities_from_zero(X, pi, mu, cov, ridge=0.0):
    """Believes that a tiny number in the denominator is a cure: far examples then belong nowhere."""
    joint = torch.stack([w * gaussian_logpdf(X, m, c).exp() for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = joint / (joint.sum(dim=1, keepdim=True) + 1e-300)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    new_cov = new_cov + ridge * torch.eye(X.shape[1], dtype=X.dtype)
    return counts / len(X), new_mu, new_cov, (joint.sum(dim=1) + 1e-300).log().mean()


@mutant("gmm_em_step", caught_by="test_ridge_and_digits")
def forgets_the_ridge(X, pi, mu, cov, ridge=0.0):
    """Believes that a bell never collapses."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None]
    return counts / len(X), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()


@mutant("gmm_em_step", caught_by="test_ridge_and_digits")
def adds_the_ridge_everywhere(X, pi, mu, cov, ridge=0.0):
    """Believes that a number added to a matrix goes on its diagonal."""
    log_joint = torch.stack([w.log() + gaussian_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)], dim=1)
    r = log_joint.softmax(dim=1)
    counts = r.sum(dim=0)
    new_mu = (r.T @ X) / counts[:, None]
    offsets = X - new_mu[:, None]
    new_cov = (r.T[:, :, None] * offsets).mT @ offsets / counts[:, None, None] + ridge
    return counts / len(X), new_mu, new_cov, torch.logsumexp(log_joint, dim=1).mean()
