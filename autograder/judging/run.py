"""One clean pytest run over one notebook, in this process.

Clean means: grader modules are imported anew; the environment, torch's defaults and the random generators are afterwards as
they were before; no plugin runs that is not needed; no configuration is read but ours; warnings are nobody's business, and
what a grader prints goes to stderr, for stdout may be somebody's JSON.
"""

from __future__ import annotations

import os
import random
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from pathlib import Path

import numpy as np
import pytest
import torch

from autograder.errors import GraderError
from autograder.judging.plugin import JudgingPlugin

CONFIG = Path(__file__).with_name("pytest.ini")
UNNEEDED = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "logging", "nose", "pastebin",
    "recwarn", "setuponly", "setupplan", "skipping", "stepwise", "terminal", "tmpdir", "threadexception", "unittest",
    "unraisableexception", "warnings", "monkeypatch", "pytester", "subtests",
)  # fmt: skip


def run_grader(folder: Path, plugin: JudgingPlugin) -> None:
    """Run a grader's tests; the plugin keeps the results.

    Args:
        folder: of the assignment's grader.
        plugin: of this notebook.

    Raises:
        GraderError: if the grader does not load.
        BaseException: whatever fault of ours the plugin met.
    """
    modules = sorted(str(path) for path in folder.glob("test_*.py"))
    if not modules:
        raise GraderError(f"there is no hidden test in {folder}")
    arguments = [*modules, "-c", str(CONFIG), "--rootdir", str(folder), "--confcutdir", str(folder)]
    arguments += ["--import-mode=importlib", "--assert=plain", "--capture=no", "--disable-plugin-autoload"]
    for name in UNNEEDED:
        arguments += ["-p", f"no:{name}"]
    with _clean(folder):
        code = pytest.main(arguments, plugins=[plugin])
    if plugin.fault is not None:
        raise plugin.fault
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise GraderError(f"the grader in {folder} did not run: pytest ended with {pytest.ExitCode(code).name}")


@contextmanager
def _clean(folder: Path) -> Iterator[None]:
    """Undo what a run leaves in this process."""
    with ExitStack() as stack:
        for part in (_modules_of(folder), _importers(), _environment(), _torch_defaults(), _generators()):
            stack.enter_context(part)
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        stack.enter_context(redirect_stdout(sys.stderr))
        yield


@contextmanager
def _modules_of(folder: Path) -> Iterator[None]:
    """Import a grader's modules anew, also where others of the same name are loaded: pytest would take those."""
    names = {path.stem for path in folder.glob("*.py")} & set(sys.modules)
    hidden = {name: sys.modules.pop(name) for name in names}
    before = set(sys.modules)
    try:
        yield
    finally:
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).is_relative_to(folder):
                del sys.modules[name]
        sys.modules.update(hidden)


@contextmanager
def _importers() -> Iterator[None]:
    """Without the import hook of a pytest around this one: it writes the values that differ into an assertion's message."""
    before = sys.meta_path[:]
    sys.meta_path[:] = [finder for finder in before if not type(finder).__module__.startswith("_pytest.")]
    try:
        yield
    finally:
        sys.meta_path[:] = before


@contextmanager
def _environment() -> Iterator[None]:
    """Hide ``PYTEST_*``, which are about a pytest around this one, and restore all."""
    before = dict(os.environ)
    for name in before:
        if name.startswith("PYTEST_"):
            del os.environ[name]
    try:
        yield
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)


@contextmanager
def _torch_defaults() -> Iterator[None]:
    dtype, grad, threads = torch.get_default_dtype(), torch.is_grad_enabled(), torch.get_num_threads()
    try:
        yield
    finally:
        torch.set_default_dtype(dtype)
        torch.set_grad_enabled(grad)
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)


@contextmanager
def _generators() -> Iterator[None]:
    states = random.getstate(), np.random.get_state(), torch.default_generator.get_state()
    try:
        yield
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])
        torch.default_generator.set_state(states[2])
