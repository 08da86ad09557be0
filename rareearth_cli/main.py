"""The group of all commands, and the one place where an error becomes an exit status."""

import atexit
import contextlib
import errno
import gc
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from rareearth_cli import __version__
from rareearth_cli.cli.exit_status import INTERRUPTED, INVALID, OK, READER_GONE, TROUBLE
from rareearth_cli.cli.stderr import Speech, say, speech_options
from rareearth_cli.commands.cite import cite
from rareearth_cli.commands.compare.command import compare
from rareearth_cli.commands.convert import convert
from rareearth_cli.commands.estimates import estimates
from rareearth_cli.commands.help import command_epilog, group_epilog, help_
from rareearth_cli.commands.history.command import history
from rareearth_cli.commands.importing import import_
from rareearth_cli.commands.places import places
from rareearth_cli.commands.rank.command import rank
from rareearth_cli.commands.report.command import report
from rareearth_cli.commands.share.command import share
from rareearth_cli.commands.sources import sources
from rareearth_cli.commands.trace.command import trace
from rareearth_cli.commands.validate import validate
from rareearth_cli.model.errors import InvalidDataset, RareEarthError

_REMEDIES = {
    errno.ENOENT: "check its name",
    errno.ENOTDIR: "check its name",
    errno.EISDIR: "name a file",
    errno.EACCES: "ask for permission, or name another file",
    errno.ENOSPC: "make room, or write somewhere else",
}


class Commands(click.Group):
    """The group; uncaught errors never end as 1, which means "found"."""

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a command, which like all of them can be told how much to say, and whose help ends as theirs do."""
        below = cmd.commands.values() if isinstance(cmd, click.Group) else ()
        for path, each in ((f"{cmd.name}", cmd), *((f"{cmd.name} {one.name}", one) for one in below)):
            each.params += speech_options()
            each.epilog = command_epilog(path)
        super().add_command(cmd, name)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands as they were added: what is asked most comes first."""
        return list(self.commands)

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> Any:  # type: ignore[override]
        """Run a command and leave the interpreter with its documented status."""
        extra["standalone_mode"] = False
        if "_RAREEARTH_COMPLETE" in os.environ:
            from click.shell_completion import add_completion_class

            from rareearth_cli.cli.completion import Bash, Zsh

            add_completion_class(Bash)
            add_completion_class(Zsh)
        sys.exit(self._status(args, extra))

    def _status(self, args: Sequence[str] | None, extra: dict[str, Any]) -> int:
        speech = extra["obj"] = Speech()
        try:
            status = super().main(args, **extra)
        except Exception as error:
            if speech.debug:
                say(traceback.format_exc())
            if isinstance(error, MemoryError):
                error.__traceback__ = None  # what its frames hold is needed for the message
            return _ended(error)
        return status if isinstance(status, int) else OK


def _ended(error: Exception) -> int:
    """The status that an error ends with, once it is told."""
    match error:
        case click.Abort():
            return INTERRUPTED
        case BrokenPipeError():
            return READER_GONE
        case InvalidDataset():
            say(str(error))
            return INVALID
        case click.ClickException():
            said = io.StringIO()
            error.show(said)
            say(said.getvalue().removesuffix("\n"))
        case RareEarthError():
            say(f"Error: {error}")
        case OSError():
            say(f"Error: {_refusal(error)}")
        case MemoryError():
            error.__traceback__ = None  # what it refers to is what took the memory
            say("Error: not enough memory; ask for fewer figures, or read smaller files")
        case _:
            say(f"Error: internal error: {type(error).__name__}: {error}")
            say("This is a defect of rareearth: --debug shows where it comes from; please report that.")
    return TROUBLE


def _refusal(error: OSError) -> str:
    """What the system refused: where, what, and what to do where that is plain."""
    where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    said = error.strerror or str(error)
    # What we say ourselves has its remedy in it.
    remedy = _REMEDIES.get(error.errno or 0) if said == os.strerror(error.errno or 0) else None
    return f"{where}{said}" + (f"; {remedy}" if remedy else "")


@click.group(
    cls=Commands,
    epilog=group_epilog(),
    context_settings={"help_option_names": ["-h", "--help"]},
    params=speech_options(),
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def rareearth() -> None:
    """Who says what about rare earths, how far apart, and why.

    \b
    rareearth compare russia
    rareearth compare brazil --as-of 2026-04-30
    rareearth compare --all -f csv -o all.csv
    rareearth estimates --id rus-balance-2023 --columns value_t --no-header
    """


for command in (
    compare, report, history, rank, share, trace, convert, estimates, sources, cite, places, import_, validate,
    help_,
):  # fmt: skip
    rareearth.add_command(command)


def main() -> None:
    """The ``rareearth`` command. A reader that closes the pipe ends it silently, as with other tools."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for ending in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        if signal.getsignal(ending) is signal.SIG_DFL:
            signal.signal(ending, _stop)
    # A command lives for a moment and leaves no cycles worth looking for; importing pandas alone sets off dozens
    # of collections (measured: 7 % of the wall time of 'compare russia').
    gc.disable()
    # Nothing here is linear algebra, whose threads numpy would start (measured: 2 % more).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        rareearth(prog_name="rareearth")
    except SystemExit as ended:
        _leave(ended.code if isinstance(ended.code, int) else OK)
    except KeyboardInterrupt:  # outside of what click looks after
        _leave(INTERRUPTED)


def _leave(status: int) -> NoReturn:
    """End the process at once: to take apart what pandas has loaded takes longer than to answer a question."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or never there
            stream.flush()
    os._exit(status)


def _stop(signum: int, _frame: object) -> None:
    """End in order, so that no half-written file is left behind."""
    sys.exit(128 + signum)
