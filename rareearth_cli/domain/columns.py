"""The columns of the long form: the same names, in this order, in every machine format and in CSV that is read."""

#: One estimate a row.
ESTIMATE_COLUMNS = (
    "id", "place", "name", "site", "measure", "share_of", "period", "publisher", "source", "edition", "version",
    "effective_date", "published", "accessed", "printed", "kind", "unit", "value_t", "low_t", "high_t",
    "value_pct", "low_pct", "high_pct", "basis", "stage", "system", "category", "rungs", "access", "development",
    "inferred", "part_of", "derived_from", "root", "status", "verification", "url", "locator", "series",
    "keeper", "draws_on", "territory", "contained_in", "called", "accepted",
)  # fmt: skip
#: The numbers among them: tonnes and percent.
NUMBER_COLUMNS = ("value_t", "low_t", "high_t", "value_pct", "low_pct", "high_pct")

#: What a comparison adds.
COMPARISON_COLUMNS = (
    "baseline", "comparable", "difference_t", "ratio", "ratio_low", "ratio_high", "fold", "verdict", "causes", "flags",
    "unexplained_fold", "size",
)  # fmt: skip
#: What a pair of a report has beside.
PAIR_COLUMNS = ("baseline_printed", "baseline_value_t")
