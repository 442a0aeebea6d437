"""Cells in the notebook shell: what they print, what they raise, and what they cannot do to the one who asks."""

import pytest

from autograder.errors import Crashed
from autograder.sandbox.inside.shell import BoundedText, Shell

pytestmark = pytest.mark.sandbox


class TestPrinting:
    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("print('a'); print('b')", "a\nb\n"),
            ("1 + 1", "2\n"),
            ("import sys; print('a', file=sys.stderr)", "a\n"),
            ("from IPython.display import display; display({'a': 1})", "{'a': 1}\n"),
            ("import torch; torch.ones(2)", "tensor([1., 1.])\n"),
            ("%%capture\nprint('a')", ""),
            ("!echo hello", "hello\r\n"),
            ("%%bash\necho hello", "hello\n"),
            ("import asyncio\nawait asyncio.sleep(0)\nprint('a')", "a\n"),
            ("async def f(): return 5\nawait f()", "5\n"),
            (
                "import sys; sys.stdout.write('a'); sys.stdout.flush(); print(sys.stdout.encoding, sys.stdout.isatty())",
                "autf-8 False\n",
            ),
            ("print('\\ud800')", "?\n"),
            ("print('é…😀')", "é…😀\n"),
            ("", ""),
            ("# nothing but a comment", ""),
        ],
    )
    def test_what_a_cell_prints(self, probe, source, text):
        assert probe.cell(source) == {"ok": text}

    @pytest.mark.parametrize(
        "source",
        [
            "import warnings; warnings.warn('careful')",
            "import logging; logging.getLogger('a').warning('careful')",
            "import os; os.write(2, b'careful'); os.write(1, b'careful')",
            "import subprocess; subprocess.run(['sh', '-c', 'echo careful >&2; echo careful'])",
            "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1]); plt.show()",
            "%load_ext autoreload\n%autoreload 2",
            "%time sum(range(3))",
            "%timeit -n1 -r1 pass",
            "%pip --version",
            "%cd /tmp",
            "%env A=1",
            "get_ipython().run_line_magic('who', '')",
            "%config InlineBackend.figure_format = 'retina'",
            "%reset -f",
            "help(len)",
            "print?",
            "from IPython.display import clear_output; clear_output()",
            "_ = 5; __ = 6; _1 = 7",
        ],
    )
    def test_costs_nothing(self, probe, source):
        assert "raised" not in probe.cell(source, 20)

    def test_much_of_it_is_quick_and_cut(self, probe):
        source = "for _ in range(100): print('x' * (1 << 20))\nfor _ in range(200_000): print('y')"
        text = probe.cell(source, output_chars=1_000)["ok"]
        assert probe.process.spent_seconds < 2
        assert text.startswith("x" * 1_000)
        assert text.endswith("dropped)")
        assert len(text) < 1_100

    def test_what_is_called_later_prints_nowhere(self, probe):
        probe.cell("def f():\n    print('a'); return 5")
        request = {"op": "call", "name": "f", "args": [], "kwargs": {}}
        assert probe.ask(request) == {"ok": 5}

    def test_a_stream_that_was_replaced_is_put_back(self, probe):
        probe.cell("import sys; sys.stdout = None; sys.stderr = 5")
        assert probe.cell("print('a')") == {"ok": "a\n"}


