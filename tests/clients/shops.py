"""A real bookshop on a socket of its own, and generated clients that call it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from bookshop import access
from bookshop.server import bookshop
from clients.callers import Clients, Kind, clients
from clients.generated import PACKAGES

CREDENTIALS: Final = {
    "shop_token": access.SHOP_TOKEN,
    "api_key": access.STOCK_KEY,
    "admin_user": access.ADMIN_USER,
    "admin_password": access.ADMIN_PASSWORD,
    "audit_token": access.AUDIT_TOKEN,
}


@dataclass(frozen=True)
class Shop:
    """A shop and the makers of its clients."""

    base_url: str
    makers: Clients

    @cached_property
    def client(self) -> Any:
        """The client of one who may do everything.

        It is strict: an answer that is not what the examples show is an error.
        """
        return self.client_of()

    @property
    def models(self) -> Any:
        return self.makers.module("models")

    @property
    def errors(self) -> Any:
        return self.makers.module("errors")

    def client_of(self, **options: Any) -> Any:
        """The client of someone else, or with other settings."""
        told = {"base_url": self.base_url, **CREDENTIALS, "strict": True}
        return self.makers.make(**{**told, **options})


@contextmanager
def open_shop(kind: Kind) -> Generator[Shop]:
    """A fresh shop; the package of its clients must be importable."""
    package = PACKAGES["bookshop"]
    with bookshop() as base_url, clients(kind, package, "Bookshop") as makers:
        yield Shop(base_url, makers)
