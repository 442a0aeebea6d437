"""Calibration end to end: a line fitted by gradient descent, its misconceptions, and the limits between them."""

from __future__ import annotations

import json
import math
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from autograder import cli
from autograder.calibration import Measured, Store, Trial, read_limits
from autograder.course import Course, find_course
from autograder.errors import CourseError, GraderError
from autograder.lessons import read_built
from autograder.records import Outcome, TestResult
from autograder.testing import Thresholds, Verdict
from autograder.verbs.build import build_assignments
from autograder.verbs.calibrate import Calibration, Step, calibrate_assignment
from autograder.verbs.calibrated import find_stale, result_path
from autograder.verbs.verify import verify_assignments
from tests.verbs.slope import ASSIGNMENT, make_slope_course
from tests.verbs.tiny import edit

SEEDS = {"seeds": 6, "others": 3}
TRIALS = 6 + 3 + 5 * 3  # the reference, one alternative, five mutants of the test with thresholds


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, Calibration]:
    """Only to be looked at."""
    course = make_slope_course(tmp_path_factory.mktemp("slope") / "course")
    return course, calibrate_assignment(course, ASSIGNMENT, **SEEDS)


@pytest.fixture
def course(calibrated: tuple[Course, Calibration], tmp_path: Path) -> Course:
    """A copy to change, with all that has been measured."""
    shutil.copytree(calibrated[0].root, tmp_path / "course")
    return find_course(tmp_path / "course")


def grader_file(course: Course, name: str) -> Path:
    return course.grader_path(ASSIGNMENT) / name


class Steps:
    """Counts trials, and may stop the calibration after some."""

    def __init__(self, stop_after: int = -1) -> None:
        self.seen: list[Step] = []
        self._stop_after = stop_after

    def __call__(self, step: Step) -> None:
        self.seen.append(step)
        if len(self.seen) == self._stop_after:
            raise KeyboardInterrupt

    @property
    def labels(self) -> set[str]:
        return {step.trial.label for step in self.seen}


def test_gates_stand_between_right_and_wrong(calibrated: tuple[Course, Calibration]) -> None:
    course, found = calibrated
    assert found.refused == ()
    limits = Thresholds.load(course.grader_path(ASSIGNMENT)).limits
    assert [(fit.threshold.name, fit.catches, fit.catches_too_good) for fit in found.fits] == [
        ("error", ("forgets_the_intercept",), ("knows_the_answer",)),
        ("slope", ("takes_three_steps",), ()),
    ]
    for fit in found.fits:
        limit = limits[fit.threshold.name]
        assert limit == fit.threshold
        assert {limit.judge(value) for value in fit.samples.honest} == {Verdict.PASS}
        assert len(fit.samples.reference) == 6
        assert len(set(fit.samples.reference)) == 6, "another salt is another split"
    assert limits["error"].judge(0.0) is Verdict.TOO_GOOD
    assert limits["error"].judge(1.0) is Verdict.FAIL
    assert "diverges" not in read_limits(course.grader_path(ASSIGNMENT))["thresholds"]["error"]["mutants"]


def test_the_file_says_what_the_limits_rest_on(calibrated: tuple[Course, Calibration]) -> None:
    course, found = calibrated
    entry = read_limits(course.grader_path(ASSIGNMENT))["thresholds"]["error"]
    reference = found.fits[0].samples.reference
    assert entry["reference"]["mean"] == pytest.approx(sum(reference) / 6, rel=1e-4)
    assert entry["best_mutant"]["name"] == "forgets_the_intercept"
    assert entry["false_fail"] == {"count": 0, "runs": 9, "at_most": pytest.approx(1 - 0.025 ** (1 / 9), rel=1e-4)}
    assert entry["false_pass"]["runs"] == 6
    assert len(entry["alternatives"]["solves"]) == 5


def test_learners_read_the_target(calibrated: tuple[Course, Calibration]) -> None:
    course, found = calibrated
    target = f"at most {found.fits[0].threshold.target:.6g}."
    assert target in read_built(course.notebook_path("release", ASSIGNMENT)).cells[0].source


