"""Bodies, with what each sends by itself, and what was decided of their parts.

In: the bodies of all requests, each seen beside those of the same method and path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from postkiln.build.placement.choices import Choices
from postkiln.build.placement.evidence import same_call
from postkiln.build.placement.free_text import place_text, text_of_body
from postkiln.build.placement.place import settled_of
from postkiln.build.placement.placed_body import BODY, PlacedBody
from postkiln.build.placement.settled import Settled, value_of
from postkiln.build.placement.tables.body_table import BODY_TABLE, BodyText, Literal
from postkiln.build.placement.tables.names import Says, says
from postkiln.build.placement.tables.rows import decide
from postkiln.build.placement.tables.texts import is_placeholder, is_sample
from postkiln.build.request.decision import Becomes, Decision
from postkiln.build.request.requests import RequestTemplate
from postkiln.model import template as templates
from postkiln.model.api import Body, BodyKind, Selector, Value
from postkiln.model.template import parse
from postkiln.secrets import detect as secrets


def place_all_bodies(
    requests: Sequence[RequestTemplate],
    bodies: Sequence[Body | None],
    choices: Choices,
) -> Sequence[PlacedBody]:
    """The bodies in the order of the requests.

    UsageError: `choices` ask for what cannot be.
    """
    groups: dict[str, list[int]] = {}
    for at, request in enumerate(requests):
        groups.setdefault(same_call(request), []).append(at)
    made = [PlacedBody(None)] * len(bodies)
    for places in groups.values():
        settled = [settled_of(requests[at], choices) for at in places]
        group = place_bodies([bodies[at] for at in places], settled)
        for at, body in zip(places, group, strict=True):
            made[at] = body
    return made


def place_bodies(
    bodies: Sequence[Body | None], settled: Sequence[Settled]
) -> tuple[PlacedBody, ...]:
    """The bodies of the items of one method and path, with what each sends by itself."""
    literals = [_literals(each) for each in bodies]
    texts = [text_of_body(each) for each in bodies]
    made: list[PlacedBody] = []
    for body, own, item in zip(bodies, literals, settled, strict=True):
        if body is None:
            made.append(PlacedBody(None))
        elif body.kind is BodyKind.TEXT:
            made.append(place_text(body, texts, item))
        else:
            made.append(_placed_fields(body, own, literals, item))
    return tuple(made)


def _placed_fields(
    body: Body,
    own: Mapping[str, Literal],
    all_: Sequence[Mapping[str, Literal]],
    settled: Settled,
) -> PlacedBody:
    decisions = {key: _field(key, body, own, all_, settled) for key in _keys(body)}
    selectors: list[Selector] = []
    required: list[str] = []
    for key, decision in decisions.items():
        if decision.becomes is Becomes.DEFAULT:
            selectors.append(Selector(key, own[key]))
        if decision.becomes is Becomes.REQUIRED:
            required.append(key)
    values = [_field_value(key, each) for key, each in decisions.items()]
    fields = [replace(each, required=each.key in required) for each in body.fields]
    placed = replace(
        body,
        fields=tuple(fields),
        selectors=tuple(selectors),
        required=tuple(required),
    )
    return PlacedBody(placed, tuple(values))


def _field_value(key: str, decision: Decision) -> Value:
    """A lock keeps only what other items may change: most fields are optional anyhow."""
    value = value_of(f"{BODY} {key}", decision)
    may_select = says(key, Says.SELECTOR, Says.KIND, Says.PROTOCOL)
    is_kept = may_select or decision.locked is not Becomes.OPTIONAL
    return value if is_kept else replace(value, locked="")


def _field(
    key: str,
    body: Body,
    own: Mapping[str, Literal],
    all_: Sequence[Mapping[str, Literal]],
    settled: Settled,
) -> Decision:
    others = {each[key] for each in all_ if key in each}
    is_described = any(each.required for each in body.fields if each.key == key)
    field = BodyText(key, own.get(key), len(others) > 1, "jsonrpc" in own, is_described)

    def why_not(becomes: Becomes) -> str:
        if becomes is Becomes.DEFAULT and key not in own:
            return "the collection has no text or number for it that could be sent"
        if becomes in (Becomes.OPTION, Becomes.CONSTANT):
            return (
                "a field of a body can always be given. Use 'required', 'optional' or "
                "'default'"
            )
        return ""

    def stays(becomes: Becomes) -> str:
        literal = own.get(key)
        is_example = isinstance(literal, str) and is_sample(literal)
        is_sent = becomes is Becomes.DEFAULT
        return why_not(becomes) or ("an example" if is_sent and is_example else "")

    return settled.decision(f"{BODY} {key}", decide(BODY_TABLE, field), why_not, stays)


def _keys(body: Body) -> tuple[str, ...]:
    """The keys at the top of a body that is given field by field."""
    if body.fields:
        return tuple(each.key for each in body.fields)
    fields = None if body.shape is None else body.shape.fields
    return tuple(each.key for each in fields or ())


def _literals(body: Body | None) -> Mapping[str, Literal]:
    """The fields at the top that are literals, neither place holders nor secrets."""
    if body is None:
        return {}
    found: dict[str, Literal] = {}
    for key, value in _fields(body):
        if isinstance(value, bool | int | float) or (
            isinstance(value, str) and _may_be_written(key, value)
        ):
            found[key] = value
    return found


def _may_be_written(key: str, value: str) -> bool:
    is_literal = not templates.is_open(parse(value)) and not is_placeholder(value)
    return is_literal and not secrets.is_secret(key, value)


def _fields(body: Body) -> Iterator[tuple[str, object]]:
    match body.kind:
        case BodyKind.JSON:
            document: object = body.document
            if isinstance(document, dict):
                yield from cast("dict[str, object]", document).items()
        case BodyKind.FORM | BodyKind.MULTIPART:
            for entry in body.entries:
                if not entry.is_file:
                    yield entry.key, entry.value
        case _:
            return
