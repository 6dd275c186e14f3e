"""A package in; its sync and its async client out, each before a stage of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx2

from postkiln.model.responses import Streamed
from postkiln.verify.package import Package
from postkiln.verify.prepare import Pieces, Prepared
from postkiln.verify.stage import Answer, Heard, Stage


class Clients:
    """The twins of a package; both are strict."""

    def __init__(
        self, sync: Any, twin: Any, stages: tuple[Stage, Stage], run: Callable[..., Any]
    ) -> None:
        self._sync, self._twin, self._run = sync, twin, run
        self._stage, self._twin_stage = stages
        self._operation: Any = None
        self._spec: Any = None
        sync._before_call = self._note

    def hear(self, call: Prepared, answer: Answer) -> Heard:
        """Make a call by the sync client."""
        return self._stage.hear(lambda: self._labelled(call.call(self._sync)), answer)

    def hear_twin(self, call: Prepared, answer: Answer) -> Heard:
        """Make a call by the async client."""
        return self._twin_stage.hear(lambda: self._run(call.call(self._twin)), answer)

    def hear_answer(self, answer: Answer) -> Heard | None:
        """What the operation that was called last makes of an answer; None without one.

        For one that cannot be sent: nothing of its request is.
        """
        if self._operation is None:
            return None
        plain = {"url": "http://localhost", "query": (), "headers": ()}
        operation = replace(self._operation, **plain, body=None, auth=None)
        call = self._sync.stream if operation.stream else self._sync.call
        return self._stage.hear(lambda: self._labelled(call(operation)), answer)

    def forget(self) -> None:
        """Forget the operation that was called last."""
        self._operation = None

    def annotation(self, status: int) -> Any:
        """The type of a status, of the operation that was called last."""
        for shown in (self._operation.outcomes(), self._spec.errors()):
            if status in shown:
                return shown[status]
        return Any

    def _note(self, operation: Any, spec: Any) -> None:
        """Remember the operation that is called, and what the client knows of its API."""
        self._operation, self._spec = operation, spec

    def _labelled(self, value: Any) -> Any:
        """The result of a call; what comes piece by piece says in which way it does."""
        kind = Streamed(self._operation.stream)
        return Pieces(value, kind) if kind else value


@contextmanager
def clients_of(
    package: Package, name: str, options: Mapping[str, str]
) -> Generator[Clients, None, None]:
    """The clients of a package, made with these options."""
    stages = Stage(), Stage()
    one, other = (httpx2.MockTransport(stage.serve) for stage in stages)
    # Neither proxies nor credentials of this machine: nothing leaves it.
    http = httpx2.Client(transport=one, trust_env=False)
    twin_http = httpx2.AsyncClient(transport=other, trust_env=False)
    sync, twin = package.get("client", name), package.get("client", f"Async{name}")
    with http, asyncio.Runner() as runner:
        yield Clients(
            sync(**options, http=http, strict=True),
            twin(**options, http=twin_http, strict=True),
            stages,
            runner.run,
        )
        runner.run(twin_http.aclose())
