"""A notebook's cells: each has its outcome, and one that goes wrong costs itself alone."""

import pytest

from autograder.course import Limits
from autograder.errors import HostError, StudentRaised
from autograder.records import Outcome
from autograder.session import Cell, Transcript, run_cells

pytestmark = pytest.mark.sandbox


def outcomes(session):
    return [str(result.outcome) for result in session.results]


def value_of(session, name):
    with session.scopes.open_test(10):
        return session.notebook.get(name)


class TestOutcomes:
    def test_all_goes_well(self, open_session):
        session = open_session("x = 1", "print(x)", "y = x + 1")
        assert outcomes(session) == ["passed"] * 3
        assert [result.text for result in session.results] == ["", "1\n", ""]
        assert [result.index for result in session.results] == [0, 1, 2]
        assert [result.exercise for result in session.results] == ["exercise0", "exercise1", "exercise2"]
        assert value_of(session, "y") == 2
        assert all(result.seconds > 0 for result in session.results)

    def test_an_exception_is_told_and_the_rest_runs(self, open_session):
        session = open_session("x = 1", "x = 2\n1 / 0\nx = 3", "def f(:", "y = x")
        assert outcomes(session) == ["passed", "error", "error", "passed"]
        assert session.results[1].message == "ZeroDivisionError: division by zero"
        assert session.results[1].traceback.startswith("cell 2 (exercise1), line 2, in <module>")
        assert value_of(session, "y") == 2

    @pytest.mark.parametrize(
        ("source", "outcome"),
        [
            ("while True: pass", "timeout"),
            ("import os; os._exit(0)", "crash"),
            ("import ctypes; ctypes.string_at(0)", "crash"),
            ("x = []\nwhile True: x.append(b'x' * (1 << 20))", "memory"),
            ("import sys; sys.exit()", "error"),
            ("raise KeyboardInterrupt", "error"),
            ("input()", "error"),
            ("import no_such_package", "error"),
        ],
    )
    def test_what_ends_a_cell_costs_that_cell(self, open_session, zygote, source, outcome):
        limits = zygote.limits.model_copy(update={"cell_seconds": 0.5 if outcome == "timeout" else 10})
        session = open_session("a = 1", source, "b = a + 1", limits=limits)
        assert outcomes(session) == ["passed", outcome, "passed"]
        assert value_of(session, "b") == 2

    def test_several_of_them(self, open_session, zygote):
        limits = zygote.limits.model_copy(update={"cell_seconds": 0.3})
        hang, leave = "while True: pass", "import os; os._exit(0)"
        session = open_session(leave, "a = 1", hang, "b = a", leave, hang, "c = b", limits=limits)
        assert outcomes(session) == ["crash", "passed", "timeout", "passed", "crash", "timeout", "passed"]
        assert value_of(session, "c") == 1
        assert len(session.spawned) == 5  # one that goes on to the end, and one for each that did not
        assert sum(process.is_alive for process in session.spawned) == 1

    def test_what_is_not_the_same_twice_is_run_all_the_same(self, open_session):
        """Cells print times and addresses, and run again when a later one was lost: that is no reason to doubt them."""
        session = open_session(
            "import time; print(time.perf_counter()); print(object())", "import os; os._exit(0)", "x = 1"
        )
        assert outcomes(session) == ["passed", "crash", "passed"]
        assert value_of(session, "x") == 1

    def test_only_an_untouched_stub_is_not_attempted(self, zygote):
        stub = "raise NotImplementedError"
        cells = [Cell(0, "a", stub, untouched=True), Cell(1, "b", stub), Cell(2, "c", "1 / 0", untouched=True)]
        state, results = run_cells(cells, zygote.limits, Transcript(), zygote.spawn)
        state.close()
        assert [result.outcome for result in results] == [Outcome.NOT_ATTEMPTED, Outcome.ERROR, Outcome.ERROR]

    def test_output_is_bounded(self, open_session, zygote):
        limits = zygote.limits.model_copy(update={"output_chars": 50})
        (result,) = open_session("print('x' * 10_000)", limits=limits).results
        assert len(result.text) < 150

    def test_no_cells(self, open_session):
        session = open_session()
        assert session.results == ()
        assert session.spawned == []
        with pytest.raises(StudentRaised, match="not defined"):
            value_of(session, "x")


class TestTime:
    def test_all_together_have_a_limit(self, open_session, zygote):
        """Also where none of them takes too long by itself."""
        limits = zygote.limits.model_copy(update={"cells_seconds": 1.0})
        session = open_session(*["import time; time.sleep(0.3)"] * 10, limits=limits)
        assert outcomes(session)[:2] == ["passed"] * 2
        assert outcomes(session)[4:] == ["timeout"] * 6
        assert "together may take 1 s" in session.results[-1].message
        assert session.transcript.tally.ran_seconds < 1.0 + 0.3

    def test_those_that_hang_use_it_up_too(self, open_session, zygote):
        limits = zygote.limits.model_copy(update={"cell_seconds": 0.4, "cells_seconds": 1.0})
        session = open_session("a = 1", *["while True: pass"] * 20, "b = a", limits=limits)
        assert outcomes(session) == ["passed", *["timeout"] * 21]
        assert value_of(session, "a") == 1
        assert len(session.spawned) <= 2 + 3 + 1


class TestFaults:
    def test_a_fault_of_ours_is_no_outcome(self, zygote):
        def fail():
            raise HostError("no more processes")

        with pytest.raises(HostError):
            run_cells([Cell(0, "", "1")], zygote.limits, Transcript(), fail)

    def test_it_leaves_nothing_behind(self, zygote):
        spawned = []

        def spawn():
            if spawned:
                raise HostError("no more processes")
            spawned.append(zygote.spawn())
            return spawned[-1]

        cells = [Cell(0, "", "import os; os._exit(0)"), Cell(1, "", "1")]
        with pytest.raises(HostError):
            run_cells(cells, zygote.limits, Transcript(), spawn)
        assert not spawned[0].is_alive


def test_recorded_cells_need_no_process(open_session):
    first = open_session("x = 1", "import time; print(time.perf_counter())")
    again = open_session("x = 1", "import time; print(time.perf_counter())", transcript=first.transcript)
    assert again.spawned == []
    assert [result.text for result in again.results] == [result.text for result in first.results]
    assert value_of(again, "x") == 1
    assert len(again.spawned) == 1


def test_labels():
    assert Cell(3, "project", "").label == "cell 4 (project)"
    assert Cell(3, "", "").label == "cell 4"
    assert Limits().cell_seconds <= Limits().cells_seconds
