"""Methods to source: the operation, the signature, the one call of the body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import LiteralString

from postkiln.model.api import BodyKind, Parameter, Place
from postkiln.python.emit.arguments import Argument
from postkiln.python.emit.methods import Method
from postkiln.python.emit.modes import Mode
from postkiln.python.emit.operations import operation
from postkiln.python.emit.return_types import chunk
from postkiln.python.syntax.layout import (
    Annotated,
    Bracket,
    Expression,
    call,
    dict_of,
    keyword,
    lay_out,
)
from postkiln.python.syntax.source import Source, code, literal
from postkiln.python.types.annotations import union
from postkiln.python.view import Constant, Function


def constant_of(method: Method) -> Constant:
    """The operation of a method, as a module constant."""
    endpoint = method.endpoint
    text = operation(
        endpoint,
        name=method.names.operation,
        answer=chunk(endpoint, method.answer),
        outcomes={status: union(each) for status, each in method.types.items()},
    )
    return Constant(text, endpoint.index)


def function(method: Method, owner: LiteralString, mode: Mode) -> Function:
    """The method in one of its two forms; `owner` is the client."""
    return Function(
        head=_head(method, mode),
        docstring=(method.docstring,),
        body=_body(method, owner, mode),
        index=method.endpoint.index,
    )


def _head(method: Method, mode: Mode) -> Source:
    start = code(mode.define, method.name, "(")
    items = (Source("self"), *_signature(method.arguments))
    answer = method.returned(method.answer_inside, mode)
    return lay_out(Bracket(start, items, code(") -> ", answer, ":")), 4)


def _signature(arguments: Sequence[Argument]) -> Iterable[Expression]:
    """The arguments of the path may be given by position, all others by keyword."""
    positional = [each for each in arguments if each.is_positional]
    keywords = [each for each in arguments if not each.is_positional]
    yield from map(_parameter, positional)
    if keywords:
        yield Source("*")
    yield from map(_parameter, keywords)


def _parameter(argument: Argument) -> Expression:
    default = argument.default
    tail = Source("") if default is None else code(" = ", default)
    return Annotated(code(argument.name, ": "), argument.annotation, tail)


def _body(method: Method, owner: LiteralString, mode: Mode) -> Source:
    verb = ".stream" if method.endpoint.streamed else ".call"
    head = code(mode.returns, owner, verb)
    return lay_out(call(head, method.names.operation, *_call_arguments(method)), 8)


def _call_arguments(method: Method) -> Iterable[Expression]:
    """The arguments of the runtime's call: variables, query, headers, fields, body."""
    variables = _given(method, Place.PATH, Place.VARIABLE)
    query = _given(method, Place.QUERY)
    headers = _given(method, Place.HEADER)
    if variables:
        yield dict_of(variables)
    if query:
        yield keyword("query", dict_of(query))
    if headers:
        yield keyword("headers", dict_of(headers))
    if method.body is not None:
        yield from _fields(method)
        yield keyword("body", method.body.name)


_Pair = tuple[Source, Source]
"""A key, and the argument that fills it."""


def _given(method: Method, *places: Place) -> list[_Pair]:
    """The arguments of these places, by their keys."""
    found: list[_Pair] = []
    for each in method.arguments:
        match each.stands_for:
            case Parameter(place=place, key=key) if place in places:
                found.append((literal(key), each.name))
            case _:
                pass
    return found


def _fields(method: Method) -> Iterable[Expression]:
    """The fields of the body; of GraphQL always, as they are its variables alone."""
    pairs = [(literal(key), name) for name, key in method.fields]
    body = method.endpoint.body
    if pairs or (body is not None and body.kind is BodyKind.GRAPHQL):
        yield keyword("fields", dict_of(pairs))
