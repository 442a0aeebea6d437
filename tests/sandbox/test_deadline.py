"""Time that stands still while a process waits for a core, and for how long it may."""

import os
import time
from pathlib import Path

import pytest

from autograder.errors import TimedOut
from autograder.sandbox import deadline as deadline_module
from autograder.sandbox.deadline import PATIENCE, Deadline, RunQueue

counted = pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="this kernel counts no waiting")

SPIN = "import os\nfor _ in range({others}):\n    if os.fork() == 0:\n        while True: pass"
WORK = "import time\nbegan = time.process_time()\nwhile time.process_time() - began < {seconds}: pass"


class Clock:
    """A world in which time passes when a test says so.

    Attributes:
        now: as :func:`time.monotonic` has it.
        waited: for how much of it somebody has waited for a core.
    """

    def __init__(self) -> None:
        self.now, self.waited = 100.0, 7.0

    def pass_time(self, seconds: float, waiting: float = 0.0) -> None:
        self.now, self.waited = self.now + seconds, self.waited + waiting


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(deadline_module.time, "monotonic", lambda: clock.now)
    return clock


class TestCounting:
    def test_every_second_counts_where_nobody_waits(self, clock):
        deadline = Deadline(2.0, lambda: clock.waited)
        clock.pass_time(1.5)
        assert (deadline.spent(), deadline.left()) == (1.5, 0.5)
        clock.pass_time(0.5)
        assert deadline.left() == 0

    def test_waiting_for_a_core_does_not_count(self, clock):
        deadline = Deadline(2.0, lambda: clock.waited)
        clock.pass_time(3.0, waiting=1.5)
        assert (deadline.spent(), deadline.left()) == (1.5, 0.5)

    def test_it_is_not_looked_up_before_it_matters(self, clock):
        deadline = Deadline(2.0, lambda: clock.waited)
        clock.pass_time(1.0, waiting=1.0)
        assert deadline.left() == 1.0, "in which nothing can be reached"
        assert deadline.spent() == 1.0 / PATIENCE

    def test_patience_is_bounded(self, clock):
        deadline = Deadline(2.0, lambda: clock.waited)
        clock.pass_time(2.0 * PATIENCE, waiting=2.0 * PATIENCE)
        assert deadline.left() == 0

    def test_every_second_counts_where_nobody_counts_waiting(self, clock):
        deadline = Deadline(2.0)
        clock.pass_time(2.0)
        assert (deadline.spent(), deadline.left()) == (2.0, 0.0)


@counted
class TestRunQueue:
    def test_an_ended_process_keeps_its_count(self):
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        queue = RunQueue(pid)
        before = queue.count_waited()
        os.waitpid(pid, 0)
        assert queue.count_waited() == before
        queue.close()
        assert queue.count_waited() == before

    def test_a_process_that_is_not_there_has_not_waited(self):
        assert RunQueue(2**22 + 1).count_waited() == 0

    def test_nothing_stays_open(self):
        before = set(os.listdir("/proc/self/fd"))
        queue = RunQueue(os.getpid())
        assert set(os.listdir("/proc/self/fd")) != before
        queue.close()
        queue.close()
        assert set(os.listdir("/proc/self/fd")) == before


@pytest.fixture
def core() -> int:
    """The number of a core that this process may use."""
    return min(os.sched_getaffinity(0))


@counted
@pytest.mark.sandbox
class TestOneCoreForAll:
    def test_a_neighbour_who_burns_it_costs_nobody_his_time(self, open_probe, core):
        neighbour, probe = open_probe(), open_probe()
        for each in (neighbour, probe):
            os.sched_setaffinity(each.process._pid, {core})
        neighbour.cell(SPIN.format(others=3))
        began = time.monotonic()
        probe.cell(WORK.format(seconds=0.3), 0.5)
        assert time.monotonic() - began > 0.5, "the neighbour did not disturb, so that nothing was tried"
        assert 0.3 <= probe.process.spent_seconds < 0.5

    def test_who_makes_himself_wait_is_not_waited_for_long(self, probe, core):
        os.sched_setaffinity(probe.process._pid, {core})
        probe.cell(SPIN.format(others=30))
        began = time.monotonic()
        with pytest.raises(TimedOut, match=r"no answer within 0\.3 s"):
            probe.cell("while True: pass", 0.3)
        assert time.monotonic() - began < PATIENCE * 0.3 + 1
