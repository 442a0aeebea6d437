"""The trusted end of the sandbox: a zygote, the processes that it forks, and one bounded exchange at a time with each.

Theory of operation. Descriptors only ever travel inwards: for every process the trusted side makes a socket pair and sends
one end in. What comes back is a bounded frame before a deadline, or the end of that process: :class:`TimedOut`,
:class:`Crashed` or :class:`OutOfMemory`. The kernel tells which process is at the other end (``SO_PASSCRED``), so that what
is killed is what was started, whatever it says of itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

import psutil

from autograder.course import Limits
from autograder.errors import Crashed, GraderError, HostError, OutOfMemory, SandboxUnavailable, TimedOut
from autograder.sandbox import launch
from autograder.sandbox.deadline import Deadline, RunQueue
from autograder.sandbox.frames import expect, read_frame, socket_pair, write_frame
from autograder.sandbox.inside import wire
from autograder.sandbox.inside.family import kill_family
from autograder.sandbox.layers import Expected, Layer, examine_layers, require_layers
from autograder.sandbox.memory import Cage, NoCage, open_cage

START_SECONDS = 60.0
PRELOAD = ("numpy", "torch", "torch.optim", "torchvision", "matplotlib.pyplot", "journey")
HANDSHAKE_SECONDS = 20.0  # for each step of it
KILL_SECONDS = 2.0


class Zygote:
    """One zygote and the notebooks that it forks. A context manager: nothing outlives its ``with``.

    Args:
        limits: what each notebook may use.
        isolated: inside bubblewrap; else as plain processes, for one's own code only.
        preload: the modules that notebooks find imported; ``torch.optim`` stands for a first optimiser, too.
        gpu_fraction: of the GPU's memory that each process may allocate; 0 where nothing is trained on a GPU.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        isolated: bool = True,
        preload: Sequence[str] = PRELOAD,
        gpu_fraction: float = 0.0,
    ) -> None:
        self.limits, self.isolated = limits, isolated
        masked = [path for paths in launch.masked_paths() for path in paths] if isolated else []
        self._expected = Expected(limits, launch.own_uid(), masked, has_gpu=gpu_fraction > 0)
        configuration = launch.configuration(limits, preload, isolated=isolated, with_gpu=gpu_fraction > 0)
        self._process, self._control = launch.start_zygote(isolated=isolated, gpu_fraction=gpu_fraction)
        with contextlib.suppress(OSError):  # where it died at once, its own words say more
            self._control.sendall(configuration)
        self._is_ready = False

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def wait_until_ready(self) -> None:
        """Wait for its imports; :meth:`spawn` does so by itself.

        Raises:
            SandboxUnavailable: if it could not start, with what it said.
        """
        if self._is_ready:
            return
        self._control.settimeout(START_SECONDS)
        line = b""
        try:
            while not line.endswith(b"\n"):
                chunk = self._control.recv(4096)
                if not chunk:
                    break
                line += chunk
        except OSError as error:
            self._fail(f"it did not start in {START_SECONDS:.0f} s ({error})")
        answer = json.loads(line) if line else {"fault": ""}
        if "ready" not in answer:
            self._fail(answer["fault"])
        self._is_ready = True

    def _fail(self, fault: str) -> None:
        kill_family(self._process.pid)
        _, errors = self._process.communicate()
        words = " ".join(filter(None, (fault, errors.decode(errors="replace").strip()[-2_000:])))
        self.close()
        raise SandboxUnavailable(f"the sandbox did not start: {words}. `autograder doctor` says what to change.")

    def spawn(self, memory_bytes: int = 0) -> Process:
        """Fork a process for one notebook.

        Args:
            memory_bytes: that it and its forks may use together, where that is less than what a notebook may; 0 for no less.

        Raises:
            HostError: if it could not be isolated.
        """
        self.wait_until_ready()
        ours, theirs = socket_pair()
        with theirs:
            try:
                socket.send_fds(self._control, [b"s"], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise HostError(f"the sandbox's zygote is gone: {error}") from error
        try:
            most = min(memory_bytes or self.limits.memory_bytes, self.limits.memory_bytes)
            cage = open_cage(most) if self.isolated else NoCage()
        except OSError as error:
            ours.close()
            raise HostError(f"the memory of a notebook could not be limited: {error}") from error
        inspect = self._inspect if self.isolated else None
        return Process.start(ours, cage, has_group=not self.isolated, is_host_alive=self._is_alive, inspect=inspect)

    def _inspect(self, pid: int, cage: Cage) -> None:
        require_layers(pid, self._expected, is_caged=cage.holds(pid))

    def examine(self, process: Process) -> list[Layer]:
        """Which layers of defence a notebook's first process has.

        Raises:
            SandboxUnavailable: if the kernel does not say.
        """
        return examine_layers(process._pid, self._expected, is_caged=process._cage.holds(process._pid))

    def _is_alive(self) -> bool:
        """Whether the zygote is there: its end closes its socket, before the kernel ends whatever it has forked."""
        poll = select.poll()
        try:
            poll.register(self._control, select.POLLIN)
            return not poll.poll(0)  # it has nothing to say any more but that it is gone
        except (OSError, ValueError):  # closed from here
            return False

    def close(self) -> None:
        """End the zygote and, with its pid namespace, everything inside."""
        self._control.close()
        try:
            self._process.wait(KILL_SECONDS)
        except subprocess.TimeoutExpired:
            kill_family(self._process.pid)
            self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()


class CannotFork(Exception):
    """A process goes on, and cannot be forked: what it uses does not survive that."""


class Process:
    """One process in the sandbox: a notebook's first, its leader, or a fork of it.

    Args:
        connection: our end of its socket.
        cage: that bounds the memory of all processes of the notebook.
        pid: as the kernel told it.
        leader: the notebook's first process; None for that one itself.
        has_group: whether it leads a process group instead of a namespace, which is so without isolation.
        is_host_alive: says whether its zygote lives: no process outlives that, and none is to blame for it.

    Attributes:
        spent_seconds: how long its answers took, without the time for which it waited for a core.
    """

    def __init__(
        self,
        connection: socket.socket,
        cage: Cage,
        pid: int,
        leader: Process | None,
        *,
        has_group: bool = False,
        is_host_alive: Callable[[], bool] = lambda: True,
    ) -> None:
        self._connection, self._cage, self._pid = connection, cage, pid
        self._leader, self._has_group, self._is_host_alive = leader, has_group, is_host_alive
        self._forks: list[Process] = []  # of a leader: all of its notebook
        self._pidfd = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else None
        self._was_killed = False
        self._survived_kills = cage.count_kills()  # until its last answer: what came later may have been its end
        self._run_queue, self.spent_seconds = RunQueue(pid), 0.0

    @classmethod
    def start(
        cls,
        connection: socket.socket,
        cage: Cage,
        *,
        has_group: bool = False,
        is_host_alive: Callable[[], bool] = lambda: True,
        inspect: Callable[[int, Cage], None] | None = None,
    ) -> Process:
        """Shake hands with a notebook's first process, and put it into its memory cage.

        Raises:
            HostError: if any step of its isolation failed, or a layer is missing.
        """
        try:
            pid, _ = expect(connection, "hello", Deadline(HANDSHAKE_SECONDS))
            cage.attach(pid)
            process = cls(connection, cage, pid, leader=None, has_group=has_group, is_host_alive=is_host_alive)
        except BaseException as error:
            connection.close()
            cage.close()
            if isinstance(error, OSError | psutil.Error):
                raise HostError(f"a notebook's process could not be set up: {error}") from error
            raise
        try:
            expect(connection, "ready", Deadline(HANDSHAKE_SECONDS))
            if inspect:
                inspect(pid, cage)
            write_frame(connection, wire.dump({"go": True}), Deadline(HANDSHAKE_SECONDS))
        except BaseException:
            process.close()
            raise
        return process

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked: neither killed from here, nor ended by itself or by the kernel."""
        return not self._was_killed and not (self._pidfd is not None and _has_ended(self._pidfd, 0))

    def request(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Ask, and wait for the answer.

        Args:
            message: the request.
            seconds: until the answer must be here, whole; those in which it waits for a core do not count, see
                :mod:`~autograder.sandbox.deadline`.

        Returns:
            A map with ``ok`` or ``raised``.

        Raises:
            GraderError: the request is larger than a frame may be.
            TimedOut: it was not; the process is killed.
            OutOfMemory: it needed too much memory.
            Crashed: its process ended, or it sent something that is no answer.
            HostError: its process ended because its zygote did.
        """
        try:
            body = wire.dump(message)
        except wire.WireError as error:
            raise GraderError(f"a request cannot be sent into the sandbox: {error}") from error
        deadline = Deadline(seconds, self._run_queue.count_waited)
        try:
            write_frame(self._connection, body, deadline)
            answer = self._read_answer(deadline)
        except TimeoutError:
            raise self._ended(TimedOut(f"no answer within {seconds:g} s")) from None
        except wire.WireError as error:
            raise self._ended(Crashed(f"the answer could not be read: {error}")) from None
        except OSError:
            raise self._ended(Crashed("its process ended")) from None
        finally:
            self.spent_seconds += deadline.spent()
        kills = self._cage.count_kills()
        if kills > self._survived_kills and not self.is_alive:  # its answer was its last
            raise self._ended(Crashed("its process ended"))
        self._survived_kills = kills
        return answer

    def _read_answer(self, deadline: Deadline) -> dict[str, Any]:
        answer = wire.load(read_frame(self._connection, deadline))
        if not isinstance(answer, dict) or not answer.keys() & {"ok", "raised"}:
            raise wire.WireError("an answer is a map with what came of it")
        return answer

    def _ended(self, ending: TimedOut | Crashed) -> TimedOut | Crashed | OutOfMemory | HostError:
        was_memory = self._cage.count_kills() > self._survived_kills
        was_ours = not self._is_host_alive()
        self.kill()
        if was_ours:
            return HostError("the sandbox's zygote ended, and every notebook with it")
        return OutOfMemory("it needed more memory than it may use") if was_memory else ending

    def fork(self, seconds: float) -> Process:
        """Fork this process: both go on from the same state.

        Raises:
            CannotFork: if it says so, for it has begun to use a GPU; it goes on as it was.
            SandboxEnded: like :meth:`request`.
        """
        deadline = Deadline(seconds, self._run_queue.count_waited)
        ours, theirs = socket_pair()
        try:
            with theirs:
                write_frame(self._connection, wire.dump({"op": "fork"}), deadline)
                socket.send_fds(self._connection, [b"f"], [theirs.fileno()])
            answer = self._read_answer(deadline)
            if answer.get("ok") is not None:
                raise CannotFork
            if "raised" in answer:
                raise self._ended(Crashed("the process could not fork: it has too many processes"))
            pid, _ = expect(ours, "hello", deadline)
            leader = self._leader or self
            fork = Process(ours, self._cage, pid, leader=leader, is_host_alive=self._is_host_alive)
            leader._forks = [*leader._living_forks(), fork]
            return fork
        except TimeoutError:
            ours.close()
            raise self._ended(TimedOut(f"no answer within {seconds:g} s")) from None
        except (OSError, wire.WireError, HostError):
            ours.close()
            raise self._ended(Crashed("its process ended")) from None
        except BaseException:
            ours.close()
            raise

    def kill(self) -> None:
        """End this process and what it started, but not its forks.

        A leader takes everything of its notebook with it. So it does where a fork cannot be seen to have ended.
        """
        if self._was_killed:
            return
        self._was_killed = True
        self._signal()
        self._connection.close()
        self._run_queue.close()
        if self._pidfd is not None:
            ended = _has_ended(self._pidfd, KILL_SECONDS)
            os.close(self._pidfd)
            if not ended and self._leader is not None:
                self._leader.kill()
        for fork in self._living_forks():
            fork.kill()

    def _signal(self) -> None:
        if self._pidfd is not None and _has_ended(self._pidfd, 0) and not self._has_group:
            return  # its number may be another's by now
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self._has_group:
                os.killpg(self._pid, signal.SIGKILL)
            elif self._leader is None and self._pidfd is not None:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            else:
                kill_family(self._pid, {fork._pid for fork in (self._leader or self)._living_forks()})

    def _living_forks(self) -> list[Process]:
        return [fork for fork in self._forks if not fork._was_killed]

    def close(self) -> None:
        """End this process; a notebook's first process ends all its forks and gives its memory cage back."""
        self.kill()
        if self._leader is None:
            self._cage.close()


def _has_ended(pidfd: int, seconds: float) -> bool:
    poll = select.poll()  # not select, which knows no descriptor above 1023
    poll.register(pidfd, select.POLLIN)
    return bool(poll.poll(seconds * 1000))
