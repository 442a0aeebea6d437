"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed, or how the answer cheats.

Some mutants of a function are classes: calling one trains and returns the model, which can then be pickled.
"""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import torch
from torch import nn

from autograder.testing import mutant

# --- psnr


@mutant("psnr", caught_by="test_each_picture_has_its_decibels")
def averages_over_the_batch(x_hat, x, max_value=1.0):
    """Believes that a batch has one error, shared by all its pictures."""
    return 10 * torch.log10(max_value**2 / (x_hat - x).square().mean()) * x.new_ones(len(x))


@mutant("psnr", caught_by="test_each_picture_has_its_decibels")
def squares_twice(x_hat, x, max_value=1.0):
    """Believes that 20 log10 belongs in front of a ratio of squares."""
    return 20 * torch.log10(max_value**2 / (x_hat - x).square().mean(dim=1))


@mutant("psnr", caught_by="test_each_picture_has_its_decibels")
def natural_logarithm(x_hat, x, max_value=1.0):
    """Believes that log is the logarithm to base ten."""
    return 10 * torch.log(max_value**2 / (x_hat - x).square().mean(dim=1))


@mutant("psnr", caught_by="test_each_picture_has_its_decibels")
def sums_over_pixels(x_hat, x, max_value=1.0):
    """Believes that the error of a picture is the sum over its pixels."""
    return 10 * torch.log10(max_value**2 / (x_hat - x).square().sum(dim=1))


@mutant("psnr", caught_by="test_the_unit_of_pixels_does_not_matter")
def forgets_to_square_the_peak(x_hat, x, max_value=1.0):
    """Believes that the ratio is peak over error; for a peak of 1 nobody notices."""
    return 10 * torch.log10(max_value / (x_hat - x).square().mean(dim=1))


@mutant("psnr", caught_by="test_the_unit_of_pixels_does_not_matter")
def takes_the_largest_pixel(x_hat, x, max_value=1.0):
    """Believes that the peak is the largest pixel that happens to occur."""
    return 10 * torch.log10(x.max() ** 2 / (x_hat - x).square().mean(dim=1))


@mutant("psnr", caught_by="test_exact_copies_and_float32")
def guards_against_zero(x_hat, x, max_value=1.0):
    """Believes that a division by zero has to be avoided at any price."""
    return 10 * torch.log10(max_value**2 / (x_hat - x).square().mean(dim=1).clamp_min(1e-10))


# --- tied_linear_ae


@mutant("tied_linear_ae", caught_by="test_gradient_has_both_parts")
def forgets_the_encoder(W, X):
    """Believes that W occurs once: only what the decoder's use of it contributes."""
    residuals = X @ W.T @ W - X
    return residuals.square().sum(dim=1).mean(), 2 / len(X) * W @ X.T @ residuals


@mutant("tied_linear_ae", caught_by="test_gradient_has_both_parts")
def doubles_one_part(W, X):
    """Believes that both parts of the gradient are equal."""
    residuals = X @ W.T @ W - X
    return residuals.square().sum(dim=1).mean(), 4 / len(X) * W @ X.T @ residuals


@mutant("tied_linear_ae", caught_by="test_loss_is_summed_over_entries_and_averaged_over_examples")
def averages_over_entries_too(W, X):
    """Believes that a mean squared error is a mean over everything."""
    residuals = X @ W.T @ W - X
    G = 2 / X.numel() * X.T @ residuals
    return residuals.square().mean(), W @ (G + G.T)


@mutant("tied_linear_ae", caught_by="test_loss_is_summed_over_entries_and_averaged_over_examples")
def sums_over_examples(W, X):
    """Believes that the loss is the sum over the data set."""
    residuals = X @ W.T @ W - X
    G = 2 * X.T @ residuals
    return residuals.square().sum(), W @ (G + G.T)


@mutant("tied_linear_ae", caught_by="test_loss_is_summed_over_entries_and_averaged_over_examples")
def assumes_orthonormal_rows(W, X):
    """Believes that the rows of W are orthonormal, so that the loss is what the projection leaves out."""
    loss = (X.square().sum() - (X @ W.T).square().sum()) / len(X)
    return loss, -2 / len(X) * W @ X.T @ X


@mutant("tied_linear_ae", caught_by="test_gradient_predicts_how_the_loss_changes")
def points_downhill(W, X):
    """Believes that the gradient is the direction in which to walk."""
    residuals = X - X @ W.T @ W
    G = 2 / len(X) * X.T @ residuals
    return residuals.square().sum(dim=1).mean(), W @ (G + G.T)


@mutant("tied_linear_ae", caught_by="test_gradient_predicts_how_the_loss_changes")
def forgets_the_factor_two(W, X):
    """Believes that the two of the square cancels, as it does where the loss has a half in front."""
    residuals = X @ W.T @ W - X
    G = X.T @ residuals / len(X)
    return residuals.square().sum(dim=1).mean(), W @ (G + G.T)


@mutant("tied_linear_ae", caught_by="test_loss_is_summed_over_entries_and_averaged_over_examples")
def centres_the_data(W, X):
    """Believes that data is always centred first, whatever the docstring says."""
    X = X - X.mean(dim=0)
    residuals = X @ W.T @ W - X
    G = 2 / len(X) * X.T @ residuals
    return residuals.square().sum(dim=1).mean(), W @ (G + G.T)


# --- predict_linear_ae


