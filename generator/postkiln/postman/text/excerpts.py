"""A place in a text in, `file:line:column` and the line with a caret under it out.

The line may hold a secret, and what is printed ends up in logs: of texts, only keys and
the values of some keys that cannot be one are shown.
"""

from __future__ import annotations

import re

_WIDTH = 72
_SHOWN = ("name", "method", "mode", "type", "key", "listen", "schema", "$kind")
_JSON_TEXT = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|$)(\s*:)?', re.DOTALL)
_YAML_KEY = re.compile(r"\s*(?:- +)*(\$?[\w-]+):(?=\s|$)")
_HIDDEN = re.compile(r"[^\s\"{}\[\],:]")


def position(text: str, at: int) -> str:
    """`:line:column` of a place, both from 1."""
    return f":{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


def excerpt(text: str, at: int) -> tuple[str, ...]:
    """The line of a place, as far as it fits, and a caret under the place."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : len(text) if end < 0 else end].rstrip("\r")
    shown = _blanked(line) if _is_json(text) else _blanked_yaml(line)
    number = str(text.count("\n", 0, at) + 1)
    left = max(0, at - start - _WIDTH // 2)
    part = "".join(c if c.isprintable() else " " for c in shown[left : left + _WIDTH])
    gutter = " " * len(number)
    return (
        f"  {number} | {part}".rstrip(),
        f"  {gutter} | {' ' * (at - start - left)}^",
    )


def _is_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def _blanked(line: str) -> str:
    """A line of JSON; a text that began on an earlier line is not told from keys."""
    shown, last, key = list[str](), 0, ""
    for found in _JSON_TEXT.finditer(line):
        shown.append(_bare(line[last : found.start()]))
        text = found[0]
        is_key = found[1] is not None
        shown.append(text if is_key or key in _SHOWN else _hidden(text))
        key, last = (text.split('"')[1] if is_key else ""), found.end()
    return "".join((*shown, _bare(line[last:])))


def _bare(text: str) -> str:
    """What stands between texts: short words and numbers are shown."""
    return re.sub(r"[^\s{}\[\],:]{12,}", lambda found: _hidden(found[0]), text)


def _hidden(text: str) -> str:
    return _HIDDEN.sub("*", text)


def _blanked_yaml(line: str) -> str:
    key = _YAML_KEY.match(line)
    if key is None:
        return _hidden(line)
    rest = line[key.end() :]
    return key[0] + (rest if key[1] in _SHOWN else _hidden(rest))
