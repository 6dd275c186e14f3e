"""Annotations of what a caller gives: a text of a URL, a header or a form, or JSON.

In: the shape that the collection's own values show. Out: the members of a union. They are
wider than those of answers: any sequence, a mapping in place of a class, text for a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from postkiln.model.api import Body, BodyKind, Parameter, Place
from postkiln.python.naming.reserved import imported
from postkiln.python.syntax.source import Source, code, joined, literal
from postkiln.python.types.annotations import (
    ANY,
    DEEPEST,
    NONE,
    OMIT,
    Annotations,
    Members,
    union,
)
from postkiln.python.types.classes import ClassPlan
from postkiln.python.types.forms import BodyField, FileShape, may_be_left_out, spreads
from postkiln.shapes.lattice import NOTHING, Shape, Text


@dataclass(frozen=True, slots=True)
class ArgumentTypes:
    """The types of arguments; `annotations` says how types are written there."""

    annotations: Annotations

    def parameter(self, parameter: Parameter) -> Source:
        """The annotation of what goes into a URL or a header."""
        members = self._text(parameter.shape)
        members = (*_literals(parameter.choices), *members)
        if parameter.place is Place.QUERY and len(parameter.samples) > 1:
            members = (_sequence(union(members)),)
        return union(members if parameter.required else (*members, OMIT))

    def field(self, field: BodyField) -> Source:
        """The annotation of a field at the top of a body; null is a value in JSON.

        What is required may be OMIT, too, as `body` may have it.
        """
        if not field.is_text:
            return union((*self._json(field.shape), NONE, OMIT))
        members = (*_literals(field.choices), *self._text(field.shape))
        if isinstance(field.shape, FileShape):
            members = (imported("FileInput"),)
        if field.repeats:
            members = (_sequence(union(members)),)
        return union((*members, OMIT))

    def body(self, body: Body, answers: Iterable[ClassPlan]) -> Source:
        """The annotation of a whole body; `answers` are classes that may be sent back."""
        members = tuple(self._whole(body, answers))
        if may_be_left_out(body):
            return union((*members, NONE, OMIT))
        return union(members)

    def _whole(self, body: Body, answers: Iterable[ClassPlan]) -> Iterable[Source]:
        match body.kind:
            case BodyKind.FORM | BodyKind.MULTIPART:
                yield from map(self.annotations.class_name, answers)
                yield imported("FormInput")
            case BodyKind.FILE:
                yield imported("FileInput")
            case BodyKind.GRAPHQL:
                yield imported("JsonObject")
            case BodyKind.JSON if spreads(body):
                yield from map(self.annotations.class_name, answers)
                yield imported("JsonObject")
            case BodyKind.JSON if body.shape in (None, NOTHING):
                yield imported("JsonInput")
            case BodyKind.JSON | BodyKind.TEXT:
                if body.shape is not None:
                    yield from self._json(body.shape)
                yield self.annotations.builtin("str")
                yield self.annotations.builtin("bytes")

    def _text(self, shape: Shape) -> Members:
        """What is sent as text: a number may be written out, a switch is a `bool`."""
        found: list[Source] = []
        if shape.boolean:
            found.append(self.annotations.builtin("bool"))
        if shape.number is not None:
            found += self.annotations.members(Shape(number=shape.number))
        if shape.text is not None or not shape.boolean or shape.number is not None:
            found.append(self.annotations.builtin("str"))
        return tuple(found)

    def _json(self, shape: Shape, depth: int = 0) -> Members:
        """What is sent as JSON."""
        found = tuple(self._json_members(shape, depth)) or (ANY,)
        return (*found, NONE) if shape.null else found

    def _json_members(self, shape: Shape, depth: int) -> Iterable[Source]:
        scalars = Shape(boolean=shape.boolean, number=shape.number, text=shape.text)
        if scalars != NOTHING:
            yield from self.annotations.members(scalars)
        if shape.text not in (None, Text.PLAIN):  # a date may be written out
            yield self.annotations.builtin("str")
        if shape.items is not None:
            yield _sequence(self._element(shape.items, depth + 1))
        if shape.values is not None:
            yield self._mapping(self._element(shape.values, depth + 1))
        if shape.fields is not None:
            yield from self._object(shape)

    def _element(self, shape: Shape, depth: int) -> Source:
        is_open = shape == NOTHING or depth > DEEPEST
        return ANY if is_open else union(self._json(shape, depth))

    def _object(self, shape: Shape) -> Iterable[Source]:
        plan = self.annotations.classes.plan(shape)
        if plan is not None:
            yield self.annotations.class_name(plan)
        yield self._mapping(ANY)

    def _mapping(self, value: Source) -> Source:
        key = self.annotations.builtin("str")
        return code(imported("Mapping"), "[", key, ", ", value, "]")


def _literals(choices: Sequence[str]) -> Members:
    """The values that are known, where any are."""
    if not choices:
        return ()
    known = joined(", ", map(literal, choices))
    return (code(imported("Literal"), "[", known, "]"),)


def _sequence(element: Source) -> Source:
    return code(imported("Sequence"), "[", element, "]")
