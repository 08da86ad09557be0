"""How an answer is presented, as far as the user can choose."""

from typing import NamedTuple

DIALECTS = ("unix", "excel", "excel-eu")


class Style(NamedTuple):
    """The output options that a writer needs.

    Attributes
    ----------
    width
        The width of the terminal in characters, or None where text must not be cut.
    unit
        The unit of amounts, such as ``kt``, or None for the default of the view.
    columns_chosen
        Whether the user named the columns; then all of them are written.
    short_form
        Whether the rows are in the short form, because the user named no columns.
    rows_only
        Whether the user asked for plain rows, without sentences and groups.
    command
        The shell command that reproduces the answer.

    """

    width: int | None = None
    color: bool = False
    unicode: bool = True
    unit: str | None = None
    header: bool = True
    dialect: str = "unix"
    columns_chosen: bool = False
    short_form: bool = False
    rows_only: bool = False
    command: str = "rareearth"
