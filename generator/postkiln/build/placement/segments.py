"""Segments of a path as templates: samples in them become variables.

In: the segments as the collection has them. Out: segments in which each text that names
one thing is a variable of a path, and the values that the item itself has for these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from postkiln.build.placement import path_table
from postkiln.build.placement.names import is_version
from postkiln.build.placement.texts import is_date, is_email, is_number, is_sample
from postkiln.model import template as templates
from postkiln.model.template import Kind, Template, Variable

# What converters write for a variable: `{id}`, `<id>`. Doubled braces are Postman's own.
_CONVERTED = re.compile(r"(?<!\{)\{([\w.@:-]+)\}(?!\})|<([\w.@ -]+)>")
# Where a sample may stand in a segment: all of it, before an extension, in brackets,
# there also behind a key or in quotes.
_WHOLE = re.compile(r"(?P<before>)(?P<text>.+)(?P<after>)")
_BEFORE_EXTENSION = re.compile(r"(?P<before>)(?P<text>.+?)(?P<after>\.[A-Za-z]{1,5})?")
_BRACKETS = re.compile(
    r"(?P<before>[^()]*\((?:\w+=)?(?P<quote>['\"]?))(?P<text>[^()'\"]+)(?P<after>(?P=quote)\))"
)


@dataclass(frozen=True, slots=True)
class PathSample:
    """A literal of a path that names one thing, and the variable that stands for it."""

    variable: Variable
    literal: str


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments of a path, and the samples that were in them.

    `written` is how converters wrote variables, which is what Postman sends for them.
    """

    templates: tuple[Template, ...]
    samples: tuple[PathSample, ...] = ()
    written: Mapping[Variable, str] = field(default_factory=dict[Variable, str])


def with_variables(segments: Sequence[Template]) -> Segments:
    """The segments with a variable in place of each sample."""
    found: list[Template] = []
    samples: list[PathSample] = []
    taken = {each.name for each in templates.variables(*segments)}
    written: dict[Variable, str] = {}
    before: list[str] = []
    for segment in segments:
        literal = templates.literal(segment)
        is_literal = not templates.variables(segment)
        converted = dict(_converted_variables(segment))
        if converted:
            found.append(_converted(segment))
            taken.update(each.name for each in converted)
            written |= converted
            continue
        match = _sample_in(literal, before) if is_literal else None
        if match is None:
            found.append(segment)
            if is_literal and literal:
                before.append(literal)
            continue
        name = _free_name(match, before, taken)
        variable = Variable(name, Kind.PATH)
        samples.append(PathSample(variable, match["text"]))
        found.append(_template(match["before"], variable, match["after"] or ""))
    return Segments(tuple(found), tuple(samples), written)


def _converted(segment: Template) -> Template:
    """The segment with `{id}` and `<id>` as variables."""
    parts: list[str | Variable] = []
    for part in segment:
        if isinstance(part, Variable):
            parts.append(part)
        else:
            parts += _converted_parts(part)
    return tuple(parts)


def _converted_variables(segment: Template) -> Iterator[tuple[Variable, str]]:
    """The variables that converters wrote, each with its text."""
    for part in segment:
        if isinstance(part, str):
            for match in _CONVERTED.finditer(part):
                yield _converted_variable(match), match[0]


def _converted_variable(match: re.Match[str]) -> Variable:
    return Variable(match[1] or match[2], Kind.PATH)


def _converted_parts(text: str) -> Iterator[str | Variable]:
    end = 0
    for match in _CONVERTED.finditer(text):
        if match.start() > end:
            yield text[end : match.start()]
        yield _converted_variable(match)
        end = match.end()
    if end < len(text):
        yield text[end:]


def _sample_in(segment: str, before: Sequence[str]) -> re.Match[str] | None:
    """The sample in a literal segment: its text, and what stands around it."""
    bracketed = _BRACKETS.fullmatch(segment)
    if bracketed is not None:
        return bracketed if is_sample(bracketed["text"]) else None
    if is_version(segment) and not segment.isdigit():
        return None
    numbered = _numbered(segment, before)
    if numbered is not None:
        return numbered
    # The end of an e-mail address only looks like an extension.
    pattern = _WHOLE if is_email(segment) else _BEFORE_EXTENSION
    match = pattern.fullmatch(segment)
    if match is None or not is_sample(match["text"]):
        return None
    text = match["text"]
    is_constant = is_number(text) and path_table.is_constant_number(text, before)
    return None if is_constant else match


_WORD_BEFORE_BRACKET = re.compile(r"\w+(?=\()")

_NUMBERED = re.compile(r"(?P<before>)(?P<text>(?P<word>[A-Za-z]+)[-_]?\d+)(?P<after>)")


def _numbered(segment: str, before: Sequence[str]) -> re.Match[str] | None:
    """A segment that is the name of the one before it and a number: `/vms/vm-33`."""
    match = _NUMBERED.fullmatch(segment)
    if match is None or not before:
        return None
    word, above = match["word"].lower(), before[-1].lower()
    return match if above in (word, f"{word}s", f"{word}es") else None


def _template(before: str, variable: Variable, after: str) -> Template:
    parts = (before, variable, after)
    return tuple(part for part in parts if part)


def _free_name(match: re.Match[str], before: Sequence[str], taken: set[str]) -> str:
    """`order_id` behind `orders`, and in `orders(1)`; a date is no id."""
    inside = _WORD_BEFORE_BRACKET.match(match["before"])
    beginning = [*before, inside[0]] if inside else before
    thing = singular(path_table.named_after(beginning))
    role = _role(match["text"])
    return free_name(f"{thing}_{role}" if thing else role, taken)


def free_name(wanted: str, taken: set[str]) -> str:
    """The name, with a number where it is taken; it is taken from now on."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    taken.add(name)
    return name


def _role(sample: str) -> str:
    if is_date(sample):
        return "date"
    return "email" if is_email(sample) else "id"


def singular(segment: str) -> str:
    """A segment as the name of one of its things: `orders` is `order`."""
    import inflection  # loaded where a path has a sample

    name = re.sub(r"\.\w+$|\(.*\)$", "", segment)
    return inflection.singularize(inflection.underscore(name)) if name else ""


def words_before(segments: Iterable[Template]) -> tuple[str, ...]:
    """The literal segments."""
    literal = (s for s in segments if not templates.variables(s))
    return tuple(text for text in map(templates.literal, literal) if text)
