"""Hidden tests of `gmm_em_step`: one round, many rounds, examples far from everything, and the ridge."""

import math

import pytest
import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def rounds(ns, X, pi, mu, cov, count, ridge):
    """Parameters after so many rounds, and the log-likelihoods on the way."""
    history = []
    for _ in range(count):
        pi, mu, cov, log_lik = (torch.as_tensor(part) for part in ns.gmm_em_step(X, pi, mu, cov, ridge))
        history.append(float(log_lik))
    return pi, mu, cov, history


@inside
def step_and_keep(ns, X, pi, mu, cov):
    """One round, and what the arguments are after it."""
    given = [part.clone() for part in (X, pi, mu, cov)]
    return ns.gmm_em_step(*given), given


def normal_logpdf(x, mu, cov):
    """Equation (9), by solving and slogdet."""
    offset = x - mu
    squares = (offset * torch.linalg.solve(cov, offset.T).T).sum(dim=1)
    return -0.5 * (squares + torch.linalg.slogdet(cov).logabsdet + len(mu) * math.log(2 * math.pi))


def reference(X, pi, mu, cov, ridge=0.0):
    """Equations (22) and (23), component by component."""
    columns = [w.log() + normal_logpdf(X, m, c) for w, m, c in zip(pi, mu, cov, strict=True)]
    log_joint = torch.stack(columns, dim=1)
    log_p = log_joint.logsumexp(dim=1)
    r = (log_joint - log_p[:, None]).exp()
    new_pi, new_mu, new_cov = [], [], []
    for k in range(len(pi)):
        weight = r[:, k] / r[:, k].sum()
        m = weight @ X
        new_pi.append(r[:, k].mean())
        new_mu.append(m)
        new_cov.append((X - m).T @ (weight[:, None] * (X - m)) + ridge * torch.eye(X.shape[1], dtype=X.dtype))
    return torch.stack(new_pi), torch.stack(new_mu), torch.stack(new_cov), log_p.mean()


def mixture(rng, n, d, k):
    """Clumps, and parameters to start from that are not those of the clumps."""
    centres = 3 * rng.normal(k, d)
    X = centres[rng.integers(0, k, (n,))] + rng.normal(n, d) * rng.uniform(0.5, 1.5, (d,))
    pi = rng.uniform(0.5, 1.5, (k,))
    roots = torch.eye(d, dtype=torch.float64) + 0.3 * rng.normal(k, d, d)
    cov = roots @ roots.mT + 0.3 * torch.eye(d, dtype=torch.float64)
    return X, pi / pi.sum(), centres + rng.normal(k, d), (cov + cov.mT) / 2


def three_clumps(rng):
    """Far enough from each other that no component can collapse, and a start near them."""
    angle = 2 * math.pi * (torch.arange(3, dtype=torch.float64) / 3 + rng.uniform(0, 1))
    centres = 3.5 * torch.stack([angle.cos(), angle.sin()], dim=1)
    X = centres.repeat(40, 1) + rng.normal(120, 2) * rng.uniform(0.8, 1.3, (2,))
    pi = rng.uniform(0.5, 1.5, (3,))
    cov = rng.uniform(0.7, 2.0, (3, 1, 1)) * torch.eye(2, dtype=torch.float64)
    return X, pi / pi.sum(), centres + rng.uniform(-1, 1, (3, 2)), cov


def unpack(answer, k, d):
    """Four results of the right shapes."""
    is_four = isinstance(answer, tuple | list) and len(answer) == 4
    require(is_four, "`gmm_em_step` has to return four things", target="(pi, mu, cov, log_lik)")
    pi, mu, cov, log_lik = answer
    assert_shape(pi, (k,), what="pi", hint="One proportion for each component.")
    assert_shape(mu, (k, d), what="mu", hint="One mean for each component, in rows.")
    assert_shape(cov, (k, d, d), what="cov", hint="One matrix for each component.")
    log_lik = as_tensor(log_lik, "the log-likelihood").reshape(-1)
    require(log_lik.numel() == 1, "the log-likelihood has to be one number", hint="The mean over examples.")
    return as_tensor(pi), as_tensor(mu), as_tensor(cov), log_lik[0]


@points("gmm_em_step", 3, seconds=20)
def test_one_round(notebook, rng):
    """One round gives the proportions, means, covariances and log-likelihood of equations (22) and (23)."""
    for n, d, k in ((40, 2, 3), (30, 1, 2), (25, 4, 1)):
        given = mixture(rng, n, d, k)
        answer, after = notebook.run(step_and_keep, *given)
        pi, mu, cov, log_lik = unpack(answer, k, d)
        expected = reference(*given)
        hint = "The mean over examples of log p(x), under the parameters that were given: logsumexp over components."
        assert_close(log_lik, expected[3], what="the log-likelihood", hint=hint)
        hint = "The responsibilities of one EXAMPLE sum to 1. pi is their mean over examples; it is part of them, too."
        assert_close(pi, expected[0], what="pi", hint=hint)
        assert_close(mu, expected[1], what="mu", hint="A mean weighted by responsibilities, divided by N_k, not by N.")
        hint = "Offsets from the NEW means, weighted by responsibilities, divided by N_k."
        assert_close(cov, expected[2], what="cov", hint=hint)
        for name, now, before in zip(("X", "pi", "mu", "cov"), after, given, strict=True):
            assert_close(now, before, what=f"{name} after the call", hint="Make new tensors; the caller needs the old.")


