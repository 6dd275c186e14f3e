"""Endpoints to methods: argument names, signature, docstring, the one call of the body."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import LiteralString

from postkiln.model.api import Body, BodyKind, Endpoint, Parameter, Place
from postkiln.python.emit.docstrings import method_docstring
from postkiln.python.emit.operations import operation
from postkiln.python.emit.return_types import (
    answer_type,
    outcome_types,
    piece,
    streamed_type,
)
from postkiln.python.naming.overrides import Wishes
from postkiln.python.naming.scope import Scope, snake
from postkiln.python.syntax.layout import (
    Bracket,
    Expression,
    call,
    dict_of,
    keyword,
    laid,
    prefixed,
)
from postkiln.python.syntax.source import Source, code, literal
from postkiln.python.types.annotations import OMIT, Annotations, union, unshadowed
from postkiln.python.types.classes import ClassPlan
from postkiln.python.types.forms import body_shape
from postkiln.python.view import Call, Constant, Function
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


@dataclass(frozen=True, slots=True)
class Method:
    """An endpoint as a method: what is decided before anything is written.

    `kept` is the name that the lock keeps.
    """

    endpoint: Endpoint
    name: Source
    kept: Source
    operation: Source  # the name of its constant
    arguments: tuple[Argument, ...]
    types: Mapping[int, Source]
    docstring: Source

    @property
    def item(self) -> Source:
        """What an answer is decoded into; of one that comes piece by piece, each piece."""
        return piece(self.endpoint, answer_type(self.types))

    def answer(self, *, is_async: bool = False) -> Source:
        """What the method returns."""
        if not self.endpoint.streamed:
            return self.item
        return streamed_type(self.endpoint, answer_type(self.types), is_async=is_async)

    @property
    def body(self) -> Argument | None:
        return next((a for a in self.arguments if a.parameter is None), None)


@dataclass(frozen=True, slots=True)
class MethodNames:
    """What a method is called, in the lock too, and the constant of its operation."""

    name: Source
    kept: Source
    operation: Source
    path: str  # the attributes that lead to it, as the lock has them


def method(
    endpoint: Endpoint, names: MethodNames, answers: Annotations, wishes: Wishes
) -> Method:
    """Decide a method: names and annotations of its arguments, types of its answers."""
    inputs = Annotations(answers.classes, answers.prefix, is_input=True)
    arguments = tuple(_arguments(endpoint, inputs, names.path, wishes))
    documented = [(a.name, a.parameter) for a in arguments]
    return Method(
        endpoint,
        names.name,
        names.kept,
        names.operation,
        arguments,
        outcome_types(endpoint, answers),
        method_docstring(endpoint, documented),
    )


def _arguments(
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
    annotation = _sendable(parameter.shape, repeats=repeats, inputs=inputs)
    if not parameter.required:
        annotation = union((annotation, OMIT))
    return Argument(name, kept, annotation, parameter.required, parameter)


def _sendable(shape: Shape, *, repeats: bool, inputs: Annotations) -> Source:
    if shape in (NOTHING, NULL):  # nothing is known but that it is text on the wire
        shape = replace(shape, text=Text.PLAIN)
    annotation = inputs.of(shape)
    return code("Sequence[", annotation, "]") if repeats else annotation


def _body_argument(body: Body, inputs: Annotations, scope: Scope) -> Argument:
    name = Source("variables" if body.kind is BodyKind.GRAPHQL else "body")
    shape = body_shape(body)
    plan = None if shape is None else inputs.classes.plan(shape)
    typed = () if plan is None else (code(inputs.prefix, plan.name),)
    optional = (OMIT,) if body.kind is BodyKind.GRAPHQL else ()
    name = scope.claim((name,))
    return Argument(
        name,
        name,
        # The class before the plain data it may be instead.
        union((*typed, *_BODIES[body.kind], *optional)),
        required=not optional,
        body_class=None if plan is None else plan.name,
        order=_order(body, plan),
    )


def _order(body: Body, plan: ClassPlan | None) -> tuple[str, ...]:
    """The fields of a form in its own order, where a class it shares has another."""
    own = tuple(each.key for each in body.fields)
    shared = () if plan is None else tuple(each.key for each in plan.fields)
    return own if plan is not None and own and own != shared else ()


_BODIES: Mapping[BodyKind, tuple[Source, ...]] = {
    BodyKind.JSON: (Source("JsonInput"),),
    BodyKind.TEXT: (Source("str"), Source("bytes")),
    BodyKind.FORM: (Source("FormInput"),),
    BodyKind.MULTIPART: (Source("FormInput"),),
    BodyKind.FILE: (Source("FileInput"),),
    BodyKind.GRAPHQL: (Source("FormInput"), Source("str")),
}


def constant_of(method: Method) -> Constant:
    """The operation of a method, as a module constant."""
    order = method.body.order if method.body else ()
    given = (method.operation, method.item)
    text = operation(method.endpoint, *given, method.types, order)
    return Constant(text, method.endpoint.index)


def function(
    method: Method, owner: LiteralString, *, is_async: bool, members: Collection[str]
) -> Function:
    """The method in one of its two forms; `owner` is the client."""
    return Function(
        head=_head(method, members, is_async=is_async),
        docstring=(method.docstring,),
        body=_body(method, owner, is_async=is_async),
        index=method.endpoint.index,
    )


def _head(method: Method, members: Collection[str], *, is_async: bool) -> Source:
    required = [a for a in method.arguments if a.required]
    star = (
        ()
        if not method.arguments or len(required) == 1 == len(method.arguments)
        else ("*",)
    )
    lone = required if len(required) == 1 else []
    rest = [a for a in method.arguments if a not in lone]
    items = (
        Source("self"),
        *(_parameter(a, members) for a in lone),
        *map(Source, star),
        *(_parameter(a, members) for a in rest),
    )
    answer = unshadowed(method.answer(is_async=is_async), members)
    start = code("async def ", method.name) if is_async else code("def ", method.name)
    return laid(Bracket(code(start, "("), items, code(") -> ", answer, ":")), 4)


def _parameter(argument: Argument, members: Collection[str]) -> Source:
    default = Source("" if argument.required else " = OMIT")
    return code(argument.name, ": ", unshadowed(argument.annotation, members), default)


def _body(method: Method, owner: LiteralString, *, is_async: bool) -> Source:
    given = (method.operation, *_given(method))
    verb = ".stream" if method.endpoint.streamed else ".call"
    head = code("return await " if is_async else "return ", owner, verb)
    return laid(prefixed("", call(head, *given)), 8)


def _given(method: Method) -> Iterable[Expression]:
    """The arguments of the runtime's call: holes, query, body."""
    holes = [
        a
        for a in method.arguments
        if a.parameter and a.parameter.place is not Place.QUERY
    ]
    query = [
        a for a in method.arguments if a.parameter and a.parameter.place is Place.QUERY
    ]
    if holes:
        yield _mapping(holes)
    if query:
        yield keyword("query", _mapping(query))
    if method.body is not None:
        yield keyword("body", method.body.name)


def _mapping(arguments: Iterable[Argument]) -> Expression:
    pairs = ((a.parameter.key, a.name) for a in arguments if a.parameter is not None)
    return dict_of((literal(key), name) for key, name in pairs)


def call_of(method: Method, attributes: tuple[str, ...]) -> Call:
    """How to call the method from outside, for those who play it back."""
    index = {id(p): i for i, p in enumerate(method.endpoint.parameters)}
    body = method.body
    return Call(
        index=method.endpoint.index,
        attributes=(*attributes, method.name),
        arguments=tuple(
            (a.name, index[id(a.parameter)]) for a in method.arguments if a.parameter
        ),
        body=None if body is None else body.name,
        body_type=None if body is None else body.body_class,
        result=method.answer(),
    )
