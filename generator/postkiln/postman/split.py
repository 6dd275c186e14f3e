"""A document in, a document for each collection in it out.

A source is the bytes of a file, or the files of a directory by their paths below it.
Several collections come in data dumps, in lists, in zips, and in directories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from postkiln.diagnostics.errors import InputError, Problem, Source
from postkiln.postman.javascript import Json, listing, mapping
from postkiln.postman.text.archive import MAGIC, unzip
from postkiln.postman.text.decode import parse, read_text
from postkiln.postman.text.json_parts import part_ranges
from postkiln.postman.v3.convert import is_tree_file

_SEVERAL = re.compile(r'\s*\[|\s*\{.*?"collections"\s*:\s*\[', re.DOTALL)
_WORKSPACE = re.compile(r"(?:(.*)/)?collections/([^/]+)/", re.DOTALL)


def split(source: Source, place: str) -> tuple[tuple[str, Source], ...]:
    """(place, source) of each collection in a document; of one, the document itself.

    Raises InputError for a directory or a zip without any.
    """
    if not isinstance(source, bytes):
        return tuple(_of_tree(source, place))
    if source.startswith(MAGIC):
        return tuple(_of_tree(unzip(source, place), place))
    return tuple((place, each) for each in _of_file(source, place))


def _of_tree(files: Mapping[str, bytes], place: str) -> Iterator[tuple[str, Source]]:
    paths = [path for path in files if is_tree_file(path)]
    if not paths:
        yield from _of_jsons(files, place)
        return
    for root in _roots(paths, PurePosixPath(place).name):
        below = f"{root}/" if root else ""
        part = {
            path.removeprefix(below): files[path]
            for path in paths
            if path.startswith(below)
        }
        yield f"{place}/{root}" if root else place, part


def _roots(paths: list[str], name: str) -> list[str]:
    """The directories that are collections, of all below one.

    Those in `collections`, where there are any; else the directory itself, or the only
    one in it.
    """
    found = dict.fromkeys(
        match[0][:-1] for path in sorted(paths) if (match := _WORKSPACE.match(path))
    )
    if found:
        return list(found)
    tops = dict.fromkeys(path.partition("/")[0] for path in sorted(paths))
    if name == "collections":
        return [top for top in tops if any(p.startswith(f"{top}/") for p in paths)]
    root = ""
    while (
        len(tops) == 1
        and not is_tree_file(next(iter(tops)))
        and ".resources" not in tops
    ):
        (top,) = tops
        root = f"{root}/{top}" if root else top
        below = [path.removeprefix(f"{root}/") for path in paths]
        tops = dict.fromkeys(path.partition("/")[0] for path in below)
    return [root]


def _of_jsons(files: Mapping[str, bytes], place: str) -> Iterator[tuple[str, Source]]:
    found = 0
    for path, source in sorted(files.items()):
        if path.lower().endswith(".json") and _may_be_collection(source):
            found += 1
            at = f"{place}/{path}"
            yield from ((at, each) for each in _of_file(source, at))
    if not found:
        problem = "there is no Postman collection in it"
        remedy = "Give a collection file, or the directory of a v3 collection"
        raise InputError(Problem(place, problem, remedy))


def _may_be_collection(source: bytes) -> bool:
    """Whether a file among others is worth reading: others are not refused but skipped."""
    plain = source.replace(b"\0", b"")  # UTF-16
    return any(key in plain for key in (b'"item"', b'"requests"')) or (
        b'"info"' in plain and b'"schema"' in plain
    )


def _of_file(source: bytes, place: str) -> Iterator[bytes]:
    """The collections of a file. What is wrong with it, the one says who loads it."""
    try:
        text = read_text(source, place)
        value = parse(text, place).value if _SEVERAL.match(text) else None
    except InputError:
        yield source
        return
    key, rows = _collections(value)
    yield from _cut(text, key, rows) if rows else (source,)


def _collections(value: Json) -> tuple[str, list[int]]:
    """Where a document holds whole collections: under which key, at which part_positions."""
    key = "" if isinstance(value, list) else "collections"
    rows = listing(value if isinstance(value, list) else mapping(value).get(key))
    whole = [at for at, row in enumerate(rows) if _is_whole(mapping(row))]
    return (key, whole) if len(whole) > 1 or key else ("", [])


def _is_whole(row: dict[str, Json]) -> bool:
    inner = mapping(row.get("collection")) or row
    return isinstance(inner.get("requests"), list) or (
        "info" in inner and isinstance(inner.get("item"), list)
    )


def _cut(text: str, key: str, rows: list[int]) -> Iterator[bytes]:
    """Each collection as a document of its own, on the lines where it stood."""
    steps = [(key, at) if key else (at,) for at in rows]
    for part in part_ranges(text, steps):
        column = part.start - text.rfind("\n", 0, part.start) - 1
        before = "\n" * text.count("\n", 0, part.start) + " " * column
        yield (before + text[part.start : part.end]).encode("utf-8", "surrogatepass")
