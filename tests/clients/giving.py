"""Every value of a client given, changed and left out: what is seen of it on the wire.

In: a client class, and a server on loopback. Out: a line for each value that is not sent
where it is given, or that is sent though nobody gave it.
"""

from __future__ import annotations

import base64
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import unquote, unquote_plus

import httpx2
from clients.loopback import Heard, Loopback
from values.calling import ImportedClient, addresses, methods, required_options
from values.stand_ins import StandIns

GIVEN = StandIns("firstword1x", 710_001)
CHANGED = StandIns("secondword2x", 820_002)
REST = StandIns("restword3x", 930_003)
"""The stand-ins of the value that is looked at, and of what the call needs besides."""


class ToLoopback(httpx2.BaseTransport):
    """Sends every request over a socket to a server of the tests, whatever its host."""

    def __init__(self, base_url: str) -> None:
        self._address = httpx2.URL(base_url)
        self._sockets = httpx2.HTTPTransport(verify=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        address = self._address
        request.url = request.url.copy_with(
            scheme=address.scheme, host=address.host, port=address.port
        )
        return self._sockets.handle_request(request)

    def close(self) -> None:
        self._sockets.close()


@dataclass(frozen=True, slots=True)
class Seen:
    """Requests as text by place: `path`, `query`, `header`, `body`; escapes are undone."""

    places: Mapping[str, str]

    def where(self, value: object) -> tuple[str, ...]:
        """The places that hold a stand-in."""
        text = _marks(value)
        return tuple(place for place, whole in self.places.items() if text in whole)


def _marks(value: object) -> str:
    """The word or number of a stand-in."""
    shown = str(value)
    known = (GIVEN, CHANGED, REST)
    words = (str(each) for one in known for each in (one.word, one.number))
    return next((word for word in words if word in shown), shown)


def seen(requests: Sequence[Heard]) -> Seen:
    """What requests show, with the name and the password of Basic."""
    places = {"path": "", "query": "", "header": "", "body": ""}
    for heard in requests:
        path, _, query = heard.target.partition("?")
        places["path"] += unquote(path)
        places["query"] += unquote_plus(query)
        for name, value in heard.headers.items():
            places["header"] += f"{name}: {unquote(value)}\n{_credentials(value)}"
        body = heard.body.decode("utf-8", "replace")
        places["body"] += f"{body}\n{unquote_plus(body)}"
    return Seen(places)


def _credentials(header: str) -> str:
    scheme, _, credentials = header.partition(" ")
    if scheme != "Basic":
        return ""
    try:
        return base64.b64decode(credentials).decode()
    except ValueError:  # a stand-in for the whole of it
        return ""


@dataclass(frozen=True, slots=True)
class Giver:
    """Gives, changes and leaves out the values of a client at a server.

    `unseen` are options that no request shows as they are: keys that only sign, and what
    is a part of another option that is given here.
    """

    client: ImportedClient
    server: Loopback
    http: httpx2.Client
    unseen: list[str] = field(default_factory=list[str])

    def make(self, **options: Any) -> Any:
        given = {**required_options(self.client.modules, REST), **options}
        return self.client.client_class(**given, http=self.http)

    def sent(self, method: Callable[..., Any], arguments: Mapping[str, Any]) -> Seen:
        """What a call sends. It raises what the call raises, if it sends nothing."""
        self.server.heard.clear()
        try:
            answer: Any = method(**arguments)
            if inspect.isgenerator(answer):
                list(cast("Iterator[object]", answer))
        except Exception:  # what the answer is made into is no matter here
            if not self.server.heard:
                raise
        return seen(self.server.heard)

    def arguments(self) -> Iterator[str]:
        """What is wrong with an argument of any method."""
        for method in methods(self.make()):
            parameters = inspect.signature(method).parameters
            for name, parameter in parameters.items():
                others = {
                    each.name: REST.of(each.annotation)
                    for each in parameters.values()
                    if each.default is each.empty and each.name != name
                }
                for problem in self._argument(method, parameter, others):
                    yield f"{method.__qualname__}({name}): {problem}"

    def _argument(
        self,
        method: Callable[..., Any],
        parameter: inspect.Parameter,
        others: Mapping[str, Any],
    ) -> Iterator[str]:
        name, annotation = parameter.name, parameter.annotation
        one, two = GIVEN.of(annotation), CHANGED.of(annotation)
        two = not one if isinstance(one, bool) else two
        given = self.sent(method, {**others, name: one})
        changed = self.sent(method, {**others, name: two})
        yield from _differences(given, changed, one, two)
        if parameter.default is parameter.empty:
            yield from self._must_be_given(method, others)
            return
        left = self.sent(method, others)
        yield from _remains("not passed", left, one, two)
        if left in (given, changed) and not isinstance(parameter.default, bool):
            yield "the same, given or not"
        if isinstance(parameter.default, str) and not left.where(parameter.default):
            yield f"the default is not sent: {parameter.default}"
        if "Omit" in annotation:
            omitted = self.sent(method, {**others, name: self.client.omit})
            yield from _remains("OMIT", omitted, one, two)
            if isinstance(parameter.default, str) and omitted == left:
                yield "the default is sent in spite of OMIT"

    def _must_be_given(
        self, method: Callable[..., Any], others: Mapping[str, Any]
    ) -> Iterator[str]:
        try:
            self.sent(method, others)
        except TypeError:
            return
        yield "required, and may be left out"

    def options(self) -> Iterator[str]:
        """What is wrong with an option of the client."""
        spec: Any = vars(self.client.modules[0])["_SPEC"]
        for option in spec.options:
            for problem in self._option(option):
                yield f"{option.name}: {problem}"

    def _option(self, option: Any) -> Iterator[str]:
        urls = addresses(self.client.modules)
        one, two = GIVEN.option(option, urls), CHANGED.option(option, urls)
        client = self.make(**{option.name: one})
        path = self._method_with(client, one)
        if path is None:
            self.unseen.append(option.name)
            return
        given = self._call(client, path)
        changed = self._call(self.make(**{option.name: two}), path)
        yield from _differences(given, changed, one, two)
        yield from self._left_out(option, path, one, two)

    def _left_out(self, option: Any, path: str, one: str, two: str) -> Iterator[str]:
        """Left out, an option is missed by the call, or what holds it is left out."""
        for kind, value in (("not passed", None), ("OMIT", self.client.omit)):
            must_be_set = value is None and not (option.default or option.optional)
            try:
                left = self._call(self.make(**{option.name: value}), path)
            except Exception as error:
                families = [each.__name__ for each in type(error).__mro__]
                if (
                    "RequestError" not in families
                    and "ConfigurationError" not in families
                ):
                    yield f"{kind}: {error!r}"
                continue
            yield from _remains(kind, left, one, two)
            if must_be_set:
                yield "may be left out, without a default"

    def _method_with(self, client: Any, value: str) -> str | None:
        """The name of the first method whose call shows the value."""
        for method in methods(client):
            try:
                shown = self.sent(method, _required(method)).where(value)
            except Exception:  # it needs what no stand-in can be, as a key to sign with
                continue
            if shown:
                return method.__qualname__
        return None

    def _call(self, client: Any, name: str) -> Seen:
        method = next(each for each in methods(client) if each.__qualname__ == name)
        return self.sent(method, _required(method))


def _required(method: Callable[..., Any]) -> dict[str, Any]:
    parameters = inspect.signature(method).parameters.values()
    return {
        each.name: REST.of(each.annotation)
        for each in parameters
        if each.default is each.empty
    }


def _differences(given: Seen, changed: Seen, one: object, two: object) -> Iterator[str]:
    """What is wrong where a value is given, and another in its place."""
    if isinstance(one, bool):
        if given == changed:
            yield "true and false are sent alike"
        return
    if not given.where(one):
        yield "not sent"
    if given.where(one) != changed.where(two):
        yield f"in {given.where(one)} first, then in {changed.where(two)}"
    if changed.where(one):
        yield "the first value is sent in place of the second"


def _remains(kind: str, left: Seen, one: object, two: object) -> Iterator[str]:
    if not isinstance(one, bool) and (left.where(one) or left.where(two)):
        yield f"{kind}, and sent"
