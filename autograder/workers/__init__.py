"""Where submissions are graded: in this process, or on the workers of a Dask cluster, behind one interface."""

from autograder.workers.executors import Done, WorkerLost, open_executor, run_all

__all__ = ["Done", "WorkerLost", "open_executor", "run_all"]
