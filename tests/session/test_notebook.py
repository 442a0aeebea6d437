"""What a hidden test may ask a notebook, and what it gets."""

import math

import numpy as np
import pytest
import torch

from autograder.errors import CheckFailed, Crashed, GraderError, StudentRaised, TimedOut
from autograder.session import Handle, Notebook
from autograder.testing import inside
from autograder.testing.gradients import vjp

pytestmark = pytest.mark.sandbox

CELL = """
import torch, numpy as np
COUNT, NAME, _hidden = [3], "a name", 7
def double(x): return 2 * x
def add(*args, scale=1, **kwargs): return scale * (sum(args) + sum(kwargs.values()))
def fail(x): raise ValueError(f"not {x}")
def hang():
    while True: pass
def leave():
    import os; os._exit(0)
def count():
    COUNT[0] += 1
    return COUNT[0]
class Model(torch.nn.Module):
    rate, _secret = 0.5, 1
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(2, 1)
        self.seen = []
    def forward(self, x):
        self.seen.append(float(x.sum()))
        return self.linear(x)
def train(steps=20):
    torch.manual_seed(0)
    model = Model()
    optimiser = torch.optim.SGD(model.parameters(), 0.1)
    for _ in range(steps):
        optimiser.zero_grad(); ((model(torch.eye(2)) - 1) ** 2).mean().backward(); optimiser.step()
    return model
def evaluate(model, x): return model(x)
def make(): return lambda x: x + 1
def models(): return [Model(), Model()]
def odd(): return {frozenset({1}): 2}
def square(x): return x ** 2
"""


@pytest.fixture
def session(open_session):
    session = open_session(CELL)
    assert session.results[0].message == ""
    return session


@pytest.fixture
def notebook(session):
    with session.scopes.open_test(10):
        yield session.notebook


class TestAsking:
    def test_calls(self, notebook):
        assert notebook.double(4) == 8
        assert notebook.double("ab") == "abab"
        assert torch.equal(notebook.double(torch.ones(2)), 2 * torch.ones(2))
        assert np.array_equal(notebook.double(np.ones((2, 0))), np.ones((2, 0)))
        assert notebook.add(1, 2, scale=3, other=4) == 21

    def test_values(self, notebook):
        assert notebook.get("NAME") == "a name"
        assert isinstance(notebook.get("double"), Handle)

    def test_what_student_code_raises(self, notebook):
        with pytest.raises(StudentRaised) as raised:
            notebook.fail(5)
        assert raised.value.type_name == "ValueError"
        assert raised.value.message == "not 5"
        assert raised.value.bases[:2] == ("ValueError", "Exception")
        assert raised.value.traceback.startswith("cell 1 (exercise0), line 5, in fail")
        assert notebook.double(1) == 2

    def test_what_is_not_there(self, notebook):
        for ask in (lambda: notebook.nothing(), lambda: notebook.get("nothing")):
            with pytest.raises(StudentRaised, match="name 'nothing' is not defined"):
                ask()

    def test_underscored_names_never_cross(self, notebook):
        with pytest.raises(AttributeError):
            notebook._hidden()
        with pytest.raises(GraderError):
            notebook.get("_hidden")
        model = notebook.train(0)
        with pytest.raises(AttributeError):
            _ = model._secret
        with pytest.raises(AttributeError):
            _ = model.__dict__

        @inside
        def look(ns):
            return [name for name in vars(ns) if name.startswith("_")]

        assert notebook.run(look) == []

    def test_endings_pass_every_except(self, notebook):
        try:
            with pytest.raises(Crashed):
                notebook.leave()
            try:
                notebook.double(1)
            except Exception:
                pytest.fail("an ending was taken for an exception")
        except Crashed:
            return
        pytest.fail("an ended state answered")

    def test_an_unhashable_or_odd_value_stays_inside(self, notebook):
        assert isinstance(notebook.odd(), Handle)
        assert isinstance(notebook.models()[1], Handle)

    def test_what_cannot_be_sent_is_the_graders_fault(self, notebook):
        for value, named in ((len, "builtin_function"), ([{"a": object()}], "a object"), (notebook, "Notebook")):
            with pytest.raises(GraderError, match=named):
                notebook.double(value)
        assert notebook.double(1) == 2

    def test_nothing_can_be_asked_outside_a_test(self, session):
        with pytest.raises(GraderError, match="outside"):
            session.notebook.double(1)


