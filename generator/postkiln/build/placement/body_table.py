"""What a field at the top of a body becomes, and which texts are sent as they are.

In: the bodies of the items of one method and path. Out: the bodies, with their selectors,
the text that is sent when a call gives none, and what was decided of each field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from postkiln.build.placement.names import Says, says
from postkiln.build.placement.possible import WRITTEN_OUT
from postkiln.build.placement.rows import Row, decide
from postkiln.build.placement.settled import Settled, value_of
from postkiln.build.placement.texts import is_placeholder, is_sample
from postkiln.build.request.decision import Becomes, Decision
from postkiln.model import template as templates
from postkiln.model.api import Body, BodyKind, Secret, Selector, Value
from postkiln.model.template import parse
from postkiln.secrets import detect as secrets

Literal = str | int | float | bool


@dataclass(frozen=True, slots=True)
class BodyText:
    """A field at the top of a body, and what is known of it.

    `value` is its literal, None where it is no literal or has variables. `differs`: items
    of the same method and path have another literal under the key. `is_rpc`: the body
    says that it is JSON-RPC. `is_required`: its description says so.
    """

    key: str
    value: Literal | None
    differs: bool = False
    is_rpc: bool = False
    is_required: bool = False


def _is_protocol(field: BodyText) -> bool:
    is_version = field.key == "jsonrpc"
    return field.value is not None and (is_version or _is_method(field))


def _is_method(field: BodyText) -> bool:
    return field.key == "method" and (field.is_rpc or field.differs)


def _is_selector(field: BodyText) -> bool:
    if not isinstance(field.value, str) or is_sample(field.value):
        return False
    return says(field.key, Says.SELECTOR) or (field.differs and field.key == "type")


BODY_TABLE: Final[Sequence[Row[BodyText]]] = (
    Row("body: a word of the protocol", _is_protocol, Becomes.DEFAULT),
    Row("body: a selector with a literal", _is_selector, Becomes.DEFAULT),
    Row(
        "body: described as required", lambda field: field.is_required, Becomes.REQUIRED
    ),
    Row("body: any other field at the top", lambda _: True, Becomes.OPTIONAL),
)


@dataclass(frozen=True, slots=True)
class PlacedBody:
    """A body with what it sends by itself, and what was decided of its parts."""

    body: Body | None
    values: tuple[Value, ...] = ()


def place_bodies(
    bodies: Sequence[Body | None], settled: Sequence[Settled]
) -> tuple[PlacedBody, ...]:
    """The bodies of the items of one method and path, with what each sends by itself."""
    literals = [_literals(each) for each in bodies]
    texts = [_text(each) for each in bodies]
    made: list[PlacedBody] = []
    for body, own, item in zip(bodies, literals, settled, strict=True):
        if body is None:
            made.append(PlacedBody(None))
        elif body.kind is BodyKind.TEXT:
            made.append(_placed_text(body, texts, item))
        else:
            made.append(_placed_fields(body, own, literals, item))
    return tuple(made)


def _placed_text(
    body: Body, texts: Sequence[str | None], settled: Settled
) -> PlacedBody:
    """A text: required, or sent as it is unless the call gives another."""
    is_secret = _may_be_sent(body) is None

    def why_not(becomes: Becomes) -> str:
        if becomes is Becomes.REQUIRED:
            return ""
        if becomes is not Becomes.DEFAULT:
            return "a body of text is given whole. Use 'required' or 'default'"
        return WRITTEN_OUT if is_secret else ""

    def stays(becomes: Becomes) -> str:
        return why_not(becomes) or ("" if _default(body) else "it has a sample")

    default = _default(body)
    table = _TEXT_TABLE[default is not None and _differ(texts)]
    decision = settled.decision(BODY, table, why_not, stays)
    sent = default
    if decision.unchosen is not None:
        sent = _may_be_sent(body)
    is_sent = decision.becomes is Becomes.DEFAULT
    placed = replace(body, default=sent if is_sent else None)
    return PlacedBody(placed, (value_of(BODY, decision),))


BODY = "body"
"""The name of a whole body of text; its fields are `body type`."""

_TEXT_TABLE: Final[Mapping[bool, Decision]] = {
    True: Decision(
        Becomes.DEFAULT, "body: a text by which items of this method and path differ"
    ),
    False: Decision(Becomes.REQUIRED, "body: any other text"),
}


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


_PROLOG = re.compile(
    r"<\?.*?\?>|xmlns(:\w+)?=(\"[^\"]*\"|'[^']*')|\w+://[^\s<>\"']*", re.S
)
_TOKEN = re.compile(r"[^\s<>\"'=,;:{}()\[\]/]+")
_BEGINS_LIKE_JSON = re.compile(r"\s*(\{\s*\"|\[|//|/\*)")


def _default(body: Body) -> str | None:
    """The text of a body in which nothing is a sample or a secret.

    JSON with holes that no reader fills (`"id": <id>`) is no text of its own.
    """
    own = _may_be_sent(body)
    if own is None or _BEGINS_LIKE_JSON.match(own):
        return None
    tokens = _TOKEN.findall(_PROLOG.sub(" ", templates.literal(parse(own))))
    return None if any(map(is_sample, tokens)) else own


def _may_be_sent(body: Body) -> str | None:
    """The text of a body without a secret in it."""
    own = _text(body)
    if own is None:
        return None
    literal = templates.literal(parse(own))
    is_safe = secrets.masked(literal) == literal and not secrets.looks_secret(literal)
    return own if is_safe else None


def _differ(texts: Iterable[str | None]) -> bool:
    return len({text for text in texts if text is not None}) > 1


def _text(body: Body | None) -> str | None:
    """The item's own text, of a body that is free text."""
    if body is None or body.kind is not BodyKind.TEXT or body.sample is None:
        return None
    sample = body.sample
    return sample.reveal() if isinstance(sample, Secret) else sample
