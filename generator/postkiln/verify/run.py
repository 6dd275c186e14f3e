"""A collection -> its client, called with the collection's own values -> a `Report`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from postkiln import Document
from postkiln.model.api import Endpoint, endpoints
from postkiln.pipeline import Baked, bake
from postkiln.python.package import methods_of
from postkiln.python.view import Call
from postkiln.verify.arguments import arguments
from postkiln.verify.bodies import Bodies, Files
from postkiln.verify.clients import Clients, Prepared, clients_of
from postkiln.verify.examples import Judge, answer_of, is_json, told
from postkiln.verify.package import Package, imported
from postkiln.verify.report import Check, Report, Tally
from postkiln.verify.stage import Answer, Heard, Sent, attempt
from postkiln.verify.values import Values, values_in_force

Record = Callable[[dict[str, Any]], None]

_NO_VARIABLES: Mapping[str, str] = MappingProxyType({})


def verify(
    source: bytes,
    *,
    place: str,
    environments: Sequence[Document] = (),
    variables: Mapping[str, str] = _NO_VARIABLES,
    globals: Document | None = None,  # Postman's word for them
    base: Path | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    record: Record | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Generate the client of a collection, call all of it, and play its examples back.

    `variables` win over `environments`, these over the collection, and this over
    `globals`; what none of them has keeps its `{{name}}`. Files that requests send are
    looked for in `base`. `record` is given each request in document order, `progress`
    what is done and how much there is. Raises what `generate` raises.
    """
    result, baked = bake(
        source,
        place=place,
        environments=environments,
        include=include,
        exclude=exclude,
    )
    values, files = values_in_force(baked.api, variables, globals), Files(base)
    found, calls = tuple(endpoints(baked.api.root)), methods_of(baked.view)
    tally = Tally(len(found))
    options = _options(baked, values)
    with (
        imported(result.files) as package,
        clients_of(package, baked.view.client, options) as clients,
    ):
        bench = _Bench(package, clients, values, files, tally)
        for done, endpoint in enumerate(found, 1):
            bench.verify(endpoint, calls[endpoint.key], record)
            if progress is not None:
                progress(done, len(found))
    return tally.report(files.notices)


def _options(baked: Baked, values: Values) -> Mapping[str, str]:
    """All options of the client, so that none is taken from this process's environment."""
    return {
        name: values.fill_known("{{" + hole + "}}") for name, hole in baked.view.options
    }


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where one endpoint after the other is verified."""

    package: Package
    clients: Clients
    values: Values
    files: Files
    tally: Tally

    def verify(self, endpoint: Endpoint, call: Call, record: Record | None) -> None:
        """Call the endpoint, and play its examples back."""
        prepared = attempt(lambda: self._prepared(endpoint, call))
        heard = prepared
        if prepared.error is None:
            heard = self.clients.hear(prepared.value, Answer())
        if heard.sent is None:
            self._not_sent(endpoint, heard, record)
            return
        self.tally.sent += 1
        if record is not None:
            record(heard.sent.record(endpoint.key))
        self._compare_twin(endpoint, prepared.value, heard.sent)
        self._play(endpoint, prepared.value)

    def _prepared(self, endpoint: Endpoint, call: Call) -> Prepared:
        given = dict(arguments(endpoint, call, self.values))
        if endpoint.body is not None and call.body is not None:
            cls = call.body_type and self.package.get("models", call.body_type)
            bodies = Bodies(self.values, self.files, endpoint.path, cls or None)
            given |= bodies.argument(call.body, endpoint.body)
        return Prepared(call.attributes, given)

    def _not_sent(
        self, endpoint: Endpoint, heard: Heard, record: Record | None
    ) -> None:
        """Count the examples all the same: they are not decoded either."""
        text = "nothing is sent" if heard.error is None else told(heard.error)
        self.tally.failed += 1
        self.tally.problem(endpoint.path, Check.NOT_SENT, text)
        self.tally.examples_total += len(endpoint.examples)
        self.tally.json += sum(is_json(answer_of(each)) for each in endpoint.examples)
        if record is not None:
            record({"key": endpoint.key, "error": text})

    def _compare_twin(self, endpoint: Endpoint, call: Prepared, sent: Sent) -> None:
        """The async client must send the same, but for what is drawn anew each time."""
        twin = self.clients.hear_twin(call, Answer())
        if twin.sent is None:
            text = "nothing is sent" if twin.error is None else told(twin.error)
            self.tally.problem(endpoint.path, Check.TWINS_DIFFER, text)
            return
        unlike = sent.unlike(twin.sent)
        if unlike and self._is_drawn(call, sent):
            unlike = sent.unlike(twin.sent, drawn=True)
        if unlike:
            text = f"the async client sends another {unlike}"
            self.tally.problem(endpoint.path, Check.TWINS_DIFFER, text)

    def _is_drawn(self, call: Prepared, sent: Sent) -> bool:
        again = self.clients.hear(call, Answer())
        return again.sent is None or bool(sent.unlike(again.sent))

    def _play(self, endpoint: Endpoint, call: Prepared) -> None:
        judge = Judge(self.package, self.clients.annotation)
        for example in endpoint.examples:
            answer = answer_of(example)
            verdict = judge.judge(answer, self.clients.hear(call, answer))
            self.tally.examples_total += 1
            self.tally.json += verdict.is_json
            self.tally.decoded += verdict.decoded
            self.tally.equal += verdict.equal
            if verdict.trouble is not None:
                code, text = verdict.trouble
                self.tally.problem(
                    endpoint.path, code, f"example {example.name!r}: {text}"
                )
