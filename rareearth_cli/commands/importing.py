"""The ``rareearth import`` commands: convert official releases to estimates, or compare them with the record."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rareearth_cli.cli.exit_status import FOUND
from rareearth_cli.cli.options import FileName, dataset_options, find_reading_options, read_dataset
from rareearth_cli.cli.output_options import OutputOptions, output_options, resolve_format, write_document, write_result
from rareearth_cli.cli.streams import log_progress, warn
from rareearth_cli.importers import IMPORTERS, Importer

if TYPE_CHECKING:
    from rareearth_cli.analysis.answer import Answer
    from rareearth_cli.importers.check import FigureComparison
    from rareearth_cli.importers.release import Release
    from rareearth_cli.model.records import Dataset

_YAML_SUFFIXES = (".yaml", ".yml")
_HELP = """{what}

\b
rareearth import {name} {example} -o next.yaml
rareearth import {name} {example} -f csv
rareearth import {name} {example} --check
rareearth import {name} {example} --check -f csv

Notes on stderr say how each column was read, and which rows were not understood.
"""


class PatternText(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A text that must match a pattern, kept as typed."""

    def __init__(self, name: str, pattern: str, example: str) -> None:
        self.name, self.pattern, self.example = name, re.compile(pattern), example

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text if it matches the pattern."""
        text = str(value)
        if not self.pattern.fullmatch(text):
            self.fail(f"'{text}' is not a valid {self.name}; write it like {self.example}", param, ctx)
        return text


class ImportDate(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """A date given to the day, month or year."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the date if it is valid."""
        from rareearth_cli.model.dates import parse_date

        try:
            return parse_date(str(value)).text
        except ValueError:
            self.fail(f"'{value}' is not a date; write YYYY-MM-DD, YYYY-MM or YYYY", param, ctx)


@click.group("import")
def import_() -> None:
    """Convert an official release, or compare it with the record.

    \b
    rareearth import usgs MCS2026_Commodities_Data.csv
    rareearth import usgs MCS2026_Commodities_Data.csv --check

    The output is YAML, ready for review.
    """


def _build_command(name: str, importer: Importer) -> click.Command:
    text = _HELP.format(name=name, what=importer.what, example=importer.example)

    @click.command(name, help=text, short_help=importer.what.partition(":")[0])
    @click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FileName())
    @click.option("--edition", type=PatternText("edition", r"(?:19|20)\d\d", "2026"),
                  help="The year of the edition.  [default: as the file says]")  # fmt: skip
    @click.option("--version", type=PatternText("version", r"\d+(?:\.\d+)*", "1.3"), help="The version of the edition.")
    @click.option("--published", type=ImportDate(), help="The day, month or year of publication.")
    @click.option("--check", is_flag=True, help="Compare it with the record; exit with status 1 if they differ.")
    @dataset_options
    @partial(output_options, document="yaml")
    @click.pass_context
    def command(
        ctx: click.Context,
        files: tuple[Path, ...],
        edition: str | None,
        version: str | None,
        published: str | None,
        check: bool,
        data: tuple[Path, ...],
        only: bool,
        output: OutputOptions,
    ) -> None:
        if len(files) > 1 and (edition or version or published):
            raise click.UsageError("--edition, --version and --published are of one release: give one FILE")
        typed = ctx.get_parameter_source("data") is click.core.ParameterSource.COMMANDLINE
        if not check and (only or typed):
            raise click.UsageError("--data and --only choose what --check compares a release with: add --check")
        as_yaml = _wants_yaml(output, check)
        if not as_yaml:
            resolve_format(output)
        record = read_dataset(data, only)
        releases = _read_releases(files, name, importer, edition or "", version or "", published or "", record)
        if check:
            if _compare_with_record(releases, record, output):
                ctx.exit(FOUND)
        elif as_yaml:
            from rareearth_cli.importers.yaml_out import to_yaml

            write_document(to_yaml(releases), output)
        else:
            write_result(_list_figures(releases, shlex.join([*ctx.command_path.split(), *map(str, files)])), output)

    return command


