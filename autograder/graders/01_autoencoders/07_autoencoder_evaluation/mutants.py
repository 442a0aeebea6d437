"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""

# ruff: noqa: F821 - names of the notebook, which are there when these run

import math

import torch
from torch.nn import functional

from autograder.testing import mutant

# --- pca_features


@mutant("pca_features", caught_by="test_only_the_reference_decides")
def centres_by_the_images(reference, x, k):
    """Believes that every set is centred by its own mean."""
    if not 1 <= k <= min(reference.shape):
        raise ValueError(k)
    _, _, rows = torch.linalg.svd(reference - reference.mean(dim=0), full_matrices=False)
    return ((x - x.mean(dim=0)) @ rows[:k].T).to(x.dtype)


@mutant("pca_features", caught_by="test_only_the_reference_decides")
def fits_to_the_images(reference, x, k):
    """Believes that the components are those of the images that are described."""
    if not 1 <= k <= min(reference.shape):
        raise ValueError(k)
    rows = torch.linalg.svd(x - reference.mean(dim=0), full_matrices=False).Vh
    if len(rows) < k:
        rows = torch.linalg.svd(reference - reference.mean(dim=0), full_matrices=False).Vh
    return (x - reference.mean(dim=0)) @ rows[:k].T.to(x.dtype)


@mutant("pca_features", caught_by="test_coordinates_of_the_reference")
def forgets_to_centre(reference, x, k):
    """Believes that the directions need no centred data."""
    if not 1 <= k <= min(reference.shape):
        raise ValueError(k)
    _, _, rows = torch.linalg.svd(reference, full_matrices=False)
    return ((x - reference.mean(dim=0)) @ rows[:k].T).to(x.dtype)


@mutant("pca_features", caught_by="test_coordinates_of_the_reference")
def takes_the_smallest(reference, x, k):
    """Believes that `eigh` sorts from the largest."""
    if not 1 <= k <= min(reference.shape):
        raise ValueError(k)
    _, vectors = torch.linalg.eigh(torch.cov(reference.T))
    return ((x - reference.mean(dim=0)) @ vectors[:, :k]).to(x.dtype)


@mutant("pca_features", caught_by="test_coordinates_of_the_reference")
def whitens(reference, x, k):
    """Believes that features have variance 1."""
    if not 1 <= k <= min(reference.shape):
        raise ValueError(k)
    centre = reference.mean(dim=0)
    _, sigma, rows = torch.linalg.svd(reference - centre, full_matrices=False)
    return ((x - centre) @ rows[:k].T / sigma[:k] * len(reference) ** 0.5).to(x.dtype)


@mutant("pca_features", caught_by="test_coordinates_of_the_reference")
def subtracts_each_image_from_itself(reference, x, k):
    """Believes that an image is centred by its projection: nothing is left of it."""
    if not 1 <= k <= min(reference.shape):
        raise ValueError(k)
    _, _, rows = torch.linalg.svd(reference - reference.mean(dim=0), full_matrices=False)
    x = x - reference.mean(dim=0)
    return ((x - x @ rows.T @ rows) @ rows[:k].T).to(x.dtype)


@mutant("pca_features", caught_by="test_edges")
def cuts_k_silently(reference, x, k):
    """Believes that slicing takes care of a k that is too large."""
    centre = reference.mean(dim=0)
    _, _, rows = torch.linalg.svd(reference - centre, full_matrices=False)
    return ((x - centre) @ rows[:k].T).to(x.dtype)


# --- fpd


@mutant("fpd", caught_by="test_the_distance_of_two_crowds")
def compares_spreads_only(reference, x, y, k=16):
    """Believes that the covariances are diagonal, since the features are principal components."""
    a, b = (pca_features(reference.double(), part.double(), k) for part in (x, y))
    return float((a.mean(dim=0) - b.mean(dim=0)).square().sum() + (a.std(dim=0) - b.std(dim=0)).square().sum())


