"""Texts with variables (`{{name}}`) as values, read as Postman reads them (postman-format 3).

In: a text of the collection. Out: a `Template`, literal text and variables in turn. The
kind of a variable says who named it, so that what postkiln names is never taken for a
variable of the collection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from postkiln.runtime.errors import ConfigurationError
from postkiln.runtime.template import fill as filling
from postkiln.runtime.template.fill import PASSES, VARIABLE

_TEXT = "[^{}]*"
_NESTED = re.compile(r"\{\{" + _TEXT + f"(?:{VARIABLE.pattern}{_TEXT})+" + r"\}\}")


class Kind(StrEnum):
    """Who named a variable, and for what."""

    COLLECTION = "collection"  # its author: `{{name}}`
    PATH = "path"  # its author, as a segment of a path: `:name`
    ORIGIN = "origin"  # postkiln: an origin that is written out; its text is the name
    EXTRACTED = "extracted"  # postkiln: a secret that was written out
    SHARED = "shared"  # postkiln: a literal that is the same in most requests


@dataclass(frozen=True, slots=True)
class Variable:
    """What stands for a value in a template."""

    name: str
    kind: Kind = Kind.COLLECTION

    @property
    def is_dynamic(self) -> bool:
        """Whether it is computed at each use, and not given: `{{$guid}}`."""
        return self.kind is Kind.COLLECTION and self.name.startswith("$")


Template = tuple[str | Variable, ...]
"""Literal text and variables, in order. No literal text is empty."""


def parse(text: str) -> Template:
    """The template that a text of the collection is."""
    if "{{" not in text:
        return (text,) if text else ()
    pieces = VARIABLE.split(text)  # literal texts and names by turns
    return tuple(_parts(pieces))


def _parts(pieces: list[str]) -> Iterator[str | Variable]:
    for index, piece in enumerate(pieces):
        if index % 2:
            yield Variable(piece)
        elif piece:
            yield piece


def variables(*templates: Template | None) -> tuple[Variable, ...]:
    """The variables that have to be given, each once, in order of appearance."""
    found: dict[Variable, None] = {}
    for template in templates:
        for part in template or ():
            if isinstance(part, Variable) and not part.is_dynamic:
                found[part] = None
    return tuple(found)


def extracted(template: Template) -> Template:
    """The variables of `template` that stand for extracted secrets."""
    return tuple(
        part
        for part in template
        if isinstance(part, Variable) and part.kind is Kind.EXTRACTED
    )


def sole_variable(template: Template | None) -> Variable | None:
    """The variable that is all of `template`, if it is one that has to be given."""
    match template:
        case (Variable() as only,) if not only.is_dynamic:
            return only
        case _:
            return None


def is_open(template: Template | None) -> bool:
    """Whether anything in `template` is still to be filled in, computed or given.

    So is what may become a variable when another is filled in: `{{{{stage}}_url}}`.
    """
    return any(isinstance(part, Variable) or "{{" in part for part in template or ())


def joined(parts: Iterable[str | Variable]) -> Template:
    """A template of these parts: texts side by side are one, empty ones go."""
    found: list[str | Variable] = []
    for is_text, group in groupby(parts, key=lambda part: isinstance(part, str)):
        together = list(group)
        if is_text:
            together = ["".join(map(str, together))]
        found += together
    return tuple(part for part in found if part != "")


def literal(template: Template) -> str:
    """What `template` says outside its variables."""
    return "".join(part for part in template if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class Spelling:
    """How templates are written into texts that leave the build.

    `used` are the names of the collection's own variables. They stay as they are; what
    postkiln names gets a name that none of them has.
    """

    used: frozenset[str] = frozenset()

    def name(self, variable: Variable) -> str:
        """The name between `{{` and `}}`, where braces cannot be spelled: they go.

        `/` ends neither a name of a segment nor an origin, so it makes no new clash.
        """
        match variable.kind:
            case Kind.COLLECTION:
                return variable.name
            case Kind.PATH:
                name = f":{variable.name}"
            case Kind.ORIGIN | Kind.EXTRACTED | Kind.SHARED:
                name = without_braces(variable.name)
        while name in self.used:
            name += "/"
        return name

    def text(self, template: Template) -> str:
        """The template as text: `parse` of it gives what the collection wrote again."""
        return "".join(map(self._part, template))

    def _part(self, part: str | Variable) -> str:
        if isinstance(part, str):
            return part
        return reference(self.name(part))


def reference(name: str) -> str:
    """The text that refers to the variable of this name."""
    return "{{" + name + "}}"


def without_braces(name: str) -> str:
    """`name` as it can stand between `{{` and `}}`."""
    return name.replace("{", "").replace("}", "")


def fill(text: str, values: Mapping[str, str], *, passes: int = PASSES) -> str:
    """`text` with its variables filled, those in the values too; unknown ones stay.

    All of them stay where the text would grow beyond a million characters.
    """
    try:
        return filling.fill(text, values.get, passes=passes)
    except ConfigurationError:
        return text


def variables_chosen(
    template: Template, values: Mapping[str, str]
) -> Iterator[Variable]:
    """The variables of `{{{{stage}}_url}}`: `stage`, and the one that it chooses."""
    if "{{" not in literal(template):
        return
    for match in _NESTED.finditer(Spelling().text(template)):
        nested = match[0]
        yield from variables(parse(nested))
        yield from variables(parse(fill(nested, values, passes=1)))


def reach(
    names: Iterable[Variable], values: Mapping[Variable, Template]
) -> tuple[Variable, ...]:
    """`names` and every variable that their values name in turn, each once."""
    reached = dict.fromkeys(names)
    queue = list(reached)
    for name in queue:
        for below in variables(values.get(name)):
            if below not in reached:
                reached[below] = None
                queue.append(below)
    return tuple(reached)
