"""`Lock` <-> the text of a lock file: TOML, sorted, a line for each thing that may change.

So a diff shows what changed, and two branches that add requests merge. Python reads TOML
and does not write it, so the few forms that a lock needs are written here.
"""

from __future__ import annotations

import json
import keyword
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, cast

from postkiln.diagnostics.errors import UsageError
from postkiln.lockfile.records import (
    ClassNames,
    FolderNames,
    ItemNames,
    Lock,
    SecretPlace,
    SharedPlace,
)

HEAD = (
    "# The names of this client, kept by postkiln: regenerating renames none of them.\n"
)
"""The first line of every lock. A file with another one is not a lock of postkiln's."""

_VERSION = 1
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_MERGE_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)


def render_lock(lock: Lock) -> str:
    """The text of a lock."""
    note = "# Commit this file. A name is changed in the configuration, not here.\n\n"
    lines = "".join(f"{line}\n" for line in _lines(lock))
    return HEAD + note + lines


def _lines(lock: Lock) -> Iterator[str]:
    yield f"version = {_VERSION}"
    if lock.options:
        yield ""
        yield "[options]"
        for variable, option in sorted(lock.options.items()):
            yield f"{_string(variable)} = {_string(option)}"
    for secret in sorted(lock.secrets, key=attrgetter("variable", "slot")):
        yield from _secret_lines(secret)
    for shared in sorted(lock.shared, key=attrgetter("variable")):
        yield from _entry_lines("[[shared]]", shared)
    for folder in sorted(lock.folders, key=attrgetter("path", "module")):
        yield from _entry_lines("[[folder]]", folder)
    for item in sorted(lock.items, key=attrgetter("path", "call", "sends", "shows")):
        yield from _entry_lines("[[item]]", item)
    for name, locked in sorted(lock.classes.items()):
        yield from _entry_lines(f"[class.{name}]", locked)


def _secret_lines(secret: SecretPlace) -> Iterator[str]:
    """Each of the paths, which may be many, has a line of its own."""
    yield ""
    yield "[[secret]]"
    yield f"slot = {_string(secret.slot)}"
    yield f"variable = {_string(secret.variable)}"
    yield "where = ["
    for path in sorted(secret.where):
        yield f"    {_value(path)},"
    yield "]"


def _entry_lines(
    header: str, entry: FolderNames | ItemNames | ClassNames | SharedPlace
) -> Iterator[str]:
    """A line for each field that is not empty."""
    yield ""
    yield header
    for field in fields(entry):
        value = getattr(entry, field.name)
        if value:
            yield f"{field.name} = {_value(value)}"


def _value(value: Any) -> str:
    match value:
        case str():
            return _string(value)
        case tuple():
            strings = map(_string, cast("tuple[str, ...]", value))
            return f"[{', '.join(strings)}]"
        case _:
            return _inline_table(cast("Mapping[str, str]", value))


def _inline_table(table: Mapping[str, str]) -> str:
    pairs: list[str] = []
    for key, name in sorted(table.items()):
        pairs.append(f"{_string(key)} = {_string(name)}")
    return f"{{ {', '.join(pairs)} }}"


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def _string(text: str) -> str:
    """A basic string of TOML. JSON writes all characters as TOML does, except DEL."""
    quoted = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
    # Neither TOML nor UTF-8 can hold one: it becomes the replacement character.
    return _LONE_SURROGATE.sub("\\\\uFFFD", quoted)


def read_lock(source: bytes, place: str) -> Lock:
    """The lock in a file; `place` names it in errors.

    Raises UsageError where postkiln did not write the file, or it is damaged.
    """
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _damaged(place, f"not UTF-8: {error.reason}") from error
    if not text.startswith(HEAD):
        raise UsageError(
            f"{place}: is not a lock file of postkiln's. Move it, or name another package"
        )
    if _MERGE_CONFLICT.search(text):
        raise _damaged(place, "contains an unresolved merge conflict")
    try:
        return _lock(tomllib.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(place, f"cannot be read: {error}") from error


def _damaged(place: str, problem: str) -> UsageError:
    remedy = "Restore it from version control, or delete it, and all names are new"
    return UsageError(f"{place}: {problem}. {remedy}")


def _lock(table: dict[str, Any]) -> Lock:
    if table["version"] != _VERSION:
        raise ValueError(f"version {table['version']} is of another postkiln")
    return Lock(
        items=tuple(map(_item, table.get("item", ()))),
        folders=tuple(map(_folder, table.get("folder", ()))),
        options=_names(table.get("options", {})),
        secrets=tuple(map(_secret, table.get("secret", ()))),
        shared=tuple(map(_shared, table.get("shared", ()))),
        classes=_classes(table.get("class", {})),
    )


def _classes(table: dict[str, Any]) -> dict[str, ClassNames]:
    return {_name(name): _class(each) for name, each in table.items()}


def _item(table: dict[str, Any]) -> ItemNames:
    return ItemNames(
        path=_strings(table.get("path", [])),
        call=_checked_string(table.get("call", "")),
        sends=_checked_string(table.get("sends", "")),
        shows=_checked_string(table.get("shows", "")),
        folder=_name(table["folder"]),
        id=_checked_string(table.get("id", "")),
        method=_name(table["method"]),
        arguments=_names(table.get("arguments", {})),
        values=_decisions(table.get("values", {})),
        classes=_names(table.get("classes", {})),
    )


def _decisions(table: dict[str, Any]) -> dict[str, str]:
    return {key: _checked_string(value) for key, value in table.items()}


def _folder(table: dict[str, Any]) -> FolderNames:
    return FolderNames(
        path=_strings(table.get("path", [])),
        id=_checked_string(table.get("id", "")),
        attribute=_name(table["attribute"]),
        module=_name(table["module"]),
        resource=_name(table["resource"]),
    )


def _secret(table: dict[str, Any]) -> SecretPlace:
    # Older locks have the variable as `hole`.
    variable = table["hole"] if "hole" in table else table["variable"]
    return SecretPlace(
        slot=_checked_string(table["slot"]),
        variable=_checked_string(variable),
        where=tuple(map(_strings, table["where"])),
    )


def _shared(table: dict[str, Any]) -> SharedPlace:
    return SharedPlace(
        slot=_checked_string(table["slot"]),
        variable=_checked_string(table["variable"]),
        origins=_strings(table["origins"]),
    )


def _class(table: dict[str, Any]) -> ClassNames:
    return ClassNames(
        shape=_checked_string(table.get("shape", "")),
        inner=_names(table.get("inner", {})),
        fields=_names(table.get("fields", {})),
    )


def _names(table: dict[str, Any]) -> dict[str, str]:
    return {key: _name(value) for key, value in table.items()}


def _strings(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(_checked_string, values))


def _checked_string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} must be a string")
    return value


def _name(value: Any) -> str:
    """A name that becomes source code, so it must be a plain identifier."""
    name = _checked_string(value)
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise ValueError(f"{name!r} is not a Python name")
    return name
