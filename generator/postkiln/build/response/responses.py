"""What was seen to come back: saved examples -> outcomes by status."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from postkiln.build.inherit import ItemInScope
from postkiln.build.request import headers
from postkiln.build.response import streaming
from postkiln.build.response.streaming import ParsedBody
from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice, notice
from postkiln.model.api import Endpoint, Example, Outcome, SavedResponses, Streamed
from postkiln.postman import collection as tree
from postkiln.shapes import json_schema as schemas
from postkiln.shapes import lattice as shape
from postkiln.shapes.lattice import Shape

_BINARY = re.compile(
    r"(image|audio|video|font)/(?!svg).*"
    r"|application/(octet-stream|pdf|.*zip.*|x-tar|x-7z.*|msword|vnd\.(ms-|openxml).*"
    r"|x-protobuf|protobuf|x-binary|binary)"
)


@dataclass(frozen=True, slots=True)
class Responses:
    """What was saved with an item, and notices of it."""

    saved: SavedResponses
    notices: tuple[Notice, ...]


def responses_of(item: ItemInScope) -> Responses:
    """The answers in document order, and their join for each status, sorted by status.

    Where there is none, the request may still say by its Accept header how answers come.
    """
    answers = [_answer(each) for each in item.item.examples]
    by_status: dict[int, list[_Answer]] = {}
    for answer in answers:
        by_status.setdefault(answer.example.status, []).append(answer)
    outcomes = tuple(
        _outcome(status, by_status[status]) for status in sorted(by_status)
    )
    streamed = streaming.labelled(headers.accepted(item.item.request.headers))
    if not answers and streamed:
        outcomes = (Outcome(200, streamed=streamed),)
    return Responses(
        saved=SavedResponses(
            outcomes=_with_schema(outcomes, item),
            examples=tuple(each.example for each in answers),
        ),
        notices=tuple(_not_json_notices(answers, item)),
    )


def _not_json_notices(
    answers: Iterable[_Answer], item: ItemInScope
) -> Iterator[Notice]:
    for answer in answers:
        if answer.error:
            name, error = answer.example.name, answer.error
            yield item.notice(Code.EXAMPLE_NOT_JSON, example=name, error=error)


def _with_schema(
    outcomes: tuple[Outcome, ...], item: ItemInScope
) -> tuple[Outcome, ...]:
    """The outcomes; where no example shows the shape of success, a schema may say it."""
    successes = [each for each in outcomes if each.status // 100 == 2]
    if any(each.shape is not None for each in successes):
        return outcomes
    said = _schema_of(item)
    if said is None:
        return outcomes
    first = successes[0] if successes else Outcome(200)
    others = (each for each in outcomes if each is not first)
    merged = (*others, replace(first, shape=said, empty=False))
    return tuple(sorted(merged, key=lambda each: each.status))


def _schema_of(item: ItemInScope) -> Shape | None:
    """What the hints of examples and the test scripts say of a successful answer."""
    return schemas.joined((*_hinted_schemas(item), *_tested_schemas(item)))


def _hinted_schemas(item: ItemInScope) -> Iterator[Any]:
    for example in item.item.examples:
        if not example.type or (example.code or 200) >= 300:
            continue
        schema = schemas.hinted(example.type)
        if schema:
            yield schema


def _tested_schemas(item: ItemInScope) -> Iterator[Any]:
    for script in item.item.scripts:
        if script.listen == "test":
            yield from schemas.schemas_in("\n".join(script.lines))


@dataclass(frozen=True, slots=True)
class _Answer:
    """One example: the shape of its body if it is JSON, else what it is instead.

    `error` says why a body that is labelled JSON is none.
    """

    example: Example
    shape: Shape | None = None
    is_text: bool = False
    is_binary: bool = False
    is_empty: bool = False
    streamed: Streamed = Streamed.NO
    error: str = ""


def _answer(saved: tree.SavedResponse) -> _Answer:
    media_type = headers.content_type(saved.headers)
    body = saved.body
    example = _example(saved)
    if body is None or not body.strip("\ufeff \t\r\n"):
        return _blank(example, media_type)
    parsed = streaming.parse_body(media_type, body)
    is_stream = bool(parsed.streamed) and example.status < 400
    is_whole = parsed.error == ""
    if parsed.documents is not None and (is_stream or is_whole):
        example = replace(example, documents=parsed.documents)
    if is_stream:
        return _streamed(example, parsed)
    answer = _whole(example, parsed.error, is_binary=_is_binary(media_type))
    return answer if _is_labelled_json(saved, media_type) else replace(answer, error="")


def _example(saved: tree.SavedResponse) -> Example:
    # A status is unknown where Postman shows 200.
    return Example(
        name=saved.name,
        status=saved.code or 200,
        headers=tuple((e.key, e.value or "") for e in saved.headers if e.key),
        body=saved.body,
    )


def _blank(example: Example, media_type: str) -> _Answer:
    """Postman saves no body of a picture; only these statuses have none (RFC 9110)."""
    lost = _is_binary(media_type) and example.status not in (204, 304)
    streamed = streaming.labelled(media_type)
    is_empty = not (lost or streamed)
    return _Answer(example, is_binary=lost, is_empty=is_empty, streamed=streamed)


def _is_binary(media_type: str) -> bool:
    return _BINARY.fullmatch(media_type) is not None


def _streamed(example: Example, parsed: ParsedBody) -> _Answer:
    """What comes in chunks: the shape of a chunk, if all of them are JSON."""
    streamed = parsed.streamed
    if parsed.documents is None:
        return _Answer(example, is_text=True, streamed=streamed)
    try:
        seen = [shape.of(each) for each in parsed.documents]
    except ValueError:  # nested too deep
        return _Answer(example, is_text=True, streamed=streamed)
    joined = shape.join_all(seen) if seen else None
    return _Answer(example, joined, streamed=streamed)


def _whole(example: Example, error: str, *, is_binary: bool) -> _Answer:
    if not error:
        try:
            return _Answer(example, shape.of(example.documents[0]))
        except ValueError as too_deep:
            error = str(too_deep)
    return _Answer(example, is_text=not is_binary, is_binary=is_binary, error=error)


def _is_labelled_json(example: tree.SavedResponse, media_type: str) -> bool:
    if media_type:
        return media_type == "application/json" or media_type.endswith("+json")
    return (example.language or "").lower() == "json"


def _outcome(status: int, answers: Sequence[_Answer]) -> Outcome:
    shapes = [each.shape for each in answers if each.shape is not None]
    return Outcome(
        status=status,
        shape=shape.join_all(shapes) if shapes else None,
        text=any(each.is_text for each in answers),
        binary=any(each.is_binary for each in answers),
        empty=any(each.is_empty for each in answers),
        names=tuple(each.example.name for each in answers),
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
    outcomes: list[Outcome] = []
    for outcome in endpoint.outcomes:
        if outcome.status >= 400 and outcome.shape is not None:
            joined = pooled.get(_keys(outcome.shape), outcome.shape)
            outcome = replace(outcome, shape=joined)
        outcomes.append(outcome)
    return endpoint.with_outcomes(outcomes)


def without_example(endpoints: Sequence[Endpoint]) -> tuple[Notice, ...]:
    """One notice that counts the endpoints whose answer nobody saved."""
    bare = [each for each in endpoints if not _shows_success(each)]
    if not bare:
        return ()
    first = ", ".join(repr(each.name) for each in bare[:3])
    more = ", …" if len(bare) > 3 else ""
    count, total, shown = len(bare), len(endpoints), f"{first}{more}"
    return (notice((), Code.NO_EXAMPLE, count=count, total=total, requests=shown),)


def _shows_success(endpoint: Endpoint) -> bool:
    return any(200 <= outcome.status < 300 for outcome in endpoint.outcomes)