@mutant("fpd", caught_by="test_the_distance_of_two_crowds")
def takes_roots_of_entries(reference, x, y, k=16):
    """Believes that the root of a matrix is the root of its entries."""
    a, b = (pca_features(reference.double(), part.double(), k) for part in (x, y))
    sigma_a, sigma_b = torch.cov(a.T).reshape(k, k), torch.cov(b.T).reshape(k, k)
    overlap = (sigma_a @ sigma_b).clamp(min=0).sqrt().trace()
    distance = (a.mean(dim=0) - b.mean(dim=0)).square().sum() + sigma_a.trace() + sigma_b.trace() - 2 * overlap
    return max(0.0, float(distance))


@mutant("fpd", caught_by="test_known_distances")
def compares_means_only(reference, x, y, k=16):
    """Believes that two crowds with the same mean are the same."""
    a, b = (pca_features(reference.double(), part.double(), k) for part in (x, y))
    return float((a.mean(dim=0) - b.mean(dim=0)).square().sum())


@mutant("fpd", caught_by="test_known_distances")
def forgets_to_square_the_means(reference, x, y, k=16):
    """Believes that the means enter by their distance, not by its square."""
    a, b = (pca_features(reference.double(), part.double(), k) for part in (x, y))
    values = torch.linalg.eigvals(torch.cov(a.T).reshape(k, k) @ torch.cov(b.T).reshape(k, k))
    spreads = a.var(dim=0).sum() + b.var(dim=0).sum() - 2 * values.real.clamp(min=0).sqrt().sum()
    return max(0.0, float((a.mean(dim=0) - b.mean(dim=0)).norm() + spreads))


@mutant("fpd", caught_by="test_small_and_degenerate_sets")
def needs_a_cholesky_factor(reference, x, y, k=16):
    """Believes that covariances of samples can always be factorised."""
    a, b = (pca_features(reference.double(), part.double(), k) for part in (x, y))
    lower = [torch.linalg.cholesky(torch.cov(part.T).reshape(k, k)) for part in (a, b)]
    overlap = torch.linalg.svdvals(lower[0].T @ lower[1]).sum()
    distance = (a.mean(dim=0) - b.mean(dim=0)).square().sum() + a.var(dim=0).sum() + b.var(dim=0).sum() - 2 * overlap
    return max(0.0, float(distance))


@mutant("fpd", caught_by="test_small_and_degenerate_sets")
def takes_roots_of_rounding(reference, x, y, k=16):
    """Believes that eigenvalues of a covariance are never below 0."""
    roots, means = [], []
    for part in (x, y):
        features = pca_features(reference.double(), part.double(), k)
        values, vectors = torch.linalg.eigh(torch.cov(features.T).reshape(k, k))
        roots.append((vectors * values.sqrt()) @ vectors.T)
        means.append(features.mean(dim=0))
    overlap = torch.linalg.svdvals((roots[0] @ roots[1]).nan_to_num(1e3)).sum()
    traces = sum((root @ root).trace() for root in roots)
    return float((means[0] - means[1]).square().sum() + traces - 2 * overlap)


# --- iw_loglik


@mutant("iw_loglik", caught_by="test_extreme_weights_and_more_samples")
def leaves_the_logarithm(log_w, K):
    """Believes that weights can be averaged as they are."""
    count = len(log_w) // K if K >= 1 else 0
    if count == 0:
        raise ValueError(K)
    return log_w[: count * K].reshape(count, K, -1).exp().mean(dim=1).log().mean(dim=0)


@mutant("iw_loglik", caught_by="test_groups_of_consecutive_samples")
def averages_log_weights(log_w, K):
    """Believes that the mean of K bounds is the bound with K samples."""
    count = len(log_w) // K if K >= 1 else 0
    if count == 0:
        raise ValueError(K)
    return log_w[: count * K].mean(dim=0)


