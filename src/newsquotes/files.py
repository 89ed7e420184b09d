"""Files: which id one gets, how it is opened and read as text, how output is written."""

from __future__ import annotations

import codecs
import contextlib
import errno
import glob
import gzip
import io
import os
import stat
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

from newsquotes.decoding import decode
from newsquotes.errors import InputError, InputWarning, of_system, printable, tell
from newsquotes.extras import need
from newsquotes.office import what_binary
from newsquotes.wording import gettext, ngettext

STDIN = "-"
MOST = 1 << 29
"""The bytes that a file which is read as a whole may hold, after decompression."""
_KINDS_SHOWN = 5
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_COMPRESSED = (".gz", ".zst")
_ZSTD_MODULE = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


def ids_of(paths: Sequence[str]) -> dict[str, str]:
    """Path → document id: the file name without its ending, or the path as given where two ids would collide.

    >>> ids_of(["a/one.txt.gz", "a/two.txt", "b/two.txt", "-"])
    {'a/one.txt.gz': 'one', 'a/two.txt': 'a/two.txt', 'b/two.txt': 'b/two.txt', '-': '-'}
    """
    ids = {path: path if path == STDIN else Path(uncompressed_name(path)).stem for path in paths}
    # A path that replaces an id may itself be the id of a third file, so look again until nothing collides.
    while colliding := {id_ for id_, count in Counter(ids.values()).items() if count > 1}:
        ids = {path: path if id_ in colliding else id_ for path, id_ in ids.items()}
    return ids


def expanded(paths: Sequence[str], endings: Iterable[str]) -> list[str]:
    """The files that paths name: folders give what they hold of these endings, at any depth, and wildcards what fits.

    Each file once, those of a folder by name; hidden files and folders are left out, and pipes and files of other kinds,
    which a warning tells. A folder without such files and a wildcard that fits nothing stay as they are.
    """
    wanted = tuple(endings)
    found: dict[str, None] = {}
    for path in paths:
        if path == STDIN or (not os.path.isdir(path) and (os.path.lexists(path) or not glob.has_magic(path))):
            found[path] = None
            continue
        fitting = sorted(_files_in(path) if os.path.isdir(path) else glob.glob(path, recursive=True))
        inside = [name for file in fitting for name in (sorted(_files_in(file)) if os.path.isdir(file) else (file,))]
        readable = [name for name in inside if Path(uncompressed_name(name)).suffix.lower() in wanted and not _waits(name)]
        if readable and os.path.isdir(path):
            _tell_left_out(path, set(inside).difference(readable))
        found |= dict.fromkeys(readable or [path])  # whoever opens it says what is wrong
    return list(found)


def _tell_left_out(folder: str, names: Iterable[str]) -> None:
    """What a folder holds besides: nobody should think that it was read too."""
    kinds = Counter(Path(name).suffix.lower() or Path(name).name for name in names)
    if not kinds:
        return
    shown = ", ".join(f"{kind} ({number})" for kind, number in kinds.most_common(_KINDS_SHOWN))
    message = ngettext(
        "{folder}: {number} file of another kind is left out: {kinds}",
        "{folder}: {number} files of other kinds are left out: {kinds}",
        kinds.total(),
        folder=folder,
        kinds=shown if len(kinds) <= _KINDS_SHOWN else f"{shown} …",
    )
    tell(message, InputWarning)


def _files_in(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(place, name) for name in names if not name.startswith("."))


def _waits(path: str) -> bool:
    """Whether opening a path of a folder may wait for ever: a named pipe, a socket, a device."""
    return Path(path).exists() and not Path(path).is_file()


def uncompressed_name(path: str) -> str:
    """The path without the ending that says how it is compressed.

    >>> uncompressed_name("news/most.jsonl.zst")
    'news/most.jsonl'
    """
    return path[: -len(Path(path).suffix)] if Path(path).suffix.lower() in _COMPRESSED else path


def name_of(path: str) -> str:
    """What messages call a path."""
    return gettext("standard input") if path == STDIN else path


@contextlib.contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """The bytes of a file or of standard input, decompressed where they are gzip or Zstandard.

    Raises :class:`InputError` with a message for people, also where reading fails later on.
    """
    with contextlib.ExitStack() as stack:
        raw = sys.stdin.buffer if path == STDIN else stack.enter_context(_open(path))
        file = cast("BinaryIO", raw if hasattr(raw, "peek") else io.BufferedReader(raw))
        try:
            yield _decompressed(file, stack)
        except EOFError as exc:
            raise InputError(gettext("cannot be decompressed: it is cut off")) from exc
        except (zlib.error, gzip.BadGzipFile) as exc:
            raise InputError(gettext("cannot be decompressed: it is damaged")) from exc
        except OSError as exc:
            raise InputError(gettext("cannot be read: {why}", why=of_system(exc))) from exc


def _open(path: str) -> BinaryIO:
    try:
        return open(path, "rb")
    except IsADirectoryError:
        raise InputError(gettext("is a folder that holds no file of a kind that is read; name the files in it")) from None
    except FileNotFoundError:
        raise InputError(gettext("no such file")) from None
    except (OSError, ValueError) as exc:
        raise InputError(gettext("cannot be read: {why}", why=of_system(exc) if isinstance(exc, OSError) else exc)) from exc


