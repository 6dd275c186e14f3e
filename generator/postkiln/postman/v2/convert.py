"""The root object of a v2.0 or v2.1 collection in, `Collection` out.

The two versions differ in spellings that are read in both: there is nothing to convert.
"""

from __future__ import annotations

from dataclasses import replace

from postkiln.diagnostics.notices import Notice
from postkiln.postman.collection import Collection
from postkiln.postman.document import Converted, Document
from postkiln.postman.javascript import Object, description, mapping, string
from postkiln.postman.v2.items import read_tree
from postkiln.postman.v2.settings import read_id
from postkiln.postman.v2.variables import read_variables


def reads(document: Document) -> bool:
    """Whether a document has the list of items that v2 has."""
    return isinstance(document.root.get("item"), list)


def convert(document: Document) -> Converted:
    return Converted(document.root)


def read_collection(root: Object) -> tuple[Collection, tuple[Notice, ...]]:
    """The collection, and notices about its items. Raises StructureError."""
    info = mapping(root.get("info"))
    name = string(info.get("name")) or string(root.get("name"))
    about = description(info.get("description"))
    folder, notices = read_tree(root, name)
    folder = replace(
        folder,
        description=about or folder.description,
        id=read_id(info) or folder.id,
    )
    variables = read_variables(root.get("variable"))
    return Collection(folder, variables), notices
