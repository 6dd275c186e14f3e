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
from postkiln.diagnostics.errors import DocumentProblem, InputError
from postkiln.diagnostics.notices import Notice
from postkiln.postman.document import Converted, Document
from postkiln.postman.javascript import Json, Object, Placed
from postkiln.postman.text.decode import read_text
from postkiln.postman.v3.files import (
    Sibling,
    V3File,
    is_request,
    parse_file,
    sorted_by_order,
)
from postkiln.postman.v3.items import convert_example, convert_item, name_of
from postkiln.postman.v3.parts import convert_auth, convert_scripts, convert_variables

Directory = tuple[str, ...]
"""The names of the directories that lead to a file."""

_HIDDEN = ".resources"
_REQUEST = re.compile(r"(.*)\.request\.ya?ml", re.DOTALL)
_EXAMPLE = re.compile(r"(.*)\.example\.ya?ml", re.DOTALL)
_DEFINITION = ("definition.yaml", "definition.yml")


def is_tree_file(path: str) -> bool:
    """Whether a file of this path is a part of a v3 tree."""
    *above, name = path.split("/")
    if name in _DEFINITION:
        return above[-1:] == [_HIDDEN]
    return _REQUEST.fullmatch(name) is not None or _EXAMPLE.fullmatch(name) is not None


@dataclass(slots=True)
class _Files:
    """The files of one directory by their stems; the definition says what it is called."""

    requests: dict[str, V3File] = field(default_factory=dict[str, V3File])
    examples: dict[str, V3File] = field(default_factory=dict[str, V3File])
    definition: V3File | None = None


@dataclass(frozen=True, slots=True)
class _Tree:
    """The files of a collection by directory, and the notices about them."""

    name: str
    directories: dict[Directory, _Files] = field(
        default_factory=dict[Directory, _Files]
    )
    notices: list[Notice] = field(default_factory=list[Notice])

    def files_in(self, directory: Directory) -> _Files:
        return self.directories.get(directory, _Files())

    def folders(self) -> list[Directory]:
        """Every directory that is a folder, and all above them, deepest first."""
        known: dict[Directory, None] = {(): None}
        for directory, files in self.directories.items():
            if files.requests or files.definition is not None:
                known.update(dict.fromkeys(_and_above(directory)))
        return sorted(known, key=lambda folder: (-len(folder), folder))

    def name_of(self, folder: Directory) -> str:
        """The name of a folder: what its definition says, or what it is called."""
        own = folder[-1] if folder else self.name
        definition = self.files_in(folder).definition
        return own if definition is None else name_of(definition, own)

    def at(self, file: V3File, names: tuple[str, ...]) -> V3File:
        """The file with its place in the collection; its notices go to the tree."""
        return V3File(file.place, file.document, self.notices, names)


def _and_above(directory: Directory) -> list[Directory]:
    return [directory[:length] for length in range(len(directory) + 1)]


def reads_tree(document: Document) -> bool:
    """Whether a document is a directory with files of a v3 collection."""
    return any(map(is_tree_file, document.files))


def convert_tree(document: Document) -> Converted:
    """The collection in a directory; a lone request in it is a collection by its name.

    Raises InputError for all files at once that are no YAML.
    """
    directories = _parse_files(document.files, document.place)
    name = PurePosixPath(document.place).name
    tree = _Tree(name, directories)
    top = tree.files_in(())
    is_alone = tree.folders() == [()] and top.definition is None
    if is_alone and len(top.requests) == 1:
        ((stem, file),) = top.requests.items()
        tree = _Tree(name_of(file, stem), directories)
    return _convert(tree)


def reads_request(document: Document) -> bool:
    """Whether a document is the YAML file of one request."""
    return is_request(document.text)


def convert_request(document: Document) -> Converted:
    """A collection of the one request in a file, named after it. Raises InputError."""
    name = PurePosixPath(document.place).name
    match = _REQUEST.fullmatch(name)
    stem = match[1] if match else name.partition(".")[0]
    file = parse_file(document.text, document.place)
    directories: dict[Directory, _Files] = {(): _Files(requests={stem: file})}
    return _convert(_Tree(name_of(file, stem), directories))


