"""A fixture that trains: what it returns is restored from a checkpoint, live and on paper alike."""

from contextlib import ExitStack, contextmanager

import pytest
import torch

from autograder.errors import CheckFailed, Crashed, Diverged, StudentRaised, TimedOut
from autograder.session import Handle, Transcript
from autograder.session import state as state_module
from autograder.testing import inside

pytestmark = pytest.mark.sandbox

CELL = """
import os, time, torch
TRAININGS = []
class Model(torch.nn.Module):
    def __init__(self, seed):
        super().__init__()
        torch.manual_seed(seed)
        self.linear = torch.nn.Linear(2, 2)
        self.seen = []
    def encode(self, x):
        self.seen.append(x)
        return self.linear(x)
    def trainings(self): return len(TRAININGS) + os.path.exists("/tmp/trained")
    def pid(self): return os.getpid()
def train(seed=0, seconds=0.0):
    TRAININGS.append(seed)
    open("/tmp/trained", "w").close()
    time.sleep(seconds)
    return Model(seed)
def pair():
    first = Model(0)
    second = Model(1)
    second.first = first
    return first, second, [0.5, 0.25]
def shares(first, second): return second.first is first
def careless():
    model = Model(0)
    model.activation = lambda x: x
    return model
def dice():
    model = careless()
    model.luck = os.urandom(8)
    return model
class Large:
    def __init__(self): self.data = bytes(40 << 20)
def large(): return Large()
class Fatal:
    def __init__(self, when): self.when = when
    def __getstate__(self):
        if self.when == "saved": os._exit(0)
        return {"when": self.when}
    def __setstate__(self, state): os._exit(0)
    def hello(self): return "hello"
def fatal(when): return Fatal(when)
"""
X = torch.arange(4.0).reshape(2, 2)


@contextmanager
def trained(session, train, seconds=10.0):
    """A fixture that trains, for whatever test asks first."""
    with ExitStack() as stack:
        stack.enter_context(session.scopes.open_test(10))
        with session.scopes.enter_fixture(seconds) as scope:
            stack.callback(scope.close)
            value = train(session.notebook)
        yield value


@pytest.fixture
def session(open_session):
    session = open_session(CELL)
    assert session.results[0].message == ""
    return session


