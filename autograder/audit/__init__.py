"""The audit of graders: generated mutants, gross mistakes, lookups; the trials of them, and what came of it."""

from autograder.audit.document import render_document
from autograder.audit.equivalent import Mark, most_marks, read_marks
from autograder.audit.equivalent import find_faults as find_mark_faults
from autograder.audit.findings import Audit, Finding, Judged, Public, Said, Worth
from autograder.audit.gross import (
    FILLINGS,
    GROSS,
    SHOW_SEEN,
    can_wrap,
    gross_mistake,
    lookup,
    read_seen,
    recording,
)
from autograder.audit.lessons import find_shortcomings, render_lessons
from autograder.audit.messages import find_message_faults
from autograder.audit.mutate import Generated, choose_sample, generate_mutants
from autograder.audit.page import render_page
from autograder.audit.store import Store
from autograder.audit.trials import Answered, Trial, close_bench, run_trial
from autograder.audit.verdicts import judge_generated, judge_mutant, judge_right_answer, weigh_tests

__all__ = [
    "FILLINGS",
    "GROSS",
    "SHOW_SEEN",
    "Answered",
    "Audit",
    "Finding",
    "Generated",
    "Judged",
    "Mark",
    "Public",
    "Said",
    "Store",
    "Trial",
    "Worth",
    "can_wrap",
    "choose_sample",
    "close_bench",
    "find_mark_faults",
    "find_message_faults",
    "find_shortcomings",
    "generate_mutants",
    "gross_mistake",
    "judge_generated",
    "judge_mutant",
    "judge_right_answer",
    "lookup",
    "most_marks",
    "read_marks",
    "read_seen",
    "recording",
    "render_document",
    "render_lessons",
    "render_page",
    "run_trial",
    "weigh_tests",
]
