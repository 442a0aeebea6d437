"""States by themselves: their history, their forks, and what becomes of their processes."""

import math

import pytest

from autograder.errors import Crashed, Diverged, OutOfMemory, TimedOut
from autograder.session import State, Transcript
from autograder.session.transcript import Entry, next_key


def say(said, op="call"):
    return {"op": op, "said": said}


def ask(state, said, seconds=10.0, op="call"):
    return state.ask(say(said, op), seconds)["ok"]


class TestHistory:
    def test_a_state_goes_on_from_what_was_said(self, root):
        assert ask(root, "a") == ["a"]
        assert ask(root, "b") == ["a", "b"]

    def test_a_fork_goes_on_from_there_and_leaves_it_alone(self, root):
        ask(root, "a")
        fork = root.fork()
        assert ask(fork, "b") == ["a", "b"]
        assert ask(root, "c") == ["a", "c"]
        assert ask(fork, "d") == ["a", "b", "d"]

    def test_a_fork_stands_where_its_parent_stood_when_it_was_made(self, root, world):
        ask(root, "a")
        fork = root.fork()
        ask(root, "b")
        assert ask(fork, "c") == ["a", "c"]

    def test_nothing_depends_on_the_order_of_forks(self, world):
        said = {}
        for order in ((0, 1, 2), (2, 0, 1)):
            root = State(Transcript(), world.spawn)
            ask(root, "a")
            forks = [root.fork() for _ in range(3)]
            for number in order:
                said.setdefault(number, set()).add(tuple(ask(forks[number], number)))
        assert all(len(answers) == 1 for answers in said.values())

    def test_forks_of_forks(self, root):
        ask(root, "a")
        fork = root.fork()
        ask(fork, "b")
        inner = fork.fork()
        ask(fork, "c")
        assert ask(inner, "d") == ["a", "b", "d"]
        assert inner.depth == 2
        assert root.is_ancestor_of(inner)
        assert fork.is_ancestor_of(fork)
        assert not inner.is_ancestor_of(fork)
        assert not fork.is_ancestor_of(root.fork())

    def test_what_a_state_knows_of_another(self, root):
        ask(root, "a")
        fork = root.fork()
        assert fork.knows(root, 1)
        assert not fork.knows(root, 2)
        ask(root, "b")
        assert root.knows(root, 2)
        assert not fork.knows(root, 2)
        inner = fork.fork()
        assert inner.knows(root, 1)
        assert not inner.knows(root, 2)
        assert not root.knows(fork, 0)
        assert not fork.knows(root.fork(), 0)

    def test_a_state_that_is_never_asked_has_no_process(self, root, world):
        root.fork().fork()
        assert world.spawned == 0


