"""Endpoints -> names that their method may have: of the item, then of method and path."""

from __future__ import annotations

import re
from collections.abc import Iterable

from postkiln.model.api import Endpoint
from postkiln.python.naming.scope import snake, words
from postkiln.python.syntax.source import Source

_CALL = "call"


def method_names(endpoint: Endpoint) -> Iterable[Source]:
    """Candidates for a method: the item's name, then its HTTP method and path."""
    verb = endpoint.method.lower()
    if words(endpoint.name) and not _is_address(endpoint.name):
        yield snake(endpoint.name, lead=_lead(endpoint))
        yield snake(f"{endpoint.name} {_last_word(endpoint)}", lead=_lead(endpoint))
        if words(endpoint.name)[0] != verb:
            yield snake(f"{verb} {endpoint.name}", lead=_CALL)
    yield snake(f"{verb} {address_words(endpoint)}", lead=_CALL)


def _last_word(endpoint: Endpoint) -> str:
    """The last literal segment of the path: `/orders/{{id}}/receipt` -> receipt.

    "" when the name has its words already.
    """
    last = ""
    for segment in endpoint.url.split("/")[1:]:
        if "{{" not in segment and words(segment):
            last = segment
    is_known = set(words(last)) <= set(words(endpoint.name))
    return "" if is_known else last


def _lead(endpoint: Endpoint) -> str:
    """What goes before a number: the HTTP method, if a name can begin with it."""
    method = "".join(words(endpoint.method))
    return method if method[:1].isalpha() else _CALL


def _is_address(name: str) -> bool:
    return re.match(r"\s*(\w+://|\{\{[^{}]*\}\}\s*/)", name) is not None


def address_words(endpoint: Endpoint) -> str:
    """The path of an endpoint in words, variables by name, the origin left out."""
    path = re.sub(r"^(\{\{[^{}]*\}\}|\w+://[^/]*)", "", endpoint.url)
    return " ".join(words(re.sub(r"[{}:]", " ", path))) or "root"
