"""One contract over every executor; and what only workers of their own can survive."""

from __future__ import annotations

import os
import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import HostError, LessonError, StudentRaised
from autograder.workers import Done, WorkerLost, open_executor, run_all
from autograder.workers.executors import TASKS_PER_WORKER
from tests.workers.tasks import Errand, do

WORKERS = 2


@pytest.fixture(scope="session")
def dask() -> Iterator[Executor]:
    with open_executor(WORKERS) as executor:
        yield executor


@pytest.fixture(params=["serial", "dask"])
def executor(request: pytest.FixtureRequest) -> Iterator[tuple[Executor, int]]:
    if request.param == "serial":
        with open_executor(1) as executor:
            yield executor, 1
    else:
        yield request.getfixturevalue("dask"), WORKERS


def results(done: list[Done[Errand, int]]) -> dict[int, int | None]:
    return {each.task.number: each.result for each in done}


def test_every_task_comes_back_once_with_its_result(executor: tuple[Executor, int]) -> None:
    pool, workers = executor
    done = list(run_all(pool, do, [Errand(n) for n in range(20)], workers))
    assert len(done) == 20
    assert results(done) == {n: n**2 for n in range(20)}
    assert all(each.error is None for each in done)


def test_no_task_is_no_work(executor: tuple[Executor, int]) -> None:
    pool, workers = executor
    assert list(run_all(pool, do, [], workers)) == []


def test_exceptions_travel_with_their_fields_and_stop_nobody(executor: tuple[Executor, int]) -> None:
    pool, workers = executor
    tasks = [Errand(1), Errand(7, "raise"), Errand(2, "raise as a student"), Errand(3)]
    done = {each.task.number: each for each in run_all(pool, do, tasks, workers)}
    assert {n: each.result for n, each in done.items()} == {1: 1, 7: None, 2: None, 3: 9}
    slip, raised = done[7].error, done[2].error
    assert isinstance(slip, LessonError)
    assert (slip.path, slip.line, slip.problem) == (Path("lesson.py"), 7, "a slip")
    assert isinstance(raised, StudentRaised)
    assert (raised.type_name, raised.message, raised.bases) == ("ValueError", "no", ("ValueError", "Exception"))


def test_tasks_are_taken_as_there_is_room(executor: tuple[Executor, int]) -> None:
    pool, workers = executor
    taken = 0

    def tasks() -> Iterator[Errand]:
        nonlocal taken
        for n in range(30):
            taken += 1
            yield Errand(n)

    window = 1 if workers == 1 else TASKS_PER_WORKER * workers
    for settled, _ in enumerate(run_all(pool, do, tasks(), workers), 1):
        assert taken <= settled - 1 + 2 * window
    assert taken == 30


def test_leaving_early_leaves_nothing_running(executor: tuple[Executor, int]) -> None:
    pool, workers = executor
    run = run_all(pool, do, (Errand(n) for n in range(1_000_000)), workers)
    assert next(run).error is None
    run.close()
    assert results(list(run_all(pool, do, [Errand(5)], workers))) == {5: 25}


def test_the_serial_one_stays_in_this_thread() -> None:
    def where(_: int) -> int:
        return threading.get_ident()

    with open_executor(1) as executor:
        (done,) = run_all(executor, where, [1], 1)
    assert done.result == threading.get_ident()


def test_workers_are_other_processes(dask: Executor) -> None:
    assert dask.submit(os.getpid).result() != os.getpid()


def test_two_classes_are_graded_side_by_side(dask: Executor) -> None:
    with open_executor(WORKERS) as other:
        assert results(list(run_all(other, do, [Errand(2)], WORKERS))) == {2: 4}
    assert results(list(run_all(dask, do, [Errand(3)], WORKERS))) == {3: 9}


def test_a_task_whose_worker_was_killed_runs_elsewhere(dask: Executor, tmp_path: Path) -> None:
    tasks = [Errand(n, "die once" if n == 3 else "square", tmp_path, os.getpid()) for n in range(10)]
    done = list(run_all(dask, do, tasks, WORKERS))
    assert results(done) == {n: n**2 for n in range(10)}
    assert (tmp_path / "died-3").exists()


def test_a_task_that_kills_every_worker_is_lost_alone(dask: Executor, tmp_path: Path) -> None:
    tasks = [Errand(n, "die" if n == 2 else "square", tmp_path, os.getpid()) for n in range(12)]
    done = {each.task.number: each for each in run_all(dask, do, tasks, WORKERS)}
    assert isinstance(done.pop(2).error, WorkerLost)
    assert {n: each.result for n, each in done.items()} == {n: n**2 for n in range(12) if n != 2}


class Suspicious(Executor):
    """Loses the tasks that are under way together with a bad one, as a cluster does; and keeps count."""

    def __init__(self) -> None:
        self.window: list[tuple[Future[Any], Errand]] = []
        self.tries: dict[int, int] = {}

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        (errand,) = args
        self.tries[errand.number] = self.tries.get(errand.number, 0) + 1
        future: Future[Any] = Future()
        if errand.deed == "die":
            future.set_exception(type("KilledWorker", (Exception,), {})("lost"))
        elif errand.deed == "cancelled":
            future.cancel()
            future.set_running_or_notify_cancel()
        elif errand.deed == "unlucky" and self.tries[errand.number] == 1:
            future.set_exception(type("KilledWorker", (Exception,), {})("lost"))
        else:
            future.set_result(do(replace(errand, deed="square")))
        return future


def test_what_was_lost_is_tried_once_more_and_alone() -> None:
    executor = Suspicious()
    deeds = ["square", "die", "unlucky", "cancelled", "square"]
    done = list(run_all(executor, do, [Errand(n, deed) for n, deed in enumerate(deeds)], WORKERS))
    assert executor.tries == {0: 1, 1: 2, 2: 2, 3: 2, 4: 1}
    assert results(done) == {0: 0, 1: None, 2: 4, 3: None, 4: 16}
    assert {each.task.number for each in done[-3:]} == {1, 2, 3}, "suspects come last"
    lost = [each.error for each in done if each.error]
    assert all(isinstance(error, WorkerLost) and isinstance(error, HostError) for error in lost)
    assert not any(isinstance(error, CancelledError) for error in lost)


def test_strangers_on_this_machine_cannot_hand_tasks_to_workers() -> None:
    with open_executor(WORKERS) as executor:
        kind, _, address = executor._client.scheduler.address.partition("://")  # type: ignore[attr-defined]
        host, port = address.split(":")
        stranger = ssl.create_default_context()
        stranger.check_hostname, stranger.verify_mode = False, ssl.CERT_NONE
        assert kind == "tls"
        plain = socket.create_connection((host, int(port)), timeout=5)
        with stranger.wrap_socket(plain) as wrapped, pytest.raises(ssl.SSLError, match="certificate"):
            wrapped.recv(1)
