"""The ``rareearth report`` command line: options, the call of the query, and an exit status for scripts."""

import re
import shlex
from functools import partial
from pathlib import Path
from typing import Any

import click

from rareearth_cli.cli.exit_status import FOUND
from rareearth_cli.cli.options import (
    PlaceName,
    dataset_options,
    find_place_codes,
    question_options,
    read_dataset,
)
from rareearth_cli.cli.output_options import OutputOptions, output_options, reject_unit, resolve_format, write_result

_THRESHOLD = re.compile(r"(\d+(?:\.\d+)?)\s*(x|%)", re.ASCII)


class TimesApart(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A threshold for how far apart two figures may be: ``2x`` is twice as much, ``50%`` half as much again."""

    name = "2x|50%"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Parse a threshold as typed into a factor."""
        match = _THRESHOLD.fullmatch(str(value).strip().lower())
        times_apart = 0.0 if match is None else float(match[1]) if match[2] == "x" else 1 + float(match[1]) / 100
        if times_apart < 1:
            self.fail(f"'{value}' is not a threshold; write 2x or 50%, and at least 1x", param, ctx)
        return times_apart


@click.command()
@click.argument("places", metavar="[PLACE]...", nargs=-1, type=PlaceName())
@click.option("--fail-over", type=TimesApart(), help="Exit with status 1 if a pair is farther apart than this.")
@click.option("--raw", is_flag=True, help="Let --fail-over count what definitions explain too.")
@click.option("--strict", is_flag=True, help="Let --fail-over count pairs that cannot be judged too.")
@question_options("report", "baseline", "measure", "as_of")
@dataset_options
@partial(output_options, amounts=False)
@click.pass_context
def report(
    ctx: click.Context,
    /,
    places: tuple[str, ...],
    fail_over: float | None,
    raw: bool,
    strict: bool,
    data: tuple[Path, ...],
    only: bool,
    output: OutputOptions,
    **options: Any,
) -> None:
    """List where sources differ, the largest gaps first.

    \b
    rareearth report
    rareearth report russia china
    rareearth report --fail-over 2x -f csv -o report.csv
    rareearth report russia --fail-over 50% --raw

    With --fail-over the exit status is 1 if two figures are farther apart than that, after subtracting what their
    definitions explain.
    """
    from rareearth_cli.commands.report.query import Threshold, report_discrepancies
    from rareearth_cli.commands.report.view import build_answer
    from rareearth_cli.model.questions import Question

    if fail_over is None and (raw or strict):
        raise click.UsageError(
            "--raw and --strict change how --fail-over counts: add --fail-over, such as --fail-over 2x"
        )
    form = resolve_format(output)
    reject_unit(output, "a report")
    dataset = read_dataset(data, only)
    question = Question(places=find_place_codes(places, dataset), **options)
    threshold = Threshold(fail_over, raw=raw, strict=strict) if fail_over is not None else None
    result = report_discrepancies(dataset, question, threshold, rows_only=form.rows_only)
    laid_over = [f"--data {shlex.quote(str(path))}" for path in data]
    command = " ".join([result.command, *laid_over, *["--only"] * only])
    write_result(build_answer(result._replace(command=command)), output, dataset)
    if result.over_threshold:
        ctx.exit(FOUND)