class TestRaising:
    @pytest.mark.parametrize(
        ("source", "last"),
        [
            ("1 / 0", "ZeroDivisionError: division by zero"),
            ("raise KeyboardInterrupt", "KeyboardInterrupt"),
            ("import sys; sys.exit(3)", "SystemExit: 3"),
            ("exit()", "SystemExit"),
            ("quit()", "SystemExit"),
            ("input()", "EOFError: EOF when reading a line"),
            ("breakpoint()", "BdbQuit"),
            ("await nothing", "NameError: name 'nothing' is not defined"),
            ("import no_such_package", "ModuleNotFoundError: No module named 'no_such_package'"),
        ],
    )
    def test_a_line_and_what_it_raised(self, probe, source, last):
        assert probe.cell(source)["raised"]["traceback"] == f"cell 1, line 1, in <module>\n    {source}\n{last}"

    @pytest.mark.parametrize(
        ("source", "traceback"),
        [
            (
                "def f(x):\n    return g(x)\ndef g(x):\n    raise ValueError(x)\nf(5)",
                ["cell 1, line 5, in <module>", "    f(5)", "cell 1, line 2, in f", "    return g(x)", "cell 1, line 4, in g",
                 "    raise ValueError(x)", "ValueError: 5"],
            ),
            ("def f(:\n    pass", ["cell 1, line 1", "    def f(:", "          ^", "SyntaxError: invalid syntax"]),
            ("x = 1\n  y = 2", ["cell 1, line 2", "      y = 2", "     ^", "IndentationError: unexpected indent"]),
            (
                "eval('1 +')",
                ["cell 1, line 1, in <module>", "    eval('1 +')", "a text that was run as code, line 1", "    1 +",
                 "SyntaxError: invalid syntax"],
            ),
            (
                "%no_such_magic",
                ["cell 1, line 1, in <module>", "    get_ipython().run_line_magic('no_such_magic', '')",
                 "UsageError: Line magic function `%no_such_magic` not found."],
            ),
        ],
    )  # fmt: skip
    def test_the_students_lines_are_told(self, probe, source, traceback):
        assert probe.cell(source)["raised"]["traceback"].splitlines() == traceback

    def test_lines_of_libraries_and_of_the_machine_are_not(self, probe):
        raised = probe.cell("import torch, json\ndef f():\n    return torch.ones(2) @ torch.ones(3)\nf()")["raised"]
        assert raised["type"] == "RuntimeError"
        assert [line for line in raised["traceback"].splitlines() if "line" in line] == [
            "cell 1, line 4, in <module>", "cell 1, line 3, in f",
        ]  # fmt: skip
        raised = probe.cell("json.loads('{')")["raised"]
        assert "/" not in raised["traceback"]
        assert "site-packages" not in str(raised)

    def test_cells_are_told_apart(self, probe):
        probe.cell("def f(): g()", index=1)
        probe.cell("def g(): 1 / 0", index=2)
        assert probe.cell("f()", index=3)["raised"]["traceback"].splitlines()[0::2] == [
            "cell 3, line 1, in <module>", "cell 1, line 1, in f", "cell 2, line 1, in g",
            "ZeroDivisionError: division by zero",
        ]  # fmt: skip

    def test_a_deep_recursion_is_shortened(self, probe):
        raised = probe.cell("def f(x): return f(x + 1)\nf(0)")["raised"]
        assert raised["type"] == "RecursionError"
        assert len(raised["traceback"].splitlines()) < 20

    def test_the_types_bases_are_told(self, probe):
        raised = probe.cell("class Mine(ValueError): pass\nraise Mine('a')")["raised"]
        assert (raised["type"], raised["message"]) == ("Mine", "a")
        assert raised["bases"][:3] == ["Mine", "ValueError", "Exception"]

    @pytest.mark.parametrize(
        ("definition", "message"),
        [
            ("def __str__(self): raise RuntimeError", ""),
            ("def __str__(self): raise SystemExit", ""),
            ("def __str__(self): return 5", ""),
            ("def __str__(self): return 'x' * (50 << 20)", "x" * 2_000),
            ("def __str__(self): return '\\ud800'", "?"),
            ("__class__ = property(lambda self: 1 / 0)", "a"),
        ],
    )
    def test_exceptions_that_resist(self, probe, definition, message):
        raised = probe.cell(f"class Mine(Exception):\n    {definition}\nraise Mine('a')")["raised"]
        assert raised["type"] == "Mine"
        assert raised["message"] == message
        assert len(raised["traceback"]) <= 8_000

    @pytest.mark.parametrize(
        "change",
        [
            "error.text = 5",
            "error.offset = 10**9; error.text = 'a'; error.lineno = 1",
            "error.lineno = 'x'",
            "error.msg = object()",
        ],
    )
    def test_syntax_errors_that_resist(self, probe, change):
        raised = probe.cell(f"error = SyntaxError('a')\n{change}\nraise error")["raised"]
        assert raised["type"] == "SyntaxError"
        assert probe.value("found = 1") == 1

    def test_metaclasses_that_resist(self, probe):
        source = (
            "class Meta(type):\n    __name__ = property(lambda cls: 1 / 0)\n    __mro__ = property(lambda cls: 1 / 0)\n"
            "class Mine(Exception, metaclass=Meta): pass\nraise Mine('a')"
        )
        assert probe.cell(source)["raised"]["type"] == "Mine"

    def test_what_is_raised_when_called(self, probe):
        probe.cell("import sys\ndef f(kind): raise kind\ndef leave(): sys.exit()")
        for name, kind in (("leave", "SystemExit"), ("nothing", "NameError"), ("f", "TypeError")):
            raised = probe.ask({"op": "call", "name": name, "args": [], "kwargs": {}})["raised"]
            assert raised["type"] == kind

    @pytest.mark.parametrize(
        "source", ["import os; os._exit(0)", "import os; os.abort()", "import ctypes; ctypes.string_at(0)"]
    )
    def test_what_ends_the_process_is_a_crash(self, probe, source):
        with pytest.raises(Crashed):
            probe.cell(source)

    @pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGSTOP", "SIGINT", "SIGHUP"])
    def test_signals_to_itself_do_nothing(self, probe, name):
        assert probe.value(f"import os, signal; os.kill(os.getpid(), signal.{name}); found = 1") == 1


