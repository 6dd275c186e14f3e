"""An error of httpx2 -> the one of ours."""

from __future__ import annotations

import re

import httpx2

from .errors import ConnectionFailedError, TimedOutError, TransportError


def translated(error: Exception, method: str, label: str) -> TransportError:
    """The error for one of httpx2's. Its text names no header value and no query."""
    match error:
        case httpx2.TimeoutException():
            return TimedOutError(method, label, _words(error))
        case httpx2.NetworkError() | httpx2.RemoteProtocolError() | httpx2.ProxyError():
            return ConnectionFailedError(method, label, f"{_words(error)}: {error}")
        case _:
            return TransportError(method, label, _words(error))


def _words(error: Exception) -> str:
    """The name of its class as words: `ReadTimeout` is "read timeout"."""
    name = type(error).__name__
    return re.sub(r"\B(?=[A-Z])", " ", name).lower()
