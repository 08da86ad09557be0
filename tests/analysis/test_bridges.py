"""Every bridge of the bundled data adds up, to the tonne."""

from datetime import date

import pytest

from rareearth_cli.commands.compare.query import compare_places
from rareearth_cli.model.questions import Question


@pytest.mark.parametrize("day", [None, date(2020, 6, 30), date(2024, 6, 30), date(2025, 3, 31)])
@pytest.mark.parametrize("measure", ["reserves", "production"])
def test_steps_and_residual_are_the_difference_and_unknown_steps_have_no_number(bundled, day, measure):
    result = compare_places(bundled, Question(as_of=day, measure=measure, all_statements=True))
    bridges = [bridge for place in result.places for bridge in place.bridges]
    for bridge in bridges:
        steps = sum(step.amount_t for step in bridge.steps)
        assert bridge.whole.value_t + steps == pytest.approx(bridge.part.value_t, abs=1e-6)
        assert bridge.part.value_t - bridge.residual_t == pytest.approx(bridge.baseline.value_t, abs=1e-6)
        assert bridge.residual_low_t <= bridge.residual_t <= bridge.residual_high_t
        assert bridge.detail == () or sum(step.amount_t for step in bridge.detail) == pytest.approx(steps)
        assert all(step.amount_t is None for step in bridge.unknown)
    assert bridges or (measure == "production" and day is not None)
