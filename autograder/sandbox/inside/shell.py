"""A notebook's cells in an IPython shell, without a kernel: run one, and say what it printed and what it raised."""

from __future__ import annotations

import contextlib
import io
import linecache
import os
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from .wire import type_name

MAX_TRACEBACK_FRAMES = 8
MAX_MESSAGE_CHARS = 2_000


class BoundedText(io.TextIOBase):
    """A text stream that keeps the beginning of what is written to it and drops the rest."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit, self.kept, self.parts = limit, 0, list[str]()
        self.was_cut = False

    def write(self, text: str) -> int:
        """Keep what still fits."""
        room = self.limit - self.kept
        if room > 0:
            self.parts.append(text[:room])
            self.kept += min(len(text), room)
        self.was_cut = self.was_cut or len(text) > room
        return len(text)

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """As a notebook's own streams have it: libraries ask before they draw."""
        return "utf-8"

    def writable(self) -> bool:
        """Always."""
        return True

    def getvalue(self) -> str:
        """What was kept, with a note where something was dropped."""
        return printable("".join(self.parts)) + ("\n… (the rest of the output was dropped)" if self.was_cut else "")


def printable(text: str) -> str:
    """A text that a frame can carry: lone surrogates, as file names may have them, become question marks."""
    return text if text.isascii() else text.encode(errors="replace").decode()


class NotebookShell(InteractiveShell):
    """IPython's shell where it has no terminal and no kernel: what those would add does nothing here, instead of failing."""

    def _tee(self, channel: str) -> Any:
        """IPython 9 keeps a second copy of all that is printed, however much it is, for a history that nobody reads."""
        return contextlib.nullcontext()

    def enable_matplotlib(self, gui: str | None = None) -> tuple[str | None, str]:
        """``%matplotlib inline``: figures are drawn by Agg when they are saved, and shown nowhere."""
        return gui, "agg"

    def enable_gui(self, gui: str | None = None) -> None:
        """``%gui``: there is no event loop to join."""

    def ask_exit(self) -> None:
        """What ``exit`` and ``quit`` mean without a kernel."""
        raise SystemExit


class Shell:
    """One IPython shell. Made once in the zygote; each notebook's fork has its own copy.

    Attributes:
        namespace: what the notebook defined.
    """

    def __init__(self) -> None:
        self._ip = _make_shell(self._code_name)
        self._label = "cell"
        self.labels: set[str] = set()
        self.namespace: dict[str, Any] = self._ip.user_ns
        self._ip.run_cell("pass", store_history=False)  # whatever IPython does the first time is done here

    def _code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        return self._label

    def run_cell(self, source: str, label: str, output_chars: int) -> dict[str, Any]:
        """Run one cell.

        Args:
            source: its text.
            label: how tracebacks name it.
            output_chars: how much of its text to keep.

        Returns:
            ``text``, and ``raised`` where it did (see :meth:`describe`).
        """
        self._label = f"<{label}>"
        self.labels.add(self._label)
        output = BoundedText(output_chars)
        saved = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = output
        try:
            result = self._ip.run_cell(source, store_history=False, silent=False)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as raised:  # e.g. a SystemExit out of an input transformer
            error = raised
        finally:
            sys.stdout, sys.stderr = saved
        answer: dict[str, Any] = {"text": output.getvalue()}
        if error is not None:
            answer["raised"] = self.describe(error)
        return answer

    def describe(self, error: BaseException) -> dict[str, Any]:
        """An exception as data: its type's name and bases, its message, and the student's own frames of its traceback."""
        return {
            "type": type_name(type(error))[:200],
            "bases": [type_name(base)[:200] for base in type.__dict__["__mro__"].__get__(type(error))[:12]],
            "message": _safely(lambda: str(error))[:MAX_MESSAGE_CHARS],
            "traceback": _safely(lambda: self._traceback(error))[:8_000],
        }

    def _traceback(self, error: BaseException) -> str:
        lines: list[str] = []
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename in self.labels]
        own = (
            own[: MAX_TRACEBACK_FRAMES // 2] + own[-(MAX_TRACEBACK_FRAMES // 2) :]
            if len(own) > MAX_TRACEBACK_FRAMES
            else own
        )
        for frame in own:
            lines.append(f"{frame.filename.strip('<>')}, line {frame.lineno}, in {frame.name}")
            if frame.line:
                lines.append(f"    {frame.line.strip()}")
        if isinstance(error, SyntaxError) and error.lineno is not None:
            where = error.filename if error.filename in self.labels else "a text that was run as code"
            lines.append(f"{where.strip('<>')}, line {error.lineno}")
            if error.text:
                lines.append(f"    {error.text.rstrip()}")
                if error.offset:
                    lines.append("    " + " " * (error.offset - 1) + "^")
        text = _safely(lambda: str(error))
        if isinstance(error, SyntaxError):
            text = str(error.msg)
        name = type_name(type(error))
        lines.append(f"{name}: {text}" if text else name)
        return "\n".join(lines)

    def define_helper(self, source: str, name: str) -> Callable[..., Any]:
        """Compile the source of a grader's helper, in a namespace of its own, and return the function."""
        import math

        import numpy as np
        import torch

        label = f"<helper {name}>"
        linecache.cache[label] = (len(source), None, source.splitlines(keepends=True), label)
        scope: dict[str, Any] = {"np": np, "torch": torch, "math": math, "inside": lambda function: function}
        exec(compile(source, label, "exec"), scope)
        function: Callable[..., Any] = scope[name]
        return function


def _make_shell(code_name: Callable[[str, str, int], str]) -> Any:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autocall = 0
    config.InteractiveShell.cache_size = 0
    # The namespace belongs to the module __main__: pickles of a student's classes find them there.
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    shell: Any = NotebookShell.instance(config=config, user_module=main, user_ns=main.__dict__)
    shell.compile.get_code_name = code_name
    # Exceptions are told as data (see describe): IPython's coloured tracebacks would cost time and reach nobody.
    for name in ("_showtraceback", "showtraceback", "showsyntaxerror"):
        setattr(shell, name, lambda *args, **kwargs: None)
    return shell


def _safely(text: Callable[[], str]) -> str:
    """A student's ``__str__`` may raise, or return something that only looks like text."""
    try:
        return printable(str.__str__(text()))
    except BaseException:
        return ""


def silence() -> None:
    """Point the standard descriptors at nothing: prints of C code and of subprocesses cost nothing and reach nobody."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    if nothing > 2:
        os.close(nothing)
