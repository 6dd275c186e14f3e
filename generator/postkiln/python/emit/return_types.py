"""Outcomes to types: what a method returns, and what each status is decoded into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from postkiln.model.api import Endpoint, Outcome, Streamed
from postkiln.python.syntax.source import Source, code
from postkiln.python.types.annotations import ANY, NONE, Annotations, union
from postkiln.shapes.lattice import NOTHING, Shape, Text

STR = Source("str")
BYTES = Source("bytes")


def outcome_type(outcome: Outcome, annotations: Annotations) -> Source:
    """The type of what a status answers, over everything it was seen to answer."""
    return union(_members(outcome, annotations))


def _members(outcome: Outcome, annotations: Annotations) -> Iterable[Source]:
    if outcome.shape is not None and outcome.shape != NOTHING:
        yield annotations.of(_undated(outcome.shape))
    if outcome.text:
        yield STR
    if outcome.binary:
        yield BYTES
    nothing = not (outcome.shape or outcome.text or outcome.binary)
    if outcome.streamed and nothing:
        yield STR if outcome.streamed is Streamed.EVENTS else ANY
    elif outcome.empty or nothing:
        yield NONE


def _undated(shape: Shape) -> Shape:
    """The shape with dates as text where no model keeps how they were written."""
    text = None if shape.text is None else Text.PLAIN
    items = None if shape.items is None else _undated(shape.items)
    values = None if shape.values is None else _undated(shape.values)
    return replace(shape, text=text, items=items, values=values)


def outcome_types(endpoint: Endpoint, annotations: Annotations) -> Mapping[int, Source]:
    """The type by status, for every status the endpoint shows."""
    return {
        outcome.status: outcome_type(outcome, annotations)
        for outcome in endpoint.outcomes
    }


def streamed_type(
    endpoint: Endpoint, item: Source, *, is_async: bool = False
) -> Source:
    """What a method returns whose answer comes piece by piece."""
    return code("AsyncStream[" if is_async else "Stream[", piece(endpoint, item), "]")


def piece(endpoint: Endpoint, item: Source) -> Source:
    """One piece of an answer: the item itself, or an event that carries it."""
    is_event = endpoint.streamed is Streamed.EVENTS
    return code("Event[", item, "]") if is_event else item


def answer_type(types: Mapping[int, Source]) -> Source:
    """What a method returns: the union over 2xx, `Any` where none was shown."""
    shown = [t for status, t in types.items() if 200 <= status < 300]
    return union(shown) if shown else ANY
