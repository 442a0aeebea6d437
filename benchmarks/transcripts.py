"""``python -m benchmarks.transcripts``: regrade a class from transcripts, beside training it anew.

A class hands in variational autoencoders and is graded once. Then staff change one threshold, and later add one test on the
trained model. After each change the class is graded twice, from two copies of one folder: by ``autograder grade``, which
replays, and by ``autograder grade --anew``, which trains. Both times are of whole commands, one right after the other; the
grades must be the same, test by test, or there are no figures.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from autograder.course import Course, find_course
from autograder.lessons import dumps, exercises_of, read_built, substitute
from autograder.testing import Variant, load_variants
from benchmarks.figures import ROOT, check_measured, describe_run, publish
from benchmarks.throughput.timing import Run, run

TARGET = "bench-transcripts"
ASSIGNMENT = "01_04_variational_autoencoder"
TRAINED = "train_vae"
TIMESTAMP = "2026-01-12 12:00:00.000000 UTC\n"
AUTOGRADER = Path(sys.executable).parent / "autograder"
WRONG_EVERY = 4  # every fourth student trains a mutant
ONE_MORE = '''

@points("train_vae", 1)
def test_one_more(model, data):
    """The code of an empty page is finite."""
    mu, log_var = encode(model, 0 * data[2][:5])
    require(bool((mu.abs() + log_var.abs()).isfinite().all()), "the code of an empty page is not finite")
'''
NOTES = (
    "Times are of whole commands, start-up, gradebook and feedback pages included; replayed and anew start from copies of one "
    "folder, one right after the other, with as many workers.",
    "ratio: training anew over replaying after one changed threshold, wall clock, the median over the rounds; ratio_new_test: "
    "the same after one more test on the trained model, which asks each model something new.",
    "per_submission: what a submission adds to the command, from the whole class and one student: start-up falls out.",
    "cpu_seconds: of all processes of the command; null where the kernel keeps no such account.",
    "grades are compared test by test: outcome, points, message and measured values.",
)


class GradesDiffer(Exception):
    """A replay and a run do not agree about a submission."""


class NothingTrained(Exception):
    """There is nothing to save: not everybody's model is trained."""


