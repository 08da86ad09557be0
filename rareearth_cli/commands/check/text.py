"""The sentences of ``check``: why a claim has its verdict, and what one can write instead, in English and German."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from rareearth_cli.analysis.figures import Figure, FigureRow, build_figure, format_figure, title_in_sentence
from rareearth_cli.analysis.judge import format_share
from rareearth_cli.analysis.world_list import WorldShare
from rareearth_cli.claims.claim import Claim
from rareearth_cli.commands.check.judge import Checked, ClaimVerdict
from rareearth_cli.model.dates import parse_date, spell_months
from rareearth_cli.model.names import WORLD
from rareearth_cli.model.quantity import Kind
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.vocabulary import OXIDES, STOCKS, Measure, ShareOf, Status
from rareearth_cli.model.wording import (
    begin_sentence,
    bound_words,
    digits_of_end,
    format_number,
    has_several_authors,
    name_in_text,
    name_publisher,
    ordinal,
    spell_category,
)

#: What the verdicts are called.
LABELS = {
    ClaimVerdict.SUPPORTED: "supported",
    ClaimVerdict.DISPUTED: "disputed",
    ClaimVerdict.OUTDATED: "outdated",
    ClaimVerdict.OTHER_MEANING: "true of something else",
    ClaimVerdict.CONTRADICTED: "contradicted",
    ClaimVerdict.NOT_ON_RECORD: "not in our data",
}


def name_measure(one: Checked) -> str:
    """Name the measure of a claim; where its words fit reserves and resources alike, that of the figure that fits."""
    if one.claim.basis:
        return one.claim.basis
    if not one.claim.neutral or one.claim.measure not in STOCKS:
        return one.claim.measure
    fits = one.verdict in (ClaimVerdict.SUPPORTED, ClaimVerdict.DISPUTED, ClaimVerdict.OUTDATED)
    return one.deciding[0].measure if fits and one.deciding else "reserves or resources"


_QUOTED = "quoted correctly but disputed"
#: The labels in the order in which they are counted.
LABELS_IN_ORDER = (LABELS[ClaimVerdict.SUPPORTED], _QUOTED, *LABELS.values())


#: What the labels mean that do not speak for themselves.
MEANINGS = {
    _QUOTED: "it fits the source that is named, and another source is far from it",
    LABELS[ClaimVerdict.DISPUTED]: "it fits one source, and another source is far from it",
    LABELS[ClaimVerdict.OUTDATED]: "only a figure that has been replaced, or one of another year, says so",
    LABELS[ClaimVerdict.OTHER_MEANING]: "only a figure that counts something else is as large",
    LABELS[ClaimVerdict.NOT_ON_RECORD]: "we have no figure to test it with, which does not mean that it is wrong",
}


def label_claim(one: Checked) -> str:
    """Label the verdict on a claim; a figure that its source gives so is not said to be wrong."""
    return _QUOTED if is_quoted_correctly(one) else LABELS[one.verdict]


def is_quoted_correctly(one: Checked) -> bool:
    """Whether a disputed amount is that of the publisher that the text names, or a rank that of its list by USGS."""
    named = one.claim.kind == "amount" and bool(one.claim.publisher)
    ranked = one.claim.kind == "rank" and one.claim.publisher == "usgs" and one.rank == one.claim.value
    return one.verdict is ClaimVerdict.DISPUTED and (named or ranked)


class _Stage(NamedTuple):
    """What a part of the value chain is called beside a share, and in sentences one can write in two languages."""

    name: str
    english: str
    german: str


_STAGES = {
    ShareOf.MINE_PRODUCTION.value: _Stage(
        "mine production", "mine production of rare earths", "Bergwerksförderung Seltener Erden"
    ),
    ShareOf.REFINING.value: _Stage("refining", "refining of rare earths", "Raffination Seltener Erden"),
    ShareOf.MAGNETS.value: _Stage(
        "magnet making", "production of rare-earth magnets", "Herstellung von Seltenerdmagneten"
    ),
    ShareOf.RESERVES.value: _Stage("reserves", "rare-earth reserves", "Reserven an Seltenen Erden"),
}
_MEASURES_IN_GERMAN = {
    Measure.RESERVES.value: "Reserven",
    Measure.RESOURCES.value: "Ressourcen",
    Measure.PRODUCTION.value: "Förderung",
    Measure.QUOTA.value: "Förderquote",
}
_MONTHS_IN_GERMAN = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
                     "November", "Dezember")  # fmt: skip


def explain(one: Checked, dataset: Dataset, as_of: date | None) -> str:
    """Say why a claim has its verdict, what explains a dispute, and what holds for other parts of the chain.

    ``as_of`` is the day by which what was published counts.
    """
    if one.claim.kind == "rank":
        return _explain_rank(one)
    if one.claim.kind == "share":
        return " ".join([_explain_share(one, dataset), *_name_other_stages(one, as_of)])
    return " ".join([begin_sentence(_explain_amount(one, dataset)), *_explain_by_part(one, dataset)])


def _explain_by_part(one: Checked, dataset: Dataset) -> list[str]:
    """Say that a published part of one of two figures is as much as the other."""
    if one.part is None:
        return []
    part, whole = (build_figure(row, dataset) for row in one.part)
    whose = name_publisher(whole.publisher)
    among = f"of the {format_figure(whole)} of {whose}, {format_figure(part)} are {part.scope}"
    return [f"Different definitions may explain it: {among}."]


def _name_other_stages(one: Checked, as_of: date | None) -> list[str]:
    """Name the newest shares of refining and magnets where a claim does not hold for mining."""
    if one.claim.stage != ShareOf.MINE_PRODUCTION or one.verdict is ClaimVerdict.SUPPORTED or not one.shares:
        return []
    said = [f"{_STAGES[stage].name}: {_say_other(share, as_of)}" for stage, share in one.stages.items()]
    return [f"Other parts of the value chain: {'; '.join(said)}."] if said else []


def _say_other(share: WorldShare | None, as_of: date | None) -> str:
    if share is None:
        return (
            f"our data have no share published by {parse_date(as_of.isoformat()).formatted}"
            if as_of
            else "no share is in our data"
        )
    year = f" in {share.year}" if share.year else ""
    return f"{format_share(share.share)}{year} ({share.attribution})"


def _explain_amount(one: Checked, dataset: Dataset) -> str:
    said = [_say(row, dataset, one.whole) for row in one.deciding]
    against = [_say(row, dataset) for row in one.against]
    match one.verdict:
        case ClaimVerdict.SUPPORTED:
            return f"{said[0]}."
        case ClaimVerdict.DISPUTED:
            return f"{said[0]}, which agrees with the text. Another source says otherwise: {' and '.join(against)}."
        case ClaimVerdict.OUTDATED:
            return f"{said[0]}, {_say_outdated(one, dataset)}."
        case ClaimVerdict.OTHER_MEANING:
            now = f"; of {one.claim.measure}, {against[0]}" if against else ""
            # Of a part, it has been said.
            counts = "" if one.whole is not None else f", which counts {_name_meaning(one.deciding[0], one.claim)}"
            return f"{said[0]}{counts}{now}."
        case ClaimVerdict.CONTRADICTED if one.remark == "publisher":
            own = said[0] if said else f"no such figure of {_name_named(one.claim, dataset)} is in our data"
            return f"{own}; the number is that of another source: {against[0]}."
        case ClaimVerdict.CONTRADICTED if one.remark == "later":
            return f"No figure for {one.claim.year} fits: {said[0]}. The number is that of a later year: {against[0]}."
        case ClaimVerdict.CONTRADICTED if one.remark == "misquoted":
            instead = f" {begin_sentence(said[0])}." if said else ""
            known = "is a known misquotation" if one.against[0].status == Status.MISQUOTED else "looks inconsistent"
            return f"The number {known}: {against[0]}.{instead}"
        case ClaimVerdict.CONTRADICTED:
            return f"No figure in our data fits: {' and '.join(said)}."
    if one.remark == "bound":
        return f"{said[0]}, which is only a bound and leaves open whether this is right."
    return "No figure in our data can test it."


def _name_named(claim: Claim, dataset: Dataset) -> str:
    """Name the publisher that a text names, as our data do."""
    names = [name for name in dataset.publishers.values() if name.casefold() == claim.publisher]
    return name_publisher(names[0] if names else claim.publisher)


def _say_outdated(one: Checked, dataset: Dataset) -> str:
    """Say why the figure that fits a claim does not hold, and which one does."""
    why = "has been replaced" if one.deciding[0].status == Status.SUPERSEDED else "is of another year"
    if not one.against:
        return f"which {why}; no current figure is in our data"
    holds = one.against[0]
    if one.claim.year and holds.period == one.claim.year:
        return f"which {why}; for {one.claim.year} {_say(holds, dataset, dated=False)}"
    return f"which {why}; now {_say(holds, dataset)}"


def _say(row: FigureRow, dataset: Dataset, whole: FigureRow | None = None, *, dated: bool = True) -> str:
    """Say who gives a figure; its date is left out where the sentence has it."""
    figure = build_figure(row, dataset)
    part = ""
    if whole is not None:
        of = build_figure(whole, dataset)
        whose = (
            "its" if of.publisher == figure.publisher else f"the {name_publisher(of.publisher).removeprefix('the ')}'s"
        )
        part = f" ({figure.scope.replace(' (', ', ').rstrip(')')}), a part of {whose} {format_figure(of)}"
    if row.measure == Measure.QUOTA and row.category and not part:
        part = f" ({spell_category(row.category)})"
    gives = "give" if has_several_authors(figure.publisher) else "gives"
    verb = "listed" if row.status == "superseded" else "lists" if figure.title.startswith("USGS") else gives
    when = (
        ""
        if figure.as_of == "not dated" or not dated
        else f" ({figure.as_of})"
        if not figure.as_of.startswith("for ")
        else f" {figure.as_of}"
    )
    title = title_in_sentence(figure.title.removesuffix(f" [{row.status}]"))
    return f"{title} {verb} {format_figure(figure)}{part}{when}"


def _name_meaning(row: FigureRow, claim: Claim) -> str:
    """Name what a figure counts that does not count what a claim is about."""
    if row.basis in ("ore", "monazite", "rare_metals"):
        return f"{row.basis.replace('_', ' ')}, and not rare-earth oxide"
    counted = spell_category(row.category) if row.category != row.measure else ""
    if row.site:
        return f"{row.measure} of {row.site}" + (f" ({counted})" if counted else "")
    if row.measure == claim.measure:
        return f"only {counted}" if counted else "something else"
    return row.measure + (f" ({counted})" if counted else "")


def _explain_share(one: Checked, dataset: Dataset) -> str:
    if not one.shares:
        for_year = f" for {one.claim.year}" if one.claim.year else ""
        return f"No share of it{for_year} is in our data."
    first, *others = one.shares
    match one.verdict:
        case ClaimVerdict.SUPPORTED:
            return f"{_say_share(first)}."
        case ClaimVerdict.DISPUTED:
            return f"{_say_share(first)}, but {_say_share(others[0])}."
        case ClaimVerdict.OUTDATED:
            newest = "the newest is" if not others or others[0].year >= first.year else "the last one not replaced is"
            which = f"the nearest for {one.claim.year} is" if one.claim.year else newest
            now = f"; {which} {_say_share(others[0])}" if others else ""
            same = bool(others) and first.year == others[0].year
            when = "in an earlier edition" if same else "in another year"
            return f"It would have been right {when}: {_say_share(first)}{now}."
        case ClaimVerdict.OTHER_MEANING:
            now = f"; {_say_share(others[0])}" if others else ""
            return f"{_say_share(first)}{now}."
    if one.remark == "bound":
        return f"{_say_share(first)}, which is only a bound and leaves open whether this is right."
    if one.remark == "publisher":
        other = others[0] if others else first
        named = _name_named(one.claim, dataset)
        own = begin_sentence(_say_share(first)) if others else f"No such share of {named} is in our data"
        return f"{own}; the number is that of another source: {_say_share(other)}."
    which = (
        f"the nearest for {one.claim.year}"
        if one.claim.year and first.year.startswith(one.claim.year)
        else "the newest"
    )
    return f"No share in our data fits; {which} is {_say_share(first)}."


def _say_share(share: WorldShare) -> str:
    stage = _STAGES[share.stage].name if share.stage in _STAGES else share.stage
    year = f" in {share.year}" if share.year else ""
    bounded = share.whole is not None and share.whole.kind in (Kind.LOWER, Kind.UPPER)
    if bounded and share.share_of_rows is not None:
        # Of a total that is a bound, the share of the world is one, too.
        of_world = f", {format_share(share.share)} of the world's"
        for_year = f" for {share.year}" if share.year else ""
        return f"{format_share(share.share_of_rows)} of the {stage} listed{for_year}{of_world} ({share.attribution})"
    return f"{format_share(share.share)} of {stage}{year} ({share.attribution})"


def _explain_rank(one: Checked) -> str:
    if one.remark == "year":
        return f"No list of reserves of {one.list_title} that is in our data in full has it."
    if one.rank is None and one.other_rank is not None:
        return (
            f"{_name_listed(one)} no amount for it, but it would be {ordinal(one.other_rank)} with {one.other_rank_by}."
        )
    if one.rank is None:
        was = f"It was {ordinal(round(one.claim.value))} in {one.remark}. " if one.remark else ""
        return f"{was}{_name_listed(one)} no amount for it."
    now = f"{ordinal(one.rank)} in {one.list_title}"
    if one.remark == "at best":
        return f"It is at best {now}, because countries that are not listed may have more."
    match one.verdict:
        case ClaimVerdict.SUPPORTED:
            return f"It is {now}."
        case ClaimVerdict.DISPUTED:
            return f"It is {now}, but it would be {ordinal(one.other_rank or 0)} with {one.other_rank_by}."
        case ClaimVerdict.OUTDATED:
            return f"It was {ordinal(round(one.claim.value))} in {one.remark}; now it is {now}."
    return f"It is {now}."


def _name_listed(one: Checked) -> str:
    """Name the list that ranks, as the subject of what it has; of a list that may lack rows, our data of it."""
    if not one.list_title:
        return "The newest list has"
    return f"Our data of {one.list_title} have" if one.list_partial else f"{one.list_title} has"


def write_instead(one: Checked, dataset: Dataset, language: str, names: Mapping[str, str]) -> str:
    """Write a sentence that is true by the figure that decides; empty if there is none.

    ``names`` are those of places in the language, as far as it has them.
    """
    name = names.get(one.claim.place, name_in_text(dataset.places[one.claim.place].name))
    if language == "de":
        name = _NAMES_WITH_ARTICLE.get(one.claim.place, name)
    german = language == "de"
    if one.claim.kind == "rank":
        return _write_rank(one, name, dataset, german=german)
    if one.claim.kind == "share":
        return _write_share(one, name, dataset, german=german)
    rows = one.against if one.verdict in (ClaimVerdict.OUTDATED,) and one.against else one.deciding
    rows = rows or one.against
    if not rows:
        return ""
    row = rows[0]
    if row.publisher.casefold().startswith(_UNKNOWN_AUTHOR):
        return ""
    figure = build_figure(row, dataset)
    own_part = one.whole is not None and row.part_of == one.whole.id and row.publisher == one.whole.publisher
    whole = build_figure(one.whole, dataset) if one.whole is not None and own_part else None
    narrowed = _narrow(one, row, figure, german=german) if whole is None else ""
    sentence = _write_amount(row, figure, whole, name, narrowed, german=german)
    if one.verdict is ClaimVerdict.DISPUTED and one.against:
        other = build_figure(one.against[0], dataset)
        who = _name_publisher(other, german=german, first=False)
        amount = _spell(other, german=german) + _spell_date(other.as_of, german=german)
        sentence += f"; {who} nennt {amount}" if german else f"; {who} gives {amount}"
    return f"{sentence}."


#: How the names of publishers begin of whom nobody knows who they are.
_UNKNOWN_AUTHOR = "unattributed"
#: Names of places that German uses with an article.
_NAMES_WITH_ARTICLE = {"USA": "die USA", "TUR": "die Türkei", "MNG": "die Mongolei", "UKR": "die Ukraine"}


def _narrow(one: Checked, row: FigureRow, figure: Figure, *, german: bool) -> str:
    """Say of which part or class a figure is, in parentheses, if it is not all that its measure names."""
    mined = figure.category if row.measure == Measure.PRODUCTION and not german else ""
    only = one.verdict is ClaimVerdict.OTHER_MEANING and row.measure == one.claim.measure and not row.site
    part = figure.scope if row.part_of else figure.category if only and row.basis in OXIDES else mined
    return f" ({'nur ein Teil' if german else part})" if part else ""


def _write_amount(
    row: FigureRow, figure: Figure, whole: Figure | None, name: str, narrowed: str, *, german: bool
) -> str:
    """Write who puts what at how much; ``narrowed`` says of which part or class it is, if it is not the whole."""
    where = f"{row.site}, {name}" if row.site else name
    if row.place == WORLD:
        where = row.site or ("die Welt" if german else "the world")
    what = _name_counted(row, german=german)
    when = _spell_date(figure.as_of, german=german)
    who = _name_publisher(figure, german=german, first=True)
    amount = _spell(whole or figure, german=german)
    # What has been replaced since is told as past.
    past = row.status == Status.SUPERSEDED
    if german:
        several = has_several_authors(figure.publisher)
        verb = f"bezifferte{'n' * several}" if past else "beziffern" if several else "beziffert"
        sentence = f"{who} {verb} die {what} für {where}{narrowed} auf {amount}{when}"
    else:
        verb = "put" if past or has_several_authors(figure.publisher) else "puts"
        sentence = f"{who} {verb} the {what} of {where}{narrowed} at {amount}{when}"
    return sentence if whole is None else f"{sentence}; {_write_part(row, figure, german=german)}"


#: How a part is developed or licensed, in German.
_PARTS_IN_GERMAN = {
    "being developed or ready for development": "in Erschließung oder dafür vorbereitet",
    "licensed": "lizenziert",
}


def _write_part(row: FigureRow, figure: Figure, *, german: bool) -> str:
    amount = _spell(figure, german=german)
    if not german:
        state = row.development or row.access
        return f"of these, {amount} are {state}" if state else f"of these, {amount} ({figure.scope})"
    state = _PARTS_IN_GERMAN.get(row.development or row.access, "")
    return f"davon sind {amount} {state}" if state else f"ein Teil davon sind {amount}"


#: What publishers are called in German.
_PUBLISHERS_IN_GERMAN = {
    "USGS": "der US-Geologiedienst USGS",
    "BGS": "der Britische Geologische Dienst",
    "IEA": "die Internationale Energieagentur",
    "Russian ministry": "das russische Ministerium für natürliche Ressourcen",
    "Vietnamese ministry": "das vietnamesische Umweltministerium",
    "Chinese commerce ministry": "das chinesische Handelsministerium",
    "Indian atomic energy department": "die indische Atomenergiebehörde",
}


def _name_publisher(figure: Figure, *, german: bool, first: bool) -> str:
    """Name the publisher of a figure in a sentence that is printed, at its beginning or later."""
    english = name_publisher(figure.formal_name)
    in_german = figure.formal_name.replace(" and ", " und ") if has_several_authors(figure.publisher) else ""
    named = _PUBLISHERS_IN_GERMAN.get(figure.publisher, in_german or figure.formal_name) if german else english
    return begin_sentence(named) if first else named


def _name_publication(row: FigureRow, dataset: Dataset, *, german: bool) -> str:
    """Name a publication in a sentence that is printed, such as ``British Geological Survey, 2025``."""
    source = dataset.sources[row.source]
    title = source.title.partition(",")[0] if source.short and row.publisher == source.publisher else ""
    year = source.published.text[:4] if source.published else ""
    who = row.publisher.partition(" (")[0]
    if german and (named := _PUBLISHERS_IN_GERMAN.get(dataset.publishers.get(row.publisher, ""))):
        # Without its article.
        who = named.partition(" ")[2]
    return ", ".join(filter(None, (who, title or year)))


def _name_counted(row: FigureRow, *, german: bool) -> str:
    if row.basis == "ore":
        return "Erzmenge" if german else "ore"
    if row.basis == "monazite":
        return "Monazitmenge" if german else "monazite"
    if row.basis == "rare_metals":
        # Most of them are no rare earths.
        return (
            f"{_MEASURES_IN_GERMAN.get(row.measure, row.measure)} an seltenen Metallen"
            if german
            else (f"{row.measure} of rare metals")
        )
    if german:
        return f"{_MEASURES_IN_GERMAN.get(row.measure, row.measure)} an Seltenen Erden"
    return "mine production of rare earths" if row.measure == Measure.PRODUCTION else f"rare-earth {row.measure}"


def _spell(figure: Figure, *, german: bool) -> str:
    words = bound_words(figure.kind, figure.printed)
    lead = (_GERMAN_BOUNDS if german else _BOUNDS_AFTER_AT).get(words, words)
    if figure.kind == Kind.RANGE and figure.low_t is not None and figure.high_t is not None:
        low, high = (
            _spell(figure._replace(kind="point", value_t=end, digits=digits_of_end(end, figure.digits)), german=german)
            for end in (figure.low_t, figure.high_t)
        )
        unit = high.partition(" ")[2]
        return f"{low.removesuffix(f' {unit}')} {'bis' if german else 'to'} {high}"
    value = figure.value_t if figure.value_t is not None else figure.low_t or 0.0
    if value >= 1e6:
        number = format_number(value / 1e6, figure.digits)
        return lead + (f"{_mark(number)} Millionen Tonnen" if german else f"{number} million tonnes")
    number = format_number(value, figure.digits)
    return lead + (f"{_mark(number)} Tonnen" if german else f"{number} tonnes")


#: "At at least" would have two prepositions.
_BOUNDS_AFTER_AT = {"at least ": "no less than ", "at most ": "no more than "}
_GERMAN_BOUNDS = {
    "more than ": "mehr als ",
    "less than ": "weniger als ",
    "at least ": "mindestens ",
    "at most ": "höchstens ",
    "about ": "rund ",
}


def _mark(number: str) -> str:
    """Write a number with the marks of German."""
    return number.replace(",", "\0").replace(".", ",").replace("\0", ".")


def _spell_date(as_of: str, *, german: bool) -> str:
    if as_of == "not dated":
        return ""
    if as_of.startswith("for "):
        return f" (für {as_of.removeprefix('for ')})" if german else f" {as_of}"
    spelled = spell_months(as_of)
    if not german:
        return f" ({spelled})"
    months = (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )
    for english, own in zip(months, _MONTHS_IN_GERMAN, strict=True):
        if english in spelled:
            day, _, year = spelled.partition(english)
            return f" ({day.strip()}. {own} {year.strip()})" if day.strip() else f" ({own} {year.strip()})"
    return f" ({spelled})"


def _write_share(one: Checked, name: str, dataset: Dataset, *, german: bool) -> str:
    chosen = (
        one.shares[1]
        if one.verdict in (ClaimVerdict.OUTDATED, ClaimVerdict.OTHER_MEANING) and len(one.shares) > 1
        else next(iter(one.shares), None)
    )
    if chosen is None:
        return ""
    stage = _STAGES.get(chosen.stage)
    if stage is None:
        return ""
    bounded = chosen.whole is not None and chosen.whole.kind in (Kind.LOWER, Kind.UPPER)
    share = chosen.share_of_rows if bounded and chosen.share_of_rows is not None else chosen.share
    percent, where = format_share(share), _name_publication(chosen.row, dataset, german=german)
    if share is not chosen.share:
        # Of a total that is printed as a bound, only the share of the rows is known.
        if german:
            return f"Auf {name} entfielen {_mark(percent)} der aufgelisteten {stage.german} ({where})."
        return f"{begin_sentence(name)} accounted for {percent} of the {stage.english} listed ({where})."
    if german:
        year = f" {chosen.year}" if chosen.year else ""
        rival = f"; {against}" if (against := _write_rival(one, dataset, german=True)) else ""
        return f"Auf {name} entfielen{year} {_mark(percent)} der weltweiten {stage.german} ({where}){rival}."
    year = f" in {chosen.year}" if chosen.year else ""
    rival = f"; {against}" if (against := _write_rival(one, dataset, german=False)) else ""
    return f"{begin_sentence(name)} accounted for {percent} of the world's {stage.english}{year} ({where}){rival}."


def _write_rival(one: Checked, dataset: Dataset, *, german: bool) -> str:
    """Write the share that disputes a claim; empty if there is none."""
    if one.verdict is not ClaimVerdict.DISPUTED or len(one.shares) < 2:
        return ""
    other = one.shares[1]
    share = other.share if other.share_of_rows is None else other.share_of_rows
    where = _name_publication(other.row, dataset, german=german)
    year = f"{', ' if german else ' in '}{other.year}" if other.year and other.year != one.shares[0].year else ""
    percent = format_share(share)
    return (
        f"nach anderer Quelle {_mark(percent)}{year} ({where})"
        if german
        else f"another source gives {percent}{year} ({where})"
    )


def _write_rank(one: Checked, name: str, dataset: Dataset, *, german: bool) -> str:
    if one.rank is None or one.remark == "at best":
        return ""
    mined = one.claim.measure == Measure.PRODUCTION
    where = _name_publication(one.deciding[0], dataset, german=german) if one.deciding else one.list_title
    year = f" {one.deciding[0].period}" if mined and one.deciding else ""
    if german:
        counted = "der Förderung" if mined else "den Reserven"
        verb = "stehen" if one.claim.place == "USA" else "steht"
        name = begin_sentence(name)
        return (
            f"{name} {verb}{year} bei {counted} Seltener Erden auf Platz {one.rank} der aufgelisteten Länder ({where})."
        )
    counted = "mine production of rare earths" if mined else "rare-earth reserves"
    year = f" in{year}" if year else ""
    return f"{begin_sentence(name)} ranks {ordinal(one.rank)} by {counted}{year} among the countries listed ({where})."