class TestHelpers:
    def test_runs_beside_the_students_objects(self, notebook):
        @inside
        def twice(ns, x, y=0):
            return ns.double(ns.double(x)), torch.ones(1) * math.pi, np.float32(1)

        four, pi, one = notebook.run(twice, 1)
        assert (four, pi.item(), type(one)) == (4, pytest.approx(math.pi), np.float32)

    def test_a_handle_goes_in_and_comes_out(self, notebook):
        @inside
        def add_to(ns, number):
            return lambda x: ns.double(x) + number

        function = notebook.run(add_to, 5)
        assert isinstance(function, Handle)
        assert function(10) == 25

        @inside
        def apply(ns, f, x):
            return f(x)

        assert notebook.run(apply, function, 1) == 7

    def test_only_helpers_are_run(self, notebook):
        with pytest.raises(GraderError, match="@inside"):
            notebook.run(lambda ns: 1)

    def test_what_it_raises_tells_nothing_of_its_text(self, notebook):
        @inside
        def compare(ns):
            secret = 5
            return ns.fail(secret)

        with pytest.raises(StudentRaised) as raised:
            notebook.run(compare)
        assert "secret" not in raised.value.traceback
        assert "in fail" in raised.value.traceback

    def test_gradients(self, notebook):
        x = torch.tensor([1.0, 2.0], dtype=torch.float64)
        value, (gradient,) = notebook.run(vjp, "square", [x], torch.ones(2, dtype=torch.float64))
        assert value.tolist() == [1, 4]
        assert gradient.tolist() == [2, 4]


REFUSED = {
    "truth": lambda h: bool(h),
    "not": lambda h: not h,
    "and": lambda h: h and True,
    "equality": lambda h: h == h,
    "inequality": lambda h: h != 1,
    "other way round": lambda h: h == 1,
    "in a list": lambda h: [h] == [h] and h in [1],
    "order": lambda h: h < 1,
    "length": len,
    "iteration": list,
    "unpacking": lambda h: (lambda *a: a)(*h),
    "membership": lambda h: 1 in h,
    "sum": lambda h: h + 1,
    "sum the other way round": lambda h: 1 + h,
    "difference": lambda h: 1 - h,
    "product": lambda h: 2 * h,
    "matrix product": lambda h: torch.ones(2) @ h,
    "power": lambda h: 2**h,
    "negation": lambda h: -h,
    "absolute": abs,
    "float": float,
    "int": int,
    "hash": lambda h: {h},
    "array": lambda h: np.asarray(h, dtype=float),
    "tensor": lambda h: torch.as_tensor(h),
    "all": all,
    "sorted": sorted,
    "max": max,
    "and not": lambda h: np.isclose(h, 1),
    "allclose": lambda h: torch.allclose(torch.ones(1), h),
    "round": round,
    "index": lambda h: [1, 2][h],
    "division": lambda h: divmod(h, 2),
    "shift": lambda h: h << 1,
    "reversed": reversed,
}


class TestRefusals:
    """Without a notebook: a handle that asked one before it refuses would fail here."""

    @pytest.mark.parametrize("use", REFUSED)
    def test_refuse_to_be_a_value(self, use):
        handle = Handle(None, None, "id", "Model", 0)
        with pytest.raises((CheckFailed, TypeError)):
            REFUSED[use](handle)

    @pytest.mark.parametrize(
        "use", ["truth", "equality", "inequality", "length", "iteration", "sum", "product", "float"]
    )
    def test_what_a_student_is_told(self, use):
        handle = Handle(None, None, "id", "Model", 0)
        with pytest.raises(CheckFailed, match="an object of type Model was returned where numbers"):
            REFUSED[use](handle)


