"""Judging one notebook: its grader's tests, in one clean pytest run of this process."""

from autograder.judging.grader import Grader, Judged

__all__ = ["Grader", "Judged"]
