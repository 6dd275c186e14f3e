"""A call as the client is given it -> its conversation. The same for both clients."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from .answers import Decoding
from .arguments import Arguments
from .body import body_for
from .exchange import Conversation, Terms, converse
from .operation import ClientSpec, Operation, Query
from .options import Values
from .request import build
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Call:
    """An operation with its arguments, and headers of this call alone."""

    operation: Operation[Any]
    arguments: Arguments
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)


def unlisted(spec: ClientSpec, method: str, path: str, body: object) -> Operation[Any]:
    """The operation of a request that the collection lacks: `path` at the API's origin."""
    # Braces are no holes here: a path may hold what others wrote, and options are secret.
    literal = path.replace("{", "%7B").replace("}", "%7D").partition("#")[0]
    place, mark, query = literal.partition("?")
    slash = "" if place.startswith("/") else "/"
    return Operation(
        name=f"{method} {place}",
        method=method,
        url=f"{spec.origin}{slash}{place}",
        query=tuple(_query(item) for item in query.split("&")) if mark else (),
        auth=spec.auth,
        body=body_for(body),
    )


def _query(item: str) -> Query:
    key, equals, value = item.partition("=")
    return Query(key, value if equals else None)


def conversation(
    call: Call,
    spec: ClientSpec,
    values: Values,
    settings: Settings,
    cookies: httpx2.Cookies,
) -> Conversation:
    """The conversation of a call, by the settings of its client."""
    request = build(
        call.operation,
        call.arguments,
        values,
        agent=_agent(spec.name),
        extra={**settings.get("headers", {}), **call.headers},
    )
    decoding = Decoding(settings.get("strict", False), settings.get("on_difference"))
    terms = Terms(spec, cookies, decoding, settings.get("on_response"))
    return converse(call.operation, request, terms)


def finished(
    request: httpx2.Request, settings: Settings, http: httpx2.Headers
) -> httpx2.Request:
    """The request with what the settings and the httpx2 client add to each."""
    for name, value in http.raw:  # the only view that keeps how names are spelled
        if name.lower() not in (b"accept", b"user-agent"):  # a request has its own
            request.headers.setdefault(name.decode("latin-1"), value.decode("latin-1"))
    if "timeout" in settings:
        timeout = httpx2.Timeout(settings["timeout"])
        request.extensions["timeout"] = timeout.as_dict()
    return request


def _agent(name: str) -> str:
    """The User-Agent: the client's name in the characters that a product name may have."""
    product = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-")
    return f"{product}-python" if product else "python"
