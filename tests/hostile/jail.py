"""Where stock graders run, and hostile notebooks in them: machines of their own inside this one, for this one's protection.

It is no defence of the grader that runs there. From there a machine looks like that of a member of staff: a home with a course
in it, services on loopback, a network without a way out. From here it is a folder, a uid of its own where there is root to
give up, namespaces of every kind (one set for the jail, another for each machine in it), a read-only system, and bounds on
memory, on processes, on the size of files and of ``/tmp``, and on time. Where memory cannot be bounded, nothing runs.
``machine.py`` is what runs inside.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.sandbox import launch
from autograder.sandbox.inside.family import kill_family
from autograder.sandbox.memory import NoCage, open_cage
from tests.hostile.machine import HOME, JOBS
from tests.hostile.victim import REPOSITORY

STAFF, UID_BASE = 1000, 1_950_000_000  # inside, and outside, where root is given up: not the uid of any sandbox
MEMORY_BYTES, TMP_BYTES = 4 << 30, 512 << 20
LIMITS = {"RLIMIT_NPROC": 1000, "RLIMIT_FSIZE": 512 << 20, "RLIMIT_CORE": 0}
INSIDE = ("tests/hostile/machine.py", "tests/hostile/services.py", "tests/hostile/canary.py")
PLACE = "/opt/machine"
FILES = {"passwd": f"staff:x:{STAFF}:{STAFF}::{HOME}:/bin/sh\n", "hosts": "127.0.0.1 localhost\n"}
START_SECONDS, GRACE_SECONDS = 600.0, 60.0


@dataclass(frozen=True)
class Ended:
    """How a machine ended.

    Attributes:
        said: on its standard streams.
        in_time: whether by itself.
    """

    said: str
    in_time: bool


class Jail:
    """A jail with machines in it, one at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._jobs = folder, folder / "jobs"
        self._jobs.mkdir()
        self._uid = UID_BASE + os.getpid() if os.geteuid() == 0 else os.geteuid()
        self._process: subprocess.Popen[bytes] | None = None
        self._number = 0

    def run(self, commands: Sequence[Sequence[str]], home: Path, seconds: float) -> Ended:
        """Run commands one after the other on a fresh machine, in ``course`` of its home.

        Args:
            commands: what runs.
            home: what they find as their home, and may write to.
            seconds: of wall clock.

        Raises:
            RuntimeError: if memory cannot be bounded on this host, or the jail cannot be opened.
        """
        if self._process is None:
            self._start()
        self._number += 1
        job = self._jobs / f"{self._number}"
        job.mkdir()
        home.rename(job / "home")  # moved, not copied; and back
        try:
            for path in (job, *job.rglob("*")):
                os.chown(path, self._uid, self._uid, follow_symlinks=False)
            words = {"folder": job.name, "commands": [list(command) for command in commands], "seconds": seconds}
            told = self._ask(words, seconds + GRACE_SECONDS)
            said = (job / "said").read_text(encoding="utf-8", errors="replace") if (job / "said").is_file() else ""
        finally:
            (job / "home").rename(home)
        return Ended(said, bool(told.get("in_time")))

    def _ask(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()
        told = self._hear(seconds)
        if not told:
            self.close()  # the next machine gets another jail
        return told

    def _hear(self, seconds: float) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            return {}
        line = self._process.stdout.readline()
        return json.loads(line) if line else {}

    def _start(self) -> None:
        for name, text in FILES.items():
            (self._folder / name).write_text(text, encoding="utf-8")
        cage = open_cage(MEMORY_BYTES)
        if isinstance(cage, NoCage):
            raise RuntimeError("memory cannot be bounded here, so no attack is run on a stock grader")
        self._cage = cage
        gate = ["/bin/sh", "-c", 'read go && exec "$@"', "gate"]  # nothing starts before its memory is bounded
        pipe = subprocess.PIPE
        with (self._folder / "log").open("ab") as log:
            command = [*gate, *self._command()]
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=log, bufsize=0)
        cage.attach(self._process.pid)
        assert self._process.stdin is not None
        self._process.stdin.write(b"go\n")
        if not self._hear(START_SECONDS):
            self.close()
            raise RuntimeError(f"the jail does not open: {(self._folder / 'log').read_text()[-2000:]}")

    def close(self) -> None:
        """End it, and every machine in it."""
        if self._process is not None:
            kill_family(self._process.pid)
            self._process.communicate()
            self._process = None
            self._cage.close()

    def _command(self) -> list[str]:
        bubblewrap = shutil.which("bwrap")
        if bubblewrap is None:
            raise RuntimeError("bubblewrap is not installed, so no attack is run on a stock grader")
        read_only, own = self._shown(), {JOBS: str(self._jobs)}
        if os.geteuid() != 0:
            return _bubblewrap(bubblewrap, read_only, own)
        names = {target: f"bind{number}" for number, target in enumerate((*read_only, *own))}
        drop = [os.path.realpath(sys.executable), "-I", "-S", str(Path(launch.__file__).with_name("drop.py"))]
        drop += [str(self._uid), launch.STAGE]
        for target, source in (read_only | own).items():
            drop += [source, names[target]]
        staged = {target: f"{launch.STAGE}/{name}" for target, name in names.items()}
        command = _bubblewrap(bubblewrap, {k: staged[k] for k in read_only}, {k: staged[k] for k in own})
        return [*drop, "--", *command]

    def _shown(self) -> dict[str, str]:
        """What is seen beside the system's folders: where it is seen, and where it is."""
        base = os.path.realpath(sys.base_prefix)
        shown = {f"{PLACE}/{path}": str(REPOSITORY / path) for path in INSIDE}
        shown[f"{PLACE}/autograder/sandbox/inside/isolate.py"] = str(launch.INSIDE / "isolate.py")
        shown |= {f"/etc/{name}": str(self._folder / name) for name in FILES}
        shown[sys.prefix] = os.path.realpath(sys.prefix)
        return shown if base.startswith("/usr") else shown | {base: base}


