"""Each wall of the sandbox, seen from inside: a test for each, which fails where that wall is missing."""

import ctypes
import errno
import os
import platform
import socket
import subprocess
import tempfile
from pathlib import Path

import psutil
import pytest

from autograder.errors import Crashed
from autograder.sandbox import launch, seccomp
from autograder.sandbox.inside import isolate

pytestmark = pytest.mark.sandbox

REPOSITORY = Path(__file__).parents[2]
CALL = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(*arguments):
    ctypes.set_errno(0)
    return libc.syscall(*(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments)), ctypes.get_errno()
"""


class TestIdentity:
    def test_it_is_a_user_of_its_own(self, probe):
        uids = psutil.Process(probe.process._pid).uids()
        if os.geteuid() == 0:
            assert {uids.real, uids.effective, uids.saved} == {launch.UID_BASE + os.getpid()}
            assert psutil.Process(probe.process._pid).gids().real == launch.UID_BASE + os.getpid()
        assert probe.value("import os; found = os.getresuid(), os.getresgid()") == ((1000,) * 3, (1000,) * 3)

    def test_of_no_group_of_the_hosts(self, probe):
        groups = Path(f"/proc/{probe.process._pid}/status").read_text().split("Groups:")[1].splitlines()[0].split()
        if os.geteuid() == 0:
            assert groups == []

    def test_it_cannot_become_root(self, probe):
        assert "PermissionError" in probe.error("import os; os.setuid(0)")
        assert "PermissionError" in probe.error("os.write(os.open('/proc/self/uid_map', os.O_WRONLY), b'0 1000 1')")
        assert probe.value("import os; found = os.getuid()") == 1000

    def test_no_capability_is_left_and_none_can_come_back(self, probe):
        status = dict(
            line.split(":\t") for line in probe.value("found = open('/proc/self/status').read()").splitlines()
        )
        for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
            assert int(status[name], 16) == 0, name
        assert status["NoNewPrivs"] == "1"
        assert status["Seccomp"] == "2"
        assert probe.value(CALL + "found = libc.prctl(27, 0, 0, 0, 0)") == 0b11101111  # securebits, each with its lock

    def test_a_set_uid_program_gives_nothing(self, probe):
        """The host's own are bound in, and run as who asked: no program that is started gains anything."""
        found = probe.value(
            "import subprocess\n"
            "found = subprocess.run(['sh', '-c', 'grep NoNewPrivs /proc/self/status'], capture_output=True, text=True).stdout"
        )
        assert found.split() == ["NoNewPrivs:", "1"]


