"""What is handed in: notebooks that are none, forged ones, what lies beside them, and the names of folders.

Each attack first succeeds where files are read as they commonly are; then one class, in which all of them are handed in
between honest students, is graded once.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course, Limits
from autograder.errors import SubmissionError
from autograder.gradebook.folders import MAX_EXTRA_BYTES
from autograder.lessons import read_built, read_submission, repair
from autograder.records import Report, Status
from autograder.sandbox.client import Zygote
from autograder.verbs import grading
from autograder.verbs.grade import grade_class
from autograder.verbs.tasks import fingerprint_submission
from tests.hostile.arena import fresh_course, what_the_student_sees
from tests.hostile.forging import BAD, FORGED, MANGLED, ODD, believe, changed, code, copy_of, notebook
from tests.hostile.handing_in import GOOD_NAMES, LONG_NAME, NAMES, OF_THE_COURSE, PATIENT, hand_in_everything, patient
from tests.hostile.victim import (
    ASSIGNMENT,
    CANARY,
    HONEST,
    POINTS,
    REPOSITORY,
    answered,
)
from tests.verbs.zygotes import SharedZygote

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_notebook_has_points_where_it_is_believed(name: str, victim: Course) -> None:
    assert believe(answered(victim, BAD)) == 0
    assert believe(changed(victim, BAD, FORGED[name])) > 0


@pytest.mark.parametrize("name", MANGLED)
def test_a_mangled_notebook_loses_points_where_it_is_believed(name: str, victim: Course) -> None:
    assert believe(answered(victim, HONEST)) == POINTS
    assert believe(changed(victim, HONEST, MANGLED[name])) < POINTS


@pytest.mark.parametrize("name", ODD)
def test_what_is_no_notebook(name: str, tmp_path: Path) -> None:
    odd = ODD[name]
    path = tmp_path / "notebook.ipynb"
    path.write_bytes(odd.data)
    if isinstance(odd.naive, type):
        with pytest.raises(odd.naive):
            json.loads(path.read_text(encoding="utf-8"))
    else:
        assert odd.naive(json.loads(path.read_text(encoding="utf-8"))), "it is no attack"
    if isinstance(odd.here, str):
        with pytest.raises(SubmissionError, match=odd.here):
            read_submission(path, Limits())
    else:
        read = read_submission(path, Limits())
        assert odd.here(read)
        nbformat.validate(read)


def test_500_mb_are_refused_by_their_size(tmp_path: Path) -> None:
    """With 200 MB of memory to spare, the usual reader ends; here nothing of it is read."""
    path = tmp_path / "notebook.ipynb"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    program = """if True:
        import json, pathlib, resource, sys
        from autograder.course import Limits
        from autograder.errors import SubmissionError
        from autograder.lessons import read_submission
        path = pathlib.Path(sys.argv[1])
        taken = int(pathlib.Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + 200_000_000,) * 2)
        try:
            json.loads(path.read_text())
        except MemoryError:
            print("naive: out of memory")
        try:
            read_submission(path, Limits())
        except SubmissionError as error:
            print("here:", error)
    """
    ran = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, cwd=REPOSITORY)
    assert ran.stdout.splitlines() == [
        "naive: out of memory",
        "here: the notebook is larger than 20 MB: clear its outputs and save it again",
    ]


def test_a_file_that_grows_after_its_size_was_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "notebook.ipynb"
    small, large, most = notebook(code()), notebook(code("x" * 100_000)), Limits(notebook_bytes=10_000)
    path.write_bytes(small)
    assert path.stat().st_size < most.notebook_bytes
    path.write_bytes(large)
    assert len(path.read_bytes()) > most.notebook_bytes, "who asks and then reads, reads more than was asked for"

    path.write_bytes(small)
    look = os.fstat

    def look_then_grow(descriptor: int) -> os.stat_result:
        found = look(descriptor)
        path.write_bytes(large)
        return found

    monkeypatch.setattr(os, "fstat", look_then_grow)
    with pytest.raises(SubmissionError, match="larger than"):
        read_submission(path, most)


def test_a_file_of_terabytes_is_not_hashed(tmp_path: Path) -> None:
    """It takes no room where it lies; to hash it would take an hour, in the process that hands out the work."""
    path = tmp_path / "n.ipynb"
    with path.open("wb") as file:
        file.truncate(2 << 40)
    assert path.stat().st_blocks == 0
    assert path.stat().st_size == 2 << 40
    first = fingerprint_submission(tmp_path, path.name, "g")
    with path.open("wb") as file:
        file.truncate(1 << 40)
    assert fingerprint_submission(tmp_path, path.name, "g") != first


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user")
def test_a_hard_link_needs_a_file_of_ones_own(tmp_path: Path) -> None:
    """It reads like the file itself, so who may make one decides: the kernel lets no other user, where it is protected."""
    if Path("/proc/sys/fs/protected_hardlinks").read_text().strip() != "1":
        pytest.skip("this host lets everybody link everything")
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(notebook(code(CANARY)))
    secret.chmod(0o600)
    os.link(secret, tmp_path / "linked.ipynb")
    assert read_submission(tmp_path / "linked.ipynb", Limits()).cells[0].source == CANARY, "it is no attack"
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        room.chmod(0o777)
        os.rename(secret, room / "secret.ipynb")
        program = "import os; os.setuid(65534); os.link('secret.ipynb', 'n.ipynb')"
        ran = subprocess.run(["/usr/bin/python3", "-c", program], cwd=room, capture_output=True, text=True)
        assert "PermissionError" in ran.stderr
        assert [file.name for file in room.iterdir()] == ["secret.ipynb"]


# --- the class in which all of this is handed in


@dataclass(frozen=True)
class Class:
    """A graded class: its folder, the reports by student, and what the course's own files were before and are after."""

    course: Course
    reports: dict[str, Report]
    before: dict[str, str]
    after: dict[str, str]

    def folder(self, student: str) -> Path:
        return self.course.submission_path(student, ASSIGNMENT).parent


