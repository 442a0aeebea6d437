"""The course as settings: what it may say, and where its files stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from autograder.course import (
    GRADERS,
    Course,
    LearningPath,
    Limits,
    Settings,
    assignment_name,
    find_course,
    read_settings,
)
from autograder.errors import CourseError

GOOD = 'title = "T"\nsalt = "grains of salt"\n'


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "course.toml").write_text(GOOD)
    (tmp_path / "lessons" / "00_basics").mkdir(parents=True)
    (tmp_path / "lessons" / "00_basics" / "01_small.py").write_text("")
    return find_course(tmp_path)


def test_the_repositorys_own_course() -> None:
    course = find_course(Path(__file__).parents[1])
    assert course.root == Path(__file__).parents[1]
    assert "00_prerequisites" in {module.name for module in course.settings.modules}
    assert course.settings.limits.model_fields_set == set(Limits.model_fields), (
        "each limit stands there, with its comment"
    )
    assert course.lesson_path("00_01_linear_algebra").is_file()
    assert (course.grader_path("00_01_linear_algebra") / "mutants").is_dir()


def test_a_course_is_found_from_anywhere_inside(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = course.root / "lessons" / "00_basics"
    assert find_course(inside).root == course.root
    monkeypatch.chdir(inside)
    assert find_course().root == course.root


def test_no_course_is_said(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"no course.toml at or above .*--course"):
        find_course(tmp_path / "not" / "there")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title = ", "course.toml: "),
        ('title = "T"', "salt: Field required"),
        (GOOD.replace("grains of salt", "short"), "salt: "),
        (GOOD + "[limit]\n", "limit: Extra inputs"),
        (GOOD + "[limits]\ncell_second = 1\n", "limits.cell_second: Extra inputs"),
        (GOOD + "[limits]\ncell_seconds = 0\n", "limits.cell_seconds: "),
        (GOOD + "[limits]\ncell_seconds = inf\n", "limits.cell_seconds: "),
        (GOOD + "[limits]\ntest_seconds = nan\n", "limits.test_seconds: "),
        (GOOD + "[limits]\nprocesses = 1.5\n", "limits.processes: "),
        (GOOD + "[limits]\nmemory_bytes = -1\n", "limits.memory_bytes: "),
        (GOOD + '[[modules]]\nname = "prerequisites"\ntitle = "P"\n', "modules.0.name: "),
        (b'title = "\xff"', "course.toml: "),
    ],
)
def test_a_slip_names_its_file_and_field(tmp_path: Path, text: str | bytes, says: str) -> None:
    path = tmp_path / "course.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CourseError) as caught:
        read_settings(path)
    assert says in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="none.toml".replace(".", r"\.")):
        read_settings(tmp_path / "none.toml")


def test_the_environment_overrides_the_salt(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTOGRADER_SALT", "another salt")
    assert find_course(course.root).settings.salt == "another salt"
    monkeypatch.setenv("AUTOGRADER_SALT", "")
    assert find_course(course.root).settings.salt == "grains of salt"
    monkeypatch.setenv("AUTOGRADER_SALT", "short")
    with pytest.raises(CourseError, match="salt"):
        find_course(course.root)


def test_where_files_stand(course: Course) -> None:
    lesson = course.lesson_path("00_01_small")
    assert lesson == course.root / "lessons" / "00_basics" / "01_small.py"
    assert assignment_name(lesson) == "00_01_small"
    assert course.notebook_path("release", "00_01_small") == course.root / "release/00_01_small/00_01_small.ipynb"
    assert course.submission_path("ada", "00_01_small") == course.root / "submitted/ada/00_01_small/00_01_small.ipynb"
    assert course.reports == course.root / "reports"


def test_a_course_may_bring_its_own_graders(course: Course) -> None:
    assert course.graders == GRADERS
    own = course.root / "graders" / "00_basics" / "01_small"
    own.mkdir(parents=True)
    assert course.grader_path("00_01_small") == own


@pytest.mark.parametrize(
    "name", ["", "small", "00_01", "00_02_small", "0*_01_small", "00_01_*", "../00_01_small", "00_01_small/"]
)
def test_a_name_that_is_no_assignments(course: Course, name: str) -> None:
    with pytest.raises(CourseError, match="no lesson makes"):
        course.lesson_path(name)
    with pytest.raises(CourseError, match="has no grader"):
        course.grader_path(name)


def test_settings_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings(title="T", salt="grains of salt").title = "U"  # type: ignore[misc]


class TestPaths:
    def settings(self, **said: object) -> Settings:
        return Settings(title="T", salt="grains of salt", **said)  # type: ignore[arg-type] # what TOML gives

    def path(self, *lessons: str, knows: tuple[str, ...] = ()) -> LearningPath:
        return LearningPath(name="way", title="A way", about="It ends.", lessons=lessons, knows=knows)

    def test_a_lesson_stands_on_all_that_its_needs_stand_on(self) -> None:
        settings = self.settings(needs={"01_02": ("01_01",), "01_01": ("00_01", "00_02"), "00_02": ("00_01",)})
        assert settings.foundations("01_02") == {"01_01", "00_01", "00_02"}
        assert settings.foundations("00_01") == settings.foundations("20_01") == frozenset()

    def test_nothing_leans_on_itself(self) -> None:
        with pytest.raises(ValidationError, match="00_01 leans on itself"):
            self.settings(needs={"00_01": ("00_02",), "00_02": ("00_01",)})

    def test_a_path_comes_to_what_is_needed_first(self) -> None:
        needs = {"00_02": ("00_01",)}
        self.settings(needs=needs, paths=(self.path("00_01", "00_02"),))
        self.settings(needs=needs, paths=(self.path("00_02", knows=("00_01",)),))
        with pytest.raises(ValidationError, match="the path way comes to 00_02 before 00_01"):
            self.settings(needs=needs, paths=(self.path("00_02", "00_01"),))
        with pytest.raises(ValidationError, match="twice"):
            self.settings(needs=needs, paths=(self.path("00_01", "00_01"),))

    def test_lessons_are_cited_by_number(self) -> None:
        with pytest.raises(ValidationError, match="needs"):
            self.settings(needs={"00_01_linear_algebra": ()})
