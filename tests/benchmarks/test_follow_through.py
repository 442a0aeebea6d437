"""What wrong early answers cost: who builds on whom, and the published figures."""

import json

from autograder.lessons import Exercise
from benchmarks import follow_through as bench
from benchmarks.figures import RESULTS


def test_dependents_are_found_through_others():
    made = [
        Exercise(name=name, points=1, difficulty=1, minutes=1, needs=needs)
        for name, needs in (("a", ()), ("b", ("a",)), ("c", ()), ("d", ("c", "b")))
    ]
    assert bench.find_dependents("a", made) == ["b", "d"]
    assert bench.find_dependents("c", made) == ["d"]
    assert bench.find_dependents("d", made) == []


def test_assignments_are_added_up():
    found = {"x": {"students": 2, "beyond_with": 0.5}, "y": {"students": 3, "beyond_with": 0.25}}
    assert bench.summarise(found) == {"students": 5, "beyond_with": 0.75, "assignments": found}


def test_published_figures():
    figures = json.loads((RESULTS / f"{bench.TARGET}.json").read_text())
    assert figures["beyond_without"] > 0, "there is something to follow through"
    assert figures["beyond_with"] == 0, "a wrong early answer costs its own points only"
    assert set(bench.ASSIGNMENTS) <= set(figures["assignments"])
