"""What a header becomes, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from postkiln.build.placement.tables.names import Says, says
from postkiln.build.placement.tables.rows import Row
from postkiln.build.placement.tables.texts import TextKind
from postkiln.build.request.decision import Becomes
from postkiln.build.request.descriptions import says_required
from postkiln.model import template as templates
from postkiln.model.template import Template


@dataclass(frozen=True, slots=True)
class HeaderText:
    """A header, and what is known of it; the members are those of `QueryText`.

    `is_of_the_address`: it is the Host that the address has, too.
    """

    name: str
    value: Template
    kind: TextKind
    is_sent: bool = True
    has_name: bool = True
    is_repeated: bool = False
    is_credential: bool = False
    is_everywhere: bool = False
    has_value: bool = False
    follows_path: bool = False
    is_of_the_address: bool = False
    description: str = ""


def _is_postmans_own(text: HeaderText) -> bool:
    match text.name.lower():
        case "postman-token":
            return True
        case "user-agent":
            is_unknown = text.kind is TextKind.VARIABLE and not text.has_value
            value = templates.literal(text.value)
            return is_unknown or value.startswith("PostmanRuntime/")
        case "host":
            return text.is_of_the_address
        case "content-length":
            return True  # computed, whatever stands here
        case _:
            return False


def _is_for_transport(text: HeaderText) -> bool:
    is_known = text.name.lower() in ("host", "content-type", "user-agent")
    is_literal = text.kind in (TextKind.WORD, TextKind.SAMPLE)
    return is_literal and (is_known or says(text.name, Says.TRANSPORT))


def _is_credential(text: HeaderText) -> bool:
    return text.is_credential and not says(text.name, Says.ONCE, Says.IDEMPOTENCY)


def _may_be_given(text: HeaderText) -> bool:
    return text.has_name and not text.is_repeated


def _is_a_message_header(text: HeaderText) -> bool:
    is_literal = text.kind in (TextKind.WORD, TextKind.SAMPLE)
    return says(text.name, Says.READING) and is_literal


def _is_an_option(text: HeaderText) -> bool:
    is_variable = text.kind in (TextKind.VARIABLE, TextKind.MIXED)
    if is_variable and text.has_value:
        return True
    if text.kind is TextKind.SAMPLE and not says(text.name, *_OWN):
        return False
    return text.is_everywhere and text.kind in (TextKind.WORD, TextKind.SAMPLE)


_OWN = (Says.VERSION, Says.FORMAT)


def _must_be_set(text: HeaderText) -> bool:
    return text.is_everywhere and text.kind is TextKind.VARIABLE


def _names_somebody(text: HeaderText) -> bool:
    is_variable = text.kind in (TextKind.VARIABLE, TextKind.MIXED)
    if text.kind is TextKind.SAMPLE or is_variable:
        return True
    return says(text.name.removeprefix("X-").removeprefix("x-"), Says.WHO)


HEADER_TABLE: Final[Sequence[Row[HeaderText]]] = (
    Row("header: Postman's own, or computed", _is_postmans_own, Becomes.LEFT_OUT),
    Row("header: disabled", lambda text: not text.is_sent, Becomes.OPTIONAL),
    Row("header: a credential", _is_credential, Becomes.CREDENTIAL),
    Row(
        "header: without a fixed name, or more than one of it",
        lambda text: not _may_be_given(text),
        Becomes.CONSTANT,
    ),
    Row(
        "header: an idempotency key",
        lambda text: says(text.name, Says.IDEMPOTENCY),
        Becomes.FRESH,
    ),
    Row(
        "header: described as required",
        lambda text: says_required(text.description),
        Becomes.REQUIRED,
    ),
    Row(
        "header: a place holder",
        lambda text: text.kind is TextKind.PLACEHOLDER,
        Becomes.OPTIONAL,
    ),
    Row(
        "header: drawn anew for each request",
        lambda text: text.kind is TextKind.DRAWN,
        Becomes.DEFAULT,
    ),
    Row(
        "header: about one call",
        lambda text: says(text.name, Says.ONE_CALL),
        Becomes.OPTIONAL,
    ),
    Row(
        "header: how to read and route a message",
        _is_a_message_header,
        Becomes.CONSTANT,
    ),
    Row(
        "header: what the transport says",
        _is_for_transport,
        Becomes.CONSTANT,
    ),
    Row(
        "header: its variables are arguments of the path",
        lambda text: text.follows_path,
        Becomes.DEFAULT,
    ),
    Row(
        "header: a variable with a value, or the same everywhere",
        _is_an_option,
        Becomes.OPTION,
    ),
    Row(
        "header: a variable without a value, everywhere",
        _must_be_set,
        Becomes.REQUIRED_OPTION,
    ),
    Row(
        "header: a sample, or who calls or is meant",
        _names_somebody,
        Becomes.OPTIONAL,
    ),
    Row("header: any other word", lambda _: True, Becomes.DEFAULT),
)
