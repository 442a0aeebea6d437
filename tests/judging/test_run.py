"""One clean pytest run: what its author got wrong, and what it leaves behind."""

from __future__ import annotations

import os
import random
import sys
import threading
import types
import warnings

import numpy as np
import pytest
import torch

from autograder.errors import GraderError
from autograder.records import Outcome
from tests.judging.conftest import Judge

F = {"f": "def f(x):\n    return 2 * x\n", "g": "def g(x):\n    return x\n"}
ONE = '@points("f", 1)\ndef test_one(notebook, rng):\n    assert_close(notebook.f(2.0), 4.0)\n'


# --- a grader that is at fault


@pytest.mark.parametrize(
    ("grader", "says"),
    [
        ("def test_one(:", "does not load"),
        ("import does_not_exist", "does not load"),
        ("1 / 0", "does not load"),
        (ONE + "from autograder.testing import nothing_of_the_kind", "does not load"),
        (ONE + "def test_two(notebook):\n    pass", "test_two carries no points"),
        (ONE + "@points('f')\ndef test_two(notebook):\n    pass", "does not load"),
        (ONE + "@points('f', 'many')\ndef test_two(notebook):\n    pass", "did not run"),
        (ONE + "@points('f', -1)\ndef test_two(notebook):\n    pass", "did not run"),
    ],
)  # fmt: skip
def test_a_slip_of_its_author_is_no_result(judge: Judge, grader: str, says: str) -> None:
    judge.write(grader)
    with pytest.raises(GraderError, match=says):
        judge.run(F)


def test_a_folder_without_tests(judge: Judge) -> None:
    judge.write(ONE, name="mutants")
    with pytest.raises(GraderError, match="no hidden test"):
        judge.run(F)


def test_a_fixture_that_is_not_there_is_found_with_the_reference(judge: Judge) -> None:
    result = judge(F, ONE.replace("rng", "no_such_fixture"))
    assert (result.outcome, result.unexpected) == (Outcome.FAILED, True)
    assert "no_such_fixture" in result.detail


# --- what runs


def test_each_test_has_one_result_in_order(judge: Judge) -> None:
    judge.write(
        ONE + '@points("g", 2)\n@pytest.mark.parametrize("x", [1.0, 2.0])\ndef test_two(notebook, x):\n    """G."""\n'
    )
    results = judge.run(F).results
    assert [(r.test, r.exercise, r.points, r.asked) for r in results] == [
        ("test_one", "f", 1, "test_one"),
        ("test_two[1.0]", "g", 2, "G."),
        ("test_two[2.0]", "g", 2, "G."),
    ]


def test_a_subset_by_exercise_asks_the_same(judge: Judge) -> None:
    grader = (
        "@pytest.fixture(scope='module')\ndef a(module_rng):\n    return module_rng('a').normal()\n"
        "@pytest.fixture(scope='module')\ndef b(module_rng):\n    return module_rng('b').normal()\n"
        '@points("f", 1)\ndef test_f(notebook, rng, a):\n    torch.rand(3)\n    assert False, repr((rng.normal(), a))\n'
        '@points("g", 1)\ndef test_g(notebook, rng, b):\n    assert False, repr((rng.normal(), b, torch.rand(1)))\n'
    )
    judge.write(grader)
    whole = {result.test: result.message for result in judge.run(F).results}
    part = {result.test: result.message for result in judge.run(F, only=frozenset({"g"})).results}
    assert part == {"test_g": whole["test_g"]}
    assert judge.run(F, only=frozenset({"h"})).results == []
    other = {result.test: result.message for result in judge.run(F, salt="another salt").results}
    assert not set(other.values()) & set(whole.values())


def test_tests_of_one_name_in_two_modules_draw_different_numbers(judge: Judge) -> None:
    text = '@points("f", 1)\ndef test_one(notebook, rng):\n    assert False, repr(rng.normal())\n'
    judge.write(text)
    (judge.grader / "test_other.py").write_text((judge.grader / "test_it.py").read_text())
    first, second = judge.run(F).results
    assert first.message != second.message


def test_a_module_fixture_is_set_up_once_and_its_state_is_forked(judge: Judge) -> None:
    answers = {"f": "calls = []\ndef f(x):\n    calls.append(x)\n    return len(calls)\n"}
    judge.write(
        "@pytest.fixture(scope='module')\ndef model(notebook):\n    return notebook.run(kept)\n"
        "@inside\ndef kept(ns):\n    ns.f(0)\n    return lambda x: ns.f(x)\n"
        '@points("f", 1)\n@pytest.mark.parametrize("x", [1, 2])\ndef test_two(model, x):\n'
        "    assert_close(model(x), 2)\n    assert_close(model(x), 3)\n"
        '@points("f", 1)\ndef test_afresh(notebook):\n    assert_close(notebook.f(1), 1)\n'
    )
    assert [result.outcome for result in judge.run(answers).results] == [Outcome.PASSED] * 3


def test_a_module_fixture_that_ends_badly_is_told_to_each_test_and_to_no_other(judge: Judge) -> None:
    judge.write(
        "@pytest.fixture(scope='module')\ndef model(notebook):\n    return notebook.f(1)\n"
        '@points("f", 1)\n@pytest.mark.parametrize("x", [1, 2])\ndef test_two(model, x):\n    pass\n'
        '@points("g", 1)\ndef test_g(notebook):\n    assert_close(notebook.g(1), 1)\n'
    )
    for source, outcome in (("raise ValueError('no')", Outcome.ERROR), ("import os; os._exit(0)", Outcome.CRASH)):
        results = judge.run({**F, "f": f"def f(x):\n    {source}\n"}).results
        assert [result.outcome for result in results] == [outcome, outcome, Outcome.PASSED]