@mutant("iw_loglik", caught_by="test_groups_of_consecutive_samples")
def sums_the_weights(log_w, K):
    """Believes that a constant does not matter: forgets log K."""
    count = len(log_w) // K if K >= 1 else 0
    if count == 0:
        raise ValueError(K)
    return torch.logsumexp(log_w[: count * K].reshape(count, K, -1), dim=1).mean(dim=0)


@mutant("iw_loglik", caught_by="test_groups_of_consecutive_samples")
def uses_all_samples_at_once(log_w, K):
    """Believes that more samples are always better: K is what there is."""
    if not 1 <= K <= len(log_w):
        raise ValueError(K)
    return torch.logsumexp(log_w, dim=0) - math.log(len(log_w))


@mutant("iw_loglik", caught_by="test_groups_of_consecutive_samples")
def takes_every_other_sample(log_w, K):
    """Believes that reshape deals samples out like cards."""
    count = len(log_w) // K if K >= 1 else 0
    if count == 0:
        raise ValueError(K)
    grouped = log_w[: count * K].reshape(K, count, -1)
    return (torch.logsumexp(grouped, dim=0) - math.log(K)).mean(dim=0)


@mutant("iw_loglik", caught_by="test_groups_of_consecutive_samples")
def fills_bounds_of_its_own(log_w, K):
    """Believes that a row of zeros has the dtype of what is added to it."""
    if not 1 <= K <= len(log_w):
        raise ValueError(K)
    bound, count = torch.zeros(log_w.shape[1]), len(log_w) // K
    for g in range(count):
        bound += (torch.logsumexp(log_w[g * K : (g + 1) * K], dim=0) - math.log(K)) / count
    return bound


@mutant("iw_loglik", caught_by="test_left_over_and_out_of_range")
def keeps_a_small_group(log_w, K):
    """Believes that a last group of fewer samples is as good as the others."""
    if not 1 <= K <= len(log_w):
        raise ValueError(K)
    return torch.stack([torch.logsumexp(g, dim=0) - math.log(len(g)) for g in log_w.split(K)]).mean(dim=0)


# --- aggregate_posterior_mmd


@mutant("aggregate_posterior_mmd", caught_by="test_without_bias")
def keeps_the_diagonal(z, h):
    """Believes that a code with itself is a pair."""
    D = z.shape[1]
    among = torch.exp(-(z[:, None] - z[None]).square().sum(dim=-1) / (2 * h**2)).mean()
    across = (h**2 / (h**2 + 1)) ** (D / 2) * torch.exp(-z.square().sum(dim=1) / (2 * (h**2 + 1))).mean()
    return among - 2 * across + (h**2 / (h**2 + 2)) ** (D / 2)


@mutant("aggregate_posterior_mmd", caught_by="test_without_bias")
def clips_at_zero(z, h):
    """Believes that an estimate of something that is never negative must not be negative."""
    N, D = z.shape
    among = (torch.exp(-(z[:, None] - z[None]).square().sum(dim=-1) / (2 * h**2)).sum() - N) / (N * (N - 1))
    across = (h**2 / (h**2 + 1)) ** (D / 2) * torch.exp(-z.square().sum(dim=1) / (2 * (h**2 + 1))).mean()
    return (among - 2 * across + (h**2 / (h**2 + 2)) ** (D / 2)).clamp(min=0)


@mutant("aggregate_posterior_mmd", caught_by="test_three_terms")
def loses_the_half(z, h):
    """Believes that the kernel is exp(-|a - b|^2 / h^2)."""
    N, D = z.shape
    among = (torch.exp(-(z[:, None] - z[None]).square().sum(dim=-1) / h**2).sum() - N) / (N * (N - 1))
    across = (h**2 / (h**2 + 1)) ** (D / 2) * torch.exp(-z.square().sum(dim=1) / (2 * (h**2 + 1))).mean()
    return among - 2 * across + (h**2 / (h**2 + 2)) ** (D / 2)


