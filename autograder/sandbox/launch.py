"""Starting a zygote: the bubblewrap command line, the uid drop, and what the sandbox may see.

Theory of operation. The zygote sees the system's libraries, the interpreter, the environment's packages, ``journey`` and
``sandbox/inside``, all read-only, and nothing else of this machine: no home, no course, no network. Where the environment
holds this package, it is masked by an empty folder, and so is its metadata. As root, everything is first handed to a uid of
its own (see ``drop.py``). The control socket is the only descriptor that is handed on.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import site
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.errors import SandboxUnavailable
from autograder.sandbox.devices import gpu_nodes

INSIDE = Path(__file__).parent / "inside"
PACKAGE = Path(__file__).parents[1]
SYSTEM_FOLDERS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
SYSTEM_FILES = (
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/alternatives",
    "/etc/localtime",
    "/etc/fonts",
)
HUGE_PAGES = "/sys/kernel/mm/transparent_hugepage"  # where malloc looks up whether it may ask for them
STAGE = "/mnt"
UID_BASE = 1_900_000_000  # far from accounts and from the usual subordinate ranges; one uid for each worker
LIBRARY_SETTINGS = {
    "LANG": "C.UTF-8",
    "MPLBACKEND": "Agg",
    # No parent of a fork may start a thread pool, and grading is as wide as there are workers anyway.
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    # Huge pages for the zygote's 250 MB of objects: a fork copies a tenth of the page table, three times faster.
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
}
ENVIRONMENT = {
    "PATH": "/env/bin:/usr/bin:/bin",
    "HOME": "/tmp",
    "USER": "student",  # there is no /etc/passwd to look it up in
    "MPLCONFIGDIR": "/tmp",
    "IPYTHONDIR": "/tmp/ipython",
    **LIBRARY_SETTINGS,
}
BOOT = "import sys; sys.path.insert(0, {path!r}); from inside.zygote import main; main({control})"


def start_zygote(*, isolated: bool, gpu_fraction: float = 0.0) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a zygote.

    Args:
        isolated: inside bubblewrap; else as a plain process, for one's own code only.
        gpu_fraction: of the GPU's memory that each process may allocate; 0 where nothing is trained on a GPU.

    Returns:
        Its process, and our end of its control socket.

    Raises:
        SandboxUnavailable: if this host cannot isolate.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        gpu = gpu_environment(gpu_fraction) if gpu_fraction else {}
        if isolated:
            environment = ENVIRONMENT | gpu
            command = isolated_command(theirs.fileno(), environment, gpu_nodes() if gpu else ())
        else:
            # A cell that found a GPU would begin to use it, and no fork could go on from there.
            environment = {**os.environ, **LIBRARY_SETTINGS, **(gpu or {"CUDA_VISIBLE_DEVICES": ""})}
            command = plain_command(theirs.fileno())
    except BaseException:
        ours.close()
        theirs.close()
        raise
    with theirs:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=(theirs.fileno(),),
            env=environment,
            cwd="/",
            start_new_session=True,  # a terminal that is closed ends the worker; what that leaves, the zygote ends
        )
    return process, ours


def gpu_environment(fraction: float) -> dict[str, str]:
    """What libraries are told about the GPU: which one, and how much of its memory each process may allocate."""
    settings = {"CUDA_VISIBLE_DEVICES": os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]}
    settings["PYTORCH_CUDA_ALLOC_CONF"] = f"per_process_memory_fraction:{fraction:.4f}"
    if libraries := os.environ.get("LD_LIBRARY_PATH"):  # where some containers keep the driver's
        settings["LD_LIBRARY_PATH"] = libraries
    return settings


def plain_command(control: int) -> list[str]:
    """The zygote without any isolation."""
    return [sys.executable, "-c", BOOT.format(path=str(INSIDE.parent), control=control)]


def isolated_command(
    control: int, environment: Mapping[str, str] = ENVIRONMENT, devices: Sequence[Path] = ()
) -> list[str]:
    """The zygote inside bubblewrap, as root behind the drop to a uid of its own.

    Args:
        control: the descriptor of the zygote's end of the control socket.
        environment: all that is in its environment.
        devices: device files that it may open beside the harmless ones.

    Raises:
        SandboxUnavailable: if bubblewrap is not installed.
    """
    bubblewrap = shutil.which("bwrap")
    if bubblewrap is None:
        raise SandboxUnavailable(
            "bubblewrap is not installed, and student code is not run without it: "
            "`apt install bubblewrap` (Debian, Ubuntu), `dnf install bubblewrap` (Fedora)"
        )
    binds = visible_folders()
    if os.geteuid() != 0:
        return bubblewrap_command(bubblewrap, binds, control, environment, devices)
    names = {target: f"bind{number}" for number, target in enumerate(binds)}
    staged = {target: f"{STAGE}/{name}" for target, name in names.items()}
    drop = [_real_python(), "-I", "-S", str(Path(__file__).with_name("drop.py")), str(own_uid()), STAGE]
    for target, source in binds.items():
        drop += [source, names[target]]
    return [*drop, "--", *bubblewrap_command(bubblewrap, staged, control, environment, devices)]


def own_uid() -> int | None:
    """The uid of the sandboxes that this process starts; None where it is no root, and they run as itself."""
    return UID_BASE + os.getpid() if os.geteuid() == 0 else None


def visible_folders() -> dict[str, str]:
    """What the sandbox sees beside the system's own folders: path inside to path outside."""
    base = os.path.realpath(sys.base_prefix)
    folders = {"/sandbox/inside": str(INSIDE), "/sandbox/journey": _package_folder("journey")}
    if not base.startswith("/usr"):
        folders[base] = base
    if sys.prefix != sys.base_prefix:
        folders["/env"] = os.path.realpath(sys.prefix)
    return folders


