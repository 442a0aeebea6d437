from __future__ import annotations

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from autograder.course import Course
from autograder.errors import GradebookError
from autograder.gradebook import GradebookWriter, read_scores
from tests.gradebook.nbgrader_api import open_api
from tests.gradebook.sample import ASSIGNMENT, MAX, hand_in, make_report, release_notebook, source_notebook
from tests.gradebook.test_writer import dump, grade_by_hand


def cells(api: NbGraderAPI) -> dict[str, object]:
    """All that is recorded of the assignment, ids aside."""
    with api.gradebook as gradebook:
        notebook = gradebook.find_notebook(ASSIGNMENT, ASSIGNMENT)
        return {
            "kernelspec": notebook.kernelspec,
            "grade": [(c.name, c.max_score, c.cell_type) for c in notebook.grade_cells],
            "solution": [c.name for c in notebook.solution_cells],
            "source": [(c.name, c.cell_type, c.locked, c.source, c.checksum) for c in notebook.source_cells],
            "course": notebook.assignment.course_id,
        }


def test_prepare_records_what_generate_assignment_records(course: Course) -> None:
    with GradebookWriter(course) as writer:
        writer.prepare(ASSIGNMENT, source_notebook())
    ours = cells(open_api(course))
    (course.root / "gradebook.db").rename(course.root / "ours.db")
    with GradebookWriter(course):  # an empty one
        pass
    result = open_api(course).generate_assignment(ASSIGNMENT)
    assert result["success"], result["log"]
    assert cells(open_api(course)) == ours


def test_generate_assignment_agrees_with_a_prepared_gradebook_that_has_submissions(
    course: Course, writer: GradebookWriter
) -> None:
    hand_in(course, "ada", release_notebook())
    writer.write(make_report("ada"), release_notebook())
    result = open_api(course).generate_assignment(ASSIGNMENT)
    assert result["success"], result["log"]
    assert read_scores(course, ASSIGNMENT)["ada"]["scale"].auto == 6.0


def test_preparing_again_changes_nothing(course: Course, writer: GradebookWriter) -> None:
    before = dump(course)
    writer.prepare(ASSIGNMENT, source_notebook())
    assert dump(course) == before


def test_points_change_and_manual_grades_stay(course: Course, writer: GradebookWriter, stock: Gradebook) -> None:
    writer.write(make_report("ada", add=1), release_notebook())
    grade_by_hand(stock, "ada", "add", 3.0)
    writer.prepare(ASSIGNMENT, source_notebook({**MAX, "add": 8.0}))
    score = read_scores(course, ASSIGNMENT)["ada"]["add"]
    assert (score.auto, score.manual, score.max) == (1.0, 3.0, 8.0)


def test_an_exercise_comes_and_goes(course: Course, writer: GradebookWriter) -> None:
    writer.prepare(ASSIGNMENT, source_notebook({"add": 4.0, "why": 3.0}))
    with pytest.raises(GradebookError, match="differ about scale"):
        writer.write(make_report("ada"), release_notebook())
    writer.prepare(ASSIGNMENT, source_notebook())
    writer.write(make_report("ada"), release_notebook())
    writer.prepare(ASSIGNMENT, source_notebook({"add": 4.0, "why": 3.0}))
    assert set(read_scores(course, ASSIGNMENT)["ada"]) == {"add", "why"}
    writer.prepare(ASSIGNMENT, source_notebook())
    assert not writer.is_written(make_report("ada"))
    writer.write(make_report("ada"), release_notebook())
    assert read_scores(course, ASSIGNMENT)["ada"]["scale"].auto == 6.0


@pytest.mark.parametrize("by_hand", ["score", "extra credit", "comment"])
def test_what_a_person_gave_is_never_dropped_with_its_exercise(
    course: Course, writer: GradebookWriter, stock: Gradebook, by_hand: str
) -> None:
    writer.write(make_report("ada"), release_notebook())
    grade = stock.find_grade("scale", ASSIGNMENT, ASSIGNMENT, "ada")
    if by_hand == "score":
        grade.manual_score = 5.0
    elif by_hand == "extra credit":
        grade.extra_credit = 1.0
    else:
        stock.find_comment("scale-answer", ASSIGNMENT, ASSIGNMENT, "ada").manual_comment = "see me"
    stock.db.commit()
    before = dump(course)
    with pytest.raises(GradebookError, match=r"scale.* by hand"):
        writer.prepare(ASSIGNMENT, source_notebook({"add": 4.0, "why": 3.0}))
    assert dump(course) == before


@pytest.mark.parametrize("points", [float("nan"), float("inf"), -1.0])
def test_points_that_are_no_points(writer: GradebookWriter, points: float) -> None:
    with pytest.raises(GradebookError, match="cannot be worth"):
        writer.prepare(ASSIGNMENT, source_notebook({**MAX, "add": points}))