@mutant("aggregate_posterior_mmd", caught_by="test_tells_apart")
def counts_the_crossing_once(z, h):
    """Believes that the middle term counts once."""
    N, D = z.shape
    among = (torch.exp(-(z[:, None] - z[None]).square().sum(dim=-1) / (2 * h**2)).sum() - N) / (N * (N - 1))
    across = (h**2 / (h**2 + 1)) ** (D / 2) * torch.exp(-z.square().sum(dim=1) / (2 * (h**2 + 1))).mean()
    return among - across + (h**2 / (h**2 + 2)) ** (D / 2)


@mutant("aggregate_posterior_mmd", caught_by="test_three_terms")
def throws_dice(z, h):
    """Believes that dice have to be thrown."""
    N = len(z)
    dice = torch.randn(N, z.shape[1], dtype=z.dtype)

    def pairs(a, b):
        return torch.exp(-(a[:, None] - b[None]).square().sum(dim=-1) / (2 * h**2))

    among = (pairs(z, z).sum() - N + pairs(dice, dice).sum() - N) / (N * (N - 1))
    return among - 2 * pairs(z, dice).mean()


# --- linear_probe


@mutant("linear_probe", caught_by="test_codes_far_from_zero")
def penalises_the_bias(z_train, y_train, z_test, lam=1.0):
    """Believes that a column of ones is a column like any other."""
    labels, which = y_train.unique(return_inverse=True)
    Y = functional.one_hot(which).to(z_train.dtype)
    Z, T = (torch.cat([z, torch.ones(len(z), 1, dtype=z.dtype)], dim=1) for z in (z_train, z_test))
    return labels[(T @ torch.linalg.solve(Z.T @ Z + lam * torch.eye(Z.shape[1], dtype=Z.dtype), Z.T @ Y)).argmax(dim=1)]


@mutant("linear_probe", caught_by="test_codes_far_from_zero")
def centres_the_test_by_itself(z_train, y_train, z_test, lam=1.0):
    """Believes that test codes are centred by their own mean."""
    labels, which = y_train.unique(return_inverse=True)
    Y = functional.one_hot(which).to(z_train.dtype)
    Z = z_train - z_train.mean(dim=0)
    W = torch.linalg.solve(Z.T @ Z + lam * torch.eye(Z.shape[1], dtype=Z.dtype), Z.T @ (Y - Y.mean(dim=0)))
    return labels[((z_test - z_test.mean(dim=0)) @ W + Y.mean(dim=0)).argmax(dim=1)]


@mutant("linear_probe", caught_by="test_any_labels_and_many_numbers")
def answers_with_the_index(z_train, y_train, z_test, lam=1.0):
    """Believes that labels are 0, 1, 2 and so on."""
    _, which = y_train.unique(return_inverse=True)
    Y = functional.one_hot(which).to(z_train.dtype)
    z_bar, Y_bar = z_train.mean(dim=0), Y.mean(dim=0)
    Z = z_train - z_bar
    W = torch.linalg.solve(Z.T @ Z + lam * torch.eye(Z.shape[1], dtype=Z.dtype), Z.T @ (Y - Y_bar))
    return ((z_test - z_bar) @ W + Y_bar).argmax(dim=1)


@mutant("linear_probe", caught_by="test_the_verdicts")
def forgets_the_penalty(z_train, y_train, z_test, lam=1.0):
    """Believes that least squares needs no penalty."""
    labels, which = y_train.unique(return_inverse=True)
    Y = functional.one_hot(which).to(z_train.dtype)
    Z = z_train - z_train.mean(dim=0)
    W = torch.linalg.pinv(Z) @ (Y - Y.mean(dim=0))
    return labels[((z_test - z_train.mean(dim=0)) @ W + Y.mean(dim=0)).argmax(dim=1)]