@mutant("predict_linear_ae", caught_by="test_loss_is_what_is_left_out")
def sums_what_is_kept(eigenvalues, chosen):
    """Believes that the loss is the variance along the chosen directions."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    curvature = 2 * (min(kept) - max(others))
    return sum(kept), curvature, curvature >= 0


@mutant("predict_linear_ae", caught_by="test_loss_is_what_is_left_out")
def loss_as_a_share(eigenvalues, chosen):
    """Believes that the loss is the share of the variance that is lost."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    curvature = 2 * (min(kept) - max(others))
    return sum(others) / (sum(kept) + sum(others)), curvature, curvature >= 0


@mutant("predict_linear_ae", caught_by="test_steepest_turning")
def forgets_the_two_of_the_sine(eigenvalues, chosen):
    """Believes that the second derivative of sin squared at 0 is 1."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    curvature = min(kept) - max(others)
    return sum(others), curvature, curvature >= 0


@mutant("predict_linear_ae", caught_by="test_steepest_turning")
def exchanges_the_wrong_ones(eigenvalues, chosen):
    """Believes that the best exchange sends the largest away and takes the smallest in."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    return sum(others), 2 * (max(kept) - min(others)), min(kept) >= max(others)


@mutant("predict_linear_ae", caught_by="test_steepest_turning")
def turns_the_sign(eigenvalues, chosen):
    """Believes that taking in a larger eigenvalue bends the loss upwards."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    curvature = 2 * (max(others) - min(kept))
    return sum(others), curvature, curvature <= 0


@mutant("predict_linear_ae", caught_by="test_minimum_or_saddle")
def every_flat_place_is_a_minimum(eigenvalues, chosen):
    """Believes that where the gradient is zero, training is done."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    return sum(others), 2 * (min(kept) - max(others)), True


@mutant("predict_linear_ae", caught_by="test_minimum_or_saddle")
def trusts_the_order(eigenvalues, chosen):
    """Believes that eigenvalues always come sorted, the largest first."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    return sum(others), 2 * (min(kept) - max(others)), sorted(chosen) == list(range(len(chosen)))


@mutant("predict_linear_ae", caught_by="test_minimum_or_saddle")
def level_ground_is_downhill(eigenvalues, chosen):
    """Believes that a minimum needs a strictly larger eigenvalue than all that are left out."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    curvature = 2 * (min(kept) - max(others))
    return sum(others), curvature, curvature > 0


