"""Outcomes -> types: what a method returns, and what each status is decoded into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from postkiln.model.api import Endpoint, Outcome, Streamed
from postkiln.python.emit.modes import Mode
from postkiln.python.naming.reserved import imported
from postkiln.python.syntax.source import Source, code
from postkiln.python.types.annotations import ANY, NONE, Annotations, Members, union
from postkiln.shapes.lattice import NOTHING, Shape, Text


def outcome_members(outcome: Outcome, annotations: Annotations) -> Members:
    """The types of what a status answers, over everything it was seen to answer."""
    return tuple(_members(outcome, annotations))


def _members(outcome: Outcome, annotations: Annotations) -> Iterable[Source]:
    has_body = outcome.shape is not None or outcome.text or outcome.binary
    if outcome.shape is not None and outcome.shape != NOTHING:
        yield from annotations.members(_undated(outcome.shape))
    if outcome.text:
        yield annotations.builtin("str")
    if outcome.binary:
        yield annotations.builtin("bytes")
    if has_body and outcome.empty:
        yield NONE
    if not has_body:
        yield _without_body(outcome.streamed, annotations)


def _without_body(streamed: Streamed, annotations: Annotations) -> Source:
    """The type of an outcome that shows no body: a stream has chunks all the same."""
    match streamed:
        case Streamed.NO:
            return NONE
        case Streamed.EVENTS:
            return annotations.builtin("str")
        case Streamed.LINES:
            return ANY


def _undated(shape: Shape) -> Shape:
    """The shape with dates as text where no model keeps how they were written."""
    text = None if shape.text is None else Text.PLAIN
    items = None if shape.items is None else _undated(shape.items)
    values = None if shape.values is None else _undated(shape.values)
    return replace(shape, text=text, items=items, values=values)


def outcome_types(
    endpoint: Endpoint, annotations: Annotations
) -> Mapping[int, Members]:
    """The types by status, for every status the endpoint shows."""
    types: dict[int, Members] = {}
    for outcome in endpoint.outcomes:
        types[outcome.status] = outcome_members(outcome, annotations)
    return types


def answer_type(types: Mapping[int, Members]) -> Source:
    """What a method returns: the union over 2xx, `Any` where none was shown."""
    members: list[Source] = []
    for status, found in types.items():
        if 200 <= status < 300:
            members += found
    return union(members or (ANY,))


def streamed_type(endpoint: Endpoint, answer: Source, mode: Mode) -> Source:
    """What a method returns whose answer comes in chunks."""
    return code(mode.stream, "[", chunk(endpoint, answer), "]")


def chunk(endpoint: Endpoint, answer: Source) -> Source:
    """One chunk of an answer: the answer itself, or an event that carries it."""
    if endpoint.streamed is Streamed.EVENTS:
        return code(imported("Event"), "[", answer, "]")
    return answer
