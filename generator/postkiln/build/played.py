"""What plays a collection back: the values of variables, and what requests have of options."""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.build.inputs.context import Context
from postkiln.build.options import Requests, VariableRoles
from postkiln.build.request.requests import RequestTemplate
from postkiln.build.variables import CollectionVariables
from postkiln.model import template as templates
from postkiln.model.api import Role, Sample, Secret
from postkiln.model.template import Kind, Spelling, Variable


def own_options(
    request: RequestTemplate, context: Context
) -> Iterator[tuple[str, Sample]]:
    """What is written out in the request, and is not the value of its option."""
    for variable, literal in request.own.items():
        if literal != context.literals.get(variable):
            yield context.spelling.name(variable), Secret(literal)
    for text in request.texts:
        shared = templates.sole_variable(text.value)
        if shared is None or shared.kind is not Kind.SHARED:
            continue
        own = (text.entry.value or "").strip()
        if own != context.literals.get(shared):
            yield context.spelling.name(shared), own


def played_values(
    api: Requests, roles: VariableRoles, values: CollectionVariables, spelling: Spelling
) -> tuple[tuple[str, Sample], ...]:
    """What fills the variables when the collection is played back; secrets as `Secret`."""
    played = {name: values.sample(Variable(name)) for name in values.table}
    for variable, role in roles.items():
        is_own = variable.kind is Kind.COLLECTION
        if role is Role.CREDENTIAL and is_own and values.raw.get(variable.name):
            played[variable.name] = values.default(variable, role)
    for request in api.requests:
        origin = request.address.literal_origin
        if origin is not None:
            played[spelling.name(origin)] = origin.name
    for shared in api.literals:
        played[spelling.name(shared.variable)] = shared.literal
    for secret in api.secrets:
        played[spelling.name(secret.variable)] = Secret(secret.literal)
    return tuple(played.items())
