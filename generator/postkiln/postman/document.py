"""What goes into a converter and what comes out of it, whatever the version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from postkiln.diagnostics.notices import Notice
from postkiln.postman.javascript import Object


@dataclass(frozen=True, slots=True)
class Document:
    """A document whose version is to be found. One of its three forms is filled.

    `files` are those of a directory or a zip by their paths, `text` is that of a file that
    is not JSON, `root` the JSON object that holds the requests. `place` names it.
    """

    place: str
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    text: str = ""
    root: Object = field(default_factory=Object)


@dataclass(frozen=True, slots=True)
class Converted:
    """A collection in the shape of v2.1, and notices about what is left out of it."""

    root: Object
    notices: tuple[Notice, ...] = ()
