"""The course's own lessons: what is committed is what they build, and their public tests tell right from blank."""

import contextlib
import io
import json
import warnings
from pathlib import Path

import pytest

from autograder.course import find_course
from autograder.lessons import (
    build_files,
    build_otter_tests,
    build_release,
    build_solution,
    named_targets,
    parse_lesson,
)
from autograder.lessons.regions import open_lines, secret_lines
from autograder.verbs.build import find_targets

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of a library that otter imports
    from otter.test_files.exception_test import ExceptionTestFile

COURSE = find_course(Path(__file__).parent)
LESSONS = sorted(COURSE.lessons.glob("*/*.py"))
KINDS = ("source", "release", "solutions")


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def lesson(request):
    return parse_lesson(request.param)


def test_there_are_lessons():
    assert LESSONS


def test_what_is_committed_is_what_the_lesson_builds(lesson):
    for kind, files in build_files(lesson, find_targets(COURSE, lesson.assignment)).items():
        folder = COURSE.root / kind / lesson.assignment
        present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        present = {name for name in present if ".ipynb_checkpoints" not in name}
        assert present == files.keys(), f"run `autograder build {lesson.assignment}`"
        stale = [name for name, data in files.items() if (folder / name).read_bytes() != data]
        assert stale == [], f"run `autograder build {lesson.assignment}`"


def test_every_target_that_a_lesson_tells_is_calibrated(lesson):
    missing = set(named_targets(lesson)) - set(find_targets(COURSE, lesson.assignment))
    assert not missing, f"run `autograder calibrate {lesson.assignment}`"


def test_no_folder_without_a_lesson():
    assignments = {parse_lesson(path).assignment for path in LESSONS}
    for kind in KINDS:
        assert {path.name for path in (COURSE.root / kind).iterdir() if path.is_dir()} == assignments


def test_no_file_of_a_release_has_a_line_that_only_a_solution_has(lesson):
    """Searched in the bytes of every file. What the lesson itself shows elsewhere, hints too, is no secret."""
    shown = "\n".join(line for cell in lesson.cells for line in open_lines(cell.source))
    secrets = {line for cell in lesson.cells for _, line in secret_lines(cell.source) if len(line) > 12}
    secrets = {line for line in secrets if line.partition("  #")[0] not in shown}
    assert len(secrets) > 10
    files = build_files(lesson)
    for name, data in files["release"].items():
        assert [line for line in secrets if json.dumps(line, ensure_ascii=False)[1:-1].encode() in data] == [], name
    solved = files["solutions"][f"{lesson.assignment}.ipynb"]
    assert all(json.dumps(line, ensure_ascii=False)[1:-1].encode() in solved for line in secrets)


def run(notebook) -> dict:
    namespace: dict = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.metadata.journey["kind"] in ("given", "exercise"):
            with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
                exec(cell.source, namespace)
    return namespace


@pytest.mark.filterwarnings("default")  # a lesson may show what warns
def test_public_tests_pass_on_the_solution_and_fail_on_the_stubs(lesson):
    solved, blank = run(build_solution(lesson)), run(build_release(lesson))
    for name, text in build_otter_tests(lesson).items():
        for namespace, expected in ((solved, True), (blank, False)):
            file = ExceptionTestFile.from_string(text)
            file.run(namespace)
            (result,) = file.test_case_results
            assert result.passed == expected, f"{name}: {result.message}"
