"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""
# ruff: noqa: F821 - names that the notebook defines: SparseAutoencoder, sae_loss, l1_penalty, train

import math

import torch
from torch import nn

from autograder.testing import mutant

# --- l0


@mutant("l0", caught_by="test_counts_contributions")
def counts_entries(z, D, tol=0.01):
    """Believes that every entry that is not zero is in use."""
    return (z != 0).sum(dim=1)


@mutant("l0", caught_by="test_rescaling_units_changes_no_count")
def ignores_the_atoms(z, D, tol=0.01):
    """Believes that the size of the code says what a unit does, whatever the length of its atom."""
    return (z.abs() > tol * z.abs().amax(dim=1, keepdim=True)).sum(dim=1)


@mutant("l0", caught_by="test_tolerance_is_relative_to_each_example")
def compares_with_the_whole_batch(z, D, tol=0.01):
    """Believes that the largest contribution of the batch is the measure of all examples."""
    contributions = z.abs() * D.norm(dim=1)
    return (contributions > tol * contributions.max()).sum(dim=1)


@mutant("l0", caught_by="test_tolerance_is_relative_to_each_example")
def counts_zeros_among_zeros(z, D, tol=0.01):
    """Believes that `>=` and `>` are the same."""
    contributions = z.abs() * D.norm(dim=1)
    return (contributions >= tol * contributions.amax(dim=1, keepdim=True)).sum(dim=1)


@mutant("l0", caught_by="test_counts_contributions")
def forgets_negative_codes(z, D, tol=0.01):
    """Believes that codes are never negative."""
    contributions = z * D.norm(dim=1)
    return (contributions > tol * contributions.amax(dim=1, keepdim=True)).sum(dim=1)


@mutant("l0", caught_by="test_tolerance_is_relative_to_each_example")
def takes_the_tolerance_as_absolute(z, D, tol=0.01):
    """Believes that one per cent is a size."""
    return (z.abs() * D.norm(dim=1) > tol).sum(dim=1)


@mutant("l0", caught_by="test_counts_contributions")
def averages_the_counts(z, D, tol=0.01):
    """Believes that one number for the batch is wanted."""
    contributions = z.abs() * D.norm(dim=1)
    return (contributions > tol * contributions.amax(dim=1, keepdim=True)).sum(dim=1).double().mean()


@mutant("l0", caught_by="test_counts_contributions")
def changes_the_default(z, D, tol=0.1):
    """Believes that a default is there to be improved."""
    contributions = z.abs() * D.norm(dim=1)
    return (contributions > tol * contributions.amax(dim=1, keepdim=True)).sum(dim=1)


# --- dead_units


@mutant("dead_units", caught_by="test_any_entry_that_is_not_zero_fires")
def looks_at_the_mean(z, min_rate=0.0):
    """Believes that a unit whose mean is zero never fires."""
    return z.mean(dim=0) <= min_rate


@mutant("dead_units", caught_by="test_any_entry_that_is_not_zero_fires")
def takes_small_for_zero(z, min_rate=0.0):
    """Believes that what is below a millionth is zero."""
    return (z.abs() > 1e-6).double().mean(dim=0) <= min_rate


@mutant("dead_units", caught_by="test_units_that_never_fire")
def strictly_less(z, min_rate=0.0):
    """Believes that "at most" means "less than"."""
    return (z != 0).double().mean(dim=0) < min_rate


@mutant("dead_units", caught_by="test_units_that_never_fire")
def rests_once(z, min_rate=0.0):
    """Believes that a unit is dead if it is silent on some example."""
    return (z == 0).any(dim=0)


@mutant("dead_units", caught_by="test_units_that_rarely_fire")
def compares_counts_with_a_rate(z, min_rate=0.0):
    """Believes that a number of examples can be compared with a share."""
    return (z != 0).sum(dim=0) <= min_rate


@mutant("dead_units", caught_by="test_units_that_rarely_fire")
def ignores_the_rate(z, min_rate=0.0):
    """Believes that dead is dead, whatever rate is asked for."""
    return (z == 0).all(dim=0)


# --- kl_sparsity


@mutant("kl_sparsity", caught_by="test_sum_over_units")
def swaps_the_coins(rho_hat, rho):
    """Believes that the divergence is symmetric."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    q = rho_hat
    return (torch.xlogy(q, q / p) + torch.xlogy(1 - q, (1 - q) / (1 - p))).sum()


@mutant("kl_sparsity", caught_by="test_sum_over_units")
def averages_over_units(rho_hat, rho):
    """Believes that a penalty is a mean."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    fires = torch.xlogy(p, p) - torch.xlogy(p, rho_hat)
    rests = torch.xlogy(1 - p, 1 - p) - torch.xlogy(1 - p, 1 - rho_hat)
    return (fires + rests).mean()


