"""The ``check`` query: the claims of a text, each with its verdict, the reason, and a sentence that one can write."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rareearth_cli.analysis.table import Table
from rareearth_cli.claims.find import find_claims
from rareearth_cli.claims.languages import Languages, read_languages
from rareearth_cli.commands.check.judge import Checked, ClaimVerdict, Judge
from rareearth_cli.commands.check.text import LABELS, LABELS_IN_ORDER, explain, label_claim, write_instead
from rareearth_cli.model.dates import parse_date
from rareearth_cli.model.fields import COLUMNS_BY_COMMAND
from rareearth_cli.model.questions import CheckQuestion, canonical_question
from rareearth_cli.model.records import Dataset
from rareearth_cli.model.wording import format_count, join_words
from rareearth_cli.record.yaml_nodes import read_bundled


class CheckResult(NamedTuple):
    """What was found in a text, and what the record says of it."""

    checked: tuple[Checked, ...]
    #: The same for programs: a mapping for each claim, and the rows.
    claims: tuple[Mapping[str, object], ...]
    table: Table
    summary: tuple[str, ...]
    #: Whether to say how each claim was read, and which figures decide.
    explained: bool
    #: The language of the text; empty if nothing in it is about rare earths.
    language: str
    #: The day as of which the claims are judged; None for the whole record.
    as_of: date | None
    #: Whether the day is that of the text.
    dated_by_text: bool
    dataset_version: str
    query: Mapping[str, object]
    warnings: tuple[str, ...] = ()


def load_languages() -> Languages:
    """Load the words of the languages."""
    return read_bundled("languages.yaml", read_languages)


def check_text(dataset: Dataset, question: CheckQuestion) -> CheckResult:
    """Find the claims of a text and judge them.

    They are judged as of the day of the question, or else of the day on which the text says that it was written.
    """
    sites = {one.site: one.place for one in dataset.estimates.values() if one.site}
    languages = load_languages()
    reading = find_claims(question.text, languages, dataset.places, sites)
    as_of = question.as_of or reading.written
    judge = Judge(dataset, as_of)
    checked = tuple(judge.judge(claim) for claim in reading.claims if not claim.negated)
    # Of a text of an earlier day, it is said what holds today.
    latest = Judge(dataset, None) if as_of is not None and checked else None
    today = [_explain_today(one, latest, dataset) if latest is not None else "" for one in checked]
    language = question.lang or ("de" if reading.language == "de" else "en")
    german = languages.name_places("de") if language == "de" else {}
    described = [_describe(one, dataset, as_of, language, german) for one in checked]
    claims = tuple(
        {**claim, "because": " ".join(filter(None, (str(claim["because"]), more)))}
        for claim, more in zip(described, today, strict=True)
    )
    dated_by_text = question.as_of is None and reading.written is not None
    names = COLUMNS_BY_COMMAND["check"]
    return CheckResult(
        checked=checked,
        claims=claims,
        table=Table(columns={name: [_to_cell(claim[name]) for claim in claims] for name in names}),
        summary=_summarize(checked, reading.language, as_of, dated_by_text=dated_by_text),
        explained=question.explain,
        language=reading.language,
        as_of=as_of,
        dated_by_text=dated_by_text,
        dataset_version=dataset.version,
        query=canonical_question("check", question),
    )


def _explain_today(one: Checked, latest: Judge, dataset: Dataset) -> str:
    """Say what holds by all figures in our data, if another verdict follows from them."""
    now = latest.judge(one.claim)
    return f"Judged today: {LABELS[now.verdict]}. {explain(now, dataset, None)}" if now.verdict != one.verdict else ""


def _summarize(
    checked: Sequence[Checked], language: str, as_of: date | None, *, dated_by_text: bool
) -> tuple[str, ...]:
    if not language:
        return ("The text does not name rare earths, so none of its numbers was checked.",)
    if not checked:
        return ("No claim about rare earths was found that can be checked.",)
    labels = list(map(label_claim, checked))
    counted = join_words(
        [f"{labels.count(label)} {label}" for label in dict.fromkeys(LABELS_IN_ORDER) if label in labels]
    )
    day = parse_date(as_of.isoformat()).formatted if as_of is not None else ""
    dated = f" They are judged as of {day}" if day else ""
    dated += (", the date of the text." if dated_by_text else ".") if day else ""
    return (f"{format_count(len(checked), 'claim')}: {counted}.{dated}",)


def _describe(
    one: Checked, dataset: Dataset, as_of: date | None, language: str, names: Mapping[str, str]
) -> dict[str, object]:
    """Describe a claim for programs; ``names`` are those of places in the language of what one can write."""
    claim = one.claim
    ids = [row.id for row in (*one.deciding, *one.against)] or [share.row.id for share in one.shares]
    # Of what is outdated, the source of what holds now is the one that is needed.
    best = ids[1:2] or ids[:1] if one.verdict is ClaimVerdict.OUTDATED else ids[:1]
    source = next((dataset.sources[dataset.estimates[key].source] for key in best if key in dataset.estimates), None)
    amount, share = claim.kind == "amount", claim.kind == "share"
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "sentence": claim.sentence,
        "place": claim.place,
        "name": dataset.places[claim.place].name,
        "site": claim.site or None,
        "kind": claim.kind,
        "measure": claim.measure or None,
        "stage": claim.stage or None,
        "bound": claim.bound or None,
        "value_t": claim.value if amount else None,
        "value_pct": claim.value if share else None,
        "rank": round(claim.value) if claim.kind == "rank" else None,
        "year": claim.year or None,
        "publisher": claim.publisher or None,
        "as_of": as_of.isoformat() if as_of is not None else None,
        "negated": claim.negated,
        "verdict": str(one.verdict),
        "because": explain(one, dataset, as_of),
        "evidence": ids,
        "url": source.url if source is not None else None,
        "write": write_instead(one, dataset, language, names) or None,
    }


def _to_cell(value: object) -> object:
    if isinstance(value, list):
        return " ".join(map(str, value)) or None
    return ("yes" if value else None) if isinstance(value, bool) else value
