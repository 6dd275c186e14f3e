"""A collection -> its client, each method called with nothing but what it requires.

Out: the requests that left, as the transport got them. Options without default and
required arguments are stand-ins, which occur nowhere in the collection.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import PurePath
from types import ModuleType
from typing import Any, cast

import httpx2
from values.stand_ins import StandIns, origin_of

from postkiln import pipeline
from postkiln.results import Settings, Source
from postkiln.verify.package import import_package

ANSWER = {"access_token": "", "token_type": "Bearer", "expires_in": 3600}


@dataclass(frozen=True, slots=True)
class Called:
    """A call: the item that it is of, as the operation says, and what left.

    `error` says why nothing did.
    """

    item: str
    sent: tuple[httpx2.Request, ...]
    error: str = ""


@dataclass(slots=True)
class Recorder:
    """A server that says yes, and keeps what it was asked."""

    token: str
    requests: list[httpx2.Request] = field(default_factory=list[httpx2.Request])

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self.requests.append(request)
        return httpx2.Response(200, json={**ANSWER, "access_token": self.token})


def calls(source: Source, place: str, stand_ins: StandIns) -> Iterator[Called]:
    """Every method of the sync client, called with what it requires."""
    recorder = Recorder(stand_ins.word)
    with imported(source, place) as client:
        options = required_options(client.modules, stand_ins)
        transport = httpx2.MockTransport(recorder.handle)
        with httpx2.Client(transport=transport, trust_env=False) as http:
            made = client.client_class(**options, http=http)
            yield from _calls_of(made, recorder, stand_ins)


@dataclass(frozen=True, slots=True)
class ImportedClient:
    """The sync client of a package, its `OMIT`, and the modules that have its operations."""

    client_class: Callable[..., Any]
    omit: Any
    modules: Sequence[ModuleType]


@contextmanager
def imported(source: Source, place: str) -> Generator[ImportedClient]:
    """The client of a collection, generated and imported from memory."""
    result, compiled = pipeline.generate(source, place, Settings())
    with import_package(result.files) as package:
        client_class = package.get("client", compiled.view.client)
        modules = _modules(client_class.__module__, result.files)
        yield ImportedClient(
            client_class, package.get("_runtime.omit", "OMIT"), modules
        )


def required_options(
    modules: Sequence[ModuleType], stand_ins: StandIns
) -> Mapping[str, str]:
    """Stand-ins for the options without default that cannot be left out, and for hosts."""
    spec = modules[0]._SPEC
    urls = addresses(modules)
    hosts = "".join(map(origin_of, urls))
    return {
        option.name: stand_ins.option(option, urls)
        for option in spec.options
        if not (option.default or option.optional)
        or f"{{{{{option.variable}}}}}" in hosts
    }


def _modules(client: str, files: Iterable[str]) -> Sequence[ModuleType]:
    """The module of the client, and those of its resources."""
    package = client.rpartition(".")[0]
    paths = (PurePath(each) for each in files if each.startswith("resources/"))
    names = (".".join(each.with_suffix("").parts) for each in paths)
    resources = (f"{package}.{each.removesuffix('.__init__')}" for each in names)
    return [import_module(each) for each in (client, *resources)]


def addresses(modules: Iterable[ModuleType]) -> Sequence[str]:
    """The addresses of all operations, as templates."""
    found: list[str] = []
    for module in modules:
        values = vars(module).values()
        found += (each.url for each in values if type(each).__name__ == "Operation")
    return found


def _calls_of(client: Any, recorder: Recorder, stand_ins: StandIns) -> Iterator[Called]:
    operations: list[Any] = []

    def remember(operation: Any, _: object) -> None:
        operations.append(operation)

    client._before_call = remember
    for method in methods(client):
        recorder.requests.clear()
        operations.clear()
        error = ""
        try:
            answer: Any = method(**_required(method, stand_ins))
            if inspect.isgenerator(answer):
                list(cast("Iterator[object]", answer))
        except Exception as raised:
            error = f"{type(raised).__name__}: {raised}"
        name = operations[0].name if operations else method.__name__
        sent = tuple(recorder.requests)
        yield Called(name, sent, "" if sent else error)


def _required(method: Callable[..., Any], stand_ins: StandIns) -> dict[str, Any]:
    return {
        each.name: stand_ins.of(each.annotation)
        for each in inspect.signature(method).parameters.values()
        if each.default is inspect.Parameter.empty
    }


def methods(target: object) -> Iterator[Callable[..., Any]]:
    """The generated methods of a client, and of its resources at any depth."""
    for name, value in vars(type(target)).items():
        if name.startswith("_"):
            continue
        if isinstance(value, cached_property):
            yield from methods(getattr(target, name))
        elif inspect.isfunction(value):
            yield getattr(target, name)