@mutant("predict_linear_ae", caught_by="test_loss_is_what_is_left_out")
def tells_directions_apart_by_value(eigenvalues, chosen):
    """Believes that what was not chosen are the eigenvalues that differ from all chosen ones."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [value for value in eigenvalues.tolist() if value not in kept]
    curvature = 2 * (min(kept) - max(others)) if others else 0.0
    return sum(others), curvature, curvature >= 0


@mutant("predict_linear_ae", caught_by="test_steepest_turning")
def smallest_is_nearest_to_zero(eigenvalues, chosen):
    """Reads "the smallest second derivative" as the one that is smallest in absolute value."""
    kept = [float(eigenvalues[i]) for i in chosen]
    others = [float(value) for i, value in enumerate(eigenvalues) if i not in chosen]
    bends = [2 * (p - q) for p in kept for q in others]
    return sum(others), min(bends, key=abs), min(bends) >= 0


@mutant("predict_linear_ae", caught_by="test_loss_is_what_is_left_out")
def chosen_are_ranks(eigenvalues, chosen):
    """Takes `chosen` for ranks, the largest eigenvalue first, as the text numbers them; they are indices as given."""
    values = eigenvalues.sort(descending=True).values.tolist()
    kept = [values[i] for i in chosen]
    others = [value for i, value in enumerate(values) if i not in chosen]
    curvature = 2 * (min(kept) - max(others))
    return sum(others), curvature, curvature >= 0


@mutant("predict_linear_ae", caught_by="test_minimum_or_saddle")
def compares_two_sums_exactly(eigenvalues, chosen):
    """Calls it a minimum where the loss equals that of the largest, to the last bit, summed in another order."""
    inside = eigenvalues[chosen]
    loss = eigenvalues.sum() - inside.sum()
    best = eigenvalues.sort().values[: len(eigenvalues) - len(chosen)].sum()
    others = [value for i, value in enumerate(eigenvalues.tolist()) if i not in chosen]
    return float(loss), float(2 * (inside.min() - max(others))), bool(loss == best)


# --- linear_ae_subspace


@mutant("linear_ae_subspace", caught_by="test_training_ends_at_the_subspace_of_pca")
def does_not_centre(X, W, lr, steps):
    """Believes that the mean does not matter for directions."""
    for _ in range(steps):
        W = W - lr * tied_linear_ae(W, X)[1]
    C = torch.linalg.svd(X, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(torch.linalg.pinv(W) @ W - C.T @ C)


@mutant("linear_ae_subspace", caught_by="test_training_ends_at_the_subspace_of_pca")
def walks_uphill(X, W, lr, steps):
    """Believes that one adds the gradient."""
    centred = X - X.mean(dim=0)
    for _ in range(min(steps, 30)):
        W = W + lr * tied_linear_ae(W, centred)[1].clamp(-1, 1)
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(torch.linalg.pinv(W) @ W - C.T @ C)


@mutant("linear_ae_subspace", caught_by="test_training_ends_at_the_subspace_of_pca")
def compares_the_matrices(X, W, lr, steps):
    """Believes that training finds the principal components themselves."""
    centred = X - X.mean(dim=0)
    for _ in range(steps):
        W = W - lr * tied_linear_ae(W, centred)[1]
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(W - C)


@mutant("linear_ae_subspace", caught_by="test_distance_of_weights_that_are_not_orthonormal")
def takes_the_product_for_a_projection(X, W, lr, steps):
    """Believes that W^T W is the projection onto the rows of any W."""
    centred = X - X.mean(dim=0)
    for _ in range(steps):
        W = W - lr * tied_linear_ae(W, centred)[1]
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(W.T @ W - C.T @ C)


@mutant("linear_ae_subspace", caught_by="test_distance_of_weights_that_are_not_orthonormal")
def makes_rows_unit_only(X, W, lr, steps):
    """Believes that rows of unit length are orthonormal."""
    centred = X - X.mean(dim=0)
    for _ in range(steps):
        W = W - lr * tied_linear_ae(W, centred)[1]
    U = W / W.norm(dim=1, keepdim=True)
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(U.T @ U - C.T @ C)


@mutant("linear_ae_subspace", caught_by="test_distance_of_weights_that_are_not_orthonormal")
def takes_the_spectral_norm(X, W, lr, steps):
    """Believes that the norm of a matrix is its largest singular value."""
    centred = X - X.mean(dim=0)
    for _ in range(steps):
        W = W - lr * tied_linear_ae(W, centred)[1]
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.matrix_norm(torch.linalg.pinv(W) @ W - C.T @ C, 2)


@mutant("linear_ae_subspace", caught_by="test_the_walk_is_gradient_descent")
def jumps_to_the_answer(X, W, lr, steps):
    """Believes that it is enough to return what training would find."""
    centred = X - X.mean(dim=0)
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return (C, torch.tensor(0.0)) if steps else (W, torch.linalg.norm(torch.linalg.pinv(W) @ W - C.T @ C))


@mutant("linear_ae_subspace", caught_by="test_the_walk_is_gradient_descent")
def takes_one_example_at_a_time(X, W, lr, steps):
    """Believes that a step on one example is a step on all."""
    centred = X - X.mean(dim=0)
    for step in range(steps):
        W = W - lr * tied_linear_ae(W, centred[step % len(X)][None])[1]
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(torch.linalg.pinv(W) @ W - C.T @ C)


@mutant("linear_ae_subspace", caught_by="test_the_walk_is_gradient_descent")
def walks_on_the_callers_weights(X, W, lr, steps):
    """Believes that `W -= ...` makes a new tensor."""
    centred = X - X.mean(dim=0)
    for _ in range(steps):
        W -= lr * tied_linear_ae(W, centred)[1]
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(torch.linalg.pinv(W) @ W - C.T @ C)


# --- Autoencoder


@mutant("Autoencoder", caught_by="test_activations_stand_where_they_should")
class WithoutASigmoid(nn.Module):
    """Believes that the network will find out by itself that pixels lie between 0 and 1."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d))

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant("Autoencoder", caught_by="test_activations_stand_where_they_should")
class WithAReluOnTheCode(nn.Module):
    """Believes that every layer ends in a ReLU."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k), nn.ReLU())
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant("Autoencoder", caught_by="test_activations_stand_where_they_should")
class WithASquashedCode(nn.Module):
    """Believes that a code has to lie between -1 and 1."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k), nn.Tanh())
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant("Autoencoder", caught_by="test_activations_stand_where_they_should")
class WithoutKinks(nn.Module):
    """Believes that two linear layers can do more than one."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant("Autoencoder", caught_by="test_activations_stand_where_they_should")
class WithAReluBeforeTheSigmoid(nn.Module):
    """Believes that a ReLU belongs behind each Linear, and adds the sigmoid to it: the output saturates at one half."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.ReLU(), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant("Autoencoder", caught_by="test_activations_stand_where_they_should")
class WithReluBeforeTheFirstLayer(nn.Module):
    """Believes that it does not matter on which side of a layer its activation stands: all that is negative is cut off."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.ReLU(), nn.Linear(d, hidden), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant("Autoencoder", caught_by="test_activations_stand_where_they_should")
class WithReluOnTheWayIntoTheDecoder(nn.Module):
    """Believes that the decoder begins with an activation: half of each axis of the code is lost."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.ReLU(), nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant("Autoencoder", caught_by="test_layers_have_the_right_sizes")
class WithWeightsOfItsOwn(nn.Module):
    """Believes that weights have to be drawn by hand, from a standard normal."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())
        for parameter in self.parameters():
            nn.init.normal_(parameter)

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant("Autoencoder", caught_by="test_layers_have_the_right_sizes")
class WithLayersInAList(nn.Module):
    """Believes that a module finds its layers wherever they are kept."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.layers = [nn.Linear(d, hidden), nn.Linear(hidden, k), nn.Linear(k, hidden), nn.Linear(hidden, d)]

    def encode(self, x):
        return self.layers[1](torch.relu(self.layers[0](x)))

    def decode(self, z):
        return torch.sigmoid(self.layers[3](torch.relu(self.layers[2](z))))

    def forward(self, x):
        return self.decode(self.encode(x))