@mutant("kl_sparsity", caught_by="test_zero_at_the_target_only")
def forgets_the_resting_side(rho_hat, rho):
    """Believes that only the probability of firing counts."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    return (torch.xlogy(p, p) - torch.xlogy(p, rho_hat)).sum()


@mutant("kl_sparsity", caught_by="test_ends_of_the_range")
def multiplies_zero_by_infinity(rho_hat, rho):
    """Believes that the formula can be typed as it stands."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    return (p * (p / rho_hat).log() + (1 - p) * ((1 - p) / (1 - rho_hat)).log()).sum()


@mutant("kl_sparsity", caught_by="test_ends_of_the_range")
def clamps_the_rates(rho_hat, rho):
    """Believes that an infinite cost is an error to be mended."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    q = rho_hat.clamp(1e-12, 1 - 1e-12)
    fires = torch.xlogy(p, p) - torch.xlogy(p, q)
    return (fires + torch.xlogy(1 - p, 1 - p) - torch.xlogy(1 - p, 1 - q)).sum()


@mutant("kl_sparsity", caught_by="test_sum_over_units")
def counts_in_bits(rho_hat, rho):
    """Believes that the logarithm is to base 2."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    fires = torch.xlogy(p, p) - torch.xlogy(p, rho_hat)
    rests = torch.xlogy(1 - p, 1 - p) - torch.xlogy(1 - p, 1 - rho_hat)
    return (fires + rests).sum() / math.log(2)