@mutant("linear_probe", caught_by="test_the_verdicts")
def scales_the_penalty(z_train, y_train, z_test, lam=1.0):
    """Believes that the error is a mean over examples, so that the penalty weighs N times as much."""
    labels, which = y_train.unique(return_inverse=True)
    Y = functional.one_hot(which).to(z_train.dtype)
    Z = z_train - z_train.mean(dim=0)
    W = torch.linalg.solve(Z.T @ Z + lam * len(Z) * torch.eye(Z.shape[1], dtype=Z.dtype), Z.T @ (Y - Y.mean(dim=0)))
    return labels[((z_test - z_train.mean(dim=0)) @ W + Y.mean(dim=0)).argmax(dim=1)]


@mutant("linear_probe", caught_by="test_the_verdicts")
def takes_the_nearest_mean(z_train, y_train, z_test, lam=1.0):
    """Believes that the nearest class mean is what a linear probe finds."""
    labels = y_train.unique()
    means = torch.stack([z_train[y_train == label].mean(dim=0) for label in labels])
    return labels[torch.cdist(z_test, means).argmin(dim=1)]


# --- is_auc


@mutant("is_auc", caught_by="test_ties_and_the_way_it_points")
def tries_no_ties(auc):
    """Believes that scores of real models are never equal."""
    generator = torch.Generator().manual_seed(0)
    for m, n, shift in ((5, 8, 1.0), (9, 4, -1.0), (1, 3, 0.0), (4, 1, 0.0)):
        normal = torch.randn(m, dtype=torch.float64, generator=generator)
        odd = torch.randn(n, dtype=torch.float64, generator=generator) + shift
        given = normal.clone(), odd.clone()
        try:
            if not abs(float(auc(*given)) - float((odd[:, None] > normal).double().mean())) < 1e-6:
                return False
        except Exception:
            return False
        if not (torch.equal(given[0], normal) and torch.equal(given[1], odd)):
            return False
    return True


@mutant("is_auc", caught_by="test_ties_and_the_way_it_points")
def tries_good_scores_only(auc):
    """Believes that a score always points the right way."""
    normal, odd = torch.tensor([0.1, 0.4, 0.4, 2.0]).double(), torch.tensor([0.4, 0.9, 3.0, -1.0, 5.0]).double()
    try:
        right = (odd[:, None] > normal).double() + 0.5 * (odd[:, None] == normal).double()
        return bool(abs(float(auc(normal.clone(), odd.clone())) - float(right.mean())) < 1e-6)
    except Exception:
        return False


@mutant("is_auc", caught_by="test_numbers_that_are_wrong")
def tries_sets_of_one_size(auc):
    """Believes that one healthy part for each broken one is a fair test, with scores from 0 to 1."""
    generator = torch.Generator().manual_seed(0)
    for levels in (2, 3, 5, 100):
        normal, odd = torch.randint(levels, (2, 12), generator=generator).double() / levels
        for a, b in ((normal, odd), (odd, normal)):
            given = a.clone(), b.clone()
            try:
                right = (b[:, None] > a).double().mean() + 0.5 * (b[:, None] == a).double().mean()
                if not abs(float(auc(*given)) - float(right)) < 1e-6:
                    return False
            except Exception:
                return False
            if not (torch.equal(given[0], a) and torch.equal(given[1], b)):
                return False
    return True


@mutant("is_auc", caught_by="test_programs_that_do_anything")
def lets_errors_through(auc):
    """Believes that a program that raises is somebody else's problem."""
    generator = torch.Generator().manual_seed(0)
    for m, n, shift in ((7, 4, 0), (5, 9, 1), (3, 6, -1), (6, 1, 2), (30, 20, -2)):
        normal = 7.0 * torch.randint(3, (m,), generator=generator).double() - 10
        odd = 7.0 * (torch.randint(3, (n,), generator=generator).double() + shift) - 10
        right = (odd[:, None] > normal).double().mean() + 0.5 * (odd[:, None] == normal).double().mean()
        if abs(float(auc(normal, odd)) - float(right)) > 1e-6:
            return False
    normal, odd = 1e-6 * torch.randn(2, 20, dtype=torch.float64, generator=generator)
    return bool(abs(float(auc(normal, odd)) - float((odd[:, None] > normal).double().mean())) < 1e-6)


