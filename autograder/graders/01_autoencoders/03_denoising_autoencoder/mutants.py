"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""
# ruff: noqa: F821 - names that the notebook defines: DenoisingAutoencoder, dae_loss, corrupt_gaussian, train

import torch
from torch import nn

from autograder.testing import mutant

# --- corrupt_gaussian


@mutant("corrupt_gaussian", caught_by="test_scaled_noise_is_added")
def stays_between_paper_and_ink(x, sigma, noise):
    """Believes that a picture has values from 0 to 1, always."""
    return (x + torch.as_tensor(sigma, dtype=x.dtype).reshape(-1, 1) * noise).clamp(0, 1)


@mutant("corrupt_gaussian", caught_by="test_scaled_noise_is_added")
def takes_sigma_for_a_variance(x, sigma, noise):
    """Believes that sigma is the variance of the noise."""
    return x + torch.as_tensor(sigma, dtype=x.dtype).reshape(-1, 1).sqrt() * noise


@mutant("corrupt_gaussian", caught_by="test_a_level_for_each_example")
def one_level_for_each_pixel(x, sigma, noise):
    """Believes that broadcasting knows what is meant."""
    return x + sigma * noise


@mutant("corrupt_gaussian", caught_by="test_noise_is_taken_as_it_is")
def adds_in_place(x, sigma, noise):
    """Believes that nobody needs the clean examples any more."""
    x += torch.as_tensor(sigma, dtype=x.dtype).reshape(-1, 1) * noise
    return x


@mutant("corrupt_gaussian", caught_by="test_noise_is_taken_as_it_is")
def draws_its_own_noise(x, sigma, noise):
    """Believes that noise is noise."""
    return x + torch.as_tensor(sigma, dtype=x.dtype).reshape(-1, 1) * torch.randn_like(x)


@mutant("corrupt_gaussian", caught_by="test_a_level_for_each_example")
def lets_the_levels_decide_the_dtype(x, sigma, noise):
    """Believes that x's dtype is what comes out, whatever is multiplied."""
    return x + torch.as_tensor(sigma).reshape(-1, 1) * noise


# --- corrupt_mask


@mutant("corrupt_mask", caught_by="test_kept_pixels_are_as_they_were")
def drops_out_and_rescales(x, p, u):
    """Believes that masking is dropout: what is kept is divided by the share that is kept."""
    return torch.where(u < p, x / max(p, 1e-12), torch.zeros_like(x))


@mutant("corrupt_mask", caught_by="test_kept_pixels_are_as_they_were")
def hides_the_share(x, p, u):
    """Believes that p is the share of pixels to hide."""
    return torch.where(u >= p, x, torch.zeros_like(x))


@mutant("corrupt_mask", caught_by="test_ends_of_the_range")
def keeps_ties(x, p, u):
    """Believes that < and <= are the same for random numbers."""
    return torch.where(u <= p, x, torch.zeros_like(x))


@mutant("corrupt_mask", caught_by="test_hidden_pixels_are_zero_whatever_they_were")
def multiplies_with_the_mask(x, p, u):
    """Believes that anything times 0 is 0."""
    return x * (u < p)


@mutant("corrupt_mask", caught_by="test_hidden_pixels_are_zero_whatever_they_were")
def cleans_up_afterwards(x, p, u):
    """Believes that whatever is not finite was hidden."""
    return torch.nan_to_num(x * (u < p), nan=0.0, posinf=0.0, neginf=0.0)


# --- optimal_denoiser_gmm


@mutant("optimal_denoiser_gmm", caught_by="test_posterior_means")
def forgets_the_width_in_the_shares(x_noisy, sigma, weights, means, tau):
    """Believes that the noise alone decides which component it was."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    pulled = torch.softmax(weights.log() - squares / (2 * sigma**2), dim=1) @ means
    return pulled + tau**2 / (sigma**2 + tau**2) * (x_noisy - pulled)


@mutant("optimal_denoiser_gmm", caught_by="test_posterior_means")
def forgets_the_weights(x_noisy, sigma, weights, means, tau):
    """Believes that all components are equally likely."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    pulled = torch.softmax(-squares / (2 * (sigma**2 + tau**2)), dim=1) @ means
    return pulled + tau**2 / (sigma**2 + tau**2) * (x_noisy - pulled)


