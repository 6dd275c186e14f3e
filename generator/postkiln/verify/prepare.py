"""An endpoint and the collection's own values -> a call of its method, ready to be made."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, cast

from postkiln.model.api import Endpoint, Streamed
from postkiln.pipeline import Baked
from postkiln.python.plan import calls_by_index
from postkiln.python.view import Call
from postkiln.runtime.errors import RequestError
from postkiln.verify.arguments import arguments
from postkiln.verify.bodies import Bodies
from postkiln.verify.files import Files
from postkiln.verify.package import Package
from postkiln.verify.values import Values


@dataclass(frozen=True, slots=True)
class Prepared:
    """A method by the attributes that lead to it, and the arguments it is called with."""

    attributes: tuple[str, ...]
    arguments: Mapping[str, Any]

    def call(self, client: Any) -> Any:
        """Call the method of this client; what comes piece by piece is a `Pieces`."""
        answer = reduce(getattr, self.attributes, client)(**self.arguments)
        if inspect.isawaitable(answer):
            return _awaited(answer)
        if isinstance(answer, Iterator):
            return Pieces(cast("Any", answer))
        return answer


class Pieces(list[Any]):
    """What came piece by piece, all of it; `kind` says how, where it is to be judged."""

    def __init__(self, found: Iterable[Any], kind: Streamed = Streamed.NO) -> None:
        super().__init__(found)
        self.kind = kind


async def _awaited(coming: Awaitable[Any]) -> Any:
    answer = await coming
    if isinstance(answer, AsyncIterator):
        return Pieces([each async for each in cast("Any", answer)])
    return answer


@dataclass(frozen=True)
class Preparer:
    """What calls are made of: a package as it was baked and imported, and values."""

    baked: Baked
    package: Package
    values: Values
    files: Files

    @cached_property
    def _calls(self) -> Mapping[int, Call]:
        return calls_by_index(self.baked.view)

    @property
    def options(self) -> Mapping[str, str]:
        """All options of the client, so that none is taken from the environment."""
        return {
            name: self.values.fill("{{" + hole + "}}")
            for name, hole in self.baked.view.options
        }

    def prepared(self, endpoint: Endpoint) -> Prepared:
        """The call of an endpoint. Raises RequestError for what it cannot be given."""
        call = self._calls.get(endpoint.index)
        if call is None:
            raise RequestError(
                "the client has no method for it: `postkiln inspect` says why"
            )
        given = dict(arguments(endpoint, call, self.values))
        if endpoint.body is not None and call.body is not None:
            cls = call.body_type and self.package.get("models", call.body_type)
            bodies = Bodies(self.values, self.files, endpoint.path, cls or None)
            given |= bodies.argument(call.body, endpoint.body)
        return Prepared(call.attributes, given)
