"""Files that break readers: what they hold, and what must come of them. Nothing large is kept; it is made here."""

from collections.abc import Callable
from typing import NamedTuple

_BOMB = (
    "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "\n".join(
        f"{one}: &{one} [{', '.join(['*' + other] * 9)}]" for one, other in zip("bcdefghi", "abcdefgh", strict=True)
    )
    + "\n"
)
_ENTRY = "estimates:\n- {{id: own, like: rus-balance-2023, effective: {effective}, printed: '{printed}'}}\n"


class Hostile(NamedTuple):
    """A file's content, the exit status, and how the one line of the message begins (after the name of the file)."""

    content: Callable[[], bytes]
    status: int = 3
    said: str = ""


def _text(text: str) -> Callable[[], bytes]:
    return lambda: text.encode("utf-8", "surrogatepass")


def _printed(printed: str) -> Callable[[], bytes]:
    return _text(_ENTRY.format(effective="2026-01-01", printed=printed))


def _effective(date: str) -> Callable[[], bytes]:
    return _text(_ENTRY.format(effective=date, printed="5 Mt"))


def _chain(length: int, link: str) -> Callable[[], bytes]:
    """Estimates that inherit from each other, the last first."""
    rows = [
        f"- {{id: e{at}, {link.format(f'e{at - 1}')}, printed: 5 Mt, effective: 2026-01-01}}"
        for at in range(length, 1, -1)
    ]
    return _text(
        "\n".join(["estimates:", *rows, "- {id: e1, like: rus-balance-2023, printed: 5 Mt, effective: 2026-01-01}\n"])
    )


FILES = {
    # encodings
    "empty": Hostile(_text(""), 0),
    "byte order mark": Hostile(_text("\ufeffestimates: []\n"), 0),
    "CRLF": Hostile(_text("estimates:\r\n- {id: own, like: rus-balance-2023, printed: 5 Mt, effective: 2026-01-01}\r\n"), 0),
    "byte order mark alone": Hostile(_text("\ufeff"), 0),
    "UTF-16": Hostile(lambda: "estimates: []\n".encode("utf-16"), said="1: the text is not UTF-8; save the file as UTF-8"),
    "UTF-32": Hostile(lambda: "estimates: []\n".encode("utf-32"), said="1: the text is not UTF-8"),
    "Latin-1": Hostile(lambda: "sources:\n  é: 1\n".encode("latin-1"), said="2: the text is not UTF-8"),
    "lone surrogate": Hostile(_text("estimates: '\ud800'\n"), said="1: the text is not UTF-8"),
    "escaped surrogate": Hostile(_text('estimates: "\\ud800"\n'), said="1: no valid YAML"),
    "overlong": Hostile(lambda: b"estimates: \xc0\x80\n", said="1: the text is not UTF-8"),
    "NUL": Hostile(_text("estimates:\n  \x00\n"), said="2: a control character; remove it"),
    "NULs alone": Hostile(lambda: bytes(100_000), said="1: a control character"),
    "escape sequence": Hostile(_text('dataset: {version: "\\e[31m"}\n'), said="1: a control character in a value"),
    "reordering": Hostile(_text("dataset: {version: '\u202e'}\n"), said="1: a control character in a value"),
    "image": Hostile(lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), said="1: the text is not UTF-8"),
    # YAML
    "alias bomb": Hostile(_text(_BOMB), said="1: anchor &a; anchors are refused"),
    "alias of nothing": Hostile(_text("estimates: *nothing\n"), said="1: alias *nothing; aliases are refused"),
    "merge key": Hostile(_text("estimates:\n- {<<: {id: own}}\n"), said="2: unknown field '<<'"),
    "Python object": Hostile(_text("estimates: !!python/object/apply:os.system [id]\n"), said="1: tag tag:yaml.org"),
    "deep lists": Hostile(_text("[" * 100_000), said="1: no"),
    "deep mappings": Hostile(_text("{a: " * 1_000), said="1: n"),
    "deep indentation": Hostile(_text("\n".join(" " * at + "a:" for at in range(2_000))), said="17"),
    "question marks": Hostile(_text("? " * 50_000), said="1: n"),
    "tabs": Hostile(_text("estimates:\n\t- x\n"), said="2: no valid YAML"),
    "two documents": Hostile(_text("estimates: []\n---\nestimates: []\n"), said="2: a second YAML document"),
    "a list": Hostile(_text("- a\n- b\n"), said="1: the file is not a mapping"),
    "JSON": Hostile(_text('{"estimates": [], "sources": {}}'), 0),
    "CSV as YAML": Hostile(_text("id,place\nown,RUS\n"), said="1: no column 'measure'"),
    "key of lists": Hostile(_text("? [a, b]\n: c\n"), said="1: a key that is not text"),
    # size
    "100 MB": Hostile(lambda: b"# nothing but a remark\n" * (100_000_000 // 23), said="1: more than 32 MiB; divide the file"),
    "values without end": Hostile(lambda: b"estimates:\n" + b"- a\n" * 1_100_000, said="999999: more than 1,000,000 values"),
    "defects without end": Hostile(_text("estimates:\n" + "- a\n" * 5_000), said="2: an estimate is not a mapping"),
    "one long line": Hostile(lambda: b"x" * 1_000_000 + b": 1\n", said="1: no valid YAML"),
    "a long value": Hostile(_text(f"dataset: {{version: '{'x' * 1_000_000}'}}\n"), 0),
    "likes without end": Hostile(_chain(3_000, "like: {}"), said="2"),
    "parts without end": Hostile(_chain(3_000, "part_of: {}, access: licensed"), said="2"),
    # numbers
    **{
        f"amount {printed!r}": Hostile(_printed(printed), said="2: ")
        for printed in (
            "nan", "inf", "-inf", "-5 Mt", "−5 Mt", "1e400 t", "1e5 t", "0x10 t", "1_000 t", "٣ t", "² t", "½ t", "",
            "9" * 39 + "t", "9" * 100_000, "1,00 t", "5", "5 Mt Mt", "> < 5 Mt", "5 – 3 Mt", "101 %", "1/2 t",
        )
    },
    "amount of 40 zeros": Hostile(_printed("0." + "0" * 35 + "1 t"), 0),
    # dates
    **{
        f"date {date!r}": Hostile(_effective(date), said="2: effective")
        for date in ("0000", "10000", "2026-13", "2026-02-30", "2026-2-3", "26-01-01", "2026-01-01T00:00", "-2026", "２０２６", "c. 2018")
    },
    "date of the year 1": Hostile(_effective("0001-01-01"), 0),
    "date of the year 9999": Hostile(_effective("9999-12-31"), 0),
    # circles
    "circle of parts": Hostile(
        _text("estimates:\n- {id: a, part_of: b, printed: 1 t}\n- {id: b, part_of: a, printed: 1 t}\n"), said="2: 'a' has no place"
    ),
    "circle of versions": Hostile(_text("sources:\n  a: {amends: b}\n  b: {amends: a}\n"), said="2"),
    "versions without end": Hostile(
        _text("sources:\n" + "\n".join(f"  s{at}: {{amends: s{at - 1}}}" for at in range(2_000, 0, -1)) + "\n  s0: {}\n"), said="2"
    ),
}  # fmt: skip