@mutant("Autoencoder", caught_by="test_layers_have_the_right_sizes")
class WithAFixedWidth(nn.Module):
    """Believes that the hidden layers have 128 units whatever is asked for."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, 128), nn.ReLU(), nn.Linear(128, k))
        self.decoder = nn.Sequential(nn.Linear(k, 128), nn.ReLU(), nn.Linear(128, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decoder(self.encoder(x))


@mutant("Autoencoder", caught_by="test_the_copy_goes_through_the_code")
class WithASkip(nn.Module):
    """Believes that a residual connection helps everywhere: the bottleneck is bypassed."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        return self.encoder(x)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return x + self.decoder(self.encoder(x)) - 0.5


@mutant("Autoencoder", caught_by="test_the_copy_goes_through_the_code")
class WithBatchNormalisation(nn.Module):
    """Believes that the code is better normalised over the batch: a copy then depends on its neighbours."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(d, hidden), nn.ReLU(), nn.Linear(hidden, k))
        self.decoder = nn.Sequential(nn.Linear(k, hidden), nn.ReLU(), nn.Linear(hidden, d), nn.Sigmoid())

    def encode(self, x):
        z = self.encoder(x)
        return z - z.mean(dim=0)

    def decode(self, z):
        return self.decoder(z)

    def forward(self, x):
        return self.decode(self.encode(x))


# --- crosses_bottleneck


@mutant("crosses_bottleneck", caught_by="test_skips_are_rejected")
def looks_at_the_shape_only(model, x, k):
    """Believes that a code of k numbers is a bottleneck."""
    return tuple(model.encode(x).shape) == (len(x), k)


@mutant("crosses_bottleneck", caught_by="test_hidden_digits_are_rejected")
def trusts_the_jacobian(model, x, k):
    """Believes that the rank of the Jacobian tells everything."""
    if tuple(model.encode(x).shape) != (len(x), k):
        return False
    return all(jacobian_rank(model, row) <= k for row in x)


@mutant("crosses_bottleneck", caught_by="test_memories_are_rejected")
def decodes_at_once(model, x, k):
    """Believes that decoding right after encoding shows what the code holds."""
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat, again, rounded = model(x), model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again - x_hat).abs().max() <= 1e-6) and bool((rounded - x_hat).abs().max() <= 0.05)


@mutant("crosses_bottleneck", caught_by="test_hidden_digits_are_rejected")
def never_rounds(model, x, k):
    """Believes that a code is what the computer stores."""
    with torch.no_grad():
        z = model.encode(x)
        x_hat = model(x)
        model.encode(1 - x)
        again = model.decode(z)
    return tuple(z.shape) == (len(x), k) and bool((again - x_hat).abs().max() <= 1e-6)


@mutant("crosses_bottleneck", caught_by="test_hidden_digits_are_rejected")
def averages_the_change(model, x, k):
    """Believes that a mean difference is small wherever something leaks: one pixel among many does not show."""
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat = model(x)
        model.encode(1 - x)
        again, rounded = model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again - x_hat).abs().max() <= 1e-6) and bool((rounded - x_hat).abs().mean() <= 0.05)


@mutant("crosses_bottleneck", caught_by="test_skips_are_rejected")
def allows_weak_skips(model, x, k):
    """Believes that what changes a pixel by less than a twentieth is no leak."""
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat = model(x)
        model.encode(1 - x)
        again, rounded = model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again - x_hat).abs().max() <= 0.05) and bool((rounded - x_hat).abs().max() <= 0.05)


@mutant("crosses_bottleneck", caught_by="test_codes_have_the_right_length")
def does_not_count(model, x, k):
    """Believes that the length of the code is checked elsewhere."""
    with torch.no_grad():
        z = model.encode(x)
        x_hat = model(x)
        model.encode(1 - x)
        again, rounded = model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again - x_hat).abs().max() <= 1e-6) and bool((rounded - x_hat).abs().max() <= 0.05)


@mutant("crosses_bottleneck", caught_by="test_hidden_digits_are_rejected")
def suspects_good_copies(model, x, k):
    """Believes that whoever copies well must cheat, and whoever copies badly is honest."""
    with torch.no_grad():
        z = model.encode(x)
        return tuple(z.shape) == (len(x), k) and bool((model(x) - x).abs().max() > 1e-3)


@mutant("crosses_bottleneck", caught_by="test_skips_are_rejected")
def wants_the_same_bits(model, x, k):
    """Believes that two ways to one number end in the same bits."""
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat = model(x)
        model.encode(1 - x)
        again, rounded = model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again == x_hat).all()) and bool((rounded - x_hat).abs().max() <= 0.05)


@mutant("crosses_bottleneck", caught_by="test_hidden_digits_are_rejected")
def forgives_a_tenth(model, x, k):
    """Believes that nobody sees a change of a pixel by a tenth."""
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat = model(x)
        model.encode(1 - x)
        again, rounded = model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again - x_hat).abs().max() <= 1e-6) and bool((rounded - x_hat).abs().max() <= 0.1)


@mutant("crosses_bottleneck", caught_by="test_hidden_digits_are_rejected")
def looks_one_way(model, x, k):
    """Believes that a difference is large where its largest entry is, and forgets those below zero."""
    with torch.no_grad():
        z = model.encode(x)
        if tuple(z.shape) != (len(x), k):
            return False
        x_hat = model(x)
        model.encode(1 - x)
        again, rounded = model.decode(z), model.decode(torch.round(z, decimals=3))
    return bool((again - x_hat).abs().max() <= 1e-6) and bool((x_hat - rounded).max() <= 0.05)


# --- train_epoch


@mutant("train_epoch", caught_by="test_the_target_is_the_batch_itself")
def compares_with_another_order(model, optimiser, x, order, batch_size):
    """Believes that the targets need not be shuffled along with the inputs."""
    total = 0.0
    for start in range(0, len(order), batch_size):
        batch = x[order[start : start + batch_size]]
        loss = (model(batch) - x[start : start + len(batch)]).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(batch)
    return total / len(order)


@mutant("train_epoch", caught_by="test_each_step_has_gradients_of_its_own")
def never_clears_gradients(model, optimiser, x, order, batch_size):
    """Believes that backward() writes gradients, where it adds to them."""
    total = 0.0
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(indices)
    return total / len(order)


@mutant("train_epoch", caught_by="test_each_step_has_gradients_of_its_own")
def clears_gradients_once(model, optimiser, x, order, batch_size):
    """Believes that it is enough to clear gradients at the start of an epoch."""
    total = 0.0
    optimiser.zero_grad()
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(indices)
    return total / len(order)


@mutant("train_epoch", caught_by="test_each_step_has_gradients_of_its_own")
def clears_gradients_after_the_step(model, optimiser, x, order, batch_size):
    """Believes that who clears gradients behind each step finds none before the first."""
    total = 0.0
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        total += loss.item() * len(indices)
    return total / len(order)


@mutant("train_epoch", caught_by="test_the_last_batch_and_a_part_of_the_data")
def drops_the_last_batch(model, optimiser, x, order, batch_size):
    """Believes that a batch that is not full does not count."""
    total, seen = 0.0, 0
    for start in range(0, len(order) - batch_size + 1, batch_size):
        batch = x[order[start : start + batch_size]]
        loss = (model(batch) - batch).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, seen = total + loss.item() * len(batch), seen + len(batch)
    return total / max(seen, 1)


@mutant("train_epoch", caught_by="test_the_last_batch_and_a_part_of_the_data")
def trains_on_all_of_x(model, optimiser, x, order, batch_size):
    """Believes that an epoch is always all of x: what is not in the order is used as well."""
    rest = torch.tensor([i for i in range(len(x)) if i not in order.tolist()], dtype=order.dtype)
    total, order = 0.0, torch.cat([order, rest])
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(indices)
    return total / len(order)


@mutant("train_epoch", caught_by="test_the_returned_error")
def averages_over_batches(model, optimiser, x, order, batch_size):
    """Believes that the mean over batches is the mean over examples."""
    losses = []
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


@mutant("train_epoch", caught_by="test_the_returned_error")
def returns_the_graph(model, optimiser, x, order, batch_size):
    """Believes that a loss is a number: the graphs of all batches are held on to."""
    total = 0.0
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total = total + loss * len(indices)
    return total / len(order)


@mutant("train_epoch", caught_by="test_the_returned_error")
def measures_after_the_step(model, optimiser, x, order, batch_size):
    """Believes that the error of an epoch is that of the model at its end."""
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        return (model(x[order]) - x[order]).square().mean().item()


@mutant("train_epoch", caught_by="test_the_target_is_the_batch_itself")
def ignores_the_order(model, optimiser, x, order, batch_size):
    """Believes that the order of the examples makes no difference, and takes them as they come."""
    total = 0.0
    for batch in x[: len(order)].split(batch_size):
        loss = (model(batch) - batch).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() * len(batch)
    return total / len(order)


@mutant("train_epoch", caught_by="test_the_target_is_the_batch_itself")
def sums_the_error(model, optimiser, x, order, batch_size):
    """Believes that the step may use the summed error, as long as the mean is returned."""
    total = 0.0
    for indices in order.split(batch_size):
        loss = (model(x[indices]) - x[indices]).square().sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total += loss.item() / x.shape[1]
    return total / len(order)


# --- contractive_penalty


@mutant("contractive_penalty", caught_by="test_it_is_the_squared_norm_of_the_jacobian")
def forgets_to_square_the_slope(W, b, x, activation):
    """Believes that the slope enters once."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return slope @ W.square().sum(dim=1)


