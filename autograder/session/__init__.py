"""The trusted side's conversation with one notebook: cells, states, handles, transcript."""

from autograder.session.cells import OUTCOME_OF_ENDING, Cell, run_cells
from autograder.session.notebook import Asker, Handle, Notebook
from autograder.session.scopes import Scopes
from autograder.session.state import State
from autograder.session.store import TranscriptStore
from autograder.session.transcript import PresentDevice, Tally, Transcript

__all__ = [
    "OUTCOME_OF_ENDING",
    "Asker",
    "Cell",
    "Handle",
    "Notebook",
    "PresentDevice",
    "Scopes",
    "State",
    "Tally",
    "Transcript",
    "TranscriptStore",
    "run_cells",
]
