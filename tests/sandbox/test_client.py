"""The conversation with one process: whatever the other end does, an answer or an ending, in time, and nothing left behind."""

import contextlib
import os
import select
import signal
import time

import psutil
import pytest

from autograder.errors import Crashed, GraderError, HostError, OutOfMemory, TimedOut
from autograder.sandbox.client import Process, Zygote
from autograder.sandbox.deadline import PATIENCE
from autograder.sandbox.inside import wire
from autograder.sandbox.memory import find_cgroup
from tests.conftest import LIMITS


@pytest.fixture(scope="module")
def zygote():
    """One of this module's own: here it is counted what is left of notebooks, and others' may still run elsewhere."""
    with Zygote(LIMITS) as zygote:
        yield zygote


pytestmark = pytest.mark.sandbox

TAKE_OVER = """
import gc, os, struct, sys, time
from inside.serve import Server, send
server = next(thing for thing in gc.get_objects() if type(thing) is Server)
fd = server.connection.fileno()
def write(data):
    while data:
        data = data[os.write(fd, data):]
"""


@contextlib.contextmanager
def within(seconds):
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


class TestAnswers:
    @pytest.mark.parametrize(
        ("code", "reason"),
        [
            ("write(b'\\xff\\xff\\xff\\xff')", "a frame of 4294967295 bytes"),
            (f"write(struct.pack('>I', {wire.MAX_FRAME_BYTES + 1}))", "a frame of"),
            ("write(struct.pack('>I', 100) + b'too short'); os._exit(0)", "its process ended"),
            ("write(struct.pack('>I', 4) + b'\\xc1abc')", "could not be read"),
            ("write(struct.pack('>I', 6) + b'\\xdd\\x7f\\xff\\xff\\xff\\xc0')", "could not be read"),
            ("write(struct.pack('>I', 0))", "could not be read"),
            ("send(server.connection, [1, 2])", "could not be read"),
            ("send(server.connection, 7)", "could not be read"),
            ("send(server.connection, {'fault': 'none'})", "could not be read"),
            ("send(server.connection, {})", "could not be read"),
            ("os.close(fd); time.sleep(60)", "its process ended"),
            ("os._exit(0)", "its process ended"),
            ("os.abort()", "its process ended"),
            ("import ctypes; ctypes.string_at(0)", "its process ended"),
            ("import faulthandler; faulthandler._sigfpe()", "its process ended"),
        ],
    )
    def test_what_is_no_answer_is_a_crash(self, probe, code, reason):
        with within(5), pytest.raises(Crashed, match=reason):
            probe.cell(TAKE_OVER + code)
        assert not probe.process.is_alive

    @pytest.mark.parametrize(
        "code",
        [
            "time.sleep(60)",
            "while True: pass",
            "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass",
            "while True:\n  try: time.sleep(60)\n  except BaseException: pass",
            "write(struct.pack('>I', 100))\nwhile True: write(b'.'); time.sleep(0.03)",
            "import threading; threading.Thread(target=time.sleep, args=(60,)).start(); time.sleep(60)",
        ],
        ids=["sleeps", "spins", "blocks signals", "catches all", "trickles", "waits for a thread"],
    )
    def test_what_comes_too_late_is_a_timeout(self, probe, code):
        with within(PATIENCE * 0.3 + 1), pytest.raises(TimedOut, match=r"no answer within 0\.3 s"):
            probe.cell(TAKE_OVER + code, 0.3)
        assert not probe.process.is_alive

    def test_a_write_that_nobody_reads_ends_at_the_deadline(self, probe):
        probe.cell(TAKE_OVER + "send(server.connection, {'ok': 'in advance'})\ntime.sleep(60)")
        with within(PATIENCE * 0.3 + 1), pytest.raises(TimedOut):
            probe.ask({"op": "restore", "data": b"x" * (32 << 20)}, 0.3)

    def test_an_ended_process_answers_no_more(self, probe):
        probe.process.kill()
        with pytest.raises(Crashed):
            probe.cell("1")
        with pytest.raises(Crashed):
            probe.process.fork(1)

    def test_an_answer_of_the_largest_size_arrives(self, probe):
        found = probe.value("import numpy as np; found = np.arange(7_000_000, dtype='float64')")
        assert found[-1] == 6_999_999

    @pytest.mark.parametrize("size", ["bytes(70 << 20)", "[0] * 300_000"])
    def test_a_larger_one_is_the_students_exception(self, probe, size):
        probe.cell(f"found = {size}")
        raised = probe.ask({"op": "get", "name": "found"})["raised"]
        assert raised["type"] == "OverflowError"
        assert "too large" in raised["message"]
        assert probe.value("found = 1") == 1

    def test_a_request_that_is_too_large_is_the_graders_fault(self, probe):
        with pytest.raises(GraderError, match="cannot be sent"):
            probe.ask({"op": "restore", "data": b"x" * (65 << 20)})
        assert probe.value("found = 1") == 1

    def test_an_answer_in_advance_is_only_a_wrong_answer(self, probe):
        assert probe.cell(TAKE_OVER + "send(server.connection, {'ok': 'forged'})")["ok"] == "forged"

    def test_descriptors_do_not_travel_outwards(self, probe):
        before = set(os.listdir("/proc/self/fd"))
        probe.cell(
            TAKE_OVER + "import socket\nbody = struct.pack('>I', 5) + b'\\x81\\xa2ok\\xc0'\n"
            "socket.send_fds(server.connection, [body], [0, 1, 2])"
        )
        assert set(os.listdir("/proc/self/fd")) == before


