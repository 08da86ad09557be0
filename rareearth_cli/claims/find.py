"""Find the claims of a text: which of its numbers are about rare earths, and of what each speaks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from rareearth_cli.claims.claim import LAST_YEAR, Claim
from rareearth_cli.claims.languages import Found, Language, Languages, Words
from rareearth_cli.claims.numbers import NOTHING, Number, find_numbers
from rareearth_cli.claims.places import make_place_finder
from rareearth_cli.claims.tables import read_table
from rareearth_cli.claims.text import Piece, find_tables, read_visible, split_clauses, split_sentences
from rareearth_cli.model.names import WORLD, PlaceTable
from rareearth_cli.model.vocabulary import STOCKS, Measure, ShareOf

_YEAR = re.compile(r"(?<![\d.])(?<!\d,)(?:19|20)\d\d(?!\d|[.,]\d)")
#: How many sentences back a place, measure or topic is carried over.
_CARRY = 3
#: Where a text may tell its date: this many lines from its beginning, and so far into a line.
_DATED_LINES, _DATED_REACH = 5, 90
#: What stands before the date of a text: nothing, a place, an agency, or that it is the date.
_BEFORE_DATE = re.compile(
    r"\W*(?:(?:[^\W\d]+\W+){0,5}?[^\W\d]+(?:\s*[,:|/)）—–]|\s+-)\s*(?:(?:le|den|el)\s+)?"
    r"|Written on |(?:本报|新华社)?[^\W\d]{0,8})?"
)
#: The same where the date ends the line.
_BEFORE_LAST_DATE = re.compile(r"\W*(?:[^\W\d]+\W+){0,5}")
#: What follows the date of a text: a mark, an agency or the time of day.
_AFTER_DATE = re.compile(r"\s*(?:г(?:ода|\.)?\s*)?(?:[.:|/–—（(*_]|-\s|,? \d{1,2}[:.]\d\d|电|讯)")

#: A dash between a number and its place, with a small word such as "in".
_AFTER_DASH = re.compile(r"\s*[—–]\s*(?:\w{1,3}\s+)?")
#: Words that are farther away than this do not spoil an amount of reserves.
_NEAR = 40
#: Plain numbers from here on may leave their unit to an amount before.
_THOUSAND = 1_000
#: From here on a number at the end of a sentence may leave its unit to the sentence before, which speaks of stocks.
_MILLION = 1_000_000
#: A year so close after a number is its own, as in "fell from 97 percent in 2010 to 69 percent in 2025".
_YEAR_AFTER = 12
#: How far before a number words may say that a change begins or ends there, and how many signs may follow them.
_REACH, _HAN_GAP = 30, 6
#: The most signs between two places that are named together.
_JOINED = 18
#: A word for the world so close before an amount means that amount, whatever else the clause speaks of.
_CLOSE = 12


class Reading(NamedTuple):
    """What was read of a text: its claims, its language, and the day on which it was written if it says so."""

    claims: tuple[Claim, ...]
    language: str
    written: date | None


class _Mention(NamedTuple):
    start: int
    end: int
    means: str


class _Carried(NamedTuple):
    """What one sentence hands on to the next."""

    place: str = ""
    site: str = ""
    measure: str = ""
    stage: str = ""
    year: str = ""
    publisher: str = ""
    age: int = 0
    topic: bool = False


def find_claims(source: str, languages: Languages, places: PlaceTable, sites: Mapping[str, str]) -> Reading:
    """Find the claims of a text about rare earths.

    Parameters
    ----------
    source
        The text, plain, in Markdown or in HTML.
    languages
        The words of the languages.
    places
        The known places.
    sites
        The place of each deposit in our data, by its name.

    """
    text = read_visible(source)
    language = choose_language(text, languages)
    if language is None:
        return Reading((), "", None)
    finder = _Finder(source, text, language, languages, places, sites)
    english = languages.by_code.get("en", language).months
    return Reading(tuple(finder.find()), language.code, find_date(text, {**english, **language.months}))


def choose_language(text: str, languages: Languages) -> Language | None:
    """Choose the language in which rare earths are spoken of most; None if they are in none."""
    counts = {code: len(one.lists["topic"].find(text)) for code, one in languages.by_code.items()}
    most = max(counts.values())
    likely = [languages.by_code[code] for code, count in counts.items() if count == most]
    if not most:
        return None
    return likely[0] if len(likely) == 1 else max(likely, key=lambda language: _count_words(text, language))


def _count_words(text: str, language: Language) -> int:
    return len(language.groups["measures"].find(text[:2_000])) + len(language.groups["bounds"].find(text[:2_000]))


def find_date(text: str, known: Mapping[str, int]) -> date | None:
    """Find the day on which a text was written, if it begins with a place and a date, or says so.

    ``known`` are the numbers of the months by their names.
    """
    months = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    patterns = (
        rf"(?P<day>\d{{1,2}})(?:\.|er|st|nd|rd|th)?\s(?:de )?(?P<month>{months})\.?,?\s(?:de )?(?P<year>\d{{4}})(?!\d)",
        rf"(?<!\w)(?P<month>{months})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)",
        r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日",
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        r"(?<!\d)(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?!\d)",
    )
    for line in [one for one in text[:2_000].splitlines() if one.strip()][:_DATED_LINES]:
        head = line[:_DATED_REACH]
        for pattern in patterns:
            match = re.search(pattern, head, re.IGNORECASE)
            if match is None or not _is_dateline(line, match):
                continue
            month = match["month"].casefold()
            try:
                return date(int(match["year"]), known.get(month) or int(month), int(match["day"]))
            except ValueError:
                return None
    return None


def _is_dateline(line: str, found: "re.Match[str]") -> bool:
    """Whether a date in a line is that of the text, and not one of which its sentence speaks."""
    before, after = line[: found.start()], line[found.end() :]
    if not after.strip(" \t*_.)|г"):
        return _BEFORE_LAST_DATE.fullmatch(before) is not None
    return _BEFORE_DATE.fullmatch(before) is not None and _AFTER_DATE.match(after) is not None


class _Finder:
    """Reads a text sentence by sentence, and carries over what the next one leaves out."""

    def __init__(
        self,
        source: str,
        text: str,
        language: Language,
        languages: Languages,
        places: PlaceTable,
        sites: Mapping[str, str],
    ) -> None:
        self.source, self.text, self.language = source, text, language
        self.places = places
        self.find_places = make_place_finder(language, places)
        names = {
            name: site
            for site in sites
            if site[:1].isupper()
            for name in (site, site.partition(" (")[0])
            if len(name) > 2
        }
        self.site_words = Words({**names, **languages.sites.meanings}, "latin")
        self.site_place = dict(sites)
        self.carried = _Carried()
        #: Whether rare earths have been named so far.
        self.spoken_of = len(language.lists["topic"].find(text)) > 1

    def find(self) -> Iterable[Claim]:
        """Find the claims from the beginning to the end."""
        tables = find_tables(self.text)
        topic = bool(self.language.lists["topic"].find(self.text))
        for table in tables:
            if topic:
                yield from read_table(table, self.text, self.source, self.language, self.places, self.find_places)
        for sentence in split_sentences(self.text):
            inside = any(table.start <= sentence.start < table.end for table in tables)
            if not inside:
                limit = next(
                    (table.start for table in tables if sentence.start < table.start < sentence.end), sentence.end
                )
                yield from self._read_sentence(Piece(sentence.start, limit))

    # Sentences.

    def _read_sentence(self, sentence: Piece) -> Iterable[Claim]:
        text = self.text[sentence.start : sentence.end]
        lists, groups = self.language.lists, self.language.groups
        publishers = _shift(groups["publishers"].find(text), sentence.start)
        masked = _mask(text, [(one.start - sentence.start, one.end - sentence.start) for one in publishers])
        # What is named only as unlike the subject is not what the sentence is about.
        contrasts = [one.end for one in lists["unlike"].find(text)]
        topics = [
            one
            for one in _shift(lists["topic"].find(text), sentence.start)
            if not any(text[end : one.start - sentence.start].isspace() for end in contrasts)
        ]
        others = _shift(
            lists["other"].find(
                _mask(text, [(one.start - sentence.start, one.end - sentence.start) for one in topics])
            ),
            sentence.start,
        )
        found = find_numbers(text, self.language)
        numbers = self._join_units(
            [one._replace(start=one.start + sentence.start, end=one.end + sentence.start) for one in found]
        )

        def mentions(words: Words) -> list[_Mention]:
            """Find words that matter only beside a number."""
            return _shift(words.find(text), sentence.start) if numbers else []

        # "The American institute USGS" names a publisher, and not where something is; "Russia's ministry" names both.
        abbreviated = [one for one in publishers if self.text[one.start : one.end].isupper()]
        named = _shift(self.find_places(masked), sentence.start)
        named = [one for one in named if not _is_right_before(one, abbreviated)]
        places = self._leave_relative(named, sentence, numbers)
        worldwide = mentions(lists["worldwide"])
        # Right before an amount such a word means that amount: "240,000 of worldwide 350,000 tonnes".
        clauses = split_clauses(self.text, sentence)
        beside = [
            one
            for one in worldwide
            if _is_beside_amount(one, numbers, self.text, self.language) or _is_alone(one, clauses, numbers, places)
        ]
        estimates = mentions(lists["estimates"])
        sites = _without(_shift(self.site_words.find(text), sentence.start), places)
        context = _Context(
            sentence=sentence,
            clauses=clauses,
            places=places,
            sites=sites,
            worlds=sorted([*mentions(lists["world"]), *beside]),
            worldwide=worldwide if not places else [],
            # "Its Mount Weld mine" names a place, and no mining.
            measures=[
                one
                for one in _shift(groups["measures"].find(masked), sentence.start)
                if one.means != Measure.PRODUCTION or not any(0 <= one.start - site.end <= 1 for site in sites)
            ],
            stages=mentions(groups["stages"]),
            neutrals=_without(mentions(lists["neutral"]), estimates),
            estimates=estimates,
            topics=topics,
            others=others,
            publishers=publishers,
            excludes=mentions(lists["exclude"]),
            changes=mentions(lists["changes"]),
            producers=mentions(lists["producers"]),
            denials=_without(mentions(lists["deny"]), mentions(groups["bounds"])),
            compares=mentions(lists["compare"]),
            numbers=numbers,
            refuted=bool(numbers) and lists["refute"].first(text) is not None,
            left_out=self._find_left_out(sentence, places) if numbers else frozenset(),
        )
        # "Third in the world" is a rank, and says nothing of the world.
        ranks = [one for one in numbers if one.kind == "rank"]
        context = context._replace(worlds=_outside(context.worlds, ranks), worldwide=_outside(context.worldwide, ranks))
        shares = [context.clause(one) for one in numbers if one.kind in ("share", "rank")]
        context = context._replace(
            worlds=[
                one
                for one in context.worlds
                if not any(clause.start <= one.start < clause.end for clause in shares)
                or any(self._is_told(one, number) for number in numbers if number.kind == "amount")
            ]
        )
        claims: list[Claim] = []
        left_out = False
        for one in numbers:
            clause = context.clause(one)
            # "67 % of its needs, down from 80 %": what goes on with a number that is no claim is none.
            left_out = self._is_excluded(one, clause, context) or (
                left_out and not self._begins_claim(one, clause, context)
            )
            changed = self._is_change(one, clause, context)
            before = claims[-1] if claims else None
            claim = None if left_out or changed else self._read_number(one, clause, context, before)
            if claim is not None:
                claims.append(claim)
        yield from claims
        self._carry(context, claims)

    def _is_told(self, world: _Mention, number: Number) -> bool:
        """Whether a number right after a word for the world, or in a clause about it, is that of the world."""
        between = self.text[world.end : number.start]
        relative = self.language.lists["relative"].first(between) is not None
        return 0 <= number.start - world.end < (_NEAR if relative else _CLOSE) and not re.search("[;；]", between)

    def _leave_relative(self, places: Sequence[_Mention], sentence: Piece, numbers: Sequence[Number]) -> list[_Mention]:
        """Leave out places in a clause about another one: "Myanmar, whose hills supply China, mined 22,000 tonnes"."""
        words = _shift(self.language.lists["relative"].find(self.text[sentence.start : sentence.end]), sentence.start)
        kept = list(places)
        for word in words if numbers else ():
            end = self.text.find(",", word.end, sentence.end)
            after_comma = self.text[sentence.start : word.start].rstrip()[-1:] == ","
            subject = any(one.end <= word.start for one in places)
            if end < 0 or not after_comma or not subject or any(word.end <= one.start < end for one in numbers):
                continue
            kept = [one for one in kept if not word.end <= one.start < end]
        return kept

    def _begins_claim(self, number: Number, clause: Piece, context: "_Context") -> bool:
        """Whether the clause of a number says itself what it counts, after one that was no claim.

        A share of supplies does not, as it may be one of the imports before; a share of the world does.
        """
        said = [*context.measures, *context.worlds, *context.worldwide]
        if number.kind == "share":
            said += [one for one in context.stages if one.means != "generic"]
        else:
            said += [*context.stages, *context.places]
        return any(clause.start <= word.start < clause.end for word in said)

    def _join_units(self, numbers: Sequence[Number]) -> list[Number]:
        """Make amounts of the numbers beside amounts that leave the unit to those, such as "and Brazil, 11 million"."""
        has_amount = any(one.kind == "amount" for one in numbers)
        spoken = self.carried.measure in STOCKS and bool(self.carried.place)
        joined = []
        for one, following in zip_longest(numbers, numbers[1:]):
            plain = one.kind == "plain" and one.value >= _THOUSAND and not self.text[one.start : one.end].isdigit()
            ends = plain and (
                self._ends_clause(one) or self._is_out_of(one, following) or self._is_followed_by_place(one, following)
            )
            at_end = re.match(r"\s*(?:$|[.;])", self.text[one.end : one.end + _REACH]) is not None
            if ((one.kind == "scaled" or ends) and has_amount and not self._counts_others(one)) or (
                one.kind == "scaled" and spoken and at_end and one.value >= _MILLION
            ):
                joined.append(one._replace(kind="amount"))
            elif one.kind == "ordinal" and self._is_rank(one, following):
                joined.append(one._replace(kind="rank"))
            else:
                joined.append(one)
        return [one for one in joined if one.kind in ("amount", "share", "rank")]

    def _is_rank(self, ordinal: Number, following: Number | None) -> bool:
        """Whether an ordinal goes with a rank: right before one, or behind a place at the end of a clause."""
        if following is not None and following.kind in ("rank", "ordinal"):
            between = self.text[ordinal.end : following.start]
            joins = self.language.lists["joins"].first(between)
            if joins is not None and not (between[: joins.start] + between[joins.end :]).strip():
                return True
        before = self.text[max(0, ordinal.start - _REACH) : ordinal.start].rstrip(" —–-")
        place = next(iter(reversed(self.find_places(before))), None)
        return self._ends_clause(ordinal) and place is not None and place.end == len(before)

    def _ends_clause(self, number: Number) -> bool:
        """Whether a mark or nothing follows a number."""
        return re.match(r"\s*(?:$|[.,;:)])", self.text[number.end : number.end + _REACH]) is not None

    def _is_followed_by_place(self, number: Number, following: Number | None) -> bool:
        """Whether the next word names a place: one that the number comes from, or one with the next amount."""
        after = self.text[number.end : number.end + 2 * _REACH]
        place = next(iter(self.find_places(after)), None)
        if place is None:
            return False
        between = after[: place.start]
        joined = following is not None and following.kind == "amount" and following.start > number.end + place.end
        words = (self.language.lists["origins"], *([self.language.lists["joins"]] if joined else []))
        # An article may stand before the name of a place.
        return any(
            one.start <= 1 and re.fullmatch(r"\s*\w{0,3}\s*", between[one.end :])
            for name in words
            for one in name.find(between)
        )

    def _is_out_of(self, number: Number, following: Number | None) -> bool:
        """Whether a number is part of the amount that follows, as in "240,000 of the world's 350,000 tonnes"."""
        if following is None or following.kind != "amount":
            return False
        found = self.language.lists["out_of_amount"].first(self.text[number.end : following.start])
        return found is not None and found.start <= 1 and following.start - number.end < _REACH

    def _counts_others(self, number: Number) -> bool:
        """Whether the word after a number is what it counts, such as people or dollars."""
        after = self.text[number.end : number.end + _REACH]
        found = self.language.lists["counted"].first(after)
        if found is None:
            return False
        return re.search(r"\w", _leave_of(after[: found.start], self.language)) is None

    def _read_number(self, number: Number, clause: Piece, context: "_Context", before: Claim | None) -> Claim | None:
        if not self._is_tied(number, clause, context):
            return None
        measure, neutral = self._find_measure(number, clause, context, before)
        stage = self._find_stage(number, clause, context) if number.kind == "share" else ""
        if number.kind == "share" and not stage:
            return None
        if number.kind in ("amount", "rank") and not measure:
            return None
        basis = self._find_basis(number, clause) if number.kind == "amount" else ""
        if basis and measure not in STOCKS:
            return None
        if measure == Measure.QUOTA and number.kind == "amount":
            stage = self._find_quota_stage(number, clause, context)
        site, place = self._find_place(number, clause, context)
        if self._is_of_several(number, clause, context) or self._is_of_others(place, clause, context):
            return None
        if not place or (number.kind in ("share", "rank") and place == WORLD):
            return None
        publisher = _nearest(context.publishers, number, clause)
        # "The Danish survey has 38.5 million tonnes of resources, against reserves of 1.5": of these it says nothing.
        if before is None or number.kind != "amount" or before.measure == measure:
            begin = self._find_semicolon(number, context)
            publisher = publisher or _last_before([one for one in context.publishers if one.start > begin], number)
        publisher = publisher or self._find_later_publisher(number, context)
        start, end = self._cut(number)
        return Claim(
            start=start,
            end=end,
            text=self.source[start:end],
            sentence=" ".join(self.text[context.sentence.start : context.sentence.end].split()),
            kind=number.kind,
            place=place,
            site=site,
            measure=measure if number.kind != "share" else "",
            stage=stage,
            value=number.value,
            digits=number.digits,
            bound=self._find_bound(number, clause, context),
            low=number.low,
            year=self._find_year(number, clause, context),
            publisher=publisher.means if publisher else "",
            negated=self._is_refuted(number, context)
            or any(clause.start <= one.start < number.start and number.start - one.end < 14 for one in context.denials),
            neutral=neutral,
            carried=bool(site) and not context.sites,
            part=self._is_part(number, context),
            basis=basis,
        )

    def _is_of_several(self, number: Number, clause: Piece, context: "_Context") -> bool:
        """Whether a number is what several places have together, which no single figure tells."""
        if number.kind == "rank" or self._find_respective(number, context):
            return False
        before = [one for one in context.places if one.end <= number.start]
        near = self.text[max(context.sentence.start, min(clause.start, number.start - _NEAR)) : clause.end]
        if self.language.lists["together"].first(near):
            return len({one.means for one in before or context.places}) > 1
        alike = [one for one in context.numbers if one.kind == number.kind]
        joined = self._list_joined(before)
        if len({one.means for one in joined}) > 1:
            listed = [one for one in alike if joined[0].start < one.start]
            # A number after a list of places is that of all of them; as many numbers as places were told apart above.
            return len(listed) == len(alike) and (len(listed) == 1 or len(listed) < len(joined))
        # "73 % of the reserves are in China and Brazil."
        after = self._list_joined([one for one in context.places if one.start >= number.end])
        return not before and len(alike) == 1 and len({one.means for one in after}) > 1

    def _list_joined(self, places: Sequence[_Mention]) -> list[_Mention]:
        """List the places at the end of some that are named together, such as "China, Brazil and Australia"."""
        joined = list(places[-1:])
        for one in reversed(places[:-1]):
            between = self.text[one.end : joined[0].start]
            if len(between) > _JOINED or not (
                self.language.lists["joins"].first(between) or between.lstrip()[:1] in (",", "，", "、")
            ):
                break
            joined.insert(0, one)
        return joined

    def _is_of_others(self, place: str, clause: Piece, context: "_Context") -> bool:
        """Whether a number is of all but a place, as in "outside China, 31 percent are mined"."""
        if self.language.lists["rest"].first(self.text[clause.start : clause.end]):
            return True
        return place in context.left_out or (bool(context.left_out) and place == WORLD)

    def _find_left_out(self, sentence: Piece, places: Sequence[_Mention]) -> frozenset[str]:
        """Find the places that a sentence leaves out, as in "outside China" or "China aside"."""
        words = _shift(self.language.lists["without"].find(self.text[sentence.start : sentence.end]), sentence.start)
        left_out = [one for one in places if any(0 <= one.start - word.end <= _CLOSE for word in words)]
        # "China aside"; in Chinese the word follows without a space.
        gaps = (0, 1) if self.language.script == "han" else (1,)
        left_out += [one for one in places if any(word.start - one.end in gaps for word in words)]
        return frozenset(one.means for one in left_out)

    def _find_bound(self, number: Number, clause: Piece, context: "_Context") -> str:
        """Find whether a number is a bound; "to" is none after a change, as in Russian, which has one word for both."""
        changed = any(clause.start <= one.start < number.start for one in context.changes)
        last = self.text[max(clause.start, number.start - _REACH) : number.start].split()[-1:]
        both = (self.language.lists["reaching"], self.language.groups["bounds"])
        reached = self._begins_with_reaching(number) or any(all(words.first(word) for words in both) for word in last)
        return "" if changed and reached and number.bound == "upper" else number.bound

    def _begins_with_reaching(self, number: Number) -> bool:
        """Whether the words of a number begin with one that says that a change begins or ends there."""
        found = self.language.lists["reaching"].first(self.text[number.start : number.end])
        return found is not None and found.start == 0

    def _is_refuted(self, number: Number, context: "_Context") -> bool:
        """Whether its main clause calls what it says wrong: "contrary to …; its share is 69 %" gives the right one."""
        if not context.refuted:
            return False
        clause = self._find_main_clause(number, context, marks=";；:：")
        return self.language.lists["refute"].first(self.text[clause.start : clause.end]) is not None

    def _find_later_publisher(self, number: Number, context: "_Context") -> _Mention | None:
        """Find who is named after a number, unless it is named with a number of its own."""
        later = _nearest(context.publishers, number, context.sentence)
        clause = next((one for one in context.clauses if later and one.start <= later.start < one.end), None)
        own = clause is not None and any(
            clause.start <= other.start < clause.end for other in context.numbers if other.start != number.start
        )
        return None if own else later

    def _is_part(self, number: Number, context: "_Context") -> bool:
        """Whether words shortly before a number say that it is of what was said before, or a batch is spoken of."""
        words = self.text[max(context.sentence.start, number.start - _NEAR) : number.start]
        batch = self.language.lists["batches"].first(self.text[context.sentence.start : context.sentence.end])
        return self.language.lists["of_these"].first(words) is not None or batch is not None

    def _find_basis(self, number: Number, clause: Piece) -> str:
        """Find what the tonnes are of if words right after them say that it is ore or a mineral."""
        after = re.split(r"[,.;()，。；]", self.text[number.end : min(clause.end, number.end + _REACH)])[0]
        found = self.language.groups["bases"].first(after)
        oxide = self.language.lists["topic"].first(after[: found.start]) if found is not None else None
        # "Of rare-earth oxides in ore" is oxide, and "of rare-earth ore" is none.
        named = found is not None and (oxide is None or not after[oxide.end : found.start].strip(" -"))
        return found.means if found is not None and named and found.means != NOTHING else ""

    def _find_quota_stage(self, number: Number, clause: Piece, context: "_Context") -> str:
        """Find whether a quota is one for separating; one for mining has no stage."""
        refining = [one for one in context.stages if one.means == ShareOf.REFINING and one.start < number.start]
        mining = [one for one in context.stages if one.means == ShareOf.MINE_PRODUCTION and one.start < number.start]
        own = [one for one in (*refining, *mining) if clause.start <= one.start]
        last = max(own or [*refining, *mining], default=None)
        return ShareOf.REFINING.value if last is not None and last in refining else ""

    def _cut(self, number: Number) -> tuple[int, int]:
        """Cut the words of a number out of the source: without a tag between the number and its unit."""
        start, end = number.start, number.end
        quoted = self.source[start:end]
        if "<" in quoted or "&" in quoted:
            match = re.match(r"[\d.,]*\d|[^<&\s]+", quoted)
            end = start + match.end() if match else end
        return start, end

    def _is_excluded(self, number: Number, clause: Piece, context: "_Context") -> bool:
        # A plan for a later year is one until the sentence turns to something else.
        begin = self.text.rfind(";", context.sentence.start, clause.start) + 1 or context.sentence.start
        if any(int(year.means) > LAST_YEAR for year in self._find_years(Piece(begin, clause.end), context)):
            return True
        near = [one for one in context.excludes if clause.start <= one.start < clause.end]
        return self._is_spoilt(number, near, clause, context)

    def _is_change(self, number: Number, clause: Piece, context: "_Context") -> bool:
        """Whether a number is a change, and not where one begins or ends."""
        if number.kind == "share" and self._is_step(number, context):
            return True
        near = [one for one in context.changes if clause.start <= one.start < clause.end]
        return self._is_spoilt(number, near, clause, context) and not self._is_reached(number, context)

    def _is_step(self, number: Number, context: "_Context") -> bool:
        """Whether words right before a number make it a change: "270,000 tonnes, up 5.9%", and not "dug up 97%"."""
        before = self.text[max(context.sentence.start, number.start - _REACH) : number.start].rstrip()
        steps = self.language.lists["steps"].find(before)
        if not steps or steps[-1].end != len(before):
            return False
        return not before[: steps[-1].start].rstrip()[-1:].isalnum()

    def _is_spoilt(self, number: Number, near: Sequence[_Mention], clause: Piece, context: "_Context") -> bool:
        """Whether words near a number make it no claim; ranks and amounts of reserves far from them are claims."""
        if not near or number.kind == "rank":
            return False
        strong = any(clause.start <= one.start < clause.end and one.means in STOCKS for one in context.measures)
        return not (number.kind == "amount" and strong and all(abs(one.start - number.start) > _NEAR for one in near))

    def _is_reached(self, number: Number, context: "_Context") -> bool:
        """Whether a number is where a change begins or ends, as in "fell to 69 percent", and not the change."""
        if self._begins_with_reaching(number):
            return True
        before = self.text[max(context.sentence.start, number.start - _REACH) : number.start].rstrip()
        # Chinese has a verb between, as in "from the published 21 million tonnes".
        gap = _HAN_GAP if self.language.script == "han" else 0
        bounds = self.language.groups["bounds"].find(before)
        while True:
            found = self.language.lists["reaching"].find(before)
            if found and len(before) - found[-1].end <= gap:
                return True
            if not bounds or bounds[-1].end != len(before):
                return False
            before = before[: bounds.pop().start].rstrip()

    def _is_tied(self, number: Number, clause: Piece, context: "_Context") -> bool:
        """Whether a number is about rare earths: they are what is named nearest to it, or what the text is about."""
        inside = [one for one in context.others if context.sentence.start <= one.start < context.sentence.end]
        topic = _nearest(context.topics, number, context.sentence)
        other = _nearest(inside, number, context.sentence)
        if topic is None and not self.carried.topic:
            stocks = any(one.means in (*STOCKS, Measure.QUOTA) for one in context.measures)
            return self.spoken_of and stocks and other is None and not context.others
        if other is not None and topic is not None:
            part = self._find_main_clause(number, context)
            # "Guinea has bauxite …; it hopes for rare earths": each main clause has a subject of its own.
            own = any(part.start <= one.start < part.end for one in inside)
            if own and not part.start <= topic.start < part.end:
                return False
        if other is not None:
            same_clause = clause.start <= other.start < clause.end
            if topic is None:
                return not same_clause and other.start > number.start and _distance(other, number) > 60
            if same_clause and not clause.start <= topic.start < clause.end:
                return False
            return _distance(topic, number) <= _distance(other, number) or (
                not same_clause and other.start > number.start
            )
        return True

    def _find_measure(
        self, number: Number, clause: Piece, context: "_Context", before_it: Claim | None
    ) -> tuple[str, bool]:
        """Find what is counted: the nearest word for it in the clause, then in the sentence, then in the one before."""
        if number.kind == "rank":
            measure = self._find_ranked_measure(number, context) or (before_it.measure if before_it else "")
            # Nobody ranks countries by resources.
            return Measure.RESERVES.value if measure == Measure.RESOURCES else measure, False
        opening = self.text[context.sentence.start : number.start]
        if (
            self.carried.measure
            and (found := self.language.lists["of_these"].first(opening))
            and not opening[: found.start].strip()
        ):
            return self.carried.measure, False
        if number.kind == "amount" and self._is_quota(number, clause, context):
            return Measure.QUOTA.value, False
        if (said := self._find_said_measure(number, clause, context, before_it)) is not None:
            return said
        if self.carried.measure:
            return self.carried.measure, False
        # What stands in another main clause says nothing of this number.
        begin = self._find_semicolon(number, context)
        in_sentence = any(one.start > begin for one in (*context.neutrals, *context.estimates, *context.sites))
        return (
            (Measure.RESERVES.value, True)
            if number.kind == "amount" and in_sentence and context.topics
            else ("", False)
        )

    def _find_said_measure(
        self, number: Number, clause: Piece, context: "_Context", before_it: Claim | None
    ) -> tuple[str, bool] | None:
        """Find what the clause or the sentence says is counted; None if neither says it."""
        for span in (clause, context.sentence):
            inside = [one for one in context.measures if span.start <= one.start < span.end]
            before = [one for one in inside if one.end <= number.start]
            closest = _nearest(inside, number, span)
            if span is clause and number.kind == "amount" and self._is_held(number, closest, span, context):
                return Measure.RESERVES.value, True
            word = before[-1] if before and span is context.sentence and span != clause else closest
            if span is context.sentence and self._goes_on(number, before_it, before, context):
                assert before_it is not None
                return before_it.measure, before_it.neutral
            if word is not None:
                return word.means, False
            if span is clause and number.kind == "amount":
                earlier = [one for one in context.measures if not context.is_of_later(one, number)]
                wider = _nearest(earlier, number, context.sentence)
                holds = any(span.start <= one.start < span.end for one in context.neutrals)
                reckons = any(span.start <= one.start < span.end for one in context.estimates)
                # What holds an amount has not mined it, whatever another clause speaks of.
                if (holds and (wider is None or wider.means == Measure.PRODUCTION)) or (reckons and wider is None):
                    return Measure.RESERVES.value, True
        return None

    def _goes_on(
        self, number: Number, before_it: Claim | None, measures: Sequence[_Mention], context: "_Context"
    ) -> bool:
        """Whether an amount counts what the one before it in the sentence counts: nothing else is named between."""
        if number.kind != "amount" or before_it is None or before_it.kind != "amount":
            return False
        between = [*measures, *context.neutrals, *context.estimates]
        return not any(before_it.end <= one.start < number.start for one in between)

    def _is_quota(self, number: Number, clause: Piece, context: "_Context") -> bool:
        """Whether an amount is a quota: the word in its clause outdoes the mining that the quota is for."""
        quotas = [one for one in context.measures if one.means == Measure.QUOTA]
        others = [one for one in context.measures if one.means in STOCKS and clause.start <= one.start < clause.end]
        return not others and any(clause.start <= one.start < clause.end or one.end <= number.start for one in quotas)

    def _is_held(self, number: Number, closest: _Mention | None, span: Piece, context: "_Context") -> bool:
        """Whether a verb is nearer to an amount than a word for production, as in "the largest producer holds"."""
        held = _nearest(context.neutrals, number, span)
        return (
            held is not None
            and closest is not None
            and any(one.start == closest.start for one in context.producers)
            and abs(_distance(held, number)) < abs(_distance(closest, number))
        )

    def _find_ranked_measure(self, number: Number, context: "_Context") -> str:
        """Find by what is ranked: a word in or close to the rank, else before it, else what the text speaks of."""
        clause = context.clause(number)
        close = [
            one
            for one in context.measures
            if one.start < min(number.end + 25, clause.end) and one.end > number.start - 1
        ]
        before = [one for one in context.measures if one.end <= number.start]
        after = [one for one in context.measures if one.start >= number.end]
        found = close[0] if close else before[-1] if before else None
        if found is None and after and after[0].start < clause.end:
            # "Brazil ranks second with 11 million tonnes of reserves": its own clause goes before the sentence before.
            found = after[0]
        if found is not None:
            return found.means
        if any(number.start <= one.start < min(number.end + 25, clause.end) for one in context.neutrals):
            # "The second-largest deposits."
            return Measure.RESERVES.value
        return self.carried.measure or (after[0].means if after else "")

    def _find_stage(self, number: Number, clause: Piece, context: "_Context") -> str:
        for span in (clause, context.sentence):
            inside = [
                one
                for one in context.stages
                if span.start <= one.start < span.end
                and one.means != "generic"
                and (span is clause or not context.is_of_later(one, number))
            ]
            inside = self._select_own_stages(inside, number, clause, context) or self._leave_taken_stages(
                inside, number, clause, context
            )
            special = [one for one in inside if one.means != ShareOf.MINE_PRODUCTION.value]
            if (found := _nearest(inside, number, span)) is not None:
                closest = _nearest(special, number, span)
                if closest is not None and _distance(closest, number) <= _distance(found, number) + 25:
                    return closest.means
                return found.means
        if any(one.means == "generic" for one in context.stages) and context.topics:
            return ShareOf.MINE_PRODUCTION.value
        generic = any(one.means == "generic" for one in context.stages)
        return self.carried.stage if self.carried.stage and (generic or self._mentions_share(context)) else ""

    def _select_own_stages(
        self, stages: Sequence[_Mention], number: Number, clause: Piece, context: "_Context"
    ) -> list[_Mention]:
        """Select the stages between a share and the next one that go with it: "70 % of mining and 90 % of refining".

        In Chinese the stage stands before its share.
        """
        shares = [one for one in context.numbers if one.kind == "share" and clause.start <= one.start < clause.end]
        if len(shares) < 2 or self.language.script == "han":
            return []
        following = next((one.start for one in shares if one.start > number.start), clause.end)
        after = [one for one in stages if number.end <= one.start < following]
        return [
            one
            for one in after
            if not self._goes_with_next(one, number, shares)
            and not self.language.lists["ranges"].first(self.text[number.end : one.start])
            and one.start - number.end <= _NEAR
        ]

    def _goes_with_next(self, stage: _Mention, number: Number, shares: Sequence[Number]) -> bool:
        """Whether a stage after a share is that of the next one: "mines 69 % and refines 91 %"."""
        following = any(one.start >= stage.end for one in shares)
        return following and self.language.lists["joins"].first(self.text[number.end : stage.start]) is not None

    def _leave_taken_stages(
        self, stages: Sequence[_Mention], number: Number, clause: Piece, context: "_Context"
    ) -> list[_Mention]:
        """Leave out the stages that go with a rank or an earlier share, if a verb of producing comes after them.

        "China has 58 % of the reserves and produces 69 %" is about mining, and so is "mines less than 1 %, although it
        has the second-largest reserves".
        """
        ranks = [one for one in context.numbers if one.kind == "rank"]
        free = [
            one
            for one in stages
            if not any(rank.start <= one.start and one.start - rank.end <= _CLOSE for rank in ranks)
        ]
        every = [one for one in context.numbers if one.kind == "share" and clause.start <= one.start < clause.end]
        following = next((one.start for one in every if one.start > number.start), clause.end)
        previous = max((one.end for one in every if one.start < number.start), default=clause.start)
        if any(previous <= one.start < number.start for one in context.stages) and self.language.script != "han":
            # Who "produces 69 % but holds 58 % of the reserves" produces the first.
            free = [one for one in free if one.start < following]
        if self.language.script != "han":
            free = [one for one in free if one.start < number.end or not self._goes_with_next(one, number, every)]
        shares = [one for one in every if one.start < number.start]
        taken = [one for share in shares for one in self._select_own_stages(free, share, clause, context)[:1]]
        verbs = [one for one in context.stages if one.means in ("generic", ShareOf.MINE_PRODUCTION.value)]
        last = max((one.end for one in taken), default=number.start)
        if any(last <= one.start < number.start for one in verbs):
            free = [one for one in free if one not in taken]
        return free

    def _mentions_share(self, context: "_Context") -> bool:
        return bool(context.topics or context.worlds or context.worldwide)

    def _find_place(self, number: Number, clause: Piece, context: "_Context") -> tuple[str, str]:
        """Find the deposit and the place that a number is about."""
        following = next((one.start for one in context.numbers if one.start > number.start), context.sentence.end)
        named = {one.means for one in context.places if clause.start <= one.start < number.start}
        site = _last_before(context.sites, number)
        later = _first_after(context.sites, number, following)
        # "A Norwegian company reported 8.8 million tonnes at Fen" names the country of the deposit and no other one.
        later = None if later is None or named - {self.site_place.get(later.means, "")} else later
        later = None if later is None or context.is_of_later(later, number) else later
        if later is not None and (named or any(number.end <= one.start < later.start for one in context.places)):
            # "45,000 tonnes were mined in the United States, nearly all of it at Mountain Pass."
            later = later if later.start < clause.end else None
        taken = site is not None and (
            any(site.end <= one.start < number.start for one in context.numbers)
            or (later is not None and site.start < clause.start <= later.start < clause.end)
        )
        site = later if site is None or (taken and later is not None) else site
        place = self._find_country(number, clause, context)
        of_country = self.language.lists["country"].first(self.text[clause.start : number.start]) is not None
        elsewhere = context.places or context.worlds or context.worldwide or of_country
        if site is None and number.kind == "amount" and self.carried.site and not elsewhere:
            return self.carried.site, self.site_place.get(self.carried.site, "") or place
        if site is not None and number.kind == "amount":
            between = [one for one in context.places if site.end <= one.start < number.start]
            own = context.clause_at(site.start)
            counted = any(context.clause(one) == own for one in context.numbers)
            stocks = [one for one in context.measures if one.means in STOCKS and one.start >= own.end]
            counted = counted or (bool(between) and clause.start <= between[-1].start)
            if between and between[-1].start >= own.end and counted and any(one.start < number.start for one in stocks):
                # "11 million lie at Kvanefjeld; all of Greenland has 1.5 million": the country comes after its deposit.
                return "", place
            country = self.language.lists["country"].first(self.text[max(site.end, clause.start) : number.start])
            if country is not None and site.start < clause.start:
                # "The Fen deposit is large; the country's reserves are not known": the deposit's country is meant.
                return "", self.site_place.get(site.means, "") or place
            if not between or self.site_place.get(site.means, "") == place:
                return site.means, self.site_place.get(site.means, "") or place
        return "", place

    def _find_respective(self, number: Number, context: "_Context") -> str:
        """Find which of several places an amount is for that are followed by as many amounts, respectively."""
        start, end = context.sentence
        for word in _shift(self.language.lists["respectively"].find(self.text[start:end]), start):
            alike = [one for one in context.numbers if one.kind == number.kind]
            amounts = [one for one in alike if one.start >= word.start] or [
                one for one in alike if one.end <= word.start
            ]
            before = [one for one in context.places if amounts and one.end <= min(amounts[0].start, word.start)]
            places = before[-len(amounts) :] if amounts else []
            if number in amounts and len(places) == len(amounts) > 1:
                return places[amounts.index(number)].means
        return self._find_ordered(number, context)

    def _find_ordered(self, number: Number, context: "_Context") -> str:
        """Find which of several places named together an amount is for: "China and Russia, 44 and 3.8 million"."""
        amounts = [one for one in context.numbers if one.kind == number.kind]
        joined = self._list_joined([one for one in context.places if amounts and one.end <= amounts[0].start])
        later = any(one.start >= amounts[0].start for one in context.places) if amounts else True
        if number not in amounts or later or len(joined) != len(amounts) or len(joined) < 2:
            return ""
        return joined[amounts.index(number)].means

    def _find_country(self, number: Number, clause: Piece, context: "_Context") -> str:
        told = self._find_respective(number, context) or self._find_pointed(number, context)
        if told := told or self._find_after_dash(number, context):
            return told
        if number.kind == "rank":
            return self._find_ranked(number, clause, context)
        # "Second only to China, but little explored, with an output of 20 tonnes": China is only compared.
        compared = [one for one in self._find_compared(context) if not self._is_beside(one, number)]
        mentions = [one for one in context.places if one not in compared] or list(context.places)
        if number.kind == "amount":
            mentions = sorted([*mentions, *(_Mention(one.start, one.end, WORLD) for one in context.worlds)])
        before = [one for one in mentions if one.end <= number.start]
        after = [one for one in mentions if one.start >= number.end and one.start < clause.end]
        after = [
            one
            for one in after
            if one.means != WORLD or not _is_beside_amount(one, context.numbers, self.text, self.language)
        ]
        own = [one for one in before if one.start >= clause.start]
        # "70 percent were Chinese and 12,000 tonnes came from Myanmar": the first place has a number of its own.
        taken = bool(own) and any(own[-1].start < one.start < number.start for one in context.numbers)
        following = next((one.start for one in context.numbers if one.start > number.start), clause.end)
        several = any(clause.start <= one.start < number.start for one in context.numbers)
        if own and after and after[0].start < following and (taken or (several and self._comes_from(number, after[0]))):
            return after[0].means
        if own:
            return own[-1].means
        if after and (not before or self._begins_anew(clause, context)):
            return after[0].means
        if before:
            return before[-1].means
        if after:
            return after[0].means
        of_shares = [
            context.clause(one) for one in context.numbers if one.kind == "share" and one.start != number.start
        ]
        free = [one for one in context.worldwide if not any(part.start <= one.start < part.end for part in of_shares)]
        first = free[0] if free and number.kind == "amount" else None
        if first is not None and (first.start < number.start or not self.carried.place):
            return WORLD
        later = [one for one in mentions if one.start >= number.end]
        return self.carried.place or (later[0].means if later else "")

    def _is_beside(self, place: _Mention, number: Number) -> bool:
        """Whether a number follows a place with a word or two between them, so that it is that place's."""
        between = self.text[place.end : number.start]
        relative = self.language.lists["relative"].first(between)
        if relative is not None and not re.search(r"\w", between[: relative.start]):
            # "Only China has more than Brazil, which has 21 million tonnes."
            return True
        return 0 <= number.start - place.end <= _CLOSE and not any(mark in between for mark in ",;，；")

    def _find_after_dash(self, number: Number, context: "_Context") -> str:
        """Find the place that only a dash parts from an amount before it: "270,000 tonnes — in China"."""
        places = [one for one in context.places if one.start > number.end] if number.kind == "amount" else []
        parted = (one for one in places if _AFTER_DASH.fullmatch(self.text[number.end : one.start]))
        return next((one.means for one in parted), "")

    def _comes_from(self, number: Number, place: _Mention) -> bool:
        """Whether words right before a place say that a number comes from there."""
        between = self.text[number.end : place.start].rstrip()
        found = self.language.lists["origins"].find(between)
        return len(between) < _REACH and bool(found) and found[-1].end == len(between)

    def _find_pointed(self, number: Number, context: "_Context") -> str | None:
        """Find which of two places "the former" or "the latter" before a number means; None if neither is there."""
        start = context.sentence.start
        pointing = [
            (found[-1].start + start, at)
            for at, name in enumerate(("former", "latter"))
            if (found := self.language.lists[name].find(self.text[start : number.start]))
        ]
        if not pointing or len(context.places) < 2:
            return None
        last, which = max(pointing)
        between = any(last < one.start < number.start for one in context.places)
        return None if between or context.places[1].start > last else context.places[which].means

    def _begins_anew(self, clause: Piece, context: "_Context") -> bool:
        return clause.start > context.sentence.start

    def _find_compared(self, context: "_Context") -> list[_Mention]:
        """Find the places that others are compared with."""
        return [one for one in context.places if any(0 <= one.start - word.end <= 12 for word in context.compares)]

    def _find_ranked(self, number: Number, clause: Piece, context: "_Context") -> str:
        """Find whose rank it is: the subject of clause or sentence, and not with whom it is compared."""
        compared = self._find_compared(context)
        for word in self.language.lists["followed"].find(self.text[context.sentence.start : number.start]):
            begin = context.sentence.start + word.end
            if follower := [
                one for one in context.places if begin <= one.start < number.start and one.start >= clause.start
            ]:
                return follower[-1].means
        free = [one for one in context.places if one not in compared] or list(context.places)
        own = [one for one in free if clause.start <= one.start < number.start]
        before = [one for one in free if one.end <= number.start]
        # "India is sixth, Russia — eighth": what stands right before a rank has it.
        if before and not re.search(r"\w", self.text[before[-1].end : number.start]):
            return before[-1].means
        if own:
            return own[-1].means
        # After a semicolon the sentence has another subject.
        begin = self._find_semicolon(number, context)
        before = [one for one in before if one.start > begin] or before
        if before:
            return before[0].means
        after = [one for one in free if one.start >= number.end]
        # "Third place is held by Brazil."
        if after and after[0].start < clause.end:
            return after[0].means
        if self.carried.place and self.carried.place != WORLD:
            return self.carried.place
        return after[0].means if after else ""

    def _find_main_clause(self, number: Number, context: "_Context", marks: str = ";；") -> Piece:
        """Find the part of a sentence between semicolons that a number is in."""
        start, end = context.sentence
        begins = [at + 1 for mark in marks if (at := self.text.rfind(mark, start, number.start)) >= 0]
        ends = [at for mark in marks if (at := self.text.find(mark, number.end, end)) >= 0]
        return Piece(max(begins, default=start), min(ends, default=end))

    def _find_semicolon(self, number: Number, context: "_Context") -> int:
        """Find the last semicolon before a number in its sentence; -1 if there is none."""
        return max(self.text.rfind(mark, context.sentence.start, number.start) for mark in ";；")

    def _find_year(self, number: Number, clause: Piece, context: "_Context") -> str:
        following = next((one.start for one in context.numbers if one.start > number.start), clause.end)
        right_after = [
            one
            for one in self._find_years(Piece(number.end, min(following, clause.end)), context)
            if one.start - number.end <= _YEAR_AFTER
        ]
        if right_after:
            return right_after[0].means
        before = max((one.end for one in context.numbers if one.end <= number.start), default=context.sentence.start)
        if self.language.lists["today"].first(self.text[max(before, number.start - _REACH) : number.start]):
            return ""
        named = self._find_years(context.sentence, context)
        named = [one for one in named if one.start < number.start] or named[:1]
        for name, step in (("year_before", -1), ("year_after", 1)):
            if named and self.language.lists[name].first(self.text[number.end : min(following, number.end + _REACH)]):
                return str(int(named[-1].means) + step)
        for span in (clause, context.sentence):
            if self.language.lists["today"].first(self.text[span.start : span.end]) and span is clause:
                return ""
            years = self._find_years(span, context)
            words = self.language.lists["last_year"].find(self.text[span.start : span.end])
            years += [one._replace(means="last") for one in _shift(words, span.start)]
            years = [
                one
                for one in years
                if not (number.start <= one.start < number.end or context.is_of_later(one, number))
                and not self._is_mined_next(one, number, context)
            ]
            # "255,000 tonnes in 2023 and 270,000 tonnes of rare earths in 2024": the first year is taken.
            free = [one for one in years if one.start >= number.end or not self._is_taken(one, number, context)]
            if any(one.start >= number.end for one in free):
                years = free
            if (found := _nearest(years, number, span)) is not None:
                return found.means
        return ""

    def _is_taken(self, year: _Mention, number: Number, context: "_Context") -> bool:
        """Whether a year stands right after another number before a number."""
        return any(0 <= year.start - one.end <= _YEAR_AFTER for one in context.numbers if one.end <= number.start)

    def _is_mined_next(self, year: _Mention, number: Number, context: "_Context") -> bool:
        """Whether a year is that of what is mined after a number: "holds 22 million tonnes but mined 300 in 2024"."""
        others = [one for one in context.numbers if number.end <= one.start < year.start]
        mined = [one for one in context.measures if one.means == Measure.PRODUCTION and one.start >= number.end]
        return any(one.start < other.start for other in others[:1] for one in mined)

    def _find_years(self, span: Piece, context: "_Context") -> list[_Mention]:
        """Find the years in a span; the digits of an amount such as 2070 thousand tonnes are none."""
        matches = _YEAR.finditer(self.text, span.start, span.end)
        found = [_Mention(match.start(), match.end(), match[0]) for match in matches]
        return [one for one in found if not any(number.start <= one.start < number.end for number in context.numbers)]

    def _carry(self, context: "_Context", claims: Sequence[Claim]) -> None:
        """Hand on what the next sentence may leave out."""
        subject = next((one.means for one in context.places), "")
        measures = [one.measure for one in claims if one.measure]
        known = [one.means for one in context.measures]
        before = self.carried if self.carried.age < _CARRY else _Carried(topic=self.carried.topic)
        self.spoken_of = self.spoken_of or bool(context.topics)
        shares = any(one.kind == "share" for one in context.numbers)
        said = next((one.means for one in context.stages if one.means != "generic"), "") if shares else ""
        other = bool(context.others) and not context.topics and not context.measures
        self.carried = _Carried(
            place=claims[0].place if claims and claims[0].place != WORLD else subject or before.place,
            measure=measures[0] if measures else known[-1] if known else before.measure,
            # A deposit is spoken of until a country is named.
            site=context.sites[-1].means if context.sites else "" if context.places else before.site,
            stage=next((one.stage for one in reversed(claims) if one.stage), said or before.stage),
            year="",
            age=0 if subject or claims else before.age + 1,
            topic=bool(context.topics) or (before.topic and not other),
        )