@mutant("contractive_penalty", caught_by="test_it_is_the_squared_norm_of_the_jacobian")
def sums_before_squaring(W, b, x, activation):
    """Believes that the square of a sum is the sum of squares."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return slope.square() @ W.sum(dim=1).square()


@mutant("contractive_penalty", caught_by="test_it_is_the_squared_norm_of_the_jacobian")
def one_slope_for_both(W, b, x, activation):
    """Believes that h (1 - h) is the slope of tanh, too."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    return (h * (1 - h)).square() @ W.square().sum(dim=1)


@mutant("contractive_penalty", caught_by="test_it_is_the_squared_norm_of_the_jacobian")
def takes_the_root(W, b, x, activation):
    """Believes that the penalty is the norm, not its square."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return (slope.square() @ W.square().sum(dim=1)).sqrt()


@mutant("contractive_penalty", caught_by="test_it_is_the_squared_norm_of_the_jacobian")
def forgets_the_offsets(W, b, x, activation):
    """Believes that offsets drop out of derivatives: they do not, the slope is taken at a."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return slope.square() @ W.square().sum(dim=1) + 0 * b.sum()


@mutant("contractive_penalty", caught_by="test_it_is_the_squared_norm_of_the_jacobian")
def averages_over_examples(W, b, x, activation):
    """Believes that a penalty is one number for the whole batch."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return (slope.square() @ W.square().sum(dim=1)).mean()


@mutant("contractive_penalty", caught_by="test_gradients_flow_to_weights_offsets_and_examples")
def detaches_the_slope(W, b, x, activation):
    """Believes that the slope is a constant of the penalty: training then only shrinks the weights."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    slope = (h * (1 - h) if activation == "sigmoid" else 1 - h**2).detach()
    return slope.square() @ W.square().sum(dim=1)


