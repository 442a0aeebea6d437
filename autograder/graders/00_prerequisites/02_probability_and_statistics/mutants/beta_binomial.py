"""Wrong answers to `beta_binomial`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_learning_is_counting")
def adds_all_trials_to_b(a, b, k, n):
    """Believes that b counts trials instead of failures."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    evidence = log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)
    return a + k, b + n, (a + k) / (a + b + n), evidence


@mutant(caught_by="test_learning_is_counting")
def swaps_successes_and_failures(a, b, k, n):
    """Believes that a counts failures."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    evidence = log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)
    return a + n - k, b + k, (a + k) / (a + b + n), evidence


@mutant(caught_by="test_next_trial")
def mean_is_the_frequency(a, b, k, n):
    """Believes that the share of successes foretells the next trial: no prior."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    evidence = log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)
    return a + k, b + n - k, k / n if n else 0.5, evidence


@mutant(caught_by="test_next_trial")
def mean_is_the_mode(a, b, k, n):
    """Believes that the highest point of the posterior is its mean."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    evidence = log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)
    return a + k, b + n - k, (a + k - 1) / max(a + b + n - 2, 1e-6), evidence


@mutant(caught_by="test_evidence")
def forgets_the_orders(a, b, k, n):
    """Believes that the successes come in one order only: no binomial coefficient."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    return a + k, b + n - k, (a + k) / (a + b + n), log_beta(a + k, b + n - k) - log_beta(a, b)


@mutant(caught_by="test_evidence")
def forgets_the_priors_constant(a, b, k, n):
    """Believes that the prior's Beta function cancels."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return a + k, b + n - k, (a + k) / (a + b + n), log_choose + log_beta(a + k, b + n - k)


@mutant(caught_by="test_evidence")
def evidence_at_the_best_guess(a, b, k, n):
    """Believes that the evidence is the binomial probability at the posterior's mean."""
    theta = (a + k) / (a + b + n)
    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return a + k, b + n - k, theta, log_choose + k * math.log(theta) + (n - k) * math.log(1 - theta)


@mutant(caught_by="test_evidence")
def evidence_in_bits(a, b, k, n):
    """Believes that logarithms are to base 2."""

    def log_beta(p, q):
        return math.lgamma(p) + math.lgamma(q) - math.lgamma(p + q)

    log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    evidence = log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)
    return a + k, b + n - k, (a + k) / (a + b + n), evidence / math.log(2)


@mutant(caught_by="test_large_counts")
def multiplies_gamma_functions(a, b, k, n):
    """Believes that Gamma functions and binomial coefficients fit into a float."""

    def beta(p, q):
        return math.gamma(p) * math.gamma(q) / math.gamma(p + q)

    evidence = math.comb(n, k) * beta(a + k, b + n - k) / beta(a, b)
    return a + k, b + n - k, (a + k) / (a + b + n), math.log(evidence)