class TestForks:
    def test_both_go_on_from_the_same_state(self, probe):
        probe.cell("found = [1]")
        fork = probe.process.fork(5)
        request = {"op": "cell", "source": "found.append(2)", "label": "cell", "output_chars": 9, "key": "a"}
        fork.request(request, 5)
        assert fork.request({"op": "get", "name": "found", "key": "b"}, 5)["ok"] == [1, 2]
        assert probe.ask({"op": "get", "name": "found"})["ok"] == [1]

    @pytest.mark.parametrize(
        "reaction",
        [
            "send(server.connection, 5)",
            "send(server.connection, [])",
            "send(server.connection, {'raised': 1})",
            "os._exit(0)",
            "write(b'\\xff' * 8)",
            "receive_one(); send(server.connection, {'ok': None}); time.sleep(60)",
            "descriptor = receive_one(); os.write(descriptor, b'x'); send(server.connection, {'ok': None}); time.sleep(60)",
            "descriptor = receive_one(); os.close(descriptor); send(server.connection, {'ok': None}); time.sleep(60)",
            "time.sleep(60)",
        ],
    )
    def test_a_fork_that_goes_wrong_is_an_ending(self, probe, reaction):
        probe.cell(
            TAKE_OVER + "import socket\nreceive_one = lambda: socket.recv_fds(server.connection, 1, 1)[1][0]\n"
            f"def _fork():\n    {reaction}\nserver._fork = _fork"
        )
        with within(PATIENCE * 0.5 + 1), pytest.raises((Crashed, TimedOut)):
            probe.process.fork(0.5)
        assert not probe.process.is_alive

    def test_it_cannot_pass_another_process_off_as_the_fork(self, probe):
        """The kernel says who is at the other end; what it says of itself counts for nothing."""
        probe.cell(
            TAKE_OVER + "import socket\ndef _fork():\n"
            "    descriptor = socket.recv_fds(server.connection, 1, 1)[1][0]\n"
            f"    send(socket.socket(fileno=os.dup(descriptor)), {{'hello': {os.getpid()}}})\n"
            "    send(server.connection, {'ok': None})\nserver._fork = _fork"
        )
        fork = probe.process.fork(5)
        fork.kill()  # kills the notebook's own process, not this one
        assert not probe.process.is_alive


class TestHandshake:
    @pytest.mark.parametrize("first", [b"", b"\0", wire.HEADER.pack(1 << 30), wire.HEADER.pack(1) + b"\x05"])
    def test_one_that_fails_is_our_fault(self, first):
        from autograder.sandbox.frames import socket_pair
        from autograder.sandbox.memory import NoCage

        ours, theirs = socket_pair()
        with theirs:
            theirs.sendall(first)
            theirs.shutdown(1)
            with pytest.raises(HostError, match="set up"):
                Process.start(ours, NoCage())
        assert ours.fileno() == -1

    def test_a_step_that_failed_is_named(self):
        from autograder.sandbox.frames import socket_pair
        from autograder.sandbox.inside.serve import send
        from autograder.sandbox.memory import NoCage

        ours, theirs = socket_pair()
        with theirs:
            send(theirs, {"fault": "OSError: mount /proc: no"})
            with pytest.raises(HostError, match="mount /proc: no"):
                Process.start(ours, NoCage())


FAMILY = """
import os, subprocess, sys, threading, time
subprocess.Popen(["sleep", "1000"])
subprocess.Popen(["sh", "-c", "sleep 1000 & sleep 1000"])
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 3)
        time.sleep(1000)
    os._exit(0)
os.wait()
threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
# all of them are there: two shells and three sleeps, the orphan among them
while sum(name.isdigit() for name in os.listdir("/proc")) < {others} + 6: pass
"""


def family_of(process):
    leader = psutil.Process(process._pid)
    return [leader, *leader.children(recursive=True)]


def all_end(processes, seconds=2.0):
    """Whether each process ends in time, a zombie being one that has."""
    deadline = time.monotonic() + seconds
    for process in processes:
        try:
            descriptor = os.pidfd_open(process.pid)
        except ProcessLookupError:
            continue
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        ended = poll.poll(max(0, deadline - time.monotonic()) * 1000)
        os.close(descriptor)
        if not ended:
            return False
    return True