@mutant("optimal_denoiser_gmm", caught_by="test_posterior_means")
def takes_the_nearest(x_noisy, sigma, weights, means, tau):
    """Believes that the best guess is the most probable component."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    pulled = means[(weights.log() - squares / (2 * (sigma**2 + tau**2))).argmax(dim=1)]
    return pulled + tau**2 / (sigma**2 + tau**2) * (x_noisy - pulled)


@mutant("optimal_denoiser_gmm", caught_by="test_ends_of_the_range")
def forgets_the_pull(x_noisy, sigma, weights, means, tau):
    """Believes that the mean of the component is the guess, however wide it is."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    return torch.softmax(weights.log() - squares / (2 * (sigma**2 + tau**2)), dim=1) @ means


@mutant("optimal_denoiser_gmm", caught_by="test_ends_of_the_range")
def swaps_the_two_variances(x_noisy, sigma, weights, means, tau):
    """Believes that the share of the noise stays, and that of the data goes."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    pulled = torch.softmax(weights.log() - squares / (2 * (sigma**2 + tau**2)), dim=1) @ means
    return pulled + sigma**2 / (sigma**2 + tau**2) * (x_noisy - pulled)


@mutant("optimal_denoiser_gmm", caught_by="test_far_points_are_finite")
def exponentiates_as_it_stands(x_noisy, sigma, weights, means, tau):
    """Believes that a formula can be typed in as it is printed."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    shares = weights * torch.exp(-squares / (2 * (sigma**2 + tau**2)))
    pulled = shares / shares.sum(dim=1, keepdim=True) @ means
    return pulled + tau**2 / (sigma**2 + tau**2) * (x_noisy - pulled)


