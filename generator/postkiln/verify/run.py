"""A collection -> its client, called with the collection's own values -> a `Report`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from postkiln import pipeline
from postkiln.model.api import Endpoint, in_document_order
from postkiln.results import Document, Settings, Source
from postkiln.verify.clients import Clients, create_clients
from postkiln.verify.example_checker import (
    ExampleChecker,
    ExampleResult,
    ReplayedExample,
    describe_error,
    replayed_example,
)
from postkiln.verify.files import AllowedFiles
from postkiln.verify.method_calls import MethodCall, MethodCallFactory
from postkiln.verify.mock_server import (
    CallOutcome,
    MockResponse,
    SentRequest,
    try_call,
)
from postkiln.verify.package import import_package
from postkiln.verify.report import Check, Report, ReportBuilder
from postkiln.verify.values import variable_values

Record = Callable[[dict[str, Any]], None]

_NO_VARIABLES: Mapping[str, str] = MappingProxyType({})


def verify(
    source: Source,
    *,
    place: str,
    environments: Sequence[Document] = (),
    variables: Mapping[str, str] = _NO_VARIABLES,
    globals: Document | None = None,  # Postman's word for them
    base: Path | None = None,
    files: Sequence[Path] = (),
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    record: Record | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Generate the client of a collection, call all its methods, and replay all examples.

    `variables` win over `environments`, these over the collection, and this over
    `globals`. A variable without a value, blank or not defined, gets a stand-in that fits
    its place; with `record`, it is sent as it is: `{{name}}`, or nothing. Files that requests send
    are looked up in `base`, the collection's own directory, then in the directories
    `files`; what is in none of them is not read, and without any (the default) no file
    is. `record` is called with each request in document order, `progress` with the
    number of items that are done and of all. Raises what `generate` raises.
    """
    settings = Settings(environments=environments, include=include, exclude=exclude)
    result, compiled = pipeline.generate(source, place, settings)
    values = variable_values(compiled.api, variables, environments, globals)
    if record is None:
        values = values.with_stand_ins(compiled.api)
    sendable = AllowedFiles(base, files)
    items = in_document_order(compiled.api.root)
    report = ReportBuilder(len(items))
    with import_package(result.files) as package:
        factory = MethodCallFactory(compiled, package, values, sendable)
        with create_clients(package, compiled.view.client, factory.options) as clients:
            verifier = _EndpointVerifier(factory, clients, report)
            for done, endpoint in enumerate(items, 1):
                verifier.verify(endpoint, record)
                if progress is not None:
                    progress(done, len(items))
    return report.build(sendable.notices)


@dataclass(frozen=True, slots=True)
class _EndpointVerifier:
    """Verifies one endpoint after the other, and adds what it finds to the report."""

    factory: MethodCallFactory
    clients: Clients
    report: ReportBuilder

    def verify(self, endpoint: Endpoint, record: Record | None) -> None:
        """Call the endpoint, and replay its examples."""
        self.clients.forget_operation()
        prepared = try_call(partial(self.factory.create, endpoint))
        outcome = prepared
        if prepared.error is None:
            outcome = self.clients.call(prepared.value, MockResponse())
        if outcome.sent is None:
            call = None
            text = self._add_not_sent(endpoint, outcome)
            entry = {"error": text}
        else:
            call = prepared.value
            self.report.sent += 1
            self._compare_async(endpoint, call, outcome.sent)
            entry = outcome.sent.to_record()
        if record is not None:
            record({"key": endpoint.key, **entry})
        self._replay_examples(endpoint, call)

    def _add_not_sent(self, endpoint: Endpoint, outcome: CallOutcome) -> str:
        text = _why_not_sent(outcome)
        self.report.failed += 1
        self.report.add_problem(endpoint.path, Check.NOT_SENT, text)
        return text

    def _compare_async(
        self, endpoint: Endpoint, call: MethodCall, sent: SentRequest
    ) -> None:
        """The async client must send the same, apart from values that are random."""
        outcome = self.clients.call_async(call, MockResponse())
        if outcome.sent is None:
            text = _why_not_sent(outcome)
            self.report.add_problem(endpoint.path, Check.ASYNC_DIFFERS, text)
            return
        part = sent.first_difference(outcome.sent)
        if part is not None and self._is_random(call, sent):
            part = sent.first_difference(outcome.sent, ignore_values=True)
        if part is not None:
            text = f"the async client sends another {part}"
            self.report.add_problem(endpoint.path, Check.ASYNC_DIFFERS, text)

    def _is_random(self, call: MethodCall, sent: SentRequest) -> bool:
        """Whether the same client sends another request when it is called again."""
        again = self.clients.call(call, MockResponse())
        return again.sent is None or sent.first_difference(again.sent) is not None

    def _replay_examples(self, endpoint: Endpoint, call: MethodCall | None) -> None:
        """Replay each example; where the call cannot be sent (None), without a request."""
        checker = ExampleChecker(self.factory.package, self.clients.response_type)
        for example in map(replayed_example, endpoint.examples):
            if call is None:
                outcome = self.clients.replay(example.response)
            else:
                outcome = self.clients.call(call, example.response)
            # Without an operation to decode it, an example counts as not decoded.
            result = ExampleResult()
            if outcome is not None:
                result = checker.check(example, outcome)
            self._add_result(endpoint, example, result)

    def _add_result(
        self, endpoint: Endpoint, example: ReplayedExample, result: ExampleResult
    ) -> None:
        self.report.examples_total += 1
        self.report.json += example.is_json
        self.report.decoded += result.decoded
        self.report.equal += result.equal
        mismatch = result.mismatch
        if mismatch is not None:
            text = f"example {example.name!r}: {mismatch.text}"
            self.report.add_problem(endpoint.path, mismatch.check, text)


def _why_not_sent(outcome: CallOutcome) -> str:
    if outcome.error is None:
        return "nothing is sent"
    return describe_error(outcome.error)
