"""Files that were handed in, opened as what they should be: regular files, reached by no link, and bounded.

Whoever handed them in may have put a pipe, a device, a link, or a file of terabytes without content in their place.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


def open_submitted(path: Path) -> BinaryIO:
    """Open a regular file for reading.

    Raises:
        OSError: if there is none, if it is a link, or anything but a regular file.
        ValueError: if no file can have such a name.
    """
    # Not through a link, and not waiting for whoever writes to a pipe.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return open(descriptor, "rb")


def read_submitted(path: Path, most: int) -> bytes | None:
    """The content of a small file.

    Args:
        path: the file.
        most: the most bytes that it may have.

    Returns:
        Its content; None if it is not there, cannot be read, is no regular file, or is larger.
    """
    try:
        with open_submitted(path) as file:
            if os.fstat(file.fileno()).st_size > most:
                return None
            content = file.read(most + 1)  # it may have grown
    except (OSError, ValueError):
        return None
    return content if len(content) <= most else None


def copy_submitted(path: Path, target: BinaryIO, most: int) -> int | None:
    """Copy a file's content.

    Args:
        path: the file.
        target: where to, open for writing.
        most: the most bytes that it may have.

    Returns:
        How many bytes it had; None if it cannot be read, is no regular file, or is larger. Then part of it may be copied.

    Raises:
        OSError: if the target cannot be written.
    """
    try:
        file = open_submitted(path)
    except (OSError, ValueError):
        return None
    with file:
        if os.fstat(file.fileno()).st_size > most:
            return None
        copied = 0
        while chunk := file.read(1 << 20):
            copied += len(chunk)
            if copied > most:
                return None
            target.write(chunk)
    return copied
