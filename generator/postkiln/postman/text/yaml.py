"""The text of a YAML 1.2 document in, its value and the line of each part out.

Postman writes YAML 1.2, where `no`, `on`, `12:30`, `0123` and `2024-01-01` are text. So
every scalar is text here but a plain null; who knows the schema casts the rest. Built
from the parser's events: nothing recurses, and an alias costs what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

from postkiln.diagnostics.errors import DocumentProblem, InputError
from postkiln.diagnostics.places import Steps
from postkiln.postman.javascript import Json
from postkiln.postman.text.location import excerpt, line_and_column

if TYPE_CHECKING:
    from yaml.events import Event

_NULLS = ("", "~", "null", "Null", "NULL")  # YAML 1.2, 10.3.2
_ALIASED = 10_000
"""How many values the aliases of one file may stand for. Postman writes hardly any."""
_LONG = 100
"""A text counts as one value, and as one more for so many characters of it."""
_DEEPEST = 900
"""How deep values may be nested: the line of each is kept by the steps to it."""


class Plain(str):
    """A scalar without quotes, which a schema may take for a number or a boolean."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A value, and the line (from 1) of each part that is reached without an alias."""

    value: Json
    lines: Mapping[Steps, int]

    def line(self, steps: Steps) -> int:
        """The line of a part, or of the nearest part above it."""
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return self.lines.get(steps, 1)


def parse_yaml(text: str, place: str) -> YamlDocument:
    """The value of the only document in a text. Raises InputError by line and column."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(text, place)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = mark.index if mark else 0
        words = str(error.problem or error.context).split()
        reason = " ".join(words)
        problem = f"this is not YAML: {reason}"
        raise _refusal(text, place, at, problem, "Correct it there") from error
    except yaml.YAMLError as error:  # a character that YAML forbids
        at = getattr(error, "position", 0)
        problem = f"this is not YAML: {getattr(error, 'reason', str(error))}"
        raise _refusal(text, place, at, problem, "Remove the character") from error
    return YamlDocument(builder.value, builder.lines)


def _refusal(text: str, place: str, at: int, problem: str, remedy: str) -> InputError:
    at = min(at, len(text.rstrip()))  # the end is where the last line ends
    where = f"{place}{line_and_column(text, at)}"
    lines = excerpt(text, at)
    return InputError(DocumentProblem(where, problem, remedy, lines))


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A value with an anchor. `size` counts the values in it, and long texts as more."""

    value: Json
    size: int


_Container = dict[str, Json] | list[Json]


@dataclass(slots=True)
class _OpenNode:
    """A list or a mapping that is being read, and where in the document it is."""

    value: _Container
    steps: Steps
    anchor: str | None
    size_before: int
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Events in, a value out."""

    text: str
    place: str
    value: Json = None
    lines: dict[Steps, int] = field(default_factory=dict[Steps, int])
    _stack: list[_OpenNode] = field(default_factory=list[_OpenNode])
    _anchors: dict[str, _Anchored] = field(default_factory=dict[str, _Anchored])
    _size: int = 0
    _aliased: int = 0
    _documents: int = 0

    def take(self, event: Event) -> None:
        """Take the next event of the parser."""
        import yaml

        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._refuse(event, "a second document begins here", "Keep one")
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.SequenceStartEvent():
                self._open([], event)
            case yaml.MappingStartEvent():
                self._open({}, event)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._alias(event)
            case _:
                pass

    def _scalar(self, event: Any) -> None:
        if self._is_key():
            self._key(event)
            return
        value: Json = event.value
        if event.style in (None, ""):
            value = None if event.value in _NULLS else Plain(event.value)
        self.lines[self._steps()] = event.start_mark.line + 1
        size = 1 + len(event.value) // _LONG
        self._add(value, event.anchor, size)

    def _key(self, event: Any) -> None:
        top = self._stack[-1]
        if event.value in top.value:
            self._refuse(event, f"duplicate key {event.value[:40]!r}", "Keep one")
        top.key = str(event.value)

    def _open(self, value: _Container, event: Any) -> None:
        if self._is_key():
            self._refuse(event, "a key must be a string", "Write a string")
        if len(self._stack) == _DEEPEST:
            problem = f"values are nested more than {_DEEPEST} deep"
            self._refuse(event, problem, "Flatten them")
        steps = self._steps()
        self.lines[steps] = event.start_mark.line + 1
        self._stack.append(_OpenNode(value, steps, event.anchor, self._size))

    def _close(self) -> None:
        done = self._stack.pop()
        below = self._size - done.size_before
        self._add(done.value, done.anchor, own=1, below=below)

    def _alias(self, event: Any) -> None:
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            problem = f"the alias *{event.anchor[:40]} stands for nothing before it"
            self._refuse(event, problem, "Write what it stands for")
        if self._is_key():
            self._refuse(event, "a key must not be an alias", "Write a string")
        # An alias takes no memory here, but all that read the value go through it again.
        self._aliased += anchored.size
        if self._aliased > _ALIASED:
            problem = (
                f"the aliases up to here stand for more than {_ALIASED} values or"
                f" {_ALIASED * _LONG // 1000} kB of text"
            )
            self._refuse(event, problem, "Write out what they stand for")
        self._size += anchored.size
        self._place(anchored.value)

    def _add(self, value: Json, anchor: str | None, own: int, below: int = 0) -> None:
        self._size += own
        if anchor is not None:
            self._anchors[anchor] = _Anchored(value, own + below)
        self._place(value)

    def _place(self, value: Json) -> None:
        if not self._stack:
            self.value = value
            return
        top = self._stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.key is not None:
            top.value[top.key] = value
            top.key = None

    def _is_key(self) -> bool:
        if not self._stack:
            return False
        top = self._stack[-1]
        return isinstance(top.value, dict) and top.key is None

    def _steps(self) -> Steps:
        if not self._stack:
            return ()
        top = self._stack[-1]
        if isinstance(top.value, list):
            return (*top.steps, len(top.value))
        return (*top.steps, top.key or "")

    def _refuse(self, event: Any, problem: str, remedy: str) -> NoReturn:
        at = event.start_mark.index
        raise _refusal(self.text, self.place, at, problem, remedy)


def is_true(value: Json) -> bool:
    """Whether a scalar is YAML's true, in quotes or not."""
    return isinstance(value, str) and value.lower() == "true"


def rows_of(value: Json) -> Iterator[tuple[Steps, Json]]:
    """The rows of a list with the step to each; of a map, `{key, value}` by its key."""
    if isinstance(value, list):
        for at, row in enumerate(value):
            yield (at,), row
    elif isinstance(value, dict):
        for key, member in value.items():
            yield (key,), {"key": key, "value": member}
