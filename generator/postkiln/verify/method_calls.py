"""An endpoint and the collection's own values -> a call of the client's method for it."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Any, cast

from postkiln.model.api import Endpoint, Streamed
from postkiln.model.template import reference
from postkiln.pipeline import Compiled
from postkiln.python.plan import calls_by_index
from postkiln.python.types.forms import body_fields
from postkiln.python.view import CallTarget
from postkiln.runtime.errors import RequestError
from postkiln.verify.arguments import call_arguments
from postkiln.verify.bodies import BodyBuilder
from postkiln.verify.files import AllowedFiles
from postkiln.verify.package import ImportedPackage
from postkiln.verify.values import VariableValues


@dataclass(frozen=True, slots=True)
class MethodCall:
    """A method, by the attributes that lead from the client to it, and its arguments.

    `options` are those that the client has to have for this call alone.
    """

    attributes: tuple[str, ...]
    arguments: Mapping[str, Any]
    options: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def call(self, client: Any) -> Any:
        """Call the method of this client; a streamed response is read to its end.

        With an async client the result is an awaitable.
        """
        method = reduce(getattr, self.attributes, client)
        answer = method(**self.arguments)
        if inspect.isawaitable(answer):
            return _read_async(answer)
        if isinstance(answer, Iterator):
            return StreamedChunks(cast("Any", answer))
        return answer


def _required(endpoint: Endpoint, call: CallTarget) -> Iterator[str]:
    """The arguments that a call must give. What the item does not send is left out."""
    for name, index in call.arguments:
        if endpoint.parameters[index].required:
            yield name
    fields = () if endpoint.body is None else body_fields(endpoint.body)
    required = {each.key for each in fields if each.required}
    for name, key in call.fields:
        if key in required:
            yield name


class StreamedChunks(list[Any]):
    """All chunks of a streamed response: its lines, or its events, as `kind` says."""

    def __init__(self, chunks: Iterable[Any], kind: Streamed = Streamed.NO) -> None:
        super().__init__(chunks)
        self.kind = kind


async def _read_async(coming: Awaitable[Any]) -> Any:
    answer = await coming
    if isinstance(answer, AsyncIterator):
        chunks = [each async for each in cast("Any", answer)]
        return StreamedChunks(chunks)
    return answer


@dataclass(frozen=True)
class MethodCallFactory:
    """Makes the calls of one package, as it was compiled and imported."""

    compiled: Compiled
    package: ImportedPackage
    values: VariableValues
    files: AllowedFiles

    @cached_property
    def _calls(self) -> Mapping[int, CallTarget]:
        return calls_by_index(self.compiled.view)

    @property
    def options(self) -> Mapping[str, str]:
        """All options of the client, so that none is taken from the environment."""
        texts: dict[str, str] = {}
        for name, variable in self.compiled.view.options:
            texts[name] = self.values.fill(reference(variable))
        return texts

    def create(self, endpoint: Endpoint) -> MethodCall:
        """The call of an endpoint.

        Raises RequestError where the client has no method for it, or a value cannot be
        an argument.
        """
        call = self._calls.get(endpoint.index)
        if call is None:
            raise RequestError(
                "the client has no method for it: `postkiln inspect` says why"
            )
        omit = self.package.get("_runtime.omit", "OMIT")
        arguments: dict[str, Any] = dict.fromkeys(_required(endpoint, call), omit)
        arguments |= dict(call_arguments(endpoint, call, self.values))
        if endpoint.body is not None:
            builder = BodyBuilder(self.values, self.files, endpoint.path)
            arguments |= builder.arguments(call, endpoint.body)
        return MethodCall(call.attributes, arguments, self._own_options(endpoint))

    def _own_options(self, endpoint: Endpoint) -> Mapping[str, str]:
        """The item's own values of client options, where they are not the client's."""
        names = {variable: name for name, variable in self.compiled.view.options}
        own: dict[str, str] = {}
        for variable, sample in endpoint.own_options:
            text = self.values.sample_text(sample)
            if text is not None:
                own[names[variable]] = text
        return own