@contextmanager
def open_jail() -> Iterator[Jail]:
    """A jail with a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="hostile-jail-") as folder:
        jail = Jail(Path(folder))
        try:
            yield jail
        finally:
            jail.close()


def _bubblewrap(bubblewrap: str, read_only: dict[str, str], own: dict[str, str]) -> list[str]:
    command = [bubblewrap, "--unshare-all", "--unshare-user", "--uid", str(STAFF), "--gid", str(STAFF), "--as-pid-1"]
    command += ["--new-session", "--die-with-parent", "--hostname", "machine", "--ro-bind", "/usr", "/usr"]
    for name in launch.SYSTEM_FOLDERS:
        folder = f"/{name}"
        if os.path.islink(folder):
            command += ["--symlink", os.readlink(folder), folder]
        elif os.path.isdir(folder):
            command += ["--ro-bind", folder, folder]
    for file in launch.SYSTEM_FILES:
        command += ["--ro-bind-try", file, file]
    command += ["--tmpfs", "/tmp"]  # before what is bound: the checkout itself may stand there
    for target, source in read_only.items():
        command += ["--ro-bind", source, target]
    for target, source in own.items():
        command += ["--bind", source, target]
    command += ["--dir", HOME, "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
    command += ["--remount-ro", "/", "--clearenv", "--chdir", "/"]
    settings = {"HOME": HOME, "USER": "staff", "PATH": f"{sys.prefix}/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
    settings |= {"PYTHONPATH": PLACE, "PYTHONDONTWRITEBYTECODE": "1", "MPLCONFIGDIR": "/tmp"}
    settings |= dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    for name, value in settings.items():
        command += ["--setenv", name, value]
    return [*command, "--", sys.executable, "-m", "tests.hostile.machine", str(TMP_BYTES), json.dumps(LIMITS)]
