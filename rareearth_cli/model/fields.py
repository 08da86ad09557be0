"""The table of fields, from which the columns, YAML, the schema, the checks and docs/formats.md all come."""

from enum import Enum, Flag, StrEnum, auto
from typing import NamedTuple

from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.vocabulary import Basis, Measure, ShareOf, Stage, Status, Verification


class Form(Enum):
    """What the value of a field is. Several words or identifiers in one cell of a table are separated by blanks."""

    TEXT = auto()
    #: A name that others refer to, made of letters, digits, '.', '-', '_' and '/'.
    IDENTIFIER = auto()
    IDENTIFIERS = auto()
    #: The code of a place.
    PLACE = auto()
    #: A date known to the year, the month or the day.
    DATE = auto()
    #: The year or month that a figure is for; it stays a text.
    PERIOD = auto()
    #: A word of a closed list.
    WORD = auto()
    TEXTS = auto()
    #: Names of fields of the same estimate or source.
    FIELD_NAMES = auto()
    #: A count of significant digits, 1 to 9, and from which amount on.
    COUNT = auto()
    NUMBER = auto()
    #: What a misquoted or inconsistent figure distorts, and how.
    DISTORTION = auto()


class Origin(Flag):
    """Where the value of a field may be stated. A column may be read from CSV unless it is always computed."""

    #: An entry under ``estimates``.
    ENTRY = auto()
    #: An entry as well; these fields are the figure itself and its links to other entries.
    LINK = auto()
    #: A source or series, once for all its figures.
    DEFAULT = auto()
    #: A table in YAML, once for all its cells.
    TABLE = auto()
    #: A source, of itself.
    SOURCE = auto()
    #: Only CSV; in YAML it follows from other fields.
    CELL = auto()
    #: Nothing: it always follows from other fields.
    COMPUTED = auto()


class Field(NamedTuple):
    """One field of an estimate or a source.

    Attributes
    ----------
    name
        The name of its column.
    meaning
        The meaning as docs/formats.md gives it; fields without a column have none.
    words
        The words of a closed list.
    computed_word
        The word of a closed list that is computed, so that YAML never states it.
    unit
        The unit of a number: ``t`` or ``%``.
    field_name
        The name in YAML and in the records of `rareearth_cli.model.records`, if it is not the name of the column.
    inherited
        Whether an estimate takes it from the one that it is like or part of, or a source from the one that it amends.
    same_row
        Whether docs/formats.md explains it in the same row as the field before.

    """

    name: str
    form: Form
    origin: Origin
    meaning: str = ""
    words: type[StrEnum] | None = None
    computed_word: StrEnum | None = None
    unit: str = ""
    field_name: str = ""
    inherited: bool = True
    same_row: bool = False

    @property
    def key(self) -> str:
        """The name in YAML and in the records."""
        return self.field_name or self.name

    def list_words(self) -> tuple[str, ...]:
        """Return the words of the closed list that YAML may state; no words if any text will do."""
        return tuple(word.value for word in self.words or () if word is not self.computed_word)


_ENTRY, _LINK, _DEFAULT, _TABLE = Origin.ENTRY, Origin.LINK, Origin.DEFAULT, Origin.TABLE
_SOURCE, _CELL, _COMPUTED = Origin.SOURCE, Origin.CELL, Origin.COMPUTED