def test_there_is_a_plot_and_a_line_in_the_document(calibrated: tuple[Course, Calibration]) -> None:
    course, found = calibrated
    document = (course.root / "docs" / "calibration.md").read_text()
    for fit in found.fits:
        plot = f"calibration/{ASSIGNMENT}-{fit.threshold.name}.svg"
        assert plot in document
        drawn = (course.root / "docs" / plot).read_text()
        assert drawn.count("<circle") + drawn.count("l7 4") >= 6 + 3 + 3
    assert "not verified yet" in document


def test_what_was_measured_is_not_measured_again(course: Course) -> None:
    before = (grader_file(course, "thresholds.toml")).read_bytes()
    steps = Steps()
    calibrate_assignment(course, ASSIGNMENT, on_step=steps, **SEEDS)
    assert steps.seen == []
    assert grader_file(course, "thresholds.toml").read_bytes() == before


def test_an_interrupted_calibration_goes_on(course: Course) -> None:
    gone = course.root / "docs" / "calibration" / f"{ASSIGNMENT}-gone.svg"
    gone.write_text("<svg/>")
    store = course.root / "build" / "calibration" / f"{ASSIGNMENT}.jsonl"
    before = grader_file(course, "thresholds.toml").read_bytes()
    store.unlink()
    with pytest.raises(KeyboardInterrupt):
        calibrate_assignment(course, ASSIGNMENT, on_step=Steps(stop_after=10), **SEEDS)
    store.write_bytes(store.read_bytes()[:-20])  # the last line was being written
    steps = Steps()
    calibrate_assignment(course, ASSIGNMENT, on_step=steps, **SEEDS)
    assert len(steps.seen) == TRIALS - 9
    assert (steps.seen[0].known, steps.seen[-1].done, steps.seen[-1].total) == (9, TRIALS, TRIALS)
    assert not gone.exists(), "the plot of a threshold that is no more"
    assert grader_file(course, "thresholds.toml").read_bytes() == before


def test_a_grader_that_is_edited_during_its_calibration_is_not_calibrated(course: Course) -> None:
    store = course.root / "build" / "calibration" / f"{ASSIGNMENT}.jsonl"
    store.unlink()
    before = grader_file(course, "thresholds.toml").read_bytes()

    def edit_first(step: Step) -> None:
        if step.done == 1:
            edit(grader_file(course, "test_line.py"), lambda text: text.replace("normal(2, 40)", "normal(2, 41)"))

    with pytest.raises(GraderError, match="changed while it was asked"):
        calibrate_assignment(course, ASSIGNMENT, on_step=edit_first, **SEEDS)
    assert store.read_text().count('"key"') == 1
    assert grader_file(course, "thresholds.toml").read_bytes() == before


def test_nan_survives_the_store(calibrated: tuple[Course, Calibration]) -> None:
    path = calibrated[0].root / "build" / "calibration" / f"{ASSIGNMENT}.jsonl"
    (key,) = {
        json.loads(line)["key"] for line in path.read_text().splitlines() if '"diverges","salt":"calibration-0"' in line
    }
    measured = Store(path).get(key)
    assert measured is not None
    assert math.isnan(measured.test("test_it_predicts")[0].measures["error"].value)


def test_another_mutant_is_the_only_thing_to_be_run(course: Course) -> None:
    edit(grader_file(course, "mutants/fit_line.py"), lambda text: text.replace("range(3)", "range(2)"))
    assert find_stale(course, ASSIGNMENT) == ["fit_line"]
    steps = Steps()
    calibrate_assignment(course, ASSIGNMENT, on_step=steps, **SEEDS)
    assert steps.labels == {"takes_three_steps"}
    assert len(steps.seen) == 3
    assert find_stale(course, ASSIGNMENT) == []


def hardly_wrong(text: str) -> str:
    return text.replace("range(3)", "range(50)")


