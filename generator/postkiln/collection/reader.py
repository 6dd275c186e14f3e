"""The two ways in: the bytes of a collection, or of an environment, to what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from postkiln.collection.casts import Object, description, mapping, string
from postkiln.collection.decode import Decoded, parse, read_text, too_deep
from postkiln.collection.identify import environment_object, identify, refuse_text
from postkiln.collection.items import read_tree
from postkiln.collection.settings import read_id
from postkiln.collection.tree import Collection, Environment
from postkiln.collection.v1 import convert, is_v1
from postkiln.collection.variables import read_environment, read_variables
from postkiln.errors import Code, Notice


@dataclass(frozen=True, slots=True)
class Loaded:
    """A collection, and what the user should know about its file."""

    collection: Collection
    notices: tuple[Notice, ...]


def load(source: bytes, place: str) -> Loaded:
    """The collection in the bytes of a file; `place` names the file in messages.

    Reads Collection v1, v2.0 and v2.1, the Postman API's envelope, a folder, an item, a
    list of items. Raises InputError for anything else, saying what it is.
    """
    decoded = _decode(source, place)
    root, lost = identify(decoded.value, place), tuple[Notice, ...]()
    if is_v1(root):
        root, lost = convert(root)
    try:
        collection, notices = _collection(root)
    except RecursionError as error:
        # Writing a JSON value back to text can go deeper than reading it could.
        raise too_deep(place) from error
    return Loaded(collection, (*_duplicates(decoded), *lost, *notices))


def load_environment(source: bytes, place: str) -> Environment:
    """The variables of an environment or globals file. Raises InputError."""
    return read_environment(environment_object(_decode(source, place).value, place))


def _decode(source: bytes, place: str) -> Decoded:
    text = read_text(source, place)
    refuse_text(text, place)
    return parse(text, place)


def _collection(root: Object) -> tuple[Collection, tuple[Notice, ...]]:
    info = mapping(root.get("info"))
    name = string(info.get("name")) or string(root.get("name"))
    folder, notices = read_tree(root, name)
    folder = replace(
        folder,
        description=description(info.get("description")) or folder.description,
        id=read_id(info) or folder.id,
    )
    return Collection(folder, read_variables(root.get("variable"))), notices


def _duplicates(decoded: Decoded) -> Iterator[Notice]:
    keys = decoded.duplicates
    if keys:
        shown = ", ".join(repr(key[:40]) for key in keys[:5])
        more = f" and {len(keys) - 5} more" if len(keys) > 5 else ""
        text = f"some objects spell a key twice, the last counts: {shown}{more}"
        yield Notice((), Code.DUPLICATE_KEY, text)
