"""The parameters and the body of an endpoint -> the arguments of its method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from postkiln.model.api import Body, BodyKind, Endpoint, Parameter, Place
from postkiln.python.naming.overrides import Overrides
from postkiln.python.naming.reserved import imported
from postkiln.python.naming.scope import Claim, Scope, snake
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
    `locked` is its name in the lock, where overrides do not count.
    """

    name: Source
    locked: Source
    annotation: Source
    required: bool
    parameter: Parameter | None = None
    body_class: Source | None = None
    order: tuple[str, ...] = ()


def arguments_of(
    endpoint: Endpoint, inputs: Annotations, path: str, overrides: Overrides
) -> list[Argument]:
    """Required ones first, the body behind the parameters.

    `path` leads to the method, as the lock has it.
    """
    arguments = tuple(_arguments(endpoint, inputs))
    by_key = {f"{path}({each.locked})": each.locked for each in arguments}
    names = overrides.apply(by_key, ("self",))
    pairs = zip(arguments, names, strict=True)
    named = [replace(argument, name=name) for argument, name in pairs]
    return sorted(named, key=lambda each: (not each.required, each.parameter is None))


def _arguments(endpoint: Endpoint, inputs: Annotations) -> Iterable[Argument]:
    """The arguments without overrides; the body's name is taken before any other."""
    scope = Scope(("self",))
    if endpoint.body is not None:
        yield _body_argument(endpoint.body, inputs, scope)
    locked = NEW if endpoint.locked is None else endpoint.locked.arguments
    claims = [
        Claim(locked.get(argument_key(each)), _candidates(each))
        for each in endpoint.parameters
    ]
    names = scope.claim_all(claims)
    for parameter, name in zip(endpoint.parameters, names, strict=True):
        yield _argument(parameter, inputs, name)


def argument_key(parameter: Parameter) -> str:
    """What the lock calls an argument: its place and its key."""
    return f"{parameter.place.value} {parameter.key}"


def _candidates(parameter: Parameter) -> tuple[Source, Source]:
    name = snake(parameter.label, lead="param")
    return name, code(name, "_", Source(parameter.place.value))


def _argument(parameter: Parameter, inputs: Annotations, name: Source) -> Argument:
    repeats = parameter.place is Place.QUERY and len(parameter.samples) > 1
    members = _sendable(parameter.shape, repeats=repeats, inputs=inputs)
    if not parameter.required:
        members = (*members, OMIT)
    return Argument(name, name, union(members), parameter.required, parameter)


def _sendable(shape: Shape, *, repeats: bool, inputs: Annotations) -> Members:
    if shape in (NOTHING, NULL):  # nothing is known but that it is text on the wire
        shape = replace(shape, text=Text.PLAIN)
    if repeats:
        return (code(imported("Sequence"), "[", inputs.of(shape), "]"),)
    return inputs.members(shape)


def _body_argument(body: Body, inputs: Annotations, scope: Scope) -> Argument:
    is_graphql = body.kind is BodyKind.GRAPHQL
    name = scope.claim((Source("variables" if is_graphql else "body"),))
    shape = body_shape(body)
    plan = None if shape is None else inputs.classes.plan(shape)
    members = _plain_body(body.kind, inputs)
    if plan is not None:  # the class stands before the plain data it may be instead
        members = (inputs.class_name(plan), *members)
    if is_graphql:
        members = (*members, OMIT)
    return Argument(
        name,
        name,
        union(members),
        required=not is_graphql,
        body_class=None if plan is None else plan.name,
        order=_order(body, plan),
    )


def _order(body: Body, plan: ClassPlan | None) -> tuple[str, ...]:
    """The fields of a form in its own order, where a class it shares has another."""
    if plan is None:
        return ()
    own = tuple(each.key for each in body.fields)
    shared = tuple(each.key for each in plan.fields)
    return () if own == shared else own


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
