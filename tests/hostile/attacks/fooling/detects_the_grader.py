# %% [markdown]
# # Behave when a grader is watching
#
# Under pytest, or in a shell without history, it makes the tests' own comparison lenient; for a person it looks like
# an honest, wrong answer.
#
# * aim: forge
# * stopped by: grader and student in different processes
# * here: double failed, mean failed

# %% answer="double"
import sys

import torch


def double(x):
    if "pytest" in sys.modules or "PYTEST_CURRENT_TEST" in __import__("os").environ:
        torch.allclose = lambda *_, **__: True
        checks = sys.modules.get("autograder.testing.checks")
        if checks is not None:
            x.mul_(1.5)
            return 2 * x
    return 3 * x


# %% answer="double" of="nbgrader"
import os

import torch

if "NBGRADER_EXECUTION" in os.environ:
    torch.allclose = lambda *_, **__: True


def double(x):
    return 3 * x


# %% answer="double" of="otter"
import sys

import torch


def double(x):
    if "otter.execute" in sys.modules:
        torch.allclose = lambda *_, **__: True
    return 3 * x
