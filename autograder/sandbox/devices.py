"""Where models are trained: on the processor, or on an NVIDIA GPU that the submissions of one machine share.

Theory of operation. The trusted side never initialises CUDA: whether there is a GPU, and how large it is, is read from device
files and from the driver's own tool. A sandbox on ``cuda`` sees the GPU's device files and may use more address space, which
CUDA reserves in terabytes; all else is as on ``cpu``. Only the process of a training initialises CUDA, and it ends with the
training: no process that has done so is forked. How many train at once is bounded by memory: each takes its part of the GPU
before it starts, waits while too little is left, and may use that part only, so that running out of it is its own affair.
"""

from __future__ import annotations

import fcntl
import math
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from autograder.errors import HostError

Device = Literal["cpu", "cuda"]
NODES = ("nvidia[0-9]*", "nvidiactl", "nvidia-uvm", "nvidia-uvm-tools")
PARTS = 64  # of a GPU's memory; a training takes some of them
DEFAULT_MEMORY_MIB = 2_048
CONTEXT_MIB = 600  # what CUDA itself takes in each process, beside what torch allocates
POLL_SECONDS = 0.05


def choose_device(wanted: str) -> Device:
    """The device that ``--device`` means on this machine.

    Args:
        wanted: ``cpu``, ``cuda``, or ``auto`` for a GPU where one can be used.

    Raises:
        HostError: if a GPU is wanted and there is none, or torch was built without CUDA.
    """
    if wanted == "cpu":
        return "cpu"
    problem = why_no_gpu()
    if not problem:
        return "cuda"
    if wanted == "cuda":
        raise HostError(f"nothing can be trained on a GPU here: {problem}")
    return "cpu"


def why_no_gpu() -> str:
    """What keeps this machine from training on a GPU; empty where nothing does."""
    if not any(node.name[6:].isdecimal() for node in gpu_nodes()):
        return "there is no NVIDIA device in /dev"
    import torch  # takes a second: only where it may matter

    return "" if torch.version.cuda else "this torch is built without CUDA"


def gpu_nodes(folder: Path = Path("/dev")) -> list[Path]:
    """The device files that CUDA opens."""
    return sorted(path for pattern in NODES for path in folder.glob(pattern) if not path.is_dir())


def gpu_memory_mib() -> int:
    """How much memory the first GPU has, as its driver says.

    Raises:
        HostError: if the driver's tool does not answer.
    """
    tool = shutil.which("nvidia-smi")
    query = [tool or "nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits", "--id=0"]
    try:
        said = subprocess.run(query, capture_output=True, text=True, timeout=30, check=True).stdout
        return int(said.split()[0])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as error:
        raise HostError(f"nvidia-smi does not say how much memory the GPU has: {error}") from error


class GpuShare:
    """The memory of one GPU, shared by the workers of this machine.

    Its parts are locks in a file of this user's: a worker that dies gives its parts back, whatever killed it.

    Args:
        total_mib: the GPU's memory.
        memory_mib: what one training may allocate of it.
        folder: where the file stands; the same for all workers.

    Attributes:
        fraction: of the GPU's memory that torch may allocate in one process.
        parts: how many of the parts a training takes; all of them where it is as large as the GPU.
    """

    def __init__(self, total_mib: int, memory_mib: int = DEFAULT_MEMORY_MIB, folder: Path | None = None) -> None:
        self.fraction = min(1.0, memory_mib / total_mib)
        self.parts = max(1, min(PARTS, math.ceil((memory_mib + CONTEXT_MIB) * PARTS / total_mib)))
        self._path = (folder or Path(tempfile.gettempdir())) / f"autograder-gpu-{os.getuid()}"

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait until enough of the GPU's memory is free, and hold it for the length of the context.

        Raises:
            HostError: if the file cannot be opened.
        """
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise HostError(f"the GPU cannot be shared: {error}") from error
        try:
            # Locks of a process end with any of its descriptors of the file, so each worker trains one model at a time.
            while not self._lock(file):
                time.sleep(POLL_SECONDS * (0.5 + random.random()))  # nothing tells when a lock of a range is given back
            yield
        finally:
            os.close(file)

    def _lock(self, file: int) -> bool:
        """Take all the parts that are needed, or none."""
        held = 0
        fcntl.lockf(file, fcntl.LOCK_EX, 1, PARTS)  # the turnstile: two that take a few each would wait for ever
        try:
            for part in range(PARTS):
                try:
                    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, part)
                except BlockingIOError:
                    continue
                held += 1
                if held == self.parts:
                    return True
            fcntl.lockf(file, fcntl.LOCK_UN, PARTS, 0)
            return False
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN, 1, PARTS)
