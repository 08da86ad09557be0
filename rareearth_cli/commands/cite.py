"""``rareearth cite``: sources and figures as citations."""

from pathlib import Path

import click

from rareearth_cli.commands.options import FileName, RecordId, dataset_options, read_dataset
from rareearth_cli.commands.output import by_suffix
from rareearth_cli.commands.streams import opened
from rareearth_cli.formats.citations import CITATION_STYLES


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True, type=RecordId())
@click.option("-f", "--style", type=click.Choice(list(CITATION_STYLES)), help="[default: by the suffix of -o, or text]")
@click.option("-o", "--output", "path", type=FileName(), help="Write to a file, replaced whole.")
@dataset_options
def cite(ids: tuple[str, ...], style: str | None, path: Path | None, data: tuple[Path, ...], only: bool) -> None:
    """Cite sources, or figures with the source they were read in.

    \b
    rareearth cite usgs-mcs-2026-v1.3
    rareearth cite rus-balance-2023 usgs-mcs-2026-v1.3/RUS/reserves
    rareearth cite weng-2015 zhou-2017 --style bibtex -o references.bib
    rareearth cite reuters-2025-03-18 --style csl

    'rareearth sources' and 'rareearth estimates' list the ids. What is not on record is left out, an unknown
    date is n.d., and a date that is inferred stands in brackets.
    """
    from rareearth_cli.analysis.citing import citations

    suffixes = {name: one.suffixes for name, one in CITATION_STYLES.items()}
    chosen = CITATION_STYLES[style or by_suffix(path, suffixes, otherwise="text", option="--style")]
    cited = citations(read_dataset(data, only), ids)
    with opened(path, for_people=chosen is CITATION_STYLES["text"]) as stream:
        stream.write(chosen.write(cited))
