"""Explain a verdict in sentences: its rule, what each side counts, and the authority for the categories."""

from rareearth_cli.analysis.result import Figure
from rareearth_cli.model.classify import find_estimate_authorities, find_estimate_rungs
from rareearth_cli.model.ladder import Authority, Relation, format_rungs, relate_rungs, weakest_authority
from rareearth_cli.model.records import Dataset, Estimate
from rareearth_cli.model.vocabulary import Measure, Verdict

_AUTHORITY_WORDS = {
    Authority.OFFICIAL: "official, by a document whose codes were not verified here",
    Authority.COMMON: "common practice",
    Authority.JUDGEMENT: "our judgement",
}
_RELATION_WORDS = {
    Relation.EQUAL: "the same rungs as the second",
    Relation.SUBSET: "a part of what the second covers: it cannot be more",
    Relation.SUPERSET: "all of what the second covers, and more: it cannot be less",
    Relation.OVERLAP: "some of what the second covers, and something else",
    Relation.DISJOINT: "nothing of what the second covers",
    Relation.UNKNOWN: "what cannot be told: a side is not known, or depends on how its category is read",
}
FLAGS = {
    "STALE": "the two dates are more than three years apart",
    "NOT_INDEPENDENT": "one root, or one side draws on the other's ledger or on the government that keeps it",
    "IN_PLACE_VS_RECOVERABLE": "one counts what is in the ground, the other what can be got out of it (R6.4)",
    "INFERRED_INSIDE": "inferred tonnage may or may not be inside",
    "TERRITORY": "the two draw the borders of the place otherwise",
    "SERIES_BREAK": "between editions the baseline moved by more than five times what was mined, or upwards",
}


def explain_verdict(figure: Figure, dataset: Dataset) -> str:
    """Explain the verdict on a figure and its baseline, in one paragraph."""
    sides = (dataset.estimates[figure.id], dataset.estimates[figure.baseline])
    sentences = [f"{figure.title}: {figure.verdict}, because {Verdict(figure.verdict).meaning.rule}."]
    sentences += [f"{_describe_side(side, dataset)}." for side in sides]
    if sides[0].measure is not Measure.PRODUCTION:
        coverage = relate_rungs(*(find_estimate_rungs(side, dataset.classification) for side in sides))
        sentences += [f"So the first covers {_RELATION_WORDS[coverage]}."]
    authorities = [one for side in sides for one in find_estimate_authorities(side, dataset.classification)]
    if authorities:
        sentences.append(
            f"Where the categories stand on the ladder is {_AUTHORITY_WORDS[weakest_authority(authorities)]}."
        )
    sentences += [f"{flag}: {FLAGS[flag]}." for flag in figure.flags]
    return " ".join(sentences)


def _describe_side(estimate: Estimate, dataset: Dataset) -> str:
    rungs = format_rungs(find_estimate_rungs(estimate, dataset.classification))
    stated = (estimate.basis, estimate.stage.replace("_", " "), estimate.system, estimate.category)
    what = ", ".join(filter(None, stated))
    covers = f"rungs {rungs}" if rungs else "rungs not known"
    inferred = f"{', '.join(estimate.inferred)} inferred" if estimate.inferred else ""
    # Production has no rung on the ladder.
    aside = "; ".join(filter(None, (covers if estimate.measure is not Measure.PRODUCTION else "", inferred)))
    return f"{estimate.id} counts {what or 'nothing that it states'}{f' ({aside})' if aside else ''}"
