"""The keys of a configured client: each setting, checked, or an error that names its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast, get_args

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.errors import UsageError
from postkiln.diagnostics.nearest import did_you_mean
from postkiln.diagnostics.notices import code_in, unknown_code
from postkiln.results import EnvPrefix, ValueRole, check_env_prefix, is_package_name


def check_package(name: str) -> str:
    """`name` itself; UsageError unless a package can be imported by it."""
    if is_package_name(name):
        return name
    raise UsageError(
        f"{name!r} is not a name for a Python package. Use letters, digits and _, and do "
        "not start with a digit"
    )


def table_of(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise UsageError(f"{where}: must be a table of settings, not {_kind(value)}")
    # str(): YAML's keys may be of any type. One that is not a string is an unknown key.
    table = cast("dict[object, object]", value)
    return {str(key): setting for key, setting in table.items()}


def refuse_unknown(
    table: Mapping[str, object], known: Iterable[str], where: str
) -> None:
    names = tuple(known)
    for key in table:
        if key not in names:
            raise UsageError(f"{where}: unknown key {key!r}. {_suggestion(key, names)}")


def _suggestion(key: str, names: Sequence[str]) -> str:
    return did_you_mean(key, names) or f"Known: {', '.join(names)}"


def _string(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise UsageError(f"{where}: must be a non-empty string, not {_kind(value)}")
    if "\0" in value:
        raise UsageError(f"{where}: must not contain a NUL character")
    return value


def _package(value: object, where: str) -> str:
    name = _string(value, where)
    try:
        return check_package(name)
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from error


def _env_prefix(value: object, where: str) -> EnvPrefix:
    if value is False:
        return False
    return check_env_prefix(_string(value, where), where)


def _strings(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UsageError(f"{where}: must be a list of strings, not {_kind(value)}")
    return tuple(_string(each, where) for each in cast("list[object]", value))


def _ignored(value: object, where: str) -> tuple[str, ...]:
    patterns = _strings(value, where)
    for pattern in patterns:
        code = code_in(pattern)
        if code not in list(Code):
            raise UsageError(f"{where}: {unknown_code(code)}")
    return patterns


def _names(value: object, where: str) -> dict[str, str]:
    table = table_of(value, where)
    return {key: _string(name, f"{where}.{key}") for key, name in table.items()}


def _values(value: object, where: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for pattern, entries in table_of(value, where).items():
        inside = f"{where}.{pattern}"
        found[pattern] = {
            name: _role(role, f"{inside}.{name}")
            for name, role in table_of(entries, inside).items()
        }
    return found


def _role(value: object, where: str) -> str:
    role = _string(value, where)
    roles = get_args(ValueRole)
    if role not in roles:
        raise UsageError(
            f"{where}: a value cannot be {role!r}. {_suggestion(role, roles)}"
        )
    return role


def _kind(value: object) -> str:
    match value:
        case None | "":
            return "nothing"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return f"a {type(value).__name__}"


KEYS: Mapping[str, Callable[[object, str], Any]] = {
    "collection": _string,
    "output": _string,
    "package": _package,
    "environments": _strings,
    "include": _strings,
    "exclude": _strings,
    "dicts": _strings,
    "objects": _strings,
    "names": _names,
    "values": _values,
    "ignore": _ignored,
    "pull": _string,
    "env_prefix": _env_prefix,
    "class": _string,
}
