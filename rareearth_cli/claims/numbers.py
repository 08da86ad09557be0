"""The numbers of a text: amounts with their unit, shares, and ranks, in digits and in words."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from rareearth_cli.claims.languages import AFTER_WORD, BEFORE_WORD, Language, lower, word_pattern
from rareearth_cli.model.quantity import TONNES_PER_UNIT

_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f\u2009'’.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPACES = r"[\s\u00a0\u202f\u2009-]*"
_SYMBOLS = {"Mt": 1e6, "kt": 1e3, "Gt": 1e9}
#: The longest number in words.
_MAX_WORDS = 12
_TEN, _HUNDRED, _THOUSAND = 10.0, 100.0, 1000.0


class Number(NamedTuple):
    """A number in a text: an amount in tonnes, a share in percent, a rank, or a number without any of these.

    Where a text has a rank, an ordinal without what makes one is an ordinal: "India is sixth by output, Russia eighth".
    """

    start: int
    end: int
    kind: str
    value: float
    #: How many significant digits it has.
    digits: int
    bound: str = ""
    #: The lower end, if it is a range; ``value`` is the upper one.
    low: float = 0.0


def find_numbers(text: str, language: Language) -> list[Number]:
    """Find the numbers of a text that are amounts of mass, shares or ranks, from left to right."""
    found = [*_find_amounts(text, language), *_find_parts(text, language), *_find_ranks(text, language)]
    # "Le dixième rang" is a rank and no tenth.
    ranks = [one for one in found if one.kind == "rank"]
    found = [one for one in found if one.kind != "share" or not any(_overlap(one, rank) for rank in ranks)]
    found += _find_bare_ordinals(text, language) if ranks else []
    found.sort(key=lambda one: (one.start, -one.end, one.kind == "plain"))
    kept: list[Number] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return [_add_bound(text, one, language) for one in kept]


def _overlap(one: Number, other: Number) -> bool:
    return one.start < other.end and other.start < one.end


def read_plain(cell: str, decimal: str) -> tuple[float, int] | None:
    """Read a number in digits, and how many significant digits it has; None if it is none."""
    bare = re.sub(r"[ \u00a0\u202f\u2009'’]", "", cell)
    if not re.fullmatch(r"\d+(?:[.,]\d+)*", bare):
        return None
    other = "." if decimal == "," else ","
    groups = re.fullmatch(rf"\d{{1,3}}(?:\{other}\d{{3}})+(?:\{decimal}\d+)?", bare)
    if groups:
        bare = bare.replace(other, "")
    elif re.fullmatch(rf"\d{{1,3}}(?:\{decimal}\d{{3}}){{2,}}", bare):
        bare = bare.replace(decimal, "")
    elif other in bare and decimal not in bare:
        # A mark that is not the one of the language, but parts no thousands.
        bare = bare.replace(other, decimal)
    plain = bare.replace(decimal, ".")
    if plain.count(".") > 1 or "," in plain or len(plain) > 30:
        return None
    digits = plain.replace(".", "").lstrip("0")
    significant = digits if "." in plain else digits.rstrip("0")
    return float(plain), max(1, len(significant))


def find_unit(text: str, language: Language) -> float | None:
    """Find a unit without a number, as in "Reserves (1,000 t)"; return how many tonnes it is, or None."""
    match = _patterns(language).unit.search(text)
    if match is None:
        return None
    thousands = 1_000.0 if match["thousand"] else 1.0
    return thousands * _scale(match["scale"], language) * _SYMBOLS.get(match["symbol"] or "", 1.0)


@cache
def _patterns(language: Language) -> "_Patterns":
    return _Patterns.of(language)


class _Patterns(NamedTuple):
    words: re.Pattern[str]
    #: Each word of a number, as in "einhundertzwanzig" and "quatre-vingt-dix".
    number_word: re.Pattern[str]
    amount: re.Pattern[str]
    scaled: re.Pattern[str]
    #: A unit, or how many units, without a number.
    unit: re.Pattern[str]
    share: re.Pattern[str]
    parts: list[tuple[re.Pattern[str], float]]
    #: How many of so many.
    part: re.Pattern[str]
    ranks: list[tuple[re.Pattern[str], Mapping[str, float]]]
    #: The beginnings of ordinals in words.
    ordinal: re.Pattern[str]
    #: Ordinals in words that are whole words.
    bare_ordinal: re.Pattern[str]

    @classmethod
    def of(cls, language: Language) -> "_Patterns":
        """Compile the patterns of a language."""
        script = language.script
        number_words = _alternatives(language.values["numbers"], script)
        joint = "" if script == "han" else r"[\s\u00a0-]+"
        words = rf"(?:{number_words})(?:{joint}(?:{number_words})){{0,{_MAX_WORDS}}}"
        if language.compound:
            words = (
                r"(?<![^\W_])(?:(?:"
                + "|".join(sorted(map(re.escape, language.values["numbers"]), key=len, reverse=True))
                + r"|[\s-](?=[Mm]illi))+)(?![^\W_])"
            )
        between = "|".join(["[-–—~]", *(rf"\b{re.escape(word)}\b" for word in language.lists["ranges"].meanings)])
        between = between if script != "han" else between.replace(r"\b", "")
        low = rf"(?:(?<![\w.,$€£¥])(?P<low>{_DIGITS}){_SPACES}(?:{between}){_SPACES})?"
        # The digits of a year before a number are none of its own, as in "2023 240.000 Tonnen".
        number = rf"{low}(?<!\d)(?P<digits>{_DIGITS})|(?P<words>{words})"
        # A unit may follow its number at once.
        scales = _alternatives(language.values["scales"], script).replace(BEFORE_WORD, "")
        units = _alternatives(language.units.meanings, script).replace(BEFORE_WORD, "")
        symbols = "|".join(rf"{symbol}(?![^\W_])" for symbol in _SYMBOLS)
        of = _alternatives(language.lists["of"].meanings, script) if language.lists["of"].meanings else r"(?!)"
        of = rf"(?:\s+{of}\s*)?"
        unit = rf"(?:(?P<unit>{units})|(?P<symbol>{symbols}))"
        amount = rf"(?:{number}){_SPACES}(?:(?P<scale>(?:{scales})){_SPACES})?{of}{unit}"
        scaled = rf"(?:{number}){_SPACES}(?P<scale>{scales})"
        percents = "|".join(word_pattern(word, script) for word in language.lists["percent"].meanings)
        share = rf"(?:{number}){_SPACES}(?:{percents})"
        flags = re.IGNORECASE
        return cls(
            words=re.compile(words, flags),
            number_word=re.compile(number_words.replace(BEFORE_WORD, "").replace(AFTER_WORD, ""), flags),
            amount=re.compile(amount, flags),
            scaled=re.compile(scaled, flags),
            unit=re.compile(
                rf"(?<![^\W_])(?:(?P<thousand>1[.,\s]?000\b)\s*)?(?:(?P<scale>(?:{scales})){_SPACES})?{of}{unit}", flags
            ),
            share=re.compile(share, flags),
            parts=[
                (re.compile(word_pattern(word, script), flags), value)
                for word, value in sorted(language.values["parts"].items(), key=lambda one: -len(one[0]))
            ],
            part=re.compile(rf"(?<![\w.,])(?:(?P<digits>\d{{1,3}})(?![\w.,]\d)|(?P<words>{words}))", flags),
            ranks=_compile_ranks(language),
            ordinal=re.compile(
                "|".join(re.escape(word.lower().partition("*")[0]) for word in language.values["ordinals"]) or r"(?!)"
            ),
            bare_ordinal=re.compile(
                r"(?!)" if script == "han" else _alternatives(map(str.lower, language.values["ordinals"]), script)
            ),
        )


def _alternatives(words: Iterable[str], script: str) -> str:
    listed = [word_pattern(word, script) for word in sorted(words, key=len, reverse=True)]
    before = BEFORE_WORD if all(one.startswith(BEFORE_WORD) for one in listed) else ""
    return before + "(?:" + "|".join(one.removeprefix(before) for one in listed) + ")"


def _compile_ranks(language: Language) -> list[tuple[re.Pattern[str], Mapping[str, float]]]:
    """Compile the patterns of ranks: {n} is an ordinal, {o} one that goes on, {d} a number, {c} one in words."""
    script = language.script
    ordinals = {word.lower(): value for word, value in language.values["ordinals"].items()}
    cardinals = _alternatives(_small_numbers(language), script)
    stems = "|".join(re.escape(word.rstrip("*")) for word in sorted(ordinals, key=len, reverse=True))
    bodies = {
        "{n}": rf"(?P<ordinal>{_alternatives(ordinals, script)})",
        "{o}": rf"(?P<stem>{stems})",
        "{d}": r"(?P<number>\d{1,2})",
        "{c}": rf"(?P<cardinal>{cardinals})",
    }
    found: list[tuple[re.Pattern[str], Mapping[str, float]]] = []
    for mark, body in bodies.items():
        around = r"(?:\(\?<!\[\^\\W_\]\))?MARK(?:\(\?!\[\^\\W_\]\))?"
        listed = [rank.lower().replace(mark, "MARK") for rank in language.ranks if mark in rank]
        frames = [re.split(around, word_pattern(rank, script)) for rank in sorted(listed, key=len, reverse=True)]
        # The many words for a number stand once in the patterns of what follows it, and once in those of what precedes.
        after = "|".join(end for start, end in frames if not start)
        before = "|".join(start for start, end in frames if start and not end)
        patterns = [f"{body}(?:{after})"] * bool(after) + [f"(?:{before}){body}"] * bool(before)
        patterns += [f"{start}{body}{end}" for start, end in frames if start and end]
        found += [(re.compile(pattern), ordinals) for pattern in patterns]
    return found


def _small_numbers(language: Language) -> Mapping[str, float]:
    """Select the words of numbers that can be a rank."""
    return {word.lower(): value for word, value in language.values["numbers"].items() if 0 < value <= _MAX_RANK}


#: A rank in words is no larger than this.
_MAX_RANK = 20


def _find_amounts(text: str, language: Language) -> Iterable[Number]:
    """Find amounts with their unit, percentages, and numbers that leave the unit to others."""
    patterns = _patterns(language)
    for match in patterns.amount.finditer(text):
        read = _read_number(match, language)
        symbol = match["symbol"]
        if read is not None and (not symbol or symbol in _SYMBOLS):
            factor = _scale(match["scale"], language) * _SYMBOLS.get(symbol or "", 1.0)
            one = Number(match.start(), match.end(), "amount", read[0] * factor, read[1])
            yield from _add_low(one, match, factor, language)
    for match in patterns.share.finditer(text):
        read = _read_number(match, language)
        if read is not None and 0 < read[0] <= _HUNDRED:
            yield from _add_low(Number(match.start(), match.end(), "share", *read), match, 1.0, language)
    yield from _find_bare(text, language)


def _find_bare(text: str, language: Language) -> Iterable[Number]:
    """Find numbers without a unit: with a scale, in words from a thousand on, and plain ones."""
    patterns = _patterns(language)
    for match in patterns.scaled.finditer(text):
        if (read := _read_number(match, language)) is not None:
            factor = _scale(match["scale"], language)
            one = Number(match.start(), match.end(), "scaled", read[0] * factor, read[1])
            yield from _add_low(one, match, factor, language)
    for match in patterns.words.finditer(text):
        digits_before = text[max(0, match.start() - 3) : match.start()].rstrip()[-1:].isdigit()
        if not digits_before and (words := read_words(match[0], language)) is not None and words >= _THOUSAND:
            yield Number(match.start(), match.end(), "scaled", words, _count_digits(words))
    for match in re.finditer(rf"(?<![\w.,$€£%])(?:{_DIGITS})(?![\w%]|[.,]\d)", text):
        if (plain := read_plain(match[0], language.decimal)) is not None:
            yield Number(match.start(), match.end(), "plain", *plain)


def _add_low(number: Number, match: "re.Match[str]", factor: float, language: Language) -> Iterable[Number]:
    """Add the lower end of a range; where the first number is the larger one, there are two, as "from 21 to 11 Mt"."""
    read = read_plain(match["low"], language.decimal) if match["low"] else None
    digits = match["digits"] or ""
    if read is not None and read[0] * factor > _THOUSAND * number.value:
        # "830,000 and 1.5 million": what is written out has the unit, and not the million.
        factor = 1.0
    apart = language.lists["respectively"].first(match.string) is not None
    if read is None:
        yield number
    elif _YEAR.fullmatch(match["low"]) and not re.fullmatch(r"\d{4}", digits):
        # "43,000 tonnes in 2021 and 42,000 in 2022": the year is no end of a range.
        yield number._replace(start=match.start("digits"))
    elif 0 < read[0] * factor < number.value and not apart:
        yield number._replace(low=read[0] * factor, bound="range", digits=max(number.digits, read[1]))
    else:
        if not _YEAR.fullmatch(match["low"]):
            first = Number(match.start("low"), match.end("low"), number.kind, read[0] * factor, read[1])
            yield first._replace(kind="amount" if number.kind == "scaled" else number.kind)
        yield number._replace(start=match.start("digits"))


def _read_number(match: "re.Match[str]", language: Language) -> tuple[float, int] | None:
    before = match.string[match.start() - 1 : match.start()]
    if before and before in "$€£¥.,-–" and match["digits"]:
        return None
    if match["digits"]:
        return read_plain(match["digits"], language.decimal)
    value = read_words(match["words"], language)
    if value and _is_unit_of_a_table(match["words"], match.string[: match.start("words")], language):
        return None
    return (value, _count_digits(value)) if value else None


def _is_unit_of_a_table(words: str, before: str, language: Language) -> bool:
    """Whether a word such as "million" is the unit of a table, as in "in million tonnes"."""
    alone = words.casefold() in {word.casefold() for word in language.values["scales"]}
    articles = language.lists["articles"].find(before[-_BOUND_REACH:].rstrip())
    after_article = bool(articles) and articles[-1].end == len(before[-_BOUND_REACH:].rstrip())
    return alone and language.script == "latin" and not after_article


def _count_digits(value: float) -> int:
    return max(1, len(f"{value:.15g}".replace(".", "").strip("0")))


def _scale(word: str | None, language: Language) -> float:
    return _look_up(language.values["scales"], word, language.script) if word else 1.0


def _look_up(values: Mapping[str, float], word: str, script: str) -> float:
    for known, value in values.items():
        if re.fullmatch(
            word_pattern(known, script).replace(BEFORE_WORD, "").replace(AFTER_WORD, ""), word, re.IGNORECASE
        ):
            return value
    return 1.0


def read_words(text: str, language: Language) -> float | None:
    """Read a number in words, such as "two hundred and fifty thousand"; None if they are none."""
    values = language.values["numbers"]
    if language.script == "han":
        return _add_up([values[char] for char in text if char in values], han=True)
    words = _patterns(language).number_word.findall(text.casefold())
    numbers = [values[word] if word in values else _look_up(values, word, language.script) for word in words]
    if language.compound:
        numbers = _swap_units(numbers)
    return _add_up(numbers)


def _swap_units(numbers: list[float]) -> list[float]:
    """Bring eight-and-twenty into the order twenty, eight; zero stands for the word between them."""
    found = list(numbers)
    for at in range(len(found) - 2):
        if found[at + 1] == 0 and 0 < found[at] < 10 <= found[at + 2] < _HUNDRED:
            found[at], found[at + 2] = found[at + 2], found[at]
    return found


def _add_up(numbers: list[float], *, han: bool = False) -> float | None:
    """Add up the words of a number: smaller ones are multiplied by larger ones that follow them."""
    if not numbers:
        return None
    total = group = current = 0.0
    for number in numbers:
        if number >= (10_000 if han else _THOUSAND):
            group = (group + current) or 1.0
            total += group * number
            group = current = 0.0
        elif number >= (10 if han else _HUNDRED) and (han or number == _HUNDRED):
            current = (current or 1.0) * number
            if han:
                group, current = group + current, 0.0
        else:
            current += number
    return total + group + current


def _find_parts(text: str, language: Language) -> Iterable[Number]:
    """Find parts in words, such as "two thirds" and "nine out of ten"."""
    patterns = _patterns(language)
    taken: list[tuple[int, int]] = []
    for pattern, value in patterns.parts:
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                points = _read_points(text, match.end(), language)
                end = match.end() + (points > 0)
                yield Number(match.start(), end, "share", value + points, 2 if points else 1)
    yield from _find_one_in(text, language)
    for phrase in language.groups["out_of"].find(text):
        of = float(phrase.means)
        before = list(
            re.finditer(
                rf"(?P<digits>\d{{1,2}})|(?P<words>{patterns.words.pattern})",
                text[max(0, phrase.start - 25) : phrase.start],
                re.IGNORECASE,
            )
        )
        after = patterns.part.search(text, phrase.end, phrase.end + 120)
        shift = max(0, phrase.start - 25)
        nearest = before[-1] if before and not text[shift + before[-1].end() : phrase.start].strip() else None
        if nearest is not None and (read := _read_number(nearest, language)) is not None:
            yield Number(shift + nearest.start(), phrase.end, "share", read[0] / of * 100, 1)
        elif after is not None:
            read = _read_number(after, language)
            if read is not None and 0 < read[0] <= of:
                yield Number(after.start(), after.end(), "share", read[0] / of * 100, 2)


def _find_one_in(text: str, language: Language) -> Iterable[Number]:
    """Find a part such as "one in eight"; of ten and a hundred the words are those of "out of"."""
    patterns = _patterns(language)
    for match in language.lists["one_in"].find(text):
        number = patterns.part.match(text, len(text) - len(text[match.end :].lstrip()))
        read = _read_number(number, language) if number is not None else None
        if number is not None and read is not None and 1 < read[0] <= _MAX_RANK and read[0] != _TEN:
            yield Number(match.start, number.end(), "share", _HUNDRED / read[0], 1)


def _read_points(text: str, at: int, language: Language) -> float:
    """Read the percentage points that follow tenths in Chinese, as in 九成一, which is 91 %; 0 if there are none."""
    follows = language.lists["points_after"].first(text[at - 1 : at]) is not None
    points = language.values["numbers"].get(text[at : at + 1], 0.0) if follows else 0.0
    return points if points < 10 else 0.0


def _find_firsts(text: str, language: Language) -> Iterable[Number]:
    """Find what is first without an ordinal, as in "the world's largest reserves", but not of mines and companies."""
    for found in language.lists["firsts"].find(text):
        around = text[found.start : found.end + _BOUND_REACH]
        measure = language.groups["measures"].first(around)
        if language.lists["producers"].first(around) or (measure is not None and measure.means == "reserves"):
            yield Number(found.start, found.end, "rank", 1, 1)


def _find_ranks(text: str, language: Language) -> Iterable[Number]:
    yield from _find_firsts(text, language)
    small, patterns = lower(text), _patterns(language)
    has_ordinal, has_digit = bool(patterns.ordinal.search(small)), bool(_DIGIT.search(small))
    for pattern, ordinals in patterns.ranks:
        # Most sentences have neither.
        names = pattern.groupindex
        if "cardinal" not in names and not (has_digit if "number" in names else has_ordinal):
            continue
        for match in pattern.finditer(small):
            groups = match.groupdict()
            # Without blanks between words, the word for the number alone would say nothing.
            named = next(name for name in groups if groups[name])
            start = match.start() if language.script == "han" else match.start(named)
            if groups.get("number"):
                rank = float(groups["number"])
            elif groups.get("cardinal"):
                rank = _small_numbers(language)[groups["cardinal"]]
            elif groups.get("ordinal"):
                rank = _look_up(ordinals, groups["ordinal"], language.script)
            else:
                rank = next(value for word, value in ordinals.items() if word.rstrip("*") == groups["stem"])
            yield Number(start, match.end(), "rank", rank, 1)


def _find_bare_ordinals(text: str, language: Language) -> Iterable[Number]:
    for match in _patterns(language).bare_ordinal.finditer(lower(text)):
        rank = _look_up(language.values["ordinals"], match[0], language.script)
        yield Number(match.start(), match.end(), "ordinal", rank, 1)


#: So far before or after a number a word may say that it is a bound.
_BOUND_REACH = 24


#: The meaning of words that have others in them and mean nothing themselves, such as "verfügt über", which is "has".
NOTHING = "none"


def _add_bound(text: str, number: Number, language: Language) -> Number:
    """Add what the words around a number say: that it is a bound, or approximate."""
    if number.bound:
        return number
    words = language.groups["bounds"]
    before = text[max(0, number.start - _BOUND_REACH) : number.start]
    found = [one for one in words.find(before) if not _leave_world(before[one.end :], language)]
    if found:
        start = number.start - len(before) + found[-1].start
        if found[-1].means == NOTHING:
            return number
        return number._replace(bound=found[-1].means, start=start if number.kind == "share" else number.start)
    after = text[number.end : number.end + 4]
    found = [one for one in words.find(after) if one.start == 0]
    return number._replace(bound=found[0].means) if found else number


def _leave_world(between: str, language: Language) -> str:
    """Return what stands between the words of a bound and its number, without blanks, and in Chinese without the world.

    "不到全球的十分之一" is less than a tenth of the world.
    """
    bare = between.strip(" \u00a0\u202fa-")
    names = ("world", "worldwide", "between") if language.lists["between"].meanings else ()
    for one in (one for name in names for one in reversed(language.lists[name].find(bare))):
        bare = bare.replace(bare[one.start : one.end], "", 1)
    return bare.strip()


def tonnes_of(symbol: str) -> float:
    """Return the tonnes of a unit, such as those in the header of a table."""
    return float(TONNES_PER_UNIT.get(symbol, 1))
