"""Parts of a v3 file in, the same in the shape of v2.1 out (postman-format 1.5)."""

from __future__ import annotations

from collections.abc import Iterator

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.places import Steps
from postkiln.postman.javascript import Json, Object, listing, mapping
from postkiln.postman.text.yaml import Plain, is_true, rows_of
from postkiln.postman.v3.files import KNOWN, V3File

_FLAGS = ("disabled", "enabled", "secret")
_RAW = ("json", "text", "xml", "html", "javascript")
_LISTEN = {"beforeRequest": "prerequest", "afterResponse": "test"}


def convert_rows(
    file: V3File, value: Object, key: str, steps: Steps, what: str = "row"
) -> list[Json] | None:
    """Rows given as a list or as a map; None where the member is missing."""
    member, here = value.get(key), (*steps, key)
    if member is not None and not isinstance(member, dict | list):
        file.wrong(key, "a list or a map", here)
    if not isinstance(member, dict | list):
        return None
    return list(_rows(file, member, here, what))


def _rows(file: V3File, member: Json, steps: Steps, what: str) -> Iterator[Json]:
    for step, row in rows_of(member):
        if not isinstance(row, dict):
            file.wrong("row", "a map with a key and a value", (*steps, *step))
            continue
        file.check(row, what, (*steps, *step))
        yield {
            key: is_true(each) if key in _FLAGS else _value(each)
            for key, each in row.items()
        }


def _value(value: Json) -> Json:
    # A plain scalar is text to those who read the v2.1 shape.
    return str(value) if isinstance(value, str) else value


def convert_environment(file: V3File) -> Object:
    """An environment or globals file, as JSON has it."""
    file.check(file.root, "environment")
    name = file.text(file.root, "name", ())
    return {
        "name": name,
        "values": convert_rows(file, file.root, "values", (), "variable"),
    }


def convert_variables(file: V3File, value: Object, key: str) -> list[Json]:
    """Variables; one without a value (a secret in a vault) is empty."""
    rows = convert_rows(file, value, key, (), "variable") or []
    for row in map(mapping, rows):
        if row.get("value") is None:
            row["value"] = ""
    return rows


def convert_auth(file: V3File, value: Object, steps: Steps = ()) -> Json:
    """The auth; None where it is inherited, or what v2.1 cannot say."""
    member, here = value.get("auth"), (*steps, "auth")
    if isinstance(member, list):
        if len(member) > 1:
            file.notice(Code.MULTI_AUTH, here, count=len(member))
            return None
        member, here = (member[0], (*here, 0)) if member else (None, here)
    if member is not None and not isinstance(member, dict):
        file.wrong("auth", "a map with a type", here)
    auth = mapping(member)
    file.check(auth, "auth", here)
    if auth.get("rules"):
        file.notice(Code.MULTI_AUTH, here, case="rules")
        return None
    kind = str(auth.get("type") or "inherit")
    if kind == "inherit":
        return None
    return {"type": kind, kind: _credentials(auth.get("credentials"))}


def _credentials(value: Json) -> Json:
    rows = (row for _, row in rows_of(value) if isinstance(row, dict))
    return [{**row, "value": _typed(row.get("value"))} for row in rows]


def _typed(value: Json) -> Json:
    """A flag of an auth is a boolean: "false" as text would be true to Postman."""
    is_flag = isinstance(value, Plain) and value.lower() in ("true", "false")
    return is_true(value) if is_flag else _value(value)


def convert_body(file: V3File, value: Object, steps: Steps = ()) -> Json:
    """The body of a request; None for none."""
    body, here = file.part(value, "body", steps), (*steps, "body")
    file.check(body, "body", here)
    kind, content = str(body.get("type") or "none"), body.get("content")
    if kind in _RAW:
        text = file.text(body, "content", here)
        return {"mode": "raw", "raw": text, "options": {"raw": {"language": kind}}}
    match kind:
        case "none":
            return None
        case "urlencoded" | "formdata":
            return {
                "mode": kind,
                kind: convert_rows(file, body, "content", here, "field"),
            }
        case "file" | "graphql":
            inner = {k: _value(v) for k, v in mapping(content).items()}
            return {"mode": kind, kind: inner}
        case _:
            file.wrong("body", f"of a type that Postman has, not {kind[:40]!r}", here)
            return None


def convert_scripts(file: V3File, value: Object) -> Json:
    """Scripts; those of definitions say which kind of request they are for."""
    scripts = value.get("scripts")
    if scripts is not None and not isinstance(scripts, list):
        file.wrong("scripts", "a list", ("scripts",))
    return list(_scripts(file, listing(scripts)))


def _scripts(file: V3File, scripts: list[Json]) -> Iterator[Json]:
    for at, script in enumerate(map(mapping, scripts)):
        file.check(script, "script", ("scripts", at))
        protocol, _, kind = str(script.get("type") or "").rpartition(":")
        listen = _LISTEN.get(kind)
        if listen is None:
            file.wrong("type", "beforeRequest or afterResponse", ("scripts", at))
        elif protocol in ("", "http", "graphql"):
            code = file.text(script, "code", ("scripts", at))
            off = is_true(script.get("disabled"))
            yield {"listen": listen, "script": {"exec": code}, "disabled": off}


def convert_settings(file: V3File, value: Object) -> Json:
    """Settings under the names that v2.1 has for them, flags and numbers cast."""
    settings = file.part(value, "settings", ())
    file.check(settings, "settings", ("settings",))
    found: Object = {
        key: _setting(each)
        for key, each in settings.items()
        if key in KNOWN["settings"]
    }
    disabled = settings.get("disabledSystemHeaders")
    if isinstance(disabled, list):
        names = (str(name) for name in disabled if isinstance(name, str))
        found["disabledSystemHeaders"] = dict.fromkeys(names, True)
    return found


def _setting(value: Json) -> Json:
    if isinstance(value, Plain):
        if value.isdecimal() and value.isascii():
            return int(value[:18])
        return _typed(value)
    return _value(value)