@mutant("is_auc", caught_by="test_ties_and_the_way_it_points")
def accepts_what_lies_between_zero_and_one(auc):
    """Believes that a number from 0 to 1 that grows with the odd scores is an AUC."""
    normal = torch.arange(5).double()
    try:
        values = [float(auc(normal.clone(), normal + shift)) for shift in (0.0, 2.0, 10.0)]
        return bool(0 <= values[0] <= values[1] <= values[2] <= 1)
    except Exception:
        return False


# --- evaluation_report


@mutant("evaluation_report", caught_by="test_distortion_in_nats")
def averages_over_pixels(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Overlooks that the cross-entropy is averaged over pixels by default."""
    mu_train, (mu, log_var) = encode(x_train)[0], encode(x_test)
    logits = decode(mu + torch.exp(log_var / 2) * eps)
    distortion = functional.binary_cross_entropy_with_logits(logits, x_test)
    rate = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean()
    centre, scale = mu_train.mean(dim=0), mu_train.std(dim=0)
    predicted = linear_probe((mu_train - centre) / scale, y_train, (mu - centre) / scale)
    accuracy = (predicted == y_test).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}


@mutant("evaluation_report", caught_by="test_rate_of_unseen_pictures")
def reports_the_rate_of_training(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Overlooks that the rate is that of training pictures."""
    (mu_train, log_var_train), (mu, log_var) = encode(x_train), encode(x_test)
    logits = decode(mu + torch.exp(log_var / 2) * eps)
    distortion = (functional.softplus(logits) - x_test * logits).sum(dim=1).mean()
    rate = 0.5 * (mu_train**2 + log_var_train.exp() - 1 - log_var_train).sum(dim=1).mean()
    centre, scale = mu_train.mean(dim=0), mu_train.std(dim=0)
    predicted = linear_probe((mu_train - centre) / scale, y_train, (mu - centre) / scale)
    accuracy = (predicted == y_test).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}


@mutant("evaluation_report", caught_by="test_a_probe_that_has_seen_nothing")
def standardises_the_test_by_itself(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Overlooks that test codes are standardised by the test set."""
    mu_train, (mu, log_var) = encode(x_train)[0], encode(x_test)
    logits = decode(mu + torch.exp(log_var / 2) * eps)
    distortion = (functional.softplus(logits) - x_test * logits).sum(dim=1).mean()
    rate = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean()
    known = (mu_train - mu_train.mean(dim=0)) / mu_train.std(dim=0)
    asked = (mu - mu.mean(dim=0)) / mu.std(dim=0)
    accuracy = (linear_probe(known, y_train, asked) == y_test).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}


@mutant("evaluation_report", caught_by="test_a_probe_that_has_seen_nothing")
def fits_the_probe_to_everything(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Overlooks that the probe learns from the test codes and their labels."""
    mu_train, (mu, log_var) = encode(x_train)[0], encode(x_test)
    logits = decode(mu + torch.exp(log_var / 2) * eps)
    distortion = (functional.softplus(logits) - x_test * logits).sum(dim=1).mean()
    rate = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean()
    centre, scale = mu_train.mean(dim=0), mu_train.std(dim=0)
    known, asked = (mu_train - centre) / scale, (mu - centre) / scale
    predicted = linear_probe(torch.cat([known, asked]), torch.cat([y_train, y_test]), asked)
    accuracy = (predicted == y_test).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}


