"""Files of the command: which id a file gets, how it is read, how output is written."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from newsquotes.errors import InputError

STDIN = "-"
_BOM = b"\xef\xbb\xbf"


def ids_of(paths: Sequence[str]) -> dict[str, str]:
    """Path → document id: the file name without its ending, or the path as given where two ids would collide.

    >>> ids_of(["a/one.txt", "a/two.txt", "b/two.txt", "-"])
    {'a/one.txt': 'one', 'a/two.txt': 'a/two.txt', 'b/two.txt': 'b/two.txt', '-': '-'}
    """
    ids = {path: path if path == STDIN else Path(path).stem for path in paths}
    # A path that replaces an id may itself be the id of a third file, so look again until nothing collides.
    while colliding := {id_ for id_, count in Counter(ids.values()).items() if count > 1}:
        ids = {path: path if id_ in colliding else id_ for path, id_ in ids.items()}
    return ids


def read_text(path: str) -> str:
    """The text of a UTF-8 file as it is: line ends stay, only a byte order mark at its start is dropped.

    Offsets count from the first character after that mark. Raises :class:`InputError` with a message for people.
    """
    try:
        data = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except IsADirectoryError:
        raise InputError("is a directory; name the files in it, for instance with a wildcard") from None
    except FileNotFoundError:
        raise InputError("no such file") from None
    except (OSError, ValueError) as exc:
        raise InputError(f"cannot be read: {getattr(exc, 'strerror', None) or exc}") from exc
    data = data.removeprefix(_BOM)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as exc:
        hint = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "perhaps windows-1251"
        raise InputError(
            f"is not UTF-8 text (byte 0x{data[exc.start]:02x} at offset {exc.start}; {hint}?); convert it to UTF-8 first"
        ) from None


@contextlib.contextmanager
def written(path: str | None) -> Iterator[BinaryIO]:
    """A binary file to write to: standard output, or ``path``, which appears (or changes) only when all is written."""
    if path is None or path == STDIN:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = os.path.realpath(path)
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG | 0o666 & ~_umask()
    if not stat.S_ISREG(mode):  # /dev/null, a named pipe: nothing to replace
        with open(target, "wb") as file:
            yield file
        return
    handle, name = tempfile.mkstemp(prefix=f".{Path(target).name}.", dir=Path(target).parent)
    try:
        with open(handle, "wb") as file:
            yield file
        os.chmod(name, stat.S_IMODE(mode))
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
