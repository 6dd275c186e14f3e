"""Which objects are mappings: those whose keys are data, and not names of fields.

An object is a mapping where each of its keys, over all examples, is data: a number, a
date, a UUID, a long random token, a locale such as `en-US`, an e-mail address or a URL.
The rules of the configuration come before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from postkiln.diagnostics.json_paths import (
    ROOT,
    element_path,
    field_path,
    value_path,
)
from postkiln.model.api import Endpoint, Outcome
from postkiln.shapes import lattice as shapes
from postkiln.shapes.lattice import Field, Shape
from postkiln.shapes.mapping_keys import kind_of_keys


@dataclass(frozen=True, slots=True)
class MappingRules:
    """Patterns of places whose objects are mappings, or are not; keys decide elsewhere.

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
        return _matches(self.dicts, places) or kind_of_keys(keys) is not None


BY_KEYS = MappingRules()
"""The default: the keys alone decide."""


def _matches(patterns: Iterable[str], places: Sequence[str]) -> bool:
    for pattern in patterns:
        literals = map(re.escape, pattern.split("*"))
        matcher = re.compile(".*".join(literals), re.DOTALL)
        if any(map(matcher.fullmatch, places)):
            return True
    return False


def apply_rules(
    shape: Shape, rules: MappingRules, where: str, path: str = ROOT
) -> Shape:
    """The shape at `path`, with the objects in it that are mappings as such."""
    items, fields, values = shape.items, shape.fields, shape.values
    if items is not None:
        items = apply_rules(items, rules, where, element_path(path))
    if fields and rules.is_mapping((each.key for each in fields), where, path):
        joined = shapes.join_all(each.shape for each in fields)
        fields, values = None, apply_rules(joined, rules, where, value_path(path))
    elif fields:
        fields = tuple(_apply_to_field(each, rules, where, path) for each in fields)
    return replace(shape, items=items, fields=fields, values=values)


def _apply_to_field(field: Field, rules: MappingRules, where: str, path: str) -> Field:
    shape = apply_rules(field.shape, rules, where, field_path(path, field.key))
    return replace(field, shape=shape)


def with_mappings(endpoint: Endpoint, rules: MappingRules) -> Endpoint:
    """The endpoint with the rules applied to every shape in it."""
    where = "/".join(endpoint.path)
    body = endpoint.body
    if body is not None and body.shape is not None:
        body = replace(body, shape=apply_rules(body.shape, rules, where))
    outcomes: list[Outcome] = []
    for outcome in endpoint.outcomes:
        if outcome.shape is not None:
            shape = apply_rules(outcome.shape, rules, where)
            outcome = replace(outcome, shape=shape)
        outcomes.append(outcome)
    return replace(endpoint, body=body).with_outcomes(outcomes)
