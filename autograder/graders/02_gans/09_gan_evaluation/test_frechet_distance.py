"""Hidden tests of `frechet_distance`: closed forms, covariances that do not commute, singular ones, symmetry."""

import torch

from autograder import metrics
from autograder.testing import as_tensor, assert_close, points, require


def covariance(rng, d, rank=None):
    """A random covariance, of full rank if none is given."""
    A = rng.normal(d, d if rank is None else rank)
    return A @ A.T / d


def ask(notebook, *moments):
    """One real, finite number."""
    value = notebook.frechet_distance(*moments)
    value = as_tensor(value, "the distance")
    require(value.numel() == 1, "the distance has to be one number", hint="A sum of traces.")
    hint = "A general matrix root turns complex where a covariance is singular. Symmetric roots stay real."
    require(not value.is_complex(), "the distance is complex", hint=hint)
    hint = "Rounding makes an eigenvalue slightly negative, and its root NaN: clamp at 0. Singular matrices have no inverse."
    require(bool(value.isfinite().all()), "the distance is NaN or infinite", hint=hint)
    return value.reshape(())


@points("frechet_distance", 2)
def test_where_covariances_commute(notebook, rng):
    """For diagonal and for commuting covariances it is the closed form; equal Gaussians have distance 0."""
    for d in (1, 3, 6):
        mu_1, mu_2, Q = rng.normal(d), rng.normal(d), rng.orthogonal(d)
        lam_1, lam_2 = rng.uniform(0.2, 3, (d,)), rng.uniform(0.2, 3, (d,))
        wanted = (mu_1 - mu_2).square().sum() + (lam_1.sqrt() - lam_2.sqrt()).square().sum()
        hint = "Squared length of the difference of means; both traces; minus twice the trace of the root."
        found = ask(notebook, mu_1, torch.diag(lam_1), mu_2, torch.diag(lam_2))
        assert_close(found, wanted, what="the distance for diagonal covariances", hint=hint)
        hint = "The root of a matrix is not the root of each entry: R R = Sigma."
        found = ask(notebook, mu_1, (Q * lam_1) @ Q.T, mu_2, (Q * lam_2) @ Q.T)
        assert_close(found, wanted, what="the distance for commuting covariances", hint=hint)
        same = (Q * lam_1) @ Q.T
        found = ask(notebook, mu_1, same, mu_1, same)
        assert_close(found, 0.0, atol=1e-6, what="the distance of a Gaussian from itself", hint=hint)


@points("frechet_distance", 2)
def test_where_they_do_not_commute(notebook, rng):
    """For covariances that do not commute it is equation (2), and the same if the Gaussians change places."""
    for d in (2, 4, 8):
        moments = rng.normal(d), covariance(rng, d), rng.normal(d), covariance(rng, d)
        hint = "Tr(S1^(1/2) S2^(1/2)) is right only if they commute: (S1^(1/2) S2 S1^(1/2))^(1/2), or singular values."
        found = ask(notebook, *moments)
        assert_close(found, metrics.frechet_distance(*moments), what="the distance", hint=hint)
        swapped = ask(notebook, *moments[2:], *moments[:2])
        assert_close(swapped, found, what="the distance the other way round", hint="It is symmetric.")


@points("frechet_distance", 2)
def test_singular_covariances(notebook, rng):
    """Singular covariances, as few samples have them, do no harm: the distance is real, finite and right."""
    for d, ranks in ((5, (2, 2)), (6, (1, 6)), (4, (0, 3)), (5, (0, 0)), (12, (3, 4))):
        moments = rng.normal(d), covariance(rng, d, ranks[0]), rng.normal(d), covariance(rng, d, ranks[1])
        hint = (
            "No inverse, no Cholesky factor, and nothing added to the diagonal: clamp eigenvalues at 0 before the root."
        )
        what = f"the distance for covariances of rank {ranks[0]} and {ranks[1]}"
        assert_close(ask(notebook, *moments), metrics.frechet_distance(*moments), rtol=2e-6, what=what, hint=hint)


@points("frechet_distance", 1)
def test_never_negative_and_small_differences(notebook, rng):
    """Rounding never makes it negative; float32 is understood; scales far from 1 are no trouble."""
    for _ in range(40):
        mu, sigma = rng.normal(7), covariance(rng, 7, 3)
        found = ask(notebook, mu, sigma, mu, sigma.clone())
        require(bool(found >= 0), "the distance is negative", hint="What rounding leaves below 0 is 0.")
    for scale in (1e-3, 1e3):
        moments = [rng.normal(3), covariance(rng, 3), rng.normal(3), covariance(rng, 3)]
        moments = [m * (scale if m.ndim == 1 else scale**2) for m in moments]
        what = "the distance for features of another scale"
        hint = "Is something added that is small only beside covariances of size 1?"
        wanted = metrics.frechet_distance(*moments)
        assert_close(ask(notebook, *moments), wanted, atol=0, what=what, hint=hint)
    moments = [rng.normal(3), covariance(rng, 3), rng.normal(3), covariance(rng, 3)]
    found = ask(notebook, *[m.float() for m in moments])
    assert_close(found, metrics.frechet_distance(*moments), rtol=1e-4, what="the distance of float32 moments")
    factors = [rng.integers(-3, 4, (12, rank)).double() for rank in (3, 12)]
    sigmas = [factor @ factor.T for factor in factors]  # of whole numbers, which float32 has without rounding
    mu = torch.zeros(12, dtype=torch.float64)
    found = ask(notebook, mu.float(), sigmas[0].float(), mu.float(), sigmas[1].float())
    most = max(float(sigma.trace()) for sigma in sigmas)
    hint = "The root of a zero that rounding has made 1e-7 is 3e-4. Which dtype should the roots be taken in?"
    what = "the distance for singular covariances in float32"
    assert_close(
        found, metrics.frechet_distance(mu, sigmas[0], mu, sigmas[1]), rtol=0, atol=2e-6 * most, what=what, hint=hint
    )