class TestKilling:
    def test_a_notebook_ends_with_all_that_it_started(self, probe):
        probe.cell(FAMILY.format(others=0))
        fork = probe.process.fork(5)
        family = family_of(probe.process)
        assert len(family) == 7
        with within(1):
            probe.process.close()
        assert all_end(family, 0)
        with pytest.raises(Crashed):
            fork.request({"op": "get", "name": "x", "key": "a"}, 1)
        fork.close()

    def test_a_fork_ends_with_all_that_it_started_and_nothing_else(self, probe):
        fork = probe.process.fork(5)
        other = probe.process.fork(5)
        inner = fork.fork(5)
        request = {"op": "cell", "source": FAMILY.format(others=3), "label": "cell", "output_chars": 99, "key": "a"}
        assert "raised" not in fork.request(request, 5)
        family = [member for member in family_of(fork) if member.pid != inner._pid]
        assert len(family) == 6
        fork.kill()
        assert all_end(family)
        for survivor in (probe.process, other, inner):
            assert survivor.is_alive
            assert survivor.request({"op": "get", "name": "__name__", "key": "b"}, 5) == {"ok": "__main__"}

    def test_a_fork_without_a_parent_ends_too(self, probe):
        fork = probe.process.fork(5)
        inner = fork.fork(5)
        fork.kill()
        family = family_of(inner)
        inner.kill()
        assert all_end(family)
        assert probe.process.is_alive

    def test_a_fork_bomb_is_contained_and_ends_in_time(self, probe, zygote):
        """By its time or by its memory, whichever it has used up first."""
        bomb = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
        with within(PATIENCE * 0.5 + 5), pytest.raises((TimedOut, OutOfMemory)):
            probe.cell(bomb, 0.5)
        _, alive = psutil.wait_procs(
            psutil.Process(zygote._process.pid).children()[0].children(recursive=True), timeout=2
        )
        assert alive == []

    def test_a_fork_bomb_in_a_fork_leaves_the_notebook_usable(self, probe):
        fork = probe.process.fork(5)
        # Whoever can fork no more sleeps: busy, each of them would copy pages, until together they have too much memory.
        bomb = "import os, time\nwhile True:\n    try: os.fork()\n    except OSError: time.sleep(60)"
        with within(PATIENCE * 0.3 + 5), pytest.raises((TimedOut, OutOfMemory)):
            fork.request({"op": "cell", "source": bomb, "label": "a", "output_chars": 9, "key": "a"}, 0.3)
        again = probe.process.fork(5)
        assert again.request({"op": "get", "name": "__name__", "key": "b"}, 5) == {"ok": "__main__"}

    def test_many_forks_one_after_another(self, probe):
        """Dead forks are collected: there may be more of them than processes at one time."""
        for _ in range(70):
            fork = probe.process.fork(5)
            fork.fork(5).close()
            fork.close()
        assert probe.value("found = 1") == 1

    def test_ended_by_itself_is_seen(self, probe):
        pid = psutil.Process(probe.process._pid)
        assert probe.process.is_alive
        pid.send_signal(signal.SIGKILL)
        pid.wait(2)
        assert not probe.process.is_alive

    def test_without_isolation_the_group_ends(self, plain_probe):
        source = "import os, subprocess\nsubprocess.Popen(['sleep', '1000'])\nif os.fork() == 0:\n    while True: pass"
        plain_probe.cell(source)
        family = family_of(plain_probe.process)
        assert len(family) == 3
        plain_probe.process.close()
        assert all_end(family)


def find_groups():
    """The memory groups of this process's notebooks, those of other zygotes too."""
    found = find_cgroup()
    return set(found[0].glob(f"autograder-{os.getpid()}-*")) if found else set()


class TestNothingIsLeft:
    def test_after_many_notebooks(self, zygote):
        zygote.spawn().close()
        inside = psutil.Process(zygote._process.pid).children()[0]
        before = len(os.listdir("/proc/self/fd"))
        groups = find_groups()
        for _ in range(50):
            process = zygote.spawn()
            process.fork(5)
            process.close()
        assert len(os.listdir("/proc/self/fd")) == before
        _, alive = psutil.wait_procs(inside.children(recursive=True), timeout=2)
        assert alive == []
        assert find_groups() <= groups

    def test_of_each_way_to_end(self, zygote):
        before = len(os.listdir("/proc/self/fd"))
        for source, ending in (("import os; os._exit(0)", Crashed), ("while True: pass", TimedOut)):
            process = zygote.spawn()
            fork = process.fork(5)
            with pytest.raises(ending):
                fork.request({"op": "cell", "source": source, "label": "a", "output_chars": 9, "key": "a"}, 0.1)
            fork.close()
            process.close()
        assert len(os.listdir("/proc/self/fd")) == before
