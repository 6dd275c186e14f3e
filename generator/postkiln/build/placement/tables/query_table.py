"""What a query item becomes, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from postkiln.build.placement.tables.names import Says, says
from postkiln.build.placement.tables.rows import Row
from postkiln.build.placement.tables.texts import TextKind, is_number
from postkiln.build.request.decision import Becomes
from postkiln.build.request.descriptions import says_required
from postkiln.model import template as templates
from postkiln.model.template import Template


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query item, and what is known of it.

    `is_everywhere`: three of four requests to its origin send the same. `has_value`: all
    its variables have one. `follows_path`: its variables are path arguments of the call.
    `is_told_apart_by`: some items of the same method and path lack the key. `differs`:
    some have another word under it.
    """

    key: str
    value: Template | None
    kind: TextKind
    is_sent: bool = True
    has_name: bool = True
    is_repeated: bool = False
    is_credential: bool = False
    is_everywhere: bool = False
    has_value: bool = False
    follows_path: bool = False
    is_told_apart_by: bool = False
    differs: bool = False
    description: str = ""


_OWN = (Says.VERSION, Says.FORMAT)
_SHAPING = (Says.PAGING, Says.SORTING, Says.FIELDS)
_OPTION_NAMES = (
    *(Says.VERSION, Says.FORMAT, Says.LOCALE),
    *(Says.TENANT, Says.REGION, Says.BRANCH),
)
_SMALL = 100
"""A number below it that is the same everywhere sets the API up: `per_page=50`."""


def _is_nameless(text: QueryText) -> bool:
    return not text.has_name


def _is_credential(text: QueryText) -> bool:
    return text.is_sent and text.is_credential and not says(text.key, Says.ONCE)


def _is_for_once(text: QueryText) -> bool:
    return says(text.key, Says.ONCE) and not says_required(text.description)


def _is_the_same_everywhere(text: QueryText) -> bool:
    if not (text.is_sent and text.is_everywhere) or text.is_repeated:
        return False
    if says(text.key, Says.ONE_THING):
        return False
    if text.kind is TextKind.SAMPLE:
        return says(text.key, *_OWN) or _is_small(text)
    return text.kind in (TextKind.WORD, TextKind.VARIABLE)


def _is_small(text: QueryText) -> bool:
    literal = templates.literal(text.value or ())
    return is_number(literal) and abs(float(literal)) < _SMALL


def _is_selector(text: QueryText) -> bool:
    if not text.is_sent or text.kind is not TextKind.WORD:
        return False
    differs = text.differs or text.is_told_apart_by
    return says(text.key, Says.SELECTOR) or (differs and says(text.key, Says.KIND))


def _is_flag(text: QueryText) -> bool:
    """A key that is sent alone names a part of what the path names: `?acl`."""
    return text.is_sent and text.value is None and text.is_told_apart_by


def _tells_items_apart(text: QueryText) -> bool:
    is_shaping = says(text.key, *_SHAPING)
    is_blank = not (text.value or ())
    return text.is_sent and text.is_told_apart_by and not is_blank and not is_shaping


def _differs_in_a_word(text: QueryText) -> bool:
    return text.is_sent and text.differs and text.kind is TextKind.WORD


def _is_variable_of_the_api(text: QueryText) -> bool:
    if text.kind is not TextKind.VARIABLE or not text.is_sent or text.is_repeated:
        return False
    return text.has_value and _says_any(text, *_OPTION_NAMES)


def _says_any(text: QueryText, *meanings: Says) -> bool:
    names = [text.key]
    names += [each.name for each in templates.variables(text.value)]
    return any(says(name, *meanings) for name in names)


def _is_drawn(text: QueryText) -> bool:
    return text.is_sent and text.kind is TextKind.DRAWN


def _follows_the_path(text: QueryText) -> bool:
    return text.is_sent and text.follows_path


QUERY_TABLE: Final[Sequence[Row[QueryText]]] = (
    Row("a query item without a fixed name", _is_nameless, Becomes.CONSTANT),
    Row("query: a credential", _is_credential, Becomes.CREDENTIAL),
    Row(
        "query: a signature, timestamp, nonce or request id",
        _is_for_once,
        Becomes.OPTIONAL,
    ),
    Row(
        "query: the same everywhere",
        _is_the_same_everywhere,
        Becomes.OPTION,
    ),
    Row("query: a selector with a word", _is_selector, Becomes.DEFAULT),
    Row(
        "query: a key alone that items of this method and path differ in",
        _is_flag,
        Becomes.CONSTANT,
    ),
    Row(
        "query: items of this method and path differ in having the key",
        _tells_items_apart,
        Becomes.REQUIRED,
    ),
    Row(
        "query: items of this method and path have other words",
        _differs_in_a_word,
        Becomes.DEFAULT,
    ),
    Row(
        "query: a variable with a value, for all of the API by its name",
        _is_variable_of_the_api,
        Becomes.OPTION,
    ),
    Row("query: drawn anew for each request", _is_drawn, Becomes.DEFAULT),
    Row(
        "query: described as required",
        lambda text: says_required(text.description),
        Becomes.REQUIRED,
    ),
    Row(
        "query: its variables are arguments of the path",
        _follows_the_path,
        Becomes.DEFAULT,
    ),
    Row("query: anything else", lambda _: True, Becomes.OPTIONAL),
)
