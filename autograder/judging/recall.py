"""Judging from a transcript: what a notebook answered before is replayed, and what differs is judged once more, live."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from autograder.course import Course
from autograder.errors import Diverged
from autograder.session import Cell, Tally, Transcript, TranscriptStore
from autograder.session.store import prune

Result = TypeVar("Result")


class Recalled(Generic[Result]):
    """What came of judging one notebook.

    Attributes:
        result: what judging it returned.
        timings: seconds that answers took: replayed (``saved``), asked (``asked``), asked once more (``again``).
        provenance: how many answers were replayed and asked, where models came from, and with what the replayed ones were
            recorded; for the instructor.
    """

    def __init__(self, result: Result, transcript: Transcript, remark: str) -> None:
        tally = transcript.tally
        self.result = result
        self.timings = {"saved": tally.saved_seconds, "asked": tally.ran_seconds, "again": tally.rerun_seconds}
        self.provenance = _describe(tally) | ({"transcript": remark} if remark else {})
        recorded = [", ".join(f"{name} {what}" for name, what in run.items()) for run in transcript.recorded_with]
        if recorded:
            self.provenance["recorded_with"] = "; ".join(dict.fromkeys(recorded))


def _describe(tally: Tally) -> dict[str, str]:
    counts = {
        "answers_replayed": tally.replayed,
        "answers_asked": tally.ran,
        "answers_asked_again": tally.rerun,
        "processes": tally.spawned,
        "models_trained": tally.trained,
        "models_kept": tally.restored,
    }
    return {name: str(count) for name, count in counts.items()}


class Recall:
    """The transcripts of one assignment.

    Args:
        course: the course.
        assignment: whose notebooks.
        provenance: of what is recorded from now on.
        is_stored: whether transcripts are kept in the course's folder; else only for as long as a notebook is judged.
    """

    def __init__(self, course: Course, assignment: str, provenance: dict[str, str], *, is_stored: bool) -> None:
        limits = course.settings.transcripts
        self._folder, self._most_bytes, self._limits = course.transcripts, limits.total_bytes, course.settings.limits
        self._store = TranscriptStore(course.transcripts / assignment, course.settings.salt, limits)
        self._provenance, self._is_stored = provenance, is_stored
        self._has_saved = False

    def judge(
        self, student: str, cells: Sequence[Cell], run: Callable[[Transcript], Result], *, anew: bool = False
    ) -> Recalled[Result]:
        """Judge a notebook with what is known of it, and keep what was learnt.

        Where it does not answer as it did before, all that is known is forgotten, and it is judged once more from the start:
        a machine that computes a little differently costs time, not points.

        Args:
            student: whose notebook.
            cells: as they are graded.
            run: judges it with a transcript.
            anew: forget what is known first.
        """
        name = self._store.name(student, cells, self._limits)
        transcript = self._open(name, anew)
        remark = "damaged, so it was discarded" if transcript.was_damaged else ""
        try:
            result = run(transcript)
        except Diverged:
            assert transcript.has_diverged
        if transcript.has_diverged:
            remark = "what was recorded did not hold, so all of it was judged once more"
            transcript = self._store.begin(self._provenance, gives_up=False)
            result = run(transcript)
        if self._is_stored and transcript.has_changed:
            self._has_saved = True
            if not self._store.save(name, transcript):
                remark = remark or "it could not be kept"
        return Recalled(result, transcript, remark)

    def _open(self, name: str, anew: bool) -> Transcript:
        if anew or not self._is_stored:
            return self._store.begin(self._provenance)
        return self._store.open(name, self._provenance)

    def close(self) -> None:
        """Make room for what is to come, if anything was kept."""
        if self._has_saved:
            prune(self._folder, self._most_bytes)
