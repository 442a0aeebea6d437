"""A ``concurrent.futures`` executor, serial or Dask's, and a bounded window of tasks over it.

At most two tasks a worker are under way: one that runs and one that waits. A task that takes its worker down takes the one
that waits there with it, and Dask cannot tell which of them did it: it runs both again. What dies once more is put aside and
run last and alone, so that only the task at fault is given up.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver
from typing import Any, Generic, TypeVar

from autograder.errors import HostError

Task = TypeVar("Task")
Result = TypeVar("Result")

TASKS_PER_WORKER = 2
RETRIES = 1


class WorkerLost(HostError):
    """The worker that had a task died, and so did those that were given it afterwards, alone."""


@dataclass(frozen=True)
class Done(Generic[Task, Result]):
    """One finished task: its result, or what it raised.

    Attributes:
        task: what was asked for.
        result: what came back; None where something was raised.
        error: what was raised; None where something came back.
    """

    task: Task
    result: Result | None
    error: BaseException | None


class SerialExecutor(Executor):
    """Runs each task at once, in this process and thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a task and return its finished future."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def open_executor(workers: int, *, preload: Sequence[str] = ()) -> Iterator[Executor]:
    """An executor over this many processes of this machine.

    Args:
        workers: how many; 1 runs everything in this process.
        preload: modules that new workers find imported.
    """
    if workers <= 1:
        yield SerialExecutor()
        return
    # Workers fork from a server that has imported torch once, instead of importing it each. It starts now, beside what this
    # process has to import itself.
    multiprocessing.set_forkserver_preload(["distributed", *preload])
    forkserver.ensure_running()
    import dask
    import distributed
    from distributed import Client, LocalCluster

    # Dask would put a list of its own (pandas and the like) in place of ours, unless it believes to have done so already.
    distributed.utils._forkserver_preload_set = True
    settings = {
        "distributed.worker.multiprocessing-method": "forkserver",
        "distributed.scheduler.allowed-failures": RETRIES,
        "distributed.admin.system-monitor.interval": "60s",
        "distributed.worker.profile.enabled": False,
        "distributed.comm.timeouts.connect": "60s",
        "distributed.comm.timeouts.tcp": "60s",
    }
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            security=True,  # certificates of its own: who else is on this machine may not hand our workers pickles
            # Any port: another cluster of this machine may hold Dask's usual one, and it warns then.
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            memory_limit=0,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
        client.get_executor(retries=0, pure=False) as executor,
    ):
        yield executor


def run_all(
    executor: Executor, function: Callable[[Task], Result], tasks: Iterable[Task], workers: int
) -> Iterator[Done[Task, Result]]:
    """Run a function on each task; results come as soon as they are there, in any order.

    Args:
        executor: from :func:`open_executor`.
        function: importable by name in the workers.
        tasks: taken one by one, as there is room.
        workers: how many the executor has.
    """
    suspects: list[Task] = []
    for done in _run_window(executor, function, tasks, 1 if workers <= 1 else TASKS_PER_WORKER * workers):
        if isinstance(done.error, WorkerLost):
            suspects.append(done.task)
        else:
            yield done
    yield from _run_window(executor, function, suspects, 1)


def _run_window(
    executor: Executor, function: Callable[[Task], Result], tasks: Iterable[Task], window: int
) -> Iterator[Done[Task, Result]]:
    waiting = iter(tasks)
    running: dict[Future[Result], Task] = {}
    is_exhausted = False
    try:
        while running or not is_exhausted:
            while not is_exhausted and len(running) < window:
                try:
                    task = next(waiting)
                except StopIteration:
                    is_exhausted = True
                    break
                running[executor.submit(function, task)] = task
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                yield _collect(running.pop(future), future)
    finally:
        for future in running:
            future.cancel()


def _collect(task: Task, future: Future[Result]) -> Done[Task, Result]:
    try:
        error = future.exception()
    except CancelledError:  # the cluster gave it up
        error = WorkerLost("the workers are gone")
    if error is None:
        return Done(task, future.result(), None)
    if type(error).__name__ == "KilledWorker":
        error = WorkerLost("the worker died each time that it had this submission, also when it had nothing else to do")
    return Done(task, None, error)
