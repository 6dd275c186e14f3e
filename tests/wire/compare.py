"""Two lines, newman's and ours -> where they differ, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
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
    """A field in which a request differs, and how."""

    field: str
    newman: str
    ours: str

    def __str__(self) -> str:
        return f"{self.field}\n        newman {self.newman}\n        ours   {self.ours}"


def differences(
    newman: Mapping[str, Any], ours: Mapping[str, Any], norm: Norm
) -> tuple[Difference, ...]:
    """Where our request is not the one that newman sent."""
    fields = _fields(norm(newman), norm(ours))
    return (*fields, *_order(newman, ours), *_defaults(newman, ours))


def _fields(newman: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[Difference]:
    for field in ("method", "scheme", "host", "target", "headers", "body"):
        if newman[field] != ours[field]:
            yield Difference(field, _shown(newman[field]), _shown(ours[field]))


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:297]}..."


def _order(newman: Mapping[str, Any], ours: Mapping[str, Any]) -> Iterator[Difference]:
    """The collection's own headers, in order and as they are spelled."""
    was, now = _own(newman), _own(ours)
    if was != now and sorted(map(str.lower, was)) == sorted(map(str.lower, now)):
        yield Difference("order", _shown(was), _shown(now))


def _own(line: Mapping[str, Any]) -> list[str]:
    return [name for name, _ in line["headers"] if name.lower() not in DEFAULTS]


def _defaults(
    newman: Mapping[str, Any], ours: Mapping[str, Any]
) -> Iterator[Difference]:
    """What newman says of itself we say of ourselves; what the collection says stays."""
    was, now = _by_name(newman), _by_name(ours)
    agent, token = now.get("user-agent"), now.get("postman-token")
    is_ours = agent is not None and not agent.startswith("PostmanRuntime/")
    as_it_was = agent == was.get("user-agent")
    fits = {
        "accept": now.get("accept") == was.get("accept"),
        "user-agent": as_it_was or (is_ours and "user-agent" in was),
        "postman-token": token in (None, was.get("postman-token")),
    }
    for name in (name for name, well in fits.items() if not well):
        yield Difference("defaults", f"{name}: {was.get(name)}", f"{now.get(name)}")


def _by_name(line: Mapping[str, Any]) -> dict[str, str]:
    return {name.lower(): value for name, value in line["headers"]}


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


def _form(text: str) -> str:
    for name, pattern in _FORMS.items():
        if re.fullmatch(pattern, text):
            return name
    return "text"


_FORMS = {
    "uuid": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "digits": r"\d+",
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z",
}
