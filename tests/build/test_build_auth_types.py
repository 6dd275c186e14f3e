"""The table of auth types and the classes of the runtime say the same."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from build.trees import api_of, bearer, calls, entries, item

import postkiln.runtime.auth as room
from postkiln.model.api import HeaderEntry
from postkiln.model.auth_types import AUTH_TYPES, AuthType
from postkiln.runtime.auth.flow import Auth

SHARED = {"__init__", "credentials", "flow"}
"""Modules of the room that are no types."""


def fields_of(kind: AuthType) -> dict[str, Field[Any]]:
    module = import_module(f"postkiln.runtime.auth.{kind.module}")
    made: Any = getattr(module, kind.constructor)
    found = {each.name: each for each in fields(made)}
    assert issubclass(made, Auth)
    return found


@pytest.mark.parametrize("name", AUTH_TYPES)
def test_each_parameter_of_a_type_is_one_of_its_class(name: str) -> None:
    kind = AUTH_TYPES[name]
    known = fields_of(kind)
    mapped = (kind.needed, kind.optional, kind.plain, kind.flags)
    named = {*kind.positional, *(each for group in mapped for each in group)}
    assert named <= set(known)
    assert {each for each in kind.flags if known[each].default is not False} == set()


@pytest.mark.parametrize("name", AUTH_TYPES)
def test_what_a_class_needs_is_given(name: str) -> None:
    kind = AUTH_TYPES[name]
    required = {
        each.name for each in fields_of(kind).values() if each.default is MISSING
    }
    assert required <= {*kind.positional, *kind.needed}


def test_each_type_of_the_runtime_stands_in_the_table() -> None:
    (folder,) = room.__path__
    modules = {path.stem for path in Path(folder).glob("*.py")}
    assert modules - SHARED == {kind.module for kind in AUTH_TYPES.values()}


@pytest.mark.parametrize("name", AUTH_TYPES)
def test_secrets_do_not_show_in_the_repr(name: str) -> None:
    kind, known = AUTH_TYPES[name], fields_of(AUTH_TYPES[name])
    shown = {each for each in (*kind.needed, *kind.optional) if known[each].repr}
    assert shown <= {"username", "access_key", "consumer_key", "id"}


def test_a_type_without_secrets_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    row = AuthType("x_test", "XTest", plain={"header": "headerName"}, replaces="x-test")
    table = {**AUTH_TYPES, "x-test": row}
    monkeypatch.setattr("postkiln.build.request.auths.AUTH_TYPES", table)
    for reader in ("auths", "auth_template"):
        monkeypatch.setattr(f"postkiln.build.request.{reader}.KINDS", table)
    own = entries(("Authorization", "Basic {{a}}"), ("X-Test", "1"))
    parameters = (("headerName", "X-Hash"),)
    block = replace(bearer(""), type="x-test", parameters=parameters)
    api = api_of(item(headers=own, auth=block))
    (only,) = calls(api)
    assert only.auth is not None
    assert only.auth.parameters == (("header", "X-Hash"),)
    assert only.headers == (HeaderEntry("Authorization", "Basic {{a}}"),)


@pytest.mark.parametrize("name", AUTH_TYPES)
def test_each_type_of_the_table_is_read(name: str) -> None:
    needed = AUTH_TYPES[name].needed.values()
    keys = (*needed, "accessToken", "key", "value")
    parameters = tuple((key, "{{x}}") for key in keys)
    block = replace(bearer(""), type=name, parameters=parameters)
    (only,) = calls(api_of(item(auth=block)))
    assert only.auth is not None
    assert only.auth.kind == name
