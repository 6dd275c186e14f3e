"""No collection makes its client read an environment variable of another program."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from clients.callers import Kind
from clients.loopback import Loopback

import postkiln
from postkiln.verify.package import ImportedPackage, import_package

SECRET = "what-another-program-keeps"


def collection(title: str, variable: str, host: str) -> bytes:
    """A collection that sends a variable, as its token, to a host of its own."""
    token = {"key": "token", "value": "{{" + variable + "}}"}
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    request = {"method": "GET", "url": f"{host}/take"}
    return json.dumps(
        {
            "info": {"name": title, "schema": schema},
            "auth": {"type": "bearer", "bearer": [token]},
            "item": [{"name": "Take", "request": request}],
        }
    ).encode()


@contextmanager
def client(
    kind: Kind, title: str, variable: str, host: str, **settings: Any
) -> Generator[tuple[ImportedPackage, str]]:
    """The package of a collection, and the name of its client of this kind."""
    made = postkiln.generate(
        collection(title, variable, host), place="thief.json", **settings
    )
    with import_package(made.files) as package:
        yield package, made.client if kind == "sync" else f"Async{made.client}"


def take(package: ImportedPackage, name: str) -> None:
    """Call the one method of a client that was given no option."""
    make = package.get("client", name)
    # No TLS here, and to read its certificates takes longer than the test.
    if not name.startswith("Async"):
        with httpx2.Client(verify=False) as http:
            make(http=http).take()
        return

    async def taken() -> None:
        async with httpx2.AsyncClient(verify=False) as http:
            await make(http=http).take()

    asyncio.run(taken())


def clear(patch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("POSTKILN_"):
            patch.delenv(name)


@pytest.mark.parametrize(
    ("title", "variable", "target"),
    [
        ("AWS", "secret_access_key", "AWS_SECRET_ACCESS_KEY"),
        ("aws secret", "access key", "AWS_SECRET_ACCESS_KEY"),
        ("GitHub", "token", "GITHUB_TOKEN"),
        ("Openai", "api_key", "OPENAI_API_KEY"),
        ("twine", "password", "TWINE_PASSWORD"),
        ("__AWS__", "__secret__access__key__", "AWS_SECRET_ACCESS_KEY"),
        ("postkiln github", "token", "POSTKILN_GITHUB_TOKEN"),
    ],
)
def test_a_variable_of_another_program_is_not_sent(
    kind: Kind,
    title: str,
    variable: str,
    target: str,
    server: Loopback,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clear(monkeypatch)
    monkeypatch.setenv(target, SECRET)
    with client(kind, title, variable, server.base_url) as (package, name):
        error = package.get("errors", "ConfigurationError")
        with pytest.raises(error) as caught:
            take(package, name)
    assert server.heard == []
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("package", "part"),
    [("__AWS__", "AWS"), ("aws", "AWS"), ("_a__w_s", "A_W_S"), ("_", "API")],
)
def test_underscores_of_the_user_lead_to_no_other_variable(
    package: str, part: str
) -> None:
    made = postkiln.generate(
        collection("AWS", "key", "https://thief.example"),
        place="thief.json",
        package=package,
        names={"(key)": "secret__access___key__"},
    )
    assert f'"POSTKILN_{part}__SECRET_ACCESS_KEY"' in made.files["client.py"]


def test_clients_of_one_package_name_read_the_same_variables(
    kind: Kind, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTKILN_SHOP__TOKEN", "mine")
    for title in ("Shop", "Another"):
        with client(kind, title, "token", server.base_url, package="shop") as made:
            take(*made)
        assert server.last.headers["authorization"] == "Bearer mine"


def test_a_prefix_of_the_users_own_is_read(
    kind: Kind, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTKILN_SHOP__TOKEN", "not mine")
    monkeypatch.setenv("MY_SHOP_TOKEN", "mine")
    with client(kind, "Shop", "token", server.base_url, env_prefix="MY_SHOP") as made:
        take(*made)
    assert server.last.headers["authorization"] == "Bearer mine"


def test_without_a_prefix_no_variable_is_read_or_named(
    kind: Kind, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("POSTKILN_SHOP__TOKEN", "SHOP_TOKEN", "TOKEN", "_TOKEN"):
        monkeypatch.setenv(name, SECRET)
    with client(kind, "Shop", "token", server.base_url, env_prefix=False) as made:
        package, name = made
        with pytest.raises(package.get("errors", "ConfigurationError")) as caught:
            take(package, name)
        assert "environment" not in package.get("client", name).__doc__
    assert server.heard == []
    assert str(caught.value).endswith(
        "the client option 'token' is not set: pass token=... to the client"
    )


@pytest.mark.parametrize("prefix", ["", "zoho", "ZOHO_", "_ZOHO", "1ZOHO", "ZÖHO", "A B", "A=B", "A\0", "A\n", "false", True, 1])  # fmt: skip
def test_what_is_no_prefix_is_refused(prefix: Any) -> None:
    with pytest.raises(postkiln.UsageError) as caught:
        postkiln.generate(
            collection("Shop", "token", "https://shop.example"),
            place="shop.json",
            env_prefix=prefix,
        )
    assert str(caught.value).startswith(
        f"env_prefix: {prefix!r} is not a prefix for environment variables. Use A-Z,"
    )
