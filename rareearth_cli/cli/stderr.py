"""Messages on standard error: notes, progress, errors and tracebacks, and the options that control them."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from dataclasses import dataclass, field

import click

#: The middle of a longer line is cut out, so that a very long argument cannot fill the screen.
_MAX_LINE_LENGTH = 1_000


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


def write_stderr(text: str) -> None:
    """Write sanitized text to standard error; a failure to write changes neither the result nor the exit status."""
    try:
        click.echo(sanitize_message(text), err=True)
    except (OSError, ValueError):
        # Text left in the buffer would raise a second error when the interpreter closes the stream.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


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