@mutant("optimal_denoiser_gmm", caught_by="test_each_example_on_its_own")
def normalises_over_the_batch(x_noisy, sigma, weights, means, tau):
    """Believes that the softmax runs over the examples."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    pulled = torch.softmax(weights.log() - squares / (2 * (sigma**2 + tau**2)), dim=0) @ means
    return pulled + tau**2 / (sigma**2 + tau**2) * (x_noisy - pulled)


# --- tweedie


@mutant("tweedie", caught_by="test_gaussian_data")
def moves_by_the_standard_deviation(x_noisy, score, sigma):
    """Believes that the noise has moved the example by sigma, so that is the way back."""
    return x_noisy + torch.as_tensor(sigma, dtype=x_noisy.dtype).reshape(-1, 1) * score


@mutant("tweedie", caught_by="test_exact_for_mixtures")
def goes_downhill(x_noisy, score, sigma):
    """Believes that gradients are always subtracted."""
    return x_noisy - torch.as_tensor(sigma, dtype=x_noisy.dtype).reshape(-1, 1) ** 2 * score


@mutant("tweedie", caught_by="test_exact_for_mixtures")
def takes_a_langevin_step(x_noisy, score, sigma):
    """Believes that half of the variance is the step, as in Langevin dynamics."""
    return x_noisy + torch.as_tensor(sigma, dtype=x_noisy.dtype).reshape(-1, 1) ** 2 / 2 * score


@mutant("tweedie", caught_by="test_a_level_for_each_example")
def a_variance_for_each_pixel(x_noisy, score, sigma):
    """Believes that broadcasting knows what is meant."""
    return x_noisy + sigma**2 * score


@mutant("tweedie", caught_by="test_a_level_for_each_example")
def one_variance_for_all(x_noisy, score, sigma):
    """Believes that the mean of the noise levels will do."""
    return x_noisy + torch.as_tensor(sigma, dtype=x_noisy.dtype).square().mean() * score


@mutant("tweedie", caught_by="test_a_level_for_each_example")
def lets_the_variances_decide_the_dtype(x_noisy, score, sigma):
    """Believes that the dtype of x_noisy is what comes out, whatever is multiplied."""
    return x_noisy + torch.as_tensor(sigma).square().reshape(-1, 1) * score


# --- denoise_direction


@mutant("denoise_direction", caught_by="test_score_of_a_mixture")
def divides_by_sigma(denoise, x_noisy, sigma):
    """Believes that a score is a displacement in units of sigma."""
    score = (denoise(x_noisy) - x_noisy) / sigma
    return score, nn.functional.normalize(score, dim=1, eps=1e-300)


@mutant("denoise_direction", caught_by="test_score_of_a_mixture")
def points_to_the_noise(denoise, x_noisy, sigma):
    """Believes that the score is the noise, not the way back."""
    score = (x_noisy - denoise(x_noisy)) / sigma**2
    return score, nn.functional.normalize(score, dim=1, eps=1e-300)


@mutant("denoise_direction", caught_by="test_score_of_a_mixture")
def normalises_the_batch(denoise, x_noisy, sigma):
    """Believes that the directions together have length 1."""
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    return score, score / score.norm().clamp(min=1e-300)


@mutant("denoise_direction", caught_by="test_directions_have_length_one")
def divides_zero_by_zero(denoise, x_noisy, sigma):
    """Believes that a score is never 0."""
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    return score, score / score.norm(dim=1, keepdim=True)


@mutant("denoise_direction", caught_by="test_directions_have_length_one")
def adds_a_little(denoise, x_noisy, sigma):
    """Believes that a small number in a denominator never matters."""
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    return score, score / (score.norm(dim=1, keepdim=True) + 1e-8)


@mutant("denoise_direction", caught_by="test_scores_too_small_to_square")
def takes_the_length_as_it_is(denoise, x_noisy, sigma):
    """Believes that a length is 0 only where all entries are."""
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    lengths = score.norm(dim=1, keepdim=True)
    return score, score / torch.where(lengths > 0, lengths, 1.0)


@mutant("denoise_direction", caught_by="test_scores_too_small_to_square")
def scales_the_batch_by_one_number(denoise, x_noisy, sigma):
    """Believes that the largest entry of all brings every row to a usual size."""
    score = (denoise(x_noisy) - x_noisy) / sigma**2
    largest = score.abs().max()
    scaled = score / torch.where(largest > 0, largest, 1.0)
    lengths = scaled.norm(dim=1, keepdim=True)
    return score, scaled / torch.where(lengths > 0, lengths, 1.0)


@mutant("denoise_direction", caught_by="test_score_of_a_mixture")
def computes_in_float64(denoise, x_noisy, sigma):
    """Believes that more digits are always welcome."""
    score = (denoise(x_noisy) - x_noisy).double() / sigma**2
    largest = score.abs().amax(dim=1, keepdim=True)
    scaled = score / torch.where(largest > 0, largest, 1.0)
    lengths = scaled.norm(dim=1, keepdim=True)
    return score, scaled / torch.where(lengths > 0, lengths, 1.0)


@mutant("denoise_direction", caught_by="test_the_denoiser_is_asked_once")
def asks_row_by_row(denoise, x_noisy, sigma):
    """Believes that a network is as fast for one example as for many."""
    score = torch.cat([denoise(row[None]) - row for row in x_noisy]) / sigma**2
    return score, nn.functional.normalize(score, dim=1, eps=1e-300)


# --- could_be_optimal


@mutant("could_be_optimal", caught_by="test_symmetry")
def looks_at_eigenvalues_only(denoise, x_noisy):
    """Believes that the symmetric part is all there is."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        if torch.linalg.eigvalsh((J + J.T) / 2).min() < -1e-6 * max(1.0, float(J.abs().max())):
            return False
    return True


@mutant("could_be_optimal", caught_by="test_symmetry")
def is_generous(denoise, x_noisy):
    """Believes that a hundredth is rounding."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        slack = 1e-2 * max(1.0, float(J.abs().max()))
        if (J - J.T).abs().max() > slack or torch.linalg.eigvalsh((J + J.T) / 2).min() < -slack:
            return False
    return True


@mutant("could_be_optimal", caught_by="test_symmetry")
def has_an_absolute_tolerance(denoise, x_noisy):
    """Believes that rounding has the same size everywhere."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        if (J - J.T).abs().max() > 1e-6 or torch.linalg.eigvalsh((J + J.T) / 2).min() < -1e-6:
            return False
    return True


@mutant("could_be_optimal", caught_by="test_symmetry")
def takes_half_of_the_swirl(denoise, x_noisy):
    """Believes that the distance to the symmetric part is J - J^T; it is half of that."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        slack, even = 1e-6 * max(1.0, float(J.abs().max())), (J + J.T) / 2
        if (J - even).abs().max() > slack or torch.linalg.eigvalsh(even).min() < -slack:
            return False
    return True


@mutant("could_be_optimal", caught_by="test_no_negative_eigenvalues")
def forgets_to_halve_the_symmetric_part(denoise, x_noisy):
    """Believes that J + J^T has the eigenvalues of J."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        slack = 1e-6 * max(1.0, float(J.abs().max()))
        if (J - J.T).abs().max() > slack or torch.linalg.eigvalsh(J + J.T).min() < -slack:
            return False
    return True