def digests(course: Course, *names: str) -> dict[str, str]:
    """What stands in folders of the course: links as what they point to, files by their hash, large ones by their size."""
    found = {}
    walks = (walk for name in names for walk in os.walk(course.root / name))  # it leaves out what it cannot look into
    for path in sorted(Path(folder, name) for folder, folders, files in walks for name in (*folders, *files)):
        if len(os.fsencode(path)) > 1_000 or "__pycache__" in path.parts:  # that is Python's own
            continue
        if path.is_symlink():
            found[str(path)] = os.readlink(path)
        elif path.is_file():
            size = path.stat().st_size
            found[str(path)] = str(size) if size > 10**7 else hashlib.sha256(path.read_bytes()).hexdigest()
    return found


@pytest.fixture(scope="module")
def zygote(victim: Course) -> Iterator[Zygote]:
    with Zygote(PATIENT, preload=("torch",)) as zygote:
        yield zygote


@pytest.fixture(scope="module")
def graded(victim: Course, zygote: Zygote, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    """The class, graded once."""
    course = fresh_course(victim, tmp_path_factory.mktemp("files") / "course")
    course = patient(course)
    hand_in_everything(course)
    own = ("submitted", "source", "release", "solutions", "graders", "lessons")
    before = digests(course, *own)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.judging.grader.Zygote", SharedZygote(zygote))
        reports = {step.report.student: step.report for step in grade_class(course, ASSIGNMENT, workers=1)}
        grading.close_graders()
    yield Class(course, reports, before, digests(course, *own))
    shutil.rmtree(course.root)  # deeper than pytest's own cleaning dares


def test_every_honest_neighbour_has_full_marks(graded: Class) -> None:
    students = ("aaa", "mmm", "zzz", *GOOD_NAMES, "beside", "extra")
    assert {student: graded.reports[student].earned for student in students} == dict.fromkeys(students, POINTS)


def test_nobody_is_lost_and_nothing_that_was_handed_in_changes(graded: Class) -> None:
    assert set(graded.reports) == {folder.name for folder in (graded.course.root / "submitted").iterdir()}
    assert graded.after == graded.before


def test_nothing_is_written_elsewhere(graded: Class) -> None:
    root = graded.course.root
    assert [path.name for path in root.parent.iterdir()] == ["course"]
    made = {path.name for path in root.iterdir()} - {
        "lessons",
        "graders",
        "source",
        "release",
        "solutions",
        "submitted",
    }
    made -= {"course.toml", "nbgrader_config.py", "secret.txt"}
    assert {name for name in made if not name.startswith(".")} <= {
        "autograded",
        "feedback",
        "reports",
        "transcripts",
        "gradebook.db",
    }
    assert not (root / "owned").exists()


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_notebook_has_the_points_of_its_answers(name: str, graded: Class) -> None:
    report = graded.reports[f"forged-{name}"]
    assert (report.status, report.earned, report.points) == (Status.GRADED, 0, POINTS)
    assert report.repairs


@pytest.mark.parametrize("name", MANGLED)
def test_a_mangled_notebook_has_the_points_of_its_answers(name: str, graded: Class) -> None:
    report = graded.reports[f"mangled-{name}"]
    assert (report.status, report.earned, report.points) == (Status.GRADED, POINTS, POINTS)
    assert report.repairs


@pytest.mark.parametrize("name", ODD)
def test_what_is_no_notebook_has_no_points(name: str, graded: Class) -> None:
    report = graded.reports[f"odd-{name}"]
    assert report.earned == 0
    assert report.status is (Status.UNREADABLE if isinstance(ODD[name].here, str) else Status.GRADED)


def test_a_link_has_the_points_of_another_where_it_is_followed(graded: Class) -> None:
    solution = graded.course.submission_path("link-solution", ASSIGNMENT)
    assert f"{CANARY}-solution" in solution.read_text(encoding="utf-8")
    assert graded.course.submission_path("link-passwd", ASSIGNMENT).read_text() == Path("/etc/passwd").read_text()
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run(["cat", graded.course.submission_path("pipe", ASSIGNMENT)], timeout=0.5)


@pytest.mark.parametrize("name", ["solution", "classmate", "gradebook", "passwd", "endless", "itself", "nowhere"])
def test_a_link_is_not_followed(name: str, graded: Class) -> None:
    report = graded.reports[f"link-{name}"]
    assert (report.status, report.earned) == (Status.UNREADABLE, 0)
    assert report.reason == "the notebook cannot be opened: it must be a file, not a link"
    assert CANARY not in what_the_student_sees(graded.course, report)


@pytest.mark.parametrize("name", ["pipe", "folder"])
def test_what_is_no_file_is_not_read(name: str, graded: Class) -> None:
    report = graded.reports[name]
    assert (report.status, report.earned, report.reason) == (Status.UNREADABLE, 0, "the notebook is not a file")


@pytest.mark.parametrize("name", ["as-classmate", "as-solution"])
def test_a_folder_that_is_a_link_is_told_to_the_instructor(name: str, graded: Class) -> None:
    handed_in = graded.folder(name) / f"{ASSIGNMENT}.ipynb"
    assert believe(handed_in.read_text(encoding="utf-8")) == POINTS, "it is no attack"
    assert graded.reports[name].status is Status.UNGRADED
    assert "is a link" in graded.reports[name].reason
    assert not (graded.course.root / "autograded" / name).exists()


def test_a_module_of_a_known_name_is_imported_where_python_runs_beside_it(graded: Class, tmp_path: Path) -> None:
    for name in ("conftest.py", "torch.py"):
        (tmp_path / name).write_text(
            (graded.folder("beside") / name).read_text().replace(str(graded.course.root), str(tmp_path))
        )
    (tmp_path / "test_hidden.py").write_text("def test(): pass")
    subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], cwd=tmp_path, capture_output=True)
    assert (tmp_path / "owned").read_text() == "owned"
    assert graded.reports["beside"].has_full_marks
    assert not (graded.course.root / "owned").exists()


