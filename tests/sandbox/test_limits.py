"""What one notebook may use: processes, descriptors, files, and memory by both kinds of cage."""

import errno
import os

import pytest

from autograder.errors import OutOfMemory, TimedOut
from autograder.sandbox import client
from autograder.sandbox.memory import CgroupCage, WatchdogCage, find_cgroup

pytestmark = pytest.mark.sandbox

FILL = """
import os
def fill(path):
    written = 0
    try:
        for number in range(100):
            with open(f"{path}/{number}", "wb", buffering=0) as file:
                for _ in range(2):
                    written += file.write(b"x" * (1 << 20))
    except OSError as error:
        return written, error.errno
    return written, 0
"""


class TestFiles:
    def test_one_file_has_a_limit(self, probe, zygote):
        limit = zygote.limits.file_bytes
        source = f"file = open('big', 'wb', buffering=0)\nfound = file.write(bytes({limit} + 1))"
        assert probe.value(source) == limit
        assert "File too large" in probe.error("file.write(b'x')")

    @pytest.mark.parametrize("folder", ["/tmp", "/dev/shm", "."])
    def test_all_of_them_together_have_one(self, probe, zygote, folder):
        written, error = probe.value(f"{FILL}found = fill({folder!r})")
        assert error == errno.ENOSPC
        assert 0.9 * zygote.limits.tmp_bytes < written <= zygote.limits.tmp_bytes

    def test_it_is_one_limit_for_both_folders(self, probe, zygote):
        probe.value(f"{FILL}found = fill('/tmp')")
        assert probe.value("found = fill('/dev/shm')") == (0, errno.ENOSPC)

    def test_their_number_has_one(self, probe):
        source = (
            "found = 0\ntry:\n  for n in range(50_000):\n    open(f'/tmp/{n}', 'x').close(); found += 1\n"
            "except OSError as error: found = found, error.errno"
        )
        number, error = probe.value(source)
        assert error == errno.ENOSPC
        assert 19_000 < number < 20_000

    def test_descriptors_have_one(self, probe):
        source = (
            "import os\nopened = []\ntry:\n  while True: opened.append(os.open('/dev/null', 0))\n"
            "except OSError as error: found = error.errno\nfor one in opened: os.close(one)"
        )
        assert probe.value(source) == errno.EMFILE
        assert probe.value("import resource; found = resource.getrlimit(resource.RLIMIT_NOFILE)") == (256, 256)


class TestProcesses:
    def test_their_number_has_a_limit(self, probe, zygote):
        source = (
            "import os, time\nfound = 0\ntry:\n  while True:\n"
            "    if os.fork() == 0: time.sleep(1000)\n    found += 1\nexcept OSError as error: found = found, error.errno"
        )
        number, error = probe.value(source)
        assert error == errno.EAGAIN
        assert number == zygote.limits.processes - 2  # the notebook itself, and what waits for its end

    def test_threads_are_counted(self, probe, zygote):
        source = (
            "import os, threading, time\nfound = 0\n"
            "for _ in range(5): threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()\n"
            "try:\n  while True:\n    if os.fork() == 0: time.sleep(1000)\n    found += 1\nexcept OSError: pass"
        )
        assert probe.value(source) == zygote.limits.processes - 2 - 5

    def test_one_notebook_does_not_use_up_anothers(self, open_probe):
        first, second = open_probe(), open_probe()
        first.cell("import os, time\ntry:\n  while os.fork(): pass\n  time.sleep(1000)\nexcept OSError: pass")
        assert second.value("import subprocess; found = subprocess.run(['true']).returncode") == 0

    @pytest.mark.parametrize(("name", "bound"), [("CORE", 0), ("MEMLOCK", 0), ("MSGQUEUE", 0), ("STACK", 8 << 20)])
    def test_other_limits(self, probe, name, bound):
        assert probe.value(f"import resource; found = resource.getrlimit(resource.RLIMIT_{name})") == (bound, bound)

    def test_they_cannot_be_raised(self, probe):
        assert "ValueError" in probe.error("import resource; resource.setrlimit(resource.RLIMIT_NPROC, (1000, 1000))")

    def test_time_on_the_processor_and_address_space_have_one(self, probe, zygote):
        cpu, address = probe.value(
            "import resource; found = [resource.getrlimit(w)[1] for w in (resource.RLIMIT_CPU, resource.RLIMIT_AS)]"
        )
        assert 0 < cpu <= zygote.limits.cells_seconds + 3600
        assert 0 < address < 2 * zygote.limits.memory_bytes + (2 << 30)
        assert "MemoryError" in probe.error("x = bytearray(2 << 30)")


