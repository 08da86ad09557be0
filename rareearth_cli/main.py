"""The group of all commands, and the only place where an error becomes an exit status."""

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
from typing import Any

import click

from rareearth_cli import __version__
from rareearth_cli.cli.exit_status import BROKEN_PIPE, ERROR, INTERRUPTED, INVALID, OK
from rareearth_cli.cli.streams import ClosedOutput, Verbosity, verbosity_options, write_stderr
from rareearth_cli.commands.check.command import check
from rareearth_cli.commands.cite import cite
from rareearth_cli.commands.compare.command import compare
from rareearth_cli.commands.convert import convert
from rareearth_cli.commands.estimates import estimates
from rareearth_cli.commands.help import build_command_epilog, build_group_epilog, help_, read_docstring
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


class CommandGroup(click.Group):
    """The group of all commands, which turns every error into its documented exit status.

    An uncaught error never ends with status 1, which means that a check found something.
    """

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a command with the verbosity options and the help epilog that all commands have."""
        subcommands = cmd.commands.values() if isinstance(cmd, click.Group) else ()
        for path, command in ((f"{cmd.name}", cmd), *((f"{cmd.name} {sub.name}", sub) for sub in subcommands)):
            if command.help is None and command.callback is not None:
                command.help = read_docstring(command.callback)
            command.params += verbosity_options()
            command.epilog = build_command_epilog(path)
        super().add_command(cmd, name)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """List the commands in the order in which they were added, the most used first."""
        return list(self.commands)

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> Any:  # type: ignore[override]
        """Run a command and exit the interpreter with its documented status."""
        extra["standalone_mode"] = False
        if "_RAREEARTH_COMPLETE" in os.environ:
            from rareearth_cli.cli.completion import register_shells

            register_shells()
        sys.exit(self._run(args, extra))

    def _run(self, args: Sequence[str] | None, extra: dict[str, Any]) -> int:
        verbosity = extra["obj"] = Verbosity()
        try:
            status = super().main(args, **extra)
        except Exception as error:
            if verbosity.debug:
                write_stderr(traceback.format_exc())
            if isinstance(error, MemoryError):
                error.__traceback__ = None  # its frames hold memory that the message needs
            return _report_error(error)
        return status if isinstance(status, int) else OK


def _report_error(error: Exception) -> int:
    """Write the message of an error to standard error and return its exit status."""
    match error:
        case click.Abort():
            return INTERRUPTED
        case BrokenPipeError():
            return BROKEN_PIPE
        case InvalidDataset():
            write_stderr(str(error))
            return INVALID
        case click.ClickException():
            message = io.StringIO()
            error.show(message)
            write_stderr(message.getvalue().removesuffix("\n"))
        case RareEarthError():
            write_stderr(f"Error: {error}")
        case OSError():
            write_stderr(f"Error: {_describe_os_error(error)}")
        case MemoryError():
            error.__traceback__ = None  # its frames refer to the objects that took the memory
            write_stderr("Error: not enough memory; ask for fewer figures, or read smaller files")
        case _:
            write_stderr(f"Error: internal error: {type(error).__name__}: {error}")
            write_stderr("This is a defect of rareearth: --debug shows where it comes from; please report that.")
    return ERROR


def _describe_os_error(error: OSError) -> str:
    """Describe an error of the operating system: where, what, and a remedy where there is an obvious one."""
    where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    message = error.strerror or str(error)
    # Messages of our own already contain a remedy.
    remedy = _REMEDIES.get(error.errno or 0) if message == os.strerror(error.errno or 0) else None
    return f"{where}{message}" + (f"; {remedy}" if remedy else "")


@click.group(
    cls=CommandGroup,
    epilog=build_group_epilog(),
    context_settings={"help_option_names": ["-h", "--help"]},
    params=verbosity_options(),
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def rareearth() -> None:
    """Compare what sources publish about rare earths, and say why they differ.

    \b
    rareearth compare russia
    rareearth compare brazil --as-of 2026-04-30
    rareearth compare --all -f csv -o all.csv
    rareearth estimates --id rus-balance-2023 --columns value_t --no-header
    """


if rareearth.help is None and rareearth.callback is not None:
    rareearth.help = read_docstring(rareearth.callback)
for command in (
    compare, check, report, history, rank, share, trace, convert, estimates, sources, cite, places, import_, validate,
    help_,
):  # fmt: skip
    rareearth.add_command(command)


def main() -> None:
    """Run the ``rareearth`` command. A closed pipe ends it silently, as with other tools."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for signum in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        if signal.getsignal(signum) is signal.SIG_DFL:
            signal.signal(signum, _exit_on_signal)
    # A command runs too briefly for garbage collection to pay off; importing pandas alone triggers dozens of
    # collections (measured: 8 % of the time of 'compare russia').
    gc.disable()
    # numpy would start threads for linear algebra, which this program does not use (measured: 2 % of the time).
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    status = ERROR
    if sys.stdout is None:
        sys.stdout = ClosedOutput()

    def end_process() -> None:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):  # the stream is closed or missing
                stream.flush()
        os._exit(status)

    # Unloading pandas takes longer than answering a question (measured: 18 % of the time of 'compare russia'). What
    # is registered first runs last, after the libraries have cleaned up.
    atexit.register(end_process)
    try:
        rareearth(prog_name="rareearth")
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else OK
    except KeyboardInterrupt:  # raised outside the code that click guards
        status = INTERRUPTED


def _exit_on_signal(signum: int, _frame: object) -> None:
    """Exit through the normal cleanup, so that no incomplete file is left behind."""
    sys.exit(128 + signum)
