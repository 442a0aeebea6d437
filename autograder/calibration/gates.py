"""Where a gate stands: between what honest answers measure and what the wrong ones do, or nowhere.

All is reckoned in *badness*: the value itself where less is better, its negative where more is. The gate of a threshold lies
half-way between the worst honest value and the nearest value of the mutants that it must catch, moved so that it is at least
four standard deviations of the reference away from the reference's mean. Where that takes it further than three quarters of
the way to the mutants, they cannot be told apart, and the threshold is refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.calibration.statistics import Distribution, Rate, round_between
from autograder.testing import Direction, Threshold, Verdict

MIN_DEVIATIONS = 4.0
MOST_OF_THE_WAY = 0.75
TOO_GOOD_DEVIATIONS = 8.0
# Where no mutant is too good, this much of the reference's best is still believed: the limit stays this side of 0, past which
# a loss cannot go, so that a perfect score is one that is too good.
NATURAL_SHARE = 0.1
MEND = "use a metric that shows the difference better, or give the exercise a better recipe or a larger budget"


@dataclass(frozen=True)
class Question:
    """One threshold as its test asks it.

    Attributes:
        name: of the threshold.
        exercise: whose points depend on it.
        test: that measures it.
        direction: ``below`` where less is better.
        two_sided: whether a value can be too good.
        tiers: whether there are half marks.
    """

    name: str
    exercise: str
    test: str
    direction: Direction
    two_sided: bool = False
    tiers: bool = False


@dataclass(frozen=True)
class Samples:
    """What was measured for one threshold.

    Attributes:
        question: the threshold.
        reference: the reference solution's values over seeds.
        alternatives: those of each alternative.
        mutants: the finite ones of each mutant that the test names, of runs that nothing else in the test has caught.
    """

    question: Question
    reference: tuple[float, ...]
    alternatives: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    mutants: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    @property
    def honest(self) -> tuple[float, ...]:
        """The values of reference and alternatives."""
        return self.reference + tuple(value for values in self.alternatives.values() for value in values)

    @property
    def sign(self) -> int:
        """What turns a value into its badness, and back."""
        return 1 if self.question.direction == "below" else -1

    def badness(self, values: Iterable[float]) -> list[float]:
        """The same values, as the larger the worse."""
        return [self.sign * value for value in values]

    def separation(self, mutant: str) -> tuple[float, bool]:
        """How far a mutant is from all honest answers.

        Returns:
            The gap between the nearest values, negative where they overlap, in units of the larger of the two spreads (a
            reference that never varies would otherwise win against every other threshold); and whether the mutant is on the
            side that is too good.
        """
        honest, wrong = self.badness(self.honest), self.badness(self.mutants[mutant])
        spread = max(
            Distribution.of(self.reference).sd, Distribution.of(wrong).sd, 1e-12 * max(map(abs, honest)), 1e-300
        )
        worse, better = (min(wrong) - max(honest)) / spread, (min(honest) - max(wrong)) / spread
        is_too_good = self.question.two_sided and better > worse
        return (better if is_too_good else worse), is_too_good


@dataclass(frozen=True)
class Fit:
    """A threshold with its place, and what it was put there by.

    Attributes:
        samples: what was measured.
        threshold: the limits.
        catches: the mutants that it must catch for being worse.
        catches_too_good: those that it must catch for being better.
        nearest: the mutant nearest to the gate, and its value.
    """

    samples: Samples
    threshold: Threshold
    catches: tuple[str, ...]
    catches_too_good: tuple[str, ...]
    nearest: tuple[str, float]

    @property
    def rates(self) -> tuple[Rate, Rate]:
        """False fails of reference and alternatives, and false passes of its mutants, in these samples."""
        return judge_samples(self.threshold, self.samples, (*self.catches, *self.catches_too_good))


def judge_samples(threshold: Threshold, samples: Samples, catches: Iterable[str]) -> tuple[Rate, Rate]:
    """How often a threshold is wrong about samples.

    Returns:
        Honest values that do not have full marks; and values of the mutants that it must catch which have any.
    """
    honest = [threshold.judge(value) for value in samples.honest]
    wrong = [threshold.judge(value) for name in catches for value in samples.mutants.get(name, ())]
    failed = sum(verdict is not Verdict.PASS for verdict in honest)
    passed = sum(verdict in (Verdict.PASS, Verdict.HALF) for verdict in wrong)
    return Rate(failed, len(honest)), Rate(passed, len(wrong))


def fit_test(measured: Sequence[Samples]) -> tuple[list[Fit], list[str]]:
    """Place the thresholds of one test.

    Args:
        measured: the samples of each threshold, in the order in which the test asks.

    Returns:
        What could be placed, and a sentence for each threshold or mutant that is refused.
    """
    catches, refused = _assign(measured)
    fits = []
    for samples in measured:
        try:
            fits.append(_fit(samples, *catches[samples.question.name]))
        except _Refused as problem:
            refused.append(f"the threshold {samples.question.name} of {samples.question.test} {problem}")
    return fits, refused


class _Refused(Exception):
    """A threshold that has no place."""


_Sides = tuple[tuple[str, ...], tuple[str, ...]]


def _assign(measured: Sequence[Samples]) -> tuple[dict[str, _Sides], list[str]]:
    """Give each mutant to the threshold that separates it best; one left without any takes that which it separates best."""
    worse: dict[str, list[str]] = {samples.question.name: [] for samples in measured}
    better: dict[str, list[str]] = {samples.question.name: [] for samples in measured}
    refused = []
    for mutant in dict.fromkeys(name for samples in measured for name in samples.mutants):
        found = {s.question.name: s.separation(mutant) for s in measured if s.mutants.get(mutant)}
        if not found:
            continue
        best = max(found, key=lambda name: found[name][0])
        gap, is_too_good = found[best]
        if gap <= 0:
            refused.append(_overlap(measured, mutant, best))
        else:
            (better if is_too_good else worse)[best].append(mutant)
    for samples in measured:
        name = samples.question.name
        others = {m: samples.separation(m) for m, values in samples.mutants.items() if values}
        others = {mutant: found for mutant, found in others.items() if found[0] > 0 and not found[1]}
        if not worse[name] and others:
            worse[name].append(max(others, key=lambda mutant: others[mutant][0]))
    return {name: (tuple(worse[name]), tuple(better[name])) for name in worse}, refused


def _overlap(measured: Sequence[Samples], mutant: str, best: str) -> str:
    samples = next(samples for samples in measured if samples.question.name == best)
    values, honest = samples.mutants[mutant], samples.honest
    is_better = max(samples.badness(values)) < min(samples.badness(honest))
    mend = "ask it `two_sided`, for the mutant is better than every honest answer" if is_better else MEND
    return (
        f"the mutant {mutant} is separated by no threshold of {samples.question.test}: at {best}, which does it best, it "
        f"measures {_span(values)}, and reference and alternatives measure {_span(honest)}; {mend}"
    )


def _span(values: Sequence[float]) -> str:
    low, high = min(values), max(values)
    return f"{low:.4g}" if low == high else f"{low:.4g} to {high:.4g}"


def _fit(samples: Samples, catches: tuple[str, ...], too_good: tuple[str, ...]) -> Fit:
    question, honest = samples.question, samples.badness(samples.honest)
    if not all(map(math.isfinite, honest)):
        raise _Refused("is NaN or infinite for the reference or an alternative")
    if not catches:
        raise _Refused("catches no mutant: write the wrong answer that it is there for, or do without it")
    reference = Distribution.of(samples.badness(samples.reference))
    nearest, name = min((badness, mutant) for mutant in catches for badness in samples.badness(samples.mutants[mutant]))
    gate = _place(samples, [*catches], nearest)
    gate = round_between(gate, max(honest), (gate + nearest) / 2, up=True)
    target = round_between((reference.max + gate) / 2, reference.max, gate, up=False)
    if all(float(badness).is_integer() for badness in (*honest, nearest)):
        target = max(float(math.floor(target)), reference.max)  # nobody reaches a count of 6.5
    half = round_between((gate + nearest) / 2, gate, nearest, up=False) if question.tiers else None
    best = _limit_too_good(samples, too_good) if question.two_sided else None
    sign = samples.sign
    threshold = Threshold(
        question.name,
        question.direction,
        sign * gate,
        sign * target,
        None if half is None else sign * half,
        None if best is None else sign * best,
        question.exercise,
        question.test,
    )
    return Fit(samples, threshold, catches, too_good, (name, sign * nearest))


def _limit_too_good(samples: Samples, mutants: tuple[str, ...]) -> float:
    """How good is too good, in badness: half-way to the mutants that are, or far beyond the best honest value."""
    best = min(samples.badness(samples.honest))
    if mutants:
        nearest = max(badness for mutant in mutants for badness in samples.badness(samples.mutants[mutant]))
        limit = -_place(samples, [*mutants], -nearest, mirrored=True)
        return round_between(limit, (limit + nearest) / 2, best, up=False)
    spread = max(
        Distribution.of(samples.reference).sd, Distribution.of(samples.honest).sd
    )  # other recipes differ a little
    limit = best - TOO_GOOD_DEVIATIONS * spread
    if best > 0:
        limit = max(limit, NATURAL_SHARE * best)
    return round_between(limit, 0.0 if best > 0 else -math.inf, best, up=False)


def _place(samples: Samples, mutants: Sequence[str], nearest: float, *, mirrored: bool = False) -> float:
    """A place between all honest values and the nearest wrong one, which is the larger.

    Args:
        samples: what was measured.
        mutants: the wrong ones, for the message.
        nearest: the nearest wrong value, in badness.
        mirrored: reckon in goodness: the wrong ones are too good.
    """
    side = -1 if mirrored else 1
    reference = Distribution.of([side * badness for badness in samples.badness(samples.reference)])
    worst = max(side * badness for badness in samples.badness(samples.honest))
    furthest = worst + MOST_OF_THE_WAY * (nearest - worst)
    wanted = max((worst + nearest) / 2, reference.mean + MIN_DEVIATIONS * reference.sd)
    if nearest <= worst or wanted > furthest:
        values = [value for mutant in mutants for value in samples.mutants[mutant]]
        sign = side * samples.sign
        raise _Refused(
            f"cannot tell {', '.join(mutants)} from right answers: the nearest mutant measures {sign * nearest:.4g} "
            f"({_span(values)} over all seeds), the worst of reference and alternatives {sign * worst:.4g}, and a gate "
            f"{MIN_DEVIATIONS:g} standard deviations ({reference.sd:.2g} each) from the reference's mean "
            f"{sign * reference.mean:.4g} does not fit between them; {MEND}"
        )
    # Alternatives are trained over fewer seeds: what their spread asks for is granted as far as there is room.
    others = [Distribution.of([side * b for b in samples.badness(values)]) for values in samples.alternatives.values()]
    roomy = max((other.mean + MIN_DEVIATIONS * other.sd for other in others), default=wanted)
    return min(max(wanted, roomy), furthest)