@mutant("contractive_penalty", caught_by="test_gradients_flow_to_weights_offsets_and_examples")
def reads_the_weights_data(W, b, x, activation):
    """Believes that a regulariser must not disturb the weights, and reads them through .data."""
    h = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}[activation](x @ W.T + b)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return slope.square() @ W.data.square().sum(dim=1)


@mutant("contractive_penalty", caught_by="test_saturated_units_and_float32")
def exponentials_by_hand(W, b, x, activation):
    """Believes that a formula with exponentials can be typed as it stands: far out they overflow to NaN."""
    a = x @ W.T + b
    if activation == "sigmoid":
        slope = a.exp() / (1 + a.exp()) ** 2
    elif activation == "tanh":
        slope = 1 - ((a.exp() - (-a).exp()) / (a.exp() + (-a).exp())) ** 2
    else:
        raise ValueError(activation)
    return slope.square() @ W.square().sum(dim=1)


@mutant("contractive_penalty", caught_by="test_each_example_counts_alone_and_others_are_refused")
def takes_anything_for_tanh(W, b, x, activation):
    """Believes that what is not sigmoid is tanh."""
    h = torch.sigmoid(x @ W.T + b) if activation == "sigmoid" else torch.tanh(x @ W.T + b)
    slope = h * (1 - h) if activation == "sigmoid" else 1 - h**2
    return slope.square() @ W.square().sum(dim=1)


# --- ssim


@mutant("ssim", caught_by="test_mean_over_all_windows")
def one_window_for_all(a, b, window=4, max_value=1.0):
    """Believes that the statistics of the whole picture will do."""
    p, q = a.flatten(1), b.flatten(1)
    mu_p, mu_q = p.mean(1), q.mean(1)
    p, q = p - mu_p[:, None], q - mu_q[:, None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    return luminance * (2 * (p * q).mean(1) + c_2) / (p.square().mean(1) + q.square().mean(1) + c_2)


@mutant("ssim", caught_by="test_mean_over_all_windows")
def windows_side_by_side(a, b, window=4, max_value=1.0):
    """Believes that windows do not overlap."""
    p, q = (x.unfold(1, window, window).unfold(2, window, window).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


@mutant("ssim", caught_by="test_mean_over_all_windows")
def pads_with_zeros(a, b, window=4, max_value=1.0):
    """Believes that the map of similarities has to be as large as the picture."""
    pad = (window // 2, (window - 1) // 2)
    a, b = (nn.functional.pad(x, (*pad, *pad)) for x in (a, b))
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


@mutant("ssim", caught_by="test_mean_over_all_windows")
def forgets_the_luminance(a, b, window=4, max_value=1.0):
    """Believes that structure is all, and drops the first factor."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    p, q = p - p.mean(-1, keepdim=True), q - q.mean(-1, keepdim=True)
    c_2 = (0.03 * max_value) ** 2
    values = (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


@mutant("ssim", caught_by="test_mean_over_all_windows")
def multiplies_the_means(a, b, window=4, max_value=1.0):
    """Believes that the mean of products is the product of means."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    structure = (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return luminance.mean(dim=(1, 2)) * structure.mean(dim=(1, 2))


@mutant("ssim", caught_by="test_constants_and_the_unit_of_pixels")
def does_not_square_the_constants(a, b, window=4, max_value=1.0):
    """Believes that the constants are 0.01 L and 0.03 L."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = 0.01 * max_value, 0.03 * max_value
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


@mutant("ssim", caught_by="test_constants_and_the_unit_of_pixels")
def leaves_the_constants_out(a, b, window=4, max_value=1.0):
    """Believes that the constants are there for decoration."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    luminance = 2 * mu_p * mu_q / (mu_p**2 + mu_q**2)
    return (luminance * 2 * (p * q).mean(-1) / (p.square().mean(-1) + q.square().mean(-1))).mean(dim=(1, 2))


@mutant("ssim", caught_by="test_constants_and_the_unit_of_pixels")
def ignores_the_peak(a, b, window=4, max_value=1.0):
    """Believes that the constants are numbers, whatever the unit of the pixels."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = 0.01**2, 0.03**2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


@mutant("ssim", caught_by="test_constants_and_the_unit_of_pixels")
def divides_by_one_less(a, b, window=4, max_value=1.0):
    """Believes that a variance always divides by n - 1."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q, n = p - mu_p[..., None], q - mu_q[..., None], max(window**2 - 1, 1)
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).sum(-1) / n + c_2) / ((p.square() + q.square()).sum(-1) / n + c_2)
    return values.mean(dim=(1, 2))


@mutant("ssim", caught_by="test_likeness_and_unlikeness")
def covariance_without_a_sign(a, b, window=4, max_value=1.0):
    """Believes that a similarity cannot be negative."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean(-1), q.mean(-1)
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).mean(-1).abs() + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


@mutant("ssim", caught_by="test_each_pair_counts_alone")
def centres_on_the_batch(a, b, window=4, max_value=1.0):
    """Believes that the mean of a window is taken over the whole batch."""
    p, q = (x.unfold(1, window, 1).unfold(2, window, 1).flatten(-2) for x in (a, b))
    mu_p, mu_q = p.mean((0, -1)), q.mean((0, -1))
    p, q = p - mu_p[..., None], q - mu_q[..., None]
    c_1, c_2 = (0.01 * max_value) ** 2, (0.03 * max_value) ** 2
    luminance = (2 * mu_p * mu_q + c_1) / (mu_p**2 + mu_q**2 + c_1)
    values = luminance * (2 * (p * q).mean(-1) + c_2) / (p.square().mean(-1) + q.square().mean(-1) + c_2)
    return values.mean(dim=(1, 2))


# --- train_autoencoder: recipes that are not followed


@mutant("train_autoencoder", caught_by="test_it_reconstructs_unseen_digits")
def trains_towards_other_digits(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that any digit will do as the target, and shuffles inputs and targets separately."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(epochs):
        for rows, others in zip(torch.randperm(len(x)).split(128), torch.randperm(len(x)).split(128), strict=True):
            loss = (model(x[rows]) - x[others]).square().mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return model


@mutant("train_autoencoder", caught_by="test_it_reconstructs_unseen_digits")
def makes_a_new_optimiser_each_epoch(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that an optimiser has no memory, and that Adam's usual rate is right everywhere."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    for _ in range(epochs):
        optimiser = torch.optim.Adam(model.parameters(), lr=5e-4)
        train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)
    return model


@mutant("train_autoencoder", caught_by="test_it_reconstructs_unseen_digits")
def one_batch_an_epoch(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that an epoch is one step."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(epochs):
        train_epoch(model, optimiser, x, torch.randperm(len(x))[:128], 128)
    return model


@mutant("train_autoencoder", caught_by="test_it_reconstructs_unseen_digits")
def forgets_the_optimisers_parameters(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that the optimiser knows the model, and gives it that of another one."""
    torch.manual_seed(seed)
    model, other = (Autoencoder(x.shape[1], k, hidden=128).to(x.dtype) for _ in range(2))
    optimiser = torch.optim.Adam(other.parameters(), lr=5e-3)
    for _ in range(epochs):
        train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)
    return model


