"""A v3 tree in, the same in the shape of v2.1 out (postman-format 1.5).

A tree is a directory of YAML files: the paths below it, with `/`, and the bytes of each.
Which file is what, its path says. Directories are worked off from the deepest, without
recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.errors import InputError, Problem
from postkiln.diagnostics.notices import Notice
from postkiln.postman.document import Converted, Document
from postkiln.postman.javascript import Json, Object, Placed
from postkiln.postman.text.decode import read_text
from postkiln.postman.v3.files import V3File, is_request, parse_file, sorted_by_order
from postkiln.postman.v3.items import convert_example, convert_item, name_of
from postkiln.postman.v3.parts import convert_auth, convert_scripts, convert_variables

Way = tuple[str, ...]
"""The directories that lead to a file."""

_HIDDEN = ".resources"
_REQUEST = re.compile(r"(.*)\.request\.ya?ml", re.DOTALL)
_EXAMPLE = re.compile(r"(.*)\.example\.ya?ml", re.DOTALL)
_DEFINITION = ("definition.yaml", "definition.yml")


def is_tree_file(path: str) -> bool:
    """Whether a file of this path is a part of a v3 tree."""
    *way, name = path.split("/")
    is_definition = name in _DEFINITION and way[-1:] == [_HIDDEN]
    return bool(is_definition or _REQUEST.fullmatch(name) or _EXAMPLE.fullmatch(name))


@dataclass(frozen=True, slots=True)
class _Tree:
    """What is where: requests and definitions by directory, examples by theirs."""

    requests: dict[Way, dict[str, V3File]] = field(
        default_factory=dict[Way, dict[str, V3File]]
    )
    examples: dict[Way, dict[str, V3File]] = field(
        default_factory=dict[Way, dict[str, V3File]]
    )
    definitions: dict[Way, V3File] = field(default_factory=dict[Way, V3File])
    notices: list[Notice] = field(default_factory=list[Notice])

    def ways(self) -> list[Way]:
        """Every directory that holds something, and all above them, deepest first."""
        known = dict.fromkeys([(), *self.requests, *self.definitions])
        for way in list(known):
            for end in range(len(way)):
                known.setdefault(way[:end])
        return sorted(known, key=lambda way: (-len(way), way))

    def name(self, way: Way, whole: str) -> str:
        """The name of a directory: what its definition says, or what it is called."""
        own = way[-1] if way else whole
        found = self.definitions.get(way)
        return own if found is None else name_of(found, own)


def reads_tree(document: Document) -> bool:
    """Whether a document is a directory with files of a v3 collection."""
    return any(map(is_tree_file, document.files))


def convert_tree(document: Document) -> Converted:
    """The collection in a directory; a lone request in it is a collection by its name.

    Raises InputError for all files at once that are no YAML.
    """
    tree = _sorted_out(document.files, document.place)
    name = PurePosixPath(document.place).name
    lone = [*tree.requests.get((), {}).items()]
    if tree.ways() == [()] and len(lone) == 1 and not tree.definitions:
        name = name_of(lone[0][1], lone[0][0])
    return _converted(tree, name)


def reads_request(document: Document) -> bool:
    """Whether a document is the YAML file of one request."""
    return is_request(document.text)


def convert_request(document: Document) -> Converted:
    """A collection of the one request in a file, named after it. Raises InputError."""
    name = PurePosixPath(document.place).name
    match = _REQUEST.fullmatch(name)
    stem = match[1] if match else name.partition(".")[0]
    file = parse_file(document.text, document.place)
    return _converted(_Tree({(): {stem: file}}), name_of(file, stem))


def _converted(tree: _Tree, name: str) -> Converted:
    nodes: dict[Way, list[tuple[Json, str, Object]]] = {}
    names: dict[Way, tuple[str, ...]] = {(): ()}
    ways = tree.ways()
    for way in reversed(ways):
        if way:
            names[way] = (*names[way[:-1]], tree.name(way, name))
    root: Object = {}
    for way in ways:
        rows = nodes.pop(way, [])
        rows.extend(_items(tree, way, names[way]))
        definition = tree.definitions.get(way)
        root = _folder(tree, definition, list(sorted_by_order(rows)), names[way])
        root["name"] = tree.name(way, name)
        if way:
            order = definition.root.get("order") if definition else None
            nodes.setdefault(way[:-1], []).append((order, way[-1], root))
    _report_unused(tree)
    return Converted(root, tuple(tree.notices))


def _sorted_out(files: Mapping[str, bytes], place: str) -> _Tree:
    tree, problems = _Tree(), list[Problem]()
    for path, source in sorted(files.items()):
        if not is_tree_file(path):
            continue
        try:
            at = f"{place}/{path}" if place else path
            file = parse_file(read_text(source, at), at)
        except InputError as error:
            problems.extend(error.problems)
            continue
        _put(tree, path, file)
    if problems:
        raise InputError(*problems)
    return tree


def _put(tree: _Tree, path: str, file: V3File) -> None:
    *above, name = path.split("/")
    way = tuple(above)
    if request := _REQUEST.fullmatch(name):
        tree.requests.setdefault(way, {})[request[1]] = file
    elif example := _EXAMPLE.fullmatch(name):
        tree.examples.setdefault(way, {})[example[1]] = file
    else:
        tree.definitions[way[:-1]] = file


def _named(file: V3File, names: tuple[str, ...], tree: _Tree) -> V3File:
    """The file with its place in the collection; its notices go to the tree."""
    return V3File(file.place, file.document, tree.notices, names)


def _items(
    tree: _Tree, way: Way, above: tuple[str, ...]
) -> Iterator[tuple[Json, str, Object]]:
    for stem, found in tree.requests.get(way, {}).items():
        name = name_of(found, stem)
        file = _named(found, (*above, name), tree)
        examples = list(_examples(tree, way, stem, file))
        item = convert_item(file, name, examples)
        if item is not None:
            yield file.root.get("order"), stem, item


def _examples(tree: _Tree, way: Way, stem: str, file: V3File) -> Iterator[Object]:
    where = _examples_of(way, stem, file)
    rows: list[tuple[Json, str, Object]] = []
    for name, found in tree.examples.pop(where, {}).items():
        example = _named(found, file.names, tree)
        saved = convert_example(example, name_of(found, name), file.root)
        rows.append((found.root.get("order"), name, saved))
    yield from sorted_by_order(rows)


def _examples_of(way: Way, stem: str, file: V3File) -> Way:
    """Where the examples of a request are: where it says, from its own directory."""
    said = file.text(file.root, "examples", ())
    if said is None:
        return (*way, _HIDDEN, f"{stem}.resources", "examples")
    found = list(way)
    for step in said.replace("\\", "/").split("/"):
        if step == "..":
            del found[-1:]
        elif step not in ("", "."):
            found.append(step)
    return tuple(found)


def _folder(
    tree: _Tree, found: V3File | None, items: list[Object], names: tuple[str, ...]
) -> Object:
    if found is None:
        return {"item": list[Json](items)}
    file = _named(found, names, tree)
    file.check(file.root, "collection")
    folder: Object = {
        "item": list[Json](items),
        "id": file.text(file.root, "id", ()),
        "description": file.text(file.root, "description", ()),
        "auth": convert_auth(file, file.root),
        "event": convert_scripts(file, file.root),
        "variable": convert_variables(file, file.root, "variables"),
    }
    return Placed.at(file.spot(), folder)


def _report_unused(tree: _Tree) -> None:
    for files in tree.examples.values():
        for file in files.values():
            _named(file, (), tree).notice(Code.UNUSED_FILE)