class _Context(NamedTuple):
    """What stands in a sentence, and where."""

    sentence: Piece
    clauses: Sequence[Piece]
    places: Sequence[_Mention]
    sites: Sequence[_Mention]
    worlds: Sequence[_Mention]
    #: Words for the world that only count where no country is named.
    worldwide: Sequence[_Mention]
    measures: Sequence[_Mention]
    stages: Sequence[_Mention]
    neutrals: Sequence[_Mention]
    #: Words of reckoning, which may speak of reserves as of anything.
    estimates: Sequence[_Mention]
    topics: Sequence[_Mention]
    others: Sequence[_Mention]
    publishers: Sequence[_Mention]
    excludes: Sequence[_Mention]
    changes: Sequence[_Mention]
    producers: Sequence[_Mention]
    denials: Sequence[_Mention]
    compares: Sequence[_Mention]
    numbers: Sequence[Number]
    #: Whether the sentence calls what it says wrong.
    refuted: bool
    #: Places that the sentence leaves out.
    left_out: frozenset[str]

    def is_of_later(self, mention: _Mention, number: Number) -> bool:
        """Whether a mention is in a later clause than a number, which has a number of its own."""
        clause = self.clause_at(mention.start)
        own = any(clause.start <= other.start < clause.end for other in self.numbers)
        return own and clause.start > number.start

    def clause(self, number: Number) -> Piece:
        """Return the clause that a number is in."""
        return self.clause_at(number.start)

    def clause_at(self, at: int) -> Piece:
        """Return the clause at a place in the text."""
        return next((one for one in self.clauses if one.start <= at < one.end), self.sentence)


