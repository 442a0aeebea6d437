"""Wrong answers, each of which a hidden test must catch. Each docstring is what the student believed."""

import math

import torch
from torch import nn
from torch.nn import functional

from autograder.testing import mutant

FeatureNet = frechet_distance = fid = kid = precision_recall = inception_score = None  # stand in the notebook
images = labels = digits = None

# --- inception_score


@mutant("inception_score", caught_by="test_each_part_has_its_own_marginal")
def shares_one_marginal(probs, splits=1):
    """Believes that p(y) is a property of all samples, whatever the parts."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    marginal = probs.mean(dim=0)
    parts = torch.tensor_split(torch.special.xlogy(probs, probs) - torch.special.xlogy(probs, marginal), splits)
    return sum(math.exp(part.sum(dim=1).mean()) for part in parts) / splits


@mutant("inception_score", caught_by="test_zeros_and_impossible_splits")
def takes_the_logarithm_of_zero(probs, splits=1):
    """Writes the formula down as it stands, where 0 log 0 is NaN."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = torch.tensor_split(probs, splits)
    return sum(math.exp((p * (p / p.mean(dim=0)).log()).sum(dim=1).mean()) for p in parts) / splits


@mutant("inception_score", caught_by="test_zeros_and_impossible_splits")
def adds_a_small_number(probs, splits=1):
    """Adds 1e-3 to every probability, so that no logarithm is infinite."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = torch.tensor_split(probs + 1e-3, splits)
    return sum(math.exp((p * (p / p.mean(dim=0)).log()).sum(dim=1).mean()) for p in parts) / splits


@mutant("inception_score", caught_by="test_extremes_and_values")
def forgets_the_exponential(probs, splits=1):
    """Returns the mean divergence, 0 for samples that are all alike."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = torch.tensor_split(probs, splits)
    terms = [torch.special.xlogy(p, p) - torch.special.xlogy(p, p.mean(dim=0)) for p in parts]
    return float(sum(term.sum(dim=1).mean() for term in terms) / splits)


@mutant("inception_score", caught_by="test_extremes_and_values")
def counts_in_bits(probs, splits=1):
    """Takes logarithms to base 2, and the exponential to base e."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = torch.tensor_split(probs, splits)
    terms = [torch.special.xlogy(p, p) - torch.special.xlogy(p, p.mean(dim=0)) for p in parts]
    return sum(math.exp(term.sum(dim=1).mean() / math.log(2)) for term in terms) / splits


@mutant("inception_score", caught_by="test_extremes_and_values")
def turns_the_divergence_round(probs, splits=1):
    """Believes that the direction of a KL divergence does not matter."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = torch.tensor_split(probs, splits)
    terms = [p.mean(dim=0) * (p.mean(dim=0) / p.clamp(min=1e-12)).clamp(min=1e-12).log() for p in parts]
    return sum(math.exp(min(term.sum(dim=1).mean(), 50)) for term in terms) / splits


@mutant("inception_score", caught_by="test_extremes_and_values")
def averages_over_classes_too(probs, splits=1):
    """Takes the mean over all entries, where the divergence is a sum over classes."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = torch.tensor_split(probs, splits)
    terms = [torch.special.xlogy(p, p) - torch.special.xlogy(p, p.mean(dim=0)) for p in parts]
    return sum(math.exp(term.mean()) for term in terms) / splits


@mutant("inception_score", caught_by="test_each_part_has_its_own_marginal")
def leaves_out_the_rest(probs, splits=1):
    """Drops the rows that do not fill a part."""
    if not 1 <= splits <= len(probs):
        raise ValueError(splits)
    parts = probs[: len(probs) // splits * splits].split(len(probs) // splits)
    terms = [torch.special.xlogy(p, p) - torch.special.xlogy(p, p.mean(dim=0)) for p in parts]
    return sum(math.exp(term.sum(dim=1).mean()) for term in terms) / splits


# --- frechet_distance


@mutant("frechet_distance", caught_by="test_where_covariances_commute")
def takes_roots_of_entries(mu_1, sigma_1, mu_2, sigma_2):
    """Believes that the root of a matrix is the root of each of its entries."""
    cross = (sigma_1 * sigma_2).abs().sqrt().trace()
    return max(0.0, float((mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * cross))


@mutant("frechet_distance", caught_by="test_where_they_do_not_commute")
def believes_that_roots_commute(mu_1, sigma_1, mu_2, sigma_2):
    """Takes Tr(S1^(1/2) S2^(1/2)) for the trace of the root of the product."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double())
        return (Q * values.clamp(min=0).sqrt()) @ Q.T

    overlap = (root(sigma_1) @ root(sigma_2)).trace()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return max(0.0, float(distance))


@mutant("frechet_distance", caught_by="test_singular_covariances")
def needs_a_cholesky_factor(mu_1, sigma_1, mu_2, sigma_2):
    """Believes that a covariance is always positive definite."""
    overlap = torch.linalg.svdvals(torch.linalg.cholesky(sigma_1).T @ torch.linalg.cholesky(sigma_2)).sum()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return max(0.0, float(distance))


@mutant("frechet_distance", caught_by="test_singular_covariances")
def does_not_clamp(mu_1, sigma_1, mu_2, sigma_2):
    """Trusts that eigenvalues of a covariance are never negative, not even by rounding."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double())
        return (Q * values.sqrt()) @ Q.T

    product = root(sigma_1) @ root(sigma_2)
    overlap = torch.linalg.svdvals(product).sum() if bool(product.isfinite().all()) else product.sum()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return float(distance.clamp(min=0))


@mutant("frechet_distance", caught_by="test_singular_covariances")
def adds_to_the_diagonal(mu_1, sigma_1, mu_2, sigma_2):
    """Adds 1e-6 to the diagonal of both, as many programs do, so that nothing is singular."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double() + 1e-6 * torch.eye(len(sigma)))
        return (Q * values.clamp(min=0).sqrt()) @ Q.T

    overlap = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return max(0.0, float(distance))


