"""The command line that reproduces an answer."""

import shlex
from collections.abc import Iterable

import click
from click.core import ParameterSource

_SET_BY_USER = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
#: Options that decide where an answer goes and what it looks like, but not what it contains.
_PRESENTATION = ("format", "path", "dialect", "color")


def build_command_line(context: click.Context) -> str:
    """Build the shell command for the current invocation, with only the options that its answer depends on."""
    words = context.command_path.split()
    options: list[str] = []
    for parameter in context.command.params:
        name = str(parameter.name)
        value = context.params.get(name)
        if name in _PRESENTATION or context.get_parameter_source(name) not in _SET_BY_USER:
            continue
        if isinstance(parameter, click.Argument):
            words += [str(item) for item in _as_iterable(value)]
        elif isinstance(parameter, click.Option) and parameter.is_flag:
            options.append(parameter.opts[-1])
        else:
            options += [word for item in _as_iterable(value) for word in (parameter.opts[-1], str(item))]
    return shlex.join([*words, *options])


def _as_iterable(value: object) -> Iterable[object]:
    return value if isinstance(value, tuple) else (value,)
