"""The group of all commands, and the one place where an error becomes an exit status."""

import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

import click

from rareearth_cli import __version__
from rareearth_cli.commands.cite import cite
from rareearth_cli.commands.compare import compare
from rareearth_cli.commands.convert import convert
from rareearth_cli.commands.estimates import estimates
from rareearth_cli.commands.history import history
from rareearth_cli.commands.importing import import_
from rareearth_cli.commands.places import places
from rareearth_cli.commands.rank import rank
from rareearth_cli.commands.report import report
from rareearth_cli.commands.share import share
from rareearth_cli.commands.sources import sources
from rareearth_cli.commands.status import INTERRUPTED, INVALID, OK, READER_GONE, TROUBLE
from rareearth_cli.commands.trace import trace
from rareearth_cli.commands.validate import validate
from rareearth_cli.domain.errors import InvalidDataset, RareEarthError

_EPILOG = """\b
Exit status: 0 fine, 1 what you asked to be checked for was found,
2 usage or failure, 3 invalid dataset, 130 interrupted."""


def visible(text: str) -> str:
    """A message without what a name or an argument may hold to steer the terminal."""
    return "".join(char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in text)


class Commands(click.Group):
    """The group; uncaught errors never end as 1, which means "found"."""

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> Any:  # type: ignore[override]
        """Run a command and leave the interpreter with its documented status."""
        extra["standalone_mode"] = False
        sys.exit(self._status(args, extra))

    def _status(self, args: Sequence[str] | None, extra: dict[str, Any]) -> int:
        try:
            status = super().main(args, **extra)
            return status if isinstance(status, int) else OK
        except InvalidDataset as error:
            click.echo(visible(str(error)), err=True)
            return INVALID
        except click.Abort:
            return INTERRUPTED
        except click.ClickException as error:
            said = io.StringIO()
            error.show(said)
            click.echo(visible(said.getvalue()), err=True, nl=False)
            return TROUBLE
        except RareEarthError as error:
            click.echo(f"Error: {visible(str(error))}", err=True)
            return TROUBLE
        except BrokenPipeError:
            return READER_GONE
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"Error: {where}{error.strerror or error}", err=True)
            return TROUBLE
        except Exception as error:
            if os.environ.get("RAREEARTH_DEBUG"):
                raise
            click.echo(f"Error: internal error: {type(error).__name__}: {error}", err=True)
            click.echo("This is a defect: RAREEARTH_DEBUG=1 shows where it comes from.", err=True)
            return TROUBLE


@click.group(cls=Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
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
):  # fmt: skip
    rareearth.add_command(command)


def main() -> None:
    """The ``rareearth`` command. A reader that closes the pipe ends it silently, as with other tools."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # A command lives for a moment and leaves no cycles worth looking for; importing pandas alone sets off dozens
    # of collections (measured: 7 % of the wall time of 'compare russia').
    gc.disable()
    rareearth(prog_name="rareearth")