@mutant("kl_sparsity", caught_by="test_zero_at_the_target_only")
def takes_the_cross_entropy(rho_hat, rho):
    """Believes that the cross-entropy is the divergence: it is not 0 at the target."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    return -(torch.xlogy(p, rho_hat) + torch.xlogy(1 - p, 1 - rho_hat)).sum()


# --- kl_sparsity_grad


@mutant("kl_sparsity_grad", caught_by="test_gradient_of_a_batch")
def forgets_the_batch(a, rho):
    """Believes that the rate is a sum: no division by N."""
    on, off = torch.sigmoid(a), torch.sigmoid(-a)
    return (-rho / on.mean(dim=0) + (1 - rho) / off.mean(dim=0)) * on * off


@mutant("kl_sparsity_grad", caught_by="test_gradient_of_a_batch")
def stops_at_the_activation(a, rho):
    """Believes that the gradient with respect to z is that with respect to a."""
    on, off = torch.sigmoid(a), torch.sigmoid(-a)
    return (-rho / on.mean(dim=0) + (1 - rho) / off.mean(dim=0)).expand_as(a) / len(a)


@mutant("kl_sparsity_grad", caught_by="test_gradient_of_a_batch")
def takes_each_example_alone(a, rho):
    """Believes that each example has a rate of its own."""
    return (torch.sigmoid(a) - rho) / len(a)


@mutant("kl_sparsity_grad", caught_by="test_saturated_units")
def subtracts_from_one(a, rho):
    """Believes that 1 - sigmoid(a) is as good as sigmoid(-a)."""
    z = torch.sigmoid(a)
    rate = z.mean(dim=0)
    return (-rho / rate + (1 - rho) / (1 - rate)) * z * (1 - z) / len(a)


@mutant("kl_sparsity_grad", caught_by="test_gradient_predicts_how_the_cost_changes")
def climbs(a, rho):
    """Believes that the sign is a matter of taste."""
    on, off = torch.sigmoid(a), torch.sigmoid(-a)
    return (rho / on.mean(dim=0) - (1 - rho) / off.mean(dim=0)) * on * off / len(a)


@mutant("kl_sparsity_grad", caught_by="test_saturated_units")
def adds_a_small_number(a, rho):
    """Believes that 1e-8 in the denominators mends everything: it makes the gradient of stuck units vanish."""
    z = torch.sigmoid(a)
    rate = z.mean(dim=0)
    return (-rho / (rate + 1e-8) + (1 - rho) / (1 - rate + 1e-8)) * z * (1 - z) / len(a)


@mutant("kl_sparsity_grad", caught_by="test_gradient_of_a_batch")
def averages_along_the_units(a, rho):
    """Believes that the rate is the mean over the units of an example."""
    on, off = torch.sigmoid(a), torch.sigmoid(-a)
    slope = -rho / on.mean(dim=1, keepdim=True) + (1 - rho) / off.mean(dim=1, keepdim=True)
    return slope * on * off / len(a)


# --- l1_penalty


@mutant("l1_penalty", caught_by="test_rescaling_does_not_pay")
def charges_for_codes(z, D):
    """Believes that the L1 norm of the code is the price of sparsity."""
    return z.abs().sum(dim=1).mean()


@mutant("l1_penalty", caught_by="test_rescaling_does_not_pay")
def squares_the_lengths(z, D):
    """Believes that the root of the sum of squares can be spared."""
    return (z.abs() * D.square().sum(dim=1)).sum(dim=1).mean()


@mutant("l1_penalty", caught_by="test_gradients_reach_codes_and_atoms")
def detaches_the_lengths(z, D):
    """Believes that lengths are weights, through which no gradient need flow."""
    return (z.abs() * D.detach().norm(dim=1)).sum(dim=1).mean()


@mutant("l1_penalty", caught_by="test_rescaling_does_not_pay")
def averages_over_units_too(z, D):
    """Believes that `.mean()` is the mean over examples."""
    return (z.abs() * D.norm(dim=1)).mean()


@mutant("l1_penalty", caught_by="test_bill_for_contributions")
def pays_for_negative_codes(z, D):
    """Believes that codes are never negative."""
    return (z * D.norm(dim=1)).sum(dim=1).mean()


@mutant("l1_penalty", caught_by="test_gradients_reach_codes_and_atoms")
def takes_a_plain_root(z, D):
    """Believes that the root of a sum of squares has a slope at zero."""
    return (z.abs() * D.square().sum(dim=1).sqrt()).sum(dim=1).mean()


@mutant("l1_penalty", caught_by="test_bill_for_contributions")
def sums_over_the_batch(z, D):
    """Believes that more examples should cost more."""
    return (z.abs() * D.norm(dim=1)).sum()


@mutant("l1_penalty", caught_by="test_bill_for_contributions")
def measures_the_columns(z, D):
    """Believes that atoms stand in columns; pads where the shapes do not fit."""
    lengths = D.norm(dim=0)
    lengths = nn.functional.pad(lengths, (0, max(0, z.shape[1] - len(lengths))))[: z.shape[1]]
    return (z.abs() * lengths).sum(dim=1).mean()


# --- sae_loss


@mutant("sae_loss", caught_by="test_price_means_what_it_says")
def leaves_the_draft_as_it_is(x, x_hat, z, D, lam):
    """Believes the author of the draft."""
    return (x_hat - x).square().mean() + lam * z.mean()


@mutant("sae_loss", caught_by="test_price_means_what_it_says")
def mends_the_penalty_only(x, x_hat, z, D, lam):
    """Believes that a mean over pixels is the usual squared error."""
    return (x_hat - x).square().mean() + lam * l1_penalty(z, D)


@mutant("sae_loss", caught_by="test_price_means_what_it_says")
def mends_the_error_only(x, x_hat, z, D, lam):
    """Believes that only the first line was wrong."""
    return (x_hat - x).square().sum(dim=1).mean() + lam * z.mean()


@mutant("sae_loss", caught_by="test_price_means_what_it_says")
def keeps_the_loophole(x, x_hat, z, D, lam):
    """Believes that sums and absolute values were all that was missing."""
    return (x_hat - x).square().sum(dim=1).mean() + lam * z.abs().sum(dim=1).mean()


@mutant("sae_loss", caught_by="test_error_and_bill")
def subtracts_the_bill(x, x_hat, z, D, lam):
    """Believes that sparsity is a gain, and gains are subtracted."""
    return (x_hat - x).square().sum(dim=1).mean() - lam * l1_penalty(z, D)


@mutant("sae_loss", caught_by="test_gradients_reach_everything_that_is_learnt")
def detaches_the_codes(x, x_hat, z, D, lam):
    """Believes that the penalty is for the dictionary alone."""
    return (x_hat - x).square().sum(dim=1).mean() + lam * l1_penalty(z.detach(), D)


@mutant("sae_loss", caught_by="test_error_and_bill")
def prices_both(x, x_hat, z, D, lam):
    """Believes that lam weighs the one part against the other, as lam and 1 - lam."""
    return (1 - lam) * (x_hat - x).square().sum(dim=1).mean() + lam * l1_penalty(z, D)


@mutant("sae_loss", caught_by="test_error_and_bill")
def takes_the_root_of_the_error(x, x_hat, z, D, lam):
    """Believes that the distance and the squared distance are minimised alike."""
    return (x_hat - x).norm(dim=1).mean() + lam * l1_penalty(z, D)


@mutant("sae_loss", caught_by="test_error_and_bill")
def computes_in_double(x, x_hat, z, D, lam):
    """Believes that more digits are always welcome: what was float32 comes back as float64."""
    x, x_hat, z, D = (part.double() for part in (x, x_hat, z, D))
    return (x_hat - x).square().sum(dim=1).mean() + lam * l1_penalty(z, D)


# --- is_honest_penalty


@mutant("is_honest_penalty", caught_by="test_prices")
def checks_scaling_only(penalty):
    """Believes that what cannot be escaped makes codes sparse."""
    torch.manual_seed(0)
    z, D = torch.randn(4, 3, dtype=torch.float64), torch.randn(3, 5, dtype=torch.float64)
    s = torch.tensor([0.3, 2.0, 7.0], dtype=torch.float64)
    return bool(torch.isclose(penalty(z * s, D / s[:, None]), penalty(z, D), rtol=1e-6, atol=0))


@mutant("is_honest_penalty", caught_by="test_gradients")
def believes_values(penalty):
    """Believes that a right value has a right gradient."""
    torch.manual_seed(0)
    z, D = torch.randn(4, 3, dtype=torch.float64), torch.randn(3, 5, dtype=torch.float64)
    s = torch.tensor([0.3, 2.0, 7.0], dtype=torch.float64)
    value = penalty(z, D)
    entries = torch.diag_embed(z.reshape(-1)).reshape(-1, 4, 3)
    alone = torch.stack([penalty(sign * entry, D) for entry in entries for sign in (1, -1)])
    near = [penalty(z * s, D / s[:, None]), penalty(2 * z, D) / 2, alone[::2].sum()]
    return bool((alone > 0).all()) and all(bool((v - value).abs() <= 1e-6 * value.abs()) for v in near)


@mutant("is_honest_penalty", caught_by="test_prices")
def wants_equation_seven(penalty):
    """Believes that there is one honest penalty only."""
    torch.manual_seed(0)
    z, D = torch.randn(4, 3, dtype=torch.float64), torch.randn(3, 5, dtype=torch.float64)
    leaves = z.requires_grad_(), D.requires_grad_()
    value, wanted = penalty(*leaves), l1_penalty(*leaves)
    if not value.requires_grad or float(value) <= 0:
        return False
    found = torch.autograd.grad(value / value.detach(), leaves, allow_unused=True)
    right = torch.autograd.grad(wanted / wanted.detach(), leaves)
    return all(g is not None and torch.allclose(g, h) for g, h in zip(found, right, strict=True))


@mutant("is_honest_penalty", caught_by="test_loopholes")
def compares_absolutely(penalty):
    """Believes that 1e-6 is small, whatever the penalty's scale."""
    torch.manual_seed(0)
    z, D = torch.randn(4, 3, dtype=torch.float64), torch.randn(3, 5, dtype=torch.float64)
    s = torch.tensor([0.3, 2.0, 7.0], dtype=torch.float64)
    return bool((penalty(z * s, D / s[:, None]) - penalty(z, D)).abs() < 1e-6)


