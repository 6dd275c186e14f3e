"""Two lines, newman's and ours -> where they differ, field by field."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Norm = Callable[[Mapping[str, Any]], Mapping[str, Any]]

DEFAULTS = frozenset(
    (
        *("user-agent", "accept", "cache-control", "postman-token", "accept-encoding"),
        *("connection", "content-length", "transfer-encoding", "host"),
    )
)
"""Headers that newman adds of itself, or that HTTP asks for."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a request differs, and how; the texts are whole."""

    field: str
    newman: str
    ours: str

    def __str__(self) -> str:
        newman, ours = _short(self.newman), _short(self.ours)
        return f"{self.field}\n        newman {newman}\n        ours   {ours}"


def differences(
    newman: Mapping[str, Any], ours: Mapping[str, Any], norm: Norm
) -> tuple[Difference, ...]:
    """Where our request is not the one that newman sent."""
    fields = _fields(norm(newman), norm(ours))
    return (*fields, *_order(newman, ours), *_defaults(newman, ours))


def _fields(newman: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[Difference]:
    for field in ("method", "scheme", "host", "target", "headers", "body"):
        if newman[field] != ours[field]:
            yield Difference(field, repr(newman[field]), repr(ours[field]))


def _short(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:297]}..."


def _order(newman: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[Difference]:
    """The collection's own headers, in order and as they are spelled."""
    was, now = _own(newman), _own(ours)
    if was != now and sorted(map(str.lower, was)) == sorted(map(str.lower, now)):
        yield Difference("order", repr(was), repr(now))


def _own(line: Mapping[str, Any]) -> list[str]:
    return [name for name, _ in line["headers"] if name.lower() not in DEFAULTS]


def _defaults(
    newman: Mapping[str, Any], ours: Mapping[str, Any]
) -> Iterator[Difference]:
    """What newman says of itself we say of ourselves; what the collection says stays."""
    was, now = _by_name(newman), _by_name(ours)
    fits = {
        "accept": now["accept"] == was["accept"],
        "user-agent": _is_own_agent(was["user-agent"], now["user-agent"]),
        "postman-token": now["postman-token"] in ([], was["postman-token"]),
    }
    for name in (name for name, well in fits.items() if not well):
        yield Difference("defaults", f"{name}: {was[name]}", f"{now[name]}")


def _is_own_agent(was: Sequence[str], now: Sequence[str]) -> bool:
    """Whether we name the agent as the collection does, or ourselves for newman."""
    named = all(each.startswith(_NEWMAN) for each in was)
    ours = [each for each in now if not each.startswith(_NEWMAN)]
    return now == was or (named and len(was) == len(now) == len(ours) == 1)


_NEWMAN = "PostmanRuntime/"


def _by_name(line: Mapping[str, Any]) -> Mapping[str, list[str]]:
    """The values of each header, in their order; none where there is no such header."""
    values = defaultdict[str, list[str]](list)
    for name, value in line["headers"]:
        values[name.lower()].append(value)
    return values


def drawn_alike(newman: str, ours: str, again: str) -> bool:
    """Whether texts differ only where ours differs between two runs, and there in value.

    A value that is drawn anew each time has a form: a UUID, digits, a time, a word.
    """
    one, two, three = map(_WORD.split, (newman, ours, again))
    if not len(one) == len(two) == len(three):
        return False
    return all(
        a == b if b == c else _form(a) == _form(b)
        for a, b, c in zip(one, two, three, strict=True)
    )


_WORD = re.compile(r"([/?&=;,\"\s]+)")


def _form(word: str) -> str:
    text = _WRAPPING.sub("", word)
    for name, pattern in _FORMS.items():
        if re.fullmatch(pattern, text):
            return name
    return "text" if text else "nothing"


_WRAPPING = re.compile(r"^b?['(\[]+|['\])]+$")
"""What Python puts around the first and the last word of a text that it shows."""

_FORMS = {
    "uuid": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "digits": r"\d+",
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
}
