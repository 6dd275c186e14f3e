"""What a text cannot become, and why: for the configuration, and for what a lock has.

In: a text of a query or a header, with its facts. Out: a reason, empty where it can.
"""

from __future__ import annotations

from collections.abc import Callable

from postkiln.build.placement.tables.header_table import HeaderText
from postkiln.build.placement.tables.query_table import QueryText
from postkiln.build.placement.tables.texts import TextKind
from postkiln.build.request.decision import Becomes
from postkiln.model import template as templates
from postkiln.model.template import Template

Text = QueryText | HeaderText
Fill = Callable[[Template], Template | None]
"""A text with its variables filled by the collection; None where it has no value."""

WRITTEN_OUT = "a secret is written there, and none is written into a client"
NO_VALUE = "the collection has no value for it that could be sent"

_SENT = (Becomes.CONSTANT, Becomes.DEFAULT)


def why_not(becomes: Becomes, text: Text, fill: Fill) -> str:
    """Why the configuration cannot make this of a text."""
    if becomes in _SENT:
        return _why_not_sent(text, fill)
    if not text.has_name:
        return "its name is not fixed, so no argument and no option can have it"
    if becomes is Becomes.OPTION and text.is_repeated:
        return "there is more than one of it, and an option has one value"
    return ""


def _why_not_sent(text: Text, fill: Fill) -> str:
    value = text.value or ()
    if templates.extracted(value):
        return WRITTEN_OUT
    is_blank = text.kind is TextKind.PLACEHOLDER and text.value is not None
    if is_blank or fill(value) is None:
        return NO_VALUE
    return ""


def why_no_longer(becomes: Becomes, text: Text) -> str:
    """Why a text is not what the lock has: it has changed, and could not be called right."""
    value = text.value or ()
    is_secret = bool(templates.extracted(value))
    if not text.is_sent:
        is_given = becomes in (Becomes.OPTIONAL, Becomes.LEFT_OUT)
        return "" if is_given else "the item does not send it"
    if not text.has_name or (text.is_repeated and isinstance(text, HeaderText)):
        return "no argument can have its name"
    match becomes:
        case Becomes.CREDENTIAL | Becomes.REQUIRED_OPTION:
            return "" if templates.variables(value) else "no variable stands there"
        case Becomes.CONSTANT | Becomes.DEFAULT | Becomes.OPTION if is_secret:
            return WRITTEN_OUT
        case Becomes.CONSTANT | Becomes.DEFAULT:
            is_example = text.kind in (TextKind.PLACEHOLDER, TextKind.SAMPLE)
            return "what stands there is an example" if is_example else ""
        case _:
            return ""
