"""Each layer of defence: taken away, a small attack succeeds; with it, the same attack fails; and grading refuses without it.

What is done inside is left out in a copy of ``inside/``, whose zygote is told with each notebook which step to leave out: so
one zygote serves for all of them. What is done outside is left out of bubblewrap's command, or replaced in the trusted client.
"""

import contextlib
import os
import shutil
import signal
import struct
import subprocess
import tempfile
import threading
import tracemalloc

import psutil
import pytest

from autograder.errors import Crashed, HostError, OutOfMemory, SandboxUnavailable, TimedOut
from autograder.sandbox import client, frames, launch
from autograder.sandbox import layers as layers_module
from autograder.sandbox.client import Zygote
from autograder.sandbox.deadline import Deadline
from autograder.sandbox.inside import wire
from autograder.sandbox.layers import Expected, examine_layers
from autograder.sandbox.memory import NoCage
from autograder.verbs import doctor
from tests.conftest import LIMITS, Probe

pytestmark = pytest.mark.sandbox

# What a letter leaves out, run in the fork that becomes the notebook's.
LEAVE_OUT = """

def _leave_out(letter, config):
    from . import shell
    nothing = lambda *_: None
    if letter == b"n":  # without namespaces of its own it has no right to mount, nor to give rights up
        isolate.unshare_all = isolate.mount_private = isolate.drop_privileges = nothing
        isolate.check(isolate._libc.prctl(isolate.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "")
        os.chdir = nothing
    if letter in b"fc":
        isolate.install_seccomp = nothing
    if letter == b"c":  # what capabilities are good for, the filter refuses, too: both are left out
        isolate.drop_privileges = nothing
    if letter == b"p":
        config["limits"]["processes"] = 10_000
    if letter == b"l":
        config["limits"]["file_bytes"] = 1 << 40
    if letter == b"t":
        config["tmp_bytes"] = 1 << 30
    if letter == b"i":
        isolate.TMPFS_INODES = 1_000_000
    if letter == b"v":
        isolate.mount_private = os.chdir = nothing
    if letter == b"m":
        isolate.die_with_parent = nothing
    if letter in b"kx":  # as a library in the zygote may, which nobody has asked
        os.open(__file__, os.O_RDONLY)
    if letter == b"x":
        isolate.close_all_but = nothing
    if letter in b"da":
        left_out = isolate.resource.RLIMIT_NOFILE if letter == b"d" else isolate.resource.RLIMIT_AS
        limit = isolate.resource.setrlimit
        isolate.resource.setrlimit = lambda which, bounds: None if which == left_out else limit(which, bounds)
    if letter == b"o":
        shell.BoundedText.__init__.__defaults__ = ()
        init = shell.BoundedText.__init__
        shell.BoundedText.__init__ = lambda self, limit: init(self, 1 << 40)
"""


@pytest.fixture(scope="module")
def weakened(tmp_path_factory):
    """A zygote from a copy of ``inside/`` that leaves out what it is told to."""
    folder = tmp_path_factory.mktemp("weakened") / "inside"
    shutil.copytree(launch.INSIDE, folder)
    folder.chmod(0o755)
    file = folder / "zygote.py"
    source, call = file.read_text(), "            _run_monitor(child_fd, config, shell)\n"
    assert source.count(call) == 1
    file.write_text(source.replace(call, "            _leave_out(command, config)\n" + call) + LEAVE_OUT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launch, "INSIDE", folder)
        zygote = Zygote(LIMITS, preload=())
    with zygote:
        yield zygote


@pytest.fixture
def without(weakened, monkeypatch):
    """Makes notebooks without one step of their isolation; the look from outside is left out as well, unless it is tried."""
    probes, send = [], client.socket.send_fds

    def open_one(letter, *, is_inspected=False):
        with monkeypatch.context() as patch:
            patch.setattr(client.socket, "send_fds", lambda to, _, fds: send(to, [letter], fds))
            if not is_inspected:
                patch.setattr(weakened, "_inspect", lambda pid, cage: None)
            probes.append(Probe(weakened.spawn()))
        return probes[-1]

    yield open_one
    for probe in probes:
        probe.process.close()


