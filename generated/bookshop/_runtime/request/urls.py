"""The URL template of an operation -> the address of one call.

Client options are structure: `{{base_url}}` may hold a scheme, a port and a path. What
the call gives is data: in a path it is encoded so that it stays within its segment.
"""

from __future__ import annotations

import re
from typing import Final

from ..errors import RequestError
from ..template.fill import VARIABLE, Data, Lookup, fill, fill_once, variables_in
from .arguments import Arguments, label
from .percent import SEGMENT_DATA, percent

# A variable is one piece: what its name holds (`{{a/b}}`) ends no part of the URL.
_PIECE: Final = rf"(?:{VARIABLE.pattern}|[^/\\?#])"
_AUTHORITY: Final = re.compile(
    r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:[/\\]{2})?" + f"{_PIECE}*"
)
_SEGMENT: Final = re.compile(f"{_PIECE}+")
_NOT_IN_HOST: Final = re.compile(r"[\s/\\?#@%]")


def url_text(template: str, arguments: Arguments, lookup: Lookup) -> str:
    """The URL before its query is added and its parts are encoded."""
    options = _escaped(_or_path_variable(lookup, arguments), arguments)
    # Options are filled in before the URL is divided, and arguments after that.
    text = fill(template, arguments.excluded_from(options))
    end = _authority_end(text)
    path = _SEGMENT.sub(lambda match: _segment(match[0], arguments), text[end:])
    return _authority(text[:end], arguments) + path


def gives_address(template: str, arguments: Arguments) -> bool:
    """Whether the URL begins with what the call gives: it decides where a request goes."""
    match = VARIABLE.match(template.lstrip())
    return match is not None and match[1] in arguments.texts


def with_query(url: str, query: str, *, joins: bool) -> str:
    """The URL with a query. `joins`: behind one that it has; else as Postman does it."""
    url, _, _ = url.partition("#")
    mark = "?"
    if joins and "?" in url:
        mark = "" if url.endswith(("?", "&")) else "&"
    return f"{url}{mark}{query}"


def _escaped(lookup: Lookup, arguments: Arguments) -> Lookup:
    """The lookup, which encodes the braces of data that would be a variable of the call."""

    def value(variable: str) -> str | None:
        found = lookup(variable)
        if not isinstance(found, Data):
            return found
        if arguments.texts.keys().isdisjoint(variables_in(found)):
            return found
        return Data(found.replace("{", "%7B").replace("}", "%7D"))

    return value


def _or_path_variable(lookup: Lookup, arguments: Arguments) -> Lookup:
    """The lookup, in which a path variable without a value is its name: `:id`."""

    def value(variable: str) -> str | None:
        found = lookup(variable)
        if found is not None:
            return found
        if variable in arguments.left_out:
            raise RequestError(f"{label(variable)}: is needed in the URL")
        return variable if variable.startswith(":") else None

    return value


def _authority_end(text: str) -> int:
    match = _AUTHORITY.match(text)
    return 0 if match is None else match.end()


def _authority(text: str, arguments: Arguments) -> str:
    """Fill the part before the path; an argument that begins the URL is an origin."""

    def value(variable: str) -> str | None:
        data = arguments.texts.get(variable)
        if data is None:
            return None
        if text.startswith("{{" + variable + "}}"):
            return _address(data, label(variable))
        if _NOT_IN_HOST.search(data):
            problem = "contains characters that no host name has"
            raise RequestError(f"{label(variable)}: {problem}")
        return data

    return fill_once(text, value)


def _address(data: str, name: str) -> str:
    """An argument that begins a URL."""
    if data.lstrip().startswith(("/", "?", "#")):
        raise RequestError(f"{name}: give the whole URL, with scheme and host")
    return data


def _segment(text: str, arguments: Arguments) -> str:
    """Fill a segment of the path, which stays one whatever the arguments are."""
    data: dict[str, str] = {}
    for variable in variables_in(text):
        if variable in arguments.texts:
            data[variable] = percent(arguments.texts[variable], SEGMENT_DATA)
    if not data:
        return text
    filled = fill_once(text, data.get)
    # Servers and proxies resolve `.` and `..`, some of them without what follows `;`:
    # the call would reach another address.
    bare, _, _ = filled.lower().replace("%2e", ".").partition(";")
    if bare in (".", "..") or not (bare or text.startswith(";")):
        name = label(next(iter(data)))
        raise RequestError(f"{name}: must not make an empty or dot segment")
    return filled