def test_of_the_files_beside_a_notebook_only_files_are_kept(graded: Class, tmp_path: Path) -> None:
    extra = graded.folder("extra")
    shutil.copytree(extra, tmp_path / "copy", ignore=lambda _, names: {*names} - {"secret.txt"})
    assert f"{CANARY}-file" in (tmp_path / "copy" / "secret.txt").read_text(), "it is no attack"
    assert (extra / "weights.bin").stat().st_size > MAX_EXTRA_BYTES, "a copy of it would fill the disk"
    with pytest.raises(OSError, match="too long"):
        os.listdir(f"{extra}/{'/'.join(['d' * 50] * 100)}")
    kept = graded.course.root / "autograded" / "extra" / ASSIGNMENT
    names = {path.relative_to(kept).as_posix() for path in kept.rglob("*") if not path.is_dir()}
    assert names - OF_THE_COURSE == {f"{ASSIGNMENT}.ipynb", "timestamp.txt", "hard.txt"}
    assert not list((graded.course.root / "feedback" / "extra").rglob("hard.txt")), "no student sees these"


@pytest.mark.parametrize("name", ["time-secret", "time-pipe", "time-endless", "time-large"])
def test_a_time_stamp_that_is_none(name: str, graded: Class) -> None:
    """Where it is copied with the feedback, the file that it names reaches the student; where it is read, nothing ends."""
    stamp = graded.folder(name) / "timestamp.txt"
    if name == "time-secret":
        assert stamp.is_file()
        assert stamp.read_text() == f"{CANARY}-file", "it is no attack"
    assert graded.reports[name].earned == POINTS
    for step in ("feedback", "autograded"):
        assert not (graded.course.root / step / name / ASSIGNMENT / "timestamp.txt").exists()


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_a_name_that_is_text_is_a_name(name: str, graded: Class) -> None:
    assert (graded.course.root / "feedback" / name / ASSIGNMENT / f"{ASSIGNMENT}.html").is_file()
    assert (graded.course.reports / ASSIGNMENT / f"{name}.json").is_file()


