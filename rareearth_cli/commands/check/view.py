"""The answer to ``check``: each claim with its verdict, the reason, the source, and what one can write instead."""

from collections.abc import Mapping

from rareearth_cli.analysis.answer import Answer, Block, Heading, Paragraph, Section, Tone, build_sentences
from rareearth_cli.commands.check.judge import Checked, ClaimVerdict
from rareearth_cli.commands.check.query import CheckResult
from rareearth_cli.commands.check.text import MEANINGS, label_claim, name_measure
from rareearth_cli.model.wording import begin_sentence


def build_answer(result: CheckResult) -> Answer:
    """Turn what was found in a text into an answer."""
    return Answer(
        query=result.query,
        dataset_version=result.dataset_version,
        table=result.table,
        default_columns=("text", "place", "kind", "verdict", "because"),
        name="claims",
        title="Claims about rare earths",
        sentences=build_sentences(result.summary),
        sections=(
            Section(
                name="claims",
                title="Claims",
                heading=Heading(text="Claims about rare earths"),
                subject="",
                blocks=lambda _: _build_blocks(result),
            ),
        ),
        contents=lambda table: {"claims": list(result.claims) if table.names == result.table.names else table},
    )


def _build_blocks(result: CheckResult) -> list[Block]:
    """Show each sentence with its claims marked, and below it each claim with its verdict."""
    blocks: list[Block] = []
    sentences: dict[str, list[tuple[Checked, Mapping[str, object]]]] = {}
    for one, claim in zip(result.checked, result.claims, strict=True):
        sentences.setdefault(one.claim.sentence, []).append((one, claim))
    number = 0
    for sentence, members in sentences.items():
        marked = sentence
        first = number + 1
        for one, _ in members:
            number += 1
            words = " ".join(one.claim.text.split())
            marked = marked.replace(words, f"{words} [{number}]", 1) if f"{words} [" not in marked else marked
        blocks.append(Paragraph(text=f"“{marked}”", tone=Tone.QUIET, blank_line_before=True))
        for at, (one, said) in enumerate(members, start=first):
            blocks += _build_claim(at, one, said, explained=result.explained)
    given = {label_claim(one) for one in result.checked}
    meanings = [f"“{begin_sentence(label)}”: {meaning}." for label, meaning in MEANINGS.items() if label in given]
    return [*blocks, *(Paragraph(text=text, blank_line_before=not at) for at, text in enumerate(meanings))]


def _build_claim(number: int, one: Checked, said: Mapping[str, object], *, explained: bool) -> list[Block]:
    """Show the verdict on a claim, what one can write, how it was read if that is asked for, and the source."""
    about = ", ".join(str(part) for part in (said["name"], said["site"], name_measure(one), said["stage"]) if part)
    verdict = label_claim(one)
    lead = f"[{number}] {begin_sentence(verdict)} ({about}). {said['because']}"
    lines = [Paragraph(text=lead, tone=Tone.STRONG, blank_line_before=True)]
    if said["write"] and one.verdict is not ClaimVerdict.SUPPORTED:
        lines.append(Paragraph(text=f'You can write: "{said["write"]}"'))
    if explained:
        lines.append(Paragraph(text=_describe_reading(said)))
    if said["url"]:
        lines.append(Paragraph(text=f"Source: {said['url']}", tone=Tone.QUIET))
    return [*lines]


def _describe_reading(said: Mapping[str, object]) -> str:
    """Say how a claim was read, and which figures decide, for those who want to check the check."""
    value = next((f"{said[key]:,.15g} {unit}".strip() for key, unit in _UNITS.items() if said[key] is not None), "")
    stated = {"kind": said["kind"], "value": value} | {key: said[key] for key in ("bound", "year", "publisher")}
    read = ", ".join(f"{key} {text}" for key, text in stated.items() if text)
    evidence = said["evidence"]
    decided = ", ".join(map(str, evidence)) if isinstance(evidence, list) and evidence else "no figure in our data"
    return f"Read as: {read}. Decided by: {decided}. Verdict: {said['verdict']}."


#: The unit of the value of each kind of claim.
_UNITS = {"value_t": "t", "value_pct": "%", "rank": ""}
