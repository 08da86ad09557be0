"""The answer to ``check``: each claim with its verdict, the reason, the source, and what one can write instead."""

from collections.abc import Mapping

from rareearth_cli.analysis.answer import Answer, Block, Heading, Paragraph, Section, Tone, build_sentences
from rareearth_cli.commands.check.judge import Checked, ClaimVerdict
from rareearth_cli.commands.check.query import CheckResult
from rareearth_cli.commands.check.text import LABELS


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
        start = number
        for one, _ in members:
            number += 1
            words = " ".join(one.claim.text.split())
            marked = marked.replace(words, f"[{number}: {words}]", 1) if f": {words}]" not in marked else marked
        blocks.append(Paragraph(text=marked, tone=Tone.QUIET, blank_line_before=True))
        for at, (one, said) in enumerate(members, start=start + 1):
            about = ", ".join(str(said[key]) for key in ("name", "site", "measure", "stage") if said[key])
            blocks.append(Paragraph(text=f"{at}  {LABELS[one.verdict]} ({about}): {said['because']}", tone=Tone.STRONG))
            if said["write"] and one.verdict is not ClaimVerdict.SUPPORTED:
                blocks.append(Paragraph(text=f'You can write: "{said["write"]}"'))
            if said["url"]:
                blocks.append(Paragraph(text=str(said["url"]), tone=Tone.QUIET))
    return blocks
