"""Graders are graded: every mutant is caught by the test that it names, every alternative has full marks.

That takes its time. `autograder audit` has judged all answers to an exercise under ten salts, `autograder calibrate --verify`
has trained them over twenty seeds, and other tests hold that their committed results are of the graders as they are. Here stand
the answers of which no such result says anything, and for each audited exercise the first mutant: the engine may have changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from autograder.course import Course, assignment_name, find_course
from autograder.lessons import exercises_of, parse_lesson, read_built
from autograder.records import Outcome
from autograder.testing import Variant, load_variants
from autograder.verbs.audited import read_audits
from autograder.verbs.build import find_assignments
from autograder.verbs.calibrated import read_result
from tests.bench import Bench
from tests.verbs.real import REPOSITORY, build_real_course

COURSE = find_course(REPOSITORY)
GRADED = [name for name in find_assignments(COURSE) if list(COURSE.graders.glob(f"{name[:2]}_*/{name[3:]}"))]

# The spine of the learning paths; the others have more than they need.
CORE = {
    *("00_01_linear_algebra", "00_02_probability_and_statistics", "00_03_information_theory"),
    *("00_04_optimisation_methods", "00_05_pytorch_basics", "00_06_convolutional_networks"),
    *("01_01_vanilla_autoencoder", "01_04_variational_autoencoder"),
    *("02_01_gan_basics", "02_02_dcgan", "02_09_gan_evaluation"),
}


def variants(assignment: str, folder: str) -> tuple[Variant, ...]:
    return load_variants(COURSE.grader_path(assignment) / folder)


VERIFIED = {
    (assignment, exercise)
    for assignment, exercises in read_result(COURSE).get("assignments", {}).items()
    for exercise, found in exercises.items()
    if not found["mistakes"] and found["mutant_runs"] and found["honest_runs"]
}

AUDITED = {
    (assignment, found.exercise)
    for assignment, audit in read_audits(COURSE).items()
    for found in audit.findings
    if not audit.problems
}
JUDGED = VERIFIED | AUDITED


def ours(folder: str) -> list[tuple[str, Variant]]:
    """Those that nobody has judged before us, and the first wrong answer to what was audited."""
    chosen, begun = [], set(VERIFIED)
    for name in GRADED:
        for each in variants(name, folder):
            exercise = (name, each.exercise)
            if exercise not in JUDGED or (folder == "mutants" and exercise not in begun):
                chosen.append((name, each))
            begun.add(exercise)
    return chosen


MUTANTS, ALTERNATIVES = ours("mutants"), ours("alternatives")


def label(value: object) -> str:
    return f"{value.exercise}-{value.name}" if isinstance(value, Variant) else str(value)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return build_real_course(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def bench(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with Bench(course, tmp_path_factory.mktemp("bench")) as bench:
        yield bench


def test_there_is_a_grader_to_grade() -> None:
    assert "00_01_linear_algebra" in GRADED
    assert {assignment_name(COURSE.lesson_path(name)) for name in GRADED} == set(GRADED)
    assert set(GRADED) >= CORE


@pytest.mark.parametrize(("assignment", "mutant"), MUTANTS, ids=label)
def test_a_mutant_is_caught_by_the_test_that_it_names(assignment: str, mutant: Variant, bench: Bench) -> None:
    result = bench.grade(assignment, mutant.exercise, {mutant.exercise: mutant.source})
    caught = {test.test.partition("[")[0]: test for test in result.tests if test.outcome is not Outcome.PASSED}
    assert mutant.caught_by in caught, f"caught by {sorted(caught)}"
    assert result.earned < result.points
    assert not any(test.unexpected for test in result.tests), "a misconception is no surprise to a grader"


@pytest.mark.parametrize(("assignment", "alternative"), ALTERNATIVES, ids=label)
def test_an_alternative_has_full_marks(assignment: str, alternative: Variant, bench: Bench) -> None:
    result = bench.grade(assignment, alternative.exercise, {alternative.exercise: alternative.source})
    assert [f"{t.test}: {t.message}" for t in result.tests if t.outcome is not Outcome.PASSED] == []
    assert result.earned == result.points


@pytest.mark.parametrize("assignment", GRADED)
def test_the_reference_passes_under_any_salt(assignment: str, course: Course, bench: Bench) -> None:
    """The inputs are another course's, and the answers are right all the same."""
    own = course.settings
    built = exercises_of(read_built(course.notebook_path("source", assignment)))
    only = frozenset(exercise.name for exercise in built if (assignment, exercise.name) not in VERIFIED)
    try:
        for salt in ("grains of salt", "grains of sand", "grains of rice"):
            course.settings = own.model_copy(update={"salt": salt})
            report = bench.grade_reference(assignment, only)
            tests = [test for exercise in report.exercises for test in exercise.tests]
            assert [f"{t.test}: {t.message}" for t in tests if t.outcome is not Outcome.PASSED] == []
            assert report.has_full_marks
    finally:
        course.settings = own


@pytest.mark.parametrize("assignment", GRADED)
def test_every_exercise_is_asked_three_times_for_its_points(assignment: str, course: Course, bench: Bench) -> None:
    report = bench.grade_reference(assignment)
    lesson = {exercise.name: exercise for exercise in parse_lesson(COURSE.lesson_path(assignment)).exercises}
    built = exercises_of(read_built(course.notebook_path("source", assignment)))
    assert [exercise.exercise for exercise in report.exercises] == [exercise.name for exercise in built] == list(lesson)
    for exercise in report.exercises:
        if not exercise.manual:
            assert sum(test.points for test in exercise.tests) == pytest.approx(lesson[exercise.exercise].points)
            assert len({test.test.partition("[")[0] for test in exercise.tests}) >= 3, exercise.exercise
            assert all(test.asked != test.test for test in exercise.tests), "a docstring says what is asked"
            assert len({test.asked for test in exercise.tests}) == len(exercise.tests)


@pytest.mark.parametrize("assignment", GRADED)
def test_every_exercise_has_mutants_and_alternatives_that_say_what_they_are(assignment: str, course: Course) -> None:
    built = exercises_of(read_built(course.notebook_path("source", assignment)))
    exercises = {exercise.name for exercise in built if not exercise.manual}
    for folder, fewest in (
        ("mutants", 5 if assignment in CORE else 3),
        ("alternatives", 2 if assignment in CORE else 1),
    ):
        found = variants(assignment, folder)
        assert all(variant.about for variant in found), "a docstring says what it is"
        assert len({variant.name for variant in found}) == len(found), "names are unique"
        counts = Counter(variant.exercise for variant in found)
        assert set(counts) == exercises
        assert min(counts.values()) >= fewest, counts
    assert all(variant.caught_by for variant in variants(assignment, "mutants"))
    assert not any(variant.caught_by for variant in variants(assignment, "alternatives"))