class TestSystemCalls:
    @pytest.mark.parametrize(
        ("name", "arguments"),
        [
            ("ptrace", "0, 0, 0, 0"),
            ("process_vm_readv", "1, 0, 0, 0, 0, 0"),
            ("kcmp", "1, 1, 0, 0, 0"),
            ("pidfd_open", "1, 0"),
            ("unshare", "0x10000000"),
            ("setns", "3, 0"),
            ("mount", "0, 0, 0, 0, 0"),
            ("umount2", "b'/tmp', 0"),
            ("chroot", "b'/tmp'"),
            ("pivot_root", "b'/tmp', b'/tmp'"),
            ("setuid", "1000"),
            ("setgroups", "0, 0"),
            ("keyctl", "0, -3, 0"),
            ("add_key", "b'user', b'a', b'b', 1, -3"),
            ("request_key", "b'user', b'a', 0, 0"),
            ("memfd_create", "b'a', 0"),
            ("bpf", "0, 0, 0"),
            ("perf_event_open", "0, 0, 0, 0, 0"),
            ("userfaultfd", "0"),
            ("io_uring_setup", "1, 0"),
            ("shmget", "0, 4096, 0o1600"),
            ("semget", "0, 1, 0o1600"),
            ("msgget", "0, 0o1600"),
            ("mq_open", "b'a', 0o100, 0o600, 0"),
            ("personality", "0xffffffff"),
            ("open_by_handle_at", "3, 0, 0"),
            ("syslog", "2, 0, 0"),
            ("socket", f"{int(socket.AF_INET)}, 1, 0"),
            ("socket", f"{int(socket.AF_INET6)}, 1, 0"),
            ("socket", "16, 3, 0"),  # netlink
            ("socket", "0x100000002, 1, 0"),  # what the kernel cuts down to the internet's
            ("socket", "17, 3, 0"),
            ("socketpair", "2, 1, 0, 0"),
            ("ioctl", "0, 0x5412, b'a'"),
            ("ioctl", "0, 0x7700005412, b'a'"),
        ],
    )
    def test_is_refused(self, shared_probe, name, arguments):
        """EPERM comes from the filter: without it the kernel would say something else, or do it."""
        number = self.number(name)
        assert shared_probe.value(f"{CALL}found = call({number}, {arguments})") == (-1, errno.EPERM)

    @staticmethod
    def number(name):
        import pyseccomp

        return pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)

    @pytest.mark.parametrize(
        "bit", [bit for bit in range(32) if seccomp.CLONE_NEW_ANY >> bit & 1], ids=lambda bit: hex(1 << bit)
    )
    def test_no_process_in_new_namespaces(self, shared_probe, bit):
        number = self.number("clone")
        assert shared_probe.value(f"{CALL}found = call({number}, {1 << bit}, 0, 0, 0, 0)") == (-1, errno.EPERM)

    def test_clone3_is_not_there(self, shared_probe):
        assert shared_probe.value(f"{CALL}found = call({self.number('clone3')}, 0, 0)") == (-1, errno.ENOSYS)

    @pytest.mark.skipif(
        platform.machine() != "x86_64", reason="other architectures have no second system-call table of this kind"
    )
    def test_x32_calls_kill(self, probe):
        with pytest.raises(Crashed):
            probe.cell(f"{CALL}found = call(0x40000000 | 39)")

    @pytest.mark.skipif(
        platform.machine() != "x86_64", reason="other architectures have no second system-call table of this kind"
    )
    def test_32_bit_calls_kill(self, probe):
        source = (
            "import ctypes, mmap\n"
            "memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)\n"
            "memory.write(b'\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3')  # getpid of the 32-bit table, by int 0x80\n"
            "address = ctypes.addressof(ctypes.c_char.from_buffer(memory))\n"
            "found = ctypes.CFUNCTYPE(ctypes.c_int)(address)()"
        )
        with pytest.raises(Crashed):
            probe.cell(source)

    def test_every_refused_call_is_known_by_this_library(self):
        import pyseccomp

        unknown = set()
        for name in seccomp.REFUSED:
            try:
                pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
            except OSError:
                unknown.add(name)
        assert unknown <= {"quotactl_fd", "memfd_secret", "mount_setattr"}  # newer than some libraries

    def test_it_goes_on_into_children(self, probe):
        source = "import subprocess\nfound = subprocess.run(['unshare', '-U', 'true'], capture_output=True, text=True).stderr"
        assert "not permitted" in probe.value(source)


class TestNetwork:
    def test_there_is_only_loopback(self, probe):
        lines = probe.value("found = open('/proc/net/dev').read()").splitlines()[2:]
        assert [line.split(":")[0].strip() for line in lines] == ["lo"]

    def test_abstract_sockets_are_its_own(self, probe, tmp_path):
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("\0autograder-test")
            server.listen()
            assert "ConnectionRefused" in probe.error(
                "import socket; socket.socket(socket.AF_UNIX).connect('\\0autograder-test')"
            )

    def test_nothing_resolves(self, probe):
        assert "gaierror" in probe.error("import socket; socket.getaddrinfo('example.org', 80)")
        assert "PermissionError" in probe.error("import socket; socket.create_connection(('127.0.0.1', 80))")


