"""A v3 tree in, the same in the shape of v2.1 out (postman-format 1.5).

A tree is a directory of YAML files: the paths below it, with `/`, and the bytes of each.
Which file is what, its path says. Directories are worked off from the deepest, without
recursion.
"""

from __future__ import annotations

import re
from collections import defaultdict
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

Names = tuple[str, ...]
"""The names of the folders that lead to an item: what definitions say, not directories."""

_HIDDEN = ".resources"
# DOTALL: a file name may contain a line break.
_REQUEST = re.compile(r"(.*)\.request\.ya?ml", re.DOTALL)
_EXAMPLE = re.compile(r"(.*)\.example\.ya?ml", re.DOTALL)
_DEFINITION = ("definition.yaml", "definition.yml")


def is_tree_file(path: str) -> bool:
    """Whether a file of this path is a part of a v3 tree."""
    *above, name = path.split("/")
    if name in _DEFINITION:
        return above[-1:] == [_HIDDEN]
    match = _REQUEST.fullmatch(name) or _EXAMPLE.fullmatch(name)
    return match is not None


_ByStem = dict[str, V3File]


@dataclass(slots=True)
class _Files:
    """The files of one directory by their stems; the definition says what it is called."""

    requests: _ByStem = field(default_factory=_ByStem)
    examples: _ByStem = field(default_factory=_ByStem)
    definition: V3File | None = None


_Directories = dict[Directory, _Files]


@dataclass(frozen=True, slots=True)
class _Tree:
    """The files of a collection by directory, and the notices about them."""

    name: str
    directories: _Directories
    notices: list[Notice] = field(default_factory=list[Notice])

    def files_in(self, directory: Directory) -> _Files:
        return self.directories.get(directory, _Files())

    def folders(self) -> list[Directory]:
        """Every directory that is a folder, and all above them, deepest first."""
        known: set[Directory] = {()}
        for directory, files in self.directories.items():
            if files.requests or files.definition is not None:
                known.update(_and_above(directory))
        return sorted(known, key=lambda folder: (-len(folder), folder))

    def name_of(self, folder: Directory) -> str:
        """The name in the definition of a folder, or that of its directory."""
        own = folder[-1] if folder else self.name
        definition = self.files_in(folder).definition
        if definition is None:
            return own
        return name_of(definition, own)

    def locate(self, file: V3File, names: Names) -> V3File:
        """The file with its place in the collection; its notices go to the tree."""
        return V3File(file.place, file.document, self.notices, names)


def _and_above(directory: Directory) -> Iterator[Directory]:
    for length in range(len(directory) + 1):
        yield directory[:length]


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to be converted: the directory that it is, and the names that lead to it."""

    directory: Directory
    names: Names
    files: _Files


def reads_tree(document: Document) -> bool:
    """Whether a document is a directory with files of a v3 collection."""
    return any(map(is_tree_file, document.files))


def convert_tree(document: Document) -> Converted:
    """The collection in a directory. If that is one request alone, it is named after it.

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
    files = _Files(requests={stem: file})
    tree = _Tree(name_of(file, stem), {(): files})
    return _convert(tree)


def _parse_files(files: Mapping[str, bytes], place: str) -> _Directories:
    directories: _Directories = {}
    problems: list[DocumentProblem] = []
    for path, source in sorted(files.items()):
        if not is_tree_file(path):
            continue
        at = f"{place}/{path}" if place else path
        try:
            text = read_text(source, at)
            file = parse_file(text, at)
        except InputError as error:
            problems.extend(error.problems)
        else:
            _put(directories, path, file)
    if problems:
        raise InputError(*problems)
    return directories


def _put(directories: _Directories, path: str, file: V3File) -> None:
    *above, name = path.split("/")
    is_definition = name in _DEFINITION
    if is_definition:
        above.pop()  # it is in `.resources` of the directory that it defines
    files = directories.setdefault(tuple(above), _Files())
    if is_definition:
        files.definition = file
    elif request := _REQUEST.fullmatch(name):
        files.requests[request[1]] = file
    elif example := _EXAMPLE.fullmatch(name):
        files.examples[example[1]] = file


def _convert(tree: _Tree) -> Converted:
    children = defaultdict[Directory, list[Sibling]](list)
    root: Object = {}
    # The deepest come first: what is in a folder is converted before the folder itself.
    for folder in _folders(tree):
        directory = folder.directory
        siblings = children.pop(directory, [])
        siblings.extend(_items(tree, folder))
        root = _folder(tree, folder, sorted_by_order(siblings))
        if directory:
            definition = folder.files.definition
            order = definition.order if definition else None
            sibling = Sibling(order, directory[-1], root)
            children[directory[:-1]].append(sibling)
    _report_unused(tree)
    return Converted(root, tuple(tree.notices))


def _folders(tree: _Tree) -> list[_Folder]:
    """The folders, deepest first; the last is the collection."""
    directories = tree.folders()
    names: dict[Directory, Names] = {(): ()}
    folders: list[_Folder] = []
    for directory in reversed(directories):
        if directory:
            above = names[directory[:-1]]
            names[directory] = (*above, tree.name_of(directory))
        files = tree.files_in(directory)
        folders.append(_Folder(directory, names[directory], files))
    return folders[::-1]


def _items(tree: _Tree, folder: _Folder) -> Iterator[Sibling]:
    for stem, found in folder.files.requests.items():
        name = name_of(found, stem)
        file = tree.locate(found, (*folder.names, name))
        directory = _examples_directory(folder.directory, stem, file)
        examples = _examples(tree, directory, file)
        item = convert_item(file, name, examples)
        if item is not None:
            yield Sibling(file.order, stem, item)


def _examples(tree: _Tree, directory: Directory, request: V3File) -> list[Json]:
    """The examples of a request. They are taken out of the tree: what is left is unused."""
    parent = request.top.value
    siblings: list[Sibling] = []
    examples = tree.files_in(directory).examples
    for stem, found in examples.items():
        file = tree.locate(found, request.names)
        example = convert_example(file, name_of(found, stem), parent)
        siblings.append(Sibling(found.order, stem, example))
    examples.clear()
    return sorted_by_order(siblings)


def _examples_directory(directory: Directory, stem: str, request: V3File) -> Directory:
    """Where the examples of a request are: where it says, from its own directory."""
    path = request.top.text("examples")
    if path is None:
        return (*directory, _HIDDEN, f"{stem}.resources", "examples")
    found = list(directory)
    for step in path.replace("\\", "/").split("/"):
        if step == "..":
            del found[-1:]  # above the top is the top: nothing is read but the tree
        elif step not in ("", "."):
            found.append(step)
    return tuple(found)


def _folder(tree: _Tree, folder: _Folder, items: list[Json]) -> Object:
    name = tree.name_of(folder.directory)
    definition = folder.files.definition
    if definition is None:
        return {"name": name, "item": items}
    file = tree.locate(definition, folder.names)
    top = file.top
    top.check_keys("collection")
    converted: Object = {
        "name": name,
        "item": items,
        "id": top.text("id"),
        "description": top.text("description"),
        "auth": convert_auth(top),
        "event": convert_scripts(top),
        "variable": convert_variables(top, "variables"),
    }
    return Placed.at(file.spot(), converted)


def _report_unused(tree: _Tree) -> None:
    for files in tree.directories.values():
        for found in files.examples.values():
            file = tree.locate(found, ())
            file.top.notice(Code.UNUSED_FILE)