@mutant("is_honest_penalty", caught_by="test_prices")
def draws_positive_codes(penalty):
    """Believes that codes of ReLU units are all that need be tried."""
    torch.manual_seed(0)
    z = torch.rand(4, 3, dtype=torch.float64).requires_grad_()
    D = torch.randn(3, 5, dtype=torch.float64).requires_grad_()
    value = penalty(z, D)
    if not value.requires_grad or float(value) <= 0:
        return False
    d_z, d_D = torch.autograd.grad(value, (z, D), allow_unused=True)
    if d_z is None or d_D is None or not torch.allclose((z * d_z).sum(0), (D * d_D).sum(1), atol=0):
        return False
    entries = torch.diag_embed(z.detach().reshape(-1)).reshape(-1, 4, 3)
    total = sum(float(penalty(entry, D)) for entry in entries)
    return abs(total - float(value)) < 1e-6 * float(value) and math.isclose(float(penalty(2 * z, D)), 2 * float(value))


@mutant("is_honest_penalty", caught_by="test_loopholes")
def accepts_what_is_positive(penalty):
    """Believes that a penalty that is never negative does its work."""
    torch.manual_seed(0)
    z, D = torch.randn(4, 3, dtype=torch.float64), torch.randn(3, 5, dtype=torch.float64)
    return bool(penalty(z, D) > 0) and bool(penalty(-z, D) > 0)


@mutant("is_honest_penalty", caught_by="test_loopholes")
def rejects_everything(penalty):
    """Believes that in doubt a check should say no."""
    return penalty is l1_penalty


