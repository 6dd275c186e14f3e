"""What a field at the top of a body becomes, and which texts are sent as they are.

In: the bodies of the items of one method and path. Out: the bodies, with their selectors
and the text that is sent when a call gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from postkiln.build.placement.names import Says, says
from postkiln.build.placement.rows import Row, decide
from postkiln.build.placement.texts import is_placeholder, is_sample
from postkiln.build.request.decision import Becomes
from postkiln.model import template as templates
from postkiln.model.api import Body, BodyKind, Secret, Selector
from postkiln.model.template import parse
from postkiln.secrets import detect as secrets

Literal = str | int | float | bool


@dataclass(frozen=True, slots=True)
class BodyText:
    """A field at the top of a body, and what is known of it.

    `value` is its literal, None where it is no literal or has variables. `differs`: items
    of the same method and path have another literal under the key. `is_rpc`: the body
    says that it is JSON-RPC.
    """

    key: str
    value: Literal | None
    differs: bool = False
    is_rpc: bool = False


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
    Row("body: any other field at the top", lambda _: True, Becomes.OPTIONAL),
)


def with_selectors(bodies: Sequence[Body | None]) -> tuple[Body | None, ...]:
    """The bodies of the items of one method and path, with what each sends by itself."""
    literals = [_literals(each) for each in bodies]
    texts = [_text(each) for each in bodies]
    made: list[Body | None] = []
    for body, own in zip(bodies, literals, strict=True):
        if body is None:
            made.append(None)
        elif body.kind is BodyKind.TEXT:
            made.append(replace(body, default=_default(body, texts)))
        else:
            selectors = tuple(_selectors(own, literals))
            made.append(replace(body, selectors=selectors))
    return tuple(made)


def _selectors(
    own: Mapping[str, Literal], all_: Sequence[Mapping[str, Literal]]
) -> Iterator[Selector]:
    for key, value in own.items():
        others = {each[key] for each in all_ if key in each}
        field = BodyText(key, value, len(others) > 1, "jsonrpc" in own)
        if decide(BODY_TABLE, field).becomes is Becomes.DEFAULT:
            yield Selector(key, value)


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


def _default(body: Body, texts: Sequence[str | None]) -> str | None:
    """The text of the body where items differ by it and no sample is in it.

    JSON with holes that no reader fills (`"id": <id>`) is no text of its own.
    """
    own = _text(body)
    others = {text for text in texts if text is not None}
    if own is None or len(others) < 2 or _BEGINS_LIKE_JSON.match(own):
        return None
    literal = templates.literal(parse(own))
    tokens = _TOKEN.findall(_PROLOG.sub(" ", literal))
    has_sample = any(map(is_sample, tokens))
    is_safe = secrets.masked(literal) == literal and not secrets.looks_secret(literal)
    return own if is_safe and not has_sample else None


def _text(body: Body | None) -> str | None:
    """The item's own text, of a body that is free text."""
    if body is None or body.kind is not BodyKind.TEXT or body.sample is None:
        return None
    sample = body.sample
    return sample.reveal() if isinstance(sample, Secret) else sample
