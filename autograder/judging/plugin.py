"""The pytest plugin of one run over one notebook: marks, fixtures, scopes, results."""

from __future__ import annotations

import inspect
import random
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import Any, Literal

import numpy as np
import pytest
import torch

from autograder.errors import AutograderError, CheckFailed, GraderError, HostError, SandboxEnded
from autograder.judging.evidence import Evidence, PictureBook, ThresholdGate
from autograder.judging.outcomes import Question, judge_outcome
from autograder.records import CellResult, TestResult
from autograder.sandbox.devices import Device
from autograder.session import Asker, Notebook, PresentDevice, Scopes, State
from autograder.testing import Rng, Thresholds
from autograder.testing.marks import TRAINED


class JudgingPlugin:
    """Asks one notebook every test of its grader.

    Args:
        state: the notebook after its cells.
        cells: what the answer cell of each exercise did.
        untouched: the exercises whose answer still is the stub.
        salt: what hidden inputs are drawn from.
        assignment: its name, part of each test's seed.
        test_seconds: for student code in a test that states no budget of its own.
        training_seconds: the same for what trains, by exercise.
        training_bytes: of memory that a training may use, by exercise, where that is less than what any process may.
        thresholds: the calibrated limits of the grader.
        device: where models are trained: ``cpu`` or ``cuda``.
        take_device: holds what a training needs of the device for as long as it lasts.
        announce: told what is being trained and how many seconds that may take, and ``""`` afterwards.
        only: the exercises to ask about; None for all.
        tests: the tests to ask, each as exercise and name; None for all of those exercises.

    Attributes:
        results: one for each test, in order.
        fault: what went wrong on our side, if anything did; the results are worth nothing then.
    """

    def __init__(
        self,
        state: State,
        cells: Mapping[str, CellResult],
        untouched: frozenset[str],
        *,
        salt: str,
        assignment: str,
        test_seconds: float,
        training_seconds: Mapping[str, float] | None = None,
        training_bytes: Mapping[str, int] | None = None,
        thresholds: Thresholds | None = None,
        device: Device = "cpu",
        take_device: Callable[[], AbstractContextManager[None]] = nullcontext,
        announce: Callable[[str, float], None] = lambda doing, seconds: None,
        only: frozenset[str] | None = None,
        tests: frozenset[tuple[str, str]] | None = None,
    ) -> None:
        self._scopes = Scopes()
        self._notebook = Notebook(Asker(self._scopes), state)
        self._cells, self._untouched = cells, untouched
        self._salt, self._assignment, self._test_seconds, self._only = salt, assignment, test_seconds, only
        self._tests = tests
        self._training_seconds, self._training_bytes = training_seconds or {}, training_bytes or {}
        self._thresholds = thresholds or Thresholds({})
        self._device, self._take_device, self._announce = device, take_device, announce
        self._evidence = Evidence()
        self.results: list[TestResult] = []
        self.fault: BaseException | None = None

    # --- collecting

    def pytest_configure(self, config: pytest.Config) -> None:
        """Register our mark."""
        config.addinivalue_line("markers", "points(exercise, worth, seconds=None): what a hidden test is worth")

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the tests that are wanted; a test without points is a slip of its author."""
        for item in items:
            if item.get_closest_marker("points") is None:
                self.fault = self.fault or GraderError(f"{item.nodeid} carries no points: mark it with @points")
        if self.fault is not None:
            items.clear()
        items[:] = [item for item in items if self._is_wanted(item)]

    def _is_wanted(self, item: pytest.Item) -> bool:
        mark = item.get_closest_marker("points")
        assert mark is not None
        exercise = mark.args[0]
        if self._only is not None and exercise not in self._only:
            return False
        return self._tests is None or (exercise, item.name) in self._tests

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A grader that does not load is our fault, not a student's."""
        if report.failed:
            self.fault = self.fault or GraderError(f"the grader does not load: {report.longreprtext}")

    # --- running

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Give each test its own forks."""
        mark = item.get_closest_marker("points")
        seconds = (mark.kwargs.get("seconds") if mark else None) or self._test_seconds
        self._raised: BaseException | None = None
        self._evidence = Evidence()
        seed_everything()
        started = time.monotonic()
        with self._scopes.open_test(seconds):
            outcome = yield
        if self.fault is None:
            question = self._question(item)
            elapsed = time.monotonic() - started
            about = (self._raised, self._cells, self._untouched, elapsed, self._evidence)
            self.results.append(judge_outcome(question, *about))
        return outcome

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
    ) -> Generator[None, Any, Any]:
        """Give a fixture that outlives its test states of its own, from which the tests then fork."""
        try:
            with ExitStack() as stack:
                if fixturedef.scope != "function" and fixturedef.argname != "notebook":
                    seconds = self._training_budget(fixturedef)
                    most_bytes = self._training_bytes.get(getattr(fixturedef.func, TRAINED, ""), 0)
                    scope = stack.enter_context(self._scopes.enter_fixture(seconds, most_bytes))
                    fixturedef.addfinalizer(scope.close)
                    if seconds is not None:
                        stack.enter_context(self._take_device())
                        self._announce(f"training {getattr(fixturedef.func, TRAINED)}", seconds)
                        stack.callback(self._announce, "", 0.0)
                value = yield
                if value is None and (exercise := getattr(fixturedef.func, TRAINED, "")):
                    raise CheckFailed(f"`{exercise}` returns nothing", "Is a `return` missing?")
                return value
        except (SandboxEnded, CheckFailed) as ending:  # over what it asked, or over keeping what it trained
            # pytest keeps only exceptions that an `except Exception` would catch, and is lost at the next test.
            fixturedef.cached_result = (None, fixturedef.cache_key(request), (ending, ending.__traceback__))  # type: ignore[arg-type]
            raise

    def _training_budget(self, fixturedef: pytest.FixtureDef[Any]) -> float | None:
        exercise = getattr(fixturedef.func, TRAINED, None)
        if exercise is None:
            return None
        if exercise not in self._training_seconds:
            self.fault = GraderError(f"{fixturedef.argname} trains {exercise}, which has no `seconds` in the lesson")
            raise self.fault
        return self._training_seconds[exercise]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Keep what the test raised; a fault of ours stops the run. pytest's own report would format each traceback."""
        raised = call.excinfo.value if call.excinfo else None
        self._raised = self._raised if self._raised is not None else raised
        # A GraderError here was caused by a student's value: the reference, graded before the class, did not cause it.
        if isinstance(raised, AutograderError | OSError) and not isinstance(raised, GraderError):
            self.fault = (
                raised if isinstance(raised, AutograderError) else HostError(f"a test could not be asked: {raised}")
            )
            item.session.shouldstop = "a fault of the machinery"
        outcome: Literal["passed", "failed"] = "failed" if raised else "passed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when)  # type: ignore[arg-type]

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Somebody pressed Ctrl-C: the whole command ends, not this run alone."""
        self.fault = self.fault if self.fault is not None else excinfo.value

    @staticmethod
    def _question(item: pytest.Item) -> Question:
        mark = item.get_closest_marker("points")
        assert mark is not None
        documented = inspect.getdoc(getattr(item, "function", None)) or item.name
        return Question(item.name, mark.args[0], float(mark.args[1]), " ".join(documented.split("\n\n")[0].split()))

    # --- fixtures

    @pytest.fixture(scope="session")
    def notebook(self) -> Notebook:
        """The submission."""
        return self._notebook

    @pytest.fixture(scope="session")
    def device(self) -> str:
        """Where models are trained."""
        return PresentDevice(self._device)

    @pytest.fixture
    def threshold(self) -> ThresholdGate:
        """Holds a measured quantity against its calibrated limit."""
        return ThresholdGate(self._thresholds, self._evidence)

    @pytest.fixture
    def picture(self) -> PictureBook:
        """Draws what was measured for the student to see."""
        return PictureBook(self._evidence)

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> Rng:
        """Random inputs, fresh for each test."""
        return Rng(self._salt, f"{self._assignment}::{request.node.nodeid}")

    @pytest.fixture(scope="module")
    def module_rng(self, request: pytest.FixtureRequest) -> Callable[[str], Rng]:
        """Random inputs for fixtures that outlive a test, by a name that the fixture chooses.

        What one of them draws must not depend on which others were set up before it: a subset of tests asks the same.
        """
        return lambda name: Rng(self._salt, f"{self._assignment}::{request.node.nodeid}::{name}")


def seed_everything() -> None:
    """The usual generators start each test alike: a grader that draws from them by a slip still asks everybody the same."""
    random.seed(0)
    np.random.seed(0)
    torch.default_generator.manual_seed(0)
