"""Audit a grader: run right answers, wrong ones and generated ones through the engine, and say what it does with them.

Trials are kept as soon as they are over, under a key that names all that they depend on: an audit that was interrupted, or in
which one test changed, goes on where it was.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch

from autograder.audit import (
    FILLINGS,
    GROSS,
    SHOW_SEEN,
    Answered,
    Audit,
    Finding,
    Generated,
    Judged,
    Public,
    Store,
    Trial,
    can_wrap,
    choose_sample,
    close_bench,
    find_mark_faults,
    gross_mistake,
    judge_generated,
    judge_mutant,
    judge_right_answer,
    lookup,
    read_marks,
    read_seen,
    recording,
    run_trial,
    weigh_tests,
)
from autograder.course import Course
from autograder.errors import CourseError, GraderError
from autograder.lessons import Exercise, parse_lesson, read_built
from autograder.testing import Variant
from autograder.verbs.asked import find_variants
from autograder.verbs.audited import (
    digest,
    find_generated,
    fingerprint_audited,
    fingerprint_judged,
    fingerprint_public,
    write_audit,
)
from autograder.verbs.calibrate import require_current
from autograder.verbs.calibrated import read_result
from autograder.verbs.tasks import require_built, watch_grader
from autograder.workers import open_executor, run_all

REPEATS = 10
SAMPLE = 5  # generated mutants of an exercise that trains
REFERENCE = "reference"
PRELOAD = ("autograder.startup", "autograder.audit.trials")


@dataclass(frozen=True)
class Step:
    """One more trial is over.

    Attributes:
        total: trials of this round.
        done: of them, so far.
        known: of those, how many had been run before.
        trial: the one that is over.
    """

    total: int
    done: int
    known: int
    trial: Trial


OnStep = Callable[[Step], None]


def audit_assignment(
    course: Course,
    assignment: str,
    *,
    exercises: Sequence[str] = (),
    repeats: int = REPEATS,
    sample: int = SAMPLE,
    jobs: int = 1,
    on_step: OnStep = lambda step: None,
) -> Audit:
    """Audit the grader of an assignment, and write down what was found.

    Args:
        course: the course.
        assignment: which one.
        exercises: only these, and nothing is written; all if empty.
        repeats: salts under which right answers and hand-written mutants are asked, where nothing is trained.
        sample: how many of the generated mutants of an exercise that trains are run.
        jobs: processes at once.
        on_step: told of each trial.

    Raises:
        CourseError: if the assignment is not there, is not built from its lesson, or has no such exercise.
        GraderError: if the grader does not load, the reference cannot be graded, or the grader is changed meanwhile.
    """
    require_built(course, assignment)
    require_current(course, assignment)
    require_unchanged = watch_grader(course, assignment)
    plans = _plan(course, assignment, exercises, repeats, sample)
    store = Store(course.root / "build" / "audit" / f"{assignment}.jsonl")
    _run([trial for plan in plans for trial in plan.trials()], store, jobs, on_step, require_unchanged)
    lookups = {plan.name: plan.lookups(store) for plan in plans}
    again = [trial for pairs in lookups.values() for pair in pairs for trial in pair]
    _run(again, store, jobs, on_step, require_unchanged)
    made_with = {"python": platform.python_version(), "torch": torch.__version__}
    findings = tuple(plan.find(store, lookups[plan.name]) for plan in plans)
    audit = Audit(assignment=assignment, repeats=repeats, made_with=made_with, findings=findings)
    if not exercises:
        write_audit(course, audit)
    return audit


def _plan(course: Course, assignment: str, exercises: Sequence[str], repeats: int, sample: int) -> list[_Plan]:
    lesson = parse_lesson(course.lesson_path(assignment))
    known = {exercise.name: exercise for exercise in lesson.exercises if not exercise.manual}
    if unknown := sorted(set(exercises) - set(known)):
        raise CourseError(f"{assignment} has no exercise {', '.join(unknown)}; it has {', '.join(known)}")
    verified = read_result(course).get("assignments", {}).get(assignment, {})
    return [
        _Plan(
            course,
            assignment,
            exercise,
            repeats,
            sample,
            verified.get(name, {}),
            fingerprint_audited(course, assignment, name),
        )
        for name, exercise in known.items()
        if not exercises or name in exercises
    ]


def _run(
    trials: Iterable[Trial], store: Store, jobs: int, on_step: OnStep, require_unchanged: Callable[[], None]
) -> None:
    """Run what has not been run yet."""
    by_key = {trial.key: trial for trial in _in_order(trials)}
    missing = [trial for key, trial in by_key.items() if store.get(key) is None]
    known = done = len(by_key) - len(missing)
    jobs = max(1, min(jobs, len(missing)))
    try:
        with open_executor(jobs, preload=PRELOAD) as executor:
            for finished in run_all(executor, run_trial, missing, jobs):
                if finished.error is not None:
                    raise finished.error
                assert finished.result is not None
                require_unchanged()
                store.put(finished.result)
                done += 1
                on_step(Step(len(by_key), done, known, finished.task))
    finally:
        close_bench()


def _in_order(trials: Iterable[Trial]) -> list[Trial]:
    """Every answer once, then the repeats, answer by answer: a notebook that is asked again runs its cells once."""
    listed = list(trials)
    first = {(trial.exercise, trial.answer, trial.is_public): trial.key for trial in reversed(listed)}
    about = {trial.key: (trial.exercise, trial.answer, trial.is_public) for trial in listed}
    return sorted(listed, key=lambda trial: (first[about[trial.key]] != trial.key, about[trial.key]))


@dataclass(frozen=True)
class _Plan:
    """What is asked about one exercise, and what the answers say."""

    course: Course
    assignment: str
    exercise: Exercise
    repeats: int
    sample: int
    verified: Mapping[str, Any]  # what calibration found, where it trained every answer; else nothing
    fingerprint: str  # when the audit began: what is changed meanwhile is not audited

    @property
    def name(self) -> str:
        return self.exercise.name

    @property
    def is_trained(self) -> bool:
        return bool(self.exercise.seconds)

    @cached_property
    def solution(self) -> str:
        notebook = read_built(self.course.notebook_path("solutions", self.assignment))
        cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
        of_it = (cell for cell in cells if cell["metadata"].get("journey", {}).get("exercise") == self.name)
        return next(str(c["source"]) for c in of_it if c["metadata"]["journey"].get("kind") == "exercise")

    @cached_property
    def _variants(self) -> tuple[Variant, ...]:
        return find_variants(self.course, self.assignment, self.name)

    @property
    def _alternatives(self) -> list[Variant]:
        return [variant for variant in self._variants if not variant.caught_by]

    @property
    def _mutants(self) -> list[Variant]:
        return [variant for variant in self._variants if variant.caught_by]

    @cached_property
    def _made(self) -> tuple[Generated, ...]:
        return find_generated(parse_lesson(self.course.lesson_path(self.assignment)), self.name)

    @cached_property
    def _generated(self) -> tuple[Generated, ...]:
        return choose_sample(self._made, self.sample) if self.is_trained else self._made

    @property
    def _kinds(self) -> tuple[str, ...]:
        if not can_wrap(self.solution, self.name):
            return ()
        return ("missing_return",) if self.is_trained else tuple(GROSS)

    @cached_property
    def _fingerprints(self) -> tuple[str, str]:
        lesson = parse_lesson(self.course.lesson_path(self.assignment))
        public = fingerprint_public(lesson, self.name)
        return fingerprint_judged(self.course, self.assignment, self.name), public

    # --- trials

    def trials(self) -> Iterator[Trial]:
        """All that need nothing of each other."""
        yield self._public(REFERENCE, "")
        if not self.verified:
            yield from self._hidden_all(REFERENCE, "")
            for variant in self._variants:
                yield from self._hidden_all(variant.name, variant.source)
        else:
            yield self._hidden(REFERENCE, "")
        for variant in self._alternatives:
            yield self._public(variant.name, variant.source)
        for mutant in self._generated:
            yield self._hidden(mutant.id, mutant.source)
        for kind in self._kinds:
            source = gross_mistake(self.solution, self.name, kind)
            yield from (self._hidden(kind, source), self._public(kind, source))
        if recorder := self._recorder():
            yield recorder

    def lookups(self, store: Store) -> list[tuple[Trial, Trial]]:
        """Answers that know the visible inputs alone, once these are known: each before the public test and the hidden ones."""
        recorder = self._recorder()
        if recorder is None:
            return []
        recorded = _of(store, recorder)
        if not recorded.is_accepted:
            raise GraderError(
                f"the public test of {recorder.exercise} refuses the reference while its inputs are recorded"
            )
        seen = read_seen(recorded.text)
        sources = {f"lookup_{filling}": lookup(self.solution, self.name, seen, filling) for filling in FILLINGS}
        return [(self._public(name, source), self._hidden(name, source)) for name, source in sources.items()]

    def _recorder(self) -> Trial | None:
        if self.is_trained or not can_wrap(self.solution, self.name):
            return None
        return self._public("recorder", recording(self.solution, self.name), SHOW_SEEN)

    def _hidden_all(self, answer: str, source: str) -> list[Trial]:
        return [self._hidden(answer, source, number) for number in range(1 if self.is_trained else self.repeats)]

    def _hidden(self, answer: str, source: str, number: int = 0) -> Trial:
        salt = f"audit-{number}"
        key = digest(["hidden", self.assignment, self._fingerprints[0], source, salt, torch.__version__])
        return Trial(self.course.root, self.assignment, self.name, answer, source, salt, key)

    def _public(self, answer: str, source: str, epilogue: str = "") -> Trial:
        key = digest(["public", self.assignment, self._fingerprints[1], source, epilogue, torch.__version__])
        return Trial(self.course.root, self.assignment, self.name, answer, source, "", key, epilogue)

    # --- verdicts

    def find(self, store: Store, lookups: Sequence[tuple[Trial, Trial]]) -> Finding:
        """What the trials say."""
        reference = [_of(store, trial) for trial in self._reference_trials()]
        mutants = self._judge_mutants(store)
        marks = [mark for mark in read_marks(self.course.grader_path(self.assignment)) if mark.exercise == self.name]
        marked = {mark.id for mark in marks}
        generated = [
            judge_generated(
                each.id,
                each.diff,
                _of(store, self._hidden(each.id, each.source)),
                self.solution,
                is_equivalent=each.id in marked,
            )
            for each in self._generated
        ]
        faults = find_mark_faults(marks, {self.name: self._made})
        faults += [
            f"{each.name} is marked as equivalent, and {each.caught_by[0]} catches it"
            for each in generated
            if each.is_equivalent and each.is_right
        ]
        return Finding(
            exercise=self.name,
            fingerprint=self.fingerprint,
            points=sum(test.points for test in reference[0].tests),
            is_trained=self.is_trained,
            cpu_seconds=float(f"{min(run.cpu_seconds for run in reference):.2g}"),
            reference=judge_right_answer(REFERENCE, "", reference),
            alternatives=tuple(self._judge_alternatives(store)),
            mutants=tuple(mutants),
            made=len(self._made),
            asked=len(generated),
            equivalent=sum(each.is_equivalent for each in generated),
            caught=sum(each.is_right and not each.is_equivalent for each in generated),
            generated=tuple(generated),
            tests=weigh_tests(reference[0], mutants, generated),
            public=self._judge_public(store, lookups),
            marks=tuple(faults),
        )

    def _reference_trials(self) -> list[Trial]:
        return [self._hidden(REFERENCE, "")] if self.verified else self._hidden_all(REFERENCE, "")

    def _judge_alternatives(self, store: Store) -> Iterator[Judged]:
        for variant in self._alternatives:
            if self.verified:
                yield self._verified(variant)
            else:
                runs = [_of(store, trial) for trial in self._hidden_all(variant.name, variant.source)]
                yield judge_right_answer(variant.name, variant.about, runs)

    def _judge_mutants(self, store: Store) -> list[Judged]:
        if self.verified:
            return [self._verified(variant) for variant in self._mutants]
        return [
            judge_mutant(
                variant.name,
                variant.about,
                variant.caught_by,
                [_of(store, trial) for trial in self._hidden_all(variant.name, variant.source)],
                self.solution,
            )
            for variant in self._mutants
        ]

    def _verified(self, variant: Variant) -> Judged:
        """The verdict of calibration, which trained this answer over seeds and named every run that went wrong."""
        odd = sum(mistake.split(" of ")[0] == variant.name for mistake in self.verified["mistakes"])
        caught_by = (variant.caught_by,) if variant.caught_by else ()
        return Judged(
            name=variant.name,
            about=variant.about,
            caught_by=caught_by,
            named=variant.caught_by,
            is_right=True,
            odd=odd,
            by_calibration=True,
        )

    def _judge_public(self, store: Store, lookups: Sequence[tuple[Trial, Trial]]) -> Public:
        answers = [(REFERENCE, "")] + [(variant.name, variant.source) for variant in self._alternatives]
        refused = [name for name, source in answers if not _of(store, self._public(name, source)).is_accepted]
        gross, missed = [], []
        for kind in self._kinds:
            source = gross_mistake(self.solution, self.name, kind)
            if _of(store, self._hidden(kind, source)).caught_by:
                gross.append(kind)
                if _of(store, self._public(kind, source)).is_accepted:
                    missed.append(kind)
        shares = [_of(store, hidden).share for public, hidden in lookups if _of(store, public).is_accepted]
        return Public(
            refused=tuple(refused),
            gross=tuple(gross),
            missed=tuple(missed),
            lookup=round(max(shares), 3) if shares else None,
        )


def _of(store: Store, trial: Trial) -> Answered:
    found = store.get(trial.key)
    assert found is not None, trial
    return found
