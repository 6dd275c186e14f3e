"""The source of a document in, the collection or the environment in it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.errors import InputError, Source
from postkiln.diagnostics.notices import Notice, notice
from postkiln.diagnostics.places import Spot, Steps
from postkiln.postman.collection import Collection, Environment
from postkiln.postman.detect import collection_object, environment_object, refuse_text
from postkiln.postman.document import Document
from postkiln.postman.split import split
from postkiln.postman.text.decode import Decoded, parse, read_text, too_deep
from postkiln.postman.text.json_parts import duplicate_keys, part_positions
from postkiln.postman.text.location import line_of
from postkiln.postman.text.structure_errors import (
    StructureError,
    json_error,
    yaml_error,
)
from postkiln.postman.v2.convert import read_collection
from postkiln.postman.v2.variables import read_environment
from postkiln.postman.v3.files import is_environment, parse_file
from postkiln.postman.v3.parts import convert_environment
from postkiln.postman.versions import Version, version_of

LineFinder = Callable[[Iterable[Steps]], Mapping[Steps, str]]
"""Finds the `file:line` of parts of a JSON document."""

_KEYS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class LoadedCollection:
    """A collection, notices about its document, and what finds the lines of its parts."""

    collection: Collection
    notices: tuple[Notice, ...]
    find_lines: LineFinder

    def with_lines(self, notices: Iterable[Notice]) -> tuple[Notice, ...]:
        """Notices with the lines they are about."""
        every = tuple(notices)
        steps = {each.spot.steps for each in every}
        steps.discard(())  # a notice without steps has its line already, or none
        lines = self.find_lines(steps)
        return tuple(_with_line(each, lines) for each in every)


def _with_line(each: Notice, lines: Mapping[Steps, str]) -> Notice:
    steps = each.spot.steps
    if not steps:
        return each
    spot = Spot(lines.get(steps, ""), steps)
    return replace(each, spot=spot)


def load(source: Source, place: str) -> LoadedCollection:
    """The collection of a source; `place` names it in messages.

    Reads Collection v1, v2.0 and v2.1, the Postman API's envelope, a folder, an item, a
    list of items; v3 as a directory, a zip, or the file of one request.
    Raises InputError for anything else, saying what it is, and for several collections.
    """
    parts = split(source, place)
    if len(parts) != 1:
        problem = f"this holds {len(parts)} collections, not one"
        remedy = "Take them one by one: postkiln.split()"
        raise InputError.at(place, problem, remedy)
    at, part = parts[0]
    if isinstance(part, bytes):
        text = read_text(part, at)
        return _load_file(text, at)
    files = Document(at, files=part)
    version = version_of(files)
    if version is None:
        raise InputError.at(at, "there is no collection in it", "Name another")
    return _load_yaml(files, version)


def _load_file(text: str, place: str) -> LoadedCollection:
    document = Document(place, text=text)
    version = version_of(document)
    if version is not None:
        return _load_yaml(document, version)
    refuse_text(text, place)
    return _load_json(text, place)


def _load_yaml(document: Document, version: Version) -> LoadedCollection:
    """A document whose converter says on which line each part stands."""
    converted = version.convert(document)
    try:
        collection, notices = read_collection(converted.root)
    except StructureError as error:
        raise yaml_error(error, document.place) from error
    notices = (*converted.notices, *notices)
    return LoadedCollection(collection, notices, lambda steps: {})


def _load_json(text: str, place: str) -> LoadedCollection:
    """A JSON document, whose parts are looked up in its text when a line is wanted."""
    decoded = parse(text, place)
    try:
        document, version = collection_object(decoded.value, place)
        converted = version.convert(document)
        collection, notices = read_collection(converted.root)
    except RecursionError as error:
        # Writing a JSON value back to text can go deeper than reading it could.
        raise too_deep(place) from error
    except StructureError as error:
        raise json_error(error, text, place) from error

    def find_lines(wanted: Iterable[Steps]) -> Mapping[Steps, str]:
        return _lines(text, place, wanted)

    duplicates = _duplicates(text, place, decoded)
    notices = (*duplicates, *converted.notices, *notices)
    return LoadedCollection(collection, notices, find_lines)


def _lines(text: str, place: str, wanted: Iterable[Steps]) -> Mapping[Steps, str]:
    """`file:line` of each part of a JSON document."""
    positions = part_positions(text, wanted)
    found: dict[Steps, str] = {}
    line = 1
    last = 0
    # Each line is counted from the part before: the text is read once.
    for steps in sorted(positions, key=positions.__getitem__):
        at = positions[steps]
        line += text.count("\n", last, at)
        last = at
        found[steps] = f"{place}:{line}"
    return found


def load_environment(source: bytes, place: str) -> Environment:
    """The variables of an environment or globals file, JSON or YAML. Raises InputError."""
    text = read_text(source, place)
    if is_environment(text):
        file = parse_file(text, place)
        converted = convert_environment(file)
        found = read_environment(converted)
        return replace(found, notices=tuple(file.notices))
    refuse_text(text, place)
    decoded = parse(text, place)
    root = environment_object(decoded.value, place)
    duplicates = tuple(_duplicates(text, place, decoded))
    return replace(read_environment(root), notices=duplicates)


def _duplicates(text: str, place: str, decoded: Decoded) -> Iterator[Notice]:
    """A notice about the keys that an object has twice, if there are any."""
    if not decoded.has_duplicate_keys:
        return
    found = list(islice(duplicate_keys(text), _KEYS_SHOWN + 1))
    shown: list[str] = []
    for at, key in found[:_KEYS_SHOWN]:
        shown.append(f"{key[:40]!r} in line {line_of(text, at)}")
    keys = ", ".join(shown)
    if len(found) > _KEYS_SHOWN:
        keys += " and others"
    first, _ = found[0]
    spot = Spot(f"{place}:{line_of(text, first)}")
    yield notice((), Code.DUPLICATE_KEY, keys=keys, spot=spot)