for _name, _importer in IMPORTERS.items():
    import_.add_command(_build_command(_name, _importer))


def _wants_yaml(output: OutputOptions, check: bool) -> bool:
    """Return whether to write YAML, which is the default unless another format or a check is requested."""
    suffix = output.path.suffix.lower() if output.path is not None else ""
    asked = output.format == "yaml" or (output.format is None and suffix in _YAML_SUFFIXES)
    if asked and check:
        raise click.UsageError("--check cannot write YAML: leave --check out, or choose another format")
    return asked or (output.format is None and not suffix and not check)


def _read_releases(
    files: Sequence[Path], name: str, importer: Importer, edition: str, version: str, published: str, record: Dataset
) -> list[Release]:
    """Read the releases, and warn about what was assumed or not understood."""
    from rareearth_cli.importers.check import inherit_origins
    from rareearth_cli.importers.release import CannotImport, read_content, recognize_content

    releases: dict[str, Release] = {}
    for path in files:
        content = read_content(path, find_reading_options().sheet)
        if (found := recognize_content(content)) is not None and found.kind != name:
            raise CannotImport(f"{content.name}: {found.what}; {found.remedy(str(path))}")
        release = inherit_origins(importer.read(content, record.places, edition, version, published), record)
        publication = release.publication
        if publication.id in releases:
            both = f"{releases[publication.id].name} and {release.name}"
            raise CannotImport(f"{both} are both edition {publication.edition}; import them one by one")
        releases[publication.id] = release
        for message in release.messages:
            warn(message)
        for one in release.left_out:
            log_progress(one)
    return list(releases.values())


def _list_figures(releases: Sequence[Release], import_command: str) -> Answer:
    """List the figures in the long form, after reading them like any other dataset."""
    from rareearth_cli.analysis.listings import list_estimates
    from rareearth_cli.importers.yaml_out import to_yaml
    from rareearth_cli.record.load import load_dataset_from_text

    name = f"{', '.join(release.name for release in releases)} as YAML"
    command = f"{import_command} -o next.yaml && rareearth validate next.yaml --only --all"
    dataset = load_dataset_from_text(name, to_yaml(releases), command=command)
    return list_estimates(dataset, all_statements=True)


def _compare_with_record(releases: Sequence[Release], record: Dataset, output: OutputOptions) -> bool:
    """Write how the releases compare with the record, and return whether anything differs."""
    from rareearth_cli.importers.check import EQUAL, check_release

    form = resolve_format(output)
    checks = [check_release(release, record) for release in releases]
    figures = [figure for result in checks for figure in result.figures]
    if form.for_people and not output.columns:
        figures = [one for one in figures if one.status != EQUAL or one.revised is not None]
    write_result(
        _list_checked(figures, [message for result in checks for message in result.messages], releases, record), output
    )
    return any(result.differs for result in checks)


def _list_checked(
    figures: Sequence[FigureComparison], messages: Sequence[str], releases: Sequence[Release], dataset: Dataset
) -> Answer:
    from rareearth_cli.analysis.answer import Answer, build_sentences
    from rareearth_cli.analysis.table import Table

    columns: dict[str, list[object]] = {
        "status": [one.status for one in figures],
        "place": [one.place for one in figures],
        "name": [dataset.places[one.place].name for one in figures],
        "measure": [one.column.measure for one in figures],
        "period": [one.column.period or None for one in figures],
        "printed": [one.file.printed if one.file else None for one in figures],
        "recorded": [one.record.printed if one.record else None for one in figures],
        "fold": [one.times_apart for one in figures],
        "source": [one.source or None for one in figures],
        "revised": [one.revised.printed if one.revised else None for one in figures],
        "revised_by": [one.revised_by or None for one in figures],
        "line": [one.line for one in figures],
    }
    return Answer(
        name="figures",
        table=Table(columns=columns),
        dataset_version=dataset.version,
        query={"command": "import --check", "releases": [release.publication.id for release in releases]},
        default_columns=("status", "name", "measure", "period", "printed", "recorded", "fold", "revised"),
        sentences=build_sentences(messages),
    )
