"""What the rows of a file hang together by: their wholes, and the roots they go back to."""

from rareearth_cli.dataset.rows import Rows
from rareearth_cli.domain.records import Dataset
from rareearth_cli.domain.rules import Rule

#: A sound chain of parts has two or three links.
_LONGEST = 50


def settle_links(rows: Rows, dataset: Dataset) -> None:
    """Fill in the roots that rows leave open, and check parts against their wholes.

    A whole need not be in the file: what is written of a few figures alone must be readable alone.
    """
    parts = [row for row, whole in enumerate(rows.texts["part_of"]) if whole]
    at = {key: row for row, key in enumerate(rows.texts["id"])} if parts else {}
    roots = rows.texts["root"]
    for row in parts:
        last = _last_whole(rows, row, at)
        if last is None:
            what = f"'{rows.texts['id'][row]}' is a part of itself, or of more than {_LONGEST} wholes"
            rows.report(row, Rule.NO_CIRCLE, what, "name a whole that is no part of it")
        elif not roots[row]:
            beyond = dataset.estimates.get(rows.texts["part_of"][last])
            roots[row] = roots[last] or (beyond.root if beyond else rows.texts["id"][last])
        _check_part(rows, row, at, dataset)
    if not all(roots):
        roots[:] = [root or key for root, key in zip(roots, rows.texts["id"], strict=True)]


def _last_whole(rows: Rows, row: int, at: dict[str, int]) -> int | None:
    """The row whose root a part shares: the first on the way up that names one, or the end of it."""
    for _ in range(_LONGEST):
        above = at.get(rows.texts["part_of"][row])
        if rows.texts["root"][row] or above is None:
            return row
        row = above
    return None


def _check_part(rows: Rows, row: int, at: dict[str, int], dataset: Dataset) -> None:
    whole, least = rows.texts["part_of"][row], rows.numbers["low_t"][row]
    if whole in at:
        most = rows.numbers["high_t"][at[whole]]
    else:
        high = dataset.estimates[whole].quantity.high if whole in dataset.estimates else None
        most = None if high is None else float(high)
    if least is not None and most is not None and least > most * (1 + 1e-12):
        what = f"'{rows.texts['id'][row]}' is larger than its whole '{whole}'"
        rows.report(row, Rule.PART, what, "check both figures and their units")
