"""What to type to get an answer again."""

import shlex
from collections.abc import Iterable

import click
from click.core import ParameterSource

#: Options that say where an answer goes and what it looks like, not what it is.
_TYPED = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
_LOOKS = ("format", "path", "dialect", "color")


def command_line(context: click.Context) -> str:
    """The command that is being run, with the options that its answer depends on."""
    words = context.command_path.split()
    options: list[str] = []
    for parameter in context.command.params:
        name = str(parameter.name)
        value = context.params.get(name)
        if name in _LOOKS or context.get_parameter_source(name) not in _TYPED:
            continue
        if isinstance(parameter, click.Argument):
            words += [str(one) for one in _several(value)]
        elif isinstance(parameter, click.Option) and parameter.is_flag:
            options.append(parameter.opts[-1])
        else:
            options += [word for one in _several(value) for word in (parameter.opts[-1], str(one))]
    return shlex.join([*words, *options])


def _several(value: object) -> Iterable[object]:
    return value if isinstance(value, tuple) else (value,)
