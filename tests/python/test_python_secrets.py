"""A literal in a secret's place is in no generated file and no notice."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.laws import examples

import postkiln

Parts = dict[str, Any]
"""Members of a request; those of `document`, if any, go to the collection itself."""

SECRETS = st.text("abcdefgXYZ0123456789'\"\\-_.~+é", min_size=4, max_size=24).map(
    lambda text: f"Zq{text}7K"  # no word of ours
)


def _auth(kind: str, **parameters: str) -> Parts:
    rows = [{"key": key, "value": value} for key, value in parameters.items()]
    return {"auth": {"type": kind, kind: rows}}


def _header(key: str, value: str, *, disabled: bool = False) -> Parts:
    return {"header": [{"key": key, "value": value, "disabled": disabled}]}


def _query(key: str, value: str) -> Parts:
    return {"url": {"host": ["{{h}}"], "query": [{"key": key, "value": value}]}}


def _variable(value: str, **more: str) -> Parts:
    variable = {"key": "k", "value": value, **more}
    use = {"url": f"{{{{h}}}}/{{{{{variable['key']}}}}}"}
    return {**use, "document": {"variable": [variable]}}


def _form(mode: str, key: str, value: str) -> Parts:
    return {"body": {"mode": mode, mode: [{"key": key, "value": value}]}}


def _raw(text: str) -> Parts:
    return {"body": {"mode": "raw", "raw": text}}


PLACES: Mapping[str, Callable[[str], Parts]] = {
    "bearer": lambda s: _auth("bearer", token=s),
    "basic password": lambda s: _auth("basic", username="u", password=s),
    "basic user": lambda s: _auth("basic", username=s, password="{{p}}"),
    "apikey": lambda s: _auth("apikey", key="X-K", value=s, **{"in": "header"}),
    "apikey in query": lambda s: _auth("apikey", key="k", value=s, **{"in": "query"}),
    "oauth2": lambda s: _auth("oauth2", accessToken=s, clientSecret=s),
    "oauth1": lambda s: _auth("oauth1", consumerSecret=s, tokenSecret=s),
    "digest": lambda s: _auth("digest", username="u", password=s),
    "hawk": lambda s: _auth("hawk", authId="u", authKey=s),
    "awsv4": lambda s: _auth("awsv4", accessKey="u", secretKey=s),
    "ntlm": lambda s: _auth("ntlm", username="u", password=s),
    "collection auth": lambda s: {"document": _auth("bearer", token=s)},
    "Authorization": lambda s: _header("Authorization", s),
    "Authorization with a scheme": lambda s: _header("authorization", f"Bearer {s}"),
    "Authorization disabled": lambda s: _header("Authorization", s, disabled=True),
    "Proxy-Authorization": lambda s: _header("Proxy-Authorization", s),
    "Cookie": lambda s: _header("Cookie", f"session={s}"),
    "X-Api-Key": lambda s: _header("X-Api-Key", s),
    "X-Auth-Token": lambda s: _header("X-Auth-Token", s),
    "query api_key": lambda s: _query("api_key", s),
    "query access_token": lambda s: _query("access_token", s),
    "variable named so": lambda s: _variable(s, key="access_token"),
    "variable marked so": lambda s: _variable(s, type="secret"),
    "urlencoded": lambda s: _form("urlencoded", "client_secret", s),
    "formdata": lambda s: _form("formdata", "password", s),
    "JSON body": lambda s: _raw(json.dumps({"password": s})),
    "text body": lambda s: _raw(f"password={s}"),
    "description": lambda s: {"description": f"Call it with api_key={s}"},
    "GraphQL query": lambda s: {
        "body": {
            "mode": "graphql",
            "graphql": {"query": f"mutation {{ login(password: {json.dumps(s)}) }}"},
        }
    },
    "GraphQL": lambda s: {
        "body": {
            "mode": "graphql",
            "graphql": {"query": "{a}", "variables": json.dumps({"password": s})},
        }
    },
}


def _collection(parts: Parts, *, twice: bool) -> bytes:
    """One request with `parts`, or two in different folders."""
    document = parts.get("document", {})
    request = {k: v for k, v in parts.items() if k != "document"}
    item = {
        "name": "Call",
        "request": {"method": "POST", "url": "https://h.example/p", **request},
        "response": [
            {"name": "ok", "code": 200, "body": "{}", "originalRequest": request}
        ],
    }
    folders = [{"name": f"F{n}", "item": [item]} for n in range(1 + twice)]
    return json.dumps({"info": {"name": "Shop"}, "item": folders, **document}).encode()


def _leaks(secret: str, text: str) -> bool:
    """Whether a text holds a secret, spelled as it is or as a literal would be."""
    spellings = {secret, json.dumps(secret)[1:-1], repr(secret)[1:-1]}
    return any(spelling in text for spelling in spellings)


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=examples(8))
@given(secret=SECRETS, twice=st.booleans())
def test_a_secret_is_never_written(place: str, secret: str, twice: bool) -> None:
    source = _collection(PLACES[place](secret), twice=twice)
    result = postkiln.generate(source, place="shop.json")
    assert [path for path, text in result.files.items() if _leaks(secret, text)] == []
    assert not any(_leaks(secret, str(notice)) for notice in result.notices)


@settings(max_examples=examples(20))
@given(st.text("abcdefXYZ0123456789", min_size=32, max_size=48))
def test_a_key_beside_a_variable_is_never_written(text: str) -> None:
    secret = f"{text}aZ09"
    for value in (f"{{{{x}}}} {secret}", f"Bearer {secret} {{{{x}}}}"):
        parts = {**_auth("bearer", token=value), **_header("Authorization", value)}
        result = postkiln.generate(_collection(parts, twice=False), place="shop.json")
        assert not any(_leaks(secret, text) for text in result.files.values())


@pytest.mark.parametrize("place", ["X-Shop", "Accept-Language"])
def test_what_is_no_secret_is_written(place: str) -> None:
    result = postkiln.generate(
        _collection(_header(place, "Zqplain7K"), twice=False), place="x"
    )
    assert any(_leaks("Zqplain7K", text) for text in result.files.values())


@settings(max_examples=examples(20))
@given(secret=SECRETS)
def test_a_secret_of_an_environment_is_never_written(secret: str) -> None:
    values = [
        {"key": "who", "value": secret, "type": "secret"},
        {"key": "password", "value": secret},
    ]
    environment = json.dumps({"name": "Staging", "values": values}).encode()
    result = postkiln.generate(
        _collection({"url": "{{h}}/{{who}}/{{password}}"}, twice=True),
        place="shop.json",
        environments=[("staging.json", environment)],
    )
    assert not any(_leaks(secret, text) for text in result.files.values())
