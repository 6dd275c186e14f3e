"""Endpoints to methods: signature, docstring, the one call of the body."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import LiteralString

from postkiln.model.api import Endpoint, Place
from postkiln.python.emit.arguments import Argument, arguments_of
from postkiln.python.emit.docstrings import method_docstring
from postkiln.python.emit.operations import operation
from postkiln.python.emit.return_types import (
    answer_type,
    chunk,
    outcome_types,
    streamed_type,
)
from postkiln.python.naming.overrides import Wishes
from postkiln.python.naming.reserved import imported
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
from postkiln.python.types.annotations import Annotations, Members, union
from postkiln.python.view import Call, Constant, Function


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
    types: Mapping[int, Members]
    answer: Source
    shown_answer: Source  # the same as it is written inside the class
    docstring: Source

    @property
    def item(self) -> Source:
        """What an answer is decoded into; of one that comes in chunks, each chunk."""
        return chunk(self.endpoint, self.answer)

    def returned(self, answer: Source, *, is_async: bool = False) -> Source:
        """What the method returns, where its answers are of the type `answer`."""
        if not self.endpoint.streamed:
            return answer
        return streamed_type(self.endpoint, answer, is_async=is_async)

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
    endpoint: Endpoint,
    names: MethodNames,
    members: Collection[str],
    answers: Annotations,
    wishes: Wishes,
) -> Method:
    """Decide a method: names and annotations of its arguments, types of its answers.

    `members` are those of its class.
    """
    inside = answers.inside(members)
    inputs = replace(inside, is_input=True)
    arguments = tuple(arguments_of(endpoint, inputs, names.path, wishes))
    documented = [(a.name, a.parameter) for a in arguments]
    types = outcome_types(endpoint, answers)
    shown = outcome_types(endpoint, inside) if inside.shadowed else types
    return Method(
        endpoint,
        names.name,
        names.kept,
        names.operation,
        arguments,
        types,
        answer_type(types),
        answer_type(shown),
        method_docstring(endpoint, documented),
    )


def constant_of(method: Method) -> Constant:
    """The operation of a method, as a module constant."""
    order = method.body.order if method.body else ()
    types = {status: union(members) for status, members in method.types.items()}
    given = (method.operation, method.item)
    text = operation(method.endpoint, *given, types, order)
    return Constant(text, method.endpoint.index)


def function(method: Method, owner: LiteralString, *, is_async: bool) -> Function:
    """The method in one of its two forms; `owner` is the client."""
    return Function(
        head=_head(method, is_async=is_async),
        docstring=(method.docstring,),
        body=_body(method, owner, is_async=is_async),
        index=method.endpoint.index,
    )


def _head(method: Method, *, is_async: bool) -> Source:
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
        *(_parameter(a) for a in lone),
        *map(Source, star),
        *(_parameter(a) for a in rest),
    )
    answer = method.returned(method.shown_answer, is_async=is_async)
    start = code("async def ", method.name) if is_async else code("def ", method.name)
    return laid(Bracket(code(start, "("), items, code(") -> ", answer, ":")), 4)


def _parameter(argument: Argument) -> Source:
    head = code(argument.name, ": ", argument.annotation)
    return head if argument.required else code(head, " = ", imported("OMIT"))


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
        result=str(method.returned(method.answer)),
    )
