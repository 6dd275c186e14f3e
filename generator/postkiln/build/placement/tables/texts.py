"""What kind of text stands in a place: a variable, a place holder, a sample or a word."""

from __future__ import annotations

import re
from enum import Enum, auto

from postkiln.model import template as templates
from postkiln.model.template import Template, Variable


class TextKind(Enum):
    """What a text is, told by the text alone."""

    VARIABLE = auto()  # one variable is all of it: `{{status}}`
    MIXED = auto()  # a text with variables in it: `id eq {{id}}`
    DRAWN = auto()  # computed for each request, and never the same: `{{$guid}}`
    PLACEHOLDER = (
        auto()
    )  # stands for a value and is none: blank, `<string>`, `YOUR_KEY`
    SAMPLE = auto()  # names one thing: a number, a date, an id; `{{$randomCity}}` too
    WORD = auto()  # any other literal: `json`, `return=minimal`


_DRAWN_NAMES = frozenset(("$guid", "$randomUUID", "$timestamp", "$isoTimestamp"))


def kind_of(template: Template | None) -> TextKind:
    """The kind of a value; a key that is sent alone (None) has a blank one."""
    variables = templates.variables(template)
    if variables:
        is_all = templates.sole_variable(template) is not None
        return TextKind.VARIABLE if is_all else TextKind.MIXED
    match template or ():
        case (Variable(name=name),) if name in _DRAWN_NAMES:
            return TextKind.DRAWN
        case parts if any(isinstance(part, Variable) for part in parts):
            return TextKind.SAMPLE
        case parts:
            return _kind_of_literal(templates.literal(parts))


def _kind_of_literal(text: str) -> TextKind:
    text = text.strip()
    if is_placeholder(text):
        return TextKind.PLACEHOLDER
    parts = [part.strip() for part in text.split(",")]
    if all(map(is_sample, parts)):
        return TextKind.SAMPLE
    return TextKind.WORD


_PLACEHOLDER = re.compile(
    r"|<[^<>]*>|\{[^{}]*\}|string|null|undefined"  # what converters from OpenAPI write
    r"|your[_ -].*|.*[_-]example|\[(your|insert|enter|put)\b.*\]|<<.*>>"
    r"|(enter|insert|put) (here|your)\b.*",
    re.I | re.S,
)
_LIST = re.compile(r"[\[\]\"',\s]+")


def is_placeholder(text: str) -> bool:
    """Whether a text only says that a value goes there: `<string>`, or a list of these."""
    if _PLACEHOLDER.fullmatch(text):
        return True
    parts = [part for part in _LIST.split(text) if part]
    return all(_PLACEHOLDER.fullmatch(part) for part in parts)


_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_SAMPLES = (
    _NUMBER,
    re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),  # UUID
    re.compile(r"\d{4}-\d\d(-\d\d)?([T ]\d\d:\d\d.*)?"),  # date and time, RFC 3339
    re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"),  # the date of some countries
    re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"),  # e-mail
    re.compile(r'W/"[^"]*"|"[^"]+"'),  # entity tag, RFC 9110, 8.8.3
    re.compile(r"\+?\d[\d ()-]{6,}\d"),  # telephone
    re.compile(r"[A-Za-z][\w.-]*(:[\w.-]+)*:\d+"),  # a type and a number: `book:17`
)


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def is_date(text: str) -> bool:
    return _SAMPLES[2].fullmatch(text) is not None


def is_email(text: str) -> bool:
    return _SAMPLES[4].fullmatch(text) is not None


def is_sample(text: str) -> bool:
    """Whether a literal names one thing."""
    return any(each.fullmatch(text) for each in _SAMPLES) or _is_id(text)


_ID = re.compile(r"[A-Za-z0-9_.~+=:-]{16,}")
_BOTH_CASES = re.compile(r"(?=.*[a-z])(?=.*[A-Z])")
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_READABLE = re.compile(
    r"[A-Z]?[a-z]{2,}|[A-Z]{2,}|\d{1,4}|[vV]"
    r"|As|At|By|Id|If|In|Is|No|Of|On|Or|To"  # other pairs are often part of an id
)


def _is_id(text: str) -> bool:
    """16 characters with digits and both cases, or 20 with a digit, but no readable words."""
    if not _ID.fullmatch(text) or not any(map(str.isdigit, text)):
        return False
    if len(text) < 20 and not _BOTH_CASES.match(text):
        return False
    return not all(map(_READABLE.fullmatch, _HUMP.findall(text)))
