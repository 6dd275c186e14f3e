"""Segments of a path as templates: samples in them become variables.

In: the segments as the collection has them. Out: segments in which each text that names
one thing is a variable of a path, and the values that the item itself has for these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from postkiln.build.placement.tables import path_table
from postkiln.build.placement.tables.names import is_version
from postkiln.build.placement.tables.texts import (
    is_date,
    is_email,
    is_number,
    is_sample,
)
from postkiln.model import template as templates
from postkiln.model.template import Kind, Template, Variable

# What converters write for a variable: `{id}`, `<id>`. Doubled braces are Postman's own.
_CONVERTED = re.compile(r"(?<!\{)\{([\w.@:-]+)\}(?!\})|<([\w.@ -]+)>")
# Where a sample may stand in a segment: all of it, before an extension, in brackets,
# there also behind a key or in quotes.
_WHOLE = re.compile(r"(?P<text>.+)")
_BEFORE_EXTENSION = re.compile(r"(?P<text>.+?)(\.[A-Za-z]{1,5})?")
_BRACKETS = re.compile(r"[^()]*\([^()]+\)")
_IN_BRACKETS = re.compile(
    r"(?<=[(,])\s*((?P<key>\w+)=)?['\"]?(?P<text>[^()'\",]+?)(?=\s*['\",)])"
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
        matches = _samples_in(literal, before) if is_literal else []
        if not matches:
            found.append(segment)
            if is_literal and literal:
                before.append(literal)
            continue
        own = [_path_sample(each, matches, before, taken) for each in matches]
        samples += own
        found.append(_template(literal, matches, own))
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


def _samples_in(segment: str, before: Sequence[str]) -> list[re.Match[str]]:
    """The samples in a literal segment: each is the `text` of its match."""
    if _BRACKETS.fullmatch(segment):
        found = _IN_BRACKETS.finditer(segment)
        return [each for each in found if is_sample(each["text"])]
    match = _sample_in(segment, before)
    return [] if match is None else [match]


def _sample_in(segment: str, before: Sequence[str]) -> re.Match[str] | None:
    """The sample that a literal segment is, but for an extension."""
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

_NUMBERED = re.compile(r"(?P<text>(?P<word>[A-Za-z]+)[-_]?\d+)")


def _numbered(segment: str, before: Sequence[str]) -> re.Match[str] | None:
    """A segment that is the name of the one before it and a number: `/vms/vm-33`."""
    match = _NUMBERED.fullmatch(segment)
    if match is None or not before:
        return None
    word, above = match["word"].lower(), before[-1].lower()
    return match if above in (word, f"{word}s", f"{word}es") else None


def _template(
    segment: str, matches: Sequence[re.Match[str]], samples: Sequence[PathSample]
) -> Template:
    """The segment with a variable in place of each match."""
    parts: list[str | Variable] = []
    end = 0
    for match, sample in zip(matches, samples, strict=True):
        parts += (segment[end : match.start("text")], sample.variable)
        end = match.end("text")
    parts.append(segment[end:])
    return tuple(part for part in parts if part)


def _path_sample(
    match: re.Match[str],
    all_: Sequence[re.Match[str]],
    before: Sequence[str],
    taken: set[str],
) -> PathSample:
    """The sample of a match. Where a segment has several, each is named by its key."""
    key = match.groupdict().get("key") if len(all_) > 1 else None
    name = singular(key) if key else _name(match, before)
    name = free_name(name, taken)
    return PathSample(Variable(name, Kind.PATH), match["text"])


def _name(match: re.Match[str], before: Sequence[str]) -> str:
    """`order_id` behind `orders`, and in `orders(1)`; a date is no id."""
    inside = _WORD_BEFORE_BRACKET.match(match.string)
    beginning = [*before, inside[0]] if inside else before
    thing = singular(path_table.named_after(beginning))
    role = _role(match["text"])
    return f"{thing}_{role}" if thing else role


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
