"""The sample class: each submission loses what it says, and every other is graded as if nothing had happened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.course import Course, find_course
from autograder.errors import CourseError
from autograder.gradebook import read_scores
from autograder.records import ExerciseResult, Outcome, Report, Status
from autograder.verbs.grade import grade_class
from autograder.verbs.sample import GARBAGE, SAMPLES, Desk, Sample, make_sample_course
from tests.verbs.real import REAL

pytestmark = pytest.mark.sandbox

# What each student's losses look like: an outcome, or words of the message.
LOOKS = {
    "finn": Outcome.NOT_ATTEMPTED,
    "emil": Outcome.NOT_ATTEMPTED,
    "gita": "your cell did not run: SyntaxError",
    "hugo": "your cell did not run: ZeroDivisionError",
    "ines": Outcome.TIMEOUT,
    "jonas": Outcome.TIMEOUT,
    "lars": Outcome.NOT_ATTEMPTED,
    "quin": Outcome.CRASH,
    "tara": "EOFError",
    "vera": "your cell did not run: ModuleNotFoundError",
}


class Class:
    """The graded class."""

    def __init__(self, course: Course) -> None:
        self.course, self.desk = course, Desk(course, REAL)
        self.reports = {step.report.student: step.report for step in grade_class(course, REAL, workers=2)}


@pytest.fixture(scope="module")
def graded(real_course: Course, tmp_path_factory: pytest.TempPathFactory) -> Class:
    """One run of the whole class, with two workers."""
    folder = tmp_path_factory.mktemp("sample") / "course"
    make_sample_course(real_course, folder, REAL)
    settings = folder / "course.toml"
    text = settings.read_text()
    for name in ("cell_seconds", "test_seconds"):  # the endless loops are to end sooner
        text = re.sub(rf"^{name} = .*", f"{name} = 2.0", text, flags=re.MULTILINE)
    settings.write_text(text)
    return Class(find_course(folder))


def exercises(report: Report) -> dict[str, ExerciseResult]:
    return {result.exercise: result for result in report.exercises if not result.manual}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.student)
def test_a_submission_loses_exactly_what_it_says(graded: Class, sample: Sample) -> None:
    report, loses = graded.reports[sample.student], sample.loses(graded.desk)
    if loses is None:
        assert report.status in (Status.MISSING, Status.UNREADABLE)
        assert report.earned == 0
        return
    assert report.status is Status.GRADED
    results = exercises(report)
    assert {name for name, result in results.items() if result.earned < result.points} == set(loses)
    assert report.unexpected == ()
    assert report.points == 62


@pytest.mark.parametrize("student", LOOKS)
def test_a_loss_is_told_as_what_it_is(graded: Class, student: str) -> None:
    sample = next(sample for sample in SAMPLES if sample.student == student)
    results, look = exercises(graded.reports[student]), LOOKS[student]
    for name in sample.loses(graded.desk) or ():
        for test in results[name].tests:
            assert test.outcome is look if isinstance(look, Outcome) else look in test.message


def test_everybody_is_in_the_gradebook_with_the_same_points(graded: Class) -> None:
    scores = read_scores(graded.course, REAL)
    assert set(scores) == set(graded.reports) == {sample.student for sample in SAMPLES}
    for student, report in graded.reports.items():
        auto = {name: score.auto for name, score in scores[student].items()}
        assert {name: result.earned for name, result in exercises(report).items()}.items() <= auto.items()


def test_repairs_and_reasons_are_told(graded: Class) -> None:
    told = {student: " ".join((*report.repairs, report.reason)) for student, report in graded.reports.items()}
    words = {"lars": "answer cell", "mona": "public test", "nils": "public test", "kira": "no ", "uwe": "JSON"}
    assert {student for student, text in told.items() if text.strip()} == set(words)
    assert all(said in told[student] for student, said in words.items())


def test_everybody_has_feedback(graded: Class) -> None:
    for student in graded.reports:
        page = graded.course.root / "feedback" / student / REAL / f"{REAL}.html"
        assert page.is_file(), student
        assert "BEGIN SOLUTION" not in page.read_text()


def test_the_next_run_grades_nobody_again(graded: Class) -> None:
    again = list(grade_class(graded.course, REAL, workers=1))
    assert all(step.was_skipped for step in again)
    assert {step.report.student: step.report for step in again} == graded.reports


# --- making it


def test_a_sample_is_made_again_over_itself_and_over_nothing_else(real_course: Course, tmp_path: Path) -> None:
    folder = tmp_path / "class"
    made = make_sample_course(real_course, folder, REAL)
    assert len(made) == len(SAMPLES) >= 12
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    stale = folder / "submitted" / "kira" / REAL / f"{REAL}.ipynb"
    stale.write_text(GARBAGE)
    make_sample_course(real_course, folder, REAL)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.tex").write_text("years of work")
    with pytest.raises(CourseError, match="is not empty, and no sample"):
        make_sample_course(real_course, other, REAL)
    assert [path.name for path in other.iterdir()] == ["thesis.tex"]


def test_what_a_sample_cannot_be_made_of_or_in(real_course: Course, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CourseError, match="cannot be made"):
        make_sample_course(real_course, tmp_path / "file", REAL)
    with pytest.raises(CourseError, match="no lesson makes"):
        make_sample_course(real_course, tmp_path / "new", "00_99_other")
    assert not (tmp_path / "new").exists()


def test_the_table_in_the_documentation_says_what_comes_out(graded: Class) -> None:
    text = (Path(__file__).parents[2] / "docs" / "sample-class.md").read_text()
    rows = [
        [cell.strip() for cell in line.strip("| ").split(" | ")] for line in text.splitlines() if line.count("|") == 6
    ]
    told = {student: (about, points, lost) for student, about, points, lost, _ in rows[2:]}
    assert told.keys() == graded.reports.keys()
    for sample in SAMPLES:
        about, points, lost = told[sample.student]
        results = exercises(graded.reports[sample.student])
        losses = [f"`{name}` {r.earned:g}/{r.points:g}" for name, r in results.items() if r.earned < r.points]
        assert about == sample.about
        assert points == f"{graded.reports[sample.student].earned:g}"
        assert lost == ("everything" if len(losses) == len(results) else ", ".join(losses) or "–")