def test_a_name_of_two_lines_forges_a_line_and_a_long_one_is_no_file() -> None:
    assert f"{next(iter(NAMES))}: 0 points".splitlines()[1] == "admin: 4 points: 0 points"
    with pytest.raises(OSError, match="too long"):
        Path(f"/tmp/{LONG_NAME}.json.new").touch()
    with pytest.raises(UnicodeEncodeError):
        os.fsdecode(b"caf\xe9").encode()


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:20])
def test_a_name_that_is_more_than_text_is_told_to_the_instructor(name: str, graded: Class) -> None:
    report = graded.reports[name]
    assert report.status is Status.UNGRADED
    assert NAMES[name] in report.reason
    assert not (graded.course.root / "autograded" / name).exists()


def test_archives_write_elsewhere_and_grow_where_they_are_unpacked(graded: Class, tmp_path: Path) -> None:
    folder = graded.folder("archives")
    (tmp_path / "room").mkdir()
    with tarfile.open(folder / "traversal.tar") as bundle:
        trusting = {"filter": "fully_trusted"} if hasattr(tarfile, "fully_trusted_filter") else {}  # since 3.11.4
        bundle.extractall(tmp_path / "room", **trusting)
    assert (tmp_path / "escaped.txt").read_text() == "overwritten"
    with zipfile.ZipFile(folder / "bomb.zip") as archive:
        (zeros,) = archive.infolist()
    assert zeros.file_size > 500 * (folder / "bomb.zip").stat().st_size


def test_archives_are_not_opened(graded: Class) -> None:
    report = graded.reports["archives"]
    assert (report.status, report.earned) == (Status.MISSING, 0)
    kept = graded.course.root / "autograded" / "archives" / ASSIGNMENT
    assert {file.name for file in kept.iterdir()} - {"tests"} == {
        "answers.zip",
        "bomb.zip",
        "traversal.tar",
        "timestamp.txt",
    }
    for file in (REPOSITORY / "autograder").rglob("*.py"):
        nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
        names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
        assert not names & {"zipfile", "tarfile"}, f"{file} reads archives: fuzz it"
        assert "unpack_archive" not in file.read_text(encoding="utf-8")


def test_a_class_is_graded_again_without_a_change(graded: Class, zygote: Zygote) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("autograder.judging.grader.Zygote", SharedZygote(zygote))
        again = {step.report.student: step for step in grade_class(graded.course, ASSIGNMENT, workers=1)}
        grading.close_graders()
    assert {student: step.report.earned for student, step in again.items()} == {
        student: report.earned for student, report in graded.reports.items()
    }
    assert {student for student, step in again.items() if not step.was_skipped} == {
        student for student, report in graded.reports.items() if report.status is Status.UNGRADED
    }


def test_two_cells_of_one_name_are_two_cells(victim: Course) -> None:
    """Ids and names of a student's cells never become those of the course's."""
    source = read_built(victim.notebook_path("source", ASSIGNMENT))
    ids = {cell["id"] for cell in source.cells}
    text = changed(
        victim, HONEST, lambda cells: [*cells, *(copy_of(cell, metadata={}, source="mine") for cell in cells)]
    )
    path = victim.root.parent / "two.ipynb"
    path.write_text(text)
    repaired = repair(read_submission(path, Limits()), source).notebook
    found = [cell["id"] for cell in repaired.cells]
    assert len(found) == len(set(found))
    graded_ids = [cell["id"] for cell in repaired.cells if "nbgrader" in cell.metadata]
    assert set(graded_ids) <= ids
