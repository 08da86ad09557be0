"""What a figure is and whether it stands, in words."""

import pandas as pd

from rareearth_cli.analysis.figures import Row, edition_title
from rareearth_cli.analysis.tracing import is_derived, stands_today, superseded_since
from rareearth_cli.domain.records import Dataset
from rareearth_cli.domain.vocabulary import Measure, ShareOf, Status


def place_and_site(row: Row) -> str:
    """Where a figure is of."""
    return f"{row['name']}, {row['site']}" if row["site"] else str(row["name"])


def what_it_counts(row: Row) -> str:
    """Measure, basis, category and part, as far as they are stated."""
    basis = "" if row["basis"] in ("unknown", "", row["measure"]) else str(row["basis"]).replace("_", " ")
    share = "share without a stage" if row["share_of"] == ShareOf.UNSPECIFIED else f"share of {row['share_of']}"
    measure = share if row["measure"] == Measure.SHARE else str(row["measure"])
    part = row["development"] or row["access"] if row["part_of"] else ""
    category = row["category"] if row["category"] != row["measure"] else ""
    return ", ".join(filter(None, (measure, basis, category, part)))


def status_in_words(row: Row, frame: pd.DataFrame, dataset: Dataset) -> str:
    """Whether a figure stands, what replaced it, and whether it is our arithmetic."""
    derived = "derived, " if is_derived(row) else ""
    if row["status"] == Status.SUPERSEDED:
        source, repeated = superseded_since(row, frame)
        since = edition_title("", dataset.sources[source]) if source else "a later edition"
        return f"{derived}superseded, and repeated by {since}" if repeated else f"{derived}superseded since {since}"
    if row["status"] != Status.PUBLISHED:
        return f"{derived}{row['status']}"
    if stands_today(row):
        return f"{derived}current"
    return f"{derived}{'an earlier statement' if row['statement'] else 'a part'}"
