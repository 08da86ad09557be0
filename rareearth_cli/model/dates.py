"""Dates as far as they are known: to the year, the month or the day."""

import calendar
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class PartialDate(NamedTuple):
    """A date known to the year, month or day; ``text`` is ``2025``, ``2025-03`` or ``2025-03-18``."""

    text: str
    last_day: date

    @property
    def first_day(self) -> date:
        """The earliest day that it can be."""
        year, month, day = (*map(int, self.text.split("-")), 1, 1)[:3]
        return date(year, month, day)

    @property
    def spoken(self) -> str:
        """The date as people write it, such as ``18 Mar 2025`` or ``Mar 2025``."""
        year, *rest = self.text.split("-")
        month = [_MONTHS[int(rest[0]) - 1]] if rest else []
        day = [str(int(rest[1]))] if len(rest) == 2 else []
        return " ".join((*day, *month, year))

    @property
    def month(self) -> str:
        """The date without its day, such as ``Mar 2025``."""
        return PartialDate(self.text[:7], self.last_day).spoken


def newest_of(texts: Iterable[str]) -> str:
    """The latest of some dates as people write it; nothing where none is known."""
    known = [parse_date(text) for text in texts if text]
    return max(known, key=lambda one: one.last_day).spoken if known else ""


def parse_date(text: str) -> PartialDate:
    """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    A date known to the month or year counts from its last day, so that nothing is known before it
    can have been published.

    Raises:
        ValueError: no such date, or written otherwise.

    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = int(match[1]), int(match[2] or 12), match[3]
    if not 1 <= month <= 12:
        raise ValueError(text)
    last = date(year, month, int(day) if day else calendar.monthrange(year, month)[1])
    return PartialDate(text, last)
