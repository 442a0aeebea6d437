"""Running a notebook's cells: the first state, from which everything else forks.

A cell that hangs or kills its process is skipped: the others run again without it, and every exercise but its own is graded
as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course import Limits
from autograder.errors import Crashed, Diverged, OutOfMemory, SandboxEnded, TimedOut
from autograder.records import CellResult, Outcome
from autograder.session.notebook import read_raised
from autograder.session.state import Spawn, State
from autograder.session.transcript import Transcript

OUTCOME_OF_ENDING: dict[type[SandboxEnded], Outcome] = {
    TimedOut: Outcome.TIMEOUT,
    OutOfMemory: Outcome.MEMORY,
    Crashed: Outcome.CRASH,
}


@dataclass(frozen=True)
class Cell:
    """A code cell to run.

    Attributes:
        index: in the repaired notebook.
        exercise: whose answer it is; empty for given cells and the student's own.
        source: its text.
        untouched: an answer that still is the stub.
    """

    index: int
    exercise: str
    source: str
    untouched: bool = False

    @property
    def label(self) -> str:
        """How tracebacks name it."""
        return f"cell {self.index + 1}" + (f" ({self.exercise})" if self.exercise else "")


# Of the time for all cells: by when the last may have been run again, and what running them may take whatever they do.
RERUN_FACTOR = 2.0
MOST_FACTOR = 4.0


class _CellEnded(Exception):
    def __init__(self, cell: Cell, ending: SandboxEnded) -> None:
        super().__init__(cell, ending)
        self.cell, self.ending = cell, ending


def run_cells(
    cells: Sequence[Cell], limits: Limits, transcript: Transcript, spawn: Spawn
) -> tuple[State, tuple[CellResult, ...]]:
    """Run a notebook's cells in order.

    Args:
        cells: what to run.
        limits: of the course: seconds for a cell, and for all of them together.
        transcript: where answers are recorded.
        spawn: starts a process for the notebook.

    Returns:
        The state after the cells, and what each of them did, in order. A cell that ended its process, and those that were
        not reached before the time for all was up, have that outcome and were left out.
    """
    reason = TimedOut(f"the notebook's cells together may take {limits.cells_seconds:g} s")
    spent = 0.0  # what cells took when they ran for the first time, processes and all; on paper as it was when recorded
    tally = transcript.tally
    ran_before = tally.ran_seconds + tally.rerun_seconds
    seen: set[int] = set()  # cells that have been run before and are run again, because a later one was lost
    lost: dict[int, CellResult] = {}
    while True:
        state = State(transcript, spawn)
        done: dict[int, CellResult] = {}
        try:
            for cell in (cell for cell in cells if cell.index not in lost):
                left = limits.cells_seconds * (RERUN_FACTOR if cell.index in seen else 1) - spent
                ran = tally.ran_seconds + tally.rerun_seconds - ran_before
                left = min(left, limits.cells_seconds * MOST_FACTOR - ran)
                if left <= 0:
                    lost[cell.index] = _lost(cell, reason)
                    continue
                before = state.spent_seconds + state.waited_seconds
                try:
                    done[cell.index] = _run_cell(state, cell, min(limits.cell_seconds, left), limits.output_chars)
                finally:
                    if cell.index not in seen:
                        spent += state.spent_seconds + state.waited_seconds - before
                seen.add(cell.index)
        except _CellEnded as error:
            state.close()
            lost[error.cell.index] = _lost(error.cell, error.ending)
            continue
        except BaseException:
            state.close()
            raise
        return state, tuple((done | lost)[cell.index] for cell in cells)


def _run_cell(state: State, cell: Cell, seconds: float, output_chars: int) -> CellResult:
    before = state.spent_seconds
    request = {"op": "cell", "source": cell.source, "label": cell.label, "output_chars": output_chars}
    try:
        answer = state.ask(request, seconds)
    except Diverged:
        raise
    except SandboxEnded as ending:
        raise _CellEnded(cell, ending) from None
    took = state.spent_seconds - before
    text = answer.get("ok")
    text = text[: output_chars + 100] if isinstance(text, str) else ""
    if "raised" not in answer:
        return CellResult(index=cell.index, exercise=cell.exercise, outcome=Outcome.PASSED, text=text, seconds=took)
    error = read_raised(answer["raised"])
    is_stub = cell.untouched and error.type_name == "NotImplementedError"
    return CellResult(
        index=cell.index,
        exercise=cell.exercise,
        outcome=Outcome.NOT_ATTEMPTED if is_stub else Outcome.ERROR,
        text=text,
        message=str(error),
        traceback=error.traceback,
        seconds=took,
    )


def _lost(cell: Cell, ending: SandboxEnded) -> CellResult:
    outcome = OUTCOME_OF_ENDING.get(type(ending), Outcome.CRASH)
    return CellResult(index=cell.index, exercise=cell.exercise, outcome=outcome, message=ending.reason)
