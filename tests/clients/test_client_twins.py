"""The sync and the async client are twins, and their copies and answers behave."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import FunctionType
from typing import Any

import pytest
from clients.generated import PACKAGES
from clients.loopback import Loopback, Said
from clients.shops import Shop

NO_TWIN = {"__enter__", "__exit__", "close", "__aenter__", "__aexit__", "aclose"}
"""What Python, and httpx2 after it, name otherwise in an async client."""

FOUR = Said(200, b"4", "application/json")

NO_CALL = {"__init__", "__repr__", "with_options"}


def twins(package: str) -> list[tuple[type, type]]:
    """Each client and resource class of a package with its async twin."""
    root, runtime = import_module(package), import_module(f"{package}._runtime.client")
    bases = (runtime.SyncClient, runtime.SyncResource)
    found: dict[type, type] = {}
    for module in walk_packages(root.__path__, f"{package}."):
        classes: dict[str, Any] = vars(import_module(module.name))
        for name, made in classes.items():
            if isinstance(made, type) and issubclass(made, bases):
                found[made] = classes[f"Async{name.removeprefix('Sync')}"]
    return list(found.items())


def as_sync(text: str | None) -> str:
    """A text about an async class as its twin says it."""
    return re.sub("Async|async |Sync", "", text or "")


def members(made: type) -> dict[str, Any]:
    """The methods of a class, and the resources that hang on it."""
    return {
        name: member
        for name, member in vars(made).items()
        if isinstance(member, FunctionType | cached_property) and name not in NO_TWIN
    }


def said(member: Any) -> tuple[str, str]:
    """The signature and the docstring of a member, without words for its kind."""
    function = member.func if isinstance(member, cached_property) else member
    return as_sync(str(inspect.signature(function))), as_sync(function.__doc__)


@pytest.mark.parametrize(
    ("package", "classes"), [("bookshop_client", 11), ("zoho_crm", 3)]
)
def test_twins_say_the_same(packages: Path, package: str, classes: int) -> None:
    pairs = twins(package)
    for made, other in pairs:
        mine, others = members(made), members(other)
        assert [(name, said(mine[name])) for name in mine] == [
            (name, said(others[name])) for name in others
        ]
        if "_runtime" not in made.__module__:
            assert as_sync(made.__doc__) == as_sync(other.__doc__)
    assert len(pairs) == classes


@pytest.mark.parametrize("package", PACKAGES.values())
def test_whatever_calls_is_a_coroutine_of_the_async_twin(
    packages: Path, package: str
) -> None:
    for made, other in twins(package):
        for name, member in members(made).items():
            if isinstance(member, FunctionType) and name not in NO_CALL:
                assert not inspect.iscoroutinefunction(member)
                assert inspect.iscoroutinefunction(vars(other)[name])


def test_a_copy_with_other_options_has_resources_of_its_own(
    client: Any, server: Loopback
) -> None:
    server.says = FOUR
    books = client.catalogue.books  # made before the copy is
    told = client.told(headers={"X-Who": "told"})
    assert told.catalogue.books.count() == 4
    assert server.last.headers["x-who"] == "told"
    assert books.count() == client.catalogue.books.count() == 4
    assert ["x-who" in heard.headers for heard in server.heard] == [True, False, False]


def test_a_copy_of_a_copy_keeps_what_it_was_told(client: Any, server: Loopback) -> None:
    server.says = FOUR
    told = client.told(headers={"X-Who": "told"})
    assert told.orders.target is told.orders.target
    told.told(strict=True).catalogue.books.count()
    assert server.last.headers["x-who"] == "told"
    assert server.last.headers["authorization"] == "Bearer t0ken"


def test_a_copy_is_strict_where_the_first_is_not(client: Any, server: Loopback) -> None:
    server.says = Said(200, b'"four"', "application/json")
    errors = import_module(f"{PACKAGES['bookshop']}.errors")
    count = client.catalogue.books.count
    strictly = client.told(strict=True).catalogue.books.count
    assert count() == "four"
    with pytest.raises(errors.DecodeError):
        strictly()
    assert count() == "four"


COPIES: Mapping[str, Callable[[Any], Any]] = {
    "pickle": lambda answer: pickle.loads(pickle.dumps(answer)),
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
}


@pytest.mark.parametrize("duplicate", COPIES)
def test_answers_can_be_copied_with_what_they_do_not_show(
    client: Any, server: Loopback, duplicate: str
) -> None:
    answer = b'{"known": ["9780000000017"], "unknown": {"a": null}}'
    server.says = Said(200, answer, "application/json")
    imported = client.import_(body="9780000000017")
    again = COPIES[duplicate](imported)
    assert (again, type(again)) == (imported, type(imported))
    assert again is not imported
    assert again.to_json() == imported.to_json()
    assert again.to_json()["unknown"] == {"a": None}


@pytest.mark.parametrize("duplicate", COPIES)
def test_errors_can_be_copied_with_their_bodies(shop: Shop, duplicate: str) -> None:
    with pytest.raises(shop.errors.NotFoundError) as caught:
        shop.client.catalogue.books.id(99)
    again = COPIES[duplicate](caught.value)
    assert type(again) is shop.errors.NotFoundError
    assert (again.body, str(again)) == (caught.value.body, str(caught.value))
