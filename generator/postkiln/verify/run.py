"""A collection -> its client, called with the collection's own values -> a `Report`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from postkiln.model.api import Endpoint, in_document_order
from postkiln.pipeline import bake
from postkiln.results import Document, Scope, Source
from postkiln.verify.clients import Clients, clients_of
from postkiln.verify.examples import Judge, Played, Verdict, played, told
from postkiln.verify.files import Files
from postkiln.verify.package import imported
from postkiln.verify.prepare import Prepared, Preparer
from postkiln.verify.report import Check, Report, Tally
from postkiln.verify.stage import Answer, Heard, Sent, attempt
from postkiln.verify.values import values_in_force

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
    """Generate the client of a collection, call all of it, and play its examples back.

    `variables` win over `environments`, these over the collection, and this over
    `globals`; what none of them has keeps its `{{name}}`. Files that requests send are
    looked up in `base`, the collection's own directory, then in the directories `files`;
    what is in none of them is not read, and without any (the default) no file is.
    `record` is given each request in document order, `progress` what is done and how much
    there is. Raises what `generate` raises.
    """
    result, baked = bake(source, place, Scope(environments, include, exclude))
    values = values_in_force(baked.api, variables, environments, globals)
    sendable = Files(base, files)
    found = in_document_order(baked.api.root)
    tally = Tally(len(found))
    with imported(result.files) as package:
        preparer = Preparer(baked, package, values, sendable)
        with clients_of(package, baked.view.client, preparer.options) as clients:
            bench = _Bench(preparer, clients, tally)
            for done, endpoint in enumerate(found, 1):
                bench.verify(endpoint, record)
                if progress is not None:
                    progress(done, len(found))
    return tally.report(sendable.notices)


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where one endpoint after the other is verified."""

    preparer: Preparer
    clients: Clients
    tally: Tally

    def verify(self, endpoint: Endpoint, record: Record | None) -> None:
        """Call the endpoint, and play its examples back."""
        self.clients.forget()
        prepared = attempt(lambda: self.preparer.prepared(endpoint))
        heard = prepared
        if prepared.error is None:
            heard = self.clients.hear(prepared.value, Answer())
        if heard.sent is None:
            entry = {"error": self._not_sent(endpoint, heard)}
        else:
            entry = heard.sent.record()
            self.tally.sent += 1
            self._compare_twin(endpoint, prepared.value, heard.sent)
        if record is not None:
            record({"key": endpoint.key, **entry})
        self._play_all(endpoint, prepared.value if heard.sent else None)

    def _not_sent(self, endpoint: Endpoint, heard: Heard) -> str:
        text = "nothing is sent" if heard.error is None else told(heard.error)
        self.tally.failed += 1
        self.tally.problem(endpoint.path, Check.NOT_SENT, text)
        return text

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

    def _play_all(self, endpoint: Endpoint, call: Prepared | None) -> None:
        """Play each example; where the call cannot be sent (None), past its request."""
        judge = Judge(self.preparer.package, self.clients.annotation)
        for example in map(played, endpoint.examples):
            if call is None:
                heard = self.clients.hear_answer(example.answer)
            else:
                heard = self.clients.hear(call, example.answer)
            verdict = Verdict() if heard is None else judge.judge(example, heard)
            self._count(endpoint, example, verdict)

    def _count(self, endpoint: Endpoint, example: Played, verdict: Verdict) -> None:
        self.tally.examples_total += 1
        self.tally.json += example.is_json
        self.tally.decoded += verdict.decoded
        self.tally.equal += verdict.equal
        if verdict.trouble is not None:
            code, text = verdict.trouble
            self.tally.problem(endpoint.path, code, f"example {example.name!r}: {text}")
