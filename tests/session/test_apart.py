"""The same object in a process of its own: what is asked of one cannot reach the other."""

import pytest
import torch

from autograder.errors import CheckFailed, Crashed, GraderError, StudentRaised
from autograder.session import Transcript
from autograder.testing import inside

pytestmark = pytest.mark.sandbox

CELL = """
import os, torch
SEEN = []
class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear, self.mine = torch.nn.Linear(2, 2), []
    def encode(self, x):
        self.mine.append(x); SEEN.append(x)
        for folder in ("/tmp", "/dev/shm"):
            torch.save(x, folder + "/seen")
        return self.linear(x)
    def tell(self):
        left = [torch.load(f"{folder}/seen") for folder in ("/tmp", "/dev/shm") if os.path.exists(f"{folder}/seen")]
        return self.mine + SEEN + left
    def pid(self): return os.getpid()
def train():
    torch.manual_seed(0)
    return Model()
def closure():
    torch.manual_seed(0)
    return lambda x: x
class Odd:
    def __getstate__(self): raise ValueError("not today")
class Late:
    def __setstate__(self, state): raise ValueError("never again")
    def __getstate__(self): return {"a": 1}
class Fatal:
    def __getstate__(self): os._exit(0)
def odd(): return Odd()
def late(): return Late()
def fatal(): return Fatal()
def use(model, x): return model.linear(x)
def pid(): return os.getpid()
"""
X = torch.arange(4.0).reshape(2, 2)


@pytest.fixture
def session(open_session):
    session = open_session(CELL)
    assert session.results[0].message == ""
    return session


@pytest.fixture
def notebook(session):
    with session.scopes.open_test(10):
        yield session.notebook


def test_it_is_the_same_object(notebook):
    model = notebook.train()
    blind = model.apart()
    assert blind.type_name == "Model"
    assert torch.equal(blind.linear.weight, model.linear.weight)


def test_nothing_that_is_asked_of_the_first_reaches_it(notebook):
    model = notebook.train()
    blind = model.apart()
    model.encode(X)
    assert len(model.tell()) == 4
    assert blind.tell() == []


def test_a_fork_would_not_do(notebook):
    """What this is for: forks of one process share its folders."""
    model = notebook.train()
    fork = model.fork()
    model.encode(X)
    assert len(fork.tell()) == 2


def test_the_cells_ran_again_and_functions_know_it(notebook):
    model = notebook.train()
    blind = model.apart()
    assert torch.equal(notebook.use(blind, X), notebook.use(model, X))


def test_the_two_do_not_meet(notebook):
    model = notebook.train()
    with pytest.raises(GraderError, match="unrelated"):
        notebook.use(model, model.apart())


def test_a_fixtures_object_comes_as_the_fixture_left_it(session):
    with session.scopes.open_test(10):
        with session.scopes.enter_fixture() as fixture:
            model = session.notebook.train()
        with session.scopes.open_test(10):
            model.encode(X)
            assert model.apart().tell() == []
        with session.scopes.open_test(10):
            assert model.tell() == [] or len(model.tell()) == 2  # folders are shared by all forks of a notebook
            assert model.apart().tell() == []
        fixture.close()


def test_a_tests_own_object_comes_as_it_is(notebook):
    model = notebook.train()
    model.encode(X)
    (mine,) = model.apart().tell()
    assert torch.equal(mine, X)


def test_apart_of_apart(notebook):
    blind = notebook.train().apart()
    blind.encode(X)
    assert len(blind.apart().tell()) == 1
    assert len(blind.apart().apart().tell()) == 1


def test_its_processes_end_with_the_test(session, zygote):
    with session.scopes.open_test(10):
        blind = session.notebook.train().apart()
        blind.tell()
        assert [process.is_alive for process in session.spawned] == [True, True]
    assert [process.is_alive for process in session.spawned] == [True, False]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        ("closure", "cannot be pickled: .*closure.*lambda"),
        ("odd", "cannot be pickled: ValueError: not today"),
        ("late", "could not be loaded in a fresh process.*: ValueError: never again"),
    ],
)
def test_what_cannot_be_moved_is_told_to_the_student(notebook, make, told):
    thing = getattr(notebook, make)()
    with pytest.raises(CheckFailed, match=told) as failed:
        thing.apart()
    assert "top level of a cell" in failed.value.hint
    assert isinstance(failed.value.__cause__, StudentRaised)


def test_pickling_that_ends_its_process_leaves_the_object_alone(notebook):
    thing = notebook.fatal()
    with pytest.raises(Crashed):
        thing.apart()
    assert notebook.use(notebook.train(), X) is not None


def test_a_process_that_answers_no_checkpoint_is_a_crash(notebook):
    @inside
    def break_it(ns):
        import sys

        sys.modules["inside.serve"].Server._do_checkpoint = lambda self, request: ["no", "bytes"]

    model = notebook.train()
    notebook.run(break_it)
    with pytest.raises(Crashed, match="bytes"):
        model.apart()


def test_the_notebook_itself(notebook):
    notebook.train().encode(X)
    assert notebook.train().tell() != []
    assert notebook.apart().train().tell() == []


def test_on_paper_it_needs_no_process(open_session):
    def ask(session):
        with session.scopes.open_test(10):
            model = session.notebook.train()
            blind = model.apart()
            return model.encode(X), blind.encode(X), blind.tell()

    transcript = Transcript()
    first = open_session(CELL, transcript=transcript)
    said = ask(first)
    assert len(first.spawned) == 2
    again = open_session(CELL, transcript=transcript)
    replayed = ask(again)
    assert again.spawned == []
    assert torch.equal(replayed[0], said[0])
    with again.scopes.open_test(10):  # one more question makes one process, not two
        again.notebook.train().apart().linear(X)
    assert len(again.spawned) == 1


def test_it_is_asked_itself_though_the_other_was_asked_the_same(session):
    """Two of them are compared by some tests: one's answers must not be read out as the other's."""
    with session.scopes.open_test(10):
        first = session.notebook.pid()
    with session.scopes.open_test(10):
        assert session.notebook.apart().pid() != first
    assert len(session.spawned) == 2
