"""Parts of a v3 file in, the same in the shape of v2.1 out (postman-format 1.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postkiln.diagnostics.codes import Code
from postkiln.postman.javascript import Json, Object, listing, mapping
from postkiln.postman.text.yaml import Plain, is_true, rows_of
from postkiln.postman.v3.files import KNOWN, V3File, V3Map

_DIGITS = re.compile(r"\d+", re.ASCII)
_FLAGS = ("disabled", "enabled", "secret")
_LISTEN = {"beforeRequest": "prerequest", "afterResponse": "test"}
# Scripts of a definition may be for gRPC and others, whose requests are left out.
_SENT_OVER_HTTP = ("", "http", "graphql")


def convert_rows(parent: V3Map, key: str, kind: str = "row") -> list[Json] | None:
    """Rows given as a list or as a map; None where the member is missing."""
    member = parent.value.get(key)
    if isinstance(member, dict | list):
        return list(_rows(parent, key, kind))
    if member is not None:
        parent.reject(key, "a list or a map")
    return None


def _rows(parent: V3Map, key: str, kind: str) -> Iterator[Json]:
    for step, row in rows_of(parent.value[key]):
        here = parent.below(row, key, *step)
        if not isinstance(row, dict):
            wanted = "a map with a key and a value"
            here.notice(Code.UNUSABLE_VALUE, key="row", wanted=wanted)
            continue
        here.check_keys(kind)
        yield {name: _member(name, each) for name, each in row.items()}


def _member(key: str, value: Json) -> Json:
    if key in _FLAGS:
        return is_true(value)
    return _value(value)


def _value(value: Json) -> Json:
    # A plain scalar is text to those who read the v2.1 shape.
    if isinstance(value, str):
        return str(value)
    return value


def convert_environment(file: V3File) -> Object:
    """An environment or globals file, as JSON has it."""
    top = file.top
    top.check_keys("environment")
    values = convert_rows(top, "values", "variable")
    return {"name": top.text("name"), "values": values}


def convert_variables(parent: V3Map, key: str) -> list[Json]:
    """Variables; one without a value (it is in Postman's Vault) is empty."""
    rows = convert_rows(parent, key, "variable") or []
    for row in map(mapping, rows):
        if row.get("value") is None:
            row["value"] = ""
    return rows


def convert_auth(parent: V3Map) -> Json:
    """The auth; None where it is inherited, or is one that v2.1 cannot express."""
    auth = _single_auth(parent)
    if auth is None:
        return None
    auth.check_keys("auth")
    if auth.value.get("rules"):
        auth.notice(Code.MULTI_AUTH, case="rules")
        return None
    kind = auth.word("type") or "inherit"
    if kind == "inherit":
        return None
    credentials = _credentials(auth.value.get("credentials"))
    return {"type": kind, kind: list(credentials)}


def _single_auth(parent: V3Map) -> V3Map | None:
    """The auth, which may be alone in a list; None and a notice for several."""
    member = parent.value.get("auth")
    match listing(member):
        case []:
            auth = parent.below(member, "auth")
        case [member]:
            auth = parent.below(member, "auth", 0)
        case choices:
            parent.notice(Code.MULTI_AUTH, "auth", count=len(choices))
            return None
    if member not in (None, []) and not isinstance(member, dict):
        auth.notice(Code.UNUSABLE_VALUE, key="auth", wanted="a map with a type")
    return auth


def _credentials(value: Json) -> Iterator[Json]:
    for _, row in rows_of(value):
        if isinstance(row, dict):
            typed = _typed(row.get("value"))
            yield {**row, "value": typed}


def _typed(value: Json) -> Json:
    """A flag of an auth is a boolean: "false" as text would be true to Postman."""
    if isinstance(value, Plain) and value.lower() in ("true", "false"):
        return is_true(value)
    return _value(value)


def convert_body(parent: V3Map) -> Json:
    """The body of a request; None for none."""
    body = parent.map("body")
    body.check_keys("body")
    kind = body.word("type") or "none"
    match kind:
        case "none":
            return None
        case "json" | "text" | "xml" | "html" | "javascript":
            options: Json = {"raw": {"language": kind}}
            return {"mode": "raw", "raw": body.text("content"), "options": options}
        case "urlencoded" | "formdata":
            return {"mode": kind, kind: convert_rows(body, "content", "field")}
        case "file" | "graphql":
            content = mapping(body.value.get("content"))
            values: Object = {key: _value(each) for key, each in content.items()}
            return {"mode": kind, kind: values}
        case _:
            parent.reject("body", f"of a type that Postman has, not {kind[:40]!r}")
            return None


def convert_scripts(parent: V3Map) -> Json:
    """Scripts; those of definitions say which kind of request they are for."""
    scripts = parent.value.get("scripts")
    if scripts is not None and not isinstance(scripts, list):
        parent.reject("scripts", "a list")
    return list(_scripts(parent))


def _scripts(parent: V3Map) -> Iterator[Json]:
    scripts = listing(parent.value.get("scripts"))
    for at, member in enumerate(scripts):
        script = parent.below(member, "scripts", at)
        script.check_keys("script")
        # `beforeRequest` in a request, `http:beforeRequest` in a definition.
        protocol, _, kind = script.word("type").rpartition(":")
        listen = _LISTEN.get(kind)
        if listen is None:
            wanted = "beforeRequest or afterResponse"
            script.notice(Code.UNUSABLE_VALUE, key="type", wanted=wanted)
        elif protocol in _SENT_OVER_HTTP:
            yield {
                "listen": listen,
                "script": {"exec": script.text("code")},
                "disabled": is_true(script.value.get("disabled")),
            }


def convert_settings(parent: V3Map) -> Json:
    """Settings under the names that v2.1 has for them, flags and numbers cast."""
    settings = parent.map("settings")
    settings.check_keys("settings")
    found: Object = {}
    for key, value in settings.value.items():
        if key in KNOWN["settings"]:
            found[key] = _setting(value)
    disabled = settings.value.get("disabledSystemHeaders")
    if isinstance(disabled, list):
        names = [str(name) for name in disabled if isinstance(name, str)]
        found["disabledSystemHeaders"] = dict.fromkeys(names, True)
    return found


def _setting(value: Json) -> Json:
    if isinstance(value, Plain) and _DIGITS.fullmatch(value):
        return int(value[:18])  # more digits than any setting has
    return _typed(value)
