"""Clients of either kind, called as if they were the sync one."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any, Literal

import httpx2

Kind = Literal["sync", "async"]


@dataclass(frozen=True, slots=True)
class Caller:
    """A client, or the resource at `path` of one. Coroutines are run to their end.

    `called` is what was called, as a program reaches it: `orders.cancel`.
    """

    target: Any
    runner: asyncio.Runner
    called: set[str]
    path: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> Any:
        found, path = getattr(self.target, name), (*self.path, name)
        if not callable(found):
            return Caller(found, self.runner, self.called, path)

        def run(*args: Any, **options: Any) -> Any:
            self.called.add(".".join(path))
            result = found(*args, **options)
            return self.runner.run(result) if inspect.iscoroutine(result) else result

        return run

    def told(self, **settings: Any) -> Caller:
        """The same client with other settings."""
        other = self.target.with_options(**settings)
        return Caller(other, self.runner, self.called)


@dataclass(frozen=True, slots=True)
class Clients:
    """The clients of a package, of one kind. Their connections are closed at the end."""

    kind: Kind
    package: ModuleType
    name: str
    runner: asyncio.Runner
    closing: ExitStack
    called: set[str] = field(default_factory=set[str])

    def make(self, **options: Any) -> Caller:
        sync = self.kind == "sync"
        # No TLS here, and to read its certificates takes longer than most tests.
        http = (httpx2.Client if sync else httpx2.AsyncClient)(verify=False)
        self.closing.callback(self._close, http)
        name = self.name if sync else f"Async{self.name}"
        client = getattr(self.package, name)(http=http, **options)
        return Caller(client, self.runner, self.called)

    def module(self, name: str) -> Any:
        """`models` or `errors` of the package."""
        return import_module(f"{self.package.__name__}.{name}")

    def _close(self, http: httpx2.Client | httpx2.AsyncClient) -> None:
        if isinstance(http, httpx2.Client):
            http.close()
        else:
            self.runner.run(http.aclose())


@contextmanager
def clients(kind: Kind, package: str, name: str) -> Generator[Clients]:
    """Makers of the clients `name` or `Async<name>` of an importable package."""
    with asyncio.Runner() as runner, ExitStack() as closing:
        yield Clients(kind, import_module(package), name, runner, closing)
