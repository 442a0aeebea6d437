"""Transcripts on disk: believed only if they are what was written, bounded, and never worth more than the time they save."""

import errno
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import msgpack
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.course import Limits, TranscriptLimits
from autograder.errors import StudentRaised
from autograder.session import Cell, Transcript, TranscriptStore
from autograder.session import store as store_module
from autograder.session.store import find_stored, prune
from autograder.session.transcript import Entry

CELLS = [Cell(0, "f", "x = 1"), Cell(1, "", "y = 2")]
SALT = "grains of salt"


@pytest.fixture
def store(tmp_path):
    return TranscriptStore(tmp_path / "transcripts", SALT, TranscriptLimits())


@pytest.fixture
def name(store):
    return store.name("ada", CELLS, Limits())


def an_entry(value=None, **about):
    return Entry(msgpack.packb({"ok": value}), seconds=1.5, budget_seconds=10.0, **about)


def filled(store, **entries):
    transcript = store.begin({"torch": "1"})
    for key, value in entries.items():
        transcript.record(key, an_entry(value))
    return transcript


def the_file(store, name):
    return store._folder / f"{name}.transcript"


class TestKept:
    def test_what_is_kept_comes_back(self, store, name):
        transcript = store.begin({"torch": "1"})
        entries = {
            "a": an_entry([1, 2.5, "three", b"4", None]),
            "b": Entry(None, "TimedOut", "too long", 5.0, 5.1, 0.25, False),
            "c": Entry(msgpack.packb({"ok": "printed"}), is_opaque=True),
        }
        for key, entry in entries.items():
            transcript.record(key, entry)
        assert store.save(name, transcript)
        again = store.open(name, {"torch": "2"})
        assert {key: again.find(key, 5.0) for key in entries} == entries
        assert again.tally.replayed == 3
        assert not again.has_changed
        assert again.recorded_with == [{"torch": "1"}]

    def test_nothing_is_kept_of_nothing(self, store, name):
        assert len(store.open(name, {})) == 0
        assert not store.open(name, {}).was_damaged

    def test_a_part_is_added_to_the_rest(self, store, name):
        store.save(name, filled(store, a=1, b=2))
        transcript = store.open(name, {"torch": "2"})
        transcript.record("c", an_entry(3))
        store.save(name, transcript)
        again = store.open(name, {"torch": "3"})
        assert [again.find(key, 10.0).answer["ok"] for key in "abc"] == [1, 2, 3]
        assert again.recorded_with == [{"torch": "1"}, {"torch": "2"}]

    def test_what_went_wrong_on_another_device_is_asked_again(self, store, name):
        """What came back is believed wherever it was given."""
        transcript = store.begin({"torch": "1", "device": "cpu"})
        transcript.record("value", an_entry(1))
        transcript.record("late", Entry(None, "TimedOut", budget_seconds=10.0))
        transcript.record("raised", Entry(msgpack.packb({"raised": {"type": "RuntimeError"}})))
        store.save(name, transcript)
        for torch_version, device, found in (
            ("2", "cpu", ["value", "late", "raised"]),
            ("1", "cuda", ["value"]),
        ):
            again = store.open(name, {"torch": torch_version, "device": device})
            assert [key for key in ("value", "late", "raised") if again.find(key, 5.0)] == found
            assert again.recorded_with == [{"torch": "1", "device": "cpu"}]

    def test_what_was_forgotten_stays_forgotten(self, store, name):
        store.save(name, filled(store, a=1))
        transcript = store.open(name, {})
        transcript.diverge()
        store.save(name, transcript)
        assert len(store.open(name, {})) == 0

    def test_it_is_readable_for_its_owner_alone(self, store, name):
        store.save(name, filled(store, a=1))
        assert stat.S_IMODE(the_file(store, name).stat().st_mode) == 0o600