class TestView:
    def test_only_its_own_processes(self, probe):
        assert probe.value("import os; found = [n for n in os.listdir('/proc') if n.isdigit()]") == ["1"]

    @pytest.mark.parametrize(
        "path",
        [
            str(REPOSITORY),
            str(REPOSITORY / "course.toml"),
            str(REPOSITORY / "autograder"),
            str(launch.PACKAGE / "graders"),
            str(Path.home() / ".ssh"),
            str(Path.home() / ".bashrc"),
            "/etc/passwd",
            "/etc/shadow",
            "/var",
            "/run",
            "/home",
            "/mnt",
            "/sys/fs",
            "/sys/class",
            "/boot",
        ],
    )
    def test_is_not_there(self, shared_probe, path):
        assert shared_probe.value(f"import os; found = os.path.lexists({path!r})") is False

    def test_the_package_cannot_be_found(self, probe):
        assert "ModuleNotFoundError" in probe.error("import autograder")
        found = probe.value(
            "import os, sys\nfound = {}\n"
            "for folder in {*sys.path, '/env', '/sandbox'}:\n"
            "    for place, folders, files in os.walk(folder):\n"
            "        for name in folders + files:\n"
            "            path = os.path.join(place, name)\n"
            "            if 'genai_autograder' in name or name == 'autograder':\n"
            "                found[path] = len(os.listdir(path)) if name in folders else os.path.getsize(path)\n"
        )
        assert {path for path, size in found.items() if size} <= {"/env/bin/autograder"}  # a script of three lines

    def test_home_is_only_the_way_to_the_interpreter(self, probe):
        found = probe.value(
            "import os\nfound = []\n"
            f"folder = {str(Path.home())!r}\n"
            "while os.path.isdir(folder):\n"
            "    names = os.listdir(folder)\n"
            "    found.append(names)\n"
            "    if len(names) != 1 or names == ['bin']: break\n"
            "    folder = os.path.join(folder, names[0])\n"
        )
        inside = os.path.realpath(os.sys.base_prefix).startswith(str(Path.home()))
        assert all(len(names) == 1 for names in found[:-1])
        assert bool(found) is inside

    def test_the_environment_is_its_own(self, probe, monkeypatch):
        found = probe.value("import os; found = dict(os.environ)")
        assert set(found) - {"TORCHINDUCTOR_CACHE_DIR"} == {*launch.ENVIRONMENT, "PWD"}
        assert {name: found[name] for name in launch.ENVIRONMENT} == launch.ENVIRONMENT
        own = probe.value("found = open('/proc/self/environ', 'rb').read().decode()")
        assert {entry.split("=")[0] for entry in own.split("\0") if entry} <= {*launch.ENVIRONMENT, "PWD"}

    def test_the_host_name_is_not_told(self, probe):
        assert probe.value("import os; found = os.uname().nodename") == "sandbox"

    def test_descriptors_are_nothing_and_one_socket(self, probe):
        found = probe.value(
            "import os\nfound = {}\nfor number in range(256):\n"
            "    try: found[number] = os.readlink(f'/proc/self/fd/{number}')\n    except OSError: pass"
        )
        assert [found.pop(number) for number in (0, 1, 2)] == ["/dev/null"] * 3
        (last,) = found.values()
        assert last.startswith("socket:")

    def test_all_others_are_closed(self):
        """Also those that the zygote does not have open today."""
        read, write = os.pipe()
        if (child := os.fork()) == 0:
            kept = [os.dup(write) for _ in range(3)][1]
            isolate.close_all_but(kept)
            os.write(
                kept, b" ".join(str(number).encode() for number in range(256) if os.path.exists(f"/dev/fd/{number}"))
            )
            os._exit(0)
        os.close(write)
        with open(read) as pipe:
            numbers = [int(number) for number in pipe.read().split()]
        os.waitpid(child, 0)
        assert numbers[:3] == [0, 1, 2]
        assert len(numbers) == 4

    def test_so_they_are_in_a_fork(self, probe):
        probe.process.fork(5)
        fork = probe.process.fork(5)
        source = (
            "import os\npaths = [f'/proc/self/fd/{n}' for n in range(256)]\n"
            "found = [os.readlink(path)[:7] for path in paths if os.path.lexists(path)]"
        )
        fork.request({"op": "cell", "source": source, "label": "a", "output_chars": 9, "key": "a"}, 5)
        assert fork.request({"op": "get", "name": "found", "key": "b"}, 5)["ok"] == ["/dev/nu"] * 3 + ["socket:"]


