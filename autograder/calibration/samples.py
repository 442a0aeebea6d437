"""From what trials measured to the samples of each threshold; what was caught without one is left out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from autograder.calibration.gates import Question, Samples
from autograder.calibration.trials import Kind, Measured, Trial
from autograder.records import Measure, Outcome, TestResult

Run = tuple[Trial, Measured]


def gather_samples(runs: Sequence[Run]) -> tuple[list[list[Samples]], list[str]]:
    """Sort the measured values of one exercise by test and threshold.

    Args:
        runs: the trials of the exercise, the reference's among them.

    Returns:
        For each test that measures, the samples of its thresholds in the order of asking; and a sentence for each right answer
        that is no basis for a threshold, because it fails a test for another reason.
    """
    honest = [run for run in runs if run[0].kind is not Kind.MUTANT]
    questions, refused = find_questions(runs)
    refused += [sentence for run in honest for sentence in _failures(run)]
    refused += _missing(honest, questions)
    if refused:
        return [], list(dict.fromkeys(refused))
    tests = dict.fromkeys(question.test for question in questions)
    return [[sample(runs, question) for question in questions if question.test == test] for test in tests], []


def find_questions(runs: Sequence[Run]) -> tuple[list[Question], list[str]]:
    """The thresholds that the reference was asked for, in order, and what is wrong with how they are asked."""
    found: dict[str, Question] = {}
    refused = []
    for trial, measured in (run for run in runs if run[0].kind is Kind.REFERENCE):
        seen: set[str] = set()
        for test, name, measure in _measures(measured.tests):
            question = Question(name, trial.exercise, test, measure.direction, measure.two_sided, measure.tiers)
            if name in seen:
                refused.append(f"the threshold {name} is measured twice in one run: give each its own name")
            elif found.setdefault(name, question) != question:
                refused.append(f"the threshold {name} is asked in different ways")
            seen.add(name)
    return list(found.values()), refused


def _measures(tests: Sequence[TestResult]) -> Iterator[tuple[str, str, Measure]]:
    for test in tests:
        yield from ((test.test.partition("[")[0], name, measure) for name, measure in test.measures.items())


def _failures(run: Run) -> Iterator[str]:
    trial, measured = run
    for test in measured.tests:
        if test.outcome is not Outcome.PASSED:
            said = (test.detail.strip().rpartition("\n")[2] if test.unexpected else test.message) or test.outcome
            yield f"{trial.label} of {trial.exercise} does not pass {test.test}, whatever the thresholds: {said} ({trial.salt})"


def _missing(honest: Sequence[Run], questions: Sequence[Question]) -> Iterator[str]:
    for trial, measured in honest:
        there = {name for _, name, _ in _measures(measured.tests)}
        for question in questions:
            if question.name not in there:
                yield f"the threshold {question.name} is not measured for {trial.label} ({trial.salt})"


def sample(runs: Sequence[Run], question: Question) -> Samples:
    """The values of one threshold."""
    alternatives: dict[str, tuple[float, ...]] = {}
    mutants: dict[str, tuple[float, ...]] = {}
    reference: tuple[float, ...] = ()
    for trial, measured in runs:
        values = tuple(
            m.value for test, name, m in _measures(measured.tests) if (test, name) == (question.test, question.name)
        )
        if trial.kind is Kind.REFERENCE:
            reference += values
        elif trial.kind is Kind.ALTERNATIVE:
            alternatives[trial.variant] = alternatives.get(trial.variant, ()) + values
        elif trial.caught_by == question.test:
            left = () if is_caught_outright(trial, measured) else values
            mutants[trial.variant] = mutants.get(trial.variant, ()) + left
    return Samples(question, reference, alternatives, mutants)


def is_caught_outright(trial: Trial, measured: Measured) -> bool:
    """Whether the test that a mutant names catches it wherever the gates stand: it raised, timed out, or measured NaN."""
    tests = measured.test(trial.caught_by)
    return any(
        test.outcome is not Outcome.PASSED or not all(math.isfinite(m.value) for m in test.measures.values())
        for test in tests
    )