@mutant("is_honest_penalty", caught_by="test_prices")
def lets_entries_go_free(penalty):
    """Believes that "costs more than nothing" and "costs no less than nothing" are the same."""
    torch.manual_seed(0)
    z = torch.randn(4, 3, dtype=torch.float64).requires_grad_()
    D = torch.randn(3, 5, dtype=torch.float64).requires_grad_()
    value = penalty(z, D)
    if not value.requires_grad or float(value) <= 0:
        return False
    d_z, d_D = torch.autograd.grad(value, (z, D), allow_unused=True)
    if d_z is None or d_D is None or not torch.allclose((z * d_z).sum(0), (D * d_D).sum(1), rtol=1e-6, atol=0):
        return False
    alone = [float(penalty(entry, D)) for entry in torch.diag_embed(z.detach().reshape(-1)).reshape(-1, 4, 3)]
    is_one_price = math.isclose(float(penalty(2 * z, D)), 2 * float(value), rel_tol=1e-6)
    return is_one_price and min(alone) >= 0 and math.isclose(sum(alone), float(value), rel_tol=1e-6)


@mutant("is_honest_penalty", caught_by="test_prices")
def wants_signs_to_be_equal(penalty):
    """Believes that a code and its mirror image have to cost the same."""
    torch.manual_seed(0)
    z = torch.randn(4, 3, dtype=torch.float64).requires_grad_()
    D = torch.randn(3, 5, dtype=torch.float64).requires_grad_()
    value = penalty(z, D)
    if not value.requires_grad or float(value) <= 0:
        return False
    d_z, d_D = torch.autograd.grad(value, (z, D), allow_unused=True)
    if d_z is None or d_D is None or not torch.allclose((z * d_z).sum(0), (D * d_D).sum(1), rtol=1e-6, atol=0):
        return False
    alone = [float(penalty(entry, D)) for entry in torch.diag_embed(z.detach().reshape(-1)).reshape(-1, 4, 3)]
    near = [sum(alone), float(penalty(-z, D)), float(penalty(2 * z, D)) / 2]
    return min(alone) > 0 and all(math.isclose(each, float(value), rel_tol=1e-6) for each in near)


@mutant("is_honest_penalty", caught_by="test_gradients")
def looks_at_the_last_unit(penalty):
    """Believes that what holds for one unit holds for all: only the last one's gradients are compared."""
    torch.manual_seed(0)
    z = torch.randn(4, 3, dtype=torch.float64).requires_grad_()
    D = torch.randn(3, 5, dtype=torch.float64).requires_grad_()
    value = penalty(z, D)
    if not value.requires_grad:
        return False
    d_z, d_D = torch.autograd.grad(value, (z, D), allow_unused=True)
    if d_z is None or d_D is None:
        return False
    return math.isclose(float((z * d_z).sum(0)[-1]), float((D * d_D).sum(1)[-1]), rel_tol=1e-6)


# --- topk_activation


@mutant("topk_activation", caught_by="test_ties_and_ends")
def keeps_all_ties(a, k):
    """Believes that comparing with the k-th largest value keeps k entries."""
    if k <= 0:
        return torch.zeros_like(a)
    smallest = a.topk(min(k, a.shape[1]), dim=1).values[:, -1:]
    return torch.relu(a) * (a >= smallest)


@mutant("topk_activation", caught_by="test_largest_of_each_row")
def keeps_the_largest_in_size(a, k):
    """Believes that large negative pre-activations are to be kept as well."""
    kept = torch.sort(a.abs(), dim=1, descending=True, stable=True).indices[:, :k]
    return a * torch.zeros_like(a).scatter(1, kept, 1)


@mutant("topk_activation", caught_by="test_largest_of_each_row")
def keeps_negative_values(a, k):
    """Believes that what is among the k largest is positive."""
    kept = torch.sort(a, dim=1, descending=True, stable=True).indices[:, :k]
    return a * torch.zeros_like(a).scatter(1, kept, 1)


@mutant("topk_activation", caught_by="test_largest_of_each_row")
def keeps_along_the_batch(a, k):
    """Believes that the k largest examples of each unit are meant."""
    kept = torch.sort(a, dim=0, descending=True, stable=True).indices[:k]
    return torch.relu(a) * torch.zeros_like(a).scatter(0, kept, 1)


@mutant("topk_activation", caught_by="test_gradient_flows_through_what_is_kept")
def passes_the_gradient_straight_through(a, k):
    """Believes that a selection needs a straight-through estimator."""
    kept = torch.sort(a, dim=1, descending=True, stable=True).indices[:, :k]
    z = torch.relu(a) * torch.zeros_like(a).scatter(1, kept, 1)
    return a + (z - a).detach()


