"""Records as text: what is shown, what is left out, and what is bounded."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from postkiln.model.api import Secret
from postkiln.shapes.lattice import Shape, of
from postkiln.stages.record_text import lines


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Inner:
    key: str
    secret: Secret | None = None


@dataclass(frozen=True, slots=True)
class Outer:
    name: str
    colour: Colour
    pairs: tuple[tuple[str, int], ...] = ()
    parts: tuple[Inner, ...] = ()
    lists: tuple[str, ...] = field(default_factory=tuple[str, ...])
    place: int = field(default=0, repr=False)


def test_a_record_is_a_line_for_each_field_that_says_something() -> None:
    inner = Inner("k", Secret("s"))
    record = Outer("n", Colour.RED, pairs=(("a", 1),), parts=(inner,), place=7)
    assert list(lines("x", record)) == [
        "x: Outer",
        "    name: 'n'",
        "    colour: red",
        "    pairs: (('a', 1))",
        "    parts:",
        "        0: Inner",
        "            key: 'k'",
        "            secret: ***",
    ]


def test_fields_that_have_their_default_are_left_out() -> None:
    shown = list(lines("x", Outer("n", Colour.RED)))
    assert shown == ["x: Outer", "    name: 'n'", "    colour: red"]


def test_a_long_string_is_cut_and_counted() -> None:
    (line,) = lines("x", "y" * 1_234)
    assert line.endswith("y'... (1,234 characters)")
    assert len(line) < 300


def test_what_nests_deeply_is_cut() -> None:
    shape: Shape = of(1)
    for _ in range(5_000):
        shape = Shape(items=shape)
    shown = list(lines("x", shape))
    assert shown[-1].strip() == "..."
    assert len(shown) < 100