def _decompressed(file: BinaryIO, stack: contextlib.ExitStack) -> BinaryIO:
    head = file.peek(4)[:4]  # type: ignore[attr-defined]
    if head.startswith(_GZIP):
        return cast("BinaryIO", stack.enter_context(gzip.open(file)))
    if head == _ZSTD:
        zstd = need(_ZSTD_MODULE, "formats", "reading a Zstandard file")
        stack.enter_context(_zstd_errors(zstd.ZstdError))
        return cast("BinaryIO", stack.enter_context(zstd.ZstdFile(file)))
    return file


@contextlib.contextmanager
def _zstd_errors(error: type[Exception]) -> Iterator[None]:
    try:
        yield
    except error as exc:
        raise InputError(gettext("cannot be decompressed: it is damaged")) from exc


def read_bytes(path: str) -> bytes:
    """All bytes of a file or of standard input, decompressed where they are compressed.

    Raises :class:`InputError` where they are more than :data:`MOST`, as those of a file made to fill the memory.
    """
    with opened(path) as file:
        data = file.read(MOST + 1)
    if len(data) > MOST:
        raise InputError(gettext("holds more than {most} MB; cut it into articles, or into lines of JSON", most=MOST >> 20))
    return data


def read_text(path: str) -> str:
    """The text of a file as it is: line ends stay, only a byte order mark at its start is dropped.

    Offsets count from the first character after that mark. The file is UTF-8, or UTF-16 with a mark; where it is certainly
    Windows-1251, KOI8-R or UTF-16 without a mark, an :class:`~newsquotes.InputWarning` says so. Raises
    :class:`InputError` with a message for people.
    """
    return decoded(path, read_bytes(path))


def decoded(path: str, data: bytes) -> str:
    """The text of these bytes; a warning names the path where their encoding is guessed."""
    if what := what_binary(data):
        raise InputError(what)
    done = decode(data)
    if done.guessed:
        tell(
            gettext("{name}: is not UTF-8; taken for {encoding} by its letters", name=name_of(path), encoding=done.encoding),
            InputWarning,
        )
    return done.text


def check_target(path: str, sources: Iterable[str], *, folder: bool = False) -> None:
    """Raise :class:`InputError` where ``path`` cannot be written to, or is one of the sources, under whatever name."""
    if path == STDIN:
        return
    target = Path(path)
    if target.is_dir() and not folder:
        raise InputError(gettext("{path} is a directory; name a file in it", path=path))
    if not target.absolute().parent.is_dir():
        raise InputError(gettext("{path}: there is no directory {parent}", path=path, parent=target.parent))
    if target.exists() and any(source != STDIN and Path(source).exists() and target.samefile(source) for source in sources):
        raise InputError(gettext("{path} is one of the files to read; it would be overwritten", path=path))


@contextlib.contextmanager
def written(path: str | None) -> Iterator[BinaryIO]:
    """A binary file to write to: standard output, or ``path``, which appears (or changes) only when all is written."""
    if path is None or path == STDIN:
        with naming(gettext("standard output")):
            yield cast("BinaryIO", _Screen(sys.stdout.buffer)) if sys.stdout.isatty() else sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    target = os.path.realpath(path)
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG | 0o666 & ~_umask()
    if not stat.S_ISREG(mode):  # /dev/null, a named pipe: nothing to replace
        with naming(path), open(target, "wb") as file:
            yield file
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{Path(target).name}.", dir=Path(target).parent)
    except OSError as exc:
        raise OSError(exc.errno, exc.strerror, path) from exc
    try:
        with naming(path):
            with open(handle, "wb") as file:
                yield file
            os.chmod(name, stat.S_IMODE(mode))
            os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


@contextlib.contextmanager
def naming(path: str) -> Iterator[None]:
    """Where there is no room to write on, the error names ``path``."""
    try:
        yield
    except OSError as exc:
        if no_room(exc):
            raise OSError(exc.errno, exc.strerror, path) from exc
        raise


def no_room(exc: OSError) -> bool:
    """Whether nothing more can be written on a disk, whatever the file."""
    return exc.errno in _NO_ROOM


class _Screen(io.BufferedIOBase):
    """Text in UTF-8 on its way to a terminal, without what a terminal would obey."""

    def __init__(self, terminal: BinaryIO) -> None:
        self._terminal = terminal
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._terminal.write(printable(self._decode(bytes(data))).encode())
        return len(data)

    def flush(self) -> None:
        self._terminal.flush()


@contextlib.contextmanager
def compressed(file: BinaryIO, path: str) -> Iterator[BinaryIO]:
    """A file to write to whose bytes go into ``file`` compressed, if the ending of ``path`` says so."""
    suffix = Path(path).suffix.lower()
    if suffix == ".gz":
        with gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed:
            yield cast("BinaryIO", packed)
    elif suffix == ".zst":
        with need(_ZSTD_MODULE, "formats", "writing a Zstandard file").ZstdFile(file, "w") as packed:
            yield cast("BinaryIO", packed)
    else:
        yield file


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
