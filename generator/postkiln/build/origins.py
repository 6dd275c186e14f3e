"""Where requests go: the origin that most go to, the others, and those of each credential.

In: the requests of an API. Out: origins as templates, which options fill.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from postkiln.build.request.requests import RequestTemplate
from postkiln.model import template as templates
from postkiln.model.template import Template, Variable

Origins = tuple[Template, ...]


def origin_of(requests: Sequence[RequestTemplate]) -> Template:
    """The origin most requests go to, the first of equals; empty without requests."""
    counts = Counter(each.address.origin for each in _known(requests))
    return max(counts, key=lambda origin: counts[origin], default=())


def other_origins(requests: Sequence[RequestTemplate]) -> Origins:
    """The origins that fewer requests go to, as they come."""
    found = dict.fromkeys(each.address.origin for each in _known(requests))
    found.pop(origin_of(requests), None)
    return tuple(found)


def credential_origins(
    requests: Sequence[RequestTemplate],
) -> Mapping[Variable, Origins]:
    """The origins to which the collection sends each credential: it may go to no other.

    One that is sent only to addresses that calls give is for these: what is asked for.
    """
    found = _origins_of(_known(requests))
    given = [each for each in requests if each.address_variable is not None]
    return {**_origins_of(given), **found}


def _origins_of(requests: Iterable[RequestTemplate]) -> dict[Variable, Origins]:
    found: dict[Variable, dict[Template, None]] = {}
    for request in requests:
        for variable in templates.variables(*request.credentials()):
            found.setdefault(variable, {})[request.address.origin] = None
    return {variable: tuple(origins) for variable, origins in found.items()}


def _known(requests: Sequence[RequestTemplate]) -> Iterator[RequestTemplate]:
    """The requests whose address the collection has: a call gives that of the others."""
    return (each for each in requests if each.address_variable is None)