FORKS = (
    "import os, time\nfound = 0\ntry:\n  while found < 100:\n"
    "    if os.fork() == 0: time.sleep(1000)\n    found += 1\nexcept OSError: pass"
)
WRITES = (
    "found = 0\ntry:\n  for n in range(6):\n    found += open(f'/tmp/{n}', 'wb', 0).write(bytes(4 << 20))\n"
    "except OSError: pass"
)
FILES = "found = 0\ntry:\n  for n in range(20_500): open(f'/tmp/{n}', 'x').close(); found += 1\nexcept OSError: pass"
LARGE = "found = open('/tmp/large', 'wb', 0).write(bytes(8 << 20))"
HIDDEN = (
    "import ctypes, os\nlibc = ctypes.CDLL(None)\n"
    "found = libc.syscall({memfd}, b'hidden', 0) >= 0"  # memory that no path leads to
)
DESCRIPTORS = (
    "kept = []\ntry:\n  while len(kept) < 300: kept.append(open('/dev/null'))\nexcept OSError: pass\nfound = len(kept)"
)
RESERVE = (
    "import mmap\nMAP_NORESERVE = 0x4000\ntry:\n"
    "  kept = mmap.mmap(-1, 1 << 40, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | MAP_NORESERVE)\n  found = len(kept)\n"
    "except OSError: found = 0"  # room in its page tables, and for a bomb that no cage has counted yet
)
UNCOVER = (
    "import ctypes, os\nlibc = ctypes.CDLL(None)\nos.chdir('/')\n"
    "found = libc.umount2(b'/tmp', 2) == 0 and not os.path.exists('/tmp/work')"
)


def number(name):
    import pyseccomp

    return pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)


@pytest.mark.parametrize(
    ("letter", "refusal", "attack", "succeeds"),
    [
        pytest.param(b"f", "system calls are filtered", HIDDEN, lambda got: got is True, id="seccomp"),
        pytest.param(b"p", "number of processes", FORKS, lambda got: got == 100, id="processes"),
        pytest.param(b"t", "temporary files", WRITES, lambda got: got == 24 << 20, id="size of tmpfs"),
        pytest.param(b"i", "temporary files", FILES, lambda got: got == 20_500, id="inodes of tmpfs"),
        pytest.param(b"l", "size of a file", LARGE, lambda got: got == 8 << 20, id="size of a file"),
        pytest.param(b"d", "number of descriptors", DESCRIPTORS, lambda got: got == 300, id="descriptors"),
        pytest.param(b"a", "address space", RESERVE, lambda got: got == 1 << 40, id="address space"),
    ],
)
def test_a_step_inside(without, probe, letter, refusal, attack, succeeds):
    attack = attack.replace("{memfd}", str(number("memfd_create")))
    assert succeeds(without(letter).value(attack)), "the attack is none"
    assert not succeeds(probe.value(attack))
    with pytest.raises(SandboxUnavailable, match=refusal):
        without(letter, is_inspected=True)


def test_capabilities(without):
    """With the filter left out on both sides: what covers the folder that notebooks share is taken off."""
    assert without(b"c").value(UNCOVER) is True
    assert without(b"f").value(UNCOVER) is False
    with pytest.raises(SandboxUnavailable, match="no capability is left"):
        without(b"c", is_inspected=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a program that makes whoever runs it root")
def test_no_new_privileges():
    """A program with root's set-uid bit, run by somebody else; who is cut off from it is looked at from outside."""
    forbid = "import ctypes; ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)"  # PR_SET_NO_NEW_PRIVS
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        shutil.copy(shutil.which("id"), f"{folder}/id")
        os.chmod(f"{folder}/id", 0o4755)
        for first, uid, holds in (("pass", "0", False), (forbid, "1234", True)):
            # It is looked at while it waits for a line, and then becomes the program.
            script = f"{first}; print(flush=True); input(); import os; os.execv('{folder}/id', ['id', '-u'])"
            command = [os.path.realpath("/usr/bin/python3"), "-I", "-S", "-c", script]
            with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, user=1234, group=1234) as other:
                other.stdout.readline()
                layers = {
                    layer.name: layer.holds for layer in examine_layers(other.pid, Expected(LIMITS), is_caged=True)
                }
                assert layers["no new privileges can be had"] is holds
                said, _ = other.communicate("\n")
            assert said.strip() == uid


