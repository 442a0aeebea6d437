"""Wrong answers to `diagnose`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_precision_and_recall")
def tries_equal_sets_only(programs):
    """Tries each program on one pair of equal size, with the usual k and one part."""
    g = torch.Generator().manual_seed(0)
    x, y = (torch.randn(8, 2, generator=g, dtype=torch.float64) for _ in range(2))
    cases = {"inception_score": (x.softmax(1), 1), "kid": (x, y), "precision_recall": (x, y, 3)}
    own = {"inception_score": inception_score, "kid": kid, "precision_recall": precision_recall}
    wrong = []
    for name, program in programs.items():
        try:
            a, b = (
                torch.tensor([float(v) for v in torch.as_tensor(f(*cases[name])).reshape(-1)])
                for f in (program, own[name])
            )
            if a.shape != b.shape or not torch.allclose(a, b, rtol=1e-4, atol=1e-4):
                wrong.append(name)
        except Exception:
            wrong.append(name)
    return wrong


@mutant(caught_by="test_inception_scores")
def knows_the_extremes_only(programs):
    """Believes that a program that is right at the extremes is right everywhere."""

    def is_near(f, *wanted):
        try:
            found = [float(v) for v in torch.as_tensor(f()).reshape(-1)]
        except Exception:
            return False
        return len(found) == len(wanted) and all(abs(a - b) < 1e-4 for a, b in zip(found, wanted, strict=True))

    eye, x = torch.eye(4, dtype=torch.float64), torch.arange(12, dtype=torch.float64).reshape(6, 2)
    sound = {
        "inception_score": is_near(lambda: programs["inception_score"](eye, 1), 4.0)
        and is_near(lambda: programs["inception_score"](eye[:1].repeat(3, 1), 1), 1.0),
        "kid": is_near(lambda: programs["kid"](x * 0, x[:4] * 0), 0.0),
        "precision_recall": is_near(lambda: programs["precision_recall"](x, x, 2), 1.0, 1.0),
    }
    return [name for name, is_sound in sound.items() if not is_sound]


@mutant(caught_by="test_kernel_distances")
def allows_ten_per_cent(programs):
    """Allows for rounding generously: half a unit."""
    g = torch.Generator().manual_seed(0)
    x, y = torch.randn(9, 2, generator=g, dtype=torch.float64), torch.randn(7, 2, generator=g, dtype=torch.float64)
    probs = torch.cat([torch.eye(3, dtype=torch.float64), torch.randn(5, 3, generator=g).double().softmax(1)])
    cases = {"inception_score": (probs, 3), "kid": (x, y), "precision_recall": (x, y, 2)}
    own = {"inception_score": inception_score, "kid": kid, "precision_recall": precision_recall}
    wrong = []
    for name, program in programs.items():
        try:
            a, b = (
                torch.tensor([float(v) for v in torch.as_tensor(f(*cases[name])).reshape(-1)])
                for f in (program, own[name])
            )
            if a.shape != b.shape or not torch.allclose(a, b, rtol=0, atol=0.5):
                wrong.append(name)
        except Exception:
            wrong.append(name)
    return wrong


@mutant(caught_by="test_kernel_distances")
def compares_bit_by_bit(programs):
    """Leaves no room for rounding, so that a right program in float32 is called wrong."""
    g = torch.Generator().manual_seed(0)
    x, y = torch.randn(9, 2, generator=g, dtype=torch.float64), torch.randn(7, 2, generator=g, dtype=torch.float64)
    probs = torch.cat([torch.eye(3, dtype=torch.float64), torch.randn(5, 3, generator=g).double().softmax(1)])
    cases = {"inception_score": (probs, 3), "kid": (x, y), "precision_recall": (x, y, 2)}
    own = {"inception_score": inception_score, "kid": kid, "precision_recall": precision_recall}
    wrong = []
    for name, program in programs.items():
        try:
            a, b = ([float(v) for v in torch.as_tensor(f(*cases[name])).reshape(-1)] for f in (program, own[name]))
            if a != b:
                wrong.append(name)
        except Exception:
            wrong.append(name)
    return wrong


@mutant(caught_by="test_inception_scores")
def lets_exceptions_through(programs):
    """Does not expect a program to raise."""
    g = torch.Generator().manual_seed(0)
    x, y = torch.randn(9, 2, generator=g, dtype=torch.float64), torch.randn(7, 2, generator=g, dtype=torch.float64)
    probs = torch.cat(
        [torch.eye(4, dtype=torch.float64).repeat(2, 1), torch.randn(6, 4, generator=g).double().softmax(1)]
    )
    line = torch.arange(6, dtype=torch.float64)[:, None]
    cases = {
        "inception_score": [(probs, s) for s in (1, 3)],
        "kid": [(x, y), (x[:4], y + 1), (x[:3], x[3:])],
        "precision_recall": [(x, y, k) for k in (1, 2, 4)] + [(line, 2 * line, 1), (line, line[1:5] + 0.5, 1)],
    }
    own = {"inception_score": inception_score, "kid": kid, "precision_recall": precision_recall}
    wrong = []
    for name, program in programs.items():
        for case in cases[name]:
            a, b = (torch.as_tensor(f(*case)).double().reshape(-1) for f in (program, own[name]))
            if a.shape != b.shape or not torch.allclose(a, b, rtol=1e-4, atol=1e-4):
                wrong.append(name)
                break
    return wrong


@mutant(caught_by="test_inception_scores")
def overlooks_nan(programs):
    """Looks for differences larger than a tolerance, which NaN never is."""
    g = torch.Generator().manual_seed(0)
    x, y = torch.randn(9, 2, generator=g, dtype=torch.float64), torch.randn(7, 2, generator=g, dtype=torch.float64)
    probs = torch.cat(
        [torch.eye(4, dtype=torch.float64).repeat(2, 1), torch.randn(6, 4, generator=g).double().softmax(1)]
    )
    line = torch.arange(6, dtype=torch.float64)[:, None]
    cases = {
        "inception_score": [(probs, s) for s in (1, 3)],
        "kid": [(x, y), (x[:4], y + 1), (x[:3], x[3:])],
        "precision_recall": [(x, y, k) for k in (1, 2, 4)] + [(line, 2 * line, 1), (line, line[1:5] + 0.5, 1)],
    }
    own = {"inception_score": inception_score, "kid": kid, "precision_recall": precision_recall}
    wrong = set()
    for name, program in programs.items():
        for case in cases[name]:
            try:
                a, b = (
                    torch.tensor([float(v) for v in torch.as_tensor(f(*case)).reshape(-1)])
                    for f in (program, own[name])
                )
                if a.shape != b.shape or bool(((a - b).abs() > 1e-4).any()):
                    wrong.add(name)
            except Exception:
                wrong.add(name)
    return list(wrong)


@mutant(caught_by="test_kernel_distances")
def suspects_everybody(programs):
    """Names all three as soon as one is wrong."""
    g = torch.Generator().manual_seed(0)
    x, y = torch.randn(9, 2, generator=g, dtype=torch.float64), torch.randn(7, 2, generator=g, dtype=torch.float64)
    try:
        if abs(float(programs["kid"](x, y)) - kid(x, y)) > 1e-4:
            return ["inception_score", "kid", "precision_recall"]
    except Exception:
        return ["inception_score", "kid", "precision_recall"]
    return []