class TestFiles:
    def test_nothing_can_be_written_but_its_own_folders(self, probe):
        """Everything that is mounted is tried, and all that stands in the root."""
        found = probe.value(
            "import os\n"
            "mounts = [line.split()[4] for line in open('/proc/self/mountinfo')]\n"
            "places = {*mounts, *('/' + n for n in os.listdir('/')), '/', '/usr/bin', '/env/bin', '/sandbox/inside'}\n"
            "found = []\n"
            "for place in places:\n"
            "    if os.path.isdir(place):\n"
            "        try: os.close(os.open(os.path.join(place, 'x'), os.O_CREAT | os.O_WRONLY)); found.append(place)\n"
            "        except OSError: pass\n"
        )
        assert sorted(found) == ["/dev/shm", "/tmp"]

    def test_no_file_of_the_system_can_be_written(self, probe):
        found = probe.value(
            "import os, sys\nfound = []\n"
            "for folder in ('/sandbox', os.path.dirname(os.__file__), '/etc', '/proc/sys'):\n"
            "    for place, folders, files in os.walk(folder):\n"
            "        found += [os.path.join(place, n) for n in files if os.access(os.path.join(place, n), os.W_OK)]\n"
        )
        assert set(found) <= {"/proc/sys/kernel/ns_last_pid"}  # open to all, and then refuses who has no capability

    def test_devices_are_the_harmless_ones(self, probe):
        found = probe.value("import os; found = sorted(os.listdir('/dev'))")
        assert set(found) <= {
            "core", "fd", "full", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout", "tty", "urandom", "zero",
            "console",
        }  # fmt: skip

    def test_two_notebooks_share_no_folder(self, open_probe):
        first, second = open_probe(), open_probe()
        first.cell("for folder in ('/tmp', '/dev/shm', '.'): open(f'{folder}/secret', 'w').write('a')")
        look = "import os; found = [os.path.exists(f'{f}/secret') for f in ('/tmp', '/dev/shm', '.')]"
        assert first.value(look) == [True] * 3
        assert second.value(look) == [False] * 3

    def test_nor_terminals(self, open_probe):
        first, second = open_probe(), open_probe()
        first.cell("import pty; ends = pty.openpty()")
        assert first.value("import os; found = sorted(os.listdir('/dev/pts'))") == ["0", "ptmx"]
        assert second.value("import os; found = os.listdir('/dev/pts')") == ["ptmx"]

    def test_nor_named_semaphores_and_queues(self, open_probe):
        first, second = open_probe(), open_probe()
        create = (
            "from multiprocessing import shared_memory as s\nfound = s.SharedMemory('one', create=True, size=8).name"
        )
        assert first.value(create) == "one"
        assert "FileNotFoundError" in second.error(
            "from multiprocessing import shared_memory as s\ns.SharedMemory('one')"
        )

    def test_nor_sockets(self, open_probe):
        first, second = open_probe(), open_probe()
        first.cell("import socket; s = socket.socket(socket.AF_UNIX); s.bind('\\0one'); s.listen()")
        assert "ConnectionRefused" in second.error("import socket; socket.socket(socket.AF_UNIX).connect('\\0one')")

    def test_nor_processes(self, open_probe):
        first, second = open_probe(), open_probe()
        first.cell("import subprocess; p = subprocess.Popen(['sleep', '1000'])")
        assert second.value("import os; found = [n for n in os.listdir('/proc') if n.isdigit()]") == ["1"]
        second.cell(
            "import os, signal\nfor pid in range(2, 40_000):\n  try: os.kill(pid, 9)\n  except ProcessLookupError: pass"
        )
        second.cell("try: os.kill(-1, signal.SIGKILL)\nexcept ProcessLookupError: pass")
        assert first.value("found = p.poll()") is None

    def test_nor_the_clock_of_random_numbers(self, open_probe):
        """A notebook's random numbers do not depend on what ran before it in the same worker."""
        source = (
            "import random, numpy, torch\nfound = random.random(), float(numpy.random.rand()), torch.rand(1).item()"
        )
        first = open_probe()
        expected = first.value(source)
        assert first.value(source) != expected
        assert open_probe().value(source) == expected