class TestState:
    def test_it_lives_on_from_cell_to_cell(self, probe):
        probe.cell("x = 1")
        assert probe.value("x += 1; found = x") == 2

    def test_after_an_exception_what_was_before_it_stays(self, probe):
        probe.cell("x = 1\n1 / 0\nx = 2")
        assert probe.value("found = x") == 1

    def test_the_namespace_is_main(self, probe):
        """Pickles of a student's classes find them there, in other processes too."""
        source = (
            "import __main__, pickle\nclass Mine: pass\n"
            "found = [__name__, Mine.__module__, __main__.Mine is Mine, isinstance(pickle.loads(pickle.dumps(Mine())), Mine)]"
        )
        assert probe.value(source) == ["__main__", "__main__", True, True]

    def test_files_are_written_where_it_stands(self, probe):
        assert probe.value("import os; open('a', 'w').write('b'); found = os.getcwd(), os.listdir()") == (
            "/tmp/work",
            ["a"],
        )

    def test_nobody_waits_at_the_keyboard(self, probe):
        assert probe.error("import sys; sys.stdin.readline()[0]") == "IndexError: string index out of range"
        assert "Error" in probe.error("import getpass; getpass.getpass()")


class TestBoundedText:
    @pytest.mark.parametrize(
        ("limit", "writes", "kept"),
        [
            (5, ["abc", "de"], "abcde"),
            (5, ["abc", "def"], "abcde\n… (the rest of the output was dropped)"),
            (5, ["abcdef", "g"], "abcde\n… (the rest of the output was dropped)"),
            (0, [""], ""),
            (0, ["a"], "\n… (the rest of the output was dropped)"),
        ],
    )
    def test_keeps_the_beginning(self, limit, writes, kept):
        text = BoundedText(limit)
        assert [text.write(part) for part in writes] == [len(part) for part in writes]
        assert text.getvalue() == kept

    def test_keeps_no_more_than_that(self):
        text = BoundedText(3)
        for _ in range(1_000):
            text.write("x" * 1_000)
        assert sum(map(len, text.parts)) == 3


def test_a_helper_keeps_its_annotations_to_itself():
    """What a helper's annotations name is not there, where it runs."""
    source = "def helper(ns: Any, x: list[Something]) -> Nothing:\n    return math.sqrt(x)"
    assert Shell.define_helper(None, source, "helper")(None, 4) == 2
