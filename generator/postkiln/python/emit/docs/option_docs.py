"""The options of a client -> what its docstring says of them.

What an option is for, its default, and what happens when it is not set. The places where
the collection has its variable say what it is for, where no description does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from postkiln.model.api import Api, ClientOption, Endpoint, Role, endpoints
from postkiln.model.template import parse, variables
from postkiln.python.syntax.source import first_paragraph, one_line, sentence

PlacesOfOptions = Mapping[str, Mapping[str, None]]
"""In words, where requests hold each variable: each place once, as they come."""

_MOST = 3


def places_of_options(api: Api) -> PlacesOfOptions:
    """Where the requests of an API hold its variables."""
    found: dict[str, dict[str, None]] = {}
    for endpoint in endpoints(api.root):
        for place, template in _templates(endpoint):
            for variable in variables(parse(template)):
                found.setdefault(variable.name, {})[place] = None
    return found


def _templates(endpoint: Endpoint) -> Iterator[tuple[str, str]]:
    """The templates of a request, by where they stand."""
    yield "in the address", endpoint.url
    for header in endpoint.headers:
        if header.value is not None:
            yield f"in the header `{one_line(header.name, 60)}`", header.value
    for entry in endpoint.query:
        if entry.default is not None:
            yield f"in the query parameter `{one_line(entry.key, 60)}`", entry.default
    if endpoint.auth is not None:
        for _, value in endpoint.auth.parameters:
            yield "by the auth", str(value)


def option_docstring(option: ClientOption, used: PlacesOfOptions) -> str:
    """What an option is for, its default, and what happens when it is not set."""
    meaning = first_paragraph(option.description) or _purpose(option, used)
    return " ".join(filter(None, (sentence(meaning), _unset(option))))


def _purpose(option: ClientOption, used: PlacesOfOptions) -> str:
    places = list(used.get(option.variable, ()))[:_MOST]
    sent = f"sent {' and '.join(places)}" if places else ""
    match option.role:
        case Role.HOST:
            return "Where requests go"
        case Role.CREDENTIAL:
            return f"A credential, {sent}" if sent else "A credential"
        case Role.SHARED:
            return _capitalized(sent) or f"`{one_line(option.label, 80)}`"


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unset(option: ClientOption) -> str:
    if isinstance(option.value, str) and option.value:
        return f"Default: `{one_line(option.value, 120)}`."
    if not option.required:
        return "Not sent unless set."
    is_needed = option.role is Role.HOST or option.in_address
    return "Must be set." if is_needed else "Must be set, or OMIT."
