"""What docstrings show is what comes out."""

import doctest
import importlib
import pkgutil

import pytest

import journey

MODULES = [f"journey.{module.name}" for module in pkgutil.iter_modules(journey.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_come_out_as_shown(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples_to_run():
    finder = doctest.DocTestFinder()
    shown = [test.name for name in MODULES for test in finder.find(importlib.import_module(name)) if test.examples]

    assert {"journey.data.digits", "journey.shapes.shapes", "journey.seeding.seed_everything"} <= set(shown)
