"""The cost of hidden graders: the sums, and the published figures beside their bounds."""

import json

from autograder.course import find_course
from autograder.verbs.audited import find_graded
from benchmarks import graders as bench
from benchmarks.figures import RESULTS, ROOT


def test_one_lesson_over_its_bound_is_said():
    seconds = {"00_01_a": 10.0, "00_02_b": 20.0, "01_01_c": 61.0}
    modules = {"00_prerequisites": ["00_01_a", "00_02_b"], "01_autoencoders": ["01_01_c"], "02_gans": []}
    figures = bench.summarise(seconds, modules)
    assert (figures["most"], figures["within"]) == ("01_01_c", False)
    assert figures["modules"] == {
        "00_prerequisites": {"cpu_seconds": 30.0, "bound": 180.0},
        "01_autoencoders": {"cpu_seconds": 61.0, "bound": None},
    }
    assert bench.summarise({**seconds, "01_01_c": 59.0}, modules)["within"]


def test_a_module_over_its_bound_is_said():
    seconds = {f"00_{number:02d}_a": 50.0 for number in range(4)}
    assert not bench.summarise(seconds, {"00_prerequisites": list(seconds)})["within"]


def test_published_figures_are_of_every_lesson_and_within_the_bounds():
    figures = json.loads((RESULTS / f"{bench.TARGET}.json").read_text())
    assert figures["within"]
    assert set(figures["assignments"]) == set(find_graded(find_course(ROOT)))
