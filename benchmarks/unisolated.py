"""``python -m benchmarks.unisolated …`` is ``autograder …``, but what was handed in runs as it is, without any isolation.

For the benchmark's own class only: no command that is installed can be told to do so.
"""

import sys
from functools import partial

from autograder.verbs.tasks import Graded, Task, run_task


def run_unisolated(task: Task) -> Graded:
    """Grade one submission in this process, whose graders isolate nothing from now on."""
    from autograder.verbs import grading

    if not isinstance(grading.Grader, partial):
        grading.Grader = partial(grading.Grader, isolated=False)  # type: ignore[misc,assignment]
    return run_task(task)


if __name__ == "__main__":
    from autograder import cli
    from autograder.verbs import grade
    from benchmarks import unisolated

    grade.run_task = unisolated.run_unisolated  # workers find it by this name
    sys.exit(cli.main())
