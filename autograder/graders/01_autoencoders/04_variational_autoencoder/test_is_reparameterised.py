"""Hidden tests of `is_reparameterised`: programs that it must accept, and programs that it must reject."""

import numpy as np
import torch

from autograder.testing import inside, points, require


@inside
def right_program(ns, number):
    """Programs that do what equation (7) says."""

    def in_place_on_a_copy(mu, log_var, eps):
        z = eps.clone()
        z *= torch.exp(0.5 * log_var)
        z += mu
        return z

    class WithItsOwnBackward(torch.autograd.Function):
        @staticmethod
        def forward(ctx, mu, log_var, eps):
            scaled = torch.exp(0.5 * log_var) * eps
            ctx.save_for_backward(scaled)
            return mu + scaled

        @staticmethod
        def backward(ctx, gradient):
            return gradient, 0.5 * gradient * ctx.saved_tensors[0], None

    return [
        lambda mu, log_var, eps: mu + torch.exp(0.5 * log_var) * eps,
        lambda mu, log_var, eps: torch.addcmul(mu, log_var.exp().sqrt(), eps),
        lambda mu, log_var, eps: torch.stack([m + (v / 2).exp() * e for m, v, e in zip(mu, log_var, eps, strict=True)]),
        in_place_on_a_copy,
        lambda mu, log_var, eps: mu + eps * torch.pow(torch.exp(log_var / 4), 2),
        WithItsOwnBackward.apply,
    ][number]


@inside
def wrong_values(ns, number):
    """Programs whose numbers are not those of equation (7)."""
    return [
        lambda mu, log_var, eps: mu + log_var.exp() * eps,
        lambda mu, log_var, eps: mu + (0.5 * log_var).exp() * torch.randn_like(mu),
        lambda mu, log_var, eps: mu + (0.5 * log_var).exp() * eps[:1],
        lambda mu, log_var, eps: mu + (0.5 * log_var).exp() * eps[:, :1],
        lambda mu, log_var, eps: mu + (1 + 0.5 * log_var) * eps,
        lambda mu, log_var, eps: mu + (0.5 * log_var.clamp(max=0)).exp() * eps,
        lambda mu, log_var, eps: mu + (0.5 * log_var.clamp(min=0)).exp() * eps,
        lambda mu, log_var, eps: mu + (-0.5 * log_var).exp() * eps,
        lambda mu, log_var, eps: mu + (0.5 * log_var).exp() * eps.abs(),
        lambda mu, log_var, eps: mu + (0.5 * log_var).exp() + 0 * eps,
        lambda mu, log_var, eps: (0.5 * log_var).exp() * eps + 0 * mu,
    ][number]


@inside
def wrong_gradients(ns, number):
    """Programs with the right numbers, through which no gradient or a wrong one passes."""

    def without_gradients(mu, log_var, eps):
        with torch.no_grad():
            return mu + (0.5 * log_var).exp() * eps

    def through_numpy(mu, log_var, eps):
        sigma = np.exp(0.5 * log_var.detach().numpy())
        return mu + torch.from_numpy(sigma).to(mu.dtype) * eps

    def slope_of_the_variance(mu, log_var, eps):
        right = mu + (0.5 * log_var).exp() * eps
        other = mu + log_var.exp() * eps
        return right.detach() + other - other.detach()

    def slopes_swapped(mu, log_var, eps):
        right = mu + (0.5 * log_var).exp() * eps
        other = log_var + (0.5 * mu).exp() * eps
        return right.detach() + other - other.detach()

    def same_gradient_for_all(mu, log_var, eps):
        centre = mu.mean()
        return mu.detach() + centre - centre.detach() + (0.5 * log_var).exp() * eps

    return [
        without_gradients,
        through_numpy,
        slope_of_the_variance,
        slopes_swapped,
        lambda mu, log_var, eps: mu.detach() + (0.5 * log_var).exp() * eps,
        lambda mu, log_var, eps: mu + (0.5 * log_var).exp().detach() * eps,
        lambda mu, log_var, eps: (mu + (0.5 * log_var).exp() * eps).detach(),
        lambda mu, log_var, eps: (mu + (0.5 * log_var).exp() * eps).detach().requires_grad_(),
        lambda mu, log_var, eps: 2 * mu - mu.detach() + (0.5 * log_var).exp() * eps,
        same_gradient_for_all,
    ][number]


