"""Where a request goes: Postman's address -> origin and path as templates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from postkiln.model import template as templates
from postkiln.model.template import Kind, Template, Variable
from postkiln.postman.collection import Url

_ORIGIN = re.compile(r"(?P<scheme>(?:[^:/@]*://)?)(?:(?P<user>.*)@)?(?P<host>.*)", re.S)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


@dataclass(frozen=True, slots=True)
class AddressTemplate:
    """An address without its query. `user` is the user info, taken out of the origin."""

    origin: Template
    segments: tuple[Template, ...]
    user: str | None = None

    @property
    def path(self) -> Template:
        parts: list[str | Variable] = []
        for segment in self.segments:
            parts += ("/", *segment)
        return tuple(parts)

    @property
    def template(self) -> Template:
        return (*self.origin, *self.path)

    @property
    def literal_origin(self) -> Variable | None:
        """The variable of an origin that is written out."""
        match self.origin:
            case (Variable(kind=Kind.ORIGIN) as origin,):
                return origin
            case _:
                return None


def address_of(url: Url) -> AddressTemplate:
    """The address of a request; an origin that is written out is a variable, too.

    User info ends at the last `@`, as Postman reads it (postman-format 2.1).
    """
    match = _ORIGIN.fullmatch(url.origin.lstrip())
    scheme, user, host = "", None, ""
    if match is not None:
        scheme, user, host = match.group("scheme", "user", "host")
    origin = templates.parse(f"{scheme}{host}")
    if not templates.is_open(origin):
        origin = (Variable(f"{scheme}{host}", Kind.ORIGIN),)
    return AddressTemplate(origin, tuple(map(_segment, url.path or ())), user)


def _segment(segment: str) -> Template:
    """`:name.json` is a variable and `.json`: the name ends at the first dot."""
    if not is_path_variable(segment):
        return templates.parse(segment)
    name, dot, rest = segment[1:].partition(".")
    return (Variable(name, Kind.PATH), *templates.parse(dot + rest))


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


def align(segments: Sequence[Template], seen: Url) -> Mapping[Variable, str]:
    """What `seen`, an address that was really called, gives the variables of `segments`.

    Nothing when a literal segment differs: then it is not the same address.
    """
    path = seen.path or ()
    if len(path) != len(segments):
        return {}
    given = {each.key: each.value for each in seen.variables if each.key and each.value}
    values: dict[Variable, str] = {}
    for template, segment in zip(segments, path, strict=True):
        match = _match(template, segment)
        if match is None:
            return {}
        for variable, text in match.items():
            value = _given(variable, text, given)
            if value and not templates.is_open(templates.parse(value)):
                values.setdefault(variable, value)
    return values


def _given(variable: Variable, text: str, given: Mapping[str, str]) -> str | None:
    """The value behind what is written in place of a variable."""
    if variable.kind is Kind.PATH and text == f":{variable.name}":
        return given.get(variable.name)
    return None if text == variable.name else text


def _match(template: Template, segment: str) -> Mapping[Variable, str] | None:
    """The values that make `segment` of `template`; None when none can."""
    if templates.parse(segment) == template:
        return {}
    variables = [part for part in template if isinstance(part, Variable)]
    match variables:
        case []:
            return None
        case [only]:
            value = _value_between(template, template.index(only), segment)
            return {only: value} if value else None
        case _:  # where the value of one ends and the next begins is not known
            return {}


def _value_between(template: Template, at: int, segment: str) -> str:
    """What `segment` has in place of the variable; "" where the text beside it differs."""
    before = templates.literal(template[:at])
    after = templates.literal(template[at + 1 :])
    if not (segment.startswith(before) and segment.endswith(after)):
        return ""
    return segment[len(before) : len(segment) - len(after)]
