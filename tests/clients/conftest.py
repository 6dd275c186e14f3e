"""Packages of the sample collections, generated once, and clients over real sockets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from clients.callers import Kind, clients
from clients.generated import PACKAGES, baked
from clients.loopback import Loopback, loopback
from clients.shops import Shop, open_shop


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The directory that holds the packages, which can be imported from it."""
    directory = tmp_path_factory.mktemp("clients")
    for sample in PACKAGES:
        baked(sample, directory)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(directory), *sys.path])
        yield directory


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Any = request.param
    kind: Kind = found
    return kind


@pytest.fixture
def shop(kind: Kind, packages: Path) -> Iterator[Shop]:
    with open_shop(kind) as opened:
        yield opened


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as opened:
        yield opened


@pytest.fixture
def client(kind: Kind, packages: Path, server: Loopback) -> Iterator[Any]:
    """The bookshop's client at a server that is no bookshop."""
    with clients(kind, PACKAGES["bookshop"], "Bookshop") as makers:
        yield makers.make(base_url=server.base_url, shop_token="t0ken", api_key="k")
