"""A lock as text, and back: TOML, sorted, a line for each thing that may change alone.

So a diff says what changed, and two branches that add requests merge.
"""

from __future__ import annotations

import json
import keyword
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, cast

from postkiln.diagnostics.errors import UsageError
from postkiln.lockfile.records import (
    ClassNames,
    FolderNames,
    ItemNames,
    Lock,
    SecretPlace,
)

HEAD = (
    "# The names of this client, kept by postkiln: regenerating renames none of them.\n"
)
"""The first line of every lock: what has another one is not ours."""

_VERSION = 1
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)


def written(lock: Lock) -> str:
    """The text of a lock."""
    return (
        HEAD
        + "# Commit this file. A name is changed in the configuration, not here.\n\n"
        + ("\n".join(_lines(lock)) + "\n")
    )


def _lines(lock: Lock) -> Iterator[str]:
    yield f"version = {_VERSION}"
    yield f"locals = {_value(tuple(sorted(lock.locals)))}"
    if lock.options:
        yield from ("", "[options]")
        yield from (f"{_text(k)} = {_text(v)}" for k, v in sorted(lock.options.items()))
    for secret in sorted(lock.secrets, key=lambda each: (each.hole, each.slot)):
        yield from _secret_lines(secret)
    for folder in sorted(lock.folders, key=lambda each: (each.path, each.module)):
        yield from _entry("folder", folder)
    for item in sorted(lock.items, key=_place):
        yield from _entry("item", item)
    for name, kept in sorted(lock.classes.items()):
        yield from ("", f"[class.{name}]", *_values(kept))


def _place(item: ItemNames) -> tuple[object, ...]:
    return (item.path, item.call, item.sends, item.shows)


def _secret_lines(secret: SecretPlace) -> Iterator[str]:
    """Places are many, so each has a line of its own."""
    yield from ("", "[[secret]]", f"slot = {_text(secret.slot)}")
    yield from (f"hole = {_text(secret.hole)}", "where = [")
    yield from (f"    {_value(path)}," for path in sorted(secret.where))
    yield "]"


def _entry(kind: str, entry: FolderNames | ItemNames) -> Iterator[str]:
    yield from ("", f"[[{kind}]]", *_values(entry))


def _values(entry: FolderNames | ItemNames | ClassNames) -> Iterator[str]:
    """A line for each field that says something."""
    for each in fields(entry):
        value = getattr(entry, each.name)
        if value:
            yield f"{each.name} = {_value(value)}"


def _value(value: Any) -> str:
    match value:
        case str():
            return _text(value)
        case tuple():
            return f"[{', '.join(map(_text, cast('tuple[str, ...]', value)))}]"
        case _:
            pairs = sorted(cast("Mapping[str, str]", value).items())
            return "{ " + ", ".join(f"{_text(k)} = {_text(v)}" for k, v in pairs) + " }"


_ESCAPED = re.compile("[\x7f\ud800-\udfff]")


def _text(text: str) -> str:
    """A basic string of TOML. JSON writes them so, but for DEL; lone surrogates go."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda m: "\\u007F" if m[0] == "\x7f" else "\\uFFFD", quoted)


def read_lock(source: bytes, place: str) -> Lock:
    """The lock in a file. UsageError: it is none that postkiln wrote, or was damaged."""
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _damaged(place, f"not UTF-8: {error.reason}") from error
    if not text.startswith(HEAD):
        raise UsageError(
            f"{place}: is no lock of postkiln's. Move it, or name another package"
        )
    if _CONFLICT.search(text):
        raise _damaged(place, "holds the marks of a merge conflict")
    try:
        return _lock(tomllib.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(place, f"cannot be read: {error}") from error


def _damaged(place: str, problem: str) -> UsageError:
    remedy = "Take it from version control, or delete it to have all names chosen anew"
    return UsageError(f"{place}: {problem}. {remedy}")


def _lock(table: dict[str, Any]) -> Lock:
    if table["version"] != _VERSION:
        raise ValueError(f"version {table['version']} is of another postkiln")
    return Lock(
        items=tuple(map(_item, table.get("item", ()))),
        folders=tuple(map(_folder, table.get("folder", ()))),
        options=_names(table.get("options", {})),
        locals=_texts(table["locals"]),
        secrets=tuple(map(_secret, table.get("secret", ()))),
        classes={
            _name(name): _class(each) for name, each in table.get("class", {}).items()
        },
    )


def _item(table: dict[str, Any]) -> ItemNames:
    return ItemNames(
        path=_texts(table.get("path", [])),
        call=_str(table.get("call", "")),
        sends=_str(table.get("sends", "")),
        shows=_str(table.get("shows", "")),
        folder=_name(table["folder"]),
        id=_str(table.get("id", "")),
        method=_name(table["method"]),
        arguments=_names(table.get("arguments", {})),
        constants=_texts(table.get("constants", [])),
        classes=_names(table.get("classes", {})),
    )


def _folder(table: dict[str, Any]) -> FolderNames:
    return FolderNames(
        path=_texts(table.get("path", [])),
        id=_str(table.get("id", "")),
        attribute=_name(table["attribute"]),
        module=_name(table["module"]),
        resource=_name(table["resource"]),
    )


def _secret(table: dict[str, Any]) -> SecretPlace:
    where = tuple(map(_texts, table["where"]))
    return SecretPlace(_str(table["slot"]), _str(table["hole"]), where)


def _class(table: dict[str, Any]) -> ClassNames:
    return ClassNames(
        _str(table.get("shape", "")),
        _names(table.get("inner", {})),
        _names(table.get("fields", {})),
    )


def _names(table: dict[str, Any]) -> dict[str, str]:
    return {key: _name(value) for key, value in table.items()}


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(_str, values))


def _str(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} must be a text")
    return value


def _name(value: Any) -> str:
    """A name that becomes source: nothing but a plain identifier may."""
    if not _NAME.fullmatch(_str(value)) or keyword.iskeyword(value):
        raise ValueError(f"{value!r} is no name of Python")
    return cast("str", value)