@points("gmm_em_step", 2, seconds=20)
def test_thirty_rounds(notebook, rng):
    """The likelihood never falls, round after round, and ends where that of the reference does."""
    given = three_clumps(rng)
    pi, mu, _, history = notebook.run(rounds, *given, 30, 0.0)
    history = as_tensor(history, "the log-likelihoods")
    require(bool(torch.isfinite(history).all()), "the log-likelihood is not finite on the way")
    falls = float((history[:-1] - history[1:]).max())
    hint = "Both halves of a round belong together: responsibilities from the old parameters, then all three updates."
    require(falls < 1e-8, "the likelihood falls in some round", hint=hint)
    expected = given[1:]
    for _ in range(30):
        *expected, log_lik = reference(given[0], *expected)
    hint = "It climbs, but not to the same place: are the covariances those of equation (23)?"
    assert_close(history[-1], log_lik, rtol=1e-5, what="the log-likelihood of the thirtieth round", hint=hint)
    expected_pi, expected_mu, _ = expected
    assert_close(pi, expected_pi, rtol=1e-4, what="pi after thirty rounds", hint=hint)
    assert_close(mu, expected_mu, rtol=1e-4, what="mu after thirty rounds", hint=hint)


@points("gmm_em_step", 1, seconds=20)
def test_far_from_everything(notebook, rng):
    """An example whose density is 0 for a computer under every component still belongs somewhere."""
    X, pi, mu, cov = mixture(rng, 20, 2, 2)
    X = torch.cat([X, 100 * torch.tensor([[1.0, 1.0], [-1.0, 0.5]]).double()])
    pi, mu, cov, log_lik = unpack(notebook.gmm_em_step(X, *(given := (pi, mu, cov))), 2, 2)
    expected = reference(X, *given)
    hint = "exp(-5000) is 0, and 0/0 is not a number: subtract the logsumexp first, then take the exponential."
    require(bool(torch.isfinite(mu).all()), "a far example makes the means NaN or infinite", hint=hint)
    assert_close(mu, expected[1], what="mu with two far examples", hint=hint)
    assert_close(log_lik, expected[3], what="the log-likelihood with two far examples", hint=hint)


@pytest.fixture(scope="module")
def codes():
    """The course's digits as eight numbers each, fewer of them, and others to judge by."""
    from journey.data import digits

    data = digits()
    mean = data.train.mean(dim=0)
    components = torch.linalg.svd(data.train - mean, full_matrices=False).Vh[:8]
    return (data.train[:500] - mean) @ components.T, (data.test[:200] - mean) @ components.T


@points("gmm_em_step", 1, seconds=20)
def test_ridge_and_digits(notebook, codes, rng):
    """The ridge keeps a bell from collapsing, and a mixture that was fitted to digits explains unseen ones."""
    d = 2
    X, pi, mu, cov = mixture(rng, 30, d, 2)
    X[:, 1] = 0.0  # flat: without a ridge there is no density
    ridge = float(rng.uniform(0.05, 0.2))
    found = unpack(notebook.gmm_em_step(X, pi, mu, cov, ridge), 2, d)[2]
    hint = "lambda I is added to each new covariance, on the diagonal, after dividing by N_k."
    assert_close(found, reference(X, pi, mu, cov, ridge)[2], what="cov with a ridge", hint=hint)
    train, test = codes
    some = train[torch.from_numpy(rng.numpy.permutation(len(train))[:5])]
    start = torch.full((5,), 0.2).double(), some, torch.cov(train.T).expand(5, 8, 8) / 4
    pi, mu, cov, _ = notebook.run(rounds, train, *(part.clone() for part in start), 12, 0.01)
    *_, unseen = unpack(notebook.gmm_em_step(test, pi, mu, cov, 0.01), 5, 8)
    expected = start
    for _ in range(12):
        *expected, _ = reference(train, *expected, 0.01)
    hint = "Twelve rounds from the same start end at the same mixture."
    what = "the log-likelihood of unseen digits"
    assert_close(unseen, reference(test, *expected, 0.01)[3], rtol=1e-5, what=what, hint=hint)
    one_bell = normal_logpdf(test, train.mean(dim=0), torch.cov(train.T)).mean()
    message = "five bells explain unseen digits no better than one"
    require(math.isfinite(float(unseen)) and float(unseen) > float(one_bell), message, hint=hint)