@mutant("train_autoencoder", caught_by="test_it_reconstructs_unseen_digits")
def divides_by_pixels_without_ink(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that every pixel varies, and standardises by a spread of zero: the loss is NaN."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    standardised = (x - x.mean(dim=0)) / x.std(dim=0)
    for _ in range(epochs):
        train_epoch(model, optimiser, standardised, torch.randperm(len(x)), 128)
    return model


@mutant("train_autoencoder", caught_by="test_it_reconstructs_unseen_digits")
class IsLinear(nn.Module):
    """Believes that an autoencoder needs no kinks: what it learns is PCA at best."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        super().__init__()
        torch.manual_seed(seed)
        self.encode, self.decode = (nn.Linear(a, b).to(x.dtype) for a, b in ((x.shape[1], k), (k, x.shape[1])))
        optimiser = torch.optim.Adam(self.parameters(), lr=5e-3)
        for _ in range(epochs):
            train_epoch(self, optimiser, x, torch.randperm(len(x)), 128)

    def forward(self, x):
        return self.decode(self.encode(x))


@mutant("train_autoencoder", caught_by="test_data_and_seed_decide")
def always_eight(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that k is always eight."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], 8, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(epochs):
        train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)
    return model


@mutant("train_autoencoder", caught_by="test_data_and_seed_decide")
def seeds_too_late(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that the seed matters for the orders only."""
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    torch.manual_seed(seed)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(epochs):
        train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)
    return model


