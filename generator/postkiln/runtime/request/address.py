"""A finished URL text -> the parts that are sent (postman-format 2.1 and 2.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from ..errors import RequestError
from .percent import PATH, QUERY, UNSENDABLE, percent

DEFAULT_PORTS: Final = {"http": "80", "https": "443"}

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_HOST_PORT: Final = re.compile(r"(\[[^\]]*\]|[^:]*)(?::(0*([0-9]{0,5})))?")
_NO_HOST: Final = re.compile(r"[\x00-\x20\x7f\"#%/<>?@\\^`|]")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a request goes. All parts are ASCII, encoded as they are sent.

    `port` is the text after the colon: an explicit default port stays in the Host header.
    `query` None: no `?`. `login` is the user info: name and password, decoded.
    """

    scheme: str
    host: str
    port: str | None
    path: str
    query: str | None = field(default=None, repr=False)
    login: tuple[str, str] | None = field(default=None, repr=False)

    @property
    def netloc(self) -> str:
        """The value of the Host header."""
        if self.port is None:
            return self.host
        return f"{self.host}:{self.port}"

    @property
    def target(self) -> str:
        """The target in the request line: path and query."""
        if self.query is None:
            return self.path
        return f"{self.path}?{self.query}"

    @property
    def origin(self) -> str:
        """The URL without path, query and user info."""
        return f"{self.scheme}://{self.netloc}"


def parse(url: str, *, encodes: bool = True) -> Address:
    """Split a URL and encode its parts. Raises RequestError if it is not an HTTP URL.

    `encodes` False: only what a request line cannot hold is encoded.
    """
    text, _, _ = url.lstrip().partition("#")  # a fragment is never sent
    before, mark, query = text.partition("?")
    scheme, rest = _split_scheme(before.replace("\\", "/"))
    authority, slash, path = rest.partition("/")
    login, _, server = authority.rpartition("@")
    host, port = _split_server(server)
    in_path, in_query = PATH, QUERY
    if not encodes:
        in_path = in_query = UNSENDABLE
    return Address(
        scheme,
        host,
        port,
        path=percent(slash + path, in_path) or "/",
        query=percent(query, in_query) if mark else None,
        login=_split_login(login),
    )


def _split_scheme(url: str) -> tuple[str, str]:
    match = _SCHEME.match(url)
    if match is None:
        return "http", url  # Postman's default
    scheme = match[1].lower()
    if scheme not in ("http", "https"):
        raise RequestError(f"{scheme}:// is not HTTP: use an http:// or https:// URL")
    return scheme, url[match.end() :]


def _split_server(text: str) -> tuple[str, str | None]:
    match = _HOST_PORT.fullmatch(text.strip())
    if match is None or int(match[3] or 0) > 65535:
        raise RequestError("the port of the URL is not a number up to 65535")
    host, port = match[1].lower(), match[2]
    if not host:
        raise RequestError("the URL has no host: give the client its base URL")
    if _NO_HOST.search(host):
        problem = "contains characters that no host name has"
        raise RequestError(f"the host of the URL {problem}")
    if not host.isascii():
        host = _punycode(host)
    return host, port


def _punycode(host: str) -> str:
    import httpx2  # it brings IDNA; only such hosts need it here

    try:
        return httpx2.URL(scheme="http", host=host).raw_host.decode("ascii")
    except httpx2.InvalidURL:
        raise RequestError("the host of the URL is not a valid name") from None


def _split_login(text: str) -> tuple[str, str] | None:
    if not text:
        return None
    name, _, password = text.partition(":")
    return unquote(name), unquote(password)
