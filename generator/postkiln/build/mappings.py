"""Which objects are mappings: those whose keys are data, and not names of fields.

An object is a mapping where each of its keys, over all examples, is data: a number, a
date, a UUID, a long random token, a locale such as `en-US`, an e-mail address or a URL.
What people say of a place counts before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from postkiln.model.api import Endpoint
from postkiln.shapes import lattice as shapes
from postkiln.shapes.lattice import Shape

_KINDS = {
    "numbers": r"[+-]?[0-9]+(\.[0-9]+)*",
    "dates": r"[0-9]{4}-[0-9]{2}(-[0-9]{2}([T ][0-9:.]+([Zz]|[+-][0-9:]+)?)?)?",
    "UUIDs": r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    "locales": r"[a-z]{2,3}([-_][A-Z][a-z]{3})?[-_]([A-Z]{2}|[0-9]{3})",
    "e-mail addresses": r"[^@\s]+@[^@\s]+\.[a-z]+",
    "URLs": r"[a-z][a-z0-9+.-]*://.*",
    "tokens": r"(?=(?:[^0-9]*[0-9]){3})(?=[^A-Za-z]*[A-Za-z])[0-9A-Za-z_-]{16,}",
    "made-up keys": r"key_[0-9]+",  # what converters from OpenAPI write
}
_DATA = [(kind, re.compile(pattern)) for kind, pattern in _KINDS.items()]
_LANGUAGE = re.compile(r"[a-z]{2}")


def data_of(keys: Iterable[str]) -> str | None:
    """What the keys are, in words, where all are data; None where one may be a name.

    A language alone (`en`) is a locale only beside one with a country: `id` and `to` are
    languages, too.
    """
    found: dict[str, None] = {}
    languages = False
    for key in keys:
        kind = next((kind for kind, each in _DATA if each.fullmatch(key)), None)
        if kind is not None:
            found[kind] = None
        elif _LANGUAGE.fullmatch(key):
            languages = True
        else:
            return None
    if languages and "locales" not in found:
        return None
    return " and ".join(found) or None


@dataclass(frozen=True, slots=True)
class Readings:
    """What people say of objects: patterns of places that are mappings, or are not.

    A place is a JSON path (`$.prices`), or one behind the item's (`Shop/Prices: $.prices`);
    `*` is any text.
    """

    dicts: Sequence[str] = ()
    objects: Sequence[str] = ()

    def is_mapping(self, keys: Iterable[str], where: str, path: str) -> bool:
        """Whether the object at this place is one. `objects` win over `dicts`."""
        places = (path, f"{where}: {path}")
        if _matches(self.objects, places):
            return False
        return _matches(self.dicts, places) or data_of(keys) is not None


BY_KEYS = Readings()
"""Nobody says anything: the keys decide."""


def _matches(patterns: Sequence[str], places: Sequence[str]) -> bool:
    return any(
        re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), place, re.DOTALL)
        for pattern in patterns
        for place in places
    )


def read_as(shape: Shape, readings: Readings, where: str, path: str = "$") -> Shape:
    """The shape with the objects in it that are mappings as such."""
    items, fields = shape.items, shape.fields
    if items is not None:
        items = read_as(items, readings, where, f"{path}[]")
    if fields and readings.is_mapping((f.key for f in fields), where, path):
        values = shapes.join_all(each.shape for each in fields)
        below = read_as(values, readings, where, f"{path}.*")
        return replace(shape, items=items, fields=None, values=below)
    if fields:
        fields = tuple(
            replace(f, shape=read_as(f.shape, readings, where, f"{path}.{f.key}"))
            for f in fields
        )
    return replace(shape, items=items, fields=fields)


def with_mappings(endpoint: Endpoint, readings: Readings) -> Endpoint:
    """The endpoint with every shape in it read like that."""
    where = "/".join(endpoint.path)
    body = endpoint.body
    if body is not None and body.shape is not None:
        body = replace(body, shape=read_as(body.shape, readings, where))
    outcomes = tuple(
        (
            each
            if each.shape is None
            else replace(each, shape=read_as(each.shape, readings, where))
        )
        for each in endpoint.outcomes
    )
    return replace(endpoint, body=body, outcomes=outcomes)