class TestLive:
    def test_it_is_what_was_trained(self, session):
        with trained(session, lambda notebook: notebook.train(3)) as model:
            assert model.type_name == "Model"
            torch.manual_seed(3)
            expected = torch.nn.Linear(2, 2)
            assert torch.equal(model.linear.weight, expected.weight)
        tally = session.transcript.tally
        assert (tally.trained, tally.restored) == (1, 0)

    def test_what_training_left_beside_the_model_is_gone(self, session):
        with trained(session, lambda notebook: notebook.train()) as model:
            assert model.trainings() == 0
            assert session.notebook.apart().train().trainings() == 2

    def test_each_test_has_its_own(self, session):
        with trained(session, lambda notebook: notebook.train()) as model:
            with session.scopes.open_test(10):
                model.encode(X)
                assert len(model.seen) == 1
            with session.scopes.open_test(10):
                assert model.seen == []

    def test_the_process_that_trained_ends_with_training(self, session):
        with trained(session, lambda notebook: notebook.train()) as model:
            assert [process.is_alive for process in session.spawned] == [True, False]
            model.encode(X)
            assert [process.is_alive for process in session.spawned] == [True, False]

    def test_no_process_that_restored_is_forked(self, session, monkeypatch):
        """It may have begun to use a GPU, which no fork survives."""
        forked = []
        for kind in {type(process) for process in session.spawned}:
            fork = kind.fork
            monkeypatch.setattr(
                kind, "fork", lambda self, seconds, fork=fork: forked.append(self) or fork(self, seconds)
            )
        with trained(session, lambda notebook: notebook.train()) as model:
            for number in range(3):
                with session.scopes.open_test(10):
                    model.encode(X + number)
        assert len(forked) == 4  # to restore it at once, and for each test
        assert set(map(id, forked)) == {id(session.spawned[0])}

    def test_one_that_uses_a_gpu_is_made_again_instead(self, open_session):
        session = open_session(CELL + "def use_gpu(): torch.cuda.is_initialized = lambda: True")
        model = session.notebook
        with session.scopes.open_test(10):
            model = session.notebook.train()
            session.notebook.use_gpu()
            model.encode(X)
            fork = model.fork()
            assert len(fork.seen) == 1
            model.encode(X)
            assert (len(fork.seen), len(model.seen)) == (1, 2)

    def test_several_objects_share_what_they_shared(self, session):
        with trained(session, lambda notebook: notebook.pair()) as (first, second, history):
            assert session.notebook.shares(first, second) is True
            assert history == [0.5, 0.25]

    def test_objects_anywhere_in_what_it_returns(self, session):
        with trained(session, lambda notebook: {"models": ({"it": notebook.train()},), "n": 3}) as found:
            assert found["models"][0]["it"].trainings() == 0

    def test_it_goes_apart(self, session):
        with trained(session, lambda notebook: notebook.train()) as model:
            model.encode(X)
            assert model.apart().seen == []
            assert torch.equal(model.apart().encode(X), model.encode(X))

    def test_a_later_fixture_trains_on_with_it(self, session):
        with trained(session, lambda notebook: notebook.train(1)) as first:
            with session.scopes.enter_fixture(5.0) as scope:
                second = session.notebook.pair()[1]
                both = session.notebook.run(both_of, first)
            assert first.trainings() == 0
            assert isinstance(both, Handle)
            assert second.trainings() == 0
            scope.close()

    def test_it_spends_its_own_budget(self, session):
        with session.scopes.open_test(0.4):
            with session.scopes.enter_fixture(10.0) as scope:
                model = session.notebook.train(0, 0.5)
            assert model.trainings() == 0
            scope.close()

    def test_a_training_over_its_budget_costs_itself(self, session):
        train = trained(session, lambda notebook: notebook.train(0, 60.0), seconds=0.3)
        with pytest.raises(TimedOut), train:
            pass
        with session.scopes.open_test(10):
            assert session.notebook.get("TRAININGS") == []

    def test_what_training_raises_is_raised(self, session):
        with pytest.raises(StudentRaised), trained(session, lambda notebook: notebook.train("three")):
            pass


@inside
def both_of(ns, model):
    return ns.Model(int(model.linear.weight.shape[0]))


class TestWhatCannotBePickled:
    @pytest.mark.parametrize("make", ["careless", "large"])
    def test_stays_where_it_was_trained(self, session, make):
        with trained(session, lambda notebook: getattr(notebook, make)()) as model:
            assert model.type_name in ("Model", "Large")
            with pytest.raises(CheckFailed, match="pickled: "):
                model.apart()
        assert session.transcript.tally.trained == 1

    def test_nor_what_cannot_be_loaded(self, session):
        with trained(session, lambda notebook: notebook.fatal("loaded")) as thing:
            assert thing.hello() == "hello"

    def test_a_pickling_that_ends_its_process_ends_the_model(self, session):
        with pytest.raises(Crashed), trained(session, lambda notebook: notebook.fatal("saved")):
            pass


