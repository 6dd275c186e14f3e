"""A JSON value in, the root object of a collection and its version out.

Other documents are refused by name.

Sources: postman-format 1.1 for what Postman writes, each format's own required members
for the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from postkiln.diagnostics.errors import DocumentProblem, InputError
from postkiln.diagnostics.places import Spot, Steps
from postkiln.postman.document import Document
from postkiln.postman.javascript import (
    Json,
    Object,
    Placed,
    kind_of,
    listing,
    mapping,
    string,
)
from postkiln.postman.text.decode import EXPORT
from postkiln.postman.text.structure_errors import StructureError, missing_list
from postkiln.postman.versions import Version, is_whole, version_of

_IMPORT = "Import it into Postman and export it from there as Collection v2.1"
_FETCH = "Fetch one of them: postman:<its uid>"
_SINGLE = "Give each collection a file of its own"


@dataclass(frozen=True, slots=True)
class _Foreign:
    """What a document is that is no collection, and what to do with it."""

    what: str
    remedy: str = _IMPORT

    def refused(self, place: str) -> InputError:
        problem = f"this is {self.what}, not a Postman collection"
        return InputError.at(place, problem, self.remedy)


_HTML = "Download the file itself, not the page that shows it"

_AT_START = {
    r"<!doctype html|<html|<head|<body": _Foreign("an HTML page", _HTML),
    r"<": _Foreign("an XML document", EXPORT),
    r"version https://git-lfs": _Foreign(
        "a pointer of Git LFS", "Fetch the file itself: git lfs pull"
    ),
    r"meta\s*\{": _Foreign("a Bruno request"),
}
"""How documents begin that are no JSON."""

_AT_LINE_START = {
    r"[\"']?openapi[\"']?\s*:": _Foreign("an OpenAPI document in YAML"),
    r"[\"']?swagger[\"']?\s*:": _Foreign("a Swagger document in YAML"),
    r"[\"']?asyncapi[\"']?\s*:": _Foreign("an AsyncAPI document in YAML", EXPORT),
    r"[\"']?opencollection[\"']?\s*:": _Foreign("a Bruno collection in YAML"),
    r"_type:\s*export|type:\s*collection\.insomnia": _Foreign(
        "an Insomnia export in YAML"
    ),
    r"\$kind\s*:": _Foreign(
        "one YAML file of a v3 collection", "Give the directory of the collection"
    ),
}
"""How a line among the first of a YAML document begins."""

_FIRST_CHARACTERS = 4000
_YAML = re.compile(r"(?:---|[\w$.-]+\s*:(?:\s|$)|[#%])")
_SCALAR_OR_COMMENT = re.compile(r"-?\d|(?:null|true|false)\b|NaN|-?Infinity|/[/*]")


def refuse_text(text: str, place: str) -> None:
    """Raises InputError for a text that is clearly not JSON."""
    start = text.lstrip()[:_FIRST_CHARACTERS]
    if start[0] in '{["' or start.startswith("<<<<<<< "):  # a merge's mark
        return
    for pattern, foreign in _AT_START.items():
        if re.match(pattern, start, re.IGNORECASE):
            raise foreign.refused(place)
    for pattern, foreign in _AT_LINE_START.items():
        if re.search(f"^(?:{pattern})", start, re.IGNORECASE | re.MULTILINE):
            raise foreign.refused(place)
    if _YAML.match(start):
        raise _Foreign("YAML", EXPORT).refused(place)
    if not _SCALAR_OR_COMMENT.match(start):
        raise _Foreign("plain text", EXPORT).refused(place)


def collection_object(value: Json, place: str) -> tuple[Document, Version]:
    """The object that holds the requests (postman-format 1.1), and the version it is of.

    A list of items and a bare item are wrapped into one; an API envelope is opened.
    Raises StructureError for items that are not in a list, InputError otherwise.
    """
    root = _root(value, place, ())
    document = Document(place, root=root)
    version = version_of(document)
    if version is None:
        raise InputError(_without_items(document.root, place))
    return document, version


def _root(value: Json, place: str, steps: Steps) -> Object:
    """What `steps` lead to, as the root object of a collection."""
    match value:
        case dict() if _is_envelope(value):
            below = (*steps, "collection")
            inner = _root(value["collection"], place, below)
            return Placed.at(Spot("", below), inner)
        case dict():
            return _root_of_object(value, place, steps)
        case list():
            return _root_of_list(value, place)
        case _:
            problem = f"the file holds {kind_of(value)}, not a collection"
            raise InputError.at(place, problem, EXPORT)


def _is_envelope(value: Object) -> bool:
    # One level deep: what is in an envelope has no envelope of its own.
    inner = value.get("collection")
    return (
        isinstance(inner, dict)
        and not isinstance(inner.get("collection"), dict)
        and not value.keys() & {"item", "info", "request"}
    )


def _root_of_object(value: Object, place: str, steps: Steps) -> Object:
    if _is_collection(value):
        return value
    if "request" in value and not _har_entry(value):
        return {"name": value.get("name"), "item": [value]}
    if foreign := _foreign_format(value):
        raise foreign.refused(place)
    if problem := _postman_format(value, place):
        raise InputError(problem)
    if missing := missing_list(value, (), steps):
        raise StructureError(missing)
    raise InputError(_without_items(value, place))


def _is_collection(value: Object) -> bool:
    return version_of(Document("", root=value)) is not None


def _har_entry(value: Object) -> bool:
    return "startedDateTime" in value and isinstance(value.get("response"), dict)


def _root_of_list(value: list[Json], place: str) -> Object:
    collections = [row for row in value if isinstance(row, dict) and _is_meant(row)]
    if len(collections) == 1 and len(value) == 1:
        return Placed.at(Spot("", (0,)), _root(collections[0], place, (0,)))
    if collections:
        problem = f"this is a list of {len(collections)} collections, not one"
        raise InputError.at(place, problem, _SINGLE)
    if any(map(_is_item, value)):
        return {"item": [_placed(row, at) for at, row in enumerate(value)]}
    what = "a list without a single item or folder" if value else "an empty list"
    raise _Foreign(what, EXPORT).refused(place)


def _is_meant(row: Object) -> bool:
    """Whether an element of a list is a collection, or was meant as one of v2."""
    return "info" in row or is_whole(row)


def _placed(row: Json, at: int) -> Json:
    if isinstance(row, dict):
        return Placed.at(Spot("", (at,)), row)
    return row


def _is_item(row: Json) -> bool:
    return isinstance(row, dict) and ("item" in row or "request" in row)


def environment_object(value: Json, place: str) -> Object:
    """The object that holds the `values` list of an environment or globals file."""
    outer = mapping(value)
    for wrapper in ("environment", "globals"):
        if isinstance(outer.get(wrapper), dict):
            outer = mapping(outer[wrapper])
            break
    if isinstance(outer.get("values"), list) and "item" not in outer:
        return outer
    problem = f"this is {_other(outer)}, not a Postman environment"
    remedy = "In Postman, export the environment and give that file"
    raise InputError.at(place, problem, remedy)


def _other(value: Object) -> str:
    """What was given as an environment."""
    if isinstance(value.get("environments"), list):
        return "a Postman data dump"
    if "item" in value or _is_collection(value):
        return "a collection"
    foreign = _foreign_format(value)
    return foreign.what if foreign else "something without a list of values"


_BY_KEY = {
    "openapi": _Foreign("an OpenAPI document"),
    "swagger": _Foreign("a Swagger document"),
    "asyncapi": _Foreign("an AsyncAPI document", EXPORT),
    "opencollection": _Foreign("a Bruno collection"),
}


def _foreign_format(value: Object) -> _Foreign | None:
    """Which other tool's document this is; None where it may be Postman's."""
    for key, foreign in _BY_KEY.items():
        if key in value:
            return foreign
    kind = string(value.get("type"))
    if "__export_format" in value or kind.startswith("collection.insomnia"):
        return _Foreign("an Insomnia export")
    log = mapping(value.get("log"))
    if isinstance(log.get("entries"), list) or _har_entry(value):
        return _Foreign("a HAR file (recorded traffic)")
    if any(map(_bruno_item, listing(value.get("items")))):
        return _Foreign("a Bruno collection")
    return None


def _bruno_item(value: Json) -> bool:
    return mapping(value).get("type") in ("http-request", "graphql-request", "http")


def _postman_format(value: Object, place: str) -> DocumentProblem | None:
    """What is wrong with a document that Postman itself writes beside collections."""
    keys = value.keys()
    if isinstance(value.get("collections"), list):
        if "version" in keys:
            problem = "this is a Postman data dump without a collection"
            return DocumentProblem(place, problem, EXPORT)
        problem = "this lists collections, without their requests"
        return DocumentProblem(place, problem, _FETCH)
    has_values = isinstance(value.get("values"), list)
    if has_values or keys & {"environment", "globals"}:
        is_globals = value.get("_postman_variable_scope") == "globals"
        kind = "globals" if is_globals or "globals" in keys else "environment"
        problem = f"this is a Postman {kind} file, not a collection"
        remedy = "Give the collection itself, and this file with -e"
        return DocumentProblem(place, problem, remedy)
    if keys == {"error"}:
        problem = "this is an error answer of Postman's API, not a collection"
        remedy = "Check the API key and the collection's id"
        return DocumentProblem(place, problem, remedy)
    return None


def _without_items(value: Object, place: str) -> DocumentProblem:
    """What is wrong with an object that may have been meant as a collection."""
    first_keys = [repr(key[:40]) for key in list(value)[:4]]
    keys = ", ".join(first_keys)
    problem = f"this is no Postman collection: a JSON object with {keys}"
    if "info" in value:
        problem = 'it has no "item", the list of requests'
    elif not value:
        problem = "this is an empty JSON object, not a collection"
    return DocumentProblem(place, problem, EXPORT)
