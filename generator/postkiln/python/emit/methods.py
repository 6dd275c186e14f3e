"""Endpoints to methods: signature, docstring, the one call of the body."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import LiteralString

from postkiln.model.api import Endpoint, Place
from postkiln.python.emit.arguments import Argument, arguments_of
from postkiln.python.emit.docstrings import method_docstring
from postkiln.python.emit.modes import SYNC, Mode
from postkiln.python.emit.operations import operation
from postkiln.python.emit.return_types import (
    answer_type,
    chunk,
    outcome_types,
    streamed_type,
)
from postkiln.python.naming.overrides import Overrides
from postkiln.python.naming.reserved import imported
from postkiln.python.syntax.layout import (
    Bracket,
    Expression,
    call,
    dict_of,
    keyword,
    lay_out,
)
from postkiln.python.syntax.source import Source, code, literal
from postkiln.python.types.annotations import Annotations, Members, union
from postkiln.python.view import CallTarget, Constant, Function


@dataclass(frozen=True, slots=True)
class MethodNames:
    """What a method is called, in the lock too, and the constant of its operation.

    `path` is the attributes that lead to it, as the lock has them.
    """

    name: Source
    locked: Source
    operation: Source
    path: str


@dataclass(frozen=True, slots=True)
class Method:
    """An endpoint as a method: what is decided before anything is written.

    `types` are the members of what each status answers, `answer` is what it returns:
    of an answer in chunks, one chunk. `answer_inside` is the same inside its class.
    """

    endpoint: Endpoint
    names: MethodNames
    arguments: tuple[Argument, ...]
    types: Mapping[int, Members]
    answer: Source
    answer_inside: Source
    docstring: Source

    @property
    def name(self) -> Source:
        return self.names.name

    @property
    def parameters(self) -> list[Argument]:
        """The arguments but the body."""
        return [each for each in self.arguments if each.parameter is not None]

    @property
    def body(self) -> Argument | None:
        return next((a for a in self.arguments if a.parameter is None), None)

    def returned(self, answer: Source, mode: Mode = SYNC) -> Source:
        """What the method returns, where its answers are of the type `answer`."""
        if not self.endpoint.streamed:
            return answer
        return streamed_type(self.endpoint, answer, mode)


def plan_method(
    endpoint: Endpoint,
    names: MethodNames,
    members: Collection[str],
    answers: Annotations,
    overrides: Overrides,
) -> Method:
    """Decide a method: names and annotations of its arguments, types of its answers.

    `members` are those of its class.
    """
    inside = answers.inside(members)
    inputs = replace(inside, is_input=True)
    arguments = tuple(arguments_of(endpoint, inputs, names.path, overrides))
    types = outcome_types(endpoint, answers)
    types_inside = outcome_types(endpoint, inside) if inside.shadowed else types
    return Method(
        endpoint=endpoint,
        names=names,
        arguments=arguments,
        types=types,
        answer=answer_type(types),
        answer_inside=answer_type(types_inside),
        docstring=method_docstring(endpoint, arguments),
    )


def constant_of(method: Method) -> Constant:
    """The operation of a method, as a module constant."""
    endpoint = method.endpoint
    text = operation(
        endpoint,
        name=method.names.operation,
        answer=chunk(endpoint, method.answer),
        outcomes={status: union(each) for status, each in method.types.items()},
        order=method.body.order if method.body else (),
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


def _signature(arguments: Sequence[Argument]) -> Iterable[Source]:
    """A required argument that is the only one may be given by its position."""
    required = [each for each in arguments if each.required]
    if len(required) == 1:
        yield _parameter(required[0])
        arguments = [each for each in arguments if not each.required]
    if arguments:
        yield Source("*")
    yield from map(_parameter, arguments)


def _parameter(argument: Argument) -> Source:
    head = code(argument.name, ": ", argument.annotation)
    return head if argument.required else code(head, " = ", imported("OMIT"))


def _body(method: Method, owner: LiteralString, mode: Mode) -> Source:
    verb = ".stream" if method.endpoint.streamed else ".call"
    head = code(mode.returns, owner, verb)
    return lay_out(call(head, method.names.operation, *_call_arguments(method)), 8)


def _call_arguments(method: Method) -> Iterable[Expression]:
    """The arguments of the runtime's call: variables, query, body."""
    variables: list[tuple[Source, Source]] = []
    query: list[tuple[Source, Source]] = []
    for each in method.arguments:
        if each.parameter is not None:
            is_query = each.parameter.place is Place.QUERY
            mapping = query if is_query else variables
            mapping.append((literal(each.parameter.key), each.name))
    if variables:
        yield dict_of(variables)
    if query:
        yield keyword("query", dict_of(query))
    if method.body is not None:
        yield keyword("body", method.body.name)


def call_of(method: Method, attributes: tuple[str, ...]) -> CallTarget:
    """How to call the method from outside, for those who play it back."""
    # By identity: two parameters of one endpoint may be equal.
    index = {id(each): at for at, each in enumerate(method.endpoint.parameters)}
    body = method.body
    return CallTarget(
        index=method.endpoint.index,
        attributes=(*attributes, method.name),
        arguments=tuple((a.name, index[id(a.parameter)]) for a in method.parameters),
        body=None if body is None else body.name,
        body_type=None if body is None else body.body_class,
        result=str(method.returned(method.answer)),
    )