class TestHandles:
    @pytest.fixture
    def model(self, notebook):
        return notebook.train(1)

    def test_attributes_calls_and_items(self, notebook, model):
        assert model.rate == 0.5
        assert model.linear.weight.shape == (1, 2)
        assert model(torch.ones(1, 2)).shape == (1, 1)
        assert model.forward(torch.ones(3, 2)).shape == (3, 1)
        assert isinstance(model.linear, Handle)
        assert model.state_dict()["linear.bias"].shape == (1,)
        with pytest.raises(StudentRaised, match="no attribute 'nothing'"):
            _ = model.nothing

    def test_items(self, notebook):
        @inside
        def boxes(ns):
            return {frozenset({1}): "a", 2: "b"}

        box = notebook.run(boxes)
        assert box[2] == "b"
        with pytest.raises(StudentRaised, match="KeyError"):
            _ = box[3]

        @inside
        def key(ns):
            return frozenset({1})

        assert box[notebook.run(key)] == "a"

    def test_text_is_the_type_alone(self, model):
        assert repr(model) == str(model) == f"{model}" == "<handle of type Model>"

    def test_go_back_in_as_arguments(self, notebook, model):
        x = torch.ones(1, 2)
        assert torch.equal(notebook.evaluate(model, x), model(x))
        assert torch.equal(notebook.evaluate(x=x, model=model), model(x))

    def test_of_unrelated_states_do_not_meet(self, notebook):
        first, second = notebook.fork().train(1), notebook.fork().train(1)

        @inside
        def pair(ns, *models):
            return len(models)

        assert notebook.run(pair, first, first) == 2
        for arguments in ((first, second), ([first], {"a": second})):
            with pytest.raises(GraderError, match="unrelated"):
                notebook.run(pair, *arguments)
        with pytest.raises(GraderError, match="unrelated"):
            _ = first[second]
        with pytest.raises(GraderError, match="unrelated"):
            first(x=second)

    def test_are_not_known_in_an_earlier_fork(self, notebook):
        notebook.count()
        fork = notebook.fork()
        model = notebook.train(1)
        with pytest.raises(GraderError, match="forked before"):
            fork.evaluate(model, torch.ones(1, 2))
        assert model.fork()(torch.ones(1, 2)).shape == (1, 1)


class TestStatesOfTests:
    def test_what_one_test_does_the_next_does_not_see(self, session):
        for _ in range(2):
            with session.scopes.open_test(10):
                assert session.notebook.count() == 4
                assert session.notebook.count() == 5

    def test_one_that_crashes_costs_itself(self, session):
        for name in ("leave", "hang"):
            with session.scopes.open_test(0.3), pytest.raises((Crashed, TimedOut)):
                getattr(session.notebook, name)()
        with session.scopes.open_test(10):
            assert session.notebook.count() == 4
        assert len(session.spawned) == 1

    def test_processes_end_with_their_test(self, session):
        with session.scopes.open_test(10):
            session.notebook.count()
            session.notebook.fork().count()
        (leader,) = session.spawned
        assert leader._living_forks() == []

    def test_forks_know_nothing_of_each_other(self, notebook):
        notebook.count()
        fork = notebook.fork()
        assert fork.count() == 5
        assert fork.count() == 6
        assert notebook.count() == 5
        assert notebook.fork().count() == 6

    def test_a_handles_fork(self, notebook):
        model = notebook.train(1)
        fork = model.fork()
        fork(torch.ones(1, 2))
        assert model.seen == [2.0]
        assert fork.seen == [2.0, 2.0]

    def test_the_budget_is_for_all_that_a_test_asks(self, session):
        @inside
        def wait(ns, seconds):
            import time

            time.sleep(seconds)

        with session.scopes.open_test(0.5):
            session.notebook.run(wait, 0.3)
            with pytest.raises(TimedOut, match=r"no answer within 0\.5 s"):
                session.notebook.run(wait, 0.31)
        with session.scopes.open_test(0.5):
            session.notebook.run(wait, 0.32)

    def test_an_exhausted_budget_asks_no_more(self, session):
        with session.scopes.open_test(0.2):
            with pytest.raises(TimedOut):
                session.notebook.hang()
            with pytest.raises(TimedOut, match="more than"):
                session.notebook.fork().double(1)

    def test_making_a_process_anew_is_not_counted(self, open_session):
        """The cells of a notebook may take longer than a test may; the first test does not pay for them."""
        session = open_session("import time; time.sleep(0.4)\ndef one(): return 1", "import os; os._exit(0)")
        with session.scopes.open_test(0.3):
            assert session.notebook.one() == 1
            assert session.notebook.fork().one() == 1


