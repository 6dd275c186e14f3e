"""Values for arguments and options that occur nowhere in a collection.

In: the text of the collection, and annotations as they are written in signatures. Out: a
value of that type.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from postkiln.runtime.operation import Option


@dataclass(frozen=True, slots=True)
class StandIns:
    """A word and a number that a collection does not hold."""

    word: str
    number: int

    def of(self, annotation: str) -> Any:
        """A value of the annotated type: `int | str`, `Sequence[models.LineInput]`."""
        return self._of_member(next(_members(ast.parse(annotation, mode="eval").body)))

    def _of_member(self, member: ast.expr) -> Any:
        match member:
            case ast.Name("str" | "Any" | "JsonInput"):
                return self.word
            case ast.Name("int" | "float"):
                return self.number
            case ast.Name("bool"):
                return True
            case ast.Name("bytes" | "FileInput"):
                return self.word.encode()
            case ast.Subscript(value=ast.Name("Sequence"), slice=inner):
                return [self._of_member(next(_members(inner)))]
            case _:  # a class, or a mapping in place of one
                return {self.word: self.word}

    def option(self, option: Option, urls: Iterable[str]) -> str:
        """A value for an option, that fits where it stands in the addresses."""
        reference = f"{{{{{option.variable}}}}}"
        for url in urls:
            before, found, after = url.partition(reference)
            if found:
                return self._in_address(before, after)
        return self.word

    def _in_address(self, before: str, after: str) -> str:
        if after.startswith("://"):
            return "https"
        if before.endswith(":") and not before.endswith("://"):
            return "8443"
        if not before and not after.startswith("."):
            return f"https://{self.word}.example"
        return self.word


def _members(annotation: ast.expr) -> Iterator[ast.expr]:
    """The members of a union; text first, which is right wherever it may be given."""
    found = list(_all_members(annotation))
    yield from sorted(found, key=lambda each: ast.unparse(each) != "str")


def _all_members(annotation: ast.expr) -> Iterator[ast.expr]:
    match annotation:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield from _all_members(left)
            yield from _all_members(right)
        case ast.Subscript(value=ast.Name("Literal")):
            return
        case _:
            yield annotation


_ORIGIN = re.compile(r"[^/]*(//[^/]*)?")


def origin_of(url: str) -> str:
    """What stands before the path of an address."""
    found = _ORIGIN.match(url)
    return found[0] if found else ""


def stand_ins(text: str) -> StandIns:
    """The stand-ins for a collection of this text."""
    word = next(w for w in (f"standin{n}x" for n in count(1)) if w not in text)
    number = next(n for n in count(70_001) if str(n) not in text)
    return StandIns(word, number)