class TestTranscript:
    def test_the_same_request_after_the_same_history_needs_no_process(self, root, world, transcript):
        ask(root, "a")
        ask(root.fork(), "b")
        before = len(world.asked)
        again = State(transcript, world.spawn)
        assert ask(again, "a") == ["a"]
        assert ask(again.fork(), "b") == ["a", "b"]
        assert world.spawned == 1
        assert len(world.asked) == before

    def test_a_different_history_is_another_request(self, root, world):
        first, second = root.fork(), root.fork()
        ask(first, "a")
        ask(second, "b")
        assert ask(first, "c") == ["a", "c"]
        assert ask(second, "c") == ["b", "c"]

    def test_something_new_replays_what_was_before_it(self, root, world, transcript):
        ask(root, "a")
        root.close()
        again = State(transcript, world.spawn)
        ask(again, "a")
        assert world.spawned == 1
        assert ask(again, "b") == ["a", "b"]
        assert world.spawned == 2
        assert [said for said, _ in world.asked] == ["a", "a", "b"]

    def test_only_what_is_missing_is_replayed(self, root, world):
        ask(root, "a")
        fork = root.fork()
        ask(fork, "b")
        fork.close()
        assert ask(fork, "c") == ["a", "b", "c"]
        assert [said for said, _ in world.asked] == ["a", "b", "b", "c"]

    def test_a_notebook_that_answers_otherwise_when_asked_again_is_given_up(self, root, world, transcript):
        count = iter(range(100))
        world.answer = lambda history, said: next(count)
        ask(root, "a")
        root.close()
        with pytest.raises(Crashed, match="not answer the same"):
            ask(root, "b")
        assert len(transcript) == 0
        assert world.alive == 0

    @pytest.mark.parametrize(
        ("first", "second", "op", "agree"),
        [
            ({"ok": math.nan}, {"ok": float("nan")}, "call", True),
            ({"ok": 0.0}, {"ok": -0.0}, "call", False),
            ({"ok": 1}, {"ok": 1.0}, "call", False),
            ({"ok": [1]}, {"ok": [1]}, "call", True),
            ({"ok": b"1"}, {"ok": b"2"}, "call", False),
            ({"ok": "at 0x1234"}, {"ok": "at 0x5678"}, "call", False),
            ({"ok": "at 0x1234"}, {"ok": "at 0x5678"}, "cell", True),
            ({"ok": ""}, {"ok": "", "raised": {"type": "A"}}, "cell", False),
            (
                {"raised": {"type": "A", "message": "at 0x1"}},
                {"raised": {"type": "A", "message": "at 0x2"}},
                "call",
                True,
            ),
            ({"raised": {"type": "A"}}, {"raised": {"type": "B"}}, "call", False),
            ({"raised": 5}, {"raised": 5}, "call", True),
            ({"ok": 1}, {"raised": {"type": "A"}}, "call", False),
        ],
        ids=str,
    )
    def test_what_is_the_same_answer(self, root, world, first, second, op, agree):
        answers = iter([first, second, {"ok": "new"}])
        world.answer = lambda history, said: next(answers)
        root.ask(say("a", op), 10)
        root.close()
        if agree:
            assert ask(root, "b") == "new"
        else:
            with pytest.raises(Crashed):
                ask(root, "b")

    @pytest.mark.parametrize(("today", "holds"), [(5, True), (10, True), (11, False)])
    def test_a_recorded_timeout_holds_for_no_more_than_its_budget(self, world, transcript, today, holds):
        def hang(history, said):
            raise TimedOut("it took too long")

        world.answer = hang
        with pytest.raises(TimedOut):
            ask(State(transcript, world.spawn), "a", seconds=10)
        world.answer = lambda history, said: "in time"
        if holds:
            with pytest.raises(TimedOut):
                ask(State(transcript, world.spawn), "a", seconds=today)
        else:
            assert ask(State(transcript, world.spawn), "a", seconds=today) == "in time"

    @pytest.mark.parametrize(("here", "holds"), [({"raised": {"type": "OSError"}}, True), ({"ok": "here"}, False)])
    def test_what_followed_an_answer_that_is_another_here_does_not_hold(self, world, here, holds):
        """Something raised on another device, and more was asked; here it may not raise, and all that came later be other."""
        there = Transcript({"device": "cuda"})
        world.answer = lambda history, said: "later" if history else {"raised": {"type": "OSError"}}
        state = State(there, world.spawn)
        assert "raised" in state.ask(say("a"), 10)
        assert ask(state, "b") == "later"
        transcript = Transcript({"device": "cpu"})
        transcript.refill(there.runs, dict(there.to_keep()))
        world.answer = lambda history, said: here
        if holds:
            state = State(transcript, world.spawn)
            assert state.ask(say("a"), 10) == here
            assert ask(state, "b") == "later"
        else:
            with pytest.raises(Diverged):
                State(transcript, world.spawn).ask(say("a"), 10)
        assert transcript.has_diverged is not holds

    @pytest.mark.parametrize("ending", [Crashed, OutOfMemory])
    def test_other_endings_hold_always(self, world, transcript, ending):
        def end(history, said):
            raise ending("over")

        world.answer = end
        for seconds in (10, 1_000):
            with pytest.raises(ending, match="over"):
                ask(State(transcript, world.spawn), "a", seconds=seconds)
        assert world.spawned == 1

    def test_keys_tell_requests_apart(self):
        requests = [say("a"), say("b"), say("a", "run"), {**say("a"), "args": []}, {**say("a"), "args": [None]}]
        assert len({next_key("start", request) for request in requests} | {next_key("other", say("a"))}) == 6
        assert next_key("start", {"op": "a", "said": 1}) == next_key("start", {"said": 1, "op": "a"})

    def test_entries_raise_what_was_recorded(self):
        with pytest.raises(OutOfMemory, match="much"):
            Entry(None, "OutOfMemory", "much").result()


class TestEndings:
    @pytest.fixture
    def fragile(self, root, world):
        """A state in which one more word is too much."""

        def answer(history, said):
            if said == "too much":
                raise TimedOut("it took too long")
            return [*history, said]

        world.answer = answer
        ask(root, "a")
        return root

    def test_a_state_that_ended_stays_ended(self, fragile, world):
        fork = fragile.fork()
        with pytest.raises(TimedOut):
            ask(fork, "too much")
        asked = len(world.asked)
        with pytest.raises(TimedOut):
            ask(fork, "b")
        with pytest.raises(TimedOut):
            ask(fork.fork(), "b")
        assert len(world.asked) == asked  # nothing was run again to find out

    def test_others_go_on(self, fragile, world):
        with pytest.raises(TimedOut):
            ask(fragile.fork(), "too much")
        assert ask(fragile.fork(), "b") == ["a", "b"]
        assert ask(fragile, "c") == ["a", "c"]
        assert world.spawned == 1

    def test_a_process_that_died_is_replaced(self, fragile, world):
        ask(fragile.fork(), "b")
        for process in world.processes:
            process.is_alive = False
        assert ask(fragile.fork(), "c") == ["a", "c"]
        assert ask(fragile, "d") == ["a", "d"]
        assert world.spawned == 2

    def test_what_is_replayed_has_little_more_time_than_it_had(self, fragile, world):
        fragile.close()
        ask(fragile, "b", seconds=1)
        assert [said for said, _ in world.asked] == ["a", "a", "b"]
        assert 10 <= world.asked[1][1] <= 30

    def test_closing_ends_its_process_alone(self, fragile, world):
        fork = fragile.fork()
        ask(fork, "b")
        assert world.alive == 2
        fork.close()
        fork.close()
        assert world.alive == 1
        fragile.close()
        assert world.alive == 0
        assert ask(fork, "c") == ["a", "b", "c"]

    def test_seconds_are_those_of_answers_alone(self, root, world):
        ask(root, "a")
        ask(root, "b")
        spent = root.spent_seconds
        assert spent > 0
        root.close()
        fork = root.fork()
        ask(fork, "c")
        assert root.spent_seconds == spent
        again = State(root._transcript, world.spawn)
        ask(again, "a")
        ask(again, "b")
        assert again.spent_seconds == spent
