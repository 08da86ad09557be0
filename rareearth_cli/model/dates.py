"""Dates that are known to the year, the month or the day."""

import calendar
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


_FULL_MONTHS = dict(zip(_MONTHS, calendar.month_name[1:], strict=True))


def spell_months(text: str) -> str:
    """Spell out the months of a formatted date, such as ``1 January 2023``."""
    return " ".join(_FULL_MONTHS.get(word, word) for word in text.split(" "))


class PartialDate(NamedTuple):
    """A date that is known to the year, month or day; ``text`` is ``2025``, ``2025-03`` or ``2025-03-18``."""

    text: str
    last_day: date

    @property
    def first_day(self) -> date:
        """The earliest day that the date can mean."""
        year, month, day = (*map(int, self.text.split("-")), 1, 1)[:3]
        return date(year, month, day)

    @property
    def formatted(self) -> str:
        """The date for display, such as ``18 Mar 2025`` or ``Mar 2025``."""
        year, *rest = self.text.split("-")
        month = [_MONTHS[int(rest[0]) - 1]] if rest else []
        day = [str(int(rest[1]))] if len(rest) == 2 else []
        return " ".join((*day, *month, year))

    @property
    def formatted_month(self) -> str:
        """The date for display without its day, such as ``Mar 2025``."""
        return PartialDate(self.text[:7], self.last_day).formatted


def format_newest_date(dates: Iterable[PartialDate | None]) -> str:
    """Format the latest of some dates for display; empty if none is known."""
    known = [one for one in dates if one is not None]
    return max(known, key=lambda one: one.last_day).formatted if known else ""


@lru_cache(maxsize=4096)
def parse_date(text: str) -> PartialDate:
    """Parse ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    A date that is known only to the month or year counts as its last day. A selection by date therefore never
    includes a figure before it was published.

    Raises
    ------
    ValueError
        If the text has another form, or there is no such date.

    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = int(match[1]), int(match[2] or 12), match[3]
    if not 1 <= month <= 12:
        raise ValueError(text)
    last = date(year, month, int(day) if day else calendar.monthrange(year, month)[1])
    return PartialDate(text, last)
