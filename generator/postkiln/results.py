"""What the Python API takes and answers: documents, scopes, packages, inspections."""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from postkiln.errors import Notice
from postkiln.errors import Source as Source


def is_package_name(text: str) -> bool:
    """Whether a package of this name can be imported, wherever it is written."""
    # Python looks for the normal form of a name (PEP 3131), on disk as well.
    is_normal = unicodedata.normalize("NFKC", text) == text
    return is_normal and text.isidentifier() and not keyword.iskeyword(text)


Document = tuple[str, bytes]
"""The place of a document (for messages) and its bytes."""


LockFinder = Callable[[str], Document | None]
"""Finds the lock of a package by the package's name; None where it has none yet."""


def no_lock(package: str) -> Document | None:
    """There is no lock: all names are chosen anew."""
    return None


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a collection is meant: whose values, which of its items, what objects are.

    `dicts` and `objects` are patterns of the places of JSON objects that are mappings by
    key, or that are not, whatever their keys look like. `names` are wished for: the name
    that would be given, and what it is to be instead.
    """

    environments: Sequence[Document] = ()
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    dicts: Sequence[str] = ()
    objects: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Result:
    """A generated package: `files` by path relative to the package's directory.

    `lock` is the text that keeps its names, for the file `PACKAGE.lock` beside it.
    """

    package: str
    client: str
    files: Mapping[str, str]
    lock: str
    endpoints: int
    models: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a collection's client would be: a tree in `lines`, the model in `json`.

    `types` say what each class rests on.
    """

    lines: tuple[str, ...]
    types: tuple[str, ...]
    json: Mapping[str, Any]
    notices: tuple[Notice, ...]
