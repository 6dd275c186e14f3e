"""A recorded collection -> what its client sends over sockets, exchange by exchange."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any, Literal
from unittest import mock

from wire.decisions import Decision
from wire.found import Recording
from wire.lines import Line, document, json_as_text, recorded
from wire.pinned import CLIENT_NONCE, pinned
from wire.recorder import Recorder, recording
from wire.replay import NOW, Compared, compared
from wire.sockets import async_http, http

from postkiln import pipeline
from postkiln.model.api import Endpoint, in_document_order
from postkiln.results import Settings
from postkiln.verify.example_checker import describe_error
from postkiln.verify.files import AllowedFiles
from postkiln.verify.method_calls import MethodCall, MethodCallFactory
from postkiln.verify.mock_server import try_call
from postkiln.verify.package import import_package
from postkiln.verify.values import variable_values

Kind = Literal["sync", "async"]
Exchanges = Mapping[str, Sequence[Line]]


def compare_sockets(
    given: Recording, kind: Kind, decisions: Sequence[Decision]
) -> tuple[Compared, ...]:
    """Every exchange of a recording against ours, all of its requests in order.

    Raises ValueError where what arrives is not one request per connection.
    """
    newman = recorded(given.lines)
    with mock.patch("time.time", return_value=NOW):
        ours = exchanges(given, kind, newman)
        with json_as_text():
            again = exchanges(given, kind, newman)
    return tuple(
        compared(
            given.name, lines, ours.get(key, [{}]), again.get(key, [{}]), decisions
        )
        for key, lines in newman.items()
    )


def exchanges(given: Recording, kind: Kind, newman: Exchanges) -> Exchanges:
    """What arrives when every method is called once, by one client, in document order.

    A call that sends nothing is a line with an `error` alone.
    """
    whole: Any = json.loads(given.collection.read_bytes())
    source = json.dumps(pinned(whole, {k: v[0] for k, v in newman.items()})).encode()
    unsent: dict[str, list[Line]] = {}
    with (
        recording(given.answers) as recorder,
        _factory(given, source) as factory,
        _client(factory, kind, recorder) as call,
    ):
        for endpoint in in_document_order(factory.compiled.api.root):
            recorder.key = endpoint.key
            with _drawing(newman.get(endpoint.key, ())):
                outcome = try_call(partial(_make, factory, endpoint, call))
            if outcome.error is not None:
                unsent[endpoint.key] = [{"error": describe_error(outcome.error)}]
    if recorder.faults:
        raise ValueError(f"{given.name}: {recorder.faults}")
    arrived: dict[str, list[Line]] = {}
    for line in recorder.lines:
        arrived.setdefault(line["key"], []).append(line)
    return {**unsent, **arrived}


def _make(
    factory: MethodCallFactory, endpoint: Endpoint, by: Callable[[MethodCall], Any]
) -> Any:
    return by(factory.create(endpoint))


def _drawing(newman: Sequence[Line]) -> AbstractContextManager[object]:
    """The nonce that newman drew for an answer to a challenge is the one we draw."""
    found = CLIENT_NONCE.search(json.dumps(newman[1:]))
    if found is None:
        return nullcontext()
    return mock.patch("secrets.token_hex", return_value=found[1])


@contextmanager
def _factory(given: Recording, source: bytes) -> Generator[MethodCallFactory]:
    environments = [document(given.environment)] if given.environment else []
    shared = document(given.globals) if given.globals else None
    settings = Settings(environments=environments)
    result, compiled = pipeline.generate(source, given.collection.name, settings)
    values = variable_values(compiled.api, {}, environments, shared)
    with import_package(result.files) as package:
        yield MethodCallFactory(compiled, package, values, AllowedFiles(given.base))


@contextmanager
def _client(
    factory: MethodCallFactory, kind: Kind, recorder: Recorder
) -> Generator[Callable[[MethodCall], Any]]:
    """What makes a call by a client of this kind; coroutines are run to their end.

    Clients share connections and cookies, and have the options of their call.
    """
    name, package = factory.compiled.view.client, factory.package
    if kind == "sync":
        with http(recorder) as lines:
            make = package.get("client", name)
            yield lambda call: call.call(make(**_options(factory, call), http=lines))
        return
    with asyncio.Runner() as runner:
        async_lines = async_http(recorder)
        make = package.get("client", f"Async{name}")

        def run(call: MethodCall) -> Any:
            client = make(**_options(factory, call), http=async_lines)
            return runner.run(_awaited(call.call(client)))

        yield run
        runner.run(async_lines.aclose())


def _options(factory: MethodCallFactory, call: MethodCall) -> Mapping[str, str]:
    return {**factory.options, **call.options}


async def _awaited(result: Any) -> Any:
    return await result if inspect.isawaitable(result) else result