BOMBS = {
    "heap": "x = []\nwhile True: x.append(b'x' * (1 << 20))",
    "arrays": "import numpy as np\nx = []\nwhile True: x.append(np.ones(1 << 20))",
    "tensors": "import torch\nx = []\nwhile True: x.append(torch.ones(1 << 20))",
    "shared memory": (
        "import mmap\nx = []\nfor _ in range(8):\n    m = mmap.mmap(-1, 64 << 20); x.append(m)\n"
        "    for i in range(0, 64 << 20, 4096): m[i] = 1\nwhile True: pass"
    ),
    "children": (
        "import os, time\nfor _ in range(8):\n"
        "    if os.fork() == 0:\n        x = b'x' * (64 << 20); time.sleep(1000)\nwhile os.wait()[1] == 0: pass\nos._exit(1)"
    ),
}


@pytest.fixture(params=["cgroup", "watchdog"])
def caged_probe(request, monkeypatch, open_probe):
    """A notebook in each kind of cage; a host that has no memory cgroups has one kind."""
    if request.param == "watchdog":
        monkeypatch.setattr(client, "open_cage", WatchdogCage)
    elif find_cgroup() is None:
        pytest.skip("no memory cgroup can be made on this host; the watchdog stands in for it, and is tested")
    probe = open_probe()
    assert type(probe.process._cage) is (WatchdogCage if request.param == "watchdog" else CgroupCage)
    return probe


class TestMemory:
    @pytest.mark.parametrize("bomb", BOMBS)
    def test_a_bomb_is_told_as_what_it_is(self, caged_probe, bomb):
        with pytest.raises(OutOfMemory):
            caged_probe.cell(BOMBS[bomb])
        assert not caged_probe.process.is_alive

    def test_what_fits_is_left_alone(self, caged_probe, zygote):
        assert zygote.limits.memory_bytes == 384 << 20
        source = "x = b'x' * (200 << 20)\nimport time; time.sleep(0.15)\nfound = len(x)"
        assert caged_probe.value(source) == 200 << 20

    def test_what_forks_share_is_counted_once(self, caged_probe):
        """Eight processes with the zygote's 250 MB and 100 MB of their own, all of it shared."""
        source = (
            "import os, time\nx = b'x' * (100 << 20)\nchildren = [os.fork() for _ in range(3)]\n"
            "if 0 in children: time.sleep(1000)\ntime.sleep(0.3)\nfound = [os.waitpid(-1, os.WNOHANG)[0] for _ in range(7)]"
        )
        assert caged_probe.value(source) == [0] * 7

    def test_it_is_one_limit_for_all_forks_together(self, caged_probe):
        """One of them dies, whichever it is, and is told why."""
        forks = [caged_probe.process.fork(5) for _ in range(3)]
        request = {
            "op": "cell",
            "source": "x = b'x' * (180 << 20)\nimport time; time.sleep(0.2)",
            "label": "a",
            "output_chars": 9,
        }
        endings = []
        for fork in [*forks, *forks]:
            try:
                fork.request({**request, "key": "a"}, 10)
            except OutOfMemory as ending:
                endings.append(ending)
        assert endings

    def test_a_later_ending_is_not_blamed_on_it(self, caged_probe):
        """A child that was killed for its memory, and that the notebook survived, explains no later timeout."""
        source = "import os\nif os.fork() == 0:\n    x = []\n    while True: x.append(b'x' * (1 << 20))\nfound = os.wait()[1]"
        assert caged_probe.value(source) == 9
        with pytest.raises(TimedOut):
            caged_probe.cell("while True: pass", 0.2)

    def test_temporary_files_are_bounded_too(self, caged_probe, zygote):
        written, error = caged_probe.value(f"{FILL}found = fill('/tmp')")
        assert written <= zygote.limits.tmp_bytes
        assert error == errno.ENOSPC

    def test_the_zygote_and_others_survive(self, caged_probe, open_probe):
        other = open_probe()
        with pytest.raises(OutOfMemory):
            caged_probe.cell(BOMBS["heap"])
        assert other.value("found = 1") == 1
        assert open_probe().value("found = 1") == 1


def test_the_notebook_is_in_its_cage_and_the_zygote_is_not(probe, zygote):
    cage = probe.process._cage
    if isinstance(cage, CgroupCage):
        members = (cage._folder / "cgroup.procs").read_text().split()
        assert members == [str(probe.process._pid)]
    else:
        assert cage._thread.is_alive()
    assert os.getpid() != probe.process._pid
