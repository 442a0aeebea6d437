"""Hidden tests of `is_top_used`: models that use their top level, and models whose top is asleep, or awake in vain."""

import torch

from autograder.testing import inside, points, require

N, PIXELS = 307, 12  # a prime: whoever mixes throws with pictures mixes all of them


@inside
def linear_top(ns, A, offset, log_var):
    """x to (mu, log_var) of z_2: linear in the centred picture, plus a constant; the same spread always."""
    return lambda x: ((x - 0.5) @ A + offset, log_var + 0 * (x @ A))


@inside
def linear_prior(ns, B, log_var):
    """z_2 to (mu, log_var) of z_1: a mean that is linear in z_2, the same spread always."""
    return lambda z_2: (z_2 @ B, log_var + 0 * (z_2 @ B))


@inside
def bent_prior(ns, B):
    """z_2 to (mu, log_var): a mean of the sine of z_2, a spread that follows z_2."""
    return lambda z_2: (torch.sin(z_2 @ B), -3 + 0.3 * torch.tanh(z_2 @ B))


def judge(notebook, top, prior, x, verdict, name, hint):
    """Put one model to the student's check."""
    answer = notebook.is_top_used(top, prior, x)
    require(isinstance(answer, bool), "the verdict has to be a bool", hint="Wrap it: `bool(...)`.")
    require(answer == verdict, f"your check {'rejects' if verdict else 'accepts'} {name}", hint=hint)


def draw(rng, top=4, below=6):
    """Pictures, and weights such that each z_2 varies by about 1, and each z_1 by about 1."""
    x = rng.integers(0, 2, (N, PIXELS)).double()
    A, B = rng.normal(PIXELS, top), rng.normal(top, below)
    A = 2 * A / A.norm(dim=0)  # a pixel has a variance of 1/4
    return x, A, B / B.norm(dim=0)


def zeros(n):
    """In float64."""
    return torch.zeros(n, dtype=torch.float64)


HEARD = "What the picture decides reaches z_1 here: equation (13) is far above 0.2."


@points("is_top_used", 2)
def test_who_uses_it(notebook, rng):
    """Top levels are accepted that reach one latent below or all of them, by whichever function; one of dice is rejected."""
    x, A, B = draw(rng)
    top = notebook.run(linear_top, A, zeros(4), zeros(4) - 2)
    judge(notebook, top, notebook.run(linear_prior, B, zeros(6) - 1), x, True, "a top level that all listen to", HEARD)
    top = notebook.run(linear_top, A, 3 + zeros(4), zeros(4) - 2)
    prior = notebook.run(linear_prior, B, zeros(6) - 1)
    judge(notebook, top, prior, x, True, "a top level that is far from 0 and moves", HEARD)
    top = notebook.run(linear_top, 0.7 * A, zeros(4), zeros(4) - 4)
    prior = notebook.run(bent_prior, B)
    judge(notebook, top, prior, x, True, "a level below that listens by a bent function", HEARD)
    one = torch.zeros_like(B)
    one[2, 3] = 1.0
    top = notebook.run(linear_top, A, zeros(4), zeros(4) - 2)
    prior = notebook.run(linear_prior, one, zeros(6) - 1)
    judge(notebook, top, prior, x, True, "a top level of which one latent reaches one of those below", HEARD)
    half = "Equation (13) is above 0.2 here: what is added up in its denominator, and for which latent?"
    prior = notebook.run(linear_prior, one, zeros(6) + 0.7)
    name = "a latent below that follows the top, with a noise of its own twice as large"
    judge(notebook, top, prior, x, True, name, half)
    # One latent listens to one that speaks, two amplify one that is dice, and the others are noise of their own.
    speaks, listens = A.clone(), torch.zeros_like(B)
    speaks[:, 0] = 0
    listens[2, 3], listens[0, :2] = 1.0, 30.0
    noise = zeros(6) - 1
    noise[[2, 4, 5]] = 7.0
    top, prior = notebook.run(linear_top, speaks, zeros(4), zeros(4) - 2), notebook.run(linear_prior, listens, noise)
    judge(notebook, top, prior, x, True, "one latent that listens, beside others that are loud and say nothing", half)
    top = notebook.run(linear_top, 0 * A, zeros(4), zeros(4))
    name = "those loud latents, where the top is nothing but dice"
    judge(notebook, top, prior, x, False, name, "Loud is not used: what z_1 does must depend on the *picture*.")


@points("is_top_used", 2)
def test_who_is_asleep(notebook, rng):
    """Top levels are rejected that say the same about every picture, at whatever price; one that speaks is accepted."""
    x, A, B = draw(rng)
    prior = notebook.run(linear_prior, B, zeros(6) - 1)
    hint = "What does z_2 tell about the *picture*? A price alone tells nothing."
    top = notebook.run(linear_top, 0 * A, zeros(4), zeros(4))
    judge(notebook, top, prior, x, False, "a top level that is nothing but dice", hint)
    top = notebook.run(linear_top, 0 * A, 2 + zeros(4), zeros(4) - 3)
    judge(notebook, top, prior, x, False, "a top level that pays many nats to say the same about every picture", hint)
    top = notebook.run(linear_top, 0.05 * A, zeros(4), zeros(4))
    judge(notebook, top, prior, x, False, "a top level that whispers, and drowns in its own noise", hint)
    loud = notebook.run(linear_prior, 1000 * B, zeros(6) - 1)
    hint = "A prior that amplifies z_2 amplifies its noise as well."
    judge(notebook, top, loud, x, False, "a whisper that is amplified, with its noise", hint)
    top = notebook.run(linear_top, 0.05 * A, zeros(4), zeros(4) - 9)
    judge(notebook, top, notebook.run(linear_prior, 20 * B, zeros(6) - 1), x, True, "a clear whisper, amplified", HEARD)


@points("is_top_used", 2)
def test_who_is_not_heard(notebook, rng):
    """Top levels are rejected that nobody below listens to, or not to the latents that speak; one that is heard is accepted."""
    x, A, B = draw(rng)
    top = notebook.run(linear_top, A, zeros(4), zeros(4) - 4)
    hint = "What the picture decides has to arrive in z_1: look at the prior's means."
    judge(
        notebook, top, notebook.run(linear_prior, 0 * B, zeros(6)), x, False, "a top level that nobody listens to", hint
    )
    prior = notebook.run(linear_prior, 0.02 * B, zeros(6))
    judge(notebook, top, prior, x, False, "a level below that hardly listens: its own noise is far larger", hint)
    speaks, listens = A.clone(), B.clone()
    speaks[:, 2:], listens[:2] = 0, 0
    top = notebook.run(linear_top, speaks, zeros(4), zeros(4) - 2)
    prior = notebook.run(linear_prior, listens, zeros(6) - 1)
    hint = "Two latents speak, and the level below listens to the two others."
    judge(notebook, top, prior, x, False, "a level below that listens to latents which say nothing", hint)
    judge(
        notebook,
        top,
        notebook.run(linear_prior, B, zeros(6) - 1),
        x,
        True,
        "the same top, with a prior that hears",
        HEARD,
    )
