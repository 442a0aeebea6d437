"""What is run of a notebook, and what counts as an answer."""

import pytest

from autograder.errors import CourseError
from autograder.lessons import (
    Kind,
    SourceIndex,
    build_release,
    build_solution,
    plan,
    repair,
    substitute,
    untouched_exercises,
)
from autograder.lessons.notebook import new_cell


def test_cells_run_in_order(lesson, source):
    notebook = build_solution(lesson)
    notebook.cells.insert(4, new_cell("code", "mine", "helper = 1", {}))
    notebook.cells.insert(4, new_cell("code", "blank", "  \n", {}))
    planned = plan(repair(notebook, source).notebook, source)
    assert [(cell.kind, cell.exercise) for cell in planned] == [
        (Kind.GIVEN, ""), (Kind.EXERCISE, "total"), (Kind.OWN, ""), (Kind.EXERCISE, "mean"), (Kind.GIVEN, ""),
    ]  # fmt: skip
    assert [cell.index for cell in planned] == [1, 3, 5, 10, 12]
    assert planned[2].source == "helper = 1"
    assert not any(cell.untouched for cell in planned)


def test_stubs_are_untouched(lesson, source):
    planned = plan(build_release(lesson), SourceIndex(source))
    assert [cell.untouched for cell in planned] == [False, True, True, False]
    assert untouched_exercises(build_release(lesson), source) == {"total", "mean", "why_mean"}
    assert untouched_exercises(build_solution(lesson), source) == frozenset()


STUB = 'def mean(numbers):\n    """The mean of a list of numbers."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'


@pytest.mark.parametrize(
    ("answer", "untouched"),
    [
        (STUB, True),
        (STUB + "\n\n\n", True),
        (STUB.replace("# YOUR CODE HERE", "# I do not know how"), True),
        (STUB.replace("mean(numbers):", "mean( numbers ):  # of what?"), True),
        (STUB.replace("    ", "  "), True),
        ("", True),
        (STUB.replace("raise NotImplementedError()", "return 0"), False),
        (STUB + "\nmean = sum", False),
        (STUB + "\nraise (", False),
        (STUB.replace("numbers", "values"), False),
        (STUB + "\n'''", False),
        ("(" * 100_000 + "NotImplementedError", False),
    ],
)
def test_comments_and_blanks_are_no_answer(lesson, source, answer, untouched):
    notebook = substitute(build_solution(lesson), "mean", answer)
    assert (untouched_exercises(notebook, source) == {"mean"}) == untouched
    assert [cell.untouched for cell in plan(notebook, source) if cell.exercise == "mean"] in ([untouched], [])


def test_a_written_answer(lesson, source):
    question = "Why does the mean minimise the squared distance?\n\n"
    for answer, untouched in (("YOUR  ANSWER HERE\n", True), ("Because.", False)):
        notebook = substitute(build_solution(lesson), "why_mean", question + answer)
        assert (untouched_exercises(notebook, source) == {"why_mean"}) == untouched


def test_substitute_shares_all_but_the_answer(lesson):
    solution = build_solution(lesson)
    changed = substitute(solution, "mean", "mean = None")
    different = [i for i, (a, b) in enumerate(zip(solution.cells, changed.cells, strict=True)) if a is not b]
    assert [changed.cells[i].source for i in different] == ["mean = None"]
    assert solution == build_solution(lesson)
    with pytest.raises(CourseError, match="no answer cell of the exercise 'median'"):
        substitute(solution, "median", "")