class TestNames:
    def test_whatever_an_answer_depends_on_has_a_name_of_its_own(self, store, tmp_path):
        about = [
            ("ada", CELLS, Limits()),
            ("bob", CELLS, Limits()),
            ("ada", CELLS[:1], Limits()),
            ("ada", CELLS[::-1], Limits()),
            ("ada", [Cell(0, "f", "x = 2"), CELLS[1]], Limits()),
            ("ada", [Cell(0, "g", "x = 1"), CELLS[1]], Limits()),
            ("ada", [Cell(0, "f", "x = 1y = 2")], Limits()),
            ("ada", CELLS, Limits(memory_bytes=1 << 30)),
            ("ada", CELLS, Limits(tmp_bytes=1 << 20)),
            ("ada", CELLS, Limits(output_chars=10)),
        ]
        names = {store.name(*which) for which in about}
        names.add(TranscriptStore(tmp_path, "other salt", TranscriptLimits()).name(*about[0]))
        assert len(names) == len(about) + 1

    def test_what_only_bounds_an_answer_has_none(self, store, name):
        """Budgets are compared answer by answer: a larger one costs no rerun of what came in time."""
        assert store.name("ada", CELLS, Limits(test_seconds=99.0, cell_seconds=99.0)) == name

    def test_what_runs_inside_has(self, store, name, tmp_path, monkeypatch):
        (tmp_path / "serve.py").write_text("another server")
        monkeypatch.setattr(store_module, "INSIDE", tmp_path)
        store_module._fingerprint_inside.cache_clear()
        try:
            assert store.name("ada", CELLS, Limits()) != name
        finally:
            monkeypatch.undo()
            store_module._fingerprint_inside.cache_clear()

    def test_a_student_may_be_called_anything(self, store):
        name = store.name("../../etc/passwd\udc80", [Cell(0, "", "'\udc80'")], Limits())
        assert name.isalnum()


class TestDamage:
    @pytest.fixture
    def path(self, store, name):
        store.save(name, filled(store, a=1))
        return the_file(store, name)

    def is_believed(self, store, name):
        transcript = store.open(name, {})
        assert transcript.was_damaged is (len(transcript) == 0)
        return len(transcript) > 0

    def test_every_changed_byte_is_noticed(self, store, name, path):
        content = path.read_bytes()
        for position in range(len(content)):
            path.write_bytes(content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :])
            assert not self.is_believed(store, name), position
        path.write_bytes(content)
        assert self.is_believed(store, name)

    def test_so_is_every_missing_end_and_what_follows(self, store, name, path):
        content = path.read_bytes()
        for damaged in (*(content[:end] for end in range(len(content))), content + b"\0", b"", content * 2):
            path.write_bytes(damaged)
            assert not self.is_believed(store, name)

    def test_a_discarded_file_is_gone(self, store, name, path):
        path.write_bytes(path.read_bytes()[:-1])
        store.open(name, {})
        assert not path.exists()
        assert not store.open(name, {}).was_damaged

    def test_somebody_elses_is_not_believed(self, store, name, path):
        """A whole, genuine transcript of a good submission, put where a bad one's would be."""
        bad = store.name("bob", CELLS, Limits())
        the_file(store, bad).write_bytes(path.read_bytes())
        assert not self.is_believed(store, bad)
        assert self.is_believed(store, name)

    def test_nor_one_that_was_written_with_another_salt(self, store, name, path, tmp_path):
        other = TranscriptStore(tmp_path / "transcripts", "another salt", TranscriptLimits())
        other.save(name, filled(other, a="full marks"))
        assert not self.is_believed(store, name)

    def test_nor_is_one_read_that_is_too_large(self, tmp_path, name):
        limits = TranscriptLimits(submission_bytes=1000)
        store = TranscriptStore(tmp_path / "small", SALT, limits)
        store.save(name, filled(store, a=1))
        with the_file(store, name).open("r+b") as file:
            file.truncate(1 << 40)  # reading that would take a while
        assert not self.is_believed(store, name)

    @settings(max_examples=60, deadline=None)
    @given(content=st.recursive(st.none() | st.integers() | st.text() | st.binary(), st.lists, max_leaves=8))
    def test_well_signed_nonsense_is_discarded(self, tmp_path_factory, content):
        """A slip of ours, in an earlier version: no student can sign."""
        store = TranscriptStore(tmp_path_factory.mktemp("store"), SALT, TranscriptLimits())
        name = store.name("ada", CELLS, Limits())
        try:
            body = msgpack.packb(content)
        except OverflowError:
            return
        the_file(store, name).write_bytes(store_module.MAGIC + store._sign(name.encode(), body) + body)
        assert len(store.open(name, {})) == 0

    def test_a_folder_in_its_place(self, store, name, path):
        path.unlink()
        path.mkdir()
        assert store.open(name, {}).was_damaged


