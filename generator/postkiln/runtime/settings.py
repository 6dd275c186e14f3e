"""What a client can be told besides its options."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias, TypedDict

import httpx2

from .errors import ConfigurationError

TIMEOUT: Final = 60.0
"""Seconds that each step of an exchange may take, unless the client is told another."""


SyncHook: TypeAlias = Callable[[httpx2.Request], httpx2.Request | None]
AsyncHook: TypeAlias = Callable[
    [httpx2.Request], Awaitable[httpx2.Request | None] | httpx2.Request | None
]


class Settings(TypedDict, total=False):
    """What both clients can be told.

    `timeout`: seconds for each step (connect, send, wait, read); None: no limit.
    `before_send`: sees each request, signed and complete, just before it is sent; it may
    change it, or return another in its place. It is not asked for what a redirect to
    another origin asks for: a signature has no business there.
    `headers`: sent with every request, in place of others of the same name, but not to
    another origin to which a redirect leads.
    `strict`: raise DecodeError when an answer is not what the examples showed.
    `on_difference`: hears of each such difference when not strict, as text.
    `on_response`: hears of each call's final response: status, headers, history.
    """

    timeout: float | None
    headers: Mapping[str, str]
    strict: bool
    on_difference: Callable[[str], None]
    on_response: Callable[[httpx2.Response], None]


class SyncSettings(Settings, total=False):
    """What the sync client can be told. It never closes an `http` that it is given."""

    http: httpx2.Client
    before_send: SyncHook


class AsyncSettings(Settings, total=False):
    """What the async client can be told. It never closes an `http` that it is given."""

    http: httpx2.AsyncClient
    before_send: AsyncHook


def check(settings: Mapping[str, Any], known: type, http: type) -> None:
    """Refuse what is no setting, as Python does, and an `http` of the other kind.

    `known` is the TypedDict of a client's settings, `http` the class of its `http`.
    """
    allowed = {name for kind in (Settings, known) for name in kind.__annotations__}
    for name in settings:
        if name not in allowed:
            raise TypeError(f"{name!r} is no option of this client and no setting")
    given = settings.get("http")
    if given is not None and not isinstance(given, http):
        raise ConfigurationError(f"http: must be an httpx2.{http.__name__}")
