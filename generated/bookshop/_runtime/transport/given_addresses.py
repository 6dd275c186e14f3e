"""A call that gives the address of its request: which credentials may go along.

In: an operation whose URL begins with an argument, and the options of a client. Out: what
is sent to that address. A credential belongs to the origins to which the collection sends
it, and what callers give to a client belongs to the origins of the client.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, cast

from ..auth.flow import Auth
from ..errors import ConfigurationError, RequestError
from ..operation import ClientSpec, Operation, Option
from ..options import OptionValues
from ..request.address import Address, parse
from ..request.arguments import Arguments
from ..request.urls import gives_address, url_text
from ..template.fill import Lookup, fill, variables_in
from .origins import is_trusted


@dataclass(frozen=True, slots=True)
class Sendable:
    """What may be sent. `left_origin`: nothing goes along that callers gave the client."""

    operation: Operation[Any]
    values: OptionValues = field(repr=False)
    left_origin: bool = False


def sendable(
    operation: Operation[Any],
    arguments: Arguments,
    values: OptionValues,
    spec: ClientSpec,
) -> Sendable:
    """What of an operation and of the options may go where the call goes."""
    if not gives_address(operation.url, arguments):
        return Sendable(operation, values)
    lookup = values.lookup(operation.name, arguments.draws.again())
    address = parse(url_text(operation.url, arguments, lookup))
    # A credential may be for what a call gives as an address, and for nothing else.
    given = arguments.over(lookup)
    foreign: list[Option] = []
    for each in spec.options:
        origins = each.origins or (spec.origin,)
        if each.secret and not _is_among(origins, address, given):
            foreign.append(each)
    is_own = _is_among(_all_origins(spec), address, lookup)
    if not is_own and not _holds_secret(operation.auth, spec):
        operation = replace(operation, auth=None)
    return Sendable(operation, values.without(foreign), left_origin=not is_own)


def _all_origins(spec: ClientSpec) -> Iterator[str]:
    yield from (spec.origin, *spec.origins)
    for each in spec.options:
        yield from each.origins


def _is_among(templates: Iterable[str], address: Address, lookup: Lookup) -> bool:
    """Whether an address is at one of the origins, as the options name them now."""
    for template in templates:
        try:
            origin = parse(fill(template, lookup))
        except (ConfigurationError, RequestError):
            continue  # an option that is not set: nothing goes there
        if is_trusted(origin, address):
            return True
    return False


def _holds_secret(auth: Auth | None, spec: ClientSpec) -> bool:
    """Whether an auth has a credential, which says by itself where it may go."""
    if auth is None:
        return False
    secret = {each.variable for each in spec.options if each.secret}
    for each in fields(cast("Any", auth)):
        value = getattr(auth, each.name)
        if isinstance(value, str) and not secret.isdisjoint(variables_in(value)):
            return True
    return False