class TestFixturesThatOutliveATest:
    def test_each_test_forks_from_it(self, session):
        with session.scopes.open_test(10):
            with session.scopes.enter_fixture() as scope:
                model = session.notebook.train(3)
                seen = len(model.seen)
            model(torch.ones(1, 2))
            assert len(model.seen) == seen + 1
        for _ in range(2):
            with session.scopes.open_test(10):
                assert len(model.seen) == seen
                model(torch.ones(1, 2))
                assert len(model.seen) == seen + 1
        scope.close()
        (leader,) = session.spawned
        assert leader._living_forks() == []

    def test_a_crash_in_a_test_leaves_it_alone(self, session):
        with session.scopes.open_test(10), session.scopes.enter_fixture() as scope:
            model = session.notebook.train(3)

        @inside
        def leave(ns, model):
            import os

            os._exit(0)

        with session.scopes.open_test(10), pytest.raises(Crashed):
            session.notebook.run(leave, model)
        with session.scopes.open_test(10):
            assert len(model.seen) == 3
        scope.close()

    def test_a_fixture_may_use_another(self, session):
        with session.scopes.open_test(10):
            with session.scopes.enter_fixture() as outer:
                model = session.notebook.train(1)
            with session.scopes.enter_fixture() as inner:
                found = session.notebook.evaluate(model, torch.ones(1, 2))
                made = session.notebook.make()
            assert session.notebook.evaluate(model, torch.ones(1, 2)).shape == found.shape
            assert made(1) == 2
            assert made(model.rate) == 1.5
        inner.close()
        outer.close()

    def test_it_spends_the_budget_of_the_test_that_asks_first(self, session):
        with session.scopes.open_test(0.3) as scope:
            with session.scopes.enter_fixture() as fixture, pytest.raises(TimedOut):
                session.notebook.hang()
            with pytest.raises(TimedOut):
                session.notebook.double(1)
            assert scope._budget.spent >= 0.3
        fixture.close()

    def test_it_needs_a_test(self, session):
        with pytest.raises(GraderError, match="for a test"), session.scopes.enter_fixture():
            pass


class TestCheckpoints:
    def test_a_trained_model_goes_on_in_another_state(self, session):
        x = torch.tensor([[0.3, -0.7]])
        with session.scopes.open_test(10):
            model = session.notebook.train(50)
            checkpoint = model.checkpoint()
            expected = model(x)
        assert isinstance(checkpoint, bytes)
        with session.scopes.open_test(10):
            restored = session.notebook.restore(checkpoint)
            assert isinstance(restored, Handle)
            assert restored.type_name == "Model"
            assert torch.equal(restored(x), expected)
            assert len(restored.seen) == 51

    def test_and_in_another_process(self, open_session):
        checkpoints = []
        for _ in range(2):
            session = open_session(CELL)
            with session.scopes.open_test(10):
                if not checkpoints:
                    checkpoints.append(session.notebook.train(5).checkpoint())
                else:
                    assert len(session.notebook.restore(checkpoints[0]).seen) == 5

    def test_a_checkpoint_is_never_loaded_out_here(self, session):
        with session.scopes.open_test(10):
            evil = session.notebook.run(pickle_bomb)
            with pytest.raises(Crashed):
                session.notebook.restore(evil.checkpoint())

    def test_what_cannot_be_pickled(self, notebook):
        with pytest.raises(StudentRaised):
            notebook.make().checkpoint()

    def test_one_that_is_too_large(self, notebook):
        @inside
        def large(ns):
            return torch.nn.Linear(3_000, 3_000)

        with pytest.raises(StudentRaised, match="too large"):
            notebook.run(large).checkpoint()


@inside
def pickle_bomb(ns):
    class Bomb:
        def __reduce__(self):
            import os

            return os._exit, (0,)

    return Bomb()


