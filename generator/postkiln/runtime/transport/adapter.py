"""A request -> httpx2's. Nothing is sent here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from http.cookiejar import Cookie
from typing import Final

import httpx2

from ..errors import RequestError
from ..request.content import Content
from ..request.headers import Headers, has, merge_lines
from ..request.request import Request
from .origins import only_message_headers

_SHOWN: Final = 200  # characters of a URL that is none


def to_httpx(
    request: Request, cookies: httpx2.Cookies, client_headers: httpx2.Headers
) -> httpx2.Request:
    """The request for httpx2, with the cookies of the jar after those of its own.

    `client_headers` are those of the httpx2 client. The target goes along where httpx2
    would send another: it normalises paths.
    """
    url = _url(request)
    jar = _cookies_for(request, cookies)
    own = _with_cookies(request.headers, url, jar)
    headers = (*own, *_defaults(request, client_headers))
    sent = httpx2.Request(
        request.method,
        url,
        headers=list(_encoded(headers)),
        content=_whole(request.content),
        stream=_stream(request.content),
    )
    target = request.address.target.encode("ascii")
    if url.raw_path != target:
        sent.extensions["target"] = target
    return sent


def _encoded(headers: Headers) -> Iterator[tuple[bytes, bytes]]:
    for name, value in headers:
        yield name.encode("ascii"), value.encode("latin-1")


def _defaults(request: Request, client_headers: httpx2.Headers) -> Headers:
    """The client's headers that the request does not have, nor its collection disables."""
    # Postman has an Accept and a User-Agent of its own: `prepare` gives them, if any.
    left_out = ("accept", "user-agent", *request.behavior.without)
    found: list[tuple[str, str]] = []
    # `raw` is the only view that keeps how names are spelled.
    for raw_name, raw_value in client_headers.raw:
        name = raw_name.decode("ascii")
        if name.lower() not in left_out and not has(request.headers, name):
            found.append((name, raw_value.decode("latin-1")))
    defaults = tuple(found)
    if request.left_origin:
        return only_message_headers(defaults)
    return defaults


def _cookies_for(request: Request, cookies: httpx2.Cookies) -> httpx2.Cookies:
    """The cookies that may go along.

    One without a domain was given by the caller, and a jar has it for every host: it does
    not go to an origin to which a redirect led.
    """
    allowed = httpx2.Cookies()
    if not request.behavior.uses_cookies or "cookie" in request.behavior.without:
        return allowed
    if not request.left_origin:
        return cookies
    for each in cookies.jar:
        if each.domain:
            allowed.jar.set_cookie(each)
    return allowed


def forget_cookies(
    cookies: httpx2.Cookies, earlier: Iterable[Cookie], response: httpx2.Response
) -> None:
    """Take out of the jar what the response has set in it; `earlier` were there before."""
    new = httpx2.Cookies()
    new.extract_cookies(response)
    for each in new.jar:
        cookies.jar.clear(each.domain, each.path, each.name)
    names = set(map(_identity, new.jar))
    for each in earlier:
        if _identity(each) in names:
            cookies.jar.set_cookie(each)


def _identity(cookie: Cookie) -> tuple[str, str, str]:
    """What no two cookies of a jar share (RFC 6265, 5.3)."""
    return cookie.domain, cookie.path, cookie.name


def after_hook(request: httpx2.Request, old_url: httpx2.URL) -> httpx2.Request:
    """The request as a hook leaves it. If its URL is another, target and Host go with it."""
    if request.url != old_url:
        request.extensions.pop("target", None)
        if request.headers.get("host") == _host(old_url):
            request.headers["Host"] = _host(request.url)
    return request


def _host(url: httpx2.URL) -> str:
    return url.netloc.decode("ascii")


def _url(request: Request) -> httpx2.URL:
    target = request.address.target.encode("ascii")
    try:
        return httpx2.URL(request.address.origin).copy_with(raw_path=target)
    except httpx2.InvalidURL as error:
        shown = request.label[:_SHOWN]  # it may be no URL because it is too long
        raise RequestError(f"{shown}: not a valid URL: {error}") from None


def _with_cookies(
    headers: Headers, url: httpx2.URL, cookies: httpx2.Cookies
) -> Headers:
    if not cookies:
        return headers
    # Only a request can ask a jar for the cookies that go to a URL.
    probe = httpx2.Request("GET", url)
    cookies.set_cookie_header(probe)
    found = probe.headers.get("cookie")
    if found is None:
        return headers
    spellings = (name for name, _ in headers if name.lower() == "cookie")
    spelling = next(spellings, "Cookie")
    return merge_lines((*headers, (spelling, found)))


def _whole(content: Content) -> bytes | None:
    if not content.segments or not content.in_memory:
        return None
    return b"".join(content.chunks())


def _stream(content: Content) -> _Stream | None:
    if content.in_memory:
        return None
    return _Stream(content)


class _Stream(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """Content that is read while it is sent, by either client."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        yield from self._content.chunks()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        # Chunks of 64 KB from a local file: a thread would cost more than it saves.
        for chunk in self._content.chunks():
            yield chunk
