"""Hidden tests of `crosses_bottleneck`: what it must accept, and what it must reject. Each test asks for both."""

import torch

from autograder.testing import as_tensor, inside, points, require


@inside
def ask_about(ns, kind, mean, C, x, k):
    """The verdict on an autoencoder of this kind, whose honest part projects onto the rows of C."""

    class Model:
        scale = {"large codes": 40.0, "bent": 3.0}.get(kind, 1.0)

        def __init__(self):
            self.table = {}
            self.last = torch.zeros(1, len(mean), dtype=mean.dtype)

        def honest(self, z):
            flat = z / self.scale @ C
            return torch.sigmoid(4 * flat.tanh() - 1) if kind == "bent" else mean + flat

        def encode(self, x):
            z = self.scale * (x - mean) @ C.T
            if kind == "bent":
                z = z.tanh() + 0.2 * z
            if kind == "one more":
                z = torch.cat([z, x[:, :1]], 1)
            if kind in ("last", "mean of the batch"):
                self.last = x
            if kind == "last, detached":
                self.last = x.detach().clone()
            if kind == "table":
                self.table.update({row.numpy().tobytes(): image for row, image in zip(z.detach(), x.detach())})  # noqa: B905
            if kind == "low digits":
                levels = (16 * x).round().reshape(len(x), len(C), -1)
                hidden = (levels * 17 ** torch.arange(levels.shape[-1], dtype=x.dtype)).sum(-1)
                z = (1000 * z).floor() / 1000 + 1e-4 + 1e-13 * hidden
            if kind == "one low pixel":
                z = torch.cat([(1000 * z[:, :1]).floor() / 1000 + 5e-4 * x[:, :1], z[:, 1:]], 1)
            if kind in ("low step up", "low step down", "tiny low step"):
                z = torch.cat([(1000 * z[:, :1]).floor() / 1000 + 3e-4, z[:, 1:]], 1)
            return z

        def decode(self, z):
            if kind == "one more":
                return torch.cat([z[:, -1:], self.honest(z[:, :-1])[:, 1:]], 1)
            drawn = self.honest(z)
            if kind in ("last", "last, detached"):
                return self.last
            if kind == "mean of the batch":
                return drawn - mean + self.last.mean(0)
            if kind == "table":
                rows = zip(z.detach(), drawn)  # noqa: B905 -- of one length
                return torch.stack([self.table.get(row.numpy().tobytes(), image) for row, image in rows])
            if kind == "low digits":
                hidden = (1e13 * (z - (1000 * z).floor() / 1000 - 1e-4)).round()
                powers = 17 ** torch.arange(len(mean) // len(C), dtype=z.dtype)
                return ((hidden[..., None] / powers).floor() % 17 / 16).reshape(len(z), -1)
            if kind == "one low pixel":
                low = (z[:, :1] - (1000 * z[:, :1]).floor() / 1000) / 5e-4
                return torch.cat([low, drawn[:, 1:]], 1)
            if kind in ("low step up", "low step down", "tiny low step"):
                low = (z[:, :1] - (1000 * z[:, :1] + 0.01).floor() / 1000) / 3e-4  # 1, or 0 where it was rounded
                height = {"low step up": 0.07, "low step down": -0.07}.get(kind, 0.03)
                return torch.cat([0.5 + height * low, drawn[:, 1:]], 1)
            return drawn

        def __call__(self, x):
            drawn = self.decode(self.encode(x))
            if kind == "skip":
                return 0.7 * drawn + 0.3 * x
            if kind == "thin skip":
                return drawn + 0.001 * x
            if kind == "thinnest skip":
                return drawn - 2e-5 * (1 + x)
            if kind == "rounding":  # computed in another order, less exactly
                return drawn + 6e-7
            if kind == "one pixel":
                return torch.cat([drawn[:, :-1], x[:, -1:]], 1)
            return drawn

    return ns.crosses_bottleneck(Model(), x, k)


def judge(notebook, rng, cases, hint):
    """Put models to the student's check: (kind, k of the model, k that is allowed, verdict, name)."""
    for kind, k, allowed, verdict, name in cases:
        d, pictures = 8 * k, 6
        mean, C = rng.uniform(0.3, 0.6, (d,)), rng.orthogonal(d)[:k]
        x = (16 * (mean + 0.3 * rng.normal(pictures, d)).clamp(0, 1)).round() / 16
        answer = as_tensor(notebook.run(ask_about, kind, mean, C, x, allowed), "the verdict").reshape(-1)
        require(answer.numel() == 1, "the verdict has to be one bool", hint="Reduce over all pixels of all pictures.")
        message = f"your check {'rejects' if verdict else 'accepts'} {name}"
        require(
            bool(answer[0]) == verdict,
            message,
            hint="Which of the three promises do you ask for more strictly than the docstring?" if verdict else hint,
        )


@points("crosses_bottleneck", 2)
def test_skips_are_rejected(notebook, rng):
    """Honest autoencoders are accepted; whatever walks past the code is rejected, be it strong, weak or a single pixel."""
    cases = [
        ("honest", 3, 3, True, "an honest linear autoencoder"),
        ("skip", 3, 3, False, "a skip connection"),
        ("thin skip", 4, 4, False, "a weak skip connection"),
        ("thinnest skip", 3, 3, False, "a skip connection that changes pixels by a few hundred-thousandths"),
        ("rounding", 3, 3, True, "an honest autoencoder whose two ways to the copy differ by less than a millionth"),
        ("one pixel", 2, 2, False, "a skip of one pixel"),
        ("bent", 2, 2, True, "an honest autoencoder that is not linear"),
    ]
    judge(notebook, rng, cases, "Compare what the model returns with what decoding the code returns.")


@points("crosses_bottleneck", 2)
def test_memories_are_rejected(notebook, rng):
    """Honest autoencoders are accepted; a decoder that remembers what was encoded is rejected, however it remembers."""
    cases = [
        ("bent", 3, 3, True, "an honest autoencoder that is not linear"),
        ("last", 3, 3, False, "a decoder that returns what was encoded last"),
        ("last, detached", 2, 2, False, "a decoder that returns a detached copy of what was encoded last"),
        ("mean of the batch", 3, 3, False, "a decoder that uses the mean of the batch that was encoded last"),
        ("table", 3, 3, False, "a decoder that looks up each code's picture in a table"),
        ("honest", 1, 1, True, "an honest code of one number"),
    ]
    hint = "Let it encode other pictures before it decodes these codes. And a code that was rounded is in no table."
    judge(notebook, rng, cases, hint)


@points("crosses_bottleneck", 2, seconds=20)
def test_hidden_digits_are_rejected(notebook, rng):
    """Honest codes of any size are accepted; a code whose low digits carry pixels is rejected."""
    cases = [
        ("large codes", 3, 3, True, "an honest autoencoder with large codes"),
        ("low digits", 3, 3, False, "a code with the picture in its low digits"),
        ("low digits", 6, 6, False, "a code with the picture in its low digits"),
        ("one low pixel", 3, 3, False, "a code with one pixel in the low digits of one number"),
        ("low step up", 2, 2, False, "a code whose low digits make a pixel lighter by 0.07"),
        ("low step down", 2, 2, False, "a code whose low digits make a pixel darker by 0.07"),
        ("tiny low step", 2, 2, True, "an autoencoder in which rounding changes a pixel by 0.03"),
        ("honest", 5, 5, True, "an honest linear autoencoder"),
    ]
    judge(
        notebook, rng, cases, "Round the codes to three decimals and decode them: look at the pixel that changes most."
    )


@points("crosses_bottleneck", 1)
def test_codes_have_the_right_length(notebook, rng):
    """A code of exactly k numbers is accepted, whatever k is; one of more or of fewer numbers is rejected."""
    cases = [
        ("honest", 4, 4, True, "an honest code of the right length"),
        ("honest", 5, 4, False, "a code of too many numbers"),
        ("one more", 3, 3, False, "a code with one number more"),
        ("honest", 3, 4, False, "a code of too few numbers"),
        ("large codes", 2, 2, True, "an honest autoencoder with large codes"),
    ]
    judge(notebook, rng, cases, "Look at the shape of encode(x).")