def _parse_files(files: Mapping[str, bytes], place: str) -> dict[Directory, _Files]:
    directories: dict[Directory, _Files] = {}
    problems: list[DocumentProblem] = []
    for path, source in sorted(files.items()):
        if not is_tree_file(path):
            continue
        at = f"{place}/{path}" if place else path
        try:
            file = parse_file(read_text(source, at), at)
        except InputError as error:
            problems.extend(error.problems)
        else:
            _put(directories, path, file)
    if problems:
        raise InputError(*problems)
    return directories


def _put(directories: dict[Directory, _Files], path: str, file: V3File) -> None:
    *above, name = path.split("/")
    directory = tuple(above)
    if request := _REQUEST.fullmatch(name):
        directories.setdefault(directory, _Files()).requests[request[1]] = file
    elif example := _EXAMPLE.fullmatch(name):
        directories.setdefault(directory, _Files()).examples[example[1]] = file
    else:  # in `.resources` of the directory that it defines
        directories.setdefault(directory[:-1], _Files()).definition = file


def _convert(tree: _Tree) -> Converted:
    folders = tree.folders()
    names: dict[Directory, tuple[str, ...]] = {(): ()}
    for folder in reversed(folders):
        if folder:
            names[folder] = (*names[folder[:-1]], tree.name_of(folder))
    converted: dict[Directory, list[Sibling]] = {}
    root: Object = {}
    for folder in folders:
        inner = converted.pop(folder, [])
        items = sorted_by_order([*inner, *_items(tree, folder, names[folder])])
        root = _folder(tree, folder, items, names[folder])
        if folder:
            definition = tree.files_in(folder).definition
            order = definition.order if definition else None
            sibling = Sibling(order, folder[-1], root)
            converted.setdefault(folder[:-1], []).append(sibling)
    _report_unused(tree)
    return Converted(root, tuple(tree.notices))


def _items(tree: _Tree, folder: Directory, above: tuple[str, ...]) -> Iterator[Sibling]:
    for stem, found in tree.files_in(folder).requests.items():
        name = name_of(found, stem)
        file = tree.at(found, (*above, name))
        item = convert_item(file, name, _examples(tree, folder, stem, file))
        if item is not None:
            yield Sibling(file.order, stem, item)


def _examples(tree: _Tree, folder: Directory, stem: str, request: V3File) -> list[Json]:
    """The examples of a request. They are taken out of the tree: what is left is unused."""
    siblings: list[Sibling] = []
    files = tree.files_in(_examples_directory(folder, stem, request))
    for name, found in files.examples.items():
        file = tree.at(found, request.names)
        example = convert_example(file, name_of(found, name), request.top.value)
        siblings.append(Sibling(found.order, name, example))
    files.examples.clear()
    return sorted_by_order(siblings)


def _examples_directory(folder: Directory, stem: str, request: V3File) -> Directory:
    """Where the examples of a request are: where it says, from its own directory."""
    path = request.top.text("examples")
    if path is None:
        return (*folder, _HIDDEN, f"{stem}.resources", "examples")
    found = list(folder)
    for step in path.replace("\\", "/").split("/"):
        if step == "..":
            del found[-1:]
        elif step not in ("", "."):
            found.append(step)
    return tuple(found)


def _folder(
    tree: _Tree, folder: Directory, items: list[Json], names: tuple[str, ...]
) -> Object:
    definition = tree.files_in(folder).definition
    name = tree.name_of(folder)
    if definition is None:
        return {"name": name, "item": items}
    file = tree.at(definition, names)
    file.top.check_keys("collection")
    converted: Object = {
        "name": name,
        "item": items,
        "id": file.top.text("id"),
        "description": file.top.text("description"),
        "auth": convert_auth(file.top),
        "event": convert_scripts(file.top),
        "variable": convert_variables(file.top, "variables"),
    }
    return Placed.at(file.spot(), converted)


def _report_unused(tree: _Tree) -> None:
    for files in tree.directories.values():
        for file in files.examples.values():
            tree.at(file, ()).top.notice(Code.UNUSED_FILE)
