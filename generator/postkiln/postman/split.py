"""A document in, a document for each collection in it out.

A source is the bytes of a file, or the files of a directory by their paths below it.
Several collections come in data dumps, in lists, in zips, and in directories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from postkiln.diagnostics.errors import DocumentProblem, InputError, Source
from postkiln.postman.javascript import Json, Object, listing, mapping
from postkiln.postman.text.archive import MAGIC, unzip
from postkiln.postman.text.decode import parse, read_text
from postkiln.postman.text.json_parts import part_ranges
from postkiln.postman.v3.convert import is_tree_file
from postkiln.postman.versions import is_whole, list_keys

_SEVERAL = re.compile(r'\s*\[|\s*\{.*?"collections"\s*:\s*\[', re.DOTALL)
_WORKSPACE = re.compile(r"(?:(.*)/)?collections/([^/]+)/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The positions of collections in a list: that under `key`, or the document itself."""

    key: str | None
    positions: list[int]


def split(source: Source, place: str) -> tuple[tuple[str, Source], ...]:
    """(place, source) of each collection in a document; of one, the document itself.

    Raises InputError for a directory or a zip without any.
    """
    if not isinstance(source, bytes):
        return tuple(_split_directory(source, place))
    if source.startswith(MAGIC):
        return tuple(_split_directory(unzip(source, place), place))
    return tuple((place, each) for each in _split_file(source, place))


def _split_directory(
    files: Mapping[str, bytes], place: str
) -> Iterator[tuple[str, Source]]:
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
    found = dict.fromkeys(match[0].removesuffix("/") for match in matches)
    if found:
        return list(found)
    if name == "collections":
        return list(dict.fromkeys(_top(path) for path in paths if "/" in path))
    return [_only_directory(paths)]


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


def _split_json_files(
    files: Mapping[str, bytes], place: str
) -> Iterator[tuple[str, Source]]:
    is_empty = True
    for path, source in sorted(files.items()):
        if path.lower().endswith(".json") and _may_be_collection(source):
            is_empty = False
            at = f"{place}/{path}"
            for each in _split_file(source, at):
                yield at, each
    if is_empty:
        problem = "there is no Postman collection in it"
        remedy = "Give a collection file, or the directory of a v3 collection"
        raise InputError(DocumentProblem(place, problem, remedy))


def _may_be_collection(source: bytes) -> bool:
    """Whether a file among others is worth reading: others are not refused but skipped."""
    plain = source.replace(b"\0", b"")  # UTF-16
    if any(f'"{key}"'.encode() in plain for key in list_keys()):
        return True
    return b'"info"' in plain and b'"schema"' in plain


def _split_file(source: bytes, place: str) -> Iterator[bytes]:
    """The collections of a file. What is wrong with it is for `load` to say."""
    try:
        text = read_text(source, place)
        value = parse(text, place).value if _SEVERAL.match(text) else None
    except InputError:
        yield source
        return
    rows = _collections(value)
    if rows is None:
        yield source
    else:
        yield from _cut(text, rows)


def _collections(value: Json) -> _Rows | None:
    """Where a document holds whole collections; None where it is read as one."""
    key = None if isinstance(value, list) else "collections"
    members = listing(value if key is None else mapping(value).get(key))
    whole = [at for at, member in enumerate(members) if _is_whole(mapping(member))]
    is_one = key is None and len(whole) == 1
    return _Rows(key, whole) if whole and not is_one else None


def _is_whole(row: Object) -> bool:
    inner = mapping(row.get("collection")) or row
    return is_whole(inner)


def _cut(text: str, rows: _Rows) -> Iterator[bytes]:
    """Each collection as a document of its own, on the lines where it stood."""
    above = () if rows.key is None else (rows.key,)
    for part in part_ranges(text, [(*above, at) for at in rows.positions]):
        column = part.start - text.rfind("\n", 0, part.start) - 1
        before = "\n" * text.count("\n", 0, part.start) + " " * column
        yield (before + text[part.start : part.end]).encode("utf-8", "surrogatepass")
