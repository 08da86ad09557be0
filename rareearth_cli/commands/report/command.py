"""``rareearth report``: all discrepancies, and a status for scripts."""

import re
import shlex
from datetime import date
from functools import partial
from pathlib import Path

import click

from rareearth_cli.cli.exit_status import FOUND
from rareearth_cli.cli.options import PlaceName, RecordId, dataset_options, place_codes, question_options, read_dataset
from rareearth_cli.cli.output_options import Output, check_output, emit, output_options, refuse_unit

_THRESHOLD = re.compile(r"(\d+(?:\.\d+)?)\s*(x|%)", re.ASCII)


class Fold(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """How far apart is too far: ``2x`` is twice as much, ``50%`` half as much again."""

    name = "2x|50%"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The fold that was typed."""
        match = _THRESHOLD.fullmatch(str(value).strip().lower())
        fold = 0.0 if match is None else float(match[1]) if match[2] == "x" else 1 + float(match[1]) / 100
        if fold < 1:
            self.fail(f"'{value}' is no threshold; write 2x or 50%, and at least 1x", param, ctx)
        return fold


@click.command()
@click.argument("places", metavar="[PLACE]...", nargs=-1, type=PlaceName())
@click.option("--fail-over", type=Fold(), help="Status 1 if more than this is unexplained.")
@click.option("--raw", is_flag=True, help="--fail-over holds for the figures as they are.")
@click.option("--strict", is_flag=True, help="--fail-over counts what cannot be judged or compared too.")
@click.option("--baseline", type=RecordId(), help="Hold against this source or estimate.")
@question_options
@dataset_options
@partial(output_options, amounts=False)
@click.pass_context
def report(
    ctx: click.Context,
    places: tuple[str, ...],
    fail_over: float | None,
    raw: bool,
    strict: bool,
    baseline: str | None,
    measure: str | None,
    as_of: date | None,
    data: tuple[Path, ...],
    only: bool,
    output: Output,
) -> None:
    """Report all discrepancies by the size of what is unexplained.

    \b
    rareearth report
    rareearth report russia china
    rareearth report --fail-over 2x -f csv -o report.csv
    rareearth report russia --fail-over 50% --raw

    With --fail-over the status is 1 if a pair is further apart than that after all that definition explains.
    """
    from rareearth_cli.analysis.question import Question
    from rareearth_cli.commands.report.query import Threshold
    from rareearth_cli.commands.report.query import report as report_pairs

    if fail_over is None and (raw or strict):
        raise click.UsageError("--raw and --strict say how --fail-over counts: give it a threshold")
    form = check_output(output)
    refuse_unit(output, "a report")
    dataset = read_dataset(data, only)
    question = Question(
        places=place_codes(places, dataset),
        measure=measure,
        baseline=baseline,
        as_of=as_of,
    )
    threshold = Threshold(fail_over, raw=raw, strict=strict) if fail_over is not None else None
    result = report_pairs(dataset, question, threshold, rows_only=form.rows_only)
    laid_over = [f"--data {shlex.quote(str(path))}" for path in data]
    command = " ".join([result.command, *laid_over, *["--only"] * only])
    emit(result._replace(command=command), output, dataset)
    if result.found:
        ctx.exit(FOUND)
