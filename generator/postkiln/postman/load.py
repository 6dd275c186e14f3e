"""The two ways in: the source of a collection, or of an environment, to what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.errors import InputError, Problem, Source
from postkiln.diagnostics.notices import Notice, notice
from postkiln.diagnostics.places import Spot, Steps
from postkiln.postman.collection import Collection, Environment
from postkiln.postman.detect import environment_object, identify, refuse_text
from postkiln.postman.javascript import Object, description, mapping, string
from postkiln.postman.split import split
from postkiln.postman.text.decode import Decoded, parse, read_text, too_deep
from postkiln.postman.text.spans import doubles, positions
from postkiln.postman.text.structure_errors import FaultError, located, placed
from postkiln.postman.text.yaml import is_yaml_of
from postkiln.postman.v1.convert import convert, is_v1
from postkiln.postman.v2.items import read_tree
from postkiln.postman.v2.settings import read_id
from postkiln.postman.v2.variables import read_environment, read_variables
from postkiln.postman.v3.convert import convert_request, convert_tree
from postkiln.postman.v3.files import read_file
from postkiln.postman.v3.parts import convert_environment

Places = Callable[[Iterable[Steps]], Mapping[Steps, str]]
"""Finds the `file:line` of parts of a document."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A collection, what the user should know about its file, and where its parts stand."""

    collection: Collection
    notices: tuple[Notice, ...]
    places: Places

    def located(self, notices: Iterable[Notice]) -> tuple[Notice, ...]:
        """Notices with the lines they are about."""
        told = tuple(notices)
        places = self.places({each.spot.steps for each in told if each.spot.steps})
        return tuple(_located(each, places) for each in told)


def _located(notice: Notice, places: Mapping[Steps, str]) -> Notice:
    steps = notice.spot.steps
    spot = Spot(places.get(steps, ""), steps)
    return replace(notice, spot=spot) if steps else notice


def load(source: Source, place: str) -> Loaded:
    """The collection of a source; `place` names it in messages.

    Reads Collection v1, v2.0 and v2.1, the Postman API's envelope, a folder, an item, a
    list of items; v3 as a directory, a zip, or the file of one request.
    Raises InputError for anything else, saying what it is, and for several collections.
    """
    parts = split(source, place)
    if len(parts) != 1:
        problem = f"this holds {len(parts)} collections, not one"
        raise InputError(
            Problem(place, problem, "Take them one by one: postkiln.split()")
        )
    at, part = parts[0]
    return _load_bytes(part, at) if isinstance(part, bytes) else _load_tree(part, at)


def _load_tree(files: Mapping[str, bytes], place: str) -> Loaded:
    return _converted(*convert_tree(files, place), place)


def _converted(root: Object, told: Iterable[Notice], place: str) -> Loaded:
    try:
        collection, notices = _collection(root)
    except FaultError as error:
        raise placed(error, place) from error
    return Loaded(collection, (*told, *notices), lambda steps: {})


def _load_bytes(source: bytes, place: str) -> Loaded:
    text = read_text(source, place)
    if is_yaml_of(text, "request"):
        return _converted(*convert_request(source, place), place)
    refuse_text(text, place)
    decoded = parse(text, place)

    def places(wanted: Iterable[Steps]) -> Mapping[Steps, str]:
        return _lines(text, place, wanted)

    try:
        root, lost = identify(decoded.value, place), tuple[Notice, ...]()
        if is_v1(root):
            root, lost = convert(root)
        collection, notices = _collection(root)
    except RecursionError as error:
        # Writing a JSON value back to text can go deeper than reading it could.
        raise too_deep(place) from error
    except FaultError as error:
        raise located(error, text, place) from error
    doubled = _doubles(text, place, decoded)
    return Loaded(collection, (*doubled, *lost, *notices), places)


def _lines(text: str, place: str, wanted: Iterable[Steps]) -> Mapping[Steps, str]:
    """`file:line` of each part of a JSON document."""
    found: dict[Steps, str] = {}
    line, last = 1, 0
    for steps, at in sorted(positions(text, wanted).items(), key=lambda row: row[1]):
        line, last = line + text.count("\n", last, at), at
        found[steps] = f"{place}:{line}"
    return found


def load_environment(source: bytes, place: str) -> Environment:
    """The variables of an environment or globals file, JSON or YAML. Raises InputError."""
    text = read_text(source, place)
    if is_yaml_of(text, "environment"):
        file = read_file(source, place)
        found = read_environment(convert_environment(file))
        return replace(found, notices=tuple(file.notices))
    refuse_text(text, place)
    decoded = parse(text, place)
    found = read_environment(environment_object(decoded.value, place))
    return replace(found, notices=tuple(_doubles(text, place, decoded)))


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


def _doubles(text: str, place: str, decoded: Decoded) -> Iterator[Notice]:
    if not decoded.has_doubles:
        return
    found = [
        (text.count("\n", 0, at) + 1, key) for at, key in islice(doubles(text), 20)
    ]
    shown = ", ".join(f"{key[:40]!r} in line {line}" for line, key in found[:5])
    more = " and others" if len(found) > 5 else ""
    spot = Spot(f"{place}:{found[0][0]}")
    yield notice((), Code.DUPLICATE_KEY, keys=f"{shown}{more}", spot=spot)
