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

from postkiln.model.api import Endpoint, in_document_order
from postkiln.pipeline import bake
from postkiln.results import Scope
from postkiln.verify.examples import told
from postkiln.verify.files import Files
from postkiln.verify.package import imported
from postkiln.verify.prepare import Prepared, Preparer
from postkiln.verify.stage import attempt
from postkiln.verify.values import values_in_force

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
        _preparer(given, source) as preparer,
        _client(preparer, kind, recorder) as call,
    ):
        for endpoint in in_document_order(preparer.baked.api.root):
            recorder.key = endpoint.key
            with _drawing(newman.get(endpoint.key, ())):
                heard = attempt(partial(_make, preparer, endpoint, call))
            if heard.error is not None:
                unsent[endpoint.key] = [{"error": told(heard.error)}]
    if recorder.faults:
        raise ValueError(f"{given.name}: {recorder.faults}")
    arrived: dict[str, list[Line]] = {}
    for line in recorder.lines:
        arrived.setdefault(line["key"], []).append(line)
    return {**unsent, **arrived}


def _make(preparer: Preparer, endpoint: Endpoint, by: Callable[[Prepared], Any]) -> Any:
    return by(preparer.prepared(endpoint))


def _drawing(newman: Sequence[Line]) -> AbstractContextManager[object]:
    """The nonce that newman drew for an answer to a challenge is the one we draw."""
    found = CLIENT_NONCE.search(json.dumps(newman[1:]))
    if found is None:
        return nullcontext()
    return mock.patch("secrets.token_hex", return_value=found[1])


@contextmanager
def _preparer(given: Recording, source: bytes) -> Generator[Preparer]:
    environments = [document(given.environment)] if given.environment else []
    shared = document(given.globals) if given.globals else None
    result, baked = bake(source, given.collection.name, Scope(environments))
    values = values_in_force(baked.api, {}, environments, shared)
    with imported(result.files) as package:
        yield Preparer(baked, package, values, Files(given.base))


@contextmanager
def _client(
    preparer: Preparer, kind: Kind, recorder: Recorder
) -> Generator[Callable[[Prepared], Any]]:
    """What makes a call by the client of this kind; coroutines are run to their end."""
    name, package = preparer.baked.view.client, preparer.package
    if kind == "sync":
        with http(recorder) as lines:
            client = package.get("client", name)(**preparer.options, http=lines)
            yield lambda call: call.call(client)
        return
    with asyncio.Runner() as runner:
        twin_lines = async_http(recorder)
        make = package.get("client", f"Async{name}")
        twin = make(**preparer.options, http=twin_lines)
        yield lambda call: runner.run(_awaited(call.call(twin)))
        runner.run(twin_lines.aclose())


async def _awaited(result: Any) -> Any:
    return await result if inspect.isawaitable(result) else result