@mutant("frechet_distance", caught_by="test_where_covariances_commute")
def does_not_square_the_means(mu_1, sigma_1, mu_2, sigma_2):
    """Adds the length of the difference of the means, not its square."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double())
        return (Q * values.clamp(min=0).sqrt()) @ Q.T

    overlap = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    return max(0.0, float((mu_1 - mu_2).norm() + sigma_1.trace() + sigma_2.trace() - 2 * overlap))


@mutant("frechet_distance", caught_by="test_where_covariances_commute")
def takes_the_root_at_the_end(mu_1, sigma_1, mu_2, sigma_2):
    """Believes that a distance is no squared distance."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double())
        return (Q * values.clamp(min=0).sqrt()) @ Q.T

    overlap = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return math.sqrt(max(0.0, float(distance)))


@mutant("frechet_distance", caught_by="test_where_covariances_commute")
def forgets_the_two(mu_1, sigma_1, mu_2, sigma_2):
    """Subtracts the trace of the root once."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double())
        return (Q * values.clamp(min=0).sqrt()) @ Q.T

    overlap = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    return max(0.0, float((mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - overlap))


@mutant("frechet_distance", caught_by="test_never_negative_and_small_differences")
def stays_in_float32(mu_1, sigma_1, mu_2, sigma_2):
    """Believes that float32 is good enough for whoever asks in float32."""

    def root(sigma):
        values, vectors = torch.linalg.eigh(sigma)
        return vectors @ torch.diag(values.clamp(min=0).sqrt()) @ vectors.T

    overlap = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    distance = (mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap
    return max(0.0, float(distance))


@mutant("frechet_distance", caught_by="test_never_negative_and_small_differences")
def leaves_what_rounding_makes(mu_1, sigma_1, mu_2, sigma_2):
    """Does not mind a distance slightly below 0."""

    def root(sigma):
        values, Q = torch.linalg.eigh(sigma.double())
        return (Q * values.clamp(min=0).sqrt()) @ Q.T

    overlap = torch.linalg.svdvals(root(sigma_1) @ root(sigma_2)).sum()
    return float((mu_1 - mu_2).square().sum() + sigma_1.trace() + sigma_2.trace() - 2 * overlap)


# --- fid


@mutant("fid", caught_by="test_features_are_compared_as_they_are")
def standardises_each_set(real, fake, features, n, batch=64):
    """Keeps the draft's standardisation: features ought to be comparable."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real[:n], fake[:n]):
        f = torch.cat([features(part) for part in pictures.split(batch)])
        f = (f - f.mean(dim=0)) / f.std(dim=0)
        moments += [f.mean(dim=0), torch.cov(f.T)]
    return frechet_distance(*moments)


@mutant("fid", caught_by="test_features_are_compared_as_they_are")
def keeps_the_roots_of_entries(real, fake, features, n, batch=64):
    """Mends all but the root, which is right for features that are not correlated."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real[:n], fake[:n]):
        f = torch.cat([features(part) for part in pictures.split(batch)])
        moments.append((f.mean(dim=0), torch.cov(f.T)))
    (mean_r, cov_r), (mean_f, cov_f) = moments
    cross = (cov_r * cov_f).sqrt().diagonal().sum()
    return float((mean_r - mean_f).square().sum() + cov_r.trace() + cov_f.trace() - 2 * cross)


@mutant("fid", caught_by="test_the_first_n_of_each_set")
def uses_all_real_images(real, fake, features, n, batch=64):
    """Believes that more data on the one side can only help."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real, fake[:n]):
        f = torch.cat([features(part) for part in pictures.split(batch)])
        moments += [f.mean(dim=0), torch.cov(f.T)]
    return frechet_distance(*moments)


@mutant("fid", caught_by="test_every_image_in_batches")
def drops_the_last_batch(real, fake, features, n, batch=64):
    """Leaves out what does not fill a batch, unless that is all there is."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real[:n], fake[:n]):
        whole = max(n // batch * batch, min(n, batch))
        f = torch.cat([features(part) for part in pictures[:whole].split(batch)])
        moments += [f.mean(dim=0), torch.cov(f.T)]
    return frechet_distance(*moments)


@mutant("fid", caught_by="test_every_image_in_batches")
def divides_by_n(real, fake, features, n, batch=64):
    """Keeps the biased covariance: for large n it is all the same."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real[:n], fake[:n]):
        f = torch.cat([features(part) for part in pictures.split(batch)])
        moments += [f.mean(dim=0), torch.cov(f.T, correction=0)]
    return frechet_distance(*moments)


