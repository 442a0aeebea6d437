"""A zygote starts or says why not, and ends with whoever owns it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys

import psutil
import pytest

from autograder.course import Limits
from autograder.errors import HostError, SandboxUnavailable
from autograder.sandbox import client, launch
from autograder.sandbox.client import Zygote
from autograder.sandbox.inside.zygote import check_hidden, check_view

pytestmark = pytest.mark.sandbox


def boots(monkeypatch, code):
    """Start something else in the zygote's place, without imports that take seconds."""
    monkeypatch.setattr(launch, "BOOT", code.replace("{", "{{").replace("}", "}}"))


class TestStarting:
    def test_without_bubblewrap_it_says_what_to_install(self, monkeypatch):
        monkeypatch.setattr("shutil.which", lambda name: None)
        before = len(os.listdir("/proc/self/fd"))
        with pytest.raises(SandboxUnavailable, match="apt install bubblewrap"):
            Zygote(Limits())
        assert len(os.listdir("/proc/self/fd")) == before

    def test_one_that_ends_at_once_is_told_with_its_own_words(self, monkeypatch):
        boots(monkeypatch, "raise SystemExit('the disk is on fire')")
        with Zygote(Limits()) as zygote, pytest.raises(SandboxUnavailable, match="the disk is on fire"):
            zygote.spawn()

    def test_one_that_hangs_is_given_up_and_ended(self, monkeypatch):
        monkeypatch.setattr(client, "START_SECONDS", 0.5)
        boots(monkeypatch, "import time; time.sleep(1000)")
        with Zygote(Limits()) as zygote, pytest.raises(SandboxUnavailable, match="did not start in"):
            zygote.spawn()
        assert _sleepers() == []

    def test_one_that_does_not_notice_its_end_is_killed(self, monkeypatch):
        monkeypatch.setattr(client, "KILL_SECONDS", 0.2)
        boots(monkeypatch, "import time; time.sleep(1000)")
        with Zygote(Limits()):
            pass
        assert _sleepers() == []

    def test_what_may_not_be_seen_keeps_it_from_starting(self, monkeypatch):
        shown = launch.shown_paths()
        monkeypatch.setattr(launch, "shown_paths", lambda: [path for path in shown if path != "/etc/alternatives"])
        with Zygote(Limits()) as zygote, pytest.raises(SandboxUnavailable, match="/etc/alternatives can be seen"):
            zygote.spawn()

    def test_what_must_be_hidden_keeps_it_from_starting(self, monkeypatch):
        configuration = json.loads(launch.configuration(Limits(), (), isolated=True))
        assert str(launch.PACKAGE / "graders") in configuration["hidden"]
        configuration["hidden"].append("/usr/bin/env")
        monkeypatch.setattr(
            launch,
            "configuration",
            lambda limits, preload, isolated, with_gpu: json.dumps(configuration).encode() + b"\n",
        )
        with Zygote(Limits()) as zygote, pytest.raises(SandboxUnavailable, match="/usr/bin/env can be seen"):
            zygote.spawn()

    def test_a_zygote_that_is_gone_is_our_fault(self, monkeypatch):
        boots(
            monkeypatch,
            "import os, socket; s = socket.socket(fileno=max(int(f) for f in os.listdir('/proc/self/fd') if f.isdigit() and "
            "os.path.exists('/proc/self/fd/' + f))); s.recv(1 << 20); s.sendall(b'{\"ready\": 1}\\n'); s.close()",
        )
        with Zygote(Limits()) as zygote:
            zygote.wait_until_ready()
            zygote._process.wait(5)
            with pytest.raises(HostError):
                zygote.spawn()


def _sleepers():
    """The processes that were started in a zygote's place, and are not dead."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.cmdline()[-2:-1] == ["-c"] and process.cmdline()[-1] == "import time; time.sleep(1000)":
                found.append(process)
    alive = psutil.wait_procs(found, timeout=1)[1]
    return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


class TestView:
    @pytest.fixture
    def root(self, tmp_path):
        (tmp_path / "home/me/.pyenv/python").mkdir(parents=True)
        (tmp_path / "usr/bin").mkdir(parents=True)
        return tmp_path

    def test_the_way_to_what_is_shown_may_be_seen(self, root):
        check_view(str(root), [f"{root}/usr", f"{root}/home/me/.pyenv/python"])

    @pytest.mark.parametrize("extra", ["home/you", "home/me/.ssh", "home/me/.pyenv/python2", "course.toml"])
    def test_nothing_beside_it_may(self, root, extra):
        (root / extra).mkdir(parents=True)
        with pytest.raises(PermissionError, match=extra):
            check_view(str(root), [f"{root}/usr", f"{root}/home/me/.pyenv/python"])

    def test_hidden_files(self, root):
        check_hidden([f"{root}/nothing"])
        with pytest.raises(PermissionError):
            check_hidden([f"{root}/nothing", f"{root}/usr"])


OWNER = """
import json, signal, sys
import psutil
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup it would be ignored here, too
from autograder.course import Limits
from autograder.sandbox.client import Zygote
zygote = Zygote(Limits(), isolated={isolated}, preload=())
process = zygote.spawn()
source = "import subprocess, threading, time; subprocess.Popen(['sleep', '1000']); found = 1"
request = {{"op": "cell", "label": "a", "output_chars": 9}}
process.request(request | {{"source": source, "key": "a"}}, 20)
fork = process.fork(20).fork(20)
fork.request(request | {{"source": source, "key": "a"}}, 20)
print(json.dumps([member.pid for member in psutil.Process().children(recursive=True)]), flush=True)
fork.request(request | {{"source": "while True: pass", "key": "b"}}, 1000)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
@pytest.mark.parametrize("isolated", [True, False], ids=["isolated", "plain"])
def test_it_ends_with_its_owner_in_whatever_way_that_ends(number, isolated):
    """With all notebooks, and one that computes for ever; also where the owner's whole group is told to end."""
    command = [sys.executable, "-c", OWNER.format(isolated=isolated)]
    owner = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        family = [psutil.Process(pid) for pid in json.loads(owner.stdout.readline())]
        assert len(family) >= 6  # a zygote, a notebook, its fork and that one's, and two sleeps
        os.killpg(owner.pid, number)
        owner.wait(10)
    finally:
        owner.kill()
        owner.communicate()
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []


def test_a_monitor_takes_its_notebook_with_it(open_probe):
    probe = open_probe()
    notebook = psutil.Process(probe.process._pid)
    notebook.parent().kill()
    notebook.wait(5)
    assert not probe.process.is_alive


def test_the_first_line_may_come_in_pieces():
    from autograder.sandbox.inside.zygote import _read_line

    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b'{"a"')
        ours.sendall(b": 1}\n")
        assert _read_line(theirs) == b'{"a": 1}\n'