class TestMasks:
    """Where the package is installed instead of linked, it is hidden where it stands."""

    @pytest.fixture
    def prefix(self, tmp_path, monkeypatch):
        site = tmp_path / "lib" / "site-packages"
        for name in ("autograder/graders", "genai_autograder-0.1.0.dist-info", "journey", "torch"):
            (site / name).mkdir(parents=True)
            (site / name / "file.py").write_text("secret")
        for name in (
            "__editable__.genai_autograder-0.1.0.pth",
            "__editable___genai_autograder_finder.py",
            "genai-autograder.egg-link",
        ):
            (site / name).write_text("secret")
        (site / "__pycache__").mkdir()
        (site / "__pycache__" / "__editable___genai_autograder_finder.cpython-311.pyc").write_text("secret")
        (tmp_path / "bin").mkdir()
        monkeypatch.setattr("sys.prefix", str(tmp_path))
        monkeypatch.setattr("site.getsitepackages", lambda: [str(site)])
        tmp_path.chmod(0o755)
        return tmp_path

    def test_what_is_hidden(self, prefix):
        folders, files = launch.masked_paths()
        site = "/env/lib/site-packages"
        assert folders == [f"{site}/autograder", f"{site}/genai_autograder-0.1.0.dist-info"]
        assert len(files) == 4

    def test_nor_does_the_environment_get_in(self, prefix, monkeypatch):
        monkeypatch.setenv("AUTOGRADER_SALT", "secret")
        command = launch.bubblewrap_command("bwrap", {"/env": str(prefix)}, 3)
        seen = subprocess.run(
            [*command[: command.index("--")], "--", "/usr/bin/env"], capture_output=True, text=True, check=True
        )
        assert {line.split("=")[0] for line in seen.stdout.splitlines()} == {*launch.ENVIRONMENT, "PWD"}

    def test_that_it_is(self, prefix):
        command = launch.bubblewrap_command("bwrap", {"/env": str(prefix)}, 3)
        look = "cd /env/lib/site-packages; find . -type f -o -type c; grep -rs secret . ; touch autograder/x"
        command = [*command[: command.index("--")], "--", "/bin/sh", "-c", look]
        seen = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "Read-only" in seen.stderr
        assert sorted(line for line in seen.stdout.splitlines() if "secret" in line) == [
            "./journey/file.py:secret",
            "./torch/file.py:secret",
        ]


class TestDrop:
    @pytest.mark.skipif(os.geteuid() != 0, reason="only root has something to drop")
    def test_what_is_bound_may_stand_below_the_stage(self):
        """As it does where home folders or environments are mounted there; and below folders that are closed to others."""
        with tempfile.TemporaryDirectory() as stage:
            os.chmod(stage, 0o755)
            closed = Path(stage, "closed")
            closed.mkdir(mode=0o700)
            Path(closed, "folder").mkdir()
            Path(closed, "folder", "file").write_text("content")
            drop = [
                launch._real_python(),
                "-I",
                "-S",
                str(Path(launch.__file__).with_name("drop.py")),
                "1900000001",
                stage,
            ]
            binds = [f"{closed}/folder", "bound", f"{closed}/folder/file", "single"]
            look = f"cat {stage}/bound/file {stage}/single; id -u; id -G; cat /etc/shadow; ls {closed}; touch {stage}/x"
            command = [*drop, *binds, "--", "/bin/sh", "-c", look]
            found = subprocess.run(command, capture_output=True, text=True, check=False)
            assert found.stdout == "contentcontent1900000001\n1900000001\n"
            assert found.stderr.count("denied") == 2  # the shadow file, and writing to the stage
            assert os.listdir(stage) == ["closed"]


def test_a_filter_is_compiled_once():
    assert seccomp.compile_filter() is seccomp.compile_filter()
    assert len(seccomp.compile_filter()) % 8 == 0
    assert ctypes.sizeof(ctypes.c_void_p) == 8
