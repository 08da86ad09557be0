"""The exceptions of the package; `main.py` turns them into messages and exit statuses."""

from collections.abc import Iterable
from typing import NamedTuple

from rareearth_cli.model.rules import Rule


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
        return f"{self.rule.id} {self.file}:{self.line}: {self.what}; {self.remedy}"


class InvalidDataset(RareEarthError):
    """Raised for a dataset with problems; ``problems`` lists all of them, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        super().__init__("\n".join(map(str, self.problems)))
