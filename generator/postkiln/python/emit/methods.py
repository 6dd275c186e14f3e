"""Endpoints to methods: what is decided of each before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from postkiln.model.api import Body, Endpoint, Parameter
from postkiln.python.emit.arguments import Argument, arguments_of
from postkiln.python.emit.docs.docstrings import method_docstring
from postkiln.python.emit.modes import SYNC, Mode
from postkiln.python.emit.return_types import (
    answer_type,
    outcome_types,
    streamed_type,
)
from postkiln.python.naming.overrides import Overrides
from postkiln.python.syntax.source import Source
from postkiln.python.types.annotations import Annotations, Members
from postkiln.python.types.argument_types import ArgumentTypes
from postkiln.python.types.forms import BodyField
from postkiln.python.types.sent_back import AnswerClasses, resource_of
from postkiln.python.view import CallTarget


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
    def body(self) -> Argument | None:
        """The argument that takes the whole body."""
        for each in self.arguments:
            if isinstance(each.stands_for, Body):
                return each
        return None

    @property
    def fields(self) -> tuple[tuple[Source, str], ...]:
        """The arguments that are fields of the body, each with its key."""
        found: list[tuple[Source, str]] = []
        for each in self.arguments:
            if isinstance(each.stands_for, BodyField):
                found.append((each.name, each.stands_for.key))
        return tuple(found)

    def returned(self, answer: Source, mode: Mode = SYNC) -> Source:
        """What the method returns, where its answers are of the type `answer`."""
        if not self.endpoint.streamed:
            return answer
        return streamed_type(self.endpoint, answer, mode)


@dataclass(frozen=True, slots=True)
class PackageNames:
    """What is decided for the whole package when methods are made.

    `sent_back` are the classes of answers by resource, `options` the constructor's
    arguments by the variable that each fills.
    """

    annotations: Annotations
    overrides: Overrides
    sent_back: AnswerClasses
    options: Mapping[str, Source]


def plan_method(
    endpoint: Endpoint,
    names: MethodNames,
    members: Collection[str],
    package: PackageNames,
) -> Method:
    """Decide a method: names and annotations of its arguments, types of its answers.

    `members` are those of its class.
    """
    answers = package.annotations
    inside = answers.inside(members)
    arguments = arguments_of(
        endpoint,
        ArgumentTypes(inside),
        package.sent_back.get(resource_of(endpoint), ()),
        names.path,
        package.overrides,
    )
    types = outcome_types(endpoint, answers)
    types_inside = outcome_types(endpoint, inside) if inside.shadowed else types
    return Method(
        endpoint=endpoint,
        names=names,
        arguments=tuple(arguments),
        types=types,
        answer=answer_type(types),
        answer_inside=answer_type(types_inside),
        docstring=method_docstring(endpoint, arguments, package.options),
    )


def call_of(method: Method, attributes: tuple[str, ...]) -> CallTarget:
    """How to call the method from outside, for those who play it back."""
    body = method.body
    return CallTarget(
        index=method.endpoint.index,
        attributes=(*attributes, method.name),
        arguments=tuple(_indexed(method)),
        fields=method.fields,
        body=None if body is None else body.name,
        result=str(method.returned(method.answer)),
    )


def _indexed(method: Method) -> Iterable[tuple[str, int]]:
    """The arguments that stand for parameters, with the index of each."""
    # By identity: two parameters of one endpoint may be equal.
    index = {id(each): at for at, each in enumerate(method.endpoint.parameters)}
    for each in method.arguments:
        if isinstance(each.stands_for, Parameter):
            yield each.name, index[id(each.stands_for)]
