"""Reading of footnotes: known footnotes become flags, and all others are kept as text."""

import re
from typing import NamedTuple

ESTIMATED = "estimated"
REPORTED = "reported"
QUOTA = "quota"
FROM_TRADE_DATA = "from trade data"

_QUOTA_IN_WORDS = "production quota; undocumented production is not counted"


class Footnotes(NamedTuple):
    """The footnotes of one figure.

    ``years`` are the years to which "estimated" applies; if empty, it applies to all. ``others`` are unknown footnotes.
    """

    flags: frozenset[str] = frozenset()
    years: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    #: The trade data from which the figure is estimated.
    trade_data: str = ""

    @property
    def in_words(self) -> str:
        """The meaning of the flags in words, without what the mark "e" already says."""
        trade = f"estimated from reported {self.trade_data}" if FROM_TRADE_DATA in self.flags else ""
        return "; ".join(filter(None, (_QUOTA_IN_WORDS if QUOTA in self.flags else "", trade)))

    def estimated_in(self, year: str, by_column: bool) -> bool:
        """Whether the figure of a year is estimated, by its note or, unless a note says "reported", by its column."""
        by_note = ESTIMATED in self.flags and (not self.years or year in self.years)
        return by_note or (by_column and REPORTED not in self.flags)


_PARTS = re.compile(r"\s*(?:\.?\s*--\s*|(?<=[a-z)])\.\s+(?!Source))")
_ESTIMATED = re.compile(r"estimated(?:\s+(?:in|for))?(?:\s+((?:19|20)\d\d))?(?:\s+also)?", re.IGNORECASE)
_TRADE = re.compile(
    r"estimated based on (?:reported )?(?P<data>(?:import|export|trade) data(?: for [\w ]+)?)"
    r"(?:\. Sources?: (?P<keeper>[\w ,.&'’-]+))?",
    re.IGNORECASE,
)
_QUOTA = re.compile(r"production quota; does not include undocumented production", re.IGNORECASE)


def read_footnotes(note: str, of_type: str = "") -> Footnotes:
    """Read the footnotes in a note; ``of_type`` is what the row states about all its figures."""
    flags: set[str] = set()
    years: set[str] = set()
    others: list[str] = []
    trade_data = ""
    for part in _PARTS.split(note):
        text = part.strip(" .")
        if match := _TRADE.fullmatch(text):
            flags |= {FROM_TRADE_DATA, ESTIMATED}
            trade_data = match["data"] + (f" ({match['keeper']})" if match["keeper"] else "")
        elif match := _ESTIMATED.fullmatch(text):
            flags.add(ESTIMATED)
            years |= {match[1]} if match[1] else set()
        elif _QUOTA.fullmatch(text):
            flags.add(QUOTA)
        elif text.casefold() == REPORTED:
            flags.add(REPORTED)
        elif text:
            others.append(text)
    if FROM_TRADE_DATA in flags or re.search(r"\bestimated\b", of_type, re.IGNORECASE):
        flags.add(ESTIMATED)
        years = set()
    return Footnotes(frozenset(flags), frozenset(years), tuple(others), trade_data)