class TestBounds:
    def test_what_does_not_fit_is_not_kept(self, tmp_path, name):
        store = TranscriptStore(tmp_path, SALT, TranscriptLimits(submission_bytes=5_000))
        transcript = filled(store, a=b"a" * 3_000, b=b"b" * 3_000, c=b"c" * 500)
        assert [transcript.find(key, 10.0) is not None for key in "abc"] == [True, False, True]
        store.save(name, transcript)
        assert the_file(store, name).stat().st_size < 5_000

    def test_what_was_used_last_is_kept_first(self, tmp_path, name):
        store = TranscriptStore(tmp_path, SALT, TranscriptLimits(submission_bytes=5_000))
        store.save(name, filled(store, a=b"a" * 2_000, b=b"b" * 2_000))
        transcript = store.open(name, {})
        transcript.find("b", 10.0)
        transcript.record("c", an_entry(b"c" * 2_000))
        store.save(name, transcript)
        again = store.open(name, {})
        assert [again.find(key, 10.0) is not None for key in "abc"] == [False, True, True]

    def test_a_large_checkpoint_is_not_kept(self):
        transcript = Transcript(most_checkpoint_bytes=1_000)
        transcript.record("a", an_entry(b"a" * 2_000), "checkpoint")
        transcript.record("b", an_entry(b"a" * 2_000), "call")
        assert [transcript.find(key, 10.0) is not None for key in "ab"] == [False, True]

    def test_an_answer_that_is_recorded_again_counts_once(self):
        transcript = Transcript(most_bytes=3_000)
        for _ in range(10):
            transcript.record("a", an_entry(b"a" * 1_000))
        transcript.record("b", an_entry(b"a" * 1_000))
        assert len(transcript) == 2

    def test_those_not_used_for_longest_go_first(self, store, tmp_path):
        names = [store.name(student, CELLS, Limits()) for student in ("ada", "bob", "cy")]
        for number, name in enumerate(names):
            store.save(name, filled(store, a=b"a" * 1_000))
            os.utime(the_file(store, name), (number, number))
        store.open(names[0], {})  # a replay
        size = the_file(store, names[0]).stat().st_size
        assert prune(tmp_path, 3 * size) == []
        assert [stored.path.stem for stored in prune(tmp_path, 2 * size)] == [names[1]]
        assert {stored.path.stem for stored in find_stored(tmp_path)} == {names[0], names[2]}
        assert len(prune(tmp_path, 0)) == 2

    def test_what_a_killed_worker_left_goes_too(self, store, name, tmp_path):
        store.save(name, filled(store, a=1))
        left, fresh = store._folder / ".left.transcript", store._folder / ".fresh.transcript"
        for path in (left, fresh):
            path.write_bytes(b"half")
        os.utime(left, (0, 0))
        prune(tmp_path, 1 << 30)
        assert not left.exists()
        assert fresh.exists()  # somebody is writing it
        assert the_file(store, name).exists()


