"""The type of a text in a URL or header, from the collection's own values of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from postkiln.build.variables import CollectionVariables
from postkiln.model.api import Sample, Secret
from postkiln.postman.collection import Entry
from postkiln.shapes import json_schema as schemas
from postkiln.shapes import lattice as shape
from postkiln.shapes.lattice import NOTHING, PLAIN, Shape


def shape_of_samples(
    samples: Sequence[Sample], values: CollectionVariables, unless_seen: Shape = PLAIN
) -> Shape:
    """What the samples look like; `unless_seen` where they show no type."""
    shapes = [_shape_of_sample(each, values) for each in samples]
    joined = shape.join_all(shapes)
    is_blank = joined == PLAIN and not any(samples)
    return unless_seen if joined == NOTHING or is_blank else joined


def _shape_of_sample(sample: Sample, values: CollectionVariables) -> Shape:
    match sample:
        case None:
            return Shape(null=True)
        case Secret():
            return PLAIN
        case str():
            text = values.plain(sample)
            if text is None:
                return NOTHING
            return shape.text_placeholder(text) or shape.of_text(text)


def hinted_shape(entries: Iterable[Entry]) -> Shape:
    """The type that a hint names: a number or a truth value, else it is text."""
    hints = (schemas.hinted(each.type) for each in entries if each.type)
    hinted = schemas.joined(hints) or PLAIN
    is_plain = replace(hinted, number=None, boolean=False) == NOTHING
    return hinted if is_plain else PLAIN