@inside
def odd_program(ns, number):
    """Programs that crash, return something else, or change what they were given."""

    def crashes(mu, log_var, eps):
        raise RuntimeError("out of dice")

    def ruins_the_noise(mu, log_var, eps):
        z = mu + (0.5 * log_var).exp() * eps.clone()
        eps.zero_()
        return z

    def ruins_the_mean(mu, log_var, eps):
        z = mu + (0.5 * log_var).exp() * eps
        mu.data.add_(1)
        return z

    def throws_into_the_noise(mu, log_var, eps):
        return mu + (0.5 * log_var).exp() * eps.normal_()

    def shifts_the_mean_first(mu, log_var, eps):
        mu.data.add_(1)
        return mu + (0.5 * log_var).exp() * eps

    def bounds_the_spread_first(mu, log_var, eps):
        log_var.data.clamp_(-0.5, 0.5)
        return mu + (0.5 * log_var).exp() * eps

    def of_another_dtype(mu, log_var, eps):
        z = mu + (0.5 * log_var).exp() * eps
        return z.to(torch.float64 if z.dtype == torch.float32 else torch.float32)

    return [
        crashes,
        lambda mu, log_var, eps: None,
        lambda mu, log_var, eps: (mu + (0.5 * log_var).exp() * eps).tolist(),
        lambda mu, log_var, eps: (mu + (0.5 * log_var).exp() * eps).sum(),
        lambda mu, log_var, eps: (mu + (0.5 * log_var).exp() * eps)[None],
        lambda mu, log_var, eps: mu + (0.5 * log_var).exp() * eps + float("nan"),
        ruins_the_noise,
        ruins_the_mean,
        lambda mu: mu,
        throws_into_the_noise,
        shifts_the_mean_first,
        bounds_the_spread_first,
        of_another_dtype,
    ][number]


def judge(notebook, programs, verdict, names, hint):
    """Put programs to the student's check."""
    for number, name in names:
        answer = notebook.is_reparameterised(notebook.run(programs, number))
        require(
            isinstance(answer, bool), "the verdict has to be a bool", hint="Wrap it: `bool(...)`, or `return True`."
        )
        message = f"your check {'rejects' if verdict else 'accepts'} {name}"
        require(answer == verdict, message, hint=hint)


ACCEPTED = (
    "This program is right, however it is written: compare what comes out, up to rounding. (Of a sum near 0, rounding in "
    "float32 is a good part: take float64.)"
)


@points("is_reparameterised", 2)
def test_numbers_that_are_wrong(notebook):
    """Right programs are accepted; those whose samples are not mu + sigma eps are rejected."""
    judge(notebook, right_program, True, [(0, "equation (7)"), (1, "equation (7) by `addcmul`")], ACCEPTED)
    names = [
        (0, "a standard deviation of exp(log_var)"),
        (1, "a program that throws dice of its own"),
        (2, "one throw for all examples"),
        (3, "one throw for all latents of an example"),
        (4, "a standard deviation that is right only near log_var = 0"),
        (5, "a standard deviation of at most 1"),
        (6, "a standard deviation of at least 1"),
        (7, "a standard deviation upside down"),
        (8, "noise that is never negative"),
        (9, "no noise at all"),
        (10, "samples without their mean"),
    ]
    judge(
        notebook,
        wrong_values,
        False,
        names,
        "Feed inputs that leave no fault a place to hide, and compare all entries.",
    )


@points("is_reparameterised", 2)
def test_gradients_that_are_wrong(notebook):
    """Right programs are accepted; those with the right samples and no gradient, or a wrong one, are rejected."""
    names = [
        (2, "a loop over examples"),
        (3, "a program that works in place, on a copy"),
        (5, "an `autograd.Function` with a backward pass of its own, which is right"),
    ]
    judge(notebook, right_program, True, names, ACCEPTED)
    names = [
        (0, "a program that computes without gradients"),
        (1, "a standard deviation that went through NumPy"),
        (2, "right samples with the slope of the variance"),
        (3, "right samples with mu's and log_var's slopes mixed up"),
        (4, "a detached mean"),
        (5, "a detached standard deviation"),
        (6, "detached samples"),
        (7, "samples that are a new leaf"),
        (8, "a gradient for mu that is twice too large"),
        (9, "a gradient for mu that is the mean over all entries, in each"),
    ]
    hint = "Numbers are not enough: compare `torch.autograd.grad` of a weighted sum, for mu and for log_var."
    judge(notebook, wrong_gradients, False, names, hint)


@points("is_reparameterised", 2)
def test_programs_that_do_anything(notebook):
    """A program may crash, return no tensor or one of another shape, or ruin its inputs: it is rejected, and nothing raises."""
    judge(notebook, right_program, True, [(4, "a standard deviation by another formula")], ACCEPTED)
    names = [
        (0, "a program that raises"),
        (1, "a program that returns None"),
        (2, "a program that returns a list"),
        (3, "one number for all samples"),
        (4, "samples with one axis too many"),
        (5, "samples that are NaN"),
        (6, "a program that overwrites the noise"),
        (7, "a program that overwrites the mean"),
        (8, "a program that takes one argument"),
        (9, "a program that throws dice of its own into the noise that it is given"),
        (10, "a program that moves the mean it is given, and samples around that"),
        (11, "a program that bounds the log_var it is given, and samples with that"),
        (12, "samples of another dtype"),
    ]
    hint = (
        "Look at the type, the shape and the dtype first, and catch exceptions. Make copies beforehand: the inputs are "
        "compared with them, and what you expect is computed from them."
    )
    judge(notebook, odd_program, False, names, hint)
