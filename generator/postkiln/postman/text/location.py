"""A position in a text in; its line and column, and an excerpt with a caret under it, out.

The line may hold a secret, and what is printed ends up in logs: of strings, only keys and
the values of a few keys that cannot be secret are shown.
"""

from __future__ import annotations

import re

_WIDTH = 72
_SHOWN_VALUES = ("name", "method", "mode", "type", "key", "listen", "schema", "$kind")
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|$)(?P<colon>\s*:)?', re.DOTALL)
_YAML_KEY = re.compile(r"\s*(?:- +)*(?P<key>\$?[\w-]+):(?=\s|$)")
_LONG_WORD = re.compile(r"[^\s{}\[\],:]{12,}")
_MASKED = re.compile(r"[^\s\"{}\[\],:]")


def line_and_column(text: str, at: int) -> str:
    """`:line:column` of a position, both from 1."""
    column = at - text.rfind("\n", 0, at)
    return f":{line_of(text, at)}:{column}"


def line_of(text: str, at: int) -> int:
    """The line of a position, from 1."""
    return text.count("\n", 0, at) + 1


def excerpt(text: str, at: int) -> tuple[str, ...]:
    """The line of a position, as far as it fits, and a caret under the position."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    if end < 0:
        end = len(text)
    line = text[start:end].rstrip("\r")
    masked = _mask_json(line) if is_json(text) else _mask_yaml(line)
    # A long line is cut so that the position is in the middle of what is shown.
    column = at - start
    left = max(0, column - _WIDTH // 2)
    window = masked[left : left + _WIDTH]
    shown = "".join(map(_printable, window))
    number = str(line_of(text, at))
    gutter = " " * len(number)
    caret = " " * (column - left) + "^"
    return f"  {number} | {shown}".rstrip(), f"  {gutter} | {caret}"


def is_json(text: str) -> bool:
    """Whether a text begins as JSON objects and lists do."""
    return text.lstrip()[:1] in ("{", "[")


def _printable(character: str) -> str:
    return character if character.isprintable() else " "


def _mask_json(line: str) -> str:
    """A line of JSON; a string that began on an earlier line is taken for no string."""
    shown = list[str]()
    last = 0
    key = ""
    for found in _JSON_STRING.finditer(line):
        between = line[last : found.start()]
        shown.append(_mask_long_words(between))
        string = found[0]
        if found["colon"] is not None:
            key = string.split('"')[1]
        else:
            if key not in _SHOWN_VALUES:
                string = _mask(string)
            key = ""
        shown.append(string)
        last = found.end()
    shown.append(_mask_long_words(line[last:]))
    return "".join(shown)


def _mask_yaml(line: str) -> str:
    found = _YAML_KEY.match(line)
    if found is None:
        return _mask(line)
    value = line[found.end() :]
    if found["key"] not in _SHOWN_VALUES:
        value = _mask(value)
    return found[0] + value


def _mask_long_words(text: str) -> str:
    """What stands between strings: short words and numbers are shown."""
    return _LONG_WORD.sub(lambda found: _mask(found[0]), text)


def _mask(text: str) -> str:
    return _MASKED.sub("*", text)
