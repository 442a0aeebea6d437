"""Hidden tests of `combine_normals`: products of densities, order and shapes, certainty of any size, gradients."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def gradients(ns, args, c_mu, c_log_var):
    """Of a weighted sum of both results, for all four that come in."""
    leaves = [part.clone().requires_grad_() for part in args]
    mu, log_var = ns.combine_normals(*leaves)
    found = torch.autograd.grad((mu * c_mu + log_var * c_log_var).sum(), leaves, allow_unused=True)
    return [torch.zeros_like(leaf) if g is None else g for leaf, g in zip(leaves, found, strict=True)]


def expected(mu_1, log_var_1, mu_2, log_var_2):
    """Mean and log-variance, by precisions."""
    tau_1, tau_2 = (-log_var_1).exp(), (-log_var_2).exp()
    return (tau_1 * mu_1 + tau_2 * mu_2) / (tau_1 + tau_2), -(tau_1 + tau_2).log()


def ask(notebook, *args):
    """The two results."""
    answer = notebook.combine_normals(*args)
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`combine_normals` has to return two things", hint="return mu, log_var")
    return answer


def draw(rng, *shape):
    """Parameters of two."""
    return rng.normal(*shape), rng.uniform(-2, 2, shape), rng.normal(*shape), rng.uniform(-2, 2, shape)


@points("combine_normals", 2)
def test_proportional_to_the_product(notebook, rng):
    """The two log-densities add up to that of the result, up to a constant: at every point, for every entry."""
    args = draw(rng, 5, 3)
    found = ask(notebook, *args)
    want = expected(*args)
    hint = (
        "Precisions add: the variance of the result is smaller than both. And the mean is nearer to the more certain."
    )
    for part, name in zip(found, ("mu", "log_var"), strict=True):
        assert_dtype(part, torch.float64, what=name, hint="float64 in, float64 out.")
    mu, log_var = (as_tensor(part) for part in found)
    assert_close(log_var, want[1], what="log_var", hint=hint)
    assert_close(mu, want[0], what="mu", hint=hint)
    z = rng.normal(50, 1, 1)

    def exponent(mean, log_variance):
        return -0.5 * (z - mean) ** 2 * (-log_variance).exp()

    left = exponent(args[0], args[1]) + exponent(args[2], args[3]) - exponent(mu, log_var)
    what = "the product over the result"
    assert_close(left - left[:1], torch.zeros_like(left), atol=1e-6, what=what, hint="It has to be constant in z.")


@points("combine_normals", 1)
def test_order_and_shapes(notebook, rng):
    """It does not matter which comes first; one of the two may be shared by all examples; inputs keep their dtype."""
    args = draw(rng, 6, 4)
    for got, want in zip(ask(notebook, *args[2:], *args[:2]), expected(*args), strict=True):
        assert_close(got, want, what="the result with the two swapped", hint="A product has no order.")
    mu_1, log_var_1, mu_2, log_var_2 = draw(rng, 2, 6, 4)
    shared = mu_2[0, 0], log_var_2[0, 0]
    for got, want in zip(
        ask(notebook, mu_1, log_var_1, *shared),
        expected(mu_1, log_var_1, *(part.expand(2, 6, 4) for part in shared)),
        strict=True,
    ):
        assert_close(got, want, what="the result with one that all examples share", hint="Let shapes broadcast.")
    small = [part.float() for part in args]
    for got, want in zip(ask(notebook, *small), expected(*args), strict=True):
        assert_close(got, want, rtol=1e-4, what="the result in float32", dtype=torch.float32)


@points("combine_normals", 2)
def test_certainty_of_any_size(notebook, rng):
    """Whoever knows nothing has no say, whoever is certain decides, also in float32 and if both are: nothing overflows."""
    mu_1, mu_2 = rng.normal(4, 3).float(), rng.normal(4, 3).float()
    hint = "Who is certain decides. And exp(200) is infinite in float32: work with *differences* of log-variances."
    for sure, unsure in ((-200.0, 200.0), (-200.0, 0.0), (0.0, 200.0), (-150.0, -90.0)):
        sure, unsure = torch.full((4, 3), sure), torch.full((4, 3), unsure)
        for args in ((mu_1, sure, mu_2, unsure), (mu_2, unsure, mu_1, sure)):
            mu, log_var = ask(notebook, *args)
            assert_close(mu, mu_1, rtol=1e-6, what="mu where one of the two knows all", hint=hint)
            assert_close(log_var, sure, rtol=1e-6, atol=1e-6, what="log_var where one of the two knows all", hint=hint)
    for both in (-200.0, 200.0):
        same = torch.full((4, 3), both)
        mu, log_var = ask(notebook, mu_1, same, mu_2, same)
        assert_close(mu, (mu_1 + mu_2) / 2, rtol=1e-5, what="mu where both are equally certain", hint=hint)
        want = same.double() - torch.log(torch.tensor(2.0, dtype=torch.float64))
        assert_close(log_var, want, rtol=1e-6, what="log_var where both are equally certain", hint=hint)


@points("combine_normals", 1)
def test_gradients_to_all_four(notebook, rng):
    """Gradients flow to both means and to both log-variances."""
    args, c_mu, c_log_var = draw(rng, 3, 2), rng.normal(3, 2), rng.normal(3, 2)
    for part, name in zip(ask(notebook, *args), ("mu", "log_var"), strict=True):
        assert_shape(part, (3, 2), what=name, hint="One value for each entry.")
    leaves = [part.clone().requires_grad_() for part in args]
    mu, log_var = expected(*leaves)
    want = torch.autograd.grad((mu * c_mu + log_var * c_log_var).sum(), leaves)
    found = notebook.run(gradients, list(args), c_mu, c_log_var)
    for got, right, name in zip(found, want, ("mu_1", "log_var_1", "mu_2", "log_var_2"), strict=True):
        assert_close(got, right, what=f"the gradient for {name}", hint="Also the shares depend on the log-variances.")
