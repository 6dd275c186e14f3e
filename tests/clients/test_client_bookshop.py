"""The generated bookshop client as a whole: every endpoint called."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from clients import (
    test_client_catalogue,
    test_client_office,
    test_client_orders,
    test_client_pictures,
    test_client_refusals,
)
from clients.generated import baked, methods
from clients.shops import Shop, open_shop

MODULES = (
    test_client_catalogue,
    test_client_office,
    test_client_orders,
    test_client_pictures,
    test_client_refusals,
)


def plain_tests(module: ModuleType) -> Iterator[Callable[[Shop], None]]:
    """The tests of a module that ask for nothing but a shop."""
    for name, test in vars(module).items():
        if name.startswith("test_") and list(inspect.signature(test).parameters) == [
            "shop"
        ]:
            yield test


def test_no_endpoint_is_left_uncalled(packages: Path, tmp_path: Path) -> None:
    """The async client is called by the same tests, and has the same methods."""
    called: set[str] = set()
    for test in (test for module in MODULES for test in plain_tests(module)):
        with open_shop("sync") as shop:
            test(shop)
            called |= shop.makers.called
    assert methods(baked("bookshop", tmp_path)) - called == set()