#: The fields of an estimate that have a column in the long form, in the order of the columns.
LONG_FORM = (
    Field("id", Form.IDENTIFIER, _LINK, "stable name of the estimate", inherited=False),
    Field("place", Form.PLACE, _ENTRY, "ISO 3166 alpha-3 code (or `WLD`, `CIS`, `OTH`)"),
    Field("name", Form.TEXT, _COMPUTED, "English name", same_row=True),
    Field(
        "site",
        Form.TEXT,
        _ENTRY,
        "deposit or area, where it is not the whole place; one that begins with a lower-case letter, such as"
        " `two operating mines`, is several and is not added to others",
    ),
    Field(
        "measure", Form.WORD, _ENTRY,
        "`reserves`, `resources`, `production`, `ore`, `share`, `target` (planned for a year to come, never counted as"
        " mined), `quota` (what a government allows for a year)",
        words=Measure,
    ),
    Field(
        "share_of", Form.WORD, _ENTRY,
        "what a share is a share of: `reserves`, `mine production`, `refining`, `magnets`, `unspecified`",
        words=ShareOf,
    ),
    Field(
        "period", Form.PERIOD, _ENTRY, "year of a flow, or the year that a table is for; not an effective date"
    ),
    Field("publisher", Form.TEXT, _ENTRY | _SOURCE, "who says it"),
    Field("source", Form.IDENTIFIER, _ENTRY, "in which publication (`rareearth sources`)", same_row=True),
    Field("edition", Form.TEXT, _SOURCE, "edition of its series", same_row=True),
    Field("version", Form.TEXT, _SOURCE, "version of that edition", same_row=True),
    Field(
        "effective_date", Form.DATE, _ENTRY, "the day (month, year) the figure speaks of, where stated",
        field_name="effective",
    ),
    Field("published", Form.DATE, _SOURCE, "when the source appeared, as far as known"),
    Field("accessed", Form.DATE, _SOURCE, "when it was read", same_row=True),
    Field("printed", Form.TEXT, _LINK, "the figure as published", inherited=False),
    Field(
        "kind", Form.WORD, _CELL,
        "`point`, `approx`, `lower`, `upper`, `range`, `zero`, `missing`, `withheld`",
        words=Kind, same_row=True,
    ),
    Field("unit", Form.TEXT, _LINK, "its unit", inherited=False, same_row=True),
    Field("value_t", Form.NUMBER, _CELL, "tonnes", unit="t", field_name="value"),
    Field(
        "low_t", Form.NUMBER, _CELL, "the low end of the interval that the published digits allow",
        unit="t", field_name="low", same_row=True,
    ),
    Field(
        "high_t", Form.NUMBER, _CELL, "its high end (an open end of a bound is empty)",
        unit="t", field_name="high", same_row=True,
    ),
    Field(
        "value_pct", Form.NUMBER, _CELL,
        "percent, for shares and for parts printed as a percentage of their whole",
        unit="%", field_name="value",
    ),
    Field(
        "low_pct", Form.NUMBER, _CELL, "the low end of its interval", unit="%", field_name="low", same_row=True
    ),
    Field("high_pct", Form.NUMBER, _CELL, "the high end", unit="%", field_name="high", same_row=True),
    Field("digits", Form.COUNT, _COMPUTED, "how many significant digits the figure has; 0 if it has no number"),
    Field(
        "basis", Form.WORD, _ENTRY | _DEFAULT,
        "tonnes of what (`REO`, `TR2O3`, `metal`, `monazite`, `ore`, `rare_metals`, `unknown`)",
        words=Basis,
    ),
    Field(
        "stage", Form.WORD, _ENTRY | _DEFAULT, "`in_place`, `mineable_contained`, `recoverable`",
        words=Stage, same_row=True,
    ),
    Field(
        "system", Form.TEXT, _ENTRY | _DEFAULT,
        "the classification that the source uses: one of `data/classification.yaml`, or of the `systems` of the record",
    ),
    Field(
        "category", Form.TEXT, _ENTRY | _DEFAULT,
        "its category as the source states it (of a flow: what it counts, where the source defines that in its own"
        " way)",
        same_row=True,
    ),
    Field(
        "rungs", Form.TEXT, _COMPUTED,
        "the rungs of the common ladder (`data/classification.yaml`) that this covers, `or` between the sets it may"
        " be",
        same_row=True,
    ),
    Field("access", Form.TEXT, _ENTRY, "which part of a whole: `licensed` …"),
    Field("development", Form.TEXT, _ENTRY, "in development …", same_row=True),
    Field(
        "inferred", Form.FIELD_NAMES, _ENTRY | _TABLE,
        "the fields of this row that are our conclusion, separated by blanks",
    ),
    Field("part_of", Form.IDENTIFIER, _LINK, "the whole it is a part of", inherited=False),
    Field(
        "derived_from", Form.IDENTIFIERS, _CELL, "the estimates it is computed from, separated by blanks", same_row=True
    ),
    Field(
        "root", Form.IDENTIFIER, _ENTRY | _TABLE, "the origin that the figure goes back to; one origin is one source"
    ),
    Field(
        "status", Form.WORD, _ENTRY,
        "`published`, `superseded`, `deprecated`, `misquoted` (not what the original says), `inconsistent` (it looks"
        " so, but the original was not read at its publisher)",
        words=Status, computed_word=Status.SUPERSEDED, inherited=False,
    ),
    Field(
        "verification", Form.WORD, _SOURCE,
        "`primary`: read in the publisher's own text; `secondary`: in a third party's",
        words=Verification,
    ),
    Field("url", Form.TEXT, _ENTRY | _TABLE | _SOURCE, "where it can be read"),
    Field(
        "locator", Form.TEXT, _ENTRY | _TABLE | _SOURCE, "how it was read, where that needs telling", same_row=True
    ),
    Field(
        "series", Form.IDENTIFIER, _SOURCE,
        "the series whose editions supersede each other, such as `usgs-mcs`",
    ),
    Field("keeper", Form.TEXT, _CELL, "who keeps the root"),
    Field(
        "draws_on", Form.TEXTS, _ENTRY | _DEFAULT,
        "what the figure draws on, separated by blanks: both show whether two figures are independent",
        same_row=True,
    ),
    Field("territory", Form.TEXT, _ENTRY, "the borders meant, where they are not the usual ones"),
    Field(
        "contained_in", Form.IDENTIFIER, _ENTRY, "the ore or mineral that holds an oxide", inherited=False
    ),
    Field(
        "called", Form.TEXT, _ENTRY, "what the source itself calls the figure, where we use another word",
        same_row=True,
    ),
    Field(
        "accepted", Form.TEXT, _ENTRY,
        "why a discrepancy of this figure is known and needs nobody's attention",
        inherited=False,
    ),
)  # fmt: skip

