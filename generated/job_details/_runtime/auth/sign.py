"""The auth of an operation signs a request (postman-format 4).

Simple ones are here; each other has a module, which loads when it is used.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any, Final, TypeVar, cast

from ..request.headers import Headers, has, without
from ..request.request import Request
from ..template.fill import Lookup, fill
from .auths import (
    ApiKey,
    Asap,
    Auth,
    AwsV4,
    Basic,
    Bearer,
    Digest,
    EdgeGrid,
    Hawk,
    Jwt,
    OAuth1,
    OAuth2,
)
from .credentials import authorized, basic, queried

A = TypeVar("A")

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def sign(request: Request, auth: Auth | None, lookup: Lookup) -> Request:
    """The request with the auth in it, in place of a header or a query item of its name."""
    match None if auth is None else filled(auth, lookup):
        case None:
            return request
        case Basic(username, password):
            return authorized(request, basic(username, password))
        case Bearer(token):
            return _token(request, OAuth2(token))
        case OAuth2() as token:
            return _token(request, token)
        case ApiKey() as key:
            return _api_key(request, key)
        case other:
            return _signed(request, other)


def _signed(
    request: Request, auth: Digest | OAuth1 | AwsV4 | Hawk | Jwt | Asap | EdgeGrid
) -> Request:
    match auth:
        case Digest():
            from .digest import sign_digest

            return replace(sign_digest(request, auth), digest=auth)
        case OAuth1():
            from .oauth1 import sign_oauth1

            return sign_oauth1(request, auth)
        case AwsV4():
            from .aws import sign_aws

            return sign_aws(request, auth)
        case Hawk():
            from .hawk import sign_hawk

            return sign_hawk(request, auth)
        case Jwt():
            from .jws import sign_jwt

            return sign_jwt(request, auth)
        case Asap():
            from .jws import sign_asap

            return sign_asap(request, auth)
        case EdgeGrid():
            from .edgegrid import sign_edgegrid

            return sign_edgegrid(request, auth)


def filled(auth: A, lookup: Lookup) -> A:
    """The auth with the holes of its texts filled."""
    texts = {
        each.name: fill(text, lookup)
        for each in fields(cast("Any", auth))
        if isinstance(text := getattr(auth, each.name), str) and "{{" in text
    }
    return cast("A", replace(cast("Any", auth), **texts))


def sign_login(headers: Headers, login: tuple[str, str] | None) -> Headers:
    """The user info of a URL is Basic auth, unless the request has an Authorization."""
    if login is None or has(headers, "authorization"):
        return headers
    return (*headers, ("Authorization", basic(*login)))


def _token(request: Request, auth: OAuth2) -> Request:
    if not auth.token:
        return request  # as Postman: no token, no auth, and no error
    if auth.place == "query":
        kept = without(request.headers, "authorization")
        return queried(replace(request, headers=kept), "access_token", auth.token)
    return authorized(request, f"{auth.prefix.strip()} {auth.token}".strip())


def _api_key(request: Request, auth: ApiKey) -> Request:
    if not auth.name:
        return request
    if auth.place == "query":
        return queried(request, auth.name, auth.value)
    same = _words(auth.name)
    kept = (header for header in request.headers if _words(header[0]) != same)
    return replace(request, headers=(*kept, (auth.name, auth.value)))


def _words(name: str) -> str:
    """Postman takes `x_api_key` and `X-Api-Key` for the same header (lodash lowerCase)."""
    return " ".join(_WORD.findall(name)).lower()