def copy_course(folder: Path) -> Course:
    """A course of the one assignment, with graders of its own that can be changed."""
    folder.mkdir(parents=True)
    for name in ("course.toml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, folder)
    for name in ("source", "release", "solutions"):
        shutil.copytree(ROOT / name / ASSIGNMENT, folder / name / ASSIGNMENT)
    installed = find_course(ROOT)
    for path, name in ((installed.lesson_path(ASSIGNMENT), "lessons"), (installed.grader_path(ASSIGNMENT), "graders")):
        target = folder / name / path.parent.name
        shutil.copytree(path, target / path.name) if path.is_dir() else _copy_file(path, target)
    return find_course(folder)


def _copy_file(path: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    shutil.copy(path, folder)


def hand_in_class(course: Course, size: int) -> list[str]:
    """Hand in notebooks of which no two are alike.

    Args:
        course: where.
        size: how many.

    Returns:
        The students.
    """
    folder = course.grader_path(ASSIGNMENT)
    right, wrong = load_variants(folder / "alternatives"), load_variants(folder / "mutants")
    solved = read_built(course.notebook_path("solutions", ASSIGNMENT))
    students = [f"s{number:03d}" for number in range(1, size + 1)]
    for number, student in enumerate(students):
        notebook = solved
        for exercise, answer in choose_answers(number, [e.name for e in exercises_of(solved)], right, wrong).items():
            notebook = substitute(notebook, exercise, answer)
        notebook = substitute(notebook, TRAINED, f"# by {student}\n{answer_of(notebook, TRAINED)}")
        path = course.submission_path(student, ASSIGNMENT)
        path.parent.mkdir(parents=True)
        path.write_text(dumps(notebook), encoding="utf-8")
        (path.parent / "timestamp.txt").write_text(TIMESTAMP, encoding="utf-8")
    return students


def answer_of(notebook: Any, exercise: str) -> str:
    """The source of an exercise's answer cell."""
    told = ((cell.metadata.get("journey", {}), cell.source) for cell in notebook.cells)
    return next(text for about, text in told if about.get("kind") == "exercise" and about.get("exercise") == exercise)


def choose_answers(
    number: int, exercises: Sequence[str], right: Sequence[Variant], wrong: Sequence[Variant]
) -> dict[str, str]:
    """What a student answers where that is not the solution: another right answer, or a wrong model.

    Args:
        number: of the student, from 0.
        exercises: of the assignment.
        right: other right answers.
        wrong: wrong ones.
    """
    answers: dict[str, str] = {}
    for place, name in enumerate(exercises):
        others = [variant.source for variant in right if variant.exercise == name]
        chosen = (number + place) % (len(others) + 1)
        if chosen < len(others):
            answers[name] = others[chosen]
    mutants = [variant.source for variant in wrong if variant.exercise == TRAINED]
    if mutants and number % WRONG_EVERY == WRONG_EVERY - 1:
        answers[TRAINED] = mutants[number // WRONG_EVERY % len(mutants)]
    return answers


def change_threshold(course: Course) -> None:
    """Let the negative ELBO be a little larger."""
    path = course.grader_path(ASSIGNMENT) / "thresholds.toml"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(
        r"(\[thresholds\.negative_elbo\][^\[]*?\ngate = )([0-9.]+)",
        lambda found: f"{found[1]}{float(found[2]) * 1.01:.6g}",
        text,
        count=1,
    )
    assert changed != text, "there is no threshold to change"
    path.write_text(changed, encoding="utf-8")


def add_test(course: Course) -> None:
    """One more test on the trained model; another gives a point for it."""
    path = course.grader_path(ASSIGNMENT) / f"test_{TRAINED}.py"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(
        rf'@points\("{TRAINED}", (\d+)\)\ndef test_each_picture',
        lambda found: f'@points("{TRAINED}", {int(found[1]) - 1})\ndef test_each_picture',
        text,
        count=1,
    )
    assert changed != text, "there is no point to be had"
    path.write_text(changed + ONE_MORE, encoding="utf-8")


def grades(folder: Path) -> dict[str, Any]:
    """What each test said about each student, without times and where the answers came from."""
    found = {}
    for path in sorted((folder / "reports" / ASSIGNMENT).glob("*.json")):
        report = json.loads(path.read_text(encoding="utf-8"))
        tests = [test for exercise in report["exercises"] for test in exercise["tests"]]
        kept = ("test", "outcome", "earned", "points", "message", "measures")
        found[path.stem] = [{name: test[name] for name in kept} for test in tests]
    return found


def sources(folder: Path) -> dict[str, int]:
    """What was replayed and what ran, all students together."""
    totals: dict[str, int] = {}
    for path in (folder / "reports" / ASSIGNMENT).glob("*.json"):
        for name, value in json.loads(path.read_text(encoding="utf-8"))["provenance"].items():
            if name.startswith(("answers", "models", "processes")):
                totals[name] = totals.get(name, 0) + int(value)
    return totals


class Benchmark:
    """One session.

    Args:
        work: an empty folder.
        size: of the class.
        workers: how many submissions at once.
    """

    def __init__(self, work: Path, size: int, workers: int) -> None:
        self.work, self.workers, self.home = work, workers, work / "home"
        self.home.mkdir()
        self.base = work / "class"
        self.students = hand_in_class(copy_course(self.base), size)

    def grade(self, folder: Path, *options: str) -> Run:
        """Grade the class once, timed."""
        command = [str(AUTOGRADER), "grade", ASSIGNMENT, "--workers", str(self.workers), *options]
        about = " ".join(options) or ("replayed" if (folder / "transcripts").exists() else "the first time")
        done = run(command, folder, self.home)
        _say(f"{about}: {done.seconds:.1f} s")
        return done

    def compare(self, change: Callable[[Course], None]) -> dict[str, Any]:
        """Grade the class after a change, replayed and anew; one student alone, too.

        Raises:
            GradesDiffer: if the grades are not the same.
            NothingTrained: if somebody's model was not trained.
        """
        changed = self.work / "changed"
        shutil.copytree(self.base, changed)
        change(find_course(changed))
        runs: dict[str, Run] = {}
        said: dict[str, Any] = {}
        for name, options in (("replayed", ()), ("anew", ("--anew",))):
            for who, alone in (("class", ()), ("one", ("--student", self.students[0]))):
                folder = self.work / f"{name}.{who}"
                shutil.copytree(changed, folder)
                runs[f"{name}_{who}"] = self.grade(folder, *options, *alone)
                if who == "class":
                    said[name], said[f"{name}_sources"] = grades(folder), sources(folder)
                shutil.rmtree(folder)
        shutil.rmtree(changed)
        if said["replayed"] != said["anew"]:
            differing = [student for student in said["anew"] if said["replayed"].get(student) != said["anew"][student]]
            raise GradesDiffer(f"a replay and a run do not agree about {', '.join(differing)}")
        if said["anew_sources"]["models_trained"] < len(self.students):
            raise NothingTrained(
                f"of {len(self.students)} models {said['anew_sources']['models_trained']} were trained"
            )
        return {"runs": runs, "replayed": said["replayed_sources"], "anew": said["anew_sources"]}


def summarise(rounds: Sequence[Mapping[str, Any]], further: int) -> dict[str, Any]:
    """The figures of one kind of change.

    Args:
        rounds: from :meth:`Benchmark.compare`.
        further: how many students the class has beside the one that is also graded alone.
    """
    ratios = [each["runs"]["anew_class"].seconds / each["runs"]["replayed_class"].seconds for each in rounds]
    figures: dict[str, Any] = {"ratio": round(median(ratios), 2), "ratios": [round(ratio, 2) for ratio in ratios]}
    adds = {}
    for name in ("replayed", "anew"):
        seconds = [each["runs"][f"{name}_class"].seconds for each in rounds]
        alone = [each["runs"][f"{name}_one"].seconds for each in rounds]
        cpu = [each["runs"][f"{name}_class"].cpu_seconds for each in rounds]
        adds[name] = (median(seconds) - median(alone)) / further
        figures[name] = {
            "seconds": round(median(seconds), 2),
            "cpu_seconds": round(median(cpu), 2) if None not in cpu else None,
            "per_submission": round(adds[name], 4),
            **rounds[-1][name],
        }
    figures["ratio_per_submission"] = round(adds["anew"] / adds["replayed"], 2) if adds["replayed"] > 0 else None
    return figures


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    chosen = parser.parse_args(arguments)
    check_measured()
    with tempfile.TemporaryDirectory(prefix="bench-transcripts-") as work:
        benchmark = Benchmark(Path(work), chosen.submissions, chosen.workers)
        first = benchmark.grade(benchmark.base)
        figures = {
            name: summarise([benchmark.compare(change) for _ in range(chosen.rounds)], chosen.submissions - 1)
            for name, change in (("threshold", change_threshold), ("new_test", add_test))
        }
    about = describe_run("torch", "numpy", "nbgrader")
    sizes = {"assignment": ASSIGNMENT, "submissions": chosen.submissions, "rounds": chosen.rounds}
    ratios = {"ratio": figures["threshold"]["ratio"], "ratio_new_test": figures["new_test"]["ratio"]}
    found = {
        **ratios,
        "same_grades": True,
        **sizes,
        "workers": chosen.workers,
        "first_seconds": round(first.seconds, 2),
    }
    publish(TARGET, {**found, **figures, "notes": NOTES, **about})


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


if __name__ == "__main__":
    main()
