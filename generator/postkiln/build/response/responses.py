"""What was seen to come back: saved examples -> outcomes by status."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from postkiln.build.inherit import Found
from postkiln.build.request import headers
from postkiln.build.response import streaming as pieces
from postkiln.diagnostics.errors import Code, Notice
from postkiln.model.api import Endpoint, Example, Outcome, Streamed
from postkiln.postman import collection as tree
from postkiln.shapes import json_schema as schemas
from postkiln.shapes import json_text
from postkiln.shapes import lattice as shape
from postkiln.shapes.json_text import NotJsonError
from postkiln.shapes.lattice import Shape

_BINARY = re.compile(
    r"(image|audio|video|font)/(?!svg).*"
    r"|application/(octet-stream|pdf|.*zip.*|x-tar|x-7z.*|msword|vnd\.(ms-|openxml).*"
    r"|x-protobuf|protobuf|x-binary|binary)"
)


def examples_of(item: tree.Item) -> tuple[Example, ...]:
    """The saved answers of an item; an unknown status is 200, as in Postman."""
    return tuple(
        Example(
            name=example.name,
            status=example.code or 200,
            headers=tuple((e.key, e.value or "") for e in example.headers if e.key),
            body=example.body,
        )
        for example in item.examples
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """One example's body: its shape if it is JSON, else what it is instead."""

    name: str
    shape: Shape | None = None
    text: bool = False
    binary: bool = False
    empty: bool = False
    streamed: Streamed = Streamed.NO


def outcomes_of(found: Found, notices: list[Notice]) -> tuple[Outcome, ...]:
    """The join over the examples of each status, sorted by status.

    Where there is none, the request may still say by its Accept header how answers come.
    """
    answers: dict[int, list[_Answer]] = {}
    for example in found.item.examples:
        answer = _answer(example, found, notices)
        answers.setdefault(example.code or 200, []).append(answer)
    if not answers:
        told = pieces.labelled(headers.accepted(found.item.request.headers))
        return _with_schema((Outcome(200, streamed=told),) if told else (), found)
    shown = tuple(_outcome(status, answers[status]) for status in sorted(answers))
    return _with_schema(shown, found)


def _with_schema(outcomes: tuple[Outcome, ...], found: Found) -> tuple[Outcome, ...]:
    """The outcomes; where no example shows the shape of success, a schema may say it."""
    successes = [each for each in outcomes if each.status // 100 == 2]
    if any(each.shape is not None for each in successes):
        return outcomes
    said = _schema_of(found)
    if said is None:
        return outcomes
    first = successes[0] if successes else Outcome(200)
    others = (each for each in outcomes if each is not first)
    merged = (*others, replace(first, shape=said, empty=False))
    return tuple(sorted(merged, key=lambda each: each.status))


def _schema_of(found: Found) -> Shape | None:
    """What the hints of examples and the test scripts say of a successful answer."""
    hints = (e.type for e in found.item.examples if e.type and (e.code or 200) < 300)
    tests = (each for each in found.item.scripts if each.listen == "test")
    return schemas.joined(
        (
            *filter(None, map(schemas.hinted, hints)),
            *(s for each in tests for s in schemas.schemas_in("\n".join(each.lines))),
        )
    )


def _answer(example: tree.Example, found: Found, notices: list[Notice]) -> _Answer:
    body, media_type = example.body, headers.content_type(example.headers)
    binary = _BINARY.fullmatch(media_type) is not None
    if body is None or not body.strip("\ufeff \t\r\n"):
        # Postman saves no body of a picture; only these statuses have none (RFC 9110).
        lost = binary and (example.code or 200) not in (204, 304)
        told = pieces.labelled(media_type)
        empty = not (lost or told)
        return _Answer(example.name, binary=lost, empty=empty, streamed=told)
    kind = pieces.streamed(media_type, body)
    if kind and (example.code or 200) < 400:
        return _streamed(example.name, kind, body)
    try:
        return _Answer(example.name, json_text.shape_of(body))
    except NotJsonError as error:
        if _is_labelled_json(example, media_type):
            text = f"the example {example.name!r} is labelled JSON and is not: {error}"
            notices.append(found.notice(Code.EXAMPLE_NOT_JSON, text))
    return _Answer(example.name, text=not binary, binary=binary)


def _streamed(name: str, kind: Streamed, body: str) -> _Answer:
    """What comes piece by piece: the shape of its pieces, if all of them are JSON."""
    try:
        seen = [json_text.shape_of(each) for each in pieces.pieces(kind, body)]
    except NotJsonError:
        return _Answer(name, text=True, streamed=kind)
    joined = shape.join_all(seen) if seen else None
    return _Answer(name, joined, streamed=kind)


def _is_labelled_json(example: tree.Example, media_type: str) -> bool:
    if media_type:
        return media_type == "application/json" or media_type.endswith("+json")
    return (example.language or "").lower() == "json"


def _outcome(status: int, answers: Sequence[_Answer]) -> Outcome:
    shapes = [each.shape for each in answers if each.shape is not None]
    return Outcome(
        status=status,
        shape=shape.join_all(shapes) if shapes else None,
        text=any(each.text for each in answers),
        binary=any(each.binary for each in answers),
        empty=any(each.empty for each in answers),
        names=tuple(each.name for each in answers),
        streamed=next((a.streamed for a in answers if a.streamed), Streamed.NO),
    )


def pool_errors(endpoints: Sequence[Endpoint]) -> tuple[Endpoint, ...]:
    """Endpoints whose error objects of the same keys have one shape among them all."""
    groups: dict[tuple[str, ...], list[Shape]] = {}
    for endpoint in endpoints:
        for outcome in endpoint.outcomes:
            seen = outcome.shape if outcome.status >= 400 else None
            if seen is not None and (keys := _keys(seen)):
                groups.setdefault(keys, []).append(seen)
    pooled = {keys: shape.join_all(shapes) for keys, shapes in groups.items()}
    return tuple(_pooled(endpoint, pooled) for endpoint in endpoints)


def _keys(seen: Shape) -> tuple[str, ...]:
    """The keys, sorted, of what is an object and nothing else; () for all other."""
    if not seen.fields or seen != Shape(fields=seen.fields):
        return ()
    return tuple(sorted(field.key for field in seen.fields))


def _pooled(endpoint: Endpoint, pooled: Mapping[tuple[str, ...], Shape]) -> Endpoint:
    if not any(each.status >= 400 and each.shape for each in endpoint.outcomes):
        return endpoint
    outcomes = (
        (
            replace(each, shape=pooled.get(_keys(each.shape), each.shape))
            if each.status >= 400 and each.shape is not None
            else each
        )
        for each in endpoint.outcomes
    )
    return replace(endpoint, outcomes=tuple(outcomes))


def without_example(endpoints: Sequence[Endpoint]) -> tuple[Notice, ...]:
    """One notice that counts the endpoints whose answer nobody saved."""
    bare = [each for each in endpoints if not _shows_success(each)]
    if not bare:
        return ()
    first = ", ".join(repr(each.name) for each in bare[:3])
    more = ", …" if len(bare) > 3 else ""
    text = f"requests without a saved 2xx answer: {len(bare)} of {len(endpoints)}"
    return (Notice((), Code.NO_EXAMPLE, f"{text} ({first}{more})"),)


def _shows_success(endpoint: Endpoint) -> bool:
    return any(200 <= outcome.status < 300 for outcome in endpoint.outcomes)
