"""What a converter from OpenAPI wrote into a description: required, and one of several."""

from __future__ import annotations

import re

_REQUIRED = re.compile(r"\s*(\W*required\.|\(required\))|.*\(required\)", re.I | re.S)
_ONE_OF = re.compile(r"\b(?:only be )?one of:? *(?P<choices>[^.;\n()]{1,400})", re.I)
_QUOTES = "`'\" *[]"
_CHOICE = re.compile(r"[\w.+:/-]{1,40}")
_MOST = 30  # choices; more are prose or a table of codes


def says_required(description: str) -> bool:
    """Whether it says so: `(Required)`, or `Required.` as its first word."""
    return _REQUIRED.match(description) is not None


def choices_of(description: str) -> tuple[str, ...]:
    """The values of "one of a, b, c", in order; none where it is not such a list."""
    found = _ONE_OF.search(description)
    if found is None:
        return ()
    listed = re.split(r",|\bor\b|\band\b|\|", found["choices"])
    choices = [each.strip(_QUOTES) for each in listed]
    choices = [each for each in choices if each]
    is_list = 2 <= len(choices) <= _MOST and all(map(_CHOICE.fullmatch, choices))
    return tuple(dict.fromkeys(choices)) if is_list else ()