#: All fields of an estimate: those of the long form, and those that only YAML states.
ESTIMATE = (
    *LONG_FORM,
    Field("like", Form.IDENTIFIER, _LINK, inherited=False),
    Field("sum_of", Form.IDENTIFIERS, _LINK, inherited=False),
    Field("distorts", Form.DISTORTION, _LINK, inherited=False),
    Field("least_digits", Form.COUNT, _ENTRY | _DEFAULT),
    Field("note", Form.TEXT, _ENTRY, inherited=False),
)

#: The fields of a source, in the order of the columns of ``rareearth sources``; those without meaning have no column.
SOURCE = (
    Field("publisher", Form.TEXT, _SOURCE, "who published it"),
    Field("carrier", Form.TEXT, _SOURCE, "the journal or site that carries it, or that it was read in"),
    Field("title", Form.TEXT, _SOURCE, "what it is called"),
    Field("series", Form.IDENTIFIER, _SOURCE, "the series it is of"),
    Field("edition", Form.TEXT, _SOURCE, "its edition", same_row=True),
    Field("version", Form.TEXT, _SOURCE, "its version", inherited=False, same_row=True),
    Field("amends", Form.IDENTIFIER, _SOURCE, "the source whose version it is", inherited=False, same_row=True),
    Field("licence", Form.TEXT, _SOURCE, "its licence or terms"),
    Field(
        "verification", Form.WORD, _SOURCE,
        "`primary`: read in the publisher's own text; `secondary`: in a third party's",
        words=Verification,
    ),
    Field("url", Form.TEXT, _SOURCE, "where it can be read"),
    Field("locator", Form.TEXT, _SOURCE, "how it was read", same_row=True),
    Field("change", Form.TEXT, _SOURCE, "what the version changed", inherited=False),
    Field("note", Form.TEXT, _SOURCE, "what else is to be known", inherited=False, same_row=True),
    Field("published", Form.DATE, _SOURCE, "when it appeared"),
    Field("accessed", Form.DATE, _SOURCE, "when it was read", inherited=False, same_row=True),
    Field("inferred", Form.FIELD_NAMES, _SOURCE, "which of its fields are our conclusion"),
    Field("also_at", Form.TEXTS, _SOURCE, "where else it can be read"),
    Field("short", Form.TEXT, _SOURCE),
)  # fmt: skip


def select_fields(fields: tuple[Field, ...], origin: Origin) -> dict[str, Field]:
    """Return the fields that have any of the origins, by their names in YAML."""
    return {field.key: field for field in fields if field.origin & origin}


#: The fields of an entry that can be marked as inferred: ``printed`` where we wrote out a figure, such as 44 million.
INFERABLE = (*select_fields(ESTIMATE, Origin.ENTRY), "printed", "unit", "part_of")
#: The columns of an estimate; each row is one estimate. Every machine format writes them, and CSV input reads them.
ESTIMATE_COLUMNS = tuple(field.name for field in LONG_FORM)
#: The numeric columns, in tonnes and percent.
NUMBER_COLUMNS = tuple(field.name for field in LONG_FORM if field.form is Form.NUMBER)

#: The columns that a comparison adds.
COMPARISON_COLUMNS = (
    "baseline", "comparable", "difference_t", "ratio", "ratio_low", "ratio_high", "fold", "verdict", "causes", "flags",
    "unexplained_fold", "size", "unstated", "earlier_edition",
)  # fmt: skip
#: The columns that a pair of a report adds to those of a comparison.
PAIR_COLUMNS = ("baseline_printed", "baseline_value_t", "baseline_kind", "baseline_low_t", "baseline_high_t")
#: The columns that a history adds to the long form.
HISTORY_COLUMNS = (
    "series", "on_record", "statements", "previous", "step_t", "step_low_t", "step_high_t", "step_ratio",
    "step_ratio_low", "step_ratio_high", "step_fold", "mined_t", "series_break", "reason", "consistent_with",
    "consistency", "note",
)  # fmt: skip