class TestOnPaper:
    @pytest.fixture
    def replay(self, open_session):
        """Opens the same notebook again, with the transcript of the time before."""
        transcript = Transcript()

        def open_again():
            transcript.tally.__init__()
            return open_session(CELL, transcript=transcript)

        return open_again

    def test_nothing_runs(self, replay):
        for number in range(2):
            session = replay()
            with trained(session, lambda notebook: notebook.train(0, 0.2)) as model:
                model.encode(X)
                model.apart().encode(X)
            tally = session.transcript.tally
            assert (tally.trained, tally.restored) == ((1, 0), (0, 1))[number]
        assert session.spawned == []
        assert (tally.ran, tally.rerun) == (0, 0)
        assert tally.saved_seconds > 0.2

    def test_something_new_trains_nothing(self, replay, monkeypatch):
        asked = []

        def run(process, key, request, *times, **more):
            asked.append(request.get("name"))
            return run_really(process, key, request, *times, **more)

        run_really = state_module._run
        monkeypatch.setattr(state_module, "_run", run)
        with trained(replay(), lambda notebook: notebook.train(0, 0.5)) as model:
            first = model.encode(X)
        assert asked.count("train") == 1
        asked.clear()
        session = replay()
        with trained(session, lambda notebook: notebook.train(0, 0.5)) as model:
            assert torch.equal(model.encode(X), first)
            assert len(model.seen) == 1  # new
            model.apart().encode(X)  # new
        tally = session.transcript.tally
        assert (tally.trained, tally.restored) == (0, 1)
        assert asked.count("train") == 0
        assert asked.count(None) > 1  # the cells and the restoring have no name
        assert len(session.spawned) == 2

    def test_live_and_replay_say_the_same(self, open_session):
        """Whatever a model remembers of where it was trained: its second life is like its first."""
        said = []
        transcript = Transcript()
        for asks in (("trainings", "seed"), ("seed",), ("seed", "trainings")):
            for kept in (transcript, Transcript()):
                session = open_session(CELL, transcript=kept)
                with trained(session, lambda notebook: notebook.train(4)) as model:
                    said += [(ask, model.trainings()) for ask in asks if ask == "trainings"]
        assert set(said) == {("trainings", 0)}

    @pytest.mark.parametrize("make", ["careless", "dice"])
    def test_one_that_could_not_be_kept_is_not_trained_again_for_something_new(self, replay, make):
        """It might be another model, of which nothing recorded holds; a handle does not tell."""
        with trained(replay(), lambda notebook: getattr(notebook, make)()) as model:
            assert model.type_name == "Model"
        session = replay()
        with trained(session, lambda notebook: getattr(notebook, make)()) as model:
            assert session.spawned == []
            with pytest.raises(Diverged):
                model.seen  # noqa: B018 # asked for
        assert session.transcript.has_diverged

    def test_in_one_go_it_is(self, open_session):
        session = open_session(CELL, transcript=Transcript(gives_up=False))
        with trained(session, lambda notebook: notebook.careless()) as model:
            assert model.seen == []
            for process in session.spawned:
                process.close()  # e.g. for lack of memory
            with session.scopes.open_test(10):
                assert model.encode(X) is not None

    def test_what_trains_on_with_one_that_could_not_be_kept(self, session):
        with trained(session, lambda notebook: notebook.careless()) as model:
            with session.scopes.enter_fixture(10.0) as scope:
                both = session.notebook.run(both_of, model)
            assert both.seen == []
            assert len(session.spawned) == 2
            scope.close()

    def test_a_checkpoint_that_was_not_kept_is_taken_again(self, open_session):
        transcript = Transcript(most_checkpoint_bytes=100)
        for _ in range(2):
            transcript.tally.__init__()
            session = open_session(CELL, transcript=transcript)
            with trained(session, lambda notebook: notebook.train()) as model:
                assert model.encode(X) is not None
            assert transcript.tally.trained == 1
        assert transcript.tally.ran == 1  # the checkpoint; the same model answers as before

    @pytest.mark.parametrize(("today", "holds"), [(0.2, True), (0.3, True), (5.0, False)])
    def test_a_timeout_holds_for_no_more_than_its_budget(self, replay, today, holds):
        for seconds in (0.3, today):
            session, ended = replay(), False
            try:
                with trained(session, lambda notebook: notebook.train(0, 0.6), seconds=seconds):
                    pass
            except TimedOut:
                ended = True
        assert ended is holds
        assert (session.transcript.tally.ran == 0) is holds

    @pytest.mark.parametrize(("today", "ran"), [(0.2, 1), (5.0, 0), (10.0, 0)])
    def test_an_answer_holds_within_todays_budget(self, replay, today, ran):
        with trained(replay(), lambda notebook: notebook.train(0, 0.4), seconds=5.0):
            pass
        session = replay()
        try:
            with trained(session, lambda notebook: notebook.train(0, 0.4), seconds=today):
                pass
        except TimedOut:
            assert today < 0.4
        assert session.transcript.tally.ran == ran
