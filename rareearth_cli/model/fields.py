"""The columns of the long form, which every machine format writes and CSV input reads, in this order."""

#: The columns of an estimate; each row is one estimate.
ESTIMATE_COLUMNS = (
    "id", "place", "name", "site", "measure", "share_of", "period", "publisher", "source", "edition", "version",
    "effective_date", "published", "accessed", "printed", "kind", "unit", "value_t", "low_t", "high_t",
    "value_pct", "low_pct", "high_pct", "basis", "stage", "system", "category", "rungs", "access", "development",
    "inferred", "part_of", "derived_from", "root", "status", "verification", "url", "locator", "series",
    "keeper", "draws_on", "territory", "contained_in", "called", "accepted",
)  # fmt: skip
#: The numeric columns, in tonnes and percent.
NUMBER_COLUMNS = ("value_t", "low_t", "high_t", "value_pct", "low_pct", "high_pct")

#: The columns that a comparison adds.
COMPARISON_COLUMNS = (
    "baseline", "comparable", "difference_t", "ratio", "ratio_low", "ratio_high", "fold", "verdict", "causes", "flags",
    "unexplained_fold", "size",
)  # fmt: skip
#: The columns that a pair of a report adds to those of a comparison.
PAIR_COLUMNS = ("baseline_printed", "baseline_value_t")
#: The columns that a history adds to the long form.
HISTORY_COLUMNS = (
    "series", "on_record", "statements", "previous", "step_t", "step_low_t", "step_high_t", "step_ratio",
    "step_ratio_low", "step_ratio_high", "step_fold", "mined_t", "series_break", "reason", "consistent_with",
    "consistency", "note",
)  # fmt: skip

_COMPARISON = (*ESTIMATE_COLUMNS, *COMPARISON_COLUMNS)
#: The columns of each command in order, and of each option that changes them.
COLUMNS_BY_COMMAND = {
    "compare": _COMPARISON,
    "compare --pairs": (*_COMPARISON, *PAIR_COLUMNS),
    "report": (*_COMPARISON, *PAIR_COLUMNS),
    "history": tuple(dict.fromkeys((*ESTIMATE_COLUMNS, *HISTORY_COLUMNS))),
    "rank": (
        "rank", "tied", "place", "name", "id", "source", "edition", "version", "period", "published", "printed", "kind",
        "value_t", "low_t", "high_t", "basis", "stage", "system", "category", "status", "verification", "url",
        "total_share_pct", "total_share_kind", "rows_share_pct", "used", "comparable", "best_rank", "best_id",
        "best_printed", "best_comparable", "worst_rank", "worst_id", "worst_printed", "worst_comparable", "least_id",
        "least_printed", "least_value_t", "most_id", "most_printed", "most_value_t",
    ),
    "rank --all-sources": (
        "place", "name", "source", "id", "publisher", "edition", "version", "period", "published", "printed", "kind",
        "value_t", "low_t", "high_t", "basis", "stage", "system", "category", "status", "url", "rank",
    ),
    "share": (
        "place", "share_of", "period", "id", "printed", "share_kind", "share_pct", "low_pct", "high_pct",
        "rows_share_pct", "derived", "derived_from", "part_t", "whole_t", "whole_kind", "publisher", "source",
        "edition", "version", "published", "status", "verification", "url", "locator", "claim",
    ),
    "trace": ("match", "reading", "off_pct", "trap", "arithmetic", "superseded_by", *ESTIMATE_COLUMNS),
    "convert": (
        "from", "to", "factor", "factor_low", "factor_high", "value_t", "low_t", "high_t", "authority", "evidence",
        "assumption",
    ),
    "estimates": ESTIMATE_COLUMNS,
    "sources": (
        "id", "publisher", "carrier", "title", "series", "edition", "version", "amends", "licence", "verification",
        "url", "locator", "change", "note", "published", "accessed", "inferred", "also_at", "figures",
    ),
    "places": ("place", "alpha2", "name", "native", "names", "figures"),
    "import usgs": ESTIMATE_COLUMNS,
    "import usgs --check": (
        "status", "place", "name", "measure", "period", "printed", "recorded", "fold", "source", "revised",
        "revised_by", "line",
    ),
    "validate": ("rule", "file", "line", "what", "remedy"),
}  # fmt: skip
