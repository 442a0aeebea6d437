"""Wrong answers to `batch_norm`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_training_normalises_each_channel")
def normalises_by_the_unbiased_variance(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that a variance always divides by M - 1."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3))) if training else (running_mean, running_var)
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * var.detach()
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant(caught_by="test_training_normalises_each_channel")
def adds_eps_outside(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that eps may stand anywhere in the denominator."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    scale = gamma / (var.sqrt() + eps)
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant(caught_by="test_training_normalises_each_channel")
def averages_over_the_batch_only(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Normalises each pixel over the batch, as in a fully connected network."""
    if training:
        mean, var = x.mean(0), x.var(0, unbiased=False)
        running_mean = (1 - momentum) * running_mean + momentum * x.mean((0, 2, 3)).detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    else:
        mean, var = running_mean[:, None, None], running_var[:, None, None]
    y = (x - mean) / (var + eps).sqrt()
    return gamma[:, None, None] * y + beta[:, None, None], running_mean, running_var


@mutant(caught_by="test_training_normalises_each_channel")
def normalises_each_picture(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Takes the statistics of each picture: that is instance normalisation."""
    if training:
        mean, var = x.mean((2, 3), keepdim=True), x.var((2, 3), unbiased=False, keepdim=True)
        running_mean = (1 - momentum) * running_mean + momentum * x.mean((0, 2, 3)).detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    else:
        mean, var = running_mean[:, None, None], running_var[:, None, None]
    y = (x - mean) / (var + eps).sqrt()
    return gamma[:, None, None] * y + beta[:, None, None], running_mean, running_var


@mutant(caught_by="test_running_estimates")
def swaps_the_weights(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that the momentum is the weight of the old value, as in Adam."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    if training:
        running_mean = momentum * running_mean + (1 - momentum) * mean.detach()
        running_var = momentum * running_var + (1 - momentum) * x.var((0, 2, 3)).detach()
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant(caught_by="test_running_estimates")
def records_the_biased_variance(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that one variance does for both."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * var.detach()
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant(caught_by="test_running_estimates")
def overwrites_the_estimates(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Writes into the tensors that were given."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    if training:
        running_mean.mul_(1 - momentum).add_(momentum * mean.detach())
        running_var.mul_(1 - momentum).add_(momentum * x.var((0, 2, 3)).detach())
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant(caught_by="test_evaluation_uses_the_running_estimates")
def always_uses_the_batch(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that evaluation differs from training only in that nothing is recorded."""
    mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant(caught_by="test_evaluation_uses_the_running_estimates")
def records_in_evaluation(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that the estimates go on learning from whatever is shown."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    M = x.numel() / x.shape[1]
    new_mean = (1 - momentum) * running_mean + momentum * x.mean((0, 2, 3)).detach()
    new_var = (1 - momentum) * running_var + momentum * M / max(M - 1, 1) * x.var((0, 2, 3), unbiased=False).detach()
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], new_mean, new_var


@mutant(caught_by="test_evaluation_uses_the_running_estimates")
def forgets_eps_in_evaluation(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that running variances are never small."""
    if training:
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False) + eps
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    else:
        mean, var = running_mean, running_var
    scale = gamma / var.sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant(caught_by="test_gradients_flow_through_the_statistics")
def detaches_the_statistics(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Takes mean and variance for constants, since nothing is learnt about them."""
    fixed = x.detach()
    mean, var = (
        (fixed.mean((0, 2, 3)), fixed.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    )
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * fixed.var((0, 2, 3))
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant(caught_by="test_gradients_flow_through_the_statistics")
def detaches_the_variance(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Lets the gradient through the mean, and takes the scale for a constant."""
    mean, var = (
        (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False).detach()) if training else (running_mean, running_var)
    )
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean.detach()
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3)).detach()
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var


@mutant(caught_by="test_gradients_flow_through_the_statistics")
def keeps_the_graph(x, gamma, beta, running_mean, running_var, training, momentum=0.1, eps=1e-5):
    """Believes that what is kept between batches is only numbers, and keeps each batch's computation alive with them."""
    mean, var = (x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)) if training else (running_mean, running_var)
    if training:
        running_mean = (1 - momentum) * running_mean + momentum * mean
        running_var = (1 - momentum) * running_var + momentum * x.var((0, 2, 3))
    scale = gamma / (var + eps).sqrt()
    return (x - mean[:, None, None]) * scale[:, None, None] + beta[:, None, None], running_mean, running_var
