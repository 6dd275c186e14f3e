"""An engine of few words, so that the command line is tested by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from postkiln.diagnostics import errors
from postkiln.diagnostics.errors import InputError
from postkiln.diagnostics.notices import Notice
from postkiln.results import Document, LockFinder


@dataclass
class Made:
    files: Mapping[str, str]
    lock: str
    package: str
    endpoints: int
    models: int
    notices: tuple[Notice, ...]


@dataclass
class Seen:
    lines: tuple[str, ...]
    types: tuple[str, ...]
    why: tuple[str, ...]
    json: dict[str, Any]
    notices: tuple[Notice, ...]


@dataclass
class Problem:
    path: tuple[str, ...]
    code: str
    text: str


@dataclass
class Report:
    problems: tuple[Problem, ...] = ()
    items: int = 4
    sent: int = 3
    failed: int = 1
    examples_total: int = 6
    json: int = 5
    decoded: int = 4
    equal: int = 2
    notices: tuple[Notice, ...] = ()


@dataclass
class Engine:
    """Stands in for the engine; remembers its calls and says what it is told to.

    A collection is the text of the one module its client has; `bad` is none.
    """

    notices: tuple[Notice, ...] = ()
    problems: tuple[Problem, ...] = ()
    records: tuple[dict[str, Any], ...] = ()
    calls: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    locks: list[Document | None] = field(default_factory=list[Document | None])

    def generate(self, source: bytes, **settings: Any) -> Made:
        find: LockFinder = settings.pop("lock")
        self.calls.append({"source": source, **settings})
        if source == b"bad":
            raise InputError(
                errors.DocumentProblem(settings["place"], "is bad", "Make it good")
            )
        package = settings["package"] or "made"
        self.locks.append(find(package))
        files = {"__init__.py": source.decode(), "py.typed": ""}
        lock = f"names of {package}\n"
        return Made(files, lock, package, 1, 2, self.notices)

    def inspect(self, source: bytes, **settings: Any) -> Seen:
        settings.pop("lock")
        self.calls.append({"source": source, **settings})
        return Seen(
            lines=("books", "  list_books()"),
            types=("Book: 1 object",),
            why=("Books", "    base_url  default  an origin"),
            json={"name": "books"},
            notices=self.notices,
        )

    def verify(self, source: bytes, **settings: Any) -> Report:
        self.calls.append({"source": source, **settings})
        for record in self.records:
            settings["record"](record)
        return Report(self.problems)