class TestTranscripts:
    def test_the_second_time_needs_no_process(self, open_session):
        first = open_session(CELL)
        answers = []
        for session in (first, open_session(CELL, transcript=first.transcript)):
            with session.scopes.open_test(10):
                model = session.notebook.train(5)
                answers.append(
                    [
                        model(torch.ones(1, 2)),
                        session.notebook.double(2),
                        session.notebook.run(vjp, "square", [torch.ones(1)], torch.ones(1))[0],
                    ]
                )
        assert len(first.spawned) == 1
        assert session.spawned == []
        assert [value.tolist() if torch.is_tensor(value) else value for value in answers[0]] == [
            value.tolist() if torch.is_tensor(value) else value for value in answers[1]
        ]

    def test_something_new_is_asked_of_a_replay(self, open_session):
        first = open_session(CELL)
        with first.scopes.open_test(10):
            before = first.notebook.train(5)(torch.ones(1, 2))
        again = open_session(CELL, transcript=first.transcript)
        with again.scopes.open_test(10):
            model = again.notebook.train(5)
            assert torch.equal(model(torch.ones(1, 2)), before)
            assert again.spawned == []
            assert len(model.seen) == 6
        assert len(again.spawned) == 1

    def test_a_notebook_that_rolls_dice_is_found_out(self, open_session):
        source = "import os\ndef roll(): return os.urandom(8)\ndef other(): return 1"
        first = open_session(source)
        with first.scopes.open_test(10):
            first.notebook.roll()
        again = open_session(source, transcript=first.transcript)
        with again.scopes.open_test(10):
            again.notebook.roll()
            with pytest.raises(Crashed, match="not answer the same"):
                again.notebook.other()

    def test_seeded_dice_are_not(self, open_session):
        source = "import torch, random, numpy as np\ndef roll(): return torch.rand(1).item(), random.random(), np.random.rand()"
        first = open_session(source)
        with first.scopes.open_test(10):
            before = first.notebook.roll()
        again = open_session(source, transcript=first.transcript)
        with again.scopes.open_test(10):
            assert again.notebook.roll() == before
            assert again.notebook.roll() != before
            assert len(again.spawned) == 1


class TestForgedAnswers:
    """Student code that takes its end of the conversation over can answer wrongly. That is all."""

    TAKE_OVER = (
        "import gc\nfrom inside.serve import Server\nserver = next(t for t in gc.get_objects() if type(t) is Server)\n"
        "server._answer = lambda request: ANSWER\ndef f(): pass"
    )

    @pytest.mark.parametrize(
        "answer",
        [
            "{'ok': {'~': 'tensor', 'd': 'float64', 's': [3], 'b': b''}}",
            "{'ok': {'~': 'nonsense'}}",
            "{'ok': {'~': 'dict', 'v': [[[1], 2]]}}",
            "{'ok': {'~': 'handle', 'id': 5, 'type': 'x'}}",
            "{'nonsense': 1}",
        ],
    )
    def test_a_malformed_one_is_a_crash(self, open_session, answer):
        session = open_session(self.TAKE_OVER.replace("ANSWER", answer))
        with session.scopes.open_test(10), pytest.raises(Crashed):
            session.notebook.f()

    @pytest.mark.parametrize(
        "raised", ["5", "None", "{}", "{'type': 5, 'bases': 'abc', 'message': ['a']}", "{'type': 'x' * 10**6}"]
    )
    def test_a_malformed_exception_is_one(self, open_session, raised):
        session = open_session(self.TAKE_OVER.replace("ANSWER", f"{{'raised': {raised}}}"))
        with session.scopes.open_test(10), pytest.raises(StudentRaised) as error:
            session.notebook.f()
        assert len(str(error.value)) < 10_000

    def test_a_made_up_handle_is_known_nowhere(self, open_session):
        session = open_session(
            self.TAKE_OVER.replace("ANSWER", "{'ok': {'~': 'handle', 'id': 'made-up', 'type': 'x'}}")
        )
        with session.scopes.open_test(10):
            handle = session.notebook.f()
            assert isinstance(handle, Handle)
            assert isinstance(handle.anything, Handle)


def test_a_notebook_is_asked_by_name(session):
    assert isinstance(session.notebook, Notebook)
    with session.scopes.open_test(10):
        assert callable(session.notebook.anything)