#: The columns that say in words what a figure counts, for which year or at which date, and what is known of it.
PLAIN_COLUMNS = ("counts", "for_or_at", "reason")
#: The short form: what spreadsheets get of an answer unless somebody asks for other columns.
SHORT_FORM = (
    "id", "place", "name", "site", "measure", "counts", "for_or_at", "value_t", "low_t", "high_t", "ratio", "verdict",
    "reason", "publisher", "url",
)  # fmt: skip
_SHORT_SHARES = tuple(f"{name.removesuffix('_t')}_pct" if name.endswith("_t") else name for name in SHORT_FORM)
#: The short form of each command that answers a question; the other commands have no other form than the long one.
SHORT_FORM_BY_COMMAND = {
    "compare": SHORT_FORM,
    "compare --pairs": SHORT_FORM,
    "report": SHORT_FORM,
    "history": SHORT_FORM,
    "rank": ("rank", *SHORT_FORM),
    "rank --all-sources": ("rank", *SHORT_FORM),
    "share": _SHORT_SHARES,
    "trace": SHORT_FORM,
}

_COMPARISON = (*ESTIMATE_COLUMNS, *COMPARISON_COLUMNS)
#: The columns of each command in order, and of each option that changes them; ``*`` stands for any command below.
COLUMNS_BY_COMMAND = {
    "compare": (*_COMPARISON, *PLAIN_COLUMNS),
    "compare --pairs": (*_COMPARISON, *PAIR_COLUMNS, *PLAIN_COLUMNS),
    "report": (*_COMPARISON, *PAIR_COLUMNS, *PLAIN_COLUMNS),
    "history": tuple(dict.fromkeys((*ESTIMATE_COLUMNS, *HISTORY_COLUMNS, *PLAIN_COLUMNS, "ratio", "verdict"))),
    "rank": (
        "rank", "tied", "at_best", "place", "name", "id", "source", "edition", "version", "period", "published",
        "printed", "kind", "value_t", "low_t", "high_t", "basis", "stage", "system", "category", "status",
        "verification", "url", "total_share_pct", "total_share_kind", "rows_share_pct", "rows_share_kind", "used",
        "comparable", "best_rank", "best_id", "best_printed", "best_comparable", "worst_rank", "worst_id",
        "worst_printed", "worst_comparable", "least_id", "least_printed", "least_value_t", "most_id", "most_printed",
        "most_value_t", "site", "measure", "publisher", *PLAIN_COLUMNS, "ratio", "verdict",
    ),
    "rank --all-sources": (
        "place", "name", "source", "id", "publisher", "edition", "version", "period", "published", "printed", "kind",
        "value_t", "low_t", "high_t", "basis", "stage", "system", "category", "status", "url", "rank", "at_best",
        "site", "measure", *PLAIN_COLUMNS, "ratio", "verdict",
    ),
    "share": (
        "place", "share_of", "period", "id", "printed", "share_kind", "value_pct", "low_pct", "high_pct",
        "rows_share_pct", "derived", "derived_from", "part_t", "whole_t", "whole_kind", "publisher", "source",
        "edition", "version", "published", "status", "verification", "url", "locator", "claim", "name", "site",
        "measure", *PLAIN_COLUMNS, "ratio", "verdict",
    ),
    "trace": (
        "match", "reading", "off_pct", "trap", "arithmetic", "superseded_by", *ESTIMATE_COLUMNS, *PLAIN_COLUMNS,
        "ratio", "verdict",
    ),
    "check": (
        "text", "start", "end", "sentence", "place", "name", "site", "kind", "measure", "stage", "bound", "value_t",
        "value_pct", "rank", "year", "publisher", "as_of", "negated", "verdict", "because", "evidence", "url", "write",
    ),
    "convert": (
        "from", "to", "factor", "factor_low", "factor_high", "value_t", "low_t", "high_t", "authority", "evidence",
        "assumption",
    ),
    "estimates": ESTIMATE_COLUMNS,
    "sources": ("id", *(field.name for field in SOURCE if field.meaning), "figures"),
    "places": ("place", "alpha2", "name", "native", "names", "figures"),
    "import *": ESTIMATE_COLUMNS,
    "import * --check": (
        "status", "place", "name", "measure", "period", "printed", "recorded", "fold", "source", "revised",
        "revised_by", "line",
    ),
    "validate": ("rule", "file", "line", "what", "remedy"),
}  # fmt: skip


#: Columns that identify the figures of one origin: of rows that are equal in them, a later one replaces an earlier one.
ORIGIN_COLUMNS = ["place", "site", "measure", "share_of", "root"]