def test_a_class_is_not_graded_where_privileges_can_be_gained(zygote, monkeypatch):
    """Bubblewrap forbids it, and so does the notebook's process: nobody can leave out both but the kernel."""
    read = layers_module._read_status
    monkeypatch.setattr(layers_module, "_read_status", lambda pid: {**read(pid), "NoNewPrivs": "0"})
    with pytest.raises(SandboxUnavailable, match="no new privileges"):
        zygote.spawn()


def test_namespaces_of_its_own(without, open_probe):
    """Two notebooks of one zygote; one of them looks for the other, and ends it."""
    attack = (
        "import os\nfor name in os.listdir('/proc'):\n"
        "    if name.isdigit() and int(name) not in (1, os.getpid(), os.getppid()):\n"
        "        try: os.kill(int(name), 9)\n        except OSError: pass"
    )
    for first, second, is_killed in ((without(b"n"), without(b"n"), True), (open_probe(), open_probe(), False)):
        second.cell(attack)
        with pytest.raises(Crashed) if is_killed else contextlib.nullcontext():
            first.cell("")
    with pytest.raises(SandboxUnavailable, match="the notebook has namespaces of its own"):
        without(b"n", is_inspected=True)


def test_folders_of_its_own(without, open_probe):
    """Where ``/tmp`` is the zygote's, what one notebook leaves there the next one finds."""
    leave, look = "open('/tmp/message', 'w').write('a')", "import os; found = os.path.exists('/tmp/message')"
    without(b"v").cell(leave)
    assert without(b"v").value(look) is True
    open_probe().cell(leave)
    assert open_probe().value(look) is False
    with pytest.raises(SandboxUnavailable, match="temporary files"):
        without(b"v", is_inspected=True)


def test_closed_descriptors(without):
    """What the zygote has open, and is no business of a notebook's."""
    look = (
        "import os\npaths = [f'/proc/self/fd/{n}' for n in range(3, 256)]\n"
        "found = [os.path.basename(os.readlink(path)) for path in paths if os.path.lexists(path)]"
    )
    assert "zygote.py" in without(b"x").value(look)
    assert "zygote.py" not in without(b"k").value(look)


def test_the_parent_death_signal(without, open_probe):
    """The monitor is all that connects a notebook with its zygote: without it, nobody would end the notebook."""
    for probe, lives in ((without(b"m"), True), (open_probe(), False)):
        monitor = psutil.Process(probe.process._pid).parent()
        monitor.kill()
        monitor.wait(10)
        with contextlib.nullcontext() if lives else pytest.raises(Crashed):
            assert probe.value("found = 1") == 1


def test_bounded_output(without, probe):
    source = "print('x' * (1 << 20))"
    assert len(without(b"o").cell(source)["ok"]) > 1 << 20
    assert len(probe.cell(source)["ok"]) < 21_000


# --- what stands around the zygote


