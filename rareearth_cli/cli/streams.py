"""What a command writes to: standard output, a file that is replaced as a whole, and standard error for messages."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, TextIO

import click

#: The middle of a longer line is cut out, so that a very long argument cannot fill the screen.
_MAX_LINE_LENGTH = 1_000
#: Names of standard output. A file that it is redirected to is written to, never replaced.
_STDOUT_NAMES = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


class ClosedOutput(io.TextIOBase):
    """Standard output that the shell has closed: whatever is written fails, so that no answer is lost in silence."""

    @property
    def buffer(self) -> IO[bytes]:
        """Fail, for there is nothing to write to."""
        raise OSError(errno.EBADF, "it is closed: write to a file with -o", "standard output")

    def write(self, text: str) -> int:  # noqa: ARG002
        """Fail, for there is nothing to write to."""
        raise OSError(errno.EBADF, "it is closed", "standard output")


def is_stdout(path: Path | None) -> bool:
    """Tell whether a path means standard output."""
    return path is None or str(path) in _STDOUT_NAMES


def open_output(path: Path | None, *, for_people: bool) -> contextlib.AbstractContextManager[TextIO]:
    """Open standard output, or a file that is replaced as a whole when the block ends.

    Text for people is encoded for their terminal, other text in UTF-8; binary formats write to the ``buffer``.
    """
    return _open_stdout(for_people) if is_stdout(path) else _open_replacement(path or Path("-"))


def is_terminal() -> bool:
    """Tell whether standard output is a terminal."""
    return sys.stdout.isatty()


@contextlib.contextmanager
def _open_stdout(for_people: bool) -> Iterator[TextIO]:
    """Open standard output: in UTF-8 for programs, in the encoding of the terminal for people."""
    binary = sys.stdout.buffer
    encoding = (sys.stdout.encoding or "utf-8") if for_people else "utf-8"
    stream = io.TextIOWrapper(binary, encoding=encoding, errors="backslashreplace", newline="", write_through=False)
    try:
        yield stream
        stream.flush()
    except OSError as error:
        _discard_buffer(binary)
        raise OSError(error.errno, error.strerror, "standard output") from error
    finally:
        with contextlib.suppress(OSError, ValueError):
            stream.detach()


@contextlib.contextmanager
def _open_replacement(path: Path) -> Iterator[TextIO]:
    """Open a file that is either written completely or left unchanged; write to a device or a pipe directly."""
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
        folder = target.parent if path.is_symlink() else path.parent
        raise OSError(errno.ENOENT, "no such folder: make it first", str(folder))
    if target.exists() and not target.stat().st_mode & 0o222:
        raise OSError(errno.EACCES, "it is read-only: make it writable, or name another file", str(path))
    try:
        with _open_draft(target) as stream:
            yield stream
    except OSError as error:
        state = "is as it was" if target.exists() else "is not written"
        raise OSError(error.errno, f"{error.strerror}; the file {state}", str(path)) from error


@contextlib.contextmanager
def _open_draft(target: Path) -> Iterator[TextIO]:
    """Open a temporary file in the target's folder that replaces the target once it is complete and on the disk."""
    # The name is chosen before the file exists, so that a signal at any moment leaves no temporary file behind.
    draft = target.parent / f".rareearth-{os.urandom(8).hex()}"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_read_umask())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _read_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@dataclass
class Verbosity:
    """How much the user wants to see on standard error, and when the command started."""

    quiet: bool = False
    verbose: bool = False
    debug: bool = False
    started: float = field(default_factory=time.perf_counter)


def verbosity_options() -> list[click.Option]:
    """Create ``--quiet``, ``--verbose`` and ``--debug``, which are accepted before and after a command's name."""
    return [
        _flag_option("-q", "--quiet", text="No notes on stderr, errors alone."),
        _flag_option("-v", "--verbose", text="Say on stderr what is read and written."),
        _flag_option("--debug", text="Show where an error comes from.", envvar="RAREEARTH_DEBUG"),
    ]


def warn(text: str) -> None:
    """Write a note to standard error, unless ``--quiet`` is set."""
    if not _current_verbosity().quiet:
        write_stderr(f"Note: {text}")


def log_progress(text: str) -> None:
    """With ``--verbose``, write what is being done, with the seconds since the command started."""
    verbosity = _current_verbosity()
    if verbosity.verbose:
        write_stderr(f"{time.perf_counter() - verbosity.started:6.3f} s  {text}")


def fold_for_terminal(text: str, stream: TextIO) -> str:
    """Fold long lines between words if a stream is a terminal; files and pipes get them whole."""
    if not stream.isatty():
        return text
    import shutil
    import textwrap

    width = shutil.get_terminal_size().columns
    return "\n".join(
        textwrap.fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )


def write_stderr(text: str) -> None:
    """Write sanitized text to standard error; a failure to write changes neither the result nor the exit status."""
    try:
        click.echo(fold_for_terminal(sanitize_message(text), sys.stderr), err=True)
    except (OSError, ValueError):
        _discard_buffer(sys.stderr)


def _discard_buffer(stream: IO[Any]) -> None:
    """Discard what is left to write: it would raise a second error when the interpreter closes the stream."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def sanitize_message(text: str) -> str:
    """Escape control characters in a message and shorten its overlong lines.

    Names and arguments quoted in a message may contain anything.
    """
    lines = (line if len(line) <= _MAX_LINE_LENGTH else f"{line[:600]} … {line[-300:]}" for line in text.split("\n"))
    return "".join(char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in "\n".join(lines))


def _flag_option(*names: str, text: str, envvar: str | None = None) -> click.Option:
    return click.Option(
        names, is_flag=True, is_eager=True, expose_value=False, callback=_set_verbosity, help=text, envvar=envvar,
        show_envvar=True,
    )  # fmt: skip


def _set_verbosity(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    verbosity = ctx.ensure_object(Verbosity)
    if value and param.name is not None:
        setattr(verbosity, param.name, True)
    if verbosity.quiet and verbosity.verbose:
        raise click.UsageError("--quiet and --verbose contradict each other: leave one of them out", ctx)


def _current_verbosity() -> Verbosity:
    ctx = click.get_current_context(silent=True)
    return (ctx.find_object(Verbosity) if ctx is not None else None) or Verbosity()