def test_what_cannot_be_separated_is_refused_and_nothing_is_written(course: Course) -> None:
    before = grader_file(course, "thresholds.toml").read_bytes()
    edit(grader_file(course, "mutants/fit_line.py"), hardly_wrong)
    found = calibrate_assignment(course, ASSIGNMENT, **SEEDS)
    assert found.written == ()
    assert any("takes_three_steps is separated by no threshold of test_it_predicts" in said for said in found.refused)
    assert any("the threshold slope of test_it_predicts catches no mutant" in said for said in found.refused)
    assert grader_file(course, "thresholds.toml").read_bytes() == before


def test_a_right_answer_that_fails_another_test_is_no_basis(course: Course) -> None:
    edit(
        grader_file(course, "alternatives/fit_line.py"),
        lambda text: text.replace("* x_new + intercept", "* x_new[1:] + intercept"),
    )
    found = calibrate_assignment(course, ASSIGNMENT, **SEEDS)
    assert found.written == ()
    assert any(said.startswith("solves of fit_line does not pass test_one_value") for said in found.refused)


def test_notebooks_must_be_those_of_the_lesson(course: Course) -> None:
    edit(course.lesson_path(ASSIGNMENT), lambda text: text.replace("STEPS = 60", "STEPS = 70"))
    with pytest.raises(CourseError, match=f"autograder build {ASSIGNMENT}"):
        calibrate_assignment(course, ASSIGNMENT, **SEEDS)


def test_an_exercise_without_thresholds_is_none_to_calibrate(course: Course) -> None:
    with pytest.raises(CourseError, match="exercises with thresholds: fit_line"):
        calibrate_assignment(course, ASSIGNMENT, exercises=["other"])


def test_a_right_answer_that_runs_out_of_time_stops_the_calibration(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(trial: Trial) -> Measured:
        late = TestResult(test="test_it_predicts", exercise="fit_line", points=3, earned=0, outcome=Outcome.TIMEOUT)
        return Measured(key=trial.key, variant=trial.label, salt=trial.salt, tests=(late,))

    store = course.root / "build" / "calibration" / f"{ASSIGNMENT}.jsonl"
    store.unlink()
    monkeypatch.setattr("autograder.verbs.calibrate.run_trial", run)
    with pytest.raises(GraderError, match="reference of fit_line ran out of time under the salt calibration-0"):
        calibrate_assignment(course, ASSIGNMENT, **SEEDS)
    assert not store.exists(), "it may be the machine's doing, so it is tried again"


# --- the command line


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str]]]:
    """Calls ``autograder calibrate``: its exit code, and the lines that it prints."""

    def call(course: Course, *arguments: str) -> tuple[int, list[str]]:
        monkeypatch.setattr("os.nice", lambda increment: 0)  # the tests after this one are not to wait for others
        monkeypatch.setattr("sys.argv", ["autograder", "calibrate", *arguments, "--course", str(course.root)])
        monkeypatch.setattr(cli, "out", Console(width=100))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), capsys.readouterr().out.splitlines()

    return call


FEW = ("--seeds", "6", "--others", "3")


def test_the_command_shows_where_the_gates_stand(course: Course, shell: Callable[..., tuple[int, list[str]]]) -> None:
    code, lines = shell(course, ASSIGNMENT, *FEW)
    limit = Thresholds.load(course.grader_path(ASSIGNMENT)).limits["error"]
    assert code == 0
    assert any(f"≤ {limit.gate:.6g}, target {limit.target:.6g}" in line for line in lines)


def test_the_command_says_what_it_refuses(course: Course, shell: Callable[..., tuple[int, list[str]]]) -> None:
    edit(grader_file(course, "mutants/fit_line.py"), hardly_wrong)
    code, lines = shell(course, ASSIGNMENT, *FEW)
    assert code == 2
    assert "refused: the mutant takes_three_steps is separated by no threshold" in " ".join(lines)


def test_the_command_verifies_and_prints_json_last(
    verified_copy: Course, shell: Callable[..., tuple[int, list[str]]]
) -> None:
    code, lines = shell(verified_copy, "--verify", "--seeds", "4", "--others", "2")
    assert (code, json.loads(lines[-1])["false_pass"]) == (0, 0)
    edit(grader_file(verified_copy, "thresholds.toml"), loosen("half", 5))
    code, lines = shell(verified_copy, "--verify", "--seeds", "4", "--others", "2")
    assert (code, json.loads(lines[-1])["false_pass"]) == (1, 4)