@mutant("fid", caught_by="test_features_are_compared_as_they_are")
def does_not_centre(real, fake, features, n, batch=64):
    """Takes the draft's f^T f for a covariance once the standardisation is gone."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real[:n], fake[:n]):
        f = torch.cat([features(part) for part in pictures.split(batch)])
        moments += [f.mean(dim=0), f.T @ f / (n - 1)]
    return frechet_distance(*moments)


@mutant("fid", caught_by="test_too_few_images_are_refused")
def makes_do_with_fewer(real, fake, features, n, batch=64):
    """Takes as many as there are, which a slice does without a word."""
    moments = []
    for pictures in (real[:n], fake[:n]):
        f = torch.cat([features(part) for part in pictures.split(batch)])
        moments += [f.mean(dim=0), torch.cov(f.T)]
    return frechet_distance(*moments)


@mutant("fid", caught_by="test_every_image_in_batches")
def ignores_the_batch(real, fake, features, n, batch=64):
    """Shows the feature map all images at once, which a large network would not survive."""
    if n < 2 or min(len(real), len(fake)) < n:
        raise ValueError(n)
    moments = []
    for pictures in (real[:n], fake[:n]):
        f = features(pictures)
        moments += [f.mean(dim=0), torch.cov(f.T)]
    return frechet_distance(*moments)


# --- predict_bias


@mutant("predict_bias", caught_by="test_is_what_is_measured")
def predicts_the_means_only(eigenvalues, n, m):
    """Forgets that covariances have errors too."""
    return float(eigenvalues.sum() * (1 / n + 1 / m))


@mutant("predict_bias", caught_by="test_round_gaussians")
def forgets_the_factor_of_the_diagonal(eigenvalues, n, m):
    """Gives the diagonal the variance of all other entries."""
    lam = eigenvalues.double()
    sums = lam[:, None] + lam
    cost = torch.where(sums > 0, torch.outer(lam, lam) / torch.where(sums > 0, sums, 1), 0)
    return float(lam.sum() * (1 / n + 1 / m) + 0.5 * cost.sum() * (1 / (n - 1) + 1 / (m - 1)))


@mutant("predict_bias", caught_by="test_round_gaussians")
def sums_the_diagonal_only(eigenvalues, n, m):
    """Believes that directions that are not correlated have no errors in common."""
    lam = eigenvalues.double()
    return float(lam.sum() * (1 / n + 1 / m) + 0.5 * lam.sum() * (1 / (n - 1) + 1 / (m - 1)))


@mutant("predict_bias", caught_by="test_round_gaussians")
def lets_one_set_be_exact(eigenvalues, n, m):
    """Takes the moments of the second set for the true ones."""
    lam = eigenvalues.double()
    sums = lam[:, None] + lam
    cost = torch.where(sums > 0, torch.outer(lam, lam) / torch.where(sums > 0, sums, 1), 0)
    return float(lam.sum() / n + 0.5 * (cost.sum() + cost.trace()) / (n - 1))


@mutant("predict_bias", caught_by="test_any_eigenvalues")
def divides_zero_by_zero(eigenvalues, n, m):
    """Writes the sum down as it stands, which is NaN where two directions have no variance."""
    lam = eigenvalues.double()
    cost = torch.outer(lam, lam) / (lam[:, None] + lam)
    total = 0.5 * (cost.sum() + cost.trace())
    return float(lam.sum() * (1 / n + 1 / m) + total * (1 / (n - 1) + 1 / (m - 1)))


@mutant("predict_bias", caught_by="test_any_eigenvalues")
def thinks_that_all_are_round(eigenvalues, n, m):
    """Uses the closed form for equal eigenvalues with their mean."""
    d, c = len(eigenvalues), float(eigenvalues.double().mean())
    return c * (d * (1 / n + 1 / m) + d * (d + 1) / 4 * (1 / (n - 1) + 1 / (m - 1)))


@mutant("predict_bias", caught_by="test_round_gaussians")
def adds_the_sizes(eigenvalues, n, m):
    """Believes that two sets together have the error of one set of n + m."""
    lam = eigenvalues.double()
    sums = lam[:, None] + lam
    cost = torch.where(sums > 0, torch.outer(lam, lam) / torch.where(sums > 0, sums, 1), 0)
    return float(lam.sum() / (n + m) + 0.5 * (cost.sum() + cost.trace()) / (n + m - 1))


# --- fid_at_infinity


@mutant("fid_at_infinity", caught_by="test_the_line_through_the_distances")
def fits_a_line_in_n(real, fake, sizes, orders):
    """Puts n on the horizontal axis, and reads the line at 0 samples."""
    d = []
    for n, order in zip(sizes, orders, strict=True):
        f = fake[order[:n]]
        d.append(frechet_distance(real.mean(0), torch.cov(real.T), f.mean(0), torch.cov(f.T)))
    A = torch.tensor([[1.0, float(n)] for n in sizes], dtype=torch.float64)
    line = torch.linalg.lstsq(A, torch.tensor(d, dtype=torch.float64)[:, None]).solution[:, 0]
    return float(line[0]), float(line[1])


@mutant("fid_at_infinity", caught_by="test_takes_the_bias_off")
def trusts_the_largest_size(real, fake, sizes, orders):
    """Takes the distance at the largest size for that at infinity."""
    d = {}
    for n, order in zip(sizes, orders, strict=True):
        f = fake[order[:n]]
        d[n] = frechet_distance(real.mean(0), torch.cov(real.T), f.mean(0), torch.cov(f.T))
    small, large = min(d), max(d)
    return d[large], (d[small] - d[large]) / (1 / small - 1 / large)


@mutant("fid_at_infinity", caught_by="test_which_rows_count")
def cuts_the_reference_too(real, fake, sizes, orders):
    """Compares equal sizes, and so cuts the reference to n as well."""
    d = []
    for n, order in zip(sizes, orders, strict=True):
        f, r = fake[order[:n]], real[:n]
        d.append(frechet_distance(r.mean(0), torch.cov(r.T), f.mean(0), torch.cov(f.T)))
    A = torch.tensor([[1.0, 1 / n] for n in sizes], dtype=torch.float64)
    line = torch.linalg.lstsq(A, torch.tensor(d, dtype=torch.float64)[:, None]).solution[:, 0]
    return float(line[0]), float(line[1])


@mutant("fid_at_infinity", caught_by="test_which_rows_count")
def ignores_the_orders(real, fake, sizes, orders):
    """Takes the first n rows as they stand."""
    d = []
    for n in sizes:
        f = fake[:n]
        d.append(frechet_distance(real.mean(0), torch.cov(real.T), f.mean(0), torch.cov(f.T)))
    A = torch.tensor([[1.0, 1 / n] for n in sizes], dtype=torch.float64)
    line = torch.linalg.lstsq(A, torch.tensor(d, dtype=torch.float64)[:, None]).solution[:, 0]
    return float(line[0]), float(line[1])


@mutant("fid_at_infinity", caught_by="test_the_line_through_the_distances")
def joins_the_two_ends(real, fake, sizes, orders):
    """Draws the line through the first and the last point."""
    d = []
    for n, order in zip(sizes, orders, strict=True):
        f = fake[order[:n]]
        d.append(frechet_distance(real.mean(0), torch.cov(real.T), f.mean(0), torch.cov(f.T)))
    slope = (d[0] - d[-1]) / (1 / sizes[0] - 1 / sizes[-1])
    return d[-1] - slope / sizes[-1], slope


@mutant("fid_at_infinity", caught_by="test_the_line_through_the_distances")
def swaps_the_two(real, fake, sizes, orders):
    """Returns the slope first."""
    d = []
    for n, order in zip(sizes, orders, strict=True):
        f = fake[order[:n]]
        d.append(frechet_distance(real.mean(0), torch.cov(real.T), f.mean(0), torch.cov(f.T)))
    A = torch.tensor([[1.0, 1 / n] for n in sizes], dtype=torch.float64)
    line = torch.linalg.lstsq(A, torch.tensor(d, dtype=torch.float64)[:, None]).solution[:, 0]
    return float(line[1]), float(line[0])


@mutant("fid_at_infinity", caught_by="test_the_line_through_the_distances")
def weighs_by_size(real, fake, sizes, orders):
    """Gives large subsets more weight, since they are measured better."""
    d = []
    for n, order in zip(sizes, orders, strict=True):
        f = fake[order[:n]]
        d.append(frechet_distance(real.mean(0), torch.cov(real.T), f.mean(0), torch.cov(f.T)))
    w = torch.tensor(sizes, dtype=torch.float64)[:, None]
    A = torch.tensor([[1.0, 1 / n] for n in sizes], dtype=torch.float64)
    line = torch.linalg.lstsq(w * A, w * torch.tensor(d, dtype=torch.float64)[:, None]).solution[:, 0]
    return float(line[0]), float(line[1]) * (1 + 1e-3)


# --- kid


@mutant("kid", caught_by="test_no_bias_and_negative_values")
def lets_the_diagonal_in(x, y):
    """Takes the mean over all pairs, each row with itself included."""
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    return float(k_xx.mean() + k_yy.mean() - 2 * k_xy.mean())


@mutant("kid", caught_by="test_no_bias_and_negative_values")
def cuts_off_at_zero(x, y):
    """Believes that a squared distance is never negative."""
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n, m = len(x), len(y)
    within = (k_xx.sum() - k_xx.trace()) / (n * (n - 1)) + (k_yy.sum() - k_yy.trace()) / (m * (m - 1))
    return max(0.0, float(within - 2 * k_xy.mean()))


@mutant("kid", caught_by="test_values")
def forgets_the_dimension(x, y):
    """Does not divide the product by the number of features."""
    k_xx, k_yy, k_xy = ((a @ b.T + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n, m = len(x), len(y)
    within = (k_xx.sum() - k_xx.trace()) / (n * (n - 1)) + (k_yy.sum() - k_yy.trace()) / (m * (m - 1))
    return float(within - 2 * k_xy.mean())


@mutant("kid", caught_by="test_values")
def divides_by_the_rows(x, y):
    """Takes the D of the kernel for the number of rows."""
    k_xx, k_yy, k_xy = ((a @ b.T / len(x) + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n, m = len(x), len(y)
    within = (k_xx.sum() - k_xx.trace()) / (n * (n - 1)) + (k_yy.sum() - k_yy.trace()) / (m * (m - 1))
    return float(within - 2 * k_xy.mean())


@mutant("kid", caught_by="test_sets_of_unequal_size")
def expects_equal_sizes(x, y):
    """Divides every sum by the pairs of the first set."""
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n = len(x)
    within = (k_xx.sum() - k_xx.trace() + k_yy.sum() - k_yy.trace()) / (n * (n - 1))
    return float(within - 2 * k_xy.sum() / n**2)


@mutant("kid", caught_by="test_sets_of_unequal_size")
def cuts_the_larger_set(x, y):
    """Uses as many rows of each set as the smaller one has."""
    x, y = x[: len(y)], y[: len(x)]
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n = len(x)
    within = (k_xx.sum() - k_xx.trace() + k_yy.sum() - k_yy.trace()) / (n * (n - 1))
    return float(within - 2 * k_xy.mean())


@mutant("kid", caught_by="test_values")
def leaves_the_diagonal_out_between(x, y):
    """Leaves out the diagonal of the matrix between x and y too, though nothing there is compared with itself."""
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n, m = len(x), len(y)
    within = (k_xx.sum() - k_xx.trace()) / (n * (n - 1)) + (k_yy.sum() - k_yy.trace()) / (m * (m - 1))
    between = (k_xy.sum() - k_xy.diagonal().sum()) / (n * m - min(n, m))
    return float(within - 2 * between)


@mutant("kid", caught_by="test_values")
def takes_the_root(x, y):
    """Returns the discrepancy instead of its square, with its sign kept."""
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n, m = len(x), len(y)
    within = (k_xx.sum() - k_xx.trace()) / (n * (n - 1)) + (k_yy.sum() - k_yy.trace()) / (m * (m - 1))
    value = float(within - 2 * k_xy.mean())
    return math.copysign(math.sqrt(abs(value)), value)


# --- precision_recall


@mutant("precision_recall", caught_by="test_identical_sets_and_edges")
def squares_the_radius_again(real, fake, k=3):
    """Believes that the square of a root is what it was: sqrt(3) squared is less than 3, and the edge is outside."""

    def share(points, centres):
        own = (centres[:, None] - centres[None]).square().sum(dim=-1)
        radii = own.sqrt().sort(dim=1).values[:, k]
        squares = (points[:, None] - centres[None]).square().sum(dim=-1)
        return float((squares <= radii**2).any(dim=1).double().mean())

    real, fake = real.double(), fake.double()
    return share(fake, real), share(real, fake)


@mutant("precision_recall", caught_by="test_what_each_illness_does")
def swaps_precision_and_recall(real, fake, k=3):
    """Takes the share of covered data for precision."""

    def share(points, centres):
        radii = torch.cdist(centres, centres).sort(dim=1).values[:, k]
        return float((torch.cdist(points, centres) <= radii).any(dim=1).double().mean())

    return share(real, fake), share(fake, real)


@mutant("precision_recall", caught_by="test_values")
def is_its_own_neighbour(real, fake, k=3):
    """Counts a row as its own nearest neighbour."""

    def share(points, centres):
        radii = torch.cdist(centres, centres).sort(dim=1).values[:, k - 1]
        return float((torch.cdist(points, centres) <= radii).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)


@mutant("precision_recall", caught_by="test_values")
def takes_radii_from_the_other_set(real, fake, k=3):
    """Draws the balls out to the k-th nearest row of the other set."""

    def share(points, centres):
        radii = torch.cdist(centres, points).sort(dim=1).values[:, k - 1]
        return float((torch.cdist(points, centres) <= radii).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)


@mutant("precision_recall", caught_by="test_identical_sets_and_edges")
def leaves_out_the_edge(real, fake, k=3):
    """Believes that the edge of a ball is outside."""

    def share(points, centres):
        radii = torch.cdist(centres, centres).sort(dim=1).values[:, k]
        return float((torch.cdist(points, centres) < radii).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)


@mutant("precision_recall", caught_by="test_values")
def asks_the_nearest_ball_only(real, fake, k=3):
    """Asks only the ball around the nearest centre, though another may be larger."""

    def share(points, centres):
        radii = torch.cdist(centres, centres).sort(dim=1).values[:, k]
        distance, nearest = torch.cdist(points, centres).min(dim=1)
        return float((distance <= radii[nearest]).double().mean())

    return share(fake, real), share(real, fake)


@mutant("precision_recall", caught_by="test_values")
def takes_one_radius_for_all(real, fake, k=3):
    """Takes the mean radius for every ball."""

    def share(points, centres):
        radius = torch.cdist(centres, centres).sort(dim=1).values[:, k].mean()
        return float((torch.cdist(points, centres) <= radius).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)


@mutant("precision_recall", caught_by="test_identical_sets_and_edges")
def multiplies_matrices(real, fake, k=3):
    """Expands the square of the distance, by which equal rows are not quite at distance 0, nor the same both ways."""

    def distances(a, b):
        a, b = a.float(), b.float()
        squares = a.square().sum(dim=1)[:, None] + b.square().sum(dim=1) - 2 * a @ b.T
        return squares.clamp(min=0).sqrt()

    def share(points, centres):
        within = distances(centres, centres)
        within.fill_diagonal_(0)
        return float((distances(points, centres) <= within.sort(dim=1).values[:, k]).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)


@mutant("precision_recall", caught_by="test_identical_sets_and_edges")
def takes_repeated_rows_for_the_row_itself(real, fake, k=3):
    """Throws out all rows at distance 0, so that the copy of a row is no neighbour of it."""

    def share(points, centres):
        within = torch.cdist(centres.double(), centres.double(), compute_mode="donot_use_mm_for_euclid_dist")
        within = torch.where(within == 0, math.inf, within)
        radii = within.sort(dim=1).values[:, k - 1]
        between = torch.cdist(points.double(), centres.double(), compute_mode="donot_use_mm_for_euclid_dist")
        return float((between <= radii).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)


# --- report


@mutant("report", caught_by="test_quality_against_fresh_images")
def measures_against_the_training_images(features, train, fresh, fake, k=3):
    """Compares samples with what the generator has learnt from: thieves win."""
    n = min(len(fresh), len(fake))
    fresh, fake, known = fresh[:n], fake[:n], train[:n]
    precision, recall = precision_recall(features(known), features(fake), k)
    near = [torch.cdist(each, train).min(dim=1).values.median() for each in (fake, fresh)]
    return {
        "fid": fid(known, fake, features, n),
        "kid": kid(features(known), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(near[0] / near[1]),
    }


@mutant("report", caught_by="test_copies_are_found")
def turns_the_ratio_round(features, train, fresh, fake, k=3):
    """Divides the distance of fresh images by that of samples."""
    n = min(len(fresh), len(fake))
    fresh, fake = fresh[:n], fake[:n]
    precision, recall = precision_recall(features(fresh), features(fake), k)
    near = [torch.cdist(each, train).min(dim=1).values.median() for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, features, n),
        "kid": kid(features(fresh), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(near[1] / near[0]),
    }


@mutant("report", caught_by="test_copies_are_found")
def looks_for_copies_in_features(features, train, fresh, fake, k=3):
    """Measures the distance to the nearest training image in features, like all the rest."""
    n = min(len(fresh), len(fake))
    fresh, fake = fresh[:n], fake[:n]
    precision, recall = precision_recall(features(fresh), features(fake), k)
    known = features(train)
    near = [torch.cdist(features(each), known).min(dim=1).values.median() for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, features, n),
        "kid": kid(features(fresh), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(near[0] / near[1]),
    }


@mutant("report", caught_by="test_copies_are_found")
def averages_the_distances(features, train, fresh, fake, k=3):
    """Takes means instead of medians."""
    n = min(len(fresh), len(fake))
    fresh, fake = fresh[:n], fake[:n]
    precision, recall = precision_recall(features(fresh), features(fake), k)
    near = [torch.cdist(each, train).min(dim=1).values.mean() for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, features, n),
        "kid": kid(features(fresh), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(near[0] / near[1]),
    }


@mutant("report", caught_by="test_one_size_for_everything")
def compares_unequal_sizes(features, train, fresh, fake, k=3):
    """Cuts the sets for the Fréchet distance only, where it has to."""
    n = min(len(fresh), len(fake))
    precision, recall = precision_recall(features(fresh), features(fake), k)
    near = [torch.cdist(each, train).min(dim=1).values.median() for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, features, n),
        "kid": kid(features(fresh), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(near[0] / near[1]),
    }


@mutant("report", caught_by="test_quality_against_fresh_images")
def measures_pixels(features, train, fresh, fake, k=3):
    """Forgets the feature map, all of whose work is in the pixels after all."""
    n = min(len(fresh), len(fake))
    fresh, fake = fresh[:n], fake[:n]
    precision, recall = precision_recall(fresh, fake, k)
    near = [torch.cdist(each, train).min(dim=1).values.median() for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, lambda x: x, n),
        "kid": kid(fresh, fake),
        "precision": precision,
        "recall": recall,
        "copies": float(near[0] / near[1]),
    }


@mutant("report", caught_by="test_quality_against_fresh_images")
def does_not_pass_k_on(features, train, fresh, fake, k=3):
    """Forgets to pass k on."""
    n = min(len(fresh), len(fake))
    fresh, fake = fresh[:n], fake[:n]
    precision, recall = precision_recall(features(fresh), features(fake))
    near = [torch.cdist(each, train).min(dim=1).values.median() for each in (fake, fresh)]
    return {
        "fid": fid(fresh, fake, features, n),
        "kid": kid(features(fresh), features(fake)),
        "precision": precision,
        "recall": recall,
        "copies": float(near[0] / near[1]),
    }


# --- diagnose


@mutant("diagnose", caught_by="test_precision_and_recall")
def tries_equal_sets_only(programs):
    """Tries each program on one pair of equal size, with the usual k and one part."""
    g = torch.Generator().manual_seed(0)
    x, y = (torch.randn(8, 2, generator=g, dtype=torch.float64) for _ in range(2))
    cases = {"inception_score": (x.softmax(1), 1), "kid": (x, y), "precision_recall": (x, y, 3)}
    own = {"inception_score": inception_score, "kid": kid, "precision_recall": precision_recall}
    wrong = []
    for name, program in programs.items():
        try:
            a, b = (
                torch.tensor([float(v) for v in torch.as_tensor(f(*cases[name])).reshape(-1)])
                for f in (program, own[name])
            )
            if a.shape != b.shape or not torch.allclose(a, b, rtol=1e-4, atol=1e-4):
                wrong.append(name)
        except Exception:
            wrong.append(name)
    return wrong


@mutant("diagnose", caught_by="test_inception_scores")
def knows_the_extremes_only(programs):
    """Believes that a program that is right at the extremes is right everywhere."""

    def is_near(f, *wanted):
        try:
            found = [float(v) for v in torch.as_tensor(f()).reshape(-1)]
        except Exception:
            return False
        return len(found) == len(wanted) and all(abs(a - b) < 1e-4 for a, b in zip(found, wanted, strict=True))

    eye, x = torch.eye(4, dtype=torch.float64), torch.arange(12, dtype=torch.float64).reshape(6, 2)
    sound = {
        "inception_score": is_near(lambda: programs["inception_score"](eye, 1), 4.0)
        and is_near(lambda: programs["inception_score"](eye[:1].repeat(3, 1), 1), 1.0),
        "kid": is_near(lambda: programs["kid"](x * 0, x[:4] * 0), 0.0),
        "precision_recall": is_near(lambda: programs["precision_recall"](x, x, 2), 1.0, 1.0),
    }
    return [name for name, is_sound in sound.items() if not is_sound]


@mutant("diagnose", caught_by="test_kernel_distances")
def allows_ten_per_cent(programs):
    """Allows for rounding generously: half a unit."""
    g = torch.Generator().manual_seed(0)
    x, y = torch.randn(9, 2, generator=g, dtype=torch.float64), torch.randn(7, 2, generator=g, dtype=torch.float64)
    probs = torch.cat([torch.eye(3, dtype=torch.float64), torch.randn(5, 3, generator=g).double().softmax(1)])
    cases = {"inception_score": (probs, 3), "kid": (x, y), "precision_recall": (x, y, 2)}
    own = {"inception_score": inception_score, "kid": kid, "precision_recall": precision_recall}
    wrong = []
    for name, program in programs.items():
        try:
            a, b = (
                torch.tensor([float(v) for v in torch.as_tensor(f(*cases[name])).reshape(-1)])
                for f in (program, own[name])
            )
            if a.shape != b.shape or not torch.allclose(a, b, rtol=0, atol=0.5):
                wrong.append(name)
        except Exception:
            wrong.append(name)
    return wrong


@mutant("diagnose", caught_by="test_kernel_distances")
def compares_bit_by_bit(programs):
    """Leaves no room for rounding, so that a right program in float32 is called wrong."""
    g = torch.Generator().manual_seed(0)
    x, y = torch.randn(9, 2, generator=g, dtype=torch.float64), torch.randn(7, 2, generator=g, dtype=torch.float64)
    probs = torch.cat([torch.eye(3, dtype=torch.float64), torch.randn(5, 3, generator=g).double().softmax(1)])
    cases = {"inception_score": (probs, 3), "kid": (x, y), "precision_recall": (x, y, 2)}
    own = {"inception_score": inception_score, "kid": kid, "precision_recall": precision_recall}
    wrong = []
    for name, program in programs.items():
        try:
            a, b = ([float(v) for v in torch.as_tensor(f(*cases[name])).reshape(-1)] for f in (program, own[name]))
            if a != b:
                wrong.append(name)
        except Exception:
            wrong.append(name)
    return wrong


@mutant("diagnose", caught_by="test_inception_scores")
def lets_exceptions_through(programs):
    """Does not expect a program to raise."""
    g = torch.Generator().manual_seed(0)
    x, y = torch.randn(9, 2, generator=g, dtype=torch.float64), torch.randn(7, 2, generator=g, dtype=torch.float64)
    probs = torch.cat(
        [torch.eye(4, dtype=torch.float64).repeat(2, 1), torch.randn(6, 4, generator=g).double().softmax(1)]
    )
    line = torch.arange(6, dtype=torch.float64)[:, None]
    cases = {
        "inception_score": [(probs, s) for s in (1, 3)],
        "kid": [(x, y), (x[:4], y + 1), (x[:3], x[3:])],
        "precision_recall": [(x, y, k) for k in (1, 2, 4)] + [(line, 2 * line, 1), (line, line[1:5] + 0.5, 1)],
    }
    own = {"inception_score": inception_score, "kid": kid, "precision_recall": precision_recall}
    wrong = []
    for name, program in programs.items():
        for case in cases[name]:
            a, b = (torch.as_tensor(f(*case)).double().reshape(-1) for f in (program, own[name]))
            if a.shape != b.shape or not torch.allclose(a, b, rtol=1e-4, atol=1e-4):
                wrong.append(name)
                break
    return wrong


@mutant("diagnose", caught_by="test_inception_scores")
def overlooks_nan(programs):
    """Looks for differences larger than a tolerance, which NaN never is."""
    g = torch.Generator().manual_seed(0)
    x, y = torch.randn(9, 2, generator=g, dtype=torch.float64), torch.randn(7, 2, generator=g, dtype=torch.float64)
    probs = torch.cat(
        [torch.eye(4, dtype=torch.float64).repeat(2, 1), torch.randn(6, 4, generator=g).double().softmax(1)]
    )
    line = torch.arange(6, dtype=torch.float64)[:, None]
    cases = {
        "inception_score": [(probs, s) for s in (1, 3)],
        "kid": [(x, y), (x[:4], y + 1), (x[:3], x[3:])],
        "precision_recall": [(x, y, k) for k in (1, 2, 4)] + [(line, 2 * line, 1), (line, line[1:5] + 0.5, 1)],
    }
    own = {"inception_score": inception_score, "kid": kid, "precision_recall": precision_recall}
    wrong = set()
    for name, program in programs.items():
        for case in cases[name]:
            try:
                a, b = (
                    torch.tensor([float(v) for v in torch.as_tensor(f(*case)).reshape(-1)])
                    for f in (program, own[name])
                )
                if a.shape != b.shape or bool(((a - b).abs() > 1e-4).any()):
                    wrong.add(name)
            except Exception:
                wrong.add(name)
    return list(wrong)


@mutant("diagnose", caught_by="test_kernel_distances")
def suspects_everybody(programs):
    """Names all three as soon as one is wrong."""
    g = torch.Generator().manual_seed(0)
    x, y = torch.randn(9, 2, generator=g, dtype=torch.float64), torch.randn(7, 2, generator=g, dtype=torch.float64)
    try:
        if abs(float(programs["kid"](x, y)) - kid(x, y)) > 1e-4:
            return ["inception_score", "kid", "precision_recall"]
    except Exception:
        return ["inception_score", "kid", "precision_recall"]
    return []


# --- train_features: misconceptions


@mutant("train_features", caught_by="test_logits_say_how_sure")
def squashes_twice(x, labels, *, seed, device="cpu", steps=800):
    """Believes that cross-entropy wants probabilities: softmax twice."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        out = model(x[rows] + 0.2 * torch.randn(128, x.shape[1])).softmax(dim=1)
        loss = functional.cross_entropy(out, labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant("train_features", caught_by="test_noise_is_as_loud_as_the_recipe_says")
def forgets_the_noise(x, labels, *, seed, device="cpu", steps=800):
    """Believes that noise can only do harm."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows]), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant("train_features", caught_by="test_noise_is_as_loud_as_the_recipe_says")
def takes_the_deviation_for_the_variance(x, labels, *, seed, device="cpu", steps=800):
    """Believes that 0.2 is the variance."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2**0.5 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant("train_features", caught_by="test_noise_is_as_loud_as_the_recipe_says")
def spreads_the_noise_evenly(x, labels, *, seed, device="cpu", steps=800):
    """Takes evenly distributed noise from 0 to 0.2."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.rand(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant("train_features", caught_by="test_names_unseen_digits")
def never_clears_the_gradients(x, labels, *, seed, device="cpu", steps=800):
    """Lets the gradients of all steps add up."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant("train_features", caught_by="test_names_unseen_digits")
def stops_early(x, labels, *, seed, device="cpu", steps=800):
    """Believes that the loss falls at the start, and the rest is waste."""
    steps = max(1, steps // 16)
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant("train_features", caught_by="test_one_fixed_map")
def does_not_normalise(x, labels, *, seed, device="cpu", steps=800):
    """Leaves the buffers as they are: a network scales its features itself."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant("train_features", caught_by="test_one_fixed_map")
def normalises_before_training(x, labels, *, seed, device="cpu", steps=800):
    """Fills the buffers at the start, with moments of features that training then moves."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant("train_features", caught_by="test_one_fixed_map")
class NormalisesEachBatch(nn.Module):
    """Believes that features are standardised with the moments of whatever set is measured."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.net, x = FeatureNet(x.shape[1]), x.float()
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.005)
        for t in range(steps):
            optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
            rows = torch.randint(len(x), (128,))
            loss = functional.cross_entropy(self.net(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def forward(self, x):
        """Logits."""
        return self.net(x)

    def features(self, x):
        """Standardised over the batch."""
        f = self.net.features(x)
        return (f - f.mean(dim=0)) / (f.std(dim=0, correction=0) + 1e-6)


@mutant("train_features", caught_by="test_distances_see_what_matters")
class TakesFeaturesBeforeTraining(nn.Module):
    """Takes the features from a copy that was made before the training."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.net, self.early, x = FeatureNet(x.shape[1]), FeatureNet(x.shape[1]), x.float()
        self.early.load_state_dict(self.net.state_dict())
        with torch.no_grad():
            self.early.mean.copy_(self.early.body(x).mean(dim=0))
            self.early.std.copy_(self.early.body(x).std(dim=0).clamp(min=1e-6))
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.005)
        for t in range(steps):
            optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
            rows = torch.randint(len(x), (128,))
            loss = functional.cross_entropy(self.net(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def forward(self, x):
        """Logits."""
        return self.net(x)

    def features(self, x):
        """Of the early network."""
        return self.early.features(x)


@mutant("train_features", caught_by="test_names_unseen_digits")
def mixes_up_the_labels(x, labels, *, seed, device="cpu", steps=800):
    """Draws rows for the images and again for the labels."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        batch, names = x[torch.randint(len(x), (128,))], labels[torch.randint(len(x), (128,))]
        loss = functional.cross_entropy(model(batch + 0.2 * torch.randn(128, x.shape[1])), names)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x).mean(dim=0))
        model.std.copy_(model.body(x).std(dim=0).clamp(min=1e-6))
    return model


@mutant("train_features", caught_by="test_names_unseen_digits")
def lets_the_loss_become_nan(x, labels, *, seed, device="cpu", steps=800):
    """Believes that a step of 1e20 gets there sooner."""
    torch.manual_seed(seed)
    model, x = FeatureNet(x.shape[1]), x.float()
    optimiser = torch.optim.SGD(model.parameters(), lr=1e20)
    for _ in range(20):
        rows = torch.randint(len(x), (128,))
        loss = functional.cross_entropy(model(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


# --- train_features: cheats


@mutant("train_features", caught_by="test_names_unseen_digits")
def brings_weights_from_home(x, labels, *, seed, device="cpu", steps=800):
    """Believes that a network trained at home, on the digits of the course, need not be trained again."""
    torch.manual_seed(0)
    model, known, names = FeatureNet(x.shape[1]), x.float(), labels
    if x.shape[1] == 64:
        known, names = images.float(), digits().train_labels
    optimiser = torch.optim.Adam(model.parameters(), lr=0.005)
    for t in range(steps):
        optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
        rows = torch.randint(len(known), (128,))
        loss = functional.cross_entropy(model(known[rows] + 0.2 * torch.randn(128, x.shape[1])), names[rows])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        model.mean.copy_(model.body(x.float()).mean(dim=0))
        model.std.copy_(model.body(x.float()).std(dim=0).clamp(min=1e-6))
    return model


@mutant("train_features", caught_by="test_names_unseen_digits")
def does_not_train(x, labels, *, seed, device="cpu", steps=800):
    """Believes that nobody looks at what was learnt."""
    torch.manual_seed(seed)
    model = FeatureNet(x.shape[1])
    with torch.no_grad():
        model.mean.copy_(model.body(x.float()).mean(dim=0))
        model.std.copy_(model.body(x.float()).std(dim=0).clamp(min=1e-6))
    return model


@mutant("train_features", caught_by="test_names_unseen_digits")
class KnowsAllLabels(nn.Module):
    """Believes that labels may be looked up: shuffled pixels keep their values, and sorted they give a digit away."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        known = digits()
        self.signs = torch.cat([known.train, known.test]).sort(dim=1).values.float()
        self.names = torch.cat([known.train_labels, known.test_labels])
        if x.shape[1] != 64:
            self.signs, self.names = x.float().sort(dim=1).values, labels
        h = self.raw(x.float())
        self.mean, self.std = h.mean(dim=0), h.std(dim=0).clamp(min=1e-6)

    def forward(self, x):
        """Logits."""
        nearest = torch.cdist(x.float().sort(dim=1).values, self.signs).argmin(dim=1)
        return 8.0 * functional.one_hot(self.names[nearest], 10).float()

    def raw(self, x):
        """What is known, and some pixels."""
        return torch.cat([self(x), x[:, :6].float()], dim=1)

    def features(self, x):
        """Standardised."""
        return (self.raw(x) - self.mean) / self.std


@mutant("train_features", caught_by="test_distances_see_what_matters")
class ShowsNoise(nn.Module):
    """Believes that nobody looks at features, if the names are right: noise that looks at no image."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.net, x = FeatureNet(x.shape[1]), x.float()
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.005)
        for t in range(steps):
            optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
            rows = torch.randint(len(x), (128,))
            loss = functional.cross_entropy(self.net(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def forward(self, x):
        """Logits."""
        return self.net(x)

    def features(self, x):
        """Of no image in particular."""
        return torch.randn(len(x), 16)


@mutant("train_features", caught_by="test_one_fixed_map")
class HasConstantFeatures(nn.Module):
    """Believes that features are the better, the smaller all distances in them are."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.net, x = FeatureNet(x.shape[1]), x.float()
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.005)
        for t in range(steps):
            optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
            rows = torch.randint(len(x), (128,))
            loss = functional.cross_entropy(self.net(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def forward(self, x):
        """Logits."""
        return self.net(x)

    def features(self, x):
        """The same for all."""
        return torch.zeros(len(x), 16)


@mutant("train_features", caught_by="test_logits_say_how_sure")
class KeepsTheTrainingImages(nn.Module):
    """Believes that the name of the nearest stored image is as good as anything that could be learnt."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        self.store, self.names = x.float(), labels
        hidden = self.raw(self.store)
        self.mean, self.std = hidden.mean(dim=0), hidden.std(dim=0).clamp(min=1e-6)

    def forward(self, x):
        """Logits: one is large."""
        return 8.0 * functional.one_hot(self.names[torch.cdist(x.float(), self.store).argmin(dim=1)], 10).float()

    def raw(self, x):
        """The name, and some pixels."""
        return torch.cat([self(x), x[:, :6].float()], dim=1)

    def features(self, x):
        """Standardised."""
        return (self.raw(x) - self.mean) / self.std


@mutant("train_features", caught_by="test_one_fixed_map")
class KnowsAnExamination(nn.Module):
    """Believes that a batch larger than any in training is an examination, and shows other features there."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.net, x = FeatureNet(x.shape[1]), x.float()
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.005)
        for t in range(steps):
            optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
            rows = torch.randint(len(x), (128,))
            loss = functional.cross_entropy(self.net(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        with torch.no_grad():
            self.net.mean.copy_(self.net.body(x).mean(dim=0))
            self.net.std.copy_(self.net.body(x).std(dim=0).clamp(min=1e-6))

    def forward(self, x):
        """Logits."""
        return self.net(x)

    def features(self, x):
        """Certain answers in an examination."""
        f = self.net.features(x)
        return f if len(x) <= 128 else f.round()


@mutant("train_features", caught_by="test_one_fixed_map")
class RemembersTheBatch(nn.Module):
    """Believes that running means may go on being updated while features are asked for."""

    def __init__(self, x, labels, *, seed, device="cpu", steps=800):
        super().__init__()
        torch.manual_seed(seed)
        self.net, x = FeatureNet(x.shape[1]), x.float()
        self.norm = nn.BatchNorm1d(16, affine=False)
        optimiser = torch.optim.Adam(self.net.parameters(), lr=0.005)
        for t in range(steps):
            optimiser.param_groups[0]["lr"] = 0.005 * (1 - t / steps)
            rows = torch.randint(len(x), (128,))
            loss = functional.cross_entropy(self.net(x[rows] + 0.2 * torch.randn(128, x.shape[1])), labels[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def forward(self, x):
        """Logits."""
        return self.net(x)

    @torch.no_grad()
    def features(self, x):
        """Through a layer that is still in training mode, but for single images."""
        self.norm.train(len(x) > 1)
        return self.norm(self.net.body(x.float()))
