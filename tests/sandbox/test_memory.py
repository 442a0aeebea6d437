"""The cages by themselves."""

import mmap
import os
import signal
import subprocess
import sys

import pytest

from autograder.sandbox import memory
from autograder.sandbox.memory import (
    CgroupCage,
    NoCage,
    WatchdogCage,
    find_cgroup,
    open_cage,
    proportional_bytes,
    resident_bytes,
)


@pytest.fixture
def own_search(monkeypatch):
    """The search without what it remembers."""
    monkeypatch.setattr(memory, "find_cgroup", find_cgroup.__wrapped__)
    return find_cgroup.__wrapped__


def parent_of(line, root):
    """Where the group of a line of /proc/self/cgroup is looked for."""
    _, controllers, path = line.split(":", 2)
    return root / controllers / path.lstrip("/")


def test_a_folder_that_is_no_cgroup_is_none(tmp_path, monkeypatch, own_search):
    """Where version 1 is mounted, the root of all groups is a plain tmpfs in which root can make any file."""
    monkeypatch.setattr(memory, "CGROUP_ROOT", tmp_path)
    for line in memory.Path("/proc/self/cgroup").read_text().splitlines():
        parent_of(line, tmp_path).mkdir(parents=True, exist_ok=True)
    assert own_search() is None
    assert not list(tmp_path.rglob("autograder-*"))


def test_groups_of_the_dead_are_removed(tmp_path, monkeypatch, own_search):
    monkeypatch.setattr(memory, "CGROUP_ROOT", tmp_path)
    dead = subprocess.Popen(["true"])
    dead.wait()
    for line in memory.Path("/proc/self/cgroup").read_text().splitlines():
        if line.split(":")[1] not in ("", "memory"):
            continue
        parent = parent_of(line, tmp_path)
        for name in (f"autograder-{dead.pid}-0", f"autograder-{os.getppid()}-0", "autograder-notes", "other"):
            (parent / name).mkdir(parents=True, exist_ok=True)
    own_search()
    assert not list(tmp_path.rglob(f"autograder-{dead.pid}-0"))
    for name in (f"autograder-{os.getppid()}-0", "autograder-notes", "other"):
        assert list(tmp_path.rglob(name))


class Group:
    """A folder with a cgroup's files, of either version."""

    def __init__(self, parent, monkeypatch):
        self.parent = parent
        mkdir = memory.Path.mkdir

        def make(path):
            mkdir(path)
            for name in ("memory.limit_in_bytes", "memory.max", "memory.swap.max", "cgroup.procs"):
                (path / name).touch()
            self.tell(path, 0)

        monkeypatch.setattr(memory.Path, "mkdir", make)

    @staticmethod
    def tell(path, kills):
        (path / "memory.oom_control").write_text(f"oom_kill_disable 0\nunder_oom 0\noom_kill {kills}\n")
        (path / "memory.events").write_text(f"low 0\noom 3\noom_kill {kills}\noom_group_kill 0\n")


@pytest.mark.parametrize("version", [1, 2])
def test_both_versions(tmp_path, monkeypatch, version):
    group = Group(tmp_path, monkeypatch)
    cage = CgroupCage(tmp_path, version, 12_345)
    (folder,) = tmp_path.iterdir()
    assert folder.name.startswith(f"autograder-{os.getpid()}-")
    assert (folder / ("memory.limit_in_bytes" if version == 1 else "memory.max")).read_text() == "12345"
    cage.attach(77)
    assert (folder / "cgroup.procs").read_text() == "77"
    assert cage.count_kills() == 0
    group.tell(folder, 2)
    assert cage.count_kills() == 2
    group.tell(folder, 3)
    for file in folder.iterdir():
        file.unlink()
    cage.close()
    cage.close()
    assert not folder.exists()
    assert cage.count_kills() == 3


def test_a_group_that_cannot_be_set_up_is_removed(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        CgroupCage(tmp_path, 2, 1)
    assert not list(tmp_path.iterdir())


def test_the_best_cage_is_opened(monkeypatch):
    cage = open_cage(1 << 30)
    assert isinstance(cage, CgroupCage if find_cgroup() else WatchdogCage)
    cage.close()
    monkeypatch.setattr(memory, "find_cgroup", lambda: None)
    assert isinstance(open_cage(1 << 30), WatchdogCage)


def test_shared_pages_are_divided():
    block = mmap.mmap(-1, 64 << 20)
    block.write(b"x" * (64 << 20))
    alone, resident = proportional_bytes(os.getpid()), resident_bytes(os.getpid())
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        block[:] = b"y" * (64 << 20)
        os.close(write)
        os.read(read, 1)
        os._exit(0)
    os.close(read)
    shared = proportional_bytes(os.getpid())
    os.close(write)
    os.waitpid(child, 0)
    block.close()
    assert resident > 64 << 20
    assert alone > 64 << 20
    assert shared < alone - (20 << 20)


def test_a_late_watchdog_looks_when_it_is_asked_and_counts_who_is_gone(monkeypatch):
    monkeypatch.setattr(WatchdogCage, "_watch", lambda cage: cage._closed.wait())
    monkeypatch.setattr(memory, "WATCH_SECONDS", 0)
    code = "import sys; print(); sys.stdin.readline(); kept = b'x' * (64 << 20); print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-uc", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        cage = WatchdogCage(32 << 20)
        cage.attach(process.pid)
        assert cage.count_kills() == 0
        process.stdin.write(b"\n")
        process.stdin.flush()
        process.stdout.readline()
        assert cage.count_kills() == 1
        assert process.poll() == -signal.SIGKILL
        assert cage.count_kills() == 1
        cage.close()


def test_of_a_process_that_is_gone():
    dead = subprocess.Popen(["true"])
    dead.wait()
    assert resident_bytes(dead.pid) == proportional_bytes(dead.pid) == 0


def test_no_cage_counts_nothing():
    cage = NoCage()
    cage.attach(1)
    assert cage.count_kills() == 0
    cage.close()