def test_a_fixture_of_each_test_may_end_badly(judge: Judge) -> None:
    judge.write(
        "@pytest.fixture\ndef value(notebook):\n    return notebook.f(1)\n"
        '@points("f", 1)\n@pytest.mark.parametrize("x", [1, 2])\ndef test_two(value, x):\n    pass\n'
    )
    results = judge.run({"f": "import os\ndef f(x):\n    os._exit(0)\n"}).results
    assert [result.outcome for result in results] == [Outcome.CRASH] * 2


def test_what_one_test_does_to_the_notebook_is_not_seen_by_the_next(judge: Judge) -> None:
    answers = {"f": "seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)\n"}
    judge.write(
        '@points("f", 1)\n@pytest.mark.parametrize("x", [1, 2, 3])\ndef test_one(notebook, x):\n'
        "    assert_close(notebook.f(x), 1)\n    assert_close(notebook.f(x), 2)\n"
    )
    assert {result.outcome for result in judge.run(answers).results} == {Outcome.PASSED}


# --- clean


def test_nothing_of_one_run_is_seen_by_the_next(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    monkeypatch.setenv("COURSE_SETTING", "as it was")
    answers = {"f": "def f(x):\n    return 2 * x\n"}
    judge.write(
        "import os, random, sys\nimport numpy as np\n"
        "state = {'runs': 0}\n"
        '@points("f", 1)\ndef test_dirt(notebook):\n'
        "    state['runs'] += 1\n"
        "    clean = (torch.get_default_dtype() is torch.float32, torch.is_grad_enabled(), 'DIRT' not in os.environ,\n"
        "             os.environ.get('COURSE_SETTING') == 'as it was', 'PYTEST_ADDOPTS' not in os.environ)\n"
        "    assert clean == (True,) * 5, repr(clean)\n"
        "    os.environ['DIRT'] = '1'; del os.environ['COURSE_SETTING']; os.environ['PYTEST_PLUGINS'] = 'nothing'\n"
        "    torch.set_default_dtype(torch.float64); torch.set_grad_enabled(False)\n"
        "    draws = (random.random(), np.random.rand(), float(torch.rand(())))\n"
        "    assert False, repr((state, draws))\n"
    )
    generators = random.getstate()[1], np.random.get_state()[1].tolist(), torch.get_rng_state().tolist()
    modules, environment, hooks = set(sys.modules), dict(os.environ), sys.meta_path[:]
    try:
        first, second = (judge.run(answers).results[0].message for _ in range(2))
        assert first == second
        assert "'runs': 1" in first
        assert torch.get_default_dtype() is torch.float32
        assert torch.is_grad_enabled()
    finally:
        torch.set_default_dtype(torch.float32)
        torch.set_grad_enabled(True)
    assert (random.getstate()[1], np.random.get_state()[1].tolist(), torch.get_rng_state().tolist()) == generators
    assert (dict(os.environ), sys.meta_path) == (environment, hooks)
    assert not [name for name in set(sys.modules) - modules if "test_it" in name]


def test_another_module_of_the_same_name_is_neither_used_nor_lost(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = types.ModuleType("test_it")
    monkeypatch.setitem(sys.modules, "test_it", other)
    assert judge(F, ONE).outcome is Outcome.PASSED
    assert sys.modules["test_it"] is other


def test_a_changed_grader_is_read_anew(judge: Judge) -> None:
    judge.write(ONE)
    assert judge.run(F).results[0].outcome is Outcome.PASSED
    path = judge.grader / "test_it.py"
    path.write_text(path.read_text().replace("4.0)", "5.0, hint='changed')"))
    assert judge.run(F).results[0].hint == "changed"


def test_a_graders_prints_do_not_reach_stdout(judge: Judge, capsys: pytest.CaptureFixture[str]) -> None:
    result = judge(F, ONE + "    print('noise')\n")
    assert result.outcome is Outcome.PASSED
    shown = capsys.readouterr()
    assert (shown.out, "noise" in shown.err) == ("", True)


def test_a_graders_warnings_are_no_errors_and_change_nothing(judge: Judge) -> None:
    filters = warnings.filters[:]
    assert judge(F, ONE + "    import warnings\n    warnings.warn('careful')\n").outcome is Outcome.PASSED
    assert warnings.filters == filters


def test_it_runs_in_a_thread(judge: Judge) -> None:
    judge.write(ONE)
    found: list[Outcome] = []
    thread = threading.Thread(target=lambda: found.extend(r.outcome for r in judge.run(F).results))
    thread.start()
    thread.join(30)
    assert found == [Outcome.PASSED]


def test_configuration_around_the_grader_is_not_read(judge: Judge) -> None:
    judge.write(ONE)
    (judge.grader.parent / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (judge.grader.parent / "conftest.py").write_text("raise RuntimeError('not to be loaded')\n")
    assert judge.run(F).results[0].outcome is Outcome.PASSED


def test_a_conftest_beside_the_grader_is_its_own(judge: Judge) -> None:
    judge.write(ONE.replace("rng", "two"))
    (judge.grader / "conftest.py").write_text("import pytest\n@pytest.fixture\ndef two():\n    return 2\n")
    assert judge.run(F).results[0].outcome is Outcome.PASSED
