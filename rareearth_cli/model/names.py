"""Names as people type them: found whatever their case and accents, a near miss suggested, never guessed."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping

from rareearth_cli.model.errors import NotOnRecord

#: Below this similarity (of difflib, 0 to 1) a suggestion is noise more often than help.
_NEAR = 0.75


def normalize(name: str) -> str:
    """A name without case, accents and punctuation, as two people might both write it; ``&`` is "and"."""
    decomposed = unicodedata.normalize("NFKD", name.replace("&", " and "))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]+", " ", bare.casefold()).split())


def find_name(
    kind: str, typed: str, names: Mapping[str, str], remedy: str, *, shown: Callable[[str], str] = str
) -> str:
    """What the name typed stands for, exact after folding. ``names`` leads from every name to what it means.

    Raises:
        NotOnRecord: nothing has that name; the message has the nearest ones, as ``shown``, and the ``remedy``.

    """
    index = {normalize(name): meant for name, meant in names.items()}
    folded = normalize(typed)
    if (meant := index.get(folded)) is not None:
        return meant
    near = difflib.get_close_matches(folded, index, n=6, cutoff=_NEAR)
    near += [name for name in index if folded and f" {folded} " in f" {name} "]
    suggestions = list(dict.fromkeys(shown(index[text]) for text in near))[:3]
    hint = f"did you mean {' or '.join(suggestions)}?" if suggestions else "no name is near it."
    raise NotOnRecord(f"unknown {kind} '{typed}': {hint} {remedy}")
