"""The settings of a client: what its constructor takes besides the options of the API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias, TypedDict

import httpx2

from .errors import ConfigurationError
from .request.headers import Given, problem_of

TIMEOUT: Final = 60.0
"""Seconds that each step of an exchange may take, unless `timeout` is given."""


SyncHook: TypeAlias = Callable[[httpx2.Request], httpx2.Request | None]
AsyncHook: TypeAlias = Callable[
    [httpx2.Request], Awaitable[httpx2.Request | None] | httpx2.Request | None
]


class ClientSettings(TypedDict, total=False):
    """The settings of both clients.

    `timeout`: seconds for each step (connect, send, wait, read); None: no limit.
    `before_send`: called with each request, signed and complete, just before it is sent;
    it may change it, or return another in its place. It is not called for a redirect to
    another origin: a signature must not go there.
    `headers`: sent with every request, in place of others of the same name; `OMIT` takes
    one out, also Accept, User-Agent or what an auth sends, but not Host and
    Content-Length, which HTTP needs. `with_options` adds to those of the client. They do
    not go to another origin, to which a redirect or a URL of the caller's leads.
    `strict`: raise DecodeError when an answer is not what the examples showed.
    `on_difference`: called with each such difference, as text, when not strict.
    `on_response`: called with the final response of each call: status, headers, history.
    """

    timeout: float | None
    headers: Given
    strict: bool
    on_difference: Callable[[str], None]
    on_response: Callable[[httpx2.Response], None]


class SyncSettings(ClientSettings, total=False):
    """The settings of the sync client. It never closes an `http` that it is given."""

    http: httpx2.Client
    before_send: SyncHook


class AsyncSettings(ClientSettings, total=False):
    """The settings of the async client. It never closes an `http` that it is given."""

    http: httpx2.AsyncClient
    before_send: AsyncHook


def headers_of(settings: ClientSettings) -> Given:
    """The headers that the settings give."""
    return settings.get("headers") or {}


def check_settings(settings: Mapping[str, Any], known: type, http: type) -> None:
    """Refuse what is not a setting, as Python does, and an `http` of the other kind.

    `known` is the TypedDict of a client's settings, `http` the class of its `http`.
    """
    allowed = known.__annotations__  # a TypedDict has those of its bases, too
    for name in settings:
        if name not in allowed:
            problem = f"{name!r} is neither an option of this client nor a setting"
            raise TypeError(problem)
    given = settings.get("http")
    if given is not None and not isinstance(given, http):
        raise ConfigurationError(f"http: must be an httpx2.{http.__name__}")
    if problem := problem_of(settings.get("headers") or {}):
        raise ConfigurationError(problem)
