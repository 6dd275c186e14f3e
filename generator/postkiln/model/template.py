"""Templates: texts with holes (`{{name}}`), read as Postman reads them (postman-format 3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_HOLE = re.compile(r"\{\{([^{}]*?)\}\}")
_LONGEST = 1_000_000  # values that repeat each other grow without end
_PASSES = 19  # Postman gives up resolving nested variables after as many


def holes(*templates: str | None) -> tuple[str, ...]:
    """The names that `templates` leave open, each once, in order of appearance.

    Dynamic variables (`{{$guid}}`) are no holes: they are computed, not given.
    """
    found = (name for text in templates if text for name in _HOLE.findall(text))
    return tuple(dict.fromkeys(name for name in found if not name.startswith("$")))


def is_open(template: str | None) -> bool:
    """Whether anything in `template` is still to be filled in, computed or given."""
    return template is not None and "{{" in template


def sole_hole(template: str | None) -> str | None:
    """The name of the hole that is all of `template`, if it is one."""
    match = _HOLE.fullmatch(template or "")
    return match[1] if match and not match[1].startswith("$") else None


def literal(template: str) -> str:
    """What `template` says outside its holes."""
    return _HOLE.sub("", template)


def hole(name: str) -> str:
    """The template that is one hole. Braces cannot be spelled in a name: they go."""
    return "{{" + hole_name(name) + "}}"


def hole_name(name: str) -> str:
    """`name` as it can stand between `{{` and `}}`."""
    return name.replace("{", "").replace("}", "")


def fill(template: str, values: Mapping[str, str], *, passes: int = _PASSES) -> str:
    """`template` with its holes filled, holes in the values too; unknown ones stay.

    So do those that would make the text grow beyond a million characters.
    """
    length = 0

    def value(match: re.Match[str]) -> str:
        nonlocal length
        found = values.get(match[1], match[0])
        length += len(found)
        return found if length <= _LONGEST else match[0]

    for _ in range(passes):
        filled = _HOLE.sub(value, template)
        if filled == template or length > _LONGEST:
            break
        template, length = filled, 0
    return template


def reach(names: Iterable[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """`names` and every name that their values leave open in turn, each once."""
    reached = dict.fromkeys(names)
    queue = list(reached)
    for name in queue:
        for below in holes(values.get(name)):
            if below not in reached:
                reached[below] = None
                queue.append(below)
    return tuple(reached)


def parts(template: str) -> tuple[str, ...]:
    """Literals and hole names by turns, a literal first: `a{{b}}c` is `a`, `b`, `c`."""
    return tuple(_HOLE.split(template))