def _without(mentions: Sequence[_Mention], others: Sequence[_Mention]) -> list[_Mention]:
    """Leave out the mentions that lie within longer others."""
    return [
        one
        for one in mentions
        if not any(
            two.start <= one.start and one.end <= two.end and two.end - two.start > one.end - one.start
            for two in others
        )
    ]


def _is_right_before(mention: _Mention, others: Sequence[_Mention]) -> bool:
    return any(0 <= one.start - mention.end <= 1 for one in others)


def _shift(found: Iterable[Found], by: int) -> list[_Mention]:
    return [_Mention(one.start + by, one.end + by, one.means) for one in found]


def _mask(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _distance(one: _Mention, number: Number) -> int:
    return number.start - one.end if one.end <= number.start else one.start - number.end


def _nearest(mentions: Sequence[_Mention], number: Number, span: Piece) -> _Mention | None:
    inside = [one for one in mentions if span.start <= one.start < span.end]
    return min(inside, key=lambda one: abs(_distance(one, number)), default=None)


def _leave_of(text: str, language: Language) -> str:
    """Leave out a word such as "of" from the beginning of a text."""
    found = language.lists["of"].first(text)
    return text if found is None or text[: found.start].strip() else text[found.end :]


def _is_beside_amount(mention: _Mention, numbers: Sequence[Number], text: str, language: Language) -> bool:
    """Whether a mention stands right before an amount, but for a mark or a word such as "of"."""
    return any(
        not _leave_of(text[mention.end : one.start], language).strip(" \n\t\u00a0—–:-")
        for one in numbers
        if one.kind == "amount" and mention.end < one.start < mention.end + _REACH
    )


def _outside(mentions: Sequence[_Mention], numbers: Sequence[Number]) -> list[_Mention]:
    """Leave out the mentions that lie within numbers."""
    return [one for one in mentions if not any(number.start <= one.start < number.end for number in numbers)]


def _is_alone(
    mention: _Mention, clauses: Sequence[Piece], numbers: Sequence[Number], places: Sequence[_Mention]
) -> bool:
    """Whether a mention is in a later clause of its own, with an amount and without any place."""
    clause = next((one for one in clauses if one.start <= mention.start < one.end), None)
    if clause is None or any(clause.start <= one.start < clause.end for one in places):
        return False
    # A sentence may begin with the world if it goes on with a country.
    if clause is clauses[0] and not any(one.start >= clause.end for one in places):
        return False
    return {one.kind for one in numbers if clause.start <= one.start < clause.end} == {"amount"}


def _last_before(mentions: Sequence[_Mention], number: Number) -> _Mention | None:
    return next((one for one in reversed(mentions) if one.end <= number.start), None)


def _first_after(mentions: Sequence[_Mention], number: Number, end: int) -> _Mention | None:
    return next((one for one in mentions if number.end <= one.start < end), None)
