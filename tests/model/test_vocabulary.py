"""Every verdict says what it means to the rest of the program."""

import pytest

from rareearth_cli.model.vocabulary import Verdict


@pytest.mark.parametrize("verdict", Verdict)
def test_a_verdict_has_its_meaning(verdict):
    meaning = verdict.meaning
    remedy = f"give {verdict} a Meaning in rareearth_cli/model/vocabulary.py: see docs/development/verdict.md"
    assert meaning.label, remedy
    assert meaning.rule, remedy


@pytest.mark.parametrize("verdict", Verdict)
def test_the_attributes_of_a_verdict_do_not_contradict_each_other(verdict):
    meaning = verdict.meaning
    assert meaning.is_comparable or not (meaning.is_explained or meaning.fails_gate)
    same = "is_explained goes together with PairGroup.EXPLAINED: see docs/development/verdict.md"
    assert meaning.is_explained == (meaning.group.value == "explained"), same


def test_the_labels_of_verdicts_differ():
    labels = [verdict.meaning.label for verdict in Verdict]
    assert len(set(labels)) == len(labels), "two verdicts in rareearth_cli/model/vocabulary.py have the same label"
