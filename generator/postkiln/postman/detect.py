"""A JSON value in, the root object of a collection and its version out.

Other documents are refused by name.

Sources: postman-format 1.1 for what Postman writes, each format's own required members
for the others.
"""

from __future__ import annotations

import re

from postkiln.diagnostics.errors import InputError, Problem
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
from postkiln.postman.versions import Version, version_of

_IMPORT = "Import it into Postman and export it from there as Collection v2.1"
_FETCH = "Fetch one of them: postman:<its uid>"
_SINGLE = "Give each collection a file of its own"

# How the first lines of documents begin that are no JSON.
_TEXTS = (
    (r"<!doctype html|<html|<head|<body", "an HTML page", "Download the file itself, not the page that shows it"),
    (r"<", "an XML document", EXPORT),
    (r"[\"']?openapi[\"']?\s*:", "an OpenAPI document in YAML", _IMPORT),
    (r"[\"']?swagger[\"']?\s*:", "a Swagger document in YAML", _IMPORT),
    (r"[\"']?asyncapi[\"']?\s*:", "an AsyncAPI document in YAML", EXPORT),
    (r"[\"']?opencollection[\"']?\s*:", "a Bruno collection in YAML", _IMPORT),
    (r"_type:\s*export|type:\s*collection\.insomnia", "an Insomnia export in YAML", _IMPORT),
    (r"\$kind\s*:", "one YAML file of a v3 collection", "Give the directory of the collection"),
    (r"version https://git-lfs", "a pointer of Git LFS", "Fetch the file itself: git lfs pull"),
    (r"meta\s*\{", "a Bruno request", _IMPORT),
)  # fmt: skip


def refuse_text(text: str, place: str) -> None:
    """Raises InputError for a text that is plainly no JSON."""
    start = text.lstrip()[:4000]
    if start[0] in '{["' or start.startswith("<<<<<<< "):  # a merge's mark
        return
    for pattern, what, remedy in _TEXTS:
        if re.match(pattern, start, re.IGNORECASE) or (
            ":" in pattern and re.search(f"^(?:{pattern})", start, re.MULTILINE)
        ):
            raise _refusal(place, what, remedy)
    if re.match(r"(?:---|[\w$.-]+\s*:(?:\s|$)|[#%])", start):
        raise _refusal(place, "YAML", EXPORT)
    if not re.match(r"-?\d|(?:null|true|false)\b|NaN|-?Infinity|/[/*]", start):
        raise _refusal(place, "plain text", EXPORT)


def collection_object(value: Json, place: str) -> tuple[Document, Version]:
    """The object that holds the requests (postman-format 1.1), and the version it is of.

    A list of items and a bare item are wrapped into one; an API envelope is opened.
    Raises StructureError for a list that is none, InputError for everything else.
    """
    document = Document(place, root=_root(value, place, ()))
    version = version_of(document)
    if version is None:
        raise InputError(Problem(place, *_missing_items(document.root)))
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
            raise InputError(Problem(place, problem, EXPORT))


def _is_envelope(value: Object) -> bool:
    # An envelope in an envelope is none: it is one level deep.
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
        raise _refusal(place, *foreign)
    if described := _postman_format(value):
        raise InputError(Problem(place, *described))
    if fault := missing_list(value, (), steps):
        raise StructureError(fault)
    raise InputError(Problem(place, *_missing_items(value)))


def _is_collection(value: Object) -> bool:
    return version_of(Document("", root=value)) is not None


def _har_entry(value: Object) -> bool:
    return "startedDateTime" in value and isinstance(value.get("response"), dict)


def _root_of_list(value: list[Json], place: str) -> Object:
    collections = [row for row in value if isinstance(row, dict) and "info" in row]
    if len(collections) == 1 and len(value) == 1:
        return Placed.at(Spot("", (0,)), _root(collections[0], place, (0,)))
    if collections:
        problem = f"this is a list of {len(collections)} collections, not one"
        raise InputError(Problem(place, problem, _SINGLE))
    if any(isinstance(row, dict) and row.keys() & {"item", "request"} for row in value):
        return {"item": [_placed(row, at) for at, row in enumerate(value)]}
    what = "a list without a single item or folder" if value else "an empty list"
    raise _refusal(place, what, EXPORT)


def _placed(row: Json, at: int) -> Json:
    return Placed.at(Spot("", (at,)), row) if isinstance(row, dict) else row


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
    raise InputError(Problem(place, problem, remedy))


def _other(value: Object) -> str:
    """What was given as an environment."""
    if isinstance(value.get("environments"), list):
        return "a Postman data dump"
    if "item" in value or _is_collection(value):
        return "a collection"
    foreign = _foreign_format(value)
    return foreign[0] if foreign else "something without a list of values"


def _foreign_format(value: Object) -> tuple[str, str] | None:
    """Which other tool's document this is, and what to do with it."""
    kind = string(value.get("type"))
    for key, what, remedy in (
        ("openapi", "an OpenAPI document", _IMPORT),
        ("swagger", "a Swagger document", _IMPORT),
        ("asyncapi", "an AsyncAPI document", EXPORT),
        ("opencollection", "a Bruno collection", _IMPORT),
    ):
        if key in value:
            return what, remedy
    if "__export_format" in value or kind.startswith("collection.insomnia"):
        return "an Insomnia export", _IMPORT
    if isinstance(mapping(value.get("log")).get("entries"), list) or _har_entry(value):
        return "a HAR file (recorded traffic)", _IMPORT
    if any(_bruno_item(row) for row in listing(value.get("items"))):
        return "a Bruno collection", _IMPORT
    return None


def _bruno_item(value: Json) -> bool:
    return mapping(value).get("type") in ("http-request", "graphql-request", "http")


def _postman_format(value: Object) -> tuple[str, str] | None:
    """Problem and remedy for what Postman itself writes beside collections."""
    keys, collections = value.keys(), value.get("collections")
    if isinstance(collections, list) and "version" in keys:
        return "this is a Postman data dump without a collection", EXPORT
    if isinstance(collections, list):
        return "this lists collections, without their requests", _FETCH
    if keys & {"environment", "globals"} or isinstance(value.get("values"), list):
        scope = value.get("_postman_variable_scope")
        kind = "globals" if scope == "globals" or "globals" in keys else "environment"
        problem = f"this is a Postman {kind} file, not a collection"
        return problem, "Give the collection itself, and this file with -e"
    if keys == {"error"}:
        problem = "this is an error answer of Postman's API, not a collection"
        return problem, "Check the API key and the collection's id"
    return None


def _missing_items(value: Object) -> tuple[str, str]:
    """Problem and remedy for an object that may have been meant as a collection."""
    if "info" in value:
        return 'it has no "item", the list of requests', EXPORT
    if not value:
        return "this is an empty JSON object, not a collection", EXPORT
    keys = ", ".join(repr(key[:40]) for key in list(value)[:4])
    return f"this is no Postman collection: a JSON object with {keys}", EXPORT


def _refusal(place: str, what: str, remedy: str) -> InputError:
    return InputError(
        Problem(place, f"this is {what}, not a Postman collection", remedy)
    )
