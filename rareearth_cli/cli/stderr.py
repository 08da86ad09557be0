"""What is said on standard error beside the result: notes, what was read and written, tracebacks."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from dataclasses import dataclass, field

import click

#: A line of a message that is longer loses its middle: the names people type are no novels.
_LONGEST = 1_000


@dataclass
class Speech:
    """How much the user wants to be told, and when the command began."""

    quiet: bool = False
    verbose: bool = False
    debug: bool = False
    began: float = field(default_factory=time.perf_counter)


def speech_options() -> list[click.Option]:
    """``--quiet``, ``--verbose`` and ``--debug``: before a command or, as people type them, after it."""
    return [
        _option("-q", "--quiet", text="No notes on stderr, errors alone."),
        _option("-v", "--verbose", text="Say on stderr what is read and written."),
        _option("--debug", text="Show where an error comes from.", envvar="RAREEARTH_DEBUG"),
    ]


def warn(text: str) -> None:
    """A remark that is no data: to stderr, unless the user wants none."""
    if not _speech().quiet:
        say(f"Note: {text}")


def tell(text: str) -> None:
    """What is being done, for a user who asked, with the time since the command began."""
    speech = _speech()
    if speech.verbose:
        say(f"{time.perf_counter() - speech.began:6.3f} s  {text}")


def say(text: str) -> None:
    """Text on stderr that can steer no terminal. A stderr that takes nothing changes neither result nor status."""
    try:
        click.echo(visible(text), err=True)
    except (OSError, ValueError):
        # What is left in the buffer must not fail a second time when the interpreter closes it.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def visible(text: str) -> str:
    """A message without what a name or an argument may hold to steer the terminal or to fill it."""
    lines = (line if len(line) <= _LONGEST else f"{line[:600]} … {line[-300:]}" for line in text.split("\n"))
    return "".join(char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in "\n".join(lines))


def _option(*names: str, text: str, envvar: str | None = None) -> click.Option:
    return click.Option(
        names, is_flag=True, is_eager=True, expose_value=False, callback=_heed, help=text, envvar=envvar,
        show_envvar=True,
    )  # fmt: skip


def _heed(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    speech = ctx.ensure_object(Speech)
    if value and param.name is not None:
        setattr(speech, param.name, True)
    if speech.quiet and speech.verbose:
        raise click.UsageError("--quiet and --verbose contradict each other: leave one of them out", ctx)


def _speech() -> Speech:
    ctx = click.get_current_context(silent=True)
    return (ctx.find_object(Speech) if ctx is not None else None) or Speech()