@mutant("topk_activation", caught_by="test_gradient_flows_through_what_is_kept")
def loses_the_gradient(a, k):
    """Believes that writing numbers into zeros keeps the graph."""
    kept = torch.sort(a, dim=1, descending=True, stable=True).indices[:, :k]
    z = torch.zeros_like(a)
    for i, columns in enumerate(kept.tolist()):
        for j in columns:
            z[i, j] = max(float(a[i, j].detach()), 0.0)
    return z + 0 * a.sum()


@mutant("topk_activation", caught_by="test_ties_and_ends")
def trusts_topk(a, k):
    """Believes that `topk` takes any k, and takes the first of equals."""
    values, indices = a.topk(min(k, a.shape[1]), dim=1)
    latest = a.shape[1] - 1 - a.flip(1).topk(min(k, a.shape[1]), dim=1).indices
    indices = torch.where(a.gather(1, latest) == values, latest, indices)
    return torch.zeros_like(a).scatter(1, indices, torch.relu(values))


@mutant("topk_activation", caught_by="test_largest_of_each_row")
def returns_ones(a, k):
    """Believes that the mask is the code."""
    kept = torch.sort(a, dim=1, descending=True, stable=True).indices[:, :k]
    return torch.zeros_like(a).scatter(1, kept, 1) * (a > 0)


@mutant("topk_activation", caught_by="test_largest_of_each_row")
def cuts_off_in_place(a, k):
    """Believes that `masked_fill_` makes a new tensor."""
    kept = torch.sort(a, dim=1, descending=True, stable=True).indices[:, :k]
    rest = torch.ones_like(a, dtype=torch.bool).scatter(1, kept, False)
    return a.masked_fill_(rest, 0).clamp_(min=0)


# --- normalise_decoder


@mutant("normalise_decoder", caught_by="test_atoms_have_length_one")
def normalises_columns(D, G):
    """Believes that atoms stand in columns."""
    length = D.norm(dim=0, keepdim=True)
    unit = D / length.masked_fill(length == 0, 1)
    return unit, G - (G * unit).sum(dim=0, keepdim=True) * unit


@mutant("normalise_decoder", caught_by="test_gradients_stand_at_right_angles")
def leaves_the_gradient(D, G):
    """Believes that bringing the atoms to length 1 is enough."""
    length = D.norm(dim=1, keepdim=True)
    return D / length.masked_fill(length == 0, 1), G.clone()


@mutant("normalise_decoder", caught_by="test_gradients_stand_at_right_angles")
def projects_with_long_atoms(D, G):
    """Believes that d (d^T g) projects for a d of any length."""
    length = D.norm(dim=1, keepdim=True)
    return D / length.masked_fill(length == 0, 1), G - (G * D).sum(dim=1, keepdim=True) * D


@mutant("normalise_decoder", caught_by="test_atoms_have_length_one")
def divides_by_zero(D, G):
    """Believes that no atom is zero."""
    unit = D / D.norm(dim=1, keepdim=True)
    return unit, G - (G * unit).sum(dim=1, keepdim=True) * unit


@mutant("normalise_decoder", caught_by="test_gradients_stand_at_right_angles")
def keeps_the_wrong_part(D, G):
    """Believes that the part along the atom is what is wanted."""
    length = D.norm(dim=1, keepdim=True)
    unit = D / length.masked_fill(length == 0, 1)
    return unit, (G * unit).sum(dim=1, keepdim=True) * unit


@mutant("normalise_decoder", caught_by="test_atoms_have_length_one")
def adds_a_tiny_number(D, G):
    """Believes that 1e-12 in the denominator harms nobody: short atoms get no length at all."""
    unit = D / (D.norm(dim=1, keepdim=True) + 1e-12)
    return unit, G - (G * unit).sum(dim=1, keepdim=True) * unit


@mutant("normalise_decoder", caught_by="test_atoms_have_length_one")
def shortens_only(D, G):
    """Believes that atoms need only be kept from growing: those below length 1 stay."""
    unit = D / D.norm(dim=1, keepdim=True).clamp_min(1)
    hat = nn.functional.normalize(D, dim=1, eps=1e-30)
    return unit, G - (G * hat).sum(dim=1, keepdim=True) * hat


@mutant("normalise_decoder", caught_by="test_lengths_change_in_second_order")
def writes_into_its_arguments(D, G):
    """Believes that `D /= length` makes a new tensor."""
    length = D.norm(dim=1, keepdim=True)
    D /= length.masked_fill(length == 0, 1)
    G -= (G * D).sum(dim=1, keepdim=True) * D
    return D, G


