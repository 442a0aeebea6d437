"""Wrong answers to `gradient_penalty`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_its_gradient_reaches_the_critic")
def without_a_graph_of_the_gradient(critic, x):
    """Believes that a gradient can be differentiated like anything else."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x)
    return (gradient.flatten(1).norm(dim=1) - 1).square().mean()


@mutant(caught_by="test_its_gradient_reaches_the_critic")
def detaches_the_norm(critic, x):
    """Silences the complaint that there is no graph: the number requires a gradient, and has a wrong one."""
    x = x.detach().clone().requires_grad_()
    values = critic(x)
    (gradient,) = torch.autograd.grad(values.sum(), x, create_graph=True)
    steepness = gradient.flatten(1).norm(dim=1).detach()
    return (steepness - 1).square().mean() + 0 * values.sum()


@mutant(caught_by="test_value_for_a_batch")
def gradient_of_the_mean(critic, x):
    """Believes that the mean over examples belongs in front of the gradient: every steepness is N times too small."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).mean(), x, create_graph=True)
    return (gradient.flatten(1).norm(dim=1) - 1).square().mean()


@mutant(caught_by="test_value_for_a_batch")
def one_norm_for_all(critic, x):
    """Believes that the norm of a batch of gradients is one number."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.norm() - 1).square()


@mutant(caught_by="test_value_for_a_batch")
def penalises_only_what_is_too_steep(critic, x):
    """Believes that a critic may be as flat as it likes."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.flatten(1).norm(dim=1) - 1).clamp_min(0).square().mean()


@mutant(caught_by="test_value_for_a_batch")
def forgets_the_root(critic, x):
    """Believes that the square of the norm is to be 1, and leaves the root out."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.flatten(1).square().sum(dim=1) - 1).square().mean()


@mutant(caught_by="test_value_for_a_batch")
def distance_of_the_mean(critic, x):
    """Believes that the mean steepness is to be 1."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.flatten(1).norm(dim=1).mean() - 1).square()


@mutant(caught_by="test_images_and_what_is_left_behind")
def norm_over_the_last_axis(critic, x):
    """Believes that the numbers of an example stand along one axis."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.norm(dim=-1) - 1).square().mean()


@mutant(caught_by="test_images_and_what_is_left_behind")
def walks_back_with_backward(critic, x):
    """Believes that backward and grad are the same: leaves gradients in the critic's parameters."""
    x = x.detach().clone().requires_grad_()
    critic(x).sum().backward(create_graph=True)
    return (x.grad.flatten(1).norm(dim=1) - 1).square().mean()


@mutant(caught_by="test_where_the_critic_stands_still")
def root_of_a_sum(critic, x):
    """Believes that a root can be differentiated everywhere."""
    x = x.detach().clone().requires_grad_()
    (gradient,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
    return (gradient.flatten(1).square().sum(dim=1).sqrt() - 1).square().mean()