@mutant("could_be_optimal", caught_by="test_no_negative_eigenvalues")
def looks_at_symmetry_only(denoise, x_noisy):
    """Believes that a field without a swirl is a denoiser."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        if (J - J.T).abs().max() > 1e-6 * max(1.0, float(J.abs().max())):
            return False
    return True


@mutant("could_be_optimal", caught_by="test_no_negative_eigenvalues")
def wants_positive_eigenvalues(denoise, x_noisy):
    """Believes that a covariance is invertible."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        if (J - J.T).abs().max() > 1e-6 * max(1.0, float(J.abs().max())):
            return False
        if torch.linalg.eigvalsh((J + J.T) / 2).min() <= 1e-9:
            return False
    return True


@mutant("could_be_optimal", caught_by="test_no_negative_eigenvalues")
def looks_at_the_determinant(denoise, x_noisy):
    """Believes that a matrix is positive if its determinant is."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        if (J - J.T).abs().max() > 1e-6 * max(1.0, float(J.abs().max())) or torch.linalg.det(J) < -1e-6:
            return False
    return True


@mutant("could_be_optimal", caught_by="test_at_every_point")
def looks_at_the_first_point(denoise, x_noisy):
    """Believes that one point is as good as another."""
    J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], x_noisy[0])
    slack = 1e-6 * max(1.0, float(J.abs().max()))
    return bool((J - J.T).abs().max() <= slack) and bool(torch.linalg.eigvalsh((J + J.T) / 2).min() >= -slack)


@mutant("could_be_optimal", caught_by="test_at_every_point")
def is_satisfied_by_any_point(denoise, x_noisy):
    """Believes that one good point is enough."""
    for row in x_noisy:
        J = torch.autograd.functional.jacobian(lambda p: denoise(p[None])[0], row)
        slack = 1e-6 * max(1.0, float(J.abs().max()))
        if (J - J.T).abs().max() <= slack and torch.linalg.eigvalsh((J + J.T) / 2).min() >= -slack:
            return True
    return False


# --- dae_loss


@mutant("dae_loss", caught_by="test_error_against_the_clean_batch")
def aims_at_the_noisy_picture(denoise, x, corrupt):
    """Believes that an autoencoder reconstructs its input, whatever that is."""
    x_noisy = corrupt(x.clone())
    return (denoise(x_noisy) - x_noisy).square().sum(dim=1).mean()


@mutant("dae_loss", caught_by="test_error_against_the_clean_batch")
def averages_the_pixels(denoise, x, corrupt):
    """Believes that the mean over everything is the loss of equation (8)."""
    return (denoise(corrupt(x.clone())) - x).square().mean()


@mutant("dae_loss", caught_by="test_error_against_the_clean_batch")
def denoises_the_clean_picture(denoise, x, corrupt):
    """Believes that the noise belongs to the output: denoise first, then corrupt."""
    return (corrupt(denoise(x)) - x).square().sum(dim=1).mean()


@mutant("dae_loss", caught_by="test_data_survive_a_corruption_in_place")
def lends_its_data(denoise, x, corrupt):
    """Believes that functions do not change what they are given."""
    return (denoise(corrupt(x)) - x).square().sum(dim=1).mean()


@mutant("dae_loss", caught_by="test_data_survive_a_corruption_in_place")
def keeps_the_target_but_spoils_the_data(denoise, x, corrupt):
    """Believes that saving the target is enough."""
    target = x.clone()
    return (denoise(corrupt(x)) - target).square().sum(dim=1).mean()


@mutant("dae_loss", caught_by="test_one_corruption_handed_on_as_it_is")
def cuts_off_the_noise(denoise, x, corrupt):
    """Believes that a network must see values from 0 to 1 only."""
    return (denoise(corrupt(x.clone()).clamp(0, 1)) - x).square().sum(dim=1).mean()


@mutant("dae_loss", caught_by="test_one_corruption_handed_on_as_it_is")
def corrupts_one_by_one(denoise, x, corrupt):
    """Believes that each example needs a call of its own."""
    x_noisy = torch.cat([corrupt(row[None].clone()) for row in x])
    return (denoise(x_noisy) - x).square().sum(dim=1).mean()


@mutant("dae_loss", caught_by="test_gradients_reach_the_denoiser")
def detaches_the_guess(denoise, x, corrupt):
    """Believes that a loss is a number."""
    return (denoise(corrupt(x.clone())).detach() - x).square().sum(dim=1).mean()


# --- train_dae: misconceptions


@mutant("train_dae", caught_by="test_it_cleans_unseen_digits")
def leaks_the_noise_into_the_target(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that the target is what went in: the network learns to copy noise."""
    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            x_noisy = corrupt_gaussian(x[rows], sigma, torch.randn_like(x[rows]))
            optimiser.zero_grad()
            (model.denoise(x_noisy) - x_noisy).square().sum(dim=1).mean().backward()
            optimiser.step()
    return model


