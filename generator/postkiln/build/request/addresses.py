"""Where a request goes: Postman's address -> origin and path as templates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postkiln.model import template as templates
from postkiln.postman.collection import Url

_ORIGIN = re.compile(r"(?P<scheme>(?:[^:/@]*://)?)(?:(?P<user>.*)@)?(?P<host>.*)", re.S)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


@dataclass(frozen=True, slots=True)
class Address:
    """An address without its query, as templates.

    `user` is the user info, taken out of the origin; `literal` is the origin as written
    where it names no variable.
    """

    origin: str
    segments: tuple[str, ...]
    user: str | None = None
    literal: str | None = None

    @property
    def path(self) -> str:
        return "".join(f"/{segment}" for segment in self.segments)


def address_of(url: Url) -> Address:
    """The address of a request; a literal origin is a hole of that text itself.

    User info ends at the last `@`, as Postman reads it (postman-format 2.1).
    """
    match = _ORIGIN.fullmatch(url.origin.lstrip())
    scheme, user, host = (
        match.group("scheme", "user", "host") if match else ("", None, "")
    )
    origin = f"{scheme}{host}"
    segments = tuple(map(_segment, url.path or ()))
    if templates.is_open(origin):
        return Address(origin, segments, user)
    return Address(templates.hole(origin), segments, user, origin)


def _segment(segment: str) -> str:
    """`:name.json` -> `{{:name}}.json`: the name ends at the first dot."""
    name, dot, rest = segment.partition(".")
    if not is_path_variable(segment):
        return segment
    return f"{templates.hole(name)}{dot}{rest}"


def is_path_variable(segment: str) -> bool:
    """Whether Postman fills this segment from the path variables (postman-format 2.2)."""
    name = segment.partition(".")[0]
    return len(name) > 1 and name[0] == ":" and not set("{}").intersection(name)


def unsupported_scheme(origin: str) -> str | None:
    """The scheme of an address, if it is one that HTTP is not spoken over."""
    match = _SCHEME.match(origin)
    if match is None or match[1].lower() in ("http", "https"):
        return None
    return match[1].lower()


def host_label(origin: str) -> str:
    """What the option of a literal origin is named after: its host."""
    host = _SCHEME.sub("", origin, count=1)
    return f"{host} url"


def align(segments: Sequence[str], seen: Url) -> Mapping[str, str]:
    """What `seen`, an address that was really called, puts in the holes of `segments`.

    Nothing when a literal segment differs: then it is not the same address.
    """
    path = seen.path or ()
    if len(path) != len(segments):
        return {}
    given = {each.key: each.value for each in seen.variables if each.key and each.value}
    values: dict[str, str] = {}
    for template, segment in zip(segments, path, strict=True):
        match = _holds(template, segment)
        if match is None:
            return {}
        for name, value in match.items():
            told = given.get(name[1:]) if value == name else value
            if told and not templates.is_open(told):
                values.setdefault(name, told)
    return values


def _holds(template: str, segment: str) -> Mapping[str, str] | None:
    """The values that make `segment` of `template`; None when none can."""
    if segment == template:
        return {}
    match templates.parts(template):
        case (_,):
            return None
        case (before, name, after):
            inner = segment[len(before) : len(segment) - len(after)]
            fits = segment.startswith(before) and segment.endswith(after)
            return {name: inner} if fits and inner else None
        case _:  # several holes: where one ends is anyone's guess
            return {}