# --- verification


@pytest.fixture(scope="module")
def verified(calibrated: tuple[Course, Calibration], tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy with a verification; run by two processes at once."""
    root = tmp_path_factory.mktemp("verified") / "course"
    shutil.copytree(calibrated[0].root, root)
    verify_assignments(find_course(root), seeds=4, others=2, jobs=2)
    return find_course(root)


@pytest.fixture
def verified_copy(verified: Course, tmp_path: Path) -> Course:
    shutil.copytree(verified.root, tmp_path / "course")
    return find_course(tmp_path / "course")


def test_new_seeds_are_judged_as_they_should_be(verified: Course) -> None:
    result = json.loads(result_path(verified).read_text())
    assert {key: result[key] for key in ("thresholds", "false_fail", "false_pass", "seeds", "honest_runs", "mutant_runs")} == {
        "thresholds": 2, "false_fail": 0, "false_pass": 0, "seeds": 4, "honest_runs": 4 * 2, "mutant_runs": 4 * 5 + 2,
    }  # fmt: skip
    assert {"commit", "versions", "false_fail_at_most"} <= set(result)
    assert result["assignments"][ASSIGNMENT]["fit_line"]["mistakes"] == []
    document = (verified.root / "docs" / "calibration.md").read_text()
    assert "of 8 runs of right answers 0 failed, and of 22 runs of mutants 0 passed" in document


def test_its_seeds_are_others_than_those_of_the_calibration(verified: Course) -> None:
    lines = (verified.root / "build" / "calibration" / f"{ASSIGNMENT}.jsonl").read_text().splitlines()
    trials = [json.loads(line) for line in lines if line]
    salts = {trial["salt"] for trial in trials if trial["variant"] == "reference"}
    assert salts == {f"calibration-{i}" for i in range(6)} | {f"verification-{i}" for i in range(4)}
    measures = [str(t["tests"][1]["measures"]) for t in trials if t["variant"] == "reference"]
    assert len(set(measures)) == 10


def loosen(limit: str, value: float) -> Callable[[str], str]:
    def change(text: str) -> str:
        before, heading, after = text.partition("[thresholds.error]")
        return before + heading + re.sub(rf"^{limit} = .*$", f"{limit} = {value}", after, count=1, flags=re.MULTILINE)

    return change


@pytest.mark.parametrize(
    ("changes", "false_fail", "false_pass", "mistake"),
    [
        (
            {"gate": 5, "half": 6},
            0,
            4,
            "forgets_the_intercept of fit_line under verification-0 passes test_it_predicts",
        ),
        ({"half": 5}, 0, 4, "forgets_the_intercept of fit_line under verification-0 passes"),
        ({"too_good": -1}, 0, 4, "knows_the_answer of fit_line under verification-0 passes"),
        ({"gate": 0.02, "target": 0.019}, 8, 0, "reference of fit_line under verification-0 fails: error is 0.0"),
    ],
)
def test_a_limit_in_the_wrong_place_is_found(
    verified_copy: Course, changes: dict[str, float], false_fail: int, false_pass: int, mistake: str
) -> None:
    for limit, value in changes.items():
        edit(grader_file(verified_copy, "thresholds.toml"), loosen(limit, value))
    result = verify_assignments(verified_copy, seeds=4, others=2)
    assert (result["false_fail"], result["false_pass"]) == (false_fail, false_pass)
    assert any(said.startswith(mistake) for said in result["assignments"][ASSIGNMENT]["fit_line"]["mistakes"])


def test_what_changed_since_its_calibration_is_not_verified(verified_copy: Course) -> None:
    edit(verified_copy.lesson_path(ASSIGNMENT), lambda text: text.replace("STEPS = 60", "STEPS = 70"))
    list(build_assignments(verified_copy))
    assert find_stale(verified_copy, ASSIGNMENT) == ["fit_line"]
    with pytest.raises(GraderError, match=f"autograder calibrate {ASSIGNMENT}"):
        verify_assignments(verified_copy)
