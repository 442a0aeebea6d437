"""One clean pytest run over one notebook, in this process.

Clean means: grader modules are imported anew, torch's defaults and the environment are as before, no plugin runs that is not
needed, and no configuration is read but ours.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
        GraderError: if the grader does not load or has no test for what was asked.
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
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise GraderError(f"the grader in {folder} did not run: pytest ended with {pytest.ExitCode(code).name}")


@contextmanager
def _clean(folder: Path) -> Iterator[None]:
    """Undo what a run leaves in this process."""
    environment = {name: value for name, value in os.environ.items() if name.startswith("PYTEST_")}
    dtype, grad, threads = torch.get_default_dtype(), torch.is_grad_enabled(), torch.get_num_threads()
    modules = set(sys.modules)
    for name in environment:
        del os.environ[name]
    try:
        yield
    finally:
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None)
            if (file and Path(file).is_relative_to(folder)) or file is None:
                del sys.modules[name]
        for name in [name for name in os.environ if name.startswith("PYTEST_")]:
            del os.environ[name]
        os.environ.update(environment)
        torch.set_default_dtype(dtype)
        torch.set_grad_enabled(grad)
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
