"""What a field at the top of a body becomes, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from postkiln.build.placement.tables.names import Says, says
from postkiln.build.placement.tables.rows import Row
from postkiln.build.placement.tables.texts import is_sample
from postkiln.build.request.decision import Becomes

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
