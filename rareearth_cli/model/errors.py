"""What can go wrong, as types; the command layer alone turns them into exit statuses."""

from collections.abc import Iterable
from typing import NamedTuple

from rareearth_cli.model.rules import Rule


class RareEarthError(Exception):
    """Anything the user can mend; its text says what, where and what next."""


class NotOnRecord(RareEarthError):
    """A place, source, estimate or column was named that does not exist."""


class NotRankable(RareEarthError):
    """A figure was asked to stand in a list of amounts that it cannot stand in."""


class BadQuantity(RareEarthError):
    """A printed figure that cannot be read without guessing."""

    def __init__(self, what: str, remedy: str, rule: Rule = Rule.FIGURE) -> None:
        super().__init__(f"{what}; {remedy}")
        self.what = what
        self.remedy = remedy
        self.rule = rule


class Problem(NamedTuple):
    """One defect of a dataset: the rule it breaks, where it stands, what it is, what to do about it."""

    rule: Rule
    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.rule.id} {self.file}:{self.line}: {self.what}; {self.remedy}"


class InvalidDataset(RareEarthError):
    """A dataset with defects: all of them, in the order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        super().__init__("\n".join(map(str, self.problems)))