def _package_folder(name: str) -> str:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SandboxUnavailable(f"the package {name!r} is not installed in this environment")
    return os.path.realpath(next(iter(spec.submodule_search_locations)))


def _real_python() -> str:
    return os.path.realpath(sys.executable)


def inside_path(path: Path) -> str:
    """Where a path of the environment stands inside the sandbox."""
    real, prefix = os.path.realpath(path), os.path.realpath(sys.prefix)
    if sys.prefix != sys.base_prefix and (real == prefix or real.startswith(prefix + os.sep)):
        return "/env" + real[len(prefix) :]
    return real


def masked_paths() -> tuple[list[str], list[str]]:
    """Folders and files of this package in the environment, as seen inside: the package, its metadata, editable finders."""
    folders: list[str] = []
    files: list[str] = []
    for folder in map(Path, site.getsitepackages()):
        for entry in sorted((*folder.glob("*"), *folder.glob("__pycache__/__editable__*"))):
            name = entry.name.lower().replace("-", "_")
            if name == "autograder" or name.startswith("genai_autograder"):
                (folders if entry.is_dir() else files).append(inside_path(entry))
            elif name.startswith("__editable__") and entry.is_file():
                files.append(inside_path(entry))
    return folders, files


def shown_paths() -> list[str]:
    """All that the zygote may see; it refuses to start where it sees more."""
    system = [f"/{name}" for name in (*SYSTEM_FOLDERS, "usr", "proc", "dev", "tmp")]
    return [*system, *SYSTEM_FILES, HUGE_PAGES, *visible_folders()]


def bubblewrap_command(
    bubblewrap: str,
    binds: dict[str, str],
    control: int,
    environment: Mapping[str, str] = ENVIRONMENT,
    devices: Sequence[Path] = (),
) -> list[str]:
    """The bubblewrap command line.

    Args:
        bubblewrap: its path.
        binds: path inside to the path outside that is bound there, read-only.
        control: the descriptor of the zygote's end of the control socket.
        environment: all that is in its environment.
        devices: device files that it may open beside the harmless ones.
    """
    command = [
        bubblewrap,
        "--unshare-all",
        "--unshare-user",
        "--uid",
        "1000",
        "--gid",
        "1000",
        "--new-session",
        "--as-pid-1",
    ]
    command += ["--ro-bind", "/usr", "/usr"]
    for name in SYSTEM_FOLDERS:
        folder = f"/{name}"
        if os.path.islink(folder):
            command += ["--symlink", os.readlink(folder), folder]
        elif os.path.isdir(folder):
            command += ["--ro-bind", folder, folder]
    command += ["--dir", "/etc"]
    for file in (*SYSTEM_FILES, HUGE_PAGES):
        command += ["--ro-bind-try", file, file]
    for target, source in binds.items():
        command += ["--ro-bind", source, target]
    folders, files = masked_paths()
    for path in folders:
        command += ["--tmpfs", path, "--remount-ro", path]
    for path in files:
        command += ["--ro-bind", "/dev/null", path]
    command += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    for device in devices:
        command += ["--dev-bind", str(device), str(device)]
    command += ["--remount-ro", "/dev", "--remount-ro", "/"]
    command += ["--hostname", "sandbox", "--clearenv"]
    for name, value in environment.items():
        command += ["--setenv", name, value]
    python = (
        inside_path(Path(sys.executable)) if sys.prefix == sys.base_prefix else f"/env/bin/{Path(sys.executable).name}"
    )
    return [*command, "--", python, "-c", BOOT.format(path="/sandbox", control=control)]


def configuration(limits: Any, preload: Sequence[str], *, isolated: bool, with_gpu: bool = False) -> bytes:
    """What the zygote is told once, as a line of JSON.

    Args:
        limits: the course's :class:`~autograder.course.Limits`.
        preload: the modules that it imports before it forks.
        isolated: whether it runs inside bubblewrap.
        with_gpu: whether models are trained on a GPU: CUDA reserves far more address space than it uses.
    """
    config: dict[str, Any] = {"isolated": isolated, "preload": list(preload)}
    if isolated:
        from autograder.sandbox.seccomp import compile_filter

        config |= {
            "shown": shown_paths(),
            "hidden": [str(PACKAGE / "graders"), str(PACKAGE / "cli.py"), inside_path(PACKAGE / "cli.py")],
            "seccomp": compile_filter().hex(),
            "tmp_bytes": limits.tmp_bytes,
            "address_bytes": 0 if with_gpu else 2 * limits.memory_bytes,
            "limits": {
                "processes": limits.processes,
                "file_bytes": limits.file_bytes,
                "cpu_seconds": int(limits.cells_seconds) + 3600,
            },
        }
    return json.dumps(config).encode() + b"\n"