class TestTrouble:
    def test_a_full_disk_costs_nothing_but_time(self, store, name, monkeypatch):
        def fail(*_):
            raise OSError(errno.ENOSPC, "No space left on device")

        store.save(name, filled(store, a=1))
        monkeypatch.setattr(store_module.os, "replace", fail)
        assert store.save(name, filled(store, a=2)) is False
        monkeypatch.undo()
        assert store.open(name, {}).find("a", 10.0).answer == {"ok": 1}
        assert len(list(store._folder.iterdir())) == 1

    def test_so_does_a_file_where_the_folder_should_be(self, store, name):
        store._folder.write_text("in the way")
        assert store.save(name, filled(store, a=1)) is False
        assert len(store.open(name, {})) == 0

    def test_many_write_at_once(self, store, name):
        def work(number):
            store.save(name, filled(store, a=number, b=b"b" * 50_000))
            found = store.open(name, {})
            return found.was_damaged, len(found)

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(work, range(64))) == {(False, 2)}
        assert len(list(store._folder.iterdir())) == 1


@pytest.mark.sandbox
class TestHostileNotebooks:
    def test_a_checkpoint_is_loaded_in_the_sandbox_of_its_own_notebook_alone(self, open_session, store, name, tmp_path):
        marker = tmp_path / "loaded"
        cell = f"""
import os
class Evil:
    def __init__(self, loaded=False): self.loaded = loaded
    def __reduce__(self): return load, ()
    def hello(self, x): return self.loaded
def load():
    os.system("touch {marker}")
    return Evil(True)
def train(): return Evil()
"""
        for asks in (1, 1, 2):
            session = open_session(cell, transcript=store.open(name, {}))
            with ExitStack() as stack:
                stack.enter_context(session.scopes.open_test(10))
                with session.scopes.enter_fixture(10.0) as scope:
                    stack.callback(scope.close)
                    thing = session.notebook.train()
                assert [thing.hello(number) for number in range(asks)] == [True] * asks
            store.save(name, session.transcript)
        assert not marker.exists()

    def test_transcripts_cannot_be_seen_from_inside(self, open_session, store, name):
        store.save(name, filled(store, a=1))
        session = open_session(f"import os\ndef look(): return os.path.exists({str(the_file(store, name))!r})")
        with session.scopes.open_test(10):
            assert session.notebook.look() is False

    def test_answers_that_fill_a_transcript_cost_their_own_replay_alone(self, open_session):
        transcript = Transcript(most_bytes=3 << 20)
        session = open_session("def flood(x): return bytes(1 << 20)\ndef small(x): return x", transcript=transcript)
        with session.scopes.open_test(10):
            sizes = [len(session.notebook.flood(number)) for number in range(6)]
            assert sizes == [1 << 20] * 6
            assert session.notebook.small(7) == 7
        assert sum(entry.size_bytes for _, entry in transcript.to_keep()) <= 3 << 20

    def test_a_notebook_that_says_it_cannot_fork_delays_itself_alone(self, open_session):
        """It is believed, and costs what a process that died costs."""
        session = open_session("import torch\ntorch.cuda.is_initialized = lambda: True\ndef f(x): return 2 * x")
        for number in range(3):
            with session.scopes.open_test(10):
                assert session.notebook.f(number) == 2 * number
        assert len(session.spawned) == 4


@pytest.mark.sandbox
class TestAcrossProcesses:
    CELL = """
import torch
class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(0)
        self.linear = torch.nn.Linear(2, 1)
    def forward(self, x): return self.linear(x)
def train(): return Model()
def fail(): raise ValueError("no")
"""

    def test_a_stored_conversation_goes_on(self, open_session, store, name):
        def ask(session, more=False):
            with session.scopes.open_test(10):
                with session.scopes.enter_fixture(10.0) as scope:
                    model = session.notebook.train()
                said = [model(torch.ones(1, 2)), model.apart()(torch.ones(1, 2))]
                with pytest.raises(StudentRaised, match="no"):
                    session.notebook.fail()
                said += [model(torch.zeros(1, 2))] if more else []
            scope.close()
            return said

        first = open_session(self.CELL, transcript=store.begin({}))
        said = ask(first)
        store.save(name, first.transcript)
        again = open_session(self.CELL, transcript=store.open(name, {}))
        assert all(map(torch.equal, ask(again), said))
        assert again.spawned == []
        assert ask(again, more=True)[2].shape == (1, 1)
        assert len(again.spawned) == 1
        assert again.transcript.tally.trained == 0