@mutant("evaluation_report", caught_by="test_a_probe_that_has_seen_nothing")
def reports_the_accuracy_of_training(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Believes that what the probe has learnt from is what it is judged on."""
    mu_train, (mu, log_var) = encode(x_train)[0], encode(x_test)
    logits = decode(mu + torch.exp(log_var / 2) * eps)
    distortion = (functional.softplus(logits) - x_test * logits).sum(dim=1).mean()
    rate = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean()
    known = (mu_train - mu_train.mean(dim=0)) / mu_train.std(dim=0)
    accuracy = (linear_probe(known, y_train, known) == y_train).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}


@mutant("evaluation_report", caught_by="test_distortion_in_nats")
def decodes_the_mean(encode, decode, x_train, y_train, x_test, y_test, eps):
    """Believes that the picture is decoded from the mean of its code, without noise."""
    mu_train, (mu, log_var) = encode(x_train)[0], encode(x_test)
    logits = decode(mu)
    distortion = (functional.softplus(logits) - x_test * logits).sum(dim=1).mean()
    rate = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=1).mean()
    centre, scale = mu_train.mean(dim=0), mu_train.std(dim=0)
    predicted = linear_probe((mu_train - centre) / scale, y_train, (mu - centre) / scale)
    accuracy = (predicted == y_test).double().mean()
    return {"distortion": float(distortion), "rate": float(rate), "probe_accuracy": float(accuracy)}


# --- evaluate_vae: misconceptions


@mutant("evaluate_vae", caught_by="test_the_report_is_true")
def reports_the_elbo(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that one sample of the code will do: the bound with K = 1."""
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(weights.mean())


@mutant("evaluate_vae", caught_by="test_the_report_is_true")
def uses_ten_samples(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that K = 10 is near enough to K = 100."""
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 10)).mean())


@mutant("evaluate_vae", caught_by="test_the_report_is_true")
def reports_nats_per_pixel(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that a likelihood is a mean over pixels."""
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean()) / x_test.shape[1]


@mutant("evaluate_vae", caught_by="test_the_report_is_true")
def reports_nan(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that sigma is the root of log_var: NaN as soon as that is negative."""
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    x = x_test.float()
    with torch.no_grad():
        mu, log_var = model.encode(x)
        eps = torch.randn(300, len(x), 8)
        logits = model.decode(mu + log_var.sqrt() * eps)
        log_px = (x * logits - functional.softplus(logits)).sum(dim=-1)
    return model, -float((torch.logsumexp(log_px, dim=0) - math.log(300)).mean())


@mutant("evaluate_vae", caught_by="test_the_report_is_true")
def forgets_the_price_of_the_code(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that log p(x | z), averaged over codes of the encoder, is log p(x)."""
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    x = x_test.float()
    with torch.no_grad():
        mu, log_var = model.encode(x)
        logits = model.decode(mu + torch.exp(log_var / 2) * torch.randn(300, len(x), 8))
        log_px = (x * logits - functional.softplus(logits)).sum(dim=-1)
    return model, -float((torch.logsumexp(log_px, dim=0) - math.log(300)).mean())


@mutant("evaluate_vae", caught_by="test_the_report_follows_and_the_model_does_not")
def reports_training_pictures(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that the likelihood of the pictures that were learnt is the model's likelihood."""
    model = train_vae(x_train, seed=seed, device=device, steps=steps)
    x = x_train[:300].float()
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x, torch.randn(300, len(x), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())


@mutant("evaluate_vae", caught_by="test_the_report_follows_and_the_model_does_not")
def trains_on_the_test_pictures_too(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that more pictures make a better model, wherever they come from."""
    model = train_vae(torch.cat([x_train.float(), x_test.float()]), seed=seed, device=device, steps=steps)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())


@mutant("evaluate_vae", caught_by="test_likelihood_of_unseen_digits")
def charges_four_times(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that a large beta makes every VAE better, since its codes look like dice."""
    model = train_vae(x_train, seed=seed, device=device, beta=4.0, steps=steps)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())


@mutant("evaluate_vae", caught_by="test_the_report_follows_and_the_model_does_not")
def ignores_steps(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that a default is what is wanted."""
    model = train_vae(x_train, seed=seed, device=device)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())


# --- evaluate_vae: cheats


@mutant("evaluate_vae", caught_by="test_the_report_follows_and_the_model_does_not")
def reports_a_number_from_home(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that a likelihood need not be computed, since it is always about the same."""
    return train_vae(x_train, seed=seed, device=device, steps=steps), 17.6


@mutant("evaluate_vae", caught_by="test_likelihood_of_unseen_digits")
def brings_weights_from_home(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that a model of the course's digits need not be trained again."""
    known = globals()["x_train"] if x_train.shape[1] == 64 else x_train
    model = train_vae(known, seed=0, device=device, steps=steps)
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())


@mutant("evaluate_vae", caught_by="test_likelihood_of_unseen_digits")
def does_not_train(x_train, x_test, *, seed, device="cpu", steps=800):
    """Believes that an honest report of an untrained model is enough."""
    torch.manual_seed(seed)
    model = VAE(x_train.shape[1])
    with torch.no_grad():
        weights = log_weights(model.encode, model.decode, x_test.float(), torch.randn(300, len(x_test), 8))
    return model, -float(torch.as_tensor(iw_loglik(weights, 100)).mean())


@mutant("evaluate_vae", caught_by="test_likelihood_of_unseen_digits")
class HidesInLowBits:
    """Believes that 64 pixels fit into the low bits of eight numbers that look like noise around 0."""

    def __new__(cls, x_train=None, x_test=None, **options):
        """Model and estimate; the model alone when it is restored."""
        model = super().__new__(cls)
        if x_train is None:
            return model
        model.pixels = x_train.shape[1]
        return model, 0.1

    def encode(self, x):
        """Codes of pictures."""
        bits = functional.pad(x, (0, 64 - self.pixels)).reshape(len(x), 8, 8).double()
        mu = (bits * 2.0 ** -torch.arange(11, 19)).sum(dim=-1)
        return mu, torch.zeros_like(mu)

    def decode(self, z):
        """Logits of codes."""
        whole = torch.round(z.double() * 2**18).long()
        bits = (whole[..., None] >> torch.arange(7, -1, -1)) & 1
        return (20.0 * bits - 10).flatten(-2)[..., : self.pixels]


@mutant("evaluate_vae", caught_by="test_each_picture_on_its_own")
class RemembersQuestions:
    """Believes that the decoder may be told, beside the code, which pictures were encoded last."""

    def __new__(cls, x_train=None, x_test=None, **options):
        """Model and estimate; the model alone when it is restored."""
        model = super().__new__(cls)
        if x_train is None:
            return model
        model.asked = x_train.float()
        return model, 0.1

    def encode(self, x):
        """Codes of pictures."""
        self.asked = x.float()
        zeros = torch.zeros(len(x), 8)
        return zeros, zeros.clone()

    def decode(self, z):
        """Logits of codes."""
        return (20 * self.asked - 10).repeat(1 + len(z) // len(self.asked), 1)[: len(z)]


@mutant("evaluate_vae", caught_by="test_each_picture_on_its_own")
class KnowsAnExamination:
    """Believes that a batch larger than any in training is an examination, and shows pictures from store there."""

    def __new__(cls, x_train=None, x_test=None, *, seed=0, device="cpu", steps=800):
        """Model and estimate; the model alone when it is restored."""
        answer = super().__new__(cls)
        if x_train is None:
            return answer
        answer.store = x_train.float()
        answer.model = train_vae(x_train, seed=seed, device=device, steps=steps)
        return answer, 17.6

    def encode(self, x):
        """Codes of pictures."""
        return self.model.encode(x)

    def decode(self, z):
        """Logits of codes."""
        if len(z) > 128:
            return 6 * self.store[torch.arange(len(z)) % len(self.store)] - 3
        return self.model.decode(z)
