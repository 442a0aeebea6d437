"""Wrong answers to `tied_linear_ae`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_gradient_has_both_parts")
def forgets_the_encoder(W, X):
    """Believes that W occurs once: only what the decoder's use of it contributes."""
    residuals = X @ W.T @ W - X
    return residuals.square().sum(dim=1).mean(), 2 / len(X) * W @ X.T @ residuals


@mutant(caught_by="test_gradient_has_both_parts")
def doubles_one_part(W, X):
    """Believes that both parts of the gradient are equal."""
    residuals = X @ W.T @ W - X
    return residuals.square().sum(dim=1).mean(), 4 / len(X) * W @ X.T @ residuals


@mutant(caught_by="test_loss_is_summed_over_entries_and_averaged_over_examples")
def averages_over_entries_too(W, X):
    """Believes that a mean squared error is a mean over everything."""
    residuals = X @ W.T @ W - X
    G = 2 / X.numel() * X.T @ residuals
    return residuals.square().mean(), W @ (G + G.T)


@mutant(caught_by="test_loss_is_summed_over_entries_and_averaged_over_examples")
def sums_over_examples(W, X):
    """Believes that the loss is the sum over the data set."""
    residuals = X @ W.T @ W - X
    G = 2 * X.T @ residuals
    return residuals.square().sum(), W @ (G + G.T)


@mutant(caught_by="test_loss_is_summed_over_entries_and_averaged_over_examples")
def assumes_orthonormal_rows(W, X):
    """Believes that the rows of W are orthonormal, so that the loss is what the projection leaves out."""
    loss = (X.square().sum() - (X @ W.T).square().sum()) / len(X)
    return loss, -2 / len(X) * W @ X.T @ X


@mutant(caught_by="test_gradient_predicts_how_the_loss_changes")
def points_downhill(W, X):
    """Believes that the gradient is the direction in which to walk."""
    residuals = X - X @ W.T @ W
    G = 2 / len(X) * X.T @ residuals
    return residuals.square().sum(dim=1).mean(), W @ (G + G.T)


@mutant(caught_by="test_gradient_predicts_how_the_loss_changes")
def forgets_the_factor_two(W, X):
    """Believes that the two of the square cancels, as it does where the loss has a half in front."""
    residuals = X @ W.T @ W - X
    G = X.T @ residuals / len(X)
    return residuals.square().sum(dim=1).mean(), W @ (G + G.T)


@mutant(caught_by="test_loss_is_summed_over_entries_and_averaged_over_examples")
def centres_the_data(W, X):
    """Believes that data is always centred first, whatever the docstring says."""
    X = X - X.mean(dim=0)
    residuals = X @ W.T @ W - X
    G = 2 / len(X) * X.T @ residuals
    return residuals.square().sum(dim=1).mean(), W @ (G + G.T)
