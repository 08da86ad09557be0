"""Where a result goes: standard output, or a file that is opened late and replaced whole."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

#: Names of standard output: a file that it is redirected to is written on, never replaced.
_STDOUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


def goes_to_stdout(path: Path | None) -> bool:
    """Whether what is written goes to standard output.

    Raises:
        OSError: it does, and is closed.

    """
    to_stdout = path is None or str(path) in _STDOUT
    if to_stdout and sys.stdout is None:
        raise OSError(errno.EBADF, "it is closed: write to a file with -o", "standard output")
    return to_stdout


def opened(path: Path | None, *, for_people: bool) -> contextlib.AbstractContextManager[TextIO]:
    """The stream to write on: standard output, or a file that is replaced whole. Bytes go to its ``buffer``."""
    return _stdout(for_people) if goes_to_stdout(path) else _whole_file(path or Path("-"))


def is_terminal() -> bool:
    """Whether somebody sees standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


@contextlib.contextmanager
def _stdout(for_people: bool) -> Iterator[TextIO]:
    """Standard output: programs get UTF-8, people what their terminal can show."""
    binary = sys.stdout.buffer
    encoding = (sys.stdout.encoding or "utf-8") if for_people else "utf-8"
    stream = io.TextIOWrapper(binary, encoding=encoding, errors="backslashreplace", newline="", write_through=False)
    try:
        yield stream
        stream.flush()
    except OSError as error:
        # What is left in the buffer must not fail a second time when the interpreter closes it.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), binary.fileno())
        raise OSError(error.errno, error.strerror, "standard output") from error
    finally:
        with contextlib.suppress(OSError, ValueError):
            stream.detach()


@contextlib.contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    """A file that is either written whole or left as it was; a device or pipe is written directly."""
    if not path.name:
        raise click.UsageError("-o needs the name of a file, or - for standard output")
    if path.exists() and not path.is_file():
        try:
            with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
                yield stream
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(path)) from error
        return
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, "a link that leads to itself: name another file", str(path))
    if not target.parent.is_dir():
        raise OSError(errno.ENOENT, "no such folder: make it first", str(path.parent))
    try:
        with _draft_of(target) as stream:
            yield stream
    except OSError as error:
        state = "is as it was" if target.exists() else "is not written"
        raise OSError(error.errno, f"{error.strerror}; the file {state}", str(path)) from error


@contextlib.contextmanager
def _draft_of(target: Path) -> Iterator[TextIO]:
    """A file beside the target that takes its place once it is whole and on the disk."""
    # Its name is known before it is there: a signal in between finds nothing that could be left behind.
    draft = target.parent / f".rareearth-{os.urandom(8).hex()}"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
