"""The parameters and the body of an endpoint -> the arguments of its method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from postkiln.model.api import Body, BodyKind, Endpoint, Parameter, Place
from postkiln.python.naming.overrides import Wishes
from postkiln.python.naming.reserved import imported
from postkiln.python.naming.scope import Scope, snake
from postkiln.python.syntax.source import Source, code
from postkiln.python.types.annotations import OMIT, Annotations, Members, union
from postkiln.python.types.classes import ClassPlan
from postkiln.python.types.forms import body_shape
from postkiln.shapes.lattice import NOTHING, Shape, Text

NULL = Shape(null=True)
NEW: Mapping[str, str] = MappingProxyType({})  # what a lock has of a new request


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a method: its name and annotation, and what it stands for.

    `parameter` None: the body, and then `body_class` is its class, if it has one. `order`
    are the fields of a form in the order they are sent, where its class has another.
    `kept` is the name that the lock keeps.
    """

    name: Source
    kept: Source
    annotation: Source
    required: bool
    parameter: Parameter | None = None
    body_class: Source | None = None
    order: tuple[str, ...] = ()


def arguments_of(
    endpoint: Endpoint, inputs: Annotations, path: str, wishes: Wishes
) -> Iterable[Argument]:
    """Required ones first; the body's name is taken before any parameter's."""
    scope = Scope(("self",))
    body = (
        [] if endpoint.body is None else [_body_argument(endpoint.body, inputs, scope)]
    )
    known = NEW if endpoint.kept is None else endpoint.kept.arguments
    kept = scope.claim_all(
        [known.get(argument_key(each)) for each in endpoint.parameters],
        [_wanted(each) for each in endpoint.parameters],
    )
    own = [argument.name for argument in body]
    keys = [f"{path}({name})" for name in (*own, *kept)]
    given = wishes.all(keys, [*own, *kept], ("self",))
    named = [
        _argument(parameter, inputs, name, natural)
        for parameter, name, natural in zip(
            endpoint.parameters, given[len(own) :], kept, strict=True
        )
    ]
    body = [replace(one, name=given[0]) for one in body]
    yield from sorted([*named, *body], key=lambda argument: not argument.required)


def argument_key(parameter: Parameter) -> str:
    """What the lock calls an argument: its place and its key."""
    return f"{parameter.place.value} {parameter.key}"


def _wanted(parameter: Parameter) -> tuple[Source, Source]:
    wished = snake(parameter.label, lead="param")
    return wished, code(wished, "_", Source(parameter.place.value))


def _argument(
    parameter: Parameter, inputs: Annotations, name: Source, kept: Source
) -> Argument:
    repeats = parameter.place is Place.QUERY and len(parameter.samples) > 1
    members = _sendable(parameter.shape, repeats=repeats, inputs=inputs)
    omitted = () if parameter.required else (OMIT,)
    annotation = union((*members, *omitted))
    return Argument(name, kept, annotation, parameter.required, parameter)


def _sendable(shape: Shape, *, repeats: bool, inputs: Annotations) -> Members:
    if shape in (NOTHING, NULL):  # nothing is known but that it is text on the wire
        shape = replace(shape, text=Text.PLAIN)
    if repeats:
        return (code(imported("Sequence"), "[", inputs.of(shape), "]"),)
    return inputs.members(shape)


def _body_argument(body: Body, inputs: Annotations, scope: Scope) -> Argument:
    name = Source("variables" if body.kind is BodyKind.GRAPHQL else "body")
    shape = body_shape(body)
    plan = None if shape is None else inputs.classes.plan(shape)
    typed = () if plan is None else (inputs.class_name(plan),)
    optional = (OMIT,) if body.kind is BodyKind.GRAPHQL else ()
    name = scope.claim((name,))
    return Argument(
        name,
        name,
        # The class before the plain data it may be instead.
        union((*typed, *_plain_body(body.kind, inputs), *optional)),
        required=not optional,
        body_class=None if plan is None else plan.name,
        order=_order(body, plan),
    )


def _order(body: Body, plan: ClassPlan | None) -> tuple[str, ...]:
    """The fields of a form in its own order, where a class it shares has another."""
    own = tuple(each.key for each in body.fields)
    shared = () if plan is None else tuple(each.key for each in plan.fields)
    return own if plan is not None and own and own != shared else ()


def _plain_body(kind: BodyKind, inputs: Annotations) -> Members:
    """The plain data that a body may be."""
    match kind:
        case BodyKind.JSON:
            return (imported("JsonInput"),)
        case BodyKind.TEXT:
            return (inputs.builtin("str"), inputs.builtin("bytes"))
        case BodyKind.FORM | BodyKind.MULTIPART:
            return (imported("FormInput"),)
        case BodyKind.FILE:
            return (imported("FileInput"),)
        case BodyKind.GRAPHQL:
            return (imported("FormInput"), inputs.builtin("str"))
