"""The class of the benchmark: which student answers which exercise how. The same on every run and machine.

Of every 40 students 12 are all right (each exercise solved in one of two ways), 10 are wrong in one exercise, 7 in two and 4
in three, 4 left the last two exercises blank, 2 handed in what they were given, and one has a cell that raises.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.testing import Variant

MIX = (("right", 12), ("one wrong", 10), ("two wrong", 7), ("three wrong", 4), ("half", 4), ("blank", 2), ("raises", 1))
WRONG = {"one wrong": 1, "two wrong": 2, "three wrong": 3}
RAISES = "torch.ones(2, 3) @ torch.ones(2, 3)\n\n\n"
SEED = 20_260_112


@dataclass(frozen=True)
class Submission:
    """What one student hands in.

    Attributes:
        student: the name.
        kind: a word of ``MIX``.
        answers: the source of each answer cell, by exercise; an exercise that is missing was left as it was.
        full: the exercises that must get full marks.
        lost: the tests that must fail: one for each wrong answer.
    """

    student: str
    kind: str
    answers: Mapping[str, str]
    full: frozenset[str]
    lost: frozenset[str]


def make_class(
    count: int, solutions: Mapping[str, str], alternatives: Sequence[Variant], mutants: Sequence[Variant]
) -> tuple[Submission, ...]:
    """A class of this size; a smaller one is the beginning of a larger one.

    Args:
        count: how many students.
        solutions: the right answer to each exercise, in order.
        alternatives: other right answers.
        mutants: wrong answers.
    """
    made: list[Submission] = []
    chance = random.Random(SEED)
    while len(made) < count:
        kinds = [kind for kind, number in MIX for _ in range(number)]
        chance.shuffle(kinds)
        made += [
            _make(f"s{len(made) + offset:03d}", kind, chance, solutions, alternatives, mutants)
            for offset, kind in enumerate(kinds, 1)
        ]
    return tuple(made[:count])


def _make(
    student: str,
    kind: str,
    chance: random.Random,
    solutions: Mapping[str, str],
    alternatives: Sequence[Variant],
    mutants: Sequence[Variant],
) -> Submission:
    names, lost = list(solutions), []
    answers = {name: chance.choice([solutions[name], _pick(alternatives, name, chance).source]) for name in names}
    full = set(names)
    for name in chance.sample(names, WRONG.get(kind, 0)):
        wrong = _pick(mutants, name, chance)
        answers[name] = wrong.source
        full.remove(name)
        lost.append(wrong.caught_by)
    if kind == "raises":
        name = chance.choice(names)
        answers[name] = RAISES + answers[name]
        full.remove(name)
    for name in {"half": names[-2:], "blank": names}.get(kind, []):
        del answers[name]
        full.remove(name)
    return Submission(student, kind, answers, frozenset(full), frozenset(lost))


def _pick(variants: Sequence[Variant], exercise: str, chance: random.Random) -> Variant:
    return chance.choice([variant for variant in variants if variant.exercise == exercise])
