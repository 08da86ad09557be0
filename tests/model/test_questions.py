"""An option is declared once: its field in the question, its meaning, its place on the command line and in Python."""

import inspect

import pytest

from rareearth_cli import api
from rareearth_cli.main import rareearth
from rareearth_cli.model.questions import (
    HistoryQuestion,
    Question,
    RankQuestion,
    ShareQuestion,
    TraceQuestion,
    find_meaning,
)

QUESTIONS = {
    "compare": Question,
    "history": HistoryQuestion,
    "rank": RankQuestion,
    "share": ShareQuestion,
    "trace": TraceQuestion,
}
#: What the share is a share of is asked for as a measure.
CALLED = {"stage": "measure"}
#: What is said of an answer, in sentences, which a frame does not have.
ONLY_ON_SCREEN = {"explain", "like_for_like"}


def fields(command: str) -> dict[str, object]:
    defaults = QUESTIONS[command]._field_defaults
    return {CALLED.get(name, name): defaults.get(name) for name in QUESTIONS[command]._fields}


@pytest.mark.parametrize("command", QUESTIONS)
def test_every_field_of_a_question_can_be_typed_and_has_one_meaning(command):
    parameters = {parameter.name: parameter for parameter in rareearth.commands[command].params}
    for name, default in fields(command).items():
        parameter = parameters[name]
        if parameter.param_type_name == "option":
            assert parameter.help.split("  [default")[0] == find_meaning(command, name)
            assert (parameter.to_info_dict()["default"] or None) == (default or None)


@pytest.mark.parametrize("command", QUESTIONS)
def test_every_field_of_a_question_is_a_parameter_in_python_with_the_same_default(command):
    parameters = inspect.signature(getattr(api, command)).parameters
    for name, default in fields(command).items():
        if name not in ONLY_ON_SCREEN and parameters[name].kind is not inspect.Parameter.VAR_POSITIONAL:
            written = parameters[name].default
            assert written is inspect.Parameter.empty or (written or None) == (default or None)
            assert f"\n    {name}\n" in (getattr(api, command).__doc__ or "")
