"""Run as root, just before bubblewrap: drop to a uid of its own, with what the sandbox needs bound where that uid can see it.

Bubblewrap's own user mapping is not enough: the host's root that is shown as uid 1000 inside still is the host's root to
the file system. And ``/root``, where an interpreter or an environment often lives, is closed to every other uid. So this
script enters a private mount namespace, binds each needed folder under a fresh tmpfs, gives up root for good, and executes
bubblewrap. It is run by path with ``python -I -S`` and uses the standard library alone.

Usage: ``drop.py UID STAGE [SOURCE NAME]… -- COMMAND…``
"""

import ctypes
import os
import stat
import sys

CLONE_NEWNS = 0x00020000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18


def main(argv: list[str]) -> None:
    """Stage the folders, drop root, and become the command."""
    split = argv.index("--")
    uid, stage, binds, command = int(argv[0]), argv[1], argv[2:split], argv[split + 1 :]
    libc = ctypes.CDLL(None, use_errno=True)

    def check(result: int, step: str) -> None:
        if result < 0:
            code = ctypes.get_errno()
            raise OSError(code, f"{step}: {os.strerror(code)}")

    def mount(source: str, target: str, kind: str, flags: int, options: str) -> None:
        arguments = (source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode())
        check(libc.mount(*arguments), f"mount {target}")

    check(libc.unshare(CLONE_NEWNS), "unshare")
    mount("none", "/", "", MS_REC | MS_PRIVATE, "")
    # Opened before the stage is mounted: a source may stand below it. Closed by themselves when the command starts.
    sources = {name: os.open(source, os.O_PATH) for source, name in zip(binds[::2], binds[1::2], strict=True)}
    mount("tmpfs", stage, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=1m")
    for name, source in sources.items():
        target = f"{stage}/{name}"
        if stat.S_ISDIR(os.fstat(source).st_mode):
            os.mkdir(target)
        else:
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY))
        mount(f"/proc/self/fd/{source}", target, "", MS_BIND | MS_REC, "")
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    os.chdir("/")
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
