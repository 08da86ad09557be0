"""The ``rareearth check`` command line: options, arguments and the call of the query."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

import click

from rareearth_cli.cli.exit_status import FOUND
from rareearth_cli.cli.options import dataset_options, question_options, read_dataset
from rareearth_cli.cli.output_options import OutputOptions, output_options, reject_unit, resolve_format, write_result

#: What is the name of a file and no text.
_FILE_NAME = re.compile(r"\S+\.(?:txt|html?|md)", re.IGNORECASE)
#: The largest text that is read.
_MAX_BYTES = 32 * 2**20


class VerdictNames(click.ParamType):  # type: ignore[type-arg]  # not generic in click 8.2
    """Verdicts on claims, separated by commas."""

    name = "verdicts"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """Split the argument into verdicts."""
        from rareearth_cli.commands.check.judge import ClaimVerdict

        names = tuple(name.strip().replace(" ", "_").replace("-", "_") for name in str(value).split(","))
        known = [verdict.value for verdict in ClaimVerdict]
        for name in names:
            if name not in known:
                self.fail(f"unknown verdict '{name}'; use one of {', '.join(known)}", param, ctx)
        return names


@click.command()
@click.argument("text", nargs=-1, required=True)
@question_options("check", "as_of")
@click.option("--explain", is_flag=True, help="Say how each claim was read, and which figures decide.")
@click.option(
    "--fail-on",
    type=VerdictNames(),
    metavar="A,B",
    help="Exit with status 1 if a claim is one of: supported, disputed, outdated, other_meaning, contradicted,"
    " not_on_record.",
)
@click.option(
    "--lang", type=click.Choice(["en", "de"]), help="The language of what one can write.  [default: that of the text]"
)
@dataset_options
@partial(output_options, amounts=False)
@click.pass_context
def check(
    ctx: click.Context,
    /,
    text: tuple[str, ...],
    fail_on: tuple[str, ...] | None,
    lang: str | None,
    data: tuple[Path, ...],
    only: bool,
    output: OutputOptions,
    **options: Any,
) -> None:
    """Check the claims of a text against the record.

    \b
    rareearth check "Russia has the fifth-largest rare-earth reserves."
    rareearth check article.txt
    rareearth check article.txt -f csv
    rareearth check "China mines 95% of rare earths." --as-of 2011-06-30

    TEXT is a text, the name of a file, or - for standard input: plain text, Markdown or HTML, in English, German,
    Russian, Chinese, Spanish or French. Claims are reserves, resources, production, shares and ranks of rare earths.
    A number that is not understood as one is left alone.
    """
    from rareearth_cli.commands.check.query import check_text
    from rareearth_cli.commands.check.view import build_answer
    from rareearth_cli.model.questions import CheckQuestion

    resolve_format(output)
    reject_unit(output, "a check")
    dataset = read_dataset(data, only)
    result = check_text(dataset, CheckQuestion(_read_text(text), lang=lang, **options))
    write_result(build_answer(result), output, dataset)
    if fail_on and any(one.verdict in fail_on for one in result.checked):
        ctx.exit(FOUND)


def _read_text(words: tuple[str, ...]) -> str:
    """Return the text that was typed, or that of the file or of standard input that was named."""
    from rareearth_cli.record.files import UnreadableFile, decode_table, read_file

    typed = " ".join(words)
    if typed != "-" and not _is_file(typed):
        if _FILE_NAME.fullmatch(typed):
            raise click.UsageError(f"{typed}: no such file; give its name, a text in quotes, or - for a pipe")
        return typed
    try:
        file = read_file(Path(typed), _MAX_BYTES)
    except UnreadableFile as error:
        raise click.UsageError(f"{typed}: {error}") from None
    if len(file.content) > _MAX_BYTES:
        raise click.UsageError(f"{file.name}: more than {_MAX_BYTES >> 20} MiB; divide the text")
    decoded = decode_table(file.content)
    if decoded is None:
        raise click.UsageError(f"{file.name}: no text in UTF-8, UTF-16 or Windows-1252; save it as text")
    return decoded.text


def _is_file(typed: str) -> bool:
    try:
        return Path(typed).is_file()
    except (OSError, ValueError):
        return False