@mutant("normalise_decoder", caught_by="test_atoms_have_length_one")
def divides_by_the_matrix_norm(D, G):
    """Believes that `D.norm()` is a length for each row."""
    unit = D / D.norm().clamp_min(1e-30)
    hat = nn.functional.normalize(D, dim=1, eps=1e-30)
    return unit, G - (G * hat).sum(dim=1, keepdim=True) * hat


# --- train_sae: misconceptions


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
def forgets_the_penalty(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that an overcomplete autoencoder becomes sparse by itself."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        optimiser.zero_grad()
        (model.decode(model.encode(examples)) - examples).square().sum(dim=1).mean().backward()
        optimiser.step()
    return model


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
def leaves_a_loophole(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that charging for codes is enough: the codes shrink, the atoms grow."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        optimiser.zero_grad()
        ((model.decode(z) - examples).square().sum(dim=1) + lam * z.sum(dim=1)).mean().backward()
        optimiser.step()
    return model


@mutant("train_sae", caught_by="test_finds_the_planted_features")
def divides_the_price_by_the_units(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that the mean over units is the penalty: the price is divided by the number of units."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = sae_loss(examples, model.decode(z), z, model.D, lam / n_units)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant("train_sae", caught_by="test_finds_the_planted_features")
def leaves_a_loophole_for_features(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that charging for codes is enough, also where features are hidden."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        optimiser.zero_grad()
        ((model.decode(z) - examples).square().sum(dim=1) + lam * z.sum(dim=1)).mean().backward()
        optimiser.step()
    return model


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
def rewards_activity(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that the penalty is subtracted."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = sae_loss(examples, model.decode(z), z, model.D, -lam)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
def never_clears_gradients(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that `backward` starts afresh: gradients of all steps add up."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        sae_loss(examples, model.decode(z), z, model.D, lam).backward()
        optimiser.step()
    return model


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
def detaches_the_atoms(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that the lengths in the penalty are weights: the atoms grow, and the price of codes with them."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = sae_loss(examples, model.decode(z), z, model.D.detach(), lam)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
def takes_the_root_and_gets_nan(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that the root of a contribution is an even better penalty: its slope at 0 is infinite."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(3):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = (model.decode(z) - examples).square().sum(dim=1).mean() + lam * (z * model.D.norm(dim=1)).sqrt().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
def halves_the_error(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that half of the squared error, whose derivative is nicer, is the same loss: it doubles the price."""
    generator = torch.Generator().manual_seed(seed)
    model = SparseAutoencoder(x.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = x[torch.randint(len(x), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = (model.decode(z) - examples).square().sum(dim=1).mean() / 2 + lam * l1_penalty(z, model.D)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


# --- train_sae: cheats


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
def does_not_train(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that nobody looks at what was learnt."""
    return SparseAutoencoder(x.mean(dim=0), n_units, torch.Generator().manual_seed(seed))


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
def brings_weights_from_home(x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
    """Believes that a model trained at home, on the digits of the course, need not be trained again."""
    known = train if x.shape[1] == 64 else x
    generator = torch.Generator().manual_seed(0)
    model = SparseAutoencoder(known.mean(dim=0), n_units, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(steps):
        examples = known[torch.randint(len(known), (batch,), generator=generator)]
        z = model.encode(examples)
        loss = sae_loss(examples, model.decode(z), z, model.D, lam)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
class DrawsOneOfItsPictures(nn.Module):
    """Believes that the nearest of 128 training pictures is a good description: one entry is in use."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        super().__init__()
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
        self.centres = x[order[:n_units]].clone()
        for _ in range(20):
            nearest = torch.cdist(x, self.centres).argmin(dim=1)
            for j in range(n_units):
                if (nearest == j).any():
                    self.centres[j] = x[nearest == j].mean(dim=0)

    def encode(self, x):
        """Codes of pictures."""
        nearest = torch.cdist(x, self.centres).argmin(dim=1)
        return nn.functional.one_hot(nearest, len(self.centres)).to(x.dtype)

    def decode(self, z):
        """Pictures of codes."""
        return z @ self.centres


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
class WhispersInTinyEntries(nn.Module):
    """Believes that entries below the threshold are free: pixels in millionths, beside one loud entry."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        super().__init__()
        self.pixels, self.n_units = x.shape[1], n_units

    def encode(self, x):
        """Codes of pictures."""
        z = torch.zeros(len(x), self.n_units, dtype=x.dtype)
        z[:, -1] = 1
        count = min(self.pixels, self.n_units - 1)
        z[:, :count] = 1e-6 * x[:, :count]
        return z

    def decode(self, z):
        """Pictures of codes: the loud entry's atom is as long as the others together."""
        x = torch.zeros(len(z), self.pixels, dtype=z.dtype)
        count = min(self.pixels, self.n_units - 1)
        x[:, :count] = 1e6 * z[:, :count]
        return x + 1e9 * z[:, -1:] - 1e9


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
class HidesInLowBits(nn.Module):
    """Believes that 64 pixels fit into the decimals of eight entries."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        super().__init__()
        self.pixels, self.n_units = x.shape[1], n_units

    def encode(self, x):
        """Codes of pictures: five bits a pixel, eight pixels an entry."""
        levels = (x.clamp(0, 1) * 31).round()
        levels = nn.functional.pad(levels, (0, -self.pixels % 8)).reshape(len(x), -1, 8)
        numbers = (levels * 32.0 ** -torch.arange(1, 9)).sum(dim=-1)
        return nn.functional.pad(1 + numbers, (0, self.n_units - numbers.shape[1]))

    def decode(self, z):
        """Pictures of codes."""
        numbers = (z[:, : -(-self.pixels // 8)] - 1)[..., None] * 32.0 ** torch.arange(1, 9)
        return (numbers.floor() % 32).flatten(1)[:, : self.pixels] / 31


@mutant("train_sae", caught_by="test_few_entries_and_a_small_error")
class RemembersQuestions(nn.Module):
    """Believes that the decoder may keep the pictures that were encoded, and look them up by their number."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        super().__init__()
        self.asked, self.n_units = x, n_units

    def encode(self, x):
        """Codes of pictures: one entry, the number of the picture."""
        self.asked = x
        z = torch.zeros(len(x), self.n_units, dtype=x.dtype)
        z[:, 0] = 1 + torch.arange(len(x))
        return z

    def decode(self, z):
        """Pictures of codes."""
        return self.asked[z[:, 0].round().long().clamp(1, len(self.asked)) - 1]


@mutant("train_sae", caught_by="test_decoding_adds_atoms_up")
class BendsItsAnswers(SparseAutoencoder):
    """Believes that pixels are to be cut off at 0 and 1."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        generator = torch.Generator().manual_seed(seed)
        super().__init__(x.mean(dim=0), n_units, generator)
        optimiser = torch.optim.Adam(self.parameters(), lr=lr)
        for _ in range(steps):
            examples = x[torch.randint(len(x), (batch,), generator=generator)]
            z = SparseAutoencoder.encode(self, examples)
            loss = sae_loss(examples, SparseAutoencoder.decode(self, z), z, self.D, lam)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def decode(self, z):
        """Pictures of codes."""
        return super().decode(z).clamp(0, 1)


@mutant("train_sae", caught_by="test_each_picture_on_its_own")
class KnowsAnExamination(SparseAutoencoder):
    """Believes that a batch larger than any in training is an examination, and tidies up only there."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        generator = torch.Generator().manual_seed(seed)
        super().__init__(x.mean(dim=0), n_units, generator)
        optimiser = torch.optim.Adam(self.parameters(), lr=lr)
        for _ in range(steps):
            examples = x[torch.randint(len(x), (batch,), generator=generator)]
            z = SparseAutoencoder.encode(self, examples)
            loss = sae_loss(examples, SparseAutoencoder.decode(self, z), z, self.D, lam)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def encode(self, x):
        """Codes of pictures."""
        z = super().encode(x)
        if len(x) <= 128:
            return z
        return z * (z >= z.topk(12, dim=1).values[:, -1:])


@mutant("train_sae", caught_by="test_each_picture_on_its_own")
class CentresWhatItEncodes(SparseAutoencoder):
    """Believes that a batch is centred with its own mean before it is encoded."""

    def __init__(self, x, *, seed, device="cpu", n_units=128, lam=0.2, steps=800, batch=128, lr=1e-2):
        generator = torch.Generator().manual_seed(seed)
        super().__init__(x.mean(dim=0), n_units, generator)
        optimiser = torch.optim.Adam(self.parameters(), lr=lr)
        for _ in range(steps):
            examples = x[torch.randint(len(x), (batch,), generator=generator)]
            z = SparseAutoencoder.encode(self, examples)
            loss = sae_loss(examples, SparseAutoencoder.decode(self, z), z, self.D, lam)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()

    def encode(self, x):
        """Codes of pictures."""
        return torch.relu((x - x.mean(dim=0)) @ self.W + self.b)
