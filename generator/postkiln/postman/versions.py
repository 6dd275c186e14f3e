"""The table of versions: a document in, the same in the shape of Collection v2.1 out.

A new version is a room that has the two functions of a row, and its row here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from postkiln.postman.document import Converted, Document
from postkiln.postman.javascript import Object
from postkiln.postman.v1 import convert as v1
from postkiln.postman.v2 import convert as v2
from postkiln.postman.v3 import convert as v3


@dataclass(frozen=True, slots=True)
class Version:
    """A version of Postman's format, in one form in which it is kept.

    `reads` says whether a document is of this version; `convert` makes v2.1 of it, and
    raises InputError. `list_key` is the member that lists the requests of a JSON document
    (empty: it is not JSON). `marker` is a member that collections have and their folders
    have not, where folders have such a list too.
    """

    reads: Callable[[Document], bool]
    convert: Callable[[Document], Converted]
    list_key: str = ""
    marker: str = ""

    def reads_whole(self, value: Object) -> bool:
        """Whether an object among others is a collection of this version."""
        if not self.list_key or not isinstance(value.get(self.list_key), list):
            return False
        return not self.marker or self.marker in value


VERSIONS = (
    Version(v3.reads_tree, v3.convert_tree),
    Version(v3.reads_request, v3.convert_request),
    Version(v1.reads, v1.convert, list_key="requests"),
    Version(v2.reads, v2.convert, list_key="item", marker="info"),
)
"""The first that reads a document converts it."""


def version_of(document: Document) -> Version | None:
    """The version of a document; None for what is no collection."""
    return next((each for each in VERSIONS if each.reads(document)), None)


def is_whole(value: Object) -> bool:
    """Whether an object in a list or a dump is a collection, and not a part of one."""
    return any(each.reads_whole(value) for each in VERSIONS)


def list_keys() -> list[str]:
    """The members that list the requests of JSON documents."""
    return [each.list_key for each in VERSIONS if each.list_key]