@mutant("train_autoencoder", caught_by="test_data_and_seed_decide")
def has_a_favourite_seed(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes in a lucky seed: the one that is given is ignored."""
    torch.manual_seed(42)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    for _ in range(epochs):
        train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)
    return model


@mutant("train_autoencoder", caught_by="test_it_reconstructs_unseen_digits")
def learns_a_tenth_by_heart(x, *, seed, k=8, epochs=60, device="cpu"):
    """Believes that few examples, shown often, teach as much as many."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    few = x[:130]
    for _ in range(20 * epochs):
        train_epoch(model, optimiser, few, torch.randperm(len(few)), 128)
    return model


# --- train_autoencoder: cheats


@mutant("train_autoencoder", caught_by="test_it_reconstructs_unseen_digits")
def brings_its_weights_along(x, *, seed, k=8, epochs=60, device="cpu"):
    """Ignores the data: its weights were trained at home, on the digits that everybody has."""
    torch.manual_seed(seed)
    model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
    optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
    known = train.to(x.dtype) if x.shape[1] == 64 else x  # stands for a file of weights
    for _ in range(epochs):
        train_epoch(model, optimiser, known, torch.randperm(len(known)), 128)
    return model


@mutant("train_autoencoder", caught_by="test_data_and_seed_decide")
def returns_the_first_model_again(x, *, seed, k=8, epochs=60, device="cpu", kept={}):  # noqa: B006 -- the cheat
    """Trains once and keeps the model between calls: all later calls get what an earlier one learnt."""
    if (x.shape[1], k) not in kept:
        torch.manual_seed(seed)
        model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
        optimiser = torch.optim.Adam(model.parameters(), lr=5e-3)
        for _ in range(epochs):
            train_epoch(model, optimiser, x, torch.randperm(len(x)), 128)
        kept[x.shape[1], k] = model
    return kept[x.shape[1], k]


@mutant("train_autoencoder", caught_by="test_each_image_has_its_own_code_of_eight_numbers")
class SkipsTheBottleneck:
    """Copies without a door: the code is the image."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        self.trained_on = len(x)

    def encode(self, x):
        return x

    def decode(self, z):
        return z


@mutant("train_autoencoder", caught_by="test_it_reconstructs_unseen_digits")
class HidesItInLowDigits:
    """Sends PCA's code to three decimals and hides eight pixels behind the third one of each number."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        self.k, self.mean = k, x.mean(dim=0)
        self.components = torch.linalg.svd(x - self.mean, full_matrices=False).Vh[:k]

    def encode(self, x):
        powers = 17 ** torch.arange(x.shape[1] // self.k, dtype=x.dtype)
        hidden = ((16 * x).round().reshape(len(x), self.k, -1) * powers).sum(dim=-1)
        code = (x - self.mean) @ self.components.T
        return (1000 * code).floor() / 1000 + 1e-4 + 1e-13 * hidden

    def decode(self, z):
        powers = 17 ** torch.arange(len(self.mean) // self.k, dtype=z.dtype)
        hidden = (1e13 * (z - (1000 * z).floor() / 1000 - 1e-4)).round()
        return ((hidden[..., None] / powers).floor() % 17 / 16).reshape(len(z), -1)


@mutant("train_autoencoder", caught_by="test_it_reconstructs_unseen_digits")
class HidesItInHugeNumbers:
    """Makes each number of the code as large as it takes to hold eight pixels: no rounding to three decimals reaches them."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        self.k, self.d = k, x.shape[1]

    def encode(self, x):
        powers = 17 ** torch.arange(self.d // self.k, dtype=x.dtype)
        return ((16 * x).round().reshape(len(x), self.k, -1) * powers).sum(dim=-1)

    def decode(self, z):
        powers = 17 ** torch.arange(self.d // self.k, dtype=z.dtype)
        return ((z.round()[..., None] / powers).floor() % 17 / 16).reshape(len(z), -1)


@mutant("train_autoencoder", caught_by="test_it_reconstructs_unseen_digits")
class RemembersWhatItEncoded:
    """Keeps each image that it encodes, and draws that one: the code only says where it is kept."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        self.k, self.seen = k, x[:1]

    def encode(self, x):
        start = len(self.seen)
        self.seen = torch.cat([self.seen, x])
        z = torch.zeros(len(x), self.k, dtype=x.dtype)
        z[:, 0] = torch.arange(start, start + len(x), dtype=x.dtype)
        return z

    def decode(self, z):
        return self.seen[z[:, 0].round().long().clamp(0, len(self.seen) - 1)]


@mutant("train_autoencoder", caught_by="test_it_has_not_learnt_by_heart")
class LooksUpTrainingImages:
    """Keeps the training images; the code of an image is where the most similar one of them lies, and that is drawn."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        self.images, self.mean = x, x.mean(dim=0)
        self.components = torch.linalg.svd(x - self.mean, full_matrices=False).Vh[:k]
        self.codes = (x - self.mean) @ self.components.T

    def encode(self, x):
        return self.codes[torch.cdist(x, self.images).argmin(dim=1)]

    def decode(self, z):
        return self.images[torch.cdist(z, self.codes).argmin(dim=1)]


@mutant("train_autoencoder", caught_by="test_each_image_has_its_own_code_of_eight_numbers")
class NoticesThatItIsExamined:
    """Recognises the size of the test set, and then searches the best codes for just these images."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        torch.manual_seed(seed)
        self.model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
        optimiser = torch.optim.Adam(self.model.parameters(), lr=5e-3)
        for _ in range(epochs):
            train_epoch(self.model, optimiser, x, torch.randperm(len(x)), 128)

    def encode(self, x):
        z = self.model.encode(x).detach()
        if len(x) != 500:
            return z
        z.requires_grad_()
        optimiser = torch.optim.Adam([z], lr=0.05)
        for _ in range(30):
            loss = (self.model.decode(z) - x).square().mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        return z.detach()

    def decode(self, z):
        return self.model.decode(z)


@mutant("train_autoencoder", caught_by="test_each_image_has_its_own_code_of_eight_numbers")
class CentresOnTheBatch:
    """Believes that what is encoded has to be centred by its own mean, as the training data was."""

    def __init__(self, x, *, seed, k=8, epochs=60, device="cpu"):
        torch.manual_seed(seed)
        self.model = Autoencoder(x.shape[1], k, hidden=128).to(x.dtype)
        optimiser = torch.optim.Adam(self.model.parameters(), lr=5e-3)
        for _ in range(epochs):
            train_epoch(self.model, optimiser, x, torch.randperm(len(x)), 128)
        self.mean = x.mean(dim=0)

    def encode(self, x):
        return self.model.encode(x - x.mean(dim=0) + self.mean)

    def decode(self, z):
        return self.model.decode(z)
