"""The rules that a dataset must keep, the problems that break them, and all errors of the package."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from enum import Enum
from typing import NamedTuple, TypeVar

from rareearth_cli.model.wording import format_count


class Rule(Enum):
    """A rule with its identifier and its requirement, in the order of identifiers."""

    UTF8 = "RE001", "The file is text in UTF-8; a table may be in UTF-16 or Windows-1252 too."
    PARSEABLE = "RE002", "The file can be read as YAML, as a table or as a workbook, whichever its content is."
    NO_ALIAS = "RE003", "Anchors and aliases are not allowed: 'like' inherits."
    NO_TAG = "RE004", "Tags are not allowed: every value is plain."
    ONE_DOCUMENT = "RE005", "A file is one document, of a size and depth that can be read."
    NO_UNSAFE_CHARACTERS = "RE006", "No text holds characters that steer a terminal or reorder what is read."
    UNIQUE_KEY = "RE007", "A key or column occurs once, and a key is text."
    KNOWN_FIELD = "RE008", "Every field, section and column is a known one."
    SHAPE = "RE009", "Every field has the shape its name asks for: a value, a list, a mapping or a row of cells."
    NOT_EMPTY = "RE010", "No value is empty: what is not known is left out."
    IDENTIFIER = "RE011", "Names that others refer to are made of letters, digits, '.', '-', '_' and '/'."
    UNIQUE_ID = "RE012", "An id is given once: a figure is never edited, a correction is a new entry."
    REQUIRED = "RE013", "What an entry cannot do without is there: an estimate says where, what and on whose word."
    CITATION = "RE014", "Every figure says who published it, where it can be read and how it was read."
    CLOSED_LIST = "RE015", "A word of a closed list is one of it."
    NUMBER = "RE016", "A number is written in digits and lies where such numbers can."
    DATE = "RE017", "A date is YYYY, YYYY-MM or YYYY-MM-DD, and there is such a day."
    KNOWN_PLACE = "RE018", "A place is one of data/places.yaml, by its code or a name."
    KNOWN_SOURCE = "RE019", "A source, and the series it belongs to, is defined."
    KNOWN_ROOT = "RE020", "A root is defined under 'roots'."
    KNOWN_ESTIMATE = "RE021", "An estimate that another one refers to is in our data, and is another one."
    KNOWN_SYSTEM = "RE022", "A system is one of data/classification.yaml, or listed under 'systems'."
    KNOWN_CATEGORY = "RE023", "A category is one of its system, or several of them joined by '+'."
    NO_CYCLE = "RE024", "What inherits, amends or sums comes to an end."
    ONE_PARENT = "RE025", "An entry is like another one or a part of it, not both."
    FIGURE = "RE026", "A figure is a number as published, NA, W or a dash, and can be read without guessing."
    KNOWN_UNIT = "RE027", "A unit is a known one and can mean one thing only."
    PLAUSIBLE = "RE028", "A figure is possible: a share is at most all, a range rises, a bound bounds."
    PRINTED_OR_SUM = "RE029", "A figure is either printed or a sum of others."
    SUM = "RE030", "A sum is one of figures that can be added."
    PERCENTAGE = "RE031", "A percentage is one of something: a share, or a part of a whole that has a figure."
    SHARE_OF = "RE032", "A share says what it is a share of, and nothing else does."
    PERIOD = "RE033", "Production is that of a year, which is not to come."
    INFERRED = "RE034", "What is inferred is a field of the entry."
    DISTORTS = "RE035", "A misquoted or inconsistent figure says what it distorts, and no other does."
    REASON = "RE036", "A deprecated figure says why in its note."
    PART = "RE037", "A part is not larger than its whole."
    CONTAINED = "RE038", "Oxide is contained in ore or a mineral of the same place, and is less than that."
    BRIDGE_ENDS = "RE039", "A bridge leads from a whole to a part of it, and takes shares from parts."
    BRIDGE_SUM = "RE040", "A bridge adds up: its assumed steps are at most as large as the difference between its ends."
    TABLE = "RE041", "A table has a unit, columns that name a measure, and as many cells in a row as columns."
    TABLE_NOTE = "RE042", "A note or exception of a table speaks of a cell or column that it has."
    TABLE_SUM = "RE043", "The rows of a table add up to its printed total within rounding, or it says why not."
    INTERVAL = "RE044", "A value lies in its interval, and both fit their kind."
    LADDER = "RE045", "A category of data/classification.yaml is on rungs that exist."
    AS_PRINTED = "RE046", "Numbers given with a published figure are what it says."
    ONE_SOURCE = "RE047", "The rows of one source agree on its edition, version, series, dates and verification."
    ONE_FIGURE = "RE048", "A list, which is a source with a total of the world, gives one figure for a place."

    @property
    def id(self) -> str:
        """The identifier, such as ``RE012``."""
        return self.value[0]

    @property
    def title(self) -> str:
        """The requirement, as a sentence."""
        return self.value[1]


class RareEarthError(Exception):
    """An error that the user can correct; the message says what is wrong, where, and what to do."""


class NotOnRecord(RareEarthError):
    """Raised for a place, source, estimate or column that does not exist."""


class NotRankable(RareEarthError):
    """Raised for a figure that cannot be ranked with the amounts of a list."""


class BadQuantity(RareEarthError):
    """Raised for a printed figure that cannot be read without guessing."""

    def __init__(self, what: str, remedy: str, rule: Rule = Rule.FIGURE) -> None:
        super().__init__(f"{what}; {remedy}")
        self.what = what
        self.remedy = remedy
        self.rule = rule


class Finding(NamedTuple):
    """A rule that some values break, what is wrong, and how to correct it; the caller knows the file and line."""

    rule: Rule
    what: str
    remedy: str

    def about(self, subject: str) -> "Finding":
        """Return the finding with a subject for its sentence, such as the id of the estimate."""
        return self._replace(what=f"{subject} {self.what}")


class Problem(NamedTuple):
    """One problem of a dataset: the rule it breaks, its file and line, what is wrong, and how to correct it."""

    rule: Rule
    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line} [{self.rule.id}]: {self.what}; {self.remedy}"


#: How many problems a message shows; the others are counted.
MAX_SHOWN = 3
_Problem = TypeVar("_Problem")


def choose_shown(problems: Sequence[_Problem], find_kind: Callable[[_Problem], Hashable]) -> list[_Problem]:
    """Choose at most `MAX_SHOWN` problems: the first of each kind before a second of any, in the given order."""
    seen: Counter[Hashable] = Counter()
    repetitions = []
    for problem in problems:
        kind = find_kind(problem)
        repetitions.append(seen[kind])
        seen[kind] += 1
    chosen = sorted(range(len(problems)), key=repetitions.__getitem__)[:MAX_SHOWN]
    return [problems[index] for index in sorted(chosen)]


class InvalidDataset(RareEarthError):
    """Raised for a dataset with problems.

    The message shows some of them, each kind once before any is repeated, and counts the others.

    Parameters
    ----------
    problems
        Every problem; the attribute of this name has them by file and line.
    command
        The command that lists all of them, if there is one.

    """

    def __init__(self, problems: Iterable[Problem], *, command: str = "") -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        lines = [str(problem) for problem in choose_shown(self.problems, lambda problem: problem.rule)]
        if more := len(self.problems) - len(lines):
            hint = f"; see {'it' if more == 1 else 'them all'} with: {command}" if command else ""
            lines.append(f"and {format_count(more, 'more problem')}{hint}")
        elif len(lines) > 1:
            lines.append(f"{format_count(len(lines), 'problem')} in all; see 'rareearth help validation' for the rules")
        super().__init__("\n".join(lines))
