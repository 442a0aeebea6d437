"""A class in which everything hostile is handed in, between honest students."""

from __future__ import annotations

import os
import tarfile
import zipfile
from contextlib import suppress
from pathlib import Path

from autograder.course import Course, Limits, find_course
from tests.hostile.forging import BAD, FORGED, MANGLED, ODD, changed
from tests.hostile.victim import (
    ASSIGNMENT,
    HONEST,
    WRONG,
    answered,
    hand_in,
    write,
)

PATIENT = Limits(notebook_bytes=2_000_000, cell_seconds=30, cells_seconds=60, test_seconds=30)


def patient(course: Course) -> Course:
    """The course, with time for its notebooks: nothing here is about that, and the machine may be busy."""
    path = course.root / "course.toml"
    head, _, _ = path.read_text(encoding="utf-8").partition("[limits]")
    limits = {name: value for name, value in PATIENT.model_dump().items() if name in PATIENT.model_fields_set}
    write(path, head + "[limits]\n" + "\n".join(f"{name} = {value}" for name, value in limits.items()) + "\n")
    return find_course(course.root)


OF_THE_COURSE = {"tests/double.py", "tests/mean.py"}  # they stand beside the source notebook
LONG_NAME = "l" * 250
NAMES = {
    "bo\nadmin: 4 points": "holds characters",
    "\x1b]0;owned\x07eve": "holds characters",
    "eve\raaa": "holds characters",
    "<img src=x onerror=alert(1)>": "holds characters",
    'x" onmouseover="alert(1)': "holds characters",
    "\u202eeve": "holds characters",
    os.fsdecode(b"caf\xe9"): "holds characters",
    LONG_NAME: "too long",
}
GOOD_NAMES = ("--force", "José Ortega y Gasset", "o'brien; rm -rf", "学生", "$(touch owned)", "[red]", "%s%n", "=1+1")
EVIL_MODULE = "import pathlib\npathlib.Path({marker!r}).write_text('owned')\n"
BESIDE = (
    "torch.py",
    "conftest.py",
    "sitecustomize.py",
    "usercustomize.py",
    "json.py",
    "pytest.ini",
    "autograder/__init__.py",
)


def hand_in_everything(course: Course) -> None:
    """Attackers by what they do, and honest students before, between and after them."""
    honest, wrong = answered(course, HONEST), answered(course, WRONG)
    for name in ("aaa", "mmm", "zzz", *GOOD_NAMES, *NAMES):
        with suppress(OSError):
            hand_in(course, name, honest)
    for name, change in FORGED.items():
        hand_in(course, f"forged-{name}", changed(course, BAD, change))
    for name, change in MANGLED.items():
        hand_in(course, f"mangled-{name}", changed(course, HONEST, change))
    for name, odd in ODD.items():
        path = hand_in(course, f"odd-{name}", "")
        path.write_bytes(odd.data)
    for name, target in links(course).items():
        path = hand_in(course, f"link-{name}", honest)
        path.unlink()
        path.symlink_to(target)
    for name, make in {"pipe": os.mkfifo, "folder": os.mkdir}.items():
        path = hand_in(course, name, honest)
        path.unlink()
        make(path)
    hand_in_beside(course, honest, wrong)


def links(course: Course) -> dict[str, Path]:
    return {
        "solution": course.notebook_path("solutions", ASSIGNMENT),
        "classmate": course.submission_path("aaa", ASSIGNMENT),
        "gradebook": course.root / "gradebook.db",
        "passwd": Path("/etc/passwd"),
        "endless": Path("/dev/zero"),
        "itself": Path(f"{ASSIGNMENT}.ipynb"),
        "nowhere": Path("/nonexistent"),
    }


def hand_in_beside(course: Course, honest: str, wrong: str) -> None:
    """Files beside a notebook, in place of the time stamp, and in place of the folder."""
    folder = hand_in(course, "beside", honest).parent
    for name in BESIDE:
        write(folder / name, EVIL_MODULE.format(marker=str(course.root / "owned")))
    folder = hand_in(course, "extra", honest).parent
    (folder / "weights.bin").touch()
    os.truncate(folder / "weights.bin", 1 << 40)
    (folder / "linked").symlink_to("/etc")
    (folder / "secret.txt").symlink_to(course.root / "secret.txt")
    os.mkfifo(folder / "pipe")
    os.link(course.root / "secret.txt", folder / "hard.txt")
    make_deep_folders(folder, 300)
    for name in ("time-secret", "time-pipe", "time-endless", "time-large"):
        (hand_in(course, name, honest).parent / "timestamp.txt").unlink()
    submitted = course.root / "submitted"
    (submitted / "time-secret" / ASSIGNMENT / "timestamp.txt").symlink_to(course.root / "secret.txt")
    os.mkfifo(submitted / "time-pipe" / ASSIGNMENT / "timestamp.txt")
    (submitted / "time-endless" / ASSIGNMENT / "timestamp.txt").symlink_to("/dev/zero")
    (submitted / "time-large" / ASSIGNMENT / "timestamp.txt").touch()
    os.truncate(submitted / "time-large" / ASSIGNMENT / "timestamp.txt", 1 << 40)
    for name, target in {
        "as-classmate": submitted / "aaa" / ASSIGNMENT,
        "as-solution": course.root / "solutions" / ASSIGNMENT,
    }.items():
        (submitted / name).mkdir()
        (submitted / name / ASSIGNMENT).symlink_to(target)
    archives = hand_in(course, "archives", wrong)
    archives.unlink()
    make_archives(archives.parent, honest)


def make_deep_folders(folder: Path, levels: int) -> None:
    """Folders in folders, until no system call takes the path any more."""
    descriptor = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("d" * 50, dir_fd=descriptor)
        inner = os.open("d" * 50, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    os.close(os.open("deep.txt", os.O_CREAT | os.O_WRONLY, dir_fd=descriptor))
    os.close(descriptor)


def make_archives(folder: Path, honest: str) -> None:
    """A notebook in an archive, one that would be written elsewhere, and 200 MB in 200 kB."""
    with zipfile.ZipFile(folder / "answers.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{ASSIGNMENT}.ipynb", honest)
        archive.writestr("../../aaa/" + f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb", "overwritten")
    with (
        zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("zeros", "w") as member,
    ):
        for _ in range(200):
            member.write(bytes(1_000_000))
    with tarfile.open(folder / "traversal.tar", "w") as bundle:
        (folder / "evil.txt").write_text("overwritten")
        bundle.add(folder / "evil.txt", "../escaped.txt")
        (folder / "evil.txt").unlink()
