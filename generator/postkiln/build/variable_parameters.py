"""The variables of a request that neither an option nor a named argument fills."""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.build.context import Context
from postkiln.build.request.decision import Becomes
from postkiln.build.request.requests import RequestTemplate
from postkiln.build.text_shapes import shape_of_samples
from postkiln.model import template as templates
from postkiln.model.api import Body, Parameter, Place, Role
from postkiln.model.template import Template, Variable, parse


def variable_parameters(
    request: RequestTemplate, body: Body | None, context: Context
) -> Iterator[Parameter]:
    """The variables that neither an option nor another argument fills.

    They stand where no argument has a name: `?{{all}}`, a header written twice, the
    text of a query language. What the lock has as an argument stays one.
    """
    for variable in templates.variables(*_without_names(request, body)):
        is_option = variable in context.roles and not _was_one(
            variable, request, context
        )
        if not is_option and variable not in request.path:
            yield _variable_parameter(variable, context)


def _was_one(variable: Variable, request: RequestTemplate, context: Context) -> bool:
    """Whether the lock has an argument for a variable that is a plain option by now."""
    if request.locked is None or context.roles.get(variable) is not Role.SHARED:
        return False
    key = f"{Place.VARIABLE} {context.spelling.name(variable)}"
    return key in request.locked.arguments


def _without_names(request: RequestTemplate, body: Body | None) -> Iterator[Template]:
    for item in request.sent_query():
        if item.decision.becomes is Becomes.CONSTANT:
            yield from item.templates()
    for header in request.sent_headers():
        if header.decision.becomes is Becomes.CONSTANT:
            yield from header.templates()
    if request.graphql is not None:
        yield request.graphql
    if body is not None and body.default is not None:
        yield parse(body.default)


def _variable_parameter(variable: Variable, context: Context) -> Parameter:
    values = context.values
    own = values.sample(variable)
    plain = values.plain(own) if isinstance(own, str) else None
    if plain is not None:
        own = plain
    samples = () if own is None else (own,)
    return Parameter(
        place=Place.VARIABLE,
        key=context.spelling.name(variable),
        label=variable.name,
        required=False,
        shape=shape_of_samples(samples, values),
        samples=samples,
        sent=own is not None,
        option=context.spelling.name(variable) if variable in context.roles else None,
        description=values.description(variable),
        row="a variable in a text without a name",
    )
