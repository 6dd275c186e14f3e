"""A document in, a document for each collection in it out.

A source is the bytes of a file, or the files of a directory by their paths below it.
Several collections come in data dumps, in lists, in zips, and in directories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from postkiln.diagnostics.errors import InputError, Source
from postkiln.diagnostics.places import Steps
from postkiln.postman.javascript import Json, Object, listing, mapping
from postkiln.postman.text.archive import MAGIC, unzip
from postkiln.postman.text.decode import parse, read_text
from postkiln.postman.text.json_parts import part_ranges
from postkiln.postman.v3.convert import is_tree_file
from postkiln.postman.versions import is_whole, list_keys

# What may hold several collections. Nothing else is parsed here: `load` does it.
_SEVERAL = re.compile(r'\s*\[|\s*\{.*?"collections"\s*:\s*\[', re.DOTALL)
_WORKSPACE = re.compile(r"(?:(.*)/)?collections/([^/]+)/", re.DOTALL)


Part = tuple[str, Source]
"""The place and the source of one collection."""


def split(source: Source, place: str) -> tuple[Part, ...]:
    """(place, source) of each collection in a document; of one, the document itself.

    Raises InputError for a directory or a zip without any.
    """
    if isinstance(source, bytes) and source.startswith(MAGIC):
        source = unzip(source, place)
    if isinstance(source, bytes):
        return tuple(_split_file(source, place))
    return tuple(_split_directory(source, place))


def _split_directory(files: Mapping[str, bytes], place: str) -> Iterator[Part]:
    paths = sorted(filter(is_tree_file, files))
    if not paths:
        yield from _split_json_files(files, place)
        return
    for root in _roots(paths, PurePosixPath(place).name):
        if root == "":
            yield place, {path: files[path] for path in paths}
        else:
            below = _below(root, paths)
            yield f"{place}/{root}", {path: files[f"{root}/{path}"] for path in below}


def _below(root: str, paths: list[str]) -> list[str]:
    """The paths in a directory, from there."""
    start = f"{root}/"
    return [path.removeprefix(start) for path in paths if path.startswith(start)]


def _roots(paths: list[str], name: str) -> list[str]:
    """The directories that are collections, of all below one called `name`.

    Those in `collections`, where there are any; else the directory itself, or the only
    one in it.
    """
    matches = filter(None, map(_WORKSPACE.match, paths))
    found = [match[0].removesuffix("/") for match in matches]
    if not found and name != "collections":
        return [_only_directory(paths)]
    if not found:
        found = [_top(path) for path in paths if "/" in path]
    return list(dict.fromkeys(found))


def _top(path: str) -> str:
    top, _, _ = path.partition("/")
    return top


def _only_directory(paths: list[str]) -> str:
    """The path to the first directory that has more in it than one other; "" is the top."""
    root: list[str] = []
    inner = paths
    while True:
        tops = set(map(_top, inner))
        top = tops.pop()
        if tops or top == ".resources" or is_tree_file(top):
            return "/".join(root)
        root.append(top)
        inner = _below(top, inner)


def _split_json_files(files: Mapping[str, bytes], place: str) -> Iterator[Part]:
    is_empty = True
    for path, source in sorted(files.items()):
        if path.lower().endswith(".json") and _may_be_collection(source):
            is_empty = False
            yield from _split_file(source, f"{place}/{path}")
    if is_empty:
        problem = "there is no Postman collection in it"
        remedy = "Give a collection file, or the directory of a v3 collection"
        raise InputError.at(place, problem, remedy)


def _may_be_collection(source: bytes) -> bool:
    """Whether a file among others is worth reading: others are not refused but skipped."""
    plain = source.replace(b"\0", b"")  # UTF-16
    if any(f'"{key}"'.encode() in plain for key in list_keys()):
        return True
    return b'"info"' in plain and b'"schema"' in plain


def _split_file(source: bytes, place: str) -> Iterator[Part]:
    """The collections of a file. What is wrong with it is for `load` to say."""
    try:
        text = read_text(source, place)
        collections = _collections(text, place)
    except InputError:
        yield place, source
        return
    if not collections:
        yield place, source
        return
    for document in _cut(text, collections):
        yield place, document


def _collections(text: str, place: str) -> list[Steps]:
    """The steps to the collections in a document; none where it is read as one."""
    if not _SEVERAL.match(text):
        return []
    value = parse(text, place).value
    if isinstance(value, list):
        found = _whole(value, ())
        # A list of one collection is read as that collection.
        return found if len(found) > 1 else []
    members = mapping(value).get("collections")
    return _whole(listing(members), ("collections",))


def _whole(members: list[Json], above: Steps) -> list[Steps]:
    """The steps to the members of a list that are whole collections."""
    found: list[Steps] = []
    for at, member in enumerate(members):
        if _is_whole(mapping(member)):
            found.append((*above, at))
    return found


def _is_whole(row: Object) -> bool:
    inner = mapping(row.get("collection")) or row
    return is_whole(inner)


def _cut(text: str, collections: list[Steps]) -> Iterator[bytes]:
    """Each collection as a document of its own, on the lines where it stood."""
    for part in part_ranges(text, collections):
        lines = "\n" * text.count("\n", 0, part.start)
        column = part.start - text.rfind("\n", 0, part.start) - 1
        document = lines + " " * column + text[part.start : part.end]
        yield document.encode("utf-8", "surrogatepass")
