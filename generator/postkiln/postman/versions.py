"""The table of versions: a document in, the same in the shape of Collection v2.1 out.

A new version is a module that has the two functions of a row, and its row here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from postkiln.postman.document import Converted, Document
from postkiln.postman.v1 import convert as v1
from postkiln.postman.v2 import convert as v2
from postkiln.postman.v3 import convert as v3


@dataclass(frozen=True, slots=True)
class Version:
    """A version of Postman's format, in one form in which it is kept.

    `reads` says whether a document is of this version; `convert` makes v2.1 of it, and
    raises InputError.
    """

    reads: Callable[[Document], bool]
    convert: Callable[[Document], Converted]


VERSIONS = (
    Version(v3.reads_tree, v3.convert_tree),
    Version(v3.reads_request, v3.convert_request),
    Version(v1.reads, v1.convert),
    Version(v2.reads, v2.convert),
)
"""The first that reads a document converts it."""


def version_of(document: Document) -> Version | None:
    """The version of a document; None for what is no collection."""
    return next((each for each in VERSIONS if each.reads(document)), None)
