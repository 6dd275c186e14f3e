"""Endpoints -> names that their method may have: of the item, then of method and path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from postkiln.model.api import Endpoint
from postkiln.model.template import Template, Variable, is_open, literal, parse
from postkiln.python.naming.scope import snake, words
from postkiln.python.syntax.source import Source

_CALL = "call"
_SCHEME = re.compile(r"\w+://")


def method_names(endpoint: Endpoint) -> Iterable[Source]:
    """Candidates for a method: the item's name, then its HTTP method and path."""
    verb = endpoint.method.lower()
    lead = _lead(endpoint)
    in_name = words(endpoint.name)
    if in_name and not _is_address(endpoint.name):
        yield snake(endpoint.name, lead=lead)
        yield snake(f"{endpoint.name} {_last_word(endpoint)}", lead=lead)
        if in_name[0] != verb:
            yield snake(f"{verb} {endpoint.name}", lead=_CALL)
    yield snake(f"{verb} {address_words(endpoint)}", lead=_CALL)


def _last_word(endpoint: Endpoint) -> str:
    """The last literal segment of the path: `/orders/{{id}}/receipt` -> receipt.

    "" when the name has its words already.
    """
    last = ""
    for segment in _segments(endpoint.url)[1:]:
        text = literal(segment)
        if words(text) and not is_open(segment):
            last = text
    is_known = set(words(last)) <= set(words(endpoint.name))
    return "" if is_known else last


def _lead(endpoint: Endpoint) -> str:
    """What goes before a number: the HTTP method, if a name can begin with it."""
    method = "".join(words(endpoint.method))
    return method if method[:1].isalpha() else _CALL


def _is_address(name: str) -> bool:
    """Whether an item is called by its address, as Postman does where nobody names it."""
    match parse(name.lstrip()):
        case (Variable(), str() as text, *_):
            return text.lstrip().startswith("/")
        case (str() as text, *_):
            return _SCHEME.match(text) is not None
        case _:
            return False


def address_words(endpoint: Endpoint) -> str:
    """The path of an endpoint in words, variables by name, the origin left out."""
    found: list[str] = []
    for segment in _without_origin(_segments(endpoint.url)):
        for part in segment:
            found.append(part.name if isinstance(part, Variable) else part)
    return " ".join(words(" ".join(found))) or "root"


def _segments(url: str) -> Sequence[Template]:
    """What stands between the `/` of an address; those in names of variables do not count."""
    segments: list[Template] = [()]
    for part in parse(url):
        if isinstance(part, Variable):
            segments[-1] += (part,)
            continue
        for index, text in enumerate(part.split("/")):
            if index:
                segments.append(())
            if text:
                segments[-1] += (text,)
    return segments


def _without_origin(segments: Sequence[Template]) -> Sequence[Template]:
    match segments:
        case [(str() as scheme,), (), _, *path] if _SCHEME.fullmatch(f"{scheme}//"):
            return path  # https://{{region}}.example.com/...
        case [(Variable(), *prefix), *path]:
            return [tuple(prefix), *path]  # {{base_url}}/..., and {{base_url}}v1/...
        case _:
            return segments
