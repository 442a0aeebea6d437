"""Devices: which one is meant, what a sandbox with a GPU is given, and how trainings share the GPU's memory."""

from __future__ import annotations

import json
import multiprocessing
import os
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
import torch

from autograder.course import Limits
from autograder.errors import HostError
from autograder.sandbox import devices, launch
from autograder.sandbox.devices import PARTS, GpuShare, choose_device, gpu_memory_mib, gpu_nodes, why_no_gpu


@pytest.fixture
def dev(tmp_path: Path) -> Path:
    for name in ("nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "nvidia-uvm-tools", "null", "nvidia-modeset"):
        (tmp_path / name).touch()
    (tmp_path / "nvidia-caps").mkdir()
    return tmp_path


def test_the_files_that_cuda_opens_and_no_others(dev: Path) -> None:
    assert [path.name for path in gpu_nodes(dev)] == [
        "nvidia-uvm",
        "nvidia-uvm-tools",
        "nvidia0",
        "nvidia1",
        "nvidiactl",
    ]


@pytest.mark.parametrize(
    ("nodes", "built_for", "says"),
    [
        ([], "13.0", "no NVIDIA device"),
        (["nvidiactl"], "13.0", "no NVIDIA device"),
        (["nvidia0"], None, "without CUDA"),
    ],
)
def test_a_gpu_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, nodes: list[str], built_for: str | None, says: str
) -> None:
    monkeypatch.setattr(devices, "gpu_nodes", lambda: [Path("/dev", name) for name in nodes])
    monkeypatch.setattr(torch.version, "cuda", built_for)
    assert says in why_no_gpu()
    assert choose_device("auto") == choose_device("cpu") == "cpu"
    with pytest.raises(HostError, match=says):
        choose_device("cuda")


def test_a_gpu_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "gpu_nodes", lambda: [Path("/dev/nvidia0")])
    monkeypatch.setattr(torch.version, "cuda", "13.0")
    assert choose_device("auto") == choose_device("cuda") == "cuda"
    assert choose_device("cpu") == "cpu"


def test_what_the_driver_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text("#!/bin/sh\necho 81559\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert gpu_memory_mib() == 81559
    tool.write_text("#!/bin/sh\necho 'No devices were found'\nexit 6\n")
    with pytest.raises(HostError, match="how much memory"):
        gpu_memory_mib()


def test_a_sandbox_gets_the_gpu_only_where_it_trains_on_one(dev: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "gpu_nodes", lambda: gpu_nodes(dev))
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1,0")
    started: list[tuple[list[str], dict[str, str]]] = []

    class Started:
        def __init__(self, command: list[str], *, env: dict[str, str], **_: object) -> None:
            started.append((command, env))

    monkeypatch.setattr(launch.subprocess, "Popen", Started)
    for isolated in (True, False):
        for fraction in (0.0, 0.25):
            launch.start_zygote(isolated=isolated, gpu_fraction=fraction)[1].close()
    (without, none), (with_gpu, some), (_, plain), (_, plain_gpu) = started
    bound = [with_gpu[i + 1] for i, word in enumerate(with_gpu) if word == "--dev-bind"]
    assert bound == [str(path) for path in gpu_nodes(dev)]
    assert with_gpu.index("--dev-bind") > with_gpu.index("--dev"), (
        "what is bound below is hidden by what is mounted above"
    )
    assert "--dev-bind" not in without
    assert none == launch.ENVIRONMENT
    assert set(some) - set(launch.ENVIRONMENT) <= {
        "CUDA_VISIBLE_DEVICES", "PYTORCH_CUDA_ALLOC_CONF", "LD_LIBRARY_PATH"
    }  # fmt: skip
    assert (some["CUDA_VISIBLE_DEVICES"], some["PYTORCH_CUDA_ALLOC_CONF"]) == (
        "1",
        "per_process_memory_fraction:0.2500",
    )
    assert plain["CUDA_VISIBLE_DEVICES"] == "", "nor may one's own code begin to use it and then be forked"
    assert plain_gpu["CUDA_VISIBLE_DEVICES"] == "1"


def test_the_address_space_is_bounded_but_with_cuda() -> None:
    bounds = [json.loads(launch.configuration(Limits(), (), isolated=True, with_gpu=gpu)) for gpu in (False, True)]
    assert [bound["address_bytes"] for bound in bounds] == [2 * Limits().memory_bytes, 0]


# --- sharing


@pytest.mark.parametrize(
    ("total", "memory", "parts"), [(81_559, 2_048, 3), (8_192, 2_048, 21), (4_096, 8_192, PARTS), (10**9, 1, 1)]
)
def test_a_training_takes_its_part(tmp_path: Path, total: int, memory: int, parts: int) -> None:
    share = GpuShare(total, memory, tmp_path)
    assert share.parts == parts
    assert share.fraction == pytest.approx(min(1.0, memory / total))
    assert share.parts / PARTS >= share.fraction


def _hold(folder: Path, memory: int, said: Connection, go: Connection) -> None:
    with GpuShare(1_000 * PARTS, memory, folder).take():
        said.send("has it")
        go.recv()


class Holder:
    """A worker that trains: a process of its own, for locks are a process's."""

    def __init__(self, folder: Path, memory: int) -> None:
        context = multiprocessing.get_context("fork")
        self._said, said = context.Pipe(duplex=False)
        go, self._go = context.Pipe(duplex=False)
        self.process = context.Process(target=_hold, args=(folder, memory, said, go), daemon=True)
        self.process.start()

    def has_it(self, seconds: float) -> bool:
        return self._said.poll(seconds)

    def finish(self) -> None:
        self._go.send("done")
        self.process.join(10)


def test_as_many_train_at_once_as_there_is_memory_for(tmp_path: Path) -> None:
    large = 1_000 * PARTS // 2 - devices.CONTEXT_MIB
    first, second = Holder(tmp_path, large), Holder(tmp_path, large)
    assert first.has_it(20)
    assert second.has_it(20), "two halves fit"
    third = Holder(tmp_path, 1)
    assert not third.has_it(0.5), "and nothing beside them"
    first.finish()
    assert third.has_it(20)
    for holder in (second, third):
        holder.finish()
    assert [holder.process.exitcode for holder in (first, second, third)] == [0, 0, 0]


def test_a_worker_that_dies_gives_its_part_back(tmp_path: Path) -> None:
    everything = 1_000 * PARTS
    first = Holder(tmp_path, everything)
    assert first.has_it(20)
    second = Holder(tmp_path, everything)
    assert not second.has_it(0.3)
    first.process.kill()
    assert second.has_it(20)
    second.finish()


def test_two_that_take_some_each_do_not_wait_for_ever(tmp_path: Path) -> None:
    """Neither may hold a few parts while it waits for more."""
    holders = [Holder(tmp_path, 600 * PARTS) for _ in range(4)]
    waiting = list(holders)
    while waiting:
        ready = next(holder for holder in waiting * 1_000 if holder.has_it(0.05))
        ready.finish()
        waiting.remove(ready)
    assert [holder.process.exitcode for holder in holders] == [0] * 4


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / f"autograder-gpu-{os.getuid()}").symlink_to("/etc/passwd")
    with pytest.raises(HostError, match="cannot be shared"), GpuShare(1_000, 1, tmp_path).take():
        pass
