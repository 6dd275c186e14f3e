"""HTTP clients whose connections all lead to a recorder, in clear text.

In: a recorder. Out: the clients of httpx2, sync and async, as they are but for where their
sockets go: no name is looked up, and nothing is encrypted.
"""

from __future__ import annotations

from collections.abc import Iterable
from ssl import SSLContext
from typing import Any

import httpcore2
import httpx2
from wire.recorder import Recorder

_HERE = "127.0.0.1"
_PATIENCE = 10.0


def http(recorder: Recorder) -> httpx2.Client:
    """A sync client whose connections lead to the recorder."""
    transport = httpx2.HTTPTransport(verify=False, trust_env=False)
    _lead(transport, _Backend(recorder), httpcore2.SyncBackend)
    return httpx2.Client(transport=transport, timeout=_PATIENCE, trust_env=False)


def async_http(recorder: Recorder) -> httpx2.AsyncClient:
    """The same for asyncio."""
    transport = httpx2.AsyncHTTPTransport(verify=False, trust_env=False)
    _lead(transport, _AsyncBackend(recorder), httpcore2.AsyncNetworkBackend)
    return httpx2.AsyncClient(transport=transport, timeout=_PATIENCE, trust_env=False)


def _lead(transport: Any, backend: object, kind: type) -> None:
    # Were it called otherwise, the old one would stay, and real hosts be asked.
    assert isinstance(transport._pool._network_backend, kind)
    transport._pool._network_backend = backend


class _Stream(httpcore2.NetworkStream):
    """A connection that is said to be encrypted, and is not."""

    def __init__(self, stream: httpcore2.NetworkStream, recorder: Recorder) -> None:
        self._stream, self._recorder = stream, recorder

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        self._recorder.encrypted.add(self.get_extra_info("client_addr"))
        return self

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore2.SyncBackend):
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        stream = super().connect_tcp(_HERE, self._recorder.port, timeout)
        return _Stream(stream, self._recorder)


class _AsyncStream(httpcore2.AsyncNetworkStream):
    def __init__(
        self, stream: httpcore2.AsyncNetworkStream, recorder: Recorder
    ) -> None:
        self._stream, self._recorder = stream, recorder

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._stream.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        self._recorder.encrypted.add(self.get_extra_info("client_addr"))
        return self

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _AsyncBackend(httpcore2.AsyncNetworkBackend):
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        # Any: where anyio is absent the name is another class.
        self._sockets: Any = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        port = self._recorder.port
        stream = await self._sockets.connect_tcp(_HERE, port, timeout)
        return _AsyncStream(stream, self._recorder)