def look(command, script):
    """Run a script where the zygote would run."""
    zygote = len(command) - command[::-1].index("--")
    command = [*command[:zygote], "/bin/sh", "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def without_words(command, *words):
    """A command without some of its words, which must be there."""
    for position in range(len(command)):
        if command[position : position + len(words)] == list(words):
            return [*command[:position], *command[position + len(words) :]]
    raise AssertionError(f"{words} are not there")


def share_namespaces(command, kept="--unshare-pid"):
    """A command that leaves most of the host's namespaces as they are."""
    command = without_words(command, "--hostname", "sandbox")
    return [kept if word == "--unshare-all" else word for word in command]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a uid to drop")
def test_the_drop_to_a_uid_of_its_own(tmp_path, monkeypatch):
    """A file that only the host's root may read, in a folder that can be seen."""
    inside = tmp_path / "inside"
    inside.mkdir(mode=0o755)
    (inside / "secret").write_text("secret")
    (inside / "secret").chmod(0o600)
    monkeypatch.setattr(launch, "INSIDE", inside)
    attack = "cat /sandbox/inside/secret"
    undropped = launch.bubblewrap_command(shutil.which("bwrap"), launch.visible_folders(), 3)
    assert look(undropped, attack) == "secret"
    assert look(launch.isolated_command(3), attack) == ""


def test_the_first_namespaces():
    """Whoever is not in namespaces of the zygote's own sees the host's processes and its network."""
    attack = f"test -e /proc/{os.getpid()}/status && echo seen; readlink /proc/self/ns/net"
    here = os.readlink("/proc/self/ns/net")
    command = launch.bubblewrap_command(shutil.which("bwrap"), launch.visible_folders(), 3)
    shared = share_namespaces(without_words(command, "--as-pid-1"), "--unshare-user")
    assert look(shared, attack).split() == ["seen", here]
    found = look(command, attack).split()
    assert len(found) == 1
    assert found != [here]


def test_the_read_only_root():
    """A file there would be a message for the next student of this worker."""
    attack = "echo message > /message; cat /message"
    command = launch.bubblewrap_command(shutil.which("bwrap"), launch.visible_folders(), 3)
    assert look(without_words(command, "--remount-ro", "/"), attack) == "message\n"
    assert look(command, attack) == ""


def test_the_masked_package(tmp_path, monkeypatch):
    site = tmp_path / "lib" / "site-packages"
    (site / "autograder" / "graders").mkdir(parents=True)
    (site / "autograder" / "graders" / "test_hidden.py").write_text("secret")
    tmp_path.chmod(0o755)
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr("site.getsitepackages", lambda: [str(site)])
    attack = "cat /env/lib/site-packages/autograder/graders/test_hidden.py"
    for masked, seen in ((([], []), "secret"), (launch.masked_paths(), "")):
        monkeypatch.setattr(launch, "masked_paths", lambda masked=masked: masked)
        command = launch.bubblewrap_command(shutil.which("bwrap"), {"/env": str(tmp_path)}, 3)
        assert look(command, attack) == seen


def test_the_read_only_devices():
    """So would one in ``/dev``, which is a folder in memory of its own."""
    attack = "echo message > /dev/message; cat /dev/message"
    command = launch.bubblewrap_command(shutil.which("bwrap"), launch.visible_folders(), 3)
    assert look(without_words(command, "--remount-ro", "/dev"), attack) == "message\n"
    assert look(command, attack) == ""


def test_the_cleared_environment(monkeypatch):
    """The salt may be there, and the tokens of whoever grades."""
    monkeypatch.setenv("AUTOGRADER_SALT", "secret")
    attack = 'echo "$AUTOGRADER_SALT"'
    command = launch.bubblewrap_command(shutil.which("bwrap"), launch.visible_folders(), 3)
    assert look(without_words(command, "--clearenv"), attack) == "secret\n"
    assert look(command, attack) == "\n"


@pytest.mark.parametrize(
    ("taken", "refusal"),
    [
        (lambda command: without_words(command, "--remount-ro", "/"), "all but its own folders is read-only"),
        (share_namespaces, "the zygote has namespaces"),
    ],
    ids=["read-only root", "first namespaces"],
)
def test_a_class_is_not_graded_without_a_layer_around_the_zygote(monkeypatch, taken, refusal):
    """The start-up check says so, and so does the doctor."""
    whole = launch.bubblewrap_command
    monkeypatch.setattr(launch, "bubblewrap_command", lambda *about: taken(whole(*about)))
    monkeypatch.setattr(doctor, "Zygote", lambda limits: Zygote(limits, preload=()))
    (finding,) = doctor._check_sandbox()
    assert finding.verdict is doctor.Verdict.BAD
    assert refusal in finding.said


@pytest.mark.parametrize("uid", [launch.UID_BASE, 0])
def test_a_class_is_not_graded_under_another_uid(zygote, monkeypatch, uid):
    """As where the drop left out a step; the uid of the whole sandbox is the same throughout."""
    monkeypatch.setattr(zygote, "_expected", client.Expected(zygote.limits, uid))
    with pytest.raises(SandboxUnavailable, match="not the host's root"):
        zygote.spawn()


def test_a_class_is_not_graded_without_masks(zygote, monkeypatch):
    """As where bubblewrap did not cover what it was told to."""
    monkeypatch.setattr(zygote, "_expected", client.Expected(zygote.limits, masked=["/env/lib/covered"]))
    with pytest.raises(SandboxUnavailable, match="this package is masked"):
        zygote.spawn()


def test_the_doctor_names_each_layer(zygote, monkeypatch):
    @contextlib.contextmanager
    def shared(_):
        yield zygote

    monkeypatch.setattr(doctor, "Zygote", shared)
    findings = list(doctor._check_sandbox())
    assert all(finding.verdict is doctor.Verdict.GOOD for finding in findings)
    assert len([finding for finding in findings if finding.subject == "layer"]) == 14


# --- what the trusted side does by itself


def test_bounded_memory(zygote, open_probe, monkeypatch):
    bomb = "x = b'x' * (500 << 20); found = len(x)"
    with pytest.raises(OutOfMemory):
        open_probe().cell(bomb)
    monkeypatch.setattr(client, "open_cage", lambda limit: NoCage())
    with pytest.raises(SandboxUnavailable, match="memory is bounded"):
        zygote.spawn()
    monkeypatch.setattr(zygote, "_inspect", lambda pid, cage: None)
    assert open_probe().value(bomb) == 500 << 20


def test_bounded_frames(monkeypatch):
    """A megabyte of empty lists becomes a hundred megabytes of objects, where nobody counts them first."""
    body = b"\xdd" + struct.pack(">I", 1 << 20) + b"\x90" * (1 << 20)

    def peak():
        tracemalloc.start()
        with contextlib.suppress(wire.WireError):
            wire.load(body)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak() < 1 << 20
    monkeypatch.setattr(wire, "scan", lambda body: None)
    assert peak() > 50 << 20


def test_read_deadlines(open_probe, monkeypatch):
    """A process that never answers: whoever reads from it waits for ever."""
    request = {"op": "cell", "source": "import time; time.sleep(1000)", "label": "a", "output_chars": 9}
    bounded, unbounded = open_probe(), open_probe()
    with pytest.raises(TimedOut):
        bounded.ask(request, 0.2)
    wait = frames._wait
    monkeypatch.setattr(frames, "_wait", lambda connection, event, _: wait(connection, event, Deadline(1000)))

    def ask():
        with contextlib.suppress(Crashed, HostError, TimedOut):
            unbounded.ask(request, 0.2)

    reader = threading.Thread(target=ask)
    reader.start()
    reader.join(1.0)
    assert reader.is_alive(), "it has a deadline after all"
    os.kill(unbounded.process._pid, signal.SIGKILL)
    reader.join(10)
    assert not reader.is_alive()


def test_the_end_of_the_whole_family(open_probe, monkeypatch):
    """A fork that is killed alone leaves what it has started, which goes on and can write to what its notebook shares."""
    source = "import subprocess; subprocess.Popen(['sleep', '1000'], start_new_session=True)"
    request = {"op": "cell", "source": source, "label": "a", "output_chars": 9, "key": "a"}
    for kill, is_left in ((client.kill_family, False), (lambda pid, _: os.kill(pid, signal.SIGKILL), True)):
        monkeypatch.setattr(client, "kill_family", kill)
        fork = open_probe().process.fork(5)
        fork.request(request, 10)
        (started,) = psutil.Process(fork._pid).children()
        waiting = os.pidfd_open(started.pid)
        fork.kill()
        assert client._has_ended(waiting, 0.2 if is_left else 10) is not is_left
        os.close(waiting)


def test_write_deadlines(open_probe, monkeypatch):
    """A process that answers in advance and reads no more: whoever writes to it waits for ever."""
    take_over = (
        "import gc, time\nfrom inside.serve import Server, send\n"
        "server = next(thing for thing in gc.get_objects() if type(thing) is Server)\n"
        "send(server.connection, {'ok': ''}); time.sleep(1000)"
    )
    request = {"op": "restore", "data": b"x" * (32 << 20)}
    bounded, unbounded = open_probe(), open_probe()
    for probe in (bounded, unbounded):
        probe.cell(take_over)
    with pytest.raises(TimedOut):
        bounded.ask(request, 0.2)
    monkeypatch.setattr(
        client, "write_frame", lambda connection, body, _: (connection.setblocking(True), connection.sendall(body))
    )

    def ask():
        with contextlib.suppress(Crashed, HostError, TimedOut):
            unbounded.ask(request, 0.2)

    writer = threading.Thread(target=ask)
    writer.start()
    writer.join(1.0)
    assert writer.is_alive(), "it has a deadline after all"
    os.kill(unbounded.process._pid, 9)
    writer.join(10)
    assert not writer.is_alive()