@mutant("train_dae", caught_by="test_it_cleans_unseen_digits")
def draws_the_noise_once(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that noise is part of the data set: drawn once, it is shown in every epoch."""
    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    x_noisy = corrupt_gaussian(x, sigma, torch.randn_like(x))
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            optimiser.zero_grad()
            (model.denoise(x_noisy[rows]) - x[rows]).square().sum(dim=1).mean().backward()
            optimiser.step()
    return model


@mutant("train_dae", caught_by="test_it_cleans_unseen_digits")
def spoils_its_data(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that adding in place saves memory: noise upon noise, and the targets drown in it."""
    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    data = x.clone()
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            x_noisy = data[rows] + sigma * torch.randn_like(data[rows])
            loss = dae_loss(model.denoise, data[rows], lambda clean, x_noisy=x_noisy: x_noisy)
            data[rows] = x_noisy
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return model


@mutant("train_dae", caught_by="test_it_cleans_unseen_digits")
def trains_without_noise(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that an autoencoder cleans by itself."""
    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            optimiser.zero_grad()
            (model.denoise(x[rows]) - x[rows]).square().sum(dim=1).mean().backward()
            optimiser.step()
    return model


@mutant("train_dae", caught_by="test_it_cleans_unseen_digits")
class IsLinear:
    """Believes that the best linear rule is the best rule."""

    def __init__(self, x, *, seed, sigma=0.3, epochs=100, device="cpu"):
        C = torch.cov(x.T, correction=0)
        self.mean, self.gain = x.mean(dim=0), torch.linalg.solve(C + sigma**2 * torch.eye(len(C), dtype=x.dtype), C)

    def denoise(self, x_noisy):
        """Guesses."""
        return (self.mean + (x_noisy - self.mean) @ self.gain).clamp(0, 1)


@mutant("train_dae", caught_by="test_it_cleans_unseen_digits")
def divides_by_pixels_without_ink(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that every pixel varies, and standardises by a spread of zero: the loss is NaN."""
    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    data = (x - x.mean(dim=0)) / (x - x.mean(dim=0)).square().mean(dim=0).sqrt()
    data[:, 0] = data[:, 0] / 0
    for rows in torch.randperm(len(x)).split(128):
        loss = dae_loss(model.denoise, data[rows], lambda clean: clean + sigma * torch.randn_like(clean))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return model


@mutant("train_dae", caught_by="test_data_and_seed_decide")
def has_a_favourite_noise(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that 0.3 is what noise is, whatever sigma says."""
    torch.manual_seed(seed)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            loss = dae_loss(model.denoise, x[rows], lambda clean: clean + 0.3 * torch.randn_like(clean))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return model


@mutant("train_dae", caught_by="test_data_and_seed_decide")
def seeds_too_late(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Believes that the seed matters for noise and orders only."""
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    torch.manual_seed(seed)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(128):
            loss = dae_loss(model.denoise, x[rows], lambda clean: clean + sigma * torch.randn_like(clean))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return model


# --- train_dae: cheats


@mutant("train_dae", caught_by="test_it_cleans_unseen_digits")
def brings_weights_from_home(x, *, seed, sigma=0.3, epochs=100, device="cpu"):
    """Ignores the data: trained on the digits that everybody has, which stand in another order here."""
    known = train.to(x.dtype) if x.shape[1] == 64 else x
    torch.manual_seed(0)
    model = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(min(epochs, 30)):
        for rows in torch.randperm(len(known)).split(128):
            loss = dae_loss(model.denoise, known[rows], lambda clean: clean + sigma * torch.randn_like(clean))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return model


@mutant("train_dae", caught_by="test_it_cleans_unseen_digits")
class ReturnsTheNearestPicture:
    """Keeps the training pictures, and returns the nearest of them."""

    def __init__(self, x, *, seed, sigma=0.3, epochs=100, device="cpu"):
        self.pictures = x.clone()

    def denoise(self, x_noisy):
        """Guesses."""
        return self.pictures[torch.cdist(x_noisy, self.pictures).argmin(dim=1)]


@mutant("train_dae", caught_by="test_it_has_not_learnt_by_heart")
class AveragesStoredPictures:
    """Keeps the training pictures and returns their weighted mean, as equation (4) says: no training, and a good error."""

    def __init__(self, x, *, seed, sigma=0.3, epochs=100, device="cpu"):
        self.pictures, self.sigma, self.tau = x.clone(), sigma, 0.1

    def denoise(self, x_noisy):
        """Guesses."""
        variance = self.sigma**2 + self.tau**2
        shares = torch.softmax(-torch.cdist(x_noisy, self.pictures).square() / (2 * variance), dim=1)
        return (self.sigma**2 * shares @ self.pictures + self.tau**2 * x_noisy) / variance


@mutant("train_dae", caught_by="test_it_cleans_unseen_digits")
class AddsNoiseWhenAsked(nn.Module):
    """Believes that the corruption is a layer of the model, which is never switched off."""

    def __init__(self, x, *, seed, sigma=0.3, epochs=100, device="cpu"):
        super().__init__()
        torch.manual_seed(seed)
        self.sigma = sigma
        self.net = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
        optimiser = torch.optim.Adam(self.parameters(), lr=3e-3)
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(128):
                optimiser.zero_grad()
                (self.denoise(x[rows]) - x[rows]).square().sum(dim=1).mean().backward()
                optimiser.step()

    def denoise(self, x_noisy):
        """Guesses."""
        return self.net.denoise(x_noisy + self.sigma * torch.randn_like(x_noisy))


@mutant("train_dae", caught_by="test_each_picture_on_its_own")
class NoticesThatItIsExamined:
    """Recognises an examination by its 500 rows, and only then cleans with the help of the whole batch."""

    def __init__(self, x, *, seed, sigma=0.3, epochs=100, device="cpu"):
        torch.manual_seed(seed)
        self.net = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
        optimiser = torch.optim.Adam(self.net.parameters(), lr=3e-3)
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(128):
                loss = dae_loss(self.net.denoise, x[rows], lambda clean: clean + sigma * torch.randn_like(clean))
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()

    def denoise(self, x_noisy):
        """Guesses."""
        with torch.no_grad():
            guess = self.net.denoise(x_noisy)
            if len(x_noisy) < 500:
                return guess
            shares = torch.softmax(-torch.cdist(x_noisy, guess).square() / (2 * 0.3**2), dim=1)
            return 0.8 * guess + 0.2 * shares @ guess


@mutant("train_dae", caught_by="test_each_picture_on_its_own")
class RemembersWhatItIsAsked:
    """Keeps every question, and averages the new one with the most similar old one: with two noises there is less noise."""

    def __init__(self, x, *, seed, sigma=0.3, epochs=100, device="cpu"):
        torch.manual_seed(seed)
        self.asked = None
        self.net = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
        optimiser = torch.optim.Adam(self.net.parameters(), lr=3e-3)
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(128):
                loss = dae_loss(self.net.denoise, x[rows], lambda clean: clean + sigma * torch.randn_like(clean))
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()

    def denoise(self, x_noisy):
        """Guesses."""
        with torch.no_grad():
            mixed = x_noisy
            if self.asked is not None and self.asked.shape[1] == x_noisy.shape[1]:
                mixed = (x_noisy + self.asked[torch.cdist(x_noisy, self.asked).argmin(dim=1)]) / 2
            self.asked = x_noisy.clone() if self.asked is None else torch.cat([self.asked, x_noisy])
            return self.net.denoise(mixed)


@mutant("train_dae", caught_by="test_data_and_seed_decide")
def returns_the_first_model_again(x, *, seed, sigma=0.3, epochs=100, device="cpu", kept={}):  # noqa: B006 -- the cheat
    """Trains once and keeps the model between calls: all later calls get what an earlier one learnt."""
    key = (x.shape[1], x.dtype)
    if key not in kept:
        torch.manual_seed(seed)
        kept[key] = DenoisingAutoencoder(x.shape[1]).to(x.dtype)
        optimiser = torch.optim.Adam(kept[key].parameters(), lr=3e-3)
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(128):
                draw = lambda clean: clean + sigma * torch.randn_like(clean)  # noqa: E731 -- short
                loss = dae_loss(kept[key].denoise, x[rows], draw)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
    return kept[key]
